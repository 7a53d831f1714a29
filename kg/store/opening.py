"""What of a store is known before it is opened."""

from __future__ import annotations

from pathlib import Path

from kg.iris import Minter
from kg.places import Place, is_address
from kg.store import directory


def minter(place: Place) -> Minter:
    """Raises StoreError when there is no store."""
    if not is_address(place):
        return directory.find(Path(place)).minter
    from kg.store.remote import opening

    return opening.minter(place)


def exists(place: Place) -> bool:
    """Whether something was built there."""
    if not is_address(place):
        return Path(place).exists()
    from kg.store.remote import opening

    return opening.exists(place)
