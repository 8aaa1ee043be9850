/*
 * Values as regular expressions of XML Schema, as the reader takes them (model/read.c, model/texts), and in words.
 *
 * Classes of characters are asked of those that the reader asks; \p{…} is not used, for libxml2 does not know it of
 * characters beyond U+FFFF.
 */
#include "grammar/grammar_int.h"
#include "expr/expr.h"
#include "unicode/unicode.h"

#include <stdio.h>
#include <string.h>

enum { REGEX_MAX = 1 << 20, LAST_CODE = 0x10FFFF };

struct str look_kept(struct grammar *grammar, struct buf *text)
{
    struct str kept = STR("");
    grammar->status = status_worse(grammar->status, buf_keep(text, grammar->arena, &kept));
    return kept;
}

/* --- classes of characters --- */

static bool is_xml(uint32_t code)
{
    return code == '\t' || code == '\n' || code == '\r' || (code >= ' ' && code < 0xD800) ||
           (code >= 0xE000 && code <= 0xFFFD) || code >= 0x10000;
}

/* What trim_wide drops. */
static bool is_wide(uint32_t code)
{
    return unicode_is_white(code) || (unicode_is_ignorable(code) && code > 0xFF);
}

static bool is_blank(uint32_t code)
{
    char bytes[4];
    return text_is_blank((struct str){bytes, utf8_encode(code, bytes)});
}

static void add_code(uint32_t code, struct buf *out)
{
    char bytes[4];
    if (code == '\t' || code == '\n' || code == '\r')
        buf_add_text(out, code == '\t' ? "\\t" : code == '\n' ? "\\n" : "\\r");
    else
        buf_add(out, bytes, utf8_encode(code, bytes));
}

/* The characters of a class, for brackets. */
static struct str class_of(struct grammar *grammar, bool (*is_in)(uint32_t code))
{
    struct buf text = BUF(REGEX_MAX);
    for (uint32_t code = 0, from; code <= LAST_CODE; code++) {
        if (!is_xml(code) || !is_in(code))
            continue;
        for (from = code; code < LAST_CODE && is_xml(code + 1) && is_in(code + 1); code++)
            continue;
        add_code(from, &text);
        buf_add_text(&text, code > from + 1 ? "-" : "");
        if (code > from)
            add_code(code, &text);
    }
    return look_kept(grammar, &text);
}

static void find_classes(struct grammar *grammar)
{
    if (grammar->wide.ptr != NULL)
        return;
    grammar->wide = class_of(grammar, is_wide);
    grammar->blank = class_of(grammar, is_blank);
}

/* --- regular expressions --- */

static void add_escaped(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++)
        buf_printf(out, "%s%c", strchr("\\.?*+{}()[]|^$-", text.ptr[i]) != NULL ? "\\" : "", text.ptr[i]);
}

/* With white around it that is not its own. */
static struct str tight(struct grammar *grammar, const char *regex)
{
    struct buf text = BUF(REGEX_MAX);
    find_classes(grammar);
    buf_printf(&text, "[%.*s]*(%s)[%.*s]*", STR_ARGS(grammar->wide), regex, STR_ARGS(grammar->wide));
    return look_kept(grammar, &text);
}

/* Some character is not white. */
static struct str filled(struct grammar *grammar)
{
    struct buf text = BUF(REGEX_MAX);
    find_classes(grammar);
    buf_printf(&text, "[\\s\\S]*[^%.*s][\\s\\S]*", STR_ARGS(grammar->blank));
    return look_kept(grammar, &text);
}

/* A text that is printed as it stands: without {…}. */
static struct str printed(struct grammar *grammar, bool owed)
{
    struct buf text = BUF(REGEX_MAX);
    find_classes(grammar);
    if (owed)
        buf_printf(&text, "[^\\{]*[^\\{%.*s][^\\{]*(\\{[^\\}]*)?|[%.*s]*\\{[^\\}]*", STR_ARGS(grammar->blank),
                   STR_ARGS(grammar->blank));
    else
        buf_add_text(&text, "[^\\{]*(\\{[^\\}]*)?");
    return look_kept(grammar, &text);
}

/* A ? or * of a mask: before the first { of the text, with it, or behind it, where no } may stand. */
static void add_wildcard(bool many, int side, struct buf *out)
{
    static const char *const one[] = {"[^\\{]", "\\{", "[^\\}]"};
    static const char *const several[] = {"[^\\{]*", "[^\\{]*\\{[^\\}]*", "[^\\}]*"};
    buf_add_text(out, many ? several[side] : one[side]);
}

