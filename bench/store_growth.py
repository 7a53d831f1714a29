"""What storing an article costs while the store grows: `python bench/store_growth.py --articles 10000`.

Made-up articles of some 240 triples each, of which every tenth is replaced later; all speak of the same actors and
places, and each of events of its own. CPU and bytes written are those of the whole process, compaction included.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from made_graphs import made_graph

from kg.article_graph import PackedGraph
from kg.iris import Minter
from kg.pipeline.site import TOGETHER
from kg.store import Writer, publishing

_KEY = "2025-03-12-0123456789abcdef"
_MINT = Minter()


def articles(template: PackedGraph, first: int, count: int) -> list[PackedGraph]:
    return [_article(template, number, version=0) for number in range(first, first + count)]


def template(share: int) -> PackedGraph:
    """An article with one in `share` of the triples of a long one."""
    from kg.article_graph import ArticleGraph

    own, things, text = [], [], []
    for triple in made_graph():
        mine = triple.subject.startswith(f"<{_MINT.article(_KEY)}")
        (text if "isString" in triple.predicate else own if mine else things).append(triple)
    few = {triple.subject for triple in things if triple.predicate.endswith("22-rdf-syntax-ns#type>")}
    few = set(sorted(few)[::share])
    things = [triple for triple in things if triple.subject in few]
    short = tuple(own[:10] + own[10::share])
    cut = tuple(one._replace(object=one.object[: 6000 // share] + '"') for one in text)
    return ArticleGraph(
        article=_MINT.article(_KEY),
        graph=short,
        things=tuple(things),
        text=cut,
        text_graph=_MINT.text(_KEY),
        source="0",
        sha256="0" * 64,
        reading="{}",
        content="0" * 64,
        maker="0" * 64,
    ).packed()


def _article(made: PackedGraph, number: int, *, version: int) -> PackedGraph:
    key, event = f"2025-03-12-{number:016x}", f"{number:x}-{version}"

    def own(text: str) -> str:
        return text.replace(_KEY, key).replace("/id/event/", f"/id/event/{event}-")

    from dataclasses import replace

    return replace(
        made,
        article=_MINT.article(key),
        graph=own(made.graph),
        things=tuple(one._replace(subject=own(one.subject)) for one in made.things),
        text=own(made.text),
        text_graph=_MINT.text(key),
        source=f"news/{number}.txt",
        digest=f"{number:032x}{version:032x}",
    )


def spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def written() -> int:
    told = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(told["wchar"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--step", type=int, default=1_000)
    parser.add_argument("--share", type=int, default=8, help="a long article has 2,000 triples: one in so many is used")
    given = parser.parse_args()
    made = template(given.share)
    print(f"an article: {made.triples} triples, and {len(made.things)} of things")
    folder = Path(tempfile.mkdtemp())
    try:
        with Writer.create(folder / "store.db") as writer:
            _grow(writer, made, given.articles, given.step)
        _open(folder / "store.db")
    finally:
        shutil.rmtree(folder)


def _grow(writer: Writer, made: PackedGraph, count: int, step: int) -> None:
    print("articles  ms CPU each  kB written each  publishing: times, ms CPU")
    for first in range(0, count, step):
        batch = articles(made, first, step)
        batch += [_article(made, number, version=first) for number in range(0, first, max(1, first * 10 // step))]
        copies: list[float] = []
        plain = publishing.Publisher.publish

        def publish(*given: object, copies: list[float] = copies, plain: object = plain) -> None:
            start = spent()
            plain(*given)  # type: ignore[operator]
            copies.append(spent() - start)

        publishing.Publisher.publish = publish  # type: ignore[method-assign, assignment]
        start, before = spent(), written()
        for some in range(0, len(batch), TOGETHER):
            writer.replace_all([(one, "") for one in batch[some : some + TOGETHER]])
        publishing.Publisher.publish = plain  # type: ignore[method-assign]
        each = (spent() - start) / len(batch) * 1000
        size = (written() - before) / len(batch) / 1000
        mean = sum(copies) / len(copies) * 1000 if copies else 0
        print(f"{first + step:8}  {each:11.2f}  {size:15.0f}  {len(copies)}, {mean:.0f}", flush=True)


def _open(store: Path) -> None:
    start = spent()
    with Writer.open(store) as writer:
        opened = spent() - start
        rows = sum(1 for _ in writer.articles())
        print(f"opening {opened:.2f} s CPU; reading the {rows} rows {spent() - start - opened:.2f} s CPU")


if __name__ == "__main__":
    start = time.monotonic()
    main()
