/*
 * What proves certificates later on: certificates, lists of revoked ones, answers of OCSP.  They are put into the file as they are;
 * that each is what it seems to be is all that is looked at.
 */
#include "sign/cms/cms_int.h"
#include "sign/messages.def"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>

static bool is_kind(enum cms_proof_kind kind, struct str der)
{
    const unsigned char *at = (const unsigned char *)der.ptr, *end = at + der.len;
    bool good = false;
    if (kind == CMS_PROOF_CERT) {
        X509 *cert = d2i_X509(NULL, &at, (long)der.len);
        good = cert != NULL;
        X509_free(cert);
    } else if (kind == CMS_PROOF_CRL) {
        X509_CRL *list = d2i_X509_CRL(NULL, &at, (long)der.len);
        good = list != NULL;
        X509_CRL_free(list);
    } else {
        OCSP_RESPONSE *answer = d2i_OCSP_RESPONSE(NULL, &at, (long)der.len);
        good = answer != NULL && OCSP_response_status(answer) == OCSP_RESPONSE_STATUS_SUCCESSFUL;
        OCSP_RESPONSE_free(answer);
    }
    ERR_clear_error();
    return good && at == end;
}

static enum status keep_proof(struct arena *arena, struct cms_proofs *proofs, struct str der, bool *ret_added)
{
    for (int kind = CMS_PROOF_CERT; kind <= CMS_PROOF_OCSP; kind++)
        if (is_kind((enum cms_proof_kind)kind, der)) {
            const struct cms_proof proof = {(enum cms_proof_kind)kind, der};
            *ret_added = true;
            return ARENA_APPEND(arena, proofs->items, proofs->count, proofs->capacity, &proof);
        }
    return OK;
}

static enum status add_proof_pem(struct arena *arena, struct cms_proofs *proofs, struct str file,
                                 bool *ret_added)
{
    char *name = NULL, *header = NULL;
    unsigned char *bytes = NULL;
    long size = 0;
    enum status status = OK;
    BIO *bio = BIO_new_mem_buf(file.ptr, (int)file.len);
    while (bio != NULL && status == OK && PEM_read_bio(bio, &name, &header, &bytes, &size) == 1) {
        OPENSSL_free(name);
        OPENSSL_free(header);
        const struct str der = der_take(arena, bytes, (int)size);
        status = der.ptr != NULL ? keep_proof(arena, proofs, der, ret_added) : NO_MEMORY;
    }
    BIO_free(bio);
    ERR_clear_error();
    return status;
}

enum status cms_proofs_read(struct arena *arena, struct diag *diag, const char *path,
                            struct cms_proofs *proofs)
{
    struct str file;
    bool added = false;
    enum status status = file_read(arena, diag, path, CMS_VALIDATION_MAX, &file);
    if (status != OK)
        return status;
    status = str_holds(file, "-----BEGIN ") ? add_proof_pem(arena, proofs, file, &added)
                                            : keep_proof(arena, proofs, file, &added);
    return status != OK || added ? status
                                 : diag_report(diag, MSG_SIGN_PROOF_FILE, ((struct place){path, 0, 0}));
}

enum status cms_proofs_add_signer(const struct cms_signer *signer, struct cms_proofs *proofs)
{
    enum status status = OK;
    for (int i = -1; i < sk_X509_num(signer->chain) && status == OK; i++) {
        unsigned char *bytes = NULL;
        const int size = i2d_X509(i < 0 ? signer->cert : sk_X509_value(signer->chain, i), &bytes);
        const struct cms_proof proof = {CMS_PROOF_CERT, der_take(signer->arena, bytes, size)};
        status = proof.der.ptr == NULL
                     ? NO_MEMORY
                     : ARENA_APPEND(signer->arena, proofs->items, proofs->count, proofs->capacity, &proof);
    }
    return status;
}

struct str cms_vri_key(struct arena *arena, struct str contents)
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned char digest[DIGEST_MAX];
    const size_t size = (size_t)EVP_MD_get_size(EVP_sha1());
    char *text = arena_alloc(arena, 2 * size + 1);
    if (text == NULL || !plain_digest(EVP_sha1(), &contents, 1, digest))
        return (struct str){NULL, 0};
    for (size_t i = 0; i < size; i++) {
        text[2 * i] = digits[digest[i] >> 4];
        text[2 * i + 1] = digits[digest[i] & 15];
    }
    return (struct str){text, 2 * size};
}
