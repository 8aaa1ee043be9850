/*
 * Elements that choose and repeat, wherever they stand: for, if, choose, call, slot.
 *
 * A define is compiled anew at each call, in the context and the scope of the call with its parameters in
 * front, so a define may hold whatever may stand where it is called.  What a call holds is compiled where the
 * define says <slot/>, but sees the names of the call.  All branches are compiled, taken or not.
 */
#include "template/apply_int.h"
#include "template/compile_int.h"
#include "template/table/table.h"
#include "template/messages.def"
#include "schema/messages.def"

#include <assert.h>

/* --- if, choose --- */

enum status compile_test(struct compiler *compiler, const struct node *node, const struct site *site,
                         const struct expr **ret_test)
{
    enum status status = compile_expr(compiler, node, "test", site->scope, ret_test);
    if (status == OK && expr_type(*ret_test).kind != TYPE_YESNO)
        return diag_report(compiler->diag, MSG_TEMPLATE_TEST, expr_place(*ret_test));
    return status;
}

static enum status compile_branch(struct compiler *compiler, const struct node *node, const struct site *site,
                                  bool has_test, struct branch **ret_branch)
{
    struct branch *branch = ARENA_NEW(compiler->arena, struct branch);
    if (branch == NULL)
        return NO_MEMORY;
    enum status status = has_test ? compile_test(compiler, node, site, &branch->test) : OK;
    status = status_worse(status, compile_nodes(compiler, node->first, site, &branch->body));
    *ret_branch = branch;
    return status;
}

static enum status compile_if(struct compiler *compiler, const struct node *node, const struct site *site,
                              struct instr *instr, void *data)
{
    struct choose_data *choose = data;
    (void)instr;
    return among_columns(site) ? compile_column_if(compiler, node, site)
                               : compile_branch(compiler, node, site, true, &choose->branches);
}

/* A child of <choose>: checks that it may stand there; text may not. */
static enum status check_branch(struct compiler *compiler, const struct node *node, bool ended)
{
    const struct schema_row *row = schema_placed(compiler->language, node->name, IN_CHOOSE);
    if (row == NULL)
        return refuse_child(compiler->diag, node, "when otherwise");
    if (ended)
        return diag_report(compiler->diag, MSG_TEMPLATE_OTHERWISE, node->place);
    return schema_check(compiler->diag, node, row);
}

static enum status compile_choose(struct compiler *compiler, const struct node *node, const struct site *site,
                                  struct instr *instr, void *data)
{
    struct choose_data *choose = data;
    struct branch **end = &choose->branches;
    enum status status = OK;
    bool ended = false;
    (void)instr;
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        status = status_worse(status, check_branch(compiler, child, ended));
        bool when = node_is(child, "when");
        if (child->kind == NODE_TEXT || !(when || node_is(child, "otherwise")))
            continue;
        struct branch *branch = NULL;
        status = status_worse(status, compile_branch(compiler, child, site, when, &branch));
        if (branch == NULL || status == NO_MEMORY)
            return NO_MEMORY;
        *end = branch;
        end = &branch->next;
        ended = !when;
    }
    if (choose->branches == NULL || choose->branches->test == NULL) {
        if (status == OK)
            diag_report(compiler->diag, MSG_TEMPLATE_EMPTY, node->place);
        return status_worse(status, FAILED);
    }
    return status;
}

/* --- for --- */

static enum status local_name(struct compiler *compiler, const struct attr *attr, const struct shape *shape)
{
    if (!name_is_valid(attr->value))
        return diag_report(compiler->diag, MSG_TEMPLATE_NAME, attr->place, STR_ARGS(attr->value));
    if (shape_lookup(shape, attr->value) >= 0)
        return diag_report(compiler->diag, MSG_SCHEMA_DUPLICATE, attr->place, STR_ARGS(attr->value));
    return OK;
}

