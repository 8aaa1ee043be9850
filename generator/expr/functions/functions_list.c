/*
 * Functions on lists, on conditions and on optional fields.  Those that evaluate their arguments themselves
 * do so because only one of them is wanted (if, default), because a missing one is no error (has, default),
 * or because the body is evaluated in each element's scope (each, all, any).
 */
#include "expr/functions/functions.h"
#include "expr/messages.def"

#include <stdlib.h>

static struct value yesno_value(bool yesno)
{
    return (struct value){.kind = TYPE_YESNO, .yesno = yesno};
}

/* --- conditions, optional fields --- */

enum status function_if(struct call *call, struct value *ret_value)
{
    struct value condition;
    enum status status = expr_argument_value(call, 0, &condition);
    return status == OK ? expr_argument_value(call, condition.yesno ? 1 : 2, ret_value) : status;
}

/* A list is had when there is anything in it.  Whether a value is there does not hang on the value. */
enum status function_has(struct call *call, struct value *ret_value)
{
    struct found found;
    bool doubt = call->eval->doubt;
    enum status status = expr_path_find(call->ast->args[0], call->eval, call->frame, true, &found);
    if (status != OK)
        return status;
    if (call->ast->args[0]->type.kind != TYPE_LIST)
        call->eval->doubt = doubt;
    bool empty = !found.missing && found.value.kind == TYPE_LIST && found.value.list.count == 0;
    *ret_value = yesno_value(!found.missing && !empty);
    return OK;
}

/* Written in the input that the record comes from; a default or formula has the place of its source. */
enum status function_stated(struct call *call, struct value *ret_value)
{
    struct found found;
    enum status status = expr_path_find(call->ast->args[0], call->eval, call->frame, true, &found);
    if (status != OK)
        return status;
    *ret_value =
        yesno_value(!found.missing && found.record != NULL && record_states(found.record, found.place));
    return OK;
}

/* What was not written needs to quote nothing. */
enum status function_quotes(struct call *call, struct value *ret_value)
{
    struct found found;
    bool said = true;
    struct quoted quoted = {.unit = call->ast->args[1]->type.unit};
    enum status status = expr_path_find(call->ast->args[0], call->eval, call->frame, true, &found);
    if (status == OK && !found.missing)
        status = expr_argument_value(call, 1, &quoted.figure);
    if (status == OK && !found.missing && call->eval->quotes != NULL) {
        quoted.owner = found.record;
        quoted.words = found.value;
        status = call->eval->quotes(call->eval, &quoted, &said);
    }
    *ret_value = yesno_value(said);
    return status;
}

enum status function_default(struct call *call, struct value *ret_value)
{
    struct found found;
    enum status status = expr_path_find(call->ast->args[0], call->eval, call->frame, true, &found);
    if (status != OK)
        return status;
    if (found.missing)
        return expr_argument_value(call, 1, ret_value);
    *ret_value = found.value;
    return OK;
}

/* --- bodies --- */

enum status function_each(struct call *call, struct value *ret_value)
{
    struct value list;
    struct list_builder built = {0};
    enum status status = expr_argument_value(call, 0, &list);
    for (size_t i = 0; status == OK && i < list.list.count; i++) {
        struct frame inner = expr_frame_of_item(&list.list.items[i], call->frame);
        struct value value;
        status = expr_eval_node(call->ast->args[1], call->eval, &inner, &value);
        if (status == OK)
            status = expr_list_add(&built, call->eval, &value, call->ast->place);
    }
    *ret_value = expr_list_value(&built);
    return status;
}

static enum status holds_for(const struct call *call, const struct value *item, bool *ret_holds)
{
    struct frame inner = expr_frame_of_item(item, call->frame);
    inner.list = call->ast->args[0];
    struct value value;
    enum status status = expr_eval_node(call->ast->args[1], call->eval, &inner, &value);
    *ret_holds = status == OK && value.yesno;
    return status;
}

/* any(list.field, it = name), where only some of the list need be looked at; *ret_known false: it is not so.
 */
