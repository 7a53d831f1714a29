"""What the extractor asks of the gazetteer and the authority. The pipeline passes in something that can answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kg.model import Sense


class Knowledge(Protocol):
    def senses(self, name: str) -> Sequence[Sense]:
        """Every thing that exactly this name can stand for, best first."""

    def demonym(self, word: str) -> Sense | None:
        """The state that an adjective or a noun for its people names: "Ukrainian", "Ukrainians"."""

    def metonym(self, name: str) -> Sense | None:
        """The state that a capital or a seat of government stands for: "Moscow claimed"."""

    def plausible_place(self, name: str) -> bool:
        """Whether the name is known well enough as a place to overrule a tagger that calls it something else."""

    def state_of(self, country: str) -> Sense | None:
        """The state of an ISO 3166-1 code."""

    def given_name(self, word: str) -> bool:
        """Whether people are called so, before their surname."""
