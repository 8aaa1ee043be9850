/*
 * Charts: a slice as high as the chart, never divided, kept with its caption below.
 *
 * What it looks like is drawn without fonts or pages (figure/chart.h); here its texts are measured and set as text of its
 * style, and its paths become items.  All of it belongs to one FIGURE, whose words say it: texts in it that show a figure
 * have its run, so that who looks for figures finds where they stand.  A chart whose height nobody says is made higher where
 * it would not have room.
 */
#include <assert.h>

#include "layout/flow/flow_int.h"
#include "layout/messages.def"

/* As narrow as a column by content may make a chart without measures: 40 mm. */
static const length CHART_LEAST = 113386;
static const length CHART_MM = 2835;
/* What a chart that fills a page leaves to caption, note and white: 25 mm. */
static const length CHART_CAPTION = 70866;

/* --- measures --- */

static length between(length value, length least, length most)
{
    return value < least ? least : value > most ? most : value;
}

/* Of lying bars a row each and the axis, as far as a page has them with a caption; of others a part of their width. */
static length chart_height(const struct block_chart *block, const struct flow *flow, length width)
{
    static const struct {
        int percent, least, most; /* of the width; mm */
    } heights[] = {[CHART_COLUMN] = {45, 45, 70}, [CHART_BAR] = {0, 0, 0},     [CHART_LINE] = {42, 45, 65},
                   [CHART_PIE] = {42, 38, 62},    [CHART_RING] = {42, 38, 62}, [CHART_RADAR] = {60, 50, 85},
                   [CHART_MATRIX] = {55, 50, 90}};
    const struct chart *chart = block->chart;
    const length stacked = chart->labelled ? 26 : 19; /* a figure in the bar, one below it */
    const length row =
        block->style->size * (chart->stacked ? stacked : (length)chart->series_count * 13 + 8) / 10;
    if (block->height > 0)
        return block->height;
    if (chart->kind == CHART_BAR) {
        const length wanted = (length)chart->point_count * row + 5 * block->style->size;
        return flow->page > 2 * CHART_CAPTION ? between(wanted, 0, flow->page - CHART_CAPTION) : wanted;
    }
    return between(width * heights[chart->kind].percent / 100, heights[chart->kind].least * CHART_MM,
                   heights[chart->kind].most * CHART_MM);
}

struct text_widths chart_widths(const struct block_chart *block)
{
    const length least = block->width > 0 ? block->width : CHART_LEAST;
    return (struct text_widths){least, least, least, block->width > 0 ? block->width : 3 * CHART_LEAST};
}

/* --- texts --- */

/* Texts met so far are measured once, in the chart's own size. */
struct chart_texts {
    const struct where *where;
    const struct block *block;
    struct str_index widths;
    enum status status; /* of what was measured: a ruler cannot say it */
};

struct chart_text_source {
    struct str text;
    length size;
    const struct chart_figure *figure; /* NULL: it shows none */
};

/* A paragraph of the one text; `ret_block` holds it. */
static enum status text_of_chart(const struct chart_texts *texts, const struct chart_text_source *source,
                                 struct block **ret_block, struct text_paragraph **ret_text)
{
    struct arena *arena = texts->where->arena;
    struct paragraph_style *style = ARENA_NEW(arena, struct paragraph_style);
    struct inline_item *item = ARENA_NEW(arena, struct inline_item);
    struct block *block = ARENA_NEW(arena, struct block);
    if (style == NULL || item == NULL || block == NULL)
        return NO_MEMORY;
    *style = *texts->block->chart.style;
    style->size = source->size;
    style->pitch = 0;
    *item = (struct inline_item){.kind = INLINE_TEXT, .text = source->text, .place = texts->block->place};
    if (source->figure != NULL) {
        item->shown = source->figure->shown;
        item->doubtful = source->figure->doubtful;
        item->place = source->figure->place;
    }
    *block = (struct block){.kind = BLOCK_PARAGRAPH, .place = texts->block->place};
    block->paragraph = (struct block_paragraph){.style = style, .inlines = item, .inline_count = 1};
    const struct text_source made = {.block = block, .style = style};
    *ret_block = block;
    return text_make(texts->where, &made, ret_text);
}

