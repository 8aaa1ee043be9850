/*
 * Inside sections and blocks: what their files share.
 *
 *   section.c    sections, and what their pages carry
 *   paragraph.c  paragraphs, headings, clauses, and their numbers
 *   list.c       lists and their items, of layout and prose
 *   arrange.c    columns, keep, space, page-break, rule, contents;  sign.c  signing places
 *   picture.c    pictures and QR codes, the elements; what is a picture file, the room picture knows
 *   photos.c     rows of pictures from a list
 *   prose.c      prose of the input: compiled with a smaller list of elements when it is met
 */
#ifndef CHENGWEN_TEMPLATE_BLOCKS_INT_H
#define CHENGWEN_TEMPLATE_BLOCKS_INT_H

#include "template/blocks/blocks.h"
#include "template/inline/inline.h"

struct paragraph_data {
    struct setting style, align, indent, first_indent, left, right, keep_previous, keep_next, numbering,
        level, number, listed, name, id, label, run_in;
    int default_numbering; /* -1: none */
    bool is_heading;
    bool words; /* of prose: something must come out */
};
struct item_data {
    struct setting label; /* of layout */
    struct setting id;
    const struct list_data *list;
    bool has_blocks;
    bool words; /* as of a paragraph */
};

extern const struct setting_field item_fields[];

/* Columns being filled. */
struct columns {
    struct column *items;
    size_t count, capacity;
};

instr_run run_paragraph, run_item;
element_compile compile_item;
/* Of a heading, of a contents list: fixed, it is one that there is. */
enum status check_level(struct compiler *compiler, const struct setting *level) CHECKED;
enum status level_read(struct run *run, struct record *scope, const struct setting *level,
                       int64_t *ret_level) CHECKED;

/* --- picture.c --- */

/* The file that an element names: outright in the layout, then it is read with the kind; else when a document is made. */
struct picture_source {
    struct setting file;
    const struct picture_file *fixed;
    bool in_prose;
};
/* As asked for, in a picture's measure; -1: as the styles say. */
int picture_dots(const struct run *run, int64_t dots);
enum status picture_source_compile(struct compiler *compiler, struct picture_source *source) CHECKED;
enum status picture_source_read(struct run *run, const struct picture_source *source, struct record *scope,
                                const struct picture_file **ret_file) CHECKED;
/* Where the name was written: by the input, if the element takes it from there. */
struct place picture_source_place(struct run *run, const struct picture_source *source, struct record *scope);

#endif
