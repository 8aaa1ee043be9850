/*
 * Codes: what is written with digits but counts nothing.
 *
 * A code is a row of letters, digits and joints without white: LGDL2025000084-A, 2026-03-01, 0755-84600018,
 * 9:00—11:30, abc-de@example.com.  It is one piece; where it must be divided, ICU's places and the joints
 * come first.  An address is long and has parts: behind / ? & @ it is divided before a line is left loose.  A
 * name of a standard goes on over one space (GB/T 9704—2012), an area code over its bracket
 * ((0755) 84600018).  The number of an account in groups of four (6222 0212 3456 7890 123) is divided between
 * them.
 *
 * A counter behind digits belongs to them only where they count: 2012 in GB/T 9704—2012 does not.  That its
 * last digits do not is said by letters with a joint, by letters with four digits or more, by one letter; by
 * three parts and more (3.2.1, 2026-03-01), a colon, a zero in front of two digits or more, the seven digits
 * behind the - of a telephone number, eleven digits in a row.  What is left (3—5, 12, 1.5, AED12) may count.
 */
#include "text/text_int.h"

enum { LONG_LETTERS = 4, LONG_PART = 7, LONG_ROW = 11, AREA_MIN = 3, AREA_MAX = 4 };

static bool is_code_part(const struct text_atom *atom)
{
    return atom->latin && (atom->marks & (MARK_LETTER | MARK_DIGIT | MARK_JOINT | MARK_SLASH)) != 0;
}

/* Between two parts of a code, beside its letters and digits? */
static bool is_joint(const struct text_paragraph *paragraph, size_t i)
{
    enum { JOINTS = MARK_JOINT | MARK_SLASH | MARK_POINT | MARK_RANGE | MARK_CONNECTOR | MARK_COLON };
    return text_has_marks(paragraph, i, JOINTS);
}

/* Is [from, to) a word of two capital letters or more, / between: GB, GB/T, USD? */
static bool is_standard(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if ((paragraph->atoms[i].code < 'A' || paragraph->atoms[i].code > 'Z') &&
            !text_has_marks(paragraph, i, MARK_SLASH))
            return false;
    return to - from >= 2;
}

/* Does the name of a standard go on behind the space at `end`: GB/T 9704? */
static bool standard_goes_on(const struct text_paragraph *paragraph, size_t from, size_t end)
{
    return end + 1 < paragraph->atom_count && text_is_space(&paragraph->atoms[end]) &&
           text_has_marks(paragraph, end + 1, MARK_DIGIT) && is_standard(paragraph, from, end);
}

/* What is known of a code from its beginning to the character at hand. */
struct row {
    size_t letters, digits, part; /* all letters and digits; digits since the last other character */
    size_t points, hyphens, slashes;
    bool joined; /* by a joint between letters and digits */
    bool colon, zero;
    bool spaced, named; /* behind a space of a standard: GB 9704; whose name has a slash: GB/T 9704 */
};

static void row_add_joint(struct row *row, const struct text_atom *atom)
{
    bool point = atom->code == '.';
    row->points = point ? row->points + 1 : row->points;
    if (!point && atom->code != ',')
        row->points = 0;
    row->hyphens += atom->code == '-';
    row->slashes += (atom->marks & MARK_SLASH) != 0;
    row->colon = row->colon || atom->code == ':' || (atom->marks & MARK_COLON);
    row->joined = row->joined || !(atom->marks & MARK_POINT);
    row->part = 0;
}

static void row_add(struct row *row, const struct text_paragraph *paragraph, size_t i)
{
    const struct text_atom *atom = &paragraph->atoms[i];
    if (atom->marks & MARK_LETTER) {
        row->letters++;
        row->part = 0;
    } else if (atom->marks & MARK_DIGIT) {
        bool first = row->part == 0 && (row->digits == 0 || !text_has_marks(paragraph, i - 1, MARK_POINT));
        bool leads = first && (atom->code == '0' || atom->code == 0xff10);
        row->zero = row->zero || (leads && text_has_marks(paragraph, i + 1, MARK_DIGIT) &&
                                  text_has_marks(paragraph, i + 2, MARK_DIGIT));
        row->digits++;
        row->part++;
    } else {
        row_add_joint(row, atom);
    }
}

/* Are its last digits no count? */
static bool row_is_code(const struct row *row)
{
    if (row->spaced)
        return row->named || row->joined;
    if (row->letters > 0)
        return row->joined || row->digits >= LONG_LETTERS || row->letters == 1;
    return row->points >= 2 || row->hyphens >= 2 || row->slashes >= 2 || row->colon || row->zero ||
           (row->hyphens > 0 && row->part >= LONG_PART) || row->part >= LONG_ROW;
}

