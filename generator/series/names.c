/*
 * Names of files.
 *
 * What a system takes for something else becomes its full-width twin, so that a name says what its fields say and goes
 * through every system that people copy papers to: / \ : * ? " < > |, controls, a point or blank at an end.
 */
#include "series/series_int.h"
#include "series/messages.def"
#include "unicode/unicode.h"

#include <string.h>

static void add_safe(struct buf *out, struct str text)
{
    static const char reserved[] = "/\\:*?\"<>|";
    static const char *const twins[] = {"／", "＼", "：", "＊", "？", "＂", "＜", "＞", "｜"};
    for (size_t at = 0; at < text.len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(text, &at);
        const char *found = code > 0 && code < 0x80 ? strchr(reserved, (int)code) : NULL;
        if (found != NULL)
            buf_add_text(out, twins[found - reserved]);
        else if (code < ' ' || code == 0x7F || utf8_is_unseen(code))
            buf_add_char(out, ' ');
        else
            buf_add(out, text.ptr + from, at - from);
    }
}

/* What stands from *at on as it is, and the name in braces behind it: ptr NULL: none.  false: a brace stands alone. */
static bool next_part(struct str pattern, size_t *at, struct str *ret_plain, struct str *ret_name)
{
    const char *open = memchr(pattern.ptr + *at, '{', pattern.len - *at);
    const size_t end = open == NULL ? pattern.len : (size_t)(open - pattern.ptr);
    const char *close = open == NULL ? NULL : memchr(open, '}', pattern.len - end);
    *ret_plain = str_slice(pattern, *at, end);
    *ret_name = (struct str){NULL, 0};
    *at = close == NULL ? pattern.len : (size_t)(close - pattern.ptr) + 1;
    if (close != NULL)
        *ret_name = str_trim(str_slice(pattern, end + 1, (size_t)(close - pattern.ptr)));
    return open == NULL || close != NULL;
}

enum status name_check(struct diag *diag, const struct text_at *pattern, const struct name_source *source)
{
    struct str plain, name, value;
    for (size_t at = 0; at < pattern->text.len;) {
        if (!next_part(pattern->text, &at, &plain, &name))
            return diag_report(diag, MSG_SERIES_NAME_BRACE, pattern->place, STR_ARGS(pattern->text));
        if (name.ptr != NULL && !source->find(source->context, name, &value))
            return diag_report(diag, MSG_SERIES_NAME_UNKNOWN, pattern->place, STR_ARGS(name));
    }
    return OK;
}

/* A hidden file, or one whose end gets lost. */
static struct str trimmed(struct str name)
{
    name = str_trim(name);
    while (name.len > 0 && name.ptr[0] == '.')
        name = str_trim(str_slice(name, 1, name.len));
    while (name.len > 0 && name.ptr[name.len - 1] == '.')
        name = str_trim(str_slice(name, 0, name.len - 1));
    return name;
}

/* One more part of the pattern from *at on; its end is behind it. */
static enum status add_part(struct diag *diag, struct str pattern, const struct name_source *source,
                            struct place paper, size_t *at, struct buf *out)
{
    struct str plain, name, value = STR("");
    bool whole = next_part(pattern, at, &plain, &name);
    add_safe(out, plain);
    if (!whole || name.ptr == NULL)
        return OK;
    if (!source->find(source->context, name, &value) || str_trim(value).len == 0)
        return diag_report(diag, MSG_SERIES_NAME_EMPTY, paper, STR_ARGS(name));
    value = str_trim(value);
    if (trimmed(value).len == 0) /* . and .. are folders, and points at an end get lost */
        return diag_report(diag, MSG_SERIES_NAME_POINTS, paper, STR_ARGS(name), STR_ARGS(value));
    add_safe(out, value);
    return OK;
}

enum status name_make(struct arena *arena, struct diag *diag, const struct text_at *pattern,
                      const struct name_source *source, struct place paper, struct str *ret_name)
{
    struct str own = pattern->text;
    struct buf out = BUF(1 << 16);
    enum status status = OK;
    if (str_ends(own, ".pdf"))
        own.len -= strlen(".pdf");
    for (size_t at = 0; at < own.len && status == OK;)
        status = add_part(diag, own, source, paper, &at, &out);
    if (status == OK)
        status = buf_status(&out);
    const struct str name = trimmed(buf_str(&out));
    if (status == OK && name.len == 0)
        status = diag_report(diag, MSG_SERIES_NAME_EMPTY, paper, STR_ARGS(own));
    if (status == OK && name.len > SERIES_MAX_NAME)
        status = diag_report(diag, MSG_SERIES_NAME_LONG, paper, STR_ARGS(name), (int)SERIES_MAX_NAME);
    if (status == OK)
        *ret_name = arena_copy(arena, name);
    buf_clear(&out);
    return status == OK && ret_name->ptr == NULL ? NO_MEMORY : status;
}

enum status name_as_label(struct arena *arena, struct series_paper *paper)
{
    const char *slash = strrchr(paper->label, '/');
    struct buf out = BUF(1 << 16);
    paper->is_nameless = true;
    add_safe(&out, str_of(slash != NULL ? slash + 1 : paper->label));
    return buf_keep(&out, arena, &paper->name);
}

enum status names_compare(struct arena *arena, struct series_paper *papers, size_t count)
{
    struct str_index index = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        struct str name;
        if (unicode_fold(arena, papers[i].name, &name) != OK)
            return NO_MEMORY;
        const int64_t first = str_index_lookup(&index, name);
        if (first == STR_INDEX_NONE) {
            if (str_index_put(&index, name, (int64_t)i) != OK)
                return NO_MEMORY;
            continue;
        }
        papers[i].same = (size_t)first + 1;
        if (papers[first].same == 0)
            papers[first].same = i + 1;
    }
    return OK;
}
