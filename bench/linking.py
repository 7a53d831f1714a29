"""How good the links to Wikidata are: our names against packs of articles with the items that people gave.

    python bench/linking.py PACK.jsonl.gz... [--errors] [--limit N]

A line of a pack is `{"doc", "text", "span": [start, end], "entities": [{"start", "end", "qid", "ignore", "type",
"child"}, …]}`, offsets in code points; only `span` of the text is labelled; a `qid` of null says that there is no item.
Labels with `ignore` or `child` (inside another label) are neither wanted nor wrong.

Ours are the names of all entities, without a leading "the": no pronouns, no descriptions. Types are person,
organisation, place (states too) and other: ours by class, a label's by the class of its item in the authority, else by
its own type.

- strong: same words, same item. overlapping: words overlap, same item.
- precision is of the links that overlap a label. How many lie where nobody labelled anything is told apart, and how
  many of the wrong ones lie inside a longer label ("U.S." in "U.S. military"). Recall is of the labels with an item.
- held: recall of the labels whose item the authority or the gazetteer has, if they are names: "he", "the country" and
  adjectives ("American", no mention of the country for us) are left out and counted apart.
- The table groups links by confidence and tells how many of a group are right (overlapping), without those inside a
  longer label, which tells nothing of what the words mean by themselves.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from kg import documents
from kg.articles import from_bytes
from kg.extract.assembly import extract
from kg.iris import Minter
from kg.linking import Knowledge, geonames, identify, open_knowledge
from kg.model import Extraction, Identification, Span

TYPES = ("person", "organisation", "place", "other")
_NAMES = ("name", "acronym", "surname", "metonym")
_ITEM = "http://www.wikidata.org/entity/"
_PLACES = ("State", "Country", "Settlement", "AdministrativeArea", "Place", "Facility", "PlacePart")
_LABELS = (("person", ("Q215627", "PER")), ("place", ("Q27096213", "LOC")), ("organisation", ("Q43229", "ORG")))
_PRONOUNS = ("i", "he", "she", "it", "we", "they", "his", "her", "its", "him", "our", "their")
_BINS = (0.5, 0.8, 0.85, 0.9, 0.95, 0.98, 1.01)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A labelled span; `counts` is whether it must be found."""

    span: Span
    words: str
    item: str | None
    type: str
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """One of our names with its link."""

    span: Span
    words: str
    item: str
    type: str
    confidence: float
    label: str


