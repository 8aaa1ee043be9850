/* The door of the wing proofs: what the input states against what the model says of it. */
#ifndef CHENGWEN_MODEL_PROOFS_H
#define CHENGWEN_MODEL_PROOFS_H

#include "model/model_int.h"

void prove_all(struct fill *fill);
/* The slot is stated, and the record before has this value for it (past.c). */
void prove_past(struct fill *fill, struct record *record, int slot, const struct value *value,
                const struct model_past_figure *figure);
/* limits.c: all of it, or what was not looked at by check_inputs. */
void compute_record(struct fill *fill, struct record *record);
void check_record(struct fill *fill, struct record *record, const struct rules *rules);
/* What was reported without a proof (a formula that failed, words that are no amount, a field that is
 * missing) becomes a finding too, so that one list has all. */
void findings_add_faults(struct fill *fill);
/* Path in words; "全文" for the outermost record itself. */
struct str path_in_words(struct run *run, const struct record *record, int slot);
/* figure_print into the arena; empty when memory fails, which stops the run. */
struct str figure_text(struct run *run, const struct number *number, int decimals);
/* A value as an input would write it; a list with 、 between. */
struct str value_text(struct run *run, enum rule_kind kind, const struct value *value, int decimals);
/* Drafts: what comes out otherwise in the stated state is in doubt too (doubt.c). */
void spread_doubt(struct fill *fill);
/* record_value, its status noted but for a draft, where a formula that fails is no reason to stop; then its
 * messages are held back. */
enum status wanted_value(struct fill *fill, struct record *record, int slot, struct value *ret_value);
/* Tells those that do not follow from what was told. */
void faults_tell(struct fill *fill);

#endif
