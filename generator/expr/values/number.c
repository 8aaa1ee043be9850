/*
 * Exact numbers: GMP rationals that live in an arena.
 *
 * A number is made with GMP's own memory, then its limbs are copied into the arena and viewed read-only
 * (mpz_roinit_n), so that it is freed with the arena and needs no release.  What is computed on the way is
 * cleared before the function returns.
 *
 * GMP aborts when its allocator gives NULL.  So its allocator is ours (number_memory_set, on the first use):
 * base_malloc, and when that fails a static reserve, with a flag.  The reserve is empty again as soon as the
 * operation's last piece in it is freed.  It cannot run out: operands have at most NUMBER_MAX_BITS bits (512
 * bytes), so no operation needs more than a dozen pieces of at most 3 KB.  Every function that can say
 * NO_MEMORY looks at the flag after the operation and says it; comparing and rounding to print are right all
 * the same, since the reserve served.
 *
 * Nearly all numbers have a numerator and a denominator of a machine word.  Where all that is computed on the way has
 * that, too, GMP is not asked: the same number comes out.
 */
#include "expr/values/values_int.h"

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

struct number {
    mpq_t q; /* canonical; limbs in the arena */
};

/* --- GMP's memory --- */

enum { RESERVE_SIZE = 64 * 1024, RESERVE_ALIGN = 16 };

static struct {
    _Alignas(RESERVE_ALIGN) unsigned char bytes[RESERVE_SIZE];
    size_t used, pieces;
    bool touched;
} reserve;

static bool reserve_owns(const void *memory)
{
    const unsigned char *p = memory;
    return p >= reserve.bytes && p < reserve.bytes + RESERVE_SIZE;
}

static void *reserve_alloc(size_t size)
{
    reserve.touched = true;
    size_t rounded = (size + RESERVE_ALIGN - 1) / RESERVE_ALIGN * RESERVE_ALIGN;
    if (rounded < size || rounded > RESERVE_SIZE - reserve.used)
        return NULL;
    void *piece = reserve.bytes + reserve.used;
    reserve.used += rounded;
    reserve.pieces++;
    return piece;
}

static void *gmp_alloc(size_t size)
{
    void *memory = base_malloc(size);
    return memory != NULL ? memory : reserve_alloc(size);
}

static void gmp_free(void *memory, size_t size)
{
    (void)size;
    if (!reserve_owns(memory)) {
        base_free(memory);
        return;
    }
    if (--reserve.pieces == 0)
        reserve.used = 0;
}

static void *gmp_realloc(void *old, size_t old_size, size_t size)
{
    if (!reserve_owns(old)) {
        void *grown = base_realloc(old, size);
        if (grown != NULL)
            return grown;
    }
    void *moved = reserve_alloc(size);
    if (moved == NULL)
        return NULL;
    memcpy(moved, old, old_size < size ? old_size : size);
    gmp_free(old, old_size);
    return moved;
}

static void number_memory_set(void)
{
    static bool set;
    if (!set)
        mp_set_memory_functions(gmp_alloc, gmp_realloc, gmp_free);
    set = true;
    reserve.touched = false;
}

/* --- making --- */

static bool limbs_copy(struct arena *arena, mpz_ptr to, mpz_srcptr from)
{
    size_t count = mpz_size(from);
    mp_limb_t *limbs = ARENA_NEW_ARRAY(arena, count ? count : 1, mp_limb_t);
    if (limbs == NULL)
        return false;
    if (count)
        memcpy(limbs, mpz_limbs_read(from), count * sizeof *limbs);
    mp_size_t size = (mp_size_t)count;
    mpz_roinit_n(to, limbs, mpz_sgn(from) < 0 ? -size : size);
    return true;
}

/* The canonical q as a number of the arena.  FAILED: over NUMBER_MAX_BITS. */
static enum status number_keep(struct arena *arena, mpq_srcptr q, const struct number **ret_number)
{
    if (reserve.touched)
        return NO_MEMORY;
    if (mpz_sizeinbase(mpq_numref(q), 2) > NUMBER_MAX_BITS ||
        mpz_sizeinbase(mpq_denref(q), 2) > NUMBER_MAX_BITS)
        return FAILED;
    struct number *n = ARENA_NEW(arena, struct number);
    if (n == NULL || !limbs_copy(arena, mpq_numref(n->q), mpq_numref(q)) ||
        !limbs_copy(arena, mpq_denref(n->q), mpq_denref(q)))
        return NO_MEMORY;
    *ret_number = n;
    return OK;
}

