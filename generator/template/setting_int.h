/*
 * Inside template: settings, the attributes of an element that may hold expressions (setting.c).
 */
#ifndef CHENGWEN_TEMPLATE_SETTING_INT_H
#define CHENGWEN_TEMPLATE_SETTING_INT_H

#include "template/template_int.h"

struct compiler;
struct run;
struct scope;

/* Settings have the kinds of values that the schema knows. */
#define SETTING_YESNO VALUE_YESNO
#define SETTING_COUNT VALUE_COUNT
#define SETTING_NUMBER VALUE_NUMBER
#define SETTING_LENGTH VALUE_LENGTH
#define SETTING_INDENT VALUE_INDENT
#define SETTING_SIZE VALUE_EXTENT
#define SETTING_RULE VALUE_RULE
#define SETTING_ALIGN VALUE_ALIGN
#define SETTING_CELL_ALIGN VALUE_CELL_ALIGN
#define SETTING_VALIGN VALUE_VALIGN
#define SETTING_COLOR VALUE_COLOR
#define SETTING_FILL VALUE_FILL
#define SETTING_PARITY VALUE_PARITY
#define SETTING_STYLE VALUE_STYLE
#define SETTING_SPAN VALUE_SPAN
#define SETTING_TABLE_STYLE VALUE_TABLE_STYLE
#define SETTING_PAGE VALUE_PAGE
#define SETTING_NUMBERING VALUE_NUMBERING
#define SETTING_TEXT VALUE_TEXT
#define setting_kind value_kind

union setting_value {
    struct str text;
    int64_t count;
    struct measure measure;
    uint32_t color;
    bool yes;
    enum align align;
    enum valign valign;
    enum parity parity;
    const struct paragraph_style *style;
    const struct span_style *span;
    const struct table_style *table;
    const struct page_master *page;
    int numbering;
};

struct setting {
    enum setting_kind kind;
    bool given, fixed;
    union setting_value value;     /* when fixed */
    const struct pattern *pattern; /* when not */
    const char *name;
    struct place place;
};

struct setting_rule {
    const char *name;
    enum setting_kind kind;
    size_t offset; /* of the setting in the element's data */
};

#define SETTING(type, attr, kind, field)                                                                     \
    {                                                                                                        \
        attr, kind, offsetof(struct type, field)                                                             \
    }

enum status setting_compile(struct compiler *compiler, const struct attr *attr,
                            const struct setting_rule *rule, const struct scope *scope,
                            struct setting *setting) CHECKED;
/* `fallback` when the attribute was not given. */
enum status setting_value(struct run *run, const struct setting *setting, struct record *scope,
                          union setting_value fallback, union setting_value *ret_value) CHECKED;
enum status setting_yes(struct run *run, const struct setting *setting, struct record *scope, bool fallback,
                        bool *ret_yes) CHECKED;
enum status setting_count(struct run *run, const struct setting *setting, struct record *scope,
                          int64_t fallback, int64_t *ret_count) CHECKED;
/* A length beside a style; *ret_length stays when the attribute was not given. */
enum status setting_length(struct run *run, const struct setting *setting, struct record *scope,
                           const struct paragraph_style *style, length *ret_length) CHECKED;
/* An alignment that is a place: left, center, right; *align stays when the attribute was not given. */
enum status setting_place(struct run *run, const struct setting *setting, struct record *scope,
                          enum align *ret_align) CHECKED;
/* The same of a fixed value, when the kind is loaded. */
enum status check_place(struct compiler *compiler, const struct setting *setting) CHECKED;

/* No style, page or numbering of this name: reported; FAILED. */
enum status setting_unknown(struct diag *diag, struct place place, enum setting_kind kind,
                            const struct styles *styles, struct str name) CHECKED;

#endif
