"""Events of the PLOVER families, against sentences that people coded for them.

    python bench/plover.py PACK.jsonl.gz [--errors]

Two packs are read: gold standard records of PLOVER (`event` is a family, `source` and `target` are actors with their
words), and unit tests of PETRARCH2 (`events` with CAMEO codes for the event, and codes for the actors).

**Families** CAMEO's roots are read as the families of PLOVER that took them up: 02 and 10 REQUEST, 03 AGREE (057 too),
04 CONSULT, 05 SUPPORT, 06 COOPERATE, 07 AID, 08 CONCEDE, 09, 11 ACCUSE, 12 REJECT, 13 THREATEN,
14 PROTEST, 15 MOBILIZE, 16 SANCTION, 17 COERCE, 18, 19 and 20 ASSAULT; 01 is none. So are the older names of the
records: DEMAND is REQUEST, DISAPPROVE and INVESTIGATE are ACCUSE, FIGHT is ASSAULT. RETREAT is taken with CONCEDE, to
yield in deed with yielding in word. A class of ours is of the family
that the ontology says; casualties, captures and fights for a place are ASSAULT; holding and entering are of none. What
is only promised or threatened is coded as AGREE or THREATEN there, so its own words must tell it here.

**Events** A text and a family are right together. Most texts are coded for one event, however many they tell, so what
is found beyond it is false here and may well be right: precision is a lower bound.

**Agents, targets** Of the texts whose family is found: those where an event of that family has an actor, or for a
target a place, with a word of the coded one's, by its first four letters ("Israeli" is "Israel"); of an actor's code,
which begins with three letters of the country, those three. Where no target is coded, there are several sources and
each may stand on either side.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import documents
from kg.articles import from_bytes
from kg.extract.assembly import extract
from kg.linking.knowledge import open_knowledge
from kg.model import Event, Extraction

FAMILIES = {
    "Agreement": "AGREE",
    "Consultation": "CONSULT",
    "Negotiation": "CONSULT",
    "Support": "SUPPORT",
    "Concession": "CONCEDE",
    "Cooperation": "COOPERATE",
    "Aid": "AID",
    "Request": "REQUEST",
    "Accusation": "ACCUSE",
    "Rejection": "REJECT",
    "Threat": "THREATEN",
    "Protest": "PROTEST",
    "Sanction": "SANCTION",
    "Mobilization": "MOBILIZE",
    "Coercion": "COERCE",
    "Arrest": "COERCE",
    "Assault": "ASSAULT",
    "Attack": "ASSAULT",
    "Casualty": "ASSAULT",
    "Capture": "ASSAULT",
    "Contest": "ASSAULT",
    "Withdrawal": "CONCEDE",
}
OLDER = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
    "RETREAT": "CONCEDE",
}
CAMEO = {
    "02": "REQUEST",
    "03": "AGREE",
    "04": "CONSULT",
    "05": "SUPPORT",
    "057": "AGREE",
    "06": "COOPERATE",
    "07": "AID",
    "08": "CONCEDE",
    "09": "ACCUSE",
    "10": "REQUEST",
    "11": "ACCUSE",
    "12": "REJECT",
    "13": "THREATEN",
    "14": "PROTEST",
    "15": "MOBILIZE",
    "16": "SANCTION",
    "17": "COERCE",
    "18": "ASSAULT",
    "19": "ASSAULT",
    "20": "ASSAULT",
}
_LETTERS = 4
_COUNTRY = 3
_WORD = re.compile(r"[^\W\d_][\w.]{2,}|\bU\.?[SKN]\b")
_EMPTY = frozenset({"the", "and", "for", "new", "united", "president", "minister", "government", "prime", "former"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One event as it was coded: its family, and the beginnings of words of those who take part in it."""

    family: str
    agents: frozenset[str]
    targets: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Text:
    """A text, and what is coded of it; texts that stand in a pack more than once count once."""

    text: str
    coded: list[Coded] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description="Events of the PLOVER families, by family.")
    parser.add_argument("pack", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what is missed, false, or by or to somebody else")
    arguments = parser.parse_args()
    texts = read(arguments.pack)
    counts: Counter[tuple[str, str]] = Counter()
    errors: list[str] = []
    for text, ours in zip(texts, extracted(texts), strict=True):
        errors += count(text, ours, counts)
    report(counts)
    if arguments.errors:
        print("", *sorted(errors), sep="\n")


def read(pack: Path) -> list[Text]:
    texts: dict[str, Text] = {}
    with gzip.open(pack, "rt", encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            plain = " ".join(line["text"].strip("{} \n").split())
            coded = texts.setdefault(plain, Text(text=plain)).coded
            coded += [one for one in (_record(line) if "event" in line else _cameo(line)) if one not in coded]
    return [text for text in texts.values() if text.coded]


def _record(line: Mapping[str, Any]) -> Iterator[Coded]:
    """An event that a record of PLOVER tells."""
    agents, targets = (_starts(line.get(role) or ()) for role in ("source", "target"))
    yield Coded(family=OLDER.get(line["event"], line["event"]), agents=agents, targets=targets or agents)


def _starts(actors: Sequence[Mapping[str, str]] | str) -> frozenset[str]:
    words = [actors] if isinstance(actors, str) else [one["actorText"] for one in actors]
    return frozenset(start for word in words for start in _beginnings(word, letters=_LETTERS))


def _cameo(line: Mapping[str, Any]) -> Iterator[Coded]:
    """The events that a unit test tells; codes that are none of CAMEO's test the dictionaries."""
    for one in line["events"]:
        code = one.get("eventcode", "")
        family = CAMEO.get(code[:3], CAMEO.get(code[:2]))
        if family is not None:
            sides = [frozenset({one.get(side, "")[:_COUNTRY].lower()} - {"", "---"}) for side in _CODES]
            yield Coded(family=family, agents=sides[0], targets=sides[1])


_CODES = ("sourcecode", "targetcode")


def _beginnings(name: str, *, letters: int) -> Iterator[str]:
    for word in _WORD.findall(name):
        plain = word.replace(".", "").lower()
        if plain not in _EMPTY:
            yield plain[:letters]


def extracted(texts: Sequence[Text]) -> Iterator[Extraction]:
    knowledge = open_knowledge()
    articles = [from_bytes(text.text.encode(), source=f"{number}.txt") for number, text in enumerate(texts)]
    for parsed in documents.parse(documents.load(), articles):
        yield extract(parsed, knowledge)


# ---------------------------------------------------------------- counting


def count(text: Text, ours: Extraction, counts: Counter[tuple[str, str]]) -> Iterator[str]:
    """Counts into `counts`, and yields the errors as lines for people."""
    found = [event for event in ours.events if event.type in FAMILIES]
    families, gold = {FAMILIES[event.type] for event in found}, {one.family for one in text.coded}
    for family in sorted(families | gold):
        both = family in families and family in gold
        counts[family, "gold"] += family in gold
        counts[family, "found"] += family in families
        counts[family, "right"] += both
        if not both:
            yield f"{family} {'missed' if family in gold else 'false'}: {text.text}{_shown(ours, found)}"
            continue
        events = [event for event in found if FAMILIES[event.type] == family]
        yield from _count_actors(text, family, events, ours, counts)


def _count_actors(
    text: Text, family: str, events: Sequence[Event], ours: Extraction, counts: Counter[tuple[str, str]]
) -> Iterator[str]:
    coded = [one for one in text.coded if one.family == family]
    sides = {
        "agent": (frozenset().union(*(one.agents for one in coded)), [event.agent for event in events]),
        "target": (
            frozenset().union(*(one.targets for one in coded)),
            [key for event in events for key in (event.patient, event.place)],
        ),
    }
    if sides["agent"][0] == sides["target"][0]:
        sides["agent"][1].extend(event.patient for event in events)
        sides["target"][1].extend(event.agent for event in events)
    for side, (gold, keys) in sides.items():
        if not gold:
            continue
        right = any(_is_one(ours, key, gold) for key in keys if key is not None)
        counts[family, f"{side}s"] += 1
        counts[family, f"{side} right"] += right
        if not right:
            yield f"{family} {side}: {' '.join(sorted(gold))} in {text.text}{_shown(ours, events)}"


def _is_one(ours: Extraction, key: int, gold: frozenset[str]) -> bool:
    entity = ours.entities[key]
    names = [entity.name, *(ours.article.text[slice(*mention.span)] for mention in entity.mentions)]
    if entity.state is not None:
        names.append(ours.entities[entity.state].name)
    return any(
        not gold.isdisjoint(_beginnings(name, letters=letters)) for name in names for letters in (_LETTERS, _COUNTRY)
    )


def _shown(ours: Extraction, events: Sequence[Event]) -> str:
    names = {entity.key: entity.name for entity in ours.entities}
    words = [
        f"\n    {event.type} of {names.get(event.agent)} to {names.get(event.patient)} at {names.get(event.place)}"
        f" ({' '.join(ours.article.text[slice(*span)] for span in event.trigger)})"
        for event in events
    ]
    return "".join(words)


# ---------------------------------------------------------------- reporting


def report(counts: Counter[tuple[str, str]]) -> None:
    families = sorted({family for family, _ in counts})
    print(f"{'':10} {'P':>6} {'R':>6}  {'right':>5} {'gold':>5} {'found':>5}  {'agents':>6} {'targets':>7}")
    for name, chosen in (*((family, [family]) for family in families), ("all", families)):
        cells = {what: sum(counts[family, what] for family in chosen) for what in _WHAT}
        shares = [f"{cells[part] / max(cells[whole], 1):6.1%}" for part, whole in _SHARES]
        right, gold, found = (cells[what] for what in ("right", "gold", "found"))
        print(f"{name:10} {shares[0]} {shares[1]}  {right:5} {gold:5} {found:5}  {shares[2]} {shares[3]:>7}")


_WHAT = ("right", "gold", "found", "agents", "targets", "agent right", "target right")
_SHARES = (("right", "found"), ("right", "gold"), ("agent right", "agents"), ("target right", "targets"))


if __name__ == "__main__":
    main()
