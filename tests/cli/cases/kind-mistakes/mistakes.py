"""Samples, each with one mistake; prints their names, one a line.  usage: mistakes.py FOLDER-OF-SAMPLES"""
import os
import shutil
import sys

MISTAKES = {
"lanting-assessment": [
    ("没有写合计，满分之和不是100", 'full="40"', 'full="45"'),
    ("一项扣过了头", "<member name=\"程桂兰\"", "<deduction of=\"垃圾清运\" day=\"2026-02-03\" reason=\"未清运\" evidence=\"照片\" points=\"45\"/><member name=\"程桂兰\""),
    ("首月不是季度的首月", 'from="2026-01"', 'from="2026-02"')],
"yulan-assessment": [
    ("满分之和不是100", 'full="10" lost="0" score="10"><standard>没有软食', 'full="11" lost="0" score="11"><standard>没有软食'),
    ("扣分多于满分", 'evidence="台账抽查表" each="1" points="1"', 'evidence="台账抽查表" points="5.5"'),
    ("得分不是满分减扣分", 'score="86.5"', 'score="87.5"'),
    ("等次不随得分", 'grade="良好"', 'grade="优秀"'),
    ("应付不是服务费乘比例", 'payable="437400"', 'payable="461700"'),
    ("大写与小写不同", "肆拾叁万柒仟肆佰元整", "肆拾叁万肆仟柒佰元整"),
    ("扣分不在这个季度", 'day="2026-06-30"', 'day="2026-07-01"'),
    ("扣分的项目没有", '<deduction of="上门探视"', '<deduction of="上门探访"'),
    ("等次的分数有空缺", 'min="80" max="92"', 'min="81" max="92"'),
    ("等次低的多付", 'max="80" value="0.75"', 'max="80" value="0.95"'),
    ("次数和每次扣分不对", 'times="3" each="0.5" points="1.5"', 'times="2" each="0.5" points="1.5"'),
    ("每次扣分不是扣分标准的", 'reason="晚餐迟到35分钟" evidence="配送系统记录" each="2" points="2"', 'reason="晚餐迟到35分钟" evidence="配送系统记录" each="3" points="3"'),
    ("扣分既没有写也算不出", 'each="2" points="2"/>\n  <deduction of="台账', '/>\n  <deduction of="台账'),
    ("下一季度之后才考核", 'date="2026-07-06"', 'date="2026-10-06"')],
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
    ("竣工早于开工", 'begun="2025-08-11"', 'begun="2025-12-21"'),
    ("工期少算一天", 'duration="132"', 'duration="131"'),
    ("工期超过合同工期", 'agreed_duration="135"', 'agreed_duration="120"'),
    ("占合同价的比例不对", 'contract_share="96.86"', 'contract_share="103.24"')],
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
    ("公示止于放假", 'to="2026-09-24"', 'to="2026-09-25"'),
    ("报价的大写不对", "贰佰肆拾陆万捌仟元整", "贰佰肆拾陆万零捌佰元整"),
    ("日历少了清明", '    <off from="2026-04-04" to="2026-04-06"/>\n', ""),
    ("日历的调休不是周末", '<work day="2026-05-09"/>', '<work day="2026-05-08"/>'),
    ("日历的调休在放假之中", '<work day="2026-02-14"/>', '<work day="2026-02-15"/>'),
    ("日历的调休离放假远", '<work day="2026-09-20"/>', '<work day="2026-08-16"/>')],
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
    ("主持人请了假", 'host="赵立新"', 'host="尹建国"'),
    ("时限在一年之后", 'by="2026-07-10"', 'by="2027-07-10"'),
    ("两个月后才印发", 'printed="2026-05-15"', 'printed="2026-07-15"')],
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
    ("评价期间少算一个月", 'months="12"', 'months="11"'),
    ("过了一年才评价", 'date="2026-04-20"', 'date="2027-04-20"'),
    ("得分不随完成值", 'reached="5" each="1" standard="6个，少一个扣1分" actual="5个"', 'reached="4" each="1" standard="6个，少一个扣1分" actual="4个"'),
    ("完成情况写的是别的数", 'standard="6个，少一个扣1分" actual="5个"', 'standard="6个，少一个扣1分" actual="4个"'),
    ("评价标准写的是别的目标", 'standard="42万人次，按完成比例得分"', 'standard="40万人次，按完成比例得分"'),
    ("同一类的没有写在一起", 'area="效益" aspect="满意度" name="家属满意度"', 'area="产出" aspect="满意度" name="家属满意度"')],
"lanting-performance": [
    ("另定的等级有重叠", 'label="良" min="85" max="95"', 'label="良" min="85" max="96"'),
    ("产出和效益的权重太轻", 'area="效益" aspect="满意度" name="居民满意度"', 'area="影响" aspect="满意度" name="居民满意度"')],
"shuimen-self-evaluation": [
    ("执行数多于预算数", 'adjusted="266.5" spent="262.334"', 'adjusted="266.5" spent="272.334"'),
    ("执行率按年初预算算", 'rate="98.47"', 'rate="93.82"'),
    ("预算执行得分不随执行率", 'funds_score="9.85"', 'funds_score="10"'),
    ("产出指标的分值不是50", 'counter="场" reached="105" points="10" score="10"', 'counter="场" reached="105" points="8" score="8"'),
    ("总分漏加一项", 'total="97.55"', 'total="87.70"'),
    ("等级不随总分", 'grade="优"', 'grade="良"'),
    ("没有完成却得满分", 'reached="95.24" points="10" score="9.52"', 'reached="95.24" points="10" score="10"'),
    ("扣分没有偏差原因", "\n    <reason>两支队伍更换骨干，已开展培训。</reason>\n  ", ""),
    ("指标值只写了一半", 'planned="24" actual="24"', 'planned="24"'),
    ("越低越好的按越高越好计分", 'target="不超过全年预算数" done="未超过"', 'planned="272.5" actual="300" counter="万元" ceiling="yes"'),
    ("年度没有改", 'year="2025"', 'year="2024"')],
