/* What tells one series from another, in colour and without: fills dark and light by turns, hatching as lines cut off at the edges
 * of the surface, dashes, marks. */
#include "figure/chart_int.h"

static const struct chart_ink chart_inks[CHART_MAX_SERIES] = {
    {0x2B4C7E, 0, 0x1F3F73, CHART_PLAIN, 0, {0}},
    {0xC9D3E0, 0, 0x6E7B8B, CHART_PLAIN, 0, {0}},
    {0x7C93B2, 0xFFFFFF, 0x2F6F9F, CHART_RISING, 3600, {4000, 2000}},
    {0xF4F4F2, 0x555555, 0x555555, CHART_FALLING, 3600, {1200, 1600}},
    {0x9C9C9C, 0, 0x8A6A2F, CHART_PLAIN, 0, {6000, 1600, 1200, 1600}},
    {0xE6DDC6, 0x6B5A33, 0x3E7A5A, CHART_LYING, 3000, {2400, 1200}},
    {0x4A4A4A, 0xFFFFFF, 0x8C4A4A, CHART_FALLING, 4800, {8000, 2400}},
    {0xFFFFFF, 0x2B4C7E, 0x5A4A80, CHART_UPRIGHT, 3000, {1200, 1200, 4000, 1200}},
};

const struct chart_ink *chart_ink_of(size_t index)
{
    return &chart_inks[index % ARRAY_COUNT(chart_inks)];
}

/* --- hatching --- */

enum { CROSSINGS = 64, CORNERS = 256 };

/* Lines x·nx + y·ny = c. */
struct chart_ruling {
    length nx, ny;
    length spacing;
};

/* A surface in straight edges. */
struct chart_outline {
    const struct chart_point *corners;
    size_t count;
    length along[CORNERS]; /* for the ruling at work */
};

static length chart_along(const struct chart_ruling *ruling, struct chart_point point)
{
    return ruling->nx * point.x + ruling->ny * point.y;
}

static bool chart_meets_before(const struct chart_ruling *ruling, struct chart_point a, struct chart_point b)
{
    return -ruling->ny * a.x + ruling->nx * a.y < -ruling->ny * b.x + ruling->nx * b.y;
}

/* Where the line `at` meets the edges, in order; along: of each corner. */
static size_t chart_crossings(const struct chart_ruling *ruling, length at,
                              const struct chart_outline *outline, struct chart_point found[CROSSINGS])
{
    size_t n = 0;
    for (size_t i = 0; i < outline->count; i++) {
        const size_t j = i == 0 ? outline->count - 1 : i - 1;
        const length before = outline->along[j], here = outline->along[i];
        if ((before < at) == (here < at) || n == CROSSINGS)
            continue;
        const struct chart_point a = outline->corners[j], b = outline->corners[i];
        const length part = here < before ? before - at : at - before,
                     whole = here < before ? before - here : here - before;
        const struct chart_point point = {a.x + chart_round((chart_wide)(b.x - a.x) * part, whole),
                                          a.y + chart_round((chart_wide)(b.y - a.y) * part, whole)};
        size_t slot = n++;
        for (; slot > 0 && chart_meets_before(ruling, point, found[slot - 1]); slot--)
            found[slot] = found[slot - 1];
        found[slot] = point;
    }
    return n;
}

static void chart_rule_surface(struct chart_pad *pad, const struct chart_ruling *ruling,
                               struct chart_outline *outline)
{
    struct chart_point found[CROSSINGS];
    length low = INT64_MAX, high = INT64_MIN;
    for (size_t i = 0; i < outline->count; i++) {
        outline->along[i] = chart_along(ruling, outline->corners[i]);
        low = chart_least(low, outline->along[i]);
        high = length_max(high, outline->along[i]);
    }
    for (length at = low - low % ruling->spacing; at < high; at += ruling->spacing) {
        const size_t n = chart_crossings(ruling, at, outline, found);
        for (size_t i = 0; i + 1 < n; i += 2) {
            chart_move(pad, found[i].x, found[i].y);
            chart_to(pad, found[i + 1].x, found[i + 1].y);
        }
    }
}

