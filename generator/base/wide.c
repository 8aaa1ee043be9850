/*
 * Which characters are wide: asked by all who clean text or line up columns.
 *
 * Wide is W or F of UAX #11 in ranges that round over unassigned code points: two columns of a terminal.  The
 * marks that Chinese shares with other scripts are ambiguous there; a terminal gives them one column, a
 * Chinese text sets them full-width.
 */
#include "base/base.h"

struct range {
    uint32_t first, last;
};

static bool is_in(const struct range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count && code >= ranges[i].first; i++)
        if (code <= ranges[i].last)
            return true;
    return false;
}

bool utf8_is_wide(uint32_t code)
{
    static const struct range ranges[] = {
        {0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1AFF0, 0x1B2FF}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD},
    };
    return is_in(ranges, ARRAY_COUNT(ranges), code);
}

/* · — ‘ ’ “ ” … ℃, Roman and circled numbers, geometric shapes, ☐ ☑ ☒ */
bool utf8_joins_lines(uint32_t code)
{
    static const struct range shared[] = {
        {0xB7, 0xB7},     {0x2014, 0x2014}, {0x2018, 0x2019}, {0x201C, 0x201D}, {0x2026, 0x2026},
        {0x2103, 0x2103}, {0x2160, 0x217F}, {0x2460, 0x24FF}, {0x25A0, 0x25FF}, {0x2610, 0x2612},
    };
    return is_in(shared, ARRAY_COUNT(shared), code) || utf8_is_wide(code);
}
