/*
 * What of a paper is told by who made it, as text, since he may be another process; and what is made of that.
 *
 * Paths are told as they were asked for: a confined process does not know where it is.
 */
#include "manifest/manifest_int.h"

void manifest_add_file(struct buf *out, const struct file_kept *file)
{
    const struct source source = {
        .path = str_of(file->path), .was = file->was, .stamp = file->stamp, .digest = digest_of_kept(file)};
    manifest_add_source(out, &source);
}

void manifest_add_absent(struct buf *out, const char *path)
{
    manifest_add_source(out, &(struct source){.path = str_of(path), .was = FILE_WAS_ABSENT});
}

void manifest_add_files(struct buf *out, const struct file_kept *files)
{
    for (const struct file_kept *file = files; file != NULL; file = file->next) {
        buf_add_char(out, ',');
        manifest_add_file(out, file);
    }
}

/* The input among the files; NULL: it is not there. */
static const struct file_kept *find_input(const struct manifest_making *making)
{
    const struct file_kept *input = making->files;
    while (input != NULL && strcmp(input->path, making->input) != 0)
        input = input->next;
    return input;
}

void manifest_add_making(struct buf *out, const struct manifest_making *making)
{
    const struct file_kept *input = making->told_input.len == 0 ? find_input(making) : NULL;
    struct buf item = BUF(MANIFEST_MAX_MADE);
    if (input != NULL)
        manifest_add_file(&item, input);
    else
        buf_add_str(&item, making->told_input);
    if (item.len > 0) {
        buf_add_text(out, "{\"kind\":");
        buf_add_json(out, making->kind);
        buf_add_text(out, ",\"date\":");
        buf_add_json(out, making->date != NULL ? str_of(making->date) : STR(""));
        buf_printf(out, ",\"sha256\":\"%.*s\"", STR_ARGS(digest_str(&making->digest)));
        if (making->record != NULL)
            buf_add_json_member(out, "record", digest_str(making->record));
        if (making->content.len > 0)
            buf_add_json_member(out, "content", making->content);
        if (making->places.len > 0) {
            buf_add_text(out, ",\"places\":");
            buf_add_str(out, making->places);
        }
        buf_add_text(out, ",\"input\":");
        buf_add_str(out, buf_str(&item));
        buf_add_text(out, ",\"files\":[");
        buf_add_str(out, buf_str(&item)); /* so that the list begins with something */
        for (const struct file_kept *file = making->files; file != NULL; file = file->next)
            if (file != input) {
                buf_add_char(out, ',');
                manifest_add_file(out, file);
            }
        buf_add_str(out, making->kind_files);
        buf_add_text(out, "]}");
    }
    buf_clear(&item);
}

/* --- heard --- */

static enum status hear_files(struct manifest *manifest, struct str list, struct numbers *ret_files)
{
    struct str item;
    if (list.len == 0 || list.ptr[0] != '[')
        return FAILED;
    for (size_t at = 0; json_next(list, &at, &item);) {
        uint32_t number = 0;
        bool known = false;
        enum status status = item.ptr[0] == '{' ? manifest_read_source(manifest, item, &number) : FAILED;
        for (size_t i = 0; i < ret_files->count && !known; i++)
            known = ret_files->items[i] == number;
        if (status == OK && !known)
            status = ARENA_APPEND(manifest->arena, ret_files->items, ret_files->count, ret_files->capacity,
                                  &number);
        if (status != OK)
            return status;
    }
    return OK;
}

/* Its digest is told by who made it; who named it knows the rest. */
static enum status hear_record(struct manifest *manifest, const struct manifest_made *made,
                               struct paper *paper)
{
    struct source source = {.stamp = made->record_stamp};
    uint32_t number = 0;
    if (made->record == NULL)
        return OK;
    enum status status = manifest_read_digest(made->told, "record", &source.digest);
    source.path = manifest_path(manifest, str_of(made->record));
    if (status == OK)
        status = source.path.ptr == NULL ? NO_MEMORY : manifest_put_source(manifest, &source, &number);
    return status != OK ? status
                        : ARENA_APPEND(manifest->arena, paper->record.items, paper->record.count,
                                       paper->record.capacity, &number);
}

static enum status hear(struct manifest *manifest, struct str made, struct paper *paper)
{
    struct str input;
    if (made.len == 0 || made.len > MANIFEST_MAX_MADE || !json_is_valid(made))
        return FAILED;
    input = json_member(made, "input");
    enum status status =
        input.len > 0 && input.ptr[0] == '{' ? manifest_read_source(manifest, input, &paper->input) : FAILED;
    if (status == OK)
        status = manifest_read_text(manifest->arena, made, "kind", &paper->kind);
    if (status == OK)
        status = manifest_read_text(manifest->arena, made, "date", &paper->date);
    if (status == OK)
        status = manifest_read_digest(made, "sha256", &paper->digest);
    if (status == OK)
        status = manifest_read_content(manifest->arena, made, &paper->content);
    if (status == OK)
        status = manifest_read_places(manifest->arena, made, &paper->places);
    return status == OK ? hear_files(manifest, json_member(made, "files"), &paper->files) : status;
}

/* Where nothing new is told, what is known of an earlier paper stays, but is not current. */
void manifest_note(struct manifest *manifest, const struct manifest_made *made)
{
    manifest_share_note(manifest, made);
    if (made->name == NULL)
        return;
    struct paper *old = manifest_paper_lookup(manifest, made->name);
    struct paper paper = {.name = arena_copy(manifest->arena, str_of(made->name)),
                          .part = STR(""),
                          .stamp = made->stamp,
                          .setup = manifest->setup,
                          .failed = made->failed,
                          .claimed = true};
    enum status status = paper.name.ptr == NULL ? NO_MEMORY : OK;
    if (status == OK && !manifest_name_is_safe(paper.name))
        return;
    if (status == OK)
        status = hear(manifest, made->told, &paper);
    if (status == OK)
        status = hear_record(manifest, made, &paper);
    if (status == OK)
        status = manifest_put_paper(manifest, &paper);
    if (status != OK && old != NULL)
        old->failed = true;
    manifest->changed = manifest->changed || status == OK || old != NULL;
    manifest->unwritten++;
    if (status == NO_MEMORY)
        manifest->status = NO_MEMORY;
}
