/*
 * Check elements of model.xml -> relations of compiled expressions.
 *
 * The rows of check_kinds.c are texts with holes.  Each is filled with the author's attributes; the places of
 * the filled text lead back to the attributes, so that a misspelt name is shown where the author wrote it.
 * Of two numbers the difference is compiled as one expression: so units are checked and 元 and 万元
 * converted by the rules of all expressions.
 */
#include "model/check_kinds.h"
#include "model/messages.def"
#include "expr/messages.def"

#include <string.h>

enum { PIECES_MAX = 16, FILLED_MAX = EXPR_MAX_SOURCE };

/* A part of the filled text, and the attribute's bytes that it came from; attr NULL: the row's own. */
struct piece {
    size_t from, to;
    const struct attr *attr;
    size_t offset;
};

/* A row being filled for one element. */
struct filling {
    struct loader *loader;
    const struct node *node;
    const struct check_kind *kind;  /* what is proved */
    const struct check_kind *named; /* the row of the element: its label, its names of attributes */
    const struct shape *scope;
    size_t link; /* of a chain: 0 is the first two */
    struct buf text;
    struct piece pieces[PIECES_MAX];
    size_t piece_count;
};

static struct place place_in_filling(const void *context, size_t offset)
{
    const struct filling *filling = context;
    for (size_t i = 0; i < filling->piece_count; i++) {
        const struct piece *piece = &filling->pieces[i];
        if (piece->attr != NULL && offset >= piece->from && offset < piece->to)
            return attr_text_place(piece->attr, piece->offset + offset - piece->from);
    }
    return filling->node->place;
}

static struct place place_in_text(const void *context, size_t offset)
{
    return node_text_place(context, offset);
}

static void fault_missing(const struct filling *filling, struct str name)
{
    struct str text = arena_copy(filling->loader->run.arena, name);
    if (text.ptr == NULL) {
        run_note(&filling->loader->run, NO_MEMORY);
        return;
    }
    attribute_missing(filling->loader, filling->node, text.ptr);
}

/* Some attributes_check has told. */
static void fault_blank(struct filling *filling, const struct attr *attr)
{
    const struct schema_row *element = schema_element(LANGUAGE_MODEL, filling->node->name);
    if (value_form(schema_attribute(element, attr->name)->kind) != FORM_SOLID)
        run_refuse(&filling->loader->run, MSG_MODEL_ATTRIBUTE_EMPTY, attr->place,
                   STR_ARGS(filling->node->name), STR_ARGS(attr->name));
}

/* --- holes --- */

static const struct attr *attr_of(const struct node *node, struct str name)
{
    for (size_t i = 0; i < node->attr_count; i++)
        if (str_equal(node->attrs[i].name, name))
            return &node->attrs[i];
    return NULL;
}

/* "whole=100 decimals=2", "decimals" -> "2"; ptr NULL: there is none. */
static struct str value_in(const char *list, struct str name)
{
    const char *at = list;
    while (at != NULL && *at != '\0') {
        size_t len = strcspn(at, "=");
        const char *value = at + len + 1;
        size_t value_len = strcspn(value, " ");
        if (str_equal((struct str){at, len}, name))
            return (struct str){value, value_len};
        at = value + value_len;
        at += *at == ' ' ? 1 : 0;
    }
    return (struct str){NULL, 0};
}

static void add_piece(struct filling *filling, struct str text, const struct attr *attr, size_t offset)
{
    size_t from = filling->text.len;
    buf_add_str(&filling->text, text);
    if (filling->piece_count < PIECES_MAX)
        filling->pieces[filling->piece_count++] = (struct piece){from, filling->text.len, attr, offset};
}

/* The n-th part of "a; b; c", trimmed; false: there are not so many. */
static bool chain_part(const struct attr *attr, size_t n, struct str *ret_text, size_t *ret_offset)
{
    size_t from = 0;
    for (size_t i = 0; i <= attr->value.len; i++) {
        if (i < attr->value.len && attr->value.ptr[i] != ';')
            continue;
        if (n-- == 0) {
            struct str part = str_slice(attr->value, from, i);
            *ret_text = str_trim(part);
            *ret_offset = (size_t)(ret_text->ptr - attr->value.ptr);
            return ret_text->len > 0;
        }
        from = i + 1;
    }
    return false;
}

