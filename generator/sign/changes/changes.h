/*
 * sign/changes: what a revision changed, named by what it belongs to, and whether a signature before it allows that.
 *
 * Objects are compared by what they say.  What each is part of is found from what a reader of the paper knows: pages and
 * what they draw first, then the form, then the rest of the catalog.  What nothing leads to changes nothing.
 */
#ifndef CHENGWEN_SIGN_CHANGES_H
#define CHENGWEN_SIGN_CHANGES_H

#include "sign/file/file.h"

#define CHANGE(id, level, with, name, words) CHANGE_##id,
enum change_kind {
#include "sign/changes/kinds.def"
    CHANGE_COUNT
};
#undef CHANGE

enum change_with { CHANGE_WITH_PLAIN, CHANGE_WITH_PAGE, CHANGE_WITH_FIELD, CHANGE_WITH_ENTRY };
struct change_words {
    int level;
    enum change_with with;
    const char *name, *words;
};
extern const struct change_words CHANGE_WORDS[CHANGE_COUNT];

struct change {
    enum change_kind kind;
    uint32_t page;   /* from 1; of one that was removed: where it was */
    struct str name; /* of the field, UTF-8; of the dictionary's entry */
};
struct changes {
    struct change *items;
    size_t count, capacity;
};
enum { CHANGES_MOST = 500 };

/* What each revision from this one on, which is not the first, changed of the one before; ret_changes has a place for each
 * revision of the file.  Each change is told once.  FAILED, reported. */
enum status changes_find_since(struct arena *arena, const struct sign_file *file, size_t revision,
                               struct changes *ret_changes) CHECKED;

/* --- what a signature allows (rules.c) --- */

enum { CHANGE_LOCKS_MOST = 8, CHANGE_NEVER = 9 };
struct change_lock {
    enum { CHANGE_LOCK_ALL, CHANGE_LOCK_THESE, CHANGE_LOCK_OTHERS } action;
    struct str fields; /* an array of names */
};
struct change_rule {
    int level;       /* 1, 2, 3 */
    bool is_limited; /* the signature says so */
    struct change_lock locks[CHANGE_LOCKS_MOST];
    size_t lock_count;
};
/* As the field and its signature say it in that view.  A lock of fields without level means 2. */
void change_rule_read(struct sign_view view, const struct sign_field *field, struct change_rule *ret_rule);
enum status change_is_allowed(struct arena *arena, const struct change_rule *rule,
                              const struct change *change, bool *ret_allowed) CHECKED;

#endif
