/*
 * The <check>s of the model, in every record, outer before inner: what must hold, and the author's words when
 * it does not.
 */
#include "model/model_int.h"

#include <string.h>

struct place input_place(const struct record *record, struct place place)
{
    bool same = place.line > 0 && place.file != NULL && record->place.file != NULL &&
                strcmp(place.file, record->place.file) == 0;
    return same ? place : record->place;
}

static void report(struct fill *fill, enum severity severity, struct place place, struct str text)
{
    if (severity == SEVERITY_ERROR) {
        diag_report(fill->run.diag, MSG_CHECK_FAILED, place, text.ptr);
        run_note(&fill->run, FAILED);
    } else if (severity == SEVERITY_WARNING) {
        diag_report(fill->run.diag, MSG_CHECK_WARNING, place, text.ptr);
    } else {
        diag_report(fill->run.diag, MSG_CHECK_NOTICE, place, text.ptr);
    }
}

/* The message in words; when it cannot be told (expr has reported why), the condition itself. */
static enum status message_of(struct fill *fill, const struct check *check, struct record *record,
                              struct str *ret_text)
{
    enum { MESSAGE_MAX = 1 << 16 };
    struct buf text;
    buf_init(&text, MESSAGE_MAX);
    struct str clean = attribute_text(check->source, "that");
    enum status status = pattern_eval(check->message, fill->eval, record, &text);
    bool told = status == OK;
    run_note(&fill->run, status);
    if (told) {
        status = text_clean(fill->run.arena, buf_str(&text), &clean);
    }
    if (status != NO_MEMORY) {
        clean = arena_copy(fill->run.arena, clean);
        status = clean.ptr == NULL ? NO_MEMORY : OK;
    }
    buf_clear(&text);
    if (status == OK) {
        *ret_text = clean;
    }
    return status;
}

static void run_check(struct fill *fill, const struct check *check, struct record *record)
{
    struct value holds;
    enum status status = expr_eval(check->that, fill->eval, record, &holds);
    run_note(&fill->run, status);
    if (status != OK || holds.yesno) {
        return;
    }
    struct place place = record->place;
    if (check->at != NULL) {
        place = input_place(record, expr_origin(check->at, fill->eval, record));
    }
    struct str text;
    status = message_of(fill, check, record, &text);
    run_note(&fill->run, status);
    if (status == OK) {
        report(fill, check->severity, place, text);
    }
}

void check_record(struct fill *fill, struct record *record, const struct rules *rules)
{
    for (size_t i = 0; i < rules->check_count && !run_over(&fill->run); i++) {
        run_check(fill, &rules->checks[i], record);
    }
    for (size_t i = 0; i < rules->rule_count && !run_over(&fill->run); i++) {
        const struct rule *rule = rules->rules[i];
        const struct slot *slot = &record->slots[i];
        if (rule->kind == RULE_GROUP && slot->state == SLOT_SET) {
            check_record(fill, slot->value.record, rule->inner);
        } else if (rule->kind == RULE_LIST && slot->state == SLOT_SET) {
            for (size_t j = 0; j < slot->value.list.count && !run_over(&fill->run); j++) {
                check_record(fill, slot->value.list.items[j].record, rule->inner);
            }
        }
    }
}
