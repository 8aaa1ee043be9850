/*
 * Object streams: each holds objects without streams, behind a list of their numbers and places (ISO 32000-1, 7.5.7).
 * They stand one behind another, so that each byte is read once.
 */
#include "archive/archive_int.h"

static enum status open_holder(struct archive *archive, const struct object *holder)
{
    int64_t count = 0, first = 0;
    struct str bytes;
    if (!syntax_number(syntax_member(holder->value, "N"), SYNTAX_MAX_OBJECTS, &count) ||
        !syntax_number(syntax_member(holder->value, "First"), ARCHIVE_MAX_HOLDER, &first))
        return archive_broken(archive, holder->offset, "对象流没有说明");
    enum status status = archive_inflate(archive, holder, ARCHIVE_MAX_HOLDER, &bytes);
    if (status != OK)
        return status;
    archive->held += bytes.len;
    archive_more_looks(archive, bytes.len);
    if (archive->held > ARCHIVE_MAX_HOLDERS)
        return archive_broken(archive, holder->offset, "对象流解压后太大");
    size_t end = (size_t)first;
    for (size_t i = 0, at = 0; i < (size_t)count && status == OK; i++) {
        struct object object = {.offset = holder->offset};
        int64_t number = 0, place = 0;
        at = syntax_skip_white(bytes, at);
        bool good = syntax_take_number(bytes, &at, SYNTAX_MAX_OBJECTS, &number) && number > 0;
        at = syntax_skip_white(bytes, at);
        good = good && syntax_take_number(bytes, &at, ARCHIVE_MAX_HOLDER, &place);
        size_t from = (size_t)(first + place);
        if (good && from < end)
            return archive_broken(archive, holder->offset, "对象流里的对象相互重叠");
        if (!good || at > (size_t)first || from > bytes.len ||
            !syntax_take_value(bytes, &from, &object.value))
            return archive_broken(archive, holder->offset, "对象流不完整");
        end = from;
        object.number = (uint32_t)number;
        status = archive_add(archive, &object);
    }
    return status;
}

enum status archive_open_holders(struct archive *archive)
{
    const size_t count = archive->count;
    enum status status = OK;
    for (size_t i = 0; i < count && status == OK; i++) {
        const struct object holder = archive->objects[i]; /* the list grows, and moves */
        if (holder.has_stream && syntax_is(syntax_member(holder.value, "Type"), "/ObjStm"))
            status = open_holder(archive, &holder);
    }
    return status;
}
