/*
 * <profile>: what a norm or a house rule asks of pages and styles.
 *
 * A <value> is checked when it is read: its target, its attribute, its value by the same rule as in the style
 * itself.  When all styles are finished, each value is measured beside the style it speaks of (字 and 行 are
 * that style's own) and compared; what differs is kept as a deviation, with the place of the element that
 * makes the value, for whoever asks.  A page or style that the kind does not have is not missed.
 */
#include "style/style_int.h"
#include "style/messages.def"

#include <string.h>

/* --- reading --- */

static bool is_length(enum value_kind kind)
{
    return value_form(kind) == FORM_MEASURE && kind != VALUE_SCALE && kind != VALUE_RAISE;
}

/* page="…" or style="…" and so on: exactly one. */
static enum status read_target(struct style_reader *reader, const struct node *node, struct style_wish *wish)
{
    size_t found = 0;
    for (size_t i = 0; i < STYLE_KINDS; i++) {
        const struct attr *attr = node_attr(node, style_kinds[i].element);
        if (attr == NULL || attr->value.len == 0)
            continue;
        wish->kind = (enum style_kind)i;
        wish->name = attr->value;
        found++;
    }
    if (found == 1)
        return OK;
    return diag_report(reader->diag, MSG_STYLE_WISH_TARGET, node->place);
}

static enum status fail_attribute(struct style_reader *reader, const struct style_wish *wish,
                                  const struct attr *attr)
{
    const struct schema_row *row = style_element(wish->kind) + 3; /* behind name and base */
    struct buf list = BUF(4096);
    for (; row->row == ROW_ATTRIBUTE || row->row == ROW_COMPUTED; row++)
        buf_printf(&list, " %s", row->name);
    buf_add_text(&list, " 之一");
    enum status status = buf_status(&list);
    if (status == OK)
        status = refuse_value(reader->diag, attr->place, "attribute", attr->value, list.ptr);
    buf_clear(&list);
    return status;
}

static enum status read_value(struct style_reader *reader, const struct node *node, struct style_wish *wish)
{
    const struct attr *attribute = node_attr(node, "attribute"), *is = node_attr(node, "is");
    const struct schema_row *element = style_element(wish->kind);
    if (attribute == NULL || is == NULL)
        return refuse_missing(reader->diag, node, attribute == NULL ? "attribute" : "is");
    wish->row = schema_attribute(element, attribute->value);
    if (wish->row == NULL || wish->row <= element + 2)
        return fail_attribute(reader, wish, attribute);
    wish->is = is;
    return value_parse(wish->row->kind, is->value, &wish->wanted)
               ? OK
               : refuse_kind(reader->diag, is->place, "is", is->value, wish->row->kind);
}

static enum status read_strength(struct style_reader *reader, const struct node *node,
                                 struct style_wish *wish)
{
    const struct attr *attr = node_attr(node, "strength");
    union attr_value required;
    if (attr == NULL)
        return refuse_missing(reader->diag, node, "strength");
    if (!value_parse(VALUE_STRENGTH, attr->value, &required))
        return refuse_kind(reader->diag, attr->place, "strength", attr->value, VALUE_STRENGTH);
    wish->strength = attr->value;
    wish->required = required.word;
    return OK;
}

static enum status read_within(struct style_reader *reader, const struct node *node, struct style_wish *wish)
{
    const struct attr *attr = node_attr(node, "within");
    union attr_value within;
    if (attr == NULL)
        return OK;
    if (!is_length(wish->row->kind))
        return diag_report(reader->diag, MSG_STYLE_WISH_WITHIN, attr->place, wish->row->name);
    if (!value_parse(VALUE_OFFSET, attr->value, &within))
        return refuse_kind(reader->diag, attr->place, "within", attr->value, VALUE_OFFSET);
    wish->within = attr;
    wish->tolerance = within.measure.value;
    return OK;
}

static enum status read_wish(struct style_reader *reader, const struct node *node)
{
    struct style_wish *wish = ARENA_NEW(reader->arena, struct style_wish);
    if (wish == NULL)
        return NO_MEMORY;
    *wish = (struct style_wish){.node = node};
    enum status status = schema_check(reader->diag, node, schema_element(LANGUAGE_STYLE, node->name));
    status = status_worse(status, refuse_content(reader->diag, node));
    if (status == OK)
        status = read_target(reader, node, wish);
    if (status == OK)
        status = read_value(reader, node, wish);
    if (status == OK)
        status = read_within(reader, node, wish);
    if (status == OK)
        status = read_strength(reader, node, wish);
    if (status != OK)
        return status;
    *(reader->last_wish == NULL ? &reader->first_wish : &reader->last_wish->next) = wish;
    reader->last_wish = wish;
    return OK;
}

enum status style_read_profile(struct style_reader *reader, const struct node *node)
{
    const struct attr *name = node_attr(node, "name");
    enum status status = schema_check(reader->diag, node, schema_element(LANGUAGE_STYLE, node->name));
    if (name == NULL || name->value.len == 0)
        status = status_worse(status, refuse_missing(reader->diag, node, "name"));
    for (const struct node *child = node->first; child != NULL; child = child->next)
        status = status_worse(status, node_is(child, "value") ? read_wish(reader, child)
                                                              : refuse_child(reader->diag, child, "value"));
    return status;
}

