"""The door to services: serial requests, slowly, to the one address that the user named.

Politeness as Wikimedia asks for it (https://www.mediawiki.org/wiki/API:Etiquette and the User-Agent policy): one
request at a time, a name with a contact, a pause after each, and a longer one when the service says so.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urljoin, urlsplit

from kg import etiquette
from kg.errors import ServiceError, UsageError

if TYPE_CHECKING:
    import httpx

Fields = dict[str, str]

_BUSY: Final = (429, 503)
_REDIRECTS: Final = {301: "GET", 302: "GET", 303: "GET", 307: "GET POST", 308: "GET POST"}
_MOST_REDIRECTS: Final = 3
_LONGEST_EXCERPT: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a service is treated; all times in seconds.

    `interval` lies between two requests. An answer of more than `largest` bytes, or that takes longer than `patience`,
    is given up, and so is a service that asks to be left alone for longer than that, or is still busy after `tries`.
    """

    contact: str = ""
    interval: float = 1.0
    timeout: float = 30.0
    patience: float = 120.0
    largest: int = 20_000_000
    tries: int = 5

    def __post_init__(self) -> None:
        etiquette.check_contact(self.contact)
        if not 0 <= self.interval <= self.patience:
            raise UsageError(f"the interval cannot be {self.interval} seconds: give 0 to {self.patience:.0f}")


def check_address(address: str) -> str:
    """The address itself. Raises UsageError for one that is no http(s) URL, or that holds a password."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not address.isascii() or re.search(r"[\s\x00-\x1f]", address):
        raise UsageError(f"the service {address!r} is no address: give one that begins with https:// (or http://)")
    if "@" in parts.netloc:
        raise UsageError("a service address cannot hold a user name or a password: such services are not supported")
    return address


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes


class Caller:
    """Sends requests one after the other. `pause` waits for so many seconds."""

    def __init__(self, manners: Manners | None = None, *, pause: Callable[[float], object] = time.sleep) -> None:
        import httpx

        self._manners = manners or Manners()
        self._pause = pause
        self._free_at = 0.0
        agent = f"{etiquette.agent(self._manners.contact)} python-httpx/{httpx.__version__}"
        headers = {"User-Agent": agent, "Accept": "application/json", "Accept-Encoding": "gzip"}
        self._client = httpx.Client(headers=headers, timeout=self._manners.timeout, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def get(
        self, address: str, fields: Fields | None = None, *, busy: Callable[[bytes], bool] = lambda _: False
    ) -> bytes:
        """The body of the answer. `busy` tells of an answer with status 200 that it asks to come back later.

        Raises ServiceError for any other status than 200, and for a service that cannot be reached.
        """
        return self._call("GET", address, fields, busy)

    def post(self, address: str, form: Fields) -> bytes:
        """The body of the answer to a form. Raises as `get` does."""
        return self._call("POST", address, form, lambda _: False)

    def _call(self, method: str, address: str, fields: Fields | None, busy: Callable[[bytes], bool]) -> bytes:
        where = shown(address)
        for attempt in range(self._manners.tries):
            reply = self._follow(method, address, fields)
            if reply.status == 200 and not busy(reply.body):
                return reply.body
            if reply.status not in (200, *_BUSY):
                raise ServiceError(f"{where}: {reply.status} {reply.reason}{_excerpt(reply.body)}")
            if attempt + 1 < self._manners.tries:
                self._pause(self._delay(reply.headers, attempt, where))
        raise ServiceError(f"{where}: still busy after {self._manners.tries} tries: ask again later")

    def _delay(self, headers: Mapping[str, str], attempt: int, where: str) -> float:
        """How long a busy service wants to be left alone: as it says, else longer each time."""
        asked = etiquette.retry_after(headers.get("Retry-After", ""))
        if asked is None:
            return min(float(2**attempt) * max(self._manners.interval, 1.0), self._manners.patience)
        if asked > self._manners.patience:
            raise ServiceError(f"{where}: busy, and asks to be left alone for {asked:.0f} seconds: ask again then")
        return asked

    def _follow(self, method: str, address: str, fields: Fields | None) -> _Reply:
        reply = self._send(method, address, fields)
        for _ in range(_MOST_REDIRECTS):
            if reply.status not in _REDIRECTS:
                return reply
            address = _redirected(method, address, reply)
            reply = self._send(method, address, fields if method == "POST" else None)
        if reply.status in _REDIRECTS:
            raise ServiceError(f"{shown(address)}: is redirected again and again")
        return reply

    def _send(self, method: str, address: str, fields: Fields | None) -> _Reply:
        import httpx

        if (wait := self._free_at - time.monotonic()) > 0:
            self._pause(wait)
        params, data = (fields, None) if method == "GET" else (None, fields)
        try:
            with self._client.stream(method, address, params=params, data=data) as answer:
                body = self._body(answer)
            return _Reply(status=answer.status_code, reason=answer.reason_phrase, headers=answer.headers, body=body)
        except httpx.TimeoutException as error:
            raise ServiceError(f"{shown(address)}: no answer within {self._manners.timeout:g} seconds") from error
        except httpx.HTTPError as error:
            raise ServiceError(f"{shown(address)}: {error or type(error).__name__}") from error
        finally:
            self._free_at = time.monotonic() + self._manners.interval

    def _body(self, answer: httpx.Response) -> bytes:
        """The body; of an error no more than it takes to see what it is about."""
        body = bytearray()
        until = time.monotonic() + self._manners.patience
        for piece in answer.iter_bytes(chunk_size=65_536):
            body += piece
            if answer.status_code != 200 and len(body) > _LONGEST_EXCERPT:
                break
            if len(body) > self._manners.largest:
                raise ServiceError(f"{shown(str(answer.url))}: the answer is larger than {self._manners.largest} bytes")
            if time.monotonic() > until:
                raise ServiceError(
                    f"{shown(str(answer.url))}: the answer is not complete after {self._manners.patience:g} seconds"
                )
        return bytes(body)


def _redirected(method: str, address: str, reply: _Reply) -> str:
    """Where a redirect leads, on the same server: no other is to be told the names."""
    try:
        target = urljoin(address, reply.headers.get("Location", ""))
        old, new = urlsplit(address), urlsplit(target)
    except ValueError as error:
        raise ServiceError(f"{shown(address)}: sends on to what is no address: {error}") from error
    if (old.scheme, old.netloc) != (new.scheme, new.netloc):
        raise ServiceError(
            f"{shown(address)}: sends on to another server, {shown(target)}: if that is right, give it as the service"
        )
    if method not in _REDIRECTS[reply.status]:
        raise ServiceError(f"{shown(address)}: sends on to {shown(target)}: give that as the service")
    return target


def shown(address: str) -> str:
    """Without what follows the path, which may hold a key."""
    return address.partition("?")[0].partition("#")[0]


def _excerpt(body: bytes) -> str:
    """The first words of an error, if they are words."""
    words = " ".join(body.decode("utf-8", "replace").split())[:_LONGEST_EXCERPT]
    return f": {words}" if words and words.isprintable() else ""
