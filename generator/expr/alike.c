/*
 * Texts that decide something by being equal: = and !=, unique(), run_starts(), keys of lists.
 *
 * Equality decides exactly.  But a text that differs from another only by what a reader cannot see, or would
 * take for the same (a blank, a half-width bracket), is a slip that no one would find in print: one item
 * beside the other, paid twice.  So the comparison fails.  Texts that merely look alike (A1 and AI) are told
 * as a warning.  Only what somebody typed can be a slip: constants of a kind, and texts that were chosen from
 * a few and proved, are what they are.
 *
 * Each pair is told once a document, however often it is compared; a pair that the input means is not told.
 */
#include "expr/expr_int.h"
#include "expr/functions/functions.h"
#include "expr/messages.def"

#include <stdlib.h>

#include "unicode/unicode.h"

struct alike_places {
    struct place a, b; /* of the texts in the input; the message stands at a; line 0: not known */
};

/* A pair that was told, or is meant. */
struct alike {
    struct str a, b; /* a stands before b */
    bool fails;
    int64_t next; /* pair of the same a; STR_INDEX_NONE: none */
};

struct alikes {
    struct alike *pairs;
    size_t count, capacity;
    struct str_index first; /* a -> the newest of its pairs */
};

static struct alike alike_of(struct str a, struct str b)
{
    return str_compare(a, b) < 0 ? (struct alike){a, b, false, 0} : (struct alike){b, a, false, 0};
}

static const struct alike *find_pair(const struct alikes *alikes, const struct alike *wanted)
{
    int64_t at = alikes != NULL ? str_index_lookup(&alikes->first, wanted->a) : STR_INDEX_NONE;
    while (at != STR_INDEX_NONE && !str_equal(alikes->pairs[at].b, wanted->b))
        at = alikes->pairs[at].next;
    return at != STR_INDEX_NONE ? &alikes->pairs[at] : NULL;
}

static const struct alike *alike_lookup(const struct eval *eval, struct str a, struct str b)
{
    const struct alike wanted = alike_of(a, b), *pair = find_pair(eval->alikes, &wanted);
    return pair != NULL ? pair : find_pair(eval->known, &wanted);
}

static enum status alike_add(struct eval *eval, struct str a, struct str b, bool fails)
{
    if (eval->alikes == NULL && (eval->alikes = ARENA_NEW(eval->arena, struct alikes)) == NULL)
        return NO_MEMORY;
    struct alikes *alikes = eval->alikes;
    struct alike pair = alike_of(a, b);
    alikes->first.arena = eval->arena;
    pair.fails = fails;
    pair.next = str_index_lookup(&alikes->first, pair.a);
    if (ARENA_APPEND(eval->arena, alikes->pairs, alikes->count, alikes->capacity, &pair) != OK)
        return NO_MEMORY;
    return str_index_put(&alikes->first, pair.a, (int64_t)alikes->count - 1);
}

enum status eval_mean_both(struct eval *eval, struct str a, struct str b)
{
    return alike_lookup(eval, a, b) != NULL ? OK : alike_add(eval, a, b, false);
}

static void report(struct eval *eval, struct str a, struct str b, const struct alike_places *places,
                   bool fails)
{
    enum { TOLD_MAX = 400 };
    struct buf told = BUF(TOLD_MAX), where = BUF(TOLD_MAX);
    unicode_tell_difference(a, b, &told);
    if (places->b.line > 0) {
        buf_add_text(&where, "（");
        buf_add_place(&where, places->b);
        buf_add_text(&where, "）");
    }
    if (fails)
        diag_report(eval->diag, MSG_EXPR_SAME_TO_READERS, places->a, STR_ARGS(a), STR_ARGS(b),
                    STR_ARGS(buf_str(&where)), STR_ARGS(buf_str(&told)));
    else
        diag_report(eval->diag, MSG_EXPR_LOOKS_ALIKE, places->a, STR_ARGS(a), STR_ARGS(b),
                    STR_ARGS(buf_str(&where)), STR_ARGS(buf_str(&told)));
    buf_clear(&told);
    buf_clear(&where);
}

/* a and b are not equal, and that decides which record is meant.  FAILED: a reader takes them for the same;
 * told once a pair.  Texts that only look alike: a warning.  places_of is asked when there is something to
 * tell. */
