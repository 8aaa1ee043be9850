/*
 * Inside the wing pages.
 *
 *   section.c     a section, from its page master to its last page
 *   body.c        blocks are set as pages need them
 *   plan.c        which slices stand on one page
 *   balance.c     paragraphs a line longer or shorter, for the sake of pages
 *   paginate.c    pages from plans: fills, numbering
 *   sheets.c      the pages so far, and the arena of the one being filled
 *   notes.c       footnotes: set, measured, placed
 *   cited.c       the numbers of pages that texts refer to
 *   contents.c    the contents list's numbers, leaders, links
 *   furniture.c, watermark.c  what every page carries;  margins.c  what it takes from the text area
 *   paint.c       the watermark on fills and pictures
 *   turn.c        landscape text on upright sheets
 *   overlap.c     no text over another, or hidden by what is under it
 *   seal.c        pages leave memory
 */
#ifndef CHENGWEN_LAYOUT_PAGES_INT_H
#define CHENGWEN_LAYOUT_PAGES_INT_H

#include "layout/flow/flow.h"
#include "layout/pages/pages.h"
#include "layout/table/table.h"

/* --- notes.c --- */

/* The notes of a section, in the order of their marks. */
struct note_flow {
    struct flow flow;
    length *tops; /* of each slice */
    size_t top_count, top_capacity;
    length line; /* height of the first line: measure of the white above */
};
struct note_range { /* slices */
    size_t from, to;
};

/* Sets the notes of the page body's slices from `from` on, behind those before. */
enum status notes_set(const struct layout *layout, const struct flow *body, size_t from,
                      struct note_flow *notes) CHECKED;
/* What the stretch takes at the foot of a page, with the rule above it; nothing for no slices. */
length notes_height(const struct note_flow *notes, size_t from, size_t to);
/* How far the stretch from `from` goes that is not higher than `room`, at most to `to`. */
size_t notes_fill(const struct note_flow *notes, size_t from, size_t to, length room);
enum status notes_place(const struct layout *layout, const struct note_flow *notes,
                        const struct note_range *range, struct page *page, length x, length bottom) CHECKED;

/* --- plan.c --- */

/* What the lines taken so far ask of the foot of the page: slices of the notes. */
struct note_demand {
    size_t least; /* up to here they must stand on this page: all but the last note, and its first lines */
    size_t all;   /* up to here they should */
};

struct plan_entry {
    size_t slice;
    length before, height;
    struct page *part;         /* a table's part, at (0, 0) */
    struct note_demand demand; /* of the page up to here */
};

/* What a page gives of its text area: at the sheet's upper and lower side. */
struct margins_taken {
    length above, below;
};

/* What one page will hold. */
struct plan {
    const struct layout *layout;
    const struct flow *flow;
    const struct note_flow *notes;
    length room;  /* height of the page's text area */
    length full;  /* the same, of the next page */
    length sheet; /* height of the sheet */
    struct margins_taken taken;
    int number; /* of the page */
    struct plan_entry *entries;
    size_t count, capacity;
    length used;
    size_t next;                /* the first slice of the next page */
    struct table_cursor cursor; /* of the table at `next`, when it has begun */
    bool table_open;
    struct note_range page_notes; /* that stand on this page */
    struct note_demand carried;   /* by the pages before: what they could not hold */
};

/* Something of the notes is left over for the next page. */
bool plan_carries_notes(const struct plan *plan);
/* Plans the next page from plan->next on and moves plan->next. */
enum status plan_page(struct plan *plan) CHECKED;

/* --- body.c --- */

struct body {
    const struct layout *layout;
    struct block_walk next; /* not yet set */
    struct flow flow;
    struct note_flow notes;
    length room;  /* height of the text area, where it need not give way */
    size_t first; /* slice that is still whole */
    bool ended;   /* balance.c: the last page was looked at */
    struct stretch *oldest, *newest, *spare;
};
void body_begin(struct body *body, const struct layout *layout, const struct section *section, length width);
/* Sets as much as the page that begins with slice `at` needs. */
enum status body_reach(struct body *body, size_t at) CHECKED;
/* All before slice `at` is on pages that are done.  By how much the numbers of slices fall. */
size_t body_release(struct body *body, size_t at);
/* Looks for the faults of all that is not yet set, in a document that has failed.  OK: looked. */
enum status body_check(struct body *body) CHECKED;
/* As paragraph_change, and all that counts slices with it. */
enum status body_change(struct body *body, size_t at, size_t lines) CHECKED;
void body_end(struct body *body);

