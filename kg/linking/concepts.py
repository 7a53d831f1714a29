"""The concepts of authority files, read and checked: SKOS in Turtle, or the same as a table.

What is wrong with a file is said when it is read, not when an article happens to name one of its concepts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kg.errors import DataError
from kg.linking import faults, tables, turtle
from kg.linking.faults import (
    COUNTRY,
    DESCRIPTION,
    DOMAIN,
    EXACT,
    HOST,
    NAMES,
    OFFICE,
    OTHER,
    PREFERRED,
    STATE,
    TYPE,
    Fault,
    Values,
    named,
    shown,
)
from kg.linking.faults import FORMS as FORMS
from kg.linking.faults import GEONAMES as GEONAMES
from kg.linking.faults import WIKIDATA as WIKIDATA
from kg.linking.names import fold
from kg.ontology import CG

SHIPPED = 500
"""The rank from which on a file is one of ours: a user's own file wins whatever the article says."""

REGISTER = 1000
"""The rank from which on a file only lists who there is: it never overrules what an article's words look like."""

SHIPPED_REGISTER = 2000
"""The rank of the register that ships: a user's own win over it."""

_ITEM = "wikidata:"
_ADJECTIVE = ("ish", "ic", "ine")  # endings of words that never name a person


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
    concepts: Mapping[str, Values]  # by subject
    lines: Mapping[str, int]
    ids: Mapping[str, str]
    faults: Sequence[Fault]

    def fault(self, subject: str, words: str, *, stops: bool = True) -> Fault:
        """What is wrong with a concept, with its line if that is known."""
        return Fault(self.path, self.lines.get(subject, 0), f"{named(subject)} {words}", subject=subject, stops=stops)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """All faults of a file, in its order, and how much of it is free of them."""

    path: Path
    faults: tuple[str, ...]
    concepts: int = 0
    names: int = 0


class Entry(NamedTuple):
    """A concept as a file has it: its IRI there, and its names with the kinds of these."""

    subject: str
    concept: Concept
    names: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the concepts of other files: the ids by what a file may say for them, and which are states."""

    ids: Mapping[str, str] = field(default_factory=dict)
    states: Set[str] = frozenset()


def read(sources: Sequence[Source], beside: Beside | None = None) -> Iterator[Entry]:
    """The concepts of all files, file by file. Several files may have one.

    Raises DataError for the first thing that is wrong.
    """
    opened = list(map(_opened, sources))
    known = _known(opened, beside or Beside())
    if fault := next((one for one in _faults(opened, known) if one.stops), None):
        raise DataError(str(fault))
    for file in opened:
        for subject, values in sorted(file.concepts.items()):
            concept = _concept(file, subject, values, known.ids)
            yield Entry(subject, concept, _names(concept, values))


def check(sources: Sequence[Source], beside: Sequence[Source] = ()) -> Iterator[Check]:
    """All that is wrong with each of some files; `beside` are others that describe states which these name.

    Raises DataError when one of these others cannot be read.
    """
    opened = [_opened_or_fault(source) for source in sources]
    known = [file for file in opened if isinstance(file, _File)] + list(map(_opened, beside))
    for source, file in zip(sources, opened, strict=True):
        yield _checked(file, known) if isinstance(file, _File) else Check(path=source.path, faults=(file,))


def _checked(file: _File, known: Sequence[_File]) -> Check:
    found = sorted(set(_faults([file], _known(known, Beside()))), key=lambda fault: (fault.line, fault.words))
    broken = {fault.subject for fault in found}
    fine = [values for subject, values in file.concepts.items() if subject not in broken]
    names = sum(len(set(values.get(kind, ()))) for values in fine for kind in NAMES)
    return Check(path=file.path, faults=tuple(map(str, found)), concepts=len(fine), names=names)


def _opened_or_fault(source: Source) -> _File | str:
    try:
        return _opened(source)
    except DataError as error:
        return str(error)


def _opened(source: Source) -> _File:
    path = source.path
    reader = tables.read if path.suffix.lower() == tables.SUFFIX else turtle.read
    reading = reader(path, source.data)
    concepts: dict[str, Values] = {}
    lines: dict[str, int] = {}
    found = list(reading.faults)
    for row in reading.rows:
        if row.subject in concepts:
            words = f"{named(row.subject)} is on line {lines[row.subject]} too: make them one row"
            found.append(Fault(path, row.line, words, subject=row.subject))
            continue
        concepts[row.subject] = row.values
        lines[row.subject] = row.line
    if not (concepts or found):
        raise DataError(f"{path}: no concept in it: docs/linking.md shows how one is written")
    ids = {subject: _identifier(subject, values) for subject, values in concepts.items()}
    return _File(path=path, rank=source.rank, concepts=concepts, lines=lines, ids=ids, faults=found)


def _known(files: Sequence[_File], beside: Beside) -> Beside:
    """The concepts of these files, too: by their IRIs, or by those of their items."""
    ids = {subject: identifier for file in files for subject, identifier in file.ids.items()}
    items = {WIKIDATA + one.removeprefix(_ITEM): one for one in ids.values() if one.startswith(_ITEM)}
    states = {
        file.ids[subject] for file in files for subject, values in file.concepts.items() if CG + "State" in values[TYPE]
    }
    return Beside(ids={**items, **ids, **beside.ids}, states=states | beside.states)


def _concept(file: _File, subject: str, values: Values, ids: Mapping[str, str]) -> Concept:
    state = next(iter(values.get(STATE, ())), None)
    return Concept(
        id=ids[subject],
        type=faults.types(values)[0],
        label=values[PREFERRED][0],
        country=next(iter(values.get(COUNTRY, ())), None),
        state=ids[state] if state else None,
        aliases=tuple(sorted(values.get(OTHER, ()))),
        targets=tuple(target for target in sorted(set(values.get(EXACT, ()))) if HOST.match(target)),
        demonym=_adjective(values.get(CG + "demonym", ())),
        description=next(iter(values.get(DESCRIPTION, ())), None),
        domain=next(iter(values.get(DOMAIN, ())), None),
        offices=tuple(sorted(values.get(OFFICE, ()))),
        rank=file.rank,
    )


def _names(concept: Concept, values: Values) -> list[tuple[str, str]]:
    return [
        (name, _kind(name, kind, concept)) for predicate, kind in NAMES.items() for name in values.get(predicate, ())
    ]


def _adjective(demonyms: Sequence[str]) -> str | None:
    """The word to put before "forces": "British", not "Brit" or "Briton"."""
    return min(sorted(demonyms), key=lambda word: (not word.endswith(_ADJECTIVE), len(word)), default=None)


def _kind(name: str, kind: str, concept: Concept) -> str:
    """A person's alias of one word, or one that ends the full name, is a surname: it says less than a full name."""
    if concept.type != "Person" or kind != "alias":
        return kind
    return "surname" if " " not in name or f" {fold(concept.label)}".endswith(f" {fold(name)}") else kind


