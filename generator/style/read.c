/*
 * style.xml -> style sheet.
 *
 * The built-in sheet is read first, then each used file, then the file itself; a definition hides an earlier
 * one of its name. A base is looked up by name among what is visible in the end, so that changing `body`
 * changes all that builds on it; a style that names itself as its base builds on the one that it hides, and a
 * style that names none builds on the built-in one of its name, if there is one.  When all is read, bases are
 * resolved on demand (a base still being resolved is a circle), then measures become lengths.  All faults are
 * reported, not only the first.
 */
#include "style/style_int.h"
#include "style/messages.def"
#include "schema/messages.def"

#include <string.h>

enum { STYLE_MAX_DEFINES = 2000, STYLE_MAX_WORDS = 2000 };

const struct style_kind_name style_kinds[STYLE_KINDS] = {{"style", "段落样式"},
                                                         {"span", "字符样式"},
                                                         {"table-style", "表格样式"},
                                                         {"page", "版面"},
                                                         {"numbering", "编号"}};

enum status style_unknown(struct style_reader *reader, struct place place, enum style_kind kind,
                          struct str name)
{
    struct nearest nearest = {.name = name};
    if (reader->incomplete)
        return FAILED;
    for (size_t i = 0; i < reader->count; i++)
        if (!reader->defines[i]->hidden && reader->defines[i]->kind == kind)
            nearest_offer(&nearest, reader->defines[i]->name);
    return refuse_name(reader->diag, place, name, style_kinds[kind].label, nearest.best);
}

struct style_define *style_define_lookup(const struct style_reader *reader, enum style_kind kind,
                                         struct str name)
{
    int64_t at = str_index_lookup(&reader->names[kind], name);
    return at == STR_INDEX_NONE ? NULL : reader->defines[at];
}

/* Makes it the visible one of its name. */
static enum status note_define(struct style_reader *reader, struct style_define *define)
{
    enum status status =
        ARENA_APPEND(reader->arena, reader->defines, reader->count, reader->capacity, &define);
    if (status != OK)
        return status;
    reader->names[define->kind].arena = reader->arena;
    return str_index_put(&reader->names[define->kind], define->name, (int64_t)reader->count - 1);
}

static enum status add_define(struct style_reader *reader, const struct node *node, enum style_kind kind,
                              bool is_builtin)
{
    const struct attr *name = node_attr(node, "name");
    if (name == NULL || name->value.len == 0)
        return refuse_missing(reader->diag, node, "name");
    struct style_define *previous = style_define_lookup(reader, kind, name->value);
    if (previous != NULL && previous->layer == node->parent)
        return diag_report(reader->diag, MSG_SCHEMA_DUPLICATE, name->place, STR_ARGS(name->value));
    if (reader->count == STYLE_MAX_DEFINES) {
        if (!reader->incomplete)
            diag_report(reader->diag, MSG_STYLE_MANY, node->place, (int)STYLE_MAX_DEFINES);
        reader->incomplete = true;
        return FAILED;
    }
    struct style_define *define = ARENA_NEW(reader->arena, struct style_define);
    if (define == NULL)
        return NO_MEMORY;
    *define = (struct style_define){.kind = kind,
                                    .name = name->value,
                                    .node = node,
                                    .layer = node->parent,
                                    .previous = previous,
                                    .is_builtin = is_builtin};
    if (previous != NULL)
        previous->hidden = true;
    else
        reader->counts[kind]++;
    enum status status = note_define(reader, define);
    return status == OK ? style_check_attributes(reader, define) : status;
}

static enum status read_sheet(struct style_reader *reader, const struct node *root, bool is_builtin);

static enum status read_use(struct style_reader *reader, const struct node *node)
{
    struct node *root;
    enum status status = use_open(&reader->uses, node, &root);
    reader->incomplete = reader->incomplete || status != OK;
    if (status != OK || root == NULL)
        return status;
    status = read_sheet(reader, root, false);
    use_close(&reader->uses, root);
    return status;
}

/* The words of a <words>, behind those read before. */
static enum status read_words(struct style_reader *reader, const struct node *node)
{
    const struct attr *list = node_attr(node, "list");
    enum status status = schema_check(reader->diag, node, schema_element(LANGUAGE_STYLE, STR("words")));
    for (const struct node *child = node->first; child != NULL; child = child->next)
        status = status_worse(status, refuse_child(reader->diag, child, ""));
    if (list == NULL)
        return status_worse(status, refuse_missing(reader->diag, node, "list"));
    struct str rest = list->value, word;
    while (status == OK && word_next(&rest, &word)) {
        if (utf8_count(word) < 2)
            status = diag_report(reader->diag, MSG_STYLE_WORD_SHORT, list->place, STR_ARGS(word));
        else if (reader->word_count == STYLE_MAX_WORDS)
            status = diag_report(reader->diag, MSG_STYLE_WORDS_MANY, list->place, (int)STYLE_MAX_WORDS);
        else
            status =
                ARENA_APPEND(reader->arena, reader->words, reader->word_count, reader->word_capacity, &word);
    }
    return status;
}

