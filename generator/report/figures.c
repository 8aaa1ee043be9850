/*
 * The figures of running text: one line a document says how many there are of each sort, and with --all a
 * list says which.  Where errors kept them from being looked up, that is said.
 */
#include "report/report_int.h"

static const char *const words[PROSE_VERDICTS] = {[PROSE_QUOTED] = "引用",
                                                  [PROSE_EQUAL] = "与字段相等",
                                                  [PROSE_NEAR] = "近似",
                                                  [PROSE_UNMATCHED] = "未对上"};
static const char *const names[PROSE_VERDICTS] = {[PROSE_QUOTED] = "quoted",
                                                  [PROSE_EQUAL] = "equal",
                                                  [PROSE_NEAR] = "near",
                                                  [PROSE_UNMATCHED] = "unmatched"};

static size_t figures_total(const struct prose_report *prose)
{
    size_t total = 0;
    for (size_t i = 0; i < PROSE_VERDICTS; i++)
        total += prose->counts[i];
    return total;
}

static void add_item(const struct prose_figure *figure, struct buf *out)
{
    enum { VERDICT_WIDTH = 12 };
    buf_add_text(out, "  ");
    cell_add(out, str_of(words[figure->verdict]), VERDICT_WIDTH);
    buf_add_place(out, figure->place);
    buf_add_text(out, "  ");
    buf_add_visible(out, figure->text);
    const struct str more[] = {figure->path, figure->value};
    for (size_t i = 0; figure->path.len > 0 && i < ARRAY_COUNT(more); i++) {
        buf_add_text(out, i == 0 ? "  " : " ");
        buf_add_visible(out, more[i]);
    }
    buf_add_char(out, '\n');
}

void report_figures(const struct prose_report *prose, struct buf *out)
{
    size_t total = figures_total(prose);
    if (prose->left > 0)
        buf_printf(out, "正文数字 %zu 处，未核对：先改正上面的错误\n", prose->left);
    if (total == 0)
        return;
    buf_printf(out, "正文数字 %zu 处：", total);
    for (size_t i = 0; i < PROSE_VERDICTS; i++)
        buf_printf(out, "%s%s %zu", i > 0 ? "，" : "", words[i], prose->counts[i]);
    buf_add_char(out, '\n');
    for (size_t i = 0; prose->all && i < prose->count; i++)
        add_item(&prose->items[i], out);
    if (prose->all && prose->count < total)
        buf_printf(out, "  另有 %zu 处未列出\n", total - prose->count);
}

static void add_figure(struct buf *out, const struct prose_figure *figure)
{
    buf_printf(out, "{\"verdict\":\"%s\"", names[figure->verdict]);
    json_add_place(out, figure->place);
    buf_add_json_member(out, "text", figure->text);
    buf_add_json_member(out, "path", figure->path);
    buf_add_json_member(out, "value", figure->value);
    buf_add_char(out, '}');
}

void figures_json(const struct prose_report *prose, struct buf *out)
{
    if (!prose->looked_up) {
        buf_printf(out, ",\"prose\":{\"looked_up\":false,\"figures\":%zu}", prose->left);
        return;
    }
    buf_printf(out, ",\"prose\":{\"looked_up\":true,\"figures\":%zu", figures_total(prose));
    for (size_t i = 0; i < PROSE_VERDICTS; i++)
        buf_printf(out, ",\"%s\":%zu", names[i], prose->counts[i]);
    buf_add_text(out, ",\"items\":[");
    for (size_t i = 0; i < prose->count; i++) {
        buf_add_text(out, i > 0 ? "," : "");
        add_figure(out, &prose->items[i]);
    }
    buf_add_text(out, "]}");
}
