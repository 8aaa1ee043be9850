/*
 * What stands among the columns of a table from data, as it is written: <column>, <columns>, and <for>, <if> around
 * them, which make columns depend on data.
 *
 * A tree of parts is kept; which columns a document has, expand.c finds.  All expressions are compiled when the kind is
 * loaded, so a <for> is compiled once for each place that its names are seen from: heads, widths, and lists and conditions
 * of columns in it stand in the table's own scope; cells in that of their level, texts in rows of sums in those of their
 * rows.  In each, the names of the <for> stand in front of what is seen there.  A sum with a name is one of its <for>: it is
 * seen in that, where it is the sum of the same turn.
 */
#include "template/table/data_int.h"
#include "template/table/table.h"
#include "template/messages.def"
#include "schema/messages.def"

const struct node *head_node(const struct node *node)
{
    const struct node *first = node->first;
    while (first != NULL && first->kind == NODE_TEXT && node_is_blank(first))
        first = first->next;
    return first != NULL && node_is(first, "head") ? first : NULL;
}

/* A <for> or <if> may stand around rows, too. */
bool is_part(const struct node *node)
{
    if (node_is(node, "column") || node_is(node, "columns") || node_is(node, "level"))
        return true;
    if (!node_is(node, "for") && !node_is(node, "if"))
        return false;
    for (const struct node *child = node_first_element(node); child != NULL; child = node_next_element(child))
        if (is_part(child))
            return true;
    return false;
}

bool among_columns(const struct site *site)
{
    return site->data != NULL && !site->data->written;
}

/* --- the names that are seen --- */

static const struct scope *scope_around(const struct data_build *build, int view)
{
    if (view == VIEW_HEAD || view == VIEW_SUMS)
        return build->site->scope;
    return build->plan.loops[(view - VIEW_CELLS) % TEMPLATE_MAX_LEVELS].scope;
}

/* The sums that have names, of the columns that stand in `loop` itself, stand in front of what is seen around the row. */
static enum status view_sums(struct compiler *compiler, const struct data_build *build,
                             const struct column_loop *loop, struct column_view *view,
                             const struct scope **scope)
{
    struct arena *arena = compiler->arena;
    struct shape *shape = locals_shape(arena, *scope);
    const struct column_data **columns =
        ARENA_NEW_ARRAY(arena, build->column_count, const struct column_data *);
    if (shape == NULL || columns == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < build->column_count; i++) {
        const struct column_data *column = build->columns[i];
        if (column->sum_name.len == 0 || column->around != loop)
            continue;
        columns[shape->field_count] = column;
        if (locals_add(arena, shape, column->sum_name, expr_type(column->of), column->place) != OK)
            return NO_MEMORY;
    }
    if (shape->field_count == 0)
        return OK;
    view->totals = (struct totals_data){shape, columns};
    *scope = scope_make(arena, SCOPE_LOCALS, shape, *scope);
    return *scope == NULL ? NO_MEMORY : OK;
}

enum status view_scope(struct compiler *compiler, struct data_build *build, struct column_loop *loop,
                       int view, const struct scope **ret_scope)
{
    struct column_view *own = loop != NULL ? &loop->views[view] : &build->plan.views[view];
    const struct scope *scope = scope_around(build, view);
    enum status status = OK;
    *ret_scope = own->scope;
    if (own->scope != NULL)
        return OK;
    if (loop != NULL) {
        status = view_scope(compiler, build, loop->outer, view, &scope);
        own->loop.each = loop->views[VIEW_HEAD].loop.each;
        if (status == OK)
            status = loop_scope(compiler, loop->node, &own->loop, &scope);
    }
    if (status == OK && (view == VIEW_SUMS || view >= VIEW_SUBTOTALS))
        status = view_sums(compiler, build, loop, own, &scope);
    if (status == OK)
        *ret_scope = own->scope = scope;
    return status;
}

/* --- parts --- */

enum status part_add(struct compiler *compiler, struct data_build *build, enum part_kind kind,
                     const struct node *node, struct data_part **ret_part)
{
    struct data_part *part = ARENA_NEW(compiler->arena, struct data_part);
    if (part == NULL)
        return NO_MEMORY;
    *part = (struct data_part){.kind = kind, .place = node->place};
    *build->end = *ret_part = part;
    build->end = &part->next;
    return OK;
}

