/*
 * Markdown (GFM): what becomes of the parts.
 *
 * A block begins behind an empty line, items of a list on a line of their own; what stands in an item is set in by
 * two.  Lists have the bullet -, and behind it the number or mark that the paper prints; a list beside a list has
 * another bullet, or they would be one.  What Markdown cannot say is HTML in it, as GFM allows: tables with spans,
 * several rows of heads or none, blocks in cells (md_table.c), <ins>, <del> and <u>, and the id of a heading that a
 * contents list leads to.  The title is the one heading with a single #.  Notes are [^①], and stand at the end of their section; in tables that are HTML their
 * references lead there as HTML does.  A picture is said: Markdown could only name its file.
 */
#include <inttypes.h>
#include <string.h>

#include "markup/markup_int.h"

void md_block(struct markup *markup)
{
    if (!markup->fresh && markup->begun) {
        buf_add_char(markup->out, '\n');
        markup_line(markup);
    }
    markup->begun = true;
    markup->fresh = false;
    markup->loose = false;
    markup->line_start = true;
}

/* --- lists --- */

static void begin_list(struct markup *markup, uint32_t id)
{
    uint32_t before = 0;
    for (uint32_t at = markup_node(markup, markup_node(markup, id)->parent)->child; at != id;
         at = markup_node(markup, at)->next)
        before = at;
    const bool beside = before > 0 && markup_node(markup, before)->part == PART_LIST;
    markup->bullet = beside && markup->bullet == '-' ? '*' : '-';
}

static void begin_item(struct markup *markup, uint32_t id)
{
    const struct page_node *parent = markup_node(markup, markup_node(markup, id)->parent);
    const bool tight = !markup->loose && parent->child != id && !markup->fresh;
    if (tight)
        markup_line(markup);
    else
        md_block(markup);
    buf_printf(markup->out, "%c ", markup->bullet);
    markup->indent += 2;
    markup->fresh = markup->begun = true;
    markup->line_start = true;
}

/* Entries of a contents list are items in items, none more than one level deeper than the one before it. */
static void begin_entry(struct markup *markup, uint32_t id)
{
    const struct page_node *entry = markup_node(markup, id);
    const bool first = markup_node(markup, entry->parent)->child == id;
    const size_t wanted = entry->level > 1 ? entry->level - 1U : 0;
    markup->depth = first ? 0 : wanted > markup->depth + 1 ? markup->depth + 1 : wanted;
    markup->bullet = '-';
    markup->indent += 2 * markup->depth;
    begin_item(markup, id);
}

/* --- parts --- */

/* Behind its marks nothing begins anything. */
static void begin_heading(struct markup *markup, uint32_t id)
{
    md_block(markup);
    markup->one_line = true;
    markup->line_start = false;
    buf_printf(markup->out, "%.*s ", (int)markup_level(markup, id), "######");
    if (markup->is_target != NULL && markup->is_target[id] && markup_node(markup, id)->part == PART_HEADING)
        buf_printf(markup->out, "<a id=\"h%" PRIu32 "\"></a>", id);
}

/* HTML begins on a line of its own, and ends at an empty one. */
static void open_table(struct markup *markup, uint32_t id)
{
    if (md_table_is_plain(markup, id))
        return;
    if (markup->begun && !markup->fresh)
        buf_add_char(markup->out, '\n');
    markup->begun = true;
    markup->fresh = false;
    markup->sink = &html_sink;
    html_sink.open(markup, id);
}

static void md_open_cell(struct markup *markup)
{
    buf_add_text(markup->out, "| ");
    markup->one_line = true;
    markup->line_start = false;
}

static void open_row(struct markup *markup, uint32_t id)
{
    if (markup_node(markup, id)->row == 0)
        md_block(markup);
    else
        markup_line(markup);
}

/* A note's mark without what may not stand in a name; with a number where it was used before. */
static void put_name(struct markup *markup, const struct markup_note *note, struct str mark)
{
    buf_add_text(markup->out, "[^");
    for (size_t i = 0; i < mark.len; i++)
        if (strchr("[]^\\| \t", mark.ptr[i]) == NULL)
            buf_add_char(markup->out, mark.ptr[i]);
    if (note->again > 0)
        buf_printf(markup->out, "-%" PRIu32, note->again + 1);
    buf_add_char(markup->out, ']');
}

/* Behind its mark, what further blocks the note has is set in. */
static void hang(struct markup *markup, uint32_t id)
{
    if (!markup_is_text(markup, id)) {
        md_block(markup);
        markup->fresh = true;
    }
    markup->indent += 4;
    markup->hanging = id;
}

