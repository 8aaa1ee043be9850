/*
 * `order` of a table from data, or of one of its levels: keys with ; between them, each a formula in the record's scope: of
 * numbers and dates, the largest first behind a -; of texts by pinyin, or as a word behind the key says.
 *
 * It is written as sorted() of the list, so that there is one way to sort: stable, and known to who reads data.json.  Keys are
 * compiled alone first: their faults are told where they stand, and their types say which way they have.
 */
#include "template/compile_int.h"
#include "template/messages.def"

enum { ORDER_MOST = 4096 };

static struct place order_place(const void *attr, size_t offset)
{
    (void)offset;
    return ((const struct attr *)attr)->place;
}

/* The word at the end of the key, if it is one of the ways of texts. */
static struct str take_way(struct str *key)
{
    static const char *const ways[] = {"pinyin", "surnames", "strokes"};
    size_t from = key->len;
    while (from > 0 && key->ptr[from - 1] != ' ')
        from--;
    const struct str word = str_slice(*key, from, key->len);
    for (size_t i = 0; i < ARRAY_COUNT(ways) && from > 0; i++)
        if (str_is(word, ways[i])) {
            *key = str_trim(str_slice(*key, 0, from));
            return word;
        }
    return STR("");
}

/* One key and its way, into the call. */
static enum status add_key(struct compiler *compiler, const struct attr *attr, const struct shape *element,
                           struct str key, struct buf *call)
{
    const bool falling = key.len > 0 && key.ptr[0] == '-';
    key = str_trim(str_slice(key, falling ? 1 : 0, key.len));
    struct str way = take_way(&key);
    const struct expr *compiled;
    if (key.len == 0)
        return diag_report_plain(compiler->diag, MSG_TEMPLATE_ORDER_EMPTY, attr->place);
    const struct pattern_source source = {.text = key, .place_of = order_place, .context = attr};
    enum status status = expr_compile_source(compiler->arena, compiler->diag, source, element, &compiled);
    if (status != OK)
        return status;
    const enum type_kind kind = expr_type(compiled).kind;
    if (kind == TYPE_TEXT && falling)
        return diag_report(compiler->diag, MSG_TEMPLATE_ORDER_TEXT, attr->place, STR_ARGS(key));
    if (kind != TYPE_TEXT && way.len > 0)
        return diag_report(compiler->diag, MSG_TEMPLATE_ORDER_NUMBER, attr->place, STR_ARGS(key),
                           STR_ARGS(way));
    if (kind != TYPE_TEXT && kind != TYPE_NUMBER && kind != TYPE_DATE)
        return diag_report(compiler->diag, MSG_TEMPLATE_ORDER_TYPE, attr->place, STR_ARGS(key));
    if (way.len == 0)
        way = kind == TYPE_TEXT ? STR("pinyin") : falling ? STR("falling") : STR("rising");
    buf_printf(call, ", %.*s, '%.*s'", STR_ARGS(key), STR_ARGS(way));
    return OK;
}

static enum status add_keys(struct compiler *compiler, const struct attr *attr, const struct shape *element,
                            struct buf *call)
{
    enum status status = OK;
    for (size_t from = 0, to; from <= attr->value.len && status != NO_MEMORY; from = to + 1) {
        for (to = from; to < attr->value.len && attr->value.ptr[to] != ';';)
            to++;
        const struct str key = str_trim(str_slice(attr->value, from, to));
        status = status_worse(status, add_key(compiler, attr, element, key, call));
    }
    return status;
}

enum status compile_order(struct compiler *compiler, const struct attr *attr, const struct attr *each,
                          const struct scope *scope, const struct expr **list)
{
    const struct type type = expr_type(*list);
    struct buf call = BUF(ORDER_MOST);
    if (type.kind != TYPE_LIST)
        return OK; /* told elsewhere */
    if (type.of->kind != TYPE_RECORD)
        return diag_report_plain(compiler->diag, MSG_TEMPLATE_ORDER_VALUES, attr->place);
    buf_printf(&call, "sorted(%.*s", STR_ARGS(each->value));
    enum status status = add_keys(compiler, attr, type.of->shape, &call);
    buf_add_char(&call, ')');
    if (status == OK)
        status = buf_status(&call);
    const struct pattern_source source = {
        .text = arena_copy(compiler->arena, buf_str(&call)), .place_of = order_place, .context = attr};
    buf_clear(&call);
    if (status != OK)
        return status;
    return source.text.ptr == NULL
               ? NO_MEMORY
               : expr_compile_source(compiler->arena, compiler->diag, source, scope->shape, list);
}
