/*
 * Is a PDF what this program makes of its description?  It is made again, and compared byte by byte.
 *
 * What decides its bytes beside description, kind and fonts, the file says itself: in the manifest that goes with
 * what is attached, else in its metadata and form; date, draft and proof, which such a file does not say, are asked
 * of the caller.  What is attached is put in a folder of our own, each path proved first, and goes with it.  Kinds
 * and fonts are this machine's: those in the file are anybody's, and taken only when told so.
 */
#include "archive/archive.h"
#include "batch/batch_int.h"
#include "batch/messages.def"

#include <string.h>

struct verify {
    const struct batch_verification *what;
    struct batch_options options;
    struct arena *arena;
    struct diag *diag;
    struct buf *out, *messages;
    struct buf attached; /* what of the attached is not as the manifest says */
    struct str bytes;    /* of the file */
    struct archive *archive;
    struct archive_files files;
    struct attach_manifest manifest;
    bool has_manifest;
    struct file_folder folder;
    const char *source;
    struct buf fresh;
};

static struct place place_of(const struct verify *verify)
{
    return (struct place){verify->what->file, 0, 0};
}

/* --- what the file says --- */

static enum status read_manifest(struct verify *verify)
{
    const struct archive_file *file = archive_file_lookup(&verify->files, ATTACH_MANIFEST);
    if (file == NULL)
        return OK;
    enum status status = attach_manifest_read(verify->arena, file->bytes, &verify->manifest);
    verify->has_manifest = status == OK;
    return status == FAILED ? diag_report(verify->diag, MSG_BATCH_MANIFEST, place_of(verify)) : status;
}

static bool is_yes(struct str text)
{
    return str_is(text, "yes");
}

/* An option of the manifest; what the caller gave stands. */
static enum status take_options(struct verify *verify)
{
    enum { DATE, DRAFT, PROOF, CONFORMANCE, COMPACT, ATTACH, OPTIONS };
    static const char *const names[OPTIONS] = {"date", "draft", "proof", "conformance", "compact", "attach"};
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
    options->attach_as = verify->manifest.description.ptr;
    good = good && attach_path_is_safe(verify->manifest.description);
    return good ? OK : diag_report(verify->diag, MSG_BATCH_MANIFEST, place_of(verify));
}

/* Of a file that has no manifest. */
static enum status take_facts(struct verify *verify)
{
    struct archive_facts facts;
    enum status status = archive_facts(verify->archive, &facts);
    if (status != OK)
        return status;
    verify->options.conformance = facts.conformance;
    verify->options.compact = archive_is_compact(verify->archive);
    verify->manifest.program = facts.program;
    return OK;
}

static enum status read_archive(struct verify *verify)
{
    const char *file = verify->what->file;
    enum status status =
        file_read_input(verify->arena, verify->diag, file, ARCHIVE_MAX_BYTES, &verify->bytes);
    if (status != OK)
        return status == SYSTEM ? FAILED : status;
    status = archive_open(verify->arena, verify->diag, file, verify->bytes, &verify->archive);
    if (status == OK)
        status = archive_files(verify->archive, &verify->files);
    if (status == OK)
        status = read_manifest(verify);
    if (status == OK)
        status = verify->has_manifest ? take_options(verify) : take_facts(verify);
    if (status == OK && !verify->has_manifest && verify->what->source == NULL)
        return diag_report(verify->diag, MSG_BATCH_NO_SOURCE, place_of(verify));
    return status;
}

/* --- what is attached, on the disk --- */

static const struct archive_file *file_of(struct verify *verify, const struct attach_file *listed)
{
    const struct archive_file *file = archive_file_lookup(&verify->files, listed->name.ptr);
    return file != NULL && file->name.len == listed->name.len ? file : NULL;
}

/* What stands in the file is not what the manifest says of it. */
static enum status check_attached(struct verify *verify)
{
    for (size_t i = 0; i < verify->manifest.file_count; i++) {
        const struct attach_file *listed = &verify->manifest.files[i];
        const struct archive_file *file = file_of(verify, listed);
        const struct digest digest = file == NULL ? (struct digest){{0}} : digest_of(&file->bytes, 1);
        if (file != NULL && str_equal(digest_str(&digest), listed->digest))
            continue;
        buf_add_text(&verify->attached, "  附件：");
        buf_add_visible(&verify->attached, str_shorten(listed->name, QUOTED_MAX));
        buf_add_text(&verify->attached, file == NULL ? " 不见了\n" : " 在生成以后改动过\n");
    }
    return buf_status(&verify->attached);
}

