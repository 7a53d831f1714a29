"""Article number so-and-so of an archive: most are new, some update, some copy, and a few are in another language."""

from __future__ import annotations

import math
import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from newsroom.chance import chance, rank
from newsroom.grammar import say
from newsroom.stories import story_of
from newsroom.telling import Telling
from newsroom.world import World, table

MEDIAN_WORDS: Final = 560
DEVIATION: Final = 0.72
"""Of the logarithm. The 840 articles of the training part of PolNeAR (news on politics, 2015-16) have 566 and 0.76, the
588 of the Local-Global Lexicon (local news) 242 and 0.77."""
SHORTEST, LONGEST = 40, 8_000  # words
COPIES: Final = 0.05
UPDATES: Final = 0.03
FOREIGN: Final = 0.02

Kind = Literal["new", "copy", "update", "foreign"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`of` is the number of the article that this one updates or copies."""

    number: int
    kind: Kind
    url: str
    outlet: str
    published: date
    language: str
    title: str
    paragraphs: Sequence[str]
    of: int | None = None

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def written(world: World, number: int) -> Written:
    kind = _kind(world, number)
    if kind == "foreign":
        return _foreign(world, number)
    first = _before(world, number) if kind != "new" else None
    if first is None:
        return _new(world, number)
    return (_copied if kind == "copy" else _updated)(world, number, _new(world, first))


def _kind(world: World, number: int) -> Kind:
    drawn = chance(world.seed, "article", number, "kind").random()
    if drawn < COPIES:
        return "copy"
    if drawn < COPIES + UPDATES:
        return "update"
    return "foreign" if drawn < COPIES + UPDATES + FOREIGN else "new"


def _before(world: World, number: int) -> int | None:
    """A new article of not long ago."""
    at = number - 1 - rank(chance(world.seed, "article", number, "of"), exponent=2)
    while at >= 0 and _kind(world, at) != "new":
        at -= 1
    return at if at >= 0 else None


def _new(world: World, number: int) -> Written:
    rng = chance(world.seed, "article", number)
    story = story_of(world, number)
    published = story.day + timedelta(days=min(rank(rng, exponent=2.5), 6))
    outlet = world.outlet(rank(rng, exponent=1.6))
    telling = Telling(world, story, rng, day=published)
    title = telling.title()
    paragraphs = telling.paragraphs(_words(rng))
    if rng.random() < 0.45:
        paragraphs[0] = _dateline(rng, story.places[0], published, outlet) + paragraphs[0]
    return Written(
        number=number,
        kind="new",
        url=_url(outlet, published, title, number),
        outlet=outlet,
        published=published,
        language="en",
        title=title,
        paragraphs=paragraphs,
    )


def _copied(world: World, number: int, first: Written) -> Written:
    """Another outlet prints it, with a title of its own and a few changes: most of the words stay."""
    rng = chance(world.seed, "article", number)
    outlet = world.outlet(rank(rng, exponent=1.6))
    title = Telling(world, story_of(world, first.number), rng, day=first.published).title()
    kept = [one for one in first.paragraphs[1:] if rng.random() < 0.93]
    published = first.published + timedelta(days=rng.randint(0, 1))
    credit = f"This article was first published by the {first.outlet}."
    return replace(
        first,
        number=number,
        kind="copy",
        url=_url(outlet, published, title, number),
        outlet=outlet,
        published=published,
        title=title,
        paragraphs=[first.paragraphs[0], *_swapped(rng, kept), *([credit] if rng.random() < 0.5 else [])],
        of=first.number,
    )


def _updated(world: World, number: int, first: Written) -> Written:
    """The outlet itself, at the same address, has more to tell."""
    rng = chance(world.seed, "article", number)
    telling = Telling(world, story_of(world, first.number), rng, day=first.published)
    more = telling.paragraphs(rng.randint(30, 120))
    return replace(
        first, number=number, kind="update", paragraphs=[*more, *_swapped(rng, first.paragraphs)], of=first.number
    )


def _foreign(world: World, number: int) -> Written:
    rng = chance(world.seed, "article", number)
    rules = table("other_languages.toml")
    language = rng.choice([name for name in rules if name != "days"])
    story = story_of(world, number)
    outlet = world.outlet(rank(rng, exponent=1.6))
    slots = {
        "place": lambda: rng.choice(story.places),
        "person": lambda: rng.choice(story.people).name,
        "outlet": lambda: outlet,
        "number": lambda: str(2 + rank(rng, exponent=1.6)),
        "day": lambda: rng.choice(rules["days"][language].split()),
    }
    title = say(rng, rng.choice(rules[language]["title"]), slots)
    paragraphs: list[str] = []
    while sum(len(one.split()) for one in paragraphs) < _words(rng) / 2:
        drawn = rng.sample(rules[language]["sentence"], rng.randint(1, 3))
        paragraphs.append(" ".join(say(rng, one, slots) for one in drawn))
    return Written(
        number=number,
        kind="foreign",
        url=_url(outlet, story.day, title, number),
        outlet=outlet,
        published=story.day,
        language=language,
        title=title,
        paragraphs=paragraphs,
    )


def _words(rng: random.Random) -> int:
    return int(min(max(MEDIAN_WORDS * math.exp(rng.gauss(0, DEVIATION)), SHORTEST), LONGEST))


def _dateline(rng: random.Random, place: str, day: date, outlet: str) -> str:
    when = f", {day.strftime('%B')} {day.day}" if rng.random() < 0.6 else ""
    return f"{place.upper()}{when} ({outlet}) - "


def _swapped(rng: random.Random, paragraphs: Sequence[str]) -> list[str]:
    """An editor's hand: two neighbours change places here and there."""
    found = list(paragraphs)
    for at in range(len(found) - 1):
        if rng.random() < 0.05:
            found[at], found[at + 1] = found[at + 1], found[at]
    return found


def _url(outlet: str, day: date, title: str, number: int) -> str:
    plain = (unicodedata.normalize("NFKD", text.lower()) for text in (outlet, title))
    host, slug = (re.sub(r"[^a-z0-9]+", "-", re.sub(r"[^\x00-\x7f]", "", text)).strip("-") for text in plain)
    return f"https://{host}.example/{day:%Y/%m}/{slug}-{number}"
