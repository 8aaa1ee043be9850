/*
 * Who signs: a certificate with those that vouch for it, and a key, here or with a token or a program.
 *
 * Of all certificates that were given the signer's is the one whose public key is the key's; of a key that is not here, the first.
 * Roots need not be given: a chain is what there is.
 */
#include "sign/cms/cms_int.h"
#include "sign/messages.def"

#include <openssl/err.h>
#include <openssl/x509v3.h>

/* Who opened it, for messages about key and certificate. */
static struct place place_of(const struct cms_wish *wish)
{
    const char *names[] = {wish->cert, wish->p12, wish->module, wish->program};
    size_t i = 0;
    while (i + 1 < ARRAY_COUNT(names) && names[i] == NULL)
        i++;
    return (struct place){names[i], 0, 0};
}

static enum status collect(struct diag *diag, struct cms_signer *signer, STACK_OF(X509) * all)
{
    const struct cms_wish *wish = signer->wish;
    enum status status = OK;
    if (wish->cert != NULL)
        status = load_certificates(diag, wish->cert, all);
    if (status == OK && wish->p12 != NULL)
        status = load_p12(diag, wish, &signer->key, all);
    if (status == OK && wish->key != NULL)
        status = load_key(diag, wish, &signer->key);
    if (status == OK && wish->module != NULL)
        status = token_open(diag, signer, all);
    if (status == OK && wish->chain != NULL)
        status = load_certificates(diag, wish->chain, all);
    return status;
}

/* The signer's, taken out of them. */
static enum status choose(struct diag *diag, struct cms_signer *signer, STACK_OF(X509) * all)
{
    int at = 0;
    if (sk_X509_num(all) == 0)
        return diag_report(diag, MSG_SIGN_NO_CERT, place_of(signer->wish));
    if (signer->key != NULL)
        while (at < sk_X509_num(all) && X509_check_private_key(sk_X509_value(all, at), signer->key) != 1)
            at++;
    ERR_clear_error();
    if (at == sk_X509_num(all))
        return diag_report(diag, MSG_SIGN_KEY_UNFIT, place_of(signer->wish));
    signer->cert = sk_X509_delete(all, at);
    signer->public = X509_get_pubkey(signer->cert);
    signer->chain = all;
    return algorithm_choose(diag, signer->wish, signer->public, &signer->algorithm);
}

enum status cms_signer_open(struct arena *arena, struct diag *diag, const struct cms_wish *wish,
                            struct cms_signer **ret_signer)
{
    struct cms_signer *signer = ARENA_NEW(arena, struct cms_signer);
    STACK_OF(X509) *all = sk_X509_new_null();
    if (signer == NULL || all == NULL) {
        sk_X509_free(all);
        return NO_MEMORY;
    }
    signer->arena = arena;
    signer->wish = wish;
    enum status status = collect(diag, signer, all);
    if (status == OK)
        status = choose(diag, signer, all);
    if (signer->chain == NULL)
        sk_X509_pop_free(all, X509_free);
    if (status == OK)
        *ret_signer = signer;
    else
        cms_signer_close(signer);
    return status;
}

void cms_signer_close(struct cms_signer *signer)
{
    if (signer == NULL)
        return;
    X509_free(signer->cert);
    EVP_PKEY_free(signer->public);
    EVP_PKEY_free(signer->key);
    sk_X509_pop_free(signer->chain, X509_free);
    token_close(signer->token);
}

/* --- what the certificate says --- */

static struct str name_entry(const struct cms_signer *signer, int nid)
{
    X509_NAME *subject = X509_get_subject_name(signer->cert);
    const int at = X509_NAME_get_index_by_NID(subject, nid, -1);
    if (at < 0)
        return STR("");
    unsigned char *text = NULL;
    const int len = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    struct str name = der_take(signer->arena, text, len);
    name = name.ptr != NULL ? str_visible(signer->arena, name) : name;
    return name.ptr != NULL ? name : STR("");
}

struct str cms_signer_name(const struct cms_signer *signer)
{
    const struct str name = name_entry(signer, NID_commonName);
    return name.len > 0 ? name : name_entry(signer, NID_organizationName);
}

