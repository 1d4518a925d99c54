"""Commands of other distributions, and `kogine version`."""

from __future__ import annotations

import platform
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import kohakuengine

if TYPE_CHECKING:
    from collections.abc import Callable

    from kogine_process import Kogine, Outcome

    Inspect = Callable[..., Outcome]

PLUGIN = """\
import click


@click.command()
@click.argument("scripts", nargs=-1, required=True)
@click.option("--code", type=int, default=0)
@click.option("--boom", is_flag=True)
def inspect(scripts, code, boom):
    "List the parameters of scripts."
    if boom:
        raise RuntimeError("a bug")
    click.echo(f"inspected {scripts}")
    if code == 9:
        raise click.ClickException("no such thing")
    if code == 8:
        raise click.exceptions.Exit(8)
    return code
"""


@pytest.fixture
def inspect(kogine: Kogine) -> Inspect:
    """Run `kogine inspect ...` with a distribution installed that brings the command."""
    kogine.write("site/plugin.py", PLUGIN)
    kogine.write("site/plugin-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: plugin\nVersion: 1\n")
    kogine.write(
        "site/plugin-1.dist-info/entry_points.txt", "[kohakuengine.commands]\ninspect = plugin:inspect\n"
    )

    def run(*words: str) -> Outcome:
        return kogine("inspect", *words, environment={"PYTHONPATH": str(kogine.folder / "site")})

    return run


def test_a_plugin_is_found_and_reads_its_own_line(inspect: Inspect) -> None:
    done = inspect("a.py", "b.py")

    assert (done.code, done.out, done.err) == (0, "inspected ('a.py', 'b.py')\n", "")


def test_a_plugin_decides_the_exit_code(inspect: Inspect) -> None:
    assert inspect("a.py", "--code", "3").code == 3
    assert inspect("a.py", "--code", "8").code == 8


def test_a_plugin_has_its_own_help(inspect: Inspect) -> None:
    done = inspect("--help")

    assert done.code == 0
    assert done.out.startswith("Usage: kogine inspect [OPTIONS] SCRIPTS...")


def test_mistakes_of_and_in_a_plugins_line_are_reported_like_ours(inspect: Inspect) -> None:
    missing = inspect()
    refused = inspect("a.py", "--code", "9")

    assert missing.code == 2
    assert missing.err.startswith("kogine: error: inspect: Missing argument 'SCRIPTS...'.\n")
    assert "'kogine inspect --help' explains it" in missing.err
    assert (refused.code, refused.err) == (1, "kogine: error: no such thing\n")


def test_a_bug_of_a_plugin_shows_its_traceback(inspect: Inspect) -> None:
    done = inspect("a.py", "--boom")

    assert done.code == 2
    assert "RuntimeError: a bug" in done.err


def test_commands_of_ours_scan_no_entry_points(kogine: Kogine) -> None:
    kogine.write("site/broken-1.dist-info/entry_points.txt", "[kohakuengine.commands]\nrun = broken:run\n")
    kogine.write("site/broken-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: broken\nVersion: 1\n")
    kogine.write("s.py", "print('ran')\n")

    done = kogine("run", "s.py", environment={"PYTHONPATH": str(kogine.folder / "site")})

    assert (done.code, done.out) == (0, "ran\n")


@pytest.mark.parametrize("words", [["version"], ["--version"], ["-V"]], ids=" ".join)
def test_version_names_kogine_and_its_python(words: list[str], kogine: Kogine) -> None:
    done = kogine(*words)

    first, second = done.out.splitlines()
    assert first == f"kogine {kohakuengine.__version__}"
    assert second.startswith(f"{platform.python_implementation()} {platform.python_version()} (")


ABSENT = {
    "inspect": (
        "'kogine inspect' is not in this version. 'kogine config init SCRIPT -o -' lists the parameters."
    ),
    "lsp": (
        "'kogine lsp' is not in this version. 'kogine config check CONFIG' compares a config with its script."
    ),
}


@pytest.mark.parametrize(("name", "says"), ABSENT.items(), ids=ABSENT)
def test_a_command_that_is_to_come_says_what_does_it_now(name: str, says: str) -> None:
    code = (
        "import sys, importlib.metadata as metadata; from kohakuengine.cli.plugins import explain_absent;"
        "sys.path[:] = []; print(explain_absent(sys.argv[1]))"
    )

    done = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, check=True)

    assert done.stdout == f"{says} It will come with the tooling: pip install kohakuengine-tooling\n"


@pytest.mark.parametrize(("name", "says"), ABSENT.items(), ids=ABSENT)
def test_a_command_that_is_to_come_sends_nobody_to_install_what_is_there(
    name: str, says: str, kogine: Kogine
) -> None:
    metadata = "Metadata-Version: 2.1\nName: kohakuengine-tooling\nVersion: 1\n"
    kogine.write("site/kohakuengine_tooling-1.dist-info/METADATA", metadata)

    done = kogine(name, "train.py", environment={"PYTHONPATH": str(kogine.folder / "site")})

    assert (done.code, done.out, done.err) == (2, "", f"kogine: error: {says}\n")


def test_help_lists_the_commands_that_are_installed_and_no_others(inspect: Inspect, kogine: Kogine) -> None:
    site = {"PYTHONPATH": str(kogine.folder / "site")}

    listed = "  inspect  Of plugin; 'kogine inspect --help' explains it\n"
    assert listed in kogine("--help", environment=site).out
    assert "inspect" not in kogine("--help").out
