"""Mappings between things as a table: SSSOM/TSV, with the metadata block above it.

The same mappings always make the same bytes: columns in the order of the standard, rows and prefixes sorted. It is the
standard's "canonical" form, but for the tool, which stays a column, and columns that a curator is to fill in.
Source: A Simple Standard for Sharing Ontological Mappings (SSSOM) 1.0, https://mapping-commons.github.io/sssom/ (the
classes Mapping and MappingSet, and the SSSOM/TSV serialisation).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from kg.ontology import PREFIXES

UNSPECIFIED_LICENCE: Final = "https://w3id.org/sssom/license/unspecified"
SEMAPV: Final = "https://w3id.org/semapv/vocab/"
TOOL: Final = "Claimgraph"

_BUILT_IN = {name: PREFIXES[name] for name in ("owl", "rdf", "rdfs", "skos", "xsd")}
_BUILT_IN |= {"semapv": SEMAPV, "sssom": "https://w3id.org/sssom/"}
_KNOWN = {
    "cg": PREFIXES["cg"],
    "dbr": "http://dbpedia.org/resource/",
    "geonames": "https://sws.geonames.org/",
    "wd": "http://www.wikidata.org/entity/",
}
_IRIS = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_NAMESPACE = re.compile(r"(.*[/#=:]).+", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z](?:[^\s:#]|:(?=\S)|(?<=\S)#| (?=[^\s#]))*")
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """One mapping, with whole IRIs. The fields are slots of the standard, in its order."""

    subject_id: str
    subject_label: str = ""
    subject_category: str = ""
    predicate_id: str
    predicate_modifier: str = ""
    object_id: str
    object_label: str = ""
    mapping_justification: str
    mapping_tool: str = TOOL
    mapping_tool_version: str = ""
    mapping_date: str = ""
    confidence: float | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSet:
    """What is said of all mappings together. `provider` is the IRI of the service or data that they come from."""

    id: str
    title: str
    license: str = UNSPECIFIED_LICENCE
    provider: str = ""


def table(about: MappingSet, mappings: Iterable[Mapping], *, prefixes: dict[str, str], keep: Sequence[str] = ()) -> str:
    """The table as text. `prefixes` shorten IRIs beside those of Wikidata, GeoNames, DBpedia and the ontology; for an
    IRI of none of them a prefix is made. Columns without a value are left out, but for those to `keep`."""
    found = list(mappings)
    spaces = _spaces({getattr(one, slot) for one in found for slot in _IRIS}, {**_BUILT_IN, **_KNOWN, **prefixes})
    rows = sorted(_cells(one, spaces) for one in found)
    names = [field.name for field in fields(Mapping)]
    wanted = [n for n, name in enumerate(names) if name in (*_IRIS, *keep) or any(row[n] for row in rows)]
    out = io.StringIO()
    out.writelines(f"#{line}\n" for line in _metadata(about, spaces))
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow([names[n] for n in wanted])
    writer.writerows([row[n] for n in wanted] for row in rows)
    return out.getvalue()


def _spaces(iris: Iterable[str], known: dict[str, str]) -> dict[str, str]:
    """The prefixes that the IRIs need, each with its namespace."""
    used: dict[str, str] = {}
    unknown: set[str] = set()
    for iri in iris:
        if prefix := _prefix(iri, known):
            used[prefix] = known[prefix]
        else:
            found = _NAMESPACE.fullmatch(iri)
            unknown.add(found[1] if found else iri)
    return used | {f"ns{number}": space for number, space in enumerate(sorted(unknown), 1)}


def _prefix(iri: str, spaces: dict[str, str]) -> str | None:
    """The prefix with the longest namespace that an IRI begins with."""
    fitting = [prefix for prefix, space in spaces.items() if iri.startswith(space) and len(iri) > len(space)]
    return max(fitting, key=lambda prefix: len(spaces[prefix]), default=None)


def _metadata(about: MappingSet, spaces: dict[str, str]) -> list[str]:
    """The metadata block in YAML, slots in the order of the standard."""
    lines = ["curie_map:"]
    lines += [f"  {prefix}: {_scalar(spaces[prefix])}" for prefix in sorted(spaces.keys() - _BUILT_IN.keys())]
    slots = {"mapping_set_id": about.id, "mapping_set_title": about.title, "license": about.license}
    slots["mapping_provider"] = about.provider
    if len(lines) == 1:
        lines = ["curie_map: {}"]
    return [*lines, *(f"{name}: {_scalar(value)}" for name, value in slots.items() if value)]


def _scalar(value: str) -> str:
    """YAML in plain style where that says the same, else in double quotes, of which JSON's are a kind."""
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _cells(mapping: Mapping, spaces: dict[str, str]) -> list[str]:
    return [_cell(field.name, getattr(mapping, field.name), spaces) for field in fields(Mapping)]


def _cell(slot: str, value: str | float | None, spaces: dict[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, float | int):
        return f"{Decimal(str(value)).quantize(_THOUSANDTH, ROUND_HALF_UP).normalize():f}"
    if slot not in _IRIS:
        return _BLANK.sub(" ", value).strip()
    prefix = _prefix(value, spaces)
    return f"{prefix}:{value[len(spaces[prefix]) :]}" if prefix else value
