"""Made-up article graphs of any size, laid out as docs/architecture.md says."""

from collections.abc import Iterator

from kg.iris import Minter
from kg.model import Span
from kg.terms import Triple, iri, named, string, text, typed

_MINT = Minter()
_KEY = "2025-03-12-0123456789abcdef"
_WORDS = "Officials in the harbour town said on Monday that the bridge was held by the northern garrison. "
_MODES = ("Direct", "Indirect", "Mixed")
_STANCES = ("asserts", "denies", "doubts", "leavesOpen")
_ACTORS = ("Person", "Organisation", "MediaOrganisation", "ArmedForce", "Group")
_PLACES = ("Settlement", "AdministrativeArea", "Facility")
_EVENTS = ("Entry", "Holding", "Capture", "Withdrawal", "Attack", "Agreement")


def made_graph(*, size: int = 1) -> list[Triple]:
    """An article graph with its things and its text. Size 1 is an article of about 800 words: 30 attributed
    statements, 15 narrations, 110 spans (90 of them mentions), 40 event mentions, 25 link decisions, 25 events and 40
    actors and places: about 2000 triples."""
    article = iri(_MINT.article(_KEY))
    stored = _WORDS * (60 * size)
    return [
        *_article(article),
        Triple(article, named("nif:isString"), string(stored)),
        *_spans(article, stored, 110 * size),
        *_statements(article, 45 * size, 40 * size),
        *_event_mentions(article, 40 * size),
        *_links(article, 25 * size),
        *_entities(40),
        *_events(25),
    ]


def _article(article: str) -> Iterator[Triple]:
    run = iri(_MINT.run("0-1-0", "model"))
    yield Triple(article, named("rdf:type"), named("cg:Article"))
    yield Triple(article, named("dcterms:title"), text("A bridge changes hands"))
    yield Triple(article, named("dcterms:issued"), typed("2025-03-12", "xsd:date"))
    yield Triple(article, named("dcterms:language"), typed("en", "xsd:language"))
    yield Triple(article, named("dcterms:publisher"), _actor(0))
    yield Triple(article, named("dcterms:source"), iri("https://news.example/a-bridge-changes-hands"))
    yield Triple(article, named("cg:narrator"), _actor(0))
    yield Triple(article, named("cg:sha256"), string("0" * 64))
    yield Triple(article, named("prov:wasGeneratedBy"), run)
    yield Triple(run, named("rdf:type"), named("prov:Activity"))
    yield Triple(run, named("rdfs:label"), text("Claimgraph 0.1.0"))
    yield Triple(run, named("cg:softwareVersion"), string("0.1.0"))
    yield Triple(run, named("cg:languageModel"), string("en_core_web_md-3.7.1"))


def _spans(article: str, stored: str, count: int) -> Iterator[Triple]:
    for number in range(count):
        start, end = _bounds(number)
        span = _span(number)
        yield Triple(span, named("rdf:type"), named("nif:Phrase"))
        yield Triple(span, named("nif:beginIndex"), typed(start, "xsd:nonNegativeInteger"))
        yield Triple(span, named("nif:endIndex"), typed(end, "xsd:nonNegativeInteger"))
        yield Triple(span, named("nif:anchorOf"), string(stored[start:end]))
        yield Triple(span, named("nif:referenceContext"), article)
        if number % 11 < 9:
            yield Triple(span, named("cg:refersTo"), _actor(number) if number % 2 else _place(number))
            yield Triple(span, named("cg:mentionRule"), string("name"))


def _statements(article: str, count: int, telling: int) -> Iterator[Triple]:
    """Of three, the first is told, the second attributed, and the third reported by the second. The first `telling`
    ones tell of an event each."""
    for number in range(count):
        told = number % 3 == 0
        inner = number % 3 == 2
        this = _statement(number)
        yield Triple(this, named("rdf:type"), named("cg:Narration" if told else "cg:Statement"))
        yield Triple(this, named("cg:in"), article)
        yield Triple(this, named("cg:speaker"), _actor(0 if told else number))
        yield Triple(this, named("cg:stance"), named("cg:Asserting"))
        yield Triple(this, named("cg:certainty"), named("cg:Hedged" if inner else "cg:Certain"))
        yield Triple(this, named("cg:mode"), named("cg:OwnVoice" if told else f"cg:{_MODES[number // 3 % 3]}"))
        yield Triple(this, named("cg:contentSpan"), _span(number))
        if number < telling:
            yield Triple(this, named("cg:" + _STANCES[number % 4]), _event(number % 25))
        yield Triple(this, named("cg:statedOn"), typed("2025-03-12", "xsd:date"))
        yield Triple(this, named("cg:depth"), typed(int(inner), "xsd:nonNegativeInteger"))
        yield Triple(this, named("cg:via"), text("The Harbour Herald > Officials"))
        if not told:
            yield Triple(this, named("cg:sourceSpan"), _span(number + 30))
            yield Triple(this, named("cg:cueSpan"), _span(number + 60))
        if inner:
            yield Triple(_statement(number - 1), named("cg:embeds"), this)


