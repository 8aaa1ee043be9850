"""Many descriptions in one run of the program, so that fonts and kinds load once and not for every one of them."""
import json
import os
import re
import subprocess
import sys

TIME_LIMIT = 600


def write(folder, texts):
    """The paths of new files in the folder, one a text."""
    paths = [os.path.join(folder, f"{number}.xml") for number in range(len(texts))]
    for path, text in zip(paths, texts):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    return paths


def run(program, argv, paths, cwd=None):
    """Status 2 and more, or a signal, ends the test: such a run says nothing of its files."""
    done = subprocess.run([program, *argv, *paths], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIME_LIMIT, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(argv)} of {len(paths)} files ended with {done.returncode}: {done.stderr[:2000]}")
    return done


def dump(program, stage, paths, *options, cwd=None):
    """What dump prints of each file, in order, None where it failed; and all that was said."""
    done = run(program, ["dump", "--stage=" + stage, *options], paths, cwd)
    if len(paths) == 1:
        return [done.stdout if done.returncode == 0 else None], done.stderr
    parts = re.split(r"^file (.*)\n", done.stdout, flags=re.M)
    if parts[1::2] != paths:
        sys.exit(f"dump of {len(paths)} files tells of {len(parts) // 2}")
    texts = [text or None for text in parts[2::2]]
    if (done.returncode == 0) != all(texts):
        sys.exit(f"dump ended with {done.returncode}, but {texts.count(None)} of {len(texts)} files failed: {done.stderr[:2000]}")
    return texts, done.stderr


def check(program, paths, *options):
    """What check says of each file, in order, as its JSON has it: good, findings, messages, prose."""
    done = run(program, ["check", "--format=json", *options], paths)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    if [result["input"] for result in found] != paths:
        sys.exit(f"check of {len(paths)} files tells of {len(found)}")
    if (done.returncode == 0) != all(result["good"] for result in found):
        sys.exit(f"check ended with {done.returncode}, but {sum(not result['good'] for result in found)} of {len(found)} files are bad")
    return found
