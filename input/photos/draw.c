/*
 * Draws the photographs of the sample record of acceptance: no camera was there, and no picture is kept in the
 * repository.  Five scenes in flat colours with light, grain and the blur of a cheap lens, as JPEG files whose Exif
 * says how the camera was held, and of two of them where it was.
 *
 *   draw FOLDER    writes 1.jpg … 5.jpg there
 *
 * The same bytes every time: no clock, no floating numbers.
 */
#include <stdio.h> /* jpeglib.h wants it */

#include <jpeglib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 1600, HEIGHT = 1200, LONGEST = 1600, QUALITY = 88 };

struct canvas {
    int width, height;
    unsigned char pixels[LONGEST * LONGEST][3];
};
static struct canvas canvas;

static unsigned char *pixel(int x, int y)
{
    return canvas.pixels[y * canvas.width + x];
}

/* Of the colour `from`, at the lower end `to`. */
static void fill(int x, int y, int width, int height, int from, int to)
{
    for (int v = y; v < y + height; v++)
        for (int u = x; u < x + width; u++) {
            if (u < 0 || v < 0 || u >= canvas.width || v >= canvas.height)
                continue;
            for (int i = 0; i < 3; i++) {
                const int a = from >> (16 - 8 * i) & 255, b = to >> (16 - 8 * i) & 255;
                pixel(u, v)[i] = (unsigned char)(a + (b - a) * (v - y) / height);
            }
        }
}

/* Left and right edge go straight from the upper to the lower line. */
static void slope(int y, int height, int left, int right, int left_to, int right_to, int from, int to)
{
    for (int v = 0; v < height; v++) {
        const int l = left + (left_to - left) * v / height, r = right + (right_to - right) * v / height;
        int color = 0;
        for (int i = 0; i < 3; i++) {
            const int a = from >> (16 - 8 * i) & 255, b = to >> (16 - 8 * i) & 255;
            color = color << 8 | (a + (b - a) * v / height);
        }
        fill(l, y + v, r - l, 1, color, color);
    }
}

static void disc(int x, int y, int radius, int from, int to)
{
    for (int v = -radius; v < radius; v++) {
        int half = 0;
        while (half * half + v * v < radius * radius)
            half++;
        const int color = v < 0 ? from : to;
        fill(x - half, y + v, 2 * half, 1, color, color);
    }
}

/* --- the scenes --- */

static void delivery(void)
{
    fill(0, 0, WIDTH, 700, 0xd9d4c8, 0xbdb6a6);
    slope(700, 500, 0, WIDTH, -500, WIDTH + 500, 0x8d8577, 0x6c6559);
    fill(1150, 120, 300, 580, 0x9fb6c4, 0xdfe8ea);
    fill(1295, 120, 10, 580, 0x77706a, 0x77706a);
    for (int i = 0; i < 9; i++) {
        const int x = 130 + i % 3 * 330 + i / 3 * 40, y = 660 - i / 3 * 240;
        fill(x + 14, y + 14, 300, 230, 0x4c4539, 0x574f42);
        fill(x, y, 300, 226, 0xb98f5c, 0x9a7345);
        fill(x, y + 96, 300, 20, 0xd8c8a0, 0xcdbc92);
        fill(x + 30, y + 140, 110, 60, 0xeeeae0, 0xe2dccf);
        for (int line = 0; line < 4; line++)
            fill(x + 38, y + 150 + line * 12, 90 - line * 14, 4, 0x444444, 0x444444);
    }
}

static void meeting_room(void)
{
    fill(0, 0, WIDTH, 640, 0xe9e4d9, 0xd6cfc0);
    fill(0, 640, WIDTH, 560, 0xcfc7b6, 0xb5ac9a);
    slope(640, 560, 260, 1340, -300, 1900, 0xa98d6c, 0x7d6449);
    for (int i = 0; i < 4; i++)
        fill(180 + i * 330, 100, 240, 330, 0xcfe3f2, 0xf3f6f3);
    for (int i = 0; i < 4; i++)
        fill(294 + i * 330, 100, 12, 330, 0xf8f8f4, 0xe8e6e0);
    for (int row = 0; row < 3; row++) {
        const int y = 620 + row * 170, inset = 330 - row * 130, high = 36 + row * 12;
        slope(y, high, inset, WIDTH - inset, inset - 40, WIDTH - inset + 40, 0xe0d2b8, 0xc9b694);
        fill(inset - 40, y + high, WIDTH - 2 * inset + 80, 12, 0x80694a, 0x6d593f);
        for (int seat = 0; seat < 6; seat++) {
            const int x = inset + 30 + seat * (WIDTH - 2 * inset) / 6, wide = 80 + row * 26;
            fill(x, y + high + 16, wide, 70 + row * 22, 0x35506f, 0x28405b);
        }
    }
}