void chart_hatch(struct chart_pad *pad, const struct chart_ink *ink, const struct chart_point *edges,
                 size_t count)
{
    const length spacing = length_max(ink->spacing, LENGTH_POINT), slanted = spacing * 7 / 5;
    const struct chart_ruling rulings[] = {
        [CHART_RISING] = {1, 1, slanted},
        [CHART_FALLING] = {1, -1, slanted},
        [CHART_LYING] = {0, 1, spacing},
        [CHART_UPRIGHT] = {1, 0, spacing},
    };
    struct chart_outline outline;
    outline.corners = edges;
    outline.count = count;
    if (ink->hatching == CHART_PLAIN || count < 3 || count > CORNERS)
        return;
    chart_begin(pad, chart_pen(ink->hatch, CHART_THIN));
    chart_rule_surface(pad, &rulings[ink->hatching], &outline);
    if (chart_well(pad) && pad->paths[pad->path_count - 1].segment_count == 0)
        pad->path_count--; /* too small a surface */
}

void chart_surface(struct chart_pad *pad, const struct chart_ink *ink, struct chart_box box, int series,
                   int point)
{
    const struct chart_point corners[] = {
        {box.left, box.top}, {box.right, box.top}, {box.right, box.bottom}, {box.left, box.bottom}};
    struct chart_path path = chart_fill(ink->fill), outline = chart_pen(CHART_DARK, CHART_HAIR);
    path.series = series;
    path.point = point;
    if (ink->hatching == CHART_PLAIN) {
        path.pen = CHART_DARK;
        path.stroke = CHART_HAIR;
        chart_polygon(pad, path, corners, ARRAY_COUNT(corners));
        return;
    }
    chart_polygon(pad, path, corners, ARRAY_COUNT(corners));
    chart_hatch(pad, ink, corners, ARRAY_COUNT(corners));
    chart_polygon(pad, outline, corners, ARRAY_COUNT(corners));
}

/* --- dashes --- */

void chart_dashed(struct chart_pad *pad, struct chart_path path, const length *dashes,
                  const struct chart_point *points, size_t count)
{
    size_t dash = 0;
    length left = dashes[0];
    bool on = true;
    if (count < 2)
        return;
    chart_begin(pad, path);
    chart_move(pad, points[0].x, points[0].y);
    for (size_t i = 1; i < count; i++) {
        const struct chart_point a = points[i - 1], b = points[i];
        const length far = chart_distance(a, b);
        length gone = 0;
        while (dashes[0] > 0 && gone + left < far) {
            gone += left;
            (on ? chart_to : chart_move)(pad, a.x + chart_round((chart_wide)(b.x - a.x) * gone, far),
                                         a.y + chart_round((chart_wide)(b.y - a.y) * gone, far));
            on = !on;
            dash = dashes[dash + 1] == 0 ? 0 : dash + 1;
            left = dashes[dash];
        }
        left -= far - gone;
        if (on)
            chart_to(pad, b.x, b.y);
    }
}

/* --- marks --- */

struct chart_shape {
    size_t count; /* 0: a circle */
    struct chart_point corners[8];
    bool hollow;
};

/* In hundredths of the radius. */
static const struct chart_shape chart_shapes[CHART_MAX_SERIES] = {
    {0, {{0, 0}}, false},
    {4, {{-90, -90}, {90, -90}, {90, 90}, {-90, 90}}, true},
    {3, {{0, -105}, {105, 105}, {-105, 105}}, false},
    {4, {{0, -120}, {120, 0}, {0, 120}, {-120, 0}}, true},
    {4, {{-85, -85}, {85, -85}, {85, 85}, {-85, 85}}, false},
    {0, {{0, 0}}, true},
    {3, {{-105, -105}, {105, -105}, {0, 105}}, true},
    {4, {{0, -120}, {120, 0}, {0, 120}, {-120, 0}}, false},
};

void chart_mark(struct chart_pad *pad, size_t index, struct chart_point at, int series, int point)
{
    const struct chart_shape *shape = &chart_shapes[index % ARRAY_COUNT(chart_shapes)];
    const uint32_t pen = chart_ink_of(index)->pen;
    const length radius = chart_mark_radius(pad);
    struct chart_point corners[8];
    struct chart_path path = chart_fill(shape->hollow ? CHART_WHITE : pen);
    path.pen = pen;
    path.stroke = CHART_THIN + CHART_HAIR;
    path.series = series;
    path.point = point;
    if (shape->count == 0) {
        chart_circle(pad, path, at, radius);
        return;
    }
    for (size_t i = 0; i < shape->count; i++)
        corners[i] = (struct chart_point){at.x + shape->corners[i].x * radius / 100,
                                          at.y + shape->corners[i].y * radius / 100};
    chart_polygon(pad, path, corners, shape->count);
}
