"""What is wrong with a store, one thing after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ENGINE = (OSError, RuntimeError, ValueError)
"""What the engine, and the disk, say when something cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`where` is an IRI, or a path within the store; `what` goes on from it: "…: is lost"."""

    where: str
    what: str


@dataclass(slots=True, kw_only=True)
class Checked:
    """`skipped` is what could not be looked at, and why; that is nothing wrong. `position` is up to where the journal
    has been worked through, as the master says."""

    articles: int = 0
    copies: int = 0
    position: str = ""
    set_aside: int = 0
    findings: list[Finding] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(self, where: str | Path, what: str) -> None:
        self.findings.append(Finding(where=str(where), what=what))

    @contextmanager
    def reading(self, where: str | Path) -> Iterator[None]:
        try:
            yield
        except ENGINE as error:
            said = " ".join(str(error).split()) or type(error).__name__
            self.add(where, f"cannot be read ({said[:160]})")
