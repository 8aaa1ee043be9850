/*
 * Tables from data: <table each as> whose <level>s say the hierarchy and whose <column>s the contents.
 *
 * They become the instructions of a table written out: head, loop in loop with a group's cells each, one row
 * in the innermost, foot (expand.c).  The scope of a cell is that of its level, so that every expression is checked
 * when the kind is loaded; heads, widths and foot are compiled in the table's own scope.  What stands among the
 * columns is read in parts.c, the rows that follow from them are made in sum_rows.c.
 */
#include "template/table/data_int.h"
#include "template/messages.def"
#include "schema/messages.def"

#include <string.h>

struct instr *instr_make(struct arena *arena, instr_run *run, const void *data, struct place place)
{
    struct instr *instr = ARENA_NEW(arena, struct instr);
    if (instr != NULL)
        *instr = (struct instr){.run = run, .data = data, .place = place};
    return instr;
}

void instr_append(struct instr_list *list, struct instr *instr)
{
    *(list->last == NULL ? &list->first : &list->last->next) = instr;
    list->last = instr;
}

bool table_has_data(const struct node *node)
{
    if (node_attr(node, "each") != NULL || node_attr(node, "as") != NULL || node_attr(node, "index") != NULL)
        return true;
    for (const struct node *child = node_first_element(node); child != NULL; child = node_next_element(child))
        if (is_part(child))
            return true;
    return false;
}

/* --- levels --- */

static enum status add_loop(struct compiler *compiler, const struct node *node, struct level_data *data,
                            struct data_build *build)
{
    struct data_plan *plan = &build->plan;
    const struct attr *as = node_attr(node, "as");
    const struct scope *scope =
        plan->loop_count == 0 ? build->site->scope : plan->loops[plan->loop_count - 1].scope;
    if (plan->loop_count == TEMPLATE_MAX_LEVELS)
        return diag_report(compiler->diag, MSG_TEMPLATE_MANY_TABLE_LEVELS, node->place,
                           (long long)TEMPLATE_MAX_LEVELS);
    enum status status = compile_loop(compiler, node, &data->loop, &scope);
    if (status != OK)
        return status;
    data->index = plan->loop_count;
    plan->loops[plan->loop_count++] = (struct data_loop){.node = node,
                                                         .data = data,
                                                         .scope = scope,
                                                         .name = as == NULL ? STR("") : as->value,
                                                         .place = node->place};
    return OK;
}

/* The words alone: what it holds is asked before there is a record. */
static enum status level_break(struct compiler *compiler, const struct node *node, struct level_data *data)
{
    const struct attr *attr = node_attr(node, "page-break");
    int word = BREAK_NONE;
    if (attr != NULL && !words_parse(&words_table_break, attr->value, &word))
        return refuse_kind(compiler->diag, attr->place, "page-break", attr->value, VALUE_TABLE_BREAK);
    data->page_break = (enum table_break)word;
    return OK;
}

enum status compile_level(struct compiler *compiler, const struct node *node, const struct site *site,
                          struct instr *instr, void *data)
{
    enum status status = compile_empty(compiler, node, site);
    if (status != OK)
        return status;
    if (site->data->loops_done)
        return diag_report(compiler->diag, MSG_TABLE_LEVEL_LATE, node->place);
    (void)instr;
    status = level_break(compiler, node, data);
    return status == OK ? add_loop(compiler, node, data, site->data) : status;
}

/* The table's own each is the innermost loop. */
static enum status close_loops(struct compiler *compiler, const struct node *table, struct data_build *build)
{
    struct data_plan *plan = &build->plan;
    if (build->loops_done)
        return OK;
    build->loops_done = true;
    if (node_attr(table, "each") == NULL && plan->loop_count > 0 && node_attr(table, "as") == NULL &&
        node_attr(table, "index") == NULL)
        return OK;
    struct level_data *data = ARENA_NEW(compiler->arena, struct level_data);
    if (data == NULL)
        return NO_MEMORY;
    return add_loop(compiler, table, data, build);
}

/* The loop of this name; TEMPLATE_MAX_LEVELS: none. */
static size_t loop_lookup(const struct data_build *build, struct str name)
{
    for (size_t i = 0; i < build->plan.loop_count; i++)
        if (str_equal(build->plan.loops[i].name, name))
            return i;
    return TEMPLATE_MAX_LEVELS;
}

