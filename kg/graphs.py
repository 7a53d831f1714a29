"""What was found in an article → its named graph, its share of the graph of things, and its text.

The layout is that of docs/architecture.md. Triples are sorted, so the same article always makes the same graph.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.article_graph import ArticleGraph
from kg.iris import Minter
from kg.model import Certainty, Event, Extraction, Link, Mode, Span, Stance, Statement, Thing
from kg.naming import Named
from kg.spelling import canonical
from kg.terms import Triple, iri, named, string, text, typed

STANCES = {
    Stance.ASSERTS: "Asserting",
    Stance.DENIES: "Denying",
    Stance.DOUBTS: "Doubting",
    Stance.UNVERIFIED: "LeavingOpen",
}
TAKES = {Stance.ASSERTS: "asserts", Stance.DENIES: "denies", Stance.DOUBTS: "doubts", Stance.UNVERIFIED: "leavesOpen"}
MODES = {Mode.DIRECT: "Direct", Mode.INDIRECT: "Indirect", Mode.MIXED: "Mixed", Mode.NARRATION: "OwnVoice"}
CERTAINTIES = {Certainty.CERTAIN: "Certain", Certainty.HEDGED: "Hedged"}

ADMINISTERED = ("Country", "AdministrativeArea", "Settlement")
"""Places that act and speak through those who administer them: "California sued". They are actors too, in every article
alike, for what is told of a thing must not depend on who mentions it."""

FEWEST_WORDS = 8
"""From this length on the same words are taken for copies of each other."""

_WORD = re.compile(r"\w+")
_A = named("rdf:type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What made the graph: a pure function of versions, so that two runs of the same software are one."""

    software: str
    model: str


def graph(found: Named, minter: Minter, run: Run) -> ArticleGraph:
    """The article's graphs as sorted triples."""
    from kg.likeness import likeness  # numpy, only where articles are read

    article = found.extraction.article
    own = set(_article(found, minter, run))
    own.update(_statements(found, minter))
    own.update(_event_mentions(found, minter))
    own.update(_mentions(found, minter))
    own.update(_links(found, minter))
    own.update(_spans(own_spans(found.extraction), found, minter))
    things = {triple for thing in found.things.values() for triple in _thing(thing)}
    things.update(triple for event in found.extraction.events for triple in _event(event, found, minter))
    things.update(_run(run, minter))
    return ArticleGraph(
        article=minter.article(article.key),
        graph=tuple(sorted(own)),
        things=tuple(sorted(things)),
        text=(Triple(iri(minter.article(article.key)), named("nif:isString"), string(article.text)),),
        text_graph=minter.text(article.key),
        source=article.url or article.source,
        sha256=article.sha256,
        likeness=likeness(
            article.text[article.body.start : article.body.end],
            published=article.published,
            names_origin=found.extraction.republished,
        ),
    )


# ---------------------------------------------------------------- the article's own graph


def _article(found: Named, minter: Minter, run: Run) -> Iterator[Triple]:
    article, this = found.extraction.article, iri(minter.article(found.extraction.article.key))
    yield Triple(this, _A, named("cg:Article"))
    yield Triple(this, named("cg:sha256"), string(article.sha256))
    yield Triple(this, named("dcterms:language"), typed(article.language, "xsd:language"))
    yield Triple(this, named("prov:wasGeneratedBy"), iri(_run_iri(run, minter)))
    if article.title:
        yield Triple(this, named("dcterms:title"), text(article.title, language=article.language))
    if article.published:
        yield Triple(this, named("dcterms:issued"), typed(article.published.isoformat(), "xsd:date"))
    if article.url:
        yield Triple(this, named("dcterms:source"), iri(article.url))
    extraction = found.extraction
    if extraction.publisher is not None:
        yield Triple(this, named("dcterms:publisher"), iri(found.entity[extraction.publisher]))
    if extraction.narrator is not None:
        outlet = iri(found.entity[extraction.narrator])
        yield Triple(this, named("cg:narrator"), outlet)
        if extraction.republished:
            original = iri(minter.original(article.key))
            yield Triple(this, named("prov:wasDerivedFrom"), original)
            yield Triple(original, _A, named("prov:Entity"))
            yield Triple(original, named("dcterms:publisher"), outlet)


