/*
 * data.json: the computed record, a field a line, in the order of the model.
 *
 *   {"path":"total","label":"合同总额","type":"number","unit":"元","value":"252.5","from":"computed",
 *    "printed":[{"page":3,"box":[90,411.5,48,12],"text":"252.50"}]}
 *
 * Values are strings, for numbers are exact: a decimal that ends, or a fraction (1/3).  Pages count from 1, boxes are
 * x, y, width, height in points from the lower left corner, as the file counts.  What a paper prints in several forms
 * or places has several; what is printed nowhere has none.  A number that is printed in another unit says how many
 * times smaller it is printed ("text":"269","unit":"万元","scale":"10000" of 2690000); "unit" of a place is what stands
 * right behind it.  Behind them stand the figures that no field has, because
 * the paper makes them where it prints them: sums of tables, counts, differences; in the order of the pages:
 *
 *   {"label":"金额（元）","row":"合计","formula":"sum(amount)","type":"number","unit":"元","value":"252.5","printed":[…]}
 *
 * Last come the places where parties sign (page_places.c), where there are any.
 *
 *  Prose is in the description; what is missing is not listed.  "codes" of the head are the texts of QR codes, where there are any.
 */
#include "attach/attach_int.h"

#include <string.h>

struct data {
    struct attach *attach;
    struct buf *out, path;
    bool any;
};

static const char *const types[] = {
    [TYPE_NUMBER] = "number", [TYPE_TEXT] = "text", [TYPE_DATE] = "date", [TYPE_YESNO] = "yesno",
    [TYPE_LIST] = "numbers",  [TYPE_RECORD] = NULL, [TYPE_PROSE] = NULL};

struct str attach_value_type(const struct value *value)
{
    const bool of_others = value != NULL && value->kind == TYPE_LIST && value->list.count > 0 &&
                           value->list.items[0].kind != TYPE_NUMBER;
    return value == NULL || of_others || types[value->kind] == NULL ? STR("") : str_of(types[value->kind]);
}

static void add_member(struct buf *out, const char *name, struct str value)
{
    buf_add_text(out, ",\"");
    buf_add_text(out, name);
    buf_add_text(out, "\":");
    buf_add_json(out, value);
}

static void add_number(struct buf *out, const struct number *number)
{
    buf_add_char(out, '"');
    number_print_exact(number, out);
    buf_add_char(out, '"');
}

void attach_value_add(struct buf *out, const struct value *value)
{
    if (value->kind == TYPE_NUMBER) {
        add_number(out, value->number);
    } else if (value->kind == TYPE_DATE) {
        buf_printf(out, "\"%04d-%02d-%02d\"", value->date.year, value->date.month, value->date.day);
    } else if (value->kind == TYPE_YESNO) {
        buf_printf(out, "\"%s\"", words_print(&words_yesno, value->yesno));
    } else if (value->kind == TYPE_TEXT) {
        buf_add_json(out, value->text);
    } else {
        for (size_t i = 0; i < value->list.count; i++) {
            buf_add_char(out, i == 0 ? '[' : ',');
            add_number(out, value->list.items[i].number);
        }
        buf_add_text(out, value->list.count == 0 ? "[]" : "]");
    }
}

/* *ret_so: the value is printed so many times smaller, rounded. */
static enum status is_in_scale(struct arena *arena, const struct number *value, const struct number *printed,
                               const struct number *scale, const struct number *step, bool *ret_so)
{
    const struct number *back, *apart, *most, *minus, *least;
    enum status status = number_apply(arena, NUMBER_MULTIPLY, printed, scale, &back);
    if (status == OK)
        status = number_apply(arena, NUMBER_SUBTRACT, value, back, &apart);
    if (status == OK)
        status = number_apply(arena, NUMBER_MULTIPLY, step, scale, &most);
    if (status == OK)
        status = number_of(arena, -1, &minus);
    if (status == OK)
        status = number_apply(arena, NUMBER_MULTIPLY, most, minus, &least);
    *ret_so = status == OK && number_compare(apart, most) < 0 && number_compare(apart, least) > 0;
    return status;
}