struct str cms_signer_organisation(const struct cms_signer *signer)
{
    return name_entry(signer, NID_organizationName);
}

enum { DAY_ROOM = 16 };

/* "2026-08-02" */
static const char *day_of(const ASN1_TIME *time, char ret_day[DAY_ROOM])
{
    struct tm parts = {.tm_year = 0};
    struct buf buf = BUF(64);
    (void)ASN1_TIME_to_tm(time, &parts);
    buf_printf(&buf, "%d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
    const struct str text = str_cut(buf_str(&buf), DAY_ROOM - 1);
    memcpy(ret_day, text.ptr != NULL ? text.ptr : "", text.len);
    ret_day[text.len] = '\0';
    buf_clear(&buf);
    return ret_day;
}

enum status cms_signer_look_use(const struct cms_signer *signer, struct diag *diag, bool strict)
{
    const uint32_t usage = X509_get_key_usage(signer->cert); /* all, where it says nothing */
    const bool unfit = (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0;
    if (unfit)
        diag_report_plain(diag, strict ? MSG_SIGN_USAGE_STRICT : MSG_SIGN_USAGE, place_of(signer->wish));
    return strict && unfit ? FAILED : OK;
}

enum status cms_signer_look_dates(const struct cms_signer *signer, struct diag *diag, int64_t time,
                                  bool strict)
{
    char day[DAY_ROOM];
    const struct place place = place_of(signer->wish);
    time_t at = (time_t)time;
    const ASN1_TIME *from = X509_get0_notBefore(signer->cert), *to = X509_get0_notAfter(signer->cert);
    const bool early = X509_cmp_time(from, &at) > 0, late = X509_cmp_time(to, &at) < 0;
    if (early)
        diag_report_like(diag, strict ? MSG_SIGN_EARLY_STRICT : MSG_SIGN_EARLY, MSG_SIGN_EARLY, place,
                         day_of(from, day));
    if (late)
        diag_report_like(diag, strict ? MSG_SIGN_EXPIRED_STRICT : MSG_SIGN_EXPIRED, MSG_SIGN_EXPIRED, place,
                         day_of(to, day));
    return strict && (early || late) ? FAILED : OK;
}

enum status cms_signer_tell_revoked(const struct cms_signer *signer, struct diag *diag, int64_t since,
                                    bool strict)
{
    char day[DAY_ROOM];
    ASN1_TIME *date = ASN1_TIME_set(NULL, (time_t)since);
    if (date == NULL)
        return NO_MEMORY;
    diag_report_like(diag, strict ? MSG_SIGN_REVOKED_STRICT : MSG_SIGN_REVOKED, MSG_SIGN_REVOKED,
                     place_of(signer->wish), day_of(date, day));
    ASN1_TIME_free(date);
    return strict ? FAILED : OK;
}

/* --- a raw signature --- */

static enum status own_sign(struct cms_signer *signer, struct str digest, struct str *ret_signature)
{
    size_t len = SIGNATURE_MAX;
    unsigned char *bytes = arena_alloc(signer->arena, len);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(signer->key, NULL);
    const bool good = bytes != NULL && context != NULL && EVP_PKEY_sign_init(context) == 1 &&
                      algorithm_prepare(&signer->algorithm, context) &&
                      EVP_PKEY_sign(context, bytes, &len, (const unsigned char *)digest.ptr, digest.len) == 1;
    EVP_PKEY_CTX_free(context);
    ERR_clear_error();
    *ret_signature = (struct str){(char *)bytes, good ? len : 0};
    return good ? OK : bytes == NULL ? NO_MEMORY : FAILED;
}

enum status signer_sign(struct cms_signer *signer, struct diag *diag, struct str digest,
                        struct str *ret_signature)
{
    if (signer->token != NULL)
        return token_sign(signer, diag, digest, ret_signature);
    if (signer->wish->program != NULL)
        return program_sign(signer, diag, digest, ret_signature);
    const enum status status = own_sign(signer, digest, ret_signature);
    return status == FAILED ? diag_report(diag, MSG_SIGN_KEY_REFUSES, place_of(signer->wish)) : status;
}
