/*
 * The content tray as indented text, for `chengwen dump --stage=content` and for tests.
 *
 * One block a line, two spaces a level:  KIND STYLE flags…: inlines.  Inline text is joined; a span stands as
 * <name>…</name>, text that is spread as <spread 60pt>…</spread>, the other inlines as <br/>, <cut/>,
 * <blank 20pt/>, <tab 40pt right …/>, <note ①/>, <page/>, <pages/>.  The notes of a paragraph stand below it.
 * Only what differs from the plain case is printed, so that expected texts stay short.  The same content
 * gives the same bytes; places are left out.
 */
#include "content/content.h"

struct dump {
    const struct content *content;
    struct buf *out;
};

static void dump_blocks(const struct dump *dump, const struct block *block, int level);

static void dump_length(struct buf *out, const char *before, length value)
{
    buf_add_text(out, before);
    buf_add_thousandths(out, value);
    buf_add_text(out, "pt");
}

static void dump_flag(struct buf *out, bool holds, const char *text)
{
    if (holds)
        buf_add_text(out, text);
}

static void dump_indent(struct buf *out, int level)
{
    buf_printf(out, "%*s", 2 * level, "");
}

static void dump_tab(struct buf *out, const struct inline_item *item)
{
    buf_add_text(out, "<tab");
    if (item->width > 0)
        dump_length(out, " ", item->width);
    buf_printf(out, " %s%s%.*s/>", words_print(&words_cell_align, (int)item->align),
               item->text.len > 0 ? " " : "", STR_ARGS(item->text));
}

static void dump_doubtful(struct buf *out, enum doubtful doubtful, const char *end)
{
    static const char *const names[] = {
        [DOUBTFUL_STATED] = "stated", [DOUBTFUL_WRONG] = "wrong", [DOUBTFUL_DERIVED] = "derived"};
    if (doubtful != DOUBTFUL_NOT && doubtful != DOUBTFUL_GAP)
        buf_printf(out, "<%s%s>", end, names[doubtful]);
}

static void dump_inline(const struct dump *dump, const struct inline_item *item)
{
    static const char *const fixed[] = {[INLINE_BREAK] = "<br/>",
                                        [INLINE_SLANT] = "<slant/>",
                                        [INLINE_PAGE_NUMBER] = "<page/>",
                                        [INLINE_PAGE_COUNT] = "<pages/>",
                                        [INLINE_CUT] = "<cut/>"};
    struct buf *out = dump->out;
    switch (item->kind) {
    case INLINE_TEXT:
        dump_doubtful(out, item->doubtful, "");
        buf_add_str(out, item->text);
        dump_doubtful(out, item->doubtful, "/");
        break;
    case INLINE_BLANK:
        dump_length(out, "<blank ", item->width);
        if (item->bar)
            buf_printf(out, " bar=%d.%03d", item->filled / 1000, item->filled % 1000);
        buf_add_text(out, item->underline ? " line/>" : "/>");
        break;
    case INLINE_TAB:
        dump_tab(out, item);
        break;
    case INLINE_NOTE:
        buf_printf(out, "<note %.*s/>", STR_ARGS(item->text));
        break;
    case INLINE_CURRENT:
        buf_printf(out, "<current %u%s/>", (unsigned)item->level, item->underline ? " last" : "");
        break;
    case INLINE_PAGE_OF:
        buf_printf(out, "<page-of %zu/>", item->text.len);
        break;
    case INLINE_BREAK:
    case INLINE_SLANT:
    case INLINE_PAGE_NUMBER:
    case INLINE_PAGE_COUNT:
    case INLINE_CUT:
        buf_add_text(out, fixed[item->kind]);
        break;
    }
}

