/*
 * The styles that a content names, a part of the door of content: from style.xml, inheritance already resolved; looked up by
 * style.c.
 */
#ifndef CHENGWEN_CONTENT_STYLE_H
#define CHENGWEN_CONTENT_STYLE_H

#include "base/base.h"

enum align {
    ALIGN_JUSTIFY,
    ALIGN_LEFT,
    ALIGN_CENTER,
    ALIGN_RIGHT,
    ALIGN_SPREAD, /* 分散对齐 */
    /* Cells only: decimal points of the column one below the other, the widest number in the middle; what has no
     * digits is centred.  A number without point ends where the points stand. */
    ALIGN_DECIMAL
};
enum kinsoku { KINSOKU_STRICT, KINSOKU_GB, KINSOKU_BASIC, KINSOKU_NONE }; /* clreq 3.1.3; one a document */
/* Titles of several lines: free, or each line shorter than the one above or below it (梯形), or the middle
 * ones longest (菱形): GB/T 9704 7.3.1. */
enum title_shape { SHAPE_FREE, SHAPE_TRAPEZOID, SHAPE_DIAMOND };
enum valign { VALIGN_TOP, VALIGN_MIDDLE, VALIGN_BOTTOM };

struct paragraph_style {
    struct str name;
    struct str role; /* font role: 宋体 仿宋 黑体 楷体 小标宋 */
    bool bold;       /* the role's bold face */
    length size;     /* type size */
    length pitch;    /* character grid: advance of a full-width character, apart from its size; 0: size */
    length tracking; /* white between all characters */
    length line;     /* baseline to baseline; a slice of text is this high */
    uint32_t color;  /* 0xRRGGBB */
    enum align align;
    length first_indent;  /* of the first line, relative to left; may be negative (hanging) */
    length left, right;   /* indents */
    length before, after; /* space; before is dropped at the top of a page */
    bool keep_next, keep_together, page_break_before;
    bool leader;     /* contents line: dots to the page number */
    bool grid;       /* takes whole lines of the page's line grid: white shared above and below */
    bool close;      /* no 1/4 em between Chinese and Latin: lines whose offsets are counted in 字 */
    bool hang;       /* one of 、，。 at a line end may stand outside the column */
    bool hyphenate;  /* English words may be divided, by dictionary */
    length embolden; /* strokes this much heavier, drawn: for roles without a bold face; 0: as the face is */
    enum title_shape shape;
    struct str lang; /* BCP 47 */
};

/* An inline style: what it changes of the paragraph's. */
struct span_style {
    struct str name;
    struct str role; /* empty: unchanged */
    length size;     /* 0: unchanged */
    bool bold, underline, strike, has_color;
    uint32_t color;
    bool emphasis;   /* 着重号: a dot under each Chinese character */
    int32_t scale;   /* of the size, in 1/1000; 0: unchanged */
    int32_t raise;   /* baseline up, in 1/1000 of the paragraph's size */
    length embolden; /* as of a paragraph; 0: unchanged; < 0: as the face is */
    struct str lang; /* empty: unchanged */
};

/* Beside 0xRRGGBB: what a fill is that is not painted, and one that is painted white, as over another. */
enum { FILL_NONE = 0xFFFFFF, FILL_WHITE = 0x1FFFFFF };

struct table_style {
    struct str name;
    struct str head_style, cell_style; /* paragraph styles of head and body cells; may be empty: "table" */
    enum align head_align, align;      /* used where a cell says nothing */
    enum valign head_valign, valign;
    length pad_left, pad_right, pad_top, pad_bottom;
    length outer_rule, inner_rule, head_rule; /* widths of rules; 0: none; head_rule: under the head */
    length label_rule; /* between the label columns (table_column.label) and the others, also without
                          vertical_rules; 0 without has_label_rule: as inner_rule */
    length group_rule, foot_rule; /* above the rows of each outermost group but the first, above the foot; 0:
                                     without has_…: as inner_rule */
    bool has_label_rule, has_group_rule, has_foot_rule;
    uint32_t foot_fill, stripe_fill; /* or FILL_NONE, FILL_WHITE; stripe: every second body row */
    struct str foot_style;           /* paragraph style of foot cells; empty: cell_style */
    struct str continued_title; /* "续表" or "（续）": stands above every later part, behind the caption's
                                   text where there is one; empty: nothing */
    bool split_columns;         /* a table wider than its page is set as several, label columns repeated */
    bool keep_groups;           /* a group that fits a page is not divided */
    bool vertical_rules;        /* inner vertical rules drawn */
    bool open_sides;            /* no rules at the left and right edge: 三线表 */
    uint32_t rule_color, head_fill; /* head_fill: as foot_fill */
    bool repeat_head;
    struct str continued;     /* "（续）", appended to repeated span labels; empty: label repeated bare */
    struct str rounding_note; /* below a table whose printed figures do not add, where a column allows it */
    bool repeat_labels;       /* spanning cells' text again on the next page */
    length before, after;     /* space around the table */
    length min_row;           /* least row height */
};

struct page_master {
    struct str name;
    length width, height;            /* of the sheet, as seen (landscape: width > height) */
    length top, bottom, left, right; /* margins: text area = sheet less these */
    length first_more; /* below, of a section's first page: so much more text area; not of turned ones */
    length header_at, footer_at;       /* their baselines, from the top edge and from the bottom edge */
    length header_reach, footer_reach; /* into the text area, which gives way, at most; 0: not at all */
    bool turned; /* landscape text on an upright sheet: width and height are those of the text as read; header
                    and footer stand where the upright pages have them (GB/T 9704 8) */
    bool mirror; /* even pages: left and right margin change places */
    bool balance;      /* paragraphs take a line more or fewer, where pages are the better for it */
    length line_pitch; /* line grid from the top of the text area; 0: none */
};

struct style_sheet {
    struct paragraph_style *paragraphs;
    size_t paragraph_count;
    struct span_style *spans;
    size_t span_count;
    struct table_style *tables;
    size_t table_count;
    struct page_master *pages;
    size_t page_count;
    enum kinsoku kinsoku;
    struct str *words; /* of the trade: lines better do not end inside one */
    size_t word_count;
};

/* NULL: none. */
const struct paragraph_style *style_paragraph(const struct style_sheet *sheet, struct str name);
const struct span_style *style_span(const struct style_sheet *sheet, struct str name);
const struct table_style *style_table(const struct style_sheet *sheet, struct str name);
const struct page_master *style_page(const struct style_sheet *sheet, struct str name);
/* What 1字 is along its lines: the pitch, or the size. */
length style_em(const struct paragraph_style *style);

#endif
