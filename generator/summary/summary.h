/*
 * summary: the report of a run, made of the lines that it told (room runlog): as JSON, and as one page for people.
 *
 * The page is one file that fetches nothing; it is HTML and well-formed XML at once.  All of it can be read without its
 * script, which only searches and filters.
 */
#ifndef CHENGWEN_SUMMARY_H
#define CHENGWEN_SUMMARY_H

#include "base/base.h"

enum { SUMMARY_MAX_BYTES = 1 << 30 };

/* `path`: of the report, absolute: from its folder papers are linked.  FAILED: too large; not reported. */
enum status summary_json(struct arena *arena, struct str events, const char *path, struct buf *out) CHECKED;
enum status summary_page(struct arena *arena, struct str events, const char *path, struct buf *out) CHECKED;
/* Does a file that begins so seem to be one of these two?  A thousand bytes are enough. */
bool summary_is_report(struct str head);

#endif
