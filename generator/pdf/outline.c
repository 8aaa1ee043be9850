/*
 * The outline (bookmarks) and the page labels, for the catalog.
 *
 * The flat list of headings becomes a tree: the parent of an entry is the nearest one before it with a
 * smaller level, so a skipped level does no harm.  It opens with the first level shown: entries with children
 * are closed, their /Count is the negative number of children (ISO 32000-1, 12.3.3). Page labels repeat the
 * printed numbers; pages without number get an empty label.
 */
#include "pdf/pdf_int.h"

#include <inttypes.h>

enum { NONE = -1 };

struct entry {
    uint32_t id;
    HPDF_Dict object;
    int64_t parent, previous, next, first, last; /* indices; NONE */
    int64_t children;
};

static void link_entries(const struct page_document *document, struct entry *entries, struct entry *root)
{
    for (size_t i = 0; i < document->outline_count; i++) {
        int64_t parent = (int64_t)i - 1;
        while (parent != NONE && document->outlines[parent].level >= document->outlines[i].level)
            parent = entries[parent].parent;
        struct entry *above = parent == NONE ? root : &entries[parent];
        entries[i].parent = parent;
        entries[i].previous = above->last;
        entries[i].next = entries[i].first = entries[i].last = NONE;
        if (above->last == NONE)
            above->first = (int64_t)i;
        else
            entries[above->last].next = (int64_t)i;
        above->last = (int64_t)i;
        above->children++;
    }
}

static void add_link(const struct entry *entries, const char *key, int64_t index, struct buf *out)
{
    if (index == NONE)
        return;
    buf_add_text(out, key);
    pdf_add_reference(out, entries[index].id);
}

static enum status fill_entry(struct pdf *pdf, const struct entry *entries, const struct entry *root,
                              size_t index)
{
    const struct page_outline *outline = &pdf->document->outlines[index];
    const struct entry *entry = &entries[index];
    struct buf out = BUF(PDF_MAX_BYTES);
    buf_add_text(&out, "/Title ");
    pdf_add_text(&out, outline->title);
    buf_add_text(&out, " /Parent ");
    pdf_add_reference(&out, entry->parent == NONE ? root->id : entries[entry->parent].id);
    add_link(entries, " /Prev ", entry->previous, &out);
    add_link(entries, " /Next ", entry->next, &out);
    add_link(entries, " /First ", entry->first, &out);
    add_link(entries, " /Last ", entry->last, &out);
    if (entry->children > 0)
        buf_printf(&out, " /Count %" PRId64, -entry->children);
    buf_add_text(&out, " /Dest ");
    pdf_add_destination(pdf, outline->page, 0, outline->y, &out);
    enum status status = pdf_object_set(pdf, entry->object, &out);
    buf_clear(&out);
    return status;
}

static enum status fill_outlines(struct pdf *pdf, const struct entry *entries, const struct entry *root)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    buf_add_text(&out, "/Type /Outlines");
    add_link(entries, " /First ", root->first, &out);
    add_link(entries, " /Last ", root->last, &out);
    buf_printf(&out, " /Count %" PRId64, root->children);
    enum status status = pdf_object_set(pdf, root->object, &out);
    buf_clear(&out);
    return status;
}

static enum status make_entry(struct pdf *pdf, struct entry *ret_entry)
{
    enum status status = pdf_object_make(pdf, &ret_entry->object);
    if (status == OK)
        ret_entry->id = pdf_object_id(ret_entry->object);
    return status;
}

enum status pdf_outline_make(struct pdf *pdf, struct buf *catalog)
{
    size_t count = pdf->document->outline_count;
    if (count == 0)
        return OK;
    struct entry root = {.parent = NONE, .previous = NONE, .next = NONE, .first = NONE, .last = NONE};
    struct entry *entries = ARENA_NEW_ARRAY(pdf->arena, count, struct entry);
    enum status status = entries == NULL ? NO_MEMORY : make_entry(pdf, &root);
    for (size_t i = 0; i < count && status == OK; i++)
        status = make_entry(pdf, &entries[i]);
    if (status != OK)
        return status;
    link_entries(pdf->document, entries, &root);
    status = fill_outlines(pdf, entries, &root);
    for (size_t i = 0; i < count && status == OK; i++)
        status = fill_entry(pdf, entries, &root, i);
    buf_add_text(catalog, "/Outlines ");
    pdf_add_reference(catalog, root.id);
    buf_add_char(catalog, '\n');
    return status;
}

void pdf_labels_write(struct pdf *pdf, struct buf *catalog)
{
    int expected = -1; /* the number that continues the run; 0 after an unnumbered page */
    buf_add_text(catalog, "/PageLabels <</Nums [");
    for (size_t i = 0; i < pdf->document->page_count; i++) {
        int number = pdf->document->pages[i].number;
        if (number != expected) {
            buf_printf(catalog, "%zu ", i);
            if (number > 0)
                buf_printf(catalog, "<</S /D /St %d>> ", number);
            else
                buf_add_text(catalog, "<<>> ");
        }
        expected = number > 0 ? number + 1 : 0;
    }
    buf_add_text(catalog, "]>>\n");
}
