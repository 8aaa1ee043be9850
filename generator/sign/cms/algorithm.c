/*
 * Algorithms: which go with a key, the digest that is signed, whether a raw signature is right.
 *
 * SM2 signs no digest of the message alone: SM3(Z ‖ message), Z being SM3 of the signer's identity and of curve and public key
 * (GB/T 32918.2).  It is made here from the certificate's key, so that a token or a program needs to know no identity; EVP then
 * signs, and proves, that digest as it is.  The identity is the one that GM/T 0009 gives to those that have none.
 */
#include "sign/cms/cms_int.h"
#include "sign/messages.def"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <stdio.h>

enum { SM2_BYTES = 32, RSA_KEY_LEAST = 2048, CURVE_KEY_LEAST = 256 };
static const char SM2_IDENTITY[] = "1234567812345678";

struct scheme_row {
    int md;
    const char *name;
    int rsa, ecdsa; /* NIDs of the signatures with it */
};
static const struct scheme_row DIGESTS[] = {
    {NID_sha256, "sha256", NID_sha256WithRSAEncryption, NID_ecdsa_with_SHA256},
    {NID_sha384, "sha384", NID_sha384WithRSAEncryption, NID_ecdsa_with_SHA384},
    {NID_sha512, "sha512", NID_sha512WithRSAEncryption, NID_ecdsa_with_SHA512},
    {NID_sm3, "sm3", NID_undef, NID_undef},
};

static const struct scheme_row *row_of(const EVP_MD *md)
{
    for (size_t i = 0; i < ARRAY_COUNT(DIGESTS); i++)
        if (DIGESTS[i].md == EVP_MD_get_type(md))
            return &DIGESTS[i];
    return NULL;
}

/* Curves whose use in signatures everybody knows; of others (secp256k1) readers say that they cannot prove them. */
static bool is_on_known_curve(EVP_PKEY *public)
{
    static const char *const CURVES[] = {SN_X9_62_prime256v1, SN_secp384r1, SN_secp521r1};
    char name[64];
    if (EVP_PKEY_get_group_name(public, name, sizeof name, NULL) != 1)
        return false;
    for (size_t i = 0; i < ARRAY_COUNT(CURVES); i++)
        if (str_is(str_of(name), CURVES[i]))
            return true;
    return false;
}

bool algorithm_of(EVP_PKEY *public, const EVP_MD *md, bool pss, struct algorithm *ret_algorithm)
{
    struct algorithm algorithm = {SCHEME_RSA, md};
    if (public == NULL || md == NULL || row_of(md) == NULL)
        return false;
    if (EVP_PKEY_is_a(public, "RSA-PSS") || (EVP_PKEY_is_a(public, "RSA") && pss))
        algorithm.scheme = SCHEME_PSS;
    else if (EVP_PKEY_is_a(public, "SM2"))
        algorithm.scheme = SCHEME_SM2;
    else if (EVP_PKEY_is_a(public, "EC") && is_on_known_curve(public))
        algorithm.scheme = SCHEME_ECDSA;
    else if (!EVP_PKEY_is_a(public, "RSA"))
        return false;
    *ret_algorithm = algorithm;
    return (algorithm.scheme == SCHEME_SM2) == (EVP_MD_get_type(md) == NID_sm3);
}

/* As strong as the curve. */
static const char *usual_digest(EVP_PKEY *public)
{
    const int bits = EVP_PKEY_get_bits(public);
    if (EVP_PKEY_is_a(public, "SM2"))
        return "sm3";
    return !EVP_PKEY_is_a(public, "EC") || bits < 384 ? "sha256" : bits < 512 ? "sha384" : "sha512";
}