/* The mask where its wildcard `first` holds the first {; no one does where there are fewer. */
static void add_mask(struct str mask, int first, struct buf *out)
{
    int wildcards = 0;
    for (size_t at = 0; at < mask.len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(mask, &at);
        if (code == '#')
            buf_add_text(out, "[0-9]");
        else if (code == '?' || code == '*') {
            add_wildcard(code == '*', wildcards < first ? 0 : wildcards == first ? 1 : 2, out);
            wildcards++;
        } else if (code == ' ')
            buf_add_text(out, "\\s+");
        else
            add_escaped(str_slice(mask, from, at), out);
    }
}

static int count_wildcards(struct str mask)
{
    int count = 0;
    for (size_t i = 0; i < mask.len; i++)
        count += mask.ptr[i] == '?' || mask.ptr[i] == '*' ? 1 : 0;
    return count;
}

/* pattern= of a text: white at its ends is dropped, in it one blank; as printed, without {…}. */
static struct str masked(struct grammar *grammar, struct str mask, bool owed)
{
    enum { MOST = 16 /* of more none holds a { */ };
    struct buf text = BUF(REGEX_MAX);
    const int wildcards = count_wildcards(mask);
    find_classes(grammar);
    buf_add_text(&text, "\\s*(");
    add_mask(mask, wildcards, &text);
    for (int first = 0; first < wildcards && wildcards <= MOST; first++) {
        buf_add_char(&text, '|');
        add_mask(mask, first, &text);
    }
    buf_add_text(&text, ")\\s*");
    if (!owed)
        buf_printf(&text, "|[%.*s]*", STR_ARGS(grammar->blank));
    return look_kept(grammar, &text);
}

static void add_choices(struct grammar *grammar, struct piece *to, const struct str *choices, size_t count)
{
    struct piece *data = piece_add(grammar, to, PIECE_DATA);
    struct buf text = BUF(REGEX_MAX);
    for (size_t i = 0; i < count; i++) {
        buf_add_text(&text, i > 0 ? "|" : "");
        add_escaped(choices[i], &text);
    }
    data->choices = choices;
    data->choice_count = count;
    data->regex = text.failed ? STR("") : tight(grammar, text.ptr);
    grammar->status = status_worse(grammar->status, buf_status(&text));
    buf_clear(&text);
}

static void add_words(struct grammar *grammar, struct piece *to, const struct words *words)
{
    struct str *choices = ARENA_NEW_ARRAY(grammar->arena, words->count, struct str);
    struct piece *data = piece_add(grammar, to, PIECE_DATA);
    if (choices == NULL) {
        grammar->status = NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < words->count; i++)
        choices[i] = str_of(words->items[i].text);
    data->choices = choices;
    data->choice_count = words->count;
}

/* --- the looks of fields --- */

#define NUMBER_LOOK "-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)"
#define MONTH_LOOK  "[1-9][0-9]{3}-(0[1-9]|1[0-2])"
#define DATE_LOOK                                                                                            \
    "[1-9][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"             \
    "|02-(0[1-9]|1[0-9]|2[0-8]))"                                                                            \
    "|([1-9][0-9](0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29"

static void use_data(struct grammar *grammar, struct piece *to, const char *name, struct str regex)
{
    piece_add_use(grammar, to, define_data(grammar, name, regex));
}

static void add_number(struct grammar *grammar, struct piece *to, const struct model_facts *facts)
{
    enum { MOST = 100 };
    char name[MOST], regex[MOST * 2], behind[MOST] = "";
    const char *digit = facts->integer ? "0" : "[0-9]", *sort = facts->integer ? "integer" : "number";
    const int decimals = (int)facts->decimals;
    if (decimals > 0)
        snprintf(behind, sizeof behind, "(\\.%s{1,%d})?", digit, decimals);
    else if (decimals < 0)
        snprintf(behind, sizeof behind, "(\\.%s+)?", digit);
    snprintf(name, sizeof name, decimals < 0 ? "%s" : "%s.%d", sort, decimals);
    snprintf(regex, sizeof regex, "%s%s", NUMBER_LOOK, behind);
    use_data(grammar, to, name, tight(grammar, regex));
}

static void add_text(struct grammar *grammar, struct piece *to, const struct model_facts *facts)
{
    if (facts->choice_count > 0)
        add_choices(grammar, to, facts->choices, facts->choice_count);
    else if (facts->tight)
        look_add_filled(grammar, to);
    else if (facts->pattern.len > 0)
        piece_add(grammar, to, PIECE_DATA)->regex = masked(grammar, facts->pattern, facts->owed);
    else
        use_data(grammar, to, facts->owed ? "text" : "text-or-none", printed(grammar, facts->owed));
}

void look_add(struct grammar *grammar, struct piece *to, const struct field *field,
              const struct model_facts *facts)
{
    (void)field;
    static const struct str yesno[] = {{"yes", 3}, {"no", 2}};
    switch (facts->entry) {
    case MODEL_NUMBER:
        add_number(grammar, to, facts);
        break;
    case MODEL_DATE:
        use_data(grammar, to, "date", tight(grammar, DATE_LOOK));
        break;
    case MODEL_MONTH:
        use_data(grammar, to, "month", tight(grammar, MONTH_LOOK));
        break;
    case MODEL_YESNO:
        add_choices(grammar, to, yesno, ARRAY_COUNT(yesno));
        break;
    default:
        add_text(grammar, to, facts);
    }
}

