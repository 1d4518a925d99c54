"""Commands of other distributions, and `kogine version`."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import kohakuengine

if TYPE_CHECKING:
    from collections.abc import Callable

    from kogine_process import Kogine, Outcome

    Look = Callable[..., Outcome]

PLUGIN = """\
import click


@click.command()
@click.argument("scripts", nargs=-1, required=True)
@click.option("--code", type=int, default=0)
@click.option("--boom", is_flag=True)
@click.option("--told", is_flag=True)
@click.pass_obj
def look(report, scripts, code, boom, told):
    "Look at scripts."
    if boom:
        raise RuntimeError("a bug")
    click.echo(f"inspected {scripts}")
    if told:
        report.note("told")
    if code == 9:
        raise click.ClickException("no such thing")
    if code == 8:
        raise click.exceptions.Exit(8)
    return code
"""


@pytest.fixture
def look(kogine: Kogine) -> Look:
    """Run `kogine look ...` with a distribution installed that brings the command."""
    kogine.write("site/plugin.py", PLUGIN)
    kogine.write("site/plugin-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: plugin\nVersion: 1\n")
    kogine.write("site/plugin-1.dist-info/entry_points.txt", "[kohakuengine.commands]\nlook = plugin:look\n")

    def run(*words: str) -> Outcome:
        return kogine("look", *words, environment={"PYTHONPATH": str(kogine.folder / "site")})

    return run


def test_a_plugin_is_found_and_reads_its_own_line(look: Look) -> None:
    done = look("a.py", "b.py")

    assert (done.code, done.out, done.err) == (0, "inspected ('a.py', 'b.py')\n", "")


def test_a_plugin_decides_the_exit_code(look: Look) -> None:
    assert look("a.py", "--code", "3").code == 3
    assert look("a.py", "--code", "8").code == 8


def test_a_plugin_has_its_own_help(look: Look) -> None:
    done = look("--help")

    assert done.code == 0
    assert done.out.startswith("Usage: kogine look [OPTIONS] SCRIPTS...")


def test_mistakes_of_and_in_a_plugins_line_are_reported_like_ours(look: Look) -> None:
    missing = look()
    refused = look("a.py", "--code", "9")

    assert missing.code == 2
    assert missing.err.startswith("kogine: error: look: Missing argument 'SCRIPTS...'.\n")
    assert "'kogine look --help' explains it" in missing.err
    assert (refused.code, refused.err) == (1, "kogine: error: no such thing\n")


def test_a_bug_of_a_plugin_shows_its_traceback(look: Look) -> None:
    done = look("a.py", "--boom")

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
        "'kogine inspect' comes with the tooling: pip install kohakuengine-tooling. "
        "Without it, 'kogine config init SCRIPT -o -' lists the parameters."
    ),
    "lsp": (
        "'kogine lsp' comes with the tooling: pip install kohakuengine-tooling. "
        "Without it, 'kogine config check CONFIG' compares a config with its script."
    ),
}


@pytest.mark.parametrize("line", [["{}"], ["{}", "train.py"], ["help", "{}"]], ids=" ".join)
@pytest.mark.parametrize(("name", "says"), ABSENT.items(), ids=ABSENT)
def test_a_command_of_what_is_not_installed_says_what_brings_it_and_what_does_it_now(
    name: str, says: str, line: list[str]
) -> None:
    code = (
        "import sys, importlib.metadata; from kohakuengine.cli.entry import main;"
        "from kohakuengine.cli import app, failure, fast_plugins, help, installed_points;"
        "sys.path[:] = []; sys.path_importer_cache.clear(); sys.exit(main(sys.argv[1:]))"
    )
    words = [word.format(name) for word in line]

    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=False,
        env=_without_cache(),
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == f"kogine: error: {says}"


def _without_cache() -> dict[str, str]:
    return {**os.environ, "KOHAKUENGINE_CACHE": ""}


def test_help_lists_the_commands_that_are_installed_and_no_others(look: Look, kogine: Kogine) -> None:
    site = {"PYTHONPATH": str(kogine.folder / "site")}

    listed = "Of plugin; 'kogine look --help' explains it\n"
    assert listed in kogine("--help", environment=site).out
    assert "Of plugin" not in kogine("--help").out


def test_help_explains_a_plugins_command(look: Look, kogine: Kogine) -> None:
    site = {"PYTHONPATH": str(kogine.folder / "site")}

    explained = kogine("help", "look", environment=site)

    assert (explained.code, explained.err) == (0, "")
    assert explained.out == look("--help").out


def test_a_plugin_is_handed_what_ours_print_with(look: Look) -> None:
    done = look("a.py", "--told")

    assert (done.out, done.err) == ("inspected ('a.py',)\n", "kogine: note: told\n")
