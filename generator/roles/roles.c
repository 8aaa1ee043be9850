/*
 * fonts/roles.xml -> roles -> font set.
 *
 *   <roles>
 *     <role name="宋体" bold="黑体">
 *       <latin names="Times New Roman|Liberation Serif" style="Regular" default="Liberation Serif"/>
 *       <face names="…" style="…" default="…" raise="0.07"/>  the role's own face: exactly one
 *       <fallback names="…" style="…" default="…"/>     any number, in order
 *     </role>
 *   </roles>
 *
 * Names only: which file a name means is the font room's business.  Fonts unpacked under FONTS/debian are
 * searched too.
 */
#include "roles/roles.h"
#include "reader/reader.h"
#include "roles/messages.def"
#include "schema/schema.h"

struct loader {
    struct arena *arena;
    struct diag *diag;
    struct font_role roles[FONT_MAX_ROLES];
    size_t count;
};

/* The attribute's value; an empty text when it is not there. */
static struct str value_of(const struct node *node, const char *name)
{
    const struct attr *attr = node_attr(node, name);
    return attr == NULL ? STR("") : str_trim(attr->value);
}

/* As the registry has it, with the attribute `name`. */
static enum status check(struct loader *loader, const struct node *node, const char *name)
{
    enum status status = schema_check(loader->diag, node, schema_element(LANGUAGE_ROLES, node->name));
    return status == OK && value_of(node, name).len == 0 ? refuse_missing(loader->diag, node, name) : status;
}

static enum status read_raise(struct loader *loader, const struct node *node,
                              struct font_candidate *candidate)
{
    const struct attr *attr = node_attr(node, "raise");
    union attr_value value;
    if (attr == NULL)
        return OK;
    if (!value_parse(VALUE_RAISE, attr->value, &value))
        return refuse_kind(loader->diag, attr->place, "raise", attr->value, VALUE_RAISE);
    candidate->has_raise = true;
    candidate->raise = (int32_t)value.measure.value;
    return OK;
}

static enum status read_candidate(struct loader *loader, const struct node *node, struct font_candidate *list,
                                  size_t *count)
{
    enum status status = check(loader, node, "names");
    if (*count == FONT_MAX_CHAIN)
        return diag_report(loader->diag, MSG_ROLES_TOO_MANY, node->place, STR_ARGS(node->name),
                           (int)FONT_MAX_CHAIN);
    struct font_candidate *candidate = &list[(*count)++];
    *candidate = (struct font_candidate){.names = value_of(node, "names"),
                                         .style = value_of(node, "style"),
                                         .default_name = value_of(node, "default"),
                                         .place = node->place};
    return read_raise(loader, node, candidate) == OK ? status : FAILED;
}

static enum status read_member(struct loader *loader, const struct node *node, struct font_role *role)
{
    if (node_is(node, "latin"))
        return read_candidate(loader, node, role->latin, &role->latin_count);
    bool own = node_is(node, "face");
    if (!own && !node_is(node, "fallback"))
        return refuse_element(loader->diag, node, "latin face fallback");
    if (own != (role->chain_count == 0))
        return diag_report(loader->diag, MSG_ROLES_ORDER, node->place, STR_ARGS(role->name));
    return read_candidate(loader, node, role->chain, &role->chain_count);
}

static enum status read_role(struct loader *loader, const struct node *node)
{
    if (!node_is(node, "role"))
        return refuse_element(loader->diag, node, "role");
    if (loader->count == FONT_MAX_ROLES)
        return diag_report(loader->diag, MSG_ROLES_TOO_MANY, node->place, STR_ARGS(node->name),
                           (int)FONT_MAX_ROLES);
    struct font_role *role = &loader->roles[loader->count++];
    *role = (struct font_role){
        .name = value_of(node, "name"), .bold = value_of(node, "bold"), .place = node->place};
    enum status status = check(loader, node, "name");
    for (struct node *child = node_first_element(node); child != NULL; child = node_next_element(child))
        if (read_member(loader, child, role) != OK)
            status = FAILED;
    if (role->chain_count == 0)
        status = diag_report(loader->diag, MSG_ROLES_ORDER, node->place, STR_ARGS(role->name));
    return status;
}

static enum status read_roles(struct loader *loader, const char *path)
{
    struct node *root;
    enum status status = reader_read_file(loader->arena, loader->diag, path, &root);
    if (status != OK)
        return status;
    if (!node_is(root, "roles"))
        return refuse_root(loader->diag, root, "roles");
    if (node_first_element(root) == NULL)
        return diag_report(loader->diag, MSG_ROLES_EMPTY, root->place);
    for (struct node *child = node_first_element(root); child != NULL; child = node_next_element(child))
        if (read_role(loader, child) != OK)
            status = FAILED;
    return status;
}

enum status roles_load(struct arena *arena, struct diag *diag, const char *folder, const char *cache,
                       struct font_set **ret_set)
{
    struct loader *loader = ARENA_NEW(arena, struct loader);
    const struct str path = path_join(arena, folder, "roles.xml"),
                     unpacked = path_join(arena, folder, "debian");
    if (loader == NULL || path.ptr == NULL || unpacked.ptr == NULL)
        return NO_MEMORY;
    loader->arena = arena;
    loader->diag = diag;
    enum status status = read_roles(loader, path.ptr);
    if (status != OK)
        return status;
    const struct font_request request = {loader->roles, loader->count, &unpacked.ptr, 1, cache};
    return font_set_load(diag, &request, ret_set);
}

enum status roles_names(struct arena *arena, const char *folder, const struct str **ret_names,
                        size_t *ret_count)
{
    struct loader *loader = ARENA_NEW(arena, struct loader);
    struct str *names = ARENA_NEW_ARRAY(arena, FONT_MAX_ROLES, struct str);
    const struct str path = path_join(arena, folder, "roles.xml");
    struct diag *unread = diag_new(arena);
    if (loader == NULL || names == NULL || path.ptr == NULL || unread == NULL)
        return NO_MEMORY;
    loader->arena = arena;
    loader->diag = unread;
    const enum status status = read_roles(loader, path.ptr);
    if (status != OK)
        return status == NO_MEMORY ? NO_MEMORY : FAILED;
    for (size_t i = 0; i < loader->count; i++)
        names[i] = loader->roles[i].name;
    *ret_names = names;
    *ret_count = loader->count;
    return OK;
}
