/*
 * The same amount in digits and in 大写, beside each other on the paper: both must say the same.
 *
 * Of what is printed, whoever wrote it: fields, the words of the layout, those of the input; but not what is declared free.
 * Beside each other are two amounts of a paragraph (joins.c says when two are one), the amounts of two paragraphs or items that
 * say 大写… and 小写…, and those of cells that their labels and heads tie (rows.c).  Where one of the two is the same as the one
 * on its other side, it belongs to that.
 */
#include "prose/printed/printed_int.h"
#include "prose/messages.def"

#include <string.h>

enum { MOST = 1 << 16 /* bytes of a paragraph that are looked at */ };

/* --- the texts --- */

/* Does 元 stand there behind 大写?  Looked for by its last byte, which few characters have. */
static bool ends_capital(struct str text, struct str yuan)
{
    enum { BYTES = 3 };
    for (size_t at = BYTES - 1; at < text.len; at++) {
        const char *found = memchr(text.ptr + at, yuan.ptr[BYTES - 1], text.len - at);
        if (found == NULL)
            return false;
        at = (size_t)(found - text.ptr);
        size_t end = at + 1 - BYTES;
        while (end > 0 && text.ptr[end - 1] == ' ')
            end--;
        size_t before = end - BYTES;
        if (memcmp(found + 1 - BYTES, yuan.ptr, BYTES) == 0 && end >= BYTES &&
            number_start(utf8_next(text, &before)) != START_NONE)
            return true;
    }
    return false;
}

static bool has_capital(struct str text)
{
    return ends_capital(text, STR("元")) || ends_capital(text, STR("圆")) || ends_capital(text, STR("圓")) ||
           ends_capital(text, STR("角"));
}

static bool is_doubted(const struct block *block)
{
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].doubtful != DOUBTFUL_NOT)
            return true;
    return false;
}

/* Words and their 元 may stand in two texts: 叁万<b>元</b> is not looked for. */
bool block_says_capital(const struct block *block)
{
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].kind == INLINE_TEXT && has_capital(block->paragraph.inlines[i].text))
            return true;
    return false;
}

/* --- gathering --- */

static bool is_free(const struct inline_item *item)
{
    return item->figures_free || item->code;
}

/* What is no text counts as a blank; what is free parts the words around it. */
static struct str words_of(const struct inline_item *item)
{
    static const char BREAK[] = {MARK_BREAK, 0};
    if (item->kind != INLINE_TEXT)
        return STR(" ");
    return is_free(item) ? str_of(BREAK) : item->text;
}

static bool is_capital(struct str text, size_t at)
{
    static const char *const units[] = {"元", "圆", "角", "分", "整", "正"};
    size_t end = at;
    if (at >= text.len)
        return false;
    return number_start(utf8_next(text, &end)) != START_NONE ||
           skip_any(text, &at, units, ARRAY_COUNT(units));
}

static size_t blanks_end(struct str text, size_t at)
{
    while (at < text.len && (text.ptr[at] == ' ' || at_word(text, at, "　")))
        at += text.ptr[at] == ' ' ? 1 : strlen("　");
    return at;
}

/* 叁 万 元整, 叁元 伍 角: may what is behind the blanks go on with what ends before them?  Not 叁元整 伍元整, 叁元 伍元. */
static bool goes_on_behind(struct str text, size_t from, size_t to)
{
    static const char *const ends[] = {"整", "正", "分"}, *const yuan[] = {"元", "圆", "角"},
                             *const parts[] = {"角", "分"};
    size_t before = from;
    while (before > 0 && ((unsigned char)text.ptr[--before] & 0xC0) == 0x80)
        continue;
    size_t end = before;
    if (!is_capital(text, before) || !is_capital(text, to) || skip_any(text, &end, ends, ARRAY_COUNT(ends)))
        return false;
    end = to;
    if (!skip_any(text, &before, yuan, ARRAY_COUNT(yuan)) || skip_any(text, &end, ends, ARRAY_COUNT(ends)))
        return true;
    (void)utf8_next(text, &end);
    end = blanks_end(text, end);
    return skip_any(text, &end, parts, ARRAY_COUNT(parts));
}

static void add_piece(struct amounts *own, struct str text, const struct inline_item *item, size_t offset)
{
    const struct printed_piece piece = {.at = own->text.len, .item = item, .offset = offset};
    buf_add_str(&own->text, text);
    if (ARENA_APPEND(own->arena, own->pieces, own->piece_count, own->piece_capacity, &piece) != OK)
        own->status = NO_MEMORY;
}

