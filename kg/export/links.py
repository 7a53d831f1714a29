"""The links of the graph as a table of mappings (SSSOM/TSV; see `kg.sssom`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any, NamedTuple

from kg import sssom
from kg.ontology import ACTOR_TYPES, CG, PLACE_TYPES, term
from kg.sssom import SEMAPV, Mapping, MappingSet
from kg.store import Reader

_LINKS = """SELECT ?thing ?label ?class ?predicate ?target WHERE {
  VALUES ?predicate { skos:exactMatch skos:closeMatch owl:sameAs }
  ?thing ?predicate ?target .
  OPTIONAL { ?thing skos:prefLabel ?label }
  OPTIONAL { ?thing a ?class . FILTER(STRSTARTS(STR(?class), STR(cg:)) && ?class != cg:UnnamedActor) }
}"""
_DECISIONS = """SELECT ?thing ?target ?confidence ?method ?article WHERE {
  ?decision cg:entity ?thing ; cg:target ?target ; cg:confidence ?confidence ; cg:method ?method ; cg:in ?article .
}"""

_CURATOR = "curator"
# By how a method's name begins: what the semantic mapping vocabulary calls that. A method that weighs the article
# beside the name is composite.
_JUSTIFICATIONS = {
    _CURATOR: "ManualMappingCuration",
    "gazetteer-context": "CompositeMatching",
    "gazetteer": "LexicalMatching",
    "authority": "LexicalMatching",
}
_TOLD_BY_SOURCE = "BackgroundKnowledgeBasedMatching"
"""The surroundings of what an article names, such as the region of a town: the gazetteer tells, no article."""
_NOT_TOLD = "UnspecifiedMatching"
"""A link in a graph that a user has added."""


_CLASSES = (*ACTOR_TYPES, *PLACE_TYPES)
"""The first that fits is told: a state is a country too."""


class _Decided(NamedTuple):
    """The surest decision for a link, and in how many articles it was made, on whatever grounds."""

    confidence: float
    method: str
    articles: frozenset[str]


def table(reader: Reader) -> str:
    """Every link once, with the highest confidence and its method."""
    about = MappingSet(id=f"{reader.base}links", title="Links of a Claimgraph store")
    return sssom.table(about, _mappings(reader), prefixes={"thing": f"{reader.base}id/"})


def _mappings(reader: Reader) -> Iterator[Mapping]:
    decided = _decided(reader.select(_DECISIONS).rows)
    tool = version("claimgraph")
    for (thing, label, predicate, target), classes in sorted(_classed(reader.select(_LINKS).rows).items()):
        found = decided.get((thing, target))
        method = _CURATOR if predicate == term("owl:sameAs") else found.method if found else ""
        ours = thing.startswith(reader.base)
        made = ours and method != _CURATOR
        yield Mapping(
            subject_id=thing,
            subject_label=label,
            subject_category=next((name for name in _CLASSES if CG + name in classes), ""),
            predicate_id=predicate,
            object_id=target,
            mapping_justification=SEMAPV + (_justification(method) if ours else _NOT_TOLD),
            mapping_tool=sssom.TOOL if made else "",
            mapping_tool_version=tool if made else "",
            confidence=found.confidence if found else None,
            comment=_comment(method, found),
        )


def _classed(rows: Iterable[Any]) -> dict[tuple[str, str, str, str], set[str]]:
    """Links with the classes of their things."""
    links: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for thing, label, type_, predicate, target in rows:
        links[thing, label or "", predicate, target].add(type_ or "")
    return links


def _decided(rows: Iterable[Any]) -> dict[tuple[str, str], _Decided]:
    made: dict[tuple[str, str], list[_Decided]] = defaultdict(list)
    for thing, target, confidence, method, article in rows:
        made[thing, target].append(_Decided(float(confidence), method, frozenset((article,))))
    return {link: _surest(decisions) for link, decisions in made.items()}


def _surest(decisions: list[_Decided]) -> _Decided:
    best = max(decisions, key=lambda one: (one.confidence, one.method))
    return best._replace(articles=frozenset(article for one in decisions for article in one.articles))


def _justification(method: str) -> str:
    if not method:
        return _TOLD_BY_SOURCE
    fitting = [name for name in _JUSTIFICATIONS if method == name or method.startswith(f"{name}-")]
    return _JUSTIFICATIONS[max(fitting, key=len)] if fitting else "UnspecifiedMatching"


def _comment(method: str, found: _Decided | None) -> str:
    if not found:
        return ""
    count = len(found.articles)
    return f"{method}; in {count} {'article' if count == 1 else 'articles'}"
