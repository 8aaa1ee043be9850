/*
 * What was made before and nothing makes any more (--prune): of one build, or of all runs of a plan.
 *
 * With each goes the record that was kept of it.  Of a plan a paper is left over that every run into its folder says is none of its own;
 * folders are the same by their real paths, and told as the first run writes them.  Where not all inputs could be read nothing is: it may
 * be made of those.
 */
#include "cli/cli_int.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { LEFTOVERS_MOST = 1 << 30 };

struct folder {
    struct str path, real;
};
struct leftover {
    struct str path, folder; /* folder: its real path */
    size_t runs;             /* that say so */
};
struct leftovers {
    struct arena *arena;
    struct leftover *items;
    size_t count, capacity;
    struct folder *folders; /* of each run */
    size_t folder_count, folder_capacity;
    struct str_index paths;
    bool unknown; /* what is made: inputs of a run could not be read */
};

enum status leftovers_new(struct arena *arena, struct leftovers **ret_leftovers)
{
    *ret_leftovers = ARENA_NEW(arena, struct leftovers);
    if (*ret_leftovers == NULL)
        return NO_MEMORY;
    **ret_leftovers = (struct leftovers){.arena = arena, .paths = {.arena = arena}};
    return OK;
}

static enum status add_path(struct leftovers *leftovers, const struct folder *folder, struct str name)
{
    const struct str own = arena_copy(leftovers->arena, name);
    if (own.ptr == NULL)
        return NO_MEMORY;
    const struct str path = path_join(leftovers->arena, folder->path.ptr, own.ptr);
    const struct str real = path_join(leftovers->arena, folder->real.ptr, own.ptr);
    if (path.ptr == NULL || real.ptr == NULL)
        return NO_MEMORY;
    const int64_t at = str_index_lookup(&leftovers->paths, real);
    if (at != STR_INDEX_NONE) {
        leftovers->items[at].runs++;
        return OK;
    }
    const struct leftover item = {path, folder->real, 1};
    enum status status =
        ARENA_APPEND(leftovers->arena, leftovers->items, leftovers->count, leftovers->capacity, &item);
    return status == OK ? str_index_put(&leftovers->paths, real, (int64_t)leftovers->count - 1) : status;
}

static enum status count_folder(struct leftovers *leftovers, const char *path, struct folder *ret_folder)
{
    char real[PATH_MAX];
    *ret_folder =
        (struct folder){arena_copy(leftovers->arena, str_of(path)),
                        arena_copy(leftovers->arena, str_of(realpath(path, real) != NULL ? real : path))};
    return ret_folder->path.ptr == NULL || ret_folder->real.ptr == NULL
               ? NO_MEMORY
               : ARENA_APPEND(leftovers->arena, leftovers->folders, leftovers->folder_count,
                              leftovers->folder_capacity, ret_folder);
}

/* The record that was kept with the paper: the next period would take figures from it. */
static enum status add_record(struct leftovers *leftovers, const struct folder *folder, struct str paper)
{
    size_t len = paper.len;
    while (len > 0 && paper.ptr[len - 1] != '.')
        len--;
    const struct str name = arena_printf(leftovers->arena, "%.*sjson", (int)len, paper.ptr);
    const struct str path = name.ptr == NULL ? name : path_join(leftovers->arena, folder->path.ptr, name.ptr);
    if (path.ptr == NULL)
        return NO_MEMORY;
    return file_exists(path.ptr) ? add_path(leftovers, folder, name) : OK;
}

enum status leftovers_add(struct leftovers *leftovers, const struct options *options, struct batch *batch)
{
    struct buf names = BUF(LEFTOVERS_MOST);
    struct folder own, records = {0};
    leftovers->unknown = leftovers->unknown || options->inputs_lack;
    enum status status = count_folder(leftovers, options->run.output, &own);
    if (status == OK && options->run.keep_record != NULL)
        status = count_folder(leftovers, options->run.keep_record, &records);
    if (status == OK)
        status = batch_leftovers(batch, options->has_folder || options->leftovers != NULL, &names);
    for (struct str rest = buf_str(&names); rest.len > 0 && status == OK;) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        const size_t len = end != NULL ? (size_t)(end - rest.ptr) : rest.len;
        status = add_path(leftovers, &own, str_slice(rest, 0, len));
        if (status == OK && records.path.ptr != NULL)
            status = add_record(leftovers, &records, str_slice(rest, 0, len));
        rest = str_slice(rest, len + 1, rest.len);
    }
    buf_clear(&names);
    return status;
}

static size_t count_runs(const struct leftovers *leftovers, struct str folder)
{
    size_t runs = 0;
    for (size_t i = 0; i < leftovers->folder_count; i++)
        runs += str_equal(leftovers->folders[i].real, folder) ? 1 : 0;
    return runs;
}

/* It was asked for: told under --quiet, too. */
void leftovers_print(const struct leftovers *leftovers, const struct options *options)
{
    struct buf out = BUF(LEFTOVERS_MOST);
    for (size_t i = 0; i < leftovers->count && !leftovers->unknown; i++) {
        const struct leftover *item = &leftovers->items[i];
        if (item->runs < count_runs(leftovers, item->folder))
            continue;
        buf_add_text(&out, "已不再生成 ");
        buf_add_visible(&out, item->path);
        buf_add_char(&out, '\n');
    }
    telling_say(options->telling, buf_str(&out));
    output_write(OUTPUT_RESULT, options->log == 1 ? STR("") : buf_str(&out));
    buf_clear(&out);
}
