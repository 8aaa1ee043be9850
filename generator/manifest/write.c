/*
 * The file: each setup, file and paper on a line of its own, so that two of them can be compared by eye.
 *
 * Only what papers refer to is written, numbered anew in the order in which it is met.  A paper whose file is gone, and which
 * this run does not make, is forgotten.
 */
#include "manifest/manifest_int.h"
#include "manifest/messages.def"

#include <stdlib.h>

enum { LEAST_DUE = 256, DUE_SHARE = 4 };

void manifest_add_stamp(struct buf *out, const struct file_stamp *stamp)
{
    buf_printf(out, "\"size\":%lld,\"time\":\"%lld\",\"inode\":\"%lld\"", (long long)stamp->size,
               (long long)stamp->time, (long long)stamp->inode);
    if (stamp->is_loose)
        buf_add_text(out, ",\"loose\":true");
}

const char *const manifest_was_names[] = {
    [FILE_WAS_ABSENT] = "absent", [FILE_WAS_THERE] = "there", [FOLDER_WAS_THERE] = "folder"};

/* A path that JSON does not give back as it was names nothing that could be asked again. */
void manifest_add_source(struct buf *out, const struct source *source)
{
    struct file_stamp stamp = source->stamp;
    if (!manifest_text_is_whole(source->path))
        stamp.inode = 0;
    buf_add_text(out, "{\"path\":");
    buf_add_json(out, source->path);
    buf_add_char(out, ',');
    if (source->was != FILE_WAS_READ) {
        buf_printf(out, "\"%s\":true}", manifest_was_names[source->was]);
        return;
    }
    manifest_add_stamp(out, &stamp);
    buf_printf(out, ",\"sha256\":\"%.*s\"}", STR_ARGS(digest_str(&source->digest)));
}

/* --- what is kept --- */

struct writing {
    struct manifest *manifest;
    size_t source_count, setup_count; /* numbered so far */
    struct buf sources, setups, papers;
};

static size_t source_number(struct writing *writing, uint32_t entry)
{
    struct source *source = &writing->manifest->sources[entry];
    if (source->number == 0) {
        buf_add_text(&writing->sources, writing->source_count == 0 ? "\n" : ",\n");
        manifest_add_source(&writing->sources, source);
        source->number = ++writing->source_count;
    }
    return source->number - 1;
}

static void add_numbers(struct writing *writing, struct buf *out, const char *name,
                        const struct numbers *files)
{
    buf_printf(out, ",\"%s\":[", name);
    for (size_t i = 0; i < files->count; i++)
        buf_printf(out, i == 0 ? "%zu" : ",%zu", source_number(writing, files->items[i]));
    buf_add_char(out, ']');
}

static size_t setup_number(struct writing *writing, uint32_t entry)
{
    struct setup *setup = &writing->manifest->setups[entry];
    if (setup->number == 0) {
        struct buf *out = &writing->setups;
        buf_add_text(out, writing->setup_count == 0 ? "\n{\"form\":" : ",\n{\"form\":");
        buf_add_json(out, setup->form);
        buf_add_text(out, ",\"facts\":");
        buf_add_str(out, setup->facts);
        add_numbers(writing, out, "files", &setup->files);
        buf_add_char(out, '}');
        setup->number = ++writing->setup_count;
    }
    return setup->number - 1;
}

static void add_paper(struct writing *writing, const struct paper *paper)
{
    struct buf *out = &writing->papers;
    buf_add_text(out, out->len == 0 ? "\n{\"name\":" : ",\n{\"name\":");
    buf_add_json(out, paper->name);
    buf_add_text(out, ",\"part\":");
    buf_add_json(out, paper->part);
    buf_add_text(out, ",\"kind\":");
    buf_add_json(out, paper->kind);
    buf_add_text(out, ",\"date\":");
    buf_add_json(out, paper->date);
    buf_add_char(out, ',');
    manifest_add_stamp(out, &paper->stamp);
    buf_printf(out, ",\"sha256\":\"%.*s\"", STR_ARGS(digest_str(&paper->digest)));
    if (paper->content.len > 0)
        buf_add_json_member(out, "content", paper->content);
    if (paper->places.len > 0) {
        buf_add_text(out, ",\"places\":");
        buf_add_str(out, paper->places);
    }
    if (paper->failed)
        buf_add_text(out, ",\"failed\":true");
    buf_printf(out, ",\"setup\":%zu,\"input\":%zu", setup_number(writing, paper->setup),
               source_number(writing, paper->input));
    if (paper->record.count > 0)
        add_numbers(writing, out, "record", &paper->record);
    add_numbers(writing, out, "files", &paper->files);
    buf_add_char(out, '}');
}

