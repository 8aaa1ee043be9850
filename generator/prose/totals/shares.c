/*
 * Shares and rates that stand beside their amounts: 占比 is an amount of its total, 完成率 one of another, 增长率 what it is more.
 *
 * Of what, the head does not say: each amount of the row may be it, of the total of its column (printed, or added up), of that of
 * its group, of a number that is nowhere in the table (of those who answered), or of another amount.  As of totals across a row
 * (across.c), the rows say it together: what is right in two of them at least, and wrong in a third at most, is meant.  Where
 * 占比 stands behind its amounts, one row is enough.  Rows 占比 below a row of amounts are looked at in the turned table.
 *
 * What is printed may have been rounded, cut off or, so that all come to 100, made larger by one digit.  Where the amounts say
 * nothing, shares must come to what 合计 says of them.
 */
#include "prose/totals/totals_int.h"

#include <string.h>

enum { AMOUNTS = 8, LINES_AROUND = 64 /* lines around */, BASES = 24, MANY = 3, FULL = 100 };

enum share_sort {
    SHARE_OF_TOTAL, /* 合计 of the amounts */
    SHARE_OF_SUM,   /* of all rows, none of which says it */
    SHARE_OF_PART,  /* 小计 of the group */
    SHARE_OF_LINE,  /* of another amount */
    SHARE_GROWTH,   /* by how much more than it */
    SHARE_LOSS,     /* by how much less */
    SHARE_OF_BASE   /* of a number that the share at another place says */
};

struct relation {
    enum share_sort sort;
    size_t amount, other; /* lines; BASE: a place */
    size_t right, wrong;  /* places */
    int64_t base;         /* SUM, BASE: of all places; 0: none */
    bool far;             /* one of many that may be it by chance */
};

/* Of each place: the next 小计 or 合计 from it on, the last before it; SIZE_MAX: none. */
struct nearest_totals {
    size_t *behind, *before;
};

struct shares {
    struct frame frame;
    size_t line;
    bool called;                           /* 占比; else a rate */
    bool grows;                            /* 增长率 */
    bool percent;                          /* its head says so */
    size_t amounts[AMOUNTS], amount_count; /* lines, the nearest first */
    bool whole;                            /* all shares come to 100 */
    const struct nearest_totals *nearest;  /* of 小计, of 合计 */
};

static bool is_sum_place(const struct shares *shares, size_t place)
{
    const enum row_kind kind = frame_kind(&shares->frame, false, place);
    return kind == ROW_TOTAL || kind == ROW_PART;
}

static bool is_plain_place(const struct shares *shares, size_t place)
{
    return frame_kind(&shares->frame, false, place) == ROW_PLAIN && !frame_of(&shares->frame, false, place);
}

static bool amount_at(const struct shares *shares, size_t line, size_t place, int64_t *ret_value)
{
    const struct typed *cell = frame_cell(&shares->frame, line, place);
    *ret_value = cell->value;
    return cell->sort == CELL_NUMBER &&
           (cell->measure.unit == NULL || cell->measure.unit->quantity != QUANTITY_PERCENT);
}

/* --- the number that the amount is a share of --- */

/* The nearest total behind the place, else before it. */
static bool total_of(const struct shares *shares, size_t line, size_t place, enum row_kind kind,
                     int64_t *ret_value)
{
    const struct nearest_totals *nearest = &shares->nearest[kind == ROW_TOTAL];
    return (nearest->behind[place] != SIZE_MAX &&
            amount_at(shares, line, nearest->behind[place], ret_value)) ||
           (nearest->before[place] != SIZE_MAX && amount_at(shares, line, nearest->before[place], ret_value));
}

static bool sum_of(const struct shares *shares, size_t line, int64_t *ret_sum)
{
    int64_t value;
    *ret_sum = 0;
    for (size_t place = 0; place < frame_places(&shares->frame); place++)
        if (is_plain_place(shares, place) && amount_at(shares, line, place, &value) &&
            __builtin_add_overflow(*ret_sum, value, ret_sum))
            return false;
    return true;
}

/* What is said at a place: 100 × amount ÷ share. */
static bool base_of(const struct shares *shares, size_t line, size_t place, int64_t *ret_base)
{
    const struct typed *share = frame_cell(&shares->frame, shares->line, place);
    int64_t amount;
    if (share->sort != CELL_NUMBER || share->value <= 0 || !amount_at(shares, line, place, &amount))
        return false;
    const __int128 base = (__int128)amount * FULL * FIGURE_ONE / share->value;
    *ret_base = (int64_t)base;
    return base == *ret_base && base > 0;
}

