/*
 * Inside explain:
 *
 *   path.c  a field by its path      explain.c  the tree      print.c, json.c  the tree told
 *   fields.c  the paths that there are
 *   bands.c  bands, which are constants of the kind
 */
#ifndef CHENGWEN_EXPLAIN_INT_H
#define CHENGWEN_EXPLAIN_INT_H

#include "explain/explain.h"

struct field_spot {
    struct record *record;
    int slot;
};

/* What is typed in the input, what the model says. */
struct explained {
    struct record *record;
    int slot;
    struct value value;
    struct str path, words; /* "center[2].total"; 中心“六联” › 总分 */
    enum model_origin origin;
    const struct expr *formula; /* NULL: none, or the input says otherwise */
    struct field_spot maker;    /* the list that made the record with its values; record NULL: none did */
    const struct record
        *band; /* of bands: that was taken for what it is told under; NULL: none, or several */
    bool
        is_unknown; /* it cannot be computed, or what is typed cannot be read: no value; what is known of it is told */
    bool is_missing; /* a formula asked whether it is there, and it is not: no value, nothing else */
    bool is_stated;  /* the input (or another file that it names) says it, computed or not */
    const struct value *stated; /* what it says, where that is not the value; NULL: it agrees, or nothing */
    bool is_cut;                /* what it was computed from is told elsewhere, or is too deep */
    const struct explained *told_at; /* elsewhere; NULL: too deep */
    struct explained **items;
    size_t count, more;
};

/* explain.c: where the value is typed, or what made it stands. */
struct place explained_place(const struct explained *explained);

/* bands.c: what is none of the paper's figures, but has grades and ratios for them; how the list of them is told. */
bool explained_is_bands(const struct explained *explained);
bool explained_is_of_band(const struct record *record); /* the record is one of them */
struct place explained_bands_place(const struct explained *explained);
void explained_bands_print(const struct explained *explained, struct buf *out);
void explained_bands_json(const struct explained *explained, struct buf *out);
void explained_band_print(const struct record *band, struct buf *out);
void explained_band_json(const struct record *band, struct buf *out); /* an object */

/* path.c */
enum status explain_find(const struct explaining *explaining, struct str field,
                         struct field_spot *ret_spot) CHECKED;

#endif
