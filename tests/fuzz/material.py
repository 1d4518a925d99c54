"""What drawn texts are made of."""

from __future__ import annotations

from typing import Final

__all__ = ["CANARY", "LEAVES", "PLACES", "TOKENS", "WRAPPERS"]

CANARY: Final = "CANARY_FILE"
"""What stands for the path of the file that is written by whoever executes anything."""

_OPENS: Final = f"open('{CANARY}', 'w')"
LEAVES: Final = (_OPENS, "1", "a", "'text'", "__import__('canary_module')")

TOKENS: Final = (
    *[
        r"False",
        r"None",
        r"True",
        r"and",
        r"as",
        r"assert",
        r"async",
        r"await",
        r"break",
        r"class",
        r"continue",
        r"def",
        r"del",
        r"elif",
        r"else",
        r"except",
        r"finally",
        r"for",
        r"from",
        r"global",
        r"if",
        r"import",
        r"in",
        r"is",
        r"lambda",
        r"nonlocal",
        r"not",
        r"or",
        r"pass",
        r"raise",
        r"return",
        r"try",
        r"while",
        r"with",
        r"yield",
        r"match",
        r"case",
        r"type",
        r"(",
        r")",
        r"[",
        r"]",
        r"{",
        r"}",
        r"+",
        r"-",
        r"*",
        r"**",
        r"/",
        r"//",
        r"%",
        r"@",
        r"<<",
        r">>",
        r"&",
        r"|",
        r"^",
        r"~",
        r"<",
        r">",
        r"<=",
        r">=",
        r"==",
        r"!=",
        r":=",
        r"=",
        r"+=",
        r"->",
        r".",
        r",",
        r":",
        r";",
        r"...",
        r"!",
        r"?",
        r"x",
        r"y",
        r"lr",
        r"main",
        r"_z",
        r"__name__",
        r"'__main__'",
        r"é",
        r"ﬁx",
        r"0",
        r"1",
        r"1e-3",
        r"0x1f",
        r"1_0",
        r"007",
        r'"',
        r"'",
        r"'''",
        r'f"',
        r"f'",
        r"rb'",
        r"'a'",
        r'"b"',
        r'f"{x}"',
        r"{x",
        r"{{",
        r"}}",
        r"parser.add_argument(",
        r"@click.option(",
        r"typer.Option(",
        r"tyro.cli(",
        r"flags.DEFINE_float(",
    ],
    '"""',
    'f"""',
    "\\",
    "\\\n",
    "\\N{DASH}",
    " ",
    "  ",
    "    ",
    "\t",
    "\x0c",
    "\n",
    "\n",
    "\n",
    "\n    ",
    "\n        ",
    "# %% kogine:config\n",
    "# --- a ---\n",
    "#: doc\n",
    "@dataclass\n",
    "import argparse\n",
    "import click\n",
    "import typer\n",
    "import tyro\n",
    "if __name__ == '__main__':\n",
    _OPENS,
)
WRAPPERS: Final = tuple(
    r"""
({})
[{}]
{{{}}}
{{{}: 1}}
{{1: {}}}
-{}
~{}
not {}
lambda: {}
lambda a=1, *b: {}
lambda a={}: 1
f({})
f(a={})
f(*{})
{}.b
{}()
{}[0]
{}[1:2]
a[{}]
{} + 1
1 - {}
{} * a
{} ** 2
2 ** {}
{} if a else b
a if {} else b
{} and a
a or {}
{} < 1
a not in {}
[{} for a in b]
[a for a in {}]
{{a: {} for a in b if c}}
(a := {})
f'{{{}}}'
f"{{{}!r:>{{1}}}}"
await {}
(yield {})
({},)
{}, 1
'a' {}
{} 'b'
dict(a={})
C(x={})
""".strip().split("\n")
)
"""Expressions around another one."""

PLACES: Final = tuple(
    r"""
x = {}
----
x: {} = 1
----
x = y = {}
----
x, (y, *z) = 1, {}
----
x += {}
----
({}).a = 1
----
del x[{}]
----
assert {}, 1
----
{}
----
main({})
----
def f(a={}, *, b: {} = 1) -> {}:
    return {}
----
@{}
def f(): pass
----
class C({}):
    x = {}
    y: {} = 1
----
if {}:
    y = {}
elif {}:
    y = 2
----
for a in {}:
    y = 1
----
while {}:
    y = 1
----
with {} as a, {}:
    y = 1
----
try:
    y = {}
except {} as e:
    pass
----
match {}:
    case [1, a] if {}:
        y = 1
----
raise {} from {}
----
if __name__ == '__main__':
    sys.exit(main({}))
----
import argparse
parser.add_argument('--a', default={}, type={})
----
import click
@click.command()
@click.option('--a', default={}, help={})
def main(a): pass
----
import typer
def main(a: {} = typer.Option({})): pass
typer.run(main)
----
from dataclasses import dataclass
@dataclass
class C:
    x: {} = {}
c = C({})
----
type X[T: {}] = {}
----
x = [
# a
{},  # b
]
----
global x; x = {}
----
async def f():
    async with {}: x = await {}
""".strip().split("\n----\n")
)
"""Statements around expressions."""
