"""The constructions of constructions.toml: shapes of clause that tell who is where, whatever their verb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Construction:
    """One shape of clause; constructions.toml tells what the fields mean."""

    type: str
    who: str
    doer: bool = False
    object: str = ""
    where: tuple[str, ...] = ()
    whose: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    mutual: bool = False
    progressive: bool = False
    but: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Constructions:
    """The shapes, best first; the verbs that say what becomes of a place that somebody lets go; and the nouns for men
    under arms where there is a war; what tells "of soldiers in X", and the prepositions of being there."""

    shapes: tuple[Construction, ...]
    letting: frozenset[str]
    men: frozenset[str]
    telling: frozenset[str]
    present: tuple[str, ...]


@cache
def constructions() -> Constructions:
    table = lexicon.table("constructions")
    return Constructions(
        shapes=tuple(_construction(block, table["verbs"]) for block in table["construction"]),
        letting=frozenset(table["letting"]["verbs"]),
        men=frozenset(table["men"]["nouns"]),
        telling=frozenset(table["presence"]["of"]),
        present=tuple(table["presence"]["where"]),
    )


def _construction(block: Mapping[str, Any], verbs: Mapping[str, list[str]]) -> Construction:
    return Construction(
        type=block["class"],
        who=block["who"],
        doer="doer" in block,
        object=block.get("object", ""),
        where=tuple(block.get("where", ())),
        whose=tuple(block.get("whose", ())),
        against=tuple(block.get("against", ())),
        mutual=block.get("mutual", False),
        progressive=block.get("progressive", False),
        but=frozenset(verb for name in block["but"] for verb in verbs[name]),
    )
