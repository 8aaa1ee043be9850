/*
 * What differs, as a description of the kind `comparison` (templates/comparison), of which the line makes a paper:
 *
 *   <comparison paper="服务合同" old="a.xml" now="b.xml" hidden="3">
 *     <clause sort="修改" at="第二条　合同期限"><before><p>…<strike>…</strike></p></before><after>…<u>…</u></after><words>…</words></clause>
 *     <numbering before="第五条" after="第六条" title="…"/>
 *     <figure at="…" label="…" before="…" after="…" difference="…" growth="…"/>   <computed …/>: the same
 *     <wording at="…" label="…"><before>…</before><after>…</after><words>…</words></wording>
 *     <row sort="新增" at="…"><content>…</content></row>
 *   </comparison>
 *
 * What is dropped is struck through in `before`, what is added underlined in `after`; `words` say the same to who
 * hears the paper.  A text, prose or a record that a clause tells is left out; so are texts that are computed.  `hidden`
 * counts what is computed and left out because neither paper prints it, or it stands already.
 */
#include "compare/compare_int.h"

#include <string.h>

enum { QUOTE_MOST = 40, QUOTE_HALF = 16, TITLE_BYTES = 120, WORDS_MOST = 12 };

static const char *const SORT_WORDS[] = {
    [SORT_CHANGED] = "修改", [SORT_ADDED] = "新增", [SORT_DROPPED] = "删去", [SORT_MOVED] = "移动"};
static const char LINE_BREAK[] = "\xE2\x80\xA8";

struct describing {
    const struct comparison *comparison;
    struct buf *out, text;
};

/* As a text of XML: `prose`, where braces begin an expression and lines end by elements.  Marks that no description has as they
 * are (soft hyphens, ends of words without width) are left out. */
static void put_text(struct buf *out, struct str text, bool prose)
{
    for (size_t at = 0; at < text.len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(text, &at);
        const struct str one = str_slice(text, from, at);
        if (code == 0x2028)
            buf_add_text(out, prose ? "<br/>" : " ");
        else if (code == '\n' && prose)
            buf_add_text(out, "<br/>");
        else if ((code == '{' || code == '}') && prose)
            buf_printf(out, "%c%c", (char)code, (char)code);
        else if (code == '{' || code == '}') /* which no field of the description may have */
            buf_add_text(out, code == '{' ? "｛" : "｝");
        else if (code != 0xAD && code != 0x200B)
            buf_add_xml(out, one);
    }
}

static void put_attribute(struct describing *describing, const char *name, struct str text)
{
    if (text.len == 0)
        return;
    buf_printf(describing->out, " %s=\"", name);
    put_text(describing->out, text, false);
    buf_add_char(describing->out, '"');
}

/* What is in the buffer for texts. */
static void put_made(struct describing *describing, const char *name)
{
    put_attribute(describing, name, buf_str(&describing->text));
    describing->out->failed = describing->out->failed || describing->text.failed;
    buf_reset(&describing->text);
}

/* The text of one side, its own words marked. */
static void put_side(struct buf *out, const char *name, const struct marked *marked, enum mark own)
{
    const char *tag = own == STRETCH_DROPPED ? "strike" : "u";
    buf_printf(out, "<%s><p>", name);
    for (size_t i = 0; i < marked->count; i++) {
        const struct stretch *stretch = &marked->items[i];
        if (stretch->mark != STRETCH_SAME && stretch->mark != own)
            continue;
        if (stretch->mark == own)
            buf_printf(out, "<%s>", tag);
        put_text(out, stretch->text, true);
        if (stretch->mark == own)
            buf_printf(out, "</%s>", tag);
    }
    buf_printf(out, "</p></%s>", name);
}

static void put_whole(struct buf *out, const char *name, struct str text, const char *tag)
{
    buf_printf(out, "<%s><p>", name);
    if (tag != NULL)
        buf_printf(out, "<%s>", tag);
    put_text(out, text, true);
    if (tag != NULL)
        buf_printf(out, "</%s>", tag);
    buf_printf(out, "</p></%s>", name);
}

/* --- in words --- */

/* White is called by its name: in quotes nobody sees it, nor a line below it. */
static bool put_white(struct buf *out, struct str text)
{
    static const char wide[] = "\xE3\x80\x80"; /* U+3000 */
    if (!text_is_blank(text))
        return false;
    const size_t count = utf8_count(text);
    buf_add_text(out, str_starts(text, wide) ? "全角空格" : str_starts(text, LINE_BREAK) ? "换行" : "空格");
    if (count > 1)
        buf_printf(out, "（%zu 个）", count);
    return true;
}

