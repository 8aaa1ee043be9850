/*
 * The parts of a chart against the whole: exactly, and as they are printed.
 *
 * Who adds up the figures in a chart must come to the figure in the words or the table beside it.  So the values must add up
 * to `total`; and where the printed ones do not add up to it as it is printed, that is an error, or with
 * rounding="noted" told below the chart, as below a table.  Shares are proved against 100 %.
 */
#include "template/table/chart_int.h"
#include "template/messages.def"
#include "expr/messages.def"

#include <string.h>

/* Reported, but in a draft no reason to stop. */
static enum status tolerate(struct run *run, struct chart_build *build, size_t from, size_t to)
{
    if (!run->eval->draft)
        return FAILED;
    run->eval->tolerated++;
    for (size_t i = from; i < to; i++)
        build->cells[i].printed.figure.doubtful = DOUBTFUL_WRONG;
    return OK;
}

static enum status large(struct run *run, const struct chart_build *build, enum status status)
{
    return status == FAILED
               ? diag_report(run->eval->diag, MSG_EXPR_NUMBER_LARGE, build->place, STR_ARGS(STR("")))
               : status;
}

/* The exact values, and what is printed of them, in the same unit. */
struct chart_sums {
    const struct number *exact, *printed;
};

static enum status add_to(struct run *run, const struct chart_build *build, const struct number **sum,
                          const struct number *more)
{
    return large(run, build, number_apply(run->arena, NUMBER_ADD, *sum, more, sum));
}

/* The number in a printed text. */
static enum status read_printed(struct run *run, struct str text, const struct number **ret_number)
{
    enum status status = figure_shown(run, text, STR(""), ret_number);
    return status == OK && *ret_number == NULL ? number_of(run->arena, 0, ret_number) : status;
}

static enum status sum_cells_of(struct run *run, const struct chart_build *build, size_t from, size_t to,
                                struct chart_sums *sums)
{
    enum status status = number_of(run->arena, 0, &sums->exact);
    sums->printed = sums->exact;
    for (size_t i = from; i < to && status == OK; i++) {
        const struct number *printed;
        if (build->cells[i].value == NULL)
            continue;
        status = add_to(run, build, &sums->exact, build->cells[i].value);
        if (status == OK)
            status = read_printed(run, build->cells[i].printed.text, &printed);
        if (status == OK)
            status = add_to(run, build, &sums->printed, printed);
    }
    return status;
}

/* The decimals that the parts are printed with at most. */
static int decimals_of(const struct chart_build *build)
{
    int most = 0;
    for (size_t i = 0; i < build->cell_count; i++) {
        const struct str text = build->cells[i].printed.text;
        int decimals = 0;
        bool behind = false;
        for (size_t k = 0; k < text.len; k++) {
            behind = behind || text.ptr[k] == '.';
            decimals += behind && text.ptr[k] >= '0' && text.ptr[k] <= '9';
        }
        most = decimals > most ? decimals : most;
    }
    return most;
}

/* In the unit that is printed, as the parts are. */
static enum status scale_as(struct run *run, const struct chart_build *build, const struct number **number)
{
    const struct chart_cell *cell = NULL;
    for (size_t i = 0; i < build->cell_count && cell == NULL; i++)
        if (build->cells[i].value != NULL && number_sign(build->cells[i].value) != 0)
            cell = &build->cells[i];
    if (cell == NULL)
        return OK;
    enum status status = number_apply(run->arena, NUMBER_MULTIPLY, *number, cell->drawn, number);
    if (status == OK)
        status = number_apply(run->arena, NUMBER_DIVIDE, *number, cell->value, number);
    return large(run, build, status);
}

/* As the chart prints its values. */
static enum status print_as(struct run *run, const struct chart_build *build, const struct number *number,
                            struct str *ret_text)
{
    const struct slot slot = {.state = SLOT_SET, .value = {.kind = TYPE_NUMBER, .number = number}};
    const struct series_data *series = build->data->series[0];
    enum status status = OK;
    if (series->print == NULL) {
        status = data_figure_print(run, &series->column, &slot);
    } else {
        status = scale_as(run, build, &number);
        buf_reset(&run->text);
        number_print_fixed(number, decimals_of(build), false, &run->text);
    }
    return status == OK ? run_take_text(run, series->column.place, ret_text) : status;
}