def _statements(found: Named, minter: Minter) -> Iterator[Triple]:
    key = found.extraction.article.key
    for statement in found.extraction.statements:
        this = iri(minter.statement(key, statement.key))
        yield Triple(this, _A, named("cg:Narration" if statement.mode is Mode.NARRATION else "cg:Statement"))
        yield Triple(this, named("cg:in"), iri(minter.article(key)))
        yield Triple(this, named("cg:speaker"), iri(found.speaker[statement.key]))
        yield Triple(this, named("cg:stance"), named(f"cg:{STANCES[statement.stance]}"))
        yield Triple(this, named("cg:certainty"), named(f"cg:{CERTAINTIES[statement.certainty]}"))
        yield Triple(this, named("cg:mode"), named(f"cg:{MODES[statement.mode]}"))
        yield Triple(this, named("cg:depth"), typed(statement.depth, "xsd:nonNegativeInteger"))
        yield Triple(this, named("cg:via"), text(found.via[statement.key]))
        if statement.stated:
            yield Triple(this, named("cg:statedOn"), typed(statement.stated.isoformat(), "xsd:date"))
            if statement.stated_inferred:
                yield Triple(this, named("cg:statedOnInferred"), typed("true", "xsd:boolean"))
        for role, spans in (
            ("sourceSpan", statement.source),
            ("cueSpan", statement.cue),
            ("contentSpan", statement.content),
        ):
            for span in spans:
                yield Triple(this, named(f"cg:{role}"), iri(minter.span(key, span)))
        if told := _wording(statement, found.extraction.article.text):
            yield Triple(this, named("cg:wording"), string(told))
        if statement.parent is not None:
            yield Triple(iri(minter.statement(key, statement.parent)), named("cg:embeds"), this)
        for taken in statement.events:
            yield Triple(this, named(f"cg:{TAKES[taken.stance]}"), iri(found.event[taken.event]))


def _wording(statement: Statement, article: str) -> str | None:
    """What copies of a statement have in common: its source and content, as words and in whatever punctuation.

    None for a content so short that two people may well have chosen the same words.
    """
    source, content = (
        " ".join(word for start, end in spans for word in _WORD.findall(article[start:end].casefold()))
        for spans in (statement.source, statement.content)
    )
    if content.count(" ") < FEWEST_WORDS - 1:
        return None
    return hashlib.sha256(f"{source}\n{content}".encode()).hexdigest()[:16]


def _event_mentions(found: Named, minter: Minter) -> Iterator[Triple]:
    key = found.extraction.article.key
    for number, mention in enumerate(found.extraction.event_mentions):
        this = iri(minter.event_mention(key, number))
        yield Triple(this, _A, named("cg:EventMention"))
        yield Triple(this, named("cg:in"), iri(minter.article(key)))
        yield Triple(this, named("cg:mentions"), iri(found.event[mention.event]))
        yield Triple(this, named("cg:statement"), iri(minter.statement(key, mention.statement)))
        yield Triple(this, named("cg:triggerSpan"), iri(minter.span(key, mention.trigger)))
        if mention.time is not None:
            yield Triple(this, named("cg:timeSpan"), iri(minter.span(key, mention.time)))


def _mentions(found: Named, minter: Minter) -> Iterator[Triple]:
    key = found.extraction.article.key
    for entity in found.extraction.entities:
        for mention in entity.mentions:
            this = iri(minter.span(key, mention.span))
            yield Triple(this, named("cg:refersTo"), iri(found.entity[entity.key]))
            yield Triple(this, named("cg:mentionRule"), string(mention.rule))


def _links(found: Named, minter: Minter) -> Iterator[Triple]:
    key = found.extraction.article.key
    best: dict[tuple[str, str], Link] = {}
    for entity, links in found.identification.links.items():
        for link in links:
            at = (found.entity[entity], link.target)
            if at not in best or link.confidence > best[at].confidence:
                best[at] = link
    for number, ((thing, target), link) in enumerate(sorted(best.items(), key=lambda item: item[0])):
        this = iri(minter.link(key, number))
        yield Triple(this, _A, named("cg:LinkDecision"))
        yield Triple(this, named("cg:in"), iri(minter.article(key)))
        yield Triple(this, named("cg:entity"), iri(thing))
        yield Triple(this, named("cg:target"), iri(target))
        yield Triple(this, named("cg:confidence"), typed(f"{link.confidence:.2f}", "xsd:decimal"))
        yield Triple(this, named("cg:method"), string(link.method))
        if link.version:
            yield Triple(this, named("cg:version"), string(link.version))
        for word in link.evidence:
            yield Triple(this, named("cg:evidence"), string(word))


def own_spans(extraction: Extraction) -> set[Span]:
    """Every span that the article's graph speaks of."""
    spans = {span for s in extraction.statements for role in (s.source, s.cue, s.content) for span in role}
    spans.update(mention.span for entity in extraction.entities for mention in entity.mentions)
    for mention in extraction.event_mentions:
        spans.add(mention.trigger)
        if mention.time is not None:
            spans.add(mention.time)
    return spans


