/*
 * The structure tree as text, for `dump --stage=structure` and tests: a node a line, indented.
 *
 *   12 heading 1 page 2: 一、项目概况
 *   40 cell spans 2 1 heads 31 35 pages 3-4: 甲            the head cells that it belongs to
 *   31 head-cell page 3 again 4-5: 名称                     repeated on these pages
 *   50 figure "…" page 6                                   what it shows
 *   60 paragraph lang en page 6: …                        another language than around it; so has a list its labels
 *     field budget.total "1,200元"                          below the node: its runs, each with its field
 *
 * Pages count from 1; those of a node are those of all that it holds.  The text is that of the node itself, as
 * it stands on the pages, without what is repeated.
 */
#include <inttypes.h>

#include "page/page_int.h"

struct pages {
    uint32_t first, last; /* from 1; 0: none */
};

/* What of the pages belongs to a node. */
struct standing {
    struct pages own, again;
    size_t items; /* the first of its texts, among all */
};

struct dump {
    const struct page_document *document;
    page_field *field;
    struct standing *nodes; /* by number; one more behind the last */
    const struct page_item **items;
    struct buf *out;
};

static void add_pages(struct pages *pages, struct pages more)
{
    if (more.first == 0)
        return;
    pages->first = pages->first == 0 || more.first < pages->first ? more.first : pages->first;
    pages->last = more.last > pages->last ? more.last : pages->last;
}

/* Counts the items of each node, then lays them out by node. */
static void note_items(const struct dump *dump, bool count)
{
    const struct page_document *document = dump->document;
    for (size_t p = 0; p < document->page_count; p++) {
        const struct pages here = {(uint32_t)p + 1, (uint32_t)p + 1};
        for (size_t i = 0; i < document->pages[p].item_count; i++) {
            const struct page_item *item = &document->pages[p].items[i];
            struct standing *node = &dump->nodes[item->tag.node];
            if (count)
                add_pages(item->tag.repeated ? &node->again : &node->own, here);
            if (item->tag.repeated || item->kind != PAGE_GLYPHS)
                continue;
            if (count)
                node->items++;
            else
                dump->items[node->items++] = item;
        }
    }
}

static enum status note_pages(struct dump *dump, struct arena *arena)
{
    const struct page_structure *structure = dump->document->structure;
    const size_t count = page_node_count(structure);
    size_t sum = 0;
    dump->nodes = ARENA_NEW_ARRAY(arena, count + 2, struct standing);
    if (dump->nodes == NULL)
        return NO_MEMORY;
    note_items(dump, true);
    for (size_t i = 0; i <= count + 1; i++) {
        const size_t own = dump->nodes[i].items;
        dump->nodes[i].items = sum;
        sum += own;
    }
    dump->items = ARENA_NEW_ARRAY(arena, sum, const struct page_item *);
    if (dump->items == NULL)
        return NO_MEMORY;
    note_items(dump, false);
    for (size_t i = count + 1; i > 0; i--)
        dump->nodes[i].items = dump->nodes[i - 1].items;
    for (uint32_t i = (uint32_t)count; i > 1; i--) {
        struct standing *parent = &dump->nodes[page_node_of(structure, i)->parent];
        add_pages(&parent->own, dump->nodes[i].own);
        add_pages(&parent->again, dump->nodes[i].again);
    }
    return OK;
}

static void print_pages(struct buf *out, const char *name, struct pages pages)
{
    if (pages.first == 0)
        return;
    buf_printf(out, " %s %" PRIu32, name, pages.first);
    if (pages.last > pages.first)
        buf_printf(out, "-%" PRIu32, pages.last);
}

static void print_text(struct buf *out, const struct page_run *run)
{
    page_dump_text(out, "", (struct str){run->text, run->len});
}

