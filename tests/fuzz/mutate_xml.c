/*
 * Changes XML as a tree: elements and attributes are moved, copied, dropped, renamed, given others' values.  What is put in
 * comes from the text itself and from the registry: the rows of schema/….def, words of values, examples of functions.
 * The text may be of several files (fuzz_part_next), and need not be well-formed: a tag that is never closed ends there.
 * FUZZ_ROOTS, from CMakeLists.txt: roots of what is changed, all but one time in eight; empty: any.
 */
#include <stdio.h>

#include "fuzz/fuzz.h"
#include "random.h"
#include "schema/schema.h"

enum { MAX_SPANS = 6000, MAX_DEPTH = 100, MAX_TEXT = 1 << 22, ATTEMPTS = 20 };

/* --- the registry --- */

struct row {
    const char *name;
    int kind; /* enum value_kind; -1: an element */
};
#define ELEMENT(of, called, stands, has, says)    {called, -1},
#define PLACED(is, of, called, stands, has, says) {called, -1},
#define ATTRIBUTE(called, type, value, says)      {called, VALUE_##type},
#define NEEDED(called, type, says)                {called, VALUE_##type},
#define COMPUTED(called, type, says)              {called, VALUE_##type},
#define FIELD(called, has, says)                  {called, -1}, {"name", VALUE_TEXT}, {"label", VALUE_TEXT},
#define PROOF(called, says)                       {called, -1}, {"severity", VALUE_SEVERITY}, {"when", VALUE_CONDITION},
#define TABLE_OF(language)                        static const struct row language##_rows[]
TABLE_OF(layout) = {
#include "schema/layout.def"
};
TABLE_OF(model) = {
#include "schema/model.def"
};
TABLE_OF(style) = {
#include "schema/style.def"
};
TABLE_OF(mapping) = {
#include "schema/mapping.def"
};
TABLE_OF(plan) = {
#include "schema/plan.def"
};
/* By the name of the root; of all other texts, which are descriptions, prose has part of the first. */
static const struct vocabulary {
    const char *root;
    const struct row *rows;
    size_t count;
} vocabularies[] = {
    {"layout", layout_rows, ARRAY_COUNT(layout_rows)},    {"model", model_rows, ARRAY_COUNT(model_rows)},
    {"types", model_rows, ARRAY_COUNT(model_rows)},       {"styles", style_rows, ARRAY_COUNT(style_rows)},
    {"mapping", mapping_rows, ARRAY_COUNT(mapping_rows)}, {"plan", plan_rows, ARRAY_COUNT(plan_rows)},
};

static const char *const formulas[] = {
#define FUNCTION(name, arguments, type, draft, check, usage, help, example, gives) example,
#include "expr/functions.def"
#undef FUNCTION
    "1",       "0",     "1/0",       "1/3", "-1",         "''",       "yes",         "no",
    "today()", "a + b", "not a = b", "a.b", "first(a).b", "a[b > 1]", "if(a, b, c)",
};

/* What numbers, lengths and texts are when they are odd. */
static const char *const odd[] = {
    "",
    " ",
    "0",
    "-0",
    "-1",
    "1",
    "2",
    "7",
    "999999999",
    "1000000000",
    "99999999999999999999",
    "0.001",
    "1e9",
    "1,000",
    "１２",
    "50%",
    "{",
    "}",
    "{{",
    "{1/0}",
    "{a}",
    "2026-02-30",
    "2026-06-01",
    "9999-12-31",
    "3mm",
    "0.1pt",
    "1字",
    "2行",
    "1000字",
    "-5mm",
    "1.5",
    "A5",
    "FF0000",
    "none",
    "yes",
    "no",
    "长",
    "，",
    "（",
    "……",
    "《",
    "》",
    "1234567890123456789012345678901234567890123456789012345678901234567890",
    "𠮷",
    "é",
    "e\xCC\x81",
    "&#x200B;",
    "&#173;",
    "&#xE000;",
    "&#10;",
    "&amp;",
    "a b c",
    "a|b",
    "12.50",
    "100",
    "100.01",
    "贰佰元整",
    "二〇二六年",
    "3—5次",
    "ABC-DEF",
    "Word",
    "http://example.org/a/b",
    "\xD7\xA9",
    "👍",
    "\t",
    "，，，",
    "1.",
    "（一）",
};

#define PICK(array) ((array)[random_below((int)ARRAY_COUNT(array))])

/* --- the text as spans --- */

