/*
 * What is said of a check: what it is about, where that stands, both values and how far they are apart.
 *
 * The message is for someone who mends the input, so it is about what he wrote.  Of two sides that should be
 * equal the first is told to be wrong where the input states it in the record at hand ("合计为 3，应为 4"); a
 * constant, a computed figure or one of another record is right, and what the second side is made of is wrong
 * ("指标各项权重之和为 110，应为 100").  The place is that of the statement, or of the first one that a
 * computed figure comes from; the path names the record in words.
 */
#include "model/proofs/proofs_int.h"
#include "model/messages.def"

#include <string.h>

enum { CHECK_WORDS_MAX = 1 << 16 };

/* --- values --- */

/* Of a list the places, from 0, of the values that stood before; each value once. */
static size_t next_repeated(const struct value *list, size_t from)
{
    for (size_t i = from; i < list->list.count; i++) {
        size_t before = 0;
        for (size_t j = 0; j < i; j++)
            before += value_equal(&list->list.items[i], &list->list.items[j]) ? 1 : 0;
        if (before == 1)
            return i;
    }
    return list->list.count;
}

static struct value repeated_values(struct fill *fill, const struct value *list)
{
    struct value repeated = make_list(&fill->run, list->list.count);
    for (size_t i = next_repeated(list, 0); i < list->list.count && repeated.list.items != NULL;
         i = next_repeated(list, i + 1))
        repeated.list.items[repeated.list.count++] = list->list.items[i];
    return repeated;
}

enum { REPEATED_MAX = 1000 }; /* a longer list is not looked through */

/* What a condition is about: its value; of a list what is repeated in it. */
static struct str condition_text(struct fill *fill, const struct outcome *outcome)
{
    struct value value = outcome->computed;
    if (value.kind == TYPE_LIST) {
        if (outcome->holds || value.list.count > REPEATED_MAX)
            return STR("");
        value = repeated_values(fill, &outcome->computed);
    }
    return value_text(&fill->run, RULE_TEXT, &value, 0);
}

static void print_bands(struct fill *fill, const struct outcome *outcome, struct proved *proved)
{
    const struct number *end = outcome->lower.max, *begin = outcome->upper.min, *apart = NULL;
    if (outcome->holds || end == NULL || begin == NULL)
        return;
    enum status status = figures_apart(fill, begin, end, &apart);
    run_note(&fill->run, status == NO_MEMORY ? NO_MEMORY : OK);
    proved->stated = figure_text(&fill->run, end, 0);
    proved->computed = figure_text(&fill->run, begin, 0);
    if (status == OK)
        proved->difference = figure_text(&fill->run, apart, 0);
}

/* Both sides as printed, numbers with as many decimals as any of them needs. */
static void print_sides(struct fill *fill, const struct outcome *outcome, struct proved *proved)
{
    struct run *run = &fill->run;
    const struct value *have = outcome->second ? &outcome->computed : &outcome->stated;
    const struct value *want = outcome->second ? &outcome->stated : &outcome->computed;
    const struct number *apart = outcome->difference;
    int decimals = 0;
    if (apart != NULL) {
        if (figures_apart(fill, have->number, want->number, &apart) == NO_MEMORY) {
            run_note(run, NO_MEMORY);
            return;
        }
        decimals = figures_decimals(have->number, want->number, outcome->holds ? NULL : apart);
        proved->difference = figure_text(run, apart, decimals);
    }
    proved->stated = value_text(run, RULE_TEXT, have, decimals);
    proved->computed = value_text(run, RULE_TEXT, want, decimals);
}

/* --- what it is about --- */

static bool is_inside(const struct record *record, const struct record *within)
{
    while (record != NULL && record != within)
        record = record->parent;
    return record != NULL;
}

/* The field that the expression names, if it does, with its place where the input states it. */
static struct expr_spot named_field(struct fill *fill, const struct expr *expr, struct record *record)
{
    struct expr_spot spot = {0};
    if (expr == NULL || !expr_origin_field(expr, fill->eval, record, &spot.record, &spot.slot))
        return (struct expr_spot){0};
    struct place place = spot.record->slots[spot.slot].place;
    spot.place = record_states(spot.record, place) ? place : (struct place){0};
    return spot;
}

