/*
 * Values and parts of them, found in a text by their first letters.
 *
 * Each set has a table for each of five lengths of keys; an entry stands in that of the longest key that it has room for,
 * so that few share a key, whatever the paper's values are: names by two or three letters, numbers by six.
 */
#include "hide/hide_int.h"

static const size_t key_sizes[KEYS] = {2, 3, 4, 6, 12};

static struct str key_of(const uint32_t *codes, size_t count)
{
    return (struct str){(const char *)codes, count * sizeof *codes};
}

static bool same_letters(const uint32_t *a, const uint32_t *b, size_t count)
{
    return memcmp(a, b, count * sizeof *a) == 0;
}

/* The same part of another value; NULL: none is there. */
static struct entry *find_same(struct entry *first, const struct entry *entry)
{
    const uint32_t *codes = entry->value->codes + entry->from;
    for (struct entry *known = first; known != NULL; known = known->next)
        if (known->count == entry->count && known->is_word == entry->is_word &&
            same_letters(known->value->codes + known->from, codes, entry->count))
            return known;
    return NULL;
}

enum status set_add(struct hide *hide, struct set *set, const struct entry *entry)
{
    size_t k = KEYS - 1;
    while (k > 0 && key_sizes[k] > entry->count)
        k--;
    const struct str key = key_of(entry->value->codes + entry->from, key_sizes[k]);
    const int64_t at = str_index_lookup(&set->keys[k], key);
    struct entry *first = at == STR_INDEX_NONE ? NULL : set->firsts[at];
    struct entry *same = find_same(first, entry);
    if (same != NULL && ((same->is_pair && !entry->is_pair) ||
                         (same->is_pair == entry->is_pair && entry_weighs(same) && !entry_weighs(entry)))) {
        same->value = entry->value; /* the stricter rule holds for both */
        same->from = entry->from;
        same->is_pair = entry->is_pair;
    }
    if (same != NULL)
        return OK;
    struct entry *added = ARENA_NEW(hide->scratch, struct entry);
    if (added == NULL)
        return NO_MEMORY;
    *added = *entry;
    struct entry **where = &first;
    while (*where != NULL && (*where)->count >= added->count)
        where = &(*where)->next;
    added->next = *where;
    *where = added;
    if (at != STR_INDEX_NONE) {
        set->firsts[at] = first;
        return OK;
    }
    enum status status = ARENA_APPEND(hide->scratch, set->firsts, set->count, set->capacity, &first);
    return status == OK ? str_index_put(&set->keys[k], key, (int64_t)set->count - 1) : status;
}

/* Would it be torn out of a longer number, or word? */
static bool is_torn(const struct fold *fold, size_t from, size_t to)
{
    const struct {
        size_t left, right;
    } edges[] = {{from - 1, from}, {to - 1, to}};
    for (size_t i = 0; i < ARRAY_COUNT(edges); i++) {
        if ((i == 0 && from == 0) || edges[i].right >= fold->count)
            continue;
        const uint32_t a = fold->codes[edges[i].left], b = fold->codes[edges[i].right];
        if (fold->origins[edges[i].right].gap == GAP_NONE && is_latin_code(a) && is_latin_code(b) &&
            is_digit_code(a) == is_digit_code(b))
            return true;
    }
    return false;
}

/* Marks count for nothing between digits alone, or where the value has one; commas in a whole number that no amount is as long as,
 * if nothing but commas stands there, and not as in an amount: 138,123,456.78, 13,900,001,111. */
static bool is_joined(const struct entry *entry, const struct fold *fold, size_t at)
{
    enum { LONG_NUMBER = 11 };
    bool has_mark = false;
    size_t commas = 0, thousands = 0;
    for (size_t i = 1; i < entry->count; i++) {
        const enum gap gap = fold->origins[at + i].gap;
        if (gap < GAP_MARK || entry->value->marked[entry->from + i])
            continue;
        if (!is_latin_code(fold->codes[at + i - 1]) || !is_latin_code(fold->codes[at + i]))
            return false;
        commas += gap == GAP_LIST ? 1 : 0;
        thousands += gap == GAP_LIST && (entry->count - i) % 3 == 0 ? 1 : 0;
        has_mark = has_mark || gap == GAP_MARK;
    }
    return commas == 0 || (!has_mark && thousands < (entry->count - 1) / 3 &&
                           entry->count == entry->value->count && entry->count >= LONG_NUMBER);
}

static bool is_numeral(uint32_t code)
{
    return is_one_of(code, "零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟元角分年月日");
}

/* Two letters, or a short value, that stand in a number in words say nothing: 十二 of 十二里铺 in 二〇二六年十二月. */
static bool is_in_number(const struct entry *entry, const struct fold *fold, size_t at)
{
    enum { NUMBER = 5 /* letters: 一家 and 十分 begin with one, too */, SHORT = 3 };
    size_t from = at, to = at + 1;
    if (!entry->is_pair && (entry->count > SHORT || entry->count < entry->value->count))
        return false;
    while (to < fold->count && to < at + NUMBER && fold->origins[to].gap == GAP_NONE &&
           is_numeral(fold->codes[to]))
        to++;
    while (from > 0 && at - from < NUMBER && fold->origins[from].gap == GAP_NONE &&
           is_numeral(fold->codes[from - 1]))
        from--;
    return is_numeral(fold->codes[at]) && at + entry->count <= to && to - from >= NUMBER;
}

static bool stands_at(const struct entry *entry, const struct fold *fold, size_t at, bool loose)
{
    const size_t to = at + entry->count;
    if (to > fold->count || entry->is_known || entry_is_common(entry) ||
        !same_letters(entry->value->codes + entry->from, fold->codes + at, entry->count))
        return false;
    if (!is_joined(entry, fold, at))
        return false;
    return !is_in_number(entry, fold, at) && ((loose && !entry->is_word) || !is_torn(fold, at, to));
}

const struct entry *set_find(const struct set *set, const struct fold *fold, size_t at, bool loose)
{
    for (size_t k = KEYS; k-- > 0;) {
        if (set->keys[k].count == 0 || at + key_sizes[k] > fold->count)
            continue;
        const int64_t found = str_index_lookup(&set->keys[k], key_of(fold->codes + at, key_sizes[k]));
        for (const struct entry *entry = found == STR_INDEX_NONE ? NULL : set->firsts[found]; entry != NULL;
             entry = entry->next)
            if (stands_at(entry, fold, at, loose))
                return entry;
    }
    return NULL;
}

void cover_at(struct cover *cover, const struct set *set, const struct fold *fold, size_t at)
{
    const struct entry *entry = set_find(set, fold, at, false);
    if (entry != NULL && at + entry->count > cover->to)
        *cover = (struct cover){at, at + entry->count};
}

bool cover_holds(const struct cover *cover, const struct entry *value, size_t at)
{
    return at + value->count <= cover->to && value->count < cover->to - cover->from;
}
