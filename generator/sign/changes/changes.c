/*
 * Two revisions compared: each object that the later one brought and that says something else than before, told by what
 * it is part of.
 *
 * Dictionaries of which some entries weigh more than others – the catalog, pages, the form, fields – are compared entry
 * by entry; of everything else it is enough that it changed.
 */
#include "sign/changes/changes.h"
#include "sign/changes/changes_int.h"

#define CHANGE(id, level, with, name, words) {CHANGE_LEVEL_##level, CHANGE_WITH_##with, name, words},
enum { CHANGE_LEVEL_1 = 1, CHANGE_LEVEL_2, CHANGE_LEVEL_3, CHANGE_LEVEL_NEVER = CHANGE_NEVER };
const struct change_words CHANGE_WORDS[CHANGE_COUNT] = {
#include "sign/changes/kinds.def"
};
#undef CHANGE

enum status change_add(struct comparison *work, enum change_kind kind, uint32_t page, struct str name)
{
    struct changes *changes = work->changes;
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *one = &changes->items[i];
        if ((one->kind == kind && one->page == page && str_equal(one->name, name)) ||
            one->kind == CHANGE_MANY)
            return OK;
    }
    const struct change change = {changes->count < CHANGES_MOST ? kind : CHANGE_MANY, page, name};
    return ARENA_APPEND(work->arena, changes->items, changes->count, changes->capacity, &change);
}

bool next_difference(const struct comparison *work, struct str old, struct str fresh, size_t *at,
                     struct str *ret_key)
{
    struct str value, other_key, other_value;
    while (true) {
        /* First the keys of the later one, then those that only the old one has: from old.len up to both. */
        const bool behind = *at > fresh.len;
        size_t here = behind ? *at - fresh.len - 1 : *at;
        const struct str one = behind ? old : fresh, other = behind ? fresh : old;
        if (!syntax_next_member(one, &here, ret_key, &value)) {
            if (behind)
                return false;
            *at = fresh.len + 1;
            continue;
        }
        *at = behind ? here + fresh.len + 1 : here;
        bool found = false;
        if (!sign_look_at(work->file, other.len))
            return false;
        for (size_t i = 0; !found && syntax_next_member(other, &i, &other_key, &other_value);)
            found = syntax_name_same(*ret_key, other_key);
        if (!found || (!behind && !sign_both_same(&work->both, other_value, value)))
            return true;
    }
}

/* --- the catalog, pages --- */

/* Nothing was added where something was only taken away. */
static enum change_kind kind_of_entry(const struct comparison *work, enum change_kind kind)
{
    return kind == CHANGE_VALIDATION && work->has_lost_proofs ? CHANGE_VALIDATION_GONE : kind;
}

static enum status compare_catalogs(struct comparison *work)
{
    const struct sign_view old_view = work->old->view, new_view = work->fresh->view;
    const struct str old = sign_catalog(old_view), fresh = sign_catalog(new_view);
    struct str key;
    enum status status = OK;
    for (size_t at = 0; status == OK && next_difference(work, old, fresh, &at, &key);) {
        enum change_kind kind = catalog_kind(key);
        if (syntax_name_is(key, "/Names") &&
            !sign_both_same(&work->both,
                            sign_member(old_view, sign_member(old_view, old, "Names"), "EmbeddedFiles"),
                            sign_member(new_view, sign_member(new_view, fresh, "Names"), "EmbeddedFiles")))
            kind = CHANGE_ATTACHMENT;
        if (syntax_name_is(key, "/DSS"))
            kind = kind_of_entry(work, kind);
        if (kind != CHANGE_COUNT)
            status = change_add(work, kind, 0, kind == CHANGE_CATALOG ? str_slice(key, 1, key.len) : STR(""));
    }
    return status;
}

static bool is_drawn(struct str key)
{
    static const char *const keys[] = {"/Contents", "/Resources", "/MediaBox", "/CropBox",
                                       "/Rotate",   "/UserUnit",  "/Group",    "/TrimBox",
                                       "/BleedBox", "/ArtBox",    "/Parent"};
    for (size_t i = 0; i < ARRAY_COUNT(keys); i++)
        if (syntax_name_is(key, keys[i]))
            return true;
    return false;
}

