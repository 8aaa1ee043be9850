"""name, file, what is changed, what must be found in the text of the draft (without blanks and commas)"""
import os
import re
import subprocess

SAMPLES = os.environ["HOME_TREE"] + "/input/"
AGREEMENT, CONTRACT = "pinghu-agreement.xml", "pinghu-contract.xml"
DRAFTS = [
    ("the total that is quoted", AGREEMENT, [('"2025-07-30" total="2690000"', '"2025-07-30" total="2690001"')], ["2690001", "2690000"]),
    ("the date that is quoted", AGREEMENT, [('quoted signed="2025-07-30"', 'quoted signed="2025-07-31"')], ["2025-07-31", "2025-07-30"]),
    ("the months that are quoted", AGREEMENT, [('monthly="224166"', 'monthly="224165"')], ["224165", "224166"]),
    ("what is paid a month", AGREEMENT, [('monthly="200920"', 'monthly="200921"')], ["200921", "200920"]),
    ("a total", CONTRACT, [('total="2690000"', 'total="2690010"')], ["269.001万元", "269万元"]),
    ("an item", CONTRACT, [('amount="1662624"', 'amount="1662634"')], ["269.001万元", "269万元", "224167", "224166"]),
    ("words that are none", CONTRACT, [('words="贰佰陆拾玖万元整"', 'words="二百万"')], ["二百万", "贰佰陆拾玖万元整"]),
    ("dates in the wrong order", CONTRACT, [('to="2026-08-01"', 'to="2025-08-01"')], ["2025年8月1日不晚于合同期起2025年8月2日", "〔算不出〕"]),
    ("a negative amount", CONTRACT, [('amount="50400"', 'amount="-50400"')], ["-50400"]),
    ("copies", CONTRACT, [('copies="4"', 'copies="5"')], []),
    ("nothing", CONTRACT, [], []),
]


def sample(name, pairs=()):
    with open(SAMPLES + name, encoding="utf-8") as file:
        text = file.read()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


for name, file, pairs, wanted in DRAFTS:
    sample(CONTRACT)
    sample(file, pairs)
    done = subprocess.run(["chengwen", "build", "--draft", "--quiet", "--date=2026-01-01", "-o", "out", file],
                          capture_output=True, text=True)
    print(name, done.returncode, *done.stderr.splitlines(), sep="\n    ")
    pages = subprocess.run(["pdftotext", "-raw", f"out/{file[:-4]}-草稿.pdf", "-"], capture_output=True, text=True).stdout
    text = re.sub(r"[\s,]", "", pages)
    print("   ", "with a list" if "草稿校核" in text else "without a list", [word for word in wanted if word not in text])