static bool is_there(const struct manifest *manifest, const struct paper *paper)
{
    struct str path = path_join(manifest->arena, manifest->folder, paper->name.ptr);
    return path.ptr == NULL || file_exists(path.ptr);
}

static enum status write_text(struct writing *writing, struct buf *out)
{
    const struct manifest *manifest = writing->manifest;
    for (size_t i = 0; i < manifest->source_count; i++)
        manifest->sources[i].number = 0;
    for (size_t i = 0; i < manifest->setup_count; i++)
        manifest->setups[i].number = 0;
    for (size_t i = 0; i < manifest->paper_count; i++)
        if (manifest->papers[i].claimed || is_there(manifest, &manifest->papers[i]))
            add_paper(writing, &manifest->papers[i]);
    buf_add_text(out, "{\"format\":\"" MANIFEST_FORMAT "\",\n");
    manifest_add_shares(manifest, out);
    buf_add_text(out, "\"files\":[");
    buf_add_str(out, buf_str(&writing->sources));
    buf_add_text(out, "\n],\n\"setups\":[");
    buf_add_str(out, buf_str(&writing->setups));
    buf_add_text(out, "\n],\n\"papers\":[");
    buf_add_str(out, buf_str(&writing->papers));
    buf_add_text(out, "\n]}\n");
    enum status status = status_worse(buf_status(&writing->sources), buf_status(&writing->setups));
    status = status_worse(status, buf_status(&writing->papers));
    return status_worse(status, buf_status(out));
}

bool manifest_is_due(const struct manifest *manifest)
{
    return manifest->unwritten >= LEAST_DUE && manifest->unwritten >= manifest->paper_count / DUE_SHARE;
}

enum status manifest_write(struct manifest *manifest, struct diag *diag)
{
    const size_t most = MANIFEST_MAX_BYTES;
    const struct place place = {manifest->path, 0, 0};
    struct writing writing = {
        .manifest = manifest, .sources = BUF(most), .setups = BUF(most), .papers = BUF(most)};
    struct buf out = BUF(most);
    enum status status = manifest->status;
    if (status == OK && !manifest->changed)
        return OK;
    if (status == OK)
        status = write_text(&writing, &out);
    if (status == NO_MEMORY)
        diag_report(diag, MSG_MANIFEST_NO_MEMORY, place);
    else if (status == FAILED)
        diag_report(diag, MSG_MANIFEST_TOO_LARGE, place, (int)(most >> 20));
    else {
        manifest_give_room(manifest);
        status = file_write_atomic(diag, manifest->path, buf_str(&out));
    }
    manifest->changed = manifest->changed && status != OK;
    manifest->unwritten = 0;
    buf_clear(&writing.sources);
    buf_clear(&writing.setups);
    buf_clear(&writing.papers);
    buf_clear(&out);
    return status;
}

/* --- what is left over --- */

/* A paper of another form of an input that this run makes a paper of: a draft beside the paper. */
static bool is_other_form(const struct manifest *manifest, const struct paper *paper)
{
    return !str_equal(manifest->setups[paper->setup].form, manifest->setups[manifest->setup].form) &&
           str_index_lookup(&manifest->inputs, manifest->sources[paper->input].path) != STR_INDEX_NONE;
}

static bool is_spoken_of(const struct manifest *manifest, const struct paper *paper,
                         bool (*alone)(const char *input))
{
    const struct str input = manifest->sources[paper->input].path;
    const int64_t is_lost = str_index_lookup(&manifest->inputs, input);
    return is_lost == STR_INDEX_NONE ? !alone(input.ptr) : is_lost == 0;
}

/* What stands there may be somebody else's by now. */
static bool is_ours(struct manifest *manifest, struct paper *paper)
{
    struct str path = path_join(manifest->arena, manifest->folder, paper->name.ptr);
    struct file_stamp stamp = paper->stamp;
    return path.ptr != NULL && manifest_file_is_kept(path.ptr, manifest->by_digest, &stamp, &paper->digest);
}

static int compare_names(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

void manifest_add_leftovers(struct manifest *manifest, bool (*alone)(const char *input), struct buf *out)
{
    struct str *names = ARENA_NEW_ARRAY(manifest->arena, manifest->paper_count, struct str);
    size_t count = 0;
    for (size_t i = 0; i < manifest->paper_count && names != NULL; i++) {
        struct paper *paper = &manifest->papers[i];
        if (!paper->claimed && is_spoken_of(manifest, paper, alone) && !is_other_form(manifest, paper) &&
            is_ours(manifest, paper))
            names[count++] = paper->name;
    }
    if (count > 1)
        qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++) {
        buf_add_str(out, names[i]);
        buf_add_char(out, '\n');
    }
    out->failed = out->failed || names == NULL;
}
