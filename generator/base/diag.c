/*
 * The messages of one job, in the order found.  Texts live in the job's arena; for when that is full, some
 * room is kept aside, so that why it became full can be told.  When that is full, too, the entry says so
 * instead: a fault is never lost.
 *
 * Printed is one line a fault: where two fields inherit one value, its fault is found twice and told once.
 * The first message that has a help says what to do; a hundred like it need not.
 */
#include "base/base.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { DIAG_ROOM = DIAG_TEXT_MAX + 8, DIAG_ASIDE = 4 * DIAG_ROOM };

struct diag {
    struct arena *arena;
    struct diag_entry entries[DIAG_LIMIT];
    size_t count, by_severity[3];
    char aside[DIAG_ASIDE];
    size_t aside_used;
};

struct diag *diag_new(struct arena *arena)
{
    struct diag *diag =
        arena_alloc_bytes(arena, sizeof *diag); /* nearly all of it is for messages, and waits */
    if (diag == NULL)
        return NULL;
    diag->arena = arena;
    diag->count = diag->aside_used = 0;
    memset(diag->by_severity, 0, sizeof diag->by_severity);
    return diag;
}

/* A message quotes what the user wrote, however long and whatever it is: shown so that it can be seen, and
 * cut between two characters, with … behind. */
static size_t make_visible(struct str text, bool cut, char seen[DIAG_ROOM])
{
    static const char dots[] = "…";
    size_t len = 0;
    for (size_t offset = 0; offset < text.len;) {
        char bytes[VISIBLE_MAX];
        size_t size = visible_next(text, &offset, bytes);
        if (len + size > DIAG_TEXT_MAX) {
            cut = true;
            break;
        }
        memcpy(seen + len, bytes, size);
        len += size;
    }
    if (cut) {
        memcpy(seen + len, dots, sizeof dots);
        len += sizeof dots - 1;
    }
    return len;
}

static struct str keep_text(struct diag *diag, struct str text)
{
    struct str kept = arena_copy(diag->arena, text);
    if (kept.ptr != NULL)
        return kept;
    if (text.len > DIAG_ASIDE - diag->aside_used)
        return STR("内存不足，写不出这条信息");
    char *room = diag->aside + diag->aside_used;
    memcpy(room, text.ptr, text.len);
    diag->aside_used += text.len;
    return (struct str){room, text.len};
}

/* `len` is what the text would take. */
static void add_entry(struct diag *diag, struct diag_entry entry, const char room[DIAG_ROOM], size_t len)
{
    char seen[DIAG_ROOM];
    bool cut = len > DIAG_TEXT_MAX;
    size_t kept = cut ? DIAG_TEXT_MAX : len;
    kept = make_visible(str_cut((struct str){room, kept + (cut ? 1 : 0)}, kept), cut, seen);
    entry.text = keep_text(diag, (struct str){seen, kept});
    diag->entries[diag->count++] = entry;
}

/* Behind the first `len` bytes; what both would take. */
static size_t add_plain(char room[DIAG_ROOM], size_t len, const char *text)
{
    const size_t more = strlen(text), left = len < DIAG_ROOM ? DIAG_ROOM - len : 0;
    memcpy(room + (left > 0 ? len : 0), text, more < left ? more : left);
    return len + more;
}

static size_t __attribute__((format(printf, 3, 4)))
add_behind(char room[DIAG_ROOM], size_t len, const char *format, ...)
{
    va_list args;
    if (len > DIAG_TEXT_MAX)
        return len;
    va_start(args, format);
    len += quote_vprintf(room + len, DIAG_ROOM - len, format, args);
    va_end(args);
    return len;
}

/* `format` is for the compiler: it is the code's own text, or one that takes the same values. */
void diag_report_text(struct diag *diag, const struct message *code, struct place place, struct hint hint,
                      const char *format, ...)
{
    struct diag_entry entry = {.code = code, .place = place, .answered = hint.near.len > 0};
    char room[DIAG_ROOM];
    va_list args;
    diag->by_severity[code->severity]++;
    if (diag->count == DIAG_LIMIT)
        return;
    va_start(args, format);
    size_t len = quote_vprintf(room, DIAG_ROOM, code->text, args);
    va_end(args);
    if (entry.answered)
        len = add_behind(room, len, "，是不是“%.*s”？", STR_ARGS(hint.near));
    else if (hint.known != NULL)
        len =
            add_plain(room, add_plain(room, len, "；可用："), hint.known[0] == '\0' ? "（无）" : hint.known);
    add_entry(diag, entry, room, len);
}

