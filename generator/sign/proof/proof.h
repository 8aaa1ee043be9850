/*
 * sign/proof: what a signature (CMS, RFC 5652; CAdES, ETSI EN 319 122) says, and whether it is true.
 *
 * Digest and signature are proved each by itself, so that it can be said which of them is wrong.  RSA (PKCS #1, PSS),
 * ECDSA, EdDSA as far as OpenSSL's CMS has them; SM2 with SM3 by hand, under the identity 1234567812345678, since
 * OpenSSL 3.0 has no CMS with it.  Certificates are followed to the roots that are given, at the time of the signature;
 * whether one was revoked is asked of lists and answers that are given, or in the signature: nothing is fetched.
 */
#ifndef CHENGWEN_SIGN_PROOF_H
#define CHENGWEN_SIGN_PROOF_H

#include "base/base.h"

enum proof_verdict {
    PROOF_UNKNOWN, /* not there, or not to be found out */
    PROOF_GOOD,
    PROOF_BAD
};

enum { PROOF_NO_TIME = -1 }; /* else seconds since 1970, UTC */

struct proof_roots; /* certificates that are trusted */
/* Of a file in PEM.  FAILED, reported: there are none in it, or it is a folder. */
enum status proof_roots_open(struct arena *arena, struct diag *diag, const char *path,
                             struct proof_roots **ret_roots) CHECKED;
void proof_roots_free(struct proof_roots *roots); /* NULL is fine */

/* Lists of revoked certificates, answers of OCSP. */
struct proof_lists;
enum status proof_lists_open(struct arena *arena, struct proof_lists **ret_lists) CHECKED;
/* Of one that cannot be read nothing is known. */
enum status proof_lists_add(struct proof_lists *lists, struct str der) CHECKED;
enum status proof_lists_add_answer(struct proof_lists *lists, struct str der) CHECKED;
void proof_lists_free(struct proof_lists *lists); /* NULL is fine */
/* Since when the first of the certificates (DER) is revoked; PROOF_NO_TIME: nothing says so.  Its issuer may be among the others. */
enum status proof_revoked(const struct proof_lists *lists, const struct str *certificates, size_t count,
                          int64_t *ret_since) CHECKED;

struct proof_ask {
    struct str contents;             /* DER; what stands behind it is passed over */
    struct str parts[2];             /* what is signed */
    bool is_stamp;                   /* contents is a time stamp (RFC 3161) of it, no signature */
    bool is_cades;                   /* the certificate must be named by the signature */
    int64_t said;                    /* the time that the paper says; PROOF_NO_TIME */
    const struct proof_roots *roots; /* NULL: none are given */
    const struct proof_lists *lists; /* likewise */
};

/* Of a certificate; texts are UTF-8, and may be empty. */
struct proof_certificate {
    struct str name, organisation, issuer, serial;
    int64_t from, to;
};

enum proof_time { PROOF_TIME_NONE, PROOF_TIME_PAPER, PROOF_TIME_SIGNER, PROOF_TIME_STAMP };

struct proof {
    /* One, as a PDF wants it (ETSI EN 319 142-1); else nothing below is known; 0: it is no CMS. */
    int signers;
    bool has_certificate;
    struct proof_certificate certificate;
    struct str digest_name, key_name; /* SHA-256; RSA 2048 */
    bool is_weak;                     /* MD5, SHA-1; RSA below 2048 bits */
    enum proof_verdict digest, signature;
    enum proof_verdict named; /* the signature names this certificate (signing-certificate-v2) */
    enum proof_verdict use;   /* the certificate is one for signatures */
    enum proof_time time_from;
    int64_t time;
    enum proof_verdict stamp;       /* unknown: there is none */
    struct str stamp_name;          /* who stamped */
    enum proof_verdict stamp_chain; /* unknown: no roots are given */
    enum proof_verdict valid;       /* the time is between the certificate's dates */
    bool is_early;                  /* it is before them */
    enum proof_verdict
        revocation; /* bad: it was revoked by then; unknown: no list or answer is of its issuer, and of that time */
    int64_t revoked_since;    /* maybe later; PROOF_NO_TIME: it is not */
    enum proof_verdict chain; /* unknown: no roots are given */
    struct str chain_reason;  /* of a bad one, in words */
};
/* Texts live in the arena.  NO_MEMORY, never FAILED: what is wrong is said by *ret_proof. */
enum status proof_make(struct arena *arena, const struct proof_ask *ask, struct proof *ret_proof) CHECKED;

/* --- dates.c --- */
/* "D:20260601120000+08'00'" (ISO 32000-1, 7.9.4); PROOF_NO_TIME: it is none. */
int64_t proof_date_parse(struct str text);
/* 2026-06-01 12:00:00, so many seconds to the east of Greenwich. */
void proof_date_write(int64_t time, int64_t east, struct buf *out);

#endif