/* “甲”; the beginning and the end of a long one. */
static void put_quote(struct buf *out, struct str text)
{
    if (put_white(out, text))
        return;
    const size_t count = utf8_count(text);
    size_t at = 0, number = 0;
    buf_add_text(out, "“");
    while (at < text.len) {
        const size_t from = at;
        (void)utf8_next(text, &at);
        const bool left_out = count > QUOTE_MOST && number >= QUOTE_HALF && number < count - QUOTE_HALF;
        if (left_out && number == QUOTE_HALF)
            buf_add_text(out, "……");
        const struct str one = str_slice(text, from, at);
        if (!left_out)
            put_text(out, str_is(one, LINE_BREAK) ? STR(" ") : one, true);
        number++;
    }
    buf_add_text(out, "”");
}

static bool is_mark(const struct marked *marked, size_t i, enum mark mark)
{
    return i < marked->count && marked->items[i].mark == mark;
}

/* “甲”改为“乙”；删去“丙”；增加“丁”。 */
static void put_words(struct buf *out, const struct marked *marked)
{
    size_t told = 0;
    for (size_t i = 0; i < marked->count; i++) {
        const bool dropped = is_mark(marked, i, STRETCH_DROPPED), added = is_mark(marked, i, STRETCH_ADDED);
        const bool both = dropped && is_mark(marked, i + 1, STRETCH_ADDED);
        const size_t at = i;
        i += both ? 1 : 0;
        if ((!dropped && !added) || told++ >= WORDS_MOST)
            continue;
        buf_add_text(out, told > 1 ? "；" : "");
        buf_add_text(out, both ? "" : dropped ? "删去" : "增加");
        put_quote(out, marked->items[at].text);
        if (both) {
            buf_add_text(out, "改为");
            put_quote(out, marked->items[i].text);
        }
    }
    if (told > WORDS_MOST)
        buf_printf(out, "；等 %zu 处", told);
}

/* The next character of a source of prose from *at on that stands in no tag; 0: there is none. */
static uint32_t next_word(struct str source, size_t *at)
{
    bool tag = false;
    while (*at < source.len) {
        const uint32_t code = utf8_next(source, at);
        if (!tag && code != '<')
            return code;
        tag = code != '>';
    }
    return 0;
}

static bool says_the_same(struct str old, struct str now)
{
    size_t i = 0, j = 0;
    uint32_t code;
    do {
        code = next_word(old, &i);
        if (code != next_word(now, &j))
            return false;
    } while (code != 0);
    return true;
}

/* 原为第六条； where the number is another as well; numbers of items are their places. */
static void put_changed_words(struct buf *out, const struct clause *clause)
{
    const struct passage *old = clause->sides[COMPARE_OLD], *now = clause->sides[COMPARE_NOW];
    buf_add_text(out, "<words><p>");
    if (!now->item && !now->note && !str_equal(old->number, now->number)) {
        buf_add_text(out, old->number.len > 0 ? "原为" : "原无序号");
        put_text(out, old->number, true);
        buf_add_text(out, "；");
    }
    put_words(out, &clause->marked);
    buf_add_text(out, "</p></words>");
}

static void put_plain_words(struct buf *out, const char *words)
{
    buf_printf(out, "<words><p>%s</p></words>", words);
}

/* --- clauses --- */

/* Of a title its number alone, since its text stands beside. */
static void put_at(struct describing *describing, const struct clause *clause)
{
    const struct passage *passage =
        clause->sides[COMPARE_NOW] != NULL ? clause->sides[COMPARE_NOW] : clause->sides[COMPARE_OLD];
    struct buf *text = &describing->text;
    passage_add_title(passage->under, text);
    if (passage->level > 0)
        buf_add_str(text, passage->number);
    else
        passage_add_numbers(passage, text);
    if (text->len == 0)
        buf_add_text(text, passage->level > 0 && passage->block->paragraph.run_in == 0 ? "标题" : "正文");
    put_made(describing, "at");
}

static void put_moved_words(struct buf *out, const struct clause *clause)
{
    const struct passage *old = clause->sides[COMPARE_OLD], *now = clause->sides[COMPARE_NOW];
    const struct passage *from = old->level == 0 ? old->under : NULL,
                         *to = now->level == 0 ? now->under : NULL;
    buf_add_text(out, "<words><p>");
    if (from != NULL && (to == NULL || from->said != to->said)) {
        buf_add_text(out, "原在");
        put_text(out, from->number, true);
        put_quote(out, from->text);
        buf_add_text(out, "之下");
    } else if (old->number.len > 0 && !str_equal(old->number, now->number)) {
        buf_add_text(out, "原为");
        put_text(out, old->number, true);
    } else {
        buf_add_text(out, "换了先后");
    }
    buf_add_text(out, clause->marked.count > 0 ? "；" : "，文字未改");
    put_words(out, &clause->marked);
    buf_add_text(out, "</p></words>");
}

