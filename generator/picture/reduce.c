/*
 * A JPEG with fewer pixels, through libjpeg: decoded at 1, 1/2, 1/4 or 1/8 of its size, whichever is the
 * smallest that is not too small, each row then averaged to what is wanted, and coded again, so that no picture
 * is held as a whole (but by libjpeg itself: one of several scans).
 *
 * Each pixel that comes out is the mean of the area that it covers.  Sides are counted in units that both have:
 * a pixel that goes in is `out` wide, one that comes out is `in` wide, so all weights are whole numbers.
 * Colours stay as they are coded, luminance and chrominance, and so does what a profile says of them.
 *
 * The bytes must be the same on every machine: libjpeg's transforms are the exact ones (ISLOW), for which its
 * SIMD code gives what its C code gives, at any size.
 *
 * libjpeg tells an error by a function that must not return: it jumps back.  What it says of damaged data is
 * taken for an error, for it would show half a picture.  A picture is coded in memory.
 */
#include "picture/picture_int.h"

#include <assert.h>
#include <stdio.h> /* jpeglib.h wants it */
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>
#include <setjmp.h>

enum { QUALITY = 85, OPTIMIZED_MOST = 4000000, CHANNELS = 3, OUTPUT = 16 << 10, SHIFT = 8 };

struct work {
    struct jpeg_error_mgr errors;
    struct jpeg_decompress_struct in;
    struct jpeg_compress_struct out;
    struct jpeg_destination_mgr to;
    struct buf *bytes;
    jmp_buf back;
    bool no_memory;
    struct picture_reason reason;
    int width, height;         /* wanted */
    size_t channels;           /* of both */
    unsigned char *row, *made; /* one that was read, one that is written */
    uint32_t *narrow;          /* the row, as wide as wanted; 1/256 */
    uint64_t *sums;            /* of rows, weighted */
    JOCTET output[OUTPUT];
};

static struct work *work_of(j_common_ptr common)
{
    return common->client_data;
}

static void give_up(j_common_ptr common)
{
    struct work *work = work_of(common);
    char text[JMSG_LENGTH_MAX];
    work->no_memory = common->err->msg_code == JERR_OUT_OF_MEMORY;
    common->err->format_message(common, text);
    const size_t len = strlen(text), most = work->reason.size - 1;
    memcpy(work->reason.text, text, len < most ? len : most);
    work->reason.text[len < most ? len : most] = '\0';
    longjmp(work->back, 1);
}

static void look_at_doubt(j_common_ptr common, int level)
{
    const int code = common->err->msg_code;
    if (level < 0 && (code == JWRN_HIT_MARKER || code == JWRN_JPEG_EOF || code == JWRN_HUFF_BAD_CODE ||
                      code == JWRN_BOGUS_PROGRESSION || code == JWRN_MUST_RESYNC))
        give_up(common);
}

/* --- where the bytes go --- */

static void begin_output(j_compress_ptr out)
{
    struct work *work = work_of((j_common_ptr)out);
    work->to.next_output_byte = work->output;
    work->to.free_in_buffer = sizeof work->output;
}

static boolean empty_output(j_compress_ptr out)
{
    struct work *work = work_of((j_common_ptr)out);
    buf_add(work->bytes, work->output, sizeof work->output);
    begin_output(out);
    return TRUE;
}

static void end_output(j_compress_ptr out)
{
    struct work *work = work_of((j_common_ptr)out);
    buf_add(work->bytes, work->output, sizeof work->output - work->to.free_in_buffer);
}

/* --- setting up --- */

static int least_eighths(const struct work *work)
{
    int eighths = 8;
    while (eighths > 1 && (int64_t)work->in.image_width * (eighths / 2) >= (int64_t)8 * work->width &&
           (int64_t)work->in.image_height * (eighths / 2) >= (int64_t)8 * work->height)
        eighths /= 2;
    return eighths;
}

static void begin_reading(struct work *work, struct str bytes)
{
    jpeg_create_decompress(&work->in);
    jpeg_mem_src(&work->in, (const unsigned char *)bytes.ptr, bytes.len);
    (void)jpeg_read_header(&work->in, TRUE);
    const bool gray = work->in.num_components == 1;
    work->in.scale_num = (unsigned)least_eighths(work);
    work->in.scale_denom = 8;
    work->in.dct_method = JDCT_ISLOW;
    work->in.do_fancy_upsampling = TRUE;
    work->in.out_color_space = gray                                     ? JCS_GRAYSCALE
                               : work->in.jpeg_color_space == JCS_YCbCr ? JCS_YCbCr
                                                                        : JCS_RGB;
    (void)jpeg_start_decompress(&work->in);
    work->channels = (size_t)work->in.output_components;
}

/* Chrominance as coarse as it was. */
static void copy_sampling(struct work *work)
{
    const jpeg_component_info *from = work->in.comp_info;
    if (work->in.num_components != CHANNELS || work->in.jpeg_color_space != JCS_YCbCr)
        return;
    const bool across = from[0].h_samp_factor > from[1].h_samp_factor;
    const bool down = from[0].v_samp_factor > from[1].v_samp_factor;
    work->out.comp_info[0].h_samp_factor = across ? 2 : 1;
    work->out.comp_info[0].v_samp_factor = down ? 2 : 1;
}

