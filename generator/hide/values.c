/*
 * The values that must not be seen, and their parts: found in a text by their first letters.
 *
 * Each set has a table for each of four lengths of keys; an entry stands in that of the longest key that it has room for,
 * so that few share a key, whatever the paper's values are: names by two or three letters, numbers by six.  A part is as
 * short as the rules let it be, for who finds a longer one finds it, too.
 */
#include "hide/hide_int.h"
#include "hide/messages.def"

/* Parts of Latin letters and digits: shorter ones are everywhere, and of few different digits are round amounts. */
enum { PART_NARROW = 6, PART_DIGITS = 3, PART_LONG = 8, PART_LONG_DIGITS = 2, PART_WORD = 3, PAIR = 2 };

/* What addresses have in common: no two letters of these say where somebody lives. */
static const char COMMON[] =
    "小区、花园、家园、公寓、大厦、大楼、宿舍、新村、新城、广场、中心、街道、社区、大道、大街、胡同、单元、号"
    "楼、楼栋、东路、西路、南路、北路、中路、东街、西街、南街、北街、中街、"
    "一路、二路、三路、四路、五路、一街、二街、一期、二期、三期、一栋、二栋、三栋、一号、二号、三号";

/* What the program itself writes into such a copy. */
static const char OWN[] = PAGE_PUBLIC "、校核表";

static const size_t key_sizes[KEYS] = {2, 3, 4, 6};

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
    struct set *const sets[] = {&hide->wholes, &hide->parts, &hide->publics, &hide->shields};
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

/* --- a set --- */

static struct str key_of(const uint32_t *codes, size_t count)
{
    return (struct str){(const char *)codes, count * sizeof *codes};
}

static bool same_letters(const uint32_t *a, const uint32_t *b, size_t count)
{
    return memcmp(a, b, count * sizeof *a) == 0;
}

/* The same part of another value; NULL: none is there. */
static struct entry *find_same(struct entry *first, const struct entry *entry)
{
    const uint32_t *codes = entry->value->codes + entry->from;
    for (struct entry *known = first; known != NULL; known = known->next)
        if (known->count == entry->count && known->is_word == entry->is_word &&
            same_letters(known->value->codes + known->from, codes, entry->count))
            return known;
    return NULL;
}

/* Behind those of the same first letters that are longer. */
static enum status set_add(struct hide *hide, struct set *set, const struct entry *entry)
{
    size_t k = KEYS - 1;
    while (k > 0 && key_sizes[k] > entry->count)
        k--;
    const struct str key = key_of(entry->value->codes + entry->from, key_sizes[k]);
    const int64_t at = str_index_lookup(&set->keys[k], key);
    struct entry *first = at == STR_INDEX_NONE ? NULL : set->firsts[at];
    struct entry *same = find_same(first, entry);
    if (same != NULL && same->is_pair && !entry->is_pair) { /* a trace however often it stands there */
        same->value = entry->value;
        same->from = entry->from;
        same->is_pair = false;
    }
    if (same != NULL)
        return OK;
    struct entry *added = ARENA_NEW(hide->scratch, struct entry);
    if (added == NULL)
        return NO_MEMORY;
    *added = *entry;
    struct entry **where = &first;
    while (*where != NULL && (*where)->count >= added->count)
        where = &(*where)->next;
    added->next = *where;
    *where = added;
    if (at != STR_INDEX_NONE) {
        set->firsts[at] = first;
        return OK;
    }
    enum status status = ARENA_APPEND(hide->scratch, set->firsts, set->count, set->capacity, &first);
    return status == OK ? str_index_put(&set->keys[k], key, (int64_t)set->count - 1) : status;
}

/* Would it be torn out of a longer number, or word? */
static bool is_torn(const struct fold *fold, size_t from, size_t to)
{
    const struct {
        size_t left, right;
    } edges[] = {{from - 1, from}, {to - 1, to}};
    for (size_t i = 0; i < ARRAY_COUNT(edges); i++) {
        if ((i == 0 && from == 0) || edges[i].right >= fold->count)
            continue;
        const uint32_t a = fold->codes[edges[i].left], b = fold->codes[edges[i].right];
        if (fold->origins[edges[i].right].gap == GAP_NONE && is_latin_code(a) && is_latin_code(b) &&
            is_digit_code(a) == is_digit_code(b))
            return true;
    }
    return false;
}

