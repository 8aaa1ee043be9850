/*
 * <form> as it is written: the text of its rows, cut into cells at each | outside of {…} and of elements.
 *
 * Words alone in a cell are a label, all else is a value.  What marks and cells come to in one row is proved here, when the
 * kind is loaded; what depends on other rows when a document is made (run_form.c).
 */
#include "template/table/data_int.h"
#include "template/messages.def"
#include "schema/messages.def"
#include "unicode/unicode.h"

#include <string.h>

/* A cell being read. */
struct entry {
    struct instr_list body; /* of what stands before its last text */
    struct instr *cell;     /* a <cell>; NULL: none */
    bool same, values, words;
    struct place place;
};

struct row_reader {
    struct compiler *compiler;
    const struct site *site;
    struct instr_list *cells;
    struct entry entry;
    struct pattern_source source; /* of the text being read */
    struct pattern_part *parts;   /* of it, of the entry */
    size_t part_count, part_capacity;
    size_t count;         /* cells so far */
    struct place surplus; /* of the first that is too many */
    bool edge, wide;      /* ++ was there; ｜ was there */
};

enum status compile_form(struct compiler *compiler, const struct node *node, const struct site *site,
                         struct instr *instr, void *memory)
{
    struct table_data *data = memory;
    struct site inner = *site;
    if (!data->columns.given)
        return FAILED;
    data->form = true;
    enum status status = columns_check(compiler, data, &inner.form_columns);
    if (status != OK)
        return status;
    if (inner.form_columns == 0)
        return diag_report(compiler->diag, MSG_FORM_COLUMNS, data->columns.place);
    return compile_noteless(compiler, node, &inner, IN_FORM, MSG_TEMPLATE_NOTE_IN_TABLE, &instr->body);
}

/* --- labels --- */

static bool has_letter(struct str text)
{
    for (size_t at = 0; at < text.len;)
        if (unicode_is_letter(utf8_next(text, &at)))
            return true;
    return false;
}

/* Nothing but words in their looks; *words: there are some. */
static bool is_words(const struct node *node, bool *words)
{
    static const char looks[] = "b i u em sub sup span spread br cut slant";
    bool only = true;
    if (node->kind == NODE_TEXT) {
        *words = *words || has_letter(node->text);
        return memchr(node->text.ptr, '{', node->text.len) == NULL;
    }
    only = word_in(node->name, looks);
    for (const struct node *child = node->first; child != NULL && only; child = child->next)
        only = is_words(child, words);
    return only;
}

enum status compile_form_cell(struct compiler *compiler, const struct node *node, const struct site *site,
                              struct instr *instr, void *memory)
{
    struct form_cell *data = memory;
    bool words = false, only = true;
    for (const struct node *child = node->first; child != NULL; child = child->next)
        only = is_words(child, &words) && only;
    data->label = data->cell.label.fixed ? data->cell.label.value.word == 1 : words && only;
    data->cell.has_blocks = holds_blocks(compiler, node, site->call, 0);
    return compile_children(compiler, node, site, data->cell.has_blocks ? IN_COLUMN : IN_INLINE,
                            &instr->body);
}

/* --- cells of a row --- */

static struct place row_place(const struct row_reader *row, size_t offset)
{
    return row->source.place_of(row->source.context, offset);
}

static struct str row_first_text(const struct row_reader *row)
{
    return row->part_count > 0 && row->parts[0].expr == NULL ? str_trim(row->parts[0].literal) : STR("");
}

/* Is what was read of the cell nothing but white? */
static bool is_blank(const struct row_reader *row)
{
    return row->part_count == 0 ||
           (row->part_count == 1 && row->parts[0].expr == NULL && row_first_text(row).len == 0);
}

/* `^ text`: the mark goes. */
static void take_mark(struct row_reader *row)
{
    if (row->entry.body.first != NULL || row->entry.same || !str_starts(row_first_text(row), "^"))
        return;
    struct pattern_part *part = &row->parts[0];
    const size_t behind =
        (size_t)((const char *)memchr(part->literal.ptr, '^', part->literal.len) - part->literal.ptr) + 1;
    part->literal = str_slice(part->literal, behind, part->literal.len);
    part->offset += behind;
    row->entry.same = true;
}

