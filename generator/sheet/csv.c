/*
 * CSV after RFC 4180: records, their fields, and where each stands.
 *
 * Everything is text as it was typed.  A field that begins with " ends with one, "" inside stands for one, and then a comma or
 * a line end must follow; a " elsewhere is a character like others, as all programs read it, but for one behind blanks at
 * the beginning: who wrote that meant quotes, and what is in them would be torn apart.  CR LF, LF and CR end a line.  Bytes
 * that are no UTF-8 are GB 18030, as Excel writes; that is guessed, and so it is told.  A file with other commas is refused:
 * all its fields would be one.
 */
#include "sheet/sheet_int.h"
#include "sheet/messages.def"
#include "unicode/unicode.h"

struct csv {
    struct arena *arena;
    struct diag *diag;
    const struct workbook *workbook;
    struct sheet *sheet;
    struct sheet_cell *cells; /* SHEET_MAX_COLUMNS: of the record */
    const char *at, *end;
    const char *line; /* where the line at `at` begins */
    uint32_t number;  /* its number, from 1 on */
    size_t row_capacity, begin_count, begin_capacity, cell_count;
};

static struct place place_here(const struct csv *csv)
{
    struct str before = {csv->line, (size_t)(csv->at - csv->line)};
    return (struct place){csv->workbook->path, csv->number, (uint32_t)utf8_count(before) + 1};
}

/* --- what comes before: encoding, separators --- */

static enum status check_nul(struct diag *diag, const char *path, struct str bytes)
{
    bool wide =
        bytes.len >= 2 && (memcmp(bytes.ptr, "\xFF\xFE", 2) == 0 || memcmp(bytes.ptr, "\xFE\xFF", 2) == 0);
    if (!wide && memchr(bytes.ptr, '\0', bytes.len) == NULL)
        return OK;
    return diag_report(diag, MSG_SHEET_UTF16, ((struct place){path, 0, 0}));
}

/* Marks of the encoding in front: of each program that the file went through, one. */
static struct str without_marks(struct str text)
{
    static const char mark[] = "\xEF\xBB\xBF";
    while (str_starts(text, mark))
        text = str_slice(text, sizeof mark - 1, text.len);
    return text;
}

static enum status take_gb18030(struct csv *csv, struct str bytes, struct str *ret_text)
{
    struct place place = {csv->workbook->path, 0, 0};
    struct str text;
    size_t fault = 0;
    enum status status = unicode_from_gb18030(csv->arena, bytes, &text, &fault);
    if (status == OK) {
        *ret_text = without_marks(text);
        diag_report(csv->diag, MSG_SHEET_GB18030, place);
    } else if (status == FAILED) {
        uint32_t line = 1;
        for (size_t i = 0; i < fault && i < bytes.len; i++)
            line += bytes.ptr[i] == '\n' ? 1 : 0;
        place.line = line;
        diag_report(csv->diag, MSG_SHEET_ENCODING, place);
    }
    return status;
}

static enum status take_text(struct csv *csv, struct str bytes, struct str *ret_text)
{
    size_t offset = 0;
    struct str text = without_marks(bytes);
    enum status status = check_nul(csv->diag, csv->workbook->path, bytes);
    if (status != OK)
        return status;
    switch (reader_judge_encoding(text, &offset)) {
    case READER_UTF8:
        *ret_text = text;
        return OK;
    case READER_UTF8_DAMAGED:
        return reader_tell_encoding(csv->diag, csv->workbook->path, text, offset);
    default:
        return take_gb18030(csv, text, ret_text);
    }
}

static size_t count_in(struct str line, const char *mark)
{
    size_t count = 0, len = strlen(mark);
    for (size_t at = 0; at + len <= line.len;)
        if (memcmp(line.ptr + at, mark, len) == 0) {
            count++;
            at += len;
        } else {
            at++;
        }
    return count;
}

/* The first lines have none of the commas and equally many of another mark. */
static bool is_separated_by(struct str text, const char *mark)
{
    enum { LINES = 5 };
    size_t wanted = 0, from = 0;
    for (int i = 0; i < LINES && from < text.len; i++) {
        const char *end = memchr(text.ptr + from, '\n', text.len - from);
        size_t to = end == NULL ? text.len : (size_t)(end - text.ptr);
        struct str line = str_slice(text, from, to);
        size_t count = count_in(line, mark);
        wanted = i == 0 ? count : wanted;
        if (count == 0 || count != wanted || memchr(line.ptr, ',', line.len) != NULL)
            return false;
        from = to + 1;
    }
    return wanted > 0;
}

static const struct {
    const char *mark, *name;
} others[] = {{"\t", "制表符"}, {";", "分号"}, {"；", "全角分号"}, {"，", "全角逗号"}, {"|", "竖线"}};

