"""Cues: the words by which an article says that somebody speaks, thinks, wants or shows."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.attribution_constructions import (
    by_construction,
    estimate,
    falsehood,
    is_citing,
    merely_seems,
    opening_noun,
    phrasal,
    taken_for_verb,
    waved_off,
)
from kg.extract.attribution_tokens import Tokens
from kg.extract.refusals import (
    NEGATIONS,
    has_no_subject,
    negated,
    refused,
    says_nothing,
    thwarted,
    unreal,
    wants_no_name,
)
from kg.extract.reporting import Frame, Kind, Reporting, Word, reporting
from kg.model import Certainty, Stance

_AUXILIARY = frozenset(("aux", "auxpass", "neg", "preconj"))
_MODALS = frozenset(("may", "might"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word of the lexicon in its place. `first` and `last` bound its tokens."""

    token: int
    word: Word
    form: str  # verb, noun, adjective, adverb, phrase
    first: int
    last: int
    second: int | None = None
    negated: bool = False
    passive: bool = False
    refused: Word | None = None  # what the speaker refuses to do by it: "declined to confirm"
    nobodys: bool = False  # nobody does it: "it was not possible to verify", "he could not be reached to confirm"
    falsehood: int | None = None  # the word that makes it a denial: "called the report false"

    @property
    def stance(self) -> Stance:
        if self.refused is not None:
            return self.refused.negated
        if self.nobodys and self.word.stance is Stance.ASSERTS:
            return Stance.UNVERIFIED
        if self.falsehood is not None:
            return Stance.ASSERTS if self.negated else Stance.DENIES
        return self.word.negated if self.negated else self.word.stance


def cues(tokens: Tokens) -> list[Cue]:
    """All words that may be cues, in text order; whether they have content is not asked yet."""
    words = reporting()
    return [cue for i in range(len(tokens)) if (cue := _cue(tokens, words, i)) is not None]


def certainty(tokens: Tokens, cue: Cue) -> Certainty:
    words = reporting()
    weak = words.lists["weakening"]
    modal = any(tokens.lower[c] in _MODALS for c in tokens.kids(cue.token, ("aux",)))
    seems = words.verbs.get(tokens.lemma[tokens.head[cue.token]]) if tokens.dep[cue.token] == "xcomp" else None
    modal = modal or (seems is not None and seems.kind is Kind.APPEARANCE)
    modal = modal or any(tokens.lower[c] in weak for c in tokens.kids(cue.token, ("advmod",)))
    return Certainty.HEDGED if modal else cue.word.certainty


def _cue(tokens: Tokens, words: Reporting, i: int) -> Cue | None:
    pos, lemma = tokens.pos[i], tokens.lemma[i]
    if pos == "VERB" and (noun := taken_for_verb(tokens, words, i)) is not None:
        return _noun(tokens, noun, i)
    if pos == "VERB" or (pos == "AUX" and tokens.dep[i] != "aux"):
        return _verb(tokens, words, i)
    if pos == "PROPN" and (first := opening_noun(tokens, words, i)) is not None:
        return _noun(tokens, first, i)
    if pos == "NOUN" and lemma in words.nouns:
        return _noun(tokens, words.nouns[lemma], i)
    if pos == "ADJ" and lemma in words.adjectives:
        return _adjective(tokens, words.adjectives[lemma], i)
    if pos == "ADV" and tokens.lower[i] in words.adverbs:
        return Cue(token=i, word=words.adverbs[tokens.lower[i]], form="adverb", first=i, last=i)
    return _phrase(tokens, words, i)


def _phrase(tokens: Tokens, words: Reporting, i: int) -> Cue | None:
    """The last word of "according to", if the words before it are there."""
    for phrase, word in words.source_phrases.items():
        first = i - len(phrase) + 1
        if tokens.lower[i] == phrase[-1] and first >= 0 and tuple(tokens.lower[first : i + 1]) == phrase:
            return Cue(token=i, word=word, form="phrase", first=first, last=i)
    return None


def _verb(tokens: Tokens, words: Reporting, i: int) -> Cue | None:
    lemma = tokens.lemma[i]
    is_adjective = tokens.dep[i] in ("amod", "compound", "nmod") and not is_citing(tokens, words, i)
    if is_adjective or unreal(tokens, words, i):
        return None
    if tokens.dep[i] == "xcomp" and refused(tokens, words, tokens.head[i]) is not None:
        return None  # the refusal speaks for both
    if tokens.dep[i] == "conj" and shares(tokens, tokens.head[i]) == i and _is_neither(tokens, tokens.head[i]):
        return None  # "neither confirmed nor denied"
    if merely_seems(tokens, words, i):
        return None  # "appears to show": the showing is the cue
    word, second = phrasal(tokens, words, i)
    if word is None and _is_check(tokens, words, i):
        word = words.verbs["verify"]
    if word is None and (second := waved_off(tokens, words, i)) is not None:
        word = words.verbs["reject"]
    if word is None:
        word = (
            estimate(tokens, words, i)
            or words.verbs.get(lemma)
            or words.citing.get(lemma)
            or by_construction(tokens, words, i)
        )
    if word is not None and Frame.CLAUSE in word.takes and Frame.INFINITIVE not in word.takes and reduced(tokens, i):
        return None
    if word is None or wants_no_name(tokens, words, i) or says_nothing(tokens, words, i):
        return None
    first, last = _extent(tokens, i, second)
    if tokens.dep[i] == "xcomp" and merely_seems(tokens, words, tokens.head[i]):
        first = _extent(tokens, tokens.head[i], None)[0]
    last = _with_occasion(tokens, words, word, i, last)
    if _is_neither(tokens, i):
        last = shares(tokens, i) or last
    return Cue(
        token=i,
        word=word,
        form="verb",
        first=first,
        last=last,
        second=second,
        negated=negated(tokens, words, i),
        passive=_passive(tokens, word, i),
        nobodys=thwarted(tokens, words, i) or has_no_subject(tokens, i),
        refused=refused(tokens, words, i),
        falsehood=falsehood(tokens, words, word, i),
    )


