/*
 * Looking up styles by name, and what is counted in 字.
 *
 * A style sheet holds a few dozen styles of each kind, so a walk over the array is the simplest thing that is
 * fast enough; whoever sets thousands of paragraphs keeps the pointer, not the name.
 */
#include "content/content.h"

#define LOOKUP(items, count, name)                                                                           \
    for (size_t i = 0; i < (count); i++)                                                                     \
        if (str_equal((items)[i].name, (name)))                                                              \
            return &(items)[i];                                                                              \
    return NULL

const struct paragraph_style *style_paragraph(const struct style_sheet *sheet, struct str name)
{
    LOOKUP(sheet->paragraphs, sheet->paragraph_count, name);
}

const struct span_style *style_span(const struct style_sheet *sheet, struct str name)
{
    LOOKUP(sheet->spans, sheet->span_count, name);
}

length style_em(const struct paragraph_style *style)
{
    return style->pitch > 0 ? style->pitch : style->size;
}

const struct table_style *style_table(const struct style_sheet *sheet, struct str name)
{
    LOOKUP(sheet->tables, sheet->table_count, name);
}

const struct page_master *style_page(const struct style_sheet *sheet, struct str name)
{
    LOOKUP(sheet->pages, sheet->page_count, name);
}
