/*
 * Whether a certificate was revoked, as far as lists of revoked ones (CRL) and answers of OCSP that are at hand say so.
 * Nothing is fetched.
 *
 * Of a certificate speaks what is of its issuer, by name and, where the issuer's certificate is at hand, by its key:
 * what another key signed is passed over, since anybody may put such a list into a file.  Where it is not at hand, or
 * the list is signed with SM2 (OpenSSL 3.0 proves it under an empty identity), the word is taken: nothing vouches for
 * the signer then either, and a signer who is said to be revoked is not called good.
 *
 * Who is named as revoked is revoked, whatever list says so; who is not named is good by a list alone that would name
 * him (scope.c) and that had not run out by then.  A hold may be lifted (RFC 5280, 5.3.1): by a newer word that does not
 * have it and that is for the time which is asked for; nobody's word but the issuer's own, proved, does that.
 */
#include "sign/proof/proof_int.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>

struct proof_lists {
    struct arena *arena;
    X509_CRL **lists;
    size_t list_count, list_capacity;
    OCSP_BASICRESP **answers;
    size_t answer_count, answer_capacity;
};

enum status proof_lists_open(struct arena *arena, struct proof_lists **ret_lists)
{
    struct proof_lists *lists = ARENA_NEW(arena, struct proof_lists);
    if (lists == NULL)
        return NO_MEMORY;
    lists->arena = arena;
    *ret_lists = lists;
    return OK;
}

void proof_lists_free(struct proof_lists *lists)
{
    for (size_t i = 0; lists != NULL && i < lists->list_count; i++)
        X509_CRL_free(lists->lists[i]);
    for (size_t i = 0; lists != NULL && i < lists->answer_count; i++)
        OCSP_BASICRESP_free(lists->answers[i]);
    if (lists != NULL)
        lists->list_count = lists->answer_count = 0;
}

enum status proof_lists_add(struct proof_lists *lists, struct str der)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    X509_CRL *list = d2i_X509_CRL(NULL, &at, (long)der.len);
    enum status status = list == NULL ? OK
                                      : ARENA_APPEND(lists->arena, lists->lists, lists->list_count,
                                                     lists->list_capacity, &list);
    if (status != OK)
        X509_CRL_free(list);
    ERR_clear_error();
    return status;
}

enum status proof_lists_add_answer(struct proof_lists *lists, struct str der)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &at, (long)der.len);
    OCSP_BASICRESP *answer = response == NULL ? NULL : OCSP_response_get1_basic(response);
    enum status status = answer == NULL ? OK
                                        : ARENA_APPEND(lists->arena, lists->answers, lists->answer_count,
                                                       lists->answer_capacity, &answer);
    if (status != OK)
        OCSP_BASICRESP_free(answer);
    OCSP_RESPONSE_free(response);
    ERR_clear_error();
    return status;
}

/* --- one certificate --- */

struct asked {
    X509 *certificate;
    X509 *issuer; /* NULL: it is not at hand */
    int64_t time; /* for which it is asked; PROOF_NO_TIME */
    struct revocation *found;
    bool has_hold;
    bool of_holds;  /* of these it is asked now: */
    int64_t lifted; /* the newest word for the time that does not have it on hold */
};

/* What one list or answer says of it. */
struct word {
    enum { WORD_FREE, WORD_HELD, WORD_REVOKED } state;
    bool is_whole; /* free: it would have been named, had it been revoked */
    bool lifts;    /* free: and nothing is left of a hold; who said it is proved */
    int64_t since;
    int64_t from, to; /* when it was said, and how long it holds */
};

/* The one whose name and key issued it. */
static X509 *find_issuer(X509 *certificate, const struct revocation_ask *ask)
{
    STACK_OF(X509) * stacks[] = {ask->others, ask->roots != NULL ? ask->roots->certificates : NULL};
    for (size_t i = 0; i < ARRAY_COUNT(stacks); i++)
        for (int k = 0; k < sk_X509_num(stacks[i]); k++) {
            X509 *one = sk_X509_value(stacks[i], k);
            if (X509_NAME_cmp(X509_get_subject_name(one), X509_get_issuer_name(certificate)) == 0 &&
                X509_verify(certificate, X509_get0_pubkey(one)) == 1)
                return one;
        }
    return NULL;
}

