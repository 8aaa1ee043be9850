/*
 * Two files of ours: which parts of the one are not as in the other, in words.
 *
 * Objects are compared by number: what was made of the same description has the same numbers.  Where the one has
 * more, all behind it may differ; so of many parts the first are told, contents of pages before all else.
 */
#include "archive/archive_int.h"

#include <stdlib.h>

enum { TOLD_MOST = 8 };

static bool is_same(const struct object *a, const struct object *b)
{
    return a->has_stream == b->has_stream && str_equal(a->value, b->value) && str_equal(a->stream, b->stream);
}

static int compare_parts(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    return x->kind != y->kind ? x->kind - y->kind : (x->number > y->number) - (x->number < y->number);
}

static enum status add_attachment(const struct archive *archive, uint32_t wanted, struct buf *out)
{
    struct str name;
    uint32_t object;
    for (size_t at = 0, i = 0; archive_next_file(archive, &at, &name, &object); i++) {
        if (i < wanted)
            continue;
        struct str text = syntax_text(archive->arena, name);
        if (text.ptr == NULL)
            return NO_MEMORY;
        buf_add_char(out, ' ');
        buf_add_visible(out, str_shorten(text, QUOTED_MAX));
        break;
    }
    return OK;
}

static enum status add_part(const struct archive *archive, struct part part, struct buf *out)
{
    static const char *const names[] = {
        [PART_ATTACHMENT] = "附件", [PART_FONT] = "字体",       [PART_PICTURE] = "图片",
        [PART_OUTLINE] = "书签",    [PART_STRUCTURE] = "结构",  [PART_INFORMATION] = "文档信息",
        [PART_METADATA] = "元数据", [PART_INTENT] = "颜色说明", [PART_CATALOG] = "文件目录",
        [PART_TREE] = "页面目录"};
    if (part.kind == PART_CONTENT || part.kind == PART_PAGE)
        buf_printf(out, "第 %u 页%s", (unsigned)part.number, part.kind == PART_CONTENT ? "的内容" : "");
    else if (part.kind == PART_OTHER)
        buf_printf(out, "对象 %u", (unsigned)part.number);
    else
        buf_add_text(out, names[part.kind]);
    return part.kind == PART_ATTACHMENT ? add_attachment(archive, part.number, out) : OK;
}

/* The parts of `file` whose objects `other` has not, or has otherwise. */
static enum status find(const struct archive *of, const struct archive *against, bool missing_only,
                        struct part **ret_found, size_t *ret_count)
{
    struct part *parts;
    struct part *found = ARENA_NEW_ARRAY(of->arena, of->count, struct part);
    enum status status = found == NULL ? NO_MEMORY : archive_parts(of, &parts);
    if (status != OK)
        return status;
    for (size_t i = 0; i < of->count; i++) {
        const struct object *twin = archive_object(against, of->objects[i].number);
        if (twin == NULL || (!missing_only && !is_same(&of->objects[i], twin)))
            found[(*ret_count)++] = parts[i];
    }
    if (*ret_count > 1)
        qsort(found, *ret_count, sizeof *found, compare_parts);
    *ret_found = found;
    return OK;
}

static enum status tell(const struct archive *archive, const struct part *found, size_t count,
                        struct buf *out)
{
    enum status status = OK;
    size_t told = 0;
    for (size_t i = 0; i < count && status == OK; i++) {
        if (i > 0 && compare_parts(&found[i], &found[i - 1]) == 0)
            continue;
        if (told++ == TOLD_MOST) {
            buf_add_text(out, "等");
            break;
        }
        buf_add_text(out, told > 1 ? "、" : "");
        status = add_part(archive, found[i], out);
    }
    return status == OK ? buf_status(out) : status;
}

enum status archive_compare(const struct archive *file, const struct archive *fresh, struct buf *out,
                            bool *ret_contents)
{
    struct part *found = NULL;
    size_t count = 0;
    const struct archive *of = file;
    enum status status = find(file, fresh, false, &found, &count);
    if (status == OK && count == 0) {
        of = fresh;
        status = find(fresh, file, true, &found, &count);
    }
    if (status != OK)
        return status;
    *ret_contents = count > 0 && found[0].kind == PART_CONTENT;
    if (count == 0)
        buf_add_text(out, "交叉引用表或对象之间的字节");
    return tell(of, found, count, out);
}
