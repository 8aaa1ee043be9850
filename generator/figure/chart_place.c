/* Labels that look for a free place.  A text never meets a text; it crosses lines and hides marks only where no other place is as
 * near.  Where it stands away from what it belongs to, a thin line leads there. */
#include "figure/chart_int.h"

/* --- in a row --- */

/* Neighbours that are too near become a block, in the middle of what they want; blocks grow as long as they meet. */
struct chart_block {
    size_t first, count;
    length extent;
    chart_wide sum; /* of where the block would begin by each of its members */
};

static length chart_block_begin(const struct chart_block *block, length low, length high)
{
    const length begin = chart_round(block->sum, (chart_wide)block->count);
    return length_max(low, chart_least(begin, high - block->extent));
}

static void chart_block_join(struct chart_block *block, const struct chart_block *next)
{
    block->sum += next->sum - (chart_wide)block->extent * (chart_wide)next->count;
    block->extent += next->extent;
    block->count += next->count;
}

bool chart_spread(struct chart_want *wants, size_t count, length low, length high)
{
    struct chart_block blocks[CHART_MAX_POINTS + CHART_MAX_SERIES];
    size_t n = 0;
    length all = 0;
    for (size_t i = 0; i < count; i++) {
        all += wants[i].extent;
        if (n == ARRAY_COUNT(blocks) || all > high - low)
            return false;
        blocks[n++] = (struct chart_block){i, 1, wants[i].extent, wants[i].wanted - wants[i].extent / 2};
        while (n > 1 && chart_block_begin(&blocks[n - 2], low, high) + blocks[n - 2].extent >
                            chart_block_begin(&blocks[n - 1], low, high)) {
            chart_block_join(&blocks[n - 2], &blocks[n - 1]);
            n--;
        }
    }
    for (size_t i = 0; i < n; i++) {
        length at = chart_block_begin(&blocks[i], low, high);
        for (size_t j = blocks[i].first; j < blocks[i].first + blocks[i].count; j++) {
            wants[j].place = at + wants[j].extent / 2;
            at += wants[j].extent;
        }
    }
    return true;
}

/* --- in the open --- */

void chart_places_take(struct chart_pad *pad, struct chart_places *places, struct chart_box box)
{
    box.left -= pad->size / 6; /* side by side two texts would be read as one */
    box.right += pad->size / 6;
    if (chart_well(pad))
        pad->status =
            ARENA_APPEND(pad->arena, places->taken, places->taken_count, places->taken_capacity, &box);
}

void chart_places_mark(struct chart_pad *pad, struct chart_places *places, struct chart_box box)
{
    if (chart_well(pad))
        pad->status =
            ARENA_APPEND(pad->arena, places->marks, places->mark_count, places->mark_capacity, &box);
}

void chart_places_edge(struct chart_pad *pad, struct chart_places *places, struct chart_point a,
                       struct chart_point b)
{
    const struct chart_edge edge = {a, b};
    if (chart_well(pad))
        pad->status =
            ARENA_APPEND(pad->arena, places->edges, places->edge_count, places->edge_capacity, &edge);
}

static bool chart_boxes_meet(const struct chart_box *a, const struct chart_box *b)
{
    return (a->left < b->right) & (b->left < a->right) & (a->top < b->bottom) & (b->top < a->bottom);
}

static bool chart_box_within(const struct chart_box *a, const struct chart_box *b)
{
    return a->left >= b->left && a->right <= b->right && a->top >= b->top && a->bottom <= b->bottom;
}

/* Their boxes meet, and the box's corners are not all on one side of the edge. */
static bool chart_edge_meets(const struct chart_edge *edge, const struct chart_box *box)
{
    const struct chart_point a = edge->a, b = edge->b;
    if ((a.x < box->left && b.x < box->left) || (a.x > box->right && b.x > box->right) ||
        (a.y < box->top && b.y < box->top) || (a.y > box->bottom && b.y > box->bottom))
        return false;
    const length xs[] = {box->left, box->right}, ys[] = {box->top, box->bottom};
    int above = 0;
    for (size_t i = 0; i < 4; i++)
        above += (b.x - a.x) * (ys[i / 2] - a.y) - (b.y - a.y) * (xs[i % 2] - a.x) > 0;
    return above > 0 && above < 4;
}

