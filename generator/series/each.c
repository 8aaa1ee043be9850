/* A description with <each>: a paper a record of the list, with all else that it says. */
#include "series/series_int.h"
#include "series/messages.def"

#include <string.h>

/* A list of which a paper has the records that are of its own. */
struct shared {
    struct text_at field;
    struct str key;
    bool is_found;
};

struct each {
    struct node *root; /* without what only one paper has */
    struct str field, key;
    struct shared *shared;
    size_t shared_count, shared_capacity;
    struct node **records; /* of the list */
    size_t count, capacity;
    struct node **own,
        **last; /* the first and the last node that each paper has for itself, chained by `next` */
    const struct node **holders; /* of shared records, each once */
    size_t holder_count, holder_capacity;
};

/* What is known while it is taken apart. */
struct cutting {
    struct series *series;
    struct each *each;
    struct diag *diag;
    struct own_faults faults;
    struct str_index keys; /* -> papers */
    size_t capacity;       /* of the series' papers */
    size_t taken;          /* of the records */
    const char *path;
};

bool series_is_likely(struct str bytes)
{
    return str_holds(bytes, "<each");
}

/* Is its way from the root this, with points between? */
static bool is_at(const struct node *node, const struct node *root, struct str path)
{
    for (; node != NULL && node != root; node = node->parent) {
        const char *point = memrchr(path.ptr, '.', path.len);
        const size_t from = point == NULL ? 0 : (size_t)(point - path.ptr) + 1;
        if (path.len == 0 || !str_equal(str_slice(path, from, path.len), node->name))
            return false;
        path = str_slice(path, 0, from > 0 ? from - 1 : 0);
    }
    return path.len == 0;
}

/* Those of a list, in order, through the groups that hold it. */
static struct node *next_at(struct node *root, struct node *node, struct str path)
{
    struct node *at = node == NULL ? root : node;
    for (;;) {
        if (at->first != NULL && at != node)
            at = at->first;
        else {
            while (at != root && at->next == NULL)
                at = at->parent;
            if (at == root)
                return NULL;
            at = at->next;
        }
        if (at->kind == NODE_ELEMENT && is_at(at, root, path))
            return at;
    }
}

static enum status make_paper(const struct series *series, size_t number, struct arena *arena,
                              struct diag *diag, struct node **ret_root)
{
    (void)diag;
    const struct each *each = series->plan;
    const struct paper_own own = {each->own[number], each->holders, each->holder_count};
    *ret_root = paper_copy(arena, each->root, &own);
    return *ret_root == NULL ? NO_MEMORY : OK;
}

/* --- names --- */

struct named_record {
    const struct each *each;
    const struct node *record; /* NULL: any */
};

static struct str text_of(const struct each *each, const struct node *record, struct str name)
{
    const struct str text = paper_text(record, name);
    return text.len > 0 ? text : paper_text(each->root, name);
}

/* A name that none has is nobody's. */
static bool find_text(const void *context, struct str name, struct str *ret_text)
{
    const struct named_record *named = context;
    *ret_text = STR("");
    if (named->record != NULL)
        *ret_text = text_of(named->each, named->record, name);
    for (size_t i = 0; i < named->each->count && named->record == NULL && ret_text->len == 0; i++)
        *ret_text = text_of(named->each, named->each->records[i], name);
    return ret_text->len > 0;
}

/* --- records --- */

static enum status refuse_none(struct diag *diag, const struct text_at *field)
{
    return diag_report(diag, MSG_SERIES_EACH_NONE, field->place, STR_ARGS(field->text));
}

static enum status add_paper(struct cutting *cutting, struct str label, struct place place)
{
    struct series *series = cutting->series;
    const struct series_paper paper = {.label = label.ptr, .place = place};
    return label.ptr == NULL
               ? NO_MEMORY
               : ARENA_APPEND(series->arena, series->papers, series->count, cutting->capacity, &paper);
}

static enum status find_records(struct cutting *cutting, const struct text_at *field)
{
    struct each *each = cutting->each;
    struct arena *arena = cutting->series->arena;
    enum status status = OK;
    for (struct node *record = next_at(each->root, NULL, each->field); record != NULL && status == OK;
         record = next_at(each->root, record, each->field)) {
        status = ARENA_APPEND(arena, each->records, each->count, each->capacity, &record);
        if (status == OK)
            status = add_paper(
                cutting,
                arena_printf(arena, "%s!%.*s!%zu", cutting->path, STR_ARGS(each->field), each->count),
                record->place);
    }
    cutting->series->made = each->count;
    return status == OK && each->count == 0 ? refuse_none(cutting->diag, field) : status;
}

/* --- keys --- */

/* What is of two records would be in two papers: neither can be made. */
static enum status refuse_same(struct cutting *cutting, size_t a, size_t b)
{
    const struct each *each = cutting->each;
    const size_t both[] = {a, b};
    enum status status = OK;
    for (size_t i = 0; i < 2 && status == OK; i++) {
        const struct node *record = each->records[both[i]];
        diag_report(cutting->faults.diag, MSG_SERIES_EACH_KEY_TWICE, record->place, STR_ARGS(record->name),
                    STR_ARGS(each->key), STR_ARGS(paper_text(record, each->key)),
                    each->records[both[1 - i]]->place.line);
        status = own_faults_keep(&cutting->faults, &cutting->series->papers[both[i]].faults);
    }
    return status;
}

