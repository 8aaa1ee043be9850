/*
 * ToUnicode: the CMap that turns codes back into the text that was written (ISO 32000-1, 9.10.3), from the
 * source text and never from the font's own table, which gives radicals and compatibility forms for ordinary
 * characters. A glyph that only ever stands inside longer clusters is mapped to a zero-width space: its text
 * comes from /ActualText.  One that stands for nothing (a dot of emphasis) is a space to readers that do not
 * ask for /ActualText.
 */
#include "pdf/pdf_int.h"

enum { ENTRIES_PER_BLOCK = 100 }; /* the CMap format allows no more */

static const char HEAD[] = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                           "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                           "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                           "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
static const char TAIL[] = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

static void write_entry(const struct pdf_use *use, struct buf *out)
{
    char entry[] = "<0000> <0000>\n"; /* most are of this form */
    size_t read = 0;
    uint32_t code = use->is_ornament ? 0x20 : 0x200B;
    if (use->copy.len > 0)
        code = utf8_next(use->copy, &read);
    bool is_plain = read == use->copy.len && code < 0x10000;
    pdf_put_hex(entry + 1, use->code, 4);
    if (is_plain)
        pdf_put_hex(entry + 8, code, 4);
    buf_add(out, entry, is_plain ? sizeof entry - 1 : 8);
    if (is_plain)
        return;
    pdf_add_utf16(out, use->copy);
    buf_add_text(out, ">\n");
}

static void write_map(const struct pdf_codes *codes, struct buf *out)
{
    buf_add_text(out, HEAD);
    for (size_t i = 0; i < codes->count; i++) {
        size_t rest = codes->count - i;
        if (i % ENTRIES_PER_BLOCK == 0)
            buf_printf(out, "%zu beginbfchar\n", rest < ENTRIES_PER_BLOCK ? rest : ENTRIES_PER_BLOCK);
        write_entry(codes->items[i], out);
        if (i % ENTRIES_PER_BLOCK == ENTRIES_PER_BLOCK - 1 || rest == 1)
            buf_add_text(out, "endbfchar\n");
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
