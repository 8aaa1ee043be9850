/*
 * What is said of another figure than the record's, though it is named like it: a part, a bound, a change; another time (上季度, 2024年,
 * 截至3月), place (全市, 二标段), source (施工单位申报) or stage (初稿, 更正前); what only would be (若不调整，…仍为).
 *
 * A word holds in its clause, unless it stands in the label or the record's own name.  A year that is no year of the paper, 截至 a day
 * that is none of it, and 4月底 hold in the sentence, until another time is named: 2024年预算300万元，支出280万元.
 */
#include "prose/prose_int.h"

#include <string.h>

/* A part, a bound, a change. */
static const struct str PARTS[] = {
    WORD("其余"), WORD("其他"), WORD("其它"),   WORD("其中"), WORD("另"),   WORD("每"),   WORD("缺"),
    WORD("少"),   WORD("差"),   WORD("多"),     WORD("增"),   WORD("减"),   WORD("超"),   WORD("至少"),
    WORD("最"),   WORD("不足"), WORD("不低于"), WORD("上限"), WORD("下限"), WORD("拟"),   WORD("应"),
    WORD("须"),   WORD("将"),   WORD("平均"),   WORD("人均"), WORD("标准"), WORD("计划"), WORD("目标"),
    WORD("要求"), WORD("建议"), WORD("承诺")};

static const struct str OTHERS[] = {
    /* another time */
    WORD("上年"), WORD("去年"), WORD("前年"), WORD("往年"), WORD("历年"), WORD("明年"), WORD("次年"),
    WORD("下年"), WORD("同期"), WORD("上期"), WORD("上月"), WORD("上季度"), WORD("下季度"), WORD("上一"),
    WORD("下一"), WORD("上次"), WORD("下次"), WORD("上半年"), WORD("下半年"),
    /* another place */
    WORD("全国"), WORD("全省"), WORD("全市"), WORD("全区"), WORD("全街道"), WORD("同类"), WORD("邻近"),
    WORD("周边"), WORD("兄弟"), WORD("二标段"), WORD("三标段"), WORD("四标段"),
    /* another source, another stage */
    WORD("初步"), WORD("初稿"), WORD("初评"), WORD("初审"), WORD("暂定"), WORD("暂估"), WORD("预计"),
    WORD("预估"), WORD("估算"), WORD("概算"), WORD("测算"), WORD("批复的"), WORD("申报"), WORD("申请的"),
    WORD("上报的"), WORD("自评"), WORD("自查"), WORD("自报"), WORD("开工令"), WORD("追加前"), WORD("更正前"),
    WORD("修正前"), WORD("误写"), WORD("误报"), WORD("误录"), WORD("误记"), WORD("不含税"), WORD("税前"),
    /* some of those who were asked */
    WORD("男性"), WORD("女性"), WORD("岁")};

/* What one of the sides says of it, not the paper: 监理认定的工期. */
static const struct str PARTIES[] = {WORD("施工单位"), WORD("施工方"), WORD("监理单位"), WORD("监理"),
                                     WORD("供应商"),   WORD("承包人"), WORD("承包方"),   WORD("投标人"),
                                     WORD("乙方"),     WORD("丙方")};
static const char *const CLAIMS[] = {"主张", "认定", "提出", "报价", "认为", "报送", "统计", "计算"};

/* Behind the number: the moment at which it was so. 空岗17天时. */
static const char *const MOMENTS[] = {"时", "后", "之后", "前", "之前"};
static const char *const NO_MOMENTS[] = {"时间", "时长", "时段", "后续", "前期"};

/* --- words --- */

/* Does the word at `at` begin a piece of the label? 每月 of 每月服务费用, where the text says 每月服务费. */
static bool is_of_label(struct str text, size_t at, struct str word, struct str label)
{
    size_t end = at + word.len;
    if (end < text.len)
        (void)utf8_next(text, &end);
    return end > at + word.len && last_of(label, 0, label.len, str_slice(text, at, end)) != SIZE_MAX;
}

/* 全国 of 安全国家标准, 上月 of 以上月份. */
static bool is_within_another(struct str text, size_t at, struct str word)
{
    static const struct {
        const char *before, *begin;
    } others[] = {{"安", "全"}, {"以", "上"}, {"以", "下"}, {"回", "应"}, {"供", "应"},
                  {"相", "应"}, {"对", "应"}, {"大", "概"}, {"经", "测"}, {"反", "应"}};
    for (size_t i = 0; i < ARRAY_COUNT(others); i++)
        if (str_starts(word, others[i].begin) && behind_word(text, at, others[i].before))
            return true;
    return false;
}

