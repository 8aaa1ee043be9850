"""One path after the other as what the kind k names, and what is said of it."""
import os
import re
import shutil
import subprocess


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def said():
    """Without hints."""
    done = subprocess.run(["chengwen", "check", "--templates", "t", "--kind", "k"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return [re.sub("。提示.*", "", line) for line in done.stdout.splitlines()]


def tell():
    for line in said():
        if not line.startswith("k: "):
            print(line)


def attempt(name, root, paths):
    kept = read(f"real/k/{name}.xml")
    for path in paths.split():
        write(f"t/k/{name}.xml", re.sub(rf"<{root}[^>]*>", rf'\g<0><use file="{path}"/>', kept, count=1))
        tell()
    write(f"t/k/{name}.xml", kept)


write("there.xml", "<layout/>\n")
shutil.copy("there.xml", "there.png")
for folder in ("real", "t", "t/more"):
    os.mkdir(folder)
shutil.copytree(os.environ["T"] + "/memo", "real/k")
write("real/k/model.xml", read("real/k/model.xml").replace('kind="memo"', 'kind="k"'))
shutil.copytree("real/k", "t/k")
os.mkdir("real/common")
for root in ("layout", "styles", "types"):
    for path in (f"real/common/{root}.xml", f"t/more/{root}.xml", f"t/k/own-{root}.xml", f"real/k/own-{root}.xml"):
        write(path, f"<{root}/>\n")
for link, to in (("common", "../real/common"), ("k/up", "../.."), ("k/there.xml", os.getcwd() + "/there.xml"), ("k/none.xml", os.getcwd() + "/none.xml"),
                 ("k/out.xml", "../../real/k/style.xml"), ("k/side", "../more"), ("etc", "/etc")):
    os.symlink(to, "t/" + link)
BAD = ("../../there.xml ../../none.xml ../../../x.xml /etc/passwd /nowhere there.xml none.xml out.xml up/there.xml up/none.xml ../etc/passwd ../etc/none "
       "../nix/../../there.xml ")
attempt("layout", "layout", BAD + "../common/none.xml none/x.xml ../common/layout.xml ../more/layout.xml own-layout.xml side/layout.xml ../k/own-layout.xml")
attempt("style", "styles", BAD + "../common/none.xml ../common/styles.xml ../more/styles.xml own-styles.xml side/styles.xml")
attempt("model", "model", BAD + "../common/none.xml ../common/types.xml ../more/types.xml own-types.xml side/types.xml")
print("== pictures")
for path in ("../../there.png", "../../none.png", "/etc/passwd", "up/there.png", "up/none.png", "none.png"):
    write("t/k/layout.xml", read("real/k/layout.xml").replace("</section>", f'<picture file="{path}"/></section>'))
    tell()
shutil.copy("real/k/layout.xml", "t/k/layout.xml")
print("== the kind's own files")
for name in ("model", "style", "layout"):
    for path in ("there.xml", "none.xml"):
        os.remove(f"t/k/{name}.xml")
        os.symlink(f"{os.getcwd()}/{path}", f"t/k/{name}.xml")
        tell()
    os.remove(f"t/k/{name}.xml")
    shutil.copy(f"real/k/{name}.xml", "t/k")
print("== the kind is a link")
shutil.rmtree("t/k")
os.symlink("../real/k", "t/k")
kept = read("real/k/layout.xml")
for path in ("own-layout.xml", "../common/layout.xml", "../../there.xml"):
    write("real/k/layout.xml", kept.replace("<layout>", f'<layout><use file="{path}"/>'))
    print(*said(), sep="\n")
write("real/k/layout.xml", kept)
