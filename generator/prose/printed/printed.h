/* What a paper prints, from outside.  The check of its amounts is prose_check_amounts (prose.h). */
#ifndef CHENGWEN_PROSE_PRINTED_H
#define CHENGWEN_PROSE_PRINTED_H

#include "prose/prose_int.h"

/* Each paragraph, those of cells and notes too; each table, behind its paragraphs (NULL: nobody asks). */
struct printed_walk {
    void *context;
    void (*paragraph)(void *context, const struct block *block); /* NULL: nobody asks */
    void (*table)(void *context, const struct table *table);
};
void printed_walk(const struct content *content, const struct printed_walk *walk);

#endif
