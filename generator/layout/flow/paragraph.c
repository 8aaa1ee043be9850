/*
 * A paragraph: text broken for the flow's width, one slice a line.
 *
 * The em box stands in the middle of a line's slice, the baseline 0.88 em under its top, as in CJK faces.
 * 孤行: the first line keeps with the second, the last but one with the last, a heading's last line with what
 * follows.
 *
 * On a line grid (style->grid in a page body) a paragraph with its white takes whole grid lines, what is left
 * over shared above and below (占行), and begins on a grid line whatever stood before it: the white above grows
 * until it does.  Half a point off the grid counts as on it: millimetres and points differ by a hair.
 */
#include "layout/flow/flow_int.h"
#include "layout/messages.def"

/* The number of the run that a glyph belongs to: that of its character; of the glyph before where it has none. */
static uint16_t run_of(const struct block *block, const struct text_glyph *glyph, uint16_t before)
{
    const struct inline_item *item = block != NULL ? &block->paragraph.inlines[glyph->span] : NULL;
    if (item == NULL || item->shown == NULL)
        return 0;
    if ((uintptr_t)glyph->text.ptr - (uintptr_t)item->text.ptr >= item->text.len)
        return before;
    const struct portion *portion = portion_at(item->shown, glyph->text.ptr);
    return portion != NULL ? portion->number : 0;
}

/* Of a piece, glyphs that are of one part. */
struct part_stretch {
    const struct text_piece *piece;
    size_t from, to;
    length x, width; /* x from the piece's */
    struct page_tag tag;
    const struct str *lang; /* NULL: the paragraph's */
};

static struct page_glyph *copy_glyphs(const struct where *where, const struct part_stretch *stretch,
                                      const struct block *block)
{
    const size_t count = stretch->to - stretch->from;
    struct page_glyph *glyphs = arena_alloc_bytes(where->arena, count * sizeof *glyphs);
    for (size_t i = 0; glyphs != NULL && i < count; i++) {
        const struct text_glyph *from = &stretch->piece->glyphs[stretch->from + i];
        glyphs[i] = (struct page_glyph){.glyph = from->glyph,
                                        .run = run_of(block, from, i > 0 ? glyphs[i - 1].run : 0),
                                        .x = from->x - stretch->x,
                                        .text = from->text};
    }
    return glyphs;
}

/* Some text is a part of its own: the mark of a note, the number of an item; not where the block is set for another
 * part, as headings are for entries of contents lists. */
static uint32_t node_of(const struct text_piece *piece, size_t index, const struct text_owner *owner)
{
    const struct block *block = owner->block;
    const uint32_t own = block != NULL && block->node == owner->tag.node
                             ? block->paragraph.inlines[piece->glyphs[index].span].node
                             : 0;
    return own > 0 ? own : owner->tag.node;
}

/* The language that a glyph's span says, if it is not the paragraph's own. */
static const struct str *lang_of(const struct text_piece *piece, size_t index, const struct text_owner *owner)
{
    const struct block *block = owner->block;
    const struct span_style *style =
        block != NULL ? block->paragraph.inlines[piece->glyphs[index].span].style : NULL;
    const struct str *lang = style != NULL ? &style->lang : NULL;
    return lang == NULL || lang->len == 0 || str_equal(*lang, block->paragraph.style->lang) ? NULL : lang;
}

/* How a glyph's span stands out.  Contents lists show nothing of it. */
static unsigned stress_of(const struct text_piece *piece, size_t index, const struct text_owner *owner)
{
    const struct block *block = owner->block;
    if (block == NULL || block->node != owner->tag.node || piece->decoration)
        return 0;
    const struct span_style *style = block->paragraph.inlines[piece->glyphs[index].span].style;
    const bool bold = style != NULL && style->bold && !block->paragraph.style->bold;
    return (bold ? PAGE_STRONG : 0U) | (style != NULL && style->emphasis ? PAGE_STRESSED : 0U);
}

/* The room of a number that is known later: an item of its own. */
static bool is_room(const struct text_piece *piece, size_t index, const struct text_owner *owner)
{
    return owner->block != NULL && !piece->decoration &&
           owner->block->paragraph.inlines[piece->glyphs[index].span].kind == INLINE_PAGE_OF;
}

