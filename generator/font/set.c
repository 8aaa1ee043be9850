/*
 * Loading a font set: roles of names -> chains of open faces, each opened once.
 *
 * Of a candidate's names the first that is installed, sound and may be embedded wins.  A role's own face that
 * is wholly missing is replaced by the next of its chain, with a warning; missing fallbacks are no fault; a
 * role without any face is an error, told for all roles.  Glyph tables and FreeType faces come when asked
 * for.
 */
#include "font/font_int.h"
#include "font/messages.def"

#include <assert.h>
#include <errno.h>
#include <string.h>

struct loader {
    struct diag *diag;
    struct font_set *set;
    struct font_cache *cache; /* NULL: the finder is asked */
    struct font_finder finder;
    bool failed;
};

/* --- the set --- */

static enum status set_open_libraries(struct font_set *set)
{
    enum status status = font_freetype_open(set->arena, &set->freetype);
    if (status != OK)
        return status;
    set->buffer = hb_buffer_create();
    return hb_buffer_allocation_successful(set->buffer) ? OK : NO_MEMORY;
}

static enum status set_new(size_t role_count, struct font_set **ret_set)
{
    struct arena *arena = arena_new(0);
    struct font_set *set = arena != NULL ? ARENA_NEW(arena, struct font_set) : NULL;
    if (set == NULL) {
        arena_free(arena);
        return NO_MEMORY;
    }
    set->arena = arena;
    set->roles = ARENA_NEW_ARRAY(arena, role_count, struct role);
    set->kept = ARENA_NEW(arena, void *);
    if (set->roles == NULL || set->kept == NULL || set_open_libraries(set) != OK) {
        font_set_free(set);
        return NO_MEMORY;
    }
    *ret_set = set;
    return OK;
}

void font_set_free(struct font_set *set)
{
    if (set == NULL)
        return;
    for (size_t i = 0; i < set->face_count; i++)
        font_face_close(set->faces[i]);
    hb_buffer_destroy(set->buffer);
    font_freetype_close(set->freetype);
    arena_free(set->arena);
}

/* --- faces --- */

static int face_index_of(const struct font_set *set, const struct font_found *found)
{
    for (size_t i = 0; i < set->face_count; i++)
        if (str_equal(set->faces[i]->path, found->path) && set->faces[i]->index == found->index)
            return (int)i;
    return -1;
}

/* A PostScript name may hold only printable ASCII without delimiters; user fonts break that rule, or have
 * none. */
static struct str postscript_name(struct arena *arena, const struct font_found *found)
{
    struct str copy =
        arena_copy(arena, found->postscript_name.len > 0 ? found->postscript_name : found->family);
    char *bytes = (char *)copy.ptr;
    for (size_t i = 0; bytes != NULL && i < copy.len; i++) {
        char c = bytes[i];
        bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '_';
        if (!plain)
            bytes[i] = '-';
    }
    return copy;
}

/* A face in the arena with copies of the strings; NULL: no memory. */
static struct font_face *face_new(struct arena *arena, const struct font_found *found, struct str name)
{
    struct font_face *face = ARENA_NEW(arena, struct font_face);
    if (face == NULL)
        return NULL;
    face->path = arena_copy(arena, found->path);
    face->family = arena_copy(arena, found->family);
    face->style = arena_copy(arena, found->style);
    face->postscript_name = postscript_name(arena, found);
    face->name = arena_copy(arena, name);
    face->index = found->index;
    face->outline = FONT_NONE;
    bool complete = face->path.ptr != NULL && face->family.ptr != NULL && face->style.ptr != NULL &&
                    face->postscript_name.ptr != NULL && face->name.ptr != NULL;
    return complete ? face : NULL;
}

