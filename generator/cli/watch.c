/*
 * watch: builds again whenever something has changed that was looked at, and keeps a page beside each paper.
 *
 * A round is `build` as it is, by the same way (run_build): all that it wants of files by name is noted on the way
 * (file_use_agent), what it tells of papers goes to their pages.  Each begins from nothing: kinds and fonts may be what has changed, and
 * to load them takes a few hundredths of a second.
 *
 * Editors write in several steps.  So a round waits until nothing has happened for a while, and a little longer while a file that
 * was there is gone or empty; but never so long that who waits for the page would notice.
 */
#include "cli/cli_int.h"
#include "base/messages.def"
#include "cli/messages.def"
#include "watch/watch.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

enum {
    QUIET_MS = 40,       /* nothing has happened for so long: the editor is done */
    BUSY_MS = 250,       /* and after so long it is built all the same */
    UNFINISHED_MS = 400, /* while a file is gone or empty */
    PAGES_MOST = 50,
    SAID_MOST = 1 << 20,
    PAGE_WORDS = 1 << 22,
    ROUND_MEMORY = 256 << 20
};

/* A paper, for as long as it is watched. */
struct preview {
    const char *pdf, *input;
    bool is_told;   /* in this round */
    bool is_there;  /* its PDF */
    bool is_unsaid; /* why its page cannot be written was told */
    enum watch_verdict verdict;
    size_t pages;
    char digest[65], made[CLOCK_TEXT];
    struct buf notes;
};

struct watching {
    const struct options *options;
    struct arena *arena; /* of all rounds */
    struct watch *watch;
    struct str folder;
    bool *were_folders; /* inputs, at the beginning */
    struct preview previews[PAGES_MOST];
    size_t count, beyond;
    struct buf notes, said; /* of the round, of no single paper */
    bool is_many_told, starved;
};

/* --- what a round tells --- */

static struct preview *preview_of(struct watching *watching, const struct batch_result *result)
{
    for (size_t i = 0; i < watching->count; i++)
        if (strcmp(watching->previews[i].pdf, result->target) == 0)
            return &watching->previews[i];
    if (watching->count == PAGES_MOST) {
        watching->beyond++;
        return NULL;
    }
    const struct str pdf = arena_copy(watching->arena, str_of(result->target));
    const struct str input = arena_copy(watching->arena, str_of(result->input));
    watching->starved = watching->starved || pdf.ptr == NULL || input.ptr == NULL;
    if (watching->starved)
        return NULL;
    struct preview *preview = &watching->previews[watching->count++];
    *preview = (struct preview){.pdf = pdf.ptr, .input = input.ptr, .notes = BUF(PAGE_WORDS)};
    return preview;
}

static void copy_text(struct str text, char *bytes, size_t size)
{
    const size_t len = text.len < size ? text.len : size - 1;
    memcpy(bytes, text.ptr, len);
    bytes[len] = '\0';
}

static void join_notes(struct buf *out, struct str notes)
{
    buf_add_text(out, out->len > 0 && notes.len > 0 ? "," : "");
    buf_add_str(out, notes);
}

void watching_paper(struct watching *watching, const struct batch_result *result)
{
    if (result->about == BATCH_RUN) {
        watching_say(watching, result->messages);
        return;
    }
    struct preview *preview = result->target != NULL ? preview_of(watching, result) : NULL;
    if (preview == NULL) {
        join_notes(&watching->notes, result->target == NULL ? result->notes : STR(""));
        return;
    }
    preview->is_told = true;
    buf_reset(&preview->notes);
    buf_add_str(&preview->notes, result->notes);
    preview->verdict = result->output == NULL ? WATCH_FAILED
                       : result->status == OK ? WATCH_GOOD
                                              : WATCH_DRAFT;
    if (result->output == NULL)
        return;
    preview->pages = result->pages;
    copy_text(result->sha256, preview->digest, sizeof preview->digest);
    clock_utc(preview->made);
}

