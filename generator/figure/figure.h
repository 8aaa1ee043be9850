/*
 * figure: what is drawn of data instead of letters.
 *
 * Charts: chart.h, a part of this door.  QR codes (ISO/IEC 18004): a text becomes a square of dark and light modules, by libqrencode, correction
 * level M.  A text beyond ASCII says that it is UTF-8 (ECI 26): without it readers guess, and take short Chinese texts for
 * something else.  The same text gives the same square (code.c).
 */
#ifndef CHENGWEN_FIGURE_H
#define CHENGWEN_FIGURE_H

#include "figure/chart.h"

enum { FIGURE_CODE_QUIET = 4 /* modules that must stay white on each side */ };

struct figure_code {
    struct str text;
    int side;             /* modules, without the white around */
    const uint8_t *cells; /* side × side, row by row from the top: 1 is dark */
};

/* In the arena.  FAILED, reported: it has no text, or more than a code can hold. */
enum status figure_code_make(struct arena *arena, struct diag *diag, struct place place, struct str text,
                             struct figure_code *ret_code) CHECKED;

#endif
