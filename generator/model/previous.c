/*
 * previous="total": a field that the input leaves out has the value that the field `total` had in the paper of the
 * period before, by the record that was kept of that (room attach, data.json).
 *
 * The path is seen from the same record: in the outermost one from there, in a group from that group, in a list from the
 * record that has the same key there: the list's `key`, else the first text that is typed.  Names and units are proved
 * when the kind is loaded, and once more against the record, which an earlier state of the kind may have written.
 * Values are exact.  What the input states as well must be equal: else one of the two papers is wrong.  What is not found
 * stays missing, which is an error of a field that is needed.
 *
 * A key that differs from one of the record only by what a reader cannot see would make a thing of this period look new:
 * that is an error, as between two states of a list (keys.c).
 */
#include "model/model_int.h"
#include "model/proofs/proofs.h"
#include "model/texts/texts.h"
#include "model/messages.def"

#include <string.h>

enum { PAIRS_MOST = 1000000 /* of keys that are compared with each other */ };

/* --- loading --- */

/* The first name of the path, which is left with the rest. */
static struct str next_name(struct str *path)
{
    const char *dot = memchr(path->ptr, '.', path->len);
    const size_t end = dot == NULL ? path->len : (size_t)(dot - path->ptr);
    const struct str name = str_slice(*path, 0, end);
    *path = str_slice(*path, dot == NULL ? end : end + 1, path->len);
    return name;
}

/* The field that the path names, through groups; NULL: reported. */
static const struct rule *find_meant(struct loader *loader, const struct rule *rule)
{
    const struct attr *attr = node_attr(rule->source, "previous");
    const struct rules *rules = rule->owner;
    const struct rule *found = NULL;
    for (struct str path = rule->previous; path.len > 0;) {
        const struct str name = next_name(&path);
        const int slot = rules != NULL ? shape_lookup(rules->shape, name) : -1;
        found = slot >= 0 ? rules->rules[slot] : NULL;
        if (found == NULL || (path.len > 0 && found->kind != RULE_GROUP)) {
            const struct hint hint = {
                .near =
                    rules != NULL ? nearest_field(rules->shape, (struct nearest){.name = name}) : STR("")};
            run_note(&loader->run, diag_report_near(loader->run.diag, MSG_MODEL_PREVIOUS_UNKNOWN, attr->place,
                                                    hint, STR_ARGS(rule->previous), STR_ARGS(name)));
            return NULL;
        }
        rules = found->inner;
    }
    return found;
}

/* What tells the records of a list apart: its key, else the first text that is typed; -1: nothing. */
static int key_slot_of(const struct rule *list)
{
    for (size_t i = 0; i < list->inner->rule_count && list->key.len == 0; i++) {
        const struct rule *rule = list->inner->rules[i];
        if (rule->kind == RULE_TEXT && list->inner->shape->fields[i].is == NULL && rule->previous.len == 0)
            return (int)i;
    }
    return list->key.len > 0 ? shape_lookup(list->inner->shape, list->key) : -1;
}

/* All lists around it can be found again. */
static void check_lists(struct loader *loader, const struct rule *rule)
{
    const struct attr *attr = node_attr(rule->source, "previous");
    for (const struct rule *holder = rule->owner->holder; holder != NULL; holder = holder->owner->holder)
        if (holder->kind == RULE_LIST && key_slot_of(holder) < 0)
            run_refuse(&loader->run, MSG_MODEL_PREVIOUS_LIST, attr->place,
                       STR_ARGS(holder->owner->shape->fields[holder->slot].name));
}

static struct str unit_shown(struct str unit)
{
    return unit.len > 0 ? unit : STR("无");
}

void check_previous(struct loader *loader, struct rule *rule)
{
    const struct attr *attr = rule->previous.len > 0 ? node_attr(rule->source, "previous") : NULL;
    if (attr == NULL)
        return;
    const struct field *field = &rule->owner->shape->fields[rule->slot];
    const struct rule *meant = find_meant(loader, rule);
    const struct field *there = meant != NULL ? &meant->owner->shape->fields[meant->slot] : NULL;
    if (field->is != NULL)
        run_refuse(&loader->run, MSG_MODEL_PREVIOUS_FORMULA, attr->place, STR_ARGS(field->name));
    if (there != NULL && meant->kind != rule->kind)
        run_refuse(&loader->run, MSG_MODEL_PREVIOUS_KIND_OF, attr->place, STR_ARGS(field->name),
                   STR_ARGS(rule->previous));
    else if (there != NULL && !str_equal(there->type.unit, field->type.unit) && rule->kind == RULE_NUMBER)
        run_refuse(&loader->run, MSG_MODEL_PREVIOUS_UNIT_OF, attr->place, STR_ARGS(field->name),
                   STR_ARGS(unit_shown(field->type.unit)), STR_ARGS(rule->previous),
                   STR_ARGS(unit_shown(there->type.unit)));
    check_lists(loader, rule);
    for (struct rules *rules = rule->owner; rules != NULL;
         rules = rules->holder != NULL ? rules->holder->owner : NULL)
        rules->has_past = true;
}

