/*
 * sheet: bytes of a spreadsheet -> sheets of cells with places.
 *
 * CSV (RFC 4180; UTF-8 with or without a byte order mark, GB 18030) is a workbook of one sheet; xlsx is read after ECMA-376, both
 * namespaces.  A cell says what its file stores, as a description would write it: numbers as decimals of at most 15
 * significant digits, dates as 2026-03-31, whatever the format shows.  What is no value (an error, a formula that nobody
 * computed, a number that the file cannot hold, a text that no description may hold) is a fault of the cell: told by who
 * takes it, so that a column that nobody wants stops nobody.  Everything lives in the arena given.
 *
 * Numbers: a file keeps 15 digits of what was typed, and writes the double nearest to it with 17 (0.8711 may be
 * 0.87109999999999999).  What it writes is read as a decimal and rounded to 15 digits, half away from zero, as all programs
 * of spreadsheets show it and as this program rounds elsewhere; no double is made of it.  1e15 and more are a fault: of an
 * identity number with 18 digits three are lost.  Less than 1e-15, but for zero, is one too: it is the rest of a computation.
 * Dates: 1900-01-01 is day 1, 29 February 1900 (day 60) does not exist, nor what is before day 1 or behind 9999; or from 1904
 * on, where the workbook says so.  Times are rounded to the second.  In CSV everything is text, as it was typed.
 * Texts stand as they are: full-width digits, U+00A0, '007.  Line ends are LF.
 * Refused as a whole: macros, links to other workbooks, what is encrypted, or damaged, or larger than the limits.
 */
#ifndef CHENGWEN_SHEET_H
#define CHENGWEN_SHEET_H

#include "base/base.h"

enum {
    SHEET_MAX_BYTES = 64 << 20, /* of the file */
    SHEET_MAX_CELLS = 4000000,
    SHEET_MAX_COLUMNS = 16384,
    SHEET_MAX_ROWS = 1 << 20,
    SHEET_MAX_SHEETS = 256
};

enum sheet_kind {
    SHEET_EMPTY,
    SHEET_TEXT,
    SHEET_NUMBER,
    SHEET_DATE,  /* with a time behind a blank where there is one: 2026-03-31 08:30:00 */
    SHEET_TIME,  /* of a day: 08:30:00 */
    SHEET_TRUTH, /* "是", "否" */
    SHEET_FAULT
};

struct sheet_cell {
    struct str text;      /* SHEET_FAULT: what the file has there */
    uint32_t row, column; /* from 1 on; of merged cells: where it stands that says the value */
    uint8_t kind;         /* enum sheet_kind */
    uint8_t fault;        /* sheet's own */
    bool percent;         /* a number that is shown times a hundred; `text` is not */
    bool computed;        /* by a formula of the file */
    uint8_t zeros;        /* a number that is shown with at least so many digits before the point: 001 */
    bool doubtful; /* SHEET_TEXT with characters that look like others: sheet_report_fault warns of them */
};

struct sheet_row {
    struct sheet_cell *cells; /* by column, without the empty ones at the end */
    size_t count;
    uint32_t number; /* from 1 on: CSV: the line at which it begins */
    uint32_t last;   /* the last row that its merged cells reach; CSV: the line at which it ends */
    uint32_t fields; /* CSV: of its record, empty ones too; else 0 */
    bool hidden;
};

struct sheet {
    struct str name;        /* CSV: empty */
    struct sheet_row *rows; /* without those that say nothing themselves; the numbers rise */
    size_t count;
    bool hidden;         /* also where only a program can show it */
    const char *file;    /* of places in it: "list.xlsx!明细!"; CSV: NULL */
    const char **begins; /* sheet's own: CSV: where each row begins */
};

struct workbook {
    const char *path;
    struct sheet *sheets;
    size_t count;
    struct str text; /* sheet's own: CSV: all of it, in UTF-8 */
};

/* Is a file of this name read here, or told how to become one?  By the end of the name: .csv, .xlsx; .xls, .et, .ods … */
bool workbook_is_named(const char *path);
/* FAILED, reported: it cannot be read at all.  `path` and `bytes` must outlive the workbook. */
enum status workbook_read(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                          struct workbook **ret_workbook) CHECKED;
/* CSV: by what it seems to be separated, if not by commas, in words; NULL: nothing else. */
const char *workbook_separator(const struct workbook *workbook);
/* The cell of the column; that which says the value of merged ones; an empty one where the row has none. */
struct sheet_cell sheet_cell_at(const struct sheet_row *row, uint32_t column);
/* Is printed as list.xlsx!明细!D12; CSV: list.csv with line and column (of the field's first character). */
struct place sheet_place(const struct workbook *workbook, const struct sheet *sheet, uint32_t row,
                         uint32_t column);
/* Tells the fault of a cell (SHEET_FAULT): FAILED.  Of one that is doubtful: a warning, OK; of all others: OK. */
enum status sheet_report_fault(struct diag *diag, struct place place, const struct sheet_cell *cell) CHECKED;

#endif
