/*
 * Loading a kind's layout: files, defines, sections.
 *
 * layout.xml and the files that it uses hold <define>s; layout.xml alone holds sections.  All defines are
 * known before the first section is compiled, so their order does not matter.  A define of layout.xml hides
 * one of the same name in a used file, so that a kind may put its own in place of a common one.
 */
#include "template/apply_int.h"
#include "template/compile_int.h"
#include "template/blocks/blocks.h"
#include "template/inline/inline.h"
#include "template/table/table.h"
#include "template/messages.def"
#include "schema/messages.def"

/* --- defines --- */

static enum status check_params(struct compiler *compiler, const struct node *node)
{
    const struct attr *params = node_attr(node, "params");
    if (params == NULL)
        return OK;
    struct str rest = params->value, word;
    while (word_next(&rest, &word))
        if (!name_is_valid(word) || str_is(word, "name")) {
            size_t offset = (size_t)(word.ptr - params->value.ptr);
            return diag_report(compiler->diag, MSG_TEMPLATE_NAME, attr_text_place(params, offset),
                               STR_ARGS(word));
        }
    return OK;
}

static enum status check_define(struct compiler *compiler, const struct node *node,
                                const struct attr **ret_name)
{
    enum status status = require_attr(compiler, node, "name", ret_name);
    status = status_worse(status,
                          schema_check(compiler->diag, node, schema_element(LANGUAGE_LAYOUT, STR("define"))));
    return status_worse(status, check_params(compiler, node));
}

/* Stands in front of the older ones, which it so hides. */
static enum status add_define(struct compiler *compiler, const struct node *node, bool own)
{
    const struct attr *name;
    enum status status = check_define(compiler, node, &name);
    if (status != OK)
        return status;
    const struct define *other = define_lookup(compiler, name->value);
    if (other != NULL && other->node->parent == node->parent)
        return diag_report(compiler->diag, MSG_SCHEMA_DUPLICATE, name->place, STR_ARGS(name->value));
    struct define *define = ARENA_NEW(compiler->arena, struct define);
    if (define == NULL)
        return NO_MEMORY;
    *define = (struct define){.name = name->value, .node = node, .own = own, .next = compiler->defines};
    compiler->defines = define;
    return OK;
}

static enum status read_defines(struct compiler *compiler, struct uses *uses, const struct node *root,
                                bool own);

static enum status read_use(struct compiler *compiler, struct uses *uses, const struct node *node)
{
    struct node *root;
    enum status status = use_open(uses, node, &root);
    if (status != OK || root == NULL)
        return status;
    status = read_defines(compiler, uses, root, false);
    use_close(uses, root);
    return status;
}

static enum status read_defines(struct compiler *compiler, struct uses *uses, const struct node *root,
                                bool own)
{
    enum status status = OK;
    if (!node_is(root, "layout"))
        return refuse_root(compiler->diag, root, "layout");
    for (const struct node *node = root->first; node != NULL; node = node->next)
        if (node_is(node, "use"))
            status = status_worse(status, read_use(compiler, uses, node));
    for (const struct node *node = root->first; node != NULL; node = node->next)
        if (node_is(node, "define"))
            status = status_worse(status, add_define(compiler, node, own));
        else if (!own && !node_is(node, "use")) /* the kind's own have sections, which are compiled later */
            status = status_worse(status, refuse_child(compiler->diag, node, "use define"));
    return status;
}

/* A define that nothing calls has no scope: its elements and attributes are checked, its expressions cannot
 * be. */
static enum status check_unused(struct compiler *compiler)
{
    enum status status = OK;
    for (const struct define *define = compiler->defines; define != NULL; define = define->next) {
        if (define->used || define != define_lookup(compiler, define->name))
            continue;
        status = status_worse(status, compile_names(compiler, define->node, ANYWHERE));
        if (define->own)
            diag_report(compiler->diag, MSG_TEMPLATE_DEFINE_UNUSED, define->node->place,
                        STR_ARGS(define->name));
    }
    return status;
}

/* --- the elements --- */

const struct element *element_of(enum element_id id)
{
    static const struct element *const families[] = {
        elements_section, elements_paragraph, elements_arrange, elements_list,   elements_table,
        elements_text,    elements_chart,     elements_picture, elements_photos, elements_flow,
        elements_sign,    elements_prose,     elements_tick,    elements_typed,
    };
    for (size_t i = 0; i < ARRAY_COUNT(families); i++)
        for (const struct element *element = families[i]; element->id != ELEMENT_NONE; element++)
            if (element->id == id)
                return element;
    return NULL;
}

/* --- the whole --- */

/* Prose may have ids of its own. */
static bool takes_prose(const struct shape *shape)
{
    bool takes = false;
    for (size_t i = 0; i < shape->field_count && !takes; i++) {
        const struct type *type = &shape->fields[i].type;
        const struct type *of = type->kind == TYPE_LIST && type->of != NULL ? type->of : type;
        takes = of->kind == TYPE_PROSE || (of->kind == TYPE_RECORD && takes_prose(of->shape));
    }
    return takes;
}

