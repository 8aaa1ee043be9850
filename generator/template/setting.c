/*
 * Attributes of layout elements: fixed values are converted and checked when the kind is loaded, values with
 * {expressions} when a document is made.  One function turns text into the value in both cases, so both give
 * the same messages.
 */
#include "template/apply_int.h"
#include "template/compile_int.h"
#include "schema/messages.def"

static bool convert_name(enum value_kind kind, const struct styles *styles, struct str text,
                         union attr_value *value)
{
    switch (kind) {
    case VALUE_STYLE:
        value->style = style_paragraph(&styles->sheet, text);
        return value->style != NULL;
    case VALUE_SPAN:
        value->span = style_span(&styles->sheet, text);
        return value->span != NULL;
    case VALUE_TABLE_STYLE:
        value->table = style_table(&styles->sheet, text);
        return value->table != NULL;
    case VALUE_PAGE:
        value->page = style_page(&styles->sheet, text);
        return value->page != NULL;
    default:
        value->numbering = numbering_lookup(styles, text);
        return value->numbering >= 0;
    }
}

enum status setting_unknown(struct diag *diag, struct place place, enum value_kind kind,
                            const struct styles *styles, struct str name)
{
    const struct style_sheet *sheet = &styles->sheet;
    struct nearest nearest = {.name = name};
    for (size_t i = 0; kind == VALUE_STYLE && i < sheet->paragraph_count; i++)
        nearest_offer(&nearest, sheet->paragraphs[i].name);
    for (size_t i = 0; kind == VALUE_SPAN && i < sheet->span_count; i++)
        nearest_offer(&nearest, sheet->spans[i].name);
    for (size_t i = 0; kind == VALUE_TABLE_STYLE && i < sheet->table_count; i++)
        nearest_offer(&nearest, sheet->tables[i].name);
    for (size_t i = 0; kind == VALUE_PAGE && i < sheet->page_count; i++)
        nearest_offer(&nearest, sheet->pages[i].name);
    for (size_t i = 0; kind == VALUE_NUMBERING && i < styles->numbering_count; i++)
        nearest_offer(&nearest, styles->numberings[i].name);
    return refuse_name(diag, place, name, style_kinds[kind - VALUE_STYLE].label, nearest.best);
}

static bool names_style(enum value_kind kind)
{
    return kind >= VALUE_STYLE && kind <= VALUE_NUMBERING;
}

static enum status convert(const struct setting *setting, const struct styles *styles, struct diag *diag,
                           struct str text, union attr_value *ret_value)
{
    union attr_value value = {0};
    bool known = names_style(setting->kind);
    if (known ? convert_name(setting->kind, styles, text, &value)
              : value_parse(setting->kind, text, &value)) {
        *ret_value = value;
        return OK;
    }
    if (known)
        return setting_unknown(diag, setting->place, setting->kind, styles, text);
    return refuse_kind(diag, setting->place, setting->name, text, setting->kind);
}

static bool pattern_is_fixed(const struct pattern *pattern)
{
    const struct pattern_part *parts;
    size_t count = pattern_parts(pattern, &parts);
    for (size_t i = 0; i < count; i++)
        if (parts[i].expr != NULL)
            return false;
    return true;
}

/* The text of a pattern without expressions, in the arena. */
static enum status fixed_text(struct compiler *compiler, const struct pattern *pattern, struct str *ret_text)
{
    const struct pattern_part *parts;
    size_t count = pattern_parts(pattern, &parts);
    struct buf buf = BUF(TEMPLATE_MAX_VALUE);
    for (size_t i = 0; i < count; i++)
        buf_add_str(&buf, parts[i].literal);
    enum status status = buf_status(&buf);
    struct str text = arena_copy(compiler->arena, buf_str(&buf));
    buf_clear(&buf);
    if (status != OK || text.ptr == NULL)
        return NO_MEMORY;
    *ret_text = text;
    return OK;
}

enum status setting_compile(struct compiler *compiler, const struct schema_row *element,
                            const struct node *node, const char *name, const struct scope *scope,
                            struct setting *setting)
{
    const struct schema_row *row = schema_attribute(element, str_of(name));
    const struct attr *attr = node_attr(node, name);
    if (row == NULL)
        return OK;
    *setting = (struct setting){.kind = row->kind,
                                .given = attr != NULL,
                                .name = name,
                                .place = attr != NULL ? attr->place : node->place};
    setting->fixed = attr == NULL && row->otherwise[0] != '\0';
    struct str text = str_of(row->otherwise);
    if (attr == NULL && !setting->fixed)
        return OK;
    enum status status = attr != NULL ? compile_pattern(compiler, attr, scope, &setting->pattern) : OK;
    if (status != OK || (attr != NULL && !pattern_is_fixed(setting->pattern)))
        return status;
    if (attr != NULL)
        status = fixed_text(compiler, setting->pattern, &text);
    if (status == OK)
        status = convert(setting, compiler->styles, compiler->diag, text, &setting->value);
    setting->fixed = status == OK;
    setting->pattern = NULL;
    return status;
}

/* As the caller keeps it. */
static void store(enum value_kind kind, const union attr_value *value, const struct paragraph_style *style,
                  void *to)
{
    if (names_style(kind) && kind != VALUE_NUMBERING)
        *(const void **)to = value->style; /* whichever it points to */
    else if (kind == VALUE_NUMBERING)
        *(int *)to = value->numbering;
    else if (kind == VALUE_YESNO)
        *(bool *)to = value->word;
    else if (value_form(kind) == FORM_WORD)
        *(int *)to = value->word;
    else if (value_form(kind) == FORM_COUNT)
        *(int64_t *)to = value->count;
    else if (value_form(kind) == FORM_COLOR)
        *(uint32_t *)to = value->color;
    else if (value_form(kind) == FORM_MEASURE)
        *(length *)to = measure_length(value->measure, style_em(style), style->line);
    else
        *(struct str *)to = value->text;
}

static enum status setting_read(struct run *run, struct record *scope, const struct paragraph_style *style,
                                const struct setting *setting, void *to)
{
    union attr_value value = setting->value;
    if (!setting->fixed) {
        struct str text;
        buf_reset(&run->text);
        enum status status = pattern_eval(setting->pattern, run->eval, scope, &run->text);
        if (status == OK)
            status = run_take_text(run, setting->place, &text);
        if (status == OK)
            status = convert(setting, run->styles, run->eval->diag, text, &value);
        if (status != OK)
            return status;
    }
    store(setting->kind, &value, style, to);
    return OK;
}

enum status settings_read(struct run *run, struct record *scope, const struct paragraph_style *style,
                          const struct setting_read *reads, size_t count)
{
    enum status status = OK;
    for (size_t i = 0; i < count && status == OK; i++)
        if (reads[i].setting->given || reads[i].setting->fixed)
            status = setting_read(run, scope, style, reads[i].setting, reads[i].to);
    return status;
}