void watching_say(struct watching *watching, struct str messages)
{
    buf_add_str(&watching->said, messages);
}

/* --- the pages --- */

static void write_page(struct watching *watching, struct preview *preview, struct diag *diag)
{
    struct arena *scratch = arena_new(0);
    struct buf notes = BUF((size_t)2 * PAGE_WORDS);
    buf_add_str(&notes, buf_str(&preview->notes));
    join_notes(&notes, buf_str(&watching->notes));
    preview->is_there = file_exists(preview->pdf);
    const struct watch_page page = {.pdf = preview->pdf,
                                    .input = preview->input,
                                    .folder = watching->folder,
                                    .link = watching->options->link,
                                    .verdict = preview->verdict,
                                    .is_there = preview->is_there,
                                    .digest = str_of(preview->digest),
                                    .made = str_of(preview->made),
                                    .pages = preview->pages,
                                    .notes = buf_str(&notes),
                                    .said = buf_str(&watching->said)};
    struct diag *own = scratch != NULL ? diag_new(scratch) : NULL;
    const enum status status = own == NULL || notes.failed
                                   ? NO_MEMORY
                                   : watch_page_write(scratch, preview->is_unsaid ? own : diag, &page);
    preview->is_unsaid = status != OK && status != NO_MEMORY; /* a fault that stays is told once */
    watching->starved = watching->starved || status == NO_MEMORY;
    buf_clear(&notes);
    arena_free(scratch);
}

/* A paper of which nothing was told was not made: why, is told of the round. */
static void write_pages(struct watching *watching, struct diag *diag)
{
    for (size_t i = 0; i < watching->count; i++) {
        struct preview *preview = &watching->previews[i];
        if (!preview->is_told) {
            preview->verdict = WATCH_FAILED;
            buf_reset(&preview->notes);
        }
        write_page(watching, preview, diag);
    }
}

/* --- descriptions that are gone --- */

/* Found in a folder, not named on the command line, nor a row of a table. */
static bool is_found(const struct options *options, const char *input)
{
    bool found = str_ends(str_of(input), ".xml");
    for (size_t i = 0; i < options->file_count && found; i++)
        found = strcmp(options->files[i], input) != 0;
    return found;
}

static bool has_folder(struct watching *watching, const char *input)
{
    const struct str folder = path_directory(watching->arena, input);
    watching->starved = watching->starved || folder.ptr == NULL;
    return folder.ptr != NULL && file_is_folder(folder.ptr);
}

static void forget(struct watching *watching, struct preview *preview)
{
    buf_clear(&preview->notes);
    watching->count--;
    memmove(preview, preview + 1, (size_t)(watching->previews + watching->count - preview) * sizeof *preview);
}

/* Of a folder's descriptions those that were removed or have another name now: their pages say so for the last time, and others
 * get their places. */
static void forget_gone(struct watching *watching, struct diag *diag)
{
    for (size_t i = 0; i < watching->count;) {
        struct preview *preview = &watching->previews[i];
        if (file_exists(preview->input) || !is_found(watching->options, preview->input) ||
            !has_folder(watching, preview->input)) {
            i++;
            continue;
        }
        preview->verdict = WATCH_GONE;
        buf_reset(&preview->notes);
        write_page(watching, preview, diag);
        diag_report(diag, MSG_CLI_WATCH_GONE, ((struct place){preview->input, 0, 0}));
        forget(watching, preview);
    }
}

/* --- a round --- */

static bool note_asked(void *context, const struct file_asked *asked, struct file_answer *ret_answer)
{
    struct watching *watching = context;
    char path[2 * PATH_MAX];
    const bool inner = asked->wish == FILE_WISH_WHERE;
    if (asked->wish == FILE_WISH_READ)
        watch_note(watching->watch, asked->path);
    else if (inner && strlen(asked->path) + strlen(asked->inner) + 2 <= sizeof path) {
        struct buf whole = BUF(sizeof path);
        buf_printf(&whole, "%s/%s", asked->path[0] == '\0' ? "." : asked->path, asked->inner);
        watching->starved = watching->starved || whole.failed;
        if (!whole.failed)
            watch_note(watching->watch, whole.ptr);
        buf_clear(&whole);
    }
    file_answer(asked, ret_answer);
    return true;
}

