"""Random documents of the shipped kinds, the same for the same number: letters with sections, lists and tables, agreements with an annex, contracts, reports.

random_documents(folder, count)   (name, path) of each
"""
import os
import random
import re
import shutil
import sys

from paper import ROOT

sys.path.insert(0, os.path.join(ROOT, "tests", "bench"))
import variants  # noqa: E402

INPUT = os.path.join(ROOT, "input")
KINDS = ("letter", "agreement", "report", "letter", "agreement", "contract")  # in turn
FIGURES = ("截至{y}年{m}月{d}日，共开展活动{n}场次，服务居民{k}人次。", "使用经费{a}万元，占年度预算的{p}%。", "每个中心配备社工{s}名，其中持证社工{t}名，每周服务不少于{n}小时。",
           "按照《关于加强社区服务工作的通知》（深民〔{y}〕{n}号）的要求，做到“一户一档”。", "联系电话：0755-8460{k}，邮箱：service{n}@example.com。", "{y}年{m}月至{y}年12月的费用为{t},{n}0元，由财政按季度拨付。",
           "一是扩大“六联+”平台的覆盖面；二是每季度走访一次；三是把满意度提高到{p}%以上。", "项目编号为LGDL{y}0000{n}-A，采用“线上+线下”的方式，APP用户达{k}个。")
TITLES = "补足人员 检查服务 末期评估 结算经费 办理续期 保持人员队伍稳定 按新标准支付费用 做好困难群众的探访和帮扶 规范社会工作服务项目的管理 完善志愿者的招募、培训和激励办法".split()
HEADS = "金额（元） 人数 完成率（%） 服务人次 个案数量 责任单位 完成时限 备注 主要工作内容 活动场次 得分 等级 居民满意度（%） 经费使用情况说明".split()
NAMES = "六和 六联 坪山 和平 长者服务 困境儿童关爱 社区治理 党群服务中心运营 志愿服务 邻里互助 残疾人康复和就业支持 低保、低边和特困人员探访 新就业群体关爱".split()
STANDARDS = ("依社区实际开展", "不少于{s}场活动", "1. 建档覆盖率100%；2. 走访覆盖率{p}%", "每月至少一次", "服务时长不少于{n}小时", "1. 活动不少于{s}场；2. 小组不少于{t}节")


