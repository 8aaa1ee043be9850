/*
 * What the contents of the pages are parts of: noted while pages are written, put together when all are there.
 *
 * Each stretch of a page that belongs to one node of the structure is a marked content, numbered in its page; a
 * node has one on each page that it stands on, or several.  An element is made of each node that has any, or holds
 * one that has; cells and rows have one in any case.  Elements are written by elements.c.
 */
#include "pdf/tags_int.h"

#include <assert.h>
#include <stdlib.h>

enum status pdf_tag_content(struct pdf *pdf, struct pdf_page *own, uint32_t node, size_t *ret_number)
{
    *ret_number = own->node_count;
    return ARENA_APPEND(pdf->arena, own->nodes, own->node_count, own->node_capacity, &node);
}

enum status pdf_tag_shown(struct pdf *pdf, const struct pdf_shown *shown)
{
    struct pdf_tags *tags = &pdf->tags;
    const struct pdf_shown *last = tags->shown_count > 0 ? &tags->shown[tags->shown_count - 1] : NULL;
    if (last != NULL && last->node == shown->node) /* the paths of a chart: their box is the chart's */
        return OK;
    return ARENA_APPEND(pdf->arena, tags->shown, tags->shown_count, tags->shown_capacity, shown);
}

enum status pdf_tag_annotation(struct pdf *pdf, const struct pdf_annotation *annotation)
{
    struct pdf_tags *tags = &pdf->tags;
    return ARENA_APPEND(pdf->arena, tags->annotations, tags->annotation_count, tags->annotation_capacity,
                        annotation);
}

uint32_t pdf_tags_first(const struct pdf *pdf)
{
    return pdf->doc->xref->entries->count;
}

uint32_t pdf_tags_element(const struct pdf *pdf, uint32_t node)
{
    const struct pdf_elements *elements = pdf->tags.elements;
    const uint32_t number = elements != NULL && node > 0 ? elements->numbers[node] : 0;
    return number > 0 ? pdf_tags_first(pdf) + number : 0;
}

/* --- whose contents are whose --- */

/* Calls for each content of a node, in the order of the pages, links last. */
static void each_content(const struct pdf *pdf, struct pdf_elements *elements,
                         void (*take)(struct pdf_elements *, uint32_t node, const struct pdf_content *))
{
    for (size_t p = 0; p < pdf->page_count; p++)
        for (size_t i = 0; i < pdf->pages[p].node_count; i++)
            take(elements, pdf->pages[p].nodes[i],
                 &(struct pdf_content){
                     .page_id = pdf->pages[p].id, .page = (uint32_t)p, .number = (uint32_t)i});
    for (size_t i = 0; i < pdf->tags.annotation_count; i++) {
        const struct pdf_annotation *annotation = &pdf->tags.annotations[i];
        take(elements, annotation->node,
             &(struct pdf_content){.page_id = annotation->page_id, .annotation = (uint32_t)i + 1});
    }
}

static void count_content(struct pdf_elements *elements, uint32_t node, const struct pdf_content *content)
{
    (void)content;
    elements->ends[node]++;
}

static void put_content(struct pdf_elements *elements, uint32_t node, const struct pdf_content *content)
{
    elements->contents[elements->ends[node]++] = *content;
}

/* Afterwards those of a node end at ends[node], where those of the next begin. */
static enum status sort_contents(const struct pdf *pdf, struct pdf_elements *elements)
{
    uint32_t sum = 0;
    each_content(pdf, elements, count_content);
    for (size_t i = 0; i <= elements->count; i++) {
        const uint32_t own = elements->ends[i];
        elements->ends[i] = sum;
        sum += own;
    }
    elements->contents = ARENA_NEW_ARRAY(pdf->arena, sum, struct pdf_content);
    if (elements->contents == NULL)
        return NO_MEMORY;
    each_content(pdf, elements, put_content);
    return OK;
}

/* --- which nodes have an element --- */

static bool stands_always(enum page_part part)
{
    return part == PART_DOCUMENT || part == PART_ROW || page_part_is_cell(part);
}

/* Nodes are numbered behind those that hold them. */
static void mark_told(const struct pdf *pdf, struct pdf_elements *elements)
{
    elements->marks[1] |= PDF_TOLD;
    for (uint32_t i = (uint32_t)elements->count; i > 1; i--) {
        const struct page_node *node = page_node_of(elements->structure, i);
        if (elements->ends[i] > elements->ends[i - 1] || stands_always(node->part))
            elements->marks[i] |= PDF_TOLD;
        if (elements->marks[i] & PDF_TOLD)
            elements->marks[node->parent] |= PDF_TOLD | PDF_HOLDS;
        if (node->part == PART_REFERENCE && pdf_is_new(pdf) &&
            page_node_of(elements->structure, node->parent)->part != PART_ENTRY)
            elements->marks[i] &= (uint8_t)~PDF_TOLD;
    }
}

/* --- which have a name --- */

/* Heads of a table are named by its cells where heads have levels, or rows have heads; those of a form are found by
 * their scope, since each is of what is next to it. */