/* Is the word one of the record's own: of its name, or of the label of a group or list around it? */
static bool record_has_word(const struct record *record, struct str word)
{
    for (; record != NULL; record = record->parent) {
        const int slot = record_slot_in_parent(record);
        if (slot < 0)
            continue;
        const struct str words[] = {model_record_name(record), model_record_called(record),
                                    record->parent->shape->fields[slot].label};
        for (size_t i = 0; i < ARRAY_COUNT(words); i++)
            if (last_of(words[i], 0, words[i].len, word) != SIZE_MAX)
                return true;
    }
    return false;
}

static bool is_claimed(struct str text, struct str label)
{
    static const char *const submitted[] = {"送审", "报送", "申报", "投标", "报价"}; /* the side's own */
    for (size_t i = 0; i < ARRAY_COUNT(submitted); i++)
        if (last_of(label, 0, label.len, str_of(submitted[i])) != SIZE_MAX)
            return false;
    for (size_t i = 0; i < ARRAY_COUNT(PARTIES); i++) {
        size_t at = last_of(text, 0, text.len, PARTIES[i]);
        at += at == SIZE_MAX ? 0 : PARTIES[i].len;
        if (at != SIZE_MAX && skip_any(text, &at, CLAIMS, ARRAY_COUNT(CLAIMS)))
            return true;
    }
    return false;
}

/* 残疾人及家属对 before the record's name, 莲塘社区: of some of those who were asked. */
static bool is_of_group(struct str text, const struct record *record)
{
    static const struct str all[] = {WORD("受访者"), WORD("全体"),     WORD("总体"),     WORD("群众"),
                                     WORD("居民"),   WORD("调查对象"), WORD("服务对象"), WORD("各方"),
                                     WORD("大家"),   WORD("调查"),     WORD("问卷")};
    static const struct str links[] = {WORD("对"), WORD("对于"), WORD("社区")};
    for (; record != NULL && record->parent != NULL; record = record->parent) {
        const struct str name = model_record_name(record);
        const size_t at = last_of(text, 0, text.len, name);
        for (size_t i = 0; i < ARRAY_COUNT(links) && at != SIZE_MAX; i++) {
            const struct str before = str_slice(text, 0, at);
            if (before.len > links[i].len && ends_with(before, links[i]))
                return !behind_any(before, before.len - links[i].len, all, ARRAY_COUNT(all));
        }
    }
    return false;
}

/* Does a text of the paper itself hold the words? */
static bool root_says(const struct record *record, struct str words)
{
    record = record_outermost(record);
    for (size_t i = 0; i < record->shape->field_count; i++) {
        const struct slot *slot = &record->slots[i];
        if (slot->state == SLOT_SET && slot->value.kind == TYPE_TEXT &&
            last_of(slot->value.text, 0, slot->value.text.len, words) != SIZE_MAX)
            return true;
    }
    return false;
}

/* 居民代表会应到32人，实到30人: who came to another meeting than that of the paper, 议事会. */
static bool is_of_other_meeting(const struct saying *saying, const struct figure *figure)
{
    static const struct str meetings[] = {WORD("会"), WORD("培训"), WORD("培训班"), WORD("活动")};
    static const char *const came[] = {"应到", "实到", "出席", "列席", "缺席", "请假", "到会"};
    enum { HAN = 3, NOUN = 3 * HAN /* bytes: 代表会 */ };
    const struct str text = str_slice(saying->text, 0, saying->spoken->from), last = STR("上次会议");
    if (last_of(text, saying->sentence, text.len, last) != SIZE_MAX)
        return true;
    for (size_t at = saying->sentence; at < text.len; (void)utf8_next(text, &at)) {
        size_t behind = at, word = at;
        (void)skip_word(text, &behind, "，");
        if (!skip_any(text, &behind, came, ARRAY_COUNT(came)) ||
            !behind_any(text, word, meetings, ARRAY_COUNT(meetings)) || word < saying->sentence + NOUN)
            continue;
        if (!root_says(figure->record, str_slice(text, word - NOUN, word)))
            return true;
    }
    return false;
}

static bool is_moment(const struct saying *saying)
{
    size_t at = saying->spoken->to, other = at;
    return saying->spoken->quantity < QUANTITY_DATE && !saying->spoken->bare &&
           !skip_any(saying->text, &other, NO_MOMENTS, ARRAY_COUNT(NO_MOMENTS)) &&
           skip_any(saying->text, &at, MOMENTS, ARRAY_COUNT(MOMENTS));
}