enum status algorithm_choose(struct diag *diag, const struct cms_wish *wish, EVP_PKEY *public,
                             struct algorithm *ret_algorithm)
{
    const struct place place = {wish->cert != NULL ? wish->cert : wish->p12, 0, 0};
    if (public == NULL)
        return diag_report(diag, MSG_SIGN_KEY_KIND, place);
    const bool is_rsa = EVP_PKEY_is_a(public, "RSA") || EVP_PKEY_is_a(public, "RSA-PSS");
    const bool is_curve = EVP_PKEY_is_a(public, "EC");
    if (EVP_PKEY_get_bits(public) < (is_rsa ? RSA_KEY_LEAST : is_curve ? CURVE_KEY_LEAST : 0))
        return diag_report(diag, MSG_SIGN_KEY_SHORT, place, EVP_PKEY_get_bits(public));
    if (EVP_PKEY_is_a(public, "SM2") && (wish->digest != NULL || wish->pss))
        return diag_report(diag, MSG_SIGN_SM2_FIXED, place);
    const char *name = wish->digest != NULL ? wish->digest : usual_digest(public);
    if (algorithm_of(public, EVP_get_digestbyname(name), wish->pss, ret_algorithm))
        return OK;
    return diag_report(diag, MSG_SIGN_KEY_KIND, place);
}

const char *algorithm_name(const struct algorithm *algorithm, char ret_name[ALGORITHM_NAME])
{
    static const char *const SCHEMES[] = {"rsa-", "rsa-pss-", "ecdsa-", "sm2-"};
    (void)snprintf(ret_name, ALGORITHM_NAME, "%s%s", SCHEMES[algorithm->scheme], row_of(algorithm->md)->name);
    return ret_name;
}

/* --- digests --- */

bool plain_digest(const EVP_MD *md, const struct str *parts, size_t count,
                  unsigned char ret_digest[DIGEST_MAX])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = context != NULL && EVP_DigestInit_ex(context, md, NULL) == 1;
    for (size_t i = 0; good && i < count; i++)
        good = EVP_DigestUpdate(context, parts[i].ptr, parts[i].len) == 1;
    good = good && EVP_DigestFinal_ex(context, ret_digest, NULL) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

static bool add_number(EVP_PKEY *public, const char *name, struct buf *out)
{
    unsigned char bytes[SM2_BYTES];
    BIGNUM *number = NULL;
    const bool good = EVP_PKEY_get_bn_param(public, name, &number) == 1 &&
                      BN_bn2binpad(number, bytes, sizeof bytes) == SM2_BYTES;
    BN_free(number);
    if (good)
        buf_add(out, bytes, sizeof bytes);
    return good;
}

/* ENTL ‖ ID ‖ a ‖ b ‖ xG ‖ yG ‖ xA ‖ yA */
static bool sm2_z(EVP_PKEY *public, unsigned char ret_z[DIGEST_MAX])
{
    static const unsigned char BITS[] = {0, (sizeof SM2_IDENTITY - 1) * 8};
    unsigned char base[1 + 2 * SM2_BYTES];
    size_t len = 0;
    struct buf text = BUF(1024);
    buf_add(&text, BITS, sizeof BITS);
    buf_add_text(&text, SM2_IDENTITY);
    bool good =
        add_number(public, OSSL_PKEY_PARAM_EC_A, &text) && add_number(public, OSSL_PKEY_PARAM_EC_B, &text) &&
        EVP_PKEY_get_octet_string_param(public, OSSL_PKEY_PARAM_EC_GENERATOR, base, sizeof base, &len) == 1 &&
        len == sizeof base && base[0] == POINT_CONVERSION_UNCOMPRESSED;
    buf_add(&text, base + 1, good ? sizeof base - 1 : 0);
    good = good && add_number(public, OSSL_PKEY_PARAM_EC_PUB_X, &text) &&
           add_number(public, OSSL_PKEY_PARAM_EC_PUB_Y, &text) && !text.failed;
    const struct str whole = buf_str(&text);
    good = good && plain_digest(EVP_sm3(), &whole, 1, ret_z);
    buf_clear(&text);
    return good;
}

bool algorithm_digest(const struct algorithm *algorithm, EVP_PKEY *public, const struct str *parts,
                      size_t count, unsigned char ret_digest[DIGEST_MAX])
{
    unsigned char z[DIGEST_MAX];
    struct str both[2] = {{(const char *)z, SM2_BYTES}, {NULL, 0}};
    if (algorithm->scheme != SCHEME_SM2)
        return plain_digest(algorithm->md, parts, count, ret_digest);
    if (count != 1 || !sm2_z(public, z))
        return false;
    both[1] = parts[0];
    return plain_digest(algorithm->md, both, ARRAY_COUNT(both), ret_digest);
}

