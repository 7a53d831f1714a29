"""One outlet's article on a story: its paragraphs, in its own choice of what to tell and whom to quote."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from newsroom.chance import chance, one_of, rank
from newsroom.grammar import Slots, begun, pick, plainly, reported, say
from newsroom.stories import Fact, Story
from newsroom.vocabulary import ordinary
from newsroom.world import Person, World, table

_MONTHS: Final = tuple(date(2031, month, 1).strftime("%B") for month in range(1, 13))
_ORDINALS: Final = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_KINDS: Final = {"said": 32, "told": 46, "denial": 4, "doubt": 3, "nested": 2, "hedge": 3, "long quote": 5}
_GO_ON: Final = (
    "{Pronoun} said that {fact}.",
    "{Pronoun} added that {aside}.",
    "“{Quote},” {pronoun} said.",
    "“{Quote},” {surname} said. “{Quote}.”",
    "{Surname} did not say when, but said that {aside}.",
    "{Pronoun} told {outlet} that {aside}.",
)


class Telling:
    def __init__(self, world: World, story: Story, rng: random.Random, *, day: date) -> None:
        self._world = world
        self._story = story
        self._rng = rng
        self._day = day
        self._named: set[str] = set()
        self._last = story.people[0]
        self._slots = self._all_slots()

    def title(self) -> str:
        text = say(self._rng, pick(self._rng, "title", of=self._story.subject), self._slots)
        self._named.clear()
        return begun(text)

    def paragraphs(self, words: int) -> list[str]:
        """About so many words, the first of which tell the news."""
        found = [self._sentence(pick(self._rng, "attribution"))]
        count = len(found[0].split())
        while count < words:
            for paragraph in self._more():
                found.append(paragraph)
                count += len(paragraph.split())
        return found

    def _more(self) -> Iterator[str]:
        kind = self._rng.choices(list(_KINDS), list(_KINDS.values()))[0]
        if kind == "said":
            yield self._said()
        elif kind == "told":
            yield " ".join(self._told() for _ in range(self._rng.randint(1, 3)))
        elif kind == "long quote":
            yield from self._long_quote()
        else:
            more = [self._told()] if self._rng.random() < 0.5 else []
            yield " ".join([self._sentence(pick(self._rng, kind)), *more])

    def _said(self) -> str:
        named = len(self._named)
        first = self._sentence(pick(self._rng, "attribution"))
        if len(self._named) == named:  # no person was introduced who could go on
            return first
        return " ".join([first, *(self._sentence(self._rng.choice(_GO_ON)) for _ in range(self._rng.randint(0, 2)))])

    def _told(self) -> str:
        drawn = self._rng.random()
        if drawn < 0.08:
            return begun(self._fact(plainly)) + "."
        subject = self._story.subject if drawn < 0.35 else ""
        told = pick(self._rng, "background" if subject else "narration", of=subject)
        return self._sentence(f"{told[:-1]}{{ending}}." if self._rng.random() < 0.6 else told)

    def _long_quote(self) -> Iterator[str]:
        """A quotation of several paragraphs: only the last one ends with a mark."""
        yield self._sentence("“{Quote}. {Quote},” {person_with_office} said {when}. “{Quote}.")
        for _ in range(self._rng.randint(0, 2)):
            yield self._sentence("“{Quote}. {Quote}.")
        yield self._sentence("“{Quote}.”")

    def _sentence(self, template: str) -> str:
        return begun(say(self._rng, template, self._slots))

    def _fact(self, voice: Callable[[str], str] = reported) -> str:
        """One of the facts of the story, those first told more often, in words of the outlet's own choice."""
        at = min(rank(self._rng, exponent=2), len(self._story.facts) - 1)
        fact = self._story.facts[at]
        told = self._rng.choice(table("sentences.toml")[self._story.subject]["fact"][fact.frame]["told"])
        same = chance(self._world.seed, "fact", self._story.number, at)  # every outlet tells the same figures
        return say(same, voice(told), {**self._slots, **_figures(same, self._story.day), **_slots_of(fact)})

    def _all_slots(self) -> Slots:
        rng, world, story = self._rng, self._world, self._story
        return {
            "person": lambda: self._name(one_of(rng, story.people)),
            "person_with_office": lambda: self._introduced(one_of(rng, story.people)),
            "known_person": lambda: self._name(world.person(rank(rng, exponent=1.6))),
            "pronoun": lambda: self._last.pronoun,
            "surname": lambda: self._last.surname,
            "nationality": lambda: story.country.nationality,
            "place": self._place,
            "group": lambda: rng.choice(story.groups) if rng.random() < 0.7 else world.group(rank(rng, exponent=1.6)),
            "outlet": lambda: world.outlet(rank(rng, exponent=1.6)),
            "product": lambda: world.product(rank(rng, exponent=1.5)),
            "side": lambda: rng.choice(story.sides),
            "street": lambda: f"{world.person(rank(rng, exponent=1.5)).surname} Street",
            "fact": self._fact,
            "nouns": lambda: _plural(ordinary(rng, "noun")),
            **_figures(rng, self._day),
        }

    def _place(self) -> str:
        drawn = self._rng.random()
        if drawn < 0.8:
            return one_of(self._rng, self._story.places)
        if drawn < 0.9:
            return one_of(self._rng, self._story.country.places)
        return self._world.village(rank(self._rng, exponent=1.5))

    def _introduced(self, person: Person) -> str:
        if person.name in self._named or not person.office:
            return self._name(person)
        name = self._name(person)
        whose = f"{self._story.country.nationality} {person.office}" if " of " not in person.office else person.office
        return f"{whose[:1].upper()}{whose[1:]} {name}" if self._rng.random() < 0.8 else f"{name}, the {whose},"

    def _name(self, person: Person) -> str:
        """The full name the first time, then the surname alone."""
        self._last = person
        if person.name in self._named:
            return person.surname
        self._named.add(person.name)
        return person.name


def _figures(rng: random.Random, day: date) -> Slots:
    return {
        "day": lambda: rng.choice(table("words.toml")["days"]["en"].split()),
        "date": lambda: _written(day - timedelta(days=rng.randint(1, 200))),
        "month": lambda: rng.choice(_MONTHS),
        "year": lambda: str(day.year - rank(rng, exponent=1.8) - 1),
        "number": lambda: f"{2 + rank(rng, exponent=1.6):,}",
        "population": lambda: f"{rng.randint(1, 99) * 10 ** rng.randint(2, 4):,}",
        "ordinal": lambda: one_of(rng, _ORDINALS),
        "percent": lambda: f"{rng.randint(1, 60)} percent" if rng.random() < 0.6 else f"{rng.randint(1, 600) / 10}%",
        "money": lambda: f"${rng.randint(1, 999)}{rng.choice((',000', ' million', ' million', ' billion', ''))}",
        "age": lambda: str(rng.randint(19, 89)),
    }


def _slots_of(fact: Fact) -> Slots:
    return {
        "agent": lambda: fact.agent,
        "patient": lambda: fact.patient,
        "place": lambda: fact.place,
        "person": lambda: fact.person.name,
        "second": lambda: fact.second.name,
        "group": lambda: fact.group,
        "number": lambda: f"{fact.number:,}",
    }


def _written(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}"


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "ch", "sh", "x")) else f"{noun}s"
