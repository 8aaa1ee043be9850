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

/* The first of all is the root. */
struct pdf_entry {
    uint32_t id;
    HPDF_Dict object;
    size_t parent, previous, next, first, last; /* 0: none, or the root */
    int64_t children;
};

static void link_entries(const struct page_document *document, struct pdf_entry *entries)
{
    for (size_t i = 1; i <= document->outline_count; i++) {
        size_t parent = i - 1;
        while (parent != 0 && document->outlines[parent - 1].level >= document->outlines[i - 1].level)
            parent = entries[parent].parent;
        struct pdf_entry *above = &entries[parent];
        entries[i].parent = parent;
        entries[i].previous = above->last;
        if (above->last == 0)
            above->first = i;
        else
            entries[above->last].next = i;
        above->last = i;
        above->children++;
    }
}

static void add_link(const struct pdf_entry *entries, const char *key, size_t index, struct buf *out)
{
    if (index == 0)
        return;
    buf_add_text(out, key);
    pdf_add_reference(out, entries[index].id);
}

static enum status fill_entry(struct pdf *pdf, const struct pdf_entry *entries, size_t index)
{
    const struct page_outline *outline = &pdf->document->outlines[index - 1];
    const struct pdf_entry *entry = &entries[index];
    struct buf out = BUF(PDF_MAX_BYTES);
    buf_add_text(&out, "/Title ");
    pdf_add_text(&out, outline->title);
    buf_add_text(&out, " /Parent ");
    pdf_add_reference(&out, entries[entry->parent].id);
    add_link(entries, " /Prev ", entry->previous, &out);
    add_link(entries, " /Next ", entry->next, &out);
    add_link(entries, " /First ", entry->first, &out);
    add_link(entries, " /Last ", entry->last, &out);
    if (entry->children > 0)
        buf_printf(&out, " /Count %" PRId64, -entry->children);
    const struct pdf_target target = {outline->page, 0, outline->y, outline->node};
    pdf_add_target(pdf, &target, &out);
    enum status status = pdf_object_set(pdf, entry->object, &out);
    buf_clear(&out);
    return status;
}

static enum status fill_outlines(struct pdf *pdf, const struct pdf_entry *entries)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    buf_add_text(&out, "/Type /Outlines");
    add_link(entries, " /First ", entries->first, &out);
    add_link(entries, " /Last ", entries->last, &out);
    buf_printf(&out, " /Count %" PRId64, entries->children);
    enum status status = pdf_object_set(pdf, entries->object, &out);
    buf_clear(&out);
    return status;
}

static enum status make_entry(struct pdf *pdf, struct pdf_entry *ret_entry)
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
    struct pdf_entry *entries = ARENA_NEW_ARRAY(pdf->arena, count + 1, struct pdf_entry);
    enum status status = entries == NULL ? NO_MEMORY : OK;
    for (size_t i = 0; i <= count && status == OK; i++)
        status = make_entry(pdf, &entries[i]);
    if (status != OK)
        return status;
    link_entries(pdf->document, entries);
    buf_add_text(catalog, "/Outlines ");
    pdf_add_reference(catalog, entries->id);
    buf_add_char(catalog, '\n');
    pdf->outline = entries;
    return OK;
}

enum status pdf_outline_fill(struct pdf *pdf)
{
    if (pdf->outline == NULL)
        return OK;
    enum status status = fill_outlines(pdf, pdf->outline);
    for (size_t i = 1; i <= pdf->document->outline_count && status == OK; i++)
        status = fill_entry(pdf, pdf->outline, i);
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
