"""The actors and states that are known by name: SKOS concepts in Turtle, compiled into an index.

Each concept has a type (a class of the ontology), one preferred label, other labels, links, and for states the words
that stand for them (cg:demonym, cg:capital). Files that a user adds win over those that ship.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import DataError
from kg.linking.cache import open_index
from kg.linking.concepts import REGISTER, Concept, Source, read
from kg.linking.names import fold, is_acronym, without_article

VARIABLE = "KG_AUTHORITY"
_SHIPPED = ("authority.ttl", "names.ttl")
_REGISTER = "actors.tsv"
_FORMAT = 4

_SCHEMA = """
CREATE TABLE concept (id TEXT PRIMARY KEY, type TEXT NOT NULL, label TEXT NOT NULL, country TEXT, state TEXT,
    aliases TEXT NOT NULL, targets TEXT NOT NULL, demonym TEXT, description TEXT, rank INTEGER NOT NULL);
CREATE TABLE name (key TEXT, concept TEXT, kind TEXT, caps INTEGER NOT NULL, PRIMARY KEY (key, concept, kind))
    WITHOUT ROWID;
"""
_COLUMNS = "id, type, label, country, state, aliases, targets, demonym, description, rank"


@dataclass(frozen=True, slots=True)
class Known:
    """A concept that has a name; `kind` is label, alias, surname, demonym or capital."""

    concept: Concept
    kind: str


class Authority:
    """`versions` names the file of each rank, with a digest of its content."""

    def __init__(self, connection: sqlite3.Connection, versions: Mapping[int, str] | None = None) -> None:
        self._connection = connection
        self.versions = versions or {}
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

    def linked(self, target: str) -> Concept | None:
        """The concept that has a link, given as an IRI; the first that asks waits for all links to be read."""
        identifier = self._linked.get(target)
        return self.concept(identifier) if identifier else None

    @cached_property
    def _linked(self) -> dict[str, str]:
        rows = self._connection.execute("SELECT id, targets FROM concept ORDER BY rank DESC, id DESC")
        return {target: identifier for identifier, targets in rows for target in _split(targets)}

    def words(self, kind: str) -> dict[str, Concept]:
        """All names of a kind, as keys: the demonyms, the capitals. The first file that gives one is right."""
        sql = f"SELECT key, {_COLUMNS} FROM name JOIN concept ON concept.id = name.concept WHERE kind = ?"
        rows = self._connection.execute(f"{sql} ORDER BY rank DESC, id DESC", (kind,))
        return {key: _concept(row) for key, *row in rows}

    def _one(self, condition: str, value: str) -> Concept | None:
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM concept WHERE {condition}", (value,)).fetchone()
        return _concept(row) if row else None


def _concept(row: Sequence[Any]) -> Concept:
    identifier, type_, label, country, state, aliases, targets, *rest = row
    return Concept(identifier, type_, label, country, state, _split(aliases), _split(targets), *rest)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("\n")) if cell else ()


def _fits(name: str, *, caps: int) -> bool:
    name = without_article(name)
    return not caps or name.replace(".", "").isupper() or (len(name) > caps and name[0].isupper())


def open_authority(extra: Sequence[Path] = ()) -> Authority:
    """Opens the shipped files, with the user's own: `extra`, then those that $KG_AUTHORITY lists, before them.

    Raises DataError for a file that is missing, is not Turtle, or holds a concept that lacks a label or a type, has a
    malformed link, or the item of another.
    """
    found = sources(extra)
    digest = hashlib.sha256(str(_FORMAT).encode())
    for source in found:
        digest.update(source.path.suffix.encode() + hashlib.sha256(source.data).digest())
    name = f"authority-{digest.hexdigest()[:16]}"
    versions = {one.rank: f"{one.path.name} sha256:{hashlib.sha256(one.data).hexdigest()[:12]}" for one in found}
    return Authority(open_index(name, lambda connection: _fill(connection, found)), versions)


def sources(extra: Sequence[Path] = ()) -> list[Source]:
    """All authority files, the winning ones first: the user's own, then the shipped ones."""
    shipped = resources.folder("ontology")
    files = (*extra, *_from_environment(), *(shipped / name for name in _SHIPPED))
    ranked = [Source(file, _content(file), rank) for rank, file in enumerate(files)]
    return [*ranked, Source(shipped / _REGISTER, _content(shipped / _REGISTER), REGISTER)]


def _from_environment() -> tuple[Path, ...]:
    return tuple(Path(name) for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DataError(f"cannot read the authority file {file}: {error.strerror}; see {VARIABLE}") from error


def _fill(connection: sqlite3.Connection, found: Sequence[Source]) -> None:
    connection.executescript(_SCHEMA)
    for concept, names in read(found):
        _add(connection, concept, names)


def _add(connection: sqlite3.Connection, concept: Concept, names: Sequence[tuple[str, str]]) -> None:
    """Adds a concept with its names, unless an earlier file has it."""
    row: tuple[object, ...] = (concept.id, concept.type, concept.label, concept.country, concept.state)
    row += ("\n".join(concept.aliases), "\n".join(concept.targets), concept.demonym)
    row += (concept.description, concept.rank)
    added = connection.execute(f"INSERT OR IGNORE INTO concept VALUES ({', '.join('?' * len(row))})", row)
    if added.rowcount:
        connection.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)",
            ((fold(name), concept.id, kind, _caps(name)) for name, kind in names),
        )


def _caps(name: str) -> int:
    """For an acronym its length, from which on a word with one capital may be it too: "Nato", but not "Who"."""
    return 3 if is_acronym(name) else 0
