/*
 * A paper's attachments: collected while its pages are done, put together when all are.
 */
#include "attach/attach_int.h"
#include "attach/messages.def"

#include <stdlib.h>

struct attach *attach_new(void)
{
    struct arena *arena = arena_new(0);
    struct attach *attach = arena == NULL ? NULL : ARENA_NEW(arena, struct attach);
    if (attach == NULL) {
        arena_free(arena);
        return NULL;
    }
    attach->arena = arena;
    attach->data = BUF(ATTACH_MAX_BYTES);
    return attach;
}

void attach_free(struct attach *attach)
{
    if (attach == NULL)
        return;
    buf_clear(&attach->data);
    arena_free(attach->arena);
}

static enum status add_attachment(struct attach *attach, struct page_document *document,
                                  const struct attached *file)
{
    static const struct {
        const char *description;
        enum page_relation relation;
    } roles[] = {[ATTACHED_SOURCE] = {"生成本文书的描述", PAGE_SOURCE},
                 [ATTACHED_PART] = {"描述所引的文件", PAGE_SOURCE},
                 [ATTACHED_RECORD] = {"上期的记录", PAGE_SOURCE},
                 [ATTACHED_PICTURE] = {"描述所用的图片", PAGE_SUPPLEMENT},
                 [ATTACHED_KIND] = {"文种的文件", PAGE_SUPPLEMENT},
                 [ATTACHED_DATA] = {"各字段的值、单位和所在位置", PAGE_DATA}};
    const bool manifest = str_is(file->name, ATTACH_MANIFEST) && file->role == ATTACHED_DATA;
    const bool png = str_starts(file->bytes, "\x89PNG");
    const bool json = file->role == ATTACHED_DATA || file->role == ATTACHED_RECORD;
    const char *mime = json                             ? "application/json"
                       : file->role != ATTACHED_PICTURE ? "text/xml"
                       : png                            ? "image/png"
                                                        : "image/jpeg";
    const struct page_attachment attachment = {
        .name = file->name,
        .mime = str_of(mime),
        .description = str_of(manifest ? "生成时的程序、文种、字体和选项" : roles[file->role].description),
        .relation = manifest ? PAGE_SUPPLEMENT : roles[file->role].relation,
        .bytes = file->bytes};
    return ARENA_APPEND(attach->arena, document->attachments, document->attachment_count,
                        document->attachment_capacity, &attachment);
}

static enum status check_name(const struct attach_paper *paper, struct str path, bool is_safe)
{
    if (is_safe)
        return OK;
    struct str quoted = str_quoted(paper->eval->arena, path);
    if (quoted.ptr == NULL)
        return NO_MEMORY;
    return diag_report(paper->eval->diag, MSG_ATTACH_NAME, ((struct place){paper->input, 0, 0}),
                       STR_ARGS(quoted));
}

/* Who receives the paper can put them in a folder again. */
static enum status check_names(const struct attach_paper *paper, const struct attached_list *list)
{
    enum status status = OK;
    for (size_t i = 0; i < list->count && !status_stops(status); i++)
        status = check_name(paper, list->items[i].path, attach_path_is_safe(list->items[i].path));
    for (size_t i = 0; i < list->there_count && !status_stops(status); i++)
        status = status_worse(status,
                              check_name(paper, list->there[i], attach_path_there_is_safe(list->there[i])));
    return status;
}

enum status attach_data(struct attach *attach, const struct attach_paper *paper,
                        const struct page_document *document, struct str *ret_data)
{
    enum status status = places_sort(attach, document);
    if (status == OK)
        status = data_write(attach, paper, document);
    if (status == FAILED)
        return diag_report(paper->eval->diag, MSG_ATTACH_LARGE, ((struct place){paper->input, 0, 0}),
                           (int)(ATTACH_MAX_BYTES >> 20));
    if (status == OK)
        *ret_data = buf_str(&attach->data);
    return status;
}

enum status attach_finish(struct attach *attach, const struct attach_paper *paper,
                          struct page_document *document, struct str *ret_data)
{
    struct attached_list list = {0};
    enum status status = attach_data(attach, paper, document, ret_data);
    if (status == OK)
        status = attached_files(attach, paper, &list);
    if (status == OK)
        status = check_names(paper, &list);
    if (status == OK && list.count > ATTACH_MAX_FILES - 2)
        return diag_report(paper->eval->diag, MSG_ATTACH_MANY, ((struct place){paper->input, 0, 0}),
                           list.count, (int)ATTACH_MAX_FILES - 2);
    if (status == OK)
        status = attach_manifest_write(attach, paper, &list);
    for (size_t i = 0; i < list.count && status == OK; i++)
        status = add_attachment(attach, document, &list.items[i]);
    const struct attached own[] = {
        {.name = STR(ATTACH_DATA), .bytes = buf_str(&attach->data), .role = ATTACHED_DATA},
        {.name = STR(ATTACH_MANIFEST), .bytes = attach->manifest, .role = ATTACHED_DATA}};
    for (size_t i = 0; i < ARRAY_COUNT(own) && status == OK; i++)
        status = add_attachment(attach, document, &own[i]);
    return status;
}
