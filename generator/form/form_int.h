/*
 * Inside form:
 *
 *   library.c   libxlsxwriter, loaded when it is asked for
 *   columns.c   the fields of a shape -> columns, with what is said of each
 *   sheets.c    columns -> sheets
 *   form.c      the workbook
 */
#ifndef CHENGWEN_FORM_INT_H
#define CHENGWEN_FORM_INT_H

#include "form/form.h"

#include <xlsxwriter.h>

/* --- library.c --- */

/* The functions of the library that are called here. */
#define FORM_FUNCTIONS(FUNCTION)                                                                             \
    FUNCTION(workbook_new)                                                                                   \
    FUNCTION(workbook_add_worksheet)                                                                         \
    FUNCTION(workbook_add_format)                                                                            \
    FUNCTION(workbook_set_properties)                                                                        \
    FUNCTION(workbook_close)                                                                                 \
    FUNCTION(worksheet_write_string)                                                                         \
    FUNCTION(worksheet_write_comment_opt)                                                                    \
    FUNCTION(worksheet_set_column)                                                                           \
    FUNCTION(worksheet_set_row)                                                                              \
    FUNCTION(worksheet_freeze_panes)                                                                         \
    FUNCTION(worksheet_data_validation_range)                                                                \
    FUNCTION(format_set_bold)                                                                                \
    FUNCTION(format_set_text_wrap)                                                                           \
    FUNCTION(format_set_align)                                                                               \
    FUNCTION(format_set_bg_color)                                                                            \
    FUNCTION(format_set_border)                                                                              \
    FUNCTION(format_set_num_format)                                                                          \
    FUNCTION(lxw_strerror)

#define FORM_POINTER(name) __typeof__ (&(name))(name);
struct form_library {
    FORM_FUNCTIONS(FORM_POINTER)
};
/* NULL: it cannot be loaded; *ret_reason says why. */
const struct form_library *form_library(const char **ret_reason);

/* --- columns.c --- */

struct form_column {
    struct str head, comment;
    const struct field *field; /* NULL: what tells papers apart */
    bool needed;
};
struct form_columns {
    struct str name;   /* of the sheet */
    struct str prefix; /* of heads: 甲方. */
    struct form_column *items;
    size_t count, capacity;
};
/* Those of the shape and its groups. */
enum status form_columns(struct arena *arena, const struct shape *shape,
                         struct form_columns *columns) CHECKED;
/* The lists of the shape and its groups. */
struct form_list {
    const struct field *field;
    struct str way;  /* labels of its groups and its own, with points between */
    struct str name; /* its label; its way, where another is called so */
};
struct form_lists {
    struct str prefix; /* 变更后. */
    struct form_list *items;
    size_t count, capacity;
};
enum status form_lists(struct arena *arena, const struct shape *shape, struct form_lists *lists) CHECKED;

/* --- sheets.c --- */

struct form_book {
    const struct form_library *library;
    lxw_workbook *workbook;
    lxw_format *needed, *other; /* heads */
    lxw_format *text, *date;    /* columns */
    struct str key;             /* head of the first column of each sheet, which tells papers apart */
    struct arena *arena;
    lxw_error error; /* the first */
};
void form_sheet(struct form_book *book, const struct form_columns *columns);
void form_notes(struct form_book *book, const struct str *lines, size_t count);

#endif
