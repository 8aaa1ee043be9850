/* template: pictures: heads of files, walked to their end; paths; sizes; what the content says. */
#include "kit.h"

#include "template/picture_int.h"
#include "template/messages.h"

/* 3 × 2 pixels, RGB. */
static const unsigned char small_png[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x02, 0x08, 0x02, 0x00, 0x00, 0x00, 0x12, 0x16, 0xf1, 0x4d, 0x00,
    0x00, 0x00, 0x18, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x38, 0xa1, 0xa1, 0x01, 0x44, 0x1a, 0x0b,
    0x34, 0x18, 0xc0, 0x8c, 0x13, 0xd3, 0xa6, 0x4d, 0x03, 0x00, 0x41, 0x28, 0x07, 0x13, 0x17, 0x9f, 0xc3,
    0xae, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
enum { PNG_HEIGHT = 23, PNG_IHDR = 12, PNG_IHDR_LENGTH = 11 };

/* 8 × 8 pixels, gray: start, frame, scan with one stuffed byte and a restart, end.  No tables. */
static const unsigned char small_jpeg[] = {0xff, 0xd8, 0xff, 0xff, 0xe0, 0x00, 0x04, 'a',  'b',  0xff, 0xc0,
                                           0x00, 0x0b, 0x08, 0x00, 0x08, 0x00, 0x09, 0x01, 0x01, 0x11, 0x00,
                                           0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3f, 0x00, 0x12,
                                           0xff, 0x00, 0xff, 0xd0, 0x34, 0xff, 0xff, 0xd9};
enum { JPEG_FRAME = 10, JPEG_LENGTH = 12, JPEG_BITS = 13, JPEG_WIDTH = 17, JPEG_PARTS = 18, JPEG_SCAN = 23 };

static void put_bytes(const char *name, const void *bytes, size_t len)
{
    char path[80];

    snprintf(path, sizeof path, "%s/%s", kit.folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
}

static int close_folder(void **state)
{
    char path[80];

    snprintf(path, sizeof path, "%s/a.png", kit.folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/b.jpg", kit.folder);
    unlink(path);
    return kit_close(state);
}

/* The head of these bytes, in memory of exactly their size. */
static enum picture_fault head_of(const unsigned char *bytes, size_t len, struct picture *picture)
{
    char *copy = malloc(len > 0 ? len : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, len);
    enum picture_fault fault = picture_head((struct str){copy, len}, picture);
    size_t used = fault == PICTURE_WHOLE ? picture->bytes.len : 0;
    free(copy);
    if (fault == PICTURE_WHOLE) {
        assert_true(used <= len);
        assert_true(picture->width > 0 && picture->height > 0);
    }
    return fault;
}

static void test_heads(void **state)
{
    struct picture picture;
    unsigned char longer[sizeof small_jpeg + 3] = {0};

    (void)state;
    assert_int_equal(head_of(small_png, sizeof small_png, &picture), PICTURE_WHOLE);
    assert_int_equal(picture.kind, PICTURE_PNG);
    assert_int_equal(picture.width, 3);
    assert_int_equal(picture.height, 2);
    memcpy(longer, small_jpeg, sizeof small_jpeg);
    assert_int_equal(head_of(longer, sizeof longer, &picture), PICTURE_WHOLE);
    assert_int_equal(picture.kind, PICTURE_JPEG);
    assert_int_equal(picture.width, 9);
    assert_int_equal(picture.height, 8);
    assert_true(picture.gray);
    assert_int_equal(picture.bytes.len, sizeof small_jpeg);
}

/* Every beginning of a file is a fault, and every other byte at every place is one or none, never more. */
static void cut_and_change(const unsigned char *bytes, size_t len)
{
    struct picture picture;
    unsigned char changed[200];

    for (size_t cut = 0; cut < len; cut++)
        assert_int_equal(head_of(bytes, cut, &picture), cut < 8 && bytes[0] == 0x89 ? PICTURE_OTHER
                                                        : cut < 3                   ? PICTURE_OTHER
                                                                                    : PICTURE_CUT);
    assert_true(len <= sizeof changed);
    for (size_t at = 0; at < len; at++) {
        for (unsigned value = 0; value < 256; value++) {
            memcpy(changed, bytes, len);
            changed[at] = (unsigned char)value;
            (void)head_of(changed, len, &picture);
        }
    }
}

static void test_cut_and_changed_heads(void **state)
{
    (void)state;
    cut_and_change(small_png, sizeof small_png);
    cut_and_change(small_jpeg, sizeof small_jpeg);
}

static void test_faulty_heads(void **state)
{
    static const struct {
        const unsigned char *bytes;
        size_t len, at;
        unsigned char value;
        enum picture_fault fault;
    } cases[] = {
        {small_png, sizeof small_png, PNG_HEIGHT, 0, PICTURE_HEAD},
        {small_png, sizeof small_png, PNG_IHDR, 'i', PICTURE_HEAD},
        {small_png, sizeof small_png, PNG_IHDR_LENGTH, 12, PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xC1, PICTURE_WHOLE},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xC2, PICTURE_WHOLE},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xC3, PICTURE_CODING},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xC9, PICTURE_CODING},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xCF, PICTURE_CODING},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xC4, PICTURE_HEAD}, /* a scan without a frame */
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xD8, PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0x00, PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_LENGTH, 1, PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_LENGTH, 8, PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_LENGTH - 1, 1, PICTURE_CUT},
        {small_jpeg, sizeof small_jpeg, JPEG_BITS, 12, PICTURE_DEPTH},
        {small_jpeg, sizeof small_jpeg, JPEG_WIDTH, 0, PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_PARTS, 2, PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_PARTS, 3, PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_PARTS, 4, PICTURE_CMYK},
        {small_jpeg, sizeof small_jpeg, JPEG_SCAN, 0xC0, PICTURE_HEAD}, /* two frames */
        {small_jpeg, sizeof small_jpeg, JPEG_SCAN, 0xD9, PICTURE_HEAD}, /* an end without a scan */
        {small_jpeg, sizeof small_jpeg, 1, 0xD7, PICTURE_OTHER},
    };
    struct picture picture;
    unsigned char changed[200];

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        memcpy(changed, cases[i].bytes, cases[i].len);
        changed[cases[i].at] = cases[i].value;
        enum picture_fault fault = head_of(changed, cases[i].len, &picture);
        if (fault != cases[i].fault)
            fail_msg("case %zu: fault %d, not %d", i, fault, cases[i].fault);
    }
}

