"""Samples with a few words changed: what is said of each, or that it is made.  All go through one run."""
import os
import subprocess

SAMPLES = os.environ["HOME_TREE"] + "/input/"
JUDGES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰午未申酉亥春夏秋冬东南西北中"
RESULT_JUDGES = [f'  <judge name="{name}" post="{post}"/>' for name, post in (("何平", "居民代表"), ("马小军", "居民代表"), ("卢秀英", "社区工作站"))]
RESULT_SCORES = [("味康餐饮", "44 42.5 45"), ("福禄家厨", "43.5 45 43"), ("老街食堂", "40 39 41")]


def many_judges(count):
    """Changes of the sample so that so many judges give marks with two decimals."""
    judges = [f"评委{name}" for name in JUDGES[:count]]
    changes = [(RESULT_JUDGES[0], "".join(f'<judge name="{name}" post="专家"/>' for name in judges)), (RESULT_JUDGES[1], ""), (RESULT_JUDGES[2], "")]
    for of, points in RESULT_SCORES:
        for by, mark in zip(("何平", "马小军", "卢秀英"), points.split()):
            made = "".join(f'<score of="{of}" by="{name}" points="{44 if of == "福禄家厨" else mark.split(".")[0]}.25"/>' for name in judges) if by == "何平" else ""
            changes.append((f'  <score of="{of}" by="{by}" points="{mark}"/>\n', made))
    return changes


ZERO_CEILING = ('name="绿地养护达标率" weight="35" score="33.5" standard="95%" actual="93.5%" reason="两处草坪补种后未成活"',
                'name="安全责任事故" weight="35" score="35" planned="0" reached="{}" {} standard="0起" actual="全年{}起"')
