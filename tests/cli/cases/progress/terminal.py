"""Runs the program on a terminal of so many columns, and looks at what arrives there."""
import concurrent.futures, fcntl, os, pty, re, struct, subprocess, termios

for n in range(1, 41):
    with open("a.xml", encoding="utf-8") as source, open(f"d{n}.xml", "w", encoding="utf-8") as copy:
        copy.write(source.read() if n != 3 else "<memo/>")
INPUTS = [f"d{n}.xml" for n in range(1, 41)]


def run(columns, *options, inputs=INPUTS, result=None):
    """What the terminal gets; the standard output goes there too, unless `result` is a file."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    # One paper never ends: so that some time passes before the last are told.
    command = ["chengwen", "build", "-j", "2", "--timeout", "2s", "--fault", "hang=d30", "--templates", os.environ["T"], *options, *inputs]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=result or theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            some = os.read(ours, 65536)
        except OSError: # the other side is closed
            break
        if not some:
            break
        seen += some
    process.wait()
    os.close(ours)
    return seen.decode()


def left(seen):
    """The lines that stay, when what was taken back is gone."""
    return [line.split("\x1b[K")[-1].split("\r")[-1] for line in seen.replace("\r\n", "\n").split("\n")]


def told(seen):
    return re.findall(r"已处理 [^\r\n\x1b]*", seen)


def width(text):
    return sum(2 if ord(c) > 0x2000 else 1 for c in text)


with concurrent.futures.ThreadPoolExecutor(6) as pool, open("result", "wb") as result:
    runs = {"wide": (100,), "narrow": (34,), "very narrow": (12,), "quiet": (100, "-q"), "few": (100,), "apart": (100,)}
    more = {"few": {"inputs": INPUTS[28:31]}, "apart": {"result": result}}
    seen = {name: pool.submit(run, *given, "-o", name, **more.get(name, {})) for name, given in runs.items()}
    wide, narrow, tiny, quiet, few, apart = (seen[name].result() for name in ("wide", "narrow", "very narrow", "quiet", "few", "apart"))
# On a busy machine a line may come before a paper has failed, or is done at all.
whole = re.compile(r"已处理 (0/40 份，每秒 [\d.]+ 份|\d+/40 份(，有误 \d 份)?，每秒 [\d.]+ 份，还需约 (\d+ 分 )?\d+ 秒)")
print("told:", len(told(wide)) > 0, "all of it:", all(map(whole.fullmatch, told(wide))) and "有误" in told(wide)[-1])
lines = left(wide)
print("left:", sum(line.startswith("已生成 wide/d") for line in lines), "papers,", [line for line in lines if not line.startswith("已生成")])
print("narrow:", len(told(narrow)) > 0, max(map(width, told(narrow))) < 34)
print("very narrow:", told(tiny))
print("messages alone on the terminal:", [line for line in left(apart) if line], len(told(apart)) > 0)
print("nothing of it in the result:", "已处理" not in open("result", encoding="utf-8").read())
print("quiet:", told(quiet), "few:", told(few))
