"""Proper names in a document: the tagger's entities, mended, and overruled where the gazetteer knows better."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.knowledge import Knowledge
from kg.extract.nouns import class_of, class_of_name, nouns
from kg.ontology import ACTOR_TYPES, PLACE_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TAGGED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
MAYBE = frozenset({"PRODUCT", "WORK_OF_ART", "EVENT", "LAW"})
_DASHES = frozenset({"-", "–", "—", "/"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Tokens `start` to `end` (exclusive) name something of class `type`; `head` is the token that governs them."""

    start: int
    end: int
    head: int
    text: str
    type: str


def names(doc: Doc, knowledge: Knowledge) -> list[Name]:
    """The names of a document in order; they do not overlap. Adjectives of states ("Ukrainian") are left out."""
    candidates = [run for run in _candidates(doc) if not knowledge.demonym(_text(doc, *run[:2]))]
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for start, end, label in candidates:
        labels[_text(doc, start, end)][label] += 1
    placed = {_text(doc, start, end) for start, end, _ in candidates if _stands_as_place(doc, start, end)}
    acting = {_text(doc, start, end) for start, end, _ in candidates if _acts(doc, start, end)}
    persons = {text.split()[-1] for text, seen in labels.items() if seen["PERSON"] and " " in text}
    types: dict[str, str | None] = {}
    found = []
    for start, end, _ in candidates:
        text = _text(doc, start, end)
        if text not in types:
            types[text] = _type(text, labels[text], persons, knowledge, as_place=text in placed, acts=text in acting)
        kind = types[text]
        if kind is not None:
            found.append(Name(start=start, end=end, head=_head(doc, start, end).i, text=text, type=kind))
    return found


def _candidates(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """Token ranges with the tagger's label: its entities, and the runs of proper nouns that it passed over."""
    taken = -1
    entities = {ent.start: ent for ent in doc.ents if ent.label_ in TAGGED or ent.label_ in MAYBE}
    blocked = {
        i for ent in doc.ents if ent.label_ not in TAGGED and ent.label_ not in MAYBE for i in range(ent.start, ent.end)
    }
    for token in doc:
        if token.i < taken:
            continue
        if token.i in entities:
            ent = entities[token.i]
            taken = ent.end
            for start, end in _pieces(doc, ent.start, ent.end):
                grown = _grow(doc, end)
                yield start, grown, ent.label_
                taken = max(taken, grown)
        elif token.pos_ == "PROPN" and token.i not in blocked and token.ent_type_ == "":
            end = token.i + 1
            while end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].ent_type_ == "" and end not in blocked:
                end += 1
            taken = end
            for start, stop in _pieces(doc, token.i, end):
                yield start, stop, "NONE"


def _pieces(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A tagged range without what does not belong to a name, cut at line breaks, dashes with spaces and commas."""
    begin = start
    for i in range(start, end + 1):
        if i == end or doc[i].is_space or doc[i].text == "," or (doc[i].text in _DASHES and doc[i - 1].whitespace_):
            trimmed = _trim(doc, begin, i)
            if trimmed:
                yield trimmed
            begin = i + 1


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    titles = nouns().titles
    while start < end and (
        doc[start].is_punct
        or doc[start].tag_ in ("DT", "POS", "IN", "CC", "PRP$")
        or doc[start].lower_.rstrip(".") in titles
    ):
        start += 1
    while (
        end > start
        and (doc[end - 1].is_punct or doc[end - 1].tag_ in ("POS", "IN", "CC", "DT"))
        and doc[end - 1].text != "."
    ):
        end -= 1
    if start < end and any(t.text[0].isupper() for t in doc[start:end]):
        return start, end
    return None


def _grow(doc: Doc, end: int) -> int:
    """ "Kursk" + "region" is one name."""
    if (
        end < len(doc)
        and doc[end - 1].whitespace_
        and doc[end].lower_ in ("oblast", "region", "province", "governorate", "county", "krai", "district", "raion")
    ):
        return end + 1
    return end


def _text(doc: Doc, start: int, end: int) -> str:
    return " ".join(doc[start:end].text.split())


def _head(doc: Doc, start: int, end: int) -> Token:
    return doc[start:end].root


def _stands_as_place(doc: Doc, start: int, end: int) -> bool:
    """Whether the words around a name are those around a place: "in X", "the town of X", "the rebel-held X"."""
    if any(c.dep_ == "appos" and class_of(c, nouns().places) for c in _head(doc, start, end).children):
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


def _acts(doc: Doc, start: int, end: int) -> bool:
    return _head(doc, start, end).dep_ == "nsubj"


def _type(
    text: str, labels: Counter[str], persons: set[str], knowledge: Knowledge, *, as_place: bool, acts: bool
) -> str | None:
    """The class of a name, from everything that its mentions were tagged as, or None when it is no actor or place."""
    words = text.split()
    label = max(labels, key=lambda one: (labels[one], one))
    senses = knowledge.senses(text)
    actor = next((s.type for s in senses if s.type in ACTOR_TYPES), None)
    place = next((s.type for s in senses if s.type in PLACE_TYPES), None)
    if len(words) == 1 and text in persons:
        return "Person"
    noun = class_of_name(text, nouns().actors) if len(words) > 1 else None
    region = class_of_name(text, nouns().places) if len(words) > 1 else None
    if actor and actor != "Person":
        return actor
    if noun == "GovernmentBody" and label != "PERSON":
        return noun
    if label in ("GPE", "LOC", "FAC"):
        return place or (region if region else ("Facility" if label == "FAC" else "Place"))
    if (
        place
        and (region or as_place or knowledge.plausible_place(text))
        and not (label == "PERSON" and len(words) > 1 and acts)
    ):
        return place
    if label == "PERSON" or actor:
        return "Person"
    if label == "ORG":
        return region if region and not noun else (noun if noun and noun not in ("Person", "Group") else "Organisation")
    if label in ("NORP", "NONE", *MAYBE):
        return None if label in ("NORP", *MAYBE) else _type_of_run(words, noun, region)
    return None


def _type_of_run(words: list[str], noun: str | None, region: str | None) -> str | None:
    """Proper nouns that the tagger passed over are taken only when a noun in them says what they are."""
    if len(words) < 2:
        return None
    return noun if noun not in (None, "Person", "Group") else region
