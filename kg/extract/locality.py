"""What the words around a name show about its being a place: "in X", "the town of X", "troops captured X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.extract.frames import frames
from kg.extract.knowledge import Knowledge
from kg.extract.nouns import class_of, nouns
from kg.ontology import CONTROL_TYPES

if TYPE_CHECKING:
    from kg.syntax import Doc, Token

_ACRONYM = 6
_FORCES = ("ArmedForce", "ArmedGroup")


def is_located(head: Token) -> bool:
    """Whether a name stands as names of places do. Who is called so and does nothing that people do is a place."""
    head = _first_conjunct(head)
    above = head.head
    if any(c.dep_ == "relcl" and any(w.lower_ == "where" for w in c.lefts) for c in head.children):
        return True
    if _is_by_compass(head):
        return True
    if head.dep_ == "pobj":
        return _locates(above)
    if head.dep_ == "nsubj":
        return _is_held_by(above)
    if head.dep_ in ("dobj", "nsubjpass"):
        fought_over = head.dep_ == "nsubjpass" and above.lemma_.lower() in nouns().contests
        return fought_over or _is_done_to_places(above.lemma_.lower())
    return head.dep_ == "poss" and (class_of(above, nouns().places) is not None or above.lemma_ in nouns().parts)


def _is_by_compass(head: Token) -> bool:
    """ "X, north of Y", "X, 40 km to the south of Y"."""
    after = list(head.doc[head.i + 1 : head.i + 9])
    if not after or after[0].text != ",":
        return False
    where = next((t for t in after if t.lemma_.lower() in nouns().compass or t.pos_ in ("VERB", "AUX")), None)
    if where is None or where.pos_ in ("VERB", "AUX"):
        return False
    return any(t.lower_ in ("of", "from") for t in after if t.i > where.i)


def _is_held_by(verb: Token) -> bool:
    """ "X is in rebel hands", "X remains under their control", "X has changed hands"."""
    if verb.lemma_ == "change":
        return any(c.lower_ == "hands" for c in verb.children)
    spots = (
        o for c in verb.children if c.lower_ in frames().state_prepositions for o in c.children if o.dep_ == "pobj"
    )
    return verb.lemma_ in ("be", "remain", "stay") and any(o.lemma_.lower() in frames().states for o in spots)


def _locates(prep: Token) -> bool:
    """ "in X", but not "confidence in X"; "at X", but not "a lecturer at X"; "the edge of X", "the battle for X"."""
    governor, word = prep.head, prep.lower_
    lemma = governor.lemma_.lower()
    if word == "of":
        return lemma in nouns().of_place or lemma in nouns().compass or class_of(governor, nouns().places) is not None
    if word in ("for", "over"):
        return lemma in nouns().contests
    if word in nouns().whereto and word != "into":
        return lemma in nouns().motion
    return (
        word in nouns().locating and lemma not in nouns().unlocated and class_of(governor, nouns().actors) != "Person"
    )


def is_within(head: Token) -> bool:
    """Whether a name stands behind "in", "at" and the like."""
    above = _first_conjunct(head).head
    return above.lower_ in nouns().locating and is_located(head)


def _is_done_to_places(lemma: str) -> bool:
    """Of "take X", "shell X", "lose X" the verb, but not of "run X" or "free X"."""
    if lemma in frames().of_places | frames().war | nouns().left:
        return True
    frame = next((f for f in frames().verbs.get(lemma, ()) if f.type in CONTROL_TYPES and "object" in f.place), None)
    return frame is not None and lemma not in frames().of_men


def may_be_located(head: Token) -> bool:
    """Whether places are often spoken of so, and people too: "X remains …", "X is under …"."""
    verb = head.head
    if head.dep_ == "ROOT":
        return True
    return head.dep_ == "nsubj" and verb.lemma_.lower() in nouns().of_subjects


def stands_as_place(doc: Doc, start: int, head: Token) -> bool:
    """Whether the words around a name are those around a place: "in X", "the town of X", "the rebel-held X"."""
    if any(c.dep_ == "appos" and class_of(c, nouns().places) for c in head.children):
        return True
    before = doc[start - 1] if start else None
    if before is None:
        return False
    if before.lower_ in nouns().before_place:
        return True
    if before.lower_ == "of" and start > 1:
        word = doc[start - 2].lemma_.lower()
        return word in nouns().places or word in nouns().of_place
    return _is_held(doc, start)


def _is_held(doc: Doc, start: int) -> bool:
    """ "the rebel-held X"."""
    return start > 1 and doc[start - 1].lower_ in nouns().held and doc[start - 2].text == "-"


def follows_preposition(doc: Doc, start: int) -> bool:
    """ "Near X, …": the parser may take the preposition for a part of the name, and the name for the subject."""
    return start > 0 and doc[start - 1].lower_ in nouns().before_place


def is_heading(doc: Doc, start: int, end: int) -> bool:
    """ "X: no change" at the beginning of a paragraph."""
    return begins_paragraph(doc, start) and end < len(doc) and doc[end].text == ":"


def begins_paragraph(doc: Doc, start: int) -> bool:
    return start == 0 or "\n" in doc[start - 1].text


def place_class(doc: Doc, start: int, head: Token, knowledge: Knowledge) -> str | None:
    """The class of place that the grammar alone shows a name to have: "the town of X", "troops captured X"."""
    head = _first_conjunct(head)
    above = head.head
    if head.dep_ == "pobj" and above.lower_ == "of" and above.head.pos_ == "NOUN":
        kind = class_of(above.head, nouns().places)
        if kind in ("Settlement", "AdministrativeArea") or (kind == "Place" and above.head.lemma_ not in nouns().parts):
            return kind
        if above.head.lemma_.lower() in nouns().of_place and head.ent_type_ not in ("PERSON", "ORG"):
            return "Place"
    if head.dep_ == "pobj" and _is_whereto(above) and not (head.text.isupper() and len(head) <= _ACRONYM):
        return "Place"
    if start and (doc[start - 1].lower_ in nouns().near or _is_held(doc, start)):
        return "Place"
    if head.dep_ == "compound" and head.ent_type_ != "PERSON":  # "the X area"
        kind = class_of(above, nouns().places) if above.pos_ == "NOUN" else None
        return kind if kind in ("Settlement", "AdministrativeArea") else None
    return "Place" if _is_taken(head, knowledge) or _is_ours(head) else None


def _is_whereto(prep: Token) -> bool:
    """ "withdrew from X", "advanced towards X"; "the bridge at X", "a clinic in X"."""
    above = prep.head
    if prep.lower_ == "of" and above.lower_ == "out":  # "driven out of X"
        return above.head.lemma_.lower() in nouns().motion
    if prep.lower_ in nouns().whereto and above.pos_ == "VERB":
        return above.lemma_.lower() in nouns().motion
    if prep.lower_ not in ("at", "in"):
        return False
    if above.pos_ == "VERB":
        return above.lemma_.lower() in nouns().happens
    return above.pos_ == "NOUN" and class_of(above, nouns().places) is not None


def place_behind(noun: Token) -> str | None:
    """The class that a noun gives the name behind it: "the town of X"."""
    named = any(c.lower_ == "of" for c in noun.children) and noun.pos_ == "NOUN"
    return class_of(noun, nouns().places) if named else None


def _first_conjunct(head: Token) -> Token:
    while head.dep_ == "conj" and head.head.pos_ == "PROPN":
        head = head.head
    return head


def _is_taken(head: Token, knowledge: Knowledge) -> bool:
    """Whether a force takes, holds, enters or leaves what the name names."""
    verb, lemma = head.head, head.head.lemma_.lower()
    if verb.pos_ != "VERB":
        return False
    if head.dep_ == "dobj" and lemma in nouns().left:
        return True
    if head.dep_ == "nsubj":  # "X fell to the rebels"
        to = clauses.prepositional(verb, "to") if lemma == "fall" else None
        return to is not None and _is_force(to, knowledge)
    if head.dep_ not in ("dobj", "nsubjpass") or not needs_place(lemma):
        return False
    subject = clauses.subject(verb)
    if subject is None:
        return lemma in frames().war and head.ent_type_ != "PERSON"
    man = head.ent_type_ == "PERSON" and lemma not in frames().of_places and not knowledge.senses(head.text)
    if man and (lemma in frames().freed or any(t.lemma_.lower() in nouns().captive for t in verb.subtree)):
        return False  # "militants captured a man's name"
    return _is_force(subject, knowledge) or (
        subject.lower_ in ("they", "we", "it") and lemma in frames().war | frames().of_places
    )


def _is_ours(head: Token) -> bool:
    """ "X is ours"."""
    verb = head.head
    return head.dep_ == "nsubj" and verb.lemma_ == "be" and any(c.lower_ in ("ours", "theirs") for c in verb.children)


def needs_place(lemma: str) -> bool:
    return any(frame.type in CONTROL_TYPES for frame in frames().verbs.get(lemma, ()))


def _is_force(token: Token, knowledge: Knowledge) -> bool:
    if token.pos_ == "NOUN" and class_of(token, nouns().actors) in _FORCES:
        return True
    return token.text[0].isupper() and any(sense.type in _FORCES for sense in knowledge.senses(token.text))
