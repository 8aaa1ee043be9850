/*
 * Values of options that are amounts: whole numbers, sizes and durations, each within its bounds; and shares, two of them.
 *
 * A kind is a row of a table: its units, the first of which stands for an amount written without one, and how
 * such an amount is written.  Amounts are kept in the smallest unit: bytes, milliseconds.
 */
#include "cli/cli_int.h"
#include "cli/messages.def"

#include <strings.h>

enum { UNITS_MOST = 8, WRITTEN_MOST = 32 };

struct amount_unit {
    const char *name; /* letters of either case */
    int64_t amount;
};

/* The first unit is that of an amount without one; the others go up, and the last that divides it shows it. */
static const struct measure {
    const char *word, *example;
    struct amount_unit units[UNITS_MOST];
} MEASURES[] = {
    [OPTION_NUMBER] = {"整数", "4", {{"", 1}}},
    [OPTION_SIZE] = {"大小", "64M", {{"", 1}, {"B", 1}, {"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}}},
    [OPTION_DURATION] = {"时长", "30s", {{"", 1000}, {"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}}},
};

/* 0: no such unit. */
static int64_t unit_amount(const struct measure *measure, const char *name)
{
    for (size_t i = 0; i < UNITS_MOST && measure->units[i].name != NULL; i++)
        if (strcasecmp(measure->units[i].name, name) == 0)
            return measure->units[i].amount;
    return 0;
}

/* Behind the digits; NULL: there are none, or too many. */
static const char *read_digits(const char *text, int64_t *ret_value)
{
    int64_t value = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (value > (INT64_MAX - (*at - '0')) / 10)
            return NULL;
        value = value * 10 + (*at - '0');
    }
    *ret_value = value;
    return at == text ? NULL : at;
}

bool option_value_parse(enum option_type type, const char *text, int64_t *ret_value)
{
    int64_t value = 0;
    const char *at = read_digits(text, &value);
    int64_t amount = at == NULL ? 0 : unit_amount(&MEASURES[type], at);
    if (amount == 0 || value > INT64_MAX / amount)
        return false;
    *ret_value = value * amount;
    return true;
}

bool option_share_parse(const char *text, int64_t most, int64_t *ret_value, int64_t *ret_of)
{
    int64_t value = 0, of = 0;
    const char *slash = read_digits(text, &value);
    const char *end = slash == NULL || *slash != '/' ? NULL : read_digits(slash + 1, &of);
    if (end == NULL || *end != '\0' || value < 1 || value > of || of > most)
        return false;
    *ret_value = value;
    *ret_of = of;
    return true;
}

void value_write(enum option_type type, int64_t value, struct buf *out)
{
    const struct measure *measure = &MEASURES[type];
    const struct amount_unit *best = &measure->units[0];
    for (size_t i = 1; value != 0 && i < UNITS_MOST && measure->units[i].name != NULL; i++)
        if (value % measure->units[i].amount == 0)
            best = &measure->units[i];
    buf_printf(out, "%lld%s", (long long)(value / best->amount), best->name);
}

static enum status set_share(struct diag *diag, const char *name, const struct option_kind *kind,
                             const char *text, struct option_amount *ret_amount)
{
    struct option_amount amount = {.given = true};
    if (!option_share_parse(text, kind->most, &amount.value, &amount.of))
        return diag_report(diag, MSG_CLI_SHARE, PROGRAM, name, text, (long long)kind->most);
    *ret_amount = amount;
    return OK;
}

enum status value_set(struct diag *diag, const char *name, const struct option_kind *kind, const char *text,
                      struct option_amount *ret_amount)
{
    struct option_amount amount = {.given = true};
    if (kind->type == OPTION_SHARE)
        return set_share(diag, name, kind, text, ret_amount);
    if (option_value_parse(kind->type, text, &amount.value) && amount.value >= kind->least &&
        amount.value <= kind->most) {
        *ret_amount = amount;
        return OK;
    }
    struct buf least = BUF(WRITTEN_MOST), most = BUF(WRITTEN_MOST);
    value_write(kind->type, kind->least, &least);
    value_write(kind->type, kind->most, &most);
    enum status status = status_worse(buf_status(&least), buf_status(&most));
    if (status == OK)
        diag_report(diag, MSG_CLI_AMOUNT, PROGRAM, name, text, MEASURES[kind->type].word,
                    MEASURES[kind->type].example, STR_ARGS(buf_str(&least)), STR_ARGS(buf_str(&most)));
    buf_clear(&least);
    buf_clear(&most);
    return status == OK ? FAILED : status;
}