static void cabinet(void) /* upright */
{
    fill(0, 0, HEIGHT, WIDTH, 0xc9ccce, 0xa3a6a8);
    fill(0, 1380, HEIGHT, 220, 0x77797b, 0x56585a);
    fill(260, 120, 700, 1320, 0x23272c, 0x15181b);
    for (int i = 0; i < 11; i++) {
        const int y = 170 + i * 112;
        fill(310, y, 600, 92, 0x3d444c, 0x2a3036);
        for (int port = 0; port < 16; port++)
            fill(340 + port * 30, y + 24, 20, 22, 0x101214, 0x101214);
        for (int light = 0; light < 6; light++)
            disc(850, y + 18 + light * 11, 4, light % 3 == 0 ? 0xffc23c : 0x5bea6d, 0x37b94a);
        if (i % 3 == 1)
            for (int cable = 0; cable < 7; cable++)
                slope(y + 46, 150, 346 + cable * 60, 356 + cable * 60, 300 + cable * 22, 310 + cable * 22,
                      cable % 2 ? 0x2f6fc0 : 0xd9b23a, cable % 2 ? 0x24569a : 0xb18f2a);
    }
}

static void display(void)
{
    fill(0, 0, WIDTH, HEIGHT, 0xcbc4b7, 0x9f978a);
    fill(180, 160, 1240, 700, 0x1d1f22, 0x1d1f22);
    fill(200, 180, 1200, 660, 0xb3201b, 0x8e1512);
    for (int line = 0; line < 3; line++)
        for (int i = 0; i < 9 - line * 2; i++)
            fill(300 + line * 110 + i * 112, 280 + line * 170, 84, 96, 0xffe27a, 0xf4c542);
    for (int i = 0; i < 24; i++)
        fill(200 + i * 50, 180, 1, 660, 0x7d1310, 0x7d1310);
    fill(0, 960, WIDTH, 240, 0x8d857a, 0x6f675c);
    slope(960, 240, 100, 1500, -200, 1800, 0x6f675c, 0x4f493f);
    fill(620, 880, 360, 120, 0x5b5348, 0x463f36);
}

static void outdoor_units(void) /* upright */
{
    fill(0, 0, HEIGHT, 500, 0x7fb0dd, 0xd4e5ef);
    fill(0, 330, HEIGHT, 900, 0xd8cdb9, 0xc2b59d);
    fill(0, 1230, HEIGHT, 370, 0x9a948a, 0x76716a);
    for (int i = 0; i < 3; i++) {
        const int x = 60 + i * 370;
        fill(x + 20, 720, 330, 520, 0x8f8a80, 0x7d786f);
        fill(x, 700, 330, 510, 0xf0efea, 0xd3d1ca);
        disc(x + 165, 860, 120, 0x4a4d50, 0x3a3d40);
        disc(x + 165, 860, 26, 0x8a8d90, 0x6a6d70);
        for (int bar = 0; bar < 9; bar++)
            fill(x + 50, 750 + bar * 26, 230, 4, 0xb9b7b0, 0xb9b7b0);
        fill(x + 40, 1050, 120, 60, 0x2f6fc0, 0x24569a);
        fill(x + 30, 1210, 40, 40, 0x55524c, 0x4a4741);
        fill(x + 260, 1210, 40, 40, 0x55524c, 0x4a4741);
    }
    for (int i = 0; i < 26; i++)
        disc(40 + i * 53 % 1180, 1290 + i * 37 % 60, 46 + i % 5 * 6, 0x5d8a4a, 0x3f6a34);
}

/* --- the lens --- */

static void blur(void)
{
    for (int y = 1; y + 1 < canvas.height; y++)
        for (int x = 1; x + 1 < canvas.width; x++)
            for (int i = 0; i < 3; i++)
                pixel(x, y)[i] =
                    (unsigned char)((pixel(x - 1, y)[i] + pixel(x + 1, y)[i] + pixel(x, y - 1)[i] +
                                     pixel(x, y + 1)[i] + 4 * pixel(x, y)[i]) /
                                    8);
}

static void grain(uint32_t seed)
{
    for (int y = 0; y < canvas.height; y++)
        for (int x = 0; x < canvas.width; x++) {
            const int dx = 2 * x - canvas.width, dy = 2 * y - canvas.height;
            const int dark = (dx * dx + dy * dy) / 90000;
            seed = seed * 1664525 + 1013904223;
            const int noise = (int)(seed >> 28) - 8 - dark;
            for (int i = 0; i < 3; i++) {
                const int value = pixel(x, y)[i] + noise;
                pixel(x, y)[i] = (unsigned char)(value < 0 ? 0 : value > 255 ? 255 : value);
            }
        }
}

