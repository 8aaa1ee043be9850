/*
 * The formulas of model.xml: compiled once all fields of all shapes are declared, so that a formula may name
 * a field that stands further down.  Each is compiled in the shape that it stands in, with its type and unit
 * checked here.
 *
 * A computed number without unit takes the unit of its formula, the element of a derived list its type from
 * that list: such fields are compiled when a formula first names them (struct settling), all others in the
 * order of their standing.
 */
#include "model/model_int.h"
#include "model/proofs/proofs.h"
#include "model/messages.def"
#include "expr/messages.def"

static struct place place_in_attr(const void *context, size_t offset)
{
    return attr_text_place(context, offset);
}

const char *model_kind_name(enum type_kind kind)
{
    static const char *const names[] = {"数", "文字", "日期", "是否", "正文", "一组字段", "列表"};
    return names[kind];
}

static void note_sum(void *context, const struct shape *shape, int slot)
{
    (void)context;
    const struct rule *found = shape->fields[slot].rule;
    if (found != NULL)
        found->owner->rules[found->slot]->summed = true;
}

void rules_note_sums(const struct expr *expr)
{
    if (expr != NULL)
        expr_sums(expr, note_sum, NULL);
}

const struct expr *model_compile_attr(struct loader *loader, const struct node *node, const char *name,
                                      const struct shape *scope)
{
    const struct attr *attr = node_attr(node, name);
    const struct expr *expr = NULL;
    if (attr == NULL || run_over(&loader->run))
        return NULL;
    struct pattern_source source = {
        .text = attr->value, .place_of = place_in_attr, .context = attr, .of_model = true};
    enum status status = expr_compile_source(loader->run.arena, loader->run.diag, source, scope, &expr);
    run_note(&loader->run, status);
    rules_note_sums(status == OK ? expr : NULL);
    return status == OK ? expr : NULL;
}

const struct expr *model_compile_typed(struct loader *loader, const struct node *node, const char *name,
                                       const struct shape *scope, struct type want)
{
    const struct expr *expr = model_compile_attr(loader, node, name, scope);
    if (expr == NULL)
        return NULL;
    enum type_kind have = expr_type(expr).kind;
    if (have != want.kind) {
        run_refuse(&loader->run, MSG_MODEL_FORMULA_KIND, expr_place(expr), name, model_kind_name(have),
                   model_kind_name(want.kind));
        return NULL;
    }
    return fit_unit(loader, &expr, name, want) ? expr : NULL;
}

static struct str unit_of(struct type type)
{
    return type.kind == TYPE_LIST ? type.of->unit : type.unit;
}

bool fit_unit(struct loader *loader, const struct expr **expr, const char *name, struct type want)
{
    struct str have = unit_of(expr_type(*expr)), unit = unit_of(want);
    enum status status = expr_fit(loader->run.arena, want, expr);
    run_note(&loader->run, status);
    if (status != FAILED)
        return status == OK;
    if (have.len == 0)
        diag_report(loader->run.diag, MSG_MODEL_FORMULA_NO_UNIT, expr_place(*expr), name, STR_ARGS(unit));
    else if (unit.len == 0)
        diag_report(loader->run.diag, MSG_MODEL_FIELD_NO_UNIT, expr_place(*expr), name, STR_ARGS(have));
    else
        diag_report(loader->run.diag, MSG_MODEL_FORMULA_UNIT, expr_place(*expr), name, STR_ARGS(have),
                    STR_ARGS(unit));
    return false;
}

static void compile_field(struct loader *loader, struct field *field, struct rule *rule,
                          const struct shape *scope)
{
    const struct node *node = rule->source;
    bool has_is = node_attr(node, "is") != NULL;
    bool has_default = node_attr(node, "default") != NULL;
    if (has_is && has_default)
        run_refuse(&loader->run, MSG_MODEL_IS_AND_DEFAULT, node_attr(node, "default")->place);
    if (!has_is && node_attr(node, "tolerance") != NULL)
        run_refuse(&loader->run, MSG_MODEL_TOLERANCE_ALONE, node_attr(node, "tolerance")->place);
    field->is_default = rule->is_default = !has_is && has_default;
    field->chosen = rule->one_of_count > 0;
    if (has_is || has_default) {
        field->is = model_compile_typed(loader, node, has_is ? "is" : "default", scope, field->type);
        rule_needs(loader, rule, field->is);
    }
}