/* The record, then what the expression is called in it; NULL or without words: `otherwise`. */
static struct str path_of(struct fill *fill, const struct record *record, const struct expr *expr,
                          enum expr_part part, struct str otherwise)
{
    struct buf words = BUF(CHECK_WORDS_MAX);
    struct str path = otherwise;
    if (expr != NULL && expr_words(expr, part, &words)) {
        bool outermost = record_slot_in_parent(record) < 0;
        struct str around = outermost ? STR("") : path_in_words(&fill->run, record, -1);
        path = arena_printf(fill->run.arena, "%.*s%s%.*s", STR_ARGS(around), outermost ? "" : " › ",
                            STR_ARGS(buf_str(&words)));
    }
    bool failed = words.failed || path.ptr == NULL;
    run_note(&fill->run, failed ? NO_MEMORY : OK);
    buf_clear(&words);
    return failed ? otherwise : path;
}

/* The two sides of a check, as far as the input states what they are made of. */
struct sides {
    struct expr_spot first;  /* the field that the first side names; record NULL: none */
    struct expr_spot second; /* the first statement that the second side is made of */
    enum expr_part part;     /* where in check->other the second side is */
    bool first_stated;       /* in the record at hand */
    bool outside;            /* the first side is a field of a record around */
};

static struct sides find_sides(struct fill *fill, const struct check *check, struct record *record,
                               const struct outcome *outcome)
{
    bool author = node_attr(check->source, "at") != NULL;
    struct sides sides = {.first = named_field(fill, author ? check->that : check->at, record),
                          .part = outcome->difference != NULL || outcome->stated.kind == TYPE_NUMBER
                                      ? EXPR_SECOND
                                      : EXPR_WHOLE};
    sides.second = expr_stated(check->other, sides.part, fill->eval, record);
    sides.outside = sides.first.record != NULL && !is_inside(sides.first.record, record);
    if (sides.outside)
        sides.first = (struct expr_spot){0};
    sides.first_stated = sides.first.place.line > 0;
    return sides;
}

/* Limits are right unless nothing else is named in the record at hand; of two sides that should be equal
 * the stated one is wrong. */
static bool blames_second(const struct check *check, const struct sides *sides)
{
    if (!expr_names_fields(check->that))
        return true;
    bool open = check->relation == RELATION_EQUAL ? !sides->first_stated : sides->outside;
    return open && sides->second.place.line > 0;
}

/* The first statement that the expression is made of, in the record or, if none is, the record itself. */
static struct place stated_place(struct fill *fill, const struct expr *expr, struct record *record)
{
    struct expr_spot spot = {0};
    if (expr != NULL)
        spot = expr_stated(expr, EXPR_WHOLE, fill->eval, record);
    return spot.place.line > 0 ? spot.place : record->place;
}

static void two_sides(struct fill *fill, const struct check *check, struct record *record,
                      struct outcome *outcome, struct proved *proved)
{
    struct sides sides = find_sides(fill, check, record, outcome);
    struct str here = path_in_words(&fill->run, record, -1);
    outcome->second = blames_second(check, &sides);
    if (outcome->second) {
        struct str fallback = sides.second.record == NULL
                                  ? here
                                  : path_in_words(&fill->run, sides.second.record, sides.second.slot);
        proved->path = path_of(fill, record, check->other, sides.part, fallback);
        proved->place = sides.second.place.line > 0 ? sides.second.place : record->place;
    } else if (sides.first.record != NULL) {
        proved->record = sides.first.record;
        proved->slot = sides.first.slot;
        proved->place = sides.first_stated ? sides.first.place : stated_place(fill, check->that, record);
    } else {
        proved->path = path_of(fill, record, check->that, EXPR_WHOLE, here);
        proved->place = stated_place(fill, check->that, record);
    }
    print_sides(fill, outcome, proved);
}

/* A condition is told at its record; but a paper of a table begins in the description under it: what the table says of the
 * fields is nearer. */
static struct place place_of_condition(struct fill *fill, const struct check *check, struct record *record)
{
    const struct place stated =
        record->also != NULL ? stated_place(fill, check->that, record) : record->place;
    return record_states(record, stated) ? stated : record->place;
}