CASES = [  # what is right; the sample; what is changed
    ("letter: words without digits stand in a summed column", "pingshan-request", [('<cell number="9"/>', '<cell words="—"/>'), ('summed="yes" total="27"', 'summed="yes"')]),
    ("letter: a number as words would be left out of the sum", "pingshan-request", [('<cell number="9"/>', '<cell words="9"/>'), ('summed="yes" total="27"', 'summed="yes"')]),
    ("letter: the same with words behind", "pingshan-request", [('<cell number="9"/>', '<cell words="９（含兼职2人）"/>'), ('summed="yes" total="27"', 'summed="yes"')]),
    ("letter: the same in a column of sums alone", "pingshan-request", [('<cell number="9"/>', '<cell words="9"/>'), ('summed="yes" total="27"', ''), ('row_head="中心"', 'row_head="中心" totals="计"')]),
    ("letter: nothing is summed", "pingshan-request", [('<cell number="9"/>', '<cell words="9"/>'), ('summed="yes" total="27"', '')]),
    ("letter: a cell prints one of them", "pingshan-request", [('<cell number="9"/>', '<cell number="9" words="含兼职"/>')]),
    ("result: two of three, the last two tied", "lanting-result", [('trim="0"', 'trim="0" places="2"'), ('<candidate name="老街食堂" bid="91500"', '<candidate name="老街食堂" bid="1"'), ('points="40"', 'points="49"'), ('points="39"', 'points="49"'), ('points="41"', 'points="49"')]),
    ("result: of the same the first is left out", "lanting-result", [('trim="0"', 'trim="0" places="2"'), ('bid="88000" chosen="no"', 'bid="88000"'), ('<candidate name="老街食堂" bid="91500"', '<candidate name="老街食堂" bid="1" chosen="no"'), ('points="40"', 'points="49"'), ('points="39"', 'points="49"'), ('points="41"', 'points="49"')]),
    ("result: without a tie a better one is left out", "lanting-result", [('bid="88000"/>', 'bid="87000" chosen="no"/>'), ('bid="88000" chosen="no"', 'bid="88000"')]),
    ("result: thirteen judges", "lanting-result", many_judges(13)),
    ("result: twenty-nine judges", "lanting-result", many_judges(29)),
    ("performance: a ceiling of nothing that is kept", "lanting-performance", [(ZERO_CEILING[0], ZERO_CEILING[1].format(0, 'ceiling="yes"', 0))]),
    ("performance: a ceiling of nothing that is not", "lanting-performance", [(ZERO_CEILING[0], ZERO_CEILING[1].format(1, 'ceiling="yes"', 1))]),
    ("performance: no ceiling, and nothing aimed at", "lanting-performance", [(ZERO_CEILING[0], ZERO_CEILING[1].format(0, "", 0))]),
    ("performance: funds from the year before", "lanting-performance", [("  <indicator area=\"决策\"", '  <fund name="上年结转" budget="0" allocated="3" spent="3"/>\n  <indicator area="决策"')]),
    ("performance: no funds at all", "lanting-performance", [('budget="24.5"', 'budget="0"')]),
    ("self-evaluation: nothing aimed at", "lanting-self-evaluation", [('planned="32"', 'planned="0"')]),
    ("acceptance: a legal 大写", "lanting-acceptance", [('supplier="松木家具店"', 'supplier="松木家具店" words="人民币玖仟贰佰玖拾贰圆正"')]),
    ("acceptance: another amount", "lanting-acceptance", [('supplier="松木家具店"', 'supplier="松木家具店" words="玖仟贰佰玖拾叁元整"')]),
    ("acceptance: 报刊架 on one line beside long names, models and amounts", "lanting-acceptance", [('name="阅览桌" model="1.6m×0.8m"', 'name="可升降式双面阅览桌（带电源插座）" model="KL-2026/XD-1600×800×750"'), ('price="780"', 'price="1234567.80"')]),
    ("minutes: a name of twenty characters", "lanting-minutes", [('meeting="兰亭社区居民议事会"', 'meeting="兰亭社区居民议事会暨物业管理委员会联席会"')]),
    ("minutes: of forty", "lanting-minutes", [('meeting="兰亭社区居民议事会"', 'meeting="兰亭社区居民议事会暨物业管理委员会联席会全体楼栋代表和驻社区各单位扩大会议"')]),
    ("letter: a row of totals", "pingshan-request", [("      <note>", '      <row name="合　计："><cell number="27"/><cell number="1903150.00"/></row>\n      <note>')]),
    ("letter: a row that is part of another", "pingshan-request", [('<row name="六联">', '<row name="其中：六联">')]),
    ("letter: a column of sums that is typed, a figure", "pingshan-request", [('summed="yes" total="27"', ""), ('name="在岗社工（人）"', 'name="合计" decimals="0"'), ("  <body>", '  <figure name="合计" value="27"/>\n  <body>')]),
    ("agreement: an item of totals", "pinghu-contract", [("  </budget>", '    <item name="合计" amount="2690000"/>\n  </budget>')]),
    ("performance: funds of totals", "lanting-performance", [('  <indicator area="决策"', '  <fund name="总计" budget="24.5" allocated="24.5" spent="25.1" reason="同上"/>\n  <indicator area="决策"')]),
    ("performance: an indicator of totals", "lanting-performance", [('  <indicator area="决策"', '  <indicator area="决策" aspect="小计" name="小计" weight="15" score="15" standard="—"/>\n  <indicator area="决策"')]),
    ("acceptance: an item of totals", "lanting-acceptance", [("  <finding>", '  <item name="合计" model="—" unit="项" agreed="1" price="9292"/>\n  <finding>')]),
    ("settlement: an item of totals", "lanting-settlement", [("  <item ", '  <item of="围墙维修" name="小计" unit="项" submitted_quantity="1" submitted_price="26993.60"/>\n  <item ')]),
    ("survey: a dimension that nobody was asked about", "lanting-survey", [('  <dimension name="', '  <dimension name="价格"/>\n  <dimension name="')]),
    ("assessment: no grade for the score", "lanting-assessment", [("  <member", '  <deduction of="楼道和电梯" day="2026-02-11" reason="不洁50处" evidence="照片" points="50"/>\n  <agreed label="合格" min="60" value="1"/>\n  <member')]),
]


def changed(sample, changes):
    with open(SAMPLES + sample + ".xml", encoding="utf-8") as file:
        text = file.read()
    for old, new in changes:
        if old not in text:
            print("not in", sample, ":", old)
        text = text.replace(old, new, 1)
    return text


for number, (_, sample, changes) in enumerate(CASES, 1):
    with open(f"{number:02}-{sample}.xml", "w", encoding="utf-8") as file:
        file.write(changed(sample, changes))
names = [f"{number:02}-{sample}.xml" for number, (_, sample, _) in enumerate(CASES, 1)]
said = subprocess.run(["chengwen", "build", "-q", "--strict-prose", "-o", "out", *names], stderr=subprocess.PIPE, check=False).stderr.decode().splitlines()
for name, (right, _, _) in zip(names, CASES):
    print(f"--- {right}")
    for line in said:
        if line.startswith(name + ":"):
            print(line)
    print("made" if os.path.exists("out/" + name.replace(".xml", ".pdf")) else "not made")
pages = subprocess.run(["chengwen", "dump", "--stage=pages", "19-lanting-acceptance.xml", "20-lanting-acceptance.xml"], capture_output=True, check=False).stdout.decode()
print("--- 报刊架 in 20:", pages.count("报刊架"))
print("--- elsewhere")
for line in said:
    if not line.startswith(tuple(name + ":" for name in names)):
        print(line)
