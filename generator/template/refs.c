/*
 * References: what may be referred to, and what refers to it.
 *
 * Numbers are given as paragraphs are made, and what a reference leads to may be still to come; so its inlines are
 * empty, and are filled when all is made: content holds what is printed.  Only the number of a page is known later:
 * layout puts it into the room that is kept for it.
 */
#include "template/apply_int.h"
#include "template/messages.def"

#include <assert.h>
#include <string.h>

enum status target_add(struct run *run, struct str id, struct str number, bool led, struct block *block,
                       struct place place)
{
    if (id.len == 0)
        return OK;
    struct content_target *target = ARENA_NEW(run->arena, struct content_target);
    if (target == NULL)
        return NO_MEMORY;
    *target = (struct content_target){
        .id = id, .number = number, .title = STR(""), .led = led, .block = block, .place = place};
    *(run->last_target == NULL ? &run->content->targets : &run->last_target->next) = target;
    run->last_target = target;
    if (block->paragraph.target == NULL)
        block->paragraph.target = target;
    return OK;
}

void cite_add(struct run *run, struct cite *cite)
{
    *(run->last_cite == NULL ? &run->cites : &run->last_cite->next) = cite;
    run->last_cite = cite;
}

bool paragraph_cites(const struct block *block)
{
    bool found = false;
    for (size_t i = 0; i < block->paragraph.inline_count && !found; i++)
        found = block->paragraph.inlines[i].link != NULL;
    return found;
}

enum status paragraph_words(struct run *run, const struct block *block, struct str *ret_words)
{
    struct buf words = BUF(TEMPLATE_MAX_VALUE);
    for (size_t i = 0; i < block->paragraph.inline_count; i++) {
        const struct inline_item *item = &block->paragraph.inlines[i];
        if (item->kind == INLINE_TEXT && item->doubtful != DOUBTFUL_STATED)
            buf_add_str(&words, item->text);
    }
    if (!words.failed)
        buf_drop_line_end_marks(&words);
    return buf_keep(&words, run->arena, ret_words);
}

enum status echo_add(struct run *run, const struct echo *echo)
{
    if (!paragraph_cites(echo->caption))
        return OK;
    struct echo *kept = ARENA_NEW(run->arena, struct echo);
    if (kept == NULL)
        return NO_MEMORY;
    *kept = *echo;
    kept->next = run->echoes;
    run->echoes = kept;
    return OK;
}

static enum status say_echoes(struct run *run)
{
    enum status status = OK;
    for (const struct echo *echo = run->echoes; echo != NULL && status == OK; echo = echo->next) {
        struct str words;
        status = paragraph_words(run, echo->caption, &words);
        if (status != OK)
            break;
        words = str_trim(str_slice(words, echo->skip, words.len));
        *echo->text = arena_printf(run->arena, "%.*s%.*s%.*s", STR_ARGS(echo->before), STR_ARGS(words),
                                   STR_ARGS(echo->behind));
        status = echo->text->ptr != NULL ? OK : NO_MEMORY;
    }
    return status;
}

/* --- which is meant --- */

struct targets {
    struct run *run;
    struct content_target **items;
    size_t count, capacity;
    struct str_index ids;
};

static enum status targets_collect(struct targets *targets)
{
    struct arena *arena = targets->run->arena;
    enum status status = OK;
    struct content_target *target = targets->run->content->targets;
    for (; target != NULL && status == OK; target = target->next) {
        const int64_t known = str_index_lookup(&targets->ids, target->id);
        if (known != STR_INDEX_NONE) {
            assert(targets->items != NULL);
            targets->items[known]->twin = target;
            continue;
        }
        status = ARENA_APPEND(arena, targets->items, targets->count, targets->capacity, &target);
        if (status == OK)
            status = str_index_put(&targets->ids, target->id, (int64_t)targets->count - 1);
    }
    return status;
}

static bool is_declared(const struct run *run, struct str id)
{
    const struct declared_id *declared = run->template->ids;
    while (declared != NULL && !str_equal(declared->id, id))
        declared = declared->next;
    return declared != NULL;
}

static enum status report_unknown(const struct targets *targets, const struct inline_link *link)
{
    struct nearest nearest = {.name = link->to};
    for (size_t i = 0; i < targets->count; i++)
        nearest_offer(&nearest, targets->items[i]->id);
    for (const struct declared_id *id = targets->run->template->ids; id != NULL; id = id->next)
        nearest_offer(&nearest, id->id);
    return diag_report_near(targets->run->eval->diag, MSG_TEMPLATE_NO_TARGET, link->place,
                            ((struct hint){.near = nearest.best}), STR_ARGS(link->to));
}

