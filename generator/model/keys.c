/*
 * Keys: the text field that tells the records of a list apart.
 *
 * Equal keys are one thing, in one list and in two states of it.  A key that differs from another only by
 * what a reader cannot see, or would take for the same, is a slip: the item would stand twice, and be paid
 * twice.  Compared are the keys of one list, and those of a list with the state it changes, whether its
 * records are changed by key or written out again.  Who means a new item all the same writes new="yes" on it.
 */
#include "model/model_int.h"
#include "model/texts/texts.h"
#include "model/messages.def"

struct str record_key(const struct record *record, struct str key)
{
    int slot = shape_lookup(record->shape, key);
    const struct slot *at = slot < 0 ? NULL : &record->slots[slot];
    bool given = at != NULL && at->state == SLOT_SET && at->value.kind == TYPE_TEXT;
    return given ? at->value.text : (struct str){"", 0};
}

struct str node_key(struct fill *fill, const struct node *node, struct str key)
{
    struct str text = {"", 0}, clean = {"", 0};
    for (size_t i = 0; i < node->attr_count; i++)
        if (str_equal(node->attrs[i].name, key))
            text = node->attrs[i].value;
    for (const struct node *child = node_first_element(node); child != NULL; child = node_next_element(child))
        if (str_equal(child->name, key) && child->first != NULL && child->first->kind == NODE_TEXT)
            text = child->first->text;
    run_note(&fill->run, text_clean(fill->run.arena, text, &clean));
    return clean;
}

/* A list whose keys are in a table: it is looked through once for each record of another, or its own. */
struct key_list {
    const struct value *items;
    size_t count;
    struct str field;
    struct str_index keys; /* -> the first record that has the key */
};

struct key_lists {
    struct key_list **lists;
    size_t count, capacity;
    struct str_index by_items; /* their addresses */
};

static enum status index_keys(struct arena *arena, struct key_list *keyed)
{
    enum status status = OK;
    keyed->keys = (struct str_index){.arena = arena};
    for (size_t i = keyed->count; i-- > 0 && status == OK;)
        status = str_index_put(&keyed->keys, record_key(keyed->items[i].record, keyed->field), (int64_t)i);
    return status;
}

static struct str address_of(const struct key_list *keyed)
{
    return (struct str){(const char *)&keyed->items, sizeof keyed->items};
}

static enum status add_key_list(struct fill *fill, const struct key_list *keyed, struct key_list **ret_keyed)
{
    struct key_lists *lists = fill->key_lists;
    struct key_list *copy = ARENA_NEW(fill->run.arena, struct key_list);
    if (copy == NULL ||
        ARENA_APPEND(fill->run.arena, lists->lists, lists->count, lists->capacity, &copy) != OK)
        return NO_MEMORY;
    *copy = *keyed;
    *ret_keyed = copy;
    lists->by_items.arena = fill->run.arena;
    return str_index_put(&lists->by_items, address_of(copy), (int64_t)lists->count - 1);
}

/* The list with its table, made when it is asked for first, or has grown. */
static enum status key_list_of(struct fill *fill, const struct value *list, struct str field,
                               struct key_list **ret_keyed)
{
    const struct key_list wanted = {.items = list->list.items, .count = list->list.count, .field = field};
    if (fill->key_lists == NULL)
        fill->key_lists = ARENA_NEW(fill->run.arena, struct key_lists);
    if (fill->key_lists == NULL)
        return NO_MEMORY;
    int64_t at = str_index_lookup(&fill->key_lists->by_items, address_of(&wanted));
    enum status status = OK;
    if (at == STR_INDEX_NONE) {
        status = add_key_list(fill, &wanted, ret_keyed);
    } else {
        *ret_keyed = fill->key_lists->lists[at];
        if ((*ret_keyed)->count == wanted.count && str_equal((*ret_keyed)->field, field))
            return OK;
        **ret_keyed = wanted;
    }
    return status == OK ? index_keys(fill->run.arena, *ret_keyed) : status;
}

struct record *find_key(struct fill *fill, const struct value *list, struct str key_field, struct str key)
{
    struct key_list *keyed = NULL;
    if (key.len == 0 || list->list.count == 0)
        return NULL;
    enum status status = key_list_of(fill, list, key_field, &keyed);
    run_note(&fill->run, status);
    int64_t at = status == OK ? str_index_lookup(&keyed->keys, key) : STR_INDEX_NONE;
    return at == STR_INDEX_NONE ? NULL : list->list.items[at].record;
}

bool is_new_mark(const struct record *record, struct str attr)
{
    int slot = record_slot_in_parent(record);
    const struct rule *rule = slot < 0 ? NULL : rule_of(record->parent, slot);
    return rule != NULL && rule->key.len > 0 && str_is(attr, "new");
}