/* Ends what is open of spread text, span and link, and begins what `item` wants; NULL: nothing. */
static void dump_change(struct buf *out, const struct inline_item *open, const struct inline_item *item)
{
    const struct span_style *before = open == NULL ? NULL : open->style;
    const struct span_style *after = item == NULL ? NULL : item->style;
    uint32_t spread_before = open == NULL ? 0 : open->spread, spread_after = item == NULL ? 0 : item->spread;
    const struct inline_link *left = open == NULL ? NULL : open->link;
    const struct inline_link *link = item == NULL ? NULL : item->link;
    bool respread = spread_before != spread_after || left != link;
    if (before != NULL && (before != after || respread))
        buf_printf(out, "</%.*s>", STR_ARGS(before->name));
    if (respread && spread_before > 0)
        buf_add_text(out, "</spread>");
    if (left != NULL && left != link)
        buf_add_text(out, "</link>");
    if (link != NULL && left != link)
        buf_printf(out, "<link %.*s>", STR_ARGS(link->to));
    if (respread && spread_after > 0) {
        dump_length(out, "<spread ", item->width);
        buf_add_text(out, ">");
    }
    if (after != NULL && (before != after || respread))
        buf_printf(out, "<%.*s>", STR_ARGS(after->name));
}

static void dump_inlines(const struct dump *dump, const struct block *block)
{
    const struct inline_item *open = NULL;
    for (size_t i = 0; i < block->paragraph.inline_count; i++) {
        dump_change(dump->out, open, &block->paragraph.inlines[i]);
        open = &block->paragraph.inlines[i];
        dump_inline(dump, open);
    }
    dump_change(dump->out, open, NULL);
}

static void dump_named_blocks(const struct dump *dump, const char *name, const struct block *blocks,
                              int level)
{
    if (blocks == NULL)
        return;
    buf_printf(dump->out, "%*s%s\n", 2 * level, "", name);
    dump_blocks(dump, blocks, level + 1);
}

static void dump_notes(const struct dump *dump, const struct block *block, int level)
{
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].kind == INLINE_NOTE)
            dump_named_blocks(dump, "note", block->paragraph.inlines[i].note, level);
}

static void dump_override(struct buf *out, const char *before, length plain, length own)
{
    if (plain != own)
        dump_length(out, before, own);
}

/* What the paragraph changes of the style that the sheet has under this name. */
static void dump_overrides(const struct dump *dump, const struct paragraph_style *style)
{
    const struct paragraph_style *plain = style_paragraph(dump->content->styles, style->name);
    if (plain == NULL || plain == style)
        return;
    if (plain->align != style->align)
        buf_printf(dump->out, " align=%s", words_print(&words_cell_align, (int)style->align));
    dump_override(dump->out, " indent=", plain->first_indent, style->first_indent);
    dump_override(dump->out, " left=", plain->left, style->left);
    dump_override(dump->out, " right=", plain->right, style->right);
    dump_flag(dump->out, plain->keep_next != style->keep_next, " keep-next");
}

static void dump_paragraph(const struct dump *dump, const struct block *block, int level)
{
    buf_printf(dump->out, "p %.*s", STR_ARGS(block->paragraph.style->name));
    dump_overrides(dump, block->paragraph.style);
    if (block->paragraph.heading > 0)
        buf_printf(dump->out, " heading=%d", block->paragraph.heading);
    if (block->paragraph.number.len > 0)
        buf_printf(dump->out, " number=%.*s", STR_ARGS(block->paragraph.number));
    dump_flag(dump->out, block->paragraph.unlisted, " unlisted");
    if (block->paragraph.run_in > 0)
        buf_printf(dump->out, " run-in=%u", (unsigned)block->paragraph.run_in);
    if (block->paragraph.target != NULL)
        buf_printf(dump->out, " id=%.*s", STR_ARGS(block->paragraph.target->id));
    dump_flag(dump->out, block->keep_previous, " keep-previous");
    dump_flag(dump->out, block->paragraph.typed, " typed");
    buf_add_text(dump->out, block->paragraph.inline_count > 0 ? ": " : ":");
    dump_inlines(dump, block);
    buf_add_text(dump->out, "\n");
    dump_notes(dump, block, level + 1);
}

static void dump_fill(struct buf *out, uint32_t fill)
{
    if (fill == FILL_NONE)
        buf_add_text(out, " fill=none");
    else
        buf_printf(out, " fill=%06X", (unsigned)fill & 0xFFFFFF);
}

