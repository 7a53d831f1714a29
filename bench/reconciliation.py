"""Whether the messages of the Reconciliation Service API 0.2 are read and written as its specification has them.

    python bench/reconciliation.py --pack reconciliation-0.2.tgz

The pack holds the specification's JSON schemas and its example messages, valid ones and ones that are invalid on
purpose. A valid one passes when it is parsed, when what is written of it is parsed again and means the same, and when
the schema of its kind accepts what is written. An invalid one passes when it is rejected. Kinds without a schema of
their own are held against the part of another one that describes them; a flyout has none. A valid example that the
pack's own schema refuses as it stands is told, and passes without the schema.
"""

from __future__ import annotations

import argparse
import json
import sys
import tarfile
from collections import Counter
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    kind: str
    name: str
    valid: bool
    data: bytes


def main() -> int:
    parser = argparse.ArgumentParser(description="Conformance of the messages of reconciliation services.")
    parser.add_argument("--pack", type=Path, required=True, help="the archive with schemas and examples")
    registry, examples = read(parser.parse_args().pack)
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
    return 0 if passed == total else 1


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
