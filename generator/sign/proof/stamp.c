/*
 * Time stamps (RFC 3161): a CMS whose content says a digest and a time.
 */
#include "sign/proof/proof_int.h"

#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

/* What it is of: the digest of these bytes? */
static bool is_of(TS_TST_INFO *facts, const struct proof_signed *what)
{
    unsigned char made[EVP_MAX_MD_SIZE];
    TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(facts);
    const ASN1_OCTET_STRING *said = TS_MSG_IMPRINT_get_msg(imprint);
    const EVP_MD *digest = EVP_get_digestbyobj(TS_MSG_IMPRINT_get_algo(imprint)->algorithm);
    const size_t size = digest_parts(digest, what, made);
    return size > 0 && EVP_MD_get_size(digest) >= 32 && (size_t)ASN1_STRING_length(said) == size &&
           memcmp(ASN1_STRING_get0_data(said), made, size) == 0;
}

static bool is_right(const struct seal *seal, struct str content, TS_TST_INFO *facts,
                     const struct proof_signed *what)
{
    const struct proof_signed inner = {{content, STR("")}};
    return facts != NULL && OBJ_obj2nid(CMS_get0_eContentType(seal->cms)) == NID_id_smime_ct_TSTInfo &&
           is_of(facts, what) && seal->certificate != NULL && seal_prove_digest(seal, &inner) == PROOF_GOOD &&
           seal_prove_signature(seal, &inner) == PROOF_GOOD &&
           X509_check_purpose(seal->certificate, X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1;
}

enum status stamp_prove(struct arena *arena, struct str der, const struct proof_signed *what,
                        const struct proof_ask *ask, struct stamp *ret_stamp)
{
    struct seal seal;
    struct stamp stamp = {.good = PROOF_BAD, .time = PROOF_NO_TIME, .name = STR("")};
    enum status status = OK;
    if (seal_open(der, &seal) != 1) {
        *ret_stamp = stamp;
        return OK;
    }
    ASN1_OCTET_STRING **content = CMS_get0_content(seal.cms);
    const bool held = content != NULL && *content != NULL;
    const struct str inner = held ? (struct str){(const char *)ASN1_STRING_get0_data(*content),
                                                 (size_t)ASN1_STRING_length(*content)}
                                  : STR("");
    const unsigned char *at = (const unsigned char *)inner.ptr;
    TS_TST_INFO *facts = held ? d2i_TS_TST_INFO(NULL, &at, (long)inner.len) : NULL;
    if (is_right(&seal, inner, facts, what)) {
        struct proof_certificate certificate;
        struct chain chain;
        stamp.time = asn1_seconds(TS_TST_INFO_get_time(facts));
        stamp.good = stamp.time != PROOF_NO_TIME ? PROOF_GOOD : PROOF_BAD;
        status = chain_prove(arena, ask->roots,
                             &(struct chain_ask){seal.certificate, seal.others, stamp.time, true, ask->lists},
                             &chain);
        stamp.chain = chain.verdict;
        if (status == OK)
            status = certificate_read(arena, seal.certificate, &certificate);
        stamp.name = status == OK ? certificate.name : STR("");
    }
    TS_TST_INFO_free(facts);
    seal_close(&seal);
    ERR_clear_error();
    *ret_stamp = stamp;
    return status;
}

bool stamp_of_seal(const struct seal *seal, struct str *ret_der)
{
    const int at = CMS_unsigned_get_attr_by_NID(seal->signer, NID_id_smime_aa_timeStampToken, -1);
    X509_ATTRIBUTE *attribute = at < 0 ? NULL : CMS_unsigned_get_attr(seal->signer, at);
    if (attribute == NULL)
        return false;
    const ASN1_TYPE *value = X509_ATTRIBUTE_get0_type(attribute, 0);
    const bool good = value != NULL && value->type == V_ASN1_SEQUENCE;
    *ret_der = good ? (struct str){(const char *)ASN1_STRING_get0_data(value->value.sequence),
                                   (size_t)ASN1_STRING_length(value->value.sequence)}
                    : STR("");
    return true;
}
