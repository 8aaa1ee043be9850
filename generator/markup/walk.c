/*
 * The walk over the structure, in the order in which it is read, the same for both formats.
 *
 * A node has a text of its own, in which references to notes stand, or blocks.  Notes are kept until their section
 * ends, and stand there; what stands below a table stays there.  An item's label and a note's mark go in front of
 * the first text that follows.
 */
#include "markup/markup_int.h"

const struct page_node *markup_node(const struct markup *markup, uint32_t node)
{
    return page_node_of(markup->structure, node);
}

void markup_line(struct markup *markup)
{
    buf_printf(markup->out, "\n%*s", (int)markup->indent, "");
}

unsigned markup_level(const struct markup *markup, uint32_t heading)
{
    const unsigned level = markup_node(markup, heading)->level;
    if (markup->title == heading)
        return 1;
    const unsigned least = markup->title > 0 ? 2 : 1, own = level + (markup->deeper ? 1 : 0);
    return own < least ? least : own > 6 ? 6 : own;
}

static struct str text_of(const struct said_piece *piece)
{
    return (struct str){piece->text, piece->len};
}

/* What the node says, or the link in it. */
static const struct said_piece *spoken(const struct markup *markup, uint32_t node)
{
    const struct said_piece *piece = said_of(markup->said, node);
    const uint32_t link = markup_node(markup, node)->child;
    return piece != NULL || link == 0 ? piece : said_of(markup->said, link);
}

struct str markup_mark(const struct markup *markup, uint32_t node)
{
    const struct said_piece *piece = spoken(markup, node);
    return piece != NULL ? text_of(piece) : STR("");
}

static bool is_inline(enum page_part part)
{
    return part == PART_REFERENCE || part == PART_LINK || part == PART_CODE;
}

/* A note of a text, not one beside a table: it stands behind its reference. */
static bool is_footnote(const struct markup *markup, uint32_t node, uint32_t before)
{
    return markup_node(markup, node)->part == PART_NOTE && before > 0 &&
           markup_node(markup, before)->part == PART_REFERENCE;
}

bool markup_is_text(const struct markup *markup, uint32_t node)
{
    uint32_t before = 0;
    const bool is_note = markup_node(markup, node)->part == PART_NOTE;
    for (uint32_t at = markup_node(markup, node)->child; at > 0; at = markup_node(markup, at)->next) {
        if (is_note && markup_node(markup, at)->part == PART_LABEL)
            continue;
        if (!is_inline(markup_node(markup, at)->part) && !is_footnote(markup, at, before))
            return false;
        before = at;
    }
    return true;
}

/* --- a text --- */

/* What a line of it has so far. */
struct line {
    uint32_t node;
    unsigned says;
    struct str lang; /* if another than that of the element around it */
    bool begun;
};

static void change_says(struct markup *markup, struct line *line, unsigned says)
{
    if (says != line->says)
        markup->sink->says(markup, line->says, says);
    line->says = says;
}

/* Of what the node says, if the element around it has another one.  An item's parts have no element. */
static struct str lang_of(const struct markup *markup, uint32_t node, const struct said_piece *piece)
{
    const struct page_structure *structure = markup->structure;
    const struct page_node *of = markup_node(markup, node);
    const bool is_bare = of->part == PART_ITEM_BODY || of->part == PART_LABEL;
    const struct str around =
        page_lang_of(structure, page_lang_around(structure, is_bare ? of->parent : node));
    const struct str lang =
        piece->lang != NULL ? *piece->lang : page_lang_of(structure, page_lang_around(structure, node));
    return str_equal(lang, around) ? STR("") : lang;
}

static void change_lang(struct markup *markup, struct line *line, struct str lang)
{
    if (str_equal(lang, line->lang) || markup->sink->lang == NULL)
        return;
    change_says(markup, line, 0);
    if (line->lang.len > 0)
        markup->sink->lang(markup, STR(""));
    if (lang.len > 0)
        markup->sink->lang(markup, lang);
    line->lang = lang;
}

/* Labels of a 斜线表头 stand in one line. */
static void put_line_end(struct markup *markup, const struct line *line)
{
    if (markup_node(markup, line->node)->stand == PAGE_SLANTED)
        markup->sink->text(markup, STR("／"));
    else
        markup->sink->line_end(markup);
}