static enum status put_file(struct verify *verify, const struct attach_file *listed)
{
    const bool kind = attach_is_kind_file(listed);
    const struct archive_file *file = file_of(verify, listed);
    if (file == NULL)
        return diag_report(verify->diag, MSG_BATCH_GONE, place_of(verify), STR_ARGS(listed->name));
    if (!attach_path_is_safe(listed->path))
        return diag_report(verify->diag, MSG_BATCH_MANIFEST, place_of(verify));
    struct str path =
        arena_printf(verify->arena, "%s/%.*s", kind ? "templates" : "paper", STR_ARGS(listed->path));
    if (path.ptr == NULL)
        return NO_MEMORY;
    return file_folder_add(&verify->folder, verify->diag, path, file->bytes);
}

static enum status put_files(struct verify *verify)
{
    const struct batch_verification *what = verify->what;
    size_t kinds = 0;
    enum status status = file_folder_make(verify->arena, verify->diag, &verify->folder);
    for (size_t i = 0; i < verify->manifest.file_count && status == OK; i++) {
        const struct attach_file *listed = &verify->manifest.files[i];
        const bool kind = attach_is_kind_file(listed);
        const bool wanted = kind ? what->kind_from_file : what->source == NULL;
        if (!wanted)
            continue;
        kinds += kind;
        status = put_file(verify, listed);
    }
    if (status == OK && what->kind_from_file && kinds == 0)
        return diag_report(verify->diag, MSG_BATCH_NO_KIND, place_of(verify));
    return status;
}

