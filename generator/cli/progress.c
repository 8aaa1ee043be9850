/*
 * How far a run is: one line at the foot of a terminal, made anew at most five times a second.
 *
 * Whatever else goes to the terminal takes its place, and it comes back below: so output.c hides and shows it around each
 * text.  It is as wide as the terminal at most, and says first what matters most.
 */
#include "cli/cli_int.h"

#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    PROGRESS_LEAST = 5,      /* papers, of which it is worth a line */
    PROGRESS_FIRST_MS = 500, /* after which there is something to tell */
    PROGRESS_STEP_MS = 200,
    PROGRESS_TEXT = 400, /* bytes */
    WIDTH_ELSE = 80,
    SECOND_MS = 1000,
    MINUTE = 60
};

static struct {
    bool on;
    uint64_t begun, made;
    char text[PROGRESS_TEXT]; /* empty: nothing to be shown so far */
} progress;
static volatile sig_atomic_t shown;

static void put(const char *text)
{
    ssize_t n = write(STDERR_FILENO, text, strlen(text));
    (void)n; /* there is nobody to tell */
}

void progress_hide(void)
{
    if (shown)
        put("\r\033[K");
    shown = 0;
}

void progress_show(void)
{
    if (!progress.on || progress.text[0] == '\0')
        return;
    put(progress.text);
    shown = 1;
}

void progress_begin(void)
{
    progress.on = isatty(STDERR_FILENO) == 1;
    progress.begun = clock_ms();
    progress.made = 0;
    progress.text[0] = '\0';
}

void progress_end(void)
{
    progress_hide();
    progress.on = false;
}

static size_t terminal_width(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : WIDTH_ELSE;
}

static void write_rate(struct buf *out, size_t done, uint64_t ms)
{
    const uint64_t thousandths = (uint64_t)done * SECOND_MS * SECOND_MS / ms;
    buf_add_text(out, "，每秒 ");
    if (thousandths >= 10ULL * SECOND_MS)
        buf_printf(out, "%llu", (unsigned long long)((thousandths + SECOND_MS / 2) / SECOND_MS));
    else
        buf_add_thousandths(out, (int64_t)((thousandths + 50) / 100 * 100));
    buf_add_text(out, " 份");
}

static void write_left(struct buf *out, uint64_t seconds)
{
    const unsigned long long minutes = seconds / MINUTE, hours = minutes / MINUTE;
    if (hours > 0)
        buf_printf(out, "，还需约 %llu 小时 %llu 分", hours, minutes % MINUTE);
    else if (minutes > 0)
        buf_printf(out, "，还需约 %llu 分 %llu 秒", minutes, (unsigned long long)seconds % MINUTE);
    else
        buf_printf(out, "，还需约 %llu 秒", (unsigned long long)seconds);
}

/* As many of the parts as stand beside each other. */
void progress_write(const struct progress_state *state, size_t width, struct buf *out)
{
    enum { PARTS = 4 };
    struct buf parts[PARTS] = {BUF(PROGRESS_TEXT), BUF(PROGRESS_TEXT), BUF(PROGRESS_TEXT),
                               BUF(PROGRESS_TEXT)};
    const uint64_t ms = state->ms > 0 ? state->ms : 1, rest = state->total - state->done;
    size_t columns = 1; /* the last one stays free: some terminals would go to the next line */
    bool room = true;
    buf_printf(&parts[0], "已处理 %zu/%zu 份", state->done, state->total);
    if (state->failed > 0)
        buf_printf(&parts[1], "，有误 %zu 份", state->failed);
    write_rate(&parts[2], state->done, ms);
    if (state->done > 0)
        write_left(&parts[3], (rest * ms / state->done + SECOND_MS - 1) / SECOND_MS);
    for (size_t i = 0; i < PARTS; i++) {
        columns += str_columns(buf_str(&parts[i]));
        room = room && columns <= width;
        buf_add_str(out, room ? buf_str(&parts[i]) : STR(""));
        buf_clear(&parts[i]);
    }
}

void progress_update(size_t done, size_t failed, size_t total)
{
    const uint64_t now = clock_ms();
    struct buf line = BUF(PROGRESS_TEXT);
    if (!progress.on || total < PROGRESS_LEAST || now - progress.begun < PROGRESS_FIRST_MS ||
        now - progress.made < PROGRESS_STEP_MS)
        return;
    progress.made = now;
    progress_write(&(struct progress_state){done, failed, total, now - progress.begun}, terminal_width(),
                   &line);
    snprintf(progress.text, sizeof progress.text, "%.*s", STR_ARGS(buf_str(&line)));
    buf_clear(&line);
    progress_hide();
    progress_show();
}