/* Marks count for nothing between digits alone, or where the value has one. */
static bool is_joined(const struct entry *entry, const struct fold *fold, size_t at)
{
    for (size_t i = 1; i < entry->count; i++)
        if (fold->origins[at + i].gap == GAP_MARK && !entry->value->marked[entry->from + i] &&
            !(is_latin_code(fold->codes[at + i - 1]) && is_latin_code(fold->codes[at + i])))
            return false;
    return true;
}

static bool stands_at(const struct entry *entry, const struct fold *fold, size_t at, bool loose)
{
    const size_t to = at + entry->count;
    if (to > fold->count || entry->is_known || entry->met > HIDE_RARE ||
        !same_letters(entry->value->codes + entry->from, fold->codes + at, entry->count))
        return false;
    return is_joined(entry, fold, at) && ((loose && !entry->is_word) || !is_torn(fold, at, to));
}

const struct entry *set_find(const struct set *set, const struct fold *fold, size_t at, bool loose)
{
    for (size_t k = KEYS; k-- > 0;) {
        if (set->keys[k].count == 0 || at + key_sizes[k] > fold->count)
            continue;
        const int64_t found = str_index_lookup(&set->keys[k], key_of(fold->codes + at, key_sizes[k]));
        for (const struct entry *entry = found == STR_INDEX_NONE ? NULL : set->firsts[found]; entry != NULL;
             entry = entry->next)
            if (stands_at(entry, fold, at, loose))
                return entry;
    }
    return NULL;
}

void cover_at(struct cover *cover, const struct set *set, const struct fold *fold, size_t at)
{
    const struct entry *entry = set_find(set, fold, at, false);
    if (entry != NULL && at + entry->count > cover->to)
        *cover = (struct cover){at, at + entry->count};
}

bool cover_holds(const struct cover *cover, const struct entry *value, size_t at)
{
    return at + value->count <= cover->to && value->count < cover->to - cover->from;
}

/* --- values --- */

static bool is_sign(uint32_t code)
{
    return code == '*' || code == 'x' || code == 0xD7 || code == 0x67D0 /* 某 */ || code == 0x25A0;
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

static enum status make_value(struct hide *hide, const struct hide_value *given, struct str text,
                              const bool *hidden, struct value **ret_value)
{
    const struct fold *fold = &hide->fold;
    struct value *value = ARENA_NEW(hide->scratch, struct value);
    uint32_t *codes = ARENA_NEW_ARRAY(hide->scratch, fold->count, uint32_t);
    bool *marked = ARENA_NEW_ARRAY(hide->scratch, fold->count, bool);
    if (value == NULL || codes == NULL || marked == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < fold->count; i++)
        marked[i] = fold->origins[i].gap == GAP_MARK;
    memcpy(codes, fold->codes, fold->count * sizeof *codes);
    *value = (struct value){.personal = given->personal,
                            .codes = codes,
                            .hidden = hidden,
                            .marked = marked,
                            .count = fold->count,
                            .path = given->path,
                            .place = given->place};
    *ret_value = value;
    return hidden != NULL ? show(hide, text, fold, value) : OK;
}

/* A number without its area code: 82001234 of 0755-82001234. */
static enum status add_local(struct hide *hide, const struct value *value, const struct fold *fold)
{
    enum { CODE_LEAST = 3, CODE_MOST = 4 };
    size_t from = CODE_LEAST;
    while (from <= CODE_MOST && from < fold->count && fold->origins[from].gap == GAP_NONE)
        from++;
    if (value->personal != PERSONAL_PHONE || value->codes[0] != '0' || from > CODE_MOST ||
        from + HIDE_LEAST_DIGITS > fold->count)
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
    const enum keeps keeps = hide_rules[given->personal].keeps;
    const struct str text = given->text;
    enum status worst = OK;
    if (keeps != KEEPS_SURNAME && keeps != KEEPS_ENDS)
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

enum status hide_add_known(struct hide *hide, struct str text)
{
    return ARENA_APPEND(hide->scratch, hide->known, hide->known_count, hide->known_capacity, &text);
}

/* --- parts --- */

/* Of Latin letters and digits alone: are they more than a round amount? */
static bool tells(const uint32_t *codes, size_t count)
{
    enum { DIGITS = 10 };
    bool seen[DIGITS] = {false};
    size_t different = 0, digits = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_digit_code(codes[i]))
            continue;
        digits++;
        different += seen[codes[i] - '0'] ? 0 : 1;
        seen[codes[i] - '0'] = true;
    }
    return digits < count || different >= PART_DIGITS ||
           (count >= PART_LONG && different >= PART_LONG_DIGITS);
}