/* What follows `before` of its piece. */
static struct part_stretch next_stretch(const struct part_stretch *before, const struct text_owner *owner)
{
    const struct text_piece *piece = before->piece;
    const size_t from = before->to, count = piece->glyph_count;
    struct part_stretch stretch = {.piece = piece, .from = from, .to = count};
    if (!piece->decoration) {
        stretch.tag = owner->tag;
        stretch.tag.node = node_of(piece, from, owner);
        stretch.lang = lang_of(piece, from, owner);
        for (stretch.to = from + 1; stretch.to < count; stretch.to++)
            if (piece->glyphs[stretch.to].span != piece->glyphs[stretch.to - 1].span &&
                (node_of(piece, stretch.to, owner) != stretch.tag.node ||
                 is_room(piece, stretch.to, owner) != is_room(piece, from, owner) ||
                 stress_of(piece, stretch.to, owner) != stress_of(piece, from, owner) ||
                 !page_same_lang(lang_of(piece, stretch.to, owner), stretch.lang)))
                break;
    }
    stretch.x = from > 0 ? piece->glyphs[from].x : 0;
    stretch.width = (stretch.to < count ? piece->glyphs[stretch.to].x : piece->width) - stretch.x;
    return stretch;
}

/* What the text says beside its characters. */
static uint16_t says_of(const struct part_stretch *stretch, const struct text_owner *owner)
{
    const struct text_piece *piece = stretch->piece;
    unsigned says = owner->says | stress_of(piece, stretch->from, owner);
    says |= (piece->rules & TEXT_RULE_UNDER) != 0 ? PAGE_UNDERLINED : 0U;
    says |= (piece->rules & TEXT_RULE_THROUGH) != 0 ? PAGE_STRUCK : 0U;
    says |= is_room(piece, stretch->from, owner) ? PAGE_AWAITED : 0U;
    if (owner->block != NULL && !piece->decoration) {
        const struct inline_item *item = &owner->block->paragraph.inlines[piece->glyphs[stretch->from].span];
        const int32_t raise = item->style != NULL ? item->style->raise : 0;
        says |= item->doubtful != DOUBTFUL_NOT && item->doubtful != DOUBTFUL_GAP ? PAGE_DOUBTED : 0U;
        says |= raise > 0 ? PAGE_RAISED : raise < 0 ? PAGE_LOWERED : 0U;
    }
    return (uint16_t)says;
}

/* In tenths of a point: a hundredth of a millimetre is seen by nobody, and short numbers are fewer bytes. */
static length lift_of(const struct where *where, const struct text_piece *piece)
{
    const length fine = LENGTH_POINT / 10,
                 lift = piece->size * font_shift(where->layout->fonts, piece->role, piece->face) / 1000;
    return (lift + (lift < 0 ? -fine : fine) / 2) / fine * fine;
}

static enum status draw_stretch(const struct where *where, struct slice *slice,
                                const struct part_stretch *stretch, length baseline,
                                const struct text_owner *owner)
{
    const struct text_piece *piece = stretch->piece;
    struct page_glyph *glyphs = copy_glyphs(where, stretch, owner->block);
    if (glyphs == NULL)
        return NO_MEMORY;
    const struct draw draw = {.item = {.kind = PAGE_GLYPHS,
                                       .tag = stretch->tag,
                                       .x = piece->x + stretch->x,
                                       .y = baseline - piece->rise,
                                       .width = stretch->width,
                                       .color = piece->color,
                                       .face = piece->face,
                                       .role = piece->role,
                                       .fallback = piece->fallback,
                                       .stroke = piece->stroke,
                                       .size = piece->size,
                                       .lift = lift_of(where, piece),
                                       .glyphs = glyphs,
                                       .glyph_count = stretch->to - stretch->from,
                                       .says = says_of(stretch, owner),
                                       .lang = stretch->lang,
                                       .breaks = stretch->from == 0 ? owner->breaks : 0,
                                       .line = where->layout->numbers->line,
                                       .place = owner->place}};
    return slice_add_draw(where, slice, &draw);
}

static enum status draw_piece(const struct where *where, struct slice *slice, const struct text_piece *piece,
                              length baseline, const struct text_owner *owner)
{
    struct part_stretch stretch = {.piece = piece};
    enum status status = OK;
    while (stretch.to < piece->glyph_count && status == OK) {
        stretch = next_stretch(&stretch, owner);
        status = draw_stretch(where, slice, &stretch, baseline, owner);
    }
    return status;
}

