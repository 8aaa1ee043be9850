/*
 * What a paper was made from, as members of a JSON object: for logs and reports, which others write.
 *
 * Files are told as they were asked for, with the digest of the bytes that were read.  Those that all papers of an input
 * share are digested once.
 */
#include "batch/batch_int.h"

#include <inttypes.h>

enum { INPUTS_MAX = 1 << 24 };

static bool is_told(struct str *told, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(told[i], path))
            return true;
    return false;
}

static void add_input(struct buf *out, const struct file_kept *file)
{
    const struct digest digest = digest_of_kept(file);
    buf_add_text(out, out->len > 0 ? ",{\"file\":" : "{\"file\":");
    buf_add_json(out, str_of(file->path));
    buf_printf(out, ",\"bytes\":%zu", file->bytes.len);
    buf_add_json_member(out, "sha256", digest_str(&digest));
    buf_add_char(out, '}');
}

/* The list has the last first; told are they in the order in which they were read, each once. */
static enum status add_files(struct arena *arena, const struct file_kept *files, struct buf *out)
{
    size_t count = 0, told = 0;
    for (const struct file_kept *file = files; file != NULL; file = file->next)
        count++;
    const struct file_kept **list = ARENA_NEW_ARRAY(arena, count, const struct file_kept *);
    struct str *paths = ARENA_NEW_ARRAY(arena, count, struct str);
    if (list == NULL || paths == NULL)
        return NO_MEMORY;
    for (size_t i = count; i > 0; files = files->next)
        list[--i] = files;
    for (size_t i = 0; i < count; i++) {
        if (list[i]->was != FILE_WAS_READ || is_told(paths, told, list[i]->path))
            continue; /* it was looked for, and not read */
        paths[told++] = str_of(list[i]->path);
        add_input(out, list[i]);
    }
    return OK;
}

/* Of an input of several papers. */
static enum status shared_inputs(struct job *job, struct str *ret_inputs)
{
    struct papers *papers = &job->batch->papers;
    struct buf text = BUF(INPUTS_MAX);
    enum status status = OK;
    if (papers->file == NULL)
        *ret_inputs = STR("");
    else if (papers->inputs.ptr == NULL) {
        status = add_files(papers->arena, arena_files(papers->arena), &text);
        if (status == OK)
            status = buf_keep(&text, papers->arena, &papers->inputs);
    }
    buf_clear(&text);
    if (papers->file != NULL)
        *ret_inputs = papers->inputs;
    return status;
}

static enum status add_inputs(struct job *job, struct buf *out)
{
    struct buf own = BUF(INPUTS_MAX);
    struct str shared = STR("");
    enum status status = OK;
    if (job->task != NULL && job->task->paper > 0)
        status = shared_inputs(job, &shared);
    buf_add_str(&own, shared);
    if (status == OK)
        status = add_files(job->arena, arena_files(job->arena), &own);
    if (status == OK)
        status = buf_status(&own);
    buf_add_text(out, ",\"inputs\":[");
    buf_add_str(out, buf_str(&own));
    buf_add_char(out, ']');
    buf_clear(&own);
    return status;
}

static enum status add_kind(struct job *job, struct buf *out)
{
    const struct kind *kind = job->kind;
    enum status status = kind != NULL ? job_digest_kind(job) : OK;
    buf_add_json_member(out, "kind", kind != NULL ? kind->name : STR(""));
    buf_add_json_member(out, "kind_sha256",
                        kind != NULL && status == OK ? digest_str(&kind->digest) : STR(""));
    return status;
}

/* 20260802 as 2026-08-02. */
static void add_date(struct buf *out, struct str date)
{
    enum { MONTH = 4, DAY = 6, LENGTH = 8 };
    if (date.len != LENGTH)
        buf_add_text(out, ",\"date\":\"\"");
    else
        buf_printf(out, ",\"date\":\"%.4s-%.2s-%.2s\"", date.ptr, date.ptr + MONTH, date.ptr + DAY);
}

static void add_pictures(const struct page_pictures *told, struct buf *out)
{
    buf_printf(out,
               ",\"pictures\":{\"count\":%zu,\"located\":%zu,\"reduced\":%zu,\"before\":%" PRIu64
               ",\"after\":%" PRIu64 "}",
               told->count, told->located, told->reduced, told->before, told->after);
}

void facts_add(struct job *job, struct buf *out)
{
    const struct page_document *pages = job->pages;
    enum status status = add_kind(job, out);
    buf_add_json_member(out, "title", pages != NULL ? pages->title : STR(""));
    add_date(out, pages != NULL ? pages->date : STR(""));
    if (pages != NULL && pages->place_count > 0) {
        buf_add_text(out, ",\"places\":");
        page_places_add(pages, out);
    }
    if (job->pictures.reduced > 0 || job->pictures.located > 0)
        add_pictures(&job->pictures, out);
    if (status == OK)
        status = add_inputs(job, out);
    out->failed = out->failed || status != OK;
}
