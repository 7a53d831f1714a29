"""Cues that no list holds: what makes a verb report, judge or wave off is what it stands with."""

from __future__ import annotations

from kg.extract.attribution_tokens import Tokens
from kg.extract.nouns import nouns
from kg.extract.reporting import CLAIMS, Frame, Kind, Reporting, Word
from kg.model import Stance

_SPEAKERS = frozenset(("PERSON", "ORG", "NORP", "GPE"))
_PERSONS = frozenset(("me", "us", "you", "him", "her", "them"))
_NOT_SPEAKING = frozenset(("it", "this", "that", "which", "there"))
_JUDGING = frozenset((Frame.PREDICATE, Frame.OBJECT))
_NAMES = frozenset(("ORG", "NORP", "GPE"))
_NOMINAL = frozenset(("dobj", "pobj", "attr"))
_DEGREES = frozenset(("so", "such"))


def merely_seems(tokens: Tokens, words: Reporting, i: int) -> bool:
    word, said = words.verbs.get(tokens.lemma[i]), tokens.child(i, "xcomp")
    if word is None or word.kind is not Kind.APPEARANCE or said is None or "to" not in tokens.lower[i + 1 : i + 2]:
        return False
    inner = words.verbs.get(tokens.lemma[said])
    return inner is not None and inner.kind in CLAIMS and tokens.tag[said] == "VB" and tokens.head[i + 1] == said


def estimate(tokens: Tokens, words: Reporting, i: int) -> Word | None:
    """ "put the number of dead at 31"."""
    if tokens.lemma[i] not in words.lists["estimating"] or tokens.child(i, "dobj") is None:
        return None
    for preposition in tokens.kids(i, ("prep",)):
        figure = tokens.child(preposition, "pobj")
        if tokens.lower[preposition] == "at" and figure is not None:
            is_number = any(tokens.tag[j] == "CD" for j in range(tokens.left[figure], tokens.right[figure] + 1))
            return words.verbs["state"] if is_number else None
    return None


def waved_off(tokens: Tokens, words: Reporting, i: int) -> int | None:
    """The particle of "laughed the report off", "pushed such claims aside": any verb that gets rid of a claim."""
    claim = tokens.child(i, "dobj", "nsubjpass")
    word = None if claim is None else words.nouns.get(tokens.lemma[claim])
    if word is None or word.kind is not Kind.SPEECH or tokens.lemma[i] in words.lists["other_ways_off"]:
        return None
    for c in tokens.kids(i, ("prt", "advmod")):
        is_other = f"{tokens.lemma[i]} {tokens.lower[c]}" in words.lists["other_ways_off"]
        if c > i and tokens.lower[c] in words.lists["out_of_the_way"] and not is_other:
            return c
    return None


def by_construction(tokens: Tokens, words: Reporting, i: int) -> Word | None:
    """Any verb by which somebody has "that …" or a quotation: "she texted him that …", "“Never,” he croaked".

    Saying has no end of verbs; knowing, seeing and bringing about have, and are listed.
    """
    subject = tokens.child(i, "nsubj")
    thing = tokens.child(i, "dobj", "dative")
    if (
        tokens.lemma[i] in words.lists["no_saying"]
        or subject is None
        or (thing is not None and tokens.lemma[thing] in words.nouns)
    ):
        return None
    is_told = thing is not None and (tokens.lower[thing] in _PERSONS or tokens.entity[thing] == "PERSON")
    said = tokens.child(i, "ccomp")
    if said is None or tokens.child(i, "acomp", "auxpass") is not None:
        return None
    if any(tokens.lower[j] in _DEGREES for j in range(i + 1, said)):
        return None  # "painted it so often that …"
    if not is_told and not _can_speak(tokens, words, subject):
        return None
    is_clause = said > i and tokens.lower[tokens.left[said]] == "that" and tokens.dep[tokens.left[said]] == "mark"
    is_quoted = said < i and tokens.quotation[said] >= 0 > tokens.quotation[i] and tokens.child(i, "dobj") is None
    return words.verbs["say"] if is_clause or is_quoted else None


