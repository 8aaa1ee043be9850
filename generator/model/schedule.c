/*
 * <schedule>: an amount spread over months, part by part, and the same as runs of equal months.
 *
 *     <schedule name="payment" from="from">
 *       <part months="5" each="monthly"/>
 *       <part months="7" total="rest" rest="last"/>
 *     </schedule>
 *     <part months="5" of="original.payment"/>
 *
 * gives two lists: payment, a record a month {month, amount, part}, and payment_runs, a record for equal
 * neighbours {from, to, months, amount, total}.  A part says what each month gets, or a total: then each
 * month gets the equal share, rounded down to `decimals` (0: whole units), and the month that `rest` names
 * gets what remains, so that the sum is the total to the last digit; or `of` another list with months and
 * amounts: then each month has what it has there.  Both lists are derived (derive.c): what the input states
 * of them is proved.
 */
#include "model/model_int.h"
#include "model/texts/texts.h"
#include "model/messages.def"

enum { REST_LAST = -1 };

struct part {
    const struct node *source;
    const struct expr *months, *each, *total, *of; /* one of the last three */
    int of_month, of_amount;                       /* slots of the records of `of` */
    int64_t rest;                                  /* REST_LAST, or the month from 1 */
    int64_t decimals;
};

struct schedule {
    const struct node *source;
    struct part *parts;
    size_t part_count;
    int months_slot; /* of the runs: the list that they are made of; -1: this is that list */
};

enum { MONTH_MONTH, MONTH_AMOUNT, MONTH_PART };
enum { RUN_FROM, RUN_TO, RUN_MONTHS, RUN_AMOUNT, RUN_TOTAL };

static const struct schedule_column {
    const char *name, *label, *unit;
    enum rule_kind kind;
} month_columns[] = {{"month", "月份", "", RULE_MONTH},
                     {"amount", "金额", "元", RULE_NUMBER},
                     {"part", "段", "", RULE_NUMBER}},
  run_columns[] = {{"from", "首月", "", RULE_MONTH},
                   {"to", "末月", "", RULE_MONTH},
                   {"months", "月数", "", RULE_NUMBER},
                   {"amount", "每月金额", "元", RULE_NUMBER},
                   {"total", "合计", "元", RULE_NUMBER}};

/* --- loading --- */

static struct field *declare_list(struct loader *loader, const struct node *node, struct rules *rules,
                                  struct str name, const struct schedule_column *columns, size_t count)
{
    struct str label = attribute_text(node, "label");
    struct field *field = declare_records(loader, rules, name, label.len > 0 ? label : name);
    if (field == NULL)
        return NULL;
    field->place = node->place;
    struct rule *rule = rules->rules[rules->rule_count - 1];
    rule->source = node;
    for (size_t i = 0; i < count; i++) {
        struct field *column = declare_plain(loader, rule->inner, str_of(columns[i].name), columns[i].kind);
        if (column == NULL)
            return NULL;
        column->label = str_of(columns[i].label);
        column->type.unit = str_of(columns[i].unit);
        column->place = node->place;
        rule->inner->rules[i]->made = true;
        rule->inner->rules[i]->source = node;
    }
    return field;
}

static int64_t declare_rest(struct loader *loader, const struct node *node)
{
    const struct attr *attr = node_attr(node, "rest");
    if (attr == NULL || str_is(attr->value, "last"))
        return REST_LAST;
    if (str_is(attr->value, "first"))
        return 1;
    int64_t number = 0;
    if (!digits_parse(attr->value, COUNT_DIGITS, &number) || number < 1)
        run_refuse(&loader->run, MSG_MODEL_SCHEDULE_REST_SAID, attr->place, STR_ARGS(attr->value));
    return number;
}

