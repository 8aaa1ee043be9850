/*
 * How the run went, as bars: how the papers went, how many pages they have, how long they took.  SVG in the page; what a bar says stands
 * beside it as text.
 */
#include "summary/summary_int.h"

enum { WIDTH = 600, LABEL = 110, ROOM = 400, ROW = 24, BAR = 16, GROUPS = 8, CLASS_BAR = 20 };

/* --- how the papers went: one bar --- */

static void add_states(const struct summary *summary, struct buf *out)
{
    const size_t all = summary->paper_count + summary->rest;
    size_t before = 0;
    buf_printf(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"states\" viewBox=\"0 0 %d %d\" "
               "role=\"img\" preserveAspectRatio=\"none\" "
               "aria-label=\"各份的结果\">",
               WIDTH, CLASS_BAR);
    for (size_t i = 0; i <= PAPER_STATES && all > 0; i++) {
        const size_t count = i < PAPER_STATES ? summary->states[i] : summary->rest;
        const size_t from = before * WIDTH / all, to = (before + count) * WIDTH / all;
        before += count;
        if (count > 0) /* one of ten thousand is seen, too */
            buf_printf(out, "<rect class=\"%s\" x=\"%zu\" y=\"0\" width=\"%zu\" height=\"%d\" />",
                       i < PAPER_STATES ? paper_class[i] : "rest",
                       from > WIDTH - 2 ? (size_t)WIDTH - 2 : from, to > from + 2 ? to - from : (size_t)2,
                       CLASS_BAR);
    }
    buf_add_text(out, "</svg>\n<ul class=\"legend\">");
    for (size_t i = 0; i < PAPER_STATES; i++)
        if (summary->states[i] > 0)
            buf_printf(out, "<li class=\"%s\">%s %zu 份</li>", paper_class[i], paper_word[i],
                       summary->states[i]);
    if (summary->rest > 0)
        buf_printf(out, "<li class=\"rest\">未处理 %zu 份</li>", summary->rest);
    buf_add_text(out, "</ul>\n");
}

/* --- how many are how large --- */

struct groups {
    const char *title;
    int64_t most[GROUPS]; /* of each group; the last has no bound */
    const char *labels[GROUPS];
};

static const struct groups PAGES = {
    "页数",
    {1, 2, 5, 10, 20, 50, 100, INT64_MAX},
    {"1 页", "2 页", "3–5 页", "6–10 页", "11–20 页", "21–50 页", "51–100 页", "100 页以上"}};
static const struct groups TIMES = {"用时",
                                    {9, 19, 49, 99, 199, 499, 999, INT64_MAX},
                                    {"不到 10 毫秒", "10–19 毫秒", "20–49 毫秒", "50–99 毫秒", "100–199 毫秒",
                                     "200–499 毫秒", "0.5–1 秒", "1 秒以上"}};

static void add_row(struct buf *out, const char *label, size_t count, size_t most, size_t row)
{
    const size_t y = row * ROW, size = count * ROOM / most;
    buf_printf(out, "<text x=\"%d\" y=\"%zu\" text-anchor=\"end\">%s</text>", LABEL - 8, y + 13, label);
    if (count > 0)
        buf_printf(out, "<rect class=\"bar\" x=\"%d\" y=\"%zu\" width=\"%zu\" height=\"%d\" rx=\"2\" />",
                   LABEL, y, size > 2 ? size : (size_t)2, BAR);
    buf_printf(out, "<text x=\"%zu\" y=\"%zu\">%zu 份</text>", LABEL + size + 8, y + 13, count);
}

static void add_groups(const struct groups *groups, const size_t counts[GROUPS], struct buf *out)
{
    size_t first = 0, last = GROUPS, most = 0;
    for (size_t i = 0; i < GROUPS; i++)
        most = counts[i] > most ? counts[i] : most;
    if (most == 0)
        return;
    while (counts[first] == 0)
        first++;
    while (counts[last - 1] == 0)
        last--;
    buf_printf(out,
               "<figure><figcaption>%s</figcaption><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
               "%d %zu\" role=\"img\" "
               "aria-label=\"%s：多少份\">",
               groups->title, WIDTH, (last - first) * ROW, groups->title);
    for (size_t i = first; i < last; i++)
        add_row(out, groups->labels[i], counts[i], most, i - first);
    buf_add_text(out, "</svg></figure>\n");
}

static void sort_into(const struct groups *groups, int64_t value, size_t counts[GROUPS])
{
    size_t i = 0;
    while (value > groups->most[i])
        i++;
    counts[i]++;
}

void charts_add(const struct summary *summary, struct buf *out)
{
    size_t pages[GROUPS] = {0}, times[GROUPS] = {0};
    for (size_t i = 0; i < summary->paper_count; i++) {
        const struct summary_paper *paper = &summary->papers[i];
        if (paper->state != PAPER_CURRENT)
            sort_into(&TIMES, paper->ms, times);
        if (paper->pages > 0)
            sort_into(&PAGES, paper->pages, pages);
    }
    add_states(summary, out);
    buf_add_text(out, "<div class=\"charts\">\n");
    add_groups(&PAGES, pages, out);
    if (summary->is_timed)
        add_groups(&TIMES, times, out);
    figures_add_charts(summary, out);
    buf_add_text(out, "</div>\n");
}
