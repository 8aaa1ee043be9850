/*
 * Tables of Markdown: one row of heads, cells of text, no spans.  All others are HTML.
 */
#include "markup/markup_int.h"

/* So many cells, each of a text alone; 0: not all are. */
static uint32_t plain_cells(const struct markup *markup, uint32_t row)
{
    uint32_t count = 0;
    for (uint32_t cell = markup_node(markup, row)->child; cell > 0; cell = markup_node(markup, cell)->next) {
        const struct page_node *node = markup_node(markup, cell);
        if (node->span.rows != 1 || node->span.columns != 1 || !markup_is_text(markup, cell))
            return 0;
        count++;
    }
    return count;
}

bool md_table_is_plain(const struct markup *markup, uint32_t table)
{
    uint32_t columns = 0, heads = 0;
    for (uint32_t group = markup_node(markup, table)->child; group > 0;
         group = markup_node(markup, group)->next) {
        const enum page_part part = markup_node(markup, group)->part;
        if (part == PART_CAPTION)
            continue;
        for (uint32_t row = markup_node(markup, group)->child; row > 0;
             row = markup_node(markup, row)->next) {
            if (markup_is_for_pages(markup, row))
                continue;
            const uint32_t cells = plain_cells(markup, row);
            heads += part == PART_HEAD;
            columns = columns == 0 ? cells : columns;
            if (cells == 0 || cells != columns)
                return false;
        }
    }
    return heads == 1;
}

/* How the columns stand: as the cells of the first row below. */
void md_table_rule(struct markup *markup, uint32_t row)
{
    static const char *const rules[] = {[PAGE_CENTERED] = ":---:", [PAGE_RIGHT] = "---:"};
    const uint32_t body = markup_node(markup, markup_node(markup, row)->parent)->next;
    const uint32_t first = body > 0 ? markup_node(markup, body)->child : 0;
    markup_line(markup);
    for (uint32_t cell = markup_node(markup, first > 0 ? first : row)->child; cell > 0;
         cell = markup_node(markup, cell)->next) {
        const unsigned stand = markup_node(markup, cell)->stand;
        const char *rule = stand < ARRAY_COUNT(rules) ? rules[stand] : NULL;
        buf_printf(markup->out, "| %s ", rule != NULL ? rule : "---");
    }
    buf_add_char(markup->out, '|');
}
