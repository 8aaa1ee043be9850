/*
 * page: the tray between layout and those who write pages.  Pages with positioned items in reading order,
 * each part of a node of the structure (structure.h).  x from the left edge, y down from the top edge of
 * the sheet, 1/1000 pt.
 */
#ifndef CHENGWEN_PAGE_H
#define CHENGWEN_PAGE_H

#include "base/base.h"
#include "page/structure.h"
#include "picture/picture.h"

/* Why an item is not read: only decoration, or as a part of every page. */
enum page_aside { PAGE_DECORATION, PAGE_HEADER, PAGE_FOOTER, PAGE_WATERMARK };

/* What an item is part of. */
struct page_tag {
    uint32_t node; /* of the structure; 0: of nothing that is read */
    bool repeated; /* the node stands there already, before this */
    bool artifact; /* and is not read a second time; or is no text */
    uint8_t aside; /* node 0: enum page_aside */
};
static inline bool page_tag_is_artifact(struct page_tag tag)
{
    return tag.node == 0 || tag.artifact;
}

struct page_glyph {
    uint32_t glyph;  /* in the face's own numbering */
    uint16_t run;    /* of its node: page_run.number; 0: none */
    length x;        /* of its origin, from the run's x */
    struct str text; /* the characters that it stands for; empty: none (later part of a cluster) */
};

enum page_item_kind {
    PAGE_GLYPHS,
    PAGE_PATH,    /* lines and curves */
    PAGE_PICTURE, /* `picture` in the box; `angle` as for glyphs, round its top left corner */
    PAGE_SIGN     /* a box where somebody signs: nothing is drawn */
};

/* Of a path.  A segment ends at its last point; points from the top left of the path's box, which the caller
 * makes large enough.  Spots stand in a row along the box, its height their own: dots of a leader.  Cells are the box divided into
 * side × side squares, of which some are filled. */
enum page_shape { PAGE_RECTANGLE, PAGE_ELLIPSE, PAGE_SEGMENTS, PAGE_SPOTS, PAGE_CELLS };
enum page_step { PAGE_MOVE, PAGE_LINE, PAGE_CURVE /* Bezier, by two points */, PAGE_CLOSE };
struct page_point {
    length x, y;
};
struct page_segment {
    enum page_step step;
    struct page_point to[3]; /* MOVE, LINE: one; CURVE: three; CLOSE: none */
};

/* What lies over what: painted in this order, each layer in the order of its items. */
enum page_layer {
    PAGE_FILLS = -4, /* areas: fills of cells, broad rules */
    PAGE_MARK,       /* the watermark, opaque; in a colour of its own on each fill */
    PAGE_PICTURES,   /* and the paths of charts */
    PAGE_MARK_OVER,  /* what pictures would hide of the watermark */
    PAGE_TEXT,       /* 0: text, other paths */
    PAGE_SEALS       /* pictures of seals and signatures */
};

struct page_document;
struct page_item;
struct page_box {
    length x, y, width, height;
};

struct page_picture {
    const struct picture_file *file;
    struct str alt;
    struct place place; /* for messages */
    struct page_box
        whole; /* cropped: where all of it lies, from the top left of the item's box, which shows a part; else 0 */
    int dots; /* so many pixels an inch are enough; 0: all of them */
};
/* How large it is shown, as a whole; how many pixels of that size are enough, 0: all. */
struct page_box page_picture_box(const struct page_item *item);
struct picture_wish page_picture_wish(const struct page_item *item);

/* Where a party signs. */
struct page_sign {
    struct str party, kind, keyword; /* kind: seal, signature, date, straddle; keyword: empty: none */
    bool field;                      /* signing programs put a signature there: no date */
    uint32_t first, node;            /* what it may lie over has these nodes; `node`: its own, the last */
    struct place place;
};

/* What else glyphs say, beside their text, to who draws no pages. */
enum page_say {
    PAGE_UNDERLINED = 1,
    PAGE_STRUCK = 2,
    PAGE_DOUBTED =
        4, /* of a draft.  Struck: stated; underlined: computed, or wrong; neither: with such a figure */
    PAGE_FOLIO = 8,   /* the number of a page, and what leads to it */
    PAGE_RAISED = 16, /* m² typed as m and a raised 2 */
    PAGE_LOWERED = 32,
    PAGE_AWAITED =
        64, /* layout's own: room for a number that is known later; no page that is finished has one */
    PAGE_STRONG = 128,  /* bolder than the text around it */
    PAGE_STRESSED = 256 /* with dots below */
};

