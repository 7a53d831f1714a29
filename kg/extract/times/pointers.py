"""What the words before a date tell of it without a parse: whether it lies ahead, whether it is when somebody spoke."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from kg import lexicon
from kg.extract.times.grammar import any_of
from kg.model import Span

_LOOK_BACK: Final = 200
_SENTENCE_END: Final = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(]?[A-Z])|\n\s*\n")


def points_ahead(text: str, span: Span) -> bool:
    """Whether a word before the phrase, in its sentence, points to the future."""
    before = text[max(0, span.start - _LOOK_BACK) : span.start]
    ends = list(_SENTENCE_END.finditer(before))
    return _pointers().ahead.search(before, ends[-1].end() if ends else 0) is not None and not says(text, span)


def says(text: str, span: Span) -> bool:
    """ "They will leave, he said on Friday": the day is that of the saying."""
    return _pointers().said.search(text, max(0, span.start - _LOOK_BACK), span.start) is not None


class _Pointers(NamedTuple):
    ahead: re.Pattern[str]
    said: re.Pattern[str]


@cache
def _pointers() -> _Pointers:
    words = lexicon.table("times")["words"]
    return _Pointers(
        ahead=re.compile(rf"\b{any_of(words['ahead'])}(?!\w)"),
        said=re.compile(rf"\b{any_of(words['said'])}\s+(?:on\s+)?$"),
    )
