/*
 * HTML: what becomes of the parts.
 *
 *   section h1–h6 p ul li table caption thead tbody tfoot tr th td figure nav
 *   th scope="col" in heads, scope="row" in cells that say what their rows are of
 *   notes: <sup><a id="r4" href="#n5">①</a></sup>, and at the end of their section <div class="note" id="n5"> which
 *   begins with the way back; notes of a table stand below it
 *   headings have the id h and their number in the structure, and contents lists lead there
 *   figures are <img> with their bytes in the page, so that it needs no other file; captions below <figcaption>
 *   <del>, <ins>: what a draft has as stated, and as computed or wrong; <u> what is underlined; <strong> what is bolder
 *   than the text around it, <em> what has dots below
 *
 * Classes: i, c, r: a first line set in, centred, at the right; title; label; note, notes; draft; derived: a figure
 * that hangs on a wrong one; open: a table without rules; level-1 …: entries of contents lists.
 */
#include <inttypes.h>

#include "markup/markup_int.h"

static const struct tag {
    const char *name;
    bool ends_line; /* its end stands on a line of its own */
} TAGS[PARTS] = {
    [PART_SECTION] = {"section", true},  [PART_PARAGRAPH] = {"p", false},
    [PART_LIST] = {"ul", true},          [PART_ITEM] = {"li", false},
    [PART_TABLE] = {"table", true},      [PART_CAPTION] = {"caption", false},
    [PART_HEAD] = {"thead", true},       [PART_BODY] = {"tbody", true},
    [PART_FOOT] = {"tfoot", true},       [PART_ROW] = {"tr", false},
    [PART_HEAD_CELL] = {"th", false},    [PART_ROW_HEAD] = {"th", false},
    [PART_CELL] = {"td", false},         [PART_NOTE] = {"div", false},
    [PART_CONTENTS] = {"nav", true},     [PART_ENTRY] = {"li", false},
    [PART_CAPTIONED] = {"figure", true},
};

static const char *tag_of(const struct markup *markup, uint32_t id)
{
    static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    const struct page_node *node = markup_node(markup, id);
    if (node->part == PART_CAPTION && markup->in_figure)
        return "figcaption";
    if (node->part == PART_HEADING || id == markup->title)
        return headings[markup_level(markup, id) - 1];
    return TAGS[node->part].name;
}

static void open_class(struct markup *markup, uint32_t id)
{
    static const char *const stands[] = {[PAGE_INDENTED] = "i", [PAGE_CENTERED] = "c", [PAGE_RIGHT] = "r"};
    const struct page_node *node = markup_node(markup, id);
    const char *name = node->stand < ARRAY_COUNT(stands) ? stands[node->stand] : NULL;
    if (id == markup->title)
        name = "title";
    else if (node->part == PART_NOTE)
        name = "note";
    else if (node->part == PART_TABLE)
        name = node->stand == PAGE_UNRULED ? "open" : NULL;
    if (node->part == PART_ENTRY)
        buf_printf(markup->out, " class=\"level-%u\"", (unsigned)node->level);
    else if (name != NULL)
        buf_printf(markup->out, " class=\"%s\"", name);
}

static void html_open_cell(struct markup *markup, const struct page_node *node)
{
    if (node->span.rows > 1)
        buf_printf(markup->out, " rowspan=\"%u\"", (unsigned)node->span.rows);
    if (node->span.columns > 1)
        buf_printf(markup->out, " colspan=\"%u\"", (unsigned)node->span.columns);
    if (node->part != PART_CELL)
        buf_printf(markup->out, " scope=\"%s\"", node->part == PART_HEAD_CELL ? "col" : "row");
}

