/*
 * A signature put into a field: the signature dictionary, the field that has it as its value, what the field shows, the form's flags.
 *
 * What the field's lock says goes into the signature as a reference (FieldMDP): from then on it is signed as well, and whoever checks
 * the file holds later edits against it.  /ByteRange has room for any number; what is left stays white.
 */
#include "sign/write/write_int.h"
#include "sign/messages.def"

#include <stdio.h>

enum { RANGE_ROOM = 36, SIGNED_FLAGS = 3 /* SignaturesExist, AppendOnly */ };

/* --- the signature dictionary --- */

static void add_lock(struct update *update, struct str lock)
{
    const struct str action = sign_member(update->view, lock, "Action"),
                     fields = sign_member(update->view, lock, "Fields");
    const struct str root = sign_member_itself(update->view, sign_view_trailer(update->view), "Root");
    if (action.len == 0)
        return;
    buf_add_text(&update->out, "\n/Reference [<< /Type /SigRef /TransformMethod /FieldMDP /Data ");
    buf_add_str(&update->out, root);
    buf_add_text(&update->out, " /TransformParams << /Type /TransformParams /V /1.2 /Action ");
    buf_add_str(&update->out, action);
    if (fields.len > 0) {
        buf_add_text(&update->out, " /Fields ");
        buf_add_str(&update->out, fields);
    }
    buf_add_text(&update->out, " >> >>]");
}

static void add_said(struct buf *out, const char *key, struct str text)
{
    if (text.len == 0)
        return;
    buf_printf(out, "\n%s ", key);
    text_add_string(out, text);
}

