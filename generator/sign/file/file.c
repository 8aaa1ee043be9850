/*
 * From the last startxref to the first section, and what revisions they are.
 *
 * Only a file made to be shown while it is loaded (linearised; ISO 32000-1, annex F) has two sections for one revision.
 * At its beginning stands the one of the first page, with the trailer; it leads to that of all else, at its end, whose
 * startxref leads back to the first.  What was appended to such a file leads to the one at the beginning.
 *
 * The startxref of each revision must lead to its own section: so whoever had the file when it ended there saw what
 * that revision is seen to be now.
 */
#include "sign/file/file.h"
#include "sign/file/file_int.h"
#include "sign/messages.def"

#include <string.h>

enum {
    HEAD_READ = 1024, /* bytes in which readers look for %PDF- */
    TAIL = 2048       /* bytes in which the last startxref stands, and white behind them */
};

/* Signed, or appended to, or cut, so that nobody knows: saved anew it would be another file. */
static bool is_sent(struct str bytes)
{
    static const char end[] = "%%EOF";
    size_t ends = 0, last = 0;
    for (size_t i = 0; i + sizeof end - 1 <= bytes.len; i++)
        if (memcmp(bytes.ptr + i, end, sizeof end - 1) == 0) {
            ends++;
            last = i;
        }
    return ends != 1 || bytes.len - last > TAIL || str_holds(bytes, "/ByteRange");
}

enum status sign_file_broken(const struct sign_file *file, size_t at, const char *what)
{
    if (is_sent(file->facts.bytes))
        return diag_report(file->diag, MSG_SIGN_BROKEN_SIGNED, ((struct place){file->path, 0, 0}), at, what);
    return diag_report(file->diag, MSG_SIGN_BROKEN, ((struct place){file->path, 0, 0}), at, what);
}

enum status sign_file_refuse(const struct sign_file *file, const char *what)
{
    return diag_report(file->diag, MSG_SIGN_REFUSED, ((struct place){file->path, 0, 0}), what);
}

bool sign_look_at(const struct sign_file *file, size_t bytes)
{
    const bool may = bytes < *file->left;
    *file->left = may ? *file->left - bytes : 0;
    return may;
}

bool sign_file_is_used_up(const struct sign_file *file)
{
    return *file->left == 0 && sign_file_broken(file, 0, "对象之间的引用太多，看不完") == FAILED;
}

const struct sign_file_facts *sign_file_facts(const struct sign_file *file)
{
    return &file->facts;
}

/* White, and remarks as programs put them in front of what they append (ISO 32000-1, 7.2.4): lines, in which no file ends and none begins. */
static size_t skip_remarks(struct str bytes, size_t at)
{
    for (;;) {
        while (at < bytes.len && syntax_is_white(bytes.ptr[at]))
            at++;
        size_t end = at;
        while (end < bytes.len && bytes.ptr[end] != '\r' && bytes.ptr[end] != '\n')
            end++;
        const struct str line = str_slice(bytes, at, end);
        if (!str_starts(line, "%") || str_holds(line, "%%EOF") || str_holds(line, "%PDF-") ||
            str_holds(line, "startxref"))
            return at;
        at = end;
    }
}

/* The table names the place itself, or white before it: not a remark. */
static bool is_named_plainly(struct str bytes, const struct entry *entry)
{
    size_t at = entry->place;
    while (at < entry->object.offset && syntax_is_white(bytes.ptr[at]))
        at++;
    return at == entry->object.offset;
}

