"""Names on a map that is drawn here: of places beside their signs, where there is room, and of countries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import dist
from typing import Final

Frame = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_SIGN: Final = 9  # half its width, with a little room
_LETTER, _SMALL_LETTER = 8.4, 6.6  # about as wide, in the type of a name and of the line below it
_LINE, _SMALL_LINE = 17, 14
_GRID: Final = 24  # points across at which a map is asked for its country


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Two lines of text, or one, whose first begins, has its middle or ends at `x` (`anchor`, as SVG has it); `y` is
    the foot of the first."""

    name: str
    below: str
    x: float
    y: float
    anchor: str

    @property
    def frame(self) -> Frame:
        wide = _wide(self.name, self.below)
        left = self.x - wide * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]
        return left, self.y - _LINE + 3, left + wide, self.y + 3 + (_SMALL_LINE if self.below else 0)


def captions(
    points: Sequence[tuple[float, float]], texts: Sequence[tuple[str, str]], *, width: float, height: float
) -> tuple[Caption | None, ...]:
    """Of points, the more important first, each with a name and what stands below it: that is left out, and then the
    name, where it would hide something."""
    taken = signs(points)
    found: list[Caption | None] = []
    for (x, y), (name, below) in zip(points, texts, strict=True):
        tries = [(below, *one) for one in _places(x, y, name, below)] if below else []
        tries += [("", *one) for one in _places(x, y, name, "")]
        inside = (one for one in tries if _within(one[1], width, height))
        free = next((one for one in inside if not _hides(one[1], taken)), None)
        if free is None:
            found.append(None)
            continue
        second, frame, anchor = free
        taken.append(frame)
        at = {"start": frame[0], "middle": (frame[0] + frame[2]) / 2, "end": frame[2]}[anchor]
        found.append(Caption(name=name, below=second, x=round(at, 1), y=round(frame[1] + _LINE - 3, 1), anchor=anchor))
    return tuple(found)


def signs(points: Iterable[tuple[float, float]]) -> list[Frame]:
    return [(x - _SIGN, y - _SIGN, x + _SIGN, y + _SIGN) for x, y in points]


def _places(x: float, y: float, name: str, below: str) -> Iterable[tuple[Frame, str]]:
    wide = _wide(name, below)
    high = _LINE + (_SMALL_LINE if below else 0)
    top = y - high / 2
    yield (x + _SIGN + 2, top, x + _SIGN + 2 + wide, top + high), "start"
    yield (x - _SIGN - 2 - wide, top, x - _SIGN - 2, top + high), "end"
    yield (x - wide / 2, y + _SIGN, x + wide / 2, y + _SIGN + high), "middle"
    yield (x - wide / 2, y - _SIGN - high, x + wide / 2, y - _SIGN), "middle"


def _wide(name: str, below: str) -> float:
    return max(len(name) * _LETTER, len(below) * _SMALL_LETTER)


def _within(frame: Frame, width: float, height: float) -> bool:
    return frame[0] >= 0 and frame[1] >= 0 and frame[2] <= width and frame[3] <= height


def _hides(frame: Frame, others: Iterable[Frame]) -> bool:
    return any(_overlap(frame, one) for one in others)


def _overlap(one: Frame, other: Frame) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def titles(
    countries: Iterable[tuple[str, Sequence[tuple[float, float]]]],
    taken: Iterable[Frame],
    *,
    width: float,
    height: float,
) -> tuple[Caption, ...]:
    """Names of countries in the middle of what is seen of them, each told by rings of points, where nothing of what is
    `taken` stands."""
    step = width / _GRID
    grid = [(step * (n + 0.5), step * (m + 0.5)) for m in range(int(height / step)) for n in range(_GRID)]
    seen: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for name, ring in countries:
        left, right = min(x for x, _ in ring), max(x for x, _ in ring)
        seen[name] += [point for point in grid if left <= point[0] <= right and _inside(ring, *point)]
    found: list[Caption] = []
    frames = list(taken)
    for name, points in sorted(seen.items(), key=lambda one: -len(one[1])):
        if not points or max(x for x, _ in points) - min(x for x, _ in points) + step < _wide(name, ""):
            continue
        middle = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
        near = sorted(points, key=partial(dist, middle))[: len(points) // 2 + 1]
        tries = (Caption(name=name, below="", x=round(x, 1), y=round(y, 1), anchor="middle") for x, y in near)
        free = (one for one in tries if _within(one.frame, width, height) and not _hides(one.frame, frames))
        if one := next(free, None):
            found.append(one)
            frames.append(one.frame)
    return tuple(found)


def _inside(ring: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    odd = False
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd
