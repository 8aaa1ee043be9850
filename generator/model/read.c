/*
 * Input -> records: every attribute and element goes into the slot of its field; whatever has no field,
 * stands twice or is missing is reported, and the slot marked FAILED, so that no formula complains about it
 * again.
 *
 * A statement for a field with a formula is put aside as a proof: the slot keeps the computed value.
 * What a derived list is said to hold is put aside as well (derive.c); what a group with a base does not say
 * comes from there (states.c).
 * A group that is left out although it is not optional is made empty when nothing in it must come from the
 * input (all of it computed, optional or with a default).
 */
#include "model/model_int.h"
#include "model/texts/texts.h"
#include "model/messages.def"

/* A scalar as the input states it. */
struct statement {
    struct str text;
    const struct attr *attr; /* one of these two has the text; both NULL: there is none */
    const struct node *node;
    struct place place;
};

static struct place statement_place(const struct statement *statement, size_t offset)
{
    if (statement->attr != NULL)
        return attr_text_place(statement->attr, offset);
    return statement->node != NULL ? node_text_place(statement->node, offset) : statement->place;
}

/* Numbers, dates, yes and no, and texts of a few forms: what stands around them is not theirs. */
bool is_value(const struct rule *rule)
{
    return rule->kind != RULE_TEXT || rule->one_of_count > 0 || rule->reads_money;
}

/* Faults of a text that will be printed as it stands. */
static enum status check_printed(struct fill *fill, const struct record *record, int slot,
                                 const struct statement *statement)
{
    if (statement->attr == NULL && statement->node == NULL)
        return OK; /* of lines, which were looked through one by one */
    if (statement->attr != NULL)
        strays_in_attr(fill, statement->attr);
    else
        strays_in_text(fill, statement->node);
    size_t brace = 0;
    if (text_has_formula(statement->text, &brace)) { /* it would be printed */
        return run_report_field(&fill->run, record, slot, MSG_MODEL_BRACES,
                                statement_place(statement, brace));
    }
    return line_end_check(fill, record, slot, statement->attr, statement->node);
}

/* Marks the slot as stated at `place`; false: it was before, which is reported. */
static bool claim_slot(struct fill *fill, struct record *record, int slot, struct place place)
{
    struct slot *at = &record->slots[slot];
    if (at->place.line == 0) {
        at->place = place;
        run_note(&fill->run, record_note_file(fill->run.arena, record, place));
        return true;
    }
    run_refuse_field(&fill->run, record, slot, MSG_MODEL_TWICE, place, (int)at->place.line,
                     (int)at->place.column);
    return false;
}

static void read_scalar(struct fill *fill, struct record *record, int slot, const struct statement *statement)
{
    const struct rule *rule = rule_of(record, slot);
    struct str own = is_value(rule) ? trim_wide(statement->text) : str_trim(statement->text);
    size_t first = (size_t)(own.ptr - statement->text.ptr);
    bool blank = text_is_blank(statement->text);
    struct place place = blank ? statement->place : statement_place(statement, first);
    if (!claim_slot(fill, record, slot, place))
        return;
    if (blank) {
        report_blank(fill, record, slot, place);
        return;
    }
    const struct field *field = &record->shape->fields[slot];
    struct slot *at = &record->slots[slot];
    struct str text;
    struct value value;
    bool joined = statement->attr == NULL && statement->node == NULL; /* its lines were looked at */
    enum status status = is_value(rule) || joined ? OK : check_printed(fill, record, slot, statement);
    text = own; /* of a value, what was written is told */
    if (status == OK && !is_value(rule))
        status = text_clean(fill->run.arena, own, &text);
    if (status == OK)
        status = value_read(&(struct scalar){fill, record, slot, text, place}, &value);
    run_note(&fill->run, status);
    if (status != OK) {
        at->state = SLOT_FAILED;
    } else if (rule->made || (field->is != NULL && !rule->is_default)) {
        const struct proof proof = {record, slot, value, count_decimals(text), place, false};
        RUN_APPEND(&fill->run, fill->proofs, fill->proof_count, fill->proof_capacity, &proof);
    } else {
        at->value = value;
        at->state = SLOT_SET;
        if (value.kind == TYPE_TEXT)
            tell_unfilled(fill, record, slot, value.text, place);
        else if (statement->attr == NULL)
            tell_unfilled_value(fill, record, slot, statement->text, own, place);
        if (value.kind == TYPE_TEXT && !joined) {
            keep_text(fill,
                      (struct typed_text){
                          .record = record, .slot = slot, .attr = statement->attr, .node = statement->node});
        }
    }
}

