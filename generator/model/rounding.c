/*
 * How a computed value comes to stand on the paper: round= and rounding= of numbers, and statements that may
 * be written in several legal forms (reads="rmb").
 *
 * A 大写 amount has more than one legal form (零 where the rule leaves it open, 圆 or 元, 整 or 正,
 * traditional characters).  The formula gives the house form, which is printed; the statement of the input is
 * read back to an amount and compared as an amount.
 */
#include "model/model_int.h"
#include "model/messages.def"

static const struct choice ways[] = {{"half-up", ROUND_HALF_UP}, {"half-even", ROUND_HALF_EVEN}};
static const struct words words_rounding = WORDS(ways);

static void declare_round(struct loader *loader, const struct node *node, struct field *field)
{
    enum { DIGITS_MAX = 20 };
    const struct attr *rounding = node_attr(node, "rounding");
    if (node_attr(node, "round") == NULL || node_attr(node, "is") == NULL) {
        const struct attr *attr = node_attr(node, "round") != NULL ? node_attr(node, "round") : rounding;
        run_refuse(&loader->run, MSG_MODEL_ROUND, attr->place);
        return;
    }
    int64_t digits = attribute_count(loader, node, "round", 0);
    field->rounded = true;
    field->round_digits = digits < DIGITS_MAX ? (int)digits : DIGITS_MAX;
    field->rounding =
        (enum number_rounding)run_word(&loader->run, rounding, "rounding", &words_rounding, ROUND_HALF_UP);
}

void declare_rounding(struct loader *loader, const struct node *node, struct field *field, struct rule *rule)
{
    if (node_attr(node, "round") != NULL || node_attr(node, "rounding") != NULL)
        declare_round(loader, node, field);
    const struct attr *reads = node_attr(node, "reads");
    if (reads == NULL)
        return;
    if (!str_is(reads->value, "rmb") || node_attr(node, "is") == NULL) {
        run_refuse(&loader->run, MSG_MODEL_READS, reads->place);
        return;
    }
    rule->reads_money = true;
}

/* The n-th character, from 1; empty: there are not so many. */
static struct str character_at(struct str text, size_t number)
{
    for (size_t at = 0, from = 0; at < text.len; from = at) {
        (void)utf8_next(text, &at);
        if (--number == 0)
            return str_slice(text, from, at);
    }
    return STR("");
}

static enum status refuse_words(struct fill *fill, const struct proof *proof,
                                const struct numeral_fault *fault, struct str right)
{
    const struct str text = proof->stated.text, character = character_at(text, fault->position);
    if (character.len == 0)
        return run_report_field(&fill->run, proof->record, proof->slot, MSG_MODEL_WORDS_SHORT, proof->place,
                                STR_ARGS(text), fault->position, fault->why, STR_ARGS(right));
    return run_report_field(&fill->run, proof->record, proof->slot, MSG_MODEL_WORDS_ILLEGAL, proof->place,
                            STR_ARGS(text), fault->position, STR_ARGS(character), fault->why,
                            STR_ARGS(right));
}

enum status words_agree(struct fill *fill, const struct proof *proof, const struct value *computed,
                        bool *ret_agree)
{
    struct numeral_fault fault;
    const struct number *stated = NULL;
    const struct number *house = NULL;
    enum status status = numeral_money_read(fill->run.arena, proof->stated.text, &stated, &fault);
    if (status == FAILED)
        return refuse_words(fill, proof, &fault, computed->text);
    if (status == OK)
        status = numeral_money_read(fill->run.arena, computed->text, &house, &fault);
    if (status == FAILED) { /* the formula does not give an amount in words: then by the characters */
        *ret_agree = value_equal(&proof->stated, computed);
        return OK;
    }
    if (status == OK)
        *ret_agree = number_compare(stated, house) == 0;
    return status;
}