static void open_md(struct markup *markup, uint32_t id)
{
    const enum page_part part = markup_node(markup, id)->part;
    switch (part) {
    case PART_HEADING:
        begin_heading(markup, id);
        break;
    case PART_PARAGRAPH:
    case PART_CAPTION:
    case PART_NOTE:
    case PART_ITEM_BODY:
        if (id == markup->title)
            begin_heading(markup, id);
        else if (markup_is_text(markup, id))
            md_block(markup);
        break;
    case PART_LIST:
        begin_list(markup, id);
        break;
    case PART_ITEM:
        begin_item(markup, id);
        break;
    case PART_ENTRY:
        begin_entry(markup, id);
        break;
    case PART_TABLE:
        open_table(markup, id);
        break;
    case PART_ROW:
        open_row(markup, id);
        break;
    case PART_HEAD_CELL:
    case PART_ROW_HEAD:
    case PART_CELL:
        md_open_cell(markup);
        break;
    default:
        break;
    }
    if (part == PART_NOTE && markup->note.note == id && !markup->note.in_html)
        hang(markup, id);
}

static void close_table(struct markup *markup, uint32_t id)
{
    if (markup->sink == &md_sink)
        return;
    html_sink.close(markup, id);
    markup->sink = &md_sink;
    markup->loose = true;
}

static void close_row(struct markup *markup, uint32_t id)
{
    buf_add_char(markup->out, '|');
    if (markup_node(markup, markup_node(markup, id)->parent)->part == PART_HEAD)
        md_table_rule(markup, id);
}

static void close_md(struct markup *markup, uint32_t id)
{
    switch (markup_node(markup, id)->part) {
    case PART_ENTRY:
        markup->indent -= 2 * markup->depth;
        __attribute__((fallthrough));
    case PART_ITEM:
        markup->indent -= 2;
        markup->fresh = false;
        break;
    case PART_PARAGRAPH:
        markup->one_line = markup->one_line && id != markup->title;
        break;
    case PART_HEADING:
        markup->one_line = false;
        break;
    case PART_TABLE:
        close_table(markup, id);
        break;
    case PART_ROW:
        close_row(markup, id);
        break;
    case PART_HEAD_CELL:
    case PART_ROW_HEAD:
    case PART_CELL:
        markup->one_line = false;
        buf_add_char(markup->out, ' ');
        break;
    case PART_NOTE:
        markup->indent -= markup->hanging == id ? 4 : 0;
        markup->hanging = markup->hanging == id ? 0 : markup->hanging;
        break;
    default:
        break;
    }
}

/* --- texts --- */

static void md_put_text_of(struct markup *markup, struct str text)
{
    escape_md(markup->out, text, &markup->line_start,
              (struct escape){.links = markup->target == 0, .in_row = markup->one_line});
}

/* What only hangs on a wrong figure has no mark in Markdown. */
static unsigned seen(unsigned says)
{
    return (says & (PAGE_UNDERLINED | PAGE_STRUCK)) != 0 ? says : says & ~(unsigned)PAGE_DOUBTED;
}

/* A letter, whatever stands beside it: ** begins and ends there.  Beside a mark it would not (**“是”**的). */
static bool takes_stars(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
           (code >= 0x3400 && code <= 0x4DBF) || (code >= 0x4E00 && code <= 0x9FFF);
}

/* Does what begins with the piece, and is no more than strong, begin and end with letters? */
static bool is_between_letters(const struct said_piece *piece)
{
    uint32_t first = 0, last = 0;
    const struct said_piece *begin = piece;
    for (; piece != NULL && piece->says == PAGE_STRONG && (piece == begin || piece->breaks == 0);
         piece = piece->next)
        for (size_t at = 0; !piece->is_picture && at < piece->len;) {
            last = utf8_next((struct str){piece->text, piece->len}, &at);
            first = first == 0 ? last : first;
        }
    return takes_stars(first) && takes_stars(last);
}

static void md_put_says(struct markup *markup, unsigned before, unsigned after)
{
    before = seen(before);
    after = seen(after);
    if (before == after)
        return;
    const bool stars = after == PAGE_STRONG && is_between_letters(markup->piece);
    if (markup->starred)
        buf_add_text(markup->out, "**");
    html_sink.says(markup, markup->starred ? 0 : before, stars ? 0 : after);
    if (stars)
        buf_add_text(markup->out, "**");
    markup->starred = stars;
    markup->line_start = markup->line_start && after == 0;
}

static void md_put_line_end(struct markup *markup)
{
    if (markup->one_line) {
        buf_add_text(markup->out, "<br>");
        return;
    }
    buf_add_char(markup->out, '\\');
    markup_line(markup);
    markup->line_start = true;
}

static void md_put_label_of(struct markup *markup, bool begins)
{
    (void)markup, (void)begins;
}

static void md_put_anchor(struct markup *markup, uint32_t node)
{
    buf_printf(markup->out, "<a id=\"h%" PRIu32 "\"></a>", node);
    markup->line_start = false;
}

