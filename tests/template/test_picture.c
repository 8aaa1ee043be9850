/* template: pictures: paths; sizes; what the content says. */
#include "kit.h"

#include "figure/messages.def"
#include "picture/messages.def"
#include "small_pictures.h"

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
        "  list\n"
        "    item\n"
        "      p list: 一\n"
        "      picture a.png png 3x2\n"
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
    assert_ptr_equal(first->picture.file, second->picture.file);
    assert_int_equal(first->picture.alt.len, 0);
}

/* What the layout names is looked at when the kind is loaded, the rest when a document is made. */
/* What is not seen is not in the code; without words its alt says what it holds. */
static void test_codes(void **state)
{
    (void)state;
    put_files(SECTION("<qr text=' {f} ' size='30mm'/><qr text='核对' alt='码' align='left'/>"));
    kit_gives("<k f='合同&#x200B;A'/>", "section body\n"
                                        "  qr 21x21 合同A width=85.039pt height=85.039pt: 二维码：合同A\n"
                                        "  qr 21x21 核对 width=70.866pt height=70.866pt left: 码\n");
    kit_apply_fails("<k f='&#x200B;'/>", MSG_FIGURE_CODE_EMPTY, "二维码没有文字");
}

static void test_faults_of_the_kind(void **state)
{
    (void)state;
    put_files(SECTION("<picture file='none.png'/>"));
    kit_load_fails(MSG_PICTURE_MISSING, "none.png");
}

static void test_faults_of_the_input(void **state)
{
    (void)state;
    put_files(SECTION("<prose of='body'/>"));
    put_bytes("a.png", small_png, sizeof small_png - 1);
    kit_apply_fails("<k><body><picture file='a.png'/></body></k>", MSG_PICTURE_CUT,
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
        KIT_TEST(test_sizes),
        KIT_TEST(test_places),
        KIT_TEST(test_read_once),
        KIT_TEST(test_codes),
        KIT_TEST(test_faults_of_the_kind),
        KIT_TEST(test_faults_of_the_input),
        KIT_TEST(test_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, kit_open, close_folder);
}
