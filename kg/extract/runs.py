"""Where names stand: runs of tokens, the tagger's entities mended, and the proper nouns that it passed over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kg.extract import surroundings
from kg.extract.kinds import ACRONYM
from kg.extract.knowledge import Knowledge
from kg.extract.nouns import class_of_name, nouns
from kg.ontology import ACTOR_TYPES

if TYPE_CHECKING:
    from kg.syntax import Doc, Token

_MAYBE = ("PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE")
_TAGGED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", *_MAYBE})
_DASHES = frozenset({"-", "–", "—", "/"})
_LONGEST_REST = 6
CLOCK = re.compile(r"\d{1,2}[.:]\d\d$")
_ORDINAL = re.compile(r"\d+(st|nd|rd|th)$")
_HYPHENATED = re.compile(r".*-[a-z]+$")


def runs(doc: Doc, knowledge: Knowledge) -> Iterator[tuple[int, int, str]]:
    """Token ranges with the tagger's label: its entities, and the runs of proper nouns that it passed over."""
    taken, said = -1, _said_places(doc)

    def is_place(text: str) -> bool:
        return text in said or knowledge.plausible_place(text)

    entities = {ent.start: ent for ent in doc.ents if ent.label_ in _TAGGED or ent.label_ in _MAYBE}
    blocked = {
        i
        for ent in doc.ents
        if ent.label_ not in _TAGGED and ent.label_ not in _MAYBE
        for i in range(ent.start, ent.end)
    }
    for token in doc:
        if token.i < taken:
            continue
        if token.i in entities:
            ent = entities[token.i]
            taken = ent.end
            for start, end in _pieces(doc, ent.start, ent.end, is_place):
                if _is_portfolio(doc, start, end, knowledge):
                    continue
                grown = _known_longer(doc, start, end, knowledge) or _grow(doc, start, _to_head(doc, end), knowledge)
                yield _with_ordinal(doc, start, grown), grown, ent.label_
                taken = max(taken, grown)
        elif token.pos_ == "PROPN" and token.i not in blocked and token.ent_type_ == "":
            end = taken = _run_end(doc, token.i, blocked)
            for start, stop in _pieces(doc, token.i, end, is_place):
                yield start, stop, "NONE"
        elif token.pos_ == "NOUN" and token.i not in blocked and _is_acronym(token, knowledge):
            yield token.i, token.i + 1, "NONE"


def _is_portfolio(doc: Doc, start: int, end: int, knowledge: Knowledge) -> bool:
    """ "State" in "Secretary of State", "Health" in "Minister of Health": what an office is about, and no body."""
    if start < 2 or doc[start - 1].lower_ != "of" or doc[start - 2].lemma_.lower() not in nouns().heads:
        return False
    senses = knowledge.senses(text_of(doc, start, end))
    return all(sense.type in ACTOR_TYPES and sense.type != "State" for sense in senses)


def _with_ordinal(doc: Doc, start: int, end: int) -> int:
    """ "10th" + "Army Corps", "Fifth" + "Division"."""
    ordinal = start > 0 and (_ORDINAL.match(doc[start - 1].text) or doc[start - 1].ent_type_ == "ORDINAL")
    force = ordinal and class_of_name(doc[start:end].text, nouns().actors) == "ArmedForce"
    return start - 1 if force and doc[start - 1].text[0] != "f" else start


def _is_acronym(token: Token, knowledge: Knowledge) -> bool:
    """A known one, or "ABCD" in "ABCD fighters"."""
    if not ACRONYM.match(token.text):
        return False
    known = any(sense.type in ACTOR_TYPES for sense in knowledge.senses(token.text))
    return known or surroundings.is_group(token)


def _run_end(doc: Doc, start: int, blocked: set[int]) -> int:
    """The end of a run of proper nouns; hyphens inside a word go along: "Port-au-Prince"."""
    end = start + 1
    while end < len(doc) and end not in blocked and doc[end].ent_type_ == "":
        inside = end + 1 < len(doc) and not (doc[end - 1].whitespace_ or doc[end].whitespace_)
        if doc[end].pos_ != "PROPN" and not (doc[end].text == "-" and inside and doc[end + 1].pos_ == "PROPN"):
            break
        end += 1
    return end


