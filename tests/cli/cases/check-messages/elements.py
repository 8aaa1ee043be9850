"""Every check element in failing form: constants, stated and computed fields on either side, at the outer level and in a list."""
import at_once

FIELDS = '''<number name="valid" label="有效问卷" default="90"/><number name="made" label="应收" is="valid * 1"/>
<number name="yuan" label="合同额" unit="元" default="0"/><number name="wan" label="合同额（万元）" unit="万元" default="0"/>
<date name="from" label="起" default="today()"/><date name="to" label="止" default="today()"/><text name="t" label="题名" default="''"/><text name="s" label="附件题名" default="''"/>
<bands name="grades"><band min="90" label="优"/><band max="90" label="良"/></bands>
%s
<list name="q" label="题目"><text name="name" label="题"/><number name="n" label="人数" default="0"/><number name="m" label="满分" default="0"/><number name="twice" label="两倍" is="n * 2"/>
<date name="d" label="答题日" default="today()"/><date name="e" label="交卷日" default="today()"/><text name="w" label="写法" default="''"/>
<number name="min" label="下限" optional="yes"/><number name="max" label="上限" optional="yes"/>
<number name="pay" label="酬金" unit="元" default="0"/>
%s
<list name="answer" label="答案"><text name="name" label="答" default="''"/><number name="n" label="人数" default="0"/><number name="min" label="下限" optional="yes"/><number name="max" label="上限" optional="yes"/></list></list>'''
ANSWERS = '<q name="甲" n="50"><answer name="好" n="20"/><answer name="差" n="25"/></q>\n<q name="乙" n="60"/>'
BANDS = ('<q name="优" min="90"/><q name="良" min="60" max="89"/><q name="差" max="60"/>', '<q name="差" max="60"/><q name="良" min="59" max="90"/>',
         '<q name="差" max="60"/><q name="良" max="90"/>', '<q name="优" min="90"/><q name="良" min="60"/>')


trials = []


def run(outer, inner, attributes, records):
    trials.append((outer or "in the list: " + inner, attributes,
                   {"model.xml": f'<model kind="k"><document title="x" subject="x" author="x"/>{FIELDS % (outer, inner)}</model>',
                    "style.xml": '<styles><page name="sheet"/></styles>', "layout.xml": '<layout><section page="sheet"><p>文</p></section></layout>'},
                   f"<k{attributes}>\n{records}</k>"))


