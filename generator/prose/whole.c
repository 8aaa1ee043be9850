/*
 * What is said of the paper as a whole, whatever words it takes: 本次会议出席人数12人, 会议应到12人，实到9人, 经评价，本项目得92.55分.
 *
 * labelled.c asks that the clause is a label and a number.  Here it may hold other words, if none of them says more than that the paper
 * itself is meant (本次, 本项目, 综合, its own texts, 会议 where it has a 会议日期); and the name may be another word for the same: 实到 is
 * 出席, 得 and 总分 are the 得分.  One word more, and it is perhaps another thing: 居民议事会应到32人, 产出指标得18分.  Such are counts of
 * people and marks, of which the paper itself has but one by that name.
 *
 * The clauses before may say as little: 经综合评价, 评价组认为, 应到12人.  Something in the sentence must say that it is the paper, if only that
 * the paragraph begins with it.
 */
#include "prose/prose_int.h"

/* Words that say no more than that all of it is meant. */
static const struct str WHOLES[] = {
    WORD("本次"),  WORD("此次"), WORD("这次"),     WORD("本季度"), WORD("季度"), WORD("本年度"),
    WORD("年度"),  WORD("本年"), WORD("本期"),     WORD("本月"),   WORD("全部"), WORD("整体"),
    WORD("总体"),  WORD("总的"), WORD("总"),       WORD("综合"),   WORD("最终"), WORD("最后"),
    WORD("合计"),  WORD("核定"), WORD("本项目"),   WORD("该项目"), WORD("项目"), WORD("绩效"),
    WORD("结果"),  WORD("结论"), WORD("服务单位"), WORD("成员"),   WORD("组成"), WORD("运营方"),
    WORD("供应商")};

/* What the paper may be of: such a word says so where one of the paper's own labels begins with it, 会议日期. */
static const struct str EVENTS[] = {WORD("会议"), WORD("考核"), WORD("评价"), WORD("评审"),
                                    WORD("验收"), WORD("自评"), WORD("审核"), WORD("评定")};

/* What else a thing is called; `with`: only in a paper that has this one, too, since 请假 may leave out who is absent. */
static const struct {
    struct str said, of, with;
} NAMES[] = {{WORD("实到"), WORD("出席"), WORD("")}, {WORD("缺席"), WORD("请假"), WORD("应到")},
             {WORD("得分"), WORD("得分"), WORD("")}, {WORD("总分"), WORD("得分"), WORD("")},
             {WORD("评分"), WORD("得分"), WORD("")}, {WORD("得"), WORD("得分"), WORD("")}};

/* A look along words. */
struct walk {
    const struct record *root;
    struct str core;        /* of the figure looked for; empty: of none */
    size_t named;           /* how often it is said */
    bool whole, itself;     /* words of WHOLES, of EVENTS */
    bool total, own_rating; /* 总分; 自评, in a paper of that */
};

static bool starts(struct str text, size_t at, struct str word)
{
    return starts_with(str_slice(text, at, text.len), word);
}

static size_t longest_at(struct str text, size_t at, const struct str *words, size_t count)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++)
        if (words[i].len > longest && starts(text, at, words[i]))
            longest = words[i].len;
    return longest;
}

/* --- what the paper has --- */

static bool counts_people(const struct field *field, struct str *ret_core)
{
    const struct str of = STR("人数");
    if (field->type.kind != TYPE_NUMBER || !ends_with(field->label, of))
        return false;
    *ret_core = label_core(field->label);
    return ret_core->len > 0;
}

static bool has_count(const struct record *root, struct str core)
{
    struct str own;
    for (size_t i = 0; i < root->shape->field_count; i++)
        if (root->slots[i].state == SLOT_SET && counts_people(&root->shape->fields[i], &own) &&
            str_equal(own, core))
            return true;
    return false;
}

static bool has_event(const struct record *root, struct str event)
{
    for (size_t i = 0; i < root->shape->field_count; i++)
        if (starts(root->shape->fields[i].label, 0, event))
            return true;
    return false;
}

/* --- words --- */

static size_t event_at(const struct walk *walk, struct str text, size_t at)
{
    const size_t len = longest_at(text, at, EVENTS, ARRAY_COUNT(EVENTS));
    return len > 0 && has_event(walk->root, str_slice(text, at, at + len)) ? len : 0;
}

static void note_event(struct walk *walk, struct str text, size_t at, size_t event)
{
    walk->itself = walk->itself || event > 0;
    walk->own_rating = walk->own_rating || (event > 0 && starts(text, at, STR("自评")));
}