/* How many letters from there on are a trace; 0: too few are left, all of them are seen, or they say nothing. */
static size_t part_length(const struct value *value, size_t from)
{
    const size_t sizes[] = {hide_rules[value->personal].part, PART_NARROW, PART_LONG};
    for (size_t s = 0; s < ARRAY_COUNT(sizes); s++) {
        bool hidden = false, narrow = true;
        if (from + sizes[s] > value->count)
            return 0;
        for (size_t i = from; i < from + sizes[s]; i++) {
            hidden = hidden || value->hidden[i];
            narrow = narrow && is_latin_code(value->codes[i]);
        }
        if (hidden && (!narrow || (sizes[s] >= PART_NARROW && tells(value->codes + from, sizes[s]))))
            return sizes[s];
    }
    return 0;
}

/* Two letters that only where they are rare are a trace. */
static bool is_pair(const struct value *value, size_t from)
{
    const size_t to = from + PAIR - 1;
    return hide_rules[value->personal].weighs && to < value->count &&
           (value->hidden[from] || value->hidden[to]) && !is_latin_code(value->codes[from]) &&
           !is_latin_code(value->codes[to]);
}

static enum status add_parts(struct hide *hide, const struct value *value)
{
    enum status status = OK;
    for (size_t from = 0; from < value->count && status == OK; from++) {
        const size_t count = part_length(value, from);
        if (count > 0)
            status =
                set_add(hide, &hide->parts, &(struct entry){.value = value, .from = from, .count = count});
        if (status == OK && is_pair(value, from))
            status = set_add(hide, &hide->parts,
                             &(struct entry){.value = value, .from = from, .count = PAIR, .is_pair = true});
    }
    return status;
}

/* Words of Latin letters of a name: Smith. */
static enum status add_words(struct hide *hide, const struct value *value)
{
    enum status status = OK;
    struct fold *fold = &hide->fold;
    fold_begin(fold);
    if (hide_rules[value->personal].keeps == KEEPS_SURNAME)
        status = fold_add(fold, value->shown);
    for (size_t from = 0, at = 1; at <= fold->count && fold->count == value->count && status == OK; at++) {
        if (at < fold->count && fold->origins[at].gap == GAP_NONE)
            continue;
        if (at - from >= PART_WORD && is_latin_code(value->codes[from]) && value->hidden[at - 1])
            status =
                set_add(hide, &hide->parts,
                        &(struct entry){.value = value, .from = from, .count = at - from, .is_word = true});
        from = at;
    }
    return status;
}

/* A part of a name stands in a text of the kind, which may be shown where it stands with a letter beside it: 建设单 and 位建设
 * say nothing of 李建设. */
static enum status add_context(struct hide *hide, const struct value *text, size_t at, size_t count)
{
    enum status status = OK;
    if (at + count < text->count)
        status =
            set_add(hide, &hide->shields, &(struct entry){.value = text, .from = at, .count = count + 1});
    if (status == OK && at > 0)
        status =
            set_add(hide, &hide->shields, &(struct entry){.value = text, .from = at - 1, .count = count + 1});
    return status;
}

