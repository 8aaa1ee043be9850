/*
 * Certificates and keys out of files: PEM, DER, PKCS#12.
 *
 * What a file is, it says itself: "-----BEGIN" makes it PEM.  A password is asked for when the file turns out to be encrypted, once; whether
 * it was wrong or the file is none is told by whether it was asked for.
 */
#include "sign/cms/cms_int.h"
#include "sign/messages.def"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

static bool is_pem(const struct secret *file)
{
    return str_holds((struct str){file->bytes, file->len}, "-----BEGIN ");
}

/* --- certificates --- */

static size_t add_pem(BIO *bio, STACK_OF(X509) * all)
{
    size_t count = 0;
    for (X509 *cert; (cert = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL; count++)
        if (sk_X509_push(all, cert) == 0) {
            X509_free(cert);
            break;
        }
    return count;
}

static size_t add_der(const struct secret *file, STACK_OF(X509) * all)
{
    const unsigned char *at = (const unsigned char *)file->bytes;
    X509 *cert = d2i_X509(NULL, &at, (long)file->len);
    if (cert != NULL && sk_X509_push(all, cert) != 0)
        return 1;
    X509_free(cert);
    return 0;
}

enum status load_certificates(struct diag *diag, const char *path, STACK_OF(X509) * all)
{
    struct secret file = {NULL, 0};
    enum status status = secret_read(diag, path, CMS_FILE_MAX, &file);
    if (status != OK)
        return status;
    BIO *bio = BIO_new_mem_buf(file.bytes, (int)file.len);
    const size_t count = bio == NULL ? 0 : is_pem(&file) ? add_pem(bio, all) : add_der(&file, all);
    BIO_free(bio);
    secret_forget(&file);
    ERR_clear_error();
    return count > 0 ? OK : diag_report(diag, MSG_SIGN_CERT_FILE, ((struct place){path, 0, 0}));
}

/* --- keys --- */

struct asking {
    struct diag *diag;
    const struct cms_wish *wish;
    const char *path;
    bool asked;
    enum status status; /* of the asking */
};

static int give_password(char *buffer, int size, int writing, void *context)
{
    struct asking *asking = context;
    struct secret password = {NULL, 0};
    (void)writing;
    if (asking->asked && asking->status != OK)
        return -1;
    asking->asked = true;
    asking->status = password_read(asking->diag, asking->wish, asking->path, &password);
    if (asking->status != OK || password.len > (size_t)size)
        return -1;
    const int len = (int)password.len;
    memcpy(buffer, password.bytes, password.len);
    secret_forget(&password);
    return len;
}

/* What the file holds: DER, in one of three forms. */
static EVP_PKEY *read_der(const struct secret *file, struct asking *asking)
{
    const unsigned char *at = (const unsigned char *)file->bytes;
    EVP_PKEY *key = d2i_AutoPrivateKey(NULL, &at, (long)file->len);
    BIO *bio = key == NULL ? BIO_new_mem_buf(file->bytes, (int)file->len) : NULL;
    if (bio != NULL)
        key = d2i_PKCS8PrivateKey_bio(bio, NULL, give_password, asking);
    BIO_free(bio);
    return key;
}

static EVP_PKEY *read_pem(const struct secret *file, struct asking *asking)
{
    BIO *bio = BIO_new_mem_buf(file->bytes, (int)file->len);
    EVP_PKEY *key = bio != NULL ? PEM_read_bio_PrivateKey(bio, NULL, give_password, asking) : NULL;
    BIO_free(bio);
    return key;
}

enum status load_key(struct diag *diag, const struct cms_wish *wish, EVP_PKEY **ret_key)
{
    const struct place place = {wish->key, 0, 0};
    struct asking asking = {diag, wish, wish->key, false, OK};
    struct secret file = {NULL, 0};
    const enum status status = secret_read(diag, wish->key, CMS_FILE_MAX, &file);
    if (status != OK)
        return status;
    *ret_key = is_pem(&file) ? read_pem(&file, &asking) : read_der(&file, &asking);
    secret_forget(&file);
    ERR_clear_error();
    if (*ret_key != NULL)
        return OK;
    if (asking.status != OK)
        return asking.status;
    return diag_report_plain(diag, asking.asked ? MSG_SIGN_PASSWORD : MSG_SIGN_KEY_FILE, place);
}

/* --- both in one --- */

/* Some are locked with no password, in either of two ways. */
static enum status p12_password(struct diag *diag, const struct cms_wish *wish, PKCS12 *p12,
                                struct secret *ret_password)
{
    if (!PKCS12_mac_present(p12) || PKCS12_verify_mac(p12, NULL, 0) == 1 ||
        PKCS12_verify_mac(p12, "", 0) == 1)
        return OK;
    const enum status status = password_read(diag, wish, wish->p12, ret_password);
    if (status != OK || PKCS12_verify_mac(p12, ret_password->bytes, (int)ret_password->len) == 1)
        return status;
    return diag_report(diag, MSG_SIGN_PASSWORD, ((struct place){wish->p12, 0, 0}));
}

static enum status open_p12(struct diag *diag, const struct cms_wish *wish, PKCS12 *p12, EVP_PKEY **ret_key,
                            STACK_OF(X509) * all)
{
    struct secret password = {NULL, 0};
    X509 *cert = NULL;
    STACK_OF(X509) *others = NULL;
    enum status status = p12_password(diag, wish, p12, &password);
    if (status == OK && (PKCS12_parse(p12, password.bytes, ret_key, &cert, &others) != 1 || *ret_key == NULL))
        status = diag_report(diag, MSG_SIGN_P12_FILE, ((struct place){wish->p12, 0, 0}));
    secret_forget(&password);
    if (cert != NULL && sk_X509_push(all, cert) == 0)
        X509_free(cert);
    while (others != NULL && sk_X509_num(others) > 0) {
        X509 *other = sk_X509_shift(others);
        if (sk_X509_push(all, other) == 0)
            X509_free(other);
    }
    sk_X509_free(others);
    return status;
}

enum status load_p12(struct diag *diag, const struct cms_wish *wish, EVP_PKEY **ret_key, STACK_OF(X509) * all)
{
    struct secret file = {NULL, 0};
    enum status status = secret_read(diag, wish->p12, CMS_FILE_MAX, &file);
    if (status != OK)
        return status;
    const unsigned char *at = (const unsigned char *)file.bytes;
    PKCS12 *p12 = d2i_PKCS12(NULL, &at, (long)file.len);
    secret_forget(&file);
    status = p12 != NULL ? open_p12(diag, wish, p12, ret_key, all)
                         : diag_report(diag, MSG_SIGN_P12_FILE, ((struct place){wish->p12, 0, 0}));
    PKCS12_free(p12);
    ERR_clear_error();
    return status;
}
