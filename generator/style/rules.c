/*
 * What each attribute of style.xml sets, as tables, and how a finished style comes of it.
 *
 * A rule names an attribute, the kind of its value and the field; an attribute that sets several fields
 * (padding) has several rules, and rules later in a table override earlier ones whatever the order in the
 * file.
 */
#include "style/style_int.h"
#include "schema/messages.h"

#include <string.h>

/* ISO 216, as in GB/T 148. */
static const struct {
    length width, height;
} paper_sizes[] = {
    {LENGTH_MM(210), LENGTH_MM(297)}, {LENGTH_MM(297), LENGTH_MM(420)}, {LENGTH_MM(176), LENGTH_MM(250)}};
static const struct choice papers[] = {{"A4", 0}, {"A3", 1}, {"B5", 2}};
static const struct words words_paper = WORDS(papers);

static const struct {
    const char *label; /* what a value must be, behind 应是 */
    const struct words *words;
} value_kinds[] = {
    [VALUE_TEXT] = {.label = "文字"},
    [VALUE_NAME] = {.label = "字体角色的名称，如 宋体"},
    [VALUE_YESNO] = {.words = &words_yesno},
    [VALUE_COLOR] = {.label = "六位十六进制颜色，如 FF0000"},
    [VALUE_FILL] = {.label = "六位十六进制颜色，如 F2F2F2，或 none"},
    [VALUE_SPAN_COLOR] = {.label = "六位十六进制颜色，如 FF0000"},
    [VALUE_ALIGN] = {.words = &words_align},
    [VALUE_CELL_ALIGN] = {.words = &words_cell_align},
    [VALUE_VALIGN] = {.words = &words_valign},
    [VALUE_SIZE] = {.label = "字号或长度，如 三号、16pt"},
    [VALUE_LINE] = {.label = "长度或倍数，如 28pt、1.5"},
    [VALUE_PITCH] = {.label = "长度，如 156mm/28、1字，0 为没有"},
    [VALUE_RULE] = {.label = "长度，如 0.5pt，或 none"},
    [VALUE_WHITE] = {.label = "长度，如 5mm、2字、1.5行"},
    [VALUE_INDENT] = {.label = "长度，如 5mm、2字，可为负"},
    [VALUE_ABSOLUTE] = {.label = "长度，如 28mm、12pt、225mm/22"},
    [VALUE_STROKE] = {.label = " 0 到 2pt 的长度，如 0.3pt"},
    [VALUE_CHANGE] = {.label = " 0 到 2pt 的长度，如 0.3pt"},
    [VALUE_SCALE] = {.label = " 0.2 到 2 的倍数，如 0.6"},
    [VALUE_RAISE] = {.label = " -1 到 1 的倍数，如 0.35"},
    [VALUE_LINES] = {.label = " 1 到 200 的整数"},
    [VALUE_CLOSE] = {.words = &words_yesno},
    [VALUE_SHAPE] = {.words = &words_shape},
    [VALUE_PAPER] = {.words = &words_paper},
    [VALUE_STYLE] = {.label = "段落样式的名称"},
    [VALUE_ATTR] = {.label = "文字"},
};

#define PARAGRAPH(field) offsetof(struct raw_paragraph, field)
static const struct style_rule paragraph_rules[] = {
    {"role", VALUE_NAME, PARAGRAPH(style.role)},
    {"bold", VALUE_YESNO, PARAGRAPH(style.bold)},
    {"size", VALUE_SIZE, PARAGRAPH(size)},
    {"pitch", VALUE_PITCH, PARAGRAPH(pitch)},
    {"line", VALUE_LINE, PARAGRAPH(line)},
    {"color", VALUE_COLOR, PARAGRAPH(style.color)},
    {"align", VALUE_ALIGN, PARAGRAPH(style.align)},
    {"first-indent", VALUE_INDENT, PARAGRAPH(first_indent)},
    {"left", VALUE_INDENT, PARAGRAPH(left)},
    {"right", VALUE_INDENT, PARAGRAPH(right)},
    {"before", VALUE_WHITE, PARAGRAPH(before)},
    {"after", VALUE_WHITE, PARAGRAPH(after)},
    {"keep-next", VALUE_YESNO, PARAGRAPH(style.keep_next)},
    {"keep-together", VALUE_YESNO, PARAGRAPH(style.keep_together)},
    {"page-break-before", VALUE_YESNO, PARAGRAPH(style.page_break_before)},
    {"leader", VALUE_YESNO, PARAGRAPH(style.leader)},
    {"grid", VALUE_YESNO, PARAGRAPH(style.grid)},
    {"autospace", VALUE_CLOSE, PARAGRAPH(style.close)},
    {"hang", VALUE_YESNO, PARAGRAPH(style.hang)},
    {"hyphenate", VALUE_YESNO, PARAGRAPH(style.hyphenate)},
    {"embolden", VALUE_STROKE, PARAGRAPH(style.embolden)},
    {"shape", VALUE_SHAPE, PARAGRAPH(style.shape)},
};

