/*
 * Whether shards are of one run: cut alike, from the same papers, with the same program, options and files.
 *
 * Stamps say nothing here, as every machine has its own: files are the same by their paths and digests.
 */
#include "manifest/manifest_int.h"
#include "manifest/messages.def"

#include <string.h>

enum { LIST_MOST = 300 };

/* --- as wholes --- */

/* A file that both have read, and each otherwise: it is why they do not see the same papers. */
static enum status report_other_inputs(struct arena *arena, const struct manifest *first,
                                       const struct manifest *shard, struct diag *diag)
{
    struct str_index index = {.arena = arena};
    enum status status = OK;
    if (first->shard.count != shard->shard.count || first->shard.number == shard->shard.number)
        return OK; /* that has been said, or is another fault */
    for (size_t i = 0; i < first->source_count && status == OK && index.longest <= MEETING_MOST; i++)
        status = str_index_put(&index, first->sources[i].path, (int64_t)i);
    for (size_t i = 0; i < shard->source_count && status == OK; i++) {
        const struct source *source = &shard->sources[i];
        const int64_t other = str_index_lookup(&index, source->path);
        if (other != STR_INDEX_NONE &&
            !str_equal(digest_str(&first->sources[other].digest), digest_str(&source->digest)))
            diag_report(diag, MSG_MANIFEST_OTHER_FILE, ((struct place){source->path.ptr, 0, 0}),
                        (long long)first->shard.number, (long long)shard->shard.number);
    }
    return status;
}

static struct str folder_of_inputs(const struct manifest *shard)
{
    const struct str input = shard->share_count > 0 ? shard->shares[0].input : STR("");
    const char *slash = input.len > 0 ? memrchr(input.ptr, '/', input.len) : NULL;
    return slash != NULL ? str_slice(input, 0, (size_t)(slash - input.ptr)) : STR("");
}

static bool reports_other_run(const struct manifest *first, const struct manifest *shard, struct diag *diag)
{
    const struct place place = {shard->path, 0, 0};
    const struct manifest_shard *one = &first->shard, *own = &shard->shard;
    const bool same_names = str_equal(digest_str(&own->names), digest_str(&one->names));
    if (own->count != one->count)
        diag_report(diag, MSG_MANIFEST_OTHER_COUNT, place, (long long)own->count, first->path,
                    (long long)one->count);
    else if (own->papers == one->papers && same_names)
        return false;
    else if (first->share_count > 0 && shard->share_count > 0 &&
             !str_equal(folder_of_inputs(first), folder_of_inputs(shard)))
        diag_report(diag, MSG_MANIFEST_OTHER_RUN, place, first->path, STR_ARGS(first->shares[0].input),
                    STR_ARGS(shard->shares[0].input));
    else if (own->papers != one->papers)
        diag_report(diag, MSG_MANIFEST_OTHER_PAPERS, place, (long long)one->number, (long long)one->papers,
                    (long long)own->number, (long long)own->papers);
    else
        diag_report(diag, MSG_MANIFEST_OTHER_NAMES, place, (long long)one->number, (long long)own->number);
    return true;
}

static void add_range(struct buf *list, int64_t from, int64_t to)
{
    buf_printf(list, list->len > 0 ? "、%lld" : "%lld", (long long)from);
    if (to > from)
        buf_printf(list, to > from + 1 ? " 至 %lld" : "、%lld", (long long)to);
}

/* They stand in their order. */
static void report_missing(const struct manifest_merge *merge, struct diag *diag)
{
    struct buf list = BUF(LIST_MOST);
    const int64_t count = merge->shards[0]->shard.count;
    int64_t next = 1;
    for (size_t i = 0; i <= merge->shard_count; i++) {
        const int64_t number = i < merge->shard_count ? merge->shards[i]->shard.number : count + 1;
        if (number > next)
            add_range(&list, next, number - 1);
        next = number + 1;
    }
    if (list.len > 0)
        diag_report(diag, MSG_MANIFEST_MISSING, ((struct place){merge->shards[0]->folder, 0, 0}),
                    (long long)count, STR_ARGS(buf_str(&list)));
    buf_clear(&list);
}

enum status manifest_merge_agrees(struct manifest_merge *merge, struct diag *diag, bool *ret_one)
{
    enum status status = OK;
    bool one = true;
    for (size_t i = 1; i < merge->shard_count && status == OK; i++) {
        const struct manifest *before = merge->shards[i - 1], *shard = merge->shards[i];
        if (reports_other_run(merge->shards[0], shard, diag)) {
            one = false;
            status = report_other_inputs(merge->arena, merge->shards[0], shard, diag);
        } else if (shard->shard.number == before->shard.number) {
            diag_report(diag, MSG_MANIFEST_SHARD_TWICE, ((struct place){shard->path, 0, 0}),
                        (long long)shard->shard.number, before->path);
            one = false;
        }
    }
    if (one)
        report_missing(merge, diag);
    *ret_one = one;
    return status;
}

/* --- paper by paper --- */

