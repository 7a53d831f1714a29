"""JSON-LD for people: our prefixes as its context, and nothing nested or repeated that need not be.

pyoxigraph writes JSON-LD without a context. Source: JSON-LD 1.1, W3C Recommendation 16 July 2020.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pyoxigraph import Quad, RdfFormat, serialize

from kg.ontology import PREFIXES, term

_TYPE: Final = term("rdf:type")


def document(quads: Iterable[Quad]) -> bytes:
    """Triples as one document. The same triples in the same order always make the same bytes."""
    expanded: list[dict[str, Any]] = json.loads(
        serialize((quad.triple for quad in quads), format=RdfFormat.JSON_LD) or b"[]"
    )
    context = _context(expanded)
    graph = [_node(node, context) for node in expanded]
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1).encode("utf-8")


def _context(expanded: list[dict[str, Any]]) -> dict[str, str]:
    """Without a prefix that is the scheme of an IRI here, such as "geo:35.2,51.1", which it would change."""
    schemes = {str(one).partition(":")[0] for one in _iris(expanded)}
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix not in schemes}


def _iris(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        for one in value:
            yield from _iris(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name in ("@id", "@type"):
                yield from [one] if isinstance(one, str) else one
            elif not name.startswith("@"):
                yield name
                yield from _iris(one)


def _node(node: Mapping[str, Any], context: Mapping[str, str]) -> dict[str, Any]:
    compact: dict[str, Any] = {}
    for name, value in node.items():
        if name == "@id":
            compact[name] = _short(value, context)
        elif name == _TYPE and all("@id" in one for one in value):
            compact["@type"] = _single([_short(one["@id"], context) for one in value])
        else:
            compact[_short(name, context)] = _single([_value(one, context) for one in value])
    return compact


def _value(value: Mapping[str, Any], context: Mapping[str, str]) -> Any:
    if set(value) == {"@value"} and isinstance(value["@value"], str):
        return value["@value"]
    return {name: _short(one, context) if name in ("@id", "@type") else one for name, one in value.items()}


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _short(iri: str, context: Mapping[str, str]) -> str:
    for prefix, namespace in context.items():
        # "//" after the colon would make it an IRI again.
        if iri.startswith(namespace) and len(iri) > len(namespace) and not iri.startswith("//", len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
