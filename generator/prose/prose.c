/*
 * The door: from the texts of an input to the report.
 *
 * A prose field is walked by its elements: each paragraph, cell, item, heading and footnote is a passage of
 * its own. The index of the record is made when the first figure is met that must be looked up.
 */
#include "prose/prose_int.h"

struct check {
    struct eval *eval;
    struct record *root;
    struct prose_report *report;
    struct passage passage;
    struct finder *finder; /* NULL: not needed yet */
    struct record *owner;  /* of the text at hand */
    bool proved;           /* its money and shares must be the record's */
    enum status status;
};

static void note(struct check *check, enum status status)
{
    check->status = status_worse(check->status, status);
}

/* --- the report --- */

enum { WORDS_MAX = 1 << 12, TEXT_SHOWN = 120 /* bytes of an expression */ };

static struct str keep(struct check *check, struct buf *words)
{
    note(check, buf_status(words));
    struct str copy = words->len > 0 ? arena_copy(check->eval->arena, buf_str(words)) : STR("");
    note(check, copy.ptr == NULL ? NO_MEMORY : OK);
    buf_clear(words);
    return copy.ptr == NULL ? STR("") : copy;
}

/* As it is written, the expression too. */
static struct str text_of(struct check *check, const struct spoken *spoken)
{
    struct buf words;
    size_t from = spoken->from + (spoken->quote ? 1 : 0);
    buf_init(&words, READER_MAX_BYTES);
    if (spoken->quote)
        buf_add_str(&words, check->passage.quotes[spoken->index]);
    buf_add_str(&words, str_slice(buf_str(&check->passage.text), from, spoken->to));
    return keep(check, &words);
}

static struct str path_of(struct check *check, const struct figure *figure)
{
    struct buf words;
    buf_init(&words, READER_MAX_BYTES);
    model_path(figure->record, figure->slot, &words);
    if (figure->counts)
        buf_add_text(&words, "（个数）");
    return keep(check, &words);
}

static void print_date(const struct figure *figure, struct buf *out)
{
    long long value = figure->value;
    switch ((enum quantity)figure->quantity) {
    case QUANTITY_DATE:
        buf_printf(out, "%lld年%lld月%lld日", value / 10000, value / 100 % 100, value % 100);
        break;
    case QUANTITY_DATE_YEAR_MONTH:
        buf_printf(out, "%lld年%lld月", value / 100, value % 100);
        break;
    case QUANTITY_DATE_YEAR:
        buf_printf(out, "%lld年", value);
        break;
    case QUANTITY_DATE_MONTH_DAY:
        buf_printf(out, "%lld月%lld日", value / 100, value % 100);
        break;
    default:
        buf_printf(out, "%lld月", value);
    }
}

/* In the unit of the field, but 万元 in 元. */
static void print_value(const struct figure *figure, const struct spoken *spoken, struct buf *out)
{
    enum { DIGITS = 6 };
    if (figure->quantity >= QUANTITY_DATE) {
        print_date(figure, out);
        return;
    }
    int64_t value = figure->value;
    const struct unit *own = unit_numbered(figure->unit), *unit = own != NULL ? own : spoken->unit;
    if (own != NULL)
        (void)value_scale(&value, unit->part, unit->times);
    buf_printf(out, "%lld", (long long)(value / FIGURE_ONE));
    int64_t rest = value % FIGURE_ONE;
    int digits = DIGITS;
    for (; rest != 0 && rest % 10 == 0; digits--)
        rest /= 10;
    if (rest != 0)
        buf_printf(out, ".%0*lld", digits, (long long)rest);
    buf_add_text(out, figure->quantity == QUANTITY_PERCENT ? "%" : unit != NULL ? unit->word : "");
}

static struct str value_of(struct check *check, const struct figure *figure, const struct spoken *spoken)
{
    struct buf words;
    buf_init(&words, WORDS_MAX);
    print_value(figure, spoken, &words);
    return keep(check, &words);
}

static struct str message_of(const struct diag *diag)
{
    const struct diag_entry *entries = NULL;
    size_t count = diag_entries(diag, &entries);
    return count == 0 ? STR("") : entries[count - 1].text;
}

static void warn(struct check *check, struct prose_figure *item)
{
    struct diag *diag = check->eval->diag;
    bool strict = check->report->strict;
    if (item->verdict == PROSE_UNMATCHED && strict)
        diag_report(diag, MSG_PROSE_UNPROVED_STRICT, item->place, STR_ARGS(item->text));
    else if (item->verdict == PROSE_UNMATCHED)
        diag_report(diag, MSG_PROSE_UNPROVED, item->place, STR_ARGS(item->text));
    else if (strict)
        diag_report(diag, MSG_PROSE_DIFFERS, item->place, STR_ARGS(item->text), STR_ARGS(item->path),
                    STR_ARGS(item->value));
    else
        diag_report(diag, MSG_PROSE_NEAR, item->place, STR_ARGS(item->text), STR_ARGS(item->path),
                    STR_ARGS(item->value));
    item->message = message_of(diag);
}

