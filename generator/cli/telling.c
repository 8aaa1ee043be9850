/*
 * What a run tells beside its plain lines: --log=json, --journal, --report.
 *
 * All three have the same lines (room runlog): the log has them as they come, the journal without messages and by the group, as
 * papers reach the disk; for the report they are kept, and written to it at the end, also of a run that stopped.
 */
#include "cli/cli_int.h"
#include "cli/messages.def"
#include "base/messages.def"
#include "runlog/runlog.h"
#include "summary/summary.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { MAX_EVENTS = 1 << 30, MAX_OPTIONS = 1 << 20, MAX_SAID = 1 << 20, MAX_PATH = 1 << 16 };

static bool is_told(const struct telling *telling)
{
    return telling->json || telling->report != NULL || telling->journal != NULL;
}

/* --- begun before anything is made --- */

static enum status current_folder(struct telling *telling)
{
    char path[MAX_PATH];
    telling->folder = getcwd(path, sizeof path) != NULL ? arena_copy(telling->arena, str_of(path)) : STR(".");
    return telling->folder.ptr == NULL ? NO_MEMORY : OK;
}

/* Plans change the current folder. */
static enum status make_known_everywhere(struct telling *telling, const char **path)
{
    if (*path == NULL || (*path)[0] == '/')
        return OK;
    *path = path_join(telling->arena, telling->folder.ptr, *path).ptr;
    return *path == NULL ? NO_MEMORY : OK;
}

/* A report replaces a report, and no paper, record or journal that is called so. */
static enum status prove_replaced(const struct telling *telling, const char *path)
{
    enum { LOOKED_AT = 1024 };
    char head[LOOKED_AT];
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    const ssize_t len = fd >= 0 ? read(fd, head, sizeof head) : 0;
    if (fd >= 0)
        close(fd);
    return len <= 0 || summary_is_report((struct str){head, (size_t)len})
               ? OK
               : diag_report(telling->diag, MSG_CLI_REPORT_FOREIGN, ((struct place){path, 0, 0}));
}

/* The folder of the report is there, and takes files: better told now than in the morning. */
static enum status prove_report(struct telling *telling)
{
    if (telling->report == NULL)
        return OK;
    if (str_ends(str_of(telling->report), "/")) {
        enum status status = file_make_directory(telling->diag, telling->report);
        file_remove_dead(telling->report);
        return status;
    }
    const struct str folder = path_directory(telling->arena, telling->report);
    if (folder.ptr == NULL)
        return NO_MEMORY;
    if (file_directory_usable(folder.ptr)) {
        file_remove_dead(folder.ptr);
        return prove_replaced(telling, telling->report);
    }
    diag_report(telling->diag, MSG_FILE_UNWRITABLE, ((struct place){telling->report, 0, 0}),
                file_reason(errno));
    return SYSTEM;
}

enum status telling_open(struct telling *telling, struct arena *arena, struct diag *diag,
                         const struct options *options)
{
    *telling = (struct telling){.arena = arena,
                                .diag = diag,
                                .json = options->log == 1,
                                .report = options->report,
                                .journal = options->journal,
                                .events = BUF(MAX_EVENTS),
                                .fresh = BUF(MAX_EVENTS)};
    enum status status = is_told(telling) ? current_folder(telling) : OK;
    if (status == OK)
        status = status_worse(make_known_everywhere(telling, &telling->report),
                              make_known_everywhere(telling, &telling->journal));
    if (status == OK)
        status = prove_report(telling);
    if (status == OK && telling->journal != NULL)
        status = journal_append(diag, telling->journal, STR(""));
    return status;
}

/* --- the lines of a run --- */

static struct runlog_stamp stamp_of(struct telling *telling)
{
    clock_utc(telling->time);
    return (struct runlog_stamp){str_of(telling->run), str_of(telling->time)};
}