def _can_speak(tokens: Tokens, words: Reporting, subject: int) -> bool:
    if tokens.pos[subject] == "PRON":
        return tokens.lower[subject] not in _NOT_SPEAKING
    if tokens.entity[subject] in _SPEAKERS or tokens.lemma[subject] in words.lists["sources"]:
        return True
    return tokens.lemma[subject] in nouns().actors


def falsehood(tokens: Tokens, words: Reporting, word: Word, i: int) -> int | None:
    """ "called the report false", "described it as a lie": the negation lies in the complement."""
    if word.stance is not Stance.ASSERTS or word.kind is not Kind.SPEECH or not word.takes & _JUDGING:
        return None
    is_judging = Frame.PREDICATE in word.takes
    complements = tokens.kids(i, ("oprd", "acomp", "attr", *(("ccomp", "xcomp") if is_judging else ())))
    for preposition in tokens.kids(i, ("prep",)):
        if tokens.lower[preposition] == "as":
            complements += tokens.children[preposition]
    complements += [c for c in tokens.kids(i, ("ccomp",)) if tokens.pos[c] in ("ADJ", "NOUN")]  # "declared it untrue"
    complements += [c for c in tokens.kids(i, ("advcl",)) if any(tokens.lower[a] == "as" for a in tokens.children[c])]
    for thing in tokens.kids(
        i, ("dobj",) if is_judging else ()
    ):  # "called this nonsense", "called reports that … fake", as parsers see them
        last = tokens.right[thing]
        while tokens.pos[last] == "PUNCT" and last > thing:
            last -= 1
        is_quoted = tokens.quotation[last] >= 0 > tokens.quotation[thing]  # "branded stories of it “fiction”"
        is_apart = last > thing and (tokens.pos[last] == "ADJ" or is_quoted)
        if tokens.lower[tokens.left[thing]] in ("this", "that") or is_apart:
            complements.append(last)
    if len(subjects := tokens.kids(i, ("nsubj",))) == 2 and tokens.lower[subjects[0]] == "which":
        complements += tokens.kids(i, ("dobj",))  # "which a colonel branded fake news"
    false = words.lists["falsehoods"]
    for c in (c for c in complements if c > i):
        if tokens.lemma[c] in false or any(tokens.lemma[a] in false for a in tokens.kids(c, ("amod",))):
            return c
    return None


def phrasal(tokens: Tokens, words: Reporting, i: int) -> tuple[Word | None, int | None]:
    for word in words.phrasal.get(tokens.lemma[i], ()):
        for child in tokens.children[i]:
            if child > i and word.second in (tokens.lower[child], tokens.lemma[child]):
                return word, child
    return None, None


def taken_for_verb(tokens: Tokens, words: Reporting, i: int) -> Word | None:
    """ "a UN warning that …", "brushed aside talk that …": a noun of saying, whatever the tagger calls it."""
    word = words.nouns.get(tokens.lower[i])
    if word is None or "that" not in tokens.lower[i + 1 : i + 2] or i < 2:
        return None
    if tokens.dep[i] in _NOMINAL:
        return word
    first = i - 1
    while first > 0 and tokens.pos[first] == "PROPN" and tokens.entity[first] in _NAMES:
        first -= 1
    return word if first < i - 1 and tokens.lower[first] in ("a", "an") else None


def is_citing(tokens: Tokens, words: Reporting, i: int) -> bool:
    """ "The paper, quoting villagers, said": whatever the parser makes of it."""
    return tokens.tag[i] == "VBG" and tokens.lemma[i] in words.citing and i > 0 and tokens.text[i - 1] == ","


def opening_noun(tokens: Tokens, words: Reporting, i: int) -> Word | None:
    """ "Word spread that …": taken for a name where it begins its sentence."""
    is_first = i == tokens.bounds[tokens.sentence[i]][0] and not tokens.entity[i] and tokens.dep[i] == "nsubj"
    return words.nouns.get(tokens.lower[i]) if is_first else None
