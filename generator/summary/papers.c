/*
 * The papers on the page: those that are to be looked at, with what was said of them, and the table of all.
 *
 * A page is to be read, and opened: of one paper so many messages stand there, of all together so many more; the report for
 * programs has all.
 */
#include "summary/summary_int.h"

enum { EACH_MOST = 20, ALL_MOST = 4000, OPEN_MOST = 30, KILOBYTE = 1024 };

const char *const paper_class[PAPER_STATES] = {"good", "current", "warned", "draft", "failed"};
const char *const paper_word[PAPER_STATES] = {"完成", "未变", "有提醒", "草稿，有误", "有误"};

static struct str last_part(struct str path)
{
    size_t from = path.len;
    while (from > 0 && path.ptr[from - 1] != '/')
        from--;
    return str_slice(path, from, path.len);
}

struct str page_name(const struct summary *summary, const struct summary_paper *paper)
{
    const struct str output = event_text(summary, paper->line, "output");
    return last_part(output.len > 0 ? output : event_text(summary, paper->line, "input"));
}

static struct str folder_of(const struct summary *summary, size_t paper)
{
    size_t i = summary->run_count;
    while (i > 1 && summary->runs[i - 1].first > paper)
        i--;
    return i > 0 ? event_text(summary, summary->runs[i - 1].begin, "folder") : STR("");
}

/* --- what is to be looked at --- */

static void add_cell(const struct summary *summary, struct str finding, const char *name, struct buf *out)
{
    buf_add_text(out, "<td>");
    page_add_text(out, event_text(summary, finding, name));
    buf_add_text(out, "</td>");
}

static void add_finding(const struct summary *summary, struct str finding, struct buf *out)
{
    struct buf shown = BUF(1 << 16);
    const struct str file = event_text(summary, finding, "file");
    const struct place place = {.file = file.len > 0 ? file.ptr : NULL,
                                .line = (uint32_t)event_number(finding, "line"),
                                .column = (uint32_t)event_number(finding, "column")};
    buf_add_place(&shown, place);
    buf_add_text(out, "<tr><th scope=\"row\">");
    page_add_text(out, event_text(summary, finding, "check"));
    buf_add_text(out, "</th><td><code>");
    page_add_text(out, buf_str(&shown));
    buf_add_text(out, "</code></td>");
    add_cell(summary, finding, "stated", out);
    add_cell(summary, finding, "computed", out);
    add_cell(summary, finding, "difference", out);
    buf_add_text(out, "</tr>\n");
    out->failed = out->failed || shown.failed;
    buf_clear(&shown);
}

static void add_findings(const struct summary *summary, struct str list, struct buf *out)
{
    struct str finding;
    size_t count = 0;
    for (size_t at = 0; count < EACH_MOST && json_next(list, &at, &finding);) {
        const bool bare =
            json_member(finding, "stated").len <= 2 && json_member(finding, "computed").len <= 2; /* "" */
        if (bare || str_is(json_member(finding, "verdict"), "\"ok\""))
            continue; /* a message says all of it */
        if (count++ == 0)
            buf_add_text(
                out,
                "<div class=\"wide\"><table class=\"findings\"><thead><tr><th scope=\"col\">校核项目</th><th "
                "scope=\"col\">位置</th><th scope=\"col\">所填</th><th "
                "scope=\"col\">所算</th><th scope=\"col\">相差</th></tr></thead><tbody>\n");
        add_finding(summary, finding, out);
    }
    if (count > 0)
        buf_add_text(out, "</tbody></table></div>\n");
}

static void add_problem(const struct summary *summary, size_t at, size_t most, struct buf *out)
{
    const struct summary_paper *paper = &summary->papers[at];
    const struct str messages = json_member(paper->line, "messages");
    const bool open = paper->state >= PAPER_DRAFT &&
                      summary->states[PAPER_FAILED] + summary->states[PAPER_DRAFT] <= OPEN_MOST;
    buf_printf(out, "<details id=\"p%zu\" class=\"%s\"%s><summary><span class=\"tag\">%s</span> <b>", at + 1,
               paper_class[paper->state], open ? " open=\"open\"" : "", paper_word[paper->state]);
    page_add_text(out, event_text(summary, paper->line, "input"));
    buf_printf(out, "</b> <span class=\"dim\">%zu 条</span></summary>\n<ul class=\"says\">", paper->messages);
    const size_t all = page_add_messages(summary, messages, most, out);
    if (all > most)
        buf_printf(out, "<li>另有 %zu 条，见 JSON 报告</li>", all - most);
    if (all == 0)
        buf_add_text(out, "<li>没有留下信息</li>");
    buf_add_text(out, "</ul>\n");
    add_findings(summary, json_member(paper->line, "findings"), out);
    buf_add_text(out, "</details>\n");
}

static void add_section(const struct summary *summary, bool failed, size_t *budget, struct buf *out)
{
    const size_t bad = summary->states[PAPER_FAILED] + summary->states[PAPER_DRAFT];
    const size_t count = failed ? bad : summary->states[PAPER_WARNED];
    if (count == 0)
        return;
    buf_printf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s（%zu 份）</h2>\n",
               failed ? "h-failed" : "h-warned", failed ? "h-failed" : "h-warned",
               failed ? "有误，要改正" : "完成，但有提醒", count);
    for (size_t i = 0; i < summary->paper_count; i++) {
        const enum paper_state state = summary->papers[i].state;
        if (state < PAPER_WARNED || (state >= PAPER_DRAFT) != failed)
            continue;
        const size_t most = *budget > EACH_MOST ? EACH_MOST : 1;
        const size_t told = summary->papers[i].messages < most ? summary->papers[i].messages : most;
        *budget -= told < *budget ? told : *budget;
        add_problem(summary, i, most, out);
    }
    buf_add_text(out, "</section>\n");
}

