/*
 * Tables in prose of the input: written out, with columns= and the few attributes that a clerk needs.
 */
#include "template/table/table_int.h"
#include "template/messages.h"

static enum status compile_table(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *data)
{
    const struct attr *columns;
    enum status status = require_attr(compiler, node, "columns", &columns);

    status = status == OK ? columns_check(compiler, data) : status;
    return status_worse(
        status, compile_noteless(compiler, node, site, IN_TABLE, MSG_TEMPLATE_NOTE_IN_TABLE, &instr->body));
}

static enum status compile_rows(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *data)
{
    (void)data;
    return compile_children(compiler, node, site, IN_HEAD, &instr->body);
}

static enum status compile_row(struct compiler *compiler, const struct node *node, const struct site *site,
                               struct instr *instr, void *data)
{
    (void)data;
    return compile_children(compiler, node, site, IN_ROW, &instr->body);
}

static enum status compile_cell(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct cell_data *data = memory;

    data->has_blocks = holds_blocks(compiler, node, NULL, 0);
    return compile_children(compiler, node, site, data->has_blocks ? IN_CELL : IN_INLINE, &instr->body);
}

static const struct setting_rule table_rules[] = {
    {"columns", SETTING_TEXT, offsetof(struct table_data, columns)},
    {"labels", SETTING_COUNT, offsetof(struct table_data, labels)}};
static const struct setting_rule cell_rules[] = {
    {"span", SETTING_COUNT, offsetof(struct cell_data, span)},
    {"rows", SETTING_COUNT, offsetof(struct cell_data, rows)},
    {"align", SETTING_CELL_ALIGN, offsetof(struct cell_data, align)}};

const struct element elements_prose_table[] = {
    {"table", IN_SECTION | IN_KEEP | IN_COLUMN, compile_table, run_table, sizeof(struct table_data),
     table_rules, ARRAY_COUNT(table_rules), NULL},
    {"head", IN_TABLE, compile_rows, run_head, 0, NULL, 0, NULL},
    {"foot", IN_TABLE, compile_rows, run_foot, 0, NULL, 0, NULL},
    {"row", IN_TABLE | IN_HEAD, compile_row, run_row, sizeof(struct row_data), NULL, 0, NULL},
    {"cell", IN_ROW, compile_cell, run_cell, sizeof(struct cell_data), cell_rules, ARRAY_COUNT(cell_rules),
     NULL},
    {.name = NULL},
};
