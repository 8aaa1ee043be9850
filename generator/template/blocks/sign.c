/*
 * <sign>: where a party signs; <straddle>: a seal over the edges of all pages.
 */
#include "template/blocks/blocks_int.h"
#include "template/messages.def"
#include "unicode/unicode.h"

struct sign_data {
    struct picture_source picture;
    struct setting party, kind, keyword, width, height, left, right, rise, drop, guide, color;
};

/* What may not stand around it may not stand in it either. */
static enum status compile_sign(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct sign_data *data = memory;
    const unsigned context = site->context == IN_SECTION ? IN_KEEP : site->context;
    enum status status = OK;
    if (data->left.given && data->right.given)
        status = diag_report(compiler->diag, MSG_TEMPLATE_SIGN_SIDES, data->right.place, "left", "right");
    if (data->rise.given && data->drop.given)
        status = diag_report(compiler->diag, MSG_TEMPLATE_SIGN_SIDES, data->drop.place, "rise", "drop");
    if (data->picture.file.given)
        status = status_worse(status, picture_source_compile(compiler, &data->picture));
    return status_worse(status, compile_children(compiler, node, site, context, &instr->body));
}

/* The text under a seal is to be read: what is not ink must be transparent. */
static enum status look_at_picture(const struct run *run, struct place place, const struct picture_file *file)
{
    struct picture_samples samples;
    enum status status = OK;
    bool transparent = false;
    if (file->format == PICTURE_PNG) {
        status = picture_samples_open(file, &samples);
        transparent = status != OK || samples.channels == 2 ||
                      samples.channels == 4; /* a broken one is told by who writes it */
        picture_samples_close(&samples);
    }
    if (status == NO_MEMORY)
        return status;
    return transparent ? OK
                       : diag_report(run->eval->diag, MSG_TEMPLATE_SIGN_OPAQUE, place, STR_ARGS(file->path));
}

/* A picture whose name turns out to be empty is none. */
static enum status read_picture(struct run *run, const struct sign_data *data, struct record *scope,
                                struct block_sign *sign)
{
    struct str name = STR("");
    if (!data->picture.file.given)
        return OK;
    enum status status =
        data->picture.fixed == NULL ? READ(run, scope, NULL, {&data->picture.file, &name}) : OK;
    if (status != OK || (data->picture.fixed == NULL && str_trim(name).len == 0))
        return status;
    status = picture_source_read(run, &data->picture, scope, &sign->picture);
    if (status != OK)
        return status;
    sign->alt =
        arena_printf(run->arena, "%.*s%s", STR_ARGS(sign->party), sign->kind == SIGN_SEAL ? "印章" : "签名");
    return sign->alt.ptr != NULL
               ? look_at_picture(run, picture_source_place(run, &data->picture, scope), sign->picture)
               : NO_MEMORY;
}

/* Nothing of it can be seen. */
static bool is_nobody(struct str party)
{
    bool nobody = true;
    for (size_t at = 0; at < party.len && nobody;) {
        const uint32_t code = utf8_next(party, &at);
        nobody = unicode_is_white(code) || unicode_is_ignorable(code);
    }
    return nobody;
}

static enum status run_sign(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    const struct sign_data *data = instr->data;
    struct blocks list = {0};
    struct sink inner = *sink;
    struct block block = {.kind = BLOCK_SIGN,
                          .place = instr->place,
                          .sign = {.at_left = data->left.given, .from_top = data->drop.given}};
    struct block_sign *sign = &block.sign;
    inner.blocks = &list;
    inner.lead = sink->blocks->first == NULL ? sink->lead : NULL;
    enum status status = apply_body(run, instr->body, scope, &inner);
    if (status == OK)
        status =
            READ(run, scope, sink->style, {&data->party, &sign->party}, {&data->kind, &sign->kind},
                 {&data->keyword, &sign->keyword}, {&data->width, &sign->width},
                 {&data->height, &sign->height}, {sign->at_left ? &data->left : &data->right, &sign->aside},
                 {sign->from_top ? &data->drop : &data->rise, &sign->rise}, {&data->guide, &sign->guide},
                 {&data->color, &sign->color});
    if (status != OK)
        return status;
    sign->party = str_trim(sign->party);
    sign->keyword = str_trim(sign->keyword);
    if (is_nobody(sign->party))
        return diag_report(run->eval->diag, MSG_TEMPLATE_SIGN_PARTY, data->party.place);
    sign->height = data->height.given ? sign->height : sign->width;
    sign->blocks = list.first;
    status = read_picture(run, data, scope, sign);
    return status == OK ? block_add(run, sink->blocks, &block) : status;
}

