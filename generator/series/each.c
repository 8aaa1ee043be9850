/* A description with <each>: a paper a record of the list, with all else that it says. */
#include "series/series_int.h"
#include "series/messages.def"

#include <string.h>

/* A list of which a paper has the records that are of its own. */
struct shared {
    struct str field, key;
};

struct each {
    const struct node *root;
    struct str field, key;
    struct shared *shared;
    size_t shared_count, shared_capacity;
    const struct node **records;
    size_t count, capacity;
};

bool series_is_likely(struct str bytes)
{
    return memmem(bytes.ptr, bytes.len, "<each", strlen("<each")) != NULL;
}

struct kept_record {
    const struct each *each;
    const struct node *record;
};

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
static const struct node *next_at(const struct node *root, const struct node *node, struct str path)
{
    const struct node *at = node == NULL ? root : node;
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

static bool is_of(const struct kept_record *kept, const struct shared *shared, const struct node *record)
{
    return str_equal(paper_text(record, shared->key), paper_text(kept->record, kept->each->key));
}

/* The list that it is a record of; NULL: none of the shared ones. */
static const struct shared *shared_of(const struct each *each, const struct node *record)
{
    for (size_t i = 0; i < each->shared_count; i++)
        if (is_at(record, each->root, each->shared[i].field))
            return &each->shared[i];
    return NULL;
}

/* It held shared records, and has none left of any list, nor the paper's own. */
static bool is_emptied(const struct kept_record *kept, const struct node *holder)
{
    bool held = false;
    for (const struct node *child = node_first_element(holder); child != NULL;
         child = node_next_element(child)) {
        const struct shared *shared = shared_of(kept->each, child);
        if (child == kept->record || (shared != NULL && is_of(kept, shared, child)))
            return false;
        held = held || shared != NULL;
    }
    return held;
}

static bool is_kept(const void *context, const struct node *node)
{
    const struct kept_record *kept = context;
    const struct each *each = kept->each;
    if (node->kind != NODE_ELEMENT)
        return true;
    const struct shared *shared = shared_of(each, node);
    if (shared != NULL)
        return is_of(kept, shared, node);
    if (is_emptied(kept, node))
        return false;
    return !(node_is(node, "each") && node->parent == each->root) &&
           (node == kept->record || !is_at(node, each->root, each->field));
}

static enum status make_paper(const struct series *series, size_t number, struct arena *arena,
                              struct diag *diag, struct node **ret_root)
{
    (void)diag;
    const struct each *each = series->plan;
    const struct kept_record kept = {each, each->records[number]};
    *ret_root = paper_copy(arena, each->root, &(struct paper_filter){is_kept, &kept});
    return *ret_root == NULL ? NO_MEMORY : OK;
}

static bool find_text(const void *context, struct str name, struct str *ret_text)
{
    const struct kept_record *kept = context;
    *ret_text = paper_text(kept->record, name);
    if (ret_text->len == 0)
        *ret_text = paper_text(kept->each->root, name);
    return true;
}

static enum status refuse_none(struct diag *diag, const struct text_at *field)
{
    return diag_report(diag, MSG_SERIES_EACH_NONE, field->place, STR_ARGS(field->text));
}

static enum status find_records(struct arena *arena, struct diag *diag, struct each *each,
                                const struct text_at *field)
{
    enum status status = OK;
    for (const struct node *record = next_at(each->root, NULL, each->field); record != NULL && status == OK;
         record = next_at(each->root, record, each->field))
        status = ARENA_APPEND(arena, each->records, each->count, each->capacity, &record);
    return status == OK && each->count == 0 ? refuse_none(diag, field) : status;
}

/* What is of two records would be in two papers. */
static enum status check_keys(struct arena *arena, struct diag *diag, const struct each *each)
{
    struct str_index index = {.arena = arena};
    enum status status = OK;
    for (size_t i = 0; i < each->count && !status_stops(status); i++) {
        const struct node *record = each->records[i];
        const struct str key = paper_text(record, each->key);
        const int64_t other = str_index_lookup(&index, key);
        enum status own = OK;
        if (key.len == 0)
            own = diag_report(diag, MSG_SERIES_EACH_KEY, record->place, STR_ARGS(record->name),
                              STR_ARGS(each->key));
        else if (other != STR_INDEX_NONE)
            own = diag_report(diag, MSG_SERIES_EACH_KEY_TWICE, record->place, STR_ARGS(record->name),
                              STR_ARGS(each->key), STR_ARGS(key), each->records[other]->place.line);
        else
            own = str_index_put(&index, key, (int64_t)i);
        status = status_worse(status, own);
    }
    return status;
}

/* A record whose owner is none would be in no paper. */
static enum status find_owner(struct diag *diag, const struct each *each, const struct shared *shared,
                              const struct node *record)
{
    const struct str owner = paper_text(record, shared->key);
    for (size_t i = 0; i < each->count; i++)
        if (str_equal(owner, paper_text(each->records[i], each->key)))
            return OK;
    return diag_report(diag, MSG_SERIES_EACH_OWNER, record->place, STR_ARGS(record->name),
                       STR_ARGS(shared->key), STR_ARGS(owner), STR_ARGS(each->field));
}

static enum status add_shared(struct arena *arena, struct diag *diag, const struct node *node,
                              struct each *each)
{
    struct text_at field, key;
    bool found = false;
    if (!node_is(node, "with") || node->kind == NODE_TEXT)
        return refuse_child(diag, node, "with");
    enum status status = schema_check(diag, node, schema_element(LANGUAGE_MAPPING, node->name));
    status = status_worse(status, text_needed(diag, node, "field", &field));
    status = status_worse(status, text_needed(diag, node, "key", &key));
    if (status != OK)
        return status;
    const struct shared shared = {field.text, key.text};
    for (const struct node *record = next_at(each->root, NULL, shared.field); record != NULL;
         record = next_at(each->root, record, shared.field)) {
        found = true;
        status = status_worse(status, find_owner(diag, each, &shared, record));
    }
    if (!found)
        return refuse_none(diag, &field);
    return status != OK
               ? status
               : ARENA_APPEND(arena, each->shared, each->shared_count, each->shared_capacity, &shared);
}

static enum status describe(struct series *series, struct diag *diag, const char *path,
                            const struct each *each, const struct text_at *name)
{
    enum status status = OK;
    for (size_t i = 0; i < each->count && !status_stops(status); i++) {
        struct series_paper *paper = &series->papers[i];
        const struct kept_record kept = {each, each->records[i]};
        const struct name_source source = {find_text, &kept};
        struct str label = arena_printf(series->arena, "%s!%.*s!%zu", path, STR_ARGS(each->field), i + 1);
        if (label.ptr == NULL)
            return NO_MEMORY;
        *paper = (struct series_paper){.label = label.ptr, .place = each->records[i]->place};
        status =
            status_worse(status, name_make(series->arena, diag, name, &source, paper->place, &paper->name));
    }
    return status;
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

enum status series_of_description(struct arena *arena, struct diag *diag, const char *path,
                                  const struct node *root, struct series **ret_series)
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
    status = find_records(arena, diag, each, &field);
    for (const struct node *child = declared->first; child != NULL && !status_stops(status);
         child = child->next)
        status = status_worse(status, add_shared(arena, diag, child, each));
    if (status == OK && each->shared_count > 0)
        status = check_keys(arena, diag, each);
    if (status != OK)
        return status;
    *series = (struct series){.arena = arena, .count = each->count, .make = make_paper, .plan = each};
    series->papers = ARENA_NEW_ARRAY(arena, each->count, struct series_paper);
    status = series->papers == NULL ? NO_MEMORY : describe(series, diag, path, each, &name);
    if (status == OK)
        status = names_compare(arena, series->papers, series->count);
    *ret_series = status == OK ? series : NULL;
    return status;
}