void look_add_filled(struct grammar *grammar, struct piece *to)
{
    use_data(grammar, to, "filled", filled(grammar));
}

/* --- the looks of attributes of a language --- */

void look_add_value(struct grammar *grammar, struct piece *to, enum value_kind kind, bool formulas)
{
    struct buf text = BUF(REGEX_MAX);
    struct piece *either = to;
    value_add_regex(kind, &text);
    const struct str regex = look_kept(grammar, &text);
    const bool words = value_form(kind) == FORM_WORD;
    if (!words && regex.len == 0)
        return;
    if (formulas)
        either = piece_add(grammar, to, PIECE_EITHER);
    if (words)
        add_words(grammar, either, value_words(kind));
    else
        piece_add(grammar, either, PIECE_DATA)->regex = regex;
    if (formulas)
        use_data(grammar, either, "formula", STR("[\\s\\S]*\\{[\\s\\S]*\\}[\\s\\S]*"));
}

/* --- in words --- */

/* A constant as it is, a formula as the model has it; one that nobody would read is only said to be there. */
static void tell_default(struct str formula, struct buf *out)
{
    enum { FORMULA_MOST = 60 };
    bool number = formula.len > 0,
         quoted = formula.len > 2 && (formula.ptr[0] == '\'' || formula.ptr[0] == '"');
    for (size_t i = 0; i < formula.len; i++) {
        number = number && ((formula.ptr[i] >= '0' && formula.ptr[i] <= '9') || formula.ptr[i] == '.');
        quoted = quoted && (formula.ptr[i] == formula.ptr[0]) == (i == 0 || i == formula.len - 1);
    }
    if (quoted)
        formula = str_slice(formula, 1, formula.len - 1);
    if (quoted || number || str_equal(formula, STR("yes")) || str_equal(formula, STR("no")))
        buf_printf(out, "，不写为%s%.*s%s", quoted ? "“" : " ", STR_ARGS(formula), quoted ? "”" : "");
    else if (formula.len <= FORMULA_MOST && formula.len > 0)
        buf_printf(out, "，不写则取 %.*s", STR_ARGS(formula));
    else
        buf_add_text(out, "，有默认的值");
}

void look_tell(const struct field *field, const struct model_facts *facts, bool owed, struct buf *out)
{
    static const char *const sorts[] = {[MODEL_TEXT] = "文字",
                                        [MODEL_NUMBER] = "数",
                                        [MODEL_DATE] = "日期，如 2026-08-02",
                                        [MODEL_MONTH] = "月份，如 2026-08",
                                        [MODEL_YESNO] = "yes 或 no",
                                        [MODEL_PROSE] =
                                            "正文（元素 p、list、table 等，或用 href 指出一个 .md 文件）",
                                        [MODEL_GROUP] = "一组",
                                        [MODEL_LIST] = "可以有多项",
                                        [MODEL_NO_ENTRY] = ""};
    const bool computed = (field->is != NULL && !field->is_default) || facts->derived;
    buf_add_text(out, owed ? "必填；" : computed ? "可以不写，由程序计算，写了就核对；" : "可以不写");
    if (!owed && !computed) {
        if (field->is_default)
            tell_default(expr_source(field->is), out);
        else if (facts->based)
            buf_printf(out, "，不写则取 %.*s，那里也没有的要写", STR_ARGS(facts->base));
        else if (facts->owed) /* in a group with a base */
            buf_add_text(out, "，原处没有的要写");
        buf_add_text(out, "；");
    }
    buf_add_text(out, facts->choice_count > 0 ? "只能是" : sorts[facts->entry]);
    for (size_t i = 0; i < facts->choice_count; i++)
        buf_printf(out, "%s%.*s", i > 0 ? "、" : "", STR_ARGS(facts->choices[i]));
    if (facts->integer)
        buf_add_text(out, "，整数");
    else if (facts->decimals >= 0)
        buf_printf(out, "，至多 %d 位小数", (int)facts->decimals);
    if (facts->entry == MODEL_NUMBER && field->type.unit.len > 0)
        buf_printf(out, "，单位是%.*s", STR_ARGS(field->type.unit));
    if (facts->pattern.len > 0)
        buf_printf(out, "，样子是 %.*s（# 是一个数字，? 是一个字，* 是任意几个字）",
                   STR_ARGS(facts->pattern));
    if (facts->entry == MODEL_LIST && facts->least > 0)
        buf_printf(out, "，至少 %lld 项", (long long)facts->least);
    if (facts->help.len > 0)
        buf_printf(out, "；%.*s", STR_ARGS(facts->help));
}
