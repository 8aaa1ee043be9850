/*
 * The figure of the record that a number of the text is, or nearly is.
 *
 * Equal: the same value of the same quantity; where the field has no unit, or the number none, its name must
 * be said too.  Near: another value, of the same quantity, which the words around the number name.  The name
 * beats an equal value elsewhere: 流动9名 is no proof where 在岗人数 is 9 and 流动人数 is 4.  A warning that
 * is wrong costs more than one that is missing: the rules in is_near say how plainly what must be named.
 */
#include "prose/prose_int.h"

#include <string.h>

/* --- candidates --- */

struct candidate {
    const struct figure *figure;
    enum said said;
    enum meant meant;
    size_t label; /* bytes of the label where it is said beside the number: 助理社会工作师 says more than
                     社会工作师 */
};

static struct label_memo *memo_of(struct finder *finder, const struct figure *figure)
{
    const struct field *field = &figure->record->shape->fields[figure->slot];
    struct label_memo *memo = &finder->memos[((uintptr_t)field / sizeof *field) % LABEL_MEMOS];
    if (memo->field == field)
        return memo;
    *memo = (struct label_memo){
        .field = field, .core = label_core(field->label), .ordinal = label_is_ordinal(field->label)};
    int outer = record_slot_in_parent(figure->record);
    struct str group = outer < 0 ? STR("") : figure->record->parent->shape->fields[outer].label;
    if (memo->core.len > group.len && str_equal(str_slice(memo->core, 0, group.len), group))
        memo->core = str_slice(memo->core, group.len, memo->core.len); /* 变更后 › 变更后每月服务费用 */
    return memo;
}

static enum said said_of(struct finder *finder, const struct saying *saying, const struct figure *figure)
{
    struct label_memo *memo = memo_of(finder, figure);
    if (memo->saying != finder->sayings) {
        memo->saying = finder->sayings;
        memo->said = label_said(saying, memo->core);
    }
    return memo->said;
}

/* Names are looked for among those of 64 neighbours, so this counts as that many comparisons; when all are
 * used up, nothing is said by name. */
static struct candidate candidate_of(struct finder *finder, const struct saying *saying,
                                     const struct figure *figure)
{
    enum { COST = 64 };
    struct candidate candidate = {.figure = figure};
    if (finder->compared >= PROSE_MAX_COMPARED)
        return candidate;
    finder->compared += COST;
    candidate.said = said_of(finder, saying, figure);
    candidate.meant = record_meant(saying, figure->record);
    candidate.label = candidate.said == SAID_BESIDE ? memo_of(finder, figure)->core.len : 0;
    return candidate;
}

static int64_t rank(const struct candidate *candidate)
{
    enum { LABELS = 1 << 16, SAYINGS = SAID_BESIDE + 1 };
    int64_t names = (int64_t)candidate->meant * SAYINGS + (int64_t)candidate->said;
    return candidate->figure == NULL ? -1 : names * LABELS + (int64_t)candidate->label;
}

/* --- equal --- */

static bool same_quantity(const struct spoken *spoken, const struct figure *figure)
{
    return spoken->quantity == figure->quantity && spoken->quantity != QUANTITY_NONE &&
           (spoken->quantity != QUANTITY_COUNT || unit_number(spoken->unit) == figure->unit);
}

/* 3起 counts, 季度 does not. */
static bool is_counted_ordinal(struct finder *finder, const struct spoken *spoken,
                               const struct figure *figure)
{
    return spoken->unit != NULL && figure->quantity == QUANTITY_NONE && memo_of(finder, figure)->ordinal;
}

/* Would a field of this quantity say its unit? */
static bool has_own_unit(enum quantity quantity)
{
    return quantity == QUANTITY_PEOPLE || quantity == QUANTITY_MONEY || quantity == QUANTITY_PERCENT ||
           quantity == QUANTITY_POINTS;
}

