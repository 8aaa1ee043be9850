/*
 * A CMS with one signature: is the digest that of the bytes, is the signature that of the certificate's key, does it name
 * the certificate.
 */
#include "sign/proof/proof_int.h"

#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>

enum { ATTRIBUTES_MOST = 1 << 24, HEAD = 16 };

/* --- opened --- */

static void find_certificate(struct seal *seal)
{
    for (int i = 0; i < sk_X509_num(seal->others); i++) {
        X509 *one = sk_X509_value(seal->others, i);
        certificate_identify(one);
        if (seal->certificate == NULL && CMS_SignerInfo_cert_cmp(seal->signer, one) == 0)
            seal->certificate = one;
    }
    if (seal->certificate != NULL)
        CMS_SignerInfo_set1_signer_cert(seal->signer, seal->certificate);
}

int seal_open(struct str der, struct seal *ret_seal)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    struct seal seal = {.cms = der.len > INT32_MAX ? NULL : d2i_CMS_ContentInfo(NULL, &at, (long)der.len)};
    const bool is_signed = seal.cms != NULL && OBJ_obj2nid(CMS_get0_type(seal.cms)) == NID_pkcs7_signed;
    STACK_OF(CMS_SignerInfo) *signers = is_signed ? CMS_get0_SignerInfos(seal.cms) : NULL;
    const int count = sk_CMS_SignerInfo_num(signers);
    if (count != 1) {
        seal_close(&seal);
        ERR_clear_error();
        return count > 0 ? count : 0; /* -1: there is no list of them */
    }
    X509_ALGOR *digest = NULL;
    seal.signer = sk_CMS_SignerInfo_value(signers, 0);
    CMS_SignerInfo_get0_algs(seal.signer, NULL, NULL, &digest, NULL);
    seal.digest = EVP_get_digestbyobj(digest->algorithm);
    seal.others = CMS_get1_certs(seal.cms);
    find_certificate(&seal);
    ERR_clear_error();
    *ret_seal = seal;
    return 1;
}

void seal_close(struct seal *seal)
{
    sk_X509_pop_free(seal->others, X509_free);
    CMS_ContentInfo_free(seal->cms);
    *seal = (struct seal){.cms = NULL};
}

bool seal_has_attributes(const struct seal *seal)
{
    return CMS_signed_get_attr_count(seal->signer) > 0;
}

/* --- the digest --- */

size_t digest_parts(const EVP_MD *digest, const struct proof_signed *what, unsigned char ret[EVP_MAX_MD_SIZE])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned size = 0;
    bool good = context != NULL && digest != NULL && EVP_DigestInit_ex(context, digest, NULL) == 1;
    for (size_t i = 0; good && i < ARRAY_COUNT(what->parts); i++)
        good = EVP_DigestUpdate(context, what->parts[i].ptr, what->parts[i].len) == 1;
    good = good && EVP_DigestFinal_ex(context, ret, &size) == 1;
    EVP_MD_CTX_free(context);
    return good ? size : 0;
}

/* What is signed is data, or a time stamp: the attribute says the same as the CMS. */
static bool says_its_type(const struct seal *seal)
{
    const ASN1_OBJECT *type =
        CMS_signed_get0_data_by_OBJ(seal->signer, OBJ_nid2obj(NID_pkcs9_contentType), -3, V_ASN1_OBJECT);
    return type != NULL && OBJ_cmp(type, CMS_get0_eContentType(seal->cms)) == 0;
}