/* A text of the paper itself: its name, the project's. */
static size_t own_text_at(const struct walk *walk, struct str text, size_t at)
{
    enum { LEAST = 3 * 3 /* bytes */ };
    size_t longest = 0;
    for (size_t i = 0; i < walk->root->shape->field_count; i++) {
        const struct slot *slot = &walk->root->slots[i];
        if (slot->state == SLOT_SET && slot->value.kind == TYPE_TEXT && slot->value.text.len >= LEAST &&
            slot->value.text.len > longest && starts(text, at, slot->value.text))
            longest = slot->value.text.len;
    }
    return longest;
}

/* 2025年度: whether it is the paper's, is_of_other_time asks. */
static size_t year_at(struct str text, size_t at)
{
    enum { DIGITS = 4 };
    size_t to = at + DIGITS;
    if (!is_digit(text.ptr[at]) || !word_is_year(text, at) || (at > 0 && is_digit(text.ptr[at - 1])) ||
        !skip_word(text, &to, "年"))
        return 0;
    (void)skip_word(text, &to, "度");
    return to - at;
}

/* The name of what is looked for, as its own core or another word. */
static size_t name_at(struct walk *walk, struct str text, size_t at)
{
    size_t longest = starts(text, at, walk->core) ? walk->core.len : 0;
    for (size_t i = 0; i < ARRAY_COUNT(NAMES) && walk->core.len > 0; i++)
        if (NAMES[i].said.len > longest && str_equal(NAMES[i].of, walk->core) &&
            starts(text, at, NAMES[i].said) &&
            (NAMES[i].with.len == 0 || has_count(walk->root, NAMES[i].with)))
            longest = NAMES[i].said.len;
    walk->named += longest > 0 ? 1 : 0;
    walk->total = walk->total || (longest > 0 && starts(text, at, STR("总分")));
    return longest;
}

static size_t plain_at(struct walk *walk, struct str text, size_t at)
{
    const size_t whole = longest_at(text, at, WHOLES, ARRAY_COUNT(WHOLES));
    const size_t event = event_at(walk, text, at), own = own_text_at(walk, text, at);
    if (own > whole && own > event) {
        walk->itself = true;
        return own;
    }
    note_event(walk, text, at, event);
    walk->whole = walk->whole || whole > 0;
    const size_t most = whole > event ? whole : event, filler = filler_at(text, at);
    return most > 0 ? most : filler > 0 ? filler : year_at(text, at);
}

/* Are all words plain, but for the name? */
static bool says_no_more(struct walk *walk, struct str words)
{
    for (size_t at = 0, len; at < words.len; at += len) {
        len = name_at(walk, words, at);
        len = len > 0 ? len : plain_at(walk, words, at);
        if (len == 0)
            return false;
    }
    return true;
}

/* --- the clauses before --- */

/* The core of any count of the paper, or another word for it. */
static size_t count_at(const struct walk *walk, struct str text, size_t at)
{
    size_t longest = starts(text, at, walk->core) ? walk->core.len : 0;
    struct str core;
    for (size_t i = 0; i < walk->root->shape->field_count; i++)
        if (counts_people(&walk->root->shape->fields[i], &core) && core.len > longest &&
            starts(text, at, core))
            longest = core.len;
    for (size_t i = 0; i < ARRAY_COUNT(NAMES); i++)
        if (NAMES[i].said.len > longest && has_count(walk->root, NAMES[i].of) &&
            starts(text, at, NAMES[i].said))
            longest = NAMES[i].said.len;
    return longest;
}

/* 应到12人; a name of a count without its number goes on in the next clause: 出席、列席人员共12人. */
static bool is_other_count(struct walk *walk, struct str clause)
{
    size_t at = 0;
    int open = 0;
    while (at < clause.len) {
        struct numeral numeral;
        struct measure measure;
        size_t len = count_at(walk, clause, at);
        open += len > 0;
        len = len > 0 ? len : plain_at(walk, clause, at);
        at += len;
        open -= len == 0;
        if (len == 0 && (!number_read(clause, &at, &numeral) || !unit_read(clause, &at, &measure) ||
                         measure.unit->quantity != QUANTITY_PEOPLE))
            return false;
    }
    return open <= 0;
}

/* 经综合评价, 评价组认为; not 经费 …, nor 经专家打分. */
static bool is_introduction(struct walk *walk, struct str clause)
{
    static const char *const begins[] = {"经", "根据", "按照", "依据", "依照", "对照"};
    static const char *const others[] = {"经费", "经营", "经济", "经办", "经常", "经验", "经手"};
    static const struct str ends[] = {WORD("认为"), WORD("表明"), WORD("显示"), WORD("如下")};
    static const struct str by_others[] = {WORD("专家"), WORD("第三方"), WORD("评委"), WORD("初评"),
                                           WORD("初审")};
    size_t at = 0, other = 0;
    if (!(skip_any(clause, &at, begins, ARRAY_COUNT(begins)) &&
          !skip_any(clause, &other, others, ARRAY_COUNT(others))) &&
        !behind_any(clause, clause.len, ends, ARRAY_COUNT(ends)))
        return false;
    for (size_t i = 0; i < clause.len; (void)utf8_next(clause, &i)) {
        if (longest_at(clause, i, by_others, ARRAY_COUNT(by_others)) > 0)
            return false;
        note_event(walk, clause, i, event_at(walk, clause, i));
    }
    return true;
}

