/*
 * What is written of a picture file: its pixels, fewer where there are more than are wanted, and what is needed
 * to show them; nothing that says where, when and with what it was taken.
 *
 * Where a picture stands alone, in a page of HTML, it keeps its profile, and one entry of Exif says how its rows
 * lie, for nobody else says it there.
 */
#include "picture/picture_int.h"
#include "picture/messages.def"

#include <string.h>
#include <zlib.h>

/* A TIFF of one directory with one entry; at TURN the number. */
enum { TURN = 19, MARK = 6 };
enum { WRITTEN_MAX = PICTURE_MAX_BYTES + PICTURE_MAX_PROFILE + 4096 };
static const char tiff_of_turn[] = "MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\0\0\0\0\0\0\0";

static void add_number(struct buf *out, uint32_t number, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        buf_add_char(out, (char)(number >> shift & 0xFF));
}

static void add_turn(const struct picture_file *file, struct buf *out)
{
    const size_t size = sizeof tiff_of_turn - 1;
    buf_add(out, tiff_of_turn, TURN);
    buf_add_char(out, (char)file->turn);
    buf_add(out, tiff_of_turn + TURN + 1, size - TURN - 1);
}

/* --- JPEG --- */

/* What stands behind the first marker of a file of its own: how its rows lie; the profile, where the segments
 * behind it have none. */
static void add_front(const struct picture_file *file, bool with_profile, struct buf *out)
{
    enum { MOST = 65519, ICC_HEAD = 14 };
    const size_t count = with_profile ? (file->profile.len + MOST - 1) / MOST : 0;
    if (file->turn > 1) {
        buf_add(out, "\xFF\xE1", 2);
        add_number(out, 2 + MARK + sizeof tiff_of_turn - 1, 2);
        buf_add(out, "Exif\0", MARK);
        add_turn(file, out);
    }
    for (size_t i = 0; i < count; i++) {
        const struct str part = str_slice(file->profile, i * MOST, (i + 1) * MOST);
        buf_add(out, "\xFF\xE2", 2);
        add_number(out, (uint32_t)(2 + ICC_HEAD + part.len), 2);
        buf_add(out, "ICC_PROFILE", ICC_HEAD - 2);
        buf_add_char(out, (char)(i + 1));
        buf_add_char(out, (char)count);
        buf_add_str(out, part);
    }
}

static void copy_segments(const struct picture_file *file, struct str bytes, bool alone, struct buf *out)
{
    struct picture_part part;
    bool begun = false;
    for (size_t at = 0; picture_part_next(PICTURE_JPEG, bytes, &at, &part); begun = true) {
        if (picture_segment_stays(part.code, part.data, alone && file->profile.len > 0))
            buf_add_str(out, part.whole);
        if (!begun && alone)
            add_front(file, false, out);
    }
}

/* Decoded, it is held as a whole, and there is too much of it: all of it is gone through for each scan. */
static bool is_too_large(const struct picture_file *file)
{
    return file->scans > PICTURE_MAX_SCANS ||
           ((file->progressive || file->scans > 1) && (int64_t)file->width * file->height > PICTURE_MAX_HELD);
}

/* As wanted, but never less than one pixel, in the shape that it has. */
static bool wants_fewer(const struct picture_file *file, const struct picture_wish *wish, int *ret_width,
                        int *ret_height)
{
    const bool fits =
        wish->width <= 0 || wish->height <= 0 || (file->width <= wish->width && file->height <= wish->height);
    if (fits || is_too_large(file))
        return false;
    const int width = wish->width < file->width ? wish->width : file->width;
    const int height = wish->height < file->height ? wish->height : file->height;
    *ret_width = picture_is_aslant(file) ? height : width;
    *ret_height = picture_is_aslant(file) ? width : height;
    return true;
}

