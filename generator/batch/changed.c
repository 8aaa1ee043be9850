/*
 * Only what changed: what is current by the manifest of the folder is left out before anything is made, and what is made is
 * noted as it gets its name.  The manifest is written at the end, however the run ends, as long as the system lets it.
 */
#include "batch/batch_int.h"
#include "batch/messages.def"
#include "manifest/messages.def"
#include "text/text.h"

#include <string.h>

enum { PLACES_MOST = MANIFEST_MAX_MADE / 2 };

enum { CHOICE_MOST = 1 << 20 };

/* --- what papers are made with --- */

static enum status add_file(struct arena *arena, const char *path, const struct file_stamp *stamp,
                            const struct file_kept **files)
{
    struct file_kept *file = ARENA_NEW(arena, struct file_kept);
    for (const struct file_kept *known = *files; known != NULL; known = known->next)
        if (strcmp(known->path, path) == 0)
            return OK;
    if (file == NULL)
        return NO_MEMORY;
    *file = (struct file_kept){.next = *files, .path = path, .stamp = *stamp};
    *files = file;
    return OK;
}

/* The faces, what names them, and the patterns for hyphens, which may not be installed. */
static enum status list_files(const struct batch *batch, struct arena *arena, const struct file_kept **files)
{
    struct file_stamp stamp = {.inode = 0};
    enum status status = OK;
    if (!file_stamp_find(text_hyphen_dictionary, &stamp))
        stamp.inode = 0;
    status = add_file(arena, text_hyphen_dictionary, &stamp, files);
    for (const struct file_kept *read = arena_files(batch->arena); read != NULL && status == OK;
         read = read->next)
        status = add_file(arena, read->path, &read->stamp, files);
    for (size_t i = 0; i < font_face_count(batch->fonts) && status == OK; i++) {
        struct font_face_facts facts;
        if (!font_face_stamp(batch->fonts, (int)i, &stamp))
            continue;
        font_face_facts(batch->fonts, (int)i, &facts);
        struct str path = arena_copy(arena, facts.path);
        status = path.ptr == NULL ? NO_MEMORY : add_file(arena, path.ptr, &stamp, files);
    }
    return status;
}

static struct str yes_or_no(bool yes)
{
    return yes ? STR("yes") : STR("no");
}

static struct str said(const char *text)
{
    return text != NULL ? str_of(text) : STR("");
}

static struct str word(const struct words *words, int value)
{
    const char *text = words_print(words, value);
    return text != NULL ? str_of(text) : STR("");
}

static enum status set_up_run(struct batch *batch, struct diag *diag, struct arena *arena)
{
    const struct batch_options *options = &batch->options;
    struct digest program, faces;
    struct buf choice = BUF(CHOICE_MOST);
    struct manifest_setup setup = {.form = arena_printf(arena, "%s%s", batch->writer->suffix + 1,
                                                        options->draft       ? " draft"
                                                        : options->is_public ? " public"
                                                                             : "")};
    font_set_choice(batch->fonts, &choice);
    enum status status = buf_status(&choice) == OK && setup.form.ptr != NULL ? OK : NO_MEMORY;
    if (status == OK)
        status = manifest_program(arena, &program);
    if (status == FAILED) { /* nothing tells it from others */
        batch->options.if_changed = false;
        diag_report(diag, MSG_BATCH_UNKNOWN_BUILD, ((struct place){0}));
        memset(program.digits, '?', sizeof program.digits);
    }
    const struct str text = buf_str(&choice);
    faces = digest_of(&text, 1);
    buf_clear(&choice);
    const struct manifest_fact facts[] = {
        {"program", STR("chengwen " CHENGWEN_VERSION), false},
        {"build", digest_str(&program), false},
        {"public", yes_or_no(options->is_public), false},
        {"proof", yes_or_no(options->proof), false},
        {"strict-alt", yes_or_no(options->strict_alt), false},
        {"strict-prose", yes_or_no(options->strict_prose), false},
        {"compact", yes_or_no(options->compact), false},
        {"fields", yes_or_no(options->fields), false},
        {"places", yes_or_no(options->places), false},
        {"conformance", word(&words_conformance, (int)conform_wanted(options)), false},
        {"attach", word(&words_extent, options->attach), false},
        {"templates", said(options->templates), true},
        {"kind", said(options->kind), false},
        {"base", said(options->base), true},
        {"mapping", said(options->mapping), true},
        {"record", said(options->record), true},
        {"keep-record", said(options->keep_record), true},
        {"faces", digest_str(&faces), false}};
    setup.facts = facts;
    setup.fact_count = ARRAY_COUNT(facts);
    if (!status_stops(status))
        status = list_files(batch, arena, &setup.files);
    return status == OK ? manifest_set_up(batch->manifest, &setup) : status;
}

