/*
 * What the words around a number name: the label of a field, the record that is spoken of.
 *
 * A sentence ends at 。；！？, a clause at ，、： too; both end at a footnote.  Looking goes no farther than
 * SENTENCE_MOST bytes each way, whatever a text does without marks.
 */
#include "prose/prose_int.h"

#include <limits.h>
#include <string.h>

enum { SENTENCE_MOST = 600 };

static const struct str SENTENCE_ENDS[] = {WORD("。"), WORD("；"), WORD("！"), WORD("？"),
                                           WORD(";"),  WORD("!"),  WORD("?"),  WORD("\4")};
static const struct str CLAUSE_ENDS[] = {WORD("，"), WORD("、"), WORD("：")};

/* Words that may stand between a name and its number. */
static const struct str FILLERS[] = {
    WORD("总人数"),   WORD("人数"), WORD("总数"), WORD("数量"),   WORD("共计"),   WORD("合计"), WORD("总计"),
    WORD("总共"),     WORD("共"),   WORD("现有"), WORD("实有"),   WORD("有"),     WORD("为"),   WORD("是"),
    WORD("达到"),     WORD("达"),   WORD("计"),   WORD("的"),     WORD("占"),     WORD("社工"), WORD("员工"),
    WORD("工作人员"), WORD("人员"), WORD("专业"), WORD("先后"),   WORD("现"),     WORD("实际"), WORD("已"),
    WORD("了"),       WORD("及"),   WORD("和"),   WORD("与"),     WORD("“"),      WORD("”"),    WORD(" "),
    WORD("："),       WORD(":"),    WORD("　"),   WORD("含"),     WORD("日期"),   WORD("天数"), WORD("月数"),
    WORD("年数"),     WORD("份数"), WORD("次数"), WORD("场数"),   WORD("场次"),   WORD("户数"), WORD("家数"),
    WORD("个数"),     WORD("期数"), WORD("页数"), WORD("小时数"), WORD("人民币"), WORD("￥"),   WORD("¥"),
    WORD("="),        WORD("由"),   WORD("从"),   WORD("数"),     WORD("金额")};

/* Marks are ASCII, or of the rows U+3000 and U+FF00. */
static bool may_be_mark(char c)
{
    static const bool marks[UCHAR_MAX + 1] = {
        [0 ... '0' - 1] = true, ['9' + 1 ... 0x7F] = true, [0xE3] = true, [0xEF] = true};
    return marks[(unsigned char)c];
}

/* The mark of the list that begins at `at`, as its length; 0: none. */
static size_t mark_at(struct str text, size_t at, const struct str *marks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text.ptr[at] == marks[i].ptr[0] && text.len - at >= marks[i].len &&
            memcmp(text.ptr + at, marks[i].ptr, marks[i].len) == 0)
            return marks[i].len;
    return 0;
}

/* Nothing but blanks and 人民币 between the colon and the number: 在岗人数：8 is one clause. */
static bool is_colon_before(const struct saying *saying, size_t at)
{
    static const char *const between[] = {" ", "人民币", "￥", "¥", "　"};
    if (!skip_word(saying->text, &at, "："))
        return false;
    while (at < saying->spoken->from && skip_any(saying->text, &at, between, ARRAY_COUNT(between)))
        continue;
    return at == saying->spoken->from;
}

