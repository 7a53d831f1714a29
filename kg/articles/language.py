"""The language of a text. The one door to py3langid."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from kg.model import ENGLISH

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE: Final = 2_000
_FEWEST_BYTES: Final = 40  # of letters: one of Chinese tells more than one of Latin
_SURE: Final = 0.9
_LIKELY: Final = 3
_NO_LANGUAGE: Final = "zxx"
_WORD = re.compile(r"[^\W\d_]+")
# fmt: off
_COMMON: Final = frozenset((
    "the", "of", "and", "to", "that", "was", "is", "said", "for", "with", "on", "has", "have", "be", "by", "from", "at",
    "are", "were", "as", "not", "he", "she", "they", "his", "their", "it",
))
# fmt: on
_ENOUGH: Final = 0.2
"""Of the words of English news a third are among the common ones; of other languages fewer than a tenth."""


def language(text: str, *, stated: str | None = None) -> str:
    """A code of ISO 639, as short as there is one: "en", "uk".

    `stated` is what the page or the feed says. The text overrules it where the text is sure; what is too short, or
    could be several languages, is what is stated, or English.
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.casefold())
    if sum(len(word.encode()) for word in words) < _FEWEST_BYTES:
        return stated or ENGLISH
    if sum(word in _COMMON for word in words) >= _ENOUGH * len(words):
        return ENGLISH
    ranked: list[tuple[str, float]] = _identifier().rank(sample)
    best, share = ranked[0]
    if best == _NO_LANGUAGE:
        return stated or ENGLISH
    if share >= _SURE:
        return best
    likely = [name for name, _ in ranked[:_LIKELY]]
    if ENGLISH in likely or sum(share for _, share in ranked[:_LIKELY]) < _SURE:
        return stated or ENGLISH
    return stated if stated and stated in likely else best  # one of a family: Bosnian, Croatian, Serbian


def prepare() -> None:
    """Load what is asked where the common words do not tell. It unpacks itself into a file, which a worker may not
    write: so this is called before it is forked."""
    _identifier()


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
