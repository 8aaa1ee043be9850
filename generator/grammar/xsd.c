/*
 * A grammar -> XML Schema 1.0, which says less of it: of an element which others it may hold, in any order and number, which
 * attributes it may have, and what values look like.
 *
 * Elements of one name that stand in one place must have one type there; where they have not, nothing is said of them.
 */
#include "grammar/grammar_int.h"

/* An element or attribute that may stand in an element. */
struct item {
    const struct piece *piece;
    const struct define *define; /* of the element; NULL: it has no name */
    bool needed, several;        /* several: of one name and different types */
};

struct items {
    struct item *items;
    size_t count, capacity;
};

struct holding {
    struct grammar *grammar;
    struct items elements, attributes;
    const struct piece *data; /* what holds the value; NULL: none */
    bool text;
};

static void write_element(struct grammar *grammar, const struct item *item, struct buf *out);

/* --- what an element may hold --- */

static void note(struct holding *holding, struct items *items, const struct item *item)
{
    for (size_t i = 0; i < items->count; i++) {
        struct item *other = &items->items[i];
        if (!str_equal(other->piece->name, item->piece->name))
            continue;
        other->several = other->several || other->define != item->define || item->define == NULL;
        other->needed = other->needed && item->needed;
        return;
    }
    enum status status =
        ARENA_APPEND(holding->grammar->arena, items->items, items->count, items->capacity, item);
    holding->grammar->status = status_worse(holding->grammar->status, status);
}

static void gather(struct holding *holding, const struct piece *piece, bool needed);

static void gather_inside(struct holding *holding, const struct piece *piece, bool needed)
{
    for (const struct piece *inside = piece->first; inside != NULL; inside = inside->next)
        gather(holding, inside, needed);
}

static bool is_data(const struct piece *piece)
{
    return piece->kind == PIECE_DATA || (piece->kind == PIECE_USE && piece->define->body->kind == PIECE_DATA);
}

static void gather(struct holding *holding, const struct piece *piece, bool needed)
{
    const struct piece *body = piece->kind == PIECE_USE ? piece->define->body : NULL;
    if (is_data(piece)) {
        holding->data = piece;
    } else if (body != NULL && body->kind == PIECE_ELEMENT) {
        note(holding, &holding->elements, &(struct item){body, piece->define, needed, false});
    } else if (body != NULL) {
        gather(holding, body, needed);
    } else if (piece->kind == PIECE_ELEMENT) {
        note(holding, &holding->elements, &(struct item){piece, NULL, needed, false});
    } else if (piece->kind == PIECE_ATTRIBUTE) {
        note(holding, &holding->attributes, &(struct item){piece, NULL, needed, false});
    } else if (piece->kind == PIECE_TEXT) {
        holding->text = true;
    } else {
        const bool either = piece->kind == PIECE_EITHER && piece->first != NULL && piece->first->next != NULL;
        const bool maybe = piece->kind == PIECE_MANY && piece->least == 0;
        gather_inside(holding, piece, needed && !either && !maybe);
    }
}

/* --- values --- */

static void write_restriction(const char *facet, const struct str *values, size_t count, struct buf *out)
{
    buf_add_text(out, "<xs:simpleType><xs:restriction base=\"xs:string\">");
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "<xs:%s value=\"", facet);
        xml_add(out, values[i]);
        buf_add_text(out, "\"/>");
    }
    buf_add_text(out, "</xs:restriction></xs:simpleType>\n");
}

static void xsd_data(const struct piece *piece, struct buf *out)
{
    const bool both = piece->choice_count > 0 && piece->regex.len > 0;
    buf_add_text(out, both ? "<xs:simpleType><xs:union>\n" : "");
    if (piece->choice_count > 0)
        write_restriction("enumeration", piece->choices, piece->choice_count, out);
    if (piece->regex.len > 0)
        write_restriction("pattern", &piece->regex, 1, out);
    buf_add_text(out, both ? "</xs:union></xs:simpleType>\n" : "");
}

/* The type of an attribute, or of an element that holds a value alone. */
static void write_values(const struct piece *holder, struct buf *out)
{
    const struct piece *first = holder->first;
    const bool either = first != NULL && first->kind == PIECE_EITHER;
    first = either ? first->first : first;
    buf_add_text(out, either ? "<xs:simpleType><xs:union>\n" : "");
    for (const struct piece *piece = first; piece != NULL; piece = either ? piece->next : NULL)
        xsd_data(piece->kind == PIECE_USE ? piece->define->body : piece, out);
    buf_add_text(out, either ? "</xs:union></xs:simpleType>\n" : "");
}

