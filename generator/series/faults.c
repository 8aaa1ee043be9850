/* What is wrong with single records: found when an input is read, told when their papers are made. */
#include "series/series_int.h"

enum status own_faults_init(struct own_faults *faults, struct arena *arena)
{
    *faults = (struct own_faults){arena, diag_new(arena)};
    return faults->diag != NULL ? OK : NO_MEMORY;
}

enum status own_faults_keep(const struct own_faults *faults, struct record_fault **list)
{
    const struct diag_entry *entries;
    const size_t count = diag_entries(faults->diag, &entries);
    struct record_fault **end = list;
    struct diag_entry *taken = count > 0 ? ARENA_NEW_ARRAY(faults->arena, count, struct diag_entry) : NULL;
    if (count == 0)
        return OK;
    if (taken == NULL)
        return NO_MEMORY;
    diag_take(faults->diag, 0, taken);
    while (*end != NULL)
        end = &(*end)->next;
    for (size_t i = 0; i < count; i++, end = &(*end)->next) {
        *end = ARENA_NEW(faults->arena, struct record_fault);
        if (*end == NULL)
            return NO_MEMORY;
        **end = (struct record_fault){taken[i], NULL};
    }
    return OK;
}

enum status own_faults_tell(const struct record_fault *list, struct diag *diag)
{
    enum status status = OK;
    for (; list != NULL; list = list->next) {
        diag_put(diag, &list->entry);
        if (list->entry.code->severity == SEVERITY_ERROR)
            status = FAILED;
    }
    return status;
}