void saying_make(struct saying *saying, struct str text, const struct spoken *spoken,
                 const struct record *owner)
{
    *saying = (struct saying){.text = text, .spoken = spoken, .owner = owner};
    size_t from = spoken->from > SENTENCE_MOST ? spoken->from - SENTENCE_MOST : 0;
    size_t to = text.len - spoken->to > SENTENCE_MOST ? spoken->to + SENTENCE_MOST : text.len;
    saying->clause = saying->sentence = from;
    saying->clause_end = saying->sentence_end = to;
    for (size_t i = spoken->from; i-- > from && saying->sentence == from;) {
        if (!may_be_mark(text.ptr[i]))
            continue;
        size_t end = mark_at(text, i, SENTENCE_ENDS, ARRAY_COUNT(SENTENCE_ENDS));
        size_t part = end > 0 ? end : mark_at(text, i, CLAUSE_ENDS, ARRAY_COUNT(CLAUSE_ENDS));
        saying->sentence = end > 0 ? i + end : from;
        if (part > 0 && saying->clause == from && !is_colon_before(saying, i))
            saying->clause = i + part;
    }
    for (size_t i = spoken->to; i < to && saying->sentence_end == to; i++) {
        if (!may_be_mark(text.ptr[i]))
            continue;
        bool sentence = mark_at(text, i, SENTENCE_ENDS, ARRAY_COUNT(SENTENCE_ENDS)) > 0;
        bool part = sentence || mark_at(text, i, CLAUSE_ENDS, ARRAY_COUNT(CLAUSE_ENDS)) > 0;
        saying->sentence_end = sentence ? i : saying->sentence_end;
        saying->clause_end = part && saying->clause_end == to ? i : saying->clause_end;
    }
}

/* --- words in words --- */

size_t last_of(struct str text, size_t from, size_t to, struct str word)
{
    if (word.len == 0 || word.len > to - from)
        return SIZE_MAX;
    const size_t before = word.len - 1; /* its last byte is rarer than its first */
    const char *const first = text.ptr + from + before;
    for (const char *end = text.ptr + to, *last;
         (last = memrchr(first, word.ptr[before], (size_t)(end - first))) != NULL; end = last)
        if (memcmp(last - before, word.ptr, before) == 0)
            return (size_t)(last - before - text.ptr);
    return SIZE_MAX;
}

/* How long the filler is that stands so, at the end or the beginning; 0: there is none. */
static size_t filler(struct str text, bool (*stands)(struct str text, struct str word))
{
    for (size_t i = 0; i < ARRAY_COUNT(FILLERS); i++)
        if (stands(text, FILLERS[i]))
            return FILLERS[i].len;
    return 0;
}

size_t filler_at(struct str text, size_t at)
{
    return filler(str_slice(text, at, text.len), starts_with);
}

/* （中级） at the end. */
static size_t bracket_before(struct str text)
{
    size_t open = ends_with(text, STR("）")) ? last_of(text, 0, text.len, STR("（")) : SIZE_MAX;
    return open == SIZE_MAX ? 0 : text.len - open;
}

struct str words_before(const struct saying *saying)
{
    const struct str unchanged = clause_unchanged(saying);
    if (unchanged.len > 0)
        return unchanged;
    return without_change(str_slice(saying->text, saying->clause, saying->spoken->from));
}

static bool beside(const struct saying *saying, struct str core)
{
    struct str before = words_before(saying);
    struct str behind = str_slice(saying->text, saying->spoken->to, saying->clause_end);
    for (size_t less = 1; less > 0; before.len -= less) {
        if (ends_with(before, core))
            return true;
        less = filler(before, ends_with);
        less = less > 0 ? less : bracket_before(before);
    }
    for (size_t less = 1; less > 0; behind = str_slice(behind, less, behind.len)) {
        if (starts_with(behind, core))
            return true;
        less = filler(behind, starts_with);
    }
    return false;
}

enum said label_said(const struct saying *saying, struct str core)
{
    size_t to = saying->clause_end;
    if (core.len == 0)
        return SAID_NOT;
    size_t at = last_of(saying->text, saying->sentence, to, core);
    if (at == SIZE_MAX)
        return SAID_NOT;
    if (beside(saying, core))
        return SAID_BESIDE;
    return at >= saying->clause ? SAID_CLAUSE : SAID_SENTENCE;
}

/* 本季度, 总体: without them; *ret_any: there were some. */
static struct str without_wholes(struct str text, bool *ret_any)
{
    static const struct str words[] = {WORD("本季度"), WORD("本年度"), WORD("本年"), WORD("本期"),
                                       WORD("本月"),   WORD("本次"),   WORD("全年"), WORD("全部"),
                                       WORD("整体"),   WORD("总体"),   WORD("总的"), WORD("总"),
                                       WORD("综合"),   WORD("合计"),   WORD("共")};
    *ret_any = false;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < ARRAY_COUNT(words); i++)
            if (ends_with(text, words[i])) {
                text.len -= words[i].len;
                more = *ret_any = true;
            }
    }
    return text;
}

