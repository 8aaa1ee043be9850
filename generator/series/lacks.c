/*
 * What heads leave open: columns that nothing is made of, columns that every row would lack, and the list that all rows are
 * records of where no mapping says so.  Each is said once, at the heads, and not again at every row.
 */
#include "series/series_int.h"
#include "series/messages.def"

#include <string.h>

/* --- columns that are not used --- */

/* Is the first cell that says something a number? */
static bool holds_figures(const struct series_columns *columns, uint32_t number)
{
    for (size_t i = columns->head + 1; i < columns->sheet->count; i++) {
        const struct sheet_cell cell = sheet_cell_at(&columns->sheet->rows[i], number);
        if (cell.kind != SHEET_EMPTY)
            return cell.kind == SHEET_NUMBER;
    }
    return false;
}

static void tell_unused(const struct series_reading *reading, const struct series_columns *columns,
                        const struct unused_column *column)
{
    const struct place place = head_place(reading, columns, column->number);
    const struct hint hint = {.near = column->near};
    if (holds_figures(columns, column->number))
        diag_report_near(reading->diag, MSG_SERIES_UNUSED_FIGURES, place, hint, STR_ARGS(column->head));
    else
        diag_report_near(reading->diag, MSG_SERIES_UNUSED, place, hint, STR_ARGS(column->head));
}

void lacks_tell_unused(const struct series_reading *reading, const struct series_columns *columns)
{
    for (size_t i = 0; i < columns->unused_count; i++)
        if (!columns->unused[i].is_told)
            tell_unused(reading, columns, &columns->unused[i]);
}

/* --- columns that every row lacks --- */

