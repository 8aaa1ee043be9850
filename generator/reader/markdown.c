/*
 * Markdown -> the node tree of prose, as if it had been written in XML.
 *
 *   # title       <section title="…" id="FILE#title">, nested by level; the first one has the file's name for its id
 *   text          <p>; a line end inside is white space, a backslash or two blanks before it <br/>
 *   - or 1.       <list kind="bullet">, <list start="…">, with an <item> each
 *   - [ ] a        the same, kind="plain", ☐ before its text, or ☑
 *   | a | b |     <table> with <head>, <row>, <cell align="…">; columns by content
 *   ``` or white  <pre>
 *   *a* **a**     <em> <b>;  ~~a~~ <strike>;  `a` <code>
 *   [a](b)        <link to="…">: to a heading here (#title), to another file, to a heading there; out of the papers: its
 *                 words and, if it is another text, its address behind them
 *   ![a](b.svg)   the same to that file, with a notice: a drawing for the screen, which papers cannot hold
 *   <!-- a -->    nothing
 *
 * {…} is a formula as in XML prose, but in code; \{ is a brace.  Quotations, rules, footnotes, other pictures and HTML are refused.
 * md4c says what stands where, by pointers into the source, from which places come: each text keeps where its stretches
 * stood (struct text_mark).  It takes time in proportion to the source, which cmark-gfm does not (tables, brackets).
 * A table's rows are filled up with cells, so a tree may have a few nodes for each byte of the source, no more.
 */
#include "reader/markdown_int.h"
#include "reader/messages.def"

#include <md4c.h>
#include <string.h>

enum { NODES_A_BYTE = 4, ZERO_WIDTH_SPACE = 0x200B };

void markdown_fail(struct markdown *md, enum status status)
{
    if (md->reader.status == OK)
        md->reader.status = status;
}

/* --- places --- */

struct place markdown_place(struct markdown *md, size_t offset)
{
    const char *to = md->reader.bytes.ptr + offset;
    if (to < md->cursor.ptr)
        md->cursor = cursor_start(md->reader.bytes);
    cursor_advance(&md->cursor, to);
    return cursor_place(&md->cursor, md->reader.path);
}

/* Of what begins now: the next that is no white. */
static struct place place_here(const struct markdown *md)
{
    const struct str bytes = md->reader.bytes;
    struct cursor cursor = md->cursor;
    size_t at = md->at;
    while (at < bytes.len && char_is_white(bytes.ptr[at]))
        at++;
    at = at < bytes.len ? at : md->at;
    if (bytes.ptr + at > cursor.ptr)
        cursor_advance(&cursor, bytes.ptr + at);
    return cursor_place(&cursor, md->reader.path);
}

/* Does the text stand in the source (and not in md4c)? */
static bool in_source(const struct markdown *md, const char *text, size_t *ret_offset)
{
    const uintptr_t at = (uintptr_t)text, begin = (uintptr_t)md->reader.bytes.ptr;
    *ret_offset = (size_t)(at - begin);
    return at >= begin && at < begin + md->reader.bytes.len;
}

/* --- the tree --- */

struct node *markdown_open(struct markdown *md, const char *name)
{
    struct reader *reader = &md->reader;
    const struct place place = place_here(md);
    if (reader->depth >= READER_MAX_DEPTH) {
        markdown_fail(md, diag_report(reader->diag, MSG_READER_TOO_DEEP, place, (int)READER_MAX_DEPTH));
        return NULL;
    }
    struct node *node = tree_add(reader, NODE_ELEMENT, place);
    if (node == NULL)
        return NULL;
    node->name = str_of(name);
    reader->open = node;
    reader->depth++;
    return node;
}

static void close_element(struct markdown *md)
{
    md->reader.open = md->reader.open->parent;
    md->reader.depth--;
}

static bool is_open(const struct markdown *md, const char *name)
{
    return node_is(md->reader.open, name);
}

void markdown_add_attr(struct markdown *md, struct node *node, const char *name, struct str value)
{
    enum { MOST = 3 };
    if (node == NULL || value.ptr == NULL) {
        markdown_fail(md, NO_MEMORY);
        return;
    }
    if (node->attrs == NULL)
        node->attrs = ARENA_NEW_ARRAY(md->reader.arena, MOST, struct attr);
    if (node->attrs == NULL) {
        markdown_fail(md, NO_MEMORY);
        return;
    }
    node->attrs[node->attr_count++] =
        (struct attr){.name = str_of(name), .value = value, .place = node->place};
}