static void dump_cell(const struct dump *dump, const struct table_cell *cell, int level)
{
    buf_printf(dump->out, "%*scell %zu", 2 * level, "", cell->column + 1);
    if (cell->column_span > 1)
        buf_printf(dump->out, " span=%zu", cell->column_span);
    if (cell->row_span > 1)
        buf_printf(dump->out, " rows=%zu", cell->row_span);
    if (cell->slants > 0)
        buf_printf(dump->out, " slants=%zu", cell->slants);
    dump_flag(dump->out, cell->is_label, " label");
    dump_flag(dump->out, cell->head == CELL_HEADS_ROW, " heads=row");
    dump_flag(dump->out, cell->head == CELL_HEADS_COLUMN, " heads=column");
    if (cell->has_align)
        buf_printf(dump->out, " align=%s", words_print(&words_cell_align, (int)cell->align));
    if (cell->has_valign)
        buf_printf(dump->out, " valign=%s", words_print(&words_valign, (int)cell->valign));
    if (cell->has_fill)
        dump_fill(dump->out, cell->fill);
    buf_add_text(dump->out, "\n");
    dump_blocks(dump, cell->blocks, level + 1);
}

/* 30mm in points, 12.5%, auto, auto(10pt..20pt), 2*; a label column ends in "!"; before it the rule at its
 * left, |1 or |none. */
static void dump_table_column(struct buf *out, const struct table_column *column)
{
    if (column->rule_left > 0)
        dump_length(out, "|", column->rule_left);
    buf_add_text(out, column->rule_left < 0 ? "|none " : column->rule_left > 0 ? " " : "");
    if (column->width > 0)
        dump_length(out, "", column->width);
    else if (column->percent > 0)
        buf_add_thousandths(out, column->percent);
    else if (!column->content)
        buf_printf(out, "%d", column->share);
    buf_add_text(out, column->width > 0 ? "" : column->percent > 0 ? "%" : column->content ? "auto" : "*");
    if (column->least > 0 || column->most > 0) {
        buf_add_text(out, "(");
        if (column->least > 0)
            dump_length(out, "", column->least);
        buf_add_text(out, "..");
        if (column->most > 0)
            dump_length(out, "", column->most);
        buf_add_text(out, ")");
    }
    dump_flag(out, column->label, "!");
}

static void dump_table_head(const struct dump *dump, const struct table *table)
{
    buf_printf(dump->out, "%s %.*s%s ", table->form ? "form" : "table", STR_ARGS(table->style->name),
               table->whole ? " whole" : "");
    if (table->page_rows > 0)
        buf_printf(dump->out, "rows-a-page=%zu ", table->page_rows);
    buf_add_text(dump->out, "columns=");
    for (size_t i = 0; i < table->column_count; i++) {
        dump_flag(dump->out, i > 0, ",");
        dump_table_column(dump->out, &table->columns[i]);
    }
    buf_add_text(dump->out, "\n");
}

static void dump_row(const struct dump *dump, const struct table *table, size_t index, int level)
{
    const struct table_row *row = &table->rows[index];
    bool foot = index >= table->row_count - table->foot_rows;
    dump_indent(dump->out, level);
    buf_add_text(dump->out, index < table->head_rows ? "head-row" : foot ? "foot-row" : "row");
    dump_flag(dump->out, row->group_begins, " group");
    dump_flag(dump->out, row->blank, " blank");
    if (row->page_break != BREAK_NONE)
        buf_printf(dump->out, " page-break=%s", words_print(&words_table_break, (int)row->page_break));
    dump_flag(dump->out, row->rule_above < 0, " rule-above=none");
    if (row->rule_above > 0)
        dump_length(dump->out, " rule-above=", row->rule_above);
    if (row->height > 0)
        dump_length(dump->out, " height=", row->height);
    if (row->has_fill)
        dump_fill(dump->out, row->fill);
    buf_add_text(dump->out, row->keep_next ? " keep-next\n" : "\n");
    for (size_t i = 0; i < row->cell_count; i++)
        dump_cell(dump, &row->cells[i], level + 1);
}

static void dump_table(const struct dump *dump, const struct table *table, int level)
{
    dump_table_head(dump, table);
    dump_named_blocks(dump, "caption", table->caption, level + 1);
    for (size_t i = 0; i < table->row_count; i++)
        dump_row(dump, table, i, level + 1);
    dump_named_blocks(dump, "notes", table->notes, level + 1);
}