static void begin_writing(struct work *work)
{
    jpeg_create_compress(&work->out);
    work->to = (struct jpeg_destination_mgr){.init_destination = begin_output,
                                             .empty_output_buffer = empty_output,
                                             .term_destination = end_output};
    work->out.dest = &work->to;
    work->out.image_width = (JDIMENSION)work->width;
    work->out.image_height = (JDIMENSION)work->height;
    work->out.input_components = (int)work->channels;
    work->out.in_color_space = work->in.out_color_space;
    jpeg_set_defaults(&work->out);
    jpeg_set_quality(&work->out, QUALITY, TRUE);
    copy_sampling(work);
    work->out.dct_method = JDCT_ISLOW;
    work->out.optimize_coding = (int64_t)work->width * work->height <= OPTIMIZED_MOST;
    jpeg_start_compress(&work->out, TRUE);
}

static void take_rows(struct work *work)
{
    const size_t wide = (size_t)work->in.output_width * work->channels,
                 narrow = (size_t)work->width * work->channels;
    work->row = base_malloc(wide);
    work->made = base_malloc(narrow);
    work->narrow = base_malloc(narrow * sizeof *work->narrow);
    work->sums = base_malloc(narrow * sizeof *work->sums);
    if (work->row == NULL || work->made == NULL || work->narrow == NULL || work->sums == NULL) {
        work->no_memory = true;
        longjmp(work->back, 1);
    }
    memset(work->sums, 0, narrow * sizeof *work->sums);
}

/* --- rows --- */

/* The row that was read, as wide as wanted. */
static void narrow_row(struct work *work)
{
    const uint64_t in = work->in.output_width, out = (uint64_t)work->width;
    const unsigned char *from = work->row;
    uint64_t left = out; /* of the pixel at `from` */
    assert(in > 0);
    for (size_t x = 0; x < out; x++) {
        uint64_t sums[CHANNELS] = {0}, room = in;
        while (room > 0) {
            const uint64_t weight = left < room ? left : room;
            for (size_t i = 0; i < work->channels; i++)
                sums[i] += weight * from[i];
            room -= weight;
            left -= weight;
            if (left == 0) {
                left = out;
                from += work->channels;
            }
        }
        for (size_t i = 0; i < work->channels; i++)
            work->narrow[x * work->channels + i] = (uint32_t)(((sums[i] << SHIFT) + in / 2) / in);
    }
}

static void add_row(struct work *work, uint64_t weight)
{
    const size_t count = (size_t)work->width * work->channels;
    for (size_t i = 0; i < count; i++)
        work->sums[i] += weight * work->narrow[i];
}

static void write_row(struct work *work)
{
    const size_t count = (size_t)work->width * work->channels;
    const uint64_t whole = (uint64_t)work->in.output_height << SHIFT;
    assert(whole > 0);
    for (size_t i = 0; i < count; i++)
        work->made[i] = (unsigned char)((work->sums[i] + whole / 2) / whole);
    memset(work->sums, 0, count * sizeof *work->sums);
    (void)jpeg_write_scanlines(&work->out, &work->made, 1);
}

static void reduce_row(struct work *work)
{
    (void)jpeg_read_scanlines(&work->in, &work->row, 1);
    narrow_row(work);
}

static void work_through(struct work *work)
{
    const uint64_t in = work->in.output_height, out = (uint64_t)work->height;
    uint64_t left = 0;
    for (uint64_t y = 0; y < out; y++) {
        for (uint64_t room = in; room > 0;) {
            if (left == 0) {
                reduce_row(work);
                left = out;
            }
            const uint64_t weight = left < room ? left : room;
            add_row(work, weight);
            room -= weight;
            left -= weight;
        }
        write_row(work);
    }
}

static enum status run_work(struct work *work, struct str bytes)
{
    if (setjmp(work->back) != 0) /* libjpeg comes back here when something is wrong */
        return work->no_memory ? NO_MEMORY : FAILED;
    begin_reading(work, bytes);
    begin_writing(work);
    take_rows(work);
    work_through(work);
    (void)jpeg_finish_decompress(&work->in);
    jpeg_finish_compress(&work->out);
    return buf_status(work->bytes);
}

enum status picture_reduce(struct str bytes, int width, int height, struct buf *out,
                           struct picture_reason reason)
{
    struct work *work = base_malloc(sizeof *work);
    if (work == NULL)
        return NO_MEMORY;
    *work = (struct work){.bytes = out, .reason = reason, .width = width, .height = height};
    work->in.err = work->out.err = jpeg_std_error(&work->errors);
    work->in.client_data = work->out.client_data = work;
    work->errors.error_exit = give_up;
    work->errors.emit_message = look_at_doubt;
    enum status status = run_work(work, bytes);
    jpeg_destroy_decompress(&work->in);
    jpeg_destroy_compress(&work->out);
    base_free(work->row);
    base_free(work->made);
    base_free(work->narrow);
    base_free(work->sums);
    base_free(work);
    return status;
}