/* Without a common unit the name must tell. */
static bool is_equal(const struct saying *saying, const struct candidate *candidate)
{
    const struct figure *figure = candidate->figure;
    if (saying->spoken->bare)
        return candidate->said == SAID_BESIDE;
    if (same_quantity(saying->spoken, figure))
        return true;
    if (saying->spoken->quantity == QUANTITY_NONE && figure->quantity != QUANTITY_NONE)
        return true; /* with decimals or grouped: long enough to be told by its value */
    if (figure->counts || has_own_unit(saying->spoken->quantity))
        return candidate->said == SAID_BESIDE;
    return candidate->said >= SAID_CLAUSE ||
           (candidate->said == SAID_SENTENCE && candidate->meant >= MEANT_OWN) ||
           candidate->meant == MEANT_HERE;
}

static bool may_be_equal(struct finder *finder, const struct spoken *spoken, const struct figure *figure)
{
    bool date = spoken->quantity >= QUANTITY_DATE || figure->quantity >= QUANTITY_DATE;
    if ((spoken->negative && !figure->negative) || is_counted_ordinal(finder, spoken, figure))
        return false;
    return same_quantity(spoken, figure) ||
           (!date && (spoken->quantity == QUANTITY_NONE || figure->quantity == QUANTITY_NONE));
}

/* May the figure stand where the number does: behind 由 what was before, behind 增至 what is then? */
static bool fits_change(const struct finder *finder, const struct figure *figure)
{
    const enum change_role role = finder->change.role;
    return (role != CHANGE_OLD && role != CHANGE_NEW) ||
           (role == CHANGE_OLD) == (figure_era(figure) == ERA_BEFORE);
}

/* A common unit comes before all names; of what is named alike, what was before where that is meant. */
static bool is_better(const struct finder *finder, const struct spoken *spoken, const struct candidate *a,
                      const struct candidate *b)
{
    bool a_same = same_quantity(spoken, a->figure);
    bool b_same = b->figure != NULL && same_quantity(spoken, b->figure);
    if (a_same != b_same || b->figure == NULL)
        return a_same || b->figure == NULL;
    return rank(a) != rank(b) ? rank(a) > rank(b)
                              : fits_change(finder, a->figure) && !fits_change(finder, b->figure);
}

/* Of so many digits that no other amount shows them, or named. */
static bool is_surely_shown(const struct spoken *spoken, const struct candidate *candidate)
{
    enum { DIGITS = 1000 }; /* four of them */
    return spoken->value / spoken->step >= DIGITS || candidate->said >= SAID_CLAUSE ||
           candidate->meant >= MEANT_NAMED ||
           (candidate->said == SAID_SENTENCE && candidate->meant >= MEANT_ONLY);
}

/* 138.32万元 of 1383188.92元 */
static struct candidate find_shown(struct finder *finder, const struct saying *saying)
{
    const struct spoken *spoken = saying->spoken;
    struct candidate best = {0};
    for (uint32_t at = spoken->step > 0 ? finder->index.first[QUANTITY_MONEY] : 0;
         at != 0 && finder->compared < PROSE_MAX_COMPARED; at = finder->index.figures[at].alike) {
        const struct figure *figure = &finder->index.figures[at];
        finder->compared++;
        if (!figure_is_shown(spoken, figure) || !may_be_equal(finder, spoken, figure))
            continue;
        const struct candidate candidate = candidate_of(finder, saying, figure);
        if (is_surely_shown(spoken, &candidate) && is_better(finder, spoken, &candidate, &best))
            best = candidate;
    }
    return best;
}

static struct candidate find_equal(struct finder *finder, const struct saying *saying)
{
    enum { LOOKED_AT = 64 };
    const struct spoken *spoken = saying->spoken;
    struct candidate best = {0};
    int left = LOOKED_AT;
    for (uint32_t at = index_probe(&finder->index, spoken->quantity, spoken->value); at != 0 && left > 0;
         at = finder->index.figures[at].same) {
        const struct figure *figure = &finder->index.figures[at];
        if (figure->value != spoken->value || !may_be_equal(finder, spoken, figure))
            continue;
        left--;
        struct candidate candidate = candidate_of(finder, saying, figure);
        if (is_equal(saying, &candidate) && is_better(finder, spoken, &candidate, &best))
            best = candidate;
    }
    return best.figure != NULL ? best : find_shown(finder, saying);
}

/* --- near --- */

