/*
 * The door: from the texts of an input to the report.
 *
 * A prose field is walked by its elements: each paragraph, cell, item, heading and footnote is a passage of
 * its own. The index of the record is made when the first figure is met that must be looked up.
 */
#include "prose/prose_int.h"
#include "prose/totals/totals.h"
#include "prose/messages.def"

struct check {
    struct eval *eval;
    struct record *root; /* NULL: figures are counted alone */
    struct prose_report *report;
    struct passage passage;
    struct finder *finder; /* NULL: not needed yet */
    struct earlier earlier;
    struct unit_above above;
    struct record *owner; /* of the text at hand */
    bool proved;          /* its money and shares must be the record's */
    enum status status;
};

static void note(struct check *check, enum status status)
{
    check->status = status_worse(check->status, status);
}

/* --- the report --- */

enum { WORDS_MAX = 1 << 12 };

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
    struct buf words = BUF(READER_MAX_BYTES);
    size_t from = spoken->from + (spoken->quote ? 1 : 0);
    if (spoken->quote)
        buf_add_str(&words, check->passage.quotes[spoken->index]);
    buf_add_str(&words, str_slice(buf_str(&check->passage.text), from, spoken->to));
    return keep(check, &words);
}

static struct str path_of(struct check *check, const struct figure *figure)
{
    struct buf words = BUF(READER_MAX_BYTES);
    model_path(figure->record, figure->slot, &words);
    if (figure->counts)
        buf_add_text(&words, "（个数）");
    return keep(check, &words);
}

static void print_date(const struct figure *figure, struct buf *out)
{
    const enum quantity quantity = (enum quantity)figure->quantity;
    const bool day = quantity == QUANTITY_DATE || quantity == QUANTITY_DATE_MONTH_DAY;
    const bool month = quantity != QUANTITY_DATE_YEAR;
    const bool year = !month || quantity == QUANTITY_DATE || quantity == QUANTITY_DATE_YEAR_MONTH;
    const long long value = figure->value, months = day ? value / 100 : value;
    if (year)
        buf_printf(out, "%lld年", month ? months / 100 : value);
    if (month)
        buf_printf(out, "%lld月", months % 100);
    if (day)
        buf_printf(out, "%lld日", value % 100);
}

static void print_millionths(int64_t value, struct buf *out)
{
    enum { DIGITS = 6 };
    const uint64_t size = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    uint64_t rest = size % FIGURE_ONE;
    int digits = DIGITS;
    buf_printf(out, "%s%llu", value < 0 ? "-" : "", (unsigned long long)(size / FIGURE_ONE));
    for (; rest != 0 && rest % 10 == 0; digits--)
        rest /= 10;
    if (rest != 0)
        buf_printf(out, ".%0*llu", digits, (unsigned long long)rest);
}

/* In the unit of the field, but 万元 in 元. */
static void print_value(const struct figure *figure, const struct spoken *spoken, struct buf *out)
{
    if (figure->quantity >= QUANTITY_DATE) {
        print_date(figure, out);
        return;
    }
    int64_t value = figure->value;
    const struct unit *own = unit_numbered(figure->unit), *unit = own != NULL ? own : spoken->unit;
    if (own != NULL)
        (void)value_scale(&value, unit->part, unit->times);
    print_millionths(value, out);
    buf_add_text(out, figure->quantity == QUANTITY_PERCENT ? "%" : unit != NULL ? unit->word : "");
}

static struct str value_of(struct check *check, const struct figure *figure, const struct spoken *spoken)
{
    struct buf words = BUF(WORDS_MAX);
    print_value(figure, spoken, &words);
    return keep(check, &words);
}

static struct str message_of(const struct diag *diag)
{
    const struct diag_entry *entries = NULL;
    size_t count = diag_entries(diag, &entries);
    return count == 0 ? STR("") : entries[count - 1].text;
}

/* Reports one that is wrong: an error where the user wants that of all. */
#define WARN(check, code, strict_code, item, ...)                                                            \
    ((check)->report->strict                                                                                 \
         ? (void)diag_report((check)->eval->diag, strict_code, (item)->place, __VA_ARGS__)                   \
         : (void)diag_report((check)->eval->diag, code, (item)->place, __VA_ARGS__),                         \
     (item)->message = message_of((check)->eval->diag))

