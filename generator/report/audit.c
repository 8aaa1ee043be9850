/*
 * 排版审查: how the pages of a document were set, for `build --audit`.
 *
 *   排版审查 a.xml：12 页，310 行
 *   第 1 页：28 行
 *   第 1 页：最松 第   5 行  +0.13 字  a.xml:33  本合同按金额…
 *   第 1 页：最紧 第   9 行  -0.05 字  …
 *   第 1 页：末行 第  12 行      1 字  …            a paragraph's, with less than two characters
 *   第 1 页：拆开 第  13 行      词语  …            what had to be divided although it should not
 *   合计：溢出 0 行；重叠 0 处；末行不足两字 1 行；拆开 1 处（编号 0，词语 1，禁则 0，数字 0）
 *   字体：   1234 字  宋体  Noto Serif CJK SC Regular
 *   代用：䶮 U+4DAE  宋体  BabelStone Han Regular  第 3、5 页
 *
 * One fact a line, each with its page in front, so that a long report is searched rather than read.  Pages
 * are counted as sheets, lines as they stand on the page; 字 is the line's own type size.  In table cells,
 * whose columns are narrow, short last lines are the rule, and not told.  Pages leave memory as soon as they
 * are done, and not in order: what is to be said of them is put in words at once, and printed at the end.
 */
#include "report/report_int.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    EXCERPT = 8,        /* characters of a line that are shown */
    MAX_STAND_INS = 50, /* characters from fallback faces that are listed */
    MAX_PAGES = 8       /* of each */
};

/* A character from a fallback face, where it stands. */
struct stand_in {
    struct str text;
    int role, face;
    size_t page;
};

struct audit_page {
    size_t lines;
    struct str *facts; /* about its lines, in words */
    size_t fact_count, fact_capacity;
};

struct report_audit {
    struct arena *arena;
    const struct font_set *fonts;
    struct buf *out; /* of the fact, or of all, being written */
    struct audit_page *pages;
    size_t page_count, page_capacity;
    size_t broken[TEXT_BROKEN_NUMBER + 1], short_last, overfull, overlaps;
    size_t (*counts)[FONT_MAX_FACES]; /* characters by role and face */
    struct stand_in *stand_ins;
    size_t stand_in_count, stand_in_capacity;
};

/* --- lines --- */

/* A line of a page. */
struct spot {
    const struct page *page;
    size_t index, line;
};

