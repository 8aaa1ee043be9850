/* A grammar as a tree of pieces, which the writers walk over. */
#include "grammar/grammar_int.h"

static void fail(struct grammar *grammar)
{
    grammar->status = status_worse(grammar->status, NO_MEMORY);
}

struct piece *piece_make(struct grammar *grammar, enum piece_kind kind)
{
    static struct piece nobody;
    struct piece *piece = ARENA_NEW(grammar->arena, struct piece);
    if (piece == NULL) {
        fail(grammar);
        nobody = (struct piece){.kind = PIECE_ALL};
        return &nobody;
    }
    piece->kind = kind;
    return piece;
}

struct piece *piece_add(struct grammar *grammar, struct piece *to, enum piece_kind kind)
{
    struct piece *piece = piece_make(grammar, kind);
    if (grammar->status != OK)
        return piece;
    if (to->last == NULL)
        to->first = piece;
    else
        to->last->next = piece;
    to->last = piece;
    return piece;
}

struct piece *piece_add_named(struct grammar *grammar, struct piece *to, enum piece_kind kind,
                              struct str name)
{
    struct piece *piece = piece_add(grammar, to, kind);
    piece->name = name;
    return piece;
}

struct piece *piece_add_many(struct grammar *grammar, struct piece *to, int64_t least, int64_t most)
{
    struct piece *piece = piece_add(grammar, to, PIECE_MANY);
    piece->least = least;
    piece->most = most;
    return piece;
}

void piece_add_use(struct grammar *grammar, struct piece *to, struct define *define)
{
    piece_add(grammar, to, PIECE_USE)->define = define;
}

struct define *define_find(struct grammar *grammar, const void *of, unsigned places)
{
    struct define *define = grammar->defines;
    while (define != NULL && (define->of != of || define->places != places))
        define = define->next;
    return define;
}

static bool is_taken(const struct grammar *grammar, struct str name)
{
    const struct define *define = grammar->defines;
    while (define != NULL && !str_equal(define->name, name))
        define = define->next;
    return define != NULL;
}

struct define *define_add(struct grammar *grammar, struct str name, const void *of, unsigned places)
{
    static struct define nobody;
    struct define *define = ARENA_NEW(grammar->arena, struct define);
    struct str own = name;
    for (int n = 2; own.ptr != NULL && is_taken(grammar, own); n++)
        own = arena_printf(grammar->arena, "%.*s.%d", STR_ARGS(name), n);
    if (define == NULL || own.ptr == NULL) {
        fail(grammar);
        return &nobody;
    }
    *define = (struct define){.name = own, .of = of, .places = places};
    if (grammar->last == NULL)
        grammar->defines = define;
    else
        grammar->last->next = define;
    grammar->last = define;
    return define;
}

struct define *define_data(struct grammar *grammar, const char *name, struct str regex)
{
    struct define *define = grammar->defines;
    while (define != NULL && !(define->of == NULL && str_equal(define->body->regex, regex)))
        define = define->next;
    if (define != NULL)
        return define;
    struct str kept = arena_copy(grammar->arena, str_of(name));
    if (kept.ptr == NULL)
        fail(grammar);
    define = define_add(grammar, kept, NULL, 0);
    define->body = piece_make(grammar, PIECE_DATA);
    define->body->regex = regex;
    return define;
}

enum status grammar_write(struct grammar *grammar, enum grammar_format format, struct buf *out)
{
    if (grammar->status != OK)
        return grammar->status;
    (format == GRAMMAR_RNG ? rng_write : xsd_write)(grammar, out);
    return grammar->status == OK ? buf_status(out) : grammar->status;
}
