/*
 * Is a PDF what this program makes of its description?  It is made again, and compared byte by byte.
 *
 * What decides its bytes beside description, kind and fonts, the file says itself: in the manifest that goes with
 * what is attached, else in its metadata and form; date, draft and proof, which such a file does not say, are asked
 * of the caller.  What is attached is put in a folder of our own, each path proved first, and goes with it.  Kinds
 * and fonts are this machine's: those in the file are anybody's, and taken only when told so.
 */
#include "batch/finished/finished.h"
#include "batch/messages.def"

#include <string.h>

struct place verify_place(const struct verify *verify)
{
    const struct batch_verification *what = verify->what;
    return (struct place){what->file != NULL ? what->file : what->source, 0, 0};
}

/* --- what the file says --- */

static enum status read_manifest(struct verify *verify)
{
    const struct archive_file *file = archive_file_lookup(&verify->file.files, ATTACH_MANIFEST);
    if (file == NULL)
        return OK;
    enum status status = attach_manifest_read(verify->arena, file->bytes, &verify->manifest);
    verify->file.manifest = status == OK ? &verify->manifest : NULL;
    return status == FAILED ? diag_report(verify->diag, MSG_BATCH_MANIFEST, verify_place(verify)) : status;
}

static bool is_yes(struct str text)
{
    return str_is(text, "yes");
}

/* An option of the manifest; what the caller gave stands. */
static enum status take_options(struct verify *verify)
{
    enum { DATE, DRAFT, PROOF, CONFORMANCE, COMPACT, FIELDS, ATTACH, OPTIONS };
    static const char *const names[OPTIONS] = {"date",    "draft",  "proof", "conformance",
                                               "compact", "fields", "attach"};
    struct batch_options *options = &verify->options;
    struct str values[OPTIONS];
    for (size_t i = 0; i < OPTIONS; i++) {
        values[i] = attach_manifest_option(verify->arena, &verify->manifest, names[i]);
        if (values[i].ptr == NULL)
            return NO_MEMORY;
    }
    bool good = words_parse(&words_conformance, values[CONFORMANCE], &options->conformance) &&
                words_parse(&words_extent, values[ATTACH], &options->attach);
    if (values[DATE].len > 0 && options->date == NULL) {
        options->date = values[DATE].ptr;
        good = good && batch_date_is_valid(options->date);
    }
    options->draft = options->draft || is_yes(values[DRAFT]);
    options->proof = options->proof || is_yes(values[PROOF]);
    options->compact = is_yes(values[COMPACT]);
    options->fields = is_yes(values[FIELDS]);
    options->attach_as = verify->manifest.description.ptr;
    verify->program = verify->manifest.program;
    good = good && attach_path_is_safe(verify->manifest.description);
    return good ? OK : diag_report(verify->diag, MSG_BATCH_MANIFEST, verify_place(verify));
}

/* Of a file that has no manifest. */
static enum status take_facts(struct verify *verify)
{
    struct archive_facts facts;
    enum status status = archive_facts(verify->file.archive, &facts);
    if (status != OK)
        return status;
    verify->options.conformance = facts.conformance;
    verify->options.compact = archive_is_compact(verify->file.archive);
    verify->options.fields = facts.fields;
    verify->options.is_public = verify->options.is_public || facts.is_public;
    verify->program = facts.program;
    return OK;
}

enum status verify_read(struct verify *verify)
{
    const char *path = verify->what->file;
    struct compared *file = &verify->file;
    enum status status = file_read_input(verify->arena, verify->diag, path, ARCHIVE_MAX_BYTES, &file->bytes);
    if (status != OK)
        return status == SYSTEM ? FAILED : status;
    status = archive_open(verify->arena, verify->diag, path, file->bytes, &file->archive);
    if (status == OK)
        status = archive_files(file->archive, &file->files);
    if (status == OK)
        status = read_manifest(verify);
    if (status == OK)
        status = file->manifest != NULL ? take_options(verify) : take_facts(verify);
    if (status == OK && file->manifest == NULL && verify->what->source == NULL && verify->what->code == NULL)
        return diag_report(verify->diag, MSG_BATCH_NO_SOURCE, verify_place(verify));
    return status;
}