/* The text read so far becomes an instruction. */
static enum status flush_text(struct row_reader *row)
{
    struct compiler *compiler = row->compiler;
    if (row->part_count == 0)
        return OK;
    take_mark(row);
    struct instr *instr = instr_make(compiler->arena, NULL, NULL, row->entry.place);
    if (instr == NULL)
        return NO_MEMORY;
    enum status status = compile_text_parts(compiler, &row->source, row->parts, row->part_count, instr);
    instr_append(&row->entry.body, instr);
    row->part_count = 0;
    return status;
}

static enum status end_as_join(struct row_reader *row, enum form_mark mark, struct str text)
{
    struct form_join *join = ARENA_NEW(row->compiler->arena, struct form_join);
    struct instr *instr = instr_make(row->compiler->arena, run_form_join, join, row->entry.place);
    if (join == NULL || instr == NULL)
        return NO_MEMORY;
    join->mark = mark;
    instr_append(row->cells, instr);
    row->edge = row->edge || mark == MARK_EDGE;
    if (row->count > 0 || mark == MARK_ABOVE)
        return OK;
    return diag_report(row->compiler->diag, MSG_FORM_LEFT, row->entry.place, STR_ARGS(text));
}

static enum status end_as_cell(struct row_reader *row)
{
    struct form_cell *data = ARENA_NEW(row->compiler->arena, struct form_cell);
    struct instr *instr = instr_make(row->compiler->arena, run_form_cell, data, row->entry.place);
    if (data == NULL || instr == NULL)
        return NO_MEMORY;
    enum status status = flush_text(row);
    data->label = row->entry.same || (row->entry.words && !row->entry.values);
    data->same = row->entry.same;
    instr->body = row->entry.body.first;
    instr_append(row->cells, instr);
    return status;
}

/* "+3", "+ +", and what an input method makes of + and ^: somebody took them for marks. */
static bool is_like_mark(struct str text)
{
    if (str_is(text, "＋") || str_is(text, "＋＋") || str_is(text, "＾"))
        return true;
    for (size_t i = 0; i < text.len; i++)
        if (strchr("+^ 0123456789", text.ptr[i]) == NULL)
            return false;
    return text.len > 0 && (text.ptr[0] == '+' || text.ptr[0] == '^');
}

static enum status end_cell(struct row_reader *row)
{
    static const char *const marks[] = {[MARK_LEFT] = "+", [MARK_EDGE] = "++", [MARK_ABOVE] = "^"};
    const bool alone = row->entry.body.first == NULL && row->entry.cell == NULL && row->part_count == 1;
    const struct str text = alone ? row_first_text(row) : STR("");
    enum status status = OK;
    size_t mark = 0;
    while (mark < ARRAY_COUNT(marks) && !str_is(text, marks[mark]))
        mark++;
    if (row->edge)
        status = diag_report(row->compiler->diag, MSG_FORM_BEHIND_EDGE, row->entry.place);
    else if (mark < ARRAY_COUNT(marks))
        status = end_as_join(row, (enum form_mark)mark, text);
    else if (is_like_mark(text))
        status = diag_report(row->compiler->diag, MSG_FORM_MARK, row->entry.place, STR_ARGS(text));
    else if (row->entry.cell != NULL)
        instr_append(row->cells, row->entry.cell);
    else
        status = end_as_cell(row);
    if (row->count++ == row->site->form_columns)
        row->surplus = row->entry.place;
    row->entry = (struct entry){.place = row->entry.place};
    row->part_count = 0;
    return status;
}

/* --- what a row holds --- */

static enum status refuse_beside(const struct row_reader *row, struct place place)
{
    return diag_report(row->compiler->diag, MSG_FORM_CELL_BESIDE, place);
}

/* A stretch of text without |, not empty. */
static enum status read_stretch(struct row_reader *row, const struct pattern_part *part)
{
    const bool blank = part->expr == NULL && str_trim(part->literal).len == 0;
    if (row->entry.cell != NULL)
        return blank ? OK : refuse_beside(row, row_place(row, part->offset));
    if (is_blank(row) && row->entry.body.first == NULL) {
        size_t white = 0;
        while (!blank && part->expr == NULL && char_is_white(part->literal.ptr[white]))
            white++;
        row->entry.place = row_place(row, part->offset + white);
    }
    row->entry.values = row->entry.values || part->expr != NULL;
    row->entry.words = row->entry.words || has_letter(part->literal);
    return ARENA_APPEND(row->compiler->arena, row->parts, row->part_count, row->part_capacity, part);
}

