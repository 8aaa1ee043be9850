/*
 * The clock, for what is said of a run: when it was, how long it takes.  No paper has anything of it.
 */
#include "cli/cli_int.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

uint64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static struct tm now_utc(void)
{
    const time_t now = time(NULL);
    struct tm parts = {.tm_year = 0};
    (void)gmtime_r(&now, &parts);
    return parts;
}

void clock_utc(char ret_text[CLOCK_TEXT])
{
    const struct tm now = now_utc();
    (void)strftime(ret_text, CLOCK_TEXT, "%Y-%m-%dT%H:%M:%SZ", &now);
}

void clock_run_id(char ret_text[CLOCK_TEXT])
{
    static unsigned runs; /* of this process */
    const struct tm now = now_utc();
    char text[sizeof "20261129T030000Z"];
    if (strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &now) == 0)
        text[0] = '\0';
    snprintf(ret_text, CLOCK_TEXT, "%s-%ld-%u", text, (long)getpid(), ++runs);
}
