/* For the tests of pdf: Debian's fonts, and pages made by hand; what is written is inflated, so that contents and
 * ToUnicode maps can be searched for text. */
#ifndef CHENGWEN_TESTS_PDF_FIXTURE_H
#define CHENGWEN_TESTS_PDF_FIXTURE_H

#include <stdlib.h>

#include <libdeflate.h>

#include "pages.h"
#include "pdf/kit.h"
#include "pdf/pdf_int.h"

static struct arena *font_arena;
static struct font_set *fonts;

struct fixture {
    struct arena *arena;
    struct diag *diag;
    struct page_document document;
    struct buf out, plain; /* plain: the file's inflated streams, to be read: add_readable */
};

static inline int load_fonts(void **state)
{
    (void)state;
    static const struct font_role roles[] = {
        {.name = {"宋体", 6},
         .latin = {{.names = {"Liberation Serif", 16}}},
         .latin_count = 1,
         .chain = {{.names = {"Noto Serif CJK SC", 17}}, {.names = {"BabelStone Han", 14}}},
         .chain_count = 2},
    };
    font_arena = arena_new(0);
    struct diag *diag = diag_new(font_arena);
    const struct font_request request = {roles, ARRAY_COUNT(roles), NULL, 0, NULL};
    enum status status = font_set_load(diag, &request, &fonts);
    return status == OK ? 0 : -1;
}

static inline int free_fonts(void **state)
{
    (void)state;
    font_set_free(fonts);
    arena_free(font_arena);
    return 0;
}

static inline void open_fixture(struct fixture *f)
{
    *f = (struct fixture){.arena = arena_new(0)};
    assert_non_null(f->arena);
    f->diag = diag_new(f->arena);
    assert_non_null(f->diag);
    f->out = BUF(PDF_MAX_BYTES);
    f->plain = BUF(PDF_MAX_BYTES);
}

static inline void close_fixture(struct fixture *f)
{
    buf_clear(&f->out);
    buf_clear(&f->plain);
    arena_free(f->arena);
}

static inline struct page *add_page(struct fixture *f)
{
    struct page *page = page_new(f->arena, &f->document);
    assert_non_null(page);
    page->width = 595276;
    page->height = 841890;
    page->number = (int)f->document.page_count;
    return page;
}

/* One run of one face: the text's characters, each a glyph. */
static inline struct page_item *add_text(struct fixture *f, struct page *page, const char *text, bool latin)
{
    struct str source = str_of(text);
    struct page_item *item = page_new_item(f->arena, page);
    assert_non_null(item);
    item->kind = PAGE_GLYPHS;
    item->tag.node = 2;
    item->x = 90000;
    item->y = 100000;
    item->size = 16000;
    item->glyphs = ARENA_NEW_ARRAY(f->arena, utf8_count(source), struct page_glyph);
    assert_non_null(item->glyphs);
    for (size_t offset = 0; offset < source.len;) {
        size_t start = offset;
        struct font_glyph glyph;
        assert_true(font_glyph_lookup(fonts, 0, utf8_next(source, &offset), latin, &glyph));
        item->face = glyph.face;
        item->glyphs[item->glyph_count++] = (struct page_glyph){
            .glyph = glyph.glyph, .x = item->width, .text = str_slice(source, start, offset)};
        item->width += glyph.advance * item->size / 1000;
    }
    return item;
}

/* The codes of a literal string, in hexadecimal. */
static inline const char *add_codes(struct buf *out, const char *at, const char *end)
{
    buf_add_char(out, '<');
    for (at++; at < end && *at != ')'; at++) {
        const bool escaped = *at == '\\' && ++at < end;
        pdf_add_hex(out, escaped && *at == 'r' ? '\r' : (unsigned char)*at, 2);
    }
    buf_add_char(out, '>');
    return at + 1;
}

/* A range of a ToUnicode code by code: <0001> <4E00> */
static inline const char *add_range(struct buf *out, const char *at, const char *end)
{
    uint32_t code = (uint32_t)strtoul(at + 1, NULL, 16);
    for (at += strlen("<0000> <0000> ["); at < end && *at == '<'; code++) {
        const char *close = memchr(at, '>', (size_t)(end - at));
        assert_non_null(close);
        buf_add_char(out, '<');
        pdf_add_hex(out, code, 4);
        buf_printf(out, "> %.*s\n", (int)(close + 1 - at), at);
        at = close + 1;
    }
    return at + strlen("]\n");
}

/* What programs read, as people do: codes shown in hexadecimal, maps code by code; other streams as they are. */
static inline void add_readable(struct buf *out, const char *at, size_t size)
{
    const char *end = at + size;
    const bool is_map = size > 8 && memcmp(at, "/CIDInit", 8) == 0,
               is_page = size > 2 && memcmp(at, "q\n", 2) == 0;
    bool shows = false;
    while (at < end) {
        shows = (shows || *at == '[') && *at != ']';
        if (is_page && shows && *at == '(')
            at = add_codes(out, at, end);
        else if (is_map && end - at > 15 && at[0] == '<' && at[14] == '[')
            at = add_range(out, at, end);
        else
            buf_add_char(out, *at++);
    }
}

static inline void inflate_streams(struct fixture *f)
{
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    static const size_t room = 16 << 20;
    char *work = malloc(room);
    assert_non_null(work);
    const char *end = f->out.ptr + f->out.len;
    for (const char *at = f->out.ptr; at < end;) {
        const char *begin = memmem(at, (size_t)(end - at), "stream\r\n", 8);
        if (begin == NULL)
            break;
        size_t size = 0;
        begin += 8;
        const char *stop = memmem(begin, (size_t)(end - begin), "\nendstream", 10);
        assert_non_null(stop);
        const bool is_plain = stop - begin > 9 && memcmp(begin, "<?xpacket", 9) == 0; /* metadata */
        if (!is_plain)
            assert_int_equal(
                libdeflate_zlib_decompress(decompressor, begin, (size_t)(stop - begin), work, room, &size),
                LIBDEFLATE_SUCCESS);
        add_readable(&f->plain, work, size);
        at = stop + 10;
    }
    free(work);
    libdeflate_free_decompressor(decompressor);
}

static inline void write_good(struct fixture *f)
{
    enum status status = pdf_write(f->arena, f->diag, fonts, &f->document, &f->out);
    assert_int_equal(status, OK);
    inflate_streams(f);
}

static inline bool contains(const struct buf *bytes, const char *text)
{
    return memmem(bytes->ptr, bytes->len, text, strlen(text)) != NULL;
}

/* An item with `texts` texts of one glyph, and with the first `glyphs` glyphs of its face. */
static inline void add_crowd(struct fixture *f, uint32_t texts, uint32_t glyphs)
{
    struct page_item *item = add_text(f, add_page(f), "一", false);
    struct page_glyph *all = ARENA_NEW_ARRAY(f->arena, texts + glyphs, struct page_glyph);
    assert_non_null(all);
    for (uint32_t i = 0; i < texts + glyphs; i++) {
        char *text = arena_alloc(f->arena, 4);
        assert_non_null(text);
        uint32_t glyph = i < texts ? item->glyphs[0].glyph : i - texts + 1;
        all[i] = (struct page_glyph){.glyph = glyph, .text = {text, utf8_encode(0x20000 + i, text)}};
    }
    item->glyphs = all;
    item->glyph_count = texts + glyphs;
}

#endif