void read_new_mark(struct fill *fill, const struct attr *attr, struct record *record)
{
    if (run_word(&fill->run, attr, "new", &words_yesno, false))
        RUN_APPEND(&fill->run, fill->meant, fill->meant_count, fill->meant_capacity, &record);
}

static bool is_meant(const struct fill *fill, const struct record *record)
{
    for (size_t i = 0; i < fill->meant_count; i++)
        if (fill->meant[i] == record)
            return true;
    return false;
}

/* What a new item is like, is meant beside it; what it is, it cannot be said to be new of. */
static void mean(struct fill *fill, struct record *item, struct str key_field, const struct value *list)
{
    struct str key = record_key(item, key_field);
    struct record *same = find_key(fill, list, key_field, key);
    if (same != NULL && same != item) {
        int slot = shape_lookup(item->shape, key_field);
        run_refuse(&fill->run, MSG_MODEL_NOT_NEW, item->slots[slot].place, STR_ARGS(key), same->place.file,
                   same->place.line);
    }
    for (size_t i = 0; i < list->list.count; i++) {
        struct str other = record_key(list->list.items[i].record, key_field);
        enum unicode_likeness likeness = UNICODE_EQUAL;
        run_note(&fill->run, unicode_compare(fill->run.arena, key, other, &likeness));
        if (likeness == UNICODE_SAME_TO_READERS || likeness == UNICODE_LOOKS_ALIKE)
            run_note(&fill->run, eval_mean_both(fill->eval, key, other));
    }
}

static size_t add_texts(struct alike_text *texts, size_t count, const struct value *list,
                        struct str key_field)
{
    for (size_t i = 0; i < list->list.count; i++) {
        const struct record *record = list->list.items[i].record;
        struct str key = record_key(record, key_field);
        if (key.len > 0)
            texts[count++] =
                (struct alike_text){key, record->slots[shape_lookup(record->shape, key_field)].place};
    }
    return count;
}

bool key_is_slip(struct fill *fill, const struct value *list, struct str key_field, struct str key,
                 struct place place)
{
    for (size_t i = 0; i < list->list.count; i++) {
        const struct record *record = list->list.items[i].record;
        const struct alike_text two[] = {
            {record_key(record, key_field), record->slots[shape_lookup(record->shape, key_field)].place},
            {key, place}};
        if (eval_texts_all_differ(fill->eval, two, ARRAY_COUNT(two)) == FAILED)
            return true;
    }
    return false;
}

/* Each key with all others: of the list and, not NULL, of the state before it.  false: one is a slip. */
static bool compare_keys(struct fill *fill, const struct value *own, const struct value *before,
                         struct str key_field)
{
    size_t count = own->list.count + (before == NULL ? 0 : before->list.count);
    struct alike_text *texts = RUN_NEW_ARRAY(&fill->run, count, struct alike_text);
    if (texts == NULL)
        return false;
    for (size_t i = 0; i < own->list.count && fill->meant_count > 0; i++) {
        struct record *item = own->list.items[i].record;
        if (is_meant(fill, item))
            mean(fill, item, key_field, before == NULL ? own : before);
    }
    count = before == NULL ? 0 : add_texts(texts, 0, before, key_field);
    count = add_texts(texts, count, own, key_field);
    enum status status = eval_texts_all_differ(fill->eval, texts, count);
    run_note(&fill->run, status);
    return status == OK;
}

void keys_compare(struct fill *fill, const struct record *record, int slot, const struct value *before)
{
    const struct rule *rule = rule_of(record, slot);
    if (rule->key.len > 0)
        (void)compare_keys(fill, &record->slots[slot].value, before, rule->key);
}

static void refuse_twice(struct fill *fill, const struct record *item, int slot, struct str key,
                         struct place first)
{
    const struct place place = item->slots[slot].place;
    if (place_same_file(first, place))
        run_refuse_field(&fill->run, item, slot, MSG_MODEL_KEY_TWICE, place, STR_ARGS(key), first.line);
    else
        run_refuse_field(&fill->run, item, slot, MSG_MODEL_KEY_TWICE_IN, place, STR_ARGS(key), first.file,
                         first.line);
}

bool check_keys(struct fill *fill, const struct record *record, int slot)
{
    const struct rule *rule = rule_of(record, slot);
    const struct value *list = &record->slots[slot].value;
    bool good = true;
    if (rule->key.len == 0)
        return good;
    for (size_t i = 0; i < list->list.count && list->list.count <= MODEL_MAX_KEYED; i++) {
        struct record *item = list->list.items[i].record;
        struct str key = record_key(item, rule->key);
        struct record *first = find_key(fill, list, rule->key, key);
        if (first == NULL || first == item)
            continue;
        refuse_twice(fill, item, rule->key_slot, key, first->place);
        good = false;
    }
    return compare_keys(fill, list, NULL, rule->key) && good;
}
