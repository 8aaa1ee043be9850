/*
 * Making a document: the walk over instructions.
 *
 * Each instruction puts what it makes into the sink of its context.  After a fault the walk goes on with the
 * next instruction, so that all faults of an input are shown at once; a limit stops everything.
 */
#include "template/apply_int.h"
#include "template/messages.def"
#include "schema/messages.def"

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
        run->text = BUF(TEMPLATE_MAX_VALUE);
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

static enum status apply_free(struct run *run, const struct instr *instr, struct record *scope,
                              struct sink *sink)
{
    const bool around = run->figures_free;
    run->figures_free = true;
    enum status status = instr->run(run, instr, scope, sink);
    run->figures_free = around;
    return status;
}

enum status apply_body(struct run *run, const struct instr *body, struct record *scope, struct sink *sink)
{
    enum status status = OK;
    for (const struct instr *instr = body; instr != NULL; instr = instr->next) {
        if (run->stopped)
            return FAILED;
        if (++run->steps > TEMPLATE_MAX_STEPS)
            return run_limit(run, instr->place, MSG_TEMPLATE_MANY_STEPS, TEMPLATE_MAX_STEPS);
        status = status_worse(status, instr->figures_free ? apply_free(run, instr, scope, sink)
                                                          : instr->run(run, instr, scope, sink));
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

enum status block_add(struct run *run, struct blocks *list, const struct block *block)
{
    if (run->head != NULL)
        return run_in_lost(run);
    if (run->blocks++ >= TEMPLATE_MAX_BLOCKS)
        return run_limit(run, block->place, MSG_TEMPLATE_MANY_BLOCKS, TEMPLATE_MAX_BLOCKS);
    struct block *added = block_make(run->arena, block);
    if (added == NULL)
        return NO_MEMORY;
    *(list->last == NULL ? &list->first : &list->last->next) = added;
    list->last = added;
    return OK;
}

enum status run_in_lost(struct run *run)
{
    struct place place = run->head->place;
    run->head = NULL;
    return diag_report(run->eval->diag, MSG_TEMPLATE_RUN_IN, place);
}

/* --- the whole --- */

static enum status apply_layout(struct run *run, struct record *record, struct content *content)
{
    struct sink sink = {.content = content};
    enum status status = apply_body(run, run->template->body, record, &sink);
    if (status == OK && content->sections == NULL)
        return diag_report(run->eval->diag, MSG_TEMPLATE_SECTION_MISSING, record->place);
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
    run.under = ARENA_NEW_ARRAY(run.arena, template->styles.numbering_count, size_t);
    if (content == NULL || run.counts == NULL || run.under == NULL)
        return NO_MEMORY;
    content->styles = &template->styles.sheet;
    run.content = content;
    run.text = BUF(TEMPLATE_MAX_VALUE);
    enum status status = apply_layout(&run, record, content);
    if (status == OK)
        status = refs_resolve(&run);
    buf_clear(&run.text);
    if (status == OK)
        *ret_content = content;
    return status;
}