bool model_wants_past(const struct model *model)
{
    return model->rules->has_past;
}

/* --- the record --- */

/* Of "center[2].name": "center" and "name"; false: it is no field of a record of a list. */
static bool split_path(struct str path, struct str *ret_list, struct str *ret_field)
{
    size_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.')
        dot--;
    size_t open = dot < 2 || path.ptr[dot - 2] != ']' ? 0 : dot - 2;
    while (open > 0 && path.ptr[open] != '[')
        open--;
    *ret_list = str_slice(path, 0, open);
    *ret_field = str_slice(path, dot, path.len);
    return open > 0;
}

static struct str key_entry(struct arena *arena, struct str list, struct str field, struct str key)
{
    return arena_printf(arena, "%.*s\n%.*s\n%.*s", STR_ARGS(list), STR_ARGS(field), STR_ARGS(key));
}

/* Texts by which records are found: their list, the field, the text -> the first that has it; -2 and below: it stands
 * in several, the first of which is -2 less that. */
static enum status add_key(struct model_past *past, size_t at)
{
    struct str list, field;
    const struct model_past_figure *figure = &past->items[at];
    if (figure->type != TYPE_TEXT || !split_path(figure->path, &list, &field))
        return OK;
    const struct str entry = key_entry(past->arena, list, field, figure->value);
    if (entry.ptr == NULL)
        return NO_MEMORY;
    const int64_t known = str_index_lookup(&past->keys, entry);
    if (known < STR_INDEX_NONE)
        return OK;
    return str_index_put(&past->keys, entry, known == STR_INDEX_NONE ? (int64_t)at : -2 - known);
}

enum status model_past_add(struct model_past *past, const struct model_past_figure *figure)
{
    past->paths.arena = past->keys.arena = past->arena;
    if (str_index_lookup(&past->paths, figure->path) != STR_INDEX_NONE)
        return FAILED;
    enum status status = str_index_put(&past->paths, figure->path, (int64_t)past->count);
    if (status == OK)
        status = ARENA_APPEND(past->arena, past->items, past->count, past->capacity, figure);
    return status == OK ? add_key(past, past->count - 1) : status;
}

/* --- reading --- */

bool past_is_awaited(const struct fill *fill, const struct record *record, int slot)
{
    return rule_of(record, slot)->previous.len > 0 && record_outermost(record) == fill->record;
}

/* "before.name"; ptr NULL: there is no such record, or no memory, which is noted. */
static struct str path_below(struct fill *fill, struct str before, struct str name)
{
    if (before.ptr == NULL)
        return before;
    struct str path =
        before.len == 0 ? name : arena_printf(fill->run.arena, "%.*s.%.*s", STR_ARGS(before), STR_ARGS(name));
    run_note(&fill->run, path.ptr == NULL ? NO_MEMORY : OK);
    return path;
}

/* A needed field that neither the input nor the record has. */
static void refuse_missing_past(struct fill *fill, struct record *record, int slot, struct str path)
{
    const struct model_past *past = fill->past;
    const struct str previous = rule_of(record, slot)->previous;
    struct slot *at = &record->slots[slot];
    at->state = SLOT_FAILED;
    if (past == NULL)
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_PREVIOUS_NONE, record->place,
                         STR_ARGS(previous));
    else if (!past->is_there)
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_PREVIOUS_ABSENT, record->place, past->file,
                         STR_ARGS(previous));
    else if (path.ptr == NULL)
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_PREVIOUS_NEW, record->place, past->file,
                         STR_ARGS(previous));
    else
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_PREVIOUS_MISSING, record->place, past->file,
                         STR_ARGS(path));
}

/* Of "1/3", which no input can write. */
static enum status read_fraction(struct fill *fill, struct str text, const struct number **ret_number)
{
    const size_t slash = (size_t)((const char *)memchr(text.ptr, '/', text.len) - text.ptr);
    const struct number *over, *under;
    enum status status = number_parse(fill->run.arena, str_slice(text, 0, slash), &over);
    if (status == OK)
        status = number_parse(fill->run.arena, str_slice(text, slash + 1, text.len), &under);
    return status == OK ? number_apply(fill->run.arena, NUMBER_DIVIDE, over, under, ret_number) : status;
}