/* Two characters of the label side by side, in the sentence: 经费 of 经费总额. */
static bool hint_said(const struct saying *saying, const struct figure *figure)
{
    struct str label = figure->record->shape->fields[figure->slot].label;
    for (size_t from = 0; from < label.len;) {
        size_t next = from;
        utf8_next(label, &next);
        size_t to = next;
        if (to == label.len)
            return false;
        utf8_next(label, &to);
        if (label_said(saying, str_slice(label, from, to)) != SAID_NOT)
            return true;
        from = next;
    }
    return false;
}

/* The words beside the number do not name the label: a bare “六和中心8人”, or a long number that is nearly
 * theirs. */
static bool is_near_unnamed(const struct saying *saying, const struct figure *figure)
{
    const struct spoken *spoken = saying->spoken;
    return !spoken->slight &&
           ((record_beside(saying, figure->record) && is_counted_alone(saying)) ||
            (value_is_long(spoken->value) && spoken->quantity < QUANTITY_DATE &&
             (record_meant(saying, figure->record) >= MEANT_NAMED || hint_said(saying, figure))));
}

/* The list whose records the figure counts, by itself or, 中心总数, by its label; NULL: none. */
static const struct value *list_counted(const struct figure *figure, struct str core)
{
    const struct record *record = figure->record;
    for (size_t slot = 0; slot < record->shape->field_count; slot++) {
        const struct value *list = &record->slots[slot].value;
        if (record->shape->fields[slot].type.kind == TYPE_LIST && record->slots[slot].state == SLOT_SET &&
            list->list.count > 0 && list->list.items[0].kind == TYPE_RECORD &&
            (figure->counts ? (int)slot == figure->slot : str_equal(record->shape->fields[slot].label, core)))
            return list;
    }
    return NULL;
}

/* What the list is called ends the name of one of its records: 六联中心有3个 is no number of centres. */
static bool is_of_member(const struct saying *saying, const struct figure *figure, struct str core)
{
    const struct value *list = list_counted(figure, core);
    const struct record *first = list == NULL ? NULL : list->list.items[0].record;
    return first != NULL && (record_beside(saying, first) || named_beside(saying, first) != NULL);
}

/* A day beside 考核 is not yet 考核日期: what is done then may take days, and be asked for, told and held again. */
static bool is_other_day(const struct saying *saying, const struct figure *figure, struct str core)
{
    enum { SHORT = 2 * 3 /* bytes of a label */ };
    return figure->quantity >= QUANTITY_DATE && core.len <= SHORT && !day_is_of(saying, core);
}

static bool is_near(const struct saying *saying, const struct candidate *candidate, bool near)
{
    enum { TELLING = 3 * 3 /* bytes of a label: 得分 of a record that nobody named may be any of them */ };
    const struct spoken *spoken = saying->spoken;
    enum said said = candidate->said;
    enum meant meant = candidate->meant;
    bool same = same_quantity(spoken, candidate->figure);
    if (spoken->bare) /* of a money it may be another multiple: 单位：万元 */
        return said == SAID_BESIDE && meant >= (near ? MEANT_ONLY : MEANT_OWN) &&
               candidate->figure->quantity != QUANTITY_MONEY && !candidate->figure->counts;
    if (!same || spoken->slight)
        return said == SAID_BESIDE && meant >= MEANT_ONLY && near;
    if (!near) /* named beyond doubt, whatever the value */
        return said == SAID_BESIDE && meant >= MEANT_OWN && spoken->quantity < QUANTITY_DATE;
    const bool telling = meant >= MEANT_ONLY || candidate->label >= TELLING;
    return (said == SAID_BESIDE && telling) || (said >= SAID_CLAUSE && meant >= MEANT_ONLY) ||
           (said == SAID_SENTENCE && (meant >= MEANT_OWN || (meant == MEANT_ONLY && is_total(saying)))) ||
           is_near_unnamed(saying, candidate->figure);
}

