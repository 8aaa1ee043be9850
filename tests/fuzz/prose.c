/* Running text in a small kind whose record has figures of every sort: which of them it names, in check and build. */
#include <stdio.h>

#include "fuzz/fuzz.h"
#include "fuzz/paper.h"

static const char MODEL[] = "<model kind='k'><text name='title' figures='free'/><number name='total' "
                            "unit='元' label='合同总额'/><number name='wan' unit='万元' label='调整金额'/>"
                            "<number name='people' unit='人' label='在岗人数'/><number name='rate' unit='%' "
                            "label='执行率'/><date name='from' label='开始日期'/>"
                            "<list name='item' label='支出项'><text name='name' label='名称'/><number "
                            "name='amount' unit='元' label='金额'/></list>"
                            "<number name='sum' unit='元' label='合计' is='sum(item.amount)'/><prose "
                            "name='text' label='正文'/></model>";
static const char LAYOUT[] = "<layout><section page='p'><prose of='text'/></section></layout>";
static const char STYLE[] = "<styles><page name='p' paper='A4' top='30mm' bottom='30mm' left='30mm' "
                            "right='30mm'/><style name='body'/></styles>";
static const char HEAD[] = "<k><title>甲</title><total>2527273</total><wan>252.7273</wan><people>12</"
                           "people><rate>87.5</rate><from>2025-08-02</from>"
                           "<item name='纸' amount='100.50'/><item name='笔' amount='49.5'/><text><p>";

static char templates[256], description[256];
static struct batch_options options[2];
static struct batch *batches[2];

void harness_start(void)
{
    fuzz_write("kinds/k/model.xml", STR(MODEL));
    fuzz_write("kinds/k/layout.xml", STR(LAYOUT));
    fuzz_write("kinds/k/style.xml", STR(STYLE));
    snprintf(templates, sizeof templates, "%s", fuzz_path("kinds"));
    snprintf(description, sizeof description, "%s", fuzz_path("input.xml"));
    for (uint32_t i = 0; i < 2; i++) {
        options[i] = paper_options(PAPER_MARKDOWN, templates);
        options[i].strict_prose = i == 0;
        options[i].draft = false;
        batches[i] = paper_open(&options[i]);
    }
}

/* Each line is a paragraph. */
void harness_try(struct str input)
{
    struct buf text = BUF(1 << 24);
    struct str line, rest = input;
    buf_add_text(&text, HEAD);
    while (fuzz_line_next(&rest, &line)) {
        buf_add_xml(&text, line);
        buf_add_text(&text, "</p><p>");
    }
    buf_add_text(&text, "</p></text></k>");
    fuzz_write("input.xml", buf_str(&text));
    buf_clear(&text);
    const uint32_t way = fuzz_choice(input, 2);
    paper_try(&(struct paper){&options[way], batches[way], description});
}
