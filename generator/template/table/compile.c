/*
 * Tables: caption, head, rows, foot, cells, groups, notes.
 *
 * A cell holds inline text or blocks; which, is decided here once, by what it may hold.  Whether the cells
 * fill the grid can only be known when a document is made (grid.c).
 */
#include "template/table/table_int.h"
#include "template/messages.h"

static enum status compile_in(struct compiler *compiler, const struct node *node, const struct site *site,
                              struct instr *instr, unsigned context)
{
    return compile_children(compiler, node, site, context, &instr->body);
}

static enum status compile_table(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *data)
{
    const struct attr *columns;
    if (table_has_data(node))
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
    return compile_in(compiler, node, site, instr, IN_INLINE);
}

/* Head or foot. */
static enum status compile_rows(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *data)
{
    (void)data;
    return compile_in(compiler, node, site, instr, IN_HEAD);
}

static enum status compile_row(struct compiler *compiler, const struct node *node, const struct site *site,
                               struct instr *instr, void *data)
{
    (void)data;
    return compile_in(compiler, node, site, instr, IN_ROW);
}

static enum status compile_group(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *data)
{
    (void)data;
    return compile_in(compiler, node, site, instr, IN_GROUP);
}

static enum status compile_cell(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct cell_data *data = memory;

    if (site->context == IN_GROUP && data->rows.given) {
        diag_report(compiler->diag, MSG_TABLE_GROUP_CELL, data->rows.place);
        return FAILED;
    }
    data->has_blocks = holds_blocks(compiler, node, site->call, 0);
    return compile_in(compiler, node, site, instr, data->has_blocks ? IN_CELL : IN_INLINE);
}

#define ROW(attr, kind, field)                                                                               \
    {                                                                                                        \
        attr, kind, offsetof(struct row_data, field)                                                         \
    }
#define CELL(attr, kind, field)                                                                              \
    {                                                                                                        \
        attr, kind, offsetof(struct cell_data, field)                                                        \
    }

static const struct setting_rule table_rules[] = {
    {"style", SETTING_TABLE_STYLE, offsetof(struct table_data, style)},
    {"columns", SETTING_TEXT, offsetof(struct table_data, columns)},
    {"labels", SETTING_COUNT, offsetof(struct table_data, labels)},
};
static const struct setting_rule caption_rules[] = {
    {"style", SETTING_STYLE, offsetof(struct caption_data, style)}};
static const struct setting_rule row_rules[] = {
    ROW("rule-above", SETTING_RULE, rule_above),
    ROW("fill", SETTING_FILL, fill),
    ROW("keep-next", SETTING_YESNO, keep_next),
};
static const struct setting_rule cell_rules[] = {
    CELL("span", SETTING_COUNT, span),        CELL("rows", SETTING_COUNT, rows),
    CELL("align", SETTING_CELL_ALIGN, align), CELL("valign", SETTING_VALIGN, valign),
    CELL("style", SETTING_STYLE, style),      CELL("fill", SETTING_FILL, fill),
    CELL("none", SETTING_TEXT, none),         CELL("numbering", SETTING_NUMBERING, numbering),
};

const struct element elements_table[] = {
    {"table", IN_BLOCKS, compile_table, run_table, sizeof(struct table_data), table_rules,
     ARRAY_COUNT(table_rules), "each as index"},
    {"level", IN_DATA, compile_level, run_level, sizeof(struct level_data), NULL, 0,
     "each as index subtotal"},
    {"columns", IN_DATA | IN_HEADS, compile_heads, NULL, 0, NULL, 0, "head"},
    {"column", IN_DATA | IN_HEADS, compile_data_column, run_cell, sizeof(struct column_data), column_rules,
     COLUMN_RULES, "width head foot subtotal at of as when count sum rounding"},
    {"caption", IN_TABLE, compile_caption, run_caption, sizeof(struct caption_data), caption_rules, 1, NULL},
    {"head", IN_TABLE, compile_rows, run_head, 0, NULL, 0, NULL},
    {"foot", IN_TABLE, compile_rows, run_foot, 0, NULL, 0, NULL},
    {"row", IN_TABLE | IN_HEAD | IN_GROUP, compile_row, run_row, sizeof(struct row_data), row_rules,
     ARRAY_COUNT(row_rules), NULL},
    {"group", IN_TABLE | IN_GROUP, compile_group, run_group, 0, NULL, 0, NULL},
    {"cell", IN_ROW | IN_GROUP, compile_cell, run_cell, sizeof(struct cell_data), cell_rules,
     ARRAY_COUNT(cell_rules), NULL},
    {"note", IN_TABLE, compile_caption, run_caption, sizeof(struct caption_data), caption_rules, 1, NULL},
    {.name = NULL},
};
