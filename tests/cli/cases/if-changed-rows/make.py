"""The workbook: make.py AMOUNT [MORE…], the amount of A2's item, then further papers."""
import sys

from small_books import book, sheet

papers = [["编号", "标题", "作者", "日期"]] + [[name, "题" + name, "甲", "2026-08-02"] for name in sys.argv[2:]]
items = [["编号", "名称", "金额"], ["A1", "纸", "1"], ["A2", "笔", sys.argv[1]]]
book("list.xlsx", {"备忘录": sheet(papers), "项目": sheet(items)})
