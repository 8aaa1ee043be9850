/*
 * Orders: places among many, lists sorted by keys, running numbers.
 *
 * A place is 1 and how many stand before: equal values have one place, and the next is as many further as they are
 * (1, 2, 2, 4), or the next number (`-dense`: 1, 2, 2, 3).  Keys are asked in each element, once; of texts the key of their
 * order is compared (unicode).  What is equal by all keys stays as the list has it.  Time: n log n.
 */
#include "expr/functions/functions.h"
#include "expr/messages.def"
#include "unicode/unicode.h"

#include <stdlib.h>

enum { GREATEST_FIRST = 1, DENSE = 2 };
static const struct choice places[] = {{"highest", GREATEST_FIRST},
                                       {"lowest", 0},
                                       {"highest-dense", GREATEST_FIRST | DENSE},
                                       {"lowest-dense", DENSE}};
const struct words expr_place_words = WORDS(places);

static const struct choice directions[] = {{"rising", false}, {"falling", true}};
const struct words expr_way_words = WORDS(directions);

static const struct choice orders[] = {
    {"pinyin", UNICODE_PINYIN}, {"surnames", UNICODE_SURNAMES}, {"strokes", UNICODE_STROKES}};
const struct words expr_order_words = WORDS(orders);

/* A literal: expr_check_word has seen that it is one of them. */
static int literal_word(const struct call *call, size_t index, const struct words *words)
{
    int word = 0;
    (void)words_parse(words, call->ast->args[index]->value.text, &word);
    return word;
}

/* --- elements in order --- */

struct keys {
    size_t count;
    const bool *falls; /* of each */
};

struct element {
    const struct keys *how;
    struct value *keys;
    const struct value *value;
    size_t index;
};

static int compare_keys(const struct element *a, const struct element *b)
{
    int order = 0;
    for (size_t i = 0; i < a->how->count && order == 0; i++) {
        order = expr_value_compare(&a->keys[i], &b->keys[i]);
        order = a->how->falls[i] ? -order : order;
    }
    return order;
}

static int order_elements(const void *left, const void *right)
{
    const struct element *a = left, *b = right;
    const int order = compare_keys(a, b);
    return order != 0 ? order : a->index < b->index ? -1 : 1;
}

/* Elements of the list with room for their keys; counts the steps of sorting. */
static enum status elements_make(struct call *call, const struct value *list, const struct keys *how,
                                 struct element **ret_elements)
{
    enum { STEPS = 4 };
    const size_t count = list->list.count;
    struct arena *arena = call->eval->arena;
    enum status status = expr_eval_count(call->eval, STEPS * count * how->count, call->ast->place);
    if (status != OK)
        return status;
    struct element *elements = ARENA_NEW_ARRAY(arena, count, struct element);
    struct value *keys = ARENA_NEW_ARRAY(arena, count * how->count, struct value);
    if (elements == NULL || keys == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        elements[i] = (struct element){how, keys + i * how->count, &list->list.items[i], i};
    *ret_elements = elements;
    return OK;
}

static void elements_sort(struct element *elements, size_t count)
{
    if (count > 1)
        qsort(elements, count, sizeof *elements, order_elements);
}

/* --- places --- */

/* ret_places[i]: of the i-th in the list. */
static enum status places_of(struct call *call, const struct value *list, int way, int64_t **ret_places)
{
    const bool falls = (way & GREATEST_FIRST) != 0;
    const struct keys how = {1, &falls};
    const size_t count = list->list.count;
    struct element *elements;
    enum status status = elements_make(call, list, &how, &elements);
    if (status != OK)
        return status;
    *ret_places = ARENA_NEW_ARRAY(call->eval->arena, count, int64_t);
    if (*ret_places == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        elements[i].keys[0] = list->list.items[i];
    elements_sort(elements, count);
    int64_t place = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || compare_keys(&elements[i - 1], &elements[i]) != 0)
            place = (way & DENSE) != 0 ? place + 1 : (int64_t)i + 1;
        (*ret_places)[elements[i].index] = place;
    }
    return OK;
}

static enum status fail_among(struct call *call, const struct value *x)
{
    struct buf shown = BUF(EXPR_MAX_TEXT);
    if (x->kind == TYPE_NUMBER) {
        number_print_exact(x->number, &shown);
        expr_add_unit(&shown, call->ast->args[0]->type.of->unit);
    } else
        expr_add_iso(&shown, x->date);
    eval_report(call->eval, MSG_EXPR_RANK, call->ast->place, STR_ARGS(buf_str(&shown)));
    buf_clear(&shown);
    return FAILED;
}

enum status function_rank(struct call *call, struct value *ret_value)
{
    struct value list, x;
    int64_t *place = NULL;
    enum status status = expr_argument_value(call, 0, &list);
    if (status == OK)
        status = expr_argument_value(call, 1, &x);
    if (status == OK)
        status = places_of(call, &list, literal_word(call, 2, &expr_place_words), &place);
    for (size_t i = 0; status == OK && i < list.list.count; i++)
        if (expr_value_compare(&list.list.items[i], &x) == 0)
            return expr_number_value(call, place[i], ret_value);
    return status == OK ? fail_among(call, &x) : status;
}

