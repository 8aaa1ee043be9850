/*
 * The algebra of units: what two numbers give that are added, compared, multiplied, divided, and how one is
 * brought to the unit of the other.  The table of all pairs is tests/expr/test_units.c.
 *
 * Five classes.  A constant, a number written out, takes the unit of what it meets: amount > 0.  A number
 * without unit is a count, a ratio, or an amount in 元, as rmb() takes it: it goes with units that count (人,
 * 天) and with 元, never with 万元 or a scale, where it would be another figure.  Money converts.  A scale
 * (%, 元/人) is a number whose unit is part of its meaning: it goes with its like alone.  All else counts: 人
 * goes with 人.
 *
 * A constant times a number without unit is a constant again, since the factor may carry a unit: share * 100
 * is a number of %, count(person) * 200 one of 元.  元/人 times 人 is 元; a number by 元 is of 1/元.
 */
#include "expr/expr_int.h"

#include <string.h>

enum unit_class { UNIT_CONSTANT, UNIT_NONE, UNIT_COUNT, UNIT_MONEY, UNIT_SCALE };

static const struct money {
    const char *unit;
    int64_t scale;
} moneys[] = {{"元", 1}, {"千元", 1000}, {"万元", 10000}, {"百万元", 1000000}, {"亿元", 100000000}};

int64_t expr_money_scale(struct str unit)
{
    for (size_t i = 0; i < ARRAY_COUNT(moneys); i++)
        if (str_is(unit, moneys[i].unit))
            return moneys[i].scale;
    return 0;
}

static bool unit_has(struct str unit, const char *part)
{
    size_t len = strlen(part);
    for (size_t i = 0; i + len <= unit.len; i++)
        if (memcmp(unit.ptr + i, part, len) == 0)
            return true;
    return false;
}

static enum unit_class class_of(const struct type *type)
{
    if (type->unit.len == 0)
        return type->constant ? UNIT_CONSTANT : UNIT_NONE;
    if (expr_money_scale(type->unit) > 0)
        return UNIT_MONEY;
    bool percent = unit_has(type->unit, "%") || unit_has(type->unit, "％") || unit_has(type->unit, "‰");
    bool currency = unit_has(type->unit, "元") && !unit_has(type->unit, "单元");
    return percent || currency ? UNIT_SCALE : UNIT_COUNT;
}

bool expr_unit_counts(const struct type *type)
{
    return class_of(type) <= UNIT_COUNT;
}

/* May a number of type `have` stand where `want` is expected? */
static bool unit_fits(const struct type *have, const struct type *want)
{
    enum unit_class a = class_of(have), b = class_of(want);
    bool constant = a == UNIT_CONSTANT || b == UNIT_CONSTANT;
    bool bare = a == UNIT_NONE && (b == UNIT_COUNT || expr_money_scale(want->unit) == 1);
    return constant || bare || str_equal(have->unit, want->unit) || (a == UNIT_MONEY && b == UNIT_MONEY);
}

bool expr_unit_join(const struct type *left, const struct type *right, struct type *ret_type)
{
    bool rightwards = class_of(left) <= UNIT_NONE && class_of(left) < class_of(right);
    const struct type *wider = rightwards ? right : left;
    if (!unit_fits(rightwards ? left : right, wider))
        return false;
    *ret_type = *wider;
    return true;
}

/* Is `unit` what there is for each `by`: 元/人 by 人?  *ret_unit: 元. */
static bool unit_is_per(struct str unit, struct str by, struct str *ret_unit)
{
    if (by.len == 0 || unit.len < by.len + 2 || unit.ptr[unit.len - by.len - 1] != '/' ||
        !str_equal(str_slice(unit, unit.len - by.len, unit.len), by))
        return false;
    *ret_unit = str_slice(unit, 0, unit.len - by.len - 1);
    if (str_is(*ret_unit, "1"))
        ret_unit->len = 0;
    return true;
}

bool expr_unit_product(const struct type *left, const struct type *right, struct type *ret_type)
{
    enum unit_class a = class_of(left), b = class_of(right);
    *ret_type = (struct type){.kind = TYPE_NUMBER};
    if (a <= UNIT_NONE && b <= UNIT_NONE) {
        ret_type->constant = a == UNIT_CONSTANT || b == UNIT_CONSTANT;
        return true;
    }
    if (unit_is_per(left->unit, right->unit, &ret_type->unit) ||
        unit_is_per(right->unit, left->unit, &ret_type->unit) || (a == UNIT_COUNT && b == UNIT_COUNT))
        return true;
    bool keeps_left = b <= UNIT_NONE || (a == UNIT_MONEY && b == UNIT_COUNT);
    ret_type->unit = keeps_left ? left->unit : right->unit;
    return keeps_left || a <= UNIT_NONE || (a == UNIT_COUNT && b == UNIT_MONEY);
}

