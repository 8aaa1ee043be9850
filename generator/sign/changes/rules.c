/*
 * What a signature allows to change after it: the level of its DocMDP, its own lock of fields (FieldMDP), and that of the
 * field (/Lock), which a signer copies but need not have.  ISO 32000-2, 12.7.5.5 and 12.8.2.
 */
#include "sign/changes/changes_int.h"

enum { LEVEL_FILLING = 2, LEVEL_REMARKS = 3 };

static void take_level(struct sign_view view, struct str dict, int64_t unsaid, struct change_rule *rule)
{
    int64_t level = unsaid;
    const struct str value = sign_member(view, dict, "P");
    if (value.len > 0 && (!syntax_number(value, LEVEL_REMARKS, &level) || level == 0))
        level = 1; /* what nobody understands allows nothing */
    rule->level = level < rule->level ? (int)level : rule->level;
    rule->is_limited = rule->is_limited || level < LEVEL_REMARKS;
}

/* An action that nobody understands locks all. */
static void take_lock(struct sign_view view, struct str dict, struct change_rule *rule)
{
    const struct str action = sign_member(view, dict, "Action");
    struct change_lock lock = {.action = syntax_name_is(action, "/Include")   ? CHANGE_LOCK_THESE
                                         : syntax_name_is(action, "/Exclude") ? CHANGE_LOCK_OTHERS
                                                                              : CHANGE_LOCK_ALL,
                               .fields = sign_member(view, dict, "Fields")};
    if (rule->lock_count + 1 >= CHANGE_LOCKS_MOST)
        lock.action = CHANGE_LOCK_ALL;
    if (rule->lock_count < CHANGE_LOCKS_MOST)
        rule->locks[rule->lock_count++] = lock;
    rule->is_limited = true;
}

void change_rule_read(struct sign_view view, const struct sign_field *field, struct change_rule *ret_rule)
{
    struct change_rule rule = {.level = LEVEL_REMARKS};
    const struct str lock = sign_member(view, field->dict, "Lock");
    const struct str list = sign_member(view, field->filled, "Reference");
    struct str one;
    if (str_starts(lock, "<<")) {
        take_lock(view, lock, &rule);
        take_level(view, lock, LEVEL_FILLING, &rule);
    }
    for (size_t at = 0; syntax_next(list, &at, &one);) {
        const struct str reference = sign_value(view, one);
        const struct str method = sign_member(view, reference, "TransformMethod");
        const struct str parameters = sign_member(view, reference, "TransformParams");
        if (syntax_name_is(method, "/DocMDP"))
            take_level(view, parameters, LEVEL_FILLING, &rule);
        if (syntax_name_is(method, "/FieldMDP"))
            take_lock(view, parameters, &rule);
    }
    *ret_rule = rule;
}

/* 甲方 names 甲方.盖章 too. */
static bool names(struct str name, struct str field)
{
    return str_equal(name, field) || (field.len > name.len && field.ptr[name.len] == '.' &&
                                      str_equal(name, str_slice(field, 0, name.len)));
}

static enum status is_locked(struct arena *arena, const struct change_lock *lock, struct str field,
                             bool *ret_locked)
{
    bool listed = false;
    struct str one;
    for (size_t at = 0; !listed && lock->action != CHANGE_LOCK_ALL && syntax_next(lock->fields, &at, &one);) {
        const struct str name = syntax_text(arena, one);
        if (name.ptr == NULL)
            return NO_MEMORY;
        listed = names(name, field);
    }
    *ret_locked = lock->action == CHANGE_LOCK_ALL || listed == (lock->action == CHANGE_LOCK_THESE);
    return OK;
}

enum status change_is_allowed(struct arena *arena, const struct change_rule *rule,
                              const struct change *change, bool *ret_allowed)
{
    const struct change_words *words = &CHANGE_WORDS[change->kind];
    bool locked = false;
    enum status status = OK;
    const bool of_field = words->with == CHANGE_WITH_FIELD && change->kind != CHANGE_STAMPED;
    for (size_t i = 0; i < rule->lock_count && of_field && !locked && status == OK; i++)
        status = is_locked(arena, &rule->locks[i], change->name, &locked);
    *ret_allowed = words->level <= rule->level && !locked;
    return status;
}
