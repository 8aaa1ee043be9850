/*
 * Two values compared by what they say.  A program that rewrites an object may write it otherwise.
 */
#include "sign/file/file_int.h"

static bool same_names(struct str a, struct str b)
{
    return a.ptr[0] == '/' && b.ptr[0] == '/' && syntax_name_same(a, b);
}

static bool is_string(struct str value)
{
    return value.ptr[0] == '(' || (value.ptr[0] == '<' && !str_starts(value, "<<"));
}

static bool same_strings(struct str a, struct str b)
{
    size_t i = 0, k = 0;
    unsigned char x = 0, y = 0;
    for (;;) {
        const bool more = syntax_next_byte(a, &i, &x);
        if (more != syntax_next_byte(b, &k, &y) || (more && x != y))
            return false;
        if (!more)
            return true;
    }
}

/* Every entry of the one is in the other. */
static bool holds(const struct sign_file *file, struct str dict, struct str other)
{
    struct str key, value, other_key, other_value;
    for (size_t at = 0; syntax_next_member(dict, &at, &key, &value);) {
        bool found = false;
        if (!sign_look_at(file, other.len))
            return false;
        for (size_t i = 0; !found && syntax_next_member(other, &i, &other_key, &other_value);)
            found = syntax_name_same(key, other_key);
        if (!found || !sign_same(file, value, other_value))
            return false;
    }
    return true;
}

static bool same_arrays(const struct sign_file *file, struct str a, struct str b)
{
    struct str x, y;
    for (size_t i = 0, k = 0;;) {
        const bool more = syntax_next(a, &i, &x);
        if (more != syntax_next(b, &k, &y) || (more && !sign_same(file, x, y)))
            return false;
        if (!more)
            return true;
    }
}

/* "0.50" and ".5" */
static bool same_numbers(struct str a, struct str b)
{
    struct str both[2] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        struct str *one = &both[i];
        for (size_t k = 0; k < one->len; k++)
            if ((one->ptr[k] < '0' || one->ptr[k] > '9') && one->ptr[k] != '.')
                return false;
        while (one->len > 0 && one->ptr[0] == '0')
            *one = str_slice(*one, 1, one->len);
        while (str_holds(*one, ".") && (str_ends(*one, "0") || str_ends(*one, ".")))
            one->len--;
    }
    return str_equal(both[0], both[1]);
}

bool sign_same(const struct sign_file *file, struct str a, struct str b)
{
    if (str_equal(a, b))
        return true;
    if (a.len == 0 || b.len == 0 || !sign_look_at(file, a.len + b.len))
        return false;
    if (str_starts(a, "<<") && str_starts(b, "<<"))
        return holds(file, a, b) && holds(file, b, a);
    if (a.ptr[0] == '[' && b.ptr[0] == '[')
        return same_arrays(file, a, b);
    if (is_string(a) && is_string(b))
        return same_strings(a, b);
    const uint32_t number = syntax_reference(a);
    if (number != 0)
        return number == syntax_reference(b);
    return same_names(a, b) || same_numbers(a, b);
}
