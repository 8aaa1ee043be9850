/* chengwen: everything happens in cli_run. */
#include <signal.h>

#include "cli/cli.h"

int main(int argc, char **argv)
{
    /* A file over the process's size limit is then an error of write(), reported and cleaned up, not a sudden
     * end. */
    signal(SIGXFSZ, SIG_IGN);
    return cli_run(argc, argv);
}
