/*
 * Records that are looked for by a text: list[name = this.name], any(list.name, it = name).
 *
 * Written for each record of another list, such a walk costs the product of both.  So where a list that the
 * input gives is gone over in this way a second time, its texts are put in tables, by their keys and by their
 * looks (unicode.h): what an equality can find equal, or would tell as a slip, is in the same row of one of
 * them, and only that is evaluated, in the order of the list.  Everything else would be unequal and silent.
 *
 * Only texts that the input states are put there: they are the same whenever they are asked for.  Where one
 * is missing, in short lists and in drafts, where reading a field has a meaning of its own, all is walked; so
 * is a list of texts that share their hash: a walk counts its steps, a table does not.
 */
#include "expr/expr_int.h"

#include "unicode/unicode.h"

enum { WALKED_RECORDS = 16, LONGEST_LOOK = 256 };

/* Texts in the rows of a table: the first of each row, and which comes behind it. */
struct rows {
    struct str_index first;
    int64_t *next;
};

struct lookup {
    /* which list, and which field of its records */
    struct name {
        const struct value *items;
        size_t slot;
    } name;
    size_t count;
    bool made, usable;
    struct rows keys, looks;
};

struct lookups {
    struct lookup **items;
    size_t count, capacity;
    struct str_index by_name;
};

static struct str name_bytes(const struct name *name)
{
    return (struct str){(const char *)name, sizeof *name};
}

/* The list as it is known from an earlier walk; *ret_lookup NULL: this is the first one. */
static enum status known_list(struct eval *eval, const struct value *list, int slot,
                              struct lookup **ret_lookup)
{
    if (eval->lookups == NULL && (eval->lookups = ARENA_NEW(eval->arena, struct lookups)) == NULL)
        return NO_MEMORY;
    struct lookups *lookups = eval->lookups;
    const struct name name = {list->list.items, (size_t)slot};
    int64_t at = str_index_lookup(&lookups->by_name, name_bytes(&name));
    *ret_lookup = at == STR_INDEX_NONE ? NULL : lookups->items[at];
    if (*ret_lookup != NULL && (*ret_lookup)->count == list->list.count)
        return OK;
    struct lookup *lookup = ARENA_NEW(eval->arena, struct lookup);
    if (lookup == NULL ||
        ARENA_APPEND(eval->arena, lookups->items, lookups->count, lookups->capacity, &lookup) != OK)
        return NO_MEMORY;
    *lookup = (struct lookup){.name = name, .count = list->list.count};
    *ret_lookup = NULL;
    lookups->by_name.arena = eval->arena;
    return str_index_put(&lookups->by_name, name_bytes(&lookup->name), (int64_t)lookups->count - 1);
}

/* The text that the input gives the i-th record; NULL: none, or it may be another one later, or the record is
 * of another parent than the first. */
static const struct str *stated_text(const struct lookup *lookup, size_t i)
{
    const struct record *record = lookup->name.items[i].record;
    const struct slot *at = &record->slots[lookup->name.slot];
    bool stated = record->origin == NULL && record->parent == lookup->name.items[0].record->parent &&
                  at->state == SLOT_SET && at->doubt == NULL && at->value.kind == TYPE_TEXT &&
                  record->shape->fields[lookup->name.slot].is == NULL;
    return stated ? &at->value.text : NULL;
}

static enum status row_put(struct rows *rows, struct str text, size_t i)
{
    rows->next[i] = str_index_lookup(&rows->first, text);
    return str_index_put(&rows->first, text, (int64_t)i);
}

static bool is_crowded(const struct lookup *lookup)
{
    return lookup->keys.first.longest > LONGEST_LOOK || lookup->looks.first.longest > LONGEST_LOOK;
}

typedef enum status folder(struct arena *arena, struct str text, struct str *ret_folded);

/* A fold takes many times its text while it is made: that is in `scratch`. */
static enum status row_fold(struct rows *rows, folder *fold, struct arena *scratch, struct str text, size_t i)
{
    struct str folded;
    enum status status = fold(scratch, text, &folded);
    if (status == OK && folded.ptr != text.ptr)
        folded = arena_copy(rows->first.arena, folded);
    if (status == OK)
        status = folded.ptr == NULL ? NO_MEMORY : row_put(rows, folded, i);
    arena_reset(scratch);
    return status;
}

/* From the last to the first, so that rows are in the list's order. */
static enum status fill_rows(struct lookup *lookup, struct eval *eval, struct arena *scratch,
                             struct place place)
{
    enum status status = OK;
    for (size_t i = lookup->count; i-- > 0 && status == OK;) {
        const struct str *text = is_crowded(lookup) ? NULL : stated_text(lookup, i);
        if (text == NULL)
            return OK;
        status = expr_eval_count_bytes(eval, text->len, place);
        if (status == OK)
            status = row_fold(&lookup->keys, unicode_key, scratch, *text, i);
        if (status == OK)
            status = row_fold(&lookup->looks, unicode_look, scratch, *text, i);
    }
    lookup->usable = status == OK && !is_crowded(lookup);
    return status;
}

