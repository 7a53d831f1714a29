"""Names in questions → the things of the graph that bear them."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.errors import QueryError, UnknownNameError
from kg.lexicon import table
from kg.ontology import ACTOR_TYPES, CG, PLACE_TYPES
from kg.store import Reader
from kg.store.answers import prefixed

Gazetteer = Callable[[str], Iterable[str]]
"""The IRIs of all things that a name can stand for, whether the graph has them or not."""

CLASSES = {"place": (*PLACE_TYPES, "State"), "actor": ACTOR_TYPES}
_CHOICES = 5


class Candidate(NamedTuple):
    iri: str
    label: str
    type: str
    name: str
    preferred: bool


def resolve(reader: Reader, name: str, *, kind: str | None, gazetteer: Gazetteer | None = None) -> str:
    """The IRI of what a name means as a place, an actor or a type of event; a full IRI, and one without its base, is
    accepted too, and so is the IRI of other data that a thing is linked to.

    Raises UnknownNameError, with the choices, when the graph knows nothing of that name, or more than one thing.
    """
    if ":" in name or "/" in name:
        return _known_iri(reader, name.strip("<>"))
    if kind == "event":
        return _event_class(reader, name)
    if kind not in CLASSES:
        raise QueryError(f"{name!r} is no IRI: this parameter takes the IRI of a statement, event or article")
    candidates = list(_labels(reader, kind))
    for tier in _tiers(reader, name, kind, candidates, gazetteer):
        found = {candidate.iri: candidate for candidate in tier}
        exact = [candidate for candidate in found.values() if candidate.name == name]
        if len(found) == 1 or len(exact) == 1:
            return (exact or [*found.values()])[0].iri
        if found:
            raise UnknownNameError(f"{name!r} is more than one {kind}: {_listed(found.values())}; give one by its IRI")
    raise UnknownNameError(f"the graph knows no {kind} {name!r}; the closest: {_listed(_closest(name, candidates))}")


def normal(name: str) -> str:
    """A name without case, accents, full stops, a leading article or a genitive: names with one normal form are one."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    plain = "".join(table("questions")["letters"].get(c, c) for c in plain if not unicodedata.combining(c) and c != ".")
    words = re.sub(r"[\s\-‐-―]+", " ", re.sub(r"'s?(?!\w)", "", plain)).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in table("questions")["articles"] else words)


def loose(name: str) -> str:
    """The normal form without what a place or a force is: "the town of X", "X region" and "X troops" are X."""
    words = table("questions")
    plain = re.sub(rf"^(?:{'|'.join(words['place_nouns'])}) of ", "", normal(name))
    return re.sub(rf" (?:{'|'.join((*words['place_nouns'], *words['force_nouns']))})$", "", plain)


def _tiers(
    reader: Reader, name: str, kind: str, labels: list[Candidate], gazetteer: Gazetteer | None
) -> Iterator[list[Candidate]]:
    """The candidates, the surest first: a later tier counts only when the earlier ones are empty."""
    wanted = normal(name)
    yield [c for c in labels if c.preferred and normal(c.name) == wanted]
    yield [c for c in labels if normal(c.name) == wanted]
    yield [c for c in _mentions(reader, kind) if normal(c.name) == wanted]
    yield [c for c in labels if loose(c.name) == loose(name)]
    if gazetteer:
        senses = set(gazetteer(name))
        yield [c for c in labels if c.iri in senses]


def _labels(reader: Reader, kind: str) -> Iterator[Candidate]:
    found = reader.select(f"""
        SELECT ?thing ?label ?type ?name ?preferred WHERE {{
          VALUES ?type {{ {_values(kind)} }}
          ?thing a ?type ; skos:prefLabel ?label .
          {{ ?thing skos:prefLabel ?name BIND(true AS ?preferred) }}
          UNION {{ ?thing skos:altLabel ?name BIND(false AS ?preferred) }}
        }} ORDER BY ?thing ?type ?name""")
    for thing, label, type_, named, preferred in found.rows:
        yield Candidate(str(thing), str(label), str(type_), str(named), bool(preferred))


def _mentions(reader: Reader, kind: str) -> Iterator[Candidate]:
    rules = " ".join(f'"{rule}"' for rule in table("questions")["rules"][kind])
    found = reader.select(f"""
        SELECT DISTINCT ?thing ?label ?type ?name WHERE {{
          VALUES ?type {{ {_values(kind)} }}
          VALUES ?rule {{ {rules} }}
          ?thing a ?type ; skos:prefLabel ?label .
          ?span cg:refersTo ?thing ; cg:mentionRule ?rule ; nif:anchorOf ?name .
        }} ORDER BY ?thing ?type ?name""")
    for thing, label, type_, named in found.rows:
        yield Candidate(str(thing), str(label), str(type_), str(named), False)


def _values(kind: str) -> str:
    return " ".join(f"cg:{name}" for name in CLASSES[kind])


def _known_iri(reader: Reader, name: str) -> str:
    for iri in (name, reader.base + name):
        try:
            node = NamedNode(iri)
        except ValueError:
            continue
        if reader.query(f"ASK {{ {node} ?p ?o }}"):
            return iri
        linked = reader.select(f"SELECT DISTINCT ?x {{ ?x skos:exactMatch {node} }} ORDER BY ?x LIMIT 1").rows
        if linked:
            return str(linked[0][0])
    raise UnknownNameError(f"the graph has nothing with the IRI {name}")


def _event_class(reader: Reader, name: str) -> str:
    found = reader.select("""
        SELECT DISTINCT ?type WHERE {
          ?statement cg:asserts|cg:denies|cg:doubts|cg:leavesOpen ?event .
          ?event a ?type .
        } ORDER BY ?type""")
    known = {str(row[0]).removeprefix(CG): str(row[0]) for row in found.rows if str(row[0]).startswith(CG)}
    for local, iri in known.items():
        if normal(local) == normal(name):
            return iri
    raise UnknownNameError(f"the graph has no events of type {name!r}; it has: {', '.join(known) or 'none'}")


def _closest(name: str, candidates: list[Candidate]) -> list[Candidate]:
    names = {normal(candidate.name): candidate for candidate in candidates}
    close = [names[near] for near in difflib.get_close_matches(normal(name), names, n=_CHOICES, cutoff=0.4)]
    return list({candidate.iri: candidate for candidate in close}.values())


def _listed(candidates: Iterable[Candidate]) -> str:
    listed = [f"{c.label} ({c.type.removeprefix(CG)}, {prefixed(c.iri)})" for c in candidates]
    more = f" and {len(listed) - _CHOICES} more" if len(listed) > _CHOICES else ""
    return ", ".join(listed[:_CHOICES]) + more or "none"
