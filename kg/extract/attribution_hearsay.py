"""Nouns of saying: what they tell ("talk that …", "a report in the Post that …") and whose they are."""

from __future__ import annotations

from kg.extract.attribution_complements import complement_of
from kg.extract.attribution_draft import Range
from kg.extract.attribution_subjects import agent, subject
from kg.extract.attribution_tokens import SUBJECTS, Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import Frame, reporting


def of_noun(tokens: Tokens, cue: Cue) -> list[Range]:
    noun = cue.token
    if (said := clause_of_noun(tokens, cue)) is not None:
        return [(tokens.left[said], tokens.right[said])]
    for child in tokens.children[noun]:
        if child < noun:
            continue
        is_of = tokens.lower[child] == "of" and cue.negated  # "no confirmation of the claim"
        if tokens.dep[child] == "prep" and (is_of or tokens.lower[child] in cue.word.prepositions):
            return complement_of(tokens, child)
    return []


def owner(tokens: Tokens, cue: Cue) -> int | None:
    """ "the mayor's claim", "a claim by the mayor", "a claim made by the mayor", "the mayor made the claim"."""
    noun = cue.token
    possessor = tokens.child(noun, "poss")
    if possessor is not None:
        return possessor
    for preposition in tokens.kids(noun, ("prep", "agent")):
        p = tokens.child(preposition, "pobj")
        if p is not None and _names_owner(tokens, cue, preposition, p):
            return p
    for made in tokens.kids(noun, ("acl",)):
        if tokens.tag[made] == "VBN" and (maker := agent(tokens, made)) is not None:
            return maker
    if tokens.dep[noun] == "dobj" and tokens.lemma[tokens.head[noun]] in reporting().lists["light"]:
        return subject(tokens, tokens.head[noun])
    return None


def _names_owner(tokens: Tokens, cue: Cue, preposition: int, owner: int) -> bool:
    """ "a claim by the mayor", "a report in the Gazette"; "the claims of the army that …"."""
    word = tokens.lower[preposition]
    if word in ("by", "from", "among"):
        return True
    if word == "of":
        return clause_of_noun(tokens, cue) is not None
    return word == "in" and tokens.entity[owner] == "ORG"


def clause_of_noun(tokens: Tokens, cue: Cue) -> int | None:
    """The clause of "claim that …", also past the verb: "put out word at noon that …"."""
    noun = cue.token
    by = [*tokens.kids(noun, ("prep",)), *(a for c in tokens.kids(noun, ("acl",)) for a in tokens.kids(c, ("agent",)))]
    owners = [o for p in by for o in tokens.kids(p, ("pobj",))]  # "a claim by X that …", as parsers hang it
    own = [
        c
        for n in (noun, *tokens.kids(noun, ("acl",)), *owners)
        for c in tokens.kids(n, ("acl", "ccomp", "relcl"))
        if c > n and _introduced(tokens, c, cue)
    ]
    verb = tokens.head[noun]
    if own or tokens.dep[noun] != "dobj" or tokens.lemma[verb] not in reporting().lists["light"]:
        return own[0] if own else None
    behind = (c for c in tokens.kids(verb, ("ccomp", "advcl")) if c > noun and tokens.lower[tokens.left[c]] == "that")
    return next((c for c in behind if _introduced(tokens, c, cue)), None)


def _introduced(tokens: Tokens, clause: int, cue: Cue) -> bool:
    """ "claim that …", "plan to …"."""
    opener = tokens.lower[tokens.left[clause]]
    if opener == "to":
        return Frame.INFINITIVE in cue.word.takes
    if opener != "that" or Frame.CLAUSE not in cue.word.takes:
        return False
    return tokens.dep[tokens.left[clause]] == "mark" or _is_told_of(tokens, clause)


def _is_told_of(tokens: Tokens, clause: int) -> bool:
    """ "the rumour that she would quit", not "the rumour that she spread": parsers take both for relative clauses."""
    words = reporting()
    lemma, opener = tokens.lemma[clause], tokens.left[clause]
    makes_it = lemma in words.verbs or lemma in words.phrasal or lemma in words.lists["light"] | words.lists["issuing"]
    return not makes_it and any(c > opener for c in tokens.kids(clause, SUBJECTS))