/* A condition: the field of `at`; of a list with repeated values the second of them. */
static void condition(struct fill *fill, const struct check *check, struct record *record,
                      const struct outcome *outcome, struct proved *proved)
{
    struct expr_spot at = named_field(fill, check->at, record);
    if (at.record != NULL) {
        proved->record = at.record;
        proved->slot = at.slot;
        proved->place = at.place.line > 0 ? at.place : record->place;
    } else {
        proved->place = place_of_condition(fill, check, record);
    }
    if (check->other == NULL)
        return;
    proved->stated = condition_text(fill, outcome);
    const struct value *list = &outcome->computed;
    if (outcome->holds || list->kind != TYPE_LIST || list->list.count > REPEATED_MAX)
        return;
    struct expr_spot item =
        expr_stated_nth(check->other, fill->eval, record, next_repeated(list, 0), list->list.count);
    if (item.place.line > 0) {
        proved->record = item.record;
        proved->slot = item.slot;
        proved->place = item.place;
    } else {
        proved->path = path_of(fill, record, check->other, EXPR_WHOLE, STR(""));
    }
}

void check_subject(struct fill *fill, const struct check *check, struct record *record,
                   struct outcome *outcome, struct proved *proved)
{
    proved->record = record;
    proved->slot = -1;
    proved->place = record->place;
    if (check->relation == RELATION_BANDS) {
        print_bands(fill, outcome, proved);
        if (outcome->at != NULL) {
            proved->record = outcome->at;
            proved->place = outcome->at->place;
        }
    } else if (check->relation == RELATION_HOLDS) {
        condition(fill, check, record, outcome, proved);
    } else {
        two_sides(fill, check, record, outcome, proved);
    }
    struct expr_spot at = {0};
    if (node_attr(check->source, "at") != NULL)
        at = named_field(fill, check->at, record);
    if (at.record != NULL) /* the author says where to look */
        proved->place = at.place.line > 0 ? at.place : record->place;
}

/* --- in words --- */

/* "应不大于" and the like, between both values; `second`: the sides have changed places. */
static const char *relation_words(enum relation relation, bool dates, bool second)
{
    static const char *const words[][2][2] = {
        [RELATION_AT_MOST] = {{"应不大于", "应不小于"}, {"应不晚于", "应不早于"}},
        [RELATION_LESS] = {{"应小于", "应大于"}, {"应早于", "应晚于"}},
        [RELATION_AT_LEAST] = {{"应不小于", "应不大于"}, {"应不早于", "应不晚于"}},
        [RELATION_BANDS] = {{NULL}}};
    const char *told = words[relation][dates ? 1 : 0][second ? 1 : 0];
    return told != NULL ? told : "应为";
}

/* What a sentence is made of. */
struct telling {
    struct arena *arena;
    const struct outcome *outcome;
    struct str label, path, stated, computed, difference;
    const char *relation;
    bool listed;       /* what there is was told with this check before */
    struct str source; /* what gives the value that the second side should have; empty: a constant */
    struct str apart;  /* where two texts begin to differ; empty: not told */
};

