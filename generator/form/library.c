/* libxlsxwriter, loaded when it is asked for: it needs a library of ciphers, which would cost every run a millisecond. */
#include "form/form_int.h"

#include <dlfcn.h>
#include <string.h>

static bool find_all(void *handle, struct form_library *library)
{
#define FIND(name)                                                                                           \
    {                                                                                                        \
        void *found = dlsym(handle, #name);                                                                  \
        if (found == NULL)                                                                                   \
            return false;                                                                                    \
        memcpy(&library->name, &found, sizeof found);                                                        \
    }
    FORM_FUNCTIONS(FIND)
#undef FIND
    return true;
}

const struct form_library *form_library(const char **ret_reason)
{
    static struct form_library library;
    static bool loaded;
    if (loaded)
        return &library;
    void *handle = dlopen(FORM_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    loaded = handle != NULL && find_all(handle, &library);
    if (!loaded)
        *ret_reason = dlerror();
    return loaded ? &library : NULL;
}