enum status part_head(struct compiler *compiler, const struct node *node, struct data_build *build,
                      struct data_part *part)
{
    const struct attr *attr = node_attr(node, "head");
    const struct node *inside = head_node(node);
    struct site site = *build->site;
    if (attr != NULL && inside != NULL)
        return diag_report(compiler->diag, MSG_SCHEMA_DUPLICATE, inside->place, STR_ARGS(inside->name));
    part->headed = attr != NULL || inside != NULL;
    if (!part->headed)
        return OK;
    enum status status = view_scope(compiler, build, build->around, VIEW_HEAD, &site.scope);
    if (status != OK)
        return status;
    if (attr != NULL)
        return compile_text_attr(compiler, attr, site.scope, &part->head);
    status = schema_check(compiler->diag, inside, schema_element(LANGUAGE_LAYOUT, inside->name));
    return status_worse(status, compile_children(compiler, inside, &site, IN_INLINE, &part->head));
}

/* What stands in a part, from a node on. */
static enum status compile_inside(struct compiler *compiler, const struct node *node,
                                  const struct node *first, const struct site *site, struct data_part *part)
{
    struct data_build *build = site->data;
    struct site inner = *site;
    const size_t before = build->column_count;
    enum status status = OK;
    inner.context = IN_HEADS;
    build->end = &part->first;
    for (const struct node *child = first; child != NULL; child = child->next) {
        struct instr *none;
        status = status_worse(status, is_part(child) ? compile_part(compiler, child, &inner)
                                                     : compile_node(compiler, child, &inner, &none));
    }
    build->end = &part->next;
    if (status == OK && build->column_count == before)
        return diag_report(compiler->diag, MSG_TABLE_NO_COLUMNS, node->place, STR_ARGS(node->name));
    return status;
}

/* <columns>: a head over the columns inside. */
enum status compile_heads(struct compiler *compiler, const struct node *node, const struct site *site,
                          struct instr *instr, void *data)
{
    const struct node *head = head_node(node);
    struct data_part *part;
    (void)instr;
    (void)data;
    enum status status = part_add(compiler, site->data, COLUMN_HEADS, node, &part);
    if (status == OK)
        status = part_head(compiler, node, site->data, part);
    return status == OK ? compile_inside(compiler, node, head == NULL ? node->first : head->next, site, part)
                        : status;
}

enum status compile_column_for(struct compiler *compiler, const struct node *node, const struct site *site)
{
    struct data_build *build = site->data;
    struct column_loop *loop = ARENA_NEW(compiler->arena, struct column_loop);
    struct site inner = *site;
    struct data_part *part;
    if (loop == NULL)
        return NO_MEMORY;
    *loop = (struct column_loop){.outer = build->around, .node = node};
    struct column_view *view = &loop->views[VIEW_HEAD];
    enum status status = part_add(compiler, build, COLUMN_FOR, node, &part);
    if (status == OK)
        status = compile_loop(compiler, node, &view->loop, &inner.scope);
    if (status != OK)
        return status;
    if (view->loop.as >= 0 && view->loop.locals->fields[view->loop.as].type.kind == TYPE_NUMBER)
        view->loop.locals->fields[view->loop.as].ordinal = true; /* a head says which column it is */
    view->scope = inner.scope;
    part->loop = loop;
    build->plan.varies = true;
    build->around = loop;
    status = compile_inside(compiler, node, node->first, &inner, part);
    build->around = loop->outer;
    return status;
}

enum status compile_column_if(struct compiler *compiler, const struct node *node, const struct site *site)
{
    struct data_build *build = site->data;
    struct data_part *part;
    enum status status = part_add(compiler, build, COLUMN_IF, node, &part);
    if (status == OK)
        status = compile_test(compiler, node, site, &part->test);
    build->plan.varies = true;
    return status_worse(status,
                        status == NO_MEMORY ? OK : compile_inside(compiler, node, node->first, site, part));
}