static int digits_of(size_t number)
{
    int digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

static void add_page(struct report_audit *audit, size_t page)
{
    int pad = digits_of(audit->page_count) - digits_of(page + 1);
    buf_printf(audit->out, "第 %zu 页：%*s", page + 1, pad, "");
}

static void add_excerpt(struct report_audit *audit, const struct page *page, const struct page_line *line)
{
    struct buf text = BUF(REPORT_MAX_BYTES);
    size_t end = 0;
    page_line_text(page, line, &text);
    struct str whole = buf_str(&text);
    for (int i = 0; i < EXCERPT && end < whole.len; i++)
        utf8_next(whole, &end);
    buf_add_str(audit->out, str_slice(whole, 0, end));
    buf_add_text(audit->out, end < whole.len ? "…\n" : "\n");
    audit->out->failed = audit->out->failed || text.failed;
    buf_clear(&text);
}

/* `amount` is 8 columns wide. */
static void print_fact(struct report_audit *audit, const struct spot *spot, const char *what,
                       const char *amount)
{
    const struct page_line *line = &spot->page->lines[spot->line];
    buf_printf(audit->out, "%s 第 %3zu 行  %s  ", what, spot->line + 1, amount);
    if (line->place.file != NULL) {
        buf_add_visible(audit->out, str_of(line->place.file));
        buf_printf(audit->out, ":%" PRIu32 "  ", line->place.line);
    }
    add_excerpt(audit, spot->page, line);
}

static enum status add_fact(struct report_audit *audit, const struct spot *spot, const char *what,
                            const char *amount)
{
    struct audit_page *page = &audit->pages[spot->index];
    buf_reset(audit->out);
    print_fact(audit, spot, what, amount);
    struct str fact = arena_copy(audit->arena, buf_str(audit->out));
    if (audit->out->failed || fact.ptr == NULL)
        return NO_MEMORY;
    return ARENA_APPEND(audit->arena, page->facts, page->fact_count, page->fact_capacity, &fact);
}

static enum status add_strain(struct report_audit *audit, const struct spot *spot, const char *what)
{
    char amount[32];
    int32_t strain = spot->page->lines[spot->line].strain;
    int32_t hundredths = (abs(strain) + 5) / 10;
    snprintf(amount, sizeof amount, "%c%" PRId32 ".%02" PRId32 " 字", strain < 0 ? '-' : '+',
             hundredths / 100, hundredths % 100);
    return add_fact(audit, spot, what, amount);
}

static enum status add_extremes(struct report_audit *audit, const struct page *page, size_t index)
{
    enum { SEEN = 5 /* 1/1000 em: what rounds to nothing is not told */ };
    size_t loose = 0, tight = 0;
    enum status status = OK;
    if (page->line_count == 0)
        return OK;
    for (size_t i = 1; i < page->line_count; i++) {
        loose = page->lines[i].strain > page->lines[loose].strain ? i : loose;
        tight = page->lines[i].strain < page->lines[tight].strain ? i : tight;
    }
    if (page->lines[loose].strain >= SEEN)
        status = add_strain(audit, &(struct spot){page, index, loose}, "最松");
    if (status == OK && page->lines[tight].strain <= -SEEN)
        status = add_strain(audit, &(struct spot){page, index, tight}, "最紧");
    return status;
}

/* The last of several lines, with less than two characters. */
static bool is_short(const struct page_line *line)
{
    return line->last && !line->first && !line->in_cell && line->letters < 2;
}

static enum status audit_line(struct report_audit *audit, const struct spot *spot)
{
    static const char *const words[] = {NULL, "    编号", "    词语", "    禁则", "    数字"};
    const struct page_line *line = &spot->page->lines[spot->line];
    enum status status = OK;
    if (is_short(line)) {
        audit->short_last++;
        status = add_fact(audit, spot, "末行", line->letters == 1 ? "    1 字" : "    0 字");
    }
    if (status == OK && line->broken > TEXT_BROKEN_NOTHING && line->broken <= TEXT_BROKEN_NUMBER) {
        audit->broken[line->broken]++;
        status = add_fact(audit, spot, "拆开", words[line->broken]);
    }
    if (status == OK && line->overfull) {
        audit->overfull++;
        status = add_fact(audit, spot, "溢出", line->in_cell ? "      格" : "      行");
    }
    return status;
}

/* Layout refuses a page with texts over one another; here what goes into the file is looked at. */
static enum status audit_overlaps(struct report_audit *audit, const struct page *page)
{
    struct page_overlap first;
    size_t count = 0;
    struct arena *scratch = arena_new(0);
    if (scratch == NULL)
        return NO_MEMORY;
    enum status status = page_overlaps(scratch, page, &count, &first);
    audit->overlaps += count;
    arena_free(scratch);
    return status;
}

static enum status audit_lines(struct report_audit *audit, const struct page *page, size_t index)
{
    enum status status = add_extremes(audit, page, index);
    audit->pages[index].lines += page->line_count;
    for (size_t i = 0; i < page->line_count && status == OK; i++)
        status = audit_line(audit, &(struct spot){page, index, i});
    return status;
}

static void print_pages(struct report_audit *audit)
{
    for (size_t page = 0; page < audit->page_count; page++) {
        add_page(audit, page);
        buf_printf(audit->out, "%zu 行\n", audit->pages[page].lines);
        for (size_t i = 0; i < audit->pages[page].fact_count; i++) {
            add_page(audit, page);
            buf_add_str(audit->out, audit->pages[page].facts[i]);
        }
    }
    buf_printf(audit->out,
               "合计：溢出 %zu 行；重叠 %zu 处；末行不足两字 %zu 行；拆开 %zu 处（编号 %zu，词语 %zu，禁则 "
               "%zu，数字 %zu）\n",
               audit->overfull, audit->overlaps, audit->short_last,
               audit->broken[TEXT_BROKEN_CODE] + audit->broken[TEXT_BROKEN_WORD] +
                   audit->broken[TEXT_BROKEN_RULE] + audit->broken[TEXT_BROKEN_NUMBER],
               audit->broken[TEXT_BROKEN_CODE], audit->broken[TEXT_BROKEN_WORD],
               audit->broken[TEXT_BROKEN_RULE], audit->broken[TEXT_BROKEN_NUMBER]);
}

/* --- faces --- */

static enum status count_item(struct report_audit *audit, const struct page_item *item, size_t page)
{
    for (size_t i = 0; i < item->glyph_count; i++) {
        struct str text = item->glyphs[i].text;
        audit->counts[item->role][item->face] += utf8_count(text);
        if (!item->fallback || text.len == 0)
            continue;
        const struct stand_in found = {arena_copy(audit->arena, text), item->role, item->face, page};
        if (found.text.ptr == NULL || ARENA_APPEND(audit->arena, audit->stand_ins, audit->stand_in_count,
                                                   audit->stand_in_capacity, &found) != OK)
            return NO_MEMORY;
    }
    return OK;
}

static enum status count_characters(struct report_audit *audit, const struct page *page, size_t index)
{
    for (size_t i = 0; i < page->item_count; i++)
        if (page->items[i].kind == PAGE_GLYPHS && page->items[i].box_count == 0 &&
            count_item(audit, &page->items[i], index) != OK)
            return NO_MEMORY;
    return OK;
}

static void add_face(struct report_audit *audit, int role, int face)
{
    enum { ROLE_WIDTH = 6 };
    struct font_face_facts facts;
    font_face_facts(audit->fonts, face, &facts);
    cell_add(audit->out, font_role_name(audit->fonts, role), ROLE_WIDTH);
    buf_add_visible(audit->out, facts.family);
    buf_add_text(audit->out, facts.style.len > 0 ? " " : "");
    buf_add_visible(audit->out, facts.style);
}

static void print_faces(struct report_audit *audit)
{
    for (size_t role = 0; role < font_role_count(audit->fonts); role++) {
        for (size_t face = 0; face < font_face_count(audit->fonts); face++) {
            if (audit->counts[role][face] == 0)
                continue;
            buf_printf(audit->out, "字体：%7zu 字  ", audit->counts[role][face]);
            add_face(audit, (int)role, (int)face);
            buf_add_char(audit->out, '\n');
        }
    }
}

static int compare_characters(const struct stand_in *a, const struct stand_in *b)
{
    int order = str_compare(a->text, b->text);
    return order != 0 ? order : a->role != b->role ? a->role - b->role : a->face - b->face;
}

static int compare_stand_ins(const void *a, const void *b)
{
    const struct stand_in *x = a, *y = b;
    int order = compare_characters(x, y);
    return order != 0 ? order : (x->page > y->page) - (x->page < y->page);
}

/* The pages of one character: `count` of its places, sorted. */
static void add_pages(struct buf *out, const struct stand_in *places, size_t count)
{
    size_t pages = 0;
    buf_add_text(out, "  第 ");
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && places[i].page == places[i - 1].page)
            continue;
        if (++pages <= MAX_PAGES)
            buf_printf(out, "%s%zu", pages > 1 ? "、" : "", places[i].page + 1);
    }
    if (pages > MAX_PAGES)
        buf_printf(out, " 页等共 %zu", pages);
    buf_add_text(out, " 页\n");
}

