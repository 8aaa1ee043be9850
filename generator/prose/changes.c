/*
 * What changes, as texts say it: 由96000元增至118500元, 不变，仍为96000元; and which figures of a record are those before a change,
 * which those after it (原合同 › 金额, 变更后 › 金额; 上季度得分, 得分; 送审价, 审定价).
 */
#include "prose/prose_int.h"

#include <string.h>

/* With 至, 到, 为 behind them; and whether the number then is larger. */
static const struct {
    struct str word;
    int direction;
} VERBS[] = {
    {WORD("增加"), 1},  {WORD("增"), 1},    {WORD("提高"), 1},  {WORD("上升"), 1},  {WORD("升"), 1},
    {WORD("上调"), 1},  {WORD("调增"), 1},  {WORD("调高"), 1},  {WORD("增长"), 1},  {WORD("核增"), 1},
    {WORD("追加"), 1},  {WORD("扩大"), 1},  {WORD("延长"), 1},  {WORD("减少"), -1}, {WORD("减"), -1},
    {WORD("降低"), -1}, {WORD("降"), -1},   {WORD("下降"), -1}, {WORD("下调"), -1}, {WORD("调减"), -1},
    {WORD("调低"), -1}, {WORD("核减"), -1}, {WORD("压减"), -1}, {WORD("缩减"), -1}, {WORD("缩短"), -1},
    {WORD("压缩"), -1}, {WORD("扣减"), -1}, {WORD("调整"), 0},  {WORD("变更"), 0},  {WORD("变"), 0},
    {WORD("改"), 0},    {WORD("调"), 0},    {WORD("修改"), 0},  {WORD("修正"), 0},  {WORD("更正"), 0},
    {WORD("变动"), 0},  {WORD("核定"), 0},  {WORD("审定"), 0},  {WORD("核"), 0}};

static const struct str VERB_ENDS[] = {WORD("至"), WORD("到"), WORD("为"), WORD("成")};
static const struct str FROM[] = {WORD("由"), WORD("从"), WORD("自")};

/* 增至 at the end: its length; 0: none. */
static size_t change_before(struct str text, int *ret_direction)
{
    size_t end = 0, longest = 0;
    for (size_t i = 0; i < ARRAY_COUNT(VERB_ENDS) && end == 0; i++)
        end = ends_with(text, VERB_ENDS[i]) ? VERB_ENDS[i].len : 0;
    const struct str verb = str_slice(text, 0, text.len - end);
    for (size_t i = 0; i < ARRAY_COUNT(VERBS) && end > 0; i++)
        if (VERBS[i].word.len > longest && ends_with(verb, VERBS[i].word)) {
            longest = VERBS[i].word.len;
            *ret_direction = VERBS[i].direction;
        }
    return longest > 0 ? longest + end : 0;
}

struct str without_change(struct str text)
{
    int direction;
    const size_t change = change_before(text, &direction);
    if (change == 0)
        return text;
    text.len -= change;
    for (size_t i = 0; i < ARRAY_COUNT(FROM); i++) {
        const size_t at = last_of(text, 0, text.len, FROM[i]);
        size_t number = at == SIZE_MAX ? text.len : at + FROM[i].len;
        struct numeral numeral;
        if (number < text.len && number_read(text, &number, &numeral))
            return str_slice(text, 0, at);
    }
    return text;
}

/* --- 由 --- */

static bool holds_digit(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (is_arabic_digit(text, i))
            return true;
    return false;
}

struct str without_origin(struct str text)
{
    for (size_t i = 0; i < ARRAY_COUNT(FROM); i++) {
        const size_t at = last_of(text, 0, text.len, FROM[i]);
        if (at != SIZE_MAX && holds_digit(str_slice(text, at, text.len)))
            return str_slice(text, 0, at);
    }
    return text;
}

/* 由, 由上季度的 before the number? */
static bool is_from(const struct saying *saying)
{
    enum { BETWEEN = 30 }; /* bytes */
    const struct str before = str_slice(saying->text, saying->clause, saying->spoken->from);
    for (size_t i = 0; i < ARRAY_COUNT(FROM); i++) {
        const size_t at = last_of(before, 0, before.len, FROM[i]);
        const struct str between = at == SIZE_MAX ? before : str_slice(before, at + FROM[i].len, before.len);
        if (at != SIZE_MAX && between.len <= BETWEEN && !holds_digit(between))
            return true;
    }
    return false;
}

/* Behind （大写：…）. */
static size_t behind_bracket(struct str text, size_t at)
{
    size_t end = at;
    if (skip_word(text, &end, "（"))
        for (; end < text.len; end++)
            if (skip_word(text, &end, "）"))
                return end;
    return at;
}

