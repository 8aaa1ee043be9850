/*
 * One fault, one message: what only follows from a fault that was told is silent.
 *
 * Asked is the stated state (doubt.c): there every figure that was told wrong is as the input states it, or
 * not known where it broke a limit or a check.  What is wrong only in the other state, or cannot be known in
 * that one, follows.
 *
 * A formula that cannot be evaluated (a division by zero, dates in the wrong order) is found before the
 * checks are made that say why.  So its messages are held back to the end, and come only when nothing that it
 * reads was told wrong; then what it reads is, so that one division by zero is told once, not for each share
 * of it.
 */
#include "model/proofs/proofs_int.h"

#include <string.h>

/* --- holding back --- */

static size_t messages(const struct fill *fill)
{
    const struct diag_entry *entries;
    return diag_entries(fill->run.diag, &entries);
}

static void keep_fault(struct fill *fill, struct fault fault)
{
    RUN_APPEND(&fill->run, fill->faults, fill->fault_count, fill->fault_capacity, &fault);
}

void hold_fault(struct fill *fill, size_t n, const struct check *check, struct record *record)
{
    struct fault fault = {.check = check, .record = record, .slot = -1};
    size_t count = messages(fill) - n;
    if (fill->eval->failed_record != NULL) {
        fault.check = NULL;
        fault.record = fill->eval->failed_record;
        fault.slot = fill->eval->failed_slot;
    }
    fault.entries = RUN_NEW_ARRAY(&fill->run, count, struct diag_entry);
    if (fault.entries != NULL && count > 0) {
        fault.count = diag_take(fill->run.diag, n, fault.entries);
        keep_fault(fill, fault);
    }
}

void hold_condition(struct fill *fill, const struct check *check, struct record *record, struct expr_spot at)
{
    keep_fault(fill, (struct fault){.check = check,
                                    .record = at.record != NULL ? at.record : record,
                                    .slot = at.record != NULL ? at.slot : -1,
                                    .condition = true});
}

void value_note(struct fill *fill, enum status status)
{
    run_note(&fill->run, status == FAILED && fill->draft ? OK : status);
}

enum status wanted_value(struct fill *fill, struct record *record, int slot, struct value *ret_value)
{
    size_t n = messages(fill);
    fill->eval->failed_record = NULL;
    enum status status = record_value(record, slot, fill->eval, ret_value);
    if (status == FAILED)
        hold_fault(fill, n, NULL, record);
    value_note(fill, status);
    return status;
}

/* --- following --- */

/* Of a record that was made for a list: what the list's maker gives it. */
static enum status made_value(const struct record *record, int slot, struct eval *eval,
                              struct value *ret_value)
{
    struct value list;
    int holder = record_slot_in_parent(record);
    enum status status = holder < 0 ? FAILED : record_value(record->parent, holder, eval, &list);
    if (status != OK || record->index >= list.list.count)
        return status == OK ? FAILED : status;
    const struct slot *at = &list.list.items[record->index].record->slots[slot];
    *ret_value = at->value;
    return at->state == SLOT_SET ? OK : FAILED;
}

enum status formula_value(struct record *record, int slot, struct eval *eval, struct value *ret_value)
{
    return record->shape->fields[slot].is == NULL ? made_value(record, slot, eval, ret_value)
                                                  : field_compute(record, slot, eval, ret_value);
}

bool value_follows(struct fill *fill, struct record *record, int slot)
{
    const struct doubt *doubt = record->slots[slot].doubt;
    struct eval *stated = stated_state(fill);
    struct value value;
    if (stated == NULL || (doubt != NULL && doubt->own))
        return stated != NULL;
    enum status status = record_value(record, slot, stated, &value);
    run_note(&fill->run, status == NO_MEMORY ? status : OK);
    return stated->doubt;
}

static bool fault_follows(struct fill *fill, const struct fault *fault)
{
    struct value value;
    if (fault->check != NULL)
        return check_follows(fill, fault->check, fault->record);
    struct eval *stated = stated_state(fill);
    if (stated == NULL || fault->slot < 0)
        return false;
    enum status status = formula_value(fault->record, fault->slot, stated, &value);
    run_note(&fill->run, status == NO_MEMORY ? status : OK);
    return status == OK || stated->doubt;
}

/* --- telling --- */

/* Figures that the expression reads by itself come into doubt; what it reports was told. */
static void mark_read(struct fill *fill, const struct expr *expr, struct record *record)
{
    struct value ignored;
    struct diag_entry dropped[DIAG_LIMIT];
    size_t n = messages(fill);
    fill->eval->mark = true;
    enum status status = expr_eval(expr, fill->eval, record, &ignored);
    fill->eval->mark = false;
    (void)diag_take(fill->run.diag, n, dropped);
    run_note(&fill->run, status == NO_MEMORY ? status : OK);
    fill->doubted = fill->stale = true;
}

/* Every figure that the check reads comes into doubt. */
static void mark_all_read(struct fill *fill, const struct check *check, struct record *record)
{
    mark_read(fill, check->that, record);
    if (check->other != NULL)
        mark_read(fill, check->other, record);
}

static void mark_condition(struct fill *fill, const struct fault *fault)
{
    if (fault->slot >= 0)
        fill_disagree(fill, fault->record, fault->slot, NULL);
    else
        mark_all_read(fill, fault->check, fault->record);
}

/* The same of the same place, though another formula found it. */
static bool says_same(const struct diag_entry *a, const struct diag_entry *b)
{
    const char *end = strstr(a->text.ptr, "（计算“");
    end = end == NULL ? strstr(a->text.ptr, "（公式见") : end;
    size_t len = end == NULL ? a->text.len : (size_t)(end - a->text.ptr);
    return a->code == b->code && a->place.line == b->place.line && a->place.column == b->place.column &&
           len <= b->text.len && memcmp(a->text.ptr, b->text.ptr, len) == 0;
}

static bool was_told(const struct fill *fill, const struct fault *fault)
{
    const struct diag_entry *entries;
    size_t count = diag_entries(fill->run.diag, &entries);
    for (size_t i = 0; i < count && fault->count == 1; i++)
        if (says_same(&entries[i], &fault->entries[0]))
            return true;
    return false;
}

static void tell_fault(struct fill *fill, const struct fault *fault)
{
    for (size_t i = 0; i < fault->count; i++)
        diag_put(fill->run.diag, &fault->entries[i]);
    if (fault->check != NULL)
        mark_all_read(fill, fault->check, fault->record);
    else if (fault->slot >= 0)
        mark_read(fill, fault->record->shape->fields[fault->slot].is, fault->record);
}

void faults_tell(struct fill *fill)
{
    for (size_t i = 0; i < fill->fault_count; i++)
        if (fill->faults[i].condition)
            mark_condition(fill, &fill->faults[i]);
    for (size_t i = 0; i < fill->fault_count && !run_over(&fill->run); i++) {
        const struct fault *fault = &fill->faults[i];
        if (!fault->condition && !fault_follows(fill, fault) && !was_told(fill, fault))
            tell_fault(fill, fault);
        value_note(fill, fault->condition ? OK : FAILED);
    }
}
