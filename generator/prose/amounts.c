/*
 * The same amount in digits and in 大写, beside each other on the paper: both must say the same.
 *
 * Of what is printed, whoever wrote it: fields, the words of the layout, those of the input.  Beside each other are
 * 1,200.50元（大写：壹仟贰佰元伍角）, 人民币壹仟贰佰元伍角（小写：¥1,200.50）: between them stands nothing but words that
 * say so.  An amount of 角 and 分 alone is not looked at.  In a row of a table the words, alone in their cell, belong to
 * the nearest number that is alone in its own, on one of the two sides.
 */
#include "prose/prose_int.h"
#include "prose/messages.def"

#include <string.h>

enum {
    A_WAN = 10000,
    MOST = 1 << 16 /* bytes of a paragraph that are looked at */,
    CELLS = 64 /* of a row */
};

struct amounts {
    struct arena *arena;
    struct diag *diag;
    struct buf text, other; /* of the paragraph being looked at; an amount, printed */
    enum status status;     /* FAILED: reported */
};

/* --- the texts --- */

/* Does 元 stand there behind 大写?  Looked for by its last byte, which few characters have. */
static bool ends_capital(struct str text, struct str yuan)
{
    enum { BYTES = 3, FIRST = 2 * BYTES - 1 };
    for (size_t at = FIRST; at < text.len; at++) {
        const char *found = memchr(text.ptr + at, yuan.ptr[BYTES - 1], text.len - at);
        if (found == NULL)
            return false;
        at = (size_t)(found - text.ptr);
        size_t before = at - FIRST;
        if (memcmp(found + 1 - BYTES, yuan.ptr, BYTES) == 0 &&
            number_start(utf8_next(text, &before)) != START_NONE)
            return true;
    }
    return false;
}

static bool has_capital(struct str text)
{
    return ends_capital(text, STR("元")) || ends_capital(text, STR("圆")) || ends_capital(text, STR("圓"));
}

static bool is_doubted(const struct block *block)
{
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].doubtful != DOUBTFUL_NOT)
            return true;
    return false;
}

static bool says_capital(const struct block *block)
{
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].kind == INLINE_TEXT && has_capital(block->paragraph.inlines[i].text))
            return true;
    return false;
}

/* What is no text counts as a blank. */
static struct str gather(struct amounts *own, const struct block *block)
{
    buf_reset(&own->text);
    for (size_t i = 0; i < block->paragraph.inline_count && own->text.len < MOST; i++) {
        const struct inline_item *item = &block->paragraph.inlines[i];
        buf_add_str(&own->text, item->kind == INLINE_TEXT ? item->text : STR(" "));
    }
    own->status = status_worse(own->status, buf_status(&own->text));
    return buf_str(&own->text);
}

/* Of a byte of the gathered text. */
static struct place place_of(const struct block *block, size_t at)
{
    const struct inline_item *item = NULL;
    size_t before = 0;
    for (size_t i = 0; i < block->paragraph.inline_count; i++) {
        item = &block->paragraph.inlines[i];
        const size_t len = item->kind == INLINE_TEXT ? item->text.len : 1;
        if (at < before + len)
            break;
        before += len;
    }
    if (item == NULL)
        return block->place;
    struct place place = item->place;
    if (item->kind == INLINE_TEXT && place.line > 0)
        place.column += (uint32_t)utf8_count(str_slice(item->text, 0, at - before));
    return place;
}

/* --- what stands between --- */

static const char *const OPENING[] = {"（", "("};
static const char *const JOINING[] = {"（", "(", "）", ")", "：", ":", "人民币", "金额", " ", "　"};

/* Nothing but words that join a number with the same one in 大写, or the other way round? */
static bool joins(struct str between, bool words_behind)
{
    static const char *const words[] = {"大写"}, *const digits[] = {"小写", "¥", "￥", "RMB", "CNY"};
    const char *const *own = words_behind ? words : digits;
    const size_t count = words_behind ? ARRAY_COUNT(words) : ARRAY_COUNT(digits);
    size_t at = 0;
    skip_blanks(between, &at);
    if (words_behind)
        (void)skip_word(between, &at, "整");
    if (skip_word(between, &at, "，") || skip_word(between, &at, ",")) {
        if (!skip_any(between, &at, own, 1))
            return false;
    } else if (!skip_any(between, &at, OPENING, ARRAY_COUNT(OPENING)) &&
               !skip_any(between, &at, own, count)) {
        return false;
    }
    while (skip_any(between, &at, own, count) || skip_any(between, &at, JOINING, ARRAY_COUNT(JOINING)))
        continue;
    return at == between.len;
}

/* --- two amounts --- */

/* Money, or a number of which a table says elsewhere that it is. */
static bool is_amount(const struct spoken *spoken)
{
    return !spoken->huge && !spoken->about && !spoken->negative &&
           (spoken->quantity == QUANTITY_MONEY || spoken->quantity == QUANTITY_NONE);
}

static bool is_same(const struct spoken *digits, const struct spoken *words)
{
    return digits->value == words->value || (digits->quantity == QUANTITY_NONE && words->value % A_WAN == 0 &&
                                             digits->value == words->value / A_WAN);
}

