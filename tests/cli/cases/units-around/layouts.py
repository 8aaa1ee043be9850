"""One layout after the other over the same record: refused, or doubted, each with one message; taken."""
import at_once


def rows(column):
    return f'<table each="r"><column head="项" foot="合计">{{k}}</column><column head="金额" {column}</column></table>'


def written(cell, total):
    return f'<table columns="* *"><for each="r"><row><cell>{{k}}</cell><cell>{cell}</cell></row></for><row><cell>合计</cell><cell>{total}</cell></row></table>'


REFUSED = ("<p>甲、乙（元）分别为{a}和{a}。</p>", "<p><b>{a}</b>元</p>", '<p>{a}<if test="yes">元</if></p>', "<p>{a}{if(yes, '元', '万元')}</p>", "<p>{a}（元）</p>", "<p>{tx}元</p>",
           "<p>{join(each(r, text(x)), '、')}元</p>", '<for each="r"><p>{if(x > 5, text(x), \'—\')}<b>元</b></p></for>', "<p>￥{money(a)}</p>", "<p>RMB{money(a)}</p>", "<p>人民币{a}（大写）</p>",
           "<p>金额（元）：{a}</p>", "<p>{n}元</p>", "<p>{n}%</p>", "<p>{n}<b>户</b></p>", "<p>{p}‰</p>", "<p>{y}万</p>", "<p>{wan_or_yuan(a)}元</p>", "<p>{percent(0.5)}%</p>",
           "<p>{rmb(a)}元</p>", "<p>{q}万元（大写：{rmb(q)}）</p>", "<p>{plain(tot, 0)}元（大写：{rmb(round(tot, 2))}）</p>", "<p>人民币{rmb(round(tot, 2))}（￥{plain(tot, 1)}）</p>",
           '<table columns="* *"><row><cell>{plain(tot, 0)}元</cell><cell>{rmb(round(tot, 2))}</cell></row></table>',
           '<table each="r"><column head="金额（元）" of="x"/></table>', '<table each="r"><column head="金额（元）" of="x" as="money" sum="yes"/></table>',
           '<table each="r"><columns head="金额（单位：元）"><column head="甲">{money(x)}</column></columns></table>', '<p>单位：元</p><table each="r"><column head="金额">{money(x)}</column></table>',
           '<table each="r"><caption>表1（单位：元）</caption><column head="金额">{money(x)}</column></table>', '<table columns="* *"><row><cell>金额（元）</cell><cell>{a}</cell></row></table>',
           rows('of="z" as="money" foot="{money(tot)}">'), rows('foot="{money(tot)}">{money(z)}'), written("{money(z)}", "{money(tot)}"),
           written("{plain(z, 2)}元", "{plain(tot, 2)}元"), rows('foot="{percent(1)}">{percent(1 / 3)}'),
           "<p>为期{mo}月。</p>", "<p>为期{mo}<b>月</b>。</p>", "<p>限{wd}日</p>", "<p>得{sc}人</p>", "<p>{d}年</p>", "<p>{m}<b>年</b>起</p>", "<p>{month(m)}月</p>", "<p>{handate(d)}日</p>", "<p>{date(d)}号</p>",
           "<p>工期{days}个月</p>", "<p>工期{days}<b>人</b></p>", "<p>核减{rate}元</p>", "<p>{round(y / 10000, 2)}元</p>", "<p>共{plain(y / 10000, 2)}<b>元</b></p>",
           '<table each="r"><column head="金额（元）">{plain(z / 10000, 4)}</column></table>')
DOUBTED = ("<p>共{yuan(y)}。</p>", "<p>共{yuan(y)}</p>", "<p>共{wan(y)}，{n}人</p>", "<p>{money(y)}（大写：{rmb(y)}）</p>", "<p>{yuan(y)}、{yuan(y)}。</p>", "<p>{ty}，另计</p>", "<p>共{y}<br/>元</p>",
           "<p>甲、乙（元）分别为{yuan(y)}和{yuan(y)}，另付{yuan(y)}。</p>", "<p>甲、乙分别为{yuan(y)}和{yuan(y)}。</p>")
TAKEN = ("<p><b>{a}</b>万元，{n}名，{p}％，{y}<i>元</i>，{tx}万元</p>", "<p>￥{money(a)}万元，￥{money(y)}，金额（元）：{y}</p>", "<p>{n}<br/>元月</p>", "<p>{money(tot)}元（大写：{rmb(round(tot, 2))}）</p>",
         "<p>每份{y}元，共{a}万元（大写：{rmb(a)}）</p>", '<table columns="* *"><row><cell>金额（元）</cell><cell>{a}万元</cell></row><row><cell>金额（万元）</cell><cell>{a}</cell></row></table>',
         '<table columns="* * *"><row><cell>{money(round(tot, 2) - 0.5)}</cell><cell>另</cell><cell>{rmb(round(tot, 2))}</cell></row></table>',
         '<table each="r"><column head="金额（万元）" of="x" as="money" sum="yes"/></table>', written("{z}", "{tot}"), written("{money(x)}", "{money(sum(r.x))}"),
         '<table columns="* *"><row><cell>甲</cell><cell>{money(z_of)}</cell></row></table>'.replace("z_of", "first(r).z"),
         "<p>为期{mo}个月，月租{mo}月租</p>", "<p>限{wd}个工作日，{sc}分</p>", "<p>{d}，{d}日间照料，{month(m)}月底，{year(d)}年度，{month(m)}份</p>",
         "<p>{yuan(y)}、{yuan(y)}元，{yuan(y)}～{yuan(y)}元，{yuan(y)}+{yuan(y)}={yuan(y)}元，{y}余元，￥{yuan(y)}，{y}（元），人民币{yuan(y)}圆整，RMB {yuan(y)}，{yuan(y)}人民币元</p>",
         "<p>工期{days}天，{days}个日历天，{days}日，{days + q}元，核减{rate}%，{rate}个百分点</p>",
         "<p>{round(y / 10000, 2)}万元，{y / 10000}<b>万元</b>，{plain(y / 1000)}千元，{a / 10000}亿元，{y / n}元，{y / 20}元</p>",
         '<table each="r"><column head="金额（万元）">{plain(z / 10000, 4)}</column></table>',
         "<p>甲、乙（元）分别为{yuan(y)}和{yuan(y)}，丙、丁、戊（元）依次为{yuan(y)}、{yuan(y)}、{yuan(y)}；甲、乙（元）分别为{a}万元和{a}万元。</p>")
with open("model.xml", encoding="utf-8") as file:
    MODEL = file.read()
with open("k.xml", encoding="utf-8") as file:
    RECORD = file.read()
STYLE = '<styles><page name="sheet"/></styles>'
layouts = REFUSED + DOUBTED + TAKEN
trials = [({"model.xml": MODEL, "style.xml": STYLE, "layout.xml": f'<layout><section page="sheet">{layout}</section></layout>'}, RECORD) for layout in layouts]
for layout, outcome in zip(layouts, at_once.run(["dump", "--stage=content", "--square-font"], trials)):
    print("==", layout)
    print(f"exit {int(not outcome.printed)}", *(outcome.messages if outcome.printed else outcome.messages[:-1]), sep="\n    ")
