/*
 * Two papers' passages: those pair that say the same, in order; then those alike, a title with a title, in order; then
 * those that say the same elsewhere, which have moved.  Of a pair that says the same a number may differ.
 */
#include "compare/compare_int.h"

enum { MOVED_LEAST = 8 }; /* characters of what may have moved: less stands anywhere (无, 合计) */

struct meeting {
    struct passages sides[COMPARE_SIDES];
    int64_t *partners, *back;
    bool *stays;
};

static uint32_t passages_alike(void *context, size_t old, size_t now)
{
    const struct meeting *meeting = context;
    const struct passage *a = meeting->sides[COMPARE_OLD].items[old],
                         *b = meeting->sides[COMPARE_NOW].items[now];
    if (a->level != b->level || a->cell != b->cell)
        return 0;
    if (a->id.len > 0 && str_equal(a->id, b->id))
        return 1000;
    return grams_alike(&a->grams, &b->grams);
}

static enum status pair_equal(struct work *work, struct meeting *meeting)
{
    struct sequence sequences[COMPARE_SIDES];
    for (int side = 0; side < COMPARE_SIDES; side++) {
        const struct passages *passages = &meeting->sides[side];
        uint32_t *numbers = ARENA_NEW_ARRAY(work->arena, passages->count + 1, uint32_t);
        if (numbers == NULL)
            return NO_MEMORY;
        for (size_t i = 0; i < passages->count; i++)
            numbers[i] = passages->items[i]->said;
        sequences[side] = (struct sequence){numbers, passages->count};
    }
    return align_equal(work, sequences[COMPARE_OLD], sequences[COMPARE_NOW], NULL, meeting->partners);
}

static void find_back(struct meeting *meeting)
{
    for (size_t j = 0; j < meeting->sides[COMPARE_NOW].count; j++)
        meeting->back[j] = ALIGN_NONE;
    for (size_t i = 0; i < meeting->sides[COMPARE_OLD].count; i++)
        if (meeting->partners[i] >= 0)
            meeting->back[meeting->partners[i]] = (int64_t)i;
}

/* Those left over, wherever they stand: the first with the first. */
static enum status pair_moved(struct work *work, struct meeting *meeting)
{
    const struct passages *old = &meeting->sides[COMPARE_OLD], *now = &meeting->sides[COMPARE_NOW];
    const size_t names = work->names.count;
    int64_t *first = ARENA_NEW_ARRAY(work->scratch, names + 1, int64_t);
    int64_t *next = ARENA_NEW_ARRAY(work->scratch, now->count + 1, int64_t);
    if (first == NULL || next == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i <= names; i++)
        first[i] = ALIGN_NONE;
    find_back(meeting);
    for (size_t j = now->count; j-- > 0;) {
        const struct passage *passage = now->items[j];
        next[j] = first[passage->said];
        if (meeting->back[j] < 0 && (passage->level > 0 || utf8_count(passage->text) >= MOVED_LEAST))
            first[passage->said] = (int64_t)j;
    }
    for (size_t i = 0; i < old->count; i++) {
        int64_t *found = &first[old->items[i]->said];
        if (meeting->partners[i] >= 0 || *found < 0)
            continue;
        meeting->partners[i] = *found;
        *found = next[*found];
    }
    arena_reset(work->scratch);
    return OK;
}

static enum status find_passage_grams(struct work *work, struct passages *passages)
{
    enum status status = OK;
    for (size_t i = 0; i < passages->count && status == OK; i++)
        status = grams_make(work->arena, passages->items[i]->text, &passages->items[i]->grams);
    return status;
}

static enum status pair_all(struct work *work, struct meeting *meeting)
{
    const size_t old_count = meeting->sides[COMPARE_OLD].count, now_count = meeting->sides[COMPARE_NOW].count;
    enum status status = pair_equal(work, meeting);
    if (status == OK)
        status = pair_moved(work, meeting);
    for (int side = 0; side < COMPARE_SIDES && status == OK; side++)
        status = find_passage_grams(work, &meeting->sides[side]);
    if (status == OK)
        status = align_alike(work, old_count, now_count, &(struct likeness){meeting, passages_alike},
                             meeting->partners);
    if (status == OK)
        status = align_stays(work, meeting->partners, old_count, meeting->stays);
    find_back(meeting);
    return status;
}

static enum status add_clause(struct comparison *comparison, enum sort sort, const struct passage *old,
                              const struct passage *now)
{
    struct clause clause = {.sort = sort, .sides = {old, now}};
    enum status status = old != NULL && now != NULL && old->said != now->said
                             ? texts_compare(&comparison->work, old->text, now->text, &clause.marked)
                             : OK;
    return status == OK ? ARENA_APPEND(comparison->work.arena, comparison->clauses, comparison->clause_count,
                                       comparison->clause_capacity, &clause)
                        : status;
}

/* Numbers of items follow from their place. */
static enum status tell_pair(struct comparison *comparison, const struct passage *old,
                             const struct passage *now, bool stays)
{
    const bool numbered = !now->item && !str_equal(old->number, now->number);
    if (!stays)
        return add_clause(comparison, SORT_MOVED, old, now);
    if (old->said != now->said)
        return add_clause(comparison, SORT_CHANGED, old, now);
    return numbered ? add_clause(comparison, SORT_NUMBERED, old, now) : OK;
}

/* What was dropped stands where it stood: before the first that it stood before. */
static enum status tell_dropped(struct comparison *comparison, const struct meeting *meeting, size_t *at,
                                size_t to)
{
    enum status status = OK;
    for (; *at < to && status == OK; ++*at)
        if (meeting->partners[*at] < 0)
            status = add_clause(comparison, SORT_DROPPED, meeting->sides[COMPARE_OLD].items[*at], NULL);
    return status;
}

static enum status tell_clauses(struct comparison *comparison, const struct meeting *meeting)
{
    const struct passages *old = &meeting->sides[COMPARE_OLD], *now = &meeting->sides[COMPARE_NOW];
    enum status status = OK;
    size_t at = 0;
    for (size_t j = 0; j < now->count && status == OK; j++) {
        const int64_t i = meeting->back[j];
        if (i >= 0 && meeting->stays[i])
            status = tell_dropped(comparison, meeting, &at, (size_t)i);
        if (status == OK)
            status = i < 0 ? add_clause(comparison, SORT_ADDED, NULL, now->items[j])
                           : tell_pair(comparison, old->items[i], now->items[j], meeting->stays[i]);
    }
    return status == OK ? tell_dropped(comparison, meeting, &at, old->count) : status;
}

enum status clauses_compare(struct comparison *comparison)
{
    struct work *work = &comparison->work;
    struct meeting meeting = {.partners = NULL};
    enum status status = OK;
    for (int side = 0; side < COMPARE_SIDES && status == OK; side++)
        status = passages_make(work, &comparison->sides[side], &meeting.sides[side]);
    if (status != OK)
        return status;
    meeting.partners = ARENA_NEW_ARRAY(work->arena, meeting.sides[COMPARE_OLD].count + 1, int64_t);
    meeting.stays = ARENA_NEW_ARRAY(work->arena, meeting.sides[COMPARE_OLD].count + 1, bool);
    meeting.back = ARENA_NEW_ARRAY(work->arena, meeting.sides[COMPARE_NOW].count + 1, int64_t);
    if (meeting.partners == NULL || meeting.stays == NULL || meeting.back == NULL)
        return NO_MEMORY;
    status = pair_all(work, &meeting);
    return status == OK ? tell_clauses(comparison, &meeting) : status;
}
