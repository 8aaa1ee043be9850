/*
 * Files that are watched.
 *
 * A round notes what is looked at; its notes replace those of the round before, whose folders are watched until then.  A folder is
 * kept by the prefix that its files' paths have ("a/b/", or nothing for the current one): an event's name behind it is a
 * path as it was noted.  Of a file in a folder that is not there that folder itself is noted, and so on outward.  A name that
 * is a link is noted with what it leads to.
 *
 * An event of a noted path is a change, whatever the file is then: it may have been written twice within one tick of the file
 * system's clock.  Files that no event tells of are compared with how they were looked at last.
 */
#include "watch/watch.h"
#include "watch/messages.def"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    STEP_TOLD = 1000, /* ms; the system tells of all folders */
    STEP_ALONE = 150,
    OUTWARD_MOST = 64, /* folders around one that is not there */
    EVENTS_BYTES = 1 << 16
};

/* How a path was when it was looked at. */
struct seen {
    bool is_there, is_file;
    off_t size;
    ino_t inode;
    struct timespec time;
};

struct noted {
    struct str path;
    struct seen first, last;
};

struct folder {
    struct str prefix;
    int wd;         /* -1: the system tells nothing of it */
    struct str end; /* of names that all count; ptr NULL: none */
};

/* What a round has noted. */
struct notes {
    struct arena *arena;
    struct str_index paths; /* the number is that of the file; IGNORED */
    struct noted *files;
    size_t file_count, file_capacity;
    struct folder *folders;
    size_t folder_count, folder_capacity;
};

enum { IGNORED = INT32_MAX };

struct watch {
    int fd;     /* -1: the system tells nothing */
    int reason; /* why a folder is not told of, an errno; 0: all are */
    bool told;  /* that it is so */
    bool starved;
    struct notes now, before;
};

/* --- opening --- */

/* A limit of inotify itself is told by its name: `setting` is that of the call, which gives `reason` when it is reached. */
static void tell_deaf(struct watch *watch, struct diag *diag, int reason, const char *setting)
{
    if (watch->reason == reason)
        diag_report(diag, MSG_WATCH_LIMIT, ((struct place){0}), setting, (int)STEP_ALONE);
    else
        diag_report(diag, MSG_WATCH_DEAF, ((struct place){0}), file_reason(watch->reason), (int)STEP_ALONE);
    watch->told = true;
}

static bool notes_open(struct notes *notes)
{
    struct arena *arena = notes->arena != NULL ? notes->arena : arena_new(0);
    *notes = (struct notes){.arena = arena, .paths = {.arena = arena}};
    if (arena != NULL)
        arena_reset(arena);
    return arena != NULL;
}

enum status watch_open(struct diag *diag, struct watch **ret_watch)
{
    struct watch *watch = base_malloc(sizeof *watch);
    if (watch == NULL)
        return NO_MEMORY;
    *watch = (struct watch){.fd = -1};
    if (!notes_open(&watch->now) || !notes_open(&watch->before)) {
        watch_close(watch);
        return NO_MEMORY;
    }
    watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->fd < 0) {
        watch->reason = errno;
        tell_deaf(watch, diag, EMFILE, "fs.inotify.max_user_instances");
    }
    *ret_watch = watch;
    return OK;
}

void watch_close(struct watch *watch)
{
    if (watch == NULL)
        return;
    if (watch->fd >= 0)
        close(watch->fd);
    arena_free(watch->now.arena);
    arena_free(watch->before.arena);
    base_free(watch);
}

/* --- noting --- */

void watch_begin(struct watch *watch)
{
    const struct notes before = watch->before;
    watch->before = watch->now;
    watch->now = before;
    watch->starved = !notes_open(&watch->now);
}

static struct seen look_at(const char *path)
{
    struct stat facts;
    if (stat(path, &facts) != 0)
        return (struct seen){.is_there = false};
    struct seen seen = {.is_there = true, .is_file = S_ISREG(facts.st_mode), .inode = facts.st_ino};
    if (seen.is_file) { /* a folder changes with whatever is in it */
        seen.size = facts.st_size;
        seen.time = facts.st_mtim;
    }
    return seen;
}

static bool is_same(const struct seen *a, const struct seen *b)
{
    return a->is_there == b->is_there && a->is_file == b->is_file && a->inode == b->inode &&
           a->size == b->size && a->time.tv_sec == b->time.tv_sec && a->time.tv_nsec == b->time.tv_nsec;
}

/* The folder's path, as it is watched and looked at. */
static const char *folder_path(const struct folder *folder)
{
    return folder->prefix.len > 0 ? folder->prefix.ptr : ".";
}

