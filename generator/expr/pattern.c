/*
 * Text with {expressions} in it: cut into literal parts and expressions once, put together for each record.
 *
 * An expression ends at the first "}" outside of quotes.  "{{" and "}}" are cut so that the first brace ends
 * a literal part and the second is skipped: literal parts are slices of the source, and their offsets exact.
 */
#include "expr/expr_int.h"
#include "expr/messages.def"

#include <string.h>

struct pattern {
    struct pattern_part *parts;
    size_t count, capacity;
    struct place place;
};

struct cutter {
    struct arena *arena;
    struct diag *diag;
    struct pattern_source source;
    const struct shape *scope;
    struct pattern *pattern;
};

/* The cutter and an offset in its source, for the places inside one expression. */
struct inner_source {
    const struct cutter *cutter;
    size_t offset;
};

static struct place cutter_place(const struct cutter *cutter, size_t offset)
{
    struct compile counting = {.source = cutter->source};
    return expr_compile_place(&counting, offset);
}

static struct place inner_place(const void *context, size_t offset)
{
    const struct inner_source *inner = context;
    return cutter_place(inner->cutter, inner->offset + offset);
}

static enum status part_add(struct cutter *cutter, struct pattern_part part)
{
    struct pattern *pattern = cutter->pattern;
    return ARENA_APPEND(cutter->arena, pattern->parts, pattern->count, pattern->capacity, &part);
}

static enum status literal_add(struct cutter *cutter, size_t from, size_t to)
{
    struct compile compile = {.diag = cutter->diag};
    struct str literal = str_slice(cutter->source.text, from, to);
    const struct pattern *pattern = cutter->pattern;
    const struct expr *before = pattern->count > 0 ? pattern->parts[pattern->count - 1].expr : NULL;
    if (from == to)
        return OK;
    const struct type *type = before != NULL ? expr_printed_type(before) : NULL;
    if (type != NULL && expr_check_behind(&compile, type, literal, cutter_place(cutter, from)) != OK)
        return FAILED;
    return part_add(cutter, (struct pattern_part){.literal = literal, .offset = from});
}

size_t pattern_expression_end(struct str text, size_t open)
{
    char quote = 0;
    for (size_t i = open + 1; i < text.len; i++) {
        char c = text.ptr[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '}')
            return i;
    }
    return text.len;
}

static enum status check_printable(struct cutter *cutter, const struct expr *expr, size_t offset)
{
    struct type type = expr_type(expr);
    if (type.kind == TYPE_NUMBER || type.kind == TYPE_TEXT || type.kind == TYPE_DATE)
        return OK;
    struct buf have = BUF(EXPR_MAX_TEXT);
    expr_type_describe(&type, &have);
    diag_report(cutter->diag, MSG_EXPR_NOT_PRINTABLE, cutter_place(cutter, offset), STR_ARGS(expr->source),
                STR_ARGS(buf_str(&have)));
    buf_clear(&have);
    return FAILED;
}

/* The expression whose "{" is at *at; moves *at behind its "}". */
static enum status expression_add(struct cutter *cutter, size_t *at)
{
    size_t open = *at, end = pattern_expression_end(cutter->source.text, open);
    if (end == cutter->source.text.len)
        return diag_report(cutter->diag, MSG_EXPR_BRACE_OPEN, cutter_place(cutter, open));
    struct inner_source inner = {cutter, open + 1};
    struct pattern_source source = {.text = str_slice(cutter->source.text, open + 1, end),
                                    .place_of = inner_place,
                                    .context = &inner,
                                    .of_model = cutter->source.of_model};
    struct pattern_part part = {.offset = open};
    enum status status = expr_compile_source(cutter->arena, cutter->diag, source, cutter->scope, &part.expr);
    if (status == OK)
        status = check_printable(cutter, part.expr, open + 1);
    *at = end + 1;
    return status == OK ? part_add(cutter, part) : status;
}

static size_t find(struct str text, size_t from, char c)
{
    const char *at = from < text.len ? memchr(text.ptr + from, c, text.len - from) : NULL;
    return at == NULL ? text.len : (size_t)(at - text.ptr);
}