static enum status print_plain(struct run *run, const struct chart_build *build, const struct number *number,
                               struct str *ret_text)
{
    buf_reset(&run->text);
    number_print_exact(number, &run->text);
    return run_take_text(run, build->place, ret_text);
}

static enum status difference(struct run *run, const struct number *a, const struct number *b,
                              const struct number **ret_apart)
{
    const bool less = number_compare(a, b) < 0;
    return number_apply(run->arena, NUMBER_SUBTRACT, less ? b : a, less ? a : b, ret_apart);
}

/* What the parts come to, what stands there, how far they are apart. */
struct chart_gap {
    struct str added, stated, apart;
};

static enum status gap_of(struct run *run, const struct chart_build *build, const struct number *added,
                          const struct number *stated, struct chart_gap *ret_gap)
{
    const struct number *apart;
    enum status status = large(run, build, difference(run, added, stated, &apart));
    if (status == OK)
        status = print_plain(run, build, added, &ret_gap->added);
    if (status == OK)
        status = print_plain(run, build, stated, &ret_gap->stated);
    return status == OK ? print_plain(run, build, apart, &ret_gap->apart) : status;
}

static enum status prove_exact(struct run *run, const struct chart_build *build, const struct number *sum,
                               const struct number *total, struct place place)
{
    struct chart_gap gap;
    if (number_compare(sum, total) == 0)
        return OK;
    enum status status = gap_of(run, build, sum, total, &gap);
    if (status != OK)
        return status;
    const struct expr *expr = build->data->total;
    return diag_report(run->eval->diag, MSG_CHART_TOTAL, place, STR_ARGS(gap.added),
                       STR_ARGS(figure_name(expr_source(expr))), STR_ARGS(gap.stated), STR_ARGS(gap.apart),
                       build->place.file, build->place.line, build->place.column);
}

static enum status prove_printed(struct run *run, struct chart_build *build, const struct number *sum,
                                 const struct number *total, struct place place)
{
    const struct number *shown;
    struct chart_gap gap;
    struct str text;
    enum status status = print_as(run, build, total, &text);
    if (status == OK)
        status = read_printed(run, text, &shown);
    if (status != OK || number_compare(sum, shown) == 0)
        return status;
    build->noted = build->noted || build->data->series[0]->column.noted;
    if (build->data->series[0]->column.noted)
        return OK;
    status = gap_of(run, build, sum, shown, &gap);
    if (status != OK)
        return status;
    return diag_report(run->eval->diag, MSG_CHART_PRINTED, place, STR_ARGS(gap.added), STR_ARGS(gap.stated),
                       STR_ARGS(gap.apart), build->place.file, build->place.line, build->place.column);
}

enum status chart_prove(struct run *run, struct chart_build *build, size_t from, size_t to,
                        struct record *scope)
{
    const struct expr *total = build->data->total;
    const struct place origin = expr_origin(total, run->eval, scope);
    const struct place place = origin.line > 0 ? origin : build->place;
    struct chart_sums sums;
    struct value value;
    const size_t errors = run_errors(run);
    enum status status = expr_eval(total, run->eval, scope, &value);
    if (run_lacks(run, status, errors))
        return OK;
    if (status == OK)
        status = sum_cells_of(run, build, from, to, &sums);
    if (status != OK)
        return status;
    status = prove_exact(run, build, sums.exact, value.number, place);
    if (status == OK)
        status = prove_printed(run, build, sums.printed, value.number, place);
    return status == FAILED ? tolerate(run, build, from, to) : status;
}

/* --- shares --- */

/* part × 100 / whole, rounded as all shares are. */
static enum status share_of(struct run *run, const struct number *part, const struct number *whole,
                            int decimals, const struct number **ret_share)
{
    const struct number *hundred, *share;
    enum status status = number_of(run->arena, 100, &hundred);
    if (status == OK)
        status = number_apply(run->arena, NUMBER_MULTIPLY, part, hundred, &share);
    if (status == OK)
        status = number_apply(run->arena, NUMBER_DIVIDE, share, whole, &share);
    return status == OK ? number_round(run->arena, share, decimals, ROUND_SHARE, ret_share) : status;
}

