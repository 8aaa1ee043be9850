/*
 * From the last startxref to the first section, and what revisions they are.
 *
 * Only a file made to be shown while it is loaded (linearised) has two sections for one revision: the older of its
 * first two stands behind the newer.
 */
#include "sign/file/file.h"
#include "sign/file/file_int.h"
#include "sign/messages.def"

#include <string.h>

enum { TAIL = 2048 /* bytes in which the last startxref stands */ };

/* Signed, or appended to: saved anew it would be another file. */
static bool is_sent(struct str bytes)
{
    static const char end[] = "%%EOF";
    size_t ends = 0;
    for (size_t i = 0; i + sizeof end - 1 <= bytes.len; i++)
        ends += memcmp(bytes.ptr + i, end, sizeof end - 1) == 0;
    return ends > 1 || str_holds(bytes, "/ByteRange");
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

static bool find_last_section(struct str bytes, size_t *ret_at)
{
    const struct str word = STR("startxref");
    const size_t least = bytes.len > TAIL ? bytes.len - TAIL : 0;
    int64_t offset = 0;
    for (size_t i = bytes.len; i-- > least;) {
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

static enum status make_revisions(struct sign_file *file)
{
    struct sign_revision *list = ARENA_NEW_ARRAY(file->arena, file->section_count, struct sign_revision);
    size_t count = 0;
    if (list == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < file->section_count; i++) {
        struct section *section = &file->sections[i];
        const bool linear = i == 1 && section->table < file->sections[0].table;
        struct sign_revision *last = count > 0 ? &list[count - 1] : NULL;
        if (linear) {
            last->trailer = section->trailer;
            last->sections = 2;
            section->revision = 0;
            continue;
        }
        if (last != NULL && (section->table < last->end || section->end <= last->end))
            return sign_file_broken(file, section->table, "后加的交叉引用表不在先前的后面");
        section->revision = (uint32_t)count;
        list[count++] = (struct sign_revision){.table = section->table,
                                               .end = section->end,
                                               .line_end = section->line_end,
                                               .trailer = section->trailer,
                                               .is_stream = section->is_stream,
                                               .sections = i + 1};
    }
    file->facts.revisions = list;
    file->facts.count = count;
    return OK;
}

static enum status prove_catalogs(const struct sign_file *file)
{
    for (size_t i = 0; i < file->facts.count; i++)
        if (!str_starts(sign_catalog((struct sign_view){file, i}), "<<"))
            return sign_file_broken(file, file->facts.revisions[i].table, "没有文件目录（/Root）");
    return OK;
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
    if (!str_starts(bytes, "%PDF-") || bytes.len > SIGN_MAX_BYTES)
        return diag_report(diag, MSG_SIGN_NO_PDF, ((struct place){path, 0, 0}));
    enum status status = read_sections(file);
    if (status == OK) {
        turn_round(file);
        status = make_revisions(file);
        *file->left += bytes.len * SIGN_LOOKS_PER_REVISION * file->section_count;
    }
    if (status == OK)
        status = sign_objects_read(file);
    if (status == OK)
        status = prove_catalogs(file);
    if (status == OK)
        *ret_file = file;
    return status;
}
