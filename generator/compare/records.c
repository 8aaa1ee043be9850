/*
 * Two records of one shape: field by field, in the order of the model.  Records of a list pair, as far as they are
 * left over, (1) where they say the same, in order; (2) by key: the field that the model names, else the first text;
 * (3) where they say the same, wherever they stand; (4) where they are alike, in order, then out of it; (5) by their places between
 * the same neighbours, where they have no key.  A pair out of order with the others has moved.
 */
#include "compare/compare_int.h"

enum { SAME_PLACE = 150 };

static enum status add_change(struct comparison *comparison, enum sort sort, const struct twig *old,
                              const struct twig *now)
{
    struct difference change = {.sort = sort, .twigs = {old, now}};
    const bool worded =
        sort == SORT_CHANGED && (old->value.kind == TYPE_TEXT || old->value.kind == TYPE_PROSE);
    enum status status = worded ? texts_compare(&comparison->work, old->text, now->text, &change.marked) : OK;
    return status == OK ? ARENA_APPEND(comparison->work.arena, comparison->changes, comparison->change_count,
                                       comparison->change_capacity, &change)
                        : status;
}

bool change_is_computed(const struct difference *change)
{
    for (int side = 0; side < COMPARE_SIDES; side++)
        if (change->twigs[side] != NULL && change->twigs[side]->stated)
            return false;
    return true;
}

/* --- how alike two records are --- */

/* What is said in a record, each field with where it stands, whatever its place in lists. */
struct saying {
    bool all; /* also what is computed */
    struct grams grams;
};

static void add_sayings(const struct twig *head, uint32_t around, struct saying *saying)
{
    enum { SPREAD = 31 };
    for (const struct twig *twig = head->first; twig != NULL; twig = twig->next) {
        const uint32_t path = around * SPREAD + (uint32_t)twig->field + 1;
        if (twig->head)
            add_sayings(twig, path, saying);
        else if (twig->stated || saying->all)
            saying->grams.items[saying->grams.count++] = (uint64_t)path << 32 | twig->said;
    }
}

static size_t count_leaves(const struct twig *head)
{
    size_t count = 0;
    for (const struct twig *twig = head->first; twig != NULL; twig = twig->next)
        count += twig->head ? count_leaves(twig) : 1;
    return count;
}

static enum status find_grams(struct work *work, struct twig *twig)
{
    if (twig->has_grams)
        return OK;
    twig->has_grams = true;
    if (!twig->head)
        return grams_make(work->arena, twig->text, &twig->grams);
    struct saying saying = {.all = !twig->stated};
    saying.grams.items = ARENA_NEW_ARRAY(work->arena, count_leaves(twig) + 1, uint64_t);
    if (saying.grams.items == NULL)
        return NO_MEMORY;
    add_sayings(twig, 0, &saying);
    grams_sort(&saying.grams);
    twig->grams = saying.grams;
    return OK;
}

/* Before they are held against each other. */
static enum status prepare(struct work *work, struct twig *const *items, size_t count)
{
    enum status status = OK;
    for (size_t i = 0; i < count && status == OK; i++) {
        status = find_grams(work, items[i]);
        for (struct twig *twig = items[i]->first; twig != NULL && status == OK; twig = twig->next)
            if (!twig->head && (twig->value.kind == TYPE_TEXT || twig->value.kind == TYPE_PROSE))
                status = find_grams(work, twig);
    }
    return status;
}

static uint32_t twigs_alike(const struct twig *old, const struct twig *now)
{
    if (old->said == now->said)
        return 1000;
    return old->has_grams && now->has_grams ? grams_alike(&old->grams, &now->grams) : 0;
}

struct list {
    struct twig **items[COMPARE_SIDES];
    size_t counts[COMPARE_SIDES];
    int64_t *partners;
};

/* The mean of their own fields, of what is stated if anything is. */
static uint32_t fields_alike(const struct twig *a, const struct twig *b)
{
    const bool all = !a->stated || !b->stated;
    uint64_t sum = 0, count = 0;
    for (const struct twig *x = a->first, *y = b->first; x != NULL || y != NULL;) {
        const bool both = x != NULL && y != NULL && x->field == y->field;
        const bool left = both || y == NULL || (x != NULL && x->field < y->field);
        const struct twig *one = left ? x : y;
        if (!one->head && (all || one->stated || (both && y->stated))) {
            sum += both ? twigs_alike(x, y) : 0;
            count++;
        }
        y = both || !left ? y->next : y;
        x = left ? x->next : x;
    }
    return count == 0 ? 0 : (uint32_t)(sum / count);
}

