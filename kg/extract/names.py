"""Proper names in a document: the tagger's entities, mended, and overruled where the gazetteer or the grammar knows
better."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract import locality, surroundings
from kg.extract.frames import frames
from kg.extract.kinds import ACRONYM, Evidence, kind_of
from kg.extract.knowledge import Knowledge
from kg.extract.nouns import class_of_name, nouns
from kg.ontology import ACTOR_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TAGGED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
MAYBE = frozenset({"PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE"})
_DASHES = frozenset({"-", "–", "—", "/"})
_LONGEST_REST = 6
_LISTED = ("Settlement", "Place")
_PARTICLE = re.compile(r"^[Aa][a-z]-(?=[A-Z])")
CLOCK = re.compile(r"\d{1,2}[.:]\d\d$")
_ORDINAL = re.compile(r"\d+(st|nd|rd|th)$")
_HYPHENATED = re.compile(r".*-[a-z]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Tokens `start` to `end` (exclusive) name something of class `type`; `head` is the token that governs them.

    `roles` are the nouns that the text calls it by beside its name: "president", "spokesman".
    """

    start: int
    end: int
    head: int
    text: str
    type: str
    roles: frozenset[str] = frozenset()


def names(doc: Doc, knowledge: Knowledge) -> list[Name]:
    """The names of a document in order; they do not overlap. Adjectives of states ("Ukrainian") are left out."""
    candidates = [run for run in _candidates(doc, knowledge) if not knowledge.demonym(_text(doc, *run[:2]))]
    warlike = frames().fighters | nouns().warlike
    at_war = any(token.lemma_.lower() in warlike for token in doc)
    shown = _evidence(doc, candidates, knowledge, at_war=at_war)
    persons = {form for text, seen in shown.items() if seen.labels["PERSON"] and " " in text for form in surnames(text)}
    types = {
        text: kind_of(text, seen, persons=persons, knowledge=knowledge, at_war=at_war) for text, seen in shown.items()
    }
    _complete_lists(doc, candidates, types, shown, knowledge)
    found = []
    for start, end, _ in candidates:
        text = _text(doc, start, end)
        kind = types[text]
        if kind is not None:
            head = doc[start:end].root
            roles = frozenset(shown[text].roles)
            found.append(Name(start=start, end=end, head=head.i, text=text, type=kind, roles=roles))
    return found


def _complete_lists(
    doc: Doc,
    candidates: list[tuple[int, int, str]],
    types: dict[str, str | None],
    shown: Mapping[str, Evidence],
    knowledge: Knowledge,
) -> None:
    """A word that nothing is known of, named in one breath with a place, is a place: "Kidal, X and Y"."""
    heads = {doc[start:end].root.i: _text(doc, start, end) for start, end, _ in candidates}
    for at, text in sorted(heads.items()):
        if types[text] not in (None, "Person", "Organisation", "Place") or shown[text].roles:
            continue
        if " " in text and (shown[text].personal or knowledge.given_name(text.partition(" ")[0])):
            continue
        senses = knowledge.senses(text)
        if shown[text].called or ACRONYM.match(text) or any(sense.type in ACTOR_TYPES for sense in senses):
            continue
        beside = [doc[at].head] if doc[at].dep_ == "conj" else []
        for other in (*beside, *(c for c in doc[at].children if c.dep_ == "conj")):
            name = heads.get(other.i, "")
            kind = types.get(name) if name else locality.place_behind(other)
            if kind in _LISTED and not knowledge.metonym(name):
                types[text] = senses[0].type if senses else kind


def surnames(name: str) -> tuple[str, ...]:
    """What a person is called by in short: "al-Masri", and "Masri"."""
    last = name.split()[-1]
    return last, _PARTICLE.sub("", last)


def _evidence(
    doc: Doc, candidates: list[tuple[int, int, str]], knowledge: Knowledge, *, at_war: bool
) -> Mapping[str, Evidence]:
    shown: dict[str, Evidence] = defaultdict(Evidence)
    for start, end, label in candidates:
        seen = shown[_text(doc, start, end)]
        head = doc[start:end].root
        seen.labels[label] += 1
        seen.modifies &= surroundings.modifies(head)
        seen.located += locality.is_located(head)
        seen.within |= locality.is_within(head)
        seen.loosely += locality.may_be_located(head)
        heading = locality.is_heading(doc, start, end)
        seen.headings += heading
        seen.personal += surroundings.acts(head) and not heading and not locality.follows_preposition(doc, start)
        seen.in_place |= locality.stands_as_place(doc, start, head)
        seen.place = seen.place or locality.place_class(doc, start, head, knowledge)
        seen.called = seen.called or surroundings.called(start, head)
        seen.group |= surroundings.is_group(head) or surroundings.takes_place(head, knowledge, at_war=at_war)
        seen.roles |= surroundings.roles(head)
        seen.article |= start > 0 and doc[start - 1].lower_ == "the"
    if any(seen.headings and knowledge.plausible_place(text) for text, seen in shown.items()):
        for seen in shown.values():  # a tour of places
            seen.located += seen.headings
            seen.within |= seen.headings > 0
    return shown


def _candidates(doc: Doc, knowledge: Knowledge) -> Iterator[tuple[int, int, str]]:
    """Token ranges with the tagger's label: its entities, and the runs of proper nouns that it passed over."""
    taken, said = -1, _said_places(doc)

    def is_place(text: str) -> bool:
        return text in said or knowledge.plausible_place(text)

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
    senses = knowledge.senses(_text(doc, start, end))
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
    if end - start > 1 and is_place(_text(doc, start, end)):
        return False
    return class_of_name(doc[start:end].text, nouns().actors) is None


def _said_places(doc: Doc) -> set[str]:
    """What the article once says "the district of" before."""
    after = [t.i + 1 for t in doc[1:] if t.lower_ == "of" and doc[t.i - 1].lemma_ in nouns().places]
    return {_text(doc, i, i + length) for i in after for length in (2, 3) if i + length <= len(doc)}


def _known_longer(doc: Doc, start: int, end: int, knowledge: Knowledge) -> int | None:
    """A known name that goes on behind the tagged one: "the Islamic State" + "of Iraq and the Levant"."""
    if end == len(doc) or not (doc[end].lower_ in ("of", "and", "for", "in") or doc[end].pos_ == "PROPN"):
        return None
    for stop in range(min(end + _LONGEST_REST, len(doc)), end + 1, -1):
        if doc[stop - 1].pos_ == "PROPN" and any(
            s.type in ACTOR_TYPES for s in knowledge.senses(_text(doc, start, stop))
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
    if knowledge.demonym(_text(doc, start, end)):
        return end
    if doc[end].lower_ in nouns().regions:
        return end + 1
    if doc[end].text in nouns().formations and doc[end - 1].head.i == end:
        return end + 1
    if any(sense.type in ACTOR_TYPES and sense.type != "State" for sense in knowledge.senses(_text(doc, start, end))):
        return end
    for stop in (end + 1, end + 2):
        if stop <= len(doc) and doc[end - 1].head.i == stop - 1 and doc[end - 1].dep_ in ("compound", "amod"):
            phrase = doc[end:stop].text
            return stop if phrase in nouns().facilities else end
    return end


def _text(doc: Doc, start: int, end: int) -> str:
    return " ".join(doc[start:end].text.split())
