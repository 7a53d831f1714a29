"""What validating one article costs: CPU time of kg.shapes.validate against pySHACL by itself and a fixed yardstick.

    python bench/validation_cost.py [SIZE]

The graph is made up (tests/made_graphs.py); size 1 is an article of about 800 words. The yardstick is a loop of a
million additions in plain Python, so that figures of different machines can be compared.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pyshacl
from rdflib import RDFS, Graph

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from made_graphs import made_graph

from kg.resources import folder
from kg.shapes import validate
from kg.terms import Triple


def main() -> None:
    triples = made_graph(size=int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    ours, alone, unit = (best(f) for f in (lambda: validate(triples), lambda: by_itself(triples), yardstick))
    print(f"{len(triples):,} triples.\n")
    print("| | CPU, ms | times ours | times the yardstick |\n|---|--:|--:|--:|")
    for name, cost in {"`kg.shapes.validate`": ours, "pySHACL as usually called": alone, "yardstick": unit}.items():
        print(f"| {name} | {cost:.1f} | {cost / ours:.1f} | {cost / unit:.2f} |")


def by_itself(triples: list[Triple]) -> None:
    """As pySHACL is usually called: parse the data, then validate it against shapes loaded once."""
    data = Graph().parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in triples), format="nt")
    for triple in HIERARCHY:
        data.add(triple)
    pyshacl.validate(data, shacl_graph=SHAPES, inplace=True)


def yardstick() -> int:
    total = 0
    for number in range(1_000_000):
        total += number
    return total


def best(work: Callable[[], object], *, times: int = 7) -> float:
    """Milliseconds of CPU time: the least of several runs is what other work on the machine disturbs least."""
    work()
    spent = []
    for _ in range(times):
        start = process_time()
        work()
        spent.append(process_time() - start)
    return min(spent) * 1000


SHAPES = Graph()
for path in folder("shapes").glob("*.ttl"):
    SHAPES.parse(path)
HIERARCHY = list(Graph().parse(folder("ontology") / "claimgraph.ttl").triples((None, RDFS.subClassOf, None)))

if __name__ == "__main__":
    main()
