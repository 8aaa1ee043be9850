/*
 * <bands>: a constant list of records with min, max and label that divides the numbers without gap or
 * overlap; all of them may have a value too, a number in a unit of its own.
 *
 * The bands stand in order, upwards or downwards; each begins where its neighbour ends, and only the two at
 * the ends may be open.  An author who leaves a hole between 优秀 and 良好 sees it when the kind is loaded,
 * not when a 90 falls into it.
 */
#include "model/model_int.h"
#include "model/messages.def"

static void add_field(struct loader *loader, struct rules *rules, struct str name, struct str label,
                      struct type type)
{
    struct field *field = run_kept(&loader->run, shape_add(loader->run.arena, rules->shape, name, type));
    if (field == NULL)
        return;
    field->label = label;
    field->optional = type.kind == TYPE_NUMBER;
}

static struct band read_band(struct loader *loader, const struct node *node)
{
    attributes_check(loader, node);
    refuse_children(loader, node);
    struct band band = {attribute_number(loader, node, "min"), attribute_number(loader, node, "max"),
                        attribute_number(loader, node, "value"), attribute_text(node, "label"), node->place};
    if (band.label.len == 0)
        attribute_missing(loader, node, "label");
    if (band.min != NULL && band.max != NULL && number_compare(band.min, band.max) >= 0)
        run_refuse(&loader->run, MSG_MODEL_BAND_EMPTY, node->place, STR_ARGS(band.label));
    return band;
}

/* Does `upper` begin where `lower` ends? */
static bool joins(const struct band *lower, const struct band *upper)
{
    return lower->max != NULL && upper->min != NULL && number_compare(lower->max, upper->min) == 0;
}

static void check_order(struct loader *loader, const struct rule *rule)
{
    bool upwards = rule->band_count > 1 && joins(&rule->bands[0], &rule->bands[1]);
    for (size_t i = 1; i < rule->band_count; i++) {
        const struct band *before = &rule->bands[i - 1];
        const struct band *band = &rule->bands[i];
        if (upwards ? !joins(before, band) : !joins(band, before)) {
            run_refuse(&loader->run, MSG_MODEL_BAND_GAP, band->place, STR_ARGS(before->label),
                       STR_ARGS(band->label));
            return;
        }
    }
}

/* All have a value, or none has; a band without one is told. */
static bool check_values(struct loader *loader, const struct node *node, const struct rule *rule)
{
    const struct band *without = NULL;
    bool any = false;
    for (size_t i = 0; i < rule->band_count; i++) {
        any = any || rule->bands[i].value != NULL;
        if (rule->bands[i].value == NULL && without == NULL)
            without = &rule->bands[i];
    }
    if (any && without != NULL)
        run_refuse(&loader->run, MSG_MODEL_BAND_VALUES, without->place, STR_ARGS(without->label));
    if (!any && node_attr(node, "value-unit") != NULL)
        run_refuse(&loader->run, MSG_MODEL_BAND_UNIT, node_attr(node, "value-unit")->place);
    return any;
}

static size_t count_elements(const struct node *node)
{
    size_t count = 0;
    for (const struct node *child = node_first_element(node); child != NULL; child = node_next_element(child))
        count++;
    return count;
}

void declare_bands(struct loader *loader, const struct node *node, struct rule *rule, struct rules *rules)
{
    const struct type number = {.kind = TYPE_NUMBER, .unit = str_trim(attribute_text(node, "unit"))};
    add_field(loader, rules, STR("min"), STR("下限"), number);
    add_field(loader, rules, STR("max"), STR("上限"), number);
    add_field(loader, rules, STR("label"), STR("名称"), (struct type){.kind = TYPE_TEXT});
    struct band *bands = RUN_NEW_ARRAY(&loader->run, count_elements(node), struct band);
    if (bands == NULL)
        return;
    bool failed = loader->run.failed;
    loader->run.failed = false;
    for (const struct node *child = node->first; child != NULL; child = child->next)
        if (child->kind == NODE_TEXT)
            refuse_stray_text(&loader->run, child);
        else if (node_is(child, "band"))
            bands[rule->band_count++] = read_band(loader, child);
        else
            run_note(&loader->run, refuse_element(loader->run.diag, child, "band"));
    rule->bands = bands;
    if (rule->band_count == 0)
        run_refuse(&loader->run, MSG_MODEL_NO_BANDS, node->place);
    if (check_values(loader, node, rule))
        add_field(loader, rules, STR("value"), STR("值"),
                  (struct type){.kind = TYPE_NUMBER, .unit = str_trim(attribute_text(node, "value-unit"))});
    if (!loader->run.failed)
        check_order(loader, rule);
    loader->run.failed = loader->run.failed || failed;
}

/* --- reading --- */

static void set_band_slot(struct record *record, int slot, struct value value, struct place place)
{
    bool given = value.kind == TYPE_TEXT || value.number != NULL;
    record->slots[slot] =
        (struct slot){.state = given ? SLOT_SET : SLOT_MISSING, .value = value, .place = place};
}

void fill_bands(struct fill *fill, struct record *record, int slot)
{
    const struct rule *rule = rule_of(record, slot);
    struct value list = make_list(&fill->run, rule->band_count);
    for (size_t i = 0; list.list.items != NULL && i < rule->band_count; i++) {
        const struct band *band = &rule->bands[i];
        struct record *item = make_record(fill, rule->inner, record, band->place);
        if (item == NULL)
            return;
        set_band_slot(item, 0, (struct value){.kind = TYPE_NUMBER, .number = band->min}, band->place);
        set_band_slot(item, 1, (struct value){.kind = TYPE_NUMBER, .number = band->max}, band->place);
        set_band_slot(item, 2, (struct value){.kind = TYPE_TEXT, .text = band->label}, band->place);
        if (band->value != NULL)
            set_band_slot(item, 3, (struct value){.kind = TYPE_NUMBER, .number = band->value}, band->place);
        list_append(&list, item);
    }
    record->slots[slot].value = list;
    record->slots[slot].state = SLOT_SET;
}
