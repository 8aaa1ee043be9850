/*
 * Drafts: values in both states, and texts with marks.
 *
 * In one state each figure is as computed: that is what the paper prints.  In the other one all that
 * disagrees is as it was stated.  An expression that reads nothing in doubt is evaluated once; another one is
 * evaluated in both states, and what prints alike in both is not in doubt, whatever it reads.  What does not
 * is wrong where it prints the doubtful value itself, in whatever form, and derived where it makes something
 * else of it. Where a slot has no stated value (a check failed on it), all that reads it is in doubt.
 *
 * Texts that are put together (+, join, each, if) are marked part by part: the parts get their marks as they
 * are made, as characters that no input can have.  A choice (if) or a list (each) that is another one in the
 * other state is no matter of parts: what comes of it is compared as a whole.  The parts of a text that a
 * formula or an argument puts together are still known where the text is printed by its name.
 */
#include "expr/expr_int.h"

enum status eval_begin_draft(struct eval *eval)
{
    struct eval *stated = ARENA_NEW(eval->arena, struct eval);
    struct diag *diag = diag_new(eval->arena);
    if (stated == NULL || diag == NULL)
        return NO_MEMORY;
    *stated = (struct eval){.arena = eval->arena,
                            .diag = diag,
                            .today = eval->today,
                            .dated = eval->dated,
                            .as_stated = true,
                            .known = eval->alikes};
    eval->stated = stated;
    eval->watched = true;
    return OK;
}

enum status doubt_make(struct arena *arena, struct doubt **ret_doubt)
{
    struct doubt *doubt = ARENA_NEW(arena, struct doubt);
    if (doubt == NULL)
        return NO_MEMORY;
    *doubt = (struct doubt){.stated = {.state = SLOT_MISSING}};
    *ret_doubt = doubt;
    return OK;
}

enum status slot_doubt(struct slot *slot, struct arena *arena, const struct value *stated)
{
    enum status status = slot->doubt != NULL ? OK : doubt_make(arena, &slot->doubt);
    if (status != OK)
        return status;
    slot->doubt->own = true;
    if (stated != NULL)
        slot->doubt->stated = (struct slot){.state = SLOT_SET, .value = *stated};
    return OK;
}

/* --- both states --- */

/* Reading `slot` something in doubt was met: what is its value in the other state? */
static enum status stated_value(const struct ast *ast, struct eval *eval, const struct frame *frame,
                                struct slot *slot)
{
    struct eval *stated = eval->stated;
    struct value value;
    stated->doubt = false;
    stated->height = eval->height;
    enum status status = expr_eval_node(ast, stated, frame, &value);
    if (status == OK)
        slot->doubt->stated =
            (struct slot){.state = SLOT_SET, .value = value, .doubt = stated->doubt ? slot->doubt : NULL};
    return status == NO_MEMORY ? status : OK;
}

static enum status node_slot(const struct ast *ast, struct eval *eval, const struct frame *frame,
                             struct slot *ret_slot)
{
    struct slot slot = {.state = SLOT_SET};
    bool doubt = eval->doubt, shown = eval->shown;
    eval->doubt = eval->shown = false;
    enum status status = expr_eval_node(ast, eval, frame, &slot.value);
    if (status == OK && eval->doubt && eval->stated != NULL) {
        status = doubt_make(eval->arena, &slot.doubt);
        if (status == OK) {
            slot.doubt->own = eval->shown;
            slot.doubt->source = eval->shown ? eval->shown_doubt : NULL;
            status = stated_value(ast, eval, frame, &slot);
        }
    }
    eval->doubt = eval->doubt || doubt;
    eval->shown = eval->shown || shown;
    if (status == OK)
        *ret_slot = slot;
    return status;
}

enum status slot_item(const struct slot *list, size_t index, struct eval *eval, struct slot *ret_slot)
{
    const struct doubt *doubt = list->doubt;
    struct slot item = {.state = SLOT_SET, .value = list->value.list.items[index]};
    if (doubt != NULL && item.value.kind != TYPE_RECORD) {
        enum status status = doubt_make(eval->arena, &item.doubt);
        if (status != OK)
            return status;
        item.doubt->own = doubt->own;
        item.doubt->source = doubt->source;
        if (doubt->stated.state == SLOT_SET && index < doubt->stated.value.list.count)
            item.doubt->stated = (struct slot){.state = SLOT_SET,
                                               .value = doubt->stated.value.list.items[index],
                                               .doubt = doubt->stated.doubt};
    }
    *ret_slot = item;
    return OK;
}

