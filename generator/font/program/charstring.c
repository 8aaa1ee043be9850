/*
 * A Type 2 charstring (Adobe technical note 5177) without subroutines and hints.
 *
 * It is carried out as far as that needs: subroutines are followed, hints and the width dropped, all else
 * copied as it comes.  Operands are bytes: but for the numbers of subroutines nobody asks what they say; they
 * go where they will stand, and are taken back where their operator goes.  An outline that begins without a
 * movement, which renderers let begin at the origin, gets one, so that something may be put before it.  What
 * no font uses is refused: arithmetic, and accents by endchar (seac), for which a program keyed by CIDs has no
 * names.
 */
#include "font/program/program_int.h"

#include <string.h>

enum {
    MAX_OPERANDS = 48,
    OP_HSTEM = 1,
    OP_VSTEM = 3,
    OP_VMOVETO = 4,
    OP_RLINETO = 5,
    OP_RRCURVETO = 8,
    OP_RETURN = 11,
    OP_ESCAPE = 12,
    OP_ENDCHAR = 14,
    OP_HSTEMHM = 18,
    OP_HINTMASK = 19,
    OP_CNTRMASK = 20,
    OP_RMOVETO = 21,
    OP_VSTEMHM = 23,
    OP_RCURVELINE = 24,
    OP_RLINECURVE = 25,
    OP_VVCURVETO = 26,
    OP_HHCURVETO = 27,
    OP_SHORT = 28,
    OP_CALLGSUBR = 29,
    OP_VHCURVETO = 30,
    OP_HVCURVETO = 31,
    OP_FIXED = 255,
    FIRST_NUMBER = 32, /* and OP_SHORT */
    ESCAPE_DOTSECTION = 0,
    ESCAPE_HFLEX = 34,
    ESCAPE_FLEX,
    ESCAPE_HFLEX1,
    ESCAPE_FLEX1,
    ADDED = 4, /* bytes: what is written may be longer by a movement at the begin and an endchar */
};

struct flattener {
    const struct cff *cff;
    const struct cff_index *local;
    unsigned char *out;
    size_t len;                  /* with the operands */
    size_t starts[MAX_OPERANDS]; /* of operands, in `out` */
    size_t count;
    uint32_t stems, steps;
    bool begun;  /* a movement is written */
    bool masked; /* a mask was passed */
    bool drawn;  /* a line or curve is */
    bool ended;
};

/* --- writing --- */

void charstring_put_number(struct bytes_writer *out, int32_t value)
{
    if (value >= -107 && value <= 107) {
        bytes_put(out, (uint32_t)(value + 139), 1);
    } else if (value >= 108 && value <= 1131) {
        bytes_put(out, (247U << 8) + (uint32_t)(value - 108), 2);
    } else if (value <= -108 && value >= -1131) {
        bytes_put(out, (251U << 8) + (uint32_t)(-value - 108), 2);
    } else {
        bytes_put(out, OP_SHORT, 1);
        bytes_put(out, (uint32_t)value & 0xFFFF, 2);
    }
}

/* The operator stands behind its operands. */
static void put(struct flattener *f, uint32_t op, unsigned size)
{
    if (size == 2)
        f->out[f->len++] = (unsigned char)(op >> 8);
    f->out[f->len++] = (unsigned char)op;
    f->count = 0;
}

/* Bytes go away from among the operands. */
static void cut(struct flattener *f, size_t from, size_t to)
{
    memmove(f->out + from, f->out + to, f->len - to);
    f->len -= to - from;
}

static void drop_operands(struct flattener *f)
{
    f->len = f->count > 0 ? f->starts[0] : f->len;
    f->count = 0;
}

/* --- operators --- */

/* Before its operands may stand the width. */
static bool move(struct flattener *f, uint32_t op)
{
    unsigned count = op == OP_RMOVETO ? 2 : 1;
    if (f->count < count)
        return false;
    cut(f, f->starts[0], f->starts[f->count - count]);
    put(f, op, 1);
    f->begun = true;
    return true;
}