enum status diag_report_plain(struct diag *diag, const struct message *code, struct place place)
{
    assert(strchr(code->text, '%') == NULL);
    diag_report_text(diag, code, place, NO_HINT, "%s", code->text);
    return FAILED;
}

size_t diag_take(struct diag *diag, size_t n, struct diag_entry *ret_entries)
{
    size_t taken = diag->count - n;
    for (size_t i = 0; i < taken; i++) {
        ret_entries[i] = diag->entries[n + i];
        diag->by_severity[ret_entries[i].code->severity]--;
    }
    diag->count = n;
    return taken;
}

void diag_put(struct diag *diag, const struct diag_entry *entry)
{
    diag->by_severity[entry->code->severity]++;
    if (diag->count < DIAG_LIMIT)
        diag->entries[diag->count++] = *entry;
}

static bool stands_before(struct place one, struct place other)
{
    const bool same = one.file != NULL && other.file != NULL && strcmp(one.file, other.file) == 0;
    return same && one.line > 0 && one.line < other.line;
}

void diag_order(struct diag *diag, size_t n)
{
    for (size_t i = n + 1; i < diag->count; i++) {
        const struct diag_entry entry = diag->entries[i];
        size_t at = i;
        for (; at > n && stands_before(entry.place, diag->entries[at - 1].place); at--)
            diag->entries[at] = diag->entries[at - 1];
        diag->entries[at] = entry;
    }
}

size_t diag_count(const struct diag *diag, enum severity severity)
{
    return diag->by_severity[severity];
}

bool diag_has(const struct diag *diag, const struct message *code)
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

/* The letters of a column: A, Z, AA. */
static void add_column(struct buf *out, uint32_t column)
{
    enum { LETTERS = 26, DIGITS = 8 };
    char text[DIGITS];
    size_t at = DIGITS;
    for (; column > 0; column = (column - 1) / LETTERS)
        text[--at] = (char)('A' + (column - 1) % LETTERS);
    buf_add(out, text + at, DIGITS - at);
}

void buf_add_place(struct buf *out, struct place place)
{
    if (place.file == NULL)
        return;
    buf_add_visible(out, str_of(place.file));
    if (place.line > 0 && str_ends(str_of(place.file), PLACE_SHEET)) {
        add_column(out, place.column);
        buf_printf(out, "%u", place.line);
        return;
    }
    if (place.line > 0)
        buf_printf(out, ":%u", place.line);
    if (place.line > 0 && place.column > 0)
        buf_printf(out, ":%u", place.column);
}

static void print_place(struct place place, struct buf *out)
{
    buf_add_place(out, place);
    buf_add_text(out, place.file != NULL ? ": " : "");
}

/* Is there an entry before the n-th that says the same of the same place? */
static bool was_told(const struct diag *diag, size_t n)
{
    const struct diag_entry *entry = &diag->entries[n];
    for (size_t i = 0; i < n; i++) {
        const struct diag_entry *earlier = &diag->entries[i];
        if (earlier->code == entry->code && earlier->place.file == entry->place.file &&
            earlier->place.line == entry->place.line && earlier->place.column == entry->place.column &&
            str_equal(earlier->text, entry->text))
            return true;
    }
    return false;
}

/* Markdown has none of the marks that the help speaks of. */
static bool wants_marks(const struct diag_entry *entry)
{
    const struct str help = str_of(entry->code->help);
    return entry->place.file != NULL && str_ends(str_of(entry->place.file), ".md") && !entry->answered &&
           (str_holds(help, "figures=\"free\"") || str_holds(help, "<free>"));
}

/* The first of those. */
static bool tells_of_markdown(const struct diag *diag, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (wants_marks(&diag->entries[i]))
            return false;
    return wants_marks(&diag->entries[n]);
}

