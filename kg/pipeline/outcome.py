"""What became of a batch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.articles import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An article that was accepted and is not stored; `reason` says in one line why, `report` in full: its graph does
    not conform, or it took too long or too much to make. `stays` is whether an older version stays stored.
    """

    source: str
    reason: str
    report: str
    stays: bool = False


@dataclass(slots=True, kw_only=True)
class Outcome:
    """`idle` are the rows of the curator's file that changed nothing, as "file:line"; `passed` counts by archive the
    records that are no articles.
    """

    stored: int = 0
    unchanged: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    idle: tuple[str, ...] = ()
    passed: Counter[str] = field(default_factory=Counter)

    @property
    def exit_status(self) -> int:
        """0 all done; 3 something could not be read; 1 something was set aside."""
        return 3 if self.failures else 1 if self.set_aside else 0
