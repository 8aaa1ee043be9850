/*
 * Sums of a table from data: how they grow, and the proof that what is printed adds up.
 *
 * A sum is exact, whatever its column prints; it is printed as the column's figures are.  Where these show
 * fewer decimals than they have, a reader who adds them up may come to something else than what stands below.
 * So for each sum is kept by how much the printed figures above it, the rows and the subtotals alike, exceed
 * the exact ones; when it is printed that must be what its own text exceeds it by.  Else it is an error, once
 * a column, at the first figure that was cut; or, where the column says rounding="noted", the table gets its
 * style's note.  Columns that show all they have cost nothing.
 */
#include "template/table/data_int.h"
#include "template/messages.def"
#include "expr/messages.def"

#include <string.h>

struct data_sum *data_sum_of(const struct data_run *data, size_t loop, size_t column)
{
    return &data->sums[loop * data->data->column_count + column];
}

static enum status check_large(struct run *run, enum status status, struct place place)
{
    return status == FAILED ? diag_report(run->eval->diag, MSG_EXPR_NUMBER_LARGE, place, STR_ARGS(STR("")))
                            : status;
}

/* NULL is nothing. */
static enum status grow(struct run *run, const struct number **sum, const struct number *more,
                        struct place place)
{
    if (more != NULL && *sum != NULL)
        return check_large(run, number_apply(run->arena, NUMBER_ADD, *sum, more, sum), place);
    *sum = more != NULL ? more : *sum;
    return OK;
}

/* By how much the printed figure exceeds the exact one; NULL: it is shown whole. */
static enum status excess_of(struct run *run, const struct column_data *column, const struct number *figure,
                             const struct number **ret_excess)
{
    const struct number *shown;
    *ret_excess = NULL;
    if (!column->rounds)
        return OK;
    enum status status = number_cut(run->arena, figure, column->cut, &shown);
    if (status == OK && number_compare(shown, figure) != 0)
        status = number_apply(run->arena, NUMBER_SUBTRACT, shown, figure, ret_excess);
    return check_large(run, status, column->place);
}

/* Where the figure stands in the input, else the record of its row, else (of a plain value) the column. */
struct place data_figure_place(const struct data_run *data, const struct column_data *column,
                               struct place origin)
{
    const struct record *item = data->item;
    if (item == NULL || item->place.file == NULL)
        return column->place;
    bool stated = origin.line > 0 && origin.file != NULL && strcmp(origin.file, item->place.file) == 0;
    return stated ? origin : item->place;
}

/* The sum, in both states. */
static enum status sum_grow(struct run *run, struct data_sum *sum, const struct data_sum *more,
                            struct place place)
{
    bool differs = sum->stated != sum->total || more->stated != more->total;
    if (more->total == NULL)
        return OK;
    enum status status = grow(run, &sum->total, more->total, place);
    sum->unknown = sum->unknown || more->unknown;
    if (status != OK || !differs) {
        sum->stated = sum->total;
        return status;
    }
    return grow(run, &sum->stated, more->stated, place);
}

/* What the slot adds to a sum. */
static struct data_sum sum_of_slot(const struct slot *slot)
{
    const struct doubt *doubt = slot->doubt;
    bool known = doubt != NULL && doubt->stated.state == SLOT_SET;
    return (struct data_sum){.total = slot->value.number,
                             .stated = known ? doubt->stated.value.number : slot->value.number,
                             .unknown = doubt != NULL && (!known || doubt->stated.doubt != NULL)};
}

enum status data_sum_slot(struct run *run, const struct data_sum *sum, struct slot *ret_slot)
{
    struct slot slot = {.state = SLOT_SET, .value = {.kind = TYPE_NUMBER, .number = sum->total}};
    enum status status = sum->total == NULL ? number_of(run->arena, 0, &slot.value.number) : OK;
    if (status == OK && (sum->stated != sum->total || sum->unknown))
        status = doubt_make(run->arena, &slot.doubt);
    if (status == OK && slot.doubt != NULL && !sum->unknown)
        slot.doubt->stated =
            (struct slot){.state = SLOT_SET, .value = {.kind = TYPE_NUMBER, .number = sum->stated}};
    if (status == OK && sum->wrong)
        status = slot_doubt(&slot, run->arena, NULL);
    if (status == OK)
        *ret_slot = slot;
    return status;
}

enum status data_sum_add(struct run *run, const struct column_data *column, const struct slot *slot,
                         struct place origin)
{
    const struct number *figure = slot->value.number;
    const struct data_sum more = sum_of_slot(slot);
    struct data_sum *sum = data_sum_of(run->data, column->loop, column->index);
    struct data_cut *cut = &run->data->cuts[column->index];
    const struct number *excess;
    enum status status = excess_of(run, column, figure, &excess);
    if (status == OK)
        status = sum_grow(run, sum, &more, column->place);
    if (status == OK)
        status = grow(run, &sum->rows, excess, column->place);
    if (excess != NULL && cut->figure == NULL) {
        cut->figure = figure;
        cut->place = data_figure_place(run->data, column, origin);
    }
    sum->parts = sum->rows;
    if (status == OK && run->data->turns != NULL)
        status = turns_add(run, column, &more, excess != NULL, data_figure_place(run->data, column, origin));
    return status;
}