static struct folder *folder_lookup(struct notes *notes, struct str prefix)
{
    for (size_t i = notes->folder_count; i > 0; i--)
        if (str_equal(notes->folders[i - 1].prefix, prefix))
            return &notes->folders[i - 1];
    return NULL;
}

/* NULL: it is not there, or no memory, which is noted. */
static struct folder *add_folder(struct watch *watch, struct str prefix)
{
    const uint32_t events = IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                            IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
    struct notes *notes = &watch->now;
    struct folder folder = {.prefix = prefix, .wd = -1};
    const struct seen seen = look_at(folder_path(&folder));
    if (!seen.is_there || seen.is_file)
        return NULL;
    if (watch->fd >= 0)
        folder.wd = inotify_add_watch(watch->fd, folder_path(&folder), events);
    if (watch->fd >= 0 && folder.wd < 0 && watch->reason == 0)
        watch->reason = errno;
    watch->starved = watch->starved || ARENA_APPEND(notes->arena, notes->folders, notes->folder_count,
                                                    notes->folder_capacity, &folder) != OK;
    return watch->starved ? NULL : &notes->folders[notes->folder_count - 1];
}

static struct str keep(struct watch *watch, struct str text)
{
    const struct str own = watch->starved ? (struct str){NULL, 0} : arena_copy(watch->now.arena, text);
    watch->starved = watch->starved || own.ptr == NULL;
    return own;
}

static struct str prefix_of(struct str path)
{
    size_t len = path.len;
    while (len > 0 && path.ptr[len - 1] != '/')
        len--;
    return str_slice(path, 0, len);
}

static void note_path(struct watch *watch, struct str path, int outward);

/* What a path that is a link leads to. */
static void note_target(struct watch *watch, const char *path, int outward)
{
    char real[PATH_MAX];
    struct stat facts;
    if (lstat(path, &facts) == 0 && S_ISLNK(facts.st_mode) && realpath(path, real) != NULL)
        note_path(watch, str_of(real), outward);
}

/* The folder of the path, or what is the nearest thing around it that is there. */
static struct folder *note_folder(struct watch *watch, struct str prefix, int outward)
{
    struct folder *folder = folder_lookup(&watch->now, prefix);
    const struct str own = folder == NULL ? keep(watch, prefix) : prefix;
    if (folder == NULL && own.ptr != NULL)
        folder = add_folder(watch, own);
    size_t len = prefix.len;
    while (len > 1 && prefix.ptr[len - 1] == '/')
        len--;
    if (folder == NULL && len > 0 && !watch->starved)
        note_path(watch, str_slice(prefix, 0, len), outward + 1);
    return folder;
}

static void note_path(struct watch *watch, struct str path, int outward)
{
    struct notes *notes = &watch->now;
    if (watch->starved || outward > OUTWARD_MOST || path.len == 0 ||
        str_index_lookup(&notes->paths, path) != STR_INDEX_NONE)
        return;
    struct noted noted = {.path = keep(watch, path)};
    if (noted.path.ptr == NULL)
        return;
    watch->starved = str_index_put(&notes->paths, noted.path, (int64_t)notes->file_count) != OK;
    (void)note_folder(watch, prefix_of(noted.path), outward);
    noted.first = noted.last = look_at(noted.path.ptr);
    watch->starved = watch->starved || ARENA_APPEND(notes->arena, notes->files, notes->file_count,
                                                    notes->file_capacity, &noted) != OK;
    note_target(watch, noted.path.ptr, outward + 1);
}

void watch_note(struct watch *watch, const char *path)
{
    note_path(watch, str_of(path), 0);
}

void watch_note_folder(struct watch *watch, const char *folder, const char *end)
{
    const struct str name = str_of(folder);
    const bool ended = str_ends(name, "/");
    const struct str prefix =
        watch->starved ? name : arena_join(watch->now.arena, name, ended ? STR("") : STR("/"));
    watch->starved = watch->starved || prefix.ptr == NULL;
    struct folder *noted = watch->starved ? NULL : note_folder(watch, prefix, 0);
    const struct str own = noted == NULL ? (struct str){NULL, 0} : keep(watch, str_of(end));
    if (own.ptr != NULL)
        noted->end = own;
}

void watch_ignore(struct watch *watch, const char *path)
{
    const struct str own = keep(watch, str_of(path));
    if (own.ptr != NULL)
        watch->starved = str_index_put(&watch->now.paths, own, IGNORED) != OK;
}

