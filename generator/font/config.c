/*
 * fontconfig, opened: its list of all installed fonts, and those of folders of our own.
 *
 * It opens whatever lies in the folders of fonts, and would wait at a pipe for ever: so the folders are
 * looked through first.  It prints what it finds wrong with its configuration, in English, where our users
 * see it: while it is at work, the standard error leads to us.  What it says of a configuration that is
 * missing or broken is told when a font is missed, perhaps because of it; so are files in our own folders
 * that gave it no font.
 */
#include "font/font_int.h"
#include "font/messages.def"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* See memory.c. */
enum { ROOM_BEFORE = 64 << 20, ROOM_BEHIND = 16 << 20 };

enum { FOLDERS_DEEP = 16, ENTRIES = 1000000 /* looked at; links may lead around */ };

/* --- silence --- */

/* The standard error of before, and where it leads now.  -1: it could not be had, and is done without. */
struct silence {
    int kept, ends[2];
};

static void close_all(const struct silence *silence)
{
    const int all[] = {silence->kept, silence->ends[0], silence->ends[1]};
    for (size_t i = 0; i < ARRAY_COUNT(all); i++)
        if (all[i] >= 0)
            close(all[i]);
}

/* A pipe that takes what it has room for and holds up nobody. */
static void silence_begin(struct silence *silence)
{
    *silence = (struct silence){-1, {-1, -1}};
    if (pipe(silence->ends) != 0)
        return;
    for (size_t i = 0; i < ARRAY_COUNT(silence->ends); i++) {
        if (fcntl(silence->ends[i], F_SETFL, O_NONBLOCK) < 0)
            return; /* it would be waited for */
        fcntl(silence->ends[i], F_SETFD, FD_CLOEXEC);
    }
    silence->kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (silence->kept >= 0)
        dup2(silence->ends[1], STDERR_FILENO);
}

/* The first error that was told since. */
static void silence_take(const struct silence *silence, char *remark, size_t size)
{
    static const char error[] = "Fontconfig error: ";
    char said[4096];
    ssize_t len = silence->kept >= 0 ? read(silence->ends[0], said, sizeof said - 1) : 0;
    said[len > 0 ? len : 0] = '\0';
    const char *at = strstr(said, error);
    if (at == NULL)
        return;
    at += sizeof error - 1; /* "FILE", line 1: …; else that there is none */
    if (*at == '"')
        snprintf(remark, size, "%.*s", (int)strcspn(at, "\n"), at);
    else
        snprintf(remark, size, "没有可用的配置文件");
}

static void silence_end(const struct silence *silence)
{
    if (silence->kept >= 0)
        dup2(silence->kept, STDERR_FILENO);
    close_all(silence);
}

/* --- what would be waited for --- */

struct look {
    struct diag *diag;
    struct font_notes *notes;
    int entries, depth;
    enum status status;
};

static void look_through(struct look *look, const char *folder);

/* Entries that cannot be looked at are fontconfig's affair, and sockets cannot be opened. */
static void look_at(struct look *look, const char *path)
{
    struct stat facts;
    if (stat(path, &facts) != 0 || S_ISREG(facts.st_mode) || S_ISSOCK(facts.st_mode))
        return;
    if (S_ISDIR(facts.st_mode)) {
        look->depth++;
        look_through(look, path);
        look->depth--;
        return;
    }
    diag_report(look->diag, MSG_FONT_FOLDER, ((struct place){NULL, 0, 0}), path,
                file_unfit_reason(facts.st_mode));
    look->status = SYSTEM;
}

static void look_through(struct look *look, const char *folder)
{
    font_notes_add_path(look->notes, folder);
    look->notes->is_unfit = look->notes->is_unfit || look->depth == FOLDERS_DEEP;
    DIR *directory = look->depth < FOLDERS_DEEP ? file_open_folder(folder) : NULL;
    if (directory == NULL) {
        look->notes->is_unfit = look->notes->is_unfit || errno != EACCES; /* that would show in its stamp */
        return;
    }
    for (struct dirent *entry; look->status == OK && (entry = file_next_entry(directory)) != NULL;) {
        char path[PATH_MAX];
        if (++look->entries > ENTRIES) {
            look->notes->is_unfit = true;
            break;
        }
        if (entry->d_type == DT_REG || entry->d_name[0] == '.') /* these fontconfig passes over */
            continue;
        int len = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (len > 0 && (size_t)len < sizeof path)
            look_at(look, path);
    }
    look->notes->is_unfit = look->notes->is_unfit || errno != 0;
    closedir(directory);
}