static void open_part(struct markup *markup, uint32_t id)
{
    const struct page_node *node = markup_node(markup, id);
    const char *tag = tag_of(markup, id);
    if (tag == NULL)
        return;
    if (!page_part_is_cell(node->part))
        markup_line(markup);
    markup->in_figure = markup->in_figure || node->part == PART_CAPTIONED;
    const struct str lang = page_lang_change(markup->structure, id);
    buf_printf(markup->out, "<%s", tag);
    if (lang.len > 0)
        buf_printf(markup->out, " lang=\"%.*s\"", STR_ARGS(lang));
    open_class(markup, id);
    if (page_part_is_cell(node->part))
        html_open_cell(markup, node);
    else if (node->part == PART_HEADING)
        buf_printf(markup->out, " id=\"h%" PRIu32 "\"", id);
    else if (node->part == PART_NOTE && markup->note.note == id)
        buf_printf(markup->out, " id=\"n%" PRIu32 "\"", id);
    else if (node->part == PART_CONTENTS)
        buf_add_text(markup->out, " aria-label=\"目录\"");
    buf_add_char(markup->out, '>');
    if (node->part == PART_CONTENTS)
        buf_add_text(markup->out, "<ul>");
}

static void close_part(struct markup *markup, uint32_t id)
{
    const struct page_node *node = markup_node(markup, id);
    const char *tag = tag_of(markup, id);
    if (tag == NULL)
        return;
    if (TAGS[node->part].ends_line)
        markup_line(markup);
    markup->in_figure = markup->in_figure && node->part != PART_CAPTIONED;
    buf_printf(markup->out, "%s</%s>", node->part == PART_CONTENTS ? "</ul>" : "", tag);
}

static void html_put_text_of(struct markup *markup, struct str text)
{
    buf_add_xml(markup->out, text);
}

enum { SAYS_TAGS = 4 };

/* The outer first; <span> has the class derived. */
static void says_tags(unsigned says, const char *ret_names[SAYS_TAGS])
{
    const bool doubted = (says & PAGE_DOUBTED) != 0;
    ret_names[0] = (says & PAGE_STRUCK) != 0       ? "del"
                   : (says & PAGE_UNDERLINED) != 0 ? (doubted ? "ins" : "u")
                                                   : (doubted ? "span" : NULL);
    ret_names[1] = (says & PAGE_STRONG) != 0 ? "strong" : NULL;
    ret_names[2] = (says & PAGE_STRESSED) != 0 ? "em" : NULL;
    ret_names[3] = (says & PAGE_RAISED) != 0 ? "sup" : (says & PAGE_LOWERED) != 0 ? "sub" : NULL;
}

static void html_put_says(struct markup *markup, unsigned before, unsigned after)
{
    const char *ends[SAYS_TAGS], *begins[SAYS_TAGS];
    says_tags(before, ends);
    says_tags(after, begins);
    for (size_t i = SAYS_TAGS; i > 0; i--)
        if (ends[i - 1] != NULL)
            buf_printf(markup->out, "</%s>", ends[i - 1]);
    for (size_t i = 0; i < SAYS_TAGS; i++)
        if (begins[i] != NULL)
            buf_printf(markup->out, "<%s%s>", begins[i],
                       str_is(str_of(begins[i]), "span") ? " class=\"derived\"" : "");
}

static void html_put_lang(struct markup *markup, struct str lang)
{
    if (lang.len > 0)
        buf_printf(markup->out, "<span lang=\"%.*s\">", STR_ARGS(lang));
    else
        buf_add_text(markup->out, "</span>");
}

static void html_put_line_end(struct markup *markup)
{
    buf_add_text(markup->out, "<br>");
}

static void html_put_label_of(struct markup *markup, bool begins)
{
    buf_add_text(markup->out, begins ? "<span class=\"label\">" : "</span>");
}

static void html_put_anchor(struct markup *markup, uint32_t node)
{
    buf_printf(markup->out, "<a id=\"h%" PRIu32 "\"></a>", node);
}

static void html_put_link_to(struct markup *markup, uint32_t heading)
{
    if (heading > 0)
        buf_printf(markup->out, "<a href=\"#h%" PRIu32 "\">", heading);
    else
        buf_add_text(markup->out, "</a>");
}

static void html_put_reference_of(struct markup *markup, const struct markup_note *note, struct str mark)
{
    buf_printf(markup->out, "<sup><a id=\"r%" PRIu32 "\" href=\"#n%" PRIu32 "\" role=\"doc-noteref\">",
               note->reference, note->note);
    buf_add_xml(markup->out, mark);
    buf_add_text(markup->out, "</a></sup>");
}

