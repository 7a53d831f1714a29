"""What the words around a name show about it: that it is a place, a group under arms, or what office it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.extract.frames import frames
from kg.extract.knowledge import Knowledge
from kg.extract.nouns import armed_class, class_of, is_one, nouns
from kg.ontology import CONTROL_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ACRONYM = 6
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
    return _is_held(doc, start)


def _is_held(doc: Doc, start: int) -> bool:
    """ "the rebel-held X"."""
    return start > 1 and doc[start - 1].lower_ in nouns().held and doc[start - 2].text == "-"


def follows_preposition(doc: Doc, start: int) -> bool:
    """ "Near X, …": the parser may take the preposition for a part of the name, and the name for the subject."""
    return start > 0 and doc[start - 1].lower_ in nouns().before_place


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


def _is_ours(head: Token) -> bool:
    """ "X is ours"."""
    verb = head.head
    return head.dep_ == "nsubj" and verb.lemma_ == "be" and any(c.lower_ in ("ours", "theirs") for c in verb.children)


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


def takes_place(head: Token, knowledge: Knowledge) -> bool:
    """Whether the name is the subject of taking a town: who does so bears arms."""
    if head.dep_ != "nsubj" or not _needs_place(head.head.lemma_.lower()):
        return False
    taken = next((c for c in head.head.children if c.dep_ == "dobj"), None)
    if taken is None or class_of(taken, nouns().places) != "Settlement":
        return False
    words = head.doc[head.left_edge.i : head.i + 1].text
    return not any(s.type in ("State", "Country", "Person") for s in knowledge.senses(words))


def called(start: int, head: Token) -> str | None:
    """The class of the noun that says what the name names: "X, a rebel group", "X is a village", "the company X"."""
    if head.tag_ == "NNPS":
        return None
    beside = [c for c in head.children if c.dep_ == "appos"]
    if head.dep_ == "appos":
        beside.append(head.head)
    if head.dep_ == "nsubj" and head.head.lemma_ == "be":
        beside.extend(c for c in head.head.children if c.dep_ == "attr" and c.tag_ == "NN" and not _is_possessor(c))
    kinds = (_kind(noun) for noun in beside if noun.pos_ == "NOUN")
    found = next((kind for kind in kinds if kind is not None), None)
    return found or _kind_behind(head) or (_kind_before(head.doc[start - 1], start) if start else None)


def _is_possessor(noun: Token) -> bool:
    return any(c.dep_ == "case" for c in noun.children)


def _kind(noun: Token) -> str | None:
    kind = armed_class(noun)
    if kind is None and noun.lemma_.lower() in nouns().things:
        return None
    kind = kind or class_of(noun, nouns().actors) or class_of(noun, nouns().places)
    if noun.tag_ != "NN" and kind == "Person":
        return None
    return "Person" if is_one(noun) else kind


def _kind_behind(head: Token) -> str | None:
    """ "the X news agency"."""
    behind = head.head if head.dep_ == "compound" and head.head.i > head.i else None
    if behind is None or behind.tag_ != "NN" or behind.lemma_.lower() in nouns().things:
        return None
    return "MediaOrganisation" if class_of(behind, nouns().actors) == "MediaOrganisation" else None


def _kind_before(noun: Token, start: int) -> str | None:
    """ "the company X", but not "the state Supreme Court"."""
    if noun.tag_ != "NN" or noun.dep_ not in ("compound", "nmod") or noun.head.i < start:
        return None
    kind = _kind(noun)
    return kind if kind in ("Organisation", "MediaOrganisation", "ArmedGroup") else None


def modifies(head: Token) -> bool:
    """Whether a name stands before a common noun that is none for a place: "Tuareg elders"."""
    above = head.head
    common = head.dep_ in ("compound", "amod", "nmod") and above.i > head.i and above.pos_ == "NOUN"
    return common and class_of(above, nouns().places) is None


def roles(head: Token) -> frozenset[str]:
    """The words that the text calls a name by beside it: "army chief X", "X, a spokesman for", "the rebel group X"."""
    beside = [c for c in head.children if c.dep_ in ("compound", "appos", "nmod", "amod")]
    if head.dep_ == "appos" or (head.dep_ in ("compound", "nmod") and head.head.lemma_.lower() in nouns().members):
        beside.append(head.head)
    return frozenset(phrase for c in beside if _is_role(c) for phrase in phrases(c))


def _is_role(noun: Token) -> bool:
    return noun.lemma_.lower() in nouns().titles or class_of(noun, nouns().actors) is not None


def phrases(noun: Token) -> Iterator[str]:
    """A noun with more and more of the words before it: "chief", "army chief"."""
    words = [noun.lemma_.lower()]
    yield words[0]
    for token in reversed(noun.doc[max(noun.i - 3, 0) : noun.i]):
        if token.dep_ not in ("compound", "nmod", "amod") or not token.is_alpha:
            return
        words.insert(0, token.lower_)
        yield " ".join(words)