size_t text_code_end(const struct text_paragraph *paragraph, size_t from, bool *ret_code)
{
    enum { WORD = MARK_LETTER | MARK_DIGIT };
    struct row row = {0};
    size_t end = from;
    for (;; end++) {
        if (text_has_marks(paragraph, end, WORD) ||
            (end > from && is_joint(paragraph, end) && text_has_marks(paragraph, end + 1, WORD))) {
            row_add(&row, paragraph, end);
        } else if (standard_goes_on(paragraph, from, end)) {
            row.named = row.slashes > 0;
            row.spaced = true;
            row.joined = false;
        } else {
            break;
        }
    }
    *ret_code = row_is_code(&row);
    return end > from ? end : from + 1;
}

/* Is [from, to) an address: a@b, a://b or www.b? */
static bool is_address(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    const struct text_atom *atoms = paragraph->atoms;
    size_t www = from;
    while (www < to && atoms[www].code == 'w')
        www++;
    if (www == from + 3 && www < to && atoms[www].code == '.')
        return true;
    for (size_t i = from + 1; i + 1 < to; i++)
        if ((atoms[i].code == '@' || (atoms[i].code == '/' && atoms[i - 1].code == '/')) &&
            (atoms[i + 1].marks & (MARK_LETTER | MARK_DIGIT)))
            return true;
    return false;
}

static bool holds_digit(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    while (from < to && !text_has_marks(paragraph, from, MARK_DIGIT))
        from++;
    return from < to;
}

/* Inside a code.  An address may end a line behind its parts, but for http://|www. */
static void hold_inside(const struct text_paragraph *paragraph, size_t i, bool candidate, bool address)
{
    const struct text_atom *left = &paragraph->atoms[i - 1];
    bool slashes = i > 1 && left->code == '/' && left[-1].code == '/';
    bool part = left->code == '/' || left->code == '?' || left->code == '&' || left->code == '@';
    text_worsen(paragraph, i, slashes ? LEVEL_HARD : candidate ? LEVEL_SOFT : text_rules_refused(left));
    if (address && part && !left->glue_after && paragraph->gaps[i].level == LEVEL_SOFT)
        paragraph->gaps[i].level = LEVEL_LONG;
}

/* （0755）84600018 */
static void hold_area(const struct text_paragraph *paragraph, size_t open)
{
    size_t i = open + 1;
    while (text_has_marks(paragraph, i, MARK_DIGIT))
        i++;
    size_t digits = i - open - 1;
    if (digits < AREA_MIN || digits > AREA_MAX || paragraph->atoms[open + 1].code != '0' ||
        !text_has_marks(paragraph, i, MARK_CLOSE | MARK_NO_START))
        return;
    i += i + 1 < paragraph->atom_count && text_is_space(&paragraph->atoms[i + 1]) ? 2 : 1;
    if (text_has_marks(paragraph, i, MARK_DIGIT))
        text_worsen(paragraph, i, LEVEL_SOFT);
}

/* 6222 0212 |3456 7890 123: three groups of four digits or more, the last may be shorter.  Gives where it ends. */
static size_t ease_groups(const struct text_paragraph *paragraph, size_t from)
{
    enum { GROUP = 4, GROUPS_LEAST = 3 };
    size_t end = from, groups = 0, digits = GROUP;
    for (size_t i = from; digits == GROUP && text_has_marks(paragraph, i, MARK_DIGIT); i = end + 1) {
        for (digits = 0; text_has_marks(paragraph, i + digits, MARK_DIGIT);)
            digits++;
        if (digits > GROUP)
            return i + digits;
        groups += digits == GROUP;
        end = i + digits;
        if (end >= paragraph->atom_count || paragraph->atoms[end].code != ' ')
            break;
    }
    for (size_t i = from; groups >= GROUPS_LEAST && i < end; i++)
        if (text_is_space(&paragraph->atoms[i]))
            paragraph->gaps[i + 1].level = LEVEL_LONG;
    return end;
}

static void ease_accounts(const struct text_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->atom_count;)
        i = text_has_marks(paragraph, i, MARK_DIGIT) ? ease_groups(paragraph, i) : i + 1;
}

void text_codes_hold(const struct text_paragraph *paragraph, const bool *candidates)
{
    const struct text_atom *atoms = paragraph->atoms;
    for (size_t i = 0; i < paragraph->atom_count;) {
        size_t end = i;
        while (end < paragraph->atom_count && is_code_part(&atoms[end]))
            end++;
        bool address = is_address(paragraph, i, end), whole = address || holds_digit(paragraph, i, end);
        for (size_t k = i + 1; k < end && whole; k++)
            hold_inside(paragraph, k, candidates[k], address);
        if (standard_goes_on(paragraph, i, end))
            text_worsen(paragraph, end + 1, LEVEL_SOFT);
        if (text_has_marks(paragraph, i, MARK_OPEN) || atoms[i].code == '(')
            hold_area(paragraph, i);
        i = end > i ? end : i + 1;
    }
    ease_accounts(paragraph);
}
