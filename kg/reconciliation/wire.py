"""Messages as JSON, read and written."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from kg.errors import MessageError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

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
    """The first fault, and how many more there are elsewhere."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    if faults[0]["type"] == "json_invalid":
        return _reason(faults[0])
    read = json.loads(data)
    # The other half of `Given` has nothing to say; of the forms that a field may have, the one that fits best has.
    placed = [(_place(fault, read), fault) for fault in faults if fault["type"] != "none_required"]
    first = placed[0][0]
    where, fault = max((one for one in placed if one[0].startswith(first)), key=lambda one: len(one[0]))
    others = len({place for place, _ in placed if not place.startswith(first)})
    words = f"{where}: {_reason(fault)}" if where else _reason(fault)
    return f"{words} (and {others} more)" if others else words


def _reason(fault: ErrorDetails) -> str:
    return _REASONS.get(fault["type"]) or fault["msg"].removeprefix("Value error, ")[:_LONGEST]


def _place(fault: ErrorDetails, data: Any) -> str:
    """q1.result[0].id: the steps that lead through the data, without pydantic's names of alternatives."""
    place = ""
    for number, step in enumerate(fault["loc"], 1):
        last = number == len(fault["loc"]) and fault["type"] == "missing"
        if isinstance(step, int) and isinstance(data, list):
            place += f"[{step}]"
            data = data[step]
        elif isinstance(data, dict) and (step in data or last):
            place += f".{step}"
            data = data.get(step)
    return place.removeprefix(".")


REFERENCE: Final = "#/components/schemas/{model}"
"""How one schema refers to another."""


def prepare() -> None:
    """Make now what reads and writes messages: it takes a tenth of a second, and then none."""
    for kind in _kinds().values():
        _adapter(kind)


def schemas() -> dict[str, Any]:
    """The JSON schemas of all messages by name, those of batches and parts too."""
    found: dict[str, Any] = {}
    for name, kind in _kinds().items():
        made = _adapter(kind).json_schema(by_alias=True, ref_template=REFERENCE)
        found |= made.pop("$defs", {})
        found[name] = made
    return found


def _kinds() -> dict[str, Any]:
    from kg.reconciliation import extension, manifest, messages, suggestions

    return {
        "Manifest": manifest.Manifest,
        "QueryBatch": messages.QueryBatch,
        "ResultBatch": messages.ResultBatch,
        "ExtensionQuery": extension.ExtensionQuery,
        "ExtensionResponse": extension.ExtensionResponse,
        "PropertyProposal": extension.PropertyProposal,
        "SuggestedEntities": suggestions.SuggestedEntities,
        "SuggestedProperties": suggestions.SuggestedProperties,
        "SuggestedTypes": suggestions.SuggestedTypes,
        "Flyout": suggestions.Flyout,
    }
