/*
 * Text as it is typed: listings (<pre>), and names and commands in running text (<code>).
 *
 * Nothing in it is computed and no white is dropped, so a brace is a brace; no element stands in it.  In a listing line
 * ends are line ends, but for one behind the start tag and the white before the end tag from its last line end on; a
 * tab goes on to the next eighth column, as spaces.  In running text a line end is a space.
 */
#include "template/inline/inline_int.h"
#include "template/messages.def"
#include "schema/messages.def"

#include <string.h>

enum { TAB_COLUMNS = 8 };

struct typed_data {
    const struct node *node; /* the element */
    struct setting style;    /* of a listing */
    bool is_listing;
};

/* --- compiled --- */

static enum status check_typed(struct compiler *compiler, const struct node *node)
{
    bool blank = true;
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind != NODE_TEXT)
            return diag_report(compiler->diag, MSG_TEMPLATE_TYPED, child->place, STR_ARGS(node->name),
                               STR_ARGS(child->name));
        if (child->text.len > TEMPLATE_MAX_TEXT)
            return diag_report(compiler->diag, MSG_TEMPLATE_MANY_TEXT_BYTES, child->place,
                               (long long)TEMPLATE_MAX_TEXT);
        blank = blank && text_is_blank(child->text);
    }
    return blank ? diag_report(compiler->diag, MSG_TEMPLATE_PROSE_EMPTY, node->place, STR_ARGS(node->name))
                 : OK;
}

static instr_run run_typed;

enum status compile_typed(struct compiler *compiler, const struct node *node, struct instr **ret_body)
{
    struct instr *instr = ARENA_NEW(compiler->arena, struct instr);
    struct typed_data *data = ARENA_NEW(compiler->arena, struct typed_data);
    if (instr == NULL || data == NULL)
        return NO_MEMORY;
    data->node = node;
    *instr = (struct instr){.run = run_typed, .data = data, .place = node->place};
    *ret_body = instr;
    return check_typed(compiler, node);
}

struct str typed_first(const struct instr *body)
{
    return ((const struct typed_data *)body->data)->node->first->text;
}

static enum status compile_listing(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *memory)
{
    struct typed_data *data = memory;
    (void)site, (void)instr;
    data->node = node;
    data->is_listing = true;
    return check_typed(compiler, node);
}

/* --- when a document is made --- */

/* A line with its tabs as spaces; `column` is where it begins, and then where it ends. */
static struct str expand_tabs(struct arena *arena, struct str line, size_t *column)
{
    const bool any = line.len > 0 && memchr(line.ptr, '\t', line.len) != NULL;
    char *bytes = any ? arena_alloc(arena, line.len * TAB_COLUMNS) : NULL;
    size_t len = 0;
    for (size_t at = 0; at < line.len;) {
        const size_t begin = at;
        const uint32_t code = utf8_next(line, &at);
        const size_t wide = code == '\t'             ? TAB_COLUMNS - *column % TAB_COLUMNS
                            : utf8_joins_lines(code) ? 2
                                                     : 1;
        *column += wide;
        if (bytes == NULL)
            continue;
        if (code == '\t')
            memset(bytes + len, ' ', wide);
        else
            memcpy(bytes + len, line.ptr + begin, at - begin);
        len += code == '\t' ? wide : at - begin;
    }
    return any ? (struct str){bytes, len} : line;
}

/* What of the text is printed. */
static struct str typed_text(const struct typed_data *data, const struct node *text)
{
    struct str typed = text->text;
    if (!data->is_listing)
        return typed;
    size_t end = typed.len;
    while (end > 0 && (typed.ptr[end - 1] == ' ' || typed.ptr[end - 1] == '\t'))
        end--;
    if (text->next == NULL && end > 0 && typed.ptr[end - 1] == '\n')
        typed.len = end - 1;
    const bool begins = data->node->first == text && typed.len > 0 && typed.ptr[0] == '\n';
    return str_slice(typed, begins ? 1 : 0, typed.len);
}

static enum status add_typed(struct run *run, struct inlines *inlines, const struct typed_data *data,
                             const struct node *text, size_t *column)
{
    const struct str typed = typed_text(data, text);
    const size_t before = (size_t)(typed.ptr - text->text.ptr);
    enum status status = OK;
    for (size_t at = 0; at < typed.len && status == OK;) {
        const char *end = memchr(typed.ptr + at, '\n', typed.len - at);
        const size_t len = end == NULL ? typed.len - at : (size_t)(end - typed.ptr) - at;
        const struct place place = node_text_place(text, before + at);
        struct str line = str_slice(typed, at, at + len);
        if (data->is_listing)
            line = expand_tabs(run->arena, line, column);
        if (line.ptr == NULL && len > 0)
            return NO_MEMORY;
        status = inlines_text(run, inlines, line, place);
        if (status == OK && end != NULL)
            status = data->is_listing ? add_break(run, inlines, place)
                                      : inlines_text(run, inlines, STR(" "), place);
        *column = end != NULL ? 0 : *column;
        at += len + 1;
    }
    return status;
}

static enum status run_typed(struct run *run, const struct instr *instr, struct record *scope,
                             struct sink *sink)
{
    const struct typed_data *data = instr->data;
    size_t column = 0;
    enum status status = OK;
    (void)scope;
    sink->inlines->code = true;
    for (const struct node *text = data->node->first; text != NULL && status == OK; text = text->next)
        status = add_typed(run, sink->inlines, data, text, &column);
    sink->inlines->code = false;
    return status;
}

static enum status run_listing(struct run *run, const struct instr *instr, struct record *scope,
                               struct sink *sink)
{
    const struct typed_data *data = instr->data;
    const struct paragraph_style *style = NULL;
    struct inlines inlines = {.fresh = true};
    struct sink inner = {.inlines = &inlines};
    enum status status = READ(run, scope, NULL, {&data->style, &style});
    inlines.style = style;
    if (status == OK)
        status = run_typed(run, instr, scope, &inner);
    if (status != OK)
        return status;
    const struct block block = {.kind = BLOCK_PARAGRAPH,
                                .place = instr->place,
                                .paragraph = {.style = style,
                                              .inlines = inlines.items,
                                              .inline_count = inlines.count,
                                              .aligned = true,
                                              .typed = true}};
    return block_add(run, sink->blocks, &block);
}

static const struct setting_field listing_fields[] = {FIELD(typed_data, "style", style), {.attr = NULL}};

const struct element elements_typed[] = {
    {ELEMENT_PRE, compile_listing, run_listing, sizeof(struct typed_data), listing_fields},
    {.id = ELEMENT_NONE},
};