struct page_item {
    enum page_item_kind kind;
    enum page_layer layer;
    struct page_tag tag;
    length x, y;          /* glyphs: of the first origin on the baseline; path: top left of its box */
    length width, height; /* glyphs: width = total advance */
    uint32_t color;       /* 0xRRGGBB; of a path: its fill */
    int face;             /* of the font set */
    int role;             /* that it was taken for */
    enum page_shape shape;
    uint32_t pen; /* path: colour of its stroke */
    int angle;    /* glyphs, segments, spots: degrees counter-clockwise round (x, y); cells too */
    /* The line of text that it is a piece of, or the picture or rule, counted through the document; 0: it may
     * lie over text, or under it (watermark, fills, seals, marks of a draft). */
    uint32_t line;
    bool fallback;          /* none of the role's own faces */
    bool hollow;            /* a path that is not filled */
    bool translucent;       /* half of what lies under it is seen */
    bool round;             /* spots: circles, or nearly so; else rectangles */
    const struct str *lang; /* glyphs: NULL: that of their node */
    uint16_t says;          /* glyphs: PAGE_… of enum page_say */
    uint8_t
        breaks;    /* glyphs: so many forced line ends stand before them in their node; a line end that is not
                         forced stands for nothing: a space there has its glyph */
    length stroke; /* glyphs: outlines this much heavier (fill and stroke); path: so thick; 0: filled only */
    length halo;   /* glyphs without `stroke`: a white line so broad along their outlines; 0: none */
    length size;
    length lift;       /* glyphs: drawn so much higher than their baseline, as their face is (font_shift) */
    length spot, step; /* spots: the width of one, from one to the next */
    struct page_glyph *glyphs;
    size_t glyph_count;
    const struct page_segment *segments; /* they live as long as the document */
    size_t segment_count;
    const uint8_t *cells; /* row by row from the top, 1: filled; they live as long as the document */
    int side;
    union {
        const struct page_picture *picture;
        const struct page_sign *sign;
    };
    struct place place;           /* with `line`: of the paragraph, the picture, the rule */
    const struct page_box *boxes; /* seen inside these alone; none: everywhere */
    size_t box_count;
};

static inline bool page_same_lang(const struct str *a, const struct str *b)
{
    return a == b || (a != NULL && b != NULL && str_equal(*a, *b));
}

struct page_link { /* a rectangle that leads to a place */
    length x, y, width, height;
    size_t page;     /* target, from 0 */
    length target_y; /* from the head of the text there */
    struct str title;
    uint32_t node;   /* a LINK */
    uint32_t target; /* the node that stands there */
};

/* Layout's own: what of a line moves where a number is narrower than the room that waited for it. */
enum page_closes {
    PAGE_CLOSES_NOT,
    PAGE_CLOSES_LEFT,
    PAGE_CLOSES_MIDDLE,
    PAGE_CLOSES_RIGHT,
    PAGE_CLOSES_FULL
};

/* A line of text as it was set, for the audit. */
struct page_line {
    uint32_t number;    /* page_item.line of its items */
    uint8_t closes;     /* enum page_closes */
    length x, y, width; /* y: baseline; on turned pages as it is read */
    /* Its column: from so far left of x, so wide; what its paragraph leaves free there at both sides. */
    length inset, column, left, right;
    length size;            /* of its paragraph's type */
    uint32_t node;          /* that it is part of */
    bool justified, forced; /* forced: its end is one that was asked for */
    int32_t strain;         /* 1/1000 em that a gap gave at most: widened > 0, narrowed < 0 */
    uint32_t letters;
    uint8_t broken;   /* what its end divides: enum text_broken; 0: nothing */
    bool first, last; /* of its paragraph */
    bool overfull;
    bool in_cell;
    struct place place; /* of the paragraph */
};

struct page {
    length width, height; /* of the sheet as it lies in the stack: turned pages are upright */
    bool turned; /* its text runs up the sheet (items have angle 90): viewers show it turned clockwise */
    int number;  /* as printed; 0: not numbered */
    struct page_item *items;
    size_t item_count, item_capacity;
    struct page_link *links;
    size_t link_count, link_capacity;
    struct page_line *lines;
    size_t line_count, line_capacity;
};

struct page_outline {
    struct str title;
    int level; /* 1... */
    size_t page;
    length y;      /* from the head of the text: on turned pages from the sheet's left edge */
    uint32_t node; /* the HEADING */
};

/* A signing place, and where its keyword stands; boxes as of items. */
struct page_place {
    const struct page_sign *sign;
    size_t page;
    struct page_box box;
    struct page_box keyword; /* all 0: none */
    size_t seal, strip,
        strips; /* of a seal over the edges of pages: which one, which strip of how many; 0: another place */
};
/* page_places.c: a JSON array of them, in one line: pages from 1, boxes x, y, width, height in points
 * from the lower left corner. */
void page_places_add(const struct page_document *document, struct buf *out);

/* What stands in the file beside the pages, for programs: the description that it was made from, its figures. */
struct page_attachment {
    struct str name;        /* of the file, without folder */
    struct str mime;        /* "text/xml" */
    struct str description; /* what it is, for who opens the file */
    enum page_relation { PAGE_SOURCE, PAGE_DATA, PAGE_SUPPLEMENT } relation;
    struct str bytes;
};

/* What became of picture files in a file, each counted once a size. */
struct page_pictures {
    size_t count, located, reduced; /* located: said where they were taken, which is left out */
    uint64_t before, after;         /* bytes of those that were reduced */
};

