/*
 * <picture>, the same in layout and prose; <qr>.
 *
 * A file that the layout names outright is read when the kind is loaded, from beside the file that says so,
 * and its faults are faults of the kind.  One that an expression of the layout names comes from the input's
 * folder, one that prose names from the folder of the file that the prose stands in; those are read when the
 * document is made.  Of the measures that are given the missing one follows here; without any, the width
 * hangs on the column, so layout finds both.
 */
#include "template/blocks/blocks_int.h"
#include "template/messages.def"

struct picture_data {
    struct picture_source source;
    struct setting width, height, align, alt, fit, dots;
};

/* More than any sheet, and small enough to be multiplied by pixels. */
static const length MEASURE_MOST = LENGTH_POINT * 10000000;

enum status picture_source_compile(struct compiler *compiler, struct picture_source *source)
{
    source->in_prose = compiler->language == LANGUAGE_PROSE;
    if (!source->file.fixed || source->in_prose)
        return OK;
    const struct picture_name name = {.path = str_trim(source->file.value.text),
                                      .beside = source->file.place.file,
                                      .place = source->file.place,
                                      .kept = true};
    return picture_file_read(compiler->arena, compiler->diag, &compiler->pictures, &name, &source->fixed);
}

static enum status compile_picture(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *memory)
{
    struct picture_data *data = memory;
    (void)instr;
    return status_worse(picture_source_compile(compiler, &data->source), compile_empty(compiler, node, site));
}

struct place picture_source_place(struct run *run, const struct picture_source *source, struct record *scope)
{
    const struct setting *file = &source->file;
    const struct pattern_part *parts;
    const size_t count = file->pattern != NULL ? pattern_parts(file->pattern, &parts) : 0;
    for (size_t i = 0; i < count; i++) {
        const struct place place =
            parts[i].expr != NULL ? expr_origin(parts[i].expr, run->eval, scope) : (struct place){0};
        if (place.line > 0)
            return place;
    }
    return file->place;
}

enum status picture_source_read(struct run *run, const struct picture_source *source, struct record *scope,
                                const struct picture_file **ret_file)
{
    struct str file = STR("");
    if (source->fixed != NULL) {
        *ret_file = source->fixed;
        return OK;
    }
    enum status status = READ(run, scope, NULL, {&source->file, &file});
    if (status != OK)
        return status;
    const struct picture_name name = {.path = str_trim(file),
                                      .beside = source->in_prose ? source->file.place.file : run->input,
                                      .place = picture_source_place(run, source, scope)};
    return picture_file_read(run->arena, run->eval->diag, &run->pictures, &name, ret_file);
}

/* given × to ÷ from, at least 1. */
static length follow(length given, int to, int from)
{
    length own = (given * to + from / 2) / from;
    return own > 0 ? own : 1;
}

/* Of the measures the one that is not given follows. */
static void picture_size(struct block_picture *picture)
{
    if (picture->fit != BOX_NONE)
        return;
    const struct picture_file *file = picture->file;
    length width = picture->width < MEASURE_MOST ? picture->width : MEASURE_MOST;
    length height = picture->height < MEASURE_MOST ? picture->height : MEASURE_MOST;
    if (width > 0 && height == 0)
        height = follow(width, file->height, file->width);
    else if (height > 0 && width == 0)
        width = follow(height, file->width, file->height);
    picture->width = width;
    picture->height = height;
}

/* Beyond what any picture has, all. */
int picture_dots(const struct run *run, int64_t dots)
{
    enum { MOST = 10000 };
    if (dots < 0)
        dots = run->styles->dots < 0 ? PICTURE_DOTS : run->styles->dots;
    return dots > MOST ? 0 : (int)dots;
}

