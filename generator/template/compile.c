/*
 * The walk over layout elements: who may stand where, which attributes it may have, and one instruction for
 * each.
 *
 * Elements are described by tables (elements_… of the families).  The walk looks an element up by name and context,
 * checks its attributes against its description, compiles the attributes that hold values into the
 * instruction's data, and calls the element's own function for the rest.  After an error it goes on, so that
 * one run shows all faults of a layout.
 */
#include "template/compile_int.h"
#include "template/inline/inline.h"
#include "template/messages.h"
#include "schema/messages.h"

#include <string.h>

/* --- names of elements and attributes --- */

const struct element *element_lookup(const struct dialect *dialect, struct str name, unsigned context)
{
    for (size_t i = 0; i < dialect->count; i++)
        for (const struct element *element = dialect->families[i]; element->name != NULL; element++)
            if ((element->contexts & context) != 0 && str_is(name, element->name))
                return element;
    return NULL;
}

static enum status report_element(struct compiler *compiler, const struct node *node, unsigned context)
{
    const struct dialect *dialect = compiler->dialect;
    struct buf list;

    buf_init(&list, 4096);
    for (size_t i = 0; i < dialect->count; i++)
        for (const struct element *element = dialect->families[i]; element->name != NULL; element++)
            if ((element->contexts & context) != 0)
                buf_printf(&list, "%s%s", list.len > 0 ? " " : "", element->name);
    enum status status = buf_status(&list);
    bool misplaced = element_lookup(dialect, node->name, ~0u) != NULL; /* spelt well: nothing is near */
    const char *known = list.len > 0 ? list.ptr : "";
    if (status == OK)
        status = misplaced ? refuse_misplaced(compiler->diag, node, known)
                           : refuse_element(compiler->diag, node, known);
    buf_clear(&list);
    return status;
}

/* Is `name` one of the words of `list`? */
static bool attribute_known(const struct element *element, struct str name)
{
    if (element->others != NULL && (str_is(str_of(element->others), "*") || word_in(name, element->others)))
        return true;
    for (size_t i = 0; i < element->rule_count; i++)
        if (str_is(name, element->rules[i].name))
            return true;
    return false;
}

static enum status report_attribute(struct compiler *compiler, const struct element *element,
                                    const struct node *node, const struct attr *attr)
{
    struct buf list;

    buf_init(&list, 4096);
    buf_add_text(&list, element->others != NULL ? element->others : "");
    for (size_t i = 0; i < element->rule_count; i++)
        buf_printf(&list, "%s%s", list.len > 0 ? " " : "", element->rules[i].name);
    enum status status = buf_status(&list);
    if (status == OK)
        status = refuse_attribute(compiler->diag, node, attr, buf_str(&list).ptr);
    buf_clear(&list);
    return status;
}

/* figures="free" may stand at any element of prose; it is for who looks for figures there. */
static enum status check_figures(struct compiler *compiler, const struct attr *attr)
{
    if (str_is(attr->value, "free"))
        return OK;
    return refuse_value(compiler->diag, attr->place, "figures", attr->value, " free");
}

static enum status check_attributes(struct compiler *compiler, const struct element *element,
                                    const struct node *node)
{
    enum status status = OK;

    for (size_t i = 0; i < node->attr_count; i++)
        if (compiler->dialect == &dialect_prose && str_is(node->attrs[i].name, "figures"))
            status = status_worse(status, check_figures(compiler, &node->attrs[i]));
        else if (!attribute_known(element, node->attrs[i].name))
            status = status_worse(status, report_attribute(compiler, element, node, &node->attrs[i]));
    return status;
}

/* An element of this name, wherever it may stand: one that knows all attributes of `node`, else any. */
static const struct element *lookup_any(const struct dialect *dialect, const struct node *node)
{
    const struct element *found = NULL;

    for (size_t i = 0; i < dialect->count; i++)
        for (const struct element *element = dialect->families[i]; element->name != NULL; element++) {
            size_t known = 0;
            if (!str_is(node->name, element->name))
                continue;
            while (known < node->attr_count && attribute_known(element, node->attrs[known].name))
                known++;
            if (found == NULL || known == node->attr_count)
                found = element;
        }
    return found;
}

enum status compile_names(struct compiler *compiler, const struct node *node)
{
    enum status status = OK;

    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind == NODE_TEXT)
            continue;
        const struct element *element = lookup_any(compiler->dialect, child);
        if (element == NULL)
            status = status_worse(status, report_element(compiler, child, IN_ANY));
        else
            status = status_worse(status, check_attributes(compiler, element, child));
        status = status_worse(status, compile_names(compiler, child));
    }
    return status;
}

/* --- attributes --- */

enum status compile_pattern(struct compiler *compiler, const struct attr *attr, const struct scope *scope,
                            const struct pattern **ret_pattern)
{
    struct pattern_source source = attr_source(attr);

    return pattern_compile(compiler->arena, compiler->diag, source, scope->shape, ret_pattern);
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

static enum status compile_settings(struct compiler *compiler, const struct element *element,
                                    const struct node *node, const struct scope *scope, void *data)
{
    enum status status = OK;

    for (size_t i = 0; i < element->rule_count; i++) {
        const struct setting_rule *rule = &element->rules[i];
        struct setting *setting = (struct setting *)((char *)data + rule->offset);
        const struct attr *attr = node_attr(node, rule->name);
        status = status_worse(status, setting_compile(compiler, attr, rule, scope, setting));
    }
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

static enum status compile_element(struct compiler *compiler, const struct element *element,
                                   const struct node *node, const struct site *site, struct instr *instr)
{
    enum status status = count_instruction(compiler, node);
    if (status != OK)
        return status;
    void *data = arena_alloc(compiler->arena, element->data_size);
    if (data == NULL)
        return NO_MEMORY;
    *instr = (struct instr){.run = element->run, .data = data, .next = instr->next, .place = node->place};
    status = check_attributes(compiler, element, node);
    status = status_worse(status, compile_settings(compiler, element, node, site->scope, data));
    if (status == NO_MEMORY || element->compile == NULL)
        return status;
    compiler->depth++;
    status = status_worse(status, element->compile(compiler, node, site, instr, data));
    compiler->depth--;
    return status;
}

static enum status compile_named(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr)
{
    const struct element *element = element_lookup(compiler->dialect, node->name, site->context);

    if (element == NULL)
        return report_element(compiler, node, site->context);
    return compile_element(compiler, element, node, site, instr);
}

static enum status compile_stray_text(struct compiler *compiler, const struct node *node)
{
    size_t offset = 0;

    if (node_is_blank(node))
        return OK;
    while (strchr(" \t\r\n", node->text.ptr[offset]) != NULL)
        offset++;
    diag_report(compiler->diag, MSG_SCHEMA_TEXT, node_text_place(node, offset), STR_ARGS(node->parent->name));
    return FAILED;
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

enum status compile_empty(struct compiler *compiler, const struct node *node, const struct site *site,
                          struct instr *instr, void *data)
{
    struct instr *body;

    (void)instr;
    (void)data;
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
        bool block = element_lookup(compiler->dialect, child->name, IN_BLOCKS) != NULL;
        bool inlined = element_lookup(compiler->dialect, child->name, IN_INLINE) != NULL;
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
