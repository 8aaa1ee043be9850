/*
 * References that were typed by hand: 本合同第九条, 见附件3, 如表2所示, 见第12页.
 *
 * They are noted as the figures of a text are read, and held against the numbers that the paper prints once it is made.
 * One false warning and nobody reads the next: so a reference counts only where the paper names itself (本合同) or a word
 * leads to it (见, 按照 …) and nothing around says that another paper is meant; and only a paper that prints numbers of
 * that kind can lack one.
 */
#include "prose/prose_int.h"
#include "prose/messages.def"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 2000, TITLE_MAX = 400 }; /* bytes of a paragraph, of the title, that are looked at */
enum { LIST = -1 /* the paper lists its annexes in a way that is not read: which it has is not known */ };

/* --- in the text --- */

/* The paper itself. */
static const struct str SELVES[] = {WORD("本合同"), WORD("本协议"), WORD("本补充协议"), WORD("本报告"),
                                    WORD("本办法"), WORD("本细则"), WORD("本方案"),     WORD("本章程"),
                                    WORD("本制度"), WORD("本规则"), WORD("本规定"),     WORD("本条例"),
                                    WORD("本规范"), WORD("本公约"), WORD("本合同书"),   WORD("本协议书")};
static const struct str LEADS[] = {WORD("见"),   WORD("按"),   WORD("按照"), WORD("依"),   WORD("依照"),
                                   WORD("依据"), WORD("根据"), WORD("违反"), WORD("参照"), WORD("除")};
static const struct str SHOWS[] = {WORD("见"), WORD("如"), WORD("按"), WORD("按照"),
                                   WORD("（"), WORD("由"), WORD("以"), WORD("据")};

/* {yuan(total)}元, {count(center)}个: a figure, which names no paper. */
static bool prints_figure(struct str text, size_t mark)
{
    struct measure measure;
    size_t at = mark + 1;
    return unit_read(text, &at, &measure);
}

/* Another paper may be meant. */
static bool names_other(struct str text)
{
    static const struct str words[] = {
        WORD("》"),   WORD("《"),     WORD("〕"),       WORD("原"),       WORD("法"),      WORD("条例"),
        WORD("规定"), WORD("细则"),   WORD("章程"),     WORD("规范"),     WORD("标准"),    WORD("指引"),
        WORD("方案"), WORD("主合同"), WORD("该"),       WORD("其"),       WORD("此"),      WORD("另"),
        WORD("上述"), WORD("前述"),   WORD("文件"),     WORD("通知"),     WORD("意见"),    WORD("合同"),
        WORD("协议"), WORD("报告"),   WORD("号"),       WORD("规则"),     WORD("公约"),    WORD("条款"),
        WORD("守则"), WORD("准则"),   WORD("制度"),     WORD("判决"),     WORD("裁定"),    WORD("裁决"),
        WORD("GB"),   WORD("设计"),   WORD("实施办法"), WORD("管理办法"), WORD("暂行办法")};
    for (size_t i = 0; i < text.len; i++) {
        if (((unsigned char)text.ptr[i] & 0xC0) == 0x80)
            continue;
        const struct str rest = str_slice(text, i, text.len);
        if (text.ptr[i] == MARK_QUOTE && !prints_figure(text, i))
            return true;
        if (str_starts(rest, "其中") || str_starts(rest, "其余")) /* of what was just said */
            continue;
        for (size_t k = 0; k < ARRAY_COUNT(words); k++) {
            const bool is_own = behind_word(text, i, "本") || behind_word(text, i, "本补充");
            if (rest.len >= words[k].len && memcmp(rest.ptr, words[k].ptr, words[k].len) == 0 && !is_own)
                return true;
        }
    }
    return false;
}

/* Where the sentence that reaches to `at` begins; where the one from `at` on ends. */
static size_t sentence_begin(struct str text, size_t at)
{
    static const struct str ends[] = {WORD("。"), WORD("；"), WORD("！"), WORD("？"), WORD("\n"), WORD("\4")};
    for (; at > 0; at--)
        for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
            if (ends_with(str_slice(text, 0, at), ends[i]))
                return at;
    return 0;
}

static size_t sentence_end(struct str text, size_t at)
{
    static const char *const ends[] = {"。", "；", "！", "？", "\n", "\4"};
    for (size_t next = at; at < text.len; next = ++at)
        if (skip_any(text, &next, ends, ARRAY_COUNT(ends)))
            return at;
    return text.len;
}

