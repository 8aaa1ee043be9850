/* For the tests of text: paragraphs in the square font at 10 pt, and lines as strings. */
#ifndef TESTS_TEXT_FIXTURE_H
#define TESTS_TEXT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "text/text.h"

enum { EM = 10000 };

struct fixture {
    struct arena *arena;
    struct diag *diag;
    struct font_set *fonts;
};

static inline void fixture_init(struct fixture *fixture, const char *without)
{
    fixture->arena = arena_new(0);
    assert_non_null(fixture->arena);
    fixture->diag = diag_new(fixture->arena);
    assert_non_null(fixture->diag);
    assert_int_equal(font_set_square(without, &fixture->fonts), OK);
}

/* The hyphenation patterns stay loaded, for thousands of fixtures: text_close() ends such a test. */
static inline void fixture_drop(struct fixture *fixture)
{
    font_set_free(fixture->fonts);
    arena_free(fixture->arena);
}

static inline void fixture_clear(struct fixture *fixture)
{
    fixture_drop(fixture);
    text_close();
}

static inline struct text_span span_of(const char *text)
{
    return (struct text_span){
        .kind = TEXT_SPAN_TEXT, .text = str_of(text), .size = EM, .place = {"test.xml", 3, 7}};
}

static inline struct text_paragraph *make_in_manner(struct fixture *fixture, const struct text_manner *manner,
                                                    const struct text_span *spans, size_t count)
{
    struct text_paragraph *paragraph = NULL;
    assert_int_equal(text_paragraph_make(
                         fixture->arena, fixture->diag, fixture->fonts,
                         &(struct text_spans){.items = spans, .count = count, .manner = *manner}, &paragraph),
                     OK);
    assert_non_null(paragraph);
    return paragraph;
}

static inline struct text_paragraph *make_spans(struct fixture *fixture, const struct text_span *spans,
                                                size_t count)
{
    return make_in_manner(fixture, &(struct text_manner){0}, spans, count);
}

static inline struct text_paragraph *make_text(struct fixture *fixture, const char *text)
{
    struct text_span span = span_of(text);
    return make_spans(fixture, &span, 1);
}

static inline struct text_widths widths_of(struct text_paragraph *paragraph)
{
    struct text_widths widths;
    assert_int_equal(text_paragraph_widths(paragraph, &widths), OK);
    return widths;
}

static inline size_t break_lines(struct fixture *fixture, struct text_paragraph *paragraph,
                                 const struct text_measure *measure, struct text_line **ret_lines)
{
    size_t count = 0;
    assert_int_equal(text_paragraph_break(paragraph, fixture->arena, measure, ret_lines, &count), OK);
    assert_true(count > 0);
    return count;
}

static inline void add_line_text(struct buf *out, const struct text_line *line)
{
    for (size_t p = 0; p < line->piece_count; p++) {
        if (line->pieces[p].face < 0)
            buf_add_text(out, "□");
        for (size_t g = 0; g < line->pieces[p].glyph_count; g++)
            buf_add_str(out, line->pieces[p].glyphs[g].text);
    }
}

/* The lines of `paragraph`, '|' between; in the fixture's arena. */
static inline const char *lines_text(struct fixture *fixture, struct text_paragraph *paragraph,
                                     const struct text_measure *measure)
{
    struct text_line *lines;
    size_t count = break_lines(fixture, paragraph, measure, &lines);
    struct buf out = BUF(1 << 24);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_char(&out, '|');
        add_line_text(&out, &lines[i]);
    }
    assert_int_equal(buf_status(&out), OK);
    struct str copy = arena_copy(fixture->arena, buf_str(&out));
    buf_clear(&out);
    assert_non_null(copy.ptr);
    return copy.ptr;
}

/* `text` justified in a column of `half_ems` half ems. */
static inline const char *broken(struct fixture *fixture, const char *text, int half_ems)
{
    struct text_measure measure = {.width = (length)half_ems * EM / 2, .align = TEXT_JUSTIFY};
    return lines_text(fixture, make_text(fixture, text), &measure);
}

#endif
