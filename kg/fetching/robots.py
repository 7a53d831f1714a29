"""What a site asks of programs: robots.txt as RFC 9309 has it. The one door to Protego."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.etiquette import NAME
from kg.fetching.addresses import joined, shown
from kg.fetching.client import Answer, Reading
from kg.fetching.manners import Manners
from kg.fetching.refusals import FetchError

if TYPE_CHECKING:
    from protego import Protego

_LARGEST: Final = 512_000  # section 2.5: 500 KiB at least are read, and what follows need not be
_KEPT: Final = 3_600.0
_KEPT_UNREADABLE: Final = 300.0
_MOST_SITES: Final = 10_000

Ask = Callable[[str, Reading], Answer]
"""Gets an address, redirects followed. Raises FetchError."""


@dataclass(frozen=True, slots=True)
class _Rules:
    until: float
    rules: Protego | None  # None: they cannot be read now
    reason: str = ""


class Robots:
    """The rules of each site, read once an hour at most."""

    def __init__(self, manners: Manners, ask: Ask) -> None:
        self._manners = manners
        self._ask = ask
        self._known: dict[str, _Rules] = {}

    def pause(self, address: str) -> float:
        """Seconds between two requests to its host. Raises FetchError when the address may not be read, or not now."""
        found = self._rules(joined(address, "/robots.txt"))
        if found.rules is None:
            raise FetchError(f"{shown(address)}: {found.reason}")
        if not found.rules.can_fetch(address, NAME):
            raise FetchError(f"{shown(address)}: the robots.txt of its site forbids programs to read it")
        pause = max(self._manners.interval, found.rules.crawl_delay(NAME) or 0.0)
        if pause > max(self._manners.longest_wait, self._manners.interval):
            raise FetchError(f"{shown(address)}: its site wants {pause:.0f} seconds between two requests: left out")
        return pause

    def _rules(self, address: str) -> _Rules:
        known = self._known.get(address)
        if known is None or known.until < time.monotonic():
            while len(self._known) >= _MOST_SITES:
                self._known.pop(next(iter(self._known)), None)
            known = self._known[address] = self._read(address)
        return known

    def _read(self, address: str) -> _Rules:
        """A site that has none allows everything (section 2.3.1.3), one that cannot tell nothing (2.3.1.4)."""
        from protego import Protego

        try:
            answer = self._ask(address, _beginning)
        except FetchError as error:
            reason = str(error).removeprefix(f"{shown(address)}: ")
            return _Rules(time.monotonic() + _KEPT_UNREADABLE, None, reason)
        if answer.status >= 500 or answer.status == 429:
            reason = f"may not be read now: its robots.txt cannot be read (status {answer.status}): try again later"
            return _Rules(time.monotonic() + _KEPT_UNREADABLE, None, reason)
        text = answer.body.decode("utf-8", "replace").replace("\0", "") if answer.status == 200 else ""
        return _Rules(time.monotonic() + _KEPT, Protego.parse(text))


def _beginning(pieces: Iterator[bytes]) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) >= _LARGEST:
            return bytes(body[:_LARGEST]).rpartition(b"\n")[0]
    return bytes(body)
