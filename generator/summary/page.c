/*
 * The page: what happened, in the order in which it is asked in the morning: is all well, what is to be done, what was
 * made, how was it run.
 */
#include "summary/summary_int.h"

enum { SECOND = 1000, MINUTE = 60, KB = 1024, MESSAGES_MOST = 200 };

/* What nobody sees is shown by its code, so that no control character gets into the page. */
void page_add_text(struct buf *out, struct str text)
{
    struct buf seen = BUF(text.len * VISIBLE_MAX + 1);
    buf_add_visible(&seen, text);
    buf_add_xml(out, buf_str(&seen));
    out->failed = out->failed || seen.failed;
    buf_clear(&seen);
}

void page_add_duration(struct buf *out, int64_t ms)
{
    const long long seconds = ms / SECOND, minutes = seconds / MINUTE, hours = minutes / MINUTE;
    if (hours > 0)
        buf_printf(out, "%lld 小时 %lld 分", hours, minutes % MINUTE);
    else if (minutes > 0)
        buf_printf(out, "%lld 分 %lld 秒", minutes, seconds % MINUTE);
    else {
        buf_add_thousandths(out, ms < SECOND ? ms : ms / 100 * 100);
        buf_add_text(out, " 秒");
    }
}

static void add_size(struct buf *out, int64_t bytes)
{
    const bool large = bytes >= (int64_t)KB * KB;
    const int64_t tenths = bytes * 10 / (large ? KB * KB : KB);
    buf_add_thousandths(out, tenths * 100);
    buf_add_text(out, large ? " MB" : " KB");
}

/* --- messages --- */

static void add_message(const struct summary *summary, struct str message, struct buf *out)
{
    const struct str severity = event_text(summary, message, "severity");
    const struct str place = event_text(summary, message, "place"),
                     help = event_text(summary, message, "help");
    const bool error = str_is(severity, "error"), warning = str_is(severity, "warning");
    buf_printf(out, "<li class=\"%s\"><span class=\"tag\">%s</span> ",
               error     ? "failed"
               : warning ? "warned"
                         : "note",
               error     ? "错误"
               : warning ? "提醒"
                         : "说明");
    if (place.len > 0) {
        buf_add_text(out, "<code>");
        page_add_text(out, place);
        buf_add_text(out, "</code> ");
    }
    page_add_text(out, event_text(summary, message, "text"));
    if (help.len > 0) {
        buf_add_text(out, "<br /><span class=\"dim\">提示：");
        page_add_text(out, help);
        buf_add_text(out, "</span>");
    }
    buf_add_text(out, "</li>\n");
}

size_t page_add_messages(const struct summary *summary, struct str messages, size_t most, struct buf *out)
{
    struct str message;
    size_t count = 0;
    for (size_t at = 0; json_next(messages, &at, &message); count++)
        if (count < most)
            add_message(summary, message, out);
    return count;
}

/* --- the head: is all well --- */

/* 第 1/2 片，全部 5 份中的 3 份 */
static void add_share(const struct summary *summary, size_t papers, struct buf *out)
{
    const struct str shard =
        summary->run_count > 0 ? event_text(summary, json_member(summary->runs[0].begin, "options"), "shard")
                               : STR("");
    if (shard.len == 0) {
        buf_printf(out, "共 %zu 份", papers);
        return;
    }
    buf_add_text(out, "第 ");
    page_add_text(out, shard);
    buf_printf(out, " 片，全部 %zu 份中的 %zu 份", summary->whole, papers);
}

/* No paper says that the run failed: what does. */
static void add_fault(const struct summary *summary, struct buf *out)
{
    buf_add_text(out, "，整个运行有误");
    if (summary->error.len > 0)
        buf_add_text(out, "：");
    page_add_text(out, summary->error);
}

static bool is_all_well(const struct summary *summary)
{
    return !summary->is_stopped && !summary->is_failed && summary->rest == 0 && summary->error.len == 0 &&
           summary->states[PAPER_FAILED] + summary->states[PAPER_DRAFT] == 0;
}

static void add_verdict(const struct summary *summary, struct buf *out)
{
    const size_t bad = summary->states[PAPER_FAILED] + summary->states[PAPER_DRAFT];
    const size_t papers = summary->paper_count + summary->rest;
    if (summary->is_stopped && papers == 0)
        buf_add_text(out, "运行没有开始");
    else if (summary->is_stopped)
        buf_printf(out, "运行中途停止：共 %zu 份，%zu 份没有处理", papers, summary->rest);
    else
        add_share(summary, papers, out);
    if (!summary->is_stopped && summary->rest > 0)
        buf_printf(out, "，%zu 份没有处理", summary->rest);
    if (bad > 0)
        buf_printf(out, "，%zu 份有误", bad);
    if (summary->error.len > 0 || (summary->is_failed && bad + summary->rest == 0))
        add_fault(summary, out);
    else if (is_all_well(summary))
        buf_add_text(out, summary->states[PAPER_WARNED] > 0 ? "，都已完成，其中有的有提醒" : "，都已完成");
}

static void add_time(struct buf *out, struct str time)
{
    buf_add_text(out, "<time datetime=\"");
    page_add_text(out, time);
    buf_add_text(out, "\">");
    page_add_text(out, time);
    buf_add_text(out, "</time>");
}

static void add_figure(struct buf *out, const char *name, const char *class)
{
    buf_printf(out, "<li class=\"%s\">%s<b>", class, name);
}

