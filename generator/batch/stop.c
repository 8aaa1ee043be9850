/*
 * A run that keeps account of what it has made is not ended by a signal on the spot: it makes nothing more, writes that
 * down, and then ends.  A second signal does not wait.
 */
#include "batch/batch_int.h"

#include <signal.h>

static volatile sig_atomic_t armed, asked;

void stop_arm(bool on)
{
    armed = on ? 1 : 0;
}

bool stop_is_armed(void)
{
    return armed != 0;
}

bool stop_is_asked(void)
{
    return asked != 0;
}

bool batch_stop(int number)
{
    if (armed == 0 || asked != 0)
        return false;
    asked = number;
    return true;
}

int batch_stopped_by(void)
{
    return asked;
}