/* Not named, but meant: by a part of the label, 得分 of 综合得分, said of the whole paper, of a figure that there is once. */
static bool is_near_otherwise(struct finder *finder, const struct saying *saying, const struct figure *figure)
{
    const struct str label = figure->record->shape->fields[figure->slot].label;
    if (is_near_unnamed(saying, figure))
        return !is_apart(saying, figure, memo_of(finder, figure)->core);
    if (saying->spoken->slight || figure->quantity >= QUANTITY_DATE ||
        record_meant(saying, figure->record) != MEANT_ONLY)
        return false;
    const struct str part = part_said_of_all(saying, label);
    return part.len > 0 && !is_apart(saying, figure, part);
}

/* The figure as a candidate, if the words make it one. */
static bool may_be_meant(struct finder *finder, const struct saying *saying, const struct figure *figure,
                         struct candidate *ret_candidate)
{
    const struct spoken *spoken = saying->spoken;
    enum quantity quantity = (enum quantity)figure->quantity;
    bool near = quantity >= QUANTITY_DATE ? dates_are_near(quantity, figure->value, spoken->value)
                                          : figure_is_near(spoken, figure);
    struct candidate candidate = {.figure = figure, .said = said_of(finder, saying, figure)};
    if (near ? candidate.said == SAID_NOT : candidate.said != SAID_BESIDE) {
        *ret_candidate = candidate;
        return near && same_quantity(spoken, figure) && is_near_otherwise(finder, saying, figure);
    }
    candidate = candidate_of(finder, saying, figure);
    *ret_candidate = candidate;
    const struct str core = memo_of(finder, figure)->core;
    return is_near(saying, &candidate, near) && !is_apart(saying, figure, core) &&
           !is_of_member(saying, figure, core) && !is_other_day(saying, figure, core);
}

static int64_t distance(const struct figure *figure, int64_t value)
{
    return figure->value > value ? figure->value - value : value - figure->value;
}

/* More plainly named, else of the nearer value. */
static bool is_nearer(const struct candidate *a, const struct candidate *b, int64_t value)
{
    if (b->figure == NULL || rank(a) != rank(b))
        return rank(a) > rank(b);
    return distance(a->figure, value) < distance(b->figure, value);
}

/* Is it another figure that is meant, as the sentence has said before? */
static bool is_elsewhere(struct finder *finder, const struct saying *saying,
                         const struct candidate *candidate)
{
    const struct record *record = candidate->figure->record;
    const enum meant meant = record_meant(saying, record);
    return is_of_other_time(finder->earlier, record) ||
           is_part_of_stated(finder->earlier, candidate->figure, candidate->said, meant) ||
           (meant != MEANT_NOT &&
            is_of_other_row(finder->earlier, record, memo_of(finder, candidate->figure)->core)) ||
           (meant == MEANT_NOT && other_beside(saying, record) != NULL);
}

static void look_along(struct finder *finder, const struct saying *saying, enum quantity quantity,
                       struct candidate *best, struct str *longest)
{
    const struct spoken *spoken = saying->spoken;
    for (uint32_t at = finder->index.first[quantity]; at != 0 && finder->compared < PROSE_MAX_COMPARED;
         at = finder->index.figures[at].alike) {
        const struct figure *figure = &finder->index.figures[at];
        finder->compared++;
        struct candidate candidate;
        const struct label_memo *memo = memo_of(finder, figure);
        if (memo->core.len > longest->len && said_of(finder, saying, figure) == SAID_BESIDE)
            *longest = memo->core;
        if (figure->value != spoken->value && !figure_is_shown(spoken, figure) &&
            !is_counted_ordinal(finder, spoken, figure) && fits_change(finder, figure) &&
            may_be_meant(finder, saying, figure, &candidate) && !is_elsewhere(finder, saying, &candidate) &&
            is_nearer(&candidate, best, spoken->value))
            *best = candidate;
    }
}

/* 486000元乘以90%, 审定价的97%: what comes of it is said elsewhere. */
static bool is_operand(const struct saying *saying)
{
    static const char *const signs[] = {"乘", "×", "＊", "*", "÷", "除以", "+", "＋", "加上", "减去", "扣除"};
    const struct str text = saying->text;
    size_t at = saying->spoken->to, share = at;
    struct numeral numeral;
    return skip_any(text, &at, signs, ARRAY_COUNT(signs)) ||
           (skip_word(text, &share, "的") && number_read(text, &share, &numeral) &&
            (at_word(text, share, "%") || at_word(text, share, "％")));
}