static void warn(struct check *check, struct prose_figure *item)
{
    if (item->verdict == PROSE_UNMATCHED)
        WARN(check, MSG_PROSE_UNPROVED, MSG_PROSE_UNPROVED_STRICT, item, STR_ARGS(item->text));
    else
        WARN(check, MSG_PROSE_NEAR, MSG_PROSE_DIFFERS, item, STR_ARGS(item->text), STR_ARGS(item->path),
             STR_ARGS(item->value));
}

static bool is_full(const struct check *check)
{
    return check->report->count >= PROSE_MAX_KEPT || check->status != OK;
}

static void keep_item(struct check *check, const struct prose_figure *item)
{
    struct prose_report *to = check->report;
    note(check, ARENA_APPEND(check->eval->arena, to->items, to->count, to->capacity, item));
}

static void report(struct check *check, const struct spoken *spoken, enum prose_verdict verdict,
                   const struct figure *figure)
{
    struct prose_report *to = check->report;
    bool unproved = verdict == PROSE_UNMATCHED && check->proved &&
                    (spoken->quantity == QUANTITY_MONEY || spoken->quantity == QUANTITY_PERCENT);
    bool told = verdict == PROSE_NEAR || unproved;
    to->counts[verdict]++;
    if ((!to->all && !told) || is_full(check))
        return;
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
    keep_item(check, &item);
}

/* 2026年2月30日 */
static void report_no_day(struct check *check, const struct spoken *spoken)
{
    if (is_full(check))
        return;
    struct prose_figure item = {.verdict = PROSE_NEAR,
                                .place = passage_place(&check->passage, spoken->from),
                                .text = text_of(check, spoken),
                                .path = STR("日历"),
                                .value = STR("没有这一天")};
    WARN(check, MSG_PROSE_NO_DAY, MSG_PROSE_NO_DAY_STRICT, &item, STR_ARGS(item.text));
    keep_item(check, &item);
}

/* 由437400元减为486000元 */
static void report_turned(struct check *check, const struct spoken *spoken, const struct transition *change)
{
    if (is_full(check))
        return;
    struct buf words = BUF(READER_MAX_BYTES);
    const bool larger = change->to > spoken->value;
    buf_add_str(&words, str_slice(buf_str(&check->passage.text), spoken->from, change->end));
    struct prose_figure item = {.verdict = PROSE_NEAR,
                                .place = passage_place(&check->passage, spoken->from),
                                .text = keep(check, &words),
                                .path = STR("增减"),
                                .value = larger ? STR("后一个数更大") : STR("后一个数更小")};
    WARN(check, MSG_PROSE_TURNED, MSG_PROSE_TURNED_STRICT, &item, STR_ARGS(item.text), larger ? "大" : "小");
    keep_item(check, &item);
}

/* Of each sort: what it is held against, and its messages. */
static void warn_total(struct check *check, const struct total *total, struct prose_figure *item)
{
    const struct str row = total->row, label = total->label, text = item->text, value = item->value;
    switch (total->sort) {
    case TOTAL_OF_ROWS:
        WARN(check, MSG_PROSE_TOTAL, MSG_PROSE_TOTAL_STRICT, item, STR_ARGS(label), STR_ARGS(text),
             STR_ARGS(value));
        break;
    case TOTAL_OF_COLUMNS:
    case TOTAL_DIFFERENCE:
    case TOTAL_PRODUCT:
        WARN(check, MSG_PROSE_ACROSS, MSG_PROSE_ACROSS_STRICT, item, STR_ARGS(row), STR_ARGS(label),
             STR_ARGS(text),
             total->sort == TOTAL_OF_COLUMNS ? "相加"
             : total->sort == TOTAL_PRODUCT  ? "相乘"
                                             : "相减",
             STR_ARGS(value));
        break;
    case TOTAL_SHARE:
        WARN(check, MSG_PROSE_SHARE, MSG_PROSE_SHARE_STRICT, item, STR_ARGS(row), STR_ARGS(label),
             STR_ARGS(text), STR_ARGS(total->other), STR_ARGS(value));
        break;
    case TOTAL_SHARES:
        WARN(check, MSG_PROSE_SHARES, MSG_PROSE_SHARES_STRICT, item, STR_ARGS(row), STR_ARGS(label),
             STR_ARGS(text), STR_ARGS(value));
        break;
    case TOTAL_PART:
        WARN(check, MSG_PROSE_PART, MSG_PROSE_PART_STRICT, item, STR_ARGS(label), STR_ARGS(text),
             STR_ARGS(total->other), STR_ARGS(value));
        break;
    case TOTAL_PARTS:
        WARN(check, MSG_PROSE_PARTS, MSG_PROSE_PARTS_STRICT, item, STR_ARGS(label), STR_ARGS(text),
             STR_ARGS(value));
        break;
    }
}