/* --- what is attached, on the disk --- */

/* What stands in the file is not what the manifest says of it. */
static enum status check_attached(struct verify *verify)
{
    for (size_t i = 0; i < verify->manifest.file_count; i++) {
        const struct attach_file *listed = &verify->manifest.files[i];
        const enum attached_state state = attached_prove(&verify->file.files, listed);
        if (state == ATTACHED_GONE)
            buf_tell(&verify->attached, MSG_BATCH_FILE_GONE, STR_ARGS(listed->name));
        if (state == ATTACHED_CHANGED)
            buf_tell(&verify->attached, MSG_BATCH_FILE_CHANGED, STR_ARGS(listed->name));
    }
    return buf_status(&verify->attached);
}

/* The record of the period before that the paper was made with. */
static enum status take_record(struct verify *verify, struct str path)
{
    verify->options.record = path_join(verify->arena, verify->folder.path.ptr, path.ptr).ptr;
    return verify->options.record == NULL ? NO_MEMORY : OK;
}

static enum status put_file(struct verify *verify, const struct attach_file *listed)
{
    const bool record = attach_is_record(listed);
    const char *folder = record ? "record" : attach_is_kind_file(listed) ? "templates" : "paper";
    const struct archive_file *file = attached_lookup(&verify->file.files, listed);
    if (file == NULL)
        return diag_report(verify->diag, MSG_BATCH_GONE, verify_place(verify), STR_ARGS(listed->name));
    if (!attach_path_is_safe(listed->path))
        return diag_report(verify->diag, MSG_BATCH_MANIFEST, verify_place(verify));
    struct str path = arena_printf(verify->arena, "%s/%.*s", folder, STR_ARGS(listed->path));
    if (path.ptr == NULL || (record && take_record(verify, path) != OK))
        return NO_MEMORY;
    return file_folder_add(&verify->folder, verify->diag, path, file->bytes);
}

/* Of these nothing but that they are there decided the bytes. */
static enum status put_there(struct verify *verify)
{
    enum status status = OK;
    for (size_t i = 0; i < verify->manifest.there_count && status == OK; i++) {
        const struct str listed = verify->manifest.there[i];
        if (!attach_path_there_is_safe(listed))
            return diag_report(verify->diag, MSG_BATCH_MANIFEST, verify_place(verify));
        const struct str path = arena_printf(verify->arena, "paper/%.*s", STR_ARGS(listed));
        if (path.ptr == NULL)
            return NO_MEMORY;
        status = file_folder_add(&verify->folder, verify->diag, path, STR(""));
    }
    return status;
}

static enum status put_files(struct verify *verify)
{
    const struct batch_verification *what = verify->what;
    size_t kinds = 0;
    enum status status = file_folder_make(verify->arena, verify->diag, &verify->folder);
    for (size_t i = 0; i < verify->manifest.file_count && status == OK; i++) {
        const struct attach_file *listed = &verify->manifest.files[i];
        const bool kind = attach_is_kind_file(listed);
        const bool wanted = kind ? what->kind_from_file : what->source == NULL || attach_is_record(listed);
        if (!wanted)
            continue;
        kinds += kind;
        status = put_file(verify, listed);
    }
    if (status == OK && what->source == NULL)
        status = put_there(verify);
    if (status == OK && what->kind_from_file && kinds == 0)
        return diag_report(verify->diag, MSG_BATCH_NO_KIND, verify_place(verify));
    return status;
}

/* Which description it is made again from. */
static enum status name_source(struct verify *verify)
{
    const char *source = verify->what->source;
    struct str words =
        source == NULL ? arena_printf(verify->arena, "附着的 %.*s ", STR_ARGS(verify->manifest.description))
        : file_is_stream(source) ? arena_copy(verify->arena, STR("标准输入的描述"))
                                 : arena_printf(verify->arena, " %s ", source);
    words = words.ptr == NULL ? words : str_visible(verify->arena, words);
    verify->made_from = words.ptr;
    return words.ptr == NULL ? NO_MEMORY : OK;
}