static enum status find_among(struct call *call, bool *ret_known, bool *ret_found)
{
    const struct ast *of = call->ast->args[0];
    struct value list;
    struct candidates candidates;
    *ret_known = *ret_found = false;
    if (of->kind != AST_STEP || of->left->kind != AST_NAME || of->left->type.kind != TYPE_LIST)
        return OK;
    enum status status = expr_eval_node(of->left, call->eval, call->frame, &list);
    const struct search search = {call->eval, call->frame, &list, of->slot};
    if (status == OK)
        status = expr_find_in_list(call->ast->args[1], &search, &candidates);
    *ret_known = status == OK && candidates.keys != NULL;
    for (size_t i; *ret_known && status == OK && !*ret_found && expr_next_candidate(&candidates, &i);)
        status = holds_for(call, &list.list.items[i].record->slots[of->slot].value, ret_found);
    return status;
}

/* Looks for an element whose condition is `wanted`; the result is whether there is one. */
static enum status find_condition(struct call *call, bool wanted, bool *ret_found)
{
    struct value list;
    enum status status = expr_argument_value(call, 0, &list);
    *ret_found = false;
    for (size_t i = 0; status == OK && !*ret_found && i < list.list.count; i++) {
        bool holds;
        status = holds_for(call, &list.list.items[i], &holds);
        *ret_found = status == OK && holds == wanted;
    }
    return status;
}

enum status function_all(struct call *call, struct value *ret_value)
{
    bool found;
    enum status status = find_condition(call, false, &found);
    *ret_value = yesno_value(!found);
    return status;
}

enum status function_any(struct call *call, struct value *ret_value)
{
    bool known, found;
    enum status status = find_among(call, &known, &found);
    if (status == OK && !known)
        status = find_condition(call, true, &found);
    *ret_value = yesno_value(found);
    return status;
}

/* --- elements --- */

static enum status element(struct call *call, bool last, struct value *ret_value)
{
    const struct value *list = &call->args[0];
    if (list->list.count == 0)
        return expr_fail_empty(call);
    *ret_value = list->list.items[last ? list->list.count - 1 : 0];
    return OK;
}

FUNCTION_IS(function_first, element(call, false, ret_value))
FUNCTION_IS(function_last, element(call, true, ret_value))

enum status function_nth(struct call *call, struct value *ret_value)
{
    struct value list, n;
    int64_t index;
    enum status status = expr_argument_value(call, 0, &list);
    if (status == OK)
        status = expr_argument_value(call, 1, &n);
    if (status != OK)
        return status;
    if (number_as_int(n.number, &index) && index >= 1 && (uint64_t)index <= list.list.count) {
        *ret_value = list.list.items[index - 1];
        return OK;
    }
    struct buf shown = BUF(EXPR_MAX_TEXT);
    if (!number_print(n.number, &shown))
        number_print_fixed(n.number, 6, false, &shown);
    eval_report(call->eval, MSG_EXPR_NTH, call->ast->place, STR_ARGS(buf_str(&shown)), list.list.count);
    buf_clear(&shown);
    return FAILED;
}

/* The values of min and max: one list, or all the arguments. */
static enum status values_of(struct call *call, struct value *ret_list)
{
    if (call->ast->arg_count == 1)
        return expr_argument_value(call, 0, ret_list);
    struct list_builder built = {0};
    for (size_t i = 0; i < call->ast->arg_count; i++) {
        struct value value;
        enum status status = expr_argument_value(call, i, &value);
        if (status == OK)
            status = expr_list_add(&built, call->eval, &value, call->ast->place);
        if (status != OK)
            return status;
    }
    *ret_list = expr_list_value(&built);
    return OK;
}

