"""An event: what is described, and everybody who takes a stance to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.model import Span
from kg.terms import iri
from kg.views.asked import choice, number
from kg.views.claims import Situation, Thing, situations, values
from kg.views.copies import own_words
from kg.views.described import Description, describe, named
from kg.views.disputes import Side, of_events
from kg.views.ledger import Line, Listing, Summary, ledger, listing, summary

if TYPE_CHECKING:
    from kg.store import Reader

_EACH: Final = 12
_RELATED: Final = 10
_CONSIDERED: Final = 400
_PHRASES: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One whose own words assert the event, however often they are passed on; an unnamed one may be the same as
    another."""

    speaker: Thing
    unnamed: bool
    statements: int
    articles: int
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """The words that gave the event its date, verbatim at `span` of the article."""

    text: str
    article: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`sides` have some of the claims of each stance; with `stance`, `claims` has all of that one, in pages. `related`
    are events at the same place at an overlapping time."""

    about: Description
    situation: Situation
    summary: Summary
    sides: tuple[Side, ...]
    stance: str
    claims: Listing | None
    sources: tuple[Source, ...]
    phrases: tuple[Phrase, ...]
    related: tuple[Situation, ...]


def event(reader: Reader, asked: Mapping[str, str]) -> Event:
    """`asked`: iri, and as filters stance and page. Raises UnknownNameError for an event that the graph does not
    have."""
    about = describe(reader, asked["iri"])
    this = iri(about.iri)
    lines = ledger(reader, f"VALUES ?event {{ {this} }}")
    dispute = of_events(reader, [about.iri], each=_EACH)[about.iri]
    stance = choice(asked, "stance", (side.stance for side in dispute.sides))
    chosen = [line for line in lines if line.stance == stance]
    return Event(
        about=about,
        situation=dispute.event,
        summary=summary(lines),
        sides=dispute.sides,
        stance=stance,
        claims=listing(reader, chosen, page=number(asked, "page")) if stance else None,
        sources=_sources(reader, lines),
        phrases=_phrases(reader, this),
        related=_related(reader, dispute.event, lines),
    )


def _sources(reader: Reader, lines: Sequence[Line]) -> tuple[Source, ...]:
    own = own_words(reader, {line.statement for line in lines if line.stance == "Asserting"})
    by: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.statement in own and line.stance == "Asserting" and line.speaker:
            by[line.speaker].append(line)
    names = named(reader, by)
    unnamed = {str(one) for (one,) in reader.select(_UNNAMED.replace("$given", values("thing", by))).rows}
    found = [
        Source(
            speaker=names[speaker],
            unnamed=speaker in unnamed,
            statements=len(theirs),
            articles=len({line.article for line in theirs}),
            first=min((line.day for line in theirs if line.day), default=""),
        )
        for speaker, theirs in by.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.unnamed, -one.statements, one.speaker.label, one.speaker.iri)))


def _phrases(reader: Reader, this: str) -> tuple[Phrase, ...]:
    rows = reader.select(_PHRASES_OF.replace("$this", this).replace("$limit", str(_PHRASES))).rows
    return tuple(
        Phrase(text=str(text), article=str(article), span=Span(int(str(start)), int(str(end))))
        for article, start, end, text in rows
    )


def _related(reader: Reader, event: Situation, lines: Sequence[Line]) -> tuple[Situation, ...]:
    if event.place is None or not lines:
        return ()
    first, last = _span(lines)
    others: dict[str, list[Line]] = defaultdict(list)
    place = iri(event.place.iri)
    for line in ledger(reader, _AT_PLACE.replace("$place", place).replace("$limit", str(_CONSIDERED))):
        if line.event != event.iri:
            others[line.event].append(line)
    near = [one for one, found in others.items() if _span(found)[0] <= last and first <= _span(found)[1]]
    chosen = sorted(near, key=lambda one: (-len(others[one]), one))[:_RELATED]
    found = situations(reader, chosen)
    return tuple(found[one] for one in chosen if one in found)


def _span(lines: Sequence[Line]) -> tuple[str, str]:
    """The first and the last day of one event, so that what has no day overlaps with nothing."""
    firsts, lasts = [line.first for line in lines if line.first], [line.last for line in lines if line.last]
    return min(firsts, default="9"), max(lasts, default="")


_PHRASES_OF: Final = """SELECT DISTINCT ?article ?start ?end ?text WHERE {
  ?mention cg:mentions $this ; cg:timeSpan ?span ; cg:in ?article .
  ?span nif:beginIndex ?start ; nif:endIndex ?end ; nif:anchorOf ?text
} ORDER BY STR(?article) ?start LIMIT $limit"""
_AT_PLACE: Final = "{ SELECT DISTINCT ?event WHERE { ?event cg:place $place } LIMIT $limit }"
_UNNAMED: Final = "SELECT ?thing WHERE { $given ?thing a cg:UnnamedActor }"
