"""What a question costs from the shell: `kg ask` beside a Python that only imports rdflib. Best of several, in one run.

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
        commands = {"import rdflib": [sys.executable, "-c", "import rdflib"], "kg ask": ask}
        best = {label: _best(command, arguments.repeat) for label, command in commands.items()}
    for label, (wall, used) in best.items():
        print(f"{label:14} {1000 * wall:6.0f} ms elapsed   {1000 * used:6.0f} ms CPU")
    ratio = best["kg ask"][0] / best["import rdflib"][0]
    print(f"{'ratio':14} {ratio:6.2f}")


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
