/*
 * What is known of signatures, told to programs: one line of JSON.
 */
#include "sign/changes/changes.h"
#include "sign/file/file.h"
#include "sign/messages.def"
#include "sign/proof/proof.h"
#include "sign/sign_int.h"

static const char *const VERDICTS[] = {
    [PROOF_UNKNOWN] = "unknown", [PROOF_GOOD] = "good", [PROOF_BAD] = "bad"};
static const char *const TIMES[] = {[PROOF_TIME_NONE] = "none",
                                    [PROOF_TIME_PAPER] = "paper",
                                    [PROOF_TIME_SIGNER] = "signer",
                                    [PROOF_TIME_STAMP] = "stamp"};

/* 2026-06-01 04:00:00, in UTC */
static void add_time(struct buf *out, const char *name, int64_t time)
{
    struct buf text = BUF(LOOK_TEXT_MOST);
    if (time != PROOF_NO_TIME) {
        proof_date_write(time, 0, &text);
        buf_add_json_member(out, name, buf_str(&text));
    }
    buf_clear(&text);
}

static void add_proof(const struct proof *proof, struct buf *out)
{
    const struct proof_certificate *who = &proof->certificate;
    if (proof->signers != 1)
        return;
    if (proof->has_certificate) {
        buf_add_json_member(out, "signer", who->name);
        buf_add_json_member(out, "organisation", who->organisation);
        buf_add_json_member(out, "issuer", who->issuer);
        buf_add_json_member(out, "serial", who->serial);
        add_time(out, "from", who->from);
        add_time(out, "to", who->to);
        buf_add_json_member(out, "key", proof->key_name);
    }
    add_time(out, "time", proof->time);
    buf_add_json_member(out, "time_by", str_of(TIMES[proof->time_from]));
    buf_add_json_member(out, "digest_algorithm", proof->digest_name);
    add_time(out, "revoked_since", proof->revoked_since);
    const struct {
        const char *name;
        enum proof_verdict verdict;
    } verdicts[] = {
        {"digest", proof->digest},    {"signature", proof->signature},    {"certificate_named", proof->named},
        {"valid_then", proof->valid}, {"revocation", proof->revocation},  {"chain", proof->chain},
        {"stamp", proof->stamp},      {"stamp_chain", proof->stamp_chain}};
    for (size_t i = 0; i < ARRAY_COUNT(verdicts); i++)
        buf_add_json_member(out, verdicts[i].name, str_of(VERDICTS[verdicts[i].verdict]));
}

static void add_changes(const struct look *look, struct buf *out)
{
    struct buf text = BUF(LOOK_TEXT_MOST);
    buf_add_text(out, ",\"changes\":[");
    for (size_t i = 0; i < look->change_count; i++) {
        const struct look_change *one = &look->changes[i];
        buf_reset(&text);
        change_write(one->change, &text);
        buf_printf(out, "%s{\"revision\":%zu,\"allowed\":%s,\"kind\":\"%s\"", i > 0 ? "," : "",
                   one->revision + 1, one->is_allowed ? "true" : "false",
                   CHANGE_WORDS[one->change->kind].name);
        if (one->change->page > 0)
            buf_printf(out, ",\"page\":%u", one->change->page);
        if (one->change->name.len > 0)
            buf_add_json_member(out, "name", one->change->name);
        buf_add_json_member(out, "text", buf_str(&text));
        buf_add_char(out, '}');
    }
    buf_add_char(out, ']');
    buf_clear(&text);
}

static void add_one(const struct looks *looks, const struct look *look, struct buf *out)
{
    const struct sign_file_facts *facts = sign_file_facts(looks->file);
    const struct sign_seal *seal = look->seal;
    buf_printf(out, "{\"valid\":%s", look->fault_count == 0 ? "true" : "false");
    buf_add_json_member(out, "field", look->field->name);
    if (look->field->widget_count > 0)
        buf_printf(out, ",\"page\":%u", look->field->widgets[0].page);
    if (look->reason.len > 0)
        buf_add_json_member(out, "reason", look->reason);
    if (look->location.len > 0)
        buf_add_json_member(out, "location", look->location);
    buf_add_json_member(out, "format", str_slice(look->format, 1, look->format.len));
    if (seal->fault == SIGN_RANGE_GOOD)
        buf_printf(out, ",\"range\":[0,%zu,%zu,%zu],\"whole\":%s,\"revision\":%zu,\"bytes_after\":%zu",
                   seal->gap, seal->behind, seal->end - seal->behind,
                   seal->end == facts->bytes.len ? "true" : "false", seal->revision + 1,
                   facts->bytes.len - seal->end);
    add_proof(look->proof, out);
    add_changes(look, out);
    buf_add_text(out, ",\"faults\":[");
    for (size_t i = 0; i < look->fault_count; i++) {
        buf_add_text(out, i > 0 ? "," : "");
        buf_add_json(out, str_of(look->faults[i]->text));
    }
    buf_add_text(out, "]}");
}

/* The first; its place only where that is another file. */
static void add_error(const struct looks *looks, const struct diag *diag, struct buf *out)
{
    const struct diag_entry *entries;
    const size_t count = diag_entries(diag, &entries);
    struct buf text = BUF(LOOK_TEXT_MOST);
    size_t i = 0;
    while (i < count && entries[i].code->severity != SEVERITY_ERROR)
        i++;
    if (i < count && strcmp(entries[i].place.file, looks->path) != 0) {
        buf_add_place(&text, entries[i].place);
        buf_add_text(&text, ": ");
    }
    if (i < count)
        buf_add_str(&text, entries[i].text);
    else if (!looks->is_read)
        buf_add_text(&text, MSG_SIGN_MEMORY->text);
    if (text.len > 0)
        buf_add_json_member(out, "error", buf_str(&text));
    buf_clear(&text);
}

static void add_all(const struct looks *looks, struct buf *out)
{
    buf_printf(out, ",\"revisions\":%zu,\"signatures\":[", sign_file_facts(looks->file)->count);
    for (size_t i = 0; i < looks->count; i++) {
        buf_add_text(out, i > 0 ? "," : "");
        add_one(looks, &looks->items[i], out);
    }
    buf_add_text(out, "],\"empty\":[");
    for (size_t i = 0; i < looks->empty_count; i++) {
        buf_add_text(out, i > 0 ? "," : "");
        buf_add_json(out, looks->empty[i]->name);
    }
    buf_add_char(out, ']');
}

void looks_tell_json(const struct looks *looks, const struct diag *diag, struct buf *out)
{
    bool good = looks->is_read && looks->count > 0 && looks->lost_count == 0;
    for (size_t i = 0; i < looks->count; i++)
        good = good && looks->items[i].fault_count == 0;
    buf_printf(out, "{\"valid\":%s", good ? "true" : "false");
    buf_add_json_member(out, "file", str_of(looks->path));
    if (looks->is_read)
        add_all(looks, out);
    add_error(looks, diag, out);
    buf_add_text(out, "}\n");
}
