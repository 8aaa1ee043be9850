#!/usr/bin/env python3
"""That readers.py sees each sort of fault, and none where there is none: a page of our dump, and what a reader may make of it.

usage: check_measures.py
"""
import sys

import readers

DUMP = """document title "t"
page 1 size 595.276 841.890
  glyphs artifact x 91.703 y 652.453 width 618.644 color E6E6E6 angle 45 face 2 size 47.588 "公示"
  glyphs contents 1 node 3 x 79.000 y 50.000 width 64.000 face 2 size 16.000 "一、背景"
  glyphs contents 1 node 3 x 500.000 y 50.000 width 16.000 face 2 size 16.000 "12"
  glyphs artifact x 150.000 y 50.000 width 300.000 face 2 size 16.000 ""
  glyphs heading 1 node 4 x 79.000 y 100.000 width 64.000 face 5 size 16.000 "一、背景"
  glyphs paragraph node 5 x 110.000 y 130.000 width 32.000 face 5 size 16.000 "本年"
  glyphs paragraph node 51 x 146.000 y 130.000 width 16.000 face 4 size 16.000 "12"
  glyphs paragraph node 5 x 166.000 y 130.000 width 64.000 face 5 size 16.000 "月签订，"
  glyphs paragraph node 5 x 79.000 y 159.000 width 48.000 face 5 size 16.000 "已生效"
  sign artifact x 79.000 y 188.000 width 60.000 height 60.000 seal party "甲方" keyword "已生效"
  glyphs paragraph node 6 x 79.000 y 188.000 width 48.000 face 5 size 16.000 "日期："
  glyphs paragraph node 6 x 127.000 y 188.000 width 48.000 face 5 size 16.000 " 年"
  glyphs cell node 9 table 7 row 0 column 0 x 79.000 y 220.000 width 32.000 face 5 size 16.000 "甲方"
  glyphs cell node 9 table 7 row 0 column 0 x 79.000 y 240.000 width 32.000 face 5 size 16.000 "签字"
"""
TREE = """1 document page 1
  5 paragraph page 1: 本年月签订，已生效
    50 reference page 1
      51 link page 1: 12
  6 paragraph page 1: 日期： 年
"""
CLEAN = "一、背景 12\n一、背景\n本年12月签订，\n已生效\n日期：  年\n甲方\n签字\n"
GOOD = {"spaces": 0, "other": 0, "lost": 0, "gone": 0, "closing": 0, "mixed": 0, "marked": 0, "keywords": 0, "paragraphs": 100.0, "cells": 100.0, "contents": 100.0}
# What the reader makes of the page, and the measures that must differ then.
CASES = (
    (CLEAN, {}),
    (CLEAN.replace("月签订，\n", "月签订，"), {}),
    (CLEAN.replace("  年", "\n年"), {}),
    (CLEAN.replace("  年", "年"), {"paragraphs": 66.7}),
    (CLEAN.replace("本年12月", "本年1月"), {"lost": 1, "gone": 1, "paragraphs": 66.7}),
    (CLEAN.replace("一、背景\n", ""), {"gone": 4}),
    (CLEAN.replace("本年12月", "本年 12 月"), {"spaces": 2, "paragraphs": 66.7}),
    (CLEAN.replace("月签订，", "月签 订 ，"), {"other": 2, "paragraphs": 66.7}),
    (CLEAN.replace("月签订，", "月签订\n，"), {"other": 1, "closing": 1, "paragraphs": 66.7}),
    (CLEAN.replace("月签订，", "月签公订，"), {"lost": 1, "mixed": 1, "marked": 1, "paragraphs": 66.7}),
    (CLEAN + "公\n示\n", {"marked": 1}),
    (CLEAN + "已生 效\n", {"keywords": 1}),
    (CLEAN.replace("已生效", "已失效"), {"lost": 1, "gone": 1, "keywords": 1, "paragraphs": 66.7}),
    (CLEAN.replace("甲方\n签字", "甲方 乙方\n签字 签字"), {"cells": 0.0}),
    (CLEAN.replace("背景 12", "背景 12. . . ."), {"contents": 0.0}),
    (CLEAN.replace("背景 12", "背景. . . . 12"), {"contents": 0.0}),
    (CLEAN.replace("背景 12", "背景\n12\n. . . ."), {"contents": 0.0}),
    (CLEAN.replace("背景 12", "背景 123"), {"contents": 0.0}),
)


def main():
    failed = 0
    for text, differs in CASES:
        figures = readers.Figures()
        figures.add_page(readers.typed_pages("d", DUMP, readers.holders(TREE))[0], readers.Reading(text))
        row, expected = figures.row(), {**GOOD, **differs}
        if row != expected:
            failed += 1
            print(f"{text!r}: {({name: row[name] for name in row if row[name] != expected[name]})}, expected {differs}")
    print(f"{len(CASES)} readings, {failed} measured otherwise")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
