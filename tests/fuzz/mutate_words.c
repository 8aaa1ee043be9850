/*
 * Changes texts as words: formulas, running text, JSON, CSV, charstrings.  A word is a name, a number, a character of any other sort;
 * what stands between brackets or quotes moves as one.  What is put in comes from the text itself and from the registry of functions.
 */
#include "fuzz/fuzz.h"
#include "random.h"

enum { MAX_WORDS = 20000, MAX_TEXT = 1 << 22, FAR = 4000 };

static const char *const known[] = {
#define FUNCTION(name, arguments, type, draft, check, usage, help, example, gives) example,
#include "expr/functions.def"
#undef FUNCTION
};
static const char *const odd[] = {
    "0",
    "-0",
    "-1",
    "1",
    "-107",
    "107",
    "255",
    "32767",
    "-32768",
    "65536",
    "999999999",
    "99999999999999999999",
    "0.1",
    "0.001",
    "1e9",
    "1/3",
    "1,234.50",
    "１２",
    "87.5%",
    "12.50元",
    "252.7273万元",
    "8人",
    "三十二",
    "贰佰元整",
    "2026-02-30",
    "2026-06-01",
    "2026年6月1日",
    "二〇二六年",
    "3—5次",
    "'a'",
    "\"",
    "'",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "，",
    "。",
    "（",
    "）",
    "——",
    "……",
    "《",
    "》",
    "“",
    "”",
    "　",
    " ",
    "\n",
    "\t",
    "\r\n",
    "a",
    "the",
    "ABC-DEF",
    "extraordinary",
    "http://example.org/a/b?c=d",
    "𠮷",
    "é",
    "e\xCC\x81",
    "\xC2\xAD",
    "\xE2\x80\x8B",
    "\xD7\xA9",
    "👍",
    "true",
    "null",
    "{}",
    "[]",
    ":",
    ";",
    ",",
    "|",
    "not",
    "and",
    "or",
    "/",
    "*",
    "-",
    "+",
    "=",
    ">=",
    "其余",
    "至少",
    "共",
    "\\u0000",
    "\\ud800",
    "1E400",
    "\xFF",
    "endchar",
    "rmoveto",
    "callsubr",
    "hintmask",
    "rrcurveto",
};
#define PICK(array) ((array)[random_below((int)ARRAY_COUNT(array))])

/* Where words begin, and the end of the text. */
static uint32_t begins[MAX_WORDS + 1];
static size_t word_count;

static int sort_of(char c)
{
    const unsigned char byte = (unsigned char)c;
    if ((byte >= '0' && byte <= '9') || byte == '.')
        return 1;
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ? 2 : 0;
}

static void scan(struct str text)
{
    word_count = 0;
    for (size_t at = 0; at < text.len && word_count < MAX_WORDS;) {
        begins[word_count++] = (uint32_t)at;
        const int sort = sort_of(text.ptr[at]);
        size_t end = at + 1;
        while (end < text.len &&
               (sort > 0 ? sort_of(text.ptr[end]) == sort : ((unsigned char)text.ptr[end] & 0xC0) == 0x80))
            end++;
        at = end;
    }
    begins[word_count] = (uint32_t)text.len;
}

/* Behind the word, or what it opens. */
static size_t group_end(struct str text, size_t word)
{
    static const char opening[] = "([{\"'", closing[] = ")]}\"'";
    const char first = text.ptr[begins[word]];
    const char *kind = first == '\0' ? NULL : strchr(opening, first);
    if (kind == NULL)
        return word + 1;
    const char last = closing[kind - opening];
    int depth = 0;
    for (size_t i = word; i < word_count && i < word + FAR; i++) {
        const char c = text.ptr[begins[i]];
        if (c == last && i > word && --depth == 0)
            return i + 1;
        depth += c == first && (i == word || first != last);
    }
    return word + 1;
}

static struct str pick_stretch(struct str text)
{
    if (word_count == 0)
        return STR("");
    size_t word = (size_t)random_below((int)word_count), end = group_end(text, word);
    while (random_below(3) > 0 && end < word_count)
        end = group_end(text, end);
    return str_slice(text, begins[word], begins[end]);
}

static void replace(struct buf *text, struct str old, struct str put, size_t max)
{
    struct buf out = BUF(MAX_TEXT);
    size_t from = text->len == 0 ? 0 : (size_t)(old.ptr - text->ptr);
    if (text->len - old.len + put.len > max)
        return;
    buf_add_str(&out, str_slice(buf_str(text), 0, from));
    buf_add_str(&out, put);
    buf_add_str(&out, str_slice(buf_str(text), from + old.len, text->len));
    buf_clear(text);
    *text = out;
}

static void change_once(struct buf *text, struct str other, size_t max)
{
    uint8_t bytes[64];
    scan(other);
    struct str theirs = pick_stretch(other);
    scan(buf_str(text));
    struct str at = text->len > 0 ? pick_stretch(buf_str(text)) : STR(""), before = {at.ptr, 0};
    switch (random_below(8)) {
    case 0:
        replace(text, at, STR(""), max);
        break;
    case 1:
        replace(text, before, at, max);
        break;
    case 2:
        replace(text, at, theirs, max);
        break;
    case 3:
        replace(text, before, theirs, max);
        break;
    case 4:
        replace(text, random_below(2) > 0 ? at : before, str_of(PICK(known)), max);
        break;
    case 5: { /* changed as bytes */
        size_t len = at.len < sizeof bytes / 2 ? at.len : sizeof bytes / 2;
        if (len > 0)
            memcpy(bytes, at.ptr, len);
        replace(text, str_slice(at, 0, len),
                (struct str){(char *)bytes, LLVMFuzzerMutate(bytes, len, sizeof bytes)}, max);
        break;
    }
    default:
        replace(text, random_below(2) > 0 ? at : before, str_of(PICK(odd)), max);
    }
}

static size_t give(struct buf *text, uint8_t *out, size_t max)
{
    size_t size = text->len < max ? text->len : max;
    if (size > 0)
        memcpy(out, text->ptr, size);
    buf_clear(text);
    return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    struct buf text = BUF(MAX_TEXT);
    random_seed = seed;
    buf_add(&text, data, size);
    const struct str whole = {(const char *)data, size}; /* as it was */
    for (int i = 1 << random_below(4); i > 0; i--)
        change_once(&text, whole, max_size);
    return give(&text, data, max_size);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *first, size_t first_size, const uint8_t *second,
                                 size_t second_size, uint8_t *out, size_t max_size, unsigned seed)
{
    struct buf text = BUF(MAX_TEXT);
    random_seed = seed;
    buf_add(&text, first, first_size);
    for (int i = 1 << random_below(3); i > 0; i--)
        change_once(&text, (struct str){(const char *)second, second_size}, max_size);
    return give(&text, out, max_size);
}
