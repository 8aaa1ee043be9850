/* base, inside: what reading (file_read.c), writing (file_write.c) and syncing (file_sync.c) share. */
#ifndef CHENGWEN_BASE_FILE_INT_H
#define CHENGWEN_BASE_FILE_INT_H

#include "base/base.h"

#include <errno.h>
#include <sys/types.h>

/* A call that a signal, or a file system in user space, cut short is made again.  Never close(): Linux has
 * closed the file by then. */
#define FILE_AGAIN(result, call)                                                                             \
    do {                                                                                                     \
        (result) = (call);                                                                                   \
    } while ((result) < 0 && errno == EINTR)

/* The file of an open descriptor is no longer needed.  Only what was written and not synced can be lost. */
int file_close(int fd);
/* Would the next file that is written meet this errno too? */
bool file_concerns_all(int reason);
/* file_temporary.c: "FOLDER/.chengwen-PID-XXXXXX"; ptr NULL: no memory. */
struct str file_temporary_name(struct arena *arena, const char *folder) CHECKED;
/* A new file, or the one that has no name (`unnamed`, else -1), gets that name, filled in; the handler of
 * a signal removes it until it is done; two at a time may be under way.  -1: errno says why not. */
int file_temporary_make(char *temporary, int unnamed);
void file_temporary_done(const char *temporary); /* the same */
/* file_folder.c: the folder that stands goes; for the handler of a signal. */
void file_folder_abandon(void);
/* What file_agent.c has done here, each by who knows how. */
void file_answer_read(const char *path, struct file_answer *ret_answer);
void file_answer_write(const char *path, struct file_answer *ret_answer);
void file_answer_where(const char *folder, const char *inner, struct file_answer *ret_answer);
bool file_directory_allows(const char *path, int what);
/* The disk has the file's bytes, or errno says why not. */
bool file_sync(int fd);

#endif
