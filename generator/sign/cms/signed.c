/*
 * SignedData, put together: RFC 5652, with the signed attributes of ETSI EN 319 122-1 and 319 142-1.
 *
 * Signed are the kind of content, its digest, and the signer's certificate (ESS signing-certificate-v2, RFC 5035).  No time: PAdES has
 * it in the PDF (/M), and the proof of one in the time stamp, which goes to the unsigned attributes.
 *
 * OpenSSL's CMS functions would want the key, and those of 3.0 make nothing with SM2; so it is assembled here, for all alike, and they
 * are left to prove what they can (tests).
 */
#include "sign/cms/cms_int.h"
#include "sign/messages.def"

#include <openssl/objects.h>

/* What is signed about, and with what came out of it. */
struct assembling {
    struct arena *arena;
    const struct cms_signer *signer;
    struct str digest;     /* of the content */
    struct str attributes; /* [0] in place of SET, as they stand in it */
    struct str signature, token;
};

static struct str cert_der(struct arena *arena, X509 *cert)
{
    unsigned char *bytes = NULL;
    const int size = i2d_X509(cert, &bytes);
    return der_take(arena, bytes, size);
}

static struct str issuer_der(struct arena *arena, const X509 *cert)
{
    unsigned char *bytes = NULL;
    const int size = i2d_X509_NAME(X509_get_issuer_name(cert), &bytes);
    return der_take(arena, bytes, size);
}

static struct str serial_der(struct arena *arena, const X509 *cert)
{
    unsigned char *bytes = NULL;
    const int size = i2d_ASN1_INTEGER(X509_get0_serialNumber(cert), &bytes);
    return der_take(arena, bytes, size);
}

/* --- attributes --- */

static struct str attribute(struct arena *arena, int nid, struct str value)
{
    return DER(arena, DER_SEQUENCE, der_oid(arena, nid), DER(arena, DER_SET, value));
}

/* ESSCertIDv2; SHA-256 is what an absent algorithm means. */
static struct str cert_id(struct arena *arena, const struct cms_signer *signer)
{
    unsigned char digest[DIGEST_MAX];
    const EVP_MD *md = signer->algorithm.md;
    const struct str cert = cert_der(arena, signer->cert);
    if (cert.ptr == NULL || !plain_digest(md, &cert, 1, digest))
        return (struct str){NULL, 0};
    const struct str names =
        DER(arena, DER_SEQUENCE, DER(arena, DER_CONTEXT + 4, issuer_der(arena, signer->cert)));
    const struct str algorithm = EVP_MD_get_type(md) == NID_sha256 ? STR("") : digest_der(arena, md);
    return DER(arena, DER_SEQUENCE, algorithm,
               DER(arena, DER_OCTETS, algorithm_digest_str(&signer->algorithm, digest)),
               DER(arena, DER_SEQUENCE, names, serial_der(arena, signer->cert)));
}

static struct str make_attributes(const struct assembling *made, unsigned char tag)
{
    struct arena *arena = made->arena;
    const struct str id = DER(arena, DER_SEQUENCE, DER(arena, DER_SEQUENCE, cert_id(arena, made->signer)));
    struct str all[] = {
        attribute(arena, NID_pkcs9_contentType, der_oid(arena, NID_pkcs7_data)),
        attribute(arena, NID_pkcs9_messageDigest, DER(arena, DER_OCTETS, made->digest)),
        attribute(arena, NID_id_smime_aa_signingCertificateV2, id),
    };
    for (size_t i = 0; i < ARRAY_COUNT(all); i++)
        if (all[i].ptr == NULL)
            return all[i];
    return der_set(arena, tag, all, ARRAY_COUNT(all));
}

/* --- the whole --- */

static struct str certificates(struct arena *arena, const struct cms_signer *signer)
{
    const size_t count = 1 + (size_t)sk_X509_num(signer->chain);
    struct str *all = ARENA_NEW_ARRAY(arena, count, struct str);
    if (all == NULL)
        return (struct str){NULL, 0};
    for (size_t i = 0; i < count; i++) {
        all[i] = cert_der(arena, i == 0 ? signer->cert : sk_X509_value(signer->chain, (int)i - 1));
        if (all[i].ptr == NULL)
            return all[i];
    }
    return der_set(arena, DER_CONTEXT, all, count);
}