static bool contains(struct str text, struct str part)
{
    return part.len >= 2 * strlen("字") && part.len <= text.len &&
           memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

/* One that is not used, and whose head is like the field's label or a part of it; NULL: none. */
static struct unused_column *find_like(struct series_columns *columns, const struct field *field)
{
    struct nearest nearest = {.name = field->label};
    struct unused_column *part = NULL;
    for (size_t i = 0; i < columns->unused_count; i++) {
        struct unused_column *column = &columns->unused[i];
        if (column->is_told)
            continue;
        nearest_offer(&nearest, column->head);
        if (part == NULL && (contains(field->label, column->head) || contains(column->head, field->label)))
            part = column;
    }
    for (size_t i = 0; i < columns->unused_count && nearest.best.len > 0; i++)
        if (str_equal(columns->unused[i].head, nearest.best))
            return &columns->unused[i];
    return part;
}

/* Of a walk over the fields of a record and of its groups. */
struct lacking {
    const struct series_reading *reading;
    struct series_columns *columns;
    const struct columns_wanted *wanted;
    struct target way; /* to the field at hand, it included */
};

static bool is_given(const struct lacking *lacking)
{
    const struct series_columns *columns = lacking->columns;
    for (size_t i = 0; i < columns->count; i++)
        if (target_equal(&columns->items[i].target, &lacking->way))
            return true;
    return target_equal(&columns->others_head, &lacking->way) ||
           target_equal(&columns->others_cell, &lacking->way);
}

/* What the record says under this name, as an element or an attribute; ret_element NULL: it is no element. */
static bool says(const struct node *record, struct str name, const struct node **ret_element)
{
    *ret_element = NULL;
    for (const struct node *child = node_first_element(record); child != NULL;
         child = node_next_element(child))
        if (str_equal(child->name, name)) {
            *ret_element = child;
            return true;
        }
    for (size_t i = 0; i < record->attr_count; i++)
        if (str_equal(record->attrs[i].name, name))
            return true;
    return false;
}

/* Of a group that another file holds all is said there. */
static bool base_says(const struct node *base, const struct target *way)
{
    const struct node *record = base;
    bool said = true;
    for (size_t i = 0; i < way->count && said && record != NULL; i++)
        said = node_attr(record, "href") != NULL || says(record, way->steps[i], &record);
    return said;
}

/* A paper has it from the description under it, or from the mapping. */
static bool is_said_elsewhere(const struct lacking *lacking)
{
    const struct series_reading *reading = lacking->reading;
    struct target both[2];
    for (size_t i = 0; i < reading->mapping.value_count; i++)
        if (target_find(lacking->wanted->shape, reading->mapping.values[i].field.text, &both[0], &both[1]) >
                0 &&
            target_equal(&both[0], &lacking->way))
            return true;
    return reading->source->base != NULL && base_says(reading->source->base, &lacking->way);
}

static enum status refuse_lacking(const struct lacking *lacking)
{
    const struct series_reading *reading = lacking->reading;
    const struct field *field = lacking->way.field;
    const struct str words = target_words(reading->arena, lacking->wanted->shape, &lacking->way),
                     names = target_names(reading->arena, &lacking->way);
    if (words.ptr == NULL || names.ptr == NULL)
        return NO_MEMORY;
    struct unused_column *like = find_like(lacking->columns, field);
    const struct hint hint = {.near = like != NULL ? like->head : STR("")};
    if (like != NULL)
        like->is_told = true;
    return diag_report_near(reading->diag, MSG_SERIES_LACKS,
                            head_place(reading, lacking->columns, like != NULL ? like->number : 1), hint,
                            STR_ARGS(words), STR_ARGS(names));
}

/* Fields of a group are lacked by every row where the group itself must be there. */
static enum status refuse_lacks(struct lacking *lacking, const struct shape *shape)
{
    enum status status = OK;
    const struct series_source *source = lacking->reading->source;
    for (size_t i = 0; i < shape->field_count && !status_stops(status); i++) {
        const struct field *field = &shape->fields[i];
        if (!source->is_owed(field) || lacking->way.count >= SERIES_MAX_STEPS)
            continue;
        lacking->way.steps[lacking->way.count++] = field->name;
        lacking->way.field = field;
        if (field->type.kind == TYPE_RECORD)
            status = status_worse(status, refuse_lacks(lacking, field->type.shape));
        else if (!is_given(lacking) && (lacking->wanted->rows != ROWS_PAPERS || !is_said_elsewhere(lacking)))
            status = status_worse(status, refuse_lacking(lacking));
        lacking->way.count--;
    }
    return status;
}

enum status lacks_refuse(const struct series_reading *reading, struct series_columns *columns,
                         const struct columns_wanted *wanted)
{
    struct lacking lacking = {.reading = reading, .columns = columns, .wanted = wanted};
    return reading->source->is_owed == NULL ? OK : refuse_lacks(&lacking, wanted->shape);
}

/* --- the list that is meant --- */

struct meant_list {
    const struct series_reading *reading;
    const struct sheet *sheet;
    struct target way, list;
    uint32_t row;
    size_t most;
    bool several, failed;
};

static void offer_list(struct meant_list *meant, const struct field *field)
{
    const struct mapping_columns none = {.items = NULL};
    size_t most = 0;
    uint32_t row = 0;
    for (size_t i = 0; i < meant->sheet->count && i < HEADS_LOOKED_AT; i++) {
        const size_t count =
            heads_count(meant->reading, &meant->sheet->rows[i], field->type.of->shape, &none);
        meant->failed = meant->failed || count == SIZE_MAX;
        if (count > most) {
            most = count;
            row = meant->sheet->rows[i].number;
        }
    }
    if (most == 0 || most < meant->most)
        return;
    meant->several = most == meant->most;
    meant->most = most;
    meant->row = row;
    meant->list = meant->way;
    meant->list.steps[meant->list.count++] = field->name;
    meant->list.field = field;
}

static void search_lists(struct meant_list *meant, const struct shape *shape)
{
    for (size_t i = 0; i < shape->field_count && !meant->failed; i++) {
        const struct field *field = &shape->fields[i];
        if (field->type.kind == TYPE_LIST && field->type.of != NULL && field->type.of->kind == TYPE_RECORD)
            offer_list(meant, field);
        if (field->type.kind != TYPE_RECORD || meant->way.count + 2 >= SERIES_MAX_STEPS)
            continue;
        meant->way.steps[meant->way.count++] = field->name;
        search_lists(meant, field->type.shape);
        meant->way.count--;
    }
}

bool lacks_find_list(const struct series_reading *reading, const struct sheet *sheet, size_t more,
                     struct target *ret_list, uint32_t *ret_row)
{
    struct meant_list meant = {.reading = reading, .sheet = sheet};
    search_lists(&meant, reading->source->shape);
    *ret_list = meant.list;
    *ret_row = meant.row;
    return !meant.failed && !meant.several && meant.most > more;
}
