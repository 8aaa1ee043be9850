/*
 * Lines of JSON: what a run tells.
 */
#include "runlog/runlog_int.h"

static void add_head(struct buf *out, const char *event, const struct runlog_stamp *stamp)
{
    buf_printf(out, RUNLOG_HEAD "%s\"", event);
    buf_add_json_member(out, "run", stamp->run);
    buf_add_json_member(out, "time", stamp->time);
    buf_add_json_member(out, "program", STR("chengwen " CHENGWEN_VERSION));
}

static void add_text(struct buf *out, const char *name, const char *text)
{
    if (text != NULL)
        buf_add_json_member(out, name, str_of(text));
    else
        buf_printf(out, ",\"%s\":null", name);
}

void runlog_add_begin(struct buf *out, const struct runlog_stamp *stamp, const struct runlog_begin *begin)
{
    add_head(out, "begin", stamp);
    add_text(out, "command", begin->command);
    add_text(out, "name", begin->name);
    buf_add_json_member(out, "folder", begin->folder);
    buf_add_text(out, ",\"options\":");
    buf_add_str(out, begin->options);
    buf_printf(out, ",\"papers\":%zu}\n", begin->papers);
}

void runlog_add_paper(struct buf *out, const struct runlog_stamp *stamp, const struct runlog_paper *paper)
{
    add_head(out, "paper", stamp);
    buf_printf(out, ",\"number\":%zu,\"status\":\"%s\"", paper->number, paper->status);
    add_text(out, "input", paper->input);
    add_text(out, "file", paper->file);
    buf_printf(out, ",\"part\":%zu", paper->part);
    add_text(out, "output", paper->output);
    buf_printf(out, ",\"pages\":%zu,\"bytes\":%zu,\"ms\":%llu", paper->pages, paper->bytes,
               (unsigned long long)paper->ms);
    buf_add_json_member(out, "sha256", paper->sha256);
    buf_add_str(out, paper->facts);
    buf_add_str(out, paper->findings);
    if (paper->notes.ptr != NULL) {
        buf_add_text(out, ",\"messages\":[");
        buf_add_str(out, paper->notes);
        buf_add_char(out, ']');
    }
    buf_add_text(out, "}\n");
}

void runlog_add_end(struct buf *out, const struct runlog_stamp *stamp, const struct runlog_end *end)
{
    add_head(out, "end", stamp);
    buf_printf(out, ",\"status\":\"%s\",\"papers\":%zu,\"good\":%zu,\"failed\":%zu,\"current\":%zu",
               end->status, end->papers, end->good, end->failed, end->current);
    buf_printf(out, ",\"written\":%zu,\"rest\":%zu,\"whole\":%zu", end->written, end->rest, end->whole);
    buf_printf(out, ",\"pages\":%zu,\"bytes\":%llu,\"ms\":%llu", end->pages, (unsigned long long)end->bytes,
               (unsigned long long)end->ms);
    buf_add_json_member(out, "said", end->said);
    buf_add_text(out, "}\n");
}

void runlog_add_note(struct buf *out, const struct runlog_stamp *stamp, struct str notes)
{
    add_head(out, "note", stamp);
    buf_add_text(out, ",\"messages\":[");
    buf_add_str(out, notes);
    buf_add_text(out, "]}\n");
}
