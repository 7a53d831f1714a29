"""Parameters of stored queries: grlc's names, bound as terms and never as text.

`?_place_iri` is required, `?__since_xsd_date` is optional. After the name comes its type: iri, number, integer,
literal, a datatype (`xsd_date`) or a language (`en`). Source: grlc's parameter grammar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.ontology import PREFIXES
from kg.store.tokens import tokens

Given = str | int | float | date | NamedNode
"""What a parameter may be given."""

_PARAMETER: Final = re.compile(
    r"\?(?P<mark>__?)(?P<name>[A-Za-z0-9]+)"
    r"(?:_(?P<plain>iri|number|integer|literal)|_(?P<prefix>[A-Za-z0-9]+)_(?P<datatype>[A-Za-z0-9]+)|_(?P<language>[A-Za-z0-9]+))?"
)
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_EXAMPLES: Final = {
    "iri": "https://claimgraph.example/id/place/…",
    "xsd:date": "2025-03-12",
    "xsd:gYear": "2025",
    "xsd:gYearMonth": "2025-03",
    "number": "7.5",
    "integer": "7",
}
_LEXICAL: Final = {
    "date": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    "gYear": re.compile(r"\d{4}", re.ASCII),
    "gYearMonth": re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII),
    "boolean": re.compile(r"true|false"),
    "integer": re.compile(r"[+-]?\d+", re.ASCII),
    "decimal": _NUMBER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """`type` is "iri", "number", "integer", "literal", "xsd:date", "@en". `kind` is what a name given for it means."""

    name: str
    type: str
    required: bool
    kind: str | None = None


def parameters(sparql: str) -> dict[str, Parameter]:
    """The parameters of a query, in order of appearance; those in comments and strings are none."""
    found = (_parameter(token) for token in tokens(sparql))
    return {one.name: one for one in found if one}


def bind(sparql: str, values: Mapping[str, Given]) -> str:
    """The query with its parameters replaced by terms; an optional one that is not given stays a variable.

    Raises QueryError for a value that is not of the type of its parameter.
    """
    return "".join(_bound(token, values) for token in tokens(sparql))


def check(known: Mapping[str, Parameter], given: Mapping[str, object], *, query: str) -> None:
    """Raises QueryError for a parameter that the query does not have, and for a required one that is not given."""
    listed = ", ".join(f"{p.name} ({_taken(p)}{'' if p.required else ', optional'})" for p in known.values())
    listed = listed or "none"
    for name in given:
        if name not in known:
            raise QueryError(f"{query} has no parameter {name!r}; it has: {listed}")
    missing = [p.name for p in known.values() if p.required and p.name not in given]
    if missing:
        raise QueryError(f"{query} needs {' and '.join(missing)}: add {missing[0]}=…; its parameters: {listed}")


def _taken(parameter: Parameter) -> str:
    by_name = {"place": "name or IRI", "actor": "name or IRI", "event": "a type of event"}
    return by_name.get(parameter.kind or "", parameter.type)


def term(parameter: Parameter, value: Given) -> NamedNode | Literal:
    """The value as a term of the parameter's type. Raises QueryError when it is none."""
    text = value.value if isinstance(value, NamedNode) else value.isoformat() if isinstance(value, date) else str(value)
    try:
        if parameter.type == "iri":
            return NamedNode(_absolute(text))
        if parameter.type.startswith("@"):
            return Literal(text, language=parameter.type[1:])
        if parameter.type == "literal":
            return Literal(text)
        return _typed(parameter, text)
    except ValueError as error:
        like = f": write it like {_EXAMPLES[parameter.type]}" if parameter.type in _EXAMPLES else ""
        raise QueryError(f"{parameter.name}={text!r} is no {parameter.type}{like}") from error


def _bound(token: str, values: Mapping[str, Given]) -> str:
    parameter = _parameter(token)
    return str(term(parameter, values[parameter.name])) if parameter and parameter.name in values else token


def _parameter(token: str) -> Parameter | None:
    found = _PARAMETER.fullmatch(token)
    if not found:
        return None
    if found["prefix"]:
        kind = f"{found['prefix']}:{found['datatype']}"
    else:
        kind = found["plain"] or (f"@{found['language']}" if found["language"] else "literal")
    return Parameter(name=found["name"], type=kind, required=found["mark"] == "_")


def _absolute(text: str) -> str:
    if ":" not in text:
        raise ValueError("a relative IRI")
    return text


def _typed(parameter: Parameter, text: str) -> Literal:
    """A literal in the lexical space of its datatype: Oxigraph itself takes any text for any datatype."""
    curie = {"integer": "xsd:integer", "number": "xsd:decimal"}.get(parameter.type, parameter.type)
    prefix, _, name = curie.partition(":")
    if prefix not in PREFIXES:
        raise ValueError(f"unknown prefix {prefix}")
    form = _LEXICAL.get(name) if prefix == "xsd" else None
    if form and not form.fullmatch(text):
        raise ValueError(f"not of {curie}")
    if curie == "xsd:date":
        date.fromisoformat(text)
    return Literal(text, datatype=NamedNode(PREFIXES[prefix] + name))
