/*
 * What the input states of a field that has a value in the record of the period before: both must be the same, or one
 * of two papers is wrong.  The record's value stands, as a computed one does.
 */
#include "model/proofs/proofs_int.h"
#include "model/messages.def"

void prove_past(struct fill *fill, struct record *record, int slot, const struct value *value,
                const struct model_past_figure *figure)
{
    struct run *run = &fill->run;
    struct slot *at = &record->slots[slot];
    const struct value stated = at->value;
    const enum rule_kind kind = rule_of(record, slot)->kind;
    const bool agree = value_equal(&stated, value);
    const bool wanted = finding_wanted(fill, agree ? VERDICT_OK : VERDICT_ERROR);
    if (agree && !wanted)
        return;
    const struct proved proved = {.check = STR("写明的与上期记录一致"),
                                  .place = at->place,
                                  .record = record,
                                  .slot = slot,
                                  .stated = value_text(run, kind, &stated, 0),
                                  .computed = value_text(run, kind, value, 0),
                                  .difference = STR(""),
                                  .verdict = agree ? VERDICT_OK : VERDICT_ERROR};
    if (run->stop != OK)
        return;
    if (!agree) {
        (void)run_report_field(run, record, slot, MSG_MODEL_PREVIOUS_DISAGREES, at->place,
                               STR_ARGS(proved.stated), STR_ARGS(figure->path), STR_ARGS(proved.computed),
                               figure->place.file, figure->place.line);
        at->value = *value;
        fill_disagree(fill, record, slot, &stated);
    }
    if (wanted)
        finding_add(fill, &proved);
}
