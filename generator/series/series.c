/* The door; whether papers can be made at all. */
#include "series/series_int.h"
#include "series/messages.def"

enum status series_settle(struct series *series, struct diag *diag)
{
    if (series->count == series->made)
        return names_compare(series->arena, series->papers, series->count);
    for (size_t i = 0; i < series->count; i++)
        (void)own_faults_tell(series->papers[i].faults, diag);
    const size_t ownerless = series->count - series->made - series->no_records;
    return ownerless == 0
               ? FAILED
               : diag_report(diag, MSG_SERIES_OWNERLESS, series->papers[series->made].place, ownerless);
}

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
    return status_worse(status, series->make(series, number, arena, diag, ret_root));
}