enum status data_sums_close(struct run *run, const struct level_data *level)
{
    struct data_run *data = run->data;
    enum status status = OK;
    for (size_t i = 0; i < data->data->column_count && status == OK; i++) {
        const struct column_data *column = data->data->columns[i];
        struct data_sum *inner = data_sum_of(data, level->index + 1, i);
        struct data_sum *sum = data_sum_of(data, level->index, i);
        const struct number *part = inner->parts;
        if (level->subtotal != NULL && inner->total != NULL)
            status = excess_of(run, column, inner->total, &part);
        if (status == OK)
            status = sum_grow(run, sum, inner, column->place);
        if (status == OK)
            status = grow(run, &sum->rows, inner->rows, column->place);
        if (status == OK)
            status = grow(run, &sum->parts, part, column->place);
        *inner = (struct data_sum){0};
    }
    return status;
}

/* --- does it add up? --- */

static enum status printed(struct run *run, const struct column_data *column, const struct number *figure,
                           struct str *ret_text)
{
    const struct slot slot = {.state = SLOT_SET, .value = {.kind = TYPE_NUMBER, .number = figure}};
    enum status status = data_figure_print(run, column, &slot);
    return status == OK ? run_take_text(run, column->place, ret_text) : status;
}

/* All that a figure has; of one that does not end, more than is printed of it. */
static enum status whole(struct run *run, const struct column_data *column, const struct number *figure,
                         struct str *ret_text)
{
    enum { MORE = 4 };
    buf_reset(&run->text);
    if (!number_print(figure, &run->text)) {
        buf_add_text(&run->text, "约 ");
        number_print_fixed(figure, column->cut.kept + MORE, false, &run->text);
    }
    return run_take_text(run, column->place, ret_text);
}

#define SAY_PRINTED(code, run, column, texts)                                                                \
    diag_report((run)->eval->diag, code, (run)->data->cuts[(column)->index].place, STR_ARGS((column)->head), \
                STR_ARGS((texts)[0]), STR_ARGS((texts)[1]), STR_ARGS((texts)[2]), STR_ARGS((texts)[4]),      \
                STR_ARGS((texts)[3]), (column)->place.file, (column)->place.line, (column)->place.column)

/* What the reader comes to, what stands there, and how far they are apart. */
static enum status report_printed(struct run *run, const struct column_data *column,
                                  const struct data_sum *sum, const struct number *added, bool parts)
{
    const struct data_cut *cut = &run->data->cuts[column->index];
    const struct number *shown = NULL, *apart = NULL;
    struct str texts[5];
    enum status status = number_cut(run->arena, sum->total, column->cut, &shown);
    bool less = status == OK && number_compare(added, shown) < 0;
    if (status == OK)
        status =
            number_apply(run->arena, NUMBER_SUBTRACT, less ? shown : added, less ? added : shown, &apart);
    const struct number *const figures[] = {added, shown, apart, cut->figure};
    for (size_t i = 0; i < ARRAY_COUNT(figures) && status == OK; i++)
        status = printed(run, column, figures[i], &texts[i]);
    if (status == OK)
        status = whole(run, column, cut->figure, &texts[4]);
    if (status != OK)
        return status;
    bool part = run->data->shown > 0;
    if (part && parts)
        SAY_PRINTED(MSG_TABLE_PRINTED_PART_PARTS, run, column, texts);
    else if (part)
        SAY_PRINTED(MSG_TABLE_PRINTED_PART, run, column, texts);
    else if (parts)
        SAY_PRINTED(MSG_TABLE_PRINTED_PARTS, run, column, texts);
    else
        SAY_PRINTED(MSG_TABLE_PRINTED, run, column, texts);
    return OK;
}

/* Reported, but in a draft no reason to stop. */
static enum status complain(struct run *run, const struct column_data *column, struct data_sum *sum,
                            const struct number *added, bool parts)
{
    run->data->cuts[column->index].told = true;
    enum status status = report_printed(run, column, sum, added, parts);
    if (status != OK || !run->eval->draft)
        return status == OK ? FAILED : status;
    run->eval->tolerated++;
    sum->wrong = true;
    return OK;
}

/* Printed figures that exceed the exact ones by `excess` against the sum as it is printed. */
static enum status prove(struct run *run, const struct column_data *column, struct data_sum *sum,
                         const struct number *excess, bool parts)
{
    struct data_cut *cut = &run->data->cuts[column->index];
    const struct number *own, *added = sum->total, *shown = sum->total;
    enum status status = excess_of(run, column, sum->total, &own);
    if (status == OK)
        status = grow(run, &added, excess, column->place);
    if (status == OK)
        status = grow(run, &shown, own, column->place);
    if (status != OK || number_compare(added, shown) == 0)
        return status;
    cut->noted = column->noted;
    return cut->noted || cut->told ? OK : complain(run, column, sum, added, parts);
}

enum status data_sum_prove(struct run *run, const struct column_data *column, struct data_sum *sum)
{
    if (run->data->cuts[column->index].figure == NULL)
        return OK;
    enum status status = prove(run, column, sum, sum->rows, false);
    return status == OK ? prove(run, column, sum, sum->parts, true) : status;
}

enum status data_sums_note(struct run *run, struct record *scope, struct table_build *build)
{
    const struct data_run *data = run->data;
    struct blocks list = {0};
    bool noted = false;
    for (size_t i = 0; i < data->data->column_count; i++)
        noted = noted || data->cuts[i].noted;
    if (!noted || build->table->style->rounding_note.len == 0)
        return OK;
    const struct paragraph_make make = {.style = style_paragraph(&run->styles->sheet, STR("note")),
                                        .none = build->table->style->rounding_note,
                                        .place = build->table->place};
    enum status status = paragraph_make(run, &make, scope, &list);
    if (status != OK)
        return status;
    list.last->next = build->notes.first;
    build->notes.first = list.first;
    build->notes.last = build->notes.last == NULL ? list.last : build->notes.last;
    return OK;
}
