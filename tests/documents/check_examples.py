#!/usr/bin/env python3
"""Every example of every document is run: the commands, in a folder of their own, with samples in the place of FILE and the like (STANDS, BEFORE); what is shown as printed is what is printed (SHOWN);
markup and JSON are read, and what is part of a kind, a plan or a mapping is valid in its schema.  What is neither is named in NOT_RUN with its reason, and each page that another test carries out in
ELSEWHERE: a block that nobody looks at is a fault, and so is a row of a table here that no block has.

usage: check_examples.py PROGRAM [DOCUMENT…]
"""
import concurrent.futures
import configparser
import glob
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import xml.etree.ElementTree as ET

from examples import HOME, TREE, WORD, Desk, form_of, picture, read, shipped

sys.path.insert(0, os.path.join(TREE, "tests", "cli"))
from small_books import book, sheet  # noqa: E402

# --- what stands for what ---

# A page, and the test that carries it out.
ELSEWHERE = {
    "docs/administration.md": "documents/cookbook", "docs/cookbook.md": "documents/cookbook", "docs/first-hour.md": "documents/cookbook", "docs/traps.md": "documents/cookbook",
    "docs/kinds/*.md": "documents/kinds", "docs/embedding.md": "embed/library", "docs/gallery.md": "documents/gallery", "templates/README.md": "documents/own_kind",
}
# A page, a word or words of its commands, what is written instead.  A page * is every page.
STANDS = [
    ("README.md", "FILE", "input/pingshan-letter.xml"),
    ("README.md", "KIND", "self-evaluation"),
    ("docs/running.md", "FILE", "input/pingshan-letter.xml"),
    ("docs/running.md", "FILE…", "input/pingshan-letter.xml input/yulan-minutes.xml"),
    ("docs/running.md", "explain 'center[2].total' FILE", "explain 'center[2].total' input/pingshan-report.xml"),
    ("docs/running.md", "--data list.xlsx --kind KIND", "--data forms.xlsx --kind self-evaluation"),
    ("docs/running.md", "…", "cat input/pingshan-letter.xml"),
    ("docs/running.md", "OLD.xml", "input/yulan-report.xml"),
    ("docs/running.md", "NEW.xml", "later.xml"),
    ("docs/running.md", "--record OLD --keep-record NEW", "--record before --keep-record kept"),
    ("docs/running.md", "extract -o DIR FILE.pdf", "extract -o taken out/pingshan-letter.pdf"),
    ("docs/running.md", "verify FILE.pdf [SOURCE.xml]", "verify out/pingshan-letter.pdf input/pingshan-letter.xml"),
    ("docs/running.md", "sign FILE.pdf --field NAME --p12 KEY.p12", "sign contract.pdf --field 甲方盖章 --p12 key.p12"),
    ("docs/running.md", "signatures FILE.pdf", "signatures contract-已签.pdf"),
    ("docs/running.md", "verify --qr TEXT FILE.pdf|SOURCE.xml", "verify --qr \"$(cat digest)\" note.xml"),
    ("docs/running.md", "/opt/chengwen/build/chengwen", "chengwen"),
    ("docs/running.md", "/srv/descriptions", "input"),
    ("docs/running.md", "/srv/", "srv/"),
    ("docs/install.md", "/tmp/tree", "$PWD/tree"),
    ("docs/install.md", "--install build", "--install \"$BUILD\""),
    ("docs/signing.md", "http://tsa.example/", "$TSA"),
    ("docs/signing.md", "ROOTS.pem", "zhang.pem"),
    ("docs/signing.md", "FILE.pdf", "合同-已签.pdf"),
    ("docs/signing.md", "A.pdf B.pdf 合同/*.pdf", "合同-已签.pdf 合同-已签.pdf"),
    ("docs/night/README.md", " /usr/", " $PWD/root/usr/"),
    ("docs/night/README.md", " /etc/", " $PWD/root/etc/"),
]
# A page, the beginning of a command or "" for the first one, and what is done before it.
BEFORE = [
    ("README.md", "build/chengwen run", "printf '<plan><run name=\"x\" output=\"out\"><input path=\"input/pingshan-letter.xml\"/></run></plan>' > plan.xml"),
    ("docs/running.md", "", """
        mkdir -p srv/papers srv/reports before kept
        for year in $(($(date +%Y) - 1)) $(date +%Y) 2026; do for quarter in 1 2 3 4; do mkdir -p reports/${year}Q$quarter; cp input/yulan-report.xml reports/${year}Q$quarter/; done; done
        cp input/yulan-agreement.xml base.xml
        sed 's/<official-letter /&digest_code="yes" /' input/pingshan-letter.xml > note.xml; chengwen build -q -o . note.xml
        pdftoppm -r 150 -png note.pdf note; for page in note-*.png; do zbarimg -q --raw $page 2>/dev/null || :; done > digest
        sed 's/玉兰/玉竹/' input/yulan-report.xml > later.xml
        chengwen build -q --fields -o . input/pinghu-contract.xml && mv pinghu-contract.pdf contract.pdf
        openssl req -x509 -newkey rsa:2048 -days 9 -nodes -subj /CN=x -addext keyUsage=critical,digitalSignature -keyout key.pem -out certificate.pem
        openssl pkcs12 -export -in certificate.pem -inkey key.pem -passout pass:135790 -out key.p12"""),
    ("docs/running.md", "build/chengwen build --record", "chengwen build -q --keep-record before/pingshan-letter.record -o out input/pingshan-letter.xml"),
    ("docs/running.md", "build/chengwen extract", "chengwen build -q --attach -o out input/pingshan-letter.xml"),
    ("docs/running.md", "build/chengwen verify FILE.pdf", "chengwen build -q -o out input/pingshan-letter.xml"),
    ("docs/watch.md", "", "cp input/pingshan-report.xml report.xml; mkdir contracts; cp input/pinghu-contract.xml contracts/; cp input/pinghu-contract.xml contract.xml"),
    ("docs/compare.md", "", """
        cp input/pinghu-contract.xml OLD.xml; sed '/督导经费/d; s/"79200" percent="2.94"/"129600" percent="4.82"/; s/增加/减少/; s/五类/六类/; s/总工作量/全部工作量/' OLD.xml > NEW.xml; cp OLD.xml contract.xml
        git init -q . && git add contract.xml && git -c user.name=x -c user.email=x@x.example commit -qm 1 && git tag v1"""),
    ("docs/places.md", "", "cp input/pinghu-contract.xml contract.xml"),
    ("docs/public.md", "", "cp input/lanting-minutes.xml paper.xml"),
    ("docs/signing.md", "", """
        cp 1.png 公章.png
        chengwen build -q --fields -o . input/pinghu-contract.xml && mv pinghu-contract.pdf 合同.pdf
        for name in zhang li ca tsa; do openssl req -x509 -newkey rsa:2048 -days 9 -nodes -subj /CN=$name/O=$name \\
            -addext keyUsage=critical,digitalSignature $([ $name != tsa ] || echo -addext extendedKeyUsage=critical,timeStamping) -keyout $name.key -out $name.pem; done
        openssl pkcs12 -export -in zhang.pem -inkey zhang.key -passout pass:135790 -out zhang.p12
        mkdir 验证资料 && openssl x509 -in ca.pem -outform DER -out 验证资料/ca.cer
        mkdir tokens && printf 'directories.tokendir = %s\\n' "$PWD/tokens" > softhsm.conf"""),
    ("docs/signing.md", "openssl req -x509 -newkey", "rm 合同-*.pdf zhang.*"),
    ("docs/cluster.md", "", """
        mkdir in; cp input/pingshan-letter.xml in/a.xml; cp in/a.xml in/b.xml; printf '<plan><run name="x" output="out"><input path="in"/></run></plan>' > plan.xml
        for k in 1 2; do chengwen run -q --manifest --shard $k/2 --date 2026-07-01 plan.xml; done"""),
    ("docs/night/README.md", "", "cp -r \"$TREE/docs\" docs; mkdir -p root/etc/systemd/system root/etc/logrotate.d root/etc/cron.d root/usr/lib/sysusers.d"),
]
# A page, a block that is a file, by its beginning, and its name: it lies there from the first command on.
FILES = [
    ("docs/running.md", "<plan>", "plan.xml"),
    ("input/README.md", "<official-letter", "notice.xml"),
]
# What commands find in their environment.
ENVIRONMENT = {"DATE": "2026-07-01", "SLURM_ARRAY_TASK_ID": "1", "SOFTHSM2_CONF": "softhsm.conf"}
# A page, the beginning of a command or block, why it is not run.
NOT_RUN = [
    ("README.md", "./dev ", "installs packages of the system, and runs this test"),
    ("fonts/README.md", "./dev packages", "installs packages of the system"),
    ("docs/install.md", "./dev ", "builds the tree that this test is of, and packages"),
    ("docs/install.md", "sudo ", "installs into the system"),
    ("docs/cluster.md", "job=", "a cluster with Slurm: tests/cluster/slurm.sh"),
    ("docs/cluster.md", "sbatch ", "the same"),
    ("docs/cluster.md", "seq 20 | parallel", "two more machines"),
    ("docs/cluster.md", "apiVersion:", "a cluster with Kubernetes"),
    ("docs/night/README.md", "systemctl ", "services of the system; the units are proved by night/units"),
    ("docs/night/README.md", "systemd-sysusers", "accounts of the system"),
    ("docs/night/README.md", "adduser ", "accounts of the system"),
    ("docs/night/README.md", "install -d -o chengwen", "wants that account"),
    ("ARCHITECTURE.md", "input/*.xml ─", "a drawing"),
    ("docs/forms.md", "<leave", "of a kind on this page: tables/forms sets it"),
    ("docs/forms.md", "项目名称 x2", "how a row might be written, and is not"),
    ("docs/forms.md", "a a b b", "how a row might be written, and is not"),
    ("docs/forms.md", "项目名称 | +", "rows without their elements; tables/forms sets such"),
]
# A paper that two parties signed, and what is said of the first of them.
SIGNED = """
    exec 2>&1; set -e
    cp input/pinghu-contract.xml two.xml; chengwen build -q --fields -o . two.xml
    openssl req -x509 -newkey rsa:2048 -days 9 -nodes -utf8 -subj /CN=测试根 -keyout root.key -out root.pem 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -utf8 -subj /O=平湖公司/CN=张三 -addext keyUsage=critical,digitalSignature -keyout one.key -out one.csr 2>/dev/null
    openssl x509 -req -in one.csr -CA root.pem -CAkey root.key -CAcreateserial -days 9 -copy_extensions copy -out one.pem 2>/dev/null
    chengwen sign -q two.pdf --field 甲方盖章 --cert one.pem --key one.key --reason 合同签订 --location 平湖 -o two-1.pdf
    chengwen sign -q two-1.pdf --field 乙方盖章 --cert one.pem --key one.key -o two-2.pdf
    chengwen signatures --roots root.pem two-2.pdf | sed '/^签名 2/,$d'"""