/* Of several the first counts; one that cannot be read is since ever. */
static void add_since(struct revocation *found, int64_t time)
{
    const int64_t since = time == PROOF_NO_TIME ? 0 : time;
    if (!found->is_revoked || since < found->since)
        found->since = since;
    found->is_revoked = true;
}

static bool is_word_for(const struct word *word, int64_t time)
{
    return time == PROOF_NO_TIME || time <= word->to;
}

static void take_word(struct asked *asked, const struct word *word)
{
    struct revocation *found = asked->found;
    if (asked->of_holds) {
        if (word->state == WORD_HELD && (word->from == PROOF_NO_TIME || word->from >= asked->lifted))
            add_since(found, word->since);
        return;
    }
    if (word->state == WORD_REVOKED)
        add_since(found, word->since);
    found->is_asked =
        found->is_asked || word->state != WORD_FREE || (word->is_whole && is_word_for(word, asked->time));
    asked->has_hold = asked->has_hold || word->state == WORD_HELD;
    if (word->state == WORD_FREE && word->lifts && is_word_for(word, asked->time) &&
        (asked->time == PROOF_NO_TIME || word->from <= asked->time) && word->from > asked->lifted)
        asked->lifted = word->from;
}

/* Without an end it holds for the moment. */
static void read_days(const ASN1_TIME *from, const ASN1_TIME *to, struct word *word)
{
    word->from = asn1_seconds(from);
    word->to = to != NULL ? asn1_seconds(to) : word->from;
}

static bool is_hold(const X509_REVOKED *entry)
{
    ASN1_ENUMERATED *reason = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
    const bool held = reason != NULL && ASN1_ENUMERATED_get(reason) == CRL_REASON_CERTIFICATE_HOLD;
    ASN1_ENUMERATED_free(reason);
    return held;
}

static void ask_list(X509_CRL *list, struct asked *asked)
{
    enum { NAMED = 1, TAKEN_OUT };
    X509_REVOKED *entry = NULL;
    const bool proves = asked->issuer != NULL && X509_CRL_get_signature_nid(list) != NID_SM2_with_SM3;
    if (X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_issuer_name(asked->certificate)) != 0 ||
        (proves && X509_CRL_verify(list, X509_get0_pubkey(asked->issuer)) != 1))
        return;
    const int named = X509_CRL_get0_by_cert(list, &entry, asked->certificate);
    struct word word = {.state = named != NAMED   ? WORD_FREE
                                 : is_hold(entry) ? WORD_HELD
                                                  : WORD_REVOKED,
                        .is_whole = list_is_whole(list, asked->certificate)};
    word.lifts = proves && (word.is_whole || named == TAKEN_OUT);
    word.since = named == NAMED ? asn1_seconds(X509_REVOKED_get0_revocationDate(entry)) : PROOF_NO_TIME;
    read_days(X509_CRL_get0_lastUpdate(list), X509_CRL_get0_nextUpdate(list), &word);
    take_word(asked, &word);
}

static bool is_answer_about(const OCSP_CERTID *id, X509 *certificate)
{
    ASN1_OCTET_STRING *name = NULL;
    ASN1_OBJECT *kind = NULL;
    ASN1_INTEGER *serial = NULL;
    unsigned char made[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (OCSP_id_get0_info(&name, &kind, NULL, &serial, (OCSP_CERTID *)id) != 1)
        return false;
    const EVP_MD *digest = EVP_get_digestbyobj(kind);
    return digest != NULL && ASN1_INTEGER_cmp(serial, X509_get0_serialNumber(certificate)) == 0 &&
           X509_NAME_digest(X509_get_issuer_name(certificate), digest, made, &size) == 1 &&
           (size_t)ASN1_STRING_length(name) == size && memcmp(ASN1_STRING_get0_data(name), made, size) == 0;
}

/* By the issuer, or by whom it has made a certificate for answers. */
static bool is_answer_of(OCSP_BASICRESP *answer, X509 *issuer)
{
    X509_STORE *store = X509_STORE_new();
    const bool good = store != NULL && X509_STORE_add_cert(store, issuer) == 1 &&
                      X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME) == 1;
    STACK_OF(X509) *issuers = sk_X509_new_null();
    const bool is_his = good && issuers != NULL && sk_X509_push(issuers, issuer) > 0 &&
                        OCSP_basic_verify(answer, issuers, store, 0) == 1;
    sk_X509_free(issuers);
    X509_STORE_free(store);
    return is_his;
}

