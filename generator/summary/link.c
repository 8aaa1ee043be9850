/*
 * Where a paper is, seen from the report: a relative address, so that both may be moved together.
 *
 * A browser takes .. away from names, whatever links there are: so is it done here.
 */
#include "summary/summary_int.h"

enum { LINK_MOST = 1 << 16 };

/* The parts of the path, .. and . and empty ones taken away; the number of them. */
static size_t split(struct str path, struct str *parts)
{
    size_t count = 0;
    for (size_t at = 0; at < path.len;) {
        size_t to = at;
        while (to < path.len && path.ptr[to] != '/')
            to++;
        const struct str part = str_slice(path, at, to);
        if (str_is(part, ".."))
            count -= count > 0 ? 1 : 0;
        else if (part.len > 0 && !str_is(part, "."))
            parts[count++] = part;
        at = to + 1;
    }
    return count;
}

static struct str write_link(struct arena *arena, struct str from, struct str to)
{
    struct buf out = BUF(LINK_MOST);
    struct str *here = ARENA_NEW_ARRAY(arena, from.len + 1, struct str);
    struct str *there = ARENA_NEW_ARRAY(arena, to.len + 1, struct str), link;
    if (here == NULL || there == NULL)
        return (struct str){NULL, 0};
    const size_t up = split(from, here), down = split(to, there); /* the last of `from` is the report */
    size_t same = 0;
    while (same + 1 < up && same + 1 < down && str_equal(here[same], there[same]))
        same++;
    for (size_t i = same; i + 1 < up; i++)
        buf_add_text(&out, "../");
    for (size_t i = same; i < down; i++) {
        buf_add_text(&out, i > same ? "/" : "");
        buf_add_url(&out, there[i]);
    }
    return buf_keep(&out, arena, &link) == OK ? link : (struct str){NULL, 0};
}

struct str summary_link(const struct summary *summary, struct str folder, struct str path)
{
    struct str whole = path;
    if (path.len > 0 && path.ptr[0] != '/')
        whole = arena_printf(summary->arena, "%.*s/%.*s", STR_ARGS(folder), STR_ARGS(path));
    const struct str link =
        whole.ptr == NULL ? whole : write_link(summary->arena, str_of(summary->path), whole);
    *summary->is_starved = *summary->is_starved || link.ptr == NULL;
    return link;
}