/* --- texts --- */

/* What follows stands there in the source. */
static void mark(struct markdown *md, struct place place)
{
    const struct text_mark own = {md->text.len, place};
    if (md->text.len == 0)
        md->begun = place;
    markdown_fail(md, ARENA_APPEND(md->reader.arena, md->marks, md->mark_count, md->mark_capacity, &own));
}

static void begin_text(struct markdown *md)
{
    buf_reset(&md->text);
    md->marks = NULL;
    md->mark_count = md->mark_capacity = 0;
}

/* A node of the text at hand, if there is one. */
static void end_text(struct markdown *md)
{
    const struct text_mark last = {SIZE_MAX, {0}};
    if (md->text.len == 0 || md->in_title || md->in_html || md->reader.status != OK)
        return;
    struct node *node = tree_add(&md->reader, NODE_TEXT, md->begun);
    if (node == NULL)
        return;
    markdown_fail(md, buf_status(&md->text));
    markdown_fail(md, ARENA_APPEND(md->reader.arena, md->marks, md->mark_count, md->mark_capacity, &last));
    node->text = arena_copy(md->reader.arena, buf_str(&md->text));
    node->marked = true;
    node->marks = md->marks;
    if (node->text.ptr == NULL)
        markdown_fail(md, NO_MEMORY);
    begin_text(md);
}

/* Text in an item stands in a paragraph, behind its box. */
static void begin_inline(struct markdown *md)
{
    if (md->in_title)
        return;
    if (is_open(md, "item"))
        markdown_open(md, "p");
    if (md->box == NULL)
        return;
    mark(md, place_here(md));
    buf_add_text(&md->text, md->box);
    md->box = NULL;
}

static void add_characters(struct markdown *md, struct str text, bool typed)
{
    const bool formulas = !md->in_code || md->in_title;
    for (size_t i = 0; i < text.len; i++) {
        if (typed && formulas && (text.ptr[i] == '{' || text.ptr[i] == '}'))
            buf_add_char(&md->text, text.ptr[i]);
        buf_add_char(&md->text, text.ptr[i]);
    }
}

static void add_reference(struct markdown *md, struct str text, struct place place)
{
    uint32_t code = 0;
    size_t len = 0;
    char bytes[4];
    if (!reference_decode(text.ptr, text.ptr + text.len, &code, &len) || len != text.len) {
        markdown_fail(md, diag_report(md->reader.diag, MSG_READER_REFERENCE, place, STR_ARGS(text)));
        return;
    }
    if (code != ZERO_WIDTH_SPACE) /* where a line may end: said by a reference it is seen */
        markdown_fail(md, character_check(md->reader.diag, place, code));
    add_characters(md, (struct str){bytes, utf8_encode(code, bytes)}, true);
}

/* Of a cell: a bar in code has a backslash before it, which is none of the code. */
static void add_code(struct markdown *md, struct str text, size_t offset, bool placed)
{
    const struct str bar = STR("\\|");
    size_t from = 0;
    for (size_t i = 0; md->in_cell && i + 1 < text.len; i++) {
        if (memcmp(text.ptr + i, bar.ptr, bar.len) != 0)
            continue;
        add_characters(md, str_slice(text, from, i), true);
        from = i + 1;
        if (placed)
            mark(md, markdown_place(md, offset + from));
    }
    add_characters(md, str_slice(text, from, text.len), true);
}

static void take_text(struct markdown *md, MD_TEXTTYPE type, struct str text)
{
    size_t offset = 0;
    const bool placed = in_source(md, text.ptr, &offset);
    const bool escaped =
        placed && offset > 0 && text.len == 1 && md->reader.bytes.ptr[offset - 1] == '\\' && !md->in_code;
    begin_inline(md);
    if (placed) {
        if (!md->in_code && !md->in_html)
            markdown_refuse_notes(md, offset, offset + text.len);
        mark(md, markdown_place(md, offset));
        md->at = offset + text.len;
    } else if (md->text.len == 0) {
        mark(md, place_here(md));
    }
    if (type == MD_TEXT_CODE)
        add_code(md, text, offset, placed);
    else if (type == MD_TEXT_ENTITY)
        add_reference(md, text, markdown_place(md, offset));
    else
        add_characters(md, text, escaped);
}

