/*
 * Where a fault found while evaluating is told, and what is said of the formula.
 *
 * Who reads the message fills in inputs and cannot change the model.  So when a field of a record is being
 * computed (or a check of the model looked at), the message stands at a place of the input: where the input
 * states the field; else the first value that the formula names and the input states, the divisor before all
 * others when it is zero, through other formulas where need be; else the record.  The place in the formula
 * stands at the end of the text.
 *
 * An expression of the layout is the layout's author's: its message keeps its place and names the record.
 */
#include "expr/expr_int.h"
#include "expr/messages.def"

#include <string.h>

enum { FORMULAS_DEEP = 8 };

static bool same_file(struct place a, struct place b)
{
    return a.file != NULL && b.file != NULL && (a.file == b.file || strcmp(a.file, b.file) == 0);
}

/* The field that a path leads to, as far as it is known; nothing is computed.  record NULL: nowhere. */
static struct expr_spot spot_of(const struct ast *ast, struct record *record)
{
    struct expr_spot spot = {.slot = ast->slot};
    if (ast->kind == AST_NAME) {
        while (record != NULL && record->shape != ast->shape)
            record = record->parent;
        spot.record = record;
    } else if (ast->kind == AST_FILTER) {
        return spot_of(ast->left, record);
    } else if (ast->kind == AST_STEP) {
        struct expr_spot left = spot_of(ast->left, record);
        const struct slot *slot = left.record != NULL ? &left.record->slots[left.slot] : NULL;
        const struct value *value = slot != NULL && slot->state == SLOT_SET ? &slot->value : NULL;
        if (value != NULL && value->kind == TYPE_LIST && value->list.count > 0)
            value = &value->list.items[0];
        if (value != NULL && value->kind == TYPE_RECORD)
            spot.record = value->record;
    }
    if (spot.record != NULL && spot.record->origin != NULL)
        spot.record = spot.record->origin;
    return spot;
}

static struct expr_spot stated_in_tree(const struct ast *ast, struct record *record, int deep);

/* The field itself, or what it is computed from: line 0 of its place: neither is stated in the input. */
static struct expr_spot stated_spot(struct expr_spot spot, int deep)
{
    struct expr_spot none = {0};
    if (spot.record == NULL)
        return none;
    const struct slot *slot = &spot.record->slots[spot.slot];
    const struct field *field = &spot.record->shape->fields[spot.slot];
    spot.place = slot->place;
    if (record_states(spot.record, slot->place))
        return spot;
    return field->is != NULL && deep < FORMULAS_DEEP ? stated_in_tree(field->is->root, spot.record, deep + 1)
                                                     : none;
}

/* The first stated value that the tree names. */
static struct expr_spot stated_in_tree(const struct ast *ast, struct record *record, int deep)
{
    struct expr_spot spot = {0};
    if (ast == NULL)
        return spot;
    if (expr_ast_is_path(ast))
        spot = stated_spot(spot_of(ast, record), deep);
    if (spot.place.line == 0)
        spot = stated_in_tree(ast->left, record, deep);
    if (spot.place.line == 0 && ast->kind != AST_FILTER) /* its right side speaks of other records */
        spot = stated_in_tree(ast->right, record, deep);
    for (size_t i = 0; i < ast->arg_count && spot.place.line == 0; i++)
        spot = stated_in_tree(ast->args[i], record, deep);
    return spot;
}

struct expr_spot expr_spot_stated(struct expr_spot spot)
{
    return stated_spot(spot, 0);
}

struct expr_spot expr_spot_in_tree(const struct ast *ast, struct record *record)
{
    return stated_in_tree(ast, record, 0);
}

struct place expr_stated_place(struct record *record, int slot)
{
    return stated_spot((struct expr_spot){.record = record, .slot = slot}, 0).place;
}

/* The call or operation at this place of the formula; NULL: none. */
static const struct ast *node_at(const struct ast *ast, struct place place)
{
    if (ast == NULL)
        return NULL;
    bool here = ast->place.line == place.line && ast->place.column == place.column;
    if (here && (ast->kind == AST_BINARY || ast->kind == AST_CALL))
        return ast;
    const struct ast *found = node_at(ast->left, place);
    if (found == NULL)
        found = node_at(ast->right, place);
    for (size_t i = 0; i < ast->arg_count && found == NULL; i++)
        found = node_at(ast->args[i], place);
    return found;
}