/* A whole sentence of messages.def; ptr NULL: no memory. */
#define SENTENCE(telling, code, path, ...)                                                                   \
    arena_printf((telling)->arena, code##_TEXT, STR_ARGS((telling)->label), STR_ARGS(path), ##__VA_ARGS__)

static struct str bands_message(struct run *run, const struct telling *t)
{
    struct str lower = path_in_words(run, t->outcome->lower.record, -1);
    struct str upper = path_in_words(run, t->outcome->upper.record, -1);
    const struct number *end = t->outcome->lower.max, *begin = t->outcome->upper.min;
    if (end == NULL)
        return SENTENCE(t, MSG_CHECK_BAND_NO_MAX, lower, STR_ARGS(upper));
    if (begin == NULL)
        return SENTENCE(t, MSG_CHECK_BAND_NO_MIN, upper, STR_ARGS(lower));
    if (number_compare(end, begin) < 0)
        return SENTENCE(t, MSG_CHECK_BANDS_GAP, lower, STR_ARGS(t->stated), STR_ARGS(upper),
                        STR_ARGS(t->computed), STR_ARGS(t->difference));
    return SENTENCE(t, MSG_CHECK_BANDS_OVERLAP, lower, STR_ARGS(t->stated), STR_ARGS(upper),
                    STR_ARGS(t->computed), STR_ARGS(t->difference));
}

/* What gives the value that the side told should have, 合同总额: where the second is told the first; of an order or a bound
 * the second, unless that takes as long to read as the sentence.  Empty: a constant needs no name. */
static struct str source_of(struct fill *fill, const struct check *check, const struct outcome *outcome)
{
    enum { BOUND_CHARACTERS = 24 };
    struct buf words = BUF(CHECK_WORDS_MAX);
    const bool figures = outcome->difference != NULL || outcome->stated.kind == TYPE_NUMBER;
    const bool bound = check->relation == RELATION_AT_MOST || check->relation == RELATION_LESS ||
                       check->relation == RELATION_AT_LEAST;
    bool told = outcome->second && expr_words(check->that, EXPR_WHOLE, &words);
    if (!outcome->second && bound)
        told = expr_names_fields(check->other) &&
               expr_words(check->other, figures ? EXPR_SECOND : EXPR_WHOLE, &words) &&
               utf8_count(buf_str(&words)) <= BOUND_CHARACTERS;
    struct str text = told ? arena_copy(fill->run.arena, buf_str(&words)) : STR("");
    buf_clear(&words);
    return text;
}

/* “甲”、“乙” */
static struct str quote_all(struct arena *arena, const struct value *list)
{
    struct buf words = BUF(CHECK_WORDS_MAX);
    for (size_t i = 0; i < list->list.count; i++) {
        struct str shown = str_shorten(list->list.items[i].text, QUOTED_MAX);
        buf_printf(&words, "%s“%.*s”", i == 0 ? "" : "、", STR_ARGS(shown));
    }
    struct str text = words.failed ? (struct str){NULL, 0} : arena_copy(arena, buf_str(&words));
    buf_clear(&words);
    return text;
}

/* The only one that the text is a part of, or that is a part of it; empty: none, or several. */
static struct str part_of_one(const struct value *among, struct str text)
{
    struct str found = STR("");
    for (size_t i = 0; i < among->list.count; i++) {
        const struct str one = among->list.items[i].text;
        const bool inside = text.len <= one.len;
        const struct str outer = inside ? one : text, inner = inside ? text : one;
        if (utf8_count(inner) < 2 || memmem(outer.ptr, outer.len, inner.ptr, inner.len) == NULL ||
            str_equal(one, found))
            continue;
        if (found.len > 0)
            return STR("");
        found = one;
    }
    return found;
}

/* A condition that asks for one of a list: what there is instead; where all was listed before, no more than is needed. */
static struct str among_message(const struct telling *t)
{
    enum { FEW = 8, FIT = 60 /* bytes that one reads over */ };
    const struct value *among = &t->outcome->among;
    struct nearest nearest = {.name = t->outcome->computed.text};
    for (size_t i = 0; i < among->list.count; i++)
        nearest_offer(&nearest, among->list.items[i].text);
    const struct str meant = nearest.best.len > 0 ? nearest.best : part_of_one(among, nearest.name);
    if (among->list.count == 0)
        return SENTENCE(t, MSG_CHECK_AMONG_NONE, t->path, STR_ARGS(t->stated));
    struct str all = among->list.count <= FEW ? quote_all(t->arena, among) : STR("");
    const bool lists = among->list.count <= FEW && (!t->listed || all.len <= FIT);
    if (!lists && meant.len > 0)
        return SENTENCE(t, MSG_CHECK_AMONG_NEAR, t->path, STR_ARGS(t->stated), STR_ARGS(meant));
    if (!lists)
        return SENTENCE(t, MSG_CHECK_AMONG_MANY, t->path, STR_ARGS(t->stated), among->list.count);
    return all.ptr == NULL ? all
                           : SENTENCE(t, MSG_CHECK_AMONG_FEW, t->path, STR_ARGS(t->stated), STR_ARGS(all));
}

static struct str condition_message(const struct telling *t)
{
    if (t->stated.len == 0)
        return SENTENCE(t, MSG_CHECK_FALSE, t->path);
    if (t->outcome->among.kind == TYPE_LIST && t->outcome->computed.kind == TYPE_TEXT)
        return among_message(t);
    return SENTENCE(t, MSG_CHECK_FALSE_OF, t->path, STR_ARGS(t->stated));
}

/* 3 should be less than 3: these do not differ. */
static struct str figures_message(const struct telling *t, bool differ)
{
    if (t->source.len > 0 && differ)
        return SENTENCE(t, MSG_CHECK_FIGURES_SOURCE, t->path, STR_ARGS(t->stated), t->relation,
                        STR_ARGS(t->computed), STR_ARGS(t->source), STR_ARGS(t->difference));
    if (t->source.len > 0)
        return SENTENCE(t, MSG_CHECK_FIGURES_LIKE_SOURCE, t->path, STR_ARGS(t->stated), t->relation,
                        STR_ARGS(t->computed), STR_ARGS(t->source));
    if (differ)
        return SENTENCE(t, MSG_CHECK_FIGURES, t->path, STR_ARGS(t->stated), t->relation,
                        STR_ARGS(t->computed), STR_ARGS(t->difference));
    return SENTENCE(t, MSG_CHECK_FIGURES_LIKE, t->path, STR_ARGS(t->stated), t->relation,
                    STR_ARGS(t->computed));
}

static struct str values_message(const struct telling *t)
{
    if (t->source.len > 0 && t->apart.len > 0)
        return SENTENCE(t, MSG_CHECK_VALUES_APART_SOURCE, t->path, STR_ARGS(t->stated), t->relation,
                        STR_ARGS(t->computed), STR_ARGS(t->source), STR_ARGS(t->apart));
    if (t->source.len > 0)
        return SENTENCE(t, MSG_CHECK_VALUES_SOURCE, t->path, STR_ARGS(t->stated), t->relation,
                        STR_ARGS(t->computed), STR_ARGS(t->source));
    if (t->apart.len > 0)
        return SENTENCE(t, MSG_CHECK_VALUES_APART, t->path, STR_ARGS(t->stated), t->relation,
                        STR_ARGS(t->computed), STR_ARGS(t->apart));
    return SENTENCE(t, MSG_CHECK_VALUES, t->path, STR_ARGS(t->stated), t->relation, STR_ARGS(t->computed));
}

/* The two values as a message quotes them. */
static void shorten_values(struct fill *fill, struct str *stated, struct str *computed)
{
    *stated = str_quoted(fill->run.arena, *stated);
    *computed = str_quoted(fill->run.arena, *computed);
    if (stated->ptr == NULL || computed->ptr == NULL) {
        run_note(&fill->run, NO_MEMORY);
        *stated = *computed = STR("");
    }
}

enum status check_made_message(struct fill *fill, const struct check *check, const struct proved *proved,
                               const struct outcome *outcome, struct str *ret_text)
{
    struct run *run = &fill->run;
    enum type_kind kind = outcome->stated.kind;
    bool figures = check->relation != RELATION_BANDS && proved->difference.len > 0;
    struct telling telling = {.arena = run->arena,
                              .outcome = outcome,
                              .label = check->label,
                              .path = proved->path.len > 0 ? proved->path
                                                           : path_in_words(run, proved->record, proved->slot),
                              .stated = proved->stated,
                              .computed = proved->computed,
                              .difference = proved->difference,
                              .relation = relation_words(check->relation, kind == TYPE_DATE, outcome->second),
                              .source = source_of(fill, check, outcome),
                              .apart = STR(""),
                              .listed = fill->listed == check};
    if (check->relation == RELATION_EQUAL)
        telling.apart = texts_differ(run->arena, kind, proved->stated, proved->computed);
    if (!figures)
        shorten_values(fill, &telling.stated, &telling.computed);
    if (run->stop != OK || telling.source.ptr == NULL || telling.apart.ptr == NULL)
        return NO_MEMORY;
    bool differ = !str_equal(proved->stated, proved->computed);
    struct str text = check->relation == RELATION_BANDS   ? bands_message(run, &telling)
                      : figures                           ? figures_message(&telling, differ)
                      : check->relation == RELATION_HOLDS ? condition_message(&telling)
                                                          : values_message(&telling);
    if (text.ptr == NULL || run->stop != OK)
        return NO_MEMORY;
    if (outcome->among.kind == TYPE_LIST)
        fill->listed = check;
    *ret_text = text;
    return OK;
}
