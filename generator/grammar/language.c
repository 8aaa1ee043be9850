/*
 * A language of the registry -> what its files may hold.
 *
 * An element is a definition for each place that it may stand in, if what it holds hangs on that, else one.  What holds text or
 * blocks holds one of the two.
 */
#include "grammar/grammar_int.h"

/* What stands in a define, or in a call of one, stands anywhere. */
enum {
    ANY_PLACE =
        (IN_CHOOSE - 1) | IN_DATA | IN_HEADS | IN_FRONT | IN_FORM | IN_FORM_HEAD | IN_FORM_ROW | IN_CHART
};

/* What is walked over. */
struct walk {
    struct grammar *grammar;
    enum language language;
    bool formulas; /* attributes may hold {…} */
};

static struct define *element_define(struct walk *walk, const struct schema_row *row, unsigned places,
                                     unsigned around);

/* Attributes of any name but those that the element has. */
static void add_others(struct grammar *grammar, struct piece *to, const struct schema_row *element)
{
    struct piece *many = piece_add_many(grammar, to, 0, PIECE_NO_END);
    struct piece *others = piece_add(grammar, many, PIECE_ATTRIBUTE);
    struct str *names = NULL;
    size_t capacity = 0;
    for (const struct schema_row *row = element + 1; row->row == ROW_ATTRIBUTE; row++) {
        const struct str name = str_of(row->name);
        if (name.ptr[0] != '*')
            grammar->status = status_worse(
                grammar->status, ARENA_APPEND(grammar->arena, names, others->choice_count, capacity, &name));
    }
    others->choices = names;
}

/* In any order, said: else libxml2 tries an attribute that there is none of in all of them. */
static void add_attributes(struct walk *walk, struct piece *element_piece, const struct schema_row *row)
{
    struct grammar *grammar = walk->grammar;
    const struct schema_row *element = row;
    if (row[1].row != ROW_ATTRIBUTE)
        return;
    struct piece *to = piece_add(grammar, element_piece, PIECE_ALL);
    for (row++; row->row == ROW_ATTRIBUTE; row++) {
        if (row->name[0] == '*') {
            add_others(grammar, to, element);
            continue;
        }
        struct piece *holder = row->needed ? to : piece_add_many(grammar, to, 0, 1);
        struct piece *attribute = piece_add_named(grammar, holder, PIECE_ATTRIBUTE, str_of(row->name));
        attribute->label = str_of(value_label(row->kind));
        attribute->help = str_of(row->help);
        look_add_value(grammar, attribute, row->kind, walk->formulas);
    }
}

/* In any order, any number of times: all elements that may stand there, and text, where the places are of text. */
static void add_places(struct walk *walk, struct piece *to, unsigned places, unsigned around)
{
    struct grammar *grammar = walk->grammar;
    struct piece *many = piece_add_many(grammar, to, 0, PIECE_NO_END);
    struct piece *either = piece_add(grammar, many, PIECE_EITHER);
    if ((places & IN_TEXT) != 0)
        piece_add(grammar, either, PIECE_TEXT);
    for (const struct schema_row *row = NULL; (row = schema_next(walk->language, row)) != NULL;)
        if ((row->places & places) != 0)
            piece_add_use(grammar, either, element_define(walk, row, places, around));
}

/* figures="free", which any element of prose may have. */
static void add_figures(struct grammar *grammar, struct piece *to)
{
    static const struct str free_word = {"free", 4};
    struct piece *maybe = piece_add_many(grammar, to, 0, 1);
    struct piece *data =
        piece_add(grammar, piece_add_named(grammar, maybe, PIECE_ATTRIBUTE, STR("figures")), PIECE_DATA);
    data->choices = &free_word;
    data->choice_count = 1;
}

static bool are_places_of_prose(const struct walk *walk)
{
    return (walk->language & (LANGUAGE_LAYOUT | LANGUAGE_PROSE)) != 0;
}

/* What stands in an element that holds these: a definition. */
static void add_held(struct walk *walk, struct piece *to, const struct schema_row *row, unsigned holds,
                     unsigned around)
{
    static const char inside[] = "inside";
    struct grammar *grammar = walk->grammar;
    struct define *define = define_find(grammar, inside, holds);
    if (define == NULL) {
        struct str name = arena_printf(grammar->arena, "in-%s", row->name);
        if (name.ptr == NULL) {
            grammar->status = NO_MEMORY;
            return;
        }
        define = define_add(grammar, name, inside, holds);
        const bool both = (holds & IN_INLINE) != 0 && (holds & IN_BLOCKS) != 0 && holds != ANY_PLACE;
        define->body = piece_make(grammar, PIECE_EITHER);
        add_places(walk, define->body, both ? holds & ~(unsigned)IN_BLOCKS : holds, around);
        if (both)
            add_places(walk, define->body, holds & ~(unsigned)IN_TEXT, around);
    }
    piece_add_use(grammar, to, define);
}

/* The places that its children stand in. */
static unsigned held_places(const struct schema_row *row, unsigned places, unsigned around)
{
    if (row->id == ELEMENT_DEFINE || row->id == ELEMENT_CALL)
        return ANY_PLACE;
    const unsigned same = places == IN_CHOOSE ? around : places;
    return (row->holds & IN_SAME) != 0 ? (row->holds & ~(unsigned)IN_SAME) | same : row->holds;
}

static struct define *element_define(struct walk *walk, const struct schema_row *row, unsigned places,
                                     unsigned around)
{
    struct grammar *grammar = walk->grammar;
    const unsigned holds = are_places_of_prose(walk) ? held_places(row, places, around) : row->holds;
    /* What stands in a <choose> hangs on where that stands. */
    const unsigned key = (holds & IN_CHOOSE) != 0 ? holds | places : holds;
    struct define *define = define_find(grammar, row, key);
    if (define != NULL)
        return define;
    define = define_add(grammar, str_of(row->name), row, key);
    struct piece *element = define->body = piece_make(grammar, PIECE_ELEMENT);
    element->name = str_of(row->name);
    element->help = str_of(row->help);
    add_attributes(walk, element, row);
    if (walk->language == LANGUAGE_PROSE && schema_attribute(row, STR("figures")) == NULL)
        add_figures(grammar, element);
    if ((holds & IN_CHOOSE) != 0)
        add_places(walk, element, IN_CHOOSE, places);
    else if (holds != 0)
        add_held(walk, element, row, holds, around);
    return define;
}

/* The places where it is printed are not known here: those of a page, which are the most. */
void prose_add(struct grammar *grammar, struct piece *to)
{
    struct walk walk = {grammar, LANGUAGE_PROSE, true};
    add_figures(grammar, to);
    struct piece *either = piece_add(grammar, to, PIECE_EITHER);
    add_places(&walk, either, IN_SECTION, IN_SECTION);
    either->last->least = 1;
    look_add_filled(grammar, piece_add_named(grammar, either, PIECE_ATTRIBUTE, STR("href")));
}

enum status grammar_of_language(struct arena *arena, enum language language, enum grammar_format format,
                                struct buf *out)
{
    struct grammar grammar = {.arena = arena};
    struct walk walk = {&grammar, language, language == LANGUAGE_LAYOUT};
    grammar.start = piece_make(&grammar, PIECE_EITHER);
    for (const struct schema_row *row = NULL; (row = schema_next(language, row)) != NULL;)
        if (row->places == 0)
            piece_add_use(&grammar, grammar.start, element_define(&walk, row, 0, 0));
    return grammar_write(&grammar, format, out);
}