static void report_total(void *context, const struct total *total)
{
    static const char *const against[] = {
        [TOTAL_OF_ROWS] = "各行之和",    [TOTAL_OF_COLUMNS] = "各列之和", [TOTAL_PRODUCT] = "各列之积",
        [TOTAL_DIFFERENCE] = "各列之差", [TOTAL_SHARE] = "所占的份额",    [TOTAL_SHARES] = "各项之和",
        [TOTAL_PART] = "它所在的整体",   [TOTAL_PARTS] = "其中各项之和"};
    struct check *check = context;
    struct buf words = BUF(WORDS_MAX);
    if (is_full(check))
        return;
    print_millionths(total->sum, &words);
    buf_add_text(&words, total->sort == TOTAL_SHARE && str_ends(total->text, "%") ? "%" : "");
    struct prose_figure item = {
        .verdict = PROSE_NEAR,
        .place = total->place,
        .text = arena_copy(check->eval->arena, total->text),
        .path = arena_printf(check->eval->arena, "%.*s（%s）", STR_ARGS(total->label), against[total->sort]),
        .value = keep(check, &words)};
    note(check, item.text.ptr == NULL || item.path.ptr == NULL ? NO_MEMORY : OK);
    if (check->status != OK)
        return;
    warn_total(check, total, &item);
    keep_item(check, &item);
}

/* --- figures --- */

static void make_finder(struct check *check)
{
    struct finder *finder = ARENA_NEW(check->eval->arena, struct finder);
    enum status status =
        finder == NULL ? NO_MEMORY : index_make(check->eval->arena, check->root, &finder->index);
    note(check, status);
    check->finder = status == OK ? finder : NULL;
    if (finder != NULL)
        finder->earlier = &check->earlier;
}

/* An expression: quoted, but not what it gives of one record where the text names another, nor what is not of
 * the record at all. */
static void look_at_quote(struct check *check, const struct spoken *spoken)
{
    struct str quote = check->passage.quotes[spoken->index];
    struct figure other, own;
    struct saying saying;
    bool path = quote_is_path(quote);
    const bool printed = quote_figure(check->owner, quote, &own);
    if (path || printed)
        saying_make(&saying, buf_str(&check->passage.text), spoken, check->owner);
    if (printed) {
        earlier_enter(&check->earlier, &saying);
        earlier_note(&check->earlier, &saying, &own);
    }
    if (path && quote_is_of_another(&saying, quote, &other))
        report(check, spoken, PROSE_NEAR, &other);
    else
        report(check, spoken, quote_names_field(quote) ? PROSE_QUOTED : PROSE_UNMATCHED, NULL);
}

static bool is_figure(const struct check *check, const struct spoken *spoken)
{
    bool alone = spoken->quote && spoken->to == spoken->from + 1;
    return !alone || quote_prints_figure(check->owner, check->passage.quotes[spoken->index]);
}

static void look_up(struct check *check, const struct spoken *spoken)
{
    const struct figure *figure;
    struct saying saying;
    if (!is_figure(check, spoken))
        return;
    if (check->root == NULL) {
        check->report->left += spoken->bare ? 0 : 1;
        return;
    }
    if (spoken->quote) {
        look_at_quote(check, spoken);
        return;
    }
    if (spoken->no_day)
        report_no_day(check, spoken);
    if (check->finder == NULL)
        make_finder(check);
    if (check->finder == NULL)
        return;
    saying_make(&saying, buf_str(&check->passage.text), spoken, check->owner);
    enum prose_verdict verdict = find_figure(check->finder, &saying, &figure);
    if (spoken->bare && verdict == PROSE_UNMATCHED)
        return;
    report(check, spoken, verdict, figure);
    if (verdict != PROSE_NEAR && change_is_turned(&saying, &check->finder->change))
        report_turned(check, spoken, &check->finder->change);
}

