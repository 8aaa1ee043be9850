/*
 * Does a text say a certain figure?  The answer to quotes() of the language.
 *
 * Expressions are put in as they print, then the whole is read as running text: so 252.7273万元, 2527273元
 * and 贰佰伍拾贰万柒仟贰佰柒拾叁元整 are the same, typed or printed.  What is declared free counts too: it is
 * said.
 */
#include "prose/prose_int.h"

struct search {
    struct eval *eval;
    const struct quoted *quoted;
    struct passage passage;
    int64_t value;
    enum quantity quantity;
    bool found;
    enum status status;
};

static void search_note(struct search *search, enum status status)
{
    search->found = search->found || status == FAILED;
    search->status = status_worse(search->status, status == FAILED ? OK : status);
}

/* false: no text can say it. */
static bool wanted_value(struct search *search)
{
    const struct value *figure = &search->quoted->figure;
    if (figure->kind == TYPE_DATE) {
        search->quantity = QUANTITY_DATE;
        search->value = figure_date(QUANTITY_DATE, figure->date);
        return true;
    }
    const struct field field = {.type = {.kind = TYPE_NUMBER, .unit = search->quoted->unit}};
    const struct measure measure = unit_of_field(&field);
    bool exact;
    search->quantity = measure.unit == NULL ? QUANTITY_NONE : measure.unit->quantity;
    return number_scaled(figure->number, FIGURE_DECIMALS, &search->value, &exact) && exact &&
           (measure.unit == NULL ||
            value_scale(&search->value, measure.times * measure.unit->times, measure.unit->part));
}

/* --- the text as it prints --- */

static void add_printed(struct search *search, struct str expression, struct buf *out)
{
    struct eval eval = *search->eval; /* with messages that nobody reads */
    struct record *owner = search->quoted->owner;
    const struct pattern *pattern = NULL;
    const struct pattern_source source = {.text = expression, .place = owner->place, .of_model = true};
    eval.diag = diag_new(eval.arena);
    enum status status = eval.diag == NULL
                             ? NO_MEMORY
                             : pattern_compile(eval.arena, eval.diag, source, owner->shape, &pattern);
    search_note(search, status == OK ? pattern_eval(pattern, &eval, owner, out) : status);
}

static void print_passage(struct search *search, struct buf *out)
{
    const struct str text = buf_str(&search->passage.text);
    size_t quotes = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == MARK_QUOTE)
            add_printed(search, search->passage.quotes[quotes++], out);
        else if (text.ptr[i] != MARK_FREE && text.ptr[i] != MARK_FREE_END)
            buf_add_char(out, text.ptr[i]);
    search_note(search, buf_status(out));
}

static bool is_wanted(const struct search *search, const struct spoken *spoken)
{
    bool dates = search->quantity == QUANTITY_DATE || spoken->quantity >= QUANTITY_DATE;
    bool fits = spoken->quantity == search->quantity ||
                (!dates && (spoken->unit == NULL || search->quantity == QUANTITY_NONE));
    const bool as_written = search->quantity == QUANTITY_NONE &&
                            spoken->unit != NULL; /* 24小时 says 24, not a number of minutes */
    return fits && !spoken->huge && !spoken->quote &&
           (spoken->value == search->value || (as_written && spoken->number == search->value));
}

static void look_through_printed(struct search *search)
{
    struct buf printed = BUF(READER_MAX_BYTES);
    struct spoken spoken;
    search_note(search, search->passage.status);
    print_passage(search, &printed);
    struct scanner scanner = {.arena = search->eval->arena, .text = buf_str(&printed), .asked = true};
    while (search->status == OK && !search->found && scan_next(&scanner, &spoken))
        search->found = is_wanted(search, &spoken);
    search_note(search, scanner.status);
    buf_clear(&printed);
    passage_empty(&search->passage);
}

/* The element's own words, then those of the blocks and footnotes in it. */
static void look_in_node(struct search *search, const struct node *node)
{
    const struct attr *title = node_attr(node, "title");
    if (title != NULL)
        passage_add_attr(&search->passage, title, true);
    passage_gather(&search->passage, node);
    look_through_printed(search);
    for (const struct node *child = node_first_element(node); child != NULL && search->status == OK;
         child = node_next_element(child))
        if (!search->found)
            look_in_node(search, child);
}

enum status prose_quotes(struct eval *eval, const struct quoted *quoted, bool *ret_found)
{
    struct search search = {.eval = eval, .quoted = quoted};
    bool sayable = wanted_value(&search);
    passage_init(&search.passage, eval->arena);
    if (sayable && quoted->words.kind == TYPE_PROSE) {
        look_in_node(&search, quoted->words.prose);
    } else if (sayable) {
        buf_add_str(&search.passage.text, quoted->words.text);
        look_through_printed(&search);
    }
    passage_clear(&search.passage);
    *ret_found = search.found;
    return search.status;
}