static enum status read_define(struct style_reader *reader, const struct node *node, bool is_builtin)
{
    for (size_t i = 0; i < STYLE_KINDS; i++)
        if (str_is(node->name, style_kinds[i].element))
            return add_define(reader, node, (enum style_kind)i, is_builtin);
    if (node_is(node, "profile"))
        return style_read_profile(reader, node);
    if (node_is(node, "words"))
        return read_words(reader, node);
    return refuse_child(reader->diag, node, "use words page style span table-style numbering profile");
}

/* Used files first, whatever the order in which they stand: README, "read first". */
static enum status read_sheet(struct style_reader *reader, const struct node *root, bool is_builtin)
{
    enum status status = OK;
    if (!node_is(root, "styles"))
        return refuse_root(reader->diag, root, "styles");
    for (const struct node *node = root->first; node != NULL; node = node->next)
        if (node_is(node, "use"))
            status = status_worse(status, read_use(reader, node));
    status = status_worse(status, style_set_sheet(reader, root));
    for (const struct node *node = root->first; node != NULL; node = node->next)
        if (!node_is(node, "use"))
            status = status_worse(status, read_define(reader, node, is_builtin));
    return status;
}

static struct style_define *builtin_of(const struct style_define *define)
{
    struct style_define *below = define->previous;
    while (below != NULL && !below->is_builtin)
        below = below->previous;
    return below;
}

static enum status resolve(struct style_reader *reader, struct style_define *define);

/* The definition that `define` builds on; NULL: none. */
static enum status find_base(struct style_reader *reader, struct style_define *define,
                             struct style_define **ret_base)
{
    const struct attr *attr = node_attr(define->node, "base");
    if (attr == NULL) {
        *ret_base = builtin_of(define);
        return OK;
    }
    struct style_define *base = str_equal(attr->value, define->name)
                                    ? define->previous
                                    : style_define_lookup(reader, define->kind, attr->value);
    if (base == NULL)
        return style_unknown(reader, attr->place, define->kind, attr->value);
    if (base->state == DEFINE_BUSY)
        return diag_report(reader->diag, MSG_STYLE_BASE_CIRCLE, attr->place, STR_ARGS(define->name));
    *ret_base = base;
    return OK;
}

/* A pitch goes with the size that it was made for: a style of another size says its own or has none. */
static void drop_pitch(struct style_define *define, const struct style_define *base)
{
    if (style_length(define, "size") != style_length(base, "size") &&
        node_attr(define->node, "pitch") == NULL)
        define->values[style_place(STYLE_PARAGRAPH, "pitch")].value.measure =
            (struct measure){0, MEASURE_LENGTH};
}

static enum status resolve_now(struct style_reader *reader, struct style_define *define)
{
    struct style_define *base = NULL;
    enum status status = find_base(reader, define, &base);
    if (status != OK)
        return status;
    style_basics(define);
    if (base != NULL) {
        status = resolve(reader, base);
        memcpy(define->values, base->values, sizeof define->values);
        define->base = base;
    }
    status = status_worse(status, style_set_attributes(reader, define));
    if (define->kind == STYLE_PARAGRAPH && base != NULL)
        drop_pitch(define, base);
    return status;
}

/* Reports once; whoever builds on a bad style is bad silently. */
static enum status resolve(struct style_reader *reader, struct style_define *define)
{
    if (define->state == DEFINE_DONE || define->state == DEFINE_BAD)
        return define->state == DEFINE_DONE ? OK : FAILED;
    define->state = DEFINE_BUSY;
    enum status status = resolve_now(reader, define);
    define->state = status == OK ? DEFINE_DONE : DEFINE_BAD;
    return status;
}

