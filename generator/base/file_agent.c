/*
 * Files that another process opens.
 *
 * Whatever is wanted of files by name while a document is made goes through file_ask: done here, or by the agent of a
 * process that may open nothing itself (batch/workers/confine.c).
 */
#include "base/file_int.h"

#include <fcntl.h>
#include <unistd.h>

static file_agent *agent;
static void *agent_context;

void file_use_agent(file_agent *new_agent, void *context)
{
    agent = new_agent;
    agent_context = context;
}

void file_ask(const struct file_asked *asked, struct file_answer *ret_answer)
{
    if (agent == NULL) {
        file_answer(asked, ret_answer);
        return;
    }
    if (!agent(agent_context, asked, ret_answer))
        *ret_answer = (struct file_answer){.fd = -1, .reason = EIO, .where = FILE_UNFIT};
}

static void answer_list(const char *folder, struct file_answer *ret_answer)
{
    FILE_AGAIN(ret_answer->fd, open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    ret_answer->reason = ret_answer->fd < 0 ? errno : 0;
}

void file_answer(const struct file_asked *asked, struct file_answer *ret_answer)
{
    *ret_answer = (struct file_answer){.fd = -1};
    switch (asked->wish) {
    case FILE_WISH_READ:
        file_answer_read(asked->path, ret_answer);
        break;
    case FILE_WISH_WHERE:
        file_answer_where(asked->path, asked->inner, ret_answer);
        break;
    case FILE_WISH_LIST:
        answer_list(asked->path, ret_answer);
        break;
    case FILE_WISH_USABLE:
        ret_answer->reason = file_directory_allows(asked->path, W_OK | X_OK) ? 0 : errno;
        break;
    case FILE_WISH_WRITE:
        file_answer_write(asked->path, ret_answer);
        break;
    }
}

int file_list(const char *folder)
{
    struct file_answer answer;
    file_ask(&(struct file_asked){FILE_WISH_LIST, folder, NULL}, &answer);
    errno = answer.reason;
    return answer.fd;
}

bool file_directory_usable(const char *path)
{
    struct file_answer answer;
    file_ask(&(struct file_asked){FILE_WISH_USABLE, path, NULL}, &answer);
    errno = answer.reason;
    return answer.reason == 0;
}
