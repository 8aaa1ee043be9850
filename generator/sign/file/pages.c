/*
 * Pages in order: the tree is walked without recursion, and each node once.
 *
 * Programs find pages in several ways: some follow /Kids, some count by /Count where they may begin, some ask /Parent for
 * what a page does not say itself, some take /Type for what a node is.  So of each node it is known whether they agree.
 */
#include "sign/file/file_int.h"

struct branch {
    struct str kids;
    size_t at;
    size_t node;  /* its place among the nodes */
    size_t begin; /* so many pages stand before it */
};

struct page_walk {
    struct sign_view view;
    unsigned char *seen; /* a bit for each number */
    struct branch branches[SIGN_MAX_TREE];
    size_t depth;
    struct sign_pages pages;
};

/* It is there, and was not met before. */
static const struct sign_object *meet_node(struct page_walk *walk, uint32_t number)
{
    const struct sign_object *object = sign_object(walk->view, number);
    if (object == NULL || (walk->seen[number / 8] & 1 << number % 8) != 0)
        return NULL;
    walk->seen[number / 8] |= (unsigned char)(1 << number % 8);
    return object;
}

/* --- do all ways lead to the same --- */

/* A reference to it, with its generation. */
static bool refers_to(struct str value, const struct sign_object *object)
{
    return object != NULL && syntax_reference(value) == object->number &&
           syntax_generation(value) == object->generation;
}

/* Of the right type, and below `above`; NULL: it is the root. */
static bool is_sound(const struct page_walk *walk, const struct sign_object *object, bool is_node,
                     const struct sign_object *above)
{
    const struct sign_view view = walk->view;
    const struct str dict = object->value, parent = sign_member_itself(view, dict, "Parent");
    return syntax_name_is(sign_member(view, dict, "Type"), is_node ? "/Pages" : "/Page") &&
           (is_node || sign_member_itself(view, dict, "Kids").len == 0) &&
           (above == NULL ? parent.len == 0 : refers_to(parent, above));
}

static void doubt(struct page_walk *walk, bool sound)
{
    if (walk->depth > 0 && !sound)
        walk->pages.nodes[walk->branches[walk->depth - 1].node].is_sound = false;
}

static bool counts(const struct page_walk *walk, const struct sign_page_node *node, size_t pages)
{
    const struct sign_object *object = sign_object(walk->view, node->object);
    int64_t count = 0;
    return syntax_number(sign_member(walk->view, object->value, "Count"), SYNTAX_MAX_OBJECTS, &count) &&
           (size_t)count == pages;
}

/* --- the walk --- */

static enum status enter_node(struct page_walk *walk, const struct sign_object *object, struct str kids,
                              bool sound)
{
    const struct sign_file *file = walk->view.file;
    struct sign_pages *pages = &walk->pages;
    const struct sign_page_node node = {.object = object->number, .is_sound = sound};
    if (walk->depth == SIGN_MAX_TREE)
        return sign_file_broken(file, object->offset, "页的目录嵌套太深");
    walk->branches[walk->depth++] = (struct branch){kids, 0, pages->node_count, pages->count};
    return ARENA_APPEND(file->arena, pages->nodes, pages->node_count, pages->node_capacity, &node);
}

static enum status enter(struct page_walk *walk, struct str kid)
{
    const struct sign_file *file = walk->view.file;
    const uint32_t number = syntax_reference(kid);
    const struct sign_object *node = number == 0 ? NULL : meet_node(walk, number);
    if (node == NULL) {
        doubt(walk, false);
        return OK;
    }
    enum status status = sign_prove_once(file, node->value, node->offset);
    if (status != OK)
        return status;
    const struct str kids = sign_member(walk->view, node->value, "Kids");
    const bool is_node = str_starts(kids, "[");
    const struct sign_object *above =
        walk->depth == 0
            ? NULL
            : sign_object(walk->view, walk->pages.nodes[walk->branches[walk->depth - 1].node].object);
    const bool sound = refers_to(kid, node) && is_sound(walk, node, is_node, above);
    doubt(walk, sound);
    return is_node ? enter_node(walk, node, kids, sound)
                   : ARENA_APPEND(file->arena, walk->pages.items, walk->pages.count, walk->pages.capacity,
                                  &number);
}

static void leave_node(struct page_walk *walk)
{
    const struct branch *branch = &walk->branches[--walk->depth];
    struct sign_page_node *node = &walk->pages.nodes[branch->node];
    const size_t below = walk->pages.count - branch->begin;
    node->first = below > 0 ? (uint32_t)branch->begin + 1 : 0;
    node->is_sound = node->is_sound && counts(walk, node, below);
}

enum status sign_pages(struct sign_view view, struct sign_pages *ret_pages)
{
    const struct sign_file *file = view.file;
    struct page_walk walk = {.view = view, .seen = arena_alloc(file->arena, file->facts.next_number / 8 + 1)};
    struct str kid;
    if (walk.seen == NULL)
        return NO_MEMORY;
    enum status status = enter(&walk, sign_member_itself(view, sign_catalog(view), "Pages"));
    while (status == OK && walk.depth > 0) {
        struct branch *branch = &walk.branches[walk.depth - 1];
        if (syntax_next(branch->kids, &branch->at, &kid))
            status = enter(&walk, kid);
        else
            leave_node(&walk);
    }
    if (status == OK && sign_file_is_used_up(file))
        status = FAILED;
    if (status == OK)
        *ret_pages = walk.pages;
    return status;
}