/* --- comparing --- */

static void settle(struct style_define *copy, const char *name, length value)
{
    copy->values[style_place(copy->kind, name)] =
        (struct style_value){.value.measure = {value, MEASURE_LENGTH}, .given = true};
}

/* What stands for another value is put in its place: a pitch of 0, a page turned, a baseline not given; and what
 * is computed. */
static void settle_all(struct style_define *copy)
{
    struct page_master page;
    if (copy->kind == STYLE_PARAGRAPH && style_value_of(copy, "pitch")->value.measure.value == 0)
        copy->values[style_place(STYLE_PARAGRAPH, "pitch")].value.measure =
            (struct measure){1000, MEASURE_SIZES};
    if (copy->kind != STYLE_PAGE || !style_finish_page(copy, &page))
        return; /* reported already */
    settle(copy, "width", page.width);
    settle(copy, "height", page.height);
    settle(copy, "header-at", page.header_at);
    settle(copy, "footer-at", page.footer_at);
    settle(copy, "header-reach", page.header_reach);
    settle(copy, "footer-reach", page.footer_reach);
    settle(copy, "text-width", page.width - page.left - page.right);
    settle(copy, "text-height", page.height - page.top - page.bottom);
}

/* The size and line that 字 and 行 are of; a span has none of its own. */
static struct style_units units_of(const struct style_sheet *sheet, const struct style_define *define)
{
    const struct paragraph_style *style = NULL;
    if (define->kind == STYLE_PARAGRAPH)
        style = style_paragraph(sheet, define->name);
    else if (define->kind == STYLE_TABLE)
        style = style_paragraph(sheet, style_value_of(define, "cell")->value.text);
    return style == NULL ? (struct style_units){0, 0, 0}
                         : (struct style_units){style->size, style_em(style), style->line};
}

/* Lengths are rounded to thousandths of a point, sums of them a little further off. */
static bool lengths_agree(length a, length b, length within)
{
    const length rounding = 10;
    length apart = a < b ? b - a : a - b;
    return apart <= within + rounding;
}

/* The sheet's sides, whichever is upright. */
static bool papers_agree(const struct style_define *define, int paper)
{
    length width = style_length(define, "width"), height = style_length(define, "height");
    length short_side = style_paper_side(paper, true).measure.value;
    length long_side = style_paper_side(paper, false).measure.value;
    return (width == short_side && height == long_side) || (width == long_side && height == short_side);
}

static bool agrees(const struct style_wish *wish, const struct style_define *define, size_t place,
                   struct style_units units)
{
    const enum value_kind kind = (style_element(wish->kind) + 1 + place)->kind;
    const struct style_value *found = &define->values[place];
    if (kind == VALUE_PAPER)
        return papers_agree(define, wish->wanted.word);
    switch (value_form(kind)) {
    case FORM_TEXT:
    case FORM_SOLID:
    case FORM_LANG:
        return str_equal(found->value.text, wish->is->value);
    case FORM_WORD:
        return found->value.word == wish->wanted.word;
    case FORM_COUNT:
        return found->value.count == wish->wanted.count;
    case FORM_COLOR:
        return found->given && found->value.color == wish->wanted.color;
    default:
        return is_length(kind)
                   ? lengths_agree(style_measure(kind, found->value.measure, units),
                                   style_measure(kind, wish->wanted.measure, units), wish->tolerance)
                   : found->value.measure.value == wish->wanted.measure.value;
    }
}

/* --- deviations --- */

/* Attributes that, beside those that set the same field, make a value. */
static const struct {
    enum style_kind kind;
    const char *attr, *by;
} makers[] = {{STYLE_PARAGRAPH, "pitch", "size"},       {STYLE_PAGE, "width", "paper"},
              {STYLE_PAGE, "width", "landscape"},       {STYLE_PAGE, "height", "paper"},
              {STYLE_PAGE, "height", "landscape"},      {STYLE_PAGE, "paper", "width"},
              {STYLE_PAGE, "paper", "height"},          {STYLE_PAGE, "text-width", "left"},
              {STYLE_PAGE, "text-width", "right"},      {STYLE_PAGE, "text-width", "paper"},
              {STYLE_PAGE, "text-width", "width"},      {STYLE_PAGE, "text-width", "landscape"},
              {STYLE_PAGE, "text-height", "top"},       {STYLE_PAGE, "text-height", "bottom"},
              {STYLE_PAGE, "text-height", "paper"},     {STYLE_PAGE, "text-height", "height"},
              {STYLE_PAGE, "text-height", "landscape"}, {STYLE_TABLE, "padding-x", "padding"},
              {STYLE_TABLE, "padding-y", "padding"},    {STYLE_TABLE, "padding", "padding-x"}};