/* A list of numbers: its formula gives one. */
static void compile_numbers(struct loader *loader, struct field *field, struct rule *rule,
                            const struct shape *scope)
{
    const struct expr *expr = model_compile_attr(loader, rule->source, "is", scope);
    if (node_attr(rule->source, "is") == NULL)
        attribute_missing(loader, rule->source, "is");
    if (expr == NULL)
        return;
    struct type type = expr_type(expr);
    if (type.kind != TYPE_LIST || type.of->kind != TYPE_NUMBER) {
        run_refuse(&loader->run, MSG_MODEL_NUMBERS, expr_place(expr));
    } else if (fit_unit(loader, &expr, "is", field->type)) {
        field->is = expr;
        rule_needs(loader, rule, expr);
    }
}

static void compile_formulas(struct loader *loader, struct rule *rule, struct field *field,
                             const struct shape *scope)
{
    if (rule->schedule != NULL) {
        compile_schedule(loader, rule, field, scope);
    } else if (rule->kind == RULE_NUMBERS) {
        compile_numbers(loader, field, rule, scope);
    } else if (rule->kind == RULE_LIST && rule->derived) {
        compile_derived(loader, rule, field, scope);
    } else {
        compile_field(loader, field, rule, scope);
        compile_state(loader, rule, scope);
    }
}

/* --- types that follow from formulas --- */

/* A number, or a list of numbers, of this unit; a constant is one that no unit is known of.  A text that ends
 * with a number of it. */
static void settle_unit(struct loader *loader, struct field *field, struct str unit, bool constant)
{
    struct type number = {.kind = TYPE_NUMBER, .unit = unit, .constant = constant};
    if (field->type.kind == TYPE_NUMBER) {
        field->type = number;
    } else if (field->type.kind == TYPE_TEXT) {
        field->type.unit = unit;
    } else if (field->type.kind == TYPE_LIST) {
        const struct type *of = make_type(loader, number);
        field->type.of = of != NULL ? of : field->type.of;
    }
}

/* A formula being compiled because another asks for its type; the chain is that of the C stack. */
struct opening {
    const struct rule *rule;
    const struct opening *outer;
};

/* "a → b → ": the formulas that wait, from that of the list on. */
static void add_openings(const struct opening *open, const struct rule *list, struct buf *out)
{
    if (open == NULL)
        return;
    if (open->rule != list)
        add_openings(open->outer, list, out);
    rule_path(open->rule, out);
    buf_add_text(out, " → ");
}

/* A list whose elements must be known to make it. */
static void refuse_made_from_itself(struct loader *loader, struct rule *list, struct field *element)
{
    enum { SHOWN_MAX = 1 << 16 };
    struct buf chain = BUF(SHOWN_MAX);
    element->type = (struct type){.kind = TYPE_NUMBER, .constant = true};
    if (list->circled)
        return;
    list->circled = true;
    add_openings(loader->open, list, &chain);
    rule_path(list, &chain);
    diag_report(loader->run.diag, MSG_EXPR_CIRCLE, attr_text_place(node_attr(list->source, "for"), 0),
                STR_ARGS(buf_str(&chain)));
    buf_clear(&chain);
    run_note(&loader->run, FAILED);
}

/* Everything that the declaration of one field lets be computed.  Until its formula is compiled a number
 * without unit may have any; what came to be known with its help is as open as it was. */
static void compile_one(struct loader *loader, struct rule *rule)
{
    struct field *field = &rule->owner->shape->fields[rule->slot];
    size_t assumptions = loader->assumptions;
    if (rule->kind == RULE_ELEMENT)
        field->unsettled = false; /* what its list made of it, which stands before */
    if (rule->stage != STAGE_WAITING || rule->made || rule->kind == RULE_ELEMENT)
        return;
    const struct opening opening = {rule, loader->open};
    loader->open = &opening;
    rule->stage = STAGE_OPEN;
    if (field->unsettled)
        settle_unit(loader, field, STR(""), true);
    compile_formulas(loader, rule, field, rule->owner->shape);
    if (field->unsettled && field->is != NULL) {
        struct type type = expr_type(field->is);
        type = type.kind == TYPE_LIST ? *type.of : type;
        bool open = expr_is_constant(field->is) && assumptions != loader->assumptions;
        settle_unit(loader, field, type.unit, open);
    }
    field->unsettled = false;
    rule->stage = STAGE_DONE;
    loader->open = opening.outer;
}

