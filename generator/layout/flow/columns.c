/*
 * Columns side by side, set whole.
 *
 * Each column is a flow of its own; all of them together become one slice, as high as the highest.  A fill
 * inside a column takes what the column lacks to that height.  Reading order is column after column.
 */
#include "layout/flow/flow_int.h"
#include "layout/messages.def"

/* The widths of the columns side by side; false: no room. */
static bool columns_widths(const struct block *block, length width, length *widths)
{
    if (block->columns.of > 0) {
        const length of = (length)block->columns.of;
        for (size_t i = 0; i < block->columns.count; i++)
            widths[i] = (width - block->columns.gap * (of - 1)) / of;
        return widths[0] > 0;
    }
    length shares = 0;
    for (size_t i = 0; i < block->columns.count; i++)
        shares += block->columns.items[i].share;
    length rest = width - block->columns.gap * ((length)block->columns.count - 1);
    length left = rest;
    if (rest <= 0 || shares <= 0)
        return false;
    for (size_t i = 0; i < block->columns.count; i++) {
        widths[i] = i + 1 < block->columns.count ? rest * block->columns.items[i].share / shares : left;
        left -= widths[i];
        if (widths[i] <= 0)
            return false;
    }
    return true;
}

static size_t count_fills(const struct flow *flow)
{
    size_t count = 0;
    for (size_t i = 0; i < flow->count; i++)
        count += flow->slices[i].fill ? 1 : 0;
    return count;
}

/* Moves what the column draws into the slice. */
static enum status merge_column(const struct where *where, struct slice *slice, const struct flow *column,
                                length x)
{
    length missing = slice->height - flow_height(column, 0, column->count);
    length fills = (length)count_fills(column);
    length y = 0;
    for (size_t i = 0; i < column->count; i++) {
        struct slice *part = &column->slices[i];
        y += i > 0 ? part->before : 0;
        if (part->heading > 0) {
            const struct draw mark = {.heading = part->heading, .item = {.y = y}};
            if (slice_add_draw(where, slice, &mark) != OK)
                return NO_MEMORY;
        }
        if (part->note_count > 0 && slice_add_notes(where, slice, part->notes, part->note_count) != OK)
            return NO_MEMORY;
        slice->picture = slice->picture || part->picture;
        slice_append_draws(slice, part->draws, x, y);
        y += part->height;
        if (part->fill) {
            length more = missing / fills--;
            missing -= more;
            y += more;
        }
    }
    return OK;
}

static enum status set_columns(const struct where *where, const struct block *block,
                               const struct setting *setting, struct flow *columns)
{
    enum status result = OK;
    for (size_t i = 0; i < block->columns.count && !status_stops(result); i++)
        result = status_worse(result,
                              flow_set_blocks(where, &columns[i], block->columns.items[i].blocks, setting));
    return result;
}

static enum status merge_columns(const struct where *where, struct flow *flow, const struct block *block,
                                 const struct flow *columns)
{
    struct slice *slice = flow_add_slice(where, flow);
    if (slice == NULL)
        return NO_MEMORY;
    slice->place = block->place;
    slice->before += block->columns.above;
    length x = flow->width - block->columns.gap * (length)(block->columns.count - 1);
    for (size_t i = 0; i < block->columns.count; i++) {
        x -= columns[i].width;
        length height = flow_height(&columns[i], 0, columns[i].count);
        slice->height = height > slice->height ? height : slice->height;
    }
    x = block->columns.centred ? x / 2 : 0;
    enum status status = OK;
    for (size_t i = 0; i < block->columns.count && status == OK; i++) {
        status = merge_column(where, slice, &columns[i], x);
        x += columns[i].width + block->columns.gap;
    }
    return status;
}

enum status flow_add_columns(const struct where *where, struct flow *flow, const struct block *block,
                             const struct setting *setting)
{
    length *widths = ARENA_NEW_ARRAY(where->arena, block->columns.count, length);
    struct flow *columns = ARENA_NEW_ARRAY(where->arena, block->columns.count, struct flow);
    if (widths == NULL || columns == NULL)
        return NO_MEMORY;
    if (!columns_widths(block, flow->width, widths))
        return diag_report(where->layout->diag, MSG_LAYOUT_COLUMNS_NARROW, block->place, block->columns.count,
                           (long long)(flow->width / LENGTH_POINT));
    for (size_t i = 0; i < block->columns.count; i++)
        columns[i] = (struct flow){.width = widths[i], .page = flow->page};
    enum status status = set_columns(where, block, setting, columns);
    return status == OK ? merge_columns(where, flow, block, columns) : status;
}
