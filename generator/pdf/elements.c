/*
 * The structure tree as objects: its root, an element for each node that has one, and the trees that lead from
 * contents and names back to elements (ISO 32000-1, 14.7; the types of elements: 14.8.4).
 *
 * An element is written straight into the file, so that a cell costs its bytes and no memory.  What it holds is
 * listed as it is read: its own contents as far as they stand before those of a part in its line, then that part.
 */
#include "pdf/tags_int.h"

#include <inttypes.h>
#include <stdlib.h>

/* Those of 1.7.  PDF 2.0 (ISO 32000-2, 14.8.4) has another one for notes, none for contents lists, which stay those
 * of 1.7, and none for references: that of a contents entry is a paragraph (ISO 32005).  A SIGNATURE that
 * has no field has no element. */
static const char *const TYPES[PARTS] = {[PART_DOCUMENT] = "Document", [PART_SECTION] = "Sect",
                                         [PART_PARAGRAPH] = "P",       [PART_LIST] = "L",
                                         [PART_ITEM] = "LI",           [PART_LABEL] = "Lbl",
                                         [PART_ITEM_BODY] = "LBody",   [PART_TABLE] = "Table",
                                         [PART_HEAD] = "THead",        [PART_BODY] = "TBody",
                                         [PART_FOOT] = "TFoot",        [PART_ROW] = "TR",
                                         [PART_HEAD_CELL] = "TH",      [PART_ROW_HEAD] = "TH",
                                         [PART_CELL] = "TD",           [PART_FIGURE] = "Figure",
                                         [PART_CAPTIONED] = "Div",     [PART_CAPTION] = "Caption",
                                         [PART_NOTE] = "Note",         [PART_REFERENCE] = "Reference",
                                         [PART_LINK] = "Link",         [PART_CODE] = "Code",
                                         [PART_CONTENTS] = "TOC",      [PART_ENTRY] = "TOCI",
                                         [PART_SIGNATURE] = "Form"};

static bool has_new_type(const struct pdf_writing *w, enum page_part part)
{
    return pdf_is_new(w->pdf) && part != PART_CONTENTS && part != PART_ENTRY && part != PART_CODE;
}

/* A table of head rows alone has them for its body. */
static bool has_body(const struct page_structure *structure, const struct page_node *group)
{
    uint32_t at = page_node_of(structure, group->parent)->child;
    while (at > 0 && page_node_of(structure, at)->part != PART_BODY)
        at = page_node_of(structure, at)->next;
    return at > 0;
}

static const char *type_of(const struct pdf_writing *w, uint32_t id)
{
    static const char *const headings[] = {"H1", "H1", "H2", "H3", "H4", "H5", "H6"};
    const struct page_structure *structure = w->elements->structure;
    const struct page_node *node = page_node_of(structure, id);
    if (node->part == PART_HEADING)
        return headings[node->level < ARRAY_COUNT(headings) ? node->level : ARRAY_COUNT(headings) - 1];
    if ((node->part == PART_HEAD || node->part == PART_FOOT) && !has_body(structure, node))
        return TYPES[PART_BODY];
    if (pdf_is_new(w->pdf) && (node->part == PART_NOTE || node->part == PART_REFERENCE))
        return node->part == PART_NOTE ? "FENote" : TYPES[PART_PARAGRAPH];
    if (pdf_is_new(w->pdf) && node->part == PART_CAPTION &&
        page_node_of(structure, node->parent)->part == PART_CAPTIONED)
        return TYPES
            [PART_PARAGRAPH]; /* a Div stands for its kids, among which it were in the middle: ISO 14289-2, 8.2.5.27 */
    return TYPES[node->part];
}

static uint32_t object_of(const struct pdf_writing *w, uint32_t node)
{
    return w->first + w->elements->numbers[node];
}

static bool is_told(const struct pdf_writing *w, uint32_t node)
{
    return (w->elements->marks[node] & PDF_TOLD) != 0;
}

static void add_reference(struct buf *out, const char *before, uint32_t id)
{
    buf_add_text(out, before);
    pdf_add_reference(out, id);
}

/* A part without element stands for what it holds. */
static uint32_t parent_of(const struct pdf_writing *w, uint32_t id)
{
    const uint32_t parent = page_node_of(w->elements->structure, id)->parent;
    return is_told(w, parent) ? parent : page_node_of(w->elements->structure, parent)->parent;
}