static struct str signer_info(const struct assembling *made)
{
    struct arena *arena = made->arena;
    const struct cms_signer *signer = made->signer;
    const struct str sid =
        DER(arena, DER_SEQUENCE, issuer_der(arena, signer->cert), serial_der(arena, signer->cert));
    const struct str stamp =
        made->token.len == 0
            ? STR("")
            : DER(arena, DER_CONTEXT + 1, attribute(arena, NID_id_smime_aa_timeStampToken, made->token));
    return DER(arena, DER_SEQUENCE, der_small(arena, 1), sid, digest_der(arena, signer->algorithm.md),
               made->attributes, algorithm_der(arena, &signer->algorithm),
               DER(arena, DER_OCTETS, made->signature), stamp);
}

static struct str assemble(const struct assembling *made)
{
    struct arena *arena = made->arena;
    const struct str content = DER(arena, DER_SEQUENCE, der_oid(arena, NID_pkcs7_data));
    const struct str data = DER(arena, DER_SEQUENCE, der_small(arena, 1),
                                DER(arena, DER_SET, digest_der(arena, made->signer->algorithm.md)), content,
                                certificates(arena, made->signer), DER(arena, DER_SET, signer_info(made)));
    return DER(arena, DER_SEQUENCE, der_oid(arena, NID_pkcs7_signed), DER(arena, DER_CONTEXT, data));
}

enum status cms_room(struct cms_signer *signer, bool stamped, size_t *ret_room)
{
    static const char nothing[DIGEST_MAX] = "";
    const size_t len = (size_t)EVP_PKEY_get_size(signer->public);
    struct assembling made = {.arena = signer->arena, .signer = signer};
    made.digest = algorithm_digest_str(&signer->algorithm, (const unsigned char *)nothing);
    made.attributes = make_attributes(&made, DER_CONTEXT);
    made.signature = (struct str){arena_alloc(signer->arena, len), len};
    const struct str whole = assemble(&made);
    *ret_room = whole.len + (stamped ? CMS_STAMP_ROOM : 0);
    return whole.ptr != NULL ? OK : NO_MEMORY;
}

/* The raw signature of the attributes; proved. */
static enum status sign_attributes(struct cms_signer *signer, struct diag *diag, struct assembling *made)
{
    unsigned char digest[DIGEST_MAX];
    const struct algorithm *algorithm = &signer->algorithm;
    const struct str set = make_attributes(made, DER_SET);
    made->attributes = make_attributes(made, DER_CONTEXT);
    if (set.ptr == NULL || made->attributes.ptr == NULL)
        return NO_MEMORY;
    if (!algorithm_digest(algorithm, signer->public, &set, 1, digest))
        return NO_MEMORY;
    const struct str signed_digest = algorithm_digest_str(algorithm, digest);
    const enum status status = signer_sign(signer, diag, signed_digest, &made->signature);
    if (status != OK || algorithm_verify(algorithm, signer->public, signed_digest, made->signature))
        return status;
    made->signature = algorithm_signature(made->arena, algorithm, signer->public, made->signature);
    if (made->signature.ptr != NULL &&
        algorithm_verify(algorithm, signer->public, signed_digest, made->signature))
        return OK;
    const struct cms_wish *wish = signer->wish;
    const char *by = wish->program != NULL ? wish->program : wish->module;
    return diag_report(diag, MSG_SIGN_UNPROVED, ((struct place){by != NULL ? by : wish->cert, 0, 0}));
}

enum status cms_sign(struct cms_signer *signer, struct diag *diag, const struct str parts[2],
                     const struct cms_stamp_server *server, struct str *ret_der, int64_t *ret_time)
{
    unsigned char digest[DIGEST_MAX];
    struct assembling made = {.arena = signer->arena, .signer = signer};
    if (!plain_digest(signer->algorithm.md, parts, 2, digest))
        return NO_MEMORY;
    made.digest = algorithm_digest_str(&signer->algorithm, digest);
    enum status status = sign_attributes(signer, diag, &made);
    if (status == OK && server != NULL)
        status = stamp_ask(signer->arena, diag, server, made.signature, &made.token, ret_time);
    if (status != OK)
        return status;
    *ret_der = assemble(&made);
    return ret_der->ptr != NULL ? OK : NO_MEMORY;
}
