"""What is found in an article, as plain values: they know neither spaCy nor RDF and do no I/O.

Offsets are 0-based, end-exclusive, in Unicode code points, into `Article.text`.
Inside one article, entities, events and statements refer to each other by `key`, their place in the tuple.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

ENGLISH = "en"
"""The language in which statements are found."""


class Span(NamedTuple):
    start: int
    end: int


class Mode(StrEnum):
    """How the words are given (Pareti 2015: direct, indirect, mixed); narration is the outlet's own voice."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NARRATION = "narration"


class Stance(StrEnum):
    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    UNVERIFIED = "unverified"


class Certainty(StrEnum):
    CERTAIN = "certain"
    HEDGED = "hedged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as read.

    `text` is what was read, newlines untouched. `body` is the part of it that is prose (a first line of metadata lies
    outside). `block_quotes` are the spans that the markup set off as quotations. `language` is that of the text, a code
    of ISO 639; statements are found in English only.
    """

    key: str
    source: str
    text: str
    body: Span
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = ENGLISH
    block_quotes: tuple[Span, ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def host(self) -> str:
        """Of the site that it was read from; "" where that is not known."""
        try:
            return urlsplit(self.url or "").hostname or ""
        except ValueError:  # "https://[oops/news"
            return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that refer to an entity; `rule` says how that is known.

    name, acronym, surname, demonym ("Russian troops"), metonym ("Moscow claimed"), description ("the town"), pronoun.
    """

    span: Span
    rule: str = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An actor or a place of one article. `type` is the local name of an ontology class.

    `named` is false for "a senior official" and "military bloggers". `state` is the key of the State that an armed
    force or a government body belongs to, `affiliation` that of the body, force, state or place that the article says a
    person speaks for or holds office in.
    """

    key: int
    type: str
    name: str
    mentions: tuple[Mention, ...] = ()
    named: bool = True
    state: int | None = None
    affiliation: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeValue:
    """A date expression, resolved: a TIMEX3 value ("2025-03-12", "2025-02", "2025-W11", "2024") with its bounds.

    `modifier` is START, MID, END or APPROX. `span` is the phrase; None when the date is inferred from the article's.
    """

    value: str
    earliest: date
    latest: date
    modifier: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A situation that somebody speaks of. `agent` holds, takes, enters or acts; `patient` loses, leaves, contests or
    is acted upon. `part` is the part of the place that the text names ("town center")."""

    key: int
    type: str
    agent: int | None = None
    patient: int | None = None
    place: int | None = None
    part: str | None = None
    time: TimeValue | None = None
    trigger: tuple[Span, ...] = ()


class Taken(NamedTuple):
    """The stance that a statement takes to one event."""

    event: int
    stance: Stance


class EventMention(NamedTuple):
    """Where a statement speaks of an event: the trigger, and the phrase that dates it."""

    event: int
    statement: int
    trigger: Span
    time: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Somebody's words, or the outlet's own (mode narration: no source, no cue).

    `speaker` is None when the text names no source. `depth` counts the attributed statements around this one.
    `stated` is the day that the reporting clause names, else that of publication; then `stated_inferred` is true.
    """

    key: int
    speaker: int | None
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: Mode
    stance: Stance = Stance.ASSERTS
    certainty: Certainty = Certainty.CERTAIN
    stated: date | None = None
    stated_inferred: bool = False
    parent: int | None = None
    depth: int = 0
    events: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was found in one article.

    `narrator` is the entity that speaks in the narration, if known, and `publisher` the one that published the article.
    `republished`: the article says, or its dateline tells, that the narrator published it before.
    """

    article: Article
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    event_mentions: tuple[EventMention, ...] = ()
    narrator: int | None = None
    publisher: int | None = None
    republished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One thing that a name can stand for, as the gazetteer or the authority knows it.

    `id` is "geonames:486816" or "wikidata:Q212". `country` is ISO 3166-1 alpha-2. `state` is the id of the State whose
    capital, demonym or name this is, for names that stand for a state.
    """

    id: str
    type: str
    label: str
    country: str | None = None
    population: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to external linked data. `relation` is exactMatch or closeMatch; sameAs when a curator's file says that
    the thing is another of ours, the target.

    `version` is the data set that knows the target, and its version; `evidence` are the words of kg.linking.evidence.
    """

    target: str
    relation: str
    confidence: float
    method: str
    version: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An actor or place as the graph of things describes it: a pure function of its `id`, an IRI, and of the curator's
    file, which alone says what it is the same as (`same`, IRIs).

    `identity` says what makes it one thing: item, name, state, affiliation, article or curator.
    """

    id: str
    type: str
    label: str
    identity: str = ""
    named: bool = True
    same: tuple[str, ...] = ()
    affiliation: str | None = None
    matches: tuple[tuple[str, str], ...] = ()  # (relation, target IRI)
    alt_labels: tuple[str, ...] = ()
    state: str | None = None
    within: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """Which thing each entity is. Entities that are one thing have one IRI. `things` holds every thing named here and
    the places that contain them; `links` says how sure each link is, by entity key."""

    ids: Mapping[int, str]
    things: Mapping[str, Thing]
    links: Mapping[int, tuple[Link, ...]] = field(default_factory=dict)