/* What stands for an attribute that is not given; empty: nothing. */
static struct str default_of(const struct filling *filling, struct str name)
{
    const struct schema_row *element = schema_element(LANGUAGE_MODEL, filling->node->name);
    return str_of(schema_attribute(element, name)->otherwise);
}

/* Half a unit of the last decimal: "0.005" for two. */
static void fill_half(struct filling *filling)
{
    enum { DECIMALS_MAX = 9 };
    struct loader *loader = filling->loader;
    int64_t decimals = 0;
    struct str otherwise = default_of(filling, STR("decimals"));
    if (otherwise.len > 0)
        decimals = otherwise.ptr[0] - '0';
    decimals = attribute_count(loader, filling->node, "decimals", decimals);
    buf_add_text(&filling->text, "0.");
    for (int64_t i = 0; i < decimals && i < DECIMALS_MAX; i++)
        buf_add_char(&filling->text, '0');
    buf_add_char(&filling->text, '5');
}

static bool fill_hole(struct filling *filling, struct str name)
{
    bool chained = filling->kind->chain && name.len == 1;
    struct str own = value_in(filling->named->names, name);
    own = chained ? str_of("of") : own.ptr == NULL ? name : own;
    const struct attr *attr = attr_of(filling->node, own);
    struct str text;
    size_t offset = 0;
    if (str_is(name, "half")) {
        fill_half(filling);
        return true;
    }
    if (attr == NULL) {
        text = default_of(filling, own);
        if (text.len == 0) {
            fault_missing(filling, own);
            return false;
        }
        buf_add_str(&filling->text, text);
        return true;
    }
    if (text_is_blank(attr->value)) {
        fault_blank(filling, attr);
        return false;
    }
    if (!chained) {
        add_piece(filling, attr->value, attr, 0);
        return true;
    }
    const bool single =
        memchr(attr->value.ptr, ';', attr->value.len) == NULL; /* which explains all else in it */
    if (single || !chain_part(attr, filling->link + (name.ptr[0] == 'b' ? 1 : 0), &text, &offset)) {
        run_refuse(&filling->loader->run, MSG_MODEL_CHAIN, attr->place, STR_ARGS(attr->value));
        return false;
    }
    add_piece(filling, text, attr, offset);
    return true;
}

/* Appends the row's text with its holes filled. */
static bool fill_text(struct filling *filling, const char *pattern)
{
    while (*pattern != '\0') {
        size_t plain = strcspn(pattern, "{");
        buf_add(&filling->text, pattern, plain);
        pattern += plain;
        if (*pattern == '{') {
            size_t len = strcspn(pattern + 1, "}");
            if (!fill_hole(filling, (struct str){pattern + 1, len}))
                return false;
            pattern += len + 2;
        }
    }
    return true;
}

/* --- compiling --- */

static const struct expr *compile_filled(struct filling *filling)
{
    struct loader *loader = filling->loader;
    const struct expr *expr = NULL;
    struct pattern_source source = {
        .text = buf_str(&filling->text), .place_of = place_in_filling, .context = filling, .of_model = true};
    enum status status = buf_status(&filling->text);
    if (status == OK)
        status = expr_compile_source(loader->run.arena, loader->run.diag, source, filling->scope, &expr);
    else if (filling->text.len + 1 >= FILLED_MAX)
        status = diag_report(loader->run.diag, MSG_MODEL_CHECK_LONG, filling->node->place, (int)FILLED_MAX);
    run_note(&loader->run, status);
    rules_note_sums(status == OK ? expr : NULL);
    return status == OK ? expr : NULL;
}

