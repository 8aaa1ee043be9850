/*
 * Texts of the input and figures in messages.
 *
 * A writer breaks and indents lines in the XML as it suits; Chinese has no spaces between words, so a line
 * end between two wide characters leaves nothing behind, elsewhere a run of white space is one space.  U+3000
 * is a character like others.
 */
#include "model/texts/texts_int.h"
#include "unicode/unicode.h"
#include "model/messages.def"

#include <string.h>

static bool is_edge(uint32_t code)
{
    return unicode_is_white(code) || (unicode_is_ignorable(code) && code > 0xFF);
}

struct str trim_wide(struct str text)
{
    size_t next = 0, end = 0;
    while (text.len > 0 && is_edge(utf8_next(text, &next))) {
        text = str_slice(text, next, text.len);
        next = 0;
    }
    for (next = 0; next < text.len;)
        end = is_edge(utf8_next(text, &next)) ? end : next;
    return str_slice(text, 0, end);
}

/* Does every white space stand alone, as one blank? */
static bool is_clean(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (char_is_white(text.ptr[i]) && (text.ptr[i] != ' ' || char_is_white(text.ptr[i + 1])))
            return false; /* i + 1 is inside: the text ends with another character */
    return true;
}

/* The run of white space at *offset, moved behind it: does it leave a blank? */
static bool skip_run(struct str text, size_t *offset, uint32_t before)
{
    bool line_end = false;
    while (*offset < text.len && char_is_white(text.ptr[*offset])) {
        line_end = line_end || text.ptr[*offset] == '\n' || text.ptr[*offset] == '\r';
        (*offset)++;
    }
    size_t next = *offset;
    return !(line_end && utf8_joins_lines(before) && utf8_joins_lines(utf8_next(text, &next)));
}

enum status text_clean(struct arena *arena, struct str text, struct str *ret_text)
{
    text = str_trim(text);
    if (is_clean(text)) {
        *ret_text = text;
        return OK;
    }
    char *bytes = arena_alloc(arena, text.len);
    if (bytes == NULL)
        return NO_MEMORY;
    size_t len = 0;
    uint32_t code = 0;
    for (size_t offset = 0; offset < text.len;) {
        if (!char_is_white(text.ptr[offset])) {
            code = utf8_next(text, &offset);
            len += utf8_encode(code, bytes + len);
        } else if (skip_run(text, &offset, code)) {
            bytes[len++] = ' ';
        }
    }
    *ret_text = (struct str){bytes, len};
    return OK;
}

enum status text_keep(struct arena *arena, struct buf *text, struct str *ret_text)
{
    struct str clean;
    enum status status = text_clean(arena, buf_str(text), &clean);
    if (status == OK) {
        *ret_text = arena_copy(arena, clean);
        status = ret_text->ptr == NULL ? NO_MEMORY : OK;
    }
    buf_clear(text);
    return status;
}

bool text_has_formula(struct str text, size_t *ret_at)
{
    const char *open = text.len == 0 ? NULL : memchr(text.ptr, '{', text.len);
    if (open == NULL || memchr(open, '}', text.len - (size_t)(open - text.ptr)) == NULL)
        return false;
    *ret_at = (size_t)(open - text.ptr);
    return true;
}

/* Long, or alike to the eye: then what differs is told by place and code. */
static bool is_hard_to_see(struct arena *arena, struct str a, struct str b)
{
    enum { SHORT = 5 /* characters that one glance compares */ };
    enum unicode_likeness likeness = UNICODE_UNLIKE;
    bool is_short = utf8_count(a) <= SHORT && utf8_count(b) <= SHORT;
    return !is_short || unicode_compare(arena, a, b, &likeness) != OK || likeness != UNICODE_UNLIKE;
}

struct str texts_differ(struct arena *arena, enum type_kind kind, struct str a, struct str b)
{
    enum { TOLD_MAX = 400 };
    struct buf told = BUF(TOLD_MAX);
    if (kind != TYPE_TEXT || str_equal(a, b) || !is_hard_to_see(arena, a, b))
        return STR("");
    unicode_tell_difference(a, b, &told);
    struct str text = told.failed ? (struct str){NULL, 0} : arena_copy(arena, buf_str(&told));
    buf_clear(&told);
    return text;
}

