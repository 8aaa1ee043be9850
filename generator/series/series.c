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
    enum status status = own_faults_tell(series->papers[number].faults, diag);
    return number < series->made ? status_worse(status, series->make(series, number, arena, diag, ret_root))
                                 : status;
}
