"""What the words around a name show about it: that it is a group under arms, does what people do, or what office it
holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.frames import frames
from kg.extract.knowledge import Knowledge
from kg.extract.locality import needs_place
from kg.extract.nouns import armed_class, class_of, class_of_name, is_one, nouns
from kg.extract.reporting import reporting
from kg.ontology import STATE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token

_WHO = frozenset({"who", "whom"})


def acts(head: Token) -> bool:
    """Whether a name does what only people and bodies do: says, believes, is told, has something done "by X"."""
    if any(c.dep_ == "relcl" and any(w.lower_ in _WHO for w in c.subtree) for c in head.children):
        return True
    if head.dep_ == "pobj":
        return head.head.dep_ == "agent"
    if head.dep_ != "nsubj":
        return False
    return head.head.lemma_.lower() in reporting().verbs or head.head.lemma_.lower() not in nouns().of_subjects


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


def takes_place(head: Token, knowledge: Knowledge, *, at_war: bool) -> bool:
    """Whether the name is the subject of taking a town: who does so bears arms. Where others do, any place will do."""
    verb = head.head
    if head.dep_ != "nsubj" or verb.pos_ != "VERB":
        return False
    words = head.doc[head.left_edge.i : head.i + 1].text
    if any(s.type in (*STATE_TYPES, "Person") for s in knowledge.senses(words)):
        return False
    taken = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if taken is not None and needs_place(verb.lemma_.lower()) and class_of(taken, nouns().places) == "Settlement":
        return True
    return at_war and _may_bear_arms(head, words) and _moves(verb)


def _may_bear_arms(head: Token, words: str) -> bool:
    if head.ent_type_ != "ORG":
        return False
    return head.lemma_.lower() in nouns().movements or class_of_name(words, nouns().actors) in (None, "ArmedForce")


def _moves(verb: Token) -> bool:
    """ "stormed X", "withdrew from X"."""
    lemma = verb.lemma_.lower()
    places = [c for c in verb.children if c.dep_ == "dobj" and lemma in frames().war | frames().of_places]
    if lemma in nouns().motion:
        places += [c for p in verb.children if p.lower_ in ("from", "into") for c in p.children if c.dep_ == "pobj"]
    return any(place.ent_type_ in ("GPE", "FAC", "LOC") for place in places)


def called(start: int, head: Token) -> str | None:
    """The class of the noun that says what the name names: "X, a rebel group", "X is a village", "the company X"."""
    if head.tag_ == "NNPS":
        return None
    beside = [c for c in head.children if c.dep_ == "appos"]
    if head.dep_ == "appos":
        beside.append(head.head)
    if head.dep_ == "nsubj" and head.head.lemma_ == "be":
        beside.extend(c for c in head.head.children if c.dep_ == "attr" and c.tag_ == "NN" and not _is_possessor(c))
    beside = [_whole(noun) for noun in beside]
    kinds = (_kind(noun) for noun in beside if noun.pos_ == "NOUN")
    found = next((kind for kind in kinds if kind is not None), None)
    return found or _kind_behind(head) or (_kind_before(head.doc[start - 1], start) if start else None)


def _whole(noun: Token) -> Token:
    """The groups of "one of the rebel groups", "the largest of the militias"."""
    if noun.pos_ not in ("NUM", "ADJ"):
        return noun
    of = next((c for c in noun.children if c.lower_ == "of"), None)
    whole = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    return whole if whole is not None else noun


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
