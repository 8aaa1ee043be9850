/*
 * Sections: what every page of one carries, or some of them, and its blocks.
 *
 * Header, footer, what is fixed on the sheet and the watermark stand in front.  On which pages the first
 * three stand is fixed, so that two headers or footers of one page are seen when the kind is loaded.
 */
#include "template/blocks/blocks_int.h"
#include "template/inline/inline.h"
#include "template/messages.def"
#include "schema/messages.def"

struct furniture_data {
    struct furniture_data *next;
    enum furniture_kind kind;
    unsigned pages;                      /* PAGES_… */
    const struct paragraph_style *style; /* of header and footer */
    struct setting at, room, over;       /* of what is fixed */
    struct instr *body;
    struct place place;
};

struct section_data {
    struct setting page, restart;
    struct furniture_data *furniture;
    struct instr *watermark;
    struct place watermark_place;
};

/* --- on which pages --- */

enum {
    PAGES_PARITY = PAGES_ODD | PAGES_EVEN,
    PAGES_ORDER = PAGES_FIRST | PAGES_REST,
};

/* Can there be a page for which all these words hold? */
static bool pages_possible(unsigned pages)
{
    return (pages & PAGES_PARITY) != PAGES_PARITY && (pages & PAGES_ORDER) != PAGES_ORDER;
}

static bool pages_parse(struct str text, unsigned *ret_pages)
{
    unsigned pages = 0;
    struct str word;
    int page;
    while (word_next(&text, &word)) {
        if (!words_parse(&words_pages, word, &page))
            return false;
        pages |= (unsigned)page;
    }
    *ret_pages = pages;
    return pages != 0;
}

static enum status compile_pages(struct compiler *compiler, const struct node *node, unsigned *ret_pages)
{
    const struct attr *on = node_attr(node, "on");
    if (on == NULL)
        return OK;
    if (!pages_parse(on->value, ret_pages)) {
        char label[WORDS_LABEL_MAX];
        return diag_report(compiler->diag, MSG_TEMPLATE_PAGES, on->place, STR_ARGS(on->value),
                           words_label(&words_pages, label));
    }
    if (!pages_possible(*ret_pages))
        return diag_report(compiler->diag, MSG_TEMPLATE_PAGES_NONE, on->place, STR_ARGS(on->value));
    return OK;
}

/* Where a section's first page has a number of its own, that number is odd or even. */
static unsigned pages_known(const struct section_data *section, unsigned pages)
{
    const struct setting *restart = &section->restart;
    if ((pages & PAGES_FIRST) == 0 || !restart->fixed)
        return pages;
    return pages | (restart->value.count % 2 == 1 ? PAGES_ODD : PAGES_EVEN);
}

/* A page has one header and one footer. */
static enum status check_alone(struct compiler *compiler, const struct section_data *section,
                               const struct furniture_data *furniture)
{
    unsigned pages = pages_known(section, furniture->pages);
    for (const struct furniture_data *other = section->furniture; other != furniture; other = other->next)
        if (other->kind == furniture->kind && pages_possible(pages | pages_known(section, other->pages)))
            return diag_report_plain(compiler->diag,
                                     furniture->kind == FURNITURE_HEADER ? MSG_TEMPLATE_HEADER_TWICE
                                                                         : MSG_TEMPLATE_FOOTER_TWICE,
                                     furniture->place);
    return OK;
}

/* --- header, footer, fixed, watermark --- */

static enum status compile_margin(struct compiler *compiler, const struct node *node, const struct site *site,
                                  struct section_data *section, struct furniture_data *furniture)
{
    const struct attr *attr = node_attr(node, "style");
    struct str name = attr == NULL ? node->name : attr->value; /* header and footer are built in */
    enum status status = schema_check(compiler->diag, node, schema_element(LANGUAGE_LAYOUT, node->name));
    furniture->kind = node_is(node, "header") ? FURNITURE_HEADER : FURNITURE_FOOTER;
    furniture->style = style_paragraph(&compiler->styles->sheet, name);
    if (furniture->style == NULL) {
        struct place place = attr == NULL ? node->place : attr->place;
        status = setting_unknown(compiler->diag, place, VALUE_STYLE, compiler->styles, name);
    }
    if (status == OK)
        status = check_alone(compiler, section, furniture);
    return status_worse(status, compile_noteless(compiler, node, site, IN_MARGIN, MSG_TEMPLATE_NOTE_IN_MARGIN,
                                                 &furniture->body));
}