static void declare_part(struct loader *loader, const struct node *node, struct schedule *schedule)
{
    attributes_check(loader, node);
    refuse_children(loader, node);
    bool total = node_attr(node, "total") != NULL;
    int ways = (node_attr(node, "each") != NULL) + (node_attr(node, "of") != NULL) + total;
    if (node_attr(node, "months") == NULL)
        attribute_missing(loader, node, "months");
    if (ways != 1 || (!total && (node_attr(node, "rest") != NULL || node_attr(node, "decimals") != NULL)))
        run_refuse(&loader->run, MSG_MODEL_SCHEDULE_PART, node->place);
    schedule->parts[schedule->part_count++] =
        (struct part){.source = node,
                      .rest = declare_rest(loader, node),
                      .decimals = attribute_count(loader, node, "decimals", 0)};
}

static void declare_parts(struct loader *loader, const struct node *node, struct schedule *schedule)
{
    size_t count = 0;
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        count += node_is(child, "part") ? 1 : 0;
        if (child->kind == NODE_TEXT)
            refuse_stray_text(&loader->run, child);
        else if (!node_is(child, "part"))
            run_note(&loader->run, refuse_element(loader->run.diag, child, "part"));
    }
    if (count == 0 || node_attr(node, "from") == NULL)
        run_refuse(&loader->run, MSG_MODEL_SCHEDULE_EMPTY, node->place);
    schedule->parts = RUN_NEW_ARRAY(&loader->run, count, struct part);
    for (const struct node *child = node_first_element(node); child != NULL && loader->run.stop == OK;
         child = node_next_element(child))
        if (node_is(child, "part"))
            declare_part(loader, child, schedule);
}

static struct schedule *make_schedule(struct loader *loader, const struct node *node, int months_slot)
{
    struct schedule *schedule = RUN_NEW(&loader->run, struct schedule);
    if (schedule != NULL)
        *schedule = (struct schedule){.source = node, .months_slot = months_slot};
    return schedule;
}

void declare_schedule(struct loader *loader, const struct node *node, struct rules *rules)
{
    struct str name = node_attr(node, "name")->value;
    struct str runs_name = arena_printf(loader->run.arena, "%.*s_runs", STR_ARGS(name));
    struct schedule *schedule = make_schedule(loader, node, -1);
    struct schedule *runs = make_schedule(loader, node, (int)rules->rule_count);
    if (runs_name.ptr == NULL || schedule == NULL || runs == NULL) {
        run_note(&loader->run, NO_MEMORY);
        return;
    }
    int before = shape_lookup(rules->shape, runs_name);
    if (before >= 0) {
        report_twice(loader, node->place, runs_name, rules->shape->fields[before].place);
        return;
    }
    declare_parts(loader, node, schedule);
    if (declare_list(loader, node, rules, name, month_columns, ARRAY_COUNT(month_columns)) != NULL)
        rules->rules[rules->rule_count - 1]->schedule = schedule;
    if (loader->run.stop == OK &&
        declare_list(loader, node, rules, runs_name, run_columns, ARRAY_COUNT(run_columns)) != NULL)
        rules->rules[rules->rule_count - 1]->schedule = runs;
}

static enum status make_months(struct record *owner, int slot, struct eval *eval, struct value *ret_value);
static enum status make_runs(struct record *owner, int slot, struct eval *eval, struct value *ret_value);

/* The other list: of records with a month and an amount. */
static void compile_of(struct loader *loader, struct part *part, const struct shape *scope)
{
    part->of = model_compile_attr(loader, part->source, "of", scope);
    const struct shape *shape = part->of == NULL ? NULL : expr_element_shape(part->of);
    if (part->of == NULL)
        return;
    part->of_month = shape == NULL ? -1 : shape_lookup(shape, STR("month"));
    part->of_amount = shape == NULL ? -1 : shape_lookup(shape, STR("amount"));
    if (part->of_month < 0 || part->of_amount < 0 || shape->fields[part->of_month].type.kind != TYPE_DATE ||
        shape->fields[part->of_amount].type.kind != TYPE_NUMBER ||
        !str_is(settled_type(loader, shape, part->of_amount).unit, "元"))
        run_refuse(&loader->run, MSG_MODEL_SCHEDULE_OF, expr_place(part->of));
}