static enum status draw_spots(const struct where *where, struct slice *slice, const struct text_piece *piece,
                              length baseline, const struct text_owner *owner)
{
    const struct text_spots *spots = &piece->spots;
    const struct draw draw = {.item = {.kind = PAGE_PATH,
                                       .shape = PAGE_SPOTS,
                                       .x = piece->x,
                                       .y = baseline - piece->rise - spots->height,
                                       .width = piece->width,
                                       .height = spots->height,
                                       .color = piece->color,
                                       .spot = spots->width,
                                       .step = spots->step,
                                       .round = spots->round,
                                       .line = where->layout->numbers->line,
                                       .place = owner->place}};
    return slice_add_draw(where, slice, &draw);
}

/* A small bar in its blank: the whole width in outline, what is filled of it.  It says nothing that the text beside it does
 * not say. */
static enum status draw_bar(const struct where *where, struct slice *slice, const struct text_piece *piece,
                            length baseline, const struct text_owner *owner)
{
    static const uint32_t ink = 0x2B4C7E, outline = 0x7F7F7F;
    static const length thin = LENGTH_POINT * 4 / 10;
    const struct inline_item *item = &owner->block->paragraph.inlines[piece->span];
    struct draw draw = {.item = {.kind = PAGE_PATH,
                                 .x = piece->x,
                                 .y = baseline - piece->size * 68 / 100,
                                 .width = item->width * item->filled / 1000,
                                 .height = piece->size * 6 / 10,
                                 .color = ink,
                                 .place = owner->place}};
    enum status status = draw.item.width > 0 ? slice_add_draw(where, slice, &draw) : OK;
    draw.item.width = item->width;
    draw.item.hollow = true;
    draw.item.pen = outline;
    draw.item.stroke = thin;
    return status == OK ? slice_add_draw(where, slice, &draw) : status;
}

/* Along pieces of one colour and rise that have it, from `from` on. */
struct rule_run {
    unsigned rule;
    size_t from, end; /* end: the first piece behind them */
    length width, size;
};

static struct rule_run rule_run_of(const struct text_line *line, unsigned rule, size_t from)
{
    const struct text_piece *first = &line->pieces[from];
    struct rule_run run = {.rule = rule, .from = from, .end = from};
    for (; run.end < line->piece_count; run.end++) {
        const struct text_piece *piece = &line->pieces[run.end];
        if ((piece->rules & rule) == 0 || piece->color != first->color ||
            (rule == TEXT_RULE_THROUGH && piece->rise != first->rise))
            break;
        run.size = length_max(run.size, piece->size);
        run.width = piece->x + piece->width - first->x;
    }
    return run;
}

/* Under the baseline, in 1/100 em. */
static length rule_depth(unsigned rule)
{
    return rule == TEXT_RULE_UNDER ? 12 : rule == TEXT_RULE_DASHED ? 19 : -37;
}

static enum status draw_rule(const struct where *where, struct slice *slice, const struct text_line *line,
                             const struct rule_run *run, length baseline, struct place place)
{
    const struct text_piece *first = &line->pieces[run->from];
    bool dashed = run->rule == TEXT_RULE_DASHED;
    length dash = dashed ? run->size * 16 / 100 : run->width;
    length step = dashed ? run->size * 28 / 100 : run->width;
    length y = baseline - (run->rule == TEXT_RULE_THROUGH ? first->rise : 0) +
               run->size * rule_depth(run->rule) / 100;
    enum status status = OK;
    for (length x = 0; x < run->width && step > 0 && status == OK; x += step) {
        const struct draw draw = {.item = {.kind = PAGE_PATH,
                                           .x = first->x + x,
                                           .y = y,
                                           .width = x + dash < run->width ? dash : run->width - x,
                                           .height = run->size * 5 / 100,
                                           .color = first->color,
                                           .line = dashed ? 0 : where->layout->numbers->line,
                                           .place = place}};
        status = slice_add_draw(where, slice, &draw);
    }
    return status;
}

static enum status draw_rules(const struct where *where, struct slice *slice, const struct text_line *line,
                              unsigned rule, length baseline, struct place place)
{
    enum status status = OK;
    for (size_t i = 0; i < line->piece_count && status == OK;) {
        const struct rule_run run = rule_run_of(line, rule, i);
        if (run.end > i)
            status = draw_rule(where, slice, line, &run, baseline, place);
        i = run.end > i ? run.end : i + 1;
    }
    return status;
}

