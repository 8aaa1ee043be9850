/*
 * template: layout.xml + style.xml + record -> content.
 *
 * Loading compiles every expression of the layout, also in branches that no input takes, against the model's
 * shapes. The languages of both files are described for authors in templates/README.md.
 */
#ifndef CHENGWEN_TEMPLATE_H
#define CHENGWEN_TEMPLATE_H

#include "base/base.h"
#include "content/content.h"
#include "expr/expr.h"
#include "model/model.h"

struct template; /* read-only once loaded */

/* Reads FOLDER/layout.xml and FOLDER/style.xml and the files that they use (<use file="…"/>, relative to the
 * file), all of them in the folder that FOLDER lies in. */
enum status template_load(struct arena *arena, struct diag *diag, const char *folder,
                          const struct model *model, struct template **ret_template) CHECKED;
/* Reports where pages and styles deviate from the profiles that the style files hold: what is 规定 as a
 * warning, the rest as notices. */
void template_report_deviations(const struct template *template, struct diag *diag);
/* Warns of references in the layout to what only prose of a document may be called: without one nobody knows. */
void template_report_doubts(const struct template *template, struct diag *diag);
/* FAILED, reported: its styles ask for a role of fonts that is none of these. */
enum status template_check_roles(const struct template *template, struct diag *diag, const struct str *roles,
                                 size_t count) CHECKED;
/* Content in eval->arena. */
enum status template_apply(const struct template *template, struct eval *eval, struct record *record,
                           struct content **ret_content) CHECKED;

#endif
