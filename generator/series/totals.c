/*
 * Totals among the rows of a table: by what a row is called, and by what its figures are.
 *
 * A cell is a total by a table of words: all of it is made of them, with days, numbers and brackets between (本年合计, 1～6月累计), or
 * it ends with one (人工费小计).  合计数据中心 is neither.  Words that a record may have as well (全年, 平均) count where nothing else
 * is said beside the figures, or where these are the sums or means of the rows above.  Without any word a last row is one
 * whose figures all are the sums of the rows above.  Figures are added as the sheet shows them, in millionths.
 */
#include "series/series_int.h"

#include <string.h>

/* --- words --- */

enum word_sort {
    WORD_BESIDE, /* stands beside one: of when, of what */
    WORD_LIKE,   /* a record may be called so */
    WORD_SURE
};

static const struct word {
    const char *text; /* small letters */
    enum word_sort sort;
} words[] = {
    {"合计", WORD_SURE},     {"总计", WORD_SURE},     {"小计", WORD_SURE},     {"共计", WORD_SURE},
    {"总合计", WORD_SURE},   {"total", WORD_SURE},    {"subtotal", WORD_SURE}, {"grandtotal", WORD_SURE},
    {"累计", WORD_LIKE},     {"汇总", WORD_LIKE},     {"总和", WORD_LIKE},     {"总数", WORD_LIKE},
    {"平均", WORD_LIKE},     {"均值", WORD_LIKE},     {"月均", WORD_LIKE},     {"年均", WORD_LIKE},
    {"全年", WORD_LIKE},     {"全年度", WORD_LIKE},   {"sum", WORD_LIKE},      {"average", WORD_LIKE},
    {"本年", WORD_BESIDE},   {"本年度", WORD_BESIDE}, {"年度", WORD_BESIDE},   {"当年", WORD_BESIDE},
    {"本月", WORD_BESIDE},   {"当月", WORD_BESIDE},   {"月度", WORD_BESIDE},   {"本季", WORD_BESIDE},
    {"本季度", WORD_BESIDE}, {"季度", WORD_BESIDE},   {"上半年", WORD_BESIDE}, {"下半年", WORD_BESIDE},
    {"半年", WORD_BESIDE},   {"本期", WORD_BESIDE},   {"本页", WORD_BESIDE},   {"本表", WORD_BESIDE},
    {"本次", WORD_BESIDE},   {"本项", WORD_BESIDE},   {"以上", WORD_BESIDE},   {"各项", WORD_BESIDE},
    {"全部", WORD_BESIDE},   {"金额", WORD_BESIDE},   {"费用", WORD_BESIDE},   {"人数", WORD_BESIDE},
    {"数", WORD_BESIDE},     {"值", WORD_BESIDE},     {"额", WORD_BESIDE},     {"万元", WORD_BESIDE},
    {"元", WORD_BESIDE},     {"人", WORD_BESIDE},     {"第", WORD_BESIDE},     {"年", WORD_BESIDE},
    {"季", WORD_BESIDE},     {"月", WORD_BESIDE},     {"日", WORD_BESIDE},     {"至", WORD_BESIDE},
    {"一", WORD_BESIDE},     {"二", WORD_BESIDE},     {"三", WORD_BESIDE},     {"四", WORD_BESIDE},
    {"五", WORD_BESIDE},     {"六", WORD_BESIDE},     {"七", WORD_BESIDE},     {"八", WORD_BESIDE},
    {"九", WORD_BESIDE},     {"十", WORD_BESIDE},
};

enum { LONGEST = 72 }; /* bytes of a cell that may be a total */

/* Blanks, brackets and marks are nothing; letters are small. */
static bool is_nothing(uint32_t code)
{
    static const uint32_t marks[] = {0xA0,   0x3000, 0xFF1A, 0xFF08, 0xFF09, 0x3010, 0x3011,
                                     0x201C, 0x201D, 0x3001, 0xFF5E, 0x2014, 0x2013, 0x2026};
    for (size_t i = 0; i < ARRAY_COUNT(marks); i++)
        if (code == marks[i])
            return true;
    return code < 0x80 && (code <= ' ' || strchr(":()[]<>*-~./_\"", (int)code) != NULL);
}

