"""What scripts draw: the views of the pages, as JSON. Lists stand for what would be named a thousand times."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from kg import views
from kg.pages.links import address
from kg.pages.situations import situation_text
from kg.pages.words import conjunction, stance
from kg.server.tasks.replies import reply
from kg.store import Reader
from kg.views.claims import Thing
from kg.views.holding import State, Word
from kg.views.mapping import Mapped, Spot
from kg.views.network import Network
from kg.workers import Reply


def drawing(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """`drawing` and its `values`, all text."""
    name = arguments["drawing"]
    view, _ = DRAWINGS[name]
    return reply(drawn(name, view(reader, arguments["values"]), base=reader.base), arguments)


def drawn(name: str, view: Any, *, base: str) -> bytes:
    _, draw = DRAWINGS[name]
    return json.dumps(draw(view, base), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _map(view: Mapped, base: str) -> dict[str, Any]:
    """`sides` first has those that are said to hold a place; `holders` are [number of the side, says, against]."""
    sides = {side.iri: side for side in view.sides}
    for spot in view.spots:
        sides.update({one.side.iri: one.side for state in spot.states for one in state.holders})
    numbers = {key: number for number, key in enumerate(sides)}
    return {
        "first": view.first,
        "last": view.last,
        "holding": len(view.sides),
        "sides": [_thing(one, base) for one in sides.values()],
        "places": [_spot(one, numbers, base) for one in view.spots],
    }


def _spot(spot: Spot, numbers: Mapping[str, int], base: str) -> dict[str, Any]:
    return {
        **_thing(spot.place, base),
        "at": [spot.latitude, spot.longitude],
        "days": spot.days,
        "states": [_state(one, numbers) for one in spot.states],
        "words": [_word(one, base) for one in spot.words],
        "wordCount": spot.word_count,
    }


def _state(state: State, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "day": state.day,
        "status": state.status,
        "fighting": state.fighting,
        "holders": [[numbers[one.side.iri], one.says, one.against] for one in state.holders],
        "more": state.more,
    }


def _word(word: Word, base: str) -> dict[str, Any]:
    return {
        "day": word.day,
        "dated": word.dated,
        "stance": word.stance,
        "speaker": word.speaker.label,
        "does": stance(word.stance),
        "what": f"{conjunction(word.stance)} {situation_text(word)}",
        "href": address(word.statement, base=base),
    }


def _network(view: Network, base: str) -> dict[str, Any]:
    """`edges` are [kind, number of the source, number of the target, how often]; `focus` are numbers of actors."""
    numbers = {actor.thing.iri: number for number, actor in enumerate(view.actors)}
    return {
        "actors": [
            {**_thing(one.thing, base), "type": one.thing.type, "statements": one.statements} for one in view.actors
        ],
        "focus": [numbers[one] for one in view.focus if one in numbers],
        "edges": [[one.kind, numbers[one.source.iri], numbers[one.target.iri], one.number] for one in view.edges],
    }


def _thing(one: Thing, base: str) -> dict[str, Any]:
    return {"label": one.label, "href": address(one.iri, base=base)}


DRAWINGS: Final[Mapping[str, tuple[Callable[[Reader, Mapping[str, str]], Any], Callable[[Any, str], Any]]]] = {
    "map": (views.mapped, _map),
    "network": (views.network, _network),
}
