"""What services answer, as proposals: mappings that a person decides on. The graph is never touched."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg import lexicon, sssom
from kg.errors import UnknownNameError, UsageError
from kg.linking.concepts import WIKIDATA
from kg.linking.names import fold
from kg.ontology import ACTOR_TYPES, PLACE_TYPES, term
from kg.reconciliation.answers import Answers
from kg.reconciliation.asking import Answered, Linker, ask
from kg.reconciliation.messages import Candidate, PropertyConstraint, Query
from kg.sssom import SEMAPV, Mapping, MappingSet

if TYPE_CHECKING:
    from kg.store import Reader

FULL_SCORE: Final = 100.0
CLASSES: Final = (*ACTOR_TYPES, *(name for name in PLACE_TYPES if name != "PlacePart"))
_CLOSE = "skos:closeMatch"
_LONGEST = 250  # of a label; Wikidata's own limit

_THINGS = f"""SELECT ?thing ?label ?type (COUNT(DISTINCT ?span) AS ?mentions) WHERE {{
  VALUES ?class {{ {" ".join(f"cg:{name}" for name in CLASSES)} }}
  ?thing a ?class ; skos:prefLabel ?label .
  FILTER NOT EXISTS {{ ?thing a cg:UnnamedActor }}
  FILTER(?class != cg:Country || NOT EXISTS {{ ?thing a cg:State }})
  OPTIONAL {{ ?span cg:refersTo ?thing }}
  BIND(STRAFTER(STR(?class), STR(cg:)) AS ?type)
}} GROUP BY ?thing ?label ?type ORDER BY DESC(?mentions) ?label STR(?thing) ?type"""
_LINKED = "SELECT DISTINCT ?thing WHERE { ?thing skos:exactMatch|skos:closeMatch|owl:sameAs ?link }"
_NAMES = "SELECT ?thing ?name WHERE { ?thing skos:prefLabel|skos:altLabel ?name }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A thing of the graph that a service is asked about, by `name`. `type` is a class of the ontology."""

    iri: str
    name: str
    label: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How a service is asked: `type` and `properties` are the service's own words, `full_score` is its best score."""

    limit: int = 5
    type: str | None = None
    properties: tuple[PropertyConstraint, ...] | None = None
    full_score: float = FULL_SCORE

    def __post_init__(self) -> None:
        if self.limit < 1 or not self.full_score > 0:
            raise UsageError(f"limit {self.limit} and full score {self.full_score:g} must be more than nothing")


def subjects(reader: Reader, names: Collection[str] = (), *, type: str | None = None) -> list[Subject]:  # noqa: A002
    """The named things without a link, those mentioned most first; or the things of some names, linked or not.

    Raises UsageError for a class that is none, and UnknownNameError for a name that no thing bears.
    """
    if type is not None and type not in CLASSES:
        raise UsageError(f"no class {type!r}: use one of {', '.join(CLASSES)}")
    rows = reader.select(_THINGS).rows
    things = {str(row[0]): (str(row[1]), str(row[2])) for row in rows if type in (None, row[2])}
    if names:
        return [one for name in dict.fromkeys(names) for one in _called(reader, name, things)]
    linked = {row[0] for row in reader.select(_LINKED).rows}
    return [
        Subject(iri=iri, name=label, label=label, type=kind)
        for iri, (label, kind) in things.items()
        if iri not in linked
    ]


def _called(reader: Reader, name: str, things: dict[str, tuple[str, str]]) -> list[Subject]:
    wanted = fold(name)
    bearers = {str(thing) for thing, other in reader.select(_NAMES).rows if fold(str(other)) == wanted}
    found = [
        Subject(iri=iri, name=name, label=label, type=kind) for iri, (label, kind) in things.items() if iri in bearers
    ]
    if not found:
        raise UnknownNameError(
            f"the store has no thing named {name!r} to ask about: `kg ask unlinked-entities` lists what has no link"
        )
    return found


def queries(asked: Iterable[Subject], linker: Linker, question: Question) -> dict[Query, list[Subject]]:
    """What is sent to the service, and for whom: things of one name and type are asked about once."""
    types = lexicon.table("reconciliation")["types"] if linker.space == WIKIDATA else {}
    found: dict[Query, list[Subject]] = defaultdict(list)
    for one in asked:
        query = Query(
            query=one.name,
            type=question.type or types.get(one.type),
            limit=question.limit,
            properties=question.properties,
        )
        found[query].append(one)
    return dict(found)


def propose(
    linker: Linker, asked: dict[Query, list[Subject]], answers: Answers, *, full_score: float = FULL_SCORE
) -> Iterator[tuple[Answered, list[Mapping]]]:
    """For each query the answer, and the mappings that it proposes. Raises ServiceError."""
    for answered in ask(linker, list(asked), answers):
        yield (
            answered,
            [
                _mapping(subject, candidate, answered, linker, confidence)
                for subject in asked[answered.query]
                for candidate, confidence in _weighed(answered, full_score)
                if not _clashes(subject, candidate, linker)
            ],
        )


def table(mappings: Iterable[Mapping], *, base: str, service: str, space: str) -> str:
    """The proposals as SSSOM/TSV, with a column to say "Not" in."""
    about = MappingSet(id=f"{base}proposals", title="Proposals of a service, to be decided", provider=service)
    prefixes = {"thing": f"{base}id/"} | ({"entity": space} if space else {})
    return sssom.table(about, mappings, prefixes=prefixes, keep=("predicate_modifier",))


def decided(path: Path) -> bool:
    """Whether somebody has decided on proposals in a file: it must not be written over."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError:
        return False
    except UnicodeDecodeError:  # we write UTF-8: a spreadsheet has been at it since
        return True
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    try:
        return any(row.get("predicate_modifier") or row.get("predicate_id") != _CLOSE for row in rows)
    except csv.Error:  # no proposals
        return False


def _weighed(answered: Answered, full_score: float) -> Iterator[tuple[Candidate, float]]:
    """The candidates with a confidence: the share that the score has of the best possible one, divided by how many
    candidates score as high. A name that three bear says of none who it is."""
    scores: Sequence[float] = [one.score for one in answered.result.result]
    for candidate in answered.result.result[: int(answered.query.limit or len(scores))]:
        share = min(max(candidate.score, 0.0), full_score) / full_score
        yield candidate, share / sum(score >= candidate.score for score in scores)


def _clashes(subject: Subject, candidate: Candidate, linker: Linker) -> bool:
    """Whether an item of Wikidata is of another class: a person is never an organisation."""
    if linker.space != WIKIDATA or not candidate.types:
        return False
    types = lexicon.table("reconciliation")["types"]
    has = {one.id for one in candidate.types}
    return any((item in has) != (kind == subject.type) for kind, item in types.items())


def _mapping(subject: Subject, candidate: Candidate, answered: Answered, linker: Linker, confidence: float) -> Mapping:
    by_name = linker.lexical or fold(candidate.name) == fold(subject.name)
    types = ", ".join(one.name or one.id for one in candidate.types)
    remarks = (candidate.description, types, "the service is sure" if candidate.match else "")
    return Mapping(
        subject_id=subject.iri,
        subject_label=subject.label,
        subject_category=subject.type,
        predicate_id=term(_CLOSE),
        object_id=linker.iri(candidate.id),
        object_label=candidate.name[:_LONGEST],
        mapping_justification=SEMAPV + ("LexicalMatching" if by_name else "UnspecifiedMatching"),
        mapping_tool_version=version("claimgraph"),
        mapping_date=answered.asked.isoformat(),
        confidence=confidence,
        comment="; ".join(filter(None, remarks))[: 2 * _LONGEST],
    )