/* The share at the place by the relation, in percent; *ret_slack: what rounding may make of it. */
struct share {
    int64_t value, slack;
};

/* Half of the last digit of an amount that may have been rounded. */
static int64_t half_of(const struct shares *shares, size_t line, size_t place)
{
    const struct frame *frame = &shares->frame;
    const struct typed *cell = frame_cell(frame, line, place);
    if (cell->sort != CELL_NUMBER || cell->worded == NULL)
        return 0;
    const struct heads *heads = &frame->grid->columns[frame->turned ? place : line];
    const bool large = heads->large || frame->grid->large || cell->measure.times > 1;
    return large || frame->grid->rounded || cell->decimals == 1 ? last_digit(cell) / 2 : 0;
}

static bool divide(int64_t amount, int64_t base, int64_t *ret_share)
{
    if (base <= 0)
        return false;
    const __int128 share = (__int128)amount * FULL * FIGURE_ONE / base;
    *ret_share = (int64_t)share;
    return share == *ret_share;
}

static bool find_base(const struct shares *shares, const struct relation *relation, size_t place,
                      int64_t *ret_base)
{
    switch (relation->sort) {
    case SHARE_OF_TOTAL:
        return total_of(shares, relation->amount, place, ROW_TOTAL, ret_base);
    case SHARE_OF_PART:
        return total_of(shares, relation->amount, place, ROW_PART, ret_base);
    case SHARE_OF_SUM:
    case SHARE_OF_BASE:
        *ret_base = relation->base;
        return relation->base > 0;
    case SHARE_OF_LINE:
    case SHARE_GROWTH:
    case SHARE_LOSS:
        break;
    }
    return amount_at(shares, relation->other, place, ret_base);
}

static bool compute(const struct shares *shares, const struct relation *relation, size_t place,
                    struct share *ret_share)
{
    int64_t amount, base, error;
    if (!amount_at(shares, relation->amount, place, &amount) || !find_base(shares, relation, place, &base))
        return false;
    int64_t half = half_of(shares, relation->amount, place);
    if (relation->sort == SHARE_OF_LINE || relation->sort == SHARE_GROWTH || relation->sort == SHARE_LOSS) {
        const int64_t other = half_of(shares, relation->other, place);
        half = other > half ? other : half;
    }
    if ((relation->sort == SHARE_GROWTH && __builtin_sub_overflow(amount, base, &amount)) ||
        (relation->sort == SHARE_LOSS && __builtin_sub_overflow(base, amount, &amount)) ||
        !divide(amount, base, &ret_share->value) || !divide(half, base, &error))
        return false;
    const int64_t whole = (int64_t)FULL * FIGURE_ONE;
    const int64_t times = (ret_share->value < 0 ? -ret_share->value : ret_share->value) / whole + 3;
    if (__builtin_mul_overflow(error, times, &ret_share->slack))
        return false;
    if (relation->sort == SHARE_OF_BASE) {
        const struct typed *said = frame_cell(&shares->frame, shares->line, relation->other);
        const int64_t step = last_digit(frame_cell(&shares->frame, shares->line, relation->other));
        const __int128 slack = (__int128)ret_share->value * step / 2 / said->value;
        ret_share->slack = added_up(ret_share->slack, (int64_t)(slack < FIGURE_ONE ? slack : FIGURE_ONE));
    }
    return true;
}

/* --- places --- */

enum share_outcomes {
    SHARE_NONE,
    SHARE_RIGHT,
    SHARE_SLIGHT /* nothing, or all, or cut off: it proves nothing */,
    SHARE_WRONG
};

static enum share_outcomes share_outcome(const struct shares *shares, const struct relation *relation,
                                         size_t place, struct share *ret_share)
{
    const struct typed *cell = frame_cell(&shares->frame, shares->line, place);
    if (cell->sort != CELL_NUMBER || frame_kind(&shares->frame, false, place) == ROW_NONE ||
        !compute(shares, relation, place, ret_share))
        return SHARE_NONE;
    const bool percent = shares->percent || cell->measure.unit != NULL;
    int64_t step = last_digit(cell), value = cell->value;
    if (!percent && value <= FIGURE_ONE && value >= -FIGURE_ONE && cell->decimals > 0) {
        value *= FULL; /* 0.25 */
        step *= FULL;
    }
    const int64_t most = added_up(ret_share->slack, shares->whole ? step + step / 2 : step - 1);
    const int64_t off = off_by(value, ret_share->value);
    if (off > most || -off > most)
        return SHARE_WRONG;
    const int64_t half = added_up(step / 2, ret_share->slack);
    return ret_share->value == 0 || ret_share->value == (int64_t)FULL * FIGURE_ONE || off > half ||
                   -off > half
               ? SHARE_SLIGHT
               : SHARE_RIGHT;
}