static uint32_t told_of(const struct pdf_writing *w, uint32_t child)
{
    const struct page_node *node = page_node_of(w->elements->structure, child);
    return is_told(w, child)                                         ? child
           : node->part == PART_REFERENCE && is_told(w, node->child) ? node->child
                                                                     : 0;
}

/* --- what an element holds --- */

/* Parts in a line of text, which have a place among its contents. */
static bool is_inline(enum page_part part)
{
    return part == PART_REFERENCE || part == PART_LINK || part == PART_LABEL || part == PART_CODE;
}

/* The first content of the node, or of what it holds. */
static const struct pdf_content *first_content(const struct pdf_writing *w, uint32_t node)
{
    const struct pdf_elements *elements = w->elements;
    while (node > 0 && elements->ends[node] == elements->ends[node - 1])
        node = page_node_of(elements->structure, node)->child;
    return node > 0 ? &elements->contents[elements->ends[node - 1]] : NULL;
}

static bool is_before(const struct pdf_content *content, const struct pdf_content *other)
{
    if (content->annotation > 0)
        return false;
    return content->page != other->page ? content->page < other->page : content->number < other->number;
}

static void add_content(struct pdf_writing *w, const struct pdf_content *content, uint32_t page_id)
{
    struct buf *out = &w->kids;
    if (content->annotation > 0) {
        add_reference(out, "<</Type/OBJR/Obj ", w->pdf->tags.annotations[content->annotation - 1].id);
        if (content->page_id != page_id)
            add_reference(out, "/Pg ", content->page_id);
        buf_add_text(out, ">>");
    } else if (content->page_id != page_id) {
        add_reference(out, "<</Type/MCR/Pg ", content->page_id);
        pdf_add_count(out, "/MCID ", content->number);
        buf_add_text(out, ">>");
    } else {
        pdf_add_count(out, out->len > 0 ? " " : "", content->number);
    }
}

static void add_kids(struct pdf_writing *w, uint32_t id, struct buf *out)
{
    const struct pdf_elements *elements = w->elements;
    const struct page_structure *structure = elements->structure;
    const struct pdf_content *own = &elements->contents[elements->ends[id - 1]],
                             *end = &elements->contents[elements->ends[id]];
    const uint32_t page_id = own < end ? own->page_id : 0;
    size_t count = (size_t)(end - own);
    buf_reset(&w->kids);
    for (uint32_t child = page_node_of(structure, id)->child; child > 0;
         child = page_node_of(structure, child)->next) {
        const uint32_t told = told_of(w, child);
        if (told == 0)
            continue;
        const struct pdf_content *first = first_content(w, told);
        while (own < end && first != NULL && is_inline(page_node_of(structure, child)->part) &&
               is_before(own, first))
            add_content(w, own++, page_id);
        add_reference(&w->kids, w->kids.len > 0 ? " " : "", object_of(w, told));
        count++;
    }
    while (own < end)
        add_content(w, own++, page_id);
    if (page_id > 0)
        add_reference(out, "/Pg ", page_id);
    buf_add_text(out, count > 1 ? "/K[" : count > 0 ? "/K " : "");
    buf_add_str(out, buf_str(&w->kids));
    buf_add_text(out, count > 1 ? "]" : "");
}

/* --- what is said of it --- */

static int compare_node(const void *key, const void *item)
{
    const uint32_t node = *(const uint32_t *)key, other = ((const struct pdf_shown *)item)->node;
    return node < other ? -1 : node > other;
}

static void add_figure(const struct pdf_writing *w, uint32_t id, struct buf *out)
{
    const struct pdf_tags *tags = &w->pdf->tags;
    const struct page_run *alt = page_run_of(w->elements->structure, id, 0);
    const struct pdf_shown *shown =
        bsearch(&id, tags->shown, tags->shown_count, sizeof *tags->shown, compare_node);
    if (alt != NULL) {
        buf_add_text(out, "/Alt ");
        pdf_add_text(out, (struct str){alt->text, alt->len});
    }
    if (shown == NULL)
        return;
    buf_add_text(out, "/A<</O/Layout/Placement/Block/BBox[");
    pdf_add_point(out, shown->left, shown->bottom);
    pdf_add_point(out, shown->right, shown->top);
    buf_add_text(out, "]>>");
}

