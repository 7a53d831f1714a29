"""Made-up news for the benchmarks: the same articles for the same seed. Every event and every source is invented.

    python bench/made_up_news.py FOLDER [--count 50] [--seed 1] [--format txt|html|jsonl|warc] [--first 0]

Articles are made one after the other, so that there may be any number of them; `--first` goes on with an archive.
How it compares with real news tells `bench/news_statistics.py` (docs/performance.md).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from newsroom import FORMATS, Written, save, written
from newsroom.layouts import text
from newsroom.world import World

_MOST = 10**6


def articles(count: int, *, seed: int = 1, first: int = 0) -> Iterator[Written]:
    """So many articles of the archive of this seed, in order."""
    world = World(seed)
    return (written(world, number) for number in range(first, first + count))


def article(rng: random.Random) -> str:
    """One English article as text, dated, in paragraphs."""
    world = World(rng.randrange(_MOST))
    found = (written(world, rng.randrange(_MOST)) for _ in iter(int, 1))
    return text(next(one for one in found if one.language == "en"))


def write(folder: Path, count: int, *, seed: int = 1, layout: str = "txt", first: int = 0) -> list[Path]:
    """So many articles as files in a folder; JSON Lines and WARC are one file."""
    return save(articles(count, seed=seed, first=first), folder, layout=layout)


def given(folder: Path | None, count: int, scratch: Path) -> list[Path]:
    """The first texts of a folder; without one, so many made-up articles in `scratch`."""
    if folder is None:
        return write(scratch, count)
    found = list(islice(sorted(folder.rglob("*.txt")), count))
    if not found:
        sys.exit(f"{folder}: no .txt file in it")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Write made-up articles into a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=list(FORMATS), default="txt")
    parser.add_argument("--first", type=int, default=0, help="the number of the first article")
    given = parser.parse_args()
    write(given.folder, given.count, seed=given.seed, layout=given.format, first=given.first)


if __name__ == "__main__":
    main()