#define PAGE_PUBLIC "公开版" /* among the keywords of a copy for the public */

struct page_document {
    struct page_structure *structure; /* NULL: its items are part of nothing */
    struct page *pages;
    size_t page_count, page_capacity;
    struct page_outline *outlines;
    size_t outline_count, outline_capacity;
    struct page_place *places; /* in reading order */
    size_t place_count, place_capacity;
    /* Document information; empty: none.  date as "YYYYMMDD". */
    struct str title, subject, author, date;
    bool draft;
    bool is_public;                 /* a copy for the public, which says so */
    struct page_pictures *pictures; /* the writer says here what became of pictures; NULL: nobody asks */
    struct page_attachment *attachments;
    size_t attachment_count, attachment_capacity;
};

/* Appends a copy.  Pointers to others of the kind and owner are stale then. */
enum status page_add(struct arena *arena, struct page_document *document, const struct page *page) CHECKED;
enum status page_add_item(struct arena *arena, struct page *page, const struct page_item *item) CHECKED;
enum status page_add_link(struct arena *arena, struct page *page, const struct page_link *link) CHECKED;
enum status page_add_line(struct arena *arena, struct page *page, const struct page_line *line) CHECKED;
enum status page_add_outline(struct arena *arena, struct page_document *document,
                             const struct page_outline *outline) CHECKED;
/* What the item points to becomes copies, but for the texts of its glyphs. */
enum status page_item_keep(struct arena *arena, struct page_item *item) CHECKED;

/* A format that pages are written in, as one row: the room of the format has it at its door, and who makes
 * files (batch) knows nothing else of that room.  `file` is the writer's own; it lives in `arena`, and is
 * closed in any case.  What pages draw is taken over when add_page is back: their items may go, but not
 * picture files. */
struct font_set;
/* What a file promises: to be an archive's and read aloud (ISO 19005-2 a and 14289-1), the same with attachments
 * (19005-3 a), the same as PDF 2.0 (19005-4f and 14289-2), or nothing. */
enum page_conformance { PAGE_A2A_UA1, PAGE_A3A_UA1, PAGE_A4F_UA2, PAGE_PLAIN };
extern const struct words words_conformance;
/* Who takes the first bytes of a large file while the rest of it is made, so that they need no memory.  Not *ret_taken: he has no
 * place for them, and is not asked again. */
struct page_drain {
    void *context;
    enum status (*take)(void *context, struct str bytes, bool *ret_taken);
};
struct page_wishes {
    enum page_conformance conformance;
    bool compact;                   /* smaller, but signing programs may refuse it */
    bool fields;                    /* empty signature fields where parties seal or sign */
    const struct page_drain *drain; /* NULL: nobody does */
};
struct page_writer {
    const char *suffix; /* of the file's name, with its dot */
    bool unpaged;       /* nobody sees in the file where a page ends */
    size_t max_bytes;   /* of the file */
    enum status (*open)(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                        struct page_wishes wishes, void **ret_file) CHECKED;
    /* Draws the page's items over those that it was given before.  Pages may come in any order; links are not
     * looked at here. */
    enum status (*add_page)(void *file, const struct page *page, size_t index) CHECKED;
    /* The whole file, but for what the drain took: the pages of the document, as they were added.  `out` was
     * initialised by the caller, for max_bytes.  FAILED, NO_MEMORY: nothing useful in `out`. */
    enum status (*finish)(void *file, const struct page_document *document, struct buf *out) CHECKED;
    void (*close)(void *file); /* NULL is fine */
};

/* page_overlap.c: a little less than what the item covers; false: nothing, or a watermark. */
bool page_item_box(const struct page_item *item, struct page_box *ret_box);
/* Text, or a rule, over text; anything out of the sheet. */
struct page_overlap {
    const struct page_item *item, *other; /* other NULL: `item` stands out of the sheet */
    length by;
};
/* How many there are on the page, and the highest one. */
enum status page_overlaps(struct arena *scratch, const struct page *page, size_t *ret_count,
                          struct page_overlap *ret_first) CHECKED;

/* page_dump.c: one line an item, texts as written, positions in pt with 3 decimals, for `dump --stage=pages`
 * and golden tests. */
void page_dump(const struct page_document *document, struct buf *out);

/* structure_dump.c: the tree, for `dump --stage=structure`.  `field` says what a run shows. */
typedef void page_field(const void *shown, struct buf *out);
enum status page_dump_structure(const struct page_document *document, struct arena *scratch,
                                page_field *field, struct buf *out) CHECKED;

/* page_lines.c: the lines as they were set, with their texts, for `dump --stage=lines`; with the places of
 * their glyphs, for `--stage=glyphs`. */
void page_dump_lines(const struct page_document *document, bool glyphs, struct buf *out);
/* The text of a line: what stands between its ends on its baseline, raised or lowered by less than a line. */
void page_line_text(const struct page *page, const struct page_line *line, struct buf *out);

#endif
