/*
 * What cameras say beside the pixels: how the rows lie (Orientation) and where the picture was taken (the GPS
 * directory; in XMP, names of its properties).
 *
 * Exif is a small TIFF file: offsets count from its head, entries have 12 bytes.  Nothing in it is believed:
 * what lies outside is not there, and no offset is followed twice.
 */
#include "picture/picture_int.h"

#include <string.h>

enum { TAG_ORIENTATION = 0x112, TAG_GPS = 0x8825, GPS_LATITUDE = 2, GPS_LONGITUDE = 4 };
enum { ENTRY = 12, TYPE_SHORT = 3, TURNS = 8 };

static const char exif_mark[] = "Exif\0", xmp_mark[] = "http://ns.adobe.com/";

struct tiff {
    struct str bytes;
    bool little;
};

/* The number of entries of the directory at `at`, all of which are there. */
static size_t entry_count(const struct tiff *tiff, size_t at)
{
    if (at > tiff->bytes.len || tiff->bytes.len - at < 2)
        return 0;
    const size_t count = picture_number(tiff->bytes, at, 2, tiff->little);
    const size_t room = (tiff->bytes.len - at - 2) / ENTRY;
    return count < room ? count : room;
}

static bool says_place(const struct tiff *tiff, size_t at)
{
    const size_t count = entry_count(tiff, at);
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        const uint32_t tag = picture_number(tiff->bytes, at + 2 + i * ENTRY, 2, tiff->little);
        found = found || tag == GPS_LATITUDE || tag == GPS_LONGITUDE;
    }
    return found;
}

static void read_directory(const struct tiff *tiff, size_t at, struct picture_file *file)
{
    const size_t count = entry_count(tiff, at);
    for (size_t i = 0; i < count; i++) {
        const size_t entry = at + 2 + i * ENTRY;
        const uint32_t tag = picture_number(tiff->bytes, entry, 2, tiff->little);
        const uint32_t type = picture_number(tiff->bytes, entry + 2, 2, tiff->little);
        if (tag == TAG_ORIENTATION && type == TYPE_SHORT && file->turn == 0) {
            const uint32_t turn = picture_number(tiff->bytes, entry + 8, 2, tiff->little);
            file->turn = turn >= 1 && turn <= TURNS ? (uint8_t)turn : 0;
        } else if (tag == TAG_GPS) {
            const size_t gps = picture_number(tiff->bytes, entry + 8, 4, tiff->little);
            file->located = file->located || says_place(tiff, gps);
        }
    }
}

static void read_tiff(struct str bytes, struct picture_file *file)
{
    const struct tiff tiff = {bytes, str_starts(bytes, "II")};
    if (bytes.len < 8 || (!tiff.little && !str_starts(bytes, "MM")))
        return;
    read_directory(&tiff, picture_number(bytes, 4, 4, tiff.little), file);
}

static bool holds(struct str text, const char *word)
{
    const size_t len = strlen(word);
    for (const char *at = text.ptr, *end = text.ptr + text.len; at != NULL && (size_t)(end - at) >= len;) {
        at = memchr(at, word[0], (size_t)(end - at) - len + 1);
        if (at == NULL)
            break;
        if (memcmp(at, word, len) == 0)
            return true;
        at++;
    }
    return false;
}

static void read_xmp(struct str text, struct picture_file *file)
{
    file->located = file->located || holds(text, "GPSLatitude") || holds(text, "GPSLongitude");
}

static bool starts_with(struct str text, const char *mark, size_t len)
{
    return text.len >= len && memcmp(text.ptr, mark, len) == 0;
}

static void read_part(enum picture_format format, const struct picture_part *part, struct picture_file *file)
{
    const size_t mark = sizeof exif_mark; /* with the second zero */
    if (format == PICTURE_PNG) {
        if (str_is(part->name, "eXIf"))
            read_tiff(part->data, file);
        else if (str_is(part->name, "iTXt"))
            read_xmp(part->data, file);
    } else if (part->code == JPEG_APP1 && starts_with(part->data, exif_mark, mark)) {
        read_tiff(str_slice(part->data, mark, part->data.len), file);
    } else if (part->code == JPEG_APP1 && str_starts(part->data, xmp_mark)) {
        read_xmp(part->data, file);
    }
}

void picture_read_exif(struct str bytes, struct picture_file *file)
{
    struct picture_part part;
    for (size_t at = 0; picture_part_next(file->format, bytes, &at, &part) && part.code != JPEG_SOS;)
        read_part(file->format, &part, file);
    if (picture_is_aslant(file)) {
        const int width = file->width;
        file->width = file->height;
        file->height = width;
    }
}

const int *picture_upright(const struct picture_file *file)
{
    static const int matrices[TURNS + 1][6] = {
        {1, 0, 0, 1, 0, 0},   {1, 0, 0, 1, 0, 0},  {-1, 0, 0, 1, 1, 0},
        {-1, 0, 0, -1, 1, 1}, {1, 0, 0, -1, 0, 1}, {0, -1, -1, 0, 1, 1},
        {0, -1, 1, 0, 0, 1},  {0, 1, 1, 0, 0, 0},  {0, 1, -1, 0, 1, 0}};
    return matrices[file->turn];
}