static enum status compile_fixed(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct furniture_data *furniture)
{
    const struct schema_row *row = schema_element(LANGUAGE_LAYOUT, node->name);
    const struct attr *top = node_attr(node, "top"), *bottom = node_attr(node, "bottom");
    enum status status = schema_check(compiler->diag, node, row);
    if ((top == NULL) == (bottom == NULL))
        return diag_report(compiler->diag, MSG_TEMPLATE_FIXED, node->place);
    furniture->kind = top != NULL ? FURNITURE_AT_TOP : FURNITURE_AT_BOTTOM;
    status = status_worse(status, setting_compile(compiler, row, node, top != NULL ? "top" : "bottom",
                                                  site->scope, &furniture->at));
    status =
        status_worse(status, setting_compile(compiler, row, node, "room", site->scope, &furniture->room));
    status =
        status_worse(status, setting_compile(compiler, row, node, "over", site->scope, &furniture->over));
    return status_worse(status, compile_noteless(compiler, node, site, IN_FIXED, MSG_TEMPLATE_NOTE_IN_FIXED,
                                                 &furniture->body));
}

/* Text, and what chooses and repeats text. */
static enum status compile_watermark(struct compiler *compiler, const struct node *node,
                                     const struct site *site, struct section_data *section)
{
    enum status status = schema_check(compiler->diag, node, schema_element(LANGUAGE_LAYOUT, node->name));
    section->watermark_place = node->place;
    return status_worse(status, compile_children(compiler, node, site, IN_WATERMARK, &section->watermark));
}

static enum status compile_furniture(struct compiler *compiler, const struct node *node,
                                     const struct site *site, struct section_data *section)
{
    struct furniture_data *furniture = ARENA_NEW(compiler->arena, struct furniture_data);
    struct furniture_data **end = &section->furniture;
    if (furniture == NULL)
        return NO_MEMORY;
    while (*end != NULL)
        end = &(*end)->next;
    *end = furniture;
    furniture->place = node->place;
    enum status status = compile_pages(compiler, node, &furniture->pages);
    if (status != OK)
        return status;
    return node_is(node, "fixed") ? compile_fixed(compiler, node, site, furniture)
                                  : compile_margin(compiler, node, site, section, furniture);
}

/* --- the section --- */

static bool is_furniture(const struct node *node)
{
    return node_is(node, "header") || node_is(node, "footer") || node_is(node, "fixed");
}

static enum status compile_section(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *memory)
{
    struct section_data *data = memory;
    const struct node *child = node->first;
    struct site inner = *site;
    enum status status = OK;
    for (; child != NULL && status != NO_MEMORY; child = child->next) {
        enum status one = OK;
        if (is_furniture(child))
            one = compile_furniture(compiler, child, site, data);
        else if (node_is(child, "watermark"))
            one = compile_watermark(compiler, child, site, data);
        else if (child->kind != NODE_TEXT || !node_is_blank(child))
            break;
        status = status_worse(status, one);
    }
    inner.context = IN_SECTION;
    compiler->page = data->page.fixed ? data->page.value.page : NULL;
    status = status_worse(status, compile_nodes(compiler, child, &inner, &instr->body));
    compiler->page = NULL;
    return status;
}

/* Already read: nothing is left to be done. */
static enum status compile_read(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *data)
{
    (void)compiler;
    (void)node;
    (void)site;
    (void)instr;
    (void)data;
    return OK;
}

/* --- when a document is made --- */