/* What moves no mark on the page: the order in which its parts are visited, the number of their structure. */
static bool is_harmless(struct str key)
{
    return syntax_name_is(key, "/Tabs") || syntax_name_is(key, "/StructParents") ||
           syntax_name_is(key, "/LastModified");
}

static enum status compare_page(struct comparison *work, uint32_t page, struct str old, struct str fresh)
{
    struct str key;
    enum status status = OK;
    for (size_t at = 0; status == OK && next_difference(work, old, fresh, &at, &key);)
        if (syntax_name_is(key, "/Annots"))
            status = compare_annotations(work, page, sign_member(work->old->view, old, "Annots"),
                                         sign_member(work->fresh->view, fresh, "Annots"));
        else if (!is_harmless(key))
            status = change_add(work, is_drawn(key) ? CHANGE_CONTENT : CHANGE_PAGE, page, STR(""));
    return status;
}

/* --- which pages there are --- */

static bool is_page(const struct claims *claims, uint32_t number)
{
    return claims_part(claims, number).kind == PART_PAGE;
}

static enum status compare_page_lists(struct comparison *work)
{
    const struct sign_pages *old = &work->old->pages, *fresh = &work->fresh->pages;
    enum status status = OK;
    size_t i = 0, k = 0;
    bool in_order = true;
    while (status == OK && (i < old->count || k < fresh->count)) {
        if (i < old->count && !is_page(work->fresh, old->items[i])) {
            i++;
            status = change_add(work, CHANGE_PAGE_GONE, (uint32_t)i, STR(""));
        } else if (k < fresh->count && !is_page(work->old, fresh->items[k])) {
            k++;
            status = change_add(work, CHANGE_PAGE_NEW, (uint32_t)k, STR(""));
        } else {
            in_order = in_order && i < old->count && k < fresh->count && old->items[i] == fresh->items[k];
            i++;
            k++;
        }
    }
    return status == OK && !in_order ? change_add(work, CHANGE_PAGES, 0, STR("")) : status;
}

/* --- objects --- */

/* What a node says for all pages below it. */
static enum status compare_nodes(struct comparison *work, uint32_t page, struct str old, struct str fresh)
{
    struct str key;
    enum status status = OK;
    for (size_t at = 0; status == OK && next_difference(work, old, fresh, &at, &key);)
        if (!syntax_name_is(key, "/Kids") && !syntax_name_is(key, "/Count") &&
            !syntax_name_is(key, "/Parent"))
            status = change_add(work, CHANGE_CONTENT, page > 0 ? page : 1, STR(""));
    return status;
}

/* As it was before; NULL: it was none. */
static const struct sign_page_node *node_before(const struct comparison *work,
                                                const struct sign_page_node *node)
{
    const struct claims *old = work->old;
    const uint32_t place = node->object < old->count ? old->nodes[node->object] : 0;
    return place == 0 ? NULL : &old->pages.nodes[place - 1];
}

static bool says_alike(const struct comparison *work, struct str old, struct str fresh)
{
    return old.len + fresh.len == 0 || sign_same(work->file, old, fresh);
}

/* By what programs go to find pages. */
static bool leads_alike(const struct comparison *work, struct str old, struct str fresh)
{
    static const char *const keys[] = {"Kids", "Count", "Type"};
    const struct sign_view then = work->old->view, now = work->fresh->view;
    bool alike =
        says_alike(work, sign_member_itself(then, old, "Parent"), sign_member_itself(now, fresh, "Parent"));
    for (size_t i = 0; i < ARRAY_COUNT(keys) && alike; i++)
        alike = says_alike(work, sign_member(then, old, keys[i]), sign_member(now, fresh, keys[i]));
    return alike;
}

/* A node by which programs may find other pages than before.  One that was signed so and is as it was is none. */
static enum status compare_node(struct comparison *work, const struct sign_page_node *node)
{
    const struct sign_page_node *before = node_before(work, node);
    const struct str fresh = sign_object(work->fresh->view, node->object)->value;
    if (before == NULL) { /* it may have been there, and nothing led to it */
        enum status status = compare_nodes(work, node->first, STR(""), fresh);
        return status == OK && !node->is_sound ? change_add(work, CHANGE_TREE, 0, STR("")) : status;
    }
    if (before->is_sound && node->is_sound)
        return OK;
    const struct str old = sign_object(work->old->view, node->object)->value;
    return before->is_sound == node->is_sound && leads_alike(work, old, fresh)
               ? OK
               : change_add(work, CHANGE_TREE, 0, STR(""));
}

