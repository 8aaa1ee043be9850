/*
 * Tables, of layout and prose: caption, head, rows, foot, cells, groups, notes.
 *
 * A cell holds inline text or blocks; which, is decided here once, by what it may hold.  Whether the cells
 * fill the grid can only be known when a document is made (grid.c).
 */
#include "template/table/table_int.h"
#include "template/messages.def"

static enum status compile_table(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *data)
{
    const struct attr *columns;
    if (compiler->language == LANGUAGE_LAYOUT && table_has_data(node))
        return compile_data(compiler, node, site, instr, data);
    enum status status = require_attr(compiler, node, "columns", &columns);
    status = status == OK ? columns_check(compiler, data) : status;
    return status_worse(
        status, compile_noteless(compiler, node, site, IN_TABLE, MSG_TEMPLATE_NOTE_IN_TABLE, &instr->body));
}

static enum status compile_caption(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *memory)
{
    struct caption_data *data = memory;
    data->below = node_is(node, "note");
    return compile_children(compiler, node, site, IN_INLINE, &instr->body);
}

static enum status compile_cell(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct cell_data *data = memory;
    if (site->context == IN_GROUP && data->rows.given)
        return diag_report(compiler->diag, MSG_TABLE_GROUP_CELL, data->rows.place);
    data->has_blocks = holds_blocks(compiler, node, site->call, 0);
    return compile_children(compiler, node, site, data->has_blocks ? IN_CELL : IN_INLINE, &instr->body);
}

static const struct setting_field table_fields[] = {FIELD(table_data, "style", style),
                                                    FIELD(table_data, "columns", columns),
                                                    FIELD(table_data, "labels", labels),
                                                    {.attr = NULL}};
static const struct setting_field caption_fields[] = {FIELD(caption_data, "style", style), {.attr = NULL}};
static const struct setting_field row_fields[] = {FIELD(row_data, "rule-above", rule_above),
                                                  FIELD(row_data, "fill", fill),
                                                  FIELD(row_data, "keep-next", keep_next),
                                                  {.attr = NULL}};
/* Of a column from data these are its cells', and `rule-left` its own. */
static const struct setting_field cell_fields[] = {FIELD(cell_data, "span", span),
                                                   FIELD(cell_data, "rows", rows),
                                                   FIELD(cell_data, "align", align),
                                                   FIELD(cell_data, "valign", valign),
                                                   FIELD(cell_data, "style", style),
                                                   FIELD(cell_data, "fill", fill),
                                                   FIELD(cell_data, "none", none),
                                                   FIELD(cell_data, "numbering", numbering),
                                                   FIELD(column_data, "rule-left", rule_left),
                                                   {.attr = NULL}};

const struct element elements_table[] = {
    {ELEMENT_TABLE, compile_table, run_table, sizeof(struct table_data), table_fields},
    {ELEMENT_LEVEL, compile_level, run_level, sizeof(struct level_data), NULL},
    {ELEMENT_HEADS, compile_heads, NULL, 0, NULL},
    {ELEMENT_DATA_COLUMN, compile_data_column, run_cell, sizeof(struct column_data), cell_fields},
    {ELEMENT_CAPTION, compile_caption, run_caption, sizeof(struct caption_data), caption_fields},
    {ELEMENT_HEAD, NULL, run_head, 0, NULL},
    {ELEMENT_FOOT, NULL, run_foot, 0, NULL},
    {ELEMENT_ROW, NULL, run_row, sizeof(struct row_data), row_fields},
    {ELEMENT_GROUP, NULL, run_group, 0, NULL},
    {ELEMENT_CELL, compile_cell, run_cell, sizeof(struct cell_data), cell_fields},
    {ELEMENT_NOTE, compile_caption, run_caption, sizeof(struct caption_data), caption_fields},
    {ELEMENT_PROSE_TABLE, compile_table, run_table, sizeof(struct table_data), table_fields},
    {ELEMENT_PROSE_ROW, NULL, run_row, sizeof(struct row_data), row_fields},
    {ELEMENT_PROSE_CELL, compile_cell, run_cell, sizeof(struct cell_data), cell_fields},
    {.id = ELEMENT_NONE},
};
