"""Whose voice the narration is: the publisher's, or that of the outlet that the article names as its origin."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kg import lexicon
from kg.extract.cast import Cast
from kg.extract.dateline import dateline
from kg.extract.unnamed import outlet
from kg.model import Entity

if TYPE_CHECKING:
    from kg.documents import Parsed
    from kg.syntax import Token

_EDGE = 3
"""A notice stands in one of the first or the last paragraphs."""
_CAN_PUBLISH = ("MediaOrganisation", "Organisation", "GovernmentBody")


class Outlets(NamedTuple):
    """Entity keys. `narrator` is whose voice the narration is; `republished`: somebody else's than the publisher's."""

    narrator: int | None = None
    publisher: int | None = None
    republished: bool = False


def outlets(parsed: Parsed, cast: Cast) -> tuple[Outlets, tuple[Entity, ...]]:
    """Who published the article and whose words it is, as far as it tells, and all entities with them.

    Ten papers that print one agency's report are one voice.
    """
    noticed = _first_published_by(parsed, cast)
    origin = noticed if noticed is not None else _agency(parsed, cast)
    entities = tuple(
        replace(e, type="MediaOrganisation") if e.key == origin and e.type == "Organisation" else e
        for e in cast.entities()
    )
    if parsed.article.publisher is None:
        return Outlets(narrator=origin, republished=noticed is not None), entities
    publisher, entities = _publisher(parsed.article.publisher, entities)
    narrator = publisher if origin is None else origin
    return Outlets(narrator=narrator, publisher=publisher, republished=narrator != publisher), entities


def _publisher(name: str, entities: tuple[Entity, ...]) -> tuple[int, tuple[Entity, ...]]:
    for entity in entities:
        if entity.name.casefold() == name.casefold() and entity.type.endswith("Organisation"):
            return entity.key, entities
    publisher = Entity(key=len(entities), type="MediaOrganisation", name=name)
    return publisher.key, (*entities, publisher)


@cache
def _notice() -> re.Pattern[str]:
    """ "This article originally appeared on …", "First published by …": that it was published elsewhere before."""
    table = lexicon.table("republication")
    works, phrases = ("|".join(map(re.escape, table[name])) for name in ("works", "phrases"))
    return re.compile(rf"(?:^\W*|\b(?:{works})\b[^.\n]{{0,40}})\b(?:{phrases})\s+", re.IGNORECASE)


def _first_published_by(parsed: Parsed, cast: Cast) -> int | None:
    text = parsed.doc.text  # joined anew whenever it is asked for
    for paragraph in (*parsed.paragraphs[:_EDGE], *parsed.paragraphs[-_EDGE:]):
        found = _notice().search(text[slice(*paragraph)])
        if found is None:
            continue
        following = (token for token in parsed.doc if token.idx >= paragraph.start + found.end() and not token.is_space)
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
            return outlet(cast.roster, token)
    return None
