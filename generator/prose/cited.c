/*
 * References that were typed by hand: 本合同第九条, 见附件3, 如表2所示, 见第12页.
 *
 * They are noted as the figures of a text are read, and held against the numbers that the paper prints once it is made.
 * One false warning and nobody reads the next: so a reference counts only where the paper names itself (本合同) or a word
 * leads to it (见, 按照 …) and nothing around says that another paper is meant; and only a paper that prints numbers of
 * that kind can lack one.
 */
#include "prose/printed/printed.h"
#include "prose/prose_int.h"
#include "prose/messages.def"

#include <string.h>

enum { LIST = -1 /* the paper lists its annexes: which it has is not known */ };

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
        if (text.ptr[i] == MARK_QUOTE)
            return true;
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

/* Is it certain that what begins at `from` and ends at `to` is of the paper at hand? */
static bool is_own(struct str text, enum prose_cited kind, size_t from, size_t to)
{
    const bool is_clause = kind == PROSE_CLAUSE;
    if (is_quoted(text, from))
        return false;
    if (behind_any(text, from, SELVES, ARRAY_COUNT(SELVES)))
        return true;
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
    enum status status;
};

/* The number that the line begins with: 第九条, 附件3, 表2-1. */
static void look_at_line(struct printed *printed, struct str line)
{
    static const char *const begins[] = {"第", "附件", "表", "图"};
    struct numeral numeral;
    struct prose_number number;
    enum prose_cited kind;
    size_t at = 0;
    if (!skip_any(line, &at, begins, ARRAY_COUNT(begins)))
        return;
    skip_blanks(line, &at);
    size_t from = at, to = at;
    if (at_word(line, at, "：") || at_word(line, at, ":")) /* 附件：1. … */
        number = (struct prose_number){.kind = PROSE_ANNEX, .first = LIST};
    else if (!number_read(line, &to, &numeral))
        return;
    else {
        while (from > 0 && line.ptr[from - 1] == ' ')
            from--;
        if (!cited_kind(line, &from, &to, &kind))
            return;
        number = (struct prose_number){.kind = kind, .first = numeral.value / FIGURE_ONE};
        if (kind == PROSE_TABLE || kind == PROSE_PICTURE)
            number.second = second_number(line, &to);
    }
    printed->status = status_worse(printed->status, ARENA_APPEND(printed->arena, printed->items,
                                                                 printed->count, printed->capacity, &number));
}

static void look_at_paragraph(void *context, const struct block *block)
{
    enum { SHOWN = 64 };
    struct printed *printed = context;
    char bytes[SHOWN];
    size_t len = 0;
    for (size_t i = 0; i < block->paragraph.inline_count; i++) {
        const struct inline_item *item = &block->paragraph.inlines[i];
        const struct str text = item->kind == INLINE_TEXT ? str_cut(item->text, SHOWN - len) : STR("");
        if (text.len > 0)
            memcpy(bytes + len, text.ptr, text.len);
        len += text.len;
    }
    look_at_line(printed, str_trim((struct str){bytes, len}));
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

enum status prose_check_references(struct arena *arena, struct diag *diag, const struct content *content,
                                   const struct prose_report *report)
{
    struct printed printed = {.arena = arena};
    if (report->reference_count == 0)
        return OK;
    printed_walk(content, &(struct printed_walk){&printed, look_at_paragraph, NULL});
    for (size_t i = 0; i < report->reference_count; i++) {
        const struct prose_reference *reference = &report->references[i];
        if (reference->number.kind != PROSE_PAGE && points_nowhere(&printed, &reference->number))
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
