/*
 * Pages in order: the tree is walked without recursion, and each node once.
 */
#include "sign/file/file_int.h"

struct branch {
    struct str kids;
    size_t at;
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

static enum status enter(struct page_walk *walk, uint32_t number)
{
    const struct sign_file *file = walk->view.file;
    const struct sign_object *node = meet_node(walk, number);
    if (node == NULL)
        return OK;
    const enum status status = sign_prove_once(file, node->value, node->offset);
    if (status != OK)
        return status;
    const struct str kids = sign_member(walk->view, node->value, "Kids");
    if (!str_starts(kids, "["))
        return ARENA_APPEND(file->arena, walk->pages.items, walk->pages.count, walk->pages.capacity, &number);
    if (walk->depth == SIGN_MAX_TREE)
        return sign_file_broken(file, node->offset, "页的目录嵌套太深");
    walk->branches[walk->depth++] = (struct branch){kids, 0};
    return OK;
}

enum status sign_pages(struct sign_view view, struct sign_pages *ret_pages)
{
    const struct sign_file *file = view.file;
    struct page_walk walk = {.view = view, .seen = arena_alloc(file->arena, file->facts.next_number / 8 + 1)};
    struct str kid;
    if (walk.seen == NULL)
        return NO_MEMORY;
    enum status status =
        enter(&walk, syntax_reference(sign_member_itself(view, sign_catalog(view), "Pages")));
    while (status == OK && walk.depth > 0) {
        struct branch *branch = &walk.branches[walk.depth - 1];
        if (syntax_next(branch->kids, &branch->at, &kid))
            status = enter(&walk, syntax_reference(kid));
        else
            walk.depth--;
    }
    if (status == OK && sign_file_is_used_up(file))
        status = FAILED;
    if (status == OK)
        *ret_pages = walk.pages;
    return status;
}
