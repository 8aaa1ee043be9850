"""A workbook in which A2 has two items: merged.py AMOUNT [merged], which is written once for both."""
import sys

from small_books import book, merged, sheet

amount, is_merged = sys.argv[1], len(sys.argv) > 2
papers = [["编号", "标题", "作者", "日期"], ["A1", "一", "甲", "2026-08-02"], ["A2", "二", "甲", "2026-08-02"]]
items = [["编号", "名称", "金额"], ["A1", "纸", "1"], ["A2", "笔", amount], ["A2", "墨", None if is_merged else amount]]
book("told.xlsx", {"备忘录": sheet(papers), "项目": sheet(items, merged("C3:C4") if is_merged else "")})
