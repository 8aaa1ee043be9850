/*
 * sign/make, inside.
 *
 *   make.c      the command `sign`, from its arguments to the file
 *   earlier.c   what the file's signatures so far allow
 *   validation.c  what proves certificates, into the file
 *   picture.c   the picture that the field shows
 *   clock.c     the time of a signature: the only place that asks the clock for one
 *   caption.c   what --text says
 *   output.c    how the signed file is called, and written
 */
#ifndef CHENGWEN_SIGN_MAKE_INT_H
#define CHENGWEN_SIGN_MAKE_INT_H

#include "sign/cms/cms.h"
#include "sign/file/file.h"
#include "sign/make/make.h"
#include "sign/write/write.h"

enum { CLOCK_PDF_ROOM = 32 };
struct sign_time {
    int64_t seconds;          /* since 1970, UTC */
    char pdf[CLOCK_PDF_ROOM]; /* "D:20260802100000+08'00'" */
};
/* "2026-08-02T10:00:00+08:00", "2026-08-02 10:00", "2026-08-02"; without a zone that of China; NULL: now.  FAILED, reported. */
enum status sign_time_read(struct diag *diag, const char *text, struct sign_time *ret_time) CHECKED;

/* What stands in braces in a template of a text. */
enum caption_word {
    CAPTION_NAME,
    CAPTION_ORGANISATION,
    CAPTION_DATE, /* 2026年8月2日 */
    CAPTION_ISO,  /* 2026-08-02 */
    CAPTION_TIME, /* 10:00 */
    CAPTION_REASON,
    CAPTION_LOCATION,
    CAPTION_COUNT
};
/* FAILED, reported: a word that there is none. */
enum status caption_check(struct diag *diag, struct str template) CHECKED;
/* Its text, composed (NFC); "\n" in the template begins a line.  FAILED, reported: likewise; a value that is empty; no UTF-8. */
enum status caption_fill(struct arena *arena, struct diag *diag, struct str template,
                         const struct str values[CAPTION_COUNT], struct str *ret_text) CHECKED;
/* Those that say when. */
enum status caption_times(struct arena *arena, const struct sign_time *time,
                          struct str values[CAPTION_COUNT]) CHECKED;

/* What others will read in the file: one line of which nothing hides, or turns what stands beside it, as in a description.  FAILED:
 * reported, at the option. */
enum status words_check(struct diag *diag, const char *option, struct str words) CHECKED;

/* Every signature is still right, and none of them forbids that `field` is signed; NULL: none is to be.  FAILED: reported. */
enum status earlier_check(struct arena *arena, struct diag *diag, const struct sign_file *file,
                          const char *path, const struct sign_fields *fields,
                          const struct sign_field *field) CHECKED;

/* Its path counts from the folder of the file itself, which may be anywhere.  One that hides the text below is a warning, if `strict` an
 * error.  FAILED: reported. */
enum status seal_picture_read(struct arena *arena, struct diag *diag, const char *path, bool strict,
                              const struct picture_file **ret_picture) CHECKED;

/* A file, or all of a folder, which must have one. */
enum status validation_read(struct arena *arena, struct diag *diag, const char *path,
                            struct cms_proofs *proofs) CHECKED;
/* Since when the signer is revoked, by what is given and what the file has; PROOF_NO_TIME: nothing says so.  FAILED: reported. */
enum status validation_ask(struct arena *arena, const struct cms_signer *signer, const struct sign_file *file,
                           const struct cms_proofs *given, int64_t *ret_since) CHECKED;
/* The file in `bytes`, whose signature's /Contents is `contents` (bytes), with /DSS behind it, in place of it. */
enum status validation_add(struct arena *arena, struct diag *diag, const char *path,
                           const struct cms_proofs *proofs, struct str contents, struct buf *bytes) CHECKED;

/* "合同.pdf" -> "合同-已签.pdf" -> "合同-已签2.pdf"; ptr NULL: no memory. */
struct str output_name(struct arena *arena, const char *path) CHECKED;
/* FAILED, reported: it is no file, or one of those that signing needs. */
enum status output_check(struct diag *diag, const struct sign_run *run) CHECKED;
struct output {
    const char *source; /* the file that was signed, read into the arena */
    const char *path;
    bool is_new; /* a file of that name is not replaced */
    struct str bytes;
};
/* FAILED, SYSTEM: reported; the source is not what was read any more, or it cannot be written. */
enum status output_write(struct arena *arena, struct diag *diag, const struct output *output) CHECKED;

#endif
