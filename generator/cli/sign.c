/*
 * What a program of its own does, chengwen-sign: signing, and looking at signatures.  It alone has OpenSSL, so no other
 * run pays for loading it.
 *
 * This one reads the command line, as of every command, and then becomes that program, which stands beside it.  What
 * it is told: the command, then file=… for each file and name=… for each option, with its value in words (nothing of
 * one that has none), and for text in a field where fonts are, and font-cache=….
 */
#include "cli/cli_int.h"
#include "cli/messages.def"

#include <errno.h>
#include <unistd.h>

struct arguments {
    const char **items;
    size_t count, capacity;
};

static enum status add(struct arena *arena, struct arguments *arguments, const char *name, const char *value)
{
    const char *text = arena_printf(arena, "%s=%s", name, value).ptr;
    return text == NULL ? NO_MEMORY
                        : ARENA_APPEND(arena, arguments->items, arguments->count, arguments->capacity, &text);
}

static enum status add_all(const struct options *options, struct arena *arena, struct arguments *arguments)
{
    struct buf value = BUF(OPTION_VALUE_MAX);
    const char *name, *end = NULL;
    enum status status = OK;
    if (options->run.font_cache != NULL)
        status = add(arena, arguments, "font-cache", options->run.font_cache);
    for (size_t i = 0; i < options->file_count && status == OK; i++)
        status = add(arena, arguments, "file", options->files[i]);
    for (size_t at = 0; status == OK && options_next(options, &at, &name, &value);)
        status = value.failed ? NO_MEMORY : add(arena, arguments, name, value.len > 0 ? value.ptr : "");
    if (status == OK)
        status = ARENA_APPEND(arena, arguments->items, arguments->count, arguments->capacity, &end);
    buf_clear(&value);
    return status;
}

int command_sign(struct options *options, struct arena *arena, struct diag *diag)
{
    const enum status found = options->sign.text != NULL ? folders_find(arena, diag, options) : OK;
    if (found != OK)
        return found == FAILED ? EXIT_USAGE : EXIT_SYSTEM;
    struct arguments arguments = {.count = 0};
    const char *command = options_command(options->command);
    const struct str folder = program_folder(arena);
    const struct str program = folder.ptr == NULL ? folder : path_join(arena, folder.ptr, "chengwen-sign");
    if (program.ptr == NULL ||
        ARENA_APPEND(arena, arguments.items, arguments.count, arguments.capacity, &program.ptr) != OK ||
        ARENA_APPEND(arena, arguments.items, arguments.count, arguments.capacity, &command) != OK ||
        add_all(options, arena, &arguments) != OK)
        return EXIT_SYSTEM;
    execv(program.ptr, (char *const *)arguments.items);
    diag_report(diag, MSG_CLI_SIGN_MISSING, PROGRAM, program.ptr, file_reason(errno));
    return EXIT_SYSTEM;
}
