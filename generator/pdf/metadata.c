/*
 * What the file says of itself to archives: its metadata (XMP, ISO 16684-1), with what it conforms to, and the
 * colours that its numbers mean.
 *
 * The metadata agree with the document information, word for word (ISO 19005-2, 6.6).  The identification of
 * PDF/UA is no schema that PDF/A knows, and so described.  The colours are sRGB (IEC 61966-2-1), as a profile made
 * here from the published numbers: primaries adapted to D50, and the curve.
 */
#include "pdf/pdf_int.h"

/* --- metadata --- */

static const struct claim {
    int part, ua;
    const char *level; /* of PDF/A */
    const char *rev;   /* the year of the standard, from part 4 on */
} CLAIMS[] = {[PAGE_A2A_UA1] = {2, 1, "A", NULL},
              [PAGE_A3A_UA1] = {3, 1, "A", NULL},
              [PAGE_A4F_UA2] = {4, 2, "F", "2020"},
              [PAGE_PLAIN] = {0, 0, NULL, NULL}};

/* A property whose value stands in an array, as a language's or alone. */
static void add_array(struct buf *out, const char *name, const char *array, const char *item, struct str text)
{
    if (text.len == 0)
        return;
    buf_printf(out, "<%s><rdf:%s><rdf:li%s>", name, array, item);
    buf_add_xml(out, text);
    buf_printf(out, "</rdf:li></rdf:%s></%s>\n", array, name);
}

static void add_claims(struct buf *out, const struct claim *claim)
{
    buf_printf(out, "<pdfaid:part>%d</pdfaid:part><pdfaid:conformance>%s</pdfaid:conformance>", claim->part,
               claim->level);
    if (claim->rev != NULL)
        buf_printf(out, "<pdfaid:rev>%s</pdfaid:rev>", claim->rev);
    buf_printf(out, "<pdfuaid:part>%d</pdfuaid:part>", claim->ua);
    if (claim->ua > 1)
        buf_add_text(out, "<pdfuaid:rev>2024</pdfuaid:rev>");
    buf_add_char(out, '\n');
}

/* Part 4 needs none. */
static void add_extension(struct buf *out)
{
    buf_add_text(out, "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">"
                      "<pdfaSchema:schema>PDF/UA</pdfaSchema:schema>"
                      "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
                      "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
                      "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
                      "<pdfaProperty:name>part</pdfaProperty:name>"
                      "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
                      "<pdfaProperty:category>internal</pdfaProperty:category>"
                      "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
                      "</rdf:li></rdf:Seq></pdfaSchema:property>"
                      "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n");
}

static void add_date(struct buf *out, struct str date)
{
    if (date.len != 8)
        return;
    buf_printf(out, "<xmp:CreateDate>%.4s-%.2s-%.2sT00:00:00+08:00</xmp:CreateDate>\n", date.ptr,
               date.ptr + 4, date.ptr + 6);
}