/* Do the words stand beside the number, and in front of them in the clause nothing but words that mean the whole?  *ret_any:
 * there are such. */
static bool leads(const struct saying *saying, struct str words, bool *ret_any)
{
    struct str before = words_before(saying);
    *ret_any = false;
    for (size_t less = 1; less > 0; before.len -= less) {
        if (ends_with(before, words))
            return without_wholes(str_slice(before, 0, before.len - words.len), ret_any).len == 0;
        less = filler(before, ends_with);
        less = less > 0 ? less : before.len - name_without_unit(before).len; /* 经费总额（万元） */
    }
    return false;
}

bool label_only_within(const struct saying *saying, struct str core, struct str longer)
{
    const struct str clause = str_slice(saying->text, saying->clause, saying->clause_end);
    const size_t around = last_of(clause, 0, clause.len, longer), at = last_of(clause, 0, clause.len, core);
    return around != SIZE_MAX && longer.len > core.len && at >= around && at < around + longer.len &&
           last_of(clause, 0, around, core) == SIZE_MAX;
}

static bool ends_with_any(struct str text, const struct str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ends_with(text, words[i]))
            return true;
    return false;
}

/* Without 日期为, 于 at the end; *ret_day: with 日期, so that it is a day that is named. */
static struct str without_links(struct str text, bool *ret_day)
{
    static const struct str links[] = {WORD("日期"), WORD("为"), WORD("是"), WORD("于"),
                                       WORD("在"),   WORD("："), WORD(":"),  WORD(" ")};
    const struct str all = text;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < ARRAY_COUNT(links) && !more; i++) {
            more = ends_with(text, links[i]);
            text.len -= more ? links[i].len : 0;
        }
    }
    *ret_day = last_of(all, text.len, all.len, links[0]) != SIZE_MAX;
    return text;
}

bool label_stands(const struct saying *saying, struct str core)
{
    static const struct str others[] = {
        WORD("的"),   WORD("原"), WORD("初"), WORD("前"), WORD("旧"), WORD("上"),   WORD("次"),
        WORD("轮"),   WORD("期"), WORD("拟"), WORD("暂"), WORD("估"), WORD("年"),   WORD("月"),
        WORD("季度"), WORD("家"), WORD("户"), WORD("人"), WORD("个"), WORD("他"),   WORD("类"),
        WORD("和"),   WORD("与"), WORD("及"), WORD("或"), WORD("非"), WORD("不含"), WORD("新")};
    struct str before = words_before(saying);
    for (size_t less = 1; less > 0; before.len -= less) {
        if (ends_with(before, core)) {
            before.len -= core.len;
            return !ends_with_any(before, others, ARRAY_COUNT(others));
        }
        less = filler(before, ends_with);
    }
    return false;
}

bool day_is_of(const struct saying *saying, struct str core)
{
    static const struct str another[] = {WORD("次"),   WORD("期"),   WORD("度"),   WORD("轮"),
                                         WORD("再"),   WORD("预"),   WORD("初"),   WORD("初步"),
                                         WORD("复"),   WORD("终"),   WORD("原"),   WORD("拟"),
                                         WORD("计划"), WORD("约定"), WORD("预计"), WORD("暂定")};
    const struct str close = STR("）");
    const struct str behind = str_slice(saying->text, saying->spoken->to, saying->clause_end);
    const struct str rest = str_slice(behind, starts_with(behind, core) ? core.len : 0, behind.len);
    const bool ends = rest.len == 0 || starts_with(rest, close);
    if (rest.len < behind.len)
        return ends;
    bool named;
    size_t range = saying->spoken->to;
    struct str before = without_links(words_before(saying), &named);
    if (!ends_with(before, core) || !(named ? !range_read(saying->text, &range) : ends))
        return false;
    before.len -= core.len;
    return !ends_with_any(before, another, ARRAY_COUNT(another));
}

