"""What there is to tell: stories of a day, a country and a subject, with what is said to have happened in them.

A story is told by one article or by many (a heavy tail), soon after its day.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from newsroom.chance import chance, rank
from newsroom.world import Country, Person, World, table

FIRST_DAY: Final = date(2031, 1, 1)
SUBJECTS: Final = (
    "conflict",
    "conflict",
    "conflict",
    "politics",
    "politics",
    "disaster",
    "court",
    "economy",
    "protest",
)
ARTICLES_OF_A_STORY: Final = 3  # on average
STORIES_OF_A_DAY: Final = 12
_FACTS: Final = 9
_NEWS: Final = 36  # stories that are told at one time
_ATTENTION: Final = 1.2  # the exponent of the tail of how many articles a story gets


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What some say happened; `frame` is the place of its words in the rules of the subject."""

    frame: int
    agent: str
    patient: str
    place: str
    person: Person
    second: Person
    group: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    number: int
    subject: str
    day: date
    country: Country
    places: Sequence[str]
    sides: Sequence[str]
    people: Sequence[Person]
    groups: Sequence[str]
    facts: Sequence[Fact]


def story_of(world: World, number: int) -> Story:
    """The story that an article tells: one of those of its time, the great ones more often."""
    rng = chance(world.seed, "article", number, "story")
    newest = number // ARTICLES_OF_A_STORY
    stories = range(max(0, newest - _NEWS + 1), newest + 1)
    return story(world, rng.choices(stories, [_attention(world.seed, one) for one in stories])[0])


@lru_cache(1024)
def _attention(seed: int, story: int) -> float:
    return chance(seed, "attention", story).paretovariate(_ATTENTION)


@lru_cache(256)
def story(world: World, number: int) -> Story:
    rng = chance(world.seed, "story", number)
    country = world.country(rng)
    subject = rng.choice(SUBJECTS)
    places = [_place(rng, world, country) for _ in range(rng.randint(3, 7))]
    people = [world.person(rank(rng, exponent=1.5)) for _ in range(rng.randint(3, 8))]
    groups = [world.group(rank(rng, exponent=1.5)) for _ in range(rng.randint(1, 4))]
    sides = (f"{country.nationality} forces", rng.choice((f"{groups[0]} fighters", "the rebels", f"the {groups[0]}")))
    frames = len(table("sentences.toml")[subject]["fact"])
    facts = [_fact(rng, frames, places, sides, people, groups) for _ in range(_FACTS)]
    return Story(
        number=number,
        subject=subject,
        day=FIRST_DAY + timedelta(days=number // STORIES_OF_A_DAY),
        country=country,
        places=places,
        sides=sides,
        people=people,
        groups=groups,
        facts=facts,
    )


def _place(rng: random.Random, world: World, country: Country) -> str:
    """A town of the country, sometimes a village that nobody knows."""
    if rng.random() < 0.25:
        return world.village(rank(rng, exponent=1.5))
    return country.places[min(rank(rng, exponent=1.5), len(country.places) - 1)]


def _fact(
    rng: random.Random,
    frames: int,
    places: Sequence[str],
    sides: Sequence[str],
    people: Sequence[Person],
    groups: Sequence[str],
) -> Fact:
    agent, patient = rng.sample(sides, 2)
    person, second = rng.sample(people, 2)
    return Fact(
        frame=rng.randrange(frames),
        agent=agent,
        patient=patient,
        place=places[min(rank(rng, exponent=2.5), len(places) - 1)],
        person=person,
        second=second,
        group=rng.choice(groups),
        number=2 + rank(rng, exponent=1.8),
    )