@dataclass(slots=True, kw_only=True)
class Tally:
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    bins: Counter[tuple[float, bool]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    missed: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def main() -> None:
    parser = argparse.ArgumentParser(description="Links to Wikidata against packs with items.")
    parser.add_argument("packs", type=Path, nargs="+")
    parser.add_argument(
        "--errors", action="store_true", help="list wrong links, and labels of known items that are missed"
    )
    parser.add_argument("--limit", type=int, help="only the first N texts of each pack")
    arguments = parser.parse_args()
    knowledge = open_knowledge()
    total = Tally()
    for pack in arguments.packs:
        tally = Tally()
        lines = list(islice(_lines(pack), arguments.limit))
        for line, linked in zip(lines, _linked(lines, knowledge), strict=True):
            for one in (tally, total):
                count(line, _labels(line, knowledge), linked, one, knowledge)
        report(pack.name.partition(".")[0], tally, errors=arguments.errors)
    if len(arguments.packs) > 1:
        report("all packs", total, errors=False)


def _lines(pack: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(pack, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _linked(lines: Sequence[Mapping[str, Any]], knowledge: Knowledge) -> Iterator[list[Linked]]:
    articles = [from_bytes(line["text"].encode(), source=f"{number}.txt") for number, line in enumerate(lines)]
    for parsed in documents.parse(documents.load(), articles):
        found = extract(parsed, knowledge)
        yield list(_links(found, identify(found.entities, parsed.article, knowledge, Minter()), knowledge))


def _links(found: Extraction, identified: Identification, knowledge: Knowledge) -> Iterator[Linked]:
    text = found.article.text
    for entity in found.entities:
        items = [link for link in identified.links.get(entity.key, ()) if link.target.startswith(_ITEM)]
        for mention in entity.mentions if items else ():
            start, end = mention.span
            start += 4 if text[start:end].lower().startswith("the ") else 0
            if mention.rule in _NAMES or (entity.type == "Group" and text[start].isupper()):
                item = items[0].target.removeprefix(_ITEM)
                yield Linked(
                    span=Span(start, end),
                    words=text[start:end],
                    item=item,
                    type=_class(entity.type),
                    confidence=items[0].confidence,
                    label=_name(item, knowledge),
                )


def _labels(line: Mapping[str, Any], knowledge: Knowledge) -> list[Label]:
    return [
        Label(
            span=Span(one["start"], one["end"]),
            words=line["text"][one["start"] : one["end"]],
            item=one["qid"],
            type=_type(one, knowledge),
            counts=not one["ignore"] and not one.get("child"),
        )
        for one in line["entities"]
    ]


def _type(label: Mapping[str, Any], knowledge: Knowledge) -> str:
    known = knowledge.authority.concept(f"wikidata:{label['qid']}")
    if known is not None:
        return _class(known.type)
    own = str(label["type"]).split("|")
    return next((name for name, marks in _LABELS if set(marks) & set(own)), "other")


def _class(ours: str) -> str:
    return "person" if ours == "Person" else "place" if ours in _PLACES else "organisation"


def _name(item: str, knowledge: Knowledge) -> str:
    known = knowledge.authority.concept(f"wikidata:{item}")
    return known.label if known else item


# ---------------------------------------------------------------- counting


def count(
    line: Mapping[str, Any], labels: list[Label], links: list[Linked], tally: Tally, knowledge: Knowledge
) -> None:
    start, end = line["span"]
    skipped = {label.span for label in labels if not label.counts}
    inside = [one for one in links if one.span.start >= start and one.span.end <= end and one.span not in skipped]
    for one in inside:
        _count_link(one, [label for label in labels if _overlap(label.span, one.span)], tally, line["text"])
    for label in labels:
        if label.counts and label.item:
            _count_label(label, inside, tally, knowledge)


def _count_link(one: Linked, over: Sequence[Label], tally: Tally, text: str) -> None:
    if not over:
        tally.counts["nowhere", one.type] += 1
        return
    right = any(label.item == one.item for label in over)
    tally.counts["linked", one.type] += 1
    tally.counts["right", one.type] += right
    tally.counts["strong", one.type] += any(label.item == one.item and label.span == one.span for label in over)
    longer = any(label.span.start <= one.span.start and one.span.end <= label.span.end for label in over)
    inside = not right and longer and not any(label.span == one.span for label in over)
    tally.counts["inside", one.type] += inside
    if not inside:
        tally.bins[max(low for low in _BINS if low <= one.confidence), right] += 1
    if not right:
        around = " ".join(text[max(0, one.span.start - 40) : one.span.end + 40].split())
        items = ", ".join(f"{label.words} {label.item}" for label in over)
        tally.wrong.append(f"{one.words} → {one.label} ({one.confidence}); labelled {items}: … {around} …")


def _count_label(label: Label, links: Sequence[Linked], tally: Tally, knowledge: Knowledge) -> None:
    same = [one for one in links if one.item == label.item and _overlap(one.span, label.span)]
    tally.counts["wanted", label.type] += 1
    tally.counts["found", label.type] += bool(same)
    tally.counts["found strong", label.type] += any(one.span == label.span for one in same)
    if not _is_held(label.item or "", knowledge):
        return
    if knowledge.demonym(label.words) or not _is_name(label.words):
        tally.counts["no name", label.type] += 1
        return
    tally.counts["held", label.type] += 1
    tally.counts["held found", label.type] += bool(same)
    if not same:
        tally.missed[label.words, _name(label.item or "", knowledge), label.type] += 1


def _is_held(item: str, knowledge: Knowledge) -> bool:
    return knowledge.authority.concept(f"wikidata:{item}") is not None or item in _place_items()


@cache
def _place_items() -> frozenset[str]:
    rows = (geonames.TABLES / "wikidata.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(row.split("\t")[1] for row in rows if not row.startswith("#"))


def _is_name(words: str) -> bool:
    first = words.split()[0] if words.split() else ""
    return any(word[:1].isupper() for word in words.split()) and first.lower() not in _PRONOUNS


def _overlap(one: Span, other: Span) -> bool:
    return min(one.end, other.end) > max(one.start, other.start)


# ---------------------------------------------------------------- telling


def report(name: str, tally: Tally, *, errors: bool) -> None:
    print(name)
    for kind in (*TYPES, "all"):
        total = _sums(tally, kind)
        if total["linked"] or total["wanted"]:
            print(f"  {kind:12s} overlapping {_scores(total, 'right', 'found')}")
            print(f"  {'':12s} strong      {_scores(total, 'strong', 'found strong')}")
            held = _share(total["held found"], total["held"])
            print(f"  {'':12s} held {held}, and {total['no name']} that are no names")
            print(f"  {'':12s} wrong inside a longer label {total['inside']}, links without a label {total['nowhere']}")
    for low, high in pairwise(_BINS):
        right, wrong = tally.bins[low, True], tally.bins[low, False]
        if right + wrong:
            print(f"  confidence {low:.2f} to {min(high, 1):.2f}: {_share(right, right + wrong)} right")
    if errors:
        print("\n".join(f"  wrong   {one}" for one in tally.wrong))
        print(
            "\n".join(
                f"  missed  {number} {words} ({label}, {kind})"
                for (words, label, kind), number in tally.missed.most_common()
            )
        )


def _sums(tally: Tally, kind: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for (what, of), number in tally.counts.items():
        if kind in (of, "all"):
            found[what] += number
    return found


def _scores(total: Mapping[str, int], right: str, found: str) -> str:
    precision, recall = total[right] / max(total["linked"], 1), total[found] / max(total["wanted"], 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {precision:5.1%} ({total[right]} of {total['linked']}) R {recall:5.1%} F1 {f1:5.1%}"


def _share(part: int, whole: int) -> str:
    return f"{part / max(whole, 1):.1%} ({part} of {whole})"


if __name__ == "__main__":
    main()
