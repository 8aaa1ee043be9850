"""For cases that try one small kind after the other, each with its own record: all of them in one run of the program, as starting it costs
more than what it does with one.  The kinds are called k, as if each stood alone: in the run they have letters of the alphabet for names, which
are as long, so that columns are the same."""
import collections
import os
import re
import string
import subprocess

LETTERS = string.ascii_lowercase # as the names of kinds may have
Outcome = collections.namedtuple("Outcome", "failed messages printed")


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def lettered(letter, data):
    """The file with the name of the kind that has this letter."""
    data = data if isinstance(data, bytes) else data.encode()
    data = re.sub(rb'(<model kind=")k"', rb"\g<1>" + letter.encode() + b'"', data)
    data = re.sub(rb"<k(?=[\s>/])", b"<" + letter.encode(), data, count=1)
    return re.sub(rb"</k>$", b"</" + letter.encode() + b">", data.rstrip(b"\n"))


def several(argv, trials):
    """Of each of as many trials as there are letters what `run` gives."""
    letters = LETTERS[:len(trials)]
    for letter, (kind, record) in zip(letters, trials):
        for name, data in kind.items():
            write(f"t/{letter}/{name}", lettered(letter, data) if name == "model.xml" else data)
        write(f"{letter}/a.xml", lettered(letter, record))
    done = subprocess.run(["chengwen", *argv, "--templates=t", *(f"{letter}/a.xml" for letter in letters)], capture_output=True, check=False)
    said, failed = {letter: [] for letter in letters}, set()
    for line in done.stderr.decode().splitlines():
        if line.startswith("共 "):
            continue  # how many of how many failed
        letter = re.match(r"(?:t/)?([a-z])/", line).group(1)
        said[letter].append(re.sub(rf"(?<![\w/.])(t/)?{letter}/(?=\w+\.)", lambda found: "t/k/" if found[1] else "", line))
        if ": error: " in line:
            failed.add(letter)
    if done.returncode != (1 if failed else 0):
        print("status", done.returncode, "and", len(failed), "with errors")
    printed = dict(re.findall(r"(?m)^file ([a-z])/a\.xml\n((?:(?!file ).*\n)*)", done.stdout.decode()))
    return [Outcome(letter in failed, said[letter], printed.get(letter, "").splitlines()) for letter in letters]


def run(argv, trials):
    """chengwen ARGV --templates=t a.xml for each of the trials: (files of t/k by name, a.xml).  Gives for each: did it fail, the lines of its
    messages, and those that dump prints of it.  The status of each run is compared with what failed in it."""
    return [outcome for start in range(0, len(trials), len(LETTERS)) for outcome in several(argv, trials[start:start + len(LETTERS)])]