/* --- in machine words --- */

static bool fraction_of(const struct number *n, struct fraction *ret_fraction)
{
    mpz_srcptr num = mpq_numref(n->q), den = mpq_denref(n->q);
    if (mpz_size(num) > 1 || mpz_size(den) > 1 || mpz_getlimbn(num, 0) > INT64_MAX ||
        mpz_getlimbn(den, 0) > INT64_MAX)
        return false;
    int64_t magnitude = (int64_t)mpz_getlimbn(num, 0);
    *ret_fraction =
        (struct fraction){mpz_sgn(num) < 0 ? -magnitude : magnitude, (int64_t)mpz_getlimbn(den, 0)};
    return true;
}

static enum status fraction_keep(struct arena *arena, struct fraction f, const struct number **ret_number)
{
    struct words {
        struct number number;
        mp_limb_t limbs[2];
    } *words = arena_alloc_bytes(arena, sizeof *words);
    if (words == NULL)
        return NO_MEMORY;
    f = fraction_reduced(f);
    words->limbs[0] = (mp_limb_t)(f.num < 0 ? -f.num : f.num);
    words->limbs[1] = (mp_limb_t)f.den;
    mpz_roinit_n(mpq_numref(words->number.q), &words->limbs[0], f.num < 0 ? -1 : 1);
    mpz_roinit_n(mpq_denref(words->number.q), &words->limbs[1], 1);
    *ret_number = &words->number;
    return OK;
}

/* --- reading --- */

/* The digits of `text` without sign, point and commas.  False: not written as a number is. */
static bool number_digits(struct str text, char digits[NUMBER_MAX_DIGITS + 1], size_t *ret_decimals)
{
    size_t count = 0, group = 0, point = SIZE_MAX;
    bool commas = false;
    for (size_t i = 0; text.ptr != NULL && i < text.len; i++) {
        char c = text.ptr[i];
        if (c >= '0' && c <= '9') {
            if (count == NUMBER_MAX_DIGITS)
                return false;
            digits[count++] = c;
            group++;
        } else if (c == '.') {
            if (point != SIZE_MAX || count == 0 || (commas && group != 3))
                return false;
            point = count;
        } else if (c == ',') {
            if (point != SIZE_MAX || group == 0 || (commas ? group != 3 : group > 3))
                return false;
            commas = true;
            group = 0;
        } else {
            return false;
        }
    }
    if (count == 0 || point == count || (commas && point == SIZE_MAX && group != 3))
        return false;
    digits[count] = '\0';
    *ret_decimals = point == SIZE_MAX ? 0 : count - point;
    return true;
}

enum status number_parse(struct arena *arena, struct str text, const struct number **ret_number)
{
    bool negative = text.len > 0 && text.ptr[0] == '-';
    char digits[NUMBER_MAX_DIGITS + 1];
    size_t decimals;
    if (!number_digits(str_slice(text, negative ? 1 : 0, text.len), digits, &decimals))
        return FAILED;
    enum { WORD_DIGITS = 18 };
    int64_t parts;
    if (strlen(digits) <= WORD_DIGITS && power_of_ten((int)decimals, &parts)) {
        int64_t value = 0;
        for (const char *digit = digits; *digit != '\0'; digit++)
            value = value * 10 + (*digit - '0');
        return fraction_keep(arena, (struct fraction){negative ? -value : value, parts}, ret_number);
    }
    number_memory_set();
    mpq_t q;
    mpq_init(q);
    mpz_set_str(mpq_numref(q), digits, 10);
    mpz_ui_pow_ui(mpq_denref(q), 10, decimals);
    mpq_canonicalize(q);
    if (negative)
        mpq_neg(q, q);
    enum status status = number_keep(arena, q, ret_number);
    mpq_clear(q);
    return status;
}

enum status number_of(struct arena *arena, int64_t value, const struct number **ret_number)
{
    if (value > INT64_MIN)
        return fraction_keep(arena, (struct fraction){value, 1}, ret_number);
    number_memory_set();
    mpq_t q;
    mpq_init(q);
    mpz_set_si(mpq_numref(q), (long)value);
    enum status status = number_keep(arena, q, ret_number);
    mpq_clear(q);
    return status;
}

