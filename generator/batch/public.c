/*
 * A copy for the public: personal values of the record, and of the papers that it stands on, are gathered when all is proved,
 * and hidden in the content before a page is set; pages are looked at as they are done, and with all else that the file says when they are complete.
 */
#include "batch/batch_int.h"

enum { PATH_MOST = 1 << 12 };

/* What of a text is printed as it stands there: all but formulas. */
static enum status gather_words(struct hide *hide, struct str text)
{
    enum status status = OK;
    for (size_t from = 0, at = 0, depth = 0; at <= text.len && status == OK; at++) {
        if (at < text.len && text.ptr[at] != '{' && text.ptr[at] != '}')
            continue;
        if (depth == 0)
            status = hide_add_typed(hide, str_slice(text, from, at));
        if (at < text.len)
            depth = text.ptr[at] == '{' ? depth + 1 : depth > 0 ? depth - 1 : 0;
        from = at + 1;
    }
    return status;
}

/* What somebody wrote there to be read. */
static enum status gather_prose(struct hide *hide, const struct node *node)
{
    static const char *const printed[] = {"title", "alt"};
    enum status status = gather_words(hide, node->text);
    for (size_t i = 0; i < ARRAY_COUNT(printed) && node->kind == NODE_ELEMENT && status == OK; i++) {
        const struct attr *attr = node_attr(node, printed[i]);
        status = attr != NULL ? gather_words(hide, attr->value) : OK;
    }
    for (const struct node *child = node->first; child != NULL && status == OK; child = child->next)
        status = gather_prose(hide, child);
    return status;
}

static enum status gather(void *context, const struct model_spot *spot)
{
    struct job *job = context;
    struct buf path = BUF(PATH_MOST);
    if (!spot->head && spot->value != NULL && spot->value->kind == TYPE_PROSE)
        return gather_prose(job->hide, spot->value->prose);
    if (spot->head || spot->value == NULL || spot->value->kind != TYPE_TEXT)
        return OK;
    struct hide_value value = {.text = spot->value->text,
                               .personal = model_personal(spot->record, spot->slot),
                               .place = spot->record->slots[spot->slot].place,
                               .is_computed = spot->origin == MODEL_COMPUTED};
    if (value.personal == PERSONAL_UNSAID && spot->origin == MODEL_COMPUTED)
        return OK; /* it has nothing of its own */
    model_path(spot->record, spot->slot, &path);
    enum status status = buf_keep(&path, job->arena, &value.path);
    if (status == OK && value.personal == PERSONAL_UNSAID)
        status = hide_add_typed(job->hide, value.text);
    status = status == OK ? hide_add(job->hide, &value) : status;
    job->unhidden = job->unhidden || status == FAILED;
    return status == FAILED ? OK : status; /* so that all are told */
}

/* Of an earlier paper, whose other texts are not printed here. */
static enum status gather_said(void *context, const struct model_spot *spot)
{
    const bool says = !spot->head && model_personal(spot->record, spot->slot) != PERSONAL_UNSAID;
    return says ? gather(context, spot) : OK;
}

static enum status gather_all(struct job *job)
{
    const struct model_visitor visitor = {job, gather}, earlier = {job, gather_said};
    enum status status = model_walk(&job->eval, job->record, &visitor);
    for (size_t i = 0; i < job->earlier.count && status == OK; i++)
        status = model_walk(&job->eval, job->earlier.items[i], &earlier);
    for (const struct file_kept *file = arena_files(job->kind->arena); file != NULL && status == OK;
         file = file->next)
        if (file->bytes.ptr != NULL && file->digest.len == 0 && str_ends(str_of(file->path), ".xml"))
            status = hide_add_known(job->hide, file->bytes);
    if (status == OK && job->unhidden)
        return FAILED;
    return status == OK ? hide_settle(job->hide) : status;
}

enum status public_hide(struct job *job)
{
    if (!job->batch->options.is_public)
        return OK;
    job->hide = hide_new(job->arena, job->diag);
    if (job->hide == NULL)
        return NO_MEMORY;
    enum status status = gather_all(job);
    return status == OK ? hide_content(job->hide, job->content) : status;
}

enum status public_hide_information(struct job *job)
{
    struct page_document *pages = job->pages;
    struct str *const texts[] = {&pages->title, &pages->subject, &pages->author};
    enum status status = OK;
    pages->is_public = job->hide != NULL;
    for (size_t i = 0; i < ARRAY_COUNT(texts) && job->hide != NULL && status == OK; i++)
        status = hide_text(job->hide, texts[i]);
    return status;
}

enum status public_prove(struct job *job)
{
    const char *path = job->task != NULL ? job->task->path : NULL;
    if (job->hide == NULL)
        return OK;
    return hide_prove(job->hide, job->pages, path != NULL ? str_of(output_name(path)) : STR(""));
}