static enum status make_rows(struct lookup *lookup, struct eval *eval, struct place place)
{
    struct arena *arena = eval->arena, *scratch;
    enum status status = expr_eval_count(eval, lookup->count, place);
    if (status != OK)
        return status;
    lookup->keys = (struct rows){{.arena = arena}, ARENA_NEW_ARRAY(arena, lookup->count, int64_t)};
    lookup->looks = (struct rows){{.arena = arena}, ARENA_NEW_ARRAY(arena, lookup->count, int64_t)};
    if (lookup->keys.next == NULL || lookup->looks.next == NULL || (scratch = arena_new(0)) == NULL)
        return NO_MEMORY;
    lookup->made = true;
    status = fill_rows(lookup, eval, scratch, place);
    arena_free(scratch);
    return status;
}

/* Is it the field that the condition asks of each element?  `shape`: of the elements; NULL: it is `it`. */
static bool is_own(const struct ast *ast, const struct shape *shape)
{
    if (ast->type.kind != TYPE_TEXT || ast->level > 0)
        return false;
    return shape != NULL ? ast->kind == AST_NAME && ast->shape == shape : ast->kind == AST_IT;
}

/* A text that is the same for all elements: a constant, or a field of a record outside the list, which the
 * name may find by way of the elements' parent. */
static bool is_wanted(const struct ast *ast, const struct shape *shape)
{
    if (ast->type.kind != TYPE_TEXT)
        return false;
    while (ast->kind == AST_STEP && ast->left->type.kind == TYPE_RECORD)
        ast = ast->left;
    if (ast->kind == AST_NAME && ast->level == 0)
        return shape != NULL && ast->shape != shape;
    bool named = ast->kind == AST_NAME || ast->kind == AST_THIS || ast->kind == AST_IT;
    return ast->kind == AST_VALUE || (named && ast->level > 0);
}

static void start(struct candidates *candidates, const struct lookup *lookup, struct str key, struct str look)
{
    candidates->keys = lookup->keys.next;
    candidates->looks = lookup->looks.next;
    candidates->key = str_index_lookup(&lookup->keys.first, key);
    candidates->look = str_index_lookup(&lookup->looks.first, look);
}

static enum status find_candidates(const struct ast *wanted, int slot, const struct search *search,
                                   struct candidates *ret_candidates)
{
    struct eval *eval = search->eval;
    struct lookup *lookup;
    struct value text;
    struct str key, look;
    struct frame inner = expr_frame_of_item(&search->list->list.items[0], search->frame);
    enum status status = known_list(eval, search->list, slot, &lookup);
    if (status == OK && lookup != NULL && !lookup->made)
        status = make_rows(lookup, eval, wanted->place);
    if (status != OK || lookup == NULL || !lookup->usable)
        return status;
    status = expr_eval_node(wanted, eval, &inner, &text);
    if (status == OK)
        status = unicode_key(eval->arena, text.text, &key);
    if (status == OK)
        status = unicode_look(eval->arena, text.text, &look);
    if (status == OK)
        start(ret_candidates, lookup, key, look);
    return status;
}

static bool is_walked(const struct search *search)
{
    const struct eval *eval = search->eval;
    return search->list->list.count <= WALKED_RECORDS || search->list->list.items[0].kind != TYPE_RECORD ||
           eval->stated != NULL || eval->as_stated || eval->mark || eval->marking;
}

enum status expr_find_in_list(const struct ast *condition, const struct search *search,
                              struct candidates *ret_candidates)
{
    *ret_candidates = (struct candidates){.all = search->list->list.count};
    if (condition->kind != AST_BINARY || condition->op != TOKEN_EQUAL || is_walked(search))
        return OK;
    const struct shape *shape = search->slot < 0 ? search->list->list.items[0].record->shape : NULL;
    const struct ast *left = condition->left, *right = condition->right;
    bool own_left = is_own(left, shape);
    const struct ast *own = own_left ? left : right, *wanted = own_left ? right : left;
    if (!is_own(own, shape) || !is_wanted(wanted, shape))
        return OK;
    return find_candidates(wanted, shape != NULL ? own->slot : search->slot, search, ret_candidates);
}

bool expr_next_candidate(struct candidates *candidates, size_t *ret_i)
{
    if (candidates->keys == NULL) {
        *ret_i = candidates->at++;
        return *ret_i < candidates->all;
    }
    int64_t key = candidates->key, look = candidates->look;
    int64_t next = key == STR_INDEX_NONE || (look != STR_INDEX_NONE && look < key) ? look : key;
    if (next == STR_INDEX_NONE)
        return false;
    candidates->key = key == next ? candidates->keys[next] : key;
    candidates->look = look == next ? candidates->looks[next] : look;
    *ret_i = (size_t)next;
    return true;
}