/* Opens what was found, unless it is open.  *ret_index -1: it cannot be used, which was reported. */
static enum status add_face(struct loader *loader, const struct font_found *found, struct str name,
                            struct place place, int *ret_index)
{
    struct font_set *set = loader->set;
    *ret_index = face_index_of(set, found);
    if (*ret_index >= 0)
        return OK;
    if (set->face_count == FONT_MAX_FACES)
        return diag_report(loader->diag, MSG_FONT_TOO_MANY_FACES, place, FONT_MAX_FACES);
    struct font_face *face = face_new(set->arena, found, name);
    if (face == NULL)
        return NO_MEMORY;
    enum face_fitness fitness = font_face_open(face);
    if (fitness == FACE_BROKEN)
        diag_report(loader->diag, MSG_FONT_BROKEN, place, STR_ARGS(name), face->path.ptr);
    if (fitness == FACE_RESTRICTED)
        diag_report(loader->diag, MSG_FONT_RESTRICTED, place, STR_ARGS(name), face->path.ptr);
    if (fitness == FACE_NO_MEMORY)
        return NO_MEMORY;
    if (fitness == FACE_UNREADABLE) {
        diag_report(loader->diag, MSG_FONT_UNREADABLE, place, face->path.ptr, file_reason(errno));
        return SYSTEM;
    }
    if (fitness != FACE_FIT)
        return OK;
    if (loader->cache != NULL)
        font_cache_recall(loader->cache, face);
    *ret_index = (int)set->face_count;
    set->faces[set->face_count++] = face;
    return OK;
}

/* The names between the '|', one at a time; false: no more. */
static bool next_name(struct str *rest, struct str *ret_name)
{
    while (rest->len > 0) {
        const char *bar = memchr(rest->ptr, '|', rest->len);
        size_t len = bar != NULL ? (size_t)(bar - rest->ptr) : rest->len;
        *ret_name = str_trim(str_slice(*rest, 0, len));
        *rest = str_slice(*rest, bar != NULL ? len + 1 : len, rest->len);
        if (ret_name->len > 0)
            return true;
    }
    return false;
}

static bool find(struct loader *loader, struct str name, struct str style, struct font_found *ret_found)
{
    if (loader->cache != NULL)
        return font_cache_lookup(loader->cache, name, style, ret_found);
    struct font_answer answer = {.name = name, .style = style};
    answer.is_found = font_finder_lookup(&loader->finder, name, style, &answer.found);
    font_notes_add_answer(loader->finder.notes, &answer);
    *ret_found = answer.found;
    return answer.is_found;
}

/* *ret_index -1: none of the names can be had.  *ret_stand_in: what was taken stands behind the default among
 * the names. */
static enum status open_candidate(struct loader *loader, const struct font_candidate *candidate,
                                  int *ret_index, bool *ret_stand_in)
{
    struct str rest = candidate->names, name;
    enum status status = OK;
    bool default_missing = false;
    *ret_index = -1;
    while (status == OK && *ret_index < 0 && next_name(&rest, &name)) {
        struct font_found found;
        bool is_default = str_equal(name, candidate->default_name);
        *ret_stand_in = default_missing;
        if (find(loader, name, candidate->style, &found)) {
            status = add_face(loader, &found, name, candidate->place, ret_index);
            if (is_default && found.distance > 0 && status == OK && *ret_index >= 0)
                diag_report(loader->diag, MSG_FONT_OTHER_STYLE, candidate->place, STR_ARGS(name),
                            STR_ARGS(candidate->style), STR_ARGS(found.style));
        }
        default_missing = default_missing || is_default;
    }
    return status;
}

/* Fills `faces` from the candidates that can be had; *ret_own: is the first among them, and no stand-in? */
static enum status open_chain(struct loader *loader, const struct font_candidate *candidates, size_t count,
                              struct role_faces *faces, bool *ret_own)
{
    *ret_own = false;
    for (size_t i = 0; i < count; i++) {
        int face;
        bool stand_in = false, repeated = false;
        enum status status = open_candidate(loader, &candidates[i], &face, &stand_in);
        if (status != OK)
            return status;
        for (size_t k = 0; k < faces->count; k++)
            repeated = repeated || faces->items[k].face == face;
        if (face >= 0 && !repeated)
            faces->items[faces->count++] =
                (struct role_member){face, candidates[i].has_raise, candidates[i].raise};
        if (i == 0)
            *ret_own = face >= 0 && !stand_in;
    }
    return OK;
}

