/*
 * What is printed: results to the standard output, messages to the standard error.
 *
 * Written at once and to the end, also where a signal cuts a call short.  What does not arrive on the
 * standard output is remembered, and told at the end: output to a full disk must not count as done.  Of
 * messages that do not arrive there is nobody to tell.
 */
#include "cli/cli_int.h"

#include <errno.h>
#include <unistd.h>

static int output_reason; /* the errno of the first failure; 0: none yet */

static void write_all(enum output to, struct str text)
{
    const int fd = to == OUTPUT_RESULT ? STDOUT_FILENO : STDERR_FILENO;
    for (size_t done = 0; done < text.len;) {
        ssize_t n = write(fd, text.ptr + done, text.len - done);
        if (n > 0) {
            done += (size_t)n;
        } else if (n == 0 || errno != EINTR) {
            if (to == OUTPUT_RESULT && output_reason == 0)
                output_reason = n == 0 ? EIO : errno;
            return;
        }
    }
}

static bool is_terminal(enum output to)
{
    static signed char known[2] = {-1, -1}; /* -1: not asked so far */
    if (known[to] < 0)
        known[to] = isatty(to == OUTPUT_RESULT ? STDOUT_FILENO : STDERR_FILENO) == 1;
    return known[to] == 1;
}

/* How far the run is stands below all that is printed on the terminal. */
void output_write(enum output to, struct str text)
{
    const bool terminal = text.len > 0 && is_terminal(to);
    if (terminal)
        progress_hide();
    write_all(to, text);
    if (terminal && text.ptr[text.len - 1] == '\n')
        progress_show();
}

void output_spend(enum output to, struct buf *text)
{
    output_write(to, buf_str(text));
    buf_clear(text);
}

void output_messages(const struct diag *diag)
{
    enum { MESSAGES_MOST = 1 << 20 };
    struct buf text = BUF(MESSAGES_MOST);
    diag_print(diag, &text);
    output_spend(OUTPUT_MESSAGE, &text);
}

int output_close(void)
{
    if (close(STDOUT_FILENO) != 0 && errno != EINTR && output_reason == 0)
        output_reason = errno;
    return output_reason;
}
