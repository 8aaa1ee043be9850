/*
 * sign/write: what is appended to a PDF when it is signed.
 *
 * Bytes that are there stay as they are; what edits is written behind them, objects whole, with a cross-reference section of the
 * sort that the file has, so that every signature made before keeps its range.  The end is %%EOF and no line end: one tool in use
 * drops that, and with it what was signed.
 */
#ifndef CHENGWEN_SIGN_WRITE_H
#define CHENGWEN_SIGN_WRITE_H

#include "base/base.h"
#include "font/font.h"
#include "picture/picture.h"
#include "sign/file/file.h"

/* What is written into the field, as outlines. */
struct write_text {
    struct str text; /* UTF-8, composed; '\n' begins a line; empty: nothing */
    const struct font_set *fonts;
    int role;
};

/* A signature to be. */
struct write_seal {
    const struct sign_field *field;
    struct str name, reason, location;  /* UTF-8; empty: none */
    const char *time;                   /* "D:20260802100000+08'00'" */
    const struct picture_file *picture; /* shown in the field; NULL: none is */
    struct write_text text;             /* likewise */
    size_t room;                        /* bytes of the CMS */
};
/* With zeros in place of the CMS. */
struct write_sealed {
    struct buf bytes;   /* the whole file; the caller clears it */
    size_t gap, behind; /* the CMS, with its angle brackets */
};
/* FAILED, reported: the picture is broken, the text has a character that no face can draw, or does not fit into the field; or
 * the file would be too large. */
enum status write_seal(struct arena *arena, struct diag *diag, const struct sign_file *file, const char *path,
                       const struct write_seal *seal, struct write_sealed *ret_sealed) CHECKED;
/* What is signed, in two parts. */
void write_parts(const struct write_sealed *sealed, struct str ret_parts[2]);
/* In place of the zeros; no more than the room. */
void write_cms(struct write_sealed *sealed, struct str der);

/* What proves certificates (/DSS), in a further update.  The lists may be empty. */
struct write_proofs {
    const struct str *certs, *lists, *answers; /* DER */
    size_t cert_count, list_count, answer_count;
    struct str vri; /* SHA-1 of the signature's /Contents, as 40 capital digits */
};
/* The whole file, in ret_bytes; the caller clears it. */
enum status write_proofs(struct arena *arena, struct diag *diag, const struct sign_file *file,
                         const char *path, const struct write_proofs *proofs, struct buf *ret_bytes) CHECKED;

#endif