struct span {
    enum { SPAN_ELEMENT, SPAN_ATTRIBUTE, SPAN_TEXT } kind;
    uint32_t from, to; /* all of it; of an attribute with the blank before it */
    uint32_t inner,
        inner_to; /* of an element what is between its tags, of an attribute its value; <a/>: both `to` */
    uint32_t name, name_to;
    const struct vocabulary *language; /* NULL: a description's */
    bool wanted;
};
static struct span spans[MAX_SPANS];
static size_t span_count;
static size_t open_spans[MAX_DEPTH];

static bool is_name(char c)
{
    return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
}

static size_t skip_name(struct str text, size_t at)
{
    while (at < text.len && is_name(text.ptr[at]))
        at++;
    return at;
}

static size_t skip_to(struct str text, size_t at, const char *end)
{
    const size_t len = strlen(end);
    while (at + len <= text.len && memcmp(text.ptr + at, end, len) != 0)
        at++;
    return at + len <= text.len ? at : text.len;
}

static struct span *add_span(struct span span)
{
    if (span_count == MAX_SPANS)
        return NULL;
    spans[span_count] = span;
    return &spans[span_count++];
}

static const struct vocabulary *language_of(struct str root)
{
    for (size_t i = 0; i < ARRAY_COUNT(vocabularies); i++)
        if (str_is(root, vocabularies[i].root))
            return &vocabularies[i];
    return NULL;
}

/* From behind the element's name to behind its '>'. */
static size_t scan_attributes(struct str text, size_t at, const struct span *element)
{
    while (at < text.len && text.ptr[at] != '>' && text.ptr[at] != '<') {
        size_t from = at;
        while (at < text.len && char_is_white(text.ptr[at]))
            at++;
        size_t name = at, name_to = skip_name(text, at);
        at = name_to;
        if (name == name_to || at + 1 >= text.len || text.ptr[at] != '=' ||
            (text.ptr[at + 1] != '"' && text.ptr[at + 1] != '\'')) {
            at += at < text.len && text.ptr[at] != '>' && text.ptr[at] != '<';
            continue;
        }
        const char quote[2] = {text.ptr[at + 1], '\0'};
        size_t inner = at + 2, inner_to = skip_to(text, inner, quote);
        at = inner_to < text.len ? inner_to + 1 : text.len;
        add_span((struct span){SPAN_ATTRIBUTE, (uint32_t)from, (uint32_t)at, (uint32_t)inner,
                               (uint32_t)inner_to, (uint32_t)name, (uint32_t)name_to, element->language,
                               element->wanted});
    }
    return at < text.len && text.ptr[at] == '>' ? at + 1 : at;
}

static size_t scan_open(struct str text, size_t at, size_t *depth)
{
    size_t name_to = skip_name(text, at + 1);
    struct str name = str_slice(text, at + 1, name_to);
    struct span span = {SPAN_ELEMENT, (uint32_t)at, 0, 0, 0, (uint32_t)at + 1, (uint32_t)name_to, NULL, true};
    if (*depth > 0) {
        span.language = spans[open_spans[*depth - 1]].language;
        span.wanted = spans[open_spans[*depth - 1]].wanted;
    } else {
        span.language = language_of(name);
        span.wanted = FUZZ_ROOTS[0] == '\0' || word_in(name, FUZZ_ROOTS);
    }
    struct span *own = add_span(span);
    if (own == NULL)
        return text.len;
    size_t end = scan_attributes(text, name_to, own);
    own->to = own->inner = own->inner_to = (uint32_t)end;
    if (text.ptr[end - 1] == '>' && text.ptr[end - 2] != '/' && *depth < MAX_DEPTH)
        open_spans[(*depth)++] = (size_t)(own - spans);
    return end;
}

static size_t scan_close(struct str text, size_t at, size_t *depth)
{
    size_t end = skip_to(text, at, ">");
    end += end < text.len;
    if (*depth > 0) {
        struct span *own = &spans[open_spans[--*depth]];
        own->inner_to = (uint32_t)at;
        own->to = (uint32_t)end;
    }
    return end;
}

