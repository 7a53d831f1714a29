"""A place: where it lies, who is said to hold it, what is claimed about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.ontology import ACTOR_TYPES, CONTROL_TYPES
from kg.terms import iri
from kg.views.asked import choice, number
from kg.views.claims import Thing
from kg.views.control import Control, Rivalry, control, rivalries
from kg.views.described import Description, describe, things, within
from kg.views.disputes import Disputes, disputes
from kg.views.ledger import Counted, Listing, Summary, by_speaker, by_type, disputed, ledger, listing, summary
from kg.views.naming import Namings, naming
from kg.views.voices import Voice, own, voice

if TYPE_CHECKING:
    from kg.store import Reader

_DISPUTES: Final = 5
_EACH: Final = 3
_SPEAKERS: Final = 10
_INNER: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`within` are the places that it lies in, the largest first; `inner` those in it, and `parts` its parts that have
    no name of their own. `point` is (longitude, latitude) in degrees. `type` is the class of events that `claims` is
    limited to; with "" they are the `others`, of all but who controls the place. A state is an actor, too: then `voice`
    is what it claims itself."""

    about: Description
    within: tuple[Thing, ...]
    inner: tuple[Thing, ...]
    inner_total: int
    parts: tuple[Thing, ...]
    point: tuple[float, float] | None
    summary: Summary
    types: tuple[tuple[str, int], ...]
    others: int
    control: Control
    rivalries: tuple[Rivalry, ...]
    disputes: Disputes
    type: str
    claims: Listing
    speakers: tuple[Counted, ...]
    articles: Namings
    voice: Voice | None


def place(reader: Reader, values: Mapping[str, str]) -> Place:
    """`values`: iri, and as filters type and page. Raises UnknownNameError for a place that the graph does not have."""
    about = describe(reader, values["iri"])
    this = iri(about.iri)
    lines = ledger(reader, f"?event cg:place|cg:placePart {this} .")
    types = by_type(lines)
    type_ = choice(values, "type", (name for name, _ in types))
    others = [line for line in lines if line.type not in CONTROL_TYPES]
    chosen = [line for line in lines if line.type == type_] if type_ else others
    inner = f"?thing geo:sfWithin {this} ."
    areas = f"{inner} FILTER NOT EXISTS {{ ?thing a cg:PlacePart }}"
    return Place(
        about=about,
        within=within(reader, about.iri),
        inner=things(reader, areas, limit=_INNER),
        inner_total=_count(reader, areas),
        parts=things(reader, f"{inner} ?thing a cg:PlacePart .", limit=_INNER),
        point=_point(reader, this),
        summary=summary(lines),
        types=types,
        others=len(others),
        control=control(reader, lines),
        rivalries=rivalries(reader, lines),
        disputes=disputes(reader, disputed(lines), shown=_DISPUTES, each=_EACH),
        type=type_,
        claims=listing(reader, chosen, page=number(values, "page")),
        speakers=by_speaker(reader, lines, limit=_SPEAKERS),
        articles=naming(reader, about.iri),
        voice=_voice(reader, about, values),
    )


def _voice(reader: Reader, about: Description, values: Mapping[str, str]) -> Voice | None:
    if not set(about.types) & set(ACTOR_TYPES):
        return None
    return voice(reader, about.iri, ledger(reader, own(about.iri)), values)


def _count(reader: Reader, pattern: str) -> int:
    rows = reader.select(f"SELECT (COUNT(DISTINCT ?thing) AS ?count) WHERE {{ {pattern} }}").rows
    return int(str(rows[0][0]))


def _point(reader: Reader, this: str) -> tuple[float, float] | None:
    """Of "POINT(35.27 51.19)", longitude first (OGC 22-047r1, well-known text)."""
    for (text,) in reader.select(f"SELECT ?text WHERE {{ {this} geo:hasGeometry/geo:asWKT ?text }} LIMIT 1").rows:
        head, _, rest = str(text).partition("(")
        numbers = rest.rstrip(")").split()
        if head.strip() == "POINT" and len(numbers) == 2:
            return float(numbers[0]), float(numbers[1])
    return None
