/*
 * The two formats as writers of pages.  Pages only say what texts are; when all are there, the structure is walked,
 * and what it holds is written in the order in which it is read.
 */
#include "markup/markup_int.h"
#include "markup/messages.def"

struct file {
    struct arena *arena;
    struct diag *diag;
    struct said *said;
};

static enum status open_file(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                             struct page_wishes wishes, void **ret_file)
{
    (void)fonts, (void)wishes;
    struct file *file = ARENA_NEW(arena, struct file);
    struct said *said = said_new(arena);
    if (file == NULL || said == NULL)
        return NO_MEMORY;
    *file = (struct file){arena, diag, said};
    *ret_file = file;
    return OK;
}

static enum status add_page(void *file, const struct page *page, size_t index)
{
    return said_add(((struct file *)file)->said, page, index);
}

static void close_file(void *file)
{
    (void)file; /* all of it lives in the arena */
}

/* --- what the walk looks up --- */

/* Marks of notes and the notes have anchors of their own. */
static bool is_led_to(const struct markup *markup, const struct page_link *link)
{
    const uint32_t around = markup_node(markup, link->node)->parent;
    const enum page_part part = around > 0 ? markup_node(markup, around)->part : PART_NONE;
    return markup_node(markup, link->target)->part == PART_HEADING ||
           (part != PART_REFERENCE && part != PART_LABEL);
}

/* Where links lead. */
static enum status find_targets(struct markup *markup)
{
    const struct page_document *document = markup->document;
    const size_t count = page_node_count(markup->structure) + 1;
    size_t links = 0;
    for (size_t i = 0; i < document->page_count; i++)
        links += document->pages[i].link_count;
    if (links == 0)
        return OK;
    markup->targets = ARENA_NEW_ARRAY(markup->arena, count, uint32_t);
    markup->is_target = ARENA_NEW_ARRAY(markup->arena, count, bool);
    if (markup->targets == NULL || markup->is_target == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < document->page_count; i++)
        for (size_t k = 0; k < document->pages[i].link_count; k++) {
            const struct page_link *link = &document->pages[i].links[k];
            markup->targets[link->node] = link->target;
            markup->is_target[link->target] = markup->is_target[link->target] || is_led_to(markup, link);
        }
    return OK;
}

static bool is_white(uint32_t code)
{
    return code <= ' ' || code == 0xa0 || code == 0x3000;
}

/* The next character but white; 0: there is none. */
static uint32_t next_code(struct str text, size_t *at)
{
    while (*at < text.len) {
        const uint32_t code = utf8_next(text, at);
        if (!is_white(code))
            return code;
    }
    return 0;
}

/* The paragraph says what the document is called; line ends and white aside. */
static bool is_title(const struct markup *markup, uint32_t node)
{
    const struct str title = markup->document->title;
    size_t at = 0;
    for (const struct said_piece *piece = said_of(markup->said, node); piece != NULL; piece = piece->next) {
        const struct str text = {piece->text, piece->len};
        size_t own = 0;
        for (uint32_t code = next_code(text, &own); code != 0; code = next_code(text, &own))
            if (code != next_code(title, &at))
                return false;
    }
    return next_code(title, &at) == 0;
}

static bool may_be_title(const struct markup *markup, uint32_t node)
{
    const struct page_node *of = markup_node(markup, node);
    const bool stands_free = of->parent > 0 && markup_node(markup, of->parent)->part == PART_SECTION;
    return of->part == PART_HEADING || (of->part == PART_PARAGRAPH && stands_free);
}

/* The first text that is it; a paper that has one has all else below it, whatever the levels of its kind. */
static void find_title(struct markup *markup)
{
    const size_t count = page_node_count(markup->structure);
    uint32_t node = 1;
    for (; node <= count && markup->title == 0 && markup->document->title.len > 0; node++)
        if (may_be_title(markup, node) && said_of(markup->said, node) != NULL && is_title(markup, node))
            markup->title = node;
    while (markup->title > 0 && node <= count && markup_node(markup, node)->part != PART_HEADING)
        node++;
    markup->deeper = markup->title > 0 && node <= count && markup_node(markup, node)->level <= 1;
}

struct str markup_date(const struct page_document *document, char ret_date[MARKUP_DATE])
{
    const struct str date = document->date;
    if (date.len != 8)
        return STR("");
    size_t len = 0;
    for (size_t i = 0; i < date.len; i++) {
        if (i == 4 || i == 6)
            ret_date[len++] = '-';
        ret_date[len++] = date.ptr[i];
    }
    return (struct str){ret_date, len};
}

/* --- the file --- */

struct format {
    const struct markup_sink *sink;
    void (*begin)(struct markup *markup);
    void (*end)(struct markup *markup);
};

static enum status write_file(const struct file *file, const struct format *format,
                              const struct page_document *document, struct buf *out)
{
    struct markup markup = {.arena = file->arena,
                            .diag = file->diag,
                            .said = file->said,
                            .document = document,
                            .structure = document->structure,
                            .out = out,
                            .sink = format->sink,
                            .marks = {.arena = file->arena}};
    enum status status = find_targets(&markup);
    if (status != OK)
        return status;
    find_title(&markup);
    format->begin(&markup);
    markup_walk(&markup, 1);
    format->end(&markup);
    status = markup.no_memory ? NO_MEMORY : buf_status(out);
    if (status == OK && markup.broken)
        return FAILED;
    return status == FAILED
               ? diag_report(file->diag, MSG_MARKUP_LARGE, ((struct place){0}), MARKUP_MAX_BYTES >> 20)
               : status;
}

static enum status finish_html(void *file, const struct page_document *document, struct buf *out)
{
    static const struct format format = {&html_sink, html_begin, html_end};
    return write_file(file, &format, document, out);
}

static enum status finish_md(void *file, const struct page_document *document, struct buf *out)
{
    static const struct format format = {&md_sink, md_begin, md_end};
    return write_file(file, &format, document, out);
}

const struct page_writer html_writer = {.suffix = ".html",
                                        .unpaged = true,
                                        .max_bytes = MARKUP_MAX_BYTES,
                                        .open = open_file,
                                        .add_page = add_page,
                                        .finish = finish_html,
                                        .close = close_file};
const struct page_writer md_writer = {.suffix = ".md",
                                      .unpaged = true,
                                      .max_bytes = MARKUP_MAX_BYTES,
                                      .open = open_file,
                                      .add_page = add_page,
                                      .finish = finish_md,
                                      .close = close_file};
