/*
 * What fontconfig and FreeType said last time, in a file, so that a run need not ask them.
 *
 * Lines of fields with tabs between: what the file is for (a hash of all that is not a file: settings of the
 * environment, folders, versions); every folder of fonts and file of fontconfig's settings, with its stamp;
 * faces, with their stamps and facts; names with the face that each means, or none; a hash of it all.  It
 * holds as long as all of that is as it was.  Nothing is written when something was wrong with the fonts, nor
 * just after they changed: then a further change might not show in a stamp.
 *
 * The file is nobody's loss: whatever is wrong with it, or keeps it from being written, is not told.
 */
#include "font/font_int.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char FORMAT[] = "chengwen fonts 2";

enum { MAX_BYTES = 1 << 20, FRESH = 2 /* seconds */, FACTS = 14, DIGITS = 7, HASH_DIGITS = 16, NO_KEY = 0 };

struct cached_face {
    struct font_found found;
    struct str stamp;
    struct font_face_facts facts;
};

/* --- stamps and keys --- */

/* What is not there has a stamp, too. */
static void stamp_path(const char *path, char ret_stamp[FILE_STAMP_MAX])
{
    struct stat facts;
    if (stat(path, &facts) == 0)
        font_stamp_print(&facts, ret_stamp);
    else
        memcpy(ret_stamp, "-", sizeof "-");
}

/* Where fontconfig looks for settings depends on these. */
static const char *const variables[] = {
    "FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "HOME",
    "XDG_CONFIG_HOME", "XDG_DATA_HOME",   "XDG_CONFIG_DIRS",    "XDG_DATA_DIRS",
};

/* NO_KEY: it cannot be said; nothing is read or written. */
static uint64_t key_of(const struct font_request *request)
{
    struct buf text = BUF(MAX_BYTES);
    char stamp[FILE_STAMP_MAX], program[PATH_MAX] = "";
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    program[len > 0 ? len : 0] = '\0';
    stamp_path(program, stamp); /* another program may understand faces otherwise */
    buf_printf(&text, "%s\n%d\n%s\n", stamp, FcGetVersion(), hb_version_string());
    for (size_t i = 0; i < ARRAY_COUNT(variables); i++) {
        const char *value = getenv(variables[i]);
        buf_printf(&text, "%s=%s\n", variables[i], value != NULL ? value : "");
    }
    for (size_t i = 0; i < request->folder_count; i++)
        buf_printf(&text, "%s\n", request->folders[i]);
    uint64_t key = text.failed ? NO_KEY : str_hash(buf_str(&text));
    buf_clear(&text);
    return key;
}

/* --- reading --- */

struct cache_reader {
    struct arena *arena;
    struct font_cache *cache;
    struct str line; /* what is left of it */
    bool is_bad;
    enum status status;
};

/* Up to the next `end`, which is passed over. */
static struct str take_until(struct str *text, char end)
{
    const char *at = text->ptr != NULL ? memchr(text->ptr, end, text->len) : NULL;
    size_t len = at != NULL ? (size_t)(at - text->ptr) : text->len;
    struct str taken = str_slice(*text, 0, len);
    *text = str_slice(*text, at != NULL ? len + 1 : len, text->len);
    return taken;
}

static struct str take_field(struct cache_reader *reader)
{
    return take_until(&reader->line, '\t');
}

static int take_number(struct cache_reader *reader)
{
    struct str field = take_field(reader);
    int64_t value = 0;
    bool minus = str_starts(field, "-");
    if (!digits_parse(str_slice(field, minus ? 1 : 0, field.len), DIGITS, &value))
        reader->is_bad = true;
    return (int)(minus ? -value : value);
}

/* A path that system calls take. */
static struct str take_path(struct cache_reader *reader)
{
    struct str path = arena_copy(reader->arena, take_field(reader));
    if (path.ptr == NULL)
        reader->status = NO_MEMORY;
    return path.ptr != NULL ? path : STR("");
}