static enum status read_literal(struct row_reader *row, const struct pattern_part *part)
{
    const struct str text = part->literal;
    enum status status = OK;
    row->wide = row->wide || str_holds(text, "｜");
    for (size_t from = 0, to; status != NO_MEMORY; from = to + 1) {
        for (to = from; to < text.len && text.ptr[to] != '|';)
            to++;
        const struct pattern_part piece = {str_slice(text, from, to), part->offset + from, NULL};
        if (to > from)
            status = status_worse(status, read_stretch(row, &piece));
        if (to == text.len)
            break;
        status = status_worse(status, end_cell(row));
        row->entry.place = row_place(row, part->offset + to);
    }
    return status;
}

static enum status read_text(struct row_reader *row, const struct node *node)
{
    const struct pattern *pattern;
    const struct pattern_part *parts;
    enum status status = flush_text(row);
    row->source = node_source(node);
    if (status != OK)
        return status;
    if (node->text.len > TEMPLATE_MAX_TEXT)
        return diag_report(row->compiler->diag, MSG_TEMPLATE_MANY_TEXT_BYTES, row_place(row, 0),
                           (long long)TEMPLATE_MAX_TEXT);
    status = pattern_compile(row->compiler->arena, row->compiler->diag, row->source, row->site->scope->shape,
                             &pattern);
    if (status != OK)
        return status;
    const size_t count = pattern_parts(pattern, &parts);
    for (size_t i = 0; i < count && status != NO_MEMORY; i++)
        status = status_worse(status, parts[i].expr != NULL ? read_stretch(row, &parts[i])
                                                            : read_literal(row, &parts[i]));
    return status;
}

static enum status read_element(struct row_reader *row, const struct node *node)
{
    const bool is_cell = node_is(node, "cell");
    struct site site = *row->site;
    struct instr *instr;
    enum status status = OK;
    if (row->entry.cell != NULL || (is_cell && (!is_blank(row) || row->entry.body.first != NULL)))
        status = refuse_beside(row, node->place);
    else if (!is_cell)
        status = flush_text(row);
    row->part_count = 0;
    row->entry.values = !is_words(node, &row->entry.words) || row->entry.values;
    site.context = is_cell ? IN_FORM_ROW : IN_INLINE;
    status = status_worse(status, compile_node(row->compiler, node, &site, &instr));
    if (status != OK)
        return status;
    if (is_cell)
        row->entry.cell = instr;
    else
        instr_append(&row->entry.body, instr);
    return OK;
}

/* As many cells as columns? */
static enum status check_count(const struct row_reader *row)
{
    struct diag *diag = row->compiler->diag;
    const size_t columns = row->site->form_columns;
    if (row->count > columns)
        return diag_report(diag, MSG_FORM_MANY, row->surplus, row->count, columns);
    if (row->count == columns || row->edge)
        return OK;
    if (row->wide)
        return diag_report(diag, MSG_FORM_FEW_WIDE, row->entry.place, row->count, columns);
    return diag_report(diag, MSG_FORM_FEW, row->entry.place, row->count, columns, columns - row->count);
}

enum status compile_form_row(struct compiler *compiler, const struct node *node, const struct site *site,
                             struct instr *instr, void *memory)
{
    struct instr_list cells = {0};
    struct row_reader row = {
        .compiler = compiler, .site = site, .cells = &cells, .entry = {.place = node->place}};
    struct instr *end = instr_make(compiler->arena, run_form_end, NULL, node->place);
    enum status status = OK;
    (void)memory;
    if (end == NULL)
        return NO_MEMORY;
    for (const struct node *child = node->first; child != NULL && status != NO_MEMORY; child = child->next)
        status = status_worse(status,
                              child->kind == NODE_TEXT ? read_text(&row, child) : read_element(&row, child));
    if (status != NO_MEMORY)
        status = status_worse(status, end_cell(&row));
    if (status == OK)
        status = check_count(&row);
    instr_append(&cells, end);
    instr->body = cells.first;
    return status;
}