/* Do the operands make whole lines and curves?  Renderers differ in what they do with others. */
static bool fits_operator(size_t count, uint32_t op)
{
    switch (op) {
    case OP_RLINETO:
        return count >= 2 && count % 2 == 0;
    case OP_RRCURVETO:
        return count >= 6 && count % 6 == 0;
    case OP_RCURVELINE:
        return count >= 8 && count % 6 == 2;
    case OP_RLINECURVE:
        return count >= 8 && count % 2 == 0;
    case OP_VVCURVETO:
    case OP_HHCURVETO:
    case OP_VHCURVETO:
    case OP_HVCURVETO:
        return count >= 4 && count % 4 <= 1;
    case OP_ESCAPE << 8 | ESCAPE_HFLEX:
        return count == 7;
    case OP_ESCAPE << 8 | ESCAPE_FLEX:
        return count == 13;
    case OP_ESCAPE << 8 | ESCAPE_HFLEX1:
        return count == 9;
    case OP_ESCAPE << 8 | ESCAPE_FLEX1:
        return count == 11;
    default: /* hlineto, vlineto */
        return count >= 1;
    }
}

static bool draw_step(struct flattener *f, uint32_t op, unsigned size)
{
    if (!fits_operator(f->count, op))
        return false;
    static const unsigned char to_origin[] = {139, CHARSTRING_HMOVETO};
    if (!f->begun) { /* nothing stands before the operands */
        memmove(f->out + sizeof to_origin, f->out, f->len);
        memcpy(f->out, to_origin, sizeof to_origin);
        f->len += sizeof to_origin;
    }
    f->begun = f->drawn = true;
    put(f, op, size);
    return true;
}

/* Of stems only how many matters: for the length of masks.  They stand before all else; whether others count, renderers
 * do not agree. */
static bool skip_stems(struct flattener *f)
{
    if (f->count > 0 && (f->begun || f->masked))
        return false;
    f->stems += (uint32_t)f->count / 2;
    drop_operands(f);
    return true;
}

static bool skip_mask(struct flattener *f, struct str code, size_t *at)
{
    if (!skip_stems(f))
        return false;
    f->masked = true;
    *at += (f->stems + 7) / 8;
    return *at <= code.len;
}

static bool end(struct flattener *f)
{
    if (f->count >= 4) /* seac: 4 operands, or 5 with a width */
        return false;
    drop_operands(f);
    put(f, OP_ENDCHAR, 1);
    f->ended = true;
    return true;
}

static bool run(struct flattener *f, struct str code, int nesting);

/* Takes the last operand away: its whole part. */
static int32_t pop_number(struct flattener *f)
{
    f->len = f->starts[--f->count];
    const unsigned char *bytes = f->out + f->len;
    if (bytes[0] == OP_SHORT || bytes[0] == OP_FIXED)
        return (int16_t)(bytes[1] << 8 | bytes[2]);
    if (bytes[0] >= 251)
        return -((bytes[0] - 251) * 256 + bytes[1] + 108);
    return bytes[0] >= 247 ? (bytes[0] - 247) * 256 + bytes[1] + 108 : bytes[0] - 139;
}

static bool call(struct flattener *f, const struct cff_index *index, int nesting)
{
    struct str code;
    if (f->count == 0 || nesting == PROGRAM_MAX_NESTING)
        return false;
    int32_t number = pop_number(f) + (index->count < 1240 ? 107 : index->count < 33900 ? 1131 : 32768);
    return number >= 0 && cff_index_item(index, (uint32_t)number, &code) && run(f, code, nesting + 1);
}

static bool escape(struct flattener *f, struct str code, size_t *at)
{
    uint32_t second = 0;
    if (!bytes_read(code, (*at)++, 1, &second))
        return false;
    if (second == ESCAPE_DOTSECTION) {
        drop_operands(f);
        return true;
    }
    return second >= ESCAPE_HFLEX && second <= ESCAPE_FLEX1 && draw_step(f, OP_ESCAPE << 8 | second, 2);
}