static void walk_piece(struct markup *markup, struct line *line, const struct said_piece *piece)
{
    struct str text = text_of(piece);
    markup->piece = piece;
    if (piece->breaks > 0 && line->begun)
        change_says(markup, line, 0);
    for (unsigned i = 0; i < piece->breaks && line->begun; i++)
        put_line_end(markup, line);
    if (markup->note.note > 0) {
        const struct str mark = markup_mark(markup, markup->note.reference);
        const bool begins = text.len >= mark.len && str_equal(str_slice(text, 0, mark.len), mark);
        markup->sink->backlink(markup, &markup->note, mark);
        markup->note.note = 0;
        text = str_slice(text, begins ? mark.len : 0, text.len);
    }
    change_lang(markup, line, lang_of(markup, line->node, piece));
    change_says(markup, line, piece->says);
    markup->sink->text(markup, text);
    line->begun = true;
}

static void put_label(struct markup *markup)
{
    const uint32_t label = markup->label;
    struct line line = {.node = label};
    markup->label = 0;
    if (label == 0)
        return;
    markup->sink->label(markup, true);
    for (const struct said_piece *piece = said_of(markup->said, label); piece != NULL; piece = piece->next) {
        change_lang(markup, &line, lang_of(markup, label, piece));
        markup->sink->text(markup, text_of(piece));
    }
    change_lang(markup, &line, STR(""));
    markup->sink->label(markup, false);
}

/* Its mark, and the note behind it for later. */
static void put_reference(struct markup *markup, uint32_t node)
{
    const struct str mark = markup_mark(markup, node);
    struct markup_note note = {
        .reference = node, .note = markup_node(markup, node)->next, .in_html = markup->sink == &html_sink};
    const int64_t before = str_index_lookup(&markup->marks, mark);
    if (note.note == 0)
        return;
    note.again = before == STR_INDEX_NONE ? 0 : (uint32_t)before;
    if (mark.len > 0)
        markup->sink->reference(markup, &note, mark);
    if (str_index_put(&markup->marks, mark, note.again + 1) != OK ||
        ARENA_APPEND(markup->arena, markup->notes, markup->note_count, markup->note_capacity, &note) != OK)
        markup->no_memory = true;
}

/* A text in the line that leads to a heading. */
static void put_link_inside(struct markup *markup, struct line *line, uint32_t node)
{
    const uint32_t heading = markup->targets != NULL ? markup->targets[node] : 0;
    change_says(markup, line, 0);
    change_lang(markup, line, STR(""));
    if (heading > 0)
        markup->sink->link(markup, heading);
    for (const struct said_piece *piece = said_of(markup->said, node); piece != NULL; piece = piece->next)
        walk_piece(markup, line, piece);
    change_says(markup, line, 0);
    change_lang(markup, line, STR(""));
    if (heading > 0)
        markup->sink->link(markup, 0);
}

static void put_code(struct markup *markup, uint32_t node, bool is_listing)
{
    struct buf text = BUF(MARKUP_MAX_BYTES);
    for (const struct said_piece *piece = said_of(markup->said, node); piece != NULL; piece = piece->next) {
        for (unsigned i = 0; i < piece->breaks; i++)
            buf_add_char(&text, '\n');
        buf_add(&text, piece->text, piece->len);
    }
    markup->no_memory = markup->no_memory || text.failed;
    if (!text.failed)
        markup->sink->code(markup, buf_str(&text), is_listing);
    buf_clear(&text);
}

