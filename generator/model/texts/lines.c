/*
 * A text of several lines: <standard><p>…</p><p>…</p></standard> for a field with lines="yes".  Its value is
 * the lines with U+2028 between them, which the layout sets as line ends; everywhere else it is one text like
 * others.
 */
#include "model/texts/texts_int.h"
#include "model/messages.def"

#include <string.h>

enum { LINE_END_BYTES = 3 };
static const char line_end[] = "\xE2\x80\xA8";

/* The text of a <p> that is a line; NULL: it is none, or an empty one. */
static const struct node *line_text(const struct node *node)
{
    const struct node *text = node->first;
    bool plain = node_is(node, "p") && node->attr_count == 0 && text != NULL && text == node->last &&
                 text->kind == NODE_TEXT && !text_is_blank(text->text);
    return plain ? text : NULL;
}

/* Room for the lines; what stands there and is none, NULL: nothing. */
static const struct node *measure(const struct node *node, size_t *ret_room)
{
    *ret_room = 0;
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind == NODE_TEXT && node_is_blank(child))
            continue;
        const struct node *text = child->kind == NODE_TEXT ? NULL : line_text(child);
        if (text == NULL)
            return child;
        *ret_room += text->text.len + LINE_END_BYTES;
    }
    return NULL;
}

bool lines_join(struct fill *fill, const struct node *node, const struct record *record, int slot,
                struct str *ret_text)
{
    size_t room, len = 0;
    const struct node *stray = measure(node, &room);
    if (stray != NULL) {
        run_refuse_field(&fill->run, record, slot, MSG_MODEL_LINES, stray->place);
        return false;
    }
    char *bytes = RUN_NEW_ARRAY(&fill->run, room, char);
    for (const struct node *child = node_first_element(node); child != NULL && fill->run.stop == OK;
         child = node_next_element(child)) {
        struct str clean = {"", 0};
        run_note(&fill->run, text_clean(fill->run.arena, line_text(child)->text, &clean));
        memcpy(bytes + len, line_end, len > 0 ? LINE_END_BYTES : 0);
        len += len > 0 ? LINE_END_BYTES : 0;
        memcpy(bytes + len, clean.ptr, clean.len);
        len += clean.len;
    }
    *ret_text = (struct str){bytes, len};
    return fill->run.stop == OK;
}