static void note_reference(void *context, const struct spoken_reference *spoken)
{
    struct check *check = context;
    struct prose_report *to = check->report;
    struct buf words = BUF(WORDS_MAX);
    if (to->reference_count >= PROSE_MAX_KEPT)
        return;
    buf_add_str(&words, str_slice(buf_str(&check->passage.text), spoken->from, spoken->to));
    const struct prose_reference reference = {.number = spoken->number,
                                              .place = passage_place(&check->passage, spoken->from),
                                              .text = keep(check, &words)};
    note(check, ARENA_APPEND(check->eval->arena, to->references, to->reference_count, to->reference_capacity,
                             &reference));
}

/* 自2026年1月1日至2026年12月31日，共11个月 */
static void report_period(struct check *check, const struct spoken *from, const struct spoken *to,
                          const struct spoken *said)
{
    int64_t right;
    if (check->root == NULL || is_full(check) ||
        !period_is_wrong(buf_str(&check->passage.text), from, to, said, &right))
        return;
    struct buf words = BUF(WORDS_MAX);
    buf_printf(&words, "%lld%s", (long long)right, said->unit->word);
    struct prose_figure item = {.verdict = PROSE_NEAR,
                                .place = passage_place(&check->passage, said->from),
                                .text = text_of(check, said),
                                .path = STR("起止日期"),
                                .value = keep(check, &words)};
    WARN(check, MSG_PROSE_PERIOD, MSG_PROSE_PERIOD_STRICT, &item, STR_ARGS(item.text), STR_ARGS(item.value));
    keep_item(check, &item);
}

/* The times that the labels of a cell name: 2024年. */
static void note_times(struct check *check)
{
    const struct str text = buf_str(&check->passage.text);
    struct scanner scanner = {.arena = check->eval->arena,
                              .text = str_slice(text, 0, check->passage.context)};
    struct spoken spoken;
    struct saying saying;
    const struct figure *figure;
    while (check->status == OK && check->root != NULL && scan_next(&scanner, &spoken)) {
        if (spoken.quote || spoken.quantity < QUANTITY_DATE)
            continue;
        if (check->finder == NULL)
            make_finder(check);
        if (check->finder == NULL)
            return;
        saying_make(&saying, text, &spoken, check->owner);
        (void)find_figure(check->finder, &saying, &figure);
    }
    note(check, scanner.status);
}

static void look_through(struct check *check)
{
    note(check, check->passage.status);
    if (check->status != OK)
        return;
    struct scanner scanner = {.arena = check->eval->arena,
                              .note = check->root != NULL ? note_reference : NULL,
                              .context = check,
                              .text = buf_str(&check->passage.text),
                              .at = check->passage.context};
    struct spoken spoken, before[2] = {{0}, {0}};
    check->earlier = (struct earlier){.row = check->passage.row};
    if (check->passage.context > 0)
        note_times(check);
    while (check->status == OK && scan_next(&scanner, &spoken)) {
        look_up(check, &spoken);
        report_period(check, &before[0], &before[1], &spoken);
        before[0] = before[1];
        before[1] = spoken;
    }
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
    if (check->root != NULL && node_is(node, "table")) {
        const struct total_teller teller = {check, report_total};
        note(check, totals_look(check->eval->arena, node, &teller));
    }
    passage_empty(&check->passage);
    if (node_is(node, "cell"))
        passage_add_labels(&check->passage, &check->above, node);
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

static enum status look_through_all(struct check *check, const struct typed_texts *texts)
{
    passage_init(&check->passage, check->eval->arena);
    for (size_t i = 0; i < texts->count && check->status == OK; i++)
        look_at(check, &texts->items[i]);
    passage_clear(&check->passage);
    return check->status;
}

enum status prose_check(struct eval *eval, struct record *record, const struct typed_texts *texts,
                        struct prose_report *report)
{
    struct check check = {.eval = eval, .root = record, .report = report};
    report->looked_up = true;
    return look_through_all(&check, texts);
}

enum status prose_count(struct eval *eval, const struct typed_texts *texts, struct prose_report *report)
{
    struct check check = {.eval = eval, .report = report};
    return look_through_all(&check, texts);
}

/* Where the layout itself has the columns, the model proves what stands in them. */
static void look_at_printed(void *context, const struct table *table)
{
    struct check *check = context;
    const struct total_teller teller = {check, report_total};
    if (check->status == OK && table->named)
        note(check, totals_look_printed(check->eval->arena, table, &teller));
}

enum status prose_check_tables(struct eval *eval, const struct content *content, struct prose_report *report)
{
    struct check check = {.eval = eval, .report = report};
    content_walk(content, &(struct content_walk){.context = &check, .table = look_at_printed});
    return check.status;
}