/* --- asking --- */

int number_compare(const struct number *a, const struct number *b)
{
    struct fraction x, y;
    int64_t left, right;
    if (fraction_of(a, &x) && fraction_of(b, &y) && !__builtin_mul_overflow(x.num, y.den, &left) &&
        !__builtin_mul_overflow(y.num, x.den, &right))
        return (left > right) - (left < right);
    number_memory_set();
    int order = mpq_cmp(a->q, b->q);
    return (order > 0) - (order < 0);
}

int number_sign(const struct number *n)
{
    return mpq_sgn(n->q);
}

bool number_is_integer(const struct number *n)
{
    return mpz_cmp_ui(mpq_denref(n->q), 1) == 0;
}

bool number_as_int(const struct number *n, int64_t *ret_value)
{
    if (!number_is_integer(n) || !mpz_fits_slong_p(mpq_numref(n->q)))
        return false;
    *ret_value = mpz_get_si(mpq_numref(n->q));
    return true;
}

/* num / den times power, in parts, so that it fits wherever its result does (nearly). */
static bool scale_small(int64_t num, int64_t den, int64_t power, int64_t *ret_value, bool *ret_exact)
{
    int64_t whole = num / den, rest = num % den, parts;
    if (__builtin_mul_overflow(whole, power, &whole) || __builtin_mul_overflow(rest, power, &parts))
        return false;
    int64_t left = parts % den, magnitude = left < 0 ? -left : left;
    *ret_exact = left == 0;
    parts = parts / den + (magnitude >= den - magnitude ? (num < 0 ? -1 : 1) : 0);
    return !__builtin_add_overflow(whole, parts, ret_value);
}

bool number_scaled(const struct number *n, int digits, int64_t *ret_value, bool *ret_exact)
{
    enum { MOST = 9 };
    int64_t power;
    struct fraction f;
    return digits <= MOST && power_of_ten(digits, &power) && fraction_of(n, &f) &&
           scale_small(f.num, f.den, power, ret_value, ret_exact);
}

/* --- computing --- */

enum status number_apply(struct arena *arena, enum number_op op, const struct number *a,
                         const struct number *b, const struct number **ret_number)
{
    if (op == NUMBER_DIVIDE && mpq_sgn(b->q) == 0)
        return FAILED;
    struct fraction x, y, f;
    if (fraction_of(a, &x) && fraction_of(b, &y) && fraction_apply(op, x, y, &f))
        return fraction_keep(arena, f, ret_number);
    number_memory_set();
    mpq_t q;
    mpq_init(q);
    switch (op) {
    case NUMBER_ADD:
        mpq_add(q, a->q, b->q);
        break;
    case NUMBER_SUBTRACT:
        mpq_sub(q, a->q, b->q);
        break;
    case NUMBER_MULTIPLY:
        mpq_mul(q, a->q, b->q);
        break;
    case NUMBER_DIVIDE:
        mpq_div(q, a->q, b->q);
        break;
    }
    enum status status = number_keep(arena, q, ret_number);
    mpq_clear(q);
    return status;
}

enum status number_sum(struct arena *arena, const struct value *values, size_t count,
                       const struct number **ret_number)
{
    struct fraction all = {0, 1}, f;
    size_t summed = 0;
    while (summed < count && fraction_of(values[summed].number, &f) &&
           fraction_apply(NUMBER_ADD, all, f, &f)) {
        all = fraction_reduced(f);
        summed++;
    }
    if (summed == count)
        return fraction_keep(arena, all, ret_number);
    enum status status = OK;
    number_memory_set();
    mpq_t sum;
    mpq_init(sum);
    for (size_t i = 0; i < count && status == OK; i++) {
        mpq_add(sum, sum, values[i].number->q);
        bool large = mpz_sizeinbase(mpq_denref(sum), 2) > NUMBER_MAX_BITS;
        status = reserve.touched ? NO_MEMORY : large ? FAILED : OK;
    }
    if (status == OK)
        status = number_keep(arena, sum, ret_number);
    mpq_clear(sum);
    return status;
}

static size_t limbs_of(const struct number *n)
{
    return mpz_size(mpq_numref(n->q)) + mpz_size(mpq_denref(n->q));
}