/* In PDF 2.0 its annotation says it. */
static void add_form(const struct pdf_writing *w, uint32_t id, struct buf *out)
{
    if (pdf_is_new(w->pdf))
        return;
    for (size_t i = 0; i < w->pdf->field_count; i++) {
        if (w->pdf->fields[i].place->sign->node != id)
            continue;
        buf_add_text(out, "/Alt ");
        pdf_add_text(out, w->pdf->fields[i].label);
    }
}

/* What the LINK leads to: the note whose mark it is, else what its annotation says. */
static uint32_t target_of(const struct pdf_writing *w, uint32_t link)
{
    const struct pdf_elements *elements = w->elements;
    const struct page_node *around =
        page_node_of(elements->structure, page_node_of(elements->structure, link)->parent);
    if (around->part == PART_REFERENCE && around->next > 0 &&
        page_node_of(elements->structure, around->next)->part == PART_NOTE)
        return around->next;
    const struct pdf_content *last = &elements->contents[elements->ends[link]] - 1;
    return elements->ends[link] > elements->ends[link - 1] && last->annotation > 0
               ? w->pdf->tags.annotations[last->annotation - 1].link->target
               : 0;
}

/* The mark of a note stands before it in its line: a REFERENCE and the LINK in it. */
static uint32_t mark_of_note(const struct pdf_writing *w, uint32_t note)
{
    const struct page_structure *structure = w->elements->structure;
    const uint32_t reference = note > 2 ? note - 2 : 1;
    const struct page_node *node = page_node_of(structure, reference);
    return node->part == PART_REFERENCE && node->next == note ? node->child : 0;
}

/* What its labels are.  1.7 has no word for marks other than discs, circles and squares, nor for numbers in general
 * (ISO 32000-1, table 347; 32000-2, table 382); without one there is no numbering. */
static void add_numbering(const struct pdf_writing *w, const struct page_node *list, struct buf *out)
{
    static const char *const words[] = {
        [PAGE_UNORDERED] = "Unordered", [PAGE_ORDERED] = "Ordered", [PAGE_DECIMAL] = "Decimal"};
    if (list->numbering == PAGE_DECIMAL || (pdf_is_new(w->pdf) && list->numbering != PAGE_UNLABELLED)) {
        buf_add_text(out, "/A<</O/List/ListNumbering/");
        buf_add_text(out, words[list->numbering]);
        buf_add_text(out, ">>");
    }
}

/* Of PDF 2.0: what a note must answer beside its mark. */
static enum status find_cites(struct pdf_writing *w)
{
    const struct page_structure *structure = w->elements->structure;
    enum status status = OK;
    for (uint32_t id = 1; id <= w->elements->count && status == OK && pdf_is_new(w->pdf); id++) {
        if (page_node_of(structure, id)->part != PART_LINK || !is_told(w, id))
            continue;
        const struct pdf_cite cite = {.note = target_of(w, id), .link = id};
        if (cite.note > 0 && page_node_of(structure, cite.note)->part == PART_NOTE &&
            mark_of_note(w, cite.note) != id)
            status = ARENA_APPEND(w->pdf->arena, w->cites, w->cite_count, w->cite_capacity, &cite);
    }
    return status;
}

/* In PDF 2.0 a note and its mark say that they belong together, and what leads somewhere says where: a note answers all
 * that refers to it (ISO 14289-2, 8.2.5.14). */
static void add_relation(const struct pdf_writing *w, uint32_t id, struct buf *out)
{
    const enum page_part part = page_node_of(w->elements->structure, id)->part;
    if (!pdf_is_new(w->pdf))
        return;
    const uint32_t other = part == PART_LINK ? target_of(w, id) : part == PART_NOTE ? mark_of_note(w, id) : 0;
    if (other > 0 && is_told(w, other)) {
        add_reference(out, "/Ref[", object_of(w, other));
        for (size_t i = 0; i < w->cite_count && part == PART_NOTE; i++)
            if (w->cites[i].note == id)
                add_reference(out, " ", object_of(w, w->cites[i].link));
        buf_add_text(out, "]");
    }
}

/* --- elements --- */