/* --- columns --- */

static struct place figure_place(const void *as, size_t offset)
{
    (void)offset;
    return ((const struct attr *)as)->place;
}

/* What messages call the value of `of`: the field at the end of a path, “值” where it is none. */
struct str figure_name(struct str of)
{
    struct str name = of;
    size_t from = 0;
    for (size_t i = 0; i <= of.len; i++) {
        if (i < of.len && of.ptr[i] != '.')
            continue;
        name = str_slice(of, from, i);
        if (!name_is_valid(name))
            return STR("值");
        from = i + 1;
    }
    return name;
}

/* `as` prints the column's values and sums: a function of one argument, compiled over a record that holds
 * it. */
enum status column_compile_as(struct compiler *compiler, const struct attr *as, struct str of,
                              struct column_data *column)
{
    struct str name = figure_name(of);
    struct shape *shape = shape_make(compiler->arena, STR("列"), NULL);
    struct str source = arena_printf(compiler->arena, "%.*s(%.*s)", STR_ARGS(as->value), STR_ARGS(name));
    if (shape == NULL || source.ptr == NULL)
        return NO_MEMORY;
    enum status status = locals_add(compiler->arena, shape, name, expr_type(column->of), column->place);
    if (status != OK)
        return status;
    const struct pattern_source located = {.text = source, .place_of = figure_place, .context = as};
    column->figure = shape;
    if (name_is_valid(as->value)) {
        status = expr_compile_source(compiler->arena, compiler->diag, located, shape, &column->as);
        if (status != OK || expr_type(column->as).kind == TYPE_TEXT) {
            column->rounds = status == OK && expr_drops_decimals(column->as, &column->cut);
            return status;
        }
    }
    return diag_report(compiler->diag, MSG_TABLE_AS, as->place, STR_ARGS(as->name), STR_ARGS(as->value));
}

enum status column_compile_of(struct compiler *compiler, const struct node *node, const struct site *site,
                              struct column_data *column)
{
    const struct attr *as = node_attr(node, "as");
    enum status status = compile_expr(compiler, node, "of", site->scope, &column->of);
    if (status != OK)
        return status;
    enum type_kind kind = expr_type(column->of).kind;
    if (kind != TYPE_NUMBER && kind != TYPE_TEXT && kind != TYPE_DATE)
        return diag_report(compiler->diag, MSG_TABLE_OF, expr_place(column->of));
    if (column->sum && kind != TYPE_NUMBER)
        return diag_report(compiler->diag, MSG_TABLE_SUM_TYPE, expr_place(column->of));
    return as == NULL ? OK : column_compile_as(compiler, as, node_attr(node, "of")->value, column);
}

static enum status check_sum_name(struct compiler *compiler, const struct attr *sum,
                                  const struct data_build *build)
{
    if (!name_is_valid(sum->value))
        return refuse_value(compiler->diag, sum->place, "sum", sum->value, " yes、no，或这个合计的名称");
    for (size_t i = 0; i + 1 < build->column_count; i++)
        if (str_equal(build->columns[i]->sum_name, sum->value))
            return diag_report(compiler->diag, MSG_SCHEMA_DUPLICATE, sum->place, STR_ARGS(sum->value));
    return OK;
}

/* yes, no, or yes with a name. */
static enum status compile_sum(struct compiler *compiler, const struct node *node,
                               const struct data_build *build, struct column_data *column)
{
    const struct attr *sum = node_attr(node, "sum");
    if (sum == NULL)
        return OK;
    if (!yesno_parse(sum->value, &column->sum)) {
        column->sum = true;
        column->sum_name = sum->value;
        if (check_sum_name(compiler, sum, build) != OK)
            return FAILED;
    }
    if (column->sum && column->loop + 1 < build->plan.loop_count)
        return diag_report(compiler->diag, MSG_TABLE_SUM_LEVEL, sum->place);
    return OK;
}

