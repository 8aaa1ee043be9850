/*
 * Paths: names, steps, filters -> values; and the fields behind them, computed when first asked for.
 *
 * A name's record is the nearest outward, in its scope, of the shape it was found in.  A step on a list gives
 * the list of the field's values, with lists in it joined on.  A missing value is an error that names the
 * record, unless the caller asks softly (has, default).
 *
 * A computed field goes PENDING -> BUSY -> SET.  Who meets BUSY has found a circle: the chain of struct
 * computing, which lies on the C stack, has its names.  What failed is FAILED for good, and was reported
 * once.
 */
#include "expr/expr_int.h"
#include "expr/messages.def"

#include <assert.h>

/* --- fields --- */

/* "a → b → ": the fields being computed, from that one on; the chain runs from the newest to the oldest. */
static void chain_add(const struct computing *c, const struct record *record, int slot, struct buf *out)
{
    if (c == NULL)
        return;
    if (c->record != record || c->slot != slot)
        chain_add(c->outer, record, slot, out);
    record_path(c->record, c->slot, out);
    buf_add_text(out, " → ");
}

APART static enum status fail_circle(const struct record *record, int slot, struct eval *eval)
{
    struct buf chain = BUF(EXPR_MAX_TEXT);
    chain_add(eval->computing, record, slot, &chain);
    record_path(record, slot, &chain);
    diag_report(eval->diag, MSG_EXPR_CIRCLE, record->shape->fields[slot].is->place,
                STR_ARGS(buf_str(&chain)));
    buf_clear(&chain);
    return FAILED;
}

static enum status fail_field_depth(const struct record *record, int slot, struct eval *eval)
{
    struct buf path = BUF(EXPR_MAX_TEXT);
    record_path(record, slot, &path);
    diag_report(eval->diag, MSG_EXPR_FIELD_DEPTH, record->shape->fields[slot].is->place,
                STR_ARGS(buf_str(&path)), EXPR_MAX_DEPTH);
    buf_clear(&path);
    return FAILED;
}

enum status field_compute(struct record *record, int slot, struct eval *eval, struct value *ret_value)
{
    const struct field *field = &record->shape->fields[slot];
    struct value value;
    enum status status = field->make != NULL ? field->make(record, slot, eval, &value)
                                             : expr_eval(field->is, eval, record, &value);
    if (status == OK && field->rounded && value.kind == TYPE_NUMBER)
        status = number_round(eval->arena, value.number, field->round_digits, field->rounding, &value.number);
    if (status == OK)
        *ret_value = value;
    return status;
}

/* The field's value in the state of `eval` goes into `target`: the slot, or what its doubt has of it. */
APART static enum status slot_compute(struct record *record, int slot, struct eval *eval, struct slot *target)
{
    const struct field *field = &record->shape->fields[slot];
    if (eval->depth >= EXPR_MAX_DEPTH || eval->height + field->is->height > EXPR_MAX_HEIGHT)
        return fail_field_depth(record, slot, eval);
    struct computing computing = {record, slot, eval->computing};
    bool doubt = eval->doubt, marking = eval->marking;
    target->state = SLOT_BUSY;
    eval->computing = &computing;
    eval->doubt = eval->marking = false;
    eval->depth++;
    eval->opaque++;
    struct value value;
    enum status status = field_compute(record, slot, eval, &value);
    eval->depth--;
    eval->opaque--;
    eval->computing = computing.outer;
    if (eval->as_stated && eval->doubt && status == OK && target->doubt == NULL)
        status = doubt_make(eval->arena, &target->doubt);
    eval->doubt = doubt || (status != OK && eval->doubt); /* what failed may have failed because of it */
    eval->marking = marking;
    if (status == OK) {
        target->value = value;
        target->place = field->is->place;
        target->state = SLOT_SET;
    } else if (eval->failed_record == NULL) {
        eval->failed_record = record;
        eval->failed_slot = slot;
    }
    return status;
}

APART static enum status fail_missing(const struct record *record, int slot, struct eval *eval,
                                      struct place place)
{
    struct buf path = BUF(EXPR_MAX_TEXT), context = BUF(EXPR_MAX_TEXT);
    record_path(record, slot, &path);
    expr_fault_context(eval, place, &context);
    struct str label = record->shape->fields[slot].label;
    bool model = eval->computing != NULL || eval->at_record; /* then the record itself is where to look */
    if (record->place.file != NULL && !model)
        diag_report(eval->diag, MSG_EXPR_MISSING_AT, place, STR_ARGS(label), STR_ARGS(buf_str(&path)),
                    record->place.file, record->place.line);
    else
        diag_report(eval->diag, MSG_EXPR_MISSING, record->place.file != NULL ? record->place : place,
                    STR_ARGS(label), STR_ARGS(buf_str(&path)), STR_ARGS(buf_str(&context)));
    buf_clear(&context);
    buf_clear(&path);
    return FAILED;
}

