/* The elements of the author's languages and their attributes, one language after the other: see schema.h. */
#include "schema/schema.h"

enum {
    LAYOUT = LANGUAGE_LAYOUT,
    PROSE = LANGUAGE_PROSE,
    STYLE = LANGUAGE_STYLE,
    ROLES = LANGUAGE_ROLES,
    MODEL = LANGUAGE_MODEL,
    MAPPING = LANGUAGE_MAPPING,
    PLAN = LANGUAGE_PLAN
};

#define ELEMENT(of, called, stands, has, says) PLACED(NONE, of, called, stands, has, says)
#define PLACED(is, of, called, stands, has, says)                                                            \
    {.row = ROW_ELEMENT,                                                                                     \
     .name = (called),                                                                                       \
     .help = (says),                                                                                         \
     .languages = (of),                                                                                      \
     .id = ELEMENT_##is,                                                                                     \
     .places = (stands),                                                                                     \
     .holds = (has)},
#define ATTRIBUTE(called, type, value, says)                                                                 \
    {.row = ROW_ATTRIBUTE, .name = (called), .help = (says), .kind = VALUE_##type, .otherwise = (value)},
#define NEEDED(called, type, says)                                                                           \
    {.row = ROW_ATTRIBUTE,                                                                                   \
     .name = (called),                                                                                       \
     .help = (says),                                                                                         \
     .kind = VALUE_##type,                                                                                   \
     .needed = true,                                                                                         \
     .otherwise = ""},
#define COMPUTED(called, type, says)                                                                         \
    {.row = ROW_COMPUTED, .name = (called), .help = (says), .kind = VALUE_##type},
#define FIELD(called, has, says)                                                                             \
    ELEMENT(MODEL, called, IN_FIELDS, has, says)                                                             \
    NEEDED("name", TEXT, "")                                                                                 \
    ATTRIBUTE("label", TEXT, "", "")
#define PROOF(called, says)                                                                                  \
    ELEMENT(MODEL, called, IN_FIELDS, IN_INLINE, says)                                                       \
    ATTRIBUTE("severity", SEVERITY, "error", "")                                                             \
    ATTRIBUTE("tolerance", FORMULA, "0", "")                                                                 \
    ATTRIBUTE("label", TEXT, "", "")                                                                         \
    ATTRIBUTE("at", NAME, "", "")                                                                            \
    ATTRIBUTE("when", CONDITION, "", "")
/* style.xml first: its elements are looked up most often, attribute by attribute. */
static const struct schema_row rows[] = {
#include "schema/style.def"
#include "schema/layout.def"
#include "schema/model.def"
#include "schema/roles.def"
#include "schema/mapping.def"
#include "schema/plan.def"
    {.row = ROW_END},
};
#undef PROOF
#undef FIELD
#undef COMPUTED
#undef NEEDED
#undef ATTRIBUTE
#undef PLACED
#undef ELEMENT

static bool is_element(const struct schema_row *row, enum language language)
{
    return row->row == ROW_ELEMENT && (row->languages & language) != 0;
}

/* The elements without their attributes, and those among them that are looked up by their place; NULL behind the last. */
struct element_rows {
    const struct schema_row *all[ARRAY_COUNT(rows)], *placed[ARRAY_COUNT(rows)];
    bool ready;
};

static const struct element_rows *element_rows(void)
{
    static struct element_rows elements;
    size_t count = 0, placed = 0;
    for (const struct schema_row *row = rows; !elements.ready && row->row != ROW_END; row++) {
        if (row->row != ROW_ELEMENT)
            continue;
        elements.all[count++] = row;
        if (row->places != 0 && (row->languages & (LAYOUT | PROSE)) != 0)
            elements.placed[placed++] = row;
    }
    elements.ready = true;
    return &elements;
}

/* Most names differ in their first byte: then nothing is called. */
static inline bool is_named(const struct schema_row *row, struct str name)
{
    return name.len > 0 && name.ptr[0] == row->name[0] && str_is(name, row->name);
}

const struct schema_row *schema_element(enum language language, struct str name)
{
    for (const struct schema_row *const *row = element_rows()->all; *row != NULL; row++)
        if (((*row)->languages & language) != 0 && is_named(*row, name))
            return *row;
    return NULL;
}

const struct schema_row *schema_next(enum language language, const struct schema_row *row)
{
    for (row = row == NULL ? rows : row + 1; row->row != ROW_END; row++)
        if (is_element(row, language))
            return row;
    return NULL;
}

static inline bool stands(const struct schema_row *row, enum language language, struct str name,
                          unsigned places)
{
    return (row->languages & language) != 0 && (row->places & places) != 0 && is_named(row, name);
}

const struct schema_row *schema_placed(enum language language, struct str name, unsigned places)
{
    for (const struct schema_row *const *row = element_rows()->placed; *row != NULL; row++)
        if (stands(*row, language, name, places))
            return *row;
    return NULL;
}

const struct schema_row *schema_attribute(const struct schema_row *element, struct str name)
{
    for (const struct schema_row *row = element + 1; row->row == ROW_ATTRIBUTE || row->row == ROW_COMPUTED;
         row++)
        if (is_named(row, name) || row->name[0] == '*')
            return row;
    return NULL;
}

const struct schema_row *schema_unplaced(enum language language, const struct node *node, unsigned places)
{
    const struct schema_row *found = NULL;
    for (const struct schema_row *const *at = element_rows()->all; *at != NULL; at++) {
        const struct schema_row *row = *at;
        size_t known = 0;
        if (!stands(row, language, node->name, places))
            continue;
        while (known < node->attr_count && schema_attribute(row, node->attrs[known].name) != NULL)
            known++;
        if (found == NULL || known == node->attr_count)
            found = row;
    }
    return found;
}

unsigned schema_unplaced_holds(enum language language, const struct node *node, unsigned places)
{
    unsigned holds = 0;
    for (const struct schema_row *const *row = element_rows()->all; *row != NULL; row++)
        if (stands(*row, language, node->name, places))
            holds |= (*row)->holds;
    return holds;
}

void schema_list_placed(enum language language, unsigned places, struct buf *out)
{
    for (const struct schema_row *row = rows; row->row != ROW_END; row++)
        if (is_element(row, language) && (row->places & places) != 0)
            buf_printf(out, "%s%s", out->len > 0 ? " " : "", row->name);
}

enum status schema_check_attr(struct diag *diag, const struct node *node, const struct schema_row *element,
                              const struct attr *attr)
{
    const struct schema_row *row = schema_attribute(element, attr->name);
    struct buf list = BUF(4096);
    if (row != NULL && row->row == ROW_ATTRIBUTE)
        return OK;
    for (row = element + 1; row->row == ROW_ATTRIBUTE; row++)
        buf_printf(&list, "%s%s", list.len > 0 ? " " : "", row->name);
    enum status status = buf_status(&list);
    if (status == OK)
        status = refuse_attribute(diag, node, attr, list.len > 0 ? list.ptr : "");
    buf_clear(&list);
    return status;
}

enum status schema_check(struct diag *diag, const struct node *node, const struct schema_row *element)
{
    enum status status = OK;
    for (size_t i = 0; i < node->attr_count; i++)
        status = status_worse(status, schema_check_attr(diag, node, element, &node->attrs[i]));
    return status;
}