static enum status add_local(struct compiler *compiler, const struct attr *attr, struct type type,
                             struct shape *shape, int *ret_slot)
{
    *ret_slot = -1;
    if (attr == NULL)
        return OK;
    enum status status = local_name(compiler, attr, shape);
    if (status == OK)
        status = locals_add(compiler->arena, shape, attr->value, type, attr->place);
    if (status == OK)
        *ret_slot = (int)shape->field_count - 1;
    return status;
}

/* as and index in front of the element's names. */
static enum status for_locals(struct compiler *compiler, const struct node *node, struct for_data *data,
                              const struct scope **scope)
{
    const struct attr *as = node_attr(node, "as"), *index = node_attr(node, "index");
    const struct type number = {.kind = TYPE_NUMBER};
    if (as == NULL && index == NULL)
        return OK;
    struct shape *shape = locals_shape(compiler->arena, *scope);
    if (shape == NULL)
        return NO_MEMORY;
    enum status status = add_local(compiler, as, *expr_type(data->each).of, shape, &data->as);
    status = status_worse(status, add_local(compiler, index, number, shape, &data->index));
    if (status != OK)
        return status;
    if (data->index >= 0)
        shape->fields[data->index].ordinal = true;
    data->locals = shape;
    *scope = scope_make(compiler->arena, SCOPE_LOCALS, shape, *scope);
    return *scope == NULL ? NO_MEMORY : OK;
}

static enum status for_views(struct compiler *compiler, const struct shape *element, struct for_data *data,
                             const struct scope **scope)
{
    enum status status = scope_views(compiler->arena, element, *scope, scope, &data->view_count);
    if (status != OK)
        return status;
    data->view_shapes = ARENA_NEW_ARRAY(compiler->arena, data->view_count, const struct shape *);
    if (data->view_shapes == NULL)
        return NO_MEMORY;
    const struct scope *view = *scope;
    for (size_t i = 0; i < data->view_count; i++, view = view->outer)
        data->view_shapes[i] = view->shape;
    return OK;
}

enum status loop_scope(struct compiler *compiler, const struct node *node, struct for_data *data,
                       const struct scope **scope)
{
    data->as = data->index = -1;
    struct type type = expr_type(data->each);
    if (type.kind != TYPE_LIST)
        return diag_report(compiler->diag, MSG_TEMPLATE_EACH, expr_place(data->each));
    bool records = type.of->kind == TYPE_RECORD;
    if (!records && node_attr(node, "as") == NULL)
        return diag_report(compiler->diag, MSG_TEMPLATE_EACH_VALUES, expr_place(data->each));
    enum status status = records ? for_views(compiler, type.of->shape, data, scope) : OK;
    return status == OK ? for_locals(compiler, node, data, scope) : status;
}

enum status compile_loop_over(struct compiler *compiler, const struct node *node, const char *list,
                              struct for_data *data, const struct scope **scope)
{
    const struct attr *order = node_attr(node, "order");
    enum status status = compile_expr(compiler, node, list, *scope, &data->each);
    if (status == OK && order != NULL)
        status = compile_order(compiler, order, node_attr(node, list), *scope, &data->each);
    return status == OK ? loop_scope(compiler, node, data, scope) : status;
}

enum status compile_loop(struct compiler *compiler, const struct node *node, struct for_data *data,
                         const struct scope **scope)
{
    return compile_loop_over(compiler, node, "each", data, scope);
}

static enum status compile_for(struct compiler *compiler, const struct node *node, const struct site *site,
                               struct instr *instr, void *memory)
{
    struct site inner = *site;
    if (among_columns(site))
        return compile_column_for(compiler, node, site);
    enum status status = compile_loop(compiler, node, memory, &inner.scope);
    return status == OK ? compile_nodes(compiler, node->first, &inner, &instr->body) : status;
}

/* --- call, slot --- */

static const struct attr *argument_of(const struct node *call, struct str name)
{
    for (size_t i = 0; i < call->attr_count; i++)
        if (str_equal(call->attrs[i].name, name))
            return &call->attrs[i];
    return NULL;
}