/* Once it fails the journal is given up; said once, and the run ends with that status. */
static void write_journal(struct telling *telling)
{
    if (telling->journal == NULL || telling->fresh.len == 0)
        return;
    enum status status = buf_status(&telling->fresh);
    if (status == OK)
        status = journal_append(telling->diag, telling->journal, buf_str(&telling->fresh));
    buf_reset(&telling->fresh);
    telling->status = status_worse(telling->status, status == FAILED ? SYSTEM : status);
    if (status != OK)
        telling->journal = NULL;
}

static void tell(struct telling *telling, struct buf *line)
{
    if (telling->report != NULL)
        buf_add_str(&telling->events, buf_str(line));
    if (telling->json)
        output_write(OUTPUT_RESULT, buf_str(line));
    if (buf_status(line) != OK)
        telling->status = status_worse(telling->status, NO_MEMORY);
    buf_clear(line);
}

/* When it is known how many papers there are. */
static void tell_begin(struct telling *telling, size_t papers)
{
    struct buf line = BUF(RUNLOG_MAX_LINE), options = BUF(MAX_OPTIONS);
    const struct runlog_stamp stamp = stamp_of(telling);
    options_add_json(telling->options, &options);
    const struct runlog_begin begin = {.command = options_command(telling->options->command),
                                       .name = telling->options->run_name,
                                       .folder = telling->folder,
                                       .options = buf_str(&options),
                                       .papers = papers};
    runlog_add_begin(&line, &stamp, &begin);
    line.failed = line.failed || options.failed;
    buf_clear(&options);
    if (telling->journal != NULL)
        buf_add_str(&telling->fresh, buf_str(&line));
    tell(telling, &line);
    telling->begun = true;
}

void telling_begin(struct telling *telling, const struct options *options)
{
    if (!is_told(telling))
        return;
    telling->options = options;
    telling->begun = false;
    telling->since = clock_ms();
    telling->counts = (struct runlog_end){.papers = 0};
    telling->said = BUF(MAX_SAID);
    clock_run_id(telling->run);
    telling->status = status_worse(telling->status, current_folder(telling));
}

void telling_say(struct telling *telling, struct str text)
{
    if (is_told(telling))
        buf_add_str(&telling->said, text);
}

static void count(struct runlog_end *counts, const struct batch_result *result)
{
    const bool current = result->about == BATCH_CURRENT, good = result->status == OK;
    counts->papers++;
    *(current ? &counts->current : good ? &counts->good : &counts->failed) += 1;
    counts->written += !current && result->output != NULL ? 1 : 0;
    counts->pages += result->pages;
    counts->bytes += result->bytes;
    const size_t all = current ? result->all : result->count + counts->current;
    counts->rest = all > counts->papers ? all - counts->papers : 0;
}

static const char *status_of(const struct batch_result *result)
{
    return result->about == BATCH_CURRENT ? "current"
           : result->status == OK         ? "good"
           : result->status == FAILED     ? "failed"
                                          : "stopped";
}

void telling_paper(struct telling *telling, const struct batch_result *result)
{
    if (!is_told(telling))
        return;
    if (result->about == BATCH_RUN) {
        telling_say(telling, result->messages);
        return;
    }
    if (!telling->begun)
        tell_begin(telling, result->about == BATCH_CURRENT ? result->all : result->count);
    count(&telling->counts, result);
    struct buf line = BUF(RUNLOG_MAX_LINE);
    const struct runlog_stamp stamp = stamp_of(telling);
    struct runlog_paper paper = {.number = telling->counts.papers,
                                 .input = result->input,
                                 .file = result->file != NULL ? result->file : result->input,
                                 .output = result->output,
                                 .part = result->part,
                                 .pages = result->pages,
                                 .bytes = result->bytes,
                                 .ms = result->ms,
                                 .status = status_of(result),
                                 .sha256 = result->sha256,
                                 .facts = result->facts};
    if (telling->journal != NULL)
        runlog_add_paper(&telling->fresh, &stamp, &paper);
    paper.findings = result->findings;
    paper.notes = result->notes;
    runlog_add_paper(&line, &stamp, &paper);
    tell(telling, &line);
    if (!result->more)
        write_journal(telling);
}

