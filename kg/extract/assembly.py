"""A parsed article → everything that was found in it, put together: who says what about which event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from kg.extract.affiliations import add_affiliations
from kg.extract.attribution import Attribution, attributions
from kg.extract.cast import Cast
from kg.extract.clauses import clause_verb
from kg.extract.ellipsis import taken_up
from kg.extract.events import events
from kg.extract.exchange import Exchange
from kg.extract.hedges import with_hedges
from kg.extract.knowledge import Knowledge
from kg.extract.mentions import add_mentions
from kg.extract.outlet import outlets
from kg.extract.situations import Found
from kg.extract.tellers import Sayings, Told, holds, tell
from kg.extract.times import ahead, time_expressions
from kg.extract.verdicts import verdicts
from kg.model import Certainty, Event, EventMention, Extraction, Mode, Span, Stance, Statement, Taken, TimeValue

if TYPE_CHECKING:
    from kg.documents import Parsed
    from kg.syntax import Doc

Origin = int | Span
"""What a statement was made from: the number of an attribution, or a sentence of the outlet's own."""


def extract(parsed: Parsed, knowledge: Knowledge) -> Extraction:
    """All actors, places, statements and events of an article. Never raises for what the article says."""
    doc, published = parsed.doc, parsed.article.published
    said = with_hedges(doc, attributions(parsed))
    cast = Cast(parsed, knowledge, sources=[one.source_head for one in said if one.source_head is not None])
    times = time_expressions(doc.text, published=published, ahead=ahead(doc))
    speakers = _speakers(doc, cast, said)
    found = events(doc, cast, times)
    sayings = Sayings(said, parsed.paragraphs, speakers=speakers)
    told = tell(doc, (*found, *taken_up(doc, cast, found)), sayings)
    told += verdicts(Exchange(doc, cast, sayings, told))
    days = _days(doc, said, times)
    attributed = [
        _attributed(one, speaker, day, published) for one, speaker, day in zip(said, speakers, days, strict=True)
    ]
    narrated = sorted({one.sentence for one in told if one.attribution is None})
    statements = _in_order(attributed, [_narrated(sentence, published) for sentence in narrated])
    described = _Described(doc)
    for one in told:
        described.add(one, statements[one.sentence if one.attribution is None else one.attribution])
    add_mentions(cast)
    add_affiliations(cast.roster)
    told_by, entities = outlets(parsed, cast)
    return Extraction(
        article=parsed.article,
        entities=entities,
        statements=tuple(
            described.complete(statement) for statement in sorted(statements.values(), key=lambda s: s.key)
        ),
        events=tuple(described.events),
        event_mentions=tuple(described.mentions),
        narrator=told_by.narrator,
        publisher=told_by.publisher,
        republished=told_by.republished,
    )


def _speakers(doc: Doc, cast: Cast, said: Sequence[Attribution]) -> list[int | None]:
    """The entity of each source, asked in text order, so that "he added" finds who spoke before."""
    found: list[int | None] = [None] * len(said)
    for i, one in sorted(enumerate(said), key=lambda item: item[1].cue_token):
        if one.source_head is not None:
            found[i] = cast.speaker(doc[one.source_head], doc[one.cue_token], content=one.content)
    return found


def _days(doc: Doc, said: Sequence[Attribution], times: Sequence[TimeValue]) -> Iterator[date | None]:
    """The day that the clause of each saying names."""
    by_verb: dict[int, list[TimeValue]] = defaultdict(list)
    for time in times:
        token = doc.char_span(*time.span, alignment_mode="expand") if time.span is not None else None
        if token is not None and time.earliest == time.latest:
            by_verb[clause_verb(token.root).i].append(time)
    for one in said:
        own = by_verb.get(clause_verb(doc[one.cue_token]).i, ())
        yield next((t.earliest for t in own if t.span is not None and not holds(one.content, t.span.start)), None)