/* By their own fields, or by all that is in them; those at one place in their lists a little more. */
static uint32_t records_alike(void *context, size_t old, size_t now)
{
    const struct list *list = context;
    const struct twig *a = list->items[COMPARE_OLD][old], *b = list->items[COMPARE_NOW][now];
    const uint32_t fields = fields_alike(a, b), whole = grams_alike(&a->grams, &b->grams);
    return (fields > whole ? fields : whole) + (old == now ? SAME_PLACE : 0);
}

/* --- lists --- */

/* Is it called by the month that it begins with? */
static bool is_by_month(const struct twig *record)
{
    struct buf months = BUF(COMPARE_MAX_TEXT);
    const bool by_month = model_record_months(record->record, &months);
    buf_clear(&months);
    return by_month && record->first != NULL && record->first->value.kind == TYPE_DATE;
}

/* What tells a record apart: its key, else the month that it is called by, else the first text that somebody stated; NULL:
 * nothing does. */
static const struct twig *key_of(const struct twig *record)
{
    struct model_facts facts = {.key = {"", 0}};
    const struct field *field = twig_field(record);
    if (field != NULL)
        model_field_facts(field, &facts);
    if (facts.key.len == 0 && is_by_month(record))
        return record->first;
    for (const struct twig *twig = record->first; twig != NULL; twig = twig->next) {
        const bool is_text = !twig->head && twig->value.kind == TYPE_TEXT;
        const bool is_first = facts.key.len == 0 && (twig->stated || !record->stated);
        const struct field *own = twig_field(twig);
        if (is_text && (is_first || (own != NULL && str_equal(own->name, facts.key))))
            return twig;
    }
    return NULL;
}

static uint32_t said_by(const struct twig *record)
{
    return record->said;
}
/* Of one without key what it says: no key has that number. */
static uint32_t key_said(const struct twig *record)
{
    const struct twig *key = key_of(record);
    return key != NULL ? key->said : record->said;
}

/* By what records pair: a number of each; `once`: only what stands once in both lists. */
struct pairing {
    uint32_t (*number)(const struct twig *record);
    bool once;
};
/* A number: how often it stands in each list, and the first in `now` that has no partner. */
struct standing {
    uint32_t number, times[COMPARE_SIDES];
    int64_t first;
};
/* The numbers of two lists, each once. */
struct standings {
    struct str_index index; /* the bytes of a number -> its place in items */
    struct standing *items;
    size_t count;
    int64_t *next; /* of each in `now`: the next of its number that has no partner */
};

static enum status find_standing(struct standings *standings, uint32_t number, struct standing **ret_standing)
{
    const int64_t found =
        str_index_lookup(&standings->index, (struct str){(const char *)&number, sizeof number});
    if (found != STR_INDEX_NONE) {
        *ret_standing = &standings->items[found];
        return OK;
    }
    struct standing *standing = &standings->items[standings->count++];
    *standing = (struct standing){.number = number, .first = ALIGN_NONE};
    *ret_standing = standing;
    return str_index_put(&standings->index, (struct str){(const char *)&standing->number, sizeof number},
                         (int64_t)standings->count - 1);
}

static enum status find_standings(struct work *work, const struct list *list, const struct pairing *pairing,
                                  struct standings *standings)
{
    const size_t old_count = list->counts[COMPARE_OLD], now_count = list->counts[COMPARE_NOW];
    struct standing *standing = NULL;
    bool *paired = ARENA_NEW_ARRAY(work->scratch, now_count + 1, bool);
    *standings = (struct standings){
        .index = {.arena = work->scratch},
        .items = ARENA_NEW_ARRAY(work->scratch, old_count + now_count + 1, struct standing),
        .next = ARENA_NEW_ARRAY(work->scratch, now_count + 1, int64_t)};
    if (standings->items == NULL || standings->next == NULL || paired == NULL)
        return NO_MEMORY;
    memset(paired, 0, (now_count + 1) * sizeof *paired);
    enum status status = OK;
    for (size_t i = 0; i < old_count && status == OK; i++) {
        if (list->partners[i] >= 0)
            paired[list->partners[i]] = true;
        status = find_standing(standings, pairing->number(list->items[COMPARE_OLD][i]), &standing);
        if (status == OK)
            standing->times[COMPARE_OLD]++;
    }
    for (size_t j = now_count; j-- > 0 && status == OK;) {
        status = find_standing(standings, pairing->number(list->items[COMPARE_NOW][j]), &standing);
        if (status != OK)
            break;
        standing->times[COMPARE_NOW]++;
        standings->next[j] = standing->first;
        standing->first = paired[j] ? standing->first : (int64_t)j;
    }
    return status;
}

