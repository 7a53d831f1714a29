"""Several named speakers of one cue, read from the surface: parsers lose long lists in front of a late verb."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.attribution_tokens import Tokens

_INSIDE = frozenset(("DET", "ADJ", "NOUN", "PROPN", "PART", "NUM"))
_LONGEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A noun phrase: its tokens, and the head that coreference asks for (for "who", the noun that it stands for)."""

    first: int
    last: int
    head: int


def speakers(tokens: Tokens, end: int) -> list[Source]:
    """The names that are listed right before a token: "the Alpha group, Beta (B), and the agency Gamma" + "said".

    Empty unless there are two at least, the last one behind "and".
    """
    found: list[Source] = []
    last = end - 1
    if last >= 0 and tokens.text[last] == ",":
        return []
    while (name := _name(tokens, last)) is not None:
        found.insert(0, name)
        last = name.first - 1
        if len(found) == 1:
            if tokens.lower[last] != "and":
                return []
            last -= 1
        if tokens.text[last] == ",":
            last -= 1
        elif len(found) > 1:
            break
    return found if len(found) > 1 and _begins(tokens, found[0].first) else []


def _begins(tokens: Tokens, first: int) -> bool:
    """Whether a list of names can begin here: behind a mark or at the beginning of a sentence."""
    before = first - 1
    return first == tokens.bounds[tokens.sentence[first]][0] or tokens.text[before] in (",", '"', "-", "–", "—")


def _name(tokens: Tokens, last: int) -> Source | None:
    """The name that ends here; it must be set off on its left by a comma, "and" or the beginning of the sentence."""
    first, core = last + 1, last
    while first > 0 and last - first < _LONGEST and _belongs(tokens, first - 1):
        first -= 1
        if tokens.pos[first] == "ADP" or tokens.text[first] == "(":
            core = first - 1
    if first > last or first == 0 or tokens.pos[first] not in ("DET", "PROPN", "ADJ"):
        return None
    if tokens.lower[first - 1] not in (",", "and", '"') and first != tokens.bounds[tokens.sentence[first]][0]:
        return None
    names = [i for i in range(first, core + 1) if tokens.pos[i] == "PROPN"]
    if not names or (tokens.pos[first] != "DET" and not tokens.entity[core]):
        return None
    return Source(first=first, last=last, head=core)


def _belongs(tokens: Tokens, i: int) -> bool:
    return tokens.pos[i] in _INSIDE or tokens.lower[i] in ("of", "for", "(", ")") or tokens.text[i] == "'s"