/* *ret_range: where the numbers of /ByteRange go. */
static void add_signature(struct update *update, uint32_t number, const struct write_seal *seal,
                          size_t *ret_range, struct write_sealed *sealed)
{
    struct buf *out = &update->out;
    update_object(update, number);
    buf_add_text(out, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached");
    add_said(out, "/Name", seal->name);
    add_said(out, "/Reason", seal->reason);
    add_said(out, "/Location", seal->location);
    add_said(out, "/M", str_of(seal->time));
    add_lock(update, sign_member(update->view, seal->field->dict, "Lock"));
    buf_add_text(out, "\n/ByteRange [");
    *ret_range = out->len;
    buf_printf(out, "%*s]\n/Contents ", (int)RANGE_ROOM, "");
    sealed->gap = out->len;
    buf_add_char(out, '<');
    for (size_t i = 0; i < seal->room; i++)
        buf_add(out, "00", 2);
    buf_add_char(out, '>');
    sealed->behind = out->len;
    buf_add_text(out, " >>");
    update_object_end(update);
}

static void fill_range(struct update *update, size_t range, const struct write_sealed *sealed)
{
    char text[RANGE_ROOM + 1];
    const int len = snprintf(text, sizeof text, "0 %zu %zu %zu", sealed->gap, sealed->behind,
                             update->out.len - sealed->behind);
    memcpy(update->out.ptr + range, text, (size_t)len);
}

/* --- the field --- */

/* Width and height of its rectangle; false: it has none that something can be shown in. */
static bool size_of(const struct update *update, struct str widget, int64_t ret_size[2])
{
    const struct str rect = sign_member(update->view, widget, "Rect");
    int64_t edges[4];
    size_t at = 0;
    for (size_t i = 0; i < 4; i++)
        if (!text_next_number(rect, &at, &edges[i]))
            return false;
    for (size_t i = 0; i < 2; i++)
        ret_size[i] = edges[i] < edges[i + 2] ? edges[i + 2] - edges[i] : edges[i] - edges[i + 2];
    return ret_size[0] > 0 && ret_size[1] > 0;
}

/* What a page, or a node above it, says of how it is shown; clockwise. */
static int turn_of_page(const struct update *update, uint32_t index)
{
    enum { ONE = 1000, ROUND = 360 };
    struct sign_pages pages = {.count = 0};
    int64_t turn = 0;
    if (index == 0 || sign_pages(update->view, &pages) != OK || index > pages.count)
        return 0;
    struct str node = sign_object(update->view, pages.items[index - 1])->value;
    for (size_t i = 0; i < SIGN_MAX_TREE && node.len > 0; i++) {
        if (text_number(sign_member(update->view, node, "Rotate"), &turn))
            break;
        node = sign_member(update->view, node, "Parent");
    }
    const int degrees = (int)((turn / ONE % ROUND + ROUND) % ROUND);
    return degrees % 90 == 0 ? degrees : 0;
}

/* As the field says it for itself (/MK /R), else as its page is shown; then *ret_said is its /MK with that. */
static enum status turn_of(const struct update *update, const struct sign_widget *widget, struct str dict,
                           int *ret_turn, struct str *ret_said)
{
    const struct str marks = sign_member(update->view, dict, "MK"),
                     said = sign_member(update->view, marks, "R");
    struct buf text = BUF(SIGN_MAX_BYTES);
    int64_t own = 0;
    if (said.len > 0 && syntax_number(said, 270, &own)) {
        *ret_turn = own % 90 == 0 ? (int)own : 0;
        return OK;
    }
    *ret_turn = turn_of_page(update, widget->page);
    if (*ret_turn == 0)
        return OK;
    const struct edit turned = {"/R", arena_printf(update->arena, "%d", *ret_turn)};
    if (turned.value.ptr == NULL)
        return NO_MEMORY;
    text_edit_dict(&text, marks, &turned, 1);
    return buf_keep(&text, update->arena, ret_said);
}

/* What the widget shows; its entries that say so are added to `edits`. */
static enum status show(struct update *update, struct diag *diag, const struct write_seal *seal,
                        const struct sign_widget *widget, struct edit *edits, size_t *count)
{
    const struct sign_object *object = sign_object(update->view, widget->object);
    struct shown_box box;
    struct str marks = {NULL, 0};
    uint32_t form;
    if ((seal->picture == NULL && seal->text.text.len == 0) || !size_of(update, object->value, box.size))
        return OK;
    enum status status = turn_of(update, widget, object->value, &box.turn, &marks);
    if (status == OK)
        status = appearance_add(update, diag, seal, &box, &form);
    if (status != OK)
        return status;
    const struct str shown = arena_printf(update->arena, "<< /N %u 0 R >>", form);
    edits[(*count)++] = (struct edit){"/AP", shown};
    if (marks.ptr != NULL)
        edits[(*count)++] = (struct edit){"/MK", marks};
    return shown.ptr != NULL ? OK : NO_MEMORY;
}

static void edit_object(struct update *update, uint32_t number, const struct edit *edits, size_t count)
{
    const struct sign_object *object = sign_object(update->view, number);
    if (object == NULL || count == 0)
        return;
    update_object(update, number);
    text_edit_dict(&update->out, object->value, edits, count);
    update_object_end(update);
}

/* A widget of its own shows picture and text; one that is the field as well gets its value with it. */
static enum status edit_field(struct update *update, struct diag *diag, const struct write_seal *seal,
                              uint32_t value)
{
    const struct sign_field *field = seal->field;
    const struct edit filled = {"/V", text_reference(update->arena, value)};
    bool is_filled = false;
    if (filled.value.ptr == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < field->widget_count; i++) {
        const struct sign_object *widget = sign_object(update->view, field->widgets[i].object);
        struct edit edits[3];
        size_t count = 0;
        if (widget == NULL)
            continue;
        if (widget->number == field->object)
            edits[count++] = filled;
        const enum status status = show(update, diag, seal, &field->widgets[i], edits, &count);
        if (status != OK)
            return status;
        is_filled = is_filled || widget->number == field->object;
        edit_object(update, widget->number, edits, count);
    }
    if (!is_filled)
        edit_object(update, field->object, &filled, 1);
    return OK;
}

/* --- the form --- */

/* As its flags are, with those of a signed file. */
static struct edit flags_of(struct update *update, struct str form)
{
    int64_t flags = 0;
    (void)syntax_number(sign_member(update->view, form, "SigFlags"), INT32_MAX, &flags);
    return (struct edit){"/SigFlags", arena_printf(update->arena, "%d", (int)(flags | SIGNED_FLAGS))};
}

static enum status edit_form(struct update *update)
{
    const struct str catalog = sign_catalog(update->view);
    const struct str written = sign_member_itself(update->view, catalog, "AcroForm");
    const struct str form = sign_member(update->view, catalog, "AcroForm");
    const struct edit flags = flags_of(update, form);
    const uint32_t number = syntax_reference(written);
    struct buf text = BUF(SIGN_MAX_BYTES);
    struct edit whole = {"/AcroForm", {NULL, 0}};
    if (flags.value.ptr == NULL)
        return NO_MEMORY;
    if (str_equal(sign_member(update->view, form, "SigFlags"), flags.value))
        return OK;
    if (number != 0) {
        edit_object(update, number, &flags, 1);
        return OK;
    }
    text_edit_dict(&text, form, &flags, 1);
    const enum status status = buf_keep(&text, update->arena, &whole.value);
    if (status == OK)
        edit_object(
            update,
            syntax_reference(sign_member_itself(update->view, sign_view_trailer(update->view), "Root")),
            &whole, 1);
    return status;
}

enum status write_seal(struct arena *arena, struct diag *diag, const struct sign_file *file, const char *path,
                       const struct write_seal *seal, struct write_sealed *ret_sealed)
{
    struct update update;
    struct write_sealed sealed = {.gap = 0};
    size_t range = 0;
    update_begin(&update, arena, file);
    const uint32_t value = update_number(&update);
    enum status status = edit_field(&update, diag, seal, value);
    if (status == OK)
        status = edit_form(&update);
    if (status == OK) {
        add_signature(&update, value, seal, &range, &sealed);
        status = update_end(&update);
        if (status == FAILED)
            diag_report(diag, MSG_SIGN_LARGE, ((struct place){path, 0, 0}), SIGN_MAX_BYTES >> 20);
    }
    if (status == OK) {
        fill_range(&update, range, &sealed);
        sealed.bytes = update.out;
        *ret_sealed = sealed;
    } else
        buf_clear(&update.out);
    return status;
}

void write_parts(const struct write_sealed *sealed, struct str ret_parts[2])
{
    const struct str whole = buf_str(&sealed->bytes);
    ret_parts[0] = str_slice(whole, 0, sealed->gap);
    ret_parts[1] = str_slice(whole, sealed->behind, whole.len);
}

void write_cms(struct write_sealed *sealed, struct str der)
{
    static const char digits[] = "0123456789abcdef";
    char *to = sealed->bytes.ptr + sealed->gap + 1;
    for (size_t i = 0; i < der.len; i++) {
        *to++ = digits[(unsigned char)der.ptr[i] >> 4];
        *to++ = digits[(unsigned char)der.ptr[i] & 15];
    }
}
