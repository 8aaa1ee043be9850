/*
 * The styles that every kind has, so that a style.xml need say only what it wants otherwise.
 *
 * Sizes and lines are those of GB/T 9704 (7.2.2, 7.3.3): body 仿宋 三号, 22 lines of 28 characters; headings
 * in the order 黑体, 楷体, 仿宋.  Written in the language of style.xml, read before any other file.
 */
#include "style/style_int.h"

#define PAPER "<page name='body' paper='A4' top='37mm' bottom='35mm' left='28mm' right='26mm'/>"
#define BODY                                                                                                 \
    "<style name='body' role='仿宋' size='三号' line='28.95pt' align='justify' first-indent='2字'/>"    \
    "<style name='clause' base='body'/>"
/* Numbered items begin as paragraphs do; a mark hangs, and lines that turn over stand under the text. */
#define LISTS                                                                                                \
    "<style name='list' base='body'/>"                                                                       \
    "<style name='list2' base='list' left='2字'/>"                                                          \
    "<style name='list3' base='list' left='4字'/>"                                                          \
    "<style name='bullet' base='list' left='4字' first-indent='-2字'/>"                                    \
    "<style name='bullet2' base='bullet' left='6字'/>"                                                      \
    "<style name='bullet3' base='bullet' left='8字'/>"                                                      \
    "<numbering name='list' format='（{n}）'/>"                                                            \
    "<numbering name='list2' format='{n}）' restart-on='list'/>"                                            \
    "<numbering name='list3' format='{circled(n)}' restart-on='list2'/>"                                     \
    "<numbering name='bullet' format='——'/>"
#define FOOTNOTES                                                                                            \
    "<style name='footnote' base='body' role='宋体' size='五号' line='16pt' left='1.5字' "              \
    "first-indent='-1.5字'/>"                                                                               \
    "<numbering name='footnote' format='{circled(n)}'/>"
#define SPANS                                                                                                \
    "<span name='b' bold='yes'/>"                                                                            \
    "<span name='i' role='楷体'/>"                                                                         \
    "<span name='u' underline='yes'/>"                                                                       \
    "<span name='em' emphasis='yes'/>"                                                                       \
    "<span name='sub' scale='0.6' raise='-0.15'/>"                                                           \
    "<span name='sup' scale='0.6' raise='0.35'/>"                                                            \
    "<span name='note-mark' base='sup'/>"
#define HEADINGS                                                                                             \
    "<style name='heading1' base='body' role='黑体' keep-next='yes'/>"                                     \
    "<style name='heading2' base='body' role='楷体' keep-next='yes'/>"                                     \
    "<style name='heading3' base='body' keep-next='yes'/>"                                                   \
    "<style name='heading4' base='body' keep-next='yes'/>"                                                   \
    "<style name='heading5' base='body' keep-next='yes'/>"                                                   \
    "<style name='heading6' base='body' keep-next='yes'/>"
#define CONTENTS                                                                                             \
    "<style name='contents1' base='body' size='四号' line='26pt' align='left' first-indent='0' "           \
    "leader='yes'/>"                                                                                         \
    "<style name='contents2' base='contents1' left='2字'/>"                                                 \
    "<style name='contents3' base='contents1' left='4字'/>"                                                 \
    "<style name='contents4' base='contents1' left='6字'/>"                                                 \
    "<style name='contents5' base='contents1' left='8字'/>"                                                 \
    "<style name='contents6' base='contents1' left='10字'/>"
#define TABLES                                                                                                  \
    "<style name='table-cell' base='body' size='小四' line='20pt' align='left' first-indent='0'/>"            \
    "<style name='table-head' base='table-cell' role='黑体' align='center'/>"                                 \
    "<style name='caption' base='body' role='黑体' size='小四' line='24pt' align='center' first-indent='0'" \
    " keep-next='yes'/>"                                                                                        \
    "<style name='note' base='body' size='小四' line='20pt'/>"                                                \
    "<table-style name='table'/>"
#define MARGINS                                                                                                  \
    "<style name='header' base='body' role='宋体' size='五号' line='14pt' align='center' first-indent='0'/>" \
    "<style name='footer' base='header' size='四号' line='18pt'/>"
#define CLAUSES "<numbering name='clause' format='第{han(n)}条' after='　'/>"

const char style_builtin[] =
    "<styles>" PAPER BODY LISTS HEADINGS CONTENTS TABLES MARGINS FOOTNOTES SPANS CLAUSES "</styles>";