/* Is its help to be printed: has it one, and did none before it say so?  Messages that differ in a word have the
 * same help. */
static bool needs_help(const struct diag *diag, size_t n)
{
    const struct diag_entry *entry = &diag->entries[n];
    if (entry->answered || entry->code->help[0] == '\0')
        return false;
    for (size_t i = 0; i < n && !tells_of_markdown(diag, n); i++)
        if (!diag->entries[i].answered && strcmp(diag->entries[i].code->help, entry->code->help) == 0)
            return false;
    return true;
}

enum { HELP_ROOM = 2000 };

/* Empty: it is not to be printed. */
static const char *help_of(const struct diag *diag, size_t n, char room[HELP_ROOM])
{
    static const char instead[] =
        "；Markdown 文件里没有这些写法：写在引用这个文件的元素上（href=\"….md\" figures=\"free\"，"
        "其中的数就都不核对），或把这一段、这个表格移到 XML 里";
    if (!needs_help(diag, n))
        return "";
    (void)snprintf(room, HELP_ROOM, "%s%s", diag->entries[n].code->help,
                   tells_of_markdown(diag, n) ? instead : "");
    return room;
}

/* What is not there because there are too many; without a line's end. */
static void print_rest(const struct diag *diag, struct buf *out)
{
    size_t all = diag->by_severity[0] + diag->by_severity[1] + diag->by_severity[2];
    if (all > diag->count)
        buf_printf(out, "另有 %zu 条信息未列出", all - diag->count);
    else if (diag->count == DIAG_LIMIT)
        buf_printf(out, "信息已满 %d 条，其余的（如果还有）没有再查：改正这些以后再核对一次",
                   (int)DIAG_LIMIT);
}

void diag_print(const struct diag *diag, struct buf *out)
{
    for (size_t i = 0; i < diag->count; i++) {
        const struct diag_entry *entry = &diag->entries[i];
        if (was_told(diag, i))
            continue;
        print_place(entry->place, out);
        buf_printf(out, "%s: %.*s", words_print(&words_severity, (int)entry->code->severity),
                   STR_ARGS(entry->text));
        char room[HELP_ROOM];
        const char *const help = help_of(diag, i, room);
        buf_printf(out, help[0] != '\0' ? "。提示：%s" : "%s", help);
        buf_add_char(out, '\n');
    }
    const size_t before = out->len;
    print_rest(diag, out);
    buf_add_text(out, out->len > before ? "\n" : "");
}

/* `code` NULL: it has none. */
static void add_object(struct buf *out, const struct message *code, struct place place, struct str text,
                       const char *help)
{
    static const char mark[] = "MSG_";
    const enum severity severity = code != NULL ? code->severity : SEVERITY_NOTICE;
    struct buf shown = BUF((size_t)DIAG_ROOM * VISIBLE_MAX);
    buf_add_place(&shown, place);
    buf_printf(out, "%s{\"severity\":\"%s\"", out->len > 0 ? "," : "",
               words_print(&words_severity, (int)severity));
    buf_add_json_member(out, "code", code != NULL ? str_of(code->name + sizeof mark - 1) : STR(""));
    buf_add_json_member(out, "file", place.file != NULL ? str_of(place.file) : STR(""));
    buf_printf(out, ",\"line\":%u,\"column\":%u", place.line, place.column);
    buf_add_json_member(out, "place", buf_str(&shown));
    buf_add_json_member(out, "text", text);
    buf_add_json_member(out, "help", str_of(help));
    buf_add_char(out, '}');
    out->failed = out->failed || shown.failed;
    buf_clear(&shown);
}

void diag_print_json(const struct diag *diag, struct buf *out)
{
    struct buf rest = BUF(DIAG_ROOM);
    for (size_t i = 0; i < diag->count; i++) {
        const struct diag_entry *entry = &diag->entries[i];
        char room[HELP_ROOM];
        if (!was_told(diag, i))
            add_object(out, entry->code, entry->place, entry->text, help_of(diag, i, room));
    }
    print_rest(diag, &rest);
    if (rest.len > 0)
        add_object(out, NULL, (struct place){0}, buf_str(&rest), "");
    out->failed = out->failed || rest.failed;
    buf_clear(&rest);
}
