/* The workbook: it is written to memory, since the library knows files only. */
#include "form/form_int.h"
#include "form/messages.def"
#include "base/messages.def"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static lxw_format *head_format(const struct form_book *book, lxw_color_t color)
{
    const struct form_library *library = book->library;
    lxw_format *format = library->workbook_add_format(book->workbook);
    if (format == NULL)
        return NULL;
    library->format_set_bold(format);
    library->format_set_text_wrap(format);
    library->format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    library->format_set_bg_color(format, color);
    library->format_set_border(format, LXW_BORDER_THIN);
    return format;
}

static lxw_format *column_format(const struct form_book *book, const char *number)
{
    lxw_format *format = book->library->workbook_add_format(book->workbook);
    if (format != NULL)
        book->library->format_set_num_format(format, number);
    return format;
}

static bool make_formats(struct form_book *book)
{
    enum { NEEDED_COLOR = 0xFFF2CC, OTHER_COLOR = 0xEDEDED };
    book->needed = head_format(book, NEEDED_COLOR);
    book->other = head_format(book, OTHER_COLOR);
    book->text = column_format(book, "@");
    book->date = column_format(book, "yyyy-mm-dd");
    /* The day on which it was made would make each file another. */
    lxw_doc_properties properties = {.created = 1};
    book->library->workbook_set_properties(book->workbook, &properties);
    return book->needed != NULL && book->other != NULL && book->text != NULL && book->date != NULL;
}

static enum status add_notes(struct form_book *book, const struct form_request *request)
{
    const struct str lines[] = {
        arena_printf(book->arena, "每一行生成一份%.*s；黄色的列必填，灰色的可以不填，不用的列可以删去。",
                     STR_ARGS(request->label)),
        STR("其他工作表的每一行是一份文书里某个列表的一项，第一列写它属于哪一份，与第一张工作表的第一列相同"
            "。"),
        STR("合计、大写、占比等由程序计算，不必填；填了的就核对；要核对别的数，就加一列，表头写字段的名称。"),
        STR("身份证号、账号等长数字按文字填写：数字超过 15 位会被表格软件改掉。"),
        STR("长的正文写在一份描述里作底本，各份都用它：chengwen build 底本.xml --data 本文件.xlsx -o 目录。"),
        arena_printf(
            book->arena,
            "没有底本：chengwen build --data 本文件.xlsx --kind %.*s -o 目录；先核对：把 build 换成 check。",
            STR_ARGS(request->kind))};
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++)
        if (lines[i].ptr == NULL)
            return NO_MEMORY;
    form_notes(book, lines, ARRAY_COUNT(lines));
    return OK;
}

/* What no column is called. */
static struct str key_head(const struct form_columns *sheets, size_t count)
{
    struct str head = STR("编号");
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sheets[i].count; k++)
            if (str_is(sheets[i].items[k].head, "编号"))
                head = STR("文书编号");
    return head;
}

static enum status add_sheets(struct form_book *book, const struct form_request *request)
{
    struct form_lists lists = {.prefix = STR("")};
    enum status status = form_lists(book->arena, request->shape, &lists);
    const size_t count = lists.count + 1;
    struct form_columns *sheets = ARENA_NEW_ARRAY(book->arena, count, struct form_columns);
    if (status != OK || sheets == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count && status == OK; i++) {
        const struct form_list *list = i > 0 ? &lists.items[i - 1] : NULL;
        sheets[i] =
            (struct form_columns){.name = list != NULL ? list->name : request->label, .prefix = STR("")};
        status = form_columns(book->arena, list != NULL ? list->field->type.of->shape : request->shape,
                              &sheets[i]);
    }
    book->key = key_head(sheets, count);
    for (size_t i = 0; i < count && status == OK; i++)
        if (i == 0 || sheets[i].count > 0)
            form_sheet(book, &sheets[i]);
    return status == OK ? add_notes(book, request) : status;
}

/* Into the open file. */
static enum status write_book(struct arena *arena, struct diag *diag, const struct form_request *request,
                              int file)
{
    char path[64];
    const char *reason = "";
    struct form_book book = {.library = form_library(&reason), .arena = arena};
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (book.library == NULL)
        return diag_report(diag, MSG_FORM_LIBRARY, request->place, reason);
    book.workbook = book.library->workbook_new(path);
    if (book.workbook == NULL)
        return NO_MEMORY;
    enum status status = make_formats(&book) ? add_sheets(&book, request) : NO_MEMORY;
    errno = 0;
    const lxw_error closed = book.library->workbook_close(book.workbook);
    const int reason_closed = errno;
    if (book.error == LXW_NO_ERROR)
        book.error = closed;
    if (status == OK && book.error != LXW_NO_ERROR)
        return diag_report(diag, MSG_FORM_UNWRITTEN, request->place,
                           reason_closed != 0 ? file_reason(reason_closed)
                                              : book.library->lxw_strerror(book.error));
    return status;
}

static enum status refuse(struct diag *diag, const struct form_request *request)
{
    return diag_report(diag, MSG_FORM_UNWRITTEN, request->place, file_reason(errno));
}

static enum status read_back(struct arena *arena, struct diag *diag, const struct form_request *request,
                             int file, struct str *ret_bytes)
{
    struct stat facts;
    if (fstat(file, &facts) != 0)
        return refuse(diag, request);
    const size_t size = (size_t)facts.st_size;
    char *bytes = size <= FORM_MAX_BYTES ? arena_alloc_bytes(arena, size + 1) : NULL;
    if (bytes == NULL)
        return NO_MEMORY;
    for (size_t done = 0; done < size;) {
        const ssize_t n = pread(file, bytes + done, size - done, (off_t)done);
        if (n == 0 || (n < 0 && errno != EINTR))
            return refuse(diag, request);
        done += n > 0 ? (size_t)n : 0;
    }
    *ret_bytes = (struct str){bytes, size};
    return OK;
}

enum status form_make(struct arena *arena, struct diag *diag, const struct form_request *request,
                      struct str *ret_bytes)
{
    const int file = memfd_create("chengwen", MFD_CLOEXEC);
    if (file < 0)
        return refuse(diag, request);
    enum status status = write_book(arena, diag, request, file);
    if (status == OK)
        status = read_back(arena, diag, request, file, ret_bytes);
    close(file);
    return status;
}
