"""What a parse says about a verb or noun: its arguments and modifiers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.syntax import Token

_SUBJECT = frozenset({"nsubj", "csubj"})
_LOOSE = frozenset({"in", "inside", "into", "over", "under"})  # but "withdrew north of X" is not "of X"
_STOPS = frozenset({".", "!", "?", ":", ";", "…"})
_DECLARING = frozenset({"declare", "proclaim", "pronounce", "consider"})
_CHARGED = frozenset({"of", "for", "with"})  # "accused them of shelling it": they shelled it
_CLIMB = frozenset({"xcomp", "pcomp", "conj", "advcl", "prep", "acl"})


def child(token: Token, *deps: str) -> Token | None:
    return next((c for c in token.children if c.dep_ in deps), None)


def own_subject(verb: Token) -> Token | None:
    """The subject of a verb; the parser hangs some under the auxiliary."""
    found = child(verb, *_SUBJECT, "nsubjpass")
    if found is not None and _misread_object(verb) is not None:
        found = next(c for c in verb.children if c.dep_ in _SUBJECT and c != found)
    if found is None and child(verb, "expl") is not None:  # "there are no troops in …"
        found = child(verb, "attr")
    if found is not None:
        return found
    return next((s for c in verb.children if c.dep_ in ("aux", "auxpass") if (s := child(c, *_SUBJECT))), None)


def _misread_object(verb: Token) -> Token | None:
    """ "X, which they say *it holds*": the parser may take "which" for another subject."""
    subjects = [c for c in verb.children if c.dep_ in _SUBJECT]
    return subjects[0] if len(subjects) > 1 and subjects[0].lower_ in ("which", "that") else None


def falls_by_number(verb: Token) -> bool:
    """Whether something falls by a measure: "London fell 2 percent"."""
    return any(
        t.ent_type_ in ("PERCENT", "MONEY", "CARDINAL", "QUANTITY")
        for t in verb.subtree
        if t.head in (verb, *verb.children)
    )


def is_passive(verb: Token) -> bool:
    if child(verb, "nsubjpass", "auxpass") is not None:
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "advcl":  # "when asked"
        return child(verb, "aux", "dobj", *_SUBJECT) is None and any(c.tag_ == "WRB" for c in verb.children)
    if _is_declared(verb):
        return True
    if verb.tag_ != "VBN" or child(verb, "aux", "dobj") is not None:
        return False
    if verb.dep_ == "conj" and child(verb, *_SUBJECT) is None and child(verb.head, "auxpass") is not None:
        return True  # "was shelled and overrun"
    return verb.dep_ in ("acl", "amod") or _is_in_headline(verb)


def _is_declared(verb: Token) -> bool:
    """ "declared X liberated": the parser takes the participle for what X did."""
    if verb.tag_ not in ("VBD", "VBN") or verb.dep_ != "ccomp" or verb.head.lemma_.lower() not in _DECLARING:
        return False
    return child(verb, "dobj", "aux", "mark", "prt") is None and child(verb, *_SUBJECT) is not None


def _is_in_headline(verb: Token) -> bool:
    """ "Rebels driven from X": a headline leaves the auxiliary out, and has no full stop."""
    return child(verb, *_SUBJECT) is not None and verb.sent[-1].text not in _STOPS and not verb.sent[-1].is_quote


def subject(verb: Token, *, depth: int = 0) -> Token | None:
    """The one who does it: of the verb itself, or of the verb that it depends on when it has none of its own."""
    if is_passive(verb):
        return by_agent(verb)
    own = own_subject(verb)
    if own is not None:
        return _antecedent(own)
    if depth > 4 or verb.dep_ not in _CLIMB:
        return None
    if verb.dep_ == "acl":
        if any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children):  # "their claim to have taken it"
            return subject_of_noun(verb.head) or prepositional(verb.head, "by")
        misread = (
            verb.tag_ == "VBN" and child(verb, "dobj") is not None
        )  # "X handed over the town" taken for a participle
        return verb.head if misread or verb.tag_ == "VBG" else subject_of_noun(verb.head)
    governor = verb.head
    if governor.dep_ == "prep" or verb.dep_ == "pcomp":
        governor = governor.head
    if governor.pos_ not in ("VERB", "AUX"):
        return None
    if verb.dep_ == "pcomp" and verb.head.lower_ in _CHARGED and (charged := child(governor, "dobj")) is not None:
        return _antecedent(charged)
    if is_passive(governor):
        return child(governor, "nsubjpass")
    return subject(governor, depth=depth + 1)


def subject_of_noun(noun: Token) -> Token | None:
    """ "their attempt to take it": whose attempt."""
    return child(noun, "poss")


def by_agent(verb: Token) -> Token | None:
    by = child(verb, "agent")
    found = child(by, "pobj") if by is not None else None
    return None if found is None or _is_manner(found) else found


def _is_manner(noun: Token) -> bool:
    """ "taken by storm", "fought over street by street"."""
    return noun.tag_ == "NN" and noun.ent_type_ == "" and not any(noun.children)


def object_of(verb: Token) -> Token | None:
    """What it is done to: the direct object, the passive subject, or the noun that a participle describes."""
    if is_passive(verb):
        own = own_subject(verb)
        if own is not None:
            return _antecedent(own)
        return verb.head if verb.dep_ in ("acl", "amod") else _shared_object(verb)
    own = child(verb, "dobj") or _misread_object(verb)
    if own is not None:
        return _antecedent(own)
    return (
        verb.head
        if verb.dep_ == "relcl" and child(verb, *_SUBJECT) is not None and not has_object_gap_filled(verb)
        else None
    )


def has_object_gap_filled(verb: Token) -> bool:
    """Whether a relative clause says its relative word as something else than the object."""
    own = child(verb, *_SUBJECT)
    return own is not None and own.lower_ in ("who", "which", "that")


def _shared_object(verb: Token) -> Token | None:
    return child(verb.head, "nsubjpass", "nsubj") if verb.dep_ == "conj" else None


def _antecedent(token: Token) -> Token:
    if token.lower_ not in ("which", "that", "who", "whom"):
        return token
    verb = token.head
    while verb.dep_ == "ccomp":  # "X, which they say they hold"
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" else token


def prepositional(token: Token, word: str) -> Token | None:
    """The noun after a preposition that depends on a token, "out of" taken as "from"; "present in X" goes along."""
    for one in token.children:
        if one.dep_ not in ("prep", "agent", "dative", "prt", "advmod", "acomp"):
            continue
        for prep in (one, *one.conjuncts):  # "across the river and into X"
            if prep.lower_ == word and (found := child(prep, "pobj")) is not None:
                return found
        if one.dep_ in ("advmod", "acomp") and (word in _LOOSE or one.lower_ in ("back", "away", "out")):
            found = prepositional(one, word)
            if found is not None:
                return found
        if word == "from" and one.lower_ in ("out", "off"):
            of = next((c for c in one.children if c.lower_ == "of"), None)
            found = child(of, "pobj") if of is not None else None
            if found is not None:
                return found
    return None


def reached(verb: Token, words: str) -> Token | None:
    """The noun after a preposition that depends on a verb, or after a particle and one: "made off from X"."""
    particle, _, word = words.rpartition(" ")
    if not particle:
        return prepositional(verb, word)
    for one in verb.children:
        if one.lower_ == particle and one.dep_ in ("prt", "advmod", "prep"):
            found = prepositional(one, word) or prepositional(verb, word)
            if found is not None:
                return found
    return None


def clause_verb(token: Token) -> Token:
    """The verb whose clause a token stands in; the token itself when there is none above it."""
    here = token
    while here.pos_ not in ("VERB", "AUX") and here.head != here:
        here = here.head
    return here


def conjuncts(token: Token) -> Iterator[Token]:
    """A noun and those that are joined to it; "X as well as Y" is parsed as two objects."""
    yield token
    for one in token.conjuncts:
        if one.i > token.i and not _is_excepted(one):
            yield one
    if any(c.dep_ == "cc" for c in token.children) and child(token, "conj") is None:  # "X and Y took it", misread
        yield from (c for c in token.head.children if c.dep_ == token.dep_ and c.i > token.i)
    for one in token.children:  # "towns including X and Y"
        if one.lower_ in ("including", "like") and (listed := child(one, "pobj")) is not None:
            yield from conjuncts(listed)
    for one in (*token.children, *(token.head.children if token.dep_ in ("dobj", "nsubj", "nsubjpass") else ())):
        if one.lower_ in ("along", "together") and (beside := prepositional(one, "with")) is not None:
            yield from conjuncts(beside)
    if token.dep_ == "dobj":
        yield from _further_objects(token)
        for one in token.children:  # "the bridge at X, the post at Y and a base", as if the one were the other
            if one.dep_ == "appos" and one.pos_ == "NOUN" and child(one, "cc") is not None:
                yield from (one, *(c for c in one.conjuncts if c.i > one.i))


def _is_excepted(conjunct: Token) -> bool:
    """ "X but not Y"."""
    return conjunct.left_edge.lower_ == "not" or conjunct.doc[conjunct.left_edge.i - 1].lower_ == "not"


def _further_objects(target: Token) -> Iterator[Token]:
    """ "X as well as Y", "the port of X, the airport of Y" are parsed as objects side by side; "X on Monday and Y on
    Tuesday" as if a day were joined to Y."""
    verb = target.head
    several = any(c.dep_ == "cc" and c.lower_ == "as" for c in verb.children)
    for one in verb.children:
        if one.i <= target.i:
            continue
        if one.dep_ == "dobj" and (several or target.doc[one.left_edge.i - 1].text == ","):
            yield from (one, *(c for c in one.conjuncts if c.i > one.i))
        day = child(one, "pobj") if one.dep_ == "prep" else None
        if day is not None and day.ent_type_ in ("DATE", "TIME"):
            yield from (
                c for c in day.conjuncts if c.i > day.i and c.pos_ == "PROPN" and c.ent_type_ not in ("DATE", "TIME")
            )