/* Pairs those without partner that have one number, wherever they stand, the first with the first. */
static enum status pair_anywhere(struct work *work, struct list *list, const struct pairing *pairing)
{
    struct standings standings;
    struct standing *standing = NULL;
    enum status status = find_standings(work, list, pairing, &standings);
    for (size_t i = 0; i < list->counts[COMPARE_OLD] && status == OK; i++) {
        if (list->partners[i] >= 0)
            continue;
        status = find_standing(&standings, pairing->number(list->items[COMPARE_OLD][i]), &standing);
        if (status != OK)
            break;
        const bool once = standing->times[COMPARE_OLD] == 1 && standing->times[COMPARE_NOW] == 1;
        if (standing->first < 0 || (pairing->once && !once))
            continue;
        list->partners[i] = standing->first;
        standing->first = standings.next[standing->first];
    }
    arena_reset(work->scratch);
    return status;
}

/* Something in both lists has no partner. */
static bool has_rest(const struct list *list)
{
    size_t paired = 0;
    for (size_t i = 0; i < list->counts[COMPARE_OLD]; i++)
        paired += list->partners[i] >= 0 ? 1 : 0;
    return paired < list->counts[COMPARE_OLD] && paired < list->counts[COMPARE_NOW];
}

/* Is none of these records paired, nor has a key? */
static bool are_nameless(struct twig *const *items, const bool *paired, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (paired[i] || key_of(items[i]) != NULL)
            return false;
    return true;
}

/* As many there as here, between the same neighbours: one by one. */
static enum status pair_places(struct work *work, struct list *list)
{
    const size_t old_count = list->counts[COMPARE_OLD], now_count = list->counts[COMPARE_NOW];
    bool *olds = ARENA_NEW_ARRAY(work->scratch, old_count + 1, bool);
    bool *nows = ARENA_NEW_ARRAY(work->scratch, now_count + 1, bool);
    if (olds == NULL || nows == NULL)
        return NO_MEMORY;
    memset(nows, 0, (now_count + 1) * sizeof *nows);
    for (size_t i = 0; i < old_count; i++) {
        olds[i] = list->partners[i] >= 0;
        if (olds[i])
            nows[list->partners[i]] = true;
    }
    for (size_t from = 0, to = 0; from < old_count; from = to + 1) {
        for (to = from; to < old_count && !olds[to]; to++)
            ;
        const size_t there = from > 0 ? (size_t)list->partners[from - 1] + 1 : 0;
        const size_t end = to < old_count ? (size_t)list->partners[to] : now_count;
        if (end < there || end - there != to - from ||
            !are_nameless(list->items[COMPARE_OLD], olds, from, to) ||
            !are_nameless(list->items[COMPARE_NOW], nows, there, end))
            continue;
        for (size_t i = from; i < to; i++)
            list->partners[i] = (int64_t)(there + i - from);
    }
    arena_reset(work->scratch);
    return OK;
}

static enum status pair_rest(struct work *work, struct list *list)
{
    enum status status = pair_anywhere(work, list, &(struct pairing){key_said, true});
    if (status == OK)
        status = pair_anywhere(work, list, &(struct pairing){said_by, false});
    if (status != OK || !has_rest(list))
        return status;
    for (int side = 0; side < COMPARE_SIDES && status == OK; side++)
        status = prepare(work, list->items[side], list->counts[side]);
    if (status == OK)
        status = align_alike(work, list->counts[COMPARE_OLD], list->counts[COMPARE_NOW],
                             &(struct likeness){list, records_alike}, list->partners);
    return status == OK ? pair_places(work, list) : status;
}

static enum status pair_list(struct work *work, struct list *list)
{
    struct sequence sequences[COMPARE_SIDES];
    for (int side = 0; side < COMPARE_SIDES; side++) {
        uint32_t *numbers = ARENA_NEW_ARRAY(work->arena, list->counts[side] + 1, uint32_t);
        if (numbers == NULL)
            return NO_MEMORY;
        for (size_t i = 0; i < list->counts[side]; i++)
            numbers[i] = list->items[side][i]->said;
        sequences[side] = (struct sequence){numbers, list->counts[side]};
    }
    list->partners = ARENA_NEW_ARRAY(work->arena, list->counts[COMPARE_OLD] + 1, int64_t);
    enum status status = list->partners == NULL ? NO_MEMORY
                                                : align_equal(work, sequences[COMPARE_OLD],
                                                              sequences[COMPARE_NOW], NULL, list->partners);
    return status == OK && has_rest(list) ? pair_rest(work, list) : status;
}