/* The node's own text, with the references, links and code in it. */
static void put_text(struct markup *markup, uint32_t node)
{
    const struct said_piece *piece = said_of(markup->said, node);
    uint32_t child = markup_node(markup, node)->child;
    struct line line = {.node = node, .begun = markup->label > 0};
    put_label(markup);
    if (markup->is_target != NULL && markup->is_target[node] &&
        markup_node(markup, node)->part != PART_HEADING)
        markup->sink->anchor(markup, node);
    while (piece != NULL || child > 0) {
        const enum page_part part = child > 0 ? markup_node(markup, child)->part : PART_NONE;
        const struct said_piece *mark = child > 0 && is_inline(part) ? spoken(markup, child) : NULL;
        const bool is_now = piece == NULL || (mark != NULL && said_before(mark, piece));
        if (child > 0 && !is_inline(part)) {
            child = markup_node(markup, child)->next;
        } else if (child > 0 && is_now) {
            change_says(markup, &line, 0);
            change_lang(markup, &line, STR(""));
            if (part == PART_LINK)
                put_link_inside(markup, &line, child);
            else if (part == PART_CODE)
                put_code(markup, child, false);
            else
                put_reference(markup, child);
            child = markup_node(markup, child)->next;
        } else {
            walk_piece(markup, &line, piece);
            piece = piece->next;
        }
    }
    change_says(markup, &line, 0);
    change_lang(markup, &line, STR(""));
}

/* --- blocks --- */

static void put_figure(struct markup *markup, uint32_t node)
{
    const struct page_run *run = page_run_of(markup->structure, node, 0);
    const struct said_piece *piece = said_of(markup->said, node);
    while (piece != NULL && !piece->is_picture) /* texts drawn in a chart: its words say them */
        piece = piece->next;
    markup->sink->figure(markup, run != NULL ? (struct str){run->text, run->len} : STR(""), piece);
}

/* The heading's title, as it stands in the contents list. */
static void put_link(struct markup *markup, uint32_t node)
{
    const uint32_t heading = markup->targets != NULL ? markup->targets[node] : 0;
    if (heading > 0)
        markup->sink->link(markup, heading);
    put_text(markup, node);
    if (heading > 0)
        markup->sink->link(markup, 0);
}

static void put_notes(struct markup *markup)
{
    if (markup->note_count == 0)
        return;
    markup->sink->notes(markup, true);
    for (size_t i = 0; i < markup->note_count; i++) {
        markup->note = markup->notes[i];
        markup_walk(markup, markup->notes[i].note);
    }
    markup->note.note = 0;
    markup->note_count = 0;
    markup->sink->notes(markup, false);
}

bool markup_is_for_pages(const struct markup *markup, uint32_t node)
{
    const struct page_node *of = markup_node(markup, node);
    uint32_t row = of->part == PART_FOOT ? of->child : 0;
    if (of->part == PART_ROW)
        return of->row >= PAGE_TURN_ROW;
    while (row > 0 && markup_node(markup, row)->row >= PAGE_TURN_ROW)
        row = markup_node(markup, row)->next;
    return of->part == PART_FOOT && row == 0;
}

static void walk_children(struct markup *markup, uint32_t node)
{
    uint32_t before = 0;
    for (uint32_t child = markup_node(markup, node)->child; child > 0;
         child = markup_node(markup, child)->next) {
        if (!is_footnote(markup, child, before) && !markup_is_for_pages(markup, child))
            markup_walk(markup, child);
        before = child;
    }
}

static bool is_empty(const struct markup *markup, uint32_t node)
{
    return markup_node(markup, node)->child == 0 && said_of(markup->said, node) == NULL && markup->label == 0;
}

static void walk_block(struct markup *markup, uint32_t node)
{
    const struct markup_sink *sink = markup->sink;
    const enum page_part part = markup_node(markup, node)->part;
    sink->open(markup, node);
    if (part != PART_SECTION && markup_is_text(markup, node) && part != PART_ENTRY)
        put_text(markup, node);
    else
        walk_children(markup, node);
    if (part == PART_SECTION)
        put_notes(markup);
    sink->close(markup, node);
}

void markup_walk(struct markup *markup, uint32_t node)
{
    switch (markup_node(markup, node)->part) {
    case PART_SIGNATURE:
        return;
    case PART_FIGURE:
        put_figure(markup, node);
        return;
    case PART_LABEL:
        markup->label = said_of(markup->said, node) != NULL ? node : 0;
        return;
    case PART_LINK:
        put_link(markup, node);
        return;
    case PART_REFERENCE: /* of a contents entry */
        walk_children(markup, node);
        return;
    case PART_PARAGRAPH:
        if (is_empty(markup, node))
            return;
        if (markup_node(markup, node)->stand == PAGE_TYPED) {
            put_code(markup, markup_node(markup, node)->child, true);
            return;
        }
        break;
    default:
        break;
    }
    walk_block(markup, node);
}
