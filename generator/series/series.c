/* The door. */
#include "series/series_int.h"

size_t series_count(const struct series *series)
{
    return series->count;
}

const struct series_paper *series_paper(const struct series *series, size_t number)
{
    return &series->papers[number];
}

enum status series_tree(const struct series *series, size_t number, struct arena *arena, struct diag *diag,
                        struct node **ret_root)
{
    return series->make(series, number, arena, diag, ret_root);
}
