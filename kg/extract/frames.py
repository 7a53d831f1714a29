"""The frames of event triggers: which words evoke which class of event, and where its participants stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import lexicon
from kg.errors import DataError

_ROLES = frozenset({"subject", "object", "poss", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One class of event as one trigger evokes it. `place` lists "object", "subject" or prepositions, best first."""

    type: str
    agent: str = "none"
    patient: str = "none"
    agent_prep: tuple[str, ...] = ()
    patient_prep: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    actors: frozenset[str] = frozenset()
    needs_place: bool = False
    needs: int = 0
    of_forces: bool = False
    armed: bool = False
    mutual: bool = False
    intransitive: bool = False
    repeated: bool = False
    things: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    of_deeds: bool = False
    clause: bool = False
    to_do: bool = False
    needs_agent: bool = False

    @property
    def is_spoken_of(self) -> bool:
        """Whether a main role tells who takes part, so that what a preposition adds may be left out."""
        return {self.agent, self.patient} != {"none"}

    @property
    def is_leaving(self) -> bool:
        return self.type in ("Withdrawal", "Loss")

    @property
    def is_of_object(self) -> bool:
        """Whether who leaves or loses a place is the verb's object: "drove them out"."""
        return self.needs_place and "object" in (self.agent, self.patient)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """Who raises one is in a place, whose flies over it holds it."""

    nouns: frozenset[str]
    raising: frozenset[str]
    raising_type: str
    flying: frozenset[str]
    flying_type: str
    prepositions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    war: frozenset[str]
    armies: frozenset[str]
    fighters: frozenset[str]
    amounts: frozenset[str]
    of_places: frozenset[str]
    of_men: frozenset[str]
    light: frozenset[str]
    happens: frozenset[str]
    endings: frozenset[str]
    broken: frozenset[str]
    witnesses: frozenset[str]
    admitting: frozenset[str]
    repeatedly: frozenset[str]
    control: Mapping[str, str]
    restored: frozenset[str]
    freed: frozenset[str]
    states: frozenset[str]
    state_prepositions: frozenset[str]
    compounds: Mapping[str, str]
    predicates: Mapping[str, str]
    copulas: frozenset[str]
    strongholds: frozenset[str]
    stronghold_type: str
    bygone: frozenset[str]
    flags: Flags
    likewise: tuple[str, ...]
    anaphora: Mapping[str, frozenset[str]]
    verdicts: Mapping[str, frozenset[str]]
    hedges: Mapping[str, frozenset[str]]
    irrealis: Mapping[str, frozenset[str]]
    weapons: frozenset[str]
    figurative: frozenset[str]


@cache
def frames() -> Frames:
    table = lexicon.table("events")
    verbs: dict[str, list[Frame]] = defaultdict(list)
    nouns: dict[str, list[Frame]] = defaultdict(list)
    for block in table["event"]:
        frame = _frame(block, table["sets"])
        for lemma in block.get("verbs", ()):
            verbs[lemma].append(frame)
        for lemma in block.get("nouns", ()):
            nouns[lemma].append(frame)
    light = dict(table["light"])
    return Frames(
        verbs={lemma: tuple(found) for lemma, found in verbs.items()},
        nouns={lemma: tuple(found) for lemma, found in nouns.items()},
        war=frozenset(table["sets"]["war"]),
        armies=frozenset(table["sets"]["armies"]),
        amounts=frozenset(table["sets"]["amounts"]),
        fighters=frozenset(table["sets"]["fighters"]),
        of_places=frozenset(table["sets"]["of_places"]),
        of_men=frozenset(table["sets"]["of_men"]),
        light=frozenset(light["verbs"]),
        happens=frozenset(light["happens"]),
        endings=frozenset(light["endings"]),
        broken=frozenset(light["broken"]),
        witnesses=frozenset(light["witnesses"]),
        admitting=frozenset(light["admitting"]),
        repeatedly=frozenset(light["repeatedly"]),
        control=light["control"],
        restored=frozenset(table["restored"]["verbs"]),
        freed=frozenset(table["restored"]["freed"]),
        states=frozenset(table["states"]["nouns"]),
        state_prepositions=frozenset(table["states"]["prepositions"]),
        compounds=table["compounds"],
        predicates=table["predicates"]["words"],
        copulas=frozenset(table["predicates"]["verbs"]),
        strongholds=frozenset(table["strongholds"]["nouns"]),
        stronghold_type=table["strongholds"]["class"],
        bygone=frozenset(table["strongholds"]["bygone"]),
        flags=_flags(table["flags"]),
        likewise=tuple(table["likewise"]["phrases"]),
        anaphora={name: frozenset(words) for name, words in table["anaphora"].items()},
        verdicts={name: frozenset(words) for name, words in table["verdicts"].items()},
        hedges={name: frozenset(words) for name, words in table["hedges"].items()},
        irrealis={name: frozenset(words) for name, words in table["irrealis"].items()},
        weapons=frozenset(table["sets"]["weapons"]),
        figurative=frozenset(table["figurative"]["nouns"]),
    )


def _flags(table: Mapping[str, Any]) -> Flags:
    return Flags(
        nouns=frozenset(table["nouns"]),
        raising=frozenset(table["raising"]["verbs"]),
        raising_type=table["raising"]["class"],
        flying=frozenset(table["flying"]["verbs"]),
        flying_type=table["flying"]["class"],
        prepositions=tuple(table["prepositions"]),
    )


def _frame(block: Mapping[str, Any], sets: Mapping[str, list[str]]) -> Frame:
    for role in ("agent", "patient"):
        if block.get(role, "none") not in _ROLES:
            raise DataError(
                f"events.toml: {block['class']}: {role} is {block[role]!r}, not one of {', '.join(sorted(_ROLES))}"
            )
    if block["actors"] not in sets:
        raise DataError(
            f"events.toml: {block['class']}: no set of actors {block['actors']!r}; there are: {', '.join(sets)}"
        )
    return Frame(
        type=block["class"],
        agent=block.get("agent", "none"),
        patient=block.get("patient", "none"),
        agent_prep=tuple(block.get("agent_prep", ())),
        patient_prep=tuple(block.get("patient_prep", ())),
        place=tuple(block.get("place", ())),
        actors=frozenset(sets[block["actors"]]),
        needs_place=block.get("needs_place", False),
        of_forces=block.get("of_forces", False),
        armed=block.get("armed", False),
        mutual=block.get("mutual", False),
        intransitive=block.get("intransitive", False),
        repeated=block.get("repeated", False),
        things=_words(block.get("things", ()), sets),
        unless=_words(block.get("unless", ()), sets),
        of_deeds=block.get("of_deeds", False),
        clause=block.get("clause", False),
        to_do=block.get("to_do", False),
        needs_agent=block.get("needs_agent", False),
        needs=2 if block.get("needs_two") else 1 if block.get("needs_one") else 0,
    )


def _words(words: Sequence[str], sets: Mapping[str, list[str]]) -> frozenset[str]:
    """Words, and those of the sets that begin with "@"."""
    return frozenset(one for word in words for one in (sets[word[1:]] if word.startswith("@") else (word,)))
