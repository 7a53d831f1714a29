"""The one door to a store on the network: SPARQL 1.1 Protocol and Graph Store Protocol, asked again until they answer.

Whatever is sent may be sent twice: queries change nothing, and the changes of `kg.store.updates` come to the same
whether they are made once or twice. So a request without an answer is repeated, however far it came.
Source: SPARQL 1.1 Protocol, and SPARQL 1.1 Graph Store HTTP Protocol, W3C Recommendations 21 March 2013.
"""

from __future__ import annotations

import email.utils
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.errors import QueryError, StoreError
from kg.store.remote.address import Address
from kg.store.remote.layouts import Fields

if TYPE_CHECKING:
    import httpx

RESULTS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples, text/turtle;q=0.5"
_BUSY: Final = frozenset({429, 502, 503, 504})
_NO_GRAPHS: Final = frozenset({400, 404, 405, 406, 501})
_REFUSED: Final = frozenset({401, 403, 407})
_LONGEST_EXCERPT: Final = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """In seconds: an answer may take `answer`, and a store that answered before may be away, or busy, for `away`."""

    connect: float = 10.0
    answer: float = 300.0
    away: float = 60.0
    first_pause: float = 0.2
    longest_pause: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`type` is that of the body, without its parameters."""

    type: str
    body: bytes


@dataclass(kw_only=True, eq=False)
class Endpoint:
    """A store that is asked one thing after the other. `pause` waits for so many seconds."""

    address: Address
    patience: Patience = field(default_factory=Patience)
    pause: Callable[[float], object] = time.sleep
    _answered: bool = False

    def query(self, text: str, *, accept: str = RESULTS, fields: Fields = ()) -> Reply:
        """Raises QueryError for a query that the store calls malformed, StoreError for all else that goes wrong."""
        reply = self._answer("POST", self.address.query, form=(("query", text), *fields), accept=accept)
        if reply.status_code == 400:
            raise QueryError(f"store {self.address} cannot answer the query{_excerpt(reply)}")
        return self._read(reply)

    def update(self, text: str) -> None:
        """Raises StoreError: then the change was not made, or it is not known whether it was."""
        if self.address.update is None:
            raise StoreError(f"store {self.address} takes no changes: name where it does in KG_STORE_UPDATE_URL")
        if self.address.layout.form:
            self._read(self._answer("POST", self.address.update, form=(("update", text),)))
        else:
            self._read(self._answer("POST", self.address.update, body=text, type_="application/sparql-update"))

    def graph(self, name: str) -> Reply:
        """A whole graph, by the Graph Store Protocol where the store has it, and it has the graph."""
        if self.address.graphs is not None:
            found = self._answer("GET", self.address.graphs, parameters={"graph": name}, accept=TRIPLES)
            if found.status_code not in _NO_GRAPHS:  # those may be said of the graph, or of the protocol
                return self._read(found)
        return self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}", accept=TRIPLES)

    def close(self) -> None:
        if "_client" in self.__dict__:
            self._client.close()

    @cached_property
    def _client(self) -> httpx.Client:
        import httpx

        address = self.address
        headers = {"User-Agent": f"Claimgraph/{version('claimgraph')}", **address.headers}
        timeout = httpx.Timeout(self.patience.answer, connect=self.patience.connect)
        account = (address.user, address.password)
        auth = (httpx.DigestAuth if address.layout.digest else httpx.BasicAuth)(*account) if address.user else None
        client = httpx.Client(headers=headers, timeout=timeout, auth=auth, follow_redirects=False)
        weakref.finalize(self, client.close)  # a reader need not be closed
        return client

    def _answer(
        self,
        method: str,
        url: str,
        *,
        form: Fields = (),
        body: str = "",
        type_: str = "application/x-www-form-urlencoded",
        parameters: Mapping[str, str] | None = None,
        accept: str = "*/*",
    ) -> httpx.Response:
        """Raises StoreError when there is none, after a while."""
        content = (body or urlencode(form)).encode("utf-8")
        headers = {"Accept": accept, **({"Content-Type": type_} if method == "POST" else {})}
        until = time.monotonic() + self.patience.away
        wait = self.patience.first_pause
        while True:
            reply, trouble, asked = self._try(method, url, content, headers, parameters)
            if reply is not None:
                return reply
            wait = max(wait, asked)
            if time.monotonic() + wait > until or not (self._answered or asked):
                raise StoreError(f"store {self.address} {trouble}: look to it, or name another with --store")
            self.pause(wait)
            wait = min(2 * wait, self.patience.longest_pause)

    def _try(
        self, method: str, url: str, content: bytes, headers: Mapping[str, str], parameters: Mapping[str, str] | None
    ) -> tuple[httpx.Response | None, str, float]:
        """The answer; or what is wrong, and for how many seconds the store asks to be left alone."""
        import httpx

        try:
            reply = self._client.request(
                method, url, content=content or None, headers=dict(headers), params=dict(parameters or {})
            )
        except httpx.TimeoutException:
            return None, "does not answer", 0.0
        except (httpx.TransportError, httpx.DecodingError) as error:
            return None, f"cannot be reached ({error or type(error).__name__})", 0.0
        if reply.status_code not in _BUSY:
            self._answered = True
            return reply, "", 0.0
        asked = _retry_after(reply.headers.get("Retry-After", ""))
        return None, f"is busy ({reply.status_code} {reply.reason_phrase})", max(asked, self.patience.first_pause)

    def _read(self, reply: httpx.Response) -> Reply:
        if reply.is_success:
            kind = reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return Reply(type=kind, body=reply.content)
        status, said = f"{reply.status_code} {reply.reason_phrase}".strip(), _excerpt(reply)
        if reply.status_code in _REFUSED:
            way_out = "check KG_STORE_USER and KG_STORE_PASSWORD, KG_STORE_TOKEN, or ~/.netrc"
            raise StoreError(f"store {self.address} refuses you ({status}): {way_out}")
        if reply.status_code == 404:
            raise StoreError(f"no store at {self.address} ({status}): check the address, or set KG_STORE_KIND")
        if reply.is_redirect:
            target = reply.headers.get("Location", "").partition("?")[0]
            raise StoreError(f"store {self.address} sends on to {target!a} ({status}): give that one, if it is right")
        raise StoreError(f"store {self.address} failed ({status}{said})")


def _retry_after(value: str) -> float:
    """Seconds, or a date (RFC 9110, section 10.2.3); 0 for what is neither."""
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return 0.0


def _excerpt(reply: httpx.Response) -> str:
    """The first words of an error, if they are words."""
    words = " ".join(reply.text.split())[:_LONGEST_EXCERPT]
    return f": {words}" if words and words.isprintable() and not words.startswith("<") else ""
