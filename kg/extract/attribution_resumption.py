"""Reporting verbs that go on with the subject of an earlier one: "Lee said the road had flooded and warned that …"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.attribution_draft import Range
from kg.extract.attribution_tokens import SUBJECTS, Tokens
from kg.extract.reporting import Frame, Kind, reporting

_FINITE = frozenset(("VBD", "VBZ", "VBP", "VBN"))  # "denied it was closed but admitted that …": taken for a participle
_TO_THAT = frozenset(("ADP", "DET", "ADJ", "NOUN", "PROPN", "ADV", "PRON", "NUM"))
_DOWN = frozenset(("conj", "xcomp", "advcl", "acl"))
_OBJECTS = frozenset(("dobj", "pobj", "prep", "amod", "oprd", "attr", "acomp", "conj"))
_STEPS = 5
_NEAR = 4  # tokens


def resumes(tokens: Tokens, verb: int) -> int | None:
    """The reporting verb whose subject a coordinated one shares, where the parser hung it on what is reported.

    Where the tenses do not tell, as in "said she would stay and praised him", it takes a clause or a quotation:
    "said she left and told reporters that …".
    """
    if tokens.dep[verb] != "conj" or tokens.tag[verb] not in _FINITE or not _reports(tokens, verb):
        return None
    if any(tokens.dep[c] in SUBJECTS or tokens.dep[c] in ("aux", "auxpass") for c in tokens.children[verb]):
        return None
    first = tokens.head[verb]
    if _tense(tokens, first) == _past(tokens.tag[verb]) and not _has_content(tokens, verb):
        return None
    at = first
    if tokens.pos[first] not in ("VERB", "AUX"):
        return _above_object(tokens, verb, first)
    for _ in range(_STEPS):
        above = tokens.head[at]
        complement = tokens.dep[at] == "ccomp" or (tokens.dep[at] == "xcomp" and tokens.tag[first] == "VB")
        if complement and above < at:
            same = tokens.tag[above] == _past(tokens.tag[verb]) and tokens.lemma[above] in reporting().verbs
            if same or tokens.tag[verb] == "VBN" or not _behind_comma(tokens, verb):
                return above if same else None
            at = above  # "said they had assured him that it was so, and called on all to wait"
            continue
        if tokens.dep[at] not in _DOWN:
            return None
        at = above
    return None


def _above_object(tokens: Tokens, verb: int, at: int) -> int | None:
    """ "rejects the charge as baseless and points to a log": hung on the object, or on what is said of it."""
    for _ in range(_STEPS):
        if tokens.dep[at] not in _OBJECTS:
            return None
        at = tokens.head[at]
        if tokens.pos[at] == "VERB":
            is_one = tokens.lemma[at] in reporting().verbs and at < verb and tokens.child(at, *SUBJECTS) is not None
            return at if is_one and _tense(tokens, at) in (_past(tokens.tag[verb]), "had") else None
    return None


def _reports(tokens: Tokens, verb: int) -> bool:
    word = reporting().verbs.get(tokens.lemma[verb])
    if tokens.lemma[verb] in reporting().phrasal and tokens.pos[tokens.head[verb]] not in ("VERB", "AUX"):
        return True
    return word is not None and (word.kind in (Kind.SPEECH, Kind.WRITING) or Frame.QUOTE in word.takes)


def _past(tag: str) -> str:
    return "VBD" if tag == "VBN" else tag


def _behind_comma(tokens: Tokens, verb: int) -> bool:
    return tokens.lower[verb - 1] in ("and", "but") and tokens.text[verb - 2] in (",", '"')


def _has_content(tokens: Tokens, verb: int) -> bool:
    quoted = any(q >= 0 for q in tokens.quotation[verb + 1 : verb + _NEAR]) and tokens.quotation[verb] < 0
    is_call = tokens.lemma[verb] in reporting().phrasal and tokens.child(verb, "xcomp") is not None
    return quoted or is_call or _leads_to_that(tokens, verb) or tokens.child(verb, "ccomp") is not None


def _leads_to_that(tokens: Tokens, verb: int) -> bool:
    """ "conceded under questioning that": nothing but a phrase stands between."""
    for i in range(verb + 1, min(verb + 2 * _NEAR, len(tokens) - 1) + 1):
        if tokens.lower[i] == "that":
            return True
        if tokens.pos[i] not in _TO_THAT:
            return False
    return False


def _tense(tokens: Tokens, verb: int) -> str:
    """The tag of the finite part of a predicate: its auxiliary, if it has one."""
    auxiliaries = tokens.kids(verb, ("aux", "auxpass"))
    if auxiliaries and tokens.lower[auxiliaries[0]] == "had":
        return "had"
    return tokens.tag[auxiliaries[0]] if auxiliaries else tokens.tag[verb]


def without_resumed(tokens: Tokens, verb: int, ranges: list[Range]) -> list[Range]:
    """What is reported, up to the "and" behind which its speaker goes on."""
    for i in sorted(_near_below(tokens, verb)):
        if tokens.dep[i] == "conj" and (first := resumes(tokens, i)) is not None and first <= verb:
            last = _before_and(tokens, i)
            return [(first, min(end, last)) for first, end in ranges if first <= last]
    return ranges


def _near_below(tokens: Tokens, verb: int) -> Iterator[int]:
    """What hangs on a verb behind it by as many steps as lead up from a verb that resumes it, and not the whole of a
    sentence without end."""
    level = [verb]
    for _ in range(_STEPS + 1):
        level = [c for i in level for c in tokens.children[i] if c > verb]
        yield from level


def _before_and(tokens: Tokens, verb: int) -> int:
    """The last token in front of the "and" that leads to a verb."""
    i = verb - 1
    while tokens.dep[i] != "cc" and i > tokens.head[verb]:
        i -= 1
    return i - 1 if tokens.dep[i] == "cc" else verb - 1
