"""An article as it is read: its text with all that is marked in it, and beside it who says what in whose reporting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg import lexicon
from kg.model import ENGLISH, Span
from kg.views.annotations import Annotations, Row, local
from kg.views.claims import CHAIN, STANCES, Situation, Thing, situations
from kg.views.editions import Editions, editions
from kg.views.layers import DEEPEST, Mark, Run, paragraphs
from kg.views.nesting import tree

if TYPE_CHECKING:
    from kg.store import Reader

_EXCERPT: Final = 240  # characters of a quote that are shown beside the text
_OWN: Final = "OwnVoice"
_NOWHERE: Final = Span(0, 0)
_NONE: Final = Editions()
_DEEPEST_BRANCH: Final = 8  # of the tree as it is drawn; browsers give up at some hundred

_Excerpts = Callable[[Sequence[Span]], tuple[str, bool]]
"""The words of some spans, and whether there are more than these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the article is from. `first_publisher` published it before `publisher` did; `narrator` is the outlet whose
    own voice it has. `language` is a code of ISO 639. `software` and `model` are versions of what read it.
    """

    iri: str
    title: str
    published: str
    url: str
    language: str
    language_name: str
    publisher: Thing | None
    narrator: Thing | None
    first_publisher: Thing | None
    run: Thing | None
    software: str
    model: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWords:
    """Where an event is told of. `id` is the fragment of the mention's IRI; `words` are those of the trigger."""

    id: str
    words: str
    trigger: tuple[Span, ...]
    time: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The stance of a statement to an event, and the words that tell of it there; there may be none."""

    stance: str
    event: Situation
    words: tuple[EventWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`id` is the fragment of its IRI. `level` is its place in the tree, 0 for one that stands in no other. The whole
    of its content, verbatim, begins with `quote`; `cut` says that it goes on.
    """

    id: str
    level: int
    depth: int
    speaker: Thing
    stance: str
    certainty: str
    mode: str
    chain: tuple[str, ...]
    stated: str
    stated_inferred: bool
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quote: str
    cut: bool
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event of the article, with who takes which stance to it: pairs of the stance and the statement."""

    event: Situation
    by: tuple[tuple[str, Statement], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why a thing is linked. `targets` are pairs of the fragment of the decision's IRI and what is linked to: several
    where all the rest is the same."""

    thing: Thing
    targets: tuple[tuple[str, str], ...]
    confidence: str
    method: str
    version: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`text` is None where the store was built without texts: then the quotes are whole. `layers` are the depths that
    the article has, -1 for the outlet's own voice.
    """

    source: Source
    text: tuple[tuple[Run, ...], ...] | None
    layers: tuple[int, ...]
    statements: tuple[Statement, ...]
    events: tuple[Told, ...]
    decisions: tuple[Decision, ...]
    editions: Editions = _NONE


def reading(reader: Reader, article: str) -> Reading:
    """Raises UnknownNameError when the store has no such article."""
    found = Annotations(reader, article)
    text, things = found.text(), found.things()
    statements = tuple(_statements(reader, found, text, things))
    return Reading(
        source=_source(article, found.about),
        text=None if text is None else _marked(text, found, statements, things),
        layers=tuple(sorted({-1 if one.mode == _OWN else min(one.depth, DEEPEST) for one in statements})),
        statements=statements,
        events=_told(statements),
        decisions=tuple(_decisions(found, things)),
        editions=editions(reader, article),
    )


# ---------------------------------------------------------------- the article itself


def _source(article: str, row: Row) -> Source:
    language = str(row["language"] or ENGLISH)
    return Source(
        iri=article,
        title=str(row["title"] or ""),
        published=str(row["published"] or ""),
        url=str(row["source"] or ""),
        language=language,
        language_name=lexicon.table("languages")["names"].get(language, f"the language “{language}”"),
        publisher=_thing(row, "publisher"),
        narrator=_thing(row, "narrator"),
        first_publisher=_thing(row, "firstPublisher"),
        run=_thing(row, "run"),
        software=str(row["software"] or ""),
        model=str(row["model"] or ""),
        sha256=str(row["sha256"] or ""),
    )


def _thing(row: Row, name: str) -> Thing | None:
    return Thing(iri=str(row[name]), label=str(row[f"{name}Label"] or row[name])) if row[name] else None


def _decisions(found: Annotations, things: Mapping[str, Thing]) -> Iterator[Decision]:
    alike: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for row in found.decisions():
        why = tuple(str(row[name] or "") for name in ("entity", "confidence", "method", "version"))
        evidence = sorted(str(row["evidence"] or "").split("\n"))
        alike[*why, *evidence].append((local(row["decision"]), str(row["target"])))
    for (entity, confidence, method, version, *evidence), targets in sorted(
        alike.items(), key=lambda one: (things[one[0][0]].label, one[0])
    ):
        yield Decision(
            thing=things[entity],
            targets=tuple(sorted(targets, key=lambda one: one[1])),
            confidence=confidence,
            method=method,
            version=version,
            evidence=tuple(evidence),
        )


# ---------------------------------------------------------------- who says what


def _statements(
    reader: Reader, found: Annotations, text: str | None, things: Mapping[str, Thing]
) -> Iterator[Statement]:
    """As a tree: each is followed by those that stand in it."""
    rows = {str(row["statement"]): row for row in found.statements()}
    parts = {role: found.parts(role) for role in ("source", "cue", "content")}
    excerpts = _excerpts(found, text)
    tellings = _tellings(reader, found, excerpts)
    first = {one: min((s for by in parts.values() for s in by.get(one, ())), default=_NOWHERE) for one in rows}
    for one, level in tree(sorted(rows, key=lambda one: (first[one], one)), found.embeds()):
        row, content = rows[one], parts["content"].get(one, ())
        quote, cut = excerpts(content)
        yield Statement(
            id=local(one),
            level=min(level, _DEEPEST_BRANCH),
            depth=int(str(row["depth"] or 0)),
            speaker=things[str(row["speaker"])],
            stance=local(row["stance"]) or "Asserting",
            certainty=local(row["certainty"]),
            mode=local(row["mode"]),
            chain=tuple(str(row["via"] or things[str(row["speaker"])].label).split(CHAIN)),
            stated=str(row["stated"] or ""),
            stated_inferred=bool(row["inferred"]),
            source=parts["source"].get(one, ()),
            cue=parts["cue"].get(one, ()),
            content=content,
            quote=quote,
            cut=cut,
            tellings=tuple(tellings.get(one, ())),
        )


def _excerpts(found: Annotations, text: str | None) -> _Excerpts:
    """Beside the text, the first words of some spans do; where it is not there, their words are all that there is."""
    if text is None:
        words = found.words()
        return lambda spans: (" … ".join(words[span] for span in spans if span in words), False)

    def excerpt(spans: Sequence[Span]) -> tuple[str, bool]:
        if not spans:
            return "", False
        start, end = spans[0]
        return text[start : min(end, start + _EXCERPT)], end - start > _EXCERPT or len(spans) > 1

    return excerpt


def _tellings(reader: Reader, found: Annotations, excerpts: _Excerpts) -> dict[str, list[Telling]]:
    """What each statement tells."""
    takes = found.takes()
    events = situations(reader, {event for pairs in takes.values() for _, event in pairs})
    words = _event_words(found, excerpts)
    return {
        statement: [
            Telling(stance=STANCES[stance], event=events[event], words=tuple(words[statement, event]))
            for stance, event in pairs
            if event in events
        ]
        for statement, pairs in takes.items()
    }


def _event_words(found: Annotations, excerpts: _Excerpts) -> dict[tuple[str, str], list[EventWords]]:
    """By statement and event, in the order of the text."""
    triggers, times = found.parts("trigger"), found.parts("time")
    told: dict[tuple[str, str], list[EventWords]] = defaultdict(list)
    for mention, event, statement in sorted(found.event_mentions(), key=lambda one: (triggers.get(one[0], ()), one[0])):
        trigger = triggers.get(mention, ())
        told[statement, event].append(
            EventWords(id=local(mention), words=excerpts(trigger)[0], trigger=trigger, time=times.get(mention, ()))
        )
    return told


def _told(statements: Iterable[Statement]) -> tuple[Told, ...]:
    """The events in the order of the text."""
    by: dict[str, dict[tuple[str, str], Statement]] = defaultdict(dict)
    events: dict[str, Situation] = {}
    for one in statements:
        for telling in one.tellings:
            events[telling.event.iri] = telling.event
            by[telling.event.iri][telling.stance, one.id] = one
    return tuple(
        Told(event=event, by=tuple((stance, one) for (stance, _), one in by[key].items()))
        for key, event in events.items()
    )


# ---------------------------------------------------------------- the text


def _marked(
    text: str, found: Annotations, statements: Iterable[Statement], things: Mapping[str, Thing]
) -> tuple[tuple[Run, ...], ...]:
    marks = [Mark(span=span, role="mention", thing=things[thing]) for span, thing in found.mentions()]
    ids: dict[Span, list[str]] = {span: [f"char={span.start},{span.end}"] for span in found.spans.values()}
    for one in statements:
        marks.extend(_marks(one))
        words = [words for telling in one.tellings for words in telling.words]
        for name, spans in ((one.id, one.content), *((told.id, told.trigger) for told in words)):
            for span in spans[:1]:
                ids[span].append(name)
    return paragraphs(text, marks, ids)


def _marks(one: Statement) -> Iterator[Mark]:
    if one.mode == _OWN:
        yield from (Mark(span=span, role="own") for span in one.content)
    else:
        for role, spans in (("source", one.source), ("cue", one.cue), ("content", one.content)):
            yield from (Mark(span=span, role=role, layer=one.depth) for span in spans)
    for words in (words for telling in one.tellings for words in telling.words):
        yield from (Mark(span=span, role="trigger") for span in words.trigger)
        yield from (Mark(span=span, role="time") for span in words.time)
