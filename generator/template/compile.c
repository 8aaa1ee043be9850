/*
 * The walk over layout elements: one instruction for each.
 *
 * The schema says who may stand where, with which attributes; a family's table says what becomes of an element
 * (elements_…).  The walk looks it up by name and place, checks its attributes, compiles those that hold values into
 * the instruction's data, and calls the element's own function for the rest.  After an error it goes on, so that one
 * run shows all faults of a layout.
 */
#include "template/compile_int.h"
#include "template/inline/inline.h"
#include "template/messages.def"
#include "schema/messages.def"

#include <string.h>

/* --- names of elements and attributes --- */

static bool is_of_pages(const struct node *node)
{
    return node_is(node, "header") || node_is(node, "footer") || node_is(node, "fixed") ||
           node_is(node, "watermark");
}

static enum status report_element(struct compiler *compiler, const struct node *node, unsigned context)
{
    if (compiler->language == LANGUAGE_LAYOUT && is_of_pages(node))
        return diag_report(compiler->diag, MSG_TEMPLATE_FURNITURE_LATE, node->place, STR_ARGS(node->name));
    struct buf list = BUF(4096);
    schema_list_placed(compiler->language, context, &list);
    enum status status = buf_status(&list);
    const char *known = list.len > 0 ? list.ptr : "";
    const bool misplaced =
        schema_placed(LANGUAGE_LAYOUT, node->name, ~0u) != NULL ||
        schema_placed(LANGUAGE_PROSE, node->name, ~0u) != NULL; /* spelt well: nothing is near */
    if (status == OK)
        status = misplaced ? refuse_misplaced(compiler->diag, node, known)
                           : refuse_element(compiler->diag, node, known);
    buf_clear(&list);
    return status;
}

static bool says_free(const struct compiler *compiler, const struct schema_row *row, const struct node *node)
{
    return compiler->language == LANGUAGE_PROSE &&
           (row->id == ELEMENT_FREE || node_attr(node, "figures") != NULL);
}

/* figures="free" may stand at any element of prose; it is for who looks for figures there. */
static enum status check_figures(struct compiler *compiler, const struct attr *attr)
{
    if (str_is(attr->value, "free"))
        return OK;
    return refuse_value(compiler->diag, attr->place, "figures", attr->value, " free");
}

static enum status check_attributes(struct compiler *compiler, const struct schema_row *row,
                                    const struct node *node)
{
    enum status status = OK;
    for (size_t i = 0; i < node->attr_count; i++) {
        const struct attr *attr = &node->attrs[i];
        bool figures = compiler->language == LANGUAGE_PROSE && str_is(attr->name, "figures");
        status = status_worse(status, figures ? check_figures(compiler, attr)
                                              : schema_check_attr(compiler->diag, node, row, attr));
    }
    return status;
}

/* What a call holds stands where its define says.  `same`: where the element itself may stand. */
static unsigned places_in(const struct compiler *compiler, const struct schema_row *row,
                          const struct node *node, unsigned places, unsigned same)
{
    if (row == NULL || row->id == ELEMENT_CALL)
        return ANYWHERE;
    const unsigned holds = schema_unplaced_holds(compiler->language, node, places);
    return (holds & IN_SAME) != 0 ? (holds & ~(unsigned)IN_SAME) | same : holds;
}

/* `around`: the places that what holds the node is in; a <when> holds what may stand where its <choose> does. */
static enum status check_names(struct compiler *compiler, const struct node *node, unsigned places,
                               unsigned around)
{
    const unsigned same = places == IN_CHOOSE ? around : places;
    enum status status = OK;
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind == NODE_TEXT)
            continue;
        const struct schema_row *row = schema_unplaced(compiler->language, child, places);
        if (row == NULL)
            status = status_worse(
                status, report_element(compiler, child, places == ANYWHERE ? (unsigned)IN_ANY : places));
        else
            status = status_worse(status, check_attributes(compiler, row, child));
        status = status_worse(
            status, check_names(compiler, child, places_in(compiler, row, child, places, same), places));
    }
    return status;
}

enum status compile_names(struct compiler *compiler, const struct node *node, unsigned places)
{
    return check_names(compiler, node, places, places);
}

/* --- attributes --- */

enum status compile_pattern(struct compiler *compiler, const struct attr *attr, const struct scope *scope,
                            const struct pattern **ret_pattern)
{
    struct pattern_source source = attr_source(attr);
    return pattern_compile(compiler->arena, compiler->diag, source, scope->shape, ret_pattern);
}

