"""The scripts and sweeps whose flows are timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TRIVIAL = """\
number = 0
print("number", number)
"""

SCIENCE = """\
import numpy
import pandas
import scipy.optimize
import sklearn.linear_model

number = 0
print("number", number)
"""

# What one step of an optimiser takes: torch loads some 800 modules at the first one.
TORCH = """\
import torch

number = 0


def main():
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.Adam(model.parameters())
    loss = model(torch.ones(8, 4)).square().mean()
    loss.backward()
    optimizer.step()
    return float(loss)


if __name__ == "__main__":
    print("loss", main())
"""

SWEEP = """\
from kohakuengine.config import Config


def config_gen():
    for number in range({count}):
        yield Config(globals_dict={{"number": number}})
"""

COUNTS = (40, 100, 200, 10_000)


def write_flow_scripts(folder: Path) -> None:
    """Write `trivial.py`, `science.py`, `torched.py` and `sweep_COUNT.py` for each count."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"trivial.py": TRIVIAL, "science.py": SCIENCE, "torched.py": TORCH}
    texts |= {f"sweep_{count}.py": SWEEP.format(count=count) for count in COUNTS}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