/* One in its last place: of 252.73 it is 0.01. */
static enum status step_of(struct arena *arena, struct str text, const struct number **ret_step)
{
    char step[] = "0.000000000001";
    enum { POINT = 2, PLACES = sizeof step - 1 - POINT };
    const char *point = memchr(text.ptr, '.', text.len);
    const size_t places = point == NULL ? 0 : (size_t)(text.ptr + text.len - point - 1);
    if (places == 0 || places > PLACES)
        return number_of(arena, 1, ret_step);
    step[POINT + places - 1] = '1';
    return number_parse(arena, (struct str){step, POINT + places}, ret_step);
}

/* 核减16.27万元 of -162727 */
static enum status give_sign(struct arena *arena, const struct number *value, const struct number **printed)
{
    const struct number *zero, *minus;
    enum status status = number_of(arena, 0, &zero);
    if (status == OK)
        status = number_of(arena, -1, &minus);
    if (status == OK && number_compare(value, zero) < 0 && number_compare(*printed, zero) > 0)
        status = number_apply(arena, NUMBER_MULTIPLY, *printed, minus, printed);
    return status;
}

/* 10000 where 269 is printed of 2690000; nothing where it is printed as it is, or not in digits. */
static enum status add_scale(struct arena *arena, const struct value *value, struct str text, struct buf *out)
{
    static const char *const scales[] = {"1", "10000", "100000000", "1000", "1000000", "10000000", "0.01"};
    const struct number *printed, *step, *scale;
    enum status status = value->kind == TYPE_NUMBER ? number_parse(arena, text, &printed) : FAILED;
    if (status != OK || number_compare(printed, value->number) == 0)
        return status == NO_MEMORY ? status : OK;
    status = give_sign(arena, value->number, &printed);
    if (status == OK)
        status = step_of(arena, text, &step);
    bool found = false;
    size_t i = 0;
    for (; i < ARRAY_COUNT(scales) && status == OK && !found; i++) {
        status = number_parse(arena, str_of(scales[i]), &scale);
        if (status == OK)
            status = is_in_scale(arena, value->number, printed, scale, step, &found);
    }
    if (found && i > 1)
        buf_printf(out, ",\"scale\":\"%s\"", scales[i - 1]);
    return status == NO_MEMORY ? status : OK;
}

static enum status add_places(const struct attach *attach, const struct value *value,
                              const struct place_printed *place, struct buf *out)
{
    enum status status = OK;
    buf_add_text(out, place != NULL ? ",\"printed\":[" : "");
    for (bool first = true; place != NULL; place = place_next(attach, place), first = false) {
        const int32_t box[] = {place->x, place->y, place->width, place->height};
        buf_printf(out, "%s{\"page\":%u,\"box\":[", first ? "" : ",", (unsigned)place->page + 1);
        for (size_t i = 0; i < ARRAY_COUNT(box); i++) {
            buf_add_text(out, i == 0 ? "" : ",");
            buf_add_thousandths(out, box[i]);
        }
        buf_add_char(out, ']');
        add_member(out, "text", place->text);
        if (place->unit.ptr != NULL && value->kind == TYPE_NUMBER)
            add_member(out, "unit", place->unit);
        status = status_worse(status, add_scale(attach->arena, value, place->text, out));
        buf_add_text(out, place->next == 0 ? "}]" : "}");
    }
    return status;
}

static void add_path(struct buf *out, struct buf *path, const struct model_spot *spot)
{
    buf_reset(path);
    record_path(spot->record, spot->slot, path);
    buf_add_json(out, buf_str(path));
    out->failed = out->failed || path->failed;
}

