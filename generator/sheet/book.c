/*
 * An xlsx: from relation to relation to its sheets.
 *
 * A part names others by relations, which stand in a part of their own (_rels/NAME.rels) with a type; of the type only the
 * last word counts, the transitional and the strict form differ before it.  What leads out of the file is refused where it
 * would be data (links to other workbooks); a hyperlink of a cell is not read.
 *
 * Whoever computes nothing writes formulas without values, or with 0 (libxlsxwriter); such a 0 may be true, but nobody knows.  It
 * asks the next program to compute all (fullCalcOnLoad), or says its name.  Who was told not to compute before he saves says that
 * he has not (calcCompleted): then no value of a formula counts.
 */
#include "sheet/sheet_int.h"
#include "sheet/messages.def"

struct relation {
    struct str id, type, target; /* target: a name of a part; empty: outside, or none */
    bool external;
};

struct relations {
    struct book *book;
    struct str beside; /* the part that has them */
    struct relation *items;
    size_t count, capacity;
};

/* --- relations --- */

enum { RELATIONS = 1, RELATION };

/* The word behind the last '/'. */
static struct str last_word(struct str type)
{
    size_t at = type.len;
    while (at > 0 && type.ptr[at - 1] != '/')
        at--;
    return str_slice(type, at, type.len);
}

/* "/xl/a.xml" counts from the package's root, "a.xml" from the part's folder. */
static struct str target_name(const struct relations *relations, struct str target)
{
    struct arena *arena = relations->book->arena;
    bool from_root = str_starts(target, "/");
    return path_inside(arena, from_root ? STR("") : relations->beside,
                       str_slice(target, from_root ? 1 : 0, target.len));
}

static enum status enter_relation(void *context, int state, const struct walk_element *element)
{
    struct relations *relations = context;
    struct arena *arena = relations->book->arena;
    if (state != RELATION)
        return OK;
    struct relation relation = {.external = str_is(element_value(element, "TargetMode"), "External")};
    relation.id = arena_copy(arena, element_value(element, "Id"));
    relation.type = arena_copy(arena, last_word(element_value(element, "Type")));
    relation.target = relation.external ? STR("") : target_name(relations, element_value(element, "Target"));
    if (relation.id.ptr == NULL || relation.type.ptr == NULL || relation.target.ptr == NULL)
        return NO_MEMORY;
    return ARENA_APPEND(arena, relations->items, relations->count, relations->capacity, &relation);
}

/* Of the part `beside`; empty: of the package. */
static enum status read_relations(struct book *book, struct str beside, struct relations *ret_relations)
{
    static const struct step steps[] = {{OUTSIDE, RELATIONS, "Relationships"},
                                        {RELATIONS, RELATION, "Relationship"}};
    struct relations relations = {.book = book, .beside = beside};
    struct part part = {steps, ARRAY_COUNT(steps), 0, &relations, enter_relation, NULL};
    struct str file = last_word(beside);
    struct str folder = str_slice(beside, 0, beside.len - file.len);
    struct str name = arena_printf(book->arena, "%.*s_rels/%.*s.rels", STR_ARGS(folder), STR_ARGS(file));
    enum status status = name.ptr == NULL ? NO_MEMORY : part_walk(book, name, &part);
    if (status == OK)
        *ret_relations = relations;
    return status;
}

/* NULL: none is of this type. */
static const struct relation *relation_of_type(const struct relations *relations, const char *type)
{
    for (size_t i = 0; i < relations->count; i++)
        if (str_is(relations->items[i].type, type) && relations->items[i].target.len > 0)
            return &relations->items[i];
    return NULL;
}

static const struct relation *relation_of_id(const struct relations *relations, struct str id)
{
    for (size_t i = 0; i < relations->count; i++)
        if (str_equal(relations->items[i].id, id))
            return &relations->items[i];
    return NULL;
}

