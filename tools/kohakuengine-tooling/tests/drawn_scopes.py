"""Programs of few names in many scopes, drawn by hypothesis: most of them mean nothing and are Python."""

from __future__ import annotations

import textwrap

from hypothesis import strategies as st

NAMES = ("a", "b", "lr")

_name = st.sampled_from(NAMES)
_leaf = st.one_of(
    _name,
    st.builds("x.{0}".format, _name),
    st.builds("{0}.x".format, _name),
    st.sampled_from(["1", "'lr'"]),
)


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({0} + {1})".format, inner, inner),
        st.builds("f({0}={1})".format, _name, inner),
        st.builds("{0}[{1}]".format, _name, inner),
        st.builds("(lambda {0}={1}: {2})".format, _name, inner, inner),
        st.builds("(lambda *{0}, **x: {1})".format, _name, inner),
        st.builds("[{0} for {1} in {2}]".format, inner, _name, inner),
        st.builds("{{{0}: {1} for {2} in {3} if {4}}}".format, inner, inner, _name, inner, _name),
        st.builds("[{0} for x in {1} for {2} in {3}]".format, inner, inner, _name, inner),
        st.builds("({0} := {1})".format, _name, inner),
        st.builds('f"{{{0}}}{{{1}!r:>{{{2}}}}}"'.format, _name, _name, _name),
        st.builds("{{'{0}': {1}}}".format, _name, inner),
    )


_expression = st.recursive(_leaf, _deeper, max_leaves=4)
_plain = st.one_of(
    _expression,
    st.builds("{0} = {1}".format, _name, _expression),
    st.builds("{0}: {1} = {2}".format, _name, _name, _expression),
    st.builds("{0}: {1}".format, _name, _name),
    st.builds("{0} += {1}".format, _name, _expression),
    st.builds("{0}, (x, *{1}) = {2}".format, _name, _name, _expression),
    st.builds("{0}.x = {1}[0] = {2}".format, _name, _name, _expression),
    st.builds("del {0}".format, _name),
    st.builds("global {0}".format, _name),
    st.builds("global {0}, {1}".format, _name, _name),
    st.builds("nonlocal {0}".format, _name),
    st.builds("import {0}".format, _name),
    st.builds("import m as {0}".format, _name),
    st.builds("return {0}".format, _expression),
    st.builds("def f(): global {0}; {0} = {1}".format, _name, _expression),
    st.builds("def f():\n    global {0}\n    {1}, ({0}, x) = {2}".format, _name, _name, _expression),
    st.builds("def f():\n    global {0}\n    for {0} in {1}: {1} = {2}".format, _name, _name, _expression),
)


def _block(head: str, body: str) -> str:
    return f"{head}:\n{textwrap.indent(body, '    ')}"


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    heads = st.one_of(
        st.builds("def f({0}, x={1})".format, _name, _expression),
        st.builds("def f(x: {0}, *, {1}={2}) -> {3}".format, _name, _name, _expression, _name),
        st.builds("@{0}\nasync def f()".format, _expression),
        st.just("def f()"),
        st.builds("def {0}()".format, _name),
        st.just("class C"),
        st.builds("class C({0}, x={1})".format, _name, _expression),
        st.builds("for {0} in {1}".format, _name, _expression),
        st.builds("for x, ({0}, y) in {1}".format, _name, _expression),
        st.builds("with {0} as {1}".format, _expression, _name),
        st.builds("with {0} as ({1}, x)".format, _expression, _name),
        st.builds("if {0}".format, _expression),
        st.builds("while {0}".format, _expression),
        st.builds("try:\n    {0}\nexcept {1} as {2}".format, _expression, _name, _name),
        st.builds("match {0}:\n  case x.{1} | {{'k': {1}}}".format, _expression, _name),
    )
    cases = st.sampled_from(["[a, *lr]", "{'k': a, **lr}", "C(x=a, lr=b)", "a as b", "(1 | 2) as lr"])
    matches = st.builds(
        lambda value, case, body: _block(f"match {value}", _block(f"case {case}", body)),
        _expression,
        cases,
        inner,
    )
    return st.one_of(st.builds("{0}\n{1}".format, inner, inner), st.builds(_block, heads, inner), matches)


def _is_python(text: str) -> bool:
    try:
        compile(text, "script.py", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


programs = (
    st.lists(st.recursive(_plain, _blocks, max_leaves=5), min_size=1, max_size=5)
    .map(lambda parts: "\n".join(parts) + "\n")
    .filter(_is_python)
)