enum status paragraph_draw_line(const struct where *where, struct slice *slice, const struct text_line *line,
                                length baseline, const struct text_owner *owner)
{
    (void)number_line(where->layout);
    struct text_owner own = *owner;
    enum status status = OK;
    for (size_t i = 0; i < line->piece_count && status == OK; i++) {
        const struct text_piece *piece = &line->pieces[i];
        if (piece->spots.count > 0) {
            status = draw_spots(where, slice, piece, baseline, &own);
        } else if (piece->face >= 0 && piece->glyph_count > 0) {
            status = draw_piece(where, slice, piece, baseline, &own);
            own.breaks = 0;
        } else if ((piece->rules & TEXT_RULE_BAR) != 0 && own.block != NULL) {
            status = draw_bar(where, slice, piece, baseline, &own);
        }
    }
    static const unsigned rules[] = {TEXT_RULE_UNDER, TEXT_RULE_DASHED, TEXT_RULE_THROUGH};
    for (size_t i = 0; i < ARRAY_COUNT(rules) && status == OK; i++)
        status = draw_rules(where, slice, line, rules[i], baseline, owner->place);
    return status;
}

static void set_keeps(struct slice *slice, const struct paragraph *paragraph, size_t line, size_t count)
{
    const struct paragraph_style *style = paragraph->style;
    bool is_last = line + 1 == count;
    bool is_heading = paragraph->is_heading;
    bool lonely = !is_last && (line == 0 || line + 2 == count);
    slice->keep_line = lonely || (is_last && is_heading);
    slice->keep_next = slice->keep_line || (is_last ? style->keep_next : style->keep_together || is_heading);
}

static const length GRID_SLACK = LENGTH_POINT / 2;

static length grid_round_up(length value, length grid)
{
    length up = value + grid - 1 - GRID_SLACK;
    return up > 0 ? up / grid * grid : 0;
}

length slice_white(const struct slice *slice, length used)
{
    if (slice->grid == 0)
        return slice->before;
    return grid_round_up(used + slice->before - slice->above, slice->grid) + slice->above - used;
}

/* How a paragraph stands in its flow. */
struct stand {
    length grid;               /* 0: on none */
    length line, above, below; /* height of a line, white around */
};

static struct stand paragraph_stand(const struct flow *flow, const struct paragraph_style *style,
                                    size_t lines)
{
    struct stand stand = {.line = style->line, .above = style->before, .below = style->after};
    if (flow->grid == 0 || !style->grid)
        return stand;
    stand.grid = flow->grid;
    if (stand.line >= stand.grid - GRID_SLACK && stand.line <= stand.grid + GRID_SLACK)
        stand.line = stand.grid;
    length height = stand.above + (length)lines * stand.line + stand.below;
    length spare = grid_round_up(height, stand.grid) - height;
    stand.above += spare / 2;
    stand.below += spare - spare / 2;
    return stand;
}

/* One point is left for rounding. */
static bool is_overfull(const struct flow *flow, const struct text_line *line)
{
    return line->x + line->width > flow->width + LENGTH_POINT;
}

/* Where a line stands in its paragraph. */
struct line_stand {
    bool first, last;
    uint8_t breaks; /* forced line ends since the last one with text */
};

static bool has_tab(const struct block *block)
{
    bool found = false;
    for (size_t i = 0; i < block->paragraph.inline_count && !found; i++)
        found = block->paragraph.inlines[i].kind == INLINE_TAB;
    return found;
}

/* What of the line moves where a number turns out narrower than its room. */
static enum page_closes closes_of(const struct text_measure *measure, const struct paragraph *paragraph,
                                  const struct text_line *line)
{
    static const enum page_closes closes[] = {[TEXT_JUSTIFY] = PAGE_CLOSES_LEFT,
                                              [TEXT_LEFT] = PAGE_CLOSES_LEFT,
                                              [TEXT_CENTER] = PAGE_CLOSES_MIDDLE,
                                              [TEXT_RIGHT] = PAGE_CLOSES_RIGHT,
                                              [TEXT_SPREAD] = PAGE_CLOSES_NOT};
    const bool full = measure->align == TEXT_JUSTIFY && !line->forced &&
                      line->x + line->width + LENGTH_POINT >= measure->width - measure->right;
    return has_tab(paragraph->block) ? PAGE_CLOSES_NOT : full ? PAGE_CLOSES_FULL : closes[measure->align];
}

