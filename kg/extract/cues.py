"""Cues: the words by which an article says that somebody speaks, thinks, wants or shows."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.attribution_constructions import by_construction, estimate, falsehood, merely_seems, waved_off
from kg.extract.attribution_tokens import Tokens
from kg.extract.reporting import Frame, Kind, Reporting, Word, reporting
from kg.model import Certainty, Stance

_AUXILIARY = frozenset(("aux", "auxpass", "neg", "preconj"))
_MODALS = frozenset(("may", "might"))
_NEGATIONS = frozenset(("no", "never", "neither", "nobody", "none"))


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
    if pos == "VERB" or (pos == "AUX" and tokens.dep[i] != "aux"):
        return _verb(tokens, words, i)
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
    if tokens.dep[i] in ("amod", "compound", "nmod") or _unreal(tokens, words, i):
        return None
    if tokens.dep[i] == "xcomp" and _refused(tokens, words, tokens.head[i]) is not None:
        return None  # the refusal speaks for both
    if tokens.dep[i] == "conj" and shares(tokens, tokens.head[i]) == i and _is_neither(tokens, tokens.head[i]):
        return None  # "neither confirmed nor denied"
    if merely_seems(tokens, words, i):
        return None  # "appears to show": the showing is the cue
    word, second = _phrasal(tokens, words, i)
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
    if word is None or _wants_no_name(tokens, words, i) or _says_nothing(tokens, words, i):
        return None
    first, last = _extent(tokens, i, second)
    if tokens.dep[i] == "xcomp" and merely_seems(tokens, words, tokens.head[i]):
        first = _extent(tokens, tokens.head[i], None)[0]
    last = _with_occasion(tokens, words, word, i, last)
    if _is_neither(tokens, i):
        last = shares(tokens, i) or last
    refused = _refused(tokens, words, i)
    return Cue(
        token=i,
        word=word,
        form="verb",
        first=first,
        last=last,
        second=second,
        negated=_negated(tokens, words, i),
        passive=_passive(tokens, word, i),
        nobodys=_thwarted(tokens, words, i) or _has_no_subject(tokens, i),
        refused=refused,
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


def _wants_no_name(tokens: Tokens, words: Reporting, i: int) -> bool:
    """ "asked not to be named", "asked that he not be identified"."""
    wish = tokens.child(i, "xcomp", "ccomp")
    return (
        wish is not None
        and tokens.lemma[wish] in words.lists["anonymity"]
        and tokens.child(wish, "auxpass") is not None
        and tokens.child(wish, "neg") is not None
    )


def _says_nothing(tokens: Tokens, words: Reporting, i: int) -> bool:
    """ "declined to comment", "did not respond to a request for comment"."""
    if tokens.lemma[i] in words.lists["negators"] and (said := tokens.child(i, "xcomp")) is not None:
        return tokens.lemma[said] in words.lists["silence"]
    if tokens.child(i, "neg") is None and tokens.dep[i] != "xcomp":
        return False
    if tokens.child(i, "neg") is not None and tokens.lemma[i] in words.lists["silence"]:
        return True  # "did not comment on the fire"
    about = [c for p in tokens.kids(i, ("prep",)) for c in tokens.kids(p, ("pobj",))]
    return any(tokens.lemma[c] in words.lists["questions"] for c in about)


def _refused(tokens: Tokens, words: Reporting, i: int) -> Word | None:
    """The verb of saying under "declined" or "refused", when that is a cue of its own."""
    lemma, said = tokens.lemma[i], tokens.child(i, "xcomp")
    if said is None or lemma not in words.lists["negators"] or lemma not in words.verbs:
        return None
    return _phrasal(tokens, words, said)[0] or words.verbs.get(tokens.lemma[said])


def _unreal(tokens: Tokens, words: Reporting, i: int) -> bool:
    """An imperative, an infinitive that does not say that it came to speaking ("struggled to explain"), or an adjective
    that the parser took for a verb ("published purported footage")."""
    if tokens.dep[i] in ("xcomp", "ccomp") and tokens.tag[i] in ("VBN", "VBD") and tokens.head[i] == i - 1:
        return True
    if tokens.tag[i] != "VB" or (auxiliary := tokens.child(i, "aux")) is None:
        return tokens.tag[i] == "VB" and tokens.child(i, "nsubj") is None and tokens.dep[i] in ("ROOT", "ccomp", "conj")
    if tokens.lower[auxiliary] != "to":
        return False
    governor = tokens.head[i]
    return not (
        tokens.dep[i] == "advcl"
        or _thwarted(tokens, words, i)
        or tokens.lemma[governor] in words.lists["factual"]
        or _unable(tokens, governor)
    )


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


def _phrasal(tokens: Tokens, words: Reporting, i: int) -> tuple[Word | None, int | None]:
    for word in words.phrasal.get(tokens.lemma[i], ()):
        for child in tokens.children[i]:
            if child > i and word.second in (tokens.lower[child], tokens.lemma[child]):
                return word, child
    return None, None


def _is_check(tokens: Tokens, words: Reporting, i: int) -> bool:
    """ "the accounts could not be checked"."""
    thing = tokens.child(i, "dobj", "nsubjpass")
    if tokens.lemma[i] not in words.lists["unable_to"] or thing is None or tokens.lemma[thing] not in words.nouns:
        return False
    return tokens.child(i, "neg") is not None or _thwarted(tokens, words, i)


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


def _negated(tokens: Tokens, words: Reporting, i: int) -> bool:
    if any(tokens.dep[c] == "neg" or tokens.lower[c] in _NEGATIONS for c in tokens.children[i] if c < i):
        return True
    if _has_no_subject(tokens, i):
        return True
    if _thwarted(tokens, words, i):
        return True
    governor = tokens.head[i]
    return tokens.dep[i] == "xcomp" and (tokens.lemma[governor] in words.lists["negators"] or _unable(tokens, governor))


def _has_no_subject(tokens: Tokens, i: int) -> bool:
    """ "nobody", "no official", "neither claim"."""
    subject = tokens.child(i, "nsubj", "nsubjpass")
    return subject is not None and tokens.lower[tokens.left[subject]] in _NEGATIONS


def _thwarted(tokens: Tokens, words: Reporting, i: int) -> bool:
    """ "It was not possible to verify", "it was impossible to verify", "he could not be reached to confirm"."""
    governor = tokens.head[i]
    if tokens.tag[i] != "VB" or governor == i or tokens.dep[i] not in ("xcomp", "advcl", "ccomp"):
        return False
    chances = [governor, tokens.head[governor], *tokens.kids(governor, ("acomp",))]
    lemmas = {tokens.lemma[c] for c in chances}
    negated = any(tokens.child(c, "neg") is not None for c in chances[:2])
    return bool(lemmas & words.lists["chances"]) if negated else bool(lemmas & words.lists["no_chance"])


def _yet(tokens: Tokens, governor: int) -> bool:
    """ "has yet to confirm"."""
    return tokens.lemma[governor] == "have" and any(tokens.lower[c] == "yet" for c in tokens.children[governor])


def _unable(tokens: Tokens, governor: int) -> bool:
    """ "was not able to verify", "has yet to verify"."""
    if _yet(tokens, governor):
        return True
    return tokens.lower[governor] == "able" and tokens.child(tokens.head[governor], "neg") is not None


def _noun(tokens: Tokens, word: Word, i: int) -> Cue:
    first = i
    owner = tokens.child(i, "poss")
    if owner is not None and (mark := tokens.child(owner, "case")) is not None and mark == i - 1:
        first = mark
    last = i
    preposition = next((c for c in tokens.kids(i, ("prep",)) if tokens.lower[c] in word.prepositions), None)
    if preposition is not None and preposition == i + 1:
        last = preposition
    if tokens.lower[tokens.left[i]] in _NEGATIONS and tokens.left[i] < i and owner is None:
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
