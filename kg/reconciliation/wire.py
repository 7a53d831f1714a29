"""Messages as JSON, read and written."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from kg.errors import MessageError

T = TypeVar("T")
_LONGEST = 200
_REASONS = {"missing": "missing", "unexpected_keyword_argument": "not a field of this message"}


def parse(kind: type[T], data: bytes | str, *, what: str) -> T:
    """A message of a kind: `Manifest`, `QueryBatch`, `ResultBatch`, `SuggestedEntities`, …

    Raises MessageError when it is no JSON or not what the protocol says; it names `what` and the place inside it, such
    as q1.result[0].id.
    """
    try:
        found: T = _adapter(cast("Any", kind)).validate_json(data, strict=True)
    except ValidationError as error:
        raise MessageError(f"{what}: {_explain(error, data)}") from error
    return found


def serialise(message: object, *, kind: Any = None) -> bytes:
    """A message as JSON. `kind` is needed for batches, which are plain dictionaries."""
    return _adapter(cast("Any", kind or type(message))).dump_json(message, by_alias=True, exclude_none=True)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _explain(error: ValidationError, data: bytes | str) -> str:
    """The first fault, and how many there are."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    faults = [fault for fault in faults if fault["type"] != "none_required"] or faults  # the other half of `Given`
    first = faults[0]
    reason = _REASONS.get(first["type"]) or first["msg"].removeprefix("Value error, ")[:_LONGEST]
    if first["type"] == "json_invalid":
        return reason
    where = _place(first["loc"], json.loads(data))
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{where}: {reason}{more}" if where else f"{reason}{more}"


def _place(location: tuple[int | str, ...], data: Any) -> str:
    """q1.result[0].id: the steps that lead through the data, without pydantic's names of alternatives."""
    place = ""
    for number, step in enumerate(location):
        if isinstance(step, int) and isinstance(data, list):
            place += f"[{step}]"
            data = data[step]
        elif isinstance(data, dict) and (step in data or number == len(location) - 1):
            place += f".{step}"
            data = data.get(step)
    return place.removeprefix(".")