static void html_put_backlink(struct markup *markup, const struct markup_note *note, struct str mark)
{
    if (mark.len == 0)
        return;
    buf_printf(markup->out, "<a href=\"#r%" PRIu32 "\" role=\"doc-backlink\">", note->reference);
    buf_add_xml(markup->out, mark);
    buf_add_text(markup->out, "</a>");
}

static void html_put_code(struct markup *markup, struct str text, bool is_listing)
{
    if (is_listing)
        markup_line(markup);
    buf_add_text(markup->out, is_listing ? "<pre><code>" : "<code>");
    buf_add_xml(markup->out, text);
    buf_add_text(markup->out, is_listing ? "</code></pre>" : "</code>");
}

static void add_base64(struct buf *out, struct str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.len; i += 3) {
        const size_t left = bytes.len - i;
        const unsigned char *at = (const unsigned char *)bytes.ptr + i;
        const uint32_t three =
            (uint32_t)at[0] << 16 | (left > 1 ? (uint32_t)at[1] << 8 : 0) | (left > 2 ? at[2] : 0);
        const char four[4] = {digits[three >> 18], digits[three >> 12 & 63],
                              left > 1 ? digits[three >> 6 & 63] : '=', left > 2 ? digits[three & 63] : '='};
        buf_add(out, four, sizeof four);
    }
}

static void add_bytes(struct markup *markup, const struct said_picture *picture)
{
    struct picture_written written;
    struct page_pictures *told = markup->document->pictures;
    enum status status = picture_write(picture->file, &picture->wish, &written);
    if (status == OK)
        add_base64(markup->out, written.bytes);
    else if (status == FAILED)
        picture_written_report(&written, picture->file, markup->diag, picture->place);
    markup->no_memory = markup->no_memory || status == NO_MEMORY;
    markup->broken = markup->broken || status == FAILED;
    if (told != NULL && status == OK) {
        told->count++;
        told->located += picture->file->located;
        told->reduced += written.reduced;
        told->before += written.reduced ? picture->file->bytes.len : 0;
        told->after += written.reduced ? written.bytes.len : 0;
    }
    picture_written_close(&written);
}

static void html_put_picture(struct markup *markup, struct str shows, const struct said_picture *picture)
{
    buf_printf(markup->out, "<img width=\"%" PRIu32 "\"", picture->width * 4 / 3);
    if (picture->cropped)
        buf_printf(markup->out, " style=\"aspect-ratio:%" PRIu32 "/%" PRIu32 ";object-fit:cover\"",
                   picture->width, picture->height);
    buf_add_text(markup->out, " alt=\"");
    buf_add_xml(markup->out, shows);
    buf_printf(markup->out, "\" src=\"data:image/%s;base64,",
               picture->file->format == PICTURE_JPEG ? "jpeg" : "png");
    add_bytes(markup, picture);
    buf_add_text(markup->out, "\">");
}

static void html_put_figure_of(struct markup *markup, struct str shows, const struct said_piece *piece)
{
    const bool alone = !markup->in_figure;
    markup_line(markup);
    buf_add_text(markup->out, alone ? "<figure>" : "");
    if (piece != NULL) {
        html_put_picture(markup, shows, piece->picture);
    } else { /* drawn: a code */
        buf_add_text(markup->out, "〔");
        buf_add_xml(markup->out, shows);
        buf_add_text(markup->out, "〕");
    }
    buf_add_text(markup->out, alone ? "</figure>" : "");
}

static void html_put_notes_of(struct markup *markup, bool begin)
{
    markup_line(markup);
    buf_add_text(markup->out, begin ? "<aside class=\"notes\" aria-label=\"注释\">" : "</aside>");
}

const struct markup_sink html_sink = {.open = open_part,
                                      .close = close_part,
                                      .text = html_put_text_of,
                                      .says = html_put_says,
                                      .lang = html_put_lang,
                                      .line_end = html_put_line_end,
                                      .label = html_put_label_of,
                                      .link = html_put_link_to,
                                      .anchor = html_put_anchor,
                                      .reference = html_put_reference_of,
                                      .backlink = html_put_backlink,
                                      .code = html_put_code,
                                      .figure = html_put_figure_of,
                                      .notes = html_put_notes_of};
