/*
 * Room on the disk for the manifest, kept while papers are written: a full disk ends the run, but not the account of what
 * it has made.
 *
 * The room is a file without a name; it is given up right before the manifest is written, and goes with the process.  Where the
 * system cannot keep any, nothing is lost but this.
 */
#include "manifest/manifest_int.h"

#include <fcntl.h>
#include <unistd.h>

enum { ROOM_ANYWAY = 1 << 16, ROOM_EACH = 1 << 10 /* bytes of an entry, with its sources */ };

void manifest_keep_room(struct manifest *manifest)
{
    const size_t papers = manifest->paper_count + manifest->share_count + manifest->claim_count;
    const size_t size = ROOM_ANYWAY + papers * ROOM_EACH;
    manifest_give_room(manifest);
    manifest->room = open(manifest->folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (manifest->room >= 0 &&
        fallocate(manifest->room, 0, 0, (off_t)(size < MANIFEST_MAX_BYTES ? size : MANIFEST_MAX_BYTES)) != 0)
        manifest_give_room(manifest);
}

void manifest_give_room(struct manifest *manifest)
{
    if (manifest->room >= 0)
        close(manifest->room);
    manifest->room = -1;
}
