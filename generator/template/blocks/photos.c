/*
 * <photos>: the pictures of a list in rows of equal boxes, captions below.
 *
 * Each record makes a picture in a box with its caption, in a column; so many columns are side by side, kept
 * whole.  A last row that is not full stands at the left under the others; if it is the only one it stands in
 * the middle.  An empty list makes nothing.
 */
#include "template/blocks/blocks_int.h"
#include "template/messages.def"

struct photos_data {
    struct for_data loop; /* first, for loop_run */
    struct picture_source source;
    struct setting alt, columns, rows, height, fit, gap, style, numbering, dots, id;
};

/* What holds for all of them; what is known when all are there. */
struct photos {
    struct columns columns; /* first: what the sink points to */
    const struct paragraph_style *style;
    int numbering; /* -1: none */
    struct block_picture box;
    length longest;
    struct echo echo; /* of the photo at hand; caption NULL: none */
};

static enum status compile_photos(struct compiler *compiler, const struct node *node, const struct site *site,
                                  struct instr *instr, void *memory)
{
    struct photos_data *data = memory;
    const struct schema_row *row = schema_placed(compiler->language, node->name, site->context);
    struct site inner = *site;
    enum status status = compile_loop_over(compiler, node, "of", &data->loop, &inner.scope);
    if (status != OK)
        return status;
    status = setting_compile(compiler, row, node, "file", inner.scope, &data->source.file);
    status = status_worse(status, setting_compile(compiler, row, node, "alt", inner.scope, &data->alt));
    status = status_worse(status, setting_compile(compiler, row, node, "id", inner.scope, &data->id));
    if (status == OK)
        status = compile_id(compiler, &data->id);
    if (status == OK && data->source.file.given)
        status = picture_source_compile(compiler, &data->source);
    return status_worse(status, compile_children(compiler, node, &inner, IN_INLINE, &instr->body));
}

/* What leads to the picture leads to its caption. */
static enum status add_target(struct run *run, const struct photos_data *data, struct record *scope,
                              int numbering, struct block *caption)
{
    struct str id = STR(""), cited = STR("");
    enum status status = READ(run, scope, NULL, {&data->id, &id});
    if (status == OK && id.len > 0 && numbering >= 0)
        status = numbering_cite(run, numbering, caption->place, &cited);
    return status == OK ? target_add(run, id, cited, cited.len > 0, caption, caption->place) : status;
}

/* The caption of the picture; one without words is none. */
static enum status add_caption(struct run *run, const struct instr *instr, struct record *scope,
                               struct photos *photos, struct block_picture *picture)
{
    struct blocks list = {0};
    struct str number, words;
    struct paragraph_make make = {.style = photos->style, .body = instr->body, .place = instr->place};
    enum status status = numbering_lead(run, photos->numbering, instr->place, &number, &make.number);
    make.none = STR("");
    if (status == OK)
        status = paragraph_make(run, &make, scope, &list);
    if (status == OK)
        status = paragraph_words(run, list.first, &words);
    if (status != OK || (str_trim(words).len == 0 && !paragraph_cites(list.first)))
        return status;
    const length wide = (length)utf8_count(words) * style_em(photos->style);
    photos->longest = length_max(photos->longest, wide);
    picture->caption = list.first;
    photos->echo = (struct echo){.caption = picture->alt.len == 0 ? list.first : NULL,
                                 .skip = make.number.len,
                                 .before = STR(""),
                                 .behind = STR("")};
    if (picture->alt.len == 0) /* what it says behind its number */
        picture->alt = str_trim(str_slice(words, make.number.len, words.len));
    return add_target(run, instr->data, scope, photos->numbering, list.first);
}