/* The texts, up to a NULL, make one expression. */
static const struct expr *compile_texts(struct filling *filling, const char *const *texts)
{
    const struct expr *expr = NULL;
    bool filled = true;
    if (run_over(&filling->loader->run))
        return NULL;
    filling->text = BUF(FILLED_MAX);
    filling->piece_count = 0;
    for (; *texts != NULL && filled; texts++)
        filled = fill_text(filling, *texts);
    if (filled)
        expr = compile_filled(filling);
    buf_clear(&filling->text);
    return expr;
}

static const struct expr *compile_text(struct filling *filling, const char *text)
{
    return compile_texts(filling, (const char *const[]){text, NULL});
}

static void fault_kind(struct filling *filling, const struct expr *expr, enum type_kind want)
{
    run_refuse(&filling->loader->run, MSG_MODEL_FORMULA_KIND, expr_place(expr), filling->named->element,
               model_kind_name(expr_type(expr).kind), model_kind_name(want));
}

/* Two sides of one kind, fit for the relation. */
static void compile_sides(struct filling *filling, struct check *check)
{
    const struct check_kind *kind = filling->kind;
    enum type_kind type = expr_type(check->that).kind;
    bool equal = check->relation == RELATION_EQUAL;
    if (type == TYPE_NUMBER) {
        check->other =
            compile_texts(filling, (const char *const[]){"(", kind->left, ") - (", kind->right, ")", NULL});
    } else if (type == TYPE_DATE || (equal && (type == TYPE_TEXT || type == TYPE_YESNO))) {
        if (compile_texts(filling, (const char *const[]){"(", kind->left, ") = (", kind->right, ")", NULL}) !=
            NULL)
            check->other = compile_text(filling, kind->right);
    } else {
        fault_kind(filling, check->that, TYPE_NUMBER);
    }
}

/* Bands: records of a list, with numbers min and max. */
static void check_bands_type(struct filling *filling, const struct check *check)
{
    const struct shape *shape = expr_element_shape(check->that);
    if (shape == NULL) {
        fault_kind(filling, check->that, TYPE_LIST);
        return;
    }
    static const char *const names[] = {"min", "max"};
    struct type types[ARRAY_COUNT(names)];
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        int slot = shape_lookup(shape, str_of(names[i]));
        if (slot < 0 || shape->fields[slot].type.kind != TYPE_NUMBER) {
            run_refuse(&filling->loader->run, MSG_MODEL_BANDS_FIELDS, expr_place(check->that), names[i]);
            return;
        }
        types[i] = settled_type(filling->loader, shape, slot);
    }
    if (!str_equal(types[0].unit, types[1].unit))
        run_refuse(&filling->loader->run, MSG_EXPR_BAND_UNITS, expr_place(check->that),
                   STR_ARGS(expr_source(check->that)), STR_ARGS(types[0].unit), STR_ARGS(types[1].unit));
}

static void compile_relation(struct filling *filling, struct check *check)
{
    const struct check_kind *kind = filling->kind;
    check->that = compile_text(filling, kind->left);
    if (check->that == NULL)
        return;
    if (check->relation == RELATION_BANDS) {
        check_bands_type(filling, check);
    } else if (check->relation == RELATION_HOLDS) {
        if (expr_type(check->that).kind != TYPE_YESNO)
            fault_kind(filling, check->that, TYPE_YESNO);
        if (kind->right != NULL)
            check->other = compile_text(filling, kind->right);
        if (kind->among != NULL)
            check->among = compile_text(filling, kind->among);
    } else {
        compile_sides(filling, check);
    }
}

/* --- what all elements have --- */

/* In the unit of the two sides. */
static void compile_tolerance(struct filling *filling, struct check *check)
{
    bool given = node_attr(filling->node, "tolerance") != NULL;
    if (given || filling->kind->tolerance != NULL)
        check->tolerance = compile_text(filling, given ? "{tolerance}" : filling->kind->tolerance);
    if (check->tolerance == NULL)
        return;
    if (expr_type(check->tolerance).kind != TYPE_NUMBER)
        fault_kind(filling, check->tolerance, TYPE_NUMBER);
    else if (check->other != NULL && expr_type(check->other).kind == TYPE_NUMBER &&
             !fit_unit(filling->loader, &check->tolerance, "tolerance", expr_type(check->other)))
        check->tolerance = NULL;
    else
        refuse_negative(filling->loader, check->tolerance);
}