static enum status find_source(struct verify *verify)
{
    const struct batch_verification *what = verify->what;
    enum status status = what->source == NULL || what->kind_from_file ? put_files(verify) : OK;
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

/* Where the files of the folder lie is nobody's affair: they are called as they are in the PDF. */
static void add_messages(struct verify *verify, struct str text)
{
    const struct str folder = verify->folder.path;
    for (size_t i = 0; i < text.len;) {
        const bool ours = folder.len > 0 && text.len - i > folder.len + 1 &&
                          str_starts(str_slice(text, i, text.len), folder.ptr);
        const char *below =
            ours ? memchr(text.ptr + i + folder.len + 1, '/', text.len - i - folder.len - 1) : NULL;
        if (below != NULL)
            i = (size_t)(below - text.ptr) + 1;
        else
            buf_add_char(verify->messages, text.ptr[i++]);
    }
}

static void tell_job(struct verify *verify, struct job *job, enum status status)
{
    struct buf text = BUF(BATCH_MAX_MESSAGES);
    job_print_messages(job, status, &text);
    add_messages(verify, buf_str(&text));
    buf_clear(&text);
}

/* The verdict, and what it says it of. */
static void begin_differences(struct verify *verify, const char *verdict)
{
    buf_add_text(verify->out, "不一致 ");
    buf_add_visible(verify->out, str_of(verify->what->file));
    buf_printf(verify->out, "：%s\n", verdict);
    buf_add_str(verify->out, buf_str(&verify->attached));
}

static enum status make_document(struct verify *verify, struct batch *batch)
{
    struct job job;
    enum status status = job_open(&job, batch, verify->source);
    if (status != OK)
        return status;
    status = job_make_pages(&job);
    if (status == OK)
        status = job_make_file(&job, &verify->fresh);
    if (status != OK)
        tell_job(verify, &job, status);
    job_close(&job);
    if (status == FAILED && verify->attached.len > 0)
        begin_differences(verify, "附着的文件改动过，已不能重新生成");
    else if (status == FAILED || status == SYSTEM)
        return diag_report(verify->diag, MSG_BATCH_NOT_AGAIN, place_of(verify));
    return status;
}

static enum status make_again(struct verify *verify)
{
    struct batch *batch;
    enum status status = batch_open(&verify->options, verify->messages, &batch);
    if (status != OK)
        return status == FAILED ? SYSTEM : status; /* as for build: without fonts nothing can be done */
    verify->fresh = BUF(batch->writer->max_bytes);
    status = make_document(verify, batch);
    batch_close(batch);
    return status;
}

/* --- compared --- */

static enum status compare_manifests(struct verify *verify, const struct archive_files *fresh)
{
    const struct archive_file *manifest = archive_file_lookup(fresh, ATTACH_MANIFEST);
    const struct archive_file *data = archive_file_lookup(fresh, ATTACH_DATA);
    const struct archive_file *old = archive_file_lookup(&verify->files, ATTACH_DATA);
    struct attach_manifest own;
    if (manifest == NULL)
        return OK;
    enum status status = attach_manifest_read(verify->arena, manifest->bytes, &own);
    if (status == OK)
        status = attach_compare_manifests(verify->arena, &verify->manifest, &own, verify->out);
    if (status == OK && data != NULL && old != NULL)
        status = attach_compare_data(verify->arena, old->bytes, data->bytes, verify->out);
    return status;
}

static void compare_programs(struct verify *verify)
{
    const struct str own = STR("chengwen " CHENGWEN_VERSION);
    if (str_equal(verify->manifest.program, own))
        return;
    buf_add_text(verify->out, "  程序：文件里是 ");
    buf_add_visible(verify->out, str_shorten(verify->manifest.program, QUOTED_MAX));
    buf_printf(verify->out, "，这里是 %s\n", own.ptr);
}

static enum status tell_differences(struct verify *verify)
{
    struct archive *fresh;
    struct archive_files files = {0};
    struct buf parts = BUF(BATCH_MAX_MESSAGES);
    enum status status =
        archive_open(verify->arena, verify->diag, "重新生成的文件", buf_str(&verify->fresh), &fresh);
    if (status == OK)
        status = archive_files(fresh, &files);
    if (status == OK)
        status = archive_compare(verify->archive, fresh, &parts);
    if (status == OK)
        begin_differences(verify, "与重新生成的不同");
    if (status == OK && verify->has_manifest)
        status = compare_manifests(verify, &files);
    else if (status == OK)
        compare_programs(verify);
    const size_t pages = status == OK ? archive_page_count(verify->archive) : 0;
    const size_t fresh_pages = status == OK ? archive_page_count(fresh) : 0;
    if (pages != fresh_pages)
        buf_printf(verify->out, "  页数：文件里有 %zu 页，重新生成有 %zu 页\n", pages, fresh_pages);
    if (status == OK)
        buf_printf(verify->out, "  不同之处：%s\n", parts.ptr);
    buf_clear(&parts);
    return status;
}

static enum status compare(struct verify *verify)
{
    const struct str fresh = buf_str(&verify->fresh);
    const bool agrees = verify->bytes.len >= fresh.len && fresh.len > 0 &&
                        memcmp(verify->bytes.ptr, fresh.ptr, fresh.len) == 0;
    const size_t end = agrees ? fresh.len : archive_length(verify->archive);
    enum status status = OK;
    if (agrees) {
        buf_add_text(verify->out, "一致 ");
        buf_add_visible(verify->out, str_of(verify->what->file));
        buf_printf(verify->out, "：与重新生成的逐字节相同（%zu 字节）\n", fresh.len);
    } else {
        status = tell_differences(verify);
    }
    if (verify->bytes.len > end && agrees && verify->what->quiet)
        diag_report(verify->diag, MSG_BATCH_APPENDED, place_of(verify), verify->bytes.len - end);
    else if (status == OK && verify->bytes.len > end)
        buf_printf(verify->out, "  其后追加了 %zu 字节（签名、批注，也可能改了看到的页面），不在核对之内\n",
                   verify->bytes.len - end);
    if (status == OK)
        status = buf_status(verify->out);
    return status == OK && !agrees ? FAILED : status;
}

static enum status verify_all(struct verify *verify)
{
    static enum status (*const stages[])(struct verify *) = {read_archive, check_attached, find_source,
                                                             make_again, compare};
    enum status status = OK;
    for (size_t i = 0; i < ARRAY_COUNT(stages) && status == OK; i++)
        status = stages[i](verify);
    file_folder_remove(&verify->folder);
    buf_clear(&verify->fresh);
    buf_clear(&verify->attached);
    return status;
}

enum status batch_verify(const struct batch_options *options, const struct batch_verification *verification,
                         struct buf *out, struct buf *messages)
{
    struct verify verify = {.what = verification,
                            .options = *options,
                            .arena = arena_new(BATCH_ARCHIVE_MEMORY),
                            .out = out,
                            .attached = BUF(BATCH_MAX_MESSAGES),
                            .messages = messages};
    verify.diag = verify.arena == NULL ? NULL : diag_new(verify.arena);
    enum status status = verify.diag == NULL ? NO_MEMORY : verify_all(&verify);
    if (status == NO_MEMORY && verify.diag != NULL)
        diag_report(verify.diag, MSG_BATCH_NO_MEMORY, place_of(&verify));
    if (verify.diag != NULL)
        diag_print(verify.diag, messages);
    arena_free(verify.arena);
    return status == NO_MEMORY ? FAILED : status;
}
