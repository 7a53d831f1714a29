"""How the curator's word changes what identification has decided of an article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg.errors import DataError
from kg.iris import Minter
from kg.linking.choices import Choice
from kg.linking.clusters import places
from kg.linking.curated import METHOD, Curated, One, item, kinds
from kg.linking.gazetteer import Place
from kg.linking.knowledge import KINDS, Knowledge
from kg.linking.things import describe, iri, targets
from kg.model import Article, Entity, Link, Thing
from kg.ontology import PLACE_TYPES, STATE_TYPES
from kg.spelling import canonical


@dataclass(frozen=True, kw_only=True)
class Work:
    """One article to be identified, and what is known for it."""

    entities: Sequence[Entity]
    article: Article
    knowledge: Knowledge
    minter: Minter
    curated: Curated

    @cached_property
    def mentions(self) -> dict[int, tuple[str, ...]]:
        """The IRIs of the mentions of each entity, by key."""
        at = self.article.key
        return {one.key: tuple(self.minter.span(at, mention.span) for mention in one.mentions) for one in self.entities}

    @cached_property
    def of_mentions(self) -> dict[int, One]:
        """The entities of which a row says by a mention what they are."""
        found = ((key, self.curated.one(names)) for key, names in self.mentions.items())
        return {key: one for key, one in found if one}

    def told(self) -> dict[int, Choice]:
        """The known things that mentions are said to be."""
        return {
            key: Choice(known=one.known, confidence=1.0, method=METHOD)
            for key, one in self.of_mentions.items()
            if one.known is not None
        }

    def is_place(self, choice: Choice) -> bool:
        return isinstance(choice.known, Place) or choice.known.type in (*STATE_TYPES, *PLACE_TYPES)

    def forbids(self, entity: Entity, own: str, choice: Choice) -> bool:
        """Whether a row says that an entity, whose IRI without any link would be `own`, is not what was chosen."""
        chosen = iri(choice.known, self.minter)
        meant = {*self.curated.names(chosen), *targets(choice.known)}
        names = (*self.mentions[entity.key], *self.curated.names(own))
        return self.curated.forbids(names, meant) or self.curated.forbids((chosen,), {item(chosen) or chosen})


def decided(
    work: Work, entity: Entity, described: Sequence[Thing], links: tuple[Link, ...]
) -> tuple[Sequence[Thing], tuple[Link, ...]]:
    """The thing that an entity is with its surroundings, and its links, by the curator's word where there is one."""
    minted = described[0]
    one = work.of_mentions.get(entity.key) or work.curated.one([minted.id])
    if _is_alone(work, entity, one, minted):
        return [_alone(work, entity, minted)], ()
    if one is None:
        return described, _allowed(minted.id, links, work.curated)
    described = (*_by_the_curator(one, minted, work.knowledge, work.minter), *described[1:])
    if one.id != minted.id:
        links = ()
    told = one.decisions(minted.id)
    return described, (*(link for link in links if link.target not in {made.target for made in told}), *told)


def stand_in(thing: Thing, curated: Curated, knowledge: Knowledge, minter: Minter) -> Sequence[Thing]:
    """What an actor without a name of its own is by the curator's word, with its surroundings; else itself."""
    one = curated.one([thing.id])
    if one is None:
        return [thing]
    made = _by_the_curator(one, thing, knowledge, minter)
    return list(finished(made, curated).values())


def _by_the_curator(one: One, minted: Thing, knowledge: Knowledge, minter: Minter) -> Sequence[Thing]:
    if not kinds(minted.type) & kinds(_type(one, minted)):
        said = f"{minted.label!r}, a {minted.type}, is a {_type(one, minted)}"
        raise DataError(f"{one.where}: says that {said}: remove the row")
    if one.known is not None:
        return list(describe(one.known, knowledge, minter))
    return [one.described or minted]


def finished(things: Iterable[Thing], curated: Curated) -> dict[str, Thing]:
    """The things as the curator's file has them, wherever they are spoken of: one node for one thing."""

    def renamed(thing: str | None) -> str | None:
        one = curated.members.get(thing) if thing else None
        return one.id if one else thing

    return {thing.id: _finished(thing, curated, renamed) for thing in things}


def _finished(thing: Thing, curated: Curated, renamed: Callable[[str | None], str | None]) -> Thing:
    thing = replace(
        thing, state=renamed(thing.state), within=renamed(thing.within), affiliation=renamed(thing.affiliation)
    )
    denied = curated.denied(thing.id)
    thing = replace(thing, matches=tuple(match for match in thing.matches if match[1] not in denied))
    one = curated.members.get(thing.id)
    return one.complete(thing) if one else thing


def _allowed(thing: str, links: tuple[Link, ...], curated: Curated) -> tuple[Link, ...]:
    denied = curated.denied(thing)
    return tuple(link for link in links if link.target not in denied)


def _type(one: One, minted: Thing) -> str:
    if isinstance(one.known, Place):
        return KINDS[one.known.kind]
    return one.known.type if one.known else one.described.type if one.described else minted.type


def _is_alone(work: Work, entity: Entity, one: One | None, minted: Thing) -> bool:
    """Whether a row says that a mention of an entity is not what all of its name and kind are."""
    names, curated = work.mentions[entity.key], work.curated
    parted = [curated.alone[name] for name in names if name in curated.alone]
    if within := [row for row in parted if {row.subject, row.object} <= set(names)]:
        raise DataError(
            f"{places(within)}: both mentions are of one thing by what the article says ({minted.label!r}), which no "
            "row undoes: remove the row"
        )
    curated.touched.update(row.where for row in parted)
    refused = curated.forbids(names, curated.names(one.id if one else minted.id))
    if refused and entity.key in work.of_mentions:
        raise DataError(f"{one.where if one else ''}: another row says the contrary of {minted.label!r}: remove one")
    return refused or (bool(parted) and entity.key not in work.of_mentions)


def _alone(work: Work, entity: Entity, minted: Thing) -> Thing:
    """A thing of its article, told from others of its name by where it is mentioned first."""
    label = canonical(entity.name) if entity.named else entity.name
    mint = work.minter.place if entity.type in ("State", *PLACE_TYPES) else work.minter.actor
    first = str(min(mention.span.start for mention in entity.mentions))
    return Thing(
        id=mint(label, entity.type, work.article.key, "apart", first),
        type=entity.type,
        label=label,
        identity="article",
        named=entity.named,
    )
