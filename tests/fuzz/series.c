/*
 * Tables and descriptions that stand for many papers, read twice: what is wrong is told, as a whole or with its paper; names are safe, and
 * equal ones told; every tree can be had and is valid UTF-8.
 *
 * The input's parts (fuzz.h) are a mapping, a description under the table (base), or a description of its own (each); every other
 * part is a sheet of that name, as CSV.
 */
#include "fuzz/fuzz.h"
#include "series/series.h"

enum { ROOM = 1 << 26, MAX_SHEETS = 4, MOST_PAPERS = 200 };

static struct shape *shape;

static void add(struct arena *arena, struct shape *of, const char *name, const char *label, struct type type)
{
    struct field *field = shape_add(arena, of, str_of(name), type);
    fuzz_demand(field != NULL, "harness: no memory");
    field->label = str_of(label);
}

/* A paper with a party, figures of several units, and two lists, one inside the other. */
void harness_start(void)
{
    struct arena *arena = arena_new(0);
    shape = shape_make(arena, STR("paper"), NULL);
    struct shape *party = shape_make(arena, STR("party"), shape),
                 *item = shape_make(arena, STR("item"), shape), *part = shape_make(arena, STR("part"), item);
    struct type *of_items = ARENA_NEW(arena, struct type), *of_parts = ARENA_NEW(arena, struct type);
    *of_items = (struct type){.kind = TYPE_RECORD, .shape = item};
    *of_parts = (struct type){.kind = TYPE_RECORD, .shape = part};
    add(arena, shape, "title", "标题", (struct type){.kind = TYPE_TEXT});
    add(arena, shape, "number", "编号", (struct type){.kind = TYPE_TEXT});
    add(arena, shape, "amount", "金额", (struct type){.kind = TYPE_NUMBER, .unit = STR("元")});
    add(arena, shape, "share", "占比", (struct type){.kind = TYPE_NUMBER});
    add(arena, shape, "points", "得分", (struct type){.kind = TYPE_NUMBER, .unit = STR("分")});
    add(arena, shape, "day", "日期", (struct type){.kind = TYPE_DATE});
    add(arena, shape, "sealed", "盖章", (struct type){.kind = TYPE_YESNO});
    add(arena, shape, "words", "正文", (struct type){.kind = TYPE_PROSE});
    add(arena, shape, "party", "甲方", (struct type){.kind = TYPE_RECORD, .shape = party});
    add(arena, shape, "item", "项目", (struct type){.kind = TYPE_LIST, .of = of_items});
    add(arena, party, "name", "名称", (struct type){.kind = TYPE_TEXT});
    add(arena, item, "name", "名称", (struct type){.kind = TYPE_TEXT});
    add(arena, item, "amount", "金额", (struct type){.kind = TYPE_NUMBER, .unit = STR("元")});
    add(arena, item, "part", "分项", (struct type){.kind = TYPE_LIST, .of = of_parts});
    add(arena, part, "name", "名称", (struct type){.kind = TYPE_TEXT});
}

/* --- the parts --- */

struct inputs {
    struct workbook book;
    struct sheet sheets[MAX_SHEETS];
    struct node *mapping, *base, *each;
};

