"""The line that tells the runs of a generator config apart."""

from __future__ import annotations

from kohakuengine.cli.value_text import short_repr

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.engine.request import RunRequest

__all__ = ["run_title"]


def run_title(request: RunRequest) -> str:
    """Return `learning_rate=0.01 batch_size=32`: what this run was given, `--set` included."""
    parts = [
        f"{override.key}={override.text if override.text is not None else short_repr(override.value)}"
        for override in request.overrides
    ]
    parts += [short_repr(value) for value in request.args or ()]
    parts += [f"{name}={short_repr(value)}" for name, value in request.kwargs.items()]
    return " ".join(parts) or "as it is"