static enum status compare_heads(struct comparison *comparison, const struct twig *old,
                                 const struct twig *now);

static enum status tell_pairs(struct comparison *comparison, const struct list *list, const bool *stays)
{
    const size_t now_count = list->counts[COMPARE_NOW];
    int64_t *back = ARENA_NEW_ARRAY(comparison->work.arena, now_count + 1, int64_t);
    enum status status = back == NULL ? NO_MEMORY : OK;
    for (size_t j = 0; j < now_count && status == OK; j++)
        back[j] = ALIGN_NONE;
    for (size_t i = 0; i < list->counts[COMPARE_OLD] && status == OK; i++)
        if (list->partners[i] < 0)
            status = add_change(comparison, SORT_DROPPED, list->items[COMPARE_OLD][i], NULL);
        else
            back[list->partners[i]] = (int64_t)i;
    for (size_t j = 0; j < now_count && status == OK; j++) {
        const struct twig *now = list->items[COMPARE_NOW][j];
        const struct twig *old = back[j] >= 0 ? list->items[COMPARE_OLD][back[j]] : NULL;
        if (old == NULL || !stays[back[j]])
            status = add_change(comparison, old == NULL ? SORT_ADDED : SORT_MOVED, old, now);
        if (status == OK && old != NULL && !stays[back[j]])
            comparison->changes[comparison->change_count - 1].behind =
                j > 0 ? list->items[COMPARE_NOW][j - 1] : NULL;
        if (status == OK && old != NULL)
            status = compare_heads(comparison, old, now);
    }
    return status;
}

static enum status compare_lists(struct comparison *comparison, struct list *list)
{
    struct work *work = &comparison->work;
    bool *stays = ARENA_NEW_ARRAY(work->arena, list->counts[COMPARE_OLD] + 1, bool);
    enum status status = stays == NULL ? NO_MEMORY : pair_list(work, list);
    if (status == OK)
        status = align_stays(work, list->partners, list->counts[COMPARE_OLD], stays);
    return status == OK ? tell_pairs(comparison, list, stays) : status;
}

/* --- fields --- */

/* The records of the list of this field, of which *twig is the first, if it is of it; moves behind them. */
static enum status take_list(struct arena *arena, struct twig **twig, int field, struct list *list, int side)
{
    size_t count = 0;
    for (const struct twig *one = *twig; one != NULL && one->field == field; one = one->next)
        count++;
    list->items[side] = ARENA_NEW_ARRAY(arena, count + 1, struct twig *);
    if (list->items[side] == NULL)
        return NO_MEMORY;
    for (; *twig != NULL && (*twig)->field == field; *twig = (*twig)->next)
        list->items[side][list->counts[side]++] = *twig;
    return OK;
}

static enum status compare_fields(struct comparison *comparison, const struct twig *old,
                                  const struct twig *now)
{
    if (old == NULL || now == NULL)
        return add_change(comparison, old == NULL ? SORT_ADDED : SORT_DROPPED, old, now);
    if (old->head && now->head)
        return compare_heads(comparison, old, now);
    return old->said == now->said ? OK : add_change(comparison, SORT_CHANGED, old, now);
}

static enum status compare_heads(struct comparison *comparison, const struct twig *old,
                                 const struct twig *now)
{
    struct twig *a = old->first, *b = now->first;
    enum status status = OK;
    while ((a != NULL || b != NULL) && status == OK) {
        const int field = b == NULL || (a != NULL && a->field < b->field) ? a->field : b->field;
        struct twig *x = a != NULL && a->field == field ? a : NULL,
                    *y = b != NULL && b->field == field ? b : NULL;
        if ((x != NULL ? x : y)->slot >= 0) {
            status = compare_fields(comparison, x, y);
            a = x != NULL ? a->next : a;
            b = y != NULL ? b->next : b;
            continue;
        }
        struct list list = {.partners = NULL};
        status = take_list(comparison->work.arena, &a, field, &list, COMPARE_OLD);
        if (status == OK)
            status = take_list(comparison->work.arena, &b, field, &list, COMPARE_NOW);
        if (status == OK)
            status = compare_lists(comparison, &list);
    }
    return status;
}

enum status records_compare(struct comparison *comparison)
{
    struct twig *roots[COMPARE_SIDES];
    enum status status = OK;
    for (int side = 0; side < COMPARE_SIDES && status == OK; side++)
        status = twigs_make(&comparison->work, comparison->sides[side].eval, comparison->sides[side].record,
                            &roots[side]);
    return status == OK ? compare_heads(comparison, roots[COMPARE_OLD], roots[COMPARE_NOW]) : status;
}
