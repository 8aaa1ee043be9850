/*
 * What each object of a view is part of.
 *
 * From what is known, references are followed to all objects that nothing claimed before: what pages draw first, then
 * what may change after a signature under fewer and fewer conditions.  So an object that somebody made to be two things
 * counts as the graver one.  Each object is claimed once, whatever circles there are.
 */
#include "sign/changes/changes_int.h"

struct claiming {
    struct claims claims;
    uint32_t *waiting; /* objects claimed, to be followed */
    size_t count, capacity;
    struct arena *arena;
    enum status status;
};

struct part claims_part(const struct claims *claims, uint32_t number)
{
    return number < claims->count ? claims->parts[number] : (struct part){PART_NONE, 0};
}

static bool claim_one(struct claiming *walk, uint32_t number, struct part part)
{
    struct claims *claims = &walk->claims;
    if (number == 0 || number >= claims->count || claims->parts[number].kind != PART_NONE)
        return false;
    claims->parts[number] = part;
    return true;
}

/* What a field shows, and another one too, or a remark: once more, with what it leads to. */
static bool share_one(struct claiming *walk, uint32_t number, struct part part)
{
    struct part *before = number < walk->claims.count ? &walk->claims.parts[number] : NULL;
    if (before == NULL || before->kind != PART_LOOK ||
        (part.kind != PART_LOOK && part.kind != PART_ANNOTATION) ||
        (part.kind == PART_LOOK && part.index == before->index))
        return false;
    before->kind = PART_LOOK_OF_MORE;
    return true;
}

/* What the value leads to, however far. */
static void claim_all(struct claiming *walk, struct str value, struct part part)
{
    const size_t before = walk->count;
    const struct sign_object *object;
    struct str reference;
    for (;;) {
        const bool may = value.len > 0 && sign_look_at(walk->claims.view.file, value.len);
        for (size_t at = 0; may && syntax_next_reference(value, &at, &reference);) {
            const uint32_t number = syntax_reference(reference);
            if ((claim_one(walk, number, part) || share_one(walk, number, part)) && walk->status == OK)
                walk->status = ARENA_APPEND(walk->arena, walk->waiting, walk->count, walk->capacity, &number);
        }
        if (walk->count == before || walk->status != OK)
            return;
        object = sign_object(walk->claims.view, walk->waiting[--walk->count]);
        value = object == NULL ? STR("") : object->value;
    }
}

/* --- pages --- */

/* Nodes of the tree are those above a page, as it says itself; those that lead to it are claimed by then. */
static void claim_tree(struct claiming *walk, struct str page)
{
    const struct sign_view view = walk->claims.view;
    for (;;) {
        const uint32_t number = syntax_reference(sign_member_itself(view, page, "Parent"));
        const struct sign_object *parent = number == 0 ? NULL : sign_object(view, number);
        if (parent == NULL || !claim_one(walk, number, (struct part){PART_TREE, 0}))
            return;
        page = parent->value;
    }
}

static void claim_pages(struct claiming *walk)
{
    const struct sign_view view = walk->claims.view;
    const struct sign_pages *pages = &walk->claims.pages;
    claim_one(walk, syntax_reference(sign_member_itself(view, sign_catalog(view), "Pages")),
              (struct part){PART_TREE, 0});
    for (size_t i = 0; i < pages->node_count; i++) {
        claim_one(walk, pages->nodes[i].object, (struct part){PART_TREE, 0});
        walk->claims.nodes[pages->nodes[i].object] = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < pages->count; i++) {
        const struct str page = sign_object(view, pages->items[i])->value;
        claim_one(walk, pages->items[i], (struct part){PART_PAGE, (uint32_t)i + 1});
        claim_tree(walk, page);
    }
}

static void claim_drawn(struct claiming *walk, struct str dict, struct part part)
{
    static const char *const keys[] = {"Contents", "Resources", "Group",   "MediaBox", "CropBox",
                                       "Rotate",   "UserUnit",  "TrimBox", "BleedBox", "ArtBox"};
    for (size_t i = 0; i < ARRAY_COUNT(keys); i++)
        claim_all(walk, sign_member_itself(walk->claims.view, dict, keys[i]), part);
}

/* Of nodes that lead to pages which name another as theirs: some programs go by the one, some by the other. */
static void claim_contents_of_nodes(struct claiming *walk)
{
    const struct sign_pages *pages = &walk->claims.pages;
    for (size_t i = 0; i < pages->node_count; i++) {
        const struct sign_page_node *node = &pages->nodes[i];
        struct part *part = &walk->claims.parts[node->object];
        if (part->kind != PART_TREE || part->index > 0 || node->first == 0)
            continue;
        part->index = node->first;
        claim_drawn(walk, sign_object(walk->claims.view, node->object)->value,
                    (struct part){PART_CONTENT, node->first});
    }
}

