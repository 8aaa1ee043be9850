"""Samples, each with one mistake; prints their names, one a line.  usage: mistakes.py FOLDER-OF-SAMPLES"""
import os
import sys

MISTAKES = {"yulan-assessment": [
    ("满分之和不是100", 'full="10" lost="0" score="10"><standard>没有软食', 'full="11" lost="0" score="11"><standard>没有软食'),
    ("扣分多于满分", 'evidence="台账抽查表" points="1"', 'evidence="台账抽查表" points="5.5"'),
    ("得分不是满分减扣分", 'score="86.5"', 'score="87.5"'),
    ("等次不随得分", 'grade="良好"', 'grade="优秀"'),
    ("应付不是服务费乘比例", 'payable="437400"', 'payable="461700"'),
    ("大写与小写不同", "肆拾叁万柒仟肆佰元整", "肆拾叁万肆仟柒佰元整"),
    ("扣分不在这个季度", 'day="2026-06-30"', 'day="2026-07-01"'),
    ("扣分的项目没有", '<deduction of="上门探视"', '<deduction of="上门探访"'),
    ("等次的分数有空缺", 'min="80" max="92"', 'min="81" max="92"'),
    ("等次低的多付", 'max="80" value="0.75"', 'max="80" value="0.95"')]}

for sample, mistakes in MISTAKES.items():
    with open(os.path.join(sys.argv[1], sample + ".xml"), encoding="utf-8") as file:
        text = file.read()
    for name, old, new in mistakes:
        assert text.count(old) == 1, (sample, name, text.count(old))
        with open(name + ".xml", "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))
        print(name + ".xml")
