/*
 * Documents that wait for the disk.
 *
 * To wait for the disk after each file would take longer than to make the file.  So files wait, without a name, until
 * they are many, or the first has waited long enough: then all are synced at once, each gets its name, their folders
 * are synced, and only then is told how each document went, in their order.  What fails here is said behind the
 * document's own messages; after what the next would meet too nothing is told, and the files that wait are dropped.
 * A document without a file waits only behind those that have one.
 */
#include "batch/batch_int.h"
#include "batch/messages.def"
#include "base/messages.def"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum {
    WAITING_SCRATCH = 1 << 20,
    WAITING_SHARE = 4 /* one in so many descriptors may be a file that waits */
};

uint64_t waiting_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

enum status waiting_init(struct waiting *waiting, struct batch *batch, batch_report *report, void *context)
{
    struct rlimit files;
    *waiting = (struct waiting){.batch = batch,
                                .report = report,
                                .context = context,
                                .scratch = arena_new(WAITING_SCRATCH),
                                .most = WAITING_MAX,
                                .lacking_names = BUF(WAITING_TEXT)};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur / WAITING_SHARE < WAITING_MAX)
        waiting->most = files.rlim_cur / WAITING_SHARE;
    if (batch->options.keep_record != NULL && waiting->most > 1)
        waiting->most /= 2; /* each document has two */
    return waiting->scratch == NULL ? NO_MEMORY : OK;
}

static void drop_all(struct waiting *waiting)
{
    for (size_t i = 0; i < waiting->count; i++) {
        file_drop(&waiting->files[i]);
        file_drop(&waiting->records[i]);
        outcome_clear(&waiting->outcomes[i]);
    }
    waiting->count = waiting->text = waiting->since = 0;
}

void waiting_clear(struct waiting *waiting)
{
    drop_all(waiting);
    buf_clear(&waiting->lacking_names);
    arena_free(waiting->scratch);
}

void outcome_clear(struct outcome *outcome)
{
    buf_clear(&outcome->messages);
    buf_clear(&outcome->table);
    buf_clear(&outcome->prose);
    buf_clear(&outcome->audit);
    buf_clear(&outcome->kind);
    buf_clear(&outcome->kind_messages);
    buf_clear(&outcome->made);
    buf_clear(&outcome->kept);
    buf_clear(&outcome->notes);
    buf_clear(&outcome->facts);
    buf_clear(&outcome->findings);
}

void outcome_say(struct outcome *outcome, const struct diag *diag)
{
    diag_print(diag, &outcome->messages);
    diag_print_json(diag, &outcome->notes);
}

struct outcome outcome_empty(const struct task *task, enum status status)
{
    struct outcome outcome = {
        .result = {.input = task->input, .file = task->file, .part = task->paper, .status = status},
        .task = task,
        .messages = BUF(BATCH_MAX_MESSAGES),
        .notes = BUF(BATCH_MAX_NOTES)};
    if (!task->is_lost && task->said.len > 0) /* of the table that it is from */
        buf_add_str(&outcome.messages, task->said);
    if (!task->is_lost && task->noted.len > 0)
        buf_add_str(&outcome.notes, task->noted);
    return outcome;
}

void outcome_fail(struct outcome *outcome, struct diag *diag, enum status status)
{
    struct place place = {outcome->result.input, 0, 0};
    if (status == FAILED)
        diag_report(diag, MSG_BATCH_NOT_DONE, place);
    else if (status == NO_MEMORY && diag != NULL)
        diag_report(diag, MSG_BATCH_NO_MEMORY, place);
    if (diag != NULL)
        outcome_say(outcome, diag);
    buf_clear(&outcome->audit);
    outcome->result.output = NULL;
    outcome->result.pages = outcome->result.bytes = 0;
    outcome->result.status = status == NO_MEMORY ? FAILED : status;
}

static bool folder_is_gone(const char *folder)
{
    return folder != NULL && !file_directory_usable(folder);
}

/* The paper first, then its record: the next period must not take figures from a record whose paper nobody has seen.
 * A new paper does not stay without its record; one that has replaced another does, and this is said. */