"pinghu-acceptance": [
    ("数量不足却判合格", 'place="辅城坳社区党群服务中心" total="227380" words="贰拾贰万柒仟叁佰捌拾元整">\n  <item name="LED显示屏" model="P1.8，3.84m×2.16m" unit="套" agreed="1"',
     'place="辅城坳社区党群服务中心" total="227380" words="贰拾贰万柒仟叁佰捌拾元整" verdict="合格">\n  <item name="LED显示屏" model="P1.8，3.84m×2.16m" unit="套" agreed="1" arrived="0"'),
    ("实收多于合同", 'unit="台" agreed="3"', 'unit="台" agreed="3" arrived="4"'),
    ("合同金额不是单价乘数量之和", 'total="227380"', 'total="227830"'),
    ("合同金额的大写不对", "贰拾贰万柒仟叁佰捌拾元整", "贰拾贰万柒仟捌佰叁拾元整"),
    ("逾期到货没有写处理", 'due="2026-05-22" term="65"', 'due="2026-05-15" term="58"'),
    ("交货期限不是约定的天数", 'term="65"', 'term="60"'),
    ("照片摄于签约之前", 'taken="2026-05-19"', 'taken="2026-03-09"'),
    ("照片摄于验收之后", 'taken="2026-05-19"', 'taken="2026-05-29"'),
    ("验收早于到货", 'date="2026-05-22" place', 'date="2026-05-18" place'),
    ("到货一个月后才验收", 'date="2026-05-22" place', 'date="2026-06-22" place'),
    ("验收小组只有两人", '  <member name="郑国栋" post="辅城坳社区党群服务中心 负责人"/>\n', "")],
"yulan-survey": [
    ("有效问卷多于回收", "<valid>436</valid>", "<valid>463</valid>"),
    ("受访者之和不是有效问卷", 'name="志愿者及其他" count="23"', 'name="志愿者及其他" count="32"'),
    ("一题的回答之和不对", 'said="非常满意" count="189"/>', 'said="非常满意" count="198"/>'),
    ("一题的回答没有写", '  <tally of="求助后的回应速度" said="非常满意" count="189"/>\n  <tally of="求助后的回应速度" said="满意" count="152"/>\n  <tally of="求助后的回应速度" said="一般" count="64"/>\n'
     '  <tally of="求助后的回应速度" said="不满意" count="24"/>\n  <tally of="求助后的回应速度" said="非常不满意" count="7"/>\n', ""),
    ("回答的选项没有列出", 'of="场地与设施" said="一般"', 'of="场地与设施" said="尚可"'),
    ("回收率的底数不对", "<return_rate>94.2</return_rate>", "<return_rate>96.5</return_rate>"),
    ("一类的回答多于受访者", 'of="活动内容与时间安排" by="残疾人及家属" said="一般" count="8"', 'of="活动内容与时间安排" by="残疾人及家属" said="一般" count="18"'),
    ("一类的回答只写了一部分", '  <tally of="场地与设施" by="困境家庭" said="一般" count="8"/>\n', ""),
    ("各类之和不是全体", 'of="场地与设施" said="满意" count="155"/>\n  <tally of="场地与设施" said="一般" count="92"/>', 'of="场地与设施" said="满意" count="145"/>\n  <tally of="场地与设施" said="一般" count="102"/>'),
    ("回答的类别没有列出", 'of="活动内容与时间安排" by="社区工作者" said="一般"', 'of="活动内容与时间安排" by="社工" said="一般"'),
    ("一类一个选项写了两次", 'of="场地与设施" by="社区工作者" said="不满意"', 'of="场地与设施" by="社区工作者" said="一般"'),
    ("类别人数互换", 'name="困境家庭" count="39"/>\n  <people name="社区工作者" count="31"', 'name="困境家庭" count="31"/>\n  <people name="社区工作者" count="39"'),
    ("综合得分不是各维度的平均", "<score>81.7</score>", "<score>82.8</score>"),
    ("维度没有列出", 'title="场地与设施" part="场地"', 'title="场地与设施" part="设施"'),
    ("比上期的正负号反了", 'last="87.6" change="-0.3"', 'last="87.6" change="0.3"'),
    ("上季度的得分与上期不符", 'from="2026-01" score="83.3"', 'from="2026-01" score="82.3"'),
    ("漏了一个季度", '  <quarter from="2025-07"/>\n', ""),
    ("调查天数没有算头尾", 'length="25"', 'length="24"'),
    ("调查不在末季度", 'to="2026-06-26" length="25"', 'to="2026-07-06"'),
    ("落款早于调查结束", 'survey-report date="2026-07-08"', 'survey-report date="2026-06-18"'),
    ("半年以后才成文", 'survey-report date="2026-07-08"', 'survey-report date="2027-07-08"')]}

shutil.copytree(os.path.join(sys.argv[1], "photos"), "photos")
for sample, mistakes in MISTAKES.items():
    with open(os.path.join(sys.argv[1], sample + ".xml"), encoding="utf-8") as file:
        text = file.read()
    for name, old, new in mistakes:
        assert text.count(old) == 1, (sample, name, text.count(old))
        with open(name + ".xml", "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))
        print(name + ".xml")