static void add_line_end(struct markdown *md)
{
    if (md->in_title) {
        buf_add_char(&md->text, ' ');
        return;
    }
    end_text(md);
    if (markdown_open(md, "br") != NULL)
        close_element(md);
}

enum status markdown_refuse(struct markdown *md, const char *what)
{
    return diag_report(md->reader.diag, MSG_MARKDOWN_REFUSED, place_here(md), what);
}

/* --- headings --- */

static void close_sections(struct markdown *md, int level)
{
    while (md->sections > 0 && md->levels[md->sections - 1] >= level) {
        md->sections--;
        close_element(md);
    }
}

static void begin_title(struct markdown *md)
{
    begin_text(md);
    md->in_title = true;
    if (!is_open(md, "prose") && !is_open(md, "section"))
        markdown_fail(md, markdown_refuse(md, "列表里的标题"));
}

static void end_title(struct markdown *md, int level)
{
    md->in_title = false;
    close_sections(md, level);
    struct node *section = markdown_open(md, "section");
    markdown_fail(md, buf_status(&md->text));
    if (section == NULL || md->reader.status != OK)
        return;
    section->place = md->text.len > 0 ? md->begun : section->place;
    const struct str title = arena_copy(md->reader.arena, buf_str(&md->text));
    markdown_add_attr(md, section, "title", title);
    markdown_add_attr(md, section, "id", markdown_heading_id(md, title));
    md->has_id = true;
    md->levels[md->sections++] = level;
    begin_text(md);
}

/* --- links --- */

static void begin_link(struct markdown *md, const MD_SPAN_A_DETAIL *detail)
{
    enum { MARKS_MOST = 64 }; /* of emphasis and the like, between the text before and the bracket */
    size_t at = md->at;
    while (at < md->reader.bytes.len && at < md->at + MARKS_MOST && md->reader.bytes.ptr[at] != '[')
        at++;
    markdown_refuse_notes(md, at, at + 1); /* to Markdown it is a link, and its text below the address */
    if (md->reader.status != OK)
        return;
    struct node *link = markdown_open(md, "link");
    if (link != NULL)
        markdown_link(md, link, (struct str){detail->href.text, detail->href.size});
}

/* Of what is no file, its address stands behind its words, unless they are it. */
static void end_link(struct markdown *md, const MD_SPAN_A_DETAIL *detail)
{
    const struct str href = {detail->href.text, detail->href.size};
    const struct node *words = md->reader.open->first;
    const bool is_shown =
        words != NULL && words->kind == NODE_TEXT && words->next == NULL && str_equal(words->text, href);
    close_element(md);
    if (!markdown_is_address(href) || is_shown)
        return;
    mark(md, place_here(md));
    buf_add_text(&md->text, "（");
    add_characters(md, href, true);
    buf_add_text(&md->text, "）");
}

/* --- what md4c finds --- */

static void begin_list(struct markdown *md, const MD_BLOCK_OL_DETAIL *numbered)
{
    struct node *list = markdown_open(md, "list");
    if (numbered == NULL)
        markdown_add_attr(md, list, "kind", STR("bullet"));
    else if (numbered->start != 1)
        markdown_add_attr(md, list, "start", arena_printf(md->reader.arena, "%u", numbered->start));
}

/* A box is the mark of its item: a list that begins with one has no others. */
static void begin_item(struct markdown *md, const MD_BLOCK_LI_DETAIL *detail)
{
    const struct node *item = markdown_open(md, "item");
    md->box = NULL;
    if (!detail->is_task || item == NULL)
        return;
    md->box = detail->task_mark == ' ' ? "☐" : "☑";
    struct node *list = item->parent;
    if (list->first == item && list->attr_count > 0 && str_is(list->attrs[0].value, "bullet"))
        list->attrs[0].value = STR("plain");
}