static bool is_headed(const struct pdf_elements *elements, uint32_t table)
{
    const struct page_structure *structure = elements->structure;
    bool headed = false;
    if (page_node_of(structure, table)->stand == PAGE_FORM)
        return false;
    for (uint32_t group = page_node_of(structure, table)->child; group > 0 && !headed;
         group = page_node_of(structure, group)->next) {
        const struct page_node *of = page_node_of(structure, group);
        uint32_t row = of->child;
        if (of->part == PART_HEAD)
            headed = row > 0 && page_node_of(structure, row)->next > 0;
        for (; of->part == PART_BODY && row > 0 && !headed; row = page_node_of(structure, row)->next)
            headed = page_node_of(structure, row)->child > 0 &&
                     page_node_of(structure, page_node_of(structure, row)->child)->part == PART_ROW_HEAD;
    }
    return headed;
}

/* The table's own heads get names, in the order of their numbers. */
static void name_heads(struct pdf_elements *elements, uint32_t table)
{
    const struct page_structure *structure = elements->structure;
    uint32_t group = page_node_of(structure, table)->child;
    elements->marks[table] |= PDF_HEADED;
    for (; group > 0; group = page_node_of(structure, group)->next) {
        uint32_t row = page_node_of(structure, group)->child;
        for (; row > 0 && page_node_of(structure, row)->part == PART_ROW;
             row = page_node_of(structure, row)->next)
            for (uint32_t cell = page_node_of(structure, row)->child; cell > 0;
                 cell = page_node_of(structure, cell)->next)
                if (page_node_of(structure, cell)->part != PART_CELL)
                    elements->marks[cell] |= PDF_NAMED;
    }
}

static uint32_t name_all(struct pdf_elements *elements)
{
    uint32_t names = 0; /* of elements: the order of the nodes */
    for (uint32_t i = 1; i <= elements->count; i++) {
        const enum page_part part = page_node_of(elements->structure, i)->part;
        if (part == PART_TABLE && is_headed(elements, i))
            name_heads(elements, i);
        if (part == PART_NOTE)
            elements->marks[i] |= PDF_NAMED;
        if ((elements->marks[i] & (PDF_TOLD | PDF_NAMED)) == (PDF_TOLD | PDF_NAMED))
            elements->names[i] = names++;
    }
    return names;
}

/* --- objects --- */

static int compare_shown(const void *a, const void *b)
{
    const struct pdf_shown *x = a, *y = b;
    return x->node < y->node ? -1 : x->node > y->node;
}

static uint32_t leaves_of(size_t count, size_t each)
{
    return (uint32_t)((count + each - 1) / each);
}

/* The numbers of objects, from the first: the root, leaves of its trees, elements; those that hold others, which say
 * whose they are, have the short numbers. */
static uint32_t number_objects(const struct pdf *pdf, struct pdf_elements *elements)
{
    uint32_t next = elements->root_count;
    if (pdf->page_count > PDF_PAGES_A_LEAF || pdf->tags.annotation_count > PDF_LINKS_A_LEAF ||
        elements->name_count > PDF_NAMES_A_LEAF) {
        elements->page_leaves = leaves_of(pdf->page_count, PDF_PAGES_A_LEAF);
        elements->link_leaves = leaves_of(pdf->tags.annotation_count, PDF_LINKS_A_LEAF);
        elements->name_leaves = leaves_of(elements->name_count, PDF_NAMES_A_LEAF);
    }
    next += elements->page_leaves + elements->link_leaves + elements->name_leaves;
    const uint8_t kinds[] = {PDF_TOLD | PDF_HOLDS, PDF_TOLD};
    for (size_t k = 0; k < ARRAY_COUNT(kinds); k++)
        for (size_t i = 1; i <= elements->count; i++)
            if ((elements->marks[i] & (PDF_TOLD | PDF_HOLDS)) == kinds[k])
                elements->numbers[i] = next++;
    return next;
}

enum status pdf_tags_make(struct pdf *pdf)
{
    const struct page_structure *structure = pdf->document->structure;
    if (!pdf_is_tagged(pdf))
        return OK;
    assert(structure != NULL);
    struct pdf_elements *elements = ARENA_NEW(pdf->arena, struct pdf_elements);
    const size_t count = page_node_count(structure);
    if (elements == NULL)
        return NO_MEMORY;
    *elements = (struct pdf_elements){.structure = structure,
                                      .count = count,
                                      .ends = ARENA_NEW_ARRAY(pdf->arena, count + 1, uint32_t),
                                      .numbers = ARENA_NEW_ARRAY(pdf->arena, count + 1, uint32_t),
                                      .names = ARENA_NEW_ARRAY(pdf->arena, count + 1, uint32_t),
                                      .marks = ARENA_NEW_ARRAY(pdf->arena, count + 1, uint8_t)};
    if (elements->ends == NULL || elements->numbers == NULL || elements->names == NULL ||
        elements->marks == NULL)
        return NO_MEMORY;
    enum status status = sort_contents(pdf, elements);
    if (status != OK)
        return status;
    mark_told(pdf, elements);
    elements->root_count = pdf_is_new(pdf) ? 2 : 1;
    elements->name_count = name_all(elements);
    elements->name_digits = 1;
    for (size_t most = PDF_NAME_BASE; most < elements->name_count; most *= PDF_NAME_BASE)
        elements->name_digits++;
    if (pdf->tags.shown_count > 0)
        qsort(pdf->tags.shown, pdf->tags.shown_count, sizeof *pdf->tags.shown, compare_shown);
    pdf->tags.elements = elements;
    pdf->tags.object_count = number_objects(pdf, elements);
    return OK;
}
