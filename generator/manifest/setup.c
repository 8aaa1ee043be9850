/*
 * What this run makes papers with: the program, options that decide bytes, faces.
 *
 * Faces are large, so their digests are taken from the entries of earlier runs where the stamp is the same.
 */
#include "manifest/manifest_int.h"

enum { FACTS_MOST = 1 << 20 };

static enum status write_facts(struct manifest *manifest, const struct manifest_setup *setup,
                               struct str *ret_facts)
{
    struct buf facts = BUF(FACTS_MOST);
    for (size_t i = 0; i < setup->fact_count; i++) {
        const struct manifest_fact *fact = &setup->facts[i];
        const bool is_path = fact->is_path && fact->value.len > 0;
        const struct str value = is_path ? manifest_path(manifest, fact->value) : fact->value;
        if (is_path && value.ptr == NULL)
            return buf_clear(&facts), NO_MEMORY;
        buf_add_text(&facts, i == 0 ? "{" : ",");
        buf_add_json(&facts, str_of(fact->name));
        buf_add_char(&facts, ':');
        buf_add_json(&facts, value);
    }
    buf_add_text(&facts, setup->fact_count == 0 ? "{}" : "}");
    return buf_keep(&facts, manifest->arena, ret_facts);
}

/* The number of an entry with this very stamp; false: there is none whose digest may be taken. */
static bool find_source(const struct manifest *manifest, const struct source *source, uint32_t *ret_number)
{
    if (manifest->by_digest || source->stamp.is_loose || source->was != FILE_WAS_READ)
        return false;
    for (size_t i = 0; i < manifest->source_count; i++) {
        const struct source *known = &manifest->sources[i];
        if (known->was == FILE_WAS_READ && !known->stamp.is_loose && str_equal(known->path, source->path) &&
            file_stamp_same(&known->stamp, &source->stamp)) {
            *ret_number = (uint32_t)i;
            return true;
        }
    }
    return false;
}

/* One that has been replaced since it was opened is none that could be found again. */
static enum status add_source(struct manifest *manifest, const struct file_kept *file, struct numbers *files)
{
    struct source source = {.path = manifest_path(manifest, str_of(file->path)),
                            .stamp = file->stamp,
                            .was = file->stamp.inode == 0 ? FILE_WAS_ABSENT : FILE_WAS_READ};
    struct file_stamp now;
    uint32_t number;
    enum status status = source.path.ptr != NULL ? OK : NO_MEMORY;
    memset(source.digest.digits, '0', DIGEST_LENGTH);
    if (status == OK && !find_source(manifest, &source, &number)) {
        if (source.was == FILE_WAS_READ && !(manifest_file_digest(source.path.ptr, &now, &source.digest) &&
                                             file_stamp_same(&now, &source.stamp)))
            source.stamp.inode = 0;
        status = manifest_put_source(manifest, &source, &number);
    }
    return status == OK ? ARENA_APPEND(manifest->arena, files->items, files->count, files->capacity, &number)
                        : status;
}

static bool is_equal(const struct setup *a, const struct setup *b)
{
    return str_equal(a->facts, b->facts) && str_equal(a->form, b->form) && a->files.count == b->files.count &&
           (a->files.count == 0 ||
            memcmp(a->files.items, b->files.items, a->files.count * sizeof *a->files.items) == 0);
}

enum status manifest_put_setup(struct manifest *manifest, const struct setup *setup, uint32_t *ret_number)
{
    size_t i = 0;
    while (i < manifest->setup_count && !is_equal(&manifest->setups[i], setup))
        i++;
    *ret_number = (uint32_t)i;
    return i < manifest->setup_count ? OK
                                     : ARENA_APPEND(manifest->arena, manifest->setups, manifest->setup_count,
                                                    manifest->setup_capacity, setup);
}

enum status manifest_set_up(struct manifest *manifest, const struct manifest_setup *setup)
{
    struct setup own = {.form = arena_copy(manifest->arena, setup->form)};
    enum status status = own.form.ptr != NULL ? write_facts(manifest, setup, &own.facts) : NO_MEMORY;
    for (const struct file_kept *file = setup->files; file != NULL && status == OK; file = file->next)
        status = add_source(manifest, file, &own.files);
    return status == OK ? manifest_put_setup(manifest, &own, &manifest->setup) : status;
}