static void begin_table(struct markdown *md, const MD_BLOCK_TABLE_DETAIL *detail)
{
    const struct str column = STR("auto ");
    struct node *table = markdown_open(md, "table");
    char *bytes = arena_alloc(md->reader.arena, detail->col_count * column.len);
    for (unsigned i = 0; bytes != NULL && i < detail->col_count; i++)
        memcpy(bytes + i * column.len, column.ptr, column.len);
    markdown_add_attr(md, table, "columns", (struct str){bytes, detail->col_count * column.len - 1});
    markdown_add_attr(md, table, "wide", STR("yes"));
}

static void begin_cell(struct markdown *md, const MD_BLOCK_TD_DETAIL *detail)
{
    static const char *const aligns[] = {
        [MD_ALIGN_LEFT] = "left", [MD_ALIGN_CENTER] = "center", [MD_ALIGN_RIGHT] = "right"};
    struct node *cell = markdown_open(md, "cell");
    md->in_cell = true;
    if (detail->align != MD_ALIGN_DEFAULT)
        markdown_add_attr(md, cell, "align", str_of(aligns[detail->align]));
}

static void begin_paragraph(struct markdown *md)
{
    struct node *paragraph = markdown_open(md, "p");
    if (paragraph != NULL && !md->has_id)
        markdown_add_attr(md, paragraph, "id", markdown_id(md, md->file->name, STR("")));
    md->has_id = true;
}

static void begin_listing(struct markdown *md)
{
    markdown_open(md, "pre");
    md->in_code = true;
    mark(md, place_here(md));
    buf_add_char(&md->text, '\n'); /* the line end behind the tag */
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markdown *md = context;
    if (md->reader.status != OK)
        return 1;
    end_text(md);
    if (is_open(md, "p"))
        close_element(md);
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_TBODY:
        break;
    case MD_BLOCK_QUOTE:
        markdown_fail(md, markdown_refuse(md, "引用（行首的 >）"));
        break;
    case MD_BLOCK_HR:
        markdown_fail(md, markdown_refuse(md, "分隔线"));
        break;
    case MD_BLOCK_HTML:
        md->in_html = true;
        break;
    case MD_BLOCK_UL:
        begin_list(md, NULL);
        break;
    case MD_BLOCK_OL:
        begin_list(md, detail);
        break;
    case MD_BLOCK_LI:
        begin_item(md, detail);
        break;
    case MD_BLOCK_H:
        begin_title(md);
        break;
    case MD_BLOCK_CODE:
        begin_listing(md);
        break;
    case MD_BLOCK_P:
        begin_paragraph(md);
        break;
    case MD_BLOCK_TABLE:
        begin_table(md, detail);
        break;
    case MD_BLOCK_THEAD:
        markdown_open(md, "head");
        break;
    case MD_BLOCK_TR:
        markdown_open(md, "row");
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        begin_cell(md, detail);
        break;
    }
    return md->reader.status != OK;
}

/* Comments alone may stand there. */
static void end_html(struct markdown *md)
{
    struct cursor cursor = {md->text.ptr, md->text.ptr + md->text.len, 1, 1};
    bool good = true;
    md->in_html = false;
    while (good && cursor.ptr != cursor.end) {
        cursor_skip_space(&cursor);
        good = cursor.ptr == cursor.end || (cursor_at(&cursor, "<!--") && cursor_skip_aside(&cursor));
    }
    if (!good)
        markdown_fail(
            md, diag_report(md->reader.diag, MSG_MARKDOWN_HTML, md->begun, STR_ARGS(buf_str(&md->text))));
    begin_text(md);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct markdown *md = context;
    if (md->reader.status != OK)
        return 1;
    end_text(md);
    if (type == MD_BLOCK_HTML)
        end_html(md);
    else if (type == MD_BLOCK_H)
        end_title(md, (int)((const MD_BLOCK_H_DETAIL *)detail)->level);
    else if (type != MD_BLOCK_DOC && type != MD_BLOCK_TBODY) {
        if (type == MD_BLOCK_LI && is_open(md, "p"))
            close_element(md);
        close_element(md);
    }
    md->in_code = md->in_code && type != MD_BLOCK_CODE;
    md->in_cell = md->in_cell && type != MD_BLOCK_TH && type != MD_BLOCK_TD;
    return md->reader.status != OK;
}

