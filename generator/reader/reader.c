/*
 * XML: bytes or a file -> tree.  First the characters are checked (scan.c), then libxml2 reads (parse.c)
 * and the tree is built (tree.c).  On failure no tree is given; what was built of it goes with the arena.
 */
#include "reader/reader_int.h"
#include "base/messages.def"

enum status reader_read_limited(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                                size_t max_nodes, struct node **ret_root)
{
    struct place start = {path, 1, 1};
    place_forget();
    if (bytes.len > READER_MAX_BYTES)
        return diag_report(diag, MSG_FILE_TOO_LARGE, start, bytes.len, (size_t)READER_MAX_BYTES);
    struct reader reader = {.arena = arena, .diag = diag, .path = path, .bytes = bytes};
    reader.max_nodes = max_nodes;
    reader.shadow = BUF(READER_MAX_BYTES);
    enum status status = reader_scan(&reader);
    reader.cursor = cursor_start(reader.bytes);
    if (status == OK)
        status = reader_parse(&reader);
    buf_clear(&reader.shadow);
    if (status == OK)
        *ret_root = reader.root;
    return status;
}

enum status reader_read_bytes(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                              struct node **ret_root)
{
    return reader_read_limited(arena, diag, path, bytes, READER_MAX_NODES, ret_root);
}

enum status reader_read_file(struct arena *arena, struct diag *diag, const char *path, struct node **ret_root)
{
    struct str bytes;
    enum status status = file_read(arena, diag, path, READER_MAX_BYTES, &bytes);
    return status == OK ? reader_read_bytes(arena, diag, path, bytes, ret_root) : status;
}
