/*
 * libxml2's memory, from base.  Whether a request failed is noted in the hooks, which have no context.
 */
#include "reader/xml_int.h"

#include <string.h>

static bool memory_failed;

static void *hook_malloc(size_t size)
{
    void *memory = base_malloc(size);
    memory_failed = memory_failed || memory == NULL;
    return memory;
}

static void *hook_realloc(void *old, size_t size)
{
    void *memory = base_realloc(old, size);
    memory_failed = memory_failed || memory == NULL;
    return memory;
}

static char *hook_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = hook_malloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

static void ignore_error(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

void xml_ignore_errors(void)
{
    xmlSetStructuredErrorFunc(NULL, ignore_error);
}

void xml_start(void)
{
    static bool started;
    if (!started) {
        started = true;
        xmlMemSetup(base_free, hook_malloc, hook_realloc, hook_strdup);
        xmlInitParser();
    }
    xml_ignore_errors(); /* each thread has a place of its own for it */
    memory_failed = false;
}

bool xml_memory_failed(void)
{
    return memory_failed;
}