def _attributed(one: Attribution, speaker: int | None, day: date | None, published: date | None) -> Statement:
    return Statement(
        key=0,
        speaker=speaker,
        source=one.source,
        cue=one.cue,
        content=one.content,
        mode=one.mode,
        stance=one.stance,
        certainty=one.certainty,
        stated=day or published,
        stated_inferred=day is None and published is not None,
        parent=one.parent,
        depth=one.depth,
    )


def _narrated(sentence: Span, published: date | None) -> Statement:
    return Statement(key=0, speaker=None, source=(), cue=(), content=(sentence,), mode=Mode.NARRATION, stated=published)


def _in_order(attributed: Sequence[Statement], narrated: Sequence[Statement]) -> Mapping[Origin, Statement]:
    """The statements numbered in text order, the outer before the inner, by what they were made from."""
    given: list[tuple[Origin, Statement]] = [*enumerate(attributed), *((s.content[0], s) for s in narrated)]
    given.sort(key=lambda item: _position(*item))
    numbers = {origin: key for key, (origin, _) in enumerate(given)}
    return {
        origin: replace(s, key=numbers[origin], parent=numbers[s.parent] if s.parent is not None else None)
        for origin, s in given
    }


def _position(origin: Origin, statement: Statement) -> tuple[int, int, int]:
    first = min(span.start for spans in (statement.source, statement.cue, statement.content) for span in spans)
    if isinstance(origin, Span):
        return first, -1, -1
    return first, statement.depth, origin


@dataclass(slots=True)
class _Described:
    """The events of an article as its statements take a stance to them; what is told alike is one event."""

    doc: Doc
    events: list[Event] = field(default_factory=list)
    mentions: list[EventMention] = field(default_factory=list)
    taken: defaultdict[int, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[Found, int] = field(default_factory=dict)
    certain: set[int] = field(default_factory=set)

    def complete(self, statement: Statement) -> Statement:
        """With its events; hedged when all of them are told as guesses."""
        taken = tuple(self.taken[statement.key])
        certain = not taken or statement.key in self.certain
        return replace(statement, events=taken, certainty=statement.certainty if certain else Certainty.HEDGED)

    def add(self, told: Told, statement: Statement) -> None:
        found, token = told.found, self.doc[told.found.trigger]
        trigger = Span(token.idx, token.idx + len(token))
        key = self._event(found, trigger)
        self.mentions.append(EventMention(key, statement.key, trigger, found.time.span if found.time else None))
        stance = _stance(statement.stance, negated=found.negated != told.contradicted)
        if not told.is_guess:
            self.certain.add(statement.key)
        if Taken(key, stance) not in self.taken[statement.key]:
            self.taken[statement.key].append(Taken(key, stance))

    def _event(self, found: Found, trigger: Span) -> int:
        content = _content(found)
        if content not in self.numbers:
            self.numbers[content] = len(self.events)
            self.events.append(
                Event(
                    key=len(self.events),
                    type=found.type,
                    agent=found.agent,
                    patient=found.patient,
                    place=found.place,
                    part=found.part,
                    time=found.time,
                    trigger=(trigger,),
                )
            )
        key = self.numbers[content]
        if trigger not in self.events[key].trigger:
            self.events[key] = replace(self.events[key], trigger=(*self.events[key].trigger, trigger))
        return key


def _content(found: Found) -> Found:
    """What makes two mentions one event: all but where and how it is told; for nobody's event also where."""
    told_of = (found.agent, found.patient, found.place)
    return replace(
        found,
        trigger=found.trigger if told_of == (None, None, None) else -1,
        time=replace(found.time, span=None) if found.time else None,
        negated=False,
        presupposed=False,
        refuted_by=None,
    )


def _stance(stance: Stance, *, negated: bool) -> Stance:
    """The stance to an event: to deny that something did not happen is to assert it."""
    if not negated:
        return stance
    return {Stance.ASSERTS: Stance.DENIES, Stance.DENIES: Stance.ASSERTS}.get(stance, stance)
