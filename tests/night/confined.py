"""A command under what a unit of systemd forbids by system call, without systemd: its SystemCallFilter= lists, and what it says of
sockets, namespaces and memory that is written and executed.

usage: confined.py UNIT COMMAND...     by hand; check_units.py does it for the test

systemd-analyze says what the sets (@system-service) hold, libseccomp loads them.
"""
import ctypes
import errno
import os
import subprocess
import sys

ALLOW = 0x7FFF0000
MASKED_EQUAL = 7  # scmp_compare
PR_SET_NO_NEW_PRIVS = 38
PROT_WRITE, PROT_EXEC = 2, 4


class Argument(ctypes.Structure):  # struct scmp_arg_cmp
    _fields_ = [("number", ctypes.c_uint), ("op", ctypes.c_int), ("mask", ctypes.c_uint64), ("value", ctypes.c_uint64)]


def refuse(reason):
    return 0x00050000 | reason


def read_unit(path):
    """{key: [value, …]}; an empty value takes back what stood before, as systemd has it."""
    unit = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            key, equals, value = line.strip().partition("=")
            if not equals or key.startswith("#"):
                continue
            unit[key] = unit.get(key, []) + [value] if value else []
    return unit


def expand(name):
    """The calls of a set, with those of sets in it."""
    if not name.startswith("@"):
        return {name}
    text = subprocess.run(["systemd-analyze", "--no-pager", "syscall-filter", name], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True).stdout
    return set().union(*(expand(word) for line in text.splitlines()[1:]
                         for word in line.split("#")[0].split()))


def allowed_calls(unit):
    calls = set()
    for value in unit["SystemCallFilter"]:
        named = set().union(*(expand(word) for word in value.lstrip("~").split()))
        calls = calls - named if value.startswith("~") else calls | named
    return calls


class Filter:
    def __init__(self, library, default):
        self.library = library
        self.filter = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(default)))

    def add(self, action, name, *arguments):
        number = self.library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:  # of another architecture, or younger than the library
            return
        array = (Argument * len(arguments))(*arguments)
        result = self.library.seccomp_rule_add_array(self.filter, ctypes.c_uint32(action), number, len(arguments), array)
        if result != 0:
            raise OSError(-result, "%s: %s" % (name, os.strerror(-result)))

    def load(self):
        result = self.library.seccomp_load(self.filter)
        if result != 0:
            raise OSError(-result, os.strerror(-result))


def filters(unit):
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    calls = Filter(library, refuse(errno.EPERM))
    for name in allowed_calls(unit):
        calls.add(ALLOW, name)
    rest = Filter(library, ALLOW)
    if unit.get("RestrictAddressFamilies") == ["none"]:
        rest.add(refuse(errno.EAFNOSUPPORT), "socket")
    if unit.get("RestrictNamespaces") == ["yes"]:
        rest.add(refuse(errno.ENOSYS), "clone3")  # the C library then takes clone
        rest.add(refuse(errno.EPERM), "unshare")
        rest.add(refuse(errno.EPERM), "setns")
    if unit.get("MemoryDenyWriteExecute") == ["yes"]:
        both = PROT_WRITE | PROT_EXEC
        rest.add(refuse(errno.EPERM), "mmap", Argument(2, MASKED_EQUAL, both, both))
        rest.add(refuse(errno.EPERM), "mprotect", Argument(2, MASKED_EQUAL, PROT_EXEC, PROT_EXEC))
        rest.add(refuse(errno.EPERM), "pkey_mprotect", Argument(2, MASKED_EQUAL, PROT_EXEC, PROT_EXEC))
    return [rest, calls]  # behind the list of calls, seccomp() might be refused


def confine(made):
    ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for one in made:
        one.load()


if __name__ == "__main__":
    confine(filters(read_unit(sys.argv[1])))
    os.execvp(sys.argv[2], sys.argv[2:])
