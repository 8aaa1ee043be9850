/*
 * Records of a list that are none: totals of the others, which formulas would add to what they are the sum of.
 *
 * Such a record has numbers, itself or in records within it, and one of the texts before them says nothing but
 * 合计, 小计 or the like; as a row of a table is refused (series/order.c).  One that is called 其中… is part of
 * another, as a rule: a warning, where something sums the list.
 */
#include "model/texts/texts_int.h"
#include "model/messages.def"

/* Does it say a number?  What is computed has a place only where it is stated. */
static bool says_number(const struct record *record)
{
    bool says = false;
    for (int slot = 0; slot < (int)record->shape->field_count && !says; slot++) {
        const struct rule *rule = rule_of(record, slot);
        const struct slot *at = &record->slots[slot];
        if (rule->kind == RULE_NUMBER)
            says = at->place.line > 0;
        else if (rule->kind == RULE_LIST && !rule->derived && at->state == SLOT_SET)
            for (size_t i = 0; i < at->value.list.count && !says; i++)
                says = says_number(at->value.list.items[i].record);
        else if (rule->kind == RULE_GROUP && at->state == SLOT_SET)
            says = says_number(at->value.record);
    }
    return says;
}

/* A field that only an input fills, with numbers: what stands behind it is no name any more. */
static bool begins_numbers(const struct record *record, int slot)
{
    const struct rule *rule = rule_of(record, slot);
    const struct field *field = &record->shape->fields[slot];
    return (rule->kind == RULE_NUMBER && (field->is == NULL || rule->is_default)) ||
           (rule->kind == RULE_LIST && !rule->derived);
}

static bool is_total(struct str text)
{
    return text_total(text) == TOTAL_SURE;
}

static bool is_part(struct str text)
{
    return str_starts(text, "其中");
}

/* The first of the names in the record of which that holds; NULL: none. */
static const struct slot *find_name(const struct record *record, bool (*holds)(struct str text))
{
    for (int slot = 0; slot < (int)record->shape->field_count && !begins_numbers(record, slot); slot++) {
        const struct slot *at = &record->slots[slot];
        if (rule_of(record, slot)->kind == RULE_TEXT && at->state == SLOT_SET && holds(at->value.text))
            return at;
    }
    return NULL;
}

bool is_total_record(struct fill *fill, const struct rule *list, const struct record *record)
{
    const struct slot *total = list->totals ? NULL : find_name(record, is_total);
    const struct slot *part = list->totals || !list->summed ? NULL : find_name(record, is_part);
    if ((total == NULL && part == NULL) || !says_number(record))
        return false;
    if (total != NULL)
        run_refuse(&fill->run, MSG_MODEL_TOTAL, total->place, STR_ARGS(str_trim(total->value.text)));
    else
        diag_report(fill->run.diag, MSG_MODEL_PART_OF, part->place, STR_ARGS(str_trim(part->value.text)));
    return total != NULL;
}
