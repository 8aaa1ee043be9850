"""The samples with one fault each: how many messages that is."""
import json
import os
import re
import subprocess

SAMPLES = os.environ["HOME_TREE"] + "/input/"
A, C, Y = (open(SAMPLES + name).read() for name in ("pinghu-agreement.xml", "pinghu-contract.xml", "yulan-report.xml"))


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


names = []


def run(name, text, contract):
    """Checked with all others, in a folder of its own with the contract, or the one of the run before."""
    names.append(name)
    here, before = (f"{number:02}" for number in (len(names), len(names) - 1))
    os.mkdir(here)
    write(here + "/a.xml", text)
    write(here + "/pinghu-contract.xml", contract or open(before + "/pinghu-contract.xml").read())


def check_all():
    files = [f"{number:02}/a.xml" for number in range(1, len(names) + 1)]
    done = subprocess.run(["chengwen", "check", "--format=json", "--date=2026-01-01", *files], capture_output=True, text=True)
    for name, file, line in zip(names, files, done.stdout.splitlines(), strict=True):
        result = json.loads(line)
        assert result["input"] == file
        print(name, *(message.replace(file[:3], "") for message in result["messages"]), sep="\n    ")


def rep(text, *pairs):
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


run('href missing',rep(A,('href="pinghu-contract.xml"','href="nix.xml"')),C)
run('href kind',A,Y)
run('href malformed',A,C.replace('</budget>',''))
run('href misspelt root attr',A,rep(C,('signed=','sined=')))
run('href misspelt itself',A.replace(' href="pinghu-contract',' hrf="pinghu-contract'),C)
run('href wrong date',A,rep(C,('signed="2025-07-30"','signed="2025-7-30"')))
run('href wrong amount',A,rep(C,('amount="1662624"','amount="1662625"')))
run('href wrong words',A,rep(C,('words="贰佰陆拾玖万元整"','words="贰佰陆拾捌万元整"')))
run('href illegal words',A,rep(C,('words="贰佰陆拾玖万元整"','words="二百万"')))
run('href duplicate item',A,rep(C,('name="督导经费"','name="辅助社工经费"')))
run('href missing budget',A,re.sub(r'<budget.*</budget>','',C,flags=re.S))
run('href wrong from',A,rep(C,('from="2025-08-02"','from="2025-08-33"')))
run('href missing amount',A,rep(C,(' amount="1662624"','')))
run('dup item amended',rep(A,('<item name="督导经费" amount="46200" percent="1.83"/>','<item name="督导经费" amount="46200" percent="1.83"/><item name="督导经费" amount="1"/>')),C)
run('dup contract',rep(C,('name="督导经费"','name="辅助社工经费"')),None)
run('wrong total',rep(A,('total="2527273"','total="2527274"')),C)
run('wrong item amount',rep(A,('amount="46200"','amount="46201"')),C)
run('bad number amount',rep(A,('amount="46200"','amount="四万"')),C)
run('bad unchanged',rep(A,('unchanged_until="2025-12"','unchanged_until="2025-13"')),C)
run('missing reason',re.sub(r'<reason>.*</reason>','',A,flags=re.S),C)
run('misspelt amended',A.replace('<amended','<amendd').replace('</amended','</amendd'),C)
run('no amended',re.sub(r'<amended.*</amended>','',A,flags=re.S),C)
run('no annex',re.sub(r'<annex.*</annex>','',A,flags=re.S),C)
run('misspelt budget',A.replace('<budget','<budgt').replace('</budget','</budgt'),C)
run('wrong last_month',rep(A,('last_month="200923"','last_month="200922"')),C)
run('quoted wrong',rep(A,('quoted signed="2025-07-30"','quoted signed="2025-07-31"')),C)
run('contract no date',rep(C,(' signed="2025-07-30"','')),None)
run('contract bad to',rep(C,('to="2026-08-01"','to="2026-13-01"')),None)
run('contract to<from',rep(C,('to="2026-08-01"','to="2025-08-01"')),None)
run('contract item missing amount',rep(C,(' amount="1662624"','')),None)
run('contract wrong amount',rep(C,('amount="1662624"','amount="1662634"')),None)
run('contract neg amount',rep(C,('amount="50400"','amount="-50400"')),None)
run('contract no items',re.sub(r'<item[^>]*/>','',C),None)
run('contract copies',rep(C,('copies="4"','copies="5"')),None)
run('contract copies_a bad',rep(C,('copies_a="2"','copies_a="two"')),None)
run('contract misspelt item',rep(C,('<item name="督导','<itm name="督导')),None)
run('contract misspelt budget',C.replace('<budget','<budgt').replace('</budget','</budgt'),None)
run('report no center',re.sub(r'<center .*</center>','',Y,flags=re.S),None)
run('report center misspelt name',rep(Y,('name="玉兰" ','')),None)
run('report center dup',re.sub(r'(<center .*</center>)',r'\1\1',Y,flags=re.S),None)
run('report score',rep(Y,('material="33.5"','material="43.5"')),None)
run('report score bad',rep(Y,('material="33.5"','material="x"')),None)
run('report of',rep(Y,('of="玉兰"','of="玉蘭"')),None)
run('report cap',rep(Y,('cap="420000"','cap="420001"')),None)
run('report row bad',rep(Y,('actual="8000"','actual="8,00"')),None)
run('report row dup',rep(Y,('name="管理费"','name="活动经费"')),None)
run('report policy',rep(Y,('cap="420000"','cap="420000" percent_policy="foo"')),None)
run('report no full',re.sub(r'<full[^>]*/>','',Y),None)
run('report dates',rep(Y,('date="2026-05-20"','date="2026-05-2"')),None)
run('report no sheet',re.sub(r'<sheet>.*</sheet>','',Y,flags=re.S),None)
run('report no rows',re.sub(r'<row[^>]*/>','',Y),None)
check_all()
