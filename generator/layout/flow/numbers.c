/*
 * The numbers of a document: of blocks and tables, for tags, as they are set; of lines, as they are drawn, so
 * that what stands on one line can be told.
 */
#include "layout/flow/flow_int.h"

uint32_t number_block(const struct layout *layout)
{
    return layout->numbers->next_block++;
}

uint32_t number_table(const struct layout *layout)
{
    return layout->numbers->next_table++;
}

uint32_t number_line(const struct layout *layout)
{
    return ++layout->numbers->line;
}
