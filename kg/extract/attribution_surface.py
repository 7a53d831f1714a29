"""Subjects that the parser lost, read from the surface: "In Paris, Lee, without naming anybody, accused …"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import Tokens
from kg.extract.cues import Cue

_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_MAIN = frozenset(("ROOT", "ccomp", "parataxis", "conj"))
_INSIDE = frozenset(("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART"))
_RELATIVE = frozenset(("WP", "WP$", "WDT"))
_TIMES = frozenset(("DATE", "TIME"))
_MARKS = frozenset((",", "-", "--", "–", "—"))
_BEFORE = _MARKS | frozenset((";", ":", '"', "(", "and", "but", "which", "where", "when", "while", "because"))
_LINKS = frozenset(("of", "for", "in", "from"))
_FAR = 30  # tokens of an insertion


def surface_subject(tokens: Tokens, cue: Cue) -> Source | None:
    """The noun phrase in front of a finite main verb, past what stands between commas or dashes."""
    verb = cue.token
    if tokens.dep[verb] not in _MAIN or (tokens.tag[verb] not in _FINITE and tokens.child(verb, "aux") is None):
        return None
    begin = tokens.bounds[tokens.sentence[verb]][0]
    last = _before_adverbs(tokens, cue.first - 1, begin)
    for head in (last, *_before_insertions(tokens, last, begin)):
        first = _first(tokens, head, begin)
        if first is not None and (trimmed := tokens.trimmed(first, last)) is not None:
            return Source(first=trimmed[0], last=trimmed[1], head=head)
    return None


def _before_adverbs(tokens: Tokens, i: int, begin: int) -> int:
    """Past "also", "on Monday"."""
    while i > begin and (
        tokens.pos[i] == "ADV"
        or tokens.entity[i] in _TIMES
        or (tokens.pos[i] == "ADP" and not _TIMES.isdisjoint(tokens.entity[i + 1 : i + 2]))
    ):
        i -= 1
    return i


def _before_insertions(tokens: Tokens, end: int, begin: int) -> Iterator[int]:
    """The tokens in front of what may be an insertion: ", who is 28,", "— without a word —"."""
    if end <= begin or tokens.text[end] not in _MARKS:
        return
    for i in range(end - 1, max(begin, end - _FAR), -1):
        if tokens.text[i] == tokens.text[end] and (tokens.tag[i + 1] in _RELATIVE or not _is_clause(tokens, i, end)):
            yield i - 1


def _is_clause(tokens: Tokens, first: int, end: int) -> bool:
    return any(tokens.tag[j] in _FINITE for j in range(first, end))


def _first(tokens: Tokens, head: int, begin: int) -> int | None:
    """Where the noun phrase that ends with a head begins; None if there is none or it hangs on other words."""
    if head < begin or tokens.pos[head] not in ("NOUN", "PROPN") or tokens.entity[head] in _TIMES:
        return None
    first = head
    while first > begin and (tokens.pos[first - 1] in _INSIDE or tokens.lower[first - 1] in _LINKS):
        first -= 1
        if tokens.pos[first] == "DET" and tokens.pos[first - 1] in ("NOUN", "PROPN"):  # "to the nation the president"
            return first
    is_apart = first == begin or tokens.lower[first - 1] in _BEFORE
    return first if is_apart and tokens.pos[first] != "ADP" and tokens.quotation[head] < 0 else None