/* Do the clauses of the sentence before the number's own leave it to the paper? */
static bool are_plain_before(struct walk *walk, const struct saying *saying)
{
    static const char *const marks[] = {"，", "、", "："};
    const struct str text = str_slice(saying->text, 0, saying->clause);
    for (size_t from = saying->sentence, at = from; at < text.len;) {
        const size_t to = at;
        if (!skip_any(text, &at, marks, ARRAY_COUNT(marks))) {
            (void)utf8_next(text, &at);
            continue;
        }
        const struct str clause = str_slice(text, from, to);
        if (!is_introduction(walk, clause) && !is_other_count(walk, clause))
            return false;
        from = at;
    }
    return true;
}

/* --- the figure --- */

/* 考核小组 of a list 考核小组成员 */
static struct str core_of_list(struct str label)
{
    const struct str members = STR("成员");
    return ends_with(label, members) ? str_slice(label, 0, label.len - members.len) : STR("");
}

/* 出席 of 出席人数; 得分 of 综合得分 and 总分, but not of 预算执行得分; empty: of nothing that is looked for here. */
static struct str core_of(const struct record *root, int slot, enum quantity quantity)
{
    const struct field *field = &root->shape->fields[slot];
    const struct str score = STR("得分");
    struct walk walk = {.root = root, .core = score};
    struct str core;
    if (field->type.kind == TYPE_LIST)
        return quantity == QUANTITY_PEOPLE ? core_of_list(field->label) : STR("");
    if (quantity == QUANTITY_PEOPLE)
        return counts_people(field, &core) ? core : STR("");
    return says_no_more(&walk, name_without_unit(field->label)) && walk.named == 1 ? score : STR("");
}

/* （满分100分）, not （折合95分）, （含）以上 */
static bool is_aside(struct str text)
{
    static const struct str others[] = {WORD("折"), WORD("百分制"), WORD("含"), WORD("加"), WORD("扣")};
    const struct str open = STR("（"), close = STR("）");
    for (size_t i = 0; i < ARRAY_COUNT(others); i++)
        if (last_of(text, 0, text.len, others[i]) != SIZE_MAX)
            return false;
    return starts(text, 0, open) && ends_with(text, close);
}

/* Is the clause the name of the figure and the number, with plain words?  达到 may be a goal. */
static bool is_said_of_whole(struct walk *walk, const struct saying *saying)
{
    enum { TELLING = 4 * 3 /* bytes: 考核小组 is the paper's own */ };
    const struct str goal = STR("达");
    const struct str behind = str_slice(saying->text, saying->spoken->to, saying->clause_end);
    const bool marks = saying->spoken->quantity == QUANTITY_POINTS;
    const struct str before = str_slice(saying->text, saying->clause, saying->spoken->from);
    if (!says_no_more(walk, before) ||
        !(marks ? behind.len == 0 || is_aside(behind) : says_no_more(walk, behind)) || walk->named != 1 ||
        last_of(before, 0, before.len, goal) != SIZE_MAX)
        return false;
    const bool has_whole = walk->whole; /* of a count any of them is too little: 全年出席 */
    return are_plain_before(walk, saying) &&
           (saying->sentence == 0 || walk->itself || walk->core.len >= TELLING || (marks && has_whole));
}

/* The figure of a number, or of how many a list has; false: it is of another quantity, or not known. */
static bool figure_of(const struct record *root, int slot, enum quantity quantity, struct figure *ret_figure)
{
    const struct slot *at = &root->slots[slot];
    if (at->state == SLOT_SET && at->value.kind == TYPE_LIST && quantity == QUANTITY_NONE) {
        *ret_figure = (struct figure){.value = (int64_t)at->value.list.count * FIGURE_ONE,
                                      .record = root,
                                      .slot = slot,
                                      .quantity = QUANTITY_NONE,
                                      .counts = true};
        return true;
    }
    return figure_make(root, slot, ret_figure) && ret_figure->quantity == quantity;
}

/* Whatever figure it is: asked before all of them are. */
static bool is_score_said(const struct saying *saying)
{
    struct walk walk = {.root = record_outermost(saying->owner), .core = STR("得分")};
    return is_said_of_whole(&walk, saying);
}

