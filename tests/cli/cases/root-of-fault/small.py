"""A model, an input, what is said: each line one of them."""
import at_once

trials = []


def run(name, model, text, layout="<p>文</p>", types=None, page=""):
    trials.append((name, {"model.xml": f'<model kind="k"><document title="x" subject="x" author="x"/>\n{model}</model>',
                          "style.xml": f'<styles><page name="sheet" {page}/></styles>',
                          "layout.xml": f'<layout><section page="sheet">{layout}</section></layout>', **(types or {})}, text))


BANDS = ('<bands name="g"><band min="60" max="101" label="合格"/><band max="60" label="差"/></bands>'
         '<number name="s" label="得分" max="100"/>')
run("a maximum, and the band", BANDS + '<text name="d" label="等级"/><grade of="s" bands="g" is="d"/>', '<k s="120" d="合格"/>')
run("a maximum, and a computed band", BANDS + '<text name="d" label="等级" is="band(g, s)"/>', '<k s="120" d="合格"/>')
run("a maximum of what is computed twice", '<number name="x" label="甲" max="9"/><number name="y" label="乙" is="x" max="9"/>'
    '<cap of="y" at-most="9"/>', '<k x="10"/>')
DATES = '<date name="from" label="起"/><date name="to" label="止"/>'
REVERSED = '<k from="2026-02-01" to="2026-01-01"/>'
MONTHS = '<number name="n" label="月数" is="fullmonths(from, to)"/>'
run("dates in the wrong order, told by the order", DATES + '<order of="from; to"/><period from="from" to="to" months="12"/>', REVERSED)
run("the other way about", DATES + '<period from="from" to="to" months="12"/><order of="from; to"/>', REVERSED)
run("by a condition", DATES + MONTHS + '<check that="to &gt; from">止早于起</check>', REVERSED)
run("of what is stated", DATES + MONTHS + '<check that="to &gt; from">止早于起</check>', REVERSED.replace("/>", ' n="3"/>'))
run("by nothing else", DATES + MONTHS + '<number name="m" label="月" is="months(from, to)"/><period from="from" to="to" months="12"/>', REVERSED)
CHAIN = '<number name="x" label="甲"/><number name="a" label="子" is="x"/><number name="b" label="丑" is="a"/><number name="c" label="寅" is="b"/>'
run("a chain", CHAIN, '<k x="5" a="6" b="6" c="6"/>')
run("its end alone", CHAIN, '<k x="5" a="5" b="5" c="6"/>')
run("and a fault of its own", CHAIN, '<k x="5" a="6" b="6" c="7"/>')
run("two roots", '<number name="x" label="甲"/><number name="y" label="乙"/><number name="a" label="子" is="x"/><number name="b" label="丑" is="y"/>',
    '<k x="5" y="9" a="6" b="8"/>')
ITEMS = ('<list name="i" label="项"><text name="n" label="名"/><number name="x" label="数" min="0"/><text name="s" label="类"/></list>'
         '<number name="t" label="合计" is="sum(i.x)"/><number name="h" label="甲类合计" is="sum(i[s = \'甲\'].x)"/>'
         '<number name="r" label="其余" is="t - h"/>')
run("an item that two sums agree upon", ITEMS, '<k t="60" h="30" r="30"><i n="a" x="11" s="甲"/><i n="b" x="20" s="甲"/><i n="c" x="30" s="乙"/></k>')
run("the only one", ITEMS, '<k t="60" h="30" r="30"><i n="a" x="33" s="甲"/><i n="c" x="30" s="乙"/></k>')
run("a negative one", ITEMS, '<k t="60" h="30" r="30"><i n="a" x="-30" s="甲"/><i n="c" x="30" s="乙"/></k>')
run("sums wrong by different amounts", ITEMS, '<k t="61" h="32" r="30"><i n="a" x="30" s="甲"/><i n="c" x="30" s="乙"/></k>')
run("a division by zero", '<list name="i" label="项"><number name="n" label="数"/><number name="p" label="占" is="n / sum(i.n)"/></list>', '<k><i n="0"/><i n="0"/></k>')
run("of what a wrong statement comes to", '<number name="x" label="甲"/><number name="t" label="合计" is="x"/><number name="z" label="商" is="1 / (t - t)"/>'
    '<number name="q" label="又" is="2 / (t - t)"/>', '<k x="5" t="7"/>')
run("a missing value, asked for twice", '<list name="i" label="项"><number name="n" label="数" optional="yes"/></list>'
    '<number name="t" label="和" is="sum(i.n)"/><check that="all(i, n &gt; 0)">非正</check>', '<k><i n="1"/><i/></k>')