static enum status measure(struct chart_texts *texts, struct str asked, length *ret_width)
{
    const struct str text = arena_copy(texts->where->arena, asked); /* it is known by its bytes from now on */
    const struct chart_text_source source = {.text = text, .size = texts->block->chart.style->size};
    struct text_paragraph *paragraph;
    struct text_widths widths;
    struct block *block;
    if (text.ptr == NULL)
        return NO_MEMORY;
    enum status status = text_of_chart(texts, &source, &block, &paragraph);
    if (status == OK)
        status = text_paragraph_widths(paragraph, &widths);
    if (status == OK)
        status = str_index_put(&texts->widths, text, widths.natural);
    if (status == OK)
        *ret_width = widths.natural;
    return status;
}

/* Of another size in proportion, not too narrow. */
static length ruler_width(void *context, struct str text, length size)
{
    struct chart_texts *texts = context;
    const length own = texts->block->chart.style->size;
    const int64_t known = str_index_lookup(&texts->widths, text);
    length width = known == STR_INDEX_NONE ? 0 : known;
    if (text.len == 0)
        return 0;
    if (known == STR_INDEX_NONE && texts->status == OK)
        texts->status = measure(texts, text, &width);
    return size == own ? width : (width * size + own - 1) / own;
}

/* Where the text that the glyphs stand for ends. */
static size_t line_bytes(const struct text_line *line, struct str text)
{
    size_t end = 0;
    for (size_t i = 0; i < line->piece_count; i++) {
        const struct text_piece *piece = &line->pieces[i];
        for (size_t k = 0; k < piece->glyph_count && !piece->decoration; k++) {
            const struct str own = piece->glyphs[k].text;
            const size_t from = (uintptr_t)own.ptr - (uintptr_t)text.ptr;
            end = own.len > 0 && from < text.len && from + own.len > end ? from + own.len : end;
        }
    }
    return end;
}

static enum status first_line(struct chart_texts *texts, const struct chart_text_source *source, length room,
                              size_t *ret_bytes)
{
    struct text_paragraph *paragraph;
    struct text_line *lines;
    struct block *block;
    size_t count;
    const struct text_measure measure = {.width = room > source->size ? room : source->size,
                                         .align = TEXT_LEFT};
    enum status status = text_of_chart(texts, source, &block, &paragraph);
    if (status == OK)
        status = text_paragraph_break(paragraph, texts->where->arena, &measure, &lines, &count);
    if (status == OK)
        *ret_bytes = line_bytes(&lines[0], source->text);
    return status;
}

static size_t ruler_first_line(void *context, struct str text, length size, length room)
{
    struct chart_texts *texts = context;
    const struct chart_text_source source = {.text = text, .size = size};
    size_t bytes = 0, least = 0;
    if (texts->status == OK)
        texts->status = first_line(texts, &source, room, &bytes);
    if (text.len > 0)
        (void)utf8_next(text, &least);
    return bytes > least ? bytes : least;
}

/* --- drawing --- */

static bool has_values(const struct chart *chart)
{
    for (size_t s = 0; s < chart->series_count; s++)
        for (size_t i = 0; i < chart->point_count; i++)
            if (!chart->series[s].values[i].missing)
                return true;
    return false;
}

static enum status chart_report(const struct where *where, const struct block *block,
                                const struct chart_problem *problem, const struct chart *chart)
{
    const size_t point = problem->point >= 0 && problem->series >= 0 ? (size_t)problem->point : 0,
                 series = problem->series >= 0 ? (size_t)problem->series : 0;
    const struct place place = problem->point >= 0 && problem->series >= 0
                                   ? block->chart.values[series * chart->point_count + point].place
                                   : block->place;
    const struct str label = chart->labels[point], printed = chart->series[series].values[point].printed;
    struct diag *diag = where->layout->diag;
    switch (problem->fault) {
    case CHART_NEGATIVE:
        return diag_report(diag, MSG_LAYOUT_CHART_NEGATIVE, place, STR_ARGS(label), STR_ARGS(printed));
    case CHART_NOTHING:
        return has_values(chart) ? diag_report(diag, MSG_LAYOUT_CHART_NOTHING, block->place)
                                 : diag_report(diag, MSG_LAYOUT_CHART_MISSING, block->place);
    case CHART_OUTSIDE:
        if (problem->series < 0)
            return problem->point < 0 ? diag_report(diag, MSG_LAYOUT_CHART_ENDS, block->place)
                                      : diag_report(diag, MSG_LAYOUT_CHART_LINE, block->place,
                                                    problem->point + 1, STR_ARGS(problem->at));
        return diag_report(diag, MSG_LAYOUT_CHART_OUTSIDE, place, STR_ARGS(label), STR_ARGS(printed));
    default:
        break;
    }
    return diag_report(diag, MSG_LAYOUT_CHART_SMALL, block->place, LENGTH_MM_ARGS(chart->width),
                       LENGTH_MM_ARGS(chart->height), STR_ARGS(problem->at),
                       LENGTH_MM_ARGS(length_max(chart->width, problem->need_width)),
                       LENGTH_MM_ARGS(length_max(chart->height, problem->need_height)));
}