static enum status check_relations(struct book *book, const struct relations *relations)
{
    struct place place = {book->workbook->path, 0, 0};
    for (size_t i = 0; i < relations->count; i++) {
        struct str type = relations->items[i].type;
        if (str_is(type, "externalLink") || str_is(type, "externalLinkPath"))
            return diag_report(book->diag, MSG_SHEET_LINKS, place);
        if (str_is(type, "vbaProject") || str_is(type, "xlMacrosheet") || str_is(type, "xlIntlMacrosheet"))
            return diag_report(book->diag, MSG_SHEET_MACROS, place, STR_ARGS(type));
    }
    return OK;
}

/* --- the workbook --- */

enum { WORKBOOK = 1, PROPERTIES, CALCULATION, SHEETS, SHEET };

struct listed {
    struct str name, relation;
    bool hidden;
};

struct list {
    struct book *book;
    struct listed *items;
    size_t count, capacity;
};

static struct str relation_id(const struct walk_element *element)
{
    for (size_t i = 0; i < element->attr_count; i++)
        if (str_is(element->attrs[i].name, "id") && str_ends(element->attrs[i].space, "/relationships"))
            return element->attrs[i].value;
    return STR("");
}

static enum status enter_workbook(void *context, int state, const struct walk_element *element)
{
    struct list *list = context;
    struct book *book = list->book;
    if (state == PROPERTIES)
        book->since_1904 = element_is_set(element, "date1904");
    if (state == CALCULATION) {
        struct str completed = element_value(element, "calcCompleted");
        book->is_uncomputed = element_is_set(element, "fullCalcOnLoad");
        book->is_outdated = completed.len > 0 && !element_is_set(element, "calcCompleted");
    }
    if (state != SHEET)
        return OK;
    if (list->count == SHEET_MAX_SHEETS)
        return diag_report(book->diag, MSG_SHEET_SHEETS, ((struct place){book->workbook->path, 0, 0}),
                           (int)SHEET_MAX_SHEETS);
    struct str shown = element_value(element, "state");
    struct listed listed = {arena_copy(book->arena, element_value(element, "name")),
                            arena_copy(book->arena, relation_id(element)),
                            shown.len > 0 && !str_is(shown, "visible")};
    if (listed.name.ptr == NULL || listed.relation.ptr == NULL)
        return NO_MEMORY;
    return ARENA_APPEND(book->arena, list->items, list->count, list->capacity, &listed);
}

static enum status read_workbook(struct book *book, struct str name, struct list *list)
{
    static const struct step steps[] = {{OUTSIDE, WORKBOOK, "workbook"},
                                        {WORKBOOK, PROPERTIES, "workbookPr"},
                                        {WORKBOOK, CALCULATION, "calcPr"},
                                        {WORKBOOK, SHEETS, "sheets"},
                                        {SHEETS, SHEET, "sheet"}};
    struct part part = {steps, ARRAY_COUNT(steps), 0, list, enter_workbook, NULL};
    return part_walk(book, name, &part);
}

/* --- who wrote it --- */

enum { ABOUT = 1, APPLICATION };

static enum status leave_about(void *context, int state, struct str text)
{
    static const char *const libraries[] = {"Apache POI",  "openpyxl",   "SheetJS",
                                            "Go Excelize", "XlsxWriter", "libxlsxwriter"};
    struct book *book = context;
    for (size_t i = 0; state == APPLICATION && i < ARRAY_COUNT(libraries); i++)
        book->is_uncomputed = book->is_uncomputed || str_starts(str_trim(text), libraries[i]);
    return OK;
}

static enum status read_about(struct book *book, const struct relations *root)
{
    static const struct step steps[] = {{OUTSIDE, ABOUT, "Properties"}, {ABOUT, APPLICATION, "Application"}};
    struct part part = {steps, ARRAY_COUNT(steps), TEXT_OF(APPLICATION), book, NULL, leave_about};
    const struct relation *relation = relation_of_type(root, "extended-properties");
    if (relation == NULL)
        relation = relation_of_type(root, "extendedProperties");
    return relation == NULL ? OK : part_walk(book, relation->target, &part);
}

/* --- all of it --- */

