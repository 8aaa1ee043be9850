/*
 * What the file promises, looked at before any page is set: that its headings can be gone through by their levels,
 * none left out (ISO 14289-1, 7.4.2), where it promises anything; and, where it is asked for, whatever the format,
 * that each picture says what it shows (7.3).  A picture that says nothing is decoration otherwise.
 */
#include "batch/batch_int.h"
#include "batch/messages.def"

enum { TITLE_SHOWN = 60 /* bytes of a heading that a message shows */ };

struct looker {
    struct job *job;
    bool claims; /* the file says that it conforms */
    int level;   /* of the last heading */
};

static enum status look_at_blocks(struct looker *looker, const struct block *blocks, bool headings);

static enum status look_at_heading(struct looker *looker, const struct block *block)
{
    const struct block_paragraph *paragraph = &block->paragraph;
    const int before = looker->level;
    struct str shown = STR("");
    looker->level = paragraph->heading;
    if (!looker->claims || paragraph->heading <= before + 1)
        return OK;
    for (size_t i = 0; i < paragraph->inline_count && shown.len < TITLE_SHOWN; i++)
        shown = arena_printf(looker->job->arena, "%.*s%.*s", STR_ARGS(shown),
                             STR_ARGS(paragraph->inlines[i].text));
    if (shown.ptr == NULL)
        return NO_MEMORY;
    return before == 0 ? diag_report(looker->job->diag, MSG_BATCH_FIRST_LEVEL, block->place, STR_ARGS(shown),
                                     paragraph->heading)
                       : diag_report(looker->job->diag, MSG_BATCH_LEVEL, block->place, STR_ARGS(shown),
                                     paragraph->heading, before, before + 1);
}

static enum status look_at_table(struct looker *looker, const struct table *table)
{
    enum status result = look_at_blocks(looker, table->caption, false);
    for (size_t i = 0; i < table->row_count && !status_stops(result); i++)
        for (size_t k = 0; k < table->rows[i].cell_count && !status_stops(result); k++)
            result = status_worse(result, look_at_blocks(looker, table->rows[i].cells[k].blocks, false));
    return status_stops(result) ? result : status_worse(result, look_at_blocks(looker, table->notes, false));
}

static enum status look_at_list(struct looker *looker, const struct block *block)
{
    enum status result = OK;
    for (const struct list_item *item = block->list.items; item != NULL && !status_stops(result);
         item = item->next)
        result = status_worse(result, look_at_blocks(looker, item->blocks, false));
    return result;
}

static enum status look_at_columns(struct looker *looker, const struct block *block)
{
    enum status result = OK;
    for (size_t i = 0; i < block->columns.count && !status_stops(result); i++)
        result = status_worse(result, look_at_blocks(looker, block->columns.items[i].blocks, false));
    return result;
}

static enum status look_at_block(struct looker *looker, const struct block *block, bool headings)
{
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        return headings && block->paragraph.heading > 0 ? look_at_heading(looker, block) : OK;
    case BLOCK_TABLE:
        return look_at_table(looker, block->table);
    case BLOCK_LIST:
        return look_at_list(looker, block);
    case BLOCK_COLUMNS:
        return look_at_columns(looker, block);
    case BLOCK_KEEP:
        return look_at_blocks(looker, block->keep.blocks, headings);
    case BLOCK_SIGN:
        return look_at_blocks(looker, block->sign.blocks, headings);
    case BLOCK_PICTURE:
        return block->picture.alt.len > 0 || !looker->job->batch->options.strict_alt
                   ? OK
                   : diag_report(looker->job->diag, MSG_BATCH_ALT, block->place);
    case BLOCK_CHART:
    case BLOCK_SPACE:
    case BLOCK_PAGE_BREAK:
    case BLOCK_RULE:
    case BLOCK_CONTENTS:
        return OK;
    }
    return OK;
}

/* Headings in the order in which they are read: layout/structure.c. */
static enum status look_at_blocks(struct looker *looker, const struct block *blocks, bool headings)
{
    enum status result = OK;
    for (const struct block *block = blocks; block != NULL && !status_stops(result); block = block->next)
        result = status_worse(result, look_at_block(looker, block, headings));
    return result;
}

static enum status look_at_section(struct looker *looker, const struct section *section)
{
    enum status result = OK;
    const struct furniture *furniture = section->furniture;
    for (; furniture != NULL && !status_stops(result); furniture = furniture->next)
        if (furniture->kind == FURNITURE_AT_TOP || furniture->kind == FURNITURE_AT_BOTTOM)
            result = status_worse(result, look_at_blocks(looker, furniture->blocks, true));
    return status_stops(result) ? result
                                : status_worse(result, look_at_blocks(looker, section->blocks, true));
}

bool conform_is_wanted(const struct job *job)
{
    return job->promises && conform_wanted(&job->batch->options) != PAGE_PLAIN;
}

enum status conform_check(struct job *job)
{
    struct looker looker = {.job = job, .claims = conform_is_wanted(job)};
    enum status result = OK;
    if (!job->promises || (!looker.claims && !job->batch->options.strict_alt))
        return OK;
    for (const struct section *section = job->content->sections; section != NULL && !status_stops(result);
         section = section->next)
        result = status_worse(result, look_at_section(&looker, section));
    return result;
}

enum page_conformance conform_wanted(const struct batch_options *options)
{
    if (options->writer > BATCH_WRITER_pdf)
        return PAGE_PLAIN; /* they promise nothing */
    const enum page_conformance plain = options->attach > BATCH_ATTACH_NONE ? PAGE_A3A_UA1 : PAGE_A2A_UA1;
    return options->conformance < 0 ? plain : (enum page_conformance)options->conformance;
}

bool conform_wants_attached(const struct batch_options *options)
{
    const enum page_conformance wanted = conform_wanted(options);
    return wanted == PAGE_A3A_UA1 || wanted == PAGE_A4F_UA2;
}
