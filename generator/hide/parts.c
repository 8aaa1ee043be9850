/*
 * So little of a value is a trace of it, and what is none: what the kind's files, public texts and short ones have anyway, and what
 * is printed instead of values.  A part is as short as the rules let it be, for who finds a longer one finds it, too.
 */
#include "hide/hide_int.h"
#include "hide/messages.def"

/* Parts of Latin letters and digits: shorter ones are everywhere, and of few different digits are round amounts. */
enum { PART_NARROW = 6, PART_DIGITS = 3, PART_LONG = 8, PART_LONG_DIGITS = 2, PART_WORD = 3, PAIR = 2 };
enum { PART_ASIDE = 3, SAID = 5 /* letters in a row: a text that has them says the value */ };

/* What addresses have in common: no two letters of these say where somebody lives. */
static const char COMMON[] = "小区、花园、家园、公寓、大厦、大楼、宿舍、新村、新城、新区、广场、中心、街道、"
                             "社区、大道、大街、胡同、单元、号"
                             "楼、楼栋、东路、西路、南路、北路、中路、东街、西街、南街、北街、中街、服务、人"
                             "民、文化、工业、科技、商业、"
                             "一路、二路、三路、四路、五路、一街、二街、一期、二期、三期、一栋、二栋、三栋、"
                             "一号、二号、三号、一楼、二楼、三楼";

/* What counts, and what it counts: 12号, 2025年. */
static const char UNITS[] = "年月日号元栋座楼室幢", DATES[] = "年月日";

/* What the program itself writes into such a copy. */
static const char OWN[] = PAGE_PUBLIC "、校核表";

/* Of letters and digits that are everywhere: are they more than a round amount, and no date? */
static bool tells(const uint32_t *codes, size_t count)
{
    enum { DIGITS = 10 };
    bool seen[DIGITS] = {false}, has_letter = false;
    size_t different = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_one_of(codes[i], DATES))
            return false;
        has_letter = has_letter || (is_latin_code(codes[i]) && !is_digit_code(codes[i]));
        if (!is_digit_code(codes[i]))
            continue;
        different += seen[codes[i] - '0'] ? 0 : 1;
        seen[codes[i] - '0'] = true;
    }
    return has_letter || different >= PART_DIGITS || (count >= PART_LONG && different >= PART_LONG_DIGITS);
}

/* A sign that hides is no letter of anybody: 某 of 某某路. */
static bool is_lost(const struct value *value, size_t at)
{
    return value->hidden[at] && !is_sign(value->codes[at]);
}

/* Letters that only many together say something: digits, Latin ones, and what is counted. */
static bool is_narrow(const struct value *value, size_t at)
{
    return is_latin_code(value->codes[at]) ||
           (hide_rules[value->personal].weighs && is_one_of(value->codes[at], UNITS));
}

static bool are_narrow(const struct value *value, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++)
        if (!is_narrow(value, i))
            return false;
    return true;
}

/* So many letters are hidden, and neither narrow nor of a word that all have. */
static size_t count_own(const struct value *value, size_t from, size_t count)
{
    size_t own = 0;
    for (size_t i = from; i < from + count; i++)
        own += is_lost(value, i) && !is_narrow(value, i) && !value->common[i] ? 1 : 0;
    return own;
}

/* Are the letters a trace, if there are enough of them? */
static bool are_trace(const struct value *value, size_t from, size_t count)
{
    bool hidden = false;
    for (size_t i = from; i < from + count; i++)
        hidden = hidden || is_lost(value, i);
    if (are_narrow(value, from, count))
        return hidden && count >= PART_NARROW && tells(value->codes + from, count);
    const bool among_many = hide_rules[value->personal].keeps == KEEPS_REGION;
    return hidden && (!among_many || count_own(value, from, count) >= PAIR);
}

/* How many letters from there on are a trace; 0: too few are left, all of them are seen, or they say nothing. */
static size_t part_length(const struct value *value, size_t from)
{
    const size_t sizes[] = {hide_rules[value->personal].part, PART_NARROW, PART_LONG};
    for (size_t s = 0; s < ARRAY_COUNT(sizes) && from + sizes[s] <= value->count; s++)
        if (are_trace(value, from, sizes[s]))
            return sizes[s];
    return 0;
}