/* --- roles --- */

/* What the user should install: the Debian default, else all the names. */
static struct str wanted_name(const struct font_candidate *candidate)
{
    return candidate->default_name.len > 0 ? candidate->default_name : candidate->names;
}

static enum status load_chain(struct loader *loader, const struct font_role *wanted, struct role *role)
{
    bool own;
    enum status status = open_chain(loader, wanted->chain, wanted->chain_count, &role->chain, &own);
    if (status != OK)
        return status;
    if (role->chain.count == 0) {
        struct str names = wanted->chain_count > 0 ? wanted->chain[0].names : STR("");
        diag_report(loader->diag, MSG_FONT_ROLE_EMPTY, wanted->place, STR_ARGS(wanted->name),
                    STR_ARGS(names));
        loader->failed = true;
    } else if (!own) {
        const struct font_face *taken = loader->set->faces[role->chain.items[0].face];
        diag_report(loader->diag, MSG_FONT_SUBSTITUTED, wanted->chain[0].place, STR_ARGS(wanted->name),
                    STR_ARGS(wanted_name(&wanted->chain[0])), STR_ARGS(taken->family),
                    STR_ARGS(taken->style));
    }
    return OK;
}

static enum status load_latin(struct loader *loader, const struct font_role *wanted, struct role *role)
{
    bool own;
    enum status status = open_chain(loader, wanted->latin, wanted->latin_count, &role->latin, &own);
    for (size_t i = 0; i < role->latin.count; i++)
        role->latin.items[i].has_raise = true; /* by nothing, if roles.xml does not say more */
    if (status != OK || own || wanted->latin_count == 0 || role->chain.count == 0)
        return status;
    int face = (role->latin.count > 0 ? role->latin : role->chain).items[0].face;
    const struct font_face *taken = loader->set->faces[face];
    diag_report(loader->diag, MSG_FONT_LATIN_SUBSTITUTED, wanted->latin[0].place, STR_ARGS(wanted->name),
                STR_ARGS(wanted_name(&wanted->latin[0])), STR_ARGS(taken->family), STR_ARGS(taken->style));
    return OK;
}

static enum status load_role(struct loader *loader, const struct font_role *wanted)
{
    struct font_set *set = loader->set;
    if (font_role_lookup(set, wanted->name, false) >= 0) {
        diag_report(loader->diag, MSG_FONT_ROLE_TWICE, wanted->place, STR_ARGS(wanted->name));
        loader->failed = true;
        return OK;
    }
    struct role *role = &set->roles[set->role_count];
    role->name = arena_copy(set->arena, wanted->name);
    if (role->name.ptr == NULL)
        return NO_MEMORY;
    role->bold = (int)set->role_count;
    set->role_count++;
    enum status status = load_chain(loader, wanted, role);
    return status == OK ? load_latin(loader, wanted, role) : status;
}

static void resolve_bold(struct loader *loader, const struct font_role *wanted)
{
    int role = font_role_lookup(loader->set, wanted->name, false);
    if (wanted->bold.len == 0 || role < 0)
        return;
    int bold = font_role_lookup(loader->set, wanted->bold, false);
    if (bold < 0) {
        diag_report(loader->diag, MSG_FONT_BOLD_UNKNOWN, wanted->place, STR_ARGS(wanted->name),
                    STR_ARGS(wanted->bold));
        loader->failed = true;
        return;
    }
    loader->set->roles[role].bold = bold;
}

