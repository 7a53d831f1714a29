"""Queries that would stop, fill, crash or use a server that trusts whoever asks: `python bench/hostile.py URL`.

Each family makes several, from what hardly hurts to what does. With a URL of a server of your own on this machine they
are sent, some at a time, and what they were answered is counted; good queries are timed meanwhile.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import hostile_towers

ANY: Final = "?s ?p ?o"
KNOWN: Final = frozenset({200, 400, 413, 503, 504})
GOOD: Final = "SELECT ?a WHERE { ?a a cg:Article } LIMIT 5"


def queries(sink: str, file: str) -> dict[str, str]:
    """By name. Those that would leave the store try to reach `sink`, "http://HOST:PORT", and to read `file`."""
    known = (products(), memory(), paths(), patterns(), nests(), floods(), graphs(), leaving(sink, file), oddities())
    families = (*known, hostile_towers.queries())
    return {name: query for family in families for name, query in family}


def products() -> Iterator[tuple[str, str]]:
    """Joins of everything with everything."""
    for count in (2, 3, 4, 6):
        every = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(count))
        yield f"product {count} counted", f"SELECT (COUNT(*) AS ?n) {{ {every} }}"
        yield f"product {count} sorted", f"SELECT * {{ {every} }} ORDER BY RAND() LIMIT 3"
        yield f"product {count} distinct", f"SELECT DISTINCT ?s0 ?o1 {{ {every} }}"
        yield f"product {count} grouped", f"SELECT ?s0 ?s1 (COUNT(*) AS ?n) {{ {every} }} GROUP BY ?s0 ?s1"
        yield f"product {count} in one text", f"SELECT (GROUP_CONCAT(STR(?o1)) AS ?t) {{ {every} }}"
        yield f"product {count} sampled", f"SELECT (SAMPLE(?s0) AS ?a) (MAX(STR(?o1)) AS ?b) {{ {every} }}"
        yield f"product {count} whole", f"SELECT * {{ {every} }}"
        yield f"product {count} filtered", f"SELECT * {{ {every} FILTER(STR(?o0) = CONCAT(STR(?o1), 'x')) }}"
        yield f"product {count} asked", f"ASK {{ {every} FILTER(?s0 = ?o1 && ?s0 != ?s0) }}"
    for width in (6, 8, 12):
        lists = " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(10)))} }}" for n in range(width))
        yield f"values {width}", f"SELECT (COUNT(*) AS ?n) {{ {lists} }}"
        yield f"values {width} summed", f"SELECT (SUM(?v0 * ?v{width - 1}) AS ?n) {{ {lists} }}"
    for depth in (2, 4):
        inner = "SELECT ?s { ?s ?p ?o . ?x ?y ?z }"
        for n in range(depth):
            inner = f"SELECT ?s {{ {{ {inner} }} ?a{n} ?b{n} ?c{n} }}"
        yield f"subqueries {depth}", inner
        absent = "?s ?p ?o"
        for n in range(depth):
            absent = f"?a{n} ?b{n} ?c{n} FILTER NOT EXISTS {{ {absent} FILTER(?c{n} != ?o) }}"
        yield f"absences {depth}", f"SELECT (COUNT(*) AS ?n) {{ {absent} }}"
        yield f"minus {depth}", f"SELECT (COUNT(*) AS ?n) {{ {ANY} {'MINUS { ?a ?b ?c . ?d ?e ?s } ' * depth}}}"


def memory() -> Iterator[tuple[str, str]]:
    """Little text that becomes much."""
    for steps in (10, 24, 27, 30, 40):
        doubled = " ".join(f"BIND(CONCAT(?z{n}, ?z{n}) AS ?z{n + 1})" for n in range(steps))
        yield f"doubled {steps}", f"SELECT (STRLEN(?z{steps}) AS ?n) {{ BIND('0123456789abcdef' AS ?z0) {doubled} }}"
    for size in (100, 1000, 4000):
        text, longer = "a" * size, "b" * (size * 5)
        yield (
            f"replaced {size}",
            f'SELECT (STRLEN(REPLACE(REPLACE("{text}", "a", "{text}"), "a", "{longer}")) AS ?n) {{}}',
        )
        yield f"encoded {size}", f'SELECT (ENCODE_FOR_URI(REPLACE("{text}", "a", "{"é" * size}")) AS ?x) {{}}'
    yield "many rows of a long text", f'SELECT ?s ("{"x" * 50_000}" AS ?t) {{ {ANY} }}'
    yield (
        "a long text for each two",
        f'SELECT (CONCAT(STR(?s), "{"x" * 9000}") AS ?t) {{ {ANY} . ?a ?b ?c }} ORDER BY ?t',
    )
    yield "hashes", f"SELECT (SHA512(CONCAT(STR(?s), STR(?a))) AS ?h) {{ {ANY} . ?a ?b ?c }} ORDER BY ?h"


def paths() -> Iterator[tuple[str, str]]:
    """Ways of any length."""
    any_way = "(!<http://a.example/none>|!^<http://a.example/none>)"
    for name, way in {
        "star": f"{any_way}*",
        "plus": f"{any_way}+",
        "star of star": f"(({any_way}*)*)*",
        "two stars": f"{any_way}*/{any_way}*",
        "star of two": f"({any_way}/{any_way})*",
        "backwards": f"^({any_way}*)/({any_way})+",
        "optional": f"{any_way}?/{any_way}?/{any_way}?/{any_way}?",
        "both": "(cg:asserts|^cg:asserts|cg:speaker|^cg:speaker)*",
    }.items():
        yield f"path {name}", f"SELECT (COUNT(*) AS ?n) {{ ?a {way} ?b }}"
        yield f"path {name} twice", f"SELECT * {{ ?a {way} ?b . ?b {way} ?c . ?c {way} ?a }}"
    for length in (50, 300, 1500):
        yield f"path of {length}", f"SELECT * {{ ?a {'/'.join([any_way] * length)} ?b }} LIMIT 1"
        yield f"path of {length} ways", f"SELECT * {{ ?a ({'|'.join([any_way] * length)})* ?b }} LIMIT 1"


def patterns() -> Iterator[tuple[str, str]]:
    """Regular expressions."""
    for name, pattern in {
        "nested": "(a+)+$",
        "alternatives": "(a|a|aa)+$",
        "repeated": "((a{0,500}){0,500}){0,500}",
        "repeated words": r"(\\\\w{1,80}\\\\s?){1,12}zzz$",
        "classes": r"(\\\\p{L}{1,200}){1,50}",
        "open": "(" * 2000,
        "alternating": "|".join(f"a{n}b" for n in range(8000)),
        "dots": "(.*)" * 400 + "x",
    }.items():
        yield f"regex {name}", f'SELECT (COUNT(*) AS ?n) {{ {ANY} FILTER(REGEX(STR(?o), "{pattern}", "i")) }}'
    yield "regex for each", f"SELECT (COUNT(*) AS ?n) {{ {ANY} . ?a ?b ?c FILTER(REGEX(STR(?o), STR(?c))) }}"
    yield "replace for each", f"SELECT (REPLACE(STR(?o), '(.)', '$1$1$1$1') AS ?x) {{ {ANY} . ?a ?b ?c }}"


def nests() -> Iterator[tuple[str, str]]:
    """Brackets and operators in each other: an engine that goes down by recursion runs out of stack."""
    for depth in (100, 1_000, 5_000, 30_000):
        deep = {
            "groups": f"SELECT * WHERE {'{' * depth} {ANY} {'}' * depth}",
            "brackets": f"SELECT * {{ {ANY} FILTER({'(' * depth}1 = 1{')' * depth}) }}",
            "negations": f"SELECT * {{ {ANY} FILTER({'!' * depth}true) }} LIMIT 1",
            "signs": f"SELECT ({'- ' * depth}1 AS ?x) {{}}",
            "sums": f"SELECT ({'1+' * depth}1 AS ?x) {{}}",
            "ands": f"SELECT * {{ {ANY} FILTER({'true&&' * depth}true) }} LIMIT 1",
            "blank nodes": f"SELECT * {{ ?s ?p {'[ ?p ' * depth}1{']' * depth} }} LIMIT 1",
            "lists": f"SELECT * {{ ?s ?p {'(' * depth}1{')' * depth} }} LIMIT 1",
            "paths": f"SELECT * {{ ?a {'(' * depth}rdf:type{')' * depth} ?b }} LIMIT 1",
            "inverses": f"SELECT * {{ ?a {'^(' * depth}rdf:type{')' * depth} ?b }} LIMIT 1",
            "calls": f"SELECT ({'STR(' * depth}1{')' * depth} AS ?x) {{}}",
            "ifs": f"SELECT ({'IF(true,' * depth}1{',2)' * depth} AS ?x) {{}}",
            "optionals": f"SELECT * {{ {'OPTIONAL {' * depth} {ANY} {'}' * depth} }} LIMIT 1",
            "subqueries": f"SELECT * {'{ SELECT * ' * depth}{{ {ANY} }}{'}' * depth} LIMIT 1",
            "exists": f"SELECT * {{ {'FILTER EXISTS {' * depth} {ANY} {'}' * depth} }} LIMIT 1",
            "triples": f"SELECT * {{ {'<<( ?s ?p ' * depth} 1 {')>>' * depth} ?q ?r }} LIMIT 1",
        }
        for name, query in deep.items():
            if depth <= 5_000 or len(query) <= 200_000:
                yield f"{depth} {name}", query


def floods() -> Iterator[tuple[str, str]]:
    """The same again and again, beside itself."""
    for count in (60, 300, 1_900):
        yield f"{count} unions", f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * count)} }} LIMIT 1"
        optional = " ".join(f"OPTIONAL {{ ?s <http://a.example/p{n}> ?o{n} }}" for n in range(count))
        yield f"{count} optionals", f"SELECT * {{ {ANY} {optional} }} LIMIT 1"
        chain = " . ".join(f"?s{n} ?p{n} ?s{n + 1}" for n in range(count))
        yield f"{count} joins", f"SELECT (COUNT(*) AS ?n) {{ {chain} }}"
        yield f"{count} filters", f"SELECT * {{ {ANY} {' '.join(f'FILTER(?o != {n})' for n in range(count))} }} LIMIT 1"
        yield (
            f"{count} binds",
            f"SELECT * {{ {ANY} {' '.join(f'BIND(STR(?o) AS ?b{n})' for n in range(count))} }} LIMIT 1",
        )
        yield f"{count} columns", f"SELECT {' '.join(f'(RAND() AS ?c{n})' for n in range(count))} {{ {ANY} }}"
    terms = " ".join(f'"{n}"' for n in range(7_000))
    yield "7000 values", f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {terms} }} VALUES ?b {{ {terms} }} }}"
    yield "too long a list", f"SELECT * {{ {ANY} FILTER(?o IN ({', '.join(f'{n}' for n in range(200_000))})) }}"
    yield "too long a comment", "#" * 5_000_000 + "\nASK {}"
    yield "too long a text", f'SELECT ("{"x" * 3_000_000}" AS ?x) {{}}'


def graphs() -> Iterator[tuple[str, str]]:
    """Answers that are graphs, larger than any."""
    for count in (1, 2, 3):
        every = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(count))
        yield (
            f"construct {count}",
            f"CONSTRUCT {{ ?s0 ?p{count - 1} ?o{count - 1} . ?s{count - 1} ?p0 [] }} {{ {every} }}",
        )
        yield f"describe {count}", f"DESCRIBE * {{ {every} }}"
    yield "construct from nothing", f"CONSTRUCT {{ {'[] a [] . ' * 1500} }} {{ {ANY} }}"


def leaving(sink: str, file: str) -> Iterator[tuple[str, str]]:
    """What would ask another server, or read a file."""
    for number, words in enumerate(
        (
            "SERVICE <%s/a> { ?s ?p ?o }",
            "SERVICE SILENT <%s/b> { ?s ?p ?o }",
            "sErViCe<%s/c>{ ?s ?p ?o }",
            "{}SERVICE<%s/d>{ ?s ?p ?o }",
            "SERVICE#words\n<%s/e>{ ?s ?p ?o }",
            "VALUES ?u { <%s/f> } SERVICE ?u { ?s ?p ?o }",
            "?s ?p 5SERVICE <%s/g> { ?s ?p ?o }",
            "?s ?p ?o.SERVICE <%s/h> { ?s ?p ?o }",
            "OPTIONAL { SERVICE <%s/i> { ?s ?p ?o } }",
            "\\u0053ERVICE <%s/j> { ?s ?p ?o }",
            "SERV\\u0049CE <%s/k> { ?s ?p ?o }",
            "FILTER EXISTS { SERVICE <%s/l> { ?s ?p ?o } }",
            "BIND(IRI('%s/m') AS ?u) SERVICE ?u { ?s ?p ?o }",
            "GRAPH <%s/n> { ?s ?p ?o }",
        )
    ):
        yield f"service {number}", f"SELECT * {{ {words % sink} }}"
    for clause in ("FROM", "FROM NAMED", "from"):
        for where in (
            f"{sink}/from.ttl",
            f"file://{file}",
            "file:///etc/passwd",
            "data:text/turtle,<a:a>%20<a:a>%20<a:a>.",
        ):
            yield f"{clause} {where[:12]}", f"SELECT * {clause} <{where}> {{ {ANY} }}"
    yield "describe what is elsewhere", f"DESCRIBE <{sink}/thing> <file://{file}>"
    for update in (
        f"LOAD <{sink}/load.ttl>",
        f"LOAD SILENT <file://{file}> INTO GRAPH <http://a.example/g>",
        "INSERT DATA { <http://a.example/a> <http://a.example/b> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP ALL",
        "ASK {} ; DROP ALL",
    ):
        yield f"update {update[:12]}", update


def oddities() -> Iterator[tuple[str, str]]:
    """Terms and numbers at their ends."""
    for number, words in enumerate(
        (
            '("\\u0000" AS ?x)',
            '("\\uD800" AS ?x)',
            "(9223372036854775807 + 1 AS ?x)",
            "(-9223372036854775808 / -1 AS ?x)",
            "(1 / 0 AS ?x)",
            '(SUBSTR("abc", -9223372036854775808, 9223372036854775807) AS ?x)',
            '("99999999999999-01-01T00:00:00Z"^^xsd:dateTime - "-99999999999999-01-01T00:00:00Z"^^xsd:dateTime AS ?x)',
            '(STRDT("P99999999999999999999Y", xsd:duration) AS ?x)',
            "(1e308 * 1e308 AS ?x)",
            f"({'9' * 20_000} AS ?x)",
            f"(IRI('{'x' * 20_000}') AS ?x)",
        )
    ):
        yield f"oddity {number}", f"SELECT {words} {{}}"
    yield "no query", "\x00" * 1000
    yield "open string", 'SELECT * { ?s ?p "' + "'" * 30_000
    yield "open brackets", "{[(" * 10_000


def send(url: str, query: str, *, seconds: float = 30) -> tuple[int, str, bytes]:
    """The status, the media type and the whole body of the answer. Raises OSError when there is none."""
    body = urlencode({"query": query}, errors="surrogatepass").encode()
    try:
        with urlopen(Request(f"{url}/sparql", data=body), timeout=seconds) as answer:
            return answer.status, answer.headers["content-type"], answer.read()
    except HTTPError as error:
        return error.code, error.headers["content-type"], error.read()


def fault(answer: tuple[int, str, bytes]) -> str:
    """What is wrong with an answer to any query at all; "" when it is whole, or a refusal that says what it is."""
    status, kind, body = answer
    if status not in KNOWN:
        return f"status {status}"
    if status != 200:
        return (
            "" if kind == "application/problem+json" and json.loads(body)["status"] == status else f"{status} is {kind}"
        )
    if "json" in kind:
        json.loads(body)
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("url", help="http://127.0.0.1:8000, of a server of your own")
    parser.add_argument("--at-once", type=int, default=4)
    given = parser.parse_args()
    if urlsplit(given.url).hostname not in ("127.0.0.1", "localhost", "::1"):
        parser.error("only a server on this machine is asked")
    good, stop = [], threading.Event()

    def ask() -> None:
        while not stop.wait(0.02):
            start = time.perf_counter()
            answer = send(given.url, GOOD)
            good.append((time.perf_counter() - start, answer[0] != 200))

    asking = threading.Thread(target=ask)
    asking.start()
    hostile = queries("http://127.0.0.1:9", "/etc/hostname")
    with ThreadPoolExecutor(given.at_once) as pool:
        answers = dict(zip(hostile, pool.map(lambda query: send(given.url, query), hostile.values()), strict=True))
    stop.set()
    asking.join()
    seconds = sorted(taken for taken, _ in good)
    print(f"{len(hostile)} hostile queries:", dict(Counter(answer[0] for answer in answers.values())))
    print("wrong:", {name: why for name, answer in answers.items() if (why := fault(answer))})
    middle, late, latest = (1000 * seconds[int((len(seconds) - 1) * share)] for share in (0.5, 0.99, 1))
    failed = sum(failed for _, failed in good)
    print(f"{len(good)} good ones: {failed} failed, p50 {middle:.0f} ms, p99 {late:.0f} ms, most {latest:.0f} ms")


if __name__ == "__main__":
    main()
