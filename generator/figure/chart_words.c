/* Texts in lines; which of them are a row. */
#include "figure/chart_int.h"

length chart_width(const struct chart_pad *pad, struct str text)
{
    return text.len == 0 ? 0 : pad->ruler->width(pad->ruler->context, text, pad->size);
}

static bool chart_wrap_once(const struct chart_pad *pad, struct str text, length room, size_t most,
                            struct chart_lines *ret_lines)
{
    *ret_lines = (struct chart_lines){0};
    while (text.len > 0) {
        if (ret_lines->count == most)
            return false;
        size_t len = pad->ruler->first_line(pad->ruler->context, text, pad->size, room);
        len = len == 0 || len > text.len ? text.len : len;
        const struct str line = str_trim(str_slice(text, 0, len));
        const length width = chart_width(pad, line);
        if (width > room)
            return false;
        ret_lines->line[ret_lines->count] = line;
        ret_lines->width[ret_lines->count++] = width;
        ret_lines->widest = length_max(ret_lines->widest, width);
        text = str_trim(str_slice(text, len, text.len));
    }
    return true;
}

bool chart_wrap(struct chart_pad *pad, struct str text, length room, size_t most,
                struct chart_lines *ret_lines)
{
    const length whole = chart_width(pad, text);
    struct chart_lines equal;
    most = most > CHART_LINES ? CHART_LINES : most;
    if (text.len == 0 || (whole <= room && most > 0)) {
        *ret_lines =
            (struct chart_lines){.line = {text}, .width = {whole}, .widest = whole, .count = text.len > 0};
        return true;
    }
    if (most < 2 || room < pad->size || whole > room * (length)most ||
        !chart_wrap_once(pad, text, room, most, ret_lines))
        return false;
    const length even = whole / (length)ret_lines->count + pad->size * 11 / 20;
    if (ret_lines->count > 1 && even < room && chart_wrap_once(pad, text, even, ret_lines->count, &equal))
        *ret_lines = equal;
    return true;
}

void chart_say_lines(struct chart_pad *pad, const struct chart_lines *lines, enum chart_side side,
                     struct chart_point top, struct chart_text like)
{
    for (size_t i = 0; i < lines->count; i++) {
        const length back = side == CHART_BEGIN ? 0
                            : side == CHART_END ? lines->width[i]
                                                : lines->width[i] / 2;
        like.text = lines->line[i];
        like.width = lines->width[i];
        like.x = top.x - back;
        like.y = top.y + pad->size * 22 / 25 + (length)i * chart_pitch(pad);
        chart_say(pad, like);
    }
}

/* --- rows --- */

enum { ROW_NUMBERS = 4, ROW_DIGITS = 15 };

struct chart_numbers {
    int64_t number[ROW_NUMBERS];
    size_t count;
};

static bool chart_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* false: more numbers, or longer ones, than a period has. */
static bool chart_read_numbers(struct str text, struct chart_numbers *ret_numbers)
{
    size_t digits = 0;
    ret_numbers->count = 0;
    for (size_t i = 0; i < text.len; i++) {
        const bool begins = i == 0 || !chart_is_digit(text.ptr[i - 1]);
        if (!chart_is_digit(text.ptr[i]))
            continue;
        if (begins && ret_numbers->count == ROW_NUMBERS)
            return false;
        if (begins)
            ret_numbers->number[ret_numbers->count++] = digits = 0;
        if (digits++ == ROW_DIGITS)
            return false;
        int64_t *number = &ret_numbers->number[ret_numbers->count - 1];
        *number = *number * 10 + (text.ptr[i] - '0');
    }
    return ret_numbers->count > 0;
}

/* Alike but for the digits. */
static bool chart_is_like(struct str a, struct str b)
{
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        const bool digit = chart_is_digit(a.ptr[i]);
        if (digit ? !chart_is_digit(b.ptr[j]) : a.ptr[i] != b.ptr[j])
            return false;
        for (i++; digit && i < a.len && chart_is_digit(a.ptr[i]);)
            i++;
        for (j++; digit && j < b.len && chart_is_digit(b.ptr[j]);)
            j++;
    }
    return i == a.len && j == b.len;
}

/* By how much the last number goes up; after a larger one went up by 1, it begins anew: 12月, then 1月; 0: no step. */
static int64_t chart_row_step(const struct chart_numbers *a, const struct chart_numbers *b, int64_t usual)
{
    size_t i = 0;
    while (i + 1 < a->count && a->number[i] == b->number[i])
        i++;
    const int64_t up = b->number[i] - a->number[i];
    if (i + 1 == a->count)
        return up > 0 ? up : 0;
    return up == 1 && b->number[a->count - 1] <= usual ? usual : 0;
}

bool chart_is_row(const struct str *texts, size_t count)
{
    struct chart_numbers before, here;
    int64_t step = 0;
    if (count < 3 || !chart_read_numbers(texts[0], &before))
        return false;
    for (size_t i = 1; i < count; i++) {
        if (!chart_is_like(texts[0], texts[i]) || !chart_read_numbers(texts[i], &here))
            return false;
        const int64_t found = chart_row_step(&before, &here, step == 0 ? 1 : step);
        if (found == 0 || (step != 0 && found != step))
            return false;
        step = found;
        before = here;
    }
    return true;
}
