"""Proper names in a document, and of which class each is: the tagger is overruled where the gazetteer or the grammar
knows better."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract import locality, surroundings
from kg.extract.frames import frames
from kg.extract.kinds import ACRONYM, Evidence, kind_of
from kg.extract.knowledge import Knowledge
from kg.extract.nouns import nouns
from kg.extract.runs import runs, text_of
from kg.ontology import ACTOR_TYPES

if TYPE_CHECKING:
    from kg.syntax import Doc

_LISTED = ("Settlement", "Place")
_PARTICLE = re.compile(r"^[Aa][a-z]-(?=[A-Z])")


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
    candidates = [run for run in runs(doc, knowledge) if not knowledge.demonym(text_of(doc, *run[:2]))]
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
        text = text_of(doc, start, end)
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
    heads = {doc[start:end].root.i: text_of(doc, start, end) for start, end, _ in candidates}
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
        seen = shown[text_of(doc, start, end)]
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
