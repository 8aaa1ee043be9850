/*
 * Definitions -> the styles of the tray, when all bases are resolved: lengths in points, words as what they mean.
 *
 * A row names an attribute, how it is kept and the field of the style; what is not given leaves its field empty.
 */
#include "style/style_int.h"

enum store {
    STORE_TEXT,
    STORE_YES,
    STORE_NO, /* the field denies what the attribute says */
    STORE_WORD,
    STORE_COLOR,
    STORE_LENGTH,
    STORE_RULE,   /* none: 0 */
    STORE_CHANGE, /* 0: -1 */
    STORE_TIMES,  /* thousandths */
    STORE_GIVEN   /* a bool: whether it is given */
};

struct store_row {
    const char *attr;
    enum store store;
    size_t offset;
};

#define PARAGRAPH(field) offsetof(struct paragraph_style, field)
static const struct store_row paragraph_rows[] = {
    {"role", STORE_TEXT, PARAGRAPH(role)},
    {"bold", STORE_YES, PARAGRAPH(bold)},
    {"size", STORE_LENGTH, PARAGRAPH(size)},
    {"pitch", STORE_LENGTH, PARAGRAPH(pitch)},
    {"tracking", STORE_LENGTH, PARAGRAPH(tracking)},
    {"line", STORE_LENGTH, PARAGRAPH(line)},
    {"color", STORE_COLOR, PARAGRAPH(color)},
    {"align", STORE_WORD, PARAGRAPH(align)},
    {"first-indent", STORE_LENGTH, PARAGRAPH(first_indent)},
    {"left", STORE_LENGTH, PARAGRAPH(left)},
    {"right", STORE_LENGTH, PARAGRAPH(right)},
    {"before", STORE_LENGTH, PARAGRAPH(before)},
    {"after", STORE_LENGTH, PARAGRAPH(after)},
    {"keep-next", STORE_YES, PARAGRAPH(keep_next)},
    {"keep-together", STORE_YES, PARAGRAPH(keep_together)},
    {"page-break-before", STORE_YES, PARAGRAPH(page_break_before)},
    {"leader", STORE_YES, PARAGRAPH(leader)},
    {"grid", STORE_YES, PARAGRAPH(grid)},
    {"autospace", STORE_NO, PARAGRAPH(close)},
    {"hang", STORE_YES, PARAGRAPH(hang)},
    {"hyphenate", STORE_YES, PARAGRAPH(hyphenate)},
    {"embolden", STORE_LENGTH, PARAGRAPH(embolden)},
    {"shape", STORE_WORD, PARAGRAPH(shape)},
    {"lang", STORE_TEXT, PARAGRAPH(lang)},
};

#define SPAN(field) offsetof(struct span_style, field)
static const struct store_row span_rows[] = {
    {"role", STORE_TEXT, SPAN(role)},           {"bold", STORE_YES, SPAN(bold)},
    {"size", STORE_LENGTH, SPAN(size)},         {"color", STORE_GIVEN, SPAN(has_color)},
    {"color", STORE_COLOR, SPAN(color)},        {"underline", STORE_YES, SPAN(underline)},
    {"strike", STORE_YES, SPAN(strike)},        {"emphasis", STORE_YES, SPAN(emphasis)},
    {"scale", STORE_TIMES, SPAN(scale)},        {"raise", STORE_TIMES, SPAN(raise)},
    {"embolden", STORE_CHANGE, SPAN(embolden)}, {"lang", STORE_TEXT, SPAN(lang)},
};