static enum status texts_differ_told(struct eval *eval, struct str a, struct str b,
                                     struct alike_places (*places_of)(const void *context),
                                     const void *context)
{
    enum unicode_likeness likeness;
    enum status status = unicode_compare(eval->arena, a, b, &likeness);
    if (status != OK || likeness == UNICODE_UNLIKE || likeness == UNICODE_EQUAL)
        return status;
    bool fails = likeness == UNICODE_SAME_TO_READERS;
    const struct alike *known = alike_lookup(eval, a, b);
    if (known == NULL) {
        struct alike_places places = places_of(context);
        report(eval, a, b, &places, fails);
        status = alike_add(eval, a, b, fails);
    } else {
        fails = known->fails;
    }
    return status == OK && fails ? FAILED : status;
}

/* --- many texts --- */

struct folded {
    struct str key;
    const struct alike_text *text; /* in the caller's array, whose order says which came later */
};

static int order_folded(const void *left, const void *right)
{
    const struct folded *a = left, *b = right;
    int order = str_compare(a->key, b->key);
    return order != 0 ? order : a->text < b->text ? -1 : a->text > b->text;
}

static struct alike_places places_of_two(const void *context)
{
    const struct folded *two = context;
    return (struct alike_places){two[1].text->place, two[0].text->place};
}

/* Sorted, those that are alike stand side by side. */
static enum status compare_neighbours(struct eval *eval, const struct folded *folded, size_t count)
{
    enum status worst = OK;
    for (size_t i = 1; i < count && !status_stops(worst); i++) {
        struct str before = folded[i - 1].text->text, text = folded[i].text->text;
        if (str_equal(folded[i - 1].key, folded[i].key) && !str_equal(before, text))
            worst = status_worse(worst, texts_differ_told(eval, text, before, places_of_two, &folded[i - 1]));
    }
    return worst;
}

/* Of a few texts each is compared with each: nearly always their first characters tell, and no key is made. */
static enum status few_differ(struct eval *eval, const struct alike_text *texts, size_t count,
                              bool *ret_differ)
{
    enum status status = OK;
    *ret_differ = true;
    for (size_t i = 1; i < count; i++)
        for (size_t k = 0; k < i && status == OK && *ret_differ; k++) {
            enum unicode_likeness likeness;
            status = unicode_compare(eval->arena, texts[k].text, texts[i].text, &likeness);
            *ret_differ = status == OK && (likeness == UNICODE_EQUAL || likeness == UNICODE_UNLIKE);
        }
    return status;
}

enum status eval_texts_all_differ(struct eval *eval, const struct alike_text *texts, size_t count)
{
    enum { FEW = 16 };
    bool differ = false;
    enum status compared = count <= FEW ? few_differ(eval, texts, count, &differ) : OK;
    if (compared != OK || differ)
        return compared;
    enum status (*const folds[])(struct arena *, struct str, struct str *) = {unicode_key, unicode_look};
    struct folded *folded = ARENA_NEW_ARRAY(eval->arena, count, struct folded);
    enum status status = folded != NULL ? OK : NO_MEMORY, worst = OK;
    for (size_t k = 0; k < ARRAY_COUNT(folds) && status == OK; k++) {
        for (size_t i = 0; i < count && status == OK; i++) {
            folded[i].text = &texts[i];
            status = folds[k](eval->arena, texts[i].text, &folded[i].key);
        }
        if (status == OK && count > 1)
            qsort(folded, count, sizeof *folded, order_folded);
        if (status == OK)
            worst = status_worse(worst, compare_neighbours(eval, folded, count));
    }
    return status_worse(status, worst);
}

/* --- what is typed --- */

static bool is_typed(const struct ast *ast, int depth);

/* Of the arguments those that the result may be: if() passes its condition over, each() gives what its body
 * does. */
static bool call_is_typed(const struct ast *ast, int depth)
{
    const struct function *function = ast->function;
    bool chooses = function->run == function_if || function->run == function_each;
    for (size_t i = chooses ? 1 : 0; i < ast->arg_count; i++)
        if (is_typed(ast->args[i], depth))
            return true;
    return false;
}

