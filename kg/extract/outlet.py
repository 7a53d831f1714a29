"""Whose voice the narration is: the publisher's, or that of the outlet that the article names as its origin."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from kg import lexicon
from kg.extract.cast import Cast
from kg.extract.dateline import dateline
from kg.model import Entity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.documents import Parsed

_EDGE = 3
"""A notice stands in one of the first or the last paragraphs."""
_CAN_PUBLISH = ("MediaOrganisation", "Organisation", "GovernmentBody")


def narrator(parsed: Parsed, cast: Cast) -> tuple[int | None, tuple[Entity, ...]]:
    """The entity that narrates, if the article tells, and all entities with it."""
    publisher = parsed.article.publisher
    if publisher is None:
        key = _first_published_by(parsed, cast)
        key = key if key is not None else _agency(parsed, cast)
        return key, tuple(
            replace(e, type="MediaOrganisation") if e.key == key and e.type == "Organisation" else e
            for e in cast.entities()
        )
    entities = cast.entities()
    known = next(
        (e for e in entities if e.name.casefold() == publisher.casefold() and e.type.endswith("Organisation")), None
    )
    if known is not None:
        return known.key, entities
    outlet = Entity(key=len(entities), type="MediaOrganisation", name=publisher)
    return outlet.key, (*entities, outlet)


@cache
def _notice() -> re.Pattern[str]:
    """ "This article originally appeared on …": what was published, and that it was published elsewhere."""
    table = lexicon.table("republication")
    works, phrases = ("|".join(map(re.escape, table[name])) for name in ("works", "phrases"))
    return re.compile(rf"\b(?:{works})\b[^.\n]{{0,40}}\b(?:{phrases})\s+", re.IGNORECASE)


def _first_published_by(parsed: Parsed, cast: Cast) -> int | None:
    for paragraph in (*parsed.paragraphs[:_EDGE], *parsed.paragraphs[-_EDGE:]):
        found = _notice().search(parsed.doc.text, *paragraph)
        if found is None:
            continue
        following = (token for token in parsed.doc if token.idx >= found.end() and not token.is_space)
        key = _outlet(cast, list(islice(following, 3)))
        if key is not None:
            return key
    return None


def _agency(parsed: Parsed, cast: Cast) -> int | None:
    """ "KYIV (Reuters) -": the agency whose report it is."""
    span = dateline(parsed)
    if span is None:
        return None
    tokens = parsed.doc.char_span(*span, alignment_mode="expand")
    return _outlet(cast, list(tokens)) if tokens is not None else None


def _outlet(cast: Cast, tokens: list[Token]) -> int | None:
    for token in tokens:
        key = cast.at(token.i)
        if key is not None:
            return key if cast.type(key) in _CAN_PUBLISH else None
        if token.pos_ == "PROPN":
            return cast.outlet(token)
    return None