static void compile_common(struct filling *filling, struct check *check)
{
    const struct node *node = filling->node;
    const struct check_kind *kind = filling->kind;
    if (node_attr(node, "when") != NULL) {
        check->when = compile_text(filling, "{when}");
        if (check->when != NULL && expr_type(check->when).kind != TYPE_YESNO)
            fault_kind(filling, check->when, TYPE_YESNO);
    }
    compile_tolerance(filling, check);
    if (node_attr(node, "at") != NULL)
        check->at = compile_text(filling, "{at}");
    else if (kind->at != NULL)
        check->at = compile_text(filling, kind->at);
}

/* The author's words: text only; NULL and no fault: there are none and none are needed. */
static const struct node *message_text(struct loader *loader, const struct node *node, bool needed)
{
    const struct node *text = NULL;
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind == NODE_TEXT) {
            text = child;
            continue;
        }
        run_note(&loader->run, refuse_element(loader->run.diag, child, ""));
        return NULL;
    }
    if (text != NULL && !node_is_blank(text))
        return text;
    if (needed)
        run_refuse(&loader->run, MSG_MODEL_NO_MESSAGE, node->place);
    return NULL;
}

/* A label in words; of a <check> without one, its condition. */
static struct str label_of(const struct node *node, const struct check_kind *kind)
{
    struct str label = attribute_text(node, "label");
    if (label.len == 0)
        label = kind->own_message ? attribute_text(node, "that") : str_of(kind->label);
    return label;
}

void check_compile(struct loader *loader, struct check *check, const struct shape *scope)
{
    const struct node *node = check->source;
    struct filling filling = {.loader = loader,
                              .node = node,
                              .kind = check_kind_meant(check->kind),
                              .named = check->kind,
                              .scope = scope,
                              .link = check->link};
    check->relation = filling.kind->relation;
    check->label = label_of(node, check->kind);
    compile_relation(&filling, check);
    compile_common(&filling, check);
    const struct node *text = message_text(loader, node, check->kind->own_message);
    if (text != NULL) {
        struct pattern_source source = {
            .text = text->text, .place_of = place_in_text, .context = text, .of_model = true};
        run_note(&loader->run,
                 pattern_compile(loader->run.arena, loader->run.diag, source, scope, &check->message));
    }
}

/* --- declaring --- */

static size_t count_links(const struct node *node)
{
    const struct attr *attr = node_attr(node, "of");
    size_t links = 0;
    for (size_t i = 0; attr != NULL && i < attr->value.len; i++)
        links += attr->value.ptr[i] == ';' ? 1 : 0;
    return links == 0 ? 1 : links; /* without any, compiling says what is wrong */
}

bool check_declare(struct loader *loader, const struct node *node, struct rules *rules)
{
    const struct check_kind *kinds = NULL;
    size_t count = check_kinds_of(node->name, &kinds);
    size_t added = 0;
    if (count == 0)
        return false;
    attributes_check(loader, node);
    int severity =
        run_word(&loader->run, node_attr(node, "severity"), "severity", &words_severity, SEVERITY_ERROR);
    for (size_t i = 0; i < count; i++) {
        const struct check_kind *kind = &kinds[i];
        if ((kind->needs != NULL && node_attr(node, kind->needs) == NULL) ||
            (kind->without != NULL && node_attr(node, kind->without) != NULL))
            continue;
        size_t links = kind->chain ? count_links(node) : 1;
        for (size_t link = 0; link < links; link++, added++) {
            const struct check check = {
                .source = node, .kind = kind, .link = link, .severity = (enum severity)severity};
            RUN_APPEND(&loader->run, rules->checks, rules->check_count, rules->check_capacity, &check);
        }
    }
    if (added == 0 && loader->run.stop == OK)
        attribute_missing(loader, node, kinds->needs);
    return true;
}