/* Doubt spreads to whoever reads the value. */
APART static enum status note_doubt(struct slot *slot, struct eval *eval)
{
    bool scalar = slot->value.kind != TYPE_RECORD && slot->value.kind != TYPE_LIST;
    if (eval->mark && eval->computing == NULL && scalar) {
        enum status status = slot_doubt(slot, eval->arena, NULL);
        if (status == OK)
            slot->doubt->blamed = true;
        return status;
    }
    if (slot->doubt == NULL)
        return OK;
    eval->doubt = true;
    if (slot->doubt->own && eval->opaque == 0 && slot->value.kind != TYPE_YESNO) {
        eval->shown = true;
        eval->shown_doubt = slot->doubt;
    }
    return OK;
}

enum status expr_slot_find(struct record *record, int slot, struct eval *eval, struct place place, bool soft,
                           struct found *ret_found)
{
    assert(slot >= 0 && (size_t)slot < record->shape->field_count);
    if (record->origin != NULL)
        record = record->origin; /* its formulas belong to its own surroundings */
    struct slot *at = &record->slots[slot];
    enum status status = OK;
    if (eval->reading != NULL)
        expr_note_read(eval->reading, eval, record, slot);
    if (eval->as_stated && at->doubt != NULL) {
        eval->doubt = eval->doubt || at->doubt->blamed;
        at = at->doubt->stated.state != SLOT_MISSING ? &at->doubt->stated : at;
    }
    if (at->state == SLOT_BUSY)
        status = fail_circle(record, slot, eval);
    else if (at->state == SLOT_PENDING)
        status = slot_compute(record, slot, eval, at);
    if (status != OK) {
        at->state = SLOT_FAILED;
        return status;
    }
    if (at->state == SLOT_FAILED)
        return FAILED;
    *ret_found = (struct found){
        .missing = at->state == SLOT_MISSING, .place = at->place, .record = record, .slot = slot};
    if (at->state == SLOT_SET) {
        ret_found->value = at->value;
        return eval->mark || at->doubt != NULL ? note_doubt(at, eval) : OK;
    }
    return soft ? OK : fail_missing(record, slot, eval, place);
}

enum status record_value(struct record *record, int slot, struct eval *eval, struct value *ret_value)
{
    struct found found;
    enum status status = expr_slot_find(record, slot, eval, record->place, false, &found);
    if (status == OK)
        *ret_value = found.value;
    return status;
}

/* --- lists --- */

struct frame expr_frame_of_item(const struct value *item, const struct frame *outer)
{
    struct record *record = item->kind == TYPE_RECORD ? item->record : NULL;
    return (struct frame){.record = record, .it = item, .outer = outer};
}

enum status expr_list_add(struct list_builder *list, struct eval *eval, const struct value *value,
                          struct place place)
{
    if (value->kind == TYPE_LIST) {
        for (size_t i = 0; i < value->list.count; i++) {
            enum status status = expr_list_add(list, eval, &value->list.items[i], place);
            if (status != OK)
                return status;
        }
        return OK;
    }
    enum status status = expr_eval_count(eval, 1, place);
    if (status != OK)
        return status;
    void *items = list->items;
    status = arena_grow(eval->arena, &items, list->count, &list->capacity, sizeof *list->items);
    if (status != OK)
        return status;
    list->items = items;
    list->items[list->count++] = *value;
    return OK;
}

struct value expr_list_value(const struct list_builder *list)
{
    return (struct value){.kind = TYPE_LIST, .list = {list->items, list->count}};
}

/* --- paths --- */

bool expr_ast_is_path(const struct ast *ast)
{
    return ast->kind == AST_NAME || ast->kind == AST_STEP || ast->kind == AST_FILTER;
}

const struct frame *expr_frame_outward(const struct frame *frame, size_t level)
{
    for (; frame != NULL && level > 0; level--)
        frame = frame->outer;
    assert(frame != NULL);
    return frame;
}

static struct record *name_record(const struct ast *ast, const struct frame *frame)
{
    struct record *record = expr_frame_outward(frame, ast->level)->record;
    while (record != NULL && record->shape != ast->shape)
        record = record->parent;
    assert(record != NULL);
    return record;
}

