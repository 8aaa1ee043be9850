/*
 * Colour profiles (ICC.1): of a JPEG in segments APP2, numbered; of a PNG deflated in iCCP.
 *
 * One is kept if PDF/A-2 takes it (ISO 19005-2, 6.2.4.2): of version 4 at most, for a device or a colour space,
 * for as many colours as the picture has, and whole.  What its tags say is left to those who show the page.
 */
#include "picture/picture_int.h"
#include "picture/messages.def"

#include <string.h>
#include <zlib.h>

enum {
    ICC_MARK = 12,
    ICC_HEAD = 14,
    PROFILE_HEAD = 128,
    PROFILE_TAG = 12,
    VERSION_MOST = 4,
    TAGS_MOST = 200
};
static const char icc_mark[ICC_MARK] = "ICC_PROFILE";

/* --- is it one that may be kept? --- */

static bool is_one_of(struct str bytes, size_t at, const char *names)
{
    for (; *names != '\0'; names += 4)
        if (memcmp(bytes.ptr + at, names, 4) == 0)
            return true;
    return false;
}

static bool has_tags(struct str profile)
{
    const size_t count = picture_number(profile, PROFILE_HEAD, 4, false);
    if (count == 0 || count > TAGS_MOST || count * PROFILE_TAG > profile.len - PROFILE_HEAD - 4)
        return false;
    for (size_t i = 0; i < count; i++) {
        const size_t tag = PROFILE_HEAD + 4 + i * PROFILE_TAG;
        const size_t from = picture_number(profile, tag + 4, 4, false);
        const size_t size = picture_number(profile, tag + 8, 4, false);
        if (from < PROFILE_HEAD || from > profile.len || size > profile.len - from)
            return false;
    }
    return true;
}

static const struct message *look_at(struct str *profile, bool gray)
{
    enum { VERSION = 8, CLASS = 12, SPACE = 16, CONNECTION = 20, SIGNATURE = 36 };
    if (profile->len < PROFILE_HEAD + 4)
        return MSG_PICTURE_PROFILE_BROKEN;
    const size_t size = picture_number(*profile, 0, 4, false);
    if (size > profile->len || size < PROFILE_HEAD + 4 || !is_one_of(*profile, SIGNATURE, "acsp"))
        return MSG_PICTURE_PROFILE_BROKEN;
    *profile = str_slice(*profile, 0, size);
    if ((unsigned char)profile->ptr[VERSION] > VERSION_MOST)
        return MSG_PICTURE_PROFILE_NEW;
    if (!is_one_of(*profile, SPACE, gray ? "GRAY" : "RGB "))
        return MSG_PICTURE_PROFILE_OTHER;
    if (!is_one_of(*profile, CLASS, "scnrmntrprtrspac") || !is_one_of(*profile, CONNECTION, "XYZ Lab ") ||
        !has_tags(*profile))
        return MSG_PICTURE_PROFILE_BROKEN;
    return NULL;
}

/* --- where it stands --- */

struct found {
    struct buf bytes;
    unsigned parts, most; /* JPEG: taken so far, of how many */
    bool broken;
    bool gray;
};

static void take_segment(const struct picture_part *part, struct found *found)
{
    if (part->code != JPEG_APP2 || part->data.len < ICC_HEAD ||
        memcmp(part->data.ptr, icc_mark, ICC_MARK) != 0)
        return;
    const unsigned number = (unsigned char)part->data.ptr[ICC_MARK];
    const unsigned most = (unsigned char)part->data.ptr[ICC_MARK + 1];
    found->broken = found->broken || number != found->parts + 1 || (found->most > 0 && most != found->most);
    found->parts++;
    found->most = most;
    if (!found->broken)
        buf_add_str(&found->bytes, str_slice(part->data, ICC_HEAD, part->data.len));
}

static voidpf take_memory(voidpf opaque, uInt count, uInt size)
{
    (void)opaque;
    return base_malloc((size_t)count * size);
}

static void free_inflated(voidpf opaque, voidpf memory)
{
    (void)opaque;
    base_free(memory);
}

static void inflate_into(struct str packed, struct found *found)
{
    unsigned char room[4096];
    z_stream stream = {.zalloc = take_memory,
                       .zfree = free_inflated,
                       .next_in = (Bytef *)packed.ptr,
                       .avail_in = (uInt)packed.len};
    int result = inflateInit(&stream);
    found->bytes.failed = found->bytes.failed || result != Z_OK;
    if (result != Z_OK)
        return;
    while (result == Z_OK && !found->bytes.failed) {
        stream.next_out = room;
        stream.avail_out = sizeof room;
        result = inflate(&stream, Z_NO_FLUSH);
        buf_add(&found->bytes, room, sizeof room - stream.avail_out);
    }
    found->bytes.failed = found->bytes.failed || result == Z_MEM_ERROR;
    found->broken = found->broken || result != Z_STREAM_END;
    (void)inflateEnd(&stream);
}

/* A name of 1 to 79 bytes, a zero, the method, the profile. */
static void take_chunk(const struct picture_part *part, struct found *found)
{
    if (str_is(part->name, "IHDR"))
        found->gray = (part->data.ptr[9] & 2) == 0;
    if (!str_is(part->name, "iCCP") || found->parts > 0)
        return;
    const char *zero = memchr(part->data.ptr, 0, part->data.len);
    const size_t at = zero != NULL ? (size_t)(zero - part->data.ptr) + 2 : 0;
    found->parts = found->most = 1;
    found->broken = zero == NULL || at > part->data.len || zero[1] != 0;
    if (!found->broken)
        inflate_into(str_slice(part->data, at, part->data.len), found);
}

enum status picture_read_profile(struct arena *arena, struct str bytes, struct picture_file *file,
                                 const struct message **ret_fault)
{
    struct found found = {.bytes = BUF(PICTURE_MAX_PROFILE), .gray = file->gray};
    struct picture_part part;
    for (size_t at = 0; picture_part_next(file->format, bytes, &at, &part) && part.code != JPEG_SOS &&
                        !str_is(part.name, "IDAT");)
        if (file->format == PICTURE_PNG)
            take_chunk(&part, &found);
        else
            take_segment(&part, &found);
    *ret_fault = NULL;
    if (found.parts == 0)
        return OK;
    struct str profile = buf_str(&found.bytes);
    if (found.bytes.full || found.broken || found.parts != found.most)
        *ret_fault = MSG_PICTURE_PROFILE_BROKEN;
    else if (!found.bytes.failed)
        *ret_fault = look_at(&profile, found.gray);
    enum status status = found.bytes.failed && !found.bytes.full ? NO_MEMORY : OK;
    if (status == OK && *ret_fault == NULL)
        file->profile = arena_copy(arena, profile);
    buf_clear(&found.bytes);
    return status == OK && *ret_fault == NULL && file->profile.ptr == NULL ? NO_MEMORY : status;
}