static struct candidate find_near(struct finder *finder, const struct saying *saying)
{
    struct candidate best = {0};
    struct str longest = STR(""); /* label beside the number: 上季度得分 means no other 得分 */
    const struct spoken *spoken = saying->spoken;
    if (spoken->about || (spoken->quantity == QUANTITY_NONE && !spoken->bare) || is_operand(saying))
        return best;
    for (int quantity = 0; spoken->bare && quantity < QUANTITY_DATE; quantity++)
        look_along(finder, saying, (enum quantity)quantity, &best, &longest);
    if (spoken->bare)
        return best;
    look_along(finder, saying, spoken->quantity, &best, &longest);
    if (spoken->quantity == QUANTITY_COUNT)
        look_along(finder, saying, QUANTITY_NONE, &best, &longest);
    if (best.said == SAID_BESIDE && best.meant <= MEANT_ONLY && best.label < longest.len &&
        last_of(longest, 0, longest.len, memo_of(finder, best.figure)->core) != SIZE_MAX)
        return (struct candidate){0};
    return best;
}

/* The name beats the value: what is named here, and more plainly than what is equal. */
static bool beats(const struct saying *saying, const struct candidate *near, const struct candidate *equal)
{
    const struct str label = equal->figure->record->shape->fields[equal->figure->slot].label;
    if (equal->meant == MEANT_ONLY &&
        label_whole(saying, label)) /* 在岗总人数, whatever the text's own record has */
        return false;
    return near->said >= SAID_SENTENCE && near->meant >= MEANT_OWN && near->meant >= equal->meant &&
           rank(near) > rank(equal);
}

/* Is the figure named plainly, so that another value is a slip?  The clause begins with its name; or its name stands beside, whatever is
 * before it, a number so long that it equals another figure by no chance. */
static bool is_plainly_named(struct finder *finder, const struct saying *saying, const struct figure *figure)
{
    const struct str core = memo_of(finder, figure)->core;
    if (saying->spoken->quantity >= QUANTITY_DATE)
        return figure->record->parent == NULL && day_is_of(saying, core);
    return said_of(finder, saying, figure) == SAID_BESIDE &&
           (label_leads(saying, core) ||
            (value_is_long(saying->spoken->value) && label_stands(saying, core)));
}

/* A figure that there is once and that is plainly named, of the longest name; NULL: there is none, or one has that value. */
static const struct figure *find_named(struct finder *finder, const struct saying *saying,
                                       enum quantity quantity)
{
    enum { TELLING = 3 * 3, TELLING_DAY = 2 * 3 /* bytes of a label */ };
    const struct spoken *spoken = saying->spoken;
    const struct figure *best = NULL;
    size_t longest = (spoken->quantity >= QUANTITY_DATE ? TELLING_DAY : TELLING) - 1;
    for (uint32_t at = finder->index.first[quantity]; at != 0 && finder->compared < PROSE_MAX_COMPARED;
         at = finder->index.figures[at].alike) {
        const struct figure *figure = &finder->index.figures[at];
        finder->compared++;
        const struct str core = memo_of(finder, figure)->core;
        if (core.len <= longest || (quantity == spoken->quantity && !same_quantity(spoken, figure)) ||
            is_counted_ordinal(finder, spoken, figure) || !is_plainly_named(finder, saying, figure) ||
            record_meant(saying, figure->record) != MEANT_ONLY || is_apart(saying, figure, core))
            continue;
        longest = core.len;
        best = figure;
    }
    return best == NULL || best->value == spoken->value || figure_is_shown(spoken, best) ? NULL : best;
}