static bool is_quoted(struct str text, size_t at)
{
    int open = 0;
    for (size_t i = 0; i < at; i++)
        open += at_word(text, i, "“") || at_word(text, i, "「")   ? 1
                : at_word(text, i, "”") || at_word(text, i, "」") ? -1
                                                                  : 0;
    return open > 0;
}

/* 第十二条（的）规定, 约定: that of the clause itself. */
static size_t behind_what_it_says(struct str text, size_t at)
{
    static const char *const says[] = {"规定", "约定", "另有规定", "另有约定"};
    size_t next = at + (at_word(text, at, "的") ? strlen("的") : 0);
    return skip_any(text, &next, says, ARRAY_COUNT(says)) ? next : at;
}

/* What the paper calls itself right before: 协议 of 本协议; empty: it does not. */
static struct str self_named(struct str text, size_t at)
{
    for (size_t i = 0; i < ARRAY_COUNT(SELVES); i++)
        if (behind_any(text, at, &SELVES[i], 1))
            return str_slice(SELVES[i], strlen("本"), SELVES[i].len);
    return STR("");
}

/* 《…》及附件收悉, 来函所附附件: those of another paper, in what stands before. */
static bool has_others_annexes(struct str before)
{
    static const struct str owners[] = {WORD("》"), WORD("及"), WORD("和"), WORD("其"), WORD("的"),
                                        WORD("文"), WORD("函"), WORD("原"), WORD("附")};
    static const char annex[] = "附件";
    for (size_t i = 0; i < before.len; i++)
        if (at_word(before, i, annex) && behind_any(before, i, owners, ARRAY_COUNT(owners)))
            return true;
    return false;
}

/* Is it certain that what begins at `from` and ends at `to` is of the paper at hand? */
static bool is_own(struct str text, enum prose_cited kind, size_t from, size_t to)
{
    const bool is_clause = kind == PROSE_CLAUSE;
    if (is_quoted(text, from))
        return false;
    if (self_named(text, from).len > 0)
        return true;
    if (kind == PROSE_ANNEX && has_others_annexes(str_slice(text, 0, from)))
        return false;
    if (!(is_clause            ? behind_any(text, from, LEADS, ARRAY_COUNT(LEADS))
          : kind == PROSE_PAGE ? behind_word(text, from, "见")
                               : behind_any(text, from, SHOWS, ARRAY_COUNT(SHOWS))))
        return false;
    const size_t begin = is_clause ? 0 : sentence_begin(text, from);
    return !names_other(str_slice(text, begin, from)) &&
           !names_other(str_slice(text, behind_what_it_says(text, to), sentence_end(text, to)));
}

static size_t blanks_begin(struct str text, size_t at)
{
    while (at > 0 && text.ptr[at - 1] == ' ')
        at--;
    return at;
}

/* Before the word that ends there, if one does. */
static size_t without_end(struct str text, size_t at, const struct str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ends_with(str_slice(text, 0, at), words[i]))
            return at - words[i].len;
    return at;
}

/* What stands before the number, and right behind it; moves *from before it, *to behind that. */
static bool cited_kind(struct str text, size_t *from, size_t *to, enum prose_cited *ret_kind)
{
    static const struct {
        const char *before, *behind;
        enum prose_cited kind;
    } kinds[] = {{"第", "条", PROSE_CLAUSE},
                 {"第", "页", PROSE_PAGE},
                 {"附件", "", PROSE_ANNEX},
                 {"表", "", PROSE_TABLE},
                 {"图", "", PROSE_PICTURE}};
    const size_t begin = blanks_begin(text, *from);
    size_t end = *to;
    skip_blanks(text, &end);
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++)
        if (behind_word(text, begin, kinds[i].before) &&
            (kinds[i].behind[0] == 0 || at_word(text, end, kinds[i].behind))) {
            *from = begin - strlen(kinds[i].before);
            *to = kinds[i].behind[0] == 0 ? *to : end + strlen(kinds[i].behind);
            *ret_kind = kinds[i].kind;
            return true;
        }
    return false;
}

