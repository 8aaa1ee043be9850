/*
 * What printed texts show: which of their characters are a field's, or a figure's that a formula makes in its place.
 *
 * The text is made once more, and where it is put together (+, join, each, if) its parts bring marks along, as in a
 * draft (doubt.c): a number beside each part says what it shows.  So no function that joins texts need know of it.  A
 * text that stands under a name is gone into by its formula, a parameter of the layout by its argument.  What comes
 * of it must be the text that was printed, mark by mark; else only the whole is told.  Nobody asks, nothing is done.
 *
 * Ordinals (position(), the index of a loop) are labels and no figures, and what is written out in a formula is nobody's.
 */
#include "expr/expr_int.h"

#include <assert.h>

enum { MARK_DIGITS = 6, MARK_DIGIT = 0x10 /* to 0x1F: of the number */ };

struct trace {
    struct shown **items; /* by number; where they stand is not known yet */
    size_t count, capacity;
};

/* A node, with what it needs to be evaluated. */
struct leaf {
    const struct ast *ast; /* NULL: none */
    struct frame frame;
    const struct expr *expr;
};

/* --- what a node shows --- */

/* What the parameter that the node names stands for; NULL: it names none. */
static const struct expr *argument_of(const struct leaf *leaf, struct eval *eval, struct record **ret_scope)
{
    struct record *record;
    int slot;
    if (leaf->ast->kind != AST_NAME || !expr_path_field(leaf->ast, eval, &leaf->frame, &record, &slot))
        return NULL;
    *ret_scope = record->parent;
    return record->shape->fields[slot].stands_for;
}

/* The side that is chosen. */
static enum status choose_side(struct eval *eval, struct leaf *leaf)
{
    const struct ast *ast = leaf->ast;
    struct value condition;
    struct found found;
    enum status status = OK;
    if (ast->function->check == expr_check_if) {
        status = expr_eval_node(ast->args[0], eval, &leaf->frame, &condition);
        if (status == OK)
            leaf->ast = ast->args[condition.yesno ? 1 : 2];
        return status;
    }
    status = expr_path_find(ast->args[0], eval, &leaf->frame, true, &found);
    if (status == OK)
        leaf->ast = ast->args[found.missing ? 1 : 0];
    return status;
}

/* On to what the node gives its form; *ret_deeper false: it shows itself. */
static enum status step_down(struct eval *eval, struct leaf *leaf, bool *ret_deeper)
{
    const struct ast *ast = leaf->ast;
    const bool call = ast->kind == AST_CALL;
    struct record *scope;
    *ret_deeper = true;
    if (call && (ast->function->check == expr_check_if || ast->function->check == expr_check_default))
        return choose_side(eval, leaf);
    const struct expr *argument = argument_of(leaf, eval, &scope);
    if (argument != NULL) {
        *leaf = (struct leaf){argument->root, {.record = scope}, argument};
        return OK;
    }
    const struct ast *inside = ast->kind == AST_CONVERT                        ? ast->left
                               : call && ast->function->showing == SHOWS_VALUE ? ast->args[0]
                                                                               : NULL;
    *ret_deeper = inside != NULL;
    leaf->ast = inside != NULL ? inside : ast;
    return OK;
}

struct record *record_in_model(struct record *record)
{
    while (record != NULL &&
           (record->aside || (record->origin == NULL &&
                              (record->shape->field_count == 0 || record->shape->fields[0].rule == NULL))))
        record = record->parent;
    return record != NULL && record->origin != NULL ? record->origin : record;
}

static struct record *record_around(const struct frame *frame)
{
    while (frame->record == NULL && frame->outer != NULL)
        frame = frame->outer;
    return record_in_model(frame->record);
}

/* As it is written, on one line. */
static enum status keep_formula(struct eval *eval, const struct leaf *leaf, struct str *ret_formula)
{
    struct str source = str_trim(str_slice(leaf->expr->source, leaf->ast->from, leaf->ast->to));
    struct buf line = BUF(EXPR_MAX_SOURCE + 1);
    for (size_t i = 0; i < source.len; i++)
        if (!char_is_white(source.ptr[i]))
            buf_add_char(&line, source.ptr[i]);
        else if (line.len > 0 && line.ptr[line.len - 1] != ' ')
            buf_add_char(&line, ' ');
    return buf_keep(&line, eval->arena, ret_formula);
}

/* A figure that no field has. */
static enum status make_figure(struct eval *eval, const struct leaf *leaf, struct shown *ret_shown)
{
    struct paper_figure *made = ARENA_NEW(eval->arena, struct paper_figure);
    struct buf words = BUF(EXPR_MAX_TEXT);
    if (made == NULL)
        return NO_MEMORY;
    *made = (struct paper_figure){.unit = leaf->ast->type.unit, .label = STR(""), .row = STR("")};
    enum status status = keep_formula(eval, leaf, &made->formula);
    if (status == OK)
        status = expr_eval_node(leaf->ast, eval, &leaf->frame, &made->value);
    if (status == OK && expr_ast_words(leaf->ast, &words))
        status = buf_keep(&words, eval->arena, &made->label);
    buf_clear(&words);
    *ret_shown = (struct shown){.record = record_around(&leaf->frame), .slot = -1, .made = made};
    return status;
}

