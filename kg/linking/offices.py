"""Who held an office on the day of an article: "Ukraine's president" is a person where an authority says so with dates.

The files that ship say none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.linking.concepts import Concept
from kg.linking.knowledge import Knowledge
from kg.linking.names import fold
from kg.linking.scenes import Scene
from kg.linking.tenures import parse
from kg.model import Entity

_OWNER_LAST = re.compile(r"(?:the )?(?P<title>[a-z][a-z -]*?) of (?:the )?(?P<owner>\w.*)", re.IGNORECASE)


def holder(entity: Entity, scene: Scene, knowledge: Knowledge) -> Concept | None:
    """The only person who held the office that words like "Ukraine's president" name, on the day of the article."""
    day = scene.article.published
    if entity.named or entity.type != "Person" or day is None:
        return None
    found = {
        known.concept
        for title, owner in _readings(entity.name)
        for body in _bodies(owner, knowledge)
        for known in knowledge.holders(title, body)
        if any(_is(text, title, body) and parse(text).covers(day) for text in known.concept.offices)
    }
    return found.pop() if len(found) == 1 else None


def _is(text: str, title: str, body: str) -> bool:
    tenure = parse(text)
    return (tenure.title, tenure.body) == (title, body)


def _readings(words: str) -> Iterator[tuple[str, str]]:
    """Each title, as a key, with whose it is: "Ukraine's president", "the president of Ukraine"."""
    if found := _OWNER_LAST.fullmatch(words):
        yield fold(found["title"]), found["owner"]
    parts = words.split()
    for cut in range(1, len(parts)):
        owner = re.sub(r"^the |['’]s?$", "", " ".join(parts[:cut]), flags=re.IGNORECASE)
        yield fold(" ".join(parts[cut:])), owner


def _bodies(owner: str, knowledge: Knowledge) -> Iterator[str]:
    """The ids of the states and bodies that a name or an adjective stands for."""
    if sense := knowledge.demonym(owner):
        yield sense.id
    yield from {known.concept.id for known in knowledge.listed(owner)}
