/*
 * Inside sheet.
 *
 *   sheet.c     which sort of file; cells and places of what was read
 *   sort.c      what a file is that is none of ours
 *   csv.c       CSV
 *   package.c   the zip archive of an xlsx: its parts, its limits
 *   part.c      a part of it: XML walked by a table of steps
 *   book.c      relations, the workbook, who wrote it
 *   strings.c   shared strings, texts of cells
 *   styles.c    which cells are dates, times, percents
 *   format.c    codes of number formats
 *   cells.c     a sheet's rows
 *   value.c     what a cell stores -> its value
 *   merge.c     merged ranges
 *   decimal.c   numbers of 15 digits
 *   dates.c     days of a spreadsheet, ISO 8601
 *   faults.c    what is told of a cell
 */
#ifndef CHENGWEN_SHEET_INT_H
#define CHENGWEN_SHEET_INT_H

#include "reader/reader.h"
#include "sheet/sheet.h"

/* --- faults.c: what is wrong with a cell --- */

enum fault {
    FAULT_NONE,
    FAULT_ERROR,       /* #N/A */
    FAULT_NO_RESULT,   /* a formula without a value */
    FAULT_NULL_RESULT, /* 0 by a program that computes nothing */
    FAULT_OLD_RESULT,  /* the file says that its formulas were not all computed */
    FAULT_NUMBER,      /* it is none */
    FAULT_LONG,        /* more than 15 digits before the point */
    FAULT_TINY,
    FAULT_LEAP_DAY, /* 29 February 1900 */
    FAULT_DAY,      /* before the first, behind the last */
    FAULT_DURATION, /* of more than a day */
    FAULT_DATE,     /* t="d" with what is no date */
    FAULT_ZONE,     /* t="d" in another zone of time */
    FAULT_TYPE,     /* of a sort, or with an index, that does not exist */
    FAULT_COVERED,  /* hidden by a merged range, and says something else */
    FAULT_CHARACTERS,
    FAULT_COUNT
};

/* --- decimal.c --- */

/* 0.DIGITS times ten to the exponent, without zeros at the end; count 0: zero. */
enum { DECIMAL_DIGITS = 15, DECIMAL_ROOM = 48 };
struct decimal {
    bool negative;
    int count, exponent;
    char digits[DECIMAL_DIGITS + 1];
};

enum fault decimal_parse(struct str text, struct decimal *ret_decimal);
size_t decimal_print(const struct decimal *decimal, char room[DECIMAL_ROOM]);
/* Not below zero: whole ones, at most 10^9, and the rest in millionths of a millionth, cut off. */
bool decimal_split(const struct decimal *decimal, int64_t *ret_whole, int64_t *ret_rest);

/* --- format.c --- */

enum format {
    FORMAT_PLAIN,
    FORMAT_PERCENT,
    FORMAT_DATE,    /* with or without a time */
    FORMAT_TIME,    /* of a day */
    FORMAT_ELAPSED, /* [h]:mm */
};

enum format format_of_code(struct str code);
/* At least so many digits stand before the point: 3 of 000, 1 of #,##0.00. */
uint8_t format_zeros(struct str code);
/* Of the numbers that stand for a code which files need not say: those of all languages and the Chinese ones. */
enum format format_built_in(uint32_t id);

/* --- dates.c --- */

enum { DATE_ROOM = 24 };
/* "2026-03-31", "2026-03-31 08:30:00", "08:30:00"; *ret_kind: SHEET_DATE or SHEET_TIME. */
enum fault date_of_serial(const struct decimal *serial, enum format format, bool since_1904,
                          char room[DATE_ROOM], uint8_t *ret_kind);
enum fault date_of_iso(struct str text, char room[DATE_ROOM], uint8_t *ret_kind);

/* --- sort.c --- */

enum sort {
    SORT_NONE,
    SORT_CSV,
    SORT_XLSX,
    SORT_OTHER /* a spreadsheet that is not read, and told how to become one that is */
};
enum sort sort_by_name(const char *path);
/* FAILED, reported: it is no such file by its first bytes, or its name. */
enum status sort_check(struct diag *diag, const char *path, struct str bytes, enum sort sort) CHECKED;

/* --- csv.c --- */

enum status csv_read(struct arena *arena, struct diag *diag, struct str bytes,
                     struct workbook *workbook) CHECKED;