/* --- before anything is made --- */

/* What was said of the input as a whole is told with the first of its papers that is made. */
static void hand_on_words(const struct task *task, struct task *next)
{
    if (task->file != next->file || next->paper <= task->paper)
        return;
    next->said = task->said;
    next->noted = task->noted;
}

/* Tells those that are current, and closes the ranks of the rest. */
static enum status leave_out_current(struct changed_run *run)
{
    struct batch *batch = run->waiting->batch;
    const size_t all = *run->count;
    size_t kept = 0;
    for (size_t i = 0; i < all; i++) {
        const struct task *task = &run->tasks[i];
        const struct manifest_paper paper = {.name = output_name(task->path),
                                             .input = task->file,
                                             .date = batch->options.date,
                                             .content = task->content,
                                             .told_input = task->told_input,
                                             .record = task->keeps,
                                             .place = task->number};
        const bool current = task->other == NULL && manifest_is_current(batch->manifest, &paper);
        if (current && i + 1 < all)
            hand_on_words(task, &run->tasks[i + 1]);
        if (current)
            run->waiting->report(run->waiting->context, &(struct batch_result){.about = BATCH_CURRENT,
                                                                               .input = task->input,
                                                                               .file = task->file,
                                                                               .part = task->paper,
                                                                               .output = task->path,
                                                                               .all = all,
                                                                               .more = i + 1 < all});
        else
            run->tasks[kept++] = *task;
    }
    *run->count = kept;
    return OK;
}

static enum status claim_all(const struct changed_run *run)
{
    enum status status = OK;
    for (size_t i = 0; i < *run->count && status == OK; i++) {
        const struct task *task = &run->tasks[i];
        const struct manifest_paper paper = {.name = output_name(task->path),
                                             .input = task->file,
                                             .part = task->paper > 0 ? task->input : NULL,
                                             .place = task->number,
                                             .is_lost = task->is_lost || task->is_nameless};
        status = manifest_claim(run->waiting->batch->manifest, &paper);
    }
    return status;
}

static enum status open_manifest(struct changed_run *run, struct diag *diag)
{
    struct batch *batch = run->waiting->batch;
    const struct batch_shard *own = &batch->options.shard;
    const struct manifest_shard shard = {own->number, own->count, (int64_t)batch->paper_count,
                                         batch->paper_names};
    const struct manifest_place place = {batch->options.output, own->count > 0 ? &shard : NULL};
    enum status status =
        manifest_open(batch->arena, diag, &place, batch->options.by_digest, &batch->manifest);
    batch->is_held = diag_has(diag, MSG_MANIFEST_HELD);
    if (status == OK)
        status = set_up_run(batch, diag, run->arena);
    if (status == OK)
        status = claim_all(run);
    if (status == OK)
        manifest_keep_room(batch->manifest);
    return status == OK && batch->options.if_changed ? leave_out_current(run) : status;
}

