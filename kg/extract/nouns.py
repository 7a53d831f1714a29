"""What the nouns of actors and places tell: the class of a thing that is named or only described."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg import lexicon

if TYPE_CHECKING:
    from kg.syntax import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Nouns:
    """`actors` and `places` map a noun (one to three words, lower case) to a class; `descriptions` map a noun to the
    classes of things that "the NOUN" can pick up; `parts` are nouns for parts of places, `soil` those
    that an adjective makes a country's ("Russian territory"). The other lists are explained where they stand, in
    actors.toml and places.toml."""

    actors: Mapping[str, str]
    places: Mapping[str, str]
    descriptions: Mapping[str, tuple[str, ...]]
    parts: frozenset[str]
    extents: frozenset[str]
    directions: frozenset[str]
    compass: frozenset[str]
    soil: frozenset[str]
    shares: frozenset[str]
    titles: frozenset[str]
    ranks: frozenset[str]
    regions: frozenset[str]
    facilities: frozenset[str]
    members: frozenset[str]
    owned: frozenset[str]
    portions: frozenset[str]
    formations: frozenset[str]
    enemies: frozenset[str]
    offices: frozenset[str]
    heads: frozenset[str]
    communiques: frozenset[str]
    posts: frozenset[str]
    public: frozenset[str]
    groups: frozenset[str]
    movements: frozenset[str]
    own: frozenset[str]
    whole: frozenset[str]
    anybodys: frozenset[str]
    armed: frozenset[str]
    combatants: frozenset[str]
    foreign: frozenset[str]
    allied: frozenset[str]
    alliances: frozenset[str]
    individuals: frozenset[str]
    civil: frozenset[str]
    endings: tuple[str, ...]
    adjectives: Mapping[str, str]
    other: frozenset[str]
    near: frozenset[str]
    things: frozenset[str]
    vessels: frozenset[str]
    operations: frozenset[str]
    before_place: frozenset[str]
    of_place: frozenset[str]
    held: frozenset[str]
    realms: frozenset[str]
    motion: frozenset[str]
    happens: frozenset[str]
    whereto: frozenset[str]
    left: frozenset[str]
    locating: frozenset[str]
    unlocated: frozenset[str]
    contests: frozenset[str]
    of_subjects: frozenset[str]
    warlike: frozenset[str]
    captive: frozenset[str]


@cache
def nouns() -> Nouns:
    actors, places = lexicon.table("actors"), lexicon.table("places")
    descriptions: dict[str, tuple[str, ...]] = {}
    for table in (actors["descriptions"], places["descriptions"]):
        for noun, classes in table.items():
            descriptions[noun] = (*descriptions.get(noun, ()), *classes)
    return Nouns(
        actors=_classes(actors["actor"]),
        places=_classes(places["place"]),
        descriptions=descriptions,
        parts=frozenset(places["parts"]["nouns"]),
        extents=frozenset(places["parts"]["extents"]),
        directions=frozenset(places["parts"]["directions"]),
        compass=frozenset(places["parts"]["compass"]),
        soil=frozenset(places["parts"]["soil"]),
        shares=frozenset(places["parts"]["shares"]),
        titles=frozenset(actors["titles"]["words"]),
        ranks=frozenset(actors["titles"]["ranks"]),
        regions=frozenset(places["context"]["regions"]),
        facilities=frozenset(n for b in places["place"] if b["class"] == "Facility" for n in b["nouns"]),
        members=frozenset(actors["forces"]["members"]),
        owned=frozenset(actors["forces"]["owned"]),
        portions=frozenset(actors["forces"]["portions"]),
        formations=frozenset(actors["forces"]["formations"]),
        enemies=frozenset(actors["forces"]["enemies"]),
        communiques=frozenset(actors["communiques"]["nouns"]),
        offices=frozenset(actors["civil"]["offices"]),
        heads=frozenset(actors["civil"]["heads"]),
        posts=frozenset(actors["affiliations"]["posts"]),
        public=frozenset(actors["affiliations"]["public"]),
        groups=frozenset(actors["forces"]["groups"]),
        movements=frozenset(actors["forces"]["movements"]),
        own=frozenset(actors["forces"]["own"]),
        whole=frozenset(actors["forces"]["whole"]),
        allied=frozenset(actors["forces"]["allied"]),
        alliances=frozenset(actors["forces"]["alliances"]),
        armed=frozenset(actors["forces"]["armed"]),
        foreign=frozenset(actors["claimants"]["foreign"]),
        combatants=frozenset(actors["forces"]["combatants"]),
        anybodys=frozenset(actors["forces"]["anybodys"]),
        individuals=frozenset(actors["forces"]["individuals"]),
        civil=frozenset(actors["civil"]["nouns"]),
        endings=tuple(actors["adjectives"]["endings"]),
        adjectives=actors["adjectives"]["of"],
        other=frozenset(places["context"]["other"]),
        near=frozenset(places["context"]["near"]),
        things=frozenset(actors["things"]["nouns"]),
        vessels=frozenset(actors["vessels"]["words"]),
        operations=frozenset(actors["operations"]["words"]),
        before_place=frozenset(places["context"]["before"]),
        of_place=frozenset(places["context"]["of"]),
        happens=frozenset(places["context"]["happens"]),
        motion=frozenset(places["context"]["motion"]),
        whereto=frozenset(places["context"]["whereto"]),
        realms=frozenset(places["context"]["realms"]),
        held=frozenset(places["context"]["held"]),
        left=frozenset(places["context"]["left"]),
        locating=frozenset(places["context"]["locating"]),
        unlocated=frozenset(places["context"]["unlocated"]),
        contests=frozenset(places["context"]["contests"]),
        warlike=frozenset(places["context"]["warlike"]),
        captive=frozenset(places["context"]["captive"]),
        of_subjects=frozenset(places["context"]["of_subjects"]),
    )


def _classes(blocks: Iterable[Mapping[str, object]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in blocks:
        for noun in block["nouns"]:  # type: ignore[attr-defined]
            found.setdefault(noun, str(block["class"]))
    return found


def class_of(head: Token, table: Mapping[str, str]) -> str | None:
    """The class that a noun phrase's head gives it; up to three words are tried, the longest first: "air base"."""
    words = [_singular(head)]
    surface = [head.lower_]
    left = head
    for _ in range(2):
        if left.i == 0 or left.nbor(-1).dep_ not in ("compound", "amod", "nmod"):
            break
        left = left.nbor(-1)
        words.insert(0, left.lemma_.lower())
        surface.insert(0, left.lower_)
    for start in range(len(words)):
        for phrase in (" ".join(surface[start:]), " ".join([*surface[start:-1], words[-1]])):
            if phrase in table:
                return table[phrase]
    return None