static enum status write_element(struct pdf_writing *w, uint32_t id, struct pdf_grid *grid)
{
    const struct page_node *node = page_node_of(w->elements->structure, id);
    struct buf *out = pdf_body_begin(w->body, object_of(w, id));
    buf_add_text(out, "<</S/");
    buf_add_text(out, type_of(w, id));
    add_reference(out, "/P ", id == 1 ? w->first : object_of(w, parent_of(w, id)));
    if (has_new_type(w, node->part))
        add_reference(out, "/NS ", w->first + 1);
    const struct str lang = page_lang_change(w->elements->structure, id);
    if (lang.len > 0)
        buf_printf(out, "/Lang(%.*s)", STR_ARGS(lang));
    add_relation(w, id, out);
    if (w->elements->marks[id] & PDF_NAMED) {
        buf_add_text(out, "/ID");
        pdf_add_id(w, id, out);
    }
    if (page_part_is_cell(node->part))
        pdf_add_cell(w, id, grid, out);
    if (node->part == PART_FIGURE)
        add_figure(w, id, out);
    if (node->part == PART_LIST)
        add_numbering(w, node, out);
    if (node->part == PART_SIGNATURE)
        add_form(w, id, out);
    add_kids(w, id, out);
    buf_add_text(out, ">>");
    return status_worse(pdf_body_end(w->body), buf_status(&w->kids));
}

static enum status write_table_node(struct pdf_writing *w, uint32_t id);

/* Its element, if it has one, and those of what it holds. */
static enum status write_node(struct pdf_writing *w, uint32_t id, struct pdf_grid *grid)
{
    const struct page_structure *structure = w->elements->structure;
    enum status status = is_told(w, id) ? write_element(w, id, grid) : OK;
    for (uint32_t child = page_node_of(structure, id)->child; child > 0 && status == OK;
         child = page_node_of(structure, child)->next)
        status = page_node_of(structure, child)->part == PART_TABLE ? write_table_node(w, child)
                                                                    : write_node(w, child, grid);
    return status;
}

static enum status write_table_node(struct pdf_writing *w, uint32_t id)
{
    struct pdf_grid own = {.headed = (w->elements->marks[id] & PDF_HEADED) != 0};
    return write_node(w, id, &own);
}

/* --- from contents and names back --- */

static void add_page_parents(const struct pdf_writing *w, size_t index, struct buf *out)
{
    const struct pdf_page *page = &w->pdf->pages[index];
    pdf_add_count(out, "", index);
    for (size_t i = 0; i < page->node_count; i++)
        add_reference(out, i > 0 ? " " : "[", object_of(w, page->nodes[i]));
    buf_add_text(out, page->node_count > 0 ? "]" : "[]");
}

static void add_link_parent(const struct pdf_writing *w, size_t index, struct buf *out)
{
    pdf_add_count(out, "", w->pdf->page_count + index);
    add_reference(out, " ", object_of(w, w->pdf->tags.annotations[index].node));
    buf_add_char(out, '\n');
}

static void add_parents(const struct pdf_writing *w, size_t from, size_t end, bool are_pages, struct buf *out)
{
    for (size_t i = from; i < end; i++)
        if (are_pages)
            add_page_parents(w, i, out);
        else
            add_link_parent(w, i, out);
}

/* Leaves of the tree of parents: `each` a leaf of `count`, whose keys begin at `from`. */
static enum status write_parents(struct pdf_writing *w, uint32_t *object, size_t count, size_t each,
                                 bool are_pages)
{
    const size_t key = are_pages ? 0 : w->pdf->page_count;
    enum status status = OK;
    for (size_t from = 0; from < count && status == OK; from += each) {
        const size_t end = from + each < count ? from + each : count;
        struct buf *out = pdf_body_begin(w->body, (*object)++);
        buf_printf(out, "<</Limits[%zu %zu]/Nums[", key + from, key + end - 1);
        add_parents(w, from, end, are_pages, out);
        buf_add_text(out, "]>>");
        status = pdf_body_end(w->body);
    }
    return status;
}

/* The next named node from `id` on; 0: none. */
static uint32_t next_named(const struct pdf_elements *elements, uint32_t id)
{
    enum { BOTH = PDF_NAMED | PDF_TOLD };
    while (id <= elements->count && (elements->marks[id] & BOTH) != BOTH)
        id++;
    return id <= elements->count ? id : 0;
}

/* A leaf of names from `id` on.  Gives the first that is not in it, 0: none. */
static uint32_t add_names(const struct pdf_writing *w, uint32_t id, uint32_t *ret_last, struct buf *out)
{
    for (size_t i = 0; i < PDF_NAMES_A_LEAF && id > 0; i++) {
        pdf_add_id(w, id, out);
        pdf_add_reference(out, object_of(w, id));
        *ret_last = id;
        id = next_named(w->elements, id + 1);
    }
    return id;
}

