"""What stands in what, as a tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence


def tree(statements: Sequence[str], embeds: Iterable[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    """Each statement once, with how deep it stands, even where the graph goes in a circle."""
    known, inside, inner = set(statements), set[str](), defaultdict[str, set[str]](set)
    for outer, one in embeds:
        if outer in known and one in known:
            inner[outer].add(one)
            inside.add(one)
    place, seen = {one: number for number, one in enumerate(statements)}, set[str]()
    for root in (*(one for one in statements if one not in inside), *statements):
        waiting = [(root, 0)]
        while waiting:
            one, level = waiting.pop()
            if one not in seen:
                seen.add(one)
                yield one, level
                waiting.extend((below, level + 1) for below in sorted(inner[one], key=lambda b: -place[b]))