static const char *other_fact(const struct setup *a, const struct setup *b)
{
    static const struct {
        const char *name, *word;
    } facts[] = {{"program", "程序"},
                 {"build", "程序（构建或它的库）"},
                 {"proof", "选项（--proof）"},
                 {"strict-alt", "选项（--strict-alt）"},
                 {"strict-prose", "选项（--strict-prose）"},
                 {"compact", "选项（--compact）"},
                 {"conformance", "选项（--conformance）"},
                 {"attach", "选项（--attach）"},
                 {"faces", "字体"}};
    if (!str_equal(a->form, b->form))
        return "格式（--format、--draft）";
    for (size_t i = 0; i < ARRAY_COUNT(facts); i++)
        if (!str_equal(json_member(a->facts, facts[i].name), json_member(b->facts, facts[i].name)))
            return facts[i].word;
    return "字体文件";
}

/* The first of its path. */
static enum status keep_file(struct manifest_merge *merge, struct diag *diag, const struct manifest *from,
                             struct source *source)
{
    const struct known known = {from, source};
    const int64_t next = (int64_t)merge->known_count;
    enum status status =
        ARENA_APPEND(merge->arena, merge->known, merge->known_count, merge->known_capacity, &known);
    if (status == OK)
        status = str_index_put(&merge->files, source->path, next);
    if (status == OK && merge->files.longest > MEETING_MOST)
        status = diag_report(diag, MSG_MANIFEST_NOT_SHARD, ((struct place){from->path, 0, 0}));
    return status;
}

static enum status compare_file(struct manifest_merge *merge, struct diag *diag, const struct manifest *from,
                                uint32_t number)
{
    struct source *source = &from->sources[number];
    if (!manifest_is_comparable(source) || source->now != NOW_UNKNOWN)
        return OK; /* what it was nobody can say again; or it was looked at */
    const int64_t found = str_index_lookup(&merge->files, source->path);
    if (found == STR_INDEX_NONE) {
        source->now = NOW_SAME;
        return keep_file(merge, diag, from, source);
    }
    const struct known *known = &merge->known[found];
    const bool same = known->source->was == source->was &&
                      str_equal(digest_str(&known->source->digest), digest_str(&source->digest));
    source->now = same ? NOW_SAME : NOW_CHANGED; /* told once */
    if (!same)
        diag_report(diag, MSG_MANIFEST_OTHER_FILE, ((struct place){source->path.ptr, 0, 0}),
                    (long long)known->from->shard.number, (long long)from->shard.number);
    merge->agrees = merge->agrees && same;
    return OK;
}

static enum status compare_files(struct manifest_merge *merge, struct diag *diag, const struct manifest *from,
                                 const struct numbers *files)
{
    enum status status = OK;
    for (size_t i = 0; i < files->count && status == OK; i++)
        status = compare_file(merge, diag, from, files->items[i]);
    return status;
}

/* As the first paper's, but for what its files are. */
static bool is_same_setup(const struct manifest_merge *merge, const struct manifest *from,
                          const struct setup *setup)
{
    const struct setup *first = merge->setup;
    bool same = str_equal(setup->facts, first->facts) && str_equal(setup->form, first->form) &&
                setup->files.count == first->files.count;
    for (size_t i = 0; same && i < setup->files.count; i++)
        same = str_equal(from->sources[setup->files.items[i]].path,
                         merge->setup_from->sources[first->files.items[i]].path);
    return same;
}

static enum status compare_setup(struct manifest_merge *merge, struct diag *diag, const struct manifest *from,
                                 struct setup *setup)
{
    if (setup->now != NOW_UNKNOWN)
        return OK;
    if (merge->setup == NULL) {
        merge->setup = setup;
        merge->setup_from = from;
    }
    setup->now = is_same_setup(merge, from, setup) ? NOW_SAME : NOW_CHANGED;
    if (setup->now == NOW_CHANGED)
        diag_report(diag, MSG_MANIFEST_OTHER_SETUP, ((struct place){from->path, 0, 0}),
                    (long long)merge->setup_from->shard.number, (long long)from->shard.number,
                    other_fact(merge->setup, setup));
    merge->agrees = merge->agrees && setup->now == NOW_SAME;
    return compare_files(merge, diag, from, &setup->files);
}

static void compare_date(struct manifest_merge *merge, struct diag *diag, const struct merged_entry *entry)
{
    const struct paper *paper = entry->paper;
    if (paper->date.len == 0)
        return;
    if (merge->dated == NULL) {
        merge->dated = paper;
        merge->dated_from = entry->from;
    }
    if (str_equal(paper->date, merge->dated->date) || diag_has(diag, MSG_MANIFEST_OTHER_DATE))
        return;
    merge->agrees = false;
    diag_report(diag, MSG_MANIFEST_OTHER_DATE, ((struct place){entry->from->path, 0, 0}),
                (long long)merge->dated_from->shard.number, STR_ARGS(merge->dated->date),
                (long long)entry->from->shard.number, STR_ARGS(paper->date));
}

enum status manifest_merge_compare(struct manifest_merge *merge, struct diag *diag,
                                   const struct merged_entry *entry)
{
    const struct manifest *from = entry->from;
    compare_date(merge, diag, entry);
    enum status status = compare_setup(merge, diag, from, &from->setups[entry->paper->setup]);
    if (status == OK)
        status = compare_file(merge, diag, from, entry->paper->input);
    return status == OK ? compare_files(merge, diag, from, &entry->paper->files) : status;
}
