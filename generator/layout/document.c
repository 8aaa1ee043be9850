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

static enum status set_document(const struct layout *layout)
{
    static enum status (*const steps[])(const struct layout *layout) = {
        headings_collect, links_resolve, set_sections, notes_check,    cited_pages_finish, contents_finish,
        furniture_add,    links_finish,  outlines_add, signing_finish, straddle_finish};
    enum status status = OK;
    for (size_t i = 0; i < ARRAY_COUNT(steps) && status == OK; i++)
        status = steps[i](layout);
    return status;
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
    enum status status = text_words_set(content->styles->words, content->styles->word_count);
    if (status == OK)
        status = links_begin(&layout);
    if (status == OK)
        status = signing_begin(&layout);
    if (status == OK)
        status = straddle_begin(&layout);
    if (status == OK)
        status = open_wings(&layout);
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