static void write_metadata(const struct pdf *pdf, struct buf *out)
{
    const struct page_document *document = pdf->document;
    const struct claim *claim = &CLAIMS[pdf->wishes.conformance];
    buf_add_text(out,
                 "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                 "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                 "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                 "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
                 " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
                 " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
                 " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"");
    if (claim->ua == 1)
        buf_add_text(out, "\n xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
                          " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
                          " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"");
    buf_add_text(out, ">\n");
    if (claim->part > 0)
        add_claims(out, claim);
    add_array(out, "dc:title", "Alt", " xml:lang=\"x-default\"", document->title);
    add_array(out, "dc:creator", "Seq", "", document->author);
    add_array(out, "dc:description", "Alt", " xml:lang=\"x-default\"", document->subject);
    if (document->is_public)
        buf_add_text(out, "<pdf:Keywords>" PAGE_PUBLIC "</pdf:Keywords>\n");
    add_array(out, "dc:language", "Bag", "", STR(PAGE_LANG));
    buf_printf(out, "<xmp:CreatorTool>%s</xmp:CreatorTool>\n<pdf:Producer>%s</pdf:Producer>\n", PDF_CREATOR,
               pdf_producer());
    add_date(out, document->date);
    if (claim->ua == 1)
        add_extension(out);
    buf_add_text(out, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

/* Not compressed: programs that know nothing of PDF look for it. */
enum status pdf_metadata_make(struct pdf *pdf, HPDF_Dict *ret_stream)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    struct str kept = STR("");
    write_metadata(pdf, &out);
    enum status status = buf_keep(&out, pdf->arena, &kept);
    buf_clear(&out);
    return status == OK ? pdf_stream_add(pdf, STR("/Type/Metadata/Subtype/XML"), kept, ret_stream) : status;
}

/* --- colours --- */

static void add_word(struct buf *out, uint32_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        buf_add_char(out, (char)(value >> (8 * i) & 0xFF));
}

/* s15Fixed16; `value` in ten-millionths. */
static void add_fixed(struct buf *out, int64_t value)
{
    add_word(out, (uint32_t)pdf_divide(value * 65536, 10000000), 4);
}

struct colour_tag {
    char name[5], type[5];
    int64_t values[9]; /* ten-millionths */
    size_t count;
};

/* Matrices of IEC 61966-2-1's primaries, adapted from D65 to D50 as Bradford has it. */
static const struct colour_tag COLOUR_TAGS[] = {
    {"wtpt", "XYZ ", {9642029, 10000000, 8249054}, 3},
    {"rXYZ", "XYZ ", {4360747, 2225045, 139322}, 3},
    {"gXYZ", "XYZ ", {3850649, 7168786, 971045}, 3},
    {"bXYZ", "XYZ ", {1430804, 606169, 7141733}, 3},
    {"chad", "sf32", {10478112, 228866, -501270, 295424, 9904844, -170491, -92345, 150436, 7521316}, 9},
    /* ((x + 0.055) / 1.055)^2.4, below 0.04045 x / 12.92 */
    {"rTRC", "para", {24000000, 9478673, 521327, 773994, 404500}, 5}};

static void add_tag_data(struct buf *out, const struct colour_tag *tag)
{
    buf_add(out, tag->type, 4);
    add_word(out, 0, 4);
    if (tag->type[0] == 'p')
        add_word(out, 3u << 16, 4); /* the function with these five numbers */
    for (size_t i = 0; i < tag->count; i++)
        add_fixed(out, tag->values[i]);
}

/* One text, of the language en, in UTF-16. */
static void add_tag_text(struct buf *out, const char *text)
{
    struct str plain = str_of(text);
    buf_add(out, "mluc", 4);
    add_word(out, 0, 4);
    add_word(out, 1, 4);
    add_word(out, 12, 4);
    buf_add(out, "enUS", 4);
    add_word(out, (uint32_t)plain.len * 2, 4);
    add_word(out, 28, 4);
    for (size_t i = 0; i < plain.len; i++)
        add_word(out, (unsigned char)plain.ptr[i], 2);
    for (size_t rest = (4 - out->len % 4) % 4; rest > 0; rest--)
        buf_add_char(out, '\0');
}

static void add_header(struct buf *out, uint32_t size)
{
    add_word(out, size, 4);
    add_word(out, 0, 4);
    add_word(out, 0x04200000, 4);
    buf_add(out, "mntrRGB XYZ ", 12);
    for (size_t i = 0; i < 6; i++)
        add_word(out, i == 0 ? 2009 : i < 3 ? 1 : 0, 2); /* a date, as the format wants one */
    buf_add(out, "acsp", 4);
    for (size_t i = 0; i < 7; i++)
        add_word(out, 0, 4);
    add_fixed(out, 9642029);
    add_fixed(out, 10000000);
    add_fixed(out, 8249054);
    for (size_t at = out->len; at < 128; at++) /* not until it is so long: what failed grows no more */
        buf_add_char(out, '\0');
}

static void write_profile(struct buf *out, struct buf *data)
{
    enum { TAGS = ARRAY_COUNT(COLOUR_TAGS) + 4, BEGIN = 128 + 4 + TAGS * 12 };
    struct {
        const char *name;
        size_t from, to;
    } rows[TAGS];
    size_t count = 0;
    static const char *const texts[][2] = {{"desc", "sRGB"}, {"cprt", "CC0"}};
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++, count++) {
        rows[count].name = texts[i][0];
        rows[count].from = data->len;
        add_tag_text(data, texts[i][1]);
        rows[count].to = data->len;
    }
    for (size_t i = 0; i < ARRAY_COUNT(COLOUR_TAGS); i++, count++) {
        rows[count].name = COLOUR_TAGS[i].name;
        rows[count].from = data->len;
        add_tag_data(data, &COLOUR_TAGS[i]);
        rows[count].to = data->len;
    }
    rows[count] = rows[count - 1]; /* one curve for all */
    rows[count++].name = "gTRC";
    rows[count] = rows[count - 1];
    rows[count++].name = "bTRC";
    add_header(out, (uint32_t)(BEGIN + data->len));
    add_word(out, TAGS, 4);
    for (size_t i = 0; i < TAGS; i++) {
        buf_add(out, rows[i].name, 4);
        add_word(out, (uint32_t)(BEGIN + rows[i].from), 4);
        add_word(out, (uint32_t)(rows[i].to - rows[i].from), 4);
    }
    buf_add_str(out, buf_str(data));
}

enum status pdf_colours_make(struct pdf *pdf, HPDF_Dict *ret_stream)
{
    struct buf out = BUF(PDF_MAX_BYTES), data = BUF(PDF_MAX_BYTES);
    write_profile(&out, &data);
    enum status status = status_worse(buf_status(&out), buf_status(&data));
    if (status == OK)
        status = pdf_stream_make(pdf, STR("/N 3 "), buf_str(&out), PDF_KEPT, ret_stream);
    buf_clear(&out);
    buf_clear(&data);
    return status;
}
