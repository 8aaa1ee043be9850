/*
 * The door of the wing pages: sections onto pages.
 */
#ifndef CHENGWEN_LAYOUT_PAGES_H
#define CHENGWEN_LAYOUT_PAGES_H

#include "layout/layout_int.h"

#endif
