/*
 * Findings: what was proved, put in words, with the place in the input.
 *
 * Thousands of proofs are made for one report and nearly all hold, so nothing is put in words unless somebody
 * keeps it: first finding_wanted, then the texts, then finding_add.
 *
 * What disagrees brings its slot into doubt (doubt.c); only outside of drafts it fails the document.
 */
#include "model/proofs/proofs_int.h"
#include "model/messages.def"

#include <string.h>

enum { WORDS_MAX = 1 << 16 };

bool finding_wanted(struct fill *fill, enum verdict verdict)
{
    struct findings *findings = fill->findings;
    if (findings == NULL)
        return false;
    findings->proved++;
    findings->bad += verdict == VERDICT_OK ? 0 : 1;
    size_t limit = findings->limit > 0 ? findings->limit : FINDINGS_LIMIT;
    return findings->count < limit && (findings->all || verdict != VERDICT_OK);
}

/* The text of the newest message. */
static struct str newest_message(const struct diag *diag)
{
    const struct diag_entry *entries = NULL;
    size_t count = diag_entries(diag, &entries);
    return count == 0 ? STR("") : entries[count - 1].text;
}

/* As data and explain name it; empty: it is about no single figure. */
static struct str field_path(struct fill *fill, const struct proved *proved)
{
    enum { PATH_MOST = 4096 };
    struct buf path = BUF(PATH_MOST);
    if (proved->record == NULL || proved->slot < 0)
        return STR("");
    record_path(proved->record, proved->slot, &path);
    return run_kept_text(&fill->run, &path);
}

void finding_add(struct fill *fill, const struct proved *proved)
{
    struct findings *findings = fill->findings;
    struct finding finding = {
        .check = proved->check,
        .place = proved->place,
        .path = proved->path.len > 0 ? proved->path : path_in_words(&fill->run, proved->record, proved->slot),
        .field = field_path(fill, proved),
        .stated = proved->stated,
        .computed = proved->computed,
        .difference = proved->difference,
        .verdict = proved->verdict,
        .slot = proved->record != NULL && proved->slot >= 0 ? &proved->record->slots[proved->slot] : NULL,
        .message = STR("")};
    if (proved->verdict != VERDICT_OK && !proved->follows)
        finding.message = newest_message(fill->run.diag);
    RUN_APPEND(&fill->run, findings->items, findings->count, findings->capacity, &finding);
}

/* Is the message told by a finding already?  Both borrow the same text. */
static bool is_told(const struct findings *findings, struct str message)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].message.ptr == message.ptr)
            return true;
    return false;
}

/* deduction[7].of: names, points and places in lists, up to the bracket that closes. */
static bool begins_path(struct str text)
{
    static const char close[] = "）";
    size_t at = 0;
    while (at < text.len &&
           ((text.ptr[at] >= 'a' && text.ptr[at] <= 'z') || (text.ptr[at] >= '0' && text.ptr[at] <= '9') ||
            strchr("_.[]", text.ptr[at]) != NULL))
        at++;
    return at > 0 && str_starts(str_slice(text, at, text.len), close);
}

/* Of “考核项目”（deduction[7].of）, and of “得分”时：dimension[5].score）. */
static bool names_field(struct str behind)
{
    static const char *const marks[] = {"（", "时："};
    for (size_t i = 0; i < ARRAY_COUNT(marks); i++)
        if (str_starts(behind, marks[i]))
            return begins_path(str_slice(behind, strlen(marks[i]), behind.len));
    return false;
}

/* The field that the message names first, by its label, or the name that nobody knows; borrowed.  —: there is none. */
static struct str topic_of(const struct diag_entry *entry)
{
    static const char open[] = "“", close[] = "”";
    struct str rest = entry->text;
    for (const char *at; (at = memmem(rest.ptr, rest.len, open, strlen(open))) != NULL;) {
        rest = str_slice(rest, (size_t)(at - rest.ptr) + strlen(open), rest.len);
        const char *end = memmem(rest.ptr, rest.len, close, strlen(close));
        if (end == NULL)
            break;
        const struct str label = str_slice(rest, 0, (size_t)(end - rest.ptr));
        rest = str_slice(rest, label.len + strlen(close), rest.len);
        if (entry->code == MSG_MODEL_UNKNOWN || names_field(rest))
            return label;
    }
    return STR("—");
}

static void fault_add(struct fill *fill, const struct diag_entry *entry)
{
    static const enum verdict verdicts[] = {VERDICT_NOTICE, VERDICT_WARNING, VERDICT_ERROR};
    struct findings *findings = fill->findings;
    const struct finding finding = {.check = STR("填写与计算"),
                                    .place = entry->place,
                                    .path = topic_of(entry),
                                    .stated = STR(""),
                                    .computed = STR(""),
                                    .difference = STR(""),
                                    .verdict = verdicts[entry->code->severity],
                                    .message = entry->text};
    findings->bad++;
    RUN_APPEND(&fill->run, findings->items, findings->count, findings->capacity, &finding);
}

void findings_add_faults(struct fill *fill)
{
    const struct diag_entry *entries = NULL;
    size_t count = diag_entries(fill->run.diag, &entries);
    for (size_t i = 0; fill->findings != NULL && i < count; i++)
        if (!is_told(fill->findings, entries[i].text))
            fault_add(fill, &entries[i]);
}

