"""States and cities that play a sport: "England captain", "Alabama won the title". Their team is no place.

Words of sport are data: [sport] in kg/lexicon/linking.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.lexicon import table
from kg.linking.names import fold
from kg.model import Article, Entity, Span

_BREAK = re.compile(r"[.,;:!?()\n]")
_SHARE = 3
_WINDOW = 120
_AFTER = 3
_BEFORE = 2


def teams(entities: Sequence[Entity], article: Article) -> frozenset[int]:
    """The keys of the entities that are named as teams, in a third of their mentions at least."""
    return frozenset(entity.key for entity in entities if _is_team(entity, article.text))


def _is_team(entity: Entity, text: str) -> bool:
    names = [mention.span for mention in entity.mentions if mention.rule == "name"]
    return bool(names) and _SHARE * sum(_plays(span, text) for span in names) >= len(names)


def _plays(span: Span, text: str) -> bool:
    """Whether somebody's office in a team follows the name, or it wins or loses where sport is spoken of."""
    after, before = text[span.end : span.end + _WINDOW], text[max(0, span.start - _WINDOW) : span.start]
    right = fold(_BREAK.split(after, maxsplit=1)[0]).split()
    if _words("roles") & set(right[: _AFTER - 1]):
        return True
    left = fold(_BREAK.split(before)[-1]).split()
    acts = _words("verbs") & {*right[:_AFTER], *left[-_BEFORE:]}
    return bool(acts and _words("nouns") & set(fold(f"{before} {after}").split()))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(table("linking")["sport"][kind])