static enum status index_keys(struct cutting *cutting)
{
    const struct each *each = cutting->each;
    enum status status = OK;
    for (size_t i = 0; i < each->count && status == OK; i++) {
        const struct node *record = each->records[i];
        const struct str key = paper_text(record, each->key);
        const int64_t other = str_index_lookup(&cutting->keys, key);
        if (key.len == 0) {
            diag_report(cutting->faults.diag, MSG_SERIES_EACH_KEY, record->place, STR_ARGS(record->name),
                        STR_ARGS(each->key));
            status = own_faults_keep(&cutting->faults, &cutting->series->papers[i].faults);
        } else if (other != STR_INDEX_NONE) {
            status = refuse_same(cutting, (size_t)other, i);
        } else {
            status = str_index_put(&cutting->keys, key, (int64_t)i);
        }
    }
    return status;
}

/* --- taken apart --- */

/* The list that it is a record of; NULL: none of the shared ones. */
static struct shared *shared_of(const struct each *each, const struct node *node)
{
    for (size_t i = 0; i < each->shared_count && node->kind == NODE_ELEMENT; i++)
        if (is_at(node, each->root, each->shared[i].field.text))
            return &each->shared[i];
    return NULL;
}

/* `white`: what stands before it and goes with it; NULL: nothing. */
static void give(struct each *each, size_t paper, struct node *white, struct node *node)
{
    if (white != NULL)
        give(each, paper, NULL, white);
    *(each->last[paper] != NULL ? &each->last[paper]->next : &each->own[paper]) = node;
    each->last[paper] = node;
}

/* A record whose owner is none would be in no paper: see series_settle. */
static enum status give_shared(struct cutting *cutting, struct shared *shared, struct node *white,
                               struct node *record)
{
    struct each *each = cutting->each;
    const struct str owner = paper_text(record, shared->key);
    const int64_t paper = str_index_lookup(&cutting->keys, owner);
    shared->is_found = true;
    if (paper != STR_INDEX_NONE) {
        give(each, (size_t)paper, white, record);
        return OK;
    }
    enum status status =
        add_paper(cutting, arena_printf(cutting->series->arena, "%s:%u", cutting->path, record->place.line),
                  record->place);
    if (status != OK)
        return status;
    diag_report(cutting->faults.diag, MSG_SERIES_EACH_OWNER, record->place, STR_ARGS(record->name),
                STR_ARGS(shared->key), STR_ARGS(owner), STR_ARGS(each->field));
    return own_faults_keep(&cutting->faults, &cutting->series->papers[cutting->series->count - 1].faults);
}

/* false: all papers have it. */
static bool is_taken(const struct each *each, const struct node *node)
{
    if (node->kind != NODE_ELEMENT)
        return false;
    return shared_of(each, node) != NULL || is_at(node, each->root, each->field) ||
           (node_is(node, "each") && node->parent == each->root);
}

static enum status take(struct cutting *cutting, struct node *white, struct node *node)
{
    struct each *each = cutting->each;
    struct shared *shared = shared_of(each, node);
    if (shared != NULL)
        return give_shared(cutting, shared, white, node);
    if (is_at(node, each->root, each->field))
        give(each, cutting->taken++, white, node);
    return OK;
}

static enum status note_holder(struct cutting *cutting, const struct node *parent)
{
    struct each *each = cutting->each;
    const struct node *child = parent->first;
    while (child != NULL && shared_of(each, child) == NULL)
        child = child->next;
    return child == NULL || parent == each->root
               ? OK
               : ARENA_APPEND(cutting->series->arena, each->holders, each->holder_count,
                              each->holder_capacity, &parent);
}

/* The next of the children; the white before one that is taken goes with it. */
static struct node *next_child(const struct each *each, struct node **rest, struct node **ret_white)
{
    struct node *child = *rest;
    *ret_white = NULL;
    if (child->kind == NODE_TEXT && child->next != NULL && is_taken(each, child->next) &&
        str_trim(child->text).len == 0) {
        *ret_white = child;
        child = child->next;
        (*ret_white)->next = NULL;
    }
    *rest = child->next;
    child->next = NULL;
    return child;
}

static enum status take_apart(struct cutting *cutting, struct node *parent)
{
    enum status status = note_holder(cutting, parent);
    struct node *rest = parent->first, *white;
    parent->first = parent->last = NULL;
    while (rest != NULL && status == OK) {
        struct node *child = next_child(cutting->each, &rest, &white);
        if (is_taken(cutting->each, child)) {
            status = take(cutting, white, child);
            continue;
        }
        *(parent->last != NULL ? &parent->last->next : &parent->first) = child;
        parent->last = child;
        if (child->kind == NODE_ELEMENT)
            status = take_apart(cutting, child);
    }
    return status;
}

