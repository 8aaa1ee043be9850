/*
 * Section instructions: its furniture, its watermark, its blocks.
 */
#include "template/apply_int.h"

/* There even when empty: the header is then an empty line. */
static enum status make_margin(struct run *run, const struct furniture_data *data, struct record *scope,
                               struct blocks *list)
{
    const struct paragraph_make make = {.style = data->style, .body = data->body, .place = data->place};
    struct block *block;

    return paragraph_make(run, &make, scope, list, &block);
}

static enum status make_fixed(struct run *run, const struct furniture_data *data, struct record *scope,
                              struct blocks *list, length *at)
{
    const struct paragraph_style *style = run->template->style_body;
    struct sink sink = {.blocks = list, .style = style};
    enum status status = setting_length(run, &data->at, scope, style, at);

    return status == OK ? apply_body(run, data->body, scope, &sink) : status;
}

static enum status add_furniture(struct run *run, const struct furniture_data *data, struct record *scope,
                                 struct furniture ***end)
{
    struct blocks list = {0};
    bool fixed = data->kind == FURNITURE_AT_TOP || data->kind == FURNITURE_AT_BOTTOM;
    struct furniture *furniture = ARENA_NEW(run->arena, struct furniture);
    if (furniture == NULL)
        return NO_MEMORY;
    *furniture =
        (struct furniture){.kind = data->kind, .pages = data->pages, .room = data->room, .over = data->over};
    enum status status =
        fixed ? make_fixed(run, data, scope, &list, &furniture->at) : make_margin(run, data, scope, &list);
    if (status != OK || list.first == NULL)
        return status;
    furniture->blocks = list.first;
    **end = furniture;
    *end = &furniture->next;
    return OK;
}

/* Without text there is none. */
static enum status make_watermark(struct run *run, const struct section_data *data, struct record *scope,
                                  struct section *section)
{
    struct inlines inlines = {.fresh = true, .style = run->template->style_body};
    struct sink sink = {.inlines = &inlines};
    enum status status = apply_body(run, data->watermark, scope, &sink);

    if (status != OK || inlines.count == 0)
        return status;
    buf_reset(&run->text);
    for (size_t i = 0; i < inlines.count; i++)
        buf_add_str(&run->text, inlines.items[i].text);
    return run_take_text(run, data->watermark_place, &section->watermark);
}

static enum status fill_section(struct run *run, const struct instr *instr, struct record *scope,
                                struct section *section)
{
    const struct section_data *data = instr->data;
    union setting_value page = {.page = NULL};
    struct furniture **end = &section->furniture;
    int64_t restart = 0;
    enum status status = setting_value(run, &data->page, scope, page, &page);

    section->page = page.page;
    status = status_worse(status, setting_count(run, &data->restart, scope, 0, &restart));
    section->restart = (int)restart;
    for (const struct furniture_data *one = data->furniture; one != NULL; one = one->next)
        status = status_worse(status, add_furniture(run, one, scope, &end));
    return status_worse(status, make_watermark(run, data, scope, section));
}

enum status run_section(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    struct section *section = ARENA_NEW(run->arena, struct section);
    struct blocks list = {0};
    if (section == NULL)
        return NO_MEMORY;
    section->place = instr->place;
    enum status status = fill_section(run, instr, scope, section);
    if (status == NO_MEMORY)
        return status;
    struct sink inner = {.blocks = &list, .style = run->template->style_body};
    status = status_worse(status, apply_body(run, instr->body, scope, &inner));
    section->blocks = list.first;
    *(sink->last_section == NULL ? &sink->content->sections : &sink->last_section->next) = section;
    sink->last_section = section;
    return status;
}
