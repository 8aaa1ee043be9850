/*
 * A text in pieces (styles, lines), of which each may become another: values are found in all of it, and what must not be
 * seen of them gives way, character by character, so that a piece has as many as before.
 */
#include "hide/hide_int.h"

void pieces_begin(struct hide *hide)
{
    fold_begin(&hide->fold);
    hide->piece_count = 0;
}

enum status pieces_add(struct hide *hide, struct str *piece)
{
    enum status status =
        ARENA_APPEND(hide->scratch, hide->pieces, hide->piece_count, hide->piece_capacity, &piece);
    return status == OK ? fold_add(&hide->fold, *piece) : status;
}

/* The letters that are hidden, in order, each with whose rule. */
static enum status mark(struct hide *hide)
{
    const struct fold *fold = &hide->fold;
    enum status status = OK;
    hide->mark_count = 0;
    for (size_t at = 0; at < fold->count && status == OK;) {
        const struct entry *found = set_find(&hide->wholes, fold, at, false);
        for (size_t i = 0; found != NULL && i < found->count && status == OK; i++) {
            const struct mark made = {(uint32_t)(at + i), found->value->personal};
            if (found->value->hidden[found->from + i])
                status =
                    ARENA_APPEND(hide->scratch, hide->marks, hide->mark_count, hide->mark_capacity, &made);
        }
        at += found != NULL ? found->count : 1;
    }
    return status;
}

/* All marks of a piece, from the one at *at on, which moves behind them. */
static enum status rebuild(struct hide *hide, size_t *at)
{
    const struct origin *origins = hide->fold.origins;
    const uint32_t number = origins[hide->marks[*at].letter].piece;
    struct str *piece = hide->pieces[number];
    struct buf text = BUF(piece->len * 2 + UTF8_MOST);
    size_t from = 0;
    for (; *at < hide->mark_count && origins[hide->marks[*at].letter].piece == number; *at += 1) {
        size_t end = origins[hide->marks[*at].letter].at;
        if (end < from)
            continue; /* several letters of one character */
        buf_add_str(&text, str_slice(*piece, from, end));
        const uint32_t code = utf8_next(*piece, &end);
        buf_add_str(&text, rule_sign(hide->marks[*at].personal, code));
        from = end;
    }
    buf_add_str(&text, str_slice(*piece, from, piece->len));
    return buf_keep(&text, hide->arena, piece);
}

enum status pieces_end(struct hide *hide)
{
    enum status status = mark(hide);
    for (size_t at = 0; at < hide->mark_count && status == OK;)
        status = rebuild(hide, &at);
    return status;
}

enum status hide_text(struct hide *hide, struct str *text)
{
    if (hide->value_count == 0 || text->len == 0)
        return OK;
    pieces_begin(hide);
    enum status status = pieces_add(hide, text);
    return status == OK ? pieces_end(hide) : status;
}
