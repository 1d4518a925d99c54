"""Killing a sweep at any moment, and whether the same command then completes it.

`python -m tests.kills` prints every kill point: which process was killed, when, how many grandchildren of
runs were alive then, and what the same command made of it. For Linux; points at system calls take strace.
"""