/* What messages call the column: its head, where that is plain text, else what it prints. */
static enum status compile_rounding(struct compiler *compiler, const struct node *node,
                                    struct column_data *column)
{
    const struct attr *head = node_attr(node, "head"), *of = node_attr(node, "of");
    const struct attr *rounding = node_attr(node, "rounding");
    bool plain = head != NULL && head->value.len > 0 && memchr(head->value.ptr, '{', head->value.len) == NULL;
    column->head = plain ? head->value : of != NULL ? figure_name(of->value) : STR("");
    column->noted = rounding != NULL;
    if (rounding == NULL || (str_is(rounding->value, "noted") && column->sum))
        return OK;
    return diag_report(compiler->diag, MSG_TABLE_ROUNDING, rounding->place, STR_ARGS(rounding->value));
}

/* yes, no, or the level within whose records the numbers begin anew: one around the column's own. */
static enum status compile_count(struct compiler *compiler, const struct node *node,
                                 const struct data_build *build, struct column_data *column)
{
    const struct attr *count = node_attr(node, "count");
    column->restart = TEMPLATE_MAX_LEVELS;
    if (count == NULL || yesno_parse(count->value, &column->counts))
        return OK;
    column->counts = true;
    column->restart = loop_lookup(build, count->value);
    if (column->restart < column->loop)
        return OK;
    return diag_report(compiler->diag, MSG_TABLE_COUNT, count->place, STR_ARGS(count->value));
}

/* A column has one of: its element's content, `of`, `count`; `as` and `sum` go with `of`. */
static enum status check_kinds(struct compiler *compiler, const struct node *node,
                               const struct column_data *column)
{
    static const char *const with_of[] = {"as", "sum"};
    const struct node *head = head_node(node), *first = head == NULL ? node->first : head->next;
    const struct attr *of = node_attr(node, "of");
    bool content = false;
    for (const struct node *child = first; child != NULL; child = child->next)
        content = content || child->kind != NODE_TEXT || !node_is_blank(child);
    if ((int)content + (of != NULL) + column->counts > 1)
        return diag_report(compiler->diag, MSG_TABLE_COLUMN_CONTENT, node->place);
    for (size_t i = 0; i < ARRAY_COUNT(with_of) && of == NULL; i++) {
        const struct attr *attr = node_attr(node, with_of[i]);
        if (attr != NULL)
            return diag_report(compiler->diag, MSG_TABLE_WITH_OF, attr->place, with_of[i]);
    }
    return OK;
}

/* What stands in each cell: an instruction for of and count, else what the element holds. */
static enum status compile_content(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct column_data *column,
                                   struct instr **ret_body)
{
    struct site inner = *site;
    const struct node *head = head_node(node);
    inner.data = NULL;
    if (column->counts || node_attr(node, "of") != NULL) {
        struct instr *value =
            instr_make(compiler->arena, column->counts ? run_count : run_value, column, node->place);
        *ret_body = value;
        if (value == NULL)
            return NO_MEMORY;
        return column->counts ? OK : column_compile_of(compiler, node, site, column);
    }
    column->cell.has_blocks = holds_blocks(compiler, node, site->call, 0);
    inner.context = column->cell.has_blocks ? IN_CELL : IN_INLINE;
    return compile_nodes(compiler, head == NULL ? node->first : head->next, &inner, ret_body);
}

/* The content only where the condition holds. */
static enum status compile_when(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr **body)
{
    if (node_attr(node, "when") == NULL)
        return OK;
    struct choose_data *choose = ARENA_NEW(compiler->arena, struct choose_data);
    struct branch *branch = ARENA_NEW(compiler->arena, struct branch);
    struct instr *instr = instr_make(compiler->arena, run_choose, choose, node->place);
    if (choose == NULL || branch == NULL || instr == NULL)
        return NO_MEMORY;
    enum status status = compile_expr(compiler, node, "when", site->scope, &branch->test);
    if (status != OK)
        return status;
    if (expr_type(branch->test).kind != TYPE_YESNO)
        return diag_report(compiler->diag, MSG_TABLE_WHEN, expr_place(branch->test));
    branch->body = *body;
    choose->branches = branch;
    *body = instr;
    return OK;
}