enum {
    RINGS = 10 /* farther away nobody looks for it */,
    RINGS_NEAR = 3,
    COST_EDGE = 5,
    COST_MARK = 16,
    COST_TEXT = 8, /* a leader through one */
    COST_FAR = 2,
    COST_MEAN = 6 /* of a label; more, and the whole is a thicket */,
    COST_CROWDED = 44 /* nobody would find what it belongs to */,
    COST_NEVER = 1 << 20,
    FEW = 8 /* labels that may be far away */
};

static int chart_place_cost(const struct chart_places *places, const struct chart_box *box, int most)
{
    int cost = 0;
    if (!chart_box_within(box, &places->bounds))
        return COST_NEVER;
    for (size_t i = 0; i < places->taken_count; i++)
        if (chart_boxes_meet(&places->taken[i], box))
            return COST_NEVER;
    for (size_t i = 0; i < places->mark_count && cost < most; i++)
        cost += chart_boxes_meet(&places->marks[i], box) ? COST_MARK : 0;
    for (size_t i = 0; i < places->edge_count && cost < most; i++)
        cost += chart_edge_meets(&places->edges[i], box) ? COST_EDGE : 0;
    return cost;
}

/* Above, below, right, left, and between, `far` away. */
static struct chart_box chart_place_box(struct chart_point at, length far, size_t way, length width,
                                        length height)
{
    static const int ways[8][2] = {{0, -1}, {0, 1}, {1, 0}, {-1, 0}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}};
    const length x = at.x + ways[way][0] * (far + width / 2), y = at.y + ways[way][1] * (far + height / 2);
    const length bend =
        ways[way][0] != 0 && ways[way][1] != 0 ? far * 3 / 10 : 0; /* a corner is farther away */
    const length left = x - width / 2 - ways[way][0] * bend, top = y - height / 2 - ways[way][1] * bend;
    return (struct chart_box){left, top, left + width, top + height};
}

static length chart_clamp(length value, length low, length high)
{
    return length_max(low, chart_least(value, high));
}

/* From the mark to the box; false: it stands beside it. */
static bool chart_place_leader(const struct chart_box *box, struct chart_point at, length clear,
                               struct chart_edge *ret_edge)
{
    const struct chart_point near = {chart_clamp(at.x, box->left, box->right),
                                     chart_clamp(at.y, box->top, box->bottom)};
    const length far = chart_distance(near, at);
    if (far <= clear + 2 * LENGTH_POINT)
        return false;
    *ret_edge = (struct chart_edge){{at.x + chart_round((chart_wide)(near.x - at.x) * clear, far),
                                     at.y + chart_round((chart_wide)(near.y - at.y) * clear, far)},
                                    near};
    return true;
}

/* A leader that goes through texts. */
static int chart_leader_cost(const struct chart_places *places, const struct chart_box *box,
                             struct chart_point at, length clear)
{
    struct chart_edge edge;
    int cost = 0;
    if (!chart_place_leader(box, at, clear, &edge))
        return 0;
    for (size_t i = 0; i < places->taken_count; i++)
        cost += chart_edge_meets(&edge, &places->taken[i]) ? COST_TEXT : 0;
    return cost;
}

static void chart_place_lead(struct chart_pad *pad, struct chart_places *places, const struct chart_box *box,
                             struct chart_point at, length clear)
{
    struct chart_edge edge;
    if (!chart_place_leader(box, at, clear, &edge))
        return;
    chart_rule(pad, chart_pen(CHART_MILD, CHART_HAIR), edge.a, edge.b);
    chart_places_edge(pad, places, edge.a, edge.b);
}

/* A line that is crossed makes room for the text. */
static void chart_place_patch(struct chart_pad *pad, const struct chart_places *places,
                              const struct chart_box *box)
{
    bool crossed = places->patches == CHART_PATCH_ALL;
    for (size_t i = 0; i < places->edge_count && places->patches == CHART_PATCH_LINES && !crossed; i++)
        crossed = chart_edge_meets(&places->edges[i], box);
    if (crossed)
        chart_rect(pad, chart_fill(CHART_WHITE), *box);
}