/* Behind the number of a table or picture: -1; 0: nothing. */
static int64_t second_number(struct str text, size_t *at)
{
    struct numeral numeral;
    size_t next = *at;
    if (!range_read(text, &next) || !number_read(text, &next, &numeral) || numeral.huge || numeral.decimal)
        return 0;
    *at = next;
    return numeral.value / FIGURE_ONE;
}

/* 九条跑道, 附件9份, 图5:1: so many of something. */
static bool is_counted(struct str text, enum prose_cited kind, size_t at)
{
    static const char *const clauses[] = {"线", "路", "道", "街", "河", "船", "跑道", "生产线"};
    static const char *const others[] = {"份", "个", "套", "种", "张", "册", "天", "日", "层", "人"};
    static const char *const colons[] = {":", "："};
    if (kind == PROSE_CLAUSE)
        return skip_any(text, &at, clauses, ARRAY_COUNT(clauses));
    if (skip_any(text, &at, colons, ARRAY_COUNT(colons)))
        return at < text.len && is_digit(text.ptr[at]);
    return kind != PROSE_PAGE && skip_any(text, &at, others, ARRAY_COUNT(others));
}

/* Behind a reference of the same kind and what joins the two (第十二条、第十三条): where the first one begins. */
static size_t first_of_chain(struct str text, enum prose_cited kind, size_t from)
{
    static const struct str joins[] = {WORD("、"), WORD("和"), WORD("及"),
                                       WORD("或"), WORD("至"), WORD("与")};
    static const struct str digits[] = {
        WORD("一"), WORD("二"), WORD("三"), WORD("四"), WORD("五"), WORD("六"), WORD("七"), WORD("八"),
        WORD("九"), WORD("十"), WORD("百"), WORD("零"), WORD("0"),  WORD("1"),  WORD("2"),  WORD("3"),
        WORD("4"),  WORD("5"),  WORD("6"),  WORD("7"),  WORD("8"),  WORD("9"),  WORD("-")};
    static const char *const before[] = {[PROSE_CLAUSE] = "第",
                                         [PROSE_PAGE] = "第",
                                         [PROSE_ANNEX] = "附件",
                                         [PROSE_TABLE] = "表",
                                         [PROSE_PICTURE] = "图"};
    const char *const behind = kind == PROSE_CLAUSE ? "条" : kind == PROSE_PAGE ? "页" : "";
    for (;;) {
        size_t at = without_end(text, from, joins, ARRAY_COUNT(joins));
        if (at == from || !behind_word(text, at, behind))
            return from;
        at = blanks_begin(text, at - strlen(behind));
        size_t end = at;
        while (without_end(text, at, digits, ARRAY_COUNT(digits)) < at)
            at = without_end(text, at, digits, ARRAY_COUNT(digits));
        end -= at;
        at = blanks_begin(text, at);
        if (end == 0 || !behind_word(text, at, before[kind]))
            return from;
        from = at - strlen(before[kind]);
    }
}

/* The number that it names; false: it is none. */
static bool number_of_cited(struct str text, const struct numeral *numeral, enum prose_cited kind, size_t *to,
                            struct prose_number *ret_number)
{
    enum { MOST = 10000 };
    const int64_t value = numeral->value / FIGURE_ONE;
    if (numeral->huge || numeral->decimal || numeral->grouped || numeral->loose || value < 1 || value > MOST)
        return false;
    *ret_number = (struct prose_number){.kind = kind, .first = value};
    if (kind == PROSE_TABLE || kind == PROSE_PICTURE)
        ret_number->second = second_number(text, to);
    const size_t end = *to;
    return !(end < text.len && (is_latin(text.ptr[end]) || strchr(".-", text.ptr[end]) != NULL)) &&
           !at_word(text, end, "号") && !at_word(text, end, "—");
}

bool cited_read(struct str text, size_t from, const struct numeral *numeral, size_t to,
                struct spoken_reference *ret_reference)
{
    struct spoken_reference reference;
    enum prose_cited kind;
    if (!cited_kind(text, &from, &to, &kind) ||
        (kind == PROSE_TABLE && (behind_word(text, from, "附") || numeral->han)) ||
        (kind == PROSE_PICTURE && (behind_word(text, from, "附") || numeral->han)))
        return false;
    const size_t first = first_of_chain(text, kind, from);
    if (!is_own(text, kind, first, to) || !number_of_cited(text, numeral, kind, &to, &reference.number) ||
        is_counted(text, kind, to))
        return false;
    reference.number.self = self_named(text, first);
    reference.from = from;
    reference.to = to;
    *ret_reference = reference;
    return true;
}

