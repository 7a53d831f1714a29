"""The first page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.views.claims import Claim, claims

if TYPE_CHECKING:
    from kg.store import Reader

_NEWEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    newest: tuple[Claim, ...]


def home(reader: Reader) -> Home:
    return Home(newest=claims(reader, "", limit=_NEWEST))
