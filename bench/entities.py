"""How well persons, organisations and places are found: our mentions against a pack in the form of re3d.

    python bench/entities.py PACK.jsonl.gz [--errors] [--limit N]

A line of the pack is `{"text": …, "entities": [{"begin", "end", "type", "value"}, …]}`, offsets in code points. Its
types are read as ours:

- Person: Person
- Organisation: Organisation, MediaOrganisation, ArmedForce, ArmedGroup, GovernmentBody, Group
- Location: Settlement, AdministrativeArea, Facility, PlacePart, Place, Country
- State: one thing for us, a country as actor and as place. What re3d marks as either, or as both, is right.
- Nationality is a word inside our mentions ("Iraqi forces"); MilitaryPlatform, Weapon, Vehicle, Quantity, Temporal,
  Money and the rest are no entities of ours. None of these is scored.

re3d marks names, descriptions ("the group") and pronouns alike, and so do we; recall is also told for each of the
three. A mention is right when it overlaps a marked span of its type, one to one, the best overlaps first. Both mark
spans inside spans, but not the same: re3d "[Minister [Jane Doe]]", we "[[Ulan] fighters]". `all` counts every span,
`outer` leaves out, on both sides, those that lie in another of their type.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.articles import from_bytes
from kg.model import Span
from kg.pipeline import Extractor, Settings

TYPES = ("Person", "Organisation", "Location")
_OURS = {
    "Person": "Person",
    **dict.fromkeys(
        ("Organisation", "MediaOrganisation", "ArmedForce", "ArmedGroup", "GovernmentBody", "Group"), "Organisation"
    ),
    **dict.fromkeys(("Settlement", "AdministrativeArea", "Facility", "PlacePart", "Place", "Country"), "Location"),
    "State": "State",
}
_FIRST = ("i", "we", "me", "us", "my", "our", "mine", "ours")
_OTHERS = ("you", "he", "she", "it", "they", "him", "her", "them", "your", "his", "its", "their", "himself", "itself")
_PRONOUNS = frozenset((*_FIRST, *_OTHERS, "themselves", "who", "here", "there"))
_DETERMINERS = ("the", "a", "an", "its", "our", "their", "his")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A span of a type, in words; `how` is name, description or pronoun for the corpus, our rule for ours."""

    span: Span
    type: str
    words: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One text: what was marked and not found, found and not marked, and both."""

    text: str
    gold: tuple[Marked, ...]
    ours: tuple[Marked, ...]
    pairs: tuple[tuple[Marked, Marked], ...]

    def missed(self) -> list[Marked]:
        right = {id(gold) for gold, _ in self.pairs}
        return [one for one in self.gold if id(one) not in right]

    def false(self) -> list[Marked]:
        right = {id(ours) for _, ours in self.pairs}
        return [one for one in self.ours if id(one) not in right]


def main() -> None:
    parser = argparse.ArgumentParser(description="Entities against a pack in the form of re3d.")
    parser.add_argument("pack", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what was missed and what is false, with its class")
    parser.add_argument("--limit", type=int, help="the first texts only")
    arguments = parser.parse_args()
    pack = _read(arguments.pack)[: arguments.limit]
    found = list(_found(pack))
    ways: dict[str, Callable[[Sequence[Marked]], Sequence[Marked]]] = {"all": tuple, "outer": _outer}
    for title, chosen in ways.items():
        scored = []
        for line, ours in zip(pack, found, strict=True):
            gold = _gold(line)
            read = [reading for one in ours for reading in _read_as(one, gold)]
            scored.append(_score(line["text"], chosen(gold), chosen(read)))
        _tell(title, scored)
    if arguments.errors:
        _tell_errors(scored)


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _gold(line: Mapping[str, Any]) -> list[Marked]:
    marked = {}
    for one in line["entities"]:
        span, words = Span(one["begin"], one["end"]), one["value"]
        if one["type"] in TYPES and words.strip():
            marked[span, one["type"]] = Marked(span=span, type=one["type"], words=words, how=_how(words))
    return list(marked.values())


def _outer(marked: Sequence[Marked]) -> list[Marked]:
    return [one for one in marked if not any(_inside(one, other) for other in marked)]


def _inside(one: Marked, other: Marked) -> bool:
    return (
        one.type == other.type
        and one.span != other.span
        and other.span.start <= one.span.start
        and one.span.end <= other.span.end
    )


def _how(words: str) -> str:
    if words.lower().strip() in _PRONOUNS:
        return "pronoun"
    first, *rest = words.split()
    named = rest if first.lower() in _DETERMINERS else [first, *rest]
    return "name" if any(character.isupper() for word in named for character in word) else "description"


def _found(pack: Iterable[Mapping[str, Any]]) -> Iterator[list[Marked]]:
    articles = (from_bytes(line["text"].encode(), source=f"{number}.txt") for number, line in enumerate(pack))
    for named in Extractor(Settings()).named(articles):
        extraction = named.extraction
        yield [
            Marked(
                span=mention.span,
                type=_OURS[named.things[named.entity[entity.key]].type],
                words=extraction.article.text[mention.span.start : mention.span.end],
                how=mention.rule,
            )
            for entity in extraction.entities
            for mention in entity.mentions
        ]


def _read_as(one: Marked, gold: Sequence[Marked]) -> Iterator[Marked]:
    """A state's mention as what is marked there."""
    if one.type != "State":
        yield one
        return
    acts = any(other.type == "Organisation" and _bare(other.words) == _bare(one.words) for other in _at(one, gold))
    lies = any(other.type == "Location" for other in _at(one, gold))
    if acts:
        yield replace(one, type="Organisation")
    if lies or not acts:
        yield replace(one, type="Location")


