/*
 * Two values compared by what they say.  A program that rewrites an object may write it otherwise.
 *
 * Some make an object of what stood in another one, or the reverse: of two views that is followed, to a depth.  What a
 * dictionary is may hang on its number (a layer, which others name), so it may become an object of the revision that
 * makes it one, and nothing else; whether something led to that number before, who compares the views asks.
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

struct pair {
    const struct sign_file *file;
    const struct sign_both *both; /* NULL: references are not followed */
    size_t followed;
};

static bool same(const struct pair *pair, struct str a, struct str b);

/* Every entry of the one is in the other; `turned`: they are b and a. */
static bool holds(const struct pair *pair, struct str dict, struct str other, bool turned)
{
    struct str key, value, other_key, other_value;
    for (size_t at = 0; syntax_next_member(dict, &at, &key, &value);) {
        bool found = false;
        if (!sign_look_at(pair->file, other.len))
            return false;
        for (size_t i = 0; !found && syntax_next_member(other, &i, &other_key, &other_value);)
            found = syntax_name_same(key, other_key);
        if (!found || !(turned ? same(pair, other_value, value) : same(pair, value, other_value)))
            return false;
    }
    return true;
}

static bool same_arrays(const struct pair *pair, struct str a, struct str b)
{
    struct str x, y;
    for (size_t i = 0, k = 0;;) {
        const bool more = syntax_next(a, &i, &x);
        if (more != syntax_next(b, &k, &y) || (more && !same(pair, x, y)))
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

/* The value stands by itself in one view, and as an object in the other: the old one, or the later. */
static bool same_moved(const struct pair *pair, struct str reference, struct str value, bool was_object)
{
    const struct sign_both *both = pair->both;
    if (both == NULL || pair->followed == SIGN_FOLLOWED_MOST)
        return false;
    const struct pair deeper = {pair->file, both, pair->followed + 1};
    const struct sign_view view = was_object ? both->old : both->fresh;
    const struct sign_object *object = sign_object(view, syntax_reference(reference));
    if (object == NULL || object->has_stream || object->generation != syntax_generation(reference) ||
        (str_starts(object->value, "<<") && (was_object || object->revision != view.revision)))
        return false;
    const bool is_same =
        was_object ? same(&deeper, object->value, value) : same(&deeper, value, object->value);
    if (is_same)
        both->moved[object->number] = true;
    return is_same;
}

static bool same(const struct pair *pair, struct str a, struct str b)
{
    if (str_equal(a, b))
        return true;
    if (a.len == 0 || b.len == 0 || !sign_look_at(pair->file, a.len + b.len))
        return false;
    if (str_starts(a, "<<") && str_starts(b, "<<"))
        return holds(pair, a, b, false) && holds(pair, b, a, true);
    if (a.ptr[0] == '[' && b.ptr[0] == '[')
        return same_arrays(pair, a, b);
    if (is_string(a) && is_string(b))
        return same_strings(a, b);
    const uint32_t number = syntax_reference(a), other = syntax_reference(b);
    if (number != 0 && other != 0)
        return number == other && syntax_generation(a) == syntax_generation(b);
    if (number != 0 || other != 0)
        return number != 0 ? same_moved(pair, a, b, true) : same_moved(pair, b, a, false);
    return same_names(a, b) || same_numbers(a, b);
}

bool sign_same(const struct sign_file *file, struct str a, struct str b)
{
    return same(&(struct pair){file, NULL, 0}, a, b);
}

bool sign_both_same(const struct sign_both *both, struct str a, struct str b)
{
    return same(&(struct pair){both->old.file, both, 0}, a, b);
}
