"""Triples as the engine gives them back: it keeps numbers by their value, and writes each term in one way.

What is stored can be compared with what was to be stored only in that form.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_COUNT: Final = re.compile(rf'"(0|[1-9]\d{{0,17}})"\^\^<{_XSD}nonNegativeInteger> \.$', re.MULTILINE)
_SHARE: Final = re.compile(rf'"(\d\.\d{{0,8}}[1-9])0*"\^\^<{_XSD}decimal> \.$', re.MULTILINE)
_SURE: Final = re.compile(
    rf'"(?:(?:0|[1-9]\d{{0,17}})"\^\^<{_XSD}integer>|\d\.\d{{0,8}}[1-9]"\^\^<{_XSD}decimal>'
    rf'|\d{{4}}-\d\d-\d\d(?:"\^\^<{_XSD}date>|T\d\d:\d\d:\d\dZ"\^\^<{_XSD}dateTime>)'
    rf'|true"\^\^<{_XSD}boolean>|[A-Za-z0-9-]+"\^\^<{_XSD}language>'
    r'|[^"\\\n]*"\^\^<http://www\.opengis\.net/ont/geosparql#wktLiteral>) \.$',
    re.MULTILINE,
)
_ODD: Final = tuple(
    map(re.compile, (r"[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff]", r'\\[^nr"\\]', r'"@[a-z0-9-]*[A-Z]'))
)  # one by one: the engine of expressions finds a literal beginning, or one of some characters, far sooner


def as_stored(text: str) -> list[str]:
    """The lines of N-Triples as the store writes them, sorted, each once. Raises SyntaxError and ValueError."""
    known = _SHARE.sub(rf'"\1"^^<{_XSD}decimal> .', _COUNT.sub(rf'"\1"^^<{_XSD}integer> .', text))
    return _through_the_engine(text) if _may_change(known) else lines(known)


def lines(text: str) -> list[str]:
    return sorted(set(text.split("\n")) - {""})


def digest(*parts: list[str]) -> str:
    """Of the lines of graphs."""
    return hashlib.sha256("\x1d".join("\n".join(part) for part in parts).encode("utf-8")).hexdigest()


def total(written: Iterable[str]) -> int:
    """A digest of a set of lines that is kept up to date by adding and subtracting those of parts (`% MODULUS`)."""
    return sum(int.from_bytes(hashlib.sha256(line.encode("utf-8")).digest(), "big") for line in written) % MODULUS


MODULUS: Final = 2**256


def _may_change(text: str) -> bool:
    return any(odd.search(text) for odd in _ODD) or text.count('"^^<') != len(_SURE.findall(text))


def of_graph(store: Store, graph: NamedNode | DefaultGraph) -> list[str]:
    """The lines of a graph of a store. Raises what the engine does when it cannot be read."""
    return lines((store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b"").decode("utf-8"))


def _through_the_engine(text: str) -> list[str]:
    store = Store()
    store.load(text.encode("utf-8"), RdfFormat.N_TRIPLES)
    return of_graph(store, DefaultGraph())
