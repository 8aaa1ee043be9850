/*
 * Numberings, once all are known by name: what they restart on and stand within, and their formats.
 *
 * A format sees its own count, n, and by their names the counts of those that it restarts on, directly or by way of
 * others: {heading1}.{heading2}.{n}.  Only those that it names are in the record that it is printed from.
 */
#include "style/style_int.h"
#include "style/messages.def"
#include "schema/messages.def"

/* --- which follow which --- */

/* One that leads back to itself by way of others would never end. */
static bool is_circle(const struct styles *styles, size_t numbering, bool within)
{
    size_t at = numbering;
    for (size_t i = 0; i < styles->numbering_count; i++) {
        const struct numbering *one = &styles->numberings[at];
        const int next = within ? one->within : one->restart_on;
        if (next < 0)
            return false;
        if ((size_t)next == numbering)
            return true;
        at = (size_t)next;
    }
    return false;
}

static enum status link_to(struct style_reader *reader, const struct styles *styles,
                           const struct style_define *define, const char *name, int *ret_numbering)
{
    const struct attr *attr = style_value_of(define, name)->attr;
    if (attr == NULL)
        return OK;
    *ret_numbering = numbering_lookup(styles, attr->value);
    return *ret_numbering >= 0 ? OK : style_unknown(reader, attr->place, STYLE_NUMBERING, attr->value);
}

static enum status link_all(struct style_reader *reader, struct styles *styles)
{
    enum status status = OK;
    for (size_t i = 0; i < styles->numbering_count; i++) {
        struct numbering *numbering = &styles->numberings[i];
        const struct style_define *define = style_define_lookup(reader, STYLE_NUMBERING, numbering->name);
        status = status_worse(status, link_to(reader, styles, define, "restart-on", &numbering->restart_on));
        status = status_worse(status, link_to(reader, styles, define, "within", &numbering->within));
    }
    for (size_t i = 0; status == OK && i < styles->numbering_count; i++)
        if (is_circle(styles, i, false) || is_circle(styles, i, true))
            status = diag_report(reader->diag, MSG_STYLE_BASE_CIRCLE, styles->numberings[i].place,
                                 STR_ARGS(styles->numberings[i].name));
    return status;
}

/* --- formats --- */

static bool names(const struct attr *attr, struct str name)
{
    for (size_t at = 0; attr != NULL && at + name.len <= attr->value.len; at++)
        if (str_equal(str_slice(attr->value, at, at + name.len), name))
            return true;
    return false;
}

/* n, and what the formats name of those that it restarts on. */
static enum status make_shape(struct style_reader *reader, const struct styles *styles,
                              const struct style_define *define, struct numbering *numbering)
{
    const struct type number = {.kind = TYPE_NUMBER};
    const struct attr *format = style_value_of(define, "format")->attr,
                      *cite = style_value_of(define, "cite")->attr;
    struct shape *shape = shape_make(reader->arena, STR("编号"), NULL);
    int *outer = ARENA_NEW_ARRAY(reader->arena, styles->numbering_count, int);
    if (shape == NULL || outer == NULL || shape_add(reader->arena, shape, STR("n"), number) == NULL)
        return NO_MEMORY;
    for (int at = numbering->restart_on; at >= 0; at = styles->numberings[at].restart_on) {
        const struct str name = styles->numberings[at].name;
        if (str_is(name, "n") || !name_is_valid(name) || !(names(format, name) || names(cite, name)))
            continue;
        outer[numbering->outer_count++] = at;
        if (shape_add(reader->arena, shape, name, number) == NULL)
            return NO_MEMORY;
    }
    numbering->outer = outer;
    numbering->shape = shape;
    return OK;
}

static enum status compile(struct style_reader *reader, const struct style_define *define,
                           struct numbering *numbering)
{
    const struct attr *format = style_value_of(define, "format")->attr,
                      *cite = style_value_of(define, "cite")->attr;
    enum status status = OK;
    if (format != NULL) /* missing: reported */
        status = pattern_compile(reader->arena, reader->diag, attr_source(format), numbering->shape,
                                 &numbering->format);
    if (cite != NULL)
        status = status_worse(status, pattern_compile(reader->arena, reader->diag, attr_source(cite),
                                                      numbering->shape, &numbering->cite));
    return status;
}

enum status style_finish_numberings(struct style_reader *reader, struct styles *styles)
{
    enum status status = link_all(reader, styles);
    for (size_t i = 0; i < styles->numbering_count && !status_stops(status); i++) {
        struct numbering *numbering = &styles->numberings[i];
        const struct style_define *define = style_define_lookup(reader, STYLE_NUMBERING, numbering->name);
        const enum status linked = status;
        if (linked != OK) /* who restarts on whom is not known */
            numbering->restart_on = -1;
        status = make_shape(reader, styles, define, numbering);
        if (status == OK)
            status = compile(reader, define, numbering);
        status = status_worse(status, linked);
    }
    return status;
}
