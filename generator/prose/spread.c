/*
 * 六和、坪山中心在岗人数分别为9人和7人: each number is said of one name of the list before 分别, and is looked up as if it were said so:
 * 六和中心在岗人数为9人.
 *
 * The names are those of records, or labels; what stands before the first and behind the last is said of all.  Where names and
 * numbers do not come out even, or a name is neither, nobody knows which is whose.
 */
#include "prose/prose_int.h"

#include <string.h>

enum { ITEMS = 16 }; /* a list of more is not followed */

/* The numbers of the list. */
struct values {
    size_t from[ITEMS], to[ITEMS], count;
    size_t own; /* the number at hand; ITEMS: it is none of them */
};

/* The names, and what is said of all of them. */
struct items {
    struct str items[ITEMS], before, behind;
    size_t count;
};

/* --- numbers --- */

/* 9人, 2,000元, 2025年8月11日 */
static bool value_read(struct str text, size_t *at)
{
    static const char *const moneys[] = {"人民币", "￥", "¥", " "};
    size_t next = *at;
    struct numeral numeral;
    struct measure measure;
    while (skip_any(text, &next, moneys, ARRAY_COUNT(moneys)))
        continue;
    bool any = false;
    while (number_read(text, &next, &numeral)) {
        any = true;
        if (!unit_read(text, &next, &measure) && !money_read(text, &next, true, &measure) &&
            !skip_word(text, &next, "月") && !skip_word(text, &next, "号"))
            break;
    }
    *at = any ? next : *at;
    return any;
}

static bool values_read(const struct saying *saying, size_t at, struct values *values)
{
    static const char *const between[] = {"、", "，", "以及", "和", "与", "及"};
    const struct str text = str_slice(saying->text, 0, saying->sentence_end);
    *values = (struct values){.own = ITEMS};
    for (size_t next = at; value_read(text, &next);) {
        if (values->count == ITEMS)
            return false;
        if (saying->spoken->from >= at && saying->spoken->from < next)
            values->own = values->count;
        values->from[values->count] = at;
        values->to[values->count++] = next;
        at = next;
        if (!skip_any(text, &at, between, ARRAY_COUNT(between)))
            break;
        next = at;
    }
    return true;
}

/* --- names --- */

/* The longest name of a record of a list that the text begins or ends with. */
static struct str record_name(struct finder *finder, struct str text, bool at_end)
{
    enum { MOST = 4096 };
    struct str longest = STR("");
    const struct record *last = NULL;
    for (size_t i = 1; i < finder->index.count && i < MOST; i++) {
        const struct record *record = finder->index.figures[i].record;
        finder->compared++;
        const int slot = record == last || record->parent == NULL ? -1 : record_slot_in_parent(record);
        last = record;
        if (slot < 0 || record->parent->shape->fields[slot].type.kind != TYPE_LIST)
            continue;
        const struct str names[] = {model_record_name(record), model_record_called(record)};
        for (size_t n = 0; n < ARRAY_COUNT(names); n++)
            if (names[n].len > longest.len && names[n].len <= text.len &&
                memcmp(text.ptr + (at_end ? text.len - names[n].len : 0), names[n].ptr, names[n].len) == 0)
                longest = names[n];
    }
    return longest;
}

/* The longest label of figures of that quantity that the text ends with. */
static struct str label_name(struct finder *finder, enum quantity quantity, struct str text)
{
    enum { MOST = 4096 };
    struct str longest = STR("");
    size_t left = MOST;
    for (uint32_t at = finder->index.first[quantity]; at != 0 && left-- > 0;
         at = finder->index.figures[at].alike) {
        const struct figure *figure = &finder->index.figures[at];
        finder->compared++;
        const struct str core = label_core(figure->record->shape->fields[figure->slot].label);
        if (core.len > longest.len && ends_with(text, core))
            longest = core;
    }
    return longest;
}

/* Without 四个, 等3个 at the beginning: they count the names. */
static struct str without_count(struct str text)
{
    size_t at = 0;
    struct numeral numeral;
    (void)skip_word(text, &at, "等");
    return number_read(text, &at, &numeral) && skip_word(text, &at, "个") ? str_slice(text, at, text.len)
                                                                          : text;
}

/* What is said of all is taken off the first and the last. */
static bool are_records(struct finder *finder, struct items *items)
{
    struct str *first = &items->items[0], *last = &items->items[items->count - 1];
    const struct str own = record_name(finder, *first, true), end = record_name(finder, *last, false);
    if (own.len == 0 || end.len == 0)
        return false;
    for (size_t i = 1; i + 1 < items->count; i++)
        if (record_name(finder, items->items[i], true).len != items->items[i].len)
            return false;
    items->before = str_slice(*first, 0, first->len - own.len);
    items->behind = without_count(str_slice(*last, end.len, last->len));
    *first = own;
    *last = end;
    return true;
}

static bool are_labels(struct finder *finder, enum quantity quantity, struct items *items)
{
    struct str *first = &items->items[0], *last = &items->items[items->count - 1];
    const struct str core = label_core(*last), own = label_name(finder, quantity, *first);
    if (own.len == 0)
        return false;
    items->before = str_slice(*first, 0, first->len - own.len);
    items->behind = str_slice(*last, core.len, last->len);
    *first = own;
    *last = core;
    for (size_t i = 1; i < items->count; i++)
        if (items->items[i].len == 0 ||
            label_name(finder, quantity, items->items[i]).len != items->items[i].len)
            return false;
    return true;
}

