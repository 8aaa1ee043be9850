/*
 * What a character may be, and whether a text of another file may be set: the same as in a description.
 *
 * Private-use characters and C1 controls no font can be trusted to show; characters without an image (zero-width
 * spaces, directions, fillers) or in place of one that is lost (U+FFFD) come along when text is copied from elsewhere, and
 * nobody sees them.  A radical (⼈ U+2F08 for 人) is only warned of.
 */
#include "reader/reader_int.h"
#include "unicode/unicode.h"
#include "reader/messages.def"

#include <limits.h>
#include <string.h>

static bool is_control(uint32_t code)
{
    return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || (code >= 0x7F && code <= 0x9F);
}

static bool is_private(uint32_t code)
{
    return (code >= 0xE000 && code <= 0xF8FF) || (code >= 0xF0000 && code <= 0x10FFFF);
}

static bool is_no_character(uint32_t code)
{
    return (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE ||
           (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF;
}

/* Choose among the forms of the character before them. */
static bool is_selector(uint32_t code)
{
    return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

/* Says where a word may be divided, and is seen where it is: nothing is hidden by it.  Words copied from
 * elsewhere bring it along. */
enum { SOFT_HYPHEN = 0xAD };

/* Characters without an image, or in place of another one. */
static const char *unseen_reason(uint32_t code)
{
    static const char DIRECTION[] = "控制书写方向，看不见", ZERO_WIDTH[] = "没有宽度，看不见",
                      FILLER[] = "填充用，看不见";
    static const struct {
        uint32_t first, last;
        const char *reason;
    } unseen[] = {{0x34F, 0x34F, ZERO_WIDTH},
                  {0x61C, 0x61C, DIRECTION},
                  {0x115F, 0x1160, FILLER},
                  {0x180E, 0x180E, ZERO_WIDTH},
                  {0x200B, 0x200D, ZERO_WIDTH},
                  {0x200E, 0x200F, DIRECTION},
                  {0x2028, 0x2029, "行或段的分隔符，看不见"},
                  {0x202A, 0x202E, DIRECTION},
                  {0x2060, 0x2065, ZERO_WIDTH},
                  {0x2066, 0x2069, DIRECTION},
                  {0x206A, 0x206F, "控制字符，看不见"},
                  {0x2800, 0x2800, "没有点的盲文，看不见"},
                  {0x3164, 0x3164, FILLER},
                  {0xFEFF, 0xFEFF, "字节顺序标记，只能在文件的开头"},
                  {0xFFA0, 0xFFA0, FILLER},
                  {0xFFF9, 0xFFFB, "控制字符，看不见"},
                  {0xFFFC, 0xFFFC, "占着一个没有复制过来的对象的位置"},
                  {0xFFFD, 0xFFFD, "占着一个已经丢失的字的位置"},
                  {0xE0000, 0xE007F, "控制字符，看不见"}};
    for (size_t i = 0; i < ARRAY_COUNT(unseen); i++)
        if (code >= unseen[i].first && code <= unseen[i].last)
            return unseen[i].reason;
    return unicode_is_ignorable(code) && !is_selector(code) && code != SOFT_HYPHEN ? "看不见" : NULL;
}

enum sort { FINE, CONTROL, NO_CHARACTER, PRIVATE, UNSEEN };

static enum sort sort_of(uint32_t code, const char **ret_reason)
{
    *ret_reason = NULL;
    if ((code >= 0x20 && code < 0x7F) || (code > 0x3164 && code < 0xD800))
        return FINE;
    if (is_control(code))
        return CONTROL;
    if (is_no_character(code))
        return NO_CHARACTER;
    if (is_private(code))
        return PRIVATE;
    *ret_reason = unseen_reason(code);
    return *ret_reason != NULL ? UNSEEN : FINE;
}

enum status character_check(struct diag *diag, struct place place, uint32_t code)
{
    const char *reason;
    switch (sort_of(code, &reason)) {
    case CONTROL:
        return diag_report(diag, MSG_READER_CONTROL, place, code);
    case NO_CHARACTER:
        return diag_report(diag, MSG_READER_NO_CHARACTER, place, code);
    case PRIVATE:
        return diag_report(diag, MSG_READER_PRIVATE, place, code);
    case UNSEEN:
        return diag_report(diag, MSG_READER_UNSEEN, place, code, reason);
    default:
        return OK;
    }
}

static bool is_radical(uint32_t code)
{
    return code >= 0x2E80 && code <= 0x2FDF;
}

/* Of the blocks of compatibility ideographs; twelve of them are characters of their own. */
static bool is_compatible(uint32_t code)
{
    static const uint16_t own[] = {0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F,
                                   0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29};
    for (size_t i = 0; i < ARRAY_COUNT(own); i++)
        if (code == own[i])
            return false;
    return (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x2F800 && code <= 0x2FA1F);
}

bool character_is_doubtful(uint32_t code)
{
    return is_radical(code) || is_compatible(code);
}

void character_warn(struct diag *diag, struct place place, uint32_t code)
{
    char bytes[4];
    const struct message *told = is_radical(code) ? MSG_READER_RADICAL : MSG_READER_COMPATIBLE;
    diag_report_like(diag, told, MSG_READER_RADICAL, place, (int)utf8_encode(code, bytes), bytes, code);
}

/* Two bytes inside characters. */
static bool both_go_on(const unsigned char *bytes)
{
    uint16_t two;
    memcpy(&two, bytes, sizeof two);
    return (two & 0xC0C0) == 0x8080;
}

/* The length of a character of which nothing is asked, as of nearly all; 0: something is.  In ASCII what is no control
 * character, no mark of XML and part of none; the Han of the great block, and the marks of Chinese and Latin:
 * U+2010-2027, U+3000-3029, U+FF01-FF3F, U+4E00-9FFF. */
static size_t unasked_length(const char *at, const char *end)
{
    enum { ASKED, ASCII, MARK, IDEOGRAPHIC, HAN_FIRST, HAN, FULL_WIDTH };
    static const unsigned char leads[UCHAR_MAX + 1] = {
        [' '] = ASCII,         ['!'] = ASCII,        ['#' ... '%'] = ASCII,  ['(' ... ','] = ASCII,
        ['.' ... ';'] = ASCII, ['='] = ASCII,        ['@' ... '\\'] = ASCII, ['^' ... '~'] = ASCII,
        [0xE2] = MARK,         [0xE3] = IDEOGRAPHIC, [0xE4] = HAN_FIRST,     [0xE5 ... 0xE9] = HAN,
        [0xEF] = FULL_WIDTH};
    const unsigned char *bytes = (const unsigned char *)at;
    unsigned char sort = leads[bytes[0]];
    if (sort <= ASCII)
        return sort;
    if (end - at < 3 || !both_go_on(bytes + 1))
        return 0;
    if (sort == HAN)
        return 3;
    bool unasked = (sort == HAN_FIRST && bytes[1] >= 0xB8) ||
                   (sort == IDEOGRAPHIC && bytes[1] == 0x80 && bytes[2] <= 0xA9) ||
                   (sort == MARK && bytes[1] == 0x80 && bytes[2] >= 0x90 && bytes[2] <= 0xA7) ||
                   (sort == FULL_WIDTH && bytes[1] == 0xBC && bytes[2] > 0x80);
    return unasked ? 3 : 0;
}

const char *characters_skip(const char *at, const char *end, uint32_t *count)
{
    uint32_t skipped = 0;
    for (size_t len; at != end && (len = unasked_length(at, end)) > 0; at += len)
        skipped++;
    *count += skipped;
    return at;
}

/* --- texts of other files --- */

/* The next character of the text from *at on of which something is to be asked; false: there is none. */
static bool next_asked(struct str text, size_t *at, uint32_t *ret_code)
{
    uint32_t count = 0;
    const char *end = text.ptr + text.len;
    while (*at < text.len) {
        *at = (size_t)(characters_skip(text.ptr + *at, end, &count) - text.ptr);
        if (*at == text.len)
            return false;
        *ret_code = utf8_next(text, at);
        if (*ret_code >= 0x80 || *ret_code == 0x7F ||
            (*ret_code < ' ' && *ret_code != '\n' && *ret_code != '\t'))
            return true;
    }
    return false;
}

enum reader_fitness reader_judge_text(struct str text)
{
    struct unicode_pile pile;
    const char *reason;
    uint32_t code = 0;
    size_t marks = 0;
    enum reader_fitness fitness = READER_FIT;
    for (size_t at = 0; next_asked(text, &at, &code);) {
        if (sort_of(code, &reason) != FINE || code == '\r' || unicode_unset_script(code) != NULL)
            return READER_UNFIT;
        marks += unicode_is_combining(code) ? 1 : 0;
        fitness = character_is_doubtful(code) ? READER_DOUBTFUL : fitness;
    }
    return marks > UNICODE_MAX_MARKS && unicode_find_pile(text, &pile) ? READER_UNFIT : fitness;
}

enum status character_tell(struct diag *diag, struct place place, uint32_t code)
{
    if (code == '\r')
        return diag_report(diag, MSG_READER_CONTROL, place, code);
    if (character_is_doubtful(code))
        character_warn(diag, place, code);
    const struct unicode_script *script = unicode_unset_script(code);
    enum status status = character_check(diag, place, code);
    if (status != OK || script == NULL)
        return status;
    struct buf described = BUF((size_t)VISIBLE_MAX * 4);
    unicode_describe(code, &described);
    diag_report(diag, MSG_READER_SCRIPT_HERE, place, STR_ARGS(buf_str(&described)), script->name,
                script->why);
    buf_clear(&described);
    return FAILED;
}

enum status reader_tell_text(struct diag *diag, struct place place, struct str text)
{
    uint32_t code = 0;
    enum status status = OK;
    struct unicode_pile pile;
    for (size_t at = 0; status == OK && next_asked(text, &at, &code);)
        status = character_tell(diag, place, code);
    if (status != OK || !unicode_find_pile(text, &pile))
        return status;
    struct buf described = BUF((size_t)VISIBLE_MAX * 4);
    unicode_describe(pile.base, &described);
    diag_report(diag, MSG_READER_MARKS_HERE, place, STR_ARGS(buf_str(&described)), pile.marks,
                (int)UNICODE_MAX_MARKS);
    buf_clear(&described);
    return FAILED;
}