enum proof_verdict seal_prove_digest(const struct seal *seal, const struct proof_signed *what)
{
    unsigned char made[EVP_MAX_MD_SIZE];
    if (!seal_has_attributes(seal))
        return PROOF_UNKNOWN; /* the signature is that of the bytes themselves */
    const ASN1_OCTET_STRING *said = CMS_signed_get0_data_by_OBJ(
        seal->signer, OBJ_nid2obj(NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING);
    const size_t size = digest_parts(seal->digest, what, made);
    if (size == 0)
        return PROOF_UNKNOWN;
    return said != NULL && (size_t)ASN1_STRING_length(said) == size &&
                   memcmp(ASN1_STRING_get0_data(said), made, size) == 0 && says_its_type(seal)
               ? PROOF_GOOD
               : PROOF_BAD;
}

/* --- the signature --- */

/* SM2 mixes who signs into the digest. */
static bool begin_verification(EVP_MD_CTX *context, EVP_PKEY *key, const EVP_MD *digest)
{
    EVP_PKEY_CTX *how = NULL;
    if (!EVP_PKEY_is_a(key, "SM2"))
        return EVP_DigestVerifyInit(context, NULL, digest, NULL, key) == 1;
    how = EVP_PKEY_CTX_new(key, NULL);
    if (how == NULL || EVP_PKEY_CTX_set1_id(how, PROOF_SM2_IDENTITY.ptr, (int)PROOF_SM2_IDENTITY.len) != 1) {
        EVP_PKEY_CTX_free(how);
        return false;
    }
    EVP_MD_CTX_set_pkey_ctx(context, how);
    const bool good = EVP_DigestVerifyInit(context, NULL, digest, NULL, key) == 1;
    if (!good)
        EVP_PKEY_CTX_free(how);
    return good;
}

static enum proof_verdict verify_parts(const struct seal *seal, const struct proof_signed *what)
{
    EVP_PKEY *key = X509_get0_pubkey(seal->certificate);
    const ASN1_OCTET_STRING *signature = CMS_SignerInfo_get0_signature(seal->signer);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    enum proof_verdict verdict = PROOF_UNKNOWN;
    if (context != NULL && key != NULL && seal->digest != NULL &&
        begin_verification(context, key, seal->digest)) {
        const bool is_sm2 = EVP_PKEY_is_a(key, "SM2");
        EVP_PKEY_CTX *how = is_sm2 ? EVP_MD_CTX_get_pkey_ctx(context) : NULL;
        bool good = true;
        for (size_t i = 0; good && i < ARRAY_COUNT(what->parts); i++)
            good = EVP_DigestVerifyUpdate(context, what->parts[i].ptr, what->parts[i].len) == 1;
        good = good && EVP_DigestVerifyFinal(context, ASN1_STRING_get0_data(signature),
                                             (size_t)ASN1_STRING_length(signature)) == 1;
        verdict = good ? PROOF_GOOD : PROOF_BAD;
        if (is_sm2) {
            EVP_MD_CTX_set_pkey_ctx(context, NULL);
            EVP_PKEY_CTX_free(how);
        }
    }
    EVP_MD_CTX_free(context);
    return verdict;
}

/* The attributes as they were signed: a SET of them, in their order (RFC 5652, 5.4). */
static bool add_attributes(const struct seal *seal, struct buf *out)
{
    unsigned char head[HEAD], *behind = head;
    struct buf body = BUF(ATTRIBUTES_MOST);
    const int count = CMS_signed_get_attr_count(seal->signer);
    for (int i = 0; i < count; i++) {
        unsigned char *bytes = NULL;
        const int size = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(seal->signer, i), &bytes);
        buf_add(&body, bytes, size > 0 ? (size_t)size : 0);
        OPENSSL_free(bytes);
    }
    ASN1_put_object(&behind, 1, (int)body.len, V_ASN1_SET, V_ASN1_UNIVERSAL);
    buf_add(out, head, (size_t)(behind - head));
    buf_add_str(out, buf_str(&body));
    const bool good = !body.failed && !out->failed;
    buf_clear(&body);
    return good;
}

/* RSA, SM2, and the curves that documents are signed on: what can be computed on others (secp256k1) nobody vouches for. */
static bool is_known(const EVP_PKEY *key)
{
    static const char *const CURVES[] = {SN_X9_62_prime256v1, SN_secp384r1, SN_secp521r1};
    char name[64];
    if (!EVP_PKEY_is_a(key, "EC"))
        return true;
    if (EVP_PKEY_get_group_name(key, name, sizeof name, NULL) != 1)
        return false;
    for (size_t i = 0; i < ARRAY_COUNT(CURVES); i++)
        if (strcmp(name, CURVES[i]) == 0)
            return true;
    return false;
}

