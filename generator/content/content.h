/*
 * content: the tray between template and layout.  Sections of blocks of inline text, and the style sheet
 * whose styles they name (style.h).  No coordinates, no fonts.  Everything lives in an arena and is read-only once
 * made; strings are borrowed.
 */
#ifndef CHENGWEN_CONTENT_H
#define CHENGWEN_CONTENT_H

#include "base/base.h"
#include "content/style.h"
#include "figure/figure.h"
#include "picture/picture.h"

struct type; /* expr */
struct number;
struct record;
struct page_sign; /* page */

/* --- inline content --- */

enum inline_kind {
    INLINE_TEXT,  /* `text` in `style`, never with a newline */
    INLINE_BREAK, /* forced line end inside the paragraph */
    INLINE_SLANT, /* head cells only: between two labels, a diagonal (struct table_cell); else a line end */
    INLINE_BLANK, /* room `width` wide to be written in by hand; underlined if `underline` */
    INLINE_PAGE_NUMBER, /* header and footer only: the page's number in its numbering run */
    INLINE_PAGE_COUNT,  /* header and footer only: the last page number of that run */
    INLINE_TAB,  /* on to `width` from the column's left edge (0: to its right edge), `align` there, the way
                   filled with `text` (a leader such as … or .; empty: white) */
    INLINE_CUT,  /* a sense unit ends: in a text with such marks, lines end nowhere else if they fit */
    INLINE_NOTE, /* `text`: the mark (①) in `style`; `note`: what stands at the foot of the page */
    INLINE_CURRENT, /* header and footer only: the heading of `level` that the page is under; `underline`: the last of
                       the page instead of the first */
    INLINE_PAGE_OF /* the number of the page that `link` leads to, in the room of `text`, as many digits */
};

/* Drafts: what the checks say of a text. */
enum doubtful {
    DOUBTFUL_NOT,
    DOUBTFUL_STATED, /* as stated, and not as computed: struck through, the computed value follows */
    DOUBTFUL_GAP,    /* the space or line end between the two */
    DOUBTFUL_WRONG,  /* a figure that disagrees, or on which a check failed */
    DOUBTFUL_DERIVED /* right or wrong with such a figure */
};

/* What references and links lead to: a paragraph that is called so. */
struct content_target {
    struct content_target *next; /* in the order in which they were made */
    struct str id;
    struct str number;   /* as references say it, 第九条第（三）款; empty: it has none */
    struct str title;    /* its text, without its number; made where something leads to it */
    bool led;            /* the first inline of its block is its number */
    struct block *block; /* the paragraph; it names one target, of several that it is */
    const struct content_target *twin; /* another one called so */
    size_t index;                      /* layout's own */
    struct place place;
};

/* Text that leads there. */
struct inline_link {
    struct str to;                 /* its id */
    struct content_target *target; /* once all are known */
    struct place place;
};

enum cited { CITED_NUMBER, CITED_TITLE, CITED_PAGE };

struct inline_item {
    enum inline_kind kind;
    uint32_t node; /* NOTE: of its mark; of a number or mark, of a link; layout's own */
    struct str text;
    const struct span_style *style; /* NULL: the paragraph's own */
    length width;
    enum align align; /* TAB: of what follows, up to the next tab: left, center, right */
    uint32_t spread;  /* TEXT, not 0: side by side pieces of one number are spread over `width`, undivided */
    struct block *note; /* NOTE: paragraphs; the first begins with the mark already */
    bool underline;
    bool bar;                       /* BLANK: a small bar is drawn in it, … */
    int16_t filled;                 /* … so much of it filled, in 1/1000 */
    uint8_t level;                  /* CURRENT */
    bool tail;                      /* TEXT: （续） behind a label, no part of it: layout's own */
    bool code, figures_free;        /* TEXT: as it was typed, of a listing or a name; figures are its own */
    bool whole;                     /* TEXT, PAGE_OF: a reference's number, a box and its word */
    const struct inline_link *link; /* what it is a part of; NULL: none */
    enum doubtful doubtful;
    struct portions *shown; /* TEXT: which characters show what (expr.h); may reach beyond; NULL: not told */
    struct place place; /* of its first character in input or template; from there on each is one column */
};