/* May it stand in an input?  A record that somebody wrote by hand may hold anything.  Lines have U+2028 between them. */
static enum status read_text(const struct scalar *scalar, struct value *ret_value)
{
    static const char line_end[] = "\xE2\x80\xA8";
    struct fill *fill = scalar->fill;
    const bool lines = rule_of(scalar->record, scalar->slot)->lines;
    enum status status = OK;
    *ret_value = (struct value){.kind = TYPE_TEXT, .text = scalar->text};
    size_t at = 0;
    for (size_t from = 0; at <= scalar->text.len && status == OK; at++) {
        const bool ends = lines && str_starts(str_slice(scalar->text, at, scalar->text.len), line_end);
        if (!ends && at < scalar->text.len)
            continue;
        status = reader_tell_text(fill->run.diag, scalar->place, str_slice(scalar->text, from, at));
        from = at + sizeof line_end - 1;
    }
    if (status == OK && text_has_formula(scalar->text, &at))
        return run_report_field(&fill->run, scalar->record, scalar->slot, MSG_MODEL_BRACES, scalar->place);
    return status;
}

static enum status read_figure(struct scalar *scalar, struct value *ret_value)
{
    struct fill *fill = scalar->fill;
    const struct rule *rule = rule_of(scalar->record, scalar->slot);
    if (rule->kind == RULE_TEXT)
        return read_text(scalar, ret_value);
    if (rule->kind == RULE_MONTH && scalar->text.len > 3 && str_ends(scalar->text, "-01"))
        scalar->text.len -= 3; /* the first day of it, as a record says all dates */
    if (rule->kind != RULE_NUMBER || memchr(scalar->text.ptr, '/', scalar->text.len) == NULL)
        return value_read(scalar, ret_value);
    if (rule->decimals >= 0)
        return run_report_field(&fill->run, scalar->record, scalar->slot, MSG_MODEL_DECIMALS, scalar->place,
                                STR_ARGS(scalar->text), (int)rule->decimals);
    *ret_value = (struct value){.kind = TYPE_NUMBER};
    enum status status = read_fraction(fill, scalar->text, &ret_value->number);
    return status == FAILED
               ? run_report_field(&fill->run, scalar->record, scalar->slot, MSG_MODEL_PREVIOUS_FRACTION,
                                  scalar->place, STR_ARGS(scalar->text))
               : status;
}

/* The figure as a value of the field; FAILED is reported. */
static enum status past_value(struct fill *fill, const struct record *record, int slot,
                              const struct model_past_figure *figure, struct value *ret_value)
{
    const struct field *field = &record->shape->fields[slot];
    struct scalar scalar = {fill, record, slot, figure->value, figure->place};
    if (figure->type != field->type.kind)
        return run_report_field(&fill->run, record, slot, MSG_MODEL_PREVIOUS_TYPE, figure->place,
                                model_kind_name(field->type.kind), STR_ARGS(figure->path),
                                model_kind_name(figure->type));
    if (figure->type == TYPE_NUMBER && !str_equal(figure->unit, field->type.unit))
        return run_report_field(&fill->run, record, slot, MSG_MODEL_PREVIOUS_UNIT, figure->place,
                                STR_ARGS(unit_shown(field->type.unit)), STR_ARGS(figure->path),
                                STR_ARGS(unit_shown(figure->unit)));
    if (figure->doubt)
        return run_report_field(&fill->run, record, slot, MSG_MODEL_PREVIOUS_DOUBT, figure->place,
                                STR_ARGS(figure->path));
    return read_figure(&scalar, ret_value);
}

static void take_figure(struct fill *fill, struct record *record, int slot,
                        const struct model_past_figure *figure)
{
    struct slot *at = &record->slots[slot];
    struct value value;
    enum status status = past_value(fill, record, slot, figure, &value);
    run_note(&fill->run, status);
    if (status != OK)
        at->state = SLOT_FAILED;
    else if (at->state == SLOT_SET)
        prove_past(fill, record, slot, &value, figure);
    else
        *at = (struct slot){.state = SLOT_SET, .is_past = true, .value = value, .place = figure->place};
}

static void take_past_scalar(struct fill *fill, struct record *record, int slot, struct str before)
{
    const struct rule *rule = rule_of(record, slot);
    struct slot *at = &record->slots[slot];
    if (at->state != SLOT_MISSING && at->state != SLOT_SET)
        return;
    const struct str path = path_below(fill, before, rule->previous);
    const int64_t found = path.ptr == NULL ? STR_INDEX_NONE : str_index_lookup(&fill->past->paths, path);
    if (found != STR_INDEX_NONE)
        take_figure(fill, record, slot, &fill->past->items[found]);
    else if (at->state == SLOT_MISSING && !record->shape->fields[slot].optional && fill->run.stop == OK)
        refuse_missing_past(fill, record, slot, path);
}

/* --- records of lists --- */

/* The list of one of these records, and that of the record before. */
struct past_list {
    const struct value *own;
    struct str before; /* its path */
    struct str field;  /* that tells its records apart */
    int slot;
};

