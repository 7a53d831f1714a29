"""The index of authority files: the shipped ones in one, and where a user has files of their own, a copy of that with
these worked into it. Reading what ships takes seconds, so it is done once for all users' files."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from typing import NamedTuple

from kg.linking.cache import open_index
from kg.linking.concepts import SHIPPED, WIKIDATA, Beside, Concept, Source, read
from kg.linking.names import fold, is_acronym
from kg.linking.personal import derived, in_latin, plain
from kg.linking.tenures import parse

_FORMAT = 11
_STATE_WORDS = ("demonym", "capital")

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
CREATE TABLE subject (iri TEXT PRIMARY KEY, concept TEXT) WITHOUT ROWID;
"""
_BY_CONCEPT = ("name", "derived", "office", "domain")


def index_name(found: Sequence[Source]) -> str:
    """Of the index that these files make."""
    digest = hashlib.sha256(str(_FORMAT).encode())
    for source in found:
        digest.update(f"{source.rank}{source.path.suffix}".encode() + hashlib.sha256(source.data).digest())
    return f"authority-{digest.hexdigest()[:16]}"


def opened(own: Sequence[Source], shipped: Sequence[Source]) -> sqlite3.Connection:
    """The index of a user's files and of those that ship, which is made when it is not there.

    Raises DataError for the first thing that is wrong with one of them.
    """
    if not own:
        return open_index(index_name(shipped), lambda connection: fill(connection, shipped))
    name = index_name(sorted([*own, *shipped], key=lambda source: source.rank))
    return open_index(name, lambda connection: _fill_beside(connection, own, shipped))


def fill(connection: sqlite3.Connection, found: Sequence[Source]) -> None:
    """Makes the index of all these files from the beginning, the winning ones first."""
    connection.executescript(_SCHEMA)
    people: Counter[str] = Counter()
    for entry in read(found):
        connection.execute("INSERT OR IGNORE INTO subject VALUES (?, ?)", (entry.subject, entry.concept.id))
        if _add(connection, entry.concept, entry.names):
            people.update(_words(entry.concept.type, entry.concept.label))
    _count(connection, people)


def _fill_beside(connection: sqlite3.Connection, own: Sequence[Source], shipped: Sequence[Source]) -> None:
    with closing(opened((), shipped)) as whole:
        entries = list(read(own, _known(whole)))
        whole.backup(connection)
    for table in _BY_CONCEPT:
        connection.execute(f"CREATE INDEX {table}_by_concept ON {table} (concept)")
    people: Counter[str] = Counter()
    # Those that win over the shipped files come last first, so that each wins over the later ones, too.
    first = [entry for entry in entries if entry.concept.rank < SHIPPED]
    first.sort(key=lambda entry: -entry.concept.rank)
    for entry in (*first, *(entry for entry in entries if entry.concept.rank >= SHIPPED)):
        overruled = _take_out(connection, entry.concept)
        if _add(connection, entry.concept, entry.names):
            people.update(_words(entry.concept.type, entry.concept.label))
        if overruled:
            people.subtract(_words(overruled.type, overruled.label))
            _complete(connection, entry.concept.id, overruled.demonym)
            connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)", overruled.names)
    for table in _BY_CONCEPT:
        connection.execute(f"DROP INDEX {table}_by_concept")
    _count(connection, people)


class _Overruled(NamedTuple):
    """What stays of a concept of which a file that wins has one."""

    type: str
    label: str
    demonym: str | None
    names: Sequence[tuple[str, str, str, int]]


def _take_out(connection: sqlite3.Connection, concept: Concept) -> _Overruled | None:
    """Remove the concept of that id, if it is of a file over which this one wins."""
    sql = "SELECT type, label, demonym FROM concept WHERE id = ? AND rank > ?"
    row = connection.execute(sql, (concept.id, concept.rank)).fetchone()
    if row is None:
        return None
    sql = "SELECT key, concept, kind, caps FROM name WHERE concept = ? AND kind IN (?, ?)"
    names = connection.execute(sql, (concept.id, *_STATE_WORDS)).fetchall()
    connection.execute("DELETE FROM concept WHERE id = ?", (concept.id,))
    for table in _BY_CONCEPT:
        connection.execute(f"DELETE FROM {table} WHERE concept = ?", (concept.id,))
    return _Overruled(type=row[0], label=row[1], demonym=row[2], names=names)


def _known(connection: sqlite3.Connection) -> Beside:
    ids = {one: one for (one,) in connection.execute("SELECT id FROM concept")}
    items = {WIKIDATA + one.removeprefix("wikidata:"): one for one in ids if one.startswith("wikidata:")}
    states = {one for (one,) in connection.execute("SELECT id FROM concept WHERE type = 'State'")}
    return Beside(ids={**items, **dict(connection.execute("SELECT iri, concept FROM subject"))}, states=states)


def _add(connection: sqlite3.Connection, concept: Concept, names: Sequence[tuple[str, str]]) -> bool:
    """Adds a concept with its names; of one that an earlier file has, only the words that stand for it as a state."""
    row: tuple[object, ...] = (concept.id, concept.type, concept.label, concept.country, concept.state)
    row += ("\n".join(concept.aliases), "\n".join(concept.targets), concept.demonym)
    row += (concept.description, concept.domain, "\n".join(concept.offices), concept.rank)
    added = connection.execute(f"INSERT OR IGNORE INTO concept VALUES ({', '.join('?' * len(row))})", row)
    new = bool(added.rowcount)
    if not new:  # whoever describes a state anew need not repeat the words that stand for it
        names = [(name, kind) for name, kind in names if kind in _STATE_WORDS]
        _complete(connection, concept.id, concept.demonym)
    connection.executemany(
        "INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)",
        ((fold(name), concept.id, kind, _caps(name)) for name, kind in names),
    )
    if new:
        _add_forms(connection, concept)
    return new


def _complete(connection: sqlite3.Connection, identifier: str, demonym: str | None) -> None:
    sql = "UPDATE concept SET demonym = coalesce(demonym, ?) WHERE id = ?"
    connection.execute(sql, (demonym, identifier))


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


def _words(kind: str, label: str) -> list[str]:
    """What a person's name is made of, and "", which stands for all persons."""
    return ["", *in_latin(fold(plain(label))).split()] if kind == "Person" else []


def _count(connection: sqlite3.Connection, people: Counter[str]) -> None:
    sql = "INSERT INTO part VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET people = people + excluded.people"
    connection.executemany(sql, sorted(people.items()))
    connection.execute("DELETE FROM part WHERE people = 0")


def _caps(name: str) -> int:
    """For an acronym its length, from which on a word with one capital may be it too: "Nato", but not "Who"."""
    return 3 if is_acronym(name) else 0