def _at(one: Marked, others: Iterable[Marked]) -> Iterator[Marked]:
    return (other for other in others if _overlap(one.span, other.span) > 0)


def _bare(words: str) -> str:
    return words.lower().removeprefix("the ")


def _score(text: str, gold: Sequence[Marked], ours: Sequence[Marked]) -> Scored:
    """Pairs, the best overlaps (shared / all characters) first."""
    pairs = sorted(
        ((_overlap(a.span, b.span), i, j) for i, a in enumerate(gold) for j, b in enumerate(ours) if a.type == b.type),
        key=lambda pair: (-pair[0], pair[1:]),
    )
    left, right, matched = set(range(len(gold))), set(range(len(ours))), []
    for overlap, i, j in pairs:
        if overlap > 0 and i in left and j in right:
            left.discard(i)
            right.discard(j)
            matched.append((gold[i], ours[j]))
    return Scored(text=text, gold=tuple(gold), ours=tuple(ours), pairs=tuple(matched))


def _overlap(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start)) if shared > 0 else 0.0


def _tell(title: str, scored: Sequence[Scored]) -> None:
    print(f"{title:13}   gold   ours      P      R     F1   recall: name  description  pronoun")
    for kind in TYPES:
        gold = [one for text in scored for one in text.gold if one.type == kind]
        ours = [one for text in scored for one in text.ours if one.type == kind]
        pairs = [pair[0] for text in scored for pair in text.pairs if pair[0].type == kind]
        precision, recall = len(pairs) / max(len(ours), 1), len(pairs) / max(len(gold), 1)
        f1 = 2 * len(pairs) / max(len(ours) + len(gold), 1)
        by_how = (
            f"{sum(p.how == how for p in pairs)}/{sum(g.how == how for g in gold)}"
            for how in ("name", "description", "pronoun")
        )
        print(
            f"{kind:13} {len(gold):6} {len(ours):6}  {precision:.3f}  {recall:.3f}  {f1:.3f}   ",
            *(f"{n:>11}" for n in by_how),
        )


def _tell_errors(scored: Sequence[Scored]) -> None:
    causes: Counter[tuple[str, str]] = Counter()
    lines = []
    for text in scored:
        missed = [("missed", one, _cause(one, text.ours)) for one in text.missed()]
        false = [("false", one, _cause(one, text.gold)) for one in text.false()]
        for what, one, cause in sorted((*missed, *false), key=lambda error: error[1].span):
            causes[f"{what} {one.type}", f"{one.how}, {cause}"] += 1
            lines.append(f"{what:6} {one.type:12} {one.how:11} {cause:22} {_quoted(text.text, one.span)}")
    print("\n".join(lines), end="\n\n")
    for (what, cause), count in sorted(causes.items(), key=lambda item: (item[0][0], -item[1])):
        print(f"{what:20} {cause:44} {count:4}")


def _cause(one: Marked, others: Iterable[Marked]) -> str:
    """What the other side has there: nothing, another type, or the same, but taken by another span."""
    there = {other.type for other in _at(one, others)}
    return "taken" if one.type in there else f"is {min(there)}" if there else "nothing"


def _quoted(text: str, span: Span) -> str:
    before, words, after = (
        text[max(0, span.start - 40) : span.start],
        text[slice(*span)],
        text[span.end : span.end + 30],
    )
    return " ".join(f"{before}[{words}]{after}".split())


if __name__ == "__main__":
    main()
