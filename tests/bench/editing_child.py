"""Run by the benchmark as a program: CPU of one keystroke, and of listing all names or describing one.

Its word is a place (see `TYPED`); it prints the median and the 95th percentile in ms, as JSON.
"""

from __future__ import annotations

import json
import statistics
import sys
import time

KEYSTROKES = 60
_BLOCKS = 527
_METHODS = 2223
_BLOCK = """\
lr# = #e-3  # learning rate
name# = "run-#"
def helper#(a, b=1):
    '''Doc.'''
    y = a * b + lr#
    if y > 3:
        return [y for _ in range(#)]
    return None

class Model#(object):
    width: int = #
    def forward(self, x):
        z = x @ self.w
        return z

total# = lr# * 2
data# = dict(a=#, b="x", c=[1, 2, 3])
print(helper#(1))

"""
_METHOD = """\
    def f#(self, a, b=1):
        '''Doc.'''
        y = self.x# + a * b
        if y:
            return g(y)
        for i in range(10):
            self.z[i] = y
        return [y for _ in range(#)]

"""
TYPED = {
    "value": ("lr250 = 250e-3", "lr250 = {typed}"),
    "parameter": ("lr250 = 250e-3", "lr250 = {typed}"),
    "name": ("lr250 = 250e-3", "lr250x{typed} = 250e-3"),
    "open": ("lr250 = 250e-3", "lr250 = f({typed}"),
    "function": ("    y = a * b + lr250\n", "    y = a * b + lr250 * {typed}\n"),
    "string": ("lr250 = 250e-3", "lr250 = '''{typed}"),
    "class": ("        y = self.x250 + a * b\n", "        y = self.x250 + a * {typed}\n"),
}


def main(place: str) -> int:
    """Type at one place, and print what a keystroke took."""
    from kohakuengine_tooling import OpenScript

    count, part = (_METHODS, _METHOD) if place == "class" else (_BLOCKS, _BLOCK)
    head = "import torch\n" + ("class Big:\n" if place == "class" else "")
    text = head + "".join(part.replace("#", str(number)) for number in range(count))
    before, after = TYPED[place]
    if text.count(before) != 1:
        raise SystemExit(f"{before!r} does not stand there once")
    script = OpenScript("train.py")
    script.update(text)
    script.facts()
    took = []
    for number in range(KEYSTROKES):
        typed = text.replace(before, after.format(typed="1" * (1 + number % 9)))
        start = time.process_time_ns()
        script.update(typed)
        said = script.parameter("lr251") if place == "parameter" else script.names()
        took.append((time.process_time_ns() - start) / 1e6)
        if not said and place != "class":
            raise SystemExit("nothing is said")
    print(json.dumps([statistics.median(took), statistics.quantiles(took, n=20)[-1]]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
