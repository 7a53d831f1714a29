"""All benchmarks, one after the other; what they find goes into docs/performance.md and docs/scale.md.

    python bench/run.py [--quick] [--only NAME …] [--news NAME=FOLDER …]

`--quick` takes some ten minutes on two cores that do nothing else, and small corpora; without it, a day. Each table
stands between markers, below the command that gives it. `--news` are folders of real articles to compare the made-up
ones with: without them that table is left as it is.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import cpu
import made_up_news

DOCS: Final = Path(__file__).parent.parent / "docs"
FOLDER: Final = Path("build/bench")
SMALL: Final = FOLDER / "small.db"
LARGE: Final = FOLDER / "large.db"
STEP: Final = FOLDER / "step.json"
_KEPT: Final = f"--store {LARGE} --save {STEP}"
_BLOCK: Final = r"(<!-- figures: {} -->\n).*?(<!-- end of figures -->)"


@dataclass(frozen=True, slots=True)
class Part:
    """A program of this folder; `quick` and `full` are what it is given, and its table stands in docs/`page`.md."""

    program: str
    quick: str = ""
    full: str = ""
    page: str = "performance"

    def command(self, *, quick: bool) -> list[str]:
        return ["python", f"bench/{self.program}.py", *shlex.split(self.quick if quick else self.full)]


PARTS: Final[Mapping[str, Part]] = {
    "stages": Part("stages", "--count 48", "--count 400"),
    "build": Part("build_cost", "--count 40", "--count 400"),
    "throughput": Part("throughput", f"--steps 100,100 {_KEPT}", f"--steps 1000,8000,1000 {_KEPT}"),
    "loading": Part("loading", "--count 60", "--count 1000"),
    "queries": Part("query_engines", str(SMALL), f"{SMALL} --limit 60"),
    "validation": Part("validation_cost"),
    "startup": Part("startup", "--repeat 3", "--repeat 10"),
    "memory": Part("memory", str(LARGE), str(LARGE)),
    "capacity": Part("capacity", f"{STEP} {LARGE}", f"{STEP} {LARGE}", page="scale"),
}
_SMALL_ONE: Final = 100  # articles: on more, rdflib in memory answers hardly any of the queries
_NEEDS_SMALL: Final = frozenset({"queries"})


def main() -> None:
    parser = argparse.ArgumentParser(description="All benchmarks, and their tables in docs/performance.md.")
    parser.add_argument("--quick", action="store_true", help="small corpora, some ten minutes")
    parser.add_argument("--only", nargs="+", choices=[*PARTS, "news"], metavar="NAME", help=f"{', '.join(PARTS)}, news")
    parser.add_argument("--news", nargs="+", default=[], metavar="NAME=FOLDER", help="real articles to compare with")
    given = parser.parse_args()
    chosen = {name: part.command(quick=given.quick) for name, part in PARTS.items() if name in (given.only or PARTS)}
    if given.news and "news" in (given.only or ["news"]):
        chosen["news"] = [
            "python",
            "bench/news_statistics.py",
            "--made-up",
            "100" if given.quick else "800",
            *given.news,
        ]
    if _NEEDS_SMALL & chosen.keys():
        _build_small_one()
    for name, command in chosen.items():
        print(f"== {name}: {shlex.join(command)}", flush=True)
        found = subprocess.run([sys.executable, *command[1:]], stdout=subprocess.PIPE, text=True, check=True).stdout
        print(found, flush=True)
        page = PARTS[name].page if name in PARTS else "performance"
        _put(name, f"`{_told(command)}`\n\n{_shown(found.strip())}", page=page)
        _put("machine", machine(quick=given.quick), page=page)


def _build_small_one() -> None:
    texts = FOLDER / "small"
    made_up_news.write(texts, _SMALL_ONE)
    cpu.seconds([cpu.KG, "build", str(texts), "--store", str(SMALL), "--quiet"])


def _shown(found: str) -> str:
    """Tables in Markdown as they are, other lines as they were printed."""
    return found if "|--" in found else f"```text\n{found}\n```"


def _told(command: Sequence[str]) -> str:
    """The command without the folders of whoever ran it."""
    return shlex.join(re.sub(r"=.*", "=FOLDER", one) if "=" in one else one for one in command)


def machine(*, quick: bool) -> str:
    """What the figures were taken on, without the name of the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    packages = ", ".join(f"{name} {version(name)}" for name in ("spacy", "pyoxigraph", "rdflib", "pyshacl"))
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}; the {'quick' if quick else 'full'} run."
    )


def _processor() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return found[1] if found else platform.machine()


def _put(name: str, figures: str, *, page: str) -> None:
    path = DOCS / f"{page}.md"
    block = re.compile(_BLOCK.format(name), re.DOTALL)
    written, count = block.subn(lambda found: f"{found[1]}{figures}\n{found[2]}", path.read_text(encoding="utf-8"))
    if count != 1:
        sys.exit(f"{path}: no place for the figures of {name}: it needs one line <!-- figures: {name} --> with its end")
    path.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