/* Months, of whatever name: 个月, 期. */
static void compile_months(struct loader *loader, struct part *part, const struct shape *scope)
{
    struct type any = {.kind = TYPE_NUMBER, .constant = true};
    part->months = model_compile_typed(loader, part->source, "months", scope, any);
    if (part->months == NULL)
        return;
    struct type type = expr_type(part->months);
    if (!expr_unit_counts(&type))
        run_refuse(&loader->run, MSG_MODEL_FIELD_NO_UNIT, expr_place(part->months), "months",
                   STR_ARGS(type.unit));
}

void compile_schedule(struct loader *loader, struct rule *rule, struct field *field,
                      const struct shape *scope)
{
    struct schedule *schedule = rule->schedule;
    struct type money = {.kind = TYPE_NUMBER, .unit = STR("元")};
    field->make = schedule->months_slot < 0 ? make_months : make_runs;
    if (schedule->months_slot >= 0) {
        /* Compiled for the list of months already, which comes before. */
        field->is = scope->fields[schedule->months_slot].is;
        rule_needs_field(loader, rule, scope, schedule->months_slot);
        return;
    }
    field->is =
        model_compile_typed(loader, schedule->source, "from", scope, (struct type){.kind = TYPE_DATE});
    rule_needs(loader, rule, field->is);
    for (size_t i = 0; i < schedule->part_count; i++) {
        struct part *part = &schedule->parts[i];
        compile_months(loader, part, scope);
        part->each = model_compile_typed(loader, part->source, "each", scope, money);
        part->total = model_compile_typed(loader, part->source, "total", scope, money);
        compile_of(loader, part, scope);
        rule_needs(loader, rule, part->months);
        rule_needs(loader, rule, part->each);
        rule_needs(loader, rule, part->total);
        rule_needs(loader, rule, part->of);
    }
}

/* --- making the months --- */

struct making {
    struct eval *eval;
    struct record *owner;
    int slot;
    struct date next; /* month */
    struct value list;
};

/* The list's “label”, for a message. */
static struct str list_label(const struct making *making)
{
    return making->owner->shape->fields[making->slot].label;
}

static struct date month_after(struct date month)
{
    bool december = month.month == 12;
    month.year = (int16_t)(month.year + (december ? 1 : 0));
    month.month = (int8_t)(december ? 1 : month.month + 1);
    return month;
}

static void set_slot(struct record *record, int slot, struct value value)
{
    record->slots[slot] = (struct slot){.state = SLOT_SET, .value = value};
}

static enum status set_number(struct making *making, struct record *record, int slot, int64_t number)
{
    struct value value = {.kind = TYPE_NUMBER};
    enum status status = number_of(making->eval->arena, number, &value.number);
    if (status == OK)
        set_slot(record, slot, value);
    return status;
}

static enum status begin_list(struct making *making, size_t room)
{
    struct value *items = ARENA_NEW_ARRAY(making->eval->arena, room, struct value);
    making->list = (struct value){.kind = TYPE_LIST, .list = {items, 0}};
    return items == NULL ? NO_MEMORY : OK;
}

static struct record *add_record(struct making *making)
{
    const struct rule *rule = rule_of(making->owner, making->slot);
    struct record *record = record_make(making->eval->arena, rule->inner->shape, making->owner);
    if (record != NULL) {
        record->place = making->owner->place;
        list_append(&making->list, record);
    }
    return record;
}