static void md_put_link_to(struct markup *markup, uint32_t heading)
{
    if (heading > 0)
        buf_add_char(markup->out, '[');
    else
        buf_printf(markup->out, "](#h%" PRIu32 ")", markup->target);
    markup->target = heading;
    markup->line_start = false;
}

static void md_put_reference_of(struct markup *markup, const struct markup_note *note, struct str mark)
{
    put_name(markup, note, mark);
    markup->line_start = false;
}

static void md_put_backlink(struct markup *markup, const struct markup_note *note, struct str mark)
{
    if (note->in_html) {
        buf_printf(markup->out, "<a id=\"n%" PRIu32 "\" href=\"#r%" PRIu32 "\">", note->note,
                   note->reference);
        buf_add_xml(markup->out, mark);
        buf_add_text(markup->out, "</a>");
        return;
    }
    put_name(markup, note, markup_mark(markup, note->reference));
    buf_add_text(markup->out, ": ");
    markup->line_start = true;
}

static void md_put_figure_of(struct markup *markup, struct str shows, const struct said_piece *picture)
{
    (void)picture;
    md_block(markup);
    buf_add_text(markup->out, "\\[图：");
    markup->line_start = false;
    escape_md(markup->out, shows, &markup->line_start,
              (struct escape){.links = true, .in_row = markup->one_line});
    buf_add_text(markup->out, "\\]");
}

/* More marks in a row than stand in the text. */
static size_t fence_of(struct str text, size_t least)
{
    size_t row = 0, most = 0;
    for (size_t i = 0; i < text.len; i++) {
        row = text.ptr[i] == '`' ? row + 1 : 0;
        most = row > most ? row : most;
    }
    return most >= least ? most + 1 : least;
}

static void put_fence(struct markup *markup, size_t marks)
{
    while (marks-- > 0)
        buf_add_char(markup->out, '`');
}

static void md_put_listing(struct markup *markup, struct str text)
{
    const size_t marks = fence_of(text, 3);
    md_block(markup);
    put_fence(markup, marks);
    for (size_t at = 0; at <= text.len;) {
        size_t end = at;
        while (end < text.len && text.ptr[end] != '\n')
            end++;
        markup_line(markup);
        buf_add_str(markup->out, str_slice(text, at, end));
        at = end + 1;
    }
    markup_line(markup);
    put_fence(markup, marks);
    markup->line_start = false;
}

/* In a cell a bar is an end of it, in code too, but behind a backslash. */
static void md_put_code(struct markup *markup, struct str text, bool is_listing)
{
    if (is_listing) {
        md_put_listing(markup, text);
        return;
    }
    const size_t marks = fence_of(text, 1);
    const bool apart = marks > 1 || (text.len > 0 && text.ptr[0] == ' ');
    put_fence(markup, marks);
    buf_add_text(markup->out, apart ? " " : "");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '|' && markup->one_line)
            buf_add_char(markup->out, '\\');
        buf_add_char(markup->out, text.ptr[i]);
    }
    buf_add_text(markup->out, apart ? " " : "");
    put_fence(markup, marks);
    markup->line_start = false;
}

static void md_put_notes_of(struct markup *markup, bool begin)
{
    (void)markup, (void)begin;
}

const struct markup_sink md_sink = {.open = open_md,
                                    .close = close_md,
                                    .text = md_put_text_of,
                                    .says = md_put_says,
                                    .line_end = md_put_line_end,
                                    .label = md_put_label_of,
                                    .link = md_put_link_to,
                                    .anchor = md_put_anchor,
                                    .reference = md_put_reference_of,
                                    .backlink = md_put_backlink,
                                    .code = md_put_code,
                                    .figure = md_put_figure_of,
                                    .notes = md_put_notes_of};

/* --- head --- */

static void add_field(struct buf *out, const char *name, struct str text)
{
    if (text.len == 0)
        return;
    buf_printf(out, "%s: \"", name);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, text.ptr[i]);
    }
    buf_add_text(out, "\"\n");
}

void md_begin(struct markup *markup)
{
    const struct page_document *document = markup->document;
    char date[MARKUP_DATE];
    buf_add_text(markup->out, "---\n");
    add_field(markup->out, "title", document->title);
    add_field(markup->out, "author", document->author);
    add_field(markup->out, "description", document->subject);
    add_field(markup->out, "keywords", document->is_public ? STR(PAGE_PUBLIC) : STR(""));
    add_field(markup->out, "date", markup_date(document, date));
    buf_add_text(markup->out, "lang: " PAGE_LANG "\n---");
    markup->begun = true;
    if (!document->draft)
        return;
    md_block(markup);
    buf_add_text(markup->out, "**草稿**");
}

void md_end(struct markup *markup)
{
    buf_add_char(markup->out, '\n');
}