/* The slot of its text `name`, else of its first text; -1: it has none. */
static int name_slot(const struct record *record)
{
    int first = -1;
    for (size_t i = 0; i < record->shape->field_count; i++) {
        const struct field *field = &record->shape->fields[i];
        if (field->type.kind != TYPE_TEXT || record->slots[i].state != SLOT_SET)
            continue;
        if (str_is(field->name, "name"))
            return (int)i;
        first = first < 0 || record->slots[first].value.text.len == 0 ? (int)i : first;
    }
    return first;
}

struct str model_record_name(const struct record *record)
{
    const int slot = name_slot(record);
    return slot < 0 ? STR("") : record->slots[slot].value.text;
}

/* A record of a schedule is called by its month, a run of months by both its ends; but by a text that the input wrote. */
bool model_record_months(const struct record *record, struct buf *out)
{
    const struct shape *shape = record->shape;
    const struct slot *slots = record->slots;
    const int name = name_slot(record);
    if (name >= 0 && (shape->fields[name].is == NULL || shape->fields[name].is_default))
        return false;
    if (shape->field_count == 0 || !shape->fields[0].month || slots[0].state != SLOT_SET)
        return false;
    const struct date from = slots[0].value.date;
    buf_printf(out, "%d年%d月", from.year, from.month);
    if (shape->field_count > 1 && shape->fields[1].month && slots[1].state == SLOT_SET) {
        const struct date to = slots[1].value.date;
        if (to.year != from.year || to.month != from.month)
            buf_printf(out, "至%d年%d月", to.year, to.month);
    }
    return true;
}

struct str model_record_called(const struct record *record)
{
    for (size_t i = 0; i < record->shape->field_count; i++) {
        const struct slot *slot = &record->slots[i];
        if (record->shape->fields[i].type.kind == TYPE_TEXT && slot->state == SLOT_SET &&
            str_is(record->shape->fields[i].name, "called"))
            return slot->value.text;
    }
    return STR("");
}

static void add_step(struct buf *out)
{
    if (out->len > 0)
        buf_add_text(out, " › ");
}

static void add_words(const struct record *record, struct buf *out)
{
    enum { NAME_SHOWN = 60 }; /* bytes: a record may begin with a whole sentence */
    int slot = record_slot_in_parent(record);
    if (slot < 0)
        return;
    add_words(record->parent, out);
    add_step(out);
    const struct field *field = &record->parent->shape->fields[slot];
    struct str name = model_record_name(record);
    buf_add_str(out, field->label);
    if (field->type.kind != TYPE_LIST)
        return;
    struct buf months = BUF(NAME_SHOWN);
    if (model_record_months(record, &months))
        buf_printf(out, "“%.*s”", STR_ARGS(buf_str(&months)));
    else if (name.len > 0 && name.len <= NAME_SHOWN)
        buf_printf(out, "“%.*s”", STR_ARGS(name));
    else
        buf_printf(out, "第%zu项", record->index + 1);
    out->failed = out->failed || months.failed;
    buf_clear(&months);
}

void model_path(const struct record *record, int slot, struct buf *out)
{
    add_words(record, out);
    if (slot >= 0) {
        add_step(out);
        buf_add_str(out, record->shape->fields[slot].label);
    }
    if (out->len == 0)
        buf_add_text(out, "全文");
}

struct str path_in_words(struct run *run, const struct record *record, int slot)
{
    struct buf words = BUF(WORDS_MAX);
    model_path(record, slot, &words);
    return run_kept_text(run, &words);
}

struct str figure_text(struct run *run, const struct number *number, int decimals)
{
    struct buf text = BUF(WORDS_MAX);
    figure_print(number, decimals, &text);
    return run_kept_text(run, &text);
}

static void add_value(struct buf *out, enum rule_kind kind, const struct value *value, int decimals)
{
    if (value->kind == TYPE_NUMBER)
        figure_print(value->number, decimals, out);
    else if (value->kind == TYPE_DATE && kind == RULE_MONTH)
        buf_printf(out, "%04d-%02d", value->date.year, value->date.month);
    else if (value->kind == TYPE_DATE)
        buf_printf(out, "%04d-%02d-%02d", value->date.year, value->date.month, value->date.day);
    else if (value->kind == TYPE_YESNO)
        buf_add_text(out, words_print(&words_yesno, value->yesno));
    else if (value->kind == TYPE_TEXT)
        buf_add_str(out, value->text);
}

struct str value_text(struct run *run, enum rule_kind kind, const struct value *value, int decimals)
{
    struct buf text = BUF(READER_MAX_BYTES);
    bool list = value->kind == TYPE_LIST;
    for (size_t i = 0; i < (list ? value->list.count : 1); i++) {
        buf_add_text(&text, i > 0 ? "、" : "");
        add_value(&text, kind, list ? &value->list.items[i] : value, decimals);
    }
    return run_kept_text(run, &text);
}

void fill_disagree(struct fill *fill, struct record *record, int slot, const struct value *stated)
{
    run_note(&fill->run, fill->draft ? OK : FAILED);
    if (slot >= 0) {
        fill->doubted = fill->stale = true;
        run_note(&fill->run, slot_doubt(&record->slots[slot], fill->run.arena, stated));
    }
}