/* What the kind's files have is no trace. */
static enum status drop_known(struct hide *hide, struct str text)
{
    struct value *value;
    fold_begin(&hide->fold);
    enum status status = fold_add(&hide->fold, text);
    if (status == OK)
        status = make_value(hide, &(struct hide_value){.text = text}, text, NULL, &value);
    for (size_t at = 0; at < hide->fold.count && status == OK; at++) {
        const struct entry *found = set_find(&hide->parts, &hide->fold, at, true);
        for (; found != NULL && hide_rules[found->value->personal].weighs;
             found = set_find(&hide->parts, &hide->fold, at, true))
            ((struct entry *)found)->is_known = true;
        if (found != NULL)
            status = add_context(hide, value, at, found->count);
    }
    return status;
}

/* A short text that has so much of a value says it: it excuses nothing. */
static bool says_value(const struct hide *hide)
{
    enum { SAID = 5 /* letters in a row */ };
    const struct fold *fold = &hide->fold;
    const struct entry *last = NULL;
    size_t parts = 0;
    for (size_t at = 0; at < fold->count; at++) {
        const struct entry *found = set_find(&hide->parts, fold, at, true);
        const bool goes_on =
            found != NULL && last != NULL && found->value == last->value && found->from == last->from + 1;
        parts = found == NULL ? 0 : goes_on ? parts + 1 : 1;
        last = found;
        if (found != NULL && hide_rules[found->value->personal].weighs && parts + found->count - 1 >= SAID)
            return true;
    }
    return false;
}

/* Those that are left weigh. */
static enum status sift_weighing(struct hide *hide)
{
    size_t kept = 0;
    for (size_t i = 0; i < hide->weighing_count; i++) {
        fold_begin(&hide->fold);
        if (fold_add(&hide->fold, hide->weighing[i]) != OK)
            return NO_MEMORY;
        if (!says_value(hide))
            hide->weighing[kept++] = hide->weighing[i];
    }
    hide->weighing_count = kept;
    return OK;
}

/* Nor what short texts of the paper have, of such parts that give way to them. */
static enum status drop_weighing(struct hide *hide, struct str text)
{
    fold_begin(&hide->fold);
    enum status status = fold_add(&hide->fold, text);
    for (size_t at = 0; at < hide->fold.count && status == OK; at++) {
        const struct entry *found;
        while ((found = set_find(&hide->parts, &hide->fold, at, true)) != NULL &&
               hide_rules[found->value->personal].weighs)
            ((struct entry *)found)->is_known = true;
    }
    return status;
}

/* A public text that holds a value is printed as it is: somebody should know. */
static enum status tell_public(struct hide *hide, const struct hide_value *text)
{
    const struct fold *fold = &hide->fold;
    fold_begin(&hide->fold);
    enum status status = fold_add(&hide->fold, text->text);
    for (size_t at = 0; at < fold->count && status == OK; at++) {
        const struct entry *found = set_find(&hide->wholes, fold, at, false);
        if (found == NULL || found->count == fold->count)
            continue;
        diag_report(hide->diag, MSG_HIDE_PUBLIC, text->place, STR_ARGS(text->text),
                    STR_ARGS(found->value->path), STR_ARGS(found->value->shown));
        break;
    }
    return status;
}

enum status hide_settle(struct hide *hide)
{
    enum status status = OK;
    for (size_t i = 0; i < hide->value_count && status == OK; i++) {
        status = hide_text(hide, &hide->values[i]->path); /* which may name the person */
        if (status == OK)
            status = add_parts(hide, hide->values[i]);
        if (status == OK)
            status = add_words(hide, hide->values[i]);
    }
    if (status == OK)
        status = sift_weighing(hide); /* before anything is known */
    for (size_t i = 0; i < hide->known_count && status == OK; i++)
        status = drop_known(hide, hide->known[i]);
    if (status == OK)
        status = drop_weighing(hide, STR(COMMON));
    if (status == OK)
        status = drop_weighing(hide, STR(OWN));
    for (size_t i = 0; i < hide->weighing_count && status == OK; i++)
        status = drop_weighing(hide, hide->weighing[i]);
    for (size_t i = 0; i < hide->public_count && status == OK; i++)
        status = tell_public(hide, &hide->public_texts[i]);
    return status;
}
