/*
 * The numbers of lines, as they are drawn, so that what stands on one line can be told.
 */
#include "layout/flow/flow_int.h"

uint32_t number_line(const struct layout *layout)
{
    return ++layout->numbers->line;
}
