/*
 * data.json of an earlier paper, read as the record of the period before: what stands there of fields, each with the
 * line it stands on.  Figures that no field has are nobody's to ask for.  The file is anybody's: it is taken whole, or
 * refused.
 */
#include "attach/attach_int.h"
#include "attach/messages.def"

#include <string.h>

struct record_reading {
    struct arena *arena;
    struct str text;
    struct model_past *past;
    size_t at; /* the place of this byte is known */
    struct place place;
};

static const struct choice TYPES[] = {
    {"number", TYPE_NUMBER}, {"text", TYPE_TEXT}, {"date", TYPE_DATE}, {"yesno", TYPE_YESNO}};
static const struct words words_type = WORDS(TYPES);

/* Fields come in the order of the text. */
static struct place place_at(struct record_reading *reading, const char *where)
{
    const size_t to = (size_t)(where - reading->text.ptr);
    for (; reading->at < to; reading->at++) {
        const bool ends = reading->text.ptr[reading->at] == '\n';
        reading->place.line += ends ? 1 : 0;
        const bool begins = ((unsigned char)reading->text.ptr[reading->at] & 0xC0) != 0x80; /* a character */
        reading->place.column = ends ? 1 : reading->place.column + (begins ? 1 : 0);
    }
    return reading->place;
}

/* Members are texts; a value that is a list has no single one. */
static enum status read_field(struct record_reading *reading, struct str object)
{
    struct model_past_figure figure = {.place = place_at(reading, object.ptr)};
    const struct str value = json_member(object, "value");
    struct str type;
    int word;
    enum status status = attach_read_text(reading->arena, object, "path", &figure.path);
    if (status == OK)
        status = attach_read_text(reading->arena, object, "type", &type);
    if (status == OK)
        status = attach_read_text(reading->arena, object, "unit", &figure.unit);
    if (status == OK && (figure.path.len == 0 || value.len == 0 || type.len == 0))
        return FAILED;
    if (status != OK || !words_parse(&words_type, type, &word))
        return status;
    figure.type = (enum type_kind)word;
    figure.doubt = str_is(json_member(object, "doubt"), "true");
    figure.value = json_text(reading->arena, value);
    if (value.ptr[0] != '"')
        return FAILED;
    return figure.value.ptr == NULL ? NO_MEMORY : model_past_add(reading->past, &figure);
}

static enum status read_fields(struct record_reading *reading)
{
    static const char format[] = "chengwen data ";
    struct str form, item;
    if (!json_is_valid(reading->text))
        return FAILED;
    enum status status = attach_read_text(reading->arena, reading->text, "format", &form);
    if (status == OK)
        status = attach_read_text(reading->arena, reading->text, "kind", &reading->past->kind);
    const struct str fields = json_member(reading->text, "fields");
    if (status == OK && (!str_starts(form, format) || reading->past->kind.len == 0 || fields.len == 0 ||
                         fields.ptr[0] != '['))
        return FAILED;
    for (size_t at = 0; status == OK && json_next(fields, &at, &item);)
        status = read_field(reading, item);
    return status;
}

enum status attach_record_read(struct arena *arena, struct diag *diag, const char *path, struct str text,
                               struct model_past *ret_past)
{
    *ret_past = (struct model_past){.arena = arena, .file = path, .is_there = true};
    struct record_reading reading = {.arena = arena, .text = text, .past = ret_past, .place = {path, 1, 1}};
    enum status status = read_fields(&reading);
    const char *why = reading.at == 0 ? "不是本程序写的 data.json" : "这里读不下去，它改动过，或不完整";
    return status == FAILED ? diag_report(diag, MSG_ATTACH_RECORD, reading.place, why) : status;
}
