"""The concepts of authority files, read and checked: SKOS in Turtle, or the same as a table.

What is wrong with a file is said when it is read, not when an article happens to name one of its concepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.linking import tables, tenures, turtle
from kg.linking.names import fold
from kg.ontology import ACTOR_TYPES, CG, PLACE_TYPES, term

WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"

SHIPPED = 500
"""The rank from which on a file is one of ours: a user's own file wins whatever the article says."""

REGISTER = 1000
"""The rank from which on a file only lists who there is: it never overrules what an article's words look like."""

_TYPES = frozenset((*ACTOR_TYPES, *PLACE_TYPES))
_EXACT = term("skos:exactMatch")
_PREFERRED = term("skos:prefLabel")
_OTHER = term("skos:altLabel")
_TYPE = term("rdf:type")
_NAMES = {_PREFERRED: "label", _OTHER: "alias", CG + "demonym": "demonym", CG + "capital": "capital"}
_COUNTRY = re.compile(r"[A-Z]{2}")

# The links that the shapes allow, by the host that gives them away, and how each is written.
FORMS = {
    "wikidata.org": (re.compile(re.escape(WIKIDATA) + r"Q[1-9][0-9]{0,11}"), f"{WIKIDATA}Q…"),
    "geonames.org": (re.compile(re.escape(GEONAMES) + r"[1-9][0-9]{0,11}/"), f"{GEONAMES}…/"),
    "dbpedia.org": (
        re.compile(r"http://dbpedia\.org/resource/[^/\s<>\"{}|\\^`]+"),
        "http://dbpedia.org/resource/…",
    ),
}
_HOSTS = "|".join(map(re.escape, FORMS))
_HOST = re.compile(rf"[a-z][a-z0-9+.-]*://(?:[^/]*\.)?({_HOSTS})(?:[/:?#]|$)", re.IGNORECASE)

_ADJECTIVE = ("ish", "ic", "ine")  # endings of words that never name a person
_Values = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Concept:
    """`id` is "wikidata:Q212", or the concept's own IRI when it has no item. `state` is the id of the state that an
    armed force or a government body belongs to. `description` says in a few words who that is, `domain` is the host of
    a news outlet. `offices` are in the form that kg.linking.tenures reads.
    `rank` is the place of its file, the shipped ones last."""

    id: str
    type: str
    label: str
    country: str | None
    state: str | None
    aliases: tuple[str, ...]
    targets: tuple[str, ...]
    demonym: str | None
    description: str | None
    domain: str | None
    offices: tuple[str, ...]
    rank: int

    @property
    def geonames(self) -> int | None:
        """The GeoNames id, for a concept that is a place."""
        ids = (target[len(GEONAMES) :].strip("/") for target in self.targets if target.startswith(GEONAMES))
        return next(map(int, ids), None)


@dataclass(frozen=True, slots=True)
class Source:
    """An authority file as it is read; the concept of a lower rank wins."""

    path: Path
    data: bytes
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    path: Path
    rank: int
    concepts: Mapping[str, _Values]  # by subject
    lines: Mapping[str, int]
    ids: Mapping[str, str]

    def where(self, subject: str) -> str:
        """The file, the line if it is known, and the concept: how each error begins."""
        line = self.lines.get(subject)
        return f"{self.path}:{line}: <{subject}>" if line else f"{self.path}: <{subject}>"


def read(sources: Sequence[Source]) -> Iterator[tuple[Concept, list[tuple[str, str]]]]:
    """The concepts of all files, file by file, with their names and the kinds of these. Several files may have one.

    Raises DataError for the first thing that is wrong.
    """
    opened = list(map(_opened, sources))
    if fault := next(_faults(opened), None):
        raise DataError(fault)
    ids = _ids(opened)
    for file in opened:
        for subject, values in sorted(file.concepts.items()):
            concept = _concept(file, subject, values, ids)
            yield concept, _names(concept, values)


def faults(sources: Sequence[Source]) -> list[str]:
    """All that is wrong with the files; what cannot be read at all has one fault."""
    opened, found = [], []
    for source in sources:
        try:
            opened.append(_opened(source))
        except DataError as error:
            found.append(str(error))
    return found + list(_faults(opened))


def _opened(source: Source) -> _File:
    path = source.path
    reader = tables.rows if path.suffix == tables.SUFFIX else turtle.rows
    rows = reader(path, source.data)
    concepts: dict[str, _Values] = {}
    lines: dict[str, int] = {}
    for row in rows:
        if row.subject in concepts:
            other = lines[row.subject]
            raise DataError(f"{path}:{row.line}: <{row.subject}> is on line {other} too: make them one row")
        concepts[row.subject] = row.values
        lines[row.subject] = row.line
    ids = {subject: _identifier(subject, values) for subject, values in concepts.items()}
    return _File(path=path, rank=source.rank, concepts=concepts, lines=lines, ids=ids)


