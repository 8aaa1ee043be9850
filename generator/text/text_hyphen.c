/*
 * Where English words may be divided with a hyphen: at U+00AD always; elsewhere, where the style asks for it,
 * as libhyphen says with the American English patterns of Debian's hyphen-en-us.
 *
 * A word is a run of six small letters or more, the first may be a capital; no part of a code, an address or
 * a word with an apostrophe or a soft hyphen.  Two letters stay before the hyphen, three behind it. Ligatures
 * are not divided.  The dictionary is read at first use and kept to the end of the process; where it is not
 * installed words stay whole, and each document that wanted it is told so once.  libhyphen takes its own
 * memory and ends the process when it finds none, as it would be out of memory for a few hundred kB.
 */
#include <hyphen.h>
#include <unistd.h>

#include "text/text_int.h"
#include "text/messages.def"

enum { WORD_MIN = 6, WORD_MAX = 60, BEFORE_HYPHEN = 2, BEHIND_HYPHEN = 3 };

const char *text_hyphen_dictionary = "/usr/share/hyphen/hyph_en_US.dic";

static HyphenDict *dictionary;

void text_hyphens_close(void)
{
    if (dictionary != NULL)
        hnj_hyphen_free(dictionary);
    dictionary = NULL;
}

/* The character of a word at atom i in lower case; 0: none. */
static char letter_at(const struct text_paragraph *paragraph, size_t i)
{
    uint32_t code = i < paragraph->atom_count ? paragraph->atoms[i].code : 0;
    if (code >= 'A' && code <= 'Z')
        return (char)(code - 'A' + 'a');
    return code >= 'a' && code <= 'z' ? (char)code : 0;
}

static bool is_bound(const struct text_paragraph *paragraph, size_t i)
{
    return i < paragraph->atom_count && paragraph->atoms[i].latin && !text_is_space(&paragraph->atoms[i]) &&
           (paragraph->atoms[i].marks & (MARK_LETTER | MARK_DIGIT | MARK_JOINT | MARK_SLASH | MARK_QUOTE));
}

/* Is the character at i, beside a word, part of something longer?  A full stop or the like may end a
 * sentence, a quote may enclose the word; `away` is the atom on the far side of it. */
static bool ties(const struct text_paragraph *paragraph, size_t i, size_t away)
{
    return is_bound(paragraph, i) &&
           ((paragraph->atoms[i].marks & (MARK_LETTER | MARK_DIGIT)) || is_bound(paragraph, away));
}

/* The end of the letters from `from` on; *ret_plain: they are a word that may be divided. */
static size_t word_end(const struct text_paragraph *paragraph, size_t from, bool *ret_plain)
{
    size_t end = from;
    *ret_plain = false;
    if (letter_at(paragraph, from) == 0)
        return end;
    bool plain = from == 0 || !ties(paragraph, from - 1, from - 2); /* SIZE_MAX is no atom */
    for (; letter_at(paragraph, end) != 0; end++) {
        uint32_t code = paragraph->atoms[end].code;
        bool soft = paragraph->atoms[end].hyphen_after && letter_at(paragraph, end + 1) != 0;
        plain = plain && (end == from || code >= 'a') && !soft &&
                !paragraph->spans[paragraph->atoms[end].span].code;
    }
    *ret_plain = plain && end - from >= WORD_MIN && end - from <= WORD_MAX && !ties(paragraph, end, end + 1);
    return end;
}

static void allow(const struct text_paragraph *paragraph, size_t at)
{
    struct text_gap *gap = &paragraph->gaps[at];
    if (paragraph->atoms[at].joined || gap->level > LEVEL_HARD)
        return;
    gap->level = LEVEL_HYPHEN;
    gap->hyphen = true;
}

static void divide_word(const struct text_paragraph *paragraph, size_t from, size_t end)
{
    char word[WORD_MAX + 1], hyphens[WORD_MAX + 6];
    char **replacements = NULL;
    int *positions = NULL, *cuts = NULL, count = (int)(end - from);
    for (int i = 0; i < count; i++)
        word[i] = letter_at(paragraph, from + (size_t)i);
    word[count] = 0;
    if (hnj_hyphen_hyphenate3(dictionary, word, count, hyphens, NULL, &replacements, &positions, &cuts,
                              BEFORE_HYPHEN, BEHIND_HYPHEN, BEFORE_HYPHEN, BEHIND_HYPHEN) != 0)
        return;
    for (int i = BEFORE_HYPHEN; i <= count - BEHIND_HYPHEN && replacements == NULL; i++)
        if ((hyphens[i - 1] & 1) != 0)
            allow(paragraph, from + (size_t)i);
}

static HyphenDict *load(const char *path)
{
    struct file_answer answer;
    file_ask(&(struct file_asked){FILE_WISH_READ, path, NULL}, &answer);
    FILE *file = answer.fd >= 0 ? fdopen(answer.fd, "r") : NULL;
    if (file == NULL) {
        if (answer.fd >= 0)
            close(answer.fd);
        return NULL;
    }
    HyphenDict *loaded = hnj_hyphen_load_file(file);
    fclose(file);
    return loaded;
}

static bool open_dictionary(struct diag *diag, struct place place)
{
    if (dictionary == NULL)
        dictionary = load(text_hyphen_dictionary);
    if (dictionary == NULL && !diag_has(diag, MSG_TEXT_NO_HYPHENS))
        diag_report(diag, MSG_TEXT_NO_HYPHENS, place, text_hyphen_dictionary);
    return dictionary != NULL;
}

static void divide_words(struct diag *diag, const struct text_paragraph *paragraph)
{
    bool open = false;
    for (size_t i = 0; i < paragraph->atom_count;) {
        bool plain;
        size_t end = word_end(paragraph, i, &plain);
        if (plain && !open && !open_dictionary(diag, paragraph->spans[paragraph->atoms[i].span].place))
            return;
        open = open || plain;
        if (plain)
            divide_word(paragraph, i, end);
        i = end > i ? end : i + 1;
    }
}

void text_hyphens_find(struct diag *diag, const struct text_paragraph *paragraph)
{
    for (size_t i = 1; i < paragraph->atom_count; i++)
        if (paragraph->atoms[i - 1].hyphen_after && (paragraph->atoms[i - 1].marks & MARK_LETTER) &&
            (paragraph->atoms[i].marks & (MARK_LETTER | MARK_DIGIT)))
            allow(paragraph, i);
    if (paragraph->manner.hyphenate)
        divide_words(diag, paragraph);
}
