/*
 * What the attributes of a definition say: the defaults of the schema, then what its base says, then its own.
 * An attribute that sets others beside itself (padding, paper) stands before them in the schema, and what it
 * sets gives way to what they say themselves, whatever the order in the file.
 */
#include "style/style_int.h"

#include <assert.h>
#include <string.h>

const struct schema_row *style_element(enum style_kind kind)
{
    static const struct schema_row *elements[STYLE_KINDS];
    if (elements[kind] == NULL)
        elements[kind] = schema_element(LANGUAGE_STYLE, str_of(style_kinds[kind].element));
    return elements[kind];
}

size_t style_place(enum style_kind kind, const char *name)
{
    const struct schema_row *element = style_element(kind), *row = schema_attribute(element, str_of(name));
    assert(row != NULL && row - element <= STYLE_MAX_VALUES);
    return (size_t)(row - element - 1);
}

const struct style_value *style_value_of(const struct style_define *define, const char *name)
{
    return &define->values[style_place(define->kind, name)];
}

length style_length(const struct style_define *define, const char *name)
{
    const struct style_value *value = style_value_of(define, name);
    return value->given ? value->value.measure.value : -1;
}

static const struct {
    enum style_kind kind;
    const char *attr, *sets;
} setters[] = {{STYLE_TABLE, "padding", "padding-x"},
               {STYLE_TABLE, "padding", "padding-y"},
               {STYLE_PAGE, "paper", "width"},
               {STYLE_PAGE, "paper", "height"}};

const char *style_sets(enum style_kind kind, const char *attr, size_t index)
{
    for (size_t i = 0; i < ARRAY_COUNT(setters); i++)
        if (setters[i].kind == kind && strcmp(setters[i].attr, attr) == 0 && index-- == 0)
            return setters[i].sets;
    return NULL;
}

/* ISO 216, as in GB/T 148. */
union attr_value style_paper_side(int paper, bool is_width)
{
    static const length sides[][2] = {
        {LENGTH_MM(210), LENGTH_MM(297)}, {LENGTH_MM(297), LENGTH_MM(420)}, {LENGTH_MM(176), LENGTH_MM(250)}};
    return (union attr_value){.measure = {sides[paper][is_width ? 0 : 1], MEASURE_LENGTH}};
}

static void set_value(struct style_define *define, const struct schema_row *row, struct style_value value)
{
    const char *sets;
    define->values[row - style_element(define->kind) - 1] = value;
    for (size_t i = 0; (sets = style_sets(define->kind, row->name, i)) != NULL; i++) {
        struct style_value *other = &define->values[style_place(define->kind, sets)];
        *other = value;
        if (define->kind == STYLE_PAGE)
            other->value = style_paper_side(value.value.word, strcmp(sets, "width") == 0);
    }
}

void style_basics(struct style_define *define)
{
    const struct schema_row *row = style_element(define->kind);
    for (row++; row->row == ROW_ATTRIBUTE; row++) {
        struct style_value value = {.given = true};
        if (row->otherwise[0] != '\0' && value_parse(row->kind, str_of(row->otherwise), &value.value))
            set_value(define, row, value);
    }
}

static enum status set_attribute(struct style_reader *reader, struct style_define *define,
                                 const struct schema_row *row, const struct attr *attr)
{
    struct style_value value = {.attr = attr, .given = true};
    if (row->kind == VALUE_STYLE && style_define_lookup(reader, STYLE_PARAGRAPH, attr->value) == NULL)
        return style_unknown(reader, attr->place, STYLE_PARAGRAPH, attr->value);
    if (!value_parse(row->kind, attr->value, &value.value))
        return refuse_kind(reader->diag, attr->place, row->name, attr->value, row->kind);
    set_value(define, row, value);
    return OK;
}

enum status style_set_attributes(struct style_reader *reader, struct style_define *define)
{
    enum status status = OK;
    for (const struct schema_row *row = style_element(define->kind) + 1; row->row == ROW_ATTRIBUTE; row++) {
        const struct attr *attr = node_attr(define->node, row->name);
        if (attr != NULL && strcmp(row->name, "name") != 0 && strcmp(row->name, "base") != 0)
            status = status_worse(status, set_attribute(reader, define, row, attr));
    }
    return status;
}

enum status style_check_attributes(struct style_reader *reader, const struct style_define *define)
{
    enum status status = schema_check(reader->diag, define->node, style_element(define->kind));
    return status_worse(status, refuse_content(reader->diag, define->node));
}

/* Of the files read, used ones first, the last that says it is heard. */
enum status style_set_sheet(struct style_reader *reader, const struct node *root)
{
    const struct schema_row *row = schema_element(LANGUAGE_STYLE, STR("styles"));
    union attr_value value;
    enum status status = schema_check(reader->diag, root, row);
    for (row++; row->row == ROW_ATTRIBUTE; row++) {
        const struct attr *attr = node_attr(root, row->name);
        if (attr == NULL)
            continue;
        if (!value_parse(row->kind, attr->value, &value))
            status = refuse_kind(reader->diag, attr->place, row->name, attr->value, row->kind);
        else if (row->kind == VALUE_KINSOKU)
            reader->kinsoku = (enum kinsoku)value.word;
        else
            reader->dots = (int)value.count;
    }
    return status;
}