static bool is_watched(const struct notes *notes, int wd)
{
    for (size_t i = 0; i < notes->folder_count; i++)
        if (notes->folders[i].wd == wd)
            return true;
    return false;
}

enum status watch_settle(struct watch *watch, struct diag *diag)
{
    for (size_t i = 0; i < watch->before.folder_count && watch->fd >= 0; i++) {
        const int wd = watch->before.folders[i].wd;
        if (wd >= 0 && !is_watched(&watch->now, wd))
            (void)inotify_rm_watch(watch->fd, wd);
    }
    (void)notes_open(&watch->before);
    if (watch->reason != 0 && !watch->told)
        tell_deaf(watch, diag, ENOSPC, "fs.inotify.max_user_watches");
    return watch->starved ? NO_MEMORY : OK;
}

size_t watch_count(const struct watch *watch)
{
    return watch->now.file_count;
}

/* --- news --- */

/* A path that was noted, or may be: files of a folder all of which count. */
static bool concerns_name(const struct watch *watch, const struct notes *notes, const struct folder *folder,
                          const char *name)
{
    struct buf path = BUF(PATH_MAX + NAME_MAX);
    buf_add_str(&path, folder->prefix);
    buf_add_text(&path, name);
    const struct str whole = buf_str(&path);
    const int64_t number = str_index_lookup(&notes->paths, whole);
    const bool ignored = number == IGNORED || str_index_lookup(&watch->now.paths, whole) == IGNORED;
    const bool all = folder->end.ptr != NULL && name[0] != '.' && str_ends(str_of(name), folder->end.ptr);
    const bool concerned = path.failed || (!ignored && (number != STR_INDEX_NONE || all));
    buf_clear(&path);
    return concerned;
}

static bool concerns(const struct watch *watch, const struct notes *notes, const struct inotify_event *event)
{
    const bool own = (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) != 0;
    for (size_t i = 0; i < notes->folder_count; i++) {
        const struct folder *folder = &notes->folders[i];
        if (folder->wd != event->wd)
            continue;
        if (own || (event->len > 0 && concerns_name(watch, notes, folder, event->name)))
            return true;
    }
    return false;
}

/* All that has come. */
static bool take_events(struct watch *watch)
{
    _Alignas(struct inotify_event) char bytes[EVENTS_BYTES];
    bool changed = false;
    for (;;) {
        const ssize_t len = read(watch->fd, bytes, sizeof bytes);
        if (len <= 0 && (len == 0 || errno != EINTR))
            return changed;
        for (ssize_t at = 0; at < len;) {
            const struct inotify_event *event = (const void *)(bytes + at);
            changed = changed || (event->mask & IN_Q_OVERFLOW) != 0 || concerns(watch, &watch->now, event) ||
                      concerns(watch, &watch->before, event);
            at += (ssize_t)(sizeof *event + event->len);
        }
    }
}

static bool look_at_all(struct watch *watch)
{
    bool changed = false;
    for (size_t i = 0; i < watch->now.file_count; i++) {
        struct noted *noted = &watch->now.files[i];
        const struct seen seen = look_at(noted->path.ptr);
        const bool ignored = str_index_lookup(&watch->now.paths, noted->path) == IGNORED;
        changed = changed || (!ignored && !is_same(&seen, &noted->last));
        noted->last = seen;
    }
    return changed;
}

enum watch_news watch_wait(struct watch *watch, int ms, const sigset_t *during)
{
    const struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000};
    struct pollfd wait = {.fd = watch->fd, .events = POLLIN};
    const int ready = ppoll(&wait, watch->fd >= 0 ? 1 : 0, &time, during);
    if (ready < 0)
        return errno == EINTR ? WATCH_INTERRUPTED : WATCH_QUIET;
    const bool told = ready > 0 && take_events(watch);
    if (told)
        return WATCH_CHANGED;
    const bool look = ready == 0 || watch->reason != 0;
    return look && look_at_all(watch) ? WATCH_CHANGED : WATCH_QUIET;
}

int watch_step(const struct watch *watch)
{
    return watch->fd < 0 || watch->reason != 0 ? STEP_ALONE : STEP_TOLD;
}

bool watch_is_unfinished(const struct watch *watch)
{
    for (size_t i = 0; i < watch->now.file_count; i++) {
        const struct noted *noted = &watch->now.files[i];
        if (!noted->first.is_there)
            continue;
        const struct seen seen = look_at(noted->path.ptr);
        if (!seen.is_there || (noted->first.size > 0 && seen.is_file && seen.size == 0))
            return true;
    }
    return false;
}
