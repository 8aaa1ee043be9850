/*
 * A table in a flow: the white, caption and notes around it, each line kept with the next.
 *
 * In a page body it is one slice, whose parts are set as pages ask for them; elsewhere bands of rows
 * (nested.c).  One that is too wide for its page becomes several, one after the other (wide.c).
 */
#include "layout/table/table_int.h"
#include "layout/messages.def"

const struct flow_tables tables_in_flows = {.add = table_add, .widths = table_widths};

/* Blocks around a table, each line kept with the next. */
static enum status add_beside_table(const struct where *where, struct flow *flow, const struct block *blocks,
                                    bool below, bool repeated)
{
    const struct setting setting = {.repeated = repeated};
    size_t from = flow->count;
    enum status status = flow_set_blocks(where, flow, blocks, &setting);
    size_t to = !below ? flow->count : flow->count > from ? flow->count - 1 : from;
    for (size_t i = from; i < to; i++) {
        flow->slices[i].keep_next = true;
        flow->slices[i].keep_company = below;
        flow->slices[i].keep_line = flow->slices[i].keep_line || !below;
    }
    return status;
}

static enum status add_page_table(const struct where *where, struct flow *flow, const struct table *table)
{
    struct table_flow *made = NULL;
    enum status status = table_flow_make(where, table, flow, &made);
    if (status != OK)
        return status;
    struct slice *slice = flow_add_slice(where, flow);
    if (slice == NULL)
        return NO_MEMORY;
    slice->table = made;
    slice->place = table->place;
    slice->keep_next = table->notes != NULL;
    slice->keep_company = slice->keep_next;
    return OK;
}

/* What stands above a table: its caption; above one that goes on with more columns, the title of a later one.
 */
static enum status add_caption(const struct where *where, struct flow *flow, const struct table *table,
                               bool goes_on)
{
    struct block *title = NULL;
    if (!goes_on)
        return add_beside_table(where, flow, table->caption, false, false);
    enum status status = table_title_blocks(where, table, &title);
    return status == OK ? add_beside_table(where, flow, title, false, true) : status;
}

/* The slices from `from` on, a table that must stand on one page with what is around it and what keeps with it above: can
 * it? */
static enum status check_whole(const struct where *where, struct flow *flow, size_t from,
                               const struct table *table)
{
    size_t first = from;
    while (first > 0 && flow->slices[first - 1].keep_next)
        first--;
    length height = flow_height(flow, first, flow->count);
    for (size_t i = from; i < flow->count; i++)
        if (flow->slices[i].table != NULL) {
            flow->slices[i].keep_whole = true;
            height += table_total_height(flow->slices[i].table, INT64_MAX);
        }
    if (flow->page == 0 || height <= flow->page)
        return OK;
    return diag_report(where->layout->diag, MSG_LAYOUT_FORM_HIGH, table->place, LENGTH_MM_ARGS(height),
                       LENGTH_MM_ARGS(flow->page));
}

static enum status add_one_table(const struct where *where, struct flow *flow, const struct table *table,
                                 bool goes_on, bool last)
{
    size_t from = flow->count;
    flow->pending += table->style->before;
    enum status caption = add_caption(where, flow, table, goes_on);
    size_t to = flow->count;
    if (status_stops(caption))
        return caption;
    enum status body =
        flow->page_level ? add_page_table(where, flow, table) : table_add_inner(where, flow, table);
    if (status_stops(body))
        return body;
    if (flow->page_level && body == OK)
        table_caption_follow(where->layout, table, flow, from, to, table_width(flow->slices[to].table));
    enum status notes = add_beside_table(where, flow, table->notes, true, !last);
    if (table->whole && flow->page_level && body == OK && notes == OK)
        body = check_whole(where, flow, from, table);
    flow->pending += table->style->after;
    return notes != OK ? notes : body != OK ? body : caption;
}

enum status table_add(const struct where *where, struct flow *flow, const struct table *table)
{
    const struct table *tables = table;
    size_t count = 1;
    enum status result = flow->page_level ? table_wide_cut(where, table, flow->width, &tables, &count) : OK;
    size_t from = flow->count;
    for (size_t i = 0; result == OK && i < count; i++)
        result = add_one_table(where, flow, &tables[i], i > 0, i + 1 == count);
    for (size_t i = from; count > 1 && i < flow->count; i++)
        flow->slices[i].keep_whole = flow->slices[i].table != NULL;
    return result;
}
