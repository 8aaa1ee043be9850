/*
 * What a character is: Unicode's properties, with short ways for Han and ASCII, which are nearly all that is
 * asked about.
 */
#include "unicode/unicode_int.h"

#include <unicode/uchar.h>

enum unicode_width unicode_width(uint32_t code)
{
    int width = u_getIntPropertyValue((UChar32)code, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE ? UNICODE_WIDE : width == U_EA_FULLWIDTH ? UNICODE_FULL_WIDTH : UNICODE_NARROW;
}

bool unicode_is_alphabetic(uint32_t code)
{
    return u_hasBinaryProperty((UChar32)code, UCHAR_ALPHABETIC);
}

bool unicode_is_letter(uint32_t code)
{
    return u_isalpha((UChar32)code);
}

bool unicode_is_separator(uint32_t code)
{
    int8_t type = u_charType((UChar32)code);
    return type == U_SPACE_SEPARATOR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR;
}

bool unicode_is_white(uint32_t code)
{
    if (code < 0x80)
        return code == ' ' || (code >= '\t' && code <= '\r');
    return !is_plain_han(code) && !is_plain_mark(code) && u_isUWhiteSpace((UChar32)code);
}

bool unicode_is_combining(uint32_t code)
{
    if (code < 0x300 || (code >= 0x3400 && code < 0xa000))
        return false;
    int8_t type = u_charType((UChar32)code);
    return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

bool unicode_is_ignorable(uint32_t code)
{
    if (code < 0xad || is_plain_han(code) || is_plain_mark(code))
        return false;
    return u_hasBinaryProperty((UChar32)code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool unicode_find_pile(struct str text, struct unicode_pile *ret_pile)
{
    struct unicode_pile pile = {0};
    if (text.len <= (size_t)UNICODE_MAX_MARKS * 2) /* no combining character is shorter */
        return false;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        unsigned char lead = (unsigned char)text.ptr[at];
        bool plain = lead < 0xcc || (lead >= 0xe4 && lead <= 0xe9); /* up to U+02FF; Han */
        uint32_t code = utf8_next(text, &at);
        bool mark = !plain && unicode_is_combining(code);
        if (mark && start > 0) {
            pile.marks++;
            continue;
        }
        if (pile.marks > UNICODE_MAX_MARKS)
            break;
        pile = (struct unicode_pile){start, code, mark};
    }
    *ret_pile = pile;
    return pile.marks > UNICODE_MAX_MARKS;
}
