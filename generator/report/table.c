/*
 * 校核表: the findings of one document as a table for people.
 *
 * The table lines up by display width: a wide character takes two columns.  A proof without figures that did
 * not hold is told in a line of its own below its row.
 */
#include "report/report_int.h"

#include <string.h>

enum { COLUMNS = 7, GAP = 2, WIDEST = 72 /* what is longer stands out of its column */ };

const char *verdict_word(enum verdict verdict)
{
    static const char *const words[] = {"相符", "提示", "警告", "有误"};
    return words[verdict];
}

void count_verdicts(const struct findings *findings, size_t ret_counts[4])
{
    memset(ret_counts, 0, 4 * sizeof *ret_counts);
    for (size_t i = 0; i < findings->count; i++)
        ret_counts[findings->items[i].verdict]++;
}

/* --- the table --- */

/* Figures stand right, words left. */
static void add_cell(struct buf *out, struct str text, size_t width, bool right, bool last)
{
    size_t used = str_columns(text), room = used < width ? width - used : 0;
    int before = right ? (int)room : 0, behind = last ? 0 : (int)room - before + GAP;
    buf_printf(out, "%*s%.*s%*s", before, "", STR_ARGS(text), behind, "");
}

void cell_add(struct buf *out, struct str text, size_t width)
{
    add_cell(out, text, width, false, false);
}

static struct str place_text(struct arena *arena, struct place place)
{
    struct buf text = BUF(1 << 16);
    struct str kept = {NULL, 0};
    if (place.file == NULL)
        return STR("");
    if (!str_ends(str_of(place.file), PLACE_SHEET))
        place.column = 0; /* a line is enough to find it */
    buf_add_place(&text, place);
    return buf_keep(&text, arena, &kept) == OK ? kept : (struct str){NULL, 0};
}

/* What agrees need not be read to its end: words, not figures, are that long. */
static struct str shorten(struct arena *arena, struct str text)
{
    enum { AGREEING = 34 };
    size_t offset = 0, width = 0;
    while (offset < text.len && width < AGREEING)
        width += utf8_columns(utf8_next(text, &offset));
    return offset == text.len ? text : arena_printf(arena, "%.*s…", (int)offset, text.ptr);
}

struct row {
    struct str cells[COLUMNS];
};

/* Without memory the table fails. */
static struct row row_of(struct arena *arena, const struct finding *finding, struct buf *out)
{
    bool agrees = finding->verdict == VERDICT_OK;
    struct row row = {{str_of(verdict_word(finding->verdict)), finding->check,
                       place_text(arena, finding->place), finding->path,
                       agrees ? shorten(arena, finding->stated) : finding->stated,
                       agrees ? shorten(arena, finding->computed) : finding->computed, finding->difference}};
    for (size_t i = 0; i < COLUMNS; i++) {
        row.cells[i] = str_visible(arena, row.cells[i]);
        out->failed = out->failed || row.cells[i].ptr == NULL;
    }
    return row;
}

static void measure(const struct row *row, size_t widths[COLUMNS])
{
    for (size_t i = 0; i < COLUMNS; i++) {
        size_t width = str_columns(row->cells[i]);
        width = width < WIDEST ? width : WIDEST;
        widths[i] = width > widths[i] ? width : widths[i];
    }
}

static void add_row(struct buf *out, const struct row *row, const size_t widths[COLUMNS], bool head)
{
    enum { FIRST_FIGURE = 4 };
    size_t end = COLUMNS;
    while (end > 1 && row->cells[end - 1].len == 0)
        end--;
    for (size_t i = 0; i < end; i++)
        add_cell(out, row->cells[i], widths[i], i >= FIRST_FIGURE && !head, i + 1 == end);
    buf_add_char(out, '\n');
}

void report_findings(struct arena *arena, const char *input, const struct findings *findings, struct buf *out)
{
    const struct row head = {
        {STR("结论"), STR("校核"), STR("位置"), STR("项目"), STR("写明"), STR("对照"), STR("相差")}};
    size_t widths[COLUMNS] = {0}, counts[4];
    if (findings->count == 0)
        return;
    count_verdicts(findings, counts);
    buf_add_text(out, "校核表 ");
    buf_add_visible(out, str_of(input));
    buf_printf(out, "：核对 %zu 项，有误 %zu 项，警告 %zu 项，提示 %zu 项\n", findings->proved,
               counts[VERDICT_ERROR], counts[VERDICT_WARNING], counts[VERDICT_NOTICE]);
    measure(&head, widths);
    for (size_t i = 0; i < findings->count; i++) {
        struct row row = row_of(arena, &findings->items[i], out);
        measure(&row, widths);
    }
    add_row(out, &head, widths, true);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        struct row row = row_of(arena, finding, out);
        add_row(out, &row, widths, false);
        if (finding->verdict != VERDICT_OK && finding->computed.len == 0) {
            buf_printf(out, "%*s", (int)widths[0] + GAP, "");
            buf_add_visible(out, finding->message);
            buf_add_char(out, '\n');
        }
    }
    if (findings->proved > findings->count && findings->all)
        buf_printf(out, "另有 %zu 项未列出\n", findings->proved - findings->count);
}
