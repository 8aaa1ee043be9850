/*
 * libxml2, for the two files that call it (parse.c, walk.c): one parse at a time in a process.
 */
#ifndef CHENGWEN_READER_XML_INT_H
#define CHENGWEN_READER_XML_INT_H

#include "reader/reader_int.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

/* --- xml.c --- */

/* Before each parse: the library is there, no request for memory has failed. */
void xml_start(void);
/* Since then: libxml2 passes over some failures in silence. */
bool xml_memory_failed(void);
/* Between parses nobody is told. */
void xml_ignore_errors(void);

#endif
