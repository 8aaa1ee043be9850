/* What reader gives: the tree, its places, its limits, and what it does without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "reader/reader_int.h"
#include "unicode/unicode.h"
#include "reader/messages.def"
#include "base/messages.def"

struct job {
    struct arena *arena;
    struct diag *diag;
    struct node *root;
    enum status status;
};

static struct job read_source(struct str bytes, size_t max_nodes)
{
    struct job job = {.arena = arena_new(0)};
    job.diag = diag_new(job.arena);
    job.status = reader_read_limited(job.arena, job.diag, "t.xml", bytes, max_nodes, &job.root);
    return job;
}

static void check_dump(struct str bytes, const char *expected)
{
    struct job job = read_source(bytes, READER_MAX_NODES);
    struct buf out = BUF(1 << 16);
    diag_print(job.diag, &out);
    assert_int_equal(job.status, OK);
    node_dump(job.root, &out);
    assert_string_equal(out.ptr, expected);
    buf_clear(&out);
    arena_free(job.arena);
}

static void check_place(struct place place, uint32_t line, uint32_t column)
{
    assert_string_equal(place.file, "t.xml");
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void text_is_joined_and_placed(void **state)
{
    (void)state;
    check_dump(STR("<a>一<!-- x -->二<![CDATA[<三>]]>&amp;\r\n<?p q?>四<b/>五<c></c ></a>"),
               "<a> @1:1\n  \"一二<三>&\\n四\" @1:4\n  <b> @2:9\n  \"五\" @2:13\n  <c> @2:14\n");
    check_dump(STR("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>\r<a\n x = '1'\ty=\"'2'\"/>"),
               "<a x=\"1\" y=\"'2'\"> @2:1\n");
}

/* libxml2 is shown what is not ASCII as bytes of no meaning, but for names: the texts are the source's all the same. */
static void texts_are_those_of_the_source(void **state)
{
    (void)state;
    check_dump(STR("<甲 乙='丙&#x4E01;' 丁=\"'\xF0\xA0\xAE\xB7>'\"><!--戊-->&lt;!--己--><![CDATA[庚]]]]>辛"
                   "<?壬 癸?>&#x5B50;丑\r\n\xF0\xA0\xAE\xB7</甲>"),
               "<甲 乙=\"丙丁\" 丁=\"'\xF0\xA0\xAE\xB7>'\"> @1:1\n"
               "  \"<!--己-->庚]]辛子丑\\n\xF0\xA0\xAE\xB7\" @1:35\n");
    check_dump(STR("<a>&amp;amp;中<!--国-->&lt;!--文--></a>"), "<a> @1:1\n  \"&amp;中<!--文-->\" @1:4\n");
}

/* Characters of which nothing is asked, in runs and alone. */
static void most_characters_pass_unasked(void **state)
{
    static const struct {
        uint32_t first, last;
    } runs[] = {{0x20, 0x25}, {0x2010, 0x2027}, {0x3000, 0x3029}, {0x4E00, 0x9FFF}, {0xFF01, 0xFF3F}};
    struct buf text = BUF(1 << 17), source = BUF(1 << 17);
    char bytes[4];
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(runs); i++)
        for (uint32_t code = runs[i].first; code <= runs[i].last; code++) {
            assert_false(unicode_is_ignorable(code) || unicode_is_combining(code));
            assert_null(unicode_unset_script(code));
            assert_int_equal(unicode_is_white(code), code == 0x20 || code == 0x3000);
            buf_add(&text, bytes, utf8_encode(code, bytes));
        }
    buf_printf(&source, "<a>%.*s</a>", STR_ARGS(buf_str(&text)));
    struct job job = read_source(buf_str(&source), READER_MAX_NODES);
    assert_int_equal(job.status, OK);
    assert_true(str_equal(job.root->first->text, buf_str(&text)));
    check_place(node_text_place(job.root->first, text.len - 3), 1, 3 + (uint32_t)utf8_count(buf_str(&text)));
    arena_free(job.arena);
    buf_clear(&source);
    buf_clear(&text);
}

static void attributes_keep_their_line_ends(void **state)
{
    (void)state;
    check_dump(STR("<a c=' &amp;&#38;&lt;\r\n二\t&#x20BB7;'/>"),
               "<a c=\" &&<\\n二\\t\xF0\xA0\xAE\xB7\"> @1:1\n");
}

static void declarations_of_namespaces_are_passed_over(void **state)
{
    (void)state;
    check_dump(STR("<a xmlns='u' xml:space='preserve' xmlns:q='z' b='1'/>"), "<a b=\"1\"> @1:1\n");
}

static void places_inside_texts_are_exact(void **state)
{
    (void)state;
    struct str source =
        STR("<a v='&lt;\r\n\xF0\xA0\xAE\xB7x'><!-- \n --><![CDATA[甲]]>&#x4E59;<!---->\r\n丙</a>");
    struct job job = read_source(source, READER_MAX_NODES);
    assert_int_equal(job.status, OK);
    const struct attr *attr = node_attr(job.root, "v");
    check_place(attr->place, 1, 7);
    check_place(attr_text_place(attr, 0), 1, 7);
    check_place(attr_text_place(attr, 1), 1, 11);
    check_place(attr_text_place(attr, 2), 2, 1);
    check_place(attr_text_place(attr, 6), 2, 2);
    check_place(attr_text_place(attr, 7), 2, 3);
    const struct node *text = job.root->first;
    check_place(text->place, 3, 14);
    check_place(node_text_place(text, 0), 3, 14);
    check_place(node_text_place(text, 3), 3, 18);
    check_place(node_text_place(text, 6), 3, 33);
    check_place(node_text_place(text, 7), 4, 1);
    check_place(node_text_place(text, 10), 4, 2);
    arena_free(job.arena);
}

