/*
 * Descriptions through libxml2.
 *
 * It reads the bytes as a stream of tags and characters (SAX2) and builds nothing itself.  No network, no
 * entity substitution; a DOCTYPE ends the reading at once.  Its own limits are switched off (XML_PARSE_HUGE):
 * reader's hold instead, and no DTD means no entity that could grow.
 */
#include "reader/xml_int.h"
#include "reader/messages.def"

#include <string.h>

struct parse {
    struct reader *reader;
    xmlParserCtxtPtr parser;
};

static void stop_on_failure(struct parse *parse)
{
    if (parse->reader->status != OK)
        xmlStopParser(parse->parser);
}

static size_t current_offset(const struct parse *parse)
{
    long consumed = xmlByteConsumed(parse->parser);
    return consumed > 0 ? (size_t)consumed : 0;
}

static void on_error(void *context, xmlErrorPtr error)
{
    struct parse *parse = context;
    struct reader *reader = parse->reader;
    if (reader->status != OK || error->level != XML_ERR_FATAL || xml_memory_failed())
        return;
    reader->status = FAILED;
    fault_report(reader, error->code, current_offset(parse));
}

static void on_doctype(void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
    struct parse *parse = context;
    struct reader *reader = parse->reader;
    (void)name;
    (void)public_id;
    (void)system_id;
    const char *at = reader->bytes.ptr + current_offset(parse);
    while (at > reader->bytes.ptr && strncmp(at, "<!DOCTYPE", 9) != 0)
        at--;
    struct place place = place_of_offset(reader->path, reader->bytes, (size_t)(at - reader->bytes.ptr));
    diag_report(reader->diag, MSG_READER_DOCTYPE, place);
    reader->status = FAILED;
    stop_on_failure(parse);
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are libxml2's */
static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attr_count, int default_count,
                     const xmlChar **attrs)
{
    struct parse *parse = context;
    (void)name;
    (void)prefix;
    (void)uri;
    (void)namespace_count;
    (void)namespaces;
    (void)attr_count;
    (void)default_count;
    (void)attrs;
    tree_start(parse->reader);
    stop_on_failure(parse);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct parse *parse = context;
    (void)name;
    (void)prefix;
    (void)uri;
    tree_end(parse->reader);
    stop_on_failure(parse);
}

static void on_text(void *context, const xmlChar *bytes, int len)
{
    struct parse *parse = context;
    (void)bytes;
    tree_text(parse->reader, (size_t)len);
    stop_on_failure(parse);
}

static xmlSAXHandler sax_handler(void)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC};
    sax.internalSubset = on_doctype;
    sax.startElementNs = on_start;
    sax.endElementNs = on_end;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    sax.cdataBlock = on_text;
    return sax;
}

/* Parses with the context given; what goes wrong is in reader->status. */
static void run_parser(struct parse *parse)
{
    struct reader *reader = parse->reader;
    xmlSAXHandler sax = sax_handler();
    xmlSAXHandlerPtr own = parse->parser->sax;
    parse->parser->sax = &sax;
    parse->parser->userData = parse;
    xmlCtxtUseOptions(parse->parser, XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_HUGE);
    xmlSetStructuredErrorFunc(parse, on_error);
    int result = xmlParseDocument(parse->parser);
    if (reader->status == OK && !xml_memory_failed() && (result != 0 || !parse->parser->wellFormed)) {
        reader->status = FAILED;
        fault_report(reader, XML_ERR_INTERNAL_ERROR, current_offset(parse));
    }
    xml_ignore_errors();
    parse->parser->sax = own;
}

enum status reader_parse(struct reader *reader)
{
    xml_start();
    struct parse parse = {reader, xmlCreateMemoryParserCtxt(reader->shadow.ptr, (int)reader->shadow.len)};
    if (parse.parser != NULL) {
        run_parser(&parse);
        xmlFreeDoc(parse.parser->myDoc);
        parse.parser->myDoc = NULL;
        xmlFreeParserCtxt(parse.parser);
    }
    xmlResetLastError();
    return xml_memory_failed() || parse.parser == NULL ? NO_MEMORY : reader->status;
}