/* A revision begins with an object of its own, or where it brings none, with its section. */
bool sign_has_tail(const struct sign_file *file, size_t revision)
{
    const struct sign_file_facts *facts = &file->facts;
    const size_t end = facts->revisions[revision].blank_end;
    if (revision + 1 == facts->count)
        return end < facts->bytes.len;
    const size_t begin = skip_remarks(facts->bytes, end);
    bool begins = facts->revisions[revision + 1].table == begin;
    const bool may = sign_look_at(file, file->entry_count / ENTRIES_A_LOOK);
    for (size_t i = 0; may && !begins && i < file->entry_count; i++) {
        const struct entry *entry = &file->entries[i];
        begins = entry->kind == ENTRY_PLAIN && entry->object.offset == begin &&
                 file->sections[entry->section].revision == revision + 1 &&
                 is_named_plainly(facts->bytes, entry);
    }
    return !begins;
}

static bool find_last_section(struct str bytes, size_t *ret_at)
{
    const struct str word = STR("startxref");
    size_t end = bytes.len;
    while (end > 0 && syntax_is_white(bytes.ptr[end - 1]))
        end--;
    const size_t least = end > TAIL ? end - TAIL : 0;
    int64_t offset = 0;
    for (size_t i = end; i-- > least;) {
        size_t at = i;
        if (!syntax_take(bytes, &at, word.ptr))
            continue;
        at = syntax_skip_white(bytes, at);
        const bool found = syntax_take_number(bytes, &at, (int64_t)bytes.len - 1, &offset);
        *ret_at = (size_t)offset;
        return found && offset > 0;
    }
    return false;
}

static enum status read_sections(struct sign_file *file)
{
    size_t at = 0;
    if (!find_last_section(file->facts.bytes, &at))
        return sign_file_broken(file, file->facts.bytes.len,
                                "末尾没有 startxref：文件不完整，或后面添了别的内容");
    do {
        for (size_t i = 0; i < file->section_count; i++)
            if (file->sections[i].table == at)
                return sign_file_broken(file, at, "交叉引用表（/Prev）绕成了圈");
        if (file->section_count == SIGN_MAX_REVISIONS)
            return sign_file_broken(file, at, "修订太多");
        if (at >= file->facts.bytes.len)
            return sign_file_broken(file, at, "前一份交叉引用表的位置（/Prev）不对");
        enum status status = sign_section_read(file, at);
        if (status != OK)
            return status;
        at = file->sections[file->section_count - 1].before;
    } while (at != 0);
    return OK;
}

/* The oldest first, entries too. */
static void turn_round(struct sign_file *file)
{
    const size_t count = file->section_count;
    for (size_t i = 0; i < count / 2; i++) {
        const struct section swapped = file->sections[i];
        file->sections[i] = file->sections[count - 1 - i];
        file->sections[count - 1 - i] = swapped;
    }
    for (size_t i = 0; i < file->entry_count; i++)
        file->entries[i].section = (uint32_t)count - 1 - file->entries[i].section;
}

/* Its first object says so, and the older of its first two sections stands behind the newer. */
static bool is_linear(const struct sign_file *file)
{
    struct sign_object object = {.offset = 0};
    return file->section_count > 1 && file->sections[1].table < file->sections[0].table &&
           sign_object_scan(file, &object, file->sections[1].table) &&
           syntax_member(object.value, "Linearized").len > 0;
}

/* `closing` ends it, `leading` is where whoever reads up to there begins; mostly they are one. */
static enum status add_revision(struct sign_file *file, struct sign_revision *list,
                                const struct section *closing, const struct section *leading)
{
    const struct sign_revision *last = file->facts.count > 0 ? &list[file->facts.count - 1] : NULL;
    if (last != NULL && (closing->table < last->end || closing->end <= last->end))
        return sign_file_broken(file, closing->table, "后加的交叉引用表不在先前的后面");
    if (!closing->is_closed)
        return sign_file_broken(file, closing->end, "交叉引用表后面没有 startxref 和 %%EOF");
    if (closing->begin != leading->table)
        return sign_file_broken(file, closing->end, "startxref 写的不是这一版的交叉引用表的位置");
    if (syntax_reference(syntax_member(leading->trailer, "Root")) == 0)
        return sign_file_broken(file, leading->table, "没有说明文件目录（/Root）在哪里");
    list[file->facts.count++] = (struct sign_revision){.table = leading->table,
                                                       .end = closing->end,
                                                       .blank_end = closing->blank_end,
                                                       .trailer = leading->trailer,
                                                       .is_stream = leading->is_stream,
                                                       .sections = (size_t)(leading - file->sections) + 1};
    return OK;
}

