"""Standard input that does not wait, and gets its bytes late."""
import fcntl, os, subprocess, time

source = open("good.xml", "rb").read()
ends = os.pipe()
fcntl.fcntl(ends[0], fcntl.F_SETFL, os.O_NONBLOCK)
run = subprocess.Popen(["chengwen", "check", "--templates", os.environ["T"], "-"], stdin=ends[0])
for part in (source[:40], source[40:]):
    time.sleep(0.2)
    os.write(ends[1], part)
os.close(ends[1])
run.wait(20)
