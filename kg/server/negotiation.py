"""Which of several forms of an answer the client likes best.

Source: RFC 9110, section 12.5.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_MOST_RANGES: Final = 100
"""Of one header: whoever sends more does not mean them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Media:
    """`name` is how `kg.store` and suffixes call it; `types` are its media types, the one that is answered first;
    `aliases` are what clients call it in a parameter `format`, as SPARQLWrapper does."""

    name: str
    types: tuple[str, ...]
    charset: str = "; charset=utf-8"
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        return self.types[0] + self.charset


HTML: Final = Media(name="html", types=("text/html", "application/xhtml+xml"))
TABLES: Final = (
    Media(name="json", types=("application/sparql-results+json", "application/json"), charset=""),
    Media(name="xml", types=("application/sparql-results+xml", "application/xml", "text/xml"), charset=""),
    Media(name="csv", types=("text/csv",)),
    Media(name="tsv", types=("text/tab-separated-values",)),
)
GRAPHS: Final = (
    Media(name="ttl", types=("text/turtle", "application/x-turtle"), aliases=("turtle", "n3")),
    Media(name="jsonld", types=("application/ld+json", "application/json"), charset="", aliases=("json-ld", "json")),
    Media(name="nt", types=("application/n-triples", "text/plain"), aliases=("ntriples", "n-triples")),
    Media(
        name="rdf",
        types=("application/rdf+xml", "application/xml", "text/xml"),
        charset="",
        aliases=("rdf+xml", "rdfxml", "xml"),
    ),
)
DATASETS: Final = (
    Media(name="trig", types=("application/trig",)),
    Media(name="nq", types=("application/n-quads",)),
)


@lru_cache(maxsize=64)
def best(accept: str | None, offered: Sequence[Media]) -> Media | None:
    """The form of highest quality; of several the one that is named most exactly, then the one offered first. None when
    nothing offered is acceptable. Without the header, or with an empty one, everything is."""
    ranges = _ranges(accept or "*/*")
    ranked = [(_rank(media, ranges), -position, media) for position, media in enumerate(offered)]
    (quality, _), _, media = max(ranked, key=lambda one: one[:2])
    return media if quality > 0 else None


@lru_cache(maxsize=64)
def quality_of(name: str, accepted: str) -> float:
    """Of a coding in an Accept-Encoding header."""
    found = dict(_ranges(accepted)) if accepted else {}
    return found.get(name, found.get("*", 0.0))


def by_name(name: str, offered: Sequence[Media]) -> Media | None:
    return next((media for media in offered if media.name == name), None)


def by_any_name(name: str, offered: Sequence[Media]) -> Media | None:
    """By its name; or else by an alias, or by one of its media types."""
    others = (media for media in offered if name in media.aliases or name in media.types)
    return by_name(name, offered) or next(others, None)


def _rank(media: Media, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    return max(_rank_of_type(one, ranges) for one in media.types)


def _rank_of_type(name: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """The quality of the most exact range that holds the type, and how exact that is."""
    exact = {name: 2, f"{name.partition('/')[0]}/*": 1, "*/*": 0}
    found = [(exact[one], quality) for one, quality in ranges if one in exact]
    if not found:
        return 0.0, 0
    exactness, quality = max(found)
    return quality, exactness


def _ranges(accept: str) -> list[tuple[str, float]]:
    ranges = []
    for one in accept.lower().split(",", _MOST_RANGES)[:_MOST_RANGES]:
        name, *parameters = (part.strip() for part in one.split(";"))
        if name:
            ranges.append((name, _quality(parameters)))
    return ranges or [("*/*", 1.0)]


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return max(0.0, min(1.0, float(parameter[2:])))
            except ValueError:
                return 0.0
    return 1.0