static enum status extreme(struct call *call, int sign, struct value *ret_value)
{
    struct value list;
    enum status status = values_of(call, &list);
    if (status != OK)
        return status;
    if (list.list.count == 0)
        return expr_fail_empty(call);
    status = expr_eval_count(call->eval, list.list.count, call->ast->place);
    const struct value *best = &list.list.items[0];
    for (size_t i = 1; i < list.list.count; i++)
        if (expr_value_compare(&list.list.items[i], best) == sign)
            best = &list.list.items[i];
    *ret_value = *best;
    return status;
}

FUNCTION_IS(function_min, extreme(call, -1, ret_value))
FUNCTION_IS(function_max, extreme(call, 1, ret_value))

enum status function_sum(struct call *call, struct value *ret_value)
{
    const struct value *list = &call->args[0];
    enum status status = expr_eval_count(call->eval, list->list.count, call->ast->place);
    if (status != OK)
        return status;
    *ret_value = (struct value){.kind = TYPE_NUMBER};
    status = number_sum(call->eval->arena, list->list.items, list->list.count, &ret_value->number);
    if (status == FAILED)
        eval_report(call->eval, MSG_EXPR_NUMBER_LARGE, call->ast->place);
    return status;
}

FUNCTION_IS(function_count, expr_number_value(call, (int64_t)call->args[0].list.count, ret_value))

enum status function_position(struct call *call, struct value *ret_value)
{
    for (const struct frame *frame = call->frame; frame != NULL; frame = frame->outer)
        for (const struct record *record = frame->record; record != NULL; record = record->parent)
            if (record_in_list(record))
                return expr_number_value(call, (int64_t)record->index + 1, ret_value);
    return diag_report(call->eval->diag, MSG_EXPR_POSITION, call->ast->place);
}

/* --- unique --- */

static int order_values(const void *left, const void *right)
{
    return expr_value_compare(left, right);
}

/* Texts that a reader takes for the same are not unique, and begin no new run.  Those that stand one in a
 * record have the places of their fields. */
static enum status texts_differ(struct call *call, const struct value *list)
{
    struct value records = {.kind = TYPE_LIST};
    const struct ast *ast = call->ast->args[0];
    if (list->list.count == 0 || list->list.items[0].kind != TYPE_TEXT || !expr_is_typed(ast))
        return OK;
    struct alike_text *texts = ARENA_NEW_ARRAY(call->eval->arena, list->list.count, struct alike_text);
    enum status status = texts != NULL ? OK : NO_MEMORY;
    if (status == OK && ast->kind == AST_STEP)
        status = expr_eval_node(ast->left, call->eval, call->frame, &records);
    bool placed = records.kind == TYPE_LIST && records.list.count == list->list.count;
    for (size_t i = 0; i < list->list.count && status == OK; i++) {
        texts[i] =
            (struct alike_text){list->list.items[i].text, expr_fault_place(call->eval, call->ast->place)};
        if (placed && expr_stated_place(records.list.items[i].record, ast->slot).line > 0)
            texts[i].place = expr_stated_place(records.list.items[i].record, ast->slot);
    }
    return status == OK ? eval_texts_all_differ(call->eval, texts, list->list.count) : status;
}

/* Sorting, and folding texts to keys. */
static size_t unique_work(const struct value *list)
{
    size_t count = list->list.count, steps = 4 * count;
    for (size_t i = 0; i < count; i++)
        steps += list->list.items[i].kind == TYPE_TEXT ? list->list.items[i].text.len : 0;
    return steps;
}

enum status function_unique(struct call *call, struct value *ret_value)
{
    size_t count = call->args[0].list.count;
    enum status status = expr_eval_count(call->eval, unique_work(&call->args[0]), call->ast->place);
    if (status != OK)
        return status;
    struct value *sorted = ARENA_NEW_ARRAY(call->eval->arena, count, struct value);
    if (sorted == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        sorted[i] = call->args[0].list.items[i];
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, order_values);
    bool unique = true;
    for (size_t i = 1; i < count; i++)
        unique = unique && order_values(&sorted[i - 1], &sorted[i]) != 0;
    *ret_value = yesno_value(unique);
    return texts_differ(call, &call->args[0]);
}

