/* Charstrings written as words: what is left of them without subroutines and hints, and which are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "font/program/program_int.h"

static const struct {
    const char *word;
    unsigned char bytes[2], len;
} words[] = {
    {"hstem", {1}, 1},    {"vstem", {3}, 1},          {"vmoveto", {4}, 1},   {"rlineto", {5}, 1},
    {"hlineto", {6}, 1},  {"rrcurveto", {8}, 1},      {"callsubr", {10}, 1}, {"return", {11}, 1},
    {"endchar", {14}, 1}, {"hstemhm", {18}, 1},       {"hintmask", {19}, 1}, {"cntrmask", {20}, 1},
    {"rmoveto", {21}, 1}, {"hmoveto", {22}, 1},       {"vstemhm", {23}, 1},  {"callgsubr", {29}, 1},
    {"blend", {16}, 1},   {"dotsection", {12, 0}, 2}, {"flex", {12, 35}, 2}, {"div", {12, 12}, 2},
    {"reserved", {2}, 1},
};

/* One word: a number, an operator, or a byte as #80.  A number beyond 2000 is 16.16: 0.5 is 32768f. */
static void put_word(struct buf *out, const char *word)
{
    unsigned char bytes[8];
    struct bytes_writer writer = {bytes};
    if (word[0] == '#') {
        bytes_put(&writer, (uint32_t)strtoul(word + 1, NULL, 16), 1);
    } else if (word[strlen(word) - 1] == 'f' && word[0] != 'f') {
        bytes_put(&writer, 255, 1);
        bytes_put(&writer, (uint32_t)strtol(word, NULL, 10), 4);
    } else if (word[0] == '-' || (word[0] >= '0' && word[0] <= '9')) {
        charstring_put_number(&writer, (int32_t)strtol(word, NULL, 10));
    } else {
        for (size_t i = 0; i < ARRAY_COUNT(words); i++)
            if (strcmp(words[i].word, word) == 0)
                bytes_copy(&writer, (struct str){(const char *)words[i].bytes, words[i].len});
        assert_true(writer.at > bytes);
    }
    buf_add(out, bytes, (size_t)(writer.at - bytes));
}

static struct str assemble(struct arena *arena, const char *text)
{
    struct buf out = BUF(1 << 16);
    char copy[512], *rest = NULL;
    struct str bytes;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *word = strtok_r(copy, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest))
        put_word(&out, word);
    assert_int_equal(buf_keep(&out, arena, &bytes), OK);
    return bytes;
}

/* An index of such texts. */
static struct cff_index index_of(struct arena *arena, const char *const *texts, uint32_t count)
{
    struct buf out = BUF(1 << 16);
    unsigned char offset[2];
    uint32_t end = 1;
    for (uint32_t i = 0; i <= count; i++) {
        struct bytes_writer writer = {offset};
        bytes_put(&writer, end, 2);
        buf_add(&out, offset, 2);
        end += i < count ? (uint32_t)assemble(arena, texts[i]).len : 0;
    }
    for (uint32_t i = 0; i < count; i++)
        buf_add_str(&out, assemble(arena, texts[i]));
    struct cff_index index = {.count = count, .offset_size = 2};
    assert_int_equal(buf_keep(&out, arena, &index.bytes), OK);
    return index;
}