def _singular(noun: Token) -> str:
    """The lemma; of a plural that the tagger takes for a name, because it begins a sentence, what comes near it."""
    lemma = noun.lemma_.lower()
    return lemma[:-1] if noun.pos_ == "PROPN" and lemma.endswith("s") and not lemma.endswith("ss") else lemma


def armed_class(noun: Token) -> str | None:
    """ArmedGroup for "the militant group": an organisation's noun with a word for bearing arms."""
    if class_of(noun, nouns().actors) != "Organisation":
        return None
    return "ArmedGroup" if any(c.lower_ in nouns().armed for c in noun.children) else None


def is_one(noun: Token) -> bool:
    """ "a soldier" is a person, "soldiers" are a force."""
    return noun.tag_ == "NN" and noun.lemma_.lower() in nouns().individuals and noun.dep_ != "compound"


def class_of_name(name: str, table: Mapping[str, str]) -> str | None:
    """The class that the last words of a proper name give it: "Russian Defense Ministry", "Airborne Troops"."""
    words = name.lower().partition(" of ")[0].split()  # "Ministry of Defence"
    words = words[:-1] if len(words) > 1 and words[-1].isdigit() else words  # "Brigade 128"
    for length in (3, 2, 1):
        ending = " ".join(words[-length:])
        if len(words) >= length and ending in table:
            return table[ending]
        if ending.endswith("s") and ending[:-1] in table:
            return table[ending[:-1]]
    return None
