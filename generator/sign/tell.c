/*
 * What is known of signatures, told to people.
 */
#include "sign/changes/changes.h"
#include "sign/file/file.h"
#include "sign/messages.def"
#include "sign/proof/proof.h"
#include "sign/sign_int.h"

enum { BEIJING = 8 * 3600 /* seconds to the east of Greenwich */ };

/* --- changes --- */

void change_write(const struct change *change, struct buf *out)
{
    const struct change_words *words = &CHANGE_WORDS[change->kind];
    const bool named = words->with >= CHANGE_WITH_FIELD && change->name.len > 0;
    if (words->with == CHANGE_WITH_PAGE)
        buf_printf(out, "第 %u 页%s", change->page, words->words);
    else if (named && change->kind == CHANGE_FIELD_LOOK)
        buf_printf(out, "“%.*s”%s", STR_ARGS(change->name), words->words);
    else if (named)
        buf_printf(out, "%s“%.*s”", words->words, STR_ARGS(change->name));
    else
        buf_add_text(out, words->words);
}

static void tell_changes(const struct look *look, struct buf *out)
{
    struct buf text = BUF(LOOK_TEXT_MOST);
    for (size_t i = 0; i < look->change_count; i++) {
        const struct look_change *one = &look->changes[i];
        buf_reset(&text);
        change_write(one->change, &text);
        if (one->is_allowed)
            buf_tell(out, MSG_SIGN_TELL_CHANGE, one->revision + 1, STR_ARGS(buf_str(&text)));
        else
            buf_tell(out, MSG_SIGN_TELL_FORBIDDEN, one->revision + 1, STR_ARGS(buf_str(&text)));
    }
    buf_clear(&text);
}

static void tell_rule(const struct change_rule *rule, struct buf *out)
{
    if (!rule->is_limited)
        return;
    if (rule->level == 1)
        buf_tell(out, MSG_SIGN_TELL_NOTHING);
    else if (rule->level == 2)
        buf_tell(out, MSG_SIGN_TELL_FILLING);
    else
        buf_tell(out, MSG_SIGN_TELL_REMARKS);
}

/* --- the signature itself --- */

static void tell_signer(const struct proof *proof, struct buf *out)
{
    const struct proof_certificate *who = &proof->certificate;
    if (!proof->has_certificate)
        return;
    if (who->organisation.len > 0 && !str_equal(who->organisation, who->name))
        buf_tell(out, MSG_SIGN_TELL_SIGNER_OF, STR_ARGS(who->name), STR_ARGS(who->organisation),
                 STR_ARGS(who->issuer));
    else
        buf_tell(out, MSG_SIGN_TELL_SIGNER, STR_ARGS(who->name), STR_ARGS(who->issuer));
}

static void tell_time(const struct proof *proof, struct buf *out)
{
    struct buf text = BUF(LOOK_TEXT_MOST);
    if (proof->time != PROOF_NO_TIME)
        proof_date_write(proof->time, BEIJING, &text);
    switch (proof->time_from) {
    case PROOF_TIME_NONE:
        buf_tell(out, MSG_SIGN_TELL_NO_TIME);
        break;
    case PROOF_TIME_PAPER:
    case PROOF_TIME_SIGNER:
        if (proof->stamp == PROOF_GOOD)
            buf_tell(out, MSG_SIGN_TELL_TIME_STRANGER, STR_ARGS(buf_str(&text)), STR_ARGS(proof->stamp_name));
        else if (proof->stamp == PROOF_BAD)
            buf_tell(out, MSG_SIGN_TELL_TIME_FALSE, STR_ARGS(buf_str(&text)));
        else
            buf_tell(out, MSG_SIGN_TELL_TIME, STR_ARGS(buf_str(&text)));
        break;
    case PROOF_TIME_STAMP:
        buf_tell(out, MSG_SIGN_TELL_STAMP, STR_ARGS(buf_str(&text)),
                 STR_ARGS(proof->stamp_name.len > 0 ? proof->stamp_name : proof->certificate.name));
        break;
    }
    buf_clear(&text);
}

static void tell_range(const struct looks *looks, const struct look *look, struct buf *out)
{
    const struct sign_file_facts *facts = sign_file_facts(looks->file);
    const struct sign_seal *seal = look->seal;
    const size_t after = facts->bytes.len - seal->end;
    if (after == 0)
        buf_tell(out, MSG_SIGN_TELL_WHOLE, seal->end);
    else
        buf_tell(out, MSG_SIGN_TELL_RANGE, seal->revision + 1, seal->end, after,
                 facts->count - 1 - seal->revision);
}

