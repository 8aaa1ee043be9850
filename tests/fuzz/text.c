/*
 * Paragraphs, with the square font and with real ones: nothing is lost, or comes twice, or in another order; widths are what they say; lines
 * are the same with what is kept of texts set before.
 *
 * The first line of the input has numbers: width, first indent, left, right (1/10 em), alignment, kinsoku, shape, a manner's bits, size (pt),
 * fonts.  Each further line is a span; what it begins with says of which kind: | forced end, _ blank, > tab, ^ cut, * emphasis, ~ spread,
 * = rules, + another size, @ another role.
 */
#include "fuzz/fuzz.h"
#include "font/real_roles.h"
#include "reader/reader.h"
#include "text/text.h"

enum { MAX_SPANS = 60, NUMBERS = 10, TENTH = 1000, MOST = 4000 };

static struct font_set *real, *square;

void harness_start(void)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    fuzz_demand(font_set_load(diag, &real_request, &real) == OK && font_set_square(NULL, &square) == OK &&
                    text_kept_open(real) == OK,
                "harness: no fonts");
    arena_free(arena);
}

static void read_numbers(struct str line, length numbers[NUMBERS])
{
    for (size_t i = 0, at = 0; i < NUMBERS; i++) {
        int64_t value = 0;
        bool minus = false;
        while (at < line.len && (line.ptr[at] < '0' || line.ptr[at] > '9'))
            minus = line.ptr[at++] == '-';
        while (at < line.len && line.ptr[at] >= '0' && line.ptr[at] <= '9')
            value = value < MOST ? value * 10 + (line.ptr[at++] - '0') : value + 0 * (int64_t)at++;
        numbers[i] = minus ? -(value % MOST) : value % MOST;
    }
}

static struct text_span span_of(struct str line, const length numbers[NUMBERS], uint32_t number)
{
    const char kind = line.len > 0 ? line.ptr[0] : '|';
    const length size = 5 * LENGTH_POINT + (numbers[8] < 0 ? 0 : numbers[8] % 40) * LENGTH_POINT;
    struct text_span span = {.size = size,
                             .text = str_slice(line, strchr("|_>^*~=+@", kind) != NULL ? 1 : 0, line.len),
                             .place = {"a.xml", 1 + number, 1}};
    const length width = (length)(1 + line.len % 12) * size;
    switch (kind) {
    case '|':
        span.kind = TEXT_SPAN_BREAK;
        break;
    case '_':
        span.kind = TEXT_SPAN_BLANK;
        span.width = width;
        break;
    case '>':
        span.kind = TEXT_SPAN_TAB;
        span.text = line.len % 3 == 0 ? STR("") : line.len % 3 == 1 ? STR(".") : STR("-");
        span.width = line.len % 5 == 0 ? 0 : width;
        span.tab = (enum text_tab)(line.len % 3);
        break;
    case '^':
        span.kind = TEXT_SPAN_CUT;
        break;
    case '*':
        span.emphasis = true;
        break;
    case '~':
        span.spread = number;
        span.width = width;
        break;
    case '=':
        span.rules = (unsigned)(line.len % 8);
        span.note = number;
        break;
    case '+':
        span.size = size / 2;
        span.rise = size / 4;
        span.pitch = line.len % 2 == 0 ? size : 0;
        span.stroke = 200;
        break;
    case '@':
        span.role = (int)(line.len % REAL_ROLE_COUNT);
        break;
    default:
        break;
    }
    if (span.kind == TEXT_SPAN_BREAK || span.kind == TEXT_SPAN_BLANK || span.kind == TEXT_SPAN_CUT)
        span.text = STR("");
    return span;
}

/* Without what a line end or nobody shows: a selector with nothing before it selects nothing. */
static void add_seen(struct buf *out, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t code = utf8_next(text, &at);
        const bool white = code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0x3000 ||
                           code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200B) ||
                           code == 0x202F || code == 0x205F;
        if (!white && code != 0xAD && (code & ~0xFu) != 0xFE00)
            buf_add_str(out, str_slice(text, from, at));
    }
}

