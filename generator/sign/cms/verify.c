/*
 * Is the signature of a file still one of its bytes?  The digest of the bytes is the one that was signed about, and the raw signature of
 * the attributes is right by the certificate that stands in it.  It is asked before another signature is put behind it, which must not
 * cover up that something was changed; who signed, and whether he is to be believed, `signatures` says.
 */
#include "sign/cms/cms_int.h"

#include <openssl/cms.h>
#include <openssl/err.h>

/* The signed attributes as they were signed: a SET. */
static struct str signed_set(struct arena *arena, CMS_SignerInfo *info)
{
    const size_t count = (size_t)CMS_signed_get_attr_count(info);
    struct str *all = ARENA_NEW_ARRAY(arena, count, struct str);
    if (all == NULL)
        return (struct str){NULL, 0};
    for (size_t i = 0; i < count; i++) {
        unsigned char *bytes = NULL;
        const int size = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(info, (int)i), &bytes);
        all[i] = der_take(arena, bytes, size);
        if (all[i].ptr == NULL)
            return all[i];
    }
    return der_set(arena, DER_SET, all, count);
}

static X509 *signer_of(CMS_ContentInfo *cms, CMS_SignerInfo *info)
{
    STACK_OF(X509) *all = CMS_get1_certs(cms);
    X509 *found = NULL;
    for (int i = 0; i < sk_X509_num(all) && found == NULL; i++)
        if (CMS_SignerInfo_cert_cmp(info, sk_X509_value(all, i)) == 0)
            found = sk_X509_value(all, i);
    if (found != NULL)
        X509_up_ref(found);
    sk_X509_pop_free(all, X509_free);
    return found;
}

static bool is_digest(const EVP_MD *md, CMS_SignerInfo *info, const struct str parts[2])
{
    unsigned char digest[DIGEST_MAX];
    const ASN1_OCTET_STRING *said =
        CMS_signed_get0_data_by_OBJ(info, OBJ_nid2obj(NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING);
    return said != NULL && plain_digest(md, parts, 2, digest) &&
           ASN1_STRING_length(said) == EVP_MD_get_size(md) &&
           memcmp(ASN1_STRING_get0_data(said), digest, (size_t)EVP_MD_get_size(md)) == 0;
}

static enum cms_verdict check_signature(struct arena *scratch, CMS_SignerInfo *info, EVP_PKEY *public,
                                        const EVP_MD *md, bool pss)
{
    unsigned char digest[DIGEST_MAX];
    struct algorithm algorithm;
    const ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature(info);
    const struct str set = signed_set(scratch, info);
    const struct str raw = {(const char *)ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value)};
    if (set.ptr == NULL || !algorithm_of(public, md, pss, &algorithm) ||
        !algorithm_digest(&algorithm, public, &set, 1, digest))
        return CMS_UNKNOWN;
    return algorithm_verify(&algorithm, public, algorithm_digest_str(&algorithm, digest), raw) ? CMS_GOOD
                                                                                               : CMS_ALTERED;
}

static enum cms_verdict verify(struct arena *scratch, CMS_ContentInfo *cms, const struct str parts[2])
{
    STACK_OF(CMS_SignerInfo) *infos = CMS_get0_SignerInfos(cms);
    CMS_SignerInfo *info = sk_CMS_SignerInfo_num(infos) == 1 ? sk_CMS_SignerInfo_value(infos, 0) : NULL;
    X509_ALGOR *digest = NULL, *scheme = NULL;
    if (info == NULL || CMS_signed_get_attr_count(info) <= 0)
        return CMS_UNKNOWN;
    CMS_SignerInfo_get0_algs(info, NULL, NULL, &digest, &scheme);
    const EVP_MD *md = EVP_get_digestbyobj(digest->algorithm);
    if (md == NULL || EVP_MD_get_size(md) > DIGEST_MAX)
        return CMS_UNKNOWN;
    if (!is_digest(md, info, parts))
        return CMS_ALTERED;
    X509 *cert = signer_of(cms, info);
    EVP_PKEY *public = cert != NULL ? X509_get_pubkey(cert) : NULL;
    const bool pss = OBJ_obj2nid(scheme->algorithm) == NID_rsassaPss;
    const enum cms_verdict verdict =
        public != NULL ? check_signature(scratch, info, public, md, pss) : CMS_UNKNOWN;
    EVP_PKEY_free(public);
    X509_free(cert);
    return verdict;
}

enum cms_verdict cms_verify(struct arena *scratch, struct str der, const struct str parts[2])
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)der.len);
    const enum cms_verdict verdict = cms != NULL && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed
                                         ? verify(scratch, cms, parts)
                                         : CMS_UNKNOWN;
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return verdict;
}
