/*
 * A model -> a description to be filled in.
 *
 * What must be there stands there, each with an example of its sort and, before it, a comment that says what is wanted; what may
 * be there stands in a comment, with what is said of it; whoever wants it moves the element out.  A group that is taken from
 * elsewhere must be there where that stands in a comment.  What the program computes is only named, behind the rest.
 */
#include "grammar/grammar_int.h"

#define COMPUTED "由程序计算，不必写，写了就核对："

struct example {
    struct buf *out;
    const struct shape *all;
    int depth;         /* of elements */
    bool marked;       /* untouched numbers and dates are to be told */
    bool remark;       /* inside a comment */
    bool based;        /* what is left out comes from elsewhere */
    int64_t which;     /* of several records of a list; 0: there is one */
    struct str around; /* the label of the group; empty: none is around */
};

static void add_record(struct example example, const struct shape *shape);

static void indent(const struct example *example)
{
    buf_printf(example->out, "%*s", 2 * example->depth, "");
}

/* Text; in a comment no two - stand side by side. */
static void add_told(const struct example *example, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        const size_t from = at;
        const bool dash = text.ptr[at] == '-';
        (void)utf8_next(text, &at);
        buf_add_text(example->out, dash && at < text.len && text.ptr[at] == '-' ? "- " : "");
        if (!dash || at >= text.len || text.ptr[at] != '-')
            xml_add(example->out, str_slice(text, from, at));
    }
}

/* "甲方名称：必填；文字" */
static void tell(const struct example *example, const struct field *field, const struct model_facts *facts,
                 bool owed)
{
    enum { TOLD_MOST = 1 << 16 };
    struct buf text = BUF(TOLD_MOST);
    buf_printf(&text, "%.*s：", STR_ARGS(field->label));
    look_tell(field, facts, owed, &text);
    add_told(example, buf_str(&text));
    example->out->failed = example->out->failed || text.failed;
    buf_clear(&text);
}

/* --- values --- */

/* The one at `which`, from 1, of those with | between; the last, if they are fewer.  How many there are. */
static int64_t take_example(struct str all, int64_t which, struct str *ret_one)
{
    int64_t count = 0;
    for (size_t from = 0, at = 0; at <= all.len && all.len > 0; at++) {
        if (at < all.len && all.ptr[at] != '|')
            continue;
        if (count++ < which || count == 1)
            *ret_one = str_trim(str_slice(all, from, at));
        from = at + 1;
    }
    return count;
}

static void add_masked(const struct example *example, struct str mask)
{
    for (size_t at = 0; at < mask.len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(mask, &at);
        add_told(example, code == '#'   ? STR("1")
                          : code == '?' ? STR("某")
                          : code == '*' ? STR("")
                                        : str_slice(mask, from, at));
    }
}

static void add_value(const struct example *example, const struct field *field,
                      const struct model_facts *facts)
{
    struct str own = model_sample(facts->entry);
    const char *const side = own.len > 0 && example->marked ? " " : "";
    if (take_example(facts->example, example->which, &own) > 0 || own.len > 0) {
        buf_add_text(example->out, side);
        add_told(example, own);
        buf_add_text(example->out, side);
    } else if (facts->entry == MODEL_YESNO)
        buf_add_text(example->out, "yes");
    else if (facts->choice_count > 0)
        add_told(example, facts->choices[0]);
    else if (facts->pattern.len > 0)
        add_masked(example, facts->pattern);
    else {
        buf_add_text(example->out, "（");
        if (field->label.len < example->around.len ||
            !str_equal(example->around, str_slice(field->label, 0, example->around.len)))
            add_told(example, example->around);
        add_told(example, field->label);
        if (example->which > 0)
            buf_printf(example->out, "%lld", (long long)example->which);
        buf_add_text(example->out, "）");
    }
}

/* --- fields --- */

/* <name>…</name> */
static void add_element(struct example example, const struct field *field, const struct model_facts *facts)
{
    struct buf *out = example.out;
    indent(&example);
    buf_printf(out, "<%.*s>", STR_ARGS(field->name));
    if (facts->entry == MODEL_PROSE) {
        buf_add_text(out, "<p>");
        add_value(&example, field, facts);
        buf_add_text(out, "</p>");
    } else if (facts->entry == MODEL_GROUP || facts->entry == MODEL_LIST) {
        buf_add_char(out, '\n');
        example.depth++;
        example.around = facts->entry == MODEL_GROUP ? field->label : STR("");
        add_record(example, facts->entry == MODEL_GROUP ? field->type.shape : field->type.of->shape);
        example.depth--;
        indent(&example);
    } else {
        add_value(&example, field, facts);
    }
    buf_printf(out, "</%.*s>", STR_ARGS(field->name));
}

