/*
 * sign/cms, inside.
 *
 *   secret.c      memory, files and passwords that nobody else may see
 *   load.c        certificates and keys out of files
 *   signer.c      who signs: opened, looked at, closed
 *   algorithm.c   which algorithms go with a key; digests; is a raw signature right
 *   token.c       a raw signature by a PKCS#11 module
 *   program.c     a raw signature by a program
 *   der.c         DER, put together
 *   signed.c      attributes and SignedData; proved
 *   stamp.c       a time stamp from a server
 *   connect.c     a connection to a server
 *   proofs.c      certificates, lists and answers out of files
 */
#ifndef CHENGWEN_SIGN_CMS_INT_H
#define CHENGWEN_SIGN_CMS_INT_H

#include "sign/cms/cms.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

enum scheme { SCHEME_RSA, SCHEME_PSS, SCHEME_ECDSA, SCHEME_SM2 };

/* With what a key signs.  The digest of a message is md's, that of SM2 one with Z before it. */
struct algorithm {
    enum scheme scheme;
    const EVP_MD *md;
};

struct cms_signer {
    struct arena *arena;
    const struct cms_wish *wish;
    X509 *cert;
    STACK_OF(X509) * chain;
    EVP_PKEY *public, *key; /* key NULL: it is not here, but a token's or a program's */
    struct algorithm algorithm;
    struct token *token;
};

enum { ALGORITHM_NAME = 32, DIGEST_MAX = 64, SIGNATURE_MAX = 4096 /* bytes, raw */ };

/* --- secret.c --- */
struct secret {
    char *bytes; /* NULL: none; a NUL stands behind them */
    size_t len;
};
/* SYSTEM, FAILED: reported. */
enum status secret_read(struct diag *diag, const char *path, size_t max, struct secret *ret_secret) CHECKED;
void secret_forget(struct secret *secret);
enum { PASSWORD_MAX = 1023 };
/* What opens `what` (a file, a token): from where the wish says, or the terminal. */
enum status password_read(struct diag *diag, const struct cms_wish *wish, const char *what,
                          struct secret *ret_password) CHECKED;

/* --- load.c --- */
/* The first is the signer's, if the key is not here; all go into `ret_all`, owned by the caller. */
enum status load_certificates(struct diag *diag, const char *path, STACK_OF(X509) * all) CHECKED;
enum status load_key(struct diag *diag, const struct cms_wish *wish, EVP_PKEY **ret_key) CHECKED;
enum status load_p12(struct diag *diag, const struct cms_wish *wish, EVP_PKEY **ret_key,
                     STACK_OF(X509) * all) CHECKED;

/* --- algorithm.c --- */
/* FAILED, reported: no such digest, or a key that this program cannot use. */
enum status algorithm_choose(struct diag *diag, const struct cms_wish *wish, EVP_PKEY *public,
                             struct algorithm *ret_algorithm) CHECKED;
/* As certificates of that key and that digest are signed with it; false: no such. */
bool algorithm_of(EVP_PKEY *public, const EVP_MD *md, bool pss, struct algorithm *ret_algorithm);
/* What is signed: the digest of the parts; of SM2 with Z. */
bool algorithm_digest(const struct algorithm *algorithm, EVP_PKEY *public, const struct str *parts,
                      size_t count, unsigned char ret_digest[DIGEST_MAX]);
bool plain_digest(const EVP_MD *md, const struct str *parts, size_t count,
                  unsigned char ret_digest[DIGEST_MAX]);
struct str algorithm_digest_str(const struct algorithm *algorithm, const unsigned char digest[DIGEST_MAX]);
/* Sets up the context for the scheme. */
bool algorithm_prepare(const struct algorithm *algorithm, EVP_PKEY_CTX *context);
bool algorithm_verify(const struct algorithm *algorithm, EVP_PKEY *public, struct str digest,
                      struct str signature);
const char *algorithm_name(const struct algorithm *algorithm,
                           char ret_name[ALGORITHM_NAME]); /* "rsa-sha256" */
/* AlgorithmIdentifier, DER. */
struct str algorithm_der(struct arena *arena, const struct algorithm *algorithm);
struct str digest_der(struct arena *arena, const EVP_MD *md);
/* r ‖ s, as tokens give it, becomes what CMS wants; what is that already stays. */
struct str algorithm_signature(struct arena *arena, const struct algorithm *algorithm, EVP_PKEY *public,
                               struct str signature);

/* --- token.c, program.c, signer.c: a raw signature of a digest, in the arena --- */
enum status token_open(struct diag *diag, struct cms_signer *signer, STACK_OF(X509) * all) CHECKED;
enum status token_sign(struct cms_signer *signer, struct diag *diag, struct str digest,
                       struct str *ret_signature) CHECKED;
void token_close(struct token *token);
enum status program_sign(struct cms_signer *signer, struct diag *diag, struct str digest,
                         struct str *ret_signature) CHECKED;
enum status signer_sign(struct cms_signer *signer, struct diag *diag, struct str digest,
                        struct str *ret_signature) CHECKED;

/* --- der.c: each is made in the arena of its parts; a part with ptr NULL, for want of memory, makes the whole one --- */
struct str der_make(struct arena *arena, unsigned char tag, const struct str *parts, size_t count);
#define DER(arena, tag, ...)                                                                                 \
    der_make((arena), (tag), (const struct str[]){__VA_ARGS__},                                              \
             sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))
/* A SET OF: the parts in the order of DER. */
struct str der_set(struct arena *arena, unsigned char tag, struct str *parts, size_t count);
struct str der_oid(struct arena *arena, int nid);
struct str der_small(struct arena *arena, unsigned char value); /* INTEGER, less than 128 */
struct str der_null(void);
enum {
    DER_INTEGER = 0x02,
    DER_OCTETS = 0x04,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
    DER_CONTEXT = 0xA0 /* [0], constructed */
};
/* By one of OpenSSL's functions i2d_…, whose result is `size` bytes at `bytes`, and is freed here. */
struct str der_take(struct arena *arena, unsigned char *bytes, int size);

/* --- connect.c --- */
/* The descriptor, which does not block; -1: *ret_reason says why, in the user's words. */
int connect_to(const char *host, const char *port, int seconds, const char **ret_reason);

/* --- stamp.c --- */
/* Of these bytes: the token, in the arena, and the time that it says. */
enum status stamp_ask(struct arena *arena, struct diag *diag, const struct cms_stamp_server *server,
                      struct str bytes, struct str *ret_token, int64_t *ret_time) CHECKED;

#endif