#define TABLE(field) offsetof(struct table_style, field)
static const struct store_row table_rows[] = {
    {"head", STORE_TEXT, TABLE(head_style)},
    {"cell", STORE_TEXT, TABLE(cell_style)},
    {"foot", STORE_TEXT, TABLE(foot_style)},
    {"align", STORE_WORD, TABLE(align)},
    {"valign", STORE_WORD, TABLE(valign)},
    {"head-align", STORE_WORD, TABLE(head_align)},
    {"head-valign", STORE_WORD, TABLE(head_valign)},
    {"padding-x", STORE_LENGTH, TABLE(pad_left)},
    {"padding-x", STORE_LENGTH, TABLE(pad_right)},
    {"padding-y", STORE_LENGTH, TABLE(pad_top)},
    {"padding-y", STORE_LENGTH, TABLE(pad_bottom)},
    {"outer-rule", STORE_RULE, TABLE(outer_rule)},
    {"inner-rule", STORE_RULE, TABLE(inner_rule)},
    {"head-rule", STORE_RULE, TABLE(head_rule)},
    {"group-rule", STORE_RULE, TABLE(group_rule)},
    {"group-rule", STORE_GIVEN, TABLE(has_group_rule)},
    {"foot-rule", STORE_RULE, TABLE(foot_rule)},
    {"foot-rule", STORE_GIVEN, TABLE(has_foot_rule)},
    {"label-rule", STORE_RULE, TABLE(label_rule)},
    {"label-rule", STORE_GIVEN, TABLE(has_label_rule)},
    {"vertical-rules", STORE_YES, TABLE(vertical_rules)},
    {"open-sides", STORE_YES, TABLE(open_sides)},
    {"rule-color", STORE_COLOR, TABLE(rule_color)},
    {"head-fill", STORE_COLOR, TABLE(head_fill)},
    {"foot-fill", STORE_COLOR, TABLE(foot_fill)},
    {"stripe-fill", STORE_COLOR, TABLE(stripe_fill)},
    {"repeat-head", STORE_YES, TABLE(repeat_head)},
    {"repeat-labels", STORE_YES, TABLE(repeat_labels)},
    {"continued", STORE_TEXT, TABLE(continued)},
    {"continued-title", STORE_TEXT, TABLE(continued_title)},
    {"rounding-note", STORE_TEXT, TABLE(rounding_note)},
    {"split-columns", STORE_YES, TABLE(split_columns)},
    {"keep-groups", STORE_YES, TABLE(keep_groups)},
    {"before", STORE_LENGTH, TABLE(before)},
    {"after", STORE_LENGTH, TABLE(after)},
    {"min-row", STORE_LENGTH, TABLE(min_row)},
};

#define PAGE(field) offsetof(struct page_master, field)
static const struct store_row page_rows[] = {
    {"width", STORE_LENGTH, PAGE(width)},  {"height", STORE_LENGTH, PAGE(height)},
    {"top", STORE_LENGTH, PAGE(top)},      {"bottom", STORE_LENGTH, PAGE(bottom)},
    {"left", STORE_LENGTH, PAGE(left)},    {"right", STORE_LENGTH, PAGE(right)},
    {"mirror", STORE_YES, PAGE(mirror)},   {"turned", STORE_YES, PAGE(turned)},
    {"balance", STORE_YES, PAGE(balance)}, {"first-more", STORE_LENGTH, PAGE(first_more)},
};

length style_measure(enum value_kind kind, struct measure measure, struct style_units units)
{
    return measure_length(measure, kind == VALUE_INDENT ? units.em : units.size, units.line);
}

static void store_value(const struct store_row *row, const struct style_value *value, length at, void *field)
{
    switch (row->store) {
    case STORE_TEXT:
        *(struct str *)field = value->value.text;
        break;
    case STORE_YES:
    case STORE_NO:
        *(bool *)field = (value->value.word != 0) == (row->store == STORE_YES);
        break;
    case STORE_WORD:
        *(int *)field = value->value.word;
        break;
    case STORE_COLOR:
        *(uint32_t *)field = value->value.color;
        break;
    case STORE_TIMES:
        *(int32_t *)field = (int32_t)value->value.measure.value;
        break;
    case STORE_GIVEN:
        *(bool *)field = true;
        break;
    case STORE_CHANGE:
        *(length *)field = at > 0 ? at : -1;
        break;
    default:
        *(length *)field = row->store == STORE_RULE ? length_max(at, 0) : at;
    }
}