static enum status write_reduced(const struct picture_file *file, bool alone, int width, int height,
                                 struct picture_written *written)
{
    enum { START = 2 };
    struct buf reduced = BUF(WRITTEN_MAX);
    enum status status = picture_reduce(written->held.bytes, width, height, &reduced,
                                        (struct picture_reason){written->reason, sizeof written->reason});
    if (reduced.full) /* it has grown */
        status = OK;
    written->reduced = status == OK && reduced.len < file->bytes.len;
    if (written->reduced) {
        const struct str bytes = buf_str(&reduced);
        written->width = width;
        written->height = height;
        buf_add_str(&written->own, str_slice(bytes, 0, START));
        if (alone)
            add_front(file, true, &written->own);
        buf_add_str(&written->own, str_slice(bytes, START, bytes.len));
        status = buf_status(&written->own);
    }
    buf_clear(&reduced);
    return status;
}

static enum status write_jpeg(const struct picture_file *file, const struct picture_wish *wish,
                              struct picture_written *written)
{
    int width, height;
    enum status status = OK;
    if (wants_fewer(file, wish, &width, &height))
        status = write_reduced(file, wish->alone, width, height, written);
    if (status != OK || written->reduced || (file->bare && !wish->alone))
        return status;
    copy_segments(file, written->held.bytes, wish->alone, &written->own);
    return buf_status(&written->own);
}

/* --- PNG --- */

static void add_chunk(struct buf *out, const char *name, const struct picture_file *file)
{
    add_number(out, (uint32_t)sizeof tiff_of_turn - 1, 4);
    const size_t from = out->len;
    buf_add_text(out, name);
    add_turn(file, out);
    if (!out->failed)
        add_number(out, (uint32_t)crc32(0, (const Bytef *)out->ptr + from, (uInt)(out->len - from)), 4);
}

/* Chunks with a capital are needed to decode the picture; of the others those that say what its colours are. */
static bool chunk_stays(const struct picture_file *file, struct str name)
{
    static const char *const names[] = {"tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "pHYs"};
    bool stays = (name.ptr[0] & 0x20) == 0 || (str_is(name, "iCCP") && file->profile.len > 0);
    for (size_t i = 0; i < ARRAY_COUNT(names) && !stays; i++)
        stays = str_is(name, names[i]);
    return stays;
}

static enum status write_png(const struct picture_file *file, struct picture_written *written)
{
    struct picture_part part;
    struct buf *out = &written->own;
    buf_add_str(out, str_slice(written->held.bytes, 0, 8));
    for (size_t at = 0; picture_part_next(PICTURE_PNG, written->held.bytes, &at, &part);) {
        if (chunk_stays(file, part.name))
            buf_add_str(out, part.whole);
        if (str_is(part.name, "IHDR") && file->turn > 1)
            add_chunk(out, "eXIf", file);
    }
    return buf_status(out);
}

/* --- both --- */

enum status picture_write(const struct picture_file *file, const struct picture_wish *wish,
                          struct picture_written *written)
{
    *written = (struct picture_written){
        .width = picture_stored_width(file), .height = picture_stored_height(file), .own = BUF(WRITTEN_MAX)};
    enum status status = picture_bytes_open(file, &written->held);
    written->changed = status == FAILED;
    if (status == OK)
        status = file->format == PICTURE_JPEG ? write_jpeg(file, wish, written) : write_png(file, written);
    if (status == OK)
        written->bytes = written->own.len > 0 ? buf_str(&written->own) : written->held.bytes;
    return status;
}

void picture_written_close(struct picture_written *written)
{
    picture_bytes_close(&written->held);
    buf_clear(&written->own);
}

void picture_written_report(const struct picture_written *written, const struct picture_file *file,
                            struct diag *diag, struct place place)
{
    if (written->changed)
        picture_bytes_report(&written->held, file, diag, place);
    else
        diag_report(diag, MSG_PICTURE_BROKEN, place, STR_ARGS(file->path), written->reason);
}
