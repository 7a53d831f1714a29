"""Sources, certainty, polarity and dates against MEANTIME (Minard et al. 2016): Wikinews, title and first sentences.

    python bench/meantime.py PACK.jsonl.gz [--errors] [--tokenised]

Every figure counts the annotated sentences only. The text is put together again from its tokens as it would be printed
("March 27, 2008"), unless `--tokenised` is given.

**sources, all** Gold: the events that an SLINK links to what is said, believed or planned in them (the cue), with their
participants of the role Arg0 (the source). Predicted: statements with a source. One is right if its cue overlaps a gold
cue and its source a source of that cue; each gold cue is found once. What stands at a gold cue without an Arg0 counts
neither way, and all else is false. **and content**: besides, the content holds an event that the cue is linked to.

**sources, speech** The same for cues of the class SPEECH_COGNITIVE only ("posted a loss" is linked too). Statements at
what the annotators did not set out to link count neither way: at no event ("according to"), at events of that class
that have no SLINK, at linked events of another class.

**events** Gold events that a trigger of ours overlaps: whether they are so and how surely, as the statement around them
says it. "Denies" is NEG, any other stance POS; what is hedged, doubted or unverified is less than CERTAIN, as PROBABLE
and POSSIBLE are. UNDERSPECIFIED is shown and not counted.

**cues** Statements at a gold cue: certainty and stance of the statement, against those of the event it is linked to.

**dates** Values of the DATE expressions that are a day, week or weekend, month, quarter, year or decade. The second
line, which is the day of publication, is given to the program and left out; expressions of the type TIME are too.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from meantime_pack import Cue, Gold, Mention, read

from kg import documents
from kg.articles import from_bytes
from kg.extract.assembly import extract
from kg.extract.times import ahead, time_expressions
from kg.linking.knowledge import open_knowledge
from kg.model import Article, Certainty, Extraction, Span, Stance, Statement, TimeValue

CLASSES = {
    "day": r"\d{4}-\d\d-\d\d",
    "week": r"\d{4}-W\d\d(?:-WE)?",
    "month": r"\d{4}-\d\d",
    "quarter": r"\d{4}-Q\d",
    "year": r"\d{4}",
    "decade": r"\d{3}",
}
AGREE = {("CERTAIN", "CERTAIN"), ("PROBABLE", "less"), ("POSSIBLE", "less"), ("POS", "POS"), ("NEG", "NEG")}
COUNTED = {gold for gold, _ in AGREE}


@dataclass(slots=True)
class Tally:
    """Counts of a task, and its errors in words."""

    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def scores(self, name: str) -> str:
        right, gold, found = (self.counts[name, what] for what in ("right", "gold", "found"))
        precision, recall, f1 = right / max(found, 1), right / max(gold, 1), 2 * right / max(gold + found, 1)
        return f"P {precision:6.1%}  R {recall:6.1%}  F1 {f1:6.1%}   {right} right of {gold} gold, {found} found"


def main() -> None:
    parser = argparse.ArgumentParser(description="Sources, certainty, polarity and dates against MEANTIME.")
    parser.add_argument("pack", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what is missed, false or wrong")
    parser.add_argument("--tokenised", action="store_true", help="read the text with the spaces between its tokens")
    arguments = parser.parse_args()
    golds = list(read(arguments.pack, tokenised=arguments.tokenised))
    tallies = {name: Tally() for name in ("sources", "events", "cues", "dates")}
    for gold, (ours, times) in zip(golds, extracted(golds), strict=True):
        count_sources(gold, ours, tallies["sources"])
        count_events(gold, ours, tallies["events"])
        count_cues(gold, ours, tallies["cues"])
        count_dates(gold, times, tallies["dates"])
    report(tallies, errors=arguments.errors)


def extracted(golds: Sequence[Gold]) -> Iterator[tuple[Extraction, Sequence[TimeValue]]]:
    knowledge = open_knowledge()
    for parsed in documents.parse(documents.load(), [_article(one) for one in golds]):
        times = time_expressions(parsed.doc.text, published=parsed.article.published, ahead=ahead(parsed.doc))
        yield extract(parsed, knowledge), times


def _article(gold: Gold) -> Article:
    article = from_bytes(gold.text.encode(), source=f"{gold.name}.txt")
    if article.text != gold.text:
        raise ValueError(f"{gold.name}: was read as another text")
    return replace(article, published=gold.published)


# ---------------------------------------------------------------- sources


def count_sources(gold: Gold, ours: Extraction, tally: Tally) -> None:
    events = [span for one in gold.of("EVENT_MENTION") for span in one.spans]
    found: set[str] = set()
    for one in ours.statements:
        if one.source and _overlap(one.cue, [gold.annotated]):
            at = [cue for cue in gold.cues if _overlap(one.cue, cue.event.spans)]
            found |= _count_statement(gold, one, at, found, tally, eventful=_overlap(one.cue, events))
    for cue in gold.cues:
        if cue.contents and cue.sources:
            for name in ("all", "and content", "speech") if cue.is_speech else ("all", "and content"):
                tally.counts[name, "gold"] += 1
            if cue.event.id not in found:
                kind = "speech" if cue.is_speech else "other"
                whom = [_words(gold, source.spans) for source in cue.sources]
                tally.errors.append(f"missed {kind} {gold.name} {whom} {_shown(gold, cue.event.spans)}")


def _count_statement(
    gold: Gold, one: Statement, at: Sequence[Cue], found: set[str], tally: Tally, *, eventful: bool
) -> set[str]:
    """Count one statement; the gold cue that it has found, if any."""
    linked = [cue for cue in at if cue.contents]
    if linked and not any(cue.sources for cue in linked):
        return set()
    right = [cue for cue in linked if cue.event.id not in found and _is_by(one, cue)][:1]
    content = any(_overlap(one.content, event.spans) for cue in right for event in cue.contents)
    is_speech = any(cue.is_speech for cue in linked) or (eventful and not at)
    for name, counts, is_right in (
        ("all", True, bool(right)),
        ("and content", True, content),
        ("speech", is_speech, any(cue.is_speech for cue in right)),
    ):
        tally.counts[name, "found"] += counts
        tally.counts[name, "right"] += counts and is_right
    if not right:
        what = "twice" if any(_is_by(one, cue) for cue in linked) else "source" if linked else "false"
        kind = "speech" if is_speech else "other"
        tally.errors.append(f"{what:6} {kind} {gold.name} {_words(gold, one.source)!r} {_shown(gold, one.cue)}")
    return {cue.event.id for cue in right}


def _is_by(statement: Statement, cue: Cue) -> bool:
    return any(_overlap(statement.source, source.spans) for source in cue.sources)


# ---------------------------------------------------------------- certainty and polarity


def count_events(gold: Gold, ours: Extraction, tally: Tally) -> None:
    for event in gold.of("EVENT_MENTION"):
        if "certainty" in event.attributes:
            tally.counts["gold",] += 1
            told = [one for one in ours.event_mentions if _overlap([one.trigger], event.spans)]
            for mention in told[:1]:
                statement = ours.statements[mention.statement]
                stance = next(taken.stance for taken in statement.events if taken.event == mention.event)
                _compare(gold, event, tally, stance=stance, certainty=statement.certainty)


def count_cues(gold: Gold, ours: Extraction, tally: Tally) -> None:
    for cue in gold.cues:
        tally.counts["gold",] += bool(cue.contents)
        at = [one for one in ours.statements if _overlap(one.cue, cue.event.spans)]
        for statement in at[:1] if cue.contents else ():
            _compare(gold, cue.contents[0], tally, stance=statement.stance, certainty=statement.certainty)


def _compare(gold: Gold, event: Mention, tally: Tally, *, stance: Stance, certainty: Certainty) -> None:
    tally.counts["matched",] += 1
    certain = certainty is Certainty.CERTAIN and stance not in (Stance.DOUBTS, Stance.UNVERIFIED)
    ours = {"certainty": "CERTAIN" if certain else "less", "polarity": "NEG" if stance is Stance.DENIES else "POS"}
    for what, value in ours.items():
        cell = event.attributes.get(what) or "none", value
        tally.counts[what, *cell] += 1
        if cell[0] in COUNTED and cell not in AGREE:
            tally.errors.append(f"{cell[0]}, and not {cell[1]}: {_shown(gold, event.spans)}")


# ---------------------------------------------------------------- dates


def count_dates(gold: Gold, times: Sequence[TimeValue], tally: Tally) -> None:
    named = [one for one in gold.of("TIMEX3") if not _overlap(one.spans, [gold.dateline])]
    clocks = [one.whole for one in named if one.attributes["type"] == "TIME"]
    theirs = [(one.whole, one.attributes["value"]) for one in named if one.attributes["type"] == "DATE"]
    ours = [
        (one.span, one.value)
        for one in times
        if one.span and one.span.end <= gold.annotated.end and not _overlap([one.span], [gold.dateline, *clocks])
    ]
    for side, mine, others in (("gold", theirs, ours), ("found", ours, theirs)):
        for span, value in mine:
            same_words = [other for at, other in others if _overlap([at], [span])]
            _count_value(gold, tally, side, span, value, same_words)


def _count_value(gold: Gold, tally: Tally, side: str, span: Span, value: str, others: Sequence[str]) -> None:
    kind = next((name for name, pattern in CLASSES.items() if re.fullmatch(pattern, value)), None)
    for name in (kind, "all") if kind else ():
        tally.counts[name, side] += 1
        tally.counts[name, "right"] += side == "gold" and value in others
    if kind and value not in others:
        what = "missed" if side == "gold" else "false"
        tally.errors.append(f"{what:6} {gold.published} {value} not {others} {_shown(gold, [span])}")


# ---------------------------------------------------------------- reporting


def report(tallies: Mapping[str, Tally], *, errors: bool) -> None:
    for name in ("all", "and content", "speech"):
        print(f"sources, {name:12} {tallies['sources'].scores(name)}")
    for name in ("events", "cues"):
        _confusions(name, tallies[name].counts)
    for name in ("all", *CLASSES):
        print(f"dates, {name:14} {tallies['dates'].scores(name)}")
    for name, tally in tallies.items() if errors else ():
        print(f"\n{name}", *sorted(tally.errors), sep="\n  ")


def _confusions(name: str, counts: Counter[tuple[str, ...]]) -> None:
    print(f"{name}: {counts['matched',]} of {counts['gold',]} matched")
    for what in ("certainty", "polarity"):
        cells = {(key[1], key[2]): n for key, n in sorted(counts.items()) if key[0] == what}
        counted = sum(n for (gold, _), n in cells.items() if gold in COUNTED)
        right = sum(n for cell, n in cells.items() if cell in AGREE)
        print(f"  {what:10} {right / max(counted, 1):6.1%} of {counted}")
        for (gold, ours), n in cells.items():
            print(f"    gold {gold:15} ours {ours:8} {n:4}")


def _words(gold: Gold, spans: Sequence[Span]) -> str:
    return " … ".join(gold.text[start:end] for start, end in spans)


def _shown(gold: Gold, spans: Sequence[Span]) -> str:
    """The words, and the line that they stand in."""
    start, end = gold.text.rfind("\n", 0, spans[0].start) + 1, gold.text.find("\n", spans[0].end)
    return f"{_words(gold, spans)!r} in {gold.text[start : end if end >= 0 else None]!r}"


def _overlap(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in some for other in others)


if __name__ == "__main__":
    main()
