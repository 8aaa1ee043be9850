/*
 * Numbers: no line ends inside one while any line can hold it; a number torn all the same is named.
 *
 * A number is digits with , and . between them, the sign or currency before it and the % behind it.  Inside
 * it every gap gets the worst level, so that all else gives way first, and a line that ends at such a gap
 * tears the number.  Digits in a word with letters are a code (LGDL2025000084, www.example.com/2026) and may
 * be cut like one, unless the word is one number with a point or comma and letters on its sides: USD1,000.50,
 * 10.5MW.  The number of an identity card is one, with its X.  Of what is hidden of a number (138****0001) the signs are
 * digits.  One pass over the paragraph.
 */
#include "text/text_int.h"

/* , or . between two digits; full-width between full-width ones: ３，０００ */
static bool is_inner_point(const struct text_paragraph *paragraph, size_t i)
{
    if (!text_has_marks(paragraph, i + 1, MARK_DIGIT))
        return false;
    if (paragraph->atoms[i].code == 0xff0c)
        return text_has_marks(paragraph, i - 1, MARK_WIDE_TEXT) &&
               text_has_marks(paragraph, i + 1, MARK_WIDE_TEXT);
    return text_has_marks(paragraph, i, MARK_POINT);
}

/* Behind the signs that stand for digits beside one; `at`: none do. */
static size_t veil_end(const struct text_paragraph *paragraph, size_t at)
{
    enum { LEAST = 3, MOST = 20 };
    size_t end = at;
    while (end < paragraph->atom_count && end < at + MOST && paragraph->atoms[end].code == '*')
        end++;
    const bool beside = (at > 0 && text_has_marks(paragraph, at - 1, MARK_DIGIT)) ||
                        text_has_marks(paragraph, end, MARK_DIGIT);
    return end >= at + LEAST && beside ? end : at;
}

/* Behind the digits and inner points from `from` on. */
static size_t digits_end(const struct text_paragraph *paragraph, size_t from, bool *ret_pointed)
{
    size_t end = from;
    *ret_pointed = false;
    for (;;) {
        for (size_t at = SIZE_MAX; at != end;) {
            at = end;
            while (text_has_marks(paragraph, end, MARK_DIGIT))
                end++;
            end = veil_end(paragraph, end);
        }
        if (end == from || !is_inner_point(paragraph, end))
            return end;
        *ret_pointed = true;
        end++;
    }
}

/* What ties digits to letters in a code. */
static bool is_word_joint(const struct text_paragraph *paragraph, size_t i)
{
    return i < paragraph->atom_count && paragraph->atoms[i].latin &&
           (paragraph->atoms[i].marks & (MARK_JOINT | MARK_SLASH));
}

/* A row of letters, joints and numbers without white. */
struct word {
    size_t end;
    size_t numbers, letters, joints;
    bool pointed; /* its numbers hold , or . */
};

static struct word word_from(const struct text_paragraph *paragraph, size_t from)
{
    struct word word = {.end = from};
    for (;;) {
        bool pointed;
        size_t end = digits_end(paragraph, word.end, &pointed);
        if (end > word.end) {
            word.numbers++;
            word.pointed = word.pointed || pointed;
            word.end = end;
        } else if (text_has_marks(paragraph, end, MARK_LETTER)) {
            word.letters++;
            word.end++;
        } else if (is_word_joint(paragraph, end)) {
            word.joints++;
            word.end++;
        } else {
            return word;
        }
    }
}

/* 17 digits and X: the number of an identity card (GB 11643). */
static bool word_is_identity(const struct text_paragraph *paragraph, size_t from, const struct word *word)
{
    enum { LENGTH = 18 };
    const bool shaped = word->end - from == LENGTH && word->numbers == 1 && word->letters == 1 &&
                        word->joints == 0 && !word->pointed;
    return shaped &&
           (paragraph->atoms[word->end - 1].code == 'X' || paragraph->atoms[word->end - 1].code == 'x');
}

