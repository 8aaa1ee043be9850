/*
 * Names -> installed font files: fontconfig's own matching never fails, so the lists of all installed faces
 * are walked, and a face is taken only when one of its family, full or PostScript names is the name wanted
 * (ASCII case aside).  Of a family the nearest style wins; ties go to the folders given before the system's,
 * then to the smaller path, so that machines with the same fonts choose alike.  Variable fonts are passed
 * over: a subset of one would show its default weight.
 */
#include "font/font_int.h"

#include <stdlib.h>
#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_name(struct str wanted, const FcChar8 *given)
{
    const char *text = (const char *)given;
    for (size_t i = 0; i < wanted.len; i++)
        if (lower(text[i]) != lower(wanted.ptr[i])) /* also at the end of text: a name holds no NUL */
            return false;
    return text[wanted.len] == '\0';
}

static bool has_name(FcPattern *pattern, const char *object, struct str wanted)
{
    FcChar8 *given = NULL;
    for (int i = 0; FcPatternGetString(pattern, object, i, &given) == FcResultMatch; i++)
        if (same_name(wanted, given))
            return true;
    return false;
}

static int style_weight(struct str style)
{
    static const struct {
        const char *name;
        int weight;
    } weights[] = {
        {"Thin", FC_WEIGHT_THIN},     {"ExtraLight", FC_WEIGHT_EXTRALIGHT},
        {"Light", FC_WEIGHT_LIGHT},   {"DemiLight", FC_WEIGHT_DEMILIGHT},
        {"Medium", FC_WEIGHT_MEDIUM}, {"SemiBold", FC_WEIGHT_DEMIBOLD},
        {"Bold", FC_WEIGHT_BOLD},     {"ExtraBold", FC_WEIGHT_EXTRABOLD},
        {"Black", FC_WEIGHT_BLACK},   {"Heavy", FC_WEIGHT_HEAVY},
    };
    for (size_t i = 0; i < ARRAY_COUNT(weights); i++)
        if (same_name(style, (const FcChar8 *)weights[i].name))
            return weights[i].weight;
    return FC_WEIGHT_REGULAR;
}

/* How far a face of the family is from the style wanted; -1: not to be used at all. */
static int style_distance(FcPattern *pattern, struct str style)
{
    int weight = FC_WEIGHT_REGULAR, slant = FC_SLANT_ROMAN, width = FC_WIDTH_NORMAL;
    FcBool variable = FcFalse;
    if (FcPatternGetInteger(pattern, FC_WEIGHT, 0, &weight) == FcResultTypeMismatch)
        return -1;
    FcPatternGetBool(pattern, FC_VARIABLE, 0, &variable);
    if (variable)
        return -1;
    if (has_name(pattern, FC_STYLE, style))
        return 0;
    FcPatternGetInteger(pattern, FC_SLANT, 0, &slant);
    FcPatternGetInteger(pattern, FC_WIDTH, 0, &width);
    return abs(weight - style_weight(style)) + 10 * abs(width - FC_WIDTH_NORMAL) + 100 * slant;
}

/* Distance of the face from what is wanted; -1: it is another font. */
static int face_distance(FcPattern *pattern, struct str name, struct str style)
{
    if (has_name(pattern, FC_FAMILY, name))
        return style_distance(pattern, style);
    if (has_name(pattern, FC_FULLNAME, name) || has_name(pattern, FC_POSTSCRIPT_NAME, name))
        return style_distance(pattern, style) < 0 ? -1 : 0; /* these names say the style */
    return -1;
}

static struct str string_of(FcPattern *pattern, const char *object)
{
    FcChar8 *given = NULL;
    if (FcPatternGetString(pattern, object, 0, &given) != FcResultMatch)
        return STR("");
    return str_of((const char *)given);
}

static bool is_better(const struct font_found *face, const struct font_found *than)
{
    if (face->distance != than->distance)
        return face->distance < than->distance;
    if (face->version != than->version)
        return face->version > than->version;
    int order = str_compare(face->path, than->path);
    return order != 0 ? order < 0 : face->index < than->index;
}

static bool lookup_in(FcFontSet *fonts, struct str name, struct str style, struct font_found *ret_found)
{
    bool found = false;
    for (int i = 0; fonts != NULL && i < fonts->nfont; i++) {
        FcPattern *pattern = fonts->fonts[i];
        int distance = face_distance(pattern, name, style);
        if (distance < 0)
            continue;
        struct font_found face = {string_of(pattern, FC_FILE),
                                  string_of(pattern, FC_FAMILY),
                                  string_of(pattern, FC_STYLE),
                                  string_of(pattern, FC_POSTSCRIPT_NAME),
                                  0,
                                  distance,
                                  0};
        FcPatternGetInteger(pattern, FC_INDEX, 0, &face.index);
        FcPatternGetInteger(pattern, FC_FONTVERSION, 0, &face.version);
        if (face.index > 0xFFFF || face.path.len == 0) /* above: an instance of a variable font */
            continue;
        if (!found || is_better(&face, ret_found))
            *ret_found = face;
        found = true;
    }
    return found;
}

bool font_finder_lookup(const struct font_finder *finder, struct str name, struct str style,
                        struct font_found *ret_found)
{
    struct str wanted = style.len > 0 ? style : STR("Regular");
    struct font_found own, system;
    bool has_own = lookup_in(FcConfigGetFonts(finder->config, FcSetApplication), name, wanted, &own);
    bool has_system = lookup_in(FcConfigGetFonts(finder->config, FcSetSystem), name, wanted, &system);
    if (!has_own && !has_system)
        return false;
    *ret_found = has_own && (!has_system || own.distance <= system.distance) ? own : system;
    return true;
}