/* --- runs of equal values --- */

/* The place behind the run that begins at `from`. */
static enum status run_end(struct call *call, size_t from, size_t *ret_end)
{
    const struct value *list = &call->args[0], *first = &list->list.items[from];
    size_t end = from + 1;
    while (end < list->list.count && value_equal(first, &list->list.items[end]))
        end++;
    *ret_end = end;
    size_t bytes = first->kind == TYPE_TEXT ? first->text.len : 0;
    return expr_eval_count(call->eval, (end - from) * (1 + bytes / EXPR_STEP_BYTES), call->ast->place);
}

enum status function_run_starts(struct call *call, struct value *ret_value)
{
    struct list_builder starts = {0};
    enum status status = expr_eval_count(call->eval, unique_work(&call->args[0]), call->ast->place);
    if (status == OK)
        status = texts_differ(call, &call->args[0]);
    for (size_t i = 0; status == OK && i < call->args[0].list.count;) {
        struct value start;
        status = expr_number_value(call, (int64_t)i + 1, &start);
        if (status == OK)
            status = expr_list_add(&starts, call->eval, &start, call->ast->place);
        if (status == OK)
            status = run_end(call, i, &i);
    }
    *ret_value = expr_list_value(&starts);
    return status;
}

enum status function_run_length(struct call *call, struct value *ret_value)
{
    size_t count = call->args[0].list.count, end;
    int64_t start;
    if (count == 0)
        return expr_fail_empty(call);
    enum status status = expr_argument_int(call, 1, (struct range){1, (int64_t)count, 0}, &start);
    if (status == OK)
        status = run_end(call, (size_t)start - 1, &end);
    return status == OK ? expr_number_value(call, (int64_t)end - start + 1, ret_value) : status;
}

/* --- bands --- */

/* Is x on the inner side of the record's limit?  A missing limit is open. */
static enum status within_limit(struct call *call, struct record *record, const char *name,
                                const struct value *x, bool *ret_within)
{
    int slot = shape_lookup(record->shape, str_of(name));
    struct found found = {.missing = true};
    enum status status = OK;
    if (slot >= 0)
        status = expr_slot_find(record, slot, call->eval, call->ast->place, true, &found);
    if (status != OK)
        return status;
    bool lower = name[1] == 'i';
    *ret_within = found.missing || (lower ? expr_value_compare(x, &found.value) >= 0
                                          : expr_value_compare(x, &found.value) < 0);
    return OK;
}

/* The list of bands as who wrote it knows it: 合同约定的等次（agreed）. */
static void add_bands(const struct shape *bands, struct buf *shown)
{
    const int slot = bands->parent == NULL ? -1 : shape_lookup(bands->parent, bands->name);
    buf_add_str(shown, STR("“"));
    buf_add_str(shown, slot < 0 ? bands->name : bands->parent->fields[slot].label);
    buf_add_str(shown, STR("”（"));
    buf_add_str(shown, bands->name);
    buf_add_str(shown, STR("）"));
}

static enum status fail_no_band(struct call *call, const struct value *x)
{
    struct buf shown = BUF(EXPR_MAX_TEXT), bands = BUF(EXPR_MAX_TEXT);
    add_bands(call->ast->args[0]->type.of->shape, &bands);
    if (!number_print(x->number, &shown))
        number_print_fixed(x->number, 6, false, &shown);
    expr_add_unit(&shown, call->ast->args[1]->type.unit);
    eval_report(call->eval, MSG_EXPR_NO_BAND, call->ast->place, STR_ARGS(buf_str(&shown)),
                STR_ARGS(buf_str(&bands)));
    buf_clear(&bands);
    buf_clear(&shown);
    return FAILED;
}

