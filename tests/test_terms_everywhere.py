"""Whatever term the gate lets through comes back: from the store, and from every export by two parsers."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat

from kg.errors import DataError
from kg.export import FORMATS, export
from kg.ontology import term as named_term
from kg.store import Reader, Writer
from kg.store.additions import AddedGraph
from kg.terms import Triple, iri, string, text, typed

GRAPH = "https://example.org/terms"
NOT_XML = set(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))
COUNT = 5_000
LANGUAGES = ("en", "uk", "zh-Hans", "sr-Cyrl-RS", "en-GB", "es-419", "de-1996", "zh-yue-HK", "sl-rozaj-biske")
odd = st.one_of(
    st.sampled_from(list("ahtps:/?#[]@%0aF.-_~!$&'()*+,;=é\ue000\ufffe\U000e0001 \\<>\"{}|^`")), st.characters()
)
beginnings = st.sampled_from(
    ["", "a:", "urn:x:", "http://", "http://a.example/", "http://a/?", "http://[::1]/#", "file:"]
)


@settings(max_examples=2_000, deadline=None)
@example(beginning="http://[::::]", rest="/")
@example(beginning="http://a.example/", rest="%zz")
@given(beginning=beginnings, rest=st.text(odd, max_size=12))
def test_the_gate_takes_the_iris_that_the_store_takes(beginning: str, rest: str) -> None:
    value = beginning + rest
    try:
        NamedNode(value)
        fits = True
    except ValueError:
        fits = False
    try:
        assert iri(value) == f"<{value}>"
        assert fits
    except DataError:
        # Some parsers of N-Triples end an IRI at any space; an address of the future has no host that could be asked.
        assert not fits or any(map(str.isspace, value)) or "://[v" in value.lower()


@settings(max_examples=2_000, deadline=None)
@given(
    value=st.text(st.characters(), max_size=30), language=st.text("aZ09-é ", max_size=12) | st.sampled_from(LANGUAGES)
)
def test_the_gate_takes_the_words_that_the_store_takes(value: str, language: str) -> None:
    try:
        ours = text(value, language=language) if language else string(value)
    except DataError:
        half = any("\ud800" <= character <= "\udfff" for character in value)
        assert half or (language and language not in LANGUAGES)
        return
    theirs = pyoxigraph.Literal(value, language=language) if language else pyoxigraph.Literal(value)
    (quad,) = pyoxigraph.parse(f"<a:b> <a:b> {ours} .", RdfFormat.N_TRIPLES)
    assert quad.object == theirs


@pytest.fixture(scope="module")
def terms() -> list[str]:
    """Minted at random, the same every time."""
    return [one for _, one in zip(range(COUNT), _minted(random.Random(1)), strict=False)]


@pytest.fixture(scope="module")
def stored(terms: list[str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Reader, Reader]:
    """All of them, and those that XML can carry."""
    folder = tmp_path_factory.mktemp("terms")
    return _stored(folder / "all", terms), _stored(folder / "xml", [one for one in terms if NOT_XML.isdisjoint(one)])


def _stored(path: Path, terms: list[str]) -> Reader:
    triples = [Triple(iri(f"urn:x:{number}"), iri("urn:x:is"), term) for number, term in enumerate(terms)]
    triples += [Triple(term, iri("urn:x:is"), iri("urn:x:named")) for term in terms if term.startswith("<")]
    with Writer.create(path) as writer:
        writer.add(AddedGraph(name=GRAPH, triples=tuple(triples)))
    return Reader.open(path)


def test_every_term_comes_back_from_the_store(terms: list[str], stored: tuple[Reader, Reader]) -> None:
    whole, _ = stored
    quads = whole.store.quads_for_pattern(None, NamedNode("urn:x:is"), None, NamedNode(GRAPH))
    found = {quad.subject.value: quad.object for quad in quads}
    for number, term in enumerate(terms):
        assert found[f"urn:x:{number}"] == _kept(term), term


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what rdflib's own parsers use
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_term_comes_back_from_every_export(
    name: str, stored: tuple[Reader, Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    reader = stored[1] if name == "rdf" else stored[0]
    wanted = {
        (str(q.subject), str(q.object)) for q in reader.store.quads_for_pattern(None, None, None, NamedNode(GRAPH))
    }
    out = io.BytesIO()
    export(reader, format=name, out=out)
    by_pyoxigraph = {(str(q.subject), str(q.object)) for q in pyoxigraph.parse(out.getvalue(), FORMATS[name])}
    assert by_pyoxigraph == wanted
    dataset = rdflib.Dataset()
    dataset.parse(
        io.BytesIO(out.getvalue()), format={"jsonld": "json-ld", "rdf": "xml", "nq": "nquads"}.get(name, name)
    )
    by_rdflib = {(_ours(s), _ours(o)) for s, _, o, _ in dataset.quads()}
    assert by_rdflib == wanted


def _ours(node: Any) -> str:
    if isinstance(node, rdflib.URIRef):
        return str(NamedNode(str(node)))
    datatype = NamedNode(str(node.datatype)) if node.datatype else None
    return str(pyoxigraph.Literal(str(node), datatype=datatype, language=node.language))


def _kept(term: str) -> Any:
    """As documented: a language tag in lower case, a number in its shortest form, a count as an integer."""
    (quad,) = pyoxigraph.parse(f"<a:b> <a:b> {term} .", RdfFormat.N_TRIPLES)
    found = quad.object
    if isinstance(found, NamedNode):
        return found
    if found.language:
        return pyoxigraph.Literal(found.value, language=found.language.lower())
    kind, value = found.datatype.value.partition("#")[2], found.value
    if kind in ("nonNegativeInteger", "integer"):
        return pyoxigraph.Literal(str(int(value)), datatype=NamedNode(named_term("xsd:integer")))
    if kind == "decimal":
        short = format(Decimal(value).normalize(), "f")
        return pyoxigraph.Literal("0" if short in ("-0", "0") else short, datatype=found.datatype)
    if kind == "boolean":
        return pyoxigraph.Literal({"1": "true", "0": "false"}.get(value, value), datatype=found.datatype)
    return found


def _minted(chosen: random.Random) -> Iterator[str]:
    """What the gate refuses is left out: that is for the other tests."""
    makers = (
        lambda: string(_words(chosen)),
        lambda: text(_words(chosen)),
        lambda: text(_words(chosen), language=chosen.choice(LANGUAGES)),
        lambda: iri(
            chosen.choice(("urn:x:", "https://a.example/", "http://b.example/?q=", "geo:", "mailto:")) + _words(chosen)
        ),
        lambda: iri("https://a.example/" + "".join(c for c in _words(chosen) if c.isalnum())),
        lambda: typed(
            f"{chosen.randrange(1, 9999):04}-{chosen.randrange(1, 13):02}-{chosen.randrange(1, 29):02}", "xsd:date"
        ),
        lambda: typed(
            "0" * chosen.randrange(3) + str(chosen.randrange(10 ** chosen.randrange(1, 15))), "xsd:nonNegativeInteger"
        ),
        lambda: typed(
            f"{chosen.randrange(-999, 999)}.{chosen.randrange(9999):0{chosen.randrange(1, 6)}}", "xsd:decimal"
        ),
        lambda: typed(chosen.choice(("true", "false", "1", "0")), "xsd:boolean"),
        lambda: typed(f"POINT({chosen.uniform(-180, 180):.5f} {chosen.uniform(-90, 90):.5f})", "geo:wktLiteral"),
        lambda: typed(_words(chosen), "xsd:anyURI"),
    )
    while True:
        try:
            yield chosen.choice(makers)()
        except DataError:
            continue


def _words(chosen: random.Random) -> str:
    kinds: tuple[Any, ...] = (
        lambda: chr(chosen.randrange(0x80)),
        lambda: chr(chosen.randrange(0x80, 0x3000)),
        lambda: chr(chosen.randrange(0x110000)),
        lambda: chosen.choice("\\\"'\n\r\t<>&;{}%@^`_#.:/ \u0085\u2028\ufeff\u202e\0"),
        lambda: chosen.choice(
            ("\\u0041", "]]>", "<!--", "&amp;", "\r\n", '"""', "'''", "\\n", "%41", "@en", "^^<a:b>", "geo:")
        ),
    )
    return "".join(chosen.choice(kinds)() for _ in range(chosen.randrange(12)))
