"""How far what was found in a story agrees with what its reader wrote down: counts that add up over stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment
from stories import HELD, LEFT, Claim, Spans, Statement, Story, alike, plain_name

RELATIONS = {
    "Holding": "controls",
    "Capture": "captured",
    "Entry": "entered",
    "Withdrawal": "withdrew",
    "Loss": "lost",
    "Contest": "contested",
}
HALF = 0.5

G = TypeVar("G")
P = TypeVar("P")

Record = Mapping[str, Any]
"""One article of `kg extract`, or of anything else that writes the same."""


class Score(NamedTuple):
    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.found + self.gold
        return 2 * self.right / both if both else 0.0


@dataclass(slots=True)
class Tally:
    """`counts` by what is counted; `errors` as lines for people."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, name: str, *, right: int, found: int, gold: int) -> None:
        self.counts.update({(name, "right"): right, (name, "found"): found, (name, "gold"): gold})

    def score(self, name: str) -> Score:
        return Score(*(self.counts[name, part] for part in Score._fields))


def compare(story: Story, found: Sequence[Statement], told: Sequence[Claim], tally: Tally) -> None:
    """Adds one story to the tally.

    statements: content overlaps by half (intersection over union of characters) and the sources have a character in
    common or are both empty; strict: the sources overlap by half, too. edges: pairs of a statement and the one around
    it. chains: nested statements of the gold whose statements around are all found, in order. stance, certainty: of
    the statements found. claims: speaker, relation, party, place and stance.
    """
    matched = match(story.statements, found, lambda one, other: _agreement(one, other, least=0.0))
    strict = match(story.statements, found, lambda one, other: _agreement(one, other, least=HALF))
    _count_statements(story, found, matched, strict, tally)
    _count_nesting(story, found, matched, tally)
    _count_claims(story, told, tally)


def match(gold: Sequence[G], found: Sequence[P], weight: Callable[[G, P], float]) -> dict[int, int]:
    """The one-to-one matching of greatest weight, places in `gold` to places in `found`; weight 0 matches nothing."""
    if not gold or not found:
        return {}
    weights = np.array([[weight(one, other) for other in found] for one in gold])
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0}


def _count_statements(
    story: Story, found: Sequence[Statement], matched: Mapping[int, int], strict: Mapping[int, int], tally: Tally
) -> None:
    needed = {i for i, one in enumerate(story.statements) if not one.optional}
    right = {i: j for i, j in matched.items() if i in needed}
    counted = len(found) - (len(matched) - len(right))
    tally.add("statements", right=len(right), found=counted, gold=len(needed))
    tally.add("statements, strict", right=sum(i in needed for i in strict), found=counted, gold=len(needed))
    pairs = [(story.statements[i], found[j]) for i, j in right.items()]
    for name, same in (
        ("stance", [one.stance == other.stance for one, other in pairs]),
        ("certainty", [one.hedged == other.hedged for one, other in pairs]),
    ):
        tally.add(name, right=sum(same), found=len(pairs), gold=len(pairs))
    missed = [("MISSED statement", story.statements[i]) for i in sorted(needed - right.keys())]
    false = [("FALSE statement", one) for j, one in enumerate(found) if j not in matched.values()]
    stances = [(f"STANCE {other.stance} for {one.stance}", one) for one, other in pairs if one.stance != other.stance]
    tally.errors += [f"{story.name}  {what}  {_shown(story, one)}" for what, one in (*missed, *false, *stances)]


def _count_nesting(story: Story, found: Sequence[Statement], matched: Mapping[int, int], tally: Tally) -> None:
    optional = {i for i, one in enumerate(story.statements) if one.optional}
    ignored = {matched[i] for i in optional & matched.keys()}
    gold = {
        (i, one.parent)
        for i, one in enumerate(story.statements)
        if one.parent is not None and not {i, one.parent} & optional
    }
    edges = {(j, one.parent) for j, one in enumerate(found) if one.parent is not None and not {j, one.parent} & ignored}
    right = {(i, p) for i, p in gold if (matched.get(i), matched.get(p)) in edges}
    tally.add("edges", right=len(right), found=len(edges), gold=len(gold))
    wrong = sorted(edges - {(matched[i], matched[p]) for i, p in right})
    tally.errors += [
        f"{story.name}  FALSE edge  {_shown(story, found[j])} IN {_shown(story, found[p])}" for j, p in wrong
    ]
    chains = {i: _chain(story.statements, i) for i, _ in gold}
    ours = {i: _chain(found, matched[i]) for i in chains if i in matched}
    exact = {i for i in ours if [matched.get(k) for k in chains[i]] == ours[i]}
    tally.add("chains", right=len(exact), found=len(chains), gold=len(chains))
    broken = [story.statements[i] for i in sorted(chains.keys() - exact)]
    tally.errors += [f"{story.name}  CHAIN  {_shown(story, one)}" for one in broken]


def _chain(statements: Sequence[Statement], place: int) -> list[int]:
    chain = [place]
    while (parent := statements[chain[-1]].parent) is not None:
        chain.append(parent)
    return chain


