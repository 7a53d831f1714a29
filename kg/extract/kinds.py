"""Which class of thing a name names: from what is known of it, its own words, and what stands around its mentions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field

from kg.extract.knowledge import Knowledge
from kg.extract.nouns import class_of_name, nouns
from kg.model import Sense
from kg.ontology import ACTOR_TYPES, PLACE_TYPES

ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,6}(-[A-Z])?$")
_SHORT = 2


@dataclass(slots=True, kw_only=True)
class Evidence:
    """What all mentions of a name together show. `place` is the class of place that they show it to be,
    `personal` counts where it does what people do, `located` where it stands as places do, `loosely` where it may,
    `within` is whether anything is in it or at it, `headings` counts where a paragraph begins with it and a colon.
    `modifies` is whether it only ever stands before a common noun, `called` that of the noun that the text gives it."""

    labels: Counter[str] = field(default_factory=Counter)
    personal: int = 0
    located: int = 0
    loosely: int = 0
    within: bool = False
    headings: int = 0
    modifies: bool = True
    in_place: bool = False
    place: str | None = None
    called: str | None = None
    group: bool = False
    roles: set[str] = field(default_factory=set)
    article: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A name with the label that the tagger gives it most, the actor and the place that are known by it, and the
    classes that its own last words give it, as an actor's name and as a place's."""

    text: str
    label: str
    seen: Evidence
    actor: str | None
    place: str | None
    noun: str | None
    region: str | None

    @property
    def words(self) -> list[str]:
        return self.text.split()


def kind_of(text: str, seen: Evidence, *, persons: Set[str], knowledge: Knowledge, at_war: bool) -> str | None:
    """The class of a name, or None when it is no actor or place. `persons` are the surnames of the article, `at_war`
    is whether it speaks of people who bear arms."""
    senses = knowledge.senses(text)
    several = " " in text
    case = _Case(
        text=text,
        label=max(seen.labels, key=lambda one: (seen.labels[one], one)),
        seen=seen,
        actor=next((s.type for s in senses if s.type in ACTOR_TYPES), None),
        place=next((s.type for s in senses if s.type in PLACE_TYPES), None),
        noun=class_of_name(text, nouns().actors) if several else None,
        region=class_of_name(text, nouns().places) if several else None,
    )
    if text in persons:
        return "Person"
    if (case.actor and case.actor != "Person") or _is_none(case.words):
        return case.actor
    return (
        _as_called(case, knowledge)
        or _as_group(case)
        or _as_labelled(case)
        or _as_place(case, knowledge)
        or _as_located(case, knowledge, at_war=at_war)
        or _as_person(case)
        or _as_rest(case, knowledge)
    )


def _is_none(words: list[str]) -> bool:
    """Whether words name a ship, an operation, or nothing: "Rebels", "Police" where a sentence begins."""
    if words[0].lower() in nouns().vessels | nouns().operations:
        return True
    return len(words) == 1 and class_of_name(words[0], nouns().actors) not in (None, "MediaOrganisation")


def _as_called(case: _Case, knowledge: Knowledge) -> str | None:
    """What the text or the name itself says that it is: "X, a rebel group", "T4 air base", "Kingdom of Y"."""
    called = case.seen.called
    if called in PLACE_TYPES and case.place:
        return case.place
    if called and (not case.place or (called == "MediaOrganisation" and not knowledge.plausible_place(case.text))):
        return called
    if case.words[0].lower() in nouns().directions and knowledge.plausible_place(case.text.partition(" ")[2]):
        return case.place or "AdministrativeArea"  # "western Galicia"
    if case.words[-1] in nouns().formations and case.noun:
        return case.noun
    if case.region == "Facility" and case.words[-1].islower():
        return case.region
    if case.region and realm(case.text, knowledge) is not None:
        return "State"
    return case.noun if case.noun == "GovernmentBody" and case.label != "PERSON" else None


