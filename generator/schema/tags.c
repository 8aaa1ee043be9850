/*
 * Language tags, by their form alone (BCP 47: RFC 5646, 2.1): parts of letters and digits with - between, the kind
 * of each known by its length, in one order.  Tags of an older form (i-klingon) are none.
 */
#include "schema/schema.h"

enum tag_part {
    TAG_NONE,
    TAG_LANGUAGE,
    TAG_EXTENDED,
    TAG_SCRIPT,
    TAG_REGION,
    TAG_VARIANT,
    TAG_EXTENSION,
    TAG_PRIVATE
};
enum { PART_LETTERS = 8, EXTENDED_MOST = 3, EXTENDED_LANGUAGE = 3 /* letters of one that may be extended */ };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool are_all(struct str part, bool (*is)(char))
{
    for (size_t i = 0; i < part.len; i++)
        if (!is(part.ptr[i]))
            return false;
    return true;
}

static bool is_either(char c)
{
    return is_digit(c) || is_letter(c);
}

/* The part up to the next -, which goes too. */
static struct str next_part(struct str *rest)
{
    size_t len = 0;
    while (len < rest->len && rest->ptr[len] != '-')
        len++;
    const struct str part = str_slice(*rest, 0, len);
    *rest = str_slice(*rest, len, rest->len);
    return part;
}

/* What it is behind the language. */
static enum tag_part part_of(struct str part)
{
    const bool letters = are_all(part, is_letter);
    if (part.len == 1)
        return part.ptr[0] == 'x' || part.ptr[0] == 'X' ? TAG_PRIVATE : TAG_EXTENSION;
    if ((part.len == 2 && letters) || (part.len == 3 && are_all(part, is_digit)))
        return TAG_REGION;
    if (part.len == 3 && letters)
        return TAG_EXTENDED;
    if (part.len == 4 && letters)
        return TAG_SCRIPT;
    return part.len > 4 || (part.len == 4 && is_digit(part.ptr[0])) ? TAG_VARIANT : TAG_NONE;
}

/* So far, the last part being no letter that announces others. */
struct tag {
    enum tag_part last;
    size_t language, extended; /* letters; parts */
    bool waits;                /* for what was announced */
};

static bool take_part(struct tag *tag, struct str part)
{
    const bool announced = tag->last == TAG_PRIVATE || (tag->last == TAG_EXTENSION && part.len > 1);
    const enum tag_part is = announced ? tag->last : part_of(part);
    const bool again = is == TAG_EXTENDED || is == TAG_VARIANT || is == TAG_EXTENSION;
    if (is == TAG_NONE || is < tag->last || (is == tag->last && !again && !announced) ||
        (tag->waits && !announced))
        return false;
    tag->extended += is == TAG_EXTENDED;
    tag->waits = !announced && part.len == 1;
    tag->last = is;
    return tag->extended == 0 || (tag->extended <= EXTENDED_MOST && tag->language <= EXTENDED_LANGUAGE);
}

bool language_tag_is(struct str text)
{
    struct str rest = text, part = next_part(&rest);
    struct tag tag = {.last = TAG_LANGUAGE, .language = part.len};
    bool is = part.len > 1 && part.len <= PART_LETTERS && are_all(part, is_letter);
    if (part.len == 1)
        is = part_of(part) == TAG_PRIVATE && take_part(&tag, part);
    while (is && rest.len > 0) {
        rest = str_slice(rest, 1, rest.len);
        part = next_part(&rest);
        is = part.len > 0 && part.len <= PART_LETTERS && are_all(part, is_either) && take_part(&tag, part);
    }
    return is && !tag.waits;
}