static enum status add_field(void *context, const struct model_spot *spot)
{
    static const char *const origins[] = {[MODEL_STATED] = "stated",
                                          [MODEL_COMPUTED] = "computed",
                                          [MODEL_DEFAULT] = "default",
                                          [MODEL_PREVIOUS] = "previous"};
    struct data *data = context;
    struct buf *out = data->out;
    const struct value *value = spot->value;
    const struct str type = attach_value_type(value);
    if (type.len == 0)
        return OK;
    const struct field *field = &spot->record->shape->fields[spot->slot];
    buf_add_text(out, data->any ? ",\n{\"path\":" : "\n{\"path\":");
    data->any = true;
    add_path(out, &data->path, spot);
    add_member(out, "label", field->label);
    add_member(out, "type", type);
    if (field->type.unit.len > 0)
        add_member(out, "unit", field->type.unit);
    buf_add_text(out, ",\"value\":");
    attach_value_add(out, value);
    add_member(out, "from", str_of(origins[spot->origin]));
    if (spot->record->slots[spot->slot].doubt != NULL)
        buf_add_text(out, ",\"doubt\":true");
    const struct shown shown = {.record = spot->record, .slot = spot->slot};
    enum status status = add_places(data->attach, value, places_of(data->attach, &shown), out);
    buf_add_char(out, '}');
    return out->failed ? buf_status(out) : status;
}

/* What the record has no field for. */
static enum status add_made(struct data *data, const struct shown *shown, bool first)
{
    const struct paper_figure *made = shown->made;
    struct buf *out = data->out;
    buf_add_text(out, first ? "\n{\"label\":" : ",\n{\"label\":");
    buf_add_json(out, made->label.len > 0 ? made->label : made->formula);
    if (made->row.len > 0)
        add_member(out, "row", made->row);
    if (made->formula.len > 0)
        add_member(out, "formula", made->formula);
    buf_reset(&data->path);
    if (shown->record != NULL)
        record_path(shown->record, -1, &data->path);
    if (data->path.len > 0)
        add_member(out, "of", buf_str(&data->path));
    add_member(out, "type", str_of(types[made->value.kind]));
    if (made->unit.len > 0)
        add_member(out, "unit", made->unit);
    buf_add_text(out, ",\"value\":");
    attach_value_add(out, &made->value);
    enum status status = add_places(data->attach, &made->value, places_of(data->attach, shown), out);
    buf_add_char(out, '}');
    out->failed = out->failed || data->path.failed;
    return status;
}

static void add_codes(struct buf *out, const struct attach_codes *codes)
{
    for (size_t i = 0; i < codes->count; i++) {
        buf_add_text(out, i == 0 ? ",\"codes\":[" : ",");
        buf_add_json(out, codes->texts[i]);
    }
    buf_add_text(out, codes->count > 0 ? "]" : "");
}

enum status data_write(struct attach *attach, const struct attach_paper *paper,
                       const struct page_document *document)
{
    struct data data = {.attach = attach, .out = &attach->data, .path = BUF(ATTACH_MAX_BYTES)};
    const struct model_visitor visitor = {&data, add_field};
    buf_add_text(data.out, "{\"format\":\"chengwen data 1\"");
    add_member(data.out, "kind", paper->kind);
    add_member(data.out, "title", document->title);
    buf_printf(data.out, ",\"pages\":%zu", document->page_count);
    add_codes(data.out, paper->codes);
    buf_add_text(data.out, ",\"fields\":[");
    enum status status = model_walk(paper->eval, paper->record, &visitor);
    buf_add_text(data.out, "\n],\"figures\":[");
    for (size_t i = 0; i < attach->made_count && status == OK; i++)
        status = add_made(&data, attach->made[i], i == 0);
    buf_add_text(data.out, "\n]");
    if (document->place_count > 0) {
        buf_add_text(data.out, ",\"places\":");
        page_places_add(document, data.out);
    }
    buf_add_text(data.out, "}\n");
    buf_clear(&data.path);
    return status == OK ? buf_status(data.out) : status;
}