bool is_apart(const struct saying *saying, const struct figure *figure, struct str core)
{
    enum { TELLING = 3 * 3 /* bytes of a label */ };
    const struct str before = without_origin(words_before(saying));
    const bool telling = core.len >= TELLING || str_equal(core, model_record_name(figure->record));
    size_t name = last_of(before, 0, before.len, core);
    if ((last_of(before, 0, before.len, STR("各")) != SIZE_MAX &&
         last_of(before, 0, before.len, STR("分别")) == SIZE_MAX) ||
        is_claimed(before, figure->record->shape->fields[figure->slot].label) || is_moment(saying) ||
        is_of_group(before, figure->record) ||
        (figure->quantity == QUANTITY_PEOPLE && is_of_other_meeting(saying, figure)))
        return true;
    for (size_t i = 0; i < ARRAY_COUNT(PARTS) + ARRAY_COUNT(OTHERS); i++) {
        struct str word = i < ARRAY_COUNT(PARTS) ? PARTS[i] : OTHERS[i - ARRAY_COUNT(PARTS)];
        size_t at = last_of(before, 0, before.len, word);
        if (at == SIZE_MAX || is_within_another(before, at, word) || record_has_word(figure->record, word))
            continue;
        const bool names = telling && at + word.len == name && str_is(word, "其中"); /* 其中资料递交41分 */
        if (name == SIZE_MAX && is_of_label(before, at, word, core))
            continue;
        if (!names && (name == SIZE_MAX || at < name || at >= name + core.len))
            return true;
    }
    return false;
}

bool is_elsewhere_said(const struct saying *saying, const struct figure *figure)
{
    const struct str before = str_slice(saying->text, saying->sentence, saying->spoken->from);
    for (size_t i = 0; i < ARRAY_COUNT(OTHERS); i++) {
        const size_t at = last_of(before, 0, before.len, OTHERS[i]);
        if (at != SIZE_MAX && !is_within_another(before, at, OTHERS[i]) &&
            !record_has_word(figure->record, OTHERS[i]))
            return true;
    }
    return is_claimed(before, figure->record->shape->fields[figure->slot].label);
}

/* --- what only would be --- */

/* 若, 剔除; 如 before anything but 下, 期 … */
static bool supposes(struct str text, size_t at)
{
    static const char *const words[] = {"若", "如", "假设", "假如", "倘若", "剔除", "不计"};
    static const char *const others[] = {"若干", "如下", "如期", "如实", "如图", "如表", "如上", "如约",
                                         "如数", "如此", "如何", "如今", "如前", "如：", "如，"};
    size_t other = at;
    return !skip_any(text, &other, others, ARRAY_COUNT(others)) &&
           skip_any(text, &at, words, ARRAY_COUNT(words));
}

bool is_supposed(const struct saying *saying)
{
    const struct str text = str_slice(saying->text, 0, saying->spoken->from), mark = STR("，");
    size_t at = saying->sentence;
    skip_blanks(text, &at);
    if (supposes(text, at))
        return true;
    for (size_t to = text.len; (to = last_of(text, at, to, mark)) != SIZE_MAX;)
        if (supposes(text, to + mark.len))
            return true;
    return false;
}

/* --- the sentence so far --- */

void earlier_enter(struct earlier *earlier, const struct saying *saying)
{
    if (earlier->now.sentence != saying->sentence)
        *earlier = (struct earlier){.row = earlier->row};
    earlier->now = *saying;
}

/* 截至 before the date, 底 or 中旬 behind it: how it was then. */
static bool is_as_of(const struct saying *saying, bool *ret_part)
{
    static const struct str until[] = {WORD("截至"), WORD("截止"), WORD("截止到"), WORD("截至到")};
    static const char *const parts[] = {"底", "末", "初", "上旬", "中旬", "下旬"};
    size_t at = saying->spoken->to;
    *ret_part = skip_any(saying->text, &at, parts, ARRAY_COUNT(parts));
    return behind_any(saying->text, saying->spoken->from, until, ARRAY_COUNT(until));
}

/* Behind a date whether the rest is of its time. */
static void note_time(struct earlier *earlier, const struct saying *saying, bool equal)
{
    bool part;
    size_t at = saying->spoken->to;
    const bool until = is_as_of(saying, &part);
    const bool year = saying->spoken->quantity == QUANTITY_DATE_YEAR;
    if (!until && !part && !year)
        return;
    (void)skip_word(saying->text, &at, "度");
    earlier->other_time = part || !equal;
    earlier->time_end = saying->spoken->to;
    earlier->time_clause = saying->clause;
    earlier->time_holds = until || part || at == saying->clause_end;
}

