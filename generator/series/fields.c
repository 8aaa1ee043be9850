/*
 * Heads of columns and paths -> fields of a kind.
 *
 * A step is the name or the label of a field.  Between steps may stand a point or another mark, a blank, or nothing: 甲方名称
 * is the 名称 of 甲方, unless a field itself is called so that can be stated.  What several may mean is told, and taken for none.
 */
#include "series/series_int.h"
#include "series/messages.def"

#include <string.h>

/* What may stand between two steps. */
static struct str skip_between(struct str text)
{
    static const char *const marks[] = {".", "．", "/", "／", "·", "：", ":", " ", "　", "-", "—", "\n"};
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < ARRAY_COUNT(marks); i++)
            if (str_starts(text, marks[i])) {
                text = str_slice(text, strlen(marks[i]), text.len);
                more = true;
            }
    }
    return text;
}

static bool is_called(const struct field *field, struct str text)
{
    return str_equal(field->name, text) || str_equal(field->label, text);
}

static bool is_value(const struct field *field)
{
    return field->type.kind != TYPE_RECORD && field->type.kind != TYPE_LIST;
}

static bool is_list(const struct field *field)
{
    return field->type.kind == TYPE_LIST && field->type.of != NULL && field->type.of->kind == TYPE_RECORD;
}

static bool starts_with(struct str text, struct str start)
{
    return start.len > 0 && start.len <= text.len && str_equal(str_slice(text, 0, start.len), start);
}

bool target_equal(const struct target *a, const struct target *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!str_equal(a->steps[i], b->steps[i]))
            return false;
    return true;
}

/* Who makes a paper of a table states fields; what is computed is stated to be proved alone. */
static bool is_stated(const struct field *field)
{
    return field->is == NULL || field->is_default;
}

/* In which order fields go that a text may mean: the lowest goes before all others. */
enum rank {
    BY_LABEL = 1,
    BEHIND_GROUP = 2, /* behind the words of its groups */
    ANYWHERE = 4,     /* by its own word alone, in whatever group */
    IS_COMPUTED = 8   /* a field that can be stated goes first */
};

struct search {
    bool (*wanted)(const struct field *field);
    struct target way; /* to the shape that is searched */
    unsigned rank, best;
    struct target *found, *other;
    size_t count;
};

static void offer(struct search *search, const struct field *field, struct str text)
{
    struct target target = search->way;
    const unsigned rank =
        search->rank | (is_stated(field) ? 0 : IS_COMPUTED) | (str_equal(field->name, text) ? 0 : BY_LABEL);
    if (!search->wanted(field) || !is_called(field, text) || (search->count > 0 && rank > search->best))
        return;
    target.steps[target.count++] = field->name;
    target.field = field;
    if (search->count == 0 || rank < search->best) {
        search->best = rank;
        search->count = 1;
        *search->found = target;
    } else if (!target_equal(&target, search->found)) {
        search->count++;
        *search->other = target;
    }
}

static bool enter(struct search *search, const struct field *group)
{
    if (group->type.kind != TYPE_RECORD || search->way.count + 1 >= SERIES_MAX_STEPS)
        return false;
    search->way.steps[search->way.count++] = group->name;
    return true;
}

static void search_shape(struct search *search, const struct shape *shape, struct str text)
{
    const unsigned rank = search->rank;
    for (size_t i = 0; i < shape->field_count; i++)
        offer(search, &shape->fields[i], text);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *group = &shape->fields[i];
        const struct str words[] = {group->name, group->label};
        for (size_t k = 0; k < ARRAY_COUNT(words); k++) {
            if (!starts_with(text, words[k]) || !enter(search, group))
                continue;
            const struct str rest = skip_between(str_slice(text, words[k].len, text.len));
            search->rank |= BEHIND_GROUP;
            if (rest.len > 0)
                search_shape(search, group->type.shape, rest);
            search->rank = rank;
            search->way.count--;
        }
    }
}

static void search_groups(struct search *search, const struct shape *shape, struct str text)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *group = &shape->fields[i];
        if (!enter(search, group))
            continue;
        for (size_t k = 0; k < group->type.shape->field_count; k++)
            offer(search, &group->type.shape->fields[k], text);
        search_groups(search, group->type.shape, text);
        search->way.count--;
    }
}

size_t target_find(const struct shape *shape, struct str text, struct target *ret_target,
                   struct target *ret_other)
{
    struct search search = {.wanted = is_value, .found = ret_target, .other = ret_other};
    *ret_target = *ret_other = (struct target){.count = 0};
    if (text.len > 0)
        search_shape(&search, shape, text);
    return search.count;
}

size_t list_find(const struct shape *shape, struct str text, struct target *ret_target,
                 struct target *ret_other)
{
    struct search search = {.wanted = is_list, .found = ret_target, .other = ret_other};
    *ret_target = *ret_other = (struct target){.count = 0};
    if (text.len == 0)
        return 0;
    search_shape(&search, shape, text);
    search.rank = ANYWHERE;
    search_groups(&search, shape, text);
    return search.count;
}