#define SPAN(field) offsetof(struct raw_span, field)
static const struct style_rule span_rules[] = {
    {"role", VALUE_NAME, SPAN(style.role)},
    {"bold", VALUE_YESNO, SPAN(style.bold)},
    {"size", VALUE_SIZE, SPAN(size)},
    {"color", VALUE_SPAN_COLOR, SPAN(style)},
    {"underline", VALUE_YESNO, SPAN(style.underline)},
    {"strike", VALUE_YESNO, SPAN(style.strike)},
    {"emphasis", VALUE_YESNO, SPAN(style.emphasis)},
    {"scale", VALUE_SCALE, SPAN(style.scale)},
    {"raise", VALUE_RAISE, SPAN(style.raise)},
    {"embolden", VALUE_CHANGE, SPAN(style.embolden)},
};

#define TABLE(field) offsetof(struct raw_table, field)
static const struct style_rule table_rules[] = {
    {"head", VALUE_STYLE, TABLE(style.head_style)},
    {"cell", VALUE_STYLE, TABLE(style.cell_style)},
    {"foot", VALUE_STYLE, TABLE(style.foot_style)},
    {"align", VALUE_CELL_ALIGN, TABLE(style.align)},
    {"valign", VALUE_VALIGN, TABLE(style.valign)},
    {"head-align", VALUE_ALIGN, TABLE(style.head_align)},
    {"head-valign", VALUE_VALIGN, TABLE(style.head_valign)},
    {"padding", VALUE_WHITE, TABLE(pad_left)},
    {"padding", VALUE_WHITE, TABLE(pad_right)},
    {"padding", VALUE_WHITE, TABLE(pad_top)},
    {"padding", VALUE_WHITE, TABLE(pad_bottom)},
    {"padding-x", VALUE_WHITE, TABLE(pad_left)},
    {"padding-x", VALUE_WHITE, TABLE(pad_right)},
    {"padding-y", VALUE_WHITE, TABLE(pad_top)},
    {"padding-y", VALUE_WHITE, TABLE(pad_bottom)},
    {"outer-rule", VALUE_RULE, TABLE(outer_rule)},
    {"inner-rule", VALUE_RULE, TABLE(inner_rule)},
    {"head-rule", VALUE_RULE, TABLE(head_rule)},
    {"group-rule", VALUE_RULE, TABLE(group_rule)},
    {"foot-rule", VALUE_RULE, TABLE(foot_rule)},
    {"label-rule", VALUE_RULE, TABLE(label_rule)},
    {"vertical-rules", VALUE_YESNO, TABLE(style.vertical_rules)},
    {"open-sides", VALUE_YESNO, TABLE(style.open_sides)},
    {"rule-color", VALUE_COLOR, TABLE(style.rule_color)},
    {"head-fill", VALUE_FILL, TABLE(style.head_fill)},
    {"foot-fill", VALUE_FILL, TABLE(style.foot_fill)},
    {"stripe-fill", VALUE_FILL, TABLE(style.stripe_fill)},
    {"repeat-head", VALUE_YESNO, TABLE(style.repeat_head)},
    {"repeat-labels", VALUE_YESNO, TABLE(style.repeat_labels)},
    {"continued", VALUE_TEXT, TABLE(style.continued)},
    {"continued-title", VALUE_TEXT, TABLE(style.continued_title)},
    {"rounding-note", VALUE_TEXT, TABLE(style.rounding_note)},
    {"split-columns", VALUE_YESNO, TABLE(style.split_columns)},
    {"keep-groups", VALUE_YESNO, TABLE(style.keep_groups)},
    {"before", VALUE_WHITE, TABLE(before)},
    {"after", VALUE_WHITE, TABLE(after)},
    {"min-row", VALUE_WHITE, TABLE(min_row)},
};