/* The first stated value that the faulty part of the formula names, of a division the divisor. */
static struct expr_spot spot_of_fault(const struct ast *tree, struct record *record, struct place formula)
{
    const struct ast *node = node_at(tree, formula);
    struct expr_spot spot = {0};
    if (node != NULL && node->kind == AST_BINARY && node->op == TOKEN_DIVIDE)
        spot = stated_in_tree(node->right, record, 0);
    return spot.place.line > 0 ? spot : stated_in_tree(node, record, 0);
}

static bool is_around(const struct record *around, const struct record *record)
{
    while (record != NULL && record != around)
        record = record->parent;
    return record != NULL;
}

/* Is it the record's, or of what stands around it?  What a formula finds in a list around, or in another record of some list,
 * is not at fault more than all else there. */
static bool is_akin(const struct expr_spot *spot, const struct record *record)
{
    const struct record *found = spot->record;
    bool listed = found != NULL && found->shape->fields[spot->slot].type.kind == TYPE_LIST;
    for (; found != NULL && found != record; found = found->parent) {
        if (is_around(found, record))
            return !listed;
        listed = listed || record_in_list(found);
    }
    return found != NULL;
}

static struct place place_of_computing(const struct computing *computing, struct place formula)
{
    struct record *record = computing->record;
    struct expr_spot own = {.record = record, .slot = computing->slot};
    const struct slot *slot = &record->slots[own.slot];
    if (record_states(record, slot->place))
        return slot->place;
    struct expr_spot spot = spot_of_fault(record->shape->fields[own.slot].is->root, record, formula);
    if (spot.place.line == 0)
        spot = stated_spot(own, 0);
    return is_akin(&spot, record) ? spot.place : record->place;
}

/* The record that the message is about: of the field being computed, else of the expression. */
static struct record *subject(const struct eval *eval)
{
    return eval->computing != NULL ? eval->computing->record : eval->scope;
}

struct place expr_fault_place(const struct eval *eval, struct place formula)
{
    const struct record *record = subject(eval);
    bool moves = (eval->computing != NULL || eval->at_record) && record != NULL && record->place.file != NULL;
    if (!moves || same_file(formula, record->place))
        return formula;
    struct place place = eval->computing != NULL ? place_of_computing(eval->computing, formula)
                                                 : spot_of_fault(eval->tree, eval->scope, formula).place;
    return place.line > 0 ? place : record->place;
}

/* What the message is about: the field being computed, the one that led to the fault, else the record (slot
 * -1); record NULL: nothing. */
static struct expr_spot topic_of(const struct eval *eval, struct place formula, bool moved)
{
    struct expr_spot none = {.slot = -1}, spot = {.record = subject(eval), .slot = -1};
    if (eval->computing != NULL)
        spot.slot = eval->computing->slot;
    else if (moved)
        spot = spot_of_fault(eval->tree, eval->scope, formula);
    return eval->computing == NULL && moved && spot.place.line == 0 ? none : spot;
}

/* A whole bracket of messages.def. */
#define SAY(out, code, ...) buf_printf((out), code##_TEXT, __VA_ARGS__)

void expr_fault_context(const struct eval *eval, struct place formula, struct buf *out)
{
    bool moved = !same_file(expr_fault_place(eval, formula), formula);
    const struct expr_spot spot = topic_of(eval, formula, moved);
    struct str label =
        spot.record != NULL && spot.slot >= 0 ? spot.record->shape->fields[spot.slot].label : STR("");
    struct buf buf = BUF(EXPR_MAX_TEXT);
    *out = BUF(EXPR_MAX_TEXT);
    if (spot.record != NULL)
        record_path(spot.record, spot.slot, &buf);
    const struct str path = buf_str(&buf);
    if (eval->computing != NULL && moved)
        SAY(out, MSG_EXPR_COMPUTING_AT, STR_ARGS(label), STR_ARGS(path), formula.file, formula.line,
            formula.column);
    else if (eval->computing != NULL)
        SAY(out, MSG_EXPR_COMPUTING, STR_ARGS(label), STR_ARGS(path));
    else if (moved && spot.record != NULL)
        SAY(out, MSG_EXPR_FIELD_AT, STR_ARGS(label), STR_ARGS(path), formula.file, formula.line,
            formula.column);
    else if (moved)
        SAY(out, MSG_EXPR_FORMULA_AT, formula.file, formula.line, formula.column);
    else if (spot.record != NULL && path.len > 0)
        SAY(out, MSG_EXPR_RECORD, STR_ARGS(path), spot.record->place.file, spot.record->place.line,
            spot.record->place.column);
    buf_clear(&buf);
}
