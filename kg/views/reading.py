"""An article as it is read: its text with all that is marked in it, and beside it who says what in whose reporting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.model import Span
from kg.views.annotations import Annotations, Row, local
from kg.views.claims import CHAIN, STANCES, Situation, Thing, situations
from kg.views.layers import DEEPEST, Mark, Run, paragraphs

if TYPE_CHECKING:
    from kg.store import Reader

_EXCERPT: Final = 240  # characters of a quote that are shown beside the text
_OWN: Final = "OwnVoice"
_DEEPEST_BRANCH: Final = 8  # of the tree as it is drawn; browsers give up at some hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the article is from. `first_publisher` published it before `publisher` did; `narrator` is the outlet whose
    own voice it has. `software` and `model` are versions of what read it.
    """

    iri: str
    title: str
    published: str
    url: str
    publisher: Thing | None
    narrator: Thing | None
    first_publisher: Thing | None
    run: Thing | None
    software: str
    model: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An event as a statement tells it. `id` is the fragment of the mention's IRI, or "" where no word tells of it."""

    id: str
    stance: str
    event: Situation
    trigger: tuple[Span, ...]
    time: tuple[Span, ...]


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
    """Why a thing is linked. `id` is the fragment of the decision's IRI."""

    id: str
    thing: Thing
    target: str
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
    )


# ---------------------------------------------------------------- the article itself


def _source(article: str, row: Row) -> Source:
    return Source(
        iri=article,
        title=str(row["title"] or ""),
        published=str(row["published"] or ""),
        url=str(row["source"] or ""),
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
    rows = sorted(found.decisions(), key=lambda row: (things[str(row["entity"])].label, str(row["target"])))
    for row in rows:
        yield Decision(
            id=local(row["decision"]),
            thing=things[str(row["entity"])],
            target=str(row["target"]),
            confidence=str(row["confidence"] or ""),
            method=str(row["method"] or ""),
            version=str(row["version"] or ""),
            evidence=tuple(sorted(str(row["evidence"] or "").split("\n"))),
        )


# ---------------------------------------------------------------- who says what


def _statements(
    reader: Reader, found: Annotations, text: str | None, things: Mapping[str, Thing]
) -> Iterator[Statement]:
    """As a tree: each is followed by those that stand in it."""
    rows = {str(row["statement"]): row for row in found.statements()}
    parts = {role: found.parts(role) for role in ("source", "cue", "content")}
    words = found.words() if text is None else {}
    tellings = _tellings(reader, found)
    first = {one: min((s for by in parts.values() for s in by.get(one, ())), default=_NOWHERE) for one in rows}
    for one, level in _tree(sorted(rows, key=lambda one: (first[one], one)), found.embeds()):
        row, content = rows[one], parts["content"].get(one, ())
        quote, cut = _quote(content, text, words)
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
            tellings=tuple(tellings[one]),
        )


_NOWHERE: Final = Span(0, 0)


def _tree(statements: Sequence[str], embeds: Iterable[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    """Each statement once, with how deep it stands, even where the graph goes in a circle."""
    known, inside, inner = set(statements), set[str](), defaultdict[str, set[str]](set)
    for outer, one in embeds:
        if outer in known and one in known:
            inner[outer].add(one)
            inside.add(one)
    place, seen = {one: number for number, one in enumerate(statements)}, set[str]()
    for root in (*(one for one in statements if one not in inside), *statements):
        waiting = [(root, 0)]
        while waiting:
            one, level = waiting.pop()
            if one not in seen:
                seen.add(one)
                yield one, level
                waiting.extend((below, level + 1) for below in sorted(inner[one], key=lambda b: -place[b]))


def _quote(content: Sequence[Span], text: str | None, words: Mapping[Span, str]) -> tuple[str, bool]:
    """The first words of a content, or all of them where the text is not there to be read; contents that stand apart
    are joined by an ellipsis."""
    if text is None:
        return " … ".join(words[span] for span in content if span in words), False
    if not content:
        return "", False
    first = content[0]
    return text[first.start : min(first.end, first.start + _EXCERPT)], first.end - first.start > _EXCERPT or len(
        content
    ) > 1


def _tellings(reader: Reader, found: Annotations) -> dict[str, list[Telling]]:
    """The events of each statement, those first that have words."""
    takes = found.takes()
    events = situations(reader, {event for pairs in takes.values() for _, event in pairs})
    triggers, times = found.parts("trigger"), found.parts("time")
    mentioned: dict[tuple[str, str], list[str]] = defaultdict(list)
    for mention, event, statement in sorted(found.event_mentions()):
        mentioned[statement, event].append(mention)
    told: dict[str, list[Telling]] = defaultdict(list)
    for statement, pairs in takes.items():
        for stance, event in pairs:
            for mention in mentioned[statement, event] or [""]:
                told[statement].append(
                    Telling(
                        id=local(mention),
                        stance=STANCES[stance],
                        event=events[event],
                        trigger=triggers.get(mention, ()),
                        time=times.get(mention, ()),
                    )
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
    marks = [Mark(span=span, role="mention", thing=things[thing]) for span, thing, _ in found.mentions()]
    ids: dict[Span, list[str]] = {span: [f"char={span.start},{span.end}"] for span in found.spans.values()}
    for one in statements:
        marks.extend(_marks(one))
        for name, spans in ((one.id, one.content), *((told.id, told.trigger) for told in one.tellings)):
            for span in spans[:1]:
                if name and name not in ids[span]:
                    ids[span].append(name)
    return paragraphs(text, marks, ids)


def _marks(one: Statement) -> Iterator[Mark]:
    if one.mode == _OWN:
        yield from (Mark(span=span, role="own") for span in one.content)
    else:
        for role, spans in (("source", one.source), ("cue", one.cue), ("content", one.content)):
            yield from (Mark(span=span, role=role, layer=one.depth) for span in spans)
    for telling in one.tellings:
        yield from (Mark(span=span, role="trigger") for span in telling.trigger)
        yield from (Mark(span=span, role="time") for span in telling.time)
