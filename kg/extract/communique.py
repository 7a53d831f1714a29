"""Whose words an article is that a side has put out itself: "Statement of the Ministry of Defence of X"."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from kg.extract.nouns import nouns
from kg.extract.roster import FORCES, Roster

if TYPE_CHECKING:
    from kg.documents import Parsed
    from kg.syntax import Token

_SIDES = frozenset({*FORCES, "GovernmentBody", "Organisation"})
_OTHERS = frozenset({"NNS", "VBZ", "VBP", "IN", "CC"})
_BY = frozenset({"of", "by", "from"})


def issuer(parsed: Parsed, roster: Roster) -> int | None:
    """The side whose statement the heading calls the article; a heading that tells what is in one is none."""
    if not parsed.paragraphs:
        return None
    heading = parsed.doc.char_span(*parsed.paragraphs[0], alignment_mode="expand")
    for token in heading if heading is not None else ():
        if token.lemma_.lower() in nouns().communiques and token.pos_ in ("NOUN", "PROPN") and not _is_told_of(token):
            return next((key for word in _beside(token) if (key := _side(roster, word)) is not None), None)
    return None


def _is_told_of(document: Token) -> bool:
    """ "an army statement says", "issued a statement"."""
    return any(t.pos_ in ("VERB", "AUX") and t.tag_ != "VBN" for t in document.sent)


def _beside(document: Token) -> list[Token]:
    """ "statement by *X*", "*X* situation report", "*X*: statement"; not so "*X* issues statement"."""
    behind = [c for p in document.children if p.lower_ in _BY for c in p.children if c.dep_ == "pobj"]
    before = takewhile(lambda t: t.tag_ not in _OTHERS, reversed(document.doc[document.sent.start : document.i]))
    return [*behind, *before]


def _side(roster: Roster, word: Token) -> int | None:
    key = roster.at.get(word.i)
    return key if key is not None and roster[key].type in _SIDES else None
