/*
 * XML of other formats as a walk: elements, texts and ends in their order, and no tree.
 *
 * libxml2 gives names without prefixes, values and texts with references resolved (there are only those of XML: a DOCTYPE
 * ends the walk at once, so nothing grows).  Its own limits are switched off; what holds instead: depth, and attributes
 * of an element, which libxml2 would compare each with each before it says anything, so they are counted before.
 */
#include "reader/xml_int.h"
#include "reader/messages.def"

#include <string.h>

struct walking {
    const struct walker *walker;
    struct diag *diag;
    const char *path;
    xmlParserCtxtPtr parser;
    int depth;
    enum status status; /* the first failure; nothing is told afterwards */
};

static struct place current_place(const struct walking *walk)
{
    const xmlParserInput *input = walk->parser->input;
    return input == NULL ? (struct place){walk->path, 0, 0}
                         : (struct place){walk->path, (uint32_t)input->line, (uint32_t)input->col};
}

static void stop_unless_ok(struct walking *walk, enum status status)
{
    if (status == OK || walk->status != OK)
        return;
    walk->status = status;
    xmlStopParser(walk->parser);
}

static struct str str_of_xml(const xmlChar *text)
{
    return text == NULL ? STR("") : str_of((const char *)text);
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are libxml2's */
static void walk_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                       int namespace_count, const xmlChar **namespaces, int attr_count, int default_count,
                       const xmlChar **attrs)
{
    enum { NAME, PREFIX, URI, VALUE, END, EACH };
    struct walking *walk = context;
    struct walk_attr list[READER_MAX_ATTRIBUTES];
    (void)prefix;
    (void)namespace_count;
    (void)namespaces;
    (void)default_count;
    if (walk->status != OK)
        return;
    if (++walk->depth > READER_MAX_DEPTH || attr_count > READER_MAX_ATTRIBUTES) {
        stop_unless_ok(walk, diag_report(walk->diag, MSG_READER_PART_LIMIT, current_place(walk),
                                         (int)READER_MAX_DEPTH, (int)READER_MAX_ATTRIBUTES));
        return;
    }
    for (int i = 0; i < attr_count; i++, attrs += EACH) {
        const char *value = (const char *)attrs[VALUE];
        list[i] = (struct walk_attr){str_of_xml(attrs[URI]),
                                     str_of_xml(attrs[NAME]),
                                     {value, (size_t)((const char *)attrs[END] - value)}};
    }
    struct walk_element element = {str_of_xml(uri), str_of_xml(name), list, (size_t)attr_count};
    stop_unless_ok(walk, walk->walker->start(walk->walker->context, &element));
}

static void walk_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct walking *walk = context;
    (void)name;
    (void)prefix;
    (void)uri;
    walk->depth--;
    if (walk->status == OK)
        stop_unless_ok(walk, walk->walker->end(walk->walker->context));
}

static void walk_text(void *context, const xmlChar *bytes, int len)
{
    struct walking *walk = context;
    if (walk->status == OK)
        stop_unless_ok(
            walk, walk->walker->text(walk->walker->context, (struct str){(const char *)bytes, (size_t)len}));
}

static void walk_doctype(void *context, const xmlChar *name, const xmlChar *public_id,
                         const xmlChar *system_id)
{
    struct walking *walk = context;
    (void)name;
    (void)public_id;
    (void)system_id;
    stop_unless_ok(walk, diag_report(walk->diag, MSG_READER_DOCTYPE, current_place(walk)));
}

static void walk_error(void *context, xmlErrorPtr error)
{
    struct walking *walk = context;
    if (walk->status != OK || error->level != XML_ERR_FATAL || xml_memory_failed())
        return;
    diag_report(walk->diag, MSG_READER_PART_MALFORMED, current_place(walk), error->code);
    walk->status = FAILED;
}

