"""The program that runs a parcel in a fresh interpreter: `python -m kohakuengine.engine.relaunch`."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.engine.request import RunRequest

MODULE = "kohakuengine.engine.relaunch"


def command(request: RunRequest) -> list[str]:
    """Return the command that runs a request in a fresh interpreter."""
    from kohakuengine.engine.packing import pack_word

    script = ["-m", request.script] if request.is_module else [request.script]
    return [sys.executable, "-m", MODULE, pack_word(request), *script, *request.argv]


def main(words: list[str]) -> None:
    """Run a parcel: `python -m kohakuengine.engine.relaunch PARCEL SCRIPT ARGS...`."""
    loaded = list(sys.modules)
    from kohakuengine.config.errors import KohakuError
    from kohakuengine.engine.launch import is_ours, run_as_main
    from kohakuengine.engine.parcel import unpack_word

    request: RunRequest | None = None
    try:
        request = unpack_word(words[0])
        request.is_module = words[1] in ("-m", "--module")
        request.script, *request.argv = words[2:] if request.is_module else words[1:]
        run_as_main(request, report=_report, loaded=loaded)
    except KohakuError as error:
        if not is_ours(error):
            raise
        _report("error", str(error))
        note = None if request is None else request.source_note(error)
        if note is not None:
            _report("note", note)
        raise SystemExit(2) from None


def _report(level: str, text: str) -> None:
    sys.stderr.write(f"kogine: {level}: {text}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