static bool is_figure(const struct ast *ast)
{
    return ast->type.kind == TYPE_NUMBER || ast->type.kind == TYPE_DATE;
}

static bool is_ordinal(const struct ast *ast)
{
    if (ast->kind == AST_NAME)
        return ast->shape->fields[ast->slot].ordinal;
    return ast->kind == AST_CALL && ast->function->check == expr_check_position;
}

/* What the node's text shows, if it is one thing: a field, or else what the functions that give it its form are
 * given.  *ret_shown without record: nothing. */
static enum status find_shown(struct eval *eval, struct leaf leaf, struct shown *ret_shown)
{
    struct leaf figure = {.ast = NULL};
    struct record *record;
    int slot;
    *ret_shown = (struct shown){.record = NULL};
    for (bool deeper = true; deeper;) {
        if (figure.ast == NULL && is_figure(leaf.ast))
            figure = leaf;
        const struct leaf before = leaf;
        enum status status = step_down(eval, &leaf, &deeper);
        if (status != OK)
            return status;
        if (leaf.expr != before.expr && figure.ast == before.ast)
            figure.ast = NULL; /* the argument says more than the parameter's name */
    }
    const bool scalar = leaf.ast->type.kind < TYPE_PROSE;
    if (scalar && expr_path_field(leaf.ast, eval, &leaf.frame, &record, &slot) &&
        record->shape->fields[slot].rule != NULL) {
        *ret_shown = (struct shown){.record = record, .slot = slot};
        return OK;
    }
    if (figure.ast == NULL || leaf.ast->kind == AST_VALUE || is_ordinal(leaf.ast))
        return OK;
    return make_figure(eval, &figure, ret_shown);
}

/* --- marks --- */

static enum status mark_shown(struct eval *eval, const struct shown *shown, struct str text,
                              struct value *ret_value)
{
    struct trace *trace = eval->trace;
    char mark[1 + MARK_DIGITS] = {MARK_SHOWN};
    *ret_value = (struct value){.kind = TYPE_TEXT, .text = text};
    if (shown->record == NULL || text.len == 0 || trace->count >> (4 * MARK_DIGITS) > 0)
        return OK;
    for (size_t i = 0; i < MARK_DIGITS; i++)
        mark[i + 1] = (char)(MARK_DIGIT + (trace->count >> (4 * i) & 0xF));
    struct shown *kept = ARENA_NEW(eval->arena, struct shown);
    if (kept == NULL)
        return NO_MEMORY;
    *kept = *shown;
    enum status status = ARENA_APPEND(eval->arena, trace->items, trace->count, trace->capacity, &kept);
    if (status != OK)
        return status;
    const char end = MARK_SHOWN_END;
    struct str marked = arena_join(eval->arena, (struct str){mark, sizeof mark}, text);
    if (marked.ptr != NULL)
        marked = arena_join(eval->arena, marked, (struct str){&end, 1});
    ret_value->text = marked;
    return marked.ptr != NULL ? OK : NO_MEMORY;
}

/* Where the mark stands: MARK_DIGITS more bytes are its number. */
static size_t mark_number(struct str marked, size_t at)
{
    size_t number = 0;
    for (size_t i = 0; i < MARK_DIGITS; i++)
        number |= (size_t)(marked.ptr[at + 1 + i] - MARK_DIGIT) << (4 * i);
    return number;
}

static size_t count_marks(struct str marked)
{
    size_t count = 0;
    for (size_t i = 0; i < marked.len; i++)
        count += marked.ptr[i] == MARK_SHOWN;
    return count;
}

/* Reads the marks of a text that is_marked. */
static void place_marks(const struct trace *trace, struct str marked, struct str text, struct portions *list)
{
    struct portion *open = NULL;
    size_t at = 0;
    assert(trace->items != NULL);
    for (size_t i = 0; i < marked.len; i++) {
        if (marked.ptr[i] == MARK_SHOWN) {
            struct portion *item = &list->items[list->count++];
            *item = (struct portion){.from = text.ptr + at, .within = open};
            item->what = trace->items[mark_number(marked, i)];
            open = item;
            i += MARK_DIGITS;
        } else if (marked.ptr[i] == MARK_SHOWN_END && open != NULL) {
            open->to = text.ptr + at;
            open = open->within;
        } else {
            at++;
        }
    }
}