# A page, the beginning of a block, a command that prints it: … is anything, and so is a figure where the last is yes.
SHOWN = [
    ("docs/watch.md", "center[2].total＝", "chengwen explain 'center[2].total' report.xml", False),
    ("docs/signing.md", "签名 1：", SIGNED, True),
]
# A page, the beginning of a block of JSON, and a command whose answer has all its members.
MEMBERS = [
    ("docs/compare.md", '{"format"', "chengwen compare --format json OLD.xml NEW.xml"),
    ("docs/places.md", '{"input"', "chengwen build -q --places contract.xml"),
]
# A page, and the kind that elements of descriptions on it are of.
KINDS = {"input/README.md": "official-letter", "docs/photographs.md": "acceptance-record", "docs/public.md": "minutes"}
LANGUAGES = ("model", "layout", "style", "roles", "mapping", "plan")
ASKS = re.compile("asks for|--p12|pkcs11-tool|^openssl|li.key|--signer") # of these somebody must type a password
COMMAND = re.compile(r"(\./dev|build/chengwen|chengwen|git|for|install|systemctl|systemd-sysusers|adduser|sudo|DESTDIR=\S+ cmake|openssl|pdfsig|softhsm2-util|pkcs11-tool|cat|chmod|job=|sbatch|seq|…)\b|… \|")