/* --- what is declared --- */

static enum status add_shared(struct cutting *cutting, const struct node *node)
{
    struct each *each = cutting->each;
    struct text_at field, key;
    if (!node_is(node, "with") || node->kind == NODE_TEXT)
        return refuse_child(cutting->diag, node, "with");
    enum status status = schema_check(cutting->diag, node, schema_element(LANGUAGE_MAPPING, node->name));
    status = status_worse(status, text_needed(cutting->diag, node, "field", &field));
    status = status_worse(status, text_needed(cutting->diag, node, "key", &key));
    const struct shared shared = {field, key.text, false};
    return status != OK ? status
                        : ARENA_APPEND(cutting->series->arena, each->shared, each->shared_count,
                                       each->shared_capacity, &shared);
}

static enum status take_shared(struct cutting *cutting, const struct node *declared)
{
    struct each *each = cutting->each;
    enum status status = OK;
    for (const struct node *child = declared->first; child != NULL && !status_stops(status);
         child = child->next)
        status = status_worse(status, add_shared(cutting, child));
    if (status == OK && each->shared_count > 0)
        status = index_keys(cutting);
    if (status == OK)
        status = take_apart(cutting, each->root);
    for (size_t i = 0; i < each->shared_count && !status_stops(status); i++)
        if (!each->shared[i].is_found && !status_stops(status))
            status = refuse_none(cutting->diag, &each->shared[i].field);
    return status;
}

static enum status name_paper(struct cutting *cutting, const struct text_at *name, size_t number)
{
    const struct each *each = cutting->each;
    struct arena *arena = cutting->series->arena;
    struct series_paper *paper = &cutting->series->papers[number];
    const struct named_record named = {each, each->records[number]};
    const struct name_source source = {find_text, &named};
    enum status status = name_make(arena, cutting->faults.diag, name, &source, paper->place, &paper->name);
    if (status == FAILED)
        status = name_as_label(arena, paper);
    return status == OK ? own_faults_keep(&cutting->faults, &paper->faults) : status;
}

static enum status name_papers(struct cutting *cutting, const struct text_at *name)
{
    const struct named_record any = {cutting->each, NULL};
    enum status status = name_check(cutting->diag, name, &(struct name_source){find_text, &any});
    for (size_t i = 0; i < cutting->series->made && status == OK; i++)
        status = name_paper(cutting, name, i);
    return status == OK ? series_settle(cutting->series, cutting->diag) : status;
}

/* NULL: none, or more than one, which is reported. */
static const struct node *find_each(struct diag *diag, const struct node *root, enum status *ret_status)
{
    const struct node *found = NULL;
    *ret_status = OK;
    for (const struct node *child = node_first_element(root); child != NULL;
         child = node_next_element(child)) {
        if (!node_is(child, "each"))
            continue;
        if (found != NULL)
            *ret_status = diag_report(diag, MSG_SERIES_EACH_PLACE, child->place);
        found = child;
    }
    return found;
}

static enum status cut(struct cutting *cutting, const struct node *declared, const struct text_at *field,
                       const struct text_at *name)
{
    struct each *each = cutting->each;
    struct arena *arena = cutting->series->arena;
    enum status status = own_faults_init(&cutting->faults, arena);
    if (status == OK)
        status = find_records(cutting, field);
    if (status != OK)
        return status;
    each->own = ARENA_NEW_ARRAY(arena, each->count, struct node *);
    each->last = ARENA_NEW_ARRAY(arena, each->count, struct node *);
    if (each->own == NULL || each->last == NULL)
        return NO_MEMORY;
    status = take_shared(cutting, declared);
    return status == OK ? name_papers(cutting, name) : status;
}

enum status series_of_description(struct arena *arena, struct diag *diag, const char *path, struct node *root,
                                  struct series **ret_series)
{
    struct text_at field, name;
    enum status status;
    const struct node *declared = find_each(diag, root, &status);
    *ret_series = NULL;
    if (declared == NULL || status != OK)
        return status;
    status = schema_check(diag, declared, schema_element(LANGUAGE_MAPPING, declared->name));
    status = status_worse(status, text_needed(diag, declared, "field", &field));
    status = status_worse(status, text_needed(diag, declared, "name", &name));
    struct series *series = ARENA_NEW(arena, struct series);
    struct each *each = ARENA_NEW(arena, struct each);
    if (series == NULL || each == NULL)
        return NO_MEMORY;
    if (status != OK)
        return status;
    const struct text_at key = text_said(declared, "key");
    *each =
        (struct each){.root = root, .field = field.text, .key = key.text.len > 0 ? key.text : STR("name")};
    *series = (struct series){.arena = arena, .make = make_paper, .plan = each};
    struct cutting cutting = {
        .series = series, .each = each, .diag = diag, .keys = {.arena = arena}, .path = path};
    status = cut(&cutting, declared, &field, &name);
    *ret_series = status == OK ? series : NULL;
    return status;
}