/* May the field be written as this attribute, or (NULL) this element? */
static bool may_stand_as(const struct rule *rule, const struct node *node, const struct attr *attr)
{
    const bool scalar = rule->kind < RULE_PROSE;
    if (attr != NULL)
        return scalar;
    if (node->attr_count > 0 || node_first_element(node) != NULL)
        return !scalar || rule->lines;
    return node->first == NULL || rule->kind <= RULE_PROSE;
}

/* How likely it is that a misspelt name means the field: one that cannot stand so, or stands elsewhere already, is the least likely,
 * one that must still come the most. */
static int likelihood(const struct record *record, int slot, const struct node *node, const struct attr *attr)
{
    const struct rule *rule = rule_of(record, slot);
    const struct slot *at = &record->slots[slot];
    if (!may_stand_as(rule, node, attr) || (at->place.line > 0 && rule->kind != RULE_LIST))
        return 0;
    return at->state == SLOT_PENDING || record->shape->fields[slot].optional ? 1 : 2;
}

/* Of equally near ones the likeliest; href where the record may come from a file. */
static struct str nearest_meant(const struct record *record, const struct node *node, const struct attr *attr)
{
    struct nearest nearest = {.name = attr != NULL ? attr->name : node->name};
    for (int most = 2; most > 0; most--)
        for (int slot = 0; slot < (int)record->shape->field_count; slot++)
            if (likelihood(record, slot, node, attr) == most)
                nearest_offer(&nearest, record->shape->fields[slot].name);
    const int own = record_slot_in_parent(record);
    if (attr != NULL && own >= 0 && rule_of(record->parent, own)->file.len > 0)
        nearest_offer(&nearest, STR("href"));
    return nearest_field(record->shape, nearest);
}

/* An attribute, or (NULL) element, without field.  A misspelt name is one fault: the field that it means is not said to be missing
 * as well, nor is a list that lacks a record because of it used any more; with href, nothing is missing. */
static void refuse_unknown(struct fill *fill, struct record *record, const struct node *node,
                           const struct attr *attr)
{
    const struct str owner = attr != NULL ? node->name : node->parent->name;
    const struct str name = attr != NULL ? attr->name : node->name;
    const struct str nearest = nearest_meant(record, node, attr);
    int slot = nearest.len > 0 ? shape_lookup(record->shape, nearest) : -1;
    bool listed = slot >= 0 && rule_of(record, slot)->kind == RULE_LIST && !rule_of(record, slot)->derived;
    if (slot >= 0 && (listed || record->slots[slot].state == SLOT_MISSING))
        record->slots[slot].state = SLOT_FAILED;
    if (slot < 0 && nearest.len > 0) {
        fill->base_failed = true; /* until the group ends */
        record->parent->slots[record_slot_in_parent(record)].state = SLOT_FAILED;
    }
    run_note(&fill->run,
             diag_report_near(fill->run.diag, MSG_MODEL_UNKNOWN, attr != NULL ? attr->place : node->place,
                              ((struct hint){.near = nearest}), STR_ARGS(owner), STR_ARGS(name)));
}

static void read_attr(struct fill *fill, const struct node *node, const struct attr *attr,
                      struct record *record)
{
    int slot = shape_lookup(record->shape, attr->name);
    if (slot < 0 && is_new_mark(record, attr->name)) {
        read_new_mark(fill, attr, record);
    } else if (slot < 0) {
        refuse_unknown(fill, record, node, attr);
    } else if (rule_of(record, slot)->kind >= RULE_PROSE) {
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_NOT_ATTRIBUTE, attr->place);
        if (record->slots[slot].state == SLOT_MISSING)
            record->slots[slot].state = SLOT_FAILED;
    } else {
        read_scalar(fill, record, slot, &(struct statement){attr->value, attr, NULL, attr->place});
    }
}