static void dump_list(const struct dump *dump, const struct block_list *list, int level)
{
    buf_add_text(dump->out, "list\n");
    for (const struct list_item *item = list->items; item != NULL; item = item->next) {
        buf_printf(dump->out, "%*sitem%s%.*s\n", 2 * (level + 1), "", item->label.len > 0 ? " " : "",
                   STR_ARGS(item->label));
        dump_blocks(dump, item->blocks, level + 2);
    }
}

static void dump_columns(const struct dump *dump, const struct block *block, int level)
{
    dump_length(dump->out, "columns gap=", block->columns.gap);
    if (block->columns.of > 0)
        buf_printf(dump->out, " of=%zu%s", block->columns.of, block->columns.centred ? " centred" : "");
    if (block->columns.above > 0)
        dump_length(dump->out, " above=", block->columns.above);
    buf_add_text(dump->out, block->keep_previous ? " keep-previous\n" : "\n");
    for (size_t i = 0; i < block->columns.count; i++) {
        buf_printf(dump->out, "%*scolumn %d\n", 2 * (level + 1), "", block->columns.items[i].share);
        dump_blocks(dump, block->columns.items[i].blocks, level + 2);
    }
}

static void dump_space(const struct dump *dump, const struct block *block)
{
    if (block->space.fill)
        buf_add_text(dump->out, "space fill");
    else
        dump_length(dump->out, "space ", block->space.height);
    buf_add_text(dump->out, "\n");
}

static void dump_rule(struct buf *out, const struct block_rule *rule)
{
    if (rule->width > 0 || rule->has_width)
        dump_length(out, "rule ", rule->width);
    else
        buf_add_text(out, "rule column");
    dump_length(out, " weight=", rule->weight);
    buf_printf(out, " color=%06X %s\n", (unsigned)rule->color,
               words_print(&words_cell_align, (int)rule->align));
}

static void dump_straddle(struct buf *out, const struct straddle *straddle)
{
    buf_add_text(out, "straddle ");
    buf_add_visible(out, straddle->party);
    dump_length(out, " width=", straddle->width);
    dump_length(out, " height=", straddle->height);
    if (straddle->has_top)
        dump_length(out, " top=", straddle->top);
    if (straddle->parity != PARITY_ANY)
        buf_printf(out, " on=%s", words_print(&words_parity, (int)straddle->parity));
    buf_printf(out, " most=%lld", (long long)straddle->most);
    if (straddle->guide)
        buf_printf(out, " guide=%06X", (unsigned)straddle->color);
    buf_add_char(out, '\n');
}

static void dump_sign(struct buf *out, const struct block_sign *sign)
{
    buf_printf(out, "sign %s ", words_print(&words_sign, (int)sign->kind));
    buf_add_visible(out, sign->party);
    dump_length(out, " width=", sign->width);
    dump_length(out, " height=", sign->height);
    dump_length(out, sign->at_left ? " left=" : " right=", sign->aside);
    dump_length(out, sign->from_top ? " drop=" : " rise=", sign->rise);
    if (sign->guide)
        buf_printf(out, " guide=%06X", (unsigned)sign->color);
    if (sign->keyword.len > 0) {
        buf_add_text(out, " keyword=");
        buf_add_visible(out, sign->keyword);
    }
    if (sign->picture != NULL) {
        buf_add_text(out, " picture=");
        buf_add_visible(out, sign->picture->path);
    }
    buf_add_char(out, '\n');
}

static void dump_picture(struct buf *out, const struct block_picture *picture)
{
    const struct picture_file *file = picture->file;
    if (file != NULL) {
        buf_add_text(out, "picture ");
        buf_add_visible(out, file->path);
        buf_printf(out, " %s %dx%d", file->format == PICTURE_JPEG ? "jpeg" : "png", file->width,
                   file->height);
    } else {
        buf_printf(out, "qr %dx%d ", picture->code->side, picture->code->side);
        buf_add_visible(out, picture->code->text);
    }
    if (picture->width > 0) {
        dump_length(out, " width=", picture->width);
        dump_length(out, " height=", picture->height);
    }
    if (picture->align != ALIGN_JUSTIFY)
        buf_printf(out, " %s", words_print(&words_cell_align, (int)picture->align));
    if (picture->fit != BOX_NONE)
        buf_printf(out, " %s", words_print(&words_fit, (int)picture->fit));
    if (picture->rows > 0)
        buf_printf(out, " rows=%d", picture->rows);
    if (file != NULL && picture->dots != PICTURE_DOTS)
        buf_printf(out, " dots=%d", picture->dots);
    if (picture->alt.len > 0)
        buf_printf(out, ": %.*s", STR_ARGS(picture->alt));
    buf_add_text(out, "\n");
}