/* --- the configuration --- */

/* One that does not exist may come. */
static void look_at_folder(struct look *look, const char *folder)
{
    if (file_exists(folder))
        look_at(look, folder);
    else
        font_notes_add_path(look->notes, folder);
}

static enum status look_through_all(const struct font_finder *finder, struct diag *diag,
                                    const char *const *folders, size_t folder_count)
{
    struct look look = {.diag = diag, .notes = finder->notes};
    for (size_t i = 0; i < folder_count && look.status == OK; i++)
        look_at_folder(&look, folders[i]);
    FcStrList *system = FcConfigGetFontDirs(finder->config);
    if (system == NULL)
        return NO_MEMORY;
    for (FcChar8 *folder; look.status == OK && (folder = FcStrListNext(system)) != NULL;)
        look_at_folder(&look, (const char *)folder);
    FcStrListDone(system);
    return look.status;
}

/* Where settings are looked for that are not there now.  Whoever leads fontconfig elsewhere is not followed. */
static void note_missing_settings(struct font_notes *notes)
{
    static const char *const variables[] = {"FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"};
    static const struct {
        const char *variable, *path; /* NULL: none */
    } places[] = {
        {NULL, "/etc/fonts"},
        {NULL, "/etc/fonts/conf.d"},
        {NULL, "/etc/fonts/local.conf"},
        {"XDG_CONFIG_HOME", "/fontconfig"},
        {"XDG_CONFIG_HOME", "/fontconfig/fonts.conf"},
        {"XDG_CONFIG_HOME", "/fontconfig/conf.d"},
        {"HOME", "/.config/fontconfig"},
        {"HOME", "/.config/fontconfig/fonts.conf"},
        {"HOME", "/.config/fontconfig/conf.d"},
        {"HOME", "/.fonts.conf"},
        {"HOME", "/.fonts.conf.d"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(variables); i++)
        notes->is_unfit = notes->is_unfit || getenv(variables[i]) != NULL;
    for (size_t i = 0; i < ARRAY_COUNT(places) && !notes->is_unfit; i++) {
        const char *base = places[i].variable != NULL ? getenv(places[i].variable) : "";
        struct str path = arena_printf(notes->arena, "%s%s", base != NULL ? base : "", places[i].path);
        if (path.ptr == NULL)
            notes->is_unfit = true;
        else if (base != NULL)
            font_notes_add_path(notes, path.ptr);
    }
}

/* The files of fontconfig's settings, and the folders in which others may come. */
static void note_settings(const struct font_finder *finder)
{
    note_missing_settings(finder->notes);
    FcStrList *files = FcConfigGetConfigFiles(finder->config);
    struct str last = STR("");
    for (FcChar8 *file; files != NULL && (file = FcStrListNext(files)) != NULL;) {
        struct str folder = path_directory(finder->notes->arena, (const char *)file);
        font_notes_add_path(finder->notes, (const char *)file);
        if (folder.ptr != NULL && !str_equal(folder, last))
            font_notes_add_path(finder->notes, folder.ptr);
        last = folder.ptr != NULL ? folder : last;
    }
    if (files == NULL)
        finder->notes->is_unfit = true;
    else
        FcStrListDone(files);
}

static enum status open_folders(const struct font_finder *finder, struct diag *diag,
                                const char *const *folders, size_t folder_count)
{
    enum status status = look_through_all(finder, diag, folders, folder_count);
    if (status != OK)
        return status;
    note_settings(finder);
    if (!FcConfigBuildFonts(finder->config))
        return NO_MEMORY;
    for (size_t i = 0; i < folder_count; i++) /* one that does not exist holds no fonts: that is no failure */
        (void)FcConfigAppFontAddDir(finder->config, (const FcChar8 *)folders[i]);
    return OK;
}

enum status font_finder_open(struct font_finder *finder, struct diag *diag, const char *const *folders,
                             size_t folder_count)
{
    if (!font_memory_has(ROOM_BEFORE))
        return NO_MEMORY;
    struct silence silence;
    silence_begin(&silence);
    finder->config = FcInitLoadConfig();
    silence_take(&silence, finder->remark, sizeof finder->remark);
    enum status status =
        finder->config != NULL ? open_folders(finder, diag, folders, folder_count) : NO_MEMORY;
    silence_end(&silence);
    return status != OK || font_memory_has(ROOM_BEHIND) ? status : NO_MEMORY;
}

/* --- files that gave no font --- */

static bool looks_like_font(const char *name)
{
    static const char *const suffixes[] = {".otf", ".ttf", ".ttc", ".otc"};
    size_t len = strlen(name);
    for (size_t i = 0; i < ARRAY_COUNT(suffixes); i++)
        if (len > strlen(suffixes[i]) && strcasecmp(name + len - strlen(suffixes[i]), suffixes[i]) == 0)
            return true;
    return false;
}

/* It may name the file otherwise, where links lead to it. */
static bool gave_font(const struct font_finder *finder, const char *path)
{
    struct stat wanted, given;
    if (stat(path, &wanted) != 0)
        return false;
    const FcFontSet *fonts = FcConfigGetFonts(finder->config, FcSetApplication);
    for (int i = 0; fonts != NULL && i < fonts->nfont; i++) {
        FcChar8 *file;
        if (FcPatternGetString(fonts->fonts[i], FC_FILE, 0, &file) == FcResultMatch &&
            stat((const char *)file, &given) == 0 && given.st_dev == wanted.st_dev &&
            given.st_ino == wanted.st_ino)
            return true;
    }
    return false;
}

static void tell_unread(struct diag *diag, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        diag_report(diag, MSG_FONT_UNOPENED, ((struct place){0}), path, file_reason(errno));
        return;
    }
    close(fd);
    diag_report(diag, MSG_FONT_UNREAD, ((struct place){0}), path);
}

