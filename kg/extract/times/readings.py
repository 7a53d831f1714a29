"""What a reader of one kind of date is given, and what it gives back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kg import lexicon
from kg.extract.times.periods import Period


class UndatedError(Exception):
    """Only a day of publication could tell what is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The day of publication, whether the sentence speaks of the future, and what the text dated last, just before."""

    published: date | None
    ahead: bool = False
    anchor: Period | None = None

    @property
    def today(self) -> date:
        if self.published is None:
            raise UndatedError
        return self.published


class Reading(NamedTuple):
    period: Period
    modifier: str | None = None


class Groups:
    """The groups of one kind, without the kind's name in front."""

    def __init__(self, match: re.Match[str], kind: str) -> None:
        self.match = match
        self.kind = kind

    def __getitem__(self, name: str) -> str:
        return self.match[f"{self.kind}_{name}"] or ""

    def words(self, name: str) -> str:
        """The words of a group as the lexicon writes them."""
        return " ".join(self[name].lower().split())


Reader = Callable[[Groups, Context], Reading | None]
"""Reads one kind of date: None, or a ValueError or OverflowError from the calendar, when it is no date after all."""


def step(found: Groups, name: str = "step") -> int:
    """How many periods "last", "this" or "next" goes; 0 where no such word stands."""
    steps: dict[str, int] = lexicon.table("times")["steps"]
    return steps[found.words(name)] if found[name] else 0
