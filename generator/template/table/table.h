/*
 * Tables, from outside: their elements in layouts and in prose.
 */
#ifndef CHENGWEN_TEMPLATE_TABLE_H
#define CHENGWEN_TEMPLATE_TABLE_H

#include "template/apply_int.h"
#include "template/compile_int.h"

extern const struct element elements_table[], elements_chart[];

/* table/parts.c: <for>, <if> around columns of a table from data; do they stand there? */
bool among_columns(const struct site *site);
enum status compile_column_for(struct compiler *compiler, const struct node *node,
                               const struct site *site) CHECKED;
enum status compile_column_if(struct compiler *compiler, const struct node *node,
                              const struct site *site) CHECKED;

/* In a table (NULL: in none) a list is gone through: should no row be made, an empty one is why. */
void table_note_list(struct table_build *build, const struct expr *each, size_t count);

#endif