/* --- balance.c --- */

/* Before the next page is planned, its room known: is a short last page in sight that can be saved? */
enum status balance_end(struct plan *plan, struct body *body) CHECKED;
/* The page was planned, from what `before` says: if its foot is white for the sake of what must stand together, it may
 * be planned anew. */
enum status balance_foot(const struct plan *before, struct plan *plan, struct body *body) CHECKED;

/* --- sheets.c --- */

struct sheet {
    const struct section *section;
    int number;      /* running number, also when not printed */
    bool begins_run; /* numbering starts anew here */
    /* paginate.c: */
    bool blank; /* stands only for its number, before a page of asked parity: carries nothing */
    bool bare;  /* no header, no footer: behind a blank page for the sake of a KEEP */
    struct margins_taken taken;
    bool furnished;      /* furniture.c: header and footer are set, and do not wait for the end */
    struct arena *arena; /* sheets.c: of a page that waits for the end */
};

/* `keep`: all pages stay, in that arena. */
struct sheets *sheets_new(struct arena *arena, bool keep) CHECKED;
size_t sheets_count(const struct layout *layout);
const struct sheet *sheet_at(const struct layout *layout, size_t index);
/* The page being filled: the one that is written still. */
struct sheet *sheet_last(const struct layout *layout);
/* The running number of the page that comes next; `is_first`: of its section. */
int sheet_next_number(const struct layout *layout, const struct section *section, bool is_first);
/* Begins a page, empty as yet. */
enum status sheet_begin(const struct layout *layout, const struct section *section, bool is_first,
                        struct page **ret_page) CHECKED;
/* The page has all that it will have: the next one is likely to be like it. */
void sheet_done(const struct layout *layout, const struct page *page);
/* The arena of the page being filled; the job's where all pages are kept. */
struct arena *page_arena(const struct layout *layout);
/* The page being filled keeps that arena; the next gets another. */
enum status sheet_keep_arena(const struct layout *layout) CHECKED;
/* The page is gone to the sink: so is what it had in its arena. */
void sheet_release(const struct layout *layout, size_t index);
/* Where things are made that are neither of a stretch nor of a table: in the job's arena. */
struct where where_now(const struct layout *layout);

/* --- paginate.c --- */

bool parity_is(int number, enum parity parity);
/* `turned`: what turned pages give at the sides of the text. */
enum status paginate_section(const struct layout *layout, const struct section *section, struct body *body,
                             const struct margins_taken *turned) CHECKED;

/* --- note_links.c: marks of notes, and the notes, lead to each other --- */
enum status note_links_add(const struct layout *layout, struct page *page) CHECKED;

/* --- turn.c --- */

/* The sheet as it lies in the stack, and its margins on odd pages. */
struct upright {
    length width, height, left, right, top, bottom;
};
struct upright upright_of(const struct page_master *master);
/* What the page gets between the two is placed as it is read; on a turned page the end carries it over to the
 * upright sheet. */
struct turn {
    size_t items, links;
};
struct turn turn_begin(struct page *page);
void turn_end(struct page *page, const struct turn *turn);

/* --- cited.c --- */

struct cited_pages *cited_pages_new(struct arena *arena) CHECKED; /* NULL: no memory */
/* The page's texts are placed, and what they lead to where that stands already. */
enum status cited_pages_add(const struct layout *layout, struct page *page) CHECKED;
/* A page is done, and nothing is in the arena of the next: those that wait leave memory, where they can. */
enum status cited_pages_try(const struct layout *layout) CHECKED;
/* Does the page filled last wait for a number? */
bool cited_pages_wait(const struct layout *layout, size_t index);

/* --- close_up.c --- */