def _pieces(doc: Doc, start: int, end: int, is_place: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """A tagged range without what does not belong to a name, cut at line breaks, dashes with spaces, commas and verbs,
    and behind "residents of"."""
    begin = start
    for i in range(start, end + 1):
        if i == end or _is_cut(doc, i, start):
            trimmed = _trim(doc, begin, i, is_place)
            if trimmed:
                yield trimmed
            begin = i + 1


def _is_cut(doc: Doc, i: int, start: int) -> bool:
    token = doc[i]
    if token.is_space or token.text in ",:" or (token.text in _DASHES and doc[i - 1].whitespace_):
        return True
    if token.pos_ in ("VERB", "AUX") and token.is_lower:
        return True
    of_people = token.lower_ == "of" and i > start and doc[i - 1].pos_ == "NOUN"
    return of_people and doc[i - 1].lemma_.lower() in nouns().of_place


def _trim(doc: Doc, start: int, end: int, is_place: Callable[[str], bool]) -> tuple[int, int] | None:
    while start < end and (
        doc[start].is_punct
        or doc[start].tag_ in ("DT", "POS", "IN", "CC", "PRP$")
        or doc[start].lower_ in nouns().before_place
    ):
        start += 1
    while start < end and (_is_title(doc, start, end, is_place) or CLOCK.match(doc[start].text)):
        start += 1
    while end - start > 1 and _is_common(doc, start, end):
        end -= 1
    while (
        end > start
        and (doc[end - 1].is_punct or doc[end - 1].tag_ in ("POS", "IN", "CC", "DT"))
        and doc[end - 1].text != "."
    ):
        end -= 1
    if start == end or not any(t.text[0].isupper() for t in doc[start:end]):
        return None
    return None if end - start == 1 and _HYPHENATED.match(doc[start].text) else (start, end)  # "U.S.-led"


def _is_common(doc: Doc, start: int, end: int) -> bool:
    """Whether a name ends in a common noun that says nothing of a place: "Hezbollah strongmen"."""
    last = doc[end - 1]
    if not last.text.islower() or last.pos_ != "NOUN" or not doc[end - 2].whitespace_:
        return False
    return last.lemma_ not in nouns().places and class_of_name(doc[start:end].text, nouns().actors) is None


def _is_title(doc: Doc, start: int, end: int, is_place: Callable[[str], bool]) -> bool:
    """Whether a name's first word is a title; "General" in "General Staff" and "General Santos" is none."""
    if doc[start].lower_.rstrip(".") not in nouns().titles:
        return doc[start].is_punct
    if end - start > 1 and is_place(text_of(doc, start, end)):
        return False
    return class_of_name(doc[start:end].text, nouns().actors) is None


def _said_places(doc: Doc) -> set[str]:
    """What the article once says "the district of" before."""
    after = [t.i + 1 for t in doc[1:] if t.lower_ == "of" and doc[t.i - 1].lemma_ in nouns().places]
    return {text_of(doc, i, i + length) for i in after for length in (2, 3) if i + length <= len(doc)}


def _known_longer(doc: Doc, start: int, end: int, knowledge: Knowledge) -> int | None:
    """A known name that goes on behind the tagged one: "the Islamic State" + "of Iraq and the Levant"."""
    if end == len(doc) or not (doc[end].lower_ in ("of", "and", "for", "in") or doc[end].pos_ == "PROPN"):
        return None
    for stop in range(min(end + _LONGEST_REST, len(doc)), end + 1, -1):
        if doc[stop - 1].pos_ == "PROPN" and any(
            s.type in ACTOR_TYPES for s in knowledge.senses(text_of(doc, start, stop))
        ):
            return stop
    return None


def _to_head(doc: Doc, end: int) -> int:
    """The tagger may stop short of the word that governs a name: "Burkina" in "Burkina Faso"."""
    last = doc[end - 1]
    if end < len(doc) and last.dep_ == "compound" and last.head.i == end:
        return end + 1 if doc[end].pos_ == "PROPN" and doc[end].ent_type_ == "" else end
    return end


def _grow(doc: Doc, start: int, end: int, knowledge: Knowledge) -> int:
    """ "Kursk" + "region", "Bhamo" + "airport": with such a noun a name is that of another place."""
    if end == len(doc) or not doc[end - 1].whitespace_:
        return end
    if knowledge.demonym(text_of(doc, start, end)):
        return end
    if doc[end].lower_ in nouns().regions:
        return end + 1
    if doc[end].text in nouns().formations and doc[end - 1].head.i == end:
        return end + 1
    if any(sense.type in ACTOR_TYPES and sense.type != "State" for sense in knowledge.senses(text_of(doc, start, end))):
        return end
    for stop in (end + 1, end + 2):
        if stop <= len(doc) and doc[end - 1].head.i == stop - 1 and doc[end - 1].dep_ in ("compound", "amod"):
            phrase = doc[end:stop].text
            return stop if phrase in nouns().facilities else end
    return end


def text_of(doc: Doc, start: int, end: int) -> str:
    return " ".join(doc[start:end].text.split())