void earlier_note(struct earlier *earlier, const struct saying *saying, const struct figure *equal)
{
    const struct spoken *spoken = saying->spoken;
    if (spoken->quantity >= QUANTITY_DATE && !spoken->quote) {
        note_time(earlier, saying, equal != NULL);
        return;
    }
    earlier->time_holds = earlier->time_holds || saying->clause == earlier->time_clause;
    earlier->parts = earlier->parts || at_word(saying->text, spoken->to, "中，");
    if (equal != NULL)
        earlier->figures[earlier->count++ % EARLIER_MOST] =
            (struct figure){.record = equal->record, .value = equal->value, .quantity = equal->quantity};
}

bool is_of_other_time(const struct earlier *earlier, const struct record *record)
{
    const struct saying *saying = &earlier->now;
    static const struct str own[] = {WORD("本"), WORD("今年"), WORD("当年"), WORD("现"), WORD("目前")};
    const size_t from = earlier->time_end, to = saying->spoken->from;
    if (!earlier->other_time || from > to || record_has_word(record, STR("年")) ||
        !(earlier->time_holds || saying->clause == earlier->time_clause))
        return false;
    for (size_t i = 0; i < ARRAY_COUNT(own); i++)
        if (last_of(saying->text, from, to, own[i]) != SIZE_MAX)
            return false;
    return true;
}

/* Is it called so: does one of its texts hold the words, if there are enough of them, or stand in them? */
static bool is_called(const struct record *record, struct str row)
{
    enum { LONG = 4 * 3 };
    for (size_t i = 0; i < record->shape->field_count; i++) {
        const struct slot *slot = &record->slots[i];
        const struct str name =
            slot->state == SLOT_SET && slot->value.kind == TYPE_TEXT ? slot->value.text : STR("");
        if ((row.len >= LONG && last_of(name, 0, name.len, row) != SIZE_MAX) ||
            last_of(row, 0, row.len, name) != SIZE_MAX)
            return true;
    }
    return record->parent != NULL && is_called(record->parent, row);
}

bool is_of_other_row(const struct earlier *earlier, const struct record *record, struct str core)
{
    enum { TELLING = 2 * 3 };
    static const char *const wholes[] = {"本", "合计", "总", "全", "小计", "累计"};
    const struct str row = str_slice(earlier->now.text, 0, earlier->row);
    size_t at = 0;
    return row.len >= TELLING && !skip_any(row, &at, wholes, ARRAY_COUNT(wholes)) &&
           last_of(row, 0, row.len, core) == SIZE_MAX && !is_called(record, row);
}

/* 27万元（即270000元）, （…） alone: the same again. */
static bool is_said_again(const struct saying *saying)
{
    static const struct str words[] = {WORD("即"),   WORD("折合"), WORD("也就是"),
                                       WORD("等于"), WORD("＝"),   WORD("=")};
    static const struct str open[] = {WORD("（"), WORD("("), WORD("（人民币")};
    const struct spoken *spoken = saying->spoken;
    return spoken->capital || behind_any(saying->text, spoken->from, words, ARRAY_COUNT(words)) ||
           (behind_any(saying->text, spoken->from, open, ARRAY_COUNT(open)) &&
            (at_word(saying->text, spoken->to, "）") || at_word(saying->text, spoken->to, ")")));
}

bool is_part_of_stated(const struct earlier *earlier, const struct figure *figure, enum said said,
                       enum meant meant)
{
    const struct saying *saying = &earlier->now;
    const struct str text = saying->text;
    const size_t count = earlier->count < EARLIER_MOST ? earlier->count : EARLIER_MOST;
    if (earlier->parts && meant < MEANT_HERE && (meant == MEANT_NAMED || said != SAID_BESIDE))
        return true;
    if (said == SAID_BESIDE || is_said_again(saying))
        return false;
    if (meant < MEANT_HERE && last_of(text, saying->sentence, saying->spoken->from, STR("其中")) != SIZE_MAX)
        return true;
    for (size_t i = 0; i < count; i++) {
        const struct figure *stated = &earlier->figures[i];
        if (stated->value == figure->value && stated->quantity == figure->quantity &&
            (stated->record == figure->record || meant <= MEANT_ONLY))
            return true;
    }
    return false;
}
