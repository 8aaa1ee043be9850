/*
 * PDFs into extract and verify.  An input of parts is put together as room pdf writes: a part a number is an object, whose stream, behind a line
 * "stream", is compressed where its dictionary says so; lengths, offsets and the table are made to fit, but one time in eight.  All else is
 * taken as it is.
 */
#include <stdio.h>
#include <zlib.h>

#include "batch/batch.h"
#include "fuzz/fuzz.h"

enum { ROOM = 1 << 24, MAX_OBJECTS = 400 };

static char file[256], folder[256], cache[256];
static struct batch_options options;

void harness_start(void)
{
    snprintf(file, sizeof file, "%s", fuzz_path("a.pdf"));
    snprintf(folder, sizeof folder, "%s", fuzz_path("out"));
    snprintf(cache, sizeof cache, "%s", fuzz_path("fonts"));
    options = (struct batch_options){.templates = SOURCE_DIR "/tests/cli/templates",
                                     .fonts = SOURCE_DIR "/fonts",
                                     .font_cache = cache,
                                     .writer = -1,
                                     .conformance = -1,
                                     .attach = -1};
}

/* --- a file --- */

/* The place of `word` in the text; len: it is not there. */
static size_t find(struct str text, const char *word)
{
    const char *at = memmem(text.ptr, text.len, word, strlen(word));
    return at == NULL ? text.len : (size_t)(at - text.ptr);
}

static void add_object(struct buf *out, struct str body, bool fit)
{
    static const char STREAM[] = "\nstream\n", LENGTH[] = "/Length ";
    const size_t at = find(body, STREAM);
    if (at == body.len) {
        buf_add_str(out, body);
        return;
    }
    struct str dictionary = str_slice(body, 0, at), data = str_slice(body, at + strlen(STREAM), body.len);
    uLongf size = compressBound(data.len);
    char *packed = base_malloc(size);
    if (find(dictionary, "/FlateDecode") < dictionary.len) {
        fuzz_demand(compress2((Bytef *)packed, &size, (const Bytef *)data.ptr, data.len, 1) == Z_OK,
                    "harness: zlib");
        data = (struct str){packed, size};
    }
    const size_t number = find(dictionary, LENGTH);
    size_t end = number + strlen(LENGTH);
    while (end < dictionary.len && dictionary.ptr[end] >= '0' && dictionary.ptr[end] <= '9')
        end++;
    if (fit && number < dictionary.len) {
        buf_add_str(out, str_slice(dictionary, 0, number));
        buf_printf(out, "%s%zu", LENGTH, data.len);
        buf_add_str(out, str_slice(dictionary, end, dictionary.len));
    } else {
        buf_add_str(out, dictionary);
    }
    buf_add_text(out, STREAM);
    buf_add_str(out, data);
    buf_add_text(out, "\nendstream\n");
    base_free(packed);
}

static void add_table(struct buf *out, const size_t *offsets, size_t count, struct str trailer)
{
    const size_t at = out->len;
    buf_printf(out, "xref\n0 %zu\n0000000000 65535 f\r\n", count);
    for (size_t i = 1; i < count; i++)
        buf_printf(out, "%010zu 00000 n\r\n", offsets[i]);
    buf_add_text(out, "trailer\n");
    buf_add_str(out, trailer);
    buf_printf(out, "startxref\n%zu\n%%%%EOF\n", at);
}

static void assemble(struct str input, struct buf *out)
{
    size_t offsets[MAX_OBJECTS] = {0}, count = 1;
    const bool fit = fuzz_choice(input, 8) > 0;
    struct fuzz_part part;
    for (struct str rest = input; fuzz_part_next(&rest, &part);) {
        int64_t number;
        if (str_is(part.name, "trailer")) {
            add_table(out, offsets, count, part.bytes);
        } else if (digits_parse(part.name, 3, &number) && number < MAX_OBJECTS) {
            offsets[number] = out->len;
            count = (size_t)number >= count ? (size_t)number + 1 : count;
            buf_printf(out, "%lld 0 obj\n", (long long)number);
            add_object(out, part.bytes, fit);
            buf_add_text(out, "endobj\n");
        } else {
            buf_add_str(out, part.bytes);
        }
    }
}

/* --- what is done with it --- */

static void try_extract(bool list, struct buf *said)
{
    struct buf out = BUF(ROOM), messages = BUF(ROOM);
    const struct batch_extraction extraction = {.file = file, .folder = folder, .list = list, .force = true};
    enum status status = batch_extract(&extraction, &out, &messages);
    fuzz_demand(!status_stops(status), "extract: status %d: %.*s", status, STR_ARGS(buf_str(&messages)));
    fuzz_demand_told_text(status, buf_str(&messages));
    fuzz_demand_utf8("what is extracted", buf_str(&out));
    fuzz_demand(!list || fuzz_count("out") == 0, "a list, and files are written");
    buf_add_str(said, buf_str(&out));
    buf_add_str(said, buf_str(&messages));
    buf_clear(&out);
    buf_clear(&messages);
    fuzz_empty("out");
}

static void try_verify(bool kind_from_file, struct buf *said)
{
    struct buf out = BUF(ROOM), messages = BUF(ROOM);
    const struct batch_verification verification = {.file = file, .kind_from_file = kind_from_file};
    enum status status = batch_verify(&options, &verification, &out, &messages);
    fuzz_demand(!status_stops(status), "verify: status %d: %.*s", status, STR_ARGS(buf_str(&messages)));
    fuzz_demand_utf8("what is verified", buf_str(&out));
    fuzz_demand_utf8("messages", buf_str(&messages));
    fuzz_demand(out.len + messages.len > 0, "verify says nothing, status %d", status);
    buf_add_str(said, buf_str(&out));
    buf_add_str(said, buf_str(&messages));
    buf_clear(&out);
    buf_clear(&messages);
}

void harness_try(struct str input)
{
    struct buf bytes = BUF(ROOM), said[2] = {BUF(ROOM), BUF(ROOM)};
    if (str_starts(input, "--- "))
        assemble(input, &bytes);
    else
        buf_add_str(&bytes, input);
    fuzz_write("a.pdf", buf_str(&bytes));
    const bool list = fuzz_choice(input, 2) == 0, from_file = fuzz_choice(input, 3) == 0;
    for (int i = 0; i < 2; i++) {
        try_extract(list, &said[i]);
        try_verify(from_file, &said[i]);
    }
    fuzz_demand_same("what is said", buf_str(&said[0]), buf_str(&said[1]));
    buf_clear(&bytes);
    buf_clear(&said[0]);
    buf_clear(&said[1]);
}