static void begin_round(struct watching *watching)
{
    const struct options *options = watching->options;
    struct watch *watch = watching->watch;
    watch_begin(watch);
    for (size_t i = 0; i < watching->count; i++) {
        watch_ignore(watch, watching->previews[i].pdf);
        watching->previews[i].is_told = false;
    }
    if (options->run.font_cache != NULL)
        watch_ignore(watch, options->run.font_cache);
    for (size_t i = 0; i < options->file_count; i++)
        if (watching->were_folders[i])
            watch_note_folder(watch, options->files[i], ".xml");
        else
            watch_note(watch, options->files[i]);
    if (options->data != NULL)
        watch_note(watch, options->data);
    if (options->run.record != NULL && file_is_folder(options->run.record))
        watch_note_folder(watch, options->run.record, "");
    buf_reset(&watching->notes);
    buf_reset(&watching->said);
    watching->beyond = 0;
}

/* An input that was a folder is no paper of that name when it is gone. */
static bool inputs_are_there(const struct watching *watching, struct diag *diag)
{
    const struct options *options = watching->options;
    bool there = true;
    for (size_t i = 0; i < options->file_count; i++) {
        if (!watching->were_folders[i] || file_is_folder(options->files[i]))
            continue;
        diag_report(diag, MSG_FILE_UNREADABLE, ((struct place){options->files[i], 0, 0}),
                    file_reason(errno != 0 ? errno : ENOENT));
        there = false;
    }
    return there;
}

/* What the command line's own part of the round has to say goes to the pages, too. */
static int build_round(struct watching *watching, struct arena *arena, struct diag *diag)
{
    struct options options = *watching->options;
    struct telling untold = {.arena = arena, .diag = diag};
    options.command = COMMAND_BUILD;
    options.watching = watching;
    options.telling = &untold;
    file_use_agent(note_asked, watching);
    const int result = inputs_are_there(watching, diag) ? run_build(&options, arena, diag) : EXIT_SOME_FAILED;
    file_use_agent(NULL, NULL);
    diag_print_json(diag, &watching->notes);
    return result;
}

static enum status make_round(struct watching *watching, int *ret_result)
{
    struct arena *arena = arena_new(ROUND_MEMORY);
    struct diag *diag = arena != NULL ? diag_new(arena) : NULL;
    struct diag *gone = arena != NULL ? diag_new(arena) : NULL; /* no page says that of another */
    enum status status = diag == NULL || gone == NULL ? NO_MEMORY : OK;
    if (status == OK) {
        forget_gone(watching, gone);
        begin_round(watching);
        *ret_result = build_round(watching, arena, diag);
        if (signals_gathered() == 0)
            write_pages(watching, diag);
        if (watching->beyond > 0 && !watching->is_many_told)
            diag_report(diag, MSG_CLI_WATCH_MANY, PROGRAM, (int)PAGES_MOST);
        watching->is_many_told = watching->is_many_told || watching->beyond > 0;
        status = watch_settle(watching->watch, diag);
        output_messages(gone);
        output_messages(diag);
    }
    arena_free(arena);
    return watching->starved ? NO_MEMORY : status;
}

/* --- between two --- */

/* false: a signal asks for the end. */
static bool wait_for_change(struct watching *watching, const sigset_t *during)
{
    struct watch *watch = watching->watch;
    enum watch_news news = WATCH_QUIET;
    while (news != WATCH_CHANGED && signals_gathered() == 0)
        news = watch_wait(watch, watch_step(watch), during);
    const uint64_t first = clock_ms();
    for (uint64_t last = first, now = first; signals_gathered() == 0; now = clock_ms()) {
        const bool is_quiet = now - last >= QUIET_MS || now - first >= BUSY_MS;
        if (is_quiet && (now - first >= UNFINISHED_MS || !watch_is_unfinished(watch)))
            return true;
        if (watch_wait(watch, QUIET_MS / 2, during) == WATCH_CHANGED)
            last = clock_ms();
    }
    return false;
}

