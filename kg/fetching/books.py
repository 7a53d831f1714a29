"""Which lists are done with: a list is known only when all that it lists is safe, or is gone for good.

Else its articles that could not be had this time would not be asked for again before the list itself changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kg.fetching.fetcher import Validators
from kg.fetching.memory import Known, Memory

_DEEPEST = 3
_MOST_LISTS = 1_000


@dataclass(slots=True)
class Budget:
    """What may still be taken of all that one given address leads to; of `articles` None is all."""

    articles: int | None
    lists: int = _MOST_LISTS

    def take(self, wanted: int) -> int:
        """How many of these articles may be taken."""
        if self.articles is None:
            return wanted
        taken = min(wanted, self.articles)
        self.articles -= taken
        return taken

    def take_lists(self, wanted: int) -> int:
        taken = min(wanted, self.lists) if self.articles != 0 else 0
        self.lists -= taken
        return taken


@dataclass(slots=True)
class Book:
    """Of one list: `names` are the articles that were captured from it, `parts` the lists that it lists.

    `missed` is whether something of it could not be had.
    """

    name: str
    known: Known
    budget: Budget
    depth: int = 1
    missed: bool = False
    names: list[str] = field(default_factory=list)
    parts: list[Book] = field(default_factory=list)

    @property
    def is_deepest(self) -> bool:
        return self.depth >= _DEEPEST

    def close(self, memory: Memory) -> bool:
        """Remember it, and tell whether it is done with. Of one that is not, only when to ask again is remembered."""
        parts = [part.close(memory) for part in self.parts]
        done = not self.missed and all(parts) and not any(memory.waits_for(name) for name in self.names)
        unknown = replace(self.known, validators=Validators(address=self.known.validators.address), stamp="")
        memory.keep(self.name, self.known if done else unknown)
        return done
