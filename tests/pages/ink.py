"""White above and below the text of cells, from pages drawn by pdftoppm: a measure of papers that are built, not dumped.

Looked at are cells between rules that have nothing but Han characters in their first and last lines and, by their baselines, stand in the middle; what a single character's
shape does is taken away by the mean of each part (head, label, cell) of a paper.
"""
import collections
import os
import re
import statistics
import subprocess

from paper import DATE, MM
from rows import parts

DPI = 300
DARK = 128
HAN = re.compile(r"[\u3400-\u9fff，。、；：]{3,}$")
MIDDLE = 2 * MM  # farther from it: not meant to stand there
FEW = 6  # cells: their shapes would be measured


def built(program, folder, papers):
    """The PDF of each."""
    subprocess.run([program, "build", "--quiet", "--date", DATE, "-o", folder, *[paper.path for paper in papers]], check=True, capture_output=True)
    return [os.path.join(folder, os.path.splitext(os.path.basename(paper.path))[0] + ".pdf") for paper in papers]


def drawn(pdf, number):
    """(pixels in a row, bytes of a grey page)"""
    out = subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-f", str(number), "-l", str(number), pdf], check=True, capture_output=True).stdout
    match = re.match(rb"P5\s(\d+)\s(\d+)\s255\s", out)
    return int(match[1]), out[match.end():]


def white(picture, box, from_top):
    """Points from the box's upper or lower edge to the first ink."""
    wide, grey = picture
    left, right, top, bottom = (round(one * DPI / 72) for one in (box[0] + 1, box[2] - 1, box[1] + 0.75, box[3] - 0.75))
    rows = range(top, bottom) if from_top else range(bottom - 1, top, -1)
    for row in rows:
        if min(grey[row * wide + left:row * wide + right]) < DARK:
            at = (row if from_top else row + 1) * 72 / DPI
            return at - box[1] if from_top else box[3] - at
    return None


def is_middle(part):
    above = part.lines[0].y - 0.75 * part.line.size - part.box[1]
    below = part.box[3] - part.lines[-1].y
    return abs(above - below) < MIDDLE


def differences(paper, pdf):
    """mm by which the ink stands too low (above zero) or too high, of each part, with the first page."""
    found = collections.defaultdict(list)
    for page, here in zip(paper.pages, parts(paper)):
        asked = [part for part in here.values() if part.box and is_middle(part) and HAN.match(part.line.text) and HAN.match(part.lines[-1].text)]
        if not asked or page.turned:
            continue
        picture = drawn(pdf, page.number)
        for part in asked:
            sides = white(picture, part.box, True), white(picture, part.box, False)
            if None not in sides:
                found[part.line.part].append((page.number, (sides[0] - sides[1]) / MM))
    return [(cells[0][0], abs(statistics.mean(amount for _, amount in cells)), f"{part}, {len(cells)}") for part, cells in found.items() if len(cells) >= FEW], sum(map(len, found.values()))


def middles(program, folder, papers):
    """Events as of other measures, a paper each."""
    return [differences(paper, pdf) for paper, pdf in zip(papers, built(program, folder, papers))]
