/*
 * <profile>: what a norm or a house rule asks of pages and styles.
 *
 * A <value> is checked when it is read: its target, its attribute, its value by the same rule as in the style
 * itself.  When all styles are finished, each value is measured beside the style it speaks of (字 and 行 are
 * that style's own) and compared; what differs is kept as a deviation, with the place of the element that
 * makes the value, for whoever asks.  A page or style that the kind does not have is not missed.
 */
#include "style/style_int.h"
#include "style/messages.h"
#include "schema/messages.h"

/* --- reading --- */

static const struct choice strengths[] = {{"规定", true}, {"一般", false}, {"推荐", false}};
static const struct words words_strength = WORDS(strengths);

/* What a page has that no attribute sets. */
static const struct style_rule computed_rules[] = {
    {"text-width", VALUE_ABSOLUTE, offsetof(struct raw_page, text_width)},
    {"text-height", VALUE_ABSOLUTE, offsetof(struct raw_page, text_height)},
};

/* The rules of one attribute stand side by side in the table. */
static bool find_rules(struct style_rules table, struct str attr, struct style_wish *wish)
{
    wish->fields = 0;
    for (size_t i = 0; i < table.count; i++) {
        if (!str_is(attr, table.rules[i].attr))
            continue;
        wish->rule = wish->fields == 0 ? &table.rules[i] : wish->rule;
        wish->fields++;
    }
    return wish->fields > 0;
}

static bool is_length(enum style_value kind)
{
    return kind == VALUE_SIZE || kind == VALUE_LINE || kind == VALUE_PITCH || kind == VALUE_WHITE ||
           kind == VALUE_INDENT || kind == VALUE_ABSOLUTE || kind == VALUE_STROKE || kind == VALUE_CHANGE ||
           kind == VALUE_RULE;
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
    diag_report(reader->diag, MSG_STYLE_WISH_TARGET, node->place);
    return FAILED;
}

static enum status fail_attribute(struct style_reader *reader, const struct style_wish *wish,
                                  const struct attr *attr)
{
    struct buf list;

    buf_init(&list, 4096);
    style_list_rules(wish->kind, &list);
    for (size_t i = 0; wish->kind == STYLE_PAGE && i < ARRAY_COUNT(computed_rules); i++)
        buf_printf(&list, " %s", computed_rules[i].attr);
    buf_add_text(&list, " 之一");
    enum status status = buf_status(&list);
    if (status == OK)
        status = refuse_value(reader->diag, attr->place, "attribute", attr->value, list.ptr);
    buf_clear(&list);
    return status;
}

/* The value is tried on a field of no style, to see that it is one. */
static enum status read_value(struct style_reader *reader, const struct node *node, struct style_wish *wish)
{
    const struct attr *attribute = node_attr(node, "attribute"), *is = node_attr(node, "is");
    union style_raw nowhere = {0};

    if (attribute == NULL || is == NULL)
        return refuse_missing(reader->diag, node, attribute == NULL ? "attribute" : "is");
    const struct style_rules computed = {computed_rules, ARRAY_COUNT(computed_rules)};
    bool known = find_rules(style_rules[wish->kind], attribute->value, wish) ||
                 (wish->kind == STYLE_PAGE && find_rules(computed, attribute->value, wish));
    if (!known)
        return fail_attribute(reader, wish, attribute);
    wish->is = is;
    if (!style_set_value(wish->rule->kind, is, (char *)&nowhere + wish->rule->offset))
        return style_refuse_value(reader, "is", is, wish->rule->kind);
    return OK;
}

static enum status read_strength(struct style_reader *reader, const struct node *node,
                                 struct style_wish *wish)
{
    const struct attr *attr = node_attr(node, "strength");
    int required;

    if (attr == NULL)
        return refuse_missing(reader->diag, node, "strength");
    if (!words_parse(&words_strength, attr->value, &required))
        return refuse_word(reader->diag, attr->place, "strength", attr->value, &words_strength);
    wish->strength = attr->value;
    wish->required = required;
    return OK;
}

static enum status read_within(struct style_reader *reader, const struct node *node, struct style_wish *wish)
{
    const struct attr *attr = node_attr(node, "within");
    struct measure within;

    if (attr == NULL)
        return OK;
    if (!is_length(wish->rule->kind)) {
        diag_report(reader->diag, MSG_STYLE_WISH_WITHIN, attr->place, wish->rule->attr);
        return FAILED;
    }
    if (!measure_parse(attr->value, &within) || within.unit != MEASURE_LENGTH || within.value < 0)
        return style_refuse_value(reader, "within", attr, VALUE_ABSOLUTE);
    wish->within = attr;
    wish->tolerance = within.value;
    return OK;
}

static enum status read_wish(struct style_reader *reader, const struct node *node)
{
    struct style_wish *wish = ARENA_NEW(reader->arena, struct style_wish);
    if (wish == NULL)
        return NO_MEMORY;
    *wish = (struct style_wish){.node = node};
    enum status status = attributes_among(
        reader->diag, node, "page style span table-style numbering attribute is within strength clause");
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
    enum status status = attributes_among(reader->diag, node, "name source");

