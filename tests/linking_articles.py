"""Articles for the tests of linking: a text, and the entities that an extractor would find in it."""

from functools import cache

from kg.iris import Minter
from kg.linking import Knowledge, identify, open_knowledge
from kg.model import Article, Entity, Identification, Mention, Span


@cache
def knowledge() -> Knowledge:
    return open_knowledge()


def article(text: str, *, key: str = "a1", url: str | None = None) -> Article:
    return Article(key=key, source="test", text=text, body=Span(0, len(text)), url=url)


def entity(text: str, key: int, type_: str, name: str, *, rule: str = "name", **more: object) -> Entity:
    """An entity whose mentions are all places in the text where its name stands."""
    starts = [i for i in range(len(text)) if text.startswith(name, i)]
    mentions = tuple(Mention(span=Span(start, start + len(name)), rule=rule) for start in starts)
    return Entity(key=key, type=type_, name=name, mentions=mentions, **more)  # type: ignore[arg-type]


def linked(text: str, *found: tuple[str, str], key: str = "a1", url: str | None = None) -> Identification:
    """What the entities of a text, given as (class, name), are."""
    entities = [entity(text, number, type_, name) for number, (type_, name) in enumerate(found)]
    return identify(entities, article(text, key=key, url=url), knowledge(), Minter())


def targets(found: Identification, key: int) -> list[str]:
    return [link.target for link in found.links.get(key, ())]
