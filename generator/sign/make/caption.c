/*
 * Words of the signer: what --text shows, a template with words in braces, each of which stands for what is known of the signature;
 * and what --reason and --location may say.
 */
#include "sign/make/make_int.h"
#include "sign/messages.def"
#include "reader/reader.h"
#include "unicode/unicode.h"

static const struct place CAPTION_PLACE = {"chengwen", 0, 0};

static const char *const CAPTION_WORDS[CAPTION_COUNT] = {
    [CAPTION_NAME] = "name",        [CAPTION_ORGANISATION] = "organisation",
    [CAPTION_DATE] = "date",        [CAPTION_ISO] = "iso",
    [CAPTION_TIME] = "time",        [CAPTION_REASON] = "reason",
    [CAPTION_LOCATION] = "location"};

/* With those that there are. */
static enum status refuse_word(struct diag *diag, struct str word)
{
    struct buf known = BUF(1000);
    for (size_t i = 0; i < CAPTION_COUNT; i++)
        buf_printf(&known, "%s{%s}", i > 0 ? "、" : "", CAPTION_WORDS[i]);
    const struct hint hint = {.known = known.ptr};
    diag_report_near(diag, MSG_SIGN_TEXT_WORD, CAPTION_PLACE, hint, STR_ARGS(word));
    buf_clear(&known);
    return FAILED;
}

/* The word in the braces at *at, and moves behind them; CAPTION_COUNT: it is none, or they stay open, reported. */
static enum caption_word next_word(struct diag *diag, struct str template, size_t *at)
{
    const size_t begin = *at;
    while (*at < template.len && template.ptr[*at] != '}')
        (*at)++;
    const struct str word = str_slice(template, begin + 1, *at);
    const bool is_closed = (*at)++ < template.len;
    for (size_t i = 0; i < CAPTION_COUNT; i++)
        if (is_closed && str_is(word, CAPTION_WORDS[i]))
            return (enum caption_word)i;
    (void)refuse_word(diag, str_slice(template, begin, *at));
    return CAPTION_COUNT;
}

/* `values` NULL: only its words are looked at. */
static enum status fill(struct diag *diag, struct str template, const struct str *values, struct buf *out)
{
    for (size_t at = 0; at < template.len;) {
        if (str_starts(str_slice(template, at, template.len), "\\n")) {
            buf_add_char(out, '\n');
            at += 2;
        } else if (template.ptr[at] != '{') {
            buf_add_char(out, template.ptr[at++]);
        } else {
            const enum caption_word word = next_word(diag, template, &at);
            if (word == CAPTION_COUNT)
                return FAILED;
            if (values == NULL)
                continue;
            if (values[word].len == 0)
                return diag_report(diag, MSG_SIGN_TEXT_EMPTY, CAPTION_PLACE, CAPTION_WORDS[word]);
            buf_add_str(out, values[word]);
        }
    }
    return OK;
}

enum status caption_check(struct diag *diag, struct str template)
{
    struct buf out = BUF(SIGN_MAX_BYTES);
    const enum status status = fill(diag, template, NULL, &out);
    buf_clear(&out);
    return status;
}

static enum status check_encoding(struct diag *diag, struct str text)
{
    uint32_t code;
    for (size_t at = 0, size; at < text.len; at += size) {
        size = utf8_decode(text, at, &code);
        if (size == 0)
            return diag_report(diag, MSG_SIGN_TEXT_ENCODING, CAPTION_PLACE);
    }
    return OK;
}

enum status caption_fill(struct arena *arena, struct diag *diag, struct str template,
                         const struct str values[CAPTION_COUNT], struct str *ret_text)
{
    struct buf out = BUF(SIGN_MAX_BYTES);
    struct str text;
    const enum status status = fill(diag, template, values, &out);
    if (status != OK) {
        buf_clear(&out);
        return status;
    }
    if (buf_keep(&out, arena, &text) != OK)
        return NO_MEMORY;
    return check_encoding(diag, text) == OK ? unicode_compose(arena, text, ret_text) : FAILED;
}

/* "D:20260802100000+08'00'" */
enum status caption_times(struct arena *arena, const struct sign_time *time, struct str values[CAPTION_COUNT])
{
    static const size_t ENDS[] = {2, 6, 8, 10, 12, 14};
    int64_t parts[ARRAY_COUNT(ENDS) - 1] = {0};
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++)
        (void)digits_parse(str_slice(str_of(time->pdf), ENDS[i], ENDS[i + 1]), 9999, &parts[i]);
    const int year = (int)parts[0], month = (int)parts[1], day = (int)parts[2];
    values[CAPTION_DATE] = arena_printf(arena, "%d年%d月%d日", year, month, day);
    values[CAPTION_ISO] = arena_printf(arena, "%04d-%02d-%02d", year, month, day);
    values[CAPTION_TIME] = arena_printf(arena, "%02d:%02d", (int)parts[3], (int)parts[4]);
    return values[CAPTION_DATE].ptr != NULL && values[CAPTION_ISO].ptr != NULL &&
                   values[CAPTION_TIME].ptr != NULL
               ? OK
               : NO_MEMORY;
}

enum status words_check(struct diag *diag, const char *option, struct str words)
{
    const struct place place = {option, 0, 0};
    uint32_t code;
    for (size_t at = 0, size; at < words.len; at += size) {
        size = utf8_decode(words, at, &code);
        if (size == 0 || code < ' ')
            return diag_report_plain(diag, size == 0 ? MSG_SIGN_WORDS_ENCODING : MSG_SIGN_WORDS_CONTROL,
                                     place);
    }
    return reader_tell_text(diag, place, words);
}
