/* What labels may come upon, by the cells of a grid: a label looks at some eighty places, and each asks what is there. */
#include "figure/chart_int.h"

enum {
    CELLS_AT_MOST = 64 /* each way */,
    CELL_LETTERS = 1 /* how wide one is at least */,
    COST_EDGE = 5,
    COST_MARK = 16,
    COST_TEXT = 8 /* a leader through one */
};

static bool chart_boxes_meet(const struct chart_box *a, const struct chart_box *b)
{
    return (a->left < b->right) & (b->left < a->right) & (a->top < b->bottom) & (b->top < a->bottom);
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

/* What a box comes upon, each once. */
struct chart_look {
    struct chart_places *places;
    int left, right, bottom; /* cells of the box */
    int x, y;
    unsigned link;
};

/* What lies outside of the bounds counts as lying in the cell next to it. */
static int chart_cell_at(length at, length begin, int bits, int count)
{
    const length index = at < begin ? 0 : (at - begin) >> bits;
    return index < count ? (int)index : count - 1;
}

static struct chart_look chart_cells_of(struct chart_places *places, const struct chart_box *box)
{
    const struct chart_box *bounds = &places->bounds;
    const int left = chart_cell_at(box->left, bounds->left, places->cell_bits, places->wide),
              top = chart_cell_at(box->top, bounds->top, places->cell_bits, places->high);
    return (struct chart_look){
        .places = places,
        .left = left,
        .right = chart_cell_at(box->right, bounds->left, places->cell_bits, places->wide),
        .bottom = chart_cell_at(box->bottom, bounds->top, places->cell_bits, places->high),
        .x = left,
        .y = top};
}

static void chart_cells_make(struct chart_pad *pad, struct chart_places *places)
{
    const length width = places->bounds.right - places->bounds.left,
                 height = places->bounds.bottom - places->bounds.top;
    if (places->cells != NULL)
        return;
    const length least = length_max(CELL_LETTERS * pad->size, length_max(width, height) / CELLS_AT_MOST);
    while (((length)1 << places->cell_bits) < least)
        places->cell_bits++;
    places->wide = (int)(width >> places->cell_bits) + 1;
    places->high = (int)(height >> places->cell_bits) + 1;
    places->cells = CHART_ARRAY(pad, (size_t)(places->wide * places->high), unsigned);
}

static void chart_obstacle_add(struct chart_pad *pad, struct chart_places *places,
                               const struct chart_obstacle *obstacle, const struct chart_box *around)
{
    chart_cells_make(pad, places);
    if (chart_well(pad))
        pad->status = ARENA_APPEND(pad->arena, places->obstacles, places->obstacle_count,
                                   places->obstacle_capacity, obstacle);
    struct chart_look cells = chart_cells_of(places, around);
    for (int y = cells.y; y <= cells.bottom; y++)
        for (int x = cells.left; x <= cells.right && chart_well(pad); x++) {
            unsigned *cell = &places->cells[y * places->wide + x];
            const struct chart_obstacle_link link = {(unsigned)places->obstacle_count - 1, *cell};
            pad->status =
                ARENA_APPEND(pad->arena, places->links, places->link_count, places->link_capacity, &link);
            *cell = (unsigned)places->link_count;
        }
}

void chart_places_take(struct chart_pad *pad, struct chart_places *places, struct chart_box box)
{
    box.left -= pad->size / 6; /* side by side two texts would be read as one */
    box.right += pad->size / 6;
    chart_obstacle_add(pad, places, &(struct chart_obstacle){.kind = CHART_TAKEN, .box = box}, &box);
}

void chart_places_mark(struct chart_pad *pad, struct chart_places *places, struct chart_box box)
{
    chart_obstacle_add(pad, places, &(struct chart_obstacle){.kind = CHART_MARK, .box = box}, &box);
}

static struct chart_box chart_edge_box(const struct chart_edge *edge)
{
    return (struct chart_box){chart_least(edge->a.x, edge->b.x), chart_least(edge->a.y, edge->b.y),
                              length_max(edge->a.x, edge->b.x), length_max(edge->a.y, edge->b.y)};
}

void chart_places_edge(struct chart_pad *pad, struct chart_places *places, struct chart_point a,
                       struct chart_point b)
{
    const struct chart_edge edge = {a, b};
    const struct chart_box around = chart_edge_box(&edge);
    chart_obstacle_add(pad, places, &(struct chart_obstacle){.kind = CHART_EDGE, .edge = edge}, &around);
}

static struct chart_look chart_look_begin(struct chart_places *places, const struct chart_box *box)
{
    struct chart_look look = {.right = -1, .bottom = -1};
    if (places->cells == NULL)
        return look;
    look = chart_cells_of(places, box);
    look.link = places->cells[look.y * places->wide + look.x];
    places->looks++;
    return look;
}

/* An obstacle in one of the cells, which need not meet the box; NULL: that was all. */
static inline const struct chart_obstacle *chart_look_next(struct chart_look *look)
{
    struct chart_places *places = look->places;
    for (;;) {
        while (look->link != 0) {
            const struct chart_obstacle_link *link = &places->links[look->link - 1];
            struct chart_obstacle *found = &places->obstacles[link->obstacle];
            look->link = link->next;
            if (found->seen != places->looks) {
                found->seen = places->looks;
                return found;
            }
        }
        if (++look->x > look->right) {
            look->x = look->left;
            look->y++;
        }
        if (look->y > look->bottom)
            return NULL;
        look->link = places->cells[look->y * places->wide + look->x];
    }
}

static int chart_obstacle_cost(const struct chart_obstacle *obstacle, const struct chart_box *box)
{
    switch (obstacle->kind) {
    case CHART_TAKEN:
        return chart_boxes_meet(&obstacle->box, box) ? CHART_COST_NEVER : 0;
    case CHART_MARK:
        return chart_boxes_meet(&obstacle->box, box) ? COST_MARK : 0;
    case CHART_EDGE:
        return chart_edge_meets(&obstacle->edge, box) ? COST_EDGE : 0;
    }
    return 0;
}

int chart_places_cost(struct chart_places *places, const struct chart_box *box, int most)
{
    struct chart_look look = chart_look_begin(places, box);
    const struct chart_obstacle *obstacle;
    int cost = 0;
    while (cost < most && (obstacle = chart_look_next(&look)) != NULL)
        cost += chart_obstacle_cost(obstacle, box);
    return cost;
}

int chart_places_leader_cost(struct chart_places *places, const struct chart_edge *leader)
{
    const struct chart_box around = chart_edge_box(leader);
    struct chart_look look = chart_look_begin(places, &around);
    const struct chart_obstacle *obstacle;
    int cost = 0;
    while ((obstacle = chart_look_next(&look)) != NULL)
        cost += obstacle->kind == CHART_TAKEN && chart_edge_meets(leader, &obstacle->box) ? COST_TEXT : 0;
    return cost;
}

bool chart_places_crossed(struct chart_places *places, const struct chart_box *box)
{
    struct chart_look look = chart_look_begin(places, box);
    const struct chart_obstacle *obstacle;
    while ((obstacle = chart_look_next(&look)) != NULL)
        if (obstacle->kind == CHART_EDGE && chart_edge_meets(&obstacle->edge, box))
            return true;
    return false;
}