static void store_all(const struct style_define *define, const struct store_row *rows, size_t count,
                      struct style_units units, void *style)
{
    const struct schema_row *first = style_element(define->kind) + 1;
    for (size_t i = 0; i < count; i++) {
        const size_t place = style_place(define->kind, rows[i].attr);
        const struct schema_row *row = &first[place];
        const struct style_value *value = &define->values[place];
        length at =
            value_form(row->kind) == FORM_MEASURE ? style_measure(row->kind, value->value.measure, units) : 0;
        if (value->given)
            store_value(&rows[i], value, at, (char *)style + rows[i].offset);
    }
}

void style_finish_paragraph(const struct style_define *define, struct paragraph_style *style)
{
    struct style_units units = {.size = style_length(define, "size")};
    *style = (struct paragraph_style){0};
    units.line = style_measure(VALUE_LINE, style_value_of(define, "line")->value.measure, units);
    style->size = units.size;
    style->pitch = style_measure(VALUE_PITCH, style_value_of(define, "pitch")->value.measure, units);
    units.em = style_em(style);
    store_all(define, paragraph_rows, ARRAY_COUNT(paragraph_rows), units, style);
}

void style_finish_span(const struct style_define *define, struct span_style *ret_style)
{
    *ret_style = (struct span_style){0};
    store_all(define, span_rows, ARRAY_COUNT(span_rows), (struct style_units){0}, ret_style);
}

void style_finish_table(const struct style_define *define, const struct style_sheet *sheet,
                        struct table_style *ret_style)
{
    const struct paragraph_style *cell = style_paragraph(sheet, style_value_of(define, "cell")->value.text);
    *ret_style = (struct table_style){0};
    store_all(define, table_rows, ARRAY_COUNT(table_rows),
              (struct style_units){cell->size, style_em(cell), cell->line}, ret_style);
}

/* Turned text has the sheet's upper edge at its right, the lower one at its left. */
void style_baseline_margins(const struct page_master *page, length *ret_upper, length *ret_lower)
{
    *ret_upper = page->turned ? page->right : page->top;
    *ret_lower = page->turned ? page->left : page->bottom;
}

/* Where a baseline stands of which nothing is said: as usual, or in the middle of a margin too small for it.
 */
static length baseline_at(length given, length usual, length margin)
{
    if (given >= 0)
        return given;
    return usual < margin ? usual : margin / 2;
}

/* How far header or footer may reach into the text area, of which nothing is said: over a quarter of what the
 * other leaves. */
static length reach_of(length given, length other, length area)
{
    return given >= 0 ? given : (area - (other >= 0 && other < area ? other : 0)) / 4;
}

bool style_finish_page(const struct style_define *define, struct page_master *ret_page)
{
    struct page_master page = {0};
    const struct style_value *lines = style_value_of(define, "lines");
    store_all(define, page_rows, ARRAY_COUNT(page_rows), (struct style_units){0}, &page);
    if (style_value_of(define, "landscape")->value.word && page.width < page.height) {
        length width = page.width;
        page.width = page.height;
        page.height = width;
    }
    length upper, lower;
    style_baseline_margins(&page, &upper, &lower);
    page.header_at = baseline_at(style_length(define, "header-at"), LENGTH_MM(15), upper);
    page.footer_at = baseline_at(style_length(define, "footer-at"), LENGTH_MM(28), lower);
    const length area = (page.turned ? page.width : page.height) - upper - lower;
    const length header = style_length(define, "header-reach"), footer = style_length(define, "footer-reach");
    page.header_reach = reach_of(header, footer, area);
    page.footer_reach = reach_of(footer, header, area);
    if (lines->given)
        page.line_pitch = (page.height - page.top - page.bottom) / lines->value.count;
    *ret_page = page;
    return page.left + page.right < page.width && page.top + page.bottom < page.height;
}
