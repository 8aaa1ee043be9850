/*
 * The messages of one job, in the order found.  Texts live in the job's arena; when that is full, the entry
 * is kept and says so instead, so that a fault is never lost.
 *
 * Printed is one line a fault: where two fields inherit one value, its fault is found twice and told once.
 * The first message of its code says what to do; a hundred like it need not.
 */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

struct diag {
    struct arena *arena;
    struct diag_entry entries[DIAG_LIMIT];
    size_t count, by_severity[3];
};

struct diag *diag_new(struct arena *arena)
{
    struct diag *diag = ARENA_NEW(arena, struct diag);
    if (diag != NULL)
        diag->arena = arena;
    return diag;
}

/* A message quotes what the user wrote, however long: cut between two characters, with … behind. */
static size_t cut_text(char *text, size_t len)
{
    static const char dots[] = "…";
    while (((unsigned char)text[len] & 0xC0) == 0x80)
        len--;
    memcpy(text + len, dots, sizeof dots);
    return len + sizeof dots - 1;
}

void diag_report_text(struct diag *diag, enum message code, struct place place, const char *format, ...)
{
    diag->by_severity[message_severity(code)]++;
    if (diag->count == DIAG_LIMIT)
        return;
    enum { ROOM = DIAG_TEXT_MAX + 8 };
    char room[ROOM];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(room, ROOM, format, args);
    va_end(args);
    size_t kept = len < 0 ? 0 : (size_t)len;
    if (kept > DIAG_TEXT_MAX)
        kept = cut_text(room, DIAG_TEXT_MAX);
    struct str text = arena_copy(diag->arena, (struct str){room, kept});
    diag->entries[diag->count++] =
        (struct diag_entry){code, place, text.ptr != NULL ? text : STR("内存不足，写不出这条信息")};
}

size_t diag_count(const struct diag *diag, enum severity severity)
{
    return diag->by_severity[severity];
}

bool diag_has(const struct diag *diag, enum message code)
{
    for (size_t i = 0; i < diag->count; i++)
        if (diag->entries[i].code == code)
            return true;
    return false;
}

size_t diag_entries(const struct diag *diag, const struct diag_entry **ret_entries)
{
    *ret_entries = diag->entries;
    return diag->count;
}

static void print_place(struct place place, struct buf *out)
{
    if (place.file == NULL)
        return;
    buf_add_text(out, place.file);
    if (place.line > 0)
        buf_printf(out, ":%u", place.line);
    if (place.line > 0 && place.column > 0)
        buf_printf(out, ":%u", place.column);
    buf_add_text(out, ": ");
}

/* Is there an entry of this code before the n-th?  With `same`, one that says the same of the same place. */
static bool was_told(const struct diag *diag, size_t n, bool same)
{
    const struct diag_entry *entry = &diag->entries[n];
    for (size_t i = 0; i < n; i++) {
        const struct diag_entry *earlier = &diag->entries[i];
        if (earlier->code == entry->code &&
            (!same ||
             (earlier->place.file == entry->place.file && earlier->place.line == entry->place.line &&
              earlier->place.column == entry->place.column && str_equal(earlier->text, entry->text))))
            return true;
    }
    return false;
}

void diag_print(const struct diag *diag, struct buf *out)
{
    static const char *const names[] = {"notice", "warning", "error"};
    for (size_t i = 0; i < diag->count; i++) {
        const struct diag_entry *entry = &diag->entries[i];
        if (was_told(diag, i, true))
            continue;
        print_place(entry->place, out);
        buf_printf(out, "%s: %.*s", names[message_severity(entry->code)], STR_ARGS(entry->text));
        const char *help = message_help(entry->code);
        if (help[0] != '\0' && !was_told(diag, i, false))
            buf_printf(out, "。提示：%s", help);
        buf_add_char(out, '\n');
    }
    size_t all = diag->by_severity[0] + diag->by_severity[1] + diag->by_severity[2];
    if (all > diag->count)
        buf_printf(out, "另有 %zu 条信息未列出\n", all - diag->count);
}
