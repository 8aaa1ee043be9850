/*
 * A PDF, and what was made again, differ: why, in the words of whoever received it.
 *
 * Where the file has a manifest, it says what it was made of.  Where not, its own bytes must tell: whether they are
 * still what its /ID was made of, which program and faces stand in it, and what its pages say.  What cannot be told
 * apart by these, is not.
 */
#include "archive/archive.h"
#include "batch/finished/finished.h"
#include "batch/messages.def"

struct comparison {
    struct arena *arena;
    const struct compared *file, *fresh;
    struct buf *out;
    struct archive_facts facts, own;
    bool is_intact; /* the file is as it was made */
    bool same_faces;
    bool has_other_pages; /* an option puts more on them: what they say is told by that */
};

/* --- the bytes --- */

/* How many bytes differ, of two files of one length, and the first, counted from 1. */
static size_t count_bytes(struct str a, struct str b, size_t *ret_first)
{
    size_t count = 0;
    for (size_t i = 0; i < a.len; i++)
        if (a.ptr[i] != b.ptr[i] && count++ == 0)
            *ret_first = i + 1;
    return count;
}

/* How the number in /ID is made, another version of the program may not know. */
static void tell_bytes(struct comparison *c)
{
    const struct str a = str_slice(c->file->bytes, 0, archive_length(c->file->archive)), b = c->fresh->bytes;
    size_t first = 0;
    if (!str_equal(c->facts.program, c->own.program))
        return;
    const size_t count = a.len == b.len && !c->is_intact ? count_bytes(a, b, &first) : 0;
    if (c->is_intact)
        buf_tell(c->out, MSG_BATCH_INTACT);
    else if (count > 0)
        buf_tell(c->out, MSG_BATCH_CHANGED_AT, count, first);
    else
        buf_tell(c->out, MSG_BATCH_CHANGED);
}

/* --- the program --- */

static void tell_pair(struct comparison *c, const char *what, struct str old, struct str fresh)
{
    if (!str_equal(old, fresh))
        buf_tell(c->out, MSG_BATCH_OTHER, what, STR_ARGS(old.len > 0 ? old : STR("（没有写明）")),
                 STR_ARGS(fresh));
}

static void tell_programs(struct comparison *c)
{
    const bool has = c->file->manifest != NULL;
    tell_pair(c, "程序", has ? c->file->manifest->program : c->facts.program, c->own.program);
    tell_pair(c, "写 PDF 的库", c->facts.producer, c->own.producer);
}

/* --- faces --- */

struct seen_face {
    struct str name, version, sum;       /* sum: what else tells files apart */
    const struct archive_face *embedded; /* NULL: known by the manifest */
};
struct seen_faces {
    struct seen_face *items;
    size_t count;
};

static enum status see_listed(const struct comparison *c, const struct compared *side,
                              struct seen_faces *ret_faces)
{
    struct attach_faces faces;
    enum status status = attach_manifest_faces(c->arena, side->manifest, &faces);
    if (status != OK)
        return status;
    ret_faces->count = faces.count;
    ret_faces->items = ARENA_NEW_ARRAY(c->arena, faces.count, struct seen_face);
    for (size_t i = 0; i < faces.count && ret_faces->items != NULL; i++)
        ret_faces->items[i] =
            (struct seen_face){faces.items[i].name, faces.items[i].version, faces.items[i].sum, NULL};
    return ret_faces->items == NULL ? NO_MEMORY : OK;
}

static enum status see_embedded(const struct comparison *c, const struct compared *side,
                                struct seen_faces *ret_faces)
{
    struct archive_faces faces;
    enum status status = archive_faces(side->archive, &faces);
    if (status != OK)
        return status;
    ret_faces->count = faces.count;
    ret_faces->items = ARENA_NEW_ARRAY(c->arena, faces.count, struct seen_face);
    for (size_t i = 0; i < faces.count && ret_faces->items != NULL; i++) {
        const struct archive_face *face = &faces.items[i];
        ret_faces->items[i] = (struct seen_face){face->name, face->version, face->measures, face};
    }
    return ret_faces->items == NULL ? NO_MEMORY : OK;
}

static const struct seen_face *face_lookup(const struct seen_faces *faces, struct str name)
{
    for (size_t i = 0; i < faces->count; i++)
        if (str_equal(faces->items[i].name, name))
            return &faces->items[i];
    return NULL;
}

static void tell_missing(struct comparison *c, const struct seen_faces *those, const struct seen_faces *but,
                         const char *said)
{
    for (size_t i = 0; i < those->count; i++) {
        const struct seen_face *face = &those->items[i];
        if (face_lookup(but, face->name) != NULL)
            continue;
        c->same_faces = false;
        if (face->version.len > 0)
            buf_tell(c->out, MSG_BATCH_FACE_VERSIONED, said, STR_ARGS(face->name), STR_ARGS(face->version));
        else
            buf_tell(c->out, MSG_BATCH_FACE, said, STR_ARGS(face->name));
    }
}

/* The same characters, of the same widths, drawn otherwise. */
static bool is_drawn_otherwise(const struct archive_face *a, const struct archive_face *b)
{
    return a != NULL && b != NULL && str_equal(a->codes, b->codes) && str_equal(a->widths, b->widths) &&
           !str_equal(a->program, b->program);
}

