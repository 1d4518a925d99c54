"""Configs that hypothesis draws: bare files, and calls that are given dicts in every way there is."""

from __future__ import annotations

import textwrap

from hypothesis import strategies as st

HEAD = """\
import copy
import dataclasses
import kohakuengine.config as kc
from kohakuengine import Config, Script, load_from_dict, use_config
from kohakuengine import Config as C
"""

_name = st.sampled_from(("lr", "wd", "depth"))
_variable = st.sampled_from(("V", "W"))
_value = st.sampled_from(
    ("1", "'x'", "f()", "[1, 2]", "{'lr': 1}", "(lambda lr=1: lr)", "lr == 1", "-1", "V", "1 if lr else 2")
)
_plain_dict = st.one_of(
    st.builds("{{'{0}': {1}}}".format, _name, _value),
    st.builds('{{"{0}": {1}, "{2}": {3},}}'.format, _name, _value, _name, _value),
    st.builds("dict({0}={1})".format, _name, _value),
    st.sampled_from(("{}", "dict()", "{key: 1}", "{k: 1 for k in x}", "make()", "BASE.globals_dict")),
    _variable,
)


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{{**{0}, '{1}': {2}}}".format, inner, _name, _value),
        st.builds("dict({0}, {1}={2})".format, inner, _name, _value),
        st.builds("dict({0}=1, **{1})".format, _name, inner),
        st.builds("{0} | {1}".format, inner, inner),
        st.builds("({0})".format, inner),
        st.builds("({0} if x else {1})".format, inner, inner),
        st.builds("({0} if {1} == y else {2})".format, inner, _variable, inner),
        st.builds("copy.deepcopy({0})".format, inner),
        st.builds("{0}.copy()".format, _variable),
    )


_dict = st.recursive(_plain_dict, _combined, max_leaves=3)
_args = st.one_of(st.builds("[{0}, {1}]".format, _value, _value), st.sampled_from(("()", "(1,)", "[]")))
_class = st.sampled_from(("Config", "C", "kc.Config", "Mine", "Other"))
_config = st.one_of(
    st.builds("{0}({1})".format, _class, _dict),
    st.builds("{0}({1}, {2}, {3})".format, _class, _dict, _args, _dict),
    st.builds("{0}(kwargs={1}, globals_dict={2})".format, _class, _dict, _dict),
    st.builds("{0}(args={1}, metadata={2})".format, _class, _args, _dict),
    st.builds("{0}(**{{'globals_dict': {1}, 'kwargs': {2}}})".format, _class, _dict, _dict),
    st.builds("load_from_dict({{'globals': {0}, 'kwargs': {1}}})".format, _dict, _dict),
    st.builds("dataclasses.replace(BASE, globals_dict={0})".format, _dict),
    st.builds("use_config('{0}.py')".format, _name),
)
_step = st.one_of(
    st.builds("{0} = {1}".format, _variable, _dict),
    st.builds("{0}: dict = {1}".format, _variable, _dict),
    st.builds("{0}['{1}'] = {2}".format, _variable, _name, _value),
    st.builds("{0}[key] = {1}".format, _variable, _value),
    st.builds("{0}.update({1}, {2}={3})".format, _variable, _dict, _name, _value),
    st.builds("{0} |= {1}".format, _variable, _dict),
    st.builds("print({0})".format, _config),
    st.builds("BASE = {0}".format, _config),
)
_steps = st.lists(_step, max_size=3).map("\n".join)


def _generator(outside: str, inside: str, config: str, word: str) -> str:
    body = textwrap.indent(f"{inside}\n{word} {config}", "    ")
    return f"{outside}\nclass Mine(Config): pass\ndef config_gen():\n{body}\n"


called = st.one_of(
    st.builds(_generator, _steps, _steps, _config, st.sampled_from(("return", "yield"))),
    st.builds("{0}\nclass Mine(kc.Config): x = 1\nCONFIG = {1}\n".format, _steps, _config),
)

_line = st.one_of(
    st.builds("{0} = {1}".format, _name, _value),
    st.builds("{0}: int = {1}".format, _name, _value),
    st.builds("{0}: int".format, _name),
    st.builds("{0} += 1".format, _name),
    st.builds("{0}, ({1}, *_x) = y".format, _name, _name),
    st.builds("{0} = {1} = {2}".format, _name, _name, _value),
    st.builds("import {0}".format, _name),
    st.builds("from m import x as {0}".format, _name),
    st.builds("def {0}(): lr = 1".format, _name),
    st.builds("class {0}: lr = 1".format, _name),
    st.builds("print({0} := 1)".format, _name),
    st.builds("print([({0} := y) for y in x])".format, _name),
    st.builds("del {0}".format, _name),
    st.builds("x.{0} = y['{0}'] = 1".format, _name),
    st.builds("_{0} = 1".format, _name),
    st.builds("{0} = use_config('base.py')".format, _name),
    st.builds("_kwargs = {0}".format, _dict),
    st.builds("_kwargs['{0}'] = {1}".format, _name, _value),
    st.builds("V = {0}".format, _plain_dict),
)


def _block(head: str, body: str) -> str:
    return f"{head}:\n{textwrap.indent(body, '    ')}"


_blocks = st.one_of(
    st.builds(_block, st.builds("for {0} in x".format, _name), _line),
    st.builds(_block, st.builds("with x as {0}".format, _name), _line),
    st.builds(_block, st.just("if x"), st.builds("{0}\n{1}".format, _line, _line)),
    st.builds(
        "{0}\n{1}".format,
        st.builds(_block, st.just("if x"), _line),
        st.builds(_block, st.just("else"), _line),
    ),
    st.builds(
        "{0}\n{1}".format,
        st.builds(_block, st.just("try"), _line),
        st.builds(_block, st.builds("except E as {0}".format, _name), _line),
    ),
    st.builds(_block, st.builds("while ({0} := f())".format, _name), _line),
)
bare = st.lists(st.one_of(_line, _line, _blocks), max_size=6).map(lambda lines: "\n".join([*lines, ""]))