static enum status run_picture(struct run *run, const struct instr *instr, struct record *scope,
                               struct sink *sink)
{
    const struct picture_data *data = instr->data;
    struct block block = {.kind = BLOCK_PICTURE, .place = instr->place, .picture = {.align = ALIGN_JUSTIFY}};
    struct block_picture *picture = &block.picture;
    int64_t dots = -1;
    enum status status = picture_source_read(run, &data->source, scope, &picture->file);
    if (status == OK)
        status = READ(run, scope, sink->style, {&data->alt, &picture->alt}, {&data->align, &picture->align},
                      {&data->width, &picture->width}, {&data->height, &picture->height},
                      {&data->fit, &picture->fit}, {&data->dots, &dots});
    if (status != OK)
        return status;
    picture->dots = picture_dots(run, dots);
    picture->alt = str_trim(picture->alt);
    picture_size(picture);
    return block_add(run, sink->blocks, &block);
}

/* --- QR codes --- */

struct code_data {
    struct setting text, size, align, alt;
};

static enum status make_code(struct run *run, struct place place, struct str text,
                             struct block_picture *picture)
{
    struct figure_code *code = ARENA_NEW(run->arena, struct figure_code);
    if (code == NULL)
        return NO_MEMORY;
    enum status status = figure_code_make(run->arena, run->eval->diag, place, text, code);
    picture->code = code;
    if (status != OK)
        return status;
    return ARENA_APPEND(run->arena, run->content->codes, run->content->code_count,
                        run->content->code_capacity, &code->text);
}

/* Cameras of phones want a third of a millimetre a module. */
static void look_at_size(const struct run *run, struct place place, const struct block_picture *picture)
{
    static const length LEAST = 935; /* 0.33 mm */
    const int across = picture->code->side + 2 * FIGURE_CODE_QUIET;
    if (picture->width < LEAST * across)
        diag_report(run->eval->diag, MSG_TEMPLATE_CODE_SMALL, place, LENGTH_MM_ARGS(picture->width),
                    LENGTH_MM_ARGS(LEAST * across));
}

/* Without what nobody sees. */
static enum status seen(struct arena *arena, struct str text, struct str *ret_seen)
{
    struct buf out = BUF(text.len + 1);
    buf_add_str(&out, text);
    if (!out.failed)
        buf_drop_line_end_marks(&out);
    return buf_keep(&out, arena, ret_seen);
}

static enum status run_qr(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct code_data *data = instr->data;
    struct block block = {.kind = BLOCK_PICTURE, .place = instr->place, .picture = {.align = ALIGN_JUSTIFY}};
    struct block_picture *picture = &block.picture;
    struct str text;
    enum status status = READ(run, scope, sink->style, {&data->text, &text}, {&data->size, &picture->width},
                              {&data->align, &picture->align}, {&data->alt, &picture->alt});
    picture->height = picture->width;
    if (status == OK)
        status = seen(run->arena, str_trim(text), &text);
    if (status == OK)
        status = make_code(run, data->text.place, text, picture);
    if (status == OK)
        look_at_size(run, instr->place, picture);
    if (status != OK)
        return status;
    picture->alt = str_trim(picture->alt);
    if (picture->alt.len == 0)
        picture->alt = arena_printf(run->arena, "二维码：%.*s", STR_ARGS(picture->code->text));
    return picture->alt.ptr == NULL ? NO_MEMORY : block_add(run, sink->blocks, &block);
}

static const struct setting_field code_fields[] = {FIELD(code_data, "text", text),
                                                   FIELD(code_data, "size", size),
                                                   FIELD(code_data, "align", align),
                                                   FIELD(code_data, "alt", alt),
                                                   {.attr = NULL}};
static const struct setting_field picture_fields[] = {
    FIELD(picture_data, "file", source.file), FIELD(picture_data, "width", width),
    FIELD(picture_data, "height", height),    FIELD(picture_data, "align", align),
    FIELD(picture_data, "alt", alt),          FIELD(picture_data, "fit", fit),
    FIELD(picture_data, "dots", dots),        {.attr = NULL}};

const struct element elements_picture[] = {
    {ELEMENT_PICTURE, compile_picture, run_picture, sizeof(struct picture_data), picture_fields},
    {ELEMENT_QR, NULL, run_qr, sizeof(struct code_data), code_fields},
    {.id = ELEMENT_NONE},
};