/* One character of the pattern and one of the text. */
static bool character_matches(struct str text, size_t *text_at, struct str pattern, size_t *pattern_at)
{
    uint32_t have = utf8_next(text, text_at);
    uint32_t want = utf8_next(pattern, pattern_at);
    return want == '?' || want == have || (want == '#' && have >= '0' && have <= '9');
}

/* On a mismatch the last * takes one character more: no recursion, at most length times length steps. */
bool text_matches(struct str text, struct str pattern)
{
    size_t text_at = 0, pattern_at = 0, star_pattern = SIZE_MAX, star_text = 0;
    while (text_at < text.len) {
        if (pattern_at < pattern.len && pattern.ptr[pattern_at] == '*') {
            star_pattern = ++pattern_at;
            star_text = text_at;
            continue;
        }
        if (pattern_at < pattern.len && character_matches(text, &text_at, pattern, &pattern_at))
            continue;
        if (star_pattern == SIZE_MAX)
            return false;
        pattern_at = star_pattern;
        (void)utf8_next(text, &star_text);
        text_at = star_text;
    }
    while (pattern_at < pattern.len && pattern.ptr[pattern_at] == '*')
        pattern_at++;
    return pattern_at == pattern.len;
}

int count_decimals(struct str text)
{
    const char *point = text.len == 0 ? NULL : memchr(text.ptr, '.', text.len);
    return point == NULL ? 0 : (int)(text.ptr + text.len - point - 1);
}

enum { PRINTED_MAX = 4096 };

/* Decimals that the number needs; 0 for one that does not end. */
static int figure_decimals(const struct number *number)
{
    struct buf text = BUF(PRINTED_MAX);
    int decimals = number_print(number, &text) ? count_decimals(buf_str(&text)) : 0;
    buf_clear(&text);
    return decimals;
}

/* Is anything left of the number, cut after so many decimals? */
static bool shows(const struct number *number, int decimals)
{
    struct buf text = BUF(PRINTED_MAX);
    number_print_fixed(number, decimals, false, &text);
    bool any = text.failed;
    for (size_t i = 0; i < text.len && !any; i++)
        any = text.ptr[i] >= '1' && text.ptr[i] <= '9';
    buf_clear(&text);
    return any;
}

static bool ends(const struct number *number)
{
    struct buf text = BUF(PRINTED_MAX);
    bool printed = number_print(number, &text);
    buf_clear(&text);
    return printed;
}

int figures_decimals(const struct number *a, const struct number *b, const struct number *apart)
{
    enum { CUT = 6 };
    int of_a = figure_decimals(a), of_b = figure_decimals(b);
    int decimals = of_a > of_b ? of_a : of_b;
    if (apart == NULL || (ends(a) && ends(b)))
        return decimals;
    decimals = decimals > CUT ? decimals : CUT;
    while (decimals < NUMBER_MAX_DIGITS && !shows(apart, decimals))
        decimals++;
    return shows(apart, decimals) ? decimals : CUT;
}

static bool is_digits(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    return true;
}

/* 19 or 20 and two digits: such a figure has no comma. */
static bool may_be_year(struct str figure)
{
    return figure.len == 4 && is_digits(figure) && (str_starts(figure, "19") || str_starts(figure, "20"));
}

void figure_print(const struct number *number, int decimals, struct buf *out)
{
    enum { DECIMALS_SHOWN = 6 };
    struct buf shortest = BUF(PRINTED_MAX);
    if (number_print(number, &shortest)) {
        int needed = count_decimals(buf_str(&shortest));
        needed = needed > decimals ? needed : decimals;
        number_print_fixed(number, needed, needed > 0 || !may_be_year(buf_str(&shortest)), out);
    } else {
        buf_add_text(out, "约 ");
        number_print_fixed(number, decimals > DECIMALS_SHOWN ? decimals : DECIMALS_SHOWN, true, out);
    }
    out->failed = out->failed || shortest.failed;
    buf_clear(&shortest);
}

void refuse_prose_attr(struct fill *fill, const struct node *node, const struct attr *attr)
{
    if (!str_is(attr->name, "figures") && !str_is(attr->name, "href"))
        run_refuse(&fill->run, MSG_MODEL_PROSE_ATTRIBUTE, attr->place, STR_ARGS(node->name),
                   STR_ARGS(attr->name));
}

/* An empty text is none, but where one stands by itself, who writes nothing may mean that none should.
 * Anything else has no empty value, and to leave it out is not the same. */