static void dump_number(struct buf *out, int64_t value, int decimals)
{
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value, whole = 1;
    for (int i = 0; i < decimals; i++)
        whole *= 10;
    buf_printf(out, "%s%llu", value < 0 ? "-" : "", (unsigned long long)(size / whole));
    if (decimals > 0)
        buf_printf(out, ".%0*llu", decimals, (unsigned long long)(size % whole));
}

static void dump_bounds(struct buf *out, const char *name, const struct chart_bound *bounds, size_t count,
                        int decimals, int level)
{
    for (size_t i = 0; i < count; i++) {
        dump_indent(out, level);
        buf_add_text(out, name);
        dump_number(out, bounds[i].value, decimals);
        buf_add_char(out, ' ');
        buf_add_visible(out, bounds[i].label);
        buf_add_char(out, '\n');
    }
}

static void dump_chart_point(struct buf *out, const struct block_chart *block, size_t point, int level)
{
    static const char *const doubts[] = {
        [DOUBTFUL_STATED] = " stated", [DOUBTFUL_WRONG] = " wrong", [DOUBTFUL_DERIVED] = " derived"};
    const struct chart *chart = block->chart;
    dump_indent(out, level);
    buf_add_visible(out, chart->labels[point]);
    for (size_t s = 0; s < chart->series_count; s++) {
        const struct chart_value *value = &chart->series[s].values[point];
        const enum doubtful doubtful = block->values[s * chart->point_count + point].doubtful;
        buf_add_text(out, s == 0 ? ": " : "; ");
        if (value->missing)
            buf_add_text(out, "missing");
        else
            dump_number(out, value->value, chart->decimals);
        buf_add_char(out, ' ');
        buf_add_visible(out, value->printed);
        if (doubts[doubtful] != NULL)
            buf_add_text(out, doubts[doubtful]);
    }
    buf_add_char(out, '\n');
}

static void dump_chart(struct buf *out, const struct block_chart *block, int level)
{
    const struct chart *chart = block->chart;
    buf_printf(out, "chart %s style=%.*s", words_print(&words_chart, (int)chart->kind),
               STR_ARGS(block->style->name));
    if (block->width > 0)
        dump_length(out, " width=", block->width);
    if (block->height > 0)
        dump_length(out, " height=", block->height);
    dump_flag(out, chart->stacked, chart->whole ? " whole" : " stacked");
    dump_flag(out, chart->labelled, " labelled");
    dump_flag(out, chart->from_zero, " from-zero");
    if (chart->has_least || chart->has_most) {
        buf_add_text(out, " axis=");
        dump_number(out, chart->least, chart->has_least ? chart->decimals : 0);
        buf_add_text(out, "..");
        dump_number(out, chart->most, chart->has_most ? chart->decimals : 0);
    }
    if (chart->unit.len > 0)
        buf_printf(out, " %.*s", STR_ARGS(chart->unit));
    buf_printf(out, ": %.*s\n", STR_ARGS(block->alt));
    for (size_t s = 0; s < chart->series_count; s++)
        if (chart->series[s].name.len > 0) {
            dump_indent(out, level + 1);
            buf_printf(out, "series %.*s\n", STR_ARGS(chart->series[s].name));
        }
    dump_bounds(out, "line ", chart->lines, chart->line_count, chart->decimals, level + 1);
    dump_bounds(out, "across ", chart->across, chart->across_count, chart->decimals, level + 1);
    dump_bounds(out, "upward ", chart->upward, chart->upward_count, chart->decimals, level + 1);
    for (size_t i = 0; i < chart->point_count; i++)
        dump_chart_point(out, block, i, level + 1);
}