static void count_places(const struct shares *shares, struct relation *relation)
{
    struct share share, last = {0, 0};
    for (size_t place = 0; place < frame_places(&shares->frame); place++) {
        const enum share_outcomes outcome = share_outcome(shares, relation, place, &share);
        const bool sums = is_sum_place(shares, place);
        const bool right = outcome == SHARE_RIGHT && !(sums && relation->sort != SHARE_OF_LINE);
        relation->right += right && share.value != last.value; /* the same again proves nothing */
        last = right ? share : last;
        relation->wrong += outcome == SHARE_WRONG && !sums;
    }
}

static bool is_said_by_places(const struct shares *shares, const struct relation *relation)
{
    const bool beside = shares->called && relation->sort <= SHARE_OF_SUM && shares->amount_count > 0 &&
                        relation->amount == shares->amounts[0];
    const size_t least = relation->sort == SHARE_OF_BASE || relation->far ? MANY
                         : beside && relation->sort == SHARE_OF_TOTAL     ? 1
                                                                          : 2;
    return relation->right >= least &&
           (relation->wrong * 2 <= relation->right || (beside && relation->wrong == 1));
}

static void try_relation(const struct shares *shares, struct relation relation, struct relation *best)
{
    int64_t base = 0;
    if ((relation.sort == SHARE_OF_SUM && sum_of(shares, relation.amount, &base)) ||
        (relation.sort == SHARE_OF_BASE && base_of(shares, relation.amount, relation.other, &base)))
        relation.base = base;
    count_places(shares, &relation);
    if (is_said_by_places(shares, &relation) &&
        (relation.right > best->right || (relation.right == best->right && relation.wrong < best->wrong)))
        *best = relation;
}

static void try_bases(const struct shares *shares, size_t amount, struct relation *best)
{
    const size_t places = frame_places(&shares->frame);
    for (size_t place = 0; place < places && place < BASES; place++)
        try_relation(shares, (struct relation){SHARE_OF_BASE, amount, place, 0, 0, 0, false}, best);
}

/* Of one amount another; by how much it grew, where the words say so. */
static void try_pairs(const struct shares *shares, struct relation *best)
{
    enum { NEAR = 3 };
    for (size_t i = 0; i < shares->amount_count; i++)
        for (size_t j = 0; j < shares->amount_count; j++) {
            struct relation pair = {SHARE_GROWTH,          shares->amounts[i], shares->amounts[j], 0, 0, 0,
                                    i >= NEAR || j >= NEAR};
            if (i == j)
                continue;
            pair.sort = shares->grows ? SHARE_GROWTH : SHARE_OF_LINE;
            try_relation(shares, pair, best);
            pair.sort = SHARE_LOSS;
            pair.far = pair.far || !shares->grows;
            try_relation(shares, pair, best);
        }
}

static struct relation find_relation(const struct shares *shares)
{
    static const enum share_sort alone[] = {SHARE_OF_TOTAL, SHARE_OF_SUM, SHARE_OF_PART};
    struct relation best = {.right = 0};
    for (size_t i = 0; i < shares->amount_count; i++)
        for (size_t sort = 0; sort < ARRAY_COUNT(alone) && !shares->grows; sort++)
            try_relation(shares, (struct relation){alone[sort], shares->amounts[i], 0, 0, 0, 0, i > 1},
                         &best);
    try_pairs(shares, &best);
    const bool found = best.right > 0;
    for (size_t i = 0; i < shares->amount_count && !found && !shares->grows; i++)
        try_bases(shares, shares->amounts[i], &best);
    return best;
}

/* --- what is told --- */

