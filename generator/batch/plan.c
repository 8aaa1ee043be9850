/*
 * What a run makes: a task a paper, in the order of the inputs, each with the name of its file.  All papers are named, also
 * those that another machine makes, so that every shard says the same of two with one name.
 *
 * Inputs of which several papers are made are looked through first, by workers if there are any; nothing is written
 * before all papers are known and named.
 */
#include "batch/batch_int.h"

enum { PLAN_SCRATCH = 1 << 27, NAMES_MOST = 1 << 30 };

struct plan {
    struct batch *batch;
    struct arena *arena;
    struct task_list inputs, made;
    size_t taken;       /* of the inputs */
    enum status status; /* of what the report could not say */
};

static enum status add(struct plan *plan, struct task_list *list, const struct task *task)
{
    return ARENA_APPEND(plan->arena, list->items, list->count, list->capacity, task);
}

static enum status take_inputs(struct plan *plan, const char *const *inputs, size_t count)
{
    struct arena *scratch = arena_new(PLAN_SCRATCH);
    enum status status = scratch == NULL ? NO_MEMORY : OK;
    for (size_t i = 0; i < count && status == OK; i++) {
        struct diag *silent = diag_new(scratch);
        const struct task task = {.input = inputs[i],
                                  .file = inputs[i],
                                  .place = i,
                                  .said = STR(""),
                                  .noted = STR(""),
                                  .lists = silent != NULL && papers_are_likely(scratch, silent, inputs[i])};
        status = add(plan, &plan->inputs, &task);
        arena_reset(scratch);
    }
    arena_free(scratch);
    return status;
}

/* Up to the next that is listed. */
static enum status pass_others(struct plan *plan)
{
    enum status status = OK;
    for (; plan->taken < plan->inputs.count && !plan->inputs.items[plan->taken].lists && status == OK;
         plan->taken++)
        status = add(plan, &plan->made, &plan->inputs.items[plan->taken]);
    return status;
}

/* How the listing of one input went.  One that is one paper after all is told again when it is made. */
static void take_listed(void *context, const struct batch_result *result)
{
    struct plan *plan = context;
    if (plan->status == OK)
        plan->status = pass_others(plan);
    if (plan->status != OK)
        return;
    struct task task = plan->inputs.items[plan->taken++];
    const bool is_one = result->status == OK && result->table.len == 0;
    task.lists = false;
    task.is_lost = result->status != OK;
    if (!is_one)
        task.said = arena_printf(plan->arena, "%.*s%.*s", STR_ARGS(result->kind_messages),
                                 STR_ARGS(result->messages));
    if (!is_one)
        task.noted = arena_copy(plan->arena, result->notes);
    if (task.said.ptr == NULL || task.noted.ptr == NULL)
        plan->status = NO_MEMORY;
    else if (is_one || task.is_lost)
        plan->status = add(plan, &plan->made, &task);
    else
        plan->status = papers_add(plan->arena, &task, result->table, &plan->made);
}

static enum status list_papers(struct plan *plan)
{
    struct task_list wanted = {.count = 0};
    struct waiting waiting;
    enum status status = OK;
    for (size_t i = 0; i < plan->inputs.count && status == OK; i++)
        if (plan->inputs.items[i].lists)
            status = add(plan, &wanted, &plan->inputs.items[i]);
    if (status == OK && wanted.count > 0) {
        status = waiting_init(&waiting, plan->batch, take_listed, plan);
        if (status == OK)
            status = tasks_run(plan->batch, &wanted, &waiting);
        waiting_clear(&waiting);
    }
    if (status == FAILED) /* told with its task */
        status = OK;
    if (status == OK)
        status = plan->status;
    return status == OK ? pass_others(plan) : status;
}

static enum status name_files(struct plan *plan)
{
    const struct batch_options *options = &plan->batch->options;
    const struct output_names names = {options->output,
                                       options->draft       ? "-草稿"
                                       : options->is_public ? "-" PAGE_PUBLIC
                                                            : "",
                                       plan->batch->writer->suffix};
    struct outputs outputs;
    enum status status = outputs_init(&outputs, plan->arena, &names, options->written);
    for (size_t i = 0; i < plan->made.count && status == OK; i++) {
        struct task *task = &plan->made.items[i];
        struct str path = {0};
        struct output_met met = {.input = NULL};
        status = outputs_add(&outputs, task, &path, &met);
        task->path = path.ptr;
        task->other = task->other != NULL ? task->other : met.input;
        task->other_name = met.name;
        task->other_ran = met.ran;
    }
    return status;
}

/* By which shards that saw other inputs are found out. */
static enum status digest_names(struct plan *plan)
{
    struct buf names = BUF(NAMES_MOST);
    for (size_t i = 0; i < plan->made.count; i++)
        manifest_add_name(&names, str_of(output_name(plan->made.items[i].path)));
    const struct str all = buf_str(&names);
    enum status status = names.failed ? NO_MEMORY : OK;
    if (status == OK)
        plan->batch->paper_names = digest_of(&all, 1);
    buf_clear(&names);
    return status;
}

/* Records go by the names of files alone: two papers of one name in two folders would have one. */
static enum status name_records(struct plan *plan, bool writes)
{
    const struct batch_options *options = &plan->batch->options;
    const char *keep = writes ? options->keep_record : NULL;
    const struct output_names names = {keep != NULL ? keep : options->record, "", ".json"};
    struct outputs outputs;
    if (keep == NULL && !plan->batch->record_is_folder)
        return OK;
    enum status status = outputs_init(&outputs, plan->arena, &names, keep != NULL ? options->written : NULL);
    for (size_t i = 0; i < plan->made.count && status == OK; i++) {
        struct task *task = &plan->made.items[i];
        struct str path = {0};
        struct output_met met = {.input = NULL};
        status = outputs_add(&outputs, task, &path, &met);
        task->record_other = met.input;
        task->keeps = keep != NULL ? path.ptr : NULL;
    }
    return status;
}

static void keep_shard(struct plan *plan)
{
    const struct batch_shard *shard = &plan->batch->options.shard;
    struct task_list *made = &plan->made;
    size_t kept = 0;
    for (size_t i = 0; i < made->count; i++) {
        const size_t turn = shard->turn + made->items[i].place;
        made->items[i].number = i + 1;
        if (shard->count == 0 || turn % (size_t)shard->count == (size_t)shard->number - 1)
            made->items[kept++] = made->items[i];
    }
    made->count = kept;
}

enum status plan_make(struct batch *batch, struct arena *arena, const struct plan_inputs *inputs,
                      struct task_list *ret_tasks)
{
    struct plan plan = {.batch = batch, .arena = arena};
    enum status status = take_inputs(&plan, inputs->files, inputs->count);
    if (status == OK)
        status = list_papers(&plan);
    if (status == OK && inputs->writes)
        status = name_files(&plan);
    if (status == OK && inputs->writes && batch->options.shard.count > 0 && batch->options.manifest)
        status = digest_names(&plan);
    if (status == OK)
        status = name_records(&plan, inputs->writes);
    batch->paper_count = status == OK ? plan.made.count : 0;
    if (status == OK)
        keep_shard(&plan);
    *ret_tasks = plan.made;
    return status;
}
