/*
 * Words of Chinese, for lines that better do not end inside one: those that are ragged, and those of narrow columns
 * (text_fit.c).  Never a rule, only dear.
 *
 * ICU's dictionary knows common words.  Those of the kind at hand (text_words_set) are looked for first, the longest at
 * each place, and cut out of what ICU is asked, so that it divides right what stands beside them, too.  They lie
 * in order of their first characters, longer ones first.
 */
#include <stdlib.h>
#include <string.h>

#include "text/text_int.h"

#include "unicode/unicode.h"

struct own_word {
    uint32_t first;
    struct str text;
};

static struct {
    char *bytes;
    struct own_word *words;
    size_t count;
} own;

static bool is_same(const struct str *words, size_t count)
{
    const char *at = own.bytes;
    bool same = count == own.count;
    for (size_t i = 0; i < count && same; at += words[i].len, i++)
        same = strncmp(at, words[i].ptr, words[i].len) == 0;
    return same && (count == 0 || *at == '\0');
}

static int in_order(const void *a, const void *b)
{
    const struct own_word *left = a, *right = b;
    if (left->first != right->first)
        return left->first < right->first ? -1 : 1;
    if (left->text.len != right->text.len)
        return left->text.len > right->text.len ? -1 : 1;
    return memcmp(left->text.ptr, right->text.ptr, left->text.len);
}

void text_words_close(void)
{
    base_free(own.bytes);
    base_free(own.words);
    own.bytes = NULL;
    own.words = NULL;
    own.count = 0;
}

/* They are copied side by side, as they were said: so they are known again. */
enum status text_words_set(const struct str *words, size_t count)
{
    size_t len = 0;
    if (is_same(words, count))
        return OK;
    text_words_close();
    text_kept_forget();
    for (size_t i = 0; i < count; i++)
        len += words[i].len;
    own.bytes = base_malloc(len + 1);
    own.words = base_malloc(count * sizeof *own.words);
    if (own.bytes == NULL || own.words == NULL)
        return NO_MEMORY;
    char *at = own.bytes;
    for (size_t i = 0; i < count; at += words[i].len, i++) {
        size_t first = 0;
        memcpy(at, words[i].ptr, words[i].len);
        own.words[i] = (struct own_word){utf8_next(words[i], &first), {at, words[i].len}};
    }
    *at = '\0';
    own.count = count;
    qsort(own.words, count, sizeof *own.words, in_order);
    return OK;
}

/* How many atoms from i on spell the word; 0: they do not. */
static size_t spells(const struct text_paragraph *paragraph, size_t i, struct str word)
{
    size_t count = 0;
    for (size_t at = 0; at < word.len; count++)
        if (i + count >= paragraph->atom_count || paragraph->atoms[i + count].code != utf8_next(word, &at))
            return 0;
    return count;
}

/* The longest of the kind's words that begins at i: how many atoms; 0: none does. */
static size_t word_at(const struct text_paragraph *paragraph, size_t i)
{
    const uint32_t first = paragraph->atoms[i].code;
    size_t low = 0, high = own.count, count = 0;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (own.words[middle].first < first)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < own.count && own.words[low].first == first && count == 0; low++)
        count = spells(paragraph, i, own.words[low].text);
    return count;
}

enum status text_words_find(struct text_paragraph *paragraph)
{
    const size_t count = paragraph->atom_count;
    if (paragraph->has_words)
        return OK;
    struct arena *scratch = arena_new(0);
    uint32_t *codes = scratch != NULL ? arena_alloc_bytes(scratch, count * sizeof *codes) : NULL;
    bool *begins = scratch != NULL ? arena_alloc_bytes(scratch, count * sizeof *begins) : NULL;
    enum status status = codes != NULL && begins != NULL ? OK : NO_MEMORY;
    for (size_t i = 0; i < count && status == OK;) {
        const size_t word = word_at(paragraph, i), end = word > 0 ? i + word : i + 1;
        codes[i] = word > 0 ? ' ' : paragraph->atoms[i].code;
        for (size_t k = i + 1; k < end; k++) {
            codes[k] = ' ';
            paragraph->gaps[k].inside = true;
        }
        i = end;
    }
    if (status == OK)
        status = unicode_word_begins(scratch, codes, count, begins);
    for (size_t i = 1; i < count && status == OK; i++)
        paragraph->gaps[i].inside =
            (paragraph->gaps[i].inside || !begins[i]) && !paragraph->atoms[i - 1].break_after;
    paragraph->has_words = status == OK;
    arena_free(scratch);
    return status;
}
