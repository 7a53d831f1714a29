"""What the graph of one article says of its text: each answer as the store gives it, by what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from kg.errors import DataError, UnknownNameError
from kg.model import Span
from kg.terms import iri
from kg.views.claims import Thing

if TYPE_CHECKING:
    from kg.store import Reader
    from kg.store.answers import Value

Row = Mapping[str, "Value"]


class Annotations:
    """Of one article. All spans are those that its graph describes: others have no place in the text."""

    def __init__(self, reader: Reader, article: str) -> None:
        """Raises UnknownNameError when the store has no such article."""
        self._reader = reader
        self._article = article
        self.about = self._about()
        self.spans = {
            str(span): Span(int(str(start)), int(str(end)))
            for span, start, end in self._rows(_SPANS)
            if isinstance(start, int) and isinstance(end, int)
        }

    def text(self) -> str | None:
        return next((str(row[0]) for row in self._rows(_TEXT)), None)

    def words(self) -> dict[Span, str]:
        """What each span says."""
        return {self.spans[str(span)]: str(text) for span, text in self._rows(_WORDS) if str(span) in self.spans}

    def statements(self) -> list[Row]:
        return self._dicts(_STATEMENTS)

    def parts(self, role: str) -> dict[str, tuple[Span, ...]]:
        """The spans of a role ("source", "cue", "content"; "trigger", "time"), in order, by what has them."""
        found: dict[str, list[Span]] = defaultdict(list)
        for subject, span in self._rows(_PARTS.replace("$role", f"cg:{role}Span")):
            if str(span) in self.spans:
                found[str(subject)].append(self.spans[str(span)])
        return {subject: tuple(sorted(set(places))) for subject, places in found.items()}

    def embeds(self) -> list[tuple[str, str]]:
        """Pairs of the outer and the inner statement."""
        return [(str(outer), str(inner)) for outer, inner in self._rows(_EMBEDS)]

    def takes(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """By statement, pairs of the local name of the stance ("asserts") and the event."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for statement, stance, event in self._rows(_TAKES):
            found[str(statement)].append((local(stance), str(event)))
        return {statement: tuple(events) for statement, events in found.items()}

    def event_mentions(self) -> list[tuple[str, str, str]]:
        """Triples of the mention, its event and its statement."""
        return [(str(mention), str(event), str(statement)) for mention, event, statement in self._rows(_EVENT_MENTIONS)]

    def mentions(self) -> list[tuple[Span, str]]:
        """Pairs of a span and the thing that it stands for, in order."""
        found = ((self.spans.get(str(span)), str(thing)) for span, thing in self._rows(_MENTIONS))
        return sorted((span, thing) for span, thing in found if span is not None)

    def decisions(self) -> list[Row]:
        return self._dicts(_DECISIONS)

    def things(self) -> dict[str, Thing]:
        """All that speaks, is mentioned or has links, by IRI. Of a place that speaks, the last of its classes says more
        than cg:Actor."""
        return {
            str(thing): Thing(iri=str(thing), label=str(label or thing), type=local(type_))
            for thing, label, type_ in self._rows(_THINGS)
        }

    def _about(self) -> Row:
        unknown = f"no article {self._article!r} in this store: look for it by what it tells, or on the first page"
        try:
            return next(iter(self._dicts(_ABOUT)))
        except (DataError, StopIteration) as error:  # what is no IRI names no article
            raise UnknownNameError(unknown) from error

    def _rows(self, query: str) -> Sequence[Sequence[Value]]:
        return self._reader.select(query.replace("$this", iri(self._article))).rows

    def _dicts(self, query: str) -> list[Row]:
        return list(self._reader.select(query.replace("$this", iri(self._article))))


def local(value: object) -> str:
    """ "Asserting" """
    return str(value or "").rpartition("#")[2]


