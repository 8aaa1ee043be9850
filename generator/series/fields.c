/*
 * Heads of columns and paths -> fields of a kind.
 *
 * A step is the name or the label of a field.  Between steps may stand a point or another mark, a blank, or nothing: 甲方名称
 * is the 名称 of 甲方, unless a field itself is called so.
 */
#include "series/series_int.h"

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

static bool find(const struct shape *shape, struct str text, bool (*wanted)(const struct field *field),
                 struct target *target);

/* What follows the group's name or label is of the group. */
static bool find_in(const struct field *group, struct str text, struct str called,
                    bool (*wanted)(const struct field *field), struct target *target)
{
    if (!starts_with(text, called) || target->count + 1 >= SERIES_MAX_STEPS)
        return false;
    const struct str rest = skip_between(str_slice(text, called.len, text.len));
    target->steps[target->count++] = group->name;
    if (rest.len > 0 && find(group->type.shape, rest, wanted, target))
        return true;
    target->count--;
    return false;
}

static bool find(const struct shape *shape, struct str text, bool (*wanted)(const struct field *field),
                 struct target *target)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!wanted(field) || !is_called(field, text))
            continue;
        target->steps[target->count++] = field->name;
        target->field = field;
        return true;
    }
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->type.kind == TYPE_RECORD && (find_in(field, text, field->name, wanted, target) ||
                                                find_in(field, text, field->label, wanted, target)))
            return true;
    }
    return false;
}

bool target_find(const struct shape *shape, struct str text, struct target *ret_target)
{
    *ret_target = (struct target){.count = 0};
    return text.len > 0 && find(shape, text, is_value, ret_target);
}

/* Of the groups, where only one has such a list. */
static bool find_list_in_groups(const struct shape *shape, struct str text, struct target *ret_target)
{
    size_t found = 0;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *group = &shape->fields[i];
        struct target inner = {.steps = {group->name}, .count = 1};
        if (group->type.kind != TYPE_RECORD || !find(group->type.shape, text, is_list, &inner))
            continue;
        found++;
        *ret_target = inner;
    }
    return found == 1;
}

bool list_find(const struct shape *shape, struct str text, struct target *ret_target)
{
    *ret_target = (struct target){.count = 0};
    return text.len > 0 &&
           (find(shape, text, is_list, ret_target) || find_list_in_groups(shape, text, ret_target));
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

struct str target_nearest(const struct shape *shape, struct str text)
{
    struct nearest nearest = {.name = text};
    for (size_t i = 0; i < shape->field_count; i++) {
        nearest_offer(&nearest, shape->fields[i].label);
        nearest_offer(&nearest, shape->fields[i].name);
    }
    return nearest.best;
}