/* There even when empty: the header is then an empty line. */
static enum status make_margin(struct run *run, const struct furniture_data *data, struct record *scope,
                               struct blocks *list)
{
    const struct paragraph_make make = {.style = data->style, .body = data->body, .place = data->place};
    return paragraph_make(run, &make, scope, list);
}

static enum status make_fixed(struct run *run, const struct furniture_data *data, struct record *scope,
                              struct blocks *list, struct furniture *furniture)
{
    const struct paragraph_style *style = run->template->style_body;
    struct sink sink = {.blocks = list, .style = style};
    enum status status = READ(run, scope, style, {&data->at, &furniture->at}, {&data->room, &furniture->room},
                              {&data->over, &furniture->over});
    return status == OK ? apply_body(run, data->body, scope, &sink) : status;
}

static enum status add_furniture(struct run *run, const struct furniture_data *data, struct record *scope,
                                 struct furniture ***end)
{
    struct blocks list = {0};
    bool fixed = data->kind == FURNITURE_AT_TOP || data->kind == FURNITURE_AT_BOTTOM;
    struct furniture *furniture = ARENA_NEW(run->arena, struct furniture);
    if (furniture == NULL)
        return NO_MEMORY;
    *furniture = (struct furniture){.kind = data->kind, .pages = data->pages};
    enum status status =
        fixed ? make_fixed(run, data, scope, &list, furniture) : make_margin(run, data, scope, &list);
    if (status != OK || list.first == NULL)
        return status;
    furniture->blocks = list.first;
    **end = furniture;
    *end = &furniture->next;
    return OK;
}

/* Without text there is none. */
static enum status make_watermark(struct run *run, const struct section_data *data, struct record *scope,
                                  struct section *section)
{
    struct inlines inlines = {.fresh = true, .style = run->template->style_body};
    struct sink sink = {.inlines = &inlines};
    enum status status = apply_body(run, data->watermark, scope, &sink);
    if (status != OK || inlines.count == 0)
        return status;
    buf_reset(&run->text);
    for (size_t i = 0; i < inlines.count; i++)
        buf_add_str(&run->text, inlines.items[i].text);
    return run_take_text(run, data->watermark_place, &section->watermark);
}

static enum status fill_section(struct run *run, const struct instr *instr, struct record *scope,
                                struct section *section)
{
    const struct section_data *data = instr->data;
    struct furniture **end = &section->furniture;
    int64_t restart = 0;
    enum status status = READ(run, scope, NULL, {&data->page, &section->page});
    status = status_worse(status, READ(run, scope, NULL, {&data->restart, &restart}));
    section->restart = (int)restart;
    for (const struct furniture_data *one = data->furniture; one != NULL; one = one->next)
        status = status_worse(status, add_furniture(run, one, scope, &end));
    return status_worse(status, make_watermark(run, data, scope, section));
}

static enum status run_section(struct run *run, const struct instr *instr, struct record *scope,
                               struct sink *sink)
{
    struct section *section = ARENA_NEW(run->arena, struct section);
    struct blocks list = {0};
    if (section == NULL)
        return NO_MEMORY;
    section->place = instr->place;
    enum status status = fill_section(run, instr, scope, section);
    if (status == NO_MEMORY)
        return status;
    struct sink inner = {.blocks = &list, .style = run->template->style_body};
    status = status_worse(status, apply_body(run, instr->body, scope, &inner));
    if (run->head != NULL)
        status = status_worse(status, run_in_lost(run));
    section->blocks = list.first;
    *(sink->last_section == NULL ? &sink->content->sections : &sink->last_section->next) = section;
    sink->last_section = section;
    return status;
}

/* --- descriptions --- */

static const struct setting_field section_fields[] = {
    FIELD(section_data, "page", page), FIELD(section_data, "restart", restart), {.attr = NULL}};

const struct element elements_section[] = {
    {ELEMENT_SECTION, compile_section, run_section, sizeof(struct section_data), section_fields},
    {ELEMENT_USE, compile_read, run_sequence, 0, NULL},
    {ELEMENT_DEFINE, compile_read, run_sequence, 0, NULL},
    {.id = ELEMENT_NONE},
};
