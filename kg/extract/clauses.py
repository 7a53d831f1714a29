"""What a parse says about a verb or noun: its arguments, whether it is negated, whether it is said to be so at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.frames import frames

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECT = frozenset({"nsubj", "csubj"})
_CLAUSES = frozenset({"ccomp", "csubj", "acl", "advcl", "relcl", "xcomp", "nsubj", "nsubjpass", "dobj"})
_LOOSE = frozenset({"in", "inside", "into", "over", "under"})  # but "withdrew north of X" is not "of X"
_CLIMB = frozenset({"xcomp", "pcomp", "conj", "advcl", "prep", "acl"})


def child(token: Token, *deps: str) -> Token | None:
    return next((c for c in token.children if c.dep_ in deps), None)


def _own_subject(verb: Token) -> Token | None:
    """The subject of a verb; the parser hangs some under the auxiliary."""
    found = child(verb, *_SUBJECT, "nsubjpass")
    if found is None and child(verb, "expl") is not None:  # "there are no troops in …"
        found = child(verb, "attr")
    if found is not None:
        return found
    return next((s for c in verb.children if c.dep_ in ("aux", "auxpass") if (s := child(c, *_SUBJECT))), None)


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
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod") and child(verb, "aux", "dobj") is None


def subject(verb: Token, *, depth: int = 0) -> Token | None:
    """The one who does it: of the verb itself, or of the verb that it depends on when it has none of its own."""
    if is_passive(verb):
        return by_agent(verb)
    own = _own_subject(verb)
    if own is not None:
        return _antecedent(own)
    if depth > 4 or verb.dep_ not in _CLIMB:
        return None
    if verb.dep_ == "acl":
        misread = (
            verb.tag_ == "VBN" and child(verb, "dobj") is not None
        )  # "X handed over the town" taken for a participle
        return verb.head if misread or verb.tag_ == "VBG" else subject_of_noun(verb.head)
    governor = verb.head
    if governor.dep_ == "prep" or verb.dep_ == "pcomp":
        governor = governor.head
    if governor.pos_ not in ("VERB", "AUX"):
        return None
    if is_passive(governor) and verb.dep_ != "conj":
        return child(governor, "nsubjpass")
    return subject(governor, depth=depth + 1)


def subject_of_noun(noun: Token) -> Token | None:
    """ "their attempt to take it": whose attempt."""
    return child(noun, "poss")


def by_agent(verb: Token) -> Token | None:
    by = child(verb, "agent")
    return child(by, "pobj") if by is not None else None


def object_of(verb: Token) -> Token | None:
    """What it is done to: the direct object, the passive subject, or the noun that a participle describes."""
    if is_passive(verb):
        own = _own_subject(verb)
        if own is not None:
            return _antecedent(own)
        return verb.head if verb.dep_ in ("acl", "amod") else _shared_object(verb)
    own = child(verb, "dobj")
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
    return child(verb.head, "nsubjpass") if verb.dep_ == "conj" else None


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
        if one.lower_ == word:
            found = child(one, "pobj")
            if found is not None:
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
        if one.i > token.i:
            yield one
    for one in (*token.children, *(token.head.children if token.dep_ in ("dobj", "nsubj", "nsubjpass") else ())):
        if one.lower_ in ("along", "together") and (beside := prepositional(one, "with")) is not None:
            yield from conjuncts(beside)
    if token.dep_ == "dobj" and any(c.dep_ == "cc" and c.lower_ == "as" for c in token.head.children):
        yield from (c for c in token.head.children if c.dep_ == "dobj" and c.i > token.i)


def is_negated(trigger: Token) -> bool:
    """ "not", "never", "no troops", "failed to": whether the sentence says the opposite. Two negations cancel out."""
    negations, here = 0, trigger
    for _ in range(6):
        negations += sum(
            c.dep_ == "neg"
            or _is_no_longer(c)
            or (c.dep_ in ("det", "advmod", "preconj") and c.lower_ in ("no", "never", "neither"))
            for c in here.children
        )
        own = _own_subject(here)
        if own is not None and (
            own.lower_ in ("nobody", "none", "nothing") or any(c.lower_ in ("no", "not") for c in own.children)
        ):
            negations += 1
        if here == trigger and (had := child(here, "dobj")) is not None and any(c.lower_ == "no" for c in had.children):
            negations += 1  # "they hold no ground in X"
        if here.dep_ not in ("xcomp", "pcomp", "dobj", "pobj", "prep", "attr", "acomp", "conj"):
            break
        above = here.head
        if here.dep_ == "conj":
            if any(c.lower_ == "but" for c in above.children) or own is not None:
                break
            if child(here, "neg") is not None or any(c.dep_ == "neg" for c in above.children):
                break
        here = above
        if here.lemma_.lower() in frames().irrealis["negators"] and here != trigger:
            negations += 1
    return negations % 2 == 1


def refuted_by(trigger: Token) -> int | None:
    """The token of a verdict that what the trigger's clause tells is not so: "it is *not true* that …".

    The verdict is on a clause ("it is false that …") or on a noun that has the clause ("claims that … were lies").
    """
    here = trigger
    for _ in range(8):
        above = here.head
        if above == here:
            return None
        if here.dep_ in _CLAUSES:
            verdict = _verdict(above) or (_verdict(above.head) if above.pos_ in ("ADJ", "NOUN") else None)
            if verdict is not None:
                return verdict
        here = above
    return None


def refutes(verb: Token) -> bool:
    """ "… was false", "… is not true"."""
    return _verdict(verb) is not None


def _verdict(verb: Token) -> int | None:
    words = frames().verdicts
    if verb.lemma_.lower() not in words["verbs"]:
        return None
    negated = any(c.dep_ == "neg" for c in verb.children)
    for one in verb.children:
        if one.dep_ in ("acomp", "attr", "oprd", "ccomp", "xcomp", "advmod", "dobj"):
            if one.lemma_.lower() in words["false"] and not negated:
                return one.i
            if one.lemma_.lower() in words["true"] and (negated or any(c.dep_ == "neg" for c in one.children)):
                return one.i
    return None


def _is_no_longer(word: Token) -> bool:
    return word.lower_ == "longer" and any(c.lower_ == "no" for c in word.children)


def is_irrealis(trigger: Token) -> bool:
    """Whether the event is only asked about, conditional, planned, wanted, feared or expected."""
    words = frames().irrealis
    if _is_question(trigger):
        return True
    here = trigger
    for _ in range(8):
        if _is_modal(here):
            return True
        if any(c.dep_ == "mark" and c.lower_ in words["conditions"] for c in here.children):
            return True
        above = here.head
        if here == trigger and here.pos_ == "NOUN" and here.dep_ in ("nsubj", "nsubjpass") and _is_modal(above):
            return True  # "the liberation of X will …"
        if above == here or here.dep_ in ("relcl", "parataxis", "nsubj", "nsubjpass", "appos"):
            return here.dep_ == "relcl" and _is_infinitive(here)  # "an operation to retake it"
        if here.dep_ == "ccomp":
            return above.lemma_.lower() in words["clause_verbs"]
        if here.dep_ == "advcl":
            return _is_infinitive(here)
        if here.dep_ == "acl" and child(here, "mark") is not None:  # "reports that …"
            return above.lemma_.lower() in words["nouns"]
        if here.dep_ == "prep" and here.lower_ in words["prepositions"] and here != trigger:
            return True
        if here.dep_ != "conj" and _governs(here, above):
            return True
        here = above
    return False


def _governs(here: Token, above: Token) -> bool:
    words, lemma = frames().irrealis, above.lemma_.lower()
    if _is_infinitive(here):
        is_so = here.dep_ == "xcomp" and lemma in words["so_it_is"]
        return not is_so or child(above, "dobj") is not None  # "began an operation to retake it"
    if above.pos_ == "ADJ":
        return here.dep_ in ("xcomp", "prep") and lemma in words["adjectives"]
    if above.pos_ in ("NOUN", "PROPN"):
        return here.dep_ in ("acl", "prep", "pcomp") and lemma in words["nouns"]
    if above.pos_ == "ADP":
        return above.lower_ in words["prepositions"] or (
            here.dep_ == "pcomp" and above.head.lemma_.lower() in words["verbs"]
        )
    return (
        here.dep_ in ("xcomp", "dobj", "pobj")
        and above.pos_ == "VERB"
        and lemma in words["verbs"]
        and here.pos_ != "ADP"
    )


def _is_infinitive(token: Token) -> bool:
    return any(c.tag_ == "TO" and c.dep_ == "aux" for c in token.children)


def _is_modal(token: Token) -> bool:
    words = frames().irrealis
    modals = {c.lower_ for c in token.children if c.dep_ == "aux" and c.lower_ in words["modals"]}
    return bool(modals) and not (modals <= words["guesses"] and _is_past_or_state(token))


def _is_past_or_state(verb: Token) -> bool:
    """ "may have taken it" and "might be inside" are guesses at what is so; "may take it" is a plan."""
    perfect = any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)
    return perfect or verb.lemma_.lower() in frames().irrealis["states"] or verb.tag_ == "VBG"


def _is_question(token: Token) -> bool:
    verb = clause_verb(token)
    return any(c.text == "?" for c in verb.children) or any(
        c.text == "?" for c in verb.head.children if verb.dep_ == "conj"
    )