enum status compile_id(struct compiler *compiler, const struct setting *id)
{
    compiler->has_computed_ids = compiler->has_computed_ids || (id->given && !id->fixed);
    if (!id->fixed || id->value.text.len == 0)
        return OK;
    struct declared_id *declared = ARENA_NEW(compiler->arena, struct declared_id);
    if (declared == NULL)
        return NO_MEMORY;
    *declared = (struct declared_id){.next = compiler->ids, .id = id->value.text};
    compiler->ids = declared;
    return OK;
}

enum status compile_to(struct compiler *compiler, const struct setting *to)
{
    if (!to->fixed || to->value.text.len == 0)
        return OK;
    struct declared_ref *ref = ARENA_NEW(compiler->arena, struct declared_ref);
    if (ref == NULL)
        return NO_MEMORY;
    *ref = (struct declared_ref){.next = compiler->refs, .to = to->value.text, .place = to->place};
    compiler->refs = ref;
    return OK;
}

bool is_misspelt(const struct compiler *compiler, const struct node *node, struct str name)
{
    return misspelt_attr(node, name) != NULL && diag_count(compiler->diag, SEVERITY_ERROR) > 0;
}

enum status require_attr(struct compiler *compiler, const struct node *node, const char *name,
                         const struct attr **ret_attr)
{
    const struct attr *attr = node_attr(node, name);
    *ret_attr = attr;
    if (attr != NULL)
        return OK;
    return is_misspelt(compiler, node, str_of(name)) ? FAILED : refuse_missing(compiler->diag, node, name);
}

enum status compile_attr(struct compiler *compiler, const struct attr *attr, const struct scope *scope,
                         const struct expr **ret_expr)
{
    return expr_compile_source(compiler->arena, compiler->diag, attr_source(attr), scope->shape, ret_expr);
}

enum status compile_expr(struct compiler *compiler, const struct node *node, const char *name,
                         const struct scope *scope, const struct expr **ret_expr)
{
    const struct attr *attr;
    enum status status = require_attr(compiler, node, name, &attr);
    return status == OK ? compile_attr(compiler, attr, scope, ret_expr) : status;
}

static enum status compile_settings(struct compiler *compiler, const struct schema_row *row,
                                    const struct setting_field *field, const struct node *node,
                                    const struct scope *scope, void *data)
{
    enum status status = OK;
    for (; field != NULL && field->attr != NULL; field++) {
        struct setting *setting = (struct setting *)((char *)data + field->offset);
        status = status_worse(status, setting_compile(compiler, row, node, field->attr, scope, setting));
    }
    return status;
}

/* Formulas that are missing are told where they are compiled. */
static enum status check_needed(struct compiler *compiler, const struct schema_row *row,
                                const struct node *node)
{
    enum status status = OK;
    const struct attr *attr;
    for (row++; row->row == ROW_ATTRIBUTE; row++)
        if (row->needed && row->kind != VALUE_FORMULA && row->kind != VALUE_CONDITION)
            status = status_worse(status, require_attr(compiler, node, row->name, &attr));
    return status;
}

/* --- elements --- */

static enum status count_instruction(struct compiler *compiler, const struct node *node)
{
    if (compiler->instructions++ < TEMPLATE_MAX_INSTRUCTIONS && compiler->depth < TEMPLATE_MAX_NESTING)
        return OK;
    bool deep = compiler->depth >= TEMPLATE_MAX_NESTING;
    if (deep)
        diag_report(compiler->diag, MSG_TEMPLATE_DEEP, node->place, (int)TEMPLATE_MAX_NESTING);
    else
        diag_report(compiler->diag, MSG_TEMPLATE_MANY_ELEMENTS, node->place, (int)TEMPLATE_MAX_INSTRUCTIONS);
    return FAILED;
}

static enum status compile_held(struct compiler *compiler, const struct schema_row *row,
                                const struct node *node, const struct site *site, struct instr *instr)
{
    if (row->holds == 0)
        return compile_empty(compiler, node, site);
    return compile_children(compiler, node, site, row->holds == IN_SAME ? site->context : row->holds,
                            &instr->body);
}

static enum status compile_element(struct compiler *compiler, const struct schema_row *row,
                                   const struct node *node, const struct site *site, struct instr *instr)
{
    const struct element *element = element_of(row->id);
    enum status status = count_instruction(compiler, node);
    if (status != OK)
        return status;
    void *data = arena_alloc(compiler->arena, element->data_size);
    if (data == NULL)
        return NO_MEMORY;
    *instr = (struct instr){.run = element->run,
                            .data = data,
                            .next = instr->next,
                            .figures_free = says_free(compiler, row, node),
                            .place = node->place};
    status = check_attributes(compiler, row, node);
    status = status_worse(status, compile_settings(compiler, row, element->fields, node, site->scope, data));
    status = status_worse(status, check_needed(compiler, row, node));
    if (status == NO_MEMORY)
        return status;
    compiler->depth++;
    status =
        status_worse(status, element->compile != NULL ? element->compile(compiler, node, site, instr, data)
                                                      : compile_held(compiler, row, node, site, instr));
    compiler->depth--;
    return status;
}