def _event_mentions(article: str, count: int) -> Iterator[Triple]:
    for number in range(count):
        this = iri(_MINT.event_mention(_KEY, number))
        yield Triple(this, named("rdf:type"), named("cg:EventMention"))
        yield Triple(this, named("cg:in"), article)
        yield Triple(this, named("cg:mentions"), _event(number % 25))
        yield Triple(this, named("cg:statement"), _statement(number))
        yield Triple(this, named("cg:triggerSpan"), _span(number))
        yield Triple(this, named("cg:timeSpan"), _span(number + 1))


def _links(article: str, count: int) -> Iterator[Triple]:
    for number in range(count):
        this = iri(_MINT.link(_KEY, number))
        thing = _actor(2 * number + 1) if number % 2 else _place(2 * number)
        yield Triple(this, named("rdf:type"), named("cg:LinkDecision"))
        yield Triple(this, named("cg:in"), article)
        yield Triple(this, named("cg:entity"), thing)
        yield Triple(this, named("cg:target"), iri(f"http://www.wikidata.org/entity/Q{number % 20 + 1}"))
        yield Triple(this, named("cg:confidence"), typed("0.93", "xsd:decimal"))
        yield Triple(this, named("cg:method"), string("authority"))


def _entities(count: int) -> Iterator[Triple]:
    for number in range(count // 2):
        actor = _actor(number)
        yield Triple(actor, named("rdf:type"), named(f"cg:{_ACTORS[number % 5]}"))
        yield Triple(actor, named("skos:prefLabel"), text(f"Actor {number}"))
        yield Triple(actor, named("skos:exactMatch"), iri(f"http://www.wikidata.org/entity/Q{number + 1}"))
        place = _place(number)
        shape = place[:-1] + "#geometry>"
        yield Triple(place, named("rdf:type"), named(f"cg:{_PLACES[number % 3]}"))
        yield Triple(place, named("skos:prefLabel"), text(f"Place {number}"))
        yield Triple(place, named("skos:exactMatch"), iri(f"https://sws.geonames.org/{number + 1}/"))
        yield Triple(place, named("geo:hasGeometry"), shape)
        yield Triple(shape, named("rdf:type"), named("geo:Geometry"))
        yield Triple(shape, named("geo:asWKT"), typed("POINT(35.27 51.19)", "geo:wktLiteral"))


def _events(count: int) -> Iterator[Triple]:
    for number in range(count):
        this = _event(number)
        yield Triple(this, named("rdf:type"), named(f"cg:{_EVENTS[number % 6]}"))
        yield Triple(this, named("rdfs:label"), text(f"Event {number}"))
        yield Triple(this, named("cg:agent"), _actor(number))
        yield Triple(this, named("cg:patient"), _actor(number + 1))
        yield Triple(this, named("cg:place"), _place(number))
        yield Triple(this, named("cg:timeValue"), string("2025-03-12"))
        yield Triple(this, named("cg:earliest"), typed("2025-03-12", "xsd:date"))
        yield Triple(this, named("cg:latest"), typed("2025-03-12", "xsd:date"))


def _bounds(number: int) -> Span:
    return Span(number * 23, number * 23 + 5 + number % 40)


def _span(number: int) -> str:
    return iri(_MINT.span(_KEY, _bounds(number)))


def _statement(number: int) -> str:
    return iri(_MINT.statement(_KEY, number))


def _actor(number: int) -> str:
    return iri(_MINT.actor(f"actor {number % 20}", f"Q{number % 20 + 1}"))


def _place(number: int) -> str:
    return iri(_MINT.place(f"place {number % 20}", f"{number % 20 + 1}"))


def _event(number: int) -> str:
    return iri(_MINT.event(_EVENTS[number % 6], str(number)))
