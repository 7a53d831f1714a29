"""What the words around a name show about it: that it is a place, a group under arms, or what office it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.extract.frames import frames
from kg.extract.knowledge import Knowledge
from kg.extract.nouns import class_of, nouns
from kg.ontology import CONTROL_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FORCES = ("ArmedForce", "ArmedGroup")


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
    return before.lower_ in nouns().held and start > 2 and doc[start - 2].text == "-"


def place_class(doc: Doc, start: int, head: Token, knowledge: Knowledge) -> str | None:
    """The class of place that the grammar alone shows a name to have: "the town of X", "troops captured X"."""
    head = _first_conjunct(head)
    above = head.head
    if head.dep_ == "pobj" and above.lower_ == "of" and above.head.pos_ == "NOUN":
        kind = class_of(above.head, nouns().places)
        if kind in ("Settlement", "AdministrativeArea"):
            return kind
        if above.head.lemma_.lower() in nouns().of_place and head.ent_type_ not in ("PERSON", "ORG"):
            return "Place"
    if start and doc[start - 1].lower_ in nouns().near:
        return "Place"
    if head.dep_ == "compound" and head.ent_type_ != "PERSON":  # "the X area"
        kind = class_of(above, nouns().places) if above.pos_ == "NOUN" else None
        return kind if kind in ("Settlement", "AdministrativeArea") else None
    return "Place" if _is_taken(head, knowledge) else None


def _first_conjunct(head: Token) -> Token:
    while head.dep_ == "conj" and head.head.pos_ == "PROPN":
        head = head.head
    return head


def _is_taken(head: Token, knowledge: Knowledge) -> bool:
    """Whether a force takes, holds, enters or leaves what the name names."""
    verb, lemma = head.head, head.head.lemma_.lower()
    if verb.pos_ != "VERB":
        return False
    if head.dep_ == "nsubj":  # "X fell to the rebels"
        to = clauses.prepositional(verb, "to") if lemma == "fall" else None
        return to is not None and _is_force(to, knowledge)
    if head.dep_ not in ("dobj", "nsubjpass") or not _needs_place(lemma):
        return False
    subject = clauses.subject(verb)
    if subject is None:
        return lemma in frames().war and head.ent_type_ != "PERSON"
    if head.ent_type_ == "PERSON" and lemma not in frames().of_places and not knowledge.senses(head.text):
        return False  # "militants captured a man's name"
    return _is_force(subject, knowledge) or (
        subject.lower_ in ("they", "we", "it") and lemma in frames().war | frames().of_places
    )


def _needs_place(lemma: str) -> bool:
    return any(frame.type in CONTROL_TYPES for frame in frames().verbs.get(lemma, ()))


def _is_force(token: Token, knowledge: Knowledge) -> bool:
    if token.pos_ == "NOUN" and class_of(token, nouns().actors) in _FORCES:
        return True
    return token.text[0].isupper() and any(sense.type in _FORCES for sense in knowledge.senses(token.text))


def is_group(head: Token) -> bool:
    """Whether a name is that of the group that fighters belong to: "X fighters", "X rebels"."""
    above = head.head
    if (
        head.tag_ == "JJ"
        or head.dep_ not in ("compound", "nmod", "poss", "amod")
        or above.pos_ not in ("NOUN", "PROPN")
        or above.i < head.i
    ):
        return False
    return above.lemma_.lower() in nouns().members


def roles(head: Token) -> frozenset[str]:
    """The nouns that stand beside a person's name: "army chief X", "X, a spokesman for"."""
    beside = [c for c in head.children if c.dep_ in ("compound", "appos", "nmod", "amod")]
    if head.dep_ == "appos":
        beside.append(head.head)
    known = nouns()
    return frozenset(
        lemma for c in beside if known.actors.get(lemma := c.lemma_.lower()) == "Person" or lemma in known.titles
    )