/* Stands in two lines or more, and more often than commas: what a file is perhaps separated by that has no heads. */
const char *workbook_separator(const struct workbook *workbook)
{
    enum { LOOKED_AT = 4096 };
    const struct str text = str_slice(workbook->text, 0, LOOKED_AT);
    size_t most = count_in(text, ",");
    const char *found = NULL;
    for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
        const size_t count = count_in(text, others[i].mark);
        const char *first =
            count > 0 ? memmem(text.ptr, text.len, others[i].mark, strlen(others[i].mark)) : NULL;
        const char *end = first != NULL ? memchr(first, '\n', text.len - (size_t)(first - text.ptr)) : NULL;
        if (count <= most || end == NULL ||
            count_in(str_slice(text, (size_t)(end - text.ptr), text.len), others[i].mark) == 0)
            continue;
        most = count;
        found = others[i].name;
    }
    return found;
}

static enum status check_separator(struct csv *csv, struct str text)
{
    for (size_t i = 0; i < ARRAY_COUNT(others); i++)
        if (is_separated_by(text, others[i].mark))
            return diag_report(csv->diag, MSG_SHEET_SEPARATOR, ((struct place){csv->workbook->path, 1, 0}),
                               others[i].name);
    return OK;
}

/* --- fields --- */

static bool at_line_end(const struct csv *csv)
{
    return csv->at == csv->end || *csv->at == '\n' || *csv->at == '\r';
}

static void skip_line_end(struct csv *csv)
{
    if (csv->at == csv->end)
        return;
    bool pair = *csv->at == '\r' && csv->at + 1 != csv->end && csv->at[1] == '\n';
    csv->at += pair ? 2 : 1;
    csv->line = csv->at;
    csv->number++;
}

/* "" as one, line ends as LF: what stands between the quotes. */
static struct str unquote(struct arena *arena, struct str raw)
{
    if (raw.len == 0 || (memchr(raw.ptr, '"', raw.len) == NULL && memchr(raw.ptr, '\r', raw.len) == NULL))
        return raw;
    char *bytes = arena_alloc_bytes(arena, raw.len);
    size_t len = 0;
    for (size_t i = 0; bytes != NULL && i < raw.len; i++) {
        char c = raw.ptr[i];
        bool doubled =
            i + 1 < raw.len && ((c == '"' && raw.ptr[i + 1] == '"') || (c == '\r' && raw.ptr[i + 1] == '\n'));
        bytes[len++] = (char)(c == '\r' ? '\n' : c);
        i += doubled ? 1 : 0;
    }
    return (struct str){bytes, len};
}

/* From the opening quote to behind the closing one; line ends inside count.  false: there is none. */
static bool skip_quoted(struct csv *csv)
{
    for (csv->at++; csv->at != csv->end;) {
        if (at_line_end(csv)) {
            skip_line_end(csv);
        } else if (*csv->at++ == '"') {
            if (csv->at == csv->end || *csv->at != '"')
                return true;
            csv->at++;
        }
    }
    return false;
}

static enum status take_quoted(struct csv *csv, struct str *ret_text)
{
    const char *open = csv->at;
    struct place place = place_here(csv);
    if (!skip_quoted(csv))
        return diag_report(csv->diag, MSG_SHEET_QUOTE_OPEN, place);
    if (!at_line_end(csv) && *csv->at != ',')
        return diag_report(csv->diag, MSG_SHEET_QUOTE_BEHIND, place_here(csv));
    *ret_text = unquote(csv->arena, (struct str){open + 1, (size_t)(csv->at - open) - 2});
    return ret_text->ptr == NULL ? NO_MEMORY : OK;
}

static struct str take_plain(struct csv *csv)
{
    const char *from = csv->at;
    while (!at_line_end(csv) && *csv->at != ',')
        csv->at++;
    return (struct str){from, (size_t)(csv->at - from)};
}

static enum status refuse_late_quote(struct csv *csv, struct str text)
{
    const struct place end = place_here(csv);
    const struct str rest = str_trim(text);
    if (rest.len == 0 || rest.ptr[0] != '"' || rest.ptr == text.ptr)
        return OK;
    const struct str before = {csv->line, (size_t)(rest.ptr - csv->line)};
    return diag_report(csv->diag, MSG_SHEET_QUOTE_BLANK,
                       ((struct place){end.file, end.line, (uint32_t)utf8_count(before) + 1}));
}

static struct sheet_cell text_cell(struct str text)
{
    enum reader_fitness fitness = reader_judge_text(text);
    struct sheet_cell cell = {.text = text, .kind = text.len == 0 ? SHEET_EMPTY : SHEET_TEXT};
    cell.doubtful = fitness == READER_DOUBTFUL;
    if (fitness == READER_UNFIT) {
        cell.kind = SHEET_FAULT;
        cell.fault = FAULT_CHARACTERS;
    }
    return cell;
}

