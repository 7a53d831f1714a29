"""What speaks for and against a name being that of an organisation that the authority knows, in log odds."""

from __future__ import annotations

import re

from kg.lexicon import table
from kg.linking import bodies
from kg.linking.authority import Known
from kg.linking.concepts import REGISTER, Concept
from kg.linking.knowledge import Knowledge
from kg.linking.names import fold, is_acronym
from kg.linking.scenes import Scene, beside, nations
from kg.model import Entity

ORGANISED = ("Organisation", "MediaOrganisation", "PoliticalParty", "ArmedForce", "ArmedGroup", "GovernmentBody")
OF_STATES = ("ArmedForce", "GovernmentBody")

_FITS = {
    "Organisation": ORGANISED,
    "MediaOrganisation": ("MediaOrganisation", "Organisation"),
    "PoliticalParty": ("PoliticalParty", "Organisation", "ArmedGroup"),
    "ArmedForce": ("ArmedForce", "GovernmentBody", "ArmedGroup"),
    "ArmedGroup": ("ArmedGroup", "ArmedForce", "PoliticalParty", "Organisation"),
    "GovernmentBody": ("GovernmentBody", "ArmedForce", "Organisation"),
    "Group": ("PoliticalParty",),
}
_KNOWN = {"label": 2.9, "alias": 2.2}
_LISTED = {"label": 1.2, "alias": 0.6}
_ACRONYM = 1.75
_FOREIGN_ACRONYM = 0.4
_LISTED_ACRONYM = -1.5
_MAIN_ACRONYM = -0.3
_NEVER = 10.0
_AT_HOME = 1.6
_ABROAD = 4.0
_SHORT = 3
_WINDOW = 40
_LONGEST_WORD = 40  # without a bound, a text without blanks is read again from each of its letters


def fits(entity: Entity, concept: Concept) -> bool:
    """Whether the class that the article shows allows the class of the concept; neither is ever a person."""
    return concept.type in _FITS.get(entity.type, ())


def weigh(known: Known, entity: Entity, scene: Scene, knowledge: Knowledge, name: str) -> float:
    """How much speaks for an organisation, in log odds."""
    concept = known.concept
    if bodies.needs_state(entity.name) and not _names_its_region(known, entity, knowledge):
        return _body(concept, entity, scene)
    if _lacks_article(concept, scene) or _is_of_another(concept, entity, scene, knowledge):
        return -_NEVER
    spelled_out = _spelled_out(name, concept, scene) if is_acronym(name) else 0.0
    if concept.type == "PoliticalParty":
        return _party(known, entity, scene, knowledge, name) + spelled_out
    if concept.rank < REGISTER:
        return _well_known(known, entity, scene, knowledge, name) + spelled_out
    score = _of_listing(known) + spelled_out
    score += _of_acronym(known, name) if is_acronym(name) else _of_words(concept, entity, scene, name, knowledge)
    return score + _of_country(concept, entity, scene) + _of_trade(concept, entity, scene)


def _of_acronym(known: Known, name: str) -> float:
    """Four letters that are an organisation's main name are it more often than two or three that shorten one."""
    return _MAIN_ACRONYM if known.kind == "label" and len(name) > _SHORT else _LISTED_ACRONYM


def _names_its_region(known: Known, entity: Entity, knowledge: Knowledge) -> bool:
    """Whether the name of a body is whole without a state: "Maryland State Police"."""
    words = entity.name.split()
    begins = (" ".join(words[:length]) for length in (1, 2, 3) if length < len(words))
    places = (named.place for first in begins for named in knowledge.places(first) if named.main)
    return fold(known.concept.label) == fold(entity.name) and any(place.kind == "region" for place in places)


def _of_listing(known: Known) -> float:
    return _LISTED.get(known.kind, 0.0) + (0.6 if len(known.concept.targets) > 1 else 0.0)


def _party(known: Known, entity: Entity, scene: Scene, knowledge: Knowledge, name: str) -> float:
    """A party is of a country. What it is called for short, and its members ("Democrats"), mean it only at home."""
    concept = known.concept
    full = "party" in fold(name).split() or is_acronym(name)
    if entity.type == "Group" or (not full and knowledge.is_wordy(name)):
        at_home = concept.country is not None and concept.country == scene.home(entity)
        return _AT_HOME if at_home and len(name) > _SHORT else -_NEVER
    abroad = concept.country is None or scene.count(concept.country, entity) <= 0
    there = -_ABROAD if abroad and scene.total(entity) > 0 else _of_country(concept, entity, scene)
    return _of_listing(known) + there + (_LISTED_ACRONYM if is_acronym(name) else 0.6 if full else 0.0)