/* --- blocks --- */

enum parity { PARITY_ANY, PARITY_ODD, PARITY_EVEN };
/* What may stand in each is said below, and seen to by template; sections hold all of them. */
enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_LIST,
    BLOCK_TABLE,
    BLOCK_COLUMNS,
    BLOCK_KEEP,
    BLOCK_SPACE,
    BLOCK_PAGE_BREAK,
    BLOCK_RULE,
    BLOCK_SIGN,
    BLOCK_PICTURE,
    BLOCK_CHART,
    BLOCK_CONTENTS
};

/* Holds inlines. */
struct block_paragraph {
    const struct paragraph_style *style;
    struct inline_item *inlines;
    size_t inline_count;
    struct str number; /* heading: its number as printed ("一、"); also the first inline already */
    int heading;       /* 1...6: in the outline and the contents list; 0: none */
    bool unlisted;     /* heading: not in the contents list */
    bool aligned;      /* as its style says, whatever holds it: the caption of a chart in a cell */
    bool led;          /* the first inline is the number or mark that it begins with */
    bool typed;        /* a listing: code and line ends, set as they were typed */
    uint16_t run_in;   /* heading: so many inlines are its title, what follows is text; 0: all are */
    uint16_t run_on;   /* the same, with the mark behind the title (。) */
    uint32_t head;     /* heading: its node: layout's own */
    struct content_target *target; /* what leads here; NULL: nothing does */
};

/* Of a heading: the inlines that are its title. */
static inline size_t block_title_count(const struct block_paragraph *paragraph)
{
    return paragraph->run_in > 0 ? paragraph->run_in : paragraph->inline_count;
}

enum { CONTENT_MAX_LISTS = 3 }; /* lists in lists */

/* What its items begin with. */
enum list_kind { LIST_NUMBERED, LIST_BULLET, LIST_PLAIN /* nothing */ };

/* One item at least, of one block at least: PARAGRAPH, LIST, SPACE, KEEP, TABLE, RULE, SIGN, PICTURE, CHART. */
struct block_list {
    struct list_item *items;
    enum list_kind kind;
};

struct list_item {
    struct list_item *next;
    struct str label; /* its number or mark as printed ("（1）"), or empty; also begins its first paragraph */
    struct block *blocks;
    struct place place;
};

/* Side by side, kept whole.  May hold what an item may. */
struct block_columns {
    struct column *items;
    size_t count;
    length gap;   /* between them */
    length above; /* more white above them, but on top of a page */
    size_t
        of; /* as narrow as if they were so many, alike: at the left, or in the middle; 0: as many as they are */
    bool centred;
};

struct column {
    int share; /* of the width, relative to the others */
    struct block *blocks;
};

/* On one page when they fit.  May hold what an item may, and COLUMNS. */
struct block_keep {
    struct block *blocks;
    enum parity parity; /* stands on such a page, on this one if it fits; behind a blank page its page has no
                           header and no footer */
};

/* White. */
struct block_space {
    length height;
    bool fill; /* takes what is left of the page, shared among the fills of that page */
};

/* The next page is such a one: after a blank page if need be. */
struct block_page_break {
    enum parity parity;
};

/* A line. */
struct block_rule {
    length width, weight; /* along it, across it; width 0 without has_width: as the column */
    bool has_width;
    enum align align; /* left, center, right in the column; wider than it: centred on the sheet */
    uint32_t color;
};

enum sign_kind { SIGN_SEAL, SIGN_SIGNATURE, SIGN_DATE };

/* Where a party signs: a box that takes no room, over the blocks that it holds, which are kept together.  May hold what KEEP may.
 * No other text stands in it. */