static bool has_id(const struct compiler *compiler, struct str to)
{
    const struct declared_id *id = compiler->ids;
    while (id != NULL && !str_equal(id->id, to))
        id = id->next;
    return id != NULL;
}

/* What is referred to, and stands nowhere in the layout: in its order. */
static struct declared_ref *unknown_refs(const struct compiler *compiler)
{
    struct declared_ref *unknown = NULL, *next;
    for (struct declared_ref *ref = compiler->refs; ref != NULL; ref = next) {
        next = ref->next;
        if (compiler->has_computed_ids || has_id(compiler, ref->to))
            continue;
        ref->next = unknown;
        unknown = ref;
    }
    return unknown;
}

static struct hint near_id(const struct declared_id *ids, struct str to)
{
    struct nearest nearest = {.name = to};
    for (; ids != NULL; ids = ids->next)
        nearest_offer(&nearest, ids->id);
    return (struct hint){.near = nearest.best};
}

/* Where prose may have them, a document alone can say what is wrong. */
static enum status check_refs(struct compiler *compiler, const struct shape *shape)
{
    struct declared_ref *unknown = unknown_refs(compiler);
    enum status status = OK;
    compiler->refs = takes_prose(shape) ? unknown : NULL;
    for (; unknown != NULL && compiler->refs == NULL; unknown = unknown->next)
        status = diag_report_near(compiler->diag, MSG_TEMPLATE_NO_TARGET, unknown->place,
                                  near_id(compiler->ids, unknown->to), STR_ARGS(unknown->to));
    return status;
}

static enum status compile_layout(struct compiler *compiler, const struct model *model,
                                  const struct node *root, struct instr **ret_body)
{
    const struct scope *scope = scope_make(compiler->arena, SCOPE_RECORD, model_shape(model), NULL);
    if (scope == NULL)
        return NO_MEMORY;
    struct site site = {.context = IN_LAYOUT, .scope = scope};
    enum status status = compile_nodes(compiler, root->first, &site, ret_body);
    if (status == OK && node_child(root, "section") == NULL && *ret_body == NULL)
        status = diag_report(compiler->diag, MSG_TEMPLATE_SECTION_MISSING, root->place);
    if (status == OK) /* else what is missing may be what was refused */
        status = check_refs(compiler, model_shape(model));
    return status == NO_MEMORY ? status : status_worse(status, check_unused(compiler));
}

static enum status load_layout(struct compiler *compiler, const char *folder, const struct model *model,
                               struct instr **ret_body)
{
    struct uses uses = {.arena = compiler->arena, .diag = compiler->diag, .folder = folder};
    struct node *root;
    enum status status = use_open_own(&uses, "layout.xml", &root);
    if (status == OK)
        status = read_defines(compiler, &uses, root, true);
    return status == OK ? compile_layout(compiler, model, root, ret_body) : status;
}

/* What stands around the number of a page that is referred to: the literals of the numbering `page`. */
static void find_page_words(struct template *template)
{
    const int numbering = numbering_lookup(&template->styles, STR("page"));
    const struct pattern_part *parts;
    const size_t count = pattern_parts(template->styles.numberings[numbering].format, &parts);
    bool behind = false;
    template->page_before = template->page_behind = STR("");
    for (size_t i = 0; i < count; i++) {
        if (parts[i].expr == NULL)
            *(behind ? &template->page_behind : &template->page_before) = parts[i].literal;
        behind = behind || parts[i].expr != NULL;
    }
}

enum status template_load(struct arena *arena, struct diag *diag, const char *folder,
                          const struct model *model, struct template **ret_template)
{
    struct template *template = ARENA_NEW(arena, struct template);
    if (template == NULL)
        return NO_MEMORY;
    enum status status = styles_load(arena, diag, folder, &template->styles);
    if (status != OK)
        return status;
    template->style_body = style_paragraph(&template->styles.sheet, STR("body"));
    template->style_footnote = style_paragraph(&template->styles.sheet, STR("footnote"));
    template->style_note_mark = style_span(&template->styles.sheet, STR("note-mark"));
    template->footnote = numbering_lookup(&template->styles, STR("footnote"));
    struct compiler compiler = {
        .arena = arena, .diag = diag, .styles = &template->styles, .language = LANGUAGE_LAYOUT};
    find_page_words(template);
    status = load_layout(&compiler, folder, model, &template->body);
    template->ids = compiler.ids;
    template->doubtful = compiler.refs;
    if (status == OK)
        *ret_template = template;
    return status;
}

void template_report_doubts(const struct template *template, struct diag *diag)
{
    for (const struct declared_ref *ref = template->doubtful; ref != NULL; ref = ref->next)
        diag_report_near(diag, MSG_TEMPLATE_TARGET_IN_PROSE, ref->place, near_id(template->ids, ref->to),
                         STR_ARGS(ref->to));
}

void template_report_deviations(const struct template *template, struct diag *diag)
{
    styles_report_deviations(&template->styles, diag);
}

enum status template_check_roles(const struct template *template, struct diag *diag, const struct str *roles,
                                 size_t count)
{
    return styles_check_roles(&template->styles, diag, roles, count);
}