enum status changed_begin(struct changed_run *run)
{
    struct diag *diag = diag_new(run->arena);
    if (diag == NULL)
        return NO_MEMORY;
    stop_arm(true);
    enum status status = open_manifest(run, diag);
    waiting_say(run->waiting, diag, status == NO_MEMORY ? status : status == OK ? OK : SYSTEM);
    stop_arm(status == OK || run->waiting->batch->options.facts);
    return status == OK ? OK : SYSTEM;
}

/* --- afterwards --- */

void changed_note(const struct batch *batch, const struct outcome *outcome, const struct file_unnamed *file,
                  const struct file_unnamed *record)
{
    const struct task *task = outcome->task;
    if (task == NULL)
        return;
    const struct str said = buf_str(&outcome->messages), of_kind = buf_str(&outcome->kind_messages);
    const struct manifest_made made = {.name = task->other == NULL ? output_name(task->path) : NULL,
                                       .told =
                                           outcome->result.output != NULL ? buf_str(&outcome->made) : STR(""),
                                       .stamp = file->stamp,
                                       .record = task->keeps,
                                       .record_stamp = record->stamp,
                                       .failed = outcome->result.status != OK,
                                       .place = task->number,
                                       .messages = said.len > 0 ? said : of_kind};
    manifest_note(batch->manifest, &made);
}

void changed_save(const struct batch *batch, struct arena *scratch)
{
    struct diag *silent = manifest_is_due(batch->manifest) ? diag_new(scratch) : NULL;
    enum status status = silent != NULL ? manifest_write(batch->manifest, silent) : OK;
    if (silent != NULL)
        manifest_keep_room(batch->manifest);
    (void)status;
    arena_reset(scratch);
}

static void say_unwritten(const struct changed_run *run)
{
    struct diag *diag = diag_new(run->arena);
    if (diag == NULL)
        return;
    diag_report(diag, MSG_MANIFEST_UNWRITTEN, ((struct place){run->waiting->batch->options.output, 0, 0}));
    waiting_say(run->waiting, diag, OK);
}

/* What stopped the run has been told, and may be why the manifest cannot be written: then only that it is not. */
enum status changed_end(struct changed_run *run, enum status before)
{
    struct diag *diag = diag_new(run->arena);
    if (diag == NULL)
        return NO_MEMORY;
    const struct batch *batch = run->waiting->batch;
    enum status status = manifest_write(batch->manifest, diag);
    if (!status_stops(before) || stop_is_asked())
        waiting_say(run->waiting, diag, status == OK ? OK : SYSTEM);
    else if (status != OK && file_directory_usable(batch->options.output))
        say_unwritten(run);
    stop_arm(false);
    return status == OK ? before : SYSTEM;
}

void changed_describe(struct job *job)
{
    const struct batch *batch = job->batch;
    struct kind *kind = job->kind;
    if (kind->told_files.ptr == NULL) {
        struct buf files = BUF(MANIFEST_MAX_MADE);
        manifest_add_files(&files, arena_files(kind->arena));
        if (buf_keep(&files, kind->arena, &kind->told_files) != OK)
            return; /* a paper of which nothing is told is made again the next time */
    }
    const bool is_dated = job->is_dated || batch->options.attach > BATCH_ATTACH_NONE;
    const struct str kept = buf_str(&job->kept);
    const struct digest record = digest_of(&kept, 1);
    struct manifest_making making = {.input = job->input,
                                     .kind = kind->name,
                                     .date = is_dated ? batch->options.date : NULL,
                                     .digest = job->digest,
                                     .record = kept.len > 0 ? &record : NULL,
                                     .files = arena_files(job->arena),
                                     .kind_files = kind->told_files};
    struct buf places = BUF(PLACES_MOST);
    if (batch->options.places && job->pages != NULL)
        page_places_add(job->pages, &places);
    if (!places.failed)
        making.places = buf_str(&places);
    if (job->task == NULL || job->task->paper == 0 || papers_describe(job, &making) == OK)
        manifest_add_making(&job->made, &making);
    buf_clear(&places);
}
