"""Fidelity of `kogine run` on public scripts that nobody here wrote.

`python -m tests.corpus` measures it on all of them, `test_sample.py` on a few.
The rules are in `README.md` beside this file. Nothing here imports the engine.
"""