enum status expr_unit_quotient(struct arena *arena, const struct type *left, const struct type *right,
                               struct type *ret_type)
{
    enum unit_class a = class_of(left), b = class_of(right);
    *ret_type = (struct type){.kind = TYPE_NUMBER};
    if (a <= UNIT_NONE && b <= UNIT_NONE) {
        ret_type->constant = a == UNIT_CONSTANT || b == UNIT_CONSTANT;
        return OK;
    }
    if (str_equal(left->unit, right->unit) || (a <= UNIT_COUNT && b == UNIT_COUNT))
        return OK;
    if (a <= UNIT_NONE) {
        ret_type->unit = arena_printf(arena, "1/%.*s", STR_ARGS(right->unit));
        return ret_type->unit.ptr != NULL ? OK : NO_MEMORY;
    }
    ret_type->unit = left->unit;
    return b <= UNIT_NONE || (a == UNIT_MONEY && b == UNIT_COUNT) ? OK : FAILED;
}

/* --- the unit written beside a number --- */

static bool says_scale(const struct unit *word)
{
    return word->quantity == QUANTITY_MONEY || word->quantity == QUANTITY_PERCENT ||
           word->quantity == QUANTITY_NONE; /* 万, 亿 */
}

/* The same to a reader? */
static bool is_like(const struct unit *a, const struct unit *b)
{
    return a->quantity == b->quantity && a->times == b->times && a->part == b->part;
}

/* The unit that a type's word is or begins with; NULL: none that is known. */
static const struct unit *own_unit(struct str unit, size_t *ret_len)
{
    *ret_len = 0;
    const struct unit *own = unit_at(unit, ret_len, false);
    return own != NULL ? own : unit_at(unit, ret_len, true);
}

/* Is the word another unit than that of the type? */
static bool contradicts(const struct type *type, const struct unit *word)
{
    size_t len;
    const struct unit *own = own_unit(type->unit, &len);
    if (type->unit.len == 0 || own == word || str_starts(type->unit, word->word))
        return false;
    if (own != NULL && is_like(own, word) && own->quantity != QUANTITY_MONEY)
        return false;
    bool both = own != NULL && len == type->unit.len && !says_scale(own);
    return says_scale(word) || both;
}

/* Without the bracket that it begins with; *ret_end: the one that must follow the word. */
static struct str unbracket(struct str text, const char **ret_end)
{
    *ret_end = str_starts(text, "（") ? "）" : str_starts(text, "(") ? ")" : NULL;
    return *ret_end != NULL ? str_trim(str_slice(text, strlen(*ret_end), text.len)) : text;
}

struct str expr_unit_behind(const struct type *type, struct str text)
{
    const char *end;
    size_t len = 0;
    struct str none = {"", 0}, rest = unbracket(str_trim(text), &end);
    const struct unit *word = unit_at(rest, &len, false);
    size_t longer = 0;
    if (word == NULL || (unit_at(rest, &longer, true) != NULL && longer > len)) /* 人次 is not 人 */
        return none;
    bool closed = end == NULL || str_starts(str_trim(str_slice(rest, len, rest.len)), end);
    return closed && contradicts(type, word) ? str_slice(rest, 0, len) : none;
}

/* Does the text begin with the word, and not with a longer one that begins so? */
static bool begins(struct str text, const char *word, const char *not_before)
{
    if (!str_starts(text, word))
        return false;
    const struct str rest = str_slice(text, strlen(word), text.len);
    size_t end = 0;
    if (rest.len == 0)
        return true;
    utf8_next(rest, &end);
    char next[8] = "";
    memcpy(next, rest.ptr, end);
    return !str_holds(str_of(not_before), next);
}

struct str expr_date_behind(struct str text)
{
    static const struct {
        const char *word, *not_before;
    } words[] = {{"年", "度底末初中终轻货"},
                 {"月", "度底末初中份光饼嫂季"},
                 {"日", "常程报照间夜用托语历"},
                 {"号", "码召"}};
    text = str_trim(text);
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (begins(text, words[i].word, words[i].not_before))
            return str_slice(text, 0, strlen(words[i].word));
    return STR("");
}

struct str expr_behind(const struct type *type, struct str text)
{
    if (str_is(type->unit, "个月") && begins(str_trim(text), "月", "薪租供票嫂"))
        return STR("月");
    return expr_unit_behind(type, text);
}