static void add_stand_in(struct report_audit *audit, const struct stand_in *places, size_t count)
{
    struct str text = places->text;
    buf_printf(audit->out, "代用：%.*s", STR_ARGS(text));
    for (size_t offset = 0; offset < text.len;)
        buf_printf(audit->out, " U+%04" PRIX32, utf8_next(text, &offset));
    buf_add_text(audit->out, "  ");
    add_face(audit, places->role, places->face);
    add_pages(audit->out, places, count);
}

static void print_stand_ins(struct report_audit *audit)
{
    size_t characters = 0;
    if (audit->stand_in_count > 0)
        qsort(audit->stand_ins, audit->stand_in_count, sizeof *audit->stand_ins, compare_stand_ins);
    for (size_t from = 0, to; from < audit->stand_in_count; from = to) {
        to = from + 1;
        while (to < audit->stand_in_count &&
               compare_characters(&audit->stand_ins[from], &audit->stand_ins[to]) == 0)
            to++;
        if (++characters <= MAX_STAND_INS)
            add_stand_in(audit, &audit->stand_ins[from], to - from);
    }
    if (characters > MAX_STAND_INS)
        buf_printf(audit->out, "代用：另有 %zu 个\n", characters - MAX_STAND_INS);
    else if (characters == 0)
        buf_add_text(audit->out, "代用：无\n");
}

/* --- the whole --- */

struct report_audit *report_audit_new(struct arena *arena, const struct font_set *fonts)
{
    struct report_audit *audit = ARENA_NEW(arena, struct report_audit);
    if (audit == NULL)
        return NULL;
    *audit = (struct report_audit){.arena = arena, .fonts = fonts};
    audit->counts = arena_alloc_array(arena, font_role_count(fonts), sizeof *audit->counts);
    return audit->counts == NULL ? NULL : audit;
}

enum status report_audit_add(struct report_audit *audit, const struct page *page, size_t index)
{
    struct buf row = BUF(REPORT_MAX_BYTES);
    while (audit->page_count <= index) {
        const struct audit_page empty = {0};
        if (ARENA_APPEND(audit->arena, audit->pages, audit->page_count, audit->page_capacity, &empty) != OK)
            return NO_MEMORY;
    }
    audit->out = &row;
    enum status status = audit_lines(audit, page, index);
    buf_clear(&row);
    if (status == OK)
        status = audit_overlaps(audit, page);
    return status == OK ? count_characters(audit, page, index) : status;
}

enum status report_audit_print(struct report_audit *audit, const char *input, struct buf *out)
{
    size_t lines = 0;
    audit->out = out;
    for (size_t page = 0; page < audit->page_count; page++)
        lines += audit->pages[page].lines;
    buf_add_text(out, "排版审查 ");
    buf_add_visible(out, str_of(input));
    buf_printf(out, "：%zu 页，%zu 行\n", audit->page_count, lines);
    print_pages(audit);
    print_faces(audit);
    print_stand_ins(audit);
    return buf_status(out);
}