/* A chart without a height of its own gets what it wants. */
static enum status draw_fitting(struct chart_texts *texts, struct chart *chart, struct chart_drawing *drawing)
{
    const struct where *where = texts->where;
    const struct chart_ruler ruler = {ruler_width, ruler_first_line, texts};
    struct chart_problem problem = {0};
    enum status status = FAILED;
    for (int tries = 0; tries < 3 && status == FAILED && texts->status == OK; tries++) {
        problem = (struct chart_problem){.fault = CHART_DRAWN, .series = -1, .point = -1};
        status = chart_draw(where->layout->job, chart, &ruler, drawing, &problem);
        if (status != FAILED || problem.fault != CHART_TOO_SMALL || texts->block->chart.height > 0 ||
            problem.need_height <= chart->height)
            break;
        chart->height = tries < 2 ? problem.need_height : chart->height;
    }
    if (texts->status != OK)
        return texts->status;
    return status == FAILED ? chart_report(where, texts->block, &problem, chart) : status;
}

/* What rows of a legend take of lying bars that have no height of their own, beyond the one that unit and legend share. */
static length legend_height(struct chart_texts *texts, const struct chart *chart)
{
    length entries = 0;
    if (chart->kind != CHART_BAR || chart->series_count < 2 || texts->block->chart.height > 0)
        return 0;
    for (size_t i = 0; i < chart->series_count; i++)
        entries += ruler_width(texts, chart->series[i].name, chart->size) + 3 * chart->size;
    const bool beside = entries + ruler_width(texts, chart->unit, chart->size) + chart->size <= chart->width;
    return beside ? 0 : (entries / chart->width + (chart->unit.len > 0)) * chart->size * 4 / 3;
}

static enum status add_path(const struct where *where, struct slice *slice, const struct draw *like,
                            const struct chart_path *path)
{
    static const enum page_step steps[] = {[CHART_MOVE] = PAGE_MOVE,
                                           [CHART_TO] = PAGE_LINE,
                                           [CHART_CURVE] = PAGE_CURVE,
                                           [CHART_CLOSE] = PAGE_CLOSE};
    struct page_segment *segments =
        ARENA_NEW_ARRAY(where->layout->job, path->segment_count, struct page_segment);
    struct draw draw = *like;
    size_t count = 0, bends = 0;
    if (segments == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < path->segment_count; i++) {
        const struct chart_segment *from = &path->segments[i];
        segments[count].to[bends++] = (struct page_point){from->to.x, from->to.y};
        if (from->step == CHART_BEND)
            continue;
        segments[count++].step = steps[from->step];
        bends = 0;
    }
    draw.item.hollow = !path->filled;
    draw.item.color = path->fill;
    draw.item.pen = path->pen;
    draw.item.stroke = path->stroke;
    draw.item.segments = segments;
    draw.item.segment_count = count;
    return path->filled || path->stroke > 0 ? slice_add_draw(where, slice, &draw) : OK;
}

/* Is the text a stretch of the other? */
static bool is_part_of(struct str text, struct str whole)
{
    return (uintptr_t)text.ptr - (uintptr_t)whole.ptr < whole.len;
}

/* What the text shows; NULL: nothing. */
static const struct chart_figure *shown_by(const struct block_chart *block, const struct chart_text *text)
{
    const struct chart *chart = block->chart;
    if (text->point < 0 || (size_t)text->point >= chart->point_count)
        return NULL;
    const size_t point = (size_t)text->point;
    if (is_part_of(text->text, chart->labels[point]))
        return &block->labels[point];
    for (size_t s = 0; s < chart->series_count; s++)
        if (is_part_of(text->text, chart->series[s].values[point].printed))
            return &block->values[s * chart->point_count + point];
    return NULL;
}