static bool word_is_code(const struct word *word)
{
    return word->letters > 0 && !(word->numbers == 1 && word->joints == 0 && word->pointed);
}

/* Is the mark before atom i a sign or currency of the number that begins there? */
static bool has_lead(const struct text_paragraph *paragraph, size_t i)
{
    if (i == 0 || !text_has_marks(paragraph, i - 1, MARK_LEAD))
        return false;
    if (text_has_marks(paragraph, i - 1, MARK_NO_END) && !text_has_marks(paragraph, i - 1, MARK_SIGN))
        return true; /* currency */
    const struct text_atom *before = i > 1 ? &paragraph->atoms[i - 2] : NULL;
    return before == NULL || !((before->marks & (MARK_DIGIT | MARK_LETTER | MARK_PERCENT | MARK_CLOSE)) ||
                               before->code == ')' || before->code == ']');
}

/* Struck through it reads as none. */
static void hold_gap(const struct text_paragraph *paragraph, size_t at)
{
    if ((paragraph->spans[paragraph->atoms[at].span].rules & TEXT_RULE_THROUGH) == 0)
        text_worsen(paragraph, at, LEVEL_NUMBER);
}

static void hold_word(const struct text_paragraph *paragraph, size_t from, size_t end)
{
    while (from < end) {
        bool pointed;
        size_t behind = digits_end(paragraph, from, &pointed);
        for (size_t i = from + 1; i < behind; i++)
            hold_gap(paragraph, i);
        if (behind > from && has_lead(paragraph, from))
            hold_gap(paragraph, from);
        if (behind > from && text_has_marks(paragraph, behind, MARK_PERCENT))
            hold_gap(paragraph, behind);
        from = behind > from ? behind : from + 1;
    }
}

void text_numbers_hold(const struct text_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->atom_count;) {
        struct word word = word_from(paragraph, i);
        const bool identity = word_is_identity(paragraph, i, &word);
        if (word.numbers > 0 && (identity || !word_is_code(&word)))
            hold_word(paragraph, i, word.end);
        if (identity)
            hold_gap(paragraph, word.end - 1);
        i = word.end > i ? word.end : i + 1;
    }
}

static enum status number_text(const struct text_paragraph *paragraph, size_t from, size_t to,
                               struct arena *arena, struct str *ret_text)
{
    size_t len = 0;
    for (size_t i = from; i < to; i++)
        len += paragraph->atoms[i].text.len;
    char *bytes = arena_alloc(arena, len);
    if (bytes == NULL)
        return NO_MEMORY;
    *ret_text = (struct str){bytes, len};
    for (size_t i = from; i < to; i++)
        for (size_t k = 0; k < paragraph->atoms[i].text.len; k++)
            *bytes++ = paragraph->atoms[i].text.ptr[k];
    return OK;
}

enum status text_number_torn(const struct text_paragraph *paragraph, size_t line, size_t at,
                             struct arena *arena, const struct text_torn **ret_torn)
{
    *ret_torn = NULL;
    if (at >= paragraph->atom_count || paragraph->gaps[at].level != LEVEL_NUMBER)
        return OK;
    size_t from = at - 1, to = at + 1;
    while (from > line && paragraph->gaps[from].level == LEVEL_NUMBER)
        from--;
    if (paragraph->gaps[from].level == LEVEL_NUMBER)
        return OK; /* the line before was marked */
    while (to < paragraph->atom_count && paragraph->gaps[to].level == LEVEL_NUMBER)
        to++;
    struct text_torn *torn = ARENA_NEW(arena, struct text_torn);
    if (torn == NULL)
        return NO_MEMORY;
    torn->place = paragraph->spans[paragraph->atoms[from].span].place;
    torn->place.column += paragraph->atoms[from].column;
    torn->width = text_extent_of(paragraph, from, to).natural;
    *ret_torn = torn;
    return number_text(paragraph, from, to, arena, &torn->text);
}
