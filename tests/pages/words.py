"""Words as ICU's word iterator finds them, the engine's own reader of the dictionary not being asked; those that a kind's <words> names are cut out first.

The library is called as it is installed (libicu-dev, for the build).
"""
import ctypes
import ctypes.util
import os
import re

from paper import ROOT

WORD, DONE = 1, -1  # UBRK_WORD, UBRK_DONE
STYLE = os.path.join(ROOT, "templates", "common", "style.xml")


def library():
    name = ctypes.util.find_library("icuuc")
    return ctypes.CDLL(name), name.rsplit(".", 1)[1]


ICU, VERSION = library()


def call(name, *arguments, result=ctypes.c_int32):
    function = getattr(ICU, f"{name}_{VERSION}")
    function.restype = result
    return function(*arguments)


class Words:
    def __init__(self):
        with open(STYLE, encoding="utf-8") as file:
            named = " ".join(re.findall(r'<words list="([^"]*)"', file.read())).split()
        self.own = re.compile("|".join(sorted(map(re.escape, named), key=len, reverse=True)))
        error = ctypes.c_int32(0)
        self.iterator = ctypes.c_void_p(call("ubrk_open", WORD, b"zh", None, 0, ctypes.byref(error), result=ctypes.c_void_p))
        self.kept = {}

    def begins(self, text):
        """The places in the text at which a word begins."""
        if text not in self.kept:
            own = [match.span() for match in self.own.finditer(text)]
            rest = self.own.sub(lambda match: " " * len(match[0]), text)
            inside = {place for begin, end in own for place in range(begin + 1, end)}
            self.kept[text] = self.asked(rest) - inside | {begin for begin, _ in own} | {end for _, end in own}
        return self.kept[text]

    def asked(self, text):
        units = text.encode("utf-16-le")
        buffer = ctypes.create_string_buffer(units, len(units) + 2)
        error = ctypes.c_int32(0)
        call("ubrk_setText", self.iterator, buffer, len(units) // 2, ctypes.byref(error))
        found, place = set(), call("ubrk_first", self.iterator)
        while place != DONE:
            found.add(len(units[:2 * place].decode("utf-16-le", "ignore")))
            place = call("ubrk_next", self.iterator)
        return found
