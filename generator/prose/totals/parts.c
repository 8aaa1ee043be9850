/*
 * 其中: no part is larger than its whole, and parts that are whole with 其他 come to it.
 *
 * The whole is what stands before them: where that is a total by its words, a numbered row (一、) or all that there is before.  Else
 * all before may be meant together (男, 女, 其中：党员), and a part is only held against their sum.  Whether parts are all that
 * there are, says 其他 as the last of them, below a head 其中 or between numbered rows; of columns the other rows say it, too.
 */
#include "prose/totals/totals_int.h"

#include <string.h>

enum { LINES_BEFORE = 64 /* lines before the parts */ };

struct group {
    const struct frame *frame;
    size_t whole, from, end; /* lines; of the parts, `end` behind the last */
    bool sure;               /* the line before the parts is their whole */
    bool bounded;            /* they end there for certain */
};

static bool is_amount_line(const struct frame *frame, size_t line)
{
    static const char *const words[] = {"率", "比", "%", "％", "均", "价", "标准", "分", "满意", "增"};
    if (!frame->turned && (frame->grid->columns[line].no_sum || frame->grid->columns[line].numbers == 0))
        return false;
    return frame_kind(frame, true, line) != ROW_NONE &&
           !text_holds_any(frame_words(frame, true, line), words, ARRAY_COUNT(words));
}

static bool is_total_line(const struct frame *frame, size_t line)
{
    const struct str words = frame_words(frame, true, line);
    return text_total(words) != TOTAL_NONE || str_starts(words, "总");
}

/* The last amount before the parts; are there others? */
static bool find_whole(struct group *group)
{
    const struct frame *frame = group->frame;
    size_t found = 0;
    for (size_t line = group->from; line-- > (frame->turned ? 0 : 1) && found < 2;) {
        if (line + LINES_BEFORE < group->from)
            return false;
        if (frame_of(frame, true, line) || !is_amount_line(frame, line))
            continue;
        if (found++ == 0)
            group->whole = line;
    }
    group->sure = found == 1 || (found > 0 && is_total_line(frame, group->whole)) ||
                  (frame->turned && found > 0 && frame->grid->rows[group->whole].level > 0);
    return found > 0 && (frame->turned ? group->whole + 1 == group->from : true);
}

static bool number_at(const struct frame *frame, size_t line, size_t place, const struct typed *like,
                      int64_t *ret_value)
{
    const struct typed *cell = frame_cell(frame, line, place);
    if (cell->sort != CELL_NUMBER || (like != NULL && (cell->measure.unit != like->measure.unit ||
                                                       cell->measure.times != like->measure.times)))
        return false;
    *ret_value = cell->value;
    return true;
}

/* 个案 10个，其中：辅导节数 60: what is counted is another thing, by the column 单位 or by the end of the label. */
static bool counts_other(const struct frame *frame, size_t whole, size_t part)
{
    static const char *const ends[] = {"人次", "节数", "次数", "场次", "小时", "时数",
                                       "金额", "人数", "户数", "天数", "费",   "元"};
    const struct grid *own = frame->grid;
    for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
        if (str_ends(frame_words(frame, true, whole), ends[i]) !=
                str_ends(frame_words(frame, true, part), ends[i]) &&
            str_ends(frame_words(frame, true, part), ends[i]))
            return true;
    for (size_t at = 0; frame->turned && at < own->width; at++)
        if (str_holds(own->columns[at].head, "单位") && grid_cell(own, whole, at)->worded != NULL &&
            grid_cell(own, part, at)->worded != NULL)
            return !str_equal(grid_cell(own, whole, at)->worded->words,
                              grid_cell(own, part, at)->worded->words);
    return false;
}

/* What the part may be at most. */
static bool find_limit(const struct group *group, size_t place, const struct typed *part, int64_t *ret_limit)
{
    const struct frame *frame = group->frame;
    int64_t value;
    if ((!group->sure && group->whole > LINES_BEFORE) ||
        !number_at(frame, group->whole, place, part, ret_limit) || *ret_limit < 0)
        return false;
    for (size_t line = 0; !group->sure && line < group->whole; line++)
        if (frame_cell(frame, line, place)->sort == CELL_NUMBER && !frame_of(frame, true, line) &&
            (!number_at(frame, line, place, part, &value) ||
             __builtin_add_overflow(*ret_limit, value, ret_limit)))
            return false;
    return true;
}

static bool is_place(const struct frame *frame, size_t place)
{
    static const char *const words[] = {"率", "比", "%", "％", "均", "价", "标准", "满意", "增", "分"};
    if (frame_kind(frame, false, place) == ROW_NONE || (frame->turned && place == 0))
        return false;
    return !text_holds_any(frame_words(frame, false, place), words, ARRAY_COUNT(words)) &&
           !(frame->turned && frame->grid->columns[place].no_sum);
}