struct block_sign {
    struct str party, keyword; /* keyword: stands once in the paper, in one line; empty: none */
    enum sign_kind kind;
    length width, height;
    length aside; /* its edge, from that of the column: at the left, or at the right */
    bool at_left;
    length
        rise; /* its lower edge, above the end of what it holds; from_top: its upper edge, below the beginning */
    bool from_top;
    bool guide; /* drawn, in `color` */
    uint32_t color;
    uint32_t first_node; /* what it holds has nodes from this one to the block's own: layout's own */
    const struct picture_file *picture; /* NULL: none */
    struct str alt;                     /* of it */
    uint32_t figure;                    /* its node: layout's own */
    struct block *blocks;
    const struct page_sign *made; /* layout's own */
};

/* How a picture fills a box. */
enum boxing {
    BOX_NONE, /* there is none: its measures are its own */
    BOX_FIT,
    BOX_CROP /* what of it stands out at two sides is not shown */
};
extern const struct words words_fit;

struct block_picture {
    const struct picture_file *file; /* NULL: a code */
    const struct figure_code *code;  /* it has a measure always */
    struct str alt;                  /* what it shows, for those who hear the paper read */
    length width,
        height; /* 0 × 0: 300 dots an inch, at most the column; of a box: 0: the column, 3/4 of the width */
    enum boxing fit; /* then the measures are those of the box */
    int dots;        /* an inch, at most: what a JPEG has more is left out; 0: nothing is */
    int rows; /* not 0: the box is so low that a page holds so many of them, captions below, a heading above, `gap` between */
    length gap;
    length caption_most;   /* the longest caption of them, on one line */
    struct block *caption; /* a paragraph below, kept with it; may be NULL */
    enum align align;      /* left, center, right; justify: as the cell around it, else center */
};

/* What a text of a chart shows, and what the checks of a draft say of it. */
struct chart_figure {
    struct portions *shown; /* of the text as it stands in the chart; NULL: not told */
    enum doubtful doubtful;
    struct place place;
};

/* A drawing of numbers (figure/chart.h), never divided. */
struct block_chart {
    const struct chart *chart; /* its box and size are layout's to say */
    /* Of the labels, and right behind them of the values, series by series: so many as the chart has. */
    const struct chart_figure *labels, *values;
    const struct paragraph_style *style; /* of its texts */
    struct str alt;                      /* kind, title and what is printed in it */
    length width, height;                /* 0: the column; what its kind and its points want */
    length before, after;                /* white around it */
    enum align align;                    /* as of a picture */
    bool captioned;                      /* the next block is its caption, and is kept with it */
};

/* The list of headings of the whole document, in the styles "contents1" "contents2" ... */
struct block_contents {
    int depth; /* their last level */
};

/* Those that block_make made have room for their own kind only, and are never copied whole. */
struct block {
    enum block_kind kind;
    uint32_t node;      /* of the structure: layout's own */
    bool keep_previous; /* PARAGRAPH, COLUMNS, KEEP: never first on a page: the line before comes along */
    bool repeated;      /* of a table's caption and notes: beside each of its parts */
    struct block *next;
    struct place place;
    union {
        struct block_paragraph paragraph;
        struct block_list list;
        struct table *table; /* below */
        struct block_columns columns;
        struct block_keep keep;
        struct block_space space;
        struct block_page_break page_break;
        struct block_rule rule;
        struct block_sign sign;
        struct block_picture picture;
        struct block_chart chart;
        struct block_contents contents;
    };
};

/* A copy; NULL: no memory (block.c). */
struct block *block_make(struct arena *arena, const struct block *block) CHECKED;

/* Going through blocks with those of lists among them, as if there were no lists. */
struct block_walk {
    const struct block *block; /* never a LIST; NULL: no more */
    int depth;                 /* so many lists that it stands in, outermost first, and the items of them */
    const struct block *lists[CONTENT_MAX_LISTS];
    const struct list_item *items[CONTENT_MAX_LISTS];
};
struct block_walk block_walk(const struct block *blocks);
void block_walk_next(struct block_walk *walk);

/* --- tables --- */

/* How wide a column is: fixed (width > 0), a percentage of the table's width (percent > 0, 1/1000 %), by
 * content (content: as CSS auto: between the widest unbreakable piece and the width on one line, within least
 * and most), or a share (>= 1) of what the others leave. */
