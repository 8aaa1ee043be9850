/*
 * The text of a message from its format: a text that it quotes, however long the user wrote it, is shown by
 * its beginning and …, cut between two characters as people count them.
 *
 * Quoted is what the format sets between “ ” or < >.  Only the conversions that messages.def has are known;
 * into a room of a fixed size, so that a message can be told when memory fails.
 */
#include "base/base.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

struct room {
    char *at;
    size_t size, len; /* len: what it would take; at most size - 1 bytes are there */
};

static void add(struct room *room, const char *bytes, size_t len)
{
    size_t left = room->len + 1 < room->size ? room->size - 1 - room->len : 0;
    if (len == 0) /* there may be no text at all */
        return;
    memcpy(room->at + (left > 0 ? room->len : 0), bytes, len < left ? len : left);
    room->len += len;
}

static bool is_quoted(const char *format, const char *percent, const char *behind)
{
    static const char open[] = "“", close[] = "”";
    size_t before = (size_t)(percent - format);
    bool quotes = before >= sizeof open - 1 && strncmp(behind, close, sizeof close - 1) == 0 &&
                  memcmp(percent - (sizeof open - 1), open, sizeof open - 1) == 0;
    return quotes || (before > 0 && percent[-1] == '<' && *behind == '>');
}

static void add_text(struct room *room, struct str text, bool quoted)
{
    struct str shown = str_shorten(text, quoted ? QUOTED_MAX : TEXT_MAX);
    add(room, shown.ptr, shown.len);
    if (shown.len < text.len)
        add(room, "…", strlen("…"));
}

struct str str_quoted(struct arena *arena, struct str text)
{
    struct str shown = str_shorten(text, QUOTED_MAX);
    return shown.len == text.len ? text : arena_printf(arena, "%.*s…", STR_ARGS(shown));
}

static void add_number(struct room *room, const char *conversion, size_t len, va_list *args)
{
    char digits[32];
    struct str form = {conversion, len};
    int count = 0;
    if (str_is(form, "d"))
        count = snprintf(digits, sizeof digits, "%d", va_arg(*args, int));
    else if (str_is(form, "lld"))
        count = snprintf(digits, sizeof digits, "%lld", va_arg(*args, long long));
    else if (str_is(form, "zu"))
        count = snprintf(digits, sizeof digits, "%zu", va_arg(*args, size_t));
    else if (str_is(form, "u"))
        count = snprintf(digits, sizeof digits, "%u", va_arg(*args, unsigned));
    else if (str_is(form, "02X"))
        count = snprintf(digits, sizeof digits, "%02X", va_arg(*args, unsigned));
    else if (str_is(form, "04X"))
        count = snprintf(digits, sizeof digits, "%04X", va_arg(*args, unsigned));
    else if (str_is(form, "06X"))
        count = snprintf(digits, sizeof digits, "%06X", va_arg(*args, unsigned));
    assert(count > 0); /* tests/house sees that messages.def has no other */
    add(room, digits, (size_t)count);
}

size_t quote_vprintf(char *memory, size_t size, const char *format, va_list given)
{
    struct room room = {memory, size, 0};
    va_list args;
    va_copy(args, given);
    for (const char *at = format; *at != '\0';) {
        size_t plain = strcspn(at, "%");
        add(&room, at, plain);
        at += plain;
        if (*at == '\0')
            break;
        const char *conversion = at + 1;
        size_t len = strcspn(conversion, "duXs%") + 1;
        const char *behind = conversion + len;
        if (*conversion == '%') {
            add(&room, "%", 1);
        } else if (str_is((struct str){conversion, len}, ".*s")) {
            int bytes = va_arg(args, int);
            const char *text = va_arg(args, const char *);
            add_text(&room, (struct str){text, (size_t)bytes}, is_quoted(format, at, behind));
        } else if (*conversion == 's') {
            const char *text = va_arg(args, const char *);
            if (is_quoted(format, at, behind))
                add_text(&room, str_of(text), true);
            else
                add(&room, text, strlen(text));
        } else {
            add_number(&room, conversion, len, &args);
        }
        at = behind;
    }
    va_end(args);
    memory[room.len < size ? room.len : size - 1] = '\0';
    return room.len;
}

void buf_tell_text(struct buf *buf, const char *format, ...)
{
    char line[DIAG_TEXT_MAX + 8];
    va_list args;
    va_start(args, format);
    const size_t len = quote_vprintf(line, sizeof line, format, args);
    va_end(args);
    const struct str kept =
        str_cut((struct str){line, len < sizeof line ? len : sizeof line - 1}, DIAG_TEXT_MAX);
    buf_add_visible(buf, kept);
    buf_add_text(buf, kept.len < len ? "…\n" : "\n");
}