/* A workbook has only good ones. */
static struct str sheet_name(struct str part, size_t number)
{
    static const char *const names[MAX_SHEETS + 1] = {"合同", "项目", "表", "明细", "合同 (2)"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (str_is(part, names[i]))
            return str_of(names[i]);
    return str_of(names[number]);
}

static enum status take_sheet(struct arena *arena, struct diag *diag, const struct fuzz_part *part,
                              struct inputs *inputs)
{
    struct workbook *read;
    if (inputs->book.count == MAX_SHEETS)
        return OK;
    enum status status = workbook_read(arena, diag, "book.csv", part->bytes, &read);
    if (status == OK && read->count > 0) {
        struct sheet *sheet = &inputs->sheets[inputs->book.count++];
        *sheet = read->sheets[0];
        sheet->name = sheet_name(part->name, inputs->book.count);
        sheet->file = arena_printf(arena, "book!%.*s!", STR_ARGS(sheet->name)).ptr;
        sheet->begins = NULL; /* of several, places are as in a workbook */
        fuzz_demand(sheet->file != NULL, "harness: no memory");
    }
    return status;
}

static enum status take_part(struct arena *arena, struct diag *diag, const struct fuzz_part *part,
                             struct inputs *inputs)
{
    struct node **trees[] = {&inputs->mapping, &inputs->base, &inputs->each};
    const char *const names[] = {"mapping", "base", "each"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (str_is(part->name, names[i]))
            return reader_read_bytes(arena, diag, names[i], part->bytes, trees[i]);
    return take_sheet(arena, diag, part, inputs);
}

static enum status make(struct arena *arena, struct diag *diag, struct str input, struct series **ret_series)
{
    struct inputs inputs = {.book = {.path = "book.csv"}};
    struct fuzz_part part;
    enum status status = OK;
    inputs.book.sheets = inputs.sheets;
    for (struct str rest = input; status == OK && fuzz_part_next(&rest, &part);)
        status = take_part(arena, diag, &part, &inputs);
    if (status != OK)
        return status;
    if (inputs.each != NULL)
        return series_of_description(arena, diag, "each", inputs.each, ret_series);
    if (inputs.book.count == 0)
        return OK;
    struct inputs *kept = ARENA_NEW(arena, struct inputs);
    *kept = inputs;
    kept->book.sheets = kept->sheets;
    struct series_source *source = ARENA_NEW(arena, struct series_source);
    *source = (struct series_source){&kept->book, STR("paper"), shape, kept->mapping, kept->base, NULL};
    return series_of_workbook(arena, diag, source, ret_series);
}

/* --- what comes of them --- */

static bool is_safe(struct str name)
{
    return name.len > 0 && name.len <= SERIES_MAX_NAME && name.ptr[0] != '.' &&
           memchr(name.ptr, '/', name.len) == NULL && memchr(name.ptr, '\0', name.len) == NULL;
}

static void add_paper(const struct series *series, size_t number, struct buf *out)
{
    const struct series_paper *paper = series_paper(series, number);
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct node *root;
    fuzz_demand(is_safe(paper->name), "the name of a file: %.*s", STR_ARGS(paper->name));
    fuzz_demand(paper->same == 0 || (paper->same - 1 != number && paper->same <= series_count(series)),
                "paper %zu has the name of %zu", number, paper->same);
    fuzz_demand_utf8("a label", str_of(paper->label));
    enum status status = series_tree(series, number, arena, diag, &root);
    const bool left_out = status == OK && diag_count(diag, SEVERITY_ERROR) > 0; /* rows that are no records */
    fuzz_demand_told(left_out ? FAILED : status, diag);
    if (status == OK)
        node_write_xml(root, out);
    buf_add_str(out, paper->name);
    buf_add_text(out, paper->label);
    diag_print(diag, out);
    arena_free(arena);
}

static void read_once(struct str input, struct buf *out)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct series *series = NULL;
    enum status status = make(arena, diag, input, &series);
    fuzz_demand_told(status, diag);
    diag_print(diag, out);
    for (size_t i = 0; status == OK && series != NULL && i < series_count(series) && i < MOST_PAPERS; i++)
        add_paper(series, i, out);
    fuzz_demand_utf8("what is told and made", buf_str(out));
    arena_free(arena);
}

void harness_try(struct str input)
{
    struct buf first = BUF(ROOM), second = BUF(ROOM);
    read_once(input, &first);
    read_once(input, &second);
    fuzz_demand_same("the papers", buf_str(&first), buf_str(&second));
    buf_clear(&first);
    buf_clear(&second);
}