#define PAGE(field) offsetof(struct raw_page, field)
static const struct style_rule page_rules[] = {
    {"paper", VALUE_PAPER, 0},
    {"width", VALUE_SIZE, PAGE(width)},
    {"height", VALUE_SIZE, PAGE(height)},
    {"landscape", VALUE_YESNO, PAGE(landscape)},
    {"top", VALUE_ABSOLUTE, PAGE(top)},
    {"bottom", VALUE_ABSOLUTE, PAGE(bottom)},
    {"left", VALUE_ABSOLUTE, PAGE(left)},
    {"right", VALUE_ABSOLUTE, PAGE(right)},
    {"header-at", VALUE_ABSOLUTE, PAGE(header_at)},
    {"footer-at", VALUE_ABSOLUTE, PAGE(footer_at)},
    {"header-reach", VALUE_ABSOLUTE, PAGE(header_reach)},
    {"footer-reach", VALUE_ABSOLUTE, PAGE(footer_reach)},
    {"mirror", VALUE_YESNO, PAGE(page.mirror)},
    {"lines", VALUE_LINES, PAGE(lines)},
    {"turned", VALUE_YESNO, PAGE(page.turned)},
};

#define NUMBERING(field) offsetof(struct raw_numbering, field)
static const struct style_rule numbering_rules[] = {
    {"format", VALUE_ATTR, NUMBERING(format)},
    {"after", VALUE_TEXT, NUMBERING(numbering.after)},
    {"restart-on", VALUE_ATTR, NUMBERING(restart_on)},
};

const struct style_rules style_rules[STYLE_KINDS] = {{paragraph_rules, ARRAY_COUNT(paragraph_rules)},
                                                     {span_rules, ARRAY_COUNT(span_rules)},
                                                     {table_rules, ARRAY_COUNT(table_rules)},
                                                     {page_rules, ARRAY_COUNT(page_rules)},
                                                     {numbering_rules, ARRAY_COUNT(numbering_rules)}};

static bool rule_exists(enum style_kind kind, struct str name)
{
    for (size_t i = 0; i < style_rules[kind].count; i++)
        if (str_is(name, style_rules[kind].rules[i].attr))
            return true;
    return str_is(name, "name") || str_is(name, "base");
}

void style_list_rules(enum style_kind kind, struct buf *out)
{
    const struct style_rule *rules = style_rules[kind].rules;

    for (size_t i = 0; i < style_rules[kind].count; i++)
        if (i == 0 || strcmp(rules[i].attr, rules[i - 1].attr) != 0)
            buf_printf(out, " %s", rules[i].attr);
}

static enum status report_attribute(struct style_reader *reader, const struct style_define *define,
                                    const struct attr *attr)
{
    struct buf list;

    buf_init(&list, 4096);
    buf_add_text(&list, "name base");
    style_list_rules(define->kind, &list);
    enum status status = buf_status(&list);
    if (status == OK)
        status = refuse_attribute(reader->diag, define->node, attr, list.ptr);
    buf_clear(&list);
    return status;
}

static enum status report_child(struct style_reader *reader, const struct node *node)
{
    if (node->kind == NODE_TEXT && node_is_blank(node))
        return OK;
    if (node->kind != NODE_TEXT)
        return refuse_element(reader->diag, node, "");
    diag_report(reader->diag, MSG_SCHEMA_TEXT, node->place, STR_ARGS(node->parent->name));
    return FAILED;
}

enum status style_check_attributes(struct style_reader *reader, const struct style_define *define)
{
    const struct node *node = define->node;
    enum status status = OK;

    for (size_t i = 0; i < node->attr_count; i++)
        if (!rule_exists(define->kind, node->attrs[i].name))
            status = status_worse(status, report_attribute(reader, define, &node->attrs[i]));
    for (const struct node *child = node->first; child != NULL; child = child->next)
        status = status_worse(status, report_child(reader, child));
    return status;
}

/* --- one value --- */