static enum status make_arrays(struct style_reader *reader, struct styles *styles)
{
    struct style_sheet *sheet = &styles->sheet;
    const size_t *counts = reader->counts;
    sheet->paragraphs = ARENA_NEW_ARRAY(reader->arena, counts[STYLE_PARAGRAPH], struct paragraph_style);
    sheet->spans = ARENA_NEW_ARRAY(reader->arena, counts[STYLE_SPAN], struct span_style);
    sheet->tables = ARENA_NEW_ARRAY(reader->arena, counts[STYLE_TABLE], struct table_style);
    sheet->pages = ARENA_NEW_ARRAY(reader->arena, counts[STYLE_PAGE], struct page_master);
    styles->numberings = ARENA_NEW_ARRAY(reader->arena, counts[STYLE_NUMBERING], struct numbering);
    if (sheet->paragraphs == NULL || sheet->spans == NULL || sheet->tables == NULL || sheet->pages == NULL ||
        styles->numberings == NULL)
        return NO_MEMORY;
    return OK;
}

/* The baseline of header or footer lies on the sheet and outside the text area. */
static enum status check_baseline(struct style_reader *reader, const struct style_define *define,
                                  const char *name, length at, length margin)
{
    const struct attr *attr = node_attr(define->node, name);
    if ((at > 0 && at <= margin) || (at == 0 && margin == 0 && attr == NULL))
        return OK;
    return diag_report(reader->diag, MSG_STYLE_BASELINE, attr != NULL ? attr->place : define->node->place,
                       STR_ARGS(define->name), name, LENGTH_MM_ARGS(at), LENGTH_MM_ARGS(margin));
}

/* Between them some text area is left. */
static enum status check_reaches(struct style_reader *reader, const struct style_define *define,
                                 const struct page_master *page, length area)
{
    if (page->header_reach + page->footer_reach < area)
        return OK;
    return diag_report(reader->diag, MSG_STYLE_REACH, define->node->place, STR_ARGS(define->name),
                       LENGTH_MM_ARGS(page->header_reach + page->footer_reach), LENGTH_MM_ARGS(area));
}

static enum status finish_page(struct style_reader *reader, struct styles *styles,
                               const struct style_define *define)
{
    struct page_master *page = &styles->sheet.pages[styles->sheet.page_count++];
    bool fits = style_finish_page(define, page);
    page->name = define->name;
    if (!fits)
        return diag_report(reader->diag, MSG_STYLE_PAGE_AREA, define->node->place, STR_ARGS(define->name));
    if (page->turned && page->width <= page->height)
        return diag_report(reader->diag, MSG_STYLE_TURNED, define->node->place, STR_ARGS(define->name));
    length upper, lower;
    style_baseline_margins(page, &upper, &lower);
    enum status status = check_baseline(reader, define, "header-at", page->header_at, upper);
    status = status_worse(status, check_baseline(reader, define, "footer-at", page->footer_at, lower));
    length area = (page->turned ? page->width : page->height) - upper - lower;
    return status_worse(status, check_reaches(reader, define, page, area));
}

static enum status keep_role(struct style_reader *reader, const struct style_define *define)
{
    const struct attr *attr = define->is_builtin ? NULL : node_attr(define->node, "role");
    if (attr == NULL || attr->value.len == 0)
        return OK;
    struct role_wish *wish = ARENA_NEW(reader->arena, struct role_wish);
    if (wish == NULL)
        return NO_MEMORY;
    *wish = (struct role_wish){.next = reader->roles, .role = attr->value, .place = attr->place};
    reader->roles = wish;
    return OK;
}

static enum status finish_numbering(struct style_reader *reader, struct styles *styles,
                                    const struct style_define *define)
{
    struct numbering *numbering = &styles->numberings[styles->numbering_count++];
    *numbering = (struct numbering){.name = define->name,
                                    .after = style_value_of(define, "after")->value.text,
                                    .restart_on = -1,
                                    .within = -1,
                                    .place = define->node->place};
    if (style_value_of(define, "format")->attr == NULL)
        return refuse_missing(reader->diag, define->node, "format");
    return OK;
}

/* Lines so far apart are hardly meant: a unit was forgotten. */
static void doubt_line(struct style_reader *reader, const struct style_define *define, length line)
{
    enum { TIMES_MOST = 5000 /* thousandths */ };
    const struct attr *attr = define->is_builtin ? NULL : node_attr(define->node, "line");
    struct measure measure;
    if (attr != NULL && measure_parse(attr->value, &measure) && measure.unit == MEASURE_TIMES &&
        measure.value > TIMES_MOST)
        diag_report(reader->diag, MSG_STYLE_LINE_TIMES, attr->place, STR_ARGS(attr->value),
                    STR_ARGS(attr->value), LENGTH_MM_ARGS(line));
}

