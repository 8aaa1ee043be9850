/*
 * A signature as a whole: who, when, and what of it is right.
 *
 * The time that counts is that of a time stamp which is right (and whose own certificate leads to a root, where roots
 * are given), else what the signer says in the signature, else what the paper says.
 */
#include "sign/proof/proof.h"
#include "sign/proof/proof_int.h"

#include <openssl/evp.h>
#include <openssl/x509v3.h>

enum { KEY_NAME_MOST = 200, RSA_LEAST = 2048, CURVE_LEAST = 224, DIGEST_LEAST = 32 /* bytes */ };

static enum status copy(struct arena *arena, const char *text, struct str *ret_text)
{
    *ret_text = arena_copy(arena, str_of(text != NULL ? text : ""));
    return ret_text->ptr == NULL ? NO_MEMORY : OK;
}

/* "RSA 2048", "EC prime256v1", "SM2". */
static enum status read_key(struct arena *arena, EVP_PKEY *key, struct proof *proof)
{
    char curve[KEY_NAME_MOST] = "";
    if (key == NULL)
        return copy(arena, "", &proof->key_name);
    const bool is_rsa = EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS");
    proof->is_weak = proof->is_weak || EVP_PKEY_get_bits(key) < (is_rsa ? RSA_LEAST : CURVE_LEAST);
    const char *name = EVP_PKEY_get0_type_name(key);
    if (!is_rsa)
        (void)EVP_PKEY_get_group_name(key, curve, sizeof curve, NULL);
    struct str text = is_rsa ? arena_printf(arena, "%s %d", name, EVP_PKEY_get_bits(key))
                      : curve[0] != '\0' && !EVP_PKEY_is_a(key, "SM2")
                          ? arena_printf(arena, "%s %s", name, curve)
                          : arena_copy(arena, str_of(name));
    proof->key_name = text;
    return text.ptr == NULL ? NO_MEMORY : OK;
}

static enum status read_digest(struct arena *arena, const struct seal *seal, struct proof *proof)
{
    X509_ALGOR *digest = NULL;
    CMS_SignerInfo_get0_algs(seal->signer, NULL, NULL, &digest, NULL);
    const int nid = OBJ_obj2nid(digest->algorithm);
    char text[KEY_NAME_MOST];
    proof->is_weak =
        seal->digest != NULL && EVP_MD_get_size(seal->digest) < DIGEST_LEAST && nid != NID_sha224;
    if (nid == NID_undef)
        (void)OBJ_obj2txt(text, sizeof text, digest->algorithm, 1);
    return copy(arena, nid == NID_undef ? text : OBJ_nid2sn(nid), &proof->digest_name);
}

