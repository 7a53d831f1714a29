"""A store on the network by its URL alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import StoreError
from kg.iris import Minter
from kg.places import Place
from kg.store.remote import lease, marker
from kg.store.remote.address import address
from kg.store.remote.http import Endpoint


def exists(place: Place) -> bool:
    with _endpoint(place) as endpoint:
        return marker.find(endpoint) is not None


def minter(place: Place) -> Minter:
    """Raises StoreError when nothing was built there."""
    with _endpoint(place) as endpoint:
        return _found(endpoint)


def unlock(place: Place) -> str | None:
    """End the lease of its builder, which can then write nothing more. Returns who that was; None when none was.

    Raises StoreError when nothing was built there.
    """
    with _endpoint(place) as endpoint:
        old = lease.unlock(endpoint, _found(endpoint))
        return old.holder if old else None


def _found(endpoint: Endpoint) -> Minter:
    found = marker.find(endpoint)
    if found is None:
        raise StoreError(f"no store at {endpoint.address}: make one with `kg build`, or name another with --store")
    return found


@contextmanager
def _endpoint(place: Place) -> Iterator[Endpoint]:
    endpoint = Endpoint(address=address(str(place)))
    try:
        yield endpoint
    finally:
        endpoint.close()