/* 天 of 工期（天）, where the word is a unit that is known and no money (what is typed without a unit may be meant so). */
static struct str unit_of_label(struct str label)
{
    static const char *const brackets[][2] = {{"（", "）"}, {"(", ")"}};
    const struct str none = {"", 0};
    for (size_t i = 0; i < ARRAY_COUNT(brackets); i++) {
        const size_t open = strlen(brackets[i][0]), close = strlen(brackets[i][1]);
        size_t from = label.len, len = 0;
        if (!str_ends(label, brackets[i][1]))
            continue;
        while (from >= open && !str_starts(str_slice(label, from - open, label.len), brackets[i][0]))
            from--;
        const struct str unit = from >= open ? str_slice(label, from, label.len - close) : none;
        const struct unit *known = own_unit(unit, &len);
        if (known != NULL && len == unit.len && known->quantity != QUANTITY_MONEY &&
            known->quantity != QUANTITY_NONE)
            return unit;
    }
    return none;
}

/* Of the field itself that is named, or the last step to it; NULL: of none. */
static const struct field *named_field(const struct ast *root)
{
    const struct shape *shape = root->kind == AST_NAME ? root->shape
                                : root->kind == AST_STEP && root->left->type.kind == TYPE_RECORD
                                    ? root->left->type.shape
                                    : NULL;
    return shape != NULL ? &shape->fields[root->slot] : NULL;
}

/* 万元 of amount / 10000, however it is rounded and written out. */
static enum status unit_of_quotient(struct arena *arena, const struct ast *node, struct str *unit)
{
    while (node->kind == AST_CALL && node->arg_count > 0 &&
           str_equal(node->args[0]->type.unit, node->type.unit))
        node = node->args[0];
    const int64_t scale = expr_money_scale(node->type.unit);
    const bool divided =
        node->kind == AST_BINARY && node->op == TOKEN_DIVIDE && node->right->kind == AST_VALUE;
    enum status status = OK;
    for (size_t i = 0; i < ARRAY_COUNT(moneys) && divided && scale > 0 && status == OK; i++) {
        const struct number *by = NULL;
        if (moneys[i].scale <= scale)
            continue;
        status = number_of(arena, moneys[i].scale / scale, &by);
        if (status == OK && number_compare(node->right->value.number, by) == 0)
            *unit = str_of(moneys[i].unit);
    }
    return status;
}

enum status expr_unit_printed(struct arena *arena, const struct ast *root, struct type *ret_type)
{
    *ret_type = root->type;
    if (root->type.unit.len > 0)
        return unit_of_quotient(arena, root, &ret_type->unit);
    const struct field *field = root->type.kind == TYPE_NUMBER ? named_field(root) : NULL;
    if (field != NULL)
        ret_type->unit = unit_of_label(field->label);
    return OK;
}

/* --- conversion --- */

static enum status unit_factor(struct arena *arena, struct str from, struct str to,
                               const struct number **ret_factor)
{
    const struct number *a = NULL, *b = NULL;
    enum status status = number_of(arena, expr_money_scale(from), &a);
    if (status == OK)
        status = number_of(arena, expr_money_scale(to), &b);
    return status == OK ? number_apply(arena, NUMBER_DIVIDE, a, b, ret_factor) : status;
}

static const struct type *number_in(const struct type *type)
{
    return type->kind == TYPE_LIST ? type->of : type;
}

/* The node times the factor, as a node around it. */
static enum status wrap(struct arena *arena, struct ast **node, struct type type)
{
    struct ast *ast = ARENA_NEW(arena, struct ast);
    if (ast == NULL)
        return NO_MEMORY;
    *ast = **node;
    ast->kind = AST_CONVERT;
    ast->left = *node;
    ast->right = NULL;
    ast->value = (struct value){.kind = TYPE_NUMBER};
    ast->type = type;
    *node = ast;
    return unit_factor(arena, number_in(&ast->left->type)->unit, number_in(&type)->unit, &ast->value.number);
}

enum status expr_unit_convert(struct arena *arena, struct ast **node, struct type type)
{
    const struct type *have = number_in(&(*node)->type), *want = number_in(&type);
    bool both = have->kind == TYPE_NUMBER && have->unit.len > 0 && want->unit.len > 0;
    if (!both || expr_money_scale(have->unit) == 0 || str_equal(have->unit, want->unit))
        return OK;
    return wrap(arena, node, type);
}

enum status expr_fit(struct arena *arena, struct type want, const struct expr **expr)
{
    const struct type *have = number_in(&(*expr)->root->type);
    if (have->kind == TYPE_NUMBER && !unit_fits(have, number_in(&want)))
        return FAILED;
    struct expr *fitted = ARENA_NEW(arena, struct expr);
    if (fitted == NULL)
        return NO_MEMORY;
    *fitted = **expr;
    enum status status = expr_unit_convert(arena, &fitted->root, want);
    fitted->height += fitted->root == (*expr)->root ? 0 : 1;
    if (status == OK && fitted->root != (*expr)->root) {
        fitted->printed = fitted->root->type;
        *expr = fitted;
    }
    return status;
}
