"""Whether the messages of the Reconciliation Service API 0.2 are read and written as its specification has them.

    python bench/reconciliation.py --pack reconciliation-0.2.tgz [--changes]

The pack holds the specification's JSON schemas and its example messages, valid ones and ones that are invalid on
purpose. A valid one passes when it is parsed, when what is written of it is parsed again and means the same, and when
the schema of its kind accepts what is written. An invalid one passes when it is rejected. Kinds without a schema of
their own are held against the part of another one that describes them; a flyout has none. A valid example that the
pack's own schema refuses as it stands is told, and passes without the schema.

`--changes` makes thousands of other messages of the valid ones, each with one field left out, added, or given a value
of another kind, and counts how often we and the schema disagree on whether that is a message.
"""

from __future__ import annotations

import argparse
import json
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from kg.errors import MessageError
from kg.reconciliation import extension, manifest, messages, suggestions
from kg.reconciliation.wire import parse, serialise

_SERVICE = "manifest.json#/properties/suggest/definitions/service_definition"
_SECURITY = "openapi.json#/definitions/securityDefinitions/additionalProperties"
_CANDIDATE = "reconciliation-result-batch.json#/patternProperties/%5E.*$/properties/result/items"
KINDS: dict[str, tuple[Any, str | None]] = {
    "data-extension-metadata": (manifest.Extend, "manifest.json#/properties/extend"),
    "data-extension-property-proposal": (extension.PropertyProposal, "data-extension-property-proposal.json"),
    "data-extension-query": (extension.ExtensionQuery, "data-extension-query.json"),
    "data-extension-response": (extension.ExtensionResponse, "data-extension-response.json"),
    "flyout-response": (suggestions.Flyout, None),
    "manifest": (manifest.Manifest, "manifest.json"),
    "preview-metadata": (manifest.Preview, "manifest.json#/properties/preview"),
    "reconciliation-candidate": (messages.Candidate, _CANDIDATE),
    "reconciliation-query-batch": (messages.QueryBatch, "reconciliation-query-batch.json"),
    "reconciliation-result-batch": (messages.ResultBatch, "reconciliation-result-batch.json"),
    "security-scheme": (manifest.SecurityScheme, _SECURITY),
    "suggest-entities-response": (suggestions.SuggestedEntities, "suggest-entities-response.json"),
    "suggest-metadata": (manifest.SuggestService, _SERVICE),
    "suggest-properties-response": (suggestions.SuggestedProperties, "suggest-properties-response.json"),
    "suggest-types-response": (suggestions.SuggestedTypes, "suggest-types-response.json"),
}

