/*
 * Inside template: limits; and who does what.
 *
 *   template.c      layout.xml and what it uses -> defines, sections -> instructions
 *   compile.c       the walk over layout elements: who may stand where, attributes, text     (load)
 *   flow.c          the elements that choose and repeat, wherever they stand
 *   setting.c       attributes that may hold expressions: checked when fixed, converted when not
 *   scope.c         names visible at a place of the layout, and the records that carry them
 *   apply.c         the walk over instructions when a document is made; numbering.c counts
 *   refs.c          what may be referred to, and the references, once all of it is known
 *   blocks/         sections and blocks;  inline/  text and what stands in it;  table/  tables: their elements,
 *                   compiled and carried out, and what proves them
 *
 * An instruction (instr_int.h) is a function, its data and a body; instructions form lists.  What makes them
 * includes compile_int.h, what carries them out apply_int.h.  Everything is
 * made before any input is read and is read-only then; what changes while a document is made is in `struct
 * run`.
 */
#ifndef CHENGWEN_TEMPLATE_INT_H
#define CHENGWEN_TEMPLATE_INT_H

#include "schema/schema.h"
#include "style/style.h"
#include "template/template.h"

enum {
    TEMPLATE_MAX_CALLS = 16,            /* defines that call defines */
    TEMPLATE_MAX_NESTING = 200,         /* elements in elements, calls counted in */
    TEMPLATE_MAX_INSTRUCTIONS = 200000, /* of one layout, every call counted */
    TEMPLATE_MAX_TEXT = 200000,         /* bytes of one run of text in layout or prose */
    TEMPLATE_MAX_BLOCKS = 1000000,      /* of one document */
    TEMPLATE_MAX_STEPS = 20000000,      /* instructions carried out for one document */
    TEMPLATE_MAX_INLINES = 50000,       /* of one paragraph */
    TEMPLATE_MAX_COLUMNS = 64,          /* of a table, and side by side */
    TEMPLATE_MAX_ROWS = 110000,         /* of a table */
    TEMPLATE_MAX_TURNS = 8,             /* <page-head>, <page-foot> of a table */
    TEMPLATE_MAX_LEVELS = 8,            /* of a table made from data */
    TEMPLATE_MAX_LEVEL = 6,             /* of headings */
    TEMPLATE_MAX_LISTS = CONTENT_MAX_LISTS,
    TEMPLATE_MAX_HEADING = 500,  /* characters of a heading: it goes into contents list and outline */
    TEMPLATE_MAX_VALUE = 1 << 20 /* bytes of one value in a text */
};

/* An id that the layout writes outright: what is called so may be left out of a document. */
struct declared_id {
    struct declared_id *next;
    struct str id;
};

/* What the layout refers to outright. */
struct declared_ref {
    struct declared_ref *next;
    struct str to;
    struct place place;
};

/* A kind, loaded. */
struct template
{
    struct styles styles;
    struct instr *body;
    const struct paragraph_style *style_body, *style_footnote;
    const struct span_style *style_note_mark;
    int footnote;                        /* numbering */
    struct str page_before, page_behind; /* of the number of a page that is referred to: 第, 页 */
    const struct declared_id *ids;
    const struct declared_ref *doubtful; /* what only prose of a document may be called */
};

#endif
