/*
 * Inside sign/proof:
 *
 *   proof.c    a signature as a whole: what it says, its time       cms.c       digest, signature, attributes of one
 *   roots.c    certificates: names, dates, the way to the roots     stamp.c     time stamps
 *   dates.c    dates as seconds                                     revoked.c   whether a certificate was revoked
 *   scope.c    of which certificates a list speaks
 */
#ifndef CHENGWEN_SIGN_PROOF_INT_H
#define CHENGWEN_SIGN_PROOF_INT_H

#include "sign/proof/proof.h"

#include <openssl/cms.h>
#include <openssl/x509.h>
#include <time.h>

struct proof_roots {
    X509_STORE *store;
    STACK_OF(X509) * certificates;
};

/* --- dates.c --- */
int64_t proof_seconds(const struct tm *date); /* of a date in UTC */

/* --- cms.c --- */
/* A CMS with one signature, opened. */
struct seal {
    CMS_ContentInfo *cms;
    CMS_SignerInfo *signer;  /* of it */
    STACK_OF(X509) * others; /* all certificates that come with it */
    X509 *certificate;       /* the signer's, of `others`; NULL: it is not there */
    const EVP_MD *digest;    /* NULL: one that we do not know */
};
/* How many signers it has, each with a signature; opened, to be closed, if that is one. */
int seal_open(struct str der, struct seal *ret_seal);
void seal_close(struct seal *seal);
bool seal_has_attributes(const struct seal *seal);
struct proof_signed {
    struct str parts[2];
};
enum proof_verdict seal_prove_digest(const struct seal *seal, const struct proof_signed *what);
enum proof_verdict seal_prove_signature(const struct seal *seal, const struct proof_signed *what);
/* Does it name the certificate (signing-certificate, -v2)?  unknown: it names none. */
enum proof_verdict seal_prove_named(const struct seal *seal, const struct proof_roots *roots);
/* PROOF_NO_TIME: it does not say. */
int64_t seal_time(const struct seal *seal);
/* 0: it could not be made. */
size_t digest_parts(const EVP_MD *digest, const struct proof_signed *what,
                    unsigned char ret[EVP_MAX_MD_SIZE]);

/* --- stamp.c --- */
struct stamp {
    enum proof_verdict good, chain;
    int64_t time;
    struct str name;
};
/* A time stamp of these bytes. */
enum status stamp_prove(struct arena *arena, struct str der, const struct proof_signed *what,
                        const struct proof_ask *ask, struct stamp *ret_stamp) CHECKED;
/* That of the signature; false: it has none. */
bool stamp_of_seal(const struct seal *seal, struct str *ret_der);

/* --- roots.c --- */
int64_t asn1_seconds(const ASN1_TIME *time); /* PROOF_NO_TIME: it is none */
enum status certificate_read(struct arena *arena, X509 *certificate,
                             struct proof_certificate *ret_facts) CHECKED;
/* The identity under which certificates with SM2 are signed. */
void certificate_identify(X509 *certificate);
extern const struct str PROOF_SM2_IDENTITY;
struct chain_ask {
    X509 *certificate;
    STACK_OF(X509) * others;
    int64_t time;
    bool is_stamp; /* the certificate must be one for time stamps */
    const struct proof_lists *lists;
};
/* One of the certificates that vouch for it, and of a time stamp its own, must not have been revoked by then. */
struct chain {
    enum proof_verdict verdict; /* unknown: no roots are given */
    struct str reason;          /* of a bad one, in the arena */
};
enum status chain_prove(struct arena *arena, const struct proof_roots *roots, const struct chain_ask *ask,
                        struct chain *ret_chain) CHECKED;

/* --- scope.c --- */
/* It would name the certificate, which is of its issuer, were that revoked. */
bool list_is_whole(const X509_CRL *list, X509 *certificate);

/* --- revoked.c --- */
struct revocation_ask {
    STACK_OF(X509) * others; /* its issuer may be there, or among the roots */
    const struct proof_roots *roots;
    const struct proof_lists *lists;
    STACK_OF(X509_CRL) * own; /* more lists */
    int64_t time;             /* for which it is asked; PROOF_NO_TIME: of several words the newest counts */
};
struct revocation {
    bool is_asked; /* something at hand speaks of it, and of that time */
    bool is_revoked;
    int64_t since; /* PROOF_NO_TIME: it is not */
};
struct revocation revocation_find(X509 *certificate, const struct revocation_ask *ask);
bool revocation_is_bad(const struct revocation *revocation, int64_t time); /* revoked by then */

#endif
