"""What hostile texts are made of: functions that make one of a size, or return such a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def nested(opening: str, closing: str, core: str = "1") -> Callable[[int], str]:
    return lambda n: "x = " + opening * n + core + closing * n


def repeated(part: str, *, first: str = "x = a", last: str = "") -> Callable[[int], str]:
    return lambda n: first + part * n + last


def mixed(n: int) -> str:
    return "x = " + "([{" * (n // 3) + "1" + "}])" * (n // 3)


def indented(header: str) -> Callable[[int], str]:
    return lambda n: "\n".join(" " * i + header for i in range(n)) + "\n" + " " * n + "y = 1"


def comprehensions_in_suites(n: int) -> str:
    headers = "\n".join(" " * i + "with a as b:" for i in range(n))
    return f"def f():\n {headers}\n{' ' * n} {nested('[', ' for a in b]')(n)}".replace("\n", "\n ")


def comprehensions_in_items(n: int) -> str:
    return f"def f():\n with {', '.join('a' * n)}:\n  {nested('[', ' for a in b]')(8)}"


def comprehensions_in_tries(n: int) -> str:
    tries = "".join(" " * i + "try:\n" for i in range(1, n + 1))
    ends = "".join(f"{' ' * i}except E as e: pass\n{' ' * i}finally: pass\n" for i in range(n, 0, -1))
    return f"def f():\n{tries}{' ' * n} {nested('[', ' for a in b]')(8)}\n{ends}"


CLASS_CELL = "class C:\n    global __class__\n    [__class__ for x in y]"
CLASS_CELLS = """\
class C:
    a = [(__class__, lambda: __class__) for _ in x]
    b = [(__class__, lambda: __class__) for _ in x]"""


def comprehensions_on_a_line(n: int) -> str:
    return f"with {', '.join('a' * n)}: {nested('[', ' for i in y]', '0')(n)}"


def awaits_in_suites(n: int) -> str:
    return f"async def f():\n async with {', '.join('a' * n)}:\n  await x"


def finally_in_each_other(n: int) -> str:
    return (
        "def f():\n" + "".join(f"{' ' * i}try: a\n{' ' * i}finally:\n" for i in range(1, n)) + " " * n + "b"
    )


def sum_of_constants(n: int) -> str:
    return 'x = "a" * 4096' + ' + "\U00010400" * 4096' * n


def numbered(line: str) -> Callable[[int], str]:
    return lambda n: "\n".join(line.replace("#i", str(i)).replace("#j", str(i - 1)) for i in range(n))


def joined(first: str, part: str, last: str) -> Callable[[int], str]:
    return lambda n: first + "".join(part.replace("#i", str(i)) for i in range(n)) + last


def formatted(n: int) -> str:
    return "x = " + 'f"{' * n + "1" + '}"' * n


def formats(n: int) -> str:
    return 'x = f"{a' + ":{a" * n + "}" * n + '}"'


def flat_lines(n: int) -> str:
    return "# --- all of them ---\n" + "\n".join(f"x{i} = {i}" for i in range(n))


def under_a_comment(n: int) -> str:
    return "# the settings\n" + "\n".join(f"x{i} = {i}" for i in range(n))


def members_under_a_comment(n: int) -> str:
    return "class C:\n    # --- data ---\n" + "\n".join(f"    x{i} = {i}" for i in range(n))


def enum_parameters(n: int) -> str:
    members = "\n".join(f"    M{i} = {i}" for i in range(n))
    return f"import enum\nclass E(enum.Enum):\n{members}\n" + "\n".join(f"x{i}: E = E.M0" for i in range(n))


def base_chain(n: int) -> str:
    head = "from dataclasses import dataclass\n@dataclass\nclass C0:\n    x0: int = 0\n"
    classes = "\n".join(f"@dataclass\nclass C{i}(C{i - 1}):\n    x{i}: int = 0" for i in range(1, n))
    return head + classes + "\n" + "\n".join(f"c{i} = C{i}()" for i in range(n))


def records_of_themselves(n: int) -> str:
    fields = "\n".join(f"    x{i}: 'C' = C()" for i in range(n))
    return f"from dataclasses import dataclass\n@dataclass\nclass C:\n{fields}\nc = C()"


def options_of_themselves(n: int) -> str:
    fields = "\n".join(f"    x{i}: 'C'" for i in range(n))
    annotated = "\n".join(f"    y{i}: C" for i in range(n))
    head = "import tyro\nfrom dataclasses import dataclass\n@dataclass\nclass C:\n"
    return f"{head}{fields}\n{annotated}\ntyro.cli(C)"


def many_records(n: int) -> str:
    fields = "\n".join(f"    x{i}: int = {i}" for i in range(n))
    instances = "\n".join(f"c{i} = C()" for i in range(n))
    return f"from dataclasses import dataclass\n@dataclass\nclass C:\n{fields}\n{instances}"


def options(n: int) -> str:
    head = "import argparse\nparser = argparse.ArgumentParser()\n"
    lines = "\n".join(
        f'parser.add_argument("--x{i}", type=int, default={i}, help="number {i}")' for i in range(n)
    )
    return head + lines + "\nargs = parser.parse_args()\n" + "\n".join(f"x{i} = args.x{i}" for i in range(n))


def options_in_one(n: int) -> str:
    lines = "\n".join(f'    parser.add_argument("--x{i}", type=int, default={i})' for i in range(n))
    return f"import argparse\ndef main():\n    parser = argparse.ArgumentParser()\n{lines}"


def attrs_defaults(n: int) -> str:
    fields = "\n".join(
        f"    x{i} = attr.ib()\n    @x{i}.default\n    def _d{i}(self): return 1" for i in range(n)
    )
    return f"import attr\n@attr.s\nclass C:\n{fields}"


def marked(n: int) -> str:
    return "import kohakuengine\n" + "\n".join(
        f"@kohakuengine.entrypoint\ndef f{i}(): pass\nf{i}()" for i in range(n)
    )


def marks_in_a_string(n: int) -> str:
    return 'x = """\n' + "# %% kogine:config\n" * n + '"""'


def unclosed_headings(n: int) -> str:
    return "\n\n".join(f"# Heading\nx{i} = (\ny{i} = 1" for i in range(n))


def strings_below(n: int) -> str:
    return "\n".join(f'x{i} = {i}\n"""a""" + 1' for i in range(n))


def self_repeated(n: int) -> str:
    return "x = " + "[" * n + "1" + "] * 1000" * n


def elifs(n: int) -> str:
    return "if a:\n    pass\n" + "\n".join(f"elif a == {i}:\n    pass" for i in range(n))


def rising_indent_comments(n: int) -> str:
    return "\n".join(" " * (i % 40) + "# a comment" for i in range(n))
