/*
 * Which program this is: the build identifiers (--build-id of the linker) of itself and of every library that it was
 * loaded with.  Two builds of one version differ in them, and so does a library that was updated.  Where something has
 * none, its file is read.
 */
#include "manifest/manifest_int.h"

#include <elf.h>
#include <link.h>
#include <sys/auxv.h>

struct loaded {
    struct buf ids;
    bool failed;
};

enum { IDS_MOST = 1 << 20, ALIGNED = 4 };

static size_t aligned(size_t size)
{
    return (size + ALIGNED - 1) / ALIGNED * ALIGNED;
}

/* Of one segment of notes: a head, a name and what it says, each aligned. */
static struct str find_id(const char *notes, size_t size)
{
    ElfW(Nhdr) note;
    for (size_t at = 0; at + sizeof note <= size;) {
        memcpy(&note, notes + at, sizeof note);
        const size_t name = at + sizeof note, says = name + aligned(note.n_namesz);
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof ELF_NOTE_GNU &&
            says + note.n_descsz <= size && memcmp(notes + name, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) == 0)
            return (struct str){notes + says, note.n_descsz};
        at = says + aligned(note.n_descsz);
    }
    return STR("");
}

static int add_loaded(struct dl_phdr_info *info, size_t size, void *context)
{
    struct loaded *loaded = context;
    struct str id = STR("");
    (void)size;
    if (info->dlpi_addr != 0 && info->dlpi_addr == getauxval(AT_SYSINFO_EHDR))
        return 0; /* the kernel's own */
    for (size_t i = 0; i < info->dlpi_phnum && id.len == 0; i++)
        if (info->dlpi_phdr[i].p_type == PT_NOTE)
            id = find_id((const char *)(info->dlpi_addr +
                                        info->dlpi_phdr[i].p_vaddr), /* NOLINT(performance-no-int-to-ptr) */
                         info->dlpi_phdr[i].p_memsz);
    struct digest digest;
    struct file_stamp stamp;
    const char *path = info->dlpi_name[0] != '\0' ? info->dlpi_name : "/proc/self/exe";
    if (id.len == 0 && manifest_file_digest(path, &stamp, &digest))
        id = digest_str(&digest);
    loaded->failed = loaded->failed || id.len == 0;
    buf_printf(&loaded->ids, "%zu:", id.len);
    buf_add_str(&loaded->ids, id);
    return 0;
}

enum status manifest_program(struct arena *scratch, struct digest *ret_digest)
{
    struct loaded loaded = {.ids = BUF(IDS_MOST)};
    struct str ids;
    (void)dl_iterate_phdr(add_loaded, &loaded);
    enum status status = buf_keep(&loaded.ids, scratch, &ids);
    if (status != OK)
        return NO_MEMORY;
    *ret_digest = digest_of(&ids, 1);
    return loaded.failed ? FAILED : OK;
}