static void tell_chain(const struct looks *looks, const struct proof *proof, struct buf *out)
{
    if (!looks->has_roots)
        buf_tell(out, MSG_SIGN_TELL_NO_ROOTS);
    else if (proof->chain == PROOF_GOOD)
        buf_tell(out, MSG_SIGN_TELL_CHAIN);
    else
        buf_tell(out, MSG_SIGN_TELL_NO_CHAIN, STR_ARGS(proof->chain_reason));
}

static void tell_revocation(const struct proof *proof, struct buf *out)
{
    struct buf text = BUF(LOOK_TEXT_MOST);
    if (proof->revoked_since == PROOF_NO_TIME)
        return;
    proof_date_write(proof->revoked_since, BEIJING, &text);
    if (proof->revocation == PROOF_BAD)
        buf_tell(out, MSG_SIGN_TELL_REVOKED, STR_ARGS(buf_str(&text)));
    else if (proof->time_from == PROOF_TIME_STAMP)
        buf_tell(out, MSG_SIGN_TELL_REVOKED_LATER, STR_ARGS(buf_str(&text)));
    else
        buf_tell(out, MSG_SIGN_TELL_REVOKED_DOUBT, STR_ARGS(buf_str(&text)));
    buf_clear(&text);
}

static void tell_verdict(const struct look *look, struct buf *out)
{
    struct buf text = BUF(LOOK_TEXT_MOST);
    for (size_t i = 0; i < look->fault_count; i++) {
        buf_add_text(&text, i > 0 ? "；" : "");
        buf_add_text(&text, look->faults[i]->text);
    }
    if (look->fault_count == 0)
        buf_tell(out, MSG_SIGN_TELL_GOOD);
    else
        buf_tell(out, MSG_SIGN_TELL_BAD, STR_ARGS(buf_str(&text)));
    buf_clear(&text);
}

static void tell_one(const struct looks *looks, size_t number, struct buf *out)
{
    const struct look *look = &looks->items[number];
    const struct proof *proof = look->proof;
    const uint32_t page = look->field->widget_count > 0 ? look->field->widgets[0].page : 0;
    const struct str format = look->format.len > 0 ? str_slice(look->format, 1, look->format.len) : STR("");
    if (page > 0)
        buf_tell(out, MSG_SIGN_TELL_ON_PAGE, number + 1, STR_ARGS(look->field->name), page);
    else
        buf_tell(out, MSG_SIGN_TELL_NOWHERE, number + 1, STR_ARGS(look->field->name));
    if (proof->signers == 1) {
        tell_signer(proof, out);
        tell_time(proof, out);
        if (look->reason.len > 0)
            buf_tell(out, MSG_SIGN_TELL_REASON, STR_ARGS(look->reason));
        if (look->location.len > 0)
            buf_tell(out, MSG_SIGN_TELL_LOCATION, STR_ARGS(look->location));
    }
    if (look->seal->fault == SIGN_RANGE_GOOD)
        tell_range(looks, look, out);
    if (proof->has_certificate) {
        buf_tell(out, MSG_SIGN_TELL_FORMAT, STR_ARGS(format), STR_ARGS(proof->digest_name),
                 STR_ARGS(proof->key_name));
        tell_chain(looks, proof, out);
        tell_revocation(proof, out);
    } else {
        buf_tell(out, MSG_SIGN_TELL_ONLY_FORMAT, STR_ARGS(format));
    }
    tell_rule(look->rule, out);
    tell_changes(look, out);
    tell_verdict(look, out);
}

void looks_tell(const struct looks *looks, struct buf *out)
{
    size_t bad = 0;
    if (looks->is_of_several) {
        buf_add_text(out, out->len > 0 ? "\n" : "");
        buf_tell(out, MSG_SIGN_TELL_FILE, looks->path);
    }
    for (size_t i = 0; i < looks->count; i++) {
        tell_one(looks, i, out);
        bad += looks->items[i].fault_count > 0 ? 1 : 0;
    }
    for (size_t i = 0; i < looks->empty_count; i++)
        buf_tell(out, MSG_SIGN_TELL_EMPTY, STR_ARGS(looks->empty[i]->name));
    if (looks->lost_count > 0)
        buf_tell(out, MSG_SIGN_TELL_SOME_LOST, looks->count, bad, looks->lost_count);
    else if (bad == 0)
        buf_tell(out, MSG_SIGN_TELL_ALL_GOOD, looks->count);
    else
        buf_tell(out, MSG_SIGN_TELL_SOME_BAD, looks->count, bad);
}
