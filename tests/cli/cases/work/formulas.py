"""One formula after the other in a condition on 10,000 × 10,000 pairs: all come to the limit."""
import os
import subprocess

TEXTS = '<text name="a0" is="\'长长长长长长长长\'"/>' + "".join(f'<text name="a{i}" is="a{i - 1} + a{i - 1}"/>' for i in range(1, 16))
TEXTS += '<text name="b" is="a15 + \'\'"/>'
BIG = '<number name="n0" is="1.0000000000000000000000000000000000000000000000000001"/>' + "".join(f'<number name="n{i}" is="n{i - 1} * n{i - 1}"/>' for i in range(1, 4))
MODEL = f'<model kind="k" label="试"><document title="题"/><numbers name="x" is="instalments(100000000, 10000, 0, \'last\')"/>{TEXTS}{BIG}</model>'
FORMULAS = ("length(a15) > 0", "a15 = b", "a14 + a14 = a15", "run_length(x, 1) = 10000", "sum(x) > 0", "not unique(x)", "n3 * n3 > 1", "n3 > n2", "round(n3, 2) > 0",
            "nth(apportion(x, sum(x), 4, 'independent'), 1) > 0")
os.makedirs("t/k", exist_ok=True)
with open("t/k/model.xml", "w") as file:
    file.write(MODEL)
with open("t/k/style.xml", "w") as file:
    file.write('<styles><page name="page"/></styles>')
with open("k.xml", "w") as file:
    file.write("<k/>")
for formula in FORMULAS:
    with open("t/k/layout.xml", "w") as file:
        file.write(f'<layout><section page="page"><p>{{if(all(x, all(x, {formula.replace("<", "&lt;")})), \'y\', \'n\')}}</p></section></layout>')
    done = subprocess.run(["chengwen", "check", "--templates=t", "k.xml"], capture_output=True, text=True)
    print(f"{formula}: {done.returncode}", *done.stderr.splitlines()[:1])
