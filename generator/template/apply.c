/*
 * Making a document: the walk over instructions, and those that choose and repeat.  Sections:
 * apply_section.c.
 *
 * Each instruction puts what it makes into the sink of its context.  After a fault the walk goes on with the
 * next instruction, so that all faults of an input are shown at once; a limit stops everything.
 */
#include "template/apply_int.h"
#include "template/scope_int.h"
#include "template/table/table.h"
#include "template/messages.h"
#include "schema/messages.h"

bool run_stop(struct run *run)
{
    bool first = !run->stopped;

    run->stopped = true;
    return first;
}

enum status run_take_text(struct run *run, struct place place, struct str *ret_text)
{
    enum status status = buf_status(&run->text);

    if (status != OK) {
        buf_clear(&run->text);
        buf_init(&run->text, TEMPLATE_MAX_VALUE);
        if (status == NO_MEMORY)
            return status;
        return run_limit(run, place, MSG_TEMPLATE_MANY_VALUE_BYTES, TEMPLATE_MAX_VALUE);
    }
    struct str text = arena_copy(run->arena, buf_str(&run->text));
    if (text.ptr == NULL)
        return NO_MEMORY;
    *ret_text = text;
    return OK;
}

enum status apply_body(struct run *run, const struct instr *body, struct record *scope, struct sink *sink)
{
    enum status status = OK;

    for (const struct instr *instr = body; instr != NULL; instr = instr->next) {
        if (run->stopped)
            return FAILED;
        if (++run->steps > TEMPLATE_MAX_STEPS)
            return run_limit(run, instr->place, MSG_TEMPLATE_MANY_STEPS, TEMPLATE_MAX_STEPS);
        status = status_worse(status, instr->run(run, instr, scope, sink));
        if (status_stops(status))
            break;
    }
    return status;
}

enum status run_sequence(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    return apply_body(run, instr->body, scope, sink);
}

size_t run_errors(const struct run *run)
{
    return diag_count(run->eval->diag, SEVERITY_ERROR);
}

bool run_lacks(const struct run *run, enum status status, size_t errors)
{
    return run->eval->draft && status == FAILED && run_errors(run) == errors && errors > 0;
}

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

/* --- for --- */

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
    }
    if (data->index >= 0) {
        slots[data->index].state = SLOT_SET;
        slots[data->index].value.kind = TYPE_NUMBER;
        return number_of(run->arena, (int64_t)index + 1, &slots[data->index].value.number);
    }
    return OK;
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

enum status run_for(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct for_data *data = instr->data;
    struct slot list;
    struct loop loop;
    size_t errors = run_errors(run);
    enum status status = expr_eval_slot(data->each, run->eval, scope, &list);
    if (run_lacks(run, status, errors))
        return OK;
    if (status == OK)
        status = loop_make(run, data, scope, &loop);
    if (status != OK)
        return status;
    table_note_list(sink->table, data->each, list.value.list.count);
    for (size_t i = 0; i < list.value.list.count; i++) {
        enum status one = loop_enter(run, data, &loop, &list, i);
        if (one == OK)
            one = apply_body(run, instr->body, loop.scope, sink);
        status = status_worse(status, one);
        if (status_stops(status) || run->stopped)
            break;
    }
    return status;
}

/* --- call, slot --- */

enum status run_call(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct call_data *data = instr->data;
    struct record *locals = locals_make(run->arena, data->locals, scope);
    const struct calling calling = {data, run->calling};
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
    run->calling = &calling;
    if (status == OK)
        status = apply_body(run, instr->body, locals, sink);
    run->calling = calling.outer;
    return status;
}

/* The children of a call see the names of the call. */
enum status run_slot(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct slot_data *data = instr->data;

    return apply_body(run, instr->body, scope_outward(scope, data->steps), sink);
}

/* --- the whole --- */

static enum status apply_layout(struct run *run, struct record *record, struct content *content)
{
    struct sink sink = {.content = content};
    enum status status = apply_body(run, run->template->body, record, &sink);

    if (status == OK && content->sections == NULL) {
        diag_report(run->eval->diag, MSG_TEMPLATE_SECTION_MISSING, record->place);
        return FAILED;
    }
    return status;
}

enum status template_apply(const struct template *template, struct eval *eval, struct record *record,
                           struct content **ret_content)
{
    struct run run = {.template = template,
                      .styles = &template->styles,
                      .eval = eval,
                      .arena = eval->arena,
                      .input = record->place.file};
    struct content *content = ARENA_NEW(run.arena, struct content);
    run.counts = ARENA_NEW_ARRAY(run.arena, template->styles.numbering_count, int64_t);
    if (content == NULL || run.counts == NULL)
        return NO_MEMORY;
    content->styles = &template->styles.sheet;
    buf_init(&run.text, TEMPLATE_MAX_VALUE);
    enum status status = apply_layout(&run, record, content);
    buf_clear(&run.text);
    if (status == OK)
        *ret_content = content;
    return status;
}
