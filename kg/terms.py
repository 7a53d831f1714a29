"""RDF terms as N-Triples text, and the one gate through which every term of the graph goes.

Text keeps the graph free of any engine: the store takes it as it is, the shapes turn it into rdflib terms.
Source: RDF 1.1 N-Triples, W3C Recommendation 25 February 2014, section 7.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from kg.errors import DataError
from kg.ontology import term

_FORBIDDEN_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\\ud800-\udfff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r'["\\\n\r]')
_MEANT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_WRITTEN = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")


class Triple(NamedTuple):
    """Subject, predicate and object, each an N-Triples term."""

    subject: str
    predicate: str
    object: str


def iri(value: str) -> str:
    """An IRI reference. Raises DataError for characters that no serialisation could carry."""
    if _FORBIDDEN_IN_IRI.search(value) or ":" not in value:
        raise DataError(f"not an absolute IRI: {value!r}")
    return f"<{value}>"


@cache
def named(curie: str) -> str:
    """A term of a known vocabulary, such as "cg:Statement"."""
    return f"<{term(curie)}>"


def string(value: str) -> str:
    return f'"{_escape(value)}"'


def text(value: str, *, language: str = "en") -> str:
    return f'"{_escape(value)}"@{language}'


def typed(value: object, datatype: str) -> str:
    """A literal with a datatype given as a prefixed name, such as "xsd:date"."""
    return f'"{_escape(str(value))}"^^{named(datatype)}'


def plain(literal: str) -> str:
    """The text of a literal, without its language or datatype; escaped as Turtle may have it, too."""
    value = literal[1 : literal.rindex('"')]
    return _WRITTEN.sub(lambda found: _unescaped(found[0]), value) if "\\" in value else value


def _unescaped(written: str) -> str:
    return chr(int(written[2:], 16)) if written[1] in "uU" else _MEANT.get(written[1], written[1])


def _escape(value: str) -> str:
    return _ESCAPED.sub(lambda m: _ESCAPES[m[0]], value)


def slug(name: str, *, limit: int = 48) -> str:
    """A readable piece of an IRI: lower case, no accents, other letters kept percent-encoded, never empty."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.sub(r"[^\w]+", "-", plain).strip("-_")[:limit].strip("-_")
    return quote(words or "x", safe="-_")
