"""The noun phrase of a source: with its title and its apposition, without the clause behind a comma."""

from __future__ import annotations

from kg.extract.attribution_appositions import named
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import reporting

_RELATIVE = frozenset(("who", "which", "that", "whom"))
_TRAILING = frozenset(("relcl", "acl", "advcl", "parataxis"))
_DASHES = frozenset(("-", "--", "–", "—"))
_RELATIVE_TAGS = frozenset(("WP", "WP$", "WDT", "IN", "WRB"))


def phrase(tokens: Tokens, head: int, *, limit: Cue | None = None) -> Source | None:
    """The noun phrase of a head, with title and apposition, without the clause that hangs on behind a comma."""
    if tokens.lower[head] == "that" and (noun := meant(tokens, head)) < head:
        return _antecedent(tokens, noun, head)
    first, last = tokens.left[head], tokens.right[head]
    for child in tokens.children[head]:
        if child > head and tokens.dep[child] in _TRAILING:
            begin = tokens.left[child]
            if limit is not None and _tells_of_speaker(tokens, head, child, limit):
                continue
            if tokens.text[begin] in ",-–—" or tokens.text[begin - 1] in (",", "--", "–", "—"):
                last = min(last, begin - 1)
    for i in range(head - 1, first, -1):
        if tokens.text[i] in _DASHES and tokens.text[i - 1] not in _DASHES and _stands_alone(tokens, i):
            first = i + 1
            break
    if limit is not None and limit.form != "phrase" and first <= limit.first <= last:
        last = limit.first - 1 if head < limit.first else last
        first = limit.last + 1 if head > limit.last else first
    if (whole := _quoted_whole(tokens, first, last)) is not None:
        first, last = whole
    elif limit is not None and tokens.quotation[limit.token] < 0 and last < limit.token:
        first, head = _outside_quotation(tokens, first, last, head)
    trimmed = tokens.trimmed(first, last)
    if trimmed is None or not trimmed[0] <= head <= trimmed[1]:
        return None
    return Source(first=trimmed[0], last=trimmed[1], head=meant(tokens, head))


def _tells_of_speaker(tokens: Tokens, head: int, clause: int, cue: Cue) -> bool:
    """ "Ann Lee, who leads it, said", not "Reuters, which cited a diplomat, said"."""
    is_relative = tokens.tag[tokens.left[clause]] in _RELATIVE_TAGS and tokens.dep[clause] == "relcl"
    return is_relative and tokens.head[head] == cue.token and tokens.lemma[clause] not in reporting().citing


def _antecedent(tokens: Tokens, noun: int, relative: int) -> Source | None:
    """ "the agency that reported it": "that" alone tells no reader who spoke."""
    trimmed = tokens.trimmed(tokens.left[noun], relative - 1)
    return (
        Source(first=trimmed[0], last=trimmed[1], head=noun) if trimmed and trimmed[0] <= noun <= trimmed[1] else None
    )


def _quoted_whole(tokens: Tokens, first: int, last: int) -> tuple[int, int] | None:
    """ "quotes “a friend” as saying": a phrase that is one quotation, with its marks."""
    if tokens.quotation[first] < 0:
        return None
    spans = tokens.quotations[tokens.quotation[first]].spans
    begin, end = tokens.within(spans[0])
    return (begin, end) if begin >= first - 1 and end <= last + 1 and len(spans) == 1 else None


def _outside_quotation(tokens: Tokens, first: int, last: int, head: int) -> tuple[int, int]:
    """The part of a subject behind a quotation that the parser took into it: "…our country," Smith said."""
    for i in range(last, first - 1, -1):
        if (quote := tokens.quotation[i]) >= 0:
            if first <= tokens.within(tokens.quotations[quote].spans[0])[0]:
                return first, head  # 'a "military source"'
            head = head if head > i else last
            return i + 1, head
    return first, head


def _stands_alone(tokens: Tokens, i: int) -> bool:
    """Whether a mark has spaces on both sides."""
    return tokens.end[i - 1] < tokens.start[i] and i + 1 < len(tokens) and tokens.end[i] < tokens.start[i + 1]


def meant(tokens: Tokens, head: int) -> int:
    """The noun that a relative pronoun stands for, and the person in "Ann Lee of the Alpha group"."""
    person = next((c for c in tokens.kids(head, ("nmod",)) if c < head and tokens.entity[c] == "PERSON"), None)
    if person is not None:
        return person
    if tokens.lower[head] not in _RELATIVE or tokens.tag[head] not in ("WP", "WDT"):
        return named(tokens, head)
    verb = tokens.head[head]
    for _ in range(4):
        if tokens.dep[verb] == "relcl":
            return tokens.head[verb]
        verb = tokens.head[verb]
    return head


def coordinated(tokens: Tokens, head: int) -> list[int]:
    """The heads of coordinated names; a lone head if one of them is no name."""
    heads, i = [head], head
    while (following := tokens.child(i, "conj")) is not None:
        heads.append(following)
        i = following
    return heads if all(tokens.pos[h] == "PROPN" for h in heads) else [head]


def phrase_alone(tokens: Tokens, head: int, heads: list[int]) -> Source | None:
    """One of several coordinated names."""
    first = tokens.left[head]
    later = [tokens.left[h] for h in heads if h > head]
    last = min([tokens.right[head], *(start - 1 for start in later)])
    while first < head and tokens.dep[first] == "preconj":  # "both Reuters and TASS"
        first += 1
    while last > head and tokens.dep[last] in ("cc", "punct") and tokens.text[last] != ")":
        last -= 1
    trimmed = tokens.trimmed(first, last)
    return Source(first=trimmed[0], last=trimmed[1], head=head) if trimmed else None
