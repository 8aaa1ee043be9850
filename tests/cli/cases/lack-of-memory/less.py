"""As many KB of address space as there are from 60,000 to 320,000."""
import filecmp
import os
import re
import resource
import shutil
import subprocess

REPORT = os.environ["HOME_TREE"] + "/input/pingshan-report.xml"


def run(argv, size):
    """The status and what is said.  The limit holds for the program alone: it is started, and takes it, before it is itself."""
    done = subprocess.run(["chengwen", *argv], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
                          preexec_fn=size and (lambda: resource.setrlimit(resource.RLIMIT_AS, (size << 10, size << 10))))
    return done.returncode, done.stdout


def report(folder, size=None):
    return run(["build", "--date", "2026-06-01", "-o", folder, REPORT], size)


def main():
    status, said = report("whole")
    if status != 0:
        print(said, end="")
    if run(["--version"], 400000)[0] != 0:
        return print("good and failed")
    good = failed = False
    for size in range(60000, 320001, 4000):
        status, said = report("part", size)
        made = os.listdir("part") if os.path.isdir("part") else []
        if status == 0 and made == ["pingshan-report.pdf"] and filecmp.cmp("whole/pingshan-report.pdf", "part/pingshan-report.pdf", shallow=False):
            good = True
        elif status in (1, 3) and not made and not re.search("字体|没有字符", said):
            failed = True
        else:
            print(f"{size} KB: status {status}\n{said}", end="")
        shutil.rmtree("part", ignore_errors=True)
    if good and failed:
        print("good and failed")


main()