static void add_lines(const struct text_line *lines, size_t count, struct buf *ret_seen, struct buf *ret_dump)
{
    for (size_t i = 0; i < count; i++) {
        const struct text_line *line = &lines[i];
        buf_printf(ret_dump, "%lld %lld %d %d %d\n", (long long)line->x, (long long)line->width, line->forced,
                   line->strain, line->broken);
        for (size_t p = 0; p < line->piece_count; p++) {
            const struct text_piece *piece = &line->pieces[p];
            for (size_t g = 0; g < piece->glyph_count; g++) {
                buf_printf(ret_dump, " %d %u %lld", piece->face, piece->glyphs[g].glyph,
                           (long long)(piece->x + piece->glyphs[g].x));
                if (!piece->decoration)
                    add_seen(ret_seen, piece->glyphs[g].text);
            }
        }
    }
}

/* The lines as text, in `arena`; empty: refused, and told. */
static struct str set(struct arena *arena, const struct font_set *fonts, const struct text_spans *spans,
                      const struct text_measure *measure)
{
    struct diag *diag = diag_new(arena);
    struct text_paragraph *paragraph;
    struct text_widths widths;
    struct text_line *lines;
    size_t count = 0;
    struct buf given = BUF(1 << 24), seen = BUF(1 << 24), dump = BUF(1 << 26);
    struct str kept = STR("");
    enum status status = text_paragraph_make(arena, diag, fonts, spans, &paragraph);
    fuzz_demand_told(status, diag);
    if (status == OK) {
        fuzz_demand(text_paragraph_widths(paragraph, &widths) == OK, "no widths");
        fuzz_demand(widths.hard <= widths.min && widths.min <= widths.whole && widths.whole <= widths.natural,
                    "widths %lld, %lld, %lld, %lld", (long long)widths.hard, (long long)widths.min,
                    (long long)widths.whole, (long long)widths.natural);
        fuzz_demand(text_paragraph_break(paragraph, arena, measure, &lines, &count) == OK && count > 0,
                    "no lines");
        for (size_t i = 0; i < spans->count; i++)
            if (spans->items[i].kind == TEXT_SPAN_TEXT)
                add_seen(&given, spans->items[i].text);
        add_lines(lines, count, &seen, &dump);
        fuzz_demand(str_equal(buf_str(&given), buf_str(&seen)), "not the text: %.*s\nbut: %.*s",
                    STR_ARGS(buf_str(&given)), STR_ARGS(buf_str(&seen)));
        kept = arena_copy(arena, buf_str(&dump));
    }
    buf_clear(&given);
    buf_clear(&seen);
    buf_clear(&dump);
    return kept;
}

void harness_try(struct str input)
{
    struct text_span items[MAX_SPANS];
    struct text_spans spans = {.items = items};
    length numbers[NUMBERS];
    struct str line, rest = input;
    size_t bad;
    if (input.len > 1 << 14 || reader_judge_encoding(input, &bad) != READER_UTF8 ||
        reader_judge_text(input) == READER_UNFIT || !fuzz_line_next(&rest, &line))
        return;
    read_numbers(line, numbers);
    while (spans.count < MAX_SPANS && fuzz_line_next(&rest, &line)) {
        items[spans.count] = span_of(line, numbers, (uint32_t)spans.count + 1);
        spans.count++;
    }
    spans.manner = (struct text_manner){(enum text_kinsoku)(numbers[5] & 3),
                                        (enum text_shape)((numbers[6] & 3) % 3),
                                        (numbers[7] & 1) != 0,
                                        (numbers[7] & 2) != 0,
                                        (numbers[7] & 4) != 0,
                                        (numbers[7] & 8) != 0};
    const struct text_measure measure = {.width = numbers[0] * TENTH,
                                         .first_indent = numbers[1] * TENTH,
                                         .left = numbers[2] * TENTH,
                                         .right = numbers[3] * TENTH,
                                         .align = (enum text_align)((numbers[4] & 7) % 5)};
    if (measure.width < 0)
        return;
    const struct font_set *fonts = (numbers[9] & 1) != 0 ? square : real;
    struct arena *arena = arena_new(0);
    struct str first = set(arena, fonts, &spans, &measure), second = set(arena, fonts, &spans, &measure);
    fuzz_demand_same("lines", first, second);
    arena_free(arena);
}
