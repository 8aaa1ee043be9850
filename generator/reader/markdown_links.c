/*
 * Links of Markdown: what a heading is called, and what a link leads to.
 *
 * A file is called by its path from the folder of the description, and so is what begins it; a heading by that, # and its
 * words as forges of code make them: small letters, hyphens for blanks, no marks; a second one of these words has -1.
 * A link to a file that is there, and is no part of the paper, leads nowhere and keeps its words.  So does a drawing for
 * the screen (.svg), and that is told: papers cannot hold it.
 */
#include "reader/markdown_int.h"
#include "reader/messages.def"

#include <string.h>

struct link_here {
    struct link_here *next;
    struct str title;
    struct place place;
};

/* Marks of Chinese, and the like. */
static bool is_wide_mark(uint32_t code)
{
    return (code >= 0x2000 && code <= 0x206F) || (code >= 0x3000 && code <= 0x3020) ||
           (code >= 0xFF00 && code <= 0xFF0F) || (code >= 0xFF1A && code <= 0xFF20);
}

/* What stands for the character; 0: nothing does. */
static char slug_character(uint32_t code)
{
    if (code >= 'A' && code <= 'Z')
        return (char)(code | ' ');
    const bool stays = (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') || code == '_';
    return code == ' ' || code == '-' ? '-' : stays ? (char)code : '\0';
}

static struct str slug_of(struct arena *arena, struct str title)
{
    char *bytes = arena_alloc(arena, title.len + 1);
    size_t len = 0;
    for (size_t at = 0; bytes != NULL && at < title.len;) {
        const size_t begin = at;
        const uint32_t code = utf8_next(title, &at);
        const char own = slug_character(code);
        if (own != '\0') {
            bytes[len++] = own;
        } else if (code >= 0x80 && !is_wide_mark(code)) {
            memcpy(bytes + len, title.ptr + begin, at - begin);
            len += at - begin;
        }
    }
    return (struct str){bytes, len};
}

struct str markdown_plain(struct markdown *md, struct str text)
{
    char *bytes = arena_alloc(md->reader.arena, 2 * text.len + 1);
    size_t len = 0;
    for (size_t i = 0; bytes != NULL && i < text.len; i++) {
        if (text.ptr[i] == '{' || text.ptr[i] == '}')
            bytes[len++] = text.ptr[i];
        bytes[len++] = text.ptr[i];
    }
    return (struct str){bytes, len};
}

struct str markdown_id(struct markdown *md, struct str name, struct str title)
{
    const struct str id =
        title.len == 0 ? name : arena_printf(md->reader.arena, "%.*s#%.*s", STR_ARGS(name), STR_ARGS(title));
    return id.ptr == NULL ? id : markdown_plain(md, id);
}

struct str markdown_heading_id(struct markdown *md, struct str title)
{
    struct str slug = slug_of(md->reader.arena, title);
    if (slug.ptr == NULL)
        return slug;
    const int64_t before = str_index_lookup(&md->titles, slug);
    markdown_fail(md, str_index_put(&md->titles, slug, before == STR_INDEX_NONE ? 1 : before + 1));
    if (before != STR_INDEX_NONE) {
        slug = arena_printf(md->reader.arena, "%.*s-%lld", STR_ARGS(slug), (long long)before);
        if (slug.ptr == NULL)
            return slug;
        markdown_fail(md, str_index_put(&md->titles, slug, 1));
    }
    if (md->has_id)
        return markdown_id(md, md->file->name, slug);
    md->first_title = slug;
    return markdown_id(md, md->file->name, STR(""));
}

bool markdown_is_address(struct str href)
{
    size_t at = 0;
    while (at < href.len && (href.ptr[at] | ' ') >= 'a' && (href.ptr[at] | ' ') <= 'z')
        at++;
    return at > 1 && at < href.len && href.ptr[at] == ':';
}

/* To a heading of this file. */
static void lead_here(struct markdown *md, struct node *link, struct str title)
{
    const bool first = md->first_title.len > 0 && str_equal(title, md->first_title);
    struct link_here *own = ARENA_NEW(md->reader.arena, struct link_here);
    const struct str kept =
        arena_copy(md->reader.arena, title); /* what is escaped in it md4c has for a while */
    if (own == NULL || kept.ptr == NULL) {
        markdown_fail(md, NO_MEMORY);
        return;
    }
    *own = (struct link_here){md->links, kept, link->place};
    md->links = own;
    markdown_add_attr(md, link, "to", markdown_id(md, md->file->name, first ? STR("") : title));
}

/* The paper is made so because it is there, though nothing of it is read: noted with the files read for it. */
static void note_file(struct markdown *md, struct str inner, bool is_folder)
{
    const struct str name = is_folder ? arena_printf(md->reader.arena, "%.*s/", STR_ARGS(inner)) : inner;
    const struct str path = name.ptr == NULL ? name : path_join(md->reader.arena, md->file->folder, name.ptr);
    markdown_fail(md, path.ptr == NULL ? NO_MEMORY
                                       : arena_keep_asked(md->reader.arena, path.ptr,
                                                          is_folder ? FOLDER_WAS_THERE : FILE_WAS_THERE));
}

/* Each is looked for once. */
static enum file_where find_file(struct markdown *md, struct str inner)
{
    const char *reason;
    bool is_folder;
    const int64_t known = str_index_lookup(&md->files, inner);
    if (known != STR_INDEX_NONE)
        return (enum file_where)known;
    const enum file_where where = file_where_to(md->file->folder, inner.ptr, &reason, &is_folder);
    if (where == FILE_INSIDE || where == FILE_UNFIT)
        note_file(md, inner, is_folder);
    markdown_fail(md, str_index_put(&md->files, inner, where));
    return where;
}

static void lead_to_file(struct markdown *md, struct node *link, struct str file, struct str title)
{
    struct diag *diag = md->reader.diag;
    const struct str inner = path_inside(md->reader.arena, md->file->name, file);
    if (inner.ptr == NULL) {
        markdown_fail(md, NO_MEMORY);
        return;
    }
    const enum file_where where = inner.len == 0 ? FILE_OUTSIDE : find_file(md, inner);
    if (where == FILE_OUTSIDE)
        markdown_fail(md, diag_report(diag, MSG_MARKDOWN_LINK_OUTSIDE, link->place, STR_ARGS(file)));
    else if (where == FILE_MISSING)
        markdown_fail(md, diag_report(diag, MSG_MARKDOWN_LINK_FILE, link->place, STR_ARGS(file)));
    else
        markdown_add_attr(md, link, "to", markdown_id(md, inner, title));
    if (title.len == 0)
        markdown_add_attr(md, link, "optional", STR("yes"));
}

void markdown_link(struct markdown *md, struct node *link, struct str href)
{
    if (href.len > MARKDOWN_LINK_MAX || href.len == 0) {
        markdown_fail(
            md, diag_report(md->reader.diag, MSG_MARKDOWN_LINK_LONG, link->place, (int)MARKDOWN_LINK_MAX));
        return;
    }
    if (markdown_is_address(href)) {
        markdown_add_attr(md, link, "to", STR(""));
        return;
    }
    const char *hash = memchr(href.ptr, '#', href.len);
    const size_t end = hash == NULL ? href.len : (size_t)(hash - href.ptr);
    const struct str title = str_slice(href, end + (hash != NULL ? 1 : 0), href.len);
    if (end == 0)
        lead_here(md, link, title);
    else
        lead_to_file(md, link, str_slice(href, 0, end), title);
}

/* Of an address, which stands in the source unless it has escapes. */
static struct place place_of_address(const struct markdown *md, struct str address, struct place otherwise)
{
    const uintptr_t at = (uintptr_t)address.ptr, begin = (uintptr_t)md->reader.bytes.ptr;
    struct cursor cursor = md->cursor;
    if (at < begin || at >= begin + md->reader.bytes.len || at < (uintptr_t)cursor.ptr)
        return otherwise;
    cursor_advance(&cursor, address.ptr);
    return cursor_place(&cursor, md->reader.path);
}

/* The file alone: no ?query, no #part. */
static struct str file_of_source(struct str source)
{
    size_t end = 0;
    while (end < source.len && source.ptr[end] != '?' && source.ptr[end] != '#')
        end++;
    return str_slice(source, 0, end);
}

static bool is_drawing(struct str file)
{
    static const char end[] = ".svg";
    const size_t len = sizeof end - 1;
    bool is = file.len > len;
    for (size_t i = 0; is && i < len; i++)
        is = (file.ptr[file.len - len + i] | (i > 0 ? ' ' : 0)) == end[i];
    return is;
}

void markdown_picture(struct markdown *md, struct str address)
{
    const struct str source = file_of_source(address);
    if (!is_drawing(source) || markdown_is_address(source) || node_is(md->reader.open, "link")) {
        markdown_fail(md, markdown_refuse(md, "图片"));
        return;
    }
    struct node *link = markdown_open(md, "link");
    if (link == NULL)
        return;
    markdown_link(md, link, source);
    const struct str inner = path_inside(md->reader.arena, md->file->name, source);
    if (md->reader.status == OK && inner.ptr != NULL && str_index_lookup(&md->files, inner) == FILE_UNFIT)
        markdown_fail(
            md, diag_report(md->reader.diag, MSG_MARKDOWN_DRAWING_UNFIT, link->place, STR_ARGS(source)));
    if (md->reader.status == OK)
        (void)diag_report(md->reader.diag, MSG_MARKDOWN_DRAWING, place_of_address(md, source, link->place),
                          STR_ARGS(source));
}

enum status markdown_check_links(struct markdown *md)
{
    enum status status = OK;
    for (const struct link_here *link = md->links; link != NULL; link = link->next)
        if (str_index_lookup(&md->titles, link->title) == STR_INDEX_NONE)
            status =
                diag_report(md->reader.diag, MSG_MARKDOWN_LINK_TITLE, link->place, STR_ARGS(link->title));
    return status;
}
