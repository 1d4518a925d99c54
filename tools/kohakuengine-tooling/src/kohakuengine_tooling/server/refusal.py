"""Refusing a request: an answer for the user, and no fault of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    import logging

__all__ = ["RequestRefusedError", "is_no_refusal"]


class RequestRefusedError(JsonRpcException):
    """A request that is understood and cannot be met; clients show its text."""

    CODE = -32803
    MESSAGE = "Request failed"


def is_no_refusal(record: logging.LogRecord) -> bool:
    """Say whether something belongs in the log: pygls writes every error there that it answers with."""
    return record.exc_info is None or not isinstance(record.exc_info[1], RequestRefusedError)
