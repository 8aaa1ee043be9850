/*
 * What is left in the finished paper.  The texts of its pages are kept as pages are sealed, each with its node, and are put
 * together when the structure is complete: all texts of a paragraph, cell, heading, caption or note are one, over lines and
 * pages; of a chart each stands alone.  What else a file says follows: alternative texts, the outline, titles of links, what it says of itself, names of
 * signature fields, its own name.
 */
#include "hide/hide_int.h"
#include "hide/messages.def"

#include <stdlib.h>

enum { TOLD_MOST = 20, TEXT_MOST = 1 << 28, AROUND = 36 /* bytes each way that a message shows */ };

/* A text of a page. */
struct seen {
    uint32_t node;  /* 0: of none; later of the group that it is a part of */
    uint32_t page;  /* from 0 */
    uint32_t order; /* as it came */
    uint32_t at;    /* of the group's text: where it begins */
    bool alone;     /* of a chart, whose texts say nothing together */
    struct str text;
    struct place place;
};

static const char IN_FILE_NAME[] = "文件名"; /* which nobody can rewrite as a text */

/* Where a text stands. */
struct spot {
    const char *what; /* NULL: on a page */
    struct str text;
    const struct seen *first; /* of the group; NULL: none */
    size_t count;
};

static enum status keep(struct hide *hide, const struct page_item *item, size_t index)
{
    struct buf text = BUF(TEXT_MOST);
    struct seen seen = {.node = item->tag.node,
                        .page = (uint32_t)index,
                        .order = (uint32_t)hide->seen_count,
                        .place = item->place};
    for (size_t i = 0; i < item->glyph_count; i++)
        buf_add_str(&text, item->glyphs[i].text);
    enum status status = buf_keep(&text, hide->scratch, &seen.text);
    if (status != OK || seen.text.len == 0)
        return status;
    return ARENA_APPEND(hide->scratch, hide->seen, hide->seen_count, hide->seen_capacity, &seen);
}

enum status hide_page(struct hide *hide, const struct page *page, size_t index)
{
    enum status status = OK;
    for (size_t i = 0; i < page->item_count && status == OK && hide->value_count > 0; i++)
        if (page->items[i].kind == PAGE_GLYPHS)
            status = keep(hide, &page->items[i], index);
        else if (page->items[i].kind == PAGE_PICTURE)
            status = prove_later(hide, "图片说明", page->items[i].picture->alt);
    return status;
}

enum status prove_later(struct hide *hide, const char *what, struct str text)
{
    const struct hide_beside beside = {what, text};
    return ARENA_APPEND(hide->scratch, hide->besides, hide->beside_count, hide->beside_capacity, &beside);
}

/* --- a text --- */

