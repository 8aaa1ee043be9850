/* The nearest field of a shape, for "是不是“…”？". */
#include "model/model_int.h"

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
