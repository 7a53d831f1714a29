"""The concepts of authority files, read and checked: SKOS in Turtle.

What is wrong with a file is said when it is read, not when an article happens to name one of its concepts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DataError
from kg.linking.names import fold
from kg.ontology import ACTOR_TYPES, CG, PLACE_TYPES, term

if TYPE_CHECKING:
    from rdflib import Graph

WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"

_TYPES = frozenset((*ACTOR_TYPES, *PLACE_TYPES))
_EXACT = term("skos:exactMatch")
_PREFERRED = term("skos:prefLabel")
_OTHER = term("skos:altLabel")
_NAMES = {_PREFERRED: "label", _OTHER: "alias", CG + "demonym": "demonym", CG + "capital": "capital"}

# The links that the shapes allow, by the host that gives them away, and how each is written.
_FORMS = {
    "wikidata.org": (re.compile(re.escape(WIKIDATA) + r"Q[1-9][0-9]{0,11}"), f"{WIKIDATA}Q…"),
    "geonames.org": (re.compile(re.escape(GEONAMES) + r"[1-9][0-9]{0,11}/"), f"{GEONAMES}…/"),
    "dbpedia.org": (
        re.compile(r"http://dbpedia\.org/resource/[^/\s<>\"{}|\\^`]+"),
        "http://dbpedia.org/resource/…",
    ),
}
_HOSTS = "|".join(map(re.escape, _FORMS))
_HOST = re.compile(rf"[a-z][a-z0-9+.-]*://(?:[^/]*\.)?({_HOSTS})(?:[/:?#]|$)", re.IGNORECASE)

_ADJECTIVE = ("ish", "ic", "ine")  # endings of words that never name a person
_Values = Mapping[str, list[str]]  # predicate → values, none for a predicate that is not there


@dataclass(frozen=True, slots=True)
class Concept:
    """`id` is "wikidata:Q212", or the concept's own IRI when it has no item. `state` is the id of the state that an
    armed force or a government body belongs to. `rank` is the place of its file, the shipped ones last."""

    id: str
    type: str
    label: str
    country: str | None
    state: str | None
    aliases: tuple[str, ...]
    targets: tuple[str, ...]
    demonym: str | None
    rank: int

    @property
    def geonames(self) -> int | None:
        """The GeoNames id, for a concept that is a place."""
        ids = (target[len(GEONAMES) :].strip("/") for target in self.targets if target.startswith(GEONAMES))
        return next(map(int, ids), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    path: Path
    rank: int
    concepts: Mapping[str, _Values]  # by subject


def read(files: Sequence[tuple[Path, bytes]]) -> Iterator[tuple[Concept, list[tuple[str, str]]]]:
    """The concepts of all files, file by file, with their names and the kinds of these. Several files may have one."""
    described = [
        _File(path=path, rank=rank, concepts=_described(path, data)) for rank, (path, data) in enumerate(files)
    ]
    every = [(file, subject, values) for file in described for subject, values in sorted(file.concepts.items())]
    targets = {(file.rank, subject): _targets(file.path, subject, values) for file, subject, values in every}
    ids = {subject: _identifier(subject, targets[file.rank, subject]) for file, subject, _ in every}
    states = {subject for _, subject, values in every if CG + "State" in values[term("rdf:type")]}
    for file in described:
        _check_items(file, ids)
    for file, subject, values in every:
        _check_state(file.path, subject, values, ids, states)
        concept = _concept(file, subject, values, ids, targets[file.rank, subject])
        yield concept, _names(concept, values)


def _concept(file: _File, subject: str, values: _Values, ids: Mapping[str, str], targets: tuple[str, ...]) -> Concept:
    types = [value[len(CG) :] for value in values[term("rdf:type")] if value.startswith(CG)]
    state = next(iter(values[CG + "ofState"]), None)
    return Concept(
        id=ids[subject],
        type=_single(file.path, subject, "class of the ontology", [name for name in types if name in _TYPES]),
        label=_single(file.path, subject, "skos:prefLabel", values[_PREFERRED]),
        country=next(iter(values[CG + "countryCode"]), None),
        state=ids[state] if state else None,
        aliases=tuple(sorted(values[_OTHER])),
        targets=targets,
        demonym=_adjective(values[CG + "demonym"]),
        rank=file.rank,
    )


def _names(concept: Concept, values: _Values) -> list[tuple[str, str]]:
    return [(name, _kind(name, kind, concept)) for predicate, kind in _NAMES.items() for name in values[predicate]]


def _adjective(demonyms: Sequence[str]) -> str | None:
    """The word to put before "forces": "British", not "Brit" or "Briton"."""
    return min(sorted(demonyms), key=lambda word: (not word.endswith(_ADJECTIVE), len(word)), default=None)


def _kind(name: str, kind: str, concept: Concept) -> str:
    """A person's alias of one word, or one that ends the full name, is a surname: it says less than a full name."""
    if concept.type != "Person" or kind != "alias":
        return kind
    return "surname" if " " not in name or f" {fold(concept.label)}".endswith(f" {fold(name)}") else kind


