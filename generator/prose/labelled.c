/*
 * A clause that is a label and a number: 流动总人数9人.  Where the whole label is that of a field that there is once, the number is said
 * of that one, and any other is told, near or not, whatever other record has it.
 *
 * Whole is also 出席9人, for 出席人数, where no other field is called so and the words begin their paragraph.  Of a number that equals
 * nothing more is asked: that the clause begins its sentence, or the sentence has said another figure of that record; and that the
 * label has four characters, or ends with what is counted, for 服务费500元 may be one of several.
 */
#include "prose/prose_int.h"

enum { LABEL_TELLING = 3 * 3, LABEL_LONG = 4 * 3 /* bytes of a label */ };

/* How the label stands in the clause. */
enum stands { STANDS_NOT, STANDS_SHORT, STANDS_WHOLE };

static bool is_same_quantity(const struct spoken *spoken, const struct figure *figure)
{
    return spoken->quantity == figure->quantity &&
           (spoken->quantity != QUANTITY_COUNT || unit_number(spoken->unit) == figure->unit);
}

static struct str field_label(const struct figure *figure)
{
    return name_without_unit(figure->record->shape->fields[figure->slot].label);
}

/* 出席人数 ends with 人数: the number's unit says as much. */
static bool label_counts(struct str label)
{
    const struct str core = label_core(label), of = STR("数");
    return core.len > 0 && core.len < label.len && ends_with(label, of);
}

static enum stands label_stands_so(const struct saying *saying, struct str label)
{
    if (label.len < LABEL_TELLING)
        return STANDS_NOT;
    if (label_leads(saying, label))
        return STANDS_WHOLE;
    return label_counts(label) && saying->clause == 0 && label_leads(saying, label_core(label)) ? STANDS_SHORT
                                                                                                : STANDS_NOT;
}

/* Has the sentence said another figure of the record, as it is? */
static bool record_is_stated(const struct earlier *earlier, const struct record *record)
{
    for (size_t i = 0; i < earlier->count && i < EARLIER_MOST; i++)
        if (earlier->figures[i].record == record)
            return true;
    return false;
}

/* Does the sentence begin with the clause, without 达到, which may be a goal? */
static bool is_plain(const struct finder *finder, const struct saying *saying, const struct figure *figure)
{
    size_t at = saying->sentence;
    const struct str label = field_label(figure), goal = STR("达");
    skip_blanks(saying->text, &at);
    return (at >= saying->clause || record_is_stated(finder->earlier, figure->record)) &&
           (label.len >= LABEL_LONG || label_counts(label)) &&
           last_of(saying->text, saying->clause, saying->spoken->from, goal) == SIZE_MAX;
}

static bool is_said_elsewhere(const struct finder *finder, const struct saying *saying,
                              const struct figure *figure)
{
    const struct str label = field_label(figure);
    return is_apart(saying, figure, label) || is_elsewhere_said(saying, figure) ||
           is_of_other_time(finder->earlier, figure->record) ||
           is_of_other_row(finder->earlier, figure->record, label_core(label));
}

/* How labels stand in one clause; the records of a list share them. */
struct stands_memo {
    const struct field *field;
    enum stands stands;
};

static enum stands stands_of(struct stands_memo memos[LABEL_MEMOS], const struct saying *saying,
                             const struct figure *figure)
{
    const struct field *field = &figure->record->shape->fields[figure->slot];
    struct stands_memo *memo = &memos[((uintptr_t)field / sizeof *field) % LABEL_MEMOS];
    if (memo->field != field)
        *memo = (struct stands_memo){field, label_stands_so(saying, name_without_unit(field->label))};
    return memo->stands;
}

/* The figure of the longest label that stands so; NULL: none, or several have it. */
static const struct figure *find_said(struct finder *finder, const struct saying *saying,
                                      enum stands *ret_stands)
{
    const struct figure *best = NULL;
    struct stands_memo memos[LABEL_MEMOS] = {{0}};
    bool several = false;
    for (uint32_t at = finder->index.first[saying->spoken->quantity];
         at != 0 && finder->compared < PROSE_MAX_COMPARED; at = finder->index.figures[at].alike) {
        const struct figure *figure = &finder->index.figures[at];
        const struct str label = field_label(figure);
        finder->compared++;
        if (label.len < LABEL_TELLING || (best != NULL && label.len < field_label(best).len) ||
            !is_same_quantity(saying->spoken, figure))
            continue;
        const enum stands stands = stands_of(memos, saying, figure);
        if (stands == STANDS_NOT)
            continue;
        several = best != NULL && label.len == field_label(best).len;
        best = figure;
        *ret_stands = stands;
    }
    return several ? NULL : best;
}

/* Is another figure called by the same words, but for those that count? */
static bool has_namesake(const struct finder *finder, const struct figure *figure)
{
    const struct str core = label_core(field_label(figure));
    for (uint32_t at = finder->index.first[figure->quantity]; at != 0; at = finder->index.figures[at].alike) {
        const struct figure *other = &finder->index.figures[at];
        if (other != figure && str_equal(label_core(field_label(other)), core))
            return true;
    }
    return false;
}

/* Is what is equal meant, not the figure: its record is named, or its label stands there as well?  In a text of its own record 在岗总人数 may
 * be its 在岗人数. */
static bool is_equal_meant(const struct saying *saying, const struct figure *equal,
                           const struct figure *figure, enum stands stands)
{
    const struct str label = field_label(equal);
    const enum meant meant = record_meant(saying, equal->record);
    return meant > MEANT_OWN || (meant == MEANT_OWN && label_said(saying, label_core(label)) != SAID_NOT) ||
           (label_leads(saying, label) && (stands == STANDS_SHORT || label.len >= field_label(figure).len));
}

static bool may_be_looked_up(const struct finder *finder, const struct saying *saying)
{
    const struct spoken *spoken = saying->spoken;
    return !spoken->about && !spoken->slight && !spoken->bare && spoken->quantity != QUANTITY_NONE &&
           spoken->quantity < QUANTITY_DATE && spoken->to == saying->clause_end &&
           finder->change.role == CHANGE_NONE;
}

const struct figure *find_by_label(struct finder *finder, const struct saying *saying,
                                   const struct figure *equal)
{
    const struct spoken *spoken = saying->spoken;
    enum stands stands = STANDS_NOT;
    const struct figure *figure =
        may_be_looked_up(finder, saying) ? find_said(finder, saying, &stands) : NULL;
    if (figure == NULL || figure_is_rounded(spoken, figure) ||
        record_meant(saying, figure->record) != MEANT_ONLY ||
        (stands == STANDS_SHORT && has_namesake(finder, figure)) ||
        (equal != NULL && is_equal_meant(saying, equal, figure, stands)) ||
        ((equal == NULL || stands == STANDS_SHORT) && !is_plain(finder, saying, figure)))
        return NULL;
    return is_said_elsewhere(finder, saying, figure) ? NULL : figure;
}