enum status function_ranks(struct call *call, struct value *ret_value)
{
    struct value list;
    struct list_builder built = {0};
    int64_t *place = NULL;
    enum status status = expr_argument_value(call, 0, &list);
    if (status == OK)
        status = places_of(call, &list, literal_word(call, 1, &expr_place_words), &place);
    for (size_t i = 0; status == OK && i < list.list.count; i++) {
        struct value value;
        status = expr_number_value(call, place[i], &value);
        if (status == OK)
            status = expr_list_add(&built, call->eval, &value, call->ast->place);
    }
    *ret_value = expr_list_value(&built);
    return status;
}

/* --- sorted(list, key, 'way', key, 'way' …) --- */

/* The way of the n-th key; of a text its order. */
static const struct words *words_of_key(const struct call *call, size_t key)
{
    return call->ast->args[1 + 2 * key]->type.kind == TYPE_TEXT ? &expr_order_words : &expr_way_words;
}

static enum status sort_key_of(struct call *call, struct element *element, size_t key)
{
    const struct frame inner = expr_frame_of_item(element->value, call->frame);
    const struct ast *ast = call->ast->args[1 + 2 * key];
    struct value *value = &element->keys[key];
    enum status status = expr_eval_node(ast, call->eval, &inner, value);
    if (status != OK || value->kind != TYPE_TEXT)
        return status;
    status = expr_eval_count(call->eval, value->text.len, call->ast->place);
    const int order = literal_word(call, 2 + 2 * key, &expr_order_words);
    return status == OK
               ? unicode_order_key(call->eval->arena, value->text, (enum unicode_order)order, &value->text)
               : status;
}

enum status function_sorted(struct call *call, struct value *ret_value)
{
    bool falls[FUNCTION_MAX_KEYS];
    const struct keys how = {call->ast->arg_count / 2, falls};
    struct value list;
    struct element *elements = NULL;
    for (size_t i = 0; i < how.count; i++)
        falls[i] =
            words_of_key(call, i) == &expr_way_words && literal_word(call, 2 + 2 * i, &expr_way_words) != 0;
    enum status status = expr_argument_value(call, 0, &list);
    if (status == OK)
        status = elements_make(call, &list, &how, &elements);
    const size_t count = status == OK ? list.list.count : 0;
    for (size_t i = 0; i < count; i++)
        for (size_t key = 0; key < how.count && status == OK; key++)
            status = sort_key_of(call, &elements[i], key);
    struct value *items = status == OK ? ARENA_NEW_ARRAY(call->eval->arena, count, struct value) : NULL;
    if (items == NULL)
        return status == OK ? NO_MEMORY : status;
    elements_sort(elements, count);
    for (size_t i = 0; i < count; i++)
        items[i] = *elements[i].value;
    *ret_value = (struct value){.kind = TYPE_LIST, .list = {items, count}};
    return OK;
}

/* --- running numbers --- */

enum status function_range(struct call *call, struct value *ret_value)
{
    enum { MOST = 1000000 };
    static const struct range bounds = {-MOST, MOST, 0};
    struct list_builder built = {0};
    int64_t from = 1, to;
    const bool both = call->ast->arg_count > 1;
    enum status status = both ? expr_argument_int(call, 0, bounds, &from) : OK;
    if (status == OK)
        status = expr_argument_int(call, both ? 1 : 0, (struct range){both ? from - 1 : 0, MOST, 0}, &to);
    if (status == OK)
        status = expr_eval_count(call->eval, (size_t)(to - from + 1), call->ast->place);
    for (int64_t n = from; status == OK && n <= to; n++) {
        struct value value;
        status = expr_number_value(call, n, &value);
        if (status == OK)
            status = expr_list_add(&built, call->eval, &value, call->ast->place);
    }
    *ret_value = expr_list_value(&built);
    return status;
}

/* Two numbers beside each other are no stretch: 1、2. */
static void add_stretch(struct buf *text, int64_t first, int64_t last)
{
    buf_add_text(text, text->len > 0 ? "、" : "");
    buf_printf(text, "%lld", (long long)first);
    if (last > first)
        buf_printf(text, last == first + 1 ? "、%lld" : "～%lld", (long long)last);
}

static enum status fail_ranges(struct call *call, size_t index)
{
    struct buf shown = BUF(EXPR_MAX_TEXT);
    number_print_exact(call->args[0].list.items[index].number, &shown);
    eval_report(call->eval, MSG_EXPR_RANGES, call->ast->place, index + 1, STR_ARGS(buf_str(&shown)));
    buf_clear(&shown);
    return FAILED;
}

enum status function_ranges(struct call *call, struct value *ret_value)
{
    const struct value *list = &call->args[0];
    struct buf text = BUF(EXPR_MAX_TEXT);
    int64_t first = 0, last = -1, n;
    enum status status = expr_eval_count(call->eval, list->list.count, call->ast->place);
    for (size_t i = 0; status == OK && i < list->list.count; i++) {
        if (!number_as_int(list->list.items[i].number, &n) || n <= last) {
            status = fail_ranges(call, i);
            break;
        }
        if (i > 0 && n != last + 1)
            add_stretch(&text, first, last);
        first = i > 0 && n == last + 1 ? first : n;
        last = n;
    }
    if (status == OK && list->list.count > 0)
        add_stretch(&text, first, last);
    if (status == OK)
        return expr_text_value(call, &text, ret_value);
    buf_clear(&text);
    return status;
}
