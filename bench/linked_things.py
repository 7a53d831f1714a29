"""What a store has links for: one node an item, the most linked and the most frequent unlinked names, links to judge.

    kg build FOLDER --store STORE
    python bench/linked_things.py STORE [--sample 100] [--seed 1] [--class Person] [--below 0.9] [--most 10]
    python bench/linked_things.py STORE --missed 40 [--seed 1]

Counts are of articles. The sample is drawn from all (article, thing, target) with the same seed always alike; each is
shown in the first sentence that names the thing, to be judged by hand. The missed ones are names without a link that
are a label or another name of something in the authority, people and bodies; most of them are rightly not linked.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import kg
from kg.linking import open_knowledge

_DUPLICATES = """SELECT ?target (COUNT(DISTINCT ?thing) AS ?nodes) (GROUP_CONCAT(DISTINCT STR(?thing)) AS ?which)
WHERE { ?thing skos:exactMatch ?target } GROUP BY ?target HAVING (COUNT(DISTINCT ?thing) > 1) ORDER BY ?target"""
_TWO_ITEMS = """SELECT ?thing (COUNT(DISTINCT ?target) AS ?items) WHERE {
  ?thing skos:exactMatch ?target FILTER(STRSTARTS(STR(?target), "http://www.wikidata.org/entity/"))
} GROUP BY ?thing HAVING (COUNT(DISTINCT ?target) > 1) ORDER BY ?thing"""
_LINKED = """SELECT ?label ?thing (COUNT(DISTINCT ?article) AS ?articles) WHERE {
  ?decision a cg:LinkDecision ; cg:in ?article ; cg:entity ?thing . ?thing skos:prefLabel ?label
} GROUP BY ?label ?thing ORDER BY DESC(?articles) ?label LIMIT %d"""
_UNLINKED = """SELECT ?label (MAX(STR(?class)) AS ?kind) (COUNT(DISTINCT ?article) AS ?articles) WHERE {
  ?span cg:refersTo ?thing ; cg:mentionRule "name" ; nif:referenceContext ?article .
  ?thing skos:prefLabel ?label ; a ?class .
  FILTER NOT EXISTS { ?thing skos:exactMatch|skos:closeMatch ?any } FILTER NOT EXISTS { ?thing a cg:UnnamedActor }
} GROUP BY ?label ORDER BY DESC(?articles) ?label LIMIT %d"""
_LINKS = """SELECT ?article ?thing ?label ?target ?confidence ?method WHERE {
  ?decision a cg:LinkDecision ; cg:in ?article ; cg:entity ?thing ; cg:target ?target ; cg:confidence ?confidence ;
    cg:method ?method . ?thing skos:prefLabel ?label
  FILTER(STRSTARTS(STR(?target), "http://www.wikidata.org/entity/") || STRSTARTS(STR(?target), "https://sws.geonames.org/"))
  %s
} ORDER BY ?article ?thing ?target"""
_NAMES = """SELECT ?article ?thing ?label (GROUP_CONCAT(?class) AS ?classes) WHERE {
  ?span cg:refersTo ?thing ; cg:mentionRule "name" ; nif:referenceContext ?article .
  ?thing skos:prefLabel ?label ; a ?class .
  FILTER NOT EXISTS { ?decision cg:entity ?thing ; cg:in ?article } FILTER NOT EXISTS { ?thing a cg:UnnamedActor }
} GROUP BY ?article ?thing ?label ORDER BY ?article ?thing"""
_WHERE = """SELECT ?start ?end ?text WHERE {
  ?span cg:refersTo <%s> ; nif:referenceContext <%s> ; cg:mentionRule ?rule .
  ?span nif:beginIndex ?start ; nif:endIndex ?end .
  <%s> nif:isString ?text FILTER(?rule NOT IN ("pronoun", "description"))
} ORDER BY ?start LIMIT 1"""
_CONTEXT = 90


def main() -> None:
    parser = argparse.ArgumentParser(description="What a store has links for, and a sample of links to check by hand.")
    parser.add_argument("store", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="how many links to show")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--class", dest="kind", help="links of things of that class only: Person")
    parser.add_argument("--below", type=float, default=1.1, help="links less sure than that only")
    parser.add_argument("--missed", type=int, default=0, help="how many unlinked names to show that the authority has")
    parser.add_argument("--most", type=int, default=10)
    arguments = parser.parse_args()
    graph = kg.open_store(arguments.store)
    for what, query in (("targets with two nodes", _DUPLICATES), ("things with two items", _TWO_ITEMS)):
        rows = graph.query(query).rows
        print(f"{what}: {len(rows)}")
        for row in rows:
            print("   ", *row)
    for what, query in (("most linked", _LINKED), ("most frequent without a link", _UNLINKED)):
        print(f"{what}:")
        for row in graph.query(query % arguments.most).rows:
            print(f"    {row[2]:>5}  {row[0]}  {row[1]}")
    if arguments.sample:
        rows = graph.query(_LINKS % (f"?thing a cg:{arguments.kind} ." if arguments.kind else "")).rows
        chosen = [row for row in rows if float(str(row[4])) < arguments.below]
        _show_sample(graph, chosen, arguments.sample, arguments.seed)
    if arguments.missed:
        known = open_knowledge()
        rows = [row for row in graph.query(_NAMES).rows if known.listed(str(row[2]))]
        _show_sample(graph, rows, arguments.missed, arguments.seed)


def _show_sample(graph: kg.Graph, rows: Sequence[Sequence[object]], size: int, seed: int) -> None:
    """The article, the thing and its label come first in a row; what follows is shown."""
    print(f"sample of: {len(rows)}")
    chosen = sorted(random.Random(seed).sample(rows, min(size, len(rows))), key=str)
    for number, (article, thing, label, *more) in enumerate(chosen, 1):
        found = graph.query(_WHERE % (thing, article, article)).rows
        print(f"{number:4}  {label}  {' '.join(map(_short, more))}  {thing}")
        print(f"        {_context(*found[0]) if found else '(implied)'}")


def _short(value: object) -> str:
    return str(value).rsplit("#", 1)[-1]


def _context(start: object, end: object, text: object) -> str:
    first, last, words = int(str(start)), int(str(end)), str(text)
    before, after = words[max(0, first - _CONTEXT) : first], words[last : last + _CONTEXT]
    return " ".join(f"{before}[{words[first:last]}]{after}".split())


if __name__ == "__main__":
    main()