/* The number that it changes to, behind 增至 or 至 alone. */
static bool to_read(const struct saying *saying, struct transition *change)
{
    enum { BETWEEN = 45 }; /* bytes: 相应逐步增至 */
    static const char *const marks[] = {"，", "；", "。", "、", "：", ",", ";"};
    static const char *const money[] = {"人民币", "￥", "¥", " "};
    const struct str text = str_slice(saying->text, 0, saying->sentence_end);
    const size_t from = behind_bracket(text, saying->spoken->to);
    for (size_t at = from; at < text.len && at < from + BETWEEN; (void)utf8_next(text, &at)) {
        size_t number = at;
        if (skip_any(text, &number, marks, ARRAY_COUNT(marks)))
            return false;
        while (skip_any(text, &number, money, ARRAY_COUNT(money)))
            continue;
        struct numeral numeral;
        struct measure measure = {.times = 1};
        const struct str between = str_slice(text, from, at);
        if (between.len == 0 || !number_read(text, &number, &numeral))
            continue;
        const bool alone = str_is(between, "至") || str_is(between, "到") || str_is(between, "为");
        const size_t verb = alone ? between.len : change_before(between, &change->direction);
        if (verb == 0)
            continue; /* 进一步增至 */
        change->counted = str_slice(between, 0, between.len - verb);
        const bool measured = unit_read(text, &number, &measure) || money_read(text, &number, true, &measure);
        change->to = numeral.value;
        change->is_known = measured && !numeral.huge && saying->spoken->unit != NULL &&
                           measure.unit->quantity == saying->spoken->quantity &&
                           value_scale(&change->to, measure.times * measure.unit->times, measure.unit->part);
        change->end = number;
        return true;
    }
    return false;
}

/* --- 不变 --- */

static const struct str KEPT[] = {WORD("仍为"), WORD("仍是"), WORD("仍然为"), WORD("仍按"),
                                  WORD("保持"), WORD("维持"), WORD("保持为"), WORD("仍")};
static const struct str UNCHANGED[] = {WORD("不变"),     WORD("未变"),     WORD("没有变化"),
                                       WORD("不作调整"), WORD("未作调整"), WORD("不调整")};

/* 保持96000元不变 at the end of the clause, not 96000元不变的部分; or 仍为96000元. */
static bool is_kept(const struct saying *saying)
{
    const struct str clause = str_slice(saying->text, 0, saying->clause_end);
    const size_t at = behind_bracket(clause, saying->spoken->to);
    for (size_t i = 0; i < ARRAY_COUNT(UNCHANGED); i++)
        if (str_equal(str_slice(clause, at, clause.len), UNCHANGED[i]))
            return true;
    return behind_any(saying->text, saying->spoken->from, KEPT, ARRAY_COUNT(KEPT));
}

struct str clause_unchanged(const struct saying *saying)
{
    const struct str text = saying->text, own = str_slice(text, saying->clause, saying->spoken->from);
    const struct str before = str_slice(text, saying->sentence, saying->clause);
    const struct str mark = STR("，");
    bool only = false;
    for (size_t i = 0; i < ARRAY_COUNT(KEPT) && !only; i++)
        only = str_equal(own, KEPT[i]);
    if (!only || !ends_with(before, mark))
        return STR("");
    const struct str clause = str_slice(before, 0, before.len - mark.len);
    for (size_t i = 0; i < ARRAY_COUNT(UNCHANGED); i++)
        if (ends_with(clause, UNCHANGED[i])) {
            const size_t to = clause.len - UNCHANGED[i].len, at = last_of(clause, 0, to, mark);
            return str_slice(clause, at == SIZE_MAX ? 0 : at + mark.len, to);
        }
    return STR("");
}

struct transition change_of(const struct saying *saying)
{
    struct transition change = {.role = CHANGE_NONE};
    const struct str before = str_slice(saying->text, saying->clause, saying->spoken->from);
    if (saying->spoken->quantity >= QUANTITY_DATE)
        return change;
    if (is_from(saying) && to_read(saying, &change))
        change.role = CHANGE_OLD;
    else if (change_before(before, &change.direction) > 0)
        change.role = CHANGE_NEW;
    else if (is_kept(saying))
        change.role = CHANGE_KEPT;
    return change;
}