static bool set_measure(enum style_value kind, struct str text, struct measure *measure)
{
    struct measure value;

    if (!measure_parse(text, &value))
        return false;
    bool absolute = value.unit == MEASURE_LENGTH, bare = value.unit == MEASURE_TIMES;
    switch (kind) {
    case VALUE_SIZE:
        if (!absolute || value.value < LENGTH_POINT)
            return false;
        break;
    case VALUE_LINE:
        if (value.unit == MEASURE_LINES || value.value < (absolute ? LENGTH_POINT : 500))
            return false;
        break;
    case VALUE_ABSOLUTE:
        if (!absolute || value.value < 0)
            return false;
        break;
    default:
        if (bare || (kind != VALUE_INDENT && value.value < 0))
            return false;
    }
    *measure = value;
    return true;
}

static void set_paper(int paper, struct raw_page *page)
{
    page->width = (struct measure){paper_sizes[paper].width, MEASURE_LENGTH};
    page->height = (struct measure){paper_sizes[paper].height, MEASURE_LENGTH};
}

static bool set_name(struct str text, struct str *ret_name)
{
    if (str_trim(text).len == 0)
        return false;
    *ret_name = text;
    return true;
}

/* Strokes heavier than 2 pt would fill the counters of a character of any size that is read. */
static bool set_stroke(struct str text, length *ret_length)
{
    struct measure value;

    if (!measure_parse(text, &value) || value.unit != MEASURE_LENGTH || value.value < 0 ||
        value.value > 2 * LENGTH_POINT)
        return false;
    *ret_length = value.value;
    return true;
}

static bool set_change(struct str text, length *ret_length)
{
    if (!set_stroke(text, ret_length))
        return false;
    *ret_length = *ret_length > 0 ? *ret_length : -1;
    return true;
}

static bool set_factor(struct str text, int64_t least, int64_t most, int32_t *ret_thousandths)
{
    struct measure value;

    if (!measure_parse(text, &value) || value.value < least || value.value > most)
        return false;
    if (value.unit != MEASURE_TIMES && value.value != 0)
        return false;
    *ret_thousandths = (int32_t)value.value;
    return true;
}

static bool set_lines(struct str text, int64_t *ret_lines)
{
    int64_t lines;

    if (!count_parse(text, &lines) || lines < 1 || lines > 200)
        return false;
    *ret_lines = lines;
    return true;
}

static void set_word(enum style_value kind, int word, void *field)
{
    switch (kind) {
    case VALUE_YESNO:
        *(bool *)field = word;
        break;
    case VALUE_CLOSE:
        *(bool *)field = !word;
        break;
    case VALUE_VALIGN:
        *(enum valign *)field = (enum valign)word;
        break;
    case VALUE_SHAPE:
        *(enum title_shape *)field = (enum title_shape)word;
        break;
    case VALUE_PAPER:
        set_paper(word, field);
        break;
    default:
        *(enum align *)field = (enum align)word;
    }
}

bool style_set_value(enum style_value kind, const struct attr *attr, void *field)
{
    struct span_style *span = field;
    int word;

    if (value_kinds[kind].words != NULL) {
        if (!words_parse(value_kinds[kind].words, attr->value, &word))
            return false;
        set_word(kind, word, field);
        return true;
    }
    switch (kind) {
    case VALUE_TEXT:
    case VALUE_STYLE:
        *(struct str *)field = attr->value;
        return true;
    case VALUE_NAME:
        return set_name(attr->value, field);
    case VALUE_ATTR:
        *(const struct attr **)field = attr;
        return true;
    case VALUE_COLOR:
        return color_parse(attr->value, field);
    case VALUE_FILL:
        return fill_parse(attr->value, field);
    case VALUE_SPAN_COLOR:
        span->has_color = true;
        return color_parse(attr->value, &span->color);
    case VALUE_STROKE:
        return set_stroke(attr->value, field);
    case VALUE_CHANGE:
        return set_change(attr->value, field);
    case VALUE_RULE:
        return rule_parse(attr->value, field);
    case VALUE_SCALE:
        return set_factor(attr->value, 200, 2000, field);
    case VALUE_RAISE:
        return set_factor(attr->value, -1000, 1000, field);
    case VALUE_LINES:
        return set_lines(attr->value, field);
    default:
        return set_measure(kind, attr->value, field);
    }
}

enum status style_refuse_value(struct style_reader *reader, const char *name, const struct attr *attr,
                               enum style_value kind)
{
    const struct words *words = value_kinds[kind].words;
    return words != NULL
               ? refuse_word(reader->diag, attr->place, name, attr->value, words)
               : refuse_value(reader->diag, attr->place, name, attr->value, value_kinds[kind].label);
}