static enum status add_month(struct making *making, const struct number *amount, int64_t part)
{
    struct record *record = add_record(making);
    if (record == NULL)
        return NO_MEMORY;
    set_slot(record, MONTH_MONTH, (struct value){.kind = TYPE_DATE, .date = making->next});
    set_slot(record, MONTH_AMOUNT, (struct value){.kind = TYPE_NUMBER, .number = amount});
    making->next = month_after(making->next);
    return set_number(making, record, MONTH_PART, part);
}

static enum status fail_amount(const struct making *making, const struct number *amount,
                               const struct message *code)
{
    struct buf text = BUF(1 << 12);
    figure_print(amount, 0, &text);
    enum status status = buf_status(&text);
    if (status == OK && code == MSG_MODEL_SCHEDULE_NEGATIVE)
        diag_report(making->eval->diag, MSG_MODEL_SCHEDULE_NEGATIVE, making->owner->place,
                    STR_ARGS(list_label(making)), text.ptr);
    else if (status == OK && code == MSG_MODEL_SCHEDULE_NO_MONTH)
        diag_report(making->eval->diag, MSG_MODEL_SCHEDULE_NO_MONTH, making->owner->place,
                    STR_ARGS(list_label(making)), text.ptr);
    else if (status == OK)
        diag_report(making->eval->diag, MSG_MODEL_SCHEDULE_MONTHS, making->owner->place,
                    STR_ARGS(list_label(making)), text.ptr, (int)MODEL_MAX_MONTHS);
    buf_clear(&text);
    return status == OK ? FAILED : status;
}

/* amounts[0]: of each month, amounts[1]: of the month of the rest. */
static enum status find_amounts(struct making *making, const struct part *part, int64_t months,
                                const struct number **amounts)
{
    struct value value;
    const struct expr *given = part->each != NULL ? part->each : part->total;
    enum status status = expr_eval(given, making->eval, making->owner, &value);
    if (status != OK)
        return status;
    amounts[0] = amounts[1] = value.number;
    if (number_sign(value.number) < 0)
        return fail_amount(making, value.number, MSG_MODEL_SCHEDULE_NEGATIVE);
    if (part->each != NULL)
        return OK;
    if (months == 0)
        return number_sign(value.number) == 0
                   ? OK
                   : fail_amount(making, value.number, MSG_MODEL_SCHEDULE_NO_MONTH);
    status = number_instalments(making->eval->arena, value.number, months, (int)part->decimals, &amounts[0],
                                &amounts[1]);
    return status == FAILED ? fail_amount(making, value.number, MSG_MODEL_SCHEDULE_MONTHS) : status;
}

/* What the list has for the next month. */
static enum status find_of(struct making *making, const struct part *part, const struct value *list,
                           const struct number **ret_amount)
{
    struct value month, amount;
    for (size_t i = 0; i < list->list.count; i++) {
        struct record *record = list->list.items[i].record;
        enum status status = record_value(record, part->of_month, making->eval, &month);
        if (status == OK && date_compare(month.date, making->next) == 0) {
            status = record_value(record, part->of_amount, making->eval, &amount);
            *ret_amount = status == OK ? amount.number : NULL;
            return status;
        }
        if (status != OK)
            return status;
    }
    return diag_report(making->eval->diag, MSG_MODEL_SCHEDULE_NOT_OF, making->owner->place,
                       STR_ARGS(list_label(making)), (int)making->next.year, (int)making->next.month);
}

static enum status add_part_of(struct making *making, const struct part *part, int64_t number, int64_t months)
{
    struct value list;
    const struct number *amount = NULL;
    enum status status = expr_eval(part->of, making->eval, making->owner, &list);
    for (int64_t i = 0; status == OK && i < months; i++) {
        status = find_of(making, part, &list, &amount);
        if (status == OK)
            status = add_month(making, amount, number);
    }
    return status;
}

