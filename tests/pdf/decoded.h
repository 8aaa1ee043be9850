/* What is a zlib stream of ours: two decoders give the bytes back. */
#ifndef CHENGWEN_TESTS_PDF_DECODED_H
#define CHENGWEN_TESTS_PDF_DECODED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <libdeflate.h>
#include <zlib.h>

#include "pdf/pdf_int.h"

static inline void assert_decoded(struct str stream, const unsigned char *bytes, size_t len)
{
    unsigned char *back = malloc(len + 1);
    uLongf size = len + 1;
    assert_non_null(back);
    assert_int_equal(uncompress(back, &size, (const Bytef *)stream.ptr, stream.len), Z_OK);
    assert_int_equal(size, len);
    assert_memory_equal(back, bytes, len);
    struct libdeflate_decompressor *decoder = libdeflate_alloc_decompressor();
    memset(back, 1, len);
    assert_int_equal(libdeflate_zlib_decompress(decoder, stream.ptr, stream.len, back, len, NULL), 0);
    assert_memory_equal(back, bytes, len);
    libdeflate_free_decompressor(decoder);
    free(back);
}

#endif