    if (name == NULL || name->value.len == 0)
        status = status_worse(status, refuse_missing(reader->diag, node, "name"));
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind == NODE_TEXT && node_is_blank(child))
            continue;
        if (node_is(child, "value")) {
            status = status_worse(status, read_wish(reader, child));
            continue;
        }
        if (child->kind == NODE_TEXT)
            diag_report(reader->diag, MSG_SCHEMA_TEXT, child->place, STR_ARGS(node->name));
        status = status_worse(
            status, child->kind == NODE_TEXT ? FAILED : refuse_element(reader->diag, child, "value"));
    }
    return status;
}

/* --- comparing --- */

/* What stands for another value is put in its place: a pitch of 0, a page turned, a baseline not given. */
static union style_raw settled(const struct style_define *define)
{
    union style_raw raw = define->raw;
    struct page_master page;

    if (define->kind == STYLE_PARAGRAPH && raw.paragraph.pitch.value == 0)
        raw.paragraph.pitch = (struct measure){1000, MEASURE_SIZES};
    if (define->kind != STYLE_PAGE)
        return raw;
    if (!style_finish_page(&define->raw.page, &page))
        return raw; /* reported already */
    raw.page.width = measure_absolute(page.width);
    raw.page.height = measure_absolute(page.height);
    raw.page.header_at = measure_absolute(page.header_at);
    raw.page.footer_at = measure_absolute(page.footer_at);
    raw.page.header_reach = measure_absolute(page.header_reach);
    raw.page.footer_reach = measure_absolute(page.footer_reach);
    raw.page.text_width = measure_absolute(page.width - page.left - page.right);
    raw.page.text_height = measure_absolute(page.height - page.top - page.bottom);
    return raw;
}

/* The size and line that 字 and 行 are of; a span has none of its own. */
static struct style_units units_of(const struct style_sheet *sheet, const struct style_define *define)
{
    const struct paragraph_style *style = NULL;

    if (define->kind == STYLE_PARAGRAPH)
        style = style_paragraph(sheet, define->name);
    else if (define->kind == STYLE_TABLE)
        style = style_paragraph(sheet, define->raw.table.style.cell_style);
    return style == NULL ? (struct style_units){0, 0, 0}
                         : (struct style_units){style->size, style_em(style), style->line};
}

length style_measure(enum style_value kind, struct measure measure, struct style_units units)
{
    return measure_length(measure, kind == VALUE_INDENT ? units.em : units.size, units.line);
}

/* Lengths are rounded to thousandths of a point, sums of them a little further off. */
static bool lengths_agree(length a, length b, length within)
{
    const length rounding = 10;
    length apart = a < b ? b - a : a - b;

    return apart <= within + rounding;
}

static bool papers_agree(const struct raw_page *a, const struct raw_page *b)
{
    length width = a->width.value, height = a->height.value;

    return (width == b->width.value && height == b->height.value) ||
           (width == b->height.value && height == b->width.value);
}

static bool words_agree(enum style_value kind, const void *a, const void *b)
{
    const struct attr *one, *other;

    if (kind != VALUE_ATTR)
        return str_equal(*(const struct str *)a, *(const struct str *)b);
    one = *(const struct attr *const *)a;
    other = *(const struct attr *const *)b;
    return one != NULL && str_equal(one->value, other->value);
}

/* `wanted` was set by the rule of `kind`, so a color is there. */
static bool values_agree(enum style_value kind, const void *found, const void *wanted)
{
    const struct span_style *span = found, *other = wanted;

    switch (kind) {
    case VALUE_TEXT:
    case VALUE_NAME:
    case VALUE_STYLE:
    case VALUE_ATTR:
        return words_agree(kind, found, wanted);
    case VALUE_YESNO:
    case VALUE_CLOSE:
        return *(const bool *)found == *(const bool *)wanted;
    case VALUE_COLOR:
    case VALUE_FILL:
        return *(const uint32_t *)found == *(const uint32_t *)wanted;
    case VALUE_SPAN_COLOR:
        return span->has_color && span->color == other->color;
    case VALUE_ALIGN:
    case VALUE_CELL_ALIGN:
        return *(const enum align *)found == *(const enum align *)wanted;
    case VALUE_VALIGN:
        return *(const enum valign *)found == *(const enum valign *)wanted;
    case VALUE_SHAPE:
        return *(const enum title_shape *)found == *(const enum title_shape *)wanted;
    case VALUE_SCALE:
    case VALUE_RAISE:
        return *(const int32_t *)found == *(const int32_t *)wanted;
    case VALUE_LINES:
        return *(const int64_t *)found == *(const int64_t *)wanted;
    default:
        return papers_agree(found, wanted);
    }
}

