/*
 * What an expression of the text quotes, told by its source: whether it prints a figure, whether it takes it
 * from the record, and from the record that the text names.
 */
#include "prose/prose_int.h"

#include <string.h>

static struct str source_of(struct str quote)
{
    return str_trim(str_slice(quote, 1, quote.len - 1));
}

static bool is_name_byte(char c)
{
    return is_latin(c) || is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

bool quote_prints_figure(const struct record *owner, struct str quote)
{
    static const char *const functions[] = {
        "sum(",   "count(",  "text(",   "money(",       "plain(",   "grouped(", "yuan(", "wan(",
        "rmb(",   "percent", "han(",    "upper(",       "date(",    "month(",   "year(", "day(",
        "round(", "days(",   "months(", "wan_or_yuan(", "handate(", "dotdate(", "iso(",  "rmb_full("};
    struct str source = source_of(quote);
    for (size_t i = 0; i < ARRAY_COUNT(functions); i++)
        if (last_of(source, 0, source.len, str_of(functions[i])) != SIZE_MAX)
            return true;
    for (const struct record *record = owner; record != NULL; record = record->parent) {
        int slot = shape_lookup(record->shape, source);
        enum type_kind kind = slot < 0 ? TYPE_RECORD : record->shape->fields[slot].type.kind;
        if (slot >= 0)
            return kind == TYPE_NUMBER || kind == TYPE_DATE;
    }
    return false;
}

static size_t name_end(struct str source, size_t at)
{
    while (at < source.len && is_name_byte(source.ptr[at]))
        at++;
    return at;
}

/* A word of the language, or the name of a function that takes nothing from the record. */
static bool is_language_word(struct str source, size_t from, size_t to)
{
    static const char *const words[] = {"and", "or", "not", "yes", "no"};
    struct str name = str_slice(source, from, to);
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (str_is(name, words[i]))
            return true;
    while (to < source.len && char_is_white(source.ptr[to]))
        to++;
    return to < source.len && source.ptr[to] == '(' && !str_is(name, "today");
}

bool quote_names_field(struct str quote)
{
    struct str source = source_of(quote);
    for (size_t at = 0; at < source.len;) {
        char c = source.ptr[at];
        size_t end = name_end(source, at);
        const char *closed =
            c == '\'' || c == '"' ? memchr(source.ptr + at + 1, c, source.len - at - 1) : NULL;
        if (closed != NULL)
            at = (size_t)(closed - source.ptr) + 1;
        else if (end == at)
            at++;
        else if (!is_digit(c) && !is_language_word(source, at, end))
            return true;
        else
            at = end;
    }
    return false;
}

bool quote_is_path(struct str quote)
{
    struct str source = source_of(quote);
    size_t at = 0;
    while (at < source.len && (is_name_byte(source.ptr[at]) || source.ptr[at] == '.'))
        at++;
    return at == source.len;
}

/* The field that a path means; -1: none. */
static int field_of(const struct record *owner, struct str source, const struct record **ret_record)
{
    size_t end = name_end(source, 0), from = 0;
    const struct record *record = owner;
    while (record != NULL && shape_lookup(record->shape, str_slice(source, 0, end)) < 0)
        record = record->parent;
    while (record != NULL) {
        int slot = shape_lookup(record->shape, str_slice(source, from, end));
        *ret_record = record;
        if (slot < 0 || end == source.len)
            return slot;
        const struct slot *at = &record->slots[slot];
        bool group = at->state == SLOT_SET && at->value.kind == TYPE_RECORD && source.ptr[end] == '.';
        record = group ? at->value.record : NULL;
        from = end + 1;
        end = name_end(source, from);
    }
    return -1;
}

bool quote_figure(const struct record *owner, struct str quote, struct figure *ret_figure)
{
    static const char *const functions[] = {"money(", "plain(",       "grouped(", "yuan(",
                                            "wan(",   "wan_or_yuan(", "rmb(",     "han(",
                                            "upper(", "text(",        "percent("};
    struct str source = source_of(quote);
    const struct record *record = NULL;
    size_t at = 0;
    if (source.len > 0 && skip_any(source, &at, functions, ARRAY_COUNT(functions)))
        source = str_slice(source, at, source.len - 1);
    const int slot = name_end(source, 0) == 0 ? -1 : field_of(owner, source, &record);
    return slot >= 0 && figure_make(record, slot, ret_figure);
}

bool quote_is_of_another(const struct saying *saying, struct str quote, struct figure *ret_figure)
{
    const struct record *record = NULL;
    struct figure own;
    int slot = field_of(saying->owner, source_of(quote), &record);
    const struct record *other = slot < 0 ? NULL : other_beside(saying, record);
    return other != NULL && other->shape == record->shape && figure_make(record, slot, &own) &&
           figure_make(other, slot, ret_figure) && own.value != ret_figure->value;
}
