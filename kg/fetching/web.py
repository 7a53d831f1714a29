"""What is wanted of the web, and how it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.fetching.entries import Choice
from kg.fetching.manners import Manners


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Of each list of articles the `choice` is taken."""

    manners: Manners = field(default_factory=Manners)
    choice: Choice = field(default_factory=Choice)
