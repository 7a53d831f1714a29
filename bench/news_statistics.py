"""Figures of news, made up or real: how long articles are, how the vocabulary grows, and what is found in them.

    python bench/news_statistics.py [--made-up 100] [--seed 1] [NAME=FOLDER …]

One column for the made-up news and one for each folder of texts (.txt). Corpora of real news may not be republished:
their figures are all of them that stands in this project.
"""

from __future__ import annotations

import argparse
import math
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median, quantiles, stdev
from typing import Final

import made_up_news

from kg import articles
from kg.model import Article, Extraction, Mode
from kg.pipeline import Extractor, Settings

_WORD: Final = re.compile(r"\w+")
_SENTENCE_END: Final = re.compile(r"[.!?][”\"’')]*(?=\s|$)")


@dataclass(slots=True)
class Figures:
    """Of each article its counts, in order, and how many different words had been seen after it."""

    words: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    running: list[tuple[int, int]] = field(default_factory=list)
    counts: dict[str, list[int]] = field(default_factory=dict)


Counter = Callable[[Extraction], int]
COUNTS: Final[dict[str, Counter]] = {
    "things with a name": lambda found: sum(one.named for one in found.entities),
    "mentions": lambda found: sum(len(one.mentions) for one in found.entities),
    "attributed statements": lambda found: sum(one.mode != Mode.NARRATION for one in found.statements),
    "… in one another": lambda found: sum(one.depth > 0 for one in found.statements),
    "… that deny, doubt or leave open": lambda found: sum(
        one.mode != Mode.NARRATION and one.stance != "asserts" for one in found.statements
    ),
    "events": lambda found: len(found.events),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of news, made up or real.")
    parser.add_argument("folders", nargs="*", metavar="NAME=FOLDER")
    parser.add_argument("--made-up", type=int, default=100, help="how many articles to make up")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    columns = {}
    with tempfile.TemporaryDirectory() as name:
        if given.made_up:
            made_up_news.write(Path(name), given.made_up, seed=given.seed)
            columns["made up"] = figures(sorted(Path(name).glob("*.txt")))
    for one in given.folders:
        label, _, folder = one.partition("=")
        columns[label] = figures(sorted(Path(folder).glob("*.txt")))
    print(table(columns))


def figures(paths: Sequence[Path]) -> Figures:
    """Of articles in text files, in order."""
    found, seen, total = Figures(), set[str](), 0
    extractor = Extractor(Settings())
    for named in extractor.named(one for one in articles.read(map(str, paths)) if isinstance(one, Article)):
        text = named.extraction.article.text
        words = _WORD.findall(text)
        total += len(words)
        seen.update(words)
        found.running.append((total, len(seen)))
        found.words.append(len(text.split()))
        found.sentences.append(max(1, len(_SENTENCE_END.findall(text))))
        for name, count in COUNTS.items():
            found.counts.setdefault(name, []).append(count(named.extraction))
        graph = extractor.graph(named)
        found.counts.setdefault("triples", []).append(len(graph.graph) + len(graph.things) + len(graph.text))
    return found


def growth(running: Sequence[tuple[int, int]]) -> float:
    """The exponent of Heaps' law, types ~ tokens ** exponent: the slope over the last nine tenths of the articles."""
    points = [(math.log(tokens), math.log(types)) for tokens, types in running[len(running) // 10 :]]
    x, y = mean(one for one, _ in points), mean(two for _, two in points)
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def table(columns: dict[str, Figures]) -> str:
    """In Markdown; counts are means of an article."""
    rows: dict[str, Iterable[str]] = {
        "articles": (f"{len(one.words)}" for one in columns.values()),
        "words, median": (f"{median(one.words):.0f}" for one in columns.values()),
        "words, 10th and 90th percentile": (_tenths(one.words) for one in columns.values()),
        "words, standard deviation of the logarithm": (
            f"{stdev(map(math.log, one.words)):.2f}" for one in columns.values()
        ),
        "words in a sentence": (f"{sum(one.words) / sum(one.sentences):.1f}" for one in columns.values()),
        "different words": (f"{one.running[-1][1]:,} of {one.running[-1][0]:,}" for one in columns.values()),
        "exponent of their growth (Heaps)": (f"{growth(one.running):.2f}" for one in columns.values()),
    }
    for name in COUNTS | {"triples": None}:
        rows[f"{name}, of 100 words"] = [_of_100_words(one, name) for one in columns.values()]
    lines = [f"| | {' | '.join(columns)} |", f"|---|{'--:|' * len(columns)}"]
    return "\n".join([*lines, *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items())])


def _tenths(words: Sequence[int]) -> str:
    tenths = quantiles(words, n=10)
    return f"{tenths[0]:.0f}, {tenths[-1]:.0f}"


def _of_100_words(one: Figures, name: str) -> str:
    return f"{100 * sum(one.counts[name]) / sum(one.words):.2f}"


if __name__ == "__main__":
    main()