static void settle(struct settling *settling, const struct shape *shape, int slot)
{
    struct loader *loader = settling->context;
    const struct field *field = &shape->fields[slot];
    struct rule *rule = ((const struct rule *)field->rule)->owner->rules[slot];
    if (rule->kind == RULE_ELEMENT) {
        struct field *element = &rule->owner->shape->fields[slot];
        rule = rule->owner->holder;
        if (rule->stage == STAGE_OPEN) {
            refuse_made_from_itself(loader, rule, element);
            return;
        }
    }
    if (rule->stage == STAGE_OPEN) {
        rule->assumed = true;
        loader->assumptions++;
    } else if (settling->height <= EXPR_MAX_HEIGHT) {
        compile_one(loader, rule);
    } else if (!loader->too_high) {
        diag_report(loader->run.diag, MSG_EXPR_FIELD_DEPTH, field->place, STR_ARGS(field->name),
                    (int)EXPR_MAX_DEPTH);
        loader->too_high = true;
        run_note(&loader->run, FAILED);
    }
}

struct type settled_type(struct loader *loader, const struct shape *shape, int slot)
{
    if (shape->fields[slot].unsettled)
        settle(&loader->settling, shape, slot);
    return shape->fields[slot].type;
}

/* A unit that was needed to find itself: where no circle of formulas was reported, if chose between them. */
static void refuse_open_unit(struct loader *loader, const struct rule *rule)
{
    const struct field *field = &rule->owner->shape->fields[rule->slot];
    struct str unit = unit_of(field->type);
    if (rule->assumed && !rule->circled && unit.len > 0)
        run_refuse(&loader->run, MSG_MODEL_UNIT_OPEN, expr_place(field->is), STR_ARGS(field->name),
                   STR_ARGS(unit));
}

static bool report_negative(struct run *run, const struct expr *tolerance, const struct number *number)
{
    if (number_sign(number) >= 0)
        return false;
    struct str shown = figure_text(run, number, 0);
    diag_report(run->diag, MSG_MODEL_TOLERANCE_NEGATIVE, expr_place(tolerance),
                STR_ARGS(expr_source(tolerance)), STR_ARGS(shown));
    return true;
}

enum status tolerance_value(struct fill *fill, const struct expr *tolerance, struct record *record,
                            const struct number **ret_number)
{
    struct value value = {.kind = TYPE_NUMBER};
    if (tolerance == NULL)
        return number_of(fill->run.arena, 0, ret_number);
    enum status status = expr_eval(tolerance, fill->eval, record, &value);
    if (status != OK)
        return status;
    *ret_number = value.number;
    return report_negative(&fill->run, tolerance, value.number) ? FAILED : OK;
}

/* What needs a date or a record is seen later, and is NULL here, as is no expression at all: messages are not read. */
static const struct number *known_number(struct loader *loader, const struct expr *expr)
{
    struct eval eval = {.arena = loader->run.arena};
    struct value value = {.kind = TYPE_NUMBER};
    if (expr == NULL || expr_names_fields(expr))
        return NULL;
    eval.diag = run_kept(&loader->run, diag_new(loader->run.arena));
    return eval.diag != NULL && expr_eval(expr, &eval, NULL, &value) == OK ? value.number : NULL;
}

void refuse_negative(struct loader *loader, const struct expr *tolerance)
{
    const struct number *number = known_number(loader, tolerance);
    if (number != NULL && report_negative(&loader->run, tolerance, number))
        run_note(&loader->run, FAILED);
}

/* No number would be right. */
static void refuse_reversed(struct loader *loader, const struct rule *rule)
{
    const struct number *min = known_number(loader, rule->min), *max = known_number(loader, rule->max);
    if (min != NULL && max != NULL && number_compare(min, max) > 0)
        run_refuse(&loader->run, MSG_MODEL_REVERSED, expr_place(rule->min), STR_ARGS(expr_source(rule->min)),
                   STR_ARGS(expr_source(rule->max)));
}