/* Is it the text, but for marks? */
static bool is_marked(struct str marked, struct str text)
{
    size_t at = 0;
    for (size_t i = 0; i < marked.len; i++)
        if (marked.ptr[i] == MARK_SHOWN)
            i += MARK_DIGITS;
        else if (marked.ptr[i] != MARK_SHOWN_END && (at == text.len || text.ptr[at++] != marked.ptr[i]))
            return false;
    return at == text.len;
}

/* --- texts --- */

/* Is the node put together of texts that bring their own marks? */
static bool is_composed(const struct ast *ast)
{
    const bool texts = ast->type.kind == TYPE_LIST && ast->type.of->kind == TYPE_TEXT;
    if (ast->type.kind != TYPE_TEXT && !texts)
        return false;
    if (ast->kind != AST_CALL || ast->function->check == expr_check_default)
        return ast->kind == AST_BINARY;
    const struct type *first = ast->arg_count > 0 ? &ast->args[0]->type : &ast->type;
    const bool passes =
        first->kind == TYPE_TEXT || (first->kind == TYPE_LIST && first->of->kind == TYPE_TEXT);
    return ast->function->showing == SHOWS_PARTS || (ast->function->showing == SHOWS_VALUE && passes);
}

/* Without marks. */
static enum status eval_bare(const struct ast *ast, struct eval *eval, const struct frame *frame,
                             struct value *ret_value)
{
    struct trace *trace = eval->trace;
    eval->trace = NULL;
    eval->watched = eval->stated != NULL;
    enum status status = expr_eval_node(ast, eval, frame, ret_value);
    eval->trace = trace;
    eval->watched = true;
    return status;
}

/* item.words: a list of texts, of a field of the records of another list? */
static bool is_field_of_many(const struct ast *ast)
{
    return ast->kind == AST_STEP && ast->type.kind == TYPE_LIST && ast->type.of->kind == TYPE_TEXT &&
           ast->left->type.kind == TYPE_LIST &&
           ast->left->type.of->shape->fields[ast->slot].type.kind == TYPE_TEXT;
}

/* The formula that gives the field's text, or (the input states it, and agrees) may give it; NULL: none does. */
static const struct expr *formula_of(const struct eval *eval, const struct record *record, int slot)
{
    const struct field *field = &record->shape->fields[slot];
    if (field->is == NULL || field->make != NULL || field->is->root->type.kind != TYPE_TEXT ||
        eval->height + field->is->height > EXPR_MAX_HEIGHT)
        return NULL;
    const struct place *place = &record->slots[slot].place, *formula = &field->is->place;
    const bool same =
        place->file == formula->file && place->line == formula->line && place->column == formula->column;
    return same || !(field->is_default || eval->draft) ? field->is : NULL;
}

static enum status trace_formula(struct eval *eval, const struct expr *expr, struct record *record,
                                 struct value *ret_value)
{
    const struct frame frame = {.record = record};
    const struct expr *outer = eval->traced;
    eval->traced = expr;
    eval->height += expr->height;
    enum status status = expr_eval_traced(expr->root, eval, &frame, ret_value);
    eval->height -= expr->height;
    eval->traced = outer;
    return status;
}

/* A text under a name: the field, and what its formula put into it. */
static enum status trace_field(struct eval *eval, struct record *record, int slot, struct value *ret_value)
{
    const struct field *field = &record->shape->fields[slot];
    if (field->stands_for != NULL && eval->height + field->stands_for->height <= EXPR_MAX_HEIGHT)
        return trace_formula(eval, field->stands_for, record->parent, ret_value);
    if (field->rule == NULL)
        return OK;
    const struct expr *formula = formula_of(eval, record, slot);
    const struct shown shown = {.record = record, .slot = slot};
    struct value parts = *ret_value;
    enum status status = formula != NULL ? trace_formula(eval, formula, record, &parts) : OK;
    if (status == OK && is_marked(parts.text, ret_value->text))
        *ret_value = parts;
    return status == OK ? mark_shown(eval, &shown, ret_value->text, ret_value) : status;
}

/* The texts of a field of many records. */
static enum status trace_fields(const struct ast *ast, struct eval *eval, const struct frame *frame,
                                struct value *ret_value)
{
    struct list_builder built = {0};
    struct value records;
    enum status status = eval_bare(ast->left, eval, frame, &records);
    for (size_t i = 0; status == OK && i < records.list.count; i++) {
        struct record *record = records.list.items[i].record;
        struct found found;
        status = expr_slot_find(record, ast->slot, eval, ast->place, true, &found);
        if (status != OK || found.missing)
            continue;
        status = trace_field(eval, found.record, found.slot, &found.value);
        if (status == OK)
            status = expr_list_add(&built, eval, &found.value, ast->place);
    }
    *ret_value = expr_list_value(&built);
    return status;
}