static void read_path(struct cache_reader *reader)
{
    char now[FILE_STAMP_MAX];
    struct str stamp = take_field(reader), path = take_path(reader);
    stamp_path(path.ptr, now);
    reader->is_bad = reader->is_bad || !str_is(stamp, now);
}

static void facts_to_numbers(const struct font_face_facts *facts, int ret_numbers[FACTS])
{
    const int numbers[FACTS] = {
        facts->outline,      facts->ascent,  facts->descent,          facts->cap_height,
        facts->italic_angle, facts->stem_v,  facts->bbox[0],          facts->bbox[1],
        facts->bbox[2],      facts->bbox[3], facts->is_serif ? 1 : 0, (int)facts->glyph_count,
        facts->index,        facts->middle};
    memcpy(ret_numbers, numbers, sizeof numbers);
}

static struct font_face_facts facts_of_numbers(const int numbers[FACTS])
{
    return (struct font_face_facts){
        .outline = (enum font_outline)numbers[0],
        .ascent = numbers[1],
        .descent = numbers[2],
        .cap_height = numbers[3],
        .italic_angle = numbers[4],
        .stem_v = numbers[5],
        .bbox = {numbers[6], numbers[7], numbers[8], numbers[9]},
        .is_serif = numbers[10] != 0,
        .glyph_count = (uint32_t)numbers[11],
        .index = numbers[12],
        .middle = numbers[13],
    };
}

static void read_face(struct cache_reader *reader)
{
    struct font_cache *cache = reader->cache;
    struct cached_face face = {.stamp = take_field(reader)};
    int numbers[FACTS];
    for (size_t i = 0; i < FACTS; i++)
        numbers[i] = take_number(reader);
    face.facts = facts_of_numbers(numbers);
    face.found.index = face.facts.index;
    face.found.family = take_field(reader);
    face.found.style = take_field(reader);
    face.found.postscript_name = take_field(reader);
    face.found.path = take_path(reader);
    if (reader->status == OK)
        reader->status =
            ARENA_APPEND(reader->arena, cache->faces, cache->face_count, cache->face_capacity, &face);
}

static void read_answer(struct cache_reader *reader)
{
    struct font_cache *cache = reader->cache;
    int face = take_number(reader), distance = take_number(reader);
    struct font_answer answer = {.name = take_field(reader), .is_found = face >= 0};
    answer.style = take_field(reader);
    if (face < -1 || face >= (int)cache->face_count) {
        reader->is_bad = true;
        return;
    }
    if (answer.is_found)
        answer.found = cache->faces[face].found;
    answer.found.distance = distance;
    if (reader->status == OK)
        reader->status =
            ARENA_APPEND(reader->arena, cache->answers, cache->answer_count, cache->answer_capacity, &answer);
}

static void read_line(struct cache_reader *reader, struct str line)
{
    reader->line = line;
    struct str sort = take_field(reader);
    if (str_is(sort, "path"))
        read_path(reader);
    else if (str_is(sort, "face"))
        read_face(reader);
    else if (str_is(sort, "name"))
        read_answer(reader);
    else
        reader->is_bad = true;
    reader->is_bad = reader->is_bad || reader->line.len > 0;
}

static void print_hash(uint64_t hash, char ret_digits[HASH_DIGITS + 1])
{
    snprintf(ret_digits, HASH_DIGITS + 1, "%016llx", (unsigned long long)hash);
}

/* The last line is the hash of all before it; the first two say what the file is, and for what. */
static bool open_text(struct str *text, const struct font_request *request)
{
    char hash[HASH_DIGITS + 1], key[HASH_DIGITS + 1];
    size_t len = text->len > HASH_DIGITS + 1 ? text->len - (HASH_DIGITS + 1) : 0;
    struct str end = str_slice(*text, len, text->len);
    *text = str_slice(*text, 0, len);
    print_hash(str_hash(*text), hash);
    uint64_t own = key_of(request);
    print_hash(own, key);
    return own != NO_KEY && str_is(take_until(&end, '\n'), hash) && str_is(take_until(text, '\n'), FORMAT) &&
           str_is(take_until(text, '\n'), key);
}