static size_t begin_of_character(struct str text, size_t at)
{
    while (at > 0 && at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static void tell(struct hide *hide, const struct spot *spot, const struct entry *found, size_t from,
                 size_t to)
{
    const struct str text = spot->text, path = found->value->path, shown = found->value->shown;
    const size_t left = begin_of_character(text, from > AROUND ? from - AROUND : 0);
    const struct str around = str_slice(text, left, begin_of_character(text, to + AROUND));
    const struct str part = str_slice(text, from, to);
    struct place place = found->value->place;
    size_t page = 1;
    if (hide->told++ >= TOLD_MOST)
        return;
    for (size_t i = 0; i < spot->count && spot->first[i].at <= from; i++) {
        page = spot->first[i].page + 1;
        place = spot->first[i].place.file != NULL ? spot->first[i].place : place;
    }
    if (spot->what == NULL)
        diag_report(hide->diag, MSG_HIDE_LEFT, place, page, STR_ARGS(around), STR_ARGS(part), STR_ARGS(path),
                    STR_ARGS(shown));
    else if (spot->what == IN_FILE_NAME)
        diag_report(hide->diag, MSG_HIDE_FILE, place, STR_ARGS(around), STR_ARGS(part), STR_ARGS(path),
                    STR_ARGS(shown));
    else
        diag_report(hide->diag, MSG_HIDE_LEFT_IN, place, spot->what, STR_ARGS(around), STR_ARGS(part),
                    STR_ARGS(path), STR_ARGS(shown));
}

/* A value gives way to public texts alone, a part of one to all that it may stand in. */
struct covers {
    struct cover publics, shields;
};

static const struct entry *find_trace(const struct hide *hide, struct covers *covers, size_t at)
{
    const struct fold *fold = &hide->fold;
    cover_at(&covers->publics, &hide->publics, fold, at);
    cover_at(&covers->shields, &hide->shields, fold, at);
    const struct entry *found = set_find(&hide->wholes, fold, at, false);
    if (found != NULL)
        return cover_holds(&covers->publics, found, at) ? NULL : found;
    found = set_find(&hide->parts, fold, at, true);
    return found == NULL || at + found->count <= covers->shields.to ? NULL : found;
}

/* Pairs are counted first, in what is typed and on the pages: only the rare ones say something. */
enum reading { READ_TYPED, READ_PAGES, READ_TRACES };

static void count_pair(struct entry *pair, enum reading reading)
{
    pair->typed += reading == READ_TYPED && pair->is_pair ? 1 : 0;
    pair->met += reading == READ_PAGES && pair->is_pair ? 1 : 0;
}

static enum status read_spot(struct hide *hide, const struct spot *spot, enum reading reading)
{
    struct fold *fold = &hide->fold;
    const size_t told = hide->told;
    fold_begin(fold);
    if (fold_add(fold, spot->text) != OK)
        return NO_MEMORY;
    struct covers covers = {{0, 0}, {0, 0}};
    for (size_t at = 0; at < fold->count;) {
        const struct entry *found = find_trace(hide, &covers, at);
        if (found == NULL) {
            at++;
            continue;
        }
        size_t to = fold->origins[at + found->count - 1].at;
        utf8_next(spot->text, &to);
        if (reading == READ_TRACES)
            tell(hide, spot, found, fold->origins[at].at, to);
        else
            count_pair((struct entry *)found, reading);
        at += reading != READ_TRACES && found->is_pair ? 1 : found->count;
    }
    return hide->told > told ? FAILED : OK;
}

static enum status prove_text(struct hide *hide, const char *what, struct str text)
{
    return text.len == 0 ? OK : read_spot(hide, &(struct spot){.what = what, .text = text}, READ_TRACES);
}

/* --- pages --- */

static int compare(const void *a, const void *b)
{
    const struct seen *left = a, *right = b;
    if (left->node != right->node)
        return left->node < right->node ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order ? 1 : 0;
}

/* Those of one group; of what is part of nothing all of a page. */
static size_t group_end(const struct hide *hide, size_t from)
{
    size_t to = from + 1;
    while (to < hide->seen_count && hide->seen[to].node == hide->seen[from].node &&
           (hide->seen[from].node != 0 || hide->seen[to].page == hide->seen[from].page))
        to++;
    return to;
}

static enum status read_group(struct hide *hide, size_t from, size_t to, enum reading reading)
{
    struct buf text = BUF(TEXT_MOST);
    for (size_t i = from; i < to; i++) {
        if (i > from && (hide->seen[i].alone || hide->seen[i - 1].alone))
            buf_add_text(&text, "；");
        hide->seen[i].at = (uint32_t)text.len;
        buf_add_str(&text, hide->seen[i].text);
    }
    enum status status = buf_status(&text);
    if (status == OK)
        status = read_spot(
            hide, &(struct spot){.text = buf_str(&text), .first = &hide->seen[from], .count = to - from},
            reading);
    buf_clear(&text);
    return status;
}

/* What is part of nothing, as running heads, stands on every page and is common for no reason. */
static enum status read_groups(struct hide *hide, enum reading reading)
{
    enum status worst = OK;
    for (size_t from = 0; from < hide->seen_count && !status_stops(worst);) {
        const size_t to = group_end(hide, from);
        if (reading == READ_TRACES || hide->seen[from].node != 0)
            worst = status_worse(worst, read_group(hide, from, to, reading));
        from = to;
    }
    return worst;
}

static enum status prove_pages(struct hide *hide, const struct page_structure *structure)
{
    for (size_t i = 0; i < hide->seen_count; i++) {
        struct seen *seen = &hide->seen[i];
        if (seen->node == 0 || structure == NULL)
            continue;
        seen->alone = page_node_of(structure, seen->node)->part == PART_FIGURE;
        seen->node = page_node_around(structure, seen->node);
    }
    if (hide->seen_count > 0)
        qsort(hide->seen, hide->seen_count, sizeof *hide->seen, compare);
    enum status status = read_groups(hide, READ_PAGES);
    return status == OK ? read_groups(hide, READ_TRACES) : status;
}

static enum status count_typed(struct hide *hide)
{
    enum status status = OK;
    for (size_t i = 0; i < hide->typed_count && status == OK; i++)
        status = read_spot(hide, &(struct spot){.text = hide->typed[i]}, READ_TYPED);
    return status;
}

/* --- what else a file says --- */

static enum status prove_structure(struct hide *hide, const struct page_structure *structure)
{
    const size_t count = structure == NULL ? 0 : page_node_count(structure);
    enum status worst = OK;
    for (uint32_t node = 1; node <= count && !status_stops(worst); node++) {
        const struct page_run *run;
        for (size_t i = 0; (run = page_run_of(structure, node, i)) != NULL; i++)
            worst = status_worse(worst, prove_text(hide, "结构", (struct str){run->text, run->len}));
    }
    return worst;
}

static enum status prove_links(struct hide *hide, const struct page_document *document)
{
    enum status worst = OK;
    for (size_t i = 0; i < document->outline_count; i++)
        worst = status_worse(worst, prove_text(hide, "书签", document->outlines[i].title));
    for (size_t p = 0; p < document->page_count; p++)
        for (size_t i = 0; i < document->pages[p].link_count; i++)
            worst = status_worse(worst, prove_text(hide, "链接", document->pages[p].links[i].title));
    for (size_t i = 0; i < document->place_count; i++) {
        worst = status_worse(worst, prove_text(hide, "签章处", document->places[i].sign->party));
        worst = status_worse(worst, prove_text(hide, "签章处", document->places[i].sign->keyword));
    }
    return worst;
}

enum status hide_prove(struct hide *hide, const struct page_document *document, struct str file)
{
    const struct {
        const char *what;
        struct str text;
    } rest[] = {{"文件属性", document->title},
                {"文件属性", document->subject},
                {"文件属性", document->author},
                {IN_FILE_NAME, file}};
    if (hide->value_count == 0)
        return OK;
    enum status worst = count_typed(hide);
    if (worst == OK)
        worst = prove_pages(hide, document->structure);
    for (size_t i = 0; i < hide->beside_count && !status_stops(worst); i++)
        worst = status_worse(worst, prove_text(hide, hide->besides[i].what, hide->besides[i].text));
    if (!status_stops(worst))
        worst = status_worse(worst, prove_structure(hide, document->structure));
    if (!status_stops(worst))
        worst = status_worse(worst, prove_links(hide, document));
    for (size_t i = 0; i < ARRAY_COUNT(rest) && !status_stops(worst); i++)
        worst = status_worse(worst, prove_text(hide, rest[i].what, rest[i].text));
    return worst;
}
