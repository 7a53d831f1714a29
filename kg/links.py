"""The links of a store, and of one thing why it is one node and why it has its links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UnknownNameError
from kg.linking.curation import Row
from kg.queries.names import Gazetteer, resolve
from kg.terms import iri

if TYPE_CHECKING:
    from kg.store import Reader, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One link as articles decided it: all that is the same in `articles` of them."""

    target: str
    confidence: str
    method: str
    version: str
    evidence: tuple[str, ...]
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """What one article calls the thing: the words, the rule by which they are known to mean it, and how often."""

    article: str
    title: str
    names: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkExplanation:
    """`identity` says what makes it one thing, a value of cg:identity; `same` are the IRIs that a curator says it has
    too; `rows` are the rows of the curator's file that speak of it.
    """

    thing: str
    types: tuple[str, ...]
    label: str
    other_labels: tuple[str, ...]
    identity: str
    affiliation: str
    same: tuple[str, ...]
    decisions: tuple[Decision, ...]
    mentioned: tuple[Mentioned, ...]
    rows: tuple[Row, ...]


def links(reader: Reader) -> Table:
    """Rows of thing, label, target, confidence (the highest), method and the number of articles."""
    return reader.select(_LINKS)


def explain(
    reader: Reader, name: str, *, rows: Iterable[Row] = (), gazetteer: Gazetteer | None = None
) -> LinkExplanation:
    """Why a thing, given by name or IRI, is one node, and why it has its links.

    Raises UnknownNameError when the store has no such thing, or more than one.
    """
    thing = _thing(reader, name, gazetteer)
    same = _values(reader, thing, "owl:sameAs")
    mentions = {str(span) for (span,) in reader.select(_SPANS.replace("$this", iri(thing))).rows}
    ours = {thing, *same, *mentions}
    return LinkExplanation(
        thing=thing,
        types=tuple(one.rpartition("#")[2] for one in _values(reader, thing, "a")),
        label=next(iter(_values(reader, thing, "skos:prefLabel")), ""),
        other_labels=_values(reader, thing, "skos:altLabel"),
        identity=next(iter(_values(reader, thing, "cg:identity")), ""),
        affiliation=next(iter(_values(reader, thing, "cg:affiliation/skos:prefLabel")), ""),
        same=same,
        decisions=_decisions(reader, thing),
        mentioned=_mentioned(reader, thing),
        rows=tuple(row for row in rows if ours & {row.subject, row.object}),
    )


def _thing(reader: Reader, name: str, gazetteer: Gazetteer | None) -> str:
    """The actor or place of a name."""
    found: list[str] = []
    unknown: list[UnknownNameError] = []
    for kind in ("actor", "place"):
        try:
            found.append(resolve(reader, name, kind=kind, gazetteer=gazetteer))
        except UnknownNameError as error:
            unknown.append(error)
    if not found:
        raise next((error for error in unknown if "more than one" in str(error)), unknown[0])
    if len(set(found)) > 1:
        raise UnknownNameError(f"{name!r} is an actor and a place: {' and '.join(found)}; give one by its IRI")
    return found[0]


def _values(reader: Reader, thing: str, path: str) -> tuple[str, ...]:
    found = reader.select(f"SELECT DISTINCT ?value WHERE {{ {iri(thing)} {path} ?value }} ORDER BY ?value")
    return tuple(str(value) for (value,) in found.rows)


def _decisions(reader: Reader, thing: str) -> tuple[Decision, ...]:
    counted: dict[tuple[str, ...], int] = {}
    for row in reader.select(_DECISIONS.replace("$this", iri(thing))).rows:
        key = tuple(str(value or "") for value in row[1:])
        counted[key] = counted.get(key, 0) + 1
    return tuple(
        Decision(
            target=target,
            confidence=confidence,
            method=method,
            version=version,
            evidence=tuple(sorted(evidence.split("\n"))) if evidence else (),
            articles=number,
        )
        for (target, confidence, method, version, evidence), number in sorted(counted.items())
    )


def _mentioned(reader: Reader, thing: str) -> tuple[Mentioned, ...]:
    found: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for article, title, name, rule, count in reader.select(_MENTIONS.replace("$this", iri(thing))).rows:
        found.setdefault((str(article), str(title or "")), []).append((str(name), str(rule), int(str(count))))
    return tuple(Mentioned(article=one, title=title, names=tuple(names)) for (one, title), names in found.items())


def cells(found: LinkExplanation) -> Sequence[tuple[str, str]]:
    """What a row of a curator's file says of the thing: subject_id, subject_label and subject_category."""
    kind = next((name for name in found.types if name not in _GENERAL), next(iter(found.types), ""))
    return ("subject_id", found.thing), ("subject_label", found.label), ("subject_category", f"cg:{kind}")


# A region that speaks is a cg:Actor too, and a state is a country: the other class says more.
_GENERAL = ("Actor", "UnnamedActor", "Country")
_LINKS = """SELECT ?thing ?label ?target (MAX(?sure) AS ?confidence)
  (GROUP_CONCAT(DISTINCT ?how; separator=" ") AS ?method) (COUNT(DISTINCT ?article) AS ?articles) WHERE {
  { SELECT ?decision ?thing ?target ?sure ?how ?article WHERE {
    ?decision a cg:LinkDecision ; cg:in ?article ; cg:entity ?thing ; cg:target ?target ; cg:confidence ?sure ;
      cg:method ?how } ORDER BY ?how }
  ?thing skos:prefLabel ?label
} GROUP BY ?thing ?label ?target ORDER BY ?label ?thing ?target"""
_DECISIONS = """SELECT ?decision ?target ?confidence ?method ?version
  (GROUP_CONCAT(?word; separator="\\n") AS ?evidence) WHERE {
  ?decision cg:entity $this ; cg:target ?target ; cg:confidence ?confidence ; cg:method ?method .
  OPTIONAL { ?decision cg:version ?version } OPTIONAL { ?decision cg:evidence ?word }
} GROUP BY ?decision ?target ?confidence ?method ?version ORDER BY ?decision"""
_MENTIONS = """SELECT ?article ?title ?name ?rule (COUNT(?span) AS ?count) WHERE {
  ?span cg:refersTo $this ; nif:referenceContext ?article ; nif:anchorOf ?name ; cg:mentionRule ?rule .
  OPTIONAL { ?article dcterms:title ?title }
} GROUP BY ?article ?title ?name ?rule ORDER BY ?article ?rule ?name"""
_SPANS = "SELECT ?span WHERE { ?span cg:refersTo $this }"
