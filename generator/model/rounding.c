/*
 * How a computed value comes to stand on the paper: round= and rounding= of numbers, and statements that may
 * be written in several legal forms (reads="rmb").
 *
 * A 大写 amount has more than one legal form (零 where the rule leaves it open, 圆 or 元, 整 or 正,
 * traditional characters).  The formula gives the house form, which is printed; the statement of the input is
 * read back to an amount and compared as an amount.
 */
#include "model/model_int.h"
#include "model/messages.h"

static void refuse(struct loader *loader, const struct node *node, const char *name,
                   const struct message *code)
{
    const struct attr *attr = node_attr(node, name);
    if (code == MSG_MODEL_ROUNDING)
        diag_report(loader->run.diag, MSG_MODEL_ROUNDING, attr->place, STR_ARGS(attr->value));
    else if (code == MSG_MODEL_READS)
        diag_report(loader->run.diag, MSG_MODEL_READS, attr->place);
    else
        diag_report(loader->run.diag, MSG_MODEL_ROUND, attr->place);
    run_note(&loader->run, FAILED);
}

static void declare_round(struct loader *loader, const struct node *node, struct field *field)
{
    enum { DIGITS_MAX = 20 };
    const struct attr *rounding = node_attr(node, "rounding");
    if (node_attr(node, "round") == NULL || node_attr(node, "is") == NULL) {
        refuse(loader, node, node_attr(node, "round") != NULL ? "round" : "rounding", MSG_MODEL_ROUND);
        return;
    }
    int64_t digits = attribute_count(loader, node, "round", 0);
    field->rounded = true;
    field->round_digits = digits < DIGITS_MAX ? (int)digits : DIGITS_MAX;
    field->rounding = ROUND_HALF_UP;
    if (rounding != NULL && str_is(rounding->value, "half-even"))
        field->rounding = ROUND_HALF_EVEN;
    else if (rounding != NULL && !str_is(rounding->value, "half-up"))
        refuse(loader, node, "rounding", MSG_MODEL_ROUNDING);
}

void declare_rounding(struct loader *loader, const struct node *node, struct field *field, struct rule *rule)
{
    if (node_attr(node, "round") != NULL || node_attr(node, "rounding") != NULL)
        declare_round(loader, node, field);
    const struct attr *reads = node_attr(node, "reads");
    if (reads == NULL)
        return;
    if (!str_is(reads->value, "rmb") || node_attr(node, "is") == NULL) {
        refuse(loader, node, "reads", MSG_MODEL_READS);
        return;
    }
    rule->reads_money = true;
}

enum status words_agree(struct fill *fill, const struct proof *proof, const struct value *computed,
                        bool *ret_agree)
{
    struct numeral_fault fault;
    const struct number *stated = NULL;
    const struct number *house = NULL;
    enum status status = numeral_money_read(fill->run.arena, proof->stated.text, &stated, &fault);
    if (status == FAILED) {
        struct str described = describe(&fill->run, proof->record, proof->slot);
        diag_report(fill->run.diag, MSG_MODEL_WORDS_ILLEGAL, proof->place, STR_ARGS(described),
                    STR_ARGS(proof->stated.text), fault.position, fault.why);
        return FAILED;
    }
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