# --- the blocks of a page ---

def blocks(text):
    """[(line before, lines)] of what is indented by four"""
    found, before, lines = [], "", []
    for line in text.split("\n") + ["end"]:
        if line.startswith("    ") and (lines or blank):
            lines.append(line[4:])
        elif not line.strip():
            if lines:
                lines.append("")
            blank = True
        else:
            if lines:
                found.append((before, "\n".join(lines).rstrip("\n").split("\n")))
            before, lines, blank = line, [], False
    return found


def commands(lines):
    """Commands with the lines that go on and the documents in them; what begins as a script is one."""
    if lines[0].startswith("#!"):
        end = lines.index("") if "" in lines else len(lines)
        return ["\n".join(lines[:end])] + (commands(lines[end + 1:]) if end < len(lines) else [])
    found, until = [], None
    for line in lines:
        if found and (until or found[-1].endswith("\\")):
            found[-1] += "\n" + line
            until = None if line == until else until
        elif line.strip():
            found.append(line)
            here = re.search(r"<<'(\w+)'", line)
            until = here.group(1) if here else None
    return found


class Rows:
    """The rows of the tables above, and which of them were of use."""

    def __init__(self):
        self.used = set()

    def of(self, table, page):
        for row in table:
            if row[0] == page:
                yield row

    def begins(self, table, page, text):
        for row in self.of(table, page):
            if text.startswith(row[1]):
                self.used.add((id(table), row[:2]))
                return row
        return None

    def unused(self, pages):
        return [f"{row[0]}: no block is {row[1]!r}" for table in (STANDS, BEFORE, FILES, NOT_RUN, SHOWN, MEMBERS) for row in table if row[0] in pages and (id(table), row[:2]) not in self.used]

    def stand_in(self, page, command):
        for row in sorted(self.of(STANDS, page), key=lambda row: -len(row[1])):
            front, back = r"(?<![\w./-])" if re.match(r"\w", row[1]) else "", r"(?![\w.]|…)" if re.search(r"\w$", row[1]) else ""
            changed = re.sub(front + re.escape(row[1]) + back, lambda _: row[2], command)
            if changed != command or row[1] == row[2]:
                self.used.add((id(STANDS), row[:2]))
            command = changed
        return command


