/*
 * What a manifest, and a worker, say: proved before it is taken.  Both may be anybody's.
 *
 * Every member has its type, every number names an entry that is there, names of papers stay in the folder and come
 * once.  One fault, and nothing of it counts.
 */
#include "manifest/manifest_int.h"

static bool parse_number(struct str text, int64_t *ret_number)
{
    int64_t number = 0;
    for (size_t i = 0; i < text.len; i++) {
        const int digit = text.ptr[i] - '0';
        if (digit < 0 || digit > 9 || number > (INT64_MAX - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *ret_number = number;
    return text.len > 0;
}

/* Large ones are written as strings: many readers of JSON would round them. */
enum status manifest_read_number(struct str object, const char *name, int64_t *ret_number)
{
    struct str text = json_member(object, name);
    if (text.len >= 2 && text.ptr[0] == '"')
        text = str_slice(text, 1, text.len - 1);
    return parse_number(text, ret_number) ? OK : FAILED;
}

enum status manifest_read_text(struct arena *arena, struct str object, const char *name, struct str *ret_text)
{
    struct str text = json_member(object, name);
    if (text.len == 0 || text.ptr[0] != '"')
        return FAILED;
    *ret_text = json_text(arena, text);
    return ret_text->ptr != NULL ? OK : NO_MEMORY;
}

enum status manifest_read_digest(struct str object, const char *name, struct digest *ret_digest)
{
    struct str text = json_member(object, name);
    if (text.len != DIGEST_LENGTH + 2 || text.ptr[0] != '"')
        return FAILED;
    for (size_t i = 0; i < DIGEST_LENGTH; i++)
        if (hex_digit(text.ptr[i + 1]) == 16)
            return FAILED;
    memcpy(ret_digest->digits, text.ptr + 1, DIGEST_LENGTH);
    return OK;
}

enum status manifest_read_places(struct arena *arena, struct str object, struct str *ret_places)
{
    const struct str places = json_member(object, "places");
    *ret_places = places.len > 0 && places.ptr[0] == '[' ? arena_copy(arena, places) : STR("");
    return ret_places->ptr != NULL ? OK : NO_MEMORY;
}

enum status manifest_read_content(struct arena *arena, struct str object, struct str *ret_content)
{
    struct digest digest;
    *ret_content = STR("");
    if (json_member(object, "content").len == 0)
        return OK;
    enum status status = manifest_read_digest(object, "content", &digest);
    if (status == OK)
        *ret_content = arena_copy(arena, digest_str(&digest));
    return status == OK && ret_content->ptr == NULL ? NO_MEMORY : status;
}

/* true or not there. */
enum status manifest_read_flag(struct str object, const char *name, bool *ret_flag)
{
    struct str text = json_member(object, name);
    *ret_flag = str_is(text, "true");
    return *ret_flag || text.len == 0 ? OK : FAILED;
}

static enum status read_stamp(struct str object, struct file_stamp *ret_stamp)
{
    enum status status = manifest_read_number(object, "size", &ret_stamp->size);
    if (status == OK)
        status = manifest_read_number(object, "inode", &ret_stamp->inode);
    if (status == OK)
        status = manifest_read_number(object, "time", &ret_stamp->time);
    return status == OK ? manifest_read_flag(object, "loose", &ret_stamp->is_loose) : status;
}

static enum status read_was(struct str object, enum file_was *ret_was)
{
    enum status status = OK;
    for (enum file_was was = FILE_WAS_ABSENT; was <= FOLDER_WAS_THERE && status == OK; was++) {
        bool is_so = false;
        status = manifest_read_flag(object, manifest_was_names[was], &is_so);
        if (is_so)
            *ret_was = was;
    }
    return status;
}

enum status manifest_read_source(struct manifest *manifest, struct str object, uint32_t *ret_number)
{
    struct source source = {.now = NOW_UNKNOWN};
    enum status status = manifest_read_text(manifest->arena, object, "path", &source.path);
    if (status == OK && source.path.len == 0)
        status = FAILED;
    if (status == OK)
        source.path = manifest_path(manifest, source.path);
    if (status == OK && source.path.ptr == NULL)
        status = NO_MEMORY;
    if (status == OK)
        status = read_was(object, &source.was);
    if (status == OK && source.was != FILE_WAS_READ)
        memset(source.digest.digits, '0', DIGEST_LENGTH);
    else if (status == OK)
        status = read_stamp(object, &source.stamp);
    if (status == OK && source.was == FILE_WAS_READ)
        status = manifest_read_digest(object, "sha256", &source.digest);
    return status == OK ? manifest_put_source(manifest, &source, ret_number) : status;
}

/* --- the file --- */

/* The file's own numbers of its sources: equal entries, of which there should be none, are one here. */
struct reading {
    struct manifest *manifest;
    struct numbers sources;
};

static enum status read_source_number(const struct reading *reading, struct str text, uint32_t *ret_number)
{
    int64_t number;
    if (!parse_number(text, &number) || (uint64_t)number >= reading->sources.count)
        return FAILED;
    *ret_number = reading->sources.items[number];
    return OK;
}

static enum status read_source_numbers(const struct reading *reading, struct str object, const char *name,
                                       struct numbers *ret_numbers)
{
    struct str list = json_member(object, name), item;
    if (list.len == 0 || list.ptr[0] != '[')
        return FAILED;
    for (size_t at = 0; json_next(list, &at, &item);) {
        uint32_t number;
        enum status status = read_source_number(reading, item, &number);
        if (status == OK)
            status = ARENA_APPEND(reading->manifest->arena, ret_numbers->items, ret_numbers->count,
                                  ret_numbers->capacity, &number);
        if (status != OK)
            return status;
    }
    return OK;
}

static enum status read_source(struct reading *reading, struct str object)
{
    uint32_t number;
    enum status status = manifest_read_source(reading->manifest, object, &number);
    return status != OK ? status
                        : ARENA_APPEND(reading->manifest->arena, reading->sources.items,
                                       reading->sources.count, reading->sources.capacity, &number);
}

static enum status read_setup(struct reading *reading, struct str object)
{
    struct manifest *manifest = reading->manifest;
    struct setup setup = {.facts = json_member(object, "facts")};
    enum status status = setup.facts.len > 0 && setup.facts.ptr[0] == '{' ? OK : FAILED;
    if (status == OK)
        status = manifest_read_text(manifest->arena, object, "form", &setup.form);
    if (status == OK)
        status = read_source_numbers(reading, object, "files", &setup.files);
    return status != OK ? status
                        : ARENA_APPEND(manifest->arena, manifest->setups, manifest->setup_count,
                                       manifest->setup_capacity, &setup);
}

static enum status read_words(struct arena *arena, struct str object, struct paper *paper)
{
    const struct {
        const char *name;
        struct str *text;
    } words[] = {
        {"name", &paper->name}, {"kind", &paper->kind}, {"date", &paper->date}, {"part", &paper->part}};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        enum status status = manifest_read_text(arena, object, words[i].name, words[i].text);
        if (status != OK)
            return status;
    }
    return manifest_name_is_safe(paper->name) ? OK : FAILED;
}

static enum status read_paper(struct reading *reading, struct str object)
{
    struct manifest *manifest = reading->manifest;
    struct paper paper = {.failed = false};
    int64_t setup = 0;
    enum status status = read_words(manifest->arena, object, &paper);
    if (status == OK)
        status = read_stamp(object, &paper.stamp);
    if (status == OK)
        status = manifest_read_digest(object, "sha256", &paper.digest);
    if (status == OK)
        status = manifest_read_flag(object, "failed", &paper.failed);
    if (status == OK)
        status = manifest_read_content(manifest->arena, object, &paper.content);
    if (status == OK)
        status = manifest_read_places(manifest->arena, object, &paper.places);
    if (status == OK)
        status = manifest_read_number(object, "setup", &setup);
    if (status == OK && (uint64_t)setup >= manifest->setup_count)
        status = FAILED;
    if (status == OK)
        status = read_source_number(reading, json_member(object, "input"), &paper.input);
    if (status == OK)
        status = read_source_numbers(reading, object, "files", &paper.files);
    if (status == OK && json_member(object, "record").len > 0)
        status = read_source_numbers(reading, object, "record", &paper.record);
    if (status == OK && str_index_lookup(&manifest->paper_index, paper.name) != STR_INDEX_NONE)
        status = FAILED;
    paper.setup = (uint32_t)setup;
    return status == OK ? manifest_put_paper(manifest, &paper) : status;
}

static enum status read_list(struct reading *reading, struct str list,
                             enum status (*read)(struct reading *reading, struct str object))
{
    struct str object;
    enum status status = list.len > 0 && list.ptr[0] == '[' ? OK : FAILED;
    for (size_t at = 0; status == OK && json_next(list, &at, &object);) {
        status = object.ptr[0] == '{' ? read(reading, object) : FAILED;
        if (reading->manifest->source_index.longest > MEETING_MOST ||
            reading->manifest->paper_index.longest > MEETING_MOST)
            status = FAILED;
    }
    return status;
}

enum status manifest_parse(struct manifest *manifest, struct str text)
{
    struct reading reading = {.manifest = manifest};
    if (!json_is_valid(text) || !str_is(json_member(text, "format"), "\"" MANIFEST_FORMAT "\""))
        return FAILED;
    enum status status = read_list(&reading, json_member(text, "files"), read_source);
    if (status == OK)
        status = read_list(&reading, json_member(text, "setups"), read_setup);
    if (status == OK)
        status = read_list(&reading, json_member(text, "papers"), read_paper);
    return status == OK ? manifest_read_shares(manifest, text) : status;
}
