"""What stands in <wording>, and the parts; what is said of it.  All papers go through one run."""
import os
import re
import subprocess

SAMPLES = os.environ["HOME_TREE"] + "/input/"
AMOUNTS = ("252.7273万元", "2,527,273.00元", "贰佰伍拾贰万柒仟贰佰柒拾叁元整", "{wan(amended.budget.total)}<b>万元</b>", "{rmb(amended.budget.total)}", "{amended.budget.words}")
WORDINGS = [
    "<price_clause/>",
    '<price_clause figures="free"> </price_clause>',
    "<price_clause><p>金额由双方另行商定。</p></price_clause>",
    "<price_clause><p>金额改为{wan(original.budget.total)}万元。</p></price_clause>",
    *(f"<price_clause><p>金额改为{amount}。</p></price_clause>" for amount in AMOUNTS),
    "<budget_clause><p>经费构成见附件2。</p></budget_clause>",
    "<budget_clause><p>经费改为合计252.7273万元，构成见附件2。</p></budget_clause>",
    "<payment_clause><p>每月支付{yuan(original.monthly)}元。</p></payment_clause>",
    "<payment_clause><p>支付改为：</p><list><item>每月200920元；</item><item>末月200923元。</item></list></payment_clause>",
    ("<comparison>对照表</comparison>", '<parts comparison="no"/>'),
    ("<seal>印章</seal><signatory>某人</signatory><sign_date>日期</sign_date>", '<parts seal="no" signatory="no" sign_date="no"/>'),
    ("<signing_clause><p>签字后生效。</p></signing_clause>", '<parts signing="no"/>'),
    "<seal></seal>",
    "<effect_clause><p>{if(copies &gt; 0, '', '甲')}</p></effect_clause>",
    "<effect_clause><p>甲</p><list><item>{if(copies &gt; 0, '', '甲')}</item></list></effect_clause>",
]
OWN = ("<wording><period_clause><p>合同期一年。</p></period_clause><price_clause><p>金额{yuan(budget.total)}元。</p></price_clause>"
       "<payment_clause><p>按月支付。</p></payment_clause><annex_list>附件</annex_list></wording><parts annex_list=\"no\"/>")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


agreement, contract = read(SAMPLES + "pinghu-agreement.xml"), read(SAMPLES + "pinghu-contract.xml")
write("pinghu-contract.xml", contract)
names = []
for number, wording in enumerate(WORDINGS):
    words, parts = wording if isinstance(wording, tuple) else (wording, "")
    write(f"own{number}.xml", re.sub(r"<supplementary-agreement[^>]*>", lambda start: f"{start[0]}<wording>{words}</wording>{parts}", agreement))
    names.append((f"own{number}.xml", f"-- {words} {parts}"))
write("contract.xml", re.sub(r"<service-contract[^>]*>", lambda start: start[0] + OWN, re.sub(r"<period_clause>.*", "", contract)))
names.append(("contract.xml", None))
done = subprocess.run(["chengwen", "check", *(name for name, _ in names)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
lines = [line for line in done.stdout.splitlines() if "error" in line or "warning" in line]
for name, title in names:
    said = [line for line in lines if line.startswith(name + ":")]
    lines = [line for line in lines if line not in said]
    if title is not None:
        print(title)
        said = [re.sub(rf"^{name}:[0-9]*:[0-9]*: ", "", line).replace(name, "own.xml") for line in said]
    for line in said:
        if title is not None or "error" in line:
            print(line)
print(*lines, sep="\n", end="") # of no paper: none
