"""The stored queries as examples in RDF, in the form that SIB's sparql-editor and sparql-llm read.

Source: "SPARQL examples" of the SIB Swiss Institute of Bioinformatics (github.com/sib-swiss/sparql-examples), and the
SHACL vocabulary, W3C Recommendation 20 July 2017, section 5.2 (sh:prefixes, sh:declare).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

import pyoxigraph as oxigraph

from kg.iris import Minter
from kg.ontology import DEFAULT_BASE, PREFIXES
from kg.queries import binding
from kg.queries.stored import StoredQuery, catalogue
from kg.store import AddedGraph, forms
from kg.store.answers import GRAPH_FORMATS
from kg.store.tokens import tokens
from kg.terms import Triple, iri, named, string, text, typed

_SHACL: Final = "http://www.w3.org/ns/shacl#"
_SPEX: Final = "https://purl.expasy.org/sparql-examples/ontology#"
_FORMS: Final = {
    "SELECT": ("SPARQLSelectExecutable", f"{_SHACL}select"),
    "ASK": ("SPARQLAskExecutable", f"{_SHACL}ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", f"{_SHACL}construct"),
    "DESCRIBE": ("SPARQLExecutable", f"{_SPEX}describe"),
}
_HEADER: Final = re.compile(r"^#\+.*\n?", re.MULTILINE)
_DECLARATION: Final = re.compile(r"^PREFIX\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)
_A: Final = named("rdf:type")


def graph(base: str) -> AddedGraph:
    """All of them as a graph of a store, so that they are found by whoever asks its endpoint for them."""
    return AddedGraph(name=Minter(base).examples, triples=tuple(triples(base, f"{base}sparql")))


def triples(base: str, endpoint: str, *, names: Iterable[str] | None = None) -> list[Triple]:
    """The examples, sorted. `base` is what the IRIs of the graph begin with, theirs too; `endpoint` where it can be
    asked. Only those of some `names`, if given."""
    known = catalogue()
    queries = [known[name] for name in (known if names is None else names)]
    return sorted({*_prefixes(queries, base), *(one for query in queries for one in _example(query, base, endpoint))})


def runnable(query: StoredQuery, base: str) -> str:
    """The query with its parameters bound to the values with which it can be tried, without its header."""
    return without_header(binding.bind(query.text, defaults(query, base)))


def without_header(sparql: str) -> str:
    return _HEADER.sub("", sparql).strip() + "\n"


def defaults(query: StoredQuery, base: str) -> dict[str, str]:
    """The values with which the query can be tried, in a graph whose IRIs begin with `base`."""
    return {
        name: base + value.removeprefix(DEFAULT_BASE) if value.startswith(DEFAULT_BASE) else value
        for name, value in query.defaults.items()
    }


def _example(query: StoredQuery, base: str, endpoint: str) -> Iterator[Triple]:
    beside = Minter(base).examples
    this = iri(f"{beside}/{query.name}")
    kind, predicate = _FORMS[forms.form(query.text) or "SELECT"]
    yield Triple(this, _A, iri(f"{_SHACL}SPARQLExecutable"))
    yield Triple(this, _A, iri(f"{_SHACL}{kind}"))
    yield Triple(this, named("rdfs:label"), text(query.summary))
    yield Triple(this, named("rdfs:comment"), text(query.description))
    yield Triple(this, iri(f"{_SHACL}prefixes"), iri(f"{beside}#prefixes"))
    yield Triple(this, iri(predicate), string(runnable(query, base)))
    yield Triple(this, named("schema:target"), iri(endpoint))
    for tag in query.tags:
        yield Triple(this, named("schema:keywords"), string(tag))
    for service in _services(query.text):
        yield Triple(this, iri(f"{_SPEX}federatesWith"), service)


def _prefixes(queries: Iterable[StoredQuery], base: str) -> Iterator[Triple]:
    """An IRI of its own for each declaration: the graph has no blank nodes."""
    beside = Minter(base).examples
    declared = {prefix for query in queries for prefix, _ in _DECLARATION.findall(query.text)}
    all_ = iri(f"{beside}#prefixes")
    yield Triple(all_, _A, named("owl:Ontology"))
    yield Triple(all_, named("owl:imports"), iri(_SHACL))
    for prefix in sorted(declared):
        this = iri(f"{beside}#prefix-{prefix}")
        yield Triple(all_, iri(f"{_SHACL}declare"), this)
        yield Triple(this, iri(f"{_SHACL}prefix"), string(prefix))
        yield Triple(this, iri(f"{_SHACL}namespace"), typed(PREFIXES[prefix], "xsd:anyURI"))


def _services(sparql: str) -> Iterator[str]:
    words = [token for token in tokens(sparql) if token.strip()]
    for word, following in pairwise(words):
        if word.upper() == "SERVICE" and following.startswith("<"):
            yield following


def serialise(triples_: Iterable[Triple], format: str, *, base: str) -> bytes:  # noqa: A002
    """In a format of `kg.store.answers.GRAPH_FORMATS`."""
    lines = "".join(f"{' '.join(one)} .\n" for one in triples_)
    prefixes = {**PREFIXES, "sh": _SHACL, "spex": _SPEX, "ex": f"{Minter(base).examples}/"}
    return (
        oxigraph.serialize(
            oxigraph.parse(lines, oxigraph.RdfFormat.N_TRIPLES), format=GRAPH_FORMATS[format], prefixes=prefixes
        )
        or b""
    )