struct table_column {
    length width;
    length least, most; /* content: 0: none */
    int share;
    int32_t percent;
    bool content;
    bool label;       /* repeated in every part of a table that is split by columns */
    length rule_left; /* 0: as the style says; < 0: none */
};

struct table_row;

/* A page turn that is asked for above a row of the body.  ANEW: what page turns sum begins there, too. */
enum table_break { BREAK_NONE, BREAK_PAGE, BREAK_ANEW };

/* On which parts of a table a row at page turns stands. */
enum table_turn_on {
    TURN_GOES_ON, /* those behind which the table goes on */
    TURN_DIVIDED, /* all, of a table that is divided */
    TURN_ALWAYS   /* of one on one page, too; rows from one BREAK_ANEW to the next are a table here */
};

/* Rows that a page turn asks for: sums of what stands on a page, or so far (本页小计, 承前页, 过次页).  What they say is
 * known when pages are made, so layout asks for it; which rooms do what: layout/table/turns.c, template/table/turns.c. */
struct table_turns {
    /* Rows, one column each or more: above the rows of a later part; below those of a part; behind the table's rows: these, as
     * wide as they can come, then more to be measured alone. */
    size_t head_count, foot_count, measured;
    const enum table_turn_on *on; /* of each row of the foot */
    /* The rows, head and then foot, of a part that the table's rows from … to - 1 begin in, the sums so far from the row
     * `begin` on; to the end of the document. */
    enum status (*make)(const struct table_turns *turns, size_t begin, size_t from, size_t to,
                        const struct table_row **ret_rows) CHECKED;
    void *context;
};

struct table {
    const struct table_style *style;
    struct table_column *columns;
    size_t column_count;
    struct table_row *rows;
    size_t row_count;
    const struct table_turns *turns; /* NULL: none */
    size_t head_rows;                /* the first rows that are the head */
    size_t foot_rows;      /* the last rows, at the end only, never parted from the row above them */
    size_t page_rows;      /* of the body on each page, but before a break and at the end; 0: as fit */
    size_t blank_rows;     /* so many of the body's are table_row.blank */
    bool turned;           /* has rows with a break */
    struct block *caption; /* paragraphs above, kept with the table; may be NULL */
    struct block *notes;   /* paragraphs below, kept with the last row; may be NULL */
    struct table *like;    /* the first of those that share its columns; NULL: it is, or none does */
    struct table *alike;   /* the next of those that share; NULL: none */
    bool form;             /* cells say themselves what they name (table_cell.head), not columns */
    bool named;    /* of a layout, which computes its columns: how many, and their heads, are the input's */
    bool whole;    /* must stand on one page */
    bool wide;     /* as wide as its room, also where columns by content need less */
    uint32_t node; /* layout's own */
    /* Layout's own, of one of several tables (table/wide.c): [column of the whole] stands in it, in one before; or NULL. */
    bool *shown, *before;
    struct place place;
};

struct table_row {
    struct table_cell *cells; /* only the cells that begin in this row, left to right */
    size_t cell_count;
    length rule_above; /* 0: as the style says; < 0: none */
    uint32_t fill;     /* when has_fill: 0xRRGGBB, FILL_NONE, FILL_WHITE */
    bool has_fill;
    bool keep_next;              /* no page break below it, if avoidable: title rows */
    bool group_begins;           /* the first row of an outermost group */
    bool blank;                  /* fills up its page: for the eye only */
    enum table_break page_break; /* above it; the first row of the body begins where the table does */
    length height;               /* at least; 0: as high as its cells */
    struct place place;
};

