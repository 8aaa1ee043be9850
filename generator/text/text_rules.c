/*
 * Our table of vetoes over ICU's candidates: the level of every gap.
 *
 * ICU lets a line end before — · ～ ㎡, after 第 # and a single —, between a number and its unit, inside
 * codes and ranges; and it leaves quotes open on both sides.  Each row below speaks of the character before
 * the gap, the one behind it and, where needed, the one before both; the first row that fits decides.
 * `across`: the row also holds when spaces stand in the gap.  `loosest`: the last level of kinsoku (clreq
 * 3.1.3, strict to none) at which the row holds; the rows at the end of the table say what those levels allow
 * for which it does not.  What the rows cannot say is done by passes along the paragraph: text_pieces.c.
 */
#include "text/text_int.h"

#include "unicode/unicode.h"

struct rule {
    uint32_t before, left, right; /* before 0: whatever stands there */
    bool across;
    uint8_t level, loosest; /* enum text_level, enum text_kinsoku */
};

enum {
    STRICT = TEXT_KINSOKU_STRICT,
    GB = TEXT_KINSOKU_GB,
    BASIC = TEXT_KINSOKU_BASIC,
    NONE = TEXT_KINSOKU_NONE
};

enum {
    AFTER_MARK = MARK_CLOSE | MARK_PAUSE | MARK_STOP | MARK_CALL,
    START_RULE = AFTER_MARK | MARK_MIDDLE | MARK_RANGE | MARK_CONNECTOR,
    WORD = MARK_HAN | MARK_LETTER | MARK_DIGIT,
    WORD_END = MARK_LETTER | MARK_DIGIT | MARK_PERCENT,
    PLAIN = MARK_ANY | MARK_HAN /* of these no row speaks when they stand on both sides */
};

static const struct rule rules[] = {
    {0, MARK_ANY, MARK_NO_START, true, LEVEL_DESPERATE, NONE},
    {0, MARK_ANY, MARK_SLASH, true, LEVEL_DESPERATE, BASIC},
    {0, WORD_END, MARK_JOINT, false, LEVEL_HARD, NONE}, /* LGDL2025|-A */
    {0, MARK_ANY, START_RULE, true, LEVEL_DESPERATE, BASIC},
    {0, MARK_ANY, MARK_DASH, true, LEVEL_DESPERATE, STRICT},
    {0, WORD_END, MARK_RANGE | MARK_CONNECTOR | MARK_SLASH, false, LEVEL_HARD, NONE}, /* 100|～200 */
    {0, WORD_END, MARK_SIGN, false, LEVEL_HARD, NONE},                                /* 3|×5 */
    {WORD_END, MARK_SIGN, WORD_END, false, LEVEL_HARD, NONE},                         /* X＜|Y */
    {MARK_HAN, MARK_LEAD, MARK_DIGIT, true, LEVEL_HARD, NONE},                        /* 降至-|5 */
    {MARK_HAN, MARK_RANGE | MARK_CONNECTOR, WORD, true, LEVEL_LONG, NONE},            /* 29日—|8月3日 */
    {0, MARK_CONNECTOR, MARK_ANY, true, LEVEL_SOFT, NONE}, /* 2021.12.1—|2022.4.30 */
    {0, MARK_NO_END, MARK_ANY, true, LEVEL_DESPERATE, NONE},
    {0, MARK_OPEN, MARK_ANY, true, LEVEL_DESPERATE, BASIC},
    {0, MARK_DIGIT | MARK_POINT, MARK_DIGIT, true, LEVEL_DESPERATE, NONE}, /* 10 000, and 1,|2 */
    {MARK_WIDE_TEXT, MARK_PAUSE, MARK_WIDE_TEXT, false, LEVEL_HARD, NONE}, /* ３，０００ */
    {MARK_DIGIT, MARK_COLON, MARK_DIGIT, false, LEVEL_HARD, NONE},         /* 14：|30 */
    {WORD_END, MARK_RANGE, MARK_DIGIT, false, LEVEL_SOFT, NONE},           /* 100～|200 */
    {0, MARK_RANGE | MARK_SIGN, MARK_DIGIT, true, LEVEL_HARD, NONE},       /* －5, ≥90 */
    {0, MARK_TORTOISE, MARK_DIGIT, true, LEVEL_HARD, NONE},                /* 〔2026〕12号 */
    {MARK_DIGIT, MARK_SLASH, MARK_ANY, false, LEVEL_SOFT, NONE},           /* 2/|3 */
    {0, MARK_SLASH, MARK_LETTER | MARK_DIGIT, false, LEVEL_SOFT, NONE},    /* and/|or, GB/|T */
    {0, MARK_SLASH, MARK_ANY, false, LEVEL_SOFT, GB},                      /* 元/|台 */
    {0, MARK_WIDE_TEXT, MARK_WIDE_TEXT, false, LEVEL_HARD, NONE},
    {MARK_DIGIT, MARK_YEAR, MARK_DIGIT, true, LEVEL_POOR, NONE}, /* 2026年|8月 */
    /* allowed where ICU sees a quote that may be either side's: those that bind here are decided above */
    {0, AFTER_MARK | MARK_QUOTE, MARK_HAN, false, LEVEL_FREE, NONE},
    {0, AFTER_MARK, WORD | MARK_OPEN | MARK_QUOTE, false, LEVEL_FREE, NONE},
    {0, AFTER_MARK | WORD, MARK_OPEN, false, LEVEL_FREE, NONE},
    {0, MARK_HAN, MARK_QUOTE, false, LEVEL_FREE, NONE},
    /* what the looser levels allow */
    {0, MARK_ANY, START_RULE | MARK_SLASH | MARK_DASH, false, LEVEL_FREE, NONE},
    {0, MARK_OPEN | MARK_SLASH | MARK_DASH, MARK_ANY, false, LEVEL_FREE, NONE},
};

