/*
 * roles: fonts/roles.xml, and the faces that it names.
 *
 * For who sets text in roles: papers (batch), and what a signed field shows (sign).
 */
#ifndef CHENGWEN_ROLES_H
#define CHENGWEN_ROLES_H

#include "base/base.h"
#include "font/font.h"

/* FOLDER/roles.xml; fonts unpacked under FOLDER/debian are searched too.  `cache`: see font_request.  The file is kept in
 * `arena`; the set is the caller's (font_set_free).  Not OK: reported, *ret_set is as it was. */
enum status roles_load(struct arena *arena, struct diag *diag, const char *folder, const char *cache,
                       struct font_set **ret_set) CHECKED;
/* The names alone, without a look at any font, for who sets nothing.  FAILED: the file cannot be used, which is not told here. */
enum status roles_names(struct arena *arena, const char *folder, const struct str **ret_names,
                        size_t *ret_count) CHECKED;

#endif
