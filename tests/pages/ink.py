"""White above and below the text of cells, from pages drawn by pdftoppm: a measure of papers that are built, not dumped.

Looked at are cells between rules that have nothing but Han characters in their first and last lines and, by their baselines, stand in the middle.  White counts to the mean of the
upper and of the lower edges of a line's characters, and the mean of each part (head, label, cell) of a paper is taken, for the shape of one says nothing.
"""
import collections
import os
import re
import statistics
import subprocess

from paper import DATE, MM
from rows import parts

DPI = 900  # with less the renderer's own steps, a quarter of a pixel, are seen
PAGES = 3  # of a paper: they have cells enough
DARK = 128
MARKS = "，。、；："
HAN = re.compile(rf"[\u3400-\u9fff{MARKS}]{{2,}}$")
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


def edge(picture, left, right, rows):
    """The first row, in points, with ink between two places."""
    wide, grey = picture
    left, right = round(left * DPI / 72), round(right * DPI / 72)
    for row in rows:
        if min(grey[row * wide + left:row * wide + right]) < DARK:
            return (row if rows.step > 0 else row + 1) * 72 / DPI
    return None


def white(picture, part, from_top):
    """Points from the box's upper or lower edge to the ink, as a mean of the characters of the first or the last line."""
    line = part.lines[0 if from_top else -1]
    top, bottom = (round((line.y - height * line.size) * DPI / 72) for height in (0.95, -0.2))
    rows = range(top, bottom) if from_top else range(bottom, top, -1)
    edges = [edge(picture, line.at[i], line.at[i] + line.size, rows) for i, character in enumerate(line.text) if character not in MARKS]
    mean = statistics.mean(one for one in edges if one is not None)
    return mean - part.box[1] if from_top else part.box[3] - mean


def is_middle(part):
    above = part.lines[0].y - 0.75 * part.line.size - part.box[1]
    below = part.box[3] - part.lines[-1].y
    return abs(above - below) < MIDDLE


def differences(paper, pdf):
    """mm by which the ink stands too low (above zero) or too high, of each part, with the first page."""
    found, pages = collections.defaultdict(list), 0
    for page, here in zip(paper.pages, parts(paper)):
        asked = [part for part in here.values() if part.box and is_middle(part) and HAN.match(part.line.text) and HAN.match(part.lines[-1].text)]
        if not asked or page.turned or pages == PAGES:
            continue
        pages += 1
        picture = drawn(pdf, page.number)
        for part in asked:
            found[part.line.part].append((page.number, (white(picture, part, True) - white(picture, part, False)) / MM))
    return [(cells[0][0], abs(statistics.mean(amount for _, amount in cells)), f"{part}, {len(cells)}") for part, cells in found.items() if len(cells) >= FEW], sum(map(len, found.values()))


def middles(program, folder, papers):
    """Events as of other measures, a paper each."""
    return [differences(paper, pdf) for paper, pdf in zip(papers, built(program, folder, papers))]
