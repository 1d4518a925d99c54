"""Static facts against the truth: what plain python did, and what the engine does.

`python -m tests.truth run` and `python -m tests.truth agree`; the rules are in `README.md` beside this file.
What judges here imports neither the engine nor the tooling; `agreement` alone asks both.
"""