static enum status write_names(struct pdf_writing *w, uint32_t *object)
{
    uint32_t id = next_named(w->elements, 1);
    enum status status = OK;
    while (id > 0 && status == OK) {
        uint32_t first = id, last = id;
        struct buf *out = pdf_body_begin(w->body, (*object)++);
        buf_add_text(out, "<</Names[");
        id = add_names(w, id, &last, out);
        buf_add_text(out, "]/Limits[");
        pdf_add_id(w, first, out);
        pdf_add_id(w, last, out);
        buf_add_text(out, "]>>");
        status = pdf_body_end(w->body);
    }
    return status;
}

/* Trees that have one leaf of each kind stand in the root. */
static void add_small_trees(const struct pdf_writing *w, struct buf *out)
{
    const struct pdf *pdf = w->pdf;
    uint32_t last;
    buf_add_text(out, "/ParentTree<</Nums[");
    add_parents(w, 0, pdf->page_count, true, out);
    add_parents(w, 0, pdf->tags.annotation_count, false, out);
    buf_add_text(out, "]>>");
    if (w->elements->name_count == 0)
        return;
    buf_add_text(out, "/IDTree<</Names[");
    (void)add_names(w, next_named(w->elements, 1), &last, out);
    buf_add_text(out, "]>>");
}

static void add_leaves(struct buf *out, const char *key, uint32_t first, uint32_t count)
{
    buf_printf(out, "/%s<</Kids[", key);
    for (uint32_t i = 0; i < count; i++)
        add_reference(out, i > 0 ? " " : "", first + i);
    buf_add_text(out, "]>>");
}

static enum status write_root(struct pdf_writing *w)
{
    const struct pdf_elements *elements = w->elements;
    const uint32_t parents = elements->page_leaves + elements->link_leaves;
    struct buf *out = pdf_body_begin(w->body, w->first);
    buf_printf(out, "<</Type/StructTreeRoot/K %" PRIu32 " 0 R/ParentTreeNextKey %zu", object_of(w, 1),
               w->pdf->page_count + w->pdf->tags.annotation_count);
    if (parents == 0)
        add_small_trees(w, out);
    else
        add_leaves(out, "ParentTree", w->first + elements->root_count, parents);
    if (elements->name_leaves > 0)
        add_leaves(out, "IDTree", w->first + elements->root_count + parents, elements->name_leaves);
    if (w->classes.len > 0) {
        buf_add_text(out, "/ClassMap<<");
        buf_add_str(out, buf_str(&w->classes));
        buf_add_text(out, ">>");
    }
    if (pdf_is_new(w->pdf)) {
        add_reference(out, "/Namespaces[", w->first + 1);
        buf_add_text(
            out, "]/RoleMap<</FENote/Note>>"); /* for readers that know neither namespaces nor such notes */
    }
    buf_add_text(out, ">>");
    enum status status = pdf_body_end(w->body);
    if (status != OK || !pdf_is_new(w->pdf))
        return status;
    buf_add_text(pdf_body_begin(w->body, w->first + 1), "<</Type/Namespace/NS(http://iso.org/pdf2/ssn)>>");
    return pdf_body_end(w->body);
}

static enum status write_leaves(struct pdf_writing *w)
{
    uint32_t object = w->first + w->elements->root_count;
    enum status status = write_parents(w, &object, w->pdf->page_count, PDF_PAGES_A_LEAF, true);
    if (status == OK)
        status = write_parents(w, &object, w->pdf->tags.annotation_count, PDF_LINKS_A_LEAF, false);
    return status == OK ? write_names(w, &object) : status;
}

enum status pdf_tags_write(struct pdf *pdf, struct pdf_body *body)
{
    if (!pdf_is_tagged(pdf))
        return OK;
    struct pdf_writing w = {.pdf = pdf,
                            .elements = pdf->tags.elements,
                            .body = body,
                            .first = pdf_tags_first(pdf),
                            .kids = BUF(PDF_MAX_BYTES),
                            .classes = BUF(PDF_MAX_BYTES)};
    struct pdf_grid none = {0};
    enum status status = find_cites(&w);
    if (status == OK)
        status = write_node(&w, 1, &none);
    if (status == OK)
        status = write_root(&w); /* when all classes are known */
    if (status == OK && w.elements->page_leaves > 0)
        status = write_leaves(&w);
    if (status == OK)
        status = buf_status(&w.classes);
    buf_clear(&w.kids);
    buf_clear(&w.classes);
    return status;
}