static void report(struct check *check, const struct spoken *spoken, enum prose_verdict verdict,
                   const struct figure *figure)
{
    struct prose_report *to = check->report;
    bool unproved = verdict == PROSE_UNMATCHED && check->proved &&
                    (spoken->quantity == QUANTITY_MONEY || spoken->quantity == QUANTITY_PERCENT);
    bool told = verdict == PROSE_NEAR || unproved;
    to->counts[verdict]++;
    if ((!to->all && !told) || to->count >= PROSE_MAX_KEPT || check->status != OK)
        return;
    void *items = to->items;
    enum status status =
        arena_grow(check->eval->arena, &items, to->count, &to->capacity, sizeof(struct prose_figure));
    note(check, status);
    if (status != OK)
        return;
    to->items = items;
    struct prose_figure item = {.verdict = verdict,
                                .place = passage_place(&check->passage, spoken->from),
                                .text = text_of(check, spoken),
                                .path = STR(""),
                                .value = STR(""),
                                .message = STR("")};
    if (figure != NULL) {
        item.path = path_of(check, figure);
        item.value = value_of(check, figure, spoken);
    }
    if (told)
        warn(check, &item);
    to->items[to->count++] = item;
}

/* --- figures --- */

/* Does an expression without a unit behind it print a figure?  Its source tells: a function that gives one,
 * or a plain name of a number or date around. */
static bool prints_figure(const struct check *check, struct str quote)
{
    static const char *const functions[] = {
        "sum(",   "count(",  "text(",   "money(",       "plain(",   "grouped(", "yuan(", "wan(",
        "rmb(",   "percent", "han(",    "upper(",       "date(",    "month(",   "year(", "day(",
        "round(", "days(",   "months(", "wan_or_yuan(", "handate(", "dotdate(", "iso(",  "rmb_full("};
    struct str name = str_trim(str_slice(quote, 1, quote.len - 1));
    for (size_t i = 0; i < ARRAY_COUNT(functions); i++)
        if (last_of(name, 0, name.len, str_of(functions[i])) != SIZE_MAX)
            return true;
    for (const struct record *record = check->owner; record != NULL; record = record->parent) {
        int slot = shape_lookup(record->shape, name);
        enum type_kind kind = slot < 0 ? TYPE_RECORD : record->shape->fields[slot].type.kind;
        if (slot >= 0)
            return kind == TYPE_NUMBER || kind == TYPE_DATE;
    }
    return false;
}

static void make_finder(struct check *check)
{
    struct finder *finder = ARENA_NEW(check->eval->arena, struct finder);
    enum status status =
        finder == NULL ? NO_MEMORY : index_make(check->eval->arena, check->root, &finder->index);
    note(check, status);
    check->finder = status == OK ? finder : NULL;
}

static void look_up(struct check *check, const struct spoken *spoken)
{
    const struct figure *figure;
    struct saying saying;
    if (spoken->quote) {
        bool figures =
            spoken->to > spoken->from + 1 || prints_figure(check, check->passage.quotes[spoken->index]);
        if (figures)
            report(check, spoken, PROSE_QUOTED, NULL);
        return;
    }
    if (check->finder == NULL)
        make_finder(check);
    if (check->finder == NULL)
        return;
    saying_make(&saying, buf_str(&check->passage.text), spoken, check->owner);
    enum prose_verdict verdict = find_figure(check->finder, &saying, &figure);
    report(check, spoken, verdict, figure);
}

static void look_through(struct check *check)
{
    note(check, check->passage.status);
    if (check->status != OK)
        return;
    struct scanner scanner = {.arena = check->eval->arena, .text = buf_str(&check->passage.text)};
    struct spoken spoken;
    while (check->status == OK && scan_next(&scanner, &spoken))
        look_up(check, &spoken);
    note(check, scanner.status);
}

/* --- elements --- */

static void walk(struct check *check, const struct node *node);

/* The blocks and footnotes in it. */
static void descend(struct check *check, const struct node *node)
{
    for (const struct node *child = node_first_element(node); child != NULL && check->status == OK;
         child = node_next_element(child)) {
        if (prose_is_free(child))
            continue;
        if (prose_is_inline(child))
            descend(check, child);
        else
            walk(check, child);
    }
}

static void walk(struct check *check, const struct node *node)
{
    const struct attr *title = node_is(node, "section") ? node_attr(node, "title") : NULL;
    passage_empty(&check->passage);
    if (title != NULL)
        passage_add_attr(&check->passage, title, true);
    else
        passage_gather(&check->passage, node);
    look_through(check);
    descend(check, node);
}

static void look_at(struct check *check, const struct typed_text *text)
{
    check->owner = text->record;
    check->proved = text->proved;
    const struct slot *slot = &text->record->slots[text->slot];
    if (slot->value.kind == TYPE_PROSE) {
        descend(check, text->node);
        return;
    }
    passage_empty(&check->passage);
    if (text->attr != NULL)
        passage_add_attr(&check->passage, text->attr, false);
    else if (text->node != NULL)
        passage_add_node(&check->passage, text->node, false);
    look_through(check);
}

enum status prose_check(struct eval *eval, struct record *record, const struct typed_texts *texts,
                        struct prose_report *report)
{
    struct check check = {.eval = eval, .root = record, .report = report};
    passage_init(&check.passage, eval->arena);
    for (size_t i = 0; i < texts->count && check.status == OK; i++)
        look_at(&check, &texts->items[i]);
    passage_clear(&check.passage);
    return check.status;
}