/* Of 合计 a rate may be the mean of those above it; that of a group all of it. */
static bool is_other_total(const struct shares *shares, size_t place)
{
    const int64_t step = last_digit(frame_cell(&shares->frame, shares->line, place));
    const int64_t value = frame_cell(&shares->frame, shares->line, place)->value;
    int64_t sum = 0, count = 0;
    if (!is_sum_place(shares, place))
        return false;
    for (size_t at = 0; at < frame_places(&shares->frame); at++) {
        const struct typed *cell = frame_cell(&shares->frame, shares->line, at);
        if (!is_plain_place(shares, at) || cell->sort != CELL_NUMBER)
            continue;
        if (__builtin_add_overflow(sum, cell->value, &sum))
            return true;
        count++;
    }
    const int64_t off = count == 0 ? 0 : off_by(value, sum / count);
    return (off <= step && -off <= step) || (value == (int64_t)FULL * FIGURE_ONE && shares->called);
}

/* As its shares have decimals, rounded. */
static int64_t rounded(int64_t value, int64_t step)
{
    const int64_t half = value < 0 ? -step / 2 : step / 2;
    return step < 1 ? value : added_up(value, half) / step * step;
}

static void tell_share(const struct shares *shares, enum total_sort sort, size_t place, size_t amount,
                       int64_t sum)
{
    const struct frame *frame = &shares->frame;
    const int64_t step = last_digit(frame_cell(&shares->frame, shares->line, place));
    const struct str line = frame_words(frame, true, shares->line), at = frame_words(frame, false, place);
    frame_fault(frame, shares->line, place,
                &(struct total){.sort = sort,
                                .row = frame->turned ? line : at,
                                .label = frame->turned ? at : line,
                                .other = sort == TOTAL_SHARE ? frame_words(frame, true, amount) : STR(""),
                                .sum = rounded(sum, step)});
}

static void tell_wrong(const struct shares *shares, const struct relation *relation)
{
    struct share share;
    for (size_t place = 0; place < frame_places(&shares->frame) && shares->frame.grid->status == OK; place++)
        if (share_outcome(shares, relation, place, &share) == SHARE_WRONG && !is_other_total(shares, place))
            tell_share(shares, TOTAL_SHARE, place, relation->amount, share.value);
}

/* All shares, and the last place that calls itself their total; false: there is none, or not two. */
static bool add_shares(const struct shares *shares, size_t *ret_total, int64_t *ret_sum, size_t *ret_count)
{
    const size_t places = frame_places(&shares->frame);
    size_t totals = 0;
    *ret_sum = 0;
    *ret_count = 0;
    for (size_t place = shares->frame.turned ? 1 : 0; place < places; place++) {
        const struct typed *cell = frame_cell(&shares->frame, shares->line, place);
        if (cell->sort == CELL_OTHER && cell->worded != NULL)
            return false;
        if (cell->sort != CELL_NUMBER)
            continue;
        if (frame_kind(&shares->frame, false, place) == ROW_TOTAL) {
            *ret_total = place;
            totals++;
        } else if (!is_plain_place(shares, place) || __builtin_add_overflow(*ret_sum, cell->value, ret_sum))
            return false;
        else
            ++*ret_count;
    }
    return totals == 1 && *ret_count > 1;
}

static bool may_be_rounded(const struct shares *shares, size_t total, int64_t sum, size_t count)
{
    const int64_t step = last_digit(frame_cell(&shares->frame, shares->line, total));
    int64_t most = step;
    for (size_t place = 0; place < frame_places(&shares->frame); place++) {
        const struct typed *cell = frame_cell(&shares->frame, shares->line, place);
        const int64_t other =
            cell->sort == CELL_NUMBER ? last_digit(frame_cell(&shares->frame, shares->line, place)) : 0;
        most = other > 0 && other < most ? other : most;
    }
    const int64_t off = off_by(frame_cell(&shares->frame, shares->line, total)->value, sum);
    const int64_t bound = most * (int64_t)(count + 1) / 2;
    return off <= bound && -off <= bound;
}

static void look_at_shares(struct shares *shares)
{
    const int64_t full = (int64_t)FULL * FIGURE_ONE;
    int64_t sum = 0;
    size_t total = 0, count = 0;
    const bool added = shares->called && add_shares(shares, &total, &sum, &count);
    shares->whole = added && sum == full;
    const struct relation relation = find_relation(shares);
    if (relation.right > 0)
        tell_wrong(shares, &relation);
    else if (added && frame_cell(&shares->frame, shares->line, total)->value == full &&
             !may_be_rounded(shares, total, sum, count))
        tell_share(shares, TOTAL_SHARES, total, 0, sum);
}

