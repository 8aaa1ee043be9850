"""Samples, each with one mistake; prints their names, one a line.  usage: mistakes.py FOLDER-OF-SAMPLES"""
import os
import sys

MISTAKES = {
"lanting-assessment": [
    ("没有写合计，满分之和不是100", 'full="40"', 'full="45"'),
    ("一项扣过了头", "<member name=\"程桂兰\"", "<deduction of=\"垃圾清运\" day=\"2026-02-03\" reason=\"未清运\" evidence=\"照片\" points=\"45\"/><member name=\"程桂兰\""),
    ("首月不是季度的首月", 'from="2026-01"', 'from="2026-02"')],
"yulan-assessment": [
    ("满分之和不是100", 'full="10" lost="0" score="10"><standard>没有软食', 'full="11" lost="0" score="11"><standard>没有软食'),
    ("扣分多于满分", 'evidence="台账抽查表" points="1"', 'evidence="台账抽查表" points="5.5"'),
    ("得分不是满分减扣分", 'score="86.5"', 'score="87.5"'),
    ("等次不随得分", 'grade="良好"', 'grade="优秀"'),
    ("应付不是服务费乘比例", 'payable="437400"', 'payable="461700"'),
    ("大写与小写不同", "肆拾叁万柒仟肆佰元整", "肆拾叁万肆仟柒佰元整"),
    ("扣分不在这个季度", 'day="2026-06-30"', 'day="2026-07-01"'),
    ("扣分的项目没有", '<deduction of="上门探视"', '<deduction of="上门探访"'),
    ("等次的分数有空缺", 'min="80" max="92"', 'min="81" max="92"'),
    ("等次低的多付", 'max="80" value="0.75"', 'max="80" value="0.95"')],
"pinghu-settlement": [
    ("合价不是工程量乘单价", 'submitted="299000"', 'submitted="299900"'),
    ("审定价不是各项之和", 'approved="1383188.92"', 'approved="1383198.92"'),
    ("单位工程之和不对", 'added="0" cut="59849.03"', 'added="0" cut="59948.03"'),
    ("核减没有原因", 'approved="124608.3" why="工程量多计"', 'approved="124608.3"'),
    ("原因没有列出", 'why="签证漏计"', 'why="漏计签证"'),
    ("核减率以审定价为底", 'rate="6.56"', 'rate="7.02"'),
    ("已付多于审定价", 'paid="1142400"', 'paid="1412400"'),
    ("审定价的大写不对", "壹佰叁拾捌万叁仟", "壹佰叁拾万捌仟叁仟"),
    ("保证金超过百分之三", 'paid="1142400"', 'paid="1142400" retention_rate="5"'),
    ("竣工早于开工", 'begun="2025-08-11"', 'begun="2025-12-21"')],
"lanting-settlement": [
    ("审定价超过合同价", 'contract="28600"', 'contract="26800"'),
    ("没有核减却写了原因", 'submitted_price="52.4"', 'submitted_price="52.4" why="工程量多计"'),
    ("审核人自己复核", 'rechecker="何平"', 'rechecker="程桂兰"')],
"shuimen-result": [
    ("名次与得分不符", 'final="84.17" rank="4"', 'final="84.17" rank="3"'),
    ("没有去掉最高分和最低分", 'final="89.83"', 'final="89.7"'),
    ("评分高于满分", 'by="戴明轩" points="93"', 'by="戴明轩" points="193"'),
    ("一位评委没有打分", '  <score of="同心社工事务所" by="姚佩珊" points="88"/>\n', ""),
    ("一位评委打了两次分", 'of="同心社工事务所" by="姚佩珊"', 'of="同心社工事务所" by="戴明轩"'),
    ("不是评委的人打分", 'of="同心社工事务所" by="姚佩珊"', 'of="同心社工事务所" by="姚佩珍"'),
    ("选了第四名", 'final="84.17" rank="4"', 'final="84.17" rank="4" chosen="yes"'),
    ("报价超过最高限价", 'ceiling="2500000"', 'ceiling="2450000"'),
    ("公示天数没有算调休", 'period="6" period_words="6个工作日"', 'period="5" period_words="5个工作日"'),
    ("公示止于放假", 'to="2026-09-24"', 'to="2026-09-25"')],
"lanting-result": [
    ("并列没有写怎样确定", "  <tie>两家得分和报价相同，经公开抽签，味康餐饮中签。</tie>\n", ""),
    ("并列的都选了", ' chosen="no"', ""),
    ("公示只有两日", 'to="2026-05-15"', 'to="2026-05-14"'),
    ("去掉得太多", 'trim="0"', 'trim="2"')],
"yulan-minutes": [
    ("出席人数与名单不符", 'present="7" absent', 'present="8" absent'),
    ("应到人数对不上", 'invited="8"', 'invited="9"'),
    ("时限早于会议", 'by="2026-05-22"', 'by="2026-05-02"'),
    ("责任单位没有人到会", 'unit="市政服务中心" with', 'unit="市政养护中心" with'),
    ("任务的议题没有列出", 'of="老旧电梯安全隐患排查" what="会同', 'of="老旧电梯隐患排查" what="会同'),
    ("票数加起来不是实到", 'agree="6" against="0" abstain="1" votes="7"', 'agree="5" against="0" abstain="1"'),
    ("票数不够却写通过", 'agree="6" against="0" abstain="1" votes="7" result="通过"/>', 'agree="4" against="3" abstain="0" votes="7" result="通过"/>'),
    ("主持人请了假", 'host="赵立新"', 'host="尹建国"')],
"lanting-minutes": [
    ("到会的不过半", 'due="7"', 'due="10"'),
    ("表决的比出席的多", 'present="5" agree="4"', 'present="6" agree="5"'),
    ("表决没有通过却有任务", 'agree="4" against="1"', 'agree="3" against="2"'),
    ("议题没有议定事项", '  <task of="南门夜间停车" what="在南门划出禁停线并张贴告示" unit="居民委员会" who="程桂兰" by="2026-04-30"/>\n', "")],
"yulan-performance": [
    ("权重之和不是100", 'name="家属满意度" weight="4" score="4"', 'name="家属满意度" weight="5" score="5"'),
    ("得分之和不是总分", 'score="86" grade', 'score="87" grade'),
    ("一级指标的权重与三级不符", '<area name="产出" weight="30"', '<area name="产出" weight="35"'),
    ("得分高于权重", 'name="单餐补贴成本" weight="4" score="4"', 'name="单餐补贴成本" weight="4" score="4.5"'),
    ("扣分没有原因", ' reason="没有分街道测算"', ""),
    ("等级与得分不符", 'grade="良"', 'grade="优"'),
    ("执行率超过100没有原因", 'spent="306.9" rate="95.91"', 'spent="360.9"'),
    ("执行率以预算为底", 'executed="96.03"', 'executed="93.98"'),
    ("问题涉及的指标没有", '<cite name="制度执行有效性"/>', '<cite name="制度执行有效率"/>'),
    ("得分率低却没有问题", '    <cite name="助餐点运营可持续性"/>\n', ""),
    ("问题没有建议", 'for="绩效目标没有按需求测算"', 'for="助餐点布局和运营能力不足"'),
    ("同一类的没有写在一起", 'area="效益" aspect="满意度" name="家属满意度"', 'area="产出" aspect="满意度" name="家属满意度"')],
"lanting-performance": [
    ("另定的等级有重叠", 'label="良" min="85" max="95"', 'label="良" min="85" max="96"'),
    ("产出和效益的权重太轻", 'area="效益" aspect="满意度" name="居民满意度"', 'area="影响" aspect="满意度" name="居民满意度"')]}

for sample, mistakes in MISTAKES.items():
    with open(os.path.join(sys.argv[1], sample + ".xml"), encoding="utf-8") as file:
        text = file.read()
    for name, old, new in mistakes:
        assert text.count(old) == 1, (sample, name, text.count(old))
        with open(name + ".xml", "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))
        print(name + ".xml")
