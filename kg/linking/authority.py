"""The actors and states that are known by name: SKOS concepts in Turtle, compiled into an index.

Each concept has a type (a class of the ontology), one preferred label, other labels, links, and for states the words
that stand for them (cg:demonym, cg:capital). Files that a user adds win over the one that ships.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kg import resources
from kg.errors import DataError
from kg.linking.cache import open_index
from kg.linking.names import fold, is_acronym, without_article
from kg.ontology import ACTOR_TYPES, CG, PLACE_TYPES, term

VARIABLE = "KG_AUTHORITY"
WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"

_FORMAT = 1
_TYPES = frozenset((*ACTOR_TYPES, *PLACE_TYPES))
_EXACT = term("skos:exactMatch")
_PREFERRED = term("skos:prefLabel")
_OTHER = term("skos:altLabel")
_NAMES = {_PREFERRED: "label", _OTHER: "alias", CG + "demonym": "demonym", CG + "capital": "capital"}

_Values = Mapping[str, list[str]]  # predicate → values, none for a predicate that is not there

_SCHEMA = """
CREATE TABLE concept (id TEXT PRIMARY KEY, type TEXT NOT NULL, label TEXT NOT NULL, country TEXT, state TEXT,
    aliases TEXT NOT NULL, targets TEXT NOT NULL, demonym TEXT, rank INTEGER NOT NULL);
CREATE TABLE name (key TEXT, concept TEXT, kind TEXT, caps INTEGER NOT NULL, PRIMARY KEY (key, concept, kind))
    WITHOUT ROWID;
