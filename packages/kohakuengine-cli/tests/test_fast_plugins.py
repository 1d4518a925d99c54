"""Commands of other distributions that need neither click nor a look at what is installed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kohakuengine.cli.catalog import COMMANDS
from kohakuengine.cli.entry import OWN_WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from kogine_process import Kogine, Outcome

FAST = """\
def answer(words, report):
    if words[:1] == ["slow"]:
        return None
    if words[:1] == ["boom"]:
        raise RuntimeError("a bug")
    report.write_product(f"fast {words}\\n")
    return len(words)
"""
PLUGIN = """\
import click


@click.command()
@click.argument("words", nargs=-1)
def look(words):
    "Look."
    click.echo(f"slow {words}")
"""
POINTS = """\
[console_scripts]
look = nowhere:main

[kohakuengine.commands]
look = plugin:look
[kohakuengine.fast_commands]
look = {address}
"""
SHOW_LOADED = """\
import sys
from kohakuengine.cli.entry import main
code = main(sys.argv[1:])
print(*sorted(sys.modules))
"""


class Site:
    """A folder on `sys.path` in which a distribution is installed."""

    def __init__(self, kogine: Kogine) -> None:
        self.kogine = kogine
        self.folder = kogine.folder / "site"
        self.install()

    def install(self, address: str = "fast:answer", source: str = FAST) -> None:
        self.kogine.write("site/plugin.py", PLUGIN)
        self.kogine.write("site/fast.py", source)
        self.kogine.write("site/plugin-1.dist-info/METADATA", "Name: plugin\nVersion: 1\n")
        self.kogine.write("site/plugin-1.dist-info/entry_points.txt", POINTS.format(address=address))

    def run(self, *words: str, **environment: str) -> Outcome:
        return self.kogine("look", *words, environment={"PYTHONPATH": str(self.folder), **environment})

    def kept(self) -> list[Path]:
        """Return the files in which addresses are kept."""
        return sorted((self.kogine.folder / ".cache/kohakuengine/plugins").glob("*"))

    def loaded(self, *words: str) -> set[str]:
        """Return the modules that a line has loaded."""
        done = subprocess.run(
            [sys.executable, "-c", SHOW_LOADED, "look", *words],
            cwd=self.kogine.folder,
            env={**self.kogine.environment, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=True,
        )
        return set(done.stdout.splitlines()[-1].split())


@pytest.fixture
def site(kogine: Kogine) -> Site:
    return Site(kogine)


def test_a_line_is_answered_by_the_fast_function_from_the_first_time_on(site: Site) -> None:
    first, second = site.run("a", "b"), site.run("a", "b")

    assert (first.code, first.out, first.err) == (2, "fast ['a', 'b']\n", "")
    assert second == first


def test_a_line_that_it_leaves_is_read_by_click(site: Site) -> None:
    assert site.run("slow", "b").out == "slow ('slow', 'b')\n"
    assert site.run("slow", "b").out == "slow ('slow', 'b')\n"
    assert site.run("slow", "--help").out.startswith("Usage: kogine look")


def test_what_it_raises_is_a_bug_that_shows_itself(site: Site) -> None:
    done = site.run("boom")

    assert done.code == 2
    assert "RuntimeError: a bug" in done.err


def test_neither_click_nor_entry_points_are_loaded(site: Site) -> None:
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )

    first, second = site.loaded("a"), site.loaded("a")

    heavy = {"click", "rich", "importlib.metadata", "re", "typing", "dataclasses", "pathlib", "json"}
    assert not heavy & (first - set(bare.stdout.split()))
    assert "kohakuengine.cli.installed_points" in first - second
    assert "fast" in second


def test_an_address_that_leads_nowhere_is_forgotten_and_learned_anew(site: Site) -> None:
    site.run("a")
    site.kogine.write("site/other.py", FAST.replace("fast", "moved"))
    site.install("other:answer", "")

    assert site.run("a").out == "moved ['a']\n"
    assert site.run("a").out == "moved ['a']\n"


def test_a_distribution_that_is_gone_takes_its_command_along(site: Site) -> None:
    site.run("a")
    for file in sorted(site.folder.rglob("*.*")):
        file.unlink() if file.is_file() else None

    done = site.run("a")

    assert done.code == 2
    assert done.err.startswith("kogine: error: no command 'look'.")
    assert site.kept() == []


@pytest.mark.parametrize("damage", [b"", b"x", b"os:system"], ids=["empty", "short", "forged"])
def test_a_damaged_address_is_learned_anew(site: Site, damage: bytes) -> None:
    site.run("a")
    [kept] = site.kept()
    good = kept.read_bytes()
    kept.write_bytes(good[:8] + damage)

    assert site.run("a").out == "fast ['a']\n"
    assert kept.read_bytes() == good


def test_without_a_cache_it_is_looked_up_each_time(site: Site) -> None:
    done = site.run("a", KOHAKUENGINE_CACHE="")

    assert done.out == "fast ['a']\n"
    assert site.kept() == []


def test_an_address_counts_for_its_own_environment_alone(site: Site) -> None:
    site.run("a")

    done = site.kogine("look", "a")

    assert done.err.startswith("kogine: error: no command 'look'.")
    assert len(site.kept()) == 1


@pytest.mark.parametrize(
    "address", ["nowhere:answer", "fast:nothing", "fast", "", "fast:answer [extra]"], ids=repr
)
def test_an_address_that_is_wrong_leaves_the_line_to_click(site: Site, address: str) -> None:
    site.install(address)

    expected = "fast ['a']\n" if "[" in address else "slow ('a',)\n"
    assert site.run("a").out == expected


def test_the_first_distribution_that_brings_a_command_has_it_whole(site: Site) -> None:
    site.kogine.write("first/first.py", PLUGIN.replace("slow", "first"))
    site.kogine.write("first/first-1.dist-info/METADATA", "Name: first\nVersion: 1\n")
    site.kogine.write(
        "first/first-1.dist-info/entry_points.txt", "[kohakuengine.commands]\nlook = first:look\n"
    )

    done = site.run("a", PYTHONPATH=f"{site.kogine.folder / 'first'}:{site.folder}")

    assert done.out == "first ('a',)\n"


def test_the_words_that_are_no_plugins_are_those_of_the_table() -> None:
    assert set(OWN_WORDS) == {row.path[0] for row in COMMANDS}