static enum status set_attribute(struct style_reader *reader, struct style_define *define,
                                 const struct style_rule *rule, const struct attr *attr)
{
    if (rule->kind == VALUE_STYLE && style_define_lookup(reader, STYLE_PARAGRAPH, attr->value) == NULL)
        return style_unknown(reader, attr->place, STYLE_PARAGRAPH, attr->value);
    if (style_set_value(rule->kind, attr, (char *)&define->raw + rule->offset))
        return OK;
    return style_refuse_value(reader, rule->attr, attr, rule->kind);
}

enum status style_set_attributes(struct style_reader *reader, struct style_define *define)
{
    const struct style_rule *rules = style_rules[define->kind].rules;
    const struct attr *bad = NULL; /* reported already: its other rules need not say it again */
    enum status status = OK;

    for (size_t i = 0; i < style_rules[define->kind].count; i++) {
        const struct attr *attr = node_attr(define->node, rules[i].attr);
        if (attr == NULL || attr == bad)
            continue;
        enum status one = set_attribute(reader, define, &rules[i], attr);
        bad = one == OK ? bad : attr;
        status = status_worse(status, one);
    }
    return status;
}

/* Of the files read, used ones first, the last that says it is heard. */
enum status style_set_kinsoku(struct style_reader *reader, const struct node *root)
{
    enum status status = OK;
    int kinsoku;

    for (size_t i = 0; i < root->attr_count; i++) {
        const struct attr *attr = &root->attrs[i];
        if (!str_is(attr->name, "kinsoku"))
            status = refuse_attribute(reader->diag, root, attr, "kinsoku");
        else if (words_parse(&words_kinsoku, attr->value, &kinsoku))
            reader->kinsoku = (enum kinsoku)kinsoku;
        else
            status = refuse_word(reader->diag, attr->place, "kinsoku", attr->value, &words_kinsoku);
    }
    return status;
}

/* --- what holds where nothing is said, and the end of the way --- */

static const length NOT_GIVEN = -1;

static struct raw_page page_basics(void)
{
    return (struct raw_page){.width = measure_absolute(LENGTH_MM(210)),
                             .height = measure_absolute(LENGTH_MM(297)),
                             .top = measure_absolute(LENGTH_MM(37)),
                             .bottom = measure_absolute(LENGTH_MM(35)),
                             .left = measure_absolute(LENGTH_MM(28)),
                             .right = measure_absolute(LENGTH_MM(26)),
                             .header_at = measure_absolute(NOT_GIVEN),
                             .footer_at = measure_absolute(NOT_GIVEN),
                             .header_reach = measure_absolute(NOT_GIVEN),
                             .footer_reach = measure_absolute(NOT_GIVEN)};
}

static struct raw_table table_basics(void)
{
    const struct measure padding = {LENGTH_MM(3) / 2, MEASURE_LENGTH};

    return (struct raw_table){.style = {.align = ALIGN_LEFT,
                                        .head_align = ALIGN_CENTER,
                                        .valign = VALIGN_MIDDLE,
                                        .head_valign = VALIGN_MIDDLE,
                                        .head_style = STR("table-head"),
                                        .cell_style = STR("table-cell"),
                                        .vertical_rules = true,
                                        .head_fill = FILL_NONE,
                                        .foot_fill = FILL_NONE,
                                        .stripe_fill = FILL_NONE,
                                        .repeat_head = true,
                                        .repeat_labels = true,
                                        .continued = STR("（续）"),
                                        .rounding_note = STR("因四舍五入，表中各项之和与合计可有尾差。")},
                              .pad_left = padding,
                              .pad_right = padding,
                              .pad_top = padding,
                              .pad_bottom = padding,
                              .outer_rule = measure_absolute(750),
                              .inner_rule = measure_absolute(500),
                              .head_rule = measure_absolute(500)};
}

void style_basics(struct style_define *define)
{
    switch (define->kind) {
    case STYLE_PARAGRAPH:
        define->raw.paragraph = (struct raw_paragraph){.style = {.role = STR("仿宋"), .align = ALIGN_JUSTIFY},
                                                       .size = measure_absolute(16000),
                                                       .line = measure_absolute(28950)};
        break;
    case STYLE_SPAN:
        define->raw.span = (struct raw_span){.size = measure_absolute(0)};
        break;
    case STYLE_TABLE:
        define->raw.table = table_basics();
        break;
    case STYLE_PAGE:
        define->raw.page = page_basics();
        break;
    default:
        define->raw.numbering = (struct raw_numbering){.format = NULL};
    }
}