/* libxml2 keeps 16 bits of a node's line; reader counts for itself. */
static void lines_go_beyond_16_bits(void **state)
{
    (void)state;
    struct buf source = BUF(1 << 20);
    buf_add_text(&source, "<a>");
    for (int i = 0; i < 70000; i++)
        buf_add_char(&source, '\n');
    buf_add_text(&source, "中<b>\n文</b></a>");
    struct job job = read_source(buf_str(&source), READER_MAX_NODES);
    assert_int_equal(job.status, OK);
    struct node *b = node_child(job.root, "b");
    check_place(b->place, 70001, 2);
    check_place(node_text_place(b->first, 1), 70002, 1);
    arena_free(job.arena);
    buf_clear(&source);
}

static void asking_the_tree(void **state)
{
    (void)state;
    struct job job = read_source(STR("<a> <b i='1'/>x<c/><b i='2'/></a>"), READER_MAX_NODES);
    struct node *b = node_first_element(job.root);
    assert_true(node_is_blank(job.root->first));
    assert_true(node_is(b, "b"));
    assert_ptr_equal(node_child(job.root, "b"), b);
    assert_true(node_is(node_next_element(b), "c"));
    assert_null(node_child(job.root, "d"));
    assert_null(node_attr(b, "j"));
    assert_true(str_is(node_attr(b, "i")->value, "1"));
    assert_null(node_next_element(job.root->last));
    arena_free(job.arena);
}

static struct job read_nested(int depth)
{
    struct buf source = BUF(1 << 16);
    for (int i = 0; i < depth; i++)
        buf_add_text(&source, "<a>");
    for (int i = 0; i < depth; i++)
        buf_add_text(&source, "</a>");
    struct job job = read_source(buf_str(&source), READER_MAX_NODES);
    buf_clear(&source);
    return job;
}

static struct job read_attributes(int count)
{
    struct buf source = BUF(1 << 16);
    buf_add_text(&source, "<a");
    for (int i = 0; i < count; i++)
        buf_printf(&source, " x%d='>'", i);
    buf_add_text(&source, "/>");
    struct job job = read_source(buf_str(&source), READER_MAX_NODES);
    buf_clear(&source);
    return job;
}

static void check_limit(struct job at, struct job over, const struct message *code)
{
    assert_int_equal(at.status, OK);
    assert_int_equal(over.status, FAILED);
    assert_int_equal(diag_count(over.diag, SEVERITY_ERROR), 1);
    assert_true(diag_has(over.diag, code));
    arena_free(at.arena);
    arena_free(over.arena);
}

static void limits_hold(void **state)
{
    (void)state;
    check_limit(read_nested(READER_MAX_DEPTH), read_nested(READER_MAX_DEPTH + 1), MSG_READER_TOO_DEEP);
    check_limit(read_attributes(READER_MAX_ATTRIBUTES), read_attributes(READER_MAX_ATTRIBUTES + 1),
                MSG_READER_TOO_MANY_ATTRIBUTES);
    check_limit(read_source(STR("<a>x<b/></a>"), 3), read_source(STR("<a>x<b/>y</a>"), 3),
                MSG_READER_TOO_MANY_NODES);
    struct job job = read_source((struct str){"<a/>", (size_t)READER_MAX_BYTES + 1}, READER_MAX_NODES);
    assert_int_equal(job.status, FAILED);
    assert_true(diag_has(job.diag, MSG_FILE_TOO_LARGE));
    arena_free(job.arena);
}

static void a_missing_file_is_reported(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct node *root = NULL;
    assert_int_equal(reader_read_file(arena, diag, "/nowhere/x.xml", &root), SYSTEM);
    assert_true(diag_has(diag, MSG_FILE_UNREADABLE));
    arena_free(arena);
}

/* Every allocation fails once: no crash, no leak, always NO_MEMORY. */
static void check_without_memory(struct str source, enum status at_last)
{
    struct job job = read_source(source, READER_MAX_NODES);
    arena_free(job.arena);
    for (uint64_t n = 1;; n++) {
        assert_true(n < 5000);
        job = (struct job){.arena = arena_new(0)};
        job.diag = diag_new(job.arena);
        base_fail_allocation(n);
        job.status = reader_read_bytes(job.arena, job.diag, "t.xml", source, &job.root);
        bool struck = base_allocation_failed();
        base_fail_allocation(0);
        assert_int_equal(job.status, struck ? NO_MEMORY : at_last);
        arena_free(job.arena);
        if (!struck)
            return;
    }
}

static void without_memory(void **state)
{
    (void)state;
    check_without_memory(STR("<?xml version='1.0'?><a b='1&amp;' c='2'>文&lt;<b/><![CDATA[x]]><c>y</c></a>"),
                         OK);
    check_without_memory(STR("<a><b>&x;</c></a>"), FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_joined_and_placed),
        cmocka_unit_test(texts_are_those_of_the_source),
        cmocka_unit_test(most_characters_pass_unasked),
        cmocka_unit_test(attributes_keep_their_line_ends),
        cmocka_unit_test(declarations_of_namespaces_are_passed_over),
        cmocka_unit_test(places_inside_texts_are_exact),
        cmocka_unit_test(lines_go_beyond_16_bits),
        cmocka_unit_test(asking_the_tree),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(a_missing_file_is_reported),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
