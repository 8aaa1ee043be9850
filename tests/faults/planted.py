#!/usr/bin/env python3
"""Does the test see what it is for?  One fault at a time is planted in a copy of the tree, which is built and must fail.

usage: planted.py [NAME…]     by hand: each of them builds the program

A fault that only the address sanitizer sees (overrun) is built with it, which takes minutes.
"""
import os
import shutil
import subprocess
import sys
import tempfile

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# name: file, what stands there, what is planted, which faults show it, with the sanitizer
PLANTED = {
    "leak": ("generator/base/file_read.c", "    if (source.fd >= 0)\n        file_close(source.fd);", "    if (source.fd >= 0 && status == OK)\n        file_close(source.fd);",
             "several:read::EIO", False),
    "overrun": ("generator/batch/workers/workers.c", "ARENA_NEW_ARRAY(batch->arena, 2 * crew->worker_count, size_t)", "ARENA_NEW_ARRAY(batch->arena, 0, size_t)",
                "workers:send:1:ENOMEM:main:once", True),
    "unsynced": ("generator/base/file_write.c", "&& file_sync(fd)", "", "plan:fsync", False),
    "half-message": ("generator/cli/output.c", "done += (size_t)n;", "done = text.len;", "several:write::SHORT", False),
    "early": ("generator/batch/waiting.c",
              "    file_sync_unnamed(waiting->files, waiting->count);\n    file_sync_unnamed(waiting->records, waiting->count);\n"
              "    for (; goes_on && told < waiting->count; told++) {\n        give_name(waiting, told);\n        goes_on = waiting->outcomes[told].result.status != SYSTEM;\n    }\n",
              "    for (; goes_on && told < waiting->count; told++) {\n        give_name(waiting, told);\n        goes_on = waiting->outcomes[told].result.status != SYSTEM;\n    }\n"
              "    file_sync_unnamed(waiting->files, waiting->count);\n    file_sync_unnamed(waiting->records, waiting->count);\n", "several:fsync", False),
}


def plant(name, copy):
    path, before, after, only, sanitized = PLANTED[name]
    preset, build = ("asan", "build-asan") if sanitized else ("release", "build")
    text = open(os.path.join(copy, path), encoding="utf-8").read()
    if text.count(before) != 1:
        sys.exit(f"{name}: {path} is no longer as it was")
    with open(os.path.join(copy, path), "w", encoding="utf-8") as file:
        file.write(text.replace(before, after))
    for command in (["cmake", "--preset", preset, "-DCHENGWEN_TESTS=ON"], ["cmake", "--build", "--preset", preset, "--target", "chengwen", "faults_shim"]):
        subprocess.run(command, cwd=copy, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"CCACHE_BASEDIR": copy})
    command = [sys.executable, os.path.join(copy, "tests/faults/faults.py"), f"{copy}/{build}/chengwen", f"{copy}/{build}/tests/faults_shim.so", "--only", only]
    if sanitized:
        command += ["--sanitizer", subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True, text=True, check=True).stdout.strip()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    with open(os.path.join(copy, path), "w", encoding="utf-8") as file:
        file.write(text)
    lines = (done.stdout + done.stderr).strip().splitlines()
    print(f"{name}: {'seen' if done.returncode else 'NOT SEEN'}; {lines[-1]}\n    " + "\n    ".join(line[:160] for line in lines[:2]), flush=True)
    return done.returncode != 0


def main():
    names = sys.argv[1:] or list(PLANTED)
    with tempfile.TemporaryDirectory(prefix="planted-") as scratch:
        copy = os.path.join(scratch, "tree")
        shutil.copytree(TREE, copy, symlinks=True, ignore=shutil.ignore_patterns("build*", ".git", "debian"))
        sys.exit(0 if all([plant(name, copy) for name in names]) else 1)


if __name__ == "__main__":
    main()