size_t number_work(const struct number *a, const struct number *b)
{
    enum { SMALL = 8, LIMB_PAIRS = 16 /* done in the time of a step */ };
    size_t limbs = limbs_of(a) + limbs_of(b);
    return limbs <= SMALL ? 0 : limbs * limbs / LIMB_PAIRS;
}

/* num/den to a whole number. */
static void divide_rounded(mpz_ptr whole, mpz_srcptr num, mpz_srcptr den, enum number_rounding how)
{
    if (how == ROUND_DOWN) {
        mpz_fdiv_q(whole, num, den);
        return;
    }
    if (how == ROUND_UP) {
        mpz_cdiv_q(whole, num, den);
        return;
    }
    mpz_t rest;
    mpz_init(rest);
    mpz_tdiv_qr(whole, rest, num, den);
    mpz_mul_2exp(rest, rest, 1);
    int half = mpz_cmpabs(rest, den);
    if (half > 0 || (half == 0 && (how == ROUND_HALF_UP || mpz_odd_p(whole)))) {
        if (mpz_sgn(num) < 0)
            mpz_sub_ui(whole, whole, 1);
        else
            mpz_add_ui(whole, whole, 1);
    }
    mpz_clear(rest);
}

/* n times 10^digits, rounded to a whole number; digits may be negative. */
static void scale_rounded(mpz_ptr whole, const struct number *n, int digits, enum number_rounding how)
{
    mpz_t num, den, power;
    mpz_init_set(num, mpq_numref(n->q));
    mpz_init_set(den, mpq_denref(n->q));
    mpz_init(power);
    mpz_ui_pow_ui(power, 10, (unsigned long)(digits < 0 ? -digits : digits));
    mpz_ptr side = digits < 0 ? den : num;
    mpz_mul(side, side, power);
    divide_rounded(whole, num, den, how);
    mpz_clear(power);
    mpz_clear(den);
    mpz_clear(num);
}

enum status number_round(struct arena *arena, const struct number *n, int digits, enum number_rounding how,
                         const struct number **ret_number)
{
    if (digits > NUMBER_MAX_DIGITS || digits < -NUMBER_MAX_DIGITS)
        return FAILED;
    struct fraction f;
    if (fraction_of(n, &f) && fraction_round(f, digits, how, &f))
        return fraction_keep(arena, f, ret_number);
    number_memory_set();
    mpq_t q;
    mpq_init(q);
    scale_rounded(mpq_numref(q), n, digits, how);
    if (digits >= 0) {
        mpz_ui_pow_ui(mpq_denref(q), 10, (unsigned long)digits);
    } else {
        mpz_t power;
        mpz_init(power);
        mpz_ui_pow_ui(power, 10, (unsigned long)-digits);
        mpz_mul(mpq_numref(q), mpq_numref(q), power);
        mpz_clear(power);
    }
    mpq_canonicalize(q);
    enum status status = number_keep(arena, q, ret_number);
    mpq_clear(q);
    return status;
}

enum status number_instalments(struct arena *arena, const struct number *total, int64_t count, int digits,
                               const struct number **ret_each, const struct number **ret_rest)
{
    const struct number *parts = NULL, *others = NULL;
    enum status status = number_of(arena, count, &parts);
    if (status == OK)
        status = number_apply(arena, NUMBER_DIVIDE, total, parts, ret_each);
    if (status == OK)
        status = number_round(arena, *ret_each, digits, ROUND_DOWN, ret_each);
    if (status == OK)
        status = number_of(arena, count - 1, &parts);
    if (status == OK)
        status = number_apply(arena, NUMBER_MULTIPLY, *ret_each, parts, &others);
    return status == OK ? number_apply(arena, NUMBER_SUBTRACT, total, others, ret_rest) : status;
}

enum status number_cut(struct arena *arena, const struct number *n, struct cut cut,
                       const struct number **ret_number)
{
    return number_round(arena, n, cut.kept, cut.share ? ROUND_SHARE : ROUND_HALF_UP, ret_number);
}

/* --- printing --- */

