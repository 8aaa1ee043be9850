/*
 * Page objects and their tree.
 *
 * What a page draws becomes a compressed stream when its items are given, and a page given several times has
 * several: a viewer reads them as one.  The page objects themselves are made at the end.  Each has resources
 * of its own, which name what it draws and nothing else: fonts /F0, /F1 … by face number, pictures and
 * watermarks /P0, /P1 …, /G1 where rules are drawn, and /G0, half translucent, only where something is:
 * Ghostscript makes a picture of every page that could reach such a state.  The tree is flat, all pages below its
 * root: programs that sign hang fields on nodes between.
 */
#include "pdf/content/content.h"
#include "pdf/images/images.h"

/* Makes room for the page with this index. */
static enum status reserve_pages(struct pdf *pdf, size_t index)
{
    while (pdf->page_count <= index) {
        const struct pdf_page page = {.contents = STR("")};
        if (ARENA_APPEND(pdf->arena, pdf->pages, pdf->page_count, pdf->page_capacity, &page) != OK)
            return NO_MEMORY;
    }
    return OK;
}

enum status pdf_page_add(struct pdf *pdf, const struct page *page, size_t index)
{
    HPDF_Dict stream = NULL;
    enum status status = reserve_pages(pdf, index);
    if (status != OK)
        return status;
    struct pdf_page *own = &pdf->pages[index];
    buf_reset(&pdf->work);
    status = pdf_content_write(pdf, page, own, &pdf->work);
    if (status != OK || pdf->work.len == 0)
        return status;
    status = pdf_stream_make(pdf, STR(""), buf_str(&pdf->work), PDF_QUICK, &stream);
    if (status != OK)
        return status;
    own->contents =
        arena_printf(pdf->arena, "%.*s %u 0 R", STR_ARGS(own->contents), (unsigned)pdf_object_id(stream));
    return own->contents.ptr == NULL ? NO_MEMORY : OK;
}

static void add_entry(struct buf *out, uint32_t id)
{
    buf_add_char(out, ' ');
    pdf_add_reference(out, id);
    buf_add_char(out, ' ');
}

static void add_fonts(const struct pdf *pdf, const struct pdf_page *own, struct buf *out)
{
    bool any = false;
    for (size_t i = 0; own->faces != NULL && i < pdf->face_count; i++) {
        if (!own->faces[i])
            continue;
        buf_add_text(out, any ? "" : "/Font <<");
        any = true;
        pdf_add_font(out, (int)i);
        add_entry(out, pdf_object_id(pdf->faces[i].font));
    }
    buf_add_text(out, any ? ">>" : "");
}

/* Of this page alone: a program that prints or joins pages takes what a page names for what it draws. */
static void add_resources(const struct pdf *pdf, const struct pdf_page *own, struct buf *out)
{
    buf_add_text(out, "/Resources <<");
    add_fonts(pdf, own, out);
    for (size_t i = 0; i < own->picture_count; i++) {
        buf_printf(out, "%s/P%zu", i == 0 ? "/XObject <<" : "", own->pictures[i]);
        add_entry(out, pdf_picture_id(pdf, own->pictures[i]));
    }
    buf_add_text(out, own->picture_count > 0 ? ">>" : "");
    if (own->translucent || own->adjusted)
        buf_printf(out, "/ExtGState <<%s%s>>", own->translucent ? "/G0 <</ca .5 /CA .5>>" : "",
                   own->adjusted ? "/G1 <</SA true>>" : "");
    buf_add_text(out, ">>");
}

enum status pdf_pages_make(struct pdf *pdf)
{
    enum status status = reserve_pages(pdf, pdf->document->page_count - 1);
    for (size_t i = 0; i < pdf->page_count && status == OK; i++) {
        status = pdf_object_make(pdf, &pdf->pages[i].object);
        if (status == OK)
            pdf->pages[i].id = pdf_object_id(pdf->pages[i].object);
    }
    return status != OK ? status : pdf_status(pdf);
}

static enum status fill_page(struct pdf *pdf, size_t index, uint32_t parent)
{
    const struct page *page = &pdf->document->pages[index];
    const struct pdf_page *own = &pdf->pages[index];
    struct buf *out = &pdf->work;
    buf_reset(out);
    buf_add_text(out, "/Type /Page /Parent ");
    pdf_add_reference(out, parent);
    buf_add_text(out, "\n/MediaBox [0 0 ");
    pdf_add_length(out, page->width);
    buf_add_char(out, ' ');
    pdf_add_length(out, page->height);
    buf_add_text(out, "] ");
    add_resources(pdf, own, out);
    if (page->turned)
        buf_add_text(out, " /Rotate 90");
    if (own->contents.len > 0)
        buf_printf(out, " /Contents [%.*s]", STR_ARGS(str_slice(own->contents, 1, own->contents.len)));
    if (pdf_is_tagged(pdf)) /* one without any content too: the tree of parents has all pages */
        buf_printf(out, "/StructParents %zu/Tabs/S", index); /* others may add fields and remarks to any */
    buf_add_char(out, '\n');
    enum status status = pdf_annotations_make(pdf, index, out);
    return status == OK ? pdf_object_set(pdf, own->object, out) : status;
}

static void write_kids(const struct pdf *pdf, struct buf *out)
{
    buf_add_text(out, "/Kids [");
    for (size_t i = 0; i < pdf->page_count; i++) {
        buf_add_text(out, i > 0 ? " " : "");
        pdf_add_reference(out, pdf->pages[i].id);
    }
    buf_printf(out, "] /Count %zu\n", pdf->page_count);
}

/* The root is libharu's; what it keeps there of a tree of its own is taken out. */
static enum status fill_root(struct pdf *pdf, struct buf *out)
{
    HPDF_Dict root = pdf->doc->root_pages;
    const uint32_t id = pdf_object_id(root);
    enum status status = OK;
    root->before_write_fn = NULL;
    if (HPDF_Dict_RemoveElement(root, "Kids") != HPDF_OK || HPDF_Dict_RemoveElement(root, "Count") != HPDF_OK)
        return pdf_failure(pdf);
    for (size_t i = 0; i < pdf->page_count && status == OK; i++)
        status = fill_page(pdf, i, id);
    write_kids(pdf, out);
    return status == OK ? pdf_dict_extend(pdf, root, out) : status;
}

enum status pdf_pages_fill(struct pdf *pdf)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    enum status status = fill_root(pdf, &out);
    buf_clear(&out);
    return status != OK ? status : pdf_status(pdf);
}