static bool carry_out(struct flattener *f, uint32_t op, struct str code, size_t *at, int nesting)
{
    switch (op) {
    case OP_HSTEM:
    case OP_VSTEM:
    case OP_HSTEMHM:
    case OP_VSTEMHM:
        return skip_stems(f);
    case OP_HINTMASK:
    case OP_CNTRMASK:
        return skip_mask(f, code, at);
    case OP_RMOVETO:
    case CHARSTRING_HMOVETO:
    case OP_VMOVETO:
        return move(f, op);
    case CHARSTRING_CALLSUBR:
        return call(f, f->local, nesting);
    case OP_CALLGSUBR:
        return call(f, &f->cff->global, nesting);
    case OP_RETURN:
        *at = code.len;
        return true;
    case OP_ESCAPE:
        return escape(f, code, at);
    case OP_ENDCHAR:
        return end(f);
    default: /* lines and curves stand side by side, but for what has its own case above */
        return ((op >= OP_RLINETO && op <= OP_RRCURVETO) || (op >= OP_RCURVELINE && op <= OP_HVCURVETO)) &&
               draw_step(f, op, 1);
    }
}

/* Copies operands up to the next operator. */
static bool push(struct flattener *f, struct str code, size_t *ret_at)
{
    const unsigned char *bytes = (const unsigned char *)code.ptr;
    unsigned char *const out = f->out; /* in registers: bytes that are written may be any object's */
    size_t at = *ret_at, len = f->len, count = f->count;
    unsigned char word[8]; /* read once, and copied whole: what is too much is written over */
    for (; code.len - at >= sizeof word && count < MAX_OPERANDS; count++) {
        memcpy(word, bytes + at, sizeof word);
        if (word[0] < FIRST_NUMBER || word[0] == OP_FIXED)
            break;
        const size_t size = word[0] < 247 ? 1 : 2;
        f->starts[count] = len;
        memcpy(out + len, word, sizeof word);
        len += size;
        at += size;
    }
    for (; at < code.len; at++) {
        unsigned first = bytes[at];
        if (first < FIRST_NUMBER && first != OP_SHORT)
            break;
        size_t more = first < 247 ? first == OP_SHORT ? 2 : 0 : first == OP_FIXED ? 4 : 1;
        if (count == MAX_OPERANDS || more > code.len - at - 1)
            return false;
        f->starts[count++] = len;
        out[len++] = (unsigned char)first;
        for (; more > 0; more--)
            out[len++] = bytes[++at];
    }
    f->count = count;
    f->len = len;
    *ret_at = at;
    return true;
}

/* No byte of a charstring becomes more than one. */
static bool has_room(const struct flattener *f, size_t code)
{
    return f->len + code <= CHARSTRING_ROOM - ADDED;
}

static bool run(struct flattener *f, struct str code, int nesting)
{
    for (size_t at = 0; at < code.len && !f->ended;) {
        if (!has_room(f, code.len - at) || !push(f, code, &at))
            return false;
        if (at == code.len)
            break;
        uint32_t op = (unsigned char)code.ptr[at++];
        if (++f->steps > PROGRAM_MAX_STEPS || !carry_out(f, op, code, &at, nesting))
            return false;
    }
    return nesting > 0 || f->ended || end(f);
}

bool charstring_flatten(const struct cff *cff, uint32_t glyph, unsigned char *room, struct str *ret_outline,
                        bool *ret_blank)
{
    struct flattener f = {.cff = cff, .local = cff_local_subroutines(cff, glyph)};
    struct str code;
    f.out = room;
    if (f.local == NULL || !cff_index_item(&cff->charstrings, glyph, &code) || !run(&f, code, 0))
        return false;
    *ret_outline = (struct str){(const char *)room, f.len};
    *ret_blank = !f.drawn;
    return true;
}
