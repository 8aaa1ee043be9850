/*
 * Asking the tree, and printing it for `dump --stage=node`: one line an element with its place and
 * attributes, one a text. Line ends, tabs, quotes and backslashes inside are shown as escapes, so that a dump
 * has one line a node.
 */
#include "reader/reader.h"

const struct attr *node_attr(const struct node *element, const char *name)
{
    for (size_t i = 0; i < element->attr_count; i++)
        if (str_is(element->attrs[i].name, name))
            return &element->attrs[i];
    return NULL;
}

static struct node *element_from(struct node *node)
{
    while (node != NULL && node->kind != NODE_ELEMENT)
        node = node->next;
    return node;
}

struct node *node_first_element(const struct node *element)
{
    return element_from(element->first);
}

struct node *node_next_element(const struct node *node)
{
    return element_from(node->next);
}

struct node *node_child(const struct node *element, const char *name)
{
    struct node *child = node_first_element(element);
    while (child != NULL && !str_is(child->name, name))
        child = node_next_element(child);
    return child;
}

bool node_is(const struct node *node, const char *name)
{
    return node->kind == NODE_ELEMENT && str_is(node->name, name);
}

bool node_is_blank(const struct node *text)
{
    return text->kind == NODE_TEXT && str_trim(text->text).len == 0;
}

bool text_is_blank(struct str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t code = utf8_next(text, &at);
        bool white = code == ' ' || code == '\t' || code == '\r' || code == '\n' || code == 0xA0 ||
                     (code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x205F || code == 0x3000;
        if (!white)
            return false;
    }
    return true;
}

static void dump_text(struct str text, struct buf *out)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i], shown = c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : c;
        if (shown != c || c == '"' || c == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, shown);
    }
    buf_add_char(out, '"');
}

static void dump_tag(const struct node *node, struct buf *out)
{
    buf_printf(out, "<%.*s", STR_ARGS(node->name));
    for (size_t i = 0; i < node->attr_count; i++) {
        buf_printf(out, " %.*s=", STR_ARGS(node->attrs[i].name));
        dump_text(node->attrs[i].value, out);
    }
    buf_add_char(out, '>');
}

static void dump_node(const struct node *node, int depth, struct buf *out)
{
    buf_printf(out, "%*s", 2 * depth, "");
    if (node->kind == NODE_TEXT)
        dump_text(node->text, out);
    else
        dump_tag(node, out);
    buf_printf(out, " @%u:%u\n", (unsigned)node->place.line, (unsigned)node->place.column);
}

void node_dump(const struct node *root, struct buf *out)
{
    int depth = 0;
    const struct node *node = root;
    while (node != NULL) {
        dump_node(node, depth, out);
        if (node->first != NULL) {
            node = node->first;
            depth++;
            continue;
        }
        while (node != root && node->next == NULL) {
            node = node->parent;
            depth--;
        }
        node = node == root ? NULL : node->next;
    }
}

/* --- as XML --- */

static void write_inside(const struct node *node, struct buf *out)
{
    if (node->kind == NODE_TEXT) {
        buf_add_xml(out, node->text);
        return;
    }
    buf_printf(out, "<%.*s", STR_ARGS(node->name));
    for (size_t i = 0; i < node->attr_count; i++) {
        buf_printf(out, " %.*s=\"", STR_ARGS(node->attrs[i].name));
        buf_add_xml(out, node->attrs[i].value);
        buf_add_char(out, '"');
    }
    if (node->first == NULL) {
        buf_add_text(out, "/>");
        return;
    }
    buf_add_char(out, '>');
    for (const struct node *child = node->first; child != NULL; child = child->next)
        write_inside(child, out);
    buf_printf(out, "</%.*s>", STR_ARGS(node->name));
}

void node_write_xml(const struct node *root, struct buf *out)
{
    buf_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write_inside(root, out);
    buf_add_char(out, '\n');
}
