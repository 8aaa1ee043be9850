/*
 * Memory that fails inside the outside libraries.
 *
 * HarfBuzz does not say when it cannot have memory: it goes on with empty tables, for good.  But the C
 * library leaves ENOMEM in errno, so errno is cleared before each step in HarfBuzz (and FreeType) and looked
 * at behind it; font_memory_failed tells the document, and opens a face found short anew for the next one.
 * fontconfig passes over what it cannot read for want of memory, so what it needs must be free before it
 * starts, and some when it is done.
 */
#include "font/font_int.h"

#include <errno.h>
#include <sys/mman.h>

void font_memory_watch(void)
{
    errno = 0;
}

bool font_memory_short(void)
{
    return errno == ENOMEM;
}

bool font_memory_has(size_t size)
{
    void *room = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED)
        return false;
    munmap(room, size);
    return true;
}

bool font_memory_failed(const struct font_set *set)
{
    bool failed = false;
    for (size_t i = 0; i < set->face_count; i++) {
        if (!set->faces[i]->is_short)
            continue;
        failed = true;
        font_face_reopen(set->faces[i]);
    }
    return failed;
}
