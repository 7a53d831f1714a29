"""How much of what a reader finds in the stories of `tests/stories` is found, for each half.

    python bench/accuracy.py [--half dev] [--errors] [--readers]

`--readers` scores a second, independent reading of twelve test stories in the place of ours: how far readers agree.
`--errors` counts why claims were missed, and lists all errors of the half that rules may be written on.
"""

from __future__ import annotations

import argparse
from collections import Counter

import stories
from agreement import Tally, claims_of, compare, statements_of

from kg import pipeline

ROWS = (
    "statements",
    "statements, strict",
    "edges",
    "chains",
    "stance",
    "certainty",
    "claims",
    "claims, but for stance",
    "claims in distractors",
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Scores on the project's own annotated stories.")
    parser.add_argument("--half", choices=(*stories.HALVES, stories.PRACTICE), help="one of them only")
    parser.add_argument("--errors", action="store_true", help="list the errors where rules may be written on them")
    parser.add_argument("--readers", action="store_true", help="score the second reading in the place of ours")
    arguments = parser.parse_args()
    if arguments.readers:
        print(_table("a second reader on part of test", tally_of_readers()))
        return
    for half in [arguments.half] if arguments.half else stories.HALVES:
        tally = tally_of(half)
        print(_table(half, tally))
        if arguments.errors:
            print(_causes(tally))
        if arguments.errors and half != "test":
            print("\n".join(tally.errors))


def tally_of(half: str) -> Tally:
    """What is found in the stories of a half, compared with what their readers found."""
    gold = stories.load(half)
    failures: list[pipeline.Failure] = []
    records = pipeline.extract([str(story.path) for story in gold], pipeline.Settings(), failures)
    tally = Tally()
    for story, record in zip(gold, records, strict=True):
        compare(story, statements_of(record), claims_of(record, story.text), tally)
    tally.counts.update(_sizes(gold))
    return tally


def tally_of_readers() -> Tally:
    """What a second reader found, compared with the gold."""
    gold = {story.name: story for story in stories.load("test")}
    tally = Tally()
    second = stories.load(stories.SECOND)
    for other in second:
        compare(gold[other.name], other.statements, other.claims, tally)
    tally.counts.update(_sizes(second))
    return tally


def _sizes(gold: list[stories.Story]) -> Counter[tuple[str, str]]:
    statements = [one for story in gold for one in story.statements]
    return Counter(
        {
            ("size", "stories"): len(gold),
            ("size", "statements"): len(statements),
            ("size", "nested"): sum(one.parent is not None for one in statements),
            ("size", "denied, doubted, unverified"): sum(one.stance != "asserts" for one in statements),
            ("size", "claims of control"): sum(len(story.claims) for story in gold),
        }
    )


def _table(half: str, tally: Tally) -> str:
    sizes = ", ".join(f"{n} {name}" for (kind, name), n in tally.counts.items() if kind == "size")
    lines = [f"== {half}: {sizes}", f"{'':24s}  right  found   gold       P      R     F1"]
    for name in ROWS:
        score = tally.score(name)
        percent = f"{100 * score.precision:6.1f} {100 * score.recall:6.1f} {100 * score.f1:6.1f}"
        lines.append(f"{name:24s} {score.right:6d} {score.found:6d} {score.gold:6d}  {percent}")
    return "\n".join(lines)


def _causes(tally: Tally) -> str:
    """Why claims were missed: in what the nearest one that was found differs."""
    counted = {name: n for (name, part), n in tally.counts.items() if name.startswith("missed") and part == "gold"}
    return "\n".join(f"{n:6d} {name}" for name, n in sorted(counted.items(), key=lambda item: -item[1]))


if __name__ == "__main__":
    main()
