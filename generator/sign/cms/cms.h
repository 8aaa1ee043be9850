/*
 * sign/cms: who signs, and the signature itself: CMS SignedData, detached, as PAdES wants it (ETSI EN 319 142-1: SubFilter
 * ETSI.CAdES.detached, baseline B-B; with a time stamp B-T).
 *
 * One way for all who sign: the signed attributes are put together here, whoever has the key makes the raw signature of their
 * digest, and it goes into the SignedData.  What came out is proved with the certificate before anybody gets it, so a key that
 * does not fit, a token or a program that gives nonsense are told, and nothing is written.
 *
 * Secrets (secret.c): keys and passwords live in memory that is locked where the system lets us, and cleansed; neither is ever in a
 * message, an argument, a temporary file or a core dump.
 */
#ifndef CHENGWEN_SIGN_CMS_H
#define CHENGWEN_SIGN_CMS_H

#include "base/base.h"

/* From here on the process leaves no core, and other processes of the user cannot look into it.  Before any secret is read. */
void cms_guard(void);

/* Who signs, as the command line says it; NULL: not said. */
struct cms_wish {
    const char *cert, *chain;           /* PEM or DER; a PEM file may have several certificates */
    const char *key;                    /* PEM or DER, encrypted or not */
    const char *p12;                    /* key and certificates in one */
    const char *module, *token, *label; /* PKCS#11: its library; labels of the token and of the key */
    const char *program;                /* gets the digest on its standard input, gives the raw signature */
    int program_seconds;                /* until it, or who uses it, has signed */
    const char *password;               /* where it is: a file, or "fd:N"; NULL: asked for on the terminal */
    const char *digest;                 /* "sha256" "sha384" "sha512"; NULL: what goes with the key */
    bool pss;                           /* RSASSA-PSS, with a key that may both */
};

/* Whether it says where the password is in a way that is understood; no program that is started gets the descriptor.  FAILED: reported,
 * a fault of the command line. */
enum status cms_password_check(struct diag *diag, const struct cms_wish *wish) CHECKED;

struct cms_signer;
/* Key and certificate fit, as far as the key is here.  FAILED, SYSTEM: reported. */
enum status cms_signer_open(struct arena *arena, struct diag *diag, const struct cms_wish *wish,
                            struct cms_signer **ret_signer) CHECKED;
void cms_signer_close(struct cms_signer *signer); /* NULL is fine */
struct str cms_signer_name(
    const struct cms_signer *signer); /* the subject's common name, else its organization; may be empty */
struct str cms_signer_organisation(const struct cms_signer *signer); /* may be empty */
/* What is said against signing with the certificate: a warning each, or if `strict` an error: it is not for signatures; its
 * dates do not hold that time (seconds since 1970); it is revoked since then. */
enum status cms_signer_look_use(const struct cms_signer *signer, struct diag *diag, bool strict) CHECKED;
enum status cms_signer_look_dates(const struct cms_signer *signer, struct diag *diag, int64_t time,
                                  bool strict) CHECKED;
enum status cms_signer_tell_revoked(const struct cms_signer *signer, struct diag *diag, int64_t since,
                                    bool strict) CHECKED;

/* An RFC 3161 server, asked within cms_sign; NULL: none. */
struct cms_stamp_server {
    const char *url; /* http or https */
};
enum {
    CMS_STAMP_ROOM = 16 << 10,    /* bytes of a time stamp */
    CMS_STAMP_SECONDS = 30,       /* until its server has answered */
    CMS_PROGRAM_SECONDS = 120,    /* that a program has */
    CMS_FILE_MAX = 256 << 10,     /* bytes of a key, of certificates */
    CMS_VALIDATION_MAX = 16 << 20 /* of a file with a list of revoked certificates */
};
/* Bytes that a signature may have, with the stamp if there is one. */
enum status cms_room(struct cms_signer *signer, bool stamped, size_t *ret_room) CHECKED;
/* Of the bytes of all parts, one behind another: DER, in the arena.  *ret_time becomes that of the stamp, if there is one.  FAILED,
 * SYSTEM: reported, it was proved bad or not made. */
enum status cms_sign(struct cms_signer *signer, struct diag *diag, const struct str parts[2],
                     const struct cms_stamp_server *server, struct str *ret_der, int64_t *ret_time) CHECKED;

/* --- what proves certificates later on (B-LT) --- */
enum cms_proof_kind { CMS_PROOF_CERT, CMS_PROOF_CRL, CMS_PROOF_OCSP };
struct cms_proof {
    enum cms_proof_kind kind;
    struct str der;
};
struct cms_proofs {
    struct cms_proof *items;
    size_t count, capacity;
};
/* Certificates, lists of revoked ones, answers of OCSP; PEM or DER; added. */
enum status cms_proofs_read(struct arena *arena, struct diag *diag, const char *path,
                            struct cms_proofs *proofs) CHECKED;
/* The signer's certificate and its chain. */
enum status cms_proofs_add_signer(const struct cms_signer *signer, struct cms_proofs *proofs) CHECKED;
/* What /VRI calls a signature: SHA-1 of the bytes of its /Contents, 40 capital digits; ptr NULL: no memory. */
struct str cms_vri_key(struct arena *arena, struct str contents) CHECKED;

#endif
