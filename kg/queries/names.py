"""Names in questions → the things of the graph that bear them."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.errors import AmbiguousNameError, QueryError, UnknownNameError
from kg.lexicon import table
from kg.ontology import ACTOR_TYPES, CG, PLACE_TYPES
from kg.store import Reader
from kg.store.answers import prefixed

Gazetteer = Callable[[str], Iterable[str]]
"""The IRIs of all things that a name can stand for, whether the graph has them or not."""

CLASSES = {"place": (*PLACE_TYPES, "State"), "actor": ACTOR_TYPES}
_CHOICES = 5
_IRI = re.compile(r"<?(?:[A-Za-z][A-Za-z0-9+.-]*:|(?:id|article)/)\S+")


class Candidate(NamedTuple):
    iri: str
    label: str
    type: str
    name: str
    preferred: bool


def resolve(reader: Reader, name: str, *, kind: str | None, gazetteer: Gazetteer | None = None) -> str:
    """The IRI of what a name means as a place, an actor or a type of event; a full IRI, and one without its base, is
    accepted too, and so is the IRI of other data that a thing is linked to.

    Raises UnknownNameError, with the closest, when the graph knows nothing of that name, and AmbiguousNameError, with
    the choices, when it knows more than one thing.
    """
    if _IRI.fullmatch(name):
        return _known_iri(reader, name.strip("<>"))
    if kind == "event":
        return _event_class(reader, name)
    if kind not in CLASSES:
        raise QueryError(f"{name!r} is no IRI: this parameter takes the IRI of a statement, event or article")
    for tier in _tiers(reader, name, kind, gazetteer):
        found = {candidate.iri: candidate for candidate in sorted(tier, key=lambda c: c.name == name)}
        if len(found) > 1:
            found = _spoken_of(reader, found)
        exact = [candidate for candidate in found.values() if candidate.name == name]
        if len(found) == 1 or len(exact) == 1:
            return (exact or [*found.values()])[0].iri
        if found:
            raise AmbiguousNameError(
                f"{name!r} is more than one {kind}: {_listed(found.values())}; give one by its IRI"
            )
    near = _closest(name, _labels(reader, kind))
    hint = f"the closest: {_listed(near)}" if near else "`kg ask actors` and `kg query` show what it knows"
    raise UnknownNameError(f"the graph knows no {kind} {name!r}; {hint}")


def _spoken_of(reader: Reader, found: dict[str, Candidate]) -> dict[str, Candidate]:
    """Without the regions of that name that are only there because a place lies in them, if articles name another."""
    given = " ".join(f"<{iri}>" for iri in found)
    named = reader.select(f"SELECT DISTINCT ?thing WHERE {{ VALUES ?thing {{ {given} }} ?span cg:refersTo ?thing }}")
    return {str(iri): found[str(iri)] for (iri,) in named.rows} or found


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


def _tiers(reader: Reader, name: str, kind: str, gazetteer: Gazetteer | None) -> Iterator[list[Candidate]]:
    """The candidates, the surest first: a later tier counts only when the earlier ones are empty.

    Names as they are written are looked up; only what is not found so is compared with every name of the graph.
    """
    written = list(_labels(reader, kind, names=_spellings(name)))
    yield [c for c in written if c.preferred]
    yield written
    yield list(_mentions(reader, kind, names=_spellings(name)))
    labels, wanted = list(_labels(reader, kind)), normal(name)
    yield [c for c in labels if c.preferred and normal(c.name) == wanted]
    yield [c for c in labels if normal(c.name) == wanted]
    yield [c for c in _mentions(reader, kind) if normal(c.name) == wanted]
    yield [c for c in labels if loose(c.name) == loose(name)]
    if gazetteer:
        senses = set(gazetteer(name))
        yield [c for c in labels if c.iri in senses]


def _labels(reader: Reader, kind: str, *, names: Iterable[str] = ()) -> Iterator[Candidate]:
    """What the graph calls things; only these names, if given, which are looked up and not searched for."""
    given = f"VALUES ?name {{ {' '.join(str(Literal(name, language='en')) for name in names)} }}" if names else ""
    described = f"?thing a ?type ; skos:prefLabel ?label . VALUES ?type {{ {_values(kind)} }}"
    found = reader.select(f"""
        SELECT DISTINCT ?thing ?label ?type ?name ?preferred WHERE {{
          {{ {given} ?thing skos:prefLabel ?name . {described} BIND(true AS ?preferred) }}
          UNION {{ {given} ?thing skos:altLabel ?name . {described} BIND(false AS ?preferred) }}
        }} ORDER BY ?thing ?type ?name""")
    for thing, label, type_, named, preferred in found.rows:
        yield Candidate(str(thing), str(label), str(type_), str(named), bool(preferred))


def _mentions(reader: Reader, kind: str, *, names: Iterable[str] = ()) -> Iterator[Candidate]:
    """What the articles call things; only these names, if given, which are looked up and not searched for."""
    rules = " ".join(f'"{rule}"' for rule in table("questions")["rules"][kind])
    given = f"VALUES ?name {{ {' '.join(str(Literal(name)) for name in names)} }}" if names else ""
    found = reader.select(f"""
        SELECT DISTINCT ?thing ?label ?type ?name WHERE {{
          {given}
          VALUES ?type {{ {_values(kind)} }}
          VALUES ?rule {{ {rules} }}
          ?span nif:anchorOf ?name ; cg:mentionRule ?rule ; cg:refersTo ?thing .
          ?thing a ?type ; skos:prefLabel ?label .
        }} ORDER BY ?thing ?type ?name""")
    for thing, label, type_, named in found.rows:
        yield Candidate(str(thing), str(label), str(type_), str(named), False)


def _spellings(name: str) -> list[str]:
    """The name as it may well be written in an article."""
    words = name.split()
    bare = " ".join(words[1:]) if len(words) > 1 and words[0].lower() in table("questions")["articles"] else name
    return list(dict.fromkeys((name, bare, bare.title(), bare.capitalize(), bare[:1].upper() + bare[1:], bare.upper())))


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
        linked = reader.select(
            f"SELECT DISTINCT ?x {{ ?x skos:exactMatch|owl:sameAs {node} }} ORDER BY ?x LIMIT 1"
        ).rows
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


def _closest(name: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    names = {normal(candidate.name): candidate for candidate in candidates}
    close = [names[near] for near in difflib.get_close_matches(normal(name), names, n=_CHOICES, cutoff=0.6)]
    return list({candidate.iri: candidate for candidate in close}.values())


def _listed(candidates: Iterable[Candidate]) -> str:
    listed = [f"{c.label} ({c.type.removeprefix(CG)}, {prefixed(c.iri)})" for c in candidates]
    more = f" and {len(listed) - _CHOICES} more" if len(listed) > _CHOICES else ""
    return ", ".join(listed[:_CHOICES]) + more