/* The words of an item, without the blanks inside of 大写. */
static void add_item(struct amounts *own, const struct inline_item *item)
{
    const struct str text = words_of(item);
    size_t from = 0;
    for (size_t at = 0; at < text.len;) {
        const size_t end = blanks_end(text, at);
        if (end == at) {
            at++;
            continue;
        }
        if (at > from && end < text.len && goes_on_behind(text, at, end)) {
            add_piece(own, str_slice(text, from, at), item, from);
            from = end;
        }
        at = end;
    }
    add_piece(own, str_slice(text, from, text.len), item, from);
}

struct str amounts_gather(struct amounts *own, const struct block *block)
{
    buf_reset(&own->text);
    own->piece_count = 0;
    if (is_doubted(block))
        return STR("");
    for (size_t i = block->paragraph.led ? 1 : 0;
         i < block->paragraph.inline_count && own->text.len < MOST && own->status != NO_MEMORY; i++)
        add_item(own, &block->paragraph.inlines[i]);
    own->status = status_worse(own->status, buf_status(&own->text));
    return own->status == NO_MEMORY ? STR("") : buf_str(&own->text);
}

/* Of a byte of the gathered text. */
static struct place place_of(const struct amounts *own, size_t at)
{
    size_t i = own->piece_count - 1;
    while (i > 0 && own->pieces[i].at > at)
        i--;
    const struct printed_piece *piece = &own->pieces[i];
    struct place place = piece->item->place;
    if (piece->item->kind == INLINE_TEXT && !is_free(piece->item) && place.line > 0)
        place.column +=
            (uint32_t)utf8_count(str_slice(piece->item->text, 0, piece->offset + (at - piece->at)));
    return place;
}

void amounts_collect(struct amounts *own, struct str text)
{
    struct amount_reader reader = {.scanner = {.arena = own->arena, .text = text}};
    struct amount amount;
    own->count = 0;
    while (own->status != NO_MEMORY && amount_next(&reader, &amount))
        if (ARENA_APPEND(own->arena, own->items, own->count, own->capacity, &amount) != OK)
            own->status = NO_MEMORY;
    own->status = status_worse(own->status, reader.scanner.status);
}

/* --- what is told --- */

/* A cell is a paragraph, too.  One place of a layout prints many amounts. */
static bool is_told(struct amounts *own, int64_t value, struct place place)
{
    for (size_t i = 0; i < ARRAY_COUNT(own->told); i++)
        if (own->told[i].value == value && own->told[i].place.file == place.file &&
            own->told[i].place.line == place.line && own->told[i].place.column == place.column)
            return true;
    own->told[own->tellings++ % ARRAY_COUNT(own->told)] = (struct told_amount){place, value};
    return false;
}

