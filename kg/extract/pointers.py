"""Words that point back to what was said before: "it", "the claim", "either side's account", "none of this"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.clauses import child
from kg.extract.frames import frames
from kg.extract.nouns import class_of, nouns
from kg.extract.polarity import refutes
from kg.model import Span

if TYPE_CHECKING:
    from kg.syntax import Doc, Token

_ONE = frozenset({"it", "this", "that", "which"})
_MANY = frozenset({"these", "those", "them", "they"})
_BESIDE = frozenset({"det", "poss", "amod", "predet", "punct", "case", "compound", "nummod", "cc", "preconj"})
_JUDGEMENT = frozenset(
    {"oprd", "attr", "acomp", "ccomp", "xcomp", "advcl", "advmod", "npadvmod", "appos", "dep", "amod", "nsubj"}
)
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """What a pronoun or noun points to.

    `owner` is the noun or name for whose words are meant ("the army's claim"), `about` what they are on ("the claim to
    the town"), `ordinal` which of several ("the second of these claims"). `is_whole`: all that somebody told, not the
    last thing alone ("his account", "these claims"). `is_of_all`: what both or all sides told. `is_thing`: the noun is
    none for words, and stands for them if it was their source ("the leaflet"); `types`: it names what is told to have
    happened ("the withdrawal").
    """

    word: Token
    owner: Token | None = None
    about: Token | None = None
    is_whole: bool = False
    is_of_all: bool = False
    is_thing: bool = False
    ordinal: str | None = None
    types: frozenset[str] = frozenset()

    @property
    def is_pronoun(self) -> bool:
        return self.word.lower_ in _ONE or self.word.lower_ in _MANY


def pointed_at(doc: Doc, content: Sequence[Span]) -> Pointer | None:
    """What the content of a statement stands for when it is no more than "it", "the claim", "these reports as lies"."""
    found = tops(doc, content)
    if not found or any(t.dep_ not in _JUDGEMENT for t in found[1:]):
        return None
    top = found[0]
    pointing = pointer(top)
    if pointing is None and (refutes(top) or top.pos_ in ("NOUN", "ADJ", "PROPN")):  # "the claim was false", "it a lie"
        judged = child(top, "nsubj", "nsubjpass") or next((t for t in top.lefts if t.dep_ == "compound"), None)
        pointing = pointer(judged) if judged is not None else None
    return pointing


def is_of_claim(doc: Doc, content: Sequence[Span]) -> bool:
    """Whether the content is a noun for words, whatever they say: "a report by X that …"."""
    return any(top.lemma_.lower() in frames().anaphora["nouns"] for top in tops(doc, content)[:1])


def tops(doc: Doc, content: Sequence[Span]) -> list[Token]:
    """The words on which all others of a content depend."""
    words = [t for span in content if (found := doc.char_span(*span, alignment_mode="expand")) for t in found]
    inside = {t.i for t in words}
    return [t for t in words if (t.head.i not in inside or t.head == t) and t.lower_ != "as" and not t.is_punct]


def judged_by(verb: Token) -> Pointer | None:
    """What a verdict in words is on: "*the claim* is false", "*this* is not true", "called *the report* a fantasy"."""
    if not refutes(verb) or child(verb, "advcl") is not None:
        return None
    judged = child(verb, "dobj") or child(verb, "nsubj", "nsubjpass")
    if judged is None or judged.lower_ == "it" or child(verb, "ccomp") is not None:
        return None
    found = pointer(judged)
    if found is None or found.is_thing or found.types or (found.is_pronoun and _is_of_morals(verb)):
        return None
    return found


def _is_of_morals(verb: Token) -> bool:
    """ "that is wrong", "this is not a simple case"."""
    says = [c for c in verb.children if c.dep_ in ("acomp", "attr", "oprd")]
    return any(c.lemma_.lower() in ("wrong", "right") or any(k.dep_ != "det" for k in c.children) for c in says)


def pointer(word: Token) -> Pointer | None:
    if word.lower_ in frames().anaphora["quantities"] or word.lower_ in frames().anaphora["ordinals"]:
        return _quantity(word)
    if word.lower_ in _ONE or word.lower_ in _MANY:
        if _is_relative(word) and word.head.head.lemma_.lower() not in frames().anaphora["nouns"]:
            return None
        is_bare = all(c.dep_ in ("predet", "punct", "advmod", "prep", "case") for c in word.children)
        return Pointer(word=word, is_whole=word.lower_ in _MANY) if is_bare else None
    return _noun(word) if word.pos_ in ("NOUN", "VERB") else None


def _is_relative(word: Token) -> bool:
    """ "wounds that were not thought serious", but not ", which the army denied"."""
    return word.head.dep_ in ("relcl", "acl") and (word.i == 0 or word.nbor(-1).text != ",")


def _quantity(word: Token) -> Pointer | None:
    """ "both", "neither of these claims", "none of this"."""
    of = next((c for c in word.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    of_all = word.lower_ in frames().anaphora["of_all"]
    if of is None:
        return Pointer(word=word, is_of_all=True) if of_all else None
    inner = child(of, "pobj")
    found = pointer(inner) if inner is not None else None
    if found is None:
        return None
    if word.lower_ in frames().anaphora["ordinals"]:
        return replace(found, ordinal=word.lower_)
    return replace(found, is_whole=True, is_of_all=of_all or (found.is_whole and not found.is_pronoun))


def _noun(word: Token) -> Pointer | None:
    words, lemma = frames().anaphora, word.lemma_.lower()
    if lemma not in words["nouns"]:
        return _thing(word) if word.pos_ == "NOUN" else None
    beside = _beside(word)
    owner = _owner(word)
    of_all = bool(beside & (words["of_all"] | words["rival"])) or (owner is not None and _is_side(owner))
    is_definite = bool(beside & _DEFINITE) or of_all or owner is not None or word.dep_ == "appos"
    if not is_definite or _adds(word, words["by"] | words["topics"]):
        return None
    return Pointer(
        word=word,
        owner=None if owner is None or _is_side(owner) else owner,
        about=_after(word, words["topics"]),
        is_whole=word.tag_ == "NNS" or of_all or lemma in words["whole"],
        is_of_all=of_all,
    )


def _thing(word: Token) -> Pointer | None:
    """ "the leaflet", "the withdrawal from X"."""
    words, lemma = frames().anaphora, word.lemma_.lower()
    if not _beside(word) & _DEFINITE:
        return None
    types = frozenset(frame.type for frame in frames().nouns.get(lemma, ()))
    if types:
        places = words["places"]
        return None if _adds(word, places) else Pointer(word=word, about=_after(word, places), types=types)
    if class_of(word, nouns().actors) is not None or _adds(word, words["by"]):
        return None
    return Pointer(word=word, is_whole=True, is_thing=True)


def _beside(noun: Token) -> frozenset[str]:
    return frozenset(c.lower_ for c in noun.children if c.dep_ in ("det", "amod", "predet", "preconj"))


def _adds(noun: Token, prepositions: frozenset[str]) -> bool:
    """Whether more is said: "the claim for damages", "the claim that …", "another claim"; not so "the claim as false",
    nor what a verdict says of its noun ("a claim rejected by X")."""
    others = _beside(noun) & frames().anaphora["others"]
    return bool(others and noun.dep_ != "appos") or not all(
        c.dep_ in _BESIDE
        or (c.dep_ in ("prep", "agent") and (c.lower_ == "as" or c.lower_ in prepositions))
        or (c.dep_ in ("acl", "relcl") and noun.dep_ == "appos")
        for c in noun.children
    )


def _is_side(owner: Token) -> bool:
    return owner.lemma_.lower() in frames().anaphora["sides"]


def _owner(noun: Token) -> Token | None:
    """ "the army's claim", "the claim of the army", "a report by X"; "its claim" tells nothing."""
    own = child(noun, "poss")
    if own is not None:
        return None if own.tag_ == "PRP$" else own
    return _after(noun, frames().anaphora["by"])


def _after(noun: Token, prepositions: Iterable[str]) -> Token | None:
    found = (child(c, "pobj") for c in noun.children if c.dep_ in ("prep", "agent") and c.lower_ in prepositions)
    return next((t for t in found if t is not None), None)
