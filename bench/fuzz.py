"""Files that were changed at random: `python bench/fuzz.py [--count 2000] [--seed 1] [KIND…]`.

Small made-up files of each kind are flipped, cut, spliced, doubled, encoded otherwise, and have words of their kind put
where they do not belong. Each goes the whole way in a process that is killed after 30 seconds of processor time or at
2 GiB. It must become graphs that are valid, or be refused by an error of Claimgraph's own in one line; anything else is
printed, and kept in build/fuzz/.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

import fuzz_seeds
from fuzz_seeds import Seed
from hostile_articles import GOOD, MEGABYTES, SECONDS, show
from killable import Met, Work, met

KEPT: Final = Path("build", "fuzz")
Mutator = Callable[[bytes, Random, Seed], bytes]


def mutated(kind: str, number: int, *, seed: int) -> bytes:
    """The same for the same arguments."""
    chosen = Random(f"{seed} {kind} {number}")
    one = chosen.choice(fuzz_seeds.SEEDS[kind])
    data = one.data
    for _ in range(chosen.choice((1, 1, 2, 3, 6))):
        data = chosen.choice(MUTATORS)(data, chosen, one)
    return data[:200_000]


def flipped(data: bytes, chosen: Random, seed: Seed) -> bytes:
    changed = bytearray(data or b"a")
    for _ in range(chosen.choice((1, 3, 20))):
        changed[chosen.randrange(len(changed))] ^= 1 << chosen.randrange(8)
    return bytes(changed)


def cut(data: bytes, chosen: Random, seed: Seed) -> bytes:
    return data[: chosen.randrange(len(data) + 1)]


def without(data: bytes, chosen: Random, seed: Seed) -> bytes:
    begin, end = _piece(data, chosen)
    return data[:begin] + data[end:]


def spliced(data: bytes, chosen: Random, seed: Seed) -> bytes:
    """The beginning of one, the end of another of any kind."""
    other = chosen.choice(fuzz_seeds.SEEDS[chosen.choice(sorted(fuzz_seeds.SEEDS))]).data
    return data[: chosen.randrange(len(data) + 1)] + other[chosen.randrange(len(other)) :]


def doubled(data: bytes, chosen: Random, seed: Seed) -> bytes:
    begin, end = _piece(data, chosen)
    return data[:end] + data[begin:end] * chosen.choice((1, 2, 10, 100)) + data[end:]


def swapped(data: bytes, chosen: Random, seed: Seed) -> bytes:
    (a, b), (c, d) = sorted((_piece(data, chosen), _piece(data, chosen)))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:] if b <= c else data


def put(data: bytes, chosen: Random, seed: Seed) -> bytes:
    """Words of its kind, anywhere."""
    for _ in range(chosen.choice((1, 1, 4))):
        at = chosen.randrange(len(data) + 1)
        data = data[:at] + chosen.choice((*seed.words, *fuzz_seeds.ODD)) + data[at:]
    return data


def exchanged(data: bytes, chosen: Random, seed: Seed) -> bytes:
    """One word for another."""
    words = data.split(b" ")
    words[chosen.randrange(len(words))] = chosen.choice((*words, *seed.words, *fuzz_seeds.ODD))
    return b" ".join(words)


def encoded(data: bytes, chosen: Random, seed: Seed) -> bytes:
    text = data.decode("utf-8", "replace")
    encoding = chosen.choice(("utf-16", "utf-8-sig", "latin-1", "utf-32-be", "utf-7", "cp500", "gb18030"))
    return text.encode(encoding, "replace")


MUTATORS: Final[tuple[Mutator, ...]] = (
    flipped, flipped, cut, without, spliced, doubled, swapped, put, put, exchanged, exchanged, encoded,
)  # fmt: skip


def _piece(data: bytes, chosen: Random) -> tuple[int, int]:
    begin = chosen.randrange(len(data) + 1)
    return begin, min(len(data), begin + chosen.choice((1, 4, 30, 300)))


# ---------------------------------------------------------------- what is done with them


def work(kind: str, extractor: Any, scratch: Path) -> Work:
    """Bytes → "graph" or "refused", else what is wrong."""
    if kind == "feed":
        return _feed()
    if kind in ("turtle", "trig"):
        return _added(scratch, fuzz_seeds.SUFFIXES[kind])
    return _articles(extractor, scratch, fuzz_seeds.SUFFIXES[kind])


def _articles(extractor: Any, scratch: Path, suffix: str) -> Work:
    """All captures of a file, each as far as it goes."""
    from kg import articles, shapes
    from kg.articles import Failure
    from kg.errors import InputError

    def do(data: bytes) -> tuple[str, str]:
        path = scratch / f"{os.getpid()}{suffix}"
        path.write_bytes(data)
        verdicts: Counter[str] = Counter()
        for capture in articles.captures([str(path)]):
            reason = capture.reason if isinstance(capture, Failure) else ""
            if not isinstance(capture, Failure):
                try:
                    article = articles.article(capture)
                except InputError as error:
                    reason = str(error)
            if reason:
                if "\n" in reason or not reason.startswith((capture.source, repr(capture.source))):
                    return "wrong words", reason
                verdicts["refused"] += 1
                continue
            (found,) = extractor.named([article])
            made = extractor.graph(found)
            made.packed()
            report = shapes.validate((*made.graph, *made.things, *made.text))
            if not report.conforms:
                return "invalid", report.text
            verdicts["graph"] += 1
        return "graph" if verdicts["graph"] else "refused", str(dict(verdicts))

    return do


def _added(scratch: Path, suffix: str) -> Work:
    """As `kg add` does, into a store that takes it."""
    from kg.errors import InputError, UsageError
    from kg.iris import Minter
    from kg.shapes import validate_added
    from kg.store import Writer, additions

    @cache
    def writer(process: int) -> Writer:
        return Writer.create(scratch / f"{process}.db")

    def do(data: bytes) -> tuple[str, str]:
        path = scratch / f"{os.getpid()}{suffix}"
        path.write_bytes(data)
        try:
            graphs = additions.read(path, graph="https://example.org/own", minter=Minter())
        except (InputError, UsageError) as error:
            return ("refused" if "\n" not in str(error) else "wrong words"), str(error)
        report = validate_added(triple for one in graphs for triple in one.triples)
        if not report.conforms:
            return "refused", report.text
        for one in graphs:
            writer(os.getpid()).add(one)
        return "graph", f"{len(graphs)} graphs"

    return do


def _feed() -> Work:
    """The entries of a feed."""
    from kg.errors import ClaimgraphError
    from kg.fetching import feeds

    def do(data: bytes) -> tuple[str, str]:
        try:
            found = len(feeds.read(data, "https://courier.example/feed", "application/rss+xml").entries)
        except ClaimgraphError as error:
            return ("refused" if "\n" not in str(error) else "wrong words"), str(error)
        return "graph", f"{found} entries"

    return do


def kinds() -> list[str]:
    """Those that this version reads."""
    from importlib.util import find_spec

    return [kind for kind, needs in fuzz_seeds.NEEDS.items() if all(find_spec(name) for name in needs)]


def tried(kind: str, count: int, *, seed: int, extractor: Any, scratch: Path) -> Iterator[Met]:
    inputs = [(f"{kind} {number}", mutated(kind, number, seed=seed)) for number in range(count)]
    return met(work(kind, extractor, scratch), inputs, seconds=SECONDS, megabytes=MEGABYTES)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("kinds", nargs="*")
    options.add_argument("--count", type=int, default=2000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    from kg.pipeline import Extractor, Settings

    chosen = given.kinds or kinds()
    extractor = Extractor(Settings())
    wrong = 0
    for kind in chosen:
        with tempfile.TemporaryDirectory() as scratch:
            each = -(-given.count // len(chosen))
            found = list(tried(kind, each, seed=given.seed, extractor=extractor, scratch=Path(scratch)))
        bad = [one for one in found if one.verdict not in GOOD]
        for one in bad:
            show(one)
            KEPT.mkdir(parents=True, exist_ok=True)
            number = int(one.name.split()[1])
            name = f"{kind}-{given.seed}-{number}{fuzz_seeds.SUFFIXES[kind]}"
            (KEPT / name).write_bytes(mutated(kind, number, seed=given.seed))
        wrong += len(bad)
        spent, longest = sum(one.seconds for one in found), max(one.seconds for one in found)
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in Counter(one.verdict for one in found).items())
        print(f"{kind:7} {len(found):5} files: {verdicts}; {spent:.0f} s of processor time, {longest:.1f} s at most")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