static struct str params_of(const struct define *define)
{
    const struct attr *params = node_attr(define->node, "params");
    return params == NULL ? STR("") : params->value;
}

static bool is_parameter(const struct define *define, struct str name)
{
    struct str rest = params_of(define), word;
    while (word_next(&rest, &word))
        if (str_equal(word, name))
            return true;
    return false;
}

static enum status check_arguments(struct compiler *compiler, const struct node *node,
                                   const struct define *define)
{
    enum status status = OK;
    for (size_t i = 0; i < node->attr_count; i++) {
        const struct attr *attr = &node->attrs[i];
        if (str_is(attr->name, "name") || is_parameter(define, attr->name))
            continue;
        const struct hint hint = {.near = nearest_word(attr->name, params_of(define))};
        status = diag_report_near(compiler->diag, MSG_TEMPLATE_ARGUMENT_UNKNOWN, attr->place, hint,
                                  STR_ARGS(define->name), STR_ARGS(attr->name));
    }
    return status;
}

static enum status compile_argument(struct compiler *compiler, const struct node *node,
                                    const struct define *define, const struct scope *scope, struct str name,
                                    const struct expr **ret_expr)
{
    const struct attr *attr = argument_of(node, name);
    if (attr == NULL && !is_misspelt(compiler, node, name))
        diag_report(compiler->diag, MSG_TEMPLATE_ARGUMENT_MISSING, node->place, STR_ARGS(define->name),
                    STR_ARGS(name));
    if (attr == NULL)
        return FAILED;
    return compile_attr(compiler, attr, scope, ret_expr);
}

/* One field of `shape` for each parameter, of its argument's type. */
static enum status compile_arguments(struct compiler *compiler, const struct node *node,
                                     const struct define *define, const struct scope *scope,
                                     struct shape *shape, struct call_data *data)
{
    struct str rest = params_of(define), name;
    enum status status = check_arguments(compiler, node, define);
    size_t capacity = 0;
    while (status != NO_MEMORY && word_next(&rest, &name)) {
        const struct expr *expr = NULL;
        enum status one = compile_argument(compiler, node, define, scope, name, &expr);
        if (one == OK)
            one = ARENA_APPEND(compiler->arena, data->arguments, data->count, capacity, &expr);
        if (one == OK)
            one = locals_add(compiler->arena, shape, name, expr_type(expr), expr_place(expr));
        if (one == OK)
            shape->fields[shape->field_count - 1].stands_for = expr;
        status = status_worse(status, one);
    }
    data->locals = shape;
    return status;
}

static enum status compile_define(struct compiler *compiler, struct define *define, const struct node *node,
                                  const struct site *site, struct instr *instr)
{
    if (define->open)
        return diag_report(compiler->diag, MSG_TEMPLATE_CALL_CIRCLE, node->place, STR_ARGS(define->name));
    if (compiler->calls == TEMPLATE_MAX_CALLS)
        return diag_report(compiler->diag, MSG_TEMPLATE_CALLS, node->place, STR_ARGS(define->name),
                           (int)TEMPLATE_MAX_CALLS);
    define->open = true;
    compiler->calls++;
    enum status status = compile_nodes(compiler, define->node->first, site, &instr->body);
    compiler->calls--;
    define->open = false;
    return status;
}

static bool is_empty(const struct node *node)
{
    for (const struct node *child = node->first; child != NULL; child = child->next)
        if (child->kind == NODE_ELEMENT || !node_is_blank(child))
            return false;
    return true;
}

static enum status unknown_define(struct compiler *compiler, const struct attr *name)
{
    struct nearest nearest = {.name = name->value};
    for (const struct define *define = compiler->defines; define != NULL; define = define->next)
        nearest_offer(&nearest, define->name);
    return refuse_name(compiler->diag, name->place, name->value, "定义", nearest.best);
}

