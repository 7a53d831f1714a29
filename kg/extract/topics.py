"""Which place a text is about at a point: the one that was named last and not in passing, where a paragraph or a
sentence begins, where the speaker is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.locality import begins_paragraph, is_heading
from kg.extract.nouns import nouns
from kg.extract.reporting import reporting
from kg.extract.roster import Roster
from kg.extract.surroundings import acts
from kg.ontology import PLACE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Span, Token

_TOPICAL = frozenset({"nsubj", "nsubjpass", "dobj", "ROOT", "dep"})
_DASHES = frozenset({"-", "–", "—", "--"})
_DATELINE = 8
_HEADING = 6


def last_place(roster: Roster, classes: tuple[str, ...], *, before: int) -> int | None:
    """The last place of one of the classes that is not named in passing, else the last of all."""
    places = [(at, key) for at, key in roster.before(before) if _fits(roster, at, key, classes)]
    if not places and "Settlement" in classes:
        places = [(at, key) for at, key in roster.before(before) if _may_be_town(roster, key)]
    main = next((key for at, key in places if not _is_aside(roster.doc[at]) and not _acts(roster, at, key)), None)
    return main if main is not None else next((key for _, key in places), None)


def _fits(roster: Roster, at: int, key: int, classes: tuple[str, ...]) -> bool:
    if roster[key].type in classes:
        return True
    return "Settlement" in classes and roster.doc[at].dep_ != "compound" and may_be_settlement(roster, key)


def is_one_of(roster: Roster, classes: tuple[str, ...], key: int) -> bool:
    """A district may go by the name of its town, a province or a state does not."""
    if roster[key].type in classes or ("Settlement" in classes and may_be_settlement(roster, key)):
        return True
    word = roster[key].name.split()[-1].lower()
    district = roster[key].type == "AdministrativeArea" and (word not in nouns().regions or word == "district")
    return "Settlement" in classes and district


def is_bare_settlement(token: Token) -> bool:
    """ "the town", with nothing that tells which."""
    return token.pos_ == "NOUN" and all(c.dep_ in ("det", "punct") for c in token.children)


def is_topic(name: Token) -> bool:
    """Whether what comes after is likely about a place: "X is calm", "the town of X", "as for X"."""
    above = name.head
    return name.dep_ in _TOPICAL or above.lower_ == "of" or _is_as_for(name) or sets_scene(name)


def sets_scene(name: Token) -> bool:
    """Whether a paragraph or a sentence begins with where all of it is: "X: no change", "X front.", "In X, …"."""
    start = name.left_edge.i
    if is_heading(name.doc, start, name.i + 1) or (begins_paragraph(name.doc, start) and _is_bare(name.sent)):
        return True
    if name.dep_ == "compound" and name.head.dep_ == "pobj":
        name = name.head
    fronted = name.dep_ == "pobj" and name.head.lower_ in ("in", "at", "inside", "around")
    return fronted and bool(name.head.is_sent_start)


def _is_bare(sentence: Span) -> bool:
    """A few words without a verb."""
    return len(sentence) <= _HEADING and not any(t.pos_ in ("VERB", "AUX") for t in sentence)


def _is_as_for(name: Token) -> bool:
    """ "as for X", "as to X"."""
    before = name.doc[max(name.left_edge.i - 2, 0) : name.left_edge.i].text.lower()
    return before in ("as for", "as to")


def _is_aside(name: Token) -> bool:
    """Whether a place is named only to say where somebody or something is: "a friend in X", "west of X", "who fled
    to X"."""
    if _is_dateline(name):
        return True
    while name.dep_ in ("conj", "appos", "compound", "nmod") and name.head.pos_ in ("PROPN", "NOUN"):
        name = name.head
    above = name.head
    if name.dep_ != "pobj" or above.dep_ not in ("prep", "agent", "dative") or _is_as_for(name) or sets_scene(name):
        return False
    governor = above.head
    if above.lower_ == "of":
        return governor.lower_ in nouns().compass
    if governor.pos_ == "VERB":
        return governor.dep_ in ("relcl", "acl") or governor.lemma_ in reporting().verbs
    return governor.pos_ in ("NOUN", "PROPN", "ADV") and governor.dep_ != "ROOT"


def home_of_speaker(roster: Roster, token: Token) -> int | None:
    """ "a priest in X said that they had left *the town*", unless another place is named in between."""
    for verb in token.ancestors:
        who = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if who is None or verb.lemma_.lower() not in reporting().verbs or token in who.subtree:
            continue
        near = next(((at, key) for at, key in roster.before(token.i) if roster[key].type in PLACE_TYPES), None)
        if near is None or not who.left_edge.i <= near[0] <= who.right_edge.i:
            return None
        return near[1] if roster.doc[near[0]].dep_ == "pobj" else None
    return None


def _is_dateline(name: Token) -> bool:
    """ "KYIV (Reuters) - …": where it was written."""
    if not name.is_upper or not begins_paragraph(name.doc, name.left_edge.i):
        return False
    return any(t.text in _DASHES for t in name.doc[name.i + 1 : name.i + _DATELINE])


def _acts(roster: Roster, at: int, key: int) -> bool:
    """ "Moscow said": a capital that stands for its state."""
    return acts(roster.doc[at]) and roster.knowledge.metonym(roster[key].name) is not None


def may_be_settlement(roster: Roster, key: int) -> bool:
    return roster[key].type == "Place" and roster[key].name.split()[-1].lower() not in nouns().places


def _may_be_town(roster: Roster, key: int) -> bool:
    """A district that goes by a plain name goes by that of its town."""
    word = roster[key].name.split()[-1].lower()
    return roster[key].type == "AdministrativeArea" and word not in nouns().regions and word not in nouns().places
