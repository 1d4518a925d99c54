"""Words that start the command behind them (`nice -n 5`, `A=1`), and programs that only read."""

from __future__ import annotations

import os


class _Wrapper:
    """A program that starts the command behind its own words.

    Attributes:
        valued: Its options whose value is a word of its own.
        count: How many words that are no options stand before the command.
    """

    __slots__ = ("count", "valued")

    def __init__(self, valued: str = "", count: int = 0) -> None:
        self.valued = frozenset(valued.split())
        self.count = count


_WRAPPERS = {
    "chrt": _Wrapper("-T -P -D", 1),
    "command": _Wrapper(),
    "env": _Wrapper("-u --unset -C --chdir -a --argv0"),
    "exec": _Wrapper("-a"),
    "flock": _Wrapper("-w --timeout -E --conflict-exit-code", 1),
    "ionice": _Wrapper("-c --class -n --classdata"),
    "nice": _Wrapper("-n --adjustment"),
    "nohup": _Wrapper(),
    "setsid": _Wrapper(),
    "stdbuf": _Wrapper("-i --input -o --output -e --error"),
    "sudo": _Wrapper(
        "-u --user -g --group -h --host -p --prompt -C --close-from"
        " -D --chdir -R --chroot -r --role -t --type -T --command-timeout"
    ),
    "taskset": _Wrapper("", 1),
    "time": _Wrapper("-f --format -o --output"),
    "timeout": _Wrapper("-k --kill-after -s --signal", 1),
    **dict.fromkeys(("if", "then", "elif", "else", "while", "until", "do", "!", "{"), _Wrapper()),
}
# What they are given is read, copied or shown, and never started.
_READERS = frozenset(
    [
        "awk",
        "basename",
        "cat",
        "chmod",
        "chown",
        "cmp",
        "code",
        "cp",
        "cut",
        "diff",
        "dirname",
        "du",
        "echo",
        "ed",
        "egrep",
        "emacs",
        "fgrep",
        "file",
        "git",
        "grep",
        "gzip",
        "head",
        "install",
        "less",
        "ln",
        "ls",
        "md5sum",
        "mkdir",
        "more",
        "mv",
        "nano",
        "nl",
        "patch",
        "printf",
        "readlink",
        "realpath",
        "rg",
        "rm",
        "rsync",
        "scp",
        "sed",
        "sha256sum",
        "sort",
        "stat",
        "tail",
        "tar",
        "tee",
        "test",
        "touch",
        "tr",
        "uniq",
        "unzip",
        "vi",
        "vim",
        "wc",
        "which",
        "zip",
        "[",
    ]
)


def program_index(words: list[str]) -> int:
    """Return the index of the program that a command starts, behind the wrappers that are known."""
    index = 0
    while index < len(words):
        word = words[index]
        if word.partition("=")[0].isidentifier() and "=" in word:
            index += 1
            continue
        wrapper = _WRAPPERS.get(os.path.basename(word))
        if wrapper is None:
            return index
        index = _behind(wrapper, words, index + 1)
    return index


def _behind(wrapper: _Wrapper, words: list[str], index: int) -> int:
    """Return the index behind a wrapper's own words."""
    while index < len(words) and words[index][:1] == "-":
        index += 2 if words[index] in wrapper.valued else 1
    return index + wrapper.count


def names_files_only(words: list[str]) -> bool:
    """Say whether a command starts nothing that it names: `ls python train.py`."""
    index = program_index(words)
    program = os.path.basename(words[index]) if index < len(words) else ""
    return program in _READERS and words[index + 1 : index + 2] != ["bisect"]  # git starts its command