static enum status called_define(struct compiler *compiler, const struct node *node,
                                 struct define **ret_define)
{
    const struct attr *name;
    enum status status = require_attr(compiler, node, "name", &name);
    if (status != OK)
        return status;
    struct define *define = define_lookup(compiler, name->value);
    if (define == NULL)
        return unknown_define(compiler, name);
    define->used = true;
    *ret_define = define;
    return OK;
}

static enum status compile_call(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *data)
{
    struct define *define = NULL;
    enum status status = called_define(compiler, node, &define);
    if (define == NULL)
        return status;
    struct shape *shape = locals_shape(compiler->arena, site->scope);
    if (shape == NULL)
        return NO_MEMORY;
    status = compile_arguments(compiler, node, define, site->scope, shape, data);
    if (status != OK)
        return status;
    struct call_site call = {node, site, define, false};
    struct site inner = *site;
    inner.call = &call;
    inner.scope = scope_make(compiler->arena, SCOPE_LOCALS, shape, site->scope);
    if (inner.scope == NULL)
        return NO_MEMORY;
    status = compile_define(compiler, define, node, &inner, instr);
    if (status == OK && !call.used && !is_empty(node))
        return diag_report(compiler->diag, MSG_TEMPLATE_SLOT_MISSING, node->place, STR_ARGS(define->name));
    return status;
}

struct slot_data {
    int steps; /* outward, to the scope of the call */
};

static enum status compile_slot(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct slot_data *data = memory;
    if (site->call == NULL)
        return diag_report(compiler->diag, MSG_TEMPLATE_SLOT_OUTSIDE, node->place);
    /* The call is const to all but this note that its children have a place. */
    struct call_site *call = (struct call_site *)site->call;
    struct site outer = *site;
    call->used = true;
    outer.scope = call->site->scope;
    outer.call = call->site->call;
    data->steps = site->scope->depth - outer.scope->depth;
    assert(data->steps > 0);
    call->define->open = false; /* what a call holds may call the same define again */
    enum status status = compile_nodes(compiler, call->node->first, &outer, &instr->body);
    call->define->open = true;
    return status;
}

/* --- when a document is made --- */

enum status run_choose(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct choose_data *data = instr->data;
    bool derived = run->derived;
    enum status status = OK;
    for (const struct branch *branch = data->branches; branch != NULL; branch = branch->next) {
        struct slot test = {.value = {.kind = TYPE_YESNO, .yesno = true}};
        size_t errors = run_errors(run);
        status = branch->test == NULL ? OK : expr_eval_slot(branch->test, run->eval, scope, &test);
        if (run_lacks(run, status, errors)) {
            status = OK;
            continue;
        }
        if (status != OK)
            break;
        run->derived = run->derived || slot_differs(&test);
        if (test.value.yesno) {
            status = apply_body(run, branch->body, scope, sink);
            break;
        }
    }
    run->derived = derived;
    return status;
}

enum status loop_make(struct run *run, const struct for_data *data, struct record *scope,
                      struct loop *ret_loop)
{
    struct loop loop = {.scope = scope};
    loop.views = ARENA_NEW_ARRAY(run->arena, data->view_count, struct record);
    if (loop.views == NULL)
        return NO_MEMORY;
    for (size_t i = data->view_count; i-- > 0;) {
        loop.views[i].shape = data->view_shapes[i];
        loop.views[i].parent = loop.scope;
        loop.scope = &loop.views[i];
    }
    if (data->locals != NULL) {
        loop.locals = locals_make(run->arena, data->locals, loop.scope);
        if (loop.locals == NULL)
            return NO_MEMORY;
        loop.scope = loop.locals;
    }
    *ret_loop = loop;
    return OK;
}