_Static_assert(ARRAY_COUNT(rules) <= 32, "one bit each");

/* By a mark's bit the rows that speak of it, as bits: on the left, on the right.  Filled at first use. */
static struct {
    uint32_t left, right;
} rules_of[32];
static bool rules_ready;

static void rules_fill(void)
{
    for (size_t k = 0; k < ARRAY_COUNT(rules); k++)
        for (size_t bit = 0; bit < ARRAY_COUNT(rules_of); bit++) {
            rules_of[bit].left |= (rules[k].left >> bit & 1) << k;
            rules_of[bit].right |= (rules[k].right >> bit & 1) << k;
        }
    rules_ready = true;
}

/* The rows that speak of both characters. */
static uint32_t rules_between(uint32_t left, uint32_t right)
{
    uint32_t of_left = 0, of_right = 0;
    for (; left != 0; left &= left - 1)
        of_left |= rules_of[__builtin_ctz(left)].left;
    for (; right != 0; right &= right - 1)
        of_right |= rules_of[__builtin_ctz(right)].right;
    return of_left & of_right;
}

static bool rule_fits(const struct rule *rule, uint32_t before, bool spaces)
{
    return (rule->before == 0 || (before & rule->before)) && (rule->across || !spaces);
}

/* Where ICU would not end a line. */
enum text_level text_rules_refused(const struct text_atom *left)
{
    return (left->marks & MARK_JOINT) ? LEVEL_SOFT : LEVEL_HARD;
}

/* A gap: the last two atoms before it that are no spaces, and the one behind. */
struct sides {
    const struct text_atom *before, *left, *right; /* before NULL: none in this stretch */
    bool candidate, spaces;
};

static enum text_level level_of(enum text_kinsoku kinsoku, const struct sides *sides)
{
    const struct text_atom *last = sides->right - 1;
    uint32_t before = sides->before != NULL ? sides->before->marks : 0;
    bool plain = ((sides->left->marks | sides->right->marks) & ~(uint32_t)PLAIN) == 0;
    uint32_t among = plain ? 0 : rules_between(sides->left->marks, sides->right->marks);
    for (; among != 0; among &= among - 1) {
        const size_t k = (size_t)__builtin_ctz(among);
        if (rules[k].loosest < kinsoku || !rule_fits(&rules[k], before, sides->spaces))
            continue;
        if (rules[k].level >= LEVEL_DESPERATE || !last->glue_after)
            return (enum text_level)rules[k].level;
        return LEVEL_HARD;
    }
    if (last->break_after)
        return LEVEL_FREE;
    return sides->candidate && !last->glue_after ? LEVEL_FREE : text_rules_refused(last);
}

/* A Han character of which no row speaks beside another, with nothing behind it that says where lines end. */
static bool is_plain_han(const struct text_atom *atom)
{
    return atom->class == CLASS_HAN && (atom->marks & ~(uint32_t)PLAIN) == 0 && !atom->joined &&
           !atom->break_after && !atom->glue_after;
}

/* Fills the gaps. */
static void apply_table(const struct text_paragraph *paragraph, const bool *candidates)
{
    const struct text_atom *atoms = paragraph->atoms, *before = NULL, *left = NULL;
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        struct text_gap *gap = &paragraph->gaps[i];
        const struct text_atom *atom = &atoms[i];
        if (left != NULL && left + 1 == atom && is_plain_han(left) && is_plain_han(atom)) {
            gap->level = candidates[i] ? LEVEL_FREE : LEVEL_HARD;
            before = left;
            left = atom;
            continue;
        }
        struct sides sides = {before, left, atom, candidates[i], left != NULL && left + 1 != atom};
        if (i == 0 || atom->joined || atom->class == CLASS_FORCED || text_is_space(atom))
            gap->level = LEVEL_NEVER;
        else if (atoms[i - 1].class == CLASS_FORCED)
            gap->level = LEVEL_FREE;
        else if (left == NULL) /* only spaces before it */
            gap->level = LEVEL_DESPERATE;
        else
            gap->level = (uint8_t)level_of(paragraph->manner.kinsoku, &sides);
        if (atom->class == CLASS_FORCED) {
            before = left = NULL;
        } else if (!text_is_space(atom)) {
            before = left;
            left = atom;
        }
    }
}

