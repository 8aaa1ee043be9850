/*
 * JPEG files for tests, as cameras and programs write them: four quarters in colours that are named, upper left, upper
 * right, lower left, lower right, with grain that makes a photograph's bytes.
 *
 *   make_jpeg OUT WIDTH HEIGHT RGBW [gray|progressive|arithmetic|cmyk|ycck|rgb] [GRAIN]
 */
#include <stdint.h>
#include <stdio.h> /* jpeglib.h wants it */
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

static const struct {
    char name;
    unsigned char color[3];
} colors[] = {{'R', {200, 40, 40}}, {'G', {40, 160, 40}}, {'B', {40, 40, 200}}, {'W', {230, 230, 230}}};

static const unsigned char *color_of(char name)
{
    size_t i = 0;
    while (i < 3 && colors[i].name != name)
        i++;
    return colors[i].color;
}

static void set_up(struct jpeg_compress_struct *out, const char *mode)
{
    out->input_components = 3;
    out->in_color_space = JCS_RGB;
    if (strcmp(mode, "gray") == 0) {
        out->input_components = 1;
        out->in_color_space = JCS_GRAYSCALE;
    } else if (strcmp(mode, "cmyk") == 0 || strcmp(mode, "ycck") == 0) {
        out->input_components = 4;
        out->in_color_space = JCS_CMYK;
    }
    jpeg_set_defaults(out);
    jpeg_set_quality(out, 90, TRUE);
    if (strcmp(mode, "ycck") == 0)
        jpeg_set_colorspace(out, JCS_YCCK);
    else if (strcmp(mode, "rgb") == 0)
        jpeg_set_colorspace(out, JCS_RGB);
    else if (strcmp(mode, "progressive") == 0)
        jpeg_simple_progression(out);
    out->arith_code = strcmp(mode, "arithmetic") == 0;
}

static void write_rows(struct jpeg_compress_struct *out, const char *corners, unsigned grain)
{
    const size_t width = out->image_width, channels = (size_t)out->input_components;
    unsigned char *row = malloc(width * channels);
    uint32_t seed = 1;
    for (size_t y = 0; row != NULL && y < out->image_height; y++) {
        for (size_t x = 0; x < width; x++) {
            const unsigned char *color =
                color_of(corners[(x >= width / 2) + 2 * (y >= out->image_height / 2)]);
            seed = seed * 1664525 + 1013904223;
            const unsigned bright = grain > 0 ? (seed >> 16) % grain : 0;
            for (size_t i = 0; i < channels; i++) {
                const unsigned value = (i < 3 ? color[i] : 0) + bright;
                row[x * channels + i] = (unsigned char)(value > 255 ? 255 : value);
            }
        }
        jpeg_write_scanlines(out, &row, 1);
    }
    free(row);
}

int main(int argc, char **argv)
{
    struct jpeg_compress_struct out;
    struct jpeg_error_mgr errors;
    FILE *file = argc > 4 ? fopen(argv[1], "wb") : NULL;
    if (file == NULL)
        return 2;
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    jpeg_stdio_dest(&out, file);
    out.image_width = (JDIMENSION)atoi(argv[2]);
    out.image_height = (JDIMENSION)atoi(argv[3]);
    set_up(&out, argc > 5 ? argv[5] : "");
    jpeg_start_compress(&out, TRUE);
    write_rows(&out, argv[4], argc > 6 ? (unsigned)atoi(argv[6]) : 0);
    jpeg_finish_compress(&out);
    jpeg_destroy_compress(&out);
    return fclose(file) == 0 ? 0 : 1;
}