struct place csv_place(const struct workbook *workbook, const struct sheet *sheet, uint32_t row,
                       uint32_t column);

/* --- package.c --- */

enum {
    PACKAGE_MAX_ENTRIES = 4096,
    PACKAGE_MAX_NAME = 512,
    PACKAGE_MAX_UNPACKED = 256 << 20, /* bytes of all parts that are read */
    PACKAGE_MAX_RATIO = 250,          /* of what is larger than: */
    PACKAGE_ANY_RATIO = 1 << 20
};

struct package;

/* FAILED, reported.  What was opened must be closed. */
enum status package_open(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                         struct package **ret_package) CHECKED;
void package_close(struct package *package);
bool package_has(struct package *package, struct str name);
/* The bytes of a part, on the heap: for base_free.  FAILED, reported: it is not there, or damaged, or too large. */
enum status package_unpack(struct package *package, struct str name, struct str *ret_bytes) CHECKED;

/* --- the state of reading an xlsx --- */

struct number_format {
    uint8_t format; /* enum format */
    uint8_t zeros;
};

struct shared_string {
    struct str text;
    enum reader_fitness fitness;
};

struct book {
    struct arena *arena;
    struct diag *diag;
    struct workbook *workbook;
    struct package *package;
    struct shared_string *strings; /* strings.c */
    size_t string_count, string_capacity;
    struct number_format *formats; /* styles.c: by the style's number */
    size_t format_count, format_capacity;
    size_t cell_count; /* of all sheets, merged ones as often as they stand there */
    bool since_1904;
    bool is_uncomputed;      /* written by a program that computes no formulas */
    bool is_outdated;        /* saved before all formulas were computed */
    struct sheet_cell *line; /* SHEET_MAX_COLUMNS: the row that is being read */
};

/* --- part.c --- */

/* In the state `in` an element `name` leads to the state `to` (1 to 31), until it ends.  Others, with all that is in them,
 * are passed over. */
struct step {
    uint8_t in, to;
    const char *name;
};
enum { OUTSIDE = 0, PART_MAX_TEXT = 1 << 20 };

struct part {
    const struct step *steps;
    size_t step_count;
    uint32_t texts; /* bits of the states whose text is wanted */
    void *context;
    enum status (*enter)(void *context, int state, const struct walk_element *element); /* may be NULL */
    enum status (*leave)(void *context, int state, struct str text);                    /* may be NULL */
};
#define TEXT_OF(state) (1u << (state))

enum status part_walk(struct book *book, struct str name, const struct part *part) CHECKED;
/* The place of all of a part, for messages. */
struct place part_place(struct book *book, struct str name);
struct str element_value(const struct walk_element *element, const char *name); /* empty: not there */
bool element_is_set(const struct walk_element *element, const char *name);      /* "1", "true" */

/* --- book.c --- */

enum status book_read(struct arena *arena, struct diag *diag, struct str bytes,
                      struct workbook *workbook) CHECKED;

/* --- strings.c, styles.c --- */

enum status strings_read(struct book *book, struct str name) CHECKED;
/* What XML says of a text: line ends become LF, _x000A_ the character.  In the arena; ptr NULL: no memory. */
struct str string_clean(struct arena *arena, struct str text) CHECKED;
enum status styles_read(struct book *book, struct str name) CHECKED;

/* --- value.c --- */

/* A cell as it stands in the file. */
struct stored {
    struct str type; /* t="…"; empty: a number */
    uint32_t style;
    bool has_formula, has_value;
    struct str value; /* <v>; of type inlineStr <is> */
};
/* Row and column are the caller's. */
enum status value_make(struct book *book, const struct stored *stored, struct sheet_cell *ret_cell) CHECKED;

/* --- cells.c --- */

struct range {
    uint32_t top, left, bottom, right;
};

enum status cells_read(struct book *book, struct str name, struct sheet *sheet) CHECKED;
/* "D12"; false: it is none. */
bool reference_parse(struct str text, uint32_t *ret_row, uint32_t *ret_column);
/* Counts cells and says when there are too many. */
enum status book_count(struct book *book, size_t cells) CHECKED;

/* --- merge.c --- */

bool range_parse(struct str text, struct range *ret_range);
enum status merge_apply(struct book *book, struct sheet *sheet, const struct range *ranges,
                        size_t count) CHECKED;

#endif