void amounts_report(struct amounts *own, struct str digits, struct str words, int64_t value,
                    struct place place)
{
    enum { FEN = FIGURE_ONE / 100, A_YUAN = 100 };
    const long long fen = value / FEN;
    if (own->status == NO_MEMORY || is_told(own, value, place))
        return;
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

static bool is_same(const struct amount *first, const struct amount *second)
{
    return first->sort == AMOUNT_WORDS ? amounts_same(second, first, STR(""))
                                       : amounts_same(first, second, STR(""));
}

/* Is the amount `at` one with the next? */
static bool is_pair(const struct amounts *own, struct str text, size_t at)
{
    return at + 1 < own->count && amounts_joined(text, &own->items[at], &own->items[at + 1]);
}

static bool is_good_pair(const struct amounts *own, struct str text, size_t at)
{
    return is_pair(own, text, at) && is_same(&own->items[at], &own->items[at + 1]);
}

static void compare_text(struct amounts *own, struct str text)
{
    amounts_collect(own, text);
    for (size_t i = 0; i + 1 < own->count && own->status != NO_MEMORY; i++) {
        const struct amount *first = &own->items[i], *second = first + 1;
        if (!is_pair(own, text, i) || is_same(first, second) || (i > 0 && is_good_pair(own, text, i - 1)) ||
            is_good_pair(own, text, i + 1))
            continue;
        const struct amount *words = first->sort == AMOUNT_WORDS ? first : second;
        const struct amount *digits = words == first ? second : first;
        amounts_report(own, str_slice(text, digits->from, digits->to),
                       str_slice(text, words->from, words->to), words->value, place_of(own, words->from));
        i++; /* what is told belongs to no other */
    }
}

/* --- two paragraphs --- */

static struct str kept_copy(struct amounts *own, struct str text)
{
    const struct str kept = arena_copy(own->arena, text);
    if (kept.ptr == NULL)
        own->status = NO_MEMORY;
    return kept;
}

void amounts_lone(struct amounts *own, const struct block *block, struct lone *ret_lone)
{
    *ret_lone = (struct lone){0};
    const struct str text = amounts_gather(own, block);
    if (text.len == 0)
        return;
    amounts_collect(own, text);
    if (own->count != 1 || own->items[0].sort == AMOUNT_OTHER)
        return;
    const struct amount *amount = &own->items[0];
    if (!amount_is_alone(str_slice(text, amount->to, text.len)))
        return;
    *ret_lone = (struct lone){.amount = *amount,
                              .text = kept_copy(own, str_slice(text, amount->from, amount->to)),
                              .label = kept_copy(own, str_slice(text, 0, amount->from)),
                              .place = place_of(own, amount->from)};
    ret_lone->valid = own->status != NO_MEMORY;
}

/* 合同价大写：…, 合同价小写：… or 小写：… */
static bool is_of_one(struct amounts *own, const struct lone *first, const struct lone *second)
{
    struct str before, behind;
    const struct lone *words = first->amount.sort == AMOUNT_WORDS ? first : second;
    const struct lone *digits = words == first ? second : first;
    if (words->amount.sort == digits->amount.sort || !label_says(words->label, "大写") ||
        !label_says(digits->label, "小写") || label_says(words->label, "小写") ||
        label_says(digits->label, "大写") || words->amount.minus != digits->amount.minus)
        return false;
    enum status status = label_strip(own->arena, first->label, &before);
    if (status == OK)
        status = label_strip(own->arena, second->label, &behind);
    own->status = status_worse(own->status, status);
    return status == OK && (behind.len == 0 || str_is(behind, "金额") || str_equal(before, behind));
}

void amounts_compare_lones(struct amounts *own, const struct lone *first, const struct lone *second)
{
    if (!first->valid || !second->valid || !is_of_one(own, first, second))
        return;
    const struct lone *words = first->amount.sort == AMOUNT_WORDS ? first : second;
    const struct lone *digits = words == first ? second : first;
    if (!amounts_same(&digits->amount, &words->amount, digits->label))
        amounts_report(own, digits->text, words->text, words->amount.value, words->place);
}

static bool has_words(const struct block *block)
{
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].kind == INLINE_TEXT &&
            str_trim(block->paragraph.inlines[i].text).len > 0)
            return true;
    return false;
}

static bool says_which(const struct block *block)
{
    for (size_t i = 0; i < block->paragraph.inline_count; i++) {
        const struct inline_item *item = &block->paragraph.inlines[i];
        if (item->kind == INLINE_TEXT && (label_says(item->text, "大写") || label_says(item->text, "小写")))
            return true;
    }
    return false;
}

/* With the one before; most are neither, and not read. */
static void compare_with_last(struct amounts *own, const struct block *block, bool capital)
{
    struct lone before = own->before, here = {0};
    const bool says = says_which(block);
    if (says && capital && !before.valid && own->last != NULL && says_which(own->last))
        amounts_lone(own, own->last, &before);
    if (says && (capital || before.valid))
        amounts_lone(own, block, &here);
    if (before.valid && here.valid && is_of_one(own, &before, &here)) {
        amounts_compare_lones(own, &before, &here);
        here.valid = false;
    }
    own->before = here;
    own->last = here.valid || before.valid ? NULL : block;
}

static void compare_paragraph(void *context, const struct block *block)
{
    struct amounts *own = context;
    if (own->status == NO_MEMORY)
        return;
    const bool capital = block_says_capital(block);
    if (!capital && !own->before.valid) {
        own->last = has_words(block) ? block : own->last;
        return;
    }
    if (!has_words(block))
        return;
    if (capital)
        compare_text(own, amounts_gather(own, block));
    compare_with_last(own, block, capital);
}

static void compare_table(void *context, const struct table *table)
{
    amounts_compare_table(context, table);
}

enum status prose_check_amounts(struct arena *arena, struct diag *diag, const struct content *content)
{
    struct amounts own = {
        .arena = arena, .diag = diag, .text = BUF((size_t)2 * READER_MAX_BYTES), .other = BUF(64)};
    content_walk(content, &(struct content_walk){
                              .context = &own, .paragraph = compare_paragraph, .table = compare_table});
    buf_clear(&own.text);
    buf_clear(&own.other);
    return own.status;
}
