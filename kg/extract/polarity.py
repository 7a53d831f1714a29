"""Whether a sentence says that something is so, is not so, or only that it may, should or will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.clauses import child, clause_verb, own_subject
from kg.extract.frames import frames

if TYPE_CHECKING:
    from kg.syntax import Token

NOBODY = frozenset({"nobody", "none", "nothing", "noone"})
_CLAUSES = frozenset({"ccomp", "csubj", "acl", "advcl", "relcl", "xcomp", "nsubj", "nsubjpass", "dobj"})


def is_negated(trigger: Token) -> bool:
    """ "not", "never", "no troops", "failed to": whether the sentence says the opposite. Two negations cancel out."""
    negations, here = 0, trigger
    for _ in range(6):
        negations += sum(
            c.dep_ == "neg"
            or _is_no_longer(c)
            or _is_to_nobody(c)
            or (c.dep_ in ("det", "advmod", "preconj") and c.lower_ in ("no", "never", "neither"))
            for c in here.children
        )
        own = own_subject(here)
        if own is not None and (
            own.lower_ in NOBODY or any(t.lower_ in ("no", "not", "neither") for t in own.doc[own.left_edge.i : own.i])
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
        infinitive, here = is_infinitive(here), above
        if (here.lemma_.lower() in frames().irrealis["negators"] and here != trigger) or (infinitive and _is_yet(here)):
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
            verdict = _verdict_on(here) or (_verdict_on(above) if above.pos_ in ("ADJ", "NOUN") else None)
            if verdict is not None:
                return verdict
        here = above
    return None


def _verdict_on(here: Token) -> int | None:
    """The verdict of the verb above, if it is not that of the token itself: "the men who hold it called this a lie"."""
    verb = here.head
    calls = verb.lemma_.lower() in frames().verdicts["calling"]
    return None if calls and here.i < verb.i and here.dep_ in ("ccomp", "nsubj") else _verdict(verb)


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
            said = {one.lemma_.lower(), *(c.lemma_.lower() for c in one.children if c.dep_ in ("amod", "compound"))}
            if said & words["false"] and not negated:  # "a lie", "fake news"
                return one.i
            if one.lemma_.lower() in words["true"] and (negated or any(c.dep_ == "neg" for c in one.children)):
                return one.i
    return None


def _is_to_nobody(word: Token) -> bool:
    """ "handed it to nobody", "gave it to no one"."""
    whom = child(word, "pobj") if word.dep_ in ("prep", "dative") and word.lower_ == "to" else None
    if whom is None:
        return False
    return whom.lower_ in NOBODY or (whom.lower_ == "one" and any(c.lower_ == "no" for c in whom.children))


def is_over(trigger: Token) -> bool:
    """ "no longer", "not any more": what was so has ended."""
    verb = clause_verb(trigger)
    return any(_is_no_longer(c) or (c.lower_ == "more" and child(c, "advmod") is not None) for c in verb.children) and (
        is_negated(trigger)
    )


def _is_yet(verb: Token) -> bool:
    """ "have yet to enter it": they have not."""
    return verb.lemma_ in ("have", "be") and any(c.lower_ == "yet" for c in verb.children)


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
        if any(_is_condition(c) for c in here.children) and not _is_checked(here):
            return True
        above = here.head
        if here == trigger and _is_to_come(here):
            return True
        if above == here or here.dep_ in ("relcl", "parataxis", "nsubj", "nsubjpass", "appos"):
            return here.dep_ == "relcl" and is_infinitive(here)  # "an operation to retake it"
        if here.dep_ == "ccomp":
            return above.lemma_.lower() in words["clause_verbs"]
        if here.dep_ == "advcl":
            return is_infinitive(here)
        if here.dep_ == "acl" and child(here, "mark") is not None:  # "reports that …"
            return above.lemma_.lower() in words["nouns"]
        if here.dep_ == "prep" and _is_aim(here) and here != trigger:
            return True
        if here.dep_ != "conj" and _governs(here, above):
            return True
        here = above
    return False


def _is_condition(mark: Token) -> bool:
    """ "if", "whether"; "until they leave", but not "until they left"."""
    if mark.dep_ != "mark" or mark.lower_ not in frames().irrealis["conditions"]:
        return False
    return mark.lower_ != "until" or mark.head.tag_ != "VBD"


def _is_to_come(noun: Token) -> bool:
    """ "the liberation of X will take months", "the fall of X looms"."""
    if noun.pos_ != "NOUN" or noun.dep_ not in ("nsubj", "nsubjpass"):
        return False
    return _is_modal(noun.head) or noun.head.lemma_.lower() in frames().irrealis["not_yet"]


def _is_checked(here: Token) -> bool:
    """ "could not verify whether X had …" leaves open what was claimed."""
    above = here.head
    checked = here.dep_ == "ccomp" and above.lemma_.lower() in frames().irrealis["checks"]
    unable = above.dep_ == "xcomp" and above.head.lemma_.lower() in ("unable", "impossible", "fail")
    return checked and (child(above, "neg") is not None or unable)


def _governs(here: Token, above: Token) -> bool:
    words, lemma = frames().irrealis, above.lemma_.lower()
    if is_infinitive(here):
        if _is_yet(above):
            return False
        if above.lower_ == "had" and here.dep_ == "xcomp":  # "had to leave it"
            return child(above, "dobj") is not None
        if (
            here.dep_ == "acl"
            and lemma in frames().anaphora["nouns"]
            and any(c.lower_ == "have" for c in here.children)
        ):
            return False  # "their claim to have taken it"
        is_so = here.dep_ == "xcomp" and lemma in words["so_it_is"] and above.lower_ != "going"
        return not is_so or child(above, "dobj") is not None  # "began an operation to retake it"
    if above.pos_ == "ADJ":
        return here.dep_ in ("xcomp", "prep") and lemma in words["adjectives"]
    if above.pos_ in ("NOUN", "PROPN"):
        return here.dep_ in ("acl", "prep", "pcomp") and lemma in words["nouns"]
    if above.pos_ == "ADP":
        return _is_aim(above) or (here.dep_ == "pcomp" and above.head.lemma_.lower() in words["verbs"])
    return (
        here.dep_ in ("xcomp", "dobj", "pobj")
        and above.pos_ == "VERB"
        and lemma in words["verbs"]
        and here.pos_ != "ADP"
        and lemma not in words["from_doing"]
    )


def _is_aim(preposition: Token) -> bool:
    """ "toward taking it", "without it"; but "blamed for shelling it" is so."""
    words = frames().irrealis
    if preposition.lower_ == "for" and preposition.head.lemma_.lower() in words["for_what"]:
        return False
    return preposition.lower_ in words["prepositions"]


def is_infinitive(token: Token) -> bool:
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