/* Each sort is looked for once: the next brace that opens is kept until it is passed. */
static enum status cut(struct cutter *cutter)
{
    struct str text = cutter->source.text;
    size_t from = 0, open = find(text, 0, '{');
    for (size_t at = 0; (at = find(str_slice(text, 0, open), at, '}')) < text.len;) {
        char c = text.ptr[at];
        bool doubled = at + 1 < text.len && text.ptr[at + 1] == c;
        enum status status = literal_add(cutter, from, doubled ? at + 1 : at);
        if (status == OK && !doubled && c == '}')
            return diag_report(cutter->diag, MSG_EXPR_BRACE_CLOSE, cutter_place(cutter, at));
        if (doubled)
            at += 2;
        else if (status == OK)
            status = expression_add(cutter, &at);
        if (status != OK)
            return status;
        from = at;
        open = open < at ? find(text, at, '{') : open;
    }
    return literal_add(cutter, from, text.len);
}

enum status pattern_compile(struct arena *arena, struct diag *diag, struct pattern_source source,
                            const struct shape *scope, const struct pattern **ret_pattern)
{
    struct pattern *pattern = ARENA_NEW(arena, struct pattern);
    source.text = arena_copy(arena, source.text);
    if (pattern == NULL || source.text.ptr == NULL)
        return NO_MEMORY;
    struct cutter cutter = {arena, diag, source, scope, pattern};
    pattern->place = cutter_place(&cutter, 0);
    enum status status = cut(&cutter);
    if (status == OK)
        *ret_pattern = pattern;
    return status;
}

size_t pattern_parts(const struct pattern *pattern, const struct pattern_part **ret_parts)
{
    *ret_parts = pattern->parts;
    return pattern->count;
}

enum status expr_status_of(const struct buf *out, struct eval *eval, struct place place)
{
    enum status status = buf_status(out);
    if (status == FAILED)
        eval_report(eval, MSG_EXPR_TEXT_LONG, place, (int)out->max);
    return status;
}

enum status pattern_eval(const struct pattern *pattern, struct eval *eval, struct record *scope,
                         struct buf *out)
{
    for (size_t i = 0; i < pattern->count; i++) {
        const struct pattern_part *part = &pattern->parts[i];
        if (part->expr == NULL) {
            buf_add_str(out, part->literal);
            continue;
        }
        if (out->failed)
            break;
        struct value value;
        enum status status = expr_eval(part->expr, eval, scope, &value);
        if (status == OK)
            status = value_print(&value, eval, part->expr->place, out);
        if (status != OK)
            return status;
    }
    return pattern->count > 0 ? expr_status_of(out, eval, pattern->place) : OK;
}

static enum status print_number(const struct number *number, struct eval *eval, struct place place,
                                struct buf *out)
{
    if (number_print(number, out))
        return expr_status_of(out, eval, place);
    struct buf about = BUF(EXPR_MAX_TEXT);
    number_print_fixed(number, 6, false, &about);
    eval_report(eval, MSG_EXPR_NUMBER_ENDLESS, place, STR_ARGS(buf_str(&about)));
    buf_clear(&about);
    return FAILED;
}

enum status value_print(const struct value *value, struct eval *eval, struct place place, struct buf *out)
{
    switch (value->kind) {
    case TYPE_NUMBER:
        return print_number(value->number, eval, place, out);
    case TYPE_TEXT:
        buf_add_str(out, value->text);
        return expr_eval_count_bytes(eval, value->text.len, place) == OK ? expr_status_of(out, eval, place)
                                                                         : FAILED;
    case TYPE_DATE:
        buf_printf(out, "%d年%d月%d日", value->date.year, value->date.month, value->date.day);
        return expr_status_of(out, eval, place);
    default: {
        struct str what = str_of(expr_kind_name(value->kind));
        return diag_report(eval->diag, MSG_EXPR_NOT_PRINTABLE, place, STR_ARGS(STR("值")), STR_ARGS(what));
    }
    }
}