static void scan(struct str text)
{
    size_t depth = 0;
    span_count = 0;
    for (size_t at = 0; at < text.len && span_count < MAX_SPANS;) {
        if (text.ptr[at] != '<') {
            size_t end = skip_to(text, at, "<");
            if (depth > 0 && !text_is_blank(str_slice(text, at, end))) {
                const struct span *in = &spans[open_spans[depth - 1]];
                add_span((struct span){SPAN_TEXT, (uint32_t)at, (uint32_t)end, (uint32_t)at, (uint32_t)end, 0,
                                       0, in->language, in->wanted});
            }
            at = end;
        } else if (at + 1 < text.len && text.ptr[at + 1] == '/') {
            at = scan_close(text, at, &depth);
        } else if (at + 1 < text.len && is_name(text.ptr[at + 1])) {
            at = scan_open(text, at, &depth);
        } else {
            at = skip_to(text, at,
                         at + 3 < text.len && text.ptr[at + 1] == '!' && text.ptr[at + 2] == '-' ? "-->"
                                                                                                 : ">");
            at += at < text.len;
        }
    }
}

/* NULL: there is none. */
static const struct span *pick(unsigned kinds, bool wanted)
{
    for (int i = 0; i < ATTEMPTS && span_count > 0; i++) {
        const struct span *span = &spans[random_below((int)span_count)];
        if ((kinds >> span->kind & 1) != 0 && (span->wanted || !wanted))
            return span;
    }
    return NULL;
}

enum { ELEMENTS = 1 << SPAN_ELEMENT, ATTRIBUTES = 1 << SPAN_ATTRIBUTE, TEXTS = 1 << SPAN_TEXT };

/* --- what is put in --- */

static void add_slice(struct buf *out, struct str text, uint32_t from, uint32_t to)
{
    buf_add_str(out, str_slice(text, from, to));
}

/* The value of some attribute `name` in the text: a field's, a style's. */
static void add_known_name(struct buf *out, struct str text)
{
    for (int i = 0; i < 200 && span_count > 0; i++) {
        const struct span *span = &spans[random_below((int)span_count)];
        if (span->kind == SPAN_ATTRIBUTE && str_is(str_slice(text, span->name, span->name_to), "name")) {
            add_slice(out, text, span->inner, span->inner_to);
            return;
        }
    }
    buf_add_text(out, "a");
}

static void add_escaped(struct buf *out, const char *text)
{
    buf_add_xml(out, str_of(text));
}

static void add_formula(struct buf *out, struct str text)
{
    static const char *const operators[] = {" + ", " - ", " * ", " / ", " = ", " &gt; ", " and ", ".", ", "};
    switch (random_below(4)) {
    case 0:
        add_known_name(out, text);
        break;
    case 1:
        add_known_name(out, text);
        buf_add_text(out, PICK(operators));
        add_known_name(out, text);
        break;
    case 2: { /* a function, of a name that is known */
        const char *example = PICK(formulas);
        size_t open = strcspn(example, "(");
        buf_add(out, example, open);
        buf_add_char(out, '(');
        add_known_name(out, text);
        buf_add_text(out, random_below(3) == 0 ? ", 1)" : ")");
        break;
    }
    default:
        add_escaped(out, PICK(formulas));
    }
}

static void add_measure(struct buf *out)
{
    static const char *const units[] = {"", "mm", "pt", "cm", "字", "行", "in"};
    static const int numbers[] = {0, 1, 2, 5, 10, 25, 60, 200, 1000, 99999};
    buf_printf(out, "%s%d%s%s", random_below(8) == 0 ? "-" : "", PICK(numbers),
               random_below(4) == 0 ? ".5" : "", PICK(units));
}

static void add_value(struct buf *out, struct str text, int kind)
{
    const struct words *words = kind < 0 ? NULL : value_words((enum value_kind)kind);
    if (random_below(10) == 0)
        buf_add_text(out, PICK(odd));
    else if (words != NULL)
        add_escaped(out, words->items[random_below((int)words->count)].text);
    else if (kind == VALUE_FORMULA || kind == VALUE_CONDITION)
        add_formula(out, text);
    else if (kind == VALUE_PATTERN || kind == VALUE_NUMERAL) {
        buf_add_text(out, "{");
        add_formula(out, text);
        buf_add_text(out, "}");
    } else if (value_form((enum value_kind)kind) == FORM_COUNT)
        buf_printf(out, "%d", random_below(random_below(5) == 0 ? 2000 : 8));
    else if (value_form((enum value_kind)kind) == FORM_MEASURE)
        add_measure(out);
    else if (value_form((enum value_kind)kind) == FORM_COLOR)
        buf_printf(out, "%06X", random_below(1 << 24));
    else
        add_known_name(out, text);
}

static const struct vocabulary *language_or_prose(const struct vocabulary *language)
{
    return language != NULL ? language : &vocabularies[0];
}

