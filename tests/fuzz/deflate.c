/* Our own writers of zlib streams (pdf/huffman.c, repeats.c, phrases.c): zlib gives the bytes back, and the stream is the same twice.  What the
 * code is made of, where parts end and which outlines were seen before hangs on the first bytes. */
#include <zlib.h>

#include "fuzz/fuzz.h"
#include "pdf/pdf_int.h"

enum { HEAD = 8, MAX_OUTLINES = 64, TIMES = 6 /* what is known is used from the fifth on */ };

void harness_start(void)
{
}

static void demand_back(const char *writer, struct str stream, struct str bytes)
{
    char *back = base_malloc(bytes.len + 1);
    uLongf size = bytes.len + 1;
    fuzz_demand(uncompress((Bytef *)back, &size, (const Bytef *)stream.ptr, stream.len) == Z_OK,
                "%s: zlib cannot read it", writer);
    fuzz_demand_same(writer, bytes, (struct str){back, size});
    base_free(back);
}

static void try_huffman(struct arena *arena, const unsigned char *head, struct str bytes)
{
    struct pdf_code code;
    struct str first, second, sample = str_slice(bytes, 0, (size_t)head[0] * bytes.len / 255);
    const size_t cut = (size_t)head[1] * bytes.len / 255;
    struct pdf_part parts[2] = {{str_slice(bytes, 0, cut), NULL}, {str_slice(bytes, cut, bytes.len), NULL}};
    struct pdf_coded coded;
    pdf_code_make(sample, &code);
    fuzz_demand(pdf_huffman(arena, &code, parts, 2, &first) == OK, "huffman: no stream");
    demand_back("huffman", first, bytes);
    pdf_coded_make(&code, parts[head[2] % 2].bytes,
                   arena_alloc(arena, pdf_coded_room(pdf_code_bits(&code, parts[head[2] % 2].bytes))),
                   &coded);
    parts[head[2] % 2].coded = &coded;
    fuzz_demand(pdf_huffman(arena, &code, parts, 2, &second) == OK, "huffman: no second stream");
    fuzz_demand_same("huffman", first, second);
}

/* A program whose outlines are stretches of the bytes; the same program again and again, so that in the end all is known. */
static void try_outlines(struct arena *arena, const unsigned char *head, struct str bytes)
{
    struct font_set *fonts = NULL;
    struct font_outline_span spans[MAX_OUTLINES];
    void *kept[MAX_OUTLINES] = {NULL};
    struct pdf_outlines *own;
    struct pdf pdf = {.arena = arena};
    struct font_program program = {bytes, spans, 0};
    const size_t step = 1 + head[3] % 61, gap = head[4] % 7, most = head[6] % 8 == 0 ? 0 : MAX_OUTLINES;
    for (size_t at = gap; at + step <= bytes.len && program.outline_count < most; at += step + gap) {
        spans[program.outline_count] = (struct font_outline_span){at, step, &kept[program.outline_count]};
        program.outline_count++;
    }
    fuzz_demand(font_set_square(NULL, &fonts) == OK, "harness: no fonts");
    pdf.fonts = fonts;
    fuzz_demand(pdf_outlines_new(&pdf, str_slice(bytes, 0, (size_t)head[5] * bytes.len / 255), &own) == OK,
                "outlines: none");
    struct str first = {NULL, 0};
    for (int i = 0; i < TIMES; i++) {
        struct str stream;
        fuzz_demand(pdf_outlines(&pdf, &program, own, &stream) == OK, "outlines: no stream");
        if (i == 0) {
            demand_back("outlines", stream, bytes);
            first = stream;
        }
        fuzz_demand_same("outlines", first, stream);
    }
    font_set_free(fonts);
}

void harness_try(struct str input)
{
    if (input.len < HEAD)
        return;
    const unsigned char *head = (const unsigned char *)input.ptr;
    const struct str bytes = str_slice(input, HEAD, input.len);
    struct arena *arena = arena_new(0);
    try_huffman(arena, head, bytes);
    try_outlines(arena, head, bytes);
    arena_free(arena);
}