/* A text of several <p>: each is looked at as a text is, all together are the value. */
static void read_lines(struct fill *fill, const struct node *node, struct record *record, int slot)
{
    struct statement lines = {.place = node->place};
    bool good = lines_join(fill, node, record, slot, &lines.text);
    for (const struct node *line = node_first_element(node); line != NULL && good;
         line = node_next_element(line)) {
        const struct statement one = {line->first->text, NULL, line->first, line->place};
        enum status status = check_printed(fill, record, slot, &one);
        run_note(&fill->run, status);
        good = status == OK;
        keep_text(fill, (struct typed_text){.record = record, .slot = slot, .node = line->first});
    }
    if (good)
        read_scalar(fill, record, slot, &lines);
    else
        record->slots[slot].state = SLOT_FAILED;
}

/* A scalar as a child element: text only, or lines. */
static void read_scalar_element(struct fill *fill, const struct node *node, struct record *record, int slot)
{
    const struct node *inside = node_first_element(node);
    if (inside != NULL && node->attr_count == 0 && rule_of(record, slot)->lines) {
        read_lines(fill, node, record, slot);
        return;
    }
    if (inside != NULL || node->attr_count > 0) {
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_ONLY_TEXT,
                         inside != NULL ? inside->place : node->attrs[0].place);
        record->slots[slot].state = SLOT_FAILED;
        return;
    }
    const struct node *text = node->first;
    struct statement statement = {{"", 0}, NULL, text, node->place};
    if (text != NULL)
        statement.text = text->text;
    read_scalar(fill, record, slot, &statement);
}

static bool is_blank(const struct node *node)
{
    return node->first == NULL ||
           (node->first == node->last && node->first->kind == NODE_TEXT && text_is_blank(node->first->text));
}

/* What the prose holds, or the file that it names; NULL: it has none, which was reported. */
static const struct node *prose_words(struct fill *fill, const struct node *node)
{
    const struct attr *href = node_attr(node, "href");
    if (href == NULL)
        return node;
    if (is_blank(node))
        return href_open_prose(fill, href);
    run_refuse(&fill->run, MSG_MODEL_HREF_MORE, node->first->place, STR_ARGS(node->name));
    return NULL;
}

static void read_prose(struct fill *fill, const struct node *node, struct record *record, int slot)
{
    for (size_t i = 0; i < node->attr_count; i++)
        refuse_prose_attr(fill, node, &node->attrs[i]);
    bool marked_free = figures_free(&fill->run, node);
    struct slot *at = &record->slots[slot];
    if (!claim_slot(fill, record, slot, node->place))
        return;
    node = prose_words(fill, node);
    if (node == NULL) {
        at->state = SLOT_FAILED;
    } else if (is_blank(node)) {
        report_blank(fill, record, slot, node->place);
    } else {
        strays_in_prose(fill, node);
        tell_unfilled_prose(fill, record, slot, node);
        at->value = (struct value){.kind = TYPE_PROSE, .prose = node};
        at->state = SLOT_SET;
        at->figures_free = marked_free;
        if (!marked_free)
            keep_text(fill, (struct typed_text){.record = record, .slot = slot, .node = node});
    }
}

struct record *make_record(struct fill *fill, const struct rules *rules, struct record *parent,
                           struct place place)
{
    struct record *record = run_kept(&fill->run, record_make(fill->run.arena, rules->shape, parent));
    if (record != NULL)
        record->place = place;
    return record;
}

/* With href nothing else may be said: the other file says it all. */
static bool refuse_beside_href(struct fill *fill, const struct node *node)
{
    const struct node *inside = node->first;
    while (inside != NULL && inside->kind == NODE_TEXT && node_is_blank(inside))
        inside = inside->next;
    if (inside == NULL && node->attr_count == 1)
        return false;
    run_refuse(&fill->run, MSG_MODEL_HREF_MORE, inside != NULL ? inside->place : node->place,
               STR_ARGS(node->name));
    return true;
}