Steps = tuple[str | int, ...]
VALUES: tuple[Any, ...] = (None, "x", "", 0, -1, 2.5, True, [], {}, ["x"], [1], {"id": "a"}, {"id": "a", "name": "b"})
_OUT, _MORE = object(), object()
_VERDICTS = {
    (True, True): "accepted by both",
    (False, False): "rejected by both",
    (True, False): "accepted by us only",
    (False, True): "accepted by the schema only",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    kind: str
    name: str
    valid: bool
    data: bytes


def main() -> int:
    parser = argparse.ArgumentParser(description="Conformance of the messages of reconciliation services.")
    parser.add_argument("--pack", type=Path, required=True, help="the archive with schemas and examples")
    parser.add_argument("--changes", action="store_true", help="also compare us and the schemas on changed messages")
    arguments = parser.parse_args()
    registry, examples = read(arguments.pack)
    passed: Counter[bool] = Counter()
    total = Counter(example.valid for example in examples)
    for example in examples:
        fault = checked(example, registry)
        passed[example.valid] += fault is None
        if fault:
            print(f"{example.kind}/{'valid' if example.valid else 'invalid'}/{example.name}: {fault}")
    for example in examples:
        if example.valid and (found := refused(example, json.loads(example.data), registry)):
            print(f"{example.kind}/valid/{example.name}: refused by the pack's own schema: {found}")
    print(f"{total.total()} example messages")
    print(f"{passed[True]} of {total[True]} valid ones are parsed, written again, and accepted by the schemas")
    print(f"{passed[False]} of {total[False]} invalid ones are rejected")
    if arguments.changes:
        compare([example for example in examples if example.valid and KINDS[example.kind][1]], registry)
    return 0 if passed == total else 1


def compare(examples: Sequence[Example], registry: Registry[Any]) -> None:
    """Prints where we and the schemas disagree on changed messages."""
    verdicts: Counter[str] = Counter()
    fields: Counter[str] = Counter()
    for example in examples:
        for path, message in changed(json.loads(example.data)):
            ours, theirs = accepted(example, message), refused(example, message, registry) is None
            verdicts[_VERDICTS[ours, theirs]] += 1
            if ours != theirs:
                fields[f"{example.kind}: {'.'.join(step for step in path if isinstance(step, str))}"] += 1
    print(f"{verdicts.total()} changed messages: {', '.join(f'{n} {what}' for what, n in sorted(verdicts.items()))}")
    for field, count in sorted(fields.items()):
        print(f"{count:5} {field}")


def changed(message: Any) -> Iterator[tuple[Steps, Any]]:
    """The message with one change each, and where that is."""
    for path in places(message):
        for value in (_OUT, _MORE, *VALUES):
            copy = {"": deepcopy(message)}
            holder: Any = copy
            for step in ("", *path)[:-1]:
                holder = holder[step]
            last = path[-1] if path else ""
            if value is _OUT:
                del holder[last]
            elif value is not _MORE:
                holder[last] = value
            elif isinstance(holder[last], dict):
                holder[last]["more"] = 1
            if "" in copy:
                yield path, copy[""]


def places(message: Any, path: Steps = ()) -> Iterator[Steps]:
    yield path
    steps = message if isinstance(message, dict) else range(len(message)) if isinstance(message, list) else ()
    for step in steps:
        yield from places(message[step], (*path, step))


def accepted(example: Example, message: Any) -> bool:
    try:
        parse(KINDS[example.kind][0], json.dumps(message), what=example.name)
    except MessageError:
        return False
    return True


def read(pack: Path) -> tuple[Registry[Any], list[Example]]:
    """The schemas by their file names, and the examples in JSON."""
    resources, examples = [], []
    with tarfile.open(pack) as archive:
        for member in sorted(archive.getmembers(), key=lambda one: one.name):
            path, file = PurePosixPath(member.name), archive.extractfile(member) if member.isfile() else None
            if file is None or path.suffix != ".json":
                continue
            if path.parent.name == "schemas":
                schema = {key: value for key, value in json.load(file).items() if key not in ("$id", "$schema")}
                names = (path.name, *_OTHER_NAMES.get(path.name, ()))
                resources += [(name, Resource(contents=schema, specification=DRAFT7)) for name in names]
            else:
                valid = path.parent.name == "valid"
                examples.append(Example(kind=path.parts[-3], name=path.name, valid=valid, data=file.read()))
    return Registry().with_resources(resources), examples


_OTHER_NAMES = {"openapi.json": ("http://swagger.io/v2/schema.json",)}


def checked(example: Example, registry: Registry[Any]) -> str | None:
    """What is wrong, if anything."""
    kind = KINDS[example.kind][0]
    try:
        message = parse(kind, example.data, what=example.name)
    except MessageError as error:
        return str(error) if example.valid else None
    if not example.valid:
        return "accepted"
    written = serialise(message, kind=kind)
    if parse(kind, written, what=example.name) != message:
        return "says something else when it is written and read again"
    if refused(example, json.loads(example.data), registry):
        return None
    fault = refused(example, json.loads(written), registry)
    return f"the schema does not accept what is written: {fault}" if fault else None


def refused(example: Example, message: Any, registry: Registry[Any]) -> str | None:
    """Why the schema of an example's kind does not accept a message."""
    schema = KINDS[example.kind][1]
    validator = Draft7Validator({"$ref": schema} if schema else {}, registry=registry)
    return next((error.message for error in validator.iter_errors(message)), None)


if __name__ == "__main__":
    sys.exit(main())