static enum status base_find(const struct ast *ast, struct eval *eval, const struct frame *frame, bool soft,
                             struct found *ret_found)
{
    if (expr_ast_is_path(ast))
        return expr_path_find(ast, eval, frame, soft, ret_found);
    *ret_found = (struct found){.missing = false};
    return expr_eval_node(ast, eval, frame, &ret_found->value);
}

static enum status step_map(const struct ast *ast, struct eval *eval, bool soft, struct found *found)
{
    struct list_builder list = {0};
    struct value records = found->value;
    for (size_t i = 0; i < records.list.count; i++) {
        enum status status =
            expr_slot_find(records.list.items[i].record, ast->slot, eval, ast->place, soft, found);
        if (status == OK && !found->missing)
            status = expr_list_add(&list, eval, &found->value, ast->place);
        if (status != OK)
            return status;
    }
    *found = (struct found){.value = expr_list_value(&list)};
    return OK;
}

APART static enum status step_find(const struct ast *ast, struct eval *eval, const struct frame *frame,
                                   bool soft, struct found *ret_found)
{
    enum status status = base_find(ast->left, eval, frame, soft, ret_found);
    if (status != OK || ret_found->missing)
        return status;
    if (ret_found->value.kind == TYPE_LIST)
        return step_map(ast, eval, soft, ret_found);
    return expr_slot_find(ret_found->value.record, ast->slot, eval, ast->place, soft, ret_found);
}

APART static enum status filter_find(const struct ast *ast, struct eval *eval, const struct frame *frame,
                                     bool soft, struct found *ret_found)
{
    enum status status = base_find(ast->left, eval, frame, soft, ret_found);
    if (status != OK || ret_found->missing)
        return status;
    struct list_builder list = {0};
    struct value all = ret_found->value;
    const struct search search = {eval, frame, &all, -1};
    struct candidates candidates = {.all = all.list.count};
    if (ast->left->kind == AST_NAME)
        status = expr_find_in_list(ast->right, &search, &candidates);
    for (size_t i; status == OK && expr_next_candidate(&candidates, &i);) {
        struct frame inner = expr_frame_of_item(&all.list.items[i], frame);
        struct value keep;
        status = expr_eval_node(ast->right, eval, &inner, &keep);
        if (status == OK && keep.yesno)
            status = expr_list_add(&list, eval, &all.list.items[i], ast->place);
    }
    if (status == OK)
        *ret_found = (struct found){.value = expr_list_value(&list)};
    return status;
}

enum status expr_path_find(const struct ast *ast, struct eval *eval, const struct frame *frame, bool soft,
                           struct found *ret_found)
{
    switch (ast->kind) {
    case AST_NAME:
        return expr_slot_find(name_record(ast, frame), ast->slot, eval, ast->place, soft, ret_found);
    case AST_STEP:
        return step_find(ast, eval, frame, soft, ret_found);
    case AST_THIS:
        *ret_found = (struct found){.value = {.kind = TYPE_RECORD, .record = name_record(ast, frame)}};
        return OK;
    default:
        return filter_find(ast, eval, frame, soft, ret_found);
    }
}

struct place expr_origin(const struct expr *expr, struct eval *eval, struct record *scope)
{
    struct frame frame = {.record = scope};
    struct found found = {.missing = true};
    const struct ast *root = expr->root;
    bool plain = root->kind == AST_NAME || root->kind == AST_STEP;
    bool leads = plain && expr_path_find(root, eval, &frame, true, &found) == OK && !found.missing;
    return leads ? found.place : (struct place){0};
}

bool expr_path_field(const struct ast *ast, struct eval *eval, const struct frame *frame,
                     struct record **ret_record, int *ret_slot)
{
    struct found found = {.missing = true};
    if (ast->kind == AST_NAME) {
        *ret_record = name_record(ast, frame);
    } else {
        if (ast->kind != AST_STEP || base_find(ast->left, eval, frame, true, &found) != OK || found.missing ||
            found.value.kind != TYPE_RECORD)
            return false;
        *ret_record = found.value.record;
    }
    if ((*ret_record)->origin != NULL)
        *ret_record = (*ret_record)->origin;
    *ret_slot = ast->slot;
    return true;
}

bool expr_origin_field(const struct expr *expr, struct eval *eval, struct record *scope,
                       struct record **ret_record, int *ret_slot)
{
    struct frame frame = {.record = scope};
    const struct ast *ast = expr->root;
    struct value condition;
    while (ast->kind == AST_CALL && ast->function->check == expr_check_if) { /* the side that is chosen */
        if (expr_eval_node(ast->args[0], eval, &frame, &condition) != OK)
            return false;
        ast = ast->args[condition.yesno ? 1 : 2];
    }
    return expr_path_field(ast, eval, &frame, ret_record, ret_slot);
}
