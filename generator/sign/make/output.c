/*
 * How a signed file is called when nobody says it: beside the one that was signed, with 已签 behind its name, and how many times.
 */
#include "sign/make/make_int.h"

#define SIGNED "-已签"

/* The name without it and its number. */
static struct str cut_mark(struct str stem, int64_t *ret_times)
{
    size_t end = stem.len;
    int64_t times = 1;
    while (end > 0 && stem.ptr[end - 1] >= '0' && stem.ptr[end - 1] <= '9')
        end--;
    const struct str name = str_slice(stem, 0, end), number = str_slice(stem, end, stem.len);
    if (!str_ends(name, SIGNED) || (number.len > 0 && !digits_parse(number, 1 << 20, &times)))
        return stem;
    *ret_times = times + 1;
    return str_slice(name, 0, name.len - (sizeof SIGNED - 1));
}

struct str output_name(struct arena *arena, const char *path)
{
    struct str stem = str_of(path);
    int64_t times = 1;
    if (str_ends(stem, ".pdf") || str_ends(stem, ".PDF"))
        stem.len -= 4;
    const struct str name = cut_mark(stem, &times);
    if (times == 1)
        return arena_printf(arena, "%.*s" SIGNED ".pdf", STR_ARGS(name));
    return arena_printf(arena, "%.*s" SIGNED "%d.pdf", STR_ARGS(name), (int)times);
}
