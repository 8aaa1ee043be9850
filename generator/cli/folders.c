/*
 * Where templates and fonts are when the command line does not say: under $CHENGWEN_HOME; else beside the
 * folder of the program (a built tree: build/chengwen, templates/, fonts/); else where this machine has its own (etc/chengwen/
 * of the prefix; of /usr: /etc/chengwen/); else where they are installed (bin/chengwen, share/chengwen/).  The library looks
 * from its own folder, and then from that of the programs of its installation.
 *
 * What was found out about fonts is kept where such things of the user's are (XDG_CACHE_HOME, else ~/.cache), in one
 * of sixteen files, by the program and its folder of fonts: so those of two do not drive each other out.  Who has no such place,
 * as services, does without.
 */
#include "cli/cli_int.h"
#include "cli/messages.def"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Or nobody can say: opening it will tell why. */
static bool may_exist(const char *path)
{
    return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

struct str program_folder(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
    if (size <= 0)
        return (struct str){NULL, 0};
    path[size] = '\0';
    return path_directory(arena, path);
}

/* Of the file that this stands in, where it is a library. */
static struct str library_folder(struct arena *arena)
{
    static const char here;
    Dl_info facts;
    char real[PATH_MAX];
    if (dladdr(&here, &facts) == 0 || realpath(facts.dli_fname, real) == NULL)
        return (struct str){NULL, 0};
    return path_directory(arena, real);
}

/* Beside the folder of a program: the first that is there, else the last; ptr NULL: nobody knows that folder. */
static struct str find_beside(struct arena *arena, struct str program, const char *name)
{
    static const char *const homes[] = {"..", "../etc/chengwen", "../../etc/chengwen", "../share/chengwen"};
    struct str path = {NULL, 0};
    for (size_t i = 0; i < ARRAY_COUNT(homes) && program.ptr != NULL; i++) {
        path = arena_printf(arena, "%s/%s/%s", program.ptr, homes[i], name);
        if (path.ptr == NULL || may_exist(path.ptr))
            return path;
    }
    return path;
}

static struct str find_folder(struct arena *arena, enum command command, const char *name)
{
    const char *home = getenv("CHENGWEN_HOME");
    if (home != NULL && home[0] != '\0')
        return path_join(arena, home, name);
    if (command != COMMAND_LIBRARY)
        return find_beside(arena, program_folder(arena), name);
    struct str library = library_folder(arena), path = find_beside(arena, library, name);
    if (path.ptr == NULL || may_exist(path.ptr))
        return path;
    return find_beside(arena, path_join(arena, library.ptr, CHENGWEN_PROGRAMS), name);
}

static enum status find_one(struct arena *arena, struct diag *diag, enum command command, const char *name,
                            const char **folder)
{
    if (*folder == NULL) {
        errno = ENOENT;
        struct str found = find_folder(arena, command, name);
        char real[PATH_MAX];
        if (found.ptr != NULL && realpath(found.ptr, real) != NULL)
            found = arena_copy(arena, str_of(real));
        *folder = found.ptr;
    }
    if (*folder != NULL && file_directory_open(*folder))
        return OK;
    if (*folder == NULL && errno != ENOENT) {
        diag_report(diag, MSG_CLI_FOLDER_CLOSED, PROGRAM, name, file_reason(errno));
        return SYSTEM;
    }
    if (*folder == NULL || errno == ENOENT)
        return diag_report(diag, MSG_CLI_FOLDER, PROGRAM, *folder != NULL ? *folder : name, name);
    enum status status = errno == ENOTDIR ? FAILED : SYSTEM; /* no folder: the command line is wrong */
    diag_report(diag, MSG_CLI_FOLDER_CLOSED, PROGRAM, *folder, file_reason(errno));
    return status;
}

/* As a rule: not with sudo, which may leave the variables of the user who called it. */
static bool is_own_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode) && facts.st_uid == geteuid();
}

/* ptr NULL: memory. */
static struct str cache_name(struct arena *arena, const char *fonts)
{
    char program[PATH_MAX];
    const ssize_t size = readlink("/proc/self/exe", program, sizeof program);
    const uint64_t hash =
        str_hash((struct str){program, size > 0 ? (size_t)size : 0}) ^ str_hash(str_of(fonts));
    return arena_printf(arena, "chengwen/fonts-%x", (unsigned)(hash % 16));
}

static enum status find_cache(struct arena *arena, const char *fonts, const char **ret_path)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    const struct str name = cache_name(arena, fonts);
    struct str path = STR("");
    *ret_path = NULL;
    if (name.ptr == NULL)
        return NO_MEMORY;
    if (cache != NULL && cache[0] == '/' && (is_own_folder(cache) || !file_exists(cache)))
        path = path_join(arena, cache, name.ptr);
    else if ((cache == NULL || cache[0] != '/') && home != NULL && home[0] == '/' && home[1] != '\0' &&
             is_own_folder(home))
        path = arena_printf(arena, "%s/.cache/%s", home, name.ptr);
    if (path.len > 0)
        *ret_path = path.ptr;
    return path.ptr != NULL ? OK : NO_MEMORY;
}

enum status folders_find(struct arena *arena, struct diag *diag, struct options *options)
{
    enum status status = OK;
    if (options->command != COMMAND_FONTS && options->command != COMMAND_SIGN)
        status = find_one(arena, diag, options->command, "templates", &options->run.templates);
    if (status == OK && !options->run.square_font)
        status = find_one(arena, diag, options->command, "fonts", &options->run.fonts);
    /* `fonts` looks at what is there; the square font is none of a folder. */
    if (status == OK && options->command != COMMAND_FONTS && options->run.fonts != NULL)
        status = find_cache(arena, options->run.fonts, &options->run.font_cache);
    return status;
}