static void take_single(OCSP_SINGLERESP *single, bool is_proved, struct asked *asked)
{
    ASN1_GENERALIZEDTIME *since = NULL, *from = NULL, *to = NULL;
    int reason = OCSP_REVOKED_STATUS_NOSTATUS;
    const int state = OCSP_single_get0_status(single, &reason, &since, &from, &to);
    struct word word = {.state = state != V_OCSP_CERTSTATUS_REVOKED              ? WORD_FREE
                                 : reason == OCSP_REVOKED_STATUS_CERTIFICATEHOLD ? WORD_HELD
                                                                                 : WORD_REVOKED,
                        .is_whole = true,
                        .lifts = is_proved,
                        .since = asn1_seconds(since)};
    read_days(from, to, &word);
    if (state == V_OCSP_CERTSTATUS_GOOD || state == V_OCSP_CERTSTATUS_REVOKED)
        take_word(asked, &word);
}

static void ask_answer(OCSP_BASICRESP *answer, struct asked *asked)
{
    const X509_ALGOR *algorithm = OCSP_resp_get0_tbs_sigalg(answer);
    const bool proves = asked->issuer != NULL && OBJ_obj2nid(algorithm->algorithm) != NID_SM2_with_SM3;
    bool is_proved = !proves;
    for (int i = 0; i < OCSP_resp_count(answer); i++) {
        OCSP_SINGLERESP *single = OCSP_resp_get0(answer, i);
        if (!is_answer_about(OCSP_SINGLERESP_get0_id(single), asked->certificate))
            continue;
        is_proved = is_proved || is_answer_of(answer, asked->issuer);
        if (!is_proved)
            return;
        take_single(single, proves, asked);
    }
}

static void ask_all(const struct revocation_ask *ask, struct asked *asked)
{
    for (int i = 0; i < sk_X509_CRL_num(ask->own); i++)
        ask_list(sk_X509_CRL_value(ask->own, i), asked);
    for (size_t i = 0; ask->lists != NULL && i < ask->lists->list_count; i++)
        ask_list(ask->lists->lists[i], asked);
    for (size_t i = 0; ask->lists != NULL && i < ask->lists->answer_count; i++)
        ask_answer(ask->lists->answers[i], asked);
}

struct revocation revocation_find(X509 *certificate, const struct revocation_ask *ask)
{
    struct revocation found = {.since = PROOF_NO_TIME};
    struct asked asked = {.certificate = certificate,
                          .issuer = find_issuer(certificate, ask),
                          .time = ask->time,
                          .found = &found,
                          .lifted = PROOF_NO_TIME};
    ask_all(ask, &asked);
    asked.of_holds = true;
    if (asked.has_hold)
        ask_all(ask, &asked);
    ERR_clear_error();
    return found;
}

bool revocation_is_bad(const struct revocation *revocation, int64_t time)
{
    return revocation->is_revoked && (time == PROOF_NO_TIME || revocation->since <= time);
}

/* --- for who has them as bytes --- */

static X509 *read_certificate(struct str der)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    X509 *certificate = d2i_X509(NULL, &at, (long)der.len);
    if (certificate != NULL)
        certificate_identify(certificate);
    return certificate;
}

enum status proof_revoked(const struct proof_lists *lists, const struct str *certificates, size_t count,
                          int64_t *ret_since)
{
    STACK_OF(X509) *all = sk_X509_new_null();
    bool good = all != NULL;
    for (size_t i = 0; good && i < count; i++) {
        X509 *one = read_certificate(certificates[i]);
        good = one != NULL && sk_X509_push(all, one) > 0;
        if (!good)
            X509_free(one);
    }
    *ret_since = PROOF_NO_TIME;
    if (good && count > 0)
        *ret_since =
            revocation_find(sk_X509_value(all, 0),
                            &(struct revocation_ask){.others = all, .lists = lists, .time = PROOF_NO_TIME})
                .since;
    sk_X509_pop_free(all, X509_free);
    ERR_clear_error();
    return good ? OK : NO_MEMORY;
}