static void put_clause(struct describing *describing, const struct clause *clause)
{
    struct buf *out = describing->out;
    const struct passage *old = clause->sides[COMPARE_OLD], *now = clause->sides[COMPARE_NOW];
    const bool marked = clause->marked.count > 0;
    buf_printf(out, "<clause sort=\"%s\"", SORT_WORDS[clause->sort]);
    put_at(describing, clause);
    buf_add_char(out, '>');
    if (marked) {
        put_side(out, "before", &clause->marked, STRETCH_DROPPED);
        put_side(out, "after", &clause->marked, STRETCH_ADDED);
    } else {
        if (old != NULL)
            put_whole(out, "before", old->text, now == NULL ? "strike" : NULL);
        if (now != NULL)
            put_whole(out, "after", now->text, old == NULL ? "u" : NULL);
    }
    if (clause->sort == SORT_MOVED)
        put_moved_words(out, clause);
    else if (marked)
        put_changed_words(out, clause);
    else
        put_plain_words(out, old == NULL ? "整段新增" : "整段删去");
    buf_add_text(out, "</clause>\n");
}

static void put_numbering(struct describing *describing, const struct clause *clause)
{
    const struct passage *old = clause->sides[COMPARE_OLD], *now = clause->sides[COMPARE_NOW];
    buf_add_text(describing->out, "<numbering");
    put_attribute(describing, "before", old->number.len > 0 ? old->number : STR("—"));
    put_attribute(describing, "after", now->number.len > 0 ? now->number : STR("—"));
    buf_reset(&describing->text);
    buf_add_str(&describing->text, str_shorten(now->text, TITLE_BYTES));
    if (describing->text.len < now->text.len)
        buf_add_text(&describing->text, "……");
    put_made(describing, "title");
    buf_add_text(describing->out, "/>\n");
}

/* --- data --- */

static void put_where(struct describing *describing, const struct twig *twig)
{
    const struct field *field = twig_field(twig);
    twig_where(twig, &describing->text);
    put_made(describing, "at");
    put_attribute(describing, "label", field != NULL ? field->label : STR(""));
}

static enum status put_figure(struct describing *describing, const struct difference *change)
{
    static const char *const names[] = {"before", "after"};
    struct arena *arena = describing->comparison->work.arena;
    buf_add_text(describing->out, change_is_computed(change) ? "<computed" : "<figure");
    put_where(describing, change_twig(change));
    enum status status = OK;
    for (int side = 0; side < COMPARE_SIDES && status == OK; side++) {
        if (change->twigs[side] != NULL)
            status = change_side_words(arena, change, side, &describing->text);
        else
            buf_add_text(&describing->text, "—");
        put_made(describing, names[side]);
    }
    if (status == OK)
        status = change_difference_words(arena, change, &describing->text);
    put_made(describing, "difference");
    if (status == OK)
        status = change_growth_words(arena, change, &describing->text);
    put_made(describing, "growth");
    buf_add_text(describing->out, "/>\n");
    return status;
}

static void put_wording(struct describing *describing, const struct difference *change)
{
    struct buf *out = describing->out;
    const struct twig *old = change->twigs[COMPARE_OLD], *now = change->twigs[COMPARE_NOW];
    buf_add_text(out, "<wording");
    put_where(describing, change_twig(change));
    buf_add_char(out, '>');
    if (change->marked.count > 0) {
        put_side(out, "before", &change->marked, STRETCH_DROPPED);
        put_side(out, "after", &change->marked, STRETCH_ADDED);
        const bool tags = old->value.kind == TYPE_PROSE && says_the_same(old->text, now->text);
        buf_add_text(out, "<words><p>");
        buf_add_text(out, tags ? "字句未改，只改了标记：" : "");
        put_words(out, &change->marked);
        buf_add_text(out, "</p></words>");
    } else if (old != NULL) {
        put_whole(out, "before", old->text, "strike");
        put_plain_words(out, "删去");
    } else if (now != NULL) {
        put_whole(out, "after", now->text, "u");
        put_plain_words(out, "新增");
    }
    buf_add_text(out, "</wording>\n");
}