/* unknown: the certificate does not say what it is for. */
static enum proof_verdict prove_use(X509 *certificate)
{
    const uint32_t use = X509_get_key_usage(certificate);
    if (use == UINT32_MAX)
        return PROOF_UNKNOWN;
    return (use & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0 ? PROOF_GOOD : PROOF_BAD;
}

static enum status prove_stamp(struct arena *arena, const struct proof_ask *ask, const struct seal *seal,
                               struct proof *proof)
{
    struct stamp stamp;
    struct str der;
    const ASN1_OCTET_STRING *signature = CMS_SignerInfo_get0_signature(seal->signer);
    const struct proof_signed what = {
        {{(const char *)ASN1_STRING_get0_data(signature), (size_t)ASN1_STRING_length(signature)}, STR("")}};
    if (!stamp_of_seal(seal, &der))
        return OK;
    enum status status = stamp_prove(arena, der, &what, ask, &stamp);
    if (status != OK)
        return status;
    proof->stamp = stamp.good;
    proof->stamp_name = stamp.name;
    proof->stamp_chain = stamp.chain;
    if (stamp.good == PROOF_GOOD && stamp.chain != PROOF_BAD) {
        proof->time_from = PROOF_TIME_STAMP;
        proof->time = stamp.time;
    }
    return OK;
}

static void prove_revocation(const struct proof_ask *ask, const struct seal *seal, struct proof *proof)
{
    STACK_OF(X509_CRL) *own = CMS_get1_crls(seal->cms);
    const struct revocation found = revocation_find(
        seal->certificate, &(struct revocation_ask){seal->others, ask->roots, ask->lists, own, proof->time});
    sk_X509_CRL_pop_free(own, X509_CRL_free);
    proof->revoked_since = found.since;
    proof->revocation = !found.is_asked                          ? PROOF_UNKNOWN
                        : revocation_is_bad(&found, proof->time) ? PROOF_BAD
                                                                 : PROOF_GOOD;
}

static enum status prove_certificate(struct arena *arena, const struct proof_ask *ask,
                                     const struct seal *seal, struct proof *proof)
{
    struct chain chain;
    enum status status = certificate_read(arena, seal->certificate, &proof->certificate);
    if (status == OK)
        status = read_key(arena, X509_get0_pubkey(seal->certificate), proof);
    if (status != OK)
        return status;
    const struct proof_certificate *facts = &proof->certificate;
    proof->has_certificate = true;
    proof->use = prove_use(seal->certificate);
    proof->is_early = proof->time != PROOF_NO_TIME && proof->time < facts->from;
    proof->valid = proof->time == PROOF_NO_TIME                 ? PROOF_UNKNOWN
                   : proof->is_early || proof->time > facts->to ? PROOF_BAD
                                                                : PROOF_GOOD;
    const struct chain_ask way = {seal->certificate, seal->others, proof->time, ask->is_stamp, ask->lists};
    status = chain_prove(arena, ask->roots, &way, &chain);
    proof->chain = chain.verdict;
    proof->chain_reason = chain.reason;
    prove_revocation(ask, seal, proof);
    return status;
}

/* A document's time stamp: the same by another way. */
static enum status prove_document_stamp(struct arena *arena, const struct proof_ask *ask, struct proof *proof)
{
    struct stamp stamp;
    enum status status = stamp_prove(arena, ask->contents,
                                     &(struct proof_signed){{ask->parts[0], ask->parts[1]}}, ask, &stamp);
    if (status != OK)
        return status;
    proof->digest = proof->signature = stamp.good;
    proof->time = stamp.time;
    proof->time_from = stamp.time == PROOF_NO_TIME ? PROOF_TIME_NONE : PROOF_TIME_STAMP;
    return OK;
}

static void say_time(const struct proof_ask *ask, const struct seal *seal, struct proof *proof)
{
    const int64_t own = seal_time(seal);
    proof->time = own != PROOF_NO_TIME ? own : ask->said;
    proof->time_from = own != PROOF_NO_TIME         ? PROOF_TIME_SIGNER
                       : ask->said != PROOF_NO_TIME ? PROOF_TIME_PAPER
                                                    : PROOF_TIME_NONE;
}

static enum status prove_all(struct arena *arena, const struct proof_ask *ask, const struct seal *seal,
                             struct proof *proof)
{
    const struct proof_signed what = {{ask->parts[0], ask->parts[1]}};
    enum status status = read_digest(arena, seal, proof);
    if (status != OK)
        return status;
    if (ask->is_stamp) {
        status = prove_document_stamp(arena, ask, proof);
    } else {
        ASN1_OCTET_STRING **content = CMS_get0_content(seal->cms);
        say_time(ask, seal, proof);
        proof->digest = content != NULL && *content != NULL ? PROOF_BAD : seal_prove_digest(seal, &what);
        proof->signature = seal_prove_signature(seal, &what);
        if (!seal_has_attributes(seal) && proof->digest != PROOF_BAD)
            proof->digest = proof->signature;
        status = prove_stamp(arena, ask, seal, proof);
    }
    proof->named = seal_prove_named(seal, ask->roots);
    if (proof->named == PROOF_UNKNOWN && ask->is_cades)
        proof->named = PROOF_BAD;
    return status == OK && seal->certificate != NULL ? prove_certificate(arena, ask, seal, proof) : status;
}

enum status proof_make(struct arena *arena, const struct proof_ask *ask, struct proof *ret_proof)
{
    struct seal seal;
    struct proof proof = {.time = PROOF_NO_TIME,
                          .revoked_since = PROOF_NO_TIME,
                          .digest_name = STR(""),
                          .key_name = STR(""),
                          .stamp_name = STR(""),
                          .chain_reason = STR("")};
    enum status status = OK;
    proof.signers = seal_open(ask->contents, &seal);
    if (proof.signers == 1) {
        status = prove_all(arena, ask, &seal, &proof);
        seal_close(&seal);
    }
    *ret_proof = proof;
    return status;
}
