"""Articles of nearly the same text: how many of the made-up copies are found, what else is, and what it costs.

    python bench/likeness.py [--count 2000] [--sketches 10000 100000]

CPU seconds. The archive is that of `made_up_news.py`, which knows which article copies or updates which.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from made_up_news import articles
from newsroom.articles import Written

from kg.iris import Minter
from kg.likeness import Likeness, Relations, likeness
from kg.likeness.index import Index
from kg.likeness.sketches import BITS
from kg.terms import Triple, named

MINT = Minter()


@dataclass(frozen=True, slots=True)
class Row:
    article: str
    sha256: str
    likeness: str


@dataclass(slots=True)
class Archive:
    """What a store would know, in memory."""

    texts: dict[str, str] = field(default_factory=dict)
    triples: dict[str, set[Triple]] = field(default_factory=dict)

    def likenesses(self) -> Iterable[tuple[str, str]]:
        return ()

    def originals(self) -> Iterable[tuple[str, str]]:
        return ()

    def derivation(self, article: str) -> Iterable[Triple]:
        return self.triples.get(article, ())

    def prose(self, article: str) -> str:
        return self.texts[article]


def found(count: int) -> None:
    archive, told = Archive(), {}
    relations = Relations(archive, MINT)
    sketching = relating = 0.0
    for one in articles(count):
        name = MINT.article(f"{one.published}-{one.number:07d}")
        told[name], archive.texts[name] = one, one.text
        start = time.process_time()
        row = Row(name, str(one.number), likeness(one.text, published=one.published, names_origin=False))
        sketched = time.process_time()
        change = relations.change([], [row], {name: one.text})
        sketching, relating = sketching + sketched - start, relating + time.process_time() - sketched
        for triple in change.removed:
            archive.triples[_about(triple)].discard(triple)
        for triple in change.added:
            archive.triples.setdefault(_about(triple), set()).add(triple)
    derived = [
        (told[triple.subject[1:-1]], told[triple.object[1:-1]])
        for triples in archive.triples.values()
        for triple in triples
        if triple.predicate == named("prov:wasDerivedFrom")
    ]
    known = {one.number for one in told.values()}
    copies = sum(one.of in known for one in told.values())
    right = sum(_first(one) == _first(other) for one, other in derived)
    print(f"{count} articles, {copies} of them copies or updates: {len(derived)} derived, {right} of them rightly")
    print(f"an article: {1e3 * sketching / count:.2f} ms its sketch, {1e3 * relating / count:.2f} ms its relations")


def looked_up(count: int, *, times: int = 100) -> None:
    index, chance = Index(MINT.article("")), np.random.default_rng(1)
    for number in range(count):
        made = Likeness(published=date(2024, 5, 1), names_origin=False, runs=500, sketch=chance.bytes(BITS // 8))
        index.add(MINT.article(f"2024-05-01-{number:016x}"), made)
    start = time.process_time()
    by_chance = sum(len(list(index.near(row))) for row in range(times))
    spent = 1e3 * (time.process_time() - start) / times
    print(f"among {count} sketches: {spent:.2f} ms a look-up, {by_chance} of {times * count} pairs found by chance")


def _about(triple: Triple) -> str:
    return triple.subject[1:-1].removesuffix("#derivation")


def _first(one: Written) -> int:
    return one.number if one.of is None else one.of


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what is found of nearly the same text, and what it costs.")
    parser.add_argument("--count", type=int, default=2000, help="articles of the made-up archive")
    parser.add_argument("--sketches", type=int, nargs="*", default=[10_000, 100_000], help="sizes of an index")
    given = parser.parse_args()
    found(given.count)
    for count in given.sketches:
        looked_up(count)


if __name__ == "__main__":
    main()