def shares(tokens: Tokens, i: int) -> int | None:
    """The verb that has the complement of two: "would neither confirm nor deny *the report*"."""
    other = tokens.child(i, "conj")
    if other is None or any(tokens.dep[j] not in ("cc", "advmod", "aux", "neg") for j in range(i + 1, other)):
        return None
    return None if any(c > i for c in tokens.kids(i, ("dobj", "ccomp", "xcomp", "prep"))) else other


def _is_neither(tokens: Tokens, i: int) -> bool:
    return any(tokens.lower[c] == "neither" for c in tokens.children[i] if c < i)


def reduced(tokens: Tokens, i: int) -> bool:
    """ "Video said to be from Goma shows …": tells of the video, whose verb the parser made the content."""
    clause = tokens.child(i, "ccomp")
    raised = tokens.child(i, "xcomp")
    if clause is None or raised is None or raised > clause or tokens.child(i, "aux", "auxpass") is not None:
        return False
    return "to" in tokens.lower[i + 1 : i + 2] and tokens.child(clause, "nsubj", "nsubjpass", "mark") is None


def _passive(tokens: Tokens, word: Word, i: int) -> bool:
    """Whether the subject is spoken of: "is said to", "video said to be …", "asked about it, …"."""
    if tokens.child(i, "auxpass", "nsubjpass") is not None:
        return True
    if tokens.tag[i] not in ("VBN", "VBD") or any(tokens.lemma[c] == "have" for c in tokens.kids(i, ("aux",))):
        return False
    raised = tokens.child(i, "xcomp")
    if raised is not None and Frame.INFINITIVE not in word.takes and Frame.CLAUSE in word.takes:
        return "to" in tokens.lower[i + 1 : i + 2] and tokens.child(raised, "aux") == i + 1
    return tokens.tag[i] == "VBN" and tokens.dep[i] in ("acl", "advcl") and tokens.child(i, "aux", "nsubj") is None


def _is_check(tokens: Tokens, words: Reporting, i: int) -> bool:
    """ "the accounts could not be checked"."""
    thing = tokens.child(i, "dobj", "nsubjpass")
    if tokens.lemma[i] not in words.lists["unable_to"] or thing is None or tokens.lemma[thing] not in words.nouns:
        return False
    return tokens.child(i, "neg") is not None or thwarted(tokens, words, i)


def _extent(tokens: Tokens, i: int, second: int | None) -> tuple[int, int]:
    first = i
    while first > 0 and _joins(tokens, first - 1, i):
        first -= 1
    while tokens.dep[first] == "advmod" and tokens.dep[first] != "ROOT" and first < i and tokens.text[first - 1] == ",":
        first += 1
    last = i
    if second is not None and second <= i + 3 and not any(i < c < second for c in tokens.kids(i, ("dobj",))):
        last = second
    while last + 1 < len(tokens) and tokens.head[last + 1] == i and tokens.dep[last + 1] in ("prt", "neg"):
        last += 1
    return first, last


def _joins(tokens: Tokens, j: int, i: int) -> bool:
    dep = tokens.dep[j]
    return tokens.head[j] == i and (dep in _AUXILIARY or (dep == "advmod" and not tokens.children[j]))


def _with_occasion(tokens: Tokens, words: Reporting, word: Word, i: int, last: int) -> int:
    """ "in a statement", right after the verb, belongs to the cue."""
    for child in tokens.children[i]:
        if child == last + 1 and tokens.dep[child] == "prep" and tokens.lower[child] not in word.prepositions:
            noun = tokens.child(child, "pobj")
            if noun is not None and tokens.lemma[noun] in words.lists["occasions"]:
                return noun
    return last


def _noun(tokens: Tokens, word: Word, i: int) -> Cue:
    first = i
    owner = tokens.child(i, "poss")
    if owner is not None and (mark := tokens.child(owner, "case")) is not None and mark == i - 1:
        first = mark
    last = i
    preposition = next((c for c in tokens.kids(i, ("prep",)) if tokens.lower[c] in word.prepositions), None)
    if preposition is not None and preposition == i + 1:
        last = preposition
    if tokens.lower[tokens.left[i]] in NEGATIONS and tokens.left[i] < i and owner is None:
        return Cue(token=i, word=word, form="noun", first=tokens.left[i], last=last, negated=True)
    return Cue(token=i, word=word, form="noun", first=first, last=last)


def _adjective(tokens: Tokens, word: Word, i: int) -> Cue | None:
    """A predicate: "was sure that"; the verb belongs to the cue."""
    verb = tokens.head[i]
    if tokens.dep[i] not in ("acomp", "ROOT") or verb > i:
        return None
    first = verb
    while first > 0 and _joins(tokens, first - 1, verb):
        first -= 1
    return Cue(token=i, word=word, form="adjective", first=first, last=i, negated=tokens.child(verb, "neg") is not None)