/* What a label that comes into `reach` may meet; NULL: no memory. */
static const struct chart_places *chart_places_near(struct chart_pad *pad, struct chart_places *places,
                                                    const struct chart_box *reach)
{
    struct chart_places *near =
        places->near == NULL ? CHART_ARRAY(pad, 1, struct chart_places) : places->near;
    if (near == NULL)
        return NULL;
    places->near = near;
    near->bounds = places->bounds;
    near->patches = places->patches;
    near->taken_count = near->mark_count = near->edge_count = 0;
    for (size_t i = 0; i < places->taken_count && chart_well(pad); i++)
        if (chart_boxes_meet(&places->taken[i], reach))
            pad->status = ARENA_APPEND(pad->arena, near->taken, near->taken_count, near->taken_capacity,
                                       &places->taken[i]);
    for (size_t i = 0; i < places->mark_count && chart_well(pad); i++)
        if (chart_boxes_meet(&places->marks[i], reach))
            chart_places_mark(pad, near, places->marks[i]);
    for (size_t i = 0; i < places->edge_count && chart_well(pad); i++)
        if (chart_edge_meets(&places->edges[i], reach))
            chart_places_edge(pad, near, places->edges[i].a, places->edges[i].b);
    return chart_well(pad) ? near : NULL;
}

struct chart_search {
    struct chart_point at;
    length clear;
    int least; /* what the best place so far costs */
    struct chart_box box;
};

/* A better place in the rings `from`…`to`. */
static void chart_places_look(struct chart_pad *pad, struct chart_places *places, struct chart_search *search,
                              int from, int to)
{
    const length width = search->box.right - search->box.left, height = search->box.bottom - search->box.top;
    const struct chart_point at = search->at;
    const length far = search->clear + LENGTH_POINT,
                 reach = far + to * pad->size / 2 + length_max(width, height);
    const struct chart_box around = {at.x - reach, at.y - reach, at.x + reach, at.y + reach};
    const struct chart_places *near = chart_places_near(pad, places, &around);
    for (int ring = from; near != NULL && ring < to && ring * COST_FAR < search->least; ring++)
        for (size_t way = 0; way < 8; way++) {
            const struct chart_box there =
                chart_place_box(at, far + ring * pad->size / 2, way, width, height);
            const int dear = ring * COST_FAR;
            int cost = chart_place_cost(near, &there, search->least - dear) + dear;
            if (ring > 0 && cost < search->least)
                cost += chart_leader_cost(near, &there, at, search->clear);
            if (cost < search->least) {
                search->least = cost;
                search->box = there;
            }
        }
}

bool chart_places_find(struct chart_pad *pad, struct chart_places *places, struct chart_point at,
                       length clear, struct chart_box *box)
{
    struct chart_search search = {at, clear, COST_CROWDED, *box};
    chart_places_look(pad, places, &search, 0, RINGS_NEAR);
    if (search.least > RINGS_NEAR * COST_FAR) /* few look farther, where there is more to be met */
        chart_places_look(pad, places, &search, RINGS_NEAR, RINGS);
    if (search.least == COST_CROWDED)
        return false;
    *box = search.box;
    places->cost += search.least;
    places->found++;
    chart_place_patch(pad, places, box);
    chart_places_take(pad, places, *box);
    chart_place_lead(pad, places, box, at, clear);
    return true;
}

void chart_places_prove(struct chart_pad *pad, const struct chart_places *places)
{
    const int told = places->found > places->most / 2 ? places->found : places->most / 2;
    if (told >= FEW && places->cost > COST_MEAN * told)
        chart_too_small(pad, (struct str){NULL, 0}, pad->chart->width * 5 / 4, pad->chart->height * 5 / 4);
}

void chart_places_write(struct chart_pad *pad, struct chart_places *places, const struct chart_lines *lines,
                        struct chart_point at, length clear, struct chart_text like)
{
    struct chart_box box = {0, 0, lines->widest, chart_lines_height(pad, lines->count)};
    if (lines->count == 0 || !chart_well(pad))
        return;
    if (!chart_places_find(pad, places, at, clear, &box)) {
        chart_too_small(pad, lines->line[0], 0, 0);
        return;
    }
    chart_places_prove(pad, places);
    if (!chart_well(pad))
        return;
    chart_say_lines(pad, lines, CHART_MIDDLE, (struct chart_point){(box.left + box.right) / 2, box.top},
                    like);
}