static enum status compare_tree(struct comparison *work)
{
    const struct sign_pages *pages = &work->fresh->pages;
    enum status status = OK;
    for (size_t i = 0; i < pages->node_count && status == OK; i++)
        status = compare_node(work, &pages->nodes[i]);
    return status;
}

static bool is_new_or_gone(const struct comparison *work, struct part part, bool is_old)
{
    const struct claims *claims = is_old ? work->old : work->fresh, *other = is_old ? work->fresh : work->old;
    return part.index == 0 || part.index > claims->pages.count ||
           !is_page(other, claims->pages.items[part.index - 1]);
}

/* Of what a page is made of: if the page is new, or gone, that was said. */
static enum status tell_of_page(struct comparison *work, enum change_kind kind, struct part part, bool is_old)
{
    return is_new_or_gone(work, part, is_old) ? OK : change_add(work, kind, part.index, STR(""));
}

/* Compared entry by entry: a stream is none of them. */
static bool is_dictionary(struct part part)
{
    return part.kind == PART_CATALOG || part.kind == PART_FORM || part.kind == PART_TREE ||
           part.kind == PART_PAGE || part.kind == PART_ANNOTATIONS || part.kind == PART_FIELD ||
           part.kind == PART_WIDGET;
}

static bool is_look(struct part part)
{
    return part.kind == PART_LOOK || part.kind == PART_LOOK_OF_MORE;
}

/* What nothing led to before, or nothing leads to now, and says what stands by itself in the other view. */
static bool is_moved(const struct comparison *work, uint32_t number, struct part part, bool is_of_one)
{
    return is_of_one && work->both.moved[number] &&
           (part.kind == PART_ENTRY || part.kind == PART_CONTENT || part.kind == PART_ANNOTATION ||
            part.kind == PART_FORM_ENTRY || is_look(part));
}

static uint32_t part_field(const struct claims *claims, struct part part)
{
    const bool of_field =
        part.kind == PART_FIELD || part.kind == PART_WIDGET || part.kind == PART_VALUE || is_look(part);
    return of_field ? claims->fields.items[part.index].object : 0;
}

static bool is_same_part(const struct comparison *work, struct part before, struct part now)
{
    return (before.kind == now.kind || (is_look(before) && is_look(now))) &&
           (before.kind != PART_ENTRY || before.index == now.index) &&
           part_field(work->old, before) == part_field(work->fresh, now);
}

/* As that part of one view: of the later one, or of the old one. */
static enum status compare_part(struct comparison *work, uint32_t number, struct part part, bool is_old)
{
    const struct sign_object *was = sign_object(work->old->view, number),
                             *is = sign_object(work->fresh->view, number);
    const struct str old = was == NULL ? STR("") : was->value, fresh = is == NULL ? STR("") : is->value;
    if (is_dictionary(part) && ((was != NULL && was->has_stream) || (is != NULL && is->has_stream)))
        return change_add(work, CHANGE_OTHER, 0, STR("")); /* it is something else, too */
    switch ((enum part_kind)part.kind) {
    case PART_NONE:
    case PART_CATALOG:
    case PART_FORM:
        return OK; /* compared by themselves */
    case PART_TREE:
        return compare_nodes(work, part.index, old, fresh);
    case PART_PAGE: /* new ones, and those that are gone, were told */
        return claims_part(work->fresh, number).kind == claims_part(work->old, number).kind
                   ? compare_page(work, claims_part(work->fresh, number).index, old, fresh)
                   : OK;
    case PART_ANNOTATIONS:
        return is_new_or_gone(work, part, is_old) ? OK : compare_annotations(work, part.index, old, fresh);
    case PART_ANNOTATION:
        return tell_of_page(work, CHANGE_ANNOTATION, part, is_old);
    case PART_CONTENT:
        return tell_of_page(work, CHANGE_CONTENT, part, is_old);
    case PART_FORM_ENTRY:
        return compare_setting(work, number);
    case PART_FIELD:
    case PART_WIDGET:
    case PART_VALUE:
    case PART_LOOK:
    case PART_LOOK_OF_MORE:
        return compare_field_object(work, number, part, is_old);
    case PART_ENTRY:
        return change_add(work, kind_of_entry(work, (enum change_kind)part.index), 0, STR(""));
    }
    return OK;
}

