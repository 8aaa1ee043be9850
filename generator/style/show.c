/*
 * A value of a style as text, as it would stand in style.xml: for the message that compares it with another.
 * A length is told in the unit of the other.
 */
#include "style/style_int.h"

/* 0.35, 2, -1.5 */
static void add_thousandths(struct buf *out, int64_t value)
{
    int64_t size = value < 0 ? -value : value;
    int digits = 3;
    int64_t behind = size % 1000;

    buf_printf(out, "%s%lld", value < 0 ? "-" : "", (long long)(size / 1000));
    for (; digits > 0 && behind % 10 == 0; digits--)
        behind /= 10;
    if (digits > 0)
        buf_printf(out, ".%0*lld", digits, (long long)behind);
}

/* numerator / denominator, rounded to hundredths, with the unit. */
static void add_quotient(struct buf *out, int64_t numerator, int64_t denominator, const char *unit)
{
    int64_t top = numerator * 100, half = top < 0 ? -denominator : denominator;

    add_thousandths(out, (2 * top + half) / (2 * denominator) * 10);
    buf_add_text(out, unit);
}

static bool ends_in(struct str text, const char *end)
{
    struct str tail = str_of(end);

    return text.len >= tail.len && str_equal(str_slice(text, text.len - tail.len, text.len), tail);
}

/* What one 字, 行 or time of the text `like` comes to; 0: it is a length. */
static length unit_of(enum style_value kind, struct str like, struct style_units units)
{
    struct measure measure = {0, MEASURE_LENGTH};

    if (!measure_parse(like, &measure) || measure.unit == MEASURE_LENGTH)
        return 0;
    measure.value = 1000;
    return style_measure(kind, measure, units);
}

static void add_length(struct buf *out, length value, struct str like, length unit)
{
    struct measure measure = {0, MEASURE_LENGTH};
    const char *name = type_size_name(value);

    (void)measure_parse(like, &measure);
    if (measure.unit != MEASURE_LENGTH && unit > 0)
        add_quotient(out, value, unit,
                     measure.unit == MEASURE_LINES   ? "行"
                     : measure.unit == MEASURE_SIZES ? "字"
                                                     : "");
    else if (ends_in(like, "mm"))
        add_quotient(out, value * 254, 720000, "mm");
    else if (ends_in(like, "cm"))
        add_quotient(out, value * 254, 7200000, "cm");
    else if (name != NULL && (unsigned char)like.ptr[0] >= 0x80) /* a 字号 by its name */
        buf_add_text(out, name);
    else
        add_quotient(out, value, 1000, "pt");
}

static void add_paper(struct buf *out, const struct raw_page *page)
{
    add_quotient(out, page->width.value * 254, 720000, "mm×");
    add_quotient(out, page->height.value * 254, 720000, "mm");
}

static void add_text(struct buf *out, struct str text)
{
    buf_add_str(out, text.len > 0 ? text : STR("（空）"));
}

static void add_color(struct buf *out, bool given, uint32_t color)
{
    if (given)
        buf_printf(out, "%06X", (unsigned)color);
    else
        buf_add_text(out, "（空）");
}

static void add_fill(struct buf *out, uint32_t fill)
{
    if (fill == FILL_NONE)
        buf_add_text(out, "none");
    else
        add_color(out, true, fill & 0xFFFFFF);
}

/* What is said in words of its own, or is no length. */
static void add_other(struct buf *out, const void *field, enum style_value kind)
{
    const struct attr *attr;
    const struct span_style *span = field;

    switch (kind) {
    case VALUE_TEXT:
    case VALUE_NAME:
    case VALUE_STYLE:
        add_text(out, *(const struct str *)field);
        break;
    case VALUE_ATTR:
        attr = *(const struct attr *const *)field;
        add_text(out, attr == NULL ? STR("") : attr->value);
        break;
    case VALUE_COLOR:
        add_color(out, true, *(const uint32_t *)field);
        break;
    case VALUE_FILL:
        add_fill(out, *(const uint32_t *)field);
        break;
    case VALUE_SPAN_COLOR:
        add_color(out, span->has_color, span->color);
        break;
    case VALUE_ALIGN:
    case VALUE_CELL_ALIGN:
        buf_add_text(out, words_print(&words_cell_align, (int)*(const enum align *)field));
        break;
    case VALUE_VALIGN:
        buf_add_text(out, words_print(&words_valign, (int)*(const enum valign *)field));
        break;
    case VALUE_SHAPE:
        buf_add_text(out, words_print(&words_shape, (int)*(const enum title_shape *)field));
        break;
    default:
        add_paper(out, field);
    }
}

static void add_value(struct buf *out, const void *field, enum style_value kind, struct str like,
                      struct style_units units)
{
    switch (kind) {
    case VALUE_SIZE:
    case VALUE_LINE:
    case VALUE_PITCH:
    case VALUE_WHITE:
    case VALUE_INDENT:
    case VALUE_ABSOLUTE:
        add_length(out, style_measure(kind, *(const struct measure *)field, units), like,
                   unit_of(kind, like, units));
        break;
    case VALUE_RULE:
        add_length(out, length_max(style_measure(kind, *(const struct measure *)field, units), 0), like,
                   unit_of(kind, like, units));
        break;
    case VALUE_STROKE:
    case VALUE_CHANGE:
        add_length(out, length_max(*(const length *)field, 0), like, 0);
        break;
    case VALUE_YESNO:
        buf_add_text(out, words_print(&words_yesno, *(const bool *)field));
        break;
    case VALUE_CLOSE:
        buf_add_text(out, words_print(&words_yesno, !*(const bool *)field));
        break;
    case VALUE_SCALE:
    case VALUE_RAISE:
        add_thousandths(out, *(const int32_t *)field);
        break;
    case VALUE_LINES:
        buf_printf(out, "%lld", (long long)*(const int64_t *)field);
        break;
    default:
        add_other(out, field, kind);
    }
}

enum status style_show_value(struct arena *arena, const void *field, enum style_value kind, struct str like,
                             struct style_units units, struct str *ret_text)
{
    struct buf out;

    buf_init(&out, 1 << 16);
    add_value(&out, field, kind, like, units);
    enum status status = buf_status(&out);
    if (status == OK) {
        *ret_text = arena_copy(arena, buf_str(&out));
        status = ret_text->ptr == NULL ? NO_MEMORY : OK;
    }
    buf_clear(&out);
    return status;
}
