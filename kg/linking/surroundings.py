"""The words right beside the name of a place: what kind of place they make it, or that they make it none.

"The village of Robotyne" is no city; "the submarine Kursk", "the Battle of Kursk" and "England captain" name no place,
and a link would be wrong. Which words do so is data: [beside] in kg/lexicon/linking.toml.
"""

from __future__ import annotations

import re
from typing import Any

from kg.lexicon import table
from kg.linking.gazetteer import Place
from kg.model import Article, Entity, Span

_REACH = 30
_KIND = re.compile(r"\b([A-Za-z]+) of $")
_THING = re.compile(r"\b([A-Za-z]+(?: of)?) ['\"“‘]?$")
_AFTER = re.compile(r" (?:head |assistant |former )?([a-z-]+)")
_WRONG_KIND = 0.001


def is_no_place(entity: Entity, article: Article) -> bool:
    """Whether the name is always that of a ship, a battle or a team."""
    spans = _named(entity)
    return bool(spans) and all(_is_other(article.text, span) for span in spans)


def fit(place: Place, entity: Entity, article: Article) -> float:
    """How well a place is of the kind that the words before its name say, "the village of": 1, or a small factor."""
    kinds = {found[1].lower() for span in _named(entity) if (found := _KIND.search(_before(article.text, span)))}
    people = _words()["people"]
    return min((_WRONG_KIND for kind in kinds & people.keys() if not _is(place, *people[kind])), default=1.0)


def _is(place: Place, least: int, most: int) -> bool:
    return place.kind == "settlement" and least <= place.population <= most


def _is_other(text: str, span: Span) -> bool:
    before = _THING.search(_before(text, span))
    after = _AFTER.match(text, span.end)
    return (before is not None and before[1] in _words()["things"]) or (
        after is not None and after[1] in _words()["players"]
    )


def _before(text: str, span: Span) -> str:
    return text[max(0, span.start - _REACH) : span.start]


def _named(entity: Entity) -> list[Span]:
    return [mention.span for mention in entity.mentions if mention.rule == "name"]


def _words() -> dict[str, Any]:
    found: dict[str, Any] = table("linking")["beside"]
    return found