/* NULL, OK: it was left out, and something else may stand there. */
static enum status target_of(const struct targets *targets, const struct cite *cite,
                             struct content_target **ret_target)
{
    struct run *run = targets->run;
    struct diag *diag = run->eval->diag;
    const struct inline_link *link = cite->link;
    const int64_t known = str_index_lookup(&targets->ids, link->to);
    *ret_target = NULL;
    if (known != STR_INDEX_NONE) {
        assert(targets->items != NULL);
        struct content_target *target = targets->items[known];
        *ret_target = target;
        if (target->twin == NULL)
            return OK;
        return diag_report(diag, MSG_TEMPLATE_TARGET_TWICE, link->place, STR_ARGS(link->to),
                           target->place.file, target->place.line, target->twin->place.file,
                           target->twin->place.line);
    }
    if (cite->optional)
        return OK;
    if (!is_declared(run, link->to))
        return report_unknown(targets, link);
    if (cite->has_none || (run->eval->draft && run_errors(run) > 0))
        return OK;
    return diag_report(diag, MSG_TEMPLATE_TARGET_LEFT_OUT, link->place, STR_ARGS(link->to));
}

/* --- what stands there --- */

/* The words of the target, without its number.  FAILED: a reference in it is empty as yet. */
static enum status make_title(struct run *run, struct content_target *target)
{
    const struct block_paragraph *text = &target->block->paragraph;
    enum status status = OK;
    buf_reset(&run->text);
    for (size_t i = target->led ? 1 : 0; i < block_title_count(text); i++) {
        const struct inline_item *item = &text->inlines[i];
        if (item->kind == INLINE_TEXT && item->text.ptr == NULL)
            status = FAILED;
        else if (item->kind == INLINE_TEXT)
            buf_add_str(&run->text, item->text);
        else if (item->kind == INLINE_BREAK || item->kind == INLINE_TAB)
            buf_add_text(&run->text, " ");
    }
    const enum status taken = run_take_text(run, target->place, &target->title);
    target->title = taken == OK ? str_trim(target->title) : target->title;
    return taken != OK ? taken : status;
}

static void leave_out(const struct cite *cite)
{
    struct inline_item *item = cite->items;
    const size_t count = cite->is_link || item == NULL ? 0 : cite->as == CITED_PAGE ? 3 : 1;
    for (size_t i = 0; i < count; i++) {
        item[i].kind = INLINE_TEXT;
        item[i].text = STR("");
        item[i].link = NULL;
        item[i].whole = false;
    }
    if (count > 0)
        item[0].text = cite->has_none ? cite->none : STR("〔算不出〕");
}

static enum status say_number(const struct run *run, const struct cite *cite)
{
    const struct content_target *target = cite->link->target;
    cite->items[0].text = target->number;
    if (target->number.len > 0)
        return OK;
    return diag_report(run->eval->diag, MSG_TEMPLATE_TARGET_NUMBER, cite->link->place, STR_ARGS(target->id),
                       target->place.file, target->place.line);
}

static void say_page(struct run *run, const struct cite *cite)
{
    cite->items[0].text = run->template->page_before;
    cite->items[2].text = run->template->page_behind;
    run->content->cites_pages = true;
}

static enum status resolve(const struct targets *targets, const struct cite *cite)
{
    struct content_target *target;
    enum status status = target_of(targets, cite, &target);
    if (status != OK)
        return status;
    cite->link->target = target;
    if (target == NULL)
        leave_out(cite);
    else if (cite->is_link || cite->items == NULL)
        return OK;
    else if (cite->as == CITED_NUMBER)
        return say_number(targets->run, cite);
    else if (cite->as == CITED_PAGE)
        say_page(targets->run, cite);
    else
        cite->items[0].text = (struct str){NULL, 0}; /* when all numbers stand */
    return OK;
}

/* Titles may hold references by number, not by title. */
static enum status say_titles(struct run *run)
{
    enum status status = OK;
    for (const struct cite *cite = run->cites; cite != NULL && !status_stops(status); cite = cite->next) {
        struct content_target *target = cite->link->target;
        if (target == NULL || target->title.len > 0)
            continue;
        enum status made = make_title(run, target);
        const bool wanted = !cite->is_link && cite->as == CITED_TITLE;
        if (made == FAILED && wanted)
            diag_report(run->eval->diag, MSG_TEMPLATE_TITLE_IN_TITLE, cite->link->place,
                        STR_ARGS(target->id));
        else if (made == OK && wanted && target->title.len == 0)
            made = diag_report(run->eval->diag, MSG_TEMPLATE_TITLE_NONE, cite->link->place,
                               STR_ARGS(target->id));
        status = status_worse(status, made == FAILED && !wanted ? OK : made);
    }
    for (const struct cite *cite = run->cites; cite != NULL; cite = cite->next)
        if (!cite->is_link && cite->as == CITED_TITLE && cite->link->target != NULL && cite->items != NULL)
            cite->items[0].text = cite->link->target->title;
    return status;
}

enum status refs_resolve(struct run *run)
{
    struct targets targets = {.run = run, .ids = {.arena = run->arena}};
    if (run->cites == NULL)
        return OK;
    enum status status = targets_collect(&targets);
    for (const struct cite *cite = run->cites; cite != NULL && !status_stops(status); cite = cite->next)
        status = status_worse(status, resolve(&targets, cite));
    if (!status_stops(status))
        status = status_worse(status, say_titles(run));
    return status == OK ? say_echoes(run) : status;
}
