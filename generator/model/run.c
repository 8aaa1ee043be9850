/*
 * Going on after a fault: one run over a file shows all its faults, as far as diagnostics keep them; and the
 * names of fields in messages.
 */
#include "model/model_int.h"
#include "model/messages.def"

#include <string.h>

void run_note(struct run *run, enum status status)
{
    if (status == FAILED)
        run->failed = true;
    else if (status != OK && run->stop == OK)
        run->stop = status;
}

void *run_kept(struct run *run, void *memory)
{
    run_note(run, memory == NULL ? NO_MEMORY : OK);
    return memory;
}

enum status run_status(const struct run *run)
{
    if (run->stop != OK)
        return run->stop;
    return run->failed ? FAILED : OK;
}

bool run_over(const struct run *run)
{
    return run->stop != OK || diag_count(run->diag, SEVERITY_ERROR) >= DIAG_LIMIT;
}

const struct rule *rule_of(const struct record *record, int slot)
{
    return record->shape->fields[slot].rule;
}

void slot_hold(struct slot *at, struct record *record, struct place place)
{
    struct value value = {.kind = TYPE_RECORD, .record = record};
    *at = (struct slot){.state = SLOT_SET, .value = value, .place = place};
}

int run_word(struct run *run, const struct attr *attr, const char *name, const struct words *words,
             int otherwise)
{
    int word = otherwise;
    if (attr != NULL && !words_parse(words, attr->value, &word))
        run_note(run, refuse_word(run->diag, attr->place, name, attr->value, words));
    return word;
}

struct value make_list(struct run *run, size_t room)
{
    return (struct value){.kind = TYPE_LIST, .list = {RUN_NEW_ARRAY(run, room, struct value), 0}};
}

void list_append(struct value *list, struct record *record)
{
    if (record != NULL) {
        record->index = list->list.count;
        list->list.items[list->list.count++] = (struct value){.kind = TYPE_RECORD, .record = record};
    }
}

struct str wide_tag(struct str text)
{
    static const char wide[] = "＜";
    const size_t begin = sizeof wide - 1;
    size_t end = begin;
    if (!str_starts(text, wide))
        return STR("");
    end += end < text.len && text.ptr[end] == '/' ? 1 : 0;
    while (end < text.len && ((text.ptr[end] >= 'a' && text.ptr[end] <= 'z') || text.ptr[end] == '_' ||
                              text.ptr[end] == '-' || (text.ptr[end] >= '0' && text.ptr[end] <= '9')))
        end++;
    return str_slice(text, begin, end);
}

void refuse_stray_text(struct run *run, const struct node *text)
{
    if (!node_is_blank(text)) {
        const struct str words = str_trim(text->text), name = wide_tag(words);
        const struct place place = node_text_place(text, (size_t)(words.ptr - text->text.ptr));
        if (name.len > 0)
            run_refuse(run, MSG_MODEL_TAG_WIDE, place, STR_ARGS(name));
        else
            run_refuse(run, MSG_MODEL_STRAY_TEXT, place);
    }
}

bool place_same_file(struct place a, struct place b)
{
    return a.file == b.file || (a.file != NULL && b.file != NULL && strcmp(a.file, b.file) == 0);
}

bool is_share(struct fill *fill, const struct record *record, int slot)
{
    struct value limit;
    const struct number *one = NULL;
    const struct rule *rule = rule_of(record, slot);
    return rule->kind == RULE_NUMBER && !rule->integer && rule->max != NULL &&
           record->shape->fields[slot].type.unit.len == 0 && !expr_names_fields(rule->max) &&
           expr_eval(rule->max, fill->eval, fill->record, &limit) == OK && limit.kind == TYPE_NUMBER &&
           number_of(fill->run.arena, 1, &one) == OK && number_compare(limit.number, one) == 0;
}

/* The only field whose name begins with the text, or that the text begins with. */
static struct str field_begun(const struct shape *shape, struct str name)
{
    enum { LEAST = 3 };
    struct str found = STR("");
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct str own = shape->fields[i].name;
        const size_t len = own.len < name.len ? own.len : name.len;
        if (len < LEAST || !str_equal(str_slice(own, 0, len), str_slice(name, 0, len)))
            continue;
        if (found.len > 0)
            return STR("");
        found = own;
    }
    return found;
}

struct str nearest_field(const struct shape *shape, struct nearest nearest)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        if (str_equal(shape->fields[i].label, nearest.name)) /* written in Chinese, as messages call it */
            return shape->fields[i].name;
        nearest_offer(&nearest, shape->fields[i].name);
    }
    return nearest.best.len > 0 ? nearest.best : field_begun(shape, nearest.name);
}

struct str run_kept_text(struct run *run, struct buf *text)
{
    struct str copy = {NULL, 0};
    run_note(run, buf_keep(text, run->arena, &copy));
    return copy.ptr == NULL ? STR("") : copy;
}

struct str describe(struct run *run, const struct record *record, int slot)
{
    enum { DESCRIBED_MAX = 4096 };
    const struct field *field = &record->shape->fields[slot];
    struct buf text = BUF(DESCRIBED_MAX);
    buf_printf(&text, "“%.*s”（", STR_ARGS(field->label));
    record_path(record, slot, &text);
    buf_add_text(&text, "）");
    return run_kept_text(run, &text);
}
