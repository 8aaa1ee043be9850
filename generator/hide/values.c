/*
 * The values that must not be seen, what is printed instead of each, and the texts beside them: public ones, those of the
 * kind, those that were typed.
 */
#include "hide/hide_int.h"
#include "hide/messages.def"

struct hide *hide_new(struct arena *arena, struct diag *diag)
{
    struct hide *hide = ARENA_NEW(arena, struct hide);
    struct arena *scratch = hide == NULL ? NULL : arena_new(0);
    struct arena *keys = scratch == NULL ? NULL : arena_new(0);
    if (keys == NULL) {
        arena_free(scratch);
        return NULL;
    }
    *hide = (struct hide){.arena = arena, .scratch = scratch, .diag = diag};
    hide->fold = (struct fold){.arena = scratch, .keys = keys};
    struct set *const sets[] = {&hide->wholes, &hide->parts, &hide->said, &hide->publics, &hide->shields};
    for (size_t i = 0; i < ARRAY_COUNT(sets); i++)
        for (size_t k = 0; k < KEYS; k++)
            sets[i]->keys[k].arena = scratch;
    return hide;
}

void hide_free(struct hide *hide)
{
    if (hide == NULL)
        return;
    arena_free(hide->fold.keys);
    arena_free(hide->scratch);
}

/* It is hidden already, or there is nothing in it. */
static bool has_nothing(const struct fold *fold, const bool *hidden)
{
    bool any = false;
    for (size_t i = 0; i < fold->count; i++)
        any = any || (hidden[i] && !is_sign(fold->codes[i]) &&
                      (is_latin_code(fold->codes[i]) || unicode_is_alphabetic(fold->codes[i])));
    return !any;
}

static bool is_too_short(const struct fold *fold)
{
    size_t digits = 0;
    for (size_t i = 0; i < fold->count; i++)
        digits += is_digit_code(fold->codes[i]) ? 1 : 0;
    return fold->count < HIDE_LEAST || (digits == fold->count && digits < HIDE_LEAST_DIGITS);
}

/* The value as it is printed. */
static enum status show(struct hide *hide, struct str text, const struct fold *fold, struct value *value)
{
    struct buf shown = BUF(text.len + 1);
    for (size_t at = 0, i = 0; at < text.len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(text, &at);
        bool is_hidden = false;
        for (; i < fold->count && fold->origins[i].at == from; i++)
            is_hidden = is_hidden || value->hidden[i];
        buf_add_str(&shown, is_hidden ? rule_sign(value->personal, code) : str_slice(text, from, at));
    }
    return buf_keep(&shown, hide->scratch, &value->shown);
}

enum status make_value(struct hide *hide, const struct hide_value *given, struct str text, const bool *hidden,
                       struct value **ret_value)
{
    const struct fold *fold = &hide->fold;
    struct value *value = ARENA_NEW(hide->scratch, struct value);
    uint32_t *codes = ARENA_NEW_ARRAY(hide->scratch, fold->count, uint32_t);
    bool *marked = ARENA_NEW_ARRAY(hide->scratch, fold->count, bool);
    bool *common = ARENA_NEW_ARRAY(hide->scratch, fold->count, bool);
    if (value == NULL || codes == NULL || marked == NULL || common == NULL)
        return NO_MEMORY;
    memset(common, 0, fold->count * sizeof *common);
    for (size_t i = 0; i < fold->count; i++)
        marked[i] = fold->origins[i].gap >= GAP_MARK;
    memcpy(codes, fold->codes, fold->count * sizeof *codes);
    *value = (struct value){.personal = given->personal,
                            .codes = codes,
                            .hidden = hidden,
                            .marked = marked,
                            .common = common,
                            .count = fold->count,
                            .path = given->path,
                            .place = given->place};
    *ret_value = value;
    return hidden != NULL ? show(hide, text, fold, value) : OK;
}

/* A number without its area code, 82001234 of 0755-82001234; an address without its region. */
static enum status add_local(struct hide *hide, const struct value *value, const struct fold *fold)
{
    enum { CODE_LEAST = 3, CODE_MOST = 4, ADDRESS_LEAST = 5 };
    size_t from = CODE_LEAST, least = HIDE_LEAST_DIGITS;
    bool is_local = value->personal == PERSONAL_PHONE && value->codes[0] == '0';
    while (is_local && from <= CODE_MOST && from < fold->count && fold->origins[from].gap == GAP_NONE)
        from++;
    is_local = is_local && from <= CODE_MOST;
    if (hide_rules[value->personal].keeps == KEEPS_REGION) {
        least = ADDRESS_LEAST;
        for (from = 0; from < value->count && !value->hidden[from];)
            from++;
        is_local = from > 0;
    }
    if (!is_local || from + least > value->count)
        return OK;
    return set_add(hide, &hide->wholes,
                   &(struct entry){.value = value, .from = from, .count = value->count - from});
}