static bool field_is_typed(const struct field *field, int depth)
{
    const struct type *type = &field->type;
    while (type->kind == TYPE_LIST && type->of != NULL)
        type = type->of;
    if (type->kind != TYPE_TEXT || field->chosen)
        return false;
    return field->is == NULL || field->is_default || field->make != NULL ||
           is_typed(field->is->root, depth + 1);
}

static bool is_typed(const struct ast *ast, int depth)
{
    enum { DEPTH_MAX = 16 };
    if (depth > DEPTH_MAX)
        return true;
    switch (ast->kind) {
    case AST_IT:
        return ast->type.kind == TYPE_TEXT;
    case AST_NAME:
    case AST_STEP:
        return field_is_typed(&ast->shape->fields[ast->slot], depth);
    case AST_FILTER:
        return is_typed(ast->left, depth);
    case AST_BINARY:
        return ast->type.kind == TYPE_TEXT && (is_typed(ast->left, depth) || is_typed(ast->right, depth));
    case AST_CALL:
        return call_is_typed(ast, depth);
    default:
        return false;
    }
}

bool expr_is_typed(const struct ast *ast)
{
    return is_typed(ast, 0);
}

/* --- comparisons in formulas --- */

struct comparison {
    const struct ast *ast;
    struct eval *eval;
    const struct frame *frame;
};

/* Of the element that `it` is: the field of the record that has this text. */
static struct place element_place(const struct comparison *comparison, const struct ast *ast)
{
    const struct frame *frame = expr_frame_outward(comparison->frame, ast->level);
    const struct ast *list = frame->list;
    struct value records;
    if (list == NULL || list->kind != AST_STEP || frame->it->kind != TYPE_TEXT ||
        expr_eval_node(list->left, comparison->eval, frame->outer, &records) != OK ||
        records.kind != TYPE_LIST)
        return (struct place){0};
    for (size_t i = 0; i < records.list.count; i++) {
        struct record *record = records.list.items[i].record;
        const struct value *value = &record->slots[list->slot].value;
        if (value->kind == TYPE_TEXT && str_equal(value->text, frame->it->text))
            return expr_stated_place(record, list->slot);
    }
    return (struct place){0};
}

/* Of the field that the operand names: where the input states it; of a constant: where it stands; line 0:
 * nowhere. */
static struct place operand_place(const struct comparison *comparison, const struct ast *ast)
{
    struct record *record = NULL;
    int slot = -1;
    if (ast->kind == AST_VALUE)
        return ast->place;
    if (ast->kind == AST_IT)
        return element_place(comparison, ast);
    if (ast->kind == AST_CALL || ast->kind == AST_BINARY) {
        const struct frame *frame = comparison->frame;
        while (frame->outer != NULL)
            frame = frame->outer;
        return expr_spot_in_tree(ast, frame->record).place;
    }
    if (!expr_path_field(ast, comparison->eval, comparison->frame, &record, &slot))
        return (struct place){0};
    return expr_stated_place(record, slot);
}

/* The right side is what is looked for, mostly the record's own: list[name = this.name].  A constant is right
 * where it stands. */
static struct alike_places comparison_places(const void *context)
{
    const struct comparison *comparison = context;
    struct alike_places places = {operand_place(comparison, comparison->ast->right),
                                  operand_place(comparison, comparison->ast->left)};
    if (places.a.line == 0 || (comparison->ast->right->kind == AST_VALUE && places.b.line > 0)) {
        struct place first = places.a;
        places.a = places.b;
        places.b = first;
    }
    if (places.a.line == 0)
        places.a = expr_fault_place(comparison->eval, comparison->ast->place);
    return places;
}

enum status expr_texts_differ(const struct ast *ast, struct eval *eval, const struct frame *frame,
                              const struct value *left, const struct value *right)
{
    struct comparison comparison = {ast, eval, frame};
    enum unicode_likeness likeness;
    enum status status = unicode_compare(eval->arena, right->text, left->text, &likeness);
    if (status != OK || likeness == UNICODE_UNLIKE ||
        !(expr_is_typed(ast->left) || expr_is_typed(ast->right)))
        return status;
    return texts_differ_told(eval, right->text, left->text, comparison_places, &comparison);
}
