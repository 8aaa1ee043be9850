/*
 * An incremental update: the file, objects behind it, and a cross-reference section of the sort that the file has, which leads to them
 * and to the one before.
 *
 * A stream of cross-references is written as it is, uncompressed: it is short, and every reader takes it.  Objects stand by themselves,
 * also those that stood in an object stream before.  The second half of /ID becomes the digest of what was added, so equal updates of equal
 * files are equal.
 */
#include "sign/write/write_int.h"

#include "digest/digest.h"

#include <stdlib.h>

enum { ID_DIGITS = 32 };

void update_begin(struct update *update, struct arena *arena, const struct sign_file *file)
{
    const struct sign_file_facts *facts = sign_file_facts(file);
    *update = (struct update){.arena = arena, .view = sign_view_last(file), .next = facts->next_number};
    update->out = BUF(SIGN_MAX_BYTES);
    buf_add_str(&update->out, facts->bytes);
    if (!str_ends(facts->bytes, "\n") && !str_ends(facts->bytes, "\r"))
        buf_add_char(&update->out, '\n');
}

uint32_t update_number(struct update *update)
{
    return update->next++;
}

void update_object(struct update *update, uint32_t number)
{
    const struct sign_object *before = sign_object(update->view, number);
    const struct update_entry entry = {number, before != NULL ? before->generation : 0, update->out.len};
    if (update->status == OK)
        update->status =
            ARENA_APPEND(update->arena, update->entries, update->count, update->capacity, &entry);
    buf_printf(&update->out, "%u %u obj\n", number, (unsigned)entry.generation);
}

void update_object_end(struct update *update)
{
    buf_add_text(&update->out, "\nendobj\n");
}

void update_stream(struct update *update, uint32_t number, struct str dict, struct str bytes)
{
    update_object(update, number);
    buf_add_text(&update->out, "<<");
    buf_add_str(&update->out, dict);
    buf_printf(&update->out, " /Length %zu >>\nstream\n", bytes.len);
    buf_add_str(&update->out, bytes);
    buf_add_text(&update->out, "\nendstream");
    update_object_end(update);
}

/* --- the section --- */

static int compare_entries(const void *a, const void *b)
{
    const struct update_entry *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* How many entries from `from` on have numbers one behind another. */
static size_t stretch(const struct update *update, size_t from)
{
    size_t to = from + 1;
    while (to < update->count && update->entries[to].number == update->entries[to - 1].number + 1)
        to++;
    return to - from;
}

static void add_member(struct update *update, const char *key)
{
    const struct str trailer = sign_view_trailer(update->view);
    const struct str value = sign_member_itself(update->view, trailer, key + 1);
    if (value.len == 0)
        return;
    buf_printf(&update->out, " %s ", key);
    buf_add_str(&update->out, value);
}

static void add_id(struct update *update, struct str added)
{
    const struct digest digest = digest_of(&added, 1);
    const struct str id = sign_member(update->view, sign_view_trailer(update->view), "ID");
    struct str first = STR("");
    size_t at = 0;
    (void)syntax_next(id, &at, &first);
    buf_add_text(&update->out, " /ID [");
    if (first.len > 0)
        buf_add_str(&update->out, first);
    else
        buf_printf(&update->out, "<%.*s>", (int)ID_DIGITS, digest.digits);
    buf_printf(&update->out, "<%.*s>]", (int)ID_DIGITS, digest.digits);
}

/* What a trailer and the dictionary of a stream have alike. */
static void add_trailer(struct update *update, size_t begun, size_t end)
{
    const struct sign_file_facts *facts = sign_file_facts(update->view.file);
    buf_printf(&update->out, " /Size %u /Prev %zu", update->next, facts->revisions[facts->count - 1].table);
    add_member(update, "/Root");
    add_member(update, "/Info");
    add_id(update, (struct str){update->out.ptr + begun, end - begun});
}

static void add_table(struct update *update)
{
    buf_add_text(&update->out, "xref\n");
    for (size_t i = 0; i < update->count;) {
        const size_t count = stretch(update, i);
        buf_printf(&update->out, "%u %zu\n", update->entries[i].number, count);
        for (size_t end = i + count; i < end; i++)
            buf_printf(&update->out, "%010zu %05u n\r\n", update->entries[i].offset,
                       (unsigned)update->entries[i].generation);
    }
    buf_add_text(&update->out, "trailer\n<<");
}

/* Each entry: 1, four bytes of offset, two of the generation. */
static void add_stream_entries(const struct update *update, struct buf *out)
{
    for (size_t i = 0; i < update->count; i++) {
        const struct update_entry *entry = &update->entries[i];
        buf_add_char(out, 1);
        for (int shift = 24; shift >= 0; shift -= 8)
            buf_add_char(out, (char)(entry->offset >> shift));
        buf_add_char(out, (char)(entry->generation >> 8));
        buf_add_char(out, (char)entry->generation);
    }
}

static void add_section_stream(struct update *update, size_t begun, size_t table)
{
    struct buf entries = BUF(SIGN_MAX_BYTES);
    buf_add_text(&update->out, "<< /Type /XRef /W [1 4 2] /Index [");
    for (size_t i = 0; i < update->count;) {
        const size_t count = stretch(update, i);
        buf_printf(&update->out, "%s%u %zu", i > 0 ? " " : "", update->entries[i].number, count);
        i += count;
    }
    buf_add_char(&update->out, ']');
    add_stream_entries(update, &entries);
    add_trailer(update, begun, table);
    buf_printf(&update->out, " /Length %zu >>\nstream\n", entries.len);
    buf_add_str(&update->out, buf_str(&entries));
    buf_add_text(&update->out, "\nendstream");
    update_object_end(update);
    update->out.failed = update->out.failed || entries.failed;
    buf_clear(&entries);
}

enum status update_end(struct update *update)
{
    const struct sign_file_facts *facts = sign_file_facts(update->view.file);
    const bool is_stream = facts->revisions[facts->count - 1].is_stream;
    const size_t begun = facts->bytes.len, table = update->out.len;
    if (is_stream)
        update_object(update, update_number(update));
    if (update->status != OK || update->out.failed)
        return update->status != OK ? update->status : buf_status(&update->out);
    qsort(update->entries, update->count, sizeof *update->entries, compare_entries);
    if (is_stream)
        add_section_stream(update, begun, table);
    else {
        add_table(update);
        add_trailer(update, begun, table);
        buf_add_text(&update->out, " >>\n");
    }
    buf_printf(&update->out, "startxref\n%zu\n%%%%EOF", table);
    return buf_status(&update->out);
}