bool label_whole(const struct saying *saying, struct str label)
{
    struct str before = words_before(saying);
    for (size_t less = 1; less > 0; before.len -= less) {
        if (ends_with(before, label))
            return true;
        less = filler(before, ends_with);
    }
    return false;
}

bool label_leads(const struct saying *saying, struct str core)
{
    bool any;
    return leads(saying, core, &any);
}

/* The two characters of a label of four or more, at one of its ends. */
static bool part_beside(const struct saying *saying, struct str part)
{
    bool any;
    return leads(saying, part, &any) && (any || saying->clause == saying->sentence);
}

struct str part_said_of_all(const struct saying *saying, struct str label)
{
    static const struct str earlier[] = {WORD("上"), WORD("去年"), WORD("基期")};
    enum { FOUR = 4 };
    if (utf8_count(label) < FOUR || mark_at(label, 0, earlier, ARRAY_COUNT(earlier)) > 0)
        return STR("");
    size_t two = 0, last = 0;
    for (size_t at = 0, count = 0, total = utf8_count(label); at < label.len; count++) {
        last = count + 2 == total ? at : last;
        (void)utf8_next(label, &at);
        two = count == 1 ? at : two;
    }
    const struct str begin = str_slice(label, 0, two), end = str_slice(label, last, label.len);
    if (part_beside(saying, begin))
        return begin;
    return part_beside(saying, end) ? end : STR("");
}

bool is_total(const struct saying *saying)
{
    static const char *const words[] = {"合计", "总计", "共"};
    struct str before = words_before(saying);
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (last_of(before, 0, before.len, str_of(words[i])) != SIZE_MAX)
            return true;
    return false;
}

/* --- records --- */

/* The record of a list that it is or stands in; NULL: there is only one such. */
static const struct record *listed(const struct record *record)
{
    for (; record->parent != NULL; record = record->parent) {
        int slot = record_slot_in_parent(record);
        if (slot >= 0 && record->parent->shape->fields[slot].type.kind == TYPE_LIST)
            return record;
    }
    return NULL;
}

static const struct field *list_of(const struct record *record)
{
    return &record->parent->shape->fields[record_slot_in_parent(record)];
}

static bool is_within(const struct record *inner, const struct record *around)
{
    while (inner != NULL && inner != around)
        inner = inner->parent;
    return inner != NULL;
}

/* Does the name of one of its fields stand there? */
static bool field_begins(const struct record *record, struct str text, size_t at)
{
    for (size_t i = 0; i < record->shape->field_count; i++) {
        const struct str label = record->shape->fields[i].label;
        if (label.len == 0 || at == text.len || label.ptr[0] != text.ptr[at])
            continue;
        const struct str core = label_core(label);
        if (core.len > 0 && core.len <= text.len - at && memcmp(text.ptr + at, core.ptr, core.len) == 0)
            return true;
    }
    return false;
}

/* As it is said: without a unit, 人员经费 of the column 人员经费（元）. */
static struct str name_of(const struct record *record)
{
    return name_without_unit(model_record_name(record));
}

/* What its whole name has behind the short one: 服务站 of 青禾服务站; empty: nothing. */
static struct str name_rest(const struct record *record)
{
    const struct str name = name_of(record), called = model_record_called(record);
    const size_t at = last_of(called, 0, called.len, name);
    return at == SIZE_MAX ? STR("") : str_slice(called, at + name.len, called.len);
}

/* The longest end of `rest` that `text` begins, or ends, with: 站 of 服务站. */
static size_t rest_stands(struct str text, struct str rest, bool (*stands)(struct str text, struct str word))
{
    for (size_t from = 0; from < rest.len; (void)utf8_next(rest, &from))
        if (stands(text, str_slice(rest, from, rest.len)))
            return rest.len - from;
    return 0;
}

