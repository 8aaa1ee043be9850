/*
 * Inside runlog.
 *
 *   event.c     lines of JSON        journal.c   they are appended
 *   chain.c     a journal is read again
 */
#ifndef CHENGWEN_RUNLOG_INT_H
#define CHENGWEN_RUNLOG_INT_H

#include "digest/digest.h"
#include "runlog/runlog.h"

#define RUNLOG_HEAD "{\"event\":\""

#endif