bool slot_differs(const struct slot *slot)
{
    return slot->doubt != NULL && slot->doubt->stated.state == SLOT_SET &&
           !value_equal(&slot->value, &slot->doubt->stated.value);
}

/* --- marks --- */

bool expr_shows(const struct ast *ast)
{
    switch (ast->kind) {
    case AST_NEGATE:
    case AST_NOT:
        return false;
    case AST_BINARY:
        return ast->type.kind == TYPE_TEXT;
    case AST_CALL:
        return ast->function->showing != SHOWS_NOTHING;
    default:
        return true;
    }
}

static void add_marked(struct buf *out, int mark, struct str text)
{
    if (text.len > 0)
        buf_printf(out, "%c%.*s%c", mark, STR_ARGS(text), MARK_END);
}

/* `stated`: its text in the stated state; NULL: there is none. */
static void add_both(struct doubt *doubt, struct str computed, const struct str *stated, struct buf *out)
{
    bool same = stated != NULL && str_equal(*stated, computed);
    if (same && doubt->stated.doubt == NULL) {
        buf_add_str(out, computed);
        return;
    }
    if (doubt->own && stated != NULL && !same) {
        (doubt->source != NULL ? doubt->source : doubt)->displayed = true;
        add_marked(out, MARK_STATED, *stated);
    }
    add_marked(out, doubt->own ? MARK_WRONG : MARK_DERIVED, computed);
}

enum status slot_print(const struct slot *slot, struct eval *eval, struct place place, struct buf *out)
{
    struct doubt *doubt = slot->doubt;
    if (doubt == NULL || eval->stated == NULL)
        return value_print(&slot->value, eval, place, out);
    if (doubt->marked.len > 0) {
        buf_add_str(out, doubt->marked);
        return expr_status_of(out, eval, place);
    }
    struct buf computed = BUF(EXPR_MAX_TEXT), stated = BUF(EXPR_MAX_TEXT);
    enum status status = value_print(&slot->value, eval, place, &computed);
    enum status other = FAILED;
    if (status == OK && doubt->stated.state == SLOT_SET)
        other = value_print(&doubt->stated.value, eval->stated, place, &stated);
    if (other == NO_MEMORY)
        status = other;
    struct str told = buf_str(&stated);
    if (status == OK) {
        add_both(doubt, buf_str(&computed), other == OK ? &told : NULL, out);
        status = expr_status_of(out, eval, place);
    }
    buf_clear(&computed);
    buf_clear(&stated);
    return status;
}

/* The text with its marks. */
static enum status mark_text(const struct slot *slot, struct eval *eval, struct place place,
                             struct value *ret_value)
{
    struct buf text = BUF(EXPR_MAX_TEXT);
    enum status status = slot_print(slot, eval, place, &text);
    if (status == OK) {
        struct str marked = arena_copy(eval->arena, buf_str(&text));
        status = marked.ptr != NULL ? OK : NO_MEMORY;
        *ret_value = (struct value){.kind = TYPE_TEXT, .text = marked};
    }
    buf_clear(&text);
    return status;
}

static enum status mark_texts(const struct slot *list, struct eval *eval, struct place place,
                              struct value *ret_value)
{
    size_t count = list->value.list.count;
    struct value *items = ARENA_NEW_ARRAY(eval->arena, count, struct value);
    enum status status = items != NULL ? OK : NO_MEMORY;
    for (size_t i = 0; i < count && status == OK; i++) {
        struct slot item;
        status = slot_item(list, i, eval, &item);
        if (status == OK)
            status = mark_text(&item, eval, place, &items[i]);
    }
    *ret_value = (struct value){.kind = TYPE_LIST, .list = {items, count}};
    return status;
}

/* Has the list records in the same places in both states?  Each of them is compared for itself then. */
static bool same_records(const struct slot *list)
{
    const struct slot *stated = &list->doubt->stated;
    size_t count = list->value.list.count;
    bool same = stated->state == SLOT_SET && stated->doubt == NULL && stated->value.list.count == count;
    for (size_t i = 0; i < count && same; i++) {
        const struct value *a = &list->value.list.items[i], *b = &stated->value.list.items[i];
        same = a->kind == TYPE_RECORD && b->kind == TYPE_RECORD && a->record->shape == b->record->shape &&
               a->record->parent == b->record->parent && a->record->index == b->record->index;
    }
    return same;
}

