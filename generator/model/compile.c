/*
 * The formulas of model.xml: compiled once all fields of all shapes are declared, so that a formula may name
 * a field that stands further down; those that give derived lists their elements first (derive.c).  Each is
 * compiled in the shape that it stands in, with its type and unit checked here.
 */
#include "model/model_int.h"

static struct place place_in_attr(const void *context, size_t offset)
{
    return attr_text_place(context, offset);
}

const char *model_kind_name(enum type_kind kind)
{
    static const char *const names[] = {"数", "文字", "日期", "是否", "正文", "一组字段", "列表"};
    return names[kind];
}

static bool is_money(struct str unit)
{
    return str_is(unit, "元") || str_is(unit, "万元");
}

/* Like units, or one without; `convert`: 元 and 万元 as well. */
static bool units_agree(struct str have, struct str want, bool convert)
{
    return have.len == 0 || want.len == 0 || str_equal(have, want) ||
           (convert && is_money(have) && is_money(want));
}

const struct expr *model_compile_attr(struct loader *loader, const struct node *node, const char *name,
                                      const struct shape *scope)
{
    const struct attr *attr = node_attr(node, name);
    const struct expr *expr = NULL;
    if (attr == NULL || run_over(&loader->run)) {
        return NULL;
    }
    struct pattern_source source = {.text = attr->value, .place_of = place_in_attr, .context = attr};
    enum status status = expr_compile_source(loader->run.arena, loader->run.diag, source, scope, &expr);
    run_note(&loader->run, status);
    return status == OK ? expr : NULL;
}

const struct expr *model_compile_typed(struct loader *loader, const struct node *node, const char *name,
                                       const struct shape *scope, struct type want)
{
    const struct expr *expr = model_compile_attr(loader, node, name, scope);
    if (expr == NULL) {
        return NULL;
    }
    struct type have = expr_type(expr);
    if (have.kind != want.kind) {
        diag_report(loader->run.diag, MSG_MODEL_FORMULA_KIND, expr_place(expr), name,
                    model_kind_name(have.kind), model_kind_name(want.kind));
    } else if (!units_agree(have.unit, want.unit, str_is(str_of(name), "is"))) {
        diag_report(loader->run.diag, MSG_MODEL_FORMULA_UNIT, expr_place(expr), name, STR_ARGS(have.unit),
                    STR_ARGS(want.unit));
    } else {
        return expr;
    }
    run_note(&loader->run, FAILED);
    return NULL;
}

static void refuse_pair(struct loader *loader, const struct node *node, const char *name, enum message code)
{
    const struct attr *attr = node_attr(node, name);
    if (code == MSG_MODEL_IS_AND_DEFAULT) {
        diag_report(loader->run.diag, MSG_MODEL_IS_AND_DEFAULT, attr->place);
    } else {
        diag_report(loader->run.diag, MSG_MODEL_TOLERANCE_ALONE, attr->place);
    }
    run_note(&loader->run, FAILED);
}

static void compile_field(struct loader *loader, struct field *field, struct rule *rule,
                          const struct shape *scope)
{
    const struct node *node = rule->source;
    bool has_is = node_attr(node, "is") != NULL;
    bool has_default = node_attr(node, "default") != NULL;
    if (has_is && has_default) {
        refuse_pair(loader, node, "default", MSG_MODEL_IS_AND_DEFAULT);
    }
    if (!has_is && node_attr(node, "tolerance") != NULL) {
        refuse_pair(loader, node, "tolerance", MSG_MODEL_TOLERANCE_ALONE);
    }
    rule->is_default = !has_is && has_default;
    if (has_is || has_default) {
        field->is = model_compile_typed(loader, node, has_is ? "is" : "default", scope, field->type);
    }
    if (rule->kind == RULE_NUMBER) {
        rule->min = model_compile_typed(loader, node, "min", scope, field->type);
        rule->max = model_compile_typed(loader, node, "max", scope, field->type);
        rule->tolerance = model_compile_typed(loader, node, "tolerance", scope, field->type);
    }
}

