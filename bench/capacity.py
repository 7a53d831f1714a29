"""What archives of several sizes take, by what was measured of one: core-hours, disk, memory.

    python bench/throughput.py --steps 1000 --workers 2 --store STORE --save FILE
    python bench/capacity.py FILE STORE

Everything but the parts that do not grow is in proportion to the number of articles: docs/performance.md shows how far
that is so.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import memory
from apart import elsewhere
from throughput import Step

from kg.store import Reader

ARCHIVES: Final = (10_000, 100_000, 1_000_000)
_GIGABYTE: Final = 1e9
_HOUR: Final = 3600


def main() -> None:
    parser = argparse.ArgumentParser(description="What archives of several sizes take.")
    parser.add_argument("step", type=Path, metavar="FILE", help="what throughput.py has saved")
    parser.add_argument("store", type=Path, help="the store that it has kept")
    given = parser.parse_args()
    stored = elsewhere(lambda: len(memory.articles(Reader.open(given.store))))
    quads, held = memory.measured(given.store, stored)
    print(table(Step.read(given.step), quads=quads / stored, held=held / stored))


def table(step: Step, *, quads: float, held: float) -> str:
    """`quads` and the bytes in memory are those of an article."""
    seconds, journal = step.cost / step.count, step.sizes["journal"] / step.stored
    disk = step.sizes["all"] / step.stored - journal
    rows = {
        "core-hours to build": (f"{1000 * seconds:.0f} ms", [f"{seconds * n / _HOUR:,.1f}" for n in ARCHIVES]),
        "quads, millions": (f"{quads:,.0f}", [f"{quads * n / 1e6:,.0f}" for n in ARCHIVES]),
        "store on disk, GB": _sizes(disk),
        "journal on disk, GB": _sizes(journal),
        "memory to serve all from memory, GB": _sizes(held),
    }
    sizes = " | ".join(f"of {n:,}" for n in ARCHIVES)
    lines = [
        f"{_HOUR / seconds:,.0f} articles of {step.words / step.count:.0f} words in a core-hour, measured with "
        f"{step.stored:,} articles; at most {step.taken.peak / _GIGABYTE:.1f} GB of memory while building with "
        f"{step.workers} workers.\n",
        f"| | of an article | {sizes} |",
        f"|---|--:|{'--:|' * len(ARCHIVES)}",
    ]
    return "\n".join([*lines, *(f"| {name} | {one} | {' | '.join(many)} |" for name, (one, many) in rows.items())])


def _sizes(size: float) -> tuple[str, list[str]]:
    return f"{size / 1000:.0f} kB", [f"{size * n / _GIGABYTE:,.1f}" for n in ARCHIVES]


if __name__ == "__main__":
    main()
