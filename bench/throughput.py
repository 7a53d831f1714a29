"""Articles a second, cost and memory of `kg build`, by the number of worker processes and of articles stored before.

    python bench/throughput.py [--steps 1000,8000,1000] [--workers 1,2] [--seed 1]
        [--store FOLDER] [--save FILE]

Made-up articles are built in steps, each a command of its own, into one store for each number of workers; the numbers
of workers take turns at each step. CPU time and memory (PSS, its peak) are those of all processes of a command, and
`elapsed` suffers from whatever else the machine does. What a command needs to start, measured with an article of one
sentence, is not counted. With `--store` the last store is kept in that folder.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

import cpu
import made_up_news
import processes
from processes import MEGABYTE, Taken

_SHORT: Final = "The mayor of Oldbridge said on Monday that ship number {} had left the harbour.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`before` articles were stored, and `count` with so many words came to them; `sizes` are the bytes of the
    store after it, and of its journal."""

    workers: int
    before: int
    count: int
    words: int
    taken: Taken
    start: Taken
    sizes: dict[str, int]

    @classmethod
    def read(cls, path: Path) -> Self:
        told = json.loads(path.read_text(encoding="utf-8"))
        return cls(**told | {name: Taken(**told[name]) for name in ("taken", "start")})

    @property
    def stored(self) -> int:
        return self.before + self.count

    @property
    def cost(self) -> float:
        """CPU seconds without starting."""
        return self.taken.cpu - self.start.cpu

    @property
    def of_a_word(self) -> float:
        """Articles differ in length by a hundred times, so that words are what steps can be compared by."""
        return self.cost / self.words

    @property
    def elapsed(self) -> float:
        return self.taken.elapsed - self.start.elapsed


def main() -> None:
    parser = argparse.ArgumentParser(description="Articles a second, cost and memory of kg build.")
    parser.add_argument("--steps", default="1000,8000,1000", help="how many articles come in each step")
    parser.add_argument("--workers", default="1,2", help="numbers of worker processes to compare")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", type=Path, help="keep the last store here")
    parser.add_argument("--save", type=Path, help="the last step as JSON, for bench/capacity.py")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        workers = [int(one) for one in given.workers.split(",")]
        found = measured(Path(name), [int(one) for one in given.steps.split(",")], workers, seed=given.seed)
        if given.store:
            shutil.rmtree(given.store, ignore_errors=True)
            shutil.copytree(Path(name, f"store-{workers[-1]}"), given.store, symlinks=True)
    if given.save:
        given.save.parent.mkdir(parents=True, exist_ok=True)
        given.save.write_text(json.dumps(asdict(found[-1])), encoding="utf-8")
    print(table(found))
    print()
    print(compared(found))


def measured(scratch: Path, steps: Sequence[int], workers: Sequence[int], *, seed: int) -> list[Step]:
    starts = {}
    for number in workers:
        (scratch / f"short-{number}.txt").write_text(_SHORT.format(number), encoding="utf-8")
        starts[number] = processes.run(_build(scratch, number, scratch / f"short-{number}.txt"))
    found, before = [], 0
    for count in steps:
        texts = scratch / f"texts-{before}"
        words = sum(map(_words, made_up_news.write(texts, count, seed=seed, first=before)))
        for number in workers:
            taken = processes.run(_build(scratch, number, texts))
            store = scratch / f"store-{number}"
            sizes = {"all": processes.on_disk(store), "journal": processes.on_disk(store / "journal")}
            step = Step(
                workers=number,
                before=before,
                count=count,
                words=words,
                taken=taken,
                start=starts[number],
                sizes=sizes,
            )
            found.append(step)
            print(f"… {before + count} articles, {number} workers", file=sys.stderr, flush=True)
        before += count
    return found


def _words(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").split())


def _build(scratch: Path, workers: int, path: Path) -> list[str]:
    store = str(scratch / f"store-{workers}")
    return [cpu.KG, "build", str(path), "--store", store, "--workers", str(workers), "--quiet"]


def table(found: Sequence[Step]) -> str:
    lines = [
        "| workers | stored before | added | CPU of an article, ms | of 1,000 words | against the first | articles/s "
        "| peak memory, MB | against the first | on disk, kB an article | of it the journal |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    first = {one.workers: one for one in reversed(found)}
    for one in found:
        begun, total = first[one.workers], one.stored
        cells = [
            *(f"{number:,}" for number in (one.workers, one.before, one.count)),
            f"{1000 * one.cost / one.count:.0f}",
            f"{1e6 * one.of_a_word:.0f}",
            f"{one.of_a_word / begun.of_a_word:.2f}",
            f"{one.count / one.elapsed:.1f}",
            f"{one.taken.peak / MEGABYTE:,.0f}",
            f"{one.taken.peak / begun.taken.peak:.2f}",
            *(f"{size / total / 1000:.0f}" for size in one.sizes.values()),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def compared(found: Sequence[Step]) -> str:
    """Each number of workers against the first, over all steps."""
    numbers = list(dict.fromkeys(one.workers for one in found))
    cost = {n: sum(one.cost for one in found if one.workers == n) for n in numbers}
    elapsed = {n: sum(one.elapsed for one in found if one.workers == n) for n in numbers}
    lines = ["| workers | CPU, times that of the first | articles/s, times those of the first |", "|--:|--:|--:|"]
    lines += [f"| {n} | {cost[n] / cost[numbers[0]]:.2f} | {elapsed[numbers[0]] / elapsed[n]:.2f} |" for n in numbers]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