static const char *span_name(MD_SPANTYPE type)
{
    return type == MD_SPAN_EM ? "em" : type == MD_SPAN_STRONG ? "b" : type == MD_SPAN_DEL ? "strike" : "code";
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markdown *md = context;
    if (md->reader.status != OK)
        return 1;
    if (type == MD_SPAN_IMG && md->in_title)
        markdown_fail(md, markdown_refuse(md, "图片"));
    md->in_code = type == MD_SPAN_CODE;
    if (md->in_title || md->reader.status != OK)
        return md->reader.status != OK;
    end_text(md);
    begin_inline(md);
    end_text(md); /* a box */
    if (type == MD_SPAN_A)
        begin_link(md, detail);
    else if (type == MD_SPAN_IMG)
        markdown_picture(md, (struct str){((const MD_SPAN_IMG_DETAIL *)detail)->src.text,
                                          ((const MD_SPAN_IMG_DETAIL *)detail)->src.size});
    else
        markdown_open(md, span_name(type));
    return md->reader.status != OK;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct markdown *md = context;
    if (md->reader.status != OK)
        return 1;
    if (!md->in_title) {
        end_text(md);
        if (type == MD_SPAN_A)
            end_link(md, detail);
        else
            close_element(md);
    }
    md->in_code = false;
    return md->reader.status != OK;
}

/* In a line: comments alone. */
static void take_html(struct markdown *md, struct str html)
{
    size_t offset = 0;
    const bool begins = html.len >= 4 && memcmp(html.ptr, "<!--", 4) == 0;
    const bool ends = str_ends(html, "-->");
    if (!begins && !md->in_comment) {
        const struct place place =
            in_source(md, html.ptr, &offset) ? markdown_place(md, offset) : place_here(md);
        markdown_fail(md, diag_report(md->reader.diag, MSG_MARKDOWN_HTML, place, STR_ARGS(html)));
    }
    md->in_comment = !ends;
}

/* Where a line ends and the paragraph goes on. */
static void take_soft_end(struct markdown *md)
{
    if (md->text.len == 0)
        mark(md, place_here(md));
    buf_add_char(&md->text, '\n');
}

static int take(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    struct markdown *md = context;
    const struct str own = {text, size};
    if (md->reader.status != OK)
        return 1;
    if (type == MD_TEXT_HTML && !md->in_html)
        take_html(md, own);
    else if (type == MD_TEXT_BR)
        add_line_end(md);
    else if (type == MD_TEXT_SOFTBR)
        take_soft_end(md);
    else
        take_text(md, type, own);
    return md->reader.status != OK;
}

/* --- the whole --- */

static enum status parse(struct markdown *md)
{
    static const MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS,
                                     .enter_block = enter_block,
                                     .leave_block = leave_block,
                                     .enter_span = enter_span,
                                     .leave_span = leave_span,
                                     .text = take};
    const int result = md_parse(md->reader.bytes.ptr, (MD_SIZE)md->reader.bytes.len, &parser, md);
    if (result < 0)
        return NO_MEMORY;
    if (md->reader.status == OK)
        markdown_fail(md, markdown_check_links(md));
    return md->reader.status;
}

enum status reader_read_prose_bytes(struct arena *arena, struct diag *diag, const struct reader_prose *file,
                                    struct str bytes, struct node **ret_root)
{
    struct markdown md = {.file = file,
                          .text = BUF(READER_MAX_PROSE_BYTES),
                          .titles = {.arena = arena},
                          .files = {.arena = arena}};
    md.reader = (struct reader){.arena = arena, .diag = diag, .path = file->path, .bytes = bytes};
    md.reader.max_nodes = NODES_A_BYTE * bytes.len + NODES_A_BYTE;
    enum status status = markdown_check_characters(&md);
    if (status == OK && markdown_open(&md, "prose") == NULL)
        status = md.reader.status;
    if (status == OK)
        status = parse(&md);
    buf_clear(&md.text);
    if (status == OK)
        *ret_root = md.reader.root;
    return status;
}

enum status reader_read_prose(struct arena *arena, struct diag *diag, const struct reader_prose *file,
                              struct node **ret_root)
{
    struct str bytes;
    enum status status = file_read(arena, diag, file->path, READER_MAX_PROSE_BYTES, &bytes);
    return status == OK ? reader_read_prose_bytes(arena, diag, file, bytes, ret_root) : status;
}