def _targets(path: Path, subject: str, values: _Values) -> tuple[str, ...]:
    """The links of a concept in the form that the graph allows. Links to other data sets are left out."""
    found = []
    for target in sorted(values[_EXACT]):
        if host := _HOST.match(target):
            form, example = _FORMS[host[1].lower()]
            if not form.fullmatch(target):
                raise DataError(f"{path}: <{subject}> has the link {target!r}: write it {example}")
            found.append(target)
        elif ":" not in target:
            raise DataError(f"{path}: <{subject}> has the link {target!r}, which is no IRI: write it <…>")
    return tuple(found)


def _check_items(file: _File, ids: Mapping[str, str]) -> None:
    """Two concepts of one file with one item would be one thing: the second would be lost."""
    owners: dict[str, str] = {}
    for subject in sorted(file.concepts):
        other = owners.setdefault(ids[subject], subject)
        if other != subject:
            raise DataError(f"{file.path}: <{other}> and <{subject}> are both {ids[subject]}: make them one concept")


def _check_state(path: Path, subject: str, values: _Values, ids: Mapping[str, str], states: set[str]) -> None:
    for state in values[CG + "ofState"]:
        if state not in ids:
            raise DataError(f"{path}: <{subject}> is of the state <{state}>, which no authority file describes")
        if state not in states:
            raise DataError(f"{path}: <{subject}> is of the state <{state}>, which is no cg:State")


def _described(path: Path, data: bytes) -> dict[str, _Values]:
    """The concepts of a file by subject."""
    from rdflib import BNode

    described: dict[str, _Values] = defaultdict(lambda: defaultdict(list))
    unnamed = set()
    for subject, predicate, value in _parsed(path, data):
        described[str(subject)][str(predicate)].append(str(value))
        if isinstance(subject, BNode):
            unnamed.add(str(subject))
    concepts = {s: values for s, values in described.items() if term("skos:Concept") in values[term("rdf:type")]}
    for node in sorted(unnamed & concepts.keys()):
        label = ", ".join(concepts[node][_PREFERRED]) or "without a label"
        raise DataError(f"{path}: a concept ({label}) is a blank node: give it an IRI")
    return concepts


def _parsed(path: Path, data: bytes) -> Graph:
    from rdflib import Graph
    from rdflib.exceptions import ParserError
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        return Graph().parse(data=data, format="turtle")
    except (BadSyntax, ParserError, UnicodeDecodeError, IndexError) as error:  # IndexError: the file ends too soon
        raise DataError(f"{path} is not Turtle: {_first_lines(error)}") from error


def _first_lines(error: Exception) -> str:
    line = getattr(error, "lines", None)
    return f"line {line + 1}: {error._why}" if line is not None and hasattr(error, "_why") else str(error)[:200]


def _single(path: Path, subject: str, what: str, values: Iterable[str]) -> str:
    found = sorted(set(values))
    if len(found) != 1:
        raise DataError(f"{path}: <{subject}> needs one {what}, but has {', '.join(found) or 'none'}")
    return found[0]


def _identifier(subject: str, targets: Sequence[str]) -> str:
    items = [target[len(WIKIDATA) :] for target in targets if target.startswith(WIKIDATA)]
    return f"wikidata:{items[0]}" if items else subject