static void dump_parity(struct buf *out, const char *name, enum parity parity)
{
    if (parity != PARITY_ANY)
        buf_printf(out, " %s=%s", name, words_print(&words_parity, (int)parity));
    buf_add_text(out, "\n");
}

static void dump_block(const struct dump *dump, const struct block *block, int level)
{
    dump_indent(dump->out, level);
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        dump_paragraph(dump, block, level);
        break;
    case BLOCK_LIST:
        dump_list(dump, &block->list, level);
        break;
    case BLOCK_TABLE:
        dump_table(dump, block->table, level);
        break;
    case BLOCK_COLUMNS:
        dump_columns(dump, block, level);
        break;
    case BLOCK_KEEP:
        buf_add_text(dump->out, block->keep_previous ? "keep keep-previous" : "keep");
        dump_parity(dump->out, "on", block->keep.parity);
        dump_blocks(dump, block->keep.blocks, level + 1);
        break;
    case BLOCK_SPACE:
        dump_space(dump, block);
        break;
    case BLOCK_RULE:
        dump_rule(dump->out, &block->rule);
        break;
    case BLOCK_SIGN:
        dump_sign(dump->out, &block->sign);
        dump_blocks(dump, block->sign.blocks, level + 1);
        break;
    case BLOCK_PICTURE:
        dump_picture(dump->out, &block->picture);
        dump_blocks(dump, block->picture.caption, level + 1);
        break;
    case BLOCK_CHART:
        dump_chart(dump->out, &block->chart, level);
        break;
    case BLOCK_PAGE_BREAK:
        buf_add_text(dump->out, "page-break");
        dump_parity(dump->out, "to", block->page_break.parity);
        break;
    case BLOCK_CONTENTS:
        buf_printf(dump->out, "contents depth=%d\n", block->contents.depth);
        break;
    }
}

static void dump_blocks(const struct dump *dump, const struct block *block, int level)
{
    for (; block != NULL; block = block->next)
        dump_block(dump, block, level);
}

static void dump_furniture(const struct dump *dump, const struct furniture *furniture)
{
    static const char *const names[] = {[FURNITURE_HEADER] = "  header",
                                        [FURNITURE_FOOTER] = "  footer",
                                        [FURNITURE_AT_TOP] = "  fixed top=",
                                        [FURNITURE_AT_BOTTOM] = "  fixed bottom="};
    if (furniture->kind == FURNITURE_AT_TOP || furniture->kind == FURNITURE_AT_BOTTOM)
        dump_length(dump->out, names[furniture->kind], furniture->at);
    else
        buf_add_text(dump->out, names[furniture->kind]);
    dump_flag(dump->out, furniture->room, " room");
    dump_flag(dump->out, furniture->over, " over");
    for (size_t i = 0; i < words_pages.count; i++)
        if ((furniture->pages & (unsigned)words_pages.items[i].value) != 0)
            buf_printf(dump->out, " %s", words_pages.items[i].text);
    buf_add_text(dump->out, "\n");
    dump_blocks(dump, furniture->blocks, 2);
}

static void dump_section(const struct dump *dump, const struct section *section)
{
    buf_printf(dump->out, "section %.*s", STR_ARGS(section->page->name));
    if (section->restart > 0)
        buf_printf(dump->out, " restart=%d", section->restart);
    buf_add_text(dump->out, "\n");
    if (section->watermark.len > 0)
        buf_printf(dump->out, "  watermark %.*s%s\n", STR_ARGS(section->watermark),
                   section->draft ? " draft" : "");
    for (const struct furniture *furniture = section->furniture; furniture != NULL;
         furniture = furniture->next)
        dump_furniture(dump, furniture);
    dump_blocks(dump, section->blocks, 1);
}

void content_dump(const struct content *content, struct buf *out)
{
    const struct dump dump = {content, out};
    for (const struct section *section = content->sections; section != NULL; section = section->next)
        dump_section(&dump, section);
    for (const struct straddle *straddle = content->straddles; straddle != NULL; straddle = straddle->next)
        dump_straddle(out, straddle);
}