def _spans(spans: set[Span], found: Named, minter: Minter) -> Iterator[Triple]:
    article = found.extraction.article
    for span in spans:
        this = iri(minter.span(article.key, span))
        yield Triple(this, _A, named("nif:Phrase"))
        yield Triple(this, named("nif:beginIndex"), typed(span.start, "xsd:nonNegativeInteger"))
        yield Triple(this, named("nif:endIndex"), typed(span.end, "xsd:nonNegativeInteger"))
        yield Triple(this, named("nif:anchorOf"), string(article.text[span.start : span.end]))
        yield Triple(this, named("nif:referenceContext"), iri(minter.article(article.key)))


# ---------------------------------------------------------------- the graph of things


def _thing(thing: Thing) -> Iterator[Triple]:
    this = iri(thing.id)
    yield Triple(this, _A, named(f"cg:{thing.type}"))
    if thing.type == "State":
        yield Triple(this, _A, named("cg:Country"))
    if thing.type in ADMINISTERED:
        yield Triple(this, _A, named("cg:Actor"))
    if not thing.named:
        yield Triple(this, _A, named("cg:UnnamedActor"))
    yield Triple(this, named("skos:prefLabel"), text(thing.label))
    for label in thing.alt_labels:
        yield Triple(this, named("skos:altLabel"), text(label))
    for relation, target in thing.matches:
        yield Triple(this, named(f"skos:{relation}"), iri(target))
    for other in thing.same:
        yield Triple(this, named("owl:sameAs"), iri(other))
    if thing.identity:
        yield Triple(this, named("cg:identity"), string(thing.identity))
    if thing.state:
        yield Triple(this, named("cg:ofState"), iri(thing.state))
    if thing.affiliation:
        yield Triple(this, named("cg:affiliation"), iri(thing.affiliation))
    if thing.within:
        yield Triple(this, named("geo:sfWithin"), iri(thing.within))
    if thing.lat is not None and thing.lon is not None:
        geometry = iri(f"{thing.id}#geometry")
        yield Triple(this, named("geo:hasGeometry"), geometry)
        yield Triple(geometry, _A, named("geo:Geometry"))
        yield Triple(geometry, named("geo:asWKT"), typed(f"POINT({thing.lon:.5f} {thing.lat:.5f})", "geo:wktLiteral"))


def _event(event: Event, found: Named, minter: Minter) -> Iterator[Triple]:
    this = iri(found.event[event.key])
    yield Triple(this, _A, named(f"cg:{event.type}"))
    yield Triple(this, named("rdfs:label"), text(_label(event, found)))
    for role, key in (("agent", event.agent), ("patient", event.patient), ("place", event.place)):
        if key is not None:
            yield Triple(this, named(f"cg:{role}"), iri(found.entity[key]))
    if event.part and event.place is not None:
        label = canonical(event.part)
        part = Thing(
            id=minter.place(label, "PlacePart", found.entity[event.place]),
            type="PlacePart",
            label=label,
            within=found.entity[event.place],
        )
        yield Triple(this, named("cg:placePart"), iri(part.id))
        yield from _thing(part)
    if event.time:
        yield Triple(this, named("cg:timeValue"), string(event.time.value))
        yield Triple(this, named("cg:earliest"), typed(event.time.earliest.isoformat(), "xsd:date"))
        yield Triple(this, named("cg:latest"), typed(event.time.latest.isoformat(), "xsd:date"))


def _label(event: Event, found: Named) -> str:
    """ "Entry: Russian forces; Sudzha (eastern part); 2025-03-12" """

    def label(key: int) -> str:
        return found.things[found.entity[key]].label

    pieces = [label(key) for key in (event.agent, event.patient) if key is not None]
    if event.place is not None:
        pieces.append(label(event.place) + (f" ({canonical(event.part)})" if event.part else ""))
    if event.time and event.time.value[:1].isdigit():
        pieces.append(event.time.value)
    return f"{event.type}: {'; '.join(pieces)}" if pieces else event.type


def _run_iri(run: Run, minter: Minter) -> str:
    return minter.run(run.software, run.software, run.model)


def _run(run: Run, minter: Minter) -> Iterator[Triple]:
    this = iri(_run_iri(run, minter))
    yield Triple(this, _A, named("prov:Activity"))
    yield Triple(this, named("rdfs:label"), text(f"extraction with {run.software} and {run.model}"))
    yield Triple(this, named("cg:softwareVersion"), string(run.software))
    yield Triple(this, named("cg:languageModel"), string(run.model))