static void report_two(struct amounts *own, struct str digits, struct str words, int64_t value,
                       struct place place)
{
    enum { FEN = FIGURE_ONE / 100, A_YUAN = 100 };
    const long long fen = value / FEN;
    buf_reset(&own->other);
    buf_printf(&own->other, "%lld", fen / A_YUAN);
    if (fen % A_YUAN != 0)
        buf_printf(&own->other, ".%02lld", fen % A_YUAN);
    own->status = status_worse(own->status, buf_status(&own->other));
    const struct str amount = buf_str(&own->other);
    if (own->status != NO_MEMORY)
        own->status =
            status_worse(own->status, diag_report(own->diag, MSG_PROSE_AMOUNTS, place, STR_ARGS(digits),
                                                  STR_ARGS(words), STR_ARGS(amount)));
}

/* --- a paragraph --- */

static struct scanner scan(struct amounts *own, struct str text)
{
    return (struct scanner){.arena = own->arena, .text = text};
}

static void compare_paragraph(void *context, const struct block *block)
{
    struct amounts *own = context;
    if (own->status == NO_MEMORY || !says_capital(block) || is_doubted(block))
        return;
    const struct str text = gather(own, block);
    struct scanner scanner = scan(own, text);
    struct spoken last = {0}, spoken;
    for (bool has_last = false; own->status != NO_MEMORY && scan_next(&scanner, &spoken); has_last = true) {
        const struct spoken *digits = spoken.capital ? &last : &spoken;
        const struct spoken *words = spoken.capital ? &spoken : &last;
        if (has_last && words->capital && !digits->capital && is_amount(digits) && !is_same(digits, words) &&
            joins(str_slice(text, last.to, spoken.from), spoken.capital))
            report_two(own, str_slice(text, digits->from, digits->to),
                       str_slice(text, words->from, words->to), words->value, place_of(block, words->from));
        last = spoken;
    }
    own->status = status_worse(own->status, scanner.status);
}

/* --- a row --- */

/* The only figure of a cell. */
struct alone {
    const struct block *block;
    struct spoken spoken;
    struct str text; /* NULL: there is none, or more */
};

/* Of a cell of one paragraph. */
static void find_alone(struct amounts *own, const struct table_cell *cell, struct alone *alone)
{
    struct spoken next;
    const struct block *block = cell->blocks;
    *alone = (struct alone){.block = block};
    if (block == NULL || block->next != NULL || block->kind != BLOCK_PARAGRAPH || is_doubted(block))
        return;
    const struct str text = gather(own, block);
    struct scanner scanner = scan(own, text);
    if (own->status == NO_MEMORY || !scan_next(&scanner, &alone->spoken) || scan_next(&scanner, &next) ||
        !is_amount(&alone->spoken))
        return;
    alone->text = arena_copy(own->arena, str_slice(text, alone->spoken.from, alone->spoken.to));
    own->status = status_worse(own->status, scanner.status);
    if (alone->text.ptr == NULL)
        own->status = NO_MEMORY;
}

/* The nearest in digits on one side. */
static const struct alone *nearest(const struct alone *cells, size_t count, size_t from, int step)
{
    for (size_t i = from + (size_t)step; i < count; i += (size_t)step) /* before 0 comes SIZE_MAX */
        if (cells[i].text.ptr != NULL)
            return cells[i].spoken.capital ? NULL : &cells[i];
    return NULL;
}

static void compare_cell(struct amounts *own, const struct alone *cells, size_t count, size_t at)
{
    const struct alone *words = &cells[at];
    const struct alone *before = nearest(cells, count, at, -1), *behind = nearest(cells, count, at, 1);
    const struct alone *digits = before != NULL ? before : behind;
    if (digits == NULL || (before != NULL && is_same(&before->spoken, &words->spoken)) ||
        (behind != NULL && is_same(&behind->spoken, &words->spoken)) || digits->spoken.bare)
        return;
    report_two(own, digits->text, words->text, words->spoken.value,
               place_of(words->block, words->spoken.from));
}

static bool row_says_capital(const struct table_row *row)
{
    for (size_t i = 0; i < row->cell_count; i++) {
        const struct block *block = row->cells[i].blocks;
        if (block != NULL && block->kind == BLOCK_PARAGRAPH && says_capital(block))
            return true;
    }
    return false;
}

static void compare_row(void *context, const struct table_row *row)
{
    struct amounts *own = context;
    struct alone cells[CELLS];
    if (own->status == NO_MEMORY || row->cell_count > CELLS || !row_says_capital(row))
        return;
    for (size_t i = 0; i < row->cell_count && own->status != NO_MEMORY; i++)
        find_alone(own, &row->cells[i], &cells[i]);
    for (size_t i = 0; i < row->cell_count && own->status != NO_MEMORY; i++)
        if (cells[i].text.ptr != NULL && cells[i].spoken.capital)
            compare_cell(own, cells, row->cell_count, i);
}

enum status prose_check_amounts(struct arena *arena, struct diag *diag, const struct content *content)
{
    struct amounts own = {
        .arena = arena, .diag = diag, .text = BUF((size_t)2 * READER_MAX_BYTES), .other = BUF(64)};
    const struct printed_walk walk = {&own, compare_paragraph, compare_row};
    printed_walk(content, &walk);
    buf_clear(&own.text);
    buf_clear(&own.other);
    return own.status;
}
