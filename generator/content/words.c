/* The words for what content can be: those of style.xml and layout.xml, and of dumps. */
#include "content/content.h"

static const struct choice aligns[] = {{"justify", ALIGN_JUSTIFY}, {"left", ALIGN_LEFT},
                                       {"center", ALIGN_CENTER},   {"right", ALIGN_RIGHT},
                                       {"spread", ALIGN_SPREAD},   {"decimal", ALIGN_DECIMAL}};
const struct words words_cell_align = WORDS(aligns);
const struct words words_align = {aligns, ARRAY_COUNT(aligns) - 1};
const struct words words_place = {aligns + 1, 3};

static const struct choice fits[] = {{"fit", BOX_FIT}, {"crop", BOX_CROP}};
const struct words words_fit = WORDS(fits);

static const struct choice valigns[] = {
    {"top", VALIGN_TOP}, {"middle", VALIGN_MIDDLE}, {"bottom", VALIGN_BOTTOM}};
const struct words words_valign = WORDS(valigns);

static const struct choice shapes[] = {
    {"free", SHAPE_FREE}, {"trapezoid", SHAPE_TRAPEZOID}, {"diamond", SHAPE_DIAMOND}};
const struct words words_shape = WORDS(shapes);

static const struct choice kinsokus[] = {
    {"none", KINSOKU_NONE}, {"basic", KINSOKU_BASIC}, {"gb", KINSOKU_GB}, {"strict", KINSOKU_STRICT}};
const struct words words_kinsoku = WORDS(kinsokus);

static const struct choice parities[] = {{"odd", PARITY_ODD}, {"even", PARITY_EVEN}};
const struct words words_parity = WORDS(parities);

static const struct choice pages[] = {
    {"odd", PAGES_ODD}, {"even", PAGES_EVEN}, {"first", PAGES_FIRST}, {"rest", PAGES_REST}};
const struct words words_pages = WORDS(pages);

static const struct choice charts[] = {{"column", CHART_COLUMN}, {"bar", CHART_BAR},   {"line", CHART_LINE},
                                       {"pie", CHART_PIE},       {"ring", CHART_RING}, {"radar", CHART_RADAR},
                                       {"matrix", CHART_MATRIX}};
const struct words words_chart = WORDS(charts);

static const struct choice signs[] = {
    {"seal", SIGN_SEAL}, {"signature", SIGN_SIGNATURE}, {"date", SIGN_DATE}};
const struct words words_sign = WORDS(signs);

static const struct choice cited[] = {{"number", CITED_NUMBER}, {"title", CITED_TITLE}, {"page", CITED_PAGE}};
const struct words words_cited = WORDS(cited);

static const struct choice turns[] = {
    {"turns", TURN_GOES_ON}, {"pages", TURN_DIVIDED}, {"always", TURN_ALWAYS}};
const struct words words_turn_on = WORDS(turns);

static const struct choice breaks[] = {{"no", BREAK_NONE}, {"yes", BREAK_PAGE}, {"anew", BREAK_ANEW}};
const struct words words_table_break = WORDS(breaks);