static bool names_type(const struct piece *holder)
{
    return holder->first != NULL && holder->first->next == NULL && holder->first->kind == PIECE_USE &&
           is_data(holder->first);
}

/* --- elements and attributes --- */

static void xsd_help(const struct piece *piece, struct buf *out)
{
    if (piece->label.len + piece->help.len == 0)
        return;
    buf_add_text(out, "<xs:annotation><xs:documentation>");
    xml_add(out, piece->label);
    buf_add_text(out, piece->label.len > 0 && piece->help.len > 0 ? "。" : "");
    xml_add(out, piece->help);
    buf_add_text(out, "</xs:documentation></xs:annotation>\n");
}

static void write_attribute(const struct item *item, struct buf *out)
{
    const struct piece *piece = item->piece;
    if (piece->name.len == 0)
        return; /* behind the others */
    buf_printf(out, "<xs:attribute name=\"%.*s\"%s", STR_ARGS(piece->name),
               item->needed ? " use=\"required\"" : "");
    if (names_type(piece))
        buf_printf(out, " type=\"%.*s\"", STR_ARGS(piece->first->define->name));
    buf_add_text(out, ">\n");
    xsd_help(piece, out);
    if (!names_type(piece))
        write_values(piece, out);
    buf_add_text(out, "</xs:attribute>\n");
}

static void write_complex(const struct holding *holding, const struct str *name, struct buf *out)
{
    const bool mixed = holding->text || holding->data != NULL ||
                       holding->elements.count == 0; /* white stands in what is empty, too */
    buf_add_text(out, "<xs:complexType");
    if (name != NULL)
        buf_printf(out, " name=\"%.*s\"", STR_ARGS(*name));
    buf_add_text(out, mixed ? " mixed=\"true\">\n" : ">\n");
    if (holding->elements.count > 0)
        buf_add_text(out, "<xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n");
    for (size_t i = 0; i < holding->elements.count; i++)
        write_element(holding->grammar, &holding->elements.items[i], out);
    buf_add_text(out, holding->elements.count > 0 ? "</xs:choice>\n" : "");
    for (size_t i = 0; i < holding->attributes.count; i++)
        write_attribute(&holding->attributes.items[i], out);
    for (size_t i = 0; i < holding->attributes.count; i++)
        if (holding->attributes.items[i].piece->name.len == 0)
            buf_add_text(out, "<xs:anyAttribute processContents=\"skip\"/>\n");
    buf_add_text(out, "</xs:complexType>\n");
}

static void write_element(struct grammar *grammar, const struct item *item, struct buf *out)
{
    const struct piece *piece = item->piece;
    struct holding holding = {.grammar = grammar};
    buf_printf(out, "<xs:element name=\"%.*s\"", STR_ARGS(piece->name));
    if (item->several || item->define != NULL) {
        buf_printf(out, " type=\"%.*s\"/>\n",
                   STR_ARGS(item->several ? STR("xs:anyType") : item->define->name));
        return;
    }
    gather_inside(&holding, piece, true);
    const bool simple = holding.data != NULL && holding.elements.count + holding.attributes.count == 0;
    if (simple && names_type(piece))
        buf_printf(out, " type=\"%.*s\"", STR_ARGS(piece->first->define->name));
    buf_add_text(out, ">\n");
    xsd_help(piece, out);
    if (!simple)
        write_complex(&holding, NULL, out);
    else if (!names_type(piece))
        write_values(piece, out);
    buf_add_text(out, "</xs:element>\n");
}

static void write_define(struct grammar *grammar, const struct define *define, struct buf *out)
{
    const struct piece *body = define->body;
    struct holding holding = {.grammar = grammar};
    if (body->kind == PIECE_DATA) {
        buf_printf(out,
                   "<xs:simpleType name=\"%.*s\"><xs:restriction base=\"xs:string\"><xs:pattern value=\"",
                   STR_ARGS(define->name));
        xml_add(out, body->regex);
        buf_add_text(out, "\"/></xs:restriction></xs:simpleType>\n");
    } else if (body->kind == PIECE_ELEMENT) {
        gather_inside(&holding, body, true);
        write_complex(&holding, &define->name, out);
    }
}

void xsd_write(struct grammar *grammar, struct buf *out)
{
    struct holding roots = {.grammar = grammar};
    buf_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n");
    gather(&roots, grammar->start, true);
    for (size_t i = 0; i < roots.elements.count; i++)
        write_element(grammar, &roots.elements.items[i], out);
    for (const struct define *define = grammar->defines; define != NULL; define = define->next)
        write_define(grammar, define, out);
    buf_add_text(out, "</xs:schema>\n");
}
