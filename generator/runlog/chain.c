/*
 * A journal is read again: is each line the one that the next one knows, has each run as many papers as it says; and which
 * line tells of a file.
 *
 * It is read line by line, however long it is.  A line that was cut while it was written belongs to the chain as it
 * stands.  Lines taken from the end leave no gap; but the run that they belong to then has no end, or more papers than
 * lines.
 */
#include "runlog/runlog_int.h"
#include "runlog/messages.def"
#include "base/messages.def"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CHUNK = 1 << 16,
    CHAIN_MEMORY = 1 << 28,
    LINE_MEMORY = RUNLOG_MAX_LINE,
    MADE_MOST = 5,
    FILE_MAX = 1 << 29
};

/* One that has begun, and not ended so far. */
struct run {
    struct str id;
    uint32_t line;
    size_t papers;
    bool is_done;
};

struct chain {
    struct diag *diag;
    struct arena *arena, *scratch; /* scratch: of a line */
    const char *path, *file;
    struct digest wanted; /* of the file */
    struct buf *out;
    struct digest last;
    size_t line, run_count, paper_count, found;
    struct run *runs;
    size_t count, capacity;
    bool is_journal;         /* a line is one of ours */
    bool was_odd;            /* the line before was cut, or is no line of ours */
    bool is_bad, is_starved; /* starved: a text had no memory */
};

static struct place place_of(const struct chain *chain, size_t line)
{
    return (struct place){chain->path, (uint32_t)line, 0};
}

/* --- what a line says --- */

static struct run *run_of(struct chain *chain, struct str id)
{
    for (size_t i = chain->count; i > 0; i--)
        if (!chain->runs[i - 1].is_done && str_equal(chain->runs[i - 1].id, id))
            return &chain->runs[i - 1];
    return NULL;
}

static enum status begin_run(struct chain *chain, struct str id)
{
    const struct run run = {.id = arena_copy(chain->arena, id), .line = (uint32_t)chain->line};
    chain->run_count++;
    return run.id.ptr == NULL ? NO_MEMORY
                              : ARENA_APPEND(chain->arena, chain->runs, chain->count, chain->capacity, &run);
}

static void end_run(struct chain *chain, struct str id, struct str line)
{
    struct run *run = run_of(chain, id);
    int64_t papers = 0;
    if (run == NULL)
        return;
    run->is_done = true;
    while (chain->count > 0 && chain->runs[chain->count - 1].is_done)
        chain->count--;
    if (!digits_parse(json_member(line, "papers"), 12, &papers) || (size_t)papers == run->papers)
        return;
    diag_report(chain->diag, MSG_RUNLOG_COUNT, place_of(chain, run->line), (size_t)papers, run->papers);
    chain->is_bad = true;
}

static struct str text_of(struct chain *chain, struct str object, const char *name)
{
    const struct str text = json_text(chain->scratch, json_member(object, name));
    chain->is_starved = chain->is_starved || text.ptr == NULL;
    return text.ptr != NULL ? text : STR("");
}

static void tell_made(struct chain *chain, struct str line)
{
    const struct str list = json_member(line, "inputs");
    struct str item;
    if (!str_equal(text_of(chain, line, "sha256"), digest_str(&chain->wanted)))
        return;
    if (++chain->found > MADE_MOST)
        return;
    buf_tell(chain->out, MSG_RUNLOG_MADE, chain->file, STR_ARGS(text_of(chain, line, "time")),
             STR_ARGS(text_of(chain, line, "program")), chain->line, STR_ARGS(text_of(chain, line, "kind")),
             STR_ARGS(text_of(chain, line, "kind_sha256")));
    for (size_t at = 0; json_next(list, &at, &item);)
        buf_tell(chain->out, MSG_RUNLOG_SOURCE, STR_ARGS(text_of(chain, item, "file")),
                 STR_ARGS(text_of(chain, item, "sha256")));
}

static enum status take_event(struct chain *chain, struct str line)
{
    const struct str event = text_of(chain, line, "event"), id = text_of(chain, line, "run");
    struct run *run = run_of(chain, id);
    if (str_is(event, "begin"))
        return begin_run(chain, id);
    if (str_is(event, "end"))
        end_run(chain, id, line);
    if (!str_is(event, "paper"))
        return OK;
    chain->paper_count++;
    if (run != NULL)
        run->papers++;
    if (chain->file != NULL)
        tell_made(chain, line);
    return OK;
}

/* --- the chain --- */

static void report(struct chain *chain, const struct message *code, size_t line)
{
    diag_report_plain(chain->diag, code, place_of(chain, line));
    chain->is_bad = chain->is_bad || code->severity == SEVERITY_ERROR;
}

