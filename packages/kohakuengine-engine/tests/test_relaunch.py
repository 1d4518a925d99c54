"""Commands that a script starts: those that run it again carry the overrides, the others are left alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kohakuengine.config.overrides import parse_set
from kohakuengine.engine.commands import watch
from kohakuengine.engine.errors import RelaunchRefusedError
from kohakuengine.engine.packing import pack_word
from kohakuengine.engine.parcel import unpack_word
from kohakuengine.engine.prepare import PreparedRun, prepare
from kohakuengine.engine.relaunch import command
from kohakuengine.engine.request import RunRequest

MODULE = "kohakuengine.engine.relaunch"
SCRIPT = "import sys\nx = 1\nif __name__ == '__main__': print(x, sys.argv[1:])\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PreparedRun:
    """Prepare a run of `script.py` with x=5, in its folder; `other.py` stands beside it."""
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "other.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    return prepare(RunRequest(script="script.py", overrides=[parse_set("x=5")]))


# Words before and after; PARCEL stands for the packed request.
REWRITTEN: dict[str, tuple[str, str]] = {
    "list": ("python script.py a", "python -m MODULE PARCEL script.py a"),
    "absolute python": ("/usr/bin/python3.11 script.py", "/usr/bin/python3.11 -m MODULE PARCEL script.py"),
    "pypy": ("pypy3 script.py", "pypy3 -m MODULE PARCEL script.py"),
    "another spelling": ("python ./sub/../script.py", "python -m MODULE PARCEL ./sub/../script.py"),
    "flags": ("python -u -O script.py -x", "python -u -O -m MODULE PARCEL script.py -x"),
    "flags with values": (
        "python -W error -X dev script.py",
        "python -W error -X dev -m MODULE PARCEL script.py",
    ),
    "flag with a joined value": ("python -Werror script.py", "python -Werror -m MODULE PARCEL script.py"),
    "joined module": ("python -mscript a", "python -m MODULE PARCEL -m script a"),
    "module behind joined flags": ("python -um script a", "python -u -m MODULE PARCEL -m script a"),
    "joined to flags and joined": ("python -Oumscript", "python -Ou -m MODULE PARCEL -m script"),
    "joined flags, value apart": (
        "python -uW error script.py",
        "python -uW error -m MODULE PARCEL script.py",
    ),
    "end of options": ("python -u -- script.py a", "python -u -m MODULE PARCEL script.py a"),
    "long flag with a value": (
        "python --check-hash-based-pycs always script.py",
        "python --check-hash-based-pycs always -m MODULE PARCEL script.py",
    ),
    "long flag": ("python --help-env script.py", "python --help-env -m MODULE PARCEL script.py"),
    "behind env": ("env A=1 python script.py", "env A=1 python -m MODULE PARCEL script.py"),
    "behind nice": ("nice -n 5 python script.py", "nice -n 5 python -m MODULE PARCEL script.py"),
    "behind a wrapper that nobody knows": (
        "./queue --name cat python script.py",
        "./queue --name cat python -m MODULE PARCEL script.py",
    ),
    "behind what bisects": (
        "git bisect run python script.py",
        "git bisect run python -m MODULE PARCEL script.py",
    ),
    "found and started": (
        "find . -exec python script.py ;",
        "find . -exec python -m MODULE PARCEL script.py ;",
    ),
    "free-threaded python": ("python3.13t script.py", "python3.13t -m MODULE PARCEL script.py"),
    "torchrun": ("torchrun --nproc 2 script.py a", "torchrun --nproc 2 -m MODULE PARCEL script.py a"),
    "accelerate": ("accelerate launch script.py", "accelerate launch -m MODULE PARCEL script.py"),
    "launcher module": (
        "python -m torch.distributed.run --nproc 2 script.py",
        "python -m torch.distributed.run --nproc 2 -m MODULE PARCEL script.py",
    ),
}


def words_of(text: str, run: PreparedRun) -> list[str]:
    replaced = {"MODULE": MODULE, "PARCEL": pack_word(run.request, run)}
    return [replaced.get(word, word) for word in text.split()]


@pytest.mark.parametrize(("before", "after"), REWRITTEN.values(), ids=REWRITTEN)
def test_a_command_of_this_script_carries_the_overrides(run: PreparedRun, before: str, after: str) -> None:
    words: list[Any] = before.split()

    watch(run, "subprocess.Popen", (words[0], words, None, None))

    assert words == words_of(after, run)


LEFT_ALONE = {
    "another script": "python other.py",
    "another program": "ls script.py",
    "code": "python -c script.py",
    "another module": "python -m pytest script.py",
    "an argument": "python other.py script.py",
    "no script": "python",
    "stdin": "python - script.py",
    "another folder's": "python sub/script.py",
    "an editor": "vim script.py",
    "files named like interpreters": "ls python_model.py script.py",
    "a file named like a launcher": "cp accelerate.yaml script.py out",
    "files, to be packed": "tar czf x.tgz python_model.py script.py",
    "files of a program nobody knows": "mytool pythonic.py script.py",
    "a word to look for": "grep -n python script.py",
    "a word to look for, with leave": "sudo -u bob grep python script.py",
    "a word to look for, timed": "timeout -k 1 5 A=1 /bin/grep python script.py",
    "code behind joined flags": "python -uc script.py",
    "joined code": "python -cpass script.py",
    "another module, joined": "python -mpytest script.py",
    "another script behind --": "python -- other.py script.py",
    "value of a flag": "python -W script.py other.py",
    "a shell's script": "bash run.sh script.py",
    "a shell's text about another": "bash -lc 'cat' script.py",
}


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_another_command_is_left_alone(run: PreparedRun, text: str) -> None:
    words: list[Any] = text.split()

    watch(run, "subprocess.Popen", (words[0], words, None, None))

    assert words == text.split()


def test_a_command_of_paths_and_bytes_is_understood(run: PreparedRun) -> None:
    words: list[Any] = [Path(sys.executable), b"script.py"]

    watch(run, "subprocess.Popen", (words[0], words, None, None))

    assert words == [Path(sys.executable), "-m", MODULE, pack_word(run.request, run), b"script.py"]


def test_what_is_executed_counts_not_what_it_is_called(run: PreparedRun) -> None:
    words: list[Any] = ["train", "script.py"]
    others: list[Any] = ["python", "script.py"]

    watch(run, "subprocess.Popen", (sys.executable, words, None, None))
    watch(run, "subprocess.Popen", ("/bin/echo", others, None, None))

    assert words == [sys.executable, "-m", MODULE, pack_word(run.request, run), "script.py"]
    assert others == ["python", "script.py"]


def test_a_module_is_looked_for_in_the_commands_own_folder(run: PreparedRun) -> None:
    words: list[Any] = ["python", "-m", "script"]
    (Path(run.path).parent / "sub" / "script.py").write_text(SCRIPT, encoding="utf-8")

    watch(run, "subprocess.Popen", ("python", words, "sub", None))

    assert words == ["python", "-m", "script"]


@pytest.mark.parametrize("kwargs", [{"entrypoint": "launch"}, {"entrypoint": "launch", "kwargs": {"n": 1}}])
def test_the_function_that_we_call_does_not_travel_with_a_command(
    run: PreparedRun, kwargs: dict[str, Any]
) -> None:
    Path(run.path).write_text("x = 1\ndef launch(n=0): pass\n", encoding="utf-8")
    started = prepare(RunRequest(script="script.py", overrides=[parse_set("x=5")], **kwargs))
    words: list[Any] = ["python", "script.py"]

    watch(started, "subprocess.Popen", ("python", words, None, None))

    request = unpack_word(word_in(words))
    assert (request.entrypoint, request.args, request.kwargs) == (None, None, {})
    assert [override.text for override in request.overrides] == ["5"]


def test_the_commands_own_folder_counts(run: PreparedRun) -> None:
    words: list[Any] = ["python", "../script.py"]

    watch(run, "subprocess.Popen", ("python", words, "sub", None))

    assert words[1:3] == ["-m", MODULE]


def test_a_module_is_named_by_its_name(run: PreparedRun) -> None:
    run.request.is_module, run.request.script = True, "pkg.script"
    words: list[Any] = ["python", "-u", "-m", "pkg.script", "a"]

    watch(run, "subprocess.Popen", ("python", words, None, None))

    assert words == ["python", "-u", "-m", MODULE, word_in(words), "-m", "pkg.script", "a"]


def word_in(words: list[str]) -> str:
    return words[words.index(MODULE) + 1]


REFUSED: dict[str, tuple[str, tuple[Any, ...]]] = {
    "shell": ("subprocess.Popen", ("sh", ["/bin/sh", "-c", "python script.py && true"], None, None)),
    "bash": ("subprocess.Popen", ("bash", ["bash", "-c", "cd . ; python3 script.py"], None, None)),
    "login shell": ("subprocess.Popen", ("bash", ["bash", "-lc", "python script.py"], None, None)),
    "shell that stops at errors": ("subprocess.Popen", ("sh", ["sh", "-ec", "python script.py"], None, None)),
    "shell with options": (
        "subprocess.Popen",
        ("bash", ["bash", "--norc", "-eo", "pipefail", "-c", "python script.py"], None, None),
    ),
    "shell behind env": (
        "subprocess.Popen",
        ("env", ["env", "A=1", "bash", "-c", "python script.py"], None, None),
    ),
    "shell called otherwise": ("subprocess.Popen", ("/bin/sh", ["x", "-c", "python script.py"], None, None)),
    "shell elsewhere": ("subprocess.Popen", ("sh", ["sh", "-c", "python ../script.py"], "sub", None)),
    "first line": ("subprocess.Popen", ("./script.py", ["./script.py", "a"], None, None)),
    "first line behind env": ("subprocess.Popen", ("env", ["env", "A=1", "./script.py"], None, None)),
    "first line behind options of sudo": (
        "subprocess.Popen",
        ("sudo", ["sudo", "-u", "bob", "./script.py"], None, None),
    ),
    "first line behind options of env": (
        "subprocess.Popen",
        ("env", ["env", "-u", "X", "./script.py"], None, None),
    ),
    "first line behind wrappers": ("os.system", ("nice -n 5 timeout 10 env A=1 ./script.py",)),
    "first line after a condition": ("os.system", ("if true; then ./script.py; fi",)),
    "quoted, with a redirection in it": ("os.system", ('bash -c "python script.py > out.txt"',)),
    "quoted, in the background": ("os.system", ("nohup bash -c 'python script.py >out' &",)),
    "quoted, with a pipe in it": ("os.system", ("sh -c 'python script.py 2>&1 | tee x'",)),
    "variable with a redirection in it": ("os.system", ("X='a>b' ./script.py",)),
    "quoted text before": ("os.system", ('echo "a > b"; ./script.py',)),
    "quoted operators before": ("os.system", ("echo '>' \";\" \\>; ./script.py",)),
    "redirection of a group": ("os.system", ("(true)>out;python script.py",)),
    "redirection over a file": ("os.system", ("python >|out &>>err script.py",)),
    "pipe of both": ("os.system", ("true|&python script.py",)),
    "process substitution": ("os.system", ("cat <(python script.py)",)),
    "substitution in quotes": ("os.system", ('echo "got $(python script.py)"',)),
    "backticks in quotes": ("os.system", ('X="`python script.py`"',)),
    "line that goes on": ("os.system", ("python \\\n  script.py",)),
    "first line in a shell": ("os.system", ("A=1 ./script.py",)),
    "first line, exec": ("os.exec", ("./script.py", ["anything"], None)),
    "redirection": ("os.system", ("python script.py>out.txt",)),
    "redirections": ("os.system", ("python 2>err.txt <in.txt script.py",)),
    "no blanks": ("os.system", ("true&&python script.py;true",)),
    "second line": ("os.system", ("true\npython script.py\n",)),
    "parentheses": ("os.system", ("(python script.py)",)),
    "substitution": ("os.system", ("echo $(python script.py)",)),
    "backticks": ("os.system", ("echo `python script.py`",)),
    "variable before": ("os.system", ("A=1 B=2 python script.py",)),
    "another folder": ("os.system", ("cd sub && python ../script.py",)),
    "a folder of which nothing is known": ("os.system", ('cd "$HOME" && python script.py',)),
    "shell in a shell": ("os.system", ("bash -c 'python script.py'",)),
    "module in a shell": ("os.system", ("python -um script",)),
    "windows": ("subprocess.Popen", ("python", "python script.py", None, None)),
    "system": ("os.system", (b"python script.py &",)),
    "system, unbalanced": ("os.system", ("python script.py 'a",)),
    "exec": ("os.exec", ("/usr/bin/python", ["python", "script.py"], None)),
    "posix_spawn": ("os.posix_spawn", ("/usr/bin/python", ["python", "script.py"], {})),
    "spawn": ("os.spawn", (0, "/usr/bin/python", ["python", "script.py"], {})),
}


@pytest.mark.parametrize(("event", "arguments"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_carry_the_overrides_is_refused(
    run: PreparedRun, event: str, arguments: tuple[Any, ...]
) -> None:
    with pytest.raises(RelaunchRefusedError) as caught:
        watch(run, event, arguments)

    assert (caught.value.path, run.proof.failure) == ("script.py", caught.value)


HARMLESS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "shell": ("subprocess.Popen", ("sh", ["sh", "-c", "cat script.py"], None, None)),
    "system": ("os.system", (b"python other.py",)),
    "exec": ("os.exec", ("/bin/ls", ["ls", "script.py"], None)),
    "another script in another folder": ("os.system", ("cd sub && python script.py",)),
    "argument of a shell's text": (
        "subprocess.Popen",
        ("sh", ["sh", "-c", "true", "python script.py"], None, None),
    ),
    "output": ("os.system", ("python other.py > script.py",)),
    "quoted": ("os.system", ("echo 'python script.py'",)),
    "quoted end of a command": ("os.system", ("echo ';' ./script.py",)),
    "quoted output": ("os.system", ("echo '>' script.py",)),
    "several quoted lines": ("os.system", ("echo 'a\npython script.py'",)),
    "words that are only shown": ("os.system", ("true; echo python script.py",)),
    "next command": ("os.system", ("python; cat script.py",)),
    "only its name": ("os.system", ("wc -l script.py && ls ./script.py",)),
    "shell with a file": (
        "subprocess.Popen",
        ("bash", ["bash", "-e", "run.sh", "-c", "python script.py"], None, None),
    ),
    "words that are no list": ("subprocess.Popen", ("python", "python other.py", None, None)),
}


@pytest.mark.parametrize(("event", "arguments"), HARMLESS.values(), ids=HARMLESS)
def test_what_does_not_run_this_script_is_not_refused(
    run: PreparedRun, event: str, arguments: tuple[Any, ...]
) -> None:
    watch(run, event, arguments)

    assert run.proof.failure is None


def test_the_command_runs_the_script_with_its_overrides(run: PreparedRun) -> None:
    run.request.argv = ["a", "--b"]

    found = subprocess.run(command(run.request), capture_output=True, text=True, check=False)

    assert (found.stdout, found.stderr, found.returncode) == ("5 ['a', '--b']\n", "", 0)


def test_a_refusal_of_the_command_is_reported(tmp_path: Path, run: PreparedRun) -> None:
    line = command(run.request)
    (tmp_path / "script.py").write_text("y = 1\n", encoding="utf-8")

    found = subprocess.run(line, capture_output=True, text=True, check=False)

    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("kogine: error: script.py: no parameter 'x' (KE101).")
