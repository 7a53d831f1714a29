"""An address → its answer: with manners, and redirects followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg import etiquette
from kg.fetching.addresses import Resolver, checked, host, joined, resolve, shown
from kg.fetching.client import Answer, Client, Reading
from kg.fetching.hosts import Hosts
from kg.fetching.manners import Manners
from kg.fetching.refusals import BusyHostError, FetchError, GoneError, UnfitError
from kg.fetching.robots import Robots

_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_GONE: Final = frozenset((404, 410))
_BUSY: Final = frozenset((429, 503))
_FORBIDDEN: Final = frozenset((401, 402, 403, 451))
NOT_MODIFIED: Final = 304
_LONGEST_VALIDATOR: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What tells whether a document has changed (RFC 9110, section 8.8), and the address that said so."""

    address: str
    etag: str = ""
    modified: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The headers that ask for the document only if it has changed."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


class Fetcher:
    def __init__(self, manners: Manners, *, resolve: Resolver = resolve) -> None:
        self.manners = manners
        self.hosts = Hosts()
        self._client = Client(manners, resolve=resolve)
        self._robots = Robots(manners, lambda address, read: self._followed(address, read, None, asked_first=False))

    def get(self, address: str, read: Reading, *, known: Validators | None = None) -> Answer:
        """The answer with status 200, or 304 where it is as it was `known`; its address is where redirects led.

        Raises FetchError, of which the others are kinds, for anything else.
        """
        answer = self._followed(checked(address), read, known, asked_first=True)
        if answer.status in (200, NOT_MODIFIED):
            return answer
        raise _refusal(address, answer)

    def _followed(self, address: str, read: Reading, known: Validators | None, *, asked_first: bool) -> Answer:
        """`asked_first` is whether robots.txt is asked whether the address may be."""
        start = address
        for _ in range(self.manners.redirects + 1):
            pause = self._robots.pause(address) if asked_first else 0.0
            fields = known.fields if known and known.address == address else {}
            with self.hosts.turn(host(address), pause=pause):
                answer = self._client.get(address, fields=fields, read=read)
            if answer.status not in _REDIRECTS:
                return answer
            address = joined(address, answer.headers.get("location", ""))
        raise FetchError(f"{shown(start)}: is redirected again and again: look at it in a browser")


def validators(answer: Answer) -> Validators:
    def short(name: str) -> str:
        value = answer.headers.get(name, "")
        return value if len(value) <= _LONGEST_VALIDATOR and value.isascii() else ""

    return Validators(address=answer.address, etag=short("etag"), modified=short("last-modified"))


def _refusal(address: str, answer: Answer) -> FetchError:
    where, status = shown(address), answer.status
    if status in _GONE:
        return GoneError(f"{where}: is there no more (status {status}); what the store has of it stays")
    if status in _BUSY:
        wait = etiquette.retry_after(answer.headers.get("retry-after", ""))
        return BusyHostError(f"{where}: its server is busy (status {status}): try again later", wait=wait)
    if status in _FORBIDDEN:
        return UnfitError(f"{where}: may not be read by everybody (status {status}): save it, and give the file")
    return FetchError(f"{where}: its server answers with status {status}: try again later")


def whole(most: int, source: str) -> Reading:
    """Reads all, up to `most` bytes."""
    from kg.fetching.unpacking import collected

    def read(pieces: Iterator[bytes]) -> bytes:
        return collected(pieces, most, source)

    return read
