/*
 * A key that stands twice in a dictionary, with two values: one reader takes the first, another the last, so what one signs
 * is not what the other shows.
 *
 * It is asked of the dictionaries that lead to what is shown and signed – trailers, the catalog, pages and what is above
 * them, the form, fields, widgets, signatures, object streams – and of the keys by which they do; such a file is not read.
 * Elsewhere programs do write a key twice, and whoever signs has that signed as it is.
 */
#include "sign/file/file_int.h"

static const char *const LEADING_KEYS[] = {
    "/Type",   "/Root",    "/Prev",    "/Size",      "/Info",      "/Index",     "/W",       "/Length",
    "/Filter", "/N",       "/First",   "/Pages",     "/AcroForm",  "/Names",     "/DSS",     "/Perms",
    "/Kids",   "/Count",   "/Parent",  "/Annots",    "/Contents",  "/Resources", "/Fields",  "/FT",
    "/T",      "/V",       "/Rect",    "/AP",        "/AS",        "/F",         "/Subtype", "/Lock",
    "/MK",     "/Extends", "/Encrypt", "/SubFilter", "/Reference", "/ByteRange", "/XRefStm"};

/* Its place among them; their count: it is none. */
static size_t leading_key(struct str key)
{
    size_t i = 0;
    while (i < ARRAY_COUNT(LEADING_KEYS) && !syntax_name_is(key, LEADING_KEYS[i]))
        i++;
    return i;
}

bool sign_is_said_once(const struct sign_file *file, struct str dict)
{
    struct str values[ARRAY_COUNT(LEADING_KEYS)] = {{NULL, 0}};
    struct str key, value;
    const bool may = str_starts(dict, "<<") && sign_look_at(file, dict.len);
    for (size_t at = 0; may && syntax_next_member(dict, &at, &key, &value);) {
        const size_t i = leading_key(key);
        if (i == ARRAY_COUNT(LEADING_KEYS))
            continue;
        if (values[i].ptr != NULL && !sign_same(file, values[i], value))
            return false;
        values[i] = value;
    }
    return true;
}

enum status sign_prove_once(const struct sign_file *file, struct str dict, size_t at)
{
    return sign_is_said_once(file, dict)
               ? OK
               : sign_file_broken(file, at, "同一项写了两次，内容不同，各程序显示的会不一样");
}
