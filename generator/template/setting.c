/*
 * Attributes of layout elements: fixed values are converted and checked when the kind is loaded, values with
 * {expressions} when a document is made.  One function turns text into the value in both cases, so both give
 * the same messages.
 */
#include "template/apply_int.h"
#include "template/compile_int.h"
#include "schema/messages.h"

static bool convert_name(enum setting_kind kind, const struct styles *styles, struct str text,
                         union setting_value *value)
{
    switch (kind) {
    case SETTING_STYLE:
        value->style = style_paragraph(&styles->sheet, text);
        return value->style != NULL;
    case SETTING_SPAN:
        value->span = style_span(&styles->sheet, text);
        return value->span != NULL;
    case SETTING_TABLE_STYLE:
        value->table = style_table(&styles->sheet, text);
        return value->table != NULL;
    case SETTING_PAGE:
        value->page = style_page(&styles->sheet, text);
        return value->page != NULL;
    default:
        value->numbering = numbering_lookup(styles, text);
        return value->numbering >= 0;
    }
}

enum status setting_unknown(struct diag *diag, struct place place, enum setting_kind kind,
                            const struct styles *styles, struct str name)
{
    const struct style_sheet *sheet = &styles->sheet;
    struct nearest nearest = {.name = name};

    for (size_t i = 0; kind == SETTING_STYLE && i < sheet->paragraph_count; i++)
        nearest_offer(&nearest, sheet->paragraphs[i].name);
    for (size_t i = 0; kind == SETTING_SPAN && i < sheet->span_count; i++)
        nearest_offer(&nearest, sheet->spans[i].name);
    for (size_t i = 0; kind == SETTING_TABLE_STYLE && i < sheet->table_count; i++)
        nearest_offer(&nearest, sheet->tables[i].name);
    for (size_t i = 0; kind == SETTING_PAGE && i < sheet->page_count; i++)
        nearest_offer(&nearest, sheet->pages[i].name);
    for (size_t i = 0; kind == SETTING_NUMBERING && i < styles->numbering_count; i++)
        nearest_offer(&nearest, styles->numberings[i].name);
    return refuse_name(diag, place, name, style_kinds[kind - SETTING_STYLE].label, nearest.best);
}

static bool convert_value(enum value_kind kind, struct str text, union setting_value *value)
{
    union attr_value read;

    if (!value_parse(kind, text, &read))
        return false;
    if (kind == VALUE_YESNO)
        value->yes = read.word;
    else if (kind == VALUE_VALIGN)
        value->valign = (enum valign)read.word;
    else if (kind == VALUE_PARITY)
        value->parity = (enum parity)read.word;
    else if (value_form(kind) == FORM_WORD)
        value->align = (enum align)read.word;
    else if (value_form(kind) == FORM_COUNT)
        value->count = read.count;
    else if (value_form(kind) == FORM_MEASURE)
        value->measure = read.measure;
    else if (value_form(kind) == FORM_COLOR)
        value->color = read.color;
    else
        value->text = read.text;
    return true;
}

static bool names_style(enum setting_kind kind)
{
    return kind >= SETTING_STYLE && kind <= SETTING_NUMBERING;
}

static enum status convert(const struct setting *setting, const struct styles *styles, struct diag *diag,
                           struct str text, union setting_value *ret_value)
{
    union setting_value value = {0};
    bool known = names_style(setting->kind);

    if (known ? convert_name(setting->kind, styles, text, &value)
              : convert_value(setting->kind, text, &value)) {
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
    struct buf buf;

    buf_init(&buf, TEMPLATE_MAX_VALUE);
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

enum status setting_compile(struct compiler *compiler, const struct attr *attr,
                            const struct setting_rule *rule, const struct scope *scope,
                            struct setting *setting)
{
    *setting = (struct setting){.kind = rule->kind, .name = rule->name};
    if (attr == NULL)
        return OK;
    setting->given = true;
    setting->place = attr->place;
    enum status status = compile_pattern(compiler, attr, scope, &setting->pattern);
    if (status != OK)
        return status;
    if (!pattern_is_fixed(setting->pattern))
        return OK;
    struct str text;
    status = fixed_text(compiler, setting->pattern, &text);
    if (status == OK)
        status = convert(setting, compiler->styles, compiler->diag, text, &setting->value);
    setting->fixed = status == OK;
    return status;
}

enum status setting_value(struct run *run, const struct setting *setting, struct record *scope,
                          union setting_value fallback, union setting_value *ret_value)
{
    *ret_value = setting->given && setting->fixed ? setting->value : fallback;
    if (!setting->given || setting->fixed)
        return OK;
    buf_reset(&run->text);
    enum status status = pattern_eval(setting->pattern, run->eval, scope, &run->text);
    struct str text;
    if (status == OK)
        status = run_take_text(run, setting->place, &text);
    if (status != OK)
        return status;
    return convert(setting, run->styles, run->eval->diag, text, ret_value);
}

enum status setting_yes(struct run *run, const struct setting *setting, struct record *scope, bool fallback,
                        bool *ret_yes)
{
    union setting_value value;
    enum status status = setting_value(run, setting, scope, (union setting_value){.yes = fallback}, &value);

    if (status == OK)
        *ret_yes = value.yes;
    return status;
}

enum status setting_count(struct run *run, const struct setting *setting, struct record *scope,
                          int64_t fallback, int64_t *ret_count)
{
    union setting_value value;
    enum status status = setting_value(run, setting, scope, (union setting_value){.count = fallback}, &value);

    if (status == OK)
        *ret_count = value.count;
    return status;
}

enum status setting_length(struct run *run, const struct setting *setting, struct record *scope,
                           const struct paragraph_style *style, length *ret_length)
{
    union setting_value value;

    if (!setting->given)
        return OK;
    enum status status = setting_value(run, setting, scope, (union setting_value){0}, &value);
    if (status == OK)
        *ret_length = measure_length(value.measure, style_em(style), style->line);
    return status;
}

static enum status place_of_align(struct diag *diag, const struct setting *setting, enum align align)
{
    if (align == ALIGN_LEFT || align == ALIGN_CENTER || align == ALIGN_RIGHT)
        return OK;
    struct str word = str_of(words_print(&words_align, (int)align));
    return refuse_word(diag, setting->place, setting->name, word, &words_place);
}

enum status check_place(struct compiler *compiler, const struct setting *setting)
{
    return setting->fixed ? place_of_align(compiler->diag, setting, setting->value.align) : OK;
}

enum status setting_place(struct run *run, const struct setting *setting, struct record *scope,
                          enum align *ret_align)
{
    union setting_value value;
    enum status status =
        setting_value(run, setting, scope, (union setting_value){.align = *ret_align}, &value);

    if (status == OK)
        status = place_of_align(run->eval->diag, setting, value.align);
    if (status == OK)
        *ret_align = value.align;
    return status;
}