/* A list of numbers: its formula gives one, in the declared unit. */
static void compile_numbers(struct loader *loader, struct field *field, const struct rule *rule,
                            const struct shape *scope)
{
    const struct expr *expr = model_compile_attr(loader, rule->source, "is", scope);
    if (node_attr(rule->source, "is") == NULL) {
        diag_report(loader->run.diag, MSG_MODEL_NO_NAME, rule->source->place, STR_ARGS(rule->source->name),
                    "is");
        run_note(&loader->run, FAILED);
    }
    if (expr == NULL) {
        return;
    }
    struct type type = expr_type(expr);
    if (type.kind != TYPE_LIST || type.of->kind != TYPE_NUMBER) {
        diag_report(loader->run.diag, MSG_MODEL_NUMBERS, expr_place(expr));
        run_note(&loader->run, FAILED);
    } else if (!units_agree(type.of->unit, field->type.of->unit, false)) {
        diag_report(loader->run.diag, MSG_MODEL_FORMULA_UNIT, expr_place(expr), "is", STR_ARGS(type.of->unit),
                    STR_ARGS(field->type.of->unit));
        run_note(&loader->run, FAILED);
    }
    field->is = expr;
}

/* Everything that the declaration of one field lets be computed. */
static void compile_one(struct loader *loader, struct rules *rules, size_t index)
{
    struct rule *rule = rules->rules[index];
    struct field *field = &rules->shape->fields[index];
    if (rule->made || rule->kind == RULE_ELEMENT) {
        return;
    }
    if (rule->schedule != NULL) {
        compile_schedule(loader, rule, field, rules->shape);
    } else if (rule->kind == RULE_NUMBERS) {
        compile_numbers(loader, field, rule, rules->shape);
    } else {
        compile_field(loader, field, rule, rules->shape);
        compile_state(loader, rule, rules->shape);
    }
}

static void compile_rules(struct loader *loader, struct rules *rules)
{
    struct shape *shape = rules->shape;
    for (size_t i = 0; i < rules->rule_count && !run_over(&loader->run); i++) {
        struct rule *rule = rules->rules[i];
        compile_one(loader, rules, i);
        if (rule->kind == RULE_GROUP || rule->kind == RULE_LIST) {
            compile_rules(loader, rule->inner);
        }
    }
    for (size_t i = 0; i < rules->check_count && !run_over(&loader->run); i++) {
        check_compile(loader, &rules->checks[i], shape);
    }
}

static const struct pattern *compile_pattern(struct loader *loader, const struct node *node, const char *name,
                                             const struct shape *scope)
{
    const struct attr *attr = node_attr(node, name);
    const struct pattern *pattern = NULL;
    if (attr == NULL || run_over(&loader->run)) {
        return NULL;
    }
    struct pattern_source source = {.text = attr->value, .place_of = place_in_attr, .context = attr};
    run_note(&loader->run, pattern_compile(loader->run.arena, loader->run.diag, source, scope, &pattern));
    return pattern;
}

/* date="signed"; "{signed}" is understood as well, as in the attributes beside it. */
static const struct expr *compile_date(struct loader *loader, const struct node *node,
                                       const struct shape *scope)
{
    const struct attr *given = node_attr(node, "date");
    if (given == NULL || given->value.len == 0) {
        return NULL;
    }
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
    if (rules == NULL) {
        return;
    }
    compile_derived(loader, rules);
    compile_rules(loader, rules);
    const struct node *document = node_child(loader->root, "document");
    if (document != NULL) {
        model->title = compile_pattern(loader, document, "title", rules->shape);
        model->subject = compile_pattern(loader, document, "subject", rules->shape);
        model->author = compile_pattern(loader, document, "author", rules->shape);
        model->date = compile_date(loader, document, rules->shape);
    }
}
