/*
 * Styles: which of them show a number as a date, a time, a percent.
 *
 * A cell's s="3" is the fourth xf of cellXfs; that names a number format, whose code the file says, or which everybody knows.
 */
#include "sheet/sheet_int.h"

enum { SHEET_STYLES = 1, CODES, CODE, CELL_STYLES, STYLE };

enum { CODE_IDS = 1 << 16 };

struct styles {
    struct book *book;
    struct said_format {
        struct number_format format;
        bool is_said;
    } * said; /* by the number of a code */
};

static uint32_t code_id(const struct walk_element *element)
{
    int64_t id;
    return digits_parse(element_value(element, "numFmtId"), 9, &id) && id < CODE_IDS ? (uint32_t)id : 0;
}

static enum status enter_style(void *context, int state, const struct walk_element *element)
{
    struct styles *styles = context;
    struct book *book = styles->book;
    uint32_t id = code_id(element);
    const struct str code = element_value(element, "formatCode");
    if (state == CODE)
        styles->said[id] = (struct said_format){{(uint8_t)format_of_code(code), format_zeros(code)}, true};
    if (state != STYLE)
        return OK;
    /* The file's own word goes first, also for a number that everybody knows. */
    struct number_format format = {(uint8_t)format_built_in(id), 0};
    if (styles->said[id].is_said)
        format = styles->said[id].format;
    return ARENA_APPEND(book->arena, book->formats, book->format_count, book->format_capacity, &format);
}

enum status styles_read(struct book *book, struct str name)
{
    static const struct step steps[] = {{OUTSIDE, SHEET_STYLES, "styleSheet"},
                                        {SHEET_STYLES, CODES, "numFmts"},
                                        {CODES, CODE, "numFmt"},
                                        {SHEET_STYLES, CELL_STYLES, "cellXfs"},
                                        {CELL_STYLES, STYLE, "xf"}};
    struct styles styles = {book, ARENA_NEW_ARRAY(book->arena, CODE_IDS, struct said_format)};
    struct part part = {steps, ARRAY_COUNT(steps), 0, &styles, enter_style, NULL};
    return styles.said == NULL ? NO_MEMORY : part_walk(book, name, &part);
}
