/*
 * What is told of a table whose columns do not go into the room, or only with names and words divided: each column that
 * lacks something, by what stands in its head, what it needs and what there is for it.
 *
 * The room is given out so that no column by content has more than another one that lacks something; so it is the
 * widest that lack.
 */
#include "layout/layout.h"
#include "layout/messages.def"
#include "layout/table/columns.h"

/* "15.0、*、30.2": what the columns need at least, in millimetres. */
static struct str needs_text(struct arena *arena, const struct table *table, const struct column_need *needs)
{
    struct str text = STR("");
    for (size_t i = 0; text.ptr != NULL && i < table->column_count; i++) {
        const char *comma = i > 0 ? "、" : "";
        text = needs[i].kind == NEED_FLEXIBLE ? arena_printf(arena, "%.*s%s*", STR_ARGS(text), comma)
                                              : arena_printf(arena, "%.*s%s%lld.%d", STR_ARGS(text), comma,
                                                             LENGTH_MM_ARGS(needs[i].width[NEED_HARD]));
    }
    return text;
}

static struct str cell_text(struct arena *arena, const struct table_cell *cell)
{
    struct str text = STR("");
    for (struct block_walk walk = block_walk(cell->blocks); walk.block != NULL; block_walk_next(&walk))
        for (size_t i = 0; walk.block->kind == BLOCK_PARAGRAPH && i < walk.block->paragraph.inline_count;
             i++) {
            const struct inline_item *item = &walk.block->paragraph.inlines[i];
            const struct str piece = item->kind == INLINE_SLANT ? STR("／") : item->text;
            if ((item->kind == INLINE_TEXT || item->kind == INLINE_SLANT) && text.ptr != NULL)
                text = arena_printf(arena, "%.*s%.*s", STR_ARGS(text), STR_ARGS(piece));
        }
    return text;
}

/* “身份证号”一列, 第 3 列: by its lowest head cell. */
static struct str column_name(struct arena *arena, const struct table *table, size_t column)
{
    for (size_t row = table->head_rows; row-- > 0;)
        for (size_t i = 0; i < table->rows[row].cell_count; i++) {
            const struct table_cell *cell = &table->rows[row].cells[i];
            struct str text = cell->column == column ? cell_text(arena, cell) : STR("");
            if (text.ptr == NULL)
                return text;
            if (text.len > 0)
                return arena_printf(arena, "“%.*s”一列", STR_ARGS(text));
        }
    return arena_printf(arena, "第 %zu 列", column + 1);
}

/* What each column by content has at most when they share the room. */
static length fair_width(const struct column_need *needs, size_t count, length room)
{
    length low = 0, high = room;
    while (low < high) {
        length middle = low + (high - low + 1) / 2, sum = 0;
        for (size_t i = 0; i < count; i++) {
            const length hard = needs[i].kind == NEED_CONTENT ? needs[i].width[NEED_HARD] : 0;
            sum += hard < middle ? hard : middle;
        }
        if (sum <= room)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* The columns by content that want more of a width than they have, `most` at most. */
static struct str lacks_text(struct arena *arena, const struct table *table, const struct column_need *needs,
                             enum need_width which, length most)
{
    struct str text = STR("");
    for (size_t i = 0; text.ptr != NULL && i < table->column_count; i++) {
        const length width = needs[i].width[which], least = needs[i].width[NEED_MIN];
        const length has = least < most ? least : most;
        if (needs[i].kind != NEED_CONTENT || width <= has)
            continue;
        const struct str name = column_name(arena, table, i);
        text = name.ptr == NULL ? name
                                : arena_printf(arena, "%.*s%s%.*s要 %lld.%d 毫米，只有 %lld.%d 毫米",
                                               STR_ARGS(text), text.len > 0 ? "；" : "", STR_ARGS(name),
                                               LENGTH_MM_ARGS(width), LENGTH_MM_ARGS(has));
    }
    return text;
}

enum status table_report_tight(const struct where *where, const struct table *table,
                               const struct column_need *needs)
{
    const struct str lacks = lacks_text(where->arena, table, needs, NEED_NAMES, INT64_MAX);
    if (lacks.ptr == NULL)
        return NO_MEMORY;
    if (lacks.len > 0)
        diag_report(where->layout->diag, MSG_LAYOUT_TABLE_TIGHT, table->place, STR_ARGS(lacks));
    return OK;
}

enum status table_report_wide(const struct where *where, const struct table *table,
                              const struct column_need *needs, length width)
{
    length given = 0, hard = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        given += needs[i].kind == NEED_GIVEN ? needs[i].width[NEED_HARD] : 0;
        hard += needs[i].kind == NEED_CONTENT ? needs[i].width[NEED_HARD] : 0;
    }
    if (hard == 0)
        return diag_report(where->layout->diag, MSG_LAYOUT_TABLE_WIDE, table->place, LENGTH_MM_ARGS(given),
                           LENGTH_MM_ARGS(width));
    const struct str text = needs_text(where->arena, table, needs);
    const length fair = fair_width(needs, table->column_count, width > given ? width - given : 0);
    const struct str lacks = lacks_text(where->arena, table, needs, NEED_HARD, fair);
    if (text.ptr == NULL || lacks.ptr == NULL)
        return NO_MEMORY;
    return diag_report(where->layout->diag, MSG_LAYOUT_TABLE_NEEDS, table->place, STR_ARGS(text),
                       LENGTH_MM_ARGS(given + hard), LENGTH_MM_ARGS(width), STR_ARGS(lacks));
}