static struct str bare(struct str text, char room[LONGEST])
{
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(text, &at);
        if (is_nothing(code))
            continue;
        if (len + (at - from) > LONGEST)
            return STR("");
        memcpy(room + len, text.ptr + from, at - from);
        if (code >= 'A' && code <= 'Z')
            room[len] = (char)(room[len] - 'A' + 'a');
        len += at - from;
    }
    return (struct str){room, len};
}

/* The longest word that stands there; NULL: none. */
static const struct word *word_at(struct str text, size_t at)
{
    const struct str rest = str_slice(text, at, text.len);
    const struct word *longest = NULL;
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (str_starts(rest, words[i].text) &&
            (longest == NULL || strlen(words[i].text) > strlen(longest->text)))
            longest = &words[i];
    return longest;
}

/* All of the text is words of the table, one of them a total's. */
static enum total_word chain_of_words(struct str text)
{
    enum word_sort most = WORD_BESIDE;
    for (size_t at = 0; at < text.len;) {
        const struct word *word = word_at(text, at);
        if (word == NULL && (text.ptr[at] < '0' || text.ptr[at] > '9'))
            return TOTAL_NONE;
        most = word != NULL && word->sort > most ? word->sort : most;
        at += word != NULL ? strlen(word->text) : 1;
    }
    return most == WORD_SURE ? TOTAL_SURE : most == WORD_LIKE ? TOTAL_LIKE : TOTAL_NONE;
}

enum total_word totals_word(struct str text)
{
    char room[LONGEST];
    const struct str whole = bare(text, room);
    const enum total_word chain = chain_of_words(whole);
    if (chain != TOTAL_NONE)
        return chain;
    enum total_word most = str_starts(whole, "总") ? TOTAL_HINT : TOTAL_NONE;
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (words[i].sort != WORD_BESIDE && (unsigned char)words[i].text[0] >= 0x80 &&
            str_ends(whole, words[i].text)) {
            const enum total_word end = words[i].sort == WORD_SURE ? TOTAL_LIKE : TOTAL_HINT;
            most = end > most ? end : most;
        }
    return most;
}

/* --- figures --- */

enum { PLACES = 6, ONE = 1000000 };
static const int64_t MOST = INT64_MAX / 100;