/* 名称：甲；金额：1,000元.  What is stated; of a record that is computed what its paper prints. */
static void put_content(struct describing *describing, const struct twig *head, int side, bool computed,
                        bool *any)
{
    struct buf *out = describing->out;
    struct buf value = BUF(COMPARE_MAX_TEXT);
    for (const struct twig *twig = head->first; twig != NULL; twig = twig->next) {
        const struct field *field = twig_field(twig);
        if (computed ? !is_printed(describing->comparison, side, twig) : !twig->stated)
            continue;
        if (twig->head) {
            put_content(describing, twig, side, computed, any);
            continue;
        }
        buf_reset(&value);
        twig_words(twig, &value);
        buf_add_text(out, *any ? "；" : "");
        *any = true;
        put_text(out, field != NULL ? field->label : STR(""), true);
        buf_add_text(out, "：");
        put_text(out, buf_str(&value), true);
        out->failed = out->failed || value.failed;
    }
    buf_clear(&value);
}

/* What the record before it is called; else its place, and the one that it had. */
static void put_behind(struct buf *out, const struct difference *change)
{
    const struct twig *behind = change->behind;
    const struct str name = behind != NULL && !behind->twin ? model_record_name(behind->record) : STR("");
    if (behind == NULL)
        buf_add_text(out, "移到最前");
    else if (name.len == 0)
        buf_printf(out, "移到第 %zu 项之后", behind->record->index + 1);
    else {
        buf_add_text(out, "移到");
        put_quote(out, name);
        buf_add_text(out, "之后");
    }
    if (name.len == 0)
        buf_printf(out, "（原为第 %zu 项）", change->twigs[COMPARE_OLD]->record->index + 1);
}

static void put_row(struct describing *describing, const struct difference *change)
{
    struct buf *out = describing->out;
    const struct twig *twig = change_twig(change);
    const char *tag = change->sort == SORT_ADDED ? "u" : change->sort == SORT_DROPPED ? "strike" : NULL;
    bool any = false;
    buf_printf(out, "<row sort=\"%s\"", SORT_WORDS[change->sort]);
    twig_name(twig, &describing->text);
    put_made(describing, "at");
    if (!twig->stated)
        buf_add_text(out, " computed=\"yes\"");
    buf_add_text(out, "><content><p>");
    if (tag != NULL)
        buf_printf(out, "<%s>", tag);
    if (change->sort == SORT_MOVED)
        put_behind(out, change);
    else
        put_content(describing, twig, change->twigs[COMPARE_NOW] != NULL ? COMPARE_NOW : COMPARE_OLD,
                    !twig->stated, &any);
    if (change->sort != SORT_MOVED && !any)
        buf_add_text(out, "（空）");
    if (tag != NULL)
        buf_printf(out, "</%s>", tag);
    buf_add_text(out, "</p></content></row>\n");
}

static enum status put_change(struct describing *describing, const struct difference *change)
{
    if (change_is_silent(change))
        return OK;
    if (change_twig(change)->head)
        put_row(describing, change);
    else if (!twig_is_worded(change_twig(change)))
        return put_figure(describing, change);
    else
        put_wording(describing, change);
    return OK;
}

/* How many differences the paper leaves out. */
static void put_hidden(struct describing *describing)
{
    const struct comparison *comparison = describing->comparison;
    size_t count = 0;
    for (size_t i = 0; i < comparison->change_count; i++)
        count += comparison->changes[i].hidden ? 1 : 0;
    if (count > 0)
        buf_printf(describing->out, " hidden=\"%zu\"", count);
}

static struct str name_of(const char *file)
{
    const char *slash = strrchr(file, '/');
    return str_of(slash != NULL && slash[1] != '\0' ? slash + 1 : file);
}

enum status comparison_describe(const struct comparison *comparison, struct buf *out)
{
    static const char *const names[] = {"old", "now"};
    struct describing describing = {.comparison = comparison, .out = out, .text = BUF(COMPARE_MAX_TEXT)};
    enum status status = OK;
    buf_add_text(out, "<comparison");
    put_attribute(&describing, "paper", comparison->sides[COMPARE_NOW].label);
    for (int side = 0; side < COMPARE_SIDES; side++) {
        buf_add_visible(&describing.text, name_of(comparison->sides[side].file));
        put_made(&describing, names[side]);
    }
    put_hidden(&describing);
    buf_add_text(out, ">\n");
    for (size_t i = 0; i < comparison->clause_count; i++)
        if (comparison->clauses[i].sort == SORT_NUMBERED)
            put_numbering(&describing, &comparison->clauses[i]);
        else
            put_clause(&describing, &comparison->clauses[i]);
    for (size_t i = 0; i < comparison->change_count && status == OK; i++)
        status = put_change(&describing, &comparison->changes[i]);
    buf_add_text(out, "</comparison>\n");
    buf_clear(&describing.text);
    return status == OK ? buf_status(out) : status;
}
