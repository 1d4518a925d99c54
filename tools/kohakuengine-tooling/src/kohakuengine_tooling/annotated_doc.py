"""Documentation that stands in an annotation: `Annotated[float, "learning rate"]`."""

from __future__ import annotations

from kohakuengine_tooling.expression import Call, Constant, Sequence, Subscript, last_name
from kohakuengine_tooling.expression_reading import read_expression

__all__ = ["annotated_doc"]


def annotated_doc(text: str | None) -> str | None:
    """Return the documentation in `Annotated[float, "learning rate"]` or `Annotated[float, Doc("...")]`.

    Args:
        text: Of the annotation, or None.
    """
    annotation = None if text is None else read_expression(text)
    if isinstance(annotation, Constant) and isinstance(annotation.value, str):
        annotation = read_expression(annotation.value)
    if not isinstance(annotation, Subscript) or last_name(annotation.value) != "Annotated":
        return None
    items = annotation.items
    if len(items) == 1 and isinstance(items[0], Sequence):
        items = items[0].elements
    for item in items[1:]:
        said = item
        if isinstance(item, Call) and last_name(item.function) == "Doc":
            said = next(iter(item.positional()), item.keyword("documentation") or item)
        if isinstance(said, Constant) and isinstance(said.value, str):
            return " ".join(said.value.split())
    return None
