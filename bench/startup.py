"""What starting costs: commands of Claimgraph beside Pythons that only import an engine. Best of several, in one run.

python bench/startup.py [--store DIR] [--repeat 10]

Without a store it builds one of the articles that come with Claimgraph first.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import cpu

QUESTION = "who claimed control of Sudzha"
IMPORTED = ("sys", "pyoxigraph", "rdflib", "pyshacl", "spacy")


def main() -> None:
    parser = argparse.ArgumentParser(description="Time of kg ask against python -c 'import rdflib'.")
    parser.add_argument("--store", type=Path, help="an existing store; a small one is built without it")
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--repeat", type=int, default=10)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        store = arguments.store or Path(name, "store")
        if not arguments.store:
            cpu.seconds([cpu.KG, "build", "--store", str(store)])
        ask = [cpu.KG, "ask", arguments.question, "--store", str(store)]
        imports = {f"`import {name}`": [sys.executable, "-c", f"import {name}"] for name in IMPORTED}
        commands = {
            **imports,
            "`kg --version`": [cpu.KG, "--version"],
            "`kg ask`": ask,
            "`kg stats`": [cpu.KG, "stats", "--store", str(store)],
        }
        best = {label: _best(command, arguments.repeat) for label, command in commands.items()}
    unit = best["`import rdflib`"][1]
    print("| | CPU, ms | times `import rdflib` | elapsed, ms |\n|---|--:|--:|--:|")
    for label, (wall, used) in best.items():
        print(f"| {label} | {1000 * used:.0f} | {used / unit:.2f} | {1000 * wall:.0f} |")


def _best(command: Sequence[str], repeat: int) -> tuple[float, float]:
    """The least elapsed and the least CPU time of several runs: what else the machine does only adds to them."""
    walls, used = [], []
    for _ in range(repeat):
        begin = time.perf_counter()
        used.append(cpu.seconds(command))
        walls.append(time.perf_counter() - begin)
    return min(walls), min(used)


if __name__ == "__main__":
    main()