static bool are_names(struct finder *finder, enum quantity quantity, struct items *items)
{
    const struct items as_written = *items;
    if (are_records(finder, items))
        return true;
    *items = as_written;
    return are_labels(finder, quantity, items);
}

/* 坪山和和平中心: parted where both are names. */
static bool part_last(struct finder *finder, enum quantity quantity, struct items *items)
{
    static const char *const joints[] = {"以及", "和", "与", "及"};
    const struct items whole = *items;
    const struct str last = items->items[items->count - 1];
    for (size_t at = 1; at < last.len; at++) {
        size_t behind = at;
        if (!skip_any(last, &behind, joints, ARRAY_COUNT(joints)))
            continue;
        *items = whole;
        items->items[items->count - 1] = str_slice(last, 0, at);
        items->items[items->count++] = str_slice(last, behind, last.len);
        if (are_names(finder, quantity, items))
            return true;
    }
    return false;
}

static bool items_read(struct finder *finder, enum quantity quantity, struct str list, size_t count,
                       struct items *items)
{
    const struct str mark = STR("、");
    *items = (struct items){.count = 0};
    for (size_t at = 0, from = 0; at <= list.len; at++) {
        if (at < list.len && !at_word(list, at, mark.ptr))
            continue;
        if (items->count + 1 > count)
            return false;
        items->items[items->count++] = str_slice(list, from, at);
        from = at + mark.len;
    }
    return items->count == count ? are_names(finder, quantity, items)
                                 : items->count + 1 == count && part_last(finder, quantity, items);
}

/* --- 分别 --- */

/* Where the clause begins in which the names stand. */
static size_t list_begins(const struct saying *saying, size_t to)
{
    static const char *const marks[] = {"，", "：", "（", "“"};
    size_t from = saying->sentence;
    for (size_t i = 0; i < ARRAY_COUNT(marks); i++) {
        const size_t at = last_of(saying->text, from, to, str_of(marks[i]));
        from = at == SIZE_MAX ? from : at + strlen(marks[i]);
    }
    return from;
}

static size_t word_before(const struct saying *saying, size_t *ret_end)
{
    static const char *const words[] = {"分别", "依次"};
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        const size_t at = last_of(saying->text, saying->sentence, saying->spoken->from, str_of(words[i]));
        if (at != SIZE_MAX && (found == SIZE_MAX || at > found)) {
            found = at;
            *ret_end = at + strlen(words[i]);
        }
    }
    return found;
}

/* Where the first number stands, close behind 分别. */
static size_t first_number(const struct saying *saying, size_t at)
{
    enum { BETWEEN = 30 }; /* bytes */
    for (const size_t end = at + BETWEEN; at <= saying->spoken->from && at < end;
         (void)utf8_next(saying->text, &at)) {
        size_t next = at;
        if (value_read(saying->text, &next))
            return at;
    }
    return SIZE_MAX;
}

static bool say_own(struct spread *spread, const struct saying *saying, const struct items *items,
                    const struct values *values, struct str head, struct str link)
{
    const struct spoken *spoken = saying->spoken;
    const size_t own = values->own;
    const struct str text = saying->text;
    const struct str parts[] = {head,
                                items->before,
                                items->items[own],
                                items->behind,
                                link,
                                str_slice(text, values->from[own], spoken->from),
                                str_slice(text, spoken->from, spoken->to),
                                str_slice(text, values->to[values->count - 1], saying->sentence_end)};
    enum { NUMBER = 6 };
    size_t len = 0;
    spread->spoken = *spoken;
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
        if (parts[i].len > SPREAD_MOST - len)
            return false;
        if (i == NUMBER) {
            spread->spoken.from = len;
            spread->spoken.to = len + parts[i].len;
        }
        memcpy(spread->text + len, parts[i].ptr, parts[i].len);
        len += parts[i].len;
    }
    saying_make(&spread->saying, (struct str){spread->text, len}, &spread->spoken, saying->owner);
    return true;
}

enum spread_kind spread_make(struct finder *finder, const struct saying *saying, struct spread *spread)
{
    struct values values;
    struct items items;
    size_t end = 0;
    const size_t word = word_before(saying, &end);
    const size_t first = word == SIZE_MAX ? SIZE_MAX : first_number(saying, end);
    if (first == SIZE_MAX)
        return SPREAD_NOT;
    if (!values_read(saying, first, &values) || finder->compared >= PROSE_MAX_COMPARED)
        return SPREAD_UNSURE;
    if (values.own == ITEMS || values.count < 2)
        return SPREAD_NOT;
    const struct str text = saying->text;
    const size_t from = list_begins(saying, word);
    return items_read(finder, saying->spoken->quantity, str_slice(text, from, word), values.count, &items) &&
                   say_own(spread, saying, &items, &values, str_slice(text, saying->sentence, from),
                           str_slice(text, end, first))
               ? SPREAD_OWN
               : SPREAD_UNSURE;
}