def realm(name: str, knowledge: Knowledge) -> Sense | None:
    """The state in "Kingdom of X", "Islamic Republic of Y"."""
    kind, _, rest = name.partition(" of ")
    if not rest or kind.split()[-1].lower() not in nouns().realms:
        return None
    return next((s for s in knowledge.senses(rest.removeprefix("the ")) if s.type == "State"), None)


def _as_group(case: _Case) -> str | None:
    if case.words[0].lower() in nouns().groups and " " in case.text and not case.place:
        return "ArmedGroup"
    if not case.seen.group or case.place or case.label == "GPE" or (case.label == "PERSON" and " " in case.text):
        return None
    return "ArmedGroup"


def _as_labelled(case: _Case) -> str | None:
    if case.label not in ("GPE", "LOC", "FAC"):
        return None
    if case.label == "GPE" and not case.place and len(case.text) > _SHORT and ACRONYM.match(case.text):
        return "Organisation"
    if case.place or case.region:
        return case.place or case.region
    if case.seen.modifies and not case.seen.place:
        return None  # a people: "Tuareg elders"
    return "Facility" if case.label == "FAC" else case.seen.place or "Place"


def _as_place(case: _Case, knowledge: Knowledge) -> str | None:
    seen = case.seen
    if case.label == "PERSON" and " " in case.text and seen.personal:
        return None
    if not case.place:
        shown = seen.place is not None and case.label != "NORP"
    else:
        shown = bool(case.region or seen.in_place or seen.place)
        shown = shown or (case.label != "NORP" and knowledge.plausible_place(case.text))
    return (case.place or seen.place or case.region) if shown else None


def _as_located(case: _Case, knowledge: Knowledge, *, at_war: bool) -> str | None:
    """A name of nobody who does anything, that stands where places stand. The tagger takes unknown ones for people,
    firms or peoples at random."""
    seen = case.seen
    if case.actor or case.noun or seen.roles or seen.called or seen.article or ACRONYM.match(case.text):
        return None
    if " " in case.text and (seen.personal or not at_war or not _may_be_settlement(case, knowledge)):
        return None
    if seen.personal >= max(seen.located, 1) or case.label == "EVENT" or (case.label != "PERSON" and not at_war):
        return None
    loosely = seen.loosely and case.label in ("PERSON", "NORP") and (" " not in case.text or case.place)
    shown = seen.located or (at_war and loosely)
    return (case.place or case.region or "Place") if shown else None


def _may_be_settlement(case: _Case, knowledge: Knowledge) -> bool:
    """Of several words: "Tal Hamra"; no given name and surname, no firm."""
    if case.label != "PERSON":
        return False
    return case.seen.within or case.place is not None or not knowledge.given_name(case.words[0])


def _as_person(case: _Case) -> str | None:
    acts = case.seen.article or case.seen.personal
    if ACRONYM.match(case.text) and (case.label == "NORP" or (acts and case.label in ("PERSON", "NONE"))):
        return "Organisation"
    if case.label == "PERSON" or case.actor:
        return "Person"
    office = case.label == "NONE" and " " in case.text and case.seen.roles and not (case.noun or case.region)
    return "Person" if office else None


def _as_rest(case: _Case, knowledge: Knowledge) -> str | None:
    words, noun, region = case.words, case.noun, case.region
    if case.label == "ORG":
        if (
            noun == "ArmedForce"
            and not words[0][0].isdigit()
            and words[-1].lower() in nouns().anybodys
            and not knowledge.demonym(words[0])
        ):
            return "ArmedForce" if set(map(str.lower, words)) <= nouns().own | nouns().anybodys else "ArmedGroup"
        if noun == "Person":
            return None  # an office: "Foreign Office Minister"
        return region if region and not noun else (noun if noun and noun != "Group" else "Organisation")
    if case.label == "NONE" and len(words) > 1:  # taken only when a noun in them says what they are
        return noun if noun not in (None, "Person", "Group") else region
    return None
