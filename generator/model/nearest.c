/* Words of lists such as "name label optional", and the nearest field of a shape for "是不是“…”？". */
#include "model/model_int.h"

#include <string.h>

/* The next word at *at, moved behind it; empty: no more. */
static struct str next_word(const char **at)
{
    *at += strspn(*at, " ");
    struct str word = {*at, strcspn(*at, " ")};
    *at += word.len;
    return word;
}

void nearest_offer_words(struct nearest *nearest, const char *words)
{
    for (struct str word = next_word(&words); word.len > 0; word = next_word(&words))
        nearest_offer(nearest, word);
}

bool words_have(const char *words, struct str word)
{
    for (struct str have = next_word(&words); have.len > 0; have = next_word(&words))
        if (str_equal(have, word))
            return true;
    return false;
}

struct str nearest_field(const struct shape *shape, struct str name)
{
    struct nearest nearest = {.name = name};
    for (size_t i = 0; i < shape->field_count; i++) {
        if (str_equal(shape->fields[i].label,
                      name)) /* written in Chinese, as messages and the table call it */
            return shape->fields[i].name;
        nearest_offer(&nearest, shape->fields[i].name);
    }
    return nearest.best;
}
