"""How the servers of others are treated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg import etiquette
from kg.errors import UsageError

_LONGEST_INTERVAL: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """All times in seconds.

    `interval` lies between two requests to one host, and is longer where its robots.txt says so; up to `hosts` hosts
    are asked at a time, each by one request. An answer is given up that stays silent for `timeout` or is not complete
    after `patience`. A busy host is asked `tries` times; one that wants to be left alone for longer than
    `longest_wait`, between two requests or after one, is given up for now.
    """

    contact: str = ""
    interval: float = 1.0
    hosts: int = 4
    timeout: float = 20.0
    patience: float = 60.0
    tries: int = 3
    longest_wait: float = 120.0
    redirects: int = 5
    allow_private: bool = False

    def __post_init__(self) -> None:
        etiquette.check_contact(self.contact)
        if not 0 <= self.interval <= _LONGEST_INTERVAL:
            raise UsageError(f"the interval cannot be {self.interval} seconds: give 0 to {_LONGEST_INTERVAL:.0f}")

    @property
    def agent(self) -> str:
        return etiquette.agent(self.contact)