/* `local`: subroutine -107, -106, … up to NULL; `global`: -107 alone.  NULL: it is refused. */
static const struct {
    const char *charstring, *local[4], *global, *expected;
} cases[] = {
    {"endchar", {NULL}, NULL, "endchar"},
    {"600 endchar", {NULL}, NULL, "endchar"},
    {"", {NULL}, NULL, "endchar"},
    {"1 2 rmoveto 3 4 rlineto", {NULL}, NULL, "1 2 rmoveto 3 4 rlineto endchar"},
    {"50 1 2 rmoveto 3 hlineto endchar", {NULL}, NULL, "1 2 rmoveto 3 hlineto endchar"},
    {"50 1 hmoveto 7 vmoveto endchar", {NULL}, NULL, "1 hmoveto 7 vmoveto endchar"},
    {"32768f 1131 rmoveto -1131 1132 rlineto -32768 hlineto endchar",
     {NULL},
     NULL,
     "32768f 1131 rmoveto -1131 1132 rlineto -32768 hlineto endchar"},
    /* no movement */
    {"3 4 rlineto endchar", {NULL}, NULL, "0 hmoveto 3 4 rlineto endchar"},
    /* hints, and masks: 9 stems take 2 bytes; operands before the mask are stems */
    {"50 1 2 hstem 3 4 5 6 vstem 1 hmoveto endchar", {NULL}, NULL, "1 hmoveto endchar"},
    {"1 2 3 4 5 6 7 8 hstemhm 1 1 1 1 1 1 1 1 1 1 hintmask #0A #0B 1 hmoveto endchar",
     {NULL},
     NULL,
     "1 hmoveto endchar"},
    {"50 1 2 3 4 hstemhm cntrmask #15 5 hmoveto hintmask #0E 6 hlineto endchar",
     {NULL},
     NULL,
     "5 hmoveto 6 hlineto endchar"},
    {"1 hmoveto dotsection 6 hlineto endchar", {NULL}, NULL, "1 hmoveto 6 hlineto endchar"},
    {"1 2 hstemhm hintmask", {NULL}, NULL, NULL}, /* its byte is missing */
    /* stems behind a movement, or a mask: for some they lengthen the masks that follow, for FreeType they do not */
    {"2 vmoveto 1 2 hstemhm 10 hmoveto cntrmask #1C #17 #AC 8 rlineto endchar", {NULL}, NULL, NULL},
    {"1 hmoveto 1 2 hintmask #80 6 hlineto endchar", {NULL}, NULL, NULL},
    {"1 2 hstemhm hintmask #80 3 4 vstemhm 1 hmoveto 6 hlineto endchar", {NULL}, NULL, NULL},
    /* subroutines */
    {"1 -107 callsubr endchar", {"hmoveto 5 hlineto return"}, NULL, "1 hmoveto 5 hlineto endchar"},
    {"1 -107 callsubr 7", {"hmoveto 5 hlineto"}, NULL, "1 hmoveto 5 hlineto endchar"},
    {"-107 callsubr 9 hlineto", {"1 hmoveto endchar"}, NULL, "1 hmoveto endchar"},
    {"-106 callsubr endchar",
     {"5 return", "1 hmoveto -107 callsubr hlineto return"},
     NULL,
     "1 hmoveto 5 hlineto endchar"},
    {"-107 callgsubr endchar",
     {"8 return"},
     "1 hmoveto -107 callsubr hlineto",
     "1 hmoveto 8 hlineto endchar"},
    {"-107 callsubr hintmask #FF 1 hmoveto endchar", {"1 2 hstemhm 3 4 return"}, NULL, "1 hmoveto endchar"},
    {"-106 callsubr endchar", {"return"}, NULL, NULL},
    {"-108 callsubr endchar", {"return"}, NULL, NULL},
    {"callsubr endchar", {"return"}, NULL, NULL},
    {"-107 callgsubr endchar", {"return"}, NULL, NULL},
    {"-107 callsubr endchar", {"-107 callsubr"}, NULL, NULL},
    {"-107 callsubr endchar", {"-107 callgsubr"}, "-107 callsubr", NULL},
    /* what is refused */
    {"50 3 4 rlineto endchar", {NULL}, NULL, NULL},
    {"1 hmoveto rlineto endchar", {NULL}, NULL, NULL},
    {"1 hmoveto hlineto endchar", {NULL}, NULL, NULL},
    {"1 hmoveto 1 2 3 4 5 rrcurveto endchar", {NULL}, NULL, NULL},
    {"1 hmoveto 1 2 3 4 5 6 7 rrcurveto endchar", {NULL}, NULL, NULL},
    {"1 rmoveto endchar", {NULL}, NULL, NULL},
    {"hmoveto endchar", {NULL}, NULL, NULL},
    {"10 20 65 66 endchar", {NULL}, NULL, NULL},
    {"600 10 20 65 66 endchar", {NULL}, NULL, NULL},
    {"1 2 div hmoveto endchar", {NULL}, NULL, NULL},
    {"1 2 blend hmoveto endchar", {NULL}, NULL, NULL},
    {"1 reserved endchar", {NULL}, NULL, NULL},
    {"1 hmoveto #0C", {NULL}, NULL, NULL},
    {"1 hmoveto #F7", {NULL}, NULL, NULL},
    {"1 hmoveto #1C #01", {NULL}, NULL, NULL},
    {"1 hmoveto #FF #00 #01 #02", {NULL}, NULL, NULL},
    {"1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 "
     "hlineto",
     {NULL},
     NULL,
     "0 hmoveto 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 "
     "1 1 "
     "hlineto endchar"},
    {"1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 "
     "hlineto",
     {NULL},
     NULL,
     NULL},
};