static enum status loop_locals(struct run *run, const struct for_data *data, const struct loop *loop,
                               const struct slot *list, size_t index)
{
    struct slot *slots = loop->locals->slots;
    loop->locals->place = loop->locals->parent->place;
    if (data->as >= 0) {
        enum status status = slot_item(list, index, run->eval, &slots[data->as]);
        if (status != OK)
            return status;
        if (slots[data->as].place.file != NULL)
            loop->locals->place = slots[data->as].place;
    }
    if (data->index >= 0) {
        slots[data->index].state = SLOT_SET;
        slots[data->index].value.kind = TYPE_NUMBER;
        return number_of(run->arena, (int64_t)index + 1, &slots[data->index].value.number);
    }
    return OK;
}

void loop_move(const struct loop *loop, const struct for_data *data, struct record *scope)
{
    struct record *outermost = data->view_count > 0 ? &loop->views[data->view_count - 1] : loop->locals;
    outermost->parent = scope;
}

enum status loop_enter(struct run *run, const struct for_data *data, const struct loop *loop,
                       const struct slot *list, size_t index)
{
    const struct value *item = &list->value.list.items[index];
    enum status status = OK;
    if (item->kind == TYPE_RECORD)
        status = views_set(loop->views, data->view_count, item->record, run->eval);
    if (status == OK && loop->locals != NULL)
        status = loop_locals(run, data, loop, list, index);
    return status;
}

enum status loop_run(struct run *run, const struct instr *instr, const struct slot *list,
                     struct record *scope, struct sink *sink, loop_body *body)
{
    const struct for_data *data = instr->data;
    struct loop loop;
    enum status status = loop_make(run, data, scope, &loop);
    if (status != OK)
        return status;
    table_note_list(sink->table, data->each, list->value.list.count);
    for (size_t i = 0; i < list->value.list.count; i++) {
        enum status one = loop_enter(run, data, &loop, list, i);
        if (one == OK)
            one = body(run, instr, loop.scope, sink, &list->value.list.items[i]);
        status = status_worse(status, one);
        if (status_stops(status) || run->stopped)
            break;
    }
    return status;
}

static enum status for_body(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink, const struct value *item)
{
    (void)item;
    return apply_body(run, instr->body, scope, sink);
}

static enum status run_for(struct run *run, const struct instr *instr, struct record *scope,
                           struct sink *sink)
{
    const struct for_data *data = instr->data;
    struct slot list;
    size_t errors = run_errors(run);
    enum status status = expr_eval_slot(data->each, run->eval, scope, &list);
    if (run_lacks(run, status, errors))
        return OK;
    return status == OK ? loop_run(run, instr, &list, scope, sink, for_body) : status;
}

static enum status run_call(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    const struct call_data *data = instr->data;
    struct record *locals = locals_make(run->arena, data->locals, scope);
    enum status status = OK;
    if (locals == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < data->count; i++) {
        struct slot *slot = &locals->slots[i];
        size_t errors = run_errors(run);
        enum status one = expr_eval_slot(data->arguments[i], run->eval, scope, slot);
        slot->state = one == OK ? SLOT_SET : SLOT_FAILED;
        if (run_lacks(run, one, errors))
            one = OK;
        slot->place = expr_origin(data->arguments[i], run->eval, scope);
        status = status_worse(status, one);
    }
    return status == OK ? apply_body(run, instr->body, locals, sink) : status;
}

/* The children of a call see the names of the call. */
static enum status run_slot(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    const struct slot_data *data = instr->data;
    return apply_body(run, instr->body, scope_outward(scope, data->steps), sink);
}

/* --- descriptions --- */

const struct element elements_flow[] = {
    {ELEMENT_FOR, compile_for, run_for, sizeof(struct for_data), NULL},
    {ELEMENT_IF, compile_if, run_choose, sizeof(struct choose_data), NULL},
    {ELEMENT_CHOOSE, compile_choose, run_choose, sizeof(struct choose_data), NULL},
    {ELEMENT_CALL, compile_call, run_call, sizeof(struct call_data), NULL},
    {ELEMENT_SLOT, compile_slot, run_slot, sizeof(struct slot_data), NULL},
    {.id = ELEMENT_NONE},
};