static enum status name_both(struct waiting *waiting, size_t i, struct diag *diag)
{
    struct file_unnamed *file = &waiting->files[i], *record = &waiting->records[i];
    struct outcome *outcome = &waiting->outcomes[i];
    const bool is_new = file->fd >= 0 && !file_exists(file->path);
    enum status status = file->fd >= 0 ? refuse_signed(waiting->batch, diag, file->path) : OK;
    if (status == OK)
        status = file_give_names(diag, file, record);
    if (status == OK && outcome->kept.len > 0) /* it could not wait without a name */
        status = file_write_stamped(diag, record->path, buf_str(&outcome->kept), &record->stamp);
    if (status == OK || record->path == NULL || file->stamp.inode == 0) {
        file_drop(file);
        file_drop(record);
        return status;
    }
    if (is_new)
        (void)unlink(file->path);
    else
        diag_report(diag, MSG_BATCH_RECORD_APART, ((struct place){file->path, 0, 0}), record->path);
    return status;
}

static void give_name(struct waiting *waiting, size_t i)
{
    const struct batch_options *options = &waiting->batch->options;
    struct diag *diag = diag_new(waiting->scratch);
    enum status status = diag == NULL ? NO_MEMORY : name_both(waiting, i, diag);
    if (status == FAILED && (folder_is_gone(options->output) || folder_is_gone(options->keep_record)))
        status = SYSTEM;
    if (status != OK)
        outcome_fail(&waiting->outcomes[i], diag, status);
    arena_reset(waiting->scratch);
}

/* The file is there; that its name may not outlast a power cut is told once a run. */
static void tell_unsynced(struct waiting *waiting, size_t i, int reason)
{
    struct diag *diag = waiting->batch->unsynced_told ? NULL : diag_new(waiting->scratch);
    if (diag == NULL)
        return;
    waiting->batch->unsynced_told = true;
    diag_report(diag, MSG_FILE_UNSYNCED, ((struct place){waiting->files[i].path, 0, 0}), file_reason(reason));
    outcome_say(&waiting->outcomes[i], diag);
}

/* Of the first files; a folder of several that follow each other once. */
static void sync_folders(struct waiting *waiting, size_t count)
{
    struct str last = {0};
    for (size_t i = 0; i < count; i++) {
        if (waiting->outcomes[i].result.output == NULL)
            continue;
        struct str folder = path_directory(waiting->scratch, waiting->files[i].path);
        if (folder.ptr == NULL || (last.ptr != NULL && str_equal(folder, last)))
            continue;
        last = folder;
        int reason = file_sync_directory(folder.ptr);
        if (reason != 0)
            tell_unsynced(waiting, i, reason);
    }
    const char *records = waiting->batch->options.keep_record;
    const int reason = records != NULL && last.ptr != NULL ? file_sync_directory(records) : 0;
    if (reason != 0)
        tell_unsynced(waiting, count - 1, reason);
    arena_reset(waiting->scratch);
}

struct told_kind {
    struct told_kind *next;
    struct str name;
};

/* Without memory it is told again. */
static bool is_first_of_kind(struct batch *batch, struct str name)
{
    for (const struct told_kind *told = batch->told_kinds; told != NULL; told = told->next)
        if (str_equal(told->name, name))
            return false;
    struct told_kind *told = ARENA_NEW(batch->arena, struct told_kind);
    struct str kept = arena_copy(batch->arena, name);
    if (told != NULL && kept.ptr != NULL) {
        *told = (struct told_kind){batch->told_kinds, kept};
        batch->told_kinds = told;
    }
    return true;
}

/* Of a document that nobody came to the end of there is no line of JSON: its messages would be said nowhere. */
static void make_line(const struct waiting *waiting, struct outcome *outcome)
{
    const struct findings findings = {0};
    const struct prose_report prose = {0};
    const bool lists = outcome->task != NULL && outcome->task->lists; /* its table is something else */
    if (waiting->batch->options.table != BATCH_TABLE_JSON || outcome->table.len > 0 || lists)
        return;
    buf_clear(&outcome->table);
    outcome->table = BUF(BATCH_MAX_DUMP);
    report_json(&(struct report_document){.input = outcome->result.input,
                                          .good = outcome->result.status == OK,
                                          .findings = &findings,
                                          .prose = &prose,
                                          .messages = buf_str(&outcome->messages)},
                &outcome->table);
}

void outcome_show(struct outcome *outcome)
{
    struct batch_result *result = &outcome->result;
    result->messages = buf_str(&outcome->messages);
    result->table = buf_str(&outcome->table);
    result->prose = buf_str(&outcome->prose);
    result->audit = buf_str(&outcome->audit);
    result->notes = buf_str(&outcome->notes);
    result->facts = buf_str(&outcome->facts);
    result->findings = buf_str(&outcome->findings);
}