void papers_add_problems(const struct summary *summary, struct buf *out)
{
    size_t budget = ALL_MOST;
    add_section(summary, true, &budget, out);
    add_section(summary, false, &budget, out);
}

/* --- all of them --- */

static void add_name(const struct summary *summary, size_t at, struct str folder, struct buf *out)
{
    const struct str line = summary->papers[at].line, output = event_text(summary, line, "output");
    const struct str title = event_text(summary, line, "title");
    if (output.len == 0) {
        page_add_text(out, event_text(summary, line, "input"));
    } else {
        const struct str link = summary_link(summary, folder, output);
        buf_add_text(out, "<a href=\"");
        buf_add_xml(out, link.ptr != NULL ? link : STR(""));
        buf_add_text(out, "\">");
        page_add_text(out, last_part(output));
        buf_add_text(out, "</a>");
    }
    if (title.len > 0) {
        buf_add_text(out, " <span class=\"dim\">");
        page_add_text(out, title);
        buf_add_text(out, "</span>");
    }
}

static void add_amount(struct buf *out, int64_t amount)
{
    if (amount > 0)
        buf_printf(out, "<td class=\"n\">%lld</td>", (long long)amount);
    else
        buf_add_text(out, "<td class=\"n\">–</td>");
}

static void add_paper_row(const struct summary *summary, size_t at, struct str folder, bool figures,
                          struct buf *out)
{
    const struct summary_paper *paper = &summary->papers[at];
    buf_printf(out, "<tr class=\"p %s\"><td>", paper_class[paper->state]);
    if (paper->state >= PAPER_WARNED)
        buf_printf(out, "<a href=\"#p%zu\">%s</a>", at + 1, paper_word[paper->state]);
    else
        buf_add_text(out, paper_word[paper->state]);
    buf_add_text(out, "</td><th scope=\"row\">");
    add_name(summary, at, folder, out);
    buf_add_text(out, "</th><td>");
    page_add_text(out, event_text(summary, paper->line, "input"));
    buf_add_text(out, "</td>");
    if (figures)
        figures_add_cell(summary, paper, out);
    if (summary->pages > 0)
        add_amount(out, paper->pages);
    if (summary->bytes > 0)
        add_amount(out, (paper->bytes + KILOBYTE - 1) / KILOBYTE);
    if (summary->is_timed)
        buf_printf(out, "<td class=\"n\">%lld</td>", (long long)paper->ms);
    buf_add_text(out, "</tr>\n");
}

/* In a plan its runs are told apart. */
static void add_body(const struct summary *summary, const struct summary_run *run, bool figures,
                     struct buf *out)
{
    const struct str name = event_text(summary, run->begin, "name");
    const struct str folder = folder_of(summary, run->first);
    if (run->count == 0)
        return;
    buf_add_text(out, "<tbody>\n");
    if (name.len > 0) {
        buf_printf(out, "<tr class=\"run\"><th colspan=\"%d\" scope=\"rowgroup\">",
                   3 + figures + (summary->pages > 0) + (summary->bytes > 0) + summary->is_timed);
        page_add_text(out, name);
        buf_add_text(out, "</th></tr>\n");
    }
    for (size_t i = 0; i < run->count; i++)
        add_paper_row(summary, run->first + i, folder, figures, out);
    buf_add_text(out, "</tbody>\n");
}

static void add_filter(struct buf *out)
{
    buf_add_text(out, "<form id=\"filter\" hidden=\"hidden\"><label>查找 <input type=\"search\" id=\"words\" "
                      "autocomplete=\"off\" /></label> <label>结果 <select id=\"state\"><option "
                      "value=\"\">全部</option>");
    for (size_t i = PAPER_STATES; i > 0; i--)
        buf_printf(out, "<option value=\"%s\">%s</option>", paper_class[i - 1], paper_word[i - 1]);
    buf_add_text(out, "</select></label> <output id=\"shown\" for=\"words state\"></output></form>\n");
}

void papers_add_table(const struct summary *summary, struct buf *out)
{
    const bool figures = figures_are_told(summary);
    if (summary->paper_count == 0)
        return;
    buf_printf(out, "<section aria-labelledby=\"h-all\">\n<h2 id=\"h-all\">全部文书（%zu 份）</h2>\n",
               summary->paper_count);
    add_filter(out);
    buf_printf(out,
               "<div class=\"wide\"><table class=\"papers\"><thead><tr><th scope=\"col\">结果</th><th "
               "scope=\"col\">文书</th><th scope=\"col\">描述</th>%s%s%s%s</tr></thead>\n",
               figures ? "<th scope=\"col\">主要的数</th>" : "",
               summary->pages > 0 ? "<th scope=\"col\" class=\"n\">页数</th>" : "",
               summary->bytes > 0 ? "<th scope=\"col\" class=\"n\">大小（KB）</th>" : "",
               summary->is_timed ? "<th scope=\"col\" class=\"n\">用时（毫秒）</th>" : "");
    for (size_t i = 0; i < summary->run_count; i++)
        add_body(summary, &summary->runs[i], figures, out);
    buf_add_text(out, "</table></div>\n</section>\n");
}