/* Characters nearer than half their size would stand in one another. */
static enum status finish_paragraph(struct style_reader *reader, struct styles *styles,
                                    const struct style_define *define)
{
    struct paragraph_style *style = &styles->sheet.paragraphs[styles->sheet.paragraph_count++];
    const struct attr *pitch = node_attr(define->node, "pitch");
    style_finish_paragraph(define, style);
    doubt_line(reader, define, style->line);
    style->name = define->name;
    if (style->pitch == 0 || 2 * style->pitch >= style->size)
        return OK;
    return diag_report(reader->diag, MSG_STYLE_PITCH, pitch != NULL ? pitch->place : define->node->place,
                       STR_ARGS(define->name));
}

/* Paragraph styles first: tables measure 字 and 行 by them. */
static enum status finish_define(struct style_reader *reader, struct styles *styles,
                                 const struct style_define *define)
{
    struct style_sheet *sheet = &styles->sheet;
    switch (define->kind) {
    case STYLE_PARAGRAPH:
        return finish_paragraph(reader, styles, define);
    case STYLE_SPAN:
        style_finish_span(define, &sheet->spans[sheet->span_count]);
        sheet->spans[sheet->span_count++].name = define->name;
        return OK;
    case STYLE_TABLE:
        style_finish_table(define, sheet, &sheet->tables[sheet->table_count]);
        sheet->tables[sheet->table_count++].name = define->name;
        return OK;
    case STYLE_PAGE:
        return finish_page(reader, styles, define);
    default:
        return finish_numbering(reader, styles, define);
    }
}

static enum status finish_kinds(struct style_reader *reader, struct styles *styles)
{
    enum status status = OK;
    for (int kind = 0; kind < STYLE_KINDS; kind++)
        for (size_t i = 0; i < reader->count; i++)
            if (!reader->defines[i]->hidden && reader->defines[i]->kind == (enum style_kind)kind) {
                status = status_worse(status, finish_define(reader, styles, reader->defines[i]));
                status = status_worse(status, keep_role(reader, reader->defines[i]));
            }
    return status;
}

static enum status read_all(struct style_reader *reader)
{
    struct node *root;
    enum status status =
        reader_read_bytes(reader->arena, reader->diag, "（内置样式）", str_of(style_builtin), &root);
    if (status == OK)
        status = read_sheet(reader, root, true);
    if (status == OK)
        status = use_open_own(&reader->uses, "style.xml", &root);
    if (status != OK)
        return status;
    reader->root = root;
    status = read_sheet(reader, root, false);
    use_close(&reader->uses, root);
    return status;
}

enum status styles_load(struct arena *arena, struct diag *diag, const char *folder, struct styles *ret_styles)
{
    struct style_reader reader = {
        .arena = arena, .diag = diag, .uses = {.arena = arena, .diag = diag, .folder = folder}, .dots = -1};
    struct styles styles = {0};
    enum status status = read_all(&reader);
    if (status_stops(status))
        return status;
    for (size_t i = 0; i < reader.count; i++)
        status = status_worse(status, resolve(&reader, reader.defines[i]));
    if (status != OK)
        return status;
    styles.sheet.kinsoku = reader.kinsoku;
    styles.dots = reader.dots;
    styles.sheet.words = reader.words;
    styles.sheet.word_count = reader.word_count;
    status = make_arrays(&reader, &styles);
    if (status == OK)
        status = finish_kinds(&reader, &styles);
    if (!status_stops(status))
        status = status_worse(status, style_finish_numberings(&reader, &styles));
    if (status == OK)
        status = style_compare_profiles(&reader, &styles);
    styles.roles = reader.roles;
    if (status == OK)
        *ret_styles = styles;
    return status;
}

enum status styles_check_roles(const struct styles *styles, struct diag *diag, const struct str *roles,
                               size_t count)
{
    enum status status = OK;
    for (const struct role_wish *wish = styles->roles; wish != NULL; wish = wish->next) {
        struct nearest nearest = {.name = wish->role};
        bool found = false;
        for (size_t i = 0; i < count && !found; i++) {
            found = str_equal(roles[i], wish->role);
            nearest_offer(&nearest, roles[i]);
        }
        if (!found)
            status = diag_report_near(diag, MSG_STYLE_ROLE_UNKNOWN, wish->place,
                                      ((struct hint){.near = nearest.best}), STR_ARGS(wish->role));
    }
    return status;
}

int numbering_lookup(const struct styles *styles, struct str name)
{
    for (size_t i = 0; i < styles->numbering_count; i++)
        if (str_equal(styles->numberings[i].name, name))
            return (int)i;
    return -1;
}