/* --- lines --- */

static bool says_share(struct str words, bool *ret_called)
{
    static const char *const shares[] = {"占", "比例", "比重", "百分比", "构成比"}, *const rates[] = {
                                                                                        "率",   "增幅",
                                                                                        "增长", "降幅",
                                                                                        "升降", "同比",
                                                                                        "环比", "完成比"};
    *ret_called = text_holds_any(words, shares, ARRAY_COUNT(shares));
    return *ret_called || text_holds_any(words, rates, ARRAY_COUNT(rates));
}

static bool is_base_line(const struct frame *frame, size_t line)
{
    static const char *const words[] = {"序", "编号", "排名", "名次", "权重", "%", "％"};
    bool called;
    const struct str head = frame_words(frame, true, line);
    size_t numbers = 0;
    for (size_t place = 0; place < frame_places(frame) && numbers == 0; place++)
        numbers += frame_cell(frame, line, place)->sort == CELL_NUMBER;
    return numbers > 0 && !says_share(head, &called) && !text_holds_any(head, words, ARRAY_COUNT(words));
}

/* The nearest first, those before the shares before those behind. */
static void find_amounts(struct shares *shares)
{
    const size_t lines = frame_lines(&shares->frame);
    for (size_t line = shares->line;
         line-- > 0 && shares->amount_count < AMOUNTS && line + LINES_AROUND > shares->line;)
        if (is_base_line(&shares->frame, line))
            shares->amounts[shares->amount_count++] = line;
    for (size_t line = shares->line + 1;
         line < lines && shares->amount_count < AMOUNTS && line < shares->line + LINES_AROUND; line++)
        if (is_base_line(&shares->frame, line))
            shares->amounts[shares->amount_count++] = line;
}

static bool has_percents(const struct frame *frame, size_t line)
{
    size_t count = 0;
    for (size_t place = 0; place < frame_places(frame); place++) {
        const struct typed *cell = frame_cell(frame, line, place);
        if (cell->sort == CELL_NUMBER && cell->measure.unit != NULL &&
            cell->measure.unit->quantity != QUANTITY_PERCENT)
            return false;
        count += cell->sort == CELL_NUMBER;
    }
    return count > 0;
}

static void find_nearest(const struct frame *frame, enum row_kind kind, struct nearest_totals *nearest)
{
    const size_t places = frame_places(frame);
    size_t last = SIZE_MAX;
    for (size_t place = 0; place < places; place++) {
        nearest->before[place] = last;
        last = frame_kind(frame, false, place) == kind ? place : last;
    }
    last = SIZE_MAX;
    for (size_t place = places; place-- > 0;) {
        last = frame_kind(frame, false, place) == kind ? place : last;
        nearest->behind[place] = last;
    }
}

static bool nearest_make(const struct frame *frame, struct nearest_totals nearest[2])
{
    struct grid *own = frame->grid;
    for (size_t i = 0; i < 2; i++) {
        nearest[i].behind = ARENA_NEW_ARRAY(own->arena, frame_places(frame), size_t);
        nearest[i].before = ARENA_NEW_ARRAY(own->arena, frame_places(frame), size_t);
        if (nearest[i].behind == NULL || nearest[i].before == NULL) {
            own->status = NO_MEMORY;
            return false;
        }
        find_nearest(frame, i == 0 ? ROW_PART : ROW_TOTAL, &nearest[i]);
    }
    return true;
}

static void look_for_shares(const struct frame *frame)
{
    static const char *const growths[] = {"增", "降", "升", "同比", "环比"};
    struct nearest_totals nearest[2] = {{NULL, NULL}, {NULL, NULL}};
    for (size_t line = 0; line < frame_lines(frame) && frame->grid->status == OK; line++) {
        struct shares shares = {.frame = *frame, .line = line, .nearest = nearest};
        const struct str words = frame_words(frame, true, line);
        if (!says_share(words, &shares.called) || !has_percents(frame, line) ||
            (nearest[0].behind == NULL && !nearest_make(frame, nearest)))
            continue;
        shares.grows = text_holds_any(words, growths, ARRAY_COUNT(growths));
        shares.percent = str_holds(words, "%") || str_holds(words, "％");
        find_amounts(&shares);
        look_at_shares(&shares);
    }
}

void totals_shares(struct grid *own)
{
    look_for_shares(&(struct frame){own, false});
    look_for_shares(&(struct frame){own, true});
}