/* Notes the line for the audit; what is set again on other pages is no text of its own. */
static enum status record_line(const struct where *where, const struct flow *flow, struct slice *slice,
                               const struct paragraph *paragraph, const struct text_line *line,
                               const struct line_stand *place)
{
    if (page_tag_is_artifact(paragraph->tag) || line->piece_count == 0)
        return OK;
    struct page_line *record = arena_alloc_bytes(where->arena, sizeof *record);
    if (record == NULL)
        return NO_MEMORY;
    const struct text_measure measure = paragraph_measure(flow, paragraph);
    *record = (struct page_line){.number = where->layout->numbers->line,
                                 .closes = (uint8_t)closes_of(&measure, paragraph, line),
                                 .width = line->width,
                                 .inset = line->x,
                                 .column = measure.width,
                                 .left = measure.left,
                                 .right = measure.right,
                                 .size = paragraph->style->size,
                                 .node = paragraph->tag.node,
                                 .justified = measure.align == TEXT_JUSTIFY,
                                 .forced = line->forced,
                                 .strain = line->strain,
                                 .letters = line->letters,
                                 .broken = (uint8_t)line->broken,
                                 .first = place->first,
                                 .last = place->last,
                                 .overfull = is_overfull(flow, line),
                                 .in_cell = paragraph->in_cell,
                                 .place = paragraph->block->place};
    const struct draw draw = {.line = record, .item = {.x = line->x, .y = style_baseline(paragraph->style)}};
    return slice_add_draw(where, slice, &draw);
}

static enum status add_line(const struct where *where, struct flow *flow, const struct paragraph *paragraph,
                            const struct text_line *line, const struct stand *stand,
                            const struct line_stand *place)
{
    struct slice *slice = flow_add_slice(where, flow);
    if (slice == NULL)
        return NO_MEMORY;
    slice->height = stand->line;
    slice->place = paragraph->block->place;
    slice->notes = line->notes;
    slice->note_count = line->note_count;
    const struct text_owner owner = {.tag = paragraph->tag,
                                     .place = paragraph->block->place,
                                     .block = paragraph->block,
                                     .breaks = place->breaks};
    enum status status = paragraph_draw_line(where, slice, line, style_baseline(paragraph->style), &owner);
    return status == OK ? record_line(where, flow, slice, paragraph, line, place) : status;
}

static enum text_align text_align_of(enum align align)
{
    static const enum text_align aligns[] = {
        [ALIGN_JUSTIFY] = TEXT_JUSTIFY, [ALIGN_LEFT] = TEXT_LEFT,     [ALIGN_CENTER] = TEXT_CENTER,
        [ALIGN_RIGHT] = TEXT_RIGHT,     [ALIGN_SPREAD] = TEXT_SPREAD, [ALIGN_DECIMAL] = TEXT_RIGHT,
    };
    return aligns[align];
}

/* No line may stand out of its column but for a hanging mark: nothing is ever clipped. */
static enum status check_lines(const struct where *where, const struct flow *flow,
                               const struct paragraph *paragraph, const struct text_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_overfull(flow, &lines[i]))
            return diag_report(where->layout->diag, MSG_LAYOUT_LINE_TOO_WIDE, paragraph->block->place,
                               (long long)((lines[i].x + lines[i].width) / LENGTH_POINT),
                               (long long)(flow->width / LENGTH_POINT));
    }
    return OK;
}

static bool is_reported(const struct diag *diag, const struct message *code, struct place place)
{
    const struct diag_entry *entries;
    size_t count = diag_entries(diag, &entries);
    for (size_t i = 0; i < count; i++) {
        const struct place *at = &entries[i].place;
        if (entries[i].code == code && at->file == place.file && at->line == place.line &&
            at->column == place.column)
            return true;
    }
    return false;
}

/* A number in two pieces reads as two numbers.  A text that is set twice (label, contents list) is reported
 * once. */
static enum status check_numbers(const struct where *where, const struct flow *flow,
                                 const struct paragraph *paragraph, const struct text_line *lines,
                                 size_t count)
{
    const struct paragraph_style *style = paragraph->style;
    enum status status = OK;
    for (size_t i = 0; i < count; i++) {
        const struct text_torn *torn = lines[i].torn;
        if (torn == NULL)
            continue;
        status = FAILED;
        if (is_reported(where->layout->diag, MSG_LAYOUT_NUMBER_TORN, torn->place))
            continue;
        const length half = LENGTH_MM(1) / 20 - 1; /* what is wanted rounds up, what is there rounds down */
        length room = flow->width - style->left - style->right - paragraph->reserved -
                      (i == 0 ? style->first_indent : 0);
        diag_report(where->layout->diag, MSG_LAYOUT_NUMBER_TORN, torn->place, STR_ARGS(torn->text),
                    LENGTH_MM_ARGS(torn->width + half), LENGTH_MM_ARGS(room > half ? room - half : 0));
    }
    return status;
}

