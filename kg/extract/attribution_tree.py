"""Nesting: an attribution whose cue and source lie in another's content is its child."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kg.model import Span

Spans = tuple[Span, ...]


def parents(said: Sequence[tuple[Spans, Spans]]) -> list[int | None]:
    """For each pair (cue and source spans, content spans) the place of the smallest content that holds the former.

    Pairs come in the order of their cues. Contents are taken from the smallest to the largest, and cues that have found
    their parent are stepped over, so that deep nesting costs no more than its length.
    """
    starts = [words[0].start for words, _ in said]
    size = [sum(end - start for start, end in content) for _, content in said]
    found: list[int | None] = [None] * len(said)
    onward = list(range(1, len(said) + 2))  # from each place to the next that may still lack a parent
    for outer in sorted(range(len(said)), key=lambda i: (size[i], i)):
        for span in said[outer][1]:
            place = bisect_left(starts, span.start)
            while place < len(said) and starts[place] < span.end:
                after = _open(onward, found, place + 1)
                smaller = (size[place], -place) < (size[outer], -outer)
                if found[place] is None and smaller and all(_inside(w, said[outer][1]) for w in said[place][0]):
                    found[place] = outer
                place = after
    return found


def _open(onward: list[int], found: Sequence[int | None], place: int) -> int:
    """The next place without a parent, shortening the way for those who ask again."""
    path = []
    while place < len(found) and found[place] is not None:
        path.append(place)
        place = onward[place]
    for step in path:
        onward[step] = place
    return place


def depths(parent: Sequence[int | None]) -> list[int]:
    """How many stand around each."""
    known: dict[int, int] = {}
    for start in range(len(parent)):
        path = []
        at: int | None = start
        while at is not None and at not in known:
            path.append(at)
            at = parent[at]
        depth = -1 if at is None else known[at]
        for step in reversed(path):
            depth += 1
            known[step] = depth
    return [known[i] for i in range(len(parent))]


def _inside(span: Span, content: Spans) -> bool:
    return any(start <= span.start and span.end <= end for start, end in content)
