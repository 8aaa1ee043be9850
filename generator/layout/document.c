/*
 * The whole document: headings collected, every section set with its footnotes and paged, then what needs all
 * pages: the contents list's numbers, headers and footers that print the last number, the outline.
 *
 * A faulty section does not keep the next ones from being looked at; nothing is finished then.
 */
#include "layout/flow/flow.h"
#include "layout/pages/pages.h"
#include "layout/table/table.h"

static enum status set_sections(const struct layout *layout)
{
    enum status result = OK;
    for (const struct section *section = layout->content->sections; section != NULL;
         section = section->next) {
        enum status status = section_set(layout, section);
        if (status_stops(status))
            return status;
        result = status_worse(result, status);
    }
    return result;
}

static enum status finish(const struct layout *layout)
{
    enum status status = contents_finish(layout);
    if (status == OK)
        status = furniture_add(layout);
    return status == OK ? outlines_add(layout) : status;
}

static enum status set_document(const struct layout *layout)
{
    enum status status = headings_collect(layout);
    if (status == OK)
        status = set_sections(layout);
    if (status == OK)
        status = notes_check(layout);
    return status == OK ? finish(layout) : status;
}

/* Each wing makes what it writes. */
static enum status open_wings(struct layout *layout)
{
    enum status status = flow_begin(layout);
    if (status == OK)
        status = table_begin(layout);
    return status == OK ? pages_begin(layout) : status;
}

enum status layout_document(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                            struct content *content, const struct layout_sink *sink,
                            struct page_document **ret_document)
{
    struct layout layout = {.job = arena,
                            .diag = diag,
                            .fonts = fonts,
                            .content = content,
                            .sink = sink,
                            .tables = &tables_in_flows};
    enum status status = open_wings(&layout);
    if (status == OK)
        status = structure_make(&layout, content);
    if (status == OK)
        status = set_document(&layout);
    if (status == OK)
        *ret_document = layout.document;
    pages_end(&layout);
    table_end(&layout);
    return status;
}