/* Of the element's rows, or of any. */
static const struct row *pick_attribute(const struct vocabulary *language, struct str element)
{
    size_t found[64], count = 0;
    for (size_t i = 0; i < language->count; i++) {
        if (language->rows[i].kind >= 0 || !str_is(element, language->rows[i].name))
            continue;
        for (size_t k = i + 1;
             k < language->count && language->rows[k].kind >= 0 && count < ARRAY_COUNT(found); k++)
            found[count++] = k;
    }
    if (count > 0)
        return &language->rows[found[random_below((int)count)]];
    const struct row *row = NULL;
    while (row == NULL || row->kind < 0)
        row = &language->rows[random_below((int)language->count)];
    return row;
}

static void add_attribute(struct buf *out, struct str text, const struct vocabulary *language,
                          struct str element)
{
    const struct row *row = pick_attribute(language, element);
    buf_printf(out, " %s=\"", row->name[0] == '*' ? "a" : row->name);
    add_value(out, text, row->kind);
    buf_add_char(out, '"');
}

static const char *pick_element(const struct vocabulary *language)
{
    const struct row *row = NULL;
    while (row == NULL || row->kind >= 0)
        row = &language->rows[random_below((int)language->count)];
    return row->name;
}

/* A new element around a stretch of the text. */
static void add_element(struct buf *out, struct str text, const struct span *near, struct str inner)
{
    const struct vocabulary *language = language_or_prose(near->language);
    const char *name = pick_element(language);
    buf_printf(out, "<%s", name);
    for (int i = random_below(4); i > 0; i--)
        add_attribute(out, text, language, str_of(name));
    buf_add_char(out, '>');
    buf_add_str(out, inner);
    buf_printf(out, "</%s>", name);
}

/* --- one change: the text with a stretch of it replaced by what is added --- */

struct change {
    uint32_t from, to;
    struct buf put;
};

static void copy_element(struct change *change, struct str text, const struct span *at)
{
    const struct span *other = pick(ELEMENTS | TEXTS, false);
    if (other == NULL)
        return;
    switch (random_below(4)) { /* in its place, before it, first in it, last in it */
    case 0:
        break;
    case 1:
        change->to = at->from;
        break;
    case 2:
        change->from = change->to = at->inner;
        break;
    default:
        change->from = change->to = at->inner_to;
    }
    add_slice(&change->put, text, other->from, other->to);
}

static void rename_element(struct change *change, struct str text, const struct span *at)
{
    const char *name = pick_element(language_or_prose(at->language));
    buf_printf(&change->put, "<%s", name);
    add_slice(&change->put, text, at->name_to, at->inner_to);
    if (at->inner_to < at->to)
        buf_printf(&change->put, "</%s>", name);
}

static void change_element(struct change *change, struct str text, const struct span *at)
{
    struct str whole = str_slice(text, at->from, at->to);
    switch (random_below(9)) {
    case 0: /* gone */
        break;
    case 1: /* only what was in it stays */
        add_slice(&change->put, text, at->inner, at->inner_to);
        break;
    case 2: /* several times */
        for (int i = random_below(20) == 0 ? 300 : 2; i > 0 && change->put.len < 1 << 15; i--)
            buf_add_str(&change->put, whole);
        break;
    case 3: /* another one around it */
        add_element(&change->put, text, at, whole);
        break;
    case 4: /* a new one behind it */
        change->from = at->to;
        add_element(&change->put, text, at, STR(""));
        break;
    case 5:
        rename_element(change, text, at);
        break;
    case 6: /* another attribute */
        change->from = change->to = at->name_to;
        add_attribute(&change->put, text, language_or_prose(at->language),
                      str_slice(text, at->name, at->name_to));
        break;
    default:
        copy_element(change, text, at);
    }
}

static void change_attribute(struct change *change, struct str text, const struct span *at)
{
    const struct span *other = pick(ATTRIBUTES, false);
    if (random_below(6) == 0) /* gone */
        return;
    change->from = at->inner;
    change->to = at->inner_to;
    int way = random_below(4);
    if (way == 0 && other != NULL) {
        add_slice(&change->put, text, other->inner, other->inner_to);
    } else if (way == 1) {
        buf_add_text(&change->put, PICK(odd));
    } else { /* one of its kind */
        const struct vocabulary *language = language_or_prose(at->language);
        int kind = VALUE_FORMULA;
        for (size_t i = 0; i < language->count; i++)
            if (language->rows[i].kind >= 0 &&
                str_is(str_slice(text, at->name, at->name_to), language->rows[i].name))
                kind = language->rows[i].kind;
        add_value(&change->put, text, kind);
    }
}