static enum status add_photo(struct run *run, const struct instr *instr, struct record *scope,
                             struct sink *sink, const struct value *item)
{
    const struct photos_data *data = instr->data;
    struct photos *photos = (struct photos *)sink->columns;
    struct blocks list = {0};
    struct block block = {.kind = BLOCK_PICTURE, .place = instr->place, .picture = photos->box};
    (void)item;
    enum status status = picture_source_read(run, &data->source, scope, &block.picture.file);
    if (status == OK)
        status = READ(run, scope, NULL, {&data->alt, &block.picture.alt});
    if (status != OK)
        return status;
    block.picture.alt = str_trim(block.picture.alt);
    status = add_caption(run, instr, scope, photos, &block.picture);
    if (status == OK)
        status = block_add(run, &list, &block);
    if (status == OK && block.picture.caption != NULL && photos->echo.caption != NULL) {
        photos->echo.text = &list.first->picture.alt;
        status = echo_add(run, &photos->echo);
    }
    const struct column column = {1, list.first};
    return status == OK ? ARENA_APPEND(run->arena, photos->columns.items, photos->columns.count,
                                       photos->columns.capacity, &column)
                        : status;
}

/* So many a row. */
static enum status add_rows(struct run *run, const struct instr *instr, const struct photos *photos,
                            size_t across, struct sink *sink)
{
    const struct columns *columns = &photos->columns;
    enum status status = OK;
    for (size_t i = 0; i < columns->count; i++)
        columns->items[i].blocks->picture.caption_most = photos->longest;
    for (size_t from = 0; from < columns->count && status == OK; from += across) {
        const size_t left = columns->count - from;
        const struct block block = {.kind = BLOCK_COLUMNS,
                                    .place = instr->place,
                                    .columns = {.items = columns->items + from,
                                                .count = left < across ? left : across,
                                                .gap = photos->box.gap,
                                                .above = from > 0 ? photos->box.gap : 0,
                                                .of = across,
                                                .centred = columns->count < across}};
        status = block_add(run, sink->blocks, &block);
    }
    return status;
}

static enum status read_box(struct run *run, const struct photos_data *data, struct record *scope,
                            struct photos *photos, int64_t *ret_across)
{
    struct block_picture *box = &photos->box;
    int64_t rows = 0, dots = -1;
    box->alt = STR("");
    enum status status = READ(run, scope, NULL, {&data->style, &photos->style},
                              {&data->numbering, &photos->numbering}, {&data->columns, ret_across},
                              {&data->rows, &rows}, {&data->fit, &box->fit}, {&data->dots, &dots});
    if (status == OK)
        status = READ(run, scope, photos->style, {&data->height, &box->height}, {&data->gap, &box->gap});
    box->rows = rows > TEMPLATE_MAX_COLUMNS ? TEMPLATE_MAX_COLUMNS : (int)rows;
    box->dots = picture_dots(run, dots);
    return status;
}

static enum status run_photos(struct run *run, const struct instr *instr, struct record *scope,
                              struct sink *sink)
{
    const struct photos_data *data = instr->data;
    struct photos photos = {.numbering = -1, .style = sink->style, .box = {.align = ALIGN_JUSTIFY}};
    struct sink inner = {.columns = &photos.columns, .style = sink->style};
    struct slot list;
    int64_t across = 1;
    const size_t errors = run_errors(run);
    enum status status = expr_eval_slot(data->loop.each, run->eval, scope, &list);
    if (run_lacks(run, status, errors))
        return OK;
    if (status == OK)
        status = read_box(run, data, scope, &photos, &across);
    if (status == OK && across > TEMPLATE_MAX_COLUMNS)
        return run_limit(run, instr->place, MSG_TEMPLATE_MANY_SIDE_COLUMNS, TEMPLATE_MAX_COLUMNS);
    if (status == OK)
        status = loop_run(run, instr, &list, scope, &inner, add_photo);
    return status == OK ? add_rows(run, instr, &photos, (size_t)across, sink) : status;
}

static const struct setting_field photos_fields[] = {FIELD(photos_data, "columns", columns),
                                                     FIELD(photos_data, "rows", rows),
                                                     FIELD(photos_data, "height", height),
                                                     FIELD(photos_data, "fit", fit),
                                                     FIELD(photos_data, "gap", gap),
                                                     FIELD(photos_data, "style", style),
                                                     FIELD(photos_data, "numbering", numbering),
                                                     FIELD(photos_data, "dots", dots),
                                                     {.attr = NULL}};

const struct element elements_photos[] = {
    {ELEMENT_PHOTOS, compile_photos, run_photos, sizeof(struct photos_data), photos_fields},
    {.id = ELEMENT_NONE},
};
