"""Names in questions → the things of the graph that bear them."""

from __future__ import annotations

import difflib
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode

from kg.errors import AmbiguousNameError, QueryError, UnknownNameError, UsageError
from kg.lexicon import table
from kg.ontology import ACTOR_TYPES, CG, PLACE_TYPES
from kg.store import Reader
from kg.store.answers import prefixed
from kg.terms import plain

Gazetteer = Callable[[str], Iterable[str]]
"""The IRIs of all things that a name can stand for, whether the graph has them or not."""

CLASSES = {"place": (*PLACE_TYPES, "State"), "actor": ACTOR_TYPES}
_CHOICES = 5
_LONGEST = 2_000  # characters; what is like a name is looked for in time that grows with its length
_LABELS = "SELECT DISTINCT ?name WHERE { ?thing skos:prefLabel|skos:altLabel ?name }"
# Names are short; quotes are many, and long. To leave out what names nothing takes longer than to read it.
_MENTIONED = "SELECT DISTINCT ?name WHERE { ?span nif:anchorOf ?name FILTER(STRLEN(?name) < 80) }"
_SPACE = re.compile(r"[\s\-‐-―]+")
_GENITIVE = re.compile(r"'s?(?!\w)")
_IRI = re.compile(r"<?(?:[A-Za-z][A-Za-z0-9+.-]*:|(?:id|article)/)\S+")
_KNOWN: Final[WeakKeyDictionary[Reader, dict[str, Mapping[str, Sequence[str]]]]] = WeakKeyDictionary()


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
    the choices, when it knows more than one thing. UsageError for what is too long to be a name.
    """
    if len(name) > _LONGEST:
        raise UsageError(f"a name of {len(name)} characters names nothing: give at most {_LONGEST}")
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
                f"{name!r} is more than one {kind}: {_listed(found.values())}; give one by its IRI",
                choices=_choices(found.values()),
            )
    near = _closest(reader, name, kind)
    hint = f"the closest: {_listed(near)}" if near else "the stored queries `places` and `actors` list what it knows"
    raise UnknownNameError(f"the graph knows no {kind} {name!r}; {hint}", choices=_choices(near))


def _spoken_of(reader: Reader, found: dict[str, Candidate]) -> dict[str, Candidate]:
    """Without the regions of that name that are only there because a place lies in them, if articles name another."""
    given = " ".join(f"<{iri}>" for iri in found)
    named = reader.select(f"SELECT DISTINCT ?thing WHERE {{ VALUES ?thing {{ {given} }} ?span cg:refersTo ?thing }}")
    return {str(iri): found[str(iri)] for (iri,) in named.rows} or found


def normal(name: str) -> str:
    """A name without case, accents, full stops, a leading article or a genitive: names with one normal form are one."""
    words = table("questions")
    lower = name.lower() if name.isascii() else _without_accents(name, words["letters"])
    pieces = _SPACE.sub(" ", _GENITIVE.sub("", lower.replace(".", ""))).split()
    return " ".join(pieces[1:] if len(pieces) > 1 and pieces[0] in words["articles"] else pieces)


def loose(name: str) -> str:
    """The normal form without what a place or a force is: "the town of X", "X region" and "X troops" are X."""
    return _bare(normal(name))


def _without_accents(name: str, letters: Mapping[str, str]) -> str:
    lower = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    return "".join(letters.get(c, c) for c in lower if not unicodedata.combining(c))


def _bare(name: str) -> str:
    before, after = _nouns()
    return after.sub("", before.sub("", name))


@cache
def _nouns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = table("questions")
    places, forces = words["place_nouns"], words["force_nouns"]
    return re.compile(rf"^(?:{'|'.join(places)}) of "), re.compile(rf" (?:{'|'.join((*places, *forces))})$")


def _tiers(reader: Reader, name: str, kind: str, gazetteer: Gazetteer | None) -> Iterator[list[Candidate]]:
    """The candidates, the surest first: a later tier counts only when the earlier ones are empty.

    Names as they are written are looked up; only what is not found so is compared with every name of the graph.
    """
    written = _labels(reader, kind, names=_english(_spellings(name)))
    yield [c for c in written if c.preferred]
    yield written
    yield _mentions(reader, kind, names=map(Literal, _spellings(name)))
    all_, wanted = _written(reader, _LABELS), normal(name)
    alike = _labels(reader, kind, names=all_.get(wanted, ()))
    yield [c for c in alike if c.preferred]
    yield alike
    yield _mentions(reader, kind, names=_written(reader, _MENTIONED).get(wanted, ()))
    bare = _bare(wanted)
    within = [one for one in all_ if bare in one and _bare(one) == bare]
    yield _labels(reader, kind, names=[term for one in within for term in all_[one]])
    if gazetteer:
        yield _things(reader, kind, gazetteer(name))


def _written(reader: Reader, query: str) -> Mapping[str, Sequence[str]]:
    """All names of the graph, as terms, by their normal form. They are many, so a reader's are read once; and a reader
    does not change."""
    known = _KNOWN.setdefault(reader, {})
    if query not in known:
        out, found = io.BytesIO(), dict[str, list[str]]()
        reader.write(query, format="tsv", out=out)
        for line in out.getvalue().decode("utf-8").split("\n")[1:]:
            if line.startswith('"'):
                found.setdefault(normal(plain(line)), []).append(line)
        known[query] = found
    return known[query]


def _labels(reader: Reader, kind: str, *, names: Iterable[Literal | str]) -> list[Candidate]:
    """What the graph calls by these names."""
    given = " ".join(map(str, names))
    return _candidates(reader, kind, f"VALUES ?name {{ {given} }}") if given else []


def _things(reader: Reader, kind: str, iris: Iterable[str]) -> list[Candidate]:
    """Those of these things that the graph has."""
    given = " ".join(str(NamedNode(one)) for one in iris)
    return _candidates(reader, kind, f"VALUES ?thing {{ {given} }}") if given else []


def _candidates(reader: Reader, kind: str, given: str) -> list[Candidate]:
    described = f"?thing a ?type ; skos:prefLabel ?label . VALUES ?type {{ {_values(kind)} }}"
    found = reader.select(f"""
        SELECT DISTINCT ?thing ?label ?type ?name ?preferred WHERE {{
          {{ {given} ?thing skos:prefLabel ?name . {described} BIND(true AS ?preferred) }}
          UNION {{ {given} ?thing skos:altLabel ?name . {described} BIND(false AS ?preferred) }}
        }} ORDER BY ?thing ?type ?name""")
    return [
        Candidate(str(thing), str(label), str(type_), str(named), bool(preferred))
        for thing, label, type_, named, preferred in found.rows
    ]


def _mentions(reader: Reader, kind: str, *, names: Iterable[Literal | str]) -> list[Candidate]:
    """What the articles call by these names."""
    rules = " ".join(f'"{rule}"' for rule in table("questions")["rules"][kind])
    given = " ".join(map(str, names))
    if not given:
        return []
    found = reader.select(f"""
        SELECT DISTINCT ?thing ?label ?type ?name WHERE {{
          VALUES ?name {{ {given} }}
          VALUES ?type {{ {_values(kind)} }}
          VALUES ?rule {{ {rules} }}
          ?span nif:anchorOf ?name ; cg:mentionRule ?rule ; cg:refersTo ?thing .
          ?thing a ?type ; skos:prefLabel ?label .
        }} ORDER BY ?thing ?type ?name""")
    return [
        Candidate(str(thing), str(label), str(type_), str(named), False) for thing, label, type_, named in found.rows
    ]


def _english(names: Iterable[str]) -> list[Literal]:
    return [Literal(name, language="en") for name in names]


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
    wanted = {str(entry["class"]) for entry in table("events")["event"] if normal(entry["class"]) == normal(name)}
    for local in wanted:
        if reader.select(f"SELECT ?event {{ {_told(f'cg:{local}')} }} LIMIT 1"):
            return CG + local
    found = reader.select(f"SELECT DISTINCT ?type {{ {_told('?type')} }} ORDER BY ?type")
    known = {str(row[0]).removeprefix(CG): str(row[0]) for row in found.rows if str(row[0]).startswith(CG)}
    for local, iri in known.items():
        if normal(local) == normal(name):
            return iri
    raise UnknownNameError(f"the graph has no events of type {name!r}; it has: {', '.join(known) or 'none'}")


def _told(type_: str) -> str:
    """Events of a type that somebody tells of. Each way to tell stands by itself: Oxigraph would read the types of
    everything for all together."""
    ways = ("asserts", "denies", "doubts", "leavesOpen")
    return " UNION ".join(f"{{ ?statement cg:{way} ?event . ?event a {type_} }}" for way in ways)


def _closest(reader: Reader, name: str, kind: str) -> list[Candidate]:
    wanted, names = normal(name), _written(reader, _LABELS)
    # difflib is slow: of a hundred thousand names it compares those that have a part in common.
    parts = _parts(wanted)
    likely = [one for one in names if sum(part in f" {one} " for part in parts) * 3 >= len(parts)]
    near = difflib.get_close_matches(wanted, likely, n=_CHOICES * 4, cutoff=0.6)
    found = _labels(reader, kind, names=[literal for one in near for literal in names[one]])
    ranked = sorted(found, key=lambda candidate: near.index(normal(candidate.name)))
    return list({candidate.iri: candidate for candidate in ranked}.values())[:_CHOICES]


def _parts(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[start : start + 2] for start in range(len(padded) - 1)}


def _choices(candidates: Iterable[Candidate]) -> list[tuple[str, str, str]]:
    return [(one.iri, one.label, one.type.removeprefix(CG)) for one in candidates]


def _listed(candidates: Iterable[Candidate]) -> str:
    listed = [f"{c.label} ({c.type.removeprefix(CG)}, {prefixed(c.iri)})" for c in candidates]
    more = f" and {len(listed) - _CHOICES} more" if len(listed) > _CHOICES else ""
    return ", ".join(listed[:_CHOICES]) + more