static void change_text(struct change *change, struct str text, const struct span *at)
{
    const struct span *other = pick(TEXTS, false);
    uint32_t place = at->from + (uint32_t)random_below((int)(at->to - at->from) + 1);
    while (place > at->from && ((unsigned char)text.ptr[place] & 0xC0) == 0x80 && place < text.len)
        place--;
    change->from = change->to = place;
    switch (random_below(5)) {
    case 0: /* another one's */
        change->from = at->from;
        change->to = at->to;
        if (other != NULL)
            add_slice(&change->put, text, other->from, other->to);
        break;
    case 1:
        buf_add_text(&change->put, PICK(odd));
        break;
    case 2: /* a formula within it */
        buf_add_char(&change->put, '{');
        add_formula(&change->put, text);
        buf_add_char(&change->put, '}');
        break;
    case 3: /* an element within it */
        add_element(&change->put, text, at, str_slice(text, place, place));
        break;
    default: /* longer */
        for (int i = 1 + random_below(60); i > 0 && change->put.len < 1 << 13; i--)
            add_slice(&change->put, text, at->from, at->to);
    }
}

static void change_bytes(struct change *change, struct str text, const struct span *at)
{
    uint8_t bytes[256];
    size_t len = at->inner_to - at->inner;
    len = len > sizeof bytes ? sizeof bytes : len;
    memcpy(bytes, text.ptr + at->inner, len);
    change->from = at->inner;
    change->to = at->inner + (uint32_t)len;
    buf_add(&change->put, bytes, LLVMFuzzerMutate(bytes, len, sizeof bytes));
}

/* false: nothing could be changed, or it would be too long. */
static bool apply(const struct change *change, struct buf *text, size_t max)
{
    struct buf out = BUF(MAX_TEXT);
    if (change->put.failed || text->len - (change->to - change->from) + change->put.len > max)
        return false;
    add_slice(&out, buf_str(text), 0, change->from);
    buf_add_str(&out, buf_str(&change->put));
    add_slice(&out, buf_str(text), change->to, (uint32_t)text->len);
    bool done = !out.failed;
    if (done) {
        buf_clear(text);
        *text = out;
    } else {
        buf_clear(&out);
    }
    return done;
}

static void change_once(struct buf *text, size_t max)
{
    const struct str whole = buf_str(text);
    scan(whole);
    const struct span *at = pick(ELEMENTS | ATTRIBUTES | TEXTS, random_below(8) > 0);
    if (at == NULL)
        return;
    struct change change = {at->from, at->to, BUF(1 << 20)};
    if (random_below(30) == 0)
        change_bytes(&change, whole, at);
    else if (at->kind == SPAN_ELEMENT)
        change_element(&change, whole, at);
    else if (at->kind == SPAN_ATTRIBUTE)
        change_attribute(&change, whole, at);
    else
        change_text(&change, whole, at);
    apply(&change, text, max);
    buf_clear(&change.put);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    random_seed = seed;
    struct buf text = BUF(MAX_TEXT);
    buf_add(&text, data, size);
    for (int i = 1 << random_below(4); i > 0; i--)
        change_once(&text, max_size);
    size = text.len < max_size ? text.len : max_size;
    if (size > 0)
        memcpy(data, text.ptr, size);
    buf_clear(&text);
    return size;
}

/* The first with a piece of the second. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *first, size_t first_size, const uint8_t *second,
                                 size_t second_size, uint8_t *out, size_t max_size, unsigned seed)
{
    const struct str other = {(const char *)second, second_size};
    struct buf put = BUF(MAX_TEXT), text = BUF(MAX_TEXT);
    random_seed = seed;
    scan(other);
    const struct span *from = pick(ELEMENTS | TEXTS, false);
    if (from != NULL)
        add_slice(&put, other, from->from, from->to);
    buf_add(&text, first, first_size);
    scan(buf_str(&text));
    const struct span *to = pick(ELEMENTS | TEXTS, true);
    if (to != NULL && put.len > 0)
        apply(&(struct change){random_below(2) == 0 ? to->from : to->to, to->to, put}, &text, max_size);
    size_t size = text.len < max_size ? text.len : max_size;
    if (size > 0)
        memcpy(out, text.ptr, size);
    buf_clear(&put);
    buf_clear(&text);
    return size;
}