/* Once, behind the first round: the first page that could be written. */
static void tell_begun(const struct watching *watching)
{
    struct buf line = BUF(SAID_MOST);
    const size_t files = watch_count(watching->watch);
    size_t first = 0;
    while (first < watching->count && watching->previews[first].is_unsaid)
        first++;
    if (first == watching->count)
        buf_tell(&line, MSG_CLI_WATCH_NO_PAGE, files);
    else {
        const struct str page = watch_path(watching->arena, watching->previews[first].pdf, WATCH_PAGE);
        buf_tell(&line, MSG_CLI_WATCH_BEGUN, files, STR_ARGS(page));
    }
    output_write(OUTPUT_RESULT, watching->options->quiet ? STR("") : buf_str(&line));
    buf_clear(&line);
}

/* The pages say so. */
static void end_watching(struct watching *watching, struct diag *diag)
{
    struct buf line = BUF(SAID_MOST);
    for (size_t i = 0; i < watching->count; i++) {
        watching->previews[i].verdict = WATCH_OVER;
        write_page(watching, &watching->previews[i], diag);
    }
    buf_tell(&line, MSG_CLI_WATCH_OVER);
    output_write(OUTPUT_RESULT, watching->options->quiet ? STR("") : buf_str(&line));
    buf_clear(&line);
}

/* A first round that could not begin ends all: there is nothing to wait for. */
static int keep_watching(struct watching *watching, struct diag *diag)
{
    int result = EXIT_GOOD;
    sigset_t during;
    enum status status = make_round(watching, &result);
    if (status == OK && (result == EXIT_USAGE || (result == EXIT_SYSTEM && signals_gathered() == 0)))
        return result;
    if (status == OK)
        tell_begun(watching);
    for (;;) {
        signals_hold(&during);
        const bool more = status == OK && wait_for_change(watching, &during);
        sigprocmask(SIG_SETMASK, &during, NULL);
        if (!more)
            break;
        status = make_round(watching, &result);
    }
    if (status == NO_MEMORY)
        diag_report(diag, MSG_CLI_WATCH_MEMORY, PROGRAM);
    end_watching(watching, diag);
    return status == OK ? EXIT_GOOD : EXIT_SYSTEM;
}

int command_watch(struct options *options, struct arena *arena, struct diag *diag)
{
    char folder[PATH_MAX];
    struct watching *watching = ARENA_NEW(arena, struct watching);
    struct diag *begun = diag_new(arena);
    const enum status status = folders_find(arena, diag, options); /* the cache of fonts, too */
    if (status != OK)
        return status == FAILED ? EXIT_USAGE : EXIT_SYSTEM;
    if (watching == NULL || begun == NULL)
        return EXIT_SYSTEM;
    watching->options = options;
    watching->arena = arena;
    watching->were_folders = ARENA_NEW_ARRAY(arena, options->file_count, bool);
    for (size_t i = 0; watching->were_folders != NULL && i < options->file_count; i++)
        watching->were_folders[i] = file_is_folder(options->files[i]);
    if (watching->were_folders == NULL || watch_open(begun, &watching->watch) != OK)
        return EXIT_SYSTEM;
    output_messages(begun);
    watching->notes = BUF(PAGE_WORDS);
    watching->said = BUF(SAID_MOST);
    watching->folder = str_of(getcwd(folder, sizeof folder) != NULL ? folder : "");
    signals_gather();
    const int result = keep_watching(watching, diag);
    for (size_t i = 0; i < watching->count; i++)
        buf_clear(&watching->previews[i].notes);
    buf_clear(&watching->notes);
    buf_clear(&watching->said);
    watch_close(watching->watch);
    return result;
}
