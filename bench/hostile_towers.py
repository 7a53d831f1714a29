"""Hostile queries in which something stands in itself, or beside itself, as often as the guard just lets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

ANY: Final = "?s ?p ?o"
TWO: Final = "?s ?p ?o . ?a ?b ?c"
_DEEPEST: Final = 120  # the guard takes 128 brackets
_WIDEST: Final = 900


def queries() -> Iterator[tuple[str, str]]:
    yield from rows()
    yield from towers()
    yield from ways()
    yield from sizes()
    yield from numbers()
    yield from edges()


def rows() -> Iterator[tuple[str, str]]:
    """Beside itself."""
    many = range(200)
    for name, words in {
        "exists": " ".join(f"FILTER EXISTS {{ ?s ?p{n} ?o{n} . ?x{n} ?y{n} ?s FILTER(?o{n} != ?o) }}" for n in many),
        "either exists": "FILTER(" + " || ".join(f"EXISTS {{ ?s <http://a.example/{n}> ?x }}" for n in many) + ")",
        "minus": " ".join(f"MINUS {{ ?s ?p{n} ?o{n} . ?q{n} ?r{n} ?o{n} }}" for n in many),
        "maxima": " ".join(f"{{ SELECT ?s (MAX(?o) AS ?m{n}) {{ {ANY} }} GROUP BY ?s }}" for n in many),
        "both ways": " ".join(f"{{ ?s ?p{n} ?o{n} }} UNION {{ ?o{n} ?p{n} ?s }}" for n in many),
        "graphs": " ".join(f"GRAPH ?g{n} {{ ?s{n} ?p{n} ?o{n} }}" for n in many),
    }.items():
        yield f"row of {name}", f"SELECT (COUNT(*) AS ?n) {{ {ANY} {words} }}"
    wide = range(_WIDEST)
    yield "templates", f"CONSTRUCT {{ {' '.join(f'?s <http://a.example/{n}> ?o .' for n in wide)} }} {{ {ANY} }}"
    yield "blank templates", f"CONSTRUCT {{ {' '.join(f'_:b{n} ?p [ ?p ?o ] .' for n in wide)} }} {{ {ANY} }}"
    yield "many described", f"DESCRIBE {' '.join(f'<http://a.example/{n}>' for n in wide)}"
    yield "all described", f"DESCRIBE ?s ?p ?o WHERE {{ {TWO} }} LIMIT 900000"
    yield "sorted by many", f"SELECT * {{ {ANY} }} ORDER BY {' '.join(f'DESC(MD5(STR(?o + {n})))' for n in many)}"
    yield "grouped by many", f"SELECT * {{ {ANY} }} GROUP BY {' '.join(f'(SHA1(STR(?o)) AS ?g{n})' for n in many)}"
    yield "calls in calls", f"SELECT * {{ {TWO} FILTER(?o NOT IN ({','.join(['STR(?c)'] * _WIDEST)})) }} LIMIT 1"
    doubled = " ".join(f"(CONCAT(STR(?v{n}), STR(?v{n})) AS ?v{n + 1})" for n in range(40))
    yield "doubled in the head", f"SELECT (1 AS ?v0) {doubled} {{}}"


def towers() -> Iterator[tuple[str, str]]:
    """In itself."""
    deep, half = _DEEPEST, _DEEPEST // 2 - 4
    for name, (start, middle, end) in {
        "unions": ("{ ?s ?p ?o } UNION { ", TWO, "}"),
        "optionals": ("OPTIONAL { ?s ?p ?o FILTER(?o != ?s) ", ANY, "}"),
        "absences": ("FILTER NOT EXISTS { ?a ?b ?s ", ANY, "}"),
        "minuses": ("MINUS { ?s ?p ?o ", ANY, "}"),
        "graphs": ("GRAPH ?g { ", ANY, "}"),
        "blank nodes": ("?s ?p [ ?p 1 ; ?q ", "1", "]"),
    }.items():
        yield f"tower of {name}", f"SELECT * {{ {ANY} . {start * (deep - 8)} {middle} {end * (deep - 8)} }} LIMIT 1"
    yield "tower of choices", f"SELECT * {{ {ANY} FILTER({'IF(EXISTS{?a ?b ?c},' * half}true{',false)' * half}) }}"
    yield "tower of distincts", f"SELECT * {'{ { SELECT DISTINCT ?s ' * half}{{ {ANY} }}{' } }' * half}"
    sums, texts, made = f"SELECT (COUNT(*) AS ?n) {{ {ANY} }}", "'0123456789abcdef'", "'é'"
    for n in range(20):
        sums = f"SELECT (SUM(?n) AS ?n{n}) {{ {{ {sums} }} ?a{n} ?b{n} ?c{n} }}"
        texts = f"REPLACE({texts}, '.', '$0$0')"
    for _ in range(9):
        made = f"ENCODE_FOR_URI(CONCAT({made}, {made}))"
    joined = "SELECT ('0123456789' AS ?x) {}"
    for _ in range(7):
        joined = f"SELECT (GROUP_CONCAT(?x; separator='----------') AS ?y) {{ {{ {joined} }} UNION {{ {joined} }} }}"
    yield "tower of sums", sums
    yield "tower of replacements", f"SELECT (STRLEN({texts}) AS ?n) {{}}"
    yield "tower of escapes", f"SELECT (STRLEN({made}) AS ?n) {{}}"
    yield "tower of joined texts", joined


def ways() -> Iterator[tuple[str, str]]:
    """Ways that avoid something, of any length."""
    avoiding = "!(<http://a.example/1>|^<http://a.example/2>|rdf:type|^rdf:type)"
    wide = "|".join(f"<http://a.example/{n}>" for n in range(1500))
    for name, way in {
        "three steps": f"({avoiding}/{avoiding}/{avoiding})*",
        "there and back": f"({avoiding}|^({avoiding}))+/({avoiding}|^({avoiding}))*",
        "stars of stars": f"{'(' * 60}{avoiding}{')*' * 60}",
        "rows of stars": "/".join([f"({avoiding})*"] * 40),
        "much": f"!({wide})*",
    }.items():
        yield f"way avoiding {name}", f"SELECT (COUNT(*) AS ?n) {{ ?a {way} ?b }}"
        yield f"way avoiding {name}, back to itself", f"SELECT * {{ GRAPH ?g {{ ?a {way} ?a }} }}"


def sizes() -> Iterator[tuple[str, str]]:
    """As large as a query or an answer may be."""
    longer = f"REPLACE('http:{'a' * 3000}', 'a', '{'b' * 900}')"
    nothing, names = "(UNDEF UNDEF UNDEF)" * 3000, " ".join(f"?v{n}" for n in range(4000))
    yield "long IRI", f"DESCRIBE <http://a.example/{'x' * 60_000}>"
    yield "long IRI made", f"CONSTRUCT {{ ?i ?i ?i }} {{ BIND(IRI({longer}) AS ?i) }}"
    yield "long language", f"SELECT (STRLANG('x', {longer}) AS ?x) {{}}"
    yield "long name", f"SELECT ?{'x' * 30_000} {{ ?{'x' * 30_000} ?p ?o }}"
    yield "values of nothing", f"SELECT (COUNT(*) AS ?n) {{ VALUES (?s ?p ?o) {{ {nothing} }} {ANY} }}"
    yield "values side by side", f"SELECT * {{ VALUES ({names}) {{ ({'1 ' * 4000}) }} {ANY} }}"
    yield "prefixes", "\n".join(f"PREFIX p{n}: <http://a.example/{n}>" for n in range(1500)) + " ASK {}"
    yield "far offset", f"SELECT * {{ {TWO} }} OFFSET 18446744073709551615"
    yield "nothing sorted", f"SELECT * {{ {TWO} . ?d ?e ?f }} ORDER BY ?f LIMIT 0"
    yield "just under a result", f"SELECT (REPLACE('{'a' * 1100}', 'a', '{'b' * 4500}') AS ?x) {{}}"
    memory = f"SELECT DISTINCT (CONCAT(STR(?s), STR(?o), STR(?c), '{'x' * 200}') AS ?t) {{ {TWO} }} LIMIT 900000"
    yield "much memory", f"SELECT (COUNT(*) AS ?n) {{ {{ {memory} }} }}"


def numbers() -> Iterator[tuple[str, str]]:
    """Arithmetic at its ends."""
    for name, words in {
        "product of decimals": f"({'*'.join(['9.999999999'] * 1900)} AS ?x)",
        "long decimal": f"(0.{'9' * 60_000} + 1 AS ?x)",
        "long exponent": f"(1e{'9' * 20_000} AS ?x) (1e-{'9' * 20_000} AS ?y)",
        "long casts": f"(xsd:integer('{'9' * 30_000}') AS ?x) (xsd:double('{'1' * 30_000}e308') AS ?y)",
        "durations": "(xsd:dayTimeDuration('P99999999999999999D') + xsd:dayTimeDuration('P99999999999999999D') AS ?x)",
        "ends of texts": "(SUBSTR('abc', -1e308, 1e308) AS ?x) (SUBSTR('é', 9223372036854775807) AS ?y)",
        "rounding": "(ROUND(170141183460469231731.687303715884105727) AS ?x) (ABS(-9223372036854775808) AS ?y)",
    }.items():
        yield f"numbers: {name}", f"SELECT {words} {{}}"
    yield "numbers: sums", f"SELECT (SUM(9223372036854775807) AS ?x) (AVG(170141183460469231731.6) AS ?y) {{ {ANY} }}"
    yield "numbers: ids", f"SELECT (COUNT(DISTINCT STRUUID()) AS ?x) {{ {TWO} }}"


def edges() -> Iterator[tuple[str, str]]:
    """Words that hardly are a query."""
    yield "empty groups", f"SELECT*{{{'{}' * 15_000}}}"
    yield "full stops", f"ASK {{ {'.' * 30_000} }}"
    yield "languages", f"ASK {{ ?s ?p 'x'{'@en' * 9000} }}"
    yield "percent signs", f"ASK {{ ?s cg:{'%20' * 9000} ?o }}"
    yield "annotations", f"SELECT * {{ ?s ?p ?o {'{| ?a ?b |} ' * 900} }} LIMIT 1"
    yield "comparisons", f"SELECT ({'<'.join(['1'] * 3000)} AS ?x) {{}}"