/* What is equal is of a record that is not named, and beside the number another one of the list is; so is one before 得, of a 得分. */
static bool is_of_another(const struct finder *finder, const struct saying *saying,
                          const struct candidate *equal, struct figure *ret_figure)
{
    const struct str got = STR("得"), before = str_slice(saying->text, 0, saying->spoken->from);
    const struct record *record = equal->figure->record;
    const struct str label = record->shape->fields[equal->figure->slot].label;
    struct spoken verb = *saying->spoken;
    struct saying of_verb = *saying;
    if (ends_with(before, got) && last_of(label, 0, label.len, got) != SIZE_MAX)
        verb.from -= got.len;
    of_verb.spoken = &verb;
    const struct record *other = equal->meant == MEANT_NOT ? named_beside(&of_verb, record) : NULL;
    return other != NULL && other->shape == record->shape &&
           figure_make(other, equal->figure->slot, ret_figure) &&
           !is_apart(saying, ret_figure, model_record_name(other)) &&
           !is_of_other_row(finder->earlier, other, label_core(label)) &&
           ret_figure->value != saying->spoken->value && !figure_is_shown(saying->spoken, ret_figure);
}

/* Is it sure that the thing itself is meant, not another one that costs as much?  It is named, or what it changes to is the other of
 * the two. */
static bool is_surely_meant(const struct finder *finder, const struct candidate *equal,
                            const struct figure *other)
{
    return equal->said >= SAID_CLAUSE || equal->meant >= MEANT_NAMED ||
           (equal->said == SAID_SENTENCE && equal->meant >= MEANT_ONLY) ||
           (finder->change.is_known && finder->change.to == other->value);
}

/* What is equal is what was before, and should be what is then, or the other way round: 由变更后 减为 原; not changed at all: both
 * should be equal. */
static const struct figure *find_exchanged(struct finder *finder, const struct spoken *spoken,
                                           const struct candidate *equal)
{
    const struct figure *figure = equal->figure;
    const enum change_role role = finder->change.role;
    if (role == CHANGE_NONE || (role != CHANGE_KEPT && fits_change(finder, figure)))
        return NULL;
    if (equal->said != SAID_NOT &&
        label_is_of_era(figure->record->shape->fields[figure->slot].label)) /* 上季度得分保持88分 */
        return NULL;
    for (uint32_t at = finder->index.first[figure->quantity];
         at != 0 && finder->compared < PROSE_MAX_COMPARED; at = finder->index.figures[at].alike) {
        const struct figure *other = &finder->index.figures[at];
        finder->compared++;
        if (other->value != figure->value && !figure_is_shown(spoken, other) &&
            figures_are_pair(figure, other) && is_surely_meant(finder, equal, other))
            return other;
    }
    return NULL;
}

/* What is equal is named nowhere in the sentence, but another one is, whose value it should be. */
static const struct figure *find_mistaken(struct finder *finder, const struct saying *saying,
                                          const struct candidate *equal)
{
    const struct spoken *spoken = saying->spoken;
    if (spoken->about || spoken->slight || spoken->bare || spoken->quantity > QUANTITY_DATE ||
        is_operand(saying))
        return NULL;
    const struct figure *exchanged = find_exchanged(finder, spoken, equal);
    if (exchanged != NULL || finder->change.role == CHANGE_OLD)
        return exchanged;
    if (is_of_another(finder, saying, equal, &finder->other))
        return &finder->other;
    const struct figure *named =
        equal->meant > MEANT_ONLY ? NULL : find_named(finder, saying, spoken->quantity);
    if (named == NULL)
        return NULL;
    const struct str label = equal->figure->record->shape->fields[equal->figure->slot].label;
    const struct str longer = memo_of(finder, named)->core, core = memo_of(finder, equal->figure)->core;
    const bool is_part =
        last_of(label, 0, label.len, longer) != SIZE_MAX; /* 满意度 of 第一季度满意度 may be meant */
    const bool is_said = equal->said != SAID_NOT && !label_only_within(saying, core, longer);
    return is_part || is_said ? NULL : named;
}

/* 发放问卷74份, and nothing else in the clause, where 发放问卷 is 80 and another field of that record, which has no unit either, 74. */
static const struct figure *find_mistaken_count(struct finder *finder, const struct saying *saying)
{
    const struct spoken *spoken = saying->spoken;
    if (spoken->quantity != QUANTITY_COUNT || spoken->about || spoken->slight || is_operand(saying) ||
        finder->change.role != CHANGE_NONE || spoken->to != saying->clause_end)
        return NULL;
    const struct figure *named = find_named(finder, saying, QUANTITY_NONE);
    for (uint32_t at = named == NULL ? 0 : index_probe(&finder->index, QUANTITY_NONE, spoken->value); at != 0;
         at = finder->index.figures[at].same) {
        const struct figure *figure = &finder->index.figures[at];
        if (figure->value == spoken->value && figure->quantity == QUANTITY_NONE &&
            figure->record == named->record && !figure->counts && !named->counts &&
            said_of(finder, saying, figure) == SAID_NOT && !is_counted_ordinal(finder, spoken, figure))
            return named;
    }
    return NULL;
}

