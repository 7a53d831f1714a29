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
from kg.linking import index, tables
from kg.linking.cache import is_built
from kg.linking.concepts import REGISTER, SHIPPED, SHIPPED_REGISTER, Concept, Source
from kg.linking.names import fold, without_article

VARIABLE = "KG_AUTHORITY"
_SHIPPED = ("authority.ttl", "names.ttl")
_REGISTER = "actors.tsv"
_COLUMNS = "id, type, label, country, state, aliases, targets, demonym, description, domain, offices, rank"


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
        self.derived = lru_cache(maxsize=20_000)(self._derived)
        self.people = lru_cache(maxsize=20_000)(self._people)
        self.persons = self._people("")
        self.concept = lru_cache(maxsize=5_000)(self._concept)
        self.state = lru_cache(maxsize=300)(self._state)

    def _named(self, name: str) -> tuple[Known, ...]:
        """The concepts of that name, as the text spells it: "who" is nobody, "WHO" is. Best first."""
        sql = f"SELECT kind, caps, {_COLUMNS} FROM name JOIN concept ON concept.id = name.concept WHERE key = ?"
        rows = self._connection.execute(f"{sql} ORDER BY rank, kind = 'label' DESC, id", (fold(name),))
        return tuple(Known(_concept(row), kind) for kind, caps, *row in rows if _fits(name, caps=caps))

    def _derived(self, key: str, kind: str) -> tuple[Known, ...]:
        """The persons of whom a key is a form of the full name that nobody lists; `kind` is
        alias, family, given or spelling."""
        sql = f"SELECT kind, {_COLUMNS} FROM derived JOIN concept ON concept.id = derived.concept"
        rows = self._connection.execute(f"{sql} WHERE key = ? AND kind = ? ORDER BY rank, id", (key, kind))
        return tuple(Known(_concept(row), kind) for kind, *row in rows)

    def _people(self, word: str) -> int:
        """How many persons have that word in their name; of all persons when it is empty."""
        row = self._connection.execute("SELECT people FROM part WHERE word = ?", (word,)).fetchone()
        return int(row[0]) if row else 0

    def holders(self, title: str, body: str) -> tuple[Known, ...]:
        """Who held an office of a state or body, given by its id; whenever that was."""
        sql = f"SELECT {_COLUMNS} FROM office JOIN concept ON concept.id = office.concept WHERE title = ? AND body = ?"
        rows = self._connection.execute(f"{sql} ORDER BY rank, id", (title, body))
        return tuple(Known(_concept(row), "office") for row in rows)

    def of_domain(self, host: str) -> tuple[Concept, ...]:
        """The news media whose site that is."""
        sql = f"SELECT {_COLUMNS} FROM domain JOIN concept ON concept.id = domain.concept WHERE host = ?"
        rows = self._connection.execute(f"{sql} ORDER BY rank, id", (host.removeprefix("www."),))
        return tuple(map(_concept, rows))

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

    def counts(self) -> list[tuple[str, int, int]]:
        """How many concepts of each type each file brings: type, rank of the file, number."""
        sql = "SELECT type, rank, count(*) FROM concept GROUP BY type, rank ORDER BY rank, type"
        return self._connection.execute(sql).fetchall()

    def _one(self, condition: str, value: str) -> Concept | None:
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM concept WHERE {condition}", (value,)).fetchone()
        return _concept(row) if row else None


def _concept(row: Sequence[Any]) -> Concept:
    identifier, type_, label, country, state, aliases, targets, demonym, description, domain, offices, rank = row
    texts = (demonym, description, domain, _split(offices))
    return Concept(identifier, type_, label, country, state, _split(aliases), _split(targets), *texts, rank)


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
    own, ours = _own(extra), _ours()
    versions = {
        one.rank: f"{one.path.name} sha256:{hashlib.sha256(one.data).hexdigest()[:12]}" for one in _in_order(own, ours)
    }
    return Authority(index.opened(own, ours), versions)


def is_indexed() -> bool:
    """Whether `open_authority` would find its index made."""
    return is_built(index.index_name(sources()))


def sources(extra: Sequence[Path] = ()) -> list[Source]:
    """All authority files, the winning ones first: the user's own, the shipped ones, then those that are registers."""
    return _in_order(_own(extra), _ours())


def _in_order(own: Sequence[Source], ours: Sequence[Source]) -> list[Source]:
    return sorted([*own, *ours], key=lambda source: source.rank)


def _own(extra: Sequence[Path]) -> list[Source]:
    given = [(file, _content(file)) for file in (*extra, *_from_environment())]
    listing = [(file, data) for file, data in given if tables.is_register(data)]
    first = [one for one in given if one not in listing]
    return [Source(*one, rank) for rank, one in (*enumerate(first), *enumerate(listing, REGISTER))]


def _ours() -> list[Source]:
    shipped = resources.folder("ontology")
    ranks = [*enumerate(_SHIPPED, SHIPPED), (SHIPPED_REGISTER, _REGISTER)]
    return [Source(shipped / name, _content(shipped / name), rank) for rank, name in ranks]


def _from_environment() -> tuple[Path, ...]:
    return tuple(Path(name) for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DataError(f"cannot read the authority file {file}: {error.strerror}; see {VARIABLE}") from error
