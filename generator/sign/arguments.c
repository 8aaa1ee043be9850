/*
 * What the program was told: NAME=VALUE; the PDF that is named.
 */
#include "sign/file/file.h"
#include "sign/messages.def"
#include "sign/sign_int.h"

#include <sys/stat.h>

const char *sign_argument_next(const struct sign_run *run, const char *name, size_t *at)
{
    const size_t len = strlen(name);
    while (*at < run->count) {
        const char *argument = run->arguments[(*at)++];
        if (strncmp(argument, name, len) == 0 && argument[len] == '=')
            return argument + len + 1;
    }
    return NULL;
}

const char *sign_argument(const struct sign_run *run, const char *name)
{
    size_t at = 0;
    return sign_argument_next(run, name, &at);
}

enum status sign_pdf_read(const struct sign_run *run, const char *path, struct str *ret_bytes)
{
    struct stat facts;
    if (stat(path, &facts) == 0 && !S_ISREG(facts.st_mode))
        return diag_report(run->diag, MSG_SIGN_UNFIT, ((struct place){path, 0, 0}),
                           file_unfit_reason(facts.st_mode));
    return file_read(run->arena, run->diag, path, SIGN_MAX_BYTES, ret_bytes);
}