static enum status compile_width(struct compiler *compiler, const struct node *node, struct data_build *build,
                                 struct column_data *column)
{
    const struct schema_row *row = schema_placed(LANGUAGE_LAYOUT, node->name, IN_DATA);
    const struct paragraph_style *cell = style_paragraph(&compiler->styles->sheet, STR("table-cell"));
    const struct scope *scope;
    struct table_column parsed;
    enum status status = view_scope(compiler, build, build->around, VIEW_HEAD, &scope);
    if (status == OK)
        status = setting_compile(compiler, row, node, "rule-left", scope, &column->rule_left);
    if (status == OK)
        status = setting_compile(compiler, row, node, "width", scope, &column->width);
    if (status != OK || !column->width.fixed || column_parse(column->width.value.text, cell, &parsed))
        return status;
    return diag_report(compiler->diag, MSG_TABLE_WIDTH, column->width.place,
                       STR_ARGS(column->width.value.text));
}

/* Enters the column and its head into the table. */
static enum status add_column(struct compiler *compiler, const struct node *node, struct data_build *build,
                              struct column_data *column, struct instr *cell)
{
    struct data_part *part;
    if (build->column_count == TEMPLATE_MAX_COLUMNS)
        return diag_report(compiler->diag, MSG_TEMPLATE_MANY_TABLE_COLUMNS, node->place,
                           (long long)TEMPLATE_MAX_COLUMNS);
    column->index = build->column_count++;
    column->around = build->around;
    build->columns[column->index] = column;
    build->nodes[column->index] = node;
    enum status status = part_add(compiler, build, COLUMN_ONE, node, &part);
    if (status != OK)
        return status;
    part->column = column;
    part->cell = cell;
    return part_head(compiler, node, build, part);
}

enum status column_check_order(struct diag *diag, const struct column_data *column,
                               const struct column_data *left)
{
    return left->loop <= column->loop ? OK : diag_report(diag, MSG_TABLE_AT_ORDER, column->place);
}

/* The site has the scope of the column's level already (compile_part). */
enum status compile_data_column(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct data_build *build = site->data;
    struct column_data *column = memory;
    const struct attr *at = node_attr(node, "at");
    column->place = node->place;
    column->labelled = at != NULL;
    column->loop = at == NULL ? build->plan.loop_count - 1 : loop_lookup(build, at->value);
    enum status status = add_column(compiler, node, build, column, instr);
    if (status != OK)
        return status;
    if (!build->plan.varies && column->index > 0)
        status = column_check_order(compiler->diag, column, build->columns[column->index - 1]);
    status = status_worse(status, compile_width(compiler, node, build, column));
    status = status_worse(status, compile_sum(compiler, node, build, column));
    status = status_worse(status, compile_rounding(compiler, node, column));
    status = status_worse(status, compile_count(compiler, node, build, column));
    if (status == OK)
        status = check_kinds(compiler, node, column);
    if (status != OK)
        return status;
    status = compile_content(compiler, node, site, column, &instr->body);
    return status_worse(status, compile_when(compiler, node, site, &instr->body));
}

/* A <column> is compiled in the scope of its level, and of the <for> around it. */
static enum status column_scope(struct compiler *compiler, const struct node *node, struct data_build *build,
                                const struct scope **ret_scope)
{
    const struct attr *at = node_attr(node, "at");
    size_t loop = at != NULL ? loop_lookup(build, at->value) : build->plan.loop_count - 1;
    if (at != NULL && loop == TEMPLATE_MAX_LEVELS)
        return diag_report(compiler->diag, MSG_SCHEMA_UNKNOWN, at->place, STR_ARGS(at->value), "层次（as）");
    return view_scope(compiler, build, build->around, VIEW_CELLS + (int)loop, ret_scope);
}

/* A <column>, <columns>, <level> of the table, and <for>, <if> around columns. */
enum status compile_part(struct compiler *compiler, const struct node *node, const struct site *site)
{
    struct site inner = *site;
    struct instr *none;
    enum status status = OK;
    if (node_is(node, "column"))
        status = column_scope(compiler, node, site->data, &inner.scope);
    return status == OK ? compile_node(compiler, node, &inner, &none) : status;
}

/* --- the table --- */