static bool has_record(const struct attach_manifest *manifest)
{
    bool has = false;
    for (size_t i = 0; i < manifest->file_count; i++)
        has = has || attach_is_record(&manifest->files[i]);
    return has;
}

static enum status find_source(struct verify *verify)
{
    const struct batch_verification *what = verify->what;
    enum status status = name_source(verify);
    if (status == OK && (what->source == NULL || what->kind_from_file || has_record(&verify->manifest)))
        status = put_files(verify);
    verify->source = what->source;
    if (status == OK && what->source == NULL) {
        struct str path = arena_printf(verify->arena, "%s/paper/%s", verify->folder.path.ptr,
                                       verify->manifest.description.ptr);
        verify->source = path.ptr;
        status = path.ptr == NULL ? NO_MEMORY : OK;
    }
    if (status == OK && what->kind_from_file) {
        verify->options.templates = path_join(verify->arena, verify->folder.path.ptr, "templates").ptr;
        status = verify->options.templates == NULL ? NO_MEMORY : OK;
    }
    return status;
}

/* --- made again --- */

/* Behind paper/ or templates/; what lies beside these (made.pdf) is called by its name. */
static size_t name_begin(struct str text, size_t at)
{
    size_t end = at;
    while (end < text.len && strchr("/:\n", text.ptr[end]) == NULL)
        end++;
    return end < text.len && text.ptr[end] == '/' ? end + 1 : at;
}

/* Where the files of the folder lie is nobody's affair: they are called as they are in the PDF. */
static void add_messages(struct verify *verify, struct str text)
{
    const struct str folder = verify->folder.path;
    for (size_t i = 0; i < text.len;) {
        const bool ours = folder.len > 0 && text.len - i > folder.len + 1 &&
                          str_starts(str_slice(text, i, text.len), folder.ptr);
        if (ours)
            i = name_begin(text, i + folder.len + 1);
        else
            buf_add_char(&verify->why, text.ptr[i++]);
    }
}

/* FAILED: the document; `why` says why.  SYSTEM is told. */
static enum status make_with(struct verify *verify, const struct batch_options *options)
{
    struct batch *batch;
    buf_clear(&verify->fresh);
    buf_clear(&verify->why);
    verify->why = BUF(BATCH_MAX_MESSAGES);
    enum status status = batch_open(options, verify->messages, &batch);
    if (status != OK)
        return status == FAILED ? SYSTEM : status; /* as for build: without fonts nothing can be done */
    verify->fresh = BUF(batch->writer->max_bytes);
    const bool confined = verify->what->kind_from_file && !options->no_sandbox;
    struct buf text = BUF(BATCH_MAX_MESSAGES);
    status = remake(&(struct remake){batch, verify->source, verify->diag, confined ? &verify->folder : NULL},
                    &verify->fresh, &text);
    add_messages(verify, buf_str(&text));
    buf_clear(&text);
    batch_close(batch);
    return status == SYSTEM ? FAILED : status;
}

enum status verify_make(struct verify *verify)
{
    enum status status = find_source(verify);
    if (status != OK)
        return status;
    verify->made = make_with(verify, &verify->options);
    return verify->made == FAILED ? OK : verify->made;
}

static bool agrees(const struct verify *verify)
{
    const struct str fresh = buf_str(&verify->fresh), bytes = verify->file.bytes;
    return bytes.len >= fresh.len && fresh.len > 0 && memcmp(bytes.ptr, fresh.ptr, fresh.len) == 0;
}

/* --- made otherwise --- */

/* “写上 --draft、去掉 --proof” */
static void add_change(struct buf *out, bool was, bool is, const char *option)
{
    if (was == is)
        return;
    buf_printf(out, "%s%s %s", out->len > 0 ? "、" : "", is ? "写上" : "去掉", option);
}

