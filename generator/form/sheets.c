/* Columns -> sheets. */
#include "form/form_int.h"

#include <string.h>

enum {
    LAST_ROW = 1048575,
    LIST_MOST = 255, /* bytes of a list of choices */
    ROOM = 4         /* characters beside a head */
};

#define KEY_COMMENT "必填；每份一个，不重复；其他工作表用它说明一行属于哪一份，也用在文件名里"

static void note(struct form_book *book, lxw_error error)
{
    if (book->error == LXW_NO_ERROR)
        book->error = error;
}

static void take(struct form_book *book, lxw_worksheet *sheet, lxw_col_t at, lxw_data_validation *rule)
{
    rule->error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
    note(book, book->library->worksheet_data_validation_range(sheet, 1, at, LAST_ROW, at, rule));
}

/* list: char * each, the last NULL; the library calls them const from 1.2 on. */
static void take_list(struct form_book *book, lxw_worksheet *sheet, lxw_col_t at, void *list)
{
    take(book, sheet, at, &(lxw_data_validation){.validate = LXW_VALIDATION_TYPE_LIST, .value_list = list});
}

/* Choices that a cell offers; too many are in the comment alone. */
static void take_choices(struct form_book *book, lxw_worksheet *sheet, lxw_col_t at,
                         const struct model_facts *facts)
{
    char **list = ARENA_NEW_ARRAY(book->arena, facts->choice_count + 1, char *);
    size_t len = 0;
    for (size_t i = 0; list != NULL && i < facts->choice_count; i++) {
        list[i] = (char *)arena_copy(book->arena, facts->choices[i]).ptr;
        len += facts->choices[i].len + 1;
        if (list[i] == NULL || strchr(list[i], ',') != NULL)
            return;
    }
    if (list == NULL || len > LIST_MOST)
        return;
    take_list(book, sheet, at, list);
}

static void take_values(struct form_book *book, lxw_worksheet *sheet, lxw_col_t at, const struct field *field)
{
    static char yes[] = "是", no[] = "否", *yesno[] = {yes, no, NULL};
    struct model_facts facts;
    model_field_facts(field, &facts);
    if (facts.choice_count > 0)
        take_choices(book, sheet, at, &facts);
    else if (field->type.kind == TYPE_YESNO)
        take_list(book, sheet, at, yesno);
    else if (field->type.kind == TYPE_DATE && !field->month)
        take(book, sheet, at,
             &(lxw_data_validation){.validate = LXW_VALIDATION_TYPE_DATE,
                                    .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                    .minimum_datetime = {.year = 1900, .month = 3, .day = 1},
                                    .maximum_datetime = {.year = 9999, .month = 12, .day = 31}});
    else if (field->type.kind == TYPE_NUMBER)
        take(book, sheet, at,
             &(lxw_data_validation){.validate = LXW_VALIDATION_TYPE_DECIMAL,
                                    .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                    .minimum_number = -1e15,
                                    .maximum_number = 1e15});
}

static void put_column(struct form_book *book, lxw_worksheet *sheet, lxw_col_t at,
                       const struct form_column *column)
{
    const struct form_library *library = book->library;
    const enum type_kind kind = column->field != NULL ? column->field->type.kind : TYPE_TEXT;
    lxw_format *format = kind == TYPE_DATE && !column->field->month ? book->date
                         : kind == TYPE_NUMBER                      ? NULL
                                                                    : book->text;
    lxw_comment_options options = {.author = "", .width = 240, .height = 90};
    note(book,
         library->worksheet_set_column(sheet, at, at, (double)(str_columns(column->head) + ROOM), format));
    note(book, library->worksheet_write_string(sheet, 0, at, column->head.ptr,
                                               column->needed ? book->needed : book->other));
    note(book, library->worksheet_write_comment_opt(sheet, 0, at, column->comment.ptr, &options));
    if (column->field != NULL)
        take_values(book, sheet, at, column->field);
}

/* What a sheet may be called: 31 characters, without []:*?/\ . */
static struct str sheet_name(struct arena *arena, struct str label)
{
    enum { NAME_MOST = 31 };
    struct str name = arena_copy(arena, str_shorten(label, NAME_MOST - 1));
    char *bytes = (char *)name.ptr;
    for (size_t i = 0; bytes != NULL && i < name.len; i++)
        if (strchr("[]:*?/\\'", bytes[i]) != NULL)
            bytes[i] = ' ';
    return name;
}

void form_sheet(struct form_book *book, const struct form_columns *columns)
{
    const struct form_column key = {.head = book->key, .comment = STR(KEY_COMMENT), .needed = true};
    const struct str name = sheet_name(book->arena, columns->name);
    lxw_worksheet *sheet =
        name.ptr == NULL ? NULL : book->library->workbook_add_worksheet(book->workbook, name.ptr);
    if (sheet == NULL) {
        note(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    put_column(book, sheet, 0, &key);
    for (size_t i = 0; i < columns->count; i++)
        put_column(book, sheet, (lxw_col_t)(i + 1), &columns->items[i]);
    book->library->worksheet_freeze_panes(sheet, 1, 1);
}

void form_notes(struct form_book *book, const struct str *lines, size_t count)
{
    enum { WIDTH = 100 };
    lxw_worksheet *sheet = book->library->workbook_add_worksheet(book->workbook, "说明");
    if (sheet == NULL) {
        note(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    note(book, book->library->worksheet_set_column(sheet, 0, 0, WIDTH, NULL));
    for (size_t i = 0; i < count; i++)
        note(book, book->library->worksheet_write_string(sheet, (lxw_row_t)i, 0, lines[i].ptr, NULL));
}
