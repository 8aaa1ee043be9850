/*
 * What clauses tell already.  A text, a date or a record whose every stated field stands in a passage that changed is
 * told there; a number never is, for its difference is told with the data.
 *
 * What a formula gives is told where a paper prints it, and prints it otherwise.  The rest is hidden: what only other formulas read, and what
 * stands already under the same name – a figure that a derived list takes over, its record that came with another.
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
        if (twig->head ? head_is_told(comparison, fields, twig, side)
                       : twig_is_worded(twig) && leaf_is_told(comparison, fields, twig, side))
            return true;
    }
    return false;
}

bool change_is_silent(const struct difference *change)
{
    return change->told || change->hidden ||
           (twig_is_worded(change_twig(change)) && change_is_computed(change));
}

/* --- what is hidden --- */

/* Of a record the sort and its name; of a field the name of its record, unit and values.  Nothing: it has no name. */
static void add_what(const struct difference *change, struct buf *out)
{
    const struct twig *twig = change_twig(change);
    const struct str name = model_record_name(twig->record);
    const struct field *field = twig_field(twig);
    buf_reset(out);
    if (name.len == 0)
        return;
    buf_printf(out, "%d %.*s", change->sort, STR_ARGS(name));
    for (int side = 0; side < COMPARE_SIDES && !twig->head; side++)
        buf_printf(out, "\n%.*s%.*s",
                   STR_ARGS(change->twigs[side] != NULL ? change->twigs[side]->text : STR("")),
                   STR_ARGS(field != NULL ? field->type.unit : STR("")));
}

/* On one side; or both of its values stand where figures are made, each in its paper. */
static bool change_is_printed(const struct comparison *comparison, const struct difference *change)
{
    bool values = true;
    for (int side = 0; side < COMPARE_SIDES; side++) {
        const struct twig *twig = change->twigs[side];
        if (twig != NULL && is_printed(comparison, side, twig))
            return true;
        values = values && twig != NULL && !twig->head && value_is_printed(comparison, side, twig);
    }
    return values;
}

/* What is stated comes first, wherever it stands. */
static enum status hide_change(struct comparison *comparison, struct difference *change,
                               struct str_index *standing, struct buf *what)
{
    const bool computed = change_is_computed(change);
    add_what(change, what);
    const bool stands = what->len > 0 && str_index_lookup(standing, buf_str(what)) != STR_INDEX_NONE;
    bool alike = false;
    const enum status status = change_prints_alike(comparison->work.arena, change, &alike);
    if (status != OK)
        return status;
    change->hidden = computed && (stands || alike || !change_is_printed(comparison, change));
    if (change->hidden || what->len == 0 || stands)
        return buf_status(what);
    const struct str own = arena_copy(comparison->work.arena, buf_str(what));
    return own.ptr == NULL ? NO_MEMORY : str_index_put(standing, own, 1);
}

static enum status hide_changes(struct comparison *comparison)
{
    struct str_index standing = {.arena = comparison->work.arena};
    struct buf what = BUF(COMPARE_MAX_TEXT);
    enum status status = OK;
    for (int pass = 0; pass < 2; pass++) /* what is stated, then what is computed */
        for (size_t i = 0; i < comparison->change_count && status == OK; i++) {
            struct difference *change = &comparison->changes[i];
            if (change_is_computed(change) == (pass == 1) && !(pass == 1 && change_is_silent(change)))
                status = hide_change(comparison, change, &standing, &what);
        }
    buf_clear(&what);
    return status;
}

static void find_forms(const struct comparison *comparison, struct difference *change)
{
    for (int side = 0; side < COMPARE_SIDES; side++)
        if (change->twigs[side] != NULL && !change->twigs[side]->head)
            change->forms[side] = printed_as(comparison, side, change->twigs[side]);
}

enum status told_mark(struct comparison *comparison)
{
    struct arena *arena = comparison->work.arena;
    struct shown_fields fields = {.paths = {{.arena = arena}, {.arena = arena}},
                                  .path = BUF(COMPARE_MAX_TEXT)};
    enum status status = note_clauses(comparison, &fields);
    for (size_t i = 0; i < comparison->change_count && status == OK; i++) {
        comparison->changes[i].told = is_told(comparison, &fields, &comparison->changes[i]);
        find_forms(comparison, &comparison->changes[i]);
    }
    if (status == OK)
        status = buf_status(&fields.path);
    buf_clear(&fields.path);
    if (status == OK)
        status = hide_changes(comparison);
    return status;
}