# --- what is not run is read ---

INDICATORS = [("产出", "数量指标", "维护", "50"), ("效益", "社会效益", "来客", "30"), ("满意度", "服务对象满意度", "满意", "10")]


class Schemas:
    """Is an element, wherever it may stand, valid in a language of the program's files, or in a kind?"""

    def __init__(self, program, folder):
        self.program, self.folder, self.known = program, folder, {}
        self.space = {"r": "http://relaxng.org/ns/structure/1.0"}
        ET.register_namespace("", self.space["r"])

    def grammar(self, name):
        if name not in self.known:
            made = subprocess.run([self.program, "schema", "--templates", os.path.join(TREE, "templates"), name], capture_output=True, text=True, check=True)
            self.known[name] = made.stdout
        return ET.fromstring(self.known[name])

    def starts(self, language, tag):
        """A schema for each place of the grammar in which such an element stands."""
        root = self.grammar(language)
        start = root.find("r:start", self.space)
        for place in [node for node in root.iter() if node.tag.endswith("}element") and node.get("name") == tag]:
            start[:] = [place]
            yield ET.tostring(root, encoding="unicode")

    def fault(self, languages, element):
        paper, schema, said = os.path.join(self.folder, "part.xml"), os.path.join(self.folder, "part.rng"), "it is of none of " + ", ".join(languages)
        element.tail = None
        with open(paper, "w", encoding="utf-8") as file:
            file.write(ET.tostring(element, encoding="unicode"))
        for language in languages:
            for text in self.starts(language, element.tag):
                with open(schema, "w", encoding="utf-8") as file:
                    file.write(text)
                done = subprocess.run(["xmllint", "--noout", "--relaxng", schema, paper], capture_output=True, text=True, check=False)
                if done.returncode == 0:
                    return None
                said = done.stderr
        return said


def parts(lines):
    """The elements of a block: words behind them, and comments on the right, are nobody's."""
    text = "\n".join(re.sub(r"(?<=>) {2,}[^ <].*$", "", line) for line in lines)
    return list(ET.fromstring(f"<x>{re.sub(r'<[?].*?[?]>', '', text)}</x>"))