def _ids(files: Sequence[_File]) -> dict[str, str]:
    """The id of each concept, by its IRI and by that of its item: a state may be called by either."""
    ids = {subject: identifier for file in files for subject, identifier in file.ids.items()}
    return {_item_iri(identifier): identifier for identifier in ids.values()} | ids


def _item_iri(identifier: str) -> str:
    return WIKIDATA + identifier.removeprefix("wikidata:") if identifier.startswith("wikidata:") else identifier


def _concept(file: _File, subject: str, values: _Values, ids: Mapping[str, str]) -> Concept:
    state = next(iter(values.get(CG + "ofState", ())), None)
    return Concept(
        id=ids[subject],
        type=_types(values)[0],
        label=values[_PREFERRED][0],
        country=next(iter(values.get(CG + "countryCode", ())), None),
        state=ids[state] if state else None,
        aliases=tuple(sorted(values.get(_OTHER, ()))),
        targets=tuple(target for target in sorted(set(values.get(_EXACT, ()))) if _HOST.match(target)),
        demonym=_adjective(values.get(CG + "demonym", ())),
        description=next(iter(values.get(term("dcterms:description"), ())), None),
        domain=next(iter(values.get(CG + "domain", ())), None),
        offices=tuple(sorted(values.get(CG + "office", ()))),
        rank=file.rank,
    )


def _types(values: _Values) -> list[str]:
    found = {value[len(CG) :] for value in values[_TYPE] if value.startswith(CG)}
    return sorted(found & _TYPES)


def _names(concept: Concept, values: _Values) -> list[tuple[str, str]]:
    return [
        (name, _kind(name, kind, concept)) for predicate, kind in _NAMES.items() for name in values.get(predicate, ())
    ]


def _adjective(demonyms: Sequence[str]) -> str | None:
    """The word to put before "forces": "British", not "Brit" or "Briton"."""
    return min(sorted(demonyms), key=lambda word: (not word.endswith(_ADJECTIVE), len(word)), default=None)


def _kind(name: str, kind: str, concept: Concept) -> str:
    """A person's alias of one word, or one that ends the full name, is a surname: it says less than a full name."""
    if concept.type != "Person" or kind != "alias":
        return kind
    return "surname" if " " not in name or f" {fold(concept.label)}".endswith(f" {fold(name)}") else kind


def _identifier(subject: str, values: _Values) -> str:
    items = [target[len(WIKIDATA) :] for target in sorted(values.get(_EXACT, ())) if target.startswith(WIKIDATA)]
    return f"wikidata:{items[0]}" if items else subject


# ---------------------------------------------------------------- what is wrong


def _faults(files: Sequence[_File]) -> Iterator[str]:
    ids = _ids(files)
    states = {s for file in files for s, values in file.concepts.items() if CG + "State" in values[_TYPE]}
    states |= {_item_iri(ids[state]) for state in states}
    for file in files:
        yield from _double(file)
        for subject, values in sorted(file.concepts.items()):
            where = file.where(subject)
            yield from (f"{where} {fault}" for fault in _own_faults(values))
            yield from (f"{where} {fault}" for fault in _state_faults(values, ids, states))


def _double(file: _File) -> Iterator[str]:
    """Two concepts of one file with one item would be one thing: the second would be lost."""
    owners: dict[str, str] = {}
    for subject in sorted(file.concepts):
        item = file.ids[subject]
        if (other := owners.setdefault(item, subject)) != subject:
            yield f"{file.where(other)} and <{subject}> are both {item}: make them one concept"


def _own_faults(values: _Values) -> Iterator[str]:
    known = _types(values)
    labels = sorted(set(values.get(_PREFERRED, ())))
    if len(labels) != 1:
        yield f"needs one skos:prefLabel, but has {', '.join(labels) or 'none'}"
    if len(known) != 1:
        others = sorted(value[len(CG) :] for value in values[_TYPE] if value.startswith(CG))
        yield f"needs one class of the ontology, but has {', '.join(known or others) or 'none'}"
    for target in sorted(set(values.get(_EXACT, ()))):
        if host := _HOST.match(target):
            form, example = FORMS[host[1].lower()]
            if not form.fullmatch(target):
                yield f"has the link {target!r}: write it {example}"
        elif ":" not in target:
            yield f"has the link {target!r}, which is no IRI: write it <…>"
    yield from tenures.faults(values.get(CG + "office", ()))
    for code in values.get(CG + "countryCode", ()):
        if not _COUNTRY.fullmatch(code):
            yield f"has the country {code!r}: give the two letters of ISO 3166-1, such as UA"


def _state_faults(values: _Values, ids: Mapping[str, str], states: set[str]) -> Iterator[str]:
    for state in values.get(CG + "ofState", ()):
        if state not in ids:
            yield f"is of the state <{state}>, which no authority file describes"
        elif state not in states:
            yield f"is of the state <{state}>, which is no cg:State"