/* 1,200.50, 40%; what is none is not added. */
static bool figure_of(struct str text, int64_t *ret_value)
{
    int64_t value = 0;
    int places = -1; /* behind the point */
    text = str_trim(text);
    const bool minus = text.len > 0 && text.ptr[0] == '-';
    bool digits = false;
    for (size_t i = minus; i < text.len; i++) {
        const char c = text.ptr[i];
        if ((c == ',' && places < 0) || (c == '%' && i + 1 == text.len))
            continue;
        if (c == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (c < '0' || c > '9' || places == PLACES || value > MOST)
            return false;
        digits = true;
        value = value * 10 + (c - '0');
        places += places >= 0;
    }
    for (int i = places < 0 ? 0 : places; i < PLACES; i++, value *= 10)
        if (value > MOST)
            return false;
    *ret_value = minus ? -value : value;
    return digits;
}

/* Those that are fields, then those that are records. */
static const struct series_column *column_at(const struct series_columns *columns, size_t i)
{
    return i < columns->count ? &columns->items[i] : &columns->others[i - columns->count];
}

static bool figure_at(const struct series_columns *columns, const struct sheet_row *row, size_t i,
                      int64_t *ret_value)
{
    const struct series_column *column = column_at(columns, i);
    const struct sheet_cell cell = sheet_cell_at(row, column->number);
    return column->target.field->type.kind == TYPE_NUMBER &&
           (cell.kind == SHEET_TEXT || cell.kind == SHEET_NUMBER) && figure_of(cell.text, ret_value);
}

enum status totals_init(struct totals *totals, struct arena *arena, const struct series_columns *columns)
{
    const size_t count = columns->count + columns->other_count;
    *totals = (struct totals){.columns = columns, .count = count};
    totals->all = ARENA_NEW_ARRAY(arena, count, int64_t);
    totals->part = ARENA_NEW_ARRAY(arena, count, int64_t);
    return totals->all != NULL && totals->part != NULL ? OK : NO_MEMORY;
}

static struct str key_of(const struct totals *totals, const struct sheet_row *row)
{
    return totals->columns->key > 0 ? str_trim(sheet_cell_at(row, totals->columns->key).text) : STR("");
}

static void add_to(int64_t *sum, int64_t value)
{
    if (__builtin_add_overflow(*sum, value, sum))
        *sum = 0; /* nothing is told of figures as large as that */
}

void totals_begin(struct totals *totals, const struct sheet_row *row)
{
    const struct str key = key_of(totals, row);
    if (str_equal(key, totals->key))
        return;
    totals->key = key;
    totals_end_part(totals);
    totals->rows = 0;
    for (size_t i = 0; i < totals->count; i++)
        totals->all[i] = 0;
}

void totals_end_part(struct totals *totals)
{
    totals->part_rows = 0;
    for (size_t i = 0; i < totals->count; i++)
        totals->part[i] = 0;
}

void totals_add(struct totals *totals, const struct sheet_row *row)
{
    int64_t value;
    totals->rows++;
    totals->part_rows++;
    for (size_t i = 0; i < totals->count; i++)
        if (figure_at(totals->columns, row, i, &value)) {
            add_to(&totals->all[i], value);
            add_to(&totals->part[i], value);
        }
}

/* The sum of the rows above, or of those since the last total; their mean, to two decimals. */
static bool is_made_of(const struct totals *totals, size_t i, int64_t value)
{
    const int64_t rows = (int64_t)totals->rows;
    int64_t times;
    if (totals->rows >= 2 && value == totals->all[i])
        return true;
    if (totals->part_rows >= 2 && value == totals->part[i])
        return true;
    if (totals->rows < 2 || __builtin_mul_overflow(value, rows, &times) ||
        __builtin_sub_overflow(times, totals->all[i], &times))
        return false;
    return times <= rows * (ONE / 200) && -times <= rows * (ONE / 200);
}

bool totals_fit(const struct totals *totals, const struct sheet_row *row, bool all)
{
    size_t said = 0, made = 0;
    bool something = false;
    for (size_t i = 0; i < totals->count; i++) {
        int64_t value;
        if (!figure_at(totals->columns, row, i, &value))
            continue;
        const bool is_made = is_made_of(totals, i, value);
        said++;
        made += is_made;
        something = something || (is_made && value != 0);
    }
    return something && (!all || made == said);
}

/* Is it another sum than those of the columns before? */
static bool is_new_sum(const struct totals *totals, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (totals->all[before] == totals->all[i])
            return false;
    return true;
}

struct totals_sums totals_are_sums(const struct totals *totals, const struct sheet_row *row)
{
    enum { CHANCE = 100 }; /* sums below it may be equal by chance, in several columns too */
    struct totals_sums sums = {.column = NULL};
    size_t large = 0;
    for (size_t i = 0; i < totals->count && totals->rows >= 2; i++) {
        int64_t value;
        if (!figure_at(totals->columns, row, i, &value))
            continue;
        if (value != totals->all[i])
            return (struct totals_sums){.column = NULL};
        if (value != 0 && sums.column == NULL)
            sums.column = column_at(totals->columns, i);
        large += is_new_sum(totals, i) && (value >= CHANCE * (int64_t)ONE || value <= -CHANCE * (int64_t)ONE);
    }
    sums.is_sure = large >= 2;
    return sums;
}