def members(value, path=""):
    """The names that an example has, with those around them."""
    if isinstance(value, dict):
        return {name for key, inner in value.items() for name in {f"{path}.{key}"} | members(inner, f"{path}.{key}")}
    return {name for inner in value for name in members(inner, path)} if isinstance(value, list) else set()


# --- a page ---

class Stamps(http.server.BaseHTTPRequestHandler):
    """A server of time stamps, with the key tsa.key of the folder that the address names."""

    def do_POST(self):
        path = os.path.join(self.path, "question")
        with open(path, "wb") as file:
            file.write(self.rfile.read(int(self.headers["Content-Length"])))
        with open(path + ".cnf", "w", encoding="utf-8") as file:
            file.write(f"[tsa]\ndefault_tsa=one\n[one]\nserial={path}.serial\ndefault_policy=1.2.3.4\ndigests=sha256,sha384,sha512\nsigner_digest=sha256\ness_cert_id_alg=sha256\n")
        with open(path + ".serial", "w", encoding="utf-8") as file:
            file.write("01\n")
        answer = subprocess.run(["openssl", "ts", "-reply", "-config", path + ".cnf", "-queryfile", path, "-inkey", "tsa.key", "-signer", "tsa.pem"], cwd=self.path, capture_output=True, check=True)
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(answer.stdout)

    def log_message(self, *_):
        pass


