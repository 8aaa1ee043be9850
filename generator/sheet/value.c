/*
 * What a cell stores -> its value.
 *
 * t="…" says how: s (a shared string by its number), str (a formula's text), inlineStr, b, e (an error), d (a date after ISO
 * 8601), n or nothing (a number, which the style may show as a date).  Of a formula only the value that the file keeps counts.
 */
#include "sheet/sheet_int.h"

static void set_fault(struct sheet_cell *cell, enum fault fault, struct str text)
{
    cell->kind = SHEET_FAULT;
    cell->fault = (uint8_t)fault;
    cell->text = text;
}

static void set_text(struct sheet_cell *cell, struct str text, enum reader_fitness fitness)
{
    cell->kind = text.len == 0 ? SHEET_EMPTY : SHEET_TEXT;
    cell->text = text;
    cell->doubtful = fitness == READER_DOUBTFUL;
    if (fitness == READER_UNFIT)
        set_fault(cell, FAULT_CHARACTERS, text);
}

static enum status keep_text(struct book *book, struct str text, struct str *ret_kept)
{
    *ret_kept = arena_copy(book->arena, text);
    return ret_kept->ptr == NULL ? NO_MEMORY : OK;
}

static enum status keep_fault(struct book *book, enum fault fault, struct str text, struct sheet_cell *cell)
{
    struct str kept;
    enum status status = keep_text(book, text, &kept);
    set_fault(cell, fault, kept);
    return status;
}

static enum status make_shared(struct book *book, const struct stored *stored, struct sheet_cell *cell)
{
    int64_t i;
    if (!digits_parse(str_trim(stored->value), 9, &i) || (size_t)i >= book->string_count)
        return keep_fault(book, FAULT_TYPE, stored->value, cell);
    set_text(cell, book->strings[i].text, book->strings[i].fitness);
    return OK;
}

static enum status make_text(struct book *book, const struct stored *stored, struct sheet_cell *cell)
{
    struct str text = string_clean(book->arena, stored->value);
    if (text.ptr == NULL)
        return NO_MEMORY;
    set_text(cell, text, reader_judge_text(text));
    return OK;
}

static enum status make_truth(struct book *book, const struct stored *stored, struct sheet_cell *cell)
{
    struct str value = str_trim(stored->value);
    bool yes = str_is(value, "1") || str_is(value, "true");
    if (!yes && !str_is(value, "0") && !str_is(value, "false"))
        return keep_fault(book, FAULT_TYPE, stored->value, cell);
    cell->kind = SHEET_TRUTH;
    cell->text = yes ? STR("是") : STR("否");
    return OK;
}

static enum status make_error(struct book *book, const struct stored *stored, struct sheet_cell *cell)
{
    return keep_fault(book, FAULT_ERROR, stored->value, cell);
}

static enum status make_date(struct book *book, const struct stored *stored, struct sheet_cell *cell)
{
    char room[DATE_ROOM];
    enum fault fault = date_of_iso(stored->value, room, &cell->kind);
    return fault == FAULT_NONE ? keep_text(book, str_of(room), &cell->text)
                               : keep_fault(book, fault, stored->value, cell);
}

static enum status make_number(struct book *book, const struct stored *stored, struct sheet_cell *cell)
{
    char room[DECIMAL_ROOM]; /* a date takes less */
    struct decimal decimal;
    enum fault fault = decimal_parse(stored->value, &decimal);
    struct number_format style = {FORMAT_PLAIN, 0};
    if (stored->style < book->format_count)
        style = book->formats[stored->style];
    const enum format format = (enum format)style.format;
    if (fault == FAULT_NONE && decimal.count == 0 && stored->has_formula && book->is_uncomputed)
        fault = FAULT_NULL_RESULT;
    if (fault != FAULT_NONE)
        return keep_fault(book, fault, stored->value, cell);
    if (format == FORMAT_PLAIN || format == FORMAT_PERCENT) {
        cell->kind = SHEET_NUMBER;
        cell->percent = format == FORMAT_PERCENT;
        cell->zeros = style.zeros;
        return keep_text(book, (struct str){room, decimal_print(&decimal, room)}, &cell->text);
    }
    fault = date_of_serial(&decimal, format, book->since_1904, room, &cell->kind);
    return fault == FAULT_NONE ? keep_text(book, str_of(room), &cell->text)
                               : keep_fault(book, fault, stored->value, cell);
}

enum status value_make(struct book *book, const struct stored *stored, struct sheet_cell *ret_cell)
{
    static const struct {
        const char *type;
        enum status (*make)(struct book *book, const struct stored *stored, struct sheet_cell *cell);
    } types[] = {{"n", make_number}, {"s", make_shared}, {"str", make_text}, {"inlineStr", make_text},
                 {"b", make_truth},  {"e", make_error},  {"d", make_date}};
    bool is_text = str_is(stored->type, "str") || str_is(stored->type, "inlineStr");
    bool is_empty = is_text ? stored->value.len == 0 : str_trim(stored->value).len == 0;
    bool is_result = stored->has_formula && book->is_uncomputed; /* "", too, is no result of his */
    bool missing = !stored->has_value || (is_empty && (!is_text || is_result));
    *ret_cell = (struct sheet_cell){.kind = SHEET_EMPTY, .computed = stored->has_formula};
    if (missing && stored->has_formula)
        set_fault(ret_cell, FAULT_NO_RESULT, STR(""));
    if (missing)
        return OK;
    if (stored->has_formula && book->is_outdated)
        return keep_fault(book, FAULT_OLD_RESULT, stored->value, ret_cell);
    if (stored->type.len == 0)
        return make_number(book, stored, ret_cell);
    for (size_t i = 0; i < ARRAY_COUNT(types); i++)
        if (str_is(stored->type, types[i].type))
            return types[i].make(book, stored, ret_cell);
    return keep_fault(book, FAULT_TYPE, stored->value, ret_cell);
}
