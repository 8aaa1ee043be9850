"""Workbooks of which some records are wrong, each in its own way; in the second, some are of no paper."""
from small_books import book, sheet

PAPERS = [["编号", "标题", "作者", "日期"],
          ["A1", "好", "甲", "2026-08-02"],
          ["A2", "错日期", "甲", "八月"],
          ["A3", "两份", "甲", "2026-08-02"],
          ["A3", "两份", "乙", "2026-08-02"],
          [None, "没有编号", "丙", "2026-08-02"],
          ["合计"],
          ["A4", "也好", "丁", "2026-08-02"],
          ["A5", "明细有误", "丁", "2026-08-02"]]
ITEMS = [["编号", "名称", "金额"], ["A1", "纸", "1"], ["A5", "小计", "5"], ["A4", "笔", "3"]]

book("wrong.xlsx", {"备忘录": sheet(PAPERS), "项目": sheet(ITEMS)})
book("ownerless.xlsx", {"备忘录": sheet(PAPERS[:3]), "项目": sheet(ITEMS[:2] + [["A9", "没有主的", "2"], [None, "没有编号的", "4"]])})
book("sum.xlsx", {"备忘录": sheet(PAPERS[:2]), "项目": sheet(ITEMS[:2] + [[None, "合计", "1"]])})
