"""A parsed article → everything that was found in it, put together: who says what about which event."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from kg import lexicon
from kg.extract.attribution import Attribution, attributions
from kg.extract.cast import Cast
from kg.extract.clauses import clause_verb
from kg.extract.events import events
from kg.extract.frames import frames
from kg.extract.knowledge import Knowledge
from kg.extract.situations import Found
from kg.extract.times import time_expressions
from kg.model import Entity, Event, EventMention, Extraction, Mode, Span, Stance, Statement, Taken, TimeValue

REACH = 120
"""How many tokens back "the claim" may point."""

_IT = frozenset({"it", "this", "that"})

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.documents import Parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One event mention inside the statement of an attribution, or in the outlet's own sentence."""

    found: Found
    attribution: int | None
    sentence: Span


def extract(parsed: Parsed, knowledge: Knowledge) -> Extraction:
    """All actors, places, statements and events of an article. Never raises for what the article says."""
    doc = parsed.doc
    said = attributions(parsed)
    cast = Cast(parsed, knowledge, sources=[one.source_head for one in said if one.source_head is not None])
    times = time_expressions(doc.text, published=parsed.article.published)
    speakers = _speakers(doc, cast, said)
    found = events(doc, cast, times)
    told = [
        _Told(found=one, attribution=i, sentence=_sentence(doc, one.trigger))
        for one in found
        for i in _tellers(doc, one, said, parsed.paragraphs)
    ]
    told += _taken_up(doc, said, told)
    statements = _statements(doc, said, speakers, told, times, parsed)
    narrator, entities = _narrator(parsed, cast)
    return _assemble(parsed, entities, narrator, statements, told, doc)


# ---------------------------------------------------------------- speakers


def _speakers(doc: Doc, cast: Cast, said: Sequence[Attribution]) -> list[int | None]:
    """The entity of each source, in text order, so that "he added" finds who spoke before."""
    found: list[int | None] = [None] * len(said)
    for i, one in sorted(enumerate(said), key=lambda item: item[1].cue_token):
        if one.source_head is None:
            continue
        found[i] = cast.speaker(doc[one.source_head], doc[one.cue_token], content=one.content)
    return found


def _narrator(parsed: Parsed, cast: Cast) -> tuple[int | None, tuple[Entity, ...]]:
    """The outlet whose voice the narration is: the publisher, or the outlet that a republication notice names."""
    entities = cast.entities()
    publisher = parsed.article.publisher
    if publisher is None:
        key = _first_published_by(parsed.doc, cast)
        if key is None:
            return None, entities
        if entities[key].type in ("Organisation", "Place", "Person"):
            entities = tuple(replace(e, type="MediaOrganisation") if e.key == key else e for e in entities)
        return key, entities
    known = next(
        (e for e in entities if e.name.casefold() == publisher.casefold() and e.type.endswith("Organisation")), None
    )
    if known is not None:
        return known.key, entities
    outlet = Entity(key=len(entities), type="MediaOrganisation", name=publisher)
    return outlet.key, (*entities, outlet)


def _first_published_by(doc: Doc, cast: Cast) -> int | None:
    lowered = doc.text.lower()
    for phrase in lexicon.table("republication")["phrases"]:
        at = lowered.find(phrase)
        if at >= 0:
            following = (token for token in doc if token.idx >= at + len(phrase) and not token.is_space)
            for token in islice(following, 3):
                key = cast.at(token.i)
                if key is not None:
                    return key
                if token.pos_ == "PROPN":
                    return cast.outlet(token)
    return None


# ---------------------------------------------------------------- who tells of which event


def _tellers(doc: Doc, found: Found, said: Sequence[Attribution], paragraphs: Sequence[Span]) -> list[int | None]:
    """The innermost attributions whose content holds the trigger; [None] for the outlet itself.

    What is implied in passing ("the rebel-held town") is told by whoever chose the words: the innermost speaker who is
    quoted with them, be it in quotation marks or in a paragraph of their own, else the outlet.
    """
    offset = doc[found.trigger].idx
    holding = {i for i, one in enumerate(said) if _holds(one.content, offset)}
    if found.presupposed:
        here = _paragraph(paragraphs, offset)
        holding = {
            i for i in holding if said[i].mode is Mode.DIRECT or _paragraph(paragraphs, said[i].cue[0].start) != here
        }
    outer = {said[i].parent for i in holding}
    innermost: list[int | None] = [i for i in sorted(holding) if i not in outer]
    return innermost or [None]


def _taken_up(doc: Doc, said: Sequence[Attribution], told: Sequence[_Told]) -> list[_Told]:
    """ "rejected the claim", "the report could not be confirmed": the stance is to what was told just before."""
    telling = {one.attribution for one in told}
    made = []
    for i, one in enumerate(said):
        if i in telling or one.stance is Stance.ASSERTS or not _is_anaphor(doc, one):
            continue
        here = doc[one.cue_token]
        earlier = [t for t in told if 0 < here.i - t.found.trigger < REACH and t.attribution != i]
        last = max((t.found.trigger for t in earlier), default=None)
        teller = next((t.attribution for t in earlier if t.found.trigger == last), None)
        made += [replace(t, attribution=i) for t in earlier if t.attribution == teller]
    return made