/* What must be known of a value in the field's own unit. */
static void compile_limits(struct loader *loader, struct rule *rule)
{
    const struct shape *shape = rule->owner->shape;
    struct type type = shape->fields[rule->slot].type;
    if (rule->kind == RULE_NUMBER && !rule->made) {
        rule->min = model_compile_typed(loader, rule->source, "min", shape, type);
        rule->max = model_compile_typed(loader, rule->source, "max", shape, type);
        rule->tolerance = model_compile_typed(loader, rule->source, "tolerance", shape, type);
        refuse_negative(loader, rule->tolerance);
        refuse_reversed(loader, rule);
    }
    if (rule->kind == RULE_LIST && rule->count_min > rule->count_max)
        run_refuse(&loader->run, MSG_MODEL_REVERSED_COUNT, rule->source->place, (size_t)rule->count_min,
                   (size_t)rule->count_max);
}

static void compile_rules(struct loader *loader, struct rules *rules)
{
    for (size_t i = 0; i < rules->rule_count && !run_over(&loader->run); i++) {
        struct rule *rule = rules->rules[i];
        compile_one(loader, rule);
        compile_limits(loader, rule);
        if (rule->kind == RULE_GROUP || rule->kind == RULE_LIST)
            compile_rules(loader, rule->inner);
    }
    for (size_t i = 0; i < rules->check_count && !run_over(&loader->run); i++)
        check_compile(loader, &rules->checks[i], rules->shape);
}

/* What can be said only when all formulas are compiled. */
static void check_rules(struct loader *loader, struct rules *rules)
{
    for (size_t i = 0; i < rules->rule_count && !run_over(&loader->run); i++) {
        struct rule *rule = rules->rules[i];
        refuse_open_unit(loader, rule);
        check_state_units(loader, rule);
        check_previous(loader, rule);
        if (rule->kind == RULE_GROUP || rule->kind == RULE_LIST)
            check_rules(loader, rule->inner);
    }
}

static const struct pattern *compile_pattern(struct loader *loader, const struct node *node, const char *name,
                                             const struct shape *scope)
{
    const struct attr *attr = node_attr(node, name);
    const struct pattern *pattern = NULL;
    if (attr == NULL || run_over(&loader->run))
        return NULL;
    struct pattern_source source = {
        .text = attr->value, .place_of = place_in_attr, .context = attr, .of_model = true};
    run_note(&loader->run, pattern_compile(loader->run.arena, loader->run.diag, source, scope, &pattern));
    return pattern;
}

/* date="signed"; "{signed}" is understood as well, as in the attributes beside it. */
static const struct expr *compile_date(struct loader *loader, const struct node *node,
                                       const struct shape *scope)
{
    const struct attr *given = node_attr(node, "date");
    if (given == NULL || given->value.len == 0)
        return NULL;
    struct attr inner = *given;
    struct str value = given->value;
    if (value.len > 2 && value.ptr[0] == '{' && value.ptr[value.len - 1] == '}') {
        inner.value = str_slice(value, 1, value.len - 1);
        inner.place = attr_text_place(given, 1);
        inner.raw = given->raw + 1;
    }
    struct node copy = *node;
    inner.name = STR("date");
    copy.attrs = &inner;
    copy.attr_count = 1;
    return model_compile_typed(loader, &copy, "date", scope, (struct type){.kind = TYPE_DATE});
}

void compile_model(struct loader *loader, struct model *model)
{
    struct rules *rules = model->rules;
    if (rules == NULL)
        return;
    loader->settling = (struct settling){.settle = settle, .context = loader};
    compile_rules(loader, rules);
    if (!loader->run.failed) { /* what failed has no needs and no unit */
        refuse_circles(loader, rules);
        check_rules(loader, rules);
    }
    const struct node *document = node_child(loader->root, "document");
    if (document != NULL) {
        model->title = compile_pattern(loader, document, "title", rules->shape);
        model->subject = compile_pattern(loader, document, "subject", rules->shape);
        model->author = compile_pattern(loader, document, "author", rules->shape);
        model->date = compile_date(loader, document, rules->shape);
    }
}
