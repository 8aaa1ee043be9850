/*
 * A grammar -> RELAX NG, in its XML syntax.
 *
 * As its two validators take it: nothing in any order stands under a repetition, for libxml2 goes round once there; what may
 * stand a counted number of times is written down so often.
 */
#include "grammar/grammar_int.h"
#include "unicode/unicode.h"

static void write_piece(const struct piece *piece, int depth, struct buf *out);

static void rng_indent(int depth, struct buf *out)
{
    buf_printf(out, "%*s", depth, "");
}

void xml_add(struct buf *out, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(text, &at);
        if (code != ' ' && (unicode_is_white(code) || unicode_is_ignorable(code)))
            buf_printf(out, "&#x%X;", (unsigned)code);
        else
            buf_add_xml(out, str_slice(text, from, at));
    }
}

static void write_help(const struct piece *piece, int depth, struct buf *out)
{
    if (piece->label.len + piece->help.len == 0)
        return;
    rng_indent(depth, out);
    buf_add_text(out, "<a:documentation>");
    xml_add(out, piece->label);
    buf_add_text(out, piece->label.len > 0 && piece->help.len > 0 ? "。" : "");
    xml_add(out, piece->help);
    buf_add_text(out, "</a:documentation>\n");
}

static void write_inside(const struct piece *piece, int depth, struct buf *out)
{
    for (const struct piece *inside = piece->first; inside != NULL; inside = inside->next)
        write_piece(inside, depth, out);
}

/* <name>…</name> around what is inside. */
static void write_around(const char *name, const struct piece *piece, int depth, struct buf *out)
{
    rng_indent(depth, out);
    buf_printf(out, "<%s>\n", name);
    write_inside(piece, depth + 1, out);
    rng_indent(depth, out);
    buf_printf(out, "</%s>\n", name);
}

static void write_named(const char *kind, const struct piece *piece, int depth, struct buf *out)
{
    rng_indent(depth, out);
    buf_printf(out, "<%s name=\"", kind);
    xml_add(out, piece->name);
    buf_add_text(out, "\">\n");
    write_help(piece, depth + 1, out);
    write_inside(piece, depth + 1, out);
    if (piece->first == NULL) {
        rng_indent(depth + 1, out);
        buf_add_text(out, piece->kind == PIECE_ATTRIBUTE ? "<text/>\n" : "<empty/>\n");
    }
    rng_indent(depth, out);
    buf_printf(out, "</%s>\n", kind);
}

/* Attributes that have no name here. */
static void write_others(const struct piece *piece, int depth, struct buf *out)
{
    rng_indent(depth, out);
    buf_add_text(out, "<attribute><anyName><except>");
    for (size_t i = 0; i < piece->choice_count; i++)
        buf_printf(out, "<name ns=\"\">%.*s</name>", STR_ARGS(piece->choices[i]));
    buf_add_text(out, "</except></anyName></attribute>\n");
}

static void write_data(const struct piece *piece, int depth, struct buf *out)
{
    const bool several = piece->choice_count + (piece->regex.len > 0 ? 1 : 0) > 1;
    if (several) {
        rng_indent(depth, out);
        buf_add_text(out, "<choice>\n");
    }
    for (size_t i = 0; i < piece->choice_count; i++) {
        rng_indent(depth + (several ? 1 : 0), out);
        buf_add_text(out, "<value type=\"string\">");
        xml_add(out, piece->choices[i]);
        buf_add_text(out, "</value>\n");
    }
    if (piece->regex.len > 0) {
        rng_indent(depth + (several ? 1 : 0), out);
        buf_add_text(out, "<data type=\"string\"><param name=\"pattern\">");
        xml_add(out, piece->regex);
        buf_add_text(out, "</param></data>\n");
    }
    if (several) {
        rng_indent(depth, out);
        buf_add_text(out, "</choice>\n");
    }
}

/* Up to so many, each only behind the one before. */
static void write_optional(const struct piece *piece, int64_t most, int depth, struct buf *out)
{
    if (most == 0)
        return;
    rng_indent(depth, out);
    buf_add_text(out, "<optional>\n");
    write_inside(piece, depth + 1, out);
    write_optional(piece, most - 1, depth + 1, out);
    rng_indent(depth, out);
    buf_add_text(out, "</optional>\n");
}

static void write_counted(const struct piece *piece, int depth, struct buf *out)
{
    const bool ends = piece->most != PIECE_NO_END;
    rng_indent(depth, out);
    buf_add_text(out, "<group>\n");
    for (int64_t i = ends ? 0 : 1; i < piece->least; i++)
        write_inside(piece, depth + 1, out);
    if (ends)
        write_optional(piece, piece->most - piece->least, depth + 1, out);
    else
        write_around("oneOrMore", piece, depth + 1, out);
    rng_indent(depth, out);
    buf_add_text(out, "</group>\n");
}

static void write_many(const struct piece *piece, int depth, struct buf *out)
{
    if (piece->least == 0 && piece->most != PIECE_NO_END)
        write_optional(piece, piece->most, depth, out);
    else if (piece->least == 0 && piece->most == PIECE_NO_END)
        write_around("zeroOrMore", piece, depth, out);
    else if (piece->least == 1 && piece->most == PIECE_NO_END)
        write_around("oneOrMore", piece, depth, out);
    else if (piece->least == 1 && piece->most == 1)
        write_inside(piece, depth, out);
    else
        write_counted(piece, depth, out);
}

/* Several inside need the word that says how they go together. */
static void write_set(const char *name, const struct piece *piece, int depth, struct buf *out)
{
    if (piece->first == NULL) {
        rng_indent(depth, out);
        buf_add_text(out, "<empty/>\n");
    } else if (piece->first->next == NULL) {
        write_inside(piece, depth, out);
    } else {
        write_around(name, piece, depth, out);
    }
}

static void write_piece(const struct piece *piece, int depth, struct buf *out)
{
    switch (piece->kind) {
    case PIECE_ELEMENT:
        write_named("element", piece, depth, out);
        break;
    case PIECE_ATTRIBUTE:
        if (piece->name.len > 0)
            write_named("attribute", piece, depth, out);
        else
            write_others(piece, depth, out);
        break;
    case PIECE_TEXT:
        rng_indent(depth, out);
        buf_add_text(out, "<text/>\n");
        break;
    case PIECE_DATA:
        write_data(piece, depth, out);
        break;
    case PIECE_ALL:
        write_set("interleave", piece, depth, out);
        break;
    case PIECE_EITHER:
        write_set("choice", piece, depth, out);
        break;
    case PIECE_MANY:
        write_many(piece, depth, out);
        break;
    case PIECE_USE:
        rng_indent(depth, out);
        buf_printf(out, "<ref name=\"%.*s\"/>\n", STR_ARGS(piece->define->name));
    }
}

void rng_write(struct grammar *grammar, struct buf *out)
{
    buf_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\"\n"
                      " xmlns:a=\"http://relaxng.org/ns/compatibility/annotations/1.0\"\n"
                      " datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">\n"
                      " <start>\n");
    write_piece(grammar->start, 2, out);
    buf_add_text(out, " </start>\n");
    for (const struct define *define = grammar->defines; define != NULL; define = define->next) {
        buf_printf(out, " <define name=\"%.*s\">\n", STR_ARGS(define->name));
        write_piece(define->body, 2, out);
        buf_add_text(out, " </define>\n");
    }
    buf_add_text(out, "</grammar>\n");
}