/* Of what it was part of, too: a revision may not take an object for something of its own, and change it as such. */
static enum status compare_object(struct comparison *work, uint32_t number)
{
    const struct sign_object *was = sign_object(work->old->view, number),
                             *is = sign_object(work->fresh->view, number);
    const struct part now = claims_part(work->fresh, number), before = claims_part(work->old, number);
    if (was != NULL && is != NULL && str_equal(was->stream, is->stream) &&
        was->has_stream == is->has_stream && sign_both_same(&work->both, was->value, is->value))
        return OK;
    if (is_moved(work, number, now.kind == PART_NONE ? before : now,
                 now.kind == PART_NONE || before.kind == PART_NONE))
        return OK;
    const enum status status = compare_part(work, number, now, false);
    return status == OK && !is_same_part(work, before, now) ? compare_part(work, number, before, true)
                                                            : status;
}

/* Those that both views lead to, or the others: of these is known by then which were only moved. */
static enum status compare_objects(struct comparison *work, size_t revision, bool of_both)
{
    const struct sign_object *object;
    enum status status = OK;
    for (size_t at = 0; status == OK && (object = sign_next_change(work->file, revision, &at)) != NULL;)
        if (of_both == (claims_part(work->old, object->number).kind != PART_NONE &&
                        claims_part(work->fresh, object->number).kind != PART_NONE))
            status = compare_object(work, object->number);
    return status;
}

static enum status compare(struct comparison *work, size_t revision)
{
    enum status status = compare_page_lists(work);
    if (status == OK)
        status = compare_tree(work);
    if (status == OK)
        status = compare_generations(work, revision);
    if (status == OK)
        status = compare_proofs(work);
    if (status == OK)
        status = compare_catalogs(work);
    if (status == OK)
        status = compare_fields(work);
    if (status == OK)
        status = compare_forms(work);
    if (status == OK)
        status = compare_objects(work, revision, true);
    if (status == OK)
        status = compare_objects(work, revision, false);
    return status == OK && sign_file_is_used_up(work->file) ? FAILED : status;
}

static enum status compare_views(struct arena *arena, struct arena *scratch, const struct claims *old,
                                 const struct claims *fresh, struct changes *ret_changes)
{
    struct comparison work = {.arena = arena,
                              .file = fresh->view.file,
                              .old = old,
                              .fresh = fresh,
                              .changes = ret_changes,
                              .both = {old->view, fresh->view, ARENA_NEW_ARRAY(scratch, fresh->count, bool)},
                              .touched = ARENA_NEW_ARRAY(scratch, fresh->fields.count, bool),
                              .listed = ARENA_NEW_ARRAY(scratch, fresh->count, unsigned char)};
    return work.touched == NULL || work.listed == NULL || work.both.moved == NULL
               ? NO_MEMORY
               : compare(&work, fresh->view.revision);
}

/* Anew, in memory of its own. */
static enum status take_apart(struct arena **scratch, struct sign_view view, struct claims *ret_claims)
{
    arena_free(*scratch);
    *scratch = arena_new(0);
    return *scratch == NULL ? NO_MEMORY : claims_make(*scratch, view, ret_claims);
}

enum status changes_find_since(struct arena *arena, const struct sign_file *file, size_t revision,
                               struct changes *ret_changes)
{
    struct arena *scratch[2] = {NULL, NULL}; /* of one view each: the later one is the old one of the next */
    struct claims claims[2];
    const size_t count = sign_file_facts(file)->count;
    enum status status =
        revision < count ? take_apart(&scratch[0], (struct sign_view){file, revision - 1}, &claims[0]) : OK;
    for (size_t i = revision, old = 0; i < count && status == OK; i++, old = 1 - old) {
        ret_changes[i] = (struct changes){.count = 0};
        status = take_apart(&scratch[1 - old], (struct sign_view){file, i}, &claims[1 - old]);
        if (status == OK)
            status = compare_views(arena, scratch[1 - old], &claims[old], &claims[1 - old], &ret_changes[i]);
    }
    arena_free(scratch[0]);
    arena_free(scratch[1]);
    return status;
}