class Page:
    def __init__(self, program, folder, name, rows):
        self.name, self.rows, self.faults, self.counts = name, rows, [], {"run": 0, "read": 0, "not run": 0}
        self.program, self.desk, self.schemas = program, Desk(program, folder), Schemas(program, folder)
        self.lay_out()

    def lay_out(self):
        """The tree's samples, pictures, tables; the program where the tree has it."""
        desk = self.desk.folder
        shutil.copytree(os.path.join(TREE, "input"), os.path.join(desk, "input"), ignore=lambda folder, names: {name for name in names if name.endswith(".xml") and os.path.join(folder, name) not in shipped.samples()})
        os.mkdir(os.path.join(desk, "build"))
        for program in ("chengwen", "chengwen-sign"):
            for place in (os.path.join(desk, "build"), os.path.dirname(desk)):
                if not os.path.lexists(os.path.join(place, program)):
                    os.symlink(os.path.join(os.path.dirname(self.program), program), os.path.join(place, program))
        picture(os.path.join(desk, "1.png"), 96)
        heads = ["编号", "年度", "项目名称", "主管部门", "实施单位", "填报日期", "预期目标", "实际完成情况", "绩效目标年中是否调整", "自评结果是否公开"]
        fund, indicator = ["编号", "来源", "年初预算数（万元）", "全年预算数（万元）", "全年执行数（万元）"], ["编号", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "计量单位", "分值"]
        forms = {"绩效自评表": sheet([heads, ["1", "2025", "绿地维护", "街道办事处", "社区工作站", "2026-02-10", "维护绿地。", "全部完成。", "否", "是"]]),
                 "资金来源": sheet([fund, ["1", "当年财政拨款", "25", "25", "25"]]),
                 "绩效指标": sheet([indicator, *(["1", f"{sort}指标", kind, name, "12000", "12000", "次", points] for sort, kind, name, points in INDICATORS)])}
        agreements = {"补充协议": sheet([["签订地点"], ["玉兰"], ["玉竹"]])}
        for name in ("list.xlsx", "forms.xlsx"):
            book(os.path.join(desk, name), agreements if (name, self.name) == ("list.xlsx", "docs/running.md") else forms)
        self.desk.environment.update(ENVIRONMENT, TREE=TREE, BUILD=os.path.dirname(self.program))

    def tell(self, what, said):
        self.faults.append(f"{self.name}: {what}: {said}")

    def prepare(self, command):
        row = next((row for row in self.rows.of(BEFORE, self.name) if command.startswith(row[1]) and (id(BEFORE), row[:2]) not in self.rows.used and (row[1] or not self.counts["run"])), None)
        if row:
            self.rows.used.add((id(BEFORE), row[:2]))
            status, said = self.desk.say("set -e\n" + row[2])
            if status != 0:
                self.tell(f"before {command}", said)

    def carry_out(self, command):
        if self.rows.begins(NOT_RUN, self.name, command):
            self.counts["not run"] += 1
            return
        self.prepare(command)
        self.prepare(command)
        script = self.rows.stand_in(self.name, command)
        status, said = (self.desk.type if ASKS.search(command) else self.desk.say)(script)
        self.counts["run"] += 1
        if status != 0 or "error: " in said:
            self.tell(script, f"status {status}: {said[-1500:]}")

    def read_markup(self, lines):
        try:
            elements = parts(lines)
        except ET.ParseError as fault:
            self.tell(lines[0], fault)
            return
        for element in elements:
            if self.rows.begins(NOT_RUN, self.name, f"<{element.tag}"):
                continue
            said = self.schemas.fault([*LANGUAGES, *([KINDS[self.name]] if self.name in KINDS else [])], element)
            if said:
                self.tell(f"<{element.tag}> of “{lines[0]}”", said)

    def read_json(self, text):
        shown = json.loads(text.replace(",…", ""))
        row = self.rows.begins(MEMBERS, self.name, text)
        if row:
            _, said = self.desk.say(row[2])
            more = members(shown) - members(json.JSONDecoder().raw_decode(said)[0])
            if more:
                self.tell(text.split("\n")[0], f"nobody writes {sorted(more)}")

    def compare(self, row, lines):
        status, said = self.desk.say(row[2])
        said = said.replace(HOME + "/", "")
        forms = [".*" if line.strip() == "…" else form_of(line) for line in lines]
        form = "\n".join(re.sub(r"\d+", r"\\d+", line) if row[3] else line for line in forms)
        if not re.fullmatch(form, said.rstrip("\n"), re.S):
            self.tell(row[2], f"status {status}: {said}")

    def look(self, lines):
        """What a block is, seen by its first line."""
        text = "\n".join(lines)
        shown = self.rows.begins(SHOWN, self.name, text)
        if COMMAND.match(text) or text.startswith("#!"):
            for command in commands(lines):
                self.carry_out(command)
            return
        if self.rows.begins(NOT_RUN, self.name, text):
            self.counts["not run"] += 1
            return
        self.counts["read"] += 1
        if shown:
            self.compare(shown, lines)
        elif text.startswith("<"):
            self.read_markup(lines)
        elif text.startswith("{"):
            self.read_json(text)
        elif text.startswith("["):
            configparser.ConfigParser(strict=False).read_string(text)
        elif text.startswith("FROM "):
            if text not in read(os.path.join(TREE, "docs", "Containerfile")):
                self.tell(lines[0], "docs/Containerfile says something else")
        else:
            self.tell(lines[0], "this is neither run nor read, and NOT_RUN has no reason for it")

    def go(self):
        found = [lines for _, lines in blocks(read(os.path.join(TREE, self.name)))]
        for lines in found:
            row = self.rows.begins(FILES, self.name, lines[0])
            if row:
                with open(os.path.join(self.desk.folder, row[2]), "w", encoding="utf-8") as file:
                    file.write("\n".join(lines) + "\n")
        for lines in found:
            self.look(lines)


def main():
    program, rows, faults = os.path.abspath(sys.argv[1]), Rows(), []
    elsewhere = {os.path.relpath(path, TREE) for form in ELSEWHERE for path in glob.glob(os.path.join(TREE, form))}
    pages = [os.path.relpath(path, TREE) for form in ("*.md", "docs/**/*.md", "fonts/*.md", "input/*.md", "templates/*.md") for path in sorted(glob.glob(os.path.join(TREE, form), recursive=True))]
    pages = [page for page in pages if page not in elsewhere and (not sys.argv[2:] or page in sys.argv[2:])]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stamps)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    def look(name):
        with tempfile.TemporaryDirectory() as folder:
            page = Page(program, folder, name, rows)
            page.desk.environment["TSA"] = f"http://127.0.0.1:{server.server_port}{page.desk.folder}"
            page.go()
        print(f"{name}: " + ", ".join(f"{count} {what}" for what, count in page.counts.items()), flush=True)
        return page.faults

    with concurrent.futures.ThreadPoolExecutor(2) as two:
        for found in two.map(look, [name for name in pages if blocks(read(os.path.join(TREE, name)))]):
            faults += found
    server.shutdown()
    faults += rows.unused(pages)
    print(*faults, f"{len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
