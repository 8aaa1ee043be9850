/* What the labels of a list are, for who reads its structure. */
#include "layout/layout_int.h"

/* Digits in one place: （1）, 1. */
static bool is_decimal(struct str label)
{
    size_t stretches = 0;
    bool before = false;
    for (size_t i = 0; i < label.len; i++) {
        const bool digit = label.ptr[i] >= '0' && label.ptr[i] <= '9';
        stretches += digit && !before;
        before = digit;
    }
    return stretches == 1;
}

enum page_numbering structure_numbering(const struct block_list *list)
{
    bool decimal = true, labelled = false;
    for (const struct list_item *item = list->items; item != NULL; item = item->next) {
        decimal = decimal && is_decimal(item->label);
        labelled = labelled || item->label.len > 0;
    }
    if (!labelled)
        return PAGE_UNLABELLED;
    return list->kind == LIST_BULLET ? PAGE_UNORDERED : decimal ? PAGE_DECIMAL : PAGE_ORDERED;
}