static void add_figures(const struct summary *summary, struct buf *out)
{
    static const char end[] = "</b></li>\n";
    buf_add_text(out, "<ul class=\"figures\">\n");
    for (size_t i = 0; i < PAPER_STATES; i++) {
        if (summary->states[i] == 0 && i != PAPER_GOOD && i != PAPER_FAILED)
            continue;
        add_figure(out, paper_word[i], summary->states[i] > 0 ? paper_class[i] : "none");
        buf_printf(out, "%zu 份%s", summary->states[i], end);
    }
    if (summary->rest > 0) {
        add_figure(out, "未处理", "rest");
        buf_printf(out, "%zu 份%s", summary->rest, end);
    }
    if (summary->pages > 0) {
        add_figure(out, "页数", "none");
        buf_printf(out, "%lld%s", (long long)summary->pages, end);
    }
    if (summary->bytes > 0) {
        add_figure(out, "大小", "none");
        add_size(out, summary->bytes);
        buf_add_text(out, end);
    }
    if (summary->is_timed) {
        add_figure(out, "用时", "none");
        page_add_duration(out, summary->ms);
        buf_add_text(out, end);
    }
    buf_add_text(out, "</ul>\n");
}

static void add_head(const struct summary *summary, struct buf *out)
{
    buf_add_text(out,
                 "<!DOCTYPE html>\n<html lang=\"zh-CN\" xml:lang=\"zh-CN\" "
                 "xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\" />\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                 "'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\" />\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
                 "<meta name=\"color-scheme\" content=\"light dark\" />\n" SUMMARY_TITLE);
    add_verdict(summary, out);
    buf_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>运行报告</h1>\n",
               summary_style);
    buf_printf(out, "<p class=\"verdict %s\">",
               !is_all_well(summary)               ? "failed"
               : summary->states[PAPER_WARNED] > 0 ? "warned"
                                                   : "good");
    add_verdict(summary, out);
    buf_add_text(out, "</p>\n<p class=\"dim\">");
    if (summary->run_count > 0) {
        const struct summary_run *last = &summary->runs[summary->run_count - 1];
        add_time(out, event_text(summary, summary->runs[0].begin, "time"));
        buf_add_text(out, " 至 ");
        add_time(out, event_text(summary, last->end, "time"));
        buf_add_text(out, "，");
        page_add_text(out, event_text(summary, summary->runs[0].begin, "program"));
    }
    buf_add_text(out, "</p>\n</header>\n<main>\n");
}

/* --- the foot: how was it run --- */

static void add_fact(const struct summary *summary, const char *name, struct str object, const char *member,
                     struct buf *out)
{
    const struct str text = event_text(summary, object, member);
    if (text.len == 0)
        return;
    buf_printf(out, "<dt>%s</dt><dd>", name);
    page_add_text(out, text);
    buf_add_text(out, "</dd>\n");
}

static void add_run(const struct summary *summary, const struct summary_run *run, struct buf *out)
{
    const struct str said = event_text(summary, run->end, "said");
    buf_add_text(out, "<dl class=\"run\">\n");
    add_fact(summary, "名称", run->begin, "name", out);
    add_fact(summary, "命令", run->begin, "command", out);
    add_fact(summary, "选项", run->begin, "options", out);
    add_fact(summary, "目录", run->begin, "folder", out);
    add_fact(summary, "编号", run->begin, "run", out);
    if (said.len > 0) {
        buf_add_text(out, "<dt>信息</dt><dd><pre>");
        for (size_t at = 0; at < said.len;) {
            const char *end = memchr(said.ptr + at, '\n', said.len - at);
            const size_t to = end != NULL ? (size_t)(end - said.ptr) : said.len;
            page_add_text(out, str_slice(said, at, to));
            buf_add_char(out, '\n');
            at = to + 1;
        }
        buf_add_text(out, "</pre></dd>\n");
    }
    buf_add_text(out, "</dl>\n");
}

static void add_runs(const struct summary *summary, struct buf *out)
{
    buf_add_text(out, "<section aria-labelledby=\"h-run\">\n<h2 id=\"h-run\">怎样运行的</h2>\n");
    for (size_t i = 0; i < summary->run_count; i++)
        add_run(summary, &summary->runs[i], out);
    buf_add_text(out, "</section>\n");
}

/* What concerns no paper, or all. */
static void add_notes(const struct summary *summary, struct buf *out)
{
    if (summary->notes.len <= 2)
        return;
    buf_add_text(out, "<section aria-labelledby=\"h-notes\">\n<h2 id=\"h-notes\">整个运行</h2>\n"
                      "<ul class=\"says\">");
    page_add_messages(summary, summary->notes, MESSAGES_MOST, out);
    buf_add_text(out, "</ul>\n</section>\n");
}

enum status summary_page(struct arena *arena, struct str events, const char *path, struct buf *out)
{
    bool is_starved = false;
    struct summary summary = {
        .arena = arena, .path = path, .notes = STR("[]"), .error = STR(""), .is_starved = &is_starved};
    enum status status = summary_read(&summary, events);
    if (status != OK)
        return status;
    add_head(&summary, out);
    buf_add_text(out, "<section aria-labelledby=\"h-all-in-all\">\n<h2 id=\"h-all-in-all\">概况</h2>\n");
    add_figures(&summary, out);
    charts_add(&summary, out);
    buf_add_text(out, "</section>\n");
    add_notes(&summary, out);
    papers_add_problems(&summary, out);
    papers_add_table(&summary, out);
    add_runs(&summary, out);
    buf_printf(out, "</main>\n<script>\n%s</script>\n</body>\n</html>\n", summary_script);
    return is_starved ? NO_MEMORY : buf_status(out);
}
