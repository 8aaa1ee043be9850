/*
 * sign/write, inside.
 *
 *   update.c      objects behind the file, and the section that leads to them
 *   text.c        dictionaries changed, strings, numbers
 *   appearance.c  what a field shows: a picture, a text
 *   letters.c     the text, as outlines
 *   seal.c        the signature dictionary, field and form
 *   proofs.c      /DSS
 */
#ifndef CHENGWEN_SIGN_WRITE_INT_H
#define CHENGWEN_SIGN_WRITE_INT_H

#include "sign/write/write.h"

/* --- update.c --- */
struct update_entry {
    uint32_t number;
    uint16_t generation;
    size_t offset;
};
struct update {
    struct arena *arena;
    struct sign_view view;
    struct buf out; /* the whole file */
    struct update_entry *entries;
    size_t count, capacity;
    uint32_t next;
    enum status status; /* sticky, beside that of `out` */
};
/* The file's bytes are there. */
void update_begin(struct update *update, struct arena *arena, const struct sign_file *file);
uint32_t update_number(struct update *update); /* of a new object */
/* "N G obj", and behind what is then added to `out`, "endobj". */
void update_object(struct update *update, uint32_t number);
void update_object_end(struct update *update);
/* `dict` is what stands in it, without brackets and /Length. */
void update_stream(struct update *update, uint32_t number, struct str dict, struct str bytes);
/* Section, trailer, %%EOF.  FAILED: it is too large, not reported. */
enum status update_end(struct update *update) CHECKED;

/* --- text.c --- */
struct edit {
    const char *key;  /* "/V" */
    struct str value; /* ptr NULL: the entry goes */
};
/* The dictionary with these entries in place of its own, or added. */
void text_edit_dict(struct buf *out, struct str dict, const struct edit *edits, size_t count);
void text_add_string(struct buf *out, struct str text); /* as it is, or UTF-16 with its mark */
struct str text_reference(struct arena *arena, uint32_t number);
bool text_number(struct str text, int64_t *ret_value); /* in thousandths */
/* The next number of an array, likewise. */
bool text_next_number(struct str array, size_t *at, int64_t *ret_value);

/* --- appearance.c --- */
struct shown_box {
    int64_t size[2]; /* of the rectangle as the page has it, in thousandths */
    int turn;        /* what is upright stands so many degrees anticlockwise on it: 0, 90, 180, 270 */
};
/* The form that shows picture and text of the seal in it. */
enum status appearance_add(struct update *update, struct diag *diag, const struct write_seal *seal,
                           const struct shown_box *shown, uint32_t *ret_form) CHECKED;

/* --- letters.c --- */
struct letters {
    int64_t size, height; /* of a character; of all lines */
};
/* As large as fits, within bounds.  FAILED, reported: it does not fit, or a character cannot be drawn. */
enum status letters_fit(struct diag *diag, const struct write_text *text, const int64_t room[2],
                        struct letters *ret_letters) CHECKED;
/* Each line in the middle of the width, the last one above `bottom`. */
enum status letters_draw(struct diag *diag, const struct write_text *text, const struct letters *letters,
                         int64_t width, int64_t bottom, struct buf *out) CHECKED;

#endif
