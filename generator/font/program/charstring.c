/*
 * A Type 2 charstring (Adobe technical note 5177) without subroutines and hints.
 *
 * It is carried out as far as that needs: subroutines are followed, hints and the width dropped, all else
 * written as it comes.  Operands are kept as bytes: but for the numbers of subroutines nobody asks what they
 * say.  An outline that begins without a
 * movement, which renderers let begin at the origin, gets one, so that something may be put before it.  What
 * no font uses is refused: arithmetic, and accents by endchar (seac), for which a program keyed by CIDs has no
 * names.
 */
#include "font/program/program_int.h"

enum {
    MAX_OPERANDS = 48,
    OP_HSTEM = 1,
    OP_VSTEM = 3,
    OP_VMOVETO = 4,
    OP_RLINETO = 5,
    OP_RRCURVETO = 8,
    OP_CALLSUBR = 10,
    OP_RETURN = 11,
    OP_ESCAPE = 12,
    OP_ENDCHAR = 14,
    OP_HSTEMHM = 18,
    OP_HINTMASK = 19,
    OP_CNTRMASK = 20,
    OP_RMOVETO = 21,
    OP_HMOVETO = 22,
    OP_VSTEMHM = 23,
    OP_RCURVELINE = 24,
    OP_VVCURVETO = 26,
    OP_HHCURVETO = 27,
    OP_SHORT = 28,
    OP_CALLGSUBR = 29,
    OP_VHCURVETO = 30,
    OP_HVCURVETO = 31,
    OP_FIXED = 255,
    ESCAPE_DOTSECTION = 0,
    ESCAPE_HFLEX = 34,
    ESCAPE_FLEX1 = 37,
};

struct flattener {
    const struct cff *cff;
    const struct cff_index *local;
    struct buf *out;
    unsigned char bytes[MAX_OPERANDS * 5 + 2]; /* operands, one behind the other; room for an operator */
    uint8_t starts[MAX_OPERANDS + 1];          /* in bytes; behind the last, where the next goes */
    unsigned count;
    uint32_t stems, steps;
    bool begun; /* a movement is written */
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

/* The last `count` operands and the operator; no operand stays. */
static void put(struct flattener *f, unsigned count, uint32_t op, unsigned size)
{
    const unsigned char *first = f->bytes + f->starts[f->count - count];
    struct bytes_writer out = {f->bytes + f->starts[f->count]};
    bytes_put(&out, op, size);
    buf_add(f->out, first, (size_t)(out.at - first));
    f->count = 0;
}

/* --- operators --- */

static bool move(struct flattener *f, uint32_t op)
{
    unsigned count = op == OP_RMOVETO ? 2 : 1;
    if (f->count < count)
        return false;
    put(f, count, op, 1);
    f->begun = true;
    return true;
}

static bool draw(struct flattener *f, uint32_t op, unsigned size)
{
    static const unsigned char to_origin[] = {139, OP_HMOVETO};
    if (!f->begun)
        buf_add(f->out, to_origin, sizeof to_origin);
    f->begun = true;
    put(f, f->count, op, size);
    return true;
}

/* Of stems only how many matters: for the length of masks. */
static bool skip_stems(struct flattener *f)
{
    f->stems += f->count / 2;
    f->count = 0;
    return true;
}

static bool skip_mask(struct flattener *f, struct str code, size_t *at)
{
    skip_stems(f);
    *at += (f->stems + 7) / 8;
    return *at <= code.len;
}

static bool end(struct flattener *f)
{
    if (f->count >= 4) /* seac: 4 operands, or 5 with a width */
        return false;
    put(f, 0, OP_ENDCHAR, 1);
    f->ended = true;
    return true;
}

static bool run(struct flattener *f, struct str code, int nesting);

/* Takes the last operand away: its whole part. */
static int32_t pop_number(struct flattener *f)
{
    const unsigned char *bytes = f->bytes + f->starts[--f->count];
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
        f->count = 0;
        return true;
    }
    return second >= ESCAPE_HFLEX && second <= ESCAPE_FLEX1 && draw(f, OP_ESCAPE << 8 | second, 2);
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
    case OP_HMOVETO:
    case OP_VMOVETO:
        return move(f, op);
    case OP_CALLSUBR:
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
               draw(f, op, 1);
    }
}

/* An operand that begins with `first`, which stands before *at. */
static bool push(struct flattener *f, unsigned first, struct str code, size_t *at)
{
    size_t more = first < 247 && first != OP_SHORT ? 0 : first == OP_FIXED ? 4 : first == OP_SHORT ? 2 : 1;
    if (f->count == MAX_OPERANDS || more > code.len - *at)
        return false;
    unsigned char *to = f->bytes + f->starts[f->count];
    *to++ = (unsigned char)first;
    for (size_t i = 0; i < more; i++)
        *to++ = (unsigned char)code.ptr[*at + i];
    *at += more;
    f->starts[++f->count] = (uint8_t)(to - f->bytes);
    return true;
}

static bool run(struct flattener *f, struct str code, int nesting)
{
    for (size_t at = 0; at < code.len && !f->ended;) {
        uint32_t first = (unsigned char)code.ptr[at++];
        bool is_number = first >= 32 || first == OP_SHORT;
        if (++f->steps > PROGRAM_MAX_STEPS)
            return false;
        if (!(is_number ? push(f, first, code, &at) : carry_out(f, first, code, &at, nesting)))
            return false;
    }
    return nesting > 0 || f->ended || end(f);
}

enum status charstring_flatten(const struct cff *cff, uint32_t glyph, struct buf *out)
{
    struct flattener f = {.cff = cff, .local = cff_local_subroutines(cff, glyph), .out = out};
    struct str code;
    if (f.local == NULL || !cff_index_item(&cff->charstrings, glyph, &code) || !run(&f, code, 0))
        return FAILED;
    return buf_status(out);
}