static void print_cell(const struct dump *dump, uint32_t id, const struct page_node *node)
{
    const struct page_structure *structure = dump->document->structure;
    if (node->span.rows > 1 || node->span.columns > 1)
        buf_printf(dump->out, " spans %u %u", (unsigned)node->span.rows, (unsigned)node->span.columns);
    uint32_t head = page_node_head(structure, id, 0);
    buf_add_text(dump->out, head > 0 ? " heads" : "");
    for (; head > 0; head = page_node_head(structure, id, head))
        buf_printf(dump->out, " %" PRIu32, head);
}

static void print_items(const struct dump *dump, uint32_t id)
{
    for (size_t i = dump->nodes[id].items; i < dump->nodes[id + 1].items; i++) {
        const struct page_item *item = dump->items[i];
        buf_add_text(dump->out, i == dump->nodes[id].items ? ": " : "");
        for (size_t k = 0; k < item->glyph_count; k++)
            page_dump_characters(dump->out, item->glyphs[k].text);
    }
    buf_add_char(dump->out, '\n');
}

/* Without line ends and places for them (U+2028, U+200B). */
static void print_run(struct buf *out, const struct page_run *run)
{
    struct page_run piece = {.text = run->text};
    struct buf text = BUF((size_t)run->len + 1);
    for (const char *at = run->text, *end = at + run->len; at < end;) {
        const bool mark = end - at >= 3 && (memcmp(at, "\u2028", 3) == 0 || memcmp(at, "\u200B", 3) == 0);
        buf_add(&text, at, mark ? 0 : 1);
        at += mark ? 3 : 1;
    }
    piece.text = text.len > 0 ? text.ptr : "";
    piece.len = (uint32_t)text.len;
    print_text(out, &piece);
    out->failed = out->failed || text.failed;
    buf_clear(&text);
}

static void print_runs(const struct dump *dump, uint32_t id, int depth)
{
    const struct page_run *run;
    for (size_t i = 0; (run = page_run_of(dump->document->structure, id, i)) != NULL; i++) {
        if (run->shown == NULL)
            continue;
        buf_printf(dump->out, "%*sfield ", 2 * (depth + 1), "");
        if (dump->field != NULL)
            dump->field(run->shown, dump->out);
        print_run(dump->out, run);
        buf_add_char(dump->out, '\n');
    }
}

static void print_tree(const struct dump *dump, uint32_t id, int depth)
{
    static const char *const numberings[] = {
        [PAGE_UNORDERED] = "unordered", [PAGE_ORDERED] = "ordered", [PAGE_DECIMAL] = "decimal"};
    const struct page_structure *structure = dump->document->structure;
    const struct page_node *node = page_node_of(structure, id);
    const enum page_part part = node->part;
    const struct standing *standing = &dump->nodes[id];
    buf_printf(dump->out, "%*s%" PRIu32 " %s", 2 * depth, "", id, page_part_name(part));
    if (page_part_has_level(part))
        buf_printf(dump->out, " %u", (unsigned)node->level);
    if (part == PART_LIST && node->numbering != PAGE_UNLABELLED)
        buf_printf(dump->out, " %s", numberings[node->numbering]);
    if (part == PART_ROW && node->row >= PAGE_TURN_ROW)
        buf_add_text(dump->out, " turn");
    if (page_part_is_cell(part))
        print_cell(dump, id, node);
    const struct str lang = page_lang_change(structure, id);
    if (lang.len > 0)
        buf_printf(dump->out, " lang %.*s", STR_ARGS(lang));
    if (part == PART_FIGURE)
        print_text(dump->out, page_run_of(structure, id, 0));
    print_pages(dump->out, standing->own.first < standing->own.last ? "pages" : "page", standing->own);
    print_pages(dump->out, "again", standing->again);
    print_items(dump, id);
    print_runs(dump, id, depth);
    for (uint32_t child = node->child; child > 0; child = page_node_of(structure, child)->next)
        print_tree(dump, child, depth + 1);
}

enum status page_dump_structure(const struct page_document *document, struct arena *scratch,
                                page_field *field, struct buf *out)
{
    struct dump dump = {.document = document, .field = field, .out = out};
    enum status status = note_pages(&dump, scratch);
    if (status == OK)
        print_tree(&dump, 1, 0);
    return status;
}