/* Glyphs along a line that goes up from (x, y); rules under them are left out. */
static void append_upright(struct slice *slice, struct draw *draws, length x, length y)
{
    struct draw *next;
    for (struct draw *draw = draws; draw != NULL; draw = next) {
        next = draw->next;
        draw->next = NULL;
        if (draw->item.kind != PAGE_GLYPHS)
            continue;
        const length along = draw->item.x, up = draw->item.y;
        draw->item.x = up;
        draw->item.y = -along;
        draw->item.angle = 90;
        slice_append_draws(slice, draw, x, y);
    }
}

static enum status add_chart_text(const struct chart_texts *texts, struct slice *slice,
                                  const struct draw *like, const struct chart_text *text)
{
    const struct where *where = texts->where;
    const struct chart_text_source source = {text->text, text->size, shown_by(&texts->block->chart, text)};
    const struct text_measure measure = {.width = 2 * text->width + text->size, .align = TEXT_LEFT};
    struct text_owner owner = {.tag = like->item.tag, .place = texts->block->place};
    struct text_paragraph *paragraph;
    struct slice line_slice = {0};
    struct text_line *lines;
    struct block *block;
    size_t count;
    if (text->text.len == 0)
        return OK;
    enum status status = text_of_chart(texts, &source, &block, &paragraph);
    if (status == OK)
        status = text_paragraph_break(paragraph, where->arena, &measure, &lines, &count);
    if (status != OK)
        return status;
    const bool doubtful = source.figure != NULL && source.figure->doubtful != DOUBTFUL_NOT;
    for (size_t i = 0; !doubtful && i < lines[0].piece_count; i++)
        lines[0].pieces[i].color = text->color;
    owner.block = block;
    status = paragraph_draw_line(where, &line_slice, &lines[0], 0, &owner);
    if (status == OK && text->upright)
        append_upright(slice, line_slice.draws, like->item.x + text->x, text->y);
    else if (status == OK)
        slice_append_draws(slice, line_slice.draws, like->item.x + text->x, text->y);
    return status;
}

static enum status add_drawing(const struct chart_texts *texts, struct slice *slice, const struct draw *like,
                               const struct chart_drawing *drawing)
{
    enum status status = OK;
    for (size_t i = 0; i < drawing->path_count && status == OK; i++)
        status = add_path(texts->where, slice, like, &drawing->paths[i]);
    for (size_t i = 0; i < drawing->text_count && status == OK; i++)
        status = add_chart_text(texts, slice, like, &drawing->texts[i]);
    return status;
}

enum status flow_add_chart(const struct where *where, struct flow *flow, const struct block *block,
                           const struct setting *setting)
{
    const struct block_chart *own = &block->chart;
    struct chart chart = *own->chart;
    struct chart_texts texts = {.where = where, .block = block, .widths = {.arena = where->arena}};
    struct chart_drawing drawing;
    const enum align around = setting->has_align && !own->captioned ? setting->align : ALIGN_CENTER;
    chart.width = own->width > 0 ? own->width : flow->width;
    chart.size = own->style->size;
    chart.height = chart_height(own, flow, chart.width) + legend_height(&texts, &chart);
    if (chart.width > flow->width)
        return diag_report(where->layout->diag, MSG_LAYOUT_CHART_WIDE, block->place,
                           LENGTH_MM_ARGS(chart.width), LENGTH_MM_ARGS(flow->width));
    enum status status = draw_fitting(&texts, &chart, &drawing);
    flow->pending += own->before;
    struct slice *slice = status == OK ? flow_add_slice(where, flow) : NULL;
    if (slice == NULL)
        return status == OK ? NO_MEMORY : status;
    slice->height = chart.height;
    slice->place = block->place;
    slice->picture = true;
    slice->keep_next = slice->keep_line = own->captioned;
    const struct draw like = {
        .item = {.kind = PAGE_PATH,
                 .layer = PAGE_PICTURES,
                 .shape = PAGE_SEGMENTS,
                 .tag = setting_tag(setting, block),
                 .x = aligned_x(own->align != ALIGN_JUSTIFY ? own->align : around, flow->width - chart.width),
                 .width = chart.width,
                 .height = chart.height,
                 .place = block->place}};
    flow->pending += own->captioned ? 0 : own->after;
    return add_drawing(&texts, slice, &like, &drawing);
}
