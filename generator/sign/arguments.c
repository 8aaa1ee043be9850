/*
 * What the program was told: NAME=VALUE.
 */
#include "sign/sign_int.h"

const char *sign_argument(const struct sign_run *run, const char *name)
{
    const size_t len = strlen(name);
    for (size_t i = 0; i < run->count; i++)
        if (strncmp(run->arguments[i], name, len) == 0 && run->arguments[i][len] == '=')
            return run->arguments[i] + len + 1;
    return NULL;
}
