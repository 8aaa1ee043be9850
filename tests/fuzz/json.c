/* What programs wrote, read again, whatever became of it: chengwen.json, data.json, the manifest of a folder, the journal, lines of a run. */
#include <stdio.h>

#include "attach/attach.h"
#include "fuzz/fuzz.h"
#include "manifest/manifest.h"
#include "runlog/runlog.h"
#include "summary/summary.h"

enum { ROOM = 1 << 24 };

void harness_start(void)
{
    fuzz_write("made/a.xml", STR("<a/>"));
}

static void try_attached(struct arena *arena, struct str input, struct buf *out)
{
    struct attach_manifest manifest;
    struct attach_faces faces;
    struct model_past past;
    struct diag *diag = diag_new(arena);
    enum status status = attach_manifest_read(arena, input, &manifest);
    fuzz_demand(!status_stops(status), "chengwen.json: status %d", status);
    if (status == OK) {
        buf_add_str(out, attach_manifest_option(arena, &manifest, "date"));
        fuzz_demand(!status_stops(attach_manifest_faces(arena, &manifest, &faces)),
                    "chengwen.json: no memory");
        fuzz_demand(!status_stops(attach_compare_manifests(arena, &manifest, &manifest, out)),
                    "chengwen.json: no memory");
    }
    status = attach_record_read(arena, diag, "a.json", input, &past);
    fuzz_demand_told(status, diag);
    diag_print(diag, out);
    const struct str half = str_slice(input, 0, input.len / 2);
    fuzz_demand(!status_stops(attach_compare_data(arena, input, half, out)) &&
                    !status_stops(attach_compare_data(arena, half, input, out)),
                "data.json: no memory");
}

static bool is_alone(const char *input)
{
    return input[0] % 2 == 0;
}

static void try_manifest(struct arena *arena, struct str input, struct buf *out)
{
    struct diag *diag = diag_new(arena);
    struct manifest *manifest = NULL;
    char folder[256];
    fuzz_write("made/" MANIFEST_NAME, input);
    snprintf(folder, sizeof folder, "%s", fuzz_path("made"));
    const struct manifest_place place = {folder, NULL};
    enum status status = manifest_open(arena, diag, &place, true, &manifest);
    fuzz_demand_told(status, diag);
    if (status == OK)
        manifest_add_leftovers(manifest, is_alone, out);
    manifest_close(manifest);
    diag_print(diag, out);
}

static void try_shards(struct str input, struct buf *out)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct manifest_merge *merge = NULL;
    char path[256];
    snprintf(path, sizeof path, "made/" MANIFEST_SHARD "1of1.json");
    fuzz_write(path, input);
    snprintf(path, sizeof path, "%s", fuzz_path("made"));
    const char *const paths[] = {path};
    enum status status = manifest_merge(diag, &(struct manifest_sources){paths, 1, false}, &merge);
    fuzz_demand(!status_stops(status), "merge: status %d", status);
    fuzz_demand(status == OK || diag_count(diag, SEVERITY_ERROR) > 0, "merge fails, and does not say so");
    diag_print(diag, out);
    manifest_merge_free(merge);
    arena_free(arena);
    fuzz_empty("made/" MANIFEST_SHARD "1of1.json");
}

static void try_journal(struct arena *arena, struct str input, struct buf *out)
{
    struct diag *diag = diag_new(arena);
    char path[256];
    fuzz_write("journal", input);
    snprintf(path, sizeof path, "%s", fuzz_path("journal"));
    fuzz_demand_told(journal_check(diag, path, NULL, out), diag);
    diag_print(diag, out);
}

/* It has no lines but those that a run told: objects. */
static void try_summary(struct arena *arena, struct str input, struct buf *out)
{
    struct buf json = BUF(ROOM), page = BUF(ROOM), lines = BUF(ROOM);
    for (struct str line, rest = input; fuzz_line_next(&rest, &line);)
        if (str_starts(line, "{") && json_is_valid(line)) {
            buf_add_str(&lines, line);
            buf_add_char(&lines, '\n');
        }
    enum status status = summary_json(arena, buf_str(&lines), "/made/report.json", &json);
    fuzz_demand(!status_stops(status), "summary: status %d", status);
    fuzz_demand(status != OK || json_is_valid(str_trim(buf_str(&json))), "the summary is no JSON: %.*s",
                STR_ARGS(buf_str(&json)));
    status = summary_page(arena, buf_str(&lines), "/made/report.html", &page);
    fuzz_demand(!status_stops(status), "summary: status %d", status);
    fuzz_demand_utf8("the page", buf_str(&page));
    buf_add_str(out, buf_str(&json));
    buf_add_str(out, buf_str(&page));
    buf_clear(&json);
    buf_clear(&page);
    buf_clear(&lines);
}

void harness_try(struct str input)
{
    struct buf said[2] = {BUF(ROOM), BUF(ROOM)};
    for (int i = 0; i < 2; i++) {
        struct arena *arena = arena_new(0);
        try_attached(arena, input, &said[i]);
        try_manifest(arena, input, &said[i]);
        try_shards(input, &said[i]);
        try_journal(arena, input, &said[i]);
        try_summary(arena, input, &said[i]);
        arena_free(arena);
    }
    fuzz_demand_utf8("what is said", buf_str(&said[0]));
    fuzz_demand_same("what is said", buf_str(&said[0]), buf_str(&said[1]));
    buf_clear(&said[0]);
    buf_clear(&said[1]);
}