/* --- the file --- */

static void put(unsigned char *to, size_t *at, uint32_t value, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        to[(*at)++] = (unsigned char)(value >> shift);
}

/* Orientation, and where it was: 22° 41' N, 114° 7' E. */
static size_t exif(unsigned char *to, int turn, int located)
{
    static const uint32_t entries[][4] = {
        {1, 2, 2, 'N' << 24}, {2, 5, 3, 92}, {3, 2, 2, 'E' << 24}, {4, 5, 3, 116}};
    static const uint32_t degrees[] = {22, 1, 41, 1, 1234, 100, 114, 1, 7, 1, 4321, 100};
    size_t at = 0;
    memcpy(to, "Exif\0\0MM\0*\0\0\0\10", 14);
    at = 14;
    put(to, &at, located ? 2 : 1, 2);
    put(to, &at, 0x01120003, 4), put(to, &at, 1, 4), put(to, &at, (uint32_t)turn << 16, 4);
    if (located)
        put(to, &at, 0x88250004, 4), put(to, &at, 1, 4), put(to, &at, 38, 4);
    put(to, &at, 0, 4);
    for (size_t i = 0; i == 0 && located; i++)
        put(to, &at, 4, 2);
    for (size_t i = 0; i < 4 && located; i++)
        for (int part = 0; part < 4; part++)
            put(to, &at, entries[i][part], part < 2 ? 2 : 4);
    put(to, &at, 0, located ? 4 : 0);
    for (size_t i = 0; i < 12 && located; i++)
        put(to, &at, degrees[i], 4);
    return at;
}

/* The place in the scene of what the file has at (x, y). */
static const unsigned char *scene_at(int turn, int x, int y)
{
    const int right = canvas.width - 1, bottom = canvas.height - 1;
    return turn == 3   ? pixel(right - x, bottom - y)
           : turn == 6 ? pixel(right - y, x)
           : turn == 8 ? pixel(y, bottom - x)
                       : pixel(x, y);
}

/* Under another name first: somebody may be reading it. */
static void save(const char *path, int turn, int located)
{
    char fresh[4200];
    struct jpeg_compress_struct out;
    struct jpeg_error_mgr errors;
    unsigned char head[200], row[LONGEST * 3];
    snprintf(fresh, sizeof fresh, "%s.new", path);
    FILE *file = fopen(fresh, "wb");
    JSAMPROW rows[1] = {row};
    if (file == NULL) {
        perror(fresh);
        exit(1);
    }
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    jpeg_stdio_dest(&out, file);
    out.image_width = (JDIMENSION)(turn > 4 ? canvas.height : canvas.width);
    out.image_height = (JDIMENSION)(turn > 4 ? canvas.width : canvas.height);
    out.input_components = 3;
    out.in_color_space = JCS_RGB;
    jpeg_set_defaults(&out);
    jpeg_set_quality(&out, QUALITY, TRUE);
    jpeg_start_compress(&out, TRUE);
    jpeg_write_marker(&out, JPEG_APP0 + 1, head, (unsigned)exif(head, turn, located));
    for (int y = 0; y < (int)out.image_height; y++) {
        for (int x = 0; x < (int)out.image_width; x++)
            memcpy(row + 3 * x, scene_at(turn, x, y), 3);
        jpeg_write_scanlines(&out, rows, 1);
    }
    jpeg_finish_compress(&out);
    jpeg_destroy_compress(&out);
    if (fclose(file) != 0 || rename(fresh, path) != 0) {
        perror(path);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    static const struct {
        void (*draw)(void);
        int upright, turn, located;
    } scenes[] = {{delivery, 0, 1, 1},
                  {meeting_room, 0, 1, 0},
                  {cabinet, 1, 6, 0},
                  {display, 0, 3, 1},
                  {outdoor_units, 1, 8, 0}};
    for (size_t i = 0; argc == 2 && i < sizeof scenes / sizeof *scenes; i++) {
        char path[4096];
        canvas.width = scenes[i].upright ? HEIGHT : WIDTH;
        canvas.height = scenes[i].upright ? WIDTH : HEIGHT;
        memset(canvas.pixels, 0x80, sizeof canvas.pixels);
        scenes[i].draw();
        blur();
        blur();
        grain((uint32_t)i + 1);
        snprintf(path, sizeof path, "%s/%zu.jpg", argv[1], i + 1);
        save(path, scenes[i].turn, scenes[i].located);
    }
    return argc == 2 ? 0 : 2;
}
