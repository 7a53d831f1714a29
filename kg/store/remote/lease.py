"""One builder at a time, in a store that knows no locks: who builds is told in the manifest, and until when.

The lease is taken by an update that does nothing where another one holds it, and every change renews it. A builder that
lost it (it slept too long, and another took over) must not write any more: where the store undoes a request of which
one step fails, each request begins with a step that fails without the lease; elsewhere, it is asked for before.
"""

from __future__ import annotations

import getpass
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from pyoxigraph import Literal

from kg.errors import StoreError
from kg.iris import Minter
from kg.store.remote.answers import terms
from kg.store.remote.http import Endpoint
from kg.store.remote.marker import NAMESPACE
from kg.terms import Triple, iri, string, typed

LASTS: Final = timedelta(minutes=10)
_FIELDS: Final = ("holder", "place", "token", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """`holder` is "USER on HOST, process N", `place` where such numbers mean the same processes; `until` is by the
    clock of the store."""

    holder: str
    place: str
    token: str
    until: datetime

    def died_here(self) -> bool:
        """Whether it was a process of this machine, which has ended."""
        process = self.holder.rpartition(", process ")[2]
        if not process.isdecimal() or not self.place or self.place != _place():
            return False
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False


class Lease:
    """Of one builder. `now` is the clock of this machine."""

    def __init__(
        self, endpoint: Endpoint, minter: Minter, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._endpoint, self._minter, self._now = endpoint, minter, now
        self._ahead = timedelta()  # of our clock is that of the store
        self._lost = False
        self._until = datetime.min.replace(tzinfo=UTC)
        self.token = secrets.token_hex(8)
        self.holder = f"{_user()} on {socket.gethostname()}, process {os.getpid()}"

    def take(self) -> None:
        """Raises StoreError when another builder has it."""
        self._ahead = _store_time(self._endpoint, self._now()) - self._now()
        old = held(self._endpoint, self._minter)
        if old and old.until > self._now() + self._ahead and not old.died_here():
            raise _refused(self._endpoint, old)
        self._endpoint.update(self._taking(old))
        mine = held(self._endpoint, self._minter)
        if mine is None or mine.token != self.token:
            raise _refused(self._endpoint, mine) if mine else _not_kept(self._endpoint)
        drop = self._endpoint.address.layout.drop
        gone = [drop.format(graph=iri(_fence(self._minter, old.token)))] if old else []
        self._endpoint.update(" ;\n".join([*gone, self._fence_up()]))
        self._until = mine.until

    def around(self, changes: list[str]) -> str:
        """One request that makes changes, and renews the lease, or does nothing when that is lost.

        Raises StoreError when it is known to be lost.
        """
        fenced = self._endpoint.address.layout.fence
        if not fenced:
            self.check()
        down = [f"CLEAR GRAPH {iri(_fence(self._minter, self.token))}"] if fenced else []
        return " ;\n".join([*down, *self._renewing(), *changes, *([self._fence_up()] if fenced else [])])

    def check(self) -> None:
        """Raises StoreError when it is lost."""
        mine = held(self._endpoint, self._minter)
        if mine is None or mine.token != self.token:
            self._lost = True
            whose = f" ({mine.holder})" if mine else ""
            raise StoreError(
                f"store {self._endpoint.address} was taken over by another kg build{whose}: nothing more was written; "
                "run the same command again when that has ended"
            )

    def give_up(self) -> None:
        """Let the next builder in. Does nothing when it is lost."""
        if not self._lost:
            self._endpoint.update(_ending(self._endpoint, self._minter, self.token))

    def _taking(self, old: Held | None) -> str:
        """An update that takes the place of an old lease, or of none, and does nothing when there is another by now."""
        graph, lease = iri(self._minter.manifest), _lease(self._minter)
        new = " . ".join(" ".join(triple) for triple in self._told(self._now() + self._ahead + LASTS))
        if old is None:
            return (
                f"INSERT {{ GRAPH {graph} {{ {new} }} }} "
                f"WHERE {{ FILTER NOT EXISTS {{ GRAPH {graph} {{ {lease} {_named('token')} ?other }} }} }}"
            )
        known = f"{lease} {_named('token')} {string(old.token)}"
        return (
            f"DELETE {{ GRAPH {graph} {{ {lease} ?p ?o }} }} INSERT {{ GRAPH {graph} {{ {new} }} }} "
            f"WHERE {{ GRAPH {graph} {{ {known} . {lease} ?p ?o }} }}"
        )

    def _renewing(self) -> list[str]:
        """Only when a quarter of the time has gone, for each renewal leaves its traces in the store's log."""
        now = self._now() + self._ahead
        if self._until - now > 0.75 * LASTS:
            return []
        graph, lease, until = iri(self._minter.manifest), _lease(self._minter), _named("until")
        self._until = (now + LASTS).replace(microsecond=0)
        new = Triple(lease, until, _written(self._until))
        return [
            f"DELETE WHERE {{ GRAPH {graph} {{ {lease} {until} ?until }} }}",
            f"INSERT DATA {{ GRAPH {graph} {{ {' '.join(new)} }} }}",
        ]

    def _told(self, until: datetime) -> list[Triple]:
        lease = _lease(self._minter)
        values = (string(self.holder), string(_place()), string(self.token), _written(until))
        return [Triple(lease, _named(name), value) for name, value in zip(_FIELDS, values, strict=True)]

    def _fence_up(self) -> str:
        name = iri(_fence(self._minter, self.token))
        return f"INSERT DATA {{ GRAPH {name} {{ {name} {_named('holder')} {string(self.holder)} }} }}"


def held(endpoint: Endpoint, minter: Minter) -> Held | None:
    """Who has the lease, or had it last."""
    wanted = " ; ".join(f"{_named(name)} ?{name}" for name in _FIELDS)
    shown = " ".join(f"?{name}" for name in _FIELDS)
    where = f"GRAPH {iri(minter.manifest)} {{ {_lease(minter)} {wanted} }}"
    for row in terms(endpoint.query(f"SELECT {shown} WHERE {{ {where} }} LIMIT 1")):
        holder, place, token, until = (str(getattr(cell, "value", "")) for cell in row)
        return Held(holder=holder, place=place, token=token, until=_time(until) or datetime.min.replace(tzinfo=UTC))
    return None


def unlock(endpoint: Endpoint, minter: Minter) -> Held | None:
    """End the lease of whoever has it, so that it cannot write any more. Returns who that was."""
    found = held(endpoint, minter)
    if found:
        endpoint.update(_ending(endpoint, minter, found.token))
    return found


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have no names for its users
        return "somebody"


def _place() -> str:
    """The run of this machine and its processes; "" where that cannot be told."""
    try:
        run = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{run} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def _store_time(endpoint: Endpoint, ours: datetime) -> datetime:
    """What its clock says; ours, where it says nothing that we understand."""
    rows = terms(endpoint.query("SELECT (NOW() AS ?now) WHERE {}"))
    return next((told for (now,) in rows if isinstance(now, Literal) and (told := _time(now.value))), ours)


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _ending(endpoint: Endpoint, minter: Minter, token: str) -> str:
    graph, lease = iri(minter.manifest), _lease(minter)
    drop = endpoint.address.layout.drop.format(graph=iri(_fence(minter, token)))
    return (
        f"DELETE {{ GRAPH {graph} {{ {lease} ?p ?o }} }} "
        f"WHERE {{ GRAPH {graph} {{ {lease} {_named('token')} {string(token)} . {lease} ?p ?o }} }} ;\n{drop}"
    )


def _refused(endpoint: Endpoint, other: Held) -> StoreError:
    return StoreError(
        f"store {endpoint.address} is locked by another kg build ({other.holder}) until {other.until:%H:%M:%S} UTC: "
        "wait for it, or if it is dead, run `kg unlock`"
    )


def _not_kept(endpoint: Endpoint) -> StoreError:
    return StoreError(
        f"store {endpoint.address} does not keep what it is told: check KG_STORE_UPDATE_URL, and that it is writable"
    )


def _lease(minter: Minter) -> str:
    return iri(f"{minter.manifest}#lease")


def _fence(minter: Minter, token: str) -> str:
    return f"{minter.manifest}/{token}"


def _named(name: str) -> str:
    return iri(NAMESPACE + name)


def _written(time: datetime) -> str:
    return typed(time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "xsd:dateTime")