static enum status trace_name(const struct ast *ast, struct eval *eval, const struct frame *frame,
                              struct value *ret_value)
{
    struct record *record;
    int slot;
    return expr_path_field(ast, eval, frame, &record, &slot) ? trace_field(eval, record, slot, ret_value)
                                                             : OK;
}

/* A choice between a field and something else. */
static enum status trace_default(const struct ast *ast, struct eval *eval, const struct frame *frame,
                                 struct value *ret_value)
{
    struct leaf leaf = {ast, *frame, eval->traced};
    enum status status = choose_side(eval, &leaf);
    return status == OK ? expr_eval_traced(leaf.ast, eval, frame, ret_value) : status;
}

static enum status shown_bare(struct eval *eval, const struct leaf *leaf, struct shown *ret_shown)
{
    struct trace *trace = eval->trace;
    eval->trace = NULL;
    eval->watched = eval->stated != NULL;
    enum status status = find_shown(eval, *leaf, ret_shown);
    eval->trace = trace;
    eval->watched = true;
    return status;
}

enum status expr_eval_traced(const struct ast *ast, struct eval *eval, const struct frame *frame,
                             struct value *ret_value)
{
    struct shown shown;
    if (is_composed(ast))
        return expr_eval_plain(ast, eval, frame, ret_value);
    const bool call = ast->kind == AST_CALL, text = ast->type.kind == TYPE_TEXT;
    if (call && text && ast->function->check == expr_check_default)
        return trace_default(ast, eval, frame, ret_value);
    if (is_field_of_many(ast))
        return trace_fields(ast, eval, frame, ret_value);
    enum status status = eval_bare(ast, eval, frame, ret_value);
    if (status != OK || !text)
        return status;
    if (!call)
        return trace_name(ast, eval, frame, ret_value);
    status = shown_bare(eval, &(struct leaf){ast, *frame, eval->traced}, &shown);
    return status == OK ? mark_shown(eval, &shown, ret_value->text, ret_value) : status;
}

/* --- the whole --- */

/* What is no text shows one thing. */
static enum status show_whole(const struct expr *expr, struct eval *eval, struct record *scope,
                              struct str text, struct portions **ret_list)
{
    const struct leaf leaf = {expr->root, {.record = scope}, expr};
    struct shown shown;
    enum status status = find_shown(eval, leaf, &shown);
    if (status != OK || shown.record == NULL)
        return status;
    struct shown *kept = ARENA_NEW(eval->arena, struct shown);
    if (kept == NULL)
        return NO_MEMORY;
    *kept = shown;
    *ret_list = portions_whole(eval->arena, text, kept);
    return *ret_list != NULL ? OK : NO_MEMORY;
}

/* Where the marks do not fit what was printed: is it one thing all the same? */
static void whole_alone(const struct trace *trace, struct str marked, struct str text, struct portions *list)
{
    if (marked.len == 0 || marked.ptr[0] != MARK_SHOWN)
        return;
    size_t depth = 0, i = 0;
    do
        depth += marked.ptr[i] == MARK_SHOWN ? 1U : marked.ptr[i] == MARK_SHOWN_END ? (size_t)-1 : 0U;
    while (++i < marked.len && depth > 0);
    if (i < marked.len)
        return;
    const struct shown *shown = trace->items[mark_number(marked, 0)];
    list->items[0] = (struct portion){.from = text.ptr, .to = text.ptr + text.len, .what = shown};
    list->count = 1;
}

/* A text is made once more, with marks. */
static enum status trace_text(const struct expr *expr, struct eval *eval, struct record *scope,
                              struct trace *trace, struct str *ret_marked)
{
    const bool watched = eval->watched;
    struct value marked;
    eval->trace = trace;
    eval->watched = true;
    enum status status = trace_formula(eval, expr, scope, &marked);
    eval->trace = NULL;
    eval->watched = watched;
    *ret_marked = status == OK ? marked.text : STR("");
    return status;
}

enum status expr_shown(const struct expr *expr, struct eval *eval, struct record *scope, struct str text,
                       struct portions **ret_list)
{
    const bool doubt = eval->doubt, was = eval->shown, is_text = expr->root->type.kind == TYPE_TEXT;
    struct trace trace = {.items = NULL};
    struct str marked = STR("");
    *ret_list = NULL;
    enum status status = is_text ? trace_text(expr, eval, scope, &trace, &marked)
                                 : show_whole(expr, eval, scope, text, ret_list);
    eval->doubt = doubt;
    eval->shown = was;
    const size_t count = count_marks(marked);
    if (status != OK || count == 0)
        return status;
    struct portions *list = portions_make(eval->arena, count);
    if (list == NULL)
        return NO_MEMORY;
    if (is_marked(marked, text))
        place_marks(&trace, marked, text, list);
    else
        whole_alone(&trace, marked, text, list);
    *ret_list = list->count > 0 ? list : NULL;
    return OK;
}
