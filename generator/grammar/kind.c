/*
 * A model -> what its descriptions may hold.
 *
 * All fields of a record in any order; one that is no record stands as an attribute or an element.  In a group that takes
 * what is left out from another nothing need be there, nor in a list that is computed.
 */
#include "grammar/grammar_int.h"

/* What is the same in all that a group or list holds. */
struct around {
    bool based;   /* what is left out comes from elsewhere */
    bool derived; /* all is computed */
};

static void kind_record(struct grammar *grammar, struct piece *to, const struct shape *shape,
                        struct around around);

static void kind_tell(struct grammar *grammar, struct piece *piece, const struct field *field,
                      const struct model_facts *facts)
{
    enum { TOLD_MOST = 1 << 16 };
    struct buf text = BUF(TOLD_MOST);
    look_tell(field, facts, facts->owed, &text);
    piece->label = field->label;
    piece->help = look_kept(grammar, &text);
}

/* A text in several <p>. */
static void add_lines(struct grammar *grammar, struct piece *to)
{
    static const struct model_facts line = {.entry = MODEL_TEXT, .owed = true};
    struct piece *many = piece_add_many(grammar, to, 1, PIECE_NO_END);
    look_add(grammar, piece_add_named(grammar, many, PIECE_ELEMENT, STR("p")), NULL, &line);
}

static void add_scalar(struct grammar *grammar, struct piece *to, const struct field *field,
                       const struct model_facts *facts)
{
    struct piece *either = piece_add(grammar, to, PIECE_EITHER);
    struct piece *attribute = piece_add_named(grammar, either, PIECE_ATTRIBUTE, field->name);
    struct piece *element = piece_add_named(grammar, either, PIECE_ELEMENT, field->name), *value = element;
    kind_tell(grammar, attribute, field, facts);
    kind_tell(grammar, element, field, facts);
    look_add(grammar, attribute, field, facts);
    if (facts->lines)
        value = piece_add(grammar, element, PIECE_EITHER);
    look_add(grammar, value, field, facts);
    if (facts->lines)
        add_lines(grammar, value);
}

static void add_prose(struct grammar *grammar, struct piece *to, const struct field *field,
                      const struct model_facts *facts)
{
    struct piece *element = piece_add_named(grammar, to, PIECE_ELEMENT, field->name);
    kind_tell(grammar, element, field, facts);
    prose_add(grammar, element);
}

static void add_group(struct grammar *grammar, struct piece *to, const struct field *field,
                      const struct model_facts *facts, struct around around)
{
    struct piece *element = piece_add_named(grammar, to, PIECE_ELEMENT, field->name), *inside = element;
    around.based = around.based || facts->based;
    kind_tell(grammar, element, field, facts);
    if (facts->href) {
        inside = piece_add(grammar, element, PIECE_EITHER);
        look_add_filled(grammar, piece_add_named(grammar, inside, PIECE_ATTRIBUTE, STR("href")));
    }
    kind_record(grammar, inside, field->type.shape, around);
}

static void add_mark(struct grammar *grammar, struct piece *to, const char *name, enum value_kind kind)
{
    struct piece *maybe = piece_add_many(grammar, to, 0, 1);
    look_add_value(grammar, piece_add_named(grammar, maybe, PIECE_ATTRIBUTE, str_of(name)), kind, false);
}

/* Beyond so many a list has no end: a grammar counts by writing each down. */
enum { COUNTED_MOST = 20 };

static void add_list(struct grammar *grammar, struct piece *to, const struct field *field,
                     const struct model_facts *facts, struct around around)
{
    const struct shape *shape = field->type.of->shape;
    const int64_t least = !facts->owed ? 0 : facts->least > COUNTED_MOST ? 1 : facts->least;
    const int64_t most = facts->derived || facts->most > COUNTED_MOST ? PIECE_NO_END : facts->most;
    struct piece *many = piece_add_many(grammar, to, least, most), *element;
    if (least > 1 || most > 1) { /* written down several times */
        struct define *define = define_add(grammar, field->name, field, 0);
        piece_add_use(grammar, many, define);
        element = define->body = piece_make(grammar, PIECE_ELEMENT);
        element->name = field->name;
    } else {
        element = piece_add_named(grammar, many, PIECE_ELEMENT, field->name);
    }
    kind_tell(grammar, element, field, facts);
    if (facts->keyed)
        add_mark(grammar, element, "new", VALUE_YESNO);
    if (facts->keyed && around.based)
        add_mark(grammar, element, "remove", VALUE_YESNO);
    around.derived = around.derived || facts->derived;
    kind_record(grammar, element, shape, around);
}

static void kind_field(struct grammar *grammar, struct piece *to, const struct field *field,
                       struct around around)
{
    struct model_facts facts;
    model_field_facts(field, &facts);
    if (facts.entry == MODEL_NO_ENTRY)
        return;
    facts.owed = facts.owed && !around.based && !around.derived;
    if (facts.entry == MODEL_LIST) {
        add_list(grammar, to, field, &facts, around);
        return;
    }
    struct piece *holder = facts.owed ? to : piece_add_many(grammar, to, 0, 1);
    if (facts.entry == MODEL_PROSE)
        add_prose(grammar, holder, field, &facts);
    else if (facts.entry == MODEL_GROUP)
        add_group(grammar, holder, field, &facts, around);
    else
        add_scalar(grammar, holder, field, &facts);
}

static void kind_record(struct grammar *grammar, struct piece *to, const struct shape *shape,
                        struct around around)
{
    struct piece *all = piece_add(grammar, to, PIECE_ALL);
    for (size_t i = 0; i < shape->field_count && grammar->status == OK; i++)
        kind_field(grammar, all, &shape->fields[i], around);
}

enum status grammar_of_kind(struct arena *arena, const struct model *model, enum grammar_format format,
                            struct buf *out)
{
    struct grammar grammar = {.arena = arena};
    grammar.start = piece_make(&grammar, PIECE_EITHER);
    struct piece *root = piece_add_named(&grammar, grammar.start, PIECE_ELEMENT, model_shape(model)->name);
    root->label = model_label(model);
    kind_record(&grammar, root, model_shape(model), (struct around){0});
    return grammar_write(&grammar, format, out);
}