/* --- in the paper --- */

struct printed {
    struct arena *arena;
    struct prose_number *items;
    size_t count, capacity;
    int64_t listed; /* the list of annexes goes on with the one behind this; 0: none does */
    int64_t
        items_to; /* lines begin with 一、 … up to this number, where the paper counts its clauses so; 0: none does */
    char title[TITLE_MAX]; /* the first heading */
    size_t title_len;
    enum status status;
};

static void add_cited(struct printed *printed, struct prose_number number)
{
    printed->status = status_worse(printed->status, ARENA_APPEND(printed->arena, printed->items,
                                                                 printed->count, printed->capacity, &number));
}

static void add_annex(struct printed *printed, int64_t number)
{
    add_cited(printed, (struct prose_number){.kind = PROSE_ANNEX, .first = number});
}

/* Is there 2., 二、 or （2）?  Moves *at behind it.  1.2026年 is the first item, and no number with decimals. */
static bool skip_item(struct str text, size_t *at, int64_t number)
{
    enum { DIGITS = 24 };
    static const char *const ends[] = {".", "．", "、", "）", ")"};
    char digits[DIGITS];
    struct numeral numeral;
    size_t next = *at, han;
    (void)(skip_word(text, &next, "（") || skip_word(text, &next, "("));
    (void)snprintf(digits, sizeof digits, "%lld", (long long)number);
    han = next;
    if (!skip_word(text, &next, digits)) {
        if (!number_read(text, &han, &numeral) || !numeral.han || numeral.huge ||
            numeral.value != number * FIGURE_ONE)
            return false;
        next = han;
    }
    if (!skip_any(text, &next, ends, ARRAY_COUNT(ends)))
        return false;
    *at = next;
    return true;
}

/* The items of the list from `at` on: those that stand in this line. */
static void look_at_items(struct printed *printed, struct str line, size_t at)
{
    for (; at < line.len; at++) {
        if (!skip_item(line, &at, printed->listed + 1))
            continue;
        add_annex(printed, ++printed->listed);
        at--;
    }
}

/* One name and nothing else: no list, and nothing that stands for one. */
static bool is_one_name(struct str text)
{
    static const char *const marks[] = {"、", "；", ";",  "，", ",",  "和",   "及",   "与",   "1",  "2",
                                        "①",  "一", "见", "另", "附", "清单", "目录", "若干", "无", "略"};
    for (size_t i = 0; i < ARRAY_COUNT(marks); i++)
        if (str_holds(text, marks[i]))
            return false;
    return text.len > 0;
}

/* 附件：1. …, or the only one. */
static void look_at_list(struct printed *printed, struct str line, size_t at, bool whole)
{
    size_t first = at;
    skip_blanks(line, &first);
    if (whole && skip_item(line, &first, 1)) {
        printed->listed = 0;
        look_at_items(printed, line, at);
    } else
        add_annex(printed, whole && is_one_name(str_slice(line, first, line.len)) ? 1 : LIST);
}

/* The number that the line begins with: 第九条, 附件3, 表2-1. */
static void look_at_line(struct printed *printed, struct str line, bool whole)
{
    static const char *const begins[] = {"第", "附件", "表", "图"};
    static const char *const colons[] = {"：", ":"};
    struct numeral numeral;
    struct prose_number number;
    enum prose_cited kind;
    size_t at = 0;
    const int64_t listed = printed->listed;
    if (listed > 0 && skip_item(line, &at, listed + 1)) {
        look_at_items(printed, line, 0);
        return;
    }
    if (line.len > 0)
        printed->listed = 0;
    if (skip_item(line, &at, printed->items_to + 1)) {
        printed->items_to++;
        return;
    }
    if (!skip_any(line, &at, begins, ARRAY_COUNT(begins)))
        return;
    skip_blanks(line, &at);
    size_t from = at, to = at;
    if (skip_any(line, &at, colons, ARRAY_COUNT(colons))) {
        look_at_list(printed, line, at, whole);
        return;
    }
    if (!number_read(line, &to, &numeral))
        return;
    while (from > 0 && line.ptr[from - 1] == ' ')
        from--;
    if (!cited_kind(line, &from, &to, &kind))
        return;
    number = (struct prose_number){.kind = kind, .first = numeral.value / FIGURE_ONE};
    if (kind == PROSE_TABLE || kind == PROSE_PICTURE)
        number.second = second_number(line, &to);
    add_cited(printed, number);
}

