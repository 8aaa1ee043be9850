/*
 * Sections and blocks, from outside: paragraphs being made, and the elements.
 */
#ifndef CHENGWEN_TEMPLATE_BLOCKS_H
#define CHENGWEN_TEMPLATE_BLOCKS_H

#include "template/apply_int.h"
#include "template/compile_int.h"

/* In the order in which messages name them.  elements_prose: of prose alone. */
extern const struct element elements_section[], elements_paragraph[], elements_arrange[], elements_list[],
    elements_picture[], elements_photos[], elements_sign[], elements_prose[];

/* What stands before the first paragraph of an item. */
struct lead {
    struct str text; /* empty: none, or a paragraph took it */
    const struct paragraph_style *style;
    int numbering; /* that it was counted by, for references; -1: none */
};

/* A paragraph of the inlines that the body makes, the last of the list then; `number` (may be empty) stands
 * first, `none` where the body makes nothing. */
struct paragraph_make {
    const struct paragraph_style *style;
    const struct instr *body;
    struct str number, none;
    bool words;                /* something must come out of `body`: FAILED, reported */
    const struct run_in *head; /* a heading that it goes on behind; NULL: none */
    struct place place;
};
enum status paragraph_make(struct run *run, const struct paragraph_make *make, struct record *scope,
                           struct blocks *list) CHECKED;
/* A caption: the same with a number (-1: without one), called by `id` (empty: by nothing).  make->number is set here. */
enum status caption_make(struct run *run, struct paragraph_make *make, int numbering, struct str id,
                         struct record *scope, struct blocks *list) CHECKED;

#endif
