/* Angles without libm: a table of whole degrees, and what lies between by a short series: exact to 2 × 10^-9. */
#include "figure/chart_int.h"

enum { DEGREE = 1000000, RIGHT = 90 * DEGREE };

static const int32_t chart_sines[91] = {
    0,          17452406,  34899497,  52335956,  69756474,  87155743,  104528463, 121869343, 139173101,
    156434465,  173648178, 190808995, 207911691, 224951054, 241921896, 258819045, 275637356, 292371705,
    309016994,  325568154, 342020143, 358367950, 374606593, 390731128, 406736643, 422618262, 438371147,
    453990500,  469471563, 484809620, 500000000, 515038075, 529919264, 544639035, 559192903, 573576436,
    587785252,  601815023, 615661475, 629320391, 642787610, 656059029, 669130606, 681998360, 694658370,
    707106781,  719339800, 731353702, 743144825, 754709580, 766044443, 777145961, 788010754, 798635510,
    809016994,  819152044, 829037573, 838670568, 848048096, 857167301, 866025404, 874619707, 882947593,
    891006524,  898794046, 906307787, 913545458, 920504853, 927183855, 933580426, 939692621, 945518576,
    951056516,  956304756, 961261696, 965925826, 970295726, 974370065, 978147601, 981627183, 984807753,
    987688341,  990268069, 992546152, 994521895, 996194698, 997564050, 998629535, 999390827, 999847695,
    1000000000,
};

/* Most are small: dividing 64 bits takes a tenth of the time. */
length chart_round(chart_wide value, chart_wide by)
{
    const chart_wide small = INT64_MAX / 4;
    if (value < small && value > -small && by < small) {
        const int64_t v = (int64_t)value, b = (int64_t)by;
        return (2 * v + (v < 0 ? -b : b)) / (2 * b);
    }
    return (length)((2 * value + (value < 0 ? -by : by)) / (2 * by));
}

/* Bit by bit. */
length chart_root(chart_wide square)
{
    length root = 0;
    int shift = 0;
    if (square <= 0)
        return 0;
    for (; square >> 62 != 0; square >>= 2)
        shift++;
    int64_t rest = (int64_t)square, bit = (int64_t)1 << 60;
    while (bit > rest)
        bit >>= 2;
    for (; bit != 0; bit >>= 2) {
        const bool fits = rest >= root + bit;
        rest -= fits ? root + bit : 0;
        root = (root >> 1) + (fits ? bit : 0);
    }
    return root << shift;
}

length chart_distance(struct chart_point a, struct chart_point b)
{
    const chart_wide x = a.x - b.x, y = a.y - b.y;
    return chart_root(x * x + y * y);
}

/* 0 … 90°: sin(a + d) = sin a cos d + cos a sin d, d at most half a degree; parts are of 2^32. */
static int64_t chart_sine_first(int64_t angle)
{
    const int64_t whole = (angle + DEGREE / 2) / DEGREE, rest = angle - whole * DEGREE;
    const int64_t one = (int64_t)1 << 32, d = rest * 1257642267 / 16777216; /* π / 180 000 000 × 2^56 */
    const int64_t square = d * d / one, sine = d - d * square / one / 6, cosine = one - square / 2;
    return (chart_sines[whole] * cosine + chart_sines[90 - whole] * sine + one / 2) / one;
}

int64_t chart_sine(int64_t angle)
{
    angle %= CHART_CIRCLE;
    angle = angle < 0 ? angle + CHART_CIRCLE : angle;
    const int64_t within = angle % (2 * (int64_t)RIGHT);
    const int64_t sine = chart_sine_first(within > RIGHT ? 2 * (int64_t)RIGHT - within : within);
    return angle >= 2 * (int64_t)RIGHT ? -sine : sine;
}

struct chart_point chart_around(struct chart_point center, length radius, int64_t angle)
{
    return (struct chart_point){
        center.x + chart_round((chart_wide)radius * chart_sine(angle), CHART_SINE_ONE),
        center.y - chart_round((chart_wide)radius * chart_cosine(angle), CHART_SINE_ONE)};
}

/* A piece of 90° at most by one curve, whose points lie 4/3 tan(piece/4) of the radius along the tangents. */
static void chart_arc_piece(struct chart_pad *pad, struct chart_point center, length radius, int64_t from,
                            int64_t to)
{
    const int64_t quarter = (to - from) / 4;
    const length arm =
        chart_round((chart_wide)4 * radius * chart_sine(quarter), (chart_wide)3 * chart_cosine(quarter));
    const struct chart_point begin = chart_around(center, radius, from),
                             end = chart_around(center, radius, to);
    const struct chart_point along = chart_around((struct chart_point){0, 0}, arm, from + RIGHT),
                             back = chart_around((struct chart_point){0, 0}, arm, to + RIGHT);
    chart_curve(pad, (const struct chart_point[]){
                         {begin.x + along.x, begin.y + along.y}, {end.x - back.x, end.y - back.y}, end});
}

void chart_arc(struct chart_pad *pad, struct chart_point center, length radius, int64_t from, int64_t to)
{
    const int64_t turn = to > from ? to - from : from - to,
                  pieces = length_max(turn - 1, 0) / RIGHT + 1; /* 0.03 % of the radius off */
    for (int64_t i = 0; i < pieces; i++)
        chart_arc_piece(pad, center, radius, from + (to - from) * i / pieces,
                        from + (to - from) * (i + 1) / pieces);
}

void chart_circle(struct chart_pad *pad, struct chart_path path, struct chart_point center, length radius)
{
    const length arm = radius * 552285 / 1000000; /* 4/3 tan(90° / 4) */
    const struct chart_point ways[] = {{0, -1}, {1, 0}, {0, 1}, {-1, 0}};
    chart_begin(pad, path);
    chart_move(pad, center.x, center.y - radius);
    for (size_t i = 0; i < ARRAY_COUNT(ways); i++) {
        const struct chart_point from = ways[i], to = ways[(i + 1) % ARRAY_COUNT(ways)];
        chart_curve(pad,
                    (const struct chart_point[]){
                        {center.x + from.x * radius + to.x * arm, center.y + from.y * radius + to.y * arm},
                        {center.x + to.x * radius + from.x * arm, center.y + to.y * radius + from.y * arm},
                        {center.x + to.x * radius, center.y + to.y * radius}});
    }
    chart_close(pad);
}