/* Only what is the user's own is believed. */
static bool is_own(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_uid == geteuid() &&
           (facts.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

enum status font_cache_read(struct arena *arena, const struct font_request *request,
                            struct font_cache **ret_cache)
{
    struct cache_reader reader = {.arena = arena, .cache = ARENA_NEW(arena, struct font_cache)};
    struct diag *silent = diag_new(arena);
    struct str text;
    *ret_cache = NULL;
    if (request->cache == NULL || !is_own(request->cache))
        return OK;
    if (reader.cache == NULL || silent == NULL)
        return NO_MEMORY;
    enum status status = file_read(arena, silent, request->cache, MAX_BYTES, &text);
    if (status != OK || !open_text(&text, request))
        return status == NO_MEMORY ? NO_MEMORY : OK;
    while (text.len > 0 && !reader.is_bad && reader.status == OK)
        read_line(&reader, take_until(&text, '\n'));
    if (reader.status == OK && !reader.is_bad)
        *ret_cache = reader.cache;
    return reader.status;
}

/* --- answering --- */

bool font_cache_lookup(struct font_cache *cache, struct str name, struct str style,
                       struct font_found *ret_found)
{
    for (size_t i = 0; i < cache->answer_count; i++) {
        const struct font_answer *answer = &cache->answers[i];
        if (!str_equal(answer->name, name) || !str_equal(answer->style, style))
            continue;
        *ret_found = answer->found;
        return answer->is_found;
    }
    cache->is_stale = true;
    return false;
}

static const struct cached_face *find_face(const struct font_cache *cache, const struct font_face *face)
{
    char stamp[FILE_STAMP_MAX];
    font_file_stamp(face, stamp);
    for (size_t i = 0; i < cache->face_count; i++) {
        const struct cached_face *cached = &cache->faces[i];
        if (cached->found.index == face->index && str_equal(cached->found.path, face->path))
            return str_is(cached->stamp, stamp) ? cached : NULL;
    }
    return NULL;
}

void font_cache_recall(struct font_cache *cache, struct font_face *face)
{
    const struct cached_face *cached = find_face(cache, face);
    struct font_face_facts plain = font_plain_facts(face);
    if (cached == NULL || cached->facts.outline != plain.outline ||
        cached->facts.glyph_count != plain.glyph_count) {
        cache->is_stale = true;
        return;
    }
    face->facts = cached->facts;
    face->facts.postscript_name = plain.postscript_name;
    face->facts.family = plain.family;
    face->facts.style = plain.style;
    face->facts.path = plain.path;
    face->facts_known = true;
    face->is_asked = true; /* it has characters, else it would not be here */
}

/* --- writing --- */

void font_notes_begin(struct font_notes *notes, struct arena *arena, const struct font_request *request)
{
    *notes = (struct font_notes){.arena = arena,
                                 .text = BUF(MAX_BYTES),
                                 .begun = (int64_t)time(NULL),
                                 .is_unfit = request->cache == NULL};
}

/* What would break the lines is not kept. */
static void note_field(struct font_notes *notes, struct str text, char end)
{
    for (size_t i = 0; i < text.len; i++)
        notes->is_unfit = notes->is_unfit || (unsigned char)text.ptr[i] < ' ';
    buf_add_str(&notes->text, text);
    buf_add_char(&notes->text, end);
}

void font_notes_add_path(struct font_notes *notes, const char *path)
{
    struct stat facts;
    char stamp[FILE_STAMP_MAX];
    if (notes->is_unfit)
        return;
    if (stat(path, &facts) == 0 && llabs((long long)facts.st_ctim.tv_sec - notes->begun) < FRESH)
        notes->is_unfit = true;
    stamp_path(path, stamp);
    buf_printf(&notes->text, "path\t%s\t", stamp);
    note_field(notes, str_of(path), '\n');
}

void font_notes_add_answer(struct font_notes *notes, const struct font_answer *answer)
{
    if (!notes->is_unfit &&
        ARENA_APPEND(notes->arena, notes->answers, notes->answer_count, notes->answer_capacity, answer) != OK)
        notes->is_unfit = true;
}

static void note_face(struct font_notes *notes, const struct font_face *face)
{
    char stamp[FILE_STAMP_MAX];
    int numbers[FACTS];
    font_file_stamp(face, stamp);
    facts_to_numbers(&face->facts, numbers);
    buf_printf(&notes->text, "face\t%s\t", stamp);
    for (size_t i = 0; i < FACTS; i++)
        buf_printf(&notes->text, "%d\t", numbers[i]);
    note_field(notes, face->family, '\t');
    note_field(notes, face->style, '\t');
    note_field(notes, face->postscript_name, '\t');
    note_field(notes, face->path, '\n');
}

static void note_answer(struct font_notes *notes, const struct font_set *set,
                        const struct font_answer *answer)
{
    int number = -1;
    for (size_t i = 0; i < set->face_count && answer->is_found; i++)
        if (set->faces[i]->index == answer->found.index && str_equal(set->faces[i]->path, answer->found.path))
            number = (int)i;
    notes->is_unfit = notes->is_unfit || (number < 0 && answer->is_found);
    buf_printf(&notes->text, "name\t%d\t%d\t", number, answer->found.distance);
    note_field(notes, answer->name, '\t');
    note_field(notes, answer->style, '\n');
}

/* One that is not would have to be told in each run that uses it.  Nobody has used it yet: it is as before. */
static bool is_sound_face(const struct font_set *set, struct font_face *face)
{
    font_memory_watch();
    font_face_ask_characters(face);
    bool short_now = font_memory_short();
    bool sound = font_face_prove(set, face) == OK && !face->is_damaged && !short_now;
    if (!sound)
        face->is_damaged = face->is_asked = face->is_proved = false;
    return sound;
}

static bool are_all_sound(const struct font_set *set)
{
    for (size_t i = 0; i < set->face_count; i++)
        if (!is_sound_face(set, set->faces[i]))
            return false;
    return true;
}

static void write_text(struct font_notes *notes, const char *path)
{
    char hash[HASH_DIGITS + 1];
    struct diag *silent = diag_new(notes->arena);
    print_hash(str_hash(buf_str(&notes->text)), hash);
    buf_printf(&notes->text, "%s\n", hash);
    if (silent == NULL || notes->text.failed)
        return;
    enum status status = file_write_atomic(silent, path, buf_str(&notes->text));
    (void)status;
}

/* Its folder may have to be made; what a run that was killed has left there goes. */
static bool can_write(const struct font_notes *notes, const char *path)
{
    struct str folder = path_directory(notes->arena, path);
    struct diag *silent = diag_new(notes->arena);
    bool usable = folder.ptr != NULL && silent != NULL && file_make_directory(silent, folder.ptr) == OK &&
                  file_directory_usable(folder.ptr);
    if (usable)
        file_remove_dead(folder.ptr);
    return usable;
}

void font_notes_end(struct font_notes *notes, const struct font_request *request, const struct font_set *set)
{
    char key[HASH_DIGITS + 1];
    uint64_t own = key_of(request);
    if (own == NO_KEY || notes->is_unfit || !can_write(notes, request->cache) || !are_all_sound(set))
        return;
    struct buf paths = notes->text;
    notes->text = BUF(MAX_BYTES);
    print_hash(own, key);
    buf_printf(&notes->text, "%s\n%s\n", FORMAT, key);
    buf_add_str(&notes->text, buf_str(&paths));
    for (size_t i = 0; i < set->face_count; i++)
        note_face(notes, set->faces[i]);
    for (size_t i = 0; i < notes->answer_count; i++)
        note_answer(notes, set, &notes->answers[i]);
    if (!notes->is_unfit && !paths.failed)
        write_text(notes, request->cache);
    buf_clear(&paths);
}

void font_notes_clear(struct font_notes *notes)
{
    buf_clear(&notes->text);
}
