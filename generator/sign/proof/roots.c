/*
 * Certificates: what they say, and the way from one to the roots that are given.
 *
 * Each of these is an end of the way, whether it signed itself or not: who gives it trusts it.
 */
#include "sign/proof/proof_int.h"
#include "sign/messages.def"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum { ROOTS_BYTES = 16 << 20, NAME_MOST = 1 << 16, DEPTH = 20 };

const struct str PROOF_SM2_IDENTITY = {"1234567812345678", 16};

int64_t asn1_seconds(const ASN1_TIME *time)
{
    struct tm date;
    return time != NULL && ASN1_TIME_to_tm(time, &date) == 1 ? proof_seconds(&date) : PROOF_NO_TIME;
}

void certificate_identify(X509 *certificate)
{
    ASN1_OCTET_STRING *identity = ASN1_OCTET_STRING_new();
    if (X509_get_signature_nid(certificate) == NID_SM2_with_SM3 && identity != NULL &&
        ASN1_OCTET_STRING_set(identity, (const unsigned char *)PROOF_SM2_IDENTITY.ptr,
                              (int)PROOF_SM2_IDENTITY.len) == 1)
        X509_set0_distinguishing_id(certificate, identity);
    else
        ASN1_OCTET_STRING_free(identity);
}

/* --- what they say --- */

/* The last entry of that kind: in subjects the most particular stands last. */
static enum status name_part(struct arena *arena, const X509_NAME *name, int nid, struct str *ret_text)
{
    int at = -1, found = -1;
    unsigned char *bytes = NULL;
    while ((at = X509_NAME_get_index_by_NID(name, nid, at)) >= 0)
        found = at;
    *ret_text = STR("");
    if (found < 0)
        return OK;
    const int size = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, found)));
    if (size >= 0)
        *ret_text = arena_copy(arena, (struct str){(const char *)bytes, (size_t)size});
    OPENSSL_free(bytes);
    return ret_text->ptr == NULL ? NO_MEMORY : OK;
}

/* What it is called: its own name, else that of the body it belongs to. */
static enum status name_of(struct arena *arena, const X509_NAME *name, struct str *ret_text)
{
    static const int kinds[] = {NID_commonName, NID_organizationName, NID_organizationalUnitName};
    enum status status = OK;
    *ret_text = STR("");
    for (size_t i = 0; i < ARRAY_COUNT(kinds) && status == OK && ret_text->len == 0; i++)
        status = name_part(arena, name, kinds[i], ret_text);
    return status;
}

static enum status serial_of(struct arena *arena, const X509 *certificate, struct str *ret_text)
{
    const ASN1_INTEGER *serial = X509_get0_serialNumber(certificate);
    struct buf text = BUF(NAME_MOST);
    for (int i = 0; i < ASN1_STRING_length(serial); i++)
        buf_printf(&text, "%02X", ASN1_STRING_get0_data(serial)[i]);
    if (buf_status(&text) != FAILED)
        return buf_keep(&text, arena, ret_text);
    buf_clear(&text);
    *ret_text = STR("");
    return OK;
}

enum status certificate_read(struct arena *arena, X509 *certificate, struct proof_certificate *ret_facts)
{
    struct proof_certificate facts = {.from = asn1_seconds(X509_get0_notBefore(certificate)),
                                      .to = asn1_seconds(X509_get0_notAfter(certificate))};
    const X509_NAME *subject = X509_get_subject_name(certificate);
    if (name_of(arena, subject, &facts.name) != OK ||
        name_part(arena, subject, NID_organizationName, &facts.organisation) != OK ||
        name_of(arena, X509_get_issuer_name(certificate), &facts.issuer) != OK ||
        serial_of(arena, certificate, &facts.serial) != OK)
        return NO_MEMORY;
    *ret_facts = facts;
    return OK;
}

/* --- roots --- */

void proof_roots_free(struct proof_roots *roots)
{
    if (roots == NULL)
        return;
    X509_STORE_free(roots->store);
    sk_X509_pop_free(roots->certificates, X509_free);
    roots->store = NULL;
    roots->certificates = NULL;
}

/* Every certificate of the file. */
static bool read_roots(BIO *bio, struct proof_roots *roots)
{
    X509 *one;
    while ((one = PEM_read_bio_X509_AUX(bio, NULL, NULL, NULL)) != NULL) {
        certificate_identify(one);
        if (X509_STORE_add_cert(roots->store, one) != 1 || sk_X509_push(roots->certificates, one) == 0) {
            X509_free(one);
            return false;
        }
    }
    ERR_clear_error();
    return true;
}

enum status proof_roots_open(struct arena *arena, struct diag *diag, const char *path,
                             struct proof_roots **ret_roots)
{
    struct proof_roots *roots = ARENA_NEW(arena, struct proof_roots);
    struct str bytes;
    if (file_is_folder(path))
        return diag_report(diag, MSG_SIGN_ROOTS_FOLDER, ((struct place){path, 0, 0}));
    enum status status = roots == NULL ? NO_MEMORY : file_read(arena, diag, path, ROOTS_BYTES, &bytes);
    if (status != OK)
        return status;
    BIO *bio = BIO_new_mem_buf(bytes.ptr, (int)bytes.len);
    roots->store = X509_STORE_new();
    roots->certificates = sk_X509_new_null();
    if (bio == NULL || roots->store == NULL || roots->certificates == NULL || !read_roots(bio, roots))
        status = NO_MEMORY;
    else if (sk_X509_num(roots->certificates) == 0)
        status = diag_report(diag, MSG_SIGN_NO_ROOTS, ((struct place){path, 0, 0}));
    BIO_free(bio);
    if (status == OK)
        *ret_roots = roots;
    else
        proof_roots_free(roots);
    return status;
}

