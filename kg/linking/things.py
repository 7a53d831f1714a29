"""Things from ids: what the graph says of a place or an actor that the gazetteer or the authority knows.

A thing is a pure function of its id, so that every article that names it describes it alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.iris import Minter
from kg.linking.concepts import GEONAMES, WIKIDATA, Concept
from kg.linking.gazetteer import Place
from kg.linking.knowledge import KINDS, Knowledge
from kg.model import Thing
from kg.ontology import PLACE_TYPES

EXACT = "exactMatch"
CLOSE = "closeMatch"
Known = Concept | Place


def iri(known: Known, minter: Minter) -> str:
    """The IRI of a known thing: id/place/sudzha-486816, id/actor/tass-Q223799."""
    if isinstance(known, Place):
        return minter.place(known.name, str(known.id))
    mint = minter.place if known.type in ("State", *PLACE_TYPES) else minter.actor
    source, _, number = known.id.partition(":")
    return mint(known.label, number) if source == "wikidata" else mint(known.label, known.id)


def iris(name: str, *, knowledge: Knowledge, minter: Minter) -> tuple[str, ...]:
    """The IRIs of all things that a name can stand for, best first: what a question may mean by it."""
    meant: list[Known] = [known.concept for known in knowledge.listed(name)]
    meant += [named.place for named in knowledge.places(name) if named.place.kind != "country"]
    return tuple(dict.fromkeys(iri(known, minter) for known in meant))


def targets(known: Known) -> tuple[str, ...]:
    """The IRIs that linked data has for a known thing."""
    if isinstance(known, Concept):
        return known.targets
    item = (WIKIDATA + known.qid,) if known.qid else ()
    return (f"{GEONAMES}{known.id}/", *item)


def container(known: Known, knowledge: Knowledge) -> Known | None:
    """What contains a place: a settlement's region, a region's state."""
    if isinstance(known, Concept) or known.kind in ("country", "continent"):
        return None
    region = None
    if known.kind == "settlement" and known.admin1:
        region = knowledge.gazetteer.region(known.country, known.admin1)
    return region or knowledge.country(known.country)


def describe(known: Known, knowledge: Knowledge, minter: Minter) -> Iterator[Thing]:
    """The thing, and the places that contain it, from the inside out."""
    around = container(known, knowledge)
    state = knowledge.authority.concept(known.state) if isinstance(known, Concept) and known.state else None
    yield Thing(
        id=iri(known, minter),
        type=KINDS[known.kind] if isinstance(known, Place) else known.type,
        label=known.name if isinstance(known, Place) else known.label,
        identity="item",
        matches=tuple((EXACT, target) for target in targets(known)),
        alt_labels=() if isinstance(known, Place) else known.aliases,
        state=iri(state, minter) if state else None,
        within=iri(around, minter) if around else None,
        lat=known.lat if isinstance(known, Place) else None,
        lon=known.lon if isinstance(known, Place) else None,
    )
    for outer in (around, state):
        if outer:
            yield from describe(outer, knowledge, minter)
