"""What a store has links for: one node an item, the most linked and the most frequent unlinked names, links to check.

    kg build FOLDER --store STORE
    python bench/linked_things.py STORE [--sample 100] [--seed 1] [--most 10]

Counts are of articles. The sample is drawn from all (article, thing, target) with the same seed always alike; each is
shown in the first sentence that names the thing, to be judged by hand.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import kg

_DUPLICATES = """SELECT ?target (COUNT(DISTINCT ?thing) AS ?nodes) (GROUP_CONCAT(DISTINCT STR(?thing)) AS ?which)
WHERE { ?thing skos:exactMatch ?target } GROUP BY ?target HAVING (COUNT(DISTINCT ?thing) > 1) ORDER BY ?target"""
_TWO_ITEMS = """SELECT ?thing (COUNT(DISTINCT ?target) AS ?items) WHERE {
  ?thing skos:exactMatch ?target FILTER(STRSTARTS(STR(?target), "http://www.wikidata.org/entity/"))
} GROUP BY ?thing HAVING (COUNT(DISTINCT ?target) > 1) ORDER BY ?thing"""
_LINKED = """SELECT ?label ?thing (COUNT(DISTINCT ?article) AS ?articles) WHERE {
  ?decision a cg:LinkDecision ; cg:in ?article ; cg:entity ?thing . ?thing skos:prefLabel ?label
} GROUP BY ?label ?thing ORDER BY DESC(?articles) ?label LIMIT %d"""
_UNLINKED = """SELECT ?label ?class (COUNT(DISTINCT ?article) AS ?articles) WHERE {
  ?span cg:refersTo ?thing ; cg:mentionRule "name" ; nif:referenceContext ?article .
  ?thing skos:prefLabel ?label ; a ?class .
  FILTER NOT EXISTS { ?thing skos:exactMatch|skos:closeMatch ?any } FILTER NOT EXISTS { ?thing a cg:UnnamedActor }
} GROUP BY ?label ?class ORDER BY DESC(?articles) ?label LIMIT %d"""
_LINKS = """SELECT ?article ?thing ?label ?target ?confidence ?method WHERE {
  ?decision a cg:LinkDecision ; cg:in ?article ; cg:entity ?thing ; cg:target ?target ; cg:confidence ?confidence ;
    cg:method ?method . ?thing skos:prefLabel ?label
  FILTER(STRSTARTS(STR(?target), "http://www.wikidata.org/entity/") || STRSTARTS(STR(?target), "https://sws.geonames.org/"))
} ORDER BY ?article ?thing ?target"""
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
    _show_sample(graph, arguments.sample, arguments.seed)


def _show_sample(graph: kg.Graph, size: int, seed: int) -> None:
    links = list(graph.query(_LINKS).rows) if size else []
    print(f"links: {len(links)}")
    chosen = sorted(random.Random(seed).sample(links, min(size, len(links))), key=str)
    for number, (article, thing, label, target, confidence, method) in enumerate(chosen, 1):
        found = graph.query(_WHERE % (thing, article, article)).rows
        print(f"{number:4}  {label}  {target}  {confidence} {method}")
        print(f"        {_context(*found[0]) if found else '(implied)'}")


def _context(start: object, end: object, text: object) -> str:
    first, last, words = int(str(start)), int(str(end)), str(text)
    before, after = words[max(0, first - _CONTEXT) : first], words[last : last + _CONTEXT]
    return " ".join(f"{before}[{words[first:last]}]{after}".split())


if __name__ == "__main__":
    main()