static enum status add_value(struct hide *hide, const struct hide_value *given, struct str text)
{
    struct fold *fold = &hide->fold;
    struct value *value;
    fold_begin(fold);
    enum status status = fold_add(fold, text);
    bool *hidden = ARENA_NEW_ARRAY(hide->scratch, fold->count + 1, bool);
    if (status != OK || hidden == NULL)
        return NO_MEMORY;
    if (fold->count == 0)
        return OK;
    rule_apply(given->personal, fold, hidden);
    if (has_nothing(fold, hidden))
        return OK;
    if (is_too_short(fold))
        return diag_report(hide->diag, MSG_HIDE_SHORT, given->place, STR_ARGS(given->path), STR_ARGS(text));
    status = make_value(hide, given, text, hidden, &value);
    if (status == OK)
        status = ARENA_APPEND(hide->scratch, hide->values, hide->value_count, hide->value_capacity, &value);
    if (status == OK)
        status = set_add(hide, &hide->wholes, &(struct entry){.value = value, .count = value->count});
    return status == OK ? add_local(hide, value, fold) : status;
}

/* A text that the paper may show, with all that it holds. */
static enum status add_shield(struct hide *hide, const struct hide_value *given)
{
    struct value *value;
    fold_begin(&hide->fold);
    enum status status = fold_add(&hide->fold, given->text);
    if (status != OK || hide->fold.count < HIDE_LEAST)
        return status;
    status = make_value(hide, given, given->text, NULL, &value);
    if (status != OK)
        return status;
    const struct entry entry = {.value = value, .count = value->count};
    status = set_add(hide, &hide->shields, &entry);
    if (status != OK || given->is_computed)
        return status;
    status = set_add(hide, &hide->publics, &entry);
    return status == OK ? ARENA_APPEND(hide->scratch, hide->public_texts, hide->public_count,
                                       hide->public_capacity, given)
                        : status;
}

/* Between two values of one field. */
static size_t separator(struct str text, size_t at)
{
    static const char *const marks[] = {"、", "，", "；", "／", ";", ",", "/", "\xE2\x80\xA8"};
    for (size_t i = 0; i < ARRAY_COUNT(marks); i++)
        if (str_starts(str_slice(text, at, text.len), marks[i]))
            return strlen(marks[i]);
    return 0;
}

static enum status add_values(struct hide *hide, const struct hide_value *given)
{
    const struct str text = given->text;
    enum status worst = OK;
    if (hide_rules[given->personal].weighs)
        return add_value(hide, given, text);
    for (size_t from = 0, at = 0; at <= text.len; at++) {
        const size_t mark = at < text.len ? separator(text, at) : 0;
        if (at < text.len && mark == 0)
            continue;
        worst = status_worse(worst, add_value(hide, given, str_trim(str_slice(text, from, at))));
        at += mark > 0 ? mark - 1 : 0;
        from = at + 1;
    }
    return worst;
}

enum status hide_add(struct hide *hide, const struct hide_value *value)
{
    if (value->personal == PERSONAL_NO)
        return add_shield(hide, value);
    if (value->personal != PERSONAL_UNSAID)
        return add_values(hide, value);
    return value->text.len == 0 || value->text.len > HIDE_SHORT
               ? OK
               : ARENA_APPEND(hide->scratch, hide->weighing, hide->weighing_count, hide->weighing_capacity,
                              &value->text);
}

enum status hide_add_typed(struct hide *hide, struct str text)
{
    return ARENA_APPEND(hide->scratch, hide->typed, hide->typed_count, hide->typed_capacity, &text);
}

/* What stands in comments is not the kind's: an example there may be somebody's name. */
enum status hide_add_known(struct hide *hide, struct str text)
{
    enum status status = OK;
    for (struct str rest = text, piece; rest.len > 0 && status == OK;) {
        const char *comment = memmem(rest.ptr, rest.len, "<!--", 4);
        piece = str_slice(rest, 0, comment != NULL ? (size_t)(comment - rest.ptr) : rest.len);
        rest = str_slice(rest, piece.len, rest.len);
        const char *end = rest.len > 0 ? memmem(rest.ptr, rest.len, "-->", 3) : NULL;
        rest = str_slice(rest, end != NULL ? (size_t)(end - rest.ptr) : rest.len, rest.len);
        status = ARENA_APPEND(hide->scratch, hide->known, hide->known_count, hide->known_capacity, &piece);
    }
    return status;
}
