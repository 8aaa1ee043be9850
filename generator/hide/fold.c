/*
 * Texts as values are looked for in them: letters in one form (NFKC, small, as unicode_key has it), each with the place of
 * the character that it comes from.  What nobody sees, blanks, hyphens and middle dots are left out; some marks, too, where
 * digits stand on both sides: (0755) 8200.0001; commas only in long numbers.
 */
#include "hide/hide_int.h"

void fold_begin(struct fold *fold)
{
    fold->count = fold->origin_count = 0;
    fold->pieces = 0;
    fold->gap = GAP_NONE;
    arena_reset(fold->keys);
}

void fold_gap(struct fold *fold)
{
    fold->gap = fold->gap == GAP_NONE ? GAP_BLANK : fold->gap;
}

static enum status add_letter(struct fold *fold, uint32_t code, uint32_t at)
{
    const struct origin origin = {fold->pieces, at, (uint8_t)fold->gap};
    fold->gap = GAP_NONE;
    enum status status = ARENA_APPEND(fold->arena, fold->codes, fold->count, fold->capacity, &code);
    return status == OK
               ? ARENA_APPEND(fold->arena, fold->origins, fold->origin_count, fold->origin_capacity, &origin)
               : status;
}

/* Never a part of a value, wherever it stands. */
static bool is_nothing(uint32_t code)
{
    static const uint32_t dashes[] = {'-', 0xB7, 0x30FB, 0x2022, 0x2027, 0x2212, 0x2014, 0x2015, 0xFF0D};
    for (size_t i = 0; i < ARRAY_COUNT(dashes); i++)
        if (code == dashes[i])
            return true;
    return (code >= 0x2010 && code <= 0x2013) || code < 0x20 || unicode_is_white(code) ||
           unicode_is_ignorable(code) || unicode_is_combining(code);
}

static bool is_mark(uint32_t code)
{
    return code == '(' || code == ')' || code == '.' || code == '/' || code == '_' || code == ':' ||
           code == '+' || code == '~' || code == '=';
}

static bool is_comma(uint32_t code)
{
    return code == ',' || code == ';' || code == 0x3001 /* 、 */;
}

static enum status add_code(struct fold *fold, uint32_t code, uint32_t at)
{
    if (is_nothing(code)) {
        fold_gap(fold);
        return OK;
    }
    if (is_comma(code) || is_mark(code)) {
        fold->gap = is_comma(code) || fold->gap == GAP_LIST ? GAP_LIST : GAP_MARK;
        return OK;
    }
    return add_letter(fold, code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code, at);
}

static bool is_plain(uint32_t code)
{
    return code < 0x80 || (code >= 0x4E00 && code < 0x9FA6);
}

/* What the character is in the form in which texts are compared: one, several or none. */
static enum status add_odd(struct fold *fold, struct str character, uint32_t at)
{
    struct str key;
    enum status status = unicode_key(fold->keys, character, &key);
    for (size_t i = 0; status == OK && i < key.len;)
        status = add_code(fold, utf8_next(key, &i), at);
    return status;
}

enum status fold_add(struct fold *fold, struct str piece)
{
    enum status status = OK;
    for (size_t at = 0; at < piece.len && status == OK;) {
        const size_t from = at;
        const uint32_t code = utf8_next(piece, &at);
        if (code >= 0xFF01 && code <= 0xFF5E)
            status = add_code(fold, code - 0xFF01 + '!', (uint32_t)from);
        else if (is_plain(code) || is_nothing(code))
            status = add_code(fold, code, (uint32_t)from);
        else
            status = add_odd(fold, str_slice(piece, from, at), (uint32_t)from);
    }
    fold->pieces++;
    return status;
}