static enum status add_part(struct making *making, const struct part *part, int64_t number, int64_t months)
{
    const struct number *amounts[2];
    if (part->of != NULL)
        return add_part_of(making, part, number, months);
    enum status status = find_amounts(making, part, months, amounts);
    int64_t rest = part->rest == REST_LAST ? months : part->rest;
    if (status == OK && months > 0 && (rest < 1 || rest > months))
        status = diag_report(making->eval->diag, MSG_MODEL_SCHEDULE_REST, making->owner->place,
                             STR_ARGS(list_label(making)), (int)number, (int)rest, (int)months);
    for (int64_t i = 1; status == OK && i <= months; i++)
        status = add_month(making, amounts[i == rest ? 1 : 0], number);
    return status;
}

static enum status find_months(struct making *making, const struct part *part, int64_t used,
                               int64_t *ret_months)
{
    struct value value;
    enum status status = expr_eval(part->months, making->eval, making->owner, &value);
    if (status != OK)
        return status;
    int64_t months = 0;
    if (!number_as_int(value.number, &months) || months < 0 || months > MODEL_MAX_MONTHS - used)
        return fail_amount(making, value.number, MSG_MODEL_SCHEDULE_MONTHS);
    *ret_months = months;
    return OK;
}

static enum status make_months(struct record *owner, int slot, struct eval *eval, struct value *ret_value)
{
    const struct schedule *schedule = rule_of(owner, slot)->schedule;
    struct making making = {.eval = eval, .owner = owner, .slot = slot};
    struct value from;
    enum status status = expr_eval(owner->shape->fields[slot].is, eval, owner, &from);
    if (status == OK) {
        making.next = from.date;
        making.next.day = 1;
        status = begin_list(&making, MODEL_MAX_MONTHS);
    }
    for (size_t i = 0; status == OK && i < schedule->part_count; i++) {
        int64_t months = 0;
        status = find_months(&making, &schedule->parts[i], (int64_t)making.list.list.count, &months);
        if (status == OK)
            status = add_part(&making, &schedule->parts[i], (int64_t)i + 1, months);
    }
    if (status == OK)
        *ret_value = making.list;
    return status;
}

/* --- making the runs --- */

static enum status add_run(struct making *making, const struct value *months, size_t first, size_t count)
{
    struct record *record = add_record(making);
    if (record == NULL)
        return NO_MEMORY;
    const struct slot *from = months[first].record->slots, *to = months[first + count - 1].record->slots;
    struct value total = {.kind = TYPE_NUMBER};
    enum status status = set_number(making, record, RUN_MONTHS, (int64_t)count);
    if (status == OK)
        status = number_apply(making->eval->arena, NUMBER_MULTIPLY, from[MONTH_AMOUNT].value.number,
                              record->slots[RUN_MONTHS].value.number, &total.number);
    set_slot(record, RUN_FROM, from[MONTH_MONTH].value);
    set_slot(record, RUN_TO, to[MONTH_MONTH].value);
    set_slot(record, RUN_AMOUNT, from[MONTH_AMOUNT].value);
    set_slot(record, RUN_TOTAL, total);
    return status == FAILED ? fail_amount(making, from[MONTH_AMOUNT].value.number, MSG_MODEL_SCHEDULE_MONTHS)
                            : status;
}

static enum status make_runs(struct record *owner, int slot, struct eval *eval, struct value *ret_value)
{
    struct making making = {.eval = eval, .owner = owner, .slot = slot};
    struct value months;
    enum status status = record_value(owner, rule_of(owner, slot)->schedule->months_slot, eval, &months);
    if (status != OK)
        return status;
    status = begin_list(&making, months.list.count);
    size_t first = 0;
    for (size_t i = 1; status == OK && i <= months.list.count; i++) {
        const struct value *items = months.list.items;
        if (i == months.list.count || !value_equal(&items[i].record->slots[MONTH_AMOUNT].value,
                                                   &items[first].record->slots[MONTH_AMOUNT].value)) {
            status = add_run(&making, items, first, i - first);
            first = i;
        }
    }
    if (status == OK)
        *ret_value = making.list;
    return status;
}
