/*
 * Text in a field, as filled outlines: the file gets no font, so nothing of it has to be embedded, mapped and declared.
 *
 * Lines stand one below another, each in the middle, as large as all of them fit; characters stand by their advances, as their face
 * has them, without breaks or justification.  Han characters and those of ASCII stand on one baseline, raised as on pages.
 */
#include "sign/write/write_int.h"
#include "sign/messages.def"
#include "unicode/unicode.h"

enum {
    SIZE_LEAST = 6000,
    SIZE_MOST = 14000,
    LINE = 1250,    /* from one to the next, 1/1000 em */
    ASCENT = 1000,  /* of it over the baseline */
    EM_UNITS = 1000 /* advances */
};

static const struct place LETTERS_PLACE = {"chengwen", 0, 0};

/* The line at *at, and moves behind its end; false: there are no more. */
static bool next_line(struct str text, size_t *at, struct str *ret_line)
{
    if (*at > text.len)
        return false;
    size_t end = *at;
    while (end < text.len && text.ptr[end] != '\n')
        end++;
    *ret_line = str_slice(text, *at, end);
    *at = end + 1;
    return true;
}

/* false: it cannot be drawn by itself, or no face has it. */
static bool find_glyph(const struct write_text *text, uint32_t code, struct font_glyph *ret_glyph)
{
    enum { FIRST_SHARED_MARK = 0x2000 /* — … “ ” and what else Chinese has as well */, MIDDLE_DOT = 0xB7 };
    const bool latin = code < FIRST_SHARED_MARK && code != MIDDLE_DOT;
    return !unicode_is_combining(code) && unicode_unset_script(code) == NULL &&
           font_glyph_lookup(text->fonts, text->role, code, latin, ret_glyph);
}

static enum status refuse(struct diag *diag, uint32_t code)
{
    struct buf described = BUF(200);
    unicode_describe(code, &described);
    const enum status status =
        described.failed ? NO_MEMORY : diag_report(diag, MSG_SIGN_TEXT_GLYPH, LETTERS_PLACE, described.ptr);
    buf_clear(&described);
    return status;
}

/* 1/1000 em. */
static enum status measure_line(struct diag *diag, const struct write_text *text, struct str line,
                                int64_t *ret_width)
{
    *ret_width = 0;
    for (size_t at = 0; at < line.len;) {
        struct font_glyph glyph;
        const uint32_t code = utf8_next(line, &at);
        const bool found = find_glyph(text, code, &glyph);
        if (font_memory_failed(text->fonts))
            return NO_MEMORY;
        if (!found)
            return refuse(diag, code);
        *ret_width += glyph.advance;
    }
    return OK;
}

static int64_t least_of(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

enum status letters_fit(struct diag *diag, const struct write_text *text, const int64_t room[2],
                        struct letters *ret_letters)
{
    int64_t widest = 1, height = 0;
    struct str line;
    for (size_t at = 0; next_line(text->text, &at, &line); height += LINE) {
        int64_t width;
        const enum status status = measure_line(diag, text, line, &width);
        if (status != OK)
            return status;
        widest = width > widest ? width : widest;
    }
    height = length_max(height, LINE);
    const int64_t size = least_of(room[0] * EM_UNITS / widest, room[1] * EM_UNITS / height);
    if (size < SIZE_LEAST)
        return diag_report(
            diag, MSG_SIGN_TEXT_ROOM, LETTERS_PLACE, LENGTH_MM_ARGS(widest * SIZE_LEAST / EM_UNITS),
            LENGTH_MM_ARGS(height * SIZE_LEAST / EM_UNITS), LENGTH_MM_ARGS(room[0]), LENGTH_MM_ARGS(room[1]));
    ret_letters->size = least_of(size, SIZE_MOST);
    ret_letters->height = height * ret_letters->size / EM_UNITS;
    return OK;
}

/* --- drawn --- */

struct tracing {
    struct buf *out;
    int64_t origin[2], size;
    bool is_begun;
};

static void trace(void *context, enum font_step step, const int32_t points[FONT_STEP_POINTS][2])
{
    static const struct {
        size_t points;
        const char *operator;
    } STEPS[] = {[FONT_MOVE] = {1, "m\n"},
                 [FONT_LINE] = {1, "l\n"},
                 [FONT_CURVE] = {3, "c\n"},
                 [FONT_CLOSE] = {0, "h\n"}};
    enum { MILLION = 1000000 };
    struct tracing *tracing = context;
    for (size_t i = 0; i < STEPS[step].points; i++)
        for (size_t k = 0; k < 2; k++) {
            const int64_t value = points[i][k] * tracing->size;
            buf_add_thousandths(tracing->out, tracing->origin[k] +
                                                  (value + (value < 0 ? -MILLION : MILLION) / 2) / MILLION);
            buf_add_char(tracing->out, ' ');
        }
    buf_add_text(tracing->out, STEPS[step].operator);
    tracing->is_begun = true;
}

/* Each glyph is filled by itself: faces turn their outlines either way. */
static enum status draw_line(const struct write_text *text, struct str line, struct tracing *tracing)
{
    enum status status = OK;
    int64_t advance = 0;
    const int64_t x = tracing->origin[0], y = tracing->origin[1];
    for (size_t at = 0; at < line.len && status == OK;) {
        struct font_glyph glyph = {.face = 0};
        const struct font_pen pen = {trace, tracing};
        (void)find_glyph(text, utf8_next(line, &at), &glyph);
        tracing->origin[0] = x + advance * tracing->size / EM_UNITS;
        tracing->origin[1] = y + font_shift(text->fonts, text->role, glyph.face) * tracing->size / EM_UNITS;
        tracing->is_begun = false;
        status = font_glyph_outline(text->fonts, glyph.face, glyph.glyph, &pen);
        if (tracing->is_begun)
            buf_add_text(tracing->out, "f\n");
        advance += glyph.advance;
    }
    return status;
}

enum status letters_draw(struct diag *diag, const struct write_text *text, const struct letters *letters,
                         int64_t width, int64_t bottom, struct buf *out)
{
    struct tracing tracing = {.out = out, .size = letters->size};
    struct str line;
    enum status status = OK;
    int64_t lines = 0;
    buf_add_text(out, "q 0 g\n");
    for (size_t at = 0; status == OK && next_line(text->text, &at, &line); lines++) {
        int64_t advance;
        status = measure_line(diag, text, line, &advance);
        tracing.origin[0] = (width - advance * letters->size / EM_UNITS) / 2;
        tracing.origin[1] = bottom + letters->height - (lines * LINE + ASCENT) * letters->size / EM_UNITS;
        if (status == OK)
            status = draw_line(text, line, &tracing);
    }
    buf_add_text(out, "Q\n");
    if (font_memory_failed(text->fonts))
        return NO_MEMORY;
    return status == OK ? font_set_check(text->fonts, diag) : status;
}