/* Is there a line or curve?  The operators of what was flattened are numbered by what they do. */
static bool draws(struct str outline)
{
    for (size_t at = 0; at < outline.len;) {
        unsigned op = (unsigned char)outline.ptr[at++];
        if (op == 28)
            at += 2;
        else if (op == 255)
            at += 4;
        else if (op >= 247)
            at++;
        else if (op < 32 && op != 21 && op != 22 && op != 4 && op != 14)
            return true;
    }
    return false;
}

/* A copy of just its size, so that a sanitizer sees what is written beyond. */
static bool flatten(struct arena *arena, const struct cff *cff, struct str *ret_outline)
{
    unsigned char *room = malloc(CHARSTRING_ROOM);
    struct str outline = STR("");
    assert_non_null(room);
    bool blank = false, good = charstring_flatten(cff, 0, room, &outline, &blank);
    *ret_outline = arena_copy(arena, outline);
    if (good) /* all that is drawn begins with a movement and says more than that */
        assert_int_equal(blank, !draws(outline));
    free(room);
    return good;
}

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct arena *arena = arena_new(0);
        struct str made;
        uint32_t locals = 0;
        while (locals < 4 && cases[i].local[locals] != NULL)
            locals++;
        struct cff_index local = index_of(arena, cases[i].local, locals);
        const struct cff cff = {.charstrings = index_of(arena, &cases[i].charstring, 1),
                                .global = index_of(arena, &cases[i].global, cases[i].global != NULL),
                                .local = &local,
                                .font_count = 1};
        bool good = flatten(arena, &cff, &made);
        if (good != (cases[i].expected != NULL))
            fail_msg("%s: %s", cases[i].charstring, good ? "taken" : "refused");
        if (good && !str_equal(made, assemble(arena, cases[i].expected)))
            fail_msg("%s: not as expected", cases[i].charstring);
        arena_free(arena);
    }
}

/* Each subroutine calls the next: ten are followed, eleven are too many. */
static void test_nesting(void **state)
{
    (void)state;
    static const char *const chain[] = {"-106 callsubr", "-105 callsubr", "-104 callsubr", "-103 callsubr",
                                        "-102 callsubr", "-101 callsubr", "-100 callsubr", "-99 callsubr",
                                        "-98 callsubr",  "-97 callsubr",  "1 hmoveto"};
    static const char *const starts[] = {"-106 callsubr", "-107 callsubr"};
    struct arena *arena = arena_new(0);
    struct cff_index local = index_of(arena, chain, ARRAY_COUNT(chain));
    for (size_t i = 0; i < 2; i++) {
        struct str made;
        const struct cff cff = {
            .charstrings = index_of(arena, &starts[i], 1), .local = &local, .font_count = 1};
        assert_int_equal(flatten(arena, &cff, &made), i == 0);
    }
    arena_free(arena);
}

/* Ten subroutines, each of which calls the next ten times: 10^10 steps, or bytes, are not gone. */
static void test_bombs(void **state)
{
    (void)state;
    static const char *const ends[] = {"return", "5 hlineto"};
    for (size_t i = 0; i < 2; i++) {
        struct arena *arena = arena_new(0);
        char texts[10][256];
        const char *locals[10], *start = "1 hmoveto -107 callsubr";
        for (int k = 0; k < 10; k++) {
            int len = 0;
            for (int call = 0; call < 10 && k < 9; call++)
                len += snprintf(texts[k] + len, sizeof texts[k] - (size_t)len, "%d callsubr ", k - 106);
            snprintf(texts[k] + len, sizeof texts[k] - (size_t)len, "%s", ends[i]);
            locals[k] = texts[k];
        }
        struct cff_index local = index_of(arena, locals, 10);
        const struct cff cff = {.charstrings = index_of(arena, &start, 1), .local = &local, .font_count = 1};
        struct str made;
        assert_false(flatten(arena, &cff, &made));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_bombs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