/* Spans are checked already: no overlap, no gap, inside the grid; a head cell does not reach into the body. */
struct table_cell {
    size_t column, column_span, row_span;
    enum align align;
    enum valign valign;
    bool has_align, has_valign, has_fill;
    uint32_t fill;
    /* 斜线表头, of a head cell that stands on the body: so many diagonals, 1 or 2, from its upper left corner.  Its one
     * paragraph then holds the labels, from the lower left to the upper right, an INLINE_SLANT between two, each of one line. */
    size_t slants;
    bool repeated; /* stands in another table already (layout: tables split by columns): for the eye only */
    bool is_label; /* names the rows that it spans: a group's cell, every body cell over several rows or in a
                      label column */
    enum { CELL_NO_HEAD, CELL_HEADS_ROW, CELL_HEADS_COLUMN } head; /* of a form's body: what it names */
    struct block *blocks;                                          /* paragraphs etc.; NULL: empty cell */
    /* Template's own, of the one number that the cell prints: what it is (NULL: none, or several), and all of
     * it where fewer decimals may be printed (NULL: the text shows it). */
    const struct type *figure;
    const struct number *exact;
    struct place place;
    struct place
        about; /* of the innermost record of the input that it is made for; of the paper, if it is in no loop */
};

/* --- the document --- */

/* What every page of a section carries, or some of them. */
enum furniture_kind {
    FURNITURE_HEADER, /* one paragraph; an artifact */
    FURNITURE_FOOTER, /* one paragraph; an artifact */
    FURNITURE_AT_TOP, /* blocks of the text area's width, their upper edge `at` under the sheet's top edge */
    FURNITURE_AT_BOTTOM, /* blocks, their lower edge `at` above the sheet's bottom edge */
};
/* On which pages of its section: odd and even by the number as printed; first and rest; none of two: both. */
enum { PAGES_ODD = 1, PAGES_EVEN = 2, PAGES_FIRST = 4, PAGES_REST = 8 };

struct furniture {
    struct furniture *next;
    enum furniture_kind kind;
    unsigned pages; /* PAGES_… */
    /* AT_TOP, AT_BOTTOM: */
    length at;
    bool room;  /* the text area gives way to them; else they take no room */
    bool over;  /* they may lie over text, or under it */
    bool again; /* a section before has the same: no part of the paper's structure */
    struct block *blocks;
};

struct section {
    struct section *next;
    const struct page_master *page;
    int restart; /* page number to start with; 0: go on */
    struct furniture *furniture;
    struct str watermark; /* empty: none; behind the text, turned 45 degrees, grey */
    bool draft;           /* pages that stay blank carry the watermark, too */
    struct block *blocks;
    struct place place;
};

/* A seal over the edges of all pages, or of those of a parity, a strip of it on each. */
struct straddle {
    struct straddle *next;
    struct str party;
    length width, height;
    length top; /* from the sheet's upper edge; without has_top: in the middle */
    bool has_top;
    enum parity parity; /* by the order of the pages, not by their printed numbers */
    int64_t most;       /* pages of one seal, 2 at least */
    bool guide;
    uint32_t color;
    struct place place;
};

struct content {
    const struct style_sheet *styles;
    struct section *sections;
    struct straddle *straddles;
    struct content_target *targets; /* what may be cited */
    bool cites_pages;               /* some INLINE_PAGE_OF */
    struct str *codes;              /* the texts of its QR codes, as they come */
    size_t code_count, code_capacity;
};

/* --- going through all that it prints (walk.c) --- */

/* Who is told of what, in the order in which it is read; NULL: nobody.  Of paragraphs those of lists, cells, captions and notes
 * too, of each before its notes; of a table behind its cells. */
struct content_walk {
    void *context;
    void (*paragraph)(void *context, const struct block *block);
    void (*table)(void *context, const struct table *table);
    void (*chart)(void *context, const struct block_chart *chart);
    bool aside; /* captions of pictures, and what pages carry beside their text (furniture), count too */
};
void content_walk(const struct content *content, const struct content_walk *walk);

/* --- the words for it (words.c) --- */

extern const struct words words_align, words_cell_align,
    words_place;                       /* not decimal; all; left center right */
extern const struct words words_cited; /* number title page */
extern const struct words words_turn_on;
extern const struct words words_table_break;
extern const struct words words_valign, words_shape, words_kinsoku, words_parity, words_pages, words_sign,
    words_chart;

/* Indented text, for `dump --stage=content` and tests (dump.c). */
void content_dump(const struct content *content, struct buf *out);

#endif
