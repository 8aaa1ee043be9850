/*
 * Streams as they were before they were compressed: Flate, and what a predictor made of the rows (ISO 32000-1, 7.4.4).
 *
 * What comes out is limited a stream and a file, and goes into the file's arena.
 */
#include "sign/file/file_int.h"

#include <string.h>
#include <zlib.h>

enum { OUTPUT = 32 << 10, PNG_FIRST = 10, PNG_LAST = 15, COLUMNS_MOST = 1 << 20, SIDES = 3 };

static voidpf take_memory(voidpf opaque, uInt count, uInt size)
{
    (void)opaque;
    return base_malloc((size_t)count * size);
}

static void give_memory_back(voidpf opaque, voidpf memory)
{
    (void)opaque;
    base_free(memory);
}

static enum status inflate_into(struct str bytes, struct buf *out)
{
    unsigned char piece[OUTPUT];
    z_stream stream = {.zalloc = take_memory,
                       .zfree = give_memory_back,
                       .next_in = (Bytef *)bytes.ptr,
                       .avail_in = (uInt)bytes.len}; /* SIGN_MAX_BYTES at most */
    if (inflateInit(&stream) != Z_OK)
        return NO_MEMORY;
    int result;
    do {
        stream.next_out = piece;
        stream.avail_out = OUTPUT;
        result = inflate(&stream, Z_NO_FLUSH);
        buf_add(out, piece, OUTPUT - stream.avail_out);
    } while (result == Z_OK && !out->failed);
    (void)inflateEnd(&stream);
    if (result == Z_MEM_ERROR)
        return NO_MEMORY;
    return result == Z_STREAM_END || out->failed ? buf_status(out) : FAILED;
}

/* --- predictors --- */

static int paeth(int left, int up, int corner)
{
    const int guess = left + up - corner;
    const int by_left = guess > left ? guess - left : left - guess,
              by_up = guess > up ? guess - up : up - guess,
              by_corner = guess > corner ? guess - corner : corner - guess;
    return by_left <= by_up && by_left <= by_corner ? left : by_up <= by_corner ? up : corner;
}

/* One byte a sample, one sample a column. */
static int guess_of(int filter, const unsigned char *row, const unsigned char *above, size_t at)
{
    const int left = at > 0 ? row[at - 1] : 0, up = above != NULL ? above[at] : 0;
    const int corner = at > 0 && above != NULL ? above[at - 1] : 0;
    const int guesses[] = {0, left, up, (left + up) / 2, paeth(left, up, corner)};
    return guesses[filter];
}

/* In place; each row loses the byte before it. */
static bool undo_png(char *bytes, size_t len, size_t columns, size_t *ret_len)
{
    unsigned char *out = (unsigned char *)bytes;
    const unsigned char *in = out, *above = NULL;
    const size_t rows = len / (columns + 1);
    for (size_t n = 0; n < rows; n++) {
        const int filter = *in++;
        if (filter > 4)
            return false;
        for (size_t i = 0; i < columns; i++)
            out[i] = (unsigned char)(in[i] + guess_of(filter, out, above, i));
        above = out;
        in += columns;
        out += columns;
    }
    *ret_len = rows * columns;
    return true;
}

/* What its parameters say; columns 0: there is no predictor.  false: another than we know. */
static bool read_predictor(struct str dict, size_t *ret_columns)
{
    struct str parameters = syntax_member(dict, "DecodeParms");
    int64_t predictor = 1, columns = 1, sides = 1, bits = 8;
    size_t at = 0;
    if (str_starts(parameters, "[") && !syntax_next(parameters, &at, &parameters))
        parameters = STR("");
    const struct {
        const char *key;
        int64_t *value;
        int64_t most;
    } entries[] = {{"Predictor", &predictor, PNG_LAST},
                   {"Columns", &columns, COLUMNS_MOST},
                   {"Colors", &sides, SIDES},
                   {"BitsPerComponent", &bits, 8}};
    if (syntax_reference(parameters) != 0)
        return false;
    for (size_t i = 0; i < ARRAY_COUNT(entries); i++) {
        const struct str value = syntax_member(parameters, entries[i].key);
        if (value.len > 0 && !syntax_number(value, entries[i].most, entries[i].value))
            return false;
    }
    *ret_columns = predictor >= PNG_FIRST ? (size_t)columns : 0;
    return predictor == 1 || (predictor >= PNG_FIRST && sides == 1 && bits == 8 && columns > 0);
}

static bool is_flate(struct str filter)
{
    struct str one = filter, more;
    size_t at = 0;
    if (str_starts(filter, "[") && (!syntax_next(filter, &at, &one) || syntax_next(filter, &at, &more)))
        return false;
    return syntax_name_is(one, "/FlateDecode");
}

enum status sign_stream(const struct sign_file *file, const struct sign_object *object, size_t most,
                        struct str *ret_bytes)
{
    const struct str filter = syntax_member(object->value, "Filter");
    struct str plain = object->stream;
    size_t columns = 0;
    if (!object->has_stream || (filter.len > 0 && !is_flate(filter)))
        return FAILED;
    if (filter.len == 0) {
        *ret_bytes = plain;
        return OK;
    }
    if (!read_predictor(object->value, &columns))
        return FAILED;
    struct buf out = BUF(most < *file->room ? most : *file->room);
    enum status status = inflate_into(object->stream, &out);
    if (status == OK && columns > 0 && out.len > 0 && !undo_png(out.ptr, out.len, columns, &out.len))
        status = FAILED;
    if (status == OK) {
        *file->room -= out.len;
        *file->left += out.len * SIGN_LOOKS_PER_BYTE;
        plain = arena_copy(file->arena, buf_str(&out));
        status = plain.ptr == NULL ? NO_MEMORY : OK;
    }
    buf_clear(&out);
    if (status == OK)
        *ret_bytes = plain;
    return status;
}
