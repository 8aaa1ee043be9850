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

static bool chart_box_within(const struct chart_box *a, const struct chart_box *b)
{
    return a->left >= b->left && a->right <= b->right && a->top >= b->top && a->bottom <= b->bottom;
}

enum {
    RINGS = 10 /* farther away nobody looks for it */,
    COST_FAR = 2,
    COST_MEAN = 6 /* of a label; more, and the whole is a thicket */,
    COST_CROWDED = 44 /* nobody would find what it belongs to */,
    FEW = 8 /* labels that may be far away */
};

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
    const length across = near.x - at.x, down = near.y - at.y, beside = clear + 2 * LENGTH_POINT;
    if (across * across + down * down <= beside * beside)
        return false;
    const length far = chart_distance(near, at);
    *ret_edge = (struct chart_edge){{at.x + chart_round((chart_wide)(near.x - at.x) * clear, far),
                                     at.y + chart_round((chart_wide)(near.y - at.y) * clear, far)},
                                    near};
    return true;
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
static void chart_place_patch(struct chart_pad *pad, struct chart_places *places, const struct chart_box *box)
{
    if (places->patches == CHART_PATCH_ALL ||
        (places->patches == CHART_PATCH_LINES && chart_places_crossed(places, box)))
        chart_rect(pad, chart_fill(CHART_WHITE), *box);
}

static int chart_place_cost(struct chart_places *places, const struct chart_box *box, struct chart_point at,
                            length clear, int most)
{
    struct chart_edge leader;
    if (!chart_box_within(box, &places->bounds))
        return most;
    const int cost = chart_places_cost(places, box, most);
    return cost < most && chart_place_leader(box, at, clear, &leader)
               ? cost + chart_places_leader_cost(places, &leader)
               : cost;
}

/* The place that costs least, in rings around it; nobody looks farther than what has been found already is worth. */
bool chart_places_find(struct chart_pad *pad, struct chart_places *places, struct chart_point at,
                       length clear, struct chart_box *box)
{
    const length width = box->right - box->left, height = box->bottom - box->top, far = clear + LENGTH_POINT;
    int least = COST_CROWDED;
    for (int ring = 0; ring < RINGS; ring++)
        for (size_t way = 0; way < 8 && ring * COST_FAR < least; way++) {
            const struct chart_box there =
                chart_place_box(at, far + ring * pad->size / 2, way, width, height);
            const int dear = ring * COST_FAR,
                      cost = chart_place_cost(places, &there, at, clear, least - dear) + dear;
            if (cost < least) {
                least = cost;
                *box = there;
            }
        }
    if (least == COST_CROWDED)
        return false;
    places->cost += least;
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