static void tell_versions(struct comparison *c, const struct seen_faces *old, const struct seen_faces *fresh)
{
    for (size_t i = 0; i < old->count; i++) {
        const struct seen_face *face = &old->items[i], *own = face_lookup(fresh, face->name);
        if (own == NULL)
            continue;
        const bool other = !str_equal(face->version, own->version);
        if (!other && str_equal(face->sum, own->sum) &&
            !(c->is_intact && is_drawn_otherwise(face->embedded, own->embedded)))
            continue;
        c->same_faces = false;
        if (other)
            buf_tell(c->out, MSG_BATCH_FACE_VERSION, STR_ARGS(face->name), STR_ARGS(face->version),
                     STR_ARGS(own->version));
        else
            buf_tell(c->out, MSG_BATCH_FACE_FILE, STR_ARGS(face->name));
    }
}

typedef enum status see_faces(const struct comparison *c, const struct compared *side,
                              struct seen_faces *ret_faces);

static enum status tell_seen(struct comparison *c, see_faces *see)
{
    struct seen_faces old, fresh;
    enum status status = see(c, c->file, &old);
    if (status == OK)
        status = see(c, c->fresh, &fresh);
    if (status != OK)
        return status;
    tell_missing(c, &old, &fresh, "只有文件用了");
    tell_missing(c, &fresh, &old, "只有这里用了");
    tell_versions(c, &old, &fresh);
    return OK;
}

/* By the manifests, which call faces by the names that people know; what these do not tell, by what is embedded. */
static enum status tell_faces(struct comparison *c)
{
    const bool listed = c->file->manifest != NULL && c->fresh->manifest != NULL;
    enum status status = listed ? tell_seen(c, see_listed) : OK;
    return status == OK && c->same_faces ? tell_seen(c, see_embedded) : status;
}

/* --- what it was made of, and what it says --- */

bool differences_has_kind(const struct attach_manifest *manifest)
{
    bool has = false;
    for (size_t i = 0; i < manifest->file_count; i++)
        has = has || attach_is_kind_file(&manifest->files[i]);
    return has;
}

static enum status look_at_option(struct comparison *c, const char *name)
{
    const struct str old = attach_manifest_option(c->arena, c->file->manifest, name);
    const struct str fresh = attach_manifest_option(c->arena, c->fresh->manifest, name);
    c->has_other_pages = c->has_other_pages || !str_equal(old, fresh);
    return old.ptr == NULL || fresh.ptr == NULL ? NO_MEMORY : OK;
}

static enum status tell_manifests(struct comparison *c)
{
    const struct attach_manifest *old = c->file->manifest, *fresh = c->fresh->manifest;
    if (old == NULL || fresh == NULL)
        return OK;
    enum status status = attach_compare_manifests(c->arena, old, fresh, c->out);
    if (status == OK)
        status = look_at_option(c, "draft");
    if (status == OK)
        status = look_at_option(c, "proof");
    if (status == OK && !str_equal(old->kind_digest, fresh->kind_digest) && differences_has_kind(old))
        buf_tell(c->out, MSG_BATCH_HAS_KIND);
    return status;
}

static enum status tell_figures(struct comparison *c)
{
    const struct archive_file *old = archive_file_lookup(&c->file->files, ATTACH_DATA);
    const struct archive_file *fresh = archive_file_lookup(&c->fresh->files, ATTACH_DATA);
    return old == NULL || fresh == NULL ? OK
                                        : attach_compare_data(c->arena, old->bytes, fresh->bytes, c->out);
}

/* Texts, and what is left where these are alike: the kind's layout, for one. */
static enum status tell_pages(struct comparison *c)
{
    const struct archive *file = c->file->archive, *fresh = c->fresh->archive;
    struct buf parts = BUF(BATCH_MAX_MESSAGES);
    bool contents = false;
    const size_t before = c->out->len;
    enum status status = c->has_other_pages ? OK : archive_compare_texts(file, fresh, c->out);
    const size_t pages = archive_page_count(file), own = archive_page_count(fresh);
    const bool same_texts = c->out->len == before;
    if (pages != own)
        buf_tell(c->out, MSG_BATCH_PAGES, pages, own);
    if (status == OK)
        status = archive_compare(file, fresh, &parts, &contents);
    if (status == OK && same_texts && contents && c->is_intact && c->same_faces && c->file->manifest == NULL)
        buf_tell(c->out, MSG_BATCH_LAYOUT);
    if (status == OK) {
        buf_add_text(c->out, "  文件里不同的部分（看上去一样的也在内）：");
        buf_add_str(c->out, buf_str(&parts));
        buf_add_char(c->out, '\n');
    }
    buf_clear(&parts);
    return status;
}

enum status differences_tell(struct arena *arena, const struct compared *file, const struct compared *fresh,
                             struct buf *out)
{
    struct comparison c = {.arena = arena, .file = file, .fresh = fresh, .out = out, .same_faces = true};
    static enum status (*const stages[])(struct comparison *) = {tell_faces, tell_manifests, tell_figures,
                                                                 tell_pages};
    enum status status = archive_facts(file->archive, &c.facts);
    if (status == OK)
        status = archive_facts(fresh->archive, &c.own);
    if (status != OK)
        return status;
    c.is_intact = archive_is_intact(file->archive);
    tell_bytes(&c);
    tell_programs(&c);
    for (size_t i = 0; i < ARRAY_COUNT(stages) && status == OK; i++)
        status = stages[i](&c);
    return status == OK ? buf_status(out) : status;
}