/* --- records --- */

static enum status add_row(struct csv *csv, const char *begin, struct sheet_row row)
{
    struct place place = {csv->workbook->path, row.number, 0};
    size_t size = row.count * sizeof(struct sheet_cell);
    if (row.count == 0)
        return OK;
    csv->cell_count += row.count;
    if (csv->cell_count > SHEET_MAX_CELLS)
        return diag_report(csv->diag, MSG_SHEET_CELLS, place, (int)SHEET_MAX_CELLS);
    if (csv->sheet->count == SHEET_MAX_ROWS)
        return diag_report(csv->diag, MSG_SHEET_ROWS, place, (int)SHEET_MAX_ROWS);
    row.cells = arena_alloc_bytes(csv->arena, size);
    if (row.cells == NULL)
        return NO_MEMORY;
    memcpy(row.cells, csv->cells, size);
    enum status status =
        ARENA_APPEND(csv->arena, csv->sheet->begins, csv->begin_count, csv->begin_capacity, &begin);
    return status == OK
               ? ARENA_APPEND(csv->arena, csv->sheet->rows, csv->sheet->count, csv->row_capacity, &row)
               : status;
}

static enum status take_record(struct csv *csv)
{
    const char *begin = csv->at;
    uint32_t number = csv->number, column = 0;
    size_t width = 0;
    for (bool more = true; more;) {
        struct str text = {csv->at, 0};
        if (column == SHEET_MAX_COLUMNS)
            return diag_report(csv->diag, MSG_SHEET_COLUMNS, ((struct place){csv->workbook->path, number, 0}),
                               (int)SHEET_MAX_COLUMNS);
        enum status status = OK;
        if (csv->at != csv->end && *csv->at == '"') {
            status = take_quoted(csv, &text);
        } else {
            text = take_plain(csv);
            status = refuse_late_quote(csv, text);
        }
        if (status != OK)
            return status;
        csv->cells[column] = text_cell(text);
        csv->cells[column].row = number;
        csv->cells[column].column = column + 1;
        column++;
        width = text.len > 0 ? column : width;
        more = csv->at != csv->end && *csv->at == ',';
        csv->at += more ? 1 : 0;
    }
    const struct sheet_row row = {.number = number, .last = csv->number, .fields = column, .count = width};
    skip_line_end(csv);
    return add_row(csv, begin, row);
}

enum status csv_read(struct arena *arena, struct diag *diag, struct str bytes, struct workbook *workbook)
{
    struct csv csv = {.arena = arena, .diag = diag, .workbook = workbook, .number = 1};
    struct str text = STR("");
    enum status status = take_text(&csv, bytes, &text);
    if (status == OK)
        status = check_separator(&csv, text);
    if (status != OK)
        return status;
    csv.sheet = ARENA_NEW(arena, struct sheet);
    csv.cells = ARENA_NEW_ARRAY(arena, SHEET_MAX_COLUMNS, struct sheet_cell);
    if (csv.sheet == NULL || csv.cells == NULL)
        return NO_MEMORY;
    csv.at = csv.line = text.ptr;
    csv.end = text.ptr + text.len;
    while (status == OK && csv.at != csv.end)
        status = take_record(&csv);
    if (status == OK && csv.begin_count == 0 &&
        (csv.sheet->begins = ARENA_NEW(arena, const char *)) == NULL) /* none, but it is CSV */
        status = NO_MEMORY;
    workbook->sheets = csv.sheet;
    workbook->count = 1;
    workbook->text = text;
    return status;
}

/* --- places --- */

/* The record that begins on this line; NULL: none does. */
static const char *begin_of(const struct sheet *sheet, uint32_t row)
{
    size_t from = 0, to = sheet->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (sheet->rows[middle].number < row)
            from = middle + 1;
        else
            to = middle;
    }
    return from < sheet->count && sheet->rows[from].number == row ? sheet->begins[from] : NULL;
}

/* The first character of the field; of one that the record does not have, its end. */
struct place csv_place(const struct workbook *workbook, const struct sheet *sheet, uint32_t row,
                       uint32_t column)
{
    const char *begin = begin_of(sheet, row);
    if (begin == NULL)
        return (struct place){workbook->path, row, 1};
    struct csv csv = {
        .at = begin, .line = begin, .end = workbook->text.ptr + workbook->text.len, .number = row};
    csv.workbook = workbook;
    for (uint32_t i = 1; i < column; i++) {
        if (csv.at != csv.end && *csv.at == '"')
            (void)skip_quoted(&csv);
        else
            (void)take_plain(&csv);
        if (csv.at == csv.end || *csv.at != ',')
            break;
        csv.at++;
    }
    return place_here(&csv);
}