/* Two letters that only where they are rare are a trace. */
static bool is_pair(const struct value *value, size_t from)
{
    const size_t to = from + PAIR - 1;
    return hide_rules[value->personal].weighs && to < value->count &&
           (is_lost(value, from) || is_lost(value, to)) && !is_latin_code(value->codes[from]) &&
           !is_latin_code(value->codes[to]) && !value->common[from] && !value->common[to];
}

/* Are so many letters from there on hidden, and neither Latin nor digits? */
static bool are_words(const struct value *value, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++)
        if (i >= value->count || !is_lost(value, i) || is_latin_code(value->codes[i]))
            return false;
    return true;
}

/* Behind the names of an office's parts, in every address of it: 坂田街道六联社区. */
static void mark_common(const struct value *value)
{
    static const uint32_t words[][PAIR] = {{0x8857, 0x9053 /* 街道 */}, {0x793E, 0x533A /* 社区 */}};
    for (size_t at = 0; hide_rules[value->personal].keeps == KEEPS_REGION && at + PAIR <= value->count; at++)
        for (size_t i = 0; i < ARRAY_COUNT(words); i++)
            if (memcmp(value->codes + at, words[i], sizeof words[i]) == 0)
                value->common[at] = value->common[at + 1] = true;
}

/* What a text that says the value has of it: five letters in a row, or all that are hidden. */
static enum status add_said(struct hide *hide, const struct value *value)
{
    size_t first = 0, last = value->count;
    while (first < last && !is_lost(value, first))
        first++;
    while (last > first && !is_lost(value, last - 1))
        last--;
    enum status status = OK;
    if (last - first >= PAIR && last - first < SAID)
        status =
            set_add(hide, &hide->said, &(struct entry){.value = value, .from = first, .count = last - first});
    for (size_t from = 0; from < value->count && status == OK; from++) {
        const size_t count =
            from + SAID <= value->count && are_narrow(value, from, SAID) ? PART_NARROW : SAID;
        if (from + count <= value->count && is_lost(value, from + count - 1) &&
            (!are_narrow(value, from, count) || tells(value->codes + from, count)))
            status =
                set_add(hide, &hide->said, &(struct entry){.value = value, .from = from, .count = count});
    }
    return status;
}

static enum status add_parts(struct hide *hide, const struct value *value)
{
    const bool is_number = hide_rules[value->personal].keeps == KEEPS_ENDS;
    mark_common(value);
    enum status status = hide_rules[value->personal].weighs ? add_said(hide, value) : OK;
    for (size_t from = 0; from < value->count && status == OK; from++) {
        const bool is_aside = is_number && are_words(value, from, PART_ASIDE);
        const size_t count = is_aside ? PART_ASIDE : part_length(value, from);
        if (count > 0)
            status =
                set_add(hide, &hide->parts, &(struct entry){.value = value, .from = from, .count = count});
        if (status == OK && is_pair(value, from))
            status = set_add(hide, &hide->parts,
                             &(struct entry){.value = value, .from = from, .count = PAIR, .is_pair = true});
    }
    return status;
}

/* What is printed instead is no trace of another value, nor are the regions that stay, each for itself: 朝阳区 of one who lives in
 * 朝阳路. */
static enum status add_shown(struct hide *hide, const struct value *value)
{
    struct value *shown;
    fold_begin(&hide->fold);
    enum status status = fold_add(&hide->fold, value->shown);
    if (status == OK)
        status = make_value(hide, &(struct hide_value){.text = value->shown}, value->shown, NULL, &shown);
    if (status == OK && shown->count >= HIDE_LEAST)
        status = set_add(hide, &hide->shields, &(struct entry){.value = shown, .count = shown->count});
    const bool regions = hide_rules[value->personal].keeps == KEEPS_REGION;
    for (size_t from = 0, i = 0; i < value->count && regions && !value->hidden[i] && status == OK; i++) {
        const struct entry region = {.value = value, .from = from, .count = i + 1 - from};
        if (!rule_ends_region(value->codes[i]))
            continue;
        if (region.count >= HIDE_LEAST)
            status = set_add(hide, &hide->shields, &region);
        from = i + 1;
    }
    return status;
}

