"""Which entries of a journal make the present state: of each origin the last, unless it was retracted since."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Self

from kg.capture import Capture
from kg.journal import Entry, Journal, Position


@dataclass(slots=True)
class Living:
    """`contents` are the digests of the captures that live."""

    captures: dict[str, tuple[Position, str]] = field(default_factory=dict)
    graphs: dict[str, Position] = field(default_factory=dict)

    @classmethod
    def of(cls, journal: Journal) -> Self:
        found = cls()
        for end, entry in journal.entries():
            if isinstance(entry, Capture):
                digest = entry.digest
                found.captures[entry.origin or digest] = (end, digest)
            elif entry.kind == "retracted":
                found._retract(**json.loads(entry.data))
            elif entry.kind == "removed":
                found.graphs.pop(entry.name, None)
            else:
                found.graphs[entry.name] = end
        return found

    def _retract(self, *, sources: list[str], contents: list[str]) -> None:
        for source in sources:
            self.captures.pop(source, None)
        for key in [key for key, (_, digest) in self.captures.items() if digest in contents]:
            del self.captures[key]

    @property
    def contents(self) -> frozenset[str]:
        return frozenset(digest for _, digest in self.captures.values())

    def holds(self, end: Position, entry: Entry) -> bool:
        if isinstance(entry, Capture):
            last = self.captures.get(entry.origin or entry.digest)
            return last is not None and last[0] == end
        return self.graphs.get(entry.name) == end