static void tell(struct waiting *waiting, size_t i)
{
    struct outcome *outcome = &waiting->outcomes[i];
    struct batch_result *result = &outcome->result;
    if (result->about == BATCH_DOCUMENT)
        make_line(waiting, outcome);
    if (outcome->kind_messages.len > 0 && is_first_of_kind(waiting->batch, buf_str(&outcome->kind)))
        result->kind_messages = buf_str(&outcome->kind_messages);
    outcome_show(outcome);
    if (waiting->batch->options.facts && result->output != NULL)
        result->sha256 = digest_str(&outcome->digest);
    result->target = outcome->task != NULL ? outcome->task->path : NULL;
    result->count = waiting->total;
    if (waiting->batch->manifest != NULL)
        changed_note(waiting->batch, outcome, &waiting->files[i], &waiting->records[i]);
    past_count(waiting, outcome);
    waiting->report(waiting->context, result);
    waiting->worst = status_worse(waiting->worst, result->status);
}

enum status waiting_settle(struct waiting *waiting)
{
    size_t told = 0;
    bool goes_on = true;
    file_sync_unnamed(waiting->files, waiting->count);
    file_sync_unnamed(waiting->records, waiting->count);
    for (; goes_on && told < waiting->count; told++) {
        give_name(waiting, told);
        goes_on = waiting->outcomes[told].result.status != SYSTEM;
    }
    sync_folders(waiting, told);
    for (size_t i = 0; i < told; i++) {
        waiting->outcomes[i].result.more = i + 1 < told;
        tell(waiting, i);
    }
    drop_all(waiting);
    if (goes_on && waiting->batch->manifest != NULL)
        changed_save(waiting->batch, waiting->scratch);
    return waiting->worst;
}

/* The record of the i-th document, into a file that waits with the paper's; where no file can wait without a name, it stays
 * in memory. */
static void write_record(struct waiting *waiting, size_t i)
{
    struct outcome *outcome = &waiting->outcomes[i];
    struct diag *diag = diag_new(waiting->scratch);
    enum status status =
        diag == NULL ? NO_MEMORY
                     : file_try_unnamed(diag, outcome->keeps, buf_str(&outcome->kept), &waiting->records[i]);
    if (status != OK) {
        file_drop(&waiting->files[i]);
        waiting->files[i] = waiting->records[i] = (struct file_unnamed){.fd = -1};
        outcome_fail(outcome, diag,
                     status == FAILED && folder_is_gone(waiting->batch->options.keep_record) ? SYSTEM
                                                                                             : status);
    }
    if (waiting->records[i].fd >= 0 || status != OK)
        buf_clear(&outcome->kept);
    arena_reset(waiting->scratch);
}

enum status waiting_add(struct waiting *waiting, const struct outcome *outcome,
                        const struct file_unnamed *file)
{
    size_t i = waiting->count++;
    waiting->outcomes[i] = *outcome;
    waiting->files[i] = file != NULL ? *file : (struct file_unnamed){.fd = -1};
    waiting->records[i] = (struct file_unnamed){.fd = -1};
    if (file != NULL && outcome->keeps != NULL && outcome->kept.len > 0)
        write_record(waiting, i);
    else
        buf_clear(&waiting->outcomes[i].kept);
    waiting->text += outcome->messages.len + outcome->table.len + outcome->prose.len + outcome->audit.len;
    if (file != NULL && waiting->since == 0)
        waiting->since = waiting_now();
    bool last = waiting->since == 0 || waiting->count >= waiting->most || waiting->text > WAITING_TEXT ||
                waiting->outcomes[i].result.status == SYSTEM;
    return last ? waiting_settle(waiting) : waiting_look(waiting);
}

enum status waiting_look(struct waiting *waiting)
{
    if (stop_is_asked())
        return SYSTEM;
    bool waited = waiting->since != 0 && waiting_now() - waiting->since >= WAITING_MS;
    return waited ? waiting_settle(waiting) : waiting->worst;
}

void waiting_say(const struct waiting *waiting, struct diag *diag, enum status status)
{
    struct buf text = BUF(BATCH_MAX_MESSAGES);
    if (status == NO_MEMORY)
        diag_report(diag, MSG_BATCH_NO_MEMORY, ((struct place){0}));
    diag_print(diag, &text);
    if (text.len > 0)
        waiting->report(waiting->context, &(struct batch_result){.about = BATCH_RUN,
                                                                 .count = waiting->total,
                                                                 .messages = buf_str(&text),
                                                                 .status = status});
    buf_clear(&text);
}
