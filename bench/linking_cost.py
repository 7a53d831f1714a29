"""What linking costs: how fast its indexes open, what memory they take, and its share of the CPU of a build.

    python bench/linking_cost.py [FOLDER] [--count 50]

Without a folder of text files it makes up articles. The indexes are built before, once and for all; the CPU of a build
is that of reading, parsing, extracting, linking, making and validating the graph, in this process.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import made_up_news

from kg import documents, shapes
from kg.extract.assembly import extract
from kg.linking import identify, open_knowledge
from kg.linking.authority import open_authority
from kg.linking.gazetteer import open_gazetteer
from kg.naming import name
from kg.pipeline import Extractor, Settings, read


def main() -> None:
    parser = argparse.ArgumentParser(description="What linking costs: opening, memory, and its share of a build.")
    parser.add_argument("folder", type=Path, nargs="?", help="a folder of .txt files; made-up articles without one")
    parser.add_argument("--count", type=int, default=50, help="how many texts")
    arguments = parser.parse_args()
    open_knowledge()
    for what, opened in (("gazetteer", open_gazetteer), ("authority", open_authority)):
        start = time.perf_counter()
        opened()
        print(f"{what} opens in {1000 * (time.perf_counter() - start):.1f} ms")
    with tempfile.TemporaryDirectory() as scratch:
        _measure(Extractor(Settings()), made_up_news.given(arguments.folder, arguments.count, Path(scratch)))


def _measure(extractor: Extractor, texts: list[Path]) -> None:
    linking, start, memory = 0.0, time.process_time(), 0.0
    for parsed in documents.parse(extractor.nlp, read([str(path) for path in texts], extractor.settings, [])):
        extraction = extract(parsed, extractor.knowledge)
        before, held = time.process_time(), _peak()
        found = identify(extraction.entities, parsed.article, extractor.knowledge, extractor.minter)
        linking += time.process_time() - before
        memory += _peak() - held
        made = extractor.graph(name(extraction, found, extractor.minter))
        shapes.validate((*made.graph, *made.things, *made.text))
    whole = time.process_time() - start
    each, share = 1000 * linking / len(texts), 100 * linking / (whole - linking)
    print(f"{len(texts)} texts: linking {each:.1f} ms a text, {share:.1f} % on top of the rest")
    print(f"memory while linking: {memory:.0f} MB more at the peak")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