/* What is no part is written out: its feet stand below the one that the columns make. */
static enum status compile_other(struct compiler *compiler, const struct node *node, const struct site *site)
{
    struct data_build *build = site->data;
    struct site inner = *site;
    struct instr *instr;
    bool known = node->kind == NODE_TEXT || schema_placed(compiler->language, node->name, IN_TABLE) != NULL;
    inner.context = known ? IN_TABLE : IN_TABLE | IN_DATA; /* for the list of what is possible */
    inner.data = NULL;
    enum status status = compile_node(compiler, node, &inner, &instr);
    if (status == OK && instr != NULL)
        instr_append(node_is(node, "foot") ? &build->plan.feet : &build->plan.body, instr);
    return status;
}

static enum status compile_parts(struct compiler *compiler, const struct node *table, const struct site *site)
{
    struct data_build *build = site->data;
    enum status status = OK;
    for (const struct node *child = table->first; child != NULL && status != NO_MEMORY; child = child->next) {
        bool part = is_part(child);
        if (part && !node_is(child, "level") && status == OK)
            status = close_loops(compiler, table, build);
        if (part && !node_is(child, "level") && status != OK && build->plan.parts == NULL)
            return status; /* a loop failed: columns would only fail for it */
        status = status_worse(status, part                  ? compile_part(compiler, child, site)
                                      : data_is_turn(child) ? data_keep_turn(compiler, child, build)
                                                            : compile_other(compiler, child, site));
    }
    if (status == OK && build->column_count == 0)
        return diag_report(compiler->diag, MSG_TABLE_NO_COLUMNS, table->place, STR_ARGS(table->name));
    return status;
}

/* Columns that are always the same are made once and for all. */
static enum status keep_data(struct compiler *compiler, struct data_build *build, struct instr *instr,
                             struct table_data *table)
{
    struct data_making *making = ARENA_NEW(compiler->arena, struct data_making);
    struct data_table *data;
    if (making == NULL)
        return NO_MEMORY;
    making->arena = compiler->arena;
    making->diag = compiler->diag;
    making->plan = &build->plan;
    enum status status = data_make(making, &data, &instr->body);
    if (status != OK)
        return status;
    table->data = data;
    if (!table->labels.fixed || table->labels.value.count < (int64_t)data->column_count)
        return OK;
    return diag_report(compiler->diag, MSG_TABLE_LABELS, table->labels.place,
                       (long long)table->labels.value.count, data->column_count);
}

static enum status check_fit(const struct compiler *compiler, const struct data_build *build,
                             const struct table_data *table)
{
    length fixed = 0;
    for (size_t i = 0; i < build->column_count && table->style.fixed; i++) {
        const struct paragraph_style *cell =
            cell_style(compiler->styles, table->style.value.table, PART_BODY);
        const struct setting *width = &build->columns[i]->width;
        struct table_column column;
        if (width->fixed && column_parse(width->value.text, cell, &column))
            fixed += column.width;
    }
    return columns_check_fit(compiler, table, build->plan.place, fixed);
}

enum status compile_data(struct compiler *compiler, const struct node *node, const struct site *site,
                         struct instr *instr, struct table_data *table)
{
    struct site inner = *site;
    struct data_build *build = ARENA_NEW(compiler->arena, struct data_build);
    if (build == NULL)
        return NO_MEMORY;
    inner.no_notes = MSG_TEMPLATE_NOTE_IN_TABLE;
    inner.context = IN_DATA;
    inner.data = build;
    struct site outer = inner; /* heads and foot see no column */
    outer.data = NULL;
    build->site = &outer;
    build->end = &build->plan.parts;
    build->plan.place = node->place;
    if (table->columns.given && !(table->columns.fixed && columns_are_like(table->columns.value.text)))
        return diag_report(compiler->diag, MSG_TABLE_COLUMNS_TWICE, table->columns.place);
    enum status status = compile_parts(compiler, node, &inner);
    if (status == OK)
        status = data_compile_turns(compiler, build, &inner);
    if (status == OK)
        status = data_texts(compiler, build);
    if (status == OK && !build->plan.varies)
        status = check_fit(compiler, build, table);
    if (status != OK || !build->plan.varies)
        return status == OK ? keep_data(compiler, build, instr, table) : status;
    table->plan = &build->plan;
    return OK;
}