static enum status load_roles(struct loader *loader, const struct font_request *request)
{
    const struct font_role *roles = request->roles;
    enum status status = set_new(request->role_count, &loader->set);
    for (size_t i = 0; i < request->role_count && status == OK; i++) {
        assert(roles[i].latin_count <= FONT_MAX_CHAIN && roles[i].chain_count <= FONT_MAX_CHAIN);
        status = load_role(loader, &roles[i]);
    }
    if (status != OK)
        return status;
    for (size_t i = 0; i < request->role_count; i++)
        resolve_bold(loader, &roles[i]);
    return loader->failed ? FAILED : OK;
}

/* --- loading --- */

/* From what was written down, when all is as it was and there is nothing to tell; else *ret_set NULL. */
static enum status load_cached(struct arena *scratch, const struct font_request *request,
                               struct font_set **ret_set)
{
    const struct diag_entry *entries;
    struct loader loader = {.diag = diag_new(scratch)};
    *ret_set = NULL;
    enum status status = loader.diag != NULL ? font_cache_read(scratch, request, &loader.cache) : NO_MEMORY;
    if (status != OK || loader.cache == NULL)
        return status;
    status = load_roles(&loader, request);
    if (status == OK && !loader.cache->is_stale && diag_entries(loader.diag, &entries) == 0)
        *ret_set = loader.set;
    else
        font_set_free(loader.set);
    return status == NO_MEMORY ? NO_MEMORY : OK;
}

static enum status load_installed(struct diag *diag, struct font_notes *notes,
                                  const struct font_request *request, struct font_set **ret_set)
{
    struct loader loader = {.diag = diag, .finder = {.notes = notes}};
    const struct diag_entry *entries;
    size_t told = diag_entries(diag, &entries);
    enum status status = font_finder_open(&loader.finder, diag, request->folders, request->folder_count);
    if (status == OK)
        status = load_roles(&loader, request);
    if (diag_entries(diag, &entries) > told) { /* perhaps the reason */
        notes->is_unfit = true;
        if (loader.finder.remark[0] != '\0')
            diag_report(diag, MSG_FONT_CONFIG, (struct place){0}, loader.finder.remark);
        if (loader.finder.config != NULL)
            font_finder_tell_unread(&loader.finder, diag, request->folders, request->folder_count);
    }
    if (status == OK)
        font_notes_end(notes, request, loader.set);
    font_finder_close(&loader.finder);
    font_files_rest(); /* whole tables of all faces were looked at */
    if (status == OK)
        *ret_set = loader.set;
    else
        font_set_free(loader.set);
    return status;
}

enum status font_set_load(struct diag *diag, const struct font_request *request, struct font_set **ret_set)
{
    if (request->role_count == 0 || request->role_count > FONT_MAX_ROLES)
        return diag_report(diag, MSG_FONT_ROLE_COUNT, (struct place){0}, request->role_count, FONT_MAX_ROLES);
    struct arena *scratch = arena_new(0);
    if (scratch == NULL)
        return NO_MEMORY;
    struct font_set *set = NULL;
    struct font_notes notes;
    font_notes_begin(&notes, scratch, request);
    enum status status = load_cached(scratch, request, &set);
    if (status == OK && set == NULL)
        status = load_installed(diag, &notes, request, &set);
    font_notes_clear(&notes);
    arena_free(scratch);
    if (status == OK)
        *ret_set = set;
    return status;
}

/* --- what came out later --- */

enum status font_set_check(const struct font_set *set, struct diag *diag)
{
    enum status status = OK;
    for (size_t i = 0; i < set->face_count; i++) {
        struct font_face *face = set->faces[i];
        struct place place = {face->path.ptr, 0, 0};
        if (face->blob != NULL && font_file_changed(face)) {
            status = diag_report(diag, MSG_FONT_CHANGED, place);
        } else if (face->is_broken && !face->broken_told) {
            diag_report(diag, MSG_FONT_BROKEN_LATE, place, STR_ARGS(face->name));
            face->broken_told = true;
        } else if (face->is_damaged && !face->damaged_told && !face->is_broken) {
            diag_report(diag, MSG_FONT_DAMAGED, place, STR_ARGS(face->name));
            face->damaged_told = true;
        }
    }
    return status;
}