static enum status compile_named(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr)
{
    const struct schema_row *row = schema_placed(compiler->language, node->name, site->context);
    return row != NULL ? compile_element(compiler, row, node, site, instr)
                       : report_element(compiler, node, site->context);
}

static enum status compile_stray_text(struct compiler *compiler, const struct node *node)
{
    size_t offset = 0;
    if (node_is_blank(node))
        return OK;
    while (strchr(" \t\r\n", node->text.ptr[offset]) != NULL)
        offset++;
    return diag_report(compiler->diag, MSG_SCHEMA_TEXT, node_text_place(node, offset),
                       STR_ARGS(node->parent->name));
}

enum status compile_node(struct compiler *compiler, const struct node *node, const struct site *site,
                         struct instr **ret_instr)
{
    bool is_text = node->kind == NODE_TEXT;
    *ret_instr = NULL;
    if (is_text && (site->context & IN_TEXT) == 0)
        return compile_stray_text(compiler, node);
    struct instr *instr = ARENA_NEW(compiler->arena, struct instr);
    if (instr == NULL)
        return NO_MEMORY;
    enum status status = is_text ? compile_text_node(compiler, node, site->scope, instr)
                                 : compile_named(compiler, node, site, instr);
    if (status == OK)
        *ret_instr = instr;
    return status;
}

enum status compile_nodes(struct compiler *compiler, const struct node *first, const struct site *site,
                          struct instr **ret_body)
{
    struct instr *body = NULL, **end = &body;
    enum status status = OK;
    for (const struct node *node = first; node != NULL && status != NO_MEMORY; node = node->next) {
        status = status_worse(status, compile_node(compiler, node, site, end));
        if (*end != NULL)
            end = &(*end)->next;
        if (compiler->instructions > TEMPLATE_MAX_INSTRUCTIONS)
            break;
    }
    if (status == OK)
        *ret_body = body;
    return status;
}

enum status compile_children(struct compiler *compiler, const struct node *node, const struct site *site,
                             unsigned context, struct instr **ret_body)
{
    struct site inner = *site;
    inner.context = context;
    return compile_nodes(compiler, node->first, &inner, ret_body);
}

enum status compile_empty(struct compiler *compiler, const struct node *node, const struct site *site)
{
    struct instr *body;
    return compile_children(compiler, node, site, 0, &body);
}

enum status compile_noteless(struct compiler *compiler, const struct node *node, const struct site *site,
                             unsigned context, const struct message *refused, struct instr **ret_body)
{
    struct site inner = *site;
    inner.no_notes = refused;
    return compile_children(compiler, node, &inner, context, ret_body);
}

struct define *define_lookup(const struct compiler *compiler, struct str name)
{
    for (struct define *define = compiler->defines; define != NULL; define = define->next)
        if (str_equal(define->name, name))
            return define;
    return NULL;
}

/* Looked into once, so that defines that call defines cost no more than their size; the answer for the time
 * being ends circles. */
static bool define_holds_blocks(const struct compiler *compiler, const struct node *call, int depth)
{
    const struct attr *name = node_attr(call, "name");
    struct define *define = name == NULL ? NULL : define_lookup(compiler, name->value);
    if (define == NULL)
        return false;
    if (define->holds == HOLDS_UNKNOWN) {
        define->holds = HOLDS_INLINES;
        define->holds = holds_blocks(compiler, define->node, NULL, depth + 1) ? HOLDS_BLOCKS : HOLDS_INLINES;
    }
    return define->holds == HOLDS_BLOCKS;
}

/* Elements that may be inline or hold blocks tell by what they hold, a call by what its define holds. */
bool holds_blocks(const struct compiler *compiler, const struct node *node, const struct call_site *call,
                  int depth)
{
    if (depth > TEMPLATE_MAX_NESTING)
        return false;
    for (const struct node *child = node_first_element(node); child != NULL;
         child = node_next_element(child)) {
        bool block = schema_placed(compiler->language, child->name, IN_BLOCKS) != NULL;
        bool inlined = schema_placed(compiler->language, child->name, IN_INLINE) != NULL;
        if (block && !inlined)
            return true;
        if (block == inlined && holds_blocks(compiler, child, call, depth + 1))
            return true;
        if (node_is(child, "slot") && call != NULL &&
            holds_blocks(compiler, call->node, call->site->call, depth + 1))
            return true;
        if (node_is(child, "call") && define_holds_blocks(compiler, child, depth))
            return true;
    }
    return false;
}