def _count_claims(story: Story, told: Sequence[Claim], tally: Tally) -> None:
    found = [claim for claim in told if claim.place]
    if story.kind == "distractor":
        tally.add("claims in distractors", right=0, found=len(found), gold=0)
    gold: list[Claim] = []
    for claim in story.claims:
        if not any(_same(claim, other) for other in gold):
            gold.append(claim)
    matched = match(gold, found, lambda one, other: float(_same(one, other)))
    needed = {i for i, claim in enumerate(gold) if not claim.optional}
    loose = match(gold, found, lambda one, other: float(_same(one, other, stance=False)))
    for name, pairs in (("claims", matched), ("claims, but for stance", loose)):
        counted = len(found) - len(pairs.keys() - needed)
        tally.add(name, right=len(needed & pairs.keys()), found=counted, gold=len(needed))
    for claim in (gold[i] for i in sorted(needed - matched.keys())):
        why = _difference(claim, told)
        tally.add(f"missed claims: {why}", right=0, found=0, gold=1)
        tally.errors.append(f"{story.name}  MISSED claim ({why})  {_words(claim)}")
    false = [one for j, one in enumerate(found) if j not in matched.values()]
    tally.errors += [f"{story.name}  FALSE claim  {_words(one)}" for one in false]


def _same(one: Claim, other: Claim, *, stance: bool = True) -> bool:
    return _differing(one, other) <= (set() if stance else {"stance"})


def _differing(one: Claim, other: Claim) -> set[str]:
    """The fields in which two claims differ."""
    same = {
        "relation": one.relation == other.relation,
        "stance": one.stance == other.stance,
        "place": bool(one.place) and alike(one.place, other.place),
        "party": alike(one.party, other.party),
        "speaker": (one.speaker is None) == (other.speaker is None)
        and alike(one.speaker or frozenset(), other.speaker or frozenset()),
    }
    return {field for field, alike in same.items() if not alike}


def _difference(claim: Claim, told: Sequence[Claim]) -> str:
    """In what the claim that comes nearest differs, if there is one that is not about something else."""
    differing = (_differing(claim, other) for other in told)
    fewest = min(
        (fields for fields in differing if len(fields) < 3),
        key=lambda fields: (len(fields), sorted(fields)),
        default=None,
    )
    return "nothing like it" if fewest is None else "other " + ", ".join(sorted(fewest))


def statements_of(record: Record) -> list[Statement]:
    """The attributed statements of a record."""
    said = [one for one in record["statements"] if one["mode"] != "narration"]
    numbers = {one["id"]: i for i, one in enumerate(said)}
    return [
        Statement(
            **{role: tuple(map(tuple, one[role]["spans"])) for role in ("source", "cue", "content")},
            stance=one["stance"],
            hedged=one["certainty"] == "hedged",
            parent=numbers.get(one["parent"]),
        )
        for one in said
    ]


def claims_of(record: Record, text: str) -> list[Claim]:
    """One for each event of control, as the statements take a stance to it; the same claim once."""
    names = {
        entity["id"]: frozenset(map(plain_name, (entity["name"], *(text[a:b] for a, b in entity["mentions"]))))
        for entity in record["entities"]
    }
    events = {event["id"]: event for event in record["events"]}
    claims = []
    for statement in record["statements"]:
        for taken in statement["events"]:
            event = events[taken["id"]]
            relation = RELATIONS.get(event["type"])
            if relation is not None:
                claims.append(_claim(statement, taken["stance"], relation, event, names, text))
    return list(dict.fromkeys(claims))


def _claim(
    statement: Record, stance: str, relation: str, event: Record, names: Mapping[str, frozenset[str]], text: str
) -> Claim:
    party = event["agent"] if relation in HELD else event["patient"] if relation in LEFT else None
    hedged = statement["certainty"] == "hedged" and stance == "asserts"
    source = frozenset(plain_name(text[a:b]) for a, b in statement["source"]["spans"])
    return Claim(
        speaker=None if statement["mode"] == "narration" else names.get(statement["speaker"], source),
        relation=relation,
        party=names.get(party, frozenset()),
        place=names.get(event["place"], frozenset()),
        stance="hedged" if hedged else stance,
    )


def _agreement(one: Statement, other: Statement, *, least: float) -> float:
    content = _overlap(one.content, other.content)
    source = _overlap(one.source, other.source) if one.source or other.source else 1.0
    if content < HALF or source <= 0 or source < least:
        return 0.0
    return content + 0.5 * _overlap(one.cue, other.cue) + 0.25 * source


def _overlap(one: Spans, other: Spans) -> float:
    """Intersection over union of the characters."""
    ours, theirs = ({at for start, end in spans for at in range(start, end)} for spans in (one, other))
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def _shown(story: Story, one: Statement) -> str:
    source, cue, content = (
        " … ".join(story.text[a:b] for a, b in spans) for spans in (one.source, one.cue, one.content)
    )
    return f"[{source}] [{cue}] [{content[:90]}]"


def _words(claim: Claim) -> str:
    speaker = "narration" if claim.speaker is None else "|".join(sorted(claim.speaker)[:3]) or "nobody"
    return f"{speaker}: {claim.stance} {claim.relation} by/from {sorted(claim.party)[:4]} at {sorted(claim.place)[:3]}"