static enum status tell_options(struct verify *verify, const struct batch_options *other)
{
    enum { CHANGE_MOST = 200 };
    struct buf change = BUF(CHANGE_MOST);
    add_change(&change, verify->options.draft, other->draft, "--draft");
    add_change(&change, verify->options.proof, other->proof, "--proof");
    buf_add_char(&change, ' ');
    enum status status = buf_status(&change);
    if (status == OK)
        buf_tell(verify->out, MSG_BATCH_OPTIONS, change.ptr, change.ptr);
    buf_clear(&change);
    return status;
}

void verify_begin(struct verify *verify, const char *verdict)
{
    buf_add_text(verify->out, verdict);
    buf_add_char(verify->out, ' ');
    buf_add_visible(verify->out, str_of(verify_place(verify).file));
}

/* A file without manifest does not say whether it is a draft, or has its proofs behind it: was it made so? */
static enum status try_options(struct verify *verify, bool *ret_found)
{
    enum { DRAFT = 1, PROOF = 2, BOTH = 3 };
    const struct buf fresh = verify->fresh, why = verify->why;
    struct batch_options other = verify->options;
    enum status status = OK;
    verify->fresh = verify->why = BUF(0);
    *ret_found = false;
    for (int wish = DRAFT; wish <= BOTH && !*ret_found && !status_stops(status); wish++) {
        other.draft = verify->options.draft != ((wish & DRAFT) != 0);
        other.proof = verify->options.proof != ((wish & PROOF) != 0);
        status = make_with(verify, &other);
        *ret_found = status == OK && agrees(verify);
    }
    buf_clear(&verify->fresh);
    buf_clear(&verify->why);
    verify->fresh = fresh;
    verify->why = why;
    if (status_stops(status) || !*ret_found)
        return status_stops(status) ? status : OK;
    verify_begin(verify, "不一致");
    buf_tell(verify->out, MSG_BATCH_OTHER_OPTIONS);
    return tell_options(verify, &other);
}

/* --- compared --- */

bool verify_is_own(const struct verify *verify)
{
    return str_is(verify->program, ARCHIVE_PROGRAM);
}

/* Known though it cannot be made again; how the number is made, another version of the program may not know. */
static const char *words_of_intact(const struct verify *verify)
{
    if (!verify_is_own(verify))
        return "";
    return archive_is_intact(verify->file.archive) ? "；PDF 本身生成以后没有改动（字节与它的编号 /ID 相符）"
                                                   : "；PDF 本身生成以后改动过（字节与它的编号 /ID 不符）";
}

static enum status tell_not_again(struct verify *verify)
{
    buf_add_str(verify->messages, buf_str(&verify->why));
    if (verify->attached.len > 0) {
        verify_begin(verify, "不一致");
        buf_tell(verify->out, MSG_BATCH_UNREADABLE);
        buf_add_str(verify->out, buf_str(&verify->attached));
        return FAILED;
    }
    if (differences_has_kind(&verify->manifest) && !verify->what->kind_from_file)
        return diag_report(verify->diag, MSG_BATCH_NOT_AGAIN_KIND, verify_place(verify), verify->made_from,
                           words_of_intact(verify));
    if (!verify_is_own(verify))
        return diag_report(verify->diag, MSG_BATCH_NOT_AGAIN_PROGRAM, verify_place(verify), verify->made_from,
                           STR_ARGS(verify->program), ARCHIVE_PROGRAM);
    return diag_report(verify->diag, MSG_BATCH_NOT_AGAIN, verify_place(verify), verify->made_from,
                       words_of_intact(verify));
}

