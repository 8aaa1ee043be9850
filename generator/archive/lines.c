/*
 * Two files of ours: which lines of their pages differ, in words.
 *
 * What both begin and end with alike is passed over; where they part, the nearest pair of equal lines is looked for, a
 * few lines on, and what stands before it is told line against line.  Of many the first are told, the rest counted, up
 * to a limit: two papers that have nothing in common would cost the square of their lines.
 */
#include "archive/archive_int.h"
#include "archive/messages.def"

enum {
    TOLD_LINES = 5,
    COUNTED_LINES = 1000,
    LOOK = 48,
    AROUND = 6 /* characters that are shown about a difference */
};

struct both {
    const struct line *old, *fresh; /* from here on */
    size_t old_count, fresh_count;
    size_t found;
    struct buf *out;
};

/* --- one pair --- */

static bool goes_on(char c)
{
    return (unsigned char)c >= 0x80 || c == ' ';
}

/* Is the byte within a number or a word in Latin script, which is shown as a whole? */
static bool is_inside(struct str text, size_t at)
{
    return at > 0 && at < text.len && !goes_on(text.ptr[at - 1]) && !goes_on(text.ptr[at]);
}

static bool is_between(struct str text, size_t at)
{
    return at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80;
}

/* The two are alike up to *ret_from, and from *ret_behind bytes before their ends on; numbers and words are whole. */
static void find_ends(struct str a, struct str b, size_t *ret_from, size_t *ret_behind)
{
    const size_t most = a.len < b.len ? a.len : b.len;
    size_t from = 0, behind = 0;
    while (from < most && a.ptr[from] == b.ptr[from])
        from++;
    while (from > 0 &&
           (is_between(a, from) || is_between(b, from) || is_inside(a, from) || is_inside(b, from)))
        from--;
    while (behind < most - from && a.ptr[a.len - 1 - behind] == b.ptr[b.len - 1 - behind])
        behind++;
    while (behind > 0 &&
           (is_between(a, a.len - behind) || is_inside(a, a.len - behind) || is_inside(b, b.len - behind)))
        behind--;
    *ret_from = from;
    *ret_behind = behind;
}

/* The part from `from` to `behind` bytes before the end, with a little of what stands about it. */
static void add_around(struct str text, size_t from, size_t behind, struct buf *out)
{
    size_t to = text.len - behind;
    for (size_t i = 0; i < AROUND && from > 0; i++)
        for (from--; from > 0 && is_between(text, from);)
            from--;
    for (size_t i = 0; i < AROUND && to < text.len; i++)
        to += utf8_size_of(text.ptr[to]);
    to = to > text.len ? text.len : to;
    buf_add_text(out, from > 0 ? "…" : "");
    buf_add_str(out, str_slice(text, from, to));
    buf_add_text(out, to < text.len ? "…" : "");
}

static void tell_pair(struct both *both, const struct line *old, const struct line *fresh)
{
    enum { PART_MOST = 8000 };
    struct buf a = BUF(PART_MOST), b = BUF(PART_MOST);
    size_t from, behind;
    if (both->found++ >= TOLD_LINES)
        return;
    find_ends(old->text, fresh->text, &from, &behind);
    add_around(old->text, from, behind, &a);
    add_around(fresh->text, from, behind, &b);
    buf_tell(both->out, MSG_ARCHIVE_TEXT, (unsigned)old->page, STR_ARGS(buf_str(&a)), STR_ARGS(buf_str(&b)));
    both->out->failed = both->out->failed || a.failed || b.failed;
    buf_clear(&a);
    buf_clear(&b);
}

static void tell_only_old(struct both *both, const struct line *line)
{
    if (both->found++ < TOLD_LINES)
        buf_tell(both->out, MSG_ARCHIVE_TEXT_OLD, (unsigned)line->page, STR_ARGS(line->text));
}

static void tell_only_fresh(struct both *both, const struct line *line)
{
    if (both->found++ < TOLD_LINES)
        buf_tell(both->out, MSG_ARCHIVE_TEXT_NEW, (unsigned)line->page, STR_ARGS(line->text));
}

/* --- all --- */

/* The two go on alike there: two lines, or up to the end. */
static bool is_alike(const struct both *both, size_t i, size_t j)
{
    if (i == both->old_count || j == both->fresh_count)
        return i == both->old_count && j == both->fresh_count;
    if (!str_equal(both->old[i].text, both->fresh[j].text))
        return false;
    return i + 1 == both->old_count || j + 1 == both->fresh_count ||
           str_equal(both->old[i + 1].text, both->fresh[j + 1].text);
}

/* How many lines on the two are alike again; the nearest such pair.  (1, 1): none is near. */
static void find_alike(const struct both *both, size_t *ret_old, size_t *ret_fresh)
{
    for (size_t sum = 1; sum <= LOOK; sum++)
        for (size_t n = 0; n <= sum; n++) { /* as many of the one as of the other first */
            const size_t i = n % 2 == 0 ? sum / 2 - n / 2 : sum / 2 + (n + 1) / 2;
            if (i <= sum && i <= both->old_count && sum - i <= both->fresh_count &&
                is_alike(both, i, sum - i)) {
                *ret_old = i;
                *ret_fresh = sum - i;
                return;
            }
        }
    *ret_old = both->old_count > 0;
    *ret_fresh = both->fresh_count > 0;
}

static void step(struct both *both, size_t old, size_t fresh)
{
    both->old += old;
    both->old_count -= old;
    both->fresh += fresh;
    both->fresh_count -= fresh;
}

static void tell_lines(struct both *both)
{
    const size_t lines = both->old_count < both->fresh_count ? both->old_count : both->fresh_count;
    while (both->found < COUNTED_LINES && both->old_count + both->fresh_count > 0) {
        size_t old, fresh;
        if (both->old_count > 0 && both->fresh_count > 0 && str_equal(both->old->text, both->fresh->text)) {
            step(both, 1, 1);
            continue;
        }
        find_alike(both, &old, &fresh);
        for (size_t i = 0; i < old || i < fresh; i++) {
            if (i < old && i < fresh && str_equal(both->old[i].text, both->fresh[i].text))
                continue;
            if (i < old && i < fresh)
                tell_pair(both, &both->old[i], &both->fresh[i]);
            else if (i < old)
                tell_only_old(both, &both->old[i]);
            else
                tell_only_fresh(both, &both->fresh[i]);
        }
        step(both, old, fresh);
    }
    if (both->found > TOLD_LINES && 2 * both->found > lines)
        buf_tell(both->out, MSG_ARCHIVE_TEXT_OTHER);
    else if (both->found >= COUNTED_LINES)
        buf_tell(both->out, MSG_ARCHIVE_TEXT_MANY);
    else if (both->found > TOLD_LINES)
        buf_tell(both->out, MSG_ARCHIVE_TEXT_MORE, both->found - TOLD_LINES);
}

static void tell_broken(const struct lines *lines, struct buf *out)
{
    for (size_t i = 0; i < lines->broken_count && i < TOLD_LINES; i++)
        buf_tell(out, MSG_ARCHIVE_UNREADABLE, (unsigned)lines->broken[i]);
}

enum status archive_compare_texts(const struct archive *file, const struct archive *fresh, struct buf *out)
{
    struct lines old, own;
    enum status status = archive_lines(file, &old);
    if (status == OK)
        status = archive_lines(fresh, &own);
    if (status != OK)
        return status;
    tell_broken(&old, out);
    struct both both = {old.items, own.items, old.count, own.count, 0, out};
    if (old.broken_count == 0)
        tell_lines(&both);
    return buf_status(out);
}
