"""An attribution in the making: ranges of tokens, first and last inclusive."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.attribution_speakers import Source
from kg.extract.cues import Cue
from kg.model import Stance

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`ranges` is the content; while it is empty, a block or a quotation may still fill it. `within` is the cue of the
    attribution that this one stands in, where the words themselves do not tell. `stance` overrules that of the cue;
    `judged` is the part of the content that a verdict is on."""

    cue: Cue
    sources: tuple[Source, ...]
    ranges: tuple[Range, ...]
    within: int | None = None
    stance: Stance | None = None
    judged: tuple[Range, ...] = ()