struct str algorithm_digest_str(const struct algorithm *algorithm, const unsigned char digest[DIGEST_MAX])
{
    return (struct str){(const char *)digest, (size_t)EVP_MD_get_size(algorithm->md)};
}

/* --- raw signatures --- */

bool algorithm_prepare(const struct algorithm *algorithm, EVP_PKEY_CTX *context)
{
    const bool pss = algorithm->scheme == SCHEME_PSS;
    if (algorithm->scheme == SCHEME_SM2)
        return true;
    if (pss || algorithm->scheme == SCHEME_RSA) {
        if (EVP_PKEY_CTX_set_rsa_padding(context, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) != 1)
            return false;
    }
    return EVP_PKEY_CTX_set_signature_md(context, algorithm->md) == 1 &&
           (!pss || (EVP_PKEY_CTX_set_rsa_mgf1_md(context, algorithm->md) == 1 &&
                     EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1));
}

bool algorithm_verify(const struct algorithm *algorithm, EVP_PKEY *public, struct str digest,
                      struct str signature)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(public, NULL);
    const bool good = context != NULL && EVP_PKEY_verify_init(context) == 1 &&
                      algorithm_prepare(algorithm, context) &&
                      EVP_PKEY_verify(context, (const unsigned char *)signature.ptr, signature.len,
                                      (const unsigned char *)digest.ptr, digest.len) == 1;
    EVP_PKEY_CTX_free(context);
    ERR_clear_error();
    return good;
}

struct str algorithm_signature(struct arena *arena, const struct algorithm *algorithm, EVP_PKEY *public,
                               struct str signature)
{
    const size_t half = ((size_t)EVP_PKEY_get_bits(public) + 7) / 8;
    const unsigned char *bytes = (const unsigned char *)signature.ptr;
    unsigned char *der = NULL;
    if (algorithm->scheme == SCHEME_RSA || algorithm->scheme == SCHEME_PSS || signature.len != 2 * half)
        return signature;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(bytes, (int)half, NULL), *s = BN_bin2bn(bytes + half, (int)half, NULL);
    if (pair == NULL || r == NULL || s == NULL || ECDSA_SIG_set0(pair, r, s) != 1) {
        BN_free(r);
        BN_free(s);
    }
    const int size = pair != NULL && ECDSA_SIG_get0_r(pair) != NULL ? i2d_ECDSA_SIG(pair, &der) : -1;
    ECDSA_SIG_free(pair);
    return der_take(arena, der, size);
}

/* --- AlgorithmIdentifier --- */

struct str digest_der(struct arena *arena, const EVP_MD *md)
{
    return DER(arena, DER_SEQUENCE, der_oid(arena, EVP_MD_get_type(md)));
}

/* RFC 4055: the hash in both places with its NULL, and the salt as long as the digest. */
static struct str pss_der(struct arena *arena, const EVP_MD *md)
{
    const struct str hash = DER(arena, DER_SEQUENCE, der_oid(arena, EVP_MD_get_type(md)), der_null());
    const struct str mask = DER(arena, DER_SEQUENCE, der_oid(arena, NID_mgf1), hash);
    const struct str salt = der_small(arena, (unsigned char)EVP_MD_get_size(md));
    return DER(arena, DER_SEQUENCE, der_oid(arena, NID_rsassaPss),
               DER(arena, DER_SEQUENCE, DER(arena, DER_CONTEXT, hash), DER(arena, DER_CONTEXT + 1, mask),
                   DER(arena, DER_CONTEXT + 2, salt)));
}

struct str algorithm_der(struct arena *arena, const struct algorithm *algorithm)
{
    const struct scheme_row *row = row_of(algorithm->md);
    switch (algorithm->scheme) {
    case SCHEME_RSA:
        return DER(arena, DER_SEQUENCE, der_oid(arena, row->rsa), der_null());
    case SCHEME_PSS:
        return pss_der(arena, algorithm->md);
    case SCHEME_ECDSA:
        return DER(arena, DER_SEQUENCE, der_oid(arena, row->ecdsa));
    case SCHEME_SM2:
        break;
    }
    return DER(arena, DER_SEQUENCE, der_oid(arena, NID_SM2_with_SM3));
}
