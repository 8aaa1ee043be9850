/*
 * Font files as bytes: mapped, because some are 25 MB of which a document needs 100 KB.
 *
 * A mapped file that is shortened meanwhile makes the kernel send SIGBUS: the handler puts a page of zeros
 * there and notes it, and font_set_check fails the document, as it does for one whose time or size has
 * changed.  A signal from elsewhere is left to who would have had it: the handler that was there before, of a program
 * that embeds this one, or what would have happened.  The table of mappings is the process's, as signals are.
 */
#include "font/font_int.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* A face may be open twice for a moment, in two sets of a test. */
enum { MAPPINGS = 4 * FONT_MAX_FACES };

static struct mapping {
    char *volatile start; /* NULL: a free entry */
    volatile size_t size;
    struct stat seen;
    volatile sig_atomic_t lost; /* a page of it is gone */
    int file;                   /* open as long as it is mapped: what becomes of it is asked of that */
} mappings[MAPPINGS];

static volatile size_t page_size;

static struct sigaction before; /* who had the signal until ours was there */

/* Not ours. */
static void hand_on(int signal, siginfo_t *info, void *context)
{
    if ((before.sa_flags & SA_SIGINFO) != 0) {
        before.sa_sigaction(signal, info, context);
        return;
    }
    if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
        before.sa_handler(signal);
        return;
    }
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigaction(signal, &plain, NULL); /* it comes again at once, and ends the process */
}

static void put_zeros(int signal, siginfo_t *info, void *context)
{
    char *at = info->si_addr;
    for (size_t i = 0; i < MAPPINGS; i++) {
        struct mapping *mapping = &mappings[i];
        if (mapping->start == NULL || at < mapping->start || at >= mapping->start + mapping->size)
            continue;
        char *page = mapping->start + (size_t)(at - mapping->start) / page_size * page_size;
        mapping->lost = 1;
        if (mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED)
            return;
    }
    hand_on(signal, info, context);
}

static void watch_signals(void)
{
    page_size = (size_t)sysconf(_SC_PAGESIZE);
    struct sigaction action = {.sa_sigaction = put_zeros, .sa_flags = SA_SIGINFO | SA_ONSTACK}, now;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGBUS, NULL, &now) == 0 &&
        ((now.sa_flags & SA_SIGINFO) == 0 || now.sa_sigaction != put_zeros)) {
        before = now;
        sigaction(SIGBUS, &action, NULL);
    }
}

static void unmap(void *memory)
{
    struct mapping *mapping = memory;
    munmap(mapping->start, mapping->size);
    close(mapping->file);
    mapping->start = NULL;
}

/* NULL, errno says why: not mapped. */
static struct mapping *map(int file, const struct stat *seen)
{
    size_t entry = 0;
    while (entry < MAPPINGS && mappings[entry].start != NULL)
        entry++;
    if (entry == MAPPINGS || !S_ISREG(seen->st_mode) || seen->st_size <= 0 || seen->st_size > INT_MAX) {
        errno = EINVAL;
        return NULL;
    }
    void *start = mmap(NULL, (size_t)seen->st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (start == MAP_FAILED)
        return NULL;
    struct mapping *mapping = &mappings[entry];
    mapping->size = (size_t)seen->st_size;
    mapping->lost = 0;
    mapping->seen = *seen;
    mapping->file = file;
    mapping->start = start;
    return mapping;
}

hb_blob_t *font_file_map(const char *path)
{
    struct stat seen;
    struct file_answer answer;
    watch_signals();
    file_ask(&(struct file_asked){FILE_WISH_READ, path, NULL}, &answer);
    errno = answer.mode != 0 ? EINVAL : answer.reason;
    if (answer.fd < 0)
        return NULL;
    struct mapping *mapping = fstat(answer.fd, &seen) == 0 ? map(answer.fd, &seen) : NULL;
    if (mapping == NULL) {
        int reason = errno;
        close(answer.fd);
        errno = reason;
        return NULL;
    }
    hb_blob_t *blob = hb_blob_create_or_fail(mapping->start, (unsigned)mapping->size, HB_MEMORY_MODE_READONLY,
                                             mapping, unmap);
    if (blob == NULL)
        errno = ENOMEM; /* HarfBuzz has unmapped it */
    return blob;
}

void font_files_rest(void)
{
    for (size_t i = 0; i < MAPPINGS; i++)
        if (mappings[i].start != NULL)
            (void)madvise(mappings[i].start, mappings[i].size, MADV_DONTNEED);
}

/* NULL: the face's bytes are not mapped here. */
static const struct mapping *mapping_of(const struct font_face *face)
{
    const char *bytes = hb_blob_get_data(face->blob, NULL);
    for (size_t i = 0; i < MAPPINGS && bytes != NULL; i++)
        if (mappings[i].start == bytes)
            return &mappings[i];
    return NULL;
}

void font_stamp_print(const struct stat *facts, char ret_stamp[FILE_STAMP_MAX])
{
    snprintf(ret_stamp, FILE_STAMP_MAX, "%llx.%llx.%lld.%lld.%ld.%lld.%ld", (unsigned long long)facts->st_dev,
             (unsigned long long)facts->st_ino, (long long)facts->st_size, (long long)facts->st_mtim.tv_sec,
             facts->st_mtim.tv_nsec, (long long)facts->st_ctim.tv_sec, facts->st_ctim.tv_nsec);
}

void font_file_stamp(const struct font_face *face, char ret_stamp[FILE_STAMP_MAX])
{
    const struct mapping *mapping = mapping_of(face);
    ret_stamp[0] = '\0';
    if (mapping != NULL)
        font_stamp_print(&mapping->seen, ret_stamp);
}

bool font_file_changed(const struct font_face *face)
{
    struct stat now;
    const struct mapping *mapping = mapping_of(face);
    if (mapping == NULL || mapping->lost)
        return mapping != NULL;
    const struct stat *seen = &mapping->seen;
    return fstat(mapping->file, &now) == 0 &&
           (now.st_size != seen->st_size || now.st_mtim.tv_sec != seen->st_mtim.tv_sec ||
            now.st_mtim.tv_nsec != seen->st_mtim.tv_nsec);
}

bool font_face_stamp(const struct font_set *set, int face, struct file_stamp *ret_stamp)
{
    const struct font_face *asked = set->is_square ? NULL : set->faces[face];
    const struct mapping *mapping = asked != NULL ? mapping_of(asked) : NULL;
    return mapping != NULL && file_stamp_of(mapping->file, ret_stamp);
}

bool font_set_names_file(const struct font_set *set, const char *path)
{
    for (size_t i = 0; i < set->face_count; i++)
        if (str_is(set->faces[i]->path, path))
            return true;
    return false;
}