def _is_anaphor(doc: Doc, one: Attribution) -> bool:
    """Whether the content is no more than "it", "the claim", "these reports"."""
    words = [t for span in one.content if (found := doc.char_span(*span, alignment_mode="expand")) for t in found]
    if len(words) == 1:
        return words[0].lower_ in _IT or words[0].lemma_.lower() in frames().anaphora
    return len(words) <= 12 and any(t.lemma_.lower() in frames().anaphora and not _says_what(t) for t in words)


def _says_what(noun: Token) -> bool:
    """ "claims that …", "a report of …" are not of what was said before."""
    return any(c.dep_ in ("acl", "relcl", "ccomp") for c in noun.children)


def _paragraph(paragraphs: Sequence[Span], offset: int) -> int:
    return bisect_right(paragraphs, offset, key=lambda span: span.start)


def _holds(spans: Iterable[Span], offset: int) -> bool:
    return any(start <= offset < end for start, end in spans)


def _sentence(doc: Doc, trigger: int) -> Span:
    sentence = doc[trigger].sent
    tokens = [t for t in sentence if not t.is_space]
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))


# ---------------------------------------------------------------- statements


def _statements(
    doc: Doc,
    said: Sequence[Attribution],
    speakers: Sequence[int | None],
    told: Sequence[_Told],
    times: Sequence[TimeValue],
    parsed: Parsed,
) -> list[tuple[int | Span, Statement]]:
    """Statements in text order, each with what it was made from: an attribution's number, or a narrated sentence."""
    made: list[tuple[tuple[int, int, int], int | Span, Statement]] = []
    for i, one in enumerate(said):
        statement = Statement(
            key=0,
            speaker=speakers[i],
            source=one.source,
            cue=one.cue,
            content=one.content,
            mode=one.mode,
            stance=one.stance,
            certainty=one.certainty,
            stated=_stated(doc, one, times, parsed),
            parent=one.parent,
            depth=one.depth,
        )
        first = min(span.start for spans in (one.source, one.cue, one.content) for span in spans)
        made.append(((first, one.depth, i), i, statement))
    for sentence in sorted({one.sentence for one in told if one.attribution is None}):
        narration = Statement(
            key=0,
            speaker=None,
            source=(),
            cue=(),
            content=(sentence,),
            mode=Mode.NARRATION,
            stated=parsed.article.published,
        )
        made.append(((sentence.start, -1, -1), sentence, narration))
    made.sort(key=lambda item: item[0])
    numbers = {origin: key for key, (_, origin, _) in enumerate(made)}
    return [
        (
            origin,
            replace(
                statement,
                key=numbers[origin],
                parent=numbers[statement.parent] if statement.parent is not None else None,
            ),
        )
        for _, origin, statement in made
    ]


def _stated(doc: Doc, one: Attribution, times: Sequence[TimeValue], parsed: Parsed) -> date | None:
    """The day of the saying, if its own clause names one, else the day of publication."""
    verb = clause_verb(doc[one.cue_token]).i
    for time in times:
        if time.span is None or time.earliest != time.latest or _holds(one.content, time.span.start):
            continue
        token = doc.char_span(*time.span, alignment_mode="expand")
        if token is not None and clause_verb(token.root).i == verb:
            return time.earliest
    return parsed.article.published


# ---------------------------------------------------------------- everything together


def _assemble(
    parsed: Parsed,
    entities: tuple[Entity, ...],
    narrator: int | None,
    statements: Sequence[tuple[int | Span, Statement]],
    told: Sequence[_Told],
    doc: Doc,
) -> Extraction:
    by_origin = dict(statements)
    numbers: dict[tuple[object, ...], int] = {}
    made: list[Event] = []
    mentions: list[EventMention] = []
    taken: dict[int, list[Taken]] = {}
    for one in told:
        found = one.found
        statement = by_origin[one.sentence if one.attribution is None else one.attribution]
        token = doc[found.trigger]
        trigger = Span(token.idx, token.idx + len(token))
        when = found.time
        content = (
            found.type,
            found.agent,
            found.patient,
            found.place,
            found.part,
            when and (when.value, when.earliest, when.latest),
            found.trigger if found.agent is found.patient is found.place is None else None,
        )
        if content not in numbers:
            numbers[content] = len(made)
            made.append(_event(len(made), found, trigger))
        key = numbers[content]
        if trigger not in made[key].trigger:
            made[key] = replace(made[key], trigger=(*made[key].trigger, trigger))
        mentions.append(EventMention(key, statement.key, trigger, when.span if when else None))
        own = Taken(key, _stance(statement.stance, negated=found.negated))
        if own not in taken.setdefault(statement.key, []):
            taken[statement.key].append(own)
    return Extraction(
        article=parsed.article,
        entities=entities,
        statements=tuple(replace(s, events=tuple(taken.get(s.key, ()))) for _, s in statements),
        events=tuple(made),
        event_mentions=tuple(mentions),
        narrator=narrator,
    )


def _event(key: int, found: Found, trigger: Span) -> Event:
    return Event(
        key=key,
        type=found.type,
        agent=found.agent,
        patient=found.patient,
        place=found.place,
        part=found.part,
        time=found.time,
        trigger=(trigger,),
    )


def _stance(stance: Stance, *, negated: bool) -> Stance:
    """The stance to an event: to deny that something did not happen is to assert it."""
    if not negated:
        return stance
    return {Stance.ASSERTS: Stance.DENIES, Stance.DENIES: Stance.ASSERTS}.get(stance, stance)