"""
_COLUMNS = "id, type, label, country, state, aliases, targets, demonym, rank"


@dataclass(frozen=True, slots=True)
class Concept:
    """`id` is "wikidata:Q212", or "authority:zerohedge" for a concept without an item. `state` is the id of the state
    that an armed force or a government body belongs to. `rank` is the place of its file, the shipped one last."""

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
        return next((int(number) for number in ids), None)


@dataclass(frozen=True, slots=True)
class Known:
    """A concept that has a name; `kind` is label, alias, surname, demonym or capital."""

    concept: Concept
    kind: str


class Authority:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.named = lru_cache(maxsize=20_000)(self._named)
        self.concept = lru_cache(maxsize=5_000)(self._concept)
        self.state = lru_cache(maxsize=300)(self._state)

    def _named(self, name: str) -> tuple[Known, ...]:
        """The concepts of that name, as the text spells it: "who" is nobody, "WHO" is. Best first."""
        sql = f"SELECT kind, caps, {_COLUMNS} FROM name JOIN concept ON concept.id = name.concept WHERE key = ?"
        rows = self._connection.execute(f"{sql} ORDER BY rank, kind = 'label' DESC, id", (fold(name),))
        return tuple(Known(_concept(row), kind) for kind, caps, *row in rows if _fits(name, caps=caps))

    def _concept(self, identifier: str) -> Concept | None:
        return self._one("id = ?", identifier)

    def _state(self, country: str) -> Concept | None:
        """The state or territory of an ISO 3166-1 alpha-2 code."""
        return self._one("country = ? AND type IN ('State', 'Country') ORDER BY rank", country)

    def words(self, kind: str) -> dict[str, Concept]:
        """All names of a kind, as keys: the demonyms, the capitals. The first file that gives one is right."""
        sql = f"SELECT key, {_COLUMNS} FROM name JOIN concept ON concept.id = name.concept WHERE kind = ?"
        rows = self._connection.execute(f"{sql} ORDER BY rank DESC, id DESC", (kind,))
        return {key: _concept(row) for key, *row in rows}

    def _one(self, condition: str, value: str) -> Concept | None:
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM concept WHERE {condition}", (value,)).fetchone()
        return _concept(row) if row else None


def _concept(row: Sequence[Any]) -> Concept:
    identifier, type_, label, country, state, aliases, targets, demonym, rank = row
    return Concept(identifier, type_, label, country, state, _split(aliases), _split(targets), demonym, rank)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("\n")) if cell else ()


def _fits(name: str, *, caps: int) -> bool:
    name = without_article(name)
    return not caps or name.replace(".", "").isupper() or (len(name) > caps and name[0].isupper())


def open_authority(extra: Sequence[Path] = ()) -> Authority:
    """Opens the shipped file, with the user's own: `extra`, then those that $KG_AUTHORITY lists, before it.

    Raises DataError for a file that is missing, is not Turtle, or holds a concept that lacks a label or a type.
    """
    files = (*extra, *_from_environment(), resources.folder("ontology") / "authority.ttl")
    digest = hashlib.sha256(str(_FORMAT).encode())
    for file in files:
        digest.update(_read(file))
    name = f"authority-{digest.hexdigest()[:16]}"
    return Authority(open_index(name, lambda connection: _fill(connection, files)))


def _from_environment() -> tuple[Path, ...]:
    return tuple(Path(name) for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DataError(f"cannot read the authority file {file}: {error.strerror}; see {VARIABLE}") from error


def _fill(connection: sqlite3.Connection, files: Sequence[Path]) -> None:
    connection.executescript(_SCHEMA)
    described = [(file, _described(file)) for file in files]
    ids = {subject: _identifier(subject, values) for _, concepts in described for subject, values in concepts.items()}
    for rank, (file, concepts) in enumerate(described):
        for subject, values in sorted(concepts.items()):
            _add(connection, _concept_of(file, subject, values, ids, rank), values)


def _add(connection: sqlite3.Connection, concept: Concept, values: _Values) -> None:
    """Adds a concept with its names, unless an earlier file has it."""
    row: tuple[object, ...] = (concept.id, concept.type, concept.label, concept.country, concept.state)
    row += ("\n".join(concept.aliases), "\n".join(concept.targets), concept.demonym, concept.rank)
    added = connection.execute("INSERT OR IGNORE INTO concept VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    if added.rowcount:
        names = [(name, _kind(name, kind, concept)) for predicate, kind in _NAMES.items() for name in values[predicate]]
        connection.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)",
            ((fold(name), concept.id, kind, _caps(name)) for name, kind in names),
        )


def _caps(name: str) -> int:
    """For an acronym its length, from which on a word with one capital may be it too: "Nato", but not "Who"."""
    return 3 if is_acronym(name) else 0


def _concept_of(file: Path, subject: str, values: _Values, ids: dict[str, str], rank: int) -> Concept:
    types = [value[len(CG) :] for value in values[term("rdf:type")] if value.startswith(CG)]
    state = next(iter(values[CG + "ofState"]), None)
    if state is not None and state not in ids:
        raise DataError(f"{file}: <{subject}> is of the state <{state}>, which no authority file describes")
    return Concept(
        id=ids[subject],
        type=_single(file, subject, "class of the ontology", [name for name in types if name in _TYPES]),
        label=_single(file, subject, "skos:prefLabel", values[_PREFERRED]),
        country=next(iter(values[CG + "countryCode"]), None),
        state=ids[state] if state else None,
        aliases=tuple(sorted(values[_OTHER])),
        targets=tuple(sorted(values[_EXACT])),
        demonym=min(sorted(values[CG + "demonym"]), key=len, default=None),
        rank=rank,
    )


def _kind(name: str, kind: str, concept: Concept) -> str:
    """A person's alias of one word, or one that ends the full name, is a surname: it says less than a full name."""
    if concept.type != "Person" or kind != "alias":
        return kind
    return "surname" if " " not in name or f" {fold(concept.label)}".endswith(f" {fold(name)}") else kind


def _described(file: Path) -> dict[str, _Values]:
    """The concepts of a file by subject."""
    from rdflib import Graph
    from rdflib.exceptions import ParserError
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        graph = Graph().parse(data=_read(file), format="turtle")
    except (BadSyntax, ParserError, UnicodeDecodeError, IndexError) as error:  # IndexError: the file ends too soon
        raise DataError(f"{file} is not Turtle: {_first_lines(error)}") from error
    described: dict[str, _Values] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in graph:
        described[str(subject)][str(predicate)].append(str(value))
    return {s: values for s, values in described.items() if term("skos:Concept") in values[term("rdf:type")]}


def _first_lines(error: Exception) -> str:
    line = getattr(error, "lines", None)
    return f"line {line + 1}: {error._why}" if line is not None and hasattr(error, "_why") else str(error)[:200]


def _single(file: Path, subject: str, what: str, values: Iterable[str]) -> str:
    found = sorted(set(values))
    if len(found) != 1:
        raise DataError(f"{file}: <{subject}> needs one {what}, but has {', '.join(found) or 'none'}")
    return found[0]


def _identifier(subject: str, values: _Values) -> str:
    items = sorted(target[len(WIKIDATA) :] for target in values.get(_EXACT, ()) if target.startswith(WIKIDATA))
    return f"wikidata:{items[0]}" if items else f"authority:{unquote(subject).rstrip('/#').rsplit('/', 1)[-1]}"
