/*
 * Compressed bytes as they were, for who reads files of ours (room archive).  How many they become is not believed:
 * room grows up to a limit that the reader has set.
 */
#include "pdf/pdf_int.h"

enum { ROOM_FIRST = 4 /* times the compressed bytes */, ROOM_LEAST = 1 << 12 };

/* *ret_full: more room is needed. */
static enum status inflate_into(struct libdeflate_decompressor *work, struct str bytes, size_t room,
                                struct arena *arena, struct str *ret_bytes, bool *ret_full)
{
    size_t size = 0, taken = 0;
    char *out = base_malloc(room);
    if (out == NULL)
        return NO_MEMORY;
    enum libdeflate_result result =
        libdeflate_zlib_decompress_ex(work, bytes.ptr, bytes.len, out, room, &taken, &size);
    *ret_full = result == LIBDEFLATE_INSUFFICIENT_SPACE;
    enum status status = result == LIBDEFLATE_SUCCESS && taken == bytes.len ? OK : FAILED;
    if (status == OK) {
        *ret_bytes = arena_copy(arena, (struct str){out, size});
        status = ret_bytes->ptr == NULL ? NO_MEMORY : OK;
    }
    base_free(out);
    return status;
}

enum status pdf_inflate(struct arena *arena, struct str bytes, size_t most, struct str *ret_bytes)
{
    libdeflate_set_memory_allocator(base_malloc, base_free);
    struct libdeflate_decompressor *work = libdeflate_alloc_decompressor();
    if (work == NULL)
        return NO_MEMORY;
    size_t room = bytes.len < most / ROOM_FIRST ? bytes.len * ROOM_FIRST + ROOM_LEAST : most;
    bool full = true;
    enum status status = FAILED;
    for (bool last = false; full && !last; room *= ROOM_FIRST) {
        last = room >= most;
        status = inflate_into(work, bytes, last ? most : room, arena, ret_bytes, &full);
    }
    libdeflate_free_decompressor(work);
    return status;
}
