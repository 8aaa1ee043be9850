/*
 * PDFs into signatures.  An input of parts is put together: a part a number is an object, a part trailer ends a revision, with the table of
 * what came since the last one; places of tables are made to fit, but one time in eight.  Its revisions are compared whether anything is
 * signed or not.  What begins as no PDF is taken as a signature by itself.
 */
#include "fuzz/fuzz.h"
#include "sign/changes/changes.h"
#include "sign/proof/proof.h"
#include "sign/sign_int.h"

enum { ROOM = 1 << 24, MAX_OBJECTS = 400, BY_CHANCE = 8 };

void harness_start(void)
{
}

/* --- a file --- */

static void add_table(struct buf *out, size_t offsets[MAX_OBJECTS], struct str trailer, size_t *before)
{
    const size_t at = out->len;
    buf_add_text(out, "xref\n");
    for (size_t i = 1; i < MAX_OBJECTS; i++)
        if (offsets[i] > 0)
            buf_printf(out, "%zu 1\n%010zu 00000 n\r\n", i, offsets[i]);
    buf_add_text(out, "trailer\n<<");
    if (*before > 0)
        buf_printf(out, "/Prev %zu ", *before);
    buf_add_str(out, str_starts(trailer, "<<") ? str_slice(trailer, 2, trailer.len) : trailer);
    buf_printf(out, "startxref\n%zu\n%%%%EOF\n", at);
    memset(offsets, 0, MAX_OBJECTS * sizeof *offsets);
    *before = at;
}

static void assemble(struct str input, struct buf *out)
{
    size_t offsets[MAX_OBJECTS] = {0}, before = 0;
    const bool fit = fuzz_choice(input, BY_CHANCE) > 0;
    struct fuzz_part part;
    for (struct str rest = input; fuzz_part_next(&rest, &part);) {
        int64_t number;
        if (str_is(part.name, "trailer")) {
            add_table(out, offsets, part.bytes, &before);
        } else if (digits_parse(part.name, 3, &number) && number < MAX_OBJECTS) {
            offsets[number] = fit ? out->len : out->len + 1;
            buf_printf(out, "%lld 0 obj\n", (long long)number);
            buf_add_str(out, part.bytes);
            buf_add_text(out, "endobj\n");
        } else {
            buf_add_str(out, part.bytes);
        }
    }
}

/* --- what is done with it --- */

static void compare_all(struct arena *arena, struct str bytes)
{
    struct sign_file *file;
    struct diag *diag = diag_new(arena);
    enum status status = sign_file_open(arena, diag, "a.pdf", bytes, &file);
    const size_t count = status == OK ? sign_file_facts(file)->count : 0;
    struct changes *changes = ARENA_NEW_ARRAY(arena, count, struct changes);
    if (status == OK)
        status = changes_find_since(arena, file, 1, changes);
    for (size_t i = 1; i < count && status == OK; i++) {
        struct buf out = BUF(ROOM);
        for (size_t k = 0; k < changes[i].count; k++)
            change_write(&changes[i].items[k], &out);
        buf_clear(&out);
    }
    fuzz_demand_told(status, diag);
}

static void prove_alone(struct arena *arena, struct str bytes)
{
    const struct proof_ask ask = {.contents = bytes,
                                  .parts = {STR("signed"), STR("")},
                                  .is_stamp = bytes.len % 2 == 0,
                                  .is_cades = true,
                                  .said = PROOF_NO_TIME};
    struct proof proof;
    fuzz_demand(proof_make(arena, &ask, &proof) == OK, "a signature by itself");
    fuzz_demand(proof.signature != PROOF_GOOD || proof.digest != PROOF_GOOD, "it is of nothing, and good");
}

static void look(struct arena *arena, struct str bytes, bool json, struct buf *out)
{
    const char *const arguments[] = {"format=json"};
    struct diag *diag = diag_new(arena);
    const struct sign_run run = {arguments, json ? 1 : 0, arena, diag, out, NULL};
    const enum sign_exit result = sign_look_bytes(&run, "a.pdf", bytes);
    fuzz_demand(result == SIGN_GOOD || result == SIGN_BAD, "signatures: %d", (int)result);
    fuzz_demand(out->len > 0 || diag_count(diag, SEVERITY_ERROR) > 0, "nothing is said");
    fuzz_demand_utf8("what is said", buf_str(out));
    if (json && out->len > 0)
        fuzz_demand(json_is_valid(str_trim(buf_str(out))), "no JSON");
    diag_print(diag, out);
}

void harness_try(struct str input)
{
    struct buf bytes = BUF(ROOM), said[2] = {BUF(ROOM), BUF(ROOM)};
    struct arena *arena = arena_new(0);
    const bool json = fuzz_choice(input, 2) == 0;
    if (str_starts(input, "--- "))
        assemble(input, &bytes);
    else
        buf_add_str(&bytes, input);
    const struct str whole = buf_str(&bytes);
    if (str_starts(whole, "%PDF")) {
        for (int i = 0; i < 2; i++)
            look(arena, whole, json, &said[i]);
        fuzz_demand_same("what is said", buf_str(&said[0]), buf_str(&said[1]));
        compare_all(arena, whole);
    } else {
        prove_alone(arena, whole);
    }
    arena_free(arena);
    buf_clear(&bytes);
    buf_clear(&said[0]);
    buf_clear(&said[1]);
}
