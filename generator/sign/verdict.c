/*
 * What is wrong with a signature, from what is known of it.
 */
#include "sign/changes/changes.h"
#include "sign/file/file.h"
#include "sign/messages.def"
#include "sign/proof/proof.h"
#include "sign/sign_int.h"

static void add_if(struct look *look, bool wrong, const struct message *fault)
{
    if (wrong && look->fault_count < LOOK_FAULTS_MOST)
        look->faults[look->fault_count++] = fault;
}

/* What it covers: where that is not sure, nothing else can be. */
static bool judge_range(struct look *look)
{
    static const struct {
        enum sign_range_fault fault;
        const struct message *message;
    } faults[] = {{SIGN_RANGE_MISSING, MSG_SIGN_FAULT_RANGE}, {SIGN_RANGE_START, MSG_SIGN_FAULT_START},
                  {SIGN_RANGE_GAP, MSG_SIGN_FAULT_GAP},       {SIGN_RANGE_LONG, MSG_SIGN_FAULT_LONG},
                  {SIGN_RANGE_END, MSG_SIGN_FAULT_END},       {SIGN_RANGE_LATE, MSG_SIGN_FAULT_LATE}};
    for (size_t i = 0; i < ARRAY_COUNT(faults); i++)
        add_if(look, look->seal->fault == faults[i].fault, faults[i].message);
    if (look->seal->fault == SIGN_RANGE_GOOD)
        add_if(look, !look->is_of_field, MSG_SIGN_FAULT_FIELD);
    return look->seal->fault == SIGN_RANGE_GOOD;
}

static void judge_proof(struct look *look)
{
    const struct proof *proof = look->proof;
    if (!look->is_known || proof->signers != 1) {
        add_if(look, !look->is_known, MSG_SIGN_FAULT_FORMAT);
        add_if(look, look->is_known && proof->signers <= 1, MSG_SIGN_FAULT_READ);
        add_if(look, look->is_known && proof->signers > 1, MSG_SIGN_FAULT_SIGNERS);
        return;
    }
    add_if(look, proof->digest == PROOF_BAD, MSG_SIGN_FAULT_DIGEST);
    add_if(look, proof->digest == PROOF_UNKNOWN, MSG_SIGN_FAULT_ALGORITHM);
    if (!proof->has_certificate) {
        add_if(look, true, MSG_SIGN_FAULT_CERTIFICATE);
        return;
    }
    add_if(look, proof->signature == PROOF_BAD, MSG_SIGN_FAULT_SIGNATURE);
    add_if(look, proof->signature == PROOF_UNKNOWN && proof->digest != PROOF_UNKNOWN,
           MSG_SIGN_FAULT_ALGORITHM);
    add_if(look, proof->is_weak, MSG_SIGN_FAULT_WEAK);
    add_if(look, proof->named == PROOF_BAD, MSG_SIGN_FAULT_NAMED);
    add_if(look, proof->use == PROOF_BAD, MSG_SIGN_FAULT_USE);
    add_if(look, proof->valid == PROOF_BAD, proof->is_early ? MSG_SIGN_FAULT_EARLY : MSG_SIGN_FAULT_EXPIRED);
    add_if(look, proof->revocation == PROOF_BAD, MSG_SIGN_FAULT_REVOKED);
    add_if(look, proof->chain == PROOF_BAD && proof->valid != PROOF_BAD, MSG_SIGN_FAULT_CHAIN);
    add_if(look, proof->stamp == PROOF_BAD, MSG_SIGN_FAULT_STAMP);
    add_if(look, proof->stamp == PROOF_GOOD && proof->stamp_chain == PROOF_BAD, MSG_SIGN_FAULT_STAMP_CHAIN);
}

void look_judge(struct look *look)
{
    bool all = true;
    if (!judge_range(look))
        return;
    judge_proof(look);
    for (size_t i = 0; i < look->change_count; i++)
        all = all && look->changes[i].is_allowed;
    add_if(look, !all, MSG_SIGN_FAULT_CHANGES);
}
