/* The files of a new kind (batch_new_kind): something of everything that most kinds have, to be changed.  @ is its name. */
#include "batch/batch_int.h"

static const char model[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- 这一文种有哪些项、怎样计算、要核对什么。写法见 templates/README.md；编辑器用的写法说明：chengwen "
    "schema model -->\n"
    "<model kind=\"@\" label=\"@\">\n"
    "  <document title=\"{title}\" author=\"{issuer}\" date=\"{issued}\"/>\n"
    "  <text name=\"title\" label=\"标题\" example=\"关于举办消防培训的通知\"/>\n"
    "  <text name=\"to\" label=\"主送\" example=\"各科室\"/>\n"
    "  <prose name=\"body\" label=\"正文\" example=\"消防培训定于本月举办，所需物品见下表。\"/>\n"
    "  <list name=\"item\" label=\"项目\" min=\"1\">\n"
    "    <text name=\"name\" label=\"名称\" example=\"灭火器\"/>\n"
    "    <number name=\"amount\" label=\"金额\" unit=\"元\" min=\"0\" decimals=\"2\"/>\n"
    "    <text name=\"remark\" label=\"备注\" optional=\"yes\"/>\n"
    "  </list>\n"
    "  <!-- 由程序计算；描述里也写了的，就核对 -->\n"
    "  <number name=\"total\" label=\"合计\" unit=\"元\" is=\"sum(item.amount)\"/>\n"
    "  <text name=\"issuer\" label=\"落款单位\" example=\"某某办公室\"/>\n"
    "  <date name=\"issued\" label=\"日期\"/>\n"
    "  <check that=\"total &gt; 0\" at=\"total\">合计是 {money(total)} 元，应大于 0</check>\n"
    "</model>\n";

static const char layout[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- 各项印在哪里 -->\n"
    "<layout>\n"
    "  <section page=\"body\">\n"
    "    <footer>— <page/> —</footer>\n"
    "    <p style=\"title\">{title}</p>\n"
    "    <p indent=\"no\">{to}：</p>\n"
    "    <prose of=\"body\"/>\n"
    "    <table columns=\"* 40mm *\">\n"
    "      <head><row><cell>名称</cell><cell>金额（元）</cell><cell>备注</cell></row></head>\n"
    "      <for each=\"item\">\n"
    "        <row><cell>{name}</cell><cell align=\"right\">{money(amount)}</cell><cell><if "
    "test=\"has(remark)\">{remark}</if></cell></row>\n"
    "      </for>\n"
    "      <foot><row><cell>合计</cell><cell align=\"right\">{money(total)}</cell><cell/></row></foot>\n"
    "    </table>\n"
    "    <space height=\"1行\"/>\n"
    "    <keep previous=\"yes\">\n"
    "      <p style=\"signature\">{issuer}</p>\n"
    "      <p style=\"signature\">{date(issued)}</p>\n"
    "    </keep>\n"
    "  </section>\n"
    "</layout>\n";

static const char style[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                            "<!-- 字体、字号、行距、页边；这里没有说的，是程序自带的（GB/T 9704 的） -->\n"
                            "<styles>\n"
                            "  <style name=\"title\" base=\"body\" role=\"小标宋\" size=\"二号\" "
                            "line=\"33pt\" align=\"center\" first-indent=\"0\"\n"
                            "         after=\"1行\" keep-next=\"yes\" shape=\"trapezoid\"/>\n"
                            "  <style name=\"signature\" base=\"body\" align=\"right\" right=\"2字\"/>\n"
                            "</styles>\n";

const struct starter_file starter_files[STARTER_FILES] = {
    {"style.xml", style}, {"layout.xml", layout}, {"model.xml", model}};
