/*
 * A section: its page master looked at, what its pages carry tried, its blocks set and put onto pages.
 */
#include "layout/messages.def"
#include "layout/pages/pages_int.h"

enum status pages_begin(struct layout *layout)
{
    layout->document = ARENA_NEW(layout->job, struct page_document);
    layout->sheets = sheets_new(layout->job, layout->sink == NULL);
    layout->margins = ARENA_NEW(layout->job, struct margins);
    layout->furniture = ARENA_NEW(layout->job, struct furniture_faults);
    layout->faint = ARENA_NEW(layout->job, struct faint_colors);
    layout->cited = cited_pages_new(layout->job);
    bool all = layout->document != NULL && layout->sheets != NULL && layout->margins != NULL &&
               layout->furniture != NULL && layout->faint != NULL && layout->cited != NULL;
    return all ? OK : NO_MEMORY;
}

static enum status check_master(const struct layout *layout, const struct section *section, length *ret_width)
{
    const struct page_master *page = section->page;
    length width = page->width - page->left - page->right;
    length height = page->height - page->top - page->bottom;
    if (width <= 0 || height <= 0)
        return diag_report(layout->diag, MSG_LAYOUT_NO_PAGE_ROOM, section->place, STR_ARGS(page->name));
    *ret_width = width;
    return OK;
}

enum status section_set(const struct layout *layout, const struct section *section)
{
    struct body body;
    struct margins_taken turned = {0};
    length width = 0;
    enum status status = check_master(layout, section, &width);
    if (status != OK)
        return status;
    enum status furniture = furniture_check(layout, section);
    if (status_stops(furniture))
        return furniture;
    status = margins_take_turned(layout, section, &turned);
    if (status_stops(status))
        return status;
    body_begin(&body, layout, section, width - turned.above - turned.below);
    status = paginate_section(layout, section, &body, &turned);
    if (status == FAILED) {
        enum status rest = body_check(&body);
        status = rest == OK ? FAILED : rest;
    }
    body_end(&body);
    return status == OK ? furniture : status;
}