/* --- what may have been meant --- */

/* Labels with points between; ptr NULL: no memory. */
struct str target_words(struct arena *arena, const struct shape *shape, const struct target *target)
{
    struct str words = STR("");
    for (size_t i = 0; i < target->count && shape != NULL && words.ptr != NULL; i++) {
        const struct field *field = NULL;
        for (size_t k = 0; k < shape->field_count && field == NULL; k++)
            if (str_equal(shape->fields[k].name, target->steps[i]))
                field = &shape->fields[k];
        if (field == NULL)
            break; /* a way leads through fields of its shape */
        words = arena_printf(arena, "%.*s%s%.*s", STR_ARGS(words), i > 0 ? "." : "", STR_ARGS(field->label));
        shape = field->type.shape;
    }
    return words;
}

struct str target_names(struct arena *arena, const struct target *target)
{
    struct str names = STR("");
    for (size_t i = 0; i < target->count && names.ptr != NULL; i++)
        names =
            arena_printf(arena, "%.*s%s%.*s", STR_ARGS(names), i > 0 ? "." : "", STR_ARGS(target->steps[i]));
    return names;
}

struct guess {
    struct arena *arena;
    const struct shape *shape;
    struct str first, last; /* steps of the text, as far as points show them */
    struct nearest nearest;
    struct str inner; /* the only one in whatever group that is called as the last step; several: empty */
    size_t inner_count;
};

static void guess_field(struct guess *guess, struct target *way, const struct field *field)
{
    way->steps[way->count++] = field->name;
    const struct str words = target_words(guess->arena, guess->shape, way);
    way->count--;
    if (words.ptr == NULL)
        return;
    nearest_offer(&guess->nearest, words);
    if (way->count == 0)
        nearest_offer(&guess->nearest, field->name);
    else if (is_called(field, guess->last) &&
             (guess->first.len == 0 || starts_with(words, guess->first) ||
              str_equal(way->steps[0], guess->first)) &&
             guess->inner_count++ == 0)
        guess->inner = words;
}

static void guess_shape(struct guess *guess, const struct shape *shape, struct target *way)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (is_value(field))
            guess_field(guess, way, field);
        if (field->type.kind != TYPE_RECORD || way->count + 1 >= SERIES_MAX_STEPS)
            continue;
        way->steps[way->count++] = field->name;
        guess_shape(guess, field->type.shape, way);
        way->count--;
    }
}

struct str target_nearest(struct arena *arena, const struct shape *shape, struct str text)
{
    struct guess guess = {.arena = arena, .shape = shape, .last = text, .nearest = {.name = text}};
    struct target way = {.count = 0};
    const char *point = memchr(text.ptr, '.', text.len), *end = memrchr(text.ptr, '.', text.len);
    if (point != NULL) {
        guess.first = str_slice(text, 0, (size_t)(point - text.ptr));
        guess.last = str_slice(text, (size_t)(end - text.ptr) + 1, text.len);
    }
    guess_shape(&guess, shape, &way);
    return guess.nearest.best.len == 0 && guess.inner_count == 1 ? guess.inner : guess.nearest.best;
}

/* --- with what is told --- */

enum status target_refuse_several(const struct series_reading *reading, const struct shape *shape,
                                  const struct text_at *text, const struct target both[2])
{
    struct str words[2], names[2];
    for (size_t i = 0; i < 2; i++) {
        words[i] = target_words(reading->arena, shape, &both[i]);
        names[i] = target_names(reading->arena, &both[i]);
        if (words[i].ptr == NULL || names[i].ptr == NULL)
            return NO_MEMORY;
    }
    return diag_report(reading->diag, MSG_SERIES_SEVERAL, text->place, STR_ARGS(text->text),
                       STR_ARGS(words[0]), STR_ARGS(names[0]), STR_ARGS(words[1]), STR_ARGS(names[1]));
}

enum status target_need(const struct series_reading *reading, const struct shape *shape,
                        const struct text_at *text, struct target *ret_target)
{
    struct target both[2];
    const size_t count = target_find(shape, text->text, &both[0], &both[1]);
    *ret_target = both[0];
    if (count == 0)
        return diag_report_near(reading->diag, MSG_SERIES_NO_FIELD, text->place,
                                ((struct hint){.near = target_nearest(reading->arena, shape, text->text)}),
                                STR_ARGS(text->text));
    return count == 1 ? OK : target_refuse_several(reading, shape, text, both);
}

enum status list_need(const struct series_reading *reading, const struct text_at *text,
                      struct target *ret_target)
{
    struct target both[2];
    const struct shape *shape = reading->source->shape;
    const size_t count = list_find(shape, text->text, &both[0], &both[1]);
    *ret_target = both[0];
    if (count == 0)
        return diag_report(reading->diag, MSG_SERIES_NO_LIST, text->place, STR_ARGS(text->text));
    return count == 1 ? OK : target_refuse_several(reading, shape, text, both);
}