/* Is the record's name whole that ends at `at`?  坪山 in 坪山中心, before a mark, a digit, a word like 有, a field of it; not in
 * 坪山街道. */
static bool word_ends(struct str text, size_t at, const struct record *record)
{
    const struct str label = list_of(record)->label;
    static const struct str words[] = {
        WORD("的"), WORD("有"),   WORD("共"),   WORD("为"),   WORD("是"),   WORD("在"), WORD("现"),
        WORD("及"), WORD("和"),   WORD("与"),   WORD("、"),   WORD("，"),   WORD("（"), WORD("“"),
        WORD("”"),  WORD("："),   WORD("。"),   WORD("；"),   WORD("）"),   WORD("》"), WORD("由"),
        WORD("从"), WORD("不变"), WORD("未变"), WORD("保持"), WORD("维持"), WORD("仍")};
    if (at == text.len || (unsigned char)text.ptr[at] < 0x80)
        return true;
    return starts_with(str_slice(text, at, text.len), label) ||
           mark_at(text, at, words, ARRAY_COUNT(words)) > 0 || field_begins(record, text, at);
}

/* Also 青禾 in 青禾站, where the record is called 青禾服务站. */
static bool name_ends(struct str text, size_t at, const struct record *record)
{
    const size_t rest = rest_stands(str_slice(text, at, text.len), name_rest(record), starts_with);
    return word_ends(text, at, record) || (rest > 0 && word_ends(text, at + rest, record));
}

/* 较满意, 不满意 are not 满意. */
static bool is_another_degree(struct str text, size_t at)
{
    static const struct str degrees[] = {WORD("不"),   WORD("较"),   WORD("很"),
                                         WORD("非常"), WORD("基本"), WORD("未")};
    return ends_with_any(str_slice(text, 0, at), degrees, ARRAY_COUNT(degrees));
}

/* Where the word, a name of the record, last stands before `to`; SIZE_MAX: it does not. */
static size_t word_stands(const struct saying *saying, const struct record *record, struct str name,
                          size_t from, size_t to)
{
    enum { SHORTEST = 4, LONGEST = 90 }; /* bytes */
    if (name.len < SHORTEST || name.len > LONGEST)
        return SIZE_MAX;
    for (size_t at; (at = last_of(saying->text, from, to, name)) != SIZE_MAX; to = at + name.len - 1)
        if (name_ends(saying->text, at + name.len, record) && !is_another_degree(saying->text, at))
            return at;
    return SIZE_MAX;
}

/* Where the record's name last stands before `to`, the short or the whole one. */
static size_t name_stands(const struct saying *saying, const struct record *record, size_t from, size_t to)
{
    const struct str name = name_of(record), called = model_record_called(record);
    const size_t at = word_stands(saying, record, name, from, to);
    const size_t whole = str_equal(called, name) ? SIZE_MAX : word_stands(saying, record, called, from, to);
    if (at == SIZE_MAX || whole == SIZE_MAX)
        return at == SIZE_MAX ? whole : at;
    return at > whole ? at : whole;
}

/* Does another record of the list stand named between `from` and the number? */
static bool other_named(const struct saying *saying, const struct record *record, size_t from)
{
    enum { MOST = 64 };
    const struct value *list = &record->parent->slots[record_slot_in_parent(record)].value;
    for (size_t i = 0; i < list->list.count && i < MOST; i++) {
        const struct record *other = list->list.items[i].record;
        if (other != record && name_stands(saying, other, from, saying->spoken->from) != SIZE_MAX)
            return true;
    }
    return false;
}

/* Has another record of the list that name?  Then the name means all of them: 食品安全扣分2次 is of two deductions. */
static bool has_twin(const struct record *record)
{
    enum { MOST = 64 };
    const struct value *list = &record->parent->slots[record_slot_in_parent(record)].value;
    const struct str name = name_of(record);
    for (size_t i = 0; i < list->list.count && i < MOST; i++) {
        const struct record *other = list->list.items[i].record;
        if (other != record && str_equal(name_of(other), name))
            return true;
    }
    return false;
}