static const struct setting_field sign_fields[] = {FIELD(sign_data, "party", party),
                                                   FIELD(sign_data, "kind", kind),
                                                   FIELD(sign_data, "keyword", keyword),
                                                   FIELD(sign_data, "width", width),
                                                   FIELD(sign_data, "height", height),
                                                   FIELD(sign_data, "left", left),
                                                   FIELD(sign_data, "right", right),
                                                   FIELD(sign_data, "rise", rise),
                                                   FIELD(sign_data, "drop", drop),
                                                   FIELD(sign_data, "guide", guide),
                                                   FIELD(sign_data, "color", color),
                                                   FIELD(sign_data, "picture", picture.file),
                                                   {.attr = NULL}};

/* --- straddle --- */

struct straddle_data {
    struct setting party, width, height, top, on, most, guide, color;
};

static enum status compile_straddle(struct compiler *compiler, const struct node *node,
                                    const struct site *site, struct instr *instr, void *memory)
{
    (void)instr, (void)memory;
    return compile_empty(compiler, node, site);
}

static enum status run_straddle(struct run *run, const struct instr *instr, struct record *scope,
                                struct sink *sink)
{
    const struct straddle_data *data = instr->data;
    struct straddle *straddle = ARENA_NEW(run->arena, struct straddle), **last = &sink->content->straddles;
    if (straddle == NULL)
        return NO_MEMORY;
    *straddle = (struct straddle){.has_top = data->top.given, .place = instr->place};
    enum status status =
        READ(run, scope, run->template->style_body, {&data->party, &straddle->party},
             {&data->width, &straddle->width}, {&data->height, &straddle->height},
             {&data->top, &straddle->top}, {&data->on, &straddle->parity}, {&data->most, &straddle->most},
             {&data->guide, &straddle->guide}, {&data->color, &straddle->color});
    if (status != OK)
        return status;
    straddle->party = str_trim(straddle->party);
    if (is_nobody(straddle->party))
        return diag_report(run->eval->diag, MSG_TEMPLATE_SIGN_PARTY, data->party.place);
    if (straddle->most < 2)
        return refuse_value(run->eval->diag, data->most.place, "most", STR("1"), " 2 以上的整数");
    straddle->height = data->height.given ? straddle->height : straddle->width;
    while (*last != NULL)
        last = &(*last)->next;
    *last = straddle;
    return OK;
}

static const struct setting_field straddle_fields[] = {FIELD(straddle_data, "party", party),
                                                       FIELD(straddle_data, "width", width),
                                                       FIELD(straddle_data, "height", height),
                                                       FIELD(straddle_data, "top", top),
                                                       FIELD(straddle_data, "on", on),
                                                       FIELD(straddle_data, "most", most),
                                                       FIELD(straddle_data, "guide", guide),
                                                       FIELD(straddle_data, "color", color),
                                                       {.attr = NULL}};

const struct element elements_sign[] = {
    {ELEMENT_SIGN, compile_sign, run_sign, sizeof(struct sign_data), sign_fields},
    {ELEMENT_STRADDLE, compile_straddle, run_straddle, sizeof(struct straddle_data), straddle_fields},
    {.id = ELEMENT_NONE},
};
