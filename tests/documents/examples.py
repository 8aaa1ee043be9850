"""What a document shows, carried out: shared by check_kinds.py, check_cookbook.py and check_examples.py.

An indented block is one of these, by the line before it:
  … (`NAME`):  or  … `NAME`:      the file NAME.  Where an earlier block of NAME has a line that is only …, this block stands in its place.
  Below `TEXT` in `NAME`:         goes into NAME, below the line that has TEXT
  On the page:                    lines of the paper of the last description: words of a paragraph, or a row of a table (| a | b |)
  anything else                   if its first line is a command (COMMANDS), commands, and below each what it prints; … is whatever stands there
A sentence “In `NAME`, change `A` to `B`” changes NAME.  A command must do well unless what it prints has “error: ”.
"""
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import zlib

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TREE, "tests"))
import shipped

COMMANDS = ("chengwen ", "cat ", "cp ", "grep ", "install ", "ls ", "openssl ", "printf ")
WORD = "135790" # what is typed where a command asks for a password
HOME = "/home/lin/papers" # what the documents call the folder of kinds
CHANGE = re.compile(r"[Ii]n `([^`\n]+)`, change `([^`\n]+)` to `([^`\n]+)`")
BLOCK = re.compile(r"^(\S[^\n]*)\n(?:\n((?:    [^\n]*\n|\n(?=    ))+))?", re.M)