enum meant record_meant(const struct saying *saying, const struct record *record)
{
    record = listed(record);
    if (record == NULL)
        return MEANT_ONLY;
    size_t at = name_stands(saying, record, saying->sentence, saying->spoken->from);
    if (at == SIZE_MAX && name_stands(saying, record, saying->spoken->to, saying->clause_end) != SIZE_MAX)
        return has_twin(record) ? MEANT_NOT : MEANT_HERE;
    if (at != SIZE_MAX && has_twin(record))
        return MEANT_NOT;
    if (at != SIZE_MAX && !other_named(saying, record, at))
        return at >= saying->clause ? MEANT_HERE : MEANT_NAMED;
    const struct record *writer = listed(saying->owner);
    bool own = writer != NULL && (is_within(writer, record) || is_within(record, writer));
    return own && !other_named(saying, record, saying->sentence) ? MEANT_OWN : MEANT_NOT;
}

/* Also the names of its fields: 六和中心及分站点8人. */
static size_t field_before(const struct record *record, struct str text)
{
    for (size_t i = 0; text.len > 0 && i < record->shape->field_count; i++) {
        struct str label = record->shape->fields[i].label;
        if (label.len == 0 || memchr(label.ptr, text.ptr[text.len - 1], label.len) == NULL)
            continue;
        struct str core = label_core(label);
        if (ends_with(text, core))
            return core.len;
    }
    return 0;
}

bool record_beside(const struct saying *saying, const struct record *record)
{
    record = listed(record);
    if (record == NULL || record->shape->field_count == 0)
        return false;
    struct str before = words_before(saying);
    const struct str name = name_of(record), called = model_record_called(record);
    const struct str label = list_of(record)->label, rest = name_rest(record);
    bool own = is_within(saying->owner, record);
    for (size_t less = 1; less > 0; before.len -= less) {
        const struct str less_rest = str_slice(before, 0, before.len - rest_stands(before, rest, ends_with));
        if (ends_with(before, name) && is_another_degree(before, before.len - name.len))
            return false;
        if (ends_with(before, name) || ends_with(before, called) || ends_with(less_rest, name) ||
            (own && (ends_with(before, label) || ends_with(before, rest))))
            return own || !has_twin(record);
        less = filler(before, ends_with);
        less = less > 0 ? less : field_before(record, before);
        less = less == 0 && ends_with(before, label) ? label.len : less;
    }
    return false;
}

bool is_counted_alone(const struct saying *saying)
{
    static const char *const ends[] = {"）", ")", "。", "以及", "和", "与", "及"};
    struct str behind = str_slice(saying->text, saying->spoken->to, saying->clause_end);
    const enum quantity quantity = saying->spoken->quantity;
    size_t at = 0;
    if (quantity != QUANTITY_PEOPLE && quantity != QUANTITY_COUNT && quantity != QUANTITY_NONE)
        return true;
    for (size_t less = 1; less > 0; behind = str_slice(behind, less, behind.len)) {
        if (skip_any(behind, &at, ends, ARRAY_COUNT(ends)))
            return true;
        less = filler(behind, starts_with);
    }
    return behind.len == 0 || may_be_mark(behind.ptr[0]);
}

const struct record *named_beside(const struct saying *saying, const struct record *record)
{
    enum { MOST = 64 };
    record = listed(record);
    if (record == NULL)
        return NULL;
    const struct value *list = &record->parent->slots[record_slot_in_parent(record)].value;
    for (size_t i = 0; i < list->list.count && i < MOST; i++) {
        const struct record *other = list->list.items[i].record;
        if (other != record && !is_within(saying->owner, other) && record_beside(saying, other))
            return other;
    }
    return NULL;
}

const struct record *other_beside(const struct saying *saying, const struct record *record)
{
    const struct record *own = listed(record);
    const bool named =
        own == NULL || name_stands(saying, own, saying->sentence, saying->clause_end) != SIZE_MAX;
    return named ? NULL : named_beside(saying, record);
}