/* fontconfig notes down what it found in a folder until that changes: also that a file gave no font, which it may have done only
 * because too many files were open, or the disk failed.  So it has to look again. */
static void forget(const struct font_finder *finder, const char *folder)
{
    FcChar8 *name = FcStrCopyFilename((const FcChar8 *)folder); /* as it calls it itself */
    if (name != NULL)
        (void)FcDirCacheUnlink(name, finder->config);
    FcStrFree(name);
}

static void tell_unread_in(const struct font_finder *finder, struct diag *diag, const char *folder)
{
    DIR *directory = file_open_folder(folder);
    bool lacks = false;
    for (struct dirent *entry; directory != NULL && (entry = file_next_entry(directory)) != NULL;) {
        char path[PATH_MAX];
        int len = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (len <= 0 || (size_t)len >= sizeof path || !looks_like_font(entry->d_name) ||
            gave_font(finder, path))
            continue;
        lacks = true;
        tell_unread(diag, path);
    }
    const bool is_unread = errno != 0 && errno != ENOENT && errno != ENOTDIR;
    if (is_unread)
        diag_report(diag, MSG_FONT_FOLDER_UNREAD, ((struct place){0}), folder, file_reason(errno));
    if (directory != NULL)
        closedir(directory);
    if (lacks || is_unread)
        forget(finder, folder);
}

void font_finder_tell_unread(const struct font_finder *finder, struct diag *diag, const char *const *folders,
                             size_t folder_count)
{
    for (size_t i = 0; i < folder_count; i++)
        tell_unread_in(finder, diag, folders[i]);
}

void font_finder_close(struct font_finder *finder)
{
    if (finder->config != NULL)
        FcConfigDestroy(finder->config);
    finder->config = NULL;
}