struct text_measure paragraph_measure(const struct flow *flow, const struct paragraph *paragraph)
{
    const struct paragraph_style *style = paragraph->style;
    return (struct text_measure){.width = flow->width,
                                 .first_indent = style->first_indent,
                                 .left = style->left,
                                 .right = style->right + paragraph->reserved,
                                 .align = text_align_of(paragraph->align),
                                 .lines = paragraph->lines};
}

static enum status break_lines(const struct where *where, const struct flow *flow,
                               const struct paragraph *paragraph, struct text_line **ret_lines,
                               size_t *ret_count)
{
    const struct text_measure measure = paragraph_measure(flow, paragraph);
    if (measure.width - measure.left - measure.right <= 0)
        return diag_report(where->layout->diag, MSG_LAYOUT_NO_WIDTH, paragraph->block->place,
                           STR_ARGS(paragraph->style->name), (long long)(flow->width / LENGTH_POINT));
    enum status status = text_paragraph_break(paragraph->text, where->arena, &measure, ret_lines, ret_count);
    if (status != OK)
        return status;
    status = check_numbers(where, flow, paragraph, *ret_lines, *ret_count);
    return status == OK ? check_lines(where, flow, paragraph, *ret_lines, *ret_count) : status;
}

/* What the first line's slice knows of its paragraph. */
static void begin_paragraph(struct slice *slice, const struct paragraph *paragraph, const struct stand *stand)
{
    slice->before += stand->above;
    slice->above = stand->above;
    slice->grid = stand->grid;
    slice->heading = paragraph->heading;
}

static bool has_text(const struct text_line *line)
{
    bool found = false;
    for (size_t i = 0; i < line->piece_count && !found; i++)
        found = !line->pieces[i].decoration && line->pieces[i].glyph_count > 0 && line->pieces[i].face >= 0;
    return found;
}

enum status paragraph_add_lines(const struct where *where, struct flow *flow,
                                const struct paragraph *paragraph, length *ret_last_right)
{
    struct text_line *lines = NULL;
    size_t count = 0;
    enum status status = break_lines(where, flow, paragraph, &lines, &count);
    if (status != OK)
        return status;
    const struct stand stand = paragraph_stand(flow, paragraph->style, count);
    size_t first = flow->count;
    flow->pending_break = flow->pending_break || (flow->page_level && paragraph->style->page_break_before);
    struct line_stand place = {.breaks = 0};
    for (size_t i = 0; i < count; i++) {
        place.first = i == 0;
        place.last = i + 1 == count;
        status = add_line(where, flow, paragraph, &lines[i], &stand, &place);
        if (status != OK)
            return status;
        set_keeps(&flow->slices[flow->count - 1], paragraph, i, count);
        place.breaks = (uint8_t)((has_text(&lines[i]) ? 0 : place.breaks) + lines[i].forced);
    }
    begin_paragraph(&flow->slices[first], paragraph, &stand);
    flow->pending += stand.below;
    if (ret_last_right != NULL)
        *ret_last_right = lines[count - 1].x + lines[count - 1].width;
    return OK;
}

enum status flow_add_paragraph(const struct where *where, struct flow *flow, const struct block *block,
                               const struct setting *setting)
{
    const size_t first = flow->count;
    struct text_paragraph *text = NULL;
    int heading = heading_take(where->layout, block);
    enum status status = text_of_block(where, block, &text);
    if (status != OK)
        return status;
    const struct paragraph paragraph = {
        .block = block,
        .style = block->paragraph.style,
        .text = text,
        .align =
            setting->has_align && !block->paragraph.aligned ? setting->align : block->paragraph.style->align,
        .tag = setting_tag(setting, block),
        .in_cell = setting->in_cell,
        .is_heading = block->paragraph.heading > 0 && block->paragraph.run_in == 0,
        .heading = heading};
    status = paragraph_add_lines(where, flow, &paragraph, NULL);
    return status == OK ? paragraph_may_change(where, flow, first, &paragraph) : status;
}
