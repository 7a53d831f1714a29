"""The actors and states that are known by name: SKOS concepts in Turtle, compiled into an index.

Each concept has a type (a class of the ontology), one preferred label, other labels, links, and for states the words
that stand for them (cg:demonym, cg:capital). Files that a user adds win over those that ship.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import DataError
from kg.linking import tables
from kg.linking.cache import open_index
from kg.linking.concepts import REGISTER, SHIPPED, Concept, Source, read
from kg.linking.names import fold, is_acronym, without_article
from kg.linking.personal import derived, in_latin, plain
from kg.linking.tenures import parse

VARIABLE = "KG_AUTHORITY"
_SHIPPED = ("authority.ttl", "names.ttl")
_REGISTER = "actors.tsv"
_FORMAT = 10

_SCHEMA = """
CREATE TABLE concept (id TEXT PRIMARY KEY, type TEXT NOT NULL, label TEXT NOT NULL, country TEXT, state TEXT,
    aliases TEXT NOT NULL, targets TEXT NOT NULL, demonym TEXT, description TEXT, domain TEXT, offices TEXT NOT NULL,
    rank INTEGER NOT NULL);
CREATE TABLE name (key TEXT, concept TEXT, kind TEXT, caps INTEGER NOT NULL, PRIMARY KEY (key, concept, kind))
    WITHOUT ROWID;
CREATE TABLE derived (key TEXT, concept TEXT, kind TEXT, PRIMARY KEY (key, concept, kind)) WITHOUT ROWID;
CREATE TABLE part (word TEXT PRIMARY KEY, people INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE office (title TEXT, body TEXT, concept TEXT, PRIMARY KEY (title, body, concept)) WITHOUT ROWID;
CREATE TABLE domain (host TEXT, concept TEXT, PRIMARY KEY (host, concept)) WITHOUT ROWID;
"""
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
    found = sources(extra)
    versions = {one.rank: f"{one.path.name} sha256:{hashlib.sha256(one.data).hexdigest()[:12]}" for one in found}
    return Authority(open_index(index_name(found), lambda connection: _fill(connection, found)), versions)


def index_name(found: Sequence[Source]) -> str:
    """Of the index that these files make."""
    digest = hashlib.sha256(str(_FORMAT).encode())
    for source in found:
        digest.update(source.path.suffix.encode() + hashlib.sha256(source.data).digest())
    return f"authority-{digest.hexdigest()[:16]}"


def sources(extra: Sequence[Path] = ()) -> list[Source]:
    """All authority files, the winning ones first: the user's own, the shipped ones, then those that are registers."""
    shipped = resources.folder("ontology")
    own = [(file, _content(file)) for file in (*extra, *_from_environment())]
    listing = [(file, data) for file, data in own if tables.is_register(data)]
    first = [Source(*one, rank) for rank, one in enumerate(one for one in own if one not in listing)]
    ours = [Source(shipped / name, _content(shipped / name), rank) for rank, name in enumerate(_SHIPPED, SHIPPED)]
    last = [*listing, (shipped / _REGISTER, _content(shipped / _REGISTER))]
    return [*first, *ours, *(Source(*one, rank) for rank, one in enumerate(last, REGISTER))]


def _from_environment() -> tuple[Path, ...]:
    return tuple(Path(name) for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DataError(f"cannot read the authority file {file}: {error.strerror}; see {VARIABLE}") from error


def _fill(connection: sqlite3.Connection, found: Sequence[Source]) -> None:
    connection.executescript(_SCHEMA)
    parts: Counter[str] = Counter()
    for concept, names in read(found):
        if _add(connection, concept, names) and concept.type == "Person":
            parts.update({"", *in_latin(fold(plain(concept.label))).split()})
    connection.executemany("INSERT INTO part VALUES (?, ?)", sorted(parts.items()))


def _add(connection: sqlite3.Connection, concept: Concept, names: Sequence[tuple[str, str]]) -> bool:
    """Adds a concept with its names; of one that an earlier file has, only the words that stand for it as a state."""
    row: tuple[object, ...] = (concept.id, concept.type, concept.label, concept.country, concept.state)
    row += ("\n".join(concept.aliases), "\n".join(concept.targets), concept.demonym)
    row += (concept.description, concept.domain, "\n".join(concept.offices), concept.rank)
    added = connection.execute(f"INSERT OR IGNORE INTO concept VALUES ({', '.join('?' * len(row))})", row)
    new = bool(added.rowcount)
    if not new:  # whoever describes a state anew need not repeat the words that stand for it
        names = [(name, kind) for name, kind in names if kind in ("demonym", "capital")]
        sql = "UPDATE concept SET demonym = coalesce(demonym, ?) WHERE id = ?"
        connection.execute(sql, (concept.demonym, concept.id))
    connection.executemany(
        "INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)",
        ((fold(name), concept.id, kind, _caps(name)) for name, kind in names),
    )
    if new:
        _add_forms(connection, concept)
    return new


def _add_forms(connection: sqlite3.Connection, concept: Concept) -> None:
    """What else finds a concept: other forms of a person's name, the offices held, the domain of an outlet."""
    if concept.type == "Person":
        forms = derived(concept.label, concept.aliases, concept.country)
        connection.executemany(
            "INSERT OR IGNORE INTO derived VALUES (?, ?, ?)", ((key, concept.id, kind) for key, kind in forms)
        )
    held = {(tenure.title, tenure.body, concept.id) for tenure in map(parse, concept.offices)}
    connection.executemany("INSERT INTO office VALUES (?, ?, ?)", sorted(held))
    if concept.domain:
        connection.execute("INSERT INTO domain VALUES (?, ?)", (concept.domain.removeprefix("www."), concept.id))


def _caps(name: str) -> int:
    """For an acronym its length, from which on a word with one capital may be it too: "Nato", but not "Who"."""
    return 3 if is_acronym(name) else 0
