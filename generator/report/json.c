/*
 * All that is known of a document as JSON: one object on one line, so that a run is read line by line.
 */
#include "report/report_int.h"

#include <string.h>

void json_add_place(struct buf *out, struct place place)
{
    buf_add_json_member(out, "file", place.file == NULL ? STR("") : str_of(place.file));
    buf_printf(out, ",\"line\":%u,\"column\":%u", place.line, place.column);
}

static void add_finding(struct buf *out, const struct finding *finding)
{
    static const char *const verdicts[] = {"ok", "notice", "warning", "error"};
    buf_printf(out, "{\"verdict\":\"%s\"", verdicts[finding->verdict]);
    buf_add_json_member(out, "check", finding->check);
    json_add_place(out, finding->place);
    buf_add_json_member(out, "path", finding->path);
    buf_add_json_member(out, "field", finding->field);
    buf_add_json_member(out, "stated", finding->stated);
    buf_add_json_member(out, "computed", finding->computed);
    buf_add_json_member(out, "difference", finding->difference);
    buf_add_json_member(out, "message", finding->message);
    buf_add_char(out, '}');
}

/* Each line of `messages` as a string. */
static void add_lines(struct buf *out, struct str messages)
{
    for (size_t from = 0; from < messages.len;) {
        const char *end = memchr(messages.ptr + from, '\n', messages.len - from);
        size_t to = end == NULL ? messages.len : (size_t)(end - messages.ptr);
        buf_add_text(out, from > 0 ? "," : "");
        buf_add_json(out, str_slice(messages, from, to));
        from = to + 1;
    }
}

void report_findings_json(const struct findings *findings, struct buf *out)
{
    buf_printf(out, ",\"proved\":%zu,\"findings\":[", findings->proved);
    for (size_t i = 0; i < findings->count; i++) {
        buf_add_text(out, i > 0 ? "," : "");
        add_finding(out, &findings->items[i]);
    }
    buf_add_char(out, ']');
}

void report_json(const struct report_document *document, struct buf *out)
{
    const struct findings *findings = document->findings;
    buf_add_text(out, "{\"input\":");
    buf_add_json(out, str_of(document->input));
    buf_printf(out, ",\"good\":%s", document->good ? "true" : "false");
    report_findings_json(findings, out);
    changes_json(&findings->changes, out);
    figures_json(document->prose, out);
    buf_add_text(out, ",\"messages\":[");
    add_lines(out, document->messages);
    buf_add_text(out, "]}\n");
}
