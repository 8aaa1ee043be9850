/*
 * What clauses tell already.  A text, a date or a record whose every stated field stands in a passage that changed is
 * told there; a number never is, for its difference is told with the data.
 */
#include "compare/compare_int.h"

struct shown_fields {
    struct str_index paths[COMPARE_SIDES]; /* in passages that are told: "budget.total" */
    struct buf path;
};

/* Each field that the passage shows. */
struct seer {
    void *context;
    enum status (*see)(void *context, const struct shown *shown);
};

static enum status see_passage(const struct passage *passage, const struct seer *seer)
{
    const struct block_paragraph *paragraph = &passage->block->paragraph;
    enum status status = OK;
    for (size_t i = 0; i < paragraph->inline_count; i++) {
        const struct portions *list = paragraph->inlines[i].shown;
        for (size_t k = 0; list != NULL && k < list->count && status == OK; k++) {
            const struct shown *shown = list->items[k].what;
            if (shown->made == NULL)
                status = seer->see(seer->context, shown);
        }
    }
    return status;
}

struct noting {
    struct arena *arena;
    struct str_index *paths;
    struct buf *path;
};

static enum status note_shown(void *context, const struct shown *shown)
{
    const struct noting *noting = context;
    buf_reset(noting->path);
    record_path(shown->record, shown->slot, noting->path);
    if (str_index_lookup(noting->paths, buf_str(noting->path)) != STR_INDEX_NONE)
        return OK;
    const struct str own = arena_copy(noting->arena, buf_str(noting->path));
    return own.ptr == NULL || noting->path->failed ? NO_MEMORY : str_index_put(noting->paths, own, 1);
}

static enum status note_clauses(struct comparison *comparison, struct shown_fields *fields)
{
    enum status status = OK;
    for (size_t i = 0; i < comparison->clause_count; i++) {
        const struct clause *clause = &comparison->clauses[i];
        for (int side = 0; side < COMPARE_SIDES && clause->sort != SORT_NUMBERED; side++) {
            struct noting noting = {comparison->work.arena, &fields->paths[side], &fields->path};
            if (clause->sides[side] != NULL && status == OK)
                status = see_passage(clause->sides[side], &(struct seer){&noting, note_shown});
        }
    }
    return status;
}

/* --- prose: by where it stands --- */

static bool stands_before(struct place a, struct place b)
{
    return a.line < b.line || (a.line == b.line && a.column < b.column);
}

/* Behind all that is in it; line 0: the file ends. */
static struct place end_of(const struct node *node)
{
    for (; node != NULL; node = node->parent)
        if (node->next != NULL)
            return node->next->place;
    return (struct place){0};
}

static bool prose_holds(const struct node *prose, const struct passage *passage)
{
    const struct block_paragraph *paragraph = &passage->block->paragraph;
    const struct place end = end_of(prose);
    for (size_t i = paragraph->led ? 1 : 0; i < paragraph->inline_count; i++) {
        const struct place place = paragraph->inlines[i].place;
        if (paragraph->inlines[i].kind != INLINE_TEXT || place.file == NULL || prose->place.file == NULL)
            continue;
        return strcmp(place.file, prose->place.file) == 0 && !stands_before(place, prose->place) &&
               (end.line == 0 || stands_before(place, end));
    }
    return false;
}

static bool prose_is_told(const struct comparison *comparison, const struct twig *twig, int side)
{
    for (size_t i = 0; i < comparison->clause_count; i++) {
        const struct clause *clause = &comparison->clauses[i];
        if (clause->sort != SORT_NUMBERED && clause->sides[side] != NULL &&
            prose_holds(twig->value.prose, clause->sides[side]))
            return true;
    }
    return false;
}

/* --- changes --- */

static bool leaf_is_told(const struct comparison *comparison, struct shown_fields *fields,
                         const struct twig *twig, int side)
{
    if (twig->value.kind == TYPE_PROSE)
        return prose_is_told(comparison, twig, side);
    buf_reset(&fields->path);
    twig_path(twig, &fields->path);
    return str_index_lookup(&fields->paths[side], buf_str(&fields->path)) != STR_INDEX_NONE;
}

/* All that is stated in it; nothing is: no. */
static bool head_is_told(const struct comparison *comparison, struct shown_fields *fields,
                         const struct twig *head, int side)
{
    bool any = false;
    for (const struct twig *twig = head->first; twig != NULL; twig = twig->next) {
        if (!twig->stated)
            continue;
        any = true;
        if (!(twig->head ? head_is_told(comparison, fields, twig, side)
                         : leaf_is_told(comparison, fields, twig, side)))
            return false;
    }
    return any;
}

static bool is_told(const struct comparison *comparison, struct shown_fields *fields,
                    const struct difference *change)
{
    for (int side = 0; side < COMPARE_SIDES; side++) {
        const struct twig *twig = change->twigs[side];
        if (twig == NULL)
            continue;
        const bool worded = twig->value.kind == TYPE_TEXT || twig->value.kind == TYPE_PROSE;
        if (twig->head ? head_is_told(comparison, fields, twig, side)
                       : worded && leaf_is_told(comparison, fields, twig, side))
            return true;
    }
    return false;
}

enum status told_mark(struct comparison *comparison)
{
    struct arena *arena = comparison->work.arena;
    struct shown_fields fields = {.paths = {{.arena = arena}, {.arena = arena}},
                                  .path = BUF(COMPARE_MAX_TEXT)};
    enum status status = note_clauses(comparison, &fields);
    for (size_t i = 0; i < comparison->change_count && status == OK; i++)
        comparison->changes[i].told = is_told(comparison, &fields, &comparison->changes[i]);
    if (status == OK)
        status = buf_status(&fields.path);
    buf_clear(&fields.path);
    return status;
}
