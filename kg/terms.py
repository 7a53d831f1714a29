"""RDF terms as N-Triples text, and the one gate through which every term of the graph goes.

Text keeps the graph free of any engine: the store takes it as it is, the shapes turn it into rdflib terms.
Sources: RDF 1.1 N-Triples, W3C Recommendation 25 February 2014, section 7; RFC 3987, section 2.2.
"""

import ipaddress
import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import quote

from kg.errors import DataError
from kg.ontology import term

_PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
_BASIC = (  # of the Basic Multilingual Plane, without its spaces
    r"\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff"
    r"\uf900-\ufdcf\ufdf0-\uffef"
)
_LETTERS = rf"A-Za-z0-9\-._~!$&'()*+,;={_BASIC}{_PLANES}\U000e1000-\U000efffd"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"


def _any(also: str) -> str:
    return rf"(?:[{_LETTERS}{also}]++|%[0-9A-Fa-f]{{2}})*+"


_IRI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*+:"
    rf"(?://(?:{_any(':')}@)?(?:\[(?P<literal>[0-9A-Fa-f:.]++)\]|{_any('')})(?::[0-9]*+)?(?=[/?#]|\Z)|(?!//))"
    rf"{_any(':@/')}(?:\?{_any(f':@/?{_PRIVATE}')})?(?:\#{_any(':@/?')})?"
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r'["\\\n\r]')
_HALF = re.compile(r"[\ud800-\udfff]")
_LANGUAGE = re.compile(  # RFC 5646, section 2.1, without extensions, private use and tags that were there before it
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
_MEANT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_WRITTEN = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")


class Triple(NamedTuple):
    """Subject, predicate and object, each an N-Triples term."""

    subject: str
    predicate: str
    object: str


def is_iri(value: str) -> bool:
    """Whether it is an absolute IRI, as every store and every serialisation takes it: RFC 3987 allows spaces, such as
    U+2028, that parsers of N-Triples do not."""
    match = _IRI.fullmatch(value)
    return match is not None and (match["literal"] is None or _is_address(match["literal"]))


def _is_address(literal: str) -> bool:
    try:
        ipaddress.IPv6Address(literal)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=16_384)
def iri(value: str) -> str:
    """An IRI reference. Raises DataError for what is no absolute IRI."""
    if not is_iri(value):
        raise DataError(f"not an absolute IRI: {value!r}")
    return f"<{value}>"


@cache
def named(curie: str) -> str:
    """A term of a known vocabulary, such as "cg:Statement"."""
    return f"<{term(curie)}>"


def string(value: str) -> str:
    return f'"{_escape(value)}"'


def text(value: str, *, language: str = "en") -> str:
    """Raises DataError for a language that no tag of BCP 47 could name."""
    if not _LANGUAGE.fullmatch(language):
        raise DataError(f"not a language tag: {language!r}")
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
    """Raises DataError for half a character, which no encoding of Unicode can write."""
    if _HALF.search(value):
        raise DataError(f"words with half a character: {value[:40]!a}")
    return _ESCAPED.sub(lambda m: _ESCAPES[m[0]], value)


def slug(name: str, *, limit: int = 48) -> str:
    """A readable piece of an IRI: lower case, no accents, other letters kept percent-encoded, never empty."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.sub(r"[^\w]+", "-", plain).strip("-_")[:limit].strip("-_")
    return quote(words or "x", safe="-_")