static enum status print_share(struct run *run, struct chart_label *printed, const struct number *share,
                               int decimals)
{
    struct buf text = BUF(TEMPLATE_MAX_VALUE);
    struct str behind;
    buf_add_text(&text, "（");
    number_print_fixed(share, decimals, false, &text);
    buf_add_text(&text, "%）");
    enum status status = buf_keep(&text, run->arena, &behind);
    return status == OK ? chart_label_append(run, printed, behind) : status;
}

/* A figure that no field has: told as such, behind what the label shows already. */
static enum status tell_share(struct run *run, const struct chart_build *build, size_t point, size_t before,
                              const struct number *share)
{
    struct chart_label *label = &build->cells[point].printed;
    const struct portions *old = label->figure.shown;
    const size_t count = old != NULL ? old->count : 0;
    const struct str text = label->text;
    if (count == 0)
        return OK;
    struct portions *all = portions_make(run->arena, count + 1);
    struct paper_figure *made = ARENA_NEW(run->arena, struct paper_figure);
    struct shown *shown = ARENA_NEW(run->arena, struct shown);
    if (all == NULL || made == NULL || shown == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        all->items[all->count++] = old->items[i];
    for (size_t i = 0; i < count; i++) /* those within others, in the new list */
        if (old->items[i].within != NULL)
            all->items[i].within = &all->items[old->items[i].within - old->items];
    *made = (struct paper_figure){.value = {.kind = TYPE_NUMBER, .number = share},
                                  .unit = STR("%"),
                                  .label = STR("占比"),
                                  .row = build->labels[point].text};
    const struct expr *of = build->data->series[0]->column.of;
    made->formula = arena_printf(run->arena, "%.*s * 100 / sum(%.*s)", STR_ARGS(expr_source(of)),
                                 STR_ARGS(expr_source(of)));
    *shown = (struct shown){
        .record = ((const struct shown *)old->items[0].what)->record, .made = made, .slot = -1};
    all->items[all->count++] = (struct portion){
        .from = text.ptr + before + strlen("（"), .to = text.ptr + text.len - strlen("）"), .what = shown};
    label->figure.shown = all;
    return made->formula.ptr != NULL ? OK : NO_MEMORY;
}

static enum status prove_shares(struct run *run, struct chart_build *build, const struct number *sum)
{
    const struct number *hundred;
    struct chart_gap gap;
    enum status status = number_of(run->arena, 100, &hundred);
    if (status != OK || number_compare(sum, hundred) == 0)
        return status;
    build->noted = build->noted || build->data->series[0]->column.noted;
    if (build->data->series[0]->column.noted)
        return OK;
    status = gap_of(run, build, sum, hundred, &gap);
    if (status == OK)
        status = diag_report(run->eval->diag, MSG_CHART_SHARES, build->place, STR_ARGS(gap.added),
                             STR_ARGS(gap.apart));
    return status == FAILED ? tolerate(run, build, 0, build->cell_count) : status;
}

enum status chart_add_shares(struct run *run, struct chart_build *build, int64_t decimals)
{
    enum { MOST = 4 };
    struct chart_sums sums;
    const struct number *sum;
    const int digits = decimals < MOST ? (int)decimals : MOST;
    if (build->chart.kind != CHART_PIE && build->chart.kind != CHART_RING)
        return diag_report(run->eval->diag, MSG_CHART_SHARES_KIND, build->place);
    enum status status = sum_cells_of(run, build, 0, build->cell_count, &sums);
    if (status == OK)
        status = number_of(run->arena, 0, &sum);
    if (status != OK || number_sign(sums.exact) <= 0)
        return status; /* no whole: said when it is drawn */
    for (size_t i = 0; i < build->cell_count && status == OK; i++) {
        const size_t before = build->cells[i].printed.text.len;
        const struct number *share;
        if (build->cells[i].value == NULL)
            continue;
        status = large(run, build, share_of(run, build->cells[i].value, sums.exact, digits, &share));
        if (status == OK)
            status = add_to(run, build, &sum, share);
        if (status == OK)
            status = print_share(run, &build->cells[i].printed, share, digits);
        if (status == OK && run->eval->shows)
            status = tell_share(run, build, i, before, share);
    }
    return status == OK ? prove_shares(run, build, sum) : status;
}