static void run_walk(struct walking *walk)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC};
    xmlSAXHandlerPtr own = walk->parser->sax;
    sax.internalSubset = walk_doctype;
    sax.startElementNs = walk_start;
    sax.endElementNs = walk_end;
    sax.characters = sax.ignorableWhitespace = sax.cdataBlock = walk_text;
    walk->parser->sax = &sax;
    walk->parser->userData = walk;
    /* NOENT: else & in a value would come as a reference. */
    xmlCtxtUseOptions(walk->parser, XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_HUGE | XML_PARSE_NOENT);
    xmlSetStructuredErrorFunc(walk, walk_error);
    int result = xmlParseDocument(walk->parser);
    if (walk->status == OK && !xml_memory_failed() && (result != 0 || !walk->parser->wellFormed))
        walk->status = diag_report(walk->diag, MSG_READER_PART_MALFORMED, current_place(walk),
                                   (int)XML_ERR_INTERNAL_ERROR);
    xml_ignore_errors();
    walk->parser->sax = own;
}

/* How many values the tag has that begins at `at`; a value holds no '<'. */
static int count_values(const char *at, const char *end)
{
    int count = 0;
    char quote = 0;
    for (; at != end && (quote != 0 || *at != '>'); at++) {
        if (quote == 0 && (*at == '"' || *at == '\''))
            quote = *at;
        else if (*at == quote) {
            quote = 0;
            count++;
        }
    }
    return count;
}

/* Too many attributes in some tag?  Only what is long is looked at. */
static const char *find_crowded_tag(struct str bytes)
{
    enum { SHORTEST = 5 * READER_MAX_ATTRIBUTES /* bytes of as many attributes: ` a=""` */ };
    const char *end = bytes.ptr + bytes.len;
    const char *tag = memchr(bytes.ptr, '<', bytes.len);
    while (tag != NULL) {
        const char *next = memchr(tag + 1, '<', (size_t)(end - tag - 1));
        const char *stop = next == NULL ? end : next;
        if (stop - tag > SHORTEST && tag[1] != '!' && tag[1] != '?' &&
            count_values(tag, stop) > READER_MAX_ATTRIBUTES)
            return tag;
        tag = next;
    }
    return NULL;
}

static enum status check_before(struct diag *diag, const char *path, struct str bytes)
{
    struct cursor at = cursor_start(bytes);
    struct str other = bytes.len == 0 ? STR("") : encoding_other(bytes, &at);
    if (bytes.len == 0 || bytes.len > READER_MAX_PART_BYTES)
        return diag_report(diag, MSG_READER_PART_MALFORMED, ((struct place){path, 0, 0}),
                           (int)XML_ERR_DOCUMENT_EMPTY);
    if (other.len > 0)
        return diag_report(diag, MSG_READER_PART_ENCODING, cursor_place(&at, path), STR_ARGS(other));
    const char *crowded = find_crowded_tag(bytes);
    if (crowded == NULL)
        return OK;
    return diag_report(diag, MSG_READER_PART_LIMIT,
                       place_of_offset(path, bytes, (size_t)(crowded - bytes.ptr)), (int)READER_MAX_DEPTH,
                       (int)READER_MAX_ATTRIBUTES);
}

enum status reader_walk(struct diag *diag, const char *path, struct str bytes, const struct walker *walker)
{
    enum status status = check_before(diag, path, bytes);
    if (status != OK)
        return status;
    xml_start();
    struct walking walk = {.walker = walker, .diag = diag, .path = path};
    walk.parser = xmlCreateMemoryParserCtxt(bytes.ptr, (int)bytes.len);
    if (walk.parser != NULL) {
        run_walk(&walk);
        xmlFreeDoc(walk.parser->myDoc);
        walk.parser->myDoc = NULL;
        xmlFreeParserCtxt(walk.parser);
    }
    xmlResetLastError();
    return xml_memory_failed() || walk.parser == NULL ? NO_MEMORY : walk.status;
}

const struct walk_attr *walk_attr(const struct walk_element *element, const char *name)
{
    for (size_t i = 0; i < element->attr_count; i++)
        if (element->attrs[i].space.len == 0 && str_is(element->attrs[i].name, name))
            return &element->attrs[i];
    return NULL;
}
