"""Articles that would stop, fill or crash what reads them: `python bench/hostile_articles.py [--size N] [WORDS…]`.

Each is read, extracted, linked, made into a graph and validated, in a process that is killed after 30 seconds of
processor time or at 2 GiB. Printed is what took longest, what took most memory, and whatever was neither a valid graph
nor refused in one line. `--size` is about the number of characters of each; the default is the largest that is read.
WORDS choose those whose names have all of them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from hostile_pages import files, pages
from hostile_texts import Make, texts
from killable import Met, Work, met

TEXT: Final = 199_000
PAGE: Final = 1_900_000
SECONDS: Final = 30
MEGABYTES: Final = 2048
GOOD: Final = frozenset({"graph", "refused"})


class Hostile(NamedTuple):
    """`largest` is the size beyond which it would not even be looked at."""

    name: str
    source: str
    largest: int
    make: Make


def hostile() -> Iterator[Hostile]:
    for name, make in texts():
        yield Hostile(f"text: {name}", "hostile.txt", TEXT, make)
    for name, make in pages():
        yield Hostile(f"page: {name}", "hostile.html", PAGE, make)
    for name, suffix, make in files():
        yield Hostile(f"file: {name}", f"hostile{suffix}", TEXT, make)


def reading(extractor: Any) -> Work:
    """The whole way of an article: "graph", "refused" with the line, or "invalid" with the report."""
    from kg import articles, shapes
    from kg.capture import Capture
    from kg.errors import InputError

    def work(given: tuple[str, bytes]) -> tuple[str, str]:
        source, data = given
        try:
            article = articles.article(Capture(source=source, data=data))
        except InputError as error:
            words = str(error)
            return ("refused" if words.startswith(source) and "\n" not in words else "raised"), words
        (found,) = extractor.named([article])
        made = extractor.graph(found)
        packed = made.packed()
        report = shapes.validate((*made.graph, *made.things, *made.text))
        return ("graph", f"{packed.triples} triples") if report.conforms else ("invalid", report.text[:2000])

    return work


def inputs(chosen: list[Hostile], size: int | None) -> list[tuple[str, Any]]:
    def made(one: Hostile) -> Any:
        return lambda: (one.source, one.make(min(size or one.largest, one.largest)))

    return [(one.name, made(one)) for one in chosen]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("words", nargs="*")
    options.add_argument("--size", type=int)
    options.add_argument("--every", type=int, default=1, help="take one of so many")
    given = options.parse_args()
    from kg.pipeline import Settings
    from kg.pipeline.making import Extractor

    chosen = [one for one in hostile() if all(word in one.name for word in given.words)][:: given.every]
    work = reading(Extractor(Settings()))
    found = []
    for one in met(work, inputs(chosen, given.size), seconds=SECONDS, megabytes=MEGABYTES):
        found.append(one)
        if one.verdict not in GOOD or one.seconds > 5:
            show(one)
    print(f"\n{len(found)} articles: {dict(Counter(one.verdict for one in found))}")
    print(f"{sum(one.seconds for one in found):.0f} s of processor time; the longest")
    for one in sorted(found, key=lambda one: -one.seconds)[:12]:
        show(one)
    print("the most memory")
    for one in sorted(found, key=lambda one: -one.megabytes)[:5]:
        show(one)
    sys.exit(any(one.verdict not in GOOD for one in found))


def show(one: Met) -> None:
    print(f"{one.seconds:7.2f} s {one.megabytes:5} MB  {one.verdict:8} {one.name}  {one.words[-900:]}", flush=True)


if __name__ == "__main__":
    main()