static void read_group(struct fill *fill, const struct node *node, struct record *record, int slot,
                       const struct record *base)
{
    const struct rule *rule = rule_of(record, slot);
    if (!claim_slot(fill, record, slot, node->place))
        return;
    const struct open_file *files = fill->files;
    struct open_file file;
    const struct attr *href = rule->file.len > 0 ? node_attr(node, "href") : NULL;
    if (href != NULL)
        node = refuse_beside_href(fill, node) ? NULL : href_open(fill, href, record, slot, &file);
    if (node == NULL) {
        record->slots[slot].state = SLOT_FAILED;
        return;
    }
    if (href != NULL && str_equal(node->name, fill->model->kind)) {
        carry_state(fill, node, record, slot);
        fill->files = files;
        return;
    }
    struct record *group = make_record(fill, rule->inner, record, node->place);
    if (group != NULL) {
        bool failed_before = fill->base_failed;
        fill->base_failed = failed_before || base_failed(record, slot, base);
        slot_hold(&record->slots[slot], group, node->place);
        read_state(fill, node, group, base_group(record, slot, base));
        fill->base_failed = failed_before;
    }
    fill->files = files;
}

/* Elements of this name from `node` on. */
static size_t count_alike(const struct node *node)
{
    size_t count = 0;
    for (const struct node *next = node; next != NULL; next = node_next_element(next))
        count += str_equal(next->name, node->name) ? 1 : 0;
    return count;
}

/* Its faults are told, but the list has one of its own. */
static void read_lost_item(struct fill *fill, const struct node *node, struct record *record, int slot,
                           const struct record *base)
{
    bool failed_before = fill->base_failed;
    struct record *item = make_record(fill, rule_of(record, slot)->inner, record, node->place);
    fill->base_failed = true;
    if (item != NULL)
        read_state(fill, node, item, base_item(fill, node, record, slot, base));
    fill->base_failed = failed_before;
}

static void read_item(struct fill *fill, const struct node *node, struct record *record, int slot,
                      const struct record *base)
{
    if (base_removes(fill, node, record, slot, base))
        return;
    struct slot *at = &record->slots[slot];
    if (at->state == SLOT_FAILED || base_failed(record, slot, base)) {
        at->state = SLOT_FAILED;
        read_lost_item(fill, node, record, slot, base);
        return;
    }
    if (at->state != SLOT_SET) {
        at->value = make_list(&fill->run, count_alike(node));
        if (at->value.list.items == NULL)
            return;
        at->state = SLOT_SET;
        at->place = node->place;
        run_note(&fill->run, record_note_file(fill->run.arena, record, node->place));
    }
    struct record *item = make_record(fill, rule_of(record, slot)->inner, record, node->place);
    list_append(&at->value, item);
    if (item == NULL)
        return;
    read_state(fill, node, item, base_item(fill, node, record, slot, base));
}

/* `later`: the turn of the groups with a base of their own, which wait for all others. */
static void read_element(struct fill *fill, const struct node *node, struct record *record,
                         const struct record *base, bool later)
{
    int slot = shape_lookup(record->shape, node->name);
    if (slot < 0) {
        if (!later)
            refuse_unknown(fill, record, node, NULL);
        return;
    }
    const struct rule *rule = rule_of(record, slot);
    if (later != (rule->base.len > 0))
        return;
    switch (rule->kind) {
    case RULE_PROSE:
        read_prose(fill, node, record, slot);
        break;
    case RULE_GROUP:
        read_group(fill, node, record, slot, base);
        break;
    case RULE_LIST:
        if (rule->derived)
            derive_state(fill, node, record, slot);
        else
            read_item(fill, node, record, slot, base);
        break;
    case RULE_BANDS:
    case RULE_NUMBERS:
    case RULE_ELEMENT:
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_CONSTANT, node->place);
        break;
    default:
        read_scalar_element(fill, node, record, slot);
    }
}

/* What is computed from a list with a fault of its own would only be told wrong because of it. */
static void check_list(struct fill *fill, struct record *record, int slot)
{
    const struct rule *rule = rule_of(record, slot);
    struct slot *at = &record->slots[slot];
    bool lacks = fill->base_failed && (at->state == SLOT_MISSING || rule->key.len > 0);
    if (at->state == SLOT_MISSING) {
        at->value = (struct value){.kind = TYPE_LIST};
        at->state = SLOT_SET;
        at->place = record->place;
    }
    if (at->state == SLOT_FAILED)
        return;
    int64_t count = (int64_t)at->value.list.count;
    if (!check_keys(fill, record, slot) || lacks)
        at->state = SLOT_FAILED;
    if ((count >= rule->count_min || fill->base_failed) && count <= rule->count_max)
        return;
    at->state = SLOT_FAILED;
    if (count < rule->count_min)
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_TOO_FEW, record->place, (long long)count,
                         (long long)rule->count_min);
    else
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_TOO_MANY,
                         at->value.list.items[rule->count_max].record->place, (long long)count,
                         (long long)rule->count_max);
}

