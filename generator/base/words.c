/*
 * Words out of a list: one table reads them, prints them and tells what they are.
 *
 * In Chinese a Latin word stands between blanks, a Chinese one does not.
 *
 * Here, too, are the words that rows of totals are called by, for tables and for descriptions.
 */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

static const struct choice yesno[] = {{"yes", true}, {"no", false}};
const struct words words_yesno = WORDS(yesno);

static const struct choice severities[] = {
    {"error", SEVERITY_ERROR}, {"warning", SEVERITY_WARNING}, {"notice", SEVERITY_NOTICE}};
const struct words words_severity = WORDS(severities);

bool words_parse(const struct words *words, struct str text, int *ret_value)
{
    for (size_t i = 0; i < words->count; i++)
        if (str_is(text, words->items[i].text)) {
            *ret_value = words->items[i].value;
            return true;
        }
    return false;
}

const char *words_print(const struct words *words, int value)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i].value == value)
            return words->items[i].text;
    return "";
}

const char *words_label(const struct words *words, char ret_label[WORDS_LABEL_MAX])
{
    bool latin = (unsigned char)words->items[0].text[0] < 0x80, pair = words->count == 2;
    const char *blank = latin ? " " : "", *between = pair ? "或" : "、";
    size_t len = (size_t)snprintf(ret_label, WORDS_LABEL_MAX, "%s%s", blank, words->items[0].text);
    for (size_t i = 1; i < words->count && len < WORDS_LABEL_MAX; i++)
        len += (size_t)snprintf(ret_label + len, WORDS_LABEL_MAX - len, "%s%s%s%s", pair ? blank : "",
                                between, pair ? blank : "", words->items[i].text);
    if (words->count > 2 && len < WORDS_LABEL_MAX)
        snprintf(ret_label + len, WORDS_LABEL_MAX - len, "%s之一", blank);
    return ret_label;
}

/* --- rows of totals --- */

static bool is_dropped_of_total(uint32_t code)
{
    return code == ' ' || code == '\t' || code == '\n' || code == 0xA0 || code == 0x3000 || code == ':' ||
           code == 0xFF1A;
}

bool text_is_total(struct str text)
{
    static const char *const words[] = {"合计", "总计", "小计", "共计", "总合计", "本页合计", "本页小计"};
    enum { ROOM = 16 };
    char room[ROOM];
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        const size_t from = at;
        if (is_dropped_of_total(utf8_next(text, &at)))
            continue;
        if (len + (at - from) > ROOM)
            return false;
        memcpy(room + len, text.ptr + from, at - from);
        len += at - from;
    }
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (str_is((struct str){room, len}, words[i]))
            return true;
    return false;
}