/* Words of Latin letters: Smith, HIV. */
static enum status add_words(struct hide *hide, const struct value *value)
{
    enum status status = OK;
    struct fold *fold = &hide->fold;
    fold_begin(fold);
    const bool is_number = hide_rules[value->personal].keeps == KEEPS_ENDS;
    status = fold_add(fold, value->shown); /* which has the gaps of the value */
    for (size_t from = 0, to; from < fold->count && fold->count == value->count && status == OK; from = to) {
        bool has_letter = false, has_digit = false, is_hidden = false;
        for (to = from; to < value->count && is_latin_code(value->codes[to]) &&
                        (to == from || fold->origins[to].gap == GAP_NONE);
             to++) {
            has_letter = has_letter || !is_digit_code(value->codes[to]);
            has_digit = has_digit || is_digit_code(value->codes[to]);
            is_hidden = is_hidden || is_lost(value, to);
        }
        if (to - from >= PART_WORD && has_letter && is_hidden && !(is_number && has_digit))
            status =
                set_add(hide, &hide->parts,
                        &(struct entry){.value = value, .from = from, .count = to - from, .is_word = true});
        to += to == from ? 1 : 0;
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

/* Where the kind prints a word that is somebody's, it is hidden, too: somebody should look. */
static void tell_known(struct hide *hide, size_t at)
{
    const struct entry *found = set_find(&hide->wholes, &hide->fold, at, false);
    struct value *value = found == NULL ? NULL : (struct value *)found->value;
    if (value == NULL || value->is_told || is_latin_code(value->codes[0]))
        return;
    value->is_told = true;
    diag_report(hide->diag, MSG_HIDE_KIND, value->place, STR_ARGS(value->path), STR_ARGS(value->shown));
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
        tell_known(hide, at);
        const struct entry *found = set_find(&hide->parts, &hide->fold, at, true);
        for (; found != NULL && entry_weighs(found); found = set_find(&hide->parts, &hide->fold, at, true))
            ((struct entry *)found)->is_known = true;
        if (found != NULL)
            status = add_context(hide, value, at, found->count);
    }
    return status;
}

/* A short text that has so much of a value says it: it excuses nothing. */
static bool says_value(const struct hide *hide)
{
    for (size_t at = 0; at < hide->fold.count; at++)
        if (set_find(&hide->said, &hide->fold, at, true) != NULL)
            return true;
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
        while ((found = set_find(&hide->parts, &hide->fold, at, true)) != NULL && entry_weighs(found))
            ((struct entry *)found)->is_known = true;
    }
    return status;
}

/* What stands there and is a value, or no less than a part that is one wherever it stands; NULL: nothing. */
static const struct entry *find_said(const struct hide *hide, size_t at)
{
    const struct entry *found = set_find(&hide->wholes, &hide->fold, at, false);
    if (found != NULL)
        return found;
    found = set_find(&hide->parts, &hide->fold, at, true);
    const bool is_name =
        found != NULL && !entry_weighs(found) && hide_rules[found->value->personal].keeps != KEEPS_ENDS;
    return found == NULL || found->is_pair || is_name ? NULL : found;
}

/* A public text that holds a value, or much of one, is printed as it is: somebody should know. */
static enum status tell_public(struct hide *hide, const struct hide_value *text)
{
    fold_begin(&hide->fold);
    enum status status = fold_add(&hide->fold, text->text);
    for (size_t at = 0; at < hide->fold.count && status == OK; at++) {
        const struct entry *found = find_said(hide, at);
        if (found != NULL && found->count == hide->fold.count)
            break; /* it is the value itself, and hidden */
        if (found == NULL)
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
        if (status == OK)
            status = add_shown(hide, hide->values[i]);
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