static enum status tell_differences(struct verify *verify)
{
    struct compared fresh = {.bytes = buf_str(&verify->fresh)};
    struct attach_manifest manifest;
    enum status status =
        archive_open(verify->arena, verify->diag, "重新生成的文件", fresh.bytes, &fresh.archive);
    if (status == OK)
        status = archive_files(fresh.archive, &fresh.files);
    const struct archive_file *listed =
        status == OK ? archive_file_lookup(&fresh.files, ATTACH_MANIFEST) : NULL;
    if (listed != NULL && verify->file.manifest != NULL) {
        status = attach_manifest_read(verify->arena, listed->bytes, &manifest);
        fresh.manifest = &manifest;
    }
    if (status != OK)
        return status;
    verify_begin(verify, "不一致");
    buf_tell(verify->out, MSG_BATCH_DIFFERS, verify->made_from);
    buf_add_str(verify->out, buf_str(&verify->attached));
    return differences_tell(verify->arena, &verify->file, &fresh, verify->out);
}

static enum status tell_other(struct verify *verify)
{
    bool found = false;
    enum status status = verify->file.manifest == NULL ? try_options(verify, &found) : OK;
    if (status != OK || found)
        return status;
    return verify->made == FAILED ? tell_not_again(verify) : tell_differences(verify);
}

/* What somebody added behind the end: how much, and how many times. */
enum status verify_tell_appended(struct verify *verify, struct str appended, bool agreed)
{
    struct buf said = BUF(APPENDED_SAID_MOST);
    enum status status = appended_say(appended, &said);
    if (status == OK && agreed && verify->what->quiet) {
        diag_report(verify->diag, MSG_BATCH_APPENDED, verify_place(verify), said.ptr);
    } else if (status == OK) {
        buf_add_text(verify->out, "  ");
        buf_tell(verify->out, MSG_BATCH_APPENDED, said.ptr);
    }
    buf_clear(&said);
    return status;
}

static enum status compare(struct verify *verify)
{
    const bool same = agrees(verify);
    const size_t end = same ? verify->fresh.len : archive_length(verify->file.archive);
    const struct str appended = str_slice(verify->file.bytes, end, verify->file.bytes.len);
    enum status status = OK;
    if (same) {
        verify_begin(verify, "一致");
        if (appended.len == 0)
            buf_tell(verify->out, MSG_BATCH_SAME, verify->made_from, end);
        else
            buf_tell(verify->out, MSG_BATCH_SAME_SO_FAR, verify->made_from, end);
    } else {
        status = tell_other(verify);
    }
    if (status == OK && appended.len > 0)
        status = verify_tell_appended(verify, appended, same);
    if (status == OK)
        status = buf_status(verify->out);
    return status == OK && !same ? FAILED : status;
}

static enum status verify_bytes(struct verify *verify)
{
    static enum status (*const stages[])(struct verify *) = {verify_read, check_attached, verify_make,
                                                             compare};
    enum status status = OK;
    for (size_t i = 0; i < ARRAY_COUNT(stages) && status == OK; i++)
        status = stages[i](verify);
    return status;
}

static enum status verify_all(struct verify *verify)
{
    enum status status = verify->what->code != NULL ? code_verify(verify) : verify_bytes(verify);
    file_folder_remove(&verify->folder);
    buf_clear(&verify->fresh);
    buf_clear(&verify->why);
    buf_clear(&verify->attached);
    return status;
}

enum status batch_verify(const struct batch_options *options, const struct batch_verification *verification,
                         struct buf *out, struct buf *messages)
{
    struct batch_verification what = *verification;
    struct verify verify = {.what = &what,
                            .options = *options,
                            .arena = arena_new(BATCH_ARCHIVE_MEMORY),
                            .out = out,
                            .attached = BUF(BATCH_MAX_MESSAGES),
                            .messages = messages};
    verify.diag = verify.arena == NULL ? NULL : diag_new(verify.arena);
    enum status status = verify.diag == NULL ? NO_MEMORY : OK;
    if (status == OK && what.code != NULL && what.source == NULL)
        status = code_sort_files(&verify, &what);
    if (status == OK)
        status = verify_all(&verify);
    if (status == NO_MEMORY && verify.diag != NULL)
        diag_report(verify.diag, MSG_BATCH_NO_MEMORY, verify_place(&verify));
    if (verify.diag != NULL)
        diag_print(verify.diag, messages);
    arena_free(verify.arena);
    return status == NO_MEMORY ? FAILED : status;
}