/* Its text, as far as there is room; *ret_whole: that is all. */
static struct str printed_text(const struct block *block, char bytes[SHOWN], bool *ret_whole)
{
    size_t len = 0;
    *ret_whole = true;
    for (size_t i = 0; i < block->paragraph.inline_count; i++) {
        const struct inline_item *item = &block->paragraph.inlines[i];
        const struct str text = item->kind == INLINE_TEXT ? str_cut(item->text, SHOWN - len) : STR("");
        if (item->kind == INLINE_TEXT && text.len < item->text.len)
            *ret_whole = false;
        if (text.len > 0)
            memcpy(bytes + len, text.ptr, text.len);
        len += text.len;
    }
    return str_trim((struct str){bytes, len});
}

static void look_at_paragraph(void *context, const struct block *block)
{
    struct printed *printed = context;
    char bytes[SHOWN];
    bool whole;
    const struct str line = printed_text(block, bytes, &whole);
    if (block->paragraph.heading > 0 && printed->title_len == 0 && line.len < TITLE_MAX) {
        memcpy(printed->title, line.ptr, line.len);
        printed->title_len = line.len;
    }
    look_at_line(printed, line, whole);
}

/* The paper prints others of the kind, and not this one. */
static bool points_nowhere(const struct printed *printed, const struct prose_number *number)
{
    bool others = false;
    for (size_t i = 0; i < printed->count; i++) {
        const struct prose_number *one = &printed->items[i];
        if (one->kind != number->kind)
            continue;
        if (one->first == LIST || (one->first == number->first && one->second == number->second))
            return false;
        others = true;
    }
    return others;
}

struct naming {
    const char *name;
    bool found;
};

static void look_for_name(void *context, const struct block *block)
{
    struct naming *naming = context;
    for (size_t i = 0; i < block->paragraph.inline_count && !naming->found; i++) {
        const struct inline_item *item = &block->paragraph.inlines[i];
        naming->found = item->kind == INLINE_TEXT && str_holds(item->text, naming->name);
    }
}

/* 本协议第十九条 of a paper with 一、 to 五、, the title of which says that it is one, and which speaks of no 原协议: words of
 * that one may be what it prints. */
static bool is_behind_last(const struct printed *printed, const struct content *content,
                           const struct prose_number *number)
{
    enum { NAME = 64 };
    char name[NAME];
    const struct str title = {printed->title, printed->title_len};
    for (size_t i = 0; i < printed->count; i++)
        if (printed->items[i].kind == PROSE_CLAUSE)
            return false;
    if (number->kind != PROSE_CLAUSE || number->first <= printed->items_to || printed->items_to < 2 ||
        number->self.len == 0 || !ends_with(title, number->self))
        return false;
    (void)snprintf(name, sizeof name, "原%.*s", STR_ARGS(number->self));
    struct naming naming = {.name = name};
    content_walk(content, &(struct content_walk){.context = &naming, .paragraph = look_for_name});
    return !naming.found;
}

enum status prose_check_references(struct arena *arena, struct diag *diag, const struct content *content,
                                   const struct prose_report *report)
{
    struct printed printed = {.arena = arena};
    if (report->reference_count == 0)
        return OK;
    content_walk(content, &(struct content_walk){.context = &printed, .paragraph = look_at_paragraph});
    for (size_t i = 0; i < report->reference_count; i++) {
        const struct prose_reference *reference = &report->references[i];
        const struct prose_number *number = &reference->number;
        if (number->kind != PROSE_PAGE &&
            (points_nowhere(&printed, number) || is_behind_last(&printed, content, number)))
            diag_report(diag, MSG_PROSE_NOWHERE, reference->place, STR_ARGS(reference->text));
    }
    return printed.status;
}

void prose_check_pages(struct diag *diag, const struct prose_report *report, size_t pages)
{
    for (size_t i = 0; i < report->reference_count; i++) {
        const struct prose_reference *reference = &report->references[i];
        if (reference->number.kind == PROSE_PAGE && reference->number.first > (int64_t)pages)
            diag_report(diag, MSG_PROSE_NO_PAGE, reference->place, STR_ARGS(reference->text), pages);
    }
}