/* --- the element --- */

#define MODEL         "<text name='f' optional='yes'/><prose name='body' optional='yes'/>"
#define SHEET         "<style name='body' size='10pt' line='20pt'/>"
#define SECTION(body) "<section page='body'>" body "</section>"

static void put_files(const char *layout)
{
    put_bytes("a.png", small_png, sizeof small_png);
    put_bytes("b.jpg", small_jpeg, sizeof small_jpeg);
    kit_kind(MODEL, SHEET, layout);
}

static void test_sizes(void **state)
{
    (void)state;
    put_files(SECTION("<picture file='a.png'/><picture file='a.png' width='30pt'/>"
                      "<picture file='a.png' height='2字' alt=' 图 {f} ' align='right'/>"
                      "<picture file=' {f} ' width='9pt' height='1pt' align='{\"left\"}'/>"));
    kit_gives("<k f='b.jpg'/>", "section body\n"
                                "  picture a.png png 3x2\n"
                                "  picture a.png png 3x2 width=30pt height=20pt\n"
                                "  picture a.png png 3x2 width=30pt height=20pt right: 图 b.jpg\n"
                                "  picture b.jpg jpeg 9x8 width=9pt height=1pt left\n");
}

static void test_places(void **state)
{
    (void)state;
    put_files(SECTION("<keep><picture file='a.png'/></keep>"
                      "<columns><column><picture file='a.png'/></column></columns>"
                      "<list kind='plain'><item><p>一</p><picture file='a.png'/></item></list>"
                      "<prose of='body'/>"));
    kit_gives(
        "<k><body><picture file='b.jpg'/><section title='二'><p>三</p><picture file='b.jpg' width='9pt'/>"
        "</section></body></k>",
        "section body\n"
        "  keep\n"
        "    picture a.png png 3x2\n"
        "  columns gap=20pt\n"
        "    column 1\n"
        "      picture a.png png 3x2\n"
        "  p list: 一\n"
        "  picture a.png png 3x2\n"
        "  picture b.jpg jpeg 9x8\n"
        "  p heading1 heading=1: 二\n"
        "  p body: 三\n"
        "  picture b.jpg jpeg 9x8 width=9pt height=8pt\n");
    put_files(SECTION("<table columns='*'><row><cell><picture file='a.png'/></cell></row></table>"));
    kit_gives("<k/>", "section body\n"
                      "  table table columns=1*\n"
                      "    row\n"
                      "      cell 1\n"
                      "        picture a.png png 3x2\n");
}

/* The same file is read once. */
static void test_read_once(void **state)
{
    const struct block *first, *second;

    (void)state;
    put_files(SECTION("<picture file='{f}'/><picture file='{f}' alt='又'/>"));
    kit_gives("<k f='b.jpg'/>", "section body\n"
                                "  picture b.jpg jpeg 9x8\n"
                                "  picture b.jpg jpeg 9x8: 又\n");
    first = kit.content->sections->blocks;
    second = first->next;
    assert_ptr_equal(first->picture->bytes.ptr, second->picture->bytes.ptr);
    assert_int_equal(first->picture->alt.len, 0);
}

/* What the layout names is looked at when the kind is loaded, the rest when a document is made. */
static void test_faults_of_the_kind(void **state)
{
    (void)state;
    put_files(SECTION("<picture file='none.png'/>"));
    kit_load_fails(MSG_TEMPLATE_PICTURE_MISSING, "none.png");
}

static void test_faults_of_the_input(void **state)
{
    (void)state;
    put_files(SECTION("<prose of='body'/>"));
    put_bytes("a.png", small_png, sizeof small_png - 1);
    kit_apply_fails("<k><body><picture file='a.png'/></body></k>", MSG_TEMPLATE_PICTURE_CUT,
                    "input.xml:1:25: error: 图片“a.png”不完整");
}

static void test_every_failing_allocation(void **state)
{
    (void)state;
    put_files(SECTION("<picture file='a.png' alt='一'/><picture file='{f}'/><prose of='body'/>"));
    kit_fail_allocations("<k f='b.jpg'><body><picture file='a.png' width='9pt'/></body></k>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_heads),
        KIT_TEST(test_cut_and_changed_heads),
        KIT_TEST(test_faulty_heads),
        KIT_TEST(test_sizes),
        KIT_TEST(test_places),
        KIT_TEST(test_read_once),
        KIT_TEST(test_faults_of_the_kind),
        KIT_TEST(test_faults_of_the_input),
        KIT_TEST(test_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, kit_open, close_folder);
}