/* 由4个社区扩大到2个街道: what is counted is another. */
static bool counts_others(const struct saying *saying, const struct transition *change)
{
    const struct str behind = str_slice(saying->text, change->end, saying->text.len);
    size_t mark = 0;
    static const char *const marks[] = {"，", "。", "；", "、", "（", "）"};
    return (saying->spoken->quantity == QUANTITY_COUNT || saying->spoken->quantity == QUANTITY_PEOPLE) &&
           change->counted.len > 0 && behind.len > 0 &&
           last_of(behind, 0, behind.len < change->counted.len ? behind.len : change->counted.len,
                   change->counted) == SIZE_MAX &&
           !skip_any(behind, &mark, marks, ARRAY_COUNT(marks));
}

bool change_is_turned(const struct saying *saying, const struct transition *change)
{
    const struct spoken *spoken = saying->spoken;
    const struct str text = saying->text;
    const bool time = spoken->quantity >= QUANTITY_YEARS && spoken->quantity <= QUANTITY_TIME;
    if (change->role != CHANGE_OLD || !change->is_known || spoken->about || spoken->huge || spoken->slight ||
        (time && change->direction > 0) || counts_others(saying, change) ||
        last_of(text, saying->clause, change->end, STR("每")) != SIZE_MAX || at_word(text, spoken->to, "/") ||
        at_word(text, spoken->to, "／"))
        return false;
    return change->direction > 0 ? change->to < spoken->value
                                 : change->direction < 0 && change->to > spoken->value;
}

/* --- before and after --- */

static const struct str BEFORE[] = {WORD("原"),   WORD("变更前"), WORD("调整前"), WORD("修改前"),
                                    WORD("此前"), WORD("上季度"), WORD("上年度"), WORD("上年"),
                                    WORD("上期"), WORD("上月"),   WORD("上次"),   WORD("上一"),
                                    WORD("去年"), WORD("基期"),   WORD("送审")};
static const struct str AFTER[] = {WORD("变更后"), WORD("调整后"), WORD("修改后"), WORD("审定")};

/* How long the word is that a label begins with; 0: with none. */
static size_t begins_with(struct str label, const struct str *words, size_t count)
{
    static const char *const others[] = {"原因", "原料", "原材料", "原始", "原则"};
    size_t at = 0;
    if (skip_any(label, &at, others, ARRAY_COUNT(others)))
        return 0;
    for (size_t i = 0; i < count; i++)
        if (at_word(label, 0, words[i].ptr))
            return words[i].len;
    return 0;
}

static enum era era_of_label(struct str label)
{
    if (begins_with(label, BEFORE, ARRAY_COUNT(BEFORE)) > 0)
        return ERA_BEFORE;
    return begins_with(label, AFTER, ARRAY_COUNT(AFTER)) > 0 ? ERA_AFTER : ERA_NONE;
}

bool label_is_of_era(struct str label)
{
    return era_of_label(label) != ERA_NONE;
}

enum era figure_era(const struct figure *figure)
{
    const struct record *record = figure->record;
    enum era era = era_of_label(record->shape->fields[figure->slot].label);
    for (; era == ERA_NONE && record->parent != NULL; record = record->parent) {
        const int slot = record_slot_in_parent(record);
        era = slot < 0 ? ERA_NONE : era_of_label(record->parent->shape->fields[slot].label);
    }
    return era;
}

/* What the label says but for 原, 变更后. */
static struct str label_alone(const struct figure *figure)
{
    const struct str label = figure->record->shape->fields[figure->slot].label;
    const size_t before = begins_with(label, BEFORE, ARRAY_COUNT(BEFORE));
    const size_t after = begins_with(label, AFTER, ARRAY_COUNT(AFTER));
    return str_slice(label, before > 0 ? before : after, label.len);
}

static bool is_listed(const struct record *record)
{
    const int slot = record->parent == NULL ? -1 : record_slot_in_parent(record);
    return slot >= 0 && record->parent->shape->fields[slot].type.kind == TYPE_LIST;
}

bool figures_are_pair(const struct figure *a, const struct figure *b)
{
    enum { TWO = 2 * 3 /* bytes of a label: 上季度得分, 考核得分 */ };
    const struct str left = label_alone(a), right = label_alone(b);
    const enum era first = figure_era(a), second = figure_era(b);
    if ((first == ERA_BEFORE) == (second == ERA_BEFORE) || a->quantity != b->quantity || a->unit != b->unit ||
        left.len == 0 || right.len == 0 || !(ends_with(left, right) || ends_with(right, left)))
        return false;
    if (!str_equal(left, right) && (left.len < TWO || right.len < TWO)) /* 送审价 and 合同价 are none */
        return false;
    const bool listed = is_listed(a->record);
    return listed == is_listed(b->record) &&
           (!listed || str_equal(model_record_name(a->record), model_record_name(b->record)));
}