void report_blank(struct fill *fill, struct record *record, int slot, struct place place)
{
    const struct rule *rule = rule_of(record, slot);
    bool prose = rule->kind == RULE_PROSE;
    if (prose)
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_PROSE_BLANK, place);
    else if (is_value(rule))
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_EMPTY, place);
    else if (rule->kind == RULE_TEXT && rule->is_default)
        run_report_field(&fill->run, record, slot, MSG_MODEL_TEXT_BLANK, place);
    if (prose || is_value(rule))
        record->slots[slot].state = SLOT_FAILED;
}

/* "名称", "名称2". */
static bool is_label(struct str text, struct str label)
{
    return text.len >= label.len && str_equal(str_slice(text, 0, label.len), label) &&
           is_digits(str_slice(text, label.len, text.len));
}

/* The label of the group that the record is; empty: it is none. */
static struct str group_label(const struct record *record)
{
    const int slot = record_slot_in_parent(record);
    return slot >= 0 && rule_of(record->parent, slot)->kind == RULE_GROUP
               ? record->parent->shape->fields[slot].label
               : STR("");
}

/* See add_value in grammar/example.c: "（名称）", "（名称2）", "（甲方名称）". */
static bool is_unfilled(const struct record *record, int slot, struct str text)
{
    const struct str open = STR("（"), close = STR("）");
    if (!str_starts(text, "（") || !str_ends(text, "）") || text.len <= open.len + close.len)
        return false;
    const struct str inside = str_slice(text, open.len, text.len - close.len);
    const struct str label = record->shape->fields[slot].label;
    if (is_label(inside, label))
        return true;
    const struct str group = group_label(record);
    return group.len > 0 && inside.len > group.len && str_equal(str_slice(inside, 0, group.len), group) &&
           is_label(str_slice(inside, group.len, inside.len), label);
}

void tell_unfilled(struct fill *fill, const struct record *record, int slot, struct str text,
                   struct place place)
{
    if (rule_of(record, slot)->one_of_count == 0 && is_unfilled(record, slot, text))
        run_report_field(&fill->run, record, slot, MSG_MODEL_UNFILLED, place, STR_ARGS(text));
}

/* One of the examples, with | between. */
static bool is_one_of(struct str examples, struct str text)
{
    for (size_t from = 0, at = 0; at <= examples.len && examples.len > 0; at++) {
        if (at < examples.len && examples.ptr[at] != '|')
            continue;
        if (str_equal(str_trim(str_slice(examples, from, at)), text))
            return true;
        from = at + 1;
    }
    return false;
}

/* An example of the model's own is mostly right as it stands where it is a year, a month, a mark or nothing at all; no day
 * and no amount is. */
static bool is_sample(const struct field *field, struct str text)
{
    struct model_facts facts;
    model_field_facts(field, &facts);
    if (!facts.has_example)
        return str_equal(text, model_sample(facts.entry));
    const struct str unit = field->type.unit;
    const bool telling = facts.entry == MODEL_NUMBER
                             ? unit.len > 0 && !str_is(unit, "分") && !str_is(text, "0")
                             : facts.entry == MODEL_DATE;
    return telling && is_one_of(facts.example, text);
}

void tell_unfilled_value(struct fill *fill, const struct record *record, int slot, struct str written,
                         struct str text, struct place place)
{
    const bool marked =
        written.len == text.len + 2 && written.ptr[0] == ' ' && written.ptr[written.len - 1] == ' ';
    if (marked && is_sample(&record->shape->fields[slot], text))
        run_report_field(&fill->run, record, slot, MSG_MODEL_UNFILLED_VALUE, place, STR_ARGS(text));
}

void tell_unfilled_prose(struct fill *fill, const struct record *record, int slot, const struct node *prose)
{
    for (const struct node *part = node_first_element(prose); part != NULL; part = node_next_element(part))
        if (part->first != NULL && part->first == part->last && part->first->kind == NODE_TEXT)
            tell_unfilled(fill, record, slot, str_trim(part->first->text), part->place);
}

void keep_text(struct fill *fill, struct typed_text text)
{
    const struct rule *rule = rule_of(text.record, text.slot);
    if (fill->texts == NULL || fill->files != NULL || rule->figures_free || rule->one_of_count > 0)
        return;
    text.proved = rule->figures_proved;
    struct typed_texts *texts = fill->texts;
    RUN_APPEND(&fill->run, texts->items, texts->count, texts->capacity, &text);
}