def _identifier(subject: str, values: Values) -> str:
    items = [target[len(WIKIDATA) :] for target in sorted(values.get(EXACT, ())) if target.startswith(WIKIDATA)]
    return f"{_ITEM}{items[0]}" if items else subject


# ---------------------------------------------------------------- what is wrong


def _faults(files: Sequence[_File], known: Beside) -> Iterator[Fault]:
    """What is wrong with files, given all that is known."""
    for file in files:
        yield from file.faults
        yield from _double(file)
        for subject, values in sorted(file.concepts.items()):
            yield from (file.fault(subject, words) for words in faults.of(subject, values))
            yield from (file.fault(subject, words) for words in _state_faults(values, known.ids, known.states))
            yield from (file.fault(subject, words, stops=False) for words in faults.doubts(values))


def _double(file: _File) -> Iterator[Fault]:
    """Two concepts of one file with one link would be one thing: the second would be lost."""
    owners: dict[str, str] = {}
    for subject, values in sorted(file.concepts.items()):
        for link in sorted({link for link in values.get(EXACT, ()) if HOST.match(link)}):
            if (other := owners.setdefault(link, subject)) != subject:
                known = link.replace(WIKIDATA, _ITEM)
                yield file.fault(other, f"and {named(subject)} are both {shown(known)}: make them one concept")


def _state_faults(values: Values, ids: Mapping[str, str], states: Set[str]) -> Iterator[str]:
    given = sorted(set(values.get(STATE, ())))
    for state in given:
        if state not in ids:
            yield f"is of the state {named(state)}, which no authority file describes"
        elif ids[state] not in states:
            yield f"is of the state {named(state)}, which is no cg:State"
    if len(given) > 1:
        yield f"is of {len(given)} states: give one"
    if given and CG + "State" in values[TYPE]:
        yield "is a cg:State and of another: only who acts for a state is of one"