static bool makes(const struct style_define *define, const char *name)
{
    if (node_attr(define->node, name) != NULL)
        return true;
    for (size_t i = 0; i < ARRAY_COUNT(makers); i++)
        if (makers[i].kind == define->kind && strcmp(makers[i].attr, name) == 0 &&
            node_attr(define->node, makers[i].by) != NULL)
            return true;
    return false;
}

/* The element of a file that makes the value: of the style itself, else of what it builds on; of a value that
 * nobody wrote, the style that does not say otherwise, or the file when that style is built in. */
static struct place place_of(const struct style_reader *reader, const struct style_define *define,
                             const char *name)
{
    const struct style_define *maker = define;
    while (maker != NULL && !makes(maker, name))
        maker = maker->base;
    if (maker == NULL || maker->is_builtin)
        maker = define;
    return maker->is_builtin ? reader->root->place : maker->node->place;
}

static struct str attr_text(const struct node *node, const char *name)
{
    const struct attr *attr = node_attr(node, name);
    return attr == NULL ? STR("") : attr->value;
}

/* "GB/T 9704—2012，5.2.2，一般" */
static struct str basis_of(struct arena *arena, const struct style_wish *wish)
{
    struct str source = attr_text(wish->node->parent, "source"), clause = attr_text(wish->node, "clause");
    return arena_printf(arena, "%.*s%s%.*s%s%.*s", STR_ARGS(source), source.len > 0 ? "，" : "",
                        STR_ARGS(clause), clause.len > 0 ? "，" : "", STR_ARGS(wish->strength));
}

static enum status make_deviation(struct style_reader *reader, const struct style_wish *wish,
                                  const struct style_define *define, struct str found,
                                  struct deviation **ret_deviation)
{
    struct arena *arena = reader->arena;
    struct deviation *deviation = ARENA_NEW(arena, struct deviation);
    if (deviation == NULL)
        return NO_MEMORY;
    *deviation = (struct deviation){.place = place_of(reader, define, wish->row->name),
                                    .required = wish->required,
                                    .profile = attr_text(wish->node->parent, "name"),
                                    .basis = basis_of(arena, wish),
                                    .label = style_kinds[define->kind].label,
                                    .name = define->name,
                                    .attr = wish->row->name,
                                    .wanted = wish->is->value,
                                    .found = found};
    if (wish->within != NULL)
        deviation->wanted =
            arena_printf(arena, "%.*s（±%.*s）", STR_ARGS(wish->is->value), STR_ARGS(wish->within->value));
    *ret_deviation = deviation;
    return deviation->basis.ptr == NULL || deviation->wanted.ptr == NULL ? NO_MEMORY : OK;
}

static enum status compare_value(struct style_reader *reader, const struct style_wish *wish,
                                 const struct style_define *define, size_t place, struct style_units units,
                                 struct deviation **ret_deviation)
{
    struct style_define settled = *define;
    struct str found;
    settle_all(&settled);
    if (agrees(wish, &settled, place, units))
        return OK;
    enum status status = style_show_value(reader->arena, &settled, place, wish->is->value, units, &found);
    return status == OK ? make_deviation(reader, wish, define, found, ret_deviation) : status;
}

/* Of an attribute that sets others all of these must agree, and the first that does not is told; but a sheet is
 * compared as a whole. */
static enum status compare(struct style_reader *reader, const struct style_sheet *sheet,
                           const struct style_wish *wish, struct deviation **ret_deviation)
{
    const struct style_define *define = style_define_lookup(reader, wish->kind, wish->name);
    const char *name = wish->row->name, *sets = style_sets(wish->kind, name, 0);
    enum status status = OK;
    if (define == NULL)
        return OK;
    struct style_units units = units_of(sheet, define);
    if (sets == NULL || wish->row->kind == VALUE_PAPER)
        return compare_value(reader, wish, define, style_place(wish->kind, name), units, ret_deviation);
    for (size_t i = 1; sets != NULL && status == OK && *ret_deviation == NULL; i++) {
        status = compare_value(reader, wish, define, style_place(wish->kind, sets), units, ret_deviation);
        sets = style_sets(wish->kind, name, i);
    }
    return status;
}

enum status style_compare_profiles(struct style_reader *reader, struct styles *styles)
{
    struct deviation **end = &styles->deviations;
    enum status status = OK;
    for (const struct style_wish *wish = reader->first_wish; wish != NULL && status == OK;
         wish = wish->next) {
        status = compare(reader, &styles->sheet, wish, end);
        end = *end != NULL ? &(*end)->next : end;
    }
    return status;
}

void styles_report_deviations(const struct styles *styles, struct diag *diag)
{
    for (const struct deviation *one = styles->deviations; one != NULL; one = one->next)
        diag_report_like(diag, one->required ? MSG_STYLE_DEVIATION_RULED : MSG_STYLE_DEVIATION,
                         MSG_STYLE_DEVIATION, one->place, STR_ARGS(one->profile), STR_ARGS(one->basis),
                         one->label, STR_ARGS(one->name), one->attr, STR_ARGS(one->wanted),
                         STR_ARGS(one->found));
}
