/* Changes a font file table by table: bytes in their places, so that all else stays where the directory says; sometimes the
 * directory itself, or a table that grows behind the end of the file. */
#include "fuzz/fuzz.h"
#include "random.h"

enum { HEAD = 12, ENTRY = 16, STRETCH = 48 };

static uint32_t number_at(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void put_number(uint8_t *bytes, size_t value)
{
    for (int i = 3; i >= 0; i--, value >>= 8)
        bytes[i] = (uint8_t)value;
}

/* A stretch of the table, near its begin as often as anywhere; as long as before. */
static void change_stretch(uint8_t *table, size_t len)
{
    uint8_t bytes[STRETCH];
    const size_t near = random_below(2) == 0 && len > 64 ? 64 : len;
    const size_t at = (size_t)random_below((int)near), most = len - at < STRETCH ? len - at : STRETCH;
    const size_t size = 1 + (size_t)random_below((int)most);
    memcpy(bytes, table + at, size);
    const size_t changed = LLVMFuzzerMutate(bytes, size, sizeof bytes);
    memcpy(table + at, bytes, changed < size ? changed : size);
}

/* A number of two bytes becomes one that means something. */
static void change_number(uint8_t *table, size_t len)
{
    static const uint16_t values[] = {0, 1, 2, 5, 255, 256, 0x7FFF, 0x8000, 0xFFFF, 0xFFFE};
    const size_t near = random_below(2) == 0 && len > 64 ? 64 : len;
    const size_t at = (size_t)random_below((int)near) & ~(size_t)1;
    const uint16_t value = values[random_below((int)ARRAY_COUNT(values))];
    if (at + 2 <= len) {
        table[at] = (uint8_t)(value >> 8);
        table[at + 1] = (uint8_t)value;
    }
}

/* The table at the end of the file once more, longer or shorter. */
static size_t move_table(uint8_t *data, size_t size, size_t max_size, uint8_t *entry)
{
    const size_t at = number_at(entry + 8), len = number_at(entry + 12);
    const size_t more = (size_t)random_below(40), fresh = len + more;
    if (at > size || len > size - at || size + fresh > max_size)
        return size;
    memcpy(data + size, data + at, len);
    memset(data + size + len, random_below(2) * 255, more);
    put_number(entry + 8, size);
    put_number(entry + 12, random_below(4) == 0 ? len / 2 : fresh);
    return size + fresh;
}

static size_t change_once(uint8_t *data, size_t size, size_t max_size)
{
    const size_t count = size < HEAD ? 0 : (size_t)data[4] << 8 | data[5];
    if (count == 0 || HEAD + count * ENTRY > size || random_below(40) == 0)
        return LLVMFuzzerMutate(data, size, max_size);
    uint8_t *entry = data + HEAD + ENTRY * (size_t)random_below((int)count);
    const size_t at = number_at(entry + 8), len = number_at(entry + 12);
    switch (random_below(20)) {
    case 0:
        change_stretch(entry, ENTRY);
        return size;
    case 1:
        return move_table(data, size, max_size, entry);
    default:
        if (len == 0 || at > size || len > size - at)
            return size;
        (random_below(2) == 0 ? change_stretch : change_number)(data + at, len);
        return size;
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    random_seed = seed;
    for (int i = 1 << random_below(4); i > 0; i--)
        size = change_once(data, size, max_size);
    return size;
}
