/*
 * The fields of a shape -> columns, with what is said of each.
 *
 * What is computed has no column, but for totals, which may be stated and are proved then: people have them, and under a head of
 * their own nobody would prove them.  Running text has one where it is needed: it may as well stand in the
 * description under the table.
 */
#include "form/form_int.h"

static struct str unit_in_head(const struct field *field)
{
    const struct str unit = field->type.unit, label = field->label;
    const bool has_brackets = str_ends(label, "）") || str_ends(label, ")");
    return field->type.kind == TYPE_NUMBER && !has_brackets ? unit : STR("");
}

static const char *sort_of(const struct field *field)
{
    switch (field->type.kind) {
    case TYPE_NUMBER:
        return "数字";
    case TYPE_DATE:
        return field->month ? "月份，如 2026-08" : "日期，如 2026-08-02";
    case TYPE_YESNO:
        return "是或否";
    case TYPE_PROSE:
        return "正文，单元格里每行一段；写在底本里的，删去这一列";
    default:
        return "文字";
    }
}

static enum status describe(struct arena *arena, const struct field *field, struct str *ret_comment)
{
    struct model_facts facts;
    struct buf text = BUF(1 << 16);
    model_field_facts(field, &facts);
    buf_add_text(&text, facts.needed        ? "必填"
                        : field->is == NULL ? "可以不填"
                        : field->is_default ? "可以不填，有默认的值"
                                            : "可以不填，由程序计算；填了就核对");
    buf_printf(&text, "；%s", sort_of(field));
    if (field->type.unit.len > 0 && field->type.kind == TYPE_NUMBER)
        buf_printf(&text, "，单位是%.*s", STR_ARGS(field->type.unit));
    if (facts.integer)
        buf_add_text(&text, "，整数");
    for (size_t i = 0; i < facts.choice_count; i++)
        buf_printf(&text, "%s%.*s", i == 0 ? "：" : "、", STR_ARGS(facts.choices[i]));
    if (facts.help.len > 0)
        buf_printf(&text, "；%.*s", STR_ARGS(facts.help));
    buf_printf(&text, "\n字段 %.*s", STR_ARGS(field->name));
    return buf_keep(&text, arena, ret_comment);
}

static bool is_total(const struct field *field)
{
    static const char *const ends[] = {"总额", "合计", "总计", "小计", "总分"};
    for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
        if (field->type.kind == TYPE_NUMBER && str_ends(field->label, ends[i]))
            return true;
    return false;
}

static bool is_computed(const struct field *field)
{
    return field->is != NULL && !field->is_default;
}

/* Of a group in which nothing can be stated totals prove nothing. */
static bool says_nothing(const struct shape *shape)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!is_computed(field) && (field->type.kind != TYPE_RECORD || !says_nothing(field->type.shape)))
            return false;
    }
    return true;
}

/* The label; the name, where another is called so. */
static struct str word_of(const struct shape *shape, const struct field *field)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *other = &shape->fields[i];
        if (other != field && is_computed(other) == is_computed(field) &&
            str_equal(other->label, field->label))
            return field->name;
    }
    return field->label;
}

static enum status add_field(struct arena *arena, const struct shape *shape, const struct field *field,
                             struct form_columns *columns)
{
    struct form_column column = {.field = field};
    struct model_facts facts;
    const struct str unit = unit_in_head(field), prefix = columns->prefix, word = word_of(shape, field);
    model_field_facts(field, &facts);
    column.needed = facts.needed;
    column.head = arena_printf(arena, "%.*s%.*s%s%.*s%s", STR_ARGS(prefix), STR_ARGS(word),
                               unit.len > 0 ? "（" : "", STR_ARGS(unit), unit.len > 0 ? "）" : "");
    if (column.head.ptr == NULL || describe(arena, field, &column.comment) != OK)
        return NO_MEMORY;
    return columns->count < FORM_MAX_COLUMNS
               ? ARENA_APPEND(arena, columns->items, columns->count, columns->capacity, &column)
               : OK;
}

static bool is_needed_prose(const struct field *field)
{
    struct model_facts facts;
    model_field_facts(field, &facts);
    return field->type.kind == TYPE_PROSE && facts.needed;
}

enum status form_columns(struct arena *arena, const struct shape *shape, struct form_columns *columns)
{
    const struct str prefix = columns->prefix;
    enum status status = OK;
    for (size_t i = 0; i < shape->field_count && status == OK; i++) {
        const struct field *field = &shape->fields[i];
        if (is_computed(field) && !is_total(field))
            continue;
        if (field->type.kind < TYPE_PROSE || is_needed_prose(field))
            status = add_field(arena, shape, field, columns);
        if (field->type.kind != TYPE_RECORD || says_nothing(field->type.shape))
            continue;
        columns->prefix = arena_printf(arena, "%.*s%.*s.", STR_ARGS(prefix), STR_ARGS(field->label));
        status = columns->prefix.ptr == NULL ? NO_MEMORY : form_columns(arena, field->type.shape, columns);
        columns->prefix = prefix;
    }
    return status;
}

static enum status add_list(struct arena *arena, const struct field *field, struct form_lists *lists)
{
    struct model_facts facts;
    struct form_list list = {.field = field, .name = field->label};
    model_field_facts(field, &facts);
    if (!facts.stated)
        return OK;
    list.way = arena_printf(arena, "%.*s%.*s", STR_ARGS(lists->prefix), STR_ARGS(field->label));
    return list.way.ptr == NULL ? NO_MEMORY
                                : ARENA_APPEND(arena, lists->items, lists->count, lists->capacity, &list);
}

/* Who reads the sheets takes a label for any of those that are called so. */
static void tell_apart(struct form_lists *lists)
{
    for (size_t i = 0; i < lists->count; i++)
        for (size_t k = 0; k < lists->count; k++)
            if (k != i && str_equal(lists->items[k].field->label, lists->items[i].field->label))
                lists->items[i].name = lists->items[i].way;
}

enum status form_lists(struct arena *arena, const struct shape *shape, struct form_lists *lists)
{
    const struct str prefix = lists->prefix;
    enum status status = OK;
    for (size_t i = 0; i < shape->field_count && status == OK; i++) {
        const struct field *field = &shape->fields[i];
        if (field->type.kind == TYPE_RECORD) {
            lists->prefix = arena_printf(arena, "%.*s%.*s.", STR_ARGS(prefix), STR_ARGS(field->label));
            status = lists->prefix.ptr == NULL ? NO_MEMORY : form_lists(arena, field->type.shape, lists);
            lists->prefix = prefix;
        } else if (field->type.kind == TYPE_LIST && field->type.of->kind == TYPE_RECORD) {
            status = add_list(arena, field, lists);
        }
    }
    tell_apart(lists);
    return status;
}
