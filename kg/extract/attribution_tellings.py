"""Whose telling it is: "By their own account, the guards fled", "The police version is that …"."""

from __future__ import annotations

from kg.extract.attribution_tokens import SUBJECTS, Tokens
from kg.extract.cues import Cue
from kg.extract.nouns import nouns
from kg.extract.reporting import CLAIMS, Kind, Reporting, Word, reporting

_BY = frozenset(("by", "in", "on", "from"))
_ENDS = frozenset((",", ".", ";", ")", "-", "--", "–", "—", '"'))
_SPEAKERS = frozenset(("PERSON", "ORG", "NORP"))
_FIRST = frozenset(("my", "our"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "VBN"))
_SAYING = frozenset((Kind.SPEECH, Kind.BELIEF))


def tellings(tokens: Tokens) -> list[Cue]:
    """The nouns that by a preposition in front, set off from the clause, name whose words it gives."""
    words = reporting()
    return [
        Cue(token=i, word=word, form="telling", first=_own(tokens, i), last=i)
        for i in range(len(tokens))
        if (word := _telling(tokens, words, i)) is not None
    ]


def _own(tokens: Tokens, noun: int) -> int:
    return noun - 1 if tokens.lower[noun - 1] == "own" else noun


def _telling(tokens: Tokens, words: Reporting, i: int) -> Word | None:
    preposition = tokens.head[i]
    if tokens.dep[i] != "pobj" or tokens.lower[preposition] not in _BY or tokens.dep[preposition] != "prep":
        return None
    word = words.nouns.get(tokens.lemma[i])
    if word is None and tokens.lemma[i] in words.lists["tellings"]:
        word = words.nouns["account"]
    if word is None or word.kind not in _SAYING or tokens.lemma[i] in words.lists["occasions"]:
        return None
    is_phrase = (tokens.lower[preposition], "the", tokens.lower[i], "of") in words.source_phrases
    is_told = not is_phrase and _set_off(tokens, preposition) and teller(tokens, i) is not None
    verb = tokens.head[preposition]
    reports = tokens.lemma[verb] in words.verbs and words.verbs[tokens.lemma[verb]].kind in CLAIMS
    return word if is_told and tokens.pos[verb] in ("VERB", "AUX") and not reports else None


def _set_off(tokens: Tokens, preposition: int) -> bool:
    """At the beginning of its sentence and before a comma, or behind a comma."""
    first, last = tokens.left[preposition], tokens.right[preposition]
    begin, end = tokens.bounds[tokens.sentence[preposition]]
    is_closed = last + 1 >= end or tokens.text[last + 1] in _ENDS
    is_open = first - begin <= 1 or tokens.text[first - 1] in _ENDS
    return is_open and is_closed and first == preposition


def teller(tokens: Tokens, noun: int) -> int | None:
    """ "*their* own account", "the account of *the fishermen*"."""
    possessor = tokens.child(noun, "poss")
    if possessor is not None:
        return possessor
    for preposition in tokens.kids(noun, ("prep",)):
        somebody = tokens.child(preposition, "pobj")
        if tokens.lower[preposition] == "of" and somebody is not None and may_tell(tokens, somebody):
            return somebody
    return None


def may_tell(tokens: Tokens, noun: int) -> bool:
    lemma, known = tokens.lemma[noun], nouns()
    is_known = lemma in reporting().lists["sources"] or lemma in known.actors or lemma in known.individuals
    return is_known or tokens.entity[noun] in _SPEAKERS


def is_told_to_be(tokens: Tokens, noun: int) -> int | None:
    """The clause of "the police version is that …", "word from the harbour is that …", if somebody owns the noun."""
    verb = tokens.head[noun]
    if tokens.dep[noun] not in SUBJECTS or tokens.tag[verb] not in _FINITE:
        return None
    if not _is_owned(tokens, noun) if tokens.lemma[verb] == "be" else not _gets_about(tokens, verb):
        return None
    said = tokens.kids(verb, ("ccomp",))
    return next((c for c in said if c > verb and tokens.lower[tokens.left[c]] == "that"), None)


def _gets_about(tokens: Tokens, verb: int) -> bool:
    """ "word spread that …", "reports emerged that …": no verb of saying, but one of coming to people's ears."""
    words = reporting()
    lemma = tokens.lemma[verb]
    return lemma not in words.verbs and lemma not in words.lists["no_saying"] and tokens.child(verb, "neg") is None


def _is_owned(tokens: Tokens, noun: int) -> bool:
    possessor = tokens.child(noun, "poss")
    if possessor is not None:
        return tokens.lower[possessor] not in _FIRST  # "our hope is that" adds nobody to who speaks
    before = [c for c in tokens.kids(noun, ("compound", "amod")) if may_tell(tokens, c)]
    return bool(before) or any(tokens.lower[c] in ("by", "from", "of") for c in tokens.kids(noun, ("prep",)))