MONEY = '<number name="x" label="金额" unit="元"/><text name="w" label="大写"%s/><words of="x" is="w"/>'
run("words that are none", MONEY % "", '<k x="5"\n  w="五元"/>')
run("words that are none, computed", MONEY % ' is="rmb(x)" reads="rmb"', '<k x="5"\n  w="五元"/>')
run("in a list", '<list name="i" label="项"><text name="n" label="名"/>' + MONEY % "" + "</list>", '<k>\n<i n="甲" x="5"\n  w="五元"/></k>')
REFERS = '<text name="r" label="所属"/><list name="i" label="项"><text name="n" label="名"/></list><refers of="r" to="i.n"/>'
MANY = "".join(f'<i n="第{c}片"/>' for c in "一二三四五六七八九")
run("no such name, of few", REFERS, '<k r="玉蓝中心"><i n="玉兰中心"/><i n="六联"/></k>')
run("of many, one is near", REFERS, '<k r="玉蓝中心"><i n="玉兰中心"/>' + MANY + "</k>")
run("of many, none is", REFERS, '<k r="甲">' + MANY + "</k>")
run("a type misspelt", '<type name="outcome"><number name="a"/></type><group name="g" type="outcom"/><number name="b" is="g.a"/>', "<k/>")
run("a type that is not there", '<group name="g" type="nothing"><number name="a" override="yes"/></group><number name="b" is="g.a"/>', "<k/>")
run("a name declared in another file", '<use file="c.xml"/><group name="g" type="t"><text name="a"/></group>', "<k/>",
    types={"c.xml": '<types>\n<type name="t"><text name="a"/></type></types>'})
KEYED = '<list name="i" label="项" key="n"><text name="n" label="名"/></list>'
run("a key twice", KEYED, '<k><i n="甲"/>\n<i n="甲"/></k>')

for attribute in ('key=""', 'key=" "'):
    run(attribute, f'<list name="i" {attribute}><text name="n"/></list>', "<k/>")
for attribute in ('one-of=""', 'pattern=""', 'unit=""', 'pattern="　"'):
    run(attribute, ("<number" if "unit" in attribute else "<text") + f' name="n" {attribute} optional="yes"/>', "<k/>")
for attribute in ('type=""', 'base=""', 'file=""'):
    run(attribute, f'<group name="g" {attribute}><text name="n" optional="yes"/></group>', "<k/>")
for tolerance in ("-1", "1 - 3", "0 - a", "0"):
    run(f"tolerance {tolerance}", f'<number name="a" is="1" tolerance="{tolerance}"/>', '<k a="1"/>')
    run(f"of a check {tolerance}", f'<number name="a"/><equal of="a" to="1" tolerance="{tolerance}"/>', '<k a="1"/>')
for kind in ('number name="v"', 'date name="v"', 'yesno name="v"', 'text name="v" one-of="甲|乙"', 'text name="v"', 'number name="v" is="1"'):
    model = f'<{kind} label="值"/>' if "is=" in kind else f'<{kind} label="值" optional="yes"/>'
    run(f"empty {kind}", model, '<k v=""/>')
    run(f"empty element {kind}", model, "<k><v> </v></k>")
for place in ("header-at", "footer-at"):
    run(f"{place} 0", "", "<k/>", page=f'{place}="0" top="0" bottom="0"')
for layout in ("<list></list>", "<list> </list>", '<list><if test="no"><item>文</item></if></list>'):
    run(layout, "", "<k/>", layout=layout)

TEXT, NUMBER = '<text name="n" label="名"/><prose name="p" label="文" optional="yes"/>', '<number name="n" label="数"/>'
run("an encoding", TEXT, '<?xml version="1.0" encoding="甲"?><k n="1"/>')
run("an empty encoding", TEXT, '<?xml version="1.0" encoding=""?><k n="1"/>')
run("a long value", NUMBER, '<k n="' + "甲" * 600 + '"/>')
run("cut between accents", NUMBER, '<k n="' + "e\u0301" * 100 + '"/>')
run("a long value of a check", TEXT + "<same of=\"n; '" + "乙" * 100 + "'\"/>", '<k n="' + "甲" * 200 + '"/>')
run("selectors", NUMBER, '<k n="1\ufe005\U000e0100"/>')
for written in ("&#10;", "&#9;", "\n", "\t", "&#13;"):
    run(f"in a number {written!r}", NUMBER, f'<k n="1{written}5"/>')
    run(f"in a date {written!r}", '<date name="n" label="日"/>', f'<k n="2026{written}-01-05"/>')
    run(f"in a text {written!r}", TEXT, f'<k n="甲{written}乙"/>')
    run(f"in an element {written!r}", TEXT, f'<k><n>甲{written}乙</n></k>')
run("damaged in its middle", TEXT, '<k n="甲乙丙">\n 好'.encode() + "好文字".encode()[:4] + "好好文字</k>".encode())
run("damaged at its end", TEXT, '<k n="甲乙丙丁戊"/>\n'.encode() + b"\xff")
run("GBK", TEXT, '<k n="评估报告与补充协议"/>\n'.encode("gbk"))
run("compatible Han", TEXT, '<k n="甲乙\uf900丙"><p><p>\uf90a更全\U0002f804，\ufa0e\ufa29</p></p><!-- \uf900 --></k>')

for (name, *_), outcome in zip(trials, at_once.run(["check", "--quiet"], [trial[1:] for trial in trials])):
    print(name, *outcome.messages, sep="\n    ")
