/* To come. */
#include "figure/chart_int.h"

void chart_draw_matrix(struct chart_pad *pad)
{
    chart_too_small(pad, (struct str){NULL, 0}, 0, 0);
}
