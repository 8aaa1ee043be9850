/*
 * The whole document: headings collected, every section set with its footnotes and paged, then what needs all
 * pages: the contents list's numbers, headers and footers that print the last number, the outline.
 *
 * A faulty section does not keep the next ones from being looked at; nothing is finished then.
 */
#include "layout/flow/flow.h"
#include "layout/pages/pages_int.h"
#include "layout/messages.h"

static enum status check_master(struct layout *layout, const struct section *section, length *ret_width)
{
    const struct page_master *page = section->page;
    length width = page->width - page->left - page->right;
    length height = page->height - page->top - page->bottom;
    if (width <= 0 || height <= 0) {
        diag_report(layout->diag, MSG_LAYOUT_NO_PAGE_ROOM, section->place, STR_ARGS(page->name));
        return FAILED;
    }
    *ret_width = width;
    return OK;
}

static enum status set_section(struct layout *layout, const struct section *section)
{
    struct body body;
    struct margins_taken turned = {0};
    length width = 0;
    enum status status = check_master(layout, section, &width);
    if (status != OK) {
        return status;
    }
    enum status furniture = furniture_check(layout, section);
    if (status_stops(furniture)) {
        return furniture;
    }
    status = margins_take_turned(layout, section, &turned);
    if (status_stops(status)) {
        return status;
    }
    body_begin(&body, layout, section, width - turned.above - turned.below);
    status = paginate_section(layout, section, &body, &turned);
    if (status == FAILED) {
        enum status rest = body_check(&body);
        status = rest == OK ? FAILED : rest;
    }
    body_end(&body);
    return status == OK ? furniture : status;
}

static enum status set_sections(struct layout *layout)
{
    enum status result = OK;
    for (const struct section *section = layout->content->sections; section; section = section->next) {
        enum status status = set_section(layout, section);
        if (status_stops(status)) {
            return status;
        }
        result = status_worse(result, status);
    }
    return result;
}

static enum status finish(struct layout *layout)
{
    enum status status = contents_finish(layout);
    if (status == OK) {
        status = furniture_add(layout);
    }
    return status == OK ? outlines_add(layout) : status;
}

static enum status set_document(struct layout *layout)
{
    enum status status = headings_collect(layout);
    if (status == OK) {
        status = set_sections(layout);
    }
    if (status == OK) {
        status = notes_check(layout);
    }
    return status == OK ? finish(layout) : status;
}

enum status layout_document(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                            const struct content *content, const struct layout_sink *sink,
                            struct page_document **ret_document)
{
    struct layout layout = {.arena = arena,
                            .job = arena,
                            .page_arena = sink ? arena_new(0) : arena,
                            .diag = diag,
                            .fonts = fonts,
                            .content = content,
                            .sink = sink,
                            .next_block = 1,
                            .next_table = 1};
    if (!layout.page_arena) {
        return NO_MEMORY;
    }
    layout.document = ARENA_NEW(arena, struct page_document);
    enum status status = layout.document ? set_document(&layout) : NO_MEMORY;
    if (status == OK) {
        *ret_document = layout.document;
    }
    pages_release(&layout);
    table_windows_free(&layout);
    return status;
}
