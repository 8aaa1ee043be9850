/*
 * ToUnicode: the CMap that turns codes back into the text that was written (ISO 32000-1, 9.10.3), from the
 * source text and never from the font's own table, which gives radicals and compatibility forms for ordinary
 * characters. A glyph that only ever stands inside longer clusters is mapped to a zero-width space: its text
 * comes from /ActualText.  Codes follow each other, so each is said by its place in a range, which halves the map.
 * One that stands for nothing (a dot of emphasis) is a space to readers that do not
 * ask for /ActualText.
 */
#include "pdf/pdf_int.h"

enum { RANGES_PER_BLOCK = 100 }; /* the CMap format allows no more */

static const char HEAD[] = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                           "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                           "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                           "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
static const char TAIL[] = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

static void write_entry(const struct pdf_use *use, struct buf *out)
{
    char entry[] = "<0000>"; /* most are of this form */
    size_t read = 0;
    uint32_t code = use->is_ornament ? 0x20 : 0x200B;
    if (use->copy.len > 0)
        code = utf8_next(use->copy, &read);
    if (read == use->copy.len && code < 0x10000) {
        pdf_put_hex(entry + 1, code, 4);
        buf_add(out, entry, sizeof entry - 1);
        return;
    }
    buf_add_char(out, '<');
    pdf_add_utf16(out, use->copy);
    buf_add_char(out, '>');
}

/* How many codes follow each other from this one on, of one high byte, as the format wants a range. */
static size_t range_length(const struct pdf_use *const *items, size_t count)
{
    size_t len = 1;
    while (len < count && items[len]->code == items[0]->code + len && (items[len]->code & 0xFF) != 0)
        len++;
    return len;
}

static size_t count_ranges(const struct pdf_codes *codes)
{
    size_t ranges = 0;
    for (size_t i = 0; i < codes->count; i += range_length(codes->items + i, codes->count - i))
        ranges++;
    return ranges;
}

/* <0001> <00FF> [<4E00><4E8C>…] */
static void write_range(const struct pdf_use *const *items, size_t len, struct buf *out)
{
    char range[] = "<0000> <0000> [";
    pdf_put_hex(range + 1, items[0]->code, 4);
    pdf_put_hex(range + 8, items[len - 1]->code, 4);
    buf_add(out, range, sizeof range - 1);
    for (size_t i = 0; i < len; i++)
        write_entry(items[i], out);
    buf_add_text(out, "]\n");
}

static void write_map(const struct pdf_codes *codes, struct buf *out)
{
    size_t rest = count_ranges(codes);
    buf_add_text(out, HEAD);
    for (size_t at = 0, len, ranges = 0; at < codes->count; at += len, rest--, ranges++) {
        len = range_length(codes->items + at, codes->count - at);
        if (ranges % RANGES_PER_BLOCK == 0)
            buf_printf(out, "%zu beginbfrange\n", rest < RANGES_PER_BLOCK ? rest : RANGES_PER_BLOCK);
        write_range(codes->items + at, len, out);
        if (ranges % RANGES_PER_BLOCK == RANGES_PER_BLOCK - 1 || rest == 1)
            buf_add_text(out, "endbfrange\n");
    }
    buf_add_text(out, TAIL);
}

enum status pdf_tounicode_make(struct pdf *pdf, const struct pdf_codes *codes, HPDF_Dict *ret_stream)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    write_map(codes, &out);
    enum status status = buf_status(&out);
    if (status == OK)
        status = pdf_stream_make(pdf, STR(""), buf_str(&out), PDF_KEPT, ret_stream);
    buf_clear(&out);
    return status;
}
