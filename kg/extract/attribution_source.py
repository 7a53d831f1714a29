"""Sources: who speaks by a cue."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.attribution_appositions import apposed
from kg.extract.attribution_hearsay import clause_of_noun, named_owner, owner
from kg.extract.attribution_phrases import coordinated, meant, phrase, phrase_alone
from kg.extract.attribution_speakers import Source, speakers
from kg.extract.attribution_subjects import agent, own_subject, subject
from kg.extract.attribution_surface import surface_subject
from kg.extract.attribution_tellings import teller
from kg.extract.attribution_tokens import MARKS, SUBJECTS, Tokens
from kg.extract.cues import Cue, reduced
from kg.extract.reporting import Frame, Kind, reporting

_NOMINAL = frozenset(("PROPN", "NOUN", "PRON"))
_TIMES = frozenset(("DATE", "TIME"))
_EXPLETIVE = frozenset(("it", "there"))


def sources(tokens: Tokens, cue: Cue) -> list[Source]:
    """One source, none, or one for each named speaker: "Reuters and TASS said"."""
    if cue.form == "verb" and not cue.passive and len(listed := speakers(tokens, cue.first)) > 1:
        return listed
    if cue.form == "verb" and not cue.passive and (beside := apposed(tokens, cue)) is not None:
        return [beside]
    if cue.nobodys:
        return []
    if cue.form == "verb" and (teller := _would_have_believe(tokens, cue.token)) is not None:
        told = phrase(tokens, teller)
        return [told] if told else []
    head = _head(tokens, cue)
    if cue.form == "noun" and head is None and (before := named_owner(tokens, cue)) is not None:
        return [before]
    if _is_lost(tokens, head, cue) and (found := surface_subject(tokens, cue)) is not None:
        return [found]
    if head is None or _is_expletive(tokens, head, cue) or _is_nobody(tokens, head):
        return []
    named = coordinated(tokens, head)
    if len(named) > 1:
        return [source for h in named if (source := phrase_alone(tokens, h, named))]
    source = _with_other(tokens, cue, phrase(tokens, head, limit=cue))
    said = clause_of_noun(tokens, cue) if cue.form == "noun" and source is not None else None
    if source is not None and said is not None and max(source.first, head) < tokens.left[said] <= source.last:
        source = replace(source, last=tokens.left[said] - 1)
    if (
        source is not None
        and tokens.head[head] == tokens.head[cue.token] < cue.token
        and reduced(tokens, tokens.head[head])
    ):
        source = replace(source, last=cue.first - 1)  # "video said to be from Goma"
    return [source] if source else []


def _would_have_believe(tokens: Tokens, verb: int) -> int | None:
    """ "The radio would have us believe that …": the radio says so."""
    above = tokens.head[verb]
    is_made = tokens.lemma[above] == "have" and tokens.tag[above] == tokens.tag[verb] == "VB" and above < verb
    return subject(tokens, above) if is_made and tokens.dep[verb] in ("ccomp", "xcomp") else None


def _with_other(tokens: Tokens, cue: Cue, source: Source | None) -> Source | None:
    """ "…, a village near Goma, a priest and two drivers said": parsers lose the first of two to what stands before."""
    if source is None or cue.form != "verb" or source.last >= cue.first or source.first < 3:
        return source
    if tokens.lower[source.first - 1] != "and" or tokens.dep[source.first - 2] not in ("appos", "conj", "pobj"):
        return source
    first = tokens.left[source.first - 2]
    is_apart = (
        tokens.text[first - 1] == "," and tokens.pos[first] == "DET" and tokens.right[cue.token] < _end(tokens, cue) + 1
    )
    return replace(source, first=first) if is_apart and tokens.dep[source.first - 2] == "appos" else source


def _end(tokens: Tokens, cue: Cue) -> int:
    return tokens.bounds[tokens.sentence[cue.token]][1]


def _is_lost(tokens: Tokens, head: int | None, cue: Cue) -> bool:
    """Whether the parser gave a verb no subject, or a participle beside it: "Lee, speaking in Paris, warned"."""
    if cue.form != "verb" or cue.passive or cue.word.kind == Kind.APPEARANCE:
        return False
    return head is None or (tokens.dep[head] == "csubj" and tokens.tag[head] in ("VBG", "VBN"))


def _is_expletive(tokens: Tokens, head: int, cue: Cue) -> bool:
    """ "It seems that", "it is clear that"."""
    return tokens.lower[head] in _EXPLETIVE and (cue.form == "adjective" or cue.word.kind == Kind.APPEARANCE)


def _is_nobody(tokens: Tokens, head: int) -> bool:
    """ "nobody", "no official", "neither the army nor the ministry"; a "that" that stands for no noun."""
    if tokens.lower[head] == "that" and meant(tokens, head) == head:
        return True
    if tokens.lower[head] in reporting().lists["nobody"] or tokens.entity[head] in _TIMES:
        return True
    return any(
        tokens.lower[c] in ("no", "neither") and tokens.dep[c] in ("det", "preconj", "cc")
        for c in tokens.children[head]
        if c < head
    )


def _head(tokens: Tokens, cue: Cue) -> int | None:
    if cue.form == "phrase":
        return tokens.child(cue.token, "pobj")
    if cue.form == "telling":
        return teller(tokens, cue.token)
    if cue.form == "noun":
        return owner(tokens, cue)
    if cue.form == "adverb":
        return None
    if cue.form == "adjective":
        if Frame.OBJECT in cue.word.takes:
            return None
        return subject(tokens, tokens.head[cue.token])
    if cue.word.kind == Kind.APPEARANCE:
        return None
    if cue.passive:
        return agent(tokens, cue.token)
    for way in (_own, _inverted, _beside, _behind_and, _inherited):
        if (found := way(tokens, cue)) is not None:
            return found
    return None


def _own(tokens: Tokens, cue: Cue) -> int | None:
    return own_subject(tokens, cue.token)


def _inherited(tokens: Tokens, cue: Cue) -> int | None:
    return subject(tokens, cue.token)


def _behind_and(tokens: Tokens, cue: Cue) -> int | None:
    """ "They describe flags, and an officer, speaking on the telephone, concedes …": taken for one more object."""
    if tokens.dep[cue.token] not in ("conj", "ccomp") or tokens.text[cue.first - 1] != ",":
        return None
    found = surface_subject(tokens, cue)
    if found is None or tokens.dep[found.head] != "conj" or tokens.dep[found.first - 1] != "cc":
        return None
    return found.head


def _beside(tokens: Tokens, cue: Cue) -> int | None:
    """The noun phrase that ends right before a main verb, where the parser took it for an apposition to another."""
    if tokens.dep[cue.token] not in ("ROOT", "parataxis", "ccomp") or tokens.tag[cue.token] not in (
        "VBD",
        "VBZ",
        "VBP",
    ):
        return None
    i = cue.first - 1
    while i > 0 and tokens.text[i] == ",":
        i -= 1
    if i < 0 or tokens.pos[i] not in ("PROPN", "NOUN", "PRON") or tokens.quotation[i] >= 0:
        return None
    while tokens.dep[i] in ("appos", "compound", "conj") and tokens.head[i] < cue.first:
        above = tokens.head[i]
        if tokens.dep[i] != "compound" and tokens.dep[above] == "pobj":
            break
        i = above
    return i if tokens.dep[i] in ("appos", "conj", "nsubj", "npadvmod", "dep") else None


def _inverted(tokens: Tokens, cue: Cue) -> int | None:
    """ "…?" asked Lee: the noun phrase behind a verb that stands right behind a quotation."""
    before = cue.first - 1
    while before > 0 and (tokens.blank[before] or tokens.text[before] == ","):
        before -= 1
    if (
        Frame.QUOTE not in cue.word.takes
        or before < 1
        or tokens.text[before] not in MARKS
        or tokens.quotation[before] < 0
    ):
        return None
    behind = tokens.kids(cue.token, ("dobj", "attr", "oprd", "dative", "npadvmod"))
    for clause in tokens.kids(cue.token, ("ccomp",)):  # "“…,” said a letter read out in court", taken for a clause
        behind += [
            s for s in tokens.kids(clause, SUBJECTS) if clause > cue.token and tokens.left[clause] == tokens.left[s]
        ]
    return next((c for c in behind if tokens.left[c] == cue.last + 1 and tokens.pos[c] in _NOMINAL), None)
