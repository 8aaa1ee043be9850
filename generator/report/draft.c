/*
 * What every page of a draft carries (build --draft): the watermark, instead of its own, so that nothing of a
 * draft goes out without it; and where figures are marked, a line at the upper edge of the sheet that shows
 * what the marks mean.
 *
 * The line is set over nothing: it stays out where header, text or a block at a fixed place begin too near
 * the edge, where it would take more than one line at a size that can be read, and on turned pages.
 */
#include "report/report_int.h"

static const length LEGEND_AT = LENGTH_MM(4);
static const length LEGEND_SIZE = 9 * LENGTH_POINT, LEGEND_LEAST = 5 * LENGTH_POINT;

static const struct legend_part {
    const char *text;
    enum doubtful doubtful;
} legend_parts[] = {
    {"草稿：", DOUBTFUL_NOT},         {"所填", DOUBTFUL_STATED},  {" ", DOUBTFUL_GAP},
    {"所算", DOUBTFUL_WRONG},         {"；只有", DOUBTFUL_NOT},   {"红线", DOUBTFUL_WRONG},
    {"的未通过校核；", DOUBTFUL_NOT}, {"虚线", DOUBTFUL_DERIVED}, {"上的随之而变", DOUBTFUL_NOT},
};

/* Its characters, at least: the width in em. */
static size_t legend_length(void)
{
    size_t sum = 0;
    for (size_t i = 0; i < ARRAY_COUNT(legend_parts); i++)
        sum += utf8_count(str_of(legend_parts[i].text));
    return sum;
}

/* Where the first thing on the section's pages begins, under the upper edge. */
static length first_thing(const struct section *section)
{
    length first = section->page->top;
    for (const struct furniture *furniture = section->furniture; furniture != NULL;
         furniture = furniture->next) {
        length begins = first;
        if (furniture->kind == FURNITURE_AT_TOP)
            begins = furniture->at;
        else if (furniture->kind == FURNITURE_HEADER && furniture->blocks->paragraph.style != NULL)
            begins = section->page->header_at - furniture->blocks->paragraph.style->size;
        first = begins < first ? begins : first;
    }
    return first;
}

static length legend_size(const struct section *section)
{
    const struct page_master *page = section->page;
    length size = (page->width - page->left - page->right) / (length)legend_length();
    size = size < LEGEND_SIZE ? size : LEGEND_SIZE;
    bool room = LEGEND_AT + size * 3 / 2 <= first_thing(section);
    return room && !page->turned && size >= LEGEND_LEAST ? size : 0;
}

static struct block *make_legend(struct arena *arena, const struct paragraph_style *body, length size,
                                 struct place place)
{
    struct block *block = block_make(arena, &(struct block){.kind = BLOCK_PARAGRAPH, .place = place});
    struct paragraph_style *style = ARENA_NEW(arena, struct paragraph_style);
    struct inline_item *items = ARENA_NEW_ARRAY(arena, ARRAY_COUNT(legend_parts), struct inline_item);
    if (block == NULL || style == NULL || items == NULL)
        return NULL;
    *style = (struct paragraph_style){
        .name = STR("draft"), .role = body->role, .size = size, .line = size * 4 / 3, .align = ALIGN_CENTER};
    for (size_t i = 0; i < ARRAY_COUNT(legend_parts); i++)
        items[i] = (struct inline_item){.kind = INLINE_TEXT,
                                        .text = str_of(legend_parts[i].text),
                                        .doubtful = legend_parts[i].doubtful,
                                        .place = place};
    block->paragraph =
        (struct block_paragraph){.style = style, .inlines = items, .inline_count = ARRAY_COUNT(legend_parts)};
    return block;
}

/* Once in the paper; on the sheets of later sections as a header is.  *told: it has stood. */
static enum status add_legend(struct arena *arena, const struct style_sheet *styles, struct section *section,
                              bool *told)
{
    const struct paragraph_style *body = style_paragraph(styles, STR("body"));
    length size = body == NULL ? 0 : legend_size(section);
    if (size == 0)
        return OK;
    struct furniture *furniture = ARENA_NEW(arena, struct furniture);
    if (furniture == NULL)
        return NO_MEMORY;
    *furniture = (struct furniture){
        .next = section->furniture, .kind = FURNITURE_AT_TOP, .at = LEGEND_AT, .again = *told};
    furniture->blocks = make_legend(arena, body, size, section->place);
    if (furniture->blocks == NULL)
        return NO_MEMORY;
    section->furniture = furniture;
    *told = true;
    return OK;
}

enum status report_mark_draft(struct arena *arena, struct content *content, bool legend)
{
    enum status status = OK;
    bool told = false;
    for (struct section *section = content->sections; section != NULL && status == OK;
         section = section->next) {
        section->watermark = STR("草稿");
        section->draft = true;
        status = legend ? add_legend(arena, content->styles, section, &told) : OK;
    }
    return status;
}
