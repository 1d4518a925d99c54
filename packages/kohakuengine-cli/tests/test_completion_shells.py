"""Completion in real shells."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from kogine_process import Kogine
from kogine_terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator


PAGE = Path(__file__).parents[3] / "docs/how-to/shell-completion.md"

SCRIPT = """\
from typing import Literal

learning_rate: float = 1e-3  # step size
mode: Literal["fast", "two words"] = "fast"
use_amp = True


def main():
    pass


def evaluate():
    pass


if __name__ == "__main__":
    main()
"""

LINES = {
    "command": ("kogine ve", "kogine version "),
    "subcommand": ("kogine config val", "kogine config validate "),
    "script": ("kogine run tr", "kogine run train.py "),
    "option": ("kogine run train.py --conf", "kogine run train.py --config "),
    "config": ("kogine run train.py -c configs/sm", "kogine run train.py -c configs/small.toml "),
    "folder": ("kogine run train.py -c conf", "kogine run train.py -c configs/"),
    "space in a name": ("kogine run with", "kogine run with\\ space.py "),
    "name of a parameter": ("kogine run train.py --set lear", "kogine run train.py --set learning_rate="),
    "name in one word": ("kogine run train.py --set=lear", "kogine run train.py --set=learning_rate="),
    "value": ("kogine run train.py --set use_amp=f", "kogine run train.py --set use_amp=false "),
    "value in one word": ("kogine run train.py --set=use_amp=f", "kogine run train.py --set=use_amp=false "),
    "value attached": ("kogine run train.py -suse_amp=f", "kogine run train.py -suse_amp=false "),
    "value with a space": ("kogine run train.py -s mode=t", "kogine run train.py -s mode=two\\ words "),
    "default as a hint": (
        "kogine run train.py -s learning_rate=",
        "kogine run train.py -s learning_rate=1e-3 ",
    ),
    "function": ("kogine run train.py:m", "kogine run train.py:main "),
    "nothing near": ("kogine run train.py --set zzz", "kogine run train.py --set zzz"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with scripts, and a `kogine` on the path."""
    kogine = Kogine(tmp_path_factory.mktemp("project"))
    kogine.write("train.py", SCRIPT)
    kogine.write("with space.py", "x = 1\n")
    kogine.write("configs/small.toml", "x = 1\n")
    command = kogine.write("bin/kogine", f'#!/bin/sh\nexec "{sys.executable}" -m kohakuengine.cli "$@"\n')
    command.chmod(0o755)
    return kogine.folder


def environment(project: Path) -> dict[str, str]:
    """Return the environment of a shell that finds our `kogine` first."""
    return {
        **os.environ,
        "PATH": f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(project),
        "XDG_CACHE_HOME": str(project / ".cache"),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "INPUTRC": os.devnull,
    }


def need(shell: str) -> str:
    """Return a shell's path; a shell that is not here is named in the report."""
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed; the protocol it would speak is tested in test_completion.py")
    return path


def documented(shell: str) -> list[str]:
    """Return what the documentation says to type once."""
    folders = {
        "bash": "~/.local/share/bash-completion/completions/kogine",
        "zsh": "~/.zfunc/_kogine",
        "fish": "~/.config/fish/completions/kogine.fish",
    }
    file = folders[shell]
    return [f"mkdir -p {file.rpartition('/')[0]}", f"kogine completion {shell} > {file}"]


@pytest.mark.skipif(not PAGE.parents[1].is_dir(), reason="the docs folder is part of the repository alone")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_page_says_what_these_tests_type(shell: str) -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert all(f"\n{line}\n" in page for line in documented(shell))


def test_zsh_completes_where_the_script_is_evaluated(project: Path) -> None:
    command = [need("zsh"), "-f", "-i"]
    with Terminal(command, cwd=project, environment=environment(project)) as terminal:
        terminal.run("autoload -U compinit && compinit -u -D")
        terminal.run('eval "$(kogine completion zsh)"')
        terminal.run("show() { print; print -r -- \"<<$BUFFER>>\" }; zle -N show; bindkey '^X^P' show")

        assert terminal.complete("kogine ve") == "kogine version "


@pytest.fixture(scope="module")
def bash(project: Path) -> Iterator[Terminal]:
    """An interactive bash with completion installed as the documentation says."""
    command = [need("bash"), "--norc", "--noprofile", "-i"]
    with Terminal(command, cwd=project, environment=environment(project)) as terminal:
        for line in documented("bash"):
            terminal.run(line)
        terminal.run("source ~/.local/share/bash-completion/completions/kogine")
        terminal.run(r"""bind -x '"\C-x\C-p": printf "<<%s>>\n" "$READLINE_LINE"'""")
        yield terminal


@pytest.fixture(scope="module")
def zsh(project: Path) -> Iterator[Terminal]:
    """An interactive zsh with completion installed as the documentation says."""
    command = [need("zsh"), "-f", "-i"]
    with Terminal(command, cwd=project, environment=environment(project)) as terminal:
        for line in documented("zsh"):
            terminal.run(line)
        terminal.run("fpath=(~/.zfunc $fpath); autoload -U compinit && compinit -u -D")
        terminal.run("show() { print; print -r -- \"<<$BUFFER>>\" }; zle -N show; bindkey '^X^P' show")
        yield terminal


@pytest.mark.parametrize(("typed", "expected"), LINES.values(), ids=LINES)
def test_bash_completes(typed: str, expected: str, bash: Terminal) -> None:
    assert bash.complete(typed) == expected


@pytest.mark.parametrize(("typed", "expected"), LINES.values(), ids=LINES)
def test_zsh_completes(typed: str, expected: str, zsh: Terminal) -> None:
    assert zsh.complete(typed) == expected


def test_bash_completes_within_quotes(bash: Terminal) -> None:
    assert bash.complete("kogine run 'with sp") == "kogine run 'with space.py' "
    assert bash.complete("kogine run train.py -s 'mode=t") == "kogine run train.py -s 'mode=two words' "


def test_bash_completes_before_other_words(bash: Terminal) -> None:
    left = "\x1b[D" * len(" -c x.toml")

    assert bash.complete(f"kogine run tr -c x.toml{left}") == "kogine run train.py -c x.toml"


@pytest.fixture(scope="module")
def fish(project: Path) -> dict[str, list[str]]:
    """What one fish, with completion installed as the documentation says, offers for each line."""
    lines = [typed for typed, _ in LINES.values()]
    install = "; ".join(documented("fish"))
    load = "source ~/.config/fish/completions/kogine.fish"
    asks = 'for line in $argv; echo "<<$line>>"; complete -C "$line"; end'
    done = subprocess.run(
        [need("fish"), "--no-config", "-c", f"{install}; {load}; {asks}", *lines],
        cwd=project,
        env=environment(project),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    answers = re.split(r"^<<(.*)>>$", done.stdout, flags=re.MULTILINE)
    return {line: text.split("\n")[1:-1] for line, text in zip(answers[1::2], answers[2::2], strict=True)}


@pytest.mark.parametrize(("typed", "expected"), LINES.values(), ids=LINES)
def test_fish_completes(typed: str, expected: str, fish: dict[str, list[str]]) -> None:
    words = [shlex.quote(candidate.split("\t")[0]) for candidate in fish[typed]]

    assert words == ([] if typed == expected else [shlex.quote(shlex.split(expected)[-1])])


def test_fish_shows_what_a_parameter_is(fish: dict[str, list[str]]) -> None:
    typed, _ = LINES["name of a parameter"]

    assert fish[typed] == ["learning_rate=\tfloat = 1e-3 # step size"]
