/*
 * Room on the disk for the manifest, kept while papers are written: a full disk ends the run, but not the account of what
 * it has made.
 *
 * What is known already will be written again; for what is to come the room is a part of what is free, so that on a
 * small disk papers are not kept from what they might have had: a paper takes far more than its entry.
 *
 * The room is a file without a name; it is given up right before the manifest is written, and goes with the process.  Where the
 * system cannot keep any, nothing is lost but this.
 */
#include "manifest/manifest_int.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
    ROOM_ANYWAY = 1 << 16,
    ROOM_EACH = 1 << 10, /* bytes of an entry, with its sources */
    ROOM_SHARE = 4       /* of what is free, one part in so many at most for what is to come */
};

static size_t room_to_come(const struct manifest *manifest)
{
    const size_t wanted = ROOM_ANYWAY + manifest->claim_count * ROOM_EACH;
    struct statvfs disk;
    if (statvfs(manifest->folder, &disk) != 0)
        return wanted;
    const uint64_t most = (uint64_t)disk.f_bavail * disk.f_frsize / ROOM_SHARE;
    return most < wanted ? (size_t)most : wanted;
}

void manifest_keep_room(struct manifest *manifest)
{
    manifest_give_room(manifest);
    const size_t known = (manifest->paper_count + manifest->share_count) * ROOM_EACH;
    const size_t size = known + room_to_come(manifest);
    manifest->room = open(manifest->folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (manifest->room >= 0 && size > 0 &&
        fallocate(manifest->room, 0, 0, (off_t)(size < MANIFEST_MAX_BYTES ? size : MANIFEST_MAX_BYTES)) != 0)
        manifest_give_room(manifest);
}

void manifest_give_room(struct manifest *manifest)
{
    if (manifest->room >= 0)
        close(manifest->room);
    manifest->room = -1;
}
