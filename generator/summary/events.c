/*
 * The lines that a run told, sorted into runs and papers, with their sums; and the report for programs, which is those
 * lines in their order.
 */
#include "summary/summary_int.h"

#include <string.h>

#define FORMAT "{\"format\":\"chengwen report 1\""

struct str event_text(const struct summary *summary, struct str object, const char *name)
{
    const struct str text = json_text(summary->arena, json_member(object, name));
    *summary->is_starved = *summary->is_starved || text.ptr == NULL;
    return text.ptr != NULL && !str_is(text, "null") ? text : STR("");
}

int64_t event_number(struct str object, const char *name)
{
    int64_t value = 0;
    return digits_parse(json_member(object, name), 12, &value) ? value : 0;
}

static size_t count_of(struct str messages, const char *severity)
{
    struct str message;
    size_t count = 0;
    for (size_t at = 0; json_next(messages, &at, &message);)
        count += str_is(json_member(message, "severity"), severity) ? 1 : 0;
    return count;
}

static void take_numbers(struct summary_paper *paper)
{
    const struct str line = paper->line, messages = json_member(line, "messages");
    const size_t warnings = count_of(messages, "\"warning\"");
    const bool good = str_is(json_member(line, "status"), "\"good\"");
    paper->messages = count_of(messages, "\"error\"") + warnings;
    paper->kind = json_member(line, "kind");
    paper->figures = json_member(line, "figures");
    if (paper->figures.len <= 2 || paper->figures.ptr[0] != '[')
        paper->figures = STR("");
    paper->pages = event_number(line, "pages");
    paper->bytes = event_number(line, "bytes");
    paper->ms = event_number(line, "ms");
    if (str_is(json_member(line, "status"), "\"current\""))
        paper->state = PAPER_CURRENT;
    else if (good)
        paper->state = warnings > 0 ? PAPER_WARNED : PAPER_GOOD;
    else
        paper->state = json_member(line, "output").ptr[0] == '"' ? PAPER_DRAFT : PAPER_FAILED;
}

static enum status take_paper(struct summary *summary, struct str line)
{
    struct summary_paper paper = {.line = line};
    take_numbers(&paper);
    summary->states[paper.state]++;
    summary->pages += paper.pages;
    summary->bytes += paper.bytes;
    if (summary->run_count > 0)
        summary->runs[summary->run_count - 1].count++;
    return ARENA_APPEND(summary->arena, summary->papers, summary->paper_count, summary->paper_capacity,
                        &paper);
}

static void take_end(struct summary *summary, struct str line)
{
    if (summary->run_count > 0)
        summary->runs[summary->run_count - 1].end = line;
    summary->ms += event_number(line, "ms");
    summary->rest += (size_t)event_number(line, "rest");
    summary->whole += (size_t)event_number(line, "whole");
    summary->is_failed = summary->is_failed || str_is(json_member(line, "status"), "\"failed\"");
    summary->is_stopped = summary->is_stopped || str_is(json_member(line, "status"), "\"stopped\"");
}

/* Behind those of a line before. */
static enum status take_notes(struct summary *summary, struct str notes)
{
    const struct str before = summary->notes;
    struct str message;
    for (size_t at = 0; summary->error.len == 0 && json_next(notes, &at, &message);)
        if (str_is(json_member(message, "severity"), "\"error\""))
            summary->error = event_text(summary, message, "text");
    if (before.len > 2 && notes.len > 2)
        notes = arena_printf(summary->arena, "%.*s,%.*s", STR_ARGS(str_slice(before, 0, before.len - 1)),
                             STR_ARGS(str_slice(notes, 1, notes.len)));
    summary->notes = notes;
    return notes.ptr == NULL ? NO_MEMORY : OK;
}

static enum status take_line(struct summary *summary, struct str line)
{
    const struct str event = json_member(line, "event");
    if (str_is(event, "\"begin\"")) {
        summary->is_timed = summary->is_timed || !str_is(json_member(line, "command"), "\"merge\"");
        const struct summary_run run = {.begin = line, .end = STR(""), .first = summary->paper_count};
        return ARENA_APPEND(summary->arena, summary->runs, summary->run_count, summary->run_capacity, &run);
    }
    if (str_is(event, "\"paper\""))
        return take_paper(summary, line);
    if (str_is(event, "\"end\""))
        take_end(summary, line);
    else if (str_is(event, "\"note\""))
        return take_notes(summary, json_member(line, "messages"));
    return OK;
}

/* The next line; false: there is none. */
static bool next_line(struct str *rest, struct str *ret_line)
{
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->ptr, '\n', rest->len);
    const size_t len = end != NULL ? (size_t)(end - rest->ptr) : rest->len;
    *ret_line = str_slice(*rest, 0, len);
    *rest = str_slice(*rest, len + 1, rest->len);
    return true;
}

enum status summary_read(struct summary *summary, struct str events)
{
    struct str line;
    enum status status = OK;
    while (status == OK && next_line(&events, &line))
        status = take_line(summary, line);
    return status;
}

/* {"format":…,"runs":[{"begin":{…},"papers":[…],"end":{…}}],"notes":[…]} */
enum status summary_json(struct arena *arena, struct str events, const char *path, struct buf *out)
{
    bool is_starved = false;
    struct summary summary = {
        .arena = arena, .path = path, .notes = STR("[]"), .error = STR(""), .is_starved = &is_starved};
    enum status status = summary_read(&summary, events);
    buf_add_text(out, FORMAT ",\"runs\":[");
    for (size_t i = 0; i < summary.run_count; i++) {
        const struct summary_run *run = &summary.runs[i];
        buf_add_text(out, i > 0 ? ",\n{\"begin\":" : "\n{\"begin\":");
        buf_add_str(out, run->begin);
        buf_add_text(out, ",\n\"papers\":[");
        for (size_t k = 0; k < run->count; k++) {
            buf_add_text(out, k > 0 ? ",\n" : "\n");
            buf_add_str(out, summary.papers[run->first + k].line);
        }
        buf_add_text(out, "],\n\"end\":");
        buf_add_str(out, run->end.len > 0 ? run->end : STR("null"));
        buf_add_char(out, '}');
    }
    buf_add_text(out, "],\n\"messages\":");
    buf_add_str(out, summary.notes);
    buf_add_text(out, "}\n");
    return status == OK ? buf_status(out) : status;
}

bool summary_is_report(struct str head)
{
    return str_starts(head, FORMAT) || str_holds(head, SUMMARY_TITLE);
}