/* White, or where the text begins or ends. */
static bool is_white_at(const struct text_paragraph *paragraph, size_t i)
{
    return i >= paragraph->atom_count || text_is_space(&paragraph->atoms[i]) ||
           paragraph->atoms[i].class == CLASS_FORCED;
}

/* Does the straight quote at i open?  It closes what stands open, else it opens, unless white on one side only
 * says otherwise.  An apostrophe, feet and inches change nothing: don't, 5'6". */
static bool quote_opens(const struct text_paragraph *paragraph, size_t i, bool *open)
{
    size_t before = i - 1, behind = i + 1; /* SIZE_MAX is no atom */
    bool white_before = is_white_at(paragraph, before), white_behind = is_white_at(paragraph, behind);
    bool apostrophe = paragraph->atoms[i].code == '\'' && !white_behind &&
                      text_has_marks(paragraph, before, MARK_LETTER | MARK_DIGIT) &&
                      !text_has_marks(paragraph, behind, MARK_HAN);
    if (apostrophe || (text_has_marks(paragraph, before, MARK_DIGIT) && !*open))
        return false;
    *open = white_before != white_behind ? white_before : !*open;
    return *open;
}

/* Quotes that are no full-width marks hold to their word: " and ' as above, “ ” ‘ ’ as they are.  So do … and
 * · in Latin text. */
void text_quotes_decide(const struct text_paragraph *paragraph)
{
    bool open_single = false, open_double = false;
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        struct text_atom *atom = &paragraph->atoms[i];
        if (atom->class == CLASS_FORCED)
            open_single = open_double = false;
        if (atom->class != CLASS_OTHER)
            continue;
        if (atom->code == 0x201c || atom->code == 0x2018)
            atom->marks |= MARK_NO_END;
        if (atom->code == 0x201d || atom->code == 0x2019 || atom->code == 0x2026 || atom->code == 0xb7)
            atom->marks |= MARK_NO_START;
        if (!(atom->marks & MARK_QUOTE))
            continue;
        bool opens = quote_opens(paragraph, i, atom->code == '"' ? &open_double : &open_single);
        atom->marks |= opens ? MARK_NO_END : MARK_NO_START;
    }
}

/* Where the author says that a sense unit ends; spaces stay with the unit before them. */
static void apply_cuts(const struct text_paragraph *paragraph)
{
    bool cut = false;
    for (size_t i = 0; i + 1 < paragraph->atom_count; i++) {
        const struct text_atom *atom = &paragraph->atoms[i];
        struct text_gap *gap = &paragraph->gaps[i + 1];
        cut = atom->cut_after || (cut && text_is_space(atom));
        if (!cut || gap->level >= LEVEL_DESPERATE)
            continue;
        gap->cut = true;
        gap->level = LEVEL_FREE;
    }
}

/* A line may end before a tab, and not behind it. */
static void apply_tabs(const struct text_paragraph *paragraph)
{
    for (size_t i = 1; i < paragraph->atom_count; i++)
        if (paragraph->atoms[i].class == CLASS_TAB)
            paragraph->gaps[i].level = LEVEL_FREE;
        else if (paragraph->atoms[i - 1].class == CLASS_TAB)
            paragraph->gaps[i].level = LEVEL_NEVER;
}

void text_rules_apply(const struct text_paragraph *paragraph, const bool *candidates)
{
    if (!rules_ready)
        rules_fill();
    apply_table(paragraph, candidates);
    text_pieces_hold(paragraph, candidates);
    if (paragraph->cuts)
        apply_cuts(paragraph);
    apply_tabs(paragraph);
}

/* --- where Unicode would end a line: UAX #14 tailored for Chinese, strict, over the whole paragraph --- */

/* The paragraph goes there one base character an atom: attached marks change nothing, boxes count as a Han character,
 * forced line ends as a separator. */
static uint32_t code_of(const struct text_atom *atom)
{
    if (atom->class == CLASS_BLANK || atom->class == CLASS_TAB)
        return 0x4e00;
    if (atom->class == CLASS_FORCED)
        return 0x2028;
    return atom->class == CLASS_SPACE && atom->code < 0x20 ? ' ' : atom->code;
}

enum status text_candidates_find(const struct text_paragraph *paragraph, struct arena *scratch,
                                 bool *candidates)
{
    uint32_t *codes = arena_alloc_bytes(scratch, paragraph->atom_count * sizeof *codes);
    if (codes == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < paragraph->atom_count; i++)
        codes[i] = code_of(&paragraph->atoms[i]);
    return unicode_line_ends(scratch, codes, paragraph->atom_count, candidates);
}