/* The field of the band in which the number falls. */
static enum status field_of_band(struct call *call, struct str field, struct value *ret_value)
{
    struct value list, x;
    enum status status = expr_argument_value(call, 0, &list);
    if (status == OK)
        status = expr_argument_value(call, 1, &x);
    for (size_t i = 0; status == OK && i < list.list.count; i++) {
        struct record *record = list.list.items[i].record;
        bool above, below = false;
        status = expr_eval_count(call->eval, 1, call->ast->place);
        if (status == OK)
            status = within_limit(call, record, "min", &x, &above);
        if (status == OK && above)
            status = within_limit(call, record, "max", &x, &below);
        if (status != OK || !above || !below)
            continue;
        struct found found;
        if (call->eval->reading != NULL)
            expr_note_band(call->eval->reading, call->eval, record);
        status = expr_slot_find(record, shape_lookup(record->shape, field), call->eval, call->ast->place,
                                false, &found);
        if (status == OK)
            *ret_value = found.value;
        return status;
    }
    return status == OK ? fail_no_band(call, &x) : status;
}

FUNCTION_IS(function_band, field_of_band(call, STR("label"), ret_value))
FUNCTION_IS(function_band_value, field_of_band(call, STR("value"), ret_value))

/* --- texts --- */

enum status function_join(struct call *call, struct value *ret_value)
{
    const struct value *texts = &call->args[0];
    struct str separator = call->args[1].text;
    struct str last = call->ast->arg_count > 2 ? call->args[2].text : separator;
    size_t count = texts->list.count, total = 0;
    enum status status = expr_eval_count(call->eval, count, call->ast->place);
    if (status != OK)
        return status;
    for (size_t i = 0; i < count && total <= expr_text_max(call->eval); i++)
        total += texts->list.items[i].text.len + (i > 0 ? separator.len : 0) + last.len;
    if (total > expr_text_max(call->eval))
        return eval_report(call->eval, MSG_EXPR_TEXT_LONG, call->ast->place, EXPR_MAX_TEXT);
    status = expr_eval_count_bytes(call->eval, total, call->ast->place);
    if (status != OK)
        return status;
    struct buf joined = BUF(expr_text_max(call->eval) + 1);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_str(&joined, i + 1 == count ? last : separator);
        buf_add_str(&joined, texts->list.items[i].text);
    }
    return expr_text_value(call, &joined, ret_value);
}

FUNCTION_IS(function_length, expr_number_value(call, (int64_t)utf8_count(call->args[0].text), ret_value))

enum status function_ends_with(struct call *call, struct value *ret_value)
{
    const struct str text = call->args[0].text, end = call->args[1].text;
    *ret_value =
        yesno_value(end.len <= text.len && str_equal(str_slice(text, text.len - end.len, text.len), end));
    return OK;
}

enum status function_digits(struct call *call, struct value *ret_value)
{
    const struct str text = call->args[0].text;
    int64_t count = 0;
    for (size_t offset = 0; offset < text.len;) {
        const uint32_t code = utf8_next(text, &offset);
        count += (code >= '0' && code <= '9') || (code >= 0xFF10 && code <= 0xFF19); /* 0 to 9, ０ to ９ */
    }
    return expr_number_value(call, count, ret_value);
}

/* Counted in halves: an ASCII character is one, any other two. */
enum status function_ems(struct call *call, struct value *ret_value)
{
    struct str text = call->args[0].text;
    int64_t halves = 0;
    for (size_t offset = 0; offset < text.len;)
        halves += utf8_next(text, &offset) < 0x80 ? 1 : 2;
    struct value count, two;
    enum status status = expr_number_value(call, halves, &count);
    if (status == OK)
        status = expr_number_value(call, 2, &two);
    return status == OK
               ? expr_apply_number(call->eval, NUMBER_DIVIDE, &count, &two, call->ast->place, ret_value)
               : status;
}

enum status function_text(struct call *call, struct value *ret_value)
{
    struct buf shown = BUF(EXPR_MAX_TEXT + 1);
    enum status status = value_print(&call->args[0], call->eval, call->ast->args[0]->place, &shown);
    if (status == OK)
        return expr_text_value(call, &shown, ret_value);
    buf_clear(&shown);
    return status;
}