def _spelled_out(name: str, concept: Concept, scene: Scene) -> float:
    """What an article says that an acronym stands for wins over what the authority knows."""
    letters = name.replace(".", "")
    if not re.search(rf"\(\W?{re.escape(name)}", scene.article.text):
        return 0.0
    for found in re.finditer(
        rf"((?:[\w&'’-]{{1,{_LONGEST_WORD}}} ){{1,9}})\(\W?{re.escape(name)}\W?\)", scene.article.text
    ):
        words = found[1].split()
        capitals = [number for number, word in enumerate(words) if word[:1].isupper()]
        for first in capitals:
            if "".join(word[0] for word in words[first:] if word[:1].isupper()).upper().endswith(letters.upper()):
                full = fold(" ".join(words[capitals[-min(len(letters), len(capitals))] :]))
                return 2.0 if full in map(fold, (concept.label, *concept.aliases)) else -_NEVER
    return 0.0


def _is_of_another(concept: Concept, entity: Entity, scene: Scene, knowledge: Knowledge) -> bool:
    """Whether the words before the name say that it is of another country: "Germany's Green Party"."""
    said = nations(beside(entity, scene.article), knowledge)
    return bool(said) and concept.country is not None and concept.country not in said


def _well_known(known: Known, entity: Entity, scene: Scene, knowledge: Knowledge, name: str) -> float:
    concept = known.concept
    if is_acronym(name) and known.kind == "alias":
        at_home = (
            concept.country is None or scene.count(concept.country, entity) > 0 or _of_trade(concept, entity, scene) > 1
        )
        return _ACRONYM if at_home or len(name.replace(".", "")) > _SHORT else _FOREIGN_ACRONYM
    score = _KNOWN.get(known.kind, 0.0)
    if concept.type == "MediaOrganisation" and _wordy(name, knowledge) and len(fold(name).split()) == 1:
        score += -1.5 + max(0.0, _of_trade(concept, entity, scene))
    return score


def _lacks_article(concept: Concept, scene: Scene) -> bool:
    """Whether a paper called "The Star" is nowhere called so: "Star" alone is anything."""
    if not concept.label.startswith("The ") or len(fold(concept.label).split()) > 1:
        return False
    called = re.compile(rf"\bthe {re.escape(fold(concept.label))}\b", re.IGNORECASE)
    return not called.search(scene.article.text)


def _in_town(concept: Concept, scene: Scene) -> bool:
    """Whether the article names the town of a paper: "newspaper, Muskogee"."""
    return bool({fold(one.strip()) for one in re.split(r"[;,]", concept.description or "")} & scene.places)


def _of_words(concept: Concept, entity: Entity, scene: Scene, name: str, knowledge: Knowledge) -> float:
    """A name of several uncommon words is hardly anybody else's; one of common words is everybody's."""
    words = fold(name).split()
    if _wordy(name, knowledge):
        if concept.type == "MediaOrganisation" and not (_in_town(concept, scene) and entity.type == concept.type):
            return -_NEVER if len(words) == 1 else -2.4
        return -2.0 if len(words) == 1 else -1.2
    return 0.8 if len(words) > 1 else -0.3


def _wordy(name: str, knowledge: Knowledge) -> bool:
    """Whether a name is made of English words; "Sun-Times" is, "Le Monde" is not."""
    return knowledge.is_wordy(name) or (len(fold(name).split()) == 1 and knowledge.is_ordinary(name))


def _of_country(concept: Concept, entity: Entity, scene: Scene) -> float:
    if concept.country is None:
        return -0.5
    if scene.count(concept.country, entity) > 0:
        return 1.0 + scene.share(concept.country, entity) + (1.0 if _in_town(concept, scene) else 0.0)
    if scene.total(entity) > 0:
        return -2.0
    return 0.0 if concept.type == "MediaOrganisation" else -0.6


def _of_trade(concept: Concept, entity: Entity, scene: Scene) -> float:
    """Whether the article shows the name doing what such an organisation does: media tell."""
    if concept.type == "MediaOrganisation":
        return (1.2 if entity.type == "MediaOrganisation" else 0.0) + (1.2 if _tells(entity, scene) else 0.0)
    return 0.3 if concept.type == entity.type else 0.0


def _tells(entity: Entity, scene: Scene) -> bool:
    """Whether words of the press stand beside a mention: "the newspaper", "told the", "reported"."""
    text = scene.article.text
    words = _press()
    for mention in entity.mentions:
        start, end = mention.span
        near = fold(text[max(0, start - _WINDOW) : start]).split()[-4:] + fold(text[end : end + _WINDOW]).split()[:4]
        if words & set(near):
            return True
    return False


def _press() -> frozenset[str]:
    return frozenset(table("linking")["media"]["words"])


def _body(concept: Concept, entity: Entity, scene: Scene) -> float:
    """A body that every state has is that of the state that the article gives it, or else of the article's home."""
    base = 0.4 if concept.rank < REGISTER else 0.0
    told = scene.state(entity)
    if told is not None:
        return base + 2.4 if concept.state == told.id else base - 2.0
    return base + 1.4 if concept.country in scene.homes(entity) else base - 3.0