/* Into finder->other; NULL: there is none, or there are several. */
static const struct figure *find_of(struct finder *finder, const struct saying *saying,
                                    enum quantity quantity, struct walk *ret_walk)
{
    const struct record *root = record_outermost(saying->owner);
    bool found = false;
    for (int slot = 0; slot < (int)root->shape->field_count; slot++) {
        struct walk walk = {.root = root, .core = core_of(root, slot, saying->spoken->quantity)};
        struct figure figure;
        if (walk.core.len == 0 || !figure_of(root, slot, quantity, &figure) ||
            !is_said_of_whole(&walk, saying))
            continue;
        if (found)
            return NULL;
        found = true;
        finder->other = figure;
        *ret_walk = walk;
    }
    return found ? &finder->other : NULL;
}

/* Does another record, or another field, count something of that name?  One of an item's vote is another's, where the item is not meant. */
static bool is_counted_elsewhere(const struct finder *finder, const struct saying *saying,
                                 const struct figure *figure)
{
    const struct field *own = &figure->record->shape->fields[figure->slot];
    const struct str core = label_core(own->label);
    for (uint32_t at = finder->index.first[QUANTITY_PEOPLE]; at != 0; at = finder->index.figures[at].alike) {
        const struct figure *other = &finder->index.figures[at];
        const struct field *field = &other->record->shape->fields[other->slot];
        if (field != own && str_equal(label_core(field->label), core) &&
            (!str_equal(field->label, own->label) || record_meant(saying, other->record) != MEANT_NOT ||
             other->value == saying->spoken->value))
            return true;
    }
    return false;
}

/* A total of marks is not half as much, or twice; 总分100分 is what may be reached; and what is some mark of the paper is that one. */
static bool may_be_marks(const struct saying *saying, const struct figure *figure, const struct figure *equal,
                         const struct walk *walk)
{
    enum { TENS = 10 * FIGURE_ONE };
    const int64_t value = saying->spoken->value;
    return equal == NULL && value >= figure->value / 2 && value / 2 <= figure->value &&
           (!walk->total || value % TENS != 0);
}

/* Is what is equal called so, in the words that stand here? */
static bool is_equal_said(const struct saying *saying, const struct figure *equal)
{
    const struct str core = label_core(equal->record->shape->fields[equal->slot].label);
    return record_meant(saying, equal->record) >= MEANT_OWN ||
           last_of(saying->text, saying->clause, saying->clause_end, core) != SIZE_MAX;
}

/* 得92.55分, and nothing that says of what: where others have marks of that size, it may be of one of them. */
static bool may_be_another(const struct finder *finder, const struct figure *figure, const struct walk *walk)
{
    const struct str score = STR("得分"), total = STR("总分");
    if (walk->whole || walk->itself)
        return false;
    for (uint32_t at = finder->index.first[QUANTITY_POINTS]; at != 0; at = finder->index.figures[at].alike) {
        const struct figure *other = &finder->index.figures[at];
        const struct str label = other->record->shape->fields[other->slot].label;
        if (other->record != figure->record && other->value >= figure->value / 2 &&
            (ends_with(label, score) || ends_with(label, total)))
            return true;
    }
    return false;
}

const struct figure *find_of_whole(struct finder *finder, const struct saying *saying,
                                   const struct figure *equal)
{
    const struct spoken *spoken = saying->spoken;
    const bool marks = spoken->quantity == QUANTITY_POINTS;
    struct walk walk = {0};
    const bool changes =
        finder->change.role != CHANGE_NONE && !starts(saying->text, spoken->to, STR("组成")); /* 由5人组成 */
    if (spoken->about || spoken->slight || spoken->bare || spoken->negative || changes ||
        saying == &finder->spread.saying || (!marks && spoken->quantity != QUANTITY_PEOPLE))
        return NULL;
    if (marks && !is_score_said(saying))
        return NULL;
    const struct figure *figure = find_of(finder, saying, spoken->quantity, &walk);
    if (figure == NULL)
        figure = find_of(finder, saying, QUANTITY_NONE, &walk);
    if (figure == NULL || figure_is_rounded(spoken, figure) ||
        is_of_other_time(finder->earlier, figure->record) ||
        is_of_other_row(finder->earlier, figure->record, walk.core) ||
        (!walk.own_rating && is_elsewhere_said(saying, figure)))
        return NULL;
    const bool may_be = marks ? record_meant(saying, saying->owner) == MEANT_ONLY &&
                                    may_be_marks(saying, figure, equal, &walk) &&
                                    !may_be_another(finder, figure, &walk)
                              : !is_counted_elsewhere(finder, saying, figure) &&
                                    (equal == NULL || !is_equal_said(saying, equal));
    return may_be ? figure : NULL;
}
