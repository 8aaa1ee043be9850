/*
 * <picture>, the same in layout and prose.
 *
 * A file that the layout names outright is read when the kind is loaded, from beside the file that says so,
 * and its faults are faults of the kind.  One that an expression of the layout names comes from the input's
 * folder, one that prose names from the folder of the file that the prose stands in; those are read when the
 * document is made.  Of the measures that are given the missing one follows here; without any, the width
 * hangs on the column, so layout finds both.
 */
#include "template/blocks/blocks_int.h"

struct picture_data {
    struct setting file, width, height, align, alt;
    const struct picture_file *fixed; /* named outright in the layout: read already */
    bool in_prose;
};

/* More than any sheet, and small enough to be multiplied by pixels. */
static const length MEASURE_MOST = LENGTH_POINT * 10000000;

static enum status load_fixed(struct compiler *compiler, struct picture_data *data)
{
    const struct picture_name name = {
        .path = str_trim(data->file.value.text), .beside = data->file.place.file, .place = data->file.place};
    return picture_file_read(compiler->arena, compiler->diag, &compiler->pictures, &name, &data->fixed);
}

static enum status compile_picture(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *memory)
{
    struct picture_data *data = memory;
    const struct attr *file;
    enum status status = require_attr(compiler, node, "file", &file);

    data->in_prose = compiler->dialect == &dialect_prose;
    if (status == OK && data->file.fixed && !data->in_prose)
        status = load_fixed(compiler, data);
    status = status_worse(status, check_place(compiler, &data->align));
    return status_worse(status, compile_empty(compiler, node, site, instr, memory));
}

/* Of the file that the element names. */
static enum status read_named(struct run *run, const struct picture_data *data, struct record *scope,
                              const struct picture_file **ret_file)
{
    union setting_value file = {.text = STR("")};

    if (data->fixed != NULL) {
        *ret_file = data->fixed;
        return OK;
    }
    enum status status = setting_value(run, &data->file, scope, file, &file);
    if (status != OK)
        return status;
    const struct picture_name name = {.path = str_trim(file.text),
                                      .beside = data->in_prose ? data->file.place.file : run->input,
                                      .place = data->file.place};
    return picture_file_read(run->arena, run->eval->diag, &run->pictures, &name, ret_file);
}

/* given × to ÷ from, at least 1. */
static length follow(length given, int to, int from)
{
    length own = (given * to + from / 2) / from;

    return own > 0 ? own : 1;
}

static enum status picture_size(struct run *run, const struct picture_data *data, struct record *scope,
                                const struct sink *sink, struct block_picture *picture)
{
    const struct picture_file *file = picture->file;
    length width = 0, height = 0;
    enum status status = setting_length(run, &data->width, scope, sink->style, &width);
    if (status == OK)
        status = setting_length(run, &data->height, scope, sink->style, &height);
    if (status != OK)
        return status;
    width = width < MEASURE_MOST ? width : MEASURE_MOST;
    height = height < MEASURE_MOST ? height : MEASURE_MOST;
    if (width > 0 && height == 0)
        height = follow(width, file->height, file->width);
    else if (height > 0 && width == 0)
        width = follow(height, file->width, file->height);
    picture->width = width;
    picture->height = height;
    return OK;
}

static enum status run_picture(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct picture_data *data = instr->data;
    union setting_value align = {.align = ALIGN_JUSTIFY}, alt = {.text = STR("")};
    const struct picture_file *file;
    struct block *block;
    enum status status = read_named(run, data, scope, &file);
    if (status == OK)
        status = setting_value(run, &data->alt, scope, alt, &alt);
    if (status == OK && data->align.given)
        status = setting_place(run, &data->align, scope, &align.align);
    if (status == OK)
        status = block_add(run, BLOCK_PICTURE, instr->place, sink->blocks, &block);
    if (status != OK)
        return status;
    block->picture = (struct block_picture){.file = file, .alt = str_trim(alt.text), .align = align.align};
    return picture_size(run, data, scope, sink, &block->picture);
}

static const struct setting_rule picture_rules[] = {
    SETTING(picture_data, "file", SETTING_TEXT, file),     SETTING(picture_data, "width", SETTING_SIZE, width),
    SETTING(picture_data, "height", SETTING_SIZE, height), SETTING(picture_data, "align", SETTING_ALIGN, align),
    SETTING(picture_data, "alt", SETTING_TEXT, alt),
};

const struct element elements_picture[] = {
    {"picture", IN_BLOCKS | IN_FIXED, compile_picture, run_picture, sizeof(struct picture_data),
     picture_rules, ARRAY_COUNT(picture_rules), NULL},
    {.name = NULL},
};