/* Is the item's key one of the record's to a reader, though not equal?  Then that is told. */
static void refuse_slips(struct fill *fill, const struct past_list *list, const struct record *item)
{
    const struct alike_text own = {item->slots[list->slot].value.text, item->slots[list->slot].place};
    const struct model_past *past = fill->past;
    for (size_t i = 0; i < past->count && !run_over(&fill->run); i++) {
        struct str before, field;
        const struct model_past_figure *figure = &past->items[i];
        if (figure->type != TYPE_TEXT || !split_path(figure->path, &before, &field) ||
            !str_equal(before, list->before) || !str_equal(field, list->field))
            continue;
        const struct alike_text two[] = {{figure->value, figure->place}, own};
        run_note(&fill->run, eval_texts_all_differ(fill->eval, two, ARRAY_COUNT(two)));
    }
}

/* The path of the record with the item's key; ptr NULL: there is none, or several, which is reported. */
static struct str find_item(struct fill *fill, const struct past_list *list, const struct record *item)
{
    const struct str none = {NULL, 0}, key = record_key(item, list->field);
    const struct record *first = find_key(fill, list->own, list->field, key);
    if (key.len == 0 || first == NULL)
        return none;
    const struct place place = item->slots[list->slot].place;
    const struct str entry = key_entry(fill->run.arena, list->before, list->field, key);
    const int64_t at = entry.ptr == NULL ? STR_INDEX_NONE : str_index_lookup(&fill->past->keys, entry);
    run_note(&fill->run, entry.ptr == NULL ? NO_MEMORY : OK);
    if (at == STR_INDEX_NONE) {
        if (fill->past->count * list->own->list.count <= PAIRS_MOST)
            refuse_slips(fill, list, item);
        return none;
    }
    const struct model_past_figure *figure = &fill->past->items[at < 0 ? -2 - at : at];
    if (first != item)
        run_refuse(&fill->run, MSG_MODEL_PREVIOUS_TWICE, place, STR_ARGS(key), first->place.line,
                   STR_ARGS(figure->path));
    else if (at < 0)
        run_refuse(&fill->run, MSG_MODEL_PREVIOUS_SEVERAL, place, STR_ARGS(key), figure->place.file,
                   figure->place.line);
    else
        return str_slice(figure->path, 0, figure->path.len - list->field.len - 1);
    return none;
}

static void take_past_record(struct fill *fill, struct record *record, const struct rules *rules,
                             struct str before);

static void take_items(struct fill *fill, const struct rule *rule, const struct slot *at, struct str before)
{
    struct past_list list = {.own = &at->value, .before = before, .slot = key_slot_of(rule)};
    list.field = rule->inner->shape->fields[list.slot].name;
    for (size_t i = 0; i < at->value.list.count && !run_over(&fill->run); i++) {
        struct record *item = at->value.list.items[i].record;
        const bool failed = fill->run.failed;
        fill->run.failed = false;
        const struct str found = before.ptr == NULL ? before : find_item(fill, &list, item);
        if (!fill->run.failed) /* else nobody knows which is meant */
            take_past_record(fill, item, rule->inner, found);
        fill->run.failed = fill->run.failed || failed;
    }
}

/* `before`: the path of the record that this one was; ptr NULL: there is none. */
static void take_past_record(struct fill *fill, struct record *record, const struct rules *rules,
                             struct str before)
{
    for (int slot = 0; slot < (int)rules->rule_count && !run_over(&fill->run); slot++) {
        const struct rule *rule = rules->rules[slot];
        const struct slot *at = &record->slots[slot];
        const bool inside = rule->inner != NULL && rule->inner->has_past && at->state == SLOT_SET;
        if (rule->previous.len > 0)
            take_past_scalar(fill, record, slot, before);
        else if (inside && rule->kind == RULE_GROUP)
            take_past_record(fill, at->value.record, rule->inner,
                             path_below(fill, before, rules->shape->fields[slot].name));
        else if (inside && rule->kind == RULE_LIST)
            take_items(fill, rule, at, path_below(fill, before, rules->shape->fields[slot].name));
    }
}

void take_past(struct fill *fill)
{
    const struct model_past *past = fill->past;
    const struct model *model = fill->model;
    if (!model->rules->has_past)
        return;
    if (past != NULL && past->is_there && !str_equal(past->kind, model->kind)) {
        run_refuse(&fill->run, MSG_MODEL_PREVIOUS_KIND, ((struct place){past->file, 0, 0}),
                   STR_ARGS(past->kind), STR_ARGS(model->kind));
        return;
    }
    const bool is_there = past != NULL && past->is_there;
    take_past_record(fill, fill->record, model->rules, is_there ? STR("") : (struct str){NULL, 0});
}