enum proof_verdict seal_prove_signature(const struct seal *seal, const struct proof_signed *what)
{
    enum proof_verdict verdict;
    struct buf attributes = BUF(ATTRIBUTES_MOST);
    EVP_PKEY *key = seal->certificate == NULL ? NULL : X509_get0_pubkey(seal->certificate);
    if (key == NULL || !is_known(key))
        return PROOF_UNKNOWN;
    if (!seal_has_attributes(seal)) {
        verdict = verify_parts(seal, what);
    } else if (EVP_PKEY_is_a(key, "SM2")) {
        verdict = PROOF_UNKNOWN;
        if (add_attributes(seal, &attributes))
            verdict = verify_parts(seal, &(struct proof_signed){{buf_str(&attributes), STR("")}});
    } else {
        verdict = CMS_SignerInfo_verify(seal->signer) == 1 ? PROOF_GOOD : PROOF_BAD;
    }
    buf_clear(&attributes);
    ERR_clear_error();
    return verdict;
}

/* --- what it says besides --- */

static const ASN1_STRING *sequence_of(const struct seal *seal, int nid)
{
    return CMS_signed_get0_data_by_OBJ(seal->signer, OBJ_nid2obj(nid), -3, V_ASN1_SEQUENCE);
}

/* The certificate first, then all that the signature may mean by the others that it names. */
static STACK_OF(X509) * list_certificates(const struct seal *seal, const struct proof_roots *roots)
{
    STACK_OF(X509) *list = sk_X509_new_null();
    bool good = list != NULL && sk_X509_push(list, seal->certificate) > 0;
    for (int i = 0; good && i < sk_X509_num(seal->others); i++)
        good = sk_X509_push(list, sk_X509_value(seal->others, i)) > 0;
    for (int i = 0; good && roots != NULL && i < sk_X509_num(roots->certificates); i++)
        good = sk_X509_push(list, sk_X509_value(roots->certificates, i)) > 0;
    if (good)
        return list;
    sk_X509_free(list);
    return NULL;
}

enum proof_verdict seal_prove_named(const struct seal *seal, const struct proof_roots *roots)
{
    const ASN1_STRING *first = sequence_of(seal, NID_id_smime_aa_signingCertificate);
    const ASN1_STRING *second = sequence_of(seal, NID_id_smime_aa_signingCertificateV2);
    if (seal->certificate == NULL || (first == NULL && second == NULL))
        return PROOF_UNKNOWN;
    const unsigned char *first_at = first == NULL ? NULL : ASN1_STRING_get0_data(first);
    const unsigned char *second_at = second == NULL ? NULL : ASN1_STRING_get0_data(second);
    ESS_SIGNING_CERT *former =
        first == NULL ? NULL : d2i_ESS_SIGNING_CERT(NULL, &first_at, ASN1_STRING_length(first));
    ESS_SIGNING_CERT_V2 *latter =
        second == NULL ? NULL : d2i_ESS_SIGNING_CERT_V2(NULL, &second_at, ASN1_STRING_length(second));
    STACK_OF(X509) *list = list_certificates(seal, roots);
    const bool good = list != NULL && (first == NULL || former != NULL) &&
                      (second == NULL || latter != NULL) &&
                      OSSL_ESS_check_signing_certs(former, latter, list, 1) == 1;
    sk_X509_free(list);
    ESS_SIGNING_CERT_free(former);
    ESS_SIGNING_CERT_V2_free(latter);
    ERR_clear_error();
    return good ? PROOF_GOOD : PROOF_BAD;
}

int64_t seal_time(const struct seal *seal)
{
    static const int kinds[] = {V_ASN1_UTCTIME, V_ASN1_GENERALIZEDTIME};
    int64_t time = PROOF_NO_TIME;
    for (size_t i = 0; i < ARRAY_COUNT(kinds) && time == PROOF_NO_TIME; i++)
        time = asn1_seconds(
            CMS_signed_get0_data_by_OBJ(seal->signer, OBJ_nid2obj(NID_pkcs9_signingTime), -3, kinds[i]));
    ERR_clear_error();
    return time;
}
