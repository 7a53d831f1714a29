"""Actors that no name of the article tells: "a senior official", "the column", a name that was overlooked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.nouns import armed_class, class_of, is_one, nouns
from kg.extract.reference import OURS, PRONOUNS
from kg.extract.roster import Draft, Roster, key_of
from kg.extract.runs import CLOCK

if TYPE_CHECKING:
    from kg.syntax import Token

_DASHES = frozenset({"-", "–", "—"})


def outlet(roster: Roster, token: Token) -> int:
    """A publication that the tagger did not take for a name."""
    key = roster.new(Draft(type="MediaOrganisation", name=token.text))
    roster.mention(key, token.i, token.i + 1, "name", head=token.i)
    return key


def unnamed_actor(roster: Roster, token: Token) -> int | None:
    """An actor that the text does not name; the same words are the same actor within an article."""
    if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM") or token.lower_ in PRONOUNS:
        return None
    if any(c.dep_ == "poss" and c.lower_ in OURS for c in token.children):
        return None
    kind = armed_class(token) or class_of(token, nouns().actors)
    if kind is None:
        kind = "Group" if token.tag_ == "NNS" and is_animate(token) else None
    if kind is None:
        return None
    if is_one(token):
        kind = "Person"
    elif kind == "Person" and token.tag_ in ("NNS", "NNPS"):
        kind = "Group"
    start, end = phrase_of(token)
    name = roster.words(start, end)
    has_name = any(t.pos_ == "PROPN" for t in roster.doc[start : token.i + 1]) and kind not in ("Person", "Group")
    if has_name and roster.doc[start].tag_ == "DT":
        name = roster.words(start + 1, end)
    key = roster.named(f"unnamed:{key_of(name)}", Draft(type=kind, name=name, named=has_name))
    roster.mention(key, start, end, "name" if has_name else "description", head=token.i)
    return key


def people(roster: Roster, token: Token) -> int:
    """A group whose name the tagger overlooked."""
    start = min((c.i for c in token.lefts if c.dep_ == "compound" and c.pos_ == "PROPN"), default=token.i)
    name = roster.words(start, token.i + 1)
    key = roster.named(key_of(name), Draft(type="Group", name=name))
    roster.mention(key, start, token.i + 1, "name", head=token.i)
    return key


def vague_party(roster: Roster, token: Token) -> int:
    """The party to a war of which the text tells no more than a noun phrase; nothing looks back to it."""
    start, end = phrase_of(token)
    name = roster.words(start, end)
    draft = Draft(type="ArmedGroup", name=name, named=False, vague=True)
    key = roster.named(f"unnamed:{key_of(name)}", draft)
    roster.refer(key, start, end, "description")
    return key


def phrase_of(token: Token) -> tuple[int, int]:
    """The noun phrase without relative clauses: what stands left of the head, "for" phrases, "loyal to X"."""
    doc, start, end = token.doc, token.left_edge.i, token.i + 1
    if token.i - start > 12:
        start = max(start, token.i - 4)
    for child in token.rights:
        if child.dep_ not in ("prep", "amod") or child.left_edge.i != end:
            break
        whole = child.right_edge.i + 1
        named = next((c.i + 1 for c in child.children if c.dep_ == "pobj"), whole)  # without what is told of it
        if min(whole, named) - token.i > 9:
            break
        end = whole if whole - token.i <= 9 else named
    dash = next((i for i in range(token.i - 1, start, -1) if doc[i].text in _DASHES and doc[i - 1].whitespace_), None)
    start = start if dash is None else dash + 1  # "CITY - Soldiers"
    while start < token.i and (_is_outside(doc[start]) or CLOCK.match(doc[start].text)):
        start += 1
    while end > token.i + 1 and (doc[end - 1].is_space or doc[end - 1].is_punct):
        end -= 1
    return start, end


def _is_outside(token: Token) -> bool:
    """Whether a word is no part of the noun phrase that it begins for the parser: "that", "and", "how"."""
    return token.is_space or token.is_punct or token.dep_ in ("mark", "cc") or token.tag_ == "WRB"


def is_animate(token: Token) -> bool:
    """Whether a plural noun is for people by its ending: "bloggers", "analysts", "politicians"; no "kilometers"."""
    if token.lemma_.lower() in nouns().shares or class_of(token, nouns().places) is not None:
        return False
    return token.lemma_.lower().endswith(("er", "or", "ist", "ian", "ant", "ee", "eer", "man", "woman"))