/* Is the node put together of parts that may each have marks? */
static enum status composes(const struct ast *ast, struct eval *eval, const struct frame *frame,
                            bool *ret_composes)
{
    *ret_composes = ast->kind == AST_BINARY ? ast->type.kind == TYPE_TEXT
                                            : ast->kind == AST_CALL && ast->function->showing == SHOWS_PARTS;
    if (!*ret_composes || ast->kind == AST_BINARY || ast->function->check == expr_check_letters)
        return OK;
    struct slot choice;
    enum status status = node_slot(ast->args[0], eval, frame, &choice);
    *ret_composes =
        status == OK && (choice.doubt == NULL ||
                         (choice.value.kind == TYPE_YESNO ? !slot_differs(&choice) : same_records(&choice)));
    return status;
}

/* The expression's text, with marks. */
static enum status eval_marked(const struct expr *expr, struct eval *eval, struct record *scope,
                               struct value *ret_value)
{
    bool marking = eval->marking;
    eval->marking = true;
    enum status status = expr_eval(expr, eval, scope, ret_value);
    eval->marking = marking;
    return status;
}

enum status expr_eval_slot(const struct expr *expr, struct eval *eval, struct record *scope,
                           struct slot *ret_slot)
{
    struct frame frame = {.record = scope};
    struct value marked;
    if (eval->computing == NULL) {
        eval->scope = scope;
        eval->tree = expr->root;
    }
    eval->height += expr->height;
    enum status status = node_slot(expr->root, eval, &frame, ret_slot);
    eval->height -= expr->height;
    if (status != OK || ret_slot->doubt == NULL || expr->root->type.kind != TYPE_TEXT)
        return status;
    status = eval_marked(expr, eval, scope, &marked);
    if (status == OK)
        ret_slot->doubt->marked = marked.text;
    return status;
}

/* A text that stands under a name: how it was put together; empty: it was not. */
static enum status named_parts(const struct ast *ast, struct eval *eval, const struct frame *frame,
                               struct str *ret_marked)
{
    struct found found;
    struct value marked;
    *ret_marked = STR("");
    enum status status = expr_path_find(ast, eval, frame, false, &found);
    if (status != OK || found.record == NULL)
        return status;
    struct doubt *doubt = found.record->slots[found.slot].doubt;
    const struct expr *is = found.record->shape->fields[found.slot].is;
    bool known = doubt == NULL || doubt->own || doubt->marked.len > 0;
    if (!known && is != NULL && is->root->type.kind == TYPE_TEXT &&
        eval->height + is->height <= EXPR_MAX_HEIGHT) {
        status = eval_marked(is, eval, found.record, &marked);
        if (status == OK)
            doubt->marked = marked.text;
    }
    if (status == OK && doubt != NULL)
        *ret_marked = doubt->marked;
    return status;
}

enum status expr_eval_marked(const struct ast *ast, struct eval *eval, const struct frame *frame,
                             struct value *ret_value)
{
    bool text = ast->type.kind == TYPE_TEXT;
    bool texts = ast->type.kind == TYPE_LIST && ast->type.of->kind == TYPE_TEXT;
    bool parts = false;
    struct slot slot = {.value = {.kind = TYPE_TEXT}};
    eval->marking = false;
    enum status status = text || texts ? composes(ast, eval, frame, &parts) : OK;
    eval->marking = parts;
    if (status == OK && parts)
        status = expr_eval_plain(ast, eval, frame, &slot.value);
    else if (status == OK && text && expr_ast_is_path(ast))
        status = named_parts(ast, eval, frame, &slot.value.text);
    if (status == OK && !parts && slot.value.text.len == 0)
        status = node_slot(ast, eval, frame, &slot);
    eval->marking = true;
    if (status == OK && slot.doubt != NULL && text)
        return mark_text(&slot, eval, ast->place, ret_value);
    if (status == OK && slot.doubt != NULL && texts)
        return mark_texts(&slot, eval, ast->place, ret_value);
    if (status == OK)
        *ret_value = slot.value;
    return status;
}
enum status expr_print(const struct expr *expr, struct eval *eval, struct record *scope, struct place place,
                       struct buf *out)
{
    struct slot slot = {.state = SLOT_SET};
    bool marks = expr->root->type.kind == TYPE_TEXT && eval->stated != NULL;
    enum status status =
        marks ? eval_marked(expr, eval, scope, &slot.value) : expr_eval_slot(expr, eval, scope, &slot);
    return status == OK ? slot_print(&slot, eval, place, out) : status;
}