struct room {
    const struct page_item *item; /* of the page */
    length width, wanted;         /* along the line, from the item on */
};
/* What stands in the room's line moves so that as much of it is left as is wanted; false: the line cannot give way,
 * and nothing moves. */
enum status close_up(const struct layout *layout, struct page *page, const struct room *room,
                     bool *ret_closed) CHECKED;

/* --- seal.c --- */

/* The page just begun has its body. */
enum status page_done(const struct layout *layout) CHECKED;
/* What the page has goes to the sink, if there is one. */
enum status page_seal(const struct layout *layout, size_t index) CHECKED;

/* --- overlap.c --- */

enum { FAINT_MAX = 8 };
struct faint_colors { /* already told to be too alike */
    struct faint {
        uint32_t ink, ground;
    } items[FAINT_MAX];
    size_t count;
};
/* No text of the page lies over another, or out of the sheet.  FAILED: reported. */
enum status overlap_check(const struct layout *layout, size_t index) CHECKED;
/* Warns of text that has nearly the colour of what is under it: once a document for two colours. */
enum status contrast_check(const struct layout *layout, size_t index) CHECKED;

/* --- furniture.c, watermark.c, paint.c --- */

enum { DIAGONAL = 7071, UNIT = 10000 }; /* sine and cosine of 45 degrees */

/* A page, as far as it decides what stands on it. */
struct page_stand {
    int number;
    bool first; /* of its section, blank ones aside */
    bool bare;  /* no header, no footer */
    bool ahead; /* it may never come: what is too high is cut short, not reported */
};
bool furniture_stands(const struct furniture *furniture, const struct page_stand *stand);
bool furniture_is_fixed(const struct furniture *furniture);
bool block_has_inline(const struct block *block, enum inline_kind kind);
/* One of them as slices that are placed nowhere; `numbers` are those of headers and footers. */
enum status furniture_try_alone(const struct layout *layout, const struct section *section,
                                const struct furniture *furniture, const struct page_numbers *numbers,
                                struct flow *flow) CHECKED;

/* Was the furniture of the section, checked last, found at fault? */
bool furniture_is_faulty(const struct layout *layout, const struct section *section);
struct furniture_faults {
    const struct section *section; /* whose furniture was found at fault last */
};
struct margins {
    struct margin_height *heights;
};
/* Do headers or footers print the number of the page just begun? */
bool furniture_prints_number(const struct layout *layout);
/* Reports what is wrong with what the pages of a section carry, once a section. */
enum status furniture_check(const struct layout *layout, const struct section *section) CHECKED;
/* The blocks that stand at fixed places of the page just begun: text, read before the body. */
enum status furniture_place_fixed(const struct layout *layout, struct page *page) CHECKED;
/* Header and footer of the page, when they do not wait for the last number. */
enum status furniture_begin(const struct layout *layout, size_t index) CHECKED;
/* As if they did not: a header or footer that will stand on the page, to be looked at and taken off. */
enum status furniture_try(const struct layout *layout, size_t index) CHECKED;
/* margins.c: what the text area of such a page gives.  FAILED (reported): it would be more than it may. */
enum status margins_take(const struct layout *layout, const struct section *section,
                         const struct page_stand *stand, struct margins_taken *ret_taken) CHECKED;
/* Of turned pages, what all pages of the section give; of others nothing. */
enum status margins_take_turned(const struct layout *layout, const struct section *section,
                                struct margins_taken *ret_taken) CHECKED;
/* A header or footer, now that its numbers are known, is as high as was thought. */
enum status margins_hold(const struct layout *layout, const struct sheet *sheet,
                         const struct furniture *furniture, size_t lines) CHECKED;
/* The watermark as draws on the sheet; *ret_slice NULL: none. */
enum status watermark_make(const struct layout *layout, const struct section *section,
                           struct slice **ret_slice) CHECKED;
/* How light a colour looks, of 255. */
int luma_of(uint32_t color);
/* The page has all its fills and pictures: its watermark is to be seen on them, too. */
enum status page_paint(const struct layout *layout, struct page *page) CHECKED;

#endif