static enum status make_revisions(struct sign_file *file)
{
    struct sign_revision *list = ARENA_NEW_ARRAY(file->arena, file->section_count, struct sign_revision);
    const size_t more = is_linear(file) ? 1 : 0; /* section of the first revision */
    if (list == NULL)
        return NO_MEMORY;
    file->facts.revisions = list;
    for (size_t i = 0; i < file->section_count; i++)
        file->sections[i].revision = (uint32_t)(i > more ? i - more : 0);
    enum status status = add_revision(file, list, &file->sections[0], &file->sections[more]);
    for (size_t i = more + 1; i < file->section_count && status == OK; i++)
        status = add_revision(file, list, &file->sections[i], &file->sections[i]);
    return status;
}

static enum status prove_catalogs(const struct sign_file *file)
{
    enum status status = OK;
    for (size_t i = 0; i < file->facts.count && status == OK; i++) {
        const struct str catalog = sign_catalog((struct sign_view){file, i});
        const size_t at = file->facts.revisions[i].table;
        status = str_starts(catalog, "<<") ? sign_prove_once(file, catalog, at)
                                           : sign_file_broken(file, at, "没有文件目录（/Root）");
    }
    return status;
}

static enum status prove_head(const struct sign_file *file)
{
    const struct str bytes = file->facts.bytes;
    if (str_starts(bytes, "%PDF-"))
        return bytes.len <= SIGN_MAX_BYTES ? OK : sign_file_refuse(file, "它太大");
    return str_holds(str_slice(bytes, 0, bytes.len < HEAD_READ ? bytes.len : HEAD_READ), "%PDF-")
               ? sign_file_refuse(file, "“%PDF-”前面还有别的内容")
               : diag_report(file->diag, MSG_SIGN_NO_PDF, ((struct place){file->path, 0, 0}));
}

/* All revisions are compared, each with the one before: files with many pages and many signatures are right. */
static size_t looks_of_revisions(const struct sign_file *file)
{
    const size_t bytes = file->facts.bytes.len + (SIGN_MAX_INFLATED - *file->room),
                 looks = bytes * SIGN_LOOKS_COMPARED * file->section_count;
    return looks < SIGN_LOOKS_COMPARED_MOST ? looks : SIGN_LOOKS_COMPARED_MOST;
}

enum status sign_file_open(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                           struct sign_file **ret_file)
{
    struct sign_file *file = ARENA_NEW(arena, struct sign_file);
    size_t *counts = ARENA_NEW_ARRAY(arena, 2, size_t);
    if (file == NULL || counts == NULL)
        return NO_MEMORY;
    counts[0] = SIGN_LOOKS + bytes.len * SIGN_LOOKS_PER_BYTE;
    counts[1] = SIGN_MAX_INFLATED;
    *file = (struct sign_file){.arena = arena,
                               .diag = diag,
                               .path = path,
                               .facts.bytes = bytes,
                               .left = &counts[0],
                               .room = &counts[1]};
    enum status status = prove_head(file);
    if (status == OK)
        status = read_sections(file);
    if (status == OK) {
        turn_round(file);
        status = make_revisions(file);
        *file->left += bytes.len * SIGN_LOOKS_PER_REVISION * file->section_count;
    }
    if (status == OK)
        status = sign_objects_read(file);
    if (status == OK)
        *file->left += looks_of_revisions(file);
    if (status == OK)
        status = prove_catalogs(file);
    if (status == OK)
        *ret_file = file;
    return status;
}
