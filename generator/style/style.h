/*
 * style: style.xml and the files that it uses -> the style sheet of the content tray, with the numberings,
 * and what profiles ask of the finished styles.  The language is described for authors in
 * templates/README.md.
 */
#ifndef CHENGWEN_STYLE_H
#define CHENGWEN_STYLE_H

#include "base/base.h"
#include "content/content.h"
#include "expr/expr.h"
#include "schema/schema.h"

enum style_kind { STYLE_PARAGRAPH, STYLE_SPAN, STYLE_TABLE, STYLE_PAGE, STYLE_NUMBERING, STYLE_KINDS };
extern const struct style_kind_name {
    const char *element, *label; /* "table-style", "表格样式" */
} style_kinds[STYLE_KINDS];

struct numbering {
    struct str name;
    const struct pattern *format; /* against `shape` */
    const struct pattern *cite;   /* how references say it, the same; NULL: as it is printed */
    struct str after;
    int restart_on;            /* index of another numbering; -1: none */
    int within;                /* the same: references name the one that it stands in before it; -1: none */
    const struct shape *shape; /* n, then the counts of `outer`, by their names */
    const int *outer; /* numberings that it restarts on, by way of others too, and names in a format */
    size_t outer_count;
    struct place place;
};

/* A value that is not what a profile asks for. */
struct deviation {
    struct deviation *next;
    struct place place;        /* of the element that makes the value */
    bool required;             /* 规定 */
    struct str profile, basis; /* basis: "GB/T 9704—2012，5.2.2，一般" */
    const char *label;         /* "版面" */
    struct str name;
    const char *attr;
    struct str wanted, found;
};

/* A role that a style of the kind's files asks for. */
struct role_wish {
    struct role_wish *next;
    struct str role;
    struct place place;
};

struct styles {
    struct style_sheet sheet;
    const struct role_wish *roles;
    struct numbering *numberings;
    size_t numbering_count;
    int dots;                     /* an inch that photographs have at most; 0: as they are; -1: not said */
    struct deviation *deviations; /* in the order of the profiles' values */
};

enum status styles_load(struct arena *arena, struct diag *diag, const char *folder,
                        struct styles *ret_styles) CHECKED;
/* FAILED, reported: the files of the kind ask for a role that is none of these. */
enum status styles_check_roles(const struct styles *styles, struct diag *diag, const struct str *roles,
                               size_t count) CHECKED;
int numbering_lookup(const struct styles *styles, struct str name); /* -1: none */

/* Reports where pages and styles deviate from the profiles that the style files hold: what is 规定 as a
 * warning, the rest as notices. */
void styles_report_deviations(const struct styles *styles, struct diag *diag);

#endif
