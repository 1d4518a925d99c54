"""Errors of the engine: fields first, the message built from them, the builtins that callers expect."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from kohakuengine.config import errors as config_errors
from kohakuengine.config.kohaku_error import KohakuError
from kohakuengine.engine import errors

# Class, fields, builtins, code, message.
ERRORS: dict[str, tuple[type[KohakuError], dict[str, Any], tuple[type, ...], str, str]] = {
    "no effect": (
        errors.NoEffectError,
        {"name": "lr", "path": "t.py", "line": 3, "reason": "the assignment at line 3 was not executed"},
        (RuntimeError,),
        "KE301",
        "t.py:3: 'lr' had no effect: the assignment at line 3 was not executed (KE301). "
        "Set what decides whether it runs, or leave 'lr' out.",
    ),
    "replaced": (
        errors.ReplacedLaterError,
        {"name": "lr", "path": "t.py", "line": 9, "how": "a loop variable"},
        (RuntimeError,),
        "KE302",
        "t.py:9: the value of 'lr' was replaced later by a loop variable (KE302). "
        "What ran before used the override, what ran after did not.",
    ),
    "relaunch": (
        errors.RelaunchRefusedError,
        {"path": "t.py", "how": "os.exec", "command": "python t.py"},
        (RuntimeError,),
        "KE303",
        "t.py: the script starts itself again through os.exec, where the overrides would be lost: "
        "'python t.py' (KE303). Started with a list, as in subprocess.run([sys.executable, __file__]), "
        "they travel with it.",
    ),
    "option twice": (
        errors.OptionTwiceError,
        {"name": "lr", "path": "t.py", "flag": "--lr"},
        (ValueError,),
        "KE304",
        "t.py: option 'lr' is overridden, and --lr is typed after '--' as well (KE304). "
        "Leave one of them out.",
    ),
    "no entrypoint": (
        errors.EntrypointNotFoundError,
        {"name": "trian", "path": "t.py", "candidates": ["train", "test"]},
        (ValueError,),
        "KE401",
        "t.py: no function 'trian' to call (KE401). Did you mean 'train'? It has train, test.",
    ),
    "no function": (
        errors.EntrypointNotFoundError,
        {"name": "train", "path": "t.py"},
        (ValueError,),
        "KE401",
        "t.py: no function 'train' to call (KE401). It defines no function.",
    ),
    "unknown argument": (
        errors.ArgumentError,
        {
            "function": "main",
            "path": "t.py",
            "line": 2,
            "reason": "it has no parameter 'devcie'",
            "name": "devcie",
            "candidates": ["device", "seed"],
        },
        (TypeError, ValueError),
        "KE402",
        "t.py:2: main() cannot be called like this: it has no parameter 'devcie' (KE402). "
        "Did you mean 'device'?",
    ),
    "unlike any argument": (
        errors.ArgumentError,
        {"function": "main", "reason": "it has no parameter 'zzz'", "name": "zzz", "candidates": ["seed"]},
        (TypeError, ValueError),
        "KE402",
        "main() cannot be called like this: it has no parameter 'zzz' (KE402). It takes seed.",
    ),
    "missing argument": (
        errors.ArgumentError,
        {"function": "main", "reason": "its parameter 'a' is missing"},
        (TypeError, ValueError),
        "KE402",
        "main() cannot be called like this: its parameter 'a' is missing (KE402).",
    ),
    "no receiver": (
        errors.NoReceiverError,
        {"path": "t.py", "given": "kwargs (device)"},
        (ValueError,),
        "KE403",
        "t.py: the config gives kwargs (device), and the script calls no function that could take them "
        "(KE403). Values of globals belong in globals_dict.",
    ),
    "not called": (
        errors.NotCalledError,
        {"function": "main", "path": "t.py", "line": 4, "given": "kwargs (device)"},
        (RuntimeError,),
        "KE404",
        "t.py:4: main() was never called, so the config's kwargs (device) reached nothing (KE404). "
        "The script ended before the call; set what decides whether it comes that far.",
    ),
    "no script": (
        errors.ScriptNotFoundError,
        {"script": "t.py"},
        (FileNotFoundError, OSError),
        "KE501",
        "t.py: no such script (KE501). Paths are relative to the working directory.",
    ),
    "misspelt script": (
        errors.ScriptNotFoundError,
        {"script": "src/trian", "candidates": ["src/train.py", "src/test.py"]},
        (FileNotFoundError,),
        "KE501",
        "src/trian: no such script (KE501). Did you mean 'src/train.py'?",
    ),
    "module as a script": (
        errors.ScriptNotFoundError,
        {"script": "pkg.t", "module": "pkg.t", "candidates": ["pkg.py"]},
        (FileNotFoundError,),
        "KE501",
        "pkg.t: no such script (KE501). Did you mean -m pkg.t?",
    ),
    "script as a module": (
        errors.ScriptNotFoundError,
        {"script": "pkg/t.py", "is_module": True, "module": "pkg.t"},
        (FileNotFoundError,),
        "KE501",
        "No module named pkg/t.py (KE501). -m takes a module: pkg.t.",
    ),
    "no module": (
        errors.ScriptNotFoundError,
        {"script": "pkg.t", "is_module": True},
        (FileNotFoundError,),
        "KE501",
        "No module named pkg.t (KE501). It is looked up from the working directory, as python -m does.",
    ),
    "no main": (
        errors.ScriptNotFoundError,
        {"script": "pkg", "is_module": True, "is_package": True},
        (FileNotFoundError,),
        "KE501",
        "No module named pkg.__main__; 'pkg' is a package (KE501). "
        "It is looked up from the working directory, as python -m does.",
    ),
    "no python": (
        errors.ScriptTypeError,
        {"path": "t.txt", "reason": "this is a folder"},
        (ValueError,),
        "KE503",
        "t.txt: a script must be a .py file, this is a folder (KE503).",
    ),
    "unreadable": (
        errors.SourceError,
        {"path": "t.py", "reason": "Permission denied"},
        (ValueError,),
        "KE504",
        "t.py: Permission denied (KE504).",
    ),
    "two at once": (
        errors.RunInProgressError,
        {"path": "t.py"},
        (RuntimeError,),
        "KE701",
        "t.py: another script is running in this process (KE701). "
        "Wait for it, or run them in processes of their own, as a workflow does.",
    ),
    "exited": (
        errors.ScriptExitedError,
        {"path": "t.py", "exit_code": "no data"},
        (RuntimeError,),
        "KE702",
        "t.py: the script exited with 'no data' (KE702).",
    ),
    "output-unknown": (
        errors.OutputUnknownError,
        {"output": "prep.output('x')", "reason": "prep failed"},
        (LookupError,),
        "KE703",
        "prep.output('x') is not known: prep failed (KE703). "
        "A Pipeline runs the scripts in order and fills it in; a Graph finds the order.",
    ),
}
ROW = ("cls", "fields", "builtins", "code", "message")
ROWS = pytest.mark.parametrize(ROW, ERRORS.values(), ids=ERRORS)


@ROWS
def test_a_message_says_what_where_and_what_now(
    cls: type[KohakuError], fields: dict[str, Any], builtins: tuple[type, ...], code: str, message: str
) -> None:
    error = cls(**fields)

    assert (str(error), error.code) == (message, code)
    assert {name: getattr(error, name) for name in fields} == fields


@ROWS
def test_an_error_is_the_builtin_that_callers_expect(
    cls: type[KohakuError], fields: dict[str, Any], builtins: tuple[type, ...], code: str, message: str
) -> None:
    assert all(issubclass(cls, builtin) for builtin in (*builtins, KohakuError))


@ROWS
def test_an_error_survives_a_pickle(
    cls: type[KohakuError], fields: dict[str, Any], builtins: tuple[type, ...], code: str, message: str
) -> None:
    error = pickle.loads(pickle.dumps(cls(**fields)))

    assert (type(error), str(error)) == (cls, message)


def with_code(tree: Any) -> dict[str, str]:
    classes = [getattr(tree, name) for name in tree.__all__ if isinstance(getattr(tree, name), type)]
    return {cls.__name__: cls.code for cls in classes if "code" in vars(cls) and cls is not KohakuError}


def test_every_code_is_used_once_and_tested() -> None:
    ours, theirs = with_code(errors), with_code(config_errors)

    assert len({*ours.values(), *theirs.values()}) == len(ours) + len(theirs)
    assert set(ours) == {cls.__name__ for cls, *_ in ERRORS.values()}
    assert all(f"[{code}]" in (errors.__doc__ or "") for code in ours.values())


def test_every_class_stands_in_the_drawn_tree() -> None:
    assert all(name in (errors.__doc__ or "") for name in errors.__all__)
