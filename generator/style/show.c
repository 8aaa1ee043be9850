/*
 * A value of a style as text, as it would stand in style.xml: for the message that compares it with another.
 * A length is told in the unit of the other.
 */
#include "style/style_int.h"

/* numerator / denominator, rounded to hundredths, with the unit. */
static void add_quotient(struct buf *out, int64_t numerator, int64_t denominator, const char *unit)
{
    int64_t top = numerator * 100, half = top < 0 ? -denominator : denominator;
    buf_add_thousandths(out, (2 * top + half) / (2 * denominator) * 10);
    buf_add_text(out, unit);
}

/* In the unit of the text `like`: 字, 行 or times of the style, or one of lengths. */
static void add_length(struct buf *out, enum value_kind kind, length value, struct str like,
                       struct style_units units)
{
    static const char *const names[] = {[MEASURE_SIZES] = "字", [MEASURE_LINES] = "行", [MEASURE_TIMES] = ""};
    struct measure one = {0, MEASURE_LENGTH};
    const char *name = type_size_name(value);
    (void)measure_parse(like, &one);
    one.value = 1000;
    length unit = one.unit == MEASURE_LENGTH ? 0 : style_measure(kind, one, units);
    if (unit > 0)
        add_quotient(out, value, unit, names[one.unit]);
    else if (str_ends(like, "mm"))
        add_quotient(out, value * 254, 720000, "mm");
    else if (str_ends(like, "cm"))
        add_quotient(out, value * 254, 7200000, "cm");
    else if (name != NULL && (unsigned char)like.ptr[0] >= 0x80) /* a 字号 by its name */
        buf_add_text(out, name);
    else
        add_quotient(out, value, 1000, "pt");
}

static void add_paper(struct buf *out, const struct style_define *define)
{
    add_quotient(out, style_length(define, "width") * 254, 720000, "mm×");
    add_quotient(out, style_length(define, "height") * 254, 720000, "mm");
}

static void add_color(struct buf *out, const struct style_value *value)
{
    if (!value->given)
        buf_add_text(out, "（空）");
    else if (value->value.color == FILL_NONE)
        buf_add_text(out, "none");
    else
        buf_printf(out, "%06X", (unsigned)value->value.color & 0xFFFFFF);
}

static void add_measure(struct buf *out, const struct style_value *value, enum value_kind kind,
                        struct str like, struct style_units units)
{
    if (kind == VALUE_SCALE || kind == VALUE_RAISE) {
        buf_add_thousandths(out, value->value.measure.value);
        return;
    }
    length at = style_measure(kind, value->value.measure, units);
    add_length(out, kind, kind == VALUE_RULE ? length_max(at, 0) : at, like, units);
}

static void add_value(struct buf *out, const struct style_define *define, size_t place, struct str like,
                      struct style_units units)
{
    const struct style_value *value = &define->values[place];
    const enum value_kind kind = style_element(define->kind)[1 + place].kind;
    switch (value_form(kind)) {
    case FORM_WORD:
        if (kind == VALUE_PAPER)
            add_paper(out, define);
        else
            buf_add_text(out, words_print(value_words(kind), value->value.word));
        break;
    case FORM_COUNT:
        buf_printf(out, "%lld", (long long)value->value.count);
        break;
    case FORM_COLOR:
        add_color(out, value);
        break;
    case FORM_MEASURE:
        add_measure(out, value, kind, like, units);
        break;
    default:
        buf_add_str(out, value->value.text.len > 0 ? value->value.text : STR("（空）"));
    }
}

enum status style_show_value(struct arena *arena, const struct style_define *define, size_t place,
                             struct str like, struct style_units units, struct str *ret_text)
{
    struct buf out = BUF(1 << 16);
    add_value(&out, define, place, like, units);
    return buf_keep(&out, arena, ret_text);
}
