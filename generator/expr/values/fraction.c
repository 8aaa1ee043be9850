/*
 * Numbers whose numerator and denominator are of a machine word: nearly all.  What is more than that after a
 * step is told, and left to GMP (number.c).
 */
#include "expr/values/values_int.h"

static const int64_t powers[] = {1,
                                 10,
                                 100,
                                 1000,
                                 10000,
                                 100000,
                                 1000000,
                                 10000000,
                                 100000000,
                                 1000000000,
                                 10000000000,
                                 100000000000,
                                 1000000000000,
                                 10000000000000,
                                 100000000000000,
                                 1000000000000000,
                                 10000000000000000,
                                 100000000000000000,
                                 1000000000000000000};

bool power_of_ten(int exponent, int64_t *ret_power)
{
    if (exponent < 0 || exponent >= (int)ARRAY_COUNT(powers))
        return false;
    *ret_power = powers[exponent];
    return true;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

struct fraction fraction_reduced(struct fraction f)
{
    int64_t divisor = f.den == 1 ? 1 : common_divisor(f.den, f.num < 0 ? -f.num : f.num);
    return divisor == 1 ? f : (struct fraction){f.num / divisor, f.den / divisor};
}

bool fraction_apply(enum number_op op, struct fraction a, struct fraction b, struct fraction *ret)
{
    struct fraction f;
    int64_t other;
    if (op == NUMBER_DIVIDE)
        b = b.num < 0 ? (struct fraction){-b.den, -b.num} : (struct fraction){b.den, b.num};
    bool large = __builtin_mul_overflow(a.den, b.den, &f.den);
    if (op == NUMBER_MULTIPLY || op == NUMBER_DIVIDE) {
        large |= __builtin_mul_overflow(a.num, b.num, &f.num);
    } else {
        large |= __builtin_mul_overflow(a.num, b.den, &f.num);
        large |= __builtin_mul_overflow(b.num, a.den, &other);
        large |= !large && (op == NUMBER_ADD ? __builtin_add_overflow(f.num, other, &f.num)
                                             : __builtin_sub_overflow(f.num, other, &f.num));
    }
    if (large || f.num == INT64_MIN)
        return false;
    *ret = f;
    return true;
}

bool fraction_round(struct fraction f, int digits, enum number_rounding how, struct fraction *ret)
{
    int64_t scaled;
    if (digits < 0 || digits >= (int)ARRAY_COUNT(powers) ||
        __builtin_mul_overflow(f.num, powers[digits], &scaled) || scaled == INT64_MIN)
        return false;
    int64_t whole = scaled / f.den, rest = scaled % f.den, left = rest < 0 ? -rest : rest;
    if (how == ROUND_DOWN)
        whole -= rest < 0;
    else if (how == ROUND_UP)
        whole += rest > 0;
    else if (left > f.den - left || (left == f.den - left && (how == ROUND_HALF_UP || whole % 2 != 0)))
        whole += f.num < 0 ? -1 : 1;
    *ret = (struct fraction){whole, powers[digits]};
    return true;
}

int fraction_decimals(struct fraction f)
{
    int twos = 0, fives = 0;
    for (; f.den % 2 == 0; f.den /= 2)
        twos++;
    for (; f.den % 5 == 0; f.den /= 5)
        fives++;
    return f.den != 1 ? -1 : twos > fives ? twos : fives;
}