/* What pages draw, and what the nodes above say for all of theirs, each node once: one may have all pages. */
static void claim_contents(struct claiming *walk)
{
    const struct sign_view view = walk->claims.view;
    struct part *parts = walk->claims.parts;
    for (size_t i = 0; i < walk->claims.pages.count; i++) {
        const struct part part = {PART_CONTENT, (uint32_t)i + 1};
        struct str dict = sign_object(view, walk->claims.pages.items[i])->value;
        for (;;) {
            claim_drawn(walk, dict, part);
            const uint32_t number = syntax_reference(sign_member_itself(view, dict, "Parent"));
            if (claims_part(&walk->claims, number).kind != PART_TREE || parts[number].index > 0)
                break;
            parts[number].index = (uint32_t)i + 1;
            dict = sign_object(view, number)->value;
        }
    }
    claim_contents_of_nodes(walk);
}

/* What says which layers are shown is no annotation and no field, whoever lists it as one. */
static void claim_layers(struct claiming *walk)
{
    const struct sign_view view = walk->claims.view;
    claim_all(walk, sign_member_itself(view, sign_catalog(view), "OCProperties"),
              (struct part){PART_ENTRY, CHANGE_CATALOG});
}

/* Their lists. */
static void claim_lists(struct claiming *walk)
{
    const struct sign_view view = walk->claims.view;
    for (size_t i = 0; i < walk->claims.pages.count; i++) {
        const struct str page = sign_object(view, walk->claims.pages.items[i])->value;
        claim_one(walk, syntax_reference(sign_member_itself(view, page, "Annots")),
                  (struct part){PART_ANNOTATIONS, (uint32_t)i + 1});
    }
}

/* The objects themselves. */
static void claim_annotations(struct claiming *walk)
{
    const struct sign_view view = walk->claims.view;
    struct str one;
    for (size_t i = 0; i < walk->claims.pages.count; i++) {
        const struct str page = sign_object(view, walk->claims.pages.items[i])->value;
        const struct str list = sign_member(view, page, "Annots");
        for (size_t at = 0; sign_look_at(view.file, 1) && syntax_next(list, &at, &one);)
            claim_one(walk, syntax_reference(one), (struct part){PART_ANNOTATION, (uint32_t)i + 1});
    }
}

/* What they show, and do. */
static void claim_annotation_looks(struct claiming *walk)
{
    const struct sign_view view = walk->claims.view;
    struct str one;
    for (size_t i = 0; i < walk->claims.pages.count; i++) {
        const struct part part = {PART_ANNOTATION, (uint32_t)i + 1};
        const struct str page = sign_object(view, walk->claims.pages.items[i])->value;
        const struct str list = sign_member(view, page, "Annots");
        claim_all(walk, list, part);
        for (size_t at = 0; sign_look_at(view.file, 1) && syntax_next(list, &at, &one);)
            if (claims_part(&walk->claims, syntax_reference(one)).kind == PART_ANNOTATION)
                claim_all(walk, sign_value(view, one), part);
    }
}

/* What only pages lead to, beside what they draw: actions and the like. */
static void claim_rest_of_pages(struct claiming *walk)
{
    for (size_t i = 0; i < walk->claims.pages.count; i++)
        claim_all(walk, sign_object(walk->claims.view, walk->claims.pages.items[i])->value,
                  (struct part){PART_CONTENT, (uint32_t)i + 1});
}

/* --- the form --- */

static bool is_signed(const struct sign_field *field)
{
    return syntax_name_is(field->type, "/Sig") && field->filled.len > 0;
}

/* What stands above a field is of it, as its boxes are. */
static void claim_parents(struct claiming *walk, struct str field, struct part part)
{
    const struct sign_view view = walk->claims.view;
    const struct sign_object *parent;
    for (size_t i = 0; i < SIGN_MAX_TREE; i++) {
        const uint32_t number = syntax_reference(sign_member_itself(view, field, "Parent"));
        parent = number == 0 ? NULL : sign_object(view, number);
        if (parent == NULL || !claim_one(walk, number, part))
            return;
        field = parent->value;
    }
}

static void claim_form(struct claiming *walk)
{
    const struct sign_view view = walk->claims.view;
    const struct str catalog = sign_catalog(view);
    const struct sign_fields *fields = &walk->claims.fields;
    const struct part form = {PART_FORM, 0};
    walk->claims.form = sign_member(view, catalog, "AcroForm");
    claim_one(walk, syntax_reference(sign_member_itself(view, catalog, "AcroForm")), form);
    claim_one(walk, syntax_reference(sign_member_itself(view, walk->claims.form, "Fields")), form);
    for (size_t i = 0; i < fields->count; i++) {
        const struct sign_field *field = &fields->items[i];
        claim_one(walk, field->object, (struct part){PART_FIELD, (uint32_t)i});
        for (size_t k = 0; k < field->widget_count; k++)
            claim_one(walk, field->widgets[k].object, (struct part){PART_WIDGET, (uint32_t)i});
    }
    for (size_t i = 0; i < fields->count; i++)
        claim_parents(walk, fields->items[i].dict, (struct part){PART_WIDGET, (uint32_t)i});
    for (size_t i = 0; i < fields->count; i++)
        if (is_signed(&fields->items[i]) &&
            claim_one(walk, fields->items[i].value, (struct part){PART_VALUE, (uint32_t)i}))
            claim_all(walk, fields->items[i].filled, (struct part){PART_VALUE, (uint32_t)i});
}