def write(path, lines):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def picture(path, shade):
    """A PNG of 8 × 6 dots: whatever an example calls 1.png, 2.png."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 6, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress((b"\0" + bytes([shade]) * 8) * 6)) + chunk(b"IEND", b""))


def words_of(markdown):
    """Its lines, without links and marks; rows of tables that are HTML as those that are not."""
    text = re.sub(r"<a id=[^>]*></a>|\]\(#[^)]*\)|\\(?=\W)", "", markdown)
    text = re.sub(r"<tr>(.*)</tr>", lambda row: "".join(f"| {cell} " for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row.group(1))) + "|", text)
    return [re.sub(r"<[^>]*>|\[(?!\^)|^#+ ", "", line).strip() for line in text.split("\n")]


def form_of(line):
    return re.escape(line.rstrip()).replace("…", "[^\n]*")


class Desk:
    """A folder to work in, and one of kinds: links to the shipped ones, beside those that are made here."""

    def __init__(self, program, folder):
        self.folder, self.frames, self.paper, self.faults, self.ran = os.path.join(folder, "work"), {}, None, [], 0
        self.home = os.path.join(folder, "papers")
        os.makedirs(os.path.join(self.home, "templates"))
        os.makedirs(self.folder)
        for name in ["common", *shipped.kinds()]: # what the documents make may be called as what somebody has put there
            os.symlink(os.path.join(TREE, "templates", name), os.path.join(self.home, "templates", name))
        os.symlink(os.path.join(TREE, "fonts"), os.path.join(self.home, "fonts"))
        os.symlink(program, os.path.join(folder, "chengwen"))
        self.environment = {**os.environ, "CHENGWEN_HOME": self.home, "PATH": folder + ":" + os.environ["PATH"], "LC_ALL": "C.UTF-8"}

    def path(self, name):
        """templates/… lies in the folder of kinds, all else in that of papers."""
        return os.path.join(self.home if name.startswith("templates/") else self.folder, name)

    def clear(self):
        """A task begins: no paper, and the kind of the page as it stands without one."""
        shutil.rmtree(self.folder)
        os.makedirs(self.folder)
        picture(os.path.join(self.folder, "1.png"), 96)
        picture(os.path.join(self.folder, "2.png"), 160)
        for name, lines in self.frames.items():
            write(self.path(name), [line for line in lines if line.strip() != "…"])

    def put_file(self, name, lines):
        if any(line.strip() == "…" for line in lines):
            self.frames[name] = lines
        elif name in self.frames and lines[0].split()[0] != self.frames[name][0].split()[0]:
            lines = [put for line in self.frames[name] for put in ([line.replace("…", part) for part in lines] if line.strip() == "…" else [line])]
        write(self.path(name), [line for line in lines if line.strip() != "…"])
        if name.endswith(".xml") and not name.startswith("templates/"):
            self.paper = name

    def put_below(self, text, name, lines):
        whole = read(self.path(name)).rstrip("\n").split("\n") if os.path.exists(self.path(name)) else []
        at = [number for number, line in enumerate(whole) if text in line]
        if len(at) != 1:
            self.faults.append(f"{name}: “{text}” stands in {len(at)} lines")
            return
        write(self.path(name), whole[:at[0] + 1] + lines + whole[at[0] + 1:])

    def change(self, name, old, new):
        whole = read(self.path(name)) if os.path.exists(self.path(name)) else ""
        if whole.count(old) != 1:
            self.faults.append(f"{name}: `{old}` stands {whole.count(old)} times")
        write(self.path(name), whole.replace(old, new).rstrip("\n").split("\n"))

    def say(self, command):
        """Status and words of a command; watch is ended when it waits."""
        watches = re.match(r"\S*chengwen watch", command) is not None
        child = subprocess.Popen(["sh", "-c", f"exec {command}" if watches else command], cwd=self.folder, env=self.environment,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = ""
        if watches:
            last = threading.Timer(30, child.kill)
            last.start()
            for line in child.stdout:
                said += line
                if "Ctrl-C" in line:
                    child.send_signal(signal.SIGINT)
                    break
            last.cancel()
        said += child.communicate(timeout=60)[0]
        said = re.sub(r"^\S*roles\.xml:\d+:\d+: warning: .*\n", "", said, flags=re.M) # fonts that this machine lacks
        return child.returncode, said.replace(self.home, HOME)

    def type(self, command):
        """The same of a command that asks for passwords: on a terminal of its own WORD is typed as often as one is asked for."""
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            os.execvpe("sh", ["sh", "-c", command], self.environment)
        said, answered, waited = b"", 0, 0
        while waited < 200: # of 0.1 s each without a word
            waited += 1
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    said += os.read(terminal, 4096)
                except OSError: # the other end is closed
                    break
                waited = 0
            elif len(said) > answered and not termios.tcgetattr(terminal)[3] & termios.ECHO: # it asks, and shows nothing of what is typed
                os.write(terminal, WORD.encode() + b"\n")
                answered = len(said) + 2 # with the end of line that is shown
        else:
            os.kill(child, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.close(terminal)
        return status, said.decode("utf-8", "replace")

    def run(self, lines):
        for command, shown in self.commands(lines):
            status, said = self.say(command)
            self.ran += 1
            good = status == 0 and "error: " not in said
            if good == any(re.search("error: |有误 [1-9]|^有误", line) for line in shown):
                self.faults.append(f"{command}: status {status}: {said}")
            elif shown:
                form = "\n".join(".*" if line.strip() == "…" else form_of(line) for line in shown)
                if not re.fullmatch(form, "\n".join(line.rstrip() for line in said.rstrip("\n").split("\n")), re.S):
                    self.faults.append(f"{command}: prints\n{said}")

    @staticmethod
    def commands(lines):
        found = []
        for line in lines:
            if line.startswith(COMMANDS):
                found.append((line, []))
            elif line.strip():
                found[-1][1].append(line)
        return found

    def look(self, lines):
        status, said = self.say(f"chengwen build -q --date 2026-06-01 -o out {self.paper} && chengwen build -q --date 2026-06-01 --format=md -o out {self.paper}")
        self.ran += 1
        page = os.path.join(self.folder, "out", self.paper.replace(".xml", ".md"))
        text = read(page) if os.path.exists(page) else ""
        printed = words_of(text)
        missing = [line for line in lines if line.strip() and not any(re.fullmatch(form_of(line.strip()), there) for there in printed)]
        if status != 0 or said or missing:
            self.faults.append("\n".join([f"{self.paper}: status {status}: {said}", *missing, "stand not in", *printed]))

    def carry_out(self, text):
        for match in BLOCK.finditer(text):
            for change in CHANGE.findall(match.group(1)):
                self.change(*change)
            if match.group(2) is None:
                continue
            before, lines = match.group(1), [line[4:] for line in match.group(2).rstrip("\n").split("\n")]
            file = re.search(r"\(`([^`]+)`\)[^`]*:$", before) or re.search(r"`([^`]+)`:$", before)
            below = re.search(r"Below `([^`]+)` in `([^`]+)`:$", before)
            first = next((number for number, line in enumerate(lines) if line.startswith(COMMANDS)), len(lines))
            if below:
                self.put_below(*below.groups(), [line for line in lines[:first] if line.strip()])
                self.run(lines[first:])
            elif before.endswith("On the page:"):
                self.look(lines)
            elif file and first > 0:
                self.put_file(file.group(1), lines[:first])
                self.run(lines[first:])
            elif first == 0:
                self.run(lines)


def run_page(program, text):
    """Faults, and how many commands there were.  Where the page has files with a place (…) for what tasks add, each of its sections is a task of its own."""
    faults, ran = [], 0
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(os.path.abspath(program), folder)
        for section in re.split(r"^(?=## )", text, flags=re.M):
            if desk.frames:
                desk.clear()
            desk.carry_out(section)
            title = section.split("\n")[0].lstrip("# ")
            faults += [f"{title}: {fault}" for fault in desk.faults]
            ran, desk.faults = ran + desk.ran, []
            desk.ran = 0
    return faults, ran
