/*
 * What the program was told: NAME=VALUE; the PDF that is named.
 */
#include "sign/file/file.h"
#include "sign/messages.def"
#include "sign/sign_int.h"

#include <sys/stat.h>

const char *sign_argument(const struct sign_run *run, const char *name)
{
    const size_t len = strlen(name);
    for (size_t i = 0; i < run->count; i++)
        if (strncmp(run->arguments[i], name, len) == 0 && run->arguments[i][len] == '=')
            return run->arguments[i] + len + 1;
    return NULL;
}

enum status sign_pdf_read(const struct sign_run *run, const char *path, struct str *ret_bytes)
{
    struct stat facts;
    if (stat(path, &facts) == 0 && !S_ISREG(facts.st_mode))
        return diag_report(run->diag, MSG_SIGN_UNFIT, ((struct place){path, 0, 0}),
                           file_unfit_reason(facts.st_mode));
    return file_read(run->arena, run->diag, path, SIGN_MAX_BYTES, ret_bytes);
}