OUTER = [
    
('<sum of="q.n" is="100"/>',''),
    ('<sum of="q.n" is="valid"/>',' valid="100"'),
    ('<sum of="q.n" is="made"/>',' valid="100"'),
    ('<sum of="q[n &gt; 55].n" is="valid"/>',''),
    ('<sum of="each(q, default(n, 0))" is="made"/>',''),
    ('<sum of="q.twice" is="made"/>',''),
    ('<sum of="q.answer.n" is="made"/>',''),
    ('<sum of="q.n" is="made + 1"/>',''),
    ('<sum of="q.n" is="100" when="valid = 90" tolerance="1"/>',''),
    ('<sum of="q.n" is="100" at="valid"/>',' valid="90"'),
    ('<children of="q.n" is="100"/>',''),
    ('<instalments of="q.pay" is="yuan"/>',' yuan="5"'),
    ('<crossfoot rows="q.n" columns="valid + made" is="made"/>',' valid="7"'),
    ('<equal of="valid" to="7"/>',' valid="8"'),
    ('<equal of="7" to="valid"/>',' valid="8"'),
    ('<equal of="made" to="7"/>',' valid="8"'),
    ('<equal of="t" to="s"/>',' t="a" s="b"'),
    ("<equal of=\"'年度'\" to=\"s\"/>",' s="b"'),
    ('<difference of="yuan" less="2" is="5"/>',' yuan="9"'),
    ('<product of="valid" by="2" is="5"/>',' valid="9"'),
    ('<remainder of="yuan" less="2" is="5"/>',' yuan="9"'),
    ('<equal of="wan" to="yuan"/>',' yuan="9"'),
    ('<ratio of="valid" base="3" is="0.5"/>',' valid="1"'),
    ('<ratio of="valid" base="3" is="0.333333"/>',' valid="1"'),
    ('<percent of="valid" base="3" is="30"/>',' valid="1"'),
    ('<percent-total of="q.n"/>',''),
    ('<cap of="made" at-most="7"/>',' valid="9"'),
    ('<cap of="valid" at-most="7"/>',' valid="9"'),
    ('<at-most of="made" full="7"/>',' valid="9"'),
    ('<range of="made" min="10" max="11"/>',' valid="9"'),
    ('<range of="q.n" min="10" max="11"/>',' valid="9"'),
    ('<range of="valid" min="10" max="11"/>',' valid="9"'),
    ('<range of="7" min="valid"/>',' valid="9"'),
    ('<bands-join of="q"/>',''),
    ('<grade of="valid" bands="grades" is="t"/>',' valid="9" t="优"'),
    ("<grade of=\"valid\" bands=\"grades\" is=\"'优'\"/>",' valid="9" t="优"'),
    ('<words of="yuan" is="t"/>',' yuan="3" t="壹元整"'),
    ("<words of=\"yuan\" is=\"'壹元整'\"/>",' yuan="3"'),
    ('<handate of="from" is="t"/>',' from="2022-05-16" t="二〇二二年五月十七日"'),
    ("<handate of=\"from\" is=\"'二〇二二年五月十七日'\"/>",' from="2022-05-16"'),
    ('<order of="from; to"/>',' from="2022-05-16" to="2022-05-15"'),
    ('<order of="today(); to"/>',' from="2022-05-16" to="2022-05-15"'),
    ('<before of="3; valid"/>',' valid="3"'),
    ('<before of="made; 3"/>',' valid="3"'),
    ('<period from="from" to="to" months="12"/>',' from="2022-05-16" to="2022-06-15"'),
    ('<period from="from" to="to" months="valid"/>',' from="2022-05-16" to="2022-06-15" valid="2"'),
    ('<copies of="valid + made" is="4"/>',' valid="3"'),
    ('<counted of="q" is="3"/>',''),
    ('<counted of="q" is="valid"/>',' valid="1"'),
    ("<same of=\"t; '表'; s\"/>",' t="表格" s="表册"'),
    ('<unique of="q.n"/>','dup'),
    ('<refers of="t" to="q.name"/>',' t="丙"'),
    ("<refers of=\"'丙'\" to=\"q.name\"/>",''),
]
INNER = [
    ('<sum of="answer.n" is="valid"/>',' valid="45"'),
    ('<sum of="answer.n" is="n"/>',''),
    ('<sum of="answer.n" is="45"/>',''),
    ('<sum of="answer.n" is="made"/>',' valid="45"'),
    ('<equal of="n" to="valid"/>',' valid="50"'),
    ('<equal of="valid" to="n"/>',' valid="50"'),
    ('<equal of="valid" to="made + n"/>',' valid="50"'),
    ('<cap of="n" at-most="valid"/>',' valid="50"'),
    ('<cap of="valid" at-most="n"/>',' valid="55"'),
    ('<cap of="twice" at-most="valid"/>',' valid="100"'),
    ('<order of="from; d"/>',' from="2026-02-01"'),
    ('<counted of="answer" is="valid"/>',' valid="2"'),
    ('<product of="n" by="2" is="valid"/>',' valid="100"'),
    ("<unique of=\"answer.name\"/>",'dup2'),
    ("<bands-join of=\"answer\"/>",'bands'),
    ('<refers of="name" to="answer.name"/>',''),
    ('<refers of="t" to="answer.name"/>',' t="好"'),
    ('<check that="n = valid">不等</check>',' valid="50"'),
    ('<check that="n = valid" at="valid">不等</check>',' valid="50"'),
    ('<check that="twice = valid" at="twice">不等</check>',' valid="100"')]

for check, attributes in OUTER:
    for records in BANDS if "bands-join" in check else (ANSWERS,):
        if attributes == "dup":
            records, attributes = records.replace('n="60"', 'n="50"'), ""
        run(check, "", attributes, records)
for check, attributes in INNER:
    records = ANSWERS
    if attributes == "dup2":
        records, attributes = records.replace('"差"', '"好"'), ""
    if attributes == "bands":
        records, attributes = '<q name="甲"><answer name="好" min="9"/><answer name="差" max="8"/></q>', ""
    run("", check, attributes, records)
for (check, attributes, *_), outcome in zip(trials, at_once.run(["check", "--quiet", "--date=2026-01-01"], [trial[2:] for trial in trials])):
    print(check, attributes, *outcome.messages, sep="\n    ")