static void finish_record(struct fill *fill, struct record *record);

/* What the input says nothing about. */
static void finish_missing(struct fill *fill, struct record *record, int slot)
{
    const struct rule *rule = rule_of(record, slot);
    const struct field *field = &record->shape->fields[slot];
    struct slot *at = &record->slots[slot];
    if (field->optional)
        return;
    if (rule->kind == RULE_GROUP && !needs_input(rule->inner)) {
        struct record *group = make_record(fill, rule->inner, record, record->place);
        if (group != NULL) {
            slot_hold(at, group, record->place);
            finish_record(fill, group);
        }
        return;
    }
    const bool lacks = fill->base_failed || base_failed(record, slot, NULL);
    if (!lacks && past_is_awaited(fill, record, slot))
        return;
    at->state = SLOT_FAILED;
    if (lacks)
        return;
    run_refuse_field(&fill->run, record, slot, MSG_MODEL_MISSING,
                     at->place.line > 0 ? at->place : record->place);
}

static void finish_record(struct fill *fill, struct record *record)
{
    for (int slot = 0; slot < (int)record->shape->field_count && !run_over(&fill->run); slot++) {
        enum rule_kind kind = rule_of(record, slot)->kind;
        if (kind == RULE_BANDS)
            fill_bands(fill, record, slot);
        else if (kind == RULE_LIST && !rule_of(record, slot)->derived)
            check_list(fill, record, slot);
        else if (record->slots[slot].state == SLOT_MISSING)
            finish_missing(fill, record, slot);
        else if (record->slots[slot].state == SLOT_PENDING && rule_of(record, slot)->is_default &&
                 fill->base_failed)
            record->slots[slot].state = SLOT_FAILED; /* the base might have said something else */
    }
}

static void read_children(struct fill *fill, const struct node *node, struct record *record,
                          const struct record *base, bool later)
{
    for (const struct node *child = node->first; child != NULL && !run_over(&fill->run); child = child->next)
        if (child->kind != NODE_TEXT)
            read_element(fill, child, record, base, later);
        else if (!later)
            refuse_stray_text(&fill->run, child);
}

/* Left out, so that all else that is wrong is told with them. */
static void leave_out_all_totals(struct fill *fill, struct record *record)
{
    for (int slot = 0; slot < (int)record->shape->field_count && !run_over(&fill->run); slot++) {
        const struct rule *rule = rule_of(record, slot);
        struct slot *at = &record->slots[slot];
        if (rule != NULL && rule->kind == RULE_LIST && !rule->derived && at->state == SLOT_SET)
            leave_out_totals(fill, rule, &at->value);
    }
}

static bool has_based_groups(const struct record *record)
{
    for (int slot = 0; slot < (int)record->shape->field_count; slot++) {
        const struct rule *rule = rule_of(record, slot);
        if (rule != NULL && rule->base.len > 0)
            return true;
    }
    return false;
}

void read_state(struct fill *fill, const struct node *node, struct record *record, const struct record *base)
{
    bool based = has_based_groups(record);
    for (size_t i = 0; node != NULL && i < node->attr_count && !run_over(&fill->run); i++)
        read_attr(fill, node, &node->attrs[i], record);
    if (node != NULL)
        read_children(fill, node, record, base, false);
    if (node != NULL && based)
        read_children(fill, node, record, base, true);
    if (node != NULL)
        leave_out_all_totals(fill, record);
    if (base != NULL || based)
        base_merge(fill, node, record, base);
    finish_record(fill, record);
}

void read_record(struct fill *fill, const struct node *node, struct record *record)
{
    read_state(fill, node, record, NULL);
    derive_stated(fill);
}