static enum status take_line(struct chain *chain, struct str line, bool ended)
{
    chain->line++;
    arena_reset(chain->scratch);
    const bool good = ended && str_starts(line, RUNLOG_HEAD) && json_is_valid(line);
    const struct str previous = good ? text_of(chain, line, "previous") : STR("");
    if (chain->is_starved)
        return NO_MEMORY;
    const struct str last = chain->line == 1 ? STR("") : digest_str(&chain->last);
    if (good && !str_equal(previous, last))
        report(chain, chain->line == 1 ? MSG_RUNLOG_HEADLESS : MSG_RUNLOG_CHANGED,
               chain->line == 1 ? 1 : chain->line - 1);
    else if (chain->was_odd)
        report(chain, MSG_RUNLOG_LINE, chain->line - 1);
    chain->was_odd = !good;
    chain->is_journal = chain->is_journal || good;
    chain->last = digest_of(&line, 1);
    return good ? take_event(chain, line) : OK;
}

/* The lines that are whole; the rest stays. */
static enum status take_lines(struct chain *chain, struct buf *text)
{
    struct str rest = buf_str(text);
    const char *end;
    enum status status = OK;
    while (status == OK && rest.len > 0 && (end = memchr(rest.ptr, '\n', rest.len)) != NULL) {
        const size_t len = (size_t)(end - rest.ptr);
        status = take_line(chain, str_slice(rest, 0, len), true);
        rest = str_slice(rest, len + 1, rest.len);
    }
    if (rest.len > 0 && rest.ptr != text->ptr)
        memmove(text->ptr, rest.ptr, rest.len);
    text->len = rest.len;
    return status;
}

static enum status unreadable(const struct chain *chain)
{
    diag_report(chain->diag, MSG_FILE_UNREADABLE, place_of(chain, 0), file_reason(errno));
    return SYSTEM;
}

static enum status read_all(struct chain *chain, int fd)
{
    static char chunk[CHUNK];
    struct buf text = BUF(RUNLOG_MAX_LINE);
    enum status status = OK;
    ssize_t n = 1;
    while (n != 0 && status == OK) {
        n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno != EINTR)
            status = unreadable(chain);
        if (n <= 0)
            continue;
        buf_add(&text, chunk, (size_t)n);
        if (text.full)
            status = diag_report(chain->diag, MSG_RUNLOG_LONG, place_of(chain, chain->line + 1),
                                 (int)RUNLOG_MAX_LINE);
        else
            status = text.failed ? NO_MEMORY : take_lines(chain, &text);
    }
    if (status == OK && text.len > 0)
        status = take_line(chain, buf_str(&text), false);
    if (status == OK && chain->was_odd)
        report(chain, MSG_RUNLOG_LINE, chain->line);
    buf_clear(&text);
    return status;
}

static enum status open_and_read(struct chain *chain)
{
    struct stat facts;
    int fd;
    do
        fd = open(chain->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    if (fd < 0)
        return unreadable(chain);
    enum status status = OK;
    if (fstat(fd, &facts) == 0 && !S_ISREG(facts.st_mode)) {
        diag_report(chain->diag, MSG_FILE_UNREADABLE, place_of(chain, 0), file_unfit_reason(facts.st_mode));
        status = SYSTEM;
    }
    if (status == OK)
        status = read_all(chain, fd);
    close(fd);
    return status;
}

static enum status digest_file(struct chain *chain)
{
    struct arena *arena = arena_new(FILE_MAX);
    struct str bytes;
    enum status status =
        arena == NULL ? NO_MEMORY : file_read(arena, chain->diag, chain->file, FILE_MAX / 2, &bytes);
    if (status == OK)
        chain->wanted = digest_of(&bytes, 1);
    arena_free(arena);
    return status;
}

static enum status sum_up(struct chain *chain)
{
    if (chain->line > 0 && !chain->is_journal)
        report(chain, MSG_RUNLOG_NONE, 0);
    for (size_t i = 0; i < chain->count; i++)
        if (!chain->runs[i].is_done)
            report(chain, MSG_RUNLOG_NO_END, chain->runs[i].line);
    if (chain->file != NULL && chain->found == 0)
        chain->is_bad = diag_report(chain->diag, MSG_RUNLOG_UNKNOWN, ((struct place){chain->file, 0, 0}),
                                    chain->path) != OK;
    if (chain->found > MADE_MOST)
        buf_tell(chain->out, MSG_RUNLOG_MORE, chain->found - MADE_MOST);
    if (chain->is_bad)
        return FAILED;
    buf_tell(chain->out, MSG_RUNLOG_WHOLE, chain->path, chain->line, chain->run_count, chain->paper_count);
    return buf_status(chain->out);
}

enum status journal_check(struct diag *diag, const char *path, const char *file, struct buf *out)
{
    struct chain chain = {.diag = diag,
                          .arena = arena_new(CHAIN_MEMORY),
                          .scratch = arena_new(LINE_MEMORY),
                          .path = path,
                          .file = file,
                          .out = out};
    enum status status = chain.arena == NULL || chain.scratch == NULL ? NO_MEMORY : OK;
    if (status == OK && file != NULL)
        status = digest_file(&chain);
    if (status == OK)
        status = open_and_read(&chain);
    if (chain.is_starved)
        status = NO_MEMORY;
    if (status == OK)
        status = sum_up(&chain);
    arena_free(chain.scratch);
    arena_free(chain.arena);
    return status;
}