/* What it says for all fields: other data to be shown in their place (/XFA), fonts, scripts. */
static void claim_settings(struct claiming *walk)
{
    struct str key, value;
    for (size_t at = 0; syntax_next_member(walk->claims.form, &at, &key, &value);)
        if (!syntax_name_is(key, "/Fields"))
            claim_all(walk, value, (struct part){PART_FORM_ENTRY, 0});
}

/* Those of fields that are signed, or of the others. */
static void claim_looks(struct claiming *walk, bool of_signed)
{
    const struct sign_fields *fields = &walk->claims.fields;
    for (size_t i = 0; i < fields->count; i++) {
        const struct sign_field *field = &fields->items[i];
        const struct part part = {PART_LOOK, (uint32_t)i};
        if (is_signed(field) != of_signed)
            continue;
        claim_all(walk, field->dict, part);
        for (size_t k = 0; k < field->widget_count; k++) {
            const struct sign_object *widget = sign_object(walk->claims.view, field->widgets[k].object);
            claim_all(walk, widget == NULL ? STR("") : widget->value, part);
        }
    }
}

/* --- the catalog --- */

enum change_kind catalog_kind(struct str key)
{
    static const struct {
        const char *key;
        enum change_kind kind;
    } entries[] = {{"/Pages", CHANGE_COUNT},           {"/AcroForm", CHANGE_COUNT},
                   {"/Metadata", CHANGE_METADATA},     {"/DSS", CHANGE_VALIDATION},
                   {"/Extensions", CHANGE_VALIDATION}, {"/Version", CHANGE_VALIDATION},
                   {"/Perms", CHANGE_VALIDATION},      {"/StructTreeRoot", CHANGE_STRUCTURE},
                   {"/Outlines", CHANGE_OUTLINE},      {"/AF", CHANGE_ATTACHMENT}};
    for (size_t i = 0; i < ARRAY_COUNT(entries); i++)
        if (syntax_name_is(key, entries[i].key))
            return entries[i].kind;
    return CHANGE_CATALOG;
}

/* Entries whose changes are allowed from this level on. */
static void claim_entries(struct claiming *walk, int level)
{
    const struct str catalog = sign_catalog(walk->claims.view);
    struct str key, value;
    for (size_t at = 0; syntax_next_member(catalog, &at, &key, &value);) {
        const enum change_kind kind = catalog_kind(key);
        if (kind != CHANGE_COUNT && CHANGE_WORDS[kind].level == level)
            claim_all(walk, value, (struct part){PART_ENTRY, kind});
    }
}

/* What weighs more claims before what weighs less: an object that is two things is the graver one. */
static void claim_everything(struct claiming *walk)
{
    const struct sign_view view = walk->claims.view;
    const struct str trailer = sign_view_trailer(view), catalog = sign_catalog(view);
    claim_one(walk, syntax_reference(sign_member_itself(view, trailer, "Root")),
              (struct part){PART_CATALOG, 0});
    claim_pages(walk);
    claim_contents(walk);
    claim_layers(walk);
    claim_lists(walk);
    claim_form(walk);
    claim_annotations(walk);
    claim_rest_of_pages(walk);
    claim_all(walk, sign_member_itself(view, sign_member(view, catalog, "Names"), "EmbeddedFiles"),
              (struct part){PART_ENTRY, CHANGE_ATTACHMENT});
    claim_entries(walk, CHANGE_NEVER);
    claim_settings(walk);
    claim_looks(walk, true);
    claim_looks(walk, false);
    claim_annotation_looks(walk);
    claim_entries(walk, 3);
    claim_all(walk, walk->claims.form, (struct part){PART_FORM_ENTRY, 0});
    claim_all(walk, sign_member_itself(view, trailer, "Info"), (struct part){PART_ENTRY, CHANGE_METADATA});
    claim_entries(walk, 2);
    claim_entries(walk, 1);
}

enum status claims_make(struct arena *arena, struct sign_view view, struct claims *ret_claims)
{
    const uint32_t count = sign_file_facts(view.file)->next_number;
    struct claiming walk = {.arena = arena,
                            .claims = {.view = view,
                                       .parts = ARENA_NEW_ARRAY(arena, count, struct part),
                                       .nodes = ARENA_NEW_ARRAY(arena, count, uint32_t),
                                       .count = count}};
    if (walk.claims.parts == NULL || walk.claims.nodes == NULL)
        return NO_MEMORY;
    (void)sign_look_at(view.file, count);
    enum status status = sign_pages(view, &walk.claims.pages);
    if (status == OK)
        status = sign_fields(view, &walk.claims.fields);
    if (status != OK)
        return status;
    claim_everything(&walk);
    *ret_claims = walk.claims;
    return walk.status != OK ? walk.status : sign_file_is_used_up(view.file) ? FAILED : OK;
}