void telling_note(struct telling *telling, const struct diag *diag)
{
    struct buf notes = BUF(MAX_SAID), line = BUF(RUNLOG_MAX_LINE);
    const struct runlog_stamp stamp = stamp_of(telling);
    diag_print_json(diag, &notes);
    if (is_told(telling) && notes.len > 0) {
        runlog_add_note(&line, &stamp, buf_str(&notes));
        tell(telling, &line);
    }
    buf_clear(&notes);
    buf_clear(&line);
}

void telling_whole(struct telling *telling, size_t papers)
{
    if (is_told(telling))
        telling->counts.whole = papers;
}

void telling_end(struct telling *telling, enum status status)
{
    if (!is_told(telling))
        return;
    if (!telling->begun)
        tell_begin(telling, 0);
    struct buf line = BUF(RUNLOG_MAX_LINE);
    const struct runlog_stamp stamp = stamp_of(telling);
    telling->counts.status = status == OK ? "good" : status == FAILED ? "failed" : "stopped";
    telling->counts.ms = clock_ms() - telling->since;
    telling->counts.said = buf_str(&telling->said);
    runlog_add_end(&line, &stamp, &telling->counts);
    if (telling->journal != NULL)
        buf_add_str(&telling->fresh, buf_str(&line));
    tell(telling, &line);
    write_journal(telling);
    buf_clear(&telling->said);
}

/* --- the report --- */

typedef enum status summary_write(struct arena *arena, struct str events, const char *path, struct buf *out);

static enum status write_report(struct telling *telling, const char *path, summary_write *write)
{
    struct arena *scratch = arena_new(0);
    struct buf text = BUF(SUMMARY_MAX_BYTES);
    enum status status = scratch == NULL ? NO_MEMORY : write(scratch, buf_str(&telling->events), path, &text);
    if (status == FAILED)
        diag_report(telling->diag, MSG_CLI_REPORT_LARGE, ((struct place){path, 0, 0}),
                    (int)(SUMMARY_MAX_BYTES >> 20));
    if (status == OK)
        status = prove_replaced(telling, path);
    if (status == OK)
        status = file_write_atomic(telling->diag, path, buf_str(&text));
    buf_clear(&text);
    arena_free(scratch);
    return status;
}

static enum status write_reports(struct telling *telling)
{
    const struct str report = str_of(telling->report);
    const bool both = str_ends(report, "/");
    enum status status = OK;
    const char *page = both ? path_join(telling->arena, report.ptr, "report.html").ptr : report.ptr;
    const char *json = both ? path_join(telling->arena, report.ptr, "report.json").ptr : report.ptr;
    if (page == NULL || json == NULL)
        return NO_MEMORY;
    if (both || str_ends(report, ".html"))
        status = write_report(telling, page, summary_page);
    if (both || str_ends(report, ".json"))
        status = status_worse(status, write_report(telling, json, summary_json));
    return status;
}

void telling_yield(struct telling *telling)
{
    if (telling->report != NULL)
        diag_report(telling->diag, MSG_CLI_REPORT_YIELDED, ((struct place){telling->report, 0, 0}));
    telling->report = NULL;
}

enum status telling_close(struct telling *telling)
{
    telling_note(telling, telling->diag);
    enum status status = telling->status;
    if (telling->report != NULL)
        status =
            status_worse(status, buf_status(&telling->events) == OK ? write_reports(telling) : NO_MEMORY);
    if (status == NO_MEMORY)
        diag_report(telling->diag, MSG_CLI_TELLING_MEMORY, PROGRAM);
    buf_clear(&telling->events);
    buf_clear(&telling->fresh);
    return status;
}
