"""What an address holds, told by what came back: its first bytes, and what the server called it. Never by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final

from kg.fetching.client import Reading
from kg.fetching.refusals import FetchError
from kg.fetching.unpacking import MAGIC

_SNIFFED: Final = 4_096
_WAY_OUT: Final = "download it, and give the file"
_MARKS: Final = b"\xef\xbb\xbf \t\r\n"
_WIDE: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_BEFORE_ROOT: Final = re.compile(
    r"<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype(?![^>\[]*\bhtml\b)[^>\[]*(?:\[.*?\]\s*)?>\s*", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?([\w.-]{1,40})")


class Kind(Enum):
    """`most` is how many bytes it may have, unpacked."""

    PAGE = ("page", 2_000_000)
    FEED = ("feed", 10_000_000)
    JSON_FEED = ("JSON feed", 10_000_000)
    SITEMAP = ("sitemap", 50_000_000)
    PACKED = ("packed sitemap", 50_000_000)

    def __init__(self, words: str, most: int) -> None:
        self.words = words
        self.most = most


_ROOTS: Final = {
    "rss": Kind.FEED,
    "feed": Kind.FEED,
    "rdf": Kind.FEED,
    "channel": Kind.FEED,
    "urlset": Kind.SITEMAP,
    "sitemapindex": Kind.SITEMAP,
}


def kind(data: bytes | bytearray) -> Kind:
    """Of a document, or of its beginning."""
    if data.startswith(MAGIC):
        return Kind.PACKED
    text = _text(data[:_SNIFFED])
    if text.startswith("{"):
        return Kind.JSON_FEED if "jsonfeed.org/version/" in text.replace("\\/", "/") else Kind.PAGE
    at = 0
    while found := _BEFORE_ROOT.match(text, at):
        at = found.end()
    root = _ROOT.match(text, at)
    return _ROOTS.get(root[1].lower(), Kind.PAGE) if root else Kind.PAGE


def sniffing(source: str) -> Reading:
    """Reads as much as a document of its kind may have. Raises FetchError for more."""

    def read(pieces: Iterator[bytes]) -> bytes:
        body = bytearray()
        most: int | None = None
        for piece in pieces:
            body += piece
            if most is None and len(body) >= _SNIFFED:
                most = kind(body).most
            if most is not None and len(body) > most:
                raise FetchError(f"{source}: larger than the {most} bytes of a {kind(body).words}: {_WAY_OUT}")
        return bytes(body)

    return read


def _text(beginning: bytes | bytearray) -> str:
    for mark, encoding in _WIDE:
        if beginning.startswith(mark):
            return beginning[len(mark) :].decode(encoding, "replace").lstrip()
    return beginning.lstrip(_MARKS).decode("latin-1")