/* Adds the whole number that the digits are / 10^decimals. */
static void print_digits(const char *digits, size_t decimals, bool grouped, struct buf *out)
{
    const char *from = digits[0] == '-' ? digits + 1 : digits;
    if (digits[0] == '-')
        buf_add_char(out, '-');
    size_t len = strlen(from), integer = len > decimals ? len - decimals : 0;
    if (integer == 0)
        buf_add_char(out, '0');
    for (size_t i = 0, next; i < integer; i = next) {
        enum { GROUP = 3 };
        next = grouped ? i + (integer - i - 1) % GROUP + 1 : integer;
        if (i > 0)
            buf_add_char(out, ',');
        buf_add(out, from + i, next - i);
    }
    if (decimals == 0)
        return;
    buf_add_char(out, '.');
    for (size_t i = len; i < decimals; i++)
        buf_add_char(out, '0');
    buf_add(out, from + integer, len - integer);
}

/* The digits of NUMBER_MAX_BITS and of the decimals fit the array. */
static void print_scaled(mpz_srcptr whole, size_t decimals, bool grouped, struct buf *out)
{
    char digits[NUMBER_MAX_BITS / 3 + NUMBER_MAX_DIGITS + 8];
    mpz_get_str(digits, 10, whole);
    print_digits(digits, decimals, grouped, out);
}

/* As number_print_fixed; false: it is too large for that. */
static bool fraction_print(struct fraction f, int decimals, bool grouped, struct buf *out)
{
    char digits[24];
    char *at = digits + sizeof digits;
    if (!fraction_round(f, decimals, ROUND_HALF_UP, &f))
        return false;
    uint64_t left = f.num < 0 ? 0 - (uint64_t)f.num : (uint64_t)f.num;
    *--at = '\0';
    do
        *--at = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (f.num < 0)
        *--at = '-';
    print_digits(at, (size_t)decimals, grouped, out);
    return true;
}

/* How many decimals `den` needs; false: the decimal does not end. */
static bool decimals_needed(mpz_srcptr den, size_t *ret_decimals)
{
    mpz_t rest, prime;
    mpz_init_set(rest, den);
    mpz_init_set_ui(prime, 2);
    size_t twos = mpz_remove(rest, rest, prime);
    mpz_set_ui(prime, 5);
    size_t fives = mpz_remove(rest, rest, prime);
    bool ends = mpz_cmp_ui(rest, 1) == 0;
    mpz_clear(prime);
    mpz_clear(rest);
    *ret_decimals = twos > fives ? twos : fives;
    return ends;
}

bool number_print(const struct number *n, struct buf *out)
{
    struct fraction f;
    int needed = fraction_of(n, &f) ? fraction_decimals(f) : -1;
    if (needed >= 0 && fraction_print(f, needed, false, out))
        return true;
    number_memory_set();
    size_t decimals;
    if (!decimals_needed(mpq_denref(n->q), &decimals) || decimals > NUMBER_MAX_DIGITS)
        return false;
    mpz_t whole, limit;
    mpz_init(whole);
    mpz_init(limit);
    scale_rounded(whole, n, (int)decimals, ROUND_HALF_UP);
    mpz_ui_pow_ui(limit, 10, NUMBER_MAX_DIGITS);
    bool fits = mpz_cmpabs(whole, limit) < 0;
    if (fits)
        print_scaled(whole, decimals, false, out);
    mpz_clear(limit);
    mpz_clear(whole);
    out->failed |= reserve.touched;
    return fits;
}

void number_print_exact(const struct number *n, struct buf *out)
{
    if (number_print(n, out))
        return;
    char digits[2 * NUMBER_MAX_BITS / 3 + 4]; /* a digit has more than three bits */
    if (mpz_sizeinbase(mpq_numref(n->q), 10) + mpz_sizeinbase(mpq_denref(n->q), 10) + 4 <= sizeof digits)
        buf_add_text(out, mpq_get_str(digits, 10, n->q));
    else
        out->failed = true;
    out->failed |= reserve.touched;
}

void number_print_fixed(const struct number *n, int digits, bool grouped, struct buf *out)
{
    int decimals = digits < 0 ? 0 : digits > NUMBER_MAX_DIGITS ? NUMBER_MAX_DIGITS : digits;
    struct fraction f;
    if (fraction_of(n, &f) && fraction_print(f, decimals, grouped, out))
        return;
    number_memory_set();
    mpz_t whole;
    mpz_init(whole);
    scale_rounded(whole, n, decimals, ROUND_HALF_UP);
    print_scaled(whole, (size_t)decimals, grouped, out);
    mpz_clear(whole);
    out->failed |= reserve.touched;
}
