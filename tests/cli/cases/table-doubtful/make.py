from small_books import book, merged, sheet

DAY = ("date", 46236)
HEADS = ["编号", "标题", "作者", "日期"]
ITEMS = ["编号", "名称", "金额"]


def papers(*rows, more=""):
    return sheet([HEADS, *rows], more)


ONE = papers(["A1", "一", "甲", DAY])
book("unit.xlsx", {"表": ONE, "项目": sheet([["项目表"], ["（金额单位：万元）"], ITEMS, ["A1", "纸", 1.5]])})
book("thousand.xlsx", {"表": ONE, "项目": sheet([["单位: 千元"], ITEMS, ["A1", "纸", 1.5]])})
book("number.xlsx", {"表": sheet([["序号"] + HEADS, ["1", "A1", "一", "甲", DAY], ["2", "A2", "二", "乙", DAY]]),
                     "项目": sheet([["序号"] + ITEMS, ["1", "A2", "纸", 1], ["2", "A2", "笔", 2]])})
book("base.xlsx", {"表": papers(["A1", "一", "甲", DAY], ["A2", "二", "甲", DAY]), "项目": sheet([ITEMS, ["A1", "笔", 1]])})
book("column.xlsx", {"表": sheet([[None] + HEADS, [None, "A1", "一", "甲", DAY]]), "项目": sheet([[None] + ITEMS, [None, "A1", "纸", 1]])})
book("percent.xlsx", {"表": papers(["A1", ("%", 0.8711), "甲", DAY])})
book("merged.xlsx", {"表": ONE, "项目": sheet([ITEMS, ["A1", "纸", 6], ["A1", "笔"]], merged("C2:C3"))})
book("high.xlsx", {"表": papers(["A1", "一", "甲", DAY], [], ["A2", "二", "甲", DAY], more=merged("A2:A3", "B2:B3", "C2:C3", "D2:D3"))})
book("subtotal.xlsx", {"表": ONE, "项目": sheet([ITEMS, ["A1", "纸", 1], ["A1", "小 计：", 1]])})
book("list.xlsx", {"项目": sheet([ITEMS[1:], ["纸", 1], ["合计", 1]])})
book("again.xlsx", {"表": papers(["A1", "一", "甲", DAY], HEADS, ["A2", "二", "乙", DAY])})
book("two.xlsx", {"表": sheet([HEADS, [None, None, None, "（签）"], ["A1", "一", "甲", DAY]], merged("A1:A2", "B1:B2", "C1:C2"))})
book("below.xlsx", {"表": papers(["A1", "一", "甲", DAY], [], ["制表人：丙"])})
book("blank.xlsx", {"表": papers(["A1", "一", "甲", DAY], [" ", None, "　"])})
book("hidden.xlsx", {"表": ONE, "项目": sheet([ITEMS, ["A1", "纸", 1]])}, hidden=["项目"])
book("key.xlsx", {"表": papers([("e", "#N/A"), "一", "甲", DAY]), "项目": sheet([ITEMS, ["A1", "纸", 1]])})
book("other.xlsx", {"表": ONE, "明细": sheet([ITEMS, ["A1", "纸", 1]])})
book("zeros.xlsx", {"表": sheet([["标题", "作者", "日期"], [("000", 7), "甲", "2026-08-02"], [("000", 1234), "乙", "2026-08-02"]])})
book("empty.xlsx", {"备忘录": sheet([]), "项目": sheet([["名称", "金额"], ["纸", 1]])})