/* The root that came along: it is that which signed itself, not the signer's certificate. */
static enum status tell_strange_root(struct arena *arena, X509 *root, struct str *ret_reason)
{
    struct buf text = BUF(NAME_MOST);
    struct str name = STR("");
    if (root != NULL && name_of(arena, X509_get_subject_name(root), &name) != OK)
        return NO_MEMORY;
    buf_tell(&text, MSG_SIGN_CHAIN_ROOT, STR_ARGS(name));
    const enum status status = buf_keep(&text, arena, ret_reason);
    *ret_reason = status == OK ? str_trim(*ret_reason) : STR("");
    return status == NO_MEMORY ? NO_MEMORY : OK;
}

/* In the user's words, as far as there are some. */
static const char *words_of(int code)
{
    static const struct {
        int code;
        const struct message *message;
    } reasons[] = {{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, MSG_SIGN_CHAIN_ISSUER},
                   {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, MSG_SIGN_CHAIN_ISSUER},
                   {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, MSG_SIGN_CHAIN_ISSUER},
                   {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, MSG_SIGN_CHAIN_SELF},
                   {X509_V_ERR_CERT_NOT_YET_VALID, MSG_SIGN_CHAIN_DATES},
                   {X509_V_ERR_CERT_HAS_EXPIRED, MSG_SIGN_CHAIN_DATES},
                   {X509_V_ERR_CERT_SIGNATURE_FAILURE, MSG_SIGN_CHAIN_FALSE},
                   {X509_V_ERR_INVALID_CA, MSG_SIGN_CHAIN_AUTHORITY},
                   {X509_V_ERR_INVALID_NON_CA, MSG_SIGN_CHAIN_AUTHORITY},
                   {X509_V_ERR_KEYUSAGE_NO_CERTSIGN, MSG_SIGN_CHAIN_AUTHORITY},
                   {X509_V_ERR_INVALID_PURPOSE, MSG_SIGN_CHAIN_PURPOSE}};
    for (size_t i = 0; i < ARRAY_COUNT(reasons); i++)
        if (reasons[i].code == code)
            return reasons[i].message->text;
    return X509_verify_cert_error_string(code);
}

/* None of those on the way but the root, which whoever gives it trusts. */
static bool is_unrevoked(X509_STORE_CTX *context, const struct proof_roots *roots,
                         const struct chain_ask *ask)
{
    STACK_OF(X509) *way = X509_STORE_CTX_get0_chain(context);
    bool good = true;
    for (int i = ask->is_stamp ? 0 : 1; good && i + 1 < sk_X509_num(way); i++) {
        const struct revocation found = revocation_find(
            sk_X509_value(way, i), &(struct revocation_ask){way, roots, ask->lists, NULL, ask->time});
        good = !revocation_is_bad(&found, ask->time);
    }
    return good;
}

static enum status reason_of(struct arena *arena, X509_STORE_CTX *context, struct str *ret_reason)
{
    const int code = X509_STORE_CTX_get_error(context);
    if (code == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN)
        return tell_strange_root(arena, X509_STORE_CTX_get_current_cert(context), ret_reason);
    *ret_reason = arena_copy(arena, str_of(words_of(code)));
    return ret_reason->ptr == NULL ? NO_MEMORY : OK;
}

enum status chain_prove(struct arena *arena, const struct proof_roots *roots, const struct chain_ask *ask,
                        struct chain *ret_chain)
{
    struct chain chain = {.verdict = PROOF_UNKNOWN, .reason = STR("")};
    enum status status = OK;
    X509_STORE_CTX *context = roots == NULL ? NULL : X509_STORE_CTX_new();
    if (context != NULL && X509_STORE_CTX_init(context, roots->store, ask->certificate, ask->others) == 1) {
        X509_VERIFY_PARAM *how = X509_STORE_CTX_get0_param(context);
        (void)X509_VERIFY_PARAM_set_flags(
            how, X509_V_FLAG_PARTIAL_CHAIN | (ask->time == PROOF_NO_TIME ? X509_V_FLAG_NO_CHECK_TIME : 0));
        if (ask->time != PROOF_NO_TIME)
            X509_VERIFY_PARAM_set_time(how, (time_t)ask->time);
        X509_VERIFY_PARAM_set_depth(how, DEPTH);
        if (ask->is_stamp)
            (void)X509_VERIFY_PARAM_set_purpose(how, X509_PURPOSE_TIMESTAMP_SIGN);
        chain.verdict = X509_verify_cert(context) == 1 ? PROOF_GOOD : PROOF_BAD;
        if (chain.verdict == PROOF_BAD)
            status = reason_of(arena, context, &chain.reason);
        else if (!is_unrevoked(context, roots, ask))
            chain = (struct chain){PROOF_BAD, str_of(MSG_SIGN_CHAIN_REVOKED->text)};
    }
    X509_STORE_CTX_free(context);
    ERR_clear_error();
    *ret_chain = chain;
    return status;
}
