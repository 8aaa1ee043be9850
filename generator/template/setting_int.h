/*
 * Inside template: settings, the attributes of an element that may hold expressions (setting.c).
 */
#ifndef CHENGWEN_TEMPLATE_SETTING_INT_H
#define CHENGWEN_TEMPLATE_SETTING_INT_H

#include "template/template_int.h"

struct compiler;
struct run;
struct scope;

struct setting {
    enum value_kind kind;
    bool given, fixed;             /* one that is not given but has a default is fixed */
    union attr_value value;        /* when fixed */
    const struct pattern *pattern; /* when not */
    const char *name;
    struct place place;
};

/* Where an attribute's setting lies in the data of its element. */
struct setting_field {
    const char *attr;
    size_t offset;
};
#define FIELD(type, attr, member)                                                                            \
    {                                                                                                        \
        attr, offsetof(struct type, member)                                                                  \
    }

/* The attribute `name` of `node`, of the kind that `element` says, or its default; an element without such an
 * attribute leaves the setting empty. */
enum status setting_compile(struct compiler *compiler, const struct schema_row *element,
                            const struct node *node, const char *name, const struct scope *scope,
                            struct setting *setting) CHECKED;

/* The values of settings when a document is made, each to where `to` points: bool of YESNO, int64_t of counts,
 * length of measures (beside `style`), an enum of words (int), uint32_t of colours, struct str of texts, a pointer
 * to the style or page, int of a numbering.  What is not given and has no default stays. */
struct setting_read {
    const struct setting *setting;
    void *to;
};
enum status settings_read(struct run *run, struct record *scope, const struct paragraph_style *style,
                          const struct setting_read *reads, size_t count) CHECKED;
#define READ(run, scope, style, ...)                                                                         \
    settings_read(run, scope, style, (const struct setting_read[]){__VA_ARGS__},                             \
                  sizeof((const struct setting_read[]){__VA_ARGS__}) / sizeof(struct setting_read))

/* No style, page or numbering of this name: reported; FAILED. */
enum status setting_unknown(struct diag *diag, struct place place, enum value_kind kind,
                            const struct styles *styles, struct str name) CHECKED;

#endif