class Writer:
    def __init__(self, number, pool):
        self.chance, self.pool = random.Random(number), pool

    def filled(self, text):
        chance = self.chance
        return text.format(y=chance.randrange(2020, 2027), m=chance.randrange(1, 13), d=chance.randrange(1, 29), n=chance.randrange(10, 90), k=chance.randrange(1000, 9999),
                           a=f"{chance.randrange(1, 400)}.{chance.randrange(1, 10)}", p=f"{chance.randrange(20, 99)}.{chance.randrange(1, 100):02}", s=chance.randrange(2, 30), t=chance.randrange(1, 9))

    def sentence(self):
        return self.filled(self.chance.choice(FIGURES)) if self.chance.random() < 0.25 else self.chance.choice(self.pool)

    def prose(self, most=8):
        return "".join(self.sentence() for _ in range(self.chance.randrange(1, most)))

    def short(self, most):
        """A sentence of few characters."""
        few = [text for text in self.pool if len(text) <= most]
        return self.chance.choice(few)

    # --- letters ---

    def blocks(self, depth):
        out = "".join(f"<p>{self.prose()}</p>" for _ in range(self.chance.randrange(1, 4)))
        if self.chance.random() < 0.3:
            out += "<list>" + "".join(f"<item>{self.sentence()}</item>" for _ in range(self.chance.randrange(2, 6))) + "</list>"
        for title in self.chance.sample(TITLES, self.chance.randrange(0, 4)) if depth < 3 else []:
            out += f'<section title="{title}">{self.blocks(depth + 1)}</section>'
        return out

    def table(self):
        chance = self.chance
        heads = chance.sample(HEADS, chance.randrange(2, 7))
        kinds = [("words" if head in HEADS[5:9] + HEADS[11:12] + HEADS[13:] else "number") for head in heads]
        columns = "".join(f'<column name="{head}"' + (f' decimals="{2 if "%" in head or "元" in head else 0}"' if kind == "number" else "") + "/>" for head, kind in zip(heads, kinds))
        rows = "".join(f'<row name="{name}{number or ""}">' + "".join(self.cell(head, kind) for head, kind in zip(heads, kinds)) + "</row>"
                       for number in range(chance.choice((1, 1, 2, 4))) for name in chance.sample(NAMES, chance.randrange(2, 10)))
        note = f"<note>{self.short(40)}</note>" if chance.random() < 0.5 else ""
        return f'<table row_head="{chance.choice(("中心", "项目名称", "服务类别"))}">{columns}{rows}{note}</table>'

    def cell(self, head, kind):
        chance = self.chance
        if kind == "words":
            words = {"等级": ("优秀", "良好"), "完成时限": ("2026年3月底前", "年中", "长期"), "责任单位": ("街道公共事务中心", "财政办公室", "各社区工作站")}
            return f'<cell words="{chance.choice(words[head]) if head in words else self.short(chance.choice((14, 30, 60)))}"/>'
        if "%" in head or "元" in head:
            return f'<cell number="{chance.randrange(1, 100)}.{chance.randrange(100):02}"/>' if "%" in head else f'<cell number="{chance.randrange(1000, 2000000)}.{chance.randrange(100):02}"/>'
        return f'<cell number="{chance.randrange(0, 5000)}"/>'

    def letter(self):
        chance = self.chance
        form = chance.choice(("letter", "document"))
        annexes = ""
        for number in range(chance.randrange(0, 4)):
            body = self.table() if chance.random() < 0.7 else f"<content>{self.blocks(2)}</content>"
            annexes += f"<annex><name>{chance.choice(NAMES)}情况表{number + 1}</name>{body}</annex>"
        sealed, serial = chance.choice(("yes", "no")), chance.randrange(1, 90)
        printed, foot = (' printed="2026-01-12"', '<copy name="区民政局"/><printer>平湖街道党政综合办公室</printer>') if form == "document" else ("", "")
        return (f'<official-letter form="{form}" date="2026-01-09" year="2026" serial="{serial}" sealed="{sealed}"{printed}><issuer>深圳市龙岗区平湖街道办事处</issuer>'
                f'<mark>平湖街道办事处文件</mark><code>平街办</code><title_line words="平湖街道办事处关于{chance.choice(TITLES)}"/><title_line words="有关事项的通知"/>'
                f'<addressee name="各社区工作站"/><body>{self.blocks(1)}<p>特此通知。</p></body>{annexes}<contact person="周敏" phone="28400003"/>{foot}</official-letter>')

    # --- agreements, contracts, reports ---

    def annex(self):
        chance, out = self.chance, ""
        for name in chance.sample(NAMES, chance.randrange(1, 5)):
            out += f'<category name="{name}">'
            for service in chance.sample(NAMES, chance.randrange(1, 5)):
                out += f'<service name="{service}{"服务" if chance.random() < 0.5 else ""}">'
                for _ in range(chance.randrange(1, 4)):
                    common = f' common_standard="{self.filled(chance.choice(STANDARDS))}"' if chance.random() < 0.3 else ""
                    out += f'<requirement words="{self.short(chance.choice((20, 40, 80)))}"{common}>'
                    for _ in range(chance.randrange(1, 6)):
                        standard = self.filled(chance.choice(STANDARDS))
                        out += f'<detail words="{self.short(chance.choice((20, 50, 120)))}"' + (f' standard="{standard}"' if not common else "") + "/>"
                    out += "</requirement>"
                out += "</service>"
            out += "</category>"
        return out

    def agreement(self):
        made = re.sub(r"(<annex [^>]*>).*(</annex>)", lambda old: old[1] + self.annex() + old[2], sample("pinghu-agreement.xml"), flags=re.S)
        return re.sub(r"<reason>.*?</reason>", lambda _: f"<reason><p>{self.prose()}</p></reason>", made, flags=re.S)

    def contract(self):
        made = re.sub(r'(<term name="[^"]*" words=")[^"]*"', lambda old: old[1] + "".join(self.chance.choice(self.pool) for _ in range(self.chance.randrange(1, 12))) + '"', sample("pinghu-contract.xml"))
        return re.sub(r"<service>.*?</service>", lambda _: f"<service><p>{self.prose()}</p><p>{self.prose()}</p></service>", made, flags=re.S)

    def report(self):
        return variants.report(sample("pingshan-report.xml"), self.pool, self.chance.randrange(1 << 30))


def sample(name):
    with open(os.path.join(INPUT, name), encoding="utf-8") as file:
        return file.read()


def random_documents(folder, count):
    pool, made = variants.sentences(), []
    shutil.copy(os.path.join(INPUT, "pinghu-contract.xml"), folder)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        name = f"{number:03}-{kind}"
        path = os.path.join(folder, name + ".xml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(getattr(Writer(number, pool), kind)())
        made.append((name, path))
    return made