_ABOUT: Final = """SELECT ?title ?published ?source ?publisher ?publisherLabel ?narrator ?narratorLabel
  ?firstPublisher ?firstPublisherLabel ?run ?runLabel ?software ?model ?sha256 ?language WHERE {
  GRAPH $this { $this a cg:Article }
  OPTIONAL { $this dcterms:title ?title }
  OPTIONAL { $this dcterms:issued ?published }
  OPTIONAL { $this dcterms:source ?source }
  OPTIONAL { $this cg:sha256 ?sha256 }
  OPTIONAL { $this dcterms:language ?language }
  OPTIONAL { $this dcterms:publisher ?publisher . OPTIONAL { ?publisher skos:prefLabel ?publisherLabel } }
  OPTIONAL { $this cg:narrator ?narrator . OPTIONAL { ?narrator skos:prefLabel ?narratorLabel } }
  OPTIONAL { GRAPH $this { $this prov:wasDerivedFrom/dcterms:publisher ?firstPublisher }
    OPTIONAL { ?firstPublisher skos:prefLabel ?firstPublisherLabel } }
  OPTIONAL { $this prov:wasGeneratedBy ?run .
    OPTIONAL { ?run rdfs:label ?runLabel }
    OPTIONAL { ?run cg:softwareVersion ?software }
    OPTIONAL { ?run cg:languageModel ?model } }
} ORDER BY ?publisherLabel ?narratorLabel ?source LIMIT 1"""
_TEXT: Final = "SELECT ?text WHERE { $this nif:isString ?text } LIMIT 1"
_SPANS: Final = "SELECT ?span ?start ?end WHERE { GRAPH $this { ?span nif:beginIndex ?start ; nif:endIndex ?end } }"
_WORDS: Final = "SELECT ?span ?text WHERE { GRAPH $this { ?span nif:anchorOf ?text } }"
_PARTS: Final = "SELECT ?subject ?span WHERE { GRAPH $this { ?subject $role ?span } }"
_EMBEDS: Final = "SELECT ?outer ?inner WHERE { GRAPH $this { ?outer cg:embeds ?inner } }"
_STATEMENTS: Final = """SELECT ?statement (SAMPLE(?speaker_) AS ?speaker) (SAMPLE(?stance_) AS ?stance)
  (SAMPLE(?certainty_) AS ?certainty) (SAMPLE(?mode_) AS ?mode) (SAMPLE(?depth_) AS ?depth) (MIN(?via_) AS ?via)
  (MIN(?stated_) AS ?stated) (SAMPLE(?inferred_) AS ?inferred) WHERE { GRAPH $this {
  ?statement cg:speaker ?speaker_ .
  OPTIONAL { ?statement cg:stance ?stance_ }
  OPTIONAL { ?statement cg:certainty ?certainty_ }
  OPTIONAL { ?statement cg:mode ?mode_ }
  OPTIONAL { ?statement cg:depth ?depth_ }
  OPTIONAL { ?statement cg:via ?via_ }
  OPTIONAL { ?statement cg:statedOn ?stated_ }
  OPTIONAL { ?statement cg:statedOnInferred ?inferred_ } } } GROUP BY ?statement"""
_TAKES: Final = """SELECT ?statement ?stance ?event WHERE {
  VALUES ?stance { cg:asserts cg:denies cg:doubts cg:leavesOpen } GRAPH $this { ?statement ?stance ?event }
} ORDER BY ?statement ?event ?stance"""
_EVENT_MENTIONS: Final = """SELECT ?mention ?event ?statement WHERE {
  GRAPH $this { ?mention cg:mentions ?event ; cg:statement ?statement } }"""
_MENTIONS: Final = "SELECT ?span ?thing WHERE { GRAPH $this { ?span cg:refersTo ?thing } }"
_DECISIONS: Final = """SELECT ?decision (SAMPLE(?entity_) AS ?entity) (SAMPLE(?target_) AS ?target)
  (MAX(?confidence_) AS ?confidence) (MIN(?method_) AS ?method) (MIN(?version_) AS ?version)
  (GROUP_CONCAT(DISTINCT ?evidence_; separator="\\n") AS ?evidence) WHERE { GRAPH $this {
  ?decision cg:entity ?entity_ ; cg:target ?target_ .
  OPTIONAL { ?decision cg:confidence ?confidence_ }
  OPTIONAL { ?decision cg:method ?method_ }
  OPTIONAL { ?decision cg:version ?version_ }
  OPTIONAL { ?decision cg:evidence ?evidence_ } } } GROUP BY ?decision"""
_THINGS: Final = """SELECT ?thing (MIN(?label_) AS ?label) (MAX(STR(?type_)) AS ?type) WHERE {
  { SELECT DISTINCT ?thing WHERE {
    VALUES ?role { cg:speaker cg:entity cg:refersTo } GRAPH $this { ?subject ?role ?thing } } }
  OPTIONAL { ?thing skos:prefLabel ?label_ }
  OPTIONAL { ?thing a ?type_ }
} GROUP BY ?thing"""
