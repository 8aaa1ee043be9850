/* Prose in a Markdown file: its tree alone, whose places must lie in it, then a paper of it. */
#include <stdio.h>

#include "fuzz/fuzz.h"
#include "fuzz/paper.h"
#include "reader/reader.h"

static const char MODEL[] = "<model kind='k'><number name='people' unit='人' label='在岗人数'/><prose "
                            "name='text' label='正文'/></model>";
static const char LAYOUT[] =
    "<layout><section page='p'><heading level='1'>题</heading><prose of='text' heading-level='2'/>"
    "</section></layout>";
static const char STYLE[] = "<styles><page name='p' paper='A4' top='30mm' bottom='30mm' left='30mm' "
                            "right='30mm'/><style name='body'/></styles>";
static const char INPUT[] = "<k people='8'><text href='text.md'/></k>";

static char templates[256], description[256];
static struct batch_options options;
static struct batch *batch;

void harness_start(void)
{
    fuzz_write("kinds/k/model.xml", STR(MODEL));
    fuzz_write("kinds/k/layout.xml", STR(LAYOUT));
    fuzz_write("kinds/k/style.xml", STR(STYLE));
    fuzz_write("input.xml", STR(INPUT));
    snprintf(templates, sizeof templates, "%s", fuzz_path("kinds"));
    snprintf(description, sizeof description, "%s", fuzz_path("input.xml"));
    options = paper_options(PAPER_MARKDOWN, templates);
    options.draft = false;
    batch = paper_open(&options);
}

static void look_at(const struct node *node, unsigned lines)
{
    for (; node != NULL; node = node->next) {
        const size_t last = node->kind == NODE_TEXT && node->text.len > 0 ? node->text.len - 1 : 0;
        const struct place place = node->kind == NODE_TEXT ? node_text_place(node, last) : node->place;
        fuzz_demand(place.line >= 1 && place.line <= lines && place.column >= 1, "a place at %u:%u",
                    (unsigned)place.line, (unsigned)place.column);
        look_at(node->first, lines);
    }
}

void harness_try(struct str input)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct node *root = NULL;
    const struct reader_prose file = {.path = "text.md", .folder = ".", .name = STR("text.md")};
    unsigned lines = 1;
    for (size_t i = 0; i < input.len; i++)
        lines += input.ptr[i] == '\n' || input.ptr[i] == '\r';
    const enum status status = reader_read_prose_bytes(arena, diag, &file, input, &root);
    fuzz_demand_told(status, diag);
    if (status == OK)
        look_at(root, lines);
    arena_free(arena);
    fuzz_write("text.md", input);
    paper_try(&(struct paper){&options, batch, description});
}