/* So often as there must be records of a list, and examples of its fields. */
static int64_t count_records(const struct field *field, const struct model_facts *facts)
{
    int64_t count = facts->least;
    const struct shape *shape = field->type.of->shape;
    for (size_t i = 0; i < shape->field_count; i++) {
        struct model_facts inner;
        struct str example;
        model_field_facts(&shape->fields[i], &inner);
        const int64_t there = take_example(inner.example, 1, &example);
        count = there > count ? there : count;
    }
    return count;
}

static void add_elements(struct example example, const struct field *field, const struct model_facts *facts)
{
    const int64_t count =
        facts->entry == MODEL_LIST && ((facts->owed && !example.based) || facts->has_example)
            ? count_records(field, facts)
            : 1;
    for (int64_t i = 1; i <= count; i++) {
        example.which = count > 1 ? i : example.which;
        add_element(example, field, facts);
        buf_add_text(example.out, i < count ? "\n" : "");
    }
}

/* Does it stand there, and no comment around it?  A path from the root; what is none counts as there. */
static bool is_written(const struct shape *shape, struct str path)
{
    for (size_t from = 0, at = 0; at <= path.len && shape != NULL; at++) {
        struct model_facts facts;
        if (at < path.len && path.ptr[at] != '.')
            continue;
        const int slot = shape_lookup(shape, str_slice(path, from, at));
        if (slot < 0)
            return true;
        model_field_facts(&shape->fields[slot], &facts);
        if (!facts.owed && !facts.has_example)
            return false;
        shape = shape->fields[slot].type.shape;
        from = at + 1;
    }
    return true;
}

/* It can be written. */
static bool is_shown(const struct field *field)
{
    struct model_facts facts;
    model_field_facts(field, &facts);
    return facts.entry != MODEL_NO_ENTRY && !facts.derived;
}

static void add_field(struct example example, const struct field *field)
{
    struct model_facts facts;
    model_field_facts(field, &facts);
    const bool alone = facts.based && !example.based && !is_written(example.all, facts.base);
    example.based = example.based || (facts.based && !alone);
    const bool owed = facts.owed && !example.based;
    const bool is_open = owed || alone || (facts.has_example && !example.based);
    if (!example.remark) {
        indent(&example);
        buf_add_text(example.out, "<!-- ");
        tell(&example, field, &facts, owed);
        buf_add_text(example.out, is_open ? " -->\n" : "\n");
    }
    const bool opens = !example.remark && !is_open;
    example.remark = example.remark || opens;
    add_elements(example, field, &facts);
    if (example.remark && !opens) {
        buf_add_text(example.out, "  ");
        tell(&example, field, &facts, owed);
    }
    buf_add_text(example.out, opens ? " -->\n" : "\n");
}

/* Does the program compute it, or all that is in it?  It may be written, to be proved. */
static bool is_computed(const struct field *field)
{
    struct model_facts facts;
    model_field_facts(field, &facts);
    if (facts.entry != MODEL_GROUP)
        return field->is != NULL && !field->is_default;
    const struct shape *inside = field->type.shape;
    bool all = inside->field_count > 0;
    for (size_t i = 0; i < inside->field_count && all; i++)
        all = !is_shown(&inside->fields[i]) || is_computed(&inside->fields[i]);
    return all;
}

/* "由程序计算，不必写，写了就核对：合计（total）、大写（words）" */
static void name_computed(const struct example *example, const struct shape *shape)
{
    struct buf *out = example->out;
    bool any = false;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!is_shown(field) || !is_computed(field))
            continue;
        if (!any)
            indent(example);
        buf_add_text(out, any ? "、" : example->remark ? COMPUTED : "<!-- " COMPUTED);
        add_told(example, field->label);
        buf_printf(out, "（%.*s）", STR_ARGS(field->name));
        any = true;
    }
    buf_add_text(out, !any ? "" : example->remark ? "\n" : " -->\n");
}

static void add_record(struct example example, const struct shape *shape)
{
    for (size_t i = 0; i < shape->field_count && !example.out->failed; i++)
        if (is_shown(&shape->fields[i]) && !is_computed(&shape->fields[i]))
            add_field(example, &shape->fields[i]);
    name_computed(&example, shape);
}

enum status grammar_example(const struct model *model, bool marked, struct buf *out)
{
    const struct str name = model_shape(model)->name;
    struct example example = {.out = out, .all = model_shape(model), .depth = 1, .marked = marked};
    buf_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- ");
    add_told(&example, model_label(model));
    buf_add_text(out, "：值都是样子，改成自己的");
    buf_add_text(out, marked ? "；数和日期改了，两边的空格留不留都可以" : "");
    buf_add_text(out, "。可以不写的在注释里，要写就把其中的元素移到注释外。 -->\n");
    buf_printf(out, "<%.*s>\n", STR_ARGS(name));
    add_record(example, model_shape(model));
    buf_printf(out, "</%.*s>\n", STR_ARGS(name));
    return buf_status(out);
}