static void tell_part(const struct group *group, size_t line, size_t place, int64_t limit)
{
    const struct frame *frame = group->frame;
    frame_fault(frame, line, place,
                &(struct total){.sort = TOTAL_PART,
                                .row = STR(""),
                                .label = frame_words(frame, true, line),
                                .other = frame_words(frame, true, group->whole),
                                .sum = limit});
}

static void look_at_parts(const struct group *group)
{
    const struct frame *frame = group->frame;
    int64_t limit;
    for (size_t line = group->from; line < group->end; line++)
        for (size_t place = 0; place < frame_places(frame) && frame->grid->status == OK; place++) {
            if (place == 0 && counts_other(frame, group->whole, line))
                break;
            const struct typed *part = frame_cell(frame, line, place);
            if (part->sort == CELL_NUMBER && is_place(frame, place) && frame_of(frame, true, line) &&
                is_amount_line(frame, line) && find_limit(group, place, part, &limit) && part->value > limit)
                tell_part(group, line, place, limit);
        }
}

/* --- all parts --- */

enum parts_outcome { PARTS_NONE, PARTS_RIGHT, PARTS_WRONG };

static enum parts_outcome add_parts(const struct group *group, size_t place, int64_t *ret_sum)
{
    const struct frame *frame = group->frame;
    const struct typed *whole = frame_cell(frame, group->whole, place);
    size_t parts = 0;
    int64_t value;
    *ret_sum = 0;
    if (whole->sort != CELL_NUMBER || !is_place(frame, place))
        return PARTS_NONE;
    for (size_t line = group->from; line < group->end; line++) {
        const enum cell_sort sort = frame_cell(frame, line, place)->sort;
        if (sort == CELL_EMPTY || sort == CELL_NOTHING)
            continue;
        if (!number_at(frame, line, place, whole, &value) || __builtin_add_overflow(*ret_sum, value, ret_sum))
            return PARTS_NONE;
        parts++;
    }
    const struct heads *heads = &frame->grid->columns[frame->turned ? place : group->whole];
    if (parts < 2)
        return PARTS_NONE;
    return is_sum(frame->grid, heads, whole, *ret_sum, parts) ? PARTS_RIGHT : PARTS_WRONG;
}

/* As wrong as what it sums. */
static bool is_total_place(const struct frame *frame, size_t place)
{
    const enum row_kind kind = frame_kind(frame, false, place);
    return kind == ROW_TOTAL || kind == ROW_PART;
}

static void look_at_whole(const struct group *group)
{
    const struct frame *frame = group->frame;
    size_t right = 0, wrong = 0;
    int64_t sum;
    for (size_t place = 0; place < frame_places(frame); place++) {
        const enum parts_outcome outcome = add_parts(group, place, &sum);
        right += outcome == PARTS_RIGHT;
        wrong += outcome == PARTS_WRONG && !is_total_place(frame, place);
    }
    const bool by_rows = !frame->turned && right >= 2 && wrong * 2 <= right;
    if (!by_rows && !(group->bounded && (wrong <= right || (right == 0 && wrong == 1))))
        return;
    for (size_t place = 0; place < frame_places(frame) && frame->grid->status == OK; place++)
        if (add_parts(group, place, &sum) == PARTS_WRONG && (wrong == 0 || !is_total_place(frame, place)))
            frame_fault(frame, group->whole, place,
                        &(struct total){.sort = TOTAL_PARTS,
                                        .row = STR(""),
                                        .label = frame_words(frame, true, group->whole),
                                        .other = STR(""),
                                        .sum = sum});
}

/* Rows: from the first with 其中 to the one before the next numbered row or total, if 其他 is the last. */
static void find_row_end(struct group *group)
{
    const struct grid *own = group->frame->grid;
    const unsigned char level = own->rows[group->whole].level;
    size_t end = group->end;
    while (level > 0 && end < own->row_count && !own->rows[end].of && own->rows[end].kind == ROW_PLAIN &&
           (own->rows[end].level == 0 || own->rows[end].level > level))
        end++;
    group->bounded = level > 0 && own->rows[end - 1].ends && (end == own->row_count || !own->rows[end].of);
    if (group->bounded)
        group->end = end;
}

static void look_at_group(struct group *group)
{
    const struct grid *own = group->frame->grid;
    if (!find_whole(group))
        return;
    look_at_parts(group);
    if (group->frame->turned)
        find_row_end(group);
    else
        group->bounded = own->columns[group->end - 1].ends && own->columns[group->from].of_parent;
    if (group->sure || !group->frame->turned)
        look_at_whole(group);
}

static void look_for_parts(const struct frame *frame)
{
    for (size_t line = 0; line < frame_lines(frame) && frame->grid->status == OK; line++) {
        if (!frame_of(frame, true, line))
            continue;
        struct group group = {.frame = frame, .from = line};
        while (line < frame_lines(frame) && frame_of(frame, true, line))
            line++;
        group.end = line;
        look_at_group(&group);
    }
}

void totals_parts(struct grid *own)
{
    look_for_parts(&(struct frame){own, false});
    look_for_parts(&(struct frame){own, true});
}
