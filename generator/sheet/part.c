/*
 * A part of an xlsx: unpacked, and walked by a table of steps.
 *
 * Elements count by their names without prefix and by their namespace, of the transitional or the strict form alike.  What the
 * table does not lead to is passed over with all that is in it: extensions, alternatives, phonetic runs.
 */
#include "sheet/sheet_int.h"
#include "sheet/messages.def"

struct part_state {
    const struct part *part;
    struct book *book;
    const char *path;
    uint8_t states[READER_MAX_DEPTH + 1]; /* of the open elements; 0: passed over */
    int depth;
    struct buf text;
};

static bool is_known_space(struct str space)
{
    static const char *const known[] = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
    };
    for (size_t i = 0; i < ARRAY_COUNT(known); i++)
        if (str_is(space, known[i]))
            return true;
    return false;
}

static int next_state(const struct part *part, int in, const struct walk_element *element)
{
    for (size_t i = 0; i < part->step_count; i++)
        if (part->steps[i].in == in && str_is(element->name, part->steps[i].name))
            return is_known_space(element->space) ? part->steps[i].to : 0;
    return 0;
}

static enum status on_start(void *context, const struct walk_element *element)
{
    struct part_state *state = context;
    const struct part *part = state->part;
    int in = state->states[state->depth];
    int to = in == OUTSIDE && state->depth > 0 ? 0 : next_state(part, in, element);
    state->states[++state->depth] = (uint8_t)to;
    if (state->depth == 1 && to == 0)
        return diag_report(state->book->diag, MSG_SHEET_ROOT, ((struct place){state->path, 0, 0}),
                           STR_ARGS(element->name));
    if (to == 0)
        return OK;
    if ((part->texts & TEXT_OF(to)) != 0)
        buf_reset(&state->text);
    return part->enter == NULL ? OK : part->enter(part->context, to, element);
}

static enum status on_text(void *context, struct str text)
{
    struct part_state *state = context;
    if ((state->part->texts & TEXT_OF(state->states[state->depth])) == 0 || state->states[state->depth] == 0)
        return OK;
    buf_add_str(&state->text, text);
    if (!state->text.full)
        return buf_status(&state->text);
    return diag_report(state->book->diag, MSG_SHEET_TEXT_LONG, ((struct place){state->path, 0, 0}),
                       state->text.max);
}

static enum status on_end(void *context)
{
    struct part_state *state = context;
    const struct part *part = state->part;
    int left = state->states[state->depth--];
    return left == 0 || part->leave == NULL ? OK : part->leave(part->context, left, buf_str(&state->text));
}

struct place part_place(struct book *book, struct str name)
{
    struct str file = arena_printf(book->arena, "%s!%.*s", book->workbook->path, STR_ARGS(name));
    return (struct place){file.ptr == NULL ? book->workbook->path : file.ptr, 0, 0};
}

enum status part_walk(struct book *book, struct str name, const struct part *part)
{
    struct str bytes;
    struct part_state state = {.part = part, .book = book, .path = part_place(book, name).file};
    struct walker walker = {&state, on_start, on_text, on_end};
    enum status status = package_unpack(book->package, name, &bytes);
    if (status != OK)
        return status;
    state.text = BUF(PART_MAX_TEXT);
    status = reader_walk(book->diag, state.path, bytes, &walker);
    buf_clear(&state.text);
    base_free((char *)bytes.ptr);
    return status;
}

struct str element_value(const struct walk_element *element, const char *name)
{
    const struct walk_attr *attr = walk_attr(element, name);
    return attr == NULL ? STR("") : attr->value;
}

bool element_is_set(const struct walk_element *element, const char *name)
{
    struct str value = element_value(element, name);
    return str_is(value, "1") || str_is(value, "true") || str_is(value, "on");
}