static enum prose_verdict verdict_of(struct finder *finder, const struct saying *saying,
                                     const struct figure **ret_figure)
{
    *ret_figure = NULL;
    finder->sayings++;
    if (saying->spoken->huge)
        return PROSE_UNMATCHED;
    const enum spread_kind spread = spread_make(finder, saying, &finder->spread);
    if (spread == SPREAD_OWN)
        saying = &finder->spread.saying;
    finder->change = change_of(saying);
    finder->change.is_known = finder->change.is_known && spread == SPREAD_NOT; /* `end` is of the passage */
    const struct candidate equal = find_equal(finder, saying);
    if (spread == SPREAD_UNSURE) {
        *ret_figure = equal.figure;
        return equal.figure != NULL ? PROSE_EQUAL : PROSE_UNMATCHED;
    }
    const struct candidate near = find_near(finder, saying);
    if (near.figure != NULL && (equal.figure == NULL || beats(saying, &near, &equal)) &&
        !is_supposed(&finder->earlier->now)) {
        *ret_figure = near.figure;
        return PROSE_NEAR;
    }
    const struct figure *mistaken =
        equal.figure != NULL ? find_mistaken(finder, saying, &equal) : find_mistaken_count(finder, saying);
    if (mistaken == NULL && !is_operand(saying))
        mistaken = find_by_label(finder, saying, equal.figure);
    if (mistaken == NULL && !is_operand(saying))
        mistaken = find_of_whole(finder, saying, equal.figure);
    if (mistaken == NULL && equal.figure == NULL && near.figure == NULL && !is_operand(saying))
        mistaken = find_unitless(finder, saying);
    const bool told = mistaken != NULL && !is_supposed(&finder->earlier->now) &&
                      !is_of_other_time(finder->earlier, mistaken->record);
    *ret_figure = told ? mistaken : equal.figure;
    return told ? PROSE_NEAR : equal.figure != NULL ? PROSE_EQUAL : PROSE_UNMATCHED;
}

/* Of that value, of this quantity, and not one of a list's. */
static const struct figure *find_only(const struct finder *finder, const struct saying *saying,
                                      enum quantity quantity, int64_t value)
{
    enum { LOOKED_AT = 64 };
    int left = LOOKED_AT;
    for (uint32_t at = index_probe(&finder->index, quantity, value); at != 0 && left > 0;
         at = finder->index.figures[at].same, left--) {
        const struct figure *figure = &finder->index.figures[at];
        if (figure->value == value && figure->quantity == quantity &&
            record_meant(saying, figure->record) == MEANT_ONLY)
            return figure;
    }
    return NULL;
}

/* A year of the paper: that of a date of its own, not of one of a list, or of a field 年度. */
static const struct figure *year_of(const struct finder *finder, const struct saying *saying)
{
    const int64_t year = saying->spoken->value;
    const struct figure *date = find_only(finder, saying, QUANTITY_DATE_YEAR, year);
    return date != NULL || year >= FIGURE_ONE ? date
                                              : find_only(finder, saying, QUANTITY_NONE, year * FIGURE_ONE);
}

enum prose_verdict find_figure(struct finder *finder, const struct saying *saying,
                               const struct figure **ret_figure)
{
    earlier_enter(finder->earlier, saying);
    const enum prose_verdict verdict = verdict_of(finder, saying, ret_figure);
    const bool year = saying->spoken->quantity == QUANTITY_DATE_YEAR;
    earlier_note(finder->earlier, saying,
                 year                     ? year_of(finder, saying)
                 : verdict == PROSE_EQUAL ? *ret_figure
                                          : NULL);
    return verdict;
}