static bool agrees(const struct style_wish *wish, const struct style_rule *rule, const void *found,
                   struct style_units units)
{
    union style_raw raw = {0};
    void *wanted = (char *)&raw + rule->offset;

    if (!style_set_value(rule->kind, wish->is, wanted))
        return false;
    if (rule->kind == VALUE_STROKE || rule->kind == VALUE_CHANGE)
        return lengths_agree(*(const length *)found, *(const length *)wanted, wish->tolerance);
    if (!is_length(rule->kind))
        return values_agree(rule->kind, found, wanted);
    return lengths_agree(style_measure(rule->kind, *(const struct measure *)found, units),
                         style_measure(rule->kind, *(const struct measure *)wanted, units), wish->tolerance);
}

/* --- deviations --- */

/* Attributes that, beside those that set the same field, make a value. */
static const struct {
    enum style_kind kind;
    const char *attr, *by;
} makers[] = {{STYLE_PARAGRAPH, "pitch", "size"},      {STYLE_PAGE, "width", "paper"},
              {STYLE_PAGE, "width", "landscape"},      {STYLE_PAGE, "height", "paper"},
              {STYLE_PAGE, "height", "landscape"},     {STYLE_PAGE, "paper", "width"},
              {STYLE_PAGE, "paper", "height"},         {STYLE_PAGE, "text-width", "left"},
              {STYLE_PAGE, "text-width", "right"},     {STYLE_PAGE, "text-width", "paper"},
              {STYLE_PAGE, "text-width", "width"},     {STYLE_PAGE, "text-width", "landscape"},
              {STYLE_PAGE, "text-height", "top"},      {STYLE_PAGE, "text-height", "bottom"},
              {STYLE_PAGE, "text-height", "paper"},    {STYLE_PAGE, "text-height", "height"},
              {STYLE_PAGE, "text-height", "landscape"}};

static bool makes(const struct style_define *define, const struct style_rule *rule)
{
    const struct style_rules *rules = &style_rules[define->kind];

    for (size_t i = 0; i < rules->count; i++)
        if (rules->rules[i].offset == rule->offset && node_attr(define->node, rules->rules[i].attr) != NULL)
            return true;
    for (size_t i = 0; i < ARRAY_COUNT(makers); i++)
        if (makers[i].kind == define->kind && str_is(str_of(makers[i].attr), rule->attr) &&
            node_attr(define->node, makers[i].by) != NULL)
            return true;
    return false;
}

/* The element of a file that makes the value: of the style itself, else of what it builds on; of a value that
 * nobody wrote, the style that does not say otherwise, or the file when that style is built in. */
static struct place place_of(const struct style_reader *reader, const struct style_define *define,
                             const struct style_rule *rule)
{
    const struct style_define *maker = define;

    while (maker != NULL && !makes(maker, rule))
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
    *deviation = (struct deviation){.place = place_of(reader, define, wish->rule),
                                    .required = wish->required,
                                    .profile = attr_text(wish->node->parent, "name"),
                                    .basis = basis_of(arena, wish),
                                    .label = style_kinds[define->kind].label,
                                    .name = define->name,
                                    .attr = wish->rule->attr,
                                    .wanted = wish->is->value,
                                    .found = found};
    if (wish->within != NULL)
        deviation->wanted =
            arena_printf(arena, "%.*s（±%.*s）", STR_ARGS(wish->is->value), STR_ARGS(wish->within->value));
    *ret_deviation = deviation;
    return deviation->basis.ptr == NULL || deviation->wanted.ptr == NULL ? NO_MEMORY : OK;
}

/* All the fields that the attribute sets must agree; the first that does not is told. */
static enum status compare(struct style_reader *reader, const struct style_sheet *sheet,
                           const struct style_wish *wish, struct deviation **ret_deviation)
{
    const struct style_define *define = style_define_lookup(reader, wish->kind, wish->name);
    if (define == NULL)
        return OK;
    union style_raw raw = settled(define);
    struct style_units units = units_of(sheet, define);
    for (size_t i = 0; i < wish->fields; i++) {
        const struct style_rule *rule = &wish->rule[i];
        const void *field = (const char *)&raw + rule->offset;
        struct str found;
        if (agrees(wish, rule, field, units))
            continue;
        enum status status =
            style_show_value(reader->arena, field, rule->kind, wish->is->value, units, &found);
        return status == OK ? make_deviation(reader, wish, define, found, ret_deviation) : status;
    }
    return OK;
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
        if (one->required)
            diag_report(diag, MSG_STYLE_DEVIATION_RULED, one->place, STR_ARGS(one->profile),
                        STR_ARGS(one->basis), one->label, STR_ARGS(one->name), one->attr,
                        STR_ARGS(one->wanted), STR_ARGS(one->found));
        else
            diag_report(diag, MSG_STYLE_DEVIATION, one->place, STR_ARGS(one->profile), STR_ARGS(one->basis),
                        one->label, STR_ARGS(one->name), one->attr, STR_ARGS(one->wanted),
                        STR_ARGS(one->found));
}