void style_finish_paragraph(const struct raw_paragraph *raw, struct paragraph_style *ret_style)
{
    length size = measure_length(raw->size, 0, 0);
    length line = measure_length(raw->line, size, 0);

    *ret_style = raw->style;
    ret_style->size = size;
    ret_style->line = line;
    ret_style->pitch = measure_length(raw->pitch, size, line);
    length em = style_em(ret_style);
    ret_style->first_indent = measure_length(raw->first_indent, em, line);
    ret_style->left = measure_length(raw->left, em, line);
    ret_style->right = measure_length(raw->right, em, line);
    ret_style->before = measure_length(raw->before, size, line);
    ret_style->after = measure_length(raw->after, size, line);
}

void style_finish_span(const struct raw_span *raw, struct span_style *ret_style)
{
    *ret_style = raw->style;
    ret_style->size = measure_length(raw->size, 0, 0);
}

/* What says none is -1 until here; 0 is what says nothing. */
static length rule_length(struct measure measure, length size, length line)
{
    return length_max(measure_length(measure, size, line), 0);
}

void style_finish_table(const struct raw_table *raw, const struct style_sheet *sheet,
                        struct table_style *ret_style)
{
    const struct paragraph_style *cell = style_paragraph(sheet, raw->style.cell_style);
    length size = cell->size, line = cell->line;

    *ret_style = raw->style;
    ret_style->pad_left = measure_length(raw->pad_left, size, line);
    ret_style->pad_right = measure_length(raw->pad_right, size, line);
    ret_style->pad_top = measure_length(raw->pad_top, size, line);
    ret_style->pad_bottom = measure_length(raw->pad_bottom, size, line);
    ret_style->outer_rule = rule_length(raw->outer_rule, size, line);
    ret_style->inner_rule = rule_length(raw->inner_rule, size, line);
    ret_style->head_rule = rule_length(raw->head_rule, size, line);
    ret_style->group_rule = rule_length(raw->group_rule, size, line);
    ret_style->has_group_rule = raw->group_rule.value != 0;
    ret_style->foot_rule = rule_length(raw->foot_rule, size, line);
    ret_style->has_foot_rule = raw->foot_rule.value != 0;
    ret_style->label_rule = rule_length(raw->label_rule, size, line);
    ret_style->has_label_rule = raw->label_rule.value != 0;
    ret_style->before = measure_length(raw->before, size, line);
    ret_style->after = measure_length(raw->after, size, line);
    ret_style->min_row = measure_length(raw->min_row, size, line);
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
    if (given != NOT_GIVEN)
        return given;
    return usual < margin ? usual : margin / 2;
}

/* How far header or footer may reach into the text area, of which nothing is said: over a quarter of what the
 * other leaves. */
static length reach_of(length given, length other, length area)
{
    return given != NOT_GIVEN ? given : (area - (other != NOT_GIVEN && other < area ? other : 0)) / 4;
}

bool style_finish_page(const struct raw_page *raw, struct page_master *ret_page)
{
    struct page_master page = raw->page;
    length width = raw->width.value, height = raw->height.value;
    bool turn = raw->landscape && width < height;

    page.width = turn ? height : width;
    page.height = turn ? width : height;
    page.top = raw->top.value;
    page.bottom = raw->bottom.value;
    page.left = raw->left.value;
    page.right = raw->right.value;
    length upper, lower;
    style_baseline_margins(&page, &upper, &lower);
    page.header_at = baseline_at(raw->header_at.value, LENGTH_MM(15), upper);
    page.footer_at = baseline_at(raw->footer_at.value, LENGTH_MM(28), lower);
    const length area = (page.turned ? page.width : page.height) - upper - lower;
    page.header_reach = reach_of(raw->header_reach.value, raw->footer_reach.value, area);
    page.footer_reach = reach_of(raw->footer_reach.value, raw->header_reach.value, area);
    if (raw->lines > 0)
        page.line_pitch = (page.height - page.top - page.bottom) / raw->lines;
    *ret_page = page;
    return page.left + page.right < page.width && page.top + page.bottom < page.height;
}