static enum status read_sheet(struct book *book, const struct relations *relations,
                              const struct listed *listed)
{
    struct workbook *workbook = book->workbook;
    const struct relation *relation = relation_of_id(relations, listed->relation);
    if (relation == NULL || relation->external || relation->target.len == 0)
        return diag_report(book->diag, MSG_SHEET_LOST, ((struct place){workbook->path, 0, 0}),
                           STR_ARGS(listed->name));
    if (!str_is(relation->type, "worksheet"))
        return OK; /* a chart, a dialog */
    struct sheet *sheet = &workbook->sheets[workbook->count++];
    const struct str file =
        arena_printf(book->arena, "%s!%.*s" PLACE_SHEET, workbook->path, STR_ARGS(listed->name));
    sheet->name = listed->name;
    sheet->file = file.ptr;
    sheet->hidden = listed->hidden;
    return file.ptr == NULL ? NO_MEMORY : cells_read(book, relation->target, sheet);
}

static enum status read_sheets(struct book *book, const struct relations *relations, const struct list *list)
{
    enum status status = OK;
    const struct relation *strings = relation_of_type(relations, "sharedStrings"),
                          *styles = relation_of_type(relations, "styles");
    book->workbook->sheets = ARENA_NEW_ARRAY(book->arena, list->count, struct sheet);
    book->line = ARENA_NEW_ARRAY(book->arena, SHEET_MAX_COLUMNS, struct sheet_cell);
    if (book->workbook->sheets == NULL || book->line == NULL)
        return NO_MEMORY;
    if (strings != NULL)
        status = strings_read(book, strings->target);
    if (status == OK && styles != NULL)
        status = styles_read(book, styles->target);
    for (size_t i = 0; status == OK && i < list->count; i++)
        status = read_sheet(book, relations, &list->items[i]);
    return status;
}

/* What has no workbook is some other file in a zip archive. */
static enum status refuse_other(struct book *book)
{
    static const struct {
        const char *part, *sort;
    } others[] = {
        {"xl/workbook.bin", "二进制工作簿（.xlsb）"}, {"word/document.xml", " Word 文档"},
        {"ppt/presentation.xml", "演示文稿"},         {"mimetype", " LibreOffice 的表格（.ods）或文档"},
        {"index/document.iwa", " Numbers 表格"},      {"index.zip", " Numbers 表格"}};
    const char *sort = "别的压缩文件";
    for (size_t i = ARRAY_COUNT(others); i-- > 0;)
        sort = package_has(book->package, str_of(others[i].part)) ? others[i].sort : sort;
    return diag_report(book->diag, MSG_SHEET_SORT, ((struct place){book->workbook->path, 0, 0}), sort,
                       "xlsx 工作簿");
}

static enum status read_package(struct book *book)
{
    struct relations root, relations;
    struct list list = {.book = book};
    if (!package_has(book->package, STR("_rels/.rels")))
        return refuse_other(book);
    enum status status = read_relations(book, STR(""), &root);
    const struct relation *main_part = status == OK ? relation_of_type(&root, "officeDocument") : NULL;
    if (status != OK)
        return status;
    if (main_part == NULL || !str_ends(main_part->target, ".xml") || str_starts(main_part->target, "word/") ||
        str_starts(main_part->target, "ppt/"))
        return refuse_other(book);
    status = read_relations(book, main_part->target, &relations);
    if (status == OK)
        status = check_relations(book, &relations);
    if (status == OK)
        status = read_workbook(book, main_part->target, &list);
    if (status == OK)
        status = read_about(book, &root);
    return status == OK ? read_sheets(book, &relations, &list) : status;
}

enum status book_read(struct arena *arena, struct diag *diag, struct str bytes, struct workbook *workbook)
{
    struct book book = {.arena = arena, .diag = diag, .workbook = workbook};
    enum status status = package_open(arena, diag, workbook->path, bytes, &book.package);
    if (status != OK)
        return status;
    status = read_package(&book);
    package_close(book.package);
    return status;
}
